/* SPDX-License-Identifier: Apache-2.0 */
/* The forms by which the Office changes the register: the form of an act, its preview, the act. Between the two steps nothing
 * is kept here: the preview carries all that was typed, and the rules are asked again when it is stored. */
#include "page/format.h"
#include "register/edit_html.h"
#include "register/edit_models_pages.h"

#include <jansson.h>
#include <string.h>

enum { CELL_MOST = 4000, FOUND_MOST = 10, VERY_NAME = 100 };

enum step { STEP_FORM, STEP_PREVIEW, STEP_REGISTER };

struct editing {
	struct asked a;
	struct http_response *response;
	enum register_act act;
	LIST(struct register_field) fields;
	LIST(struct register_value) values;
	struct register_wish wish;
	const struct register_table *table; /* of a correction */
	struct queue_fact fact;             /* what stands there */
	const struct register_instrument *instrument;
	size_t declarations; /* fields that the instrument brings along */
};

static const char *const names[REGISTER_ACTS] = {N_("Register an instrument"), N_("Register a ratification"),
						 N_("Register a declaration"), N_("Register a denunciation"),
						 N_("Correct a fact")};
static const char *const buttons[REGISTER_ACTS] = {N_("Register the instrument"), N_("Register the ratification"),
						   N_("Register the declaration"), N_("Register the denunciation"),
						   N_("Store the correction")};
static const char *const done[REGISTER_ACTS] = {
	N_("The instrument is registered."), N_("The ratification is registered."),
	N_("The declaration is registered."), N_("The denunciation is registered."), N_("The correction is stored.")};

static struct str leads(const struct call *c, enum register_act act)
{
	switch (act) {
	case ACT_INSTRUMENT:
		return tr(c, "A Convention, Protocol or Recommendation that the Conference adopted enters the register "
			     "here.");
	case ACT_RATIFICATION:
		return tr(c, "A ratification is registered with the declarations that its instrument asks for.");
	case ACT_DECLARATION: return tr(c, "A declaration made later is registered under a ratification that stands.");
	case ACT_DENUNCIATION: return tr(c, "An act of denunciation is registered within a denunciation window.");
	default: return tr(c, "A correction is a new fact: what was recorded before stays in the history.");
	}
}

struct str edit_act_name(const struct call *c, enum register_act act)
{
	return tr(c, names[act]);
}

struct str edit_act_done(const struct call *c, enum register_act act)
{
	return tr(c, done[act]);
}

/* --- which fields the form has */

static void add_act_fields(struct editing *e)
{
	size_t n;
	const struct register_field *fields = register_act_fields(e->act, &n);
	for (size_t i = 0; i < n; i++) {
		struct register_field *field = list_add(e->a.c->arena, &e->fields);
		*field = fields[i];
		if (strcmp(field->name, "extent") == 0)
			field->flags |= FIELD_REQUIRED; /* the form begins with the whole, so it is always told */
	}
}

static const char *hint_of(const struct register_column *column)
{
	switch (column->type) {
	case REGISTER_SPAN: return N_("Written 2006-05-17, or 2006-05 or 2006 where no more is known");
	case REGISTER_INSTRUMENT: return N_("Its number, such as C189 or P029");
	case REGISTER_INSTRUMENTS: return N_("Numbers, separated by blanks");
	case REGISTER_COUNTRY: return N_("Three capital letters, such as BRA");
	default: return NULL;
	}
}

/* The columns of the fact's table; those of its key only where a fact is added that was missing: they never change. */
static void add_column_fields(struct editing *e)
{
	for (size_t i = 0; i < e->table->columns_n; i++) {
		const struct register_column *column = &e->table->columns[i];
		bool is_long = strcmp(column->name, "text") == 0;
		if ((column->flags & REGISTER_KEY) && e->fact.id)
			continue;
		*list_add(e->a.c->arena, &e->fields) = (struct register_field){
			column->name,
			column->type,
			(column->flags & REGISTER_REQUIRED ? FIELD_REQUIRED : 0) | (is_long ? FIELD_LONG : 0),
			column->choices,
			shown_column_key(column->name),
			hint_of(column),
			CELL_MOST};
	}
}

