/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_private.h"

#include "base/tr.h"

#include <string.h>

static const struct http_request_hidden *hidden_of(const struct http_request *r)
{
	return r->hidden;
}

struct str pair_value(const struct http_pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (str_is(pairs->at[i].name, name))
			return pairs->at[i].value;
	return (struct str){NULL, 0};
}

struct str http_path_part(const struct http_request *r, const char *name)
{
	const struct http_request_hidden *h = hidden_of(r);
	const struct http_pairs parts = {.at = (struct http_pair *)(uintptr_t)h->parts, .n = h->parts_n};
	struct str value = pair_value(&parts, name);
	return value.at ? value : STR("");
}

struct str http_parameter_text(const struct http_request *r, const char *name)
{
	struct str value = pair_value(&hidden_of(r)->parameters, name);
	return value.at ? value : STR("");
}

bool http_parameter_day(const struct http_request *r, const char *name, struct date *out)
{
	return date_parse(http_parameter_text(r, name), out);
}

bool http_parameter_integer(const struct http_request *r, const char *name, int64_t *out)
{
	return str_to_i64(http_parameter_text(r, name), out);
}

struct str http_header(const struct http_request *r, const char *name)
{
	const struct http_request_hidden *h = hidden_of(r);
	return h->header ? h->header(h->header_source, name) : STR("");
}

struct lang http_negotiate(const struct http_request *r, const char *const *languages)
{
	return accept_language(http_header(r, "Accept-Language"), languages);
}

enum status problem_say(struct call *c, enum problem_code code, enum problem_place place, struct str field,
			const char *text, const char *name, struct str value)
{
	struct tr_value values[] = {{name, value}};
	struct str detail = tr_fill(c->arena, tr(c, text), values, name ? 1 : 0);
	return problem_add(&c->problems, code, place, field, "%.*s", STR_ARGS(detail));
}

/* What campaigns and other sites add to a page's address: no parameter of ours, no fault of the reader. */
static bool is_tracking(struct str name)
{
	static const char *const names[] = {"fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref"};
	if (str_begins(name, "utm_"))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

const struct http_parameter *parameter_declared(const struct http_parameter *list, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, list[i].name))
			return &list[i];
	return NULL;
}

static void say_unknown(struct call *c, const struct http_route *route, struct str name)
{
	problem_say(c, PROBLEM_UNKNOWN_PARAMETER, PLACE_PARAMETER, text_shown(name, 40),
		    N_("“{name}” is not a parameter of this address."), "name", text_shown(name, 40));
	if (route->parameters_n == 0) {
		problem_hint(&c->problems, tr(c, N_("It takes none.")));
		return;
	}
	struct out known = out_new(c->arena, 4096, c);
	for (size_t i = 0; i < route->parameters_n; i++)
		out_printf(&known, "%s%s", i ? ", " : "", route->parameters[i].name);
	struct tr_value values[] = {{"names", out_str(&known)}};
	problem_hint(&c->problems, tr_fill(c->arena, tr(c, N_("It takes: {names}.")), values, 1));
}

/* The word of the choices in the table's spelling. */
static bool choice_read(const char *choices, struct str value, struct str *out)
{
	struct str rest = str_of(choices), word;
	while (str_next(&rest, ' ', &word))
		if (word.n && word.n == value.n && strncasecmp(word.at, value.at, word.n) == 0) {
			*out = word;
			return true;
		}
	return false;
}

static bool integer_is_fine(struct str value)
{
	int64_t n;
	for (size_t i = 0; i < value.n; i++)
		if (value.at[i] < '0' || value.at[i] > '9')
			return false;
	return value.n > 0 && value.n <= 18 && str_to_i64(value, &n);
}

