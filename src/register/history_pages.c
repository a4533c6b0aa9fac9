/* SPDX-License-Identifier: Apache-2.0 */
/* What was ever recorded of a fact, and the Office's desk. */
#include "page/format.h"
#include "people/people.h"
#include "register/edit_html.h"
#include "register/edit_models_pages.h"
#include "register/history_html.h"

#include <jansson.h>
#include <string.h>

enum { NEWEST = 10 };

static struct str act_words(const struct call *c, struct str act)
{
	static const struct {
		const char *act, *text;
	} list[] = {
		{"instrument.register", N_("Instrument registered")},
		{"ratification.register", N_("Ratification registered")},
		{"declaration.register", N_("Declaration registered")},
		{"denunciation.register", N_("Denunciation registered")},
		{"fact.correct", N_("Corrected")},
		{"register.import", N_("Imported")},
	};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (str_is(act, list[i].act))
			return tr(c, list[i].text);
	return act;
}

static struct str role_words(const struct call *c, struct str role)
{
	return str_is(role, role_word(ROLE_ADMINISTRATOR)) ? tr(c, "as administrator")
	       : str_is(role, role_word(ROLE_OFFICE))      ? tr(c, "as the Office")
							   : STR("");
}

/* The account's name, told to the Office alone. */
static struct str name_of(struct call *c, int64_t person)
{
	struct str name;
	if (!person || !call_may(c, MAY_SEE_OFFICERS) || people_name(c, person, &name) != OK)
		return STR("");
	return name;
}

/* --- one fact */

struct asking {
	struct asked a;
	const struct register_table *table;
	struct str kind, key;
	struct register_pasts pasts;
};

static struct str cell_of(const struct asked *a, const json_t *body, const struct register_column *column)
{
	const json_t *v = json_object_get(body, column->name);
	if (!json_is_string(v))
		return STR("");
	struct str text = str_copy(a->c->arena, (struct str){json_string_value(v), json_string_length(v)});
	return shown_cell(a, column, text);
}

