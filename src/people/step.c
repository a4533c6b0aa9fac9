/* SPDX-License-Identifier: Apache-2.0 */
/* The second step. */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/account_sql.h"
#include "people/people_sql.h"
#include "site/settings.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET = 20, PERIOD = 30, WINDOW = 1, DIGITS = 6, CODE = 10 };

static const int64_t second = 1000000;

/* A code as typed, without blanks and strokes, in lower case: people write them down in groups. */
static struct str plain_code(struct arena *a, struct str typed)
{
	char *text = arena_alloc(a, typed.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < typed.n; i++)
		if (typed.at[i] != ' ' && typed.at[i] != '-')
			text[n++] = (char)tolower((unsigned char)typed.at[i]);
	return (struct str){text, n};
}

/* The number of the 30 seconds whose code it is; 0: of none near now. */
static int64_t counter_of(struct call *c, struct str secret, struct str code)
{
	int place = 0;
	uint64_t counter = 0;
	if (code.n != DIGITS || strspn(str_chars(c->arena, code), "0123456789") != DIGITS)
		return 0;
	int found = oath_totp_validate4(secret.at, secret.n, (time_t)(c->now.us / second), PERIOD, 0, WINDOW, &place,
					&counter, 0, str_chars(c->arena, code));
	return found >= 0 ? (int64_t)counter : 0;
}

static enum status wrong_code(struct call *c)
{
	return people_wrong(
		c, "code",
		N_("This code is not right, or it was used already. Codes change every 30 seconds: type the "
		   "one that your app shows now."));
}

struct stepping {
	struct call *c;
	int64_t person;
	struct str session, code, token, secret;
	struct step_codes *codes;
	bool is_right;
};

/* Takes a code or a recovery code, once. */
static enum status take_code(struct store *s, struct stepping *t)
{
	struct call *c = t->c;
	struct person_step_get_row row;
	bool found;
	int64_t changed = 0;
	enum status status = person_step_get_query(s, c->arena, t->person, &row, &found);
	if (status != OK || !found)
		return status;
	int64_t counter = counter_of(c, row.secret, t->code);
	if (counter)
		status = person_step_use_query(s, c->arena, t->person, counter, &changed);
	else if (t->code.n == CODE)
		status = person_recovery_use_query(s, c->arena, people_hash_text(c->arena, t->code), t->person,
						   &changed);
	t->is_right = changed > 0;
	if (status == OK && t->is_right && !counter)
		status = people_log(s, c, "user.recovery-code", t->person, (struct store_change){0});
	return status;
}

static enum status write_proof(struct store *s, void *context)
{
	struct stepping *t = context;
	struct call *c = t->c;
	struct person_session_get_row row;
	struct str hash = people_hash_text(c->arena, t->session);
	bool found;
	int64_t changed;
	enum status status = person_session_get_query(s, c->arena, hash, c->now, &row, &found);
	if (status == OK && !found)
		return NOT_FOUND;
	if (status == OK)
		status = take_code(s, t);
	if (status != OK || !t->is_right)
		return status;
	status = person_session_end_query(s, c->arena, hash, &changed);
	if (status != OK)
		return status;
	return person_session_add_query(s, c->arena, people_hash_text(c->arena, t->token), t->person, row.sign_in,
					row.how, true, row.made_at, c->now,
					(struct moment){c->now.us + PEOPLE_IDLE_HOURS * 3600 * second}, &changed);
}

enum status step_prove(struct call *c, struct str session, struct str code, struct str network, struct str token)
{
	struct step_waiting waiting;
	enum status status = step_waits(c, session, &waiting);
	if (status == OK && !waiting.is_set_up)
		return NOT_FOUND;
	struct stepping t = {.c = c, .person = waiting.person, .session = session, .token = token};
	struct str account = str_format(c->arena, "step %lld", (long long)waiting.person);
	t.code = plain_code(c->arena, str_slice(code, 0, ACCOUNT_CODE_MOST));
	if (status == OK)
		status = people_delay(c, network, account, "code");
	if (status == OK)
		status = store_write(c->database, write_proof, &t);
	if (status != OK)
		return status;
	if (t.is_right) {
		people_delay_right(network, account);
		return OK;
	}
	people_delay_wrong(c, network, account);
	return wrong_code(c);
}

enum status step_of(struct call *c, int64_t person, struct step *out)
{
	struct person_step_get_row row;
	struct person_recovery_count_row count;
	bool found;
	*out = (struct step){.secret = STR("")};
	enum status status = person_step_get_query(c->store, c->arena, person, &row, &found);
	if (status == OK)
		status = person_recovery_count_query(c->store, c->arena, person, &count);
	if (status != OK || !found)
		return status;
	out->is_on = row.has_on_since;
	out->is_shown = !row.has_on_since;
	out->since = row.on_since;
	out->codes = count.n;
	if (out->is_shown)
		out->secret = row.secret;
	return OK;
}

