/* SPDX-License-Identifier: Apache-2.0 */
#include "people/identity.h"

#include "base/tr.h"
#include "people/people_private.h"
#include "people/people_sql.h"
#include "people/provider_sql.h"
#include "site/settings.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const int64_t second = 1000000;

/* The hash under which something of a session is kept: not the session's own, so that neither leads to the other. */
static struct str key_of(struct arena *a, const char *purpose, struct str token)
{
	unsigned char hash[PEOPLE_HASH];
	people_hash_token(str_format(a, "%s %.*s", purpose, STR_ARGS(token)), hash);
	return str_copy(a, (struct str){(char *)hash, sizeof hash});
}

static struct str waiting_key(struct arena *a, struct str session)
{
	return key_of(a, "identity that waits", session);
}

static enum status fault(struct call *c, enum problem_code code, const char *field, const char *detail)
{
	return problem_add(&c->problems, code, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(tr(c, detail)));
}

enum status identity_person(struct call *c, const struct provider_person *who, int64_t *person)
{
	struct identity_get_row row;
	bool found;
	enum status status = identity_get_query(c->store, c->arena, who->issuer, who->subject, &row, &found);
	if (status != OK || !found)
		return status == OK ? NOT_FOUND : status;
	*person = row.person;
	return OK;
}

/* --- what waits */

struct waiting {
	struct call *c;
	struct str session, to, provider;
	const struct provider_person *who;
};

static enum status write_waiting(struct store *s, void *context)
{
	const struct waiting *w = context;
	struct call *c = w->c;
	struct moment ends = {c->now.us + IDENTITY_MINUTES * 60 * second};
	int64_t changed;
	enum status status = waiting_sweep_query(s, c->arena, c->now, &changed);
	return status == OK
		       ? waiting_put_query(s, c->arena, waiting_key(c->arena, w->session), w->provider, w->who->issuer,
					   w->who->subject, w->who->name, w->who->email, ends, &changed)
		       : status;
}

enum status identity_wait(struct call *c, struct str session, struct str provider, const struct provider_person *who)
{
	struct waiting w = {.c = c, .session = session, .provider = provider, .who = who};
	return store_write(c->database, write_waiting, &w);
}

static enum status read_waiting(struct store *s, struct call *c, struct str session, struct identity_waiting *out)
{
	struct waiting_get_row row;
	bool found;
	if (session.n == 0)
		return NOT_FOUND;
	enum status status = waiting_get_query(s, c->arena, waiting_key(c->arena, session), c->now, &row, &found);
	if (status != OK || !found)
		return status == OK ? NOT_FOUND : status;
	*out = (struct identity_waiting){.provider = row.provider,
					 .who = {row.issuer, row.subject, row.name, row.email}};
	return OK;
}

enum status identity_waiting(struct call *c, struct str session, struct identity_waiting *out)
{
	struct person_with_email_row row;
	enum status status = read_waiting(c->store, c, session, out);
	if (status == OK && out->who.email.n)
		status = person_with_email_query(c->store, c->arena, people_email_as_stored(c->arena, out->who.email),
						 &row, &out->email_is_taken);
	return status;
}

static enum status write_carried(struct store *s, void *context)
{
	const struct waiting *w = context;
	struct call *c = w->c;
	int64_t changed;
	return waiting_carry_query(s, c->arena, waiting_key(c->arena, w->session), waiting_key(c->arena, w->to),
				   &changed);
}

enum status identity_carry(struct call *c, struct str from, struct str to)
{
	struct identity_waiting unused;
	struct waiting w = {.c = c, .session = from, .to = to};
	enum status status = read_waiting(c->store, c, from, &unused);
	if (status != OK)
		return status == NOT_FOUND ? OK : status;
	return store_write(c->database, write_carried, &w);
}

/* --- joining */

struct joining {
	struct call *c;
	struct str session;
	int64_t person;
	const struct identity_wish *wish; /* of a new account */
	struct people_name name;
};

/* Inside a write: takes what waits, which must belong to nobody yet. */
static enum status take_waiting(struct store *s, const struct joining *j, struct identity_waiting *out)
{
	struct call *c = j->c;
	struct identity_get_row row;
	bool found;
	enum status status = read_waiting(s, c, j->session, out);
	if (status == OK)
		status = identity_get_query(s, c->arena, out->who.issuer, out->who.subject, &row, &found);
	if (status != OK || !found)
		return status;
	(void)fault(c, PROBLEM_ALREADY_THERE, "", N_("This sign-in belongs to an account already."));
	return CONFLICT;
}

