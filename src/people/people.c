/* SPDX-License-Identifier: Apache-2.0 */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/account_sql.h"
#include "people/administration.h"
#include "people/people_sql.h"

#include <ctype.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* Marks our tokens, so that a scanner finds one that was published by mistake. */
static const char token_mark[] = "sulear_";

enum { SECRET_BYTES = 32, TOKEN_ROOM = 64 };

enum status people_wrong(struct call *c, const char *field, const char *detail)
{
	struct str text = tr(c, detail);
	return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(text));
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_control(s, i))
			return true;
	return false;
}

/* A mailbox as RFC 6531 widens RFC 5321: a dotted word, an @ and a domain; quoted local parts and address literals are
 * refused, since nobody has them. */
bool people_email_fits(struct arena *a, struct str typed)
{
	struct str email = {str_chars(a, typed), typed.n};
	const char *at = memrchr(email.at, '@', email.n);
	if (!at || email.n > PEOPLE_EMAIL_MOST || !str_is_utf8(email) || has_control(email))
		return false;
	struct str local = {email.at, (size_t)(at - email.at)}, domain = str_slice(email, local.n + 1, email.n), part;
	if (local.n > PEOPLE_LOCAL_MOST || strcspn(email.at, " \"(),:;<>[\\]") < email.n ||
	    memchr(local.at, '@', local.n))
		return false;
	while (str_next(&local, '.', &part))
		if (!part.n)
			return false;
	while (str_next(&domain, '.', &part)) {
		if (!part.n || part.n > 63 || part.at[0] == '-' || part.at[part.n - 1] == '-')
			return false;
		for (size_t i = 0; i < part.n; i++)
			if ((unsigned char)part.at[i] < 0x80 && !isalnum((unsigned char)part.at[i]) &&
			    part.at[i] != '-')
				return false;
	}
	return true;
}

struct str people_email_as_stored(struct arena *a, struct str email)
{
	char *copy = str_chars(a, email);
	for (char *at = strrchr(copy, '@'); at && *at; at++)
		*at = (char)tolower((unsigned char)*at);
	return (struct str){copy, email.n};
}

static enum status check_wish(struct call *c, const struct people_wish *wish, struct people_name *name)
{
	size_t before = c->problems.list.n;
	struct str unused;
	enum status status = people_name_read(c, "name", wish->name, wish->kind, name);
	if (!people_email_fits(c->arena, wish->email))
		(void)people_wrong(c, "email", N_("This is not an e-mail address."));
	if (account_password_read(c, "password", wish->password, &unused) != OK)
		status = INVALID;
	return c->problems.list.n > before ? INVALID : status;
}

static enum status already_there(struct call *c, const char *field, const char *detail)
{
	struct str text = tr(c, detail);
	problem_add(&c->problems, PROBLEM_ALREADY_THERE, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(text));
	return CONFLICT;
}

static enum status not_found(struct call *c, struct str name)
{
	struct str text = tr(c, N_("No account has this name."));
	problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, name, "%.*s", STR_ARGS(text));
	return NOT_FOUND;
}

struct str people_json(struct arena *a, json_t *object)
{
	must(object);
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	must(text);
	struct str copy = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return copy;
}

struct str people_name_json(struct arena *a, struct str name)
{
	return people_json(a, json_pack("{s:s%}", "name", name.at, name.n));
}

enum status people_log(struct store *s, struct call *c, const char *act, int64_t id, struct store_change change)
{
	change.at = c->now;
	change.person = c->person.id;
	change.act = str_of(act);
	change.subject = str_format(c->arena, "person %lld", (long long)id);
	return store_log(s, &change, NULL);
}

struct adding {
	struct call *c;
	const struct people_wish *wish;
	struct people_name name;
	struct str email;
	struct str hash;
	int64_t id;
};