static json_t *body_of(const struct register_past *past)
{
	return past ? json_loadb(past->body.at, past->body.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

/* The columns of a version, those that became different marked; `older` NULL: the first version, all is new and nothing marked. */
static void add_cells(const struct asking *q, const struct register_past *past, const struct register_past *older,
		      struct history_version *v)
{
	const struct call *c = q->a.c;
	json_t *now = body_of(past), *then = body_of(older);
	for (size_t i = 0; i < q->table->columns_n; i++) {
		const struct register_column *column = &q->table->columns[i];
		struct str after = cell_of(&q->a, now, column), before = older ? cell_of(&q->a, then, column) : after;
		if (!after.n && !before.n)
			continue;
		*list_add(c->arena, &v->cells) = (struct history_cell){.term = shown_column(c, column->name),
								       .before = before,
								       .after = after,
								       .is_changed = !str_equal(before, after)};
	}
	json_decref(now);
	json_decref(then);
}

/* The column that says since when it was so in the world. */
static struct str true_from(const struct asking *q, const struct register_past *past)
{
	static const char *const columns[] = {"date_denounced", "date_registered", "registered", "in_force_from",
					      "from",           "member_from",     "decided",    "adopted",
					      "opened"};
	json_t *body = body_of(past);
	struct str text = STR("");
	for (size_t i = 0; i < sizeof columns / sizeof *columns && !text.n; i++) {
		int column = register_column_named(q->table, str_of(columns[i]));
		if (column >= 0)
			text = cell_of(&q->a, body, &q->table->columns[column]);
	}
	json_decref(body);
	return text;
}

static void add_version(const struct asking *q, size_t i, struct history *m)
{
	struct call *c = q->a.c;
	const struct register_past *past = &q->pasts.at[i];
	struct history_version *v = list_add(c->arena, &m->versions);
	*v = (struct history_version){.recorded = past->recorded,
				      .superseded = past->superseded,
				      .act = act_words(c, past->act),
				      .role = role_words(c, past->role),
				      .who = name_of(c, past->person),
				      .reason = past->reason,
				      .note = call_may(c, MAY_SEE_OFFICERS) ? past->note : STR(""),
				      .true_from = true_from(q, past),
				      .is_withdrawn = past->withdrawn};
	add_cells(q, past, i + 1 < q->pasts.n && !past->withdrawn ? &q->pasts.at[i + 1] : NULL, v);
}

static void add_next(const struct asking *q, struct history *m)
{
	struct call *c = q->a.c;
	enum register_act act;
	if (!register_act_parse(http_parameter_text(q->a.r, "done"), &act))
		return;
	m->done = edit_act_done(c, act);
	if (call_may(c, MAY_EDIT_REGISTER))
		page_links_add(c->arena, &m->next, url_plain(c, "/edit"), STR(""), tr(c, "The Office’s desk"));
}

static void set_page(struct asking *q, const struct shown_record *record)
{
	struct call *c = q->a.c;
	const struct register_past *last = &q->pasts.at[0], *first = &q->pasts.at[q->pasts.n - 1];
	int64_t n = (int64_t)q->pasts.n;
	struct str text =
		last->withdrawn
			? tr_n(c, "It was recorded on {first} and is withdrawn: {n} version.",
			       "It was first recorded on {first} and is withdrawn: {n} versions.", n)
			: tr_n(c, "It was recorded on {first} and has not changed since.",
			       "It was first recorded on {first}; {n} versions are known, the latest of {last}.", n);
	q->a.page.is_register = false;
	shown_trail(&q->a, record);
	q->a.page.kicker = shown_kind_words(c, q->table);
	q->a.page.title = FILL(c, tr(c, "History: {name}"), {"name", record->name});
	q->a.page.lead = FILL(c, text, {"first", format_date(c, moment_day(first->recorded))},
			      {"last", format_date(c, moment_day(last->recorded))}, {"n", shown_number(c, n)});
	if (c->on_given || c->known_given) /* a history that left out what came later would be none */
		q->a.page.lead = str_format(c->arena, "%.*s %.*s", STR_ARGS(q->a.page.lead),
					    STR_ARGS(tr(c, "All of it is told, whatever day was asked about.")));
}

enum status history_page(struct http_request *r, struct http_response *response)
{
	struct asking q = {.kind = http_parameter_text(r, "kind"), .key = http_parameter_text(r, "key")};
	struct history m = {.done = STR("")};
	enum status st = asked_begin(r, "standards", &q.a);
	q.table = register_table_named(q.kind);
	if (st == OK)
		st = q.table ? register_history(r->call, q.kind, q.key, &q.pasts) : NOT_FOUND;
	if (st != OK)
		return st;
	struct call *c = q.a.c;
	m.record = shown_record(&q.a, q.kind, q.key, STR(""), c->now);
	set_page(&q, &m.record);
	for (size_t i = 0; i < q.pasts.n; i++)
		add_version(&q, i, &m);
	add_next(&q, &m);
	m.json = url_plain(c, "/history.json?kind=%.*s&key=%.*s", STR_ARGS(q.kind), STR_ARGS(q.key));
	m.report = url_plain(c, "/report?kind=%.*s&key=%.*s", STR_ARGS(q.kind), STR_ARGS(q.key));
	m.correct = url_plain(c, "/edit/correction?kind=%.*s&key=%.*s", STR_ARGS(q.kind), STR_ARGS(q.key));
	m.may_correct = call_may(c, MAY_EDIT_REGISTER) && !q.pasts.at[0].withdrawn;
	page_history(&response->body, c, &q.a.page, &m);
	return OK;
}

/* --- the desk */

static void add_acts(struct call *c, struct edit_desk *m)
{
	for (enum register_act act = 0; act < ACT_CORRECTION; act++)
		page_links_add(c->arena, &m->acts, url_plain(c, "/edit/%s", register_act_word(act)), STR(""),
			       edit_act_name(c, act));
}

/* What the Office recorded last, with the accounts' names: only the Office comes here. */
static enum status add_newest(struct asked *a, struct edit_desk *m)
{
	struct call *c = a->c;
	struct register_pasts newest;
	enum status st = register_newest(c, NEWEST, &newest);
	for (size_t i = 0; st == OK && i < newest.n; i++) {
		const struct register_past *past = &newest.at[i];
		struct shown_record record = shown_record(a, past->kind, past->key, STR(""), past->recorded);
		struct str what = FILL(c, tr(c, "{kind} {key}"), {"kind", record.kind_words}, {"key", record.name});
		*list_add(c->arena, &m->newest) = (struct desk_change){.url = record.history,
								       .what = what,
								       .act = act_words(c, past->act),
								       .who = name_of(c, past->person),
								       .at = past->recorded};
	}
	return st;
}

enum status edit_desk_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct edit_desk m = {.waiting = 0};
	bool is_answered;
	enum status st = edit_only_office(r, response, &is_answered);
	if (st != OK || is_answered)
		return st;
	st = asked_begin(r, NULL, &a);
	if (st == OK)
		st = queue_open_count(a.c, &m.waiting);
	if (st == OK)
		st = add_newest(&a, &m);
	if (st != OK)
		return st;
	add_acts(a.c, &m);
	a.page.is_register = false;
	a.page.title = tr(a.c, "The Office’s desk");
	a.page.lead =
		tr(a.c, "Acts are registered here. A fact is corrected from its own page: “Correct this fact” stands "
			"beside it.");
	page_edit_desk(&response->body, a.c, &a.page, &m);
	return OK;
}
