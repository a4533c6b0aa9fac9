/* SPDX-License-Identifier: Apache-2.0 */
/* One country: its answer in a sentence, its facts, and what binds it. */
#include "page/format.h"
#include "register/country_html.h"

struct view {
	struct asked a;
	const struct register_country *m;
	int index, period;
	enum law_answer member;
	int64_t in_force, fundamental, fundamental_bound, governance, governance_bound, governance_unknown, denounced,
		declared;
	struct shown_texts unknown, missing; /* codes of fundamental ones */
	bool has_partial;                    /* some row is not known */
	bool is_over;                        /* a former State, on the day */
};

/* A fundamental or governance instrument, bound or not. */
static void add_wanted(struct view *v, const struct register_instrument *i, const struct register_ratification *r,
		       bool is_fundamental, struct shown_rows *out)
{
	struct call *c = v->a.c;
	struct shown_row row = shown_row(c, v->a.s, i, r, false);
	*list_add(c->arena, out) = row;
	bool is_bound = row.state.state == STATE_IN_FORCE && !row.state.is_plain;
	bool is_unknown = row.state.state == STATE_NOT_KNOWN && !row.state.is_plain;
	v->has_partial = v->has_partial || is_unknown;
	if (is_fundamental) {
		v->fundamental++;
		v->fundamental_bound += is_bound;
		if (!is_bound)
			*list_add(c->arena, is_unknown ? &v->unknown : &v->missing) =
				(struct shown_text){.text = i->id};
		return;
	}
	v->governance++;
	v->governance_bound += is_bound;
	v->governance_unknown += is_unknown;
}

/* The two groups that every country is asked about. */
static void add_groups(struct view *v, struct country *out)
{
	for (size_t k = 0; k < v->a.s->instruments_n; k++) {
		const struct register_instrument *i = &v->a.s->instruments[k];
		struct str category = register_category_on(i, v->a.c->on);
		bool is_fundamental = str_is(category, "fundamental");
		if (!is_fundamental && !str_is(category, "governance"))
			continue;
		add_wanted(v, i, register_ratification_of(v->a.s, (int)k, v->index), is_fundamental,
			   is_fundamental ? &out->fundamental : &out->governance);
	}
}

/* Whether the row stands in one of the two groups already. */
static bool is_in_group(const struct view *v, const struct register_ratification *r)
{
	struct str category = register_category_on(&v->a.s->instruments[r->instrument], v->a.c->on);
	return (str_is(category, "fundamental") || str_is(category, "governance")) &&
	       r == register_ratification_of(v->a.s, r->instrument, r->country);
}

static void add_ratification(struct view *v, const struct register_ratification *r, struct country *out,
			     struct shown_texts *sources)
{
	struct call *c = v->a.c;
	const struct register_instrument *i = &v->a.s->instruments[r->instrument];
	struct shown_row row = shown_row(c, v->a.s, i, r, false);
	enum register_state state = register_state_on(i, r, c->on);
	shown_source(c, sources, r->fact.source);
	v->in_force += state == REGISTER_STATE_IN_FORCE;
	v->denounced += state == REGISTER_STATE_DENOUNCED;
	v->declared += r->declarations_n > 0 && row.declared.n > 0;
	if (is_in_group(v, r))
		return;
	bool is_over = state == REGISTER_STATE_DENOUNCED || state == REGISTER_STATE_ENDED;
	*list_add(c->arena, is_over ? &out->ended : &out->others) = row;
}

static void add_ratifications(struct view *v, struct country *out, struct shown_texts *sources)
{
	for (size_t k = 0; k < v->m->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->m->ratifications[k]];
		if (register_registered_by(r, v->a.c->on, true))
			add_ratification(v, r, out, sources);
	}
}

static struct str application_of(const struct call *c, enum law_application application)
{
	switch (application) {
	case LAW_APPLIED: return tr_in(c, "territory", "Applied");
	case LAW_APPLIED_WITH_MODIFICATIONS: return tr_in(c, "territory", "Applied with modifications");
	case LAW_INAPPLICABLE: return tr_in(c, "territory", "Declared inapplicable");
	default: return tr_in(c, "territory", "Decision reserved");
	}
}

static void add_territories(const struct view *v, struct country *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->m->territories_n; k++) {
		const struct register_territory *t = &v->a.s->territories[v->m->territories[k]];
		const struct register_instrument *i = &v->a.s->instruments[t->instrument];
		const struct register_country *by = &v->a.s->countries[t->declared_by];
		if (date_before(c->on, t->registered.earliest))
			continue;
		shown_source(c, sources, t->fact.source);
		*list_add(c->arena, &out->territories) =
			(struct country_territory){.url = shown_instrument_url(c, i),
						   .by_url = shown_country_url(c, by),
						   .code = i->id,
						   .words = application_of(c, t->law.application),
						   .title = shown_title(c, i),
						   .by = shown_name(c, &by->name),
						   .registered = t->registered};
	}
}

