/* SPDX-License-Identifier: Apache-2.0 */
/* One country: its answer in a sentence, its facts, and how the page is put together. */
#include "register/country_pages.h"
#include "page/format.h"
#include "register/country_html.h"
#include "register/neighbours.h"
#include "register/shown_sources_pages.h"

#include <stdlib.h>

static void add_fact(const struct call *c, struct shown_facts *facts, struct str term, struct str text)
{
	struct shown_fact *f = list_add(c->arena, facts);
	f->term = term;
	f->text.text = text;
}

static bool is_past(const struct call *c)
{
	return date_before(c->on, c->today);
}

static bool has_ended(const struct call *c, const struct law_period *p)
{
	return span_is_set(p->until) && date_up_to(p->until.latest, c->on);
}

/* Every period of membership begun by the day; an end is told once it has come. */
static struct str membership_of(const struct country_view *v)
{
	const struct call *c = v->a.c;
	struct str text = STR("");
	for (int k = 0; k <= v->period; k++) {
		const struct law_period *p = &v->m->periods[k];
		struct str from = format_span(c, p->from),
			   until = has_ended(c, p) ? format_span(c, span_add_days(p->until, -1)) : STR("");
		struct str one = has_ended(c, p) ? FILL(c, tr(c, "{from} to {until}"), {"from", from}, {"until", until})
						 : FILL(c, tr(c, "since {from}"), {"from", from});
		text = k ? str_format(c->arena, "%.*s; %.*s", STR_ARGS(text), STR_ARGS(one)) : one;
	}
	return text.n ? text : tr(c, "not by this day");
}

static struct str known_count(const struct call *c, int64_t n)
{
	if (!n)
		return tr(c, "none known");
	return FILL(c, tr_n(c, "{n} known", "{n} known", n), {"n", shown_number(c, n)});
}

static struct str of_category(const struct call *c, int64_t bound, int64_t all, int64_t unknown)
{
	return FILL(c, unknown ? tr(c, "{n} of {all}; of {unknown} it is not known") : tr(c, "{n} of {all}"),
		    {"n", shown_number(c, bound)}, {"all", shown_number(c, all)},
		    {"unknown", shown_number(c, unknown)});
}

static struct str declarations_of(const struct country_view *v)
{
	const struct call *c = v->a.c;
	if (!v->declared)
		return tr(c, "none known");
	if (v->declared > 4)
		return FILL(c, tr_n(c, "with {n} ratification", "with {n} ratifications", v->declared),
			    {"n", shown_number(c, v->declared)});
	return FILL(c, tr(c, "{n} ({codes})"), {"n", shown_number(c, v->declared)},
		    {"codes", shown_list(c, &v->with_declaration)});
}

static int by_year(const void *x, const void *y)
{
	return ((const struct plot_year *)x)->year - ((const struct plot_year *)y)->year;
}

static void count_year(struct call *c, struct plot_timeline *out, int year)
{
	for (size_t k = 0; k < out->years.n; k++)
		if (out->years.at[k].year == year) {
			out->years.at[k].n++;
			return;
		}
	*list_add(c->arena, &out->years) = (struct plot_year){year, 1};
}

/* The years in which it ratified, those that are known, and the time it was a Member. */
static void add_timeline(struct country_view *v, struct plot_timeline *out)
{
	struct call *c = v->a.c;
	out->until = c->on;
	for (size_t k = 0; k < v->m->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->m->ratifications[k]];
		int first, last;
		if (!register_registered_by(r, c->on, false) || !span_is_set(r->law.registered))
			continue;
		date_split(r->law.registered.earliest, &first, NULL, NULL);
		date_split(r->law.registered.latest, &last, NULL, NULL);
		if (first == last)
			count_year(c, out, first);
	}
	if (out->years.n)
		qsort(out->years.at, out->years.n, sizeof *out->years.at, by_year);
	for (int k = 0; k <= v->period; k++) {
		const struct law_period *p = &v->m->periods[k];
		*list_add(c->arena, &out->periods) =
			(struct plot_period){.from = p->from.latest,
					     .until = has_ended(c, p) ? p->until.latest : DATE_NEVER,
					     .label = tr_in(c, "on a timeline", "Member")};
	}
	out->name = FILL(c,
			 tr_n(c, "{name}: {n} ratification registered by {day}, by year",
			      "{name}: {n} ratifications registered by {day}, by year", v->registered),
			 {"name", shown_name(c, &v->m->name).text}, {"n", shown_number(c, v->registered)},
			 {"day", format_date(c, c->on)});
}

