/* SPDX-License-Identifier: Apache-2.0 */
/* The route table: patterns cut into segments once, at start, sorted so that the first that fits is the right one: a
 * literal segment stands before a {place}. A last place with dots behind its name, {members...}, takes the rest of the path,
 * slashes included. Read-only afterwards. */
#include "http/http_private.h"

#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_MOST = 16, PATH_CUTS_MOST = 64 };

struct segment {
	struct str text; /* the literal, or the place's name */
	bool place, language, rest;
};

struct entry {
	const struct http_route *route;
	struct segment segments[SEGMENTS_MOST];
	size_t segments_n;
};

struct route_table {
	struct entry *entries;
	size_t n;
	const char *const *languages;
};

static void entry_read(struct entry *e, const struct http_route *route)
{
	e->route = route;
	must(route->pattern[0] == '/' && route->handle);
	must(strcmp(route->method, "GET") == 0 || strcmp(route->method, "POST") == 0);
	struct str rest = str_of(route->pattern + 1), text;
	if (rest.n == 0)
		return;
	size_t places = 0;
	while (str_next(&rest, '/', &text)) {
		must(e->segments_n < SEGMENTS_MOST && text.n);
		struct segment *s = &e->segments[e->segments_n++];
		s->place = text.at[0] == '{';
		must(!s->place || text.at[text.n - 1] == '}');
		s->text = s->place ? str_slice(text, 1, text.n - 2) : text;
		s->rest = s->place && str_ends(s->text, "...");
		s->text.n -= s->rest ? 3 : 0;
		must(!s->rest || !rest.at); /* it is the last */
		s->language = s->place && (route->flags & HTTP_PAGE) && str_is(s->text, "lang");
		places += s->place;
	}
	must(places <= PARTS_MOST);
}

/* By number of segments, then literal before language before place, then by text and method. */
static int entry_order(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	if (a->segments_n != b->segments_n)
		return a->segments_n < b->segments_n ? -1 : 1;
	for (size_t i = 0; i < a->segments_n; i++) {
		const struct segment *s = &a->segments[i], *t = &b->segments[i];
		int rank = (s->place * 2 - s->language) - (t->place * 2 - t->language);
		if (rank == 0 && !s->place)
			rank = str_compare(s->text, t->text);
		if (rank)
			return rank;
	}
	return strcmp(a->route->method, b->route->method);
}

struct route_table *route_table_new(struct arena *a, const struct http_route *const *lists, size_t n,
				    const char *const *languages)
{
	struct route_table *t = arena_one(a, struct route_table);
	for (size_t i = 0; i < n; i++)
		for (const struct http_route *r = lists[i]; r->pattern; r++)
			t->n++;
	t->entries = arena_array(a, struct entry, t->n);
	t->languages = languages;
	size_t at = 0;
	for (size_t i = 0; i < n; i++)
		for (const struct http_route *r = lists[i]; r->pattern; r++)
			entry_read(&t->entries[at++], r);
	if (t->n)
		qsort(t->entries, t->n, sizeof *t->entries, entry_order);
	for (size_t i = 1; i < t->n; i++)
		must(entry_order(&t->entries[i - 1], &t->entries[i]) != 0);
	return t;
}

static bool is_language(const char *const *languages, struct str text)
{
	for (; languages && *languages; languages++)
		if (str_is(text, *languages))
			return true;
	return false;
}

/* A path cut at its slashes. */
struct cut {
	struct str at[PATH_CUTS_MOST];
	size_t n;
};

static bool path_cut(struct str path, struct cut *out)
{
	struct str rest = str_slice(path, 1, path.n), part;
	*out = (struct cut){.n = 0};
	if (rest.n == 0)
		return true;
	while (str_next(&rest, '/', &part)) {
		if (out->n == PATH_CUTS_MOST)
			return false;
		out->at[out->n++] = part;
	}
	return true;
}

/* The pattern has as many segments as the path, or a last one that takes more. */
static bool entry_reaches(const struct entry *e, size_t n)
{
	bool takes_rest = e->segments_n && e->segments[e->segments_n - 1].rest;
	return e->segments_n == n || (takes_rest && e->segments_n < n);
}

static bool entry_fits(const struct route_table *t, const struct entry *e, const struct cut *path)
{
	for (size_t i = 0; i < path->n; i++) {
		const struct segment *s = &e->segments[i < e->segments_n ? i : e->segments_n - 1];
		if (!s->place && !str_equal(s->text, path->at[i]))
			return false;
		if (s->place && (path->at[i].n == 0 || path->at[i].n > TEXT_MOST))
			return false;
		if (s->language && !is_language(t->languages, path->at[i]))
			return false;
	}
	return true;
}

