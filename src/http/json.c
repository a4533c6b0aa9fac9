/* SPDX-License-Identifier: Apache-2.0 */
/* A request's body as JSON. Jansson takes a zero byte after the value for the end and refuses a byte order mark, so both
 * are looked at before it; it allows 2048 levels, so the depth is counted here. */
#include "http/http_private.h"

#include "base/tr.h"

#include <jansson.h>
#include <string.h>

enum { DEPTH_MOST = 64 };

/* The place of the first bracket that opens a level too many, or -1. Strings are skipped; whether the rest is JSON is the
 * parser's matter. */
static long too_deep(struct str body)
{
	size_t depth = 0;
	bool quoted = false;
	for (size_t i = 0; i < body.n; i++) {
		char c = body.at[i];
		if (quoted) {
			if (c == '\\')
				i++;
			else if (c == '"')
				quoted = false;
			continue;
		}
		if (c == '"')
			quoted = true;
		else if ((c == '[' || c == '{') && ++depth > DEPTH_MOST)
			return (long)i;
		else if ((c == ']' || c == '}') && depth)
			depth--;
	}
	return -1;
}

/* Line and column (both from 1, columns in bytes) of a place in the body. */
static void place_of(struct str body, size_t at, int *line, int *column)
{
	*line = 1;
	size_t start = 0;
	for (size_t i = 0; i < at && i < body.n; i++)
		if (body.at[i] == '\n') {
			++*line;
			start = i + 1;
		}
	*column = (int)(at - start) + 1;
}

static enum status say_at(struct call *c, enum problem_code code, struct str body, size_t at, const char *why)
{
	int line, column;
	place_of(body, at, &line, &column);
	struct tr_value values[] = {{"line", str_format(c->arena, "%d", line)},
				    {"column", str_format(c->arena, "%d", column)},
				    {"why", tr(c, why)}};
	struct str detail = tr_fill(c->arena, tr(c, N_("Line {line}, column {column}: {why}")), values, 3);
	return problem_add(&c->problems, code, PLACE_BODY, STR("#"), "%.*s", STR_ARGS(detail));
}

static const char *reason(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_duplicate_key: return N_("a name stands twice in one object.");
	case json_error_premature_end_of_input: return N_("the text ends too early.");
	case json_error_end_of_input_expected: return N_("something follows after the end of the value.");
	case json_error_numeric_overflow: return N_("the number is too large.");
	case json_error_null_byte_in_key:
	case json_error_null_character: return N_("a text holds the character zero.");
	case json_error_invalid_utf8: return N_("the text is not valid UTF-8.");
	default: return N_("this is not JSON.");
	}
}

static void forget(void *json)
{
	json_decref(json);
}

/* The first byte that makes the body no text. */
static size_t bad_byte(struct str body)
{
	size_t low = 0;
	for (size_t i = 0; i < body.n;) {
		size_t n = 1;
		while (n < 4 && !str_is_utf8(str_slice(body, i, n)) && i + n < body.n)
			n++;
		if (!str_is_utf8(str_slice(body, i, n)))
			return i;
		i += n;
		low = i;
	}
	return low;
}

enum status http_json(const struct http_request *r, struct json_t **out)
{
	struct call *c = r->call;
	struct str body = r->body;
	if (str_begins(body, "\xef\xbb\xbf"))
		body = str_slice(body, 3, body.n);
	if (body.n == 0)
		return problem_say(c, PROBLEM_BAD_JSON, PLACE_BODY, STR("#"), N_("The body is empty; JSON is wanted."),
				   NULL, STR(""));
	if (!str_is_utf8(body)) {
		const char *why = memchr(body.at, 0, body.n) ? N_("the text is not valid UTF-8, or holds a zero byte.")
							     : N_("the text is not valid UTF-8.");
		return say_at(c, PROBLEM_BAD_TEXT, body, bad_byte(body), why);
	}
	long deep = too_deep(body);
	if (deep >= 0)
		return say_at(c, PROBLEM_BAD_JSON, body, (size_t)deep, N_("more than 64 levels are not taken."));
	json_error_t error;
	json_t *json = json_loadb(body.at, body.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	if (!json)
		return say_at(c, PROBLEM_BAD_JSON, body, error.position > 0 ? (size_t)error.position - 1 : 0,
			      reason(&error));
	arena_on_clear(c->arena, forget, json);
	*out = json;
	return OK;
}
