/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

#include <string.h>
#include <strings.h>

enum { PLACE_MAX_IN = 99 };

static const char *const type_words[] = {"i64", "f64", "bool", "text", "bytes", "date", "time"};
static const char type_help[] =
	"i64, f64, bool, text, bytes, date, time, enum NAME or NAME_id, each with ? if it may be null";
static const char *const form_words[] = {"", "one", "maybe", "many", "each", "count"};

/* One comment line of a block above a statement: its words without the dashes, and where they stand. */
struct remark {
	struct str text;
	size_t at;
};

/* Reading position in a file of queries. */
struct reading {
	struct source *source;
	struct sql_file *file;
	struct query *query; /* the last one declared */
	size_t at;
	enum { BODY_BOTH, BODY_SQLITE, BODY_POSTGRESQL } body;
};

static size_t place(const struct source *s, struct str part)
{
	return (size_t)(part.at - s->text.at);
}

/* The type that words name; own is set for enums and ids. */
static bool read_type(struct str words, struct field *f)
{
	if (words.n && words.at[words.n - 1] == '?') {
		f->nullable = true;
		words = str_trim(str_slice(words, 0, words.n - 1));
	}
	for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
		if (str_is(words, type_words[i])) {
			f->type = (enum type)i;
			return true;
		}
	if (str_begins(words, "enum ")) {
		f->type = TYPE_TEXT;
		f->own = str_trim(str_slice(words, strlen("enum "), words.n));
		return is_name(f->own);
	}
	f->type = TYPE_I64;
	f->own = words;
	return str_ends(words, "_id") && words.n > 3 && is_name(words);
}

/* Reads "name type, name type?": adds to the list. Names that the generated functions need themselves are refused. */
static void read_fields(struct source *s, struct str words, struct field_list *fields, bool parameters)
{
	static const char *const taken[] = {"store",   "arena",   "row",    "rows",    "found",
					    "changed", "context", "values", "reading", "outcome"};
	struct str part;
	while (str_next(&words, ',', &part)) {
		struct field f = {.at = place(s, str_trim(part))};
		part = str_trim(part);
		while (f.name.n < part.n && !is_blank(part.at[f.name.n]))
			f.name = str_slice(part, 0, f.name.n + 1);
		if (!is_name(f.name)) {
			fault(s, f.at, "expected \"name type\", found \"%.*s\"", STR_ARGS(part));
			continue;
		}
		for (size_t i = 0; parameters && i < sizeof taken / sizeof *taken; i++)
			if (str_is(f.name, taken[i]))
				fault(s, f.at, "the name \"%s\" is taken by the generated function", taken[i]);
		for (size_t i = 0; i < fields->list.n; i++)
			if (str_equal(fields->list.at[i].name, f.name))
				fault(s, f.at, "\"%.*s\" is declared twice", STR_ARGS(f.name));
		if (!read_type(str_trim(str_slice(part, f.name.n, part.n)), &f))
			fault(s, f.at, "\"%.*s\" has no known type: expected %s", STR_ARGS(f.name), type_help);
		*list_add(s->weave->arena, &fields->list) = f;
	}
}

/* "out FORM [whole]: fields" */
static void read_out(struct source *s, struct query *q, struct str words)
{
	struct str form = {NULL, 0}, head = {NULL, 0};
	q->out_at = place(s, words);
	str_next(&words, ':', &head);
	head = str_trim(head);
	str_next(&head, ' ', &form);
	q->whole = head.at && str_is(str_trim(head), "whole");
	for (size_t i = 1; i < sizeof form_words / sizeof *form_words; i++)
		if (str_is(form, form_words[i]))
			q->form = (enum form)i;
	bool trails = head.at && !q->whole;
	if (q->form == FORM_NONE || trails || (q->whole && q->form != FORM_MANY))
		fault(s, q->out_at, "expected one, maybe, many, many whole, each or count after \"out\"");
	if (words.at && str_trim(words).n)
		read_fields(s, words, &q->columns, false);
	if ((q->form == FORM_COUNT) != (q->columns.list.n == 0) && q->form)
		fault(s, q->out_at,
		      q->form == FORM_COUNT ? "count has no columns" : "expected \": name type, …\" after the form");
}

