/* SPDX-License-Identifier: Apache-2.0 */
/* What no other register has for a country: gaps that its neighbours closed, who is bound by the same, the days ahead. */
#include "page/format.h"
#include "register/country_pages.h"
#include "register/neighbours.h"
#include "register/shown_sources_pages.h"

enum { CLOSERS_MOST = 3, NEAR_MOST = 5, EVENTS_MOST = 5 };

static void add_gap(struct country_view *v, const struct register_gap *gap, int64_t neighbours, struct country *out)
{
	const struct call *c = v->a.c;
	const struct register_instrument *i = &v->a.s->instruments[gap->instrument];
	int64_t n = (int64_t)gap->closed.n;
	struct country_gap *shown = list_add(c->arena, &out->gaps);
	*shown = (struct country_gap){.url = shown_instrument_url(c, i), .code = i->id, .title = shown_title(c, i)};
	shown->count = FILL(c, tr_n(c, "{n} of {all} neighbours ratified it", "{n} of {all} neighbours ratified it", n),
			    {"n", shown_number(c, n)}, {"all", shown_number(c, neighbours)});
	for (size_t k = 0; k < gap->closed.n && k < CLOSERS_MOST; k++) {
		const struct register_ratification *r = gap->closed.at[k];
		const struct register_country *m = &v->a.s->countries[r->country];
		*list_add(c->arena, &shown->closers) =
			(struct country_closer){.url = url_at(c, shown_country_url(c, m), str_chars(c->arena, i->id)),
						.name = shown_name(c, &m->name),
						.registered = r->law.registered};
	}
}

void country_add_gaps(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	struct register_gaps gaps;
	struct shown_texts unknown = {0};
	register_gaps(v->a.c, v->a.s, v->index, &gaps);
	for (size_t k = 0; k < gaps.n; k++)
		if (gaps.at[k].state == REGISTER_STATE_UNKNOWN)
			*list_add(c->arena, &unknown) =
				(struct shown_text){.text = v->a.s->instruments[gaps.at[k].instrument].id};
		else
			add_gap(v, &gaps.at[k], gaps.neighbours, out);
	if (out->gaps.n)
		out->gaps_text = FILL(
			c,
			tr_n(c,
			     "Fundamental and governance instruments that are not ratified. Neighbours are the {n} "
			     "other Member of its region or of its groups; the latest to ratify stand first.",
			     "Fundamental and governance instruments that are not ratified. Neighbours are the {n} "
			     "other Members of its region and of its groups; the latest to ratify stand first.",
			     gaps.neighbours),
			{"n", shown_number(c, gaps.neighbours)});
	else if (!gaps.n && v->fundamental.all)
		out->gaps_text = tr(c, "There is no gap: all fundamental and governance instruments are ratified.");
	if (unknown.n)
		out->gaps_unknown = FILL(c, tr(c, "Whether there is a gap is not known for {codes}."),
					 {"codes", shown_list(c, &unknown)});
}

static void add_near(struct country_view *v, const struct register_nearness *near, struct country_nears *out)
{
	const struct call *c = v->a.c;
	const struct register_country *m = &v->a.s->countries[near->country];
	const struct register_region *region = register_region_of(v->a.s, m->region);
	struct country_near *shown = list_add(c->arena, out);
	*shown = (struct country_near){.url = shown_country_url(c, m),
				       .name = shown_name(c, &m->name),
				       .common = FILL(c, tr(c, "{n} of {all}"), {"n", shown_number(c, near->both)},
						      {"all", shown_number(c, near->either)})};
	if (region)
		shown->region = shown_name(c, &region->name);
}

/* The first of each region, in the order of nearness. */
static void add_near_regions(struct country_view *v, const struct register_nearest *nearest, struct country_nears *out)
{
	struct shown_texts told = {0};
	for (size_t k = 0; k < nearest->n; k++) {
		struct str region = v->a.s->countries[nearest->at[k].country].region;
		size_t before = told.n;
		shown_source(v->a.c, &told, region);
		if (told.n > before)
			add_near(v, &nearest->at[k], out);
	}
}

