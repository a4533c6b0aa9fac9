/* SPDX-License-Identifier: Apache-2.0 */
/* Who ratified one instrument: the curve, the table, and who could ratify it still. */
#include "page/format.h"
#include "register/calendar.h"
#include "register/curve.h"
#include "register/shown_sources_pages.h"
#include "register/standard_pages.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_AT_FIRST = 12, NAMED_MOST = 60 };

/* The day after which the curve goes on level only because nothing later is known here; unset where the list is complete. */
static struct date last_known_day(const struct standard_view *v)
{
	struct date last = DATE_UNSET;
	for (size_t k = 0; v->coverage != COVERAGE_COMPLETE && k < v->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->i->ratifications_from + k];
		if (register_registered_by(r, v->a.c->on, false))
			last = date_later(last, r->law.registered.latest);
	}
	return last;
}

static void add_curve(const struct standard_view *v, struct standard *out)
{
	struct call *c = v->a.c;
	struct register_steps steps;
	struct date adopted = v->i->law.adopted.latest;
	register_curve(c, v->a.s, v->i, NULL, &steps);
	if (!steps.n || !date_before(adopted, c->on))
		return;
	out->curve.from = adopted;
	out->curve.until = c->on;
	int64_t bound = 0;
	for (size_t k = 0; k < steps.n; k++) {
		bound = steps.at[k].bound;
		*list_add(c->arena, &out->curve.steps) = (struct plot_step){steps.at[k].day, bound};
	}
	out->curve.name = FILL(c, tr(c, "Members bound by {code}: 0 on {adopted}, {n} on {day}"), {"code", v->i->id},
			       {"adopted", format_date(c, adopted)}, {"n", shown_number(c, bound)},
			       {"day", format_date(c, c->on)});
	struct date last = last_known_day(v);
	out->curve_caption =
		date_is_set(last) ? FILL(c,
					 tr(c, "Members bound, by day. The list is partial: after {day}, the last "
					       "registration known here, the line goes on only because nothing later "
					       "is known."),
					 {"day", format_date(c, last)})
				  : tr(c, "Members bound, by day.");
}

/* The list of all stays light; asked as known earlier, it tells since when each row is known. */
static bool is_light(const struct standard_view *v)
{
	return v->is_list && !v->a.c->known_given;
}

static struct standard_row row_of(const struct standard_view *v, const struct register_ratification *r)
{
	const struct call *c = v->a.c;
	struct str code = v->a.s->countries[r->country].code;
	struct standard_row row = {.row = shown_row(c, v->a.s, v->i, r, true)};
	struct date since = moment_day(r->fact.recorded);
	if (!is_light(v)) {
		row.extract = url_page(c, "/extract/%.*s/%.*s", STR_ARGS(v->i->id), STR_ARGS(code));
		struct str key = register_ratification_key(c->arena, v->a.s, r);
		row.history = url_page(c, "/history?kind=ratification&key=%.*s", STR_ARGS(key));
		row.report = url_plain(c, "/report?kind=ratification&key=%.*s", STR_ARGS(key));
	}
	if (c->known_given && date_before(r->law.registered.latest, since))
		row.known = FILL(c, tr(c, "known here since {day}"), {"day", format_date_short(c, since)});
	return row;
}

/* What a ratification is ordered by: a number, and the name where numbers are equal. */
struct ranked {
	const struct register_ratification *r;
	int64_t rank;
	struct str name; /* a sort key */
};

struct ranking {
	LIST(struct ranked);
};

static int64_t rank_of(const struct standard_view *v, const struct register_ratification *r, struct str column)
{
	if (str_is(column, "registered"))
		return r->law.registered.latest.day;
	if (str_is(column, "from"))
		return shown_row(v->a.c, v->a.s, v->i, r, true).from.latest.day;
	return str_is(column, "state") ? (int64_t)shown_row(v->a.c, v->a.s, v->i, r, true).state.state : 0;
}

static int by_rank(const void *x, const void *y)
{
	const struct ranked *a = x, *b = y;
	return (a->rank > b->rank) - (a->rank < b->rank);
}

static int by_name(const void *x, const void *y)
{
	return str_compare(((const struct ranked *)x)->name, ((const struct ranked *)y)->name);
}

static int by_name_down(const void *x, const void *y)
{
	return by_name(y, x);
}

