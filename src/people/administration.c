/* SPDX-License-Identifier: Apache-2.0 */
/* What is decided about accounts by others. Each act is one write that looks at the account as it stands then. */
#include "people/administration.h"

#include "base/out.h"
#include "base/tr.h"
#include "people/administration_sql.h"
#include "people/notices.h"
#include "people/parts.h"
#include "people/people_private.h"
#include "people/people_sql.h"
#include "people/profile_sql.h"

#include <jansson.h>

/* A call by nobody is the command line: no route lets nobody get here. */
static bool is_allowed(const struct call *c, enum permission p)
{
	return c->person.id == 0 || call_may(c, p);
}

struct str people_acts_as(const struct call *c, enum permission p)
{
	enum role r = c->person.id ? may_as(c->person.roles, p) : ROLES;
	return r == ROLES ? STR("") : str_of(role_word(r));
}

static enum status refuse(struct call *c, const char *field, const char *detail)
{
	problem_add(&c->problems, PROBLEM_REFUSED, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(tr(c, detail)));
	return CONFLICT;
}

static enum status wrong(struct call *c, enum problem_code code, const char *field, const char *detail)
{
	return problem_add(&c->problems, code, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(tr(c, detail)));
}

/* What LIKE takes for any text is taken for itself; ESCAPE '!'. */
static struct str pattern_of(struct arena *a, struct str text)
{
	struct out o = out_new(a, 2 * text.n + 8, NULL);
	out_raw(&o, STR("%"));
	for (size_t i = 0; i < text.n; i++)
		out_printf(&o, "%s%c", strchr("%_!", text.at[i]) ? "!" : "", text.at[i]);
	out_raw(&o, STR("%"));
	return out_str(&o);
}

enum status people_find(struct call *c, const struct people_filter *filter, struct account_find_rows *out)
{
	struct arena *a = c->arena;
	struct str text = filter->text.n ? people_skeleton(a, filter->text) : STR("");
	struct str role = filter->has_role ? str_format(a, "%% %s %%", role_word(filter->role)) : STR("%");
	return account_find_query(c->store, a, filter->after, pattern_of(a, text), role, filter->has_group,
				  filter->group, filter->waits, filter->is_suspended, c->now, (int64_t)filter->most,
				  out);
}

enum status people_count(struct call *c, int64_t *n)
{
	struct account_count_row row;
	enum status status = account_count_query(c->store, c->arena, &row);
	*n = status == OK ? row.n : 0;
	return status;
}

enum status people_account(struct call *c, int64_t id, struct account_get_row *out)
{
	bool found;
	enum status status = account_get_query(c->store, c->arena, id, out, &found);
	if (status == OK && !is_allowed(c, MAY_MANAGE_PEOPLE))
		out->email = STR("");
	return status == OK && !found ? NOT_FOUND : status;
}

enum status people_id(struct call *c, struct str name, int64_t *id)
{
	struct person_named_row row;
	bool found;
	enum status status = person_named_query(c->store, c->arena, people_skeleton(c->arena, name), &row, &found);
	if (status == OK && found)
		*id = row.id;
	if (status != OK || found)
		return status;
	wrong(c, PROBLEM_WRONG_VALUE, str_chars(c->arena, name), N_("No account has this name."));
	return NOT_FOUND;
}

/* An act on an account: as it stands when the writer comes to it. */
struct act {
	struct call *c;
	int64_t id;
	struct account_get_row account;
	role_set roles;
	bool has;
	enum people_group group;
	struct moment until;
	struct str text;
};

static enum status look(struct store *s, struct act *w)
{
	bool found;
	enum status status = account_get_query(s, w->c->arena, w->id, &w->account, &found);
	return status == OK && (!found || w->account.has_erased_at) ? NOT_FOUND : status;
}

/* CONFLICT where nobody else could manage people. */
static enum status keep_administrator(struct store *s, struct act *w, const char *field)
{
	struct account_other_administrators_row others;
	role_set roles;
	if (!roles_parse(w->account.roles, &roles))
		return BUG;
	if (!(roles & ROLE_BIT(ADMINISTRATOR)))
		return OK;
	enum status status = account_other_administrators_query(s, w->c->arena, w->id, w->c->now, &others);
	if (status != OK || others.n)
		return status;
	return refuse(
		w->c, field,
		N_("This account is the last one with the role of administrator. Give the role to another first."));
}