static void add_declaration_fields(struct editing *e)
{
	size_t n = 0;
	const struct register_field *fields =
		e->instrument ? register_declaration_fields(e->a.c, e->instrument, &n) : NULL;
	for (size_t i = 0; i < n; i++)
		*list_add(e->a.c->arena, &e->fields) = fields[i];
	e->declarations = n;
}

/* --- what stands in them */

static struct str value_of(const struct editing *e, const char *name)
{
	for (size_t i = 0; i < e->values.n; i++)
		if (str_is(e->values.at[i].name, name))
			return e->values.at[i].value;
	return STR("");
}

/* The instrument that was typed: "C138", "C138 Minimum Age Convention, 1973", or its very name in any language. */
static const struct register_instrument *instrument_of(struct editing *e, struct str typed)
{
	struct str rest = typed, first;
	struct register_hit *hits;
	size_t n = 0, exact = 0;
	const struct register_instrument *found = NULL;
	str_next(&rest, ' ', &first);
	const struct register_instrument *named = typed.n ? register_instrument_named(e->a.s, first) : NULL;
	if (named || !typed.n || register_find(e->a.c, e->a.s, typed, FOUND_MOST, &hits, &n) != OK)
		return named;
	for (size_t i = 0; i < n; i++)
		if (hits[i].kind == FOUND_INSTRUMENT && hits[i].score >= VERY_NAME) {
			found = &e->a.s->instruments[hits[i].index];
			exact++;
		}
	return exact == 1 ? found : NULL;
}

static void set_value(struct editing *e, const char *name, struct str value)
{
	*list_add(e->a.c->arena, &e->values) = (struct register_value){str_of(name), value};
}

/* The columns of the fact as they stand. */
static void take_fact(struct editing *e)
{
	struct call *c = e->a.c;
	json_t *object = json_loadb(e->fact.body.at, e->fact.body.n, JSON_REJECT_DUPLICATES, NULL);
	for (size_t i = 0; i < e->fields.n; i++) {
		const json_t *v = json_object_get(object, e->fields.at[i].name);
		if (json_is_string(v))
			set_value(e, e->fields.at[i].name,
				  str_copy(c->arena, (struct str){json_string_value(v), json_string_length(v)}));
	}
	json_decref(object);
}

static void take_form(struct editing *e)
{
	for (size_t i = 0; i < e->fields.n; i++)
		set_value(e, e->fields.at[i].name, http_field_text(e->a.r, e->fields.at[i].name));
}

/* The instrument that the form names decides which fields come along. */
static void take_instrument(struct editing *e)
{
	if (e->act != ACT_RATIFICATION)
		return;
	size_t before = e->fields.n;
	e->instrument = instrument_of(e, str_trim(value_of(e, "instrument")));
	add_declaration_fields(e);
	for (size_t i = before; i < e->fields.n; i++)
		set_value(e, e->fields.at[i].name, http_field_text(e->a.r, e->fields.at[i].name));
}

/* What both steps begin with: the act, its page, its fields; of a correction the fact. */
static enum status begin(struct http_request *r, struct http_response *response, struct editing *e)
{
	struct call *c = r->call;
	struct str word = http_path_part(r, "act");
	*e = (struct editing){.response = response};
	enum status st = asked_begin(r, "standards", &e->a);
	if (st != OK)
		return st;
	if (!register_act_parse(word, &e->act))
		return NOT_FOUND;
	e->a.page.is_register = false;
	e->a.page.title = edit_act_name(c, e->act);
	e->a.page.lead = leads(c, e->act);
	page_links_add(c->arena, &e->a.page.trail, url_plain(c, "/edit"), STR(""), tr(c, "The Office’s desk"));
	e->wish = (struct register_wish){.act = e->act,
					 .days = format_span,
					 .kind = http_parameter_text(r, "kind"),
					 .key = http_parameter_text(r, "key")};
	if (e->act == ACT_CORRECTION) {
		e->table = register_table_named(e->wish.kind);
		if (e->wish.key.n || !e->table)
			st = queue_fact_of(c, e->wish.kind, e->wish.key, &e->fact);
		if (st == OK)
			add_column_fields(e);
	}
	add_act_fields(e);
	return st;
}

/* --- the form */

static struct url action_of(const struct editing *e)
{
	const struct call *c = e->a.c;
	if (e->act != ACT_CORRECTION)
		return url_plain(c, "/edit/%s", register_act_word(e->act));
	return url_plain(c, "/edit/correction?kind=%.*s&key=%.*s", STR_ARGS(e->wish.kind), STR_ARGS(e->wish.key));
}

