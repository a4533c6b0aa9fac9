/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of instruments: the order of articles, what a line must be, import, and what was recorded when; on both stores. */
#include "register/texts.h"

#include "base/out.h"
#include "register_rig.h"

static void articles_stand_in_their_order(void **state)
{
	(void)state;
	static const char *const order[] = {"preamble", "1",   "1bis", "2",    "9",     "10",   "10bis", "10ter",
					    "11",       "100", "A1.2", "A4.5", "A4.10", "B4.1", "annex", "annex-2"};
	static const char *const roman[] = {"I", "II", "III", "IV", "V", "IX", "X", "XIV", "XV", "XVI", "XL"};
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
			int found = register_article_compare(str_of(order[i]), str_of(order[k]));
			if ((found > 0) - (found < 0) != (i > k) - (i < k))
				fail_msg("%s and %s", order[i], order[k]);
		}
	for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
		for (size_t k = 0; k < sizeof roman / sizeof *roman; k++) {
			int found = register_article_compare(str_of(roman[i]), str_of(roman[k]));
			if ((found > 0) - (found < 0) != (i > k) - (i < k))
				fail_msg("%s and %s", roman[i], roman[k]);
		}
}

static void lines_are_checked(void **state)
{
	(void)state;
	static const struct {
		const char *line, *why; /* NULL: it fits */
	} rows[] = {
		{"{\"instrument\":\"C189\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\\nb\",\"source\":\"s\"}",
		 NULL},
		{"{\"id\":\"c29:10bis:zh-Hans\",\"instrument\":\"c29\",\"article\":\"10bis\",\"lang\":\"zh-Hans\","
		 "\"text\":\"a\","
		 "\"source\":\"s\"}",
		 NULL},
		{"", "not valid JSON"},
		{"[]", "one JSON object"},
		{"{\"instrument\":\"C189\"", "not valid JSON"},
		{"{\"instrument\":\"C189\",\"instrument\":\"C190\"}", "not valid JSON"},
		{"{\"instrument\":\"C189\",\"article\":1}", "every value must be a text"},
		{"{\"instrument\":\"C189\",\"colour\":\"red\"}", "only id, instrument"},
		{"{\"instrument\":\"X1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\",\"source\":\"s\"}",
		 "instrument must"},
		{"{\"instrument\":\"C1\",\"article\":\"../1\",\"lang\":\"en\",\"text\":\"a\",\"source\":\"s\"}",
		 "article must"},
		{"{\"instrument\":\"C1\",\"article\":\"1234567890123456789012345\",\"lang\":\"en\",\"text\":\"a\","
		 "\"source\":\"s\"}",
		 "article must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"EN\",\"text\":\"a\",\"source\":\"s\"}",
		 "lang must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en-\",\"text\":\"a\",\"source\":\"s\"}",
		 "lang must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\" \\n\",\"source\":\"s\"}",
		 "text must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\\u0007\",\"source\":\"s\"}",
		 "text must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\\u0000\",\"source\":\"s\"}",
		 "not valid JSON"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\"}", "source must"},
		{"{\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\",\"source\":\"a\\nb\"}",
		 "source must"},
		{"{\"id\":\"C1:2:en\",\"instrument\":\"C1\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\","
		 "\"source\":\"s\"}",
		 "id must"},
		{"\xff", "not valid UTF-8"},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct register_article one;
		const char *why = "";
		int column;
		bool fits = register_article_parse(a, str_of(rows[i].line), &one, &why, &column);
		if (fits != !rows[i].why || (rows[i].why && !strstr(why, rows[i].why)))
			fail_msg("row %zu: %d, %s", i, fits, why);
	}
	arena_free(&a);
}

static struct register_import_counts import(struct world *w, const char *path, enum status expected, bool skip_bad,
					    bool dry)
{
	struct register_import_counts n;
	struct register_import_options options = {.skip_bad = skip_bad, .dry_run = dry};
	w->c.problems = problems_new(w->a);
	enum status st = register_texts_import(&w->c, &path, 1, &options, &n);
	if (st != expected)
		problems_print(&w->c.problems);
	assert_int_equal(st, expected);
	return n;
}

static struct str text_of(struct world *w, const char *article, const char *lang)
{
	struct register_article one = {
		.instrument = STR("C189"), .article = str_of(article), .lang = lang_of(str_of(lang))};
	enum status st = register_text_read(&w->c, &one);
	return st == OK ? one.text : STR("");
}

#define LINE(article, lang, text)                                                                     \
	"{\"instrument\":\"C189\",\"article\":\"" article "\",\"lang\":\"" lang "\",\"text\":\"" text \
	"\",\"source\":\"s\"}\n"

static void first_import(struct world *w)
{
	const char *file =
		world_file(w, "a.jsonl",
			   "\xef\xbb\xbf" LINE("10", "en", "ten") LINE("2", "en", "two") "\n" LINE("2", "fr", "deux")
				   LINE("preamble", "en", "first"));
	struct register_import_counts n = import(w, file, OK, false, true);
	assert_int_equal(n.added, 4);
	assert_int_equal(text_of(w, "2", "en").n, 0); /* a dry run */
	n = import(w, file, OK, false, false);
	assert_int_equal(n.added, 4);
	assert_string_equal(str_chars(w->a, text_of(w, "2", "fr")), "deux");
	int64_t version = store_version(w->place->database);
	n = import(w, file, OK, false, false);
	assert_int_equal(n.added + n.changed, 0);
	assert_int_equal(n.same, 4);
	assert_int_equal(store_version(w->place->database), version);
}

