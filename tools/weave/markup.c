/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool listed(struct str name, const char *const *list)
{
	for (; *list; list++)
		if (str_is_nocase(name, *list))
			return true;
	return false;
}

/* HTML Living Standard, 13.1.2: elements without content. */
static const char *const void_elements[] = {"area",  "base", "br",   "col",    "embed", "hr",  "img",
					    "input", "link", "meta", "source", "track", "wbr", NULL};
static const char *const url_attributes[] = {"href",   "src",    "action",     "formaction", "cite",     "data",
					     "poster", "srcset", "xlink:href", "ping",       "manifest", NULL};
static const char *const read_attributes[] = {"alt", "title", "placeholder", "aria-label", NULL};

static struct str rest_of(const struct template *t)
{
	return str_slice(t->source->text, t->at, t->source->text.n);
}

/* Takes n bytes into the literal. */
static void take(struct template *t, size_t n)
{
	literal_add(t, str_slice(t->source->text, t->at, n));
	t->at += n;
}

static size_t name_length(struct str s)
{
	size_t n = 0;
	while (n < s.n && (isalnum((unsigned char)s.at[n]) || strchr("-_:.", s.at[n])))
		n++;
	return n;
}

/* One character of text; a letter outside {{t}} would stay English for everybody. */
static void take_character(struct template *t, bool exempt)
{
	struct str rest = rest_of(t);
	size_t n = entity_length(rest);
	if (!n && is_letter(rest, &n) && !exempt) {
		size_t word = 0;
		while (word < rest.n && !is_blank(rest.at[word]) && !strchr("<>{}\"", rest.at[word]))
			word++;
		fault(t->source, t->at, "text outside {{t}}…{{/t}}: \"%.*s\"", (int)word, rest.at);
		while (n < rest.n && rest.at[n] != '<' && rest.at[n] != '{')
			n++;
	}
	take(t, n);
}

static void element_open(struct template *t, bool closed)
{
	struct tag *tag = &t->now.tag;
	struct source *s = t->source;
	struct element *in = t->now.element;
	bool svg = (in && in->svg) || str_is_nocase(tag->name, "svg"), empty = listed(tag->name, void_elements);
	if (str_is_nocase(tag->name, "img") && !tag->has_alt)
		fault(s, tag->at, "<img> without alt=");
	if (closed && !empty && !svg)
		fault(s, tag->at, "<%.*s/> needs an end tag: only svg and empty elements close themselves",
		      STR_ARGS(tag->name));
	if (tag->letter_at && !tag->quiet && !(in && in->quiet))
		fault(s, tag->letter_at, "text outside {{t}}…{{/t}} in an attribute that people read");
	t->now.where = IN_TEXT;
	literal_add(t, closed && !empty ? STR("/>") : STR(">"));
	if (closed || empty)
		return;
	struct element *e = arena_one(s->weave->arena, struct element);
	*e = (struct element){.in = in, .name = tag->name, .at = tag->at, .svg = svg, .posts = tag->posts};
	e->quiet = tag->quiet || (in && in->quiet);
	bool area = str_is_nocase(e->name, "textarea");
	e->exact = area || str_is_nocase(e->name, "pre") || (in && in->exact);
	t->now.element = e;
	if (area || str_is_nocase(e->name, "title"))
		t->now.where = IN_TITLE;
	if (str_is_nocase(e->name, "style"))
		t->now.where = IN_RAW;
	bool json = str_is(tag->type, "application/json") || str_is(tag->type, "application/ld+json");
	if (str_is_nocase(e->name, "script"))
		t->now.where = json ? IN_JSON : IN_RAW;
}

