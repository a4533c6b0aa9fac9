/* SPDX-License-Identifier: Apache-2.0 */
/* change_log.c - the chain of changes, and the proof that it is whole.
 *
 * A row of change_log carries everything but what was said: of that it carries a hash salted with 32 random bytes. The
 * salt and the text stand in change_content and can be deleted; without the salt nobody can try texts against the hash. So
 * a row whose content is gone is provably the row that was written, and one whose content differs is found.
 * Integers enter the hashes as 8 bytes, least first; texts with their length before them, so that no two rows of
 * different fields give the same bytes. */
#include "store/store_private.h"
#include "store/store_sql.h"

#include <sodium.h>
#include <string.h>

enum { PAGE = 1000 };

struct log_row {
	int64_t number, at, person, personal;
	struct str act, subject;
	unsigned char content[STORE_HASH];
};

static void add_number(crypto_generichash_state *state, int64_t number)
{
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
	crypto_generichash_update(state, bytes, sizeof bytes);
}

static void add_text(crypto_generichash_state *state, struct str text)
{
	add_number(state, (int64_t)text.n);
	crypto_generichash_update(state, (const unsigned char *)text.at, text.n);
}

static void hash_content(struct str salt, struct str before, struct str after, unsigned char out[static STORE_HASH])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, (const unsigned char *)salt.at, salt.n, STORE_HASH);
	add_text(&state, before);
	add_text(&state, after);
	crypto_generichash_final(&state, out, STORE_HASH);
}

static void hash_row(const struct log_row *row, const unsigned char *previous, unsigned char out[static STORE_HASH])
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, STORE_HASH);
	add_number(&state, row->number);
	add_number(&state, row->at);
	add_number(&state, row->person);
	add_number(&state, row->personal);
	add_text(&state, row->act);
	add_text(&state, row->subject);
	crypto_generichash_update(&state, row->content, STORE_HASH);
	crypto_generichash_update(&state, previous, STORE_HASH);
	crypto_generichash_final(&state, out, STORE_HASH);
}

static struct str bytes_of(const unsigned char hash[static STORE_HASH])
{
	return (struct str){(const char *)hash, STORE_HASH};
}

static enum status add_content(struct store *s, int64_t number, struct str salt, const struct store_change *change)
{
	const struct store_value in[] = {
		{.i64 = number}, {.text = salt}, {.text = change->before}, {.text = change->after}};
	return store_query(s, &store_sql_content_add, in, NULL, NULL, NULL);
}

enum status store_log(struct store *s, const struct store_change *change, int64_t *number)
{
	must(s->use == STORE_WRITE && s->in_transaction);
	struct log_row row = {.number = s->head.changes + 1,
			      .at = change->at.us,
			      .person = change->person,
			      .personal = change->personal,
			      .act = change->act,
			      .subject = change->subject};
	unsigned char salt[STORE_SALT], hash[STORE_HASH];
	randombytes_buf(salt, sizeof salt);
	hash_content(bytes_of(salt), change->before, change->after, row.content);
	hash_row(&row, s->head.hash, hash);
	const struct store_value in[] = {{.i64 = row.number},
					 {.time = change->at},
					 {.i64 = row.person},
					 {.text = row.act},
					 {.text = row.subject},
					 {.i64 = row.personal},
					 {.text = bytes_of(row.content)},
					 {.text = bytes_of(hash)}};
	enum status status = store_query(s, &store_sql_log_add, in, NULL, NULL, NULL);
	if (status == OK)
		status = add_content(s, row.number, bytes_of(salt), change);
	if (status != OK)
		return status;
	s->head.changes = row.number;
	memcpy(s->head.hash, hash, STORE_HASH);
	if (number)
		*number = row.number;
	return OK;
}

struct log_reading {
	store_log_row *row;
	void *context;
};

static enum status tell_row(void *context, const struct store_value *values)
{
	const struct log_reading *reading = context;
	struct store_change change = {.at = values[1].time,
				      .person = values[2].i64,
				      .act = values[3].text,
				      .subject = values[4].text,
				      .before = values[9].is_null ? STR("") : values[9].text,
				      .after = values[10].is_null ? STR("") : values[10].text,
				      .personal = values[5].i64};
	return reading->row(reading->context, values[0].i64, &change);
}

