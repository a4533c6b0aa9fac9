/* SPDX-License-Identifier: Apache-2.0 */
/* The calls by which the Office changes the register, and the history of a fact.
 *
 * A body holds the fields of edit.h by their names; of a correction also kind, key, seen, and the fact's columns under "fact".
 * Its faults come with those of the rules, all at once, by pointer. */
#include "http/answer.h"
#include "page/format.h"
#include "people/people.h"
#include "register/edit.h"
#include "register/register_json.h"
#include "register/register_web.h"

#include "base/tr.h"

#include <string.h>

enum { FIELDS_MOST = 64 };

/* The body being read. */
struct reading {
	struct call *c;
	struct register_value *values;
	struct register_wish wish;
};

static struct str text_of(const json_t *value)
{
	return (struct str){json_string_value(value), json_string_length(value)};
}

static void fault(struct reading *r, enum problem_code code, struct str pointer, struct str detail)
{
	problem_add(&r->c->problems, code, PLACE_BODY, pointer, "%.*s", STR_ARGS(detail));
}

/* A member of the body as text; false and a fault if it is neither text nor whole number. null is as good as absent. */
static bool take_text(struct reading *r, const json_t *value, struct str pointer, struct str *out)
{
	*out = STR("");
	if (json_is_string(value))
		*out = text_of(value);
	else if (json_is_integer(value))
		*out = str_format(r->c->arena, "%lld", (long long)json_integer_value(value));
	else if (!json_is_null(value)) {
		fault(r, PROBLEM_WRONG_TYPE, pointer, tr(r->c, N_("This must be a text or a whole number.")));
		return false;
	}
	return true;
}

static void take_value(struct reading *r, const char *base, const char *name, const json_t *value)
{
	struct str pointer = str_format(r->c->arena, "%s/%s", base, name), text;
	if (!take_text(r, value, pointer, &text))
		return;
	if (r->wish.n == FIELDS_MOST)
		fault(r, PROBLEM_TOO_LARGE, pointer, tr(r->c, N_("These are more members than are taken.")));
	else
		r->values[r->wish.n++] = (struct register_value){str_of(name), text};
}

/* kind, key and seen say which fact is corrected, "fact" its columns. True if the member was one of them. */
static bool take_of_correction(struct reading *r, const char *name, json_t *value)
{
	const char *column;
	json_t *cell;
	if (strcmp(name, "kind") == 0)
		take_text(r, value, STR("#/kind"), &r->wish.kind);
	else if (strcmp(name, "key") == 0)
		take_text(r, value, STR("#/key"), &r->wish.key);
	else if (strcmp(name, "seen") == 0 && json_is_integer(value))
		r->wish.seen = json_integer_value(value);
	else if (strcmp(name, "seen") == 0)
		fault(r, PROBLEM_WRONG_TYPE, STR("#/seen"), tr(r->c, N_("This must be a whole number.")));
	else if (strcmp(name, "fact") == 0 && json_is_object(value))
		json_object_foreach(value, column, cell) take_value(r, "#/fact", column, cell);
	else if (strcmp(name, "fact") == 0)
		fault(r, PROBLEM_WRONG_TYPE, STR("#/fact"), tr(r->c, N_("This must be an object.")));
	else
		return false;
	return true;
}

static enum status read_wish(struct http_request *request, struct reading *r)
{
	const char *name;
	json_t *body, *value;
	enum status st = http_json(request, &body);
	if (st != OK)
		return st;
	if (!json_is_object(body)) {
		fault(r, PROBLEM_WRONG_TYPE, STR("#"), tr(r->c, N_("This must be an object.")));
		return INVALID;
	}
	r->values = arena_array(r->c->arena, struct register_value, FIELDS_MOST);
	r->wish.values = r->values;
	r->wish.days = format_span;
	json_object_foreach(body, name, value)
	{
		if (r->wish.act != ACT_CORRECTION || !take_of_correction(r, name, value))
			take_value(r, "#", name, value);
	}
	return OK;
}

static bool is_own_field(enum register_act act, struct str name)
{
	size_t n;
	const struct register_field *fields = register_act_fields(act, &n);
	for (size_t i = 0; i < n; i++)
		if (str_is(name, fields[i].name))
			return true;
	return str_is(name, "key") || str_is(name, "seen");
}

/* What had the wrong type is missing to the rules; that it is wrong was said. */
static bool is_told(const struct problems *p, size_t from, const struct problem *one)
{
	for (size_t i = 0; i < from; i++)
		if (one->code == PROBLEM_MISSING && str_equal(p->list.at[i].field, one->field))
			return true;
	return false;
}

static void forget_told(struct problems *p, size_t from)
{
	size_t kept = from;
	for (size_t i = from; i < p->list.n; i++)
		if (!is_told(p, from, &p->list.at[i]))
			p->list.at[kept++] = p->list.at[i];
	p->list.n = kept;
}

