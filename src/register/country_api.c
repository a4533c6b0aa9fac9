/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of countries show, for programs: calendar, gaps, likeness, the list. country_schemas.json describes it. */
#include "exchange/ical.h"
#include "http/answer.h"
#include "register/countries_pages.h"
#include "register/country_pages.h"
#include "register/neighbours.h"
#include "register/register_json.h"

enum { NEAR_MOST = 5 };

/* Snapshot and country that a call is about. */
struct about {
	struct asked a;
	const struct register_country *m;
	int index;
};

static enum status begin(struct http_request *r, struct about *out)
{
	*out = (struct about){.a = {.r = r, .c = r->call}};
	enum status st = register_snapshot(r->call, &out->a.s);
	if (st == OK)
		st = register_asked_country(r, out->a.s, &out->m);
	if (st == OK)
		out->index = (int)(out->m - out->a.s->countries);
	return st;
}

static json_t *moment_json(struct moment m)
{
	char at[MOMENT_ROOM];
	moment_print(m, at);
	return json_string(at);
}

/* The same for ever for the same event: days may be corrected, the number of a window is not. */
static struct str uid_of(const struct about *b, const struct register_event *e)
{
	static const char *const words[] = {"window", "window", "entry", "end"};
	struct arena *a = b->a.c->arena;
	struct str key = register_ratification_key(a, b->a.s, e->r), part;
	struct str uid = str_of(words[e->kind]);
	while (str_next(&key, ' ', &part))
		uid = str_format(a, "%.*s-%.*s", STR_ARGS(uid), STR_ARGS(part));
	if (e->nth)
		return str_format(a, "%.*s-w%zu@register.sulear", STR_ARGS(uid), e->nth);
	return str_format(a, "%.*s@register.sulear", STR_ARGS(uid));
}

/* The same before a window opens and while it is open: a calendar shows for itself which day it is. */
static struct str summary_of(const struct about *b, const struct register_event *e)
{
	const struct call *c = b->a.c;
	enum register_event_kind kind = e->kind == REGISTER_EVENT_OPEN ? REGISTER_EVENT_WINDOW : e->kind;
	return FILL(c, tr(c, "{code}, {name}: {what}"), {"code", b->a.s->instruments[e->r->instrument].id},
		    {"name", shown_name(c, &b->m->name).text}, {"what", country_event_words(c, kind)});
}

static json_t *event_json(const struct about *b, const struct register_event *e)
{
	static const char *const words[] = {"open_window", "window", "entry_into_force", "end"};
	struct country_event shown = country_event_of(&b->a, e);
	return json_pack("{s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o}", "uid", json_of_str(uid_of(b, e), false),
			 "kind", words[e->kind], "instrument", json_of_str(shown.code, false), "summary",
			 json_of_str(summary_of(b, e), false), "from", json_of_date(e->from), "until",
			 json_of_date(e->until), "last", json_of_span(shown.last), "verified", e->is_verified,
			 "ratification", json_of_str(register_ratification_key(b->a.c->arena, b->a.s, e->r), false),
			 "recorded_at", moment_json(e->recorded));
}

/* An address for those who read it elsewhere; empty where the site's public address is not known. */
static struct str absolute(const struct call *c, struct url url)
{
	struct str s = page_absolute(c, url).s;
	return str_begins(s, "http") ? s : STR("");
}

static void write_event(const struct about *b, const struct ical_calendar *calendar, const struct register_event *e,
			struct out *o)
{
	const struct call *c = b->a.c;
	struct country_event shown = country_event_of(&b->a, e);
	struct str text = shown.title.text;
	bool is_window = e->kind == REGISTER_EVENT_OPEN || e->kind == REGISTER_EVENT_WINDOW;
	if (is_window)
		text = str_format(
			c->arena, "%.*s\n%.*s", STR_ARGS(text),
			STR_ARGS(tr(c, "A denunciation registered in this time takes effect a year after it is "
				       "registered.")));
	if (shown.note.n)
		text = str_format(c->arena, "%.*s\n%.*s", STR_ARGS(text), STR_ARGS(shown.note));
	struct ical_event event = {
		.uid = uid_of(b, e),
		.stamp = e->recorded,
		.sequence = e->sequence,
		.from = e->from,
		.until = e->until,
		.summary = summary_of(b, e),
		.description = text,
		.url = absolute(c, url_at(c, shown_country_url(c, b->m), str_chars(c->arena, shown.code)))};
	ical_event(o, calendar, &event);
}

