/* SPDX-License-Identifier: Apache-2.0 */
#include "page/url.h"

#include <ctype.h>
#include <string.h>

enum { URL_MOST = 8 << 10 };

static void add_parameter(struct out *o, const char *name, struct str value)
{
	bool has_query = o->n && memchr(o->at, '?', o->n);
	out_raw(o, has_query ? STR("&") : STR("?"));
	out_path_chars(o, name);
	out_raw(o, STR("="));
	out_path_str(o, value);
}

static void add_known(struct out *o, const struct call *c)
{
	char room[MOMENT_ROOM];
	if (c->known_given)
		add_parameter(o, "known", moment_print(c->known, room));
}

/* The day and the moment asked about, if somebody said them. */
static void add_times(struct out *o, const struct call *c)
{
	char room[DATE_ROOM];
	if (c->on_given)
		add_parameter(o, "on", date_print(c->on, room));
	add_known(o, c);
}

/* Writes one hole of a format and returns what follows it. */
static const char *add_hole(struct out *o, const char *hole, va_list *ap)
{
	if (*hole == 's') {
		out_path_chars(o, va_arg(*ap, const char *));
		return hole + 1;
	}
	if (strncmp(hole, ".*s", 3) == 0) {
		int n = va_arg(*ap, int);
		out_path_str(o, (struct str){va_arg(*ap, const char *), (size_t)n});
		return hole + 3;
	}
	if (*hole == 'd') {
		out_path_i64(o, va_arg(*ap, int));
		return hole + 1;
	}
	bool is_long_long = strncmp(hole, "lld", 3) == 0;
	must(is_long_long || strncmp(hole, "ld", 2) == 0);
	out_path_i64(o, is_long_long ? va_arg(*ap, long long) : va_arg(*ap, long));
	return hole + (is_long_long ? 3 : 2);
}

static void add_format(struct out *o, const char *format, va_list *ap)
{
	for (const char *at = format; *at;) {
		if (*at == '%') {
			at = add_hole(o, at + 1, ap);
			continue;
		}
		size_t literal = strcspn(at, "%");
		out_literal(o, at, literal);
		at += literal;
	}
}

static struct url finish(struct out *o)
{
	return (struct url){out_str(o)};
}

static struct out begin_page(const struct call *c, struct lang lang)
{
	struct out o = out_new(c->arena, URL_MOST, NULL);
	out_raw(&o, STR("/"));
	out_path_lang(&o, lang);
	return o;
}

struct url url_page(const struct call *c, const char *format, ...)
{
	struct out o = begin_page(c, c->lang);
	va_list ap;
	va_start(ap, format);
	add_format(&o, format, &ap);
	va_end(ap);
	add_times(&o, c);
	return finish(&o);
}

struct url url_home(const struct call *c)
{
	struct out o = begin_page(c, c->lang);
	add_times(&o, c);
	return finish(&o);
}

struct url url_plain(const struct call *c, const char *format, ...)
{
	struct out o = begin_page(c, c->lang);
	va_list ap;
	va_start(ap, format);
	add_format(&o, format, &ap);
	va_end(ap);
	return finish(&o);
}

struct url url_api(const struct call *c, const char *format, ...)
{
	struct out o = out_new(c->arena, URL_MOST, NULL);
	out_raw(&o, STR("/api/v1"));
	va_list ap;
	va_start(ap, format);
	add_format(&o, format, &ap);
	va_end(ap);
	add_times(&o, c);
	return finish(&o);
}

struct url url_with(const struct call *c, struct url url, const char *name, struct str value)
{
	struct out o = out_new(c->arena, URL_MOST, NULL);
	out_raw(&o, url.s);
	add_parameter(&o, name, value);
	return finish(&o);
}

struct url url_at(const struct call *c, struct url url, const char *id)
{
	struct out o = out_new(c->arena, URL_MOST, NULL);
	out_raw(&o, url.s);
	out_raw(&o, STR("#"));
	out_path_chars(&o, id);
	return finish(&o);
}

/* A path as decoded: its slashes stay, all else is encoded. */
static void add_path(struct out *o, struct str path)
{
	struct str part, rest = str_slice(path, str_begins(path, "/"), path.n);
	while (rest.n && str_next(&rest, '/', &part)) {
		out_raw(o, STR("/"));
		out_path_str(o, part);
	}
}

/* A raw name or value: what is encoded stays so, all that should have been is. */
static void add_raw(struct out *o, struct str raw)
{
	size_t from = 0;
	for (size_t i = 0; i < raw.n; i++) {
		bool is_encoded = raw.at[i] == '%' && i + 2 < raw.n && isxdigit((unsigned char)raw.at[i + 1]) &&
				  isxdigit((unsigned char)raw.at[i + 2]);
		if (raw.at[i] != '+' && !is_encoded)
			continue;
		out_path_str(o, str_slice(raw, from, i - from));
		out_literal(o, raw.at + i, 1);
		from = i + 1;
	}
	out_path_str(o, str_slice(raw, from, raw.n));
}

/* The raw query without on=, known= and the parameter called `but`, which may be NULL. */
static void add_query(struct out *o, struct str query, const char *but)
{
	struct str pair, name;
	char before = '?';
	while (str_next(&query, '&', &pair)) {
		struct str rest = pair;
		str_next(&rest, '=', &name);
		if (name.n == 0 || str_is(name, "on") || str_is(name, "known") || (but && str_is(name, but)))
			continue;
		out_literal(o, &before, 1);
		before = '&';
		add_raw(o, name);
		if (rest.at) {
			out_raw(o, STR("="));
			add_raw(o, rest);
		}
	}
}

struct url url_language(const struct call *c, struct str path, struct str query, struct lang lang)
{
	struct out o = begin_page(c, lang);
	add_path(&o, path);
	add_query(&o, query, NULL);
	add_times(&o, c);
	return finish(&o);
}

struct url url_day(const struct call *c, struct str path, struct str query, struct date day)
{
	struct call then = *c;
	then.on = day;
	then.on_given = !date_same(day, c->today);
	return url_language(&then, path, query, c->lang);
}

struct url url_change(const struct call *c, struct str path, struct str query, const char *name, struct str value)
{
	struct out o = begin_page(c, c->lang);
	add_path(&o, path);
	add_query(&o, query, name);
	if (value.n)
		add_parameter(&o, name, value);
	add_times(&o, c);
	return finish(&o);
}

bool url_outside(struct str address, struct url *out)
{
	if (!str_begins(address, "https://") && !str_begins(address, "http://") && !str_begins(address, "mailto:"))
		return false;
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.at[i] <= ' ' || address.at[i] == 0x7f)
			return false;
	*out = (struct url){address};
	return true;
}
