/* SPDX-License-Identifier: Apache-2.0 */
/* The register's pages: their routes, and the front page. */
#include "page/format.h"
#include "register/filters_pages.h"
#include "register/front_html.h"

#include <stdlib.h>

enum { NEWEST = 5 };

static void count_standards(const struct asked *a, struct front *f)
{
	for (size_t k = 0; k < a->s->instruments_n; k++) {
		const struct register_instrument *i = &a->s->instruments[k];
		if (!shown_is_adopted(a->c, i))
			continue;
		f->conventions += i->law.id.kind == LAW_CONVENTION;
		f->recommendations += i->law.id.kind == LAW_RECOMMENDATION;
		if (i->law.id.kind == LAW_RECOMMENDATION || !shown_is_now(a->c))
			continue;
		int64_t rows = (int64_t)i->ratifications_n, total = i->coverage.published_total;
		f->published += total > rows ? total : rows;
	}
}

static int latest_first(const void *x, const void *y)
{
	const struct register_ratification *a = *(const struct register_ratification *const *)x;
	const struct register_ratification *b = *(const struct register_ratification *const *)y;
	if (a->law.registered.latest.day != b->law.registered.latest.day)
		return a->law.registered.latest.day < b->law.registered.latest.day ? 1 : -1;
	return a < b ? -1 : a > b;
}

static struct str days_of(const struct call *c, const struct shown_row *row)
{
	struct str registered = format_span_short(c, row->registered);
	if (!date_is_set(row->from.latest))
		return FILL(c, tr(c, "registered {day}"), {"day", registered});
	return FILL(c, tr(c, "registered {day}, in force from {from}"), {"day", registered},
		    {"from", format_span_short(c, row->from)});
}

/* The ratifications registered last, of those whose day is known. */
static void add_newest(const struct asked *a, struct front *f)
{
	LIST(const struct register_ratification *) known = {0};
	for (size_t k = 0; k < a->s->ratifications_n; k++)
		if (register_registered_by(&a->s->ratifications[k], a->c->on, false))
			*list_add(a->c->arena, &known) = &a->s->ratifications[k];
	f->ratifications = (int64_t)known.n;
	if (known.n)
		qsort(known.at, known.n, sizeof *known.at, latest_first);
	for (size_t k = 0; k < known.n && f->newest.n < NEWEST; k++) {
		const struct register_ratification *r = known.at[k];
		const struct register_instrument *i = &a->s->instruments[r->instrument];
		struct shown_row row = shown_row(a->c, a->s, i, r, true);
		if (span_is_day(row.registered))
			*list_add(a->c->arena, &f->newest) = (struct shown_news){.member_url = row.url,
										 .url = shown_instrument_url(a->c, i),
										 .member = row.name.text,
										 .code = i->id,
										 .title = shown_title(a->c, i),
										 .days = days_of(a->c, &row)};
	}
}

/* The groups of countries that have members on the day. */
static void add_groups(const struct asked *a, struct front *f)
{
	const struct call *c = a->c;
	for (size_t k = 0; k < a->s->groups_n; k++) {
		const struct register_group *g = &a->s->groups[k];
		bool is_there = false;
		for (size_t m = 0; m < g->members_n && !is_there; m++)
			is_there = law_member(&g->members[m].period, 1, c->on, NULL) == LAW_YES;
		struct str name = shown_name(c, &g->name).text;
		if (is_there)
			page_links_add(c->arena, &f->groups, url_page(c, "/groups/%.*s", STR_ARGS(g->code)),
				       shown_letters(c, g), str_equal(name, g->code) ? STR("") : name);
	}
}

/* The fundamental Conventions of the day whose lists are complete, as marks over the instruments. */
static int64_t mark_complete(const struct asked *a, bool *marks)
{
	int64_t n = 0;
	for (size_t k = 0; k < a->s->instruments_n; k++) {
		const struct register_instrument *i = &a->s->instruments[k];
		marks[k] = i->law.id.kind == LAW_CONVENTION && shown_coverage(i) == COVERAGE_COMPLETE &&
			   str_is(register_category_on(i, a->c->on), "fundamental");
		n += marks[k];
	}
	return n;
}

static bool is_bound_by_all(const struct asked *a, const struct register_country *country, const bool *marks,
			    int64_t wanted)
{
	int64_t n = 0;
	for (size_t k = 0; k < country->ratifications_n; k++) {
		const struct register_ratification *r = &a->s->ratifications[country->ratifications[k]];
		n += marks[r->instrument] && law_bound(&r->binding, a->c->on) == LAW_YES;
	}
	return n >= wanted;
}