/* "</name>": closes the innermost element, or says what is open. */
static void element_close(struct template *t)
{
	struct str rest = rest_of(t), name = str_slice(rest, 2, name_length(str_slice(rest, 2, rest.n)));
	const char *end = memchr(rest.at, '>', rest.n);
	struct element *open = t->now.element, *e = open;
	while (e && !str_equal(e->name, name))
		e = e->in;
	if (!open || e != open)
		fault(t->source, t->at, open ? "</%.*s> does not close <%.*s> of line %d" : "</%.*s> closes nothing",
		      STR_ARGS(name), open ? (int)open->name.n : 0, open ? open->name.at : "",
		      open ? source_line(t->source, open->at) : 0);
	if (e && e->posts && !e->has_token)
		fault(t->source, e->at, "a POST form without {{> form_token(…)}}");
	if (e)
		t->now.element = e->in;
	t->now.where = IN_TEXT;
	literal_add(t, str_slice(rest, 0, 2 + name.n));
	literal_add(t, STR(">"));
	t->at += end ? (size_t)(end - rest.at) + 1 : rest.n;
}

/* What stands behind "<" in element text. */
static void markup_open(struct template *t)
{
	struct str rest = rest_of(t);
	size_t n = name_length(str_slice(rest, 1, rest.n));
	if (str_begins(rest, "<!--")) {
		const char *end = memmem(rest.at, rest.n, "-->", 3);
		size_t length = end ? (size_t)(end - rest.at) + 3 : rest.n;
		if (memmem(rest.at, length, "{{", 2))
			fault(t->source, t->at, "a comment of HTML cannot hold {{…}}: write {{- comment}}");
		t->at += length; /* readers need no comments */
	} else if (str_begins(rest, "</")) {
		element_close(t);
	} else if (str_is_nocase(str_slice(rest, 0, 15), "<!doctype html>")) {
		take(t, 15);
	} else if (n && isalpha((unsigned char)rest.at[1])) {
		t->now.tag = (struct tag){.name = str_slice(rest, 1, n), .at = t->at};
		t->now.where = IN_TAG;
		take(t, n + 1);
	} else {
		fault(t->source, t->at, "\"<\" opens no element: write &lt;");
		t->at++;
	}
}

static void text_step(struct template *t)
{
	struct str rest = rest_of(t);
	struct element *e = t->now.element;
	if (rest.at[0] == '<') {
		markup_open(t);
	} else if (is_blank(rest.at[0]) && !(e && e->exact)) {
		size_t n = sql_token(rest, 0);
		if (!t->blank)
			literal_add(t, memchr(rest.at, '\n', n) ? STR("\n") : STR(" "));
		t->at += n;
	} else {
		take_character(t, e && e->quiet);
	}
}

/* Inside title, textarea, script and style: up to the end tag. */
static void raw_step(struct template *t)
{
	struct str rest = rest_of(t);
	size_t n = t->now.element->name.n;
	bool ends =
		str_begins(rest, "</") && rest.n > n + 2 && strncasecmp(rest.at + 2, t->now.element->name.at, n) == 0;
	if (ends)
		element_close(t);
	else
		take_character(t, t->now.where != IN_TITLE || t->now.element->quiet);
}

/* The value of the attribute begins: what it says about the tag, and what may stand in it. */
static void attribute_begin(struct template *t, struct str name, size_t at)
{
	struct str rest = rest_of(t);
	const char *end = memchr(rest.at + 1, rest.at[0], rest.n - 1);
	struct str value = str_slice(rest, 1, end ? (size_t)(end - rest.at) - 1 : 0);
	struct tag *tag = &t->now.tag;
	t->now.attribute = name;
	t->now.quote = rest.at[0];
	t->now.where = IN_ATTRIBUTE;
	t->now.url = URL_START;
	t->now.kind = listed(name, url_attributes)    ? ATTRIBUTE_URL
		      : listed(name, read_attributes) ? ATTRIBUTE_READ
						      : ATTRIBUTE_PLAIN;
	if (str_is_nocase(name, "translate") && str_is(value, "no"))
		tag->quiet = true;
	if (str_is_nocase(name, "method") && str_is_nocase(value, "post"))
		tag->posts = str_is_nocase(tag->name, "form");
	if (str_is_nocase(name, "type"))
		tag->type = value;
	if (t->now.kind == ATTRIBUTE_URL && str_is_nocase(str_slice(value, 0, 11), "javascript:"))
		fault(t->source, at, "an address cannot be a script");
	take(t, 1);
}

