/* SPDX-License-Identifier: Apache-2.0 */
/* A country's days ahead as a page, and the routes of what is asked about one country beside its profile. */
#include "page/format.h"
#include "register/country_html.h"
#include "register/country_pages.h"

/* What was counted on the way. */
struct counted {
	int64_t open, entries, ends, windows;
	struct date next; /* window */
};

static struct counted add_events(struct asked *a, const struct register_calendar *calendar,
				 struct country_calendar *out)
{
	struct counted n = {.next = DATE_NEVER};
	for (size_t k = 0; k < calendar->n; k++) {
		const struct register_event *e = &calendar->at[k];
		bool is_open = e->kind == REGISTER_EVENT_OPEN;
		n.open += is_open;
		n.entries += e->kind == REGISTER_EVENT_ENTRY;
		n.ends += e->kind == REGISTER_EVENT_END;
		n.windows += e->kind == REGISTER_EVENT_WINDOW;
		if (e->kind == REGISTER_EVENT_WINDOW && date_before(e->from, n.next))
			n.next = e->from;
		*list_add(a->c->arena, is_open ? &out->open : &out->to_come) = country_event_of(a, e);
	}
	return n;
}

/* Two sentences as one text. */
static struct str with(const struct call *c, struct str text, struct str more)
{
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more));
}

/* The answer: what is open, when the next window opens, what begins and ends. */
static struct str lead_of(const struct call *c, struct str name, const struct counted *n)
{
	struct str day = format_date(c, c->on);
	struct str text = FILL(c,
			       tr_n(c, "On {day}, {n} denunciation window is open for {name}.",
				    "On {day}, {n} denunciation windows are open for {name}.", n->open),
			       {"day", day}, {"n", shown_number(c, n->open)}, {"name", name});
	if (date_is_set(n->next))
		text = with(c, text, FILL(c, tr(c, "The next opens on {day}."), {"day", format_date(c, n->next)}));
	if (n->entries)
		text = with(c, text,
			    FILL(c,
				 tr_n(c, "{n} instrument enters into force later.",
				      "{n} instruments enter into force later.", n->entries),
				 {"n", shown_number(c, n->entries)}));
	if (n->ends)
		text = with(c, text,
			    FILL(c,
				 tr_n(c, "{n} instrument, denounced, ceases to bind later.",
				      "{n} instruments, denounced, cease to bind later.", n->ends),
				 {"n", shown_number(c, n->ends)}));
	return text;
}

static void add_doors(const struct country_view *v, struct country_calendar *out)
{
	const struct call *c = v->a.c;
	out->ics = url_page(c, "/countries/%.*s/calendar.ics", STR_ARGS(v->m->code));
	out->origin.csv = url_api(c, "/members/%.*s/calendar.csv", STR_ARGS(v->m->code));
	out->origin.json = url_api(c, "/members/%.*s/calendar", STR_ARGS(v->m->code));
	*list_add(c->arena, &out->origin.lines) = (struct shown_text){
		.text = tr(c, "The days are computed from the ratifications known here by the "
			      "final provisions of each instrument; a country may be bound by more.")};
}

static enum status calendar_page(struct http_request *r, struct http_response *response)
{
	struct country_view v;
	struct country_calendar page = {.ics = {STR("")}};
	struct register_calendar calendar;
	bool is_answered;
	enum status st = country_begin(r, response, "/calendar", &v, &is_answered);
	if (st != OK || is_answered)
		return st;
	struct call *c = v.a.c;
	struct str name = v.a.page.title;
	page_links_add(c->arena, &v.a.page.trail, shown_country_url(c, v.m), STR(""), name);
	register_calendar(c, v.a.s, v.index, &calendar);
	struct counted n = add_events(&v.a, &calendar, &page);
	add_doors(&v, &page);
	v.a.page.title = FILL(c, tr(c, "Calendar: {name}"), {"name", name});
	v.a.page.lead = calendar.n ? lead_of(c, name, &n)
				   : FILL(c, tr(c, "On {day} no day ahead is known for {name}."),
					  {"day", format_date(c, c->on)}, {"name", name});
	page_register_calendar(&response->body, c, &v.a.page, &page);
	return OK;
}

static const struct http_parameter times[] = {PAGE_TIMES};
static const struct http_parameter list_parameters[] = {
	PAGE_TIMES, {"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."}};
static const struct http_parameter calendar_parameters[] = {
	PAGE_TIMES,
	{"lang", HTTP_CHOICE, "en fr es pt", "The language of the summaries and of .ics."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."}};
static const struct http_parameter nearest_parameters[] = {
	PAGE_TIMES,
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: taken from `next`."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."}};
static const struct http_parameter countries_parameters_of_api[] = {
	{"region", HTTP_TEXT, NULL, "Only countries of that region, by its M49 code."},
	{"group", HTTP_TEXT, NULL, "Only members of that group of countries on the day."},
	{"member", HTTP_CHOICE, "yes former never",
	 "Members on the day, earlier Members, or countries that never were; the first two if absent."},
	{"q", HTTP_TEXT, NULL, "Words of the name in any language, or the code."},
	{"sort", HTTP_CHOICE, "name -name bound -bound fundamental -fundamental",
	 "The order, by name if absent; a minus turns it round."},
	PAGE_TIMES,
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: taken from `next`."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."}};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_calendar_routes[] = {
	{"GET", "/{lang}/countries/{iso3}/calendar", calendar_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED,
	 PARAMETERS(times), "A country's denunciation windows and other days ahead.", NULL, NULL,
	 .programs = "/api/v1/members/{iso3}/calendar"},
	{"GET", "/api/v1/members/{iso3}/calendar", country_get_calendar, MAY_ANYBODY,
	 HTTP_API | HTTP_HAS_CSV | HTTP_HAS_ICALENDAR | HTTP_CACHED, PARAMETERS(calendar_parameters),
	 "A country's denunciation windows, open or next, and the days on which instruments begin or cease to bind it.",
	 "Calendar", NULL},
	{"GET", "/api/v1/members/{iso3}/neighbours", country_get_neighbours, MAY_ANYBODY,
	 HTTP_API | HTTP_HAS_CSV | HTTP_CACHED, PARAMETERS(list_parameters),
	 "Fundamental and governance instruments that a country has not ratified, with the neighbours that did; and "
	 "the "
	 "Members that are bound by the same.",
	 "Neighbours", NULL},
	{"GET", "/api/v1/members/{iso3}/nearest", country_get_nearest, MAY_ANYBODY,
	 HTTP_API | HTTP_HAS_CSV | HTTP_CACHED, PARAMETERS(nearest_parameters),
	 "The other Members by their set of instruments in force, the nearest first.", "NearestList", NULL},
	{"GET", "/api/v1/countries", country_list_countries, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(countries_parameters_of_api),
	 "Countries by region, group, membership and name, with how many instruments bind each on the day.",
	 "CountryList", NULL},
	{0},
};