/* The rules name fields; a body has pointers. A column of the fact stands under "fact". */
static void point(struct reading *r, size_t from)
{
	for (size_t i = from; i < r->c->problems.list.n; i++) {
		struct problem *p = &r->c->problems.list.at[i];
		bool of_fact = r->wish.act == ACT_CORRECTION && !is_own_field(ACT_CORRECTION, p->field) &&
			       register_table_named(r->wish.kind);
		if (p->place != PLACE_PARAMETER)
			continue;
		p->place = PLACE_BODY;
		p->field = str_format(r->c->arena, "#%s/%.*s", of_fact ? "/fact" : "", STR_ARGS(p->field));
	}
}

/* A fact's body as an object; null where there is none. */
static json_t *json_of_body(struct str body)
{
	return body.n ? json_loadb(body.at, body.n, 0, NULL) : json_null();
}

static json_t *json_of_facts(const struct register_effect *effect)
{
	json_t *array = json_array();
	for (size_t i = 0; i < effect->facts.n; i++) {
		const struct register_written *w = &effect->facts.at[i];
		json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}", "kind", json_of_str(w->kind, false),
						       "key", json_of_str(w->key, false), "before",
						       json_of_body(w->before), "after", json_of_body(w->after)));
	}
	return array;
}

static json_t *json_of_consequences(const struct register_effect *effect)
{
	json_t *array = json_array();
	for (size_t i = 0; i < effect->consequences.n; i++) {
		const struct register_consequence *k = &effect->consequences.at[i];
		json_array_append_new(
			array,
			json_pack("{s:o, s:s, s:o, s:o, s:o, s:o}", "subject", json_of_str(k->subject, false), "what",
				  k->what, "before", json_of_str(k->before, true), "after", json_of_str(k->after, true),
				  "because", json_of_str(k->because, false), "source", json_of_str(k->source, true)));
	}
	return array;
}

/* The ratification that the act is about, as it is or would be; null where it is about none. */
static json_t *json_of_act(const struct call *c, const struct register_effect *effect)
{
	for (size_t i = 0; i < effect->facts.n; i++) {
		struct str rest = effect->facts.at[i].key, instrument, country;
		const struct register_table *t = register_table_named(effect->facts.at[i].kind);
		bool of_pair = t && register_column_named(t, STR("instrument")) >= 0 &&
			       register_column_named(t, STR("country_iso3")) >= 0;
		if (!of_pair || !str_next(&rest, ' ', &instrument) || !str_next(&rest, ' ', &country))
			continue;
		const struct register_snapshot *s = effect->after;
		const struct register_instrument *of = register_instrument_named(s, instrument);
		const struct register_country *by = register_country_named(s, country);
		const struct register_ratification *r =
			of && by ? register_ratification_of(s, (int)(of - s->instruments), (int)(by - s->countries))
				 : NULL;
		if (r)
			return json_of_ratification(s, r, c->today, true);
	}
	return json_null();
}

static struct str location_of(struct call *c, const struct register_written *w)
{
	static const char hex[] = "0123456789ABCDEF";
	char *key = arena_alloc(c->arena, w->key.n * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < w->key.n; i++) {
		unsigned char byte = (unsigned char)w->key.at[i];
		bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
			     (byte >= 'a' && byte <= 'z') || byte == '_';
		if (plain) {
			key[n++] = (char)byte;
			continue;
		}
		key[n++] = '%';
		key[n++] = hex[byte >> 4];
		key[n++] = hex[byte & 15];
	}
	return str_format(c->arena, "/api/v1/history?kind=%.*s&key=%.*s", STR_ARGS(w->kind), (int)n, key);
}

static enum status answer(struct http_request *request, struct http_response *response, enum register_act act,
			  bool preview, const struct register_effect *effect)
{
	struct call *c = request->call;
	json_t *warnings = json_array();
	for (size_t i = 0; i < effect->warnings.n; i++)
		json_array_append_new(warnings, json_of_str(effect->warnings.at[i], false));
	if (!preview) {
		response->status = 201;
		http_response_header(response, "Location", location_of(c, &effect->facts.at[0]));
	}
	return http_answer(response, json_pack("{s:s, s:b, s:o, s:o, s:o, s:o, s:o}", "act", register_act_word(act),
					       "preview", preview, "facts", json_of_facts(effect), "consequences",
					       json_of_consequences(effect), "warnings", warnings, "change",
					       effect->change ? json_integer(effect->change) : json_null(),
					       "ratification", json_of_act(c, effect)));
}