static void add_fact(const struct call *c, struct shown_facts *facts, struct str term, struct str text)
{
	struct shown_fact *f = list_add(c->arena, facts);
	f->term = term;
	f->text.text = text;
}

/* Every period of membership begun by the day; an end is told once it has come. */
static struct str membership_of(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str text = STR("");
	for (int k = 0; k <= v->period; k++) {
		const struct law_period *p = &v->m->periods[k];
		bool is_over = span_is_set(p->until) && date_up_to(p->until.latest, c->on);
		struct str from = format_span(c, p->from),
			   until = is_over ? format_span(c, span_add_days(p->until, -1)) : STR("");
		struct str one = is_over ? FILL(c, tr(c, "{from} to {until}"), {"from", from}, {"until", until})
					 : FILL(c, tr(c, "since {from}"), {"from", from});
		text = k ? str_format(c->arena, "%.*s; %.*s", STR_ARGS(text), STR_ARGS(one)) : one;
	}
	return text.n ? text : tr(c, "not by this day");
}

static void add_facts(const struct view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	struct str n = shown_number(c, v->in_force), unknown = shown_number(c, v->governance_unknown);
	add_fact(c, facts, tr_in(c, "facts list", "Member"), membership_of(v));
	add_fact(c, facts, tr_in(c, "facts list", "In force"),
		 FILL(c, tr_n(c, "{n} known", "{n} known", v->in_force), {"n", n}));
	if (v->fundamental)
		add_fact(c, facts, tr_in(c, "facts list", "Fundamental"),
			 FILL(c, tr(c, "{n} of {all}"), {"n", shown_number(c, v->fundamental_bound)},
			      {"all", shown_number(c, v->fundamental)}));
	if (v->governance) {
		struct str text = v->governance_unknown ? tr(c, "{n} of {all}; of {unknown} it is not known")
							: tr(c, "{n} of {all}");
		add_fact(c, facts, tr_in(c, "facts list", "Governance"),
			 FILL(c, text, {"n", shown_number(c, v->governance_bound)},
			      {"all", shown_number(c, v->governance)}, {"unknown", unknown}));
	}
	add_fact(c, facts, tr_in(c, "facts list", "Denounced"),
		 v->denounced ? FILL(c, tr_n(c, "{n} known", "{n} known", v->denounced),
				     {"n", shown_number(c, v->denounced)})
			      : tr(c, "none known"));
	add_fact(c, facts, tr_in(c, "facts list", "Declarations"),
		 v->declared ? FILL(c, tr_n(c, "with {n} ratification", "with {n} ratifications", v->declared),
				    {"n", shown_number(c, v->declared)})
			     : tr(c, "none known"));
	if (v->m->continued_by.n && v->is_over)
		add_fact(c, facts, tr_in(c, "facts list", "Continued by"), v->m->continued_by);
}

/* Two sentences as one text. */
static struct str with(const struct call *c, struct str text, struct str more)
{
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more));
}

static struct str lead_not_member(const struct view *v, struct str name)
{
	const struct call *c = v->a.c;
	struct str day = format_date(c, c->on);
	if (v->is_over)
		return FILL(c, tr(c, "{name} had ceased to be a State by {day}; nothing binds it on that day."),
			    {"name", name}, {"day", day});
	if (v->member == LAW_UNKNOWN)
		return FILL(c, tr(c, "Whether {name} is a Member of the ILO on {day} is not known."), {"name", name},
			    {"day", day});
	if (v->in_force)
		return FILL(
			c,
			tr_n(c,
			     "On {day} {name} is not a Member of the ILO; {n} instrument ratified before still binds.",
			     "On {day} {name} is not a Member of the ILO; {n} instruments ratified before still bind.",
			     v->in_force),
			{"day", day}, {"name", name}, {"n", shown_number(c, v->in_force)});
	if (v->m->territories_n)
		return FILL(c,
			    tr(c, "On {day} {name} is not a Member of the ILO; a Member can declare that Conventions "
				  "apply to it as a territory."),
			    {"day", day}, {"name", name});
	return FILL(c, tr(c, "On {day} {name} is not a Member of the ILO."), {"day", day}, {"name", name});
}

