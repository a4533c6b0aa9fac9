/* SPDX-License-Identifier: Apache-2.0 */
/* The calls about people: one's own profile, badge, notices, data and end; the list of accounts and what is decided about one. */
#include "people/profile_pages.h"

#include "base/tr.h"
#include "http/answer.h"
#include "people/parts.h"
#include "people/people_web.h"

#include <string.h>

/* --- reading */

static enum status fault(struct call *c, enum problem_code code, const char *name, const char *text)
{
	struct str at = name ? str_format(c->arena, "#/%s", name) : STR("#");
	return problem_add(&c->problems, code, PLACE_BODY, at, "%.*s", STR_ARGS(tr(c, text)));
}

/* The body as an object with no other members than those, blanks between their names. */
static enum status read_body(struct http_request *r, const char *names, json_t **out)
{
	struct call *c = r->call;
	const char *name;
	json_t *value;
	enum status status = http_json(r, out);
	if (status != OK)
		return status;
	if (!json_is_object(*out))
		return fault(c, PROBLEM_WRONG_TYPE, NULL, N_("An object is wanted here."));
	json_object_foreach(*out, name, value)
	{
		struct str rest = str_of(names), known;
		bool is_known = false;
		while (!is_known && rest.n && str_next(&rest, ' ', &known))
			is_known = str_is(known, name);
		if (!is_known)
			fault(c, PROBLEM_UNKNOWN_FIELD, name, N_("This is not known here."));
	}
	return c->problems.list.n ? INVALID : OK;
}

/* A text; empty where it is absent or null. */
static struct str text_in(struct call *c, const json_t *body, const char *name)
{
	const json_t *value = json_object_get(body, name);
	if (value && !json_is_null(value) && !json_is_string(value))
		fault(c, PROBLEM_WRONG_TYPE, name, N_("A text is wanted here."));
	return json_is_string(value)
		       ? str_copy(c->arena, (struct str){json_string_value(value), json_string_length(value)})
		       : STR("");
}

/* A list of words, with blanks between them. */
static struct str words_in(struct call *c, const json_t *body, const char *name)
{
	const json_t *list = json_object_get(body, name), *value;
	struct out o = out_new(c->arena, 4096, NULL);
	size_t i;
	if (list && !json_is_array(list))
		fault(c, PROBLEM_WRONG_TYPE, name, N_("A list of texts is wanted here."));
	json_array_foreach(list, i, value)
	{
		const char *word = json_string_value(value);
		if (!word || strchr(word, ' ') || strchr(word, ','))
			fault(c, PROBLEM_WRONG_TYPE, name, N_("A list of texts is wanted here."));
		else
			out_printf(&o, "%s%s", o.n ? " " : "", word);
	}
	return out_str(&o);
}

/* A group, or null for none. */
static bool group_in(struct call *c, const json_t *body, enum people_group *out)
{
	struct str word = text_in(c, body, "group");
	if (word.n && !people_group_parse(word, out))
		fault(c, PROBLEM_WRONG_VALUE, "group", N_("There is no such group."));
	return word.n > 0;
}

/* Faults under a field's name become faults of the body. */
static enum status told(struct call *c, enum status status)
{
	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct problem *p = &c->problems.list.at[i];
		if (p->place == PLACE_PARAMETER) {
			p->place = PLACE_BODY;
			p->field = str_format(c->arena, "#/%.*s", STR_ARGS(p->field));
		}
	}
	return status;
}

/* --- telling */

static json_t *text_json(struct str s)
{
	return s.n ? json_stringn(s.at, s.n) : json_null();
}

static json_t *moment_json(struct moment m)
{
	char room[MOMENT_ROOM];
	struct str text = moment_print(m, room);
	return m.us ? json_stringn(text.at, text.n) : json_null();
}

static json_t *words_json(struct str words)
{
	json_t *list = json_array();
	struct str word;
	while (words.n && str_next(&words, ' ', &word))
		if (word.n)
			json_array_append_new(list, json_stringn(word.at, word.n));
	return list;
}

static json_t *badge_json(const struct people_badge *b)
{
	if (!b->is_there)
		return json_null();
	return json_pack("{s:s, s:o, s:s?}", "group", people_group_word(b->group), "at", moment_json(b->at), "by",
			 b->by == ROLES ? NULL : role_word(b->by));
}

