/* SPDX-License-Identifier: Apache-2.0 */
/* The world map: nobody is left out, discs keep apart, the document is small, and hostile names stay text. */
#include "outlines_file.h"
#include "page/map.h"
#include "page/page.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include <cmocka.h>

enum { APART = 12, PACKED_MOST = 20000, DISCS_MOST = 200 };

static struct arena *arena;

/* The first cell of each row of a table of the register that ships, up to its n-th comma. */
static size_t column_of(const char *table, int n, struct str *out, size_t room)
{
	static char bytes[1 << 17];
	char path[1000];
	snprintf(path, sizeof path, "%s/data/countries/%s.csv", getenv("SULEAR_ROOT"), table);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	struct str rest = {bytes, fread(bytes, 1, sizeof bytes, f)}, line, cell;
	fclose(f);
	str_next(&rest, '\n', &line); /* its heads */
	size_t found = 0;
	while (str_next(&rest, '\n', &line) && line.n) {
		for (int k = 0; k <= n; k++)
			str_next(&line, ',', &cell);
		assert_true(found < room);
		out[found++] = str_copy(arena, cell);
	}
	return found;
}

static struct str drawn(const struct page_map_place *places, size_t n)
{
	struct call *c = arena_one(arena, struct call);
	*c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	struct out *o = arena_one(arena, struct out);
	*o = out_new(arena, 1 << 20, c);
	page_map_write(o, &(struct page_map){STR("Title & <title>"), STR("Words"), places, n});
	assert_false(o->over);
	return out_str(o);
}

/* One place for every country, all filled in. */
static size_t all_places(struct page_map_place *places, size_t room)
{
	struct str codes[300];
	size_t n = column_of("countries", 1, codes, 300);
	assert_true(n <= room);
	for (size_t k = 0; k < n; k++)
		places[k] = (struct page_map_place){
			codes[k], str_format(arena, "%.*s: in force since 31 January 2019", STR_ARGS(codes[k])),
			(struct url){str_format(arena, "/en/countries/%.*s", STR_ARGS(codes[k]))}, MAP_IN};
	return n;
}

static bool is_former(struct str code)
{
	struct str former[20];
	for (size_t k = 0, n = column_of("historic_states", 0, former, 20); k < n; k++)
		if (str_equal(former[k], code))
			return true;
	return false;
}

static void test_every_member_is_there(void **state)
{
	(void)state;
	struct str members[300];
	size_t n = column_of("membership", 0, members, 300);
	int there = 0;
	for (size_t k = 0; k < n; k++)
		if (!is_former(members[k])) {
			if (!page_map_has(members[k]))
				fail_msg("%.*s is not on the map", STR_ARGS(members[k]));
			there++;
		}
	assert_true(there >= 187);
	assert_true(page_map_has(STR("ABW")) && page_map_has(STR("ZWE")) && page_map_has(STR("TUV")));
	assert_false(page_map_has(STR("XXX")) || page_map_has(STR("")) || page_map_has(STR("# T")) ||
		     page_map_has(STR("bra")) || page_map_has(STR("YUG")));
}

/* What is said to be there is found by the search as well as by reading through. */
static void test_has_agrees_with_the_lines(void **state)
{
	(void)state;
	struct str rest = {(const char *)outlines_file.bytes, outlines_file.n}, line, last = STR("");
	int n = 0;
	while (str_next(&rest, '\n', &line))
		if (line.n && line.at[0] >= 'A' && line.at[0] <= 'Z') {
			assert_true(page_map_has(str_slice(line, 0, 3)));
			assert_true(str_compare(last, line) < 0);
			last = line;
			n++;
		}
	assert_true(n > 230);
}

