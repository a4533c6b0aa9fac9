/* SPDX-License-Identifier: Apache-2.0 */
/* The page of the list of countries: those that are or were Members on the day, unless others are asked for. */
#include "register/countries_pages.h"

#include "page/format.h"
#include "register/countries_html.h"
#include "register/neighbours.h"

#include <stdlib.h>

enum { ROWS_LEAST = 20, ROWS_MOST = 100 };

static const struct membership {
	const char *word, *label;
} memberships[] = {
	{"yes", N_("Members on this day")},
	{"former", N_("Members earlier, not on this day")},
	{"never", N_("Never Members by this day")},
};

static void set_membership(const struct call *c, const struct register_country *m, struct shown_country *row)
{
	int which;
	enum law_answer member = register_member_on(m, c->on, &which);
	if (which < 0)
		return;
	row->since = format_span_short(c, m->periods[which].from);
	if (member != LAW_NO)
		return;
	row->note = FILL(c, tr(c, "until {day}, no Member on this day"),
			 {"day", format_span_short(c, span_add_days(m->periods[which].until, -1))});
}

static struct shown_country row_of(const struct countries_list *l, const struct countries_one *one)
{
	const struct call *c = l->a.c;
	const struct register_country *m = &l->a.s->countries[one->index];
	struct shown_country row = {.url = shown_country_url(c, m),
				    .name = one->name,
				    .bound = one->bound,
				    .fundamental = one->fundamental};
	int64_t unknown = countries_unknown(l, one);
	set_membership(c, m, &row);
	if (unknown)
		row.unknown = str_format(c->arena, "+%lld?", (long long)unknown);
	return row;
}

static struct str code_at(const struct countries_list *l, size_t k)
{
	return l->a.s->countries[l->fit.at[k].index].code;
}

static enum status add_rows(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	struct str after;
	size_t limit, n = l->fit.n;
	enum status st = http_cursor(l->a.r, &after, &limit);
	if (st != OK)
		return st;
	limit = limit < ROWS_LEAST ? ROWS_LEAST : limit > ROWS_MOST ? ROWS_MOST : limit;
	size_t first = countries_after(l, after), end = first + limit < n ? first + limit : n;
	for (size_t k = first; k < end; k++)
		*list_add(c->arena, &out->rows) = row_of(l, &l->fit.at[k]);
	out->pages = (struct page_pages){.first = (int64_t)first + 1, .last = (int64_t)end, .total = (int64_t)n};
	if (end < n) {
		size_t stop = end + limit < n ? end + limit : n;
		page_pages_next(c, &out->pages, (struct url){http_next(l->a.r, code_at(l, end - 1))},
				(int64_t)(stop - end), l->fit.at[end].name.text, l->fit.at[stop - 1].name.text);
	}
	if (first) {
		size_t before = first > limit ? first - limit : 0;
		struct url previous = before ? (struct url){http_next(l->a.r, code_at(l, before - 1))}
					     : url_change(c, l->a.page.path, l->a.page.query, "cursor", STR(""));
		page_pages_previous(c, &out->pages, previous, (int64_t)(first - before));
	}
	return OK;
}

static int by_label(const void *x, const void *y)
{
	return str_compare(((const struct shown_option *)x)->label, ((const struct shown_option *)y)->label);
}

/* The regions that hold a country of those the other filters leave, and the one asked for. */
static void add_regions(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < l->a.s->regions_n; k++) {
		const struct register_region *region = &l->a.s->regions[k];
		struct shown_option o = {.value = region->m49,
					 .label = shown_name(c, &region->name).text,
					 .is_chosen = str_equal(region->m49, l->wanted[COUNTRIES_REGION])};
		for (size_t m = 0; m < l->all.n && !str_is(region->m49, "001"); m++)
			o.count += countries_pass_but(&l->all.at[m], COUNTRIES_REGION) &&
				   countries_in_region(&l->a.s->countries[l->all.at[m].index], region->m49);
		if (o.count || o.is_chosen)
			*list_add(c->arena, &out->regions) = o;
	}
	if (out->regions.n)
		qsort(out->regions.at, out->regions.n, sizeof *out->regions.at, by_label);
}

