/* SPDX-License-Identifier: Apache-2.0 */
/* The list of standards: filters with the number each choice would give, two orders, pieces of the list. */
#include "page/format.h"
#include "register/standards_html.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ROWS_LEAST = 20, ROWS_MOST = 100 };

enum filter { BY_TYPE, BY_STATUS, BY_SUBJECT, BY_CATEGORY, BY_WORDS, FILTERS };

/* One instrument against the filters: what it is, and which filters it passes. */
struct candidate {
	const struct register_instrument *i;
	struct str is[FILTERS];
	bool passes[FILTERS];
};

struct candidates {
	LIST(struct candidate);
};

struct listing {
	struct asked a;
	struct str wanted[FILTERS];
	struct candidates all, fit;
	bool by_adopted, is_descending;
	size_t limit, first; /* first: place in fit */
};

static const char *const parameter_names[FILTERS] = {"type", "status", "subject", "category", "q"};

static struct str type_of(const struct register_instrument *i)
{
	static const char *const types[] = {"convention", "protocol", "recommendation"};
	return str_of(types[i->law.id.kind]);
}

static struct str status_of(const struct register_instrument *i, struct date on)
{
	static const char *const names[] = {"", "adopted", "in_force", "abrogated", "withdrawn"};
	enum law_status status;
	law_status(&i->law, on, &status);
	return str_of(names[status]);
}

/* Every word asked for stands in the title in the reader's language, or in English. */
static bool has_words(const struct call *c, const struct register_instrument *i, struct str folded)
{
	struct str rest = folded, word;
	struct str text = format_fold(c->arena, str_format(c->arena, "%.*s %.*s %.*s", STR_ARGS(i->id),
							   STR_ARGS(register_name_in(&i->title, c->lang, NULL)),
							   STR_ARGS(i->title.in[IN_EN])));
	while (rest.n && str_next(&rest, ' ', &word))
		if (word.n && !memmem(text.at, text.n, word.at, word.n))
			return false;
	return true;
}

static bool is_wanted(struct str wanted, struct str is)
{
	return wanted.n == 0 || (wanted.n == is.n && strncasecmp(wanted.at, is.at, is.n) == 0);
}

static void add_candidate(struct listing *l, const struct register_instrument *i, struct str folded)
{
	const struct call *c = l->a.c;
	struct candidate *k = list_add(c->arena, &l->all);
	*k = (struct candidate){.i = i,
				.is = {type_of(i), status_of(i, c->on), i->subject, register_category_on(i, c->on)}};
	for (enum filter f = 0; f < BY_WORDS; f++)
		k->passes[f] = is_wanted(l->wanted[f], k->is[f]);
	k->passes[BY_WORDS] = has_words(c, i, folded);
}

/* Passes all filters but one (FILTERS: all). */
static bool passes_but(const struct candidate *k, enum filter but)
{
	for (enum filter f = 0; f < FILTERS; f++)
		if (f != but && !k->passes[f])
			return false;
	return true;
}

static void gather(struct listing *l)
{
	struct call *c = l->a.c;
	struct str folded = format_fold(c->arena, l->wanted[BY_WORDS]);
	for (size_t k = 0; k < l->a.s->instruments_n; k++)
		if (shown_is_adopted(c, &l->a.s->instruments[k]))
			add_candidate(l, &l->a.s->instruments[k], folded);
	for (size_t k = 0; k < l->all.n; k++)
		if (passes_but(&l->all.at[k], FILTERS))
			*list_add(c->arena, &l->fit) = l->all.at[k];
}

static int by_number(const void *x, const void *y)
{
	return law_id_compare(((const struct candidate *)x)->i->law.id, ((const struct candidate *)y)->i->law.id);
}

static int by_adoption(const void *x, const void *y)
{
	struct date a = ((const struct candidate *)x)->i->law.adopted.latest;
	struct date b = ((const struct candidate *)y)->i->law.adopted.latest;
	return a.day != b.day ? (a.day < b.day ? -1 : 1) : by_number(x, y);
}

