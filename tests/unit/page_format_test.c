/* SPDX-License-Identifier: Apache-2.0 */
/* Days, numbers, lists, order and folding, in the four languages of the interface. */
#include "page/format.h"
#include "page/page.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

enum { LANGUAGES = 4 };
static const char *const tags[LANGUAGES] = {"en", "fr", "es", "pt"};

static struct arena *arena;

static struct call call_in(const char *tag)
{
	struct call c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	c.lang = lang_of(str_of(tag));
	return c;
}

static void expect(size_t row, const char *tag, struct str written, const char *wanted)
{
	if (!str_is(written, wanted))
		fail_msg("row %zu, %s: \"%.*s\", expected \"%s\"", row, tag, STR_ARGS(written), wanted);
}

static void days_stand_in_words(void **state)
{
	(void)state;
	static const struct {
		int year, month, day;
		const char *words[LANGUAGES], *short_words[LANGUAGES];
	} rows[] = {
		{2013,
		 9,
		 5,
		 {"5 September 2013", "5 septembre 2013", "5 de septiembre de 2013", "5 de setembro de 2013"},
		 {"5 Sep 2013", "5 sept. 2013", "5 sept 2013", "5 set. 2013"}},
		{1990,
		 1,
		 1,
		 {"1 January 1990", "1er janvier 1990", "1 de enero de 1990", "1 de janeiro de 1990"},
		 {"1 Jan 1990", "1er janv. 1990", "1 ene 1990", "1 jan. 1990"}},
		{1919,
		 12,
		 28,
		 {"28 December 1919", "28 décembre 1919", "28 de diciembre de 1919", "28 de dezembro de 1919"},
		 {"28 Dec 1919", "28 déc. 1919", "28 dic 1919", "28 dez. 1919"}},
		{2222,
		 2,
		 22,
		 {"22 February 2222", "22 février 2222", "22 de febrero de 2222", "22 de fevereiro de 2222"},
		 {"22 Feb 2222", "22 févr. 2222", "22 feb 2222", "22 fev. 2222"}},
		/* the same calendar before 1582 as in base/date.h */
		{1500,
		 3,
		 11,
		 {"11 March 1500", "11 mars 1500", "11 de marzo de 1500", "11 de março de 1500"},
		 {"11 Mar 1500", "11 mars 1500", "11 mar 1500", "11 mar. 1500"}},
	};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t l = 0; l < LANGUAGES; l++) {
			struct call c = call_in(tags[l]);
			struct date d = date_of(rows[i].year, rows[i].month, rows[i].day);
			expect(i, tags[l], format_date(&c, d), rows[i].words[l]);
			expect(i, tags[l], format_date_short(&c, d), rows[i].short_words[l]);
			expect(i, tags[l], format_span(&c, span_day(d)), rows[i].words[l]);
		}
}

static void spans_say_what_is_known(void **state)
{
	(void)state;
	static const struct {
		const char *span, *words[LANGUAGES];
	} rows[] = {
		{"2006", {"2006", "2006", "2006", "2006"}},
		{"2006-05", {"May 2006", "mai 2006", "mayo de 2006", "maio de 2006"}},
		{"2024-02", {"February 2024", "février 2024", "febrero de 2024", "fevereiro de 2024"}},
		{"2017-06-05/2017-06-16",
		 {"between 5 and 16 June 2017", "entre le 5 et le 16 juin 2017", "entre el 5 y el 16 de junio de 2017",
		  "entre 5 e 16 de junho de 2017"}},
		{"2017-06-01/2017-07-03",
		 {"between 1 June and 3 July 2017", "entre le 1er juin et le 3 juillet 2017",
		  "entre el 1 de junio y el 3 de julio de 2017", "entre 1 de junho e 3 de julho de 2017"}},
		{"2016-12-31/2017-01-02",
		 {"between 31 December 2016 and 2 January 2017", "entre le 31 décembre 2016 et le 2 janvier 2017",
		  "entre el 31 de diciembre de 2016 y el 2 de enero de 2017",
		  "entre 31 de dezembro de 2016 e 2 de janeiro de 2017"}},
		{"2006-05-01/2006-07-31",
		 {"between May and July 2006", "entre mai et juillet 2006", "entre mayo y julio de 2006",
		  "entre maio e julho de 2006"}},
		{"2006-12-01/2007-01-31",
		 {"between December 2006 and January 2007", "entre décembre 2006 et janvier 2007",
		  "entre diciembre de 2006 y enero de 2007", "entre dezembro de 2006 e janeiro de 2007"}},
		{"2006-01-01/2008-12-31",
		 {"between 2006 and 2008", "entre 2006 et 2008", "entre 2006 y 2008", "entre 2006 e 2008"}},
	};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t l = 0; l < LANGUAGES; l++) {
			struct call c = call_in(tags[l]);
			struct span s;
			assert_true(span_parse(str_of(rows[i].span), &s));
			expect(i, tags[l], format_span(&c, s), rows[i].words[l]);
		}
	struct call c = call_in("en");
	expect(100, "en", format_span_short(&c, (struct span){date_of(2017, 9, 5), date_of(2017, 10, 16)}),
	       "between 5 Sep and 16 Oct 2017");
	expect(101, "en", format_span(&c, (struct span){date_of(9999, 12, 30), date_of(9999, 12, 31)}),
	       "between 30 and 31 December 9999");
	expect(102, "en", format_span(&c, (struct span){date_of(2017, 9, 5), DATE_NEVER}), "");
}

