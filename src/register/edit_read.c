/* SPDX-License-Identifier: Apache-2.0 */
/* Reading what an officer typed: every field against its row of the table of fields, all faults at once. */
#include "register/edit_private.h"

#include <string.h>

enum { SHOWN_MOST = 60, CELL_MOST = 4000 };

void edit_refuse(struct edit *e, const struct refusal *refusal)
{
	struct problems *p = &e->c->problems;
	problem_add(p, refusal->code, PLACE_PARAMETER, str_of(refusal->field), "%.*s", STR_ARGS(refusal->detail));
	if (refusal->hint.n)
		problem_hint(p, refusal->hint);
	if (refusal->rule)
		problem_rule(p, str_of(refusal->rule), refusal->why, refusal->source);
}

void edit_warn(struct edit *e, struct str sentence)
{
	*list_add(e->c->arena, &e->out->warnings) = sentence;
}

/* The beginning of what was typed, for a sentence about it. */
static struct str shown(struct str typed)
{
	struct str s = str_slice(typed, 0, SHOWN_MOST);
	while (s.n && !str_is_utf8(s))
		s.n--;
	return s;
}

static const struct register_value *given(const struct edit *e, struct str name)
{
	for (size_t i = 0; i < e->wish->n; i++)
		if (str_equal(e->wish->values[i].name, name))
			return &e->wish->values[i];
	return NULL;
}

static bool is_break(char c)
{
	return c == '\n' || c == '\r' || c == '\t';
}

/* Runs of line breaks and the blanks around them as one character; CR LF is one break, blank lines stay where lines do. */
static struct str folded(struct arena *a, struct str s, bool keep_lines)
{
	char *at = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (!is_break(s.at[i]))
			at[n++] = s.at[i];
		else if (!keep_lines && (n == 0 || at[n - 1] != ' '))
			at[n++] = ' ';
		else if (keep_lines && s.at[i] != '\r')
			at[n++] = s.at[i] == '\t' ? ' ' : '\n';
	}
	return (struct str){at, n};
}

struct str edit_value(const struct edit *e, const char *name)
{
	const struct register_value *v = given(e, str_of(name));
	return v ? str_trim(folded(e->c->arena, v->value, false)) : STR("");
}

struct str edit_lines(const struct edit *e, const char *name)
{
	const struct register_value *v = given(e, str_of(name));
	return v ? str_trim(folded(e->c->arena, v->value, true)) : STR("");
}

struct str edit_span_text(const struct edit *e, struct span s)
{
	char at[SPAN_ROOM];
	return e->wish->days ? e->wish->days(e->c, s) : str_copy(e->c->arena, span_print(s, at));
}

struct str edit_day_text(const struct edit *e, struct date d)
{
	return edit_span_text(e, span_day(d));
}

struct str edit_country_name(const struct edit *e, const struct register_country *country)
{
	return register_name_in(&country->name, e->c->lang, NULL);
}

struct str edit_misfit(struct edit *e, enum register_type type, const char *choices, struct str value)
{
	const struct register_column column = {"", type, 0, choices};
	const char *why;
	if (register_cell_fits(&column, value, &why))
		return STR("");
	struct tr_value typed = {"value", shown(value)};
	switch (type) {
	case REGISTER_TEXT: return tr(e->c, N_("Control characters are not taken here, nor what is no UTF-8."));
	case REGISTER_WORD:
		return SAY(N_("“{value}” is none of these: {choices}."), typed, {"choices", str_of(choices)});
	case REGISTER_DAY: return SAY(N_("“{value}” is not a day; write it as 2026-11-24."), typed);
	case REGISTER_SPAN:
		return SAY(N_("“{value}” is not a day, month, year, or an interval whose first day comes first."),
			   typed);
	case REGISTER_INTEGER:
	case REGISTER_SESSION: return SAY(N_("“{value}” is not a whole number that is possible here."), typed);
	case REGISTER_INSTRUMENT:
	case REGISTER_INSTRUMENTS:
		return SAY(N_("“{value}” does not name instruments; write them as C189, P029 or MLC."), typed);
	case REGISTER_COUNTRY:
		return SAY(N_("“{value}” is not a country's code; it has three capital letters."), typed);
	}
	return STR("");
}