static void match_take(const struct entry *e, const struct cut *path, struct route_match *out)
{
	out->route = e->route;
	out->parts_n = 0;
	for (size_t i = 0; i < e->segments_n; i++) {
		struct str part = path->at[i], last = path->at[path->n - 1];
		if (e->segments[i].rest)
			part.n = (size_t)(last.at + last.n - part.at);
		if (e->segments[i].place)
			out->parts[out->parts_n++] = (struct http_pair){e->segments[i].text, part};
	}
}

static bool same_pattern(const struct entry *a, const struct entry *b)
{
	if (a->segments_n != b->segments_n)
		return false;
	for (size_t i = 0; i < a->segments_n; i++)
		if (a->segments[i].place != b->segments[i].place ||
		    a->segments[i].language != b->segments[i].language ||
		    (!a->segments[i].place && !str_equal(a->segments[i].text, b->segments[i].text)))
			return false;
	return true;
}

/* Finds the path among the routes that have one of `flags` (0: any), or whose last segment is literal if asked. The first
 * pattern that fits decides; its other methods go to `allow`. */
static bool find_among(struct arena *a, const struct route_table *t, struct str method, struct str path, unsigned flags,
		       bool literal_end, struct route_match *out)
{
	struct cut cut;
	if (!path_cut(path, &cut))
		return false;
	const char *wanted = str_is(method, "HEAD") ? "GET" : NULL;
	const struct entry *first = NULL;
	struct out allow = out_new(a, 64, NULL);
	for (size_t i = 0; i < t->n; i++) {
		const struct entry *e = &t->entries[i];
		if (!entry_reaches(e, cut.n) || (flags && !(e->route->flags & flags)))
			continue;
		if (literal_end && (cut.n == 0 || e->segments[e->segments_n - 1].place))
			continue;
		if (first ? !same_pattern(first, e) : !entry_fits(t, e, &cut))
			continue;
		first = first ? first : e;
		out_printf(&allow, "%s%s", allow.n ? ", " : "",
			   strcmp(e->route->method, "GET") == 0 ? "GET, HEAD" : "POST");
		if (wanted ? strcmp(e->route->method, wanted) == 0 : str_is(method, e->route->method))
			match_take(e, &cut, out);
	}
	out->allow = out_str(&allow);
	out->path = path;
	return first != NULL;
}

static enum http_format usual_format(const struct http_route *route)
{
	if (!route)
		return HTTP_HTML;
	return route->flags & HTTP_API ? HTTP_JSON : route->flags & HTTP_PAGE ? HTTP_HTML : HTTP_OTHER;
}

/* What an address may end in, and the routes that answer in it. */
static const struct ending {
	const char *text;
	enum http_format format;
	unsigned flag;
} endings[] = {
	{".csv", HTTP_CSV, HTTP_HAS_CSV},
	{".json", HTTP_JSON, HTTP_API},
	{".atom", HTTP_ATOM, HTTP_HAS_ATOM},
	{".ics", HTTP_ICALENDAR, HTTP_HAS_ICALENDAR},
};

static const struct ending *ending_of(struct str path)
{
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (str_ends(path, endings[i].text))
			return &endings[i];
	return NULL;
}

/* A page that tells where the same stands for programs. */
static bool find_page(struct arena *a, const struct route_table *t, struct str method, struct str path,
		      struct route_match *out)
{
	struct route_match page = *out;
	if (!find_among(a, t, method, path, HTTP_PAGE, false, &page) || !page.route || !page.route->programs)
		return false;
	*out = page;
	out->page = page.route;
	out->route = NULL;
	return true;
}

void route_find(struct arena *a, const struct route_table *t, struct str method, struct str path,
		struct route_match *out)
{
	*out = (struct route_match){.path = path, .suffix = STR(""), .allow = STR("")};
	const struct ending *ending = ending_of(path);
	bool found = find_among(a, t, method, path, 0, ending != NULL, out);
	if (!found && ending) {
		struct str bare = str_slice(path, 0, path.n - strlen(ending->text));
		found = find_among(a, t, method, bare, ending->flag, false, out) || find_page(a, t, method, bare, out);
		if (found) {
			out->suffix = str_of(ending->text);
			out->format = ending->format;
			return;
		}
		find_among(a, t, method, path, 0, false, out);
	}
	out->format = usual_format(out->route);
}
