/* SPDX-License-Identifier: Apache-2.0 */
/* A catalogue of four texts is laid out here byte by byte, as the GNU gettext manual describes .mo files. */
#include "base/tr.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* Sorted by key, as msgfmt leaves them. */
static const struct {
	struct str key, value;
} texts[] = {
	{STR(""), STR("Language: pt\n")},
	{STR("%One country\0{n} countries"), STR("{n} pais\0{n} paises\0{n} de paises")},
	{STR("Good {day}"), STR("{day} bom")},
	{STR("Untranslated"), STR("")},
	{STR("state\004Closed"), STR("Encerrado")},
};

enum { TEXTS = ROWS(texts), MO_ROOM = 1024 };

static void put(char *mo, size_t at, uint32_t value)
{
	memcpy(mo + at, &value, sizeof value);
}

static struct str make_mo(char mo[static MO_ROOM])
{
	uint32_t keys = 28, values = keys + 8 * TEXTS, at = values + 8 * TEXTS;
	put(mo, 0, 0x950412de);
	put(mo, 4, 0);
	put(mo, 8, TEXTS);
	put(mo, 12, keys);
	put(mo, 16, values);
	put(mo, 20, 0);
	put(mo, 24, 0);
	for (uint32_t side = 0; side < 2; side++)
		for (uint32_t i = 0; i < TEXTS; i++) {
			struct str s = side ? texts[i].value : texts[i].key;
			put(mo, (side ? values : keys) + 8 * i, (uint32_t)s.n);
			put(mo, (side ? values : keys) + 8 * i + 4, at);
			memcpy(mo + at, s.at, s.n + 1);
			at += (uint32_t)s.n + 1;
		}
	return (struct str){mo, at};
}

static unsigned three_forms(struct lang lang, int64_t n)
{
	assert_true(lang_is(lang, "pt"));
	return n == 1 ? 0 : n < 1000 ? 1 : 2;
}

static char catalogue[MO_ROOM];

static int with_catalogue(void **state)
{
	*state = arena_new();
	return tr_register(lang_of(STR("pt")), make_mo(catalogue), three_forms) == OK ? 0 : -1;
}

