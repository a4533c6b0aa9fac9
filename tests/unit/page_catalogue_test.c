/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogues: every text of po/sulear.pot is translated with all of its places, in the glossary's words, and comes out
 * of the program. The glossary is not part of the checkout; without it that test is skipped. */
#include "page/format.h"
#include "page/language.h"
#include "page/page.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FORMS_MOST = 2, FILE_MOST = 4 << 20, COLUMNS_MOST = 16 };

/* One message of a .po or .pot file. */
struct message {
	struct str context, text, many; /* many: msgid_plural */
	struct str forms[FORMS_MOST];
	bool is_fuzzy;
};

struct catalogue {
	LIST(struct message);
};

static struct arena *arena;
static struct catalogue wanted;

static struct str read_file(const char *name)
{
	const char *root = getenv("SULEAR_ROOT");
	FILE *f = fopen(arena_printf(arena, "%s/%s", root ? root : ".", name), "rb");
	if (!f)
		return (struct str){NULL, 0};
	char *text = arena_alloc(arena, FILE_MOST);
	size_t n = fread(text, 1, FILE_MOST, f);
	fclose(f);
	assert_true(n < FILE_MOST);
	return (struct str){text, n};
}

/* The text between the quotes of a line, its escapes undone, added to what stands in *to. */
static void add_quoted(struct str line, struct str *to)
{
	const char *quote = memchr(line.at, '"', line.n);
	assert_non_null(quote);
	char *text = arena_alloc(arena, to->n + line.n);
	size_t n = to->n;
	if (n)
		memcpy(text, to->at, n);
	for (const char *at = quote + 1; at + 1 < line.at + line.n; at++) {
		if (*at == '\\') {
			at++;
			text[n++] = *at == 'n' ? '\n' : *at;
		} else {
			text[n++] = *at;
		}
	}
	*to = (struct str){text, n};
}

/* Where the quoted text of this line belongs; the place of the line before where the line has no keyword. */
static struct str *place_of(struct str line, struct message *m, struct str *before)
{
	if (str_begins(line, "msgctxt "))
		return &m->context;
	if (str_begins(line, "msgid_plural "))
		return &m->many;
	if (str_begins(line, "msgid "))
		return &m->text;
	if (str_begins(line, "msgstr[1]"))
		return &m->forms[1];
	return str_begins(line, "msgstr") ? &m->forms[0] : before;
}

static struct catalogue read_catalogue(const char *name)
{
	struct catalogue c = {0};
	struct str text = read_file(name), line, *place = NULL;
	if (!text.at)
		fail_msg("%s is missing", name);
	struct message m = {0};
	while (str_next(&text, '\n', &line)) {
		if (str_begins(line, "#, ") && memmem(line.at, line.n, "fuzzy", 5))
			m.is_fuzzy = true;
		if (line.n && line.at[0] != '#') {
			place = place_of(line, &m, place);
			add_quoted(line, place);
		}
		if (line.n == 0 || !text.at) {
			if (m.text.n)
				*list_add(arena, &c) = m;
			m = (struct message){0};
		}
	}
	return c;
}

static const struct message *find(const struct catalogue *c, const struct message *m)
{
	for (size_t i = 0; i < c->n; i++)
		if (str_equal(c->at[i].text, m->text) && str_equal(c->at[i].context, m->context))
			return &c->at[i];
	return NULL;
}

/* Every "{place}" of a stands in b as often. */
static bool has_places_of(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n; i++) {
		const char *end = a.at[i] == '{' ? memchr(a.at + i, '}', a.n - i) : NULL;
		if (end && !memmem(b.at, b.n, a.at + i, (size_t)(end - a.at) - i + 1))
			return false;
	}
	return true;
}

static void judge_form(const char *tag, struct str text, struct str translation, bool may_lack)
{
	if (!translation.n)
		fail_msg("%s: not translated: \"%.*s\"", tag, STR_ARGS(text));
	bool lacks = !has_places_of(text, translation) && !may_lack;
	if (lacks || !has_places_of(translation, text))
		fail_msg("%s: other places in braces than \"%.*s\": \"%.*s\"", tag, STR_ARGS(text),
			 STR_ARGS(translation));
	bool ends = str_ends(text, ".") == str_ends(translation, ".");
	if (!ends)
		fail_msg("%s: a full stop too many or too few: \"%.*s\"", tag, STR_ARGS(translation));
}

static void every_text_is_translated(void **state)
{
	(void)state;
	assert_true(wanted.n > 50);
	for (size_t l = 1; l < PAGE_LANGUAGES; l++) {
		const char *tag = page_language_tags[l];
		struct catalogue c = read_catalogue(arena_printf(arena, "po/%s.po", tag));
		for (size_t i = 0; i < wanted.n; i++) {
			const struct message *m = &wanted.at[i], *found = find(&c, m);
			if (!found || found->is_fuzzy)
				fail_msg("%s: %s: \"%.*s\"", tag, found ? "fuzzy" : "missing", STR_ARGS(m->text));
			judge_form(tag, m->many.n ? m->many : m->text, found->forms[0], m->many.n > 0);
			if (m->many.n)
				judge_form(tag, m->many, found->forms[1], false);
		}
	}
}

