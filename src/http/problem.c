/* SPDX-License-Identifier: Apache-2.0 */
/* The problem document of RFC 9457. `errors` is our extension: one object a fault, with "pointer" (into the body) or
 * "parameter", "code" and "detail". */
#include "http/http_private.h"

#include "base/tr.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *text(struct str s)
{
	json_t *json = json_stringn(s.at, s.n);
	return json ? json : json_string("?");
}

/* What is wrong and, where it is known, what to do. */
static struct str whole_detail(struct call *c, const struct problem *p)
{
	if (p->place == PLACE_LINE)
		return str_format(c->arena, "%.*s: %.*s%s%.*s", STR_ARGS(p->field), STR_ARGS(p->detail),
				  p->hint.n ? " " : "", STR_ARGS(p->hint));
	if (!p->hint.n)
		return p->detail;
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(p->detail), STR_ARGS(p->hint));
}

static json_t *error_object(struct call *c, const struct problem *p)
{
	json_t *error = json_object();
	if (p->place == PLACE_PARAMETER)
		json_object_set_new(error, "parameter", text(p->field));
	else
		json_object_set_new(error, "pointer", p->place == PLACE_BODY ? text(p->field) : json_string("#"));
	json_object_set_new(error, "code", json_string(problem_slug(p->code)));
	json_object_set_new(error, "detail", text(whole_detail(c, p)));
	if (p->rule.n) {
		json_object_set_new(error, "rule", text(p->rule));
		json_object_set_new(error, "why", text(p->why));
		json_object_set_new(error, "source", text(p->source));
	}
	return error;
}

static struct str summary(struct call *c)
{
	size_t n = c->problems.list.n + c->problems.dropped;
	if (n == 1)
		return whole_detail(c, &c->problems.list.at[0]);
	struct tr_value values[] = {{"n", str_format(c->arena, "%zu", n)}};
	return tr_fill(c->arena,
		       tr_n(c, N_("One fault was found."), N_("{n} faults were found; each stands under “errors”."),
			    (int64_t)n),
		       values, 1);
}

static struct str type_uri(struct call *c, const char *url, enum problem_code code)
{
	struct str base = str_of(url ? url : "");
	while (str_ends(base, "/"))
		base.n--;
	return str_format(c->arena, "%.*s/problems/%s", STR_ARGS(base), problem_slug(code));
}

struct str problem_document(struct call *c, const char *url, int *status)
{
	must(c->problems.list.n);
	enum problem_code code = c->problems.list.at[0].code;
	*status = problem_http_status(code);
	json_t *document = json_object(), *errors = json_array();
	json_object_set_new(document, "type", text(type_uri(c, url, code)));
	json_object_set_new(document, "title", text(tr(c, problem_title(code))));
	json_object_set_new(document, "status", json_integer(*status));
	json_object_set_new(document, "detail", text(summary(c)));
	for (size_t i = 0; i < c->problems.list.n; i++)
		json_array_append_new(errors, error_object(c, &c->problems.list.at[i]));
	json_object_set_new(document, "errors", errors);
	char *bytes = json_dumps(document, JSON_COMPACT);
	must(bytes);
	struct str out = str_copy(c->arena, str_of(bytes));
	free(bytes);
	json_decref(document);
	return out;
}
