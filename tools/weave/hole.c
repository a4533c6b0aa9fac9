/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <string.h>

bool hole_words(struct template *t, struct str *words)
{
	struct str text = t->source->text;
	char quote = 0;
	size_t from = t->at + 2, inner = 0; /* a comment may hold {{…}} of its own */
	for (size_t i = from; i + 1 < text.n; i++) {
		char c = text.at[i];
		bool comment = text.at[from] == '-', twice = text.at[i + 1] == c;
		if (quote && c == '\\') {
			i++;
		} else if (quote) {
			quote = c == quote ? 0 : quote;
		} else if ((c == '"' || c == '\'') && !comment) {
			quote = c;
		} else if (comment && twice && (c == '{' || (c == '}' && inner))) {
			inner += c == '{' ? 1 : (size_t)-1;
			i++;
		} else if (c == '}' && twice) {
			*words = str_trim(str_slice(text, from, i - from));
			t->at = i + 2;
			return true;
		}
	}
	fault(t->source, t->at, "{{ without its }}");
	t->at = text.n;
	return false;
}

static bool same_context(const struct context *a, const struct context *b)
{
	const struct element *x = a->element, *y = b->element;
	while (x && y && x != y && str_equal(x->name, y->name))
		x = x->in, y = y->in;
	bool same = x == y && a->where == b->where;
	if (a->where == IN_TAG || a->where == IN_ATTRIBUTE)
		same = same && str_equal(a->tag.name, b->tag.name);
	if (a->where == IN_ATTRIBUTE)
		same = same && str_equal(a->attribute, b->attribute) && (a->kind != ATTRIBUTE_URL || a->url == b->url);
	return same;
}

static void block_open(struct template *t, bool is_each, size_t at)
{
	*list_add(t->source->weave->arena, &t->blocks) =
		(struct block){.at = at, .is_each = is_each, .blank = true, .blank_before = t->blank, .before = t->now};
}

static bool condition(struct template *t, struct str words)
{
	if (!words.n)
		fault(t->source, t->at, "{{if}} without a condition");
	return words.n && expression_check(t, words);
}

static void read_if(struct template *t, struct str words, size_t at)
{
	condition(t, words);
	literal_flush(t);
	emit_line(t, at);
	emit(t, "if (%s) {", one_line(t, words));
	t->depth++;
	block_open(t, false, at);
}

/* Between branches: the first one's end is what all others must end like. */
static void branch_end(struct template *t, struct block *b, size_t at)
{
	literal_flush(t);
	if (!b->has_else)
		b->first = t->now;
	else if (!same_context(&b->first, &t->now))
		fault(t->source, at, "the branches of {{if}} of line %d end in different places of the markup",
		      source_line(t->source, b->at));
	b->blank &= t->blank;
}

static void read_else(struct template *t, struct str words, size_t at)
{
	struct block *b = t->blocks.n ? &t->blocks.at[t->blocks.n - 1] : NULL;
	if (!b || b->is_each) {
		fault(t->source, at, "{{else}} without {{if}}");
		return;
	}
	branch_end(t, b, at);
	b->has_else = true;
	t->now = b->before;
	t->depth--;
	emit_line(t, at);
	if (words.n && condition(t, words)) {
		emit(t, "} else if (%s) {", one_line(t, words));
	} else {
		emit(t, "} else {");
	}
	t->depth++;
	t->blank = b->blank_before;
}

static void read_end(struct template *t, size_t at)
{
	if (!t->blocks.n) {
		fault(t->source, at, "{{end}} without {{if}} or {{each}}");
		return;
	}
	struct block *b = &t->blocks.at[t->blocks.n - 1];
	branch_end(t, b, at);
	if (!b->has_else && !same_context(&b->before, &t->now))
		fault(t->source, at, "{{%s}} of line %d begins and ends in different places of the markup",
		      b->is_each ? "each" : "if", source_line(t->source, b->at));
	t->blank = b->blank && (b->has_else || b->blank_before);
	t->depth--;
	t->blocks.n--;
	emit_line(t, at);
	emit(t, "}");
}

/* "TYPE name in rows": a bare name is a pointer to rows, a longer expression the rows themselves. */
static void read_each(struct template *t, struct str words, size_t at)
{
	static const char counters[] = "ijklmnpqrs";
	struct str type = {NULL, 0}, name = {NULL, 0}, in = {NULL, 0}, rows = words;
	bool complete =
		str_next(&rows, ' ', &type) && str_next(&rows, ' ', &name) && str_next(&rows, ' ', &in) && rows.at;
	rows = complete ? str_trim(rows) : STR("");
	size_t depth = 0;
	for (size_t i = 0; i < t->blocks.n; i++)
		depth += t->blocks.at[i].is_each;
	block_open(t, true, at);
	t->depth++;
	if (!complete || !is_name(type) || !is_name(name) || !str_is(in, "in") || depth >= sizeof counters - 1) {
		fault(t->source, at, "expected {{each TYPE name in rows}}");
		return;
	}
	if (!expression_check(t, rows))
		return;
	t->depth--;
	literal_flush(t);
	const char *list = one_line(t, rows);
	char i = counters[depth];
	const char *arrow = is_name(rows) ? "->" : ".";
	if (rows.at[0] == '&')
		rows = str_slice(rows, 1, rows.n);
	emit_line(t, at);
	emit(t, "for (size_t %c = 0; %c < %s%sn; %c++) {", i, i, list, arrow, i);
	t->depth++;
	emit_line(t, at);
	emit(t, "const struct %.*s *%.*s = &%s%sat[%c];", STR_ARGS(type), STR_ARGS(name), list, arrow, i);
}