static bool has_control(struct str s, bool is_long)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_control(s, i) && !(is_long && is_break(s.at[i])))
			return true;
	return !str_is_utf8(s);
}

static void check_field(struct edit *e, const struct register_field *field)
{
	const struct register_value *v = given(e, str_of(field->name));
	struct str value = v ? str_trim(v->value) : STR("");
	struct refusal refusal = {.code = PROBLEM_WRONG_VALUE, .field = field->name};
	if (value.n == 0 && field->missing) {
		refusal.code = PROBLEM_MISSING;
		refusal.detail = tr(e->c, field->missing);
	} else if (value.n > field->most) {
		refusal.detail = SAY(N_("This is too long: {n} bytes, where {most} are taken."),
				     {"n", str_format(e->c->arena, "%zu", value.n)},
				     {"most", str_format(e->c->arena, "%zu", field->most)});
	} else if (has_control(value, field->flags & FIELD_LONG)) {
		refusal.detail = edit_misfit(e, REGISTER_TEXT, NULL, STR("\x01"));
	} else {
		refusal.detail = edit_misfit(e, field->flags & FIELD_LONG ? REGISTER_TEXT : field->type, field->choices,
					     edit_value(e, field->name));
		if (field->type == REGISTER_DAY)
			refusal.code = PROBLEM_BAD_DAY;
	}
	if (refusal.detail.n)
		edit_refuse(e, &refusal);
}

static bool is_field(const struct edit *e, struct str name)
{
	for (size_t i = 0; i < e->fields_n; i++)
		if (str_is(name, e->fields[i].name))
			return true;
	return false;
}

/* A field that some instrument's declarations have: not known to be wrong while the instrument is not known. */
static bool may_be_declared(const struct edit *e, struct str name)
{
	bool is_one = str_is(name, "minimum_age_article") || str_is(name, "declaration_text") ||
		      edit_declaration_kind(name) != LAW_OTHER_DECLARATION;
	return e->wish->act == ACT_RATIFICATION && !e->instrument && is_one;
}

/* Names that no field has, and names that stand twice. */
static void check_names(struct edit *e)
{
	for (size_t i = 0; i < e->wish->n; i++) {
		struct str name = e->wish->values[i].name;
		struct refusal refusal = {PROBLEM_UNKNOWN_FIELD,
					  str_chars(e->c->arena, shown(name)),
					  STR(""),
					  STR(""),
					  NULL,
					  STR(""),
					  STR("")};
		if (given(e, name) != &e->wish->values[i])
			refusal.detail = tr(e->c, N_("It stands more than once."));
		else if (!is_field(e, name) && !may_be_declared(e, name))
			refusal.detail = SAY(N_("“{name}” is not known here."), {"name", str_of(refusal.field)});
		if (refusal.detail.n)
			edit_refuse(e, &refusal);
	}
}

static bool is_a_name(const struct register_names *names, const char *typed)
{
	for (size_t i = 0; i < REGISTER_LANGUAGES; i++)
		if (names->in[i].n && str_is_nocase(names->in[i], typed))
			return true;
	return false;
}

/* The one thing of a kind whose very name, number or code was typed; else the nearest names. */
static int found(struct edit *e, const char *field, enum register_found kind, enum problem_code code, struct str typed,
		 struct str detail)
{
	enum { MOST = 20, NEAREST = 3, NAME = 100 };
	const char *chars = str_chars(e->c->arena, typed);
	struct register_hit *hits;
	size_t n = 0, exact = 0, near = 0;
	int the_one = -1;
	struct str names = STR("");
	if (register_find(e->c, &e->now, typed, MOST, &hits, &n) != OK)
		n = 0;
	for (size_t i = 0; i < n; i++) {
		if (hits[i].kind != kind)
			continue;
		bool is_country = kind == FOUND_COUNTRY;
		const struct register_names *of =
			is_country ? &e->now.countries[hits[i].index].name : &e->now.instruments[hits[i].index].title;
		struct str name = is_country ? edit_country_name(e, &e->now.countries[hits[i].index])
					     : e->now.instruments[hits[i].index].id;
		if (hits[i].score >= NAME || is_a_name(of, chars)) {
			exact++;
			the_one = hits[i].index;
		}
		if (near++ < NEAREST)
			names = str_format(e->c->arena, "%.*s%s%.*s", STR_ARGS(names), names.n ? "; " : "",
					   STR_ARGS(name));
	}
	if (exact == 1)
		return the_one;
	struct refusal refusal = {code, field, detail, STR(""), NULL, STR(""), STR("")};
	if (names.n)
		refusal.hint = SAY(N_("Did you mean: {names}?"), {"names", names});
	edit_refuse(e, &refusal);
	return -1;
}