static void numbers_are_grouped(void **state)
{
	(void)state;
	static const struct {
		int64_t value;
		const char *words[LANGUAGES];
	} rows[] = {
		{187, {"187", "187", "187", "187"}},
		{3093, {"3,093", "3\u202f093", "3\u202f093", "3\u202f093"}},
		{1234567, {"1,234,567", "1\u202f234\u202f567", "1\u202f234\u202f567", "1\u202f234\u202f567"}},
	};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t l = 0; l < LANGUAGES; l++) {
			struct call c = call_in(tags[l]);
			expect(i, tags[l], format_number(&c, rows[i].value), rows[i].words[l]);
		}
}

static void lists_read_as_sentences(void **state)
{
	(void)state;
	static const struct {
		size_t n;
		struct str items[3];
		const char *words[LANGUAGES];
	} rows[] = {
		{0, {{0}}, {"", "", "", ""}},
		{1, {{"C087", 4}}, {"C087", "C087", "C087", "C087"}},
		{2, {{"a", 1}, {"b", 1}}, {"a and b", "a et b", "a y b", "a e b"}},
		{3, {{"a", 1}, {"b", 1}, {"c", 1}}, {"a, b and c", "a, b et c", "a, b y c", "a, b e c"}},
		{2,
		 {{"Francia", 7}, {"Italia", 6}},
		 {"Francia and Italia", "Francia et Italia", "Francia e Italia", "Francia e Italia"}},
	};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t l = 0; l < LANGUAGES; l++) {
			struct call c = call_in(tags[l]);
			expect(i, tags[l], format_list(&c, rows[i].items, rows[i].n), rows[i].words[l]);
		}
}

static void plurals_follow_the_glossary(void **state)
{
	(void)state;
	static const struct {
		int64_t n;
		unsigned forms[LANGUAGES];
	} rows[] = {{0, {1, 0, 1, 1}}, {1, {0, 0, 0, 0}}, {2, {1, 1, 1, 1}}, {1000000, {1, 1, 1, 1}}};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t l = 0; l < LANGUAGES; l++)
			assert_int_equal(format_plural(lang_of(str_of(tags[l])), rows[i].n), rows[i].forms[l]);
}

static void names_are_ordered_as_readers_expect(void **state)
{
	(void)state;
	static const struct {
		const char *tag, *names[5];
	} rows[] = {
		{"en", {"Côte d’Ivoire", "Cuba", "São Tomé", "Saudi Arabia", "Zambia"}},
		{"fr", {"Égypte", "Émirats", "Espagne", "Zambie", NULL}},
		{"es", {"Namibia", "Nicaragua", "Níger", "Ñandú", "Omán"}},
		{"pt", {"África do Sul", "Angola", "Áustria", "Zâmbia", NULL}},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct call c = call_in(rows[i].tag);
		for (size_t n = 0; n + 1 < ROWS(rows[i].names) && rows[i].names[n + 1]; n++) {
			struct str before = format_sort_key(&c, str_of(rows[i].names[n]));
			struct str after = format_sort_key(&c, str_of(rows[i].names[n + 1]));
			if (str_compare(before, after) >= 0)
				fail_msg("%s: %s does not come before %s", rows[i].tag, rows[i].names[n],
					 rows[i].names[n + 1]);
		}
	}
}

