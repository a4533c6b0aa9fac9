/* SPDX-License-Identifier: Apache-2.0 */
#include "page/write.h"

#include "page/format.h"

#include <string.h>

enum { NUMBER_ROOM = 24 };

/* What replaces a byte in markup; NULL for most. Text leaves quotes alone, because names and titles are full of them. */
static const char *const in_text[256] = {['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;"};
static const char *const in_attribute[256] = {
	['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

static void write_escaped(struct out *o, struct str v, bool attribute)
{
	const char *const *escapes = attribute ? in_attribute : in_text;
	size_t from = 0;
	for (size_t i = 0; i < v.n; i++) {
		const char *escape = escapes[(unsigned char)v.at[i]];
		if (!escape)
			continue;
		out_literal(o, v.at + from, i - from);
		out_raw(o, str_of(escape));
		from = i + 1;
	}
	if (v.n > from)
		out_literal(o, v.at + from, v.n - from);
}

/* The call that says how to write; English where the output has none. */
static struct call reader_of(struct out *o)
{
	if (o->call)
		return (struct call){.arena = o->arena, .lang = o->call->lang};
	return (struct call){.arena = o->arena, .lang = {"en"}};
}

static struct str digits(int64_t v, char room[static NUMBER_ROOM])
{
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	size_t at = NUMBER_ROOM;
	do
		room[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (v < 0)
		room[--at] = '-';
	return (struct str){room + at, NUMBER_ROOM - at};
}

void out_text_str(struct out *o, struct str v)
{
	write_escaped(o, v, false);
}

void out_text_chars(struct out *o, const char *v)
{
	write_escaped(o, str_of(v), false);
}

void out_text_i64(struct out *o, int64_t v)
{
	struct call reader = reader_of(o);
	write_escaped(o, format_number(&reader, v), false);
}

void out_text_date(struct out *o, struct date v)
{
	struct call reader = reader_of(o);
	write_escaped(o, format_date(&reader, v), false);
}

void out_text_span(struct out *o, struct span v)
{
	struct call reader = reader_of(o);
	write_escaped(o, format_span(&reader, v), false);
}

void out_text_moment(struct out *o, struct moment v)
{
	struct call reader = reader_of(o);
	write_escaped(o, format_moment(&reader, v), false);
}

void out_text_html(struct out *o, struct html v)
{
	out_raw(o, v.s);
}

void out_title_str(struct out *o, struct str v)
{
	out_text_str(o, v);
}

void out_title_chars(struct out *o, const char *v)
{
	out_text_chars(o, v);
}

void out_title_i64(struct out *o, int64_t v)
{
	out_text_i64(o, v);
}

void out_title_date(struct out *o, struct date v)
{
	out_text_date(o, v);
}

void out_title_span(struct out *o, struct span v)
{
	out_text_span(o, v);
}

void out_title_moment(struct out *o, struct moment v)
{
	out_text_moment(o, v);
}

void out_attr_str(struct out *o, struct str v)
{
	write_escaped(o, v, true);
}

void out_attr_chars(struct out *o, const char *v)
{
	write_escaped(o, str_of(v), true);
}

void out_attr_i64(struct out *o, int64_t v)
{
	char room[NUMBER_ROOM];
	out_raw(o, digits(v, room));
}

void out_attr_date(struct out *o, struct date v)
{
	char room[DATE_ROOM];
	out_raw(o, date_print(v, room));
}

void out_attr_span(struct out *o, struct span v)
{
	char room[SPAN_ROOM];
	out_raw(o, span_print(v, room));
}

void out_attr_moment(struct out *o, struct moment v)
{
	char room[MOMENT_ROOM];
	out_raw(o, moment_print(v, room));
}

void out_attr_lang(struct out *o, struct lang v)
{
	write_escaped(o, str_of(v.tag), true);
}

void out_url_url(struct out *o, struct url v)
{
	write_escaped(o, v.s, true);
}

/* RFC 3986 §2.3: the characters that never need encoding. They need no escape in markup either. */
static bool is_unreserved(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
	       byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

void out_path_str(struct out *o, struct str v)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t from = 0;
	for (size_t i = 0; i < v.n; i++) {
		unsigned char byte = (unsigned char)v.at[i];
		if (is_unreserved(byte))
			continue;
		out_literal(o, v.at + from, i - from);
		out_literal(o, (char[]){'%', hex[byte >> 4], hex[byte & 15]}, 3);
		from = i + 1;
	}
	out_literal(o, v.at + from, v.n - from);
}

void out_path_chars(struct out *o, const char *v)
{
	out_path_str(o, str_of(v));
}

void out_path_i64(struct out *o, int64_t v)
{
	out_attr_i64(o, v);
}

void out_path_date(struct out *o, struct date v)
{
	out_attr_date(o, v);
}

void out_path_lang(struct out *o, struct lang v)
{
	out_path_chars(o, v.tag);
}

void out_json_json(struct out *o, struct json v)
{
	size_t from = 0;
	for (size_t i = 0; i < v.s.n; i++) {
		if (v.s.at[i] != '<')
			continue;
		out_literal(o, v.s.at + from, i - from);
		out_raw(o, STR("\\u003c"));
		from = i + 1;
	}
	out_raw(o, str_slice(v.s, from, v.s.n));
}
