/* SPDX-License-Identifier: Apache-2.0 */
/* Any countries against any instruments: the page, its form, its title. */
#include "page/format.h"
#include "register/compare_html.h"

#include <stdlib.h>

enum { NAMES_MOST = 4 };

static const struct {
	const char *word, *label, *title;
} sets[] = {
	{"fundamental", N_("The fundamental instruments"), N_("the fundamental instruments")},
	{"governance", N_("The governance Conventions"), N_("the governance Conventions")},
	{"convention", N_("All Conventions"), N_("all Conventions")},
	{"protocol", N_("All Protocols"), N_("all Protocols")},
	{"technical", N_("The technical instruments"), N_("the technical instruments")},
};

enum { SETS = sizeof sets / sizeof *sets };

static bool is_of_set(const struct register_instrument *i, struct str set, struct date on)
{
	static const char *const types[] = {"convention", "protocol"};
	return str_equal(set, register_category_on(i, on)) || str_is(set, types[i->law.id.kind]) ||
	       str_equal(set, i->subject);
}

static void add_set(const struct asked *a, struct str value, struct str label, struct str chosen,
		    struct compare_model *out)
{
	struct shown_option o = {.value = value, .label = label, .is_chosen = str_equal(chosen, value)};
	for (size_t k = 0; k < out->sets.n; k++)
		if (str_equal(out->sets.at[k].value, value))
			return;
	for (size_t k = 0; k < a->s->instruments_n; k++) {
		const struct register_instrument *i = &a->s->instruments[k];
		o.count += i->law.id.kind != LAW_RECOMMENDATION && shown_is_adopted(a->c, i) &&
			   is_of_set(i, value, a->c->on);
	}
	if (o.count)
		*list_add(a->c->arena, &out->sets) = o;
}

void compare_sets(const struct asked *a, struct str chosen, struct compare_model *out)
{
	struct str wanted = chosen.n ? chosen : STR("fundamental");
	bool is_set = false;
	for (size_t k = 0; k < SETS; k++)
		add_set(a, str_of(sets[k].word), tr(a->c, sets[k].label), wanted, out);
	for (size_t k = 0; k < a->s->instruments_n; k++)
		if (a->s->instruments[k].subject.n)
			add_set(a, a->s->instruments[k].subject, shown_subject(a->c, a->s->instruments[k].subject).text,
				wanted, out);
	for (size_t k = 0; k < out->sets.n; k++)
		is_set |= out->sets.at[k].is_chosen;
	if (!is_set && chosen.n)
		out->numbers = chosen;
}

void compare_groups(const struct asked *a, struct page_links *out)
{
	for (size_t k = 0; k < a->s->groups_n; k++) {
		const struct register_group *g = &a->s->groups[k];
		bool has_member = false;
		for (size_t n = 0; n < g->members_n && !has_member; n++)
			has_member = law_member(&g->members[n].period, 1, a->c->on, NULL) != LAW_NO;
		if (has_member)
			page_links_add(a->c->arena, out, url_page(a->c, "/groups/%.*s", STR_ARGS(g->code)), g->code,
				       shown_name(a->c, &g->name).text);
	}
}

static struct str title_instruments(const struct asked *a, const struct compare_asked *asked)
{
	struct call *c = a->c;
	struct shown_texts codes = {0};
	for (size_t k = 0; k < SETS; k++)
		if (str_is_nocase(asked->set, sets[k].word))
			return tr(c, sets[k].title);
	if (asked->set.n)
		return shown_subject(c, a->s->instruments[asked->instruments[0]].subject).text;
	for (size_t k = 0; k < asked->instruments_n && k < NAMES_MOST; k++)
		*list_add(c->arena, &codes) = (struct shown_text){.text = a->s->instruments[asked->instruments[k]].id};
	if (asked->instruments_n <= NAMES_MOST)
		return shown_list(c, &codes);
	return FILL(c, tr(c, "{n} instruments"), {"n", shown_number(c, (int64_t)asked->instruments_n)});
}

static struct str title_countries(const struct asked *a, const struct compare_asked *asked)
{
	struct call *c = a->c;
	struct shown_texts names = {0};
	if (asked->group)
		return asked->group->code;
	if (asked->region)
		return shown_name(c, &asked->region->name).text;
	for (size_t k = 0; k < asked->countries_n && k < NAMES_MOST; k++)
		*list_add(c->arena, &names) = shown_name(c, &a->s->countries[asked->countries[k]].name);
	if (asked->countries_n <= NAMES_MOST)
		return shown_list(c, &names);
	return FILL(c, tr(c, "{n} countries"), {"n", shown_number(c, (int64_t)asked->countries_n)});
}

