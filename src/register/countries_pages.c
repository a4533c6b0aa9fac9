/* SPDX-License-Identifier: Apache-2.0 */
/* The list of countries: those that are or were Members on the day, by name in the reader's language. */
#include "page/format.h"
#include "register/countries_html.h"

#include <stdlib.h>

enum { ROWS_LEAST = 20, ROWS_MOST = 100 };

struct listing {
	struct asked a;
	const struct register_group *group;
	struct str region;
	bool *is_fundamental; /* one mark an instrument */
	int64_t fundamental, fundamental_incomplete;
	LIST(struct shown_country) all;
	size_t limit, first;
};

static enum status read_filters(struct listing *l)
{
	struct call *c = l->a.c;
	struct str group = http_parameter_text(l->a.r, "group");
	l->region = http_parameter_text(l->a.r, "region");
	l->group = group.n ? register_group_named(l->a.s, group) : NULL;
	if (group.n && !l->group)
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("group"), "%.*s",
			    STR_ARGS(FILL(c, tr(c, "There is no group “{name}”."), {"name", group})));
	if (l->region.n && !register_region_of(l->a.s, l->region))
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("region"), "%.*s",
			    STR_ARGS(FILL(
				    c, tr(c, "There is no region “{name}”; regions go by their M49 code, such as 002."),
				    {"name", l->region})));
	return c->problems.list.n ? INVALID : OK;
}

static bool is_in_group(const struct call *c, const struct register_group *g, int country)
{
	for (size_t k = 0; k < g->members_n; k++)
		if (g->members[k].country == country && law_member(&g->members[k].period, 1, c->on, NULL) != LAW_NO)
			return true;
	return false;
}

static bool is_in_region(const struct register_country *m, struct str region)
{
	return !region.n || str_is(region, "001") || str_equal(region, m->region) || str_equal(region, m->subregion);
}

/* Is or was a Member on the day. */
static bool is_listed(const struct call *c, const struct register_country *m)
{
	int which;
	return register_member_on(m, c->on, &which) != LAW_NO || which >= 0;
}

static void mark_fundamental(struct listing *l)
{
	l->is_fundamental = arena_array(l->a.c->arena, bool, l->a.s->instruments_n);
	for (size_t k = 0; k < l->a.s->instruments_n; k++) {
		const struct register_instrument *i = &l->a.s->instruments[k];
		l->is_fundamental[k] = str_is(register_category_on(i, l->a.c->on), "fundamental");
		l->fundamental += l->is_fundamental[k];
	}
}

/* Of how many fundamental instruments it is not known whether they bind a country. */
static int64_t unknown_of(const struct listing *l, int country)
{
	int64_t n = 0;
	for (size_t k = 0; k < l->a.s->instruments_n; k++)
		n += l->is_fundamental[k] &&
		     register_state_on(&l->a.s->instruments[k], register_ratification_of(l->a.s, (int)k, country),
				       l->a.c->on) == REGISTER_STATE_UNKNOWN;
	return n;
}

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

static struct shown_country row_of(const struct listing *l, int index)
{
	const struct call *c = l->a.c;
	const struct register_country *m = &l->a.s->countries[index];
	struct shown_country row = {.url = shown_country_url(c, m), .code = m->code, .name = shown_name(c, &m->name)};
	row.key = format_sort_key(c, row.name.text);
	set_membership(c, m, &row);
	for (size_t k = 0; k < m->ratifications_n; k++) {
		const struct register_ratification *r = &l->a.s->ratifications[m->ratifications[k]];
		if (law_bound(&r->binding, c->on) != LAW_YES)
			continue;
		row.bound++;
		row.fundamental += l->is_fundamental[r->instrument];
	}
	bool is_asked = l->fundamental && register_member_on(m, c->on, NULL) != LAW_NO;
	int64_t unknown = is_asked ? unknown_of(l, index) : 0;
	if (unknown)
		row.unknown = str_format(c->arena, "+%lld?", (long long)unknown);
	return row;
}

static int by_name(const void *x, const void *y)
{
	return str_compare(((const struct shown_country *)x)->key, ((const struct shown_country *)y)->key);
}

static void gather(struct listing *l)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < l->a.s->countries_n; k++) {
		const struct register_country *m = &l->a.s->countries[k];
		if (is_listed(c, m) && is_in_region(m, l->region) && (!l->group || is_in_group(c, l->group, (int)k)))
			*list_add(c->arena, &l->all) = row_of(l, (int)k);
	}
	if (l->all.n)
		qsort(l->all.at, l->all.n, sizeof *l->all.at, by_name);
}

static enum status find_piece(struct listing *l)
{
	struct str after;
	enum status st = http_cursor(l->a.r, &after, &l->limit);
	if (st != OK)
		return st;
	if (l->limit < ROWS_LEAST)
		l->limit = ROWS_LEAST;
	l->limit = l->limit > ROWS_MOST ? ROWS_MOST : l->limit;
	for (size_t k = 0; after.n && k < l->all.n; k++)
		if (str_equal(l->all.at[k].code, after))
			l->first = k + 1;
	return OK;
}

