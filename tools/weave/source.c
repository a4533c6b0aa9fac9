/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_name(struct str s)
{
	static const char *const words[] = {
		"auto",   "bool",   "break",    "case",     "char",     "const", "continue", "default", "do",
		"double", "else",   "enum",     "extern",   "float",    "for",   "goto",     "if",      "inline",
		"int",    "long",   "register", "restrict", "return",   "short", "signed",   "sizeof",  "static",
		"struct", "switch", "typedef",  "union",    "unsigned", "void",  "volatile", "while",
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(s, words[i]))
			return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_word(s.at[i]))
			return false;
	return s.n && !isdigit((unsigned char)s.at[0]);
}

/* The path as messages tell it: from the root if the file is under it, else as given. */
static const char *path_shown(struct weave *w, const char *path)
{
	char *real = w->root ? realpath(path, NULL) : NULL;
	size_t n = w->root ? strlen(w->root) : 0;
	bool under = real && strncmp(real, w->root, n) == 0 && real[n] == '/';
	const char *shown = under ? arena_copy(w->arena, real + n + 1, strlen(real + n + 1)) : path;
	free(real);
	return shown;
}

bool source_read(struct weave *w, const char *path, struct source *out)
{
	*out = (struct source){.weave = w, .path = path_shown(w, path)};
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *dot = strrchr(name, '.');
	out->name = arena_copy(w->arena, name, dot ? (size_t)(dot - name) : strlen(name));
	FILE *f = fopen(path, "rb");
	struct out bytes = generated_new(w);
	char piece[4096];
	for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
		out_literal(&bytes, piece, n);
	if (!f || ferror(f) || bytes.over) {
		fprintf(stderr, "%s: error: cannot be read: %s\n", out->path,
			bytes.over ? "too large" : strerror(errno));
		w->faults++;
	}
	bool read = f && !ferror(f) && !bytes.over;
	if (f)
		fclose(f);
	out->text = out_str(&bytes);
	return read;
}

int source_line(const struct source *s, size_t at)
{
	int line = 1;
	for (size_t i = 0; i < at && i < s->text.n; i++)
		line += s->text.at[i] == '\n';
	return line;
}

void fault(const struct source *s, size_t at, const char *format, ...)
{
	s->weave->faults++;
	if (s->weave->quiet)
		return;
	if (at > s->text.n)
		at = s->text.n;
	int column = 1;
	for (size_t i = at; i > 0 && s->text.at[i - 1] != '\n'; i--)
		column += (s->text.at[i - 1] & 0xc0) != 0x80;
	fprintf(stderr, "%s:%d:%d: error: ", s->path, source_line(s, at), column);
	va_list ap;
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
}

struct out generated_new(struct weave *w)
{
	return out_new(w->arena, GENERATED_MOST, NULL);
}

void generated_head(struct out *o, const struct source *s)
{
	out_printf(o, "/* Made by weave from %s: edit that file. */\n", s->path);
}

void generated_guard(struct out *o, const struct source *s, const char *suffix)
{
	char *guard = arena_printf(o->arena, "%s_%s_H", s->name, suffix);
	for (char *at = guard; *at; at++)
		*at = is_word(*at) ? (char)toupper((unsigned char)*at) : '_';
	out_printf(o, "#ifndef %s\n#define %s\n", guard, guard);
}

void generated_string(struct out *o, struct str s, bool breaks)
{
	out_raw(o, STR("\""));
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == '\n')
			out_raw(o, breaks && i + 1 < s.n ? STR("\\n\"\n\t\"") : STR("\\n"));
		else if (c == '"' || c == '\\' || (c == '?' && i && s.at[i - 1] == '?'))
			out_printf(o, "\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			out_printf(o, "\\%03o", c);
		else
			out_literal(o, s.at + i, 1);
	}
	out_raw(o, STR("\""));
}

void generated_comment(struct out *o, struct str text)
{
	out_raw(o, STR("/* "));
	for (size_t i = 0; i < text.n; i++) {
		out_literal(o, text.at + i, 1);
		if (text.at[i] == '*' && i + 1 < text.n && text.at[i + 1] == '/')
			out_raw(o, STR(" "));
	}
	out_raw(o, STR(" */\n"));
}

void generated_write(struct weave *w, const char *name, struct str code)
{
	struct out o = generated_new(w);
	struct str rest = code, line;
	int number = 1;
	while (str_next(&rest, '\n', &line) && rest.at) {
		if (str_begins(line, "#line ") && !w->lines)
			continue;
		number++;
		if (str_is(line, "#line 0"))
			out_printf(&o, "#line %d \"%s\"\n", number, name);
		else
			out_printf(&o, "%.*s\n", STR_ARGS(line));
	}
	struct str all = out_str(&o);
	char *path = arena_printf(w->arena, "%s/%s", w->out, name);
	FILE *f = fopen(path, "wb");
	bool written = f && fwrite(all.at, 1, all.n, f) == all.n;
	if (f && fclose(f) != 0)
		written = false;
	if (!written || o.over) {
		fprintf(stderr, "%s: error: cannot be written: %s\n", path, o.over ? "too large" : strerror(errno));
		w->faults++;
	}
}