/* A window that stays open for good has no last day: it is no event. */
static enum status answer_icalendar(const struct about *b, const struct register_calendar *events,
				    struct http_response *response)
{
	const struct call *c = b->a.c;
	struct str name = shown_name(c, &b->m->name).text;
	struct ical_calendar calendar = {
		.name = FILL(c, tr(c, "Calendar: {name}"), {"name", name}),
		.lang = c->lang,
		.url = absolute(c, url_page(c, "/countries/%.*s/calendar", STR_ARGS(b->m->code)))};
	ical_begin(&response->body, &calendar);
	for (size_t k = 0; k < events->n; k++)
		if (date_is_set(events->at[k].until))
			write_event(b, &calendar, &events->at[k], &response->body);
	ical_end(&response->body);
	return OK;
}

enum status country_get_calendar(struct http_request *r, struct http_response *response)
{
	struct about b;
	struct register_calendar events;
	enum status st = begin(r, &b);
	if (st != OK)
		return st;
	register_calendar(r->call, b.a.s, b.index, &events);
	if (r->format == HTTP_ICALENDAR)
		return answer_icalendar(&b, &events, response);
	json_t *items = json_array();
	for (size_t k = 0; k < events.n; k++)
		json_array_append_new(items, event_json(&b, &events.at[k]));
	return http_answer_list(r, response,
				json_pack("{s:o, s:o, s:o, s:n}", "iso3", json_of_str(b.m->code, false), "on",
					  json_of_date(r->call->on), "items", items, "next"),
				"instrument kind from last until verified summary ratification recorded_at uid");
}

static json_t *closed_json(const struct register_snapshot *s, const struct register_gap *gap)
{
	json_t *array = json_array();
	for (size_t k = 0; k < gap->closed.n; k++) {
		const struct register_ratification *r = gap->closed.at[k];
		json_array_append_new(array,
				      json_pack("{s:o, s:o}", "iso3", json_of_str(s->countries[r->country].code, false),
						"registered", json_of_span(r->law.registered)));
	}
	return array;
}

static json_t *gap_json(const struct about *b, const struct register_gap *gap)
{
	const char *state = gap->state == REGISTER_STATE_UNKNOWN     ? "not_known"
			    : gap->state == REGISTER_STATE_DENOUNCED ? "denounced"
								     : "not_ratified";
	return json_pack("{s:o, s:s, s:o, s:s, s:I, s:o}", "instrument",
			 json_of_str(b->a.s->instruments[gap->instrument].id, false), "category", gap->category,
			 "category_on", json_of_date(gap->of), "state", state, "neighbours_ratified",
			 (json_int_t)gap->closed.n, "neighbours", closed_json(b->a.s, gap));
}

static json_t *near_json(const struct register_snapshot *s, const struct register_nearness *near)
{
	const struct register_country *m = &s->countries[near->country];
	return json_pack("{s:o, s:o, s:I, s:I, s:I}", "iso3", json_of_str(m->code, false), "region",
			 json_of_str(m->region, true), "both", (json_int_t)near->both, "either",
			 (json_int_t)near->either, "per_cent",
			 (json_int_t)((200 * near->both + near->either) / (2 * near->either)));
}

static json_t *compared_json(const struct register_snapshot *s, const struct register_nearest *nearest)
{
	json_t *array = json_array();
	for (size_t k = 0; k < nearest->compared.n; k++)
		json_array_append_new(array, json_of_str(s->instruments[nearest->compared.at[k]].id, false));
	return array;
}

/* The first five, or the first of each region. */
static json_t *nearest_json(const struct register_snapshot *s, const struct register_nearest *nearest, bool by_region)
{
	json_t *array = json_array(), *told = json_object();
	for (size_t k = 0; k < nearest->n && (by_region || k < NEAR_MOST); k++) {
		struct str region = s->countries[nearest->at[k].country].region;
		if (by_region && (!region.n || json_object_getn(told, region.at, region.n)))
			continue;
		json_object_setn_new(told, region.at, region.n, json_true());
		json_array_append_new(array, near_json(s, &nearest->at[k]));
	}
	json_decref(told);
	return array;
}