static struct str title_of(const struct asked *a, const struct compare_asked *asked)
{
	if (!asked->countries_n || !asked->instruments_n)
		return tr(a->c, "Compare countries");
	return FILL(a->c, tr(a->c, "{countries}: {instruments}"), {"countries", title_countries(a, asked)},
		    {"instruments", title_instruments(a, asked)});
}

/* The page without a matrix: the form, and what could not be read. */
static void show_form(struct asked *a, struct http_response *response, struct compare_model *m)
{
	struct call *c = a->c;
	a->page.title = tr(c, "Compare countries");
	a->page.has_errors = c->problems.list.n > 0;
	if (a->page.has_errors)
		response->status = 400;
	else
		a->page.lead = tr(c, "Any countries, or a group of them, are set against any instruments: what is in "
				     "force, what is a gap and what is not known.");
	compare_groups(a, &m->groups);
	page_register_compare(&response->body, c, &a->page, m);
}

static struct compare_wish wish_of(const struct http_request *r)
{
	struct str part = http_path_part(r, "members"), numbers = str_trim(http_parameter_text(r, "numbers"));
	return (struct compare_wish){.members = part.n ? part : http_parameter_text(r, "members"),
				     .group = str_trim(http_parameter_text(r, "group")),
				     .region = str_trim(http_parameter_text(r, "region")),
				     .instruments = numbers.n ? numbers : http_parameter_text(r, "instruments")};
}

enum status register_compare_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct compare_asked asked;
	struct compare_model m = {.until = DATE_UNSET};
	struct compare_wish wish = wish_of(r);
	struct compare_view view = compare_view_of(r);
	enum status st = asked_begin(r, "countries", &a);
	if (st != OK)
		return st;
	page_links_add(a.c->arena, &a.page.trail, url_page(a.c, "/countries"), STR(""), tr(a.c, "Countries"));
	m.members = wish.members.n ? wish.members : wish.group.n ? wish.group : wish.region;
	m.numbers = http_parameter_text(r, "numbers");
	compare_sets(&a, m.numbers.n ? STR("") : wish.instruments, &m);
	if (!str_trim(wish.members).n && !wish.group.n && !wish.region.n && !wish.instruments.n) {
		show_form(&a, response, &m);
		return OK;
	}
	st = compare_read(a.c, a.s, &wish, &asked);
	if (st == INVALID) {
		show_form(&a, response, &m);
		return OK;
	}
	if (st != OK)
		return st;
	a.page.lead = compare_fill(&a, &asked, &view, &m);
	a.page.title = title_of(&a, &asked);
	a.page.has_states = true;
	if (shown_nothing(&a).n)
		a.page.lead = shown_nothing(&a);
	else if (!asked.countries_n || !asked.instruments_n)
		a.page.lead = tr(a.c, "Nobody and nothing of what was asked for is there on this day.");
	page_register_compare(&response->body, a.c, &a.page, &m);
	return OK;
}

static const struct http_parameter compare_parameters[] = {
	{"members", HTTP_TEXT, NULL, "Countries, groups and regions by code or name.", COMPARE_WORDS_MOST},
	{"group", HTTP_TEXT, NULL, "Those who are members of that group on the day."},
	{"region", HTTP_TEXT, NULL, "The Members of that region, by its M49 code."},
	{"instruments", HTTP_TEXT, NULL, "A set of instruments, or codes.", COMPARE_WORDS_MOST},
	{"numbers", HTTP_TEXT, NULL, "Codes, in place of the set.", COMPARE_WORDS_MOST},
	COMPARE_VIEW,
	PAGE_TIMES};
static const struct http_parameter group_parameters[] = {COMPARE_VIEW, PAGE_TIMES};
static const struct http_parameter times[] = {PAGE_TIMES};

#define PAGE(pattern, handler, parameters, summary, programs, table)                                              \
	{                                                                                                         \
		"GET", "/{lang}" pattern, handler, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, parameters,              \
			sizeof(parameters) / sizeof(parameters)[0], summary, NULL, NULL, NULL, 0, programs, table \
	}

const struct http_route register_compare_routes[] = {
	PAGE("/compare", register_compare_page, compare_parameters, "Countries against instruments.", "/api/v1/compare",
	     NULL),
	PAGE("/compare/{members...}", register_compare_page, compare_parameters,
	     "The same, of countries named in the address.", "/api/v1/compare?members={members}", NULL),
	PAGE("/groups", register_groups_page, times, "The groups of countries.", "/api/v1/groups", NULL),
	PAGE("/groups/{group}", register_group_page, group_parameters, "One group against the fundamental instruments.",
	     "/api/v1/groups/{group}", NULL),
	{0},
};