void parameter_value_check(struct call *c, const struct http_parameter *p, struct str *value)
{
	struct date day;
	struct moment moment;
	struct str field = str_of(p->name);
	switch (p->kind) {
	case HTTP_TEXT:
		if (value->n > (p->most ? p->most : TEXT_MOST))
			problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, field,
				    N_("The text is longer than {most} bytes."), "most",
				    str_format(c->arena, "%zu", p->most ? p->most : TEXT_MOST));
		break;
	case HTTP_INTEGER:
		if (!integer_is_fine(*value))
			problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, field,
				    N_("A whole number is wanted here, 0 or more."), NULL, STR(""));
		break;
	case HTTP_DAY:
		if (!date_parse(*value, &day))
			problem_say(c, PROBLEM_BAD_DAY, PLACE_PARAMETER, field,
				    N_("“{value}” is not a day of the calendar in the form YYYY-MM-DD."), "value",
				    text_shown(*value, 40));
		break;
	case HTTP_MOMENT:
		if (!moment_parse(*value, &moment))
			problem_say(c, PROBLEM_BAD_DAY, PLACE_PARAMETER, field,
				    N_("“{value}” is neither a day (YYYY-MM-DD) nor a moment of RFC 3339."), "value",
				    text_shown(*value, 40));
		break;
	case HTTP_CHOICE:
		if (!choice_read(p->choices, *value, value))
			problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, field,
				    N_("One of these is wanted: {words}."), "words", str_of(p->choices));
		break;
	}
}

/* "on", "known" and "lang" mean the same everywhere: they go into the call. */
static void call_take(struct call *c, const struct http_parameter *p, struct str value)
{
	if (p->kind == HTTP_DAY && strcmp(p->name, "on") == 0 && date_parse(value, &c->on))
		c->on_given = !date_same(c->on, c->today);
	if (p->kind == HTTP_MOMENT && strcmp(p->name, "known") == 0 && moment_parse(value, &c->known))
		c->known_given = true;
	if (p->kind == HTTP_CHOICE && strcmp(p->name, "lang") == 0)
		c->lang = lang_of(value);
}

static void parameter_take(struct http_request *r, struct http_pairs *kept, const struct http_pair *given)
{
	struct call *c = r->call;
	bool page = r->route->flags & HTTP_PAGE;
	const struct http_parameter *p = parameter_declared(r->route->parameters, r->route->parameters_n, given->name);
	if (!p) {
		if (!(r->route->flags & HTTP_OPEN_QUERY) && (!page || !is_tracking(given->name)))
			say_unknown(c, r->route, given->name);
		return;
	}
	if (pair_value(kept, p->name).at) {
		problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, given->name, N_("It stands more than once."),
			    NULL, STR(""));
		return;
	}
	struct http_pair *pair = list_add(c->arena, kept);
	*pair = *given;
	/* A form sends its empty fields too. */
	if (page && given->value.n == 0)
		return;
	parameter_value_check(c, p, &pair->value);
	call_take(c, p, pair->value);
}

enum status parameters_check(struct http_request *r, const struct http_pairs *given)
{
	struct http_request_hidden *h = (struct http_request_hidden *)r->hidden;
	for (size_t i = 0; i < given->n; i++)
		parameter_take(r, &h->parameters, &given->at[i]);
	return r->call->problems.list.n ? INVALID : OK;
}

bool content_type_read(struct arena *a, struct str header, struct str *out)
{
	struct str part;
	*out = STR("");
	if (header.n == 0)
		return true;
	str_next(&header, ';', &part);
	part = str_trim(part);
	char *type = arena_copy(a, part.at, part.n);
	for (size_t i = 0; i < part.n; i++)
		if (type[i] >= 'A' && type[i] <= 'Z')
			type[i] = (char)(type[i] - 'A' + 'a');
	*out = (struct str){type, part.n};
	while (header.at && str_next(&header, ';', &part)) {
		part = str_trim(part);
		if (!str_is_nocase(str_slice(part, 0, 8), "charset="))
			continue;
		struct str charset = str_slice(part, 8, part.n);
		if (!str_is_nocase(charset, "utf-8") && !str_is_nocase(charset, "\"utf-8\""))
			return false;
	}
	return memchr(out->at, '/', out->n) != NULL;
}