static void add_hidden(const struct editing *e, struct form_hiddens *out, const char *name, struct str value)
{
	*list_add(e->a.c->arena, out) = (struct form_hidden){str_of(name), value};
}

/* What the form carries besides its fields: which fact was looked at, and for which instrument its fields were made. */
static void add_carried(const struct editing *e, struct form_hiddens *out)
{
	if (e->act == ACT_CORRECTION)
		add_hidden(e, out, "seen", str_format(e->a.c->arena, "%lld", (long long)e->wish.seen));
	if (e->act == ACT_RATIFICATION)
		add_hidden(e, out, "asked", e->instrument ? e->instrument->id : STR(""));
}

static void add_demands(const struct editing *e, struct shown_texts *out)
{
	const struct call *c = e->a.c;
	for (size_t i = e->fields.n - e->declarations; i < e->fields.n; i++)
		if (e->fields.at[i].flags & FIELD_REQUIRED)
			*list_add(c->arena, out) = (struct shown_text){
				.text = FILL(c, tr(c, "{code} demands a declaration: {what}."),
					     {"code", e->instrument->id}, {"what", tr(c, e->fields.at[i].label)})};
	if (e->declarations && !out->n)
		*list_add(c->arena, out) =
			(struct shown_text){.text = FILL(c, tr(c, "{code} allows declarations with a ratification."),
							 {"code", e->instrument->id})};
	if (e->declarations)
		*list_add(c->arena, out) =
			(struct shown_text){.text = tr(c, "The fields for it stand at the end of the form.")};
}

/* Other sources' values for the day of a ratification. */
static void add_others(const struct editing *e, struct shown_texts *out)
{
	const struct call *c = e->a.c;
	for (size_t k = 0; k < e->a.s->ratifications_n; k++) {
		const struct register_ratification *r = &e->a.s->ratifications[k];
		for (size_t i = 0; r->fact.id == e->fact.id && i < r->conflicts_n; i++)
			*list_add(c->arena, out) =
				(struct shown_text){.text = FILL(c, tr(c, "{source} says: {day}."),
								 {"source", r->conflicts[i].source_other},
								 {"day", r->conflicts[i].date_other})};
	}
}

static enum status show_form(struct editing *e)
{
	struct call *c = e->a.c;
	struct edit_form m = {.action = action_of(e),
			      .leave = url_plain(c, "/edit"),
			      .not_done = form_not_done(c),
			      .is_signed_out = !c->person.id,
			      .has_record = e->fact.id != 0};
	for (size_t i = 0; i < e->fields.n; i++)
		*list_add(c->arena, &m.fields) = form_field_of(c, &e->fields.at[i], value_of(e, e->fields.at[i].name));
	add_carried(e, &m.hidden);
	add_demands(e, &m.demands);
	if (m.has_record) {
		m.record = shown_record(&e->a, e->wish.kind, e->wish.key, e->fact.body, e->fact.recorded);
		m.leave = m.record.history;
		add_others(e, &m.others);
	}
	m.sign_in = url_plain(c, "/sign-in?return_to=%.*s", STR_ARGS(url_plain(c, "/edit").s));
	e->a.page.has_errors = c->problems.list.n > 0;
	if (c->form_token.n == 0)
		http_session_set(e->a.r, e->response, http_session_token(c->arena));
	page_edit_form(&e->response->body, c, &e->a.page, &m);
	return OK;
}

/* --- the preview */

static struct str what_words(const struct call *c, const char *what)
{
	static const struct {
		const char *what, *text;
	} list[] = {
		{"in_force_from", N_("In force from")},
		{"denounced", N_("Denounced")},
		{"until", N_("Bound until")},
		{"instrument_in_force_from", N_("Instrument in force from")},
		{"open_to_ratification", N_("Closed to ratification from")},
		{"windows", N_("Next denunciation window")},
	};
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (strcmp(what, list[i].what) == 0)
			return tr(c, list[i].text);
	return str_of(what);
}

static struct str effect_value(const struct call *c, const char *what, struct str value)
{
	struct span span;
	if (!span_parse(value, &span))
		return value.n ? value : STR("–");
	if (strcmp(what, "windows") == 0 && !span_is_day(span))
		return FILL(c, tr(c, "{first} to {last}"), {"first", format_date(c, span.earliest)},
			    {"last", format_date(c, span.latest)});
	return format_span(c, span);
}