enum status store_log_read(struct store *s, int64_t after, int64_t most, store_log_row *row, void *context)
{
	const struct store_value in[] = {{.i64 = after}, {.i64 = most}};
	struct log_reading reading = {row, context};
	return store_query(s, &store_sql_log_page, in, tell_row, &reading, NULL);
}

static enum status flag_row(void *context, const struct store_value *values)
{
	*(int64_t *)context = values[0].i64;
	return OK;
}

enum status store_log_erase(struct store *s, int64_t number)
{
	must(s->use == STORE_WRITE && s->in_transaction);
	const struct store_value in[] = {{.i64 = number}};
	int64_t personal = -1;
	enum status status = store_query(s, &store_sql_log_personal, in, flag_row, &personal, NULL);
	if (status != OK)
		return status;
	if (personal != 1)
		return personal < 0 ? NOT_FOUND : FORBIDDEN;
	s->erased = true;
	return store_query(s, &store_sql_content_erase, in, NULL, NULL, NULL);
}

struct walk {
	struct store_check *check;
	unsigned char hash[STORE_HASH]; /* of the row before */
	int64_t last;                   /* its number */
	int64_t rows;                   /* of this page */
};

static bool content_fits(const struct store_value *values, const struct log_row *row, bool *is_erased)
{
	*is_erased = values[8].is_null;
	if (*is_erased)
		return row->personal;
	unsigned char hash[STORE_HASH];
	if (values[8].text.n != STORE_SALT || values[9].is_null || values[10].is_null)
		return false;
	hash_content(values[8].text, values[9].text, values[10].text, hash);
	return memcmp(hash, row->content, STORE_HASH) == 0;
}

static enum status walk_row(void *context, const struct store_value *values)
{
	struct walk *walk = context;
	struct log_row row = {.number = values[0].i64,
			      .at = values[1].time.us,
			      .person = values[2].i64,
			      .personal = values[5].i64,
			      .act = values[3].text,
			      .subject = values[4].text};
	unsigned char hash[STORE_HASH];
	bool is_erased = false, fits = row.number == walk->last + 1 && values[6].text.n == STORE_HASH;
	if (fits) {
		memcpy(row.content, values[6].text.at, STORE_HASH);
		hash_row(&row, walk->hash, hash);
		fits = str_equal(values[7].text, bytes_of(hash)) && content_fits(values, &row, &is_erased);
	}
	if (!fits) {
		walk->check->first_broken = walk->last + 1;
		return INVALID;
	}
	memcpy(walk->hash, hash, STORE_HASH);
	walk->last = row.number;
	walk->rows++;
	walk->check->changes++;
	walk->check->erased += is_erased;
	return OK;
}

/* A value that its column cannot hold is as broken as a hash that does not fit: the row after the last whole one. */
static enum status walk_pages(struct store *s, struct walk *walk)
{
	enum status status;
	do {
		const struct store_value in[] = {{.i64 = walk->last}, {.i64 = PAGE}};
		walk->rows = 0;
		status = store_query(s, &store_sql_log_page, in, walk_row, walk, NULL);
	} while (status == OK && walk->rows == PAGE);
	if (status == BUG) {
		walk->check->first_broken = walk->last + 1;
		status = INVALID;
	}
	return status;
}

enum status store_check_log(struct store *s, struct problems *problems, struct store_check *out)
{
	struct walk walk = {.check = out};
	enum status status = store_read_head(s, &store_sql_head);
	if (status == OK)
		status = walk_pages(s, &walk);
	if (status == UNAVAILABLE)
		return store_tell(s, problems);
	struct str nothing = STR("");
	if (status == BUG) {
		problem_add(problems, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, nothing,
			    "The row that says where the change log ends cannot be read.");
		return INVALID;
	}
	if (status == OK && walk.last != s->head.changes)
		out->first_broken = (walk.last < s->head.changes ? walk.last : s->head.changes) + 1;
	else if (status == OK && memcmp(walk.hash, s->head.hash, STORE_HASH) != 0)
		out->first_broken = walk.last ? walk.last : 1;
	if (!out->first_broken)
		return OK;
	problem_add(problems, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, nothing,
		    "Row %lld of the change log is not as it was written.", (long long)out->first_broken);
	return INVALID;
}