static void add_continued(const struct country_view *v, struct shown_facts *facts)
{
	struct call *c = v->a.c;
	const struct register_country *by = register_country_named(v->a.s, v->m->continued_by);
	if (!by || !v->is_over)
		return;
	struct shown_fact *f = list_add(c->arena, facts);
	f->term = tr_in(c, "facts list", "Continued by");
	page_links_add(c->arena, &f->links, shown_country_url(c, by), STR(""), shown_name(c, &by->name).text);
}

void country_add_facts(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	struct shown_facts *facts = &out->facts;
	add_fact(c, facts, tr_in(c, "facts list", "Member"), membership_of(v));
	add_fact(c, facts, tr_in(c, "facts list", "In force"), known_count(c, v->in_force));
	if (v->fundamental.all)
		add_fact(c, facts,
			 v->fundamental.is_later ? tr_in(c, "facts list", "Fundamental today")
						 : tr_in(c, "facts list", "Fundamental"),
			 of_category(c, v->fundamental.bound, v->fundamental.all, v->fundamental.unknown));
	if (v->governance.all)
		add_fact(c, facts,
			 v->governance.is_later ? tr_in(c, "facts list", "Governance today")
						: tr_in(c, "facts list", "Governance"),
			 of_category(c, v->governance.bound, v->governance.all, v->governance.unknown));
	add_fact(c, facts, tr_in(c, "facts list", "Denounced"), known_count(c, v->denounced));
	add_fact(c, facts, tr_in(c, "facts list", "Declarations"), declarations_of(v));
	add_continued(v, facts);
	bool is_own = v->m->is_former;
	out->code = v->m->code;
	out->report =
		url_page(c, "/report?kind=%s&key=%.*s", is_own ? "historic_state" : "country", STR_ARGS(v->m->code));
	if (!v->registered && v->period < 0)
		return;
	add_timeline(v, &out->timeline);
	int years = plot_timeline_years(v->a.c, &out->timeline);
	out->timeline_text =
		years == 1
			? tr(c, "Ratifications registered, by year. The size of a dot is the number of ratifications.")
			: FILL(c,
			       tr(c, "Ratifications registered; a dot stands for {n} years. Its size is the number of "
				     "ratifications."),
			       {"n", shown_number(c, years)});
}

/* Two sentences as one text. */
static struct str with(const struct call *c, struct str text, struct str more)
{
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more));
}

static struct str lead_not_member(const struct country_view *v, struct str name)
{
	const struct call *c = v->a.c;
	struct str text = is_past(c) ? tr(c, "On {day} {name} was not a Member of the ILO.")
				     : tr(c, "On {day} {name} is not a Member of the ILO.");
	if (v->is_over)
		text = tr(c, "{name} had ceased to be a State by {day}; nothing binds it on that day.");
	else if (v->member == LAW_UNKNOWN)
		text = tr(c, "Whether {name} is a Member of the ILO on {day} is not known.");
	else if (v->in_force && is_past(c))
		text = tr_n(
			c,
			"On {day} {name} was not a Member of the ILO; {n} instrument ratified before still bound it.",
			"On {day} {name} was not a Member of the ILO; {n} instruments ratified before still bound it.",
			v->in_force);
	else if (v->in_force)
		text = tr_n(c,
			    "On {day} {name} is not a Member of the ILO; {n} instrument ratified before still binds.",
			    "On {day} {name} is not a Member of the ILO; {n} instruments ratified before still bind.",
			    v->in_force);
	else if (v->m->territories_n)
		text = tr(c, "On {day} {name} is not a Member of the ILO; a Member can declare that Conventions apply "
			     "to it as a territory.");
	return FILL(c, text, {"day", format_date(c, c->on)}, {"name", name}, {"n", shown_number(c, v->in_force)});
}

/* Of a day on which nothing was called fundamental yet. */
static struct str lead_early(const struct country_view *v, struct str name, struct str day)
{
	const struct call *c = v->a.c;
	struct str text = v->fundamental.bound
				  ? tr_n(c,
					 "On {day} {name} was bound by {n} instrument known here, {some} of those that "
					 "are called fundamental today.",
					 "On {day} {name} was bound by {n} instruments known here, {some} of them "
					 "called fundamental today.",
					 v->in_force)
				  : tr_n(c, "On {day} {name} was bound by {n} instrument known here.",
					 "On {day} {name} was bound by {n} instruments known here.", v->in_force);
	return FILL(c, text, {"day", day}, {"name", name}, {"n", shown_number(c, v->in_force)},
		    {"some", shown_number(c, v->fundamental.bound)});
}