enum status country_get_neighbours(struct http_request *r, struct http_response *response)
{
	struct about b;
	struct register_gaps gaps;
	struct register_nearest nearest;
	enum status st = begin(r, &b);
	if (st != OK)
		return st;
	register_gaps(r->call, b.a.s, b.index, &gaps);
	register_nearest(r->call, b.a.s, b.index, &nearest);
	json_t *items = json_array();
	for (size_t k = 0; k < gaps.n; k++)
		json_array_append_new(items, gap_json(&b, &gaps.at[k]));
	json_t *document =
		json_pack("{s:o, s:o, s:I, s:o, s:n, s:o, s:o, s:o}", "iso3", json_of_str(b.m->code, false), "on",
			  json_of_date(r->call->on), "neighbours", (json_int_t)gaps.neighbours, "items", items, "next",
			  "nearest", nearest_json(b.a.s, &nearest, false), "nearest_by_region",
			  nearest_json(b.a.s, &nearest, true), "compared", compared_json(b.a.s, &nearest));
	return http_answer_list(r, response, document,
				"instrument category category_on state neighbours_ratified neighbours");
}

/* A list of n items page by page: from *first up to *end. A table is wanted whole unless a page of it is asked for. */
static enum status find_piece(const struct http_request *r, size_t n, struct str *after, size_t *limit)
{
	enum status st = http_cursor(r, after, limit);
	if (st == OK && r->format == HTTP_CSV && !http_parameter_text(r, "limit").n && !after->n)
		*limit = n;
	return st;
}

static json_t *next_json(const struct http_request *r, bool has_more, struct str last)
{
	return has_more ? json_of_str(http_next(r, last), true) : json_null();
}

enum status country_get_nearest(struct http_request *r, struct http_response *response)
{
	struct about b;
	struct register_nearest nearest;
	struct str after;
	size_t limit, first = 0;
	enum status st = begin(r, &b);
	if (st != OK)
		return st;
	register_nearest(r->call, b.a.s, b.index, &nearest);
	st = find_piece(r, nearest.n, &after, &limit);
	if (st != OK)
		return st;
	for (size_t k = 0; after.n && k < nearest.n; k++)
		if (str_equal(b.a.s->countries[nearest.at[k].country].code, after))
			first = k + 1;
	json_t *items = json_array();
	struct str last = STR("");
	size_t k = first;
	for (; k < nearest.n && k < first + limit; k++) {
		last = b.a.s->countries[nearest.at[k].country].code;
		json_array_append_new(items, near_json(b.a.s, &nearest.at[k]));
	}
	return http_answer_list(r, response,
				json_pack("{s:o, s:o, s:o, s:o, s:o}", "iso3", json_of_str(b.m->code, false), "on",
					  json_of_date(r->call->on), "items", items, "next",
					  next_json(r, k < nearest.n, last), "compared",
					  compared_json(b.a.s, &nearest)),
				"iso3 region both either per_cent");
}

static json_t *country_json(const struct countries_list *l, const struct countries_one *one)
{
	json_t *object = json_of_member_item(&l->a.s->countries[one->index], l->a.c->on);
	json_object_set_new(object, "bound", json_integer(one->bound));
	json_object_set_new(object, "fundamental", l->fundamental_n ? json_integer(one->fundamental) : json_null());
	json_object_set_new(object, "fundamental_not_known",
			    l->fundamental_n ? json_integer(countries_unknown(l, one)) : json_null());
	return object;
}

enum status country_list_countries(struct http_request *r, struct http_response *response)
{
	struct countries_list l = {.a = {.r = r, .c = r->call}};
	struct str after, last = STR("");
	size_t limit;
	enum status st = register_snapshot(r->call, &l.a.s);
	if (st == OK)
		st = countries_gather(&l);
	if (st == OK)
		st = find_piece(r, l.fit.n, &after, &limit);
	if (st != OK)
		return st;
	json_t *items = json_array();
	size_t first = countries_after(&l, after), k = first;
	for (; k < l.fit.n && k < first + limit; k++) {
		last = l.a.s->countries[l.fit.at[k].index].code;
		json_array_append_new(items, country_json(&l, &l.fit.at[k]));
	}
	return http_answer_list(r, response,
				json_pack("{s:o, s:o, s:o, s:I}", "on", json_of_date(r->call->on), "items", items,
					  "next", next_json(r, k < l.fit.n, last), "total", (json_int_t)l.fit.n),
				"iso3 name.en name.fr name.es name.pt member member_from member_until region subregion "
				"former_state bound fundamental fundamental_not_known");
}