static enum status edit(struct http_request *request, struct http_response *response, enum register_act act)
{
	int64_t asked = 0;
	struct reading r = {.c = request->call, .wish = {.act = act}};
	struct register_effect effect = {.change = 0};
	bool preview = http_parameter_integer(request, "preview", &asked) && asked != 0;
	enum status st = read_wish(request, &r);
	if (st != OK)
		return st;
	size_t before = r.c->problems.list.n;
	st = register_edit(r.c, &r.wish, preview, &effect);
	point(&r, before);
	forget_told(&r.c->problems, before);
	return st == OK ? answer(request, response, act, preview, &effect) : st;
}

static enum status post_instrument(struct http_request *request, struct http_response *response)
{
	return edit(request, response, ACT_INSTRUMENT);
}

static enum status post_ratification(struct http_request *request, struct http_response *response)
{
	return edit(request, response, ACT_RATIFICATION);
}

static enum status post_declaration(struct http_request *request, struct http_response *response)
{
	return edit(request, response, ACT_DECLARATION);
}

static enum status post_denunciation(struct http_request *request, struct http_response *response)
{
	return edit(request, response, ACT_DENUNCIATION);
}

static enum status post_correction(struct http_request *request, struct http_response *response)
{
	return edit(request, response, ACT_CORRECTION);
}

static json_t *json_of_moment(struct moment m)
{
	char at[MOMENT_ROOM];
	return m.us ? json_string(moment_print(m, at).at) : json_null();
}

/* Who did it and what he noted are told to the Office alone. */
static json_t *json_of_past(struct call *c, const struct register_past *past)
{
	struct str name = STR("");
	json_t *object = json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "fact", (json_int_t)past->fact,
				   "recorded", json_of_moment(past->recorded), "superseded",
				   json_of_moment(past->superseded), "act", json_of_str(past->act, true), "role",
				   json_of_str(past->role, true), "reason", json_of_str(past->reason, true),
				   "withdrawn", past->withdrawn, "body", json_of_body(past->body));
	if (!call_may(c, MAY_EDIT_REGISTER))
		return object;
	if (past->person && people_name(c, past->person, &name) == UNAVAILABLE)
		name = STR("");
	json_object_set_new(object, "person", json_of_str(name, true));
	json_object_set_new(object, "note", json_of_str(past->note, true));
	return object;
}

static enum status get_history(struct http_request *request, struct http_response *response)
{
	struct call *c = request->call;
	struct str kind = http_parameter_text(request, "kind"), key = http_parameter_text(request, "key");
	struct register_pasts pasts;
	enum status st = register_history(c, kind, key, &pasts);
	if (st == NOT_FOUND) {
		struct tr_value named = {"key", key};
		problem_add(
			&c->problems, PROBLEM_UNKNOWN_FACT, PLACE_PARAMETER, STR("key"), "%.*s",
			STR_ARGS(tr_fill(c->arena, tr(c, N_("No fact “{key}” of this kind is recorded.")), &named, 1)));
	}
	if (st != OK)
		return st;
	json_t *items = json_array();
	for (size_t i = 0; i < pasts.n; i++)
		json_array_append_new(items, json_of_past(c, &pasts.at[i]));
	return http_answer_list(request, response,
				json_pack("{s:o, s:o, s:o, s:n}", "kind", json_of_str(kind, false), "key",
					  json_of_str(key, false), "items", items, "next"),
				"fact recorded superseded act role reason withdrawn body");
}

static const struct http_parameter previewing[] = {
	{"preview", HTTP_INTEGER, NULL, "1: tells what would be stored and what the law makes of it; stores nothing."},
};

static const struct http_parameter about[] = {
	{"kind", HTTP_TEXT, NULL, "The kind of the fact: a table's name, such as ratification.", 40},
	{"key", HTTP_TEXT, NULL, "Its key, such as C189 BRA.", 1000},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."},
};

#define WRITES(word, handler, body, summary)                                                                        \
	{                                                                                                           \
		"POST", "/api/v1/" word, handler, MAY_EDIT_REGISTER, HTTP_API, previewing, 1, summary, "ActEffect", \
			body                                                                                        \
	}

const struct http_route register_edit_api_routes[] = {
	WRITES("instruments", post_instrument, "InstrumentAct",
	       "Registers a new Convention, Protocol or Recommendation."),
	WRITES("ratifications", post_ratification, "RatificationAct",
	       "Registers a ratification with the declarations that travel with it."),
	WRITES("declarations", post_declaration, "DeclarationAct", "Registers a declaration made later."),
	WRITES("denunciations", post_denunciation, "DenunciationAct",
	       "Registers an act of denunciation, of the whole or of Parts."),
	WRITES("corrections", post_correction, "CorrectionAct",
	       "Corrects or withdraws one fact, or records one that was missing."),
	{"GET", "/api/v1/history", get_history, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV, about, 3,
	 "All that was ever recorded of one fact, the latest first.", "FactHistory", NULL},
	{0},
};
