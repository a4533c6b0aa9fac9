/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <ctype.h>
#include <string.h>

/* A named place of a message: a value, or the source of an inline tag with the code that writes it. */
struct place {
	const char *name;
	struct str value, tag;
	struct out code;
	size_t at;
	bool used;
};

struct message {
	LIST(struct place) places;
	struct str context;
	struct str count; /* the expression of n= */
	struct out forms[2];
	int form;
	size_t at;
	struct element *element;
};

static struct place *place_find(struct message *m, struct str name)
{
	for (size_t i = 0; i < m->places.n; i++)
		if (str_is(name, m->places.at[i].name))
			return &m->places.at[i];
	return NULL;
}

/* The end of the argument that starts at 0: where a blank and "name=" follow outside of brackets and quotes. */
static size_t argument_end(struct str s)
{
	int depth = 0;
	char quote = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i];
		if (quote || c == '"')
			quote = !quote ? c : c == quote ? 0 : quote;
		depth += quote ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
		if (quote || depth || !is_blank(c))
			continue;
		size_t n = i + 1;
		while (n < s.n && is_word(s.at[n]))
			n++;
		if (n > i + 1 && n + 1 < s.n && s.at[n] == '=' && s.at[n + 1] != '=')
			return i;
	}
	return s.n;
}

static void read_argument(struct template *t, struct message *m, struct str name, struct str value)
{
	struct source *s = t->source;
	if (str_is(name, "ctx")) {
		if (value.n < 3 || value.at[0] != '"' || value.at[value.n - 1] != '"')
			fault(s, place_of(t, name), "expected ctx=\"word\"");
		m->context = value;
		return;
	}
	if (!expression_check(t, value))
		return;
	if (place_find(m, name))
		fault(s, place_of(t, name), "\"%.*s\" is given twice", STR_ARGS(name));
	if (str_is(name, "n"))
		m->count = value;
	*list_add(s->weave->arena, &m->places) = (struct place){.name = str_chars(s->weave->arena, name),
								.value = value,
								.at = place_of(t, name),
								.used = str_is(name, "n")};
}

static void read_arguments(struct template *t, struct message *m, struct str words)
{
	while (words.n) {
		size_t n = argument_end(words), equal = 0;
		while (equal < n && is_word(words.at[equal]))
			equal++;
		struct str name = str_slice(words, 0, equal);
		if (!is_name(name) || equal >= n || words.at[equal] != '=') {
			fault(t->source, place_of(t, words), "expected {{t name=expression …}}");
			return;
		}
		read_argument(t, m, name, str_trim(str_slice(words, equal + 1, n - equal - 1)));
		words = str_trim(str_slice(words, n, words.n));
	}
}

static void key_add(struct message *m, struct str bytes)
{
	out_raw(&m->forms[m->form], bytes);
}

/* "{name}" in the text. */
static void read_place(struct template *t, struct message *m)
{
	struct str rest = str_slice(t->source->text, t->at, t->source->text.n);
	size_t n = 1;
	while (n < rest.n && is_word(rest.at[n]))
		n++;
	struct str name = str_slice(rest, 1, n - 1);
	struct place *p = n < rest.n && rest.at[n] == '}' ? place_find(m, name) : NULL;
	if (!p || p->tag.n)
		fault(t->source, t->at, "\"{%.*s}\" is not given: expected {{t %.*s=expression}}", STR_ARGS(name),
		      STR_ARGS(name));
	else
		p->used = true;
	key_add(m, str_slice(rest, 0, n + 1));
	t->at += n + 1;
}

/* A place for a tag: the same tag again is the same place, another one gets a number. */
static struct place *tag_place(struct template *t, struct message *m, const char *base, struct str tag, struct out code)
{
	struct arena *a = t->source->weave->arena;
	const char *name = base;
	for (int number = 2;; number++) {
		struct place *p = place_find(m, str_of(name));
		if (p && p->tag.n && str_equal(p->tag, tag))
			return p;
		if (!p)
			break;
		name = arena_printf(a, "%s%d", base, number);
	}
	struct place *p = list_add(a, &m->places);
	*p = (struct place){.name = name, .tag = tag, .code = code, .at = t->at, .used = true};
	return p;
}