static enum status write_begin(struct store *s, void *context)
{
	const struct stepping *t = context;
	int64_t changed;
	enum status status = person_step_begin_query(s, t->c->arena, t->person, t->secret, &changed);
	return status == OK && changed == 0 ? CONFLICT : status;
}

enum status step_begin(struct call *c, int64_t person)
{
	unsigned char secret[SECRET];
	must(sodium_init() >= 0);
	randombytes_buf(secret, sizeof secret);
	struct stepping t = {.c = c, .person = person, .secret = {(const char *)secret, sizeof secret}};
	enum status status = store_write(c->database, write_begin, &t);
	if (status == CONFLICT)
		(void)problem_add(&c->problems, PROBLEM_ALREADY_THERE, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("The second step is on already."))));
	return status;
}

/* Ten letters and digits that are not mistaken for each other: 50 bits each. */
static struct str new_code(struct arena *a)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789#";
	char code[CODE];
	for (size_t i = 0; i < CODE; i++)
		code[i] = letters[randombytes_uniform(sizeof letters - 2)];
	return str_copy(a, (struct str){code, CODE});
}

static enum status write_codes(struct store *s, struct stepping *t)
{
	struct call *c = t->c;
	int64_t changed;
	enum status status = person_recovery_drop_query(s, c->arena, t->person, &changed);
	t->codes->n = ACCOUNT_CODES;
	for (size_t i = 0; status == OK && i < ACCOUNT_CODES; i++) {
		struct str code = new_code(c->arena);
		t->codes->at[i] = str_format(c->arena, "%.5s-%.5s", code.at, code.at + CODE / 2);
		status = person_recovery_add_query(s, c->arena, people_hash_text(c->arena, code), t->person, &changed);
	}
	return status;
}

static enum status write_on(struct store *s, void *context)
{
	struct stepping *t = context;
	struct call *c = t->c;
	struct str session = people_hash_text(c->arena, t->session);
	int64_t changed;
	enum status status = take_code(s, t);
	if (status != OK || !t->is_right)
		return status;
	status = person_step_on_query(s, c->arena, t->person, c->now, &changed);
	if (status == OK && changed == 0)
		return CONFLICT;
	if (status == OK)
		status = write_codes(s, t);
	if (status == OK)
		status = person_session_prove_query(s, c->arena, session, &changed);
	if (status == OK)
		status = person_session_end_others_query(s, c->arena, t->person, session, &changed);
	return status == OK ? people_log(s, c, "user.second-step-on", t->person, (struct store_change){0}) : status;
}

enum status step_turn_on(struct call *c, int64_t person, struct str session, struct str code, struct step_codes *codes)
{
	struct step step;
	struct stepping t = {.c = c, .person = person, .session = session, .codes = codes};
	enum status status = step_of(c, person, &step);
	if (status == OK && !step.is_shown)
		return CONFLICT;
	t.code = plain_code(c->arena, str_slice(code, 0, ACCOUNT_CODE_MOST));
	if (status == OK)
		status = store_write(c->database, write_on, &t);
	return status == OK && !t.is_right ? wrong_code(c) : status;
}

static enum status write_off(struct store *s, void *context)
{
	struct call *c = context;
	int64_t changed;
	enum status status = person_step_drop_query(s, c->arena, c->person.id, &changed);
	if (status == OK)
		status = person_recovery_drop_query(s, c->arena, c->person.id, &changed);
	return status == OK ? people_log(s, c, "user.second-step-off", c->person.id, (struct store_change){0}) : status;
}

enum status step_turn_off(struct call *c, struct str password, struct str network)
{
	bool of_staff = false;
	enum status status = c->person.roles ? setting_is_on(c, SETTING_STAFF_SECOND_STEP, &of_staff) : OK;
	if (status == OK && of_staff) {
		(void)problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("On this site, whoever has a role needs the second step."))));
		return FORBIDDEN;
	}
	if (status == OK)
		status = account_prove(c, password, network);
	return status == OK ? store_write(c->database, write_off, c) : status;
}

struct str step_secret_text(struct arena *a, struct str secret)
{
	char *text = NULL;
	size_t n = 0;
	must(oath_base32_encode(secret.at, secret.n, &text, &n) == OATH_OK);
	struct str copy = str_copy(a, (struct str){text, n});
	free(text);
	return copy;
}

struct str step_secret_words(struct arena *a, struct str secret)
{
	struct str text = step_secret_text(a, secret);
	char *words = arena_alloc(a, text.n * 2 + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (i && i % 4 == 0)
			words[n++] = ' ';
		words[n++] = text.at[i];
	}
	return (struct str){words, n};
}