/* What the program itself says, from the compiled catalogues. */
static void the_program_speaks_them(void **state)
{
	(void)state;
	for (size_t l = 1; l < PAGE_LANGUAGES; l++) {
		struct call call = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
		call.lang = lang_of(str_of(page_language_tags[l]));
		struct catalogue c = read_catalogue(arena_printf(arena, "po/%s.po", call.lang.tag));
		for (size_t i = 0; i < c.n; i++) {
			const struct message *m = &c.at[i];
			const char *text = str_chars(arena, m->text);
			struct str said = m->many.n      ? tr_n(&call, text, str_chars(arena, m->many), 2)
					  : m->context.n ? tr_in(&call, str_chars(arena, m->context), text)
							 : tr(&call, text);
			struct str form = m->forms[m->many.n ? 1 : 0];
			if (form.n && !m->is_fuzzy && !str_equal(said, form))
				fail_msg("%s: \"%.*s\" comes out as \"%.*s\"", call.lang.tag, STR_ARGS(m->text),
					 STR_ARGS(said));
		}
	}
}

/* The next cell of an RFC 4180 file; *ends_row is set at a line's end. False at the end of the file. */
static bool next_cell(struct str *rest, struct str *cell, bool *ends_row)
{
	if (rest->n == 0)
		return false;
	char *text = arena_alloc(arena, rest->n < 4096 ? rest->n : 4096);
	size_t n = 0, i = 0;
	bool quoted = rest->at[0] == '"';
	for (i = quoted; i < rest->n && n < 4095; i++) {
		char c = rest->at[i];
		if (quoted && c == '"') {
			if (i + 1 < rest->n && rest->at[i + 1] == '"')
				text[n++] = rest->at[++i];
			else
				quoted = false;
		} else if (!quoted && (c == ',' || c == '\n')) {
			break;
		} else {
			text[n++] = c;
		}
	}
	*ends_row = i >= rest->n || rest->at[i] == '\n';
	*cell = (struct str){text, n};
	*rest = str_slice(*rest, i + 1, rest->n);
	return true;
}

/* The text behind its first character, with straight apostrophes as in the glossary. */
static struct str tail_of(struct str text)
{
	char *tail = arena_alloc(arena, text.n);
	size_t n = 0, i = 1;
	while (i < text.n && ((unsigned char)text.at[i] & 0xc0) == 0x80)
		i++;
	while (i < text.n) {
		bool curly = str_begins(str_slice(text, i, text.n), "\u2019");
		tail[n++] = curly ? '\'' : text.at[i];
		i += curly ? 3 : 1;
	}
	return (struct str){tail, n};
}

/* The same words, but for a capital at the start and the kind of apostrophe. */
static bool same_words(struct str term, struct str text)
{
	return str_equal(format_fold(arena, term), format_fold(arena, text)) && str_equal(tail_of(term), tail_of(text));
}

/* A row of the glossary against the messages whose context is its key. */
static size_t judge_row(const struct str *cells, const struct catalogue *catalogues)
{
	size_t judged = 0;
	for (size_t i = 0; i < wanted.n; i++) {
		const struct message *m = &wanted.at[i];
		if (!str_equal(m->context, cells[0]))
			continue;
		if (!same_words(cells[1], m->text))
			fail_msg("glossary %.*s is \"%.*s\", not \"%.*s\"", STR_ARGS(cells[0]), STR_ARGS(cells[1]),
				 STR_ARGS(m->text));
		for (size_t l = 1; l < PAGE_LANGUAGES; l++) {
			const struct message *found = find(&catalogues[l], m);
			if (!found || !same_words(cells[l + 1], found->forms[0]))
				fail_msg("%s: glossary %.*s is \"%.*s\"", page_language_tags[l], STR_ARGS(cells[0]),
					 STR_ARGS(cells[l + 1]));
		}
		judged++;
	}
	return judged;
}

static void contexts_that_are_glossary_keys_have_its_words(void **state)
{
	(void)state;
	struct str rest = read_file("../shared/domain/glossary.csv"), cell;
	if (!rest.at) {
		print_message("../shared/domain/glossary.csv is absent: its words are not compared\n");
		skip();
	}
	struct catalogue catalogues[PAGE_LANGUAGES] = {0};
	for (size_t l = 1; l < PAGE_LANGUAGES; l++)
		catalogues[l] = read_catalogue(arena_printf(arena, "po/%s.po", page_language_tags[l]));
	struct str cells[COLUMNS_MOST];
	size_t n = 0, judged = 0;
	bool ends_row;
	while (next_cell(&rest, &cell, &ends_row)) {
		if (n < COLUMNS_MOST)
			cells[n++] = cell;
		if (!ends_row)
			continue;
		if (n > PAGE_LANGUAGES)
			judged += judge_row(cells, catalogues);
		n = 0;
	}
	assert_true(judged >= 5);
}

static void another_languages_plural_is_its_own(void **state)
{
	(void)state;
	struct call c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	c.lang = lang_of(STR("tlh"));
	assert_true(str_is(tr(&c, "Countries"), "Countries"));
	assert_true(str_is(tr_n(&c, "one thing", "{n} things", 0), "{n} things"));
}

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	wanted = read_catalogue("po/sulear.pot");
	return page_start() == OK ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_is_translated),
		cmocka_unit_test(the_program_speaks_them),
		cmocka_unit_test(contexts_that_are_glossary_keys_have_its_words),
		cmocka_unit_test(another_languages_plural_is_its_own),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
