/* SPDX-License-Identifier: Apache-2.0 */
/* Memory, text, output, problems and status; days are in date_test.c, translations in tr_test.c. */
#include "base/call.h"
#include "base/out.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static int new_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int old_arena(void **state)
{
	arena_free((struct arena **)state);
	assert_null(*state);
	return 0;
}

static void memory_is_zeroed_aligned_and_apart(void **state)
{
	static const size_t sizes[] = {0, 1, 7, 8, 15, 16, 17, 4095, 8192, 8193, 100000, 3 << 20};
	struct arena *a = *state;
	for (int round = 0; round < 3; round++) {
		char *before = NULL;
		for (size_t i = 0; i < ROWS(sizes); i++) {
			char *at = arena_alloc(a, sizes[i]);
			assert_int_equal((uintptr_t)at % 16, 0);
			for (size_t j = 0; j < sizes[i]; j++)
				assert_int_equal(at[j], 0);
			memset(at, 0xa5, sizes[i]);
			if (before && sizes[i - 1])
				assert_int_equal((unsigned char)before[sizes[i - 1] - 1], 0xa5);
			before = at;
		}
		assert_true(arena_bytes(a) >= 3 << 20);
		arena_clear(a);
		assert_int_equal(arena_bytes(a), 0);
	}
}

static void copies_end_in_nul(void **state)
{
	struct arena *a = *state;
	char *copy = arena_copy(a, "a\0b", 3);
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(arena_copy(a, NULL, 0), "");
	assert_string_equal(arena_printf(a, "%d-%s", 42, "x"), "42-x");
	char *long_text = arena_printf(a, "%9000d", 1);
	assert_int_equal(strlen(long_text), 9000);
}

static char order[8];

static void note(void *thing)
{
	strcat(order, thing);
}

static void clean_ups_run_last_first_and_once(void **state)
{
	struct arena *a = *state;
	order[0] = 0;
	arena_on_clear(a, note, "a");
	arena_on_clear(a, note, "b");
	arena_alloc(a, 100000);
	arena_on_clear(a, note, "c");
	arena_clear(a);
	assert_string_equal(order, "cba");
	arena_clear(a);
	assert_string_equal(order, "cba");
	struct arena *none = NULL;
	arena_free(&none);
}

static void lists_grow_and_keep(void **state)
{
	struct {
		LIST(int64_t);
	} list = {0};
	for (int64_t i = 0; i < 5000; i++) {
		int64_t *one = list_add(*state, &list);
		assert_int_equal(*one, 0);
		*one = i * i;
	}
	assert_int_equal(list.n, 5000);
	assert_true(list.room >= list.n);
	for (int64_t i = 0; i < 5000; i++)
		assert_int_equal(list.at[i], i * i);
}

static void text_is_compared_by_bytes(void **state)
{
	static const struct {
		const char *a, *b;
		int order;
		bool same, nocase, begins, ends;
	} rows[] = {
		{"", "", 0, true, true, true, true},
		{"a", "", 1, false, false, true, true},
		{"", "a", -1, false, false, false, false},
		{"abc", "abc", 0, true, true, true, true},
		{"abc", "ABC", 1, false, true, false, false},
		{"abc", "ab", 1, false, false, true, false},
		{"abc", "bc", -1, false, false, false, true},
		{"ab", "abc", -1, false, false, false, false},
		{"é", "z", 1, false, false, false, false},
		{"é", "É", 1, false, false, false, false},
		{"C029", "c029", -1, false, true, false, false},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str a = str_of(rows[i].a), b = str_of(rows[i].b);
		int found = str_compare(a, b);
		if ((found > 0) - (found < 0) != rows[i].order || str_equal(a, b) != rows[i].same ||
		    str_is(a, rows[i].b) != rows[i].same || str_is_nocase(a, rows[i].b) != rows[i].nocase ||
		    str_begins(a, rows[i].b) != rows[i].begins || str_ends(a, rows[i].b) != rows[i].ends)
			fail_msg("row %zu: \"%s\" and \"%s\"", i, rows[i].a, rows[i].b);
	}
	assert_true(str_equal((struct str){NULL, 0}, STR("")));
	assert_int_equal(str_of(NULL).n, 0);
	assert_false(str_equal(STR("a\0b"), STR("a\0c")));
}