static json_t *profile_json(const struct people_profile *p)
{
	return json_pack("{s:I, s:o, s:b, s:o, s:o, s:o, s:o}", "id", (json_int_t)p->id, "name", text_json(p->name),
			 "erased", p->is_erased, "languages", words_json(p->languages), "country",
			 text_json(p->country), "organisation", text_json(p->organisation), "badge",
			 badge_json(&p->badge));
}

static enum status answer_own(struct call *c, struct http_response *response)
{
	struct people_profile p;
	enum status status = people_profile(c, c->person.id, &p);
	if (status != OK)
		return status;
	json_t *j = profile_json(&p), *shown = json_object();
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		json_object_set_new(shown, people_shown_word(s), moment_json(p.consents[s]));
	json_object_set_new(j, "roles", words_json(roles_words(c->arena, p.roles)));
	json_object_set_new(j, "shown", shown);
	json_object_set_new(j, "asked_for", badge_json(&p.wish));
	return http_answer(response, j);
}

static enum status get_profile(struct http_request *r, struct http_response *response)
{
	return answer_own(r->call, response);
}

/* What the body leaves out stays as it is. */
static enum status post_profile(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct people_profile now;
	json_t *body;
	enum status status = read_body(r, "languages country organisation shown", &body);
	if (status == OK)
		status = people_profile(c, c->person.id, &now);
	if (status != OK)
		return status;
	struct people_profile_wish wish = {now.languages, now.country, now.organisation, {false}};
	if (json_object_get(body, "languages"))
		wish.languages = words_in(c, body, "languages");
	if (json_object_get(body, "country"))
		wish.country = text_in(c, body, "country");
	if (json_object_get(body, "organisation"))
		wish.organisation = text_in(c, body, "organisation");
	struct str shown = words_in(c, body, "shown"), word;
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		wish.is_shown[s] = !json_object_get(body, "shown") && now.consents[s].us;
	while (shown.n && str_next(&shown, ' ', &word)) {
		enum people_shown s;
		if (people_shown_parse(word, &s))
			wish.is_shown[s] = true;
		else
			fault(c, PROBLEM_WRONG_VALUE, "shown", N_("There is no such part of a profile."));
	}
	status = c->problems.list.n ? INVALID : people_profile_set(c, &wish);
	return status == OK ? answer_own(c, response) : told(c, status);
}

static enum status post_own_badge(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum people_group group = PEOPLE_OTHER;
	json_t *body;
	enum status status = read_body(r, "group", &body);
	if (status != OK)
		return status;
	bool asks = group_in(c, body, &group);
	if (c->problems.list.n)
		return INVALID;
	status = asks ? people_badge_ask(c, group) : people_badge_drop(c);
	return status == OK ? answer_own(c, response) : status;
}

static enum status get_notices(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct notice_list_rows rows;
	struct str after;
	size_t limit;
	int64_t before = 0;
	enum status status = http_cursor(r, &after, &limit);
	str_to_i64(after, &before);
	if (status == OK)
		status = people_notices(c, before, limit + 1, &rows);
	if (status != OK)
		return status;
	json_t *items = json_array();
	for (size_t i = 0; i < rows.n && i < limit; i++) {
		struct people_told words;
		const struct notice_list_row *row = &rows.at[i];
		if (!people_notice_tell(c, row->kind, row->data, &words))
			continue;
		json_array_append_new(items,
				      json_pack("{s:I, s:o, s:o, s:o, s:o}", "id", (json_int_t)row->id, "kind",
						text_json(row->kind), "text", text_json(words.text), "made_at",
						moment_json(row->made_at), "seen_at", moment_json(row->seen_at)));
	}
	json_t *next = json_null();
	if (rows.n > limit)
		next = text_json(http_next(r, str_format(c->arena, "%lld", (long long)rows.at[limit - 1].id)));
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id kind text made_at seen_at");
}

static enum status post_seen(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	int64_t n = 0;
	json_t *body;
	enum status status = read_body(r, "last", &body);
	if (status != OK)
		return status;
	const json_t *last = json_object_get(body, "last");
	if (!json_is_integer(last))
		return fault(c, PROBLEM_WRONG_TYPE, "last", N_("A whole number is wanted here."));
	status = people_notices_seen(c, json_integer_value(last));
	if (status == OK)
		status = people_notices_new(c, c->person.id, &n);
	return status == OK ? http_answer(response, json_pack("{s:I}", "new", (json_int_t)n)) : status;
}

static enum status get_data(struct http_request *r, struct http_response *response)
{
	json_t *data;
	enum status status = people_data(r->call, r->call->person.id, &data);
	return status == OK ? http_answer(response, data) : status;
}