static int without(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

static struct call call_in(struct arena *a, const char *tag)
{
	struct call c = call_new(a, (struct moment){0});
	c.lang = lang_of(str_of(tag));
	return c;
}

static void texts_are_found_or_stay(void **state)
{
	static const struct {
		const char *lang, *text, *found;
	} rows[] = {
		{"pt", "Good {day}", "{day} bom"},
		{"pt", "Good", "Good"},
		{"pt", "Good {day}!", "Good {day}!"},
		{"pt", "Untranslated", "Untranslated"},
		{"pt", "", ""},
		{"pt", "Closed", "Closed"},
		{"fr", "Good {day}", "Good {day}"},
		{"en", "Good {day}", "Good {day}"},
		{"pt-BR", "Good {day}", "Good {day}"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct call c = call_in(*state, rows[i].lang);
		if (!str_is(tr(&c, rows[i].text), rows[i].found))
			fail_msg("row %zu: %s", i, rows[i].text);
	}
	assert_true(str_is(tr(NULL, "Good {day}"), "Good {day}"));
}

static void context_tells_texts_apart(void **state)
{
	struct call pt = call_in(*state, "pt"), en = call_in(*state, "en");
	assert_true(str_is(tr_in(&pt, "state", "Closed"), "Encerrado"));
	assert_true(str_is(tr_in(&pt, "shop", "Closed"), "Closed"));
	assert_true(str_is(tr_in(&en, "state", "Closed"), "Closed"));
	char long_text[700];
	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = 0;
	assert_true(str_is(tr_in(&pt, "state", long_text), long_text));
}

static void counts_take_their_form(void **state)
{
	static const struct {
		const char *lang;
		int64_t n;
		const char *form;
	} rows[] = {
		{"pt", 1, "{n} pais"},         {"pt", 0, "{n} paises"},   {"pt", 2, "{n} paises"},
		{"pt", 1000, "{n} de paises"}, {"en", 1, "%One country"}, {"en", 0, "{n} countries"},
		{"en", -1, "{n} countries"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct call c = call_in(*state, rows[i].lang);
		if (!str_is(tr_n(&c, "%One country", "{n} countries", rows[i].n), rows[i].form))
			fail_msg("row %zu", i);
	}
	struct call pt = call_in(*state, "pt");
	assert_true(str_is(tr_n(&pt, "One cat", "{n} cats", 2), "{n} cats"));
	assert_true(str_is(tr_n(&pt, "Good {day}", "Good {day}s", 1000), "{day} bom"));
}

static void places_are_filled(void **state)
{
	static const struct tr_value values[] = {{"day", STR("<b>")}, {"n", STR("3")}};
	static const struct {
		const char *text, *filled;
	} rows[] = {
		{"Good {day}", "Good <b>"},
		{"{n}{day}{n}", "3<b>3"},
		{"{who} {n}", "{who} 3"},
		{"{n", "{n"},
		{"{{n}}", "{3}"},
		{"{}", "{}"},
		{"", ""},
		{"n}", "n}"},
		{"{N}", "{N}"},
		{"a{n}", "a3"},
		{"{/n}", "{/n}"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str filled = tr_fill(*state, str_of(rows[i].text), values, ROWS(values));
		if (!str_is(filled, rows[i].filled))
			fail_msg("row %zu: \"%s\" gives \"%s\"", i, rows[i].text, filled.at);
	}
}

static void places_are_walked(void **state)
{
	static const char *const names[] = {"a", "/a"};
	struct str text = STR("See {a}the list{/a}."), literal;
	(void)state;
	assert_int_equal(tr_next(&text, names, 2, &literal), 0);
	assert_true(str_is(literal, "See "));
	assert_int_equal(tr_next(&text, names, 2, &literal), 1);
	assert_true(str_is(literal, "the list"));
	assert_int_equal(tr_next(&text, names, 2, &literal), -1);
	assert_true(str_is(literal, "."));
	assert_int_equal(tr_next(&text, names, 2, &literal), -1);
	assert_int_equal(literal.n, 0);
}

/* Each row breaks one number of a sound catalogue. */
static void broken_catalogues_are_refused(void **state)
{
	static const struct {
		const char *what;
		size_t at;
		uint32_t value;
	} rows[] = {
		{"magic number", 0, 0xde120495},
		{"number of texts", 8, 0x40000000},
		{"one text too many", 8, 200},
		{"table of keys outside", 12, 5000},
		{"table of values outside", 16, 0xfffffff0},
		{"a key longer than the file", 28 + 8, 0xffffffff},
		{"a key outside", 28 + 12, 0x7fffffff},
		{"a key without NUL", 28 + 16, 3},
		{"a value outside", 28 + 8 * TEXTS + 4, 100000},
	};
	char mo[MO_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str whole = make_mo(mo);
		put(mo, rows[i].at, rows[i].value);
		if (tr_register(lang_of(STR("xx")), whole, three_forms) != INVALID)
			fail_msg("row %zu: %s", i, rows[i].what);
	}
	struct str whole = make_mo(mo);
	assert_int_equal(tr_register(lang_of(STR("xx")), str_slice(whole, 0, 27), three_forms), INVALID);
	assert_int_equal(tr_register(lang_of(STR("xx")), str_slice(whole, 0, whole.n - 1), three_forms), INVALID);
	assert_int_equal(tr_register(lang_of(STR("xx")), STR(""), three_forms), INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_found_or_stay), cmocka_unit_test(context_tells_texts_apart),
		cmocka_unit_test(counts_take_their_form),  cmocka_unit_test(places_are_filled),
		cmocka_unit_test(places_are_walked),       cmocka_unit_test(broken_catalogues_are_refused),
	};
	return cmocka_run_group_tests(tests, with_catalogue, without);
}
