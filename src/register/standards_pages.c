/* SPDX-License-Identifier: Apache-2.0 */
/* The list of standards: filters with the number each choice would give, two orders, pieces of the list. */
#include "page/format.h"
#include "register/filters_pages.h"
#include "register/shown_sources_pages.h"
#include "register/standards_html.h"

#include <stdlib.h>
#include <strings.h>

enum { ROWS_LEAST = 20, ROWS_MOST = 100 };

/* One instrument against the filters: what it is, and which filters it passes. */
struct candidate {
	const struct register_instrument *i;
	struct str is[FILTERS];
	unsigned fails; /* bit f: does not pass filter f */
	int64_t rank;   /* what it is ordered by; those of one rank stay in the order of numbers */
};

struct listing {
	struct asked a;
	struct filters filters;
	LIST(struct candidate) all; /* by number */
	LIST(const struct candidate *) fit;
	struct str order;
	size_t limit, first; /* first: place in fit */
};

/* Who is bound is counted where the order asks for it: known to be, -1 where it can bind nobody on the day. */
static int64_t rank_of(const struct listing *l, const struct register_instrument *i)
{
	struct str column = sorted_column(l->order);
	if (str_is(column, "adopted"))
		return i->law.adopted.latest.day;
	if (str_is(column, "bound"))
		return law_in_force(&i->law, l->a.c->on) == LAW_YES ? shown_bound(l->a.c, l->a.s, i) : -1;
	return 0;
}

static void add_candidate(struct listing *l, const struct register_instrument *i)
{
	const struct call *c = l->a.c;
	struct candidate *k = list_add(c->arena, &l->all);
	*k = (struct candidate){.i = i, .rank = rank_of(l, i)};
	for (enum filter f = 0; f < FILTERS; f++) {
		k->is[f] = filter_word(c, i, f);
		k->fails |= !filter_passes(c, &l->filters, i, f) * (1u << f);
	}
}

/* Passes all filters but one (FILTERS: all). */
static bool passes_but(const struct candidate *k, enum filter but)
{
	return (k->fails & ~(1u << but)) == 0;
}

static void gather(struct listing *l)
{
	struct call *c = l->a.c;
	l->all.room = l->fit.room = l->a.s->instruments_n;
	l->all.at = arena_array(c->arena, struct candidate, l->all.room);
	l->fit.at = arena_array(c->arena, const struct candidate *, l->fit.room);
	for (size_t k = 0; k < l->a.s->instruments_n; k++)
		if (shown_is_adopted(c, &l->a.s->instruments[k]))
			add_candidate(l, &l->a.s->instruments[k]);
	for (size_t k = 0; k < l->all.n; k++)
		if (passes_but(&l->all.at[k], FILTERS))
			*list_add(c->arena, &l->fit) = &l->all.at[k];
}

static int by_rank(const void *x, const void *y)
{
	const struct candidate *a = *(const struct candidate *const *)x, *b = *(const struct candidate *const *)y;
	return a->rank != b->rank ? (a->rank < b->rank ? -1 : 1) : (a > b) - (a < b);
}

static void sort(struct listing *l)
{
	if (l->fit.n)
		qsort(l->fit.at, l->fit.n, sizeof *l->fit.at, by_rank);
	sorted_turn(l->order, l->fit.at, l->fit.n, sizeof *l->fit.at);
}

/* Where the piece begins: behind the instrument that the cursor names. */
static enum status find_piece(struct listing *l)
{
	struct str after;
	enum status st = http_cursor(l->a.r, &after, &l->limit);
	if (st != OK)
		return st;
	if (!http_parameter_text(l->a.r, "limit").n || l->limit < ROWS_LEAST)
		l->limit = ROWS_LEAST;
	l->limit = l->limit > ROWS_MOST ? ROWS_MOST : l->limit;
	for (size_t k = 0; after.n && k < l->fit.n; k++)
		if (str_equal(l->fit.at[k]->i->id, after))
			l->first = k + 1;
	return OK;
}