/* An inline tag: its code goes to its place, the message gets "{a}" or "{/a}". */
static void read_tag(struct template *t, struct message *m)
{
	struct arena *a = t->source->weave->arena;
	struct out *code = t->code, own = generated_new(t->source->weave);
	struct str text = t->source->text;
	size_t start = t->at;
	bool closes = str_begins(str_slice(text, start, text.n), "</");
	struct element *before = t->now.element;
	size_t blocks = t->blocks.n;
	t->code = &own;
	t->depth += 3;
	do
		template_step(t);
	while (t->now.where != IN_TEXT && t->at < text.n && t->in_function);
	literal_flush(t);
	t->depth -= 3;
	t->code = code;
	struct str tag = str_slice(text, start, t->at - start);
	if (t->blocks.n != blocks)
		fault(t->source, start, "{{if}} in a tag of a message must end in the tag");
	if (str_begins(tag, "<!"))
		return;
	if (closes && before == m->element)
		fault(t->source, start, "the message closes an element that stands outside of it");
	if (closes) {
		const char *open = before && before->place ? before->place : "?";
		key_add(m, str_format(a, "{/%s}", tag_place(t, m, arena_printf(a, "/%s", open), tag, own)->name + 1));
		return;
	}
	size_t n = 1;
	while (n < tag.n && isalnum((unsigned char)tag.at[n]))
		n++;
	struct place *p = tag_place(t, m, arena_printf(a, "%.*s", (int)n - 1, tag.at + 1), tag, own);
	key_add(m, str_format(a, "{%s}", p->name));
	if (t->now.element && t->now.element != before) /* a script's end may have closed the one before */
		t->now.element->place = p->name;
}

/* "{{or}}" or "{{/t}}"; false at the message's end. */
static bool read_hole(struct template *t, struct message *m)
{
	struct str words;
	size_t at = t->at;
	if (!hole_words(t, &words))
		return false;
	bool ends = str_is(words, "/t"), other = str_is(words, "or");
	if (t->now.element != m->element && (ends || other))
		fault(t->source, t->now.element ? t->now.element->at : at,
		      "an element of the message is not closed in it");
	t->now.element = m->element;
	if (ends)
		return false;
	if (other && m->form == 0 && m->count.n)
		m->form = 1;
	else if (other)
		fault(t->source, at, m->form ? "a second {{or}} in one message" : "{{or}} needs {{t n=expression}}");
	else if (!str_begins(words, "-"))
		fault(t->source, at, "{{%.*s}} inside a message: write {name} here and {{t name=expression}}",
		      STR_ARGS(words));
	return true;
}

static void read_text(struct template *t, struct message *m)
{
	struct str rest = str_slice(t->source->text, t->at, t->source->text.n);
	struct out *key = &m->forms[m->form];
	size_t n = 1;
	if (entity_length(rest)) {
		n = entity_length(rest);
		fault(t->source, t->at, "\"%.*s\" inside a message: write the character itself", (int)n, rest.at);
	} else if (is_blank(rest.at[0])) {
		if (key->n && key->at[key->n - 1] != ' ')
			key_add(m, STR(" "));
	} else {
		key_add(m, str_slice(rest, 0, 1));
	}
	t->at += n;
}

static void read_forms(struct template *t, struct message *m)
{
	struct str text = t->source->text;
	bool more = true;
	while (more && t->at < text.n && t->in_function) {
		struct str rest = str_slice(text, t->at, text.n);
		if (str_begins(rest, "{{"))
			more = read_hole(t, m);
		else if (rest.at[0] == '{')
			read_place(t, m);
		else if (rest.at[0] == '<' && t->now.where == IN_TEXT)
			read_tag(t, m);
		else if (t->now.where == IN_ATTRIBUTE && rest.at[0] == t->now.quote)
			break;
		else
			read_text(t, m);
	}
	if (more)
		fault(t->source, m->at, "{{t}} without its {{/t}}");
}

static void judge(struct template *t, struct message *m)
{
	for (int i = 0; i <= m->form; i++)
		while (m->forms[i].n && m->forms[i].at[m->forms[i].n - 1] == ' ')
			m->forms[i].n--;
	if (!m->forms[0].n || (m->form && !m->forms[1].n))
		fault(t->source, m->at, "the message is empty");
	if (m->count.n && !m->form)
		fault(t->source, m->at, "{{t n=…}} counts: expected {{or}} and the text for many");
	if (m->context.n && m->form)
		fault(t->source, m->at, "a message that counts cannot have ctx=");
	for (size_t i = 0; i < m->places.n; i++)
		if (!m->places.at[i].used)
			fault(t->source, m->places.at[i].at, "the message does not use \"{%s}\"", m->places.at[i].name);
}