static void add_rows(const struct listing *l, struct countries *out)
{
	const struct call *c = l->a.c;
	size_t n = l->all.n, end = l->first + l->limit < n ? l->first + l->limit : n;
	for (size_t k = l->first; k < end; k++)
		*list_add(c->arena, &out->rows) = l->all.at[k];
	out->pages = (struct page_pages){.first = (int64_t)l->first + 1, .last = (int64_t)end, .total = (int64_t)n};
	if (end < n) {
		size_t stop = end + l->limit < n ? end + l->limit : n;
		page_pages_next(c, &out->pages, (struct url){http_next(l->a.r, l->all.at[end - 1].code)},
				(int64_t)(stop - end), l->all.at[end].name.text, l->all.at[stop - 1].name.text);
	}
	if (l->first) {
		size_t before = l->first > l->limit ? l->first - l->limit : 0;
		struct url previous = before ? (struct url){http_next(l->a.r, l->all.at[before - 1].code)}
					     : url_change(c, l->a.page.path, l->a.page.query, "cursor", STR(""));
		page_pages_previous(c, &out->pages, previous, (int64_t)(l->first - before));
	}
}

static int by_label(const void *x, const void *y)
{
	return str_compare(((const struct shown_option *)x)->label, ((const struct shown_option *)y)->label);
}

static void add_regions(const struct listing *l, struct countries *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < l->a.s->regions_n; k++) {
		const struct register_region *region = &l->a.s->regions[k];
		struct shown_option o = {.value = region->m49,
					 .label = shown_name(c, &region->name).text,
					 .is_chosen = str_equal(region->m49, l->region)};
		for (size_t m = 0; m < l->a.s->countries_n; m++) {
			const struct register_country *country = &l->a.s->countries[m];
			o.count += !str_is(region->m49, "001") && is_in_region(country, region->m49) &&
				   is_listed(c, country);
		}
		if (o.count)
			*list_add(c->arena, &out->regions) = o;
	}
	if (out->regions.n)
		qsort(out->regions.at, out->regions.n, sizeof *out->regions.at, by_label);
}

/* Groups that exist on the day: a group without a member then is not offered. */
static void add_groups(const struct listing *l, struct countries *out)
{
	const struct call *c = l->a.c;
	for (size_t k = 0; k < l->a.s->groups_n; k++) {
		const struct register_group *g = &l->a.s->groups[k];
		struct shown_option o = {.value = g->code, .label = g->code, .is_chosen = g == l->group};
		for (size_t m = 0; m < g->members_n; m++)
			o.count += law_member(&g->members[m].period, 1, c->on, NULL) != LAW_NO &&
				   is_listed(c, &l->a.s->countries[g->members[m].country]);
		if (o.count || o.is_chosen)
			*list_add(c->arena, &out->groups) = o;
	}
}

static void add_tags(const struct listing *l, struct countries *out)
{
	const struct call *c = l->a.c;
	const struct page *p = &l->a.page;
	if (l->region.n)
		*list_add(c->arena, &out->tags) =
			(struct shown_tag){url_change(c, p->path, p->query, "region", STR("")),
					   shown_name(c, &register_region_of(l->a.s, l->region)->name).text};
	if (l->group)
		*list_add(c->arena, &out->tags) = (struct shown_tag){url_change(c, p->path, p->query, "group", STR("")),
								     shown_name(c, &l->group->name).text};
	out->clear_url = url_page(c, "/countries");
}

/* The answer: how many Members there are on the day. */
static struct str lead_of(const struct listing *l)
{
	const struct call *c = l->a.c;
	int64_t members = 0, former = 0;
	for (size_t k = 0; k < l->a.s->countries_n; k++) {
		bool is_member = register_member_on(&l->a.s->countries[k], c->on, NULL) == LAW_YES;
		members += is_member;
		former += !is_member && is_listed(c, &l->a.s->countries[k]);
	}
	struct str day = format_date(c, c->on), n = shown_number(c, members), m = shown_number(c, former);
	if (l->all.n != (size_t)(members + former))
		return FILL(c,
			    tr_n(c, "{fit} country of the list fits; on {day} the Organization has {n} Members.",
				 "{fit} countries of the list fit; on {day} the Organization has {n} Members.",
				 (int64_t)l->all.n),
			    {"fit", shown_number(c, (int64_t)l->all.n)}, {"day", day}, {"n", n});
	if (former == 0)
		return FILL(c, tr(c, "On {day} the Organization has {n} Members."), {"day", day}, {"n", n});
	return FILL(c,
		    tr(c, "On {day} the Organization has {n} Members. {former} more countries were Members earlier."),
		    {"day", day}, {"n", n}, {"former", m});
}

/* The same list for programs: Members alone, as the API lists them. */
static void add_doors(const struct listing *l, struct countries *out)
{
	const struct call *c = l->a.c;
	out->origin.csv = url_api(c, "/members.csv");
	out->origin.json = url_api(c, "/members?limit=200");
	if (l->region.n) {
		out->origin.csv = url_with(c, out->origin.csv, "region", l->region);
		out->origin.json = url_with(c, out->origin.json, "region", l->region);
	}
	if (l->group) {
		out->origin.csv = url_with(c, out->origin.csv, "group", l->group->code);
		out->origin.json = url_with(c, out->origin.json, "group", l->group->code);
	}
}

enum status register_countries(struct http_request *r, struct http_response *response)
{
	struct listing l = {.limit = 0};
	struct countries page = {.fundamental = 0};
	enum status st = asked_begin(r, "countries", &l.a);
	if (st == OK)
		st = read_filters(&l);
	if (st != OK)
		return st;
	mark_fundamental(&l);
	gather(&l);
	st = find_piece(&l);
	if (st != OK)
		return st;
	struct call *c = l.a.c;
	page.fundamental = l.fundamental;
	page.fundamental_head = FILL(c, tr(c, "Of {n} fundamental"), {"n", shown_number(c, l.fundamental)});
	add_rows(&l, &page);
	add_regions(&l, &page);
	add_groups(&l, &page);
	add_tags(&l, &page);
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