static void add_effects(const struct editing *e, const struct register_effect *effect, struct edit_preview *m)
{
	const struct call *c = e->a.c;
	for (size_t i = 0; i < effect->consequences.n; i++) {
		const struct register_consequence *k = &effect->consequences.at[i];
		*list_add(c->arena, &m->effects) =
			(struct shown_effect){.url = shown_record(&e->a, STR(""), k->subject, STR(""), c->now).url,
					      .subject = k->subject,
					      .what = what_words(c, k->what),
					      .before = effect_value(c, k->what, k->before),
					      .after = effect_value(c, k->what, k->after),
					      .because = k->because,
					      .source = k->source};
	}
	for (size_t i = 0; i < effect->warnings.n; i++)
		*list_add(c->arena, &m->warnings) = (struct shown_text){.text = effect->warnings.at[i]};
}

static void add_stored(const struct editing *e, const struct register_effect *effect, struct edit_preview *m)
{
	const struct call *c = e->a.c;
	for (size_t i = 0; i < effect->facts.n; i++) {
		const struct register_written *w = &effect->facts.at[i];
		const struct register_table *t = register_table_named(w->kind);
		struct shown_stored *stored = list_add(c->arena, &m->stored);
		struct str text = w->after.n == 0 ? tr(c, "{kind} {key}: withdrawn")
				  : w->before.n   ? tr(c, "{kind} {key}: replaces what was recorded")
						  : tr(c, "{kind} {key}: new");
		*stored = (struct shown_stored){.heading = FILL(c, text, {"kind", shown_kind_words(c, t)},
								{"key", shown_key(&e->a, t, w->key)})};
		shown_body(&e->a, t, w->after.n ? w->after : w->before, &stored->cells);
	}
}

static enum status show_preview(struct editing *e, const struct register_effect *effect)
{
	struct call *c = e->a.c;
	struct edit_preview m = {.action = action_of(e), .register_label = tr(c, buttons[e->act])};
	int64_t n = (int64_t)effect->consequences.n;
	e->a.page.lead = n ? FILL(c,
				  tr_n(c, "Nothing is stored yet. The act would change {n} day or state.",
				       "Nothing is stored yet. The act would change {n} days and states.", n),
				  {"n", shown_number(c, n)})
			   : tr(c, "Nothing is stored yet. The act would change no computed day or state.");
	for (size_t i = 0; i < e->fields.n; i++)
		add_hidden(e, &m.hidden, e->fields.at[i].name, value_of(e, e->fields.at[i].name));
	add_carried(e, &m.hidden);
	add_effects(e, effect, &m);
	add_stored(e, effect, &m);
	page_edit_preview(&e->response->body, c, &e->a.page, &m);
	return OK;
}

/* --- the steps */

static enum status edit_form_page(struct http_request *r, struct http_response *response)
{
	struct editing e;
	bool is_answered;
	enum status st = edit_only_office(r, response, &is_answered);
	if (st == OK && !is_answered)
		st = begin(r, response, &e);
	if (st != OK || is_answered)
		return st;
	set_value(&e, "member", http_parameter_text(r, "member"));
	set_value(&e, "instrument", http_parameter_text(r, "instrument"));
	set_value(&e, "extent", STR("whole"));
	if (e.act == ACT_CORRECTION) {
		e.values.n = 0;
		take_fact(&e);
		e.wish.seen = e.fact.id;
	}
	take_instrument(&e);
	return show_form(&e);
}

/* The form again, with what was typed and the status that fits its faults. */
static enum status show_faults(struct editing *e, enum status st)
{
	struct call *c = e->a.c;
	if (c->problems.list.n == 0)
		problem_add(&c->problems, st == UNAVAILABLE ? PROBLEM_STORE_UNAVAILABLE : PROBLEM_INTERNAL,
			    PLACE_NOWHERE, STR(""), "%.*s",
			    STR_ARGS(tr(c, "It could not be stored. All that was typed is still in the form below; try "
					   "again in a minute.")));
	if (st == CONFLICT)
		e->wish.seen = e->fact.id; /* what stands there now is shown above: sent again, it was seen */
	int status = problem_http_status(c->problems.list.at[0].code);
	e->response->status = st == INVALID || status == 400 || status == 404 ? 422 : status;
	return show_form(e);
}