/* The call that translates, with the comments for xgettext on the same line before it. */
static const char *call_of(struct template *t, const struct message *m)
{
	struct out o = generated_new(t->source->weave);
	if (t->translators.n)
		out_printf(&o, "/* %.*s */ ", STR_ARGS(t->translators));
	if (m->places.n)
		out_raw(&o, STR("/* xgettext:python-brace-format */ "));
	out_raw(&o, m->form ? STR("tr_n(c, ") : m->context.n ? STR("tr_in(c, ") : STR("tr(c, "));
	if (m->context.n)
		out_printf(&o, "%.*s, ", STR_ARGS(m->context));
	for (int i = 0; i <= m->form; i++) {
		out_raw(&o, i ? STR(", ") : STR(""));
		generated_string(&o, (struct str){m->forms[i].at, m->forms[i].n}, false);
	}
	if (m->form)
		out_printf(&o, ", %s", one_line(t, m->count));
	out_raw(&o, STR(")"));
	return out_str(&o).at;
}

static void emit_places(struct template *t, struct message *m, enum family family, const char *write)
{
	emit_line(t, m->at);
	emit(t,
	     "for (int message_place; (message_place = tr_next(&message_rest, message_names, %zu, &message_literal)) "
	     ">= 0;) {",
	     m->places.n);
	t->depth++;
	emit_line(t, m->at);
	emit(t, "%s(o, message_literal);", write);
	emit(t, "switch (message_place) {");
	for (size_t i = 0; i < m->places.n; i++) {
		struct place *p = &m->places.at[i];
		emit(t, "case %zu:", i);
		t->depth++;
		if (p->value.n)
			emit_hole(t, family, p->value, p->at);
		else
			out_raw(t->code, out_str(&p->code));
		emit(t, "break;");
		t->depth--;
	}
	emit(t, "}");
	t->depth--;
	emit(t, "}");
	emit_line(t, m->at);
	emit(t, "%s(o, message_literal);", write);
}

static void emit_message(struct template *t, struct message *m, enum family family)
{
	const char *write = family == FAMILY_TEXT    ? "out_text_str"
			    : family == FAMILY_TITLE ? "out_title_str"
						     : "out_attr_str";
	literal_flush(t);
	out_raw(&t->mentioned, STR("o c "));
	emit_line(t, m->at);
	if (!m->places.n) {
		emit(t, "%s(o, %s);", write, call_of(t, m));
		return;
	}
	struct out names = generated_new(t->source->weave);
	for (size_t i = 0; i < m->places.n; i++)
		out_printf(&names, "%s\"%s\"", i ? ", " : "", m->places.at[i].name);
	emit(t, "{");
	t->depth++;
	emit(t, "static const char *const message_names[] = {%s};", out_str(&names).at);
	emit_line(t, m->at);
	emit(t, "struct str message_literal, message_rest = %s;", call_of(t, m));
	emit_places(t, m, family, write);
	t->depth--;
	emit(t, "}");
}

void message_read(struct template *t, struct str arguments, size_t at)
{
	struct message m = {.at = at, .element = t->now.element};
	struct weave *w = t->source->weave;
	m.forms[0] = generated_new(w);
	m.forms[1] = generated_new(w);
	enum where where = t->now.where;
	bool here = where == IN_TEXT || where == IN_TITLE || (where == IN_ATTRIBUTE && t->now.kind != ATTRIBUTE_URL);
	if (!here || t->in_message)
		fault(t->source, at, t->in_message ? "a message inside a message" : "a message cannot stand here");
	bool outer = t->in_message;
	t->in_message = true;
	read_arguments(t, &m, arguments);
	literal_flush(t);
	read_forms(t, &m);
	t->in_message = outer;
	judge(t, &m);
	emit_message(t, &m, where == IN_TEXT ? FAMILY_TEXT : where == IN_TITLE ? FAMILY_TITLE : FAMILY_ATTR);
	t->translators = STR("");
	t->blank = false;
	t->now.url = URL_LITERAL;
}