/* Erases an account; answers with what is left of it. */
static enum status end_of(struct http_request *r, struct http_response *response, int64_t id)
{
	struct call *c = r->call;
	struct people_profile p;
	json_t *body;
	enum status status = read_body(r, "name", &body);
	if (status != OK)
		return status;
	struct str name = text_in(c, body, "name");
	status = c->problems.list.n ? INVALID : people_erase(c, id, name);
	if (status == OK)
		status = people_profile_public(c, id, &p);
	return status == OK ? http_answer(response, profile_json(&p)) : told(c, status);
}

static enum status post_own_end(struct http_request *r, struct http_response *response)
{
	return end_of(r, response, r->call->person.id);
}

/* --- people */

static enum status get_person(struct http_request *r, struct http_response *response)
{
	struct people_profile p;
	int64_t id;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = people_profile_public(r->call, id, &p);
	http_response_header(response, "X-Robots-Tag", STR("noindex"));
	return status == OK ? http_answer(response, profile_json(&p)) : status;
}

static json_t *account_json(const struct account_find_row *row)
{
	return json_pack("{s:I, s:o, s:o, s:o, s:s?, s:s?, s:o}", "id", (json_int_t)row->id, "name",
			 text_json(row->name), "roles", words_json(row->roles), "made_at", moment_json(row->created_at),
			 "group", row->has_grp ? people_group_word(row->grp) : NULL, "asked_for",
			 row->has_wished ? people_group_word(row->wished) : NULL, "suspended_until",
			 moment_json(row->has_suspended_until ? row->suspended_until : (struct moment){0}));
}

static enum status list_people(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct people_filter filter = {.has_role = false};
	struct account_find_rows rows;
	size_t limit;
	enum status status = http_cursor(r, &filter.after, &limit);
	people_filter_read(r, &filter);
	filter.most = limit + 1;
	if (status == OK)
		status = people_find(c, &filter, &rows);
	if (status != OK)
		return status;
	json_t *items = json_array();
	for (size_t i = 0; i < rows.n && i < limit; i++)
		json_array_append_new(items, account_json(&rows.at[i]));
	json_t *next = rows.n > limit ? text_json(http_next(r, rows.at[limit - 1].skeleton)) : json_null();
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id name roles made_at group asked_for suspended_until");
}

/* One account after an act, for those who look after accounts. */
static enum status answer_account(struct http_request *r, struct http_response *response, int64_t id)
{
	struct call *c = r->call;
	struct account_get_row row;
	struct people_profile p;
	enum status status = people_account(c, id, &row);
	if (status == OK)
		status = people_profile(c, id, &p);
	if (status != OK)
		return status;
	return http_answer(response,
			   json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)id, "name",
				     text_json(p.name), "roles", words_json(row.roles), "made_at",
				     moment_json(row.created_at), "email", text_json(row.email), "badge",
				     badge_json(&p.badge), "asked_for", badge_json(&p.wish), "suspended_until",
				     moment_json(row.has_suspended_until ? row.suspended_until : (struct moment){0}),
				     "reason", text_json(row.reason)));
}

static enum status get_account(struct http_request *r, struct http_response *response)
{
	int64_t id;
	enum status status = people_asked(r, &id);
	return status == OK ? answer_account(r, response, id) : status;
}

static enum status post_roles(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	role_set roles = 0;
	int64_t id;
	json_t *body = NULL;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = read_body(r, "roles", &body);
	if (status != OK)
		return status;
	if (!json_is_array(json_object_get(body, "roles")) || !roles_parse(words_in(c, body, "roles"), &roles))
		fault(c, PROBLEM_WRONG_VALUE, "roles", N_("A list of roles is wanted here."));
	status = c->problems.list.n ? INVALID : people_give_roles(c, id, roles);
	return status == OK ? answer_account(r, response, id) : told(c, status);
}

static enum status post_badge(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum people_group group = PEOPLE_OTHER;
	int64_t id;
	json_t *body = NULL;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = read_body(r, "group", &body);
	if (status != OK)
		return status;
	bool gives = group_in(c, body, &group);
	status = c->problems.list.n ? INVALID : people_give_badge(c, id, gives, group);
	return status == OK ? answer_account(r, response, id) : told(c, status);
}

