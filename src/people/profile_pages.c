/* SPDX-License-Identifier: Apache-2.0 */
/* One's own profile, a profile as others see it, and what roles allow. */
#include "people/profile_pages.h"

#include "base/tr.h"
#include "page/format.h"
#include "people/people_web.h"
#include "people/profile_html.h"

#include <stdlib.h>

static enum status profile_page_of(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct people_profile p;
	struct profile_page m = {0};
	int64_t id;
	enum status status = people_asked(r, &id);
	if (status == OK)
		status = people_profile_public(c, id, &p);
	if (status != OK)
		return status;
	struct str number = str_format(c->arena, "%lld", (long long)id);
	struct page page = people_page_begin(r, response, p.name, STR(""));
	people_fact_add(c, &m.facts, tr(c, "Group"), people_badge_words(c, &p.badge));
	people_fact_add(c, &m.facts, tr(c, "Country"), people_country_name(c, p.country));
	people_fact_add(c, &m.facts, tr(c, "Organisation"), p.organisation);
	people_fact_add(c, &m.facts, tr(c, "Reads"), people_language_names(c, p.languages));
	page.lead = PEOPLE_FILL(c,
				m.facts.n ? tr(c, "This is what {name} lets others see.")
					  : tr(c, "{name} has an account here and shows nothing more."),
				{"name", p.name});
	if (p.is_erased) {
		page.title = PEOPLE_FILL(c, tr(c, "Former member {number}"), {"number", number});
		page.lead = tr(c, "This account was erased. What it wrote in public stays, without a name.");
	}
	m.is_own = c->person.id == id;
	m.is_seen_by_staff = call_may(c, MAY_SEE_PEOPLE) && !p.is_erased;
	m.edit = url_plain(c, "/account/profile");
	m.administration = url_plain(c, "/people/%lld/administration", (long long)id);
	page_profile(&response->body, c, &page, &m);
	return OK;
}

static struct str consent_field(const struct call *c, enum people_shown s)
{
	return str_format(c->arena, "show_%s", people_shown_word(s));
}

/* What was typed, from the fields of the form. */
static struct people_profile_wish wish_of(struct http_request *r)
{
	struct call *c = r->call;
	struct people_profile_wish wish = {.country = http_field_text(r, "country"),
					   .organisation = http_field_text(r, "organisation")};
	struct out tags = out_new(c->arena, 256, NULL);
	for (const char *const *l = people_languages; *l; l++)
		if (http_field_text(r, arena_printf(c->arena, "reads_%s", *l)).n)
			out_printf(&tags, "%s ", *l);
	wish.languages = out_str(&tags);
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		wish.is_shown[s] = http_field_text(r, str_chars(c->arena, consent_field(c, s))).n > 0;
	return wish;
}

static struct people_profile_wish wish_as_stored(const struct people_profile *p)
{
	struct people_profile_wish wish = {p->languages, p->country, p->organisation, {false}};
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		wish.is_shown[s] = p->consents[s].us != 0;
	return wish;
}

static int label_order(const void *left, const void *right)
{
	const struct people_option *a = left, *b = right;
	return str_compare(a->key, b->key);
}

static void add_languages(const struct call *c, struct str chosen, struct people_options *out)
{
	for (const char *const *l = people_languages; *l; l++) {
		struct str rest = chosen, tag;
		bool is_chosen = false;
		while (rest.n && str_next(&rest, ' ', &tag))
			is_chosen = is_chosen || str_is(tag, *l);
		struct str name = format_language(c, lang_of(str_of(*l)));
		*list_add(c->arena, out) = (struct people_option){.id = str_format(c->arena, "reads_%s", *l),
								  .label = name,
								  .key = format_sort_key(c, name),
								  .is_chosen = is_chosen};
	}
	qsort(out->at, out->n, sizeof *out->at, label_order);
}

static enum status add_countries(struct call *c, struct str chosen, struct people_options *out)
{
	struct people_countries all;
	enum status status = people_countries(c, &all);
	for (size_t i = 0; status == OK && i < all.n; i++)
		*list_add(c->arena, out) = (struct people_option){.value = all.at[i].code,
								  .label = all.at[i].name,
								  .is_chosen = str_equal(all.at[i].code, chosen)};
	return status;
}

static struct str wish_words(const struct call *c, const struct people_badge *wish)
{
	if (!wish->is_there)
		return STR("");
	return PEOPLE_FILL(
		c, tr(c, "On {day} you asked for the badge of this group: {group}. The Office has not answered yet."),
		{"day", format_date(c, moment_day(wish->at))}, {"group", tr(c, people_group_name(wish->group))});
}