static const struct register_country *read_country(struct edit *e, const char *field)
{
	struct str typed = edit_value(e, field);
	if (!is_field(e, str_of(field)) || e->wish->act == ACT_CORRECTION || !typed.n)
		return NULL;
	const struct register_country *named = register_country_named(&e->now, typed);
	if (named)
		return named;
	int index = found(e, field, FOUND_COUNTRY, PROBLEM_UNKNOWN_MEMBER, typed,
			  SAY(N_("There is no country “{name}” here."), {"name", shown(typed)}));
	return index < 0 ? NULL : &e->now.countries[index];
}

/* "C189", or "C189 Domestic Workers Convention, 2011", or a title alone. */
static void read_instrument(struct edit *e)
{
	struct str typed = edit_value(e, "instrument"), rest = typed, first;
	if (!is_field(e, STR("instrument")) || !typed.n)
		return;
	str_next(&rest, ' ', &first);
	e->instrument = register_instrument_named(&e->now, first);
	if (e->instrument)
		return;
	int index = found(e, "instrument", FOUND_INSTRUMENT, PROBLEM_UNKNOWN_INSTRUMENT, typed,
			  SAY(N_("There is no instrument “{name}” here."), {"name", shown(typed)}));
	e->instrument = index < 0 ? NULL : &e->now.instruments[index];
}

static void read_day(struct edit *e)
{
	const char *field = e->wish->act == ACT_INSTRUMENT ? "adopted" : "registered";
	e->day = DATE_UNSET;
	if (!is_field(e, str_of(field)) || !date_parse(edit_value(e, field), &e->day))
		return;
	if (date_before(e->c->today, e->day))
		edit_refuse(e, &(struct refusal){
				       PROBLEM_REFUSED, field,
				       SAY(N_("{day} has not come yet."), {"day", edit_day_text(e, e->day)}), STR(""),
				       "not-in-the-future",
				       tr(e->c,
					  N_("The register holds what has happened, by the day of its registration.")),
				       PRACTICE});
}

/* The columns of the fact's table; what is required of them is asked of the row as a whole. */
static const struct register_field *column_fields(struct edit *e, size_t *n)
{
	const struct register_table *t = register_table_named(e->wish->kind);
	*n = t ? t->columns_n : 0;
	struct register_field *fields = arena_array(e->c->arena, struct register_field, *n);
	for (size_t i = 0; i < *n; i++)
		fields[i] = (struct register_field){.name = t->columns[i].name,
						    .type = t->columns[i].type,
						    .flags = t->columns[i].type == REGISTER_TEXT ? FIELD_LONG : 0,
						    .choices = t->columns[i].choices,
						    .most = CELL_MOST};
	return fields;
}

/* The fields of the act; behind them what hangs on the instrument, or the columns of the fact that is corrected. */
static void gather_fields(struct edit *e)
{
	size_t n, more = 0;
	const struct register_field *own = register_act_fields(e->wish->act, &n), *others = NULL;
	if (e->wish->act == ACT_RATIFICATION && e->instrument)
		others = register_declaration_fields(e->c, e->instrument, &more);
	else if (e->wish->act == ACT_CORRECTION)
		others = column_fields(e, &more);
	struct register_field *all = arena_array(e->c->arena, struct register_field, n + more);
	memcpy(all, own, n * sizeof *all);
	if (more)
		memcpy(all + n, others, more * sizeof *all);
	e->fields = all;
	e->fields_n = n + more;
}

void edit_read(struct edit *e)
{
	gather_fields(e);
	e->member = read_country(e, "member");
	e->predecessor = read_country(e, "predecessor");
	read_instrument(e);
	gather_fields(e);
	check_names(e);
	for (size_t i = 0; i < e->fields_n; i++)
		check_field(e, &e->fields[i]);
	read_day(e);
}
