/* SPDX-License-Identifier: Apache-2.0 */
/* One country's instruments as rows, what it declared with them, and declarations for territories. */
#include "page/format.h"
#include "register/country_pages.h"
#include "register/neighbours.h"
#include "register/shown_sources_pages.h"

/* Rows of the long tables on a first visit: with the rest of a profile they stay below what a first flight carries. */
enum { OTHERS_MOST = 18, ENDED_MOST = 12 };

/* Where anybody can say that a fact is wrong. */
static struct url report_of(const struct call *c, const char *kind, struct str key)
{
	return url_page(c, "/report?kind=%s&key=%.*s", kind, STR_ARGS(key));
}

/* A row about an instrument; r may be NULL. The latest of a pair is what "#C029" leads to. */
static struct country_row *add_row(struct country_view *v, const struct register_instrument *i,
				   const struct register_ratification *r, struct country_rows *rows)
{
	struct call *c = v->a.c;
	struct country_row *row = list_add(c->arena, rows);
	struct str code = v->m->code, key = r ? register_ratification_key(c->arena, v->a.s, r)
					      : str_format(c->arena, "%.*s %.*s", STR_ARGS(i->id), STR_ARGS(code));
	bool is_latest = !r || r == register_ratification_on(v->a.s, r->instrument, r->country, c->on);
	row->row = shown_row(c, v->a.s, i, r, false);
	row->id = str_chars(c->arena, is_latest ? i->id : key);
	row->extract = url_page(c, "/extract/%.*s/%.*s", STR_ARGS(i->id), STR_ARGS(code));
	row->report = report_of(c, "ratification", key);
	if (r && register_registered_by(r, c->on, true))
		row->history = url_page(c, "/history?kind=ratification&key=%.*s", STR_ARGS(key));
	return row;
}

static bool is_state(const struct shown_state *s, enum page_state state)
{
	return !s->is_plain && s->state == state;
}

/* A category that every country is asked about, bound or not; marks the instruments it holds. */
static void add_category(struct country_view *v, const char *category, bool is_fundamental, bool *marks,
			 struct country_rows *rows)
{
	struct call *c = v->a.c;
	struct register_list list;
	register_category_list(c, v->a.s, category, &list);
	int64_t bound = 0, unknown = 0;
	for (size_t k = 0; k < list.n; k++) {
		const struct register_instrument *i = &v->a.s->instruments[list.at[k]];
		const struct register_ratification *r = register_ratification_on(v->a.s, list.at[k], v->index, c->on);
		struct country_row *row = add_row(v, i, r, rows);
		bool is_bound = is_state(&row->row.state, STATE_IN_FORCE),
		     is_unknown = is_state(&row->row.state, STATE_NOT_KNOWN);
		if (row->history.s.n)
			explain_ratification(&v->a, r, &row->why);
		if (is_fundamental && !is_bound)
			*list_add(c->arena, is_unknown ? &v->unknown : &v->missing) =
				(struct shown_text){.text = i->id};
		marks[list.at[k]] = true;
		bound += is_bound;
		unknown += is_unknown;
	}
	*(is_fundamental ? &v->fundamental.all : &v->governance.all) = (int64_t)list.n;
	*(is_fundamental ? &v->fundamental.bound : &v->governance.bound) = bound;
	*(is_fundamental ? &v->fundamental.unknown : &v->governance.unknown) = unknown;
	*(is_fundamental ? &v->fundamental.is_later : &v->governance.is_later) = date_before(c->on, list.of);
}

/* What a declaration is, for people. */
static struct str kind_of(const struct call *c, struct str kind)
{
	static const struct {
		const char *word, *name;
	} kinds[] = {
		{"minimum_age", N_("Minimum age specified")},
		{"maternity_leave", N_("Length of maternity leave")},
		{"holiday", N_("Length of holiday")},
		{"parts_accepted", N_("Parts accepted")},
		{"parts_excluded", N_("Parts excluded")},
		{"scope_limited", N_("Scope limited")},
		{"article_3", N_("Also underground or at sea")},
		{"article_excluded", N_("Articles excluded")},
		{"temporary_exceptions", N_("Temporary exceptions")},
		{"protocol_ratified", N_("Protocol ratified")},
		{"territory", N_("For a territory")},
	};
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		if (str_is(kind, kinds[k].word))
			return tr(c, kinds[k].name);
	return tr(c, "Other declaration");
}

/* A number in the reader's words, all else as recorded. */
static struct shown_text words_of(const struct call *c, const struct register_declaration *d)
{
	int64_t n;
	bool is_age = str_is(d->kind, "minimum_age"), is_days = str_is(d->kind, "maternity_leave");
	if (!(is_age || is_days) || !str_to_i64(d->value, &n))
		return shown_declaration(c, d);
	struct str text = is_age ? tr_n(c, "{n} year", "{n} years", n) : tr_n(c, "{n} day", "{n} days", n);
	return (struct shown_text){.text = FILL(c, text, {"n", shown_number(c, n)})};
}

/* The one that took its place by the day: a later one of its kind and article (a minimum age that was raised). */
static const struct register_declaration *later_one(const struct call *c, const struct register_ratification *r,
						    const struct register_declaration *d)
{
	const struct register_declaration *later = NULL;
	for (size_t k = 0; k < r->declarations_n; k++) {
		const struct register_declaration *one = &r->declarations[k];
		bool is_after =
			span_is_set(one->registered) && date_before(d->registered.latest, one->registered.latest);
		if (is_after && str_equal(one->kind, d->kind) && str_equal(one->article, d->article) &&
		    shown_is_declared(c, one) &&
		    (!later || date_before(one->registered.latest, later->registered.latest)))
			later = one;
	}
	return str_is(d->kind, "minimum_age") || str_is(d->kind, "maternity_leave") || str_is(d->kind, "holiday")
		       ? later
		       : NULL;
}