/* The page's answer: how many of the fundamental instruments bind, which do not, which are not known. */
static struct str lead_of(const struct country_view *v)
{
	const struct call *c = v->a.c;
	struct str name = shown_name(c, &v->m->name).text, day = format_date(c, c->on);
	if (v->member != LAW_YES)
		return lead_not_member(v, name);
	if (v->fundamental.is_later || !v->fundamental.all)
		return lead_early(v, name, day);
	struct str one = is_past(c) ? tr(c, "On {day} {name} was bound by {n} of the {all} fundamental instruments.")
				    : tr(c, "On {day} {name} is bound by {n} of the {all} fundamental instruments.");
	struct str text = FILL(c, one, {"day", day}, {"name", name}, {"n", shown_number(c, v->fundamental.bound)},
			       {"all", shown_number(c, v->fundamental.all)});
	if (v->missing.n)
		text = with(c, text, FILL(c, tr(c, "Not in force: {codes}."), {"codes", shown_list(c, &v->missing)}));
	if (v->unknown.n)
		text = with(c, text, FILL(c, tr(c, "Not known here: {codes}."), {"codes", shown_list(c, &v->unknown)}));
	return text;
}

static struct str kicker_of(const struct country_view *v)
{
	const struct call *c = v->a.c;
	if (v->is_over)
		return FILL(c, tr(c, "A State until {day}"),
			    {"day", format_date(c, date_add_days(v->m->state_ended, -1))});
	if (v->period < 0)
		return tr(c, "Not a Member");
	const struct law_period *p = &v->m->periods[v->period];
	if (v->member == LAW_NO)
		return FILL(c, tr(c, "Member until {day}"), {"day", format_span(c, span_add_days(p->until, -1))});
	return FILL(c, tr(c, "Member since {day}"), {"day", format_span(c, p->from)});
}

void country_set_page(struct country_view *v)
{
	struct call *c = v->a.c;
	struct page *p = &v->a.page;
	const struct register_region *region = register_region_of(v->a.s, v->m->subregion);
	p->kicker = kicker_of(v);
	if (region)
		page_links_add(c->arena, &p->kicker_links, url_page(c, "/countries?region=%.*s", STR_ARGS(region->m49)),
			       STR(""), shown_name(c, &region->name).text);
	for (size_t k = 0; k < v->a.s->groups_n; k++) {
		const struct register_group *g = &v->a.s->groups[k];
		if (register_in_group(g, v->index, c->on) == LAW_YES)
			page_links_add(c->arena, &p->kicker_links, url_page(c, "/groups/%.*s", STR_ARGS(g->code)),
				       STR(""), shown_letters(c, g));
	}
	p->lead = lead_of(v);
	p->has_states = true;
}

static void add_notice(const struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	if (v->is_over || !(v->fundamental.unknown || v->governance.unknown || v->registered))
		return;
	struct str n = shown_number(c, v->registered), name = shown_name(c, &v->m->name).text;
	struct str known =
		is_past(c) ? tr_n(c, "The register has {n} ratification of {name} here up to that day.",
				  "The register has {n} ratifications of {name} here up to that day.", v->registered)
			   : tr_n(c, "The register has {n} ratification of {name} here.",
				  "The register has {n} ratifications of {name} here.", v->registered);
	out->notice_words = tr(c, "Coverage: partial.");
	out->notice = with(c, FILL(c, known, {"n", n}, {"name", name}),
			   tr(c, "Where the list of an instrument is incomplete, “not known” stands, never “not "
				 "ratified”."));
}

static void add_compare(const struct country_view *v, struct country *out)
{
	struct call *c = v->a.c;
	for (size_t k = 0; k < v->a.s->groups_n; k++) {
		const struct register_group *g = &v->a.s->groups[k];
		if (register_in_group(g, v->index, c->on) == LAW_YES)
			page_links_add(c->arena, &out->compare, url_page(c, "/groups/%.*s", STR_ARGS(g->code)), STR(""),
				       FILL(c, tr(c, "Compare with {group}"), {"group", shown_letters(c, g)}));
	}
	page_links_add(c->arena, &out->compare, url_page(c, "/compare?members=%.*s", STR_ARGS(v->m->code)), STR(""),
		       tr(c, "Compare with other countries"));
}