static enum step step_of(const struct http_request *r)
{
	struct str step = http_field_text(r, "step");
	if (str_is(step, "register"))
		return STEP_REGISTER;
	return str_is(step, "change") ? STEP_FORM : STEP_PREVIEW;
}

static struct str after_url(const struct editing *e, const struct register_effect *effect)
{
	const struct register_written *w = &effect->facts.at[0];
	return url_plain(e->a.c, "/history?kind=%.*s&key=%.*s&done=%s", STR_ARGS(w->kind), STR_ARGS(w->key),
			 register_act_word(e->act))
		.s;
}

/* What is wrong before the rules are asked: the form is from before the sign-in, or nobody is signed in any more. */
static bool may_go_on(struct editing *e)
{
	struct call *c = e->a.c;
	if (c->problems.list.n)
		return false;
	if (!c->person.id)
		problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
			    STR_ARGS(tr(c, "You are not signed in any more.")));
	return c->person.id != 0;
}

static enum status edit_act_page(struct http_request *r, struct http_response *response)
{
	struct editing e;
	struct register_effect effect = {0};
	struct str asked = http_field_text(r, "asked");
	bool is_answered;
	enum status st = r->call->person.id ? edit_only_office(r, response, &is_answered) : OK;
	if (st == OK)
		st = begin(r, response, &e);
	if (st != OK)
		return st;
	take_form(&e);
	str_to_i64(http_field_text(r, "seen"), &e.wish.seen);
	if (!may_go_on(&e)) {
		take_instrument(&e);
		return show_faults(&e, FORBIDDEN);
	}
	take_instrument(&e);
	enum step step = step_of(r);
	if (step == STEP_FORM)
		return show_form(&e);
	e.wish.values = e.values.at;
	e.wish.n = e.values.n;
	bool is_new_form = e.declarations && !str_equal(asked, e.instrument->id);
	bool is_preview = step == STEP_PREVIEW || is_new_form;
	st = register_edit(r->call, &e.wish, is_preview, &effect);
	if (st != OK)
		return st == BUG ? BUG : show_faults(&e, st);
	if (is_new_form)
		return show_form(&e);
	if (is_preview)
		return show_preview(&e, &effect);
	http_redirect(response, 303, after_url(&e, &effect));
	return OK;
}

static const struct http_parameter about[] = {
	{"member", HTTP_TEXT, NULL, "The Member to begin with."},
	{"instrument", HTTP_TEXT, NULL, "The instrument to begin with."},
	{"kind", HTTP_TEXT, NULL, "Of a correction: the kind of the fact."},
	{"key", HTTP_TEXT, NULL, "Of a correction: the key of the fact.", 1000},
};

static const struct http_parameter history_parameters[] = {
	{"kind", HTTP_TEXT, NULL, "The kind of the fact."},
	{"key", HTTP_TEXT, NULL, "The key of the fact.", 1000},
	{"done", HTTP_CHOICE, "instrument ratification declaration denunciation correction", "The act just stored."},
	PAGE_TIMES,
};

#define OFFICE(method, pattern, handler, flags, parameters, summary)                                                \
	{                                                                                                           \
		method, "/{lang}" pattern, handler, MAY_EDIT_REGISTER, HTTP_PAGE | HTTP_ASKS | (flags), parameters, \
			sizeof(parameters) / sizeof(parameters)[0], summary, NULL, NULL                             \
	}

const struct http_route register_edit_routes[] = {
	{"GET", "/{lang}/edit", edit_desk_page, MAY_EDIT_REGISTER, HTTP_PAGE | HTTP_ASKS, NULL, 0, "The Office's desk.",
	 NULL, NULL},
	OFFICE("GET", "/edit/{act}", edit_form_page, 0, about, "The form of an act."),
	OFFICE("POST", "/edit/{act}", edit_act_page, HTTP_OPEN_FORM, about, "Previews or stores an act."),
	{"GET", "/{lang}/history", history_page, MAY_ANYBODY, HTTP_PAGE, history_parameters,
	 sizeof(history_parameters) / sizeof(history_parameters)[0], "All that was recorded of a fact.",
	 .programs = "/api/v1/history"},
	{0},
};