static void sort(struct listing *l)
{
	struct str sort = http_parameter_text(l->a.r, "sort");
	l->is_descending = str_begins(sort, "-") || !sort.n;
	l->by_adopted = str_ends(sort, "adopted") || !sort.n;
	if (l->fit.n)
		qsort(l->fit.at, l->fit.n, sizeof *l->fit.at, l->by_adopted ? by_adoption : by_number);
	for (size_t k = 0; l->is_descending && k < l->fit.n / 2; k++) {
		struct candidate other = l->fit.at[k];
		l->fit.at[k] = l->fit.at[l->fit.n - 1 - k];
		l->fit.at[l->fit.n - 1 - k] = other;
	}
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
		if (str_equal(l->fit.at[k].i->id, after))
			l->first = k + 1;
	return OK;
}

static void add_rows(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	size_t n = l->fit.n, end = l->first + l->limit < n ? l->first + l->limit : n;
	for (size_t k = l->first; k < end; k++)
		*list_add(c->arena, &out->rows) = shown_instrument(c, l->a.s, l->fit.at[k].i);
	out->pages = (struct page_pages){.first = (int64_t)l->first + 1, .last = (int64_t)end, .total = (int64_t)n};
	if (end < n) {
		size_t stop = end + l->limit < n ? end + l->limit : n;
		struct url next = {http_next(l->a.r, l->fit.at[end - 1].i->id)};
		page_pages_next(c, &out->pages, next, (int64_t)(stop - end), l->fit.at[end].i->id,
				l->fit.at[stop - 1].i->id);
	}
	if (l->first) {
		size_t before = l->first > l->limit ? l->first - l->limit : 0;
		struct url previous = before ? (struct url){http_next(l->a.r, l->fit.at[before - 1].i->id)}
					     : url_change(c, l->a.page.path, l->a.page.query, "cursor", STR(""));
		page_pages_previous(c, &out->pages, previous, (int64_t)(l->first - before));
	}
}

/* A word of a filter for the reader. */
static struct shown_text label_of(const struct call *c, enum filter f, struct str value)
{
	if (f == BY_SUBJECT)
		return shown_subject(c, value);
	struct str text = value;
	if (str_is(value, "convention"))
		text = tr_in(c, "filters", "Conventions");
	else if (str_is(value, "protocol"))
		text = tr_in(c, "filters", "Protocols");
	else if (str_is(value, "recommendation"))
		text = tr_in(c, "filters", "Recommendations");
	else if (str_is(value, "adopted"))
		text = tr_in(c, "filters", "Adopted, not in force");
	else if (str_is(value, "in_force"))
		text = state_word(c, STATE_IN_FORCE, 0);
	else if (str_is(value, "abrogated"))
		text = state_word(c, STATE_ABROGATED, 0);
	else if (str_is(value, "withdrawn"))
		text = state_word(c, STATE_WITHDRAWN, 0);
	else if (f == BY_CATEGORY)
		text = shown_category(c, value);
	return (struct shown_text){.text = text};
}

static struct shown_option *option_of(const struct call *c, struct shown_options *options, enum filter f,
				      struct str value)
{
	for (size_t k = 0; k < options->n; k++)
		if (str_equal(options->at[k].value, value))
			return &options->at[k];
	struct shown_option *o = list_add(c->arena, options);
	*o = (struct shown_option){.value = value, .label = label_of(c, f, value).text};
	return o;
}

static int by_label(const void *x, const void *y)
{
	return str_compare(((const struct shown_option *)x)->label, ((const struct shown_option *)y)->label);
}

