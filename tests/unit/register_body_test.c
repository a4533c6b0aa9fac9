/* SPDX-License-Identifier: Apache-2.0 */
/* register_body_test.c - a fact's JSON body: what was written is read back, by the short way and by the whole reader, and
 * what is no body is refused by both. */
#include "register/register_private.h"

#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { CELLS_MOST = 64 };

static const struct register_table *table(void)
{
	return &register_tables[REGISTER_RATIFICATIONS];
}

static bool reads(struct arena *a, const char *body, struct str *cells)
{
	return register_body_parse(a, table(), str_of(body), cells);
}

/* One text after the other in every column, alone and with all others. */
static void written_is_read(void **state)
{
	static const char *const texts[] = {
		"C189", "a \"quoted\" word", "back\\slash", "l\xc3\xadnea\nnova", "},{\":\",", "\x01"};
	struct arena *a = arena_new();
	(void)state;
	for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
		for (size_t only = 0; only <= table()->columns_n; only++) {
			struct str in[CELLS_MOST] = {0}, out[CELLS_MOST];
			for (size_t i = 0; i < table()->columns_n; i++)
				if (only == i || only == table()->columns_n)
					in[i] = str_of(texts[(k + i * (only == table()->columns_n)) % 6]);
			struct str body = register_body(a, table(), in);
			assert_true(register_body_parse(a, table(), body, out));
			for (size_t i = 0; i < table()->columns_n; i++)
				assert_true(str_equal(in[i], out[i]));
		}
	arena_free(&a);
}

static void other_forms_are_read(void **state)
{
	struct arena *a = arena_new();
	struct str cells[CELLS_MOST];
	(void)state;
	const char *first = table()->columns[0].name, *second = table()->columns[1].name;
	assert_true(reads(a, "{}", cells));
	assert_int_equal(cells[0].n, 0);
	assert_true(reads(a, arena_printf(a, " { \"%s\" : \"x\" } ", first), cells));
	assert_true(str_is(cells[0], "x"));
	assert_true(reads(a, arena_printf(a, "{\"%s\":\"y\",\"%s\":\"x\"}", second, first), cells));
	assert_true(str_is(cells[0], "x") && str_is(cells[1], "y"));
	assert_true(reads(a, arena_printf(a, "{\"%s\":\"\\u00e9\"}", first), cells));
	assert_true(str_is(cells[0], "\xc3\xa9"));
	arena_free(&a);
}

static void what_is_no_body_is_refused(void **state)
{
	struct arena *a = arena_new();
	struct str cells[CELLS_MOST];
	(void)state;
	static const char *const forms[] = {"{\"%s\":\"x\"",
					    "{\"%s\":\"x\",}",
					    "{\"%s\":\"x\"\"y\"}",
					    "{\"%s\":1}",
					    "{\"%s\":null}",
					    "{\"%s\":\"x}",
					    "{\"%s:\"x\"}",
					    "{\"%s\"}",
					    "{\"%s\":}",
					    "[\"%s\"]",
					    "{,\"%s\":\"x\"}",
					    "{\"%s\":\"\xff\"}",
					    "{\"%s\":\"x\"} {}",
					    "{\"%s\" \"x\"}",
					    "\"%s\"",
					    "{\"no%s\":\"x\"}",
					    "{\"%s\":\"x\",\"no\":\"\"}",
					    "{\"%s\":{\"a\":\"b\"}}"};
	const char *first = table()->columns[0].name;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char body[200];
		const char *at = strstr(forms[i], "%s");
		snprintf(body, sizeof body, "%.*s%s%s", (int)(at - forms[i]), forms[i], first, at + 2);
		if (reads(a, body, cells))
			fail_msg("taken as a body: %s", body);
	}
	assert_false(reads(a, "", cells));
	assert_false(reads(a, "{", cells));
	assert_false(reads(a, "}", cells));
	assert_false(reads(a, arena_printf(a, "{\"%s\":\"x\",\"%s\":\"y\"}", first, first), cells));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_is_read),
		cmocka_unit_test(other_forms_are_read),
		cmocka_unit_test(what_is_no_body_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