static struct str roles_data(struct arena *a, struct str roles)
{
	return people_json(a, json_pack("{s:s%}", "roles", roles.at, roles.n));
}

/* Keys of notices are unique for a person; the same thing told at another moment is another notice. */
static struct str key_of(const struct call *c, const char *kind)
{
	return str_format(c->arena, "%s %lld", kind, (long long)c->now.us);
}

static enum status write_roles(struct store *s, void *context)
{
	struct act *w = context;
	struct call *c = w->c;
	struct str roles = roles_words(c->arena, w->roles);
	int64_t changed;
	enum status status = look(s, w);
	if (status != OK || str_equal(roles, w->account.roles))
		return status;
	if (!(w->roles & ROLE_BIT(ADMINISTRATOR)))
		status = keep_administrator(s, w, "roles");
	if (status == OK)
		status = person_set_roles_query(s, c->arena, w->id, roles, &changed);
	if (status == OK && w->id != c->person.id)
		status = people_notice(s, c, w->id, key_of(c, "roles"), "roles", roles_data(c->arena, roles));
	if (status != OK)
		return status;
	return people_log(s, c, "user.role", w->id,
			  (struct store_change){.before = roles_data(c->arena, w->account.roles),
						.after = roles_data(c->arena, roles)});
}

enum status people_give_roles(struct call *c, int64_t id, role_set roles)
{
	struct act w = {.c = c, .id = id, .roles = roles};
	return is_allowed(c, MAY_MANAGE_PEOPLE) ? store_write(c->database, write_roles, &w) : FORBIDDEN;
}

static struct str group_data(struct arena *a, const struct act *w)
{
	return people_json(
		a, w->has ? json_pack("{s:s, s:s%}", "group", people_group_word(w->group), "as", w->text.at, w->text.n)
			  : json_pack("{s:n, s:s%}", "group", "as", w->text.at, w->text.n));
}

static enum status write_badge(struct store *s, void *context)
{
	struct act *w = context;
	struct call *c = w->c;
	struct profile_get_row now;
	bool found;
	int64_t changed;
	enum status status = look(s, w);
	if (status == OK)
		status = profile_get_query(s, c->arena, w->id, &now, &found);
	if (status != OK)
		return status;
	if (!now.has_wished && (w->has ? now.has_grp && now.grp == w->group : !now.has_grp))
		return OK;
	status = w->has ? badge_give_query(s, c->arena, w->id, w->group, c->now, w->text, &changed)
			: badge_take_query(s, c->arena, w->id, &changed);
	if (status == OK)
		status = badge_unask_query(s, c->arena, w->id, &changed);
	if (status == OK)
		status = people_notice(s, c, w->id, key_of(c, "badge"), "badge", group_data(c->arena, w));
	if (status != OK)
		return status;
	return people_log(s, c, "user.badge", w->id,
			  (struct store_change){.after = group_data(c->arena, w), .personal = true});
}

enum status people_give_badge(struct call *c, int64_t id, bool has, enum people_group group)
{
	struct act w = {.c = c, .id = id, .has = has, .group = group, .text = people_acts_as(c, MAY_GIVE_BADGES)};
	return is_allowed(c, MAY_GIVE_BADGES) ? store_write(c->database, write_badge, &w) : FORBIDDEN;
}

static struct str suspension_json(struct call *c, const struct act *w)
{
	char room[MOMENT_ROOM];
	struct str until = moment_print(w->until, room);
	return people_json(c->arena,
			   json_pack("{s:s%, s:s%}", "until", until.at, until.n, "reason", w->text.at, w->text.n));
}

static enum status write_suspension(struct store *s, void *context)
{
	struct act *w = context;
	struct call *c = w->c;
	int64_t changed;
	enum status status = look(s, w);
	if (status == OK)
		status = keep_administrator(s, w, "until");
	if (status == OK)
		status = account_suspend_query(s, c->arena, w->id, true, w->until, &changed);
	if (status == OK)
		status = suspension_set_query(s, c->arena, w->id, w->text, c->now, &changed);
	if (status == OK)
		status = account_sign_out_query(s, c->arena, w->id, &changed);
	if (status != OK)
		return status;
	return people_log(s, c, "user.suspend", w->id,
			  (struct store_change){.after = suspension_json(c, w), .personal = true});
}