static enum status post_suspension(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct date until = DATE_UNSET;
	int64_t id;
	json_t *body = NULL;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = read_body(r, "until reason", &body);
	if (status != OK)
		return status;
	struct str day = text_in(c, body, "until"), reason = text_in(c, body, "reason");
	if (day.n && !date_parse(day, &until))
		fault(c, PROBLEM_BAD_DAY, "until", N_("A day is wanted here (YYYY-MM-DD)."));
	if (c->problems.list.n)
		return INVALID;
	status = day.n ? people_suspend_until(c, id, until, reason) : people_reinstate(c, id);
	return status == OK ? answer_account(r, response, id) : told(c, status);
}

static enum status post_end(struct http_request *r, struct http_response *response)
{
	int64_t id;
	enum status status = people_asked(r, &id);
	return status == OK ? end_of(r, response, id) : status;
}

static enum status list_roles(struct http_request *r, struct http_response *response)
{
	json_t *items = json_array();
	for (enum role role = 0; role < ROLES; role++) {
		json_t *allows = json_array();
		for (enum permission p = MAY_ANYBODY + 1; p < PERMISSIONS; p++)
			if (may(true, 1u << role, p))
				json_array_append_new(allows, json_string(permission_name(p)));
		json_array_append_new(items, json_pack("{s:s, s:s, s:o}", "role", role_word(role), "name",
						       role_name(role), "allows", allows));
	}
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"), "role name allows");
}

static const struct http_parameter list_parameters[] = {
	{"q", HTTP_TEXT, NULL, "Only accounts with this in their name."},
	{"role", HTTP_TEXT, NULL, "Only accounts with this role."},
	{"group", HTTP_TEXT, NULL, "Only accounts with the badge of this group."},
	{"state", HTTP_CHOICE, "waits suspended", "Only accounts that ask for a badge, or are suspended."},
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: the cursor in `next`.", 2000},
};

const struct http_route people_profile_api_routes[] = {
	{"GET", "/api/v1/people", list_people, MAY_SEE_PEOPLE, HTTP_API | HTTP_HAS_CSV, list_parameters, 7,
	 "Accounts, by name.", "PeopleList", NULL},
	{"GET", "/api/v1/people/{person}", get_person, MAY_ANYBODY, HTTP_API, NULL, 0, "What a person lets others see.",
	 "PersonProfile", NULL},
	{"GET", "/api/v1/people/{person}/account", get_account, MAY_SEE_PEOPLE, HTTP_API, NULL, 0,
	 "One account; its e-mail address is told to those who manage people.", "PersonAccount", NULL},
	{"POST", "/api/v1/people/{person}/roles", post_roles, MAY_MANAGE_PEOPLE, HTTP_API, NULL, 0,
	 "Gives an account those roles and no others.", "PersonAccount", "PersonRoles"},
	{"POST", "/api/v1/people/{person}/badge", post_badge, MAY_GIVE_BADGES, HTTP_API, NULL, 0,
	 "Gives the badge of a group, or takes it away.", "PersonAccount", "PersonGroup"},
	{"POST", "/api/v1/people/{person}/suspension", post_suspension, MAY_MANAGE_PEOPLE, HTTP_API, NULL, 0,
	 "Suspends an account, or ends its suspension.", "PersonAccount", "PersonSuspension"},
	{"POST", "/api/v1/people/{person}/erase", post_end, MAY_MANAGE_PEOPLE, HTTP_API, NULL, 0,
	 "Erases an account; its name is given once more.", "PersonProfile", "PersonEnd"},
	{"GET", "/api/v1/roles", list_roles, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED, NULL, 0,
	 "What each role allows.", "RoleList", NULL},
	{"GET", "/api/v1/account/profile", get_profile, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "One's own profile, whole.", "OwnProfile", NULL},
	{"POST", "/api/v1/account/profile", post_profile, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Changes one's own profile and what of it others see.", "OwnProfile", "OwnProfileWish"},
	{"POST", "/api/v1/account/badge", post_own_badge, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Asks for the badge of a group; null drops it.", "OwnProfile", "PersonGroup"},
	{"GET", "/api/v1/account/new", get_notices, MAY_HAVE_ACCOUNT, HTTP_API | HTTP_HAS_CSV, list_parameters + 4, 3,
	 "What one was told, the newest first.", "NoticeList", NULL},
	{"POST", "/api/v1/account/new", post_seen, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0, "One saw what was new.",
	 "NoticesNew", "NoticesSeen"},
	{"GET", "/api/v1/account/data", get_data, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Everything that is kept about one.", "OwnData", NULL},
	{"POST", "/api/v1/account/erase", post_own_end, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Erases one's own account; its name is given once more.", "PersonProfile", "PersonEnd"},
	{0},
};
