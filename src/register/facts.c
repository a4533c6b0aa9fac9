/* SPDX-License-Identifier: Apache-2.0 */
/* Facts between the store and memory. */
#include "register/register_private.h"
#include "register/register_sql.h"

#include "base/log.h"
#include "store/store.h"

#include <jansson.h>
#include <sodium.h>
#include <stdalign.h>
#include <string.h>

struct str register_cell(enum register_kind kind, const struct register_row *row, const char *column)
{
	const struct register_table *t = &register_tables[kind];
	size_t i = 0;
	while (i < t->columns_n && strcmp(t->columns[i].name, column) != 0)
		i++;
	must(i < t->columns_n);
	return row->cells[i];
}

struct str register_body(struct arena *a, const struct register_table *t, const struct str *cells)
{
	json_t *object = json_object();
	for (size_t i = 0; i < t->columns_n; i++)
		if (cells[i].n)
			json_object_set_new(object, t->columns[i].name, json_stringn(cells[i].at, cells[i].n));
	char *text = json_dumps(object, JSON_COMPACT);
	must(text);
	struct str body = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return body;
}

/* The text in double quotes at *at; moves behind it. */
static bool take_quoted(const char **at, const char *end, struct str *out)
{
	if (*at == end || **at != '"')
		return false;
	const char *from = *at + 1, *quote = memchr(from, '"', (size_t)(end - from));
	if (!quote)
		return false;
	*out = (struct str){from, (size_t)(quote - from)};
	*at = quote + 1;
	return true;
}

/* Reads a body as register_body() writes nearly all: without blanks and backslashes, columns in their order. Thousands are
 * read when the register is, for a fraction of what a whole JSON reader takes. The cells point into the body. False: it is
 * not of this form, and may be right or wrong. */
static bool parse_plain(const struct register_table *t, struct str body, struct str *cells)
{
	struct str name, value;
	size_t column = 0;
	if (body.n < 2 || memchr(body.at, '\\', body.n) || !str_is_utf8(body))
		return false;
	const char *at = body.at, *end = body.at + body.n - 1;
	if (*at != '{' || *end != '}')
		return false;
	while (++at < end) {
		if (!take_quoted(&at, end, &name) || *at++ != ':' || !take_quoted(&at, end, &value))
			return false;
		while (column < t->columns_n && !str_is(name, t->columns[column].name))
			column++;
		if (column == t->columns_n || (at < end && (*at != ',' || at + 1 == end)))
			return false;
		cells[column++] = value;
	}
	return true;
}

static bool parse_json(struct arena *a, const struct register_table *t, struct str body, struct str *cells)
{
	json_t *object = json_loadb(body.at, body.n, JSON_REJECT_DUPLICATES, NULL);
	const char *name;
	json_t *value;
	bool fits = json_is_object(object);
	for (size_t i = 0; i < t->columns_n; i++)
		cells[i] = STR("");
	json_object_foreach(object, name, value)
	{
		int column = register_column_named(t, str_of(name));
		fits = fits && column >= 0 && json_is_string(value);
		if (fits)
			cells[column] = str_copy(a, (struct str){json_string_value(value), json_string_length(value)});
	}
	json_decref(object);
	return fits;
}

bool register_body_parse(struct arena *a, const struct register_table *t, struct str body, struct str *cells)
{
	for (size_t i = 0; i < t->columns_n; i++)
		cells[i] = STR("");
	return parse_plain(t, str_copy(a, body), cells) || parse_json(a, t, body, cells);
}

static void read_row(struct register_rows *rows, int64_t id, struct str kind, struct str key, struct str body,
		     struct moment recorded)
{
	const struct register_table *t = register_table_named(kind);
	struct str *cells = t ? arena_array(rows->arena, struct str, t->columns_n) : NULL;
	if (!t || !register_body_parse(rows->arena, t, body, cells)) {
		log_line(LOG_ERROR, "fact %lld (%.*s %.*s) does not fit its table", (long long)id, STR_ARGS(kind),
			 STR_ARGS(key));
		rows->broken = true;
		return;
	}
	if (recorded.us > rows->last.us)
		rows->last = recorded;
	*list_add(rows->arena, &rows->of[t - register_tables]) =
		(struct register_row){id, recorded, str_copy(rows->arena, key), cells};
}

static enum status on_standing(void *context, const struct fact_standing_row *row)
{
	read_row(context, row->id, row->kind, row->key, row->body, row->recorded_at);
	return OK;
}

static enum status on_known(void *context, const struct fact_known_row *row)
{
	read_row(context, row->id, row->kind, row->key, row->body, row->recorded_at);
	return OK;
}