static void text_is_cut(void **state)
{
	static const struct {
		const char *text;
		size_t from, n;
		const char *slice, *trimmed;
	} rows[] = {
		{"abcdef", 0, 3, "abc", "abcdef"},
		{"abcdef", 4, 9, "ef", "abcdef"},
		{"abcdef", 6, 1, "", "abcdef"},
		{"abc", 2, SIZE_MAX, "c", "abc"},
		{" a b ", 1, 1, "a", "a b"},
		{"\t\r\n x\n", 9, 1, "", "x"},
		{"   ", 0, 0, "", ""},
		{"", 0, 1, "", ""},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		if (!str_is(str_slice(str_of(rows[i].text), rows[i].from, rows[i].n), rows[i].slice) ||
		    !str_is(str_trim(str_of(rows[i].text)), rows[i].trimmed))
			fail_msg("row %zu: \"%s\"", i, rows[i].text);
	}
}

static void parts_are_taken_off(void **state)
{
	static const struct {
		const char *text, *joined; /* the parts, each followed by '|' */
	} rows[] = {{"", "|"}, {"a", "a|"}, {"a,,b", "a||b|"}, {",", "||"}, {"a,b,", "a|b||"}};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct out o = out_new(*state, 100, NULL);
		struct str rest = str_of(rows[i].text), part;
		while (str_next(&rest, ',', &part))
			out_printf(&o, "%.*s|", STR_ARGS(part));
		if (!str_is(out_str(&o), rows[i].joined))
			fail_msg("row %zu: \"%s\" gives \"%s\"", i, rows[i].text, out_str(&o).at);
	}
}