static void folding_forgets_what_readers_leave_out(void **state)
{
	(void)state;
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{"", ""},
		{"C189", "c189"},
		{"São Tomé e Príncipe", "sao tome e principe"},
		{"CÔTE D’IVOIRE", "cote d'ivoire"},
		{"Straße", "strasse"},
		{"İstanbul", "istanbul"},
		{"Ñandú", "nandu"},
		{"Łódź Øresund", "lodz oresund"},
		{"Türkiye", "turkiye"},
		{"\uff23\uff11\uff18\uff19", "c189"},
		{"\u0627\u0644\u0639\u064e\u0645\u064e\u0644", "\u0627\u0644\u0639\u0645\u0644"},
		{"\u0623\u062d\u0645\u062f", "\u0627\u062d\u0645\u062f"},
		{"\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940"},
		{"Ελλάς", "ελλασ"},
		{"\xff\xc3", "\ufffd\ufffd"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str once = format_fold(arena, str_of(rows[i].text));
		expect(i, "fold", once, rows[i].folded);
		expect(i, "fold twice", format_fold(arena, once), rows[i].folded);
	}
}

static void another_language_is_answered_in_english(void **state)
{
	(void)state;
	struct call c = call_in("tlh");
	expect(0, "tlh", format_date(&c, date_of(2013, 9, 5)), "5 September 2013");
	assert_string_equal(page_language_dir(lang_of(STR("ar"))), "rtl");
	assert_string_equal(page_language_dir(lang_of(STR("ur-PK"))), "rtl");
	assert_string_equal(page_language_dir(lang_of(STR("pt"))), "ltr");
	assert_string_equal(page_language_dir(lang_of(STR(""))), "ltr");
	expect(1, "ar", page_language_name(arena, lang_of(STR("ar"))), "العربية");
	expect(2, "pt", page_language_name(arena, lang_of(STR("pt"))), "Português");
	expect(3, "qqq", page_language_name(arena, lang_of(STR("qqq"))), "qqq");
}

static void *format_much(void *tag)
{
	struct arena *own = arena_new();
	const char *failed = NULL;
	for (int i = 0; i < 500; i++) {
		struct call c = call_new(own, moment_of_day(date_of(2026, 11, 24)));
		c.lang = lang_of(str_of(tag));
		struct str items[] = {STR("Peru"), STR("Togo"), format_number(&c, 1000 + i)};
		struct str key = format_sort_key(&c, STR("Égypte"));
		if (!format_list(&c, items, 3).n || !key.n || !str_is(format_fold(own, STR("ÉGYPTE")), "egypte"))
			failed = "a thread was answered wrongly";
		arena_clear(own);
	}
	arena_free(&own);
	return (void *)failed;
}

static void threads_share_what_icu_was_asked(void **state)
{
	(void)state;
	pthread_t threads[LANGUAGES];
	for (size_t i = 0; i < LANGUAGES; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, format_much, (void *)tags[i]), 0);
	for (size_t i = 0; i < LANGUAGES; i++) {
		void *failed = NULL;
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
}

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	return page_start() == OK && page_start() == OK ? 0 : -1;
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
		cmocka_unit_test(days_stand_in_words),
		cmocka_unit_test(spans_say_what_is_known),
		cmocka_unit_test(numbers_are_grouped),
		cmocka_unit_test(lists_read_as_sentences),
		cmocka_unit_test(plurals_follow_the_glossary),
		cmocka_unit_test(names_are_ordered_as_readers_expect),
		cmocka_unit_test(folding_forgets_what_readers_leave_out),
		cmocka_unit_test(another_language_is_answered_in_english),
		cmocka_unit_test(threads_share_what_icu_was_asked),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