void country_add_nearest(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	struct register_nearest nearest;
	struct str code = v->m->code, members = code;
	register_nearest(v->a.c, v->a.s, v->index, &nearest);
	if (!nearest.n)
		return;
	for (size_t k = 0; k < nearest.n && k < NEAR_MOST; k++) {
		add_near(v, &nearest.at[k], &out->near);
		members = str_format(c->arena, "%.*s,%.*s", STR_ARGS(members),
				     STR_ARGS(v->a.s->countries[nearest.at[k].country].code));
	}
	add_near_regions(v, &nearest, &out->near_regions);
	out->near_text = FILL(c,
			      tr_n(c,
				   "Compared over the {n} instruments whose lists are complete here, of which {own} "
				   "binds {name}. In common: in force for both, of those in force for either.",
				   "Compared over the {n} instruments whose lists are complete here, of which {own} "
				   "bind {name}. In common: in force for both, of those in force for either.",
				   nearest.own),
			      {"n", shown_number(c, (int64_t)nearest.compared.n)},
			      {"own", shown_number(c, nearest.own)}, {"name", shown_name(c, &v->m->name).text});
	out->near_lists = url_page(c, "/sources?coverage=complete");
	out->near_compare = url_page(c, "/compare?members=%.*s", STR_ARGS(members));
	out->near_whole = url_api(c, "/members/%.*s/nearest.csv", STR_ARGS(code));
}

struct str country_event_words(const struct call *c, enum register_event_kind kind)
{
	switch (kind) {
	case REGISTER_EVENT_OPEN: return tr(c, "Denunciation window, open now");
	case REGISTER_EVENT_WINDOW: return tr(c, "Denunciation window");
	case REGISTER_EVENT_ENTRY: return tr(c, "Enters into force");
	default: return tr(c, "Ceases to be in force");
	}
}

struct country_event country_event_of(const struct asked *a, const struct register_event *e)
{
	const struct call *c = a->c;
	const struct register_instrument *i = &a->s->instruments[e->r->instrument];
	return (struct country_event){
		.url = shown_instrument_url(c, i),
		.code = i->id,
		.title = shown_title(c, i),
		.what = country_event_words(c, e->kind),
		.note = e->is_verified ? STR("") : tr(c, "by the usual rule of its time: the article was not read"),
		.from = span_day(e->from),
		.last = date_is_set(e->until) ? span_day(date_add_days(e->until, -1)) : SPAN_UNSET};
}

/* The events of open windows, or the others, until so many stand there. */
static void add_some(const struct country_view *v, const struct register_calendar *calendar, bool is_open, size_t most,
		     struct country *out)
{
	for (size_t k = 0; k < calendar->n && out->events.n < most; k++)
		if ((calendar->at[k].kind == REGISTER_EVENT_OPEN) == is_open)
			*list_add(v->a.c->arena, &out->events) = country_event_of(&v->a, &calendar->at[k]);
}

static struct str events_text(const struct call *c, int64_t open, int64_t later)
{
	if (!open)
		return tr(c, "No denunciation window is open on this day. The next days are these.");
	struct str first = FILL(c,
				tr_n(c, "{n} denunciation window is open on this day; it stands first.",
				     "{n} denunciation windows are open on this day; they stand first.", open),
				{"n", shown_number(c, open)});
	if (!later)
		return first;
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(first), STR_ARGS(tr(c, "The next days follow.")));
}

void country_add_events(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	struct register_calendar calendar;
	int64_t open = 0;
	register_calendar(v->a.c, v->a.s, v->index, &calendar);
	out->days = (int64_t)calendar.n;
	if (!calendar.n)
		return;
	for (size_t k = 0; k < calendar.n; k++)
		open += calendar.at[k].kind == REGISTER_EVENT_OPEN;
	add_some(v, &calendar, true, EVENTS_MOST, out);
	add_some(v, &calendar, false, out->events.n + EVENTS_MOST, out);
	out->events_text = events_text(c, open, out->days - open);
	out->calendar = url_page(c, "/countries/%.*s/calendar", STR_ARGS(v->m->code));
	out->calendar_file = url_page(c, "/countries/%.*s/calendar.ics", STR_ARGS(v->m->code));
}