static void heads_and_languages(struct world *w)
{
	struct register_articles heads;
	struct register_text_languages languages;
	assert_int_equal(register_text_heads(&w->c, STR("C189"), &heads), OK);
	assert_int_equal(heads.n, 4);
	assert_string_equal(str_chars(w->a, heads.at[0].article), "preamble");
	assert_string_equal(str_chars(w->a, heads.at[1].article), "2");
	assert_string_equal(heads.at[1].lang.tag, "en");
	assert_string_equal(heads.at[2].lang.tag, "fr");
	assert_int_equal(heads.at[2].bytes, 4);
	assert_string_equal(str_chars(w->a, heads.at[3].article), "10");
	assert_int_equal(register_text_languages(&w->c, STR("C189"), &languages), OK);
	assert_int_equal(languages.n, 2);
	assert_int_equal(languages.at[0].articles, 3);
	assert_int_equal(register_text_languages(&w->c, STR("C190"), &languages), OK);
	assert_int_equal(languages.n, 0);
}

/* A changed text is superseded: the old one can still be asked for. */
static void changed_text(struct world *w)
{
	world_at(w, "2026-11-25T10:00:00Z");
	const char *file = world_file(w, "b.jsonl", LINE("2", "en", "two, mended") LINE("3", "en", "three"));
	struct register_import_counts n = import(w, file, OK, false, false);
	assert_int_equal(n.added, 1);
	assert_int_equal(n.changed, 1);
	assert_string_equal(str_chars(w->a, text_of(w, "2", "en")), "two, mended");
	w->c.known = at("2026-11-24T12:00:00Z");
	w->c.known_given = true;
	assert_string_equal(str_chars(w->a, text_of(w, "2", "en")), "two");
	assert_int_equal(text_of(w, "3", "en").n, 0);
	w->c.known = at("2026-11-23T12:00:00Z");
	assert_int_equal(text_of(w, "2", "en").n, 0);
	world_at(w, "2026-11-25T11:00:00Z");
}

static void bad_lines(struct world *w)
{
	const char *file = world_file(w, "c.jsonl",
				      LINE("4", "en", "four") "{oh\n" LINE("4", "en", "again") LINE("5", "EN", "five"));
	struct register_import_counts n = import(w, file, INVALID, false, false);
	assert_int_equal(n.refused, 3);
	assert_int_equal(w->c.problems.list.n, 3);
	struct str where = w->c.problems.list.at[0].field;
	assert_true(str_ends(where, "c.jsonl:2:3"));
	assert_true(str_ends(w->c.problems.list.at[1].field, "c.jsonl:3:1"));
	assert_int_equal(text_of(w, "4", "en").n, 0); /* all or nothing */
	n = import(w, file, OK, true, false);
	assert_int_equal(n.added, 1);
	assert_string_equal(str_chars(w->a, text_of(w, "4", "en")), "four");
	import(w, "/nowhere/at/all.jsonl", NOT_FOUND, false, false);
	import(w,
	       world_file(
		       w, "d.jsonl",
		       "{\"instrument\":\"C289\",\"article\":\"1\",\"lang\":\"en\",\"text\":\"a\",\"source\":\"s\"}"),
	       INVALID, false, false);
}

static void limits(struct world *w)
{
	struct out o = out_new(w->a, 4 << 20, NULL);
	for (int k = 1; k <= TEXT_ARTICLES_MOST + 1; k++)
		out_printf(&o,
			   "{\"instrument\":\"C190\",\"article\":\"%d\",\"lang\":\"en\",\"text\":\"a\",\"source\":"
			   "\"s\"}\n",
			   k);
	import(w, world_file(w, "e.jsonl", str_chars(w->a, out_str(&o))), INVALID, true, false);
	struct register_text_languages languages;
	assert_int_equal(register_text_languages(&w->c, STR("C190"), &languages), OK);
	assert_int_equal(languages.n, 0); /* nothing of it */
	o = out_new(w->a, 4 << 20, NULL);
	out_printf(&o, "{\"instrument\":\"C190\",\"article\":\"1\",\"lang\":\"en\",\"source\":\"s\",\"text\":\"");
	for (int k = 0; k < TEXT_LINE_MOST; k++)
		out_raw(&o, STR("a"));
	out_printf(&o, "\"}\n");
	import(w, world_file(w, "f.jsonl", str_chars(w->a, out_str(&o))), INVALID, false, false);
	assert_non_null(strstr(str_chars(w->a, w->c.problems.list.at[0].detail), "longer than 1 MiB"));
}

/* The check proves texts as it proves facts. */
static void check_proves_texts(struct world *w)
{
	struct register_disagreements out;
	assert_int_equal(register_check(&w->c, &out), OK);
	place_execute(w->place, "UPDATE article SET text = 'forged' WHERE article = '10'");
	assert_int_equal(register_check(&w->c, &out), INVALID);
	assert_int_equal(out.unexplained, 1);
	bool found = false;
	for (size_t k = 0; k < out.list.n; k++)
		found = found || (str_is(out.list.at[k].check, "digest") && !out.list.at[k].because.n);
	assert_true(found);
}

static void on_one_store(struct world *w)
{
	first_import(w);
	heads_and_languages(w);
	changed_text(w);
	bad_lines(w);
	limits(w);
	check_proves_texts(w);
}

static void texts_in_a_store(void **state)
{
	(void)state;
	world_for_each(on_one_store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(articles_stand_in_their_order),
					   cmocka_unit_test(lines_are_checked), cmocka_unit_test(texts_in_a_store)};
	return cmocka_run_group_tests_name("texts", tests, NULL, NULL);
}
