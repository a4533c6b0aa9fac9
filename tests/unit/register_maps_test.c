/* SPDX-License-Identifier: Apache-2.0 */
/* The maps of the whole built-in register: every Member is there, and what the legend counts is what is bound. */
#include "page/page.h"
#include "register/maps_pages.h"
#include "register/register_schema.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char dir[] = "/tmp/maps-test-XXXXXX";
static struct arena *arena;
static struct database *database;
static struct call call;
static struct asked asked;

static int open_register(void **state)
{
	(void)state;
	arena = arena_new();
	call = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	struct store_options options = {.address = mkdtemp(dir),
					.migrations = register_migrations,
					.migrations_n = register_migrations_n,
					.create = true};
	const char *path = arena_printf(arena, "%s/data", getenv("SULEAR_ROOT"));
	struct register_import_report report;
	struct register_import_options how = {.dry_run = false};
	if (page_start() != OK || database_open(arena, &options, &call.problems, &database) != OK)
		return -1;
	call.database = database;
	if (store_reader(database, &call.store) != OK || register_import(&call, &path, 1, &how, &report) != OK ||
	    register_snapshot(&call, &asked.s) != OK)
		return -1;
	asked.c = &call;
	return 0;
}

static int close_register(void **state)
{
	(void)state;
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", dir);
	register_forget(database);
	database_close(&database);
	arena_free(&arena);
	return system(command);
}

/* The number behind a swatch; 0 where there is none. */
static int64_t number_of(const struct shown_map *map, const char *fill)
{
	for (size_t k = 0; k < map->keys.n; k++) {
		struct str rest = map->keys.at[k].words, part;
		int64_t n = 0;
		if (strcmp(map->keys.at[k].fill, fill) != 0)
			continue;
		while (str_next(&rest, ' ', &part))
			if (part.n && str_to_i64(part, &n))
				return n;
	}
	return 0;
}

static int64_t members(void)
{
	int64_t n = 0;
	for (size_t k = 0; k < asked.s->countries_n; k++)
		n += !asked.s->countries[k].is_former &&
		     register_member_on(&asked.s->countries[k], call.on, NULL) != LAW_NO;
	return n;
}

static const int years[] = {1919, 1925, 1946, 1960, 1975, 1985, 1991, 1999, 2010, 2020, 2026};

static void test_counts(void **state)
{
	(void)state;
	static const char *const fills[] = {"in", "wt", "dn", "", "un"};
	int maps = 0, former = 0;
	for (size_t y = 0; y < sizeof years / sizeof *years; y++) {
		call.on = date_of(years[y], 11, 24);
		int64_t all = members();
		for (size_t k = 0; k < asked.s->instruments_n; k++) {
			const struct register_instrument *i = &asked.s->instruments[k];
			struct shown_map map = shown_instrument_map(&asked, i);
			if (!map.url.s.n) {
				assert_true(i->law.id.kind == LAW_RECOMMENDATION || !shown_is_adopted(&call, i));
				continue;
			}
			int64_t sum = 0, bound = shown_bound(&call, asked.s, i);
			for (size_t f = 0; f < sizeof fills / sizeof *fills; f++)
				sum += number_of(&map, fills[f]);
			if (number_of(&map, "in") != bound || sum < all)
				fail_msg("%.*s in %d: %.*s, %lld bound, %lld Members", STR_ARGS(i->id), years[y],
					 STR_ARGS(map.alternative), (long long)bound, (long long)all);
			if (bound == 0)
				assert_null(strstr(str_chars(arena, map.words), "by region"));
			former += strstr(str_chars(arena, map.words), "former States") != NULL;
			maps++;
		}
	}
	print_message("%d maps, %d with former States\n", maps, former);
	assert_true(maps > 1000 && former > 0);
}

static void test_world(void **state)
{
	(void)state;
	call.on = date_of(2026, 11, 24);
	struct shown_map map = shown_world_map(&asked);
	const char *const ranges[] = {"0–2 (", "3–4 (", "5–6 (", "7 (", "all 8 (151)", "Not a Member"};
	const char *const fills[] = {"n1", "n2", "n3", "n4", "n5", "out"};
	assert_int_equal(map.keys.n, 6);
	for (size_t k = 0; k < 6; k++) {
		assert_true(str_begins(map.keys.at[k].words, ranges[k]));
		assert_string_equal(map.keys.at[k].fill, fills[k]);
	}
	assert_non_null(strstr(str_chars(arena, map.words), "C155, C187 and P029"));
	call.on = date_of(1990, 1, 1); /* none was fundamental yet */
	assert_int_equal(shown_world_map(&asked).url.s.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_counts), cmocka_unit_test(test_world)};
	return cmocka_run_group_tests(tests, open_register, close_register);
}
