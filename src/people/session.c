/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions: how they begin, when they count, how they end. */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/account_sql.h"
#include "site/settings.h"

static const int64_t hour = 3600000000, minute = 60000000;

struct str people_hash_text(struct arena *a, struct str token)
{
	unsigned char hash[PEOPLE_HASH];
	people_hash_token(token, hash);
	return str_copy(a, (struct str){(const char *)hash, sizeof hash});
}

/* What ran out goes when somebody signs in: that is often enough, and reading writes nothing. */
static enum status sweep(struct store *s, struct call *c)
{
	int64_t changed, days;
	enum status status = setting_number(c, SETTING_KEEP_SIGN_INS, &days);
	if (status == OK)
		status = person_session_sweep_query(s, c->arena, c->now, &changed);
	if (status == OK)
		status = person_link_sweep_query(s, c->arena, c->now, &changed);
	if (status == OK)
		status = person_sign_in_sweep_query(s, c->arena, (struct moment){c->now.us - days * 24 * hour},
						    &changed);
	return status;
}

enum status people_write_session(struct store *s, struct call *c, int64_t person, struct str how, bool step,
				 struct str token)
{
	struct person_sign_in_add_row row;
	struct moment ends = {c->now.us + PEOPLE_IDLE_HOURS * hour};
	int64_t changed;
	enum status status = sweep(s, c);
	if (status == OK)
		status = person_sign_in_add_query(s, c->arena, person, c->now, how, &row);
	if (status == OK)
		status = person_session_add_query(s, c->arena, people_hash_text(c->arena, token), person, row.id, how,
						  step, c->now, c->now, ends, &changed);
	return status == OK ? people_log(s, c, "user.sign-in", person, (struct store_change){0}) : status;
}

struct signing {
	struct call *c;
	int64_t person;
	struct str how, token, browser;
};

static enum status write_session(struct store *s, void *context)
{
	const struct signing *signing = context;
	return people_write_session(s, signing->c, signing->person, signing->how, false, signing->token);
}

static enum status may_sign_in(struct call *c, int64_t person)
{
	struct person_key_of_row row;
	bool found;
	enum status status = person_key_of_query(c->store, c->arena, person, &row, &found);
	if (status != OK)
		return status;
	if (found && (!row.has_suspended_until || row.suspended_until.us <= c->now.us))
		return OK;
	(void)problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
			  STR_ARGS(tr(c, N_("This account is suspended: nobody can sign in to it for now."))));
	return FORBIDDEN;
}

enum status people_session_begin(struct call *c, int64_t person, struct str how, struct str token)
{
	struct signing signing = {.c = c, .person = person, .how = how, .token = token};
	enum status status = may_sign_in(c, person);
	return status == OK ? store_write(c->database, write_session, &signing) : status;
}

/* Whether a session counts only after the second step. */
static enum status needs_step(struct call *c, const struct person_session_get_row *row, role_set roles, bool *needs)
{
	bool of_staff = false;
	bool is_ours = str_is(row->how, "password") || str_is(row->how, "link");
	enum status status = OK;
	if (!row->step && roles)
		status = setting_is_on(c, SETTING_STAFF_SECOND_STEP, &of_staff);
	*needs = !row->step && ((is_ours && row->has_step_since) || of_staff);
	return status;
}

static enum status find_session(struct call *c, struct str token, struct person_session_get_row *row, role_set *roles,
				bool *waits)
{
	bool found;
	enum status status =
		person_session_get_query(c->store, c->arena, people_hash_text(c->arena, token), c->now, row, &found);
	if (status != OK || !found)
		return status != OK ? status : NOT_FOUND;
	return roles_parse(row->roles, roles) ? needs_step(c, row, *roles, waits) : BUG;
}

static enum status write_use(struct store *s, void *context)
{
	const struct signing *signing = context;
	struct call *c = signing->c;
	struct person_session_get_row row;
	struct str hash = people_hash_text(c->arena, signing->token);
	bool found;
	int64_t changed;
	enum status status = person_session_get_query(s, c->arena, hash, c->now, &row, &found);
	if (status != OK || !found)
		return status;
	int64_t idle = c->now.us + PEOPLE_IDLE_HOURS * hour, last = row.made_at.us + PEOPLE_SESSION_DAYS * 24 * hour;
	struct moment ends = {idle < last ? idle : last};
	status = person_session_use_query(s, c->arena, hash, c->now, ends, &changed);
	return status == OK ? person_sign_in_browser_query(s, c->arena, row.sign_in, signing->browser, &changed)
			    : status;
}

enum status people_session(struct call *c, struct str token, struct str browser, struct person *out)
{
	struct signing signing = {.c = c, .token = token, .browser = browser};
	struct person_session_get_row row;
	role_set roles;
	bool waits;
	enum status status = find_session(c, token, &row, &roles, &waits);
	if (status != OK || waits)
		return status != OK ? status : NOT_FOUND;
	*out = (struct person){.id = row.id, .name = row.name, .roles = roles};
	bool is_first = browser.n && row.browser.at && row.browser.n == 0;
	/* Reading goes on where the disk is full: the session only ends sooner. */
	if ((is_first || c->now.us - row.used_at.us >= hour) && store_write(c->database, write_use, &signing) == BUG)
		return BUG;
	return OK;
}

enum status step_waits(struct call *c, struct str session, struct step_waiting *out)
{
	struct person_session_get_row row;
	role_set roles;
	bool waits;
	*out = (struct step_waiting){0};
	enum status status = session.n ? find_session(c, session, &row, &roles, &waits) : NOT_FOUND;
	if (status != OK)
		return status;
	if (!waits || (row.has_step_since && c->now.us - row.made_at.us > ACCOUNT_STEP_MINUTES * minute))
		return NOT_FOUND;
	*out = (struct step_waiting){row.id, row.name, row.has_step_since};
	return OK;
}

static enum status write_end(struct store *s, void *context)
{
	const struct signing *signing = context;
	struct call *c = signing->c;
	struct person_session_get_row row;
	struct str hash = people_hash_text(c->arena, signing->token);
	bool found;
	int64_t changed;
	enum status status = person_session_get_query(s, c->arena, hash, c->now, &row, &found);
	if (status == OK && found)
		status = person_session_end_query(s, c->arena, hash, &changed);
	if (status != OK || !found)
		return status;
	return people_log(s, c, "user.sign-out", row.id, (struct store_change){0});
}

enum status people_sign_out(struct call *c, struct str token)
{
	struct signing signing = {.c = c, .token = token};
	return store_write(c->database, write_end, &signing);
}