static void add_rows(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	size_t n = l->fit.n, end = l->first + l->limit < n ? l->first + l->limit : n;
	for (size_t k = l->first; k < end; k++)
		*list_add(c->arena, &out->rows) = shown_instrument(c, l->a.s, l->fit.at[k]->i);
	out->pages = (struct page_pages){.first = (int64_t)l->first + 1, .last = (int64_t)end, .total = (int64_t)n};
	if (end < n) {
		size_t stop = end + l->limit < n ? end + l->limit : n;
		struct url next = {http_next(l->a.r, l->fit.at[end - 1]->i->id)};
		page_pages_next(c, &out->pages, next, (int64_t)(stop - end), l->fit.at[end]->i->id,
				l->fit.at[stop - 1]->i->id);
	}
	if (l->first) {
		size_t before = l->first > l->limit ? l->first - l->limit : 0;
		struct url previous = before ? (struct url){http_next(l->a.r, l->fit.at[before - 1]->i->id)}
					     : url_change(c, l->a.page.path, l->a.page.query, "cursor", STR(""));
		page_pages_previous(c, &out->pages, previous, (int64_t)(l->first - before));
	}
}

/* How a choice of BY_OPEN is called below its label. */
static struct str open_label(const struct call *c, struct str value)
{
	if (str_is(value, "yes"))
		return tr_in(c, "open to ratification", "Open");
	return str_is(value, "no") ? tr_in(c, "open to ratification", "Closed")
				   : tr_in(c, "open to ratification", "Not known");
}

/* A word of a filter for the reader. */
static struct str label_of(const struct listing *l, enum filter f, struct str value)
{
	const struct call *c = l->a.c;
	if (f == BY_SUBJECT)
		return shown_subject(c, value).text;
	if (f == BY_CATEGORY)
		return shown_category(c, value);
	if (f == BY_WORDS)
		return FILL(c, tr(c, "Words: {words}"), {"words", value});
	if (f == BY_FORCE)
		return FILL(c, tr(c, "In force on {day}"), {"day", format_date(c, l->filters.in_force_on)});
	if (str_is(value, "convention"))
		return tr_in(c, "filters", "Conventions");
	if (str_is(value, "protocol"))
		return tr_in(c, "filters", "Protocols");
	if (str_is(value, "recommendation"))
		return tr_in(c, "filters", "Recommendations");
	if (str_is(value, "adopted"))
		return tr_in(c, "filters", "Adopted, not in force");
	if (str_is(value, "in_force"))
		return state_word(c, STATE_IN_FORCE, 0);
	if (str_is(value, "abrogated"))
		return state_word(c, STATE_ABROGATED, 0);
	if (str_is(value, "withdrawn"))
		return state_word(c, STATE_WITHDRAWN, 0);
	if (str_is(value, "yes"))
		return tr(c, "Open to ratification");
	return str_is(value, "no") ? state_word(c, STATE_CLOSED, 0) : state_word(c, STATE_NOT_KNOWN, 0);
}

static struct shown_option *option_of(const struct listing *l, struct shown_options *options, enum filter f,
				      struct str value)
{
	for (size_t k = 0; k < options->n; k++)
		if (str_equal(options->at[k].value, value))
			return &options->at[k];
	struct shown_option *o = list_add(l->a.c->arena, options);
	*o = (struct shown_option){.value = value,
				   .label = f == BY_OPEN ? open_label(l->a.c, value) : label_of(l, f, value)};
	return o;
}

static int by_label(const void *x, const void *y)
{
	return str_compare(((const struct shown_option *)x)->label, ((const struct shown_option *)y)->label);
}

/* The choices of one filter; each counts what it would give beside the other filters. */
static void add_options(const struct listing *l, enum filter f, struct shown_options *out)
{
	struct str rest = str_of(filter_choices[f] ? filter_choices[f] : ""), word, wanted = l->filters.wanted[f];
	while (rest.n && str_next(&rest, ' ', &word))
		option_of(l, out, f, word);
	for (size_t k = 0; k < l->all.n; k++) {
		const struct candidate *one = &l->all.at[k];
		if (one->is[f].n)
			option_of(l, out, f, one->is[f])->count += passes_but(one, f);
	}
	for (size_t k = 0; k < out->n; k++)
		out->at[k].is_chosen =
			wanted.n == out->at[k].value.n && strncasecmp(wanted.at, out->at[k].value.at, wanted.n) == 0;
	if (!filter_choices[f] && out->n)
		qsort(out->at, out->n, sizeof *out->at, by_label);
}