/* The choices of one filter; each counts what it would give beside the other filters. */
static void add_options(const struct listing *l, enum filter f, const char *const *fixed, struct shown_options *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; fixed && fixed[k]; k++)
		option_of(c, out, f, str_of(fixed[k]));
	for (size_t k = 0; k < l->all.n; k++) {
		const struct candidate *one = &l->all.at[k];
		if (one->is[f].n)
			option_of(c, out, f, one->is[f])->count += passes_but(one, f);
	}
	for (size_t k = 0; k < out->n; k++)
		out->at[k].is_chosen = l->wanted[f].n && is_wanted(l->wanted[f], out->at[k].value);
	if (!fixed && out->n)
		qsort(out->at, out->n, sizeof *out->at, by_label);
}

static void add_filters(const struct listing *l, struct standards *out)
{
	static const char *const types[] = {"convention", "protocol", "recommendation", NULL};
	static const char *const statuses[] = {"adopted", "in_force", "abrogated", "withdrawn", NULL};
	static const char *const categories[] = {"fundamental", "governance", "technical", NULL};
	const struct call *c = l->a.c;
	add_options(l, BY_TYPE, types, &out->types);
	add_options(l, BY_STATUS, statuses, &out->statuses);
	add_options(l, BY_SUBJECT, NULL, &out->subjects);
	add_options(l, BY_CATEGORY, categories, &out->categories);
	for (enum filter f = 0; f < FILTERS; f++) {
		if (!l->wanted[f].n)
			continue;
		struct str text = f == BY_WORDS ? FILL(c, tr(c, "Words: {words}"), {"words", l->wanted[f]})
						: label_of(c, f, l->wanted[f]).text;
		*list_add(c->arena, &out->tags) = (struct shown_tag){
			url_change(c, l->a.page.path, l->a.page.query, parameter_names[f], STR("")), text};
	}
}

static void add_order(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	const struct page *p = &l->a.page;
	out->by_adopted = l->by_adopted;
	out->sort_word = l->is_descending ? "descending" : "ascending";
	out->arrow = l->is_descending ? "▾" : "▴";
	out->by_number_url = url_change(c, p->path, p->query, "sort", STR("number"));
	out->by_adopted_url = url_change(c, p->path, p->query, "sort", STR("-adopted"));
	struct str turned =
		str_format(c->arena, "%s%s", l->is_descending ? "" : "-", l->by_adopted ? "adopted" : "number");
	out->turned_url = url_change(c, p->path, p->query, "sort", turned);
	out->clear_url = url_page(c, "/standards");
	out->sort = http_parameter_text(l->a.r, "sort");
	out->words = l->wanted[BY_WORDS];
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

/* The same list for programs; the API does not look for words. */
static void add_doors(const struct listing *l, struct standards *out)
{
	const struct call *c = l->a.c;
	if (l->wanted[BY_WORDS].n)
		return;
	out->origin.csv = url_api(c, "/instruments.csv");
	out->origin.json = url_api(c, "/instruments");
	for (enum filter f = 0; f < BY_WORDS; f++) {
		if (!l->wanted[f].n)
			continue;
		out->origin.csv = url_with(c, out->origin.csv, parameter_names[f], l->wanted[f]);
		out->origin.json = url_with(c, out->origin.json, parameter_names[f], l->wanted[f]);
	}
}

/* Where the rows shown were read. */
static void add_origin(const struct listing *l, struct standards *out)
{
	struct shown_texts sources = {0};
	for (size_t k = l->first; k < l->fit.n && k < l->first + l->limit; k++)
		shown_source(l->a.c, &sources, l->fit.at[k].i->fact.source);
	out->origin.sources = shown_joined(l->a.c, &sources);
	*list_add(l->a.c->arena, &out->origin.lines) =
		(struct shown_text){.text = tr(l->a.c, "The status is computed for the day; how many are bound is "
						       "counted from the ratifications known here.")};
}

enum status register_standards(struct http_request *r, struct http_response *response)
{
	struct listing l = {.limit = 0};
	struct standards page = {.by_adopted = false};
	enum status st = asked_begin(r, "standards", &l.a);
	if (st != OK)
		return st;
	for (enum filter f = 0; f < FILTERS; f++)
		l.wanted[f] = str_trim(http_parameter_text(r, parameter_names[f]));
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