static enum status write_identity(struct store *s, const struct joining *j, const struct identity_waiting *w)
{
	struct call *c = j->c;
	int64_t changed;
	enum status status = identity_add_query(s, c->arena, w->who.issuer, w->who.subject, j->person, w->provider,
						c->now, &changed);
	if (status == OK)
		status = waiting_end_query(s, c->arena, waiting_key(c->arena, j->session), &changed);
	return status == OK ? people_log(s, c, "user.identity-join", j->person, (struct store_change){0}) : status;
}

static enum status write_joined(struct store *s, void *context)
{
	struct joining *j = context;
	struct identity_waiting waiting;
	enum status status = take_waiting(s, j, &waiting);
	return status == OK ? write_identity(s, j, &waiting) : status;
}

enum status identity_join(struct call *c, struct str session)
{
	struct joining j = {.c = c, .session = session, .person = c->person.id};
	must(c->person.id);
	return store_write(c->database, write_joined, &j);
}

/* --- a new account */

static struct str told(struct arena *a, struct str name, struct str email)
{
	json_t *object =
		json_pack("{s:s%, s:s%, s:s}", "name", name.at, name.n, "email", email.at, email.n, "roles", "");
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	must(text);
	struct str copy = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return copy;
}

/* A name or an address that another account has. The address is the person's own by the provider's word, so it may be said. */
static enum status refuse_taken(struct store *s, struct joining *j, struct str email)
{
	struct call *c = j->c;
	struct person_named_row named;
	struct person_with_email_row with;
	bool has_name, has_email = false;
	enum status status = person_named_query(s, c->arena, j->name.skeleton, &named, &has_name);
	if (status == OK && email.n)
		status = person_with_email_query(s, c->arena, email, &with, &has_email);
	if (status != OK)
		return status;
	if (has_name)
		(void)fault(c, PROBLEM_ALREADY_THERE, "name", N_("An account has this name already."));
	if (has_email)
		(void)fault(c, PROBLEM_ALREADY_THERE, "email",
			    N_("An account has this e-mail address already. If it is yours, sign in to it and join the "
			       "two."));
	return has_name || has_email ? CONFLICT : OK;
}

static enum status write_made(struct store *s, void *context)
{
	struct joining *j = context;
	struct call *c = j->c;
	struct identity_waiting waiting;
	struct person_add_row row;
	int64_t changed;
	enum status status = take_waiting(s, j, &waiting);
	if (status != OK)
		return status;
	struct str email = j->wish->takes_email
				   ? people_email_as_stored(c->arena, people_normal(c->arena, waiting.who.email))
				   : STR("");
	status = refuse_taken(s, j, email);
	if (status == OK)
		status = person_add_query(s, c->arena, j->name.name, j->name.skeleton, STR(""), c->now, &row);
	if (status == OK && email.n)
		status = person_contact_add_query(s, c->arena, row.id, email, &changed);
	if (status != OK)
		return status;
	j->person = row.id;
	status = people_log(s, c, "user.add", row.id,
			    (struct store_change){.after = told(c->arena, j->name.name, email), .personal = true});
	return status == OK ? write_identity(s, j, &waiting) : status;
}

enum status identity_may_make(struct call *c, bool *out)
{
	return setting_is_on(c, SETTING_SIGN_UP_OPEN, out);
}

enum status identity_make(struct call *c, struct str session, const struct identity_wish *wish, int64_t *person)
{
	struct joining j = {.c = c, .session = session, .wish = wish};
	size_t before = c->problems.list.n;
	bool is_open;
	enum status status = identity_may_make(c, &is_open);
	if (status != OK)
		return status;
	if (!is_open) {
		(void)fault(c, PROBLEM_NOT_ALLOWED, "", N_("Nobody can make an account here at the moment."));
		return FORBIDDEN;
	}
	status = people_name_read(c, "name", wish->name, PEOPLE_NAME_CHOSEN, &j.name);
	if (status == OK) /* asked before the write too, so that all faults are told at once */
		status = refuse_taken(c->store, &j, STR(""));
	if (!wish->accepts_rules)
		(void)fault(c, PROBLEM_MISSING, "rules", N_("An account needs your word that you keep to the rules."));
	if (status != OK || c->problems.list.n > before)
		return status == OK ? INVALID : status;
	status = store_write(c->database, write_made, &j);
	if (status == CONFLICT && c->problems.list.n == before) /* another node was faster */
		(void)fault(c, PROBLEM_ALREADY_THERE, "name", N_("An account has this name already."));
	*person = j.person;
	return status;
}