/* "name?={{bool}}": the attribute is there or not. */
static void attribute_maybe(struct template *t, struct str name)
{
	struct str words;
	t->at += 2;
	size_t at = t->at;
	if (!str_begins(rest_of(t), "{{")) {
		fault(t->source, at, "expected {{condition}} after \"%.*s?=\"", STR_ARGS(name));
		return;
	}
	if (!hole_words(t, &words) || !expression_check(t, words))
		return;
	literal_flush(t);
	emit_line(t, place_of(t, words));
	emit(t, "if (%s)", one_line(t, words));
	t->depth++;
	out_raw(&t->mentioned, STR("o "));
	emit(t, "out_literal(o, \" %.*s\", %zu);", STR_ARGS(name), name.n + 1);
	t->depth--;
}

static void attribute_step(struct template *t)
{
	struct str rest = rest_of(t), name = str_slice(rest, 0, name_length(rest));
	size_t at = t->at;
	if (!name.n) {
		fault(t->source, at, "expected an attribute, > or />, found \"%c\"", rest.at[0]);
		t->at++;
		return;
	}
	bool handler = name.n > 2 && strncasecmp(name.at, "on", 2) == 0;
	if (handler || str_is_nocase(name, "style"))
		fault(t->source, at,
		      handler ? "\"%.*s=\": pages carry no scripts in attributes"
			      : "\"%.*s=\": pages carry no style in attributes",
		      STR_ARGS(name));
	if (str_is_nocase(name, "alt"))
		t->now.tag.has_alt = true;
	t->at += name.n;
	rest = rest_of(t);
	if (str_begins(rest, "?=")) {
		attribute_maybe(t, name);
		return;
	}
	literal_add(t, STR(" "));
	literal_add(t, name);
	if (!str_begins(rest, "="))
		return;
	take(t, 1);
	rest = rest_of(t);
	if (rest.n && (rest.at[0] == '"' || rest.at[0] == '\'')) {
		attribute_begin(t, name, at);
		return;
	}
	fault(t->source, t->at, "the value of \"%.*s\" stands without quotes", STR_ARGS(name));
	while (t->at < t->source->text.n && !is_blank(t->source->text.at[t->at]) && t->source->text.at[t->at] != '>')
		t->at++;
}

static void tag_step(struct template *t)
{
	struct str rest = rest_of(t);
	if (is_blank(rest.at[0])) {
		t->at++;
	} else if (rest.at[0] == '>') {
		t->at++;
		element_open(t, false);
	} else if (str_begins(rest, "/>")) {
		t->at += 2;
		element_open(t, true);
	} else {
		attribute_step(t);
	}
}

static void value_step(struct template *t)
{
	struct str rest = rest_of(t);
	size_t n;
	if (rest.at[0] == t->now.quote) {
		t->now.where = IN_TAG;
		t->now.attribute = STR("");
		take(t, 1);
		return;
	}
	t->now.url = URL_LITERAL;
	n = entity_length(rest);
	if (!n && is_letter(rest, &n) && t->now.kind == ATTRIBUTE_READ && !t->now.tag.letter_at)
		t->now.tag.letter_at = t->at;
	take(t, n);
}

void markup_step(struct template *t)
{
	switch (t->now.where) {
	case IN_TEXT: text_step(t); break;
	case IN_TAG: tag_step(t); break;
	case IN_ATTRIBUTE: value_step(t); break;
	case IN_TITLE:
	case IN_JSON:
	case IN_RAW: raw_step(t); break;
	}
}