static void add_origin(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	shown_source(c, &v->sources, v->m->fact.source);
	*list_add(c->arena, &out->origin.lines) = (struct shown_text){
		.text = tr(c, "Days of registration were read in the sources named; the days from which instruments "
			      "bind and the states are computed from them by the rules of each instrument.")};
	out->origin.sources = shown_sources(c, v->a.s, &v->sources);
	out->origin.json = url_api(c, "/members/%.*s", STR_ARGS(v->m->code));
	out->origin.csv = url_api(c, "/ratifications.csv?member=%.*s", STR_ARGS(v->m->code));
	shown_changes(&v->a, &out->origin, "member", v->m->code);
}

static void add_here(const struct call *c, struct country *out, const char *id, struct str heading, size_t n)
{
	if (n)
		page_links_add(
			c->arena, &out->here, url_at(c, (struct url){STR("")}, id), STR(""),
			FILL(c, tr(c, "{heading}: {n}"), {"heading", heading}, {"n", shown_number(c, (int64_t)n)}));
}

/* The sections that are there, with what stands in each. */
static void add_contents(const struct call *c, struct country *out)
{
	add_here(c, out, "fundamental", out->fundamental_heading, out->fundamental.n);
	add_here(c, out, "governance", out->governance_heading, out->governance.n);
	add_here(c, out, "others", tr(c, "Other instruments in force or to come"), (size_t)out->others.all);
	add_here(c, out, "ended", tr(c, "Denounced or ended"), (size_t)out->ended.all);
	add_here(c, out, "declarations", tr_in(c, "facts list", "Declarations"), out->declarations.n);
	add_here(c, out, "territory", tr(c, "Declared for this territory"), out->territories.n);
	add_here(c, out, "territories", tr(c, "Declared for its territories"), out->declared.n);
	add_here(c, out, "gaps", tr(c, "Gaps that neighbours closed"), out->gaps.n);
	add_here(c, out, "near", tr(c, "Bound by the same"), out->near.n);
	add_here(c, out, "calendar", tr(c, "Calendar"), (size_t)out->days);
}

enum status country_begin(struct http_request *r, struct http_response *response, const char *below,
			  struct country_view *v, bool *is_answered)
{
	struct str code = http_path_part(r, "iso3");
	*v = (struct country_view){.period = -1};
	*is_answered = true;
	enum status st = asked_begin(r, "countries", &v->a);
	if (st != OK)
		return st;
	struct call *c = v->a.c;
	page_links_add(c->arena, &v->a.page.trail, url_page(c, "/countries"), STR(""), tr(c, "Countries"));
	v->m = register_country_named(v->a.s, code);
	if (!v->m) {
		missing_country(&v->a, response, code);
		return OK;
	}
	if (!str_equal(code, v->m->code)) {
		struct str path = str_format(c->arena, "/countries/%.*s%s", STR_ARGS(v->m->code), below);
		http_redirect(response, 301, url_change(c, path, r->query, "", STR("")).s);
		return OK;
	}
	struct shown_text name = shown_name(c, &v->m->name);
	v->a.page.title = name.text;
	v->a.page.title_lang = name.lang;
	v->index = (int)(v->m - v->a.s->countries);
	v->member = register_member_on(v->m, c->on, &v->period);
	v->is_over = date_up_to(v->m->state_ended, c->on);
	*is_answered = false;
	return OK;
}

enum status register_country_page(struct http_request *r, struct http_response *response)
{
	struct country_view v;
	struct country page = {.caption = STR("")};
	bool is_answered;
	enum status st = country_begin(r, response, "", &v, &is_answered);
	if (st != OK || is_answered)
		return st;
	struct call *c = v.a.c;
	page.caption = FILL(c, tr(c, "As of {day}"), {"day", format_date(c, c->on)});
	country_add_rows(&v, &page);
	country_add_territories(&v, &page);
	country_set_page(&v);
	country_add_facts(&v, &page);
	add_notice(&v, &page);
	if (!v.is_over && (v.member != LAW_NO || v.in_force)) {
		country_add_gaps(&v, &page);
		country_add_nearest(&v, &page);
		country_add_events(&v, &page);
		add_compare(&v, &page);
	}
	add_origin(&v, &page);
	add_contents(c, &page);
	page_register_country(&response->body, c, &v.a.page, &page);
	return OK;
}
