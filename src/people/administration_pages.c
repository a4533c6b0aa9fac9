/* SPDX-License-Identifier: Apache-2.0 */
/* Looking after accounts: the list, and one account with its roles, badge, suspension and end. */
#include "people/profile_pages.h"

#include "base/tr.h"
#include "page/format.h"
#include "people/administration_html.h"
#include "people/people_web.h"

enum { ROWS = 50 };

/* --- the list */

static const char *const states[] = {"waits", "suspended"};

static struct str state_words(const struct call *c, size_t i)
{
	return i == 0 ? tr(c, "Asks for a badge") : tr(c, "Suspended");
}

static void add_choices(struct http_request *r, const struct people_filter *filter, struct people_page *m)
{
	struct call *c = r->call;
	struct str state = http_parameter_text(r, "state");
	for (enum role role = 0; role < ROLES; role++)
		*list_add(c->arena, &m->roles) =
			(struct people_option){.value = str_of(role_word(role)),
					       .label = tr(c, role_name(role)),
					       .is_chosen = filter->has_role && filter->role == role};
	m->groups = people_group_options(c, filter->has_group ? filter->group : PEOPLE_GROUPS);
	for (size_t i = 0; i < 2; i++)
		*list_add(c->arena, &m->states) = (struct people_option){
			.value = str_of(states[i]), .label = state_words(c, i), .is_chosen = str_is(state, states[i])};
}

void people_filter_read(const struct http_request *r, struct people_filter *out)
{
	struct str role = http_parameter_text(r, "role"), state = http_parameter_text(r, "state");
	out->text = http_parameter_text(r, "q");
	out->has_group = people_group_parse(http_parameter_text(r, "group"), &out->group);
	for (enum role k = 0; k < ROLES; k++)
		if (str_is(role, role_word(k))) {
			out->has_role = true;
			out->role = k;
		}
	out->waits = str_is(state, states[0]);
	out->is_suspended = str_is(state, states[1]);
}

static struct str suspended_words(const struct call *c, struct moment until)
{
	struct date last = date_add_days(moment_day((struct moment){until.us - 1}), 0);
	return PEOPLE_FILL(c, tr(c, "Suspended up to {day}"), {"day", format_date_short(c, last)});
}

static struct person_row shown_person(struct call *c, const struct account_find_row *row)
{
	role_set roles = 0;
	struct person_row shown = {.url = url_plain(c, "/people/%lld/administration", (long long)row->id),
				   .name = row->name,
				   .since = format_date_short(c, moment_day(row->created_at))};
	if (roles_parse(row->roles, &roles))
		shown.roles = people_role_names(c, roles);
	if (row->has_grp)
		shown.badge = tr(c, people_group_name(row->grp));
	if (row->has_suspended_until && row->suspended_until.us > c->now.us)
		shown.state = suspended_words(c, row->suspended_until);
	else if (row->has_wished)
		shown.state = state_words(c, 0);
	return shown;
}

static enum status people_shown_list(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct people_filter filter = {.after = http_parameter_text(r, "after"), .most = ROWS + 1};
	struct account_find_rows rows;
	struct people_page m = {.clear = url_plain(c, "/people")};
	int64_t n = 0;
	people_filter_read(r, &filter);
	enum status status = people_find(c, &filter, &rows);
	if (status == OK)
		status = people_count(c, &n);
	if (status != OK)
		return status;
	for (size_t i = 0; i < rows.n && i < ROWS; i++)
		*list_add(c->arena, &m.rows) = shown_person(c, &rows.at[i]);
	struct page page =
		people_page_begin(r, response, tr(c, "People"),
				  PEOPLE_FILL(c, tr_n(c, "There is {n} account.", "There are {n} accounts.", n),
					      {"n", format_number(c, n)}));
	m.text = filter.text;
	m.has_next = rows.n > ROWS;
	if (m.has_next)
		m.next = url_change(c, page.path, r->query, "after", rows.at[ROWS - 1].skeleton);
	add_choices(r, &filter, &m);
	page_people(&response->body, c, &page, &m);
	return OK;
}

/* --- one account */

/* What was typed in one of the forms, to be shown again. */
struct typed {
	bool has_roles;
	role_set roles;
	struct str until, reason, name;
};

static void add_roles(const struct call *c, role_set chosen, struct administration_page *m)
{
	for (enum role r = 0; r < ROLES; r++) {
		struct out allows = out_new(c->arena, 4096, NULL);
		for (enum permission p = MAY_ANYBODY + 1; p < PERMISSIONS; p++)
			if (!may(true, 0, p) && may(true, 1u << r, p))
				out_printf(&allows, "%s%.*s", allows.n ? "; " : "",
					   STR_ARGS(tr(c, permission_words(p))));
		*list_add(c->arena, &m->roles) =
			(struct people_option){.value = str_of(role_word(r)),
					       .label = tr(c, role_name(r)),
					       .id = str_format(c->arena, "allows-%s", role_word(r)),
					       .allows = out_str(&allows).at,
					       .is_chosen = chosen >> r & 1u};
	}
}