static void add_declaration(struct country_view *v, const struct register_ratification *r,
			    const struct register_declaration *d, struct country *out)
{
	struct call *c = v->a.c;
	const struct register_instrument *i = &v->a.s->instruments[r->instrument];
	const struct register_declaration *later = later_one(c, r, d);
	bool is_own = span_is_set(d->registered);
	struct country_declaration *shown = list_add(c->arena, &out->declarations);
	*shown = (struct country_declaration){.url = shown_instrument_url(c, i),
					      .code = i->id,
					      .kind = kind_of(c, d->kind),
					      .article = d->article,
					      .text = words_of(c, d),
					      .registered = is_own ? d->registered : r->law.registered,
					      .with_ratification = !is_own,
					      .report = report_of(c, "declaration", d->fact.key)};
	if (later)
		shown->note = FILL(c, tr(c, "until {day}"),
				   {"day", format_span_short(c, span_add_days(later->registered, -1))});
}

static void add_declarations(struct country_view *v, const struct register_ratification *r, struct country *out)
{
	size_t before = out->declarations.n;
	for (size_t k = 0; k < r->declarations_n; k++)
		if (shown_is_declared(v->a.c, &r->declarations[k]))
			add_declaration(v, r, &r->declarations[k], out);
	if (out->declarations.n == before)
		return;
	v->declared++;
	*list_add(v->a.c->arena, &v->with_declaration) =
		(struct shown_text){.text = v->a.s->instruments[r->instrument].id};
}

/* All rows are asked for, however many. */
static bool is_whole(const struct country_view *v)
{
	return http_parameter_text(v->a.r, "all").n > 0;
}

static void add_ratification(struct country_view *v, const struct register_ratification *r, const bool *marks,
			     struct country *out)
{
	struct call *c = v->a.c;
	const struct register_instrument *i = &v->a.s->instruments[r->instrument];
	enum register_state state = register_state_on(i, r, c->on);
	bool is_over = state == REGISTER_STATE_DENOUNCED || state == REGISTER_STATE_ENDED;
	shown_source(c, &v->sources, r->fact.source);
	v->registered++;
	v->in_force += state == REGISTER_STATE_IN_FORCE;
	v->denounced += state == REGISTER_STATE_DENOUNCED;
	add_declarations(v, r, out);
	if (marks[r->instrument] && r == register_ratification_on(v->a.s, r->instrument, r->country, c->on))
		return;
	struct country_rows *rows = is_over ? &out->ended : &out->others;
	rows->all++;
	if (rows->n >= (is_over ? ENDED_MOST : OTHERS_MOST) && !is_whole(v))
		return;
	struct country_row *row = add_row(v, i, r, rows);
	row->history = (struct url){0}; /* the long tables stay light: the extract leads on to it */
	if (!is_over)                   /* what has ended is explained on its extract */
		explain_ratification(&v->a, r, &row->why);
}

/* Where there are more rows than a page can bear, a link leads to all of them. */
static void add_more(const struct country_view *v, struct country_rows *rows, const char *id)
{
	const struct call *c = v->a.c;
	if ((size_t)rows->all == rows->n)
		return;
	rows->more = FILL(c, tr_n(c, "All {n} instrument", "All {n} instruments", rows->all),
			  {"n", shown_number(c, rows->all)});
	rows->more_url = url_at(c, url_page(c, "/countries/%.*s?all=1", STR_ARGS(v->m->code)), id);
}

void country_add_rows(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	bool *marks = arena_array(c->arena, bool, v->a.s->instruments_n);
	if (!v->is_over && (v->member != LAW_NO || v->period >= 0)) {
		add_category(v, "fundamental", true, marks, &out->fundamental);
		add_category(v, "governance", false, marks, &out->governance);
	}
	out->fundamental_heading = v->fundamental.is_later ? tr(c, "Instruments called fundamental today")
							   : tr(c, "Fundamental instruments");
	out->governance_heading =
		v->governance.is_later ? tr(c, "Conventions of governance today") : tr(c, "Governance Conventions");
	for (size_t k = 0; k < v->m->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->m->ratifications[k]];
		if (register_registered_by(r, c->on, true))
			add_ratification(v, r, marks, out);
	}
	add_more(v, &out->others, "others");
	add_more(v, &out->ended, "ended");
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

void country_add_territories(struct country_view *v, struct country *out)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->a.s->territories_n; k++) {
		const struct register_territory *t = &v->a.s->territories[k];
		const struct register_instrument *i = &v->a.s->instruments[t->instrument];
		bool is_for_it = t->territory == v->index;
		if ((!is_for_it && t->declared_by != v->index) || date_before(c->on, t->registered.earliest))
			continue;
		const struct register_country *other = &v->a.s->countries[is_for_it ? t->declared_by : t->territory];
		shown_source(c, &v->sources, t->fact.source);
		*list_add(c->arena, is_for_it ? &out->territories : &out->declared) =
			(struct country_territory){.url = shown_instrument_url(c, i),
						   .other_url = shown_country_url(c, other),
						   .code = i->id,
						   .words = application_of(c, t->law.application),
						   .title = shown_title(c, i),
						   .other = shown_name(c, &other->name),
						   .registered = t->registered,
						   .report = report_of(c, "territory", t->fact.key)};
	}
}
