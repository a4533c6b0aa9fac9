/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: signing in with one, and how they are hashed. A wrong name costs the same work as a wrong password, so that neither
 * answer nor time tells which names have an account. */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/account_sql.h"

#include <sodium.h>
#include <string.h>

struct key {
	int64_t id; /* 0: no such account */
	struct str hash;
	struct moment suspended; /* us == 0: it is not */
};

enum status people_password_hash(struct arena *a, struct str password, struct str *hash)
{
	char text[crypto_pwhash_STRBYTES];
	if (sodium_init() < 0 || crypto_pwhash_str(text, password.at, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
						   crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		return UNAVAILABLE;
	*hash = str_copy(a, str_of(text));
	return OK;
}

enum status people_password_fits(struct arena *a, struct str hash, struct str password, bool *fits)
{
	unsigned char unused[32], salt[crypto_pwhash_SALTBYTES] = {0};
	*fits = false;
	if (sodium_init() < 0)
		return UNAVAILABLE;
	if (hash.n) {
		*fits = crypto_pwhash_str_verify(str_chars(a, hash), password.at, password.n) == 0;
		return OK;
	}
	return crypto_pwhash(unused, sizeof unused, password.at, password.n, salt, crypto_pwhash_OPSLIMIT_INTERACTIVE,
			     crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0
		       ? OK
		       : UNAVAILABLE;
}

enum status account_password_read(struct call *c, const char *field, struct str typed, struct str *normal)
{
	*normal = people_normal(c->arena, typed);
	if (normal->n < PEOPLE_PASSWORD_LEAST || normal->n > PEOPLE_PASSWORD_MOST)
		return people_wrong(c, field, N_("A password has 8 to 1000 bytes."));
	if (!str_is_utf8(*normal))
		return people_wrong(c, field, N_("The password is not valid UTF-8."));
	return OK;
}

#define KEY_OF(row)                                                                         \
	(struct key)                                                                        \
	{                                                                                   \
		(row).id, (row).password_hash.at ? (row).password_hash : STR(""),           \
			(row).has_suspended_until ? (row).suspended_until : (struct moment) \
		{                                                                           \
			0                                                                   \
		}                                                                           \
	}

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
		*out = KEY_OF(with);
	else if (has_name)
		*out = KEY_OF(named);
	return OK;
}

static enum status missing(struct call *c, const char *field, const char *detail)
{
	struct str text = tr(c, detail);
	return problem_add(&c->problems, PROBLEM_MISSING, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(text));
}

static enum status refuse(struct call *c)
{
	return people_wrong(c, "password",
			    N_("No account has this name and this password. Capital letters count in the password."));
}

/* Wrong passwords are counted by account, and of a name that has none by the name, so that both answer alike. */
static struct str counted_as(struct call *c, const struct key *key, struct str name)
{
	return key->id ? str_format(c->arena, "person %lld", (long long)key->id)
		       : str_format(c->arena, "name %.*s", STR_ARGS(people_skeleton(c->arena, name)));
}

static enum status check_key(struct call *c, const struct key *key, struct str password, struct str network,
			     struct str account, const char *field, bool *fits)
{
	enum status status = people_delay(c, network, account, field);
	if (status == OK)
		status = people_password_fits(c->arena, key->hash, people_normal(c->arena, password), fits);
	if (status == OK && *fits)
		people_delay_right(network, account);
	else if (status == OK)
		people_delay_wrong(c, network, account);
	return status;
}

enum status people_sign_in(struct call *c, struct str name, struct str password, struct str network, struct str token)
{
	struct key key;
	bool fits;
	if (str_trim(name).n == 0)
		(void)missing(c, "name", N_("Write your name or your e-mail address."));
	if (password.n == 0)
		(void)missing(c, "password", N_("Write your password."));
	if (str_trim(name).n == 0 || password.n == 0)
		return INVALID;
	if (name.n > PEOPLE_EMAIL_MOST || password.n > PEOPLE_PASSWORD_MOST)
		return refuse(c);
	struct str normal = people_normal(c->arena, str_trim(name));
	enum status status = find_key(c, normal, &key);
	if (status == OK)
		status = check_key(c, &key, password, network, counted_as(c, &key, normal), "password", &fits);
	if (status != OK)
		return status;
	if (!fits)
		return refuse(c);
	if (key.suspended.us > c->now.us)
		return people_wrong(c, "name", N_("This account is suspended: nobody can sign in to it for now."));
	return people_session_begin(c, key.id, STR("password"), token);
}

static enum status own_key(struct call *c, struct key *key)
{
	struct person_key_of_row row;
	bool found;
	enum status status = person_key_of_query(c->store, c->arena, c->person.id, &row, &found);
	if (status == OK && found)
		*key = KEY_OF(row);
	return status == OK && !found ? NOT_FOUND : status;
}

enum status account_has_password(struct call *c, bool *out)
{
	struct key key;
	enum status status = own_key(c, &key);
	*out = status == OK && key.hash.n > 0;
	return status;
}

enum status account_prove(struct call *c, struct str password, struct str network)
{
	struct key key;
	bool fits = false;
	enum status status = own_key(c, &key);
	if (status != OK || key.hash.n == 0)
		return status;
	if (password.n == 0)
		return missing(c, "password", N_("Write your password."));
	if (password.n <= PEOPLE_PASSWORD_MOST)
		status = check_key(c, &key, password, network, counted_as(c, &key, STR("")), "password", &fits);
	if (status != OK || fits)
		return status;
	return people_wrong(c, "password", N_("This is not the password of your account. Capital letters count."));
}

enum status people_write_password(struct store *s, struct call *c, int64_t person, struct str hash,
				  struct str kept_session)
{
	int64_t changed;
	enum status status = person_password_put_query(s, c->arena, person, hash, c->now, &changed);
	if (status == OK)
		status = person_session_end_others_query(s, c->arena, person, kept_session, &changed);
	if (status == OK)
		status = person_link_drop_ways_query(s, c->arena, person, &changed);
	return status == OK ? people_log(s, c, "user.password", person, (struct store_change){0}) : status;
}

struct changing {
	struct call *c;
	struct str name, hash, session;
};

static enum status write_own_password(struct store *s, void *context)
{
	const struct changing *change = context;
	struct call *c = change->c;
	return people_write_password(s, c, c->person.id, change->hash, people_hash_text(c->arena, change->session));
}

enum status account_password_change(struct call *c, struct str present, struct str wanted, struct str network,
				    struct str session)
{
	struct changing change = {.c = c, .session = session};
	struct str normal;
	bool is_fine = account_password_read(c, "new", wanted, &normal) == OK;
	enum status status = account_prove(c, present, network);
	if (status != OK || !is_fine)
		return status != OK ? status : INVALID;
	status = people_password_hash(c->arena, normal, &change.hash);
	return status == OK ? store_write(c->database, write_own_password, &change) : status;
}

static enum status write_given_password(struct store *s, void *context)
{
	const struct changing *change = context;
	struct call *c = change->c;
	int64_t id;
	enum status status = people_id_of(s, c, change->name, &id);
	return status == OK ? people_write_password(s, c, id, change->hash, STR("")) : status;
}

enum status people_password(struct call *c, struct str name, struct str password)
{
	struct changing change = {.c = c, .name = name};
	struct str normal;
	enum status status = account_password_read(c, "password", password, &normal);
	if (status == OK)
		status = people_password_hash(c->arena, normal, &change.hash);
	return status == OK ? store_write(c->database, write_given_password, &change) : status;
}