static void add_filters(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	add_options(l, BY_TYPE, &out->types);
	add_options(l, BY_STATUS, &out->statuses);
	add_options(l, BY_SUBJECT, &out->subjects);
	add_options(l, BY_CATEGORY, &out->categories);
	add_options(l, BY_OPEN, &out->opens);
	out->words = l->filters.wanted[BY_WORDS];
	out->in_force_on = l->filters.wanted[BY_FORCE];
	for (enum filter f = 0; f < FILTERS; f++)
		if (l->filters.wanted[f].n)
			*list_add(c->arena, &out->tags) = (struct shown_tag){
				url_change(c, l->a.page.path, l->a.page.query, filter_parameters[f], STR("")),
				label_of(l, f, l->filters.wanted[f])};
}

static void add_order(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	out->by_number = sorted_head(&l->a, l->order, "number", tr(c, "Number"), "", NULL);
	out->by_adopted = sorted_head(&l->a, l->order, "-adopted", tr_in(c, "year", "Adopted"), "n", NULL);
	out->by_bound = sorted_head(&l->a, l->order, "-bound", tr_in(c, "members", "Bound"), "n", NULL);
	out->clear_url = url_page(c, "/standards");
	out->sort = http_parameter_text(l->a.r, "sort");
}

/* The answer: how many there are by the day, and how many of them fit. */
static struct str lead_of(const struct listing *l)
{
	const struct call *c = l->a.c;
	int64_t n[3] = {0};
	for (size_t k = 0; k < l->all.n; k++)
		n[l->all.at[k].i->law.id.kind]++;
	bool is_filtered = l->fit.n != l->all.n;
	struct str text =
		is_filtered ? tr_n(c,
				   "{fit} of the {c} Conventions, {p} Protocols and {r} Recommendations adopted by "
				   "{day} fits.",
				   "{fit} of the {c} Conventions, {p} Protocols and {r} Recommendations adopted by "
				   "{day} fit.",
				   (int64_t)l->fit.n)
			    : tr(c, "{c} Conventions, {p} Protocols and {r} Recommendations were adopted by {day}.");
	return FILL(c, text, {"fit", shown_number(c, (int64_t)l->fit.n)}, {"c", shown_number(c, n[LAW_CONVENTION])},
		    {"p", shown_number(c, n[LAW_PROTOCOL])}, {"r", shown_number(c, n[LAW_RECOMMENDATION])},
		    {"day", format_date(c, c->on)});
}

/* The same list for programs: whole, with the same filters. */
static void add_doors(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	out->csv = url_api(c, "/instruments.csv");
	out->json = url_api(c, "/instruments");
	for (enum filter f = 0; f < FILTERS; f++) {
		if (!l->filters.wanted[f].n)
			continue;
		out->csv = url_with(c, out->csv, filter_parameters[f], l->filters.wanted[f]);
		out->json = url_with(c, out->json, filter_parameters[f], l->filters.wanted[f]);
	}
}

/* Where the rows shown were read. */
static void add_origin(const struct listing *l, struct standards *out)
{
	struct shown_texts sources = {0};
	for (size_t k = l->first; k < l->fit.n && k < l->first + l->limit; k++)
		shown_source(l->a.c, &sources, l->fit.at[k]->i->fact.source);
	out->origin.sources = shown_sources(l->a.c, l->a.s, &sources);
	*list_add(l->a.c->arena, &out->origin.lines) =
		(struct shown_text){.text = tr(l->a.c, "The status is computed for the day; how many are bound is "
						       "counted from the ratifications known here.")};
}

enum status register_standards(struct http_request *r, struct http_response *response)
{
	struct listing l = {.limit = 0};
	struct standards page = {.words = STR("")};
	enum status st = asked_begin(r, "standards", &l.a);
	if (st != OK)
		return st;
	l.filters = filters_read(r);
	l.order = sorted_by(&l.a, "-adopted");
	gather(&l);
	sort(&l);
	st = find_piece(&l);
	if (st != OK)
		return st;
	add_rows(&l, &page);
	add_filters(&l, &page);
	add_order(&l, &page);
	add_doors(&l, &page);
	add_origin(&l, &page);
	l.a.page.title = tr(l.a.c, "Standards");
	l.a.page.lead = lead_of(&l);
	if (shown_nothing(&l.a).n)
		l.a.page.lead = shown_nothing(&l.a);
	l.a.page.has_states = true;
	page_register_standards(&response->body, l.a.c, &l.a.page, &page);
	return OK;
}