/* --- one's own */

enum status identity_list(struct call *c, struct identity_of_rows *out)
{
	return identity_of_query(c->store, c->arena, c->person.id, out);
}

struct removing {
	struct call *c;
	int64_t id;
	bool has_mail; /* mails are sent, so that an address is a way in */
};

/* Whether somebody comes in without that identity: by another, a password, or a mailed link where mails are sent. */
static enum status has_other_way(struct store *s, const struct removing *r, size_t identities, bool *out)
{
	struct identity_other_ways_row ways;
	enum status status = identity_other_ways_query(s, r->c->arena, r->c->person.id, &ways);
	*out = status == OK && (identities > 1 || ways.passwords > 0 || (ways.addresses > 0 && r->has_mail));
	return status;
}

static enum status write_removed(struct store *s, void *context)
{
	const struct removing *r = context;
	struct call *c = r->c;
	struct identity_of_rows rows;
	bool is_there = false, has_other;
	int64_t changed;
	enum status status = identity_of_query(s, c->arena, c->person.id, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		is_there |= rows.at[i].id == r->id;
	if (status != OK || !is_there)
		return status;
	status = has_other_way(s, r, rows.n, &has_other);
	if (status == OK && !has_other)
		return fault(
			c, PROBLEM_REFUSED, "",
			N_("This is the only way into your account. Set a password or join another sign-in first."));
	if (status == OK)
		status = identity_remove_query(s, c->arena, r->id, c->person.id, &changed);
	return status == OK ? people_log(s, c, "user.identity-remove", c->person.id, (struct store_change){0}) : status;
}

enum status identity_remove(struct call *c, int64_t id)
{
	struct str relay;
	enum status status = setting_text(c, SETTING_MAIL_RELAY, &relay);
	if (status != OK)
		return status;
	struct removing r = {c, id, relay.n > 0};
	return store_write(c->database, write_removed, &r);
}

enum status identity_erase(struct store *s, struct call *c, int64_t person)
{
	int64_t changed;
	return identity_erase_query(s, c->arena, person, &changed);
}

/* --- forgetting by the provider's word */

struct forgetting {
	struct call *c;
	const struct provider_person *who;
	int64_t asked;
	struct str code;
};

static enum status write_forgotten(struct store *s, void *context)
{
	const struct forgetting *f = context;
	struct call *c = f->c;
	struct identity_get_row row;
	bool found;
	int64_t changed;
	enum status status = identity_get_query(s, c->arena, f->who->issuer, f->who->subject, &row, &found);
	if (status == OK && found && row.joined_at.us / second <= f->asked) {
		status = identity_remove_query(s, c->arena, row.id, row.person, &changed);
		if (status == OK)
			status = people_log(s, c, "user.identity-forget", row.person, (struct store_change){0});
	}
	return status == OK ? deletion_add_query(s, c->arena, key_of(c->arena, "deletion", f->code), c->now, &changed)
			    : status;
}

enum status identity_forget(struct call *c, const struct provider_person *who, int64_t asked, struct str *code)
{
	unsigned char bytes[16];
	char text[IDENTITY_CODE + 1];
	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2base64(text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	struct forgetting f = {c, who, asked, str_copy(c->arena, str_of(text))};
	*code = f.code;
	return store_write(c->database, write_forgotten, &f);
}

enum status identity_forgotten(struct call *c, struct str code, struct moment *out)
{
	struct deletion_get_row row;
	bool found;
	enum status status = deletion_get_query(c->store, c->arena, key_of(c->arena, "deletion", code), &row, &found);
	if (status != OK || !found)
		return status == OK ? NOT_FOUND : status;
	*out = row.asked_at;
	return OK;
}

struct swept {
	struct call *c;
	int64_t did;
};

static enum status write_swept(struct store *s, void *context)
{
	struct swept *swept = context;
	int64_t states = 0;
	store_apart(s);
	enum status status = waiting_sweep_query(s, swept->c->arena, swept->c->now, &swept->did);
	if (status == OK)
		status = state_sweep_query(s, swept->c->arena, swept->c->now, &states);
	swept->did += states;
	return status;
}

enum status identity_sweep(struct call *c, int64_t *did)
{
	struct swept swept = {.c = c};
	enum status status = store_write(c->database, write_swept, &swept);
	*did = swept.did;
	return status;
}