/* The front page's answer: how many Members are bound by all that is known whole. */
static struct str front_lead(const struct asked *a, struct front *f)
{
	struct call *c = a->c;
	bool *marks = arena_array(c->arena, bool, a->s->instruments_n);
	int64_t wanted = mark_complete(a, marks), bound = 0;
	for (size_t k = 0; k < a->s->countries_n; k++) {
		const struct register_country *country = &a->s->countries[k];
		if (register_member_on(country, c->on, NULL) != LAW_YES)
			continue;
		f->members++;
		bound += is_bound_by_all(a, country, marks, wanted);
	}
	struct str day = format_date(c, c->on), members = shown_number(c, f->members);
	if (wanted == 0)
		return FILL(c,
			    tr_n(c, "On {day} the Organization had {n} Member and {conventions} Conventions.",
				 "On {day} the Organization had {n} Members and {conventions} Conventions.",
				 f->members),
			    {"day", day}, {"n", members}, {"conventions", shown_number(c, f->conventions)});
	return FILL(c,
		    tr_n(c,
			 "On {day}, {n} of {all} Members is bound by all {count} fundamental Conventions whose lists "
			 "here are complete.",
			 "On {day}, {n} of {all} Members are bound by all {count} fundamental Conventions whose lists "
			 "here are complete.",
			 bound),
		    {"day", day}, {"n", shown_number(c, bound)}, {"all", members}, {"count", shown_number(c, wanted)});
}

enum status register_front(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct front f = {
		.nothing = STR(""), .number = STR("C189"), .word = STR("trabalho doméstico"), .name = STR("Timor")};
	enum status st = asked_begin(r, NULL, &a);
	if (st != OK)
		return st;
	a.page.title = tr(a.c, "International labour standards, and the South applying them together");
	a.page.is_home = a.page.has_find = true;
	count_standards(&a, &f);
	add_newest(&a, &f);
	add_groups(&a, &f);
	f.map = shown_world_map(&a);
	a.page.lead = front_lead(&a, &f);
	if (shown_nothing(&a).n)
		a.page.lead = shown_nothing(&a);
	*list_add(a.c->arena, &f.origin.lines) = (struct shown_text){
		.text = tr(a.c, "Numbers are counted from the facts recorded here, each with its source.")};
	page_register_front(&response->body, a.c, &a.page, &f);
	return OK;
}

static const struct http_parameter times[] = {PAGE_TIMES};
static const struct http_parameter standard_parameters[] = {
	{"all", HTTP_CHOICE, "1", "All ratifications and nothing else, not the latest alone."},
	{"sort", HTTP_CHOICE, "member -member registered -registered from -from state -state",
	 "The order of the ratifications; a minus turns it round."},
	PAGE_TIMES};
static const struct http_parameter standards_parameters[] = {
	FILTER_PARAMETERS,
	{"sort", HTTP_CHOICE, "number -number adopted -adopted bound -bound", "The order; a minus turns it round."},
	{"limit", HTTP_INTEGER, NULL, "Rows a page, 20 to 100."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins."},
	PAGE_TIMES};
static const struct http_parameter country_parameters[] = {{"all", HTTP_CHOICE, "1", "All instruments, however many."},
							   PAGE_TIMES};
static const struct http_parameter countries_parameters[] = {
	{"region", HTTP_TEXT, NULL, "Only of that region, by its M49 code."},
	{"group", HTTP_TEXT, NULL, "Only of that group on the day."},
	{"member", HTTP_CHOICE, "yes former never", "What they are to the Organization on the day."},
	{"q", HTTP_TEXT, NULL, "Words of the name, or the code."},
	{"sort", HTTP_CHOICE, "name -name bound -bound fundamental -fundamental", "The order; a minus turns it round."},
	{"limit", HTTP_INTEGER, NULL, "Rows a page, 20 to 100."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins."},
	PAGE_TIMES};
static const struct http_parameter sources_parameters[] = {
	{"coverage", HTTP_CHOICE, "complete partial none", "The instruments of that coverage."}, PAGE_TIMES};

#define PAGE(pattern, handler, parameters, programs_, table_, summary)                                              \
	{                                                                                                           \
		"GET", "/{lang}" pattern, handler, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, parameters,                \
			sizeof(parameters) / sizeof(parameters)[0], summary, .programs = programs_, .table = table_ \
	}

const struct http_route register_pages_routes[] = {
	PAGE("", register_front, times, NULL, NULL, "The front page."),
	PAGE("/standards", register_standards, standards_parameters, "/api/v1/instruments", NULL,
	     "The list of standards."),
	PAGE("/standards/{id}", register_standard, standard_parameters, "/api/v1/instruments/{id}",
	     "/api/v1/ratifications?instrument={id}", "One instrument."),
	PAGE("/countries", register_countries, countries_parameters, "/api/v1/countries", NULL,
	     "The list of countries."),
	PAGE("/countries/{iso3}", register_country_page, country_parameters, "/api/v1/members/{iso3}",
	     "/api/v1/ratifications?member={iso3}", "One country."),
	PAGE("/sources", register_sources, sources_parameters, "/api/v1/coverage", NULL, "Sources and coverage."),
	{0},
};