static void test_discs_keep_apart(void **state)
{
	(void)state;
	struct str rest = {(const char *)outlines_file.bytes, outlines_file.n}, line;
	int x[DISCS_MOST], y[DISCS_MOST], n = 0;
	while (str_next(&rest, '\n', &line)) {
		if (line.n < 7 || line.at[0] == '#' || line.at[4] == 'M')
			continue;
		assert_true(n < DISCS_MOST);
		assert_int_equal(sscanf(line.at + 4, "%d %d", &x[n], &y[n]), 2);
		assert_true(x[n] >= 6 && x[n] <= 950 && y[n] >= 6 && y[n] <= 422);
		for (int k = 0; k < n; k++)
			if ((x[n] - x[k]) * (x[n] - x[k]) + (y[n] - y[k]) * (y[n] - y[k]) < APART * APART)
				fail_msg("%.*s lies on another disc", STR_ARGS(line));
		n++;
	}
	assert_true(n > 40);
}

static int occurrences(struct str s, const char *what)
{
	int n = 0;
	for (const char *at = s.at; (at = strstr(at, what)); at++)
		n++;
	return n;
}

static void test_document(void **state)
{
	(void)state;
	struct page_map_place places[300];
	size_t n = all_places(places, 300);
	struct str svg = drawn(places, n);
	assert_true(str_begins(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 956 428\""));
	assert_non_null(strstr(svg.at, "<title>Title &amp; &lt;title&gt;</title>"));
	assert_true(occurrences(svg, "<a class=\"in\" href=\"/en/countries/") >= 230);
	assert_non_null(
		strstr(svg.at, "href=\"/en/countries/TUV\"><title>TUV: in force since 31 January 2019</title><circle"));
	assert_non_null(strstr(svg.at, "prefers-color-scheme:dark"));
	assert_null(strstr(svg.at, "<script"));
	unsigned char packed[1 << 17];
	uLongf size = sizeof packed;
	assert_int_equal(compress2(packed, &size, (const unsigned char *)svg.at, svg.n, 9), Z_OK);
	if (size > PACKED_MOST)
		fail_msg("%zu bytes, packed %lu", svg.n, size);
	/* outlines by name, then discs by name */
	assert_true(strstr(svg.at, "/AFG\"") < strstr(svg.at, "/ZWE\"") &&
		    strstr(svg.at, "/ZWE\"") < strstr(svg.at, "/ATG\"") &&
		    strstr(svg.at, "/ATG\"") < strstr(svg.at, "/TUV\""));
}

static void test_hostile_and_missing(void **state)
{
	(void)state;
	const struct page_map_place places[] = {{STR("BRA"),
						 STR("<script>alert(1)</script>\"'&]]>"),
						 {STR("/en/countries/BRA?a=1&b=\"><script>")},
						 MAP_WAIT},
						{STR("GRL"), STR("Greenland: not a Member"), {STR("")}, MAP_OUTLINED},
						{STR("XYZ"), STR("nowhere"), {STR("/x")}, MAP_IN},
						{STR(""), STR("nothing"), {STR("/y")}, MAP_IN}};
	struct str svg = drawn(places, 4);
	assert_null(strstr(svg.at, "<script"));
	assert_null(strstr(svg.at, "]]>"));
	assert_non_null(strstr(svg.at, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_non_null(strstr(svg.at, "<g class=\"out\"><title>Greenland: not a Member</title>"));
	assert_null(strstr(svg.at, "nowhere"));
	assert_null(strstr(svg.at, "nothing"));
	assert_int_equal(occurrences(svg, "<a "), 1);
	assert_true(occurrences(svg, "<g class=\"out\">") > 200);
}

/* Told, not judged: machines differ. */
static void test_speed(void **state)
{
	(void)state;
	enum { ROUNDS = 50 };
	struct page_map_place places[300];
	size_t n = all_places(places, 300);
	struct arena *kept = arena;
	struct timespec from, to;
	arena = arena_new();
	drawn(places, n);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
	for (int k = 0; k < ROUNDS; k++) {
		arena_clear(arena);
		drawn(places, n);
	}
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
	arena_free(&arena);
	arena = kept;
	double us = ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / 1e3 / ROUNDS;
	print_message("one map of %zu places: %.0f us\n", n, us);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_member_is_there), cmocka_unit_test(test_has_agrees_with_the_lines),
		cmocka_unit_test(test_discs_keep_apart),      cmocka_unit_test(test_document),
		cmocka_unit_test(test_hostile_and_missing),   cmocka_unit_test(test_speed),
	};
	arena = arena_new();
	if (page_start() != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