static enum status check_suspension(struct call *c, struct date until, struct str reason)
{
	size_t told = c->problems.list.n;
	if (!date_is_set(until))
		wrong(c, PROBLEM_MISSING, "until", N_("Give the last day of the suspension."));
	else if (date_before(until, c->today) || date_before(date_add_days(c->today, PEOPLE_SUSPENSION_MOST), until))
		wrong(c, PROBLEM_WRONG_VALUE, "until",
		      N_("The last day of a suspension is today or later, and within ten years."));
	if (reason.n == 0)
		wrong(c, PROBLEM_MISSING, "reason", N_("Write why. The owner of the account reads it."));
	if (reason.n > PEOPLE_REASON_MOST)
		wrong(c, PROBLEM_WRONG_VALUE, "reason",
		      N_("This is too long: at most 500 bytes, which are as many plain letters."));
	bool is_readable = str_is_utf8(reason);
	for (size_t i = 0; is_readable && i < reason.n; i++)
		is_readable = reason.at[i] == '\n' || reason.at[i] == '\r' || !str_control(reason, i);
	if (!is_readable)
		wrong(c, PROBLEM_WRONG_VALUE, "reason", N_("There are characters in it that cannot be shown."));
	return c->problems.list.n > told ? INVALID : OK;
}

enum status people_suspend_until(struct call *c, int64_t id, struct date until, struct str reason)
{
	struct act w = {.c = c, .id = id, .text = str_trim(reason)};
	if (!is_allowed(c, MAY_MANAGE_PEOPLE))
		return FORBIDDEN;
	if (id == c->person.id)
		return refuse(c, "until", N_("Nobody suspends their own account."));
	enum status status = check_suspension(c, until, w.text);
	if (status != OK)
		return status;
	w.until = moment_of_day(date_add_days(until, 1));
	return store_write(c->database, write_suspension, &w);
}

static enum status write_reinstatement(struct store *s, void *context)
{
	struct act *w = context;
	struct call *c = w->c;
	struct moment never = {0};
	int64_t changed;
	enum status status = look(s, w);
	if (status != OK || !w->account.has_suspended_until)
		return status;
	status = account_suspend_query(s, c->arena, w->id, false, never, &changed);
	if (status == OK)
		status = suspension_end_query(s, c->arena, w->id, &changed);
	return status == OK ? people_log(s, c, "user.reinstate", w->id, (struct store_change){0}) : status;
}

enum status people_reinstate(struct call *c, int64_t id)
{
	struct act w = {.c = c, .id = id};
	return is_allowed(c, MAY_MANAGE_PEOPLE) ? store_write(c->database, write_reinstatement, &w) : FORBIDDEN;
}

static enum status write_erasure(struct store *s, void *context)
{
	struct act *w = context;
	struct call *c = w->c;
	bool found;
	enum status status = account_get_query(s, c->arena, w->id, &w->account, &found);
	if (status != OK || !found || w->account.has_erased_at)
		return status == OK && !found ? NOT_FOUND : status;
	if (!str_equal(people_skeleton(c->arena, str_trim(w->text)), people_skeleton(c->arena, w->account.name)))
		return wrong(c, PROBLEM_WRONG_VALUE, "name", N_("This is not the name of the account."));
	status = keep_administrator(s, w, "name");
	if (status == OK)
		status = people_erase_parts(s, c, w->id, c->now);
	return status == OK ? people_log(s, c, "user.erase", w->id, (struct store_change){0}) : status;
}

enum status people_erase(struct call *c, int64_t id, struct str typed)
{
	struct act w = {.c = c, .id = id, .text = typed};
	if (!is_allowed(c, MAY_MANAGE_PEOPLE) && c->person.id != id)
		return FORBIDDEN;
	enum status status = store_write(c->database, write_erasure, &w);
	return status == OK ? people_erasures_keep(c) : status;
}