/* Groups that exist on the day; each counts what it would give beside the other filters. */
static void add_groups(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < l->a.s->groups_n; k++) {
		const struct register_group *g = &l->a.s->groups[k];
		struct shown_option o = {.value = g->code, .label = g->code, .is_chosen = g == l->group};
		bool is_there = o.is_chosen;
		for (size_t m = 0; m < l->all.n; m++) {
			if (register_in_group(g, l->all.at[m].index, c->on) == LAW_NO)
				continue;
			is_there = true;
			o.count += countries_pass_but(&l->all.at[m], COUNTRIES_GROUP);
		}
		if (is_there)
			*list_add(c->arena, &out->groups) = o;
	}
}

static void add_memberships(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < sizeof memberships / sizeof *memberships; k++) {
		struct shown_option *o = list_add(c->arena, &out->memberships);
		*o = (struct shown_option){.value = str_of(memberships[k].word),
					   .label = tr(c, memberships[k].label),
					   .is_chosen = str_is(l->wanted[COUNTRIES_MEMBER], memberships[k].word)};
		for (size_t m = 0; m < l->all.n; m++)
			o->count += l->all.at[m].membership == (enum countries_membership)k &&
				    countries_pass_but(&l->all.at[m], COUNTRIES_MEMBER);
	}
}

/* What a filter that is set says. */
static struct str tag_of(const struct countries_list *l, enum countries_filter f)
{
	const struct call *c = l->a.c;
	if (f == COUNTRIES_REGION)
		return shown_name(c, &register_region_of(l->a.s, l->wanted[f])->name).text;
	if (f == COUNTRIES_GROUP)
		return shown_name(c, &l->group->name).text;
	if (f == COUNTRIES_WORDS)
		return FILL(c, tr(c, "Words: {words}"), {"words", l->wanted[f]});
	for (size_t k = 0; k < sizeof memberships / sizeof *memberships; k++)
		if (str_is(l->wanted[f], memberships[k].word))
			return tr(c, memberships[k].label);
	return l->wanted[f];
}

static void add_tags(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	const struct page *p = &l->a.page;
	for (enum countries_filter f = 0; f < COUNTRIES_FILTERS; f++)
		if (l->wanted[f].n)
			*list_add(c->arena, &out->tags) = (struct shown_tag){
				url_change(c, p->path, p->query, countries_parameters[f], STR("")), tag_of(l, f)};
	out->clear_url = url_page(c, "/countries");
	out->words = l->wanted[COUNTRIES_WORDS];
	out->sort = http_parameter_text(l->a.r, "sort");
}

/* Names are first asked for from A, numbers from the greatest. */
static void add_orders(const struct countries_list *l, struct countries *out)
{
	const struct asked *a = &l->a;
	struct str order = sorted_by(a, "name"), n = shown_number(a->c, (int64_t)l->fundamental_n);
	out->has_fundamental = l->fundamental_n > 0;
	out->by_name = sorted_head(a, order, "name", tr(a->c, "Country"), "", NULL);
	out->by_bound = sorted_head(a, order, "-bound", tr_in(a->c, "by instruments", "Bound by"), "n", NULL);
	out->by_fundamental =
		sorted_head(a, order, "-fundamental", FILL(a->c, tr(a->c, "Of {n} fundamental"), {"n", n}), "n", NULL);
}

static int64_t count_of(const struct countries_list *l, enum countries_membership membership, bool only_fit)
{
	int64_t n = 0;
	for (size_t k = 0; k < l->all.n; k++)
		n += l->all.at[k].membership == membership &&
		     (!only_fit || countries_pass_but(&l->all.at[k], COUNTRIES_FILTERS));
	return n;
}