/* Joins a list with the remarks that continue it: those after a comma or colon. They lie in the source one after the
 * other, so the dashes between are blanked in a copy of the same length, which keeps places true. */
static struct str continued(const struct source *s, const struct remark *block, size_t n, size_t *i)
{
	struct str all = block[*i].text;
	while (*i + 1 < n && all.n && (all.at[all.n - 1] == ',' || all.at[all.n - 1] == ':')) {
		++*i;
		all.n = block[*i].at + block[*i].text.n - place(s, all);
	}
	for (size_t k = 0; k + 1 < all.n; k++)
		if (all.at[k] == '-' && all.at[k + 1] == '-')
			((char *)all.at)[k] = ((char *)all.at)[k + 1] = ' ';
	return all;
}

/* "name: what it does" opens a declaration. */
static bool read_name(struct reading *r, const struct remark *line)
{
	struct str rest = line->text, name = {NULL, 0};
	if (!str_next(&rest, ':', &name) || !rest.at || !is_name(name) || name.at[0] < 'a')
		return false;
	struct query q = {.name = name, .about = str_trim(rest), .at = line->at};
	for (size_t i = 0; i < r->file->list.n; i++)
		if (str_equal(r->file->list.at[i].name, name))
			fault(r->source, line->at, "\"%.*s\" is declared twice", STR_ARGS(name));
	r->query = list_add(r->source->weave->arena, &r->file->list);
	*r->query = q;
	r->body = BODY_BOTH;
	return true;
}

static void read_uses(struct reading *r, struct str words, size_t at)
{
	struct str path = str_trim(str_slice(words, strlen("uses"), words.n));
	if (path.n < 3 || path.at[0] != '"' || path.at[path.n - 1] != '"')
		fault(r->source, at, "expected uses \"folder/header.h\"");
	else
		*list_add(r->source->weave->arena, &r->file->uses) = path;
}

static void read_block(struct reading *r, const struct remark *block, size_t n)
{
	struct source *s = r->source;
	bool declares = n && read_name(r, &block[0]);
	for (size_t i = declares ? 1 : 0; i < n; i++) {
		struct str words = block[i].text;
		size_t at = block[i].at;
		if (str_begins(words, "uses "))
			read_uses(r, words, at);
		else if (r->query && str_is(words, "sqlite"))
			r->body = BODY_SQLITE;
		else if (r->query && str_is(words, "postgresql"))
			r->body = BODY_POSTGRESQL;
		else if (declares && str_is(words, "scan"))
			r->query->scan = true;
		else if (declares && str_begins(words, "in ") && !r->query->has_in) {
			r->query->has_in = true;
			words = continued(s, block, n, &i);
			read_fields(s, str_slice(words, strlen("in "), words.n), &r->query->in, true);
		} else if (declares && str_begins(words, "out ") && !r->query->form) {
			words = continued(s, block, n, &i);
			read_out(s, r->query, str_trim(str_slice(words, strlen("out "), words.n)));
		}
	}
}

/* Gathers the comment lines that follow each other without a blank line. */
static void read_comments(struct reading *r)
{
	struct source *s = r->source;
	LIST(struct remark) block = {0};
	while (r->at < s->text.n && str_begins(str_slice(s->text, r->at, 2), "--")) {
		size_t end = sql_token(s->text, r->at);
		struct str words = str_trim(str_slice(s->text, r->at + 2, end - r->at - 2));
		if (words.n)
			*list_add(s->weave->arena, &block) = (struct remark){words, place(s, words)};
		r->at = end < s->text.n ? end + 1 : end;
		while (r->at < s->text.n && (s->text.at[r->at] == ' ' || s->text.at[r->at] == '\t'))
			r->at++;
	}
	read_block(r, block.at, block.n);
}

