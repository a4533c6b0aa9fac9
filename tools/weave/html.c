/* SPDX-License-Identifier: Apache-2.0 */
#include "html.h"

#include <stdio.h>
#include <string.h>

/* What each family of write.h takes: where C has several types for one function, all of them. Not unsigned int, since
 * an enum without negative members is that type in C: a bare enum or bool must not compile. */
static const struct {
	const char *type, *function;
	const char *families; /* t text, i title, a attr, u url, p path, j json */
} overloads[] = {
	{"struct str", "str", "tiap"},
	{"char *", "chars", "tiap"},
	{"const char *", "chars", "tiap"},
	{"int", "i64", "tiap"},
	{"long", "i64", "tiap"},
	{"long long", "i64", "tiap"},
	{"unsigned long", "i64", "tiap"},
	{"unsigned long long", "i64", "tiap"},
	{"struct date", "date", "tiap"},
	{"struct span", "span", "tia"},
	{"struct moment", "moment", "tia"},
	{"struct lang", "lang", "ap"},
	{"struct html", "html", "t"},
	{"struct url", "url", "u"},
	{"struct json", "json", "j"},
};
static const char *const family_words[] = {"text", "title", "attr", "url", "path", "json"};
static const char family_letters[] = "tiaupj";

void emit(struct template *t, const char *format, ...)
{
	for (int i = 0; i < t->depth; i++)
		out_raw(t->code, STR("\t"));
	va_list ap;
	va_start(ap, format);
	out_raw(t->code, str_of(arena_vprintf(t->code->arena, format, ap)));
	va_end(ap);
	out_raw(t->code, STR("\n"));
}

void emit_line(struct template *t, size_t at)
{
	out_printf(t->code, "#line %d \"%s\"\n", source_line(t->source, at), t->source->path);
}

void literal_add(struct template *t, struct str bytes)
{
	if (!bytes.n)
		return;
	if (!t->literal.n)
		t->literal_at = t->at;
	out_raw(&t->literal, bytes);
	t->blank = is_blank(bytes.at[bytes.n - 1]);
}

void literal_flush(struct template *t)
{
	if (!t->literal.n)
		return;
	struct out quoted = generated_new(t->source->weave);
	generated_string(&quoted, (struct str){t->literal.at, t->literal.n}, false);
	emit_line(t, t->literal_at);
	out_raw(&t->mentioned, STR("o "));
	emit(t, "out_literal(o, %s, %zu);", out_str(&quoted).at, t->literal.n);
	t->literal.n = 0;
}

const char *one_line(struct template *t, struct str text)
{
	struct out o = generated_new(t->source->weave);
	for (size_t i = 0, n; i < text.n; i += n) {
		bool blank = is_blank(text.at[i]);
		n = blank                                     ? sql_token(text, i) - i
		    : text.at[i] == '"' || text.at[i] == '\'' ? quoted_end(text, i) - i
							      : 1;
		out_raw(&o, blank ? STR(" ") : str_slice(text, i, n));
	}
	out_printf(&t->mentioned, "%s ", out_str(&o).at);
	return out_str(&o).at;
}

/* The expression stands alone on its line, at its column in the template, so that the compiler's message points there. */
void emit_hole(struct template *t, enum family family, struct str expression, size_t at)
{
	struct str text = t->source->text;
	size_t start = place_of(t, expression), from = start;
	while (from > 0 && text.at[from - 1] != '\n')
		from--;
	emit_line(t, at);
	emit(t, "_Generic((");
	emit_line(t, start);
	for (; from < start; from++)
		out_printf(t->code, "%s", text.at[from] == '\t' ? "\t" : (text.at[from] & 0xc0) == 0x80 ? "" : " ");
	const char *chars = one_line(t, expression);
	out_printf(t->code, "%s\n", chars);
	struct out all = generated_new(t->source->weave);
	for (size_t i = 0; i < sizeof overloads / sizeof *overloads; i++)
		if (strchr(overloads[i].families, family_letters[family]))
			out_printf(&all, ", %s: out_%s_%s", overloads[i].type, family_words[family],
				   overloads[i].function);
	emit_line(t, start);
	emit(t, ")%s)(o, %s);", out_str(&all).at, chars);
	out_raw(&t->mentioned, STR("o "));
	t->blank = false;
}

void function_begin(struct template *t, struct str signature, bool is_page, size_t at)
{
	function_finish(t);
	t->in_function = expression_call(t, signature, &t->name, &t->parameters);
	t->is_page = is_page;
	t->is_layout = false;
	t->comment = t->remark;
	t->remark = STR("");
	t->function_at = at;
	t->within = t->within_arguments = STR("");
	t->now = (struct context){.where = IN_TEXT};
	t->body = generated_new(t->source->weave);
	t->closing = generated_new(t->source->weave);
	t->mentioned = generated_new(t->source->weave);
	t->code = &t->body;
	t->depth = 1;
	t->blank = true;
	t->blocks.n = 0;
	t->literal.n = 0;
}

void function_body(struct template *t, size_t at)
{
	if (t->is_layout || t->blocks.n || t->now.where != IN_TEXT || t->within.n) {
		fault(t->source, at,
		      "{{body}} stands once in a layout, in element text, outside of {{if}} and {{each}}");
		return;
	}
	literal_flush(t);
	t->is_layout = true;
	t->mentioned_open = t->mentioned;
	t->mentioned = generated_new(t->source->weave);
	t->code = &t->closing;
	t->blank = false;
}