/* Where a region or a group alone is asked for: how many of it are Members. */
static struct str lead_of_place(const struct countries_list *l, struct str name)
{
	const struct call *c = l->a.c;
	int64_t n = count_of(l, COUNTRIES_MEMBERS, true), rest = (int64_t)l->fit.n - n;
	struct str text = FILL(c,
			       tr_n(c, "On {day}, {n} country of “{name}” is a Member of the Organization.",
				    "On {day}, {n} countries of “{name}” are Members of the Organization.", n),
			       {"day", format_date(c, c->on)}, {"n", shown_number(c, n)}, {"name", name});
	if (!rest)
		return text;
	struct str more =
		FILL(c, tr_n(c, "{n} more was earlier.", "{n} more were earlier.", rest), {"n", shown_number(c, rest)});
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more));
}

/* The answer: how many Members there are on the day, and how many countries fit. */
static struct str lead_of(const struct countries_list *l)
{
	const struct call *c = l->a.c;
	int64_t members = count_of(l, COUNTRIES_MEMBERS, false), former = count_of(l, COUNTRIES_FORMER, false);
	struct str day = format_date(c, c->on), n = shown_number(c, members), m = shown_number(c, former);
	bool is_place = !l->wanted[COUNTRIES_MEMBER].n && !l->wanted[COUNTRIES_WORDS].n;
	if (is_place && l->wanted[COUNTRIES_REGION].n && !l->group)
		return lead_of_place(l, tag_of(l, COUNTRIES_REGION));
	if (is_place && l->group && !l->wanted[COUNTRIES_REGION].n)
		return lead_of_place(l, tag_of(l, COUNTRIES_GROUP));
	if (l->fit.n != (size_t)(members + former))
		return FILL(c,
			    tr_n(c, "{fit} country of the list fits; on {day} the Organization has {n} Members.",
				 "{fit} countries of the list fit; on {day} the Organization has {n} Members.",
				 (int64_t)l->fit.n),
			    {"fit", shown_number(c, (int64_t)l->fit.n)}, {"day", day}, {"n", n});
	if (former == 0)
		return FILL(c, tr(c, "On {day} the Organization has {n} Members."), {"day", day}, {"n", n});
	return FILL(c,
		    tr(c, "On {day} the Organization has {n} Members. {former} more countries were Members earlier."),
		    {"day", day}, {"n", n}, {"former", m});
}

/* The same list for programs, with the same filters and order. */
static void add_doors(const struct countries_list *l, struct countries *out)
{
	const struct call *c = l->a.c;
	struct url *const doors[] = {&out->origin.csv, &out->origin.json};
	out->origin.csv = url_api(c, "/countries.csv");
	out->origin.json = url_api(c, "/countries");
	for (size_t k = 0; k < 2; k++) {
		for (enum countries_filter f = 0; f < COUNTRIES_FILTERS; f++)
			if (l->wanted[f].n)
				*doors[k] = url_with(c, *doors[k], countries_parameters[f], l->wanted[f]);
		if (out->sort.n)
			*doors[k] = url_with(c, *doors[k], "sort", out->sort);
	}
}

enum status register_countries(struct http_request *r, struct http_response *response)
{
	struct countries_list l = {.group = NULL};
	struct countries page = {.has_fundamental = false};
	enum status st = asked_begin(r, "countries", &l.a);
	if (st == OK)
		st = countries_gather(&l);
	if (st == OK)
		st = add_rows(&l, &page);
	if (st != OK)
		return st;
	struct call *c = l.a.c;
	add_regions(&l, &page);
	add_groups(&l, &page);
	add_memberships(&l, &page);
	add_tags(&l, &page);
	add_orders(&l, &page);
	add_doors(&l, &page);
	*list_add(c->arena, &page.origin.lines) =
		(struct shown_text){.text = tr(c, "Counts are of what is known here; a country may be bound by more. "
						  "Membership: list of the Members of the ILO.")};
	l.a.page.title = tr(c, "Countries");
	l.a.page.lead = lead_of(&l);
	if (shown_nothing(&l.a).n)
		l.a.page.lead = shown_nothing(&l.a);
	page_register_countries(&response->body, c, &l.a.page, &page);
	return OK;
}
