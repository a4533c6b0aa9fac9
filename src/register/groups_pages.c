/* SPDX-License-Identifier: Apache-2.0 */
/* The groups of countries, and one of them: its matrix with the fundamental instruments, its members with their periods. */
#include "page/format.h"
#include "register/groups_html.h"

#include <stdlib.h>

static int64_t members_on(const struct register_group *g, struct date on)
{
	int64_t n = 0;
	for (size_t k = 0; k < g->members_n; k++)
		n += law_member(&g->members[k].period, 1, on, NULL) != LAW_NO;
	return n;
}

static int by_key(const void *x, const void *y)
{
	return str_compare(((const struct group_member *)x)->key, ((const struct group_member *)y)->key);
}

/* Everybody who was or is a member by the day, with the periods; an end is told once it has come. */
static void add_members(const struct asked *a, const struct register_group *g, struct group_model *out)
{
	struct call *c = a->c;
	for (size_t k = 0; k < g->members_n; k++) {
		const struct law_period *p = &g->members[k].period;
		const struct register_country *country = &a->s->countries[g->members[k].country];
		if (date_before(c->on, p->from.earliest))
			continue;
		bool is_over = span_is_set(p->until) && date_up_to(p->until.latest, c->on);
		struct group_member *m = list_add(c->arena, &out->members);
		*m = (struct group_member){.url = shown_country_url(c, country),
					   .code = country->code,
					   .name = shown_name(c, &country->name),
					   .from = p->from,
					   .last = is_over ? span_add_days(p->until, -1) : SPAN_UNSET};
		m->key = format_sort_key(c, m->name.text);
	}
	if (out->members.n)
		qsort(out->members.at, out->members.n, sizeof *out->members.at, by_key);
}

static void begin_trail(struct asked *a)
{
	page_links_add(a->c->arena, &a->page.trail, url_page(a->c, "/countries"), STR(""), tr(a->c, "Countries"));
}

enum status register_groups_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct groups_model m = {.csv = {STR("")}};
	enum status st = asked_begin(r, "countries", &a);
	if (st != OK)
		return st;
	struct call *c = a.c;
	begin_trail(&a);
	for (size_t k = 0; k < a.s->groups_n; k++) {
		const struct register_group *g = &a.s->groups[k];
		int64_t n = members_on(g, c->on);
		if (n)
			*list_add(c->arena, &m.rows) =
				(struct group_row){.url = url_page(c, "/groups/%.*s", STR_ARGS(g->code)),
						   .code = g->code,
						   .name = shown_name(c, &g->name),
						   .members = n};
	}
	a.page.title = tr(c, "Groups of countries");
	int64_t n = (int64_t)m.rows.n;
	a.page.lead = FILL(c,
			   tr_n(c, "On {day}, {n} group of countries known here has members.",
				"On {day}, {n} groups of countries known here have members.", n),
			   {"day", format_date(c, c->on)}, {"n", shown_number(c, n)});
	if (shown_nothing(&a).n)
		a.page.lead = shown_nothing(&a);
	m.csv = url_api(c, "/groups.csv");
	m.json = url_api(c, "/groups");
	m.compare = url_page(c, "/compare");
	page_register_groups(&response->body, c, &a.page, &m);
	return OK;
}

static void missing_group(struct asked *a, struct http_response *response, struct str code)
{
	struct call *c = a->c;
	struct page_missing m = {.status = 404,
				 .title = FILL(c, tr(c, "There is no group {name}"), {"name", code}),
				 .lead = tr(c, "Groups of countries go by their usual letters, such as CPLP or BRICS."),
				 .area = a->page.area,
				 .trail = a->page.trail,
				 .path = a->page.path,
				 .query = a->page.query,
				 .asked = code};
	response->status = 404;
	page_missing(&response->body, c, &m);
}

/* What stands above the title: the group's name, how many members it has. */
static void set_kicker(struct asked *a, const struct register_group *g)
{
	struct call *c = a->c;
	int64_t n = members_on(g, c->on);
	a->page.kicker = FILL(c, tr_n(c, "{name} · {n} member on this day", "{name} · {n} members on this day", n),
			      {"name", shown_name(c, &g->name).text}, {"n", shown_number(c, n)});
}

/* The group against the fundamental instruments of the day. */
static enum status fill_matrix(struct asked *a, const struct register_group *g, struct group_model *m)
{
	struct compare_asked asked;
	struct compare_view view = compare_view_of(a->r);
	struct compare_wish wish = {.members = STR(""), .group = g->code, .region = STR(""), .instruments = STR("")};
	enum status st = compare_read(a->c, a->s, &wish, &asked);
	if (st == OK)
		a->page.lead = compare_fill(a, &asked, &view, &m->compare);
	return st;
}

enum status register_group_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct group_model m = {.compare = {.until = DATE_UNSET}};
	struct str code = http_path_part(r, "group");
	enum status st = asked_begin(r, "countries", &a);
	if (st != OK)
		return st;
	struct call *c = a.c;
	begin_trail(&a);
	page_links_add(c->arena, &a.page.trail, url_page(c, "/groups"), STR(""), tr(c, "Groups of countries"));
	const struct register_group *g = register_group_named(a.s, code);
	if (!g) {
		missing_group(&a, response, code);
		return OK;
	}
	if (!str_equal(code, g->code)) {
		struct str path = str_format(c->arena, "/groups/%.*s", STR_ARGS(g->code));
		http_redirect(response, 301, url_change(c, path, r->query, "", STR("")).s);
		return OK;
	}
	set_kicker(&a, g);
	st = fill_matrix(&a, g, &m);
	if (st != OK)
		return st;
	add_members(&a, g, &m);
	a.page.title = m.compare.has_matrix
			       ? FILL(c, tr(c, "{group} and the fundamental instruments"), {"group", g->code})
			       : g->code;
	a.page.has_states = true;
	if (!members_on(g, c->on))
		a.page.lead = FILL(c, tr(c, "{group} had no members on {day}."), {"group", g->code},
				   {"day", format_date(c, c->on)});
	else if (!m.compare.has_matrix)
		a.page.lead = FILL(c, tr(c, "No instrument was fundamental on {day}."), {"day", format_date(c, c->on)});
	m.compare.members = g->code;
	m.csv = url_api(c, "/groups/%.*s.csv", STR_ARGS(g->code));
	m.json = url_api(c, "/groups/%.*s", STR_ARGS(g->code));
	compare_sets(&a, STR(""), &m.compare);
	page_register_group(&response->body, c, &a.page, &m);
	return OK;
}