/* The text holds the word by itself. */
static bool mentions(struct str text, struct str word)
{
	for (size_t i = 0; i + word.n <= text.n; i++)
		if (memcmp(text.at + i, word.at, word.n) == 0 && (i == 0 || !is_word(text.at[i - 1])) &&
		    (i + word.n == text.n || !is_word(text.at[i + word.n])))
			return true;
	return false;
}

/* Writes "(void)name;" for each parameter that no expression mentions. */
static void write_unused(struct out *o, struct str parameters, struct str mentioned)
{
	struct str rest = str_format(o->arena, "o, c%s%.*s", parameters.n ? ", " : "", STR_ARGS(parameters)), one;
	while (str_next(&rest, ',', &one)) {
		struct str trimmed = str_trim(one);
		size_t from = trimmed.n;
		while (from > 0 && is_word(trimmed.at[from - 1]))
			from--;
		struct str name = str_slice(trimmed, from, trimmed.n);
		if (name.n && !mentions(mentioned, name))
			out_printf(o, "\t(void)%.*s;\n", STR_ARGS(name));
	}
}

static void write_function(struct template *t, const char *name, struct str code, struct str mentioned)
{
	const char *comma = t->parameters.n ? ", " : "";
	const char *parameters = one_line(t, t->parameters);
	struct out *outs[] = {&t->header, &t->file};
	for (int i = 0; i < 2; i++) {
		out_raw(outs[i], STR("\n"));
		generated_comment(outs[i], t->comment.n ? t->comment
							: str_format(t->file.arena, "%s:%d", t->source->path,
								     source_line(t->source, t->function_at)));
		out_printf(outs[i], "void %s(struct out *o, struct call *c%s%s)%s\n", name, comma, parameters,
			   i ? "\n{" : ";");
	}
	write_unused(&t->file, str_of(parameters), mentioned);
	out_raw(&t->file, code);
	out_raw(&t->file, STR("#line 0\n}\n"));
}

static void judge_end(struct template *t)
{
	struct source *s = t->source;
	for (size_t i = 0; i < t->blocks.n; i++)
		fault(s, t->blocks.at[i].at, "{{%s}} without its {{end}}", t->blocks.at[i].is_each ? "each" : "if");
	for (struct element *e = t->now.element; e; e = e->in)
		fault(s, e->at, "<%.*s> is never closed", STR_ARGS(e->name));
	if (t->now.where == IN_TAG || t->now.where == IN_ATTRIBUTE)
		fault(s, t->now.tag.at, "the tag <%.*s> does not end", STR_ARGS(t->now.tag.name));
}

void function_finish(struct template *t)
{
	if (!t->in_function)
		return;
	while (t->literal.n && is_blank(t->literal.at[t->literal.n - 1]))
		t->literal.n--;
	literal_flush(t);
	judge_end(t);
	struct arena *a = t->source->weave->arena;
	if (t->within.n)
		out_raw(&t->mentioned, STR("o c "));
	if (t->within.n)
		emit(t, "%.*s_close(o, c%s%s);", STR_ARGS(t->within), t->within_arguments.n ? ", " : "",
		     one_line(t, t->within_arguments));
	struct str mentioned = out_str(&t->mentioned), body = out_str(&t->body), closing = out_str(&t->closing);
	if (t->is_layout) {
		write_function(t, arena_printf(a, "%.*s_open", STR_ARGS(t->name)), body, out_str(&t->mentioned_open));
		write_function(t, arena_printf(a, "%.*s_close", STR_ARGS(t->name)), closing, mentioned);
	} else {
		write_function(t, arena_printf(a, "%s_%.*s", t->is_page ? "page" : "part", STR_ARGS(t->name)), body,
			       mentioned);
	}
	t->in_function = false;
}

void template_step(struct template *t)
{
	if (str_begins(str_slice(t->source->text, t->at, 2), "{{"))
		hole_read(t);
	else if (t->in_function)
		markup_step(t);
	else if (is_blank(t->source->text.at[t->at]))
		t->at++;
	else {
		fault(t->source, t->at, "text before {{page name(…)}} or {{part name(…)}}");
		t->at = t->source->text.n;
	}
}

void html_weave(struct weave *w, const char *path)
{
	struct source s;
	if (!source_read(w, path, &s))
		return;
	struct template t = {
		.source = &s, .header = generated_new(w), .file = generated_new(w), .literal = generated_new(w)};
	while (t.at < s.text.n)
		template_step(&t);
	function_finish(&t);
	if (!t.file.n && !w->faults)
		fault(&s, 0, "no page: expected {{page name(…)}} or {{part name(…)}}");
	if (w->faults)
		return;
	struct out h = generated_new(w), c = generated_new(w);
	generated_head(&h, &s);
	generated_guard(&h, &s, "html");
	out_raw(&h, STR("#include \"page/write.h\"\n"));
	for (size_t i = 0; i < t.uses.n; i++)
		out_printf(&h, "#include %.*s\n", STR_ARGS(t.uses.at[i]));
	out_raw(&h, out_str(&t.header));
	out_raw(&h, STR("\n#endif\n"));
	generated_head(&c, &s);
	out_printf(&c, "#include \"%s_html.h\"\n", s.name);
	out_raw(&c, out_str(&t.file));
	generated_write(w, arena_printf(w->arena, "%s_html.h", s.name), out_str(&h));
	generated_write(w, arena_printf(w->arena, "%s_html.c", s.name), out_str(&c));
}