/* ":name" as the number of the declared parameter, written for both stores. */
static void read_parameter(struct source *s, struct query *q, struct str name, size_t at, struct sql_text **texts)
{
	for (size_t i = 0; i < q->in.list.n; i++) {
		if (!str_equal(q->in.list.at[i].name, name))
			continue;
		q->in.list.at[i].used = true;
		if (texts[0])
			sql_append(s->weave->arena, texts[0], str_format(s->weave->arena, "?%zu", i + 1), at);
		if (texts[1])
			sql_append(s->weave->arena, texts[1], str_format(s->weave->arena, "$%zu", i + 1), at);
		return;
	}
	fault(s, at, "\":%.*s\" is not declared after \"in\"", STR_ARGS(name));
}

/* The statement up to its semicolon, for the stores it is meant for. */
static void read_body(struct reading *r)
{
	struct source *s = r->source;
	struct query *q = r->query;
	struct sql_text *texts[] = {r->body == BODY_POSTGRESQL ? NULL : &q->sqlite,
				    r->body == BODY_SQLITE ? NULL : &q->postgresql};
	if ((texts[0] && texts[0]->out.n) || (texts[1] && texts[1]->out.n)) {
		fault(s, r->at, "a second statement under \"%.*s\": expected \"-- name: what it does\" above it",
		      STR_ARGS(q->name));
		texts[0] = texts[1] = NULL;
	}
	size_t start = r->at;
	while (r->at < s->text.n && s->text.at[r->at] != ';') {
		size_t at = r->at, end = sql_token(s->text, at);
		struct str token = str_slice(s->text, at, end - at);
		r->at = end;
		if (str_is(token, ":") && end < s->text.n && is_word(s->text.at[end])) {
			r->at = sql_token(s->text, end);
			read_parameter(s, q, str_slice(s->text, end, r->at - end), at, texts);
			continue;
		}
		if (str_is(token, "?") ||
		    (token.at[0] == '$' && token.n > 1 && token.at[1] >= '0' && token.at[1] <= '9'))
			fault(s, at, "\"%.*s\": parameters are written :name", STR_ARGS(token));
		q->limited |= str_is_nocase(token, "limit");
		if (texts[0])
			sql_append_token(s->weave->arena, texts[0], token, at);
		if (texts[1])
			sql_append_token(s->weave->arena, texts[1], token, at);
	}
	if (r->at >= s->text.n)
		fault(s, start, "the statement has no \";\" at its end");
	r->at++;
}

static void judge(const struct source *s, const struct query *q)
{
	if (!q->form)
		fault(s, q->at, "\"%.*s\" has no \"-- out\" line", STR_ARGS(q->name));
	if (!q->sqlite.out.n || !q->postgresql.out.n) {
		const char *store = q->sqlite.out.n ? " for postgresql" : q->postgresql.out.n ? " for sqlite" : "";
		fault(s, q->at, "\"%.*s\" has no statement%s", STR_ARGS(q->name), store);
		return;
	}
	for (size_t i = 0; i < q->in.list.n; i++)
		if (!q->in.list.at[i].used)
			fault(s, q->in.list.at[i].at, "\":%.*s\" is declared but not used",
			      STR_ARGS(q->in.list.at[i].name));
	if (q->in.list.n > PLACE_MAX_IN)
		fault(s, q->at, "more than %d parameters", PLACE_MAX_IN);
	if (q->form == FORM_MANY && !q->limited && !q->whole)
		fault(s, q->out_at, "many without LIMIT: write \"many whole\" if all rows are wanted");
}

void sql_read(struct source *s, struct sql_file *file)
{
	*file = (struct sql_file){.source = s};
	struct reading r = {.source = s, .file = file};
	while (r.at < s->text.n) {
		size_t end = sql_token(s->text, r.at);
		if (is_blank(s->text.at[r.at]) || str_begins(str_slice(s->text, r.at, 2), "/*"))
			r.at = end;
		else if (str_begins(str_slice(s->text, r.at, 2), "--"))
			read_comments(&r);
		else if (r.query)
			read_body(&r);
		else {
			fault(s, r.at,
			      "a statement without a declaration: expected \"-- name: what it does\" above it");
			return;
		}
	}
	for (size_t i = 0; i < file->list.n; i++)
		judge(s, &file->list.at[i]);
	if (!file->list.n)
		fault(s, 0, "no query: expected \"-- name: what it does\" above a statement");
}
