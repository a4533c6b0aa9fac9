/* SPDX-License-Identifier: Apache-2.0 */
/* register_faults_test.c - the n-th statement, commit or connection fails while the Office registers a ratification with its
 * declaration: either both facts and the row of the log are there, or nothing is. Built with the store's sources and
 * SULEAR_FAULTS. */
#include "register/edit.h"
#include "register/register_schema.h"
#include "store/store_private.h"

#include "../unit/store_place.h"
#include "quiet.h"

enum { RISE_MOST = 200 };

static const struct {
	const char *name, *text;
} files[] = {
	{"instruments.csv", "id,type,number,title_en,adopted,session,entered_into_force,source\n"
			    "C138,Convention,138,Minimum Age,1973-06-26,58,1976-06-19,test\n"},
	{"countries.csv",
	 "iso2,iso3,m49,name_en\nBR,BRA,076,Brazil\nKE,KEN,404,Kenya\nFR,FRA,250,France\nIN,IND,356,India\n"
	 "JP,JPN,392,Japan\nUS,USA,840,United States\n"},
	{"membership.csv",
	 "iso3,from,until,source\nBRA,1919-06-28,,x\nKEN,1964-01-13,,x\nFRA,1919-06-28,,x\nIND,1919-06-28,,x\n"
	 "JPN,1951-11-26,,x\nUSA,1980-02-18,,x\n"},
};

static struct call call_of(struct place *place, struct arena *a)
{
	struct moment now;
	assert_true(moment_parse(STR("2026-11-24T10:00:00Z"), &now));
	struct call c = call_new(a, now);
	c.database = place->database;
	c.person = (struct person){7, STR("Ana"), ROLE_BIT(OFFICE)};
	return c;
}

static void import_files(struct place *place)
{
	struct arena *a = arena_new();
	struct call c = call_of(place, a);
	char dir[] = "/tmp/sulear-faults.XXXXXX";
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		FILE *f = fopen(arena_printf(a, "%s/%s", dir, files[i].name), "w");
		assert_non_null(f);
		fputs(files[i].text, f);
		fclose(f);
	}
	struct register_import_report report;
	const char *path = dir;
	enum status st = register_import(&c, &path, 1, &(struct register_import_options){.skip_bad = false}, &report);
	problems_print(&c.problems);
	assert_int_equal(st, OK);
	assert_int_equal(system(arena_printf(a, "rm -rf '%s'", dir)), 0);
	arena_free(&a);
}

/* One after the other: a fault that does no harm leaves the act of this Member stored. */
static const char *const members[] = {"BRA", "KEN", "FRA", "IND", "JPN", "USA"};
enum { MEMBERS = sizeof members / sizeof *members };

static enum status registers(struct place *place, const char *member)
{
	const struct register_value values[] = {
		{STR("member"), str_of(member)},        {STR("instrument"), STR("C138")},
		{STR("registered"), STR("2020-01-31")}, {STR("reference"), STR("ACD 8")},
		{STR("source"), STR("letter")},         {STR("minimum_age"), STR("16")},
	};
	struct register_wish wish = {.act = ACT_RATIFICATION, .values = values, .n = sizeof values / sizeof *values};
	struct register_effect effect;
	struct arena *a = arena_new();
	struct call c = call_of(place, a);
	enum status st = register_edit(&c, &wish, false, &effect);
	arena_free(&a);
	return st;
}

static enum status count_row(void *context, int64_t number, const struct store_change *change)
{
	(void)number;
	(void)change;
	++*(int64_t *)context;
	return OK;
}

/* How many of the act's two facts, and of the log's rows, are there. */
static void look(struct place *place, const char *member, int64_t *facts, int64_t *rows)
{
	struct arena *a = arena_new();
	struct call c = call_of(place, a);
	struct register_pasts pasts;
	*facts = *rows = 0;
	assert_int_equal(store_reader(place->database, &c.store), OK);
	*facts += register_history(&c, STR("ratification"), str_format(a, "C138 %s", member), &pasts) == OK;
	*facts +=
		register_history(&c, STR("declaration"), str_format(a, "C138 %s minimum_age 16", member), &pasts) == OK;
	assert_int_equal(store_log_read(c.store, 0, 1000, count_row, rows), OK);
	arena_free(&a);
}

/* Ends the failing; true if it had come to pass. */
static bool has_failed(int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (store_fault())
			return false;
	return true;
}

/* n rises until nothing fails any more; returns how many failed. */
static int rise(struct place *place)
{
	int64_t facts, rows, rows_before;
	size_t member = 0;
	for (int n = 1; n < RISE_MOST && member < MEMBERS; n++) {
		look(place, members[member], &facts, &rows_before);
		assert_int_equal(facts, 0);
		struct quiet told = quiet_begin();
		store_fail_after(n);
		enum status st = registers(place, members[member]);
		bool failed = has_failed(n);
		quiet_end();
		quiet_forget(&told);
		look(place, members[member], &facts, &rows);
		if (facts != (st == OK ? 2 : 0) || rows != rows_before + (st == OK))
			fail_msg("statement %d, %s: %lld facts, %lld rows", n, status_name(st), (long long)facts,
				 (long long)(rows - rows_before));
		member += st == OK;
		if (!failed)
			return n - 1;
	}
	return 0;
}

static void on_one_store(bool is_remote)
{
	struct place *place = place_new(is_remote);
	if (!place) {
		print_message("             PostgreSQL: not asked for\n");
		return;
	}
	assert_int_equal(place_open(place, register_migrations, register_migrations_n), OK);
	import_files(place);
	int n = rise(place);
	assert_in_range(n, 10, RISE_MOST);
	struct store_check check;
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
	print_message("             %s: %d statements failed in turn\n", is_remote ? "PostgreSQL" : "SQLite", n);
	register_forget(place->database);
	place_free(place);
}

static void test_act(void **state)
{
	(void)state;
	if (!place_only_remote())
		on_one_store(false);
	on_one_store(true);
}

static int run_all(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_act)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	return quiet_run(run_all);
}