static void read_within(struct template *t, struct str words, size_t at)
{
	if (!t->is_page || t->within.n || t->now.element || t->blocks.n || t->literal.n) {
		fault(t->source, at, "{{within layout(…)}} stands once, at the beginning of a page");
		return;
	}
	if (!expression_call(t, words, &t->within, &t->within_arguments))
		return;
	if (t->within_arguments.n && !expression_check(t, words))
		return;
	emit_line(t, at);
	emit(t, "%.*s_open(o, c%s%s);", STR_ARGS(t->within), t->within_arguments.n ? ", " : "",
	     one_line(t, t->within_arguments));
}

static void read_part(struct template *t, struct str words, size_t at)
{
	struct str name, arguments;
	if (t->now.where != IN_TEXT)
		fault(t->source, at, "a part stands in element text only");
	if (!expression_call(t, words, &name, &arguments) || (arguments.n && !expression_check(t, words)))
		return;
	for (struct element *e = t->now.element; e && str_is(name, "form_token"); e = e->in)
		e->has_token = true;
	literal_flush(t);
	out_raw(&t->mentioned, STR("o c "));
	emit_line(t, at);
	emit(t, "part_%.*s(o, c%s%s);", STR_ARGS(name), arguments.n ? ", " : "", one_line(t, arguments));
	t->blank = false;
}

/* The escaping of a value here; false where no value may stand. */
static bool family_here(struct template *t, size_t at, enum family *family)
{
	bool url = t->now.where == IN_ATTRIBUTE && t->now.kind == ATTRIBUTE_URL;
	const char *refused = NULL;
	switch (t->now.where) {
	case IN_TEXT: *family = FAMILY_TEXT; break;
	case IN_TITLE: *family = FAMILY_TITLE; break;
	case IN_JSON: *family = FAMILY_JSON; break;
	case IN_ATTRIBUTE: *family = !url ? FAMILY_ATTR : t->now.url == URL_START ? FAMILY_URL : FAMILY_PATH; break;
	case IN_TAG: refused = "no value may stand as the name of a tag or attribute"; break;
	case IN_RAW: refused = "no value may stand in <style> or <script>"; break;
	}
	if (url && t->now.url == URL_ADDRESS)
		refused = "after a whole address a literal such as ?x= must come before the next value";
	if (refused)
		fault(t->source, at, "%s", refused);
	else if (url && t->now.url == URL_START)
		t->now.url = URL_ADDRESS;
	return !refused;
}

static void read_value(struct template *t, struct str words, size_t at)
{
	enum family family = FAMILY_TEXT;
	if (!family_here(t, at, &family))
		return;
	if (!words.n)
		fault(t->source, at, "{{}} is empty: expected an expression");
	if (!words.n || !expression_check(t, words))
		return;
	literal_flush(t);
	emit_hole(t, family, words, at);
}

static void read_uses(struct template *t, struct str path, size_t at)
{
	if (path.n < 3 || path.at[0] != '"' || path.at[path.n - 1] != '"')
		fault(t->source, at, "expected {{uses \"folder/header.h\"}}");
	else
		*list_add(t->source->weave->arena, &t->uses) = path;
}

static void read_comment(struct template *t, struct str words)
{
	static const char mark[] = "for translators:";
	struct str text = str_trim(str_slice(words, 1, words.n));
	if (str_begins(text, mark))
		t->translators = text;
	else if (t->now.element == NULL)
		t->remark = text;
}

/* words begin with the keyword, alone or before a blank; *rest is what follows. */
static bool keyword(struct str words, const char *word, struct str *rest)
{
	size_t n = strlen(word);
	if (!str_begins(words, word) || (words.n > n && !is_blank(words.at[n])))
		return false;
	*rest = str_trim(str_slice(words, n, words.n));
	return true;
}

void hole_read(struct template *t)
{
	struct str words, rest;
	size_t at = t->at;
	if (!hole_words(t, &words))
		return;
	if (str_begins(words, "-"))
		read_comment(t, words);
	else if (t->in_message &&
		 (keyword(words, "page", &rest) || keyword(words, "part", &rest) || keyword(words, "body", &rest)))
		fault(t->source, at, "{{%.*s}} cannot stand in a message", STR_ARGS(words));
	else if (keyword(words, "uses", &rest))
		read_uses(t, rest, at);
	else if (keyword(words, "page", &rest) || keyword(words, "part", &rest))
		function_begin(t, rest, str_begins(words, "page"), at);
	else if (!t->in_function)
		fault(t->source, at, "expected {{page name(…)}} or {{part name(…)}} before {{%.*s}}", STR_ARGS(words));
	else if (keyword(words, "within", &rest))
		read_within(t, rest, at);
	else if (keyword(words, "body", &rest))
		function_body(t, at);
	else if (keyword(words, "if", &rest))
		read_if(t, rest, at);
	else if (keyword(words, "else", &rest))
		read_else(t, keyword(rest, "if", &rest) ? rest : STR(""), at);
	else if (keyword(words, "end", &rest))
		read_end(t, at);
	else if (keyword(words, "each", &rest))
		read_each(t, rest, at);
	else if (keyword(words, "t", &rest))
		message_read(t, rest, at);
	else if (keyword(words, "or", &rest) || keyword(words, "/t", &rest))
		fault(t->source, at, "{{%.*s}} without {{t}}", STR_ARGS(words));
	else if (str_begins(words, ">"))
		read_part(t, str_trim(str_slice(words, 1, words.n)), at);
	else
		read_value(t, words, at);
}