static enum status refuse_taken(struct store *s, struct adding *add)
{
	struct call *c = add->c;
	struct person_named_row named;
	struct person_with_email_row with;
	bool has_name, has_email;
	enum status status = person_named_query(s, c->arena, add->name.skeleton, &named, &has_name);
	if (status == OK)
		status = person_with_email_query(s, c->arena, add->email, &with, &has_email);
	if (status != OK)
		return status;
	if (has_name)
		already_there(c, "name", N_("An account has this name already."));
	if (has_email)
		already_there(c, "email", N_("An account has this e-mail address already."));
	return has_name || has_email ? CONFLICT : OK;
}

static enum status write_account(struct store *s, void *context)
{
	struct adding *add = context;
	struct call *c = add->c;
	struct str roles = roles_words(c->arena, add->wish->roles);
	struct person_add_row row;
	int64_t changed;
	enum status status = refuse_taken(s, add);
	if (status == OK)
		status = person_add_query(s, c->arena, add->name.name, add->name.skeleton, roles, c->now, &row);
	if (status == OK)
		status = person_password_put_query(s, c->arena, row.id, add->hash, c->now, &changed);
	if (status == OK)
		status = person_contact_add_query(s, c->arena, row.id, add->email, &changed);
	if (status != OK)
		return status;
	add->id = row.id;
	json_t *after = json_pack("{s:s%, s:s%, s:s%}", "name", add->name.name.at, add->name.name.n, "email",
				  add->email.at, add->email.n, "roles", roles.at, roles.n);
	return people_log(s, c, "user.add", row.id,
			  (struct store_change){.after = people_json(c->arena, after), .personal = true});
}

enum status people_add(struct call *c, const struct people_wish *wished, int64_t *id)
{
	struct people_wish normal = *wished;
	normal.email = people_normal(c->arena, wished->email);
	normal.password = people_normal(c->arena, wished->password);
	const struct people_wish *wish = &normal;
	struct adding add = {.c = c, .wish = wish, .email = people_email_as_stored(c->arena, wish->email)};
	if (check_wish(c, wish, &add.name) != OK)
		return INVALID;
	/* Here and not in the writer, which everybody waits for: it takes a tenth of a second and 64 MB by design. */
	enum status status = people_password_hash(c->arena, wish->password, &add.hash);
	if (status != OK)
		return status;
	size_t before = c->problems.list.n;
	status = store_write(c->database, write_account, &add);
	if (status == CONFLICT && c->problems.list.n == before) /* another node was faster */
		already_there(c, "name", N_("An account has this name or e-mail address already."));
	if (status == OK && id)
		*id = add.id;
	return status;
}

void people_hash_token(struct str token, unsigned char hash[static PEOPLE_HASH])
{
	crypto_generichash(hash, PEOPLE_HASH, (const unsigned char *)token.at, token.n, NULL, 0);
}

enum status people_id_of(struct store *s, struct call *c, struct str name, int64_t *id)
{
	struct person_named_row row;
	bool found;
	enum status status = person_named_query(s, c->arena, people_skeleton(c->arena, name), &row, &found);
	if (status == OK && found)
		*id = row.id;
	return status == OK && !found ? not_found(c, name) : status;
}