/* Sort keys of names are dear: they are made only where ranks are equal. */
static void sort_ranking(const struct standard_view *v, struct ranking *all, struct str order)
{
	struct str column = sorted_column(order);
	bool is_day = str_is(column, "registered") || str_is(column, "from");
	if (all->n)
		qsort(all->at, all->n, sizeof *all->at, by_rank);
	for (size_t from = 0, to; from < all->n; from = to) {
		for (to = from + 1; to < all->n && all->at[to].rank == all->at[from].rank;)
			to++;
		for (size_t k = from; to - from > 1 && k < to; k++) {
			const struct register_country *m = &v->a.s->countries[all->at[k].r->country];
			all->at[k].name = format_sort_key(v->a.c, shown_name(v->a.c, &m->name).text);
		}
		/* names keep their order when the days are turned round */
		qsort(all->at + from, to - from, sizeof *all->at, is_day ? by_name_down : by_name);
	}
	sorted_turn(order, all->at, all->n, sizeof *all->at);
}

static void add_heads(const struct standard_view *v, struct standard *out, struct str order)
{
	static const char *const id = "ratifications";
	const struct asked *a = &v->a;
	const struct call *c = a->c;
	*list_add(c->arena, &out->heads) = sorted_head(a, order, "member", tr_in(c, "member", "Member"), "", id);
	*list_add(c->arena, &out->heads) = sorted_head(a, order, "-registered", tr_in(c, "day", "Registered"), "", id);
	*list_add(c->arena, &out->heads) = sorted_head(a, order, "-from", tr_in(c, "day", "In force from"), "", id);
	*list_add(c->arena, &out->heads) = sorted_head(a, order, "state", tr(c, "On this day"), "", id);
}

/* Which of how many rows are shown, and in which order. */
static struct str caption_of(const struct standard_view *v, size_t all, bool is_short, bool is_latest_first)
{
	const struct call *c = v->a.c;
	struct str n = shown_number(c, (int64_t)all), some = shown_number(c, ROWS_AT_FIRST), text;
	if (is_latest_first)
		text = is_short ? tr(c, "Latest first, {some} of {n}")
				: tr_n(c, "Latest first, {n} row", "Latest first, {n} rows", (int64_t)all);
	else
		text = is_short ? tr(c, "{some} of {n} rows") : tr_n(c, "{n} row", "{n} rows", (int64_t)all);
	return FILL(c, text, {"some", some}, {"n", n});
}

static void add_table(const struct standard_view *v, struct standard *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	struct str order = sorted_by(&v->a, "-registered");
	struct ranking ranking = {0};
	for (size_t k = 0; k < v->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->i->ratifications_from + k];
		if (!register_registered_by(r, c->on, true))
			continue;
		*list_add(c->arena, &ranking) = (struct ranked){.r = r, .rank = rank_of(v, r, sorted_column(order))};
		shown_source(c, sources, r->fact.source);
	}
	sort_ranking(v, &ranking, order);
	add_heads(v, out, order);
	size_t all = ranking.n;
	bool is_short = !v->is_list && all > ROWS_AT_FIRST;
	for (size_t k = 0; k < (is_short ? ROWS_AT_FIRST : all); k++) {
		struct standard_row *row = list_add(c->arena, &out->rows);
		*row = row_of(v, ranking.at[k].r);
		out->has_declared = out->has_declared || row->row.declared.n;
		out->has_checks = !is_light(v);
		if (!v->is_list)
			explain_ratification(&v->a, ranking.at[k].r, &row->explained);
	}
	out->caption = caption_of(v, all, is_short, str_is(order, "-registered"));
	if (is_short) {
		out->more = FILL(c, tr(c, "All {n} ratifications"), {"n", shown_number(c, (int64_t)all)});
		out->more_url = url_change(c, v->a.page.path, v->a.page.query, "all", STR("1"));
	} else if (v->is_list) {
		out->more = FILL(c, tr(c, "All that is known of {code}"), {"code", v->i->id});
		out->more_url = shown_instrument_url(c, v->i);
	}
	*list_add(c->arena, &out->places) =
		(struct standard_place){"ratifications", tr(c, "Ratifications"), (int64_t)all, v->coverage};
}

void standard_add_ratifications(const struct standard_view *v, struct standard *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	if (!v->is_list)
		add_curve(v, out);
	add_table(v, out, sources);
	out->no_ratifications = v->coverage == COVERAGE_COMPLETE
					? tr(c, "None was registered by this day.")
					: tr(c, "None is known here; that does not mean that there is none.");
	out->csv = url_api(c, "/ratifications.csv?instrument=%.*s", STR_ARGS(v->i->id));
	out->json = url_api(c, "/ratifications?instrument=%.*s&limit=200", STR_ARGS(v->i->id));
}

static void add_sentence(const struct standard_view *v, struct standard *out, struct str text)
{
	*list_add(v->a.c->arena, &out->could) = (struct standard_provision){.text = text};
}

/* Which article decides about the door. */
static struct str closing_source(const struct standard_view *v, const struct law_revision *revision)
{
	const struct call *c = v->a.c;
	if (str_is(str_slice(str_of(revision->source), strcspn(revision->source, " "), 6), " art. "))
		return str_of(revision->source);
	return law_has_revision_article(v->i->law.id) ? tr(c, "By its own revision article.")
						      : tr(c, "It has no revision article.");
}

