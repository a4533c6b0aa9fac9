/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses as they come: nothing is repaired. What a proxy and this server might read differently is refused. */
#include "http/http_private.h"

#include "base/tr.h"

#include <string.h>

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool percent_decode(struct arena *a, struct str text, bool plus, struct str *out)
{
	char *at = arena_alloc(a, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.at[i];
		if (c == '%') {
			int high = text.n - i > 2 ? hex_value(text.at[i + 1]) : -1;
			int low = high >= 0 ? hex_value(text.at[i + 2]) : -1;
			if (low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		at[n++] = c;
	}
	*out = (struct str){at, n};
	return true;
}

static bool is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
	       c == '_' || c == '~';
}

void percent_encode(struct out *o, struct str text, const char *keep)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (is_unreserved(c) || (c && strchr(keep, c)))
			out_literal(o, &text.at[i], 1);
		else
			out_printf(o, "%%%02X", c);
	}
}

/* Takes "http://host" off the absolute form of a target. RFC 9112 3.2.2. */
static struct str origin_form(struct str target)
{
	struct str head = str_slice(target, 0, 8);
	size_t skip = 0;
	if (str_is_nocase(str_slice(head, 0, 7), "http://"))
		skip = 7;
	else if (str_is_nocase(head, "https://"))
		skip = 8;
	if (!skip)
		return target;
	while (skip < target.n && target.at[skip] != '/' && target.at[skip] != '?')
		skip++;
	struct str rest = str_slice(target, skip, target.n);
	return rest.n ? rest : STR("/");
}

/* The parts between slashes are whole, none climbs, nothing hides in them. */
static bool path_is_plain(struct str path)
{
	for (size_t i = 0; i < path.n; i++)
		if ((unsigned char)path.at[i] < 0x20 || path.at[i] == 0x7f || path.at[i] == '\\')
			return false;
	struct str rest = str_slice(path, 1, path.n), part;
	for (bool first = true; str_next(&rest, '/', &part); first = false) {
		bool last = rest.at == NULL;
		if (str_is(part, ".") || str_is(part, ".."))
			return false;
		if (part.n == 0 && !(last && (first || path.n > 1)))
			return false;
	}
	return true;
}

enum target_fault target_split(struct arena *a, struct str target, struct str *path, struct str *query)
{
	struct str rest = origin_form(target), raw;
	for (size_t i = 0; i < rest.n; i++)
		if ((unsigned char)rest.at[i] <= 0x20 || rest.at[i] == 0x7f)
			return TARGET_MALFORMED;
	if (rest.n == 0 || rest.at[0] != '/')
		return TARGET_MALFORMED;
	str_next(&rest, '?', &raw);
	*query = rest.at ? rest : STR("");
	if (memchr(raw.at, '#', raw.n) || memchr(query->at, '#', query->n))
		return TARGET_MALFORMED;
	for (size_t i = 0; i + 2 < raw.n; i++)
		if (raw.at[i] == '%' && raw.at[i + 1] == '2' && (raw.at[i + 2] == 'f' || raw.at[i + 2] == 'F'))
			return TARGET_TRICK;
	if (!percent_decode(a, raw, false, path))
		return TARGET_MALFORMED;
	if (memchr(path->at, 0, path->n))
		return TARGET_TRICK;
	if (!str_is_utf8(*path))
		return TARGET_BAD_TEXT;
	return path_is_plain(*path) ? TARGET_FINE : TARGET_TRICK;
}

struct str text_shown(struct str text, size_t most)
{
	if (!str_is_utf8(text))
		return STR("?");
	size_t n = text.n < most ? text.n : most;
	while (n < text.n && n > 0 && ((unsigned char)text.at[n] & 0xc0) == 0x80)
		n--;
	return str_slice(text, 0, n);
}

static void pair_read(struct call *c, struct str part, struct http_pairs *out)
{
	struct str raw_name, name, value;
	str_next(&part, '=', &raw_name);
	struct str raw_value = part.at ? part : STR("");
	if (!percent_decode(c->arena, raw_name, true, &name)) {
		problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, text_shown(raw_name, 40),
			    N_("A “%” in the name must be followed by two hexadecimal digits."), NULL, STR(""));
		return;
	}
	if (!percent_decode(c->arena, raw_value, true, &value)) {
		problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, text_shown(name, 40),
			    N_("A “%” in the value must be followed by two hexadecimal digits."), NULL, STR(""));
		return;
	}
	if (!str_is_utf8(name) || !str_is_utf8(value)) {
		problem_say(c, PROBLEM_BAD_TEXT, PLACE_PARAMETER, text_shown(name, 40),
			    N_("The text is not valid UTF-8, or holds a zero byte."), NULL, STR(""));
		return;
	}
	*list_add(c->arena, out) = (struct http_pair){name, value};
}

void query_read(struct call *c, struct str query, struct http_pairs *out)
{
	struct str part;
	size_t n = 0;
	while (query.at && str_next(&query, '&', &part)) {
		if (part.n == 0)
			continue;
		if (n++ == HTTP_PARAMETERS_MOST) {
			problem_say(c, PROBLEM_BAD_REQUEST, PLACE_NOWHERE, STR(""),
				    N_("There are more than {most} parameters."), "most",
				    str_format(c->arena, "%d", HTTP_PARAMETERS_MOST));
			return;
		}
		pair_read(c, part, out);
	}
}