/* The page's answer: how many of the fundamental instruments bind, which do not, which are not known. */
static struct str lead_of(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str name = shown_name(c, &v->m->name).text, day = format_date(c, c->on);
	if (v->member != LAW_YES)
		return lead_not_member(v, name);
	if (!v->fundamental)
		return FILL(c,
			    tr_n(c, "On {day} {name} is bound by {n} instrument known here.",
				 "On {day} {name} is bound by {n} instruments known here.", v->in_force),
			    {"day", day}, {"name", name}, {"n", shown_number(c, v->in_force)});
	struct str text = FILL(c, tr(c, "On {day} {name} is bound by {n} of the {all} fundamental instruments."),
			       {"day", day}, {"name", name}, {"n", shown_number(c, v->fundamental_bound)},
			       {"all", shown_number(c, v->fundamental)});
	if (v->missing.n)
		text = with(c, text, FILL(c, tr(c, "Not in force: {codes}."), {"codes", shown_list(c, &v->missing)}));
	if (v->unknown.n)
		text = with(c, text, FILL(c, tr(c, "Not known here: {codes}."), {"codes", shown_list(c, &v->unknown)}));
	return text;
}

static void add_notice(const struct view *v, struct country *out)
{
	const struct call *c = v->a.c;
	if (v->is_over || (!v->has_partial && v->m->ratifications_n == 0))
		return;
	out->notice_words = tr(c, "Coverage: partial.");
	out->notice = FILL(c,
			   tr(c, "Where an instrument’s list is incomplete, “not known” stands, never “not ratified”: "
				 "{name} may be bound by more than is told here."),
			   {"name", shown_name(c, &v->m->name).text});
}

static void set_page(struct view *v)
{
	struct call *c = v->a.c;
	struct page *p = &v->a.page;
	struct shown_text name = shown_name(c, &v->m->name);
	const struct register_region *region = register_region_of(v->a.s, v->m->subregion);
	p->title = name.text;
	p->title_lang = name.lang;
	p->kicker = v->m->code;
	if (region)
		page_links_add(c->arena, &p->kicker_links, url_page(c, "/countries?region=%.*s", STR_ARGS(region->m49)),
			       STR(""), shown_name(c, &region->name).text);
	for (size_t k = 0; k < v->a.s->groups_n; k++) {
		const struct register_group *g = &v->a.s->groups[k];
		for (size_t m = 0; m < g->members_n; m++)
			if (g->members[m].country == v->index &&
			    law_member(&g->members[m].period, 1, c->on, NULL) == LAW_YES)
				page_links_add(c->arena, &p->kicker_links,
					       url_page(c, "/countries?group=%.*s", STR_ARGS(g->code)), STR(""),
					       g->code);
	}
	p->lead = lead_of(v);
	p->has_states = true;
}

static void add_origin(const struct view *v, struct country *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	shown_source(c, sources, v->m->fact.source);
	*list_add(c->arena, &out->origin.lines) = (struct shown_text){
		.text = tr(c, "Days of registration were read in the sources named; the days from which instruments "
			      "bind and the states are computed from them by the rules of each instrument.")};
	out->origin.sources = shown_joined(c, sources);
	out->origin.json = url_api(c, "/members/%.*s", STR_ARGS(v->m->code));
	out->origin.csv = url_api(c, "/ratifications.csv?member=%.*s", STR_ARGS(v->m->code));
}

enum status register_country_page(struct http_request *r, struct http_response *response)
{
	struct view v = {.index = 0};
	struct country page = {.caption = STR("")};
	struct shown_texts sources = {0};
	struct str code = http_path_part(r, "iso3");
	enum status st = asked_begin(r, "countries", &v.a);
	if (st != OK)
		return st;
	struct call *c = v.a.c;
	page_links_add(c->arena, &v.a.page.trail, url_page(c, "/countries"), STR(""), tr(c, "Countries"));
	v.m = register_country_named(v.a.s, code);
	if (!v.m) {
		missing_country(&v.a, response, code);
		return OK;
	}
	if (!str_equal(code, v.m->code)) {
		struct str path = str_format(c->arena, "/countries/%.*s", STR_ARGS(v.m->code));
		http_redirect(response, 301, url_change(c, path, r->query, "", STR("")).s);
		return OK;
	}
	v.index = (int)(v.m - v.a.s->countries);
	v.member = register_member_on(v.m, c->on, &v.period);
	page.caption = FILL(c, tr(c, "As of {day}"), {"day", format_date(c, c->on)});
	add_ratifications(&v, &page, &sources);
	v.is_over = date_up_to(v.m->state_ended, c->on);
	if (!v.is_over && (v.member != LAW_NO || v.period >= 0))
		add_groups(&v, &page);
	add_territories(&v, &page, &sources);
	set_page(&v);
	add_facts(&v, &page.facts);
	add_notice(&v, &page);
	add_origin(&v, &page, &sources);
	page_register_country(&response->body, c, &v.a.page, &page);
	return OK;
}