static enum status show_form(struct http_request *r, struct http_response *response,
			     const struct people_profile_wish *wish, const struct people_profile *p)
{
	struct call *c = r->call;
	struct profile_form m = {.action = url_plain(c, "/account/profile"),
				 .badge_action = url_plain(c, "/account/badge"),
				 .sign_in = url_plain(c, "/sign-in"),
				 .public_page = url_plain(c, "/people/%lld", (long long)c->person.id),
				 .not_done = people_not_done(c),
				 .organisation = wish->organisation,
				 .wish = wish_words(c, &p->wish),
				 .groups = people_group_options(c, p->wish.is_there ? p->wish.group : PEOPLE_GROUPS),
				 .is_saved = http_parameter_text(r, "done").n > 0,
				 .is_signed_out = c->person.id == 0};
	if (p->badge.is_there)
		m.badge = PEOPLE_FILL(c, tr(c, "Your badge: {badge}."), {"badge", people_badge_words(c, &p->badge)});
	m.shows_languages = wish->is_shown[PEOPLE_SHOWN_LANGUAGES];
	m.shows_country = wish->is_shown[PEOPLE_SHOWN_COUNTRY];
	m.shows_organisation = wish->is_shown[PEOPLE_SHOWN_ORGANISATION];
	m.shows_group = wish->is_shown[PEOPLE_SHOWN_GROUP];
	add_languages(c, wish->languages, &m.languages);
	enum status status = add_countries(c, wish->country, &m.countries);
	if (status != OK)
		return status;
	struct page page = people_page_begin(
		r, response, tr(c, "My profile"),
		tr(c, "Say only what you want to: nothing here is needed, and others see only what you tick."));
	if (c->form_token.n == 0)
		http_session_set(r, response, http_session_token(c->arena));
	page_profile_form(&response->body, c, &page, &m);
	return OK;
}

static enum status profile_form_page(struct http_request *r, struct http_response *response)
{
	struct people_profile p;
	enum status status = people_profile(r->call, r->call->person.id, &p);
	if (status != OK)
		return status;
	struct people_profile_wish wish = wish_as_stored(&p);
	return show_form(r, response, &wish, &p);
}

/* Who signed out meanwhile sees what they typed again. */
static enum status profile_post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct people_profile_wish wish = wish_of(r);
	struct people_profile p = {.badge = {0}};
	enum status status = INVALID;
	if (!c->person.id && c->problems.list.n == 0)
		problem_add(&c->problems, PROBLEM_SIGN_IN_FIRST, PLACE_NOWHERE, STR(""), "%.*s",
			    STR_ARGS(tr(c, "You are not signed in any more, so nothing was saved. What you typed is "
					   "still below.")));
	if (c->problems.list.n == 0)
		status = people_profile_set(c, &wish);
	if (status == OK) {
		http_redirect(response, 303, url_plain(c, "/account/profile?done=1").s);
		return OK;
	}
	if (c->problems.list.n == 0)
		return status;
	response->status = people_form_status(c, c->person.id ? status : FORBIDDEN);
	if (c->person.id && people_profile(c, c->person.id, &p) != OK)
		return UNAVAILABLE;
	return show_form(r, response, &wish, &p);
}

static enum status badge_post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum people_group group;
	bool asks = str_is(http_field_text(r, "step"), "ask");
	if (asks && !people_group_parse(http_field_text(r, "group"), &group))
		return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("group"), "%.*s",
				   STR_ARGS(tr(c, "Choose a group from the list.")));
	enum status status = asks ? people_badge_ask(c, group) : people_badge_drop(c);
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/account/profile").s);
	return status;
}

/* What a role allows, or (ROLES) every account. */
static struct people_texts allowed_to(const struct call *c, enum role role)
{
	struct people_texts texts = {0};
	for (enum permission p = MAY_ANYBODY + 1; p < PERMISSIONS; p++) {
		bool of_all = may(true, 0, p);
		if (role == ROLES ? of_all : !of_all && may(true, 1u << role, p))
			*list_add(c->arena, &texts) = tr(c, permission_words(p));
	}
	return texts;
}

static enum status roles_shown(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct roles_page m = {.everybody = allowed_to(c, ROLES)};
	for (enum role role = 0; role < ROLES; role++)
		*list_add(c->arena, &m.roles) = (struct role_shown){.name = tr(c, role_name(role)),
								    .id = str_of(role_word(role)),
								    .allows = allowed_to(c, role),
								    .is_own = c->person.roles >> role & 1u};
	struct page page = {
		.title = tr(c, "Roles"),
		.lead = tr(c, "An administrator gives roles to accounts. This is what each of them allows."),
		.path = STR("/roles"),
		.query = r->query};
	page_roles(&response->body, c, &page, &m);
	return OK;
}

static const struct http_parameter done[] = {{"done", HTTP_CHOICE, "1", "It was just saved."}};
static const struct http_parameter badge_fields[] = {
	{"step", HTTP_CHOICE, "ask drop", "What to do."},
	{"group", HTTP_TEXT, NULL, "The group whose badge is asked for."},
};

const struct http_route people_profile_routes[] = {
	{"GET", "/{lang}/account/profile", profile_form_page, MAY_HAVE_ACCOUNT, HTTP_PAGE, done, 1,
	 "One's own profile.", NULL, NULL},
	{"POST", "/{lang}/account/profile", profile_post, MAY_HAVE_ACCOUNT, HTTP_PAGE | HTTP_OPEN_FORM | HTTP_ASKS,
	 NULL, 0, "Changes one's own profile.", NULL, NULL},
	{"POST", "/{lang}/account/badge", badge_post, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "Asks for the badge of a group, or drops it.", NULL, NULL, badge_fields, 2},
	{"GET", "/{lang}/people/{person}", profile_page_of, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "What a person lets others see.", NULL, NULL, .programs = "/api/v1/people/{person}"},
	{"GET", "/{lang}/roles", roles_shown, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, "What each role allows.",
	 NULL, NULL, .programs = "/api/v1/roles"},
	{0},
};
