/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out. A wrong name costs the same work as a wrong password, so that neither answer nor time tells which
 * names have an account. */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/people_sql.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

enum { HASHING_MOST = 2 };

/* Passwords being checked. Each takes 64 MB and a tenth of a second of a processor, which strangers may ask for. */
static _Atomic int hashing;

static const int64_t second = 1000000, hour = 3600 * second;

struct key {
	int64_t id; /* 0: no such account */
	struct str hash;
};

static enum status find_key(struct call *c, struct str name, struct key *out)
{
	struct person_key_by_name_row named;
	struct person_key_by_email_row with;
	bool has_name, has_email;
	*out = (struct key){.hash = STR("")};
	/* Both are always asked: the time is the same. */
	enum status status =
		person_key_by_name_query(c->store, c->arena, people_skeleton(c->arena, name), &named, &has_name);
	if (status == OK)
		status = person_key_by_email_query(c->store, c->arena, people_email_as_stored(c->arena, name), &with,
						   &has_email);
	if (status != OK)
		return status;
	if (has_email)
		*out = (struct key){with.id, with.password_hash};
	else if (has_name)
		*out = (struct key){named.id, named.password_hash};
	return OK;
}

/* Fits the key, or would have cost the same work. UNAVAILABLE: too many at once, or no memory. */
static enum status check_password(struct call *c, const struct key *key, struct str password, bool *fits)
{
	unsigned char unused[32], salt[crypto_pwhash_SALTBYTES] = {0};
	enum status status = OK;
	*fits = false;
	if (atomic_fetch_add(&hashing, 1) >= HASHING_MOST) {
		problem_add(
			&c->problems, PROBLEM_TOO_MANY, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c,
				    N_("Several people are signing in at this moment. Try again in a few seconds."))));
		status = UNAVAILABLE;
	} else if (key->id) {
		*fits = crypto_pwhash_str_verify(str_chars(c->arena, key->hash), password.at, password.n) == 0;
	} else if (crypto_pwhash(unused, sizeof unused, password.at, password.n, salt,
				 crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
				 crypto_pwhash_ALG_ARGON2ID13) != 0) {
		status = UNAVAILABLE;
	}
	atomic_fetch_sub(&hashing, 1);
	return status;
}

struct signing {
	struct call *c;
	int64_t person;
	unsigned char hash[PEOPLE_HASH];
};

static struct str hash_of(const struct signing *s)
{
	return (struct str){(const char *)s->hash, sizeof s->hash};
}

static enum status write_session(struct store *store, void *context)
{
	struct signing *s = context;
	struct call *c = s->c;
	struct moment ends = {c->now.us + PEOPLE_IDLE_HOURS * hour};
	int64_t changed;
	enum status status = person_session_sweep_query(store, c->arena, c->now, &changed);
	if (status == OK)
		status = person_session_add_query(store, c->arena, hash_of(s), s->person, c->now, ends, &changed);
	return status == OK ? people_log(store, c, "user.sign-in", s->person, (struct store_change){0}) : status;
}

static enum status missing(struct call *c, const char *field, const char *detail)
{
	struct str text = tr(c, detail);
	return problem_add(&c->problems, PROBLEM_MISSING, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(text));
}

static enum status refuse(struct call *c)
{
	struct str text =
		tr(c, N_("No account has this name and this password. Capital letters count in the password."));
	return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("password"), "%.*s", STR_ARGS(text));
}

enum status people_sign_in(struct call *c, struct str name, struct str password, struct str token)
{
	struct signing s = {.c = c};
	struct key key;
	bool fits;
	if (str_trim(name).n == 0)
		missing(c, "name", N_("Write your name or your e-mail address."));
	if (password.n == 0)
		missing(c, "password", N_("Write your password."));
	if (str_trim(name).n == 0 || password.n == 0)
		return INVALID;
	if (name.n > PEOPLE_EMAIL_MOST || password.n > PEOPLE_PASSWORD_MOST || sodium_init() < 0)
		return refuse(c);
	enum status status = find_key(c, people_normal(c->arena, str_trim(name)), &key);
	if (status == OK)
		status = check_password(c, &key, people_normal(c->arena, password), &fits);
	if (status != OK)
		return status;
	if (!fits)
		return refuse(c);
	s.person = key.id;
	people_hash_token(token, s.hash);
	return store_write(c->database, write_session, &s);
}

static enum status write_use(struct store *store, void *context)
{
	const struct signing *s = context;
	const struct call *c = s->c;
	struct person_session_get_row row;
	bool found;
	int64_t changed;
	enum status status = person_session_get_query(store, c->arena, hash_of(s), c->now, &row, &found);
	if (status != OK || !found)
		return status;
	int64_t idle = c->now.us + PEOPLE_IDLE_HOURS * hour, last = row.made_at.us + PEOPLE_SESSION_DAYS * 24 * hour;
	struct moment ends = {idle < last ? idle : last};
	return person_session_use_query(store, c->arena, hash_of(s), c->now, ends, &changed);
}

enum status people_session(struct call *c, struct str token, struct person *out)
{
	struct signing s = {.c = c};
	struct person_session_get_row row;
	bool found;
	people_hash_token(token, s.hash);
	enum status status = person_session_get_query(c->store, c->arena, hash_of(&s), c->now, &row, &found);
	if (status != OK || !found)
		return status != OK ? status : NOT_FOUND;
	*out = (struct person){.id = row.id, .name = row.name};
	if (!roles_parse(row.roles, &out->roles))
		return BUG;
	/* Reading goes on where the disk is full: the session only ends sooner. */
	if (c->now.us - row.used_at.us >= hour && store_write(c->database, write_use, &s) == BUG)
		return BUG;
	return OK;
}

static enum status write_end(struct store *store, void *context)
{
	struct signing *s = context;
	struct call *c = s->c;
	struct person_session_get_row row;
	bool found;
	int64_t changed;
	enum status status = person_session_get_query(store, c->arena, hash_of(s), c->now, &row, &found);
	if (status == OK && found)
		status = person_session_end_query(store, c->arena, hash_of(s), &changed);
	if (status != OK || !found)
		return status;
	return people_log(store, c, "user.sign-out", row.id, (struct store_change){0});
}

enum status people_sign_out(struct call *c, struct str token)
{
	struct signing s = {.c = c};
	people_hash_token(token, s.hash);
	return store_write(c->database, write_end, &s);
}
