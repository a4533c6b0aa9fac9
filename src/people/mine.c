/* SPDX-License-Identifier: Apache-2.0 */
/* The list of sign-ins and the API tokens of one's own account; ending them. */
#include "people/people_private.h"

#include "people/account_sql.h"

#include <sodium.h>

enum status account_sign_ins(struct call *c, int64_t before, int64_t most, struct person_sign_ins_rows *out)
{
	return person_sign_ins_query(c->store, c->arena, c->person.id, c->now, before, most, out);
}

enum status account_sign_in_of(struct call *c, struct str session, int64_t *out)
{
	struct person_session_get_row row;
	bool found = false;
	enum status status = OK;
	if (session.n)
		status = person_session_get_query(c->store, c->arena, people_hash_text(c->arena, session), c->now, &row,
						  &found);
	*out = found ? row.sign_in : 0;
	return status;
}

struct ending {
	struct call *c;
	int64_t person, sign_in;
	struct str hash, name;
};

static enum status write_one(struct store *s, void *context)
{
	const struct ending *e = context;
	struct call *c = e->c;
	int64_t changed;
	enum status status = person_session_end_one_query(s, c->arena, c->person.id, e->sign_in, &changed);
	if (status != OK || changed == 0)
		return status;
	return people_log(s, c, "user.sign-out", c->person.id, (struct store_change){0});
}

enum status account_sign_out_one(struct call *c, int64_t sign_in)
{
	struct ending e = {.c = c, .sign_in = sign_in};
	return store_write(c->database, write_one, &e);
}

static enum status end_others(struct store *s, const struct ending *e, int64_t person)
{
	struct call *c = e->c;
	int64_t changed;
	enum status status = person_session_end_others_query(s, c->arena, person, e->hash, &changed);
	return status == OK ? people_log(s, c, "user.sign-out-all", person, (struct store_change){0}) : status;
}

static enum status write_others(struct store *s, void *context)
{
	const struct ending *e = context;
	return end_others(s, e, e->c->person.id);
}

enum status account_sign_out_others(struct call *c, struct str session)
{
	struct ending e = {.c = c, .hash = people_hash_text(c->arena, session)};
	return store_write(c->database, write_others, &e);
}

static enum status write_all(struct store *s, void *context)
{
	const struct ending *e = context;
	int64_t id;
	enum status status = people_id_of(s, e->c, e->name, &id);
	return status == OK ? end_others(s, e, id) : status;
}

enum status people_sign_out_all(struct call *c, struct str name)
{
	struct ending e = {.c = c, .name = name, .hash = STR("")};
	return store_write(c->database, write_all, &e);
}

enum status account_tokens(struct call *c, struct person_tokens_rows *out)
{
	return person_tokens_query(c->store, c->arena, c->person.id, ACCOUNT_TOKENS_MOST, out);
}

static enum status write_drop(struct store *s, void *context)
{
	const struct ending *e = context;
	struct call *c = e->c;
	int64_t changed;
	enum status status = person_token_drop_query(s, c->arena, c->person.id, e->hash, &changed);
	if (status != OK || changed == 0)
		return status;
	return people_log(s, c, "user.token-drop", c->person.id, (struct store_change){0});
}

enum status account_token_drop(struct call *c, struct str hash)
{
	unsigned char bytes[PEOPLE_HASH];
	size_t n = 0;
	struct ending e = {.c = c};
	if (sodium_hex2bin(bytes, sizeof bytes, hash.at, hash.n, NULL, &n, NULL) != 0 || n != sizeof bytes)
		return OK;
	e.hash = (struct str){(const char *)bytes, n};
	return store_write(c->database, write_drop, &e);
}