struct str people_secret(struct arena *a)
{
	unsigned char secret[SECRET_BYTES];
	char text[TOKEN_ROOM];
	must(sodium_init() >= 0);
	randombytes_buf(secret, sizeof secret);
	sodium_bin2base64(text, sizeof text, secret, sizeof secret, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	struct str copy = str_copy(a, str_of(text));
	sodium_memzero(secret, sizeof secret);
	sodium_memzero(text, sizeof text);
	return copy;
}

struct tokening {
	struct call *c;
	struct str name, token; /* an empty name: the call's person */
};

static enum status write_token(struct store *s, void *context)
{
	struct tokening *t = context;
	struct call *c = t->c;
	int64_t id = c->person.id, changed;
	enum status status = t->name.n ? people_id_of(s, c, t->name, &id) : OK;
	if (status == OK)
		status =
			person_token_add_query(s, c->arena, people_hash_text(c->arena, t->token), id, c->now, &changed);
	return status == OK ? people_log(s, c, "user.token", id, (struct store_change){0}) : status;
}

static enum status make_token(struct call *c, struct str name, struct str *token)
{
	struct str secret = people_secret(c->arena);
	struct tokening t = {c, name, str_format(c->arena, "%s%.*s", token_mark, STR_ARGS(secret))};
	enum status status = store_write(c->database, write_token, &t);
	if (status == OK)
		*token = t.token;
	return status;
}

enum status people_token(struct call *c, struct str name, struct str *token)
{
	return name.n ? make_token(c, name, token) : not_found(c, name);
}

enum status account_token_make(struct call *c, struct str *token)
{
	struct person_tokens_rows rows;
	enum status status = account_tokens(c, &rows);
	if (status != OK)
		return status;
	if (rows.n >= ACCOUNT_TOKENS_MOST)
		return problem_add(&c->problems, PROBLEM_TOO_MANY, PLACE_NOWHERE, STR(""), "%.*s",
				   STR_ARGS(tr(c, N_("An account has at most 50 API tokens. Revoke one first."))));
	return make_token(c, STR(""), token);
}

static enum status write_token_use(struct store *s, void *context)
{
	const struct tokening *t = context;
	int64_t changed;
	return person_token_use_query(s, t->c->arena, people_hash_text(t->c->arena, t->token), t->c->today, &changed);
}

enum status people_by_token(struct call *c, struct str token, struct person *out)
{
	struct person_of_token_row row;
	struct tokening t = {.c = c, .token = token};
	bool found;
	if (!str_begins(token, token_mark) || token.n > TOKEN_ROOM)
		return NOT_FOUND;
	enum status status =
		person_of_token_query(c->store, c->arena, people_hash_text(c->arena, token), c->now, &row, &found);
	if (status != OK || !found)
		return status != OK ? status : NOT_FOUND;
	*out = (struct person){.id = row.id, .name = row.name};
	/* Reading goes on where the disk is full: only the day is not noted. */
	if (row.used_on.day != c->today.day && store_write(c->database, write_token_use, &t) == BUG)
		return BUG;
	return roles_parse(row.roles, &out->roles) ? OK : BUG;
}

enum status people_name(struct call *c, int64_t id, struct str *name)
{
	struct person_name_row row;
	bool found;
	enum status st = person_name_query(c->store, c->arena, id, &row, &found);
	if (st == OK && found)
		*name = row.name;
	return st == OK && !found ? NOT_FOUND : st;
}

enum status people_list(struct call *c, struct person_list_rows *out)
{
	return person_list_query(c->store, c->arena, out);
}

enum status people_set_roles(struct call *c, struct str name, role_set roles)
{
	int64_t id;
	enum status status = people_id(c, name, &id);
	return status == OK ? people_give_roles(c, id, roles) : status;
}

/* One at a time, so that two old names that look the same are told apart by the second one's number. */
static enum status write_skeletons(struct store *s, void *context)
{
	struct call *c = context;
	struct person_without_skeleton_rows rows;
	enum status status = person_without_skeleton_query(s, c->arena, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++) {
		struct str skeleton = people_skeleton(c->arena, rows.at[i].name);
		struct person_named_row row;
		bool is_taken;
		int64_t changed;
		status = person_named_query(s, c->arena, skeleton, &row, &is_taken);
		if (status == OK && is_taken)
			skeleton = str_format(c->arena, "%.*s #%lld", STR_ARGS(skeleton), (long long)rows.at[i].id);
		if (status == OK)
			status = person_set_skeleton_query(s, c->arena, rows.at[i].id, skeleton, &changed);
	}
	return status;
}

enum status people_prepare(struct call *c)
{
	struct person_without_skeleton_rows rows;
	enum status status;
	do {
		status = person_without_skeleton_query(c->store, c->arena, &rows);
		if (status == OK && rows.n)
			status = store_write(c->database, write_skeletons, c);
	} while (status == OK && rows.n);
	return status;
}