enum status register_rows_read(struct store *s, struct arena *a, const struct moment *known, struct register_rows *out)
{
	*out = (struct register_rows){.arena = a};
	struct arena *scratch = arena_new();
	enum status st = known ? fact_known_query(s, scratch, *known, on_known, out)
			       : fact_standing_query(s, scratch, on_standing, out);
	arena_free(&scratch);
	return st == OK && out->broken ? BUG : st;
}

struct register_digest {
	crypto_generichash_state state;
};

struct register_digest *register_digest_new(struct arena *a)
{
	/* the state wants a cache line of its own; an arena aligns for ordinary types only */
	char *room = arena_alloc(a, sizeof(struct register_digest) + alignof(struct register_digest));
	size_t past = (uintptr_t)room % alignof(struct register_digest);
	struct register_digest *d = (void *)(past ? room + alignof(struct register_digest) - past : room);
	crypto_generichash_init(&d->state, NULL, 0, crypto_generichash_BYTES);
	return d;
}

/* Each text is preceded by its length, so that no two lists of facts have one digest. */
static void digest_text(struct register_digest *d, struct str s)
{
	uint64_t n = s.n;
	crypto_generichash_update(&d->state, (const unsigned char *)&n, sizeof n);
	crypto_generichash_update(&d->state, (const unsigned char *)s.at, s.n);
}

void register_digest_add(struct register_digest *d, struct str kind, struct str key, struct str body)
{
	digest_text(d, kind);
	digest_text(d, key);
	digest_text(d, body);
}

struct str register_digest_hex(struct arena *a, struct register_digest *d)
{
	unsigned char hash[crypto_generichash_BYTES];
	crypto_generichash_final(&d->state, hash, sizeof hash);
	char *hex = arena_alloc(a, sizeof hash * 2 + 1);
	return str_of(sodium_bin2hex(hex, sizeof hash * 2 + 1, hash, sizeof hash));
}

static void digest_difference(struct register_digest *digest, const struct register_difference *d)
{
	register_digest_add(digest, str_of(register_tables[d->kind].name), d->key, d->body);
}

/* The withdrawn fact with the smallest number above `after`; NULL if there is none. */
static const struct register_difference *next_withdrawn(const struct register_difference *differences, size_t n,
							int64_t after)
{
	const struct register_difference *next = NULL;
	for (size_t i = 0; i < n; i++)
		if (!differences[i].body.n && differences[i].standing > after &&
		    (!next || differences[i].standing < next->standing))
			next = &differences[i];
	return next;
}

/* The row of the log, with the digest in the order in which fact_of_change tells: `after` with the digest as its last member. */
static enum status log_change(struct store *s, const struct call *c, const struct register_change *change,
			      const struct register_difference *differences, size_t n, int64_t *number)
{
	struct register_digest *digest = register_digest_new(c->arena);
	must(change->after.n > 2);
	for (size_t i = 0; i < n; i++)
		if (differences[i].body.n)
			digest_difference(digest, &differences[i]);
	const struct register_difference *withdrawn = NULL;
	while ((withdrawn = next_withdrawn(differences, n, withdrawn ? withdrawn->standing : 0)))
		digest_difference(digest, withdrawn);
	struct str after = str_format(c->arena, "%.*s,\"digest\":\"%.*s\"}", (int)change->after.n - 1, change->after.at,
				      STR_ARGS(register_digest_hex(c->arena, digest)));
	return store_log(s,
			 &(struct store_change){.at = c->now,
						.person = c->person.id,
						.act = change->act,
						.subject = change->subject,
						.before = change->before,
						.after = after},
			 number);
}

static enum status store_difference(struct store *s, struct arena *scratch, const struct register_difference *d,
				    struct moment at, int64_t change)
{
	int64_t changed;
	enum status st = OK;
	if (d->standing && d->body.n)
		st = fact_supersede_query(s, scratch, d->standing, at, &changed);
	else if (d->standing)
		st = fact_withdraw_query(s, scratch, d->standing, at, change, &changed);
	if (st == OK && d->standing && changed != 1)
		return CONFLICT;
	if (st == OK && d->body.n)
		st = fact_add_query(s, scratch, str_of(register_tables[d->kind].name), d->key, d->body, at, change,
				    NULL);
	return st;
}

enum status register_record(struct store *s, const struct call *c, const struct register_change *change,
			    const struct register_difference *differences, size_t n, int64_t *number)
{
	int64_t row;
	enum status st = log_change(s, c, change, differences, n, &row);
	struct arena *scratch = arena_new();
	for (size_t i = 0; i < n && st == OK; i++) {
		st = store_difference(s, scratch, &differences[i], c->now, row);
		arena_clear(scratch);
	}
	arena_free(&scratch);
	if (number)
		*number = row;
	return st;
}