static void add_facts(struct call *c, const struct account_get_row *row, const struct people_profile *p,
		      struct administration_page *m)
{
	people_fact_add(c, &m->facts, tr(c, "Number"), str_format(c->arena, "%lld", (long long)row->id));
	people_fact_add(c, &m->facts, tr_in(c, "of an account", "Since"), format_date(c, moment_day(row->created_at)));
	people_fact_add(c, &m->facts, tr(c, "E-mail address"), row->email.at ? row->email : STR(""));
	people_fact_add(c, &m->facts, tr(c, "Roles"), people_role_names(c, p->roles));
	people_fact_add(c, &m->facts, tr(c, "Group"), people_badge_words(c, &p->badge));
	if (m->is_suspended)
		people_fact_add(c, &m->facts, tr(c, "State"), suspended_words(c, row->suspended_until));
	people_fact_add(c, &m->facts, tr(c, "Why suspended"), row->reason.at ? row->reason : STR(""));
}

static void add_actions(struct call *c, int64_t id, struct administration_page *m)
{
	long long n = id;
	char day[DATE_ROOM];
	m->roles_action = url_plain(c, "/people/%lld/roles", n);
	m->badge_action = url_plain(c, "/people/%lld/badge", n);
	m->suspension_action = url_plain(c, "/people/%lld/suspension", n);
	m->erasure_action = url_plain(c, "/people/%lld/erase", n);
	m->public_page = url_plain(c, "/people/%lld", n);
	m->least = str_copy(c->arena, date_print(c->today, day));
	m->most = str_copy(c->arena, date_print(date_add_days(c->today, PEOPLE_SUSPENSION_MOST), day));
}

static enum status show_account(struct http_request *r, struct http_response *response, int64_t id,
				const struct typed *typed)
{
	struct call *c = r->call;
	struct account_get_row row;
	struct people_profile p;
	struct administration_page m = {.not_done = people_not_done(c),
					.until = typed->until,
					.reason = typed->reason,
					.typed = typed->name,
					.may_manage = call_may(c, MAY_MANAGE_PEOPLE),
					.may_badge = call_may(c, MAY_GIVE_BADGES),
					.is_own = c->person.id == id};
	enum status status = people_account(c, id, &row);
	if (status == OK)
		status = people_profile(c, id, &p);
	if (status == OK && row.has_erased_at)
		status = NOT_FOUND;
	if (status != OK)
		return status;
	m.name = p.name;
	m.is_suspended = row.has_suspended_until && row.suspended_until.us > c->now.us;
	m.has_badge = p.badge.is_there;
	m.groups = people_group_options(c, p.wish.is_there    ? p.wish.group
					   : p.badge.is_there ? p.badge.group
							      : PEOPLE_GROUPS);
	if (p.wish.is_there)
		m.wish = PEOPLE_FILL(c, tr(c, "Asked on {day} for the badge of this group: {group}."),
				     {"day", format_date(c, moment_day(p.wish.at))},
				     {"group", tr(c, people_group_name(p.wish.group))});
	add_roles(c, typed->has_roles ? typed->roles : p.roles, &m);
	add_facts(c, &row, &p, &m);
	add_actions(c, id, &m);
	struct page page = people_page_begin(r, response, p.name, tr(c, "What this account may do is decided here."));
	page.path = str_format(c->arena, "/people/%lld/administration", (long long)id);
	page_links_add(c->arena, &page.trail, url_plain(c, "/people"), STR(""), tr(c, "People"));
	page_person_administration(&response->body, c, &page, &m);
	return OK;
}

static enum status administration_page(struct http_request *r, struct http_response *response)
{
	int64_t id;
	enum status status = people_asked(r, &id);
	return status == OK ? show_account(r, response, id, &(struct typed){0}) : status;
}

/* After an act: back to the account, or the account again with what was typed. */
static enum status after(struct http_request *r, struct http_response *response, int64_t id, enum status status,
			 const struct typed *typed)
{
	struct call *c = r->call;
	if (status == OK) {
		http_redirect(response, 303, url_plain(c, "/people/%lld/administration", (long long)id).s);
		return OK;
	}
	if (c->problems.list.n == 0)
		return status;
	response->status = people_form_status(c, status);
	return show_account(r, response, id, typed);
}

static enum status roles_post(struct http_request *r, struct http_response *response)
{
	struct typed typed = {.has_roles = true};
	int64_t id;
	enum status status = people_asked(r, &id);
	for (enum role k = 0; k < ROLES; k++)
		if (http_field_text(r, role_word(k)).n)
			typed.roles |= 1u << k;
	if (status == OK)
		status = r->call->problems.list.n ? INVALID : people_give_roles(r->call, id, typed.roles);
	return status == NOT_FOUND ? status : after(r, response, id, status, &typed);
}

