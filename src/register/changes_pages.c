/* SPDX-License-Identifier: Apache-2.0 */
/* What changed in the register, or happened in the world, as a page to read. */
#include "page/format.h"
#include "register/changes_html.h"

enum { ITEMS = 20 };

static void add_tag(const struct asked *a, struct changes_model *m, const char *name, struct str text)
{
	*list_add(a->c->arena, &m->tags) =
		(struct shown_tag){url_change(a->c, a->page.path, a->page.query, name, STR("")), text};
}

/* The filters that are set, and the form's choices. */
static void add_filters(const struct asked *a, const struct changes_asked *asked, struct changes_model *m)
{
	struct call *c = a->c;
	m->instrument = asked->instrument ? asked->instrument->id : STR("");
	m->member = asked->country ? asked->country->code : STR("");
	m->since = http_parameter_text(a->r, "since").n ? moment_day(asked->since) : DATE_UNSET;
	if (asked->instrument)
		add_tag(a, m, "instrument", asked->instrument->id);
	if (asked->country)
		add_tag(a, m, "member", shown_name(c, &asked->country->name).text);
	if (asked->table)
		add_tag(a, m, "kind", changes_kind_name(c, (enum register_kind)(asked->table - register_tables)));
	if (date_is_set(m->since))
		add_tag(a, m, "since", FILL(c, tr(c, "Since {day}"), {"day", format_date(c, m->since)}));
	for (enum register_kind kind = 0; kind < REGISTER_KINDS; kind++)
		*list_add(c->arena, &m->kinds) =
			(struct shown_option){.value = str_of(register_tables[kind].name),
					      .label = changes_kind_name(c, kind),
					      .is_chosen = asked->table == &register_tables[kind]};
	m->clear_url = url_page(c, "/changes");
}

/* The same list for programs and feed readers, with the same filters. */
static void add_doors(const struct asked *a, struct changes_model *m)
{
	static const char *const names[] = {"instrument", "member", "kind", "since", "until", "order"};
	struct call *c = a->c;
	m->csv = url_api(c, "/changes.csv");
	m->json = url_api(c, "/changes");
	m->atom = url_with(c, url_api(c, "/changes.atom"), "lang", str_of(c->lang.tag));
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct str value = http_parameter_text(a->r, names[k]);
		if (!value.n)
			continue;
		m->csv = url_with(c, m->csv, names[k], value);
		m->json = url_with(c, m->json, names[k], value);
		m->atom = url_with(c, m->atom, names[k], value);
	}
}

static struct str lead_of(const struct asked *a, const struct changes_model *m)
{
	const struct call *c = a->c;
	if (shown_nothing(a).n)
		return shown_nothing(a);
	if (!m->items.n)
		return tr(c, "Nothing that fits is recorded.");
	if (m->is_registered)
		return FILL(c, tr(c, "Ratifications and denunciations by the day of their registration, up to {day}."),
			    {"day", format_date(c, c->on)});
	return FILL(c, tr(c, "What was recorded or corrected here; the latest on {moment}."),
		    {"moment", format_moment(c, m->items.at[0].at)});
}

enum status register_changes_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct changes_asked asked;
	struct register_changes list;
	struct changes_model m = {.since = DATE_UNSET};
	enum status st = asked_begin(r, NULL, &a);
	if (st == OK)
		st = changes_asked_of(r, a.s, &asked, &m.is_registered);
	if (st != OK)
		return st;
	if (!http_parameter_text(r, "limit").n)
		asked.most = ITEMS;
	st = changes_read(r, &asked, m.is_registered, &list);
	if (st != OK)
		return st;
	for (size_t k = 0; k < list.n; k++)
		*list_add(a.c->arena, &m.items) = changes_item_of(a.c, a.s, &list.at[k]);
	m.has_next = list.next.n > 0;
	if (m.has_next)
		m.next = (struct url){http_next(r, list.next)};
	add_filters(&a, &asked, &m);
	add_doors(&a, &m);
	a.page.title = m.is_registered ? tr(a.c, "Newest registrations") : tr(a.c, "Recent changes");
	a.page.lead = lead_of(&a, &m);
	a.page.feed = m.atom;
	page_register_changes(&response->body, a.c, &a.page, &m);
	return OK;
}

static const struct http_parameter changes_parameters[] = {CHANGES_PARAMETERS, PAGE_TIMES};

const struct http_route register_changes_routes[] = {
	{"GET", "/{lang}/changes", register_changes_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, changes_parameters,
	 sizeof changes_parameters / sizeof *changes_parameters, "What changed lately.", NULL, NULL, NULL, 0,
	 "/api/v1/changes", NULL},
	{0},
};
