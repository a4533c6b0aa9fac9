/* SPDX-License-Identifier: Apache-2.0 */
/* Forms made of tables of fields: the acts of the Office, the columns of a fact, what a reader reports. */
#include "register/edit_models_pages.h"

#include <string.h>

enum { RADIOS_MOST = 4 };

static const struct problem *fault_of(const struct call *c, const char *field)
{
	for (size_t i = 0; i < c->problems.list.n; i++)
		if (str_is(c->problems.list.at[i].field, field))
			return &c->problems.list.at[i];
	return NULL;
}

/* Days have the browser's own control, unless what was typed is none: that stays to be read. */
static enum form_control control_of(const struct register_field *field, struct str value, size_t choices)
{
	struct date day;
	if (field->flags & FIELD_LONG)
		return FORM_LINES;
	if (field->type == REGISTER_DAY)
		return value.n == 0 || date_parse(value, &day) ? FORM_DAY : FORM_LINE;
	if (field->type != REGISTER_WORD)
		return FORM_LINE;
	return choices <= RADIOS_MOST ? FORM_RADIO : FORM_SELECT;
}

static void add_choices(const struct call *c, const struct register_field *field, struct str value,
			struct form_choices *out)
{
	struct str rest = str_of(field->choices), word;
	bool is_first = true;
	if (!(field->flags & FIELD_REQUIRED))
		*list_add(c->arena, out) = (struct form_choice){.value = STR(""),
								.label = tr(c, "Not stated"),
								.id = str_format(c->arena, "%s-none", field->name),
								.is_chosen = value.n == 0};
	while (str_next(&rest, ' ', &word)) {
		size_t place = out->n;
		*list_add(c->arena, out) = (struct form_choice){
			.value = word,
			.label = shown_word(c, word),
			.id = is_first ? str_of(field->name) : str_format(c->arena, "%s-%zu", field->name, place),
			.is_chosen = str_equal(word, value)};
		is_first = false;
	}
}

/* The ids of what stands around a control to explain it. */
static struct str described_of(const struct call *c, const struct form_field *f)
{
	struct str ids = f->hint.n ? str_format(c->arena, "%s-hint", f->name) : STR("");
	if (f->fault)
		ids = str_format(c->arena, "%.*s%s%s-why", STR_ARGS(ids), ids.n ? " " : "", f->name);
	if (f->fault && f->fault->rule.n)
		ids = str_format(c->arena, "%.*s %s-law", STR_ARGS(ids), f->name);
	return ids;
}

/* The instrument that a source such as "C158 art. 17" names. */
static struct url source_url(const struct call *c, struct str source)
{
	struct str rest = source, first;
	struct law_id id;
	str_next(&rest, ' ', &first);
	return law_id_parse(first, &id) ? url_page(c, "/standards/%.*s", STR_ARGS(first)) : (struct url){STR("")};
}

struct form_field form_field_of(const struct call *c, const struct register_field *field, struct str value)
{
	struct form_field f = {.name = field->name,
			       .label = tr(c, field->label),
			       .hint = field->hint ? tr(c, field->hint) : STR(""),
			       .value = value,
			       .is_optional = !(field->flags & FIELD_REQUIRED),
			       .fault = fault_of(c, field->name),
			       .source = {STR("")}};
	if (field->type == REGISTER_WORD)
		add_choices(c, field, value, &f.choices);
	f.control = control_of(field, value, f.choices.n);
	if (f.fault && f.fault->source.n)
		f.source = source_url(c, f.fault->source);
	f.described = described_of(c, &f);
	return f;
}

struct str form_not_done(const struct call *c)
{
	int64_t n = (int64_t)(c->problems.list.n + c->problems.dropped);
	return FILL(c,
		    tr_n(c, "Nothing was saved. One thing needs a change",
			 "Nothing was saved. {n} things need a change", n),
		    {"n", shown_number(c, n)});
}

enum status edit_only_office(struct http_request *r, struct http_response *response, bool *is_answered)
{
	struct call *c = r->call;
	*is_answered = false;
	if (call_may(c, r->route->who))
		return OK;
	if (!c->person.id && !str_is(r->method, "POST")) { /* HEAD is answered as GET */
		size_t prefix = 1 + http_path_part(r, "lang").n;
		struct url here = url_language(c, str_slice(r->path, prefix, r->path.n), r->query, c->lang);
		http_redirect(response, 303, url_plain(c, "/sign-in?return_to=%.*s", STR_ARGS(here.s)).s);
		*is_answered = true;
		return OK;
	}
	problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
		    STR_ARGS(tr(c, "The register is changed by the Office alone.")));
	problem_hint(&c->problems,
		     tr(c,
			"If something in it is wrong, say so: “Is this wrong?” stands beside each fact, and needs no "
			"account. Whoever works for the Office asks the administrator of this site for that role."));
	return FORBIDDEN;
}