/* What a reviser in force did to the door of this instrument; what leaves open tells nothing once another has closed it. */
static void add_reviser(const struct standard_view *v, struct standard *out, const struct register_instrument *by,
			enum law_answer open)
{
	const struct call *c = v->a.c;
	struct law_revision revision = law_revision(v->i->law.id, by->law.id);
	struct span since = law_in_force_since(&by->law);
	struct str text;
	if (revision.is_partial || law_within(since, SPAN_NEVER, c->on) != LAW_YES ||
	    (revision.closing != LAW_CLOSES && open == LAW_NO))
		return;
	if (revision.closing == LAW_CLOSES)
		text = tr(c, "Closed to ratification since {day}: on that day {code}, which revises it, entered into "
			     "force.");
	else if (revision.closing == LAW_CLOSES_BY_CONSENT)
		text = tr(c, "Whether it is closed to ratification is not known: {code}, which revises it and is in "
			     "force since {day}, closes it only if all Members bound by it consent.");
	else
		text = tr(c, "{code}, which revises it and is in force since {day}, leaves it open to ratification.");
	*list_add(c->arena, &out->could) =
		(struct standard_provision){.text = FILL(c, text, {"day", format_span(c, since)}, {"code", by->id}),
					    .source = {.text = closing_source(v, &revision)}};
}

static struct str open_text(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	if (v->i->parent >= 0)
		return FILL(c,
			    tr(c, "Open: a Member that has ratified {code}, or ratifies it at the same time, may "
				  "ratify this Protocol."),
			    {"code", v->a.s->instruments[v->i->parent].id});
	return tr(c, "Open: any Member of the Organization may ratify it.");
}

/* The Members whose state is «not ratified», of one region; all of them where the list is whole. */
static size_t add_region(const struct standard_view *v, struct standard *out, const struct register_region *region)
{
	const struct call *c = v->a.c;
	struct standard_region one = {.name = shown_name(c, &region->name).text};
	for (size_t k = 0; k < v->a.s->countries_n; k++) {
		const struct register_country *m = &v->a.s->countries[k];
		if (!str_equal(m->region, region->m49) || register_member_on(m, c->on, NULL) != LAW_YES)
			continue;
		const struct register_ratification *r =
			register_ratification_on(v->a.s, (int)(v->i - v->a.s->instruments), (int)k, c->on);
		if (register_state_on(v->i, r, c->on) != REGISTER_STATE_NOT_RATIFIED)
			continue;
		one.n++;
		page_links_add(c->arena, &one.members, shown_country_url(c, m), STR(""), shown_name(c, &m->name).text);
	}
	if (one.n)
		*list_add(c->arena, &out->regions) = one;
	return (size_t)one.n;
}

/* Which Members have not ratified it: told only where the list is complete and they could. */
static void add_gaps(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	size_t n = 0;
	if (v->coverage != COVERAGE_COMPLETE) {
		add_sentence(v, out,
			     tr(c, "Which Members have not ratified it is not known: the list of its ratifications "
				   "here is not complete."));
		return;
	}
	for (size_t k = 0; k < v->a.s->regions_n; k++)
		n += add_region(v, out, &v->a.s->regions[k]);
	if (n == 0) {
		add_sentence(v, out, tr(c, "Every Member of the day has ratified it."));
		return;
	}
	out->could_not = FILL(c,
			      tr_n(c, "{n} Member has not ratified it, by region",
				   "{n} Members have not ratified it, by region", (int64_t)n),
			      {"n", shown_number(c, (int64_t)n)});
	out->gaps = url_page(c, "/compare?instruments=%.*s&gaps=1", STR_ARGS(v->i->id));
	for (size_t k = 0; n > NAMED_MOST && k < out->regions.n; k++)
		out->regions.at[k].members.n = 0;
}

void standard_add_who_could(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	enum law_answer open = law_open_to_ratification(&v->i->law, v->i->revisers, v->i->revised_by_n, c->on);
	if (standard_is_ended(v)) {
		add_sentence(v, out, tr(c, "Nobody: the Conference has ended it."));
	} else {
		if (open == LAW_YES)
			add_sentence(v, out, open_text(v));
		for (size_t k = 0; k < v->i->revised_by_n; k++)
			add_reviser(v, out, &v->a.s->instruments[v->i->revised_by[k]], open);
		if (!out->could.n)
			add_sentence(v, out, tr(c, "Whether it is open hangs on a day that is not known exactly."));
		if (open == LAW_YES)
			add_gaps(v, out);
	}
	*list_add(c->arena, &out->places) =
		(struct standard_place){"who-could-ratify", tr(c, "Who could ratify"), -1, COVERAGE_COMPLETE};
}