static void numbers_are_read_whole(void **state)
{
	static const struct {
		const char *text;
		bool fine;
		int64_t value;
	} rows[] = {
		{"0", true, 0},
		{"-0", true, 0},
		{"+7", true, 7},
		{"007", true, 7},
		{"9223372036854775807", true, INT64_MAX},
		{"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 0},
		{"-9223372036854775809", false, 0},
		{"92233720368547758070", false, 0},
		{"", false, 0},
		{"-", false, 0},
		{"+", false, 0},
		{"1 ", false, 0},
		{" 1", false, 0},
		{"1.0", false, 0},
		{"0x1", false, 0},
		{"--1", false, 0},
		{"１", false, 0},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		int64_t value = -77;
		bool fine = str_to_i64(str_of(rows[i].text), &value);
		if (fine != rows[i].fine || value != (fine ? rows[i].value : -77))
			fail_msg("row %zu: \"%s\" gives %d, %lld", i, rows[i].text, fine, (long long)value);
	}
}

/* Unicode 15.0 table 3-7: the edges of each row of well-formed sequences, and just outside of them. */
static void utf8_is_judged(void **state)
{
	static const struct {
		struct str text;
		bool fine;
	} rows[] = {
		{{"", 0}, true},
		{{"\x01\x7f", 2}, true},
		{{"a\0b", 3}, false},
		{{"\xc2\x80", 2}, true},
		{{"\xdf\xbf", 2}, true},
		{{"\xc1\xbf", 2}, false},
		{{"\xc0\x80", 2}, false},
		{{"\x80", 1}, false},
		{{"\xc2", 1}, false},
		{{"\xc2\x41", 2}, false},
		{{"\xc2\xc0", 2}, false},
		{{"\xe0\xa0\x80", 3}, true},
		{{"\xe0\x9f\xbf", 3}, false},
		{{"\xed\x9f\xbf", 3}, true},
		{{"\xed\xa0\x80", 3}, false},
		{{"\xee\x80\x80", 3}, true},
		{{"\xef\xbf\xbf", 3}, true},
		{{"\xe2\x82", 2}, false},
		{{"\xe2\x82\x28", 3}, false},
		{{"\xf0\x90\x80\x80", 4}, true},
		{{"\xf0\x8f\xbf\xbf", 4}, false},
		{{"\xf4\x8f\xbf\xbf", 4}, true},
		{{"\xf4\x90\x80\x80", 4}, false},
		{{"\xf5\x80\x80\x80", 4}, false},
		{{"\xff", 1}, false},
		{{"\xf0\x9f\x98", 3}, false},
		{{"ok\xf0\x9f\x98\x80ok", 8}, true},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		if (str_is_utf8(rows[i].text) != rows[i].fine)
			fail_msg("row %zu", i);
}

static void output_stops_at_its_ceiling(void **state)
{
	struct out o = out_new(*state, 3000, NULL);
	assert_string_equal(out_str(&o).at, "");
	for (int i = 0; i < 1000; i++)
		out_printf(&o, "%03d", i);
	assert_false(o.over);
	assert_int_equal(out_str(&o).n, 3000);
	assert_memory_equal(o.at + 2997, "999", 4);
	out_literal(&o, "x", 0);
	assert_false(o.over);
	out_raw(&o, STR("x"));
	assert_true(o.over);
	assert_int_equal(out_str(&o).n, 3000);

	struct out small = out_new(*state, 5, NULL);
	out_raw(&small, STR("1234"));
	out_raw(&small, STR("56"));
	out_raw(&small, STR("7"));
	assert_true(small.over);
	assert_true(str_is(out_str(&small), "1234"));
}

static void problems_are_kept_up_to_their_number(void **state)
{
	struct problems p = problems_new(*state);
	char field[] = "on";
	for (int i = 0; i < PROBLEMS_MOST + 5; i++)
		assert_int_equal(problem_add(&p, PROBLEM_BAD_DAY, PLACE_PARAMETER, str_of(field), "%d", i), INVALID);
	field[0] = 'X';
	problem_hint(&p, STR("too late"));
	assert_int_equal(p.list.n, PROBLEMS_MOST);
	assert_int_equal(p.dropped, 5);
	for (size_t i = 0; i < p.list.n; i++) {
		assert_true(str_is(p.list.at[i].field, "on"));
		assert_true(str_is(p.list.at[i].detail, arena_printf(*state, "%zu", i)));
		assert_int_equal(p.list.at[i].hint.n, 0);
	}
}

/* The slugs and their HTTP statuses are promised to other programs. */
static void problem_codes_are_whole(void **state)
{
	(void)state;
	for (int i = 0; i < PROBLEM_CODES; i++) {
		const char *slug = problem_slug((enum problem_code)i);
		int http = problem_http_status((enum problem_code)i);
		assert_true(http >= 400 && http <= 599);
		assert_true(strlen(problem_title((enum problem_code)i)) > 5);
		assert_int_equal(strspn(slug, "abcdefghijklmnopqrstuvwxyz-"), strlen(slug));
		for (int j = 0; j < i; j++)
			assert_string_not_equal(slug, problem_slug((enum problem_code)j));
	}
	assert_int_equal(problem_http_status(PROBLEM_UNKNOWN_INSTRUMENT), 404);
	assert_string_equal(problem_slug(PROBLEM_BAD_DAY), "bad-day");
}

/* What the body writes to stderr, read back. */
static struct str stderr_of(struct arena *a, void (*body)(void *), void *thing)
{
	FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	body(thing);
	fflush(stderr);
	dup2(before, STDERR_FILENO);
	close(before);
	char *at = arena_alloc(a, 4096);
	rewind(file);
	size_t n = fread(at, 1, 4096, file);
	fclose(file);
	return (struct str){at, n};
}

static void print_problems(void *thing)
{
	problems_print(thing);
}

static void problems_are_told_line_by_line(void **state)
{
	struct problems p = problems_new(*state);
	(void)problem_add(&p, PROBLEM_BAD_ROW, PLACE_LINE, STR("a.csv:3:7"), "not a day: %s", "x");
	problem_hint(&p, STR("write 2001-02-03"));
	(void)problem_add(&p, PROBLEM_MISSING, PLACE_NOWHERE, STR(""), "no file");
	assert_true(str_is(stderr_of(*state, print_problems, &p),
			   "a.csv:3:7: A row cannot be read: not a day: x (write 2001-02-03)\n"
			   "Something is missing: no file\n"));
}

static void the_impossible_ends_the_process(void **state)
{
	(void)state;
	pid_t child = fork();
	if (child == 0) {
		must(1 + 1 == 2);
		signal(SIGABRT, SIG_DFL);
		must(1 + 1 == 3);
		_exit(0);
	}
	int how;
	assert_int_equal(waitpid(child, &how, 0), child);
	assert_true(WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT);
}

static void statuses_and_roles_have_names(void **state)
{
	assert_string_equal(status_name(OK), "OK");
	assert_string_equal(status_name(BUG), "BUG");
	for (enum role r = 0; r < ROLES; r++) {
		role_set found;
		assert_true(roles_parse(str_of(role_word(r)), &found));
		assert_int_equal(found, 1u << r);
	}
	role_set roles = 77;
	assert_false(roles_parse(STR("office,nobody"), &roles));
	assert_false(roles_parse(STR("Office"), &roles));
	assert_int_equal(roles, 77);
	assert_true(roles_parse(STR("moderator, office"), &roles));
	assert_true(str_is(roles_words(*state, roles), "office moderator"));
	assert_true(roles_parse(STR("account"), &roles));
	assert_int_equal(roles, 0);
	assert_true(roles_parse(STR(""), &roles));
	assert_int_equal(roles_words(*state, roles).n, 0);
}

/* The table as a whole: nobody may what needs an account, the administrator may all, and who may is told as what. */
static void permissions_follow_the_table(void **state)
{
	(void)state;
	for (enum permission p = MAY_ANYBODY + 1; p < PERMISSIONS; p++) {
		bool needs_role = !may(true, 0, p);
		assert_false(may(false, ~0u, p));
		assert_true(may(true, ROLE_BIT(ADMINISTRATOR), p));
		assert_true(permission_words(p)[0]);
		assert_int_equal(may_as(0, p), ROLES);
		assert_true(!needs_role || may_as(ROLE_BIT(ADMINISTRATOR), p) == ROLE_ADMINISTRATOR);
	}
	assert_true(may(false, 0, MAY_ANYBODY));
	assert_true(may(true, 0, MAY_HAVE_ACCOUNT));
	assert_true(may(true, ROLE_BIT(OFFICE), MAY_EDIT_REGISTER));
	assert_false(may(true, ROLE_BIT(MODERATOR) | ROLE_BIT(EXPERT), MAY_EDIT_REGISTER));
	assert_int_equal(may_as(ROLE_BIT(OFFICE) | ROLE_BIT(ADMINISTRATOR), MAY_EDIT_REGISTER), ROLE_OFFICE);
	assert_int_equal(may_as(ROLE_BIT(OFFICE) | ROLE_BIT(ADMINISTRATOR), MAY_MANAGE_PEOPLE), ROLE_ADMINISTRATOR);
}

static void a_call_starts_as_nobody_today(void **state)
{
	struct moment now;
	assert_true(moment_parse(STR("2026-11-24T23:59:59Z"), &now));
	struct call c = call_new(*state, now);
	assert_int_equal(c.person.roles, 0);
	assert_true(date_same(c.today, date_of(2026, 11, 24)) && date_same(c.on, c.today));
	assert_int_equal(c.known.us, now.us);
	assert_false(c.on_given || c.known_given);
	assert_true(lang_is(c.lang, "en"));
	assert_true(lang_is(lang_of(STR("zh-Hans")), "zh-Hans"));
	assert_true(lang_is(lang_of(STR("much-too-long-a-tag")), ""));
}

static void control_characters_are_shown_as_marks(void **state)
{
	static const struct {
		const char *text, *shown;
	} rows[] = {
		{"plain", "plain"},
		{"a\x1b[2Jb", "a?[2Jb"},
		{"a\nb\x7f", "a?b?"},
		{"a\xc2\x9b"
		 "2J",
		 "a?2J"},
		{"S\xc3\xa3o \xc2\xa0", "S\xc3\xa3o \xc2\xa0"},
		{"\xc2", "\xc2"},
		{"", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[32];
		size_t n = strlen(rows[i].text);
		memcpy(text, rows[i].text, n + 1);
		if (!str_is(str_harmless(text, n), rows[i].shown))
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(control_characters_are_shown_as_marks),
		cmocka_unit_test_setup_teardown(memory_is_zeroed_aligned_and_apart, new_arena, old_arena),
		cmocka_unit_test_setup_teardown(copies_end_in_nul, new_arena, old_arena),
		cmocka_unit_test_setup_teardown(clean_ups_run_last_first_and_once, new_arena, old_arena),
		cmocka_unit_test_setup_teardown(lists_grow_and_keep, new_arena, old_arena),
		cmocka_unit_test(text_is_compared_by_bytes),
		cmocka_unit_test(text_is_cut),
		cmocka_unit_test_setup_teardown(parts_are_taken_off, new_arena, old_arena),
		cmocka_unit_test(numbers_are_read_whole),
		cmocka_unit_test(utf8_is_judged),
		cmocka_unit_test_setup_teardown(output_stops_at_its_ceiling, new_arena, old_arena),
		cmocka_unit_test_setup_teardown(problems_are_kept_up_to_their_number, new_arena, old_arena),
		cmocka_unit_test(problem_codes_are_whole),
		cmocka_unit_test_setup_teardown(problems_are_told_line_by_line, new_arena, old_arena),
		cmocka_unit_test(the_impossible_ends_the_process),
		cmocka_unit_test_setup_teardown(statuses_and_roles_have_names, new_arena, old_arena),
		cmocka_unit_test(permissions_follow_the_table),
		cmocka_unit_test_setup_teardown(a_call_starts_as_nobody_today, new_arena, old_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