static enum status badge_post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum people_group group = PEOPLE_OTHER;
	bool gives = str_is(http_field_text(r, "step"), "give");
	int64_t id;
	enum status status = people_asked(r, &id);
	if (status == OK && gives && !people_group_parse(http_field_text(r, "group"), &group))
		problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("group"), "%.*s",
			    STR_ARGS(tr(c, "Choose a group from the list.")));
	if (status == OK)
		status = c->problems.list.n ? INVALID : people_give_badge(c, id, gives, group);
	return status == NOT_FOUND ? status : after(r, response, id, status, &(struct typed){0});
}

static enum status suspension_post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct typed typed = {.until = http_field_text(r, "until"), .reason = http_field_text(r, "reason")};
	struct date until = DATE_UNSET;
	int64_t id;
	enum status status = people_asked(r, &id);
	if (status == OK && c->problems.list.n)
		status = INVALID;
	else if (status == OK && str_is(http_field_text(r, "step"), "end"))
		status = people_reinstate(c, id);
	else if (status == OK) {
		date_parse(typed.until, &until);
		status = people_suspend_until(c, id, until, typed.reason);
	}
	return status == NOT_FOUND ? status : after(r, response, id, status, &typed);
}

static enum status erasure_post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct typed typed = {.name = http_field_text(r, "name")};
	int64_t id;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = c->problems.list.n ? INVALID : people_erase(c, id, typed.name);
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/people").s);
	return status == OK || status == NOT_FOUND ? status : after(r, response, id, status, &typed);
}

static const struct http_parameter list_parameters[] = {
	{"q", HTTP_TEXT, NULL, "Only accounts with this in their name."},
	{"role", HTTP_TEXT, NULL, "Only accounts with this role."},
	{"group", HTTP_TEXT, NULL, "Only accounts with the badge of this group."},
	{"state", HTTP_CHOICE, "waits suspended", "Only accounts that ask for a badge, or are suspended."},
	{"after", HTTP_TEXT, NULL, "After the account with this name.", 2000},
};
static const struct http_parameter role_fields[] = {
	{"office", HTTP_TEXT, NULL, "A role."},         {"focal_point", HTTP_TEXT, NULL, "A role."},
	{"social_partner", HTTP_TEXT, NULL, "A role."}, {"expert", HTTP_TEXT, NULL, "A role."},
	{"editor", HTTP_TEXT, NULL, "A role."},         {"cooperation_officer", HTTP_TEXT, NULL, "A role."},
	{"moderator", HTTP_TEXT, NULL, "A role."},      {"administrator", HTTP_TEXT, NULL, "A role."},
};
_Static_assert(sizeof role_fields / sizeof *role_fields == ROLES, "each role has its box");
static const struct http_parameter badge_fields[] = {
	{"step", HTTP_CHOICE, "give take", "What to do."},
	{"group", HTTP_TEXT, NULL, "The group whose badge is given."},
};
static const struct http_parameter suspension_fields[] = {
	{"step", HTTP_CHOICE, "suspend end", "What to do."},
	{"until", HTTP_DAY, NULL, "The last day of the suspension."},
	{"reason", HTTP_TEXT, NULL, "Why.", 4 * PEOPLE_REASON_MOST},
};
static const struct http_parameter erasure_fields[] = {{"name", HTTP_TEXT, NULL, "The name of the account."}};

const struct http_route people_administration_routes[] = {
	{"GET", "/{lang}/people", people_shown_list, MAY_SEE_PEOPLE, HTTP_PAGE, list_parameters, 5,
	 "The list of accounts.", NULL, NULL, .programs = "/api/v1/people"},
	{"GET", "/{lang}/people/{person}/administration", administration_page, MAY_SEE_PEOPLE, HTTP_PAGE, NULL, 0,
	 "One account, for those who look after accounts.", NULL, NULL},
	{"POST", "/{lang}/people/{person}/roles", roles_post, MAY_MANAGE_PEOPLE, HTTP_PAGE, NULL, 0,
	 "Gives an account other roles.", NULL, NULL, role_fields, ROLES},
	{"POST", "/{lang}/people/{person}/badge", badge_post, MAY_GIVE_BADGES, HTTP_PAGE, NULL, 0,
	 "Gives the badge of a group, or takes it away.", NULL, NULL, badge_fields, 2},
	{"POST", "/{lang}/people/{person}/suspension", suspension_post, MAY_MANAGE_PEOPLE, HTTP_PAGE, NULL, 0,
	 "Suspends an account, or ends its suspension.", NULL, NULL, suspension_fields, 3},
	{"POST", "/{lang}/people/{person}/erase", erasure_post, MAY_MANAGE_PEOPLE, HTTP_PAGE, NULL, 0,
	 "Erases an account.", NULL, NULL, erasure_fields, 1},
	{0},
};
