/* SPDX-License-Identifier: Apache-2.0 */
/* store_faults_test.c - the n-th statement, commit or connection fails, then the n-th write to a file; n rises until none
 * does. Built with the store's sources and SULEAR_FAULTS. */
#include "store/store_private.h"

#include "faulty_files.h"
#include "pairs.h"
#include "quiet.h"

enum { WRITERS = 2, PAIRS = 3, RISE_MOST = 600 };

struct pair_writer {
	pthread_t thread;
	struct database *database;
	int64_t first, acknowledged[PAIRS];
	size_t n;
};

static void *write_pairs(void *argument)
{
	struct pair_writer *w = argument;
	struct store *s;
	int64_t count;
	for (int64_t k = w->first; k < w->first + PAIRS; k++) {
		if (pair_write(w->database, k) == OK)
			w->acknowledged[w->n++] = k;
		if (store_reader(w->database, &s) == OK &&
		    store_query(s, &item_count, NULL, one_number, &count, NULL) != OK)
			continue;
	}
	return NULL;
}

/* Opens, migrates and writes with two threads while something fails; what was acknowledged goes to the list. */
static size_t run_scenario(struct place *place, int64_t acknowledged[static WRITERS * PAIRS])
{
	struct pair_writer writers[WRITERS];
	size_t n = 0;
	if (place_open(place, &item_migration, 1) != OK) {
		assert_true(place->problems.list.n > 0); /* never without a word */
		return 0;
	}
	for (int i = 0; i < WRITERS; i++) {
		writers[i] = (struct pair_writer){.database = place->database, .first = 100 * (i + 1)};
		assert_int_equal(pthread_create(&writers[i].thread, NULL, write_pairs, &writers[i]), 0);
	}
	for (int i = 0; i < WRITERS; i++) {
		pthread_join(writers[i].thread, NULL);
		memcpy(acknowledged + n, writers[i].acknowledged, writers[i].n * sizeof *acknowledged);
		n += writers[i].n;
	}
	database_close(&place->database);
	return n;
}

/* Ends the failing; true if it had come to pass. */
static bool end_statement_faults(int64_t n)
{
	for (int64_t i = 0; i < n; i++)
		if (store_fault())
			return false;
	return true;
}

static int rise(bool is_remote, void (*begin)(int64_t n), bool (*end)(int64_t n), const char *what)
{
	int passed = 0, failed = 0;
	for (int64_t n = 1; passed < 3 && n < RISE_MOST; n++) {
		struct place *place = place_new(is_remote);
		if (!place)
			return -1;
		int64_t acknowledged[WRITERS * PAIRS];
		char when[64];
		snprintf(when, sizeof when, "%s %lld", what, (long long)n);
		begin(n);
		struct quiet told = quiet_begin();
		size_t good = run_scenario(place, acknowledged);
		bool has_failed = end(n);
		quiet_end();
		if (!has_failed && good != WRITERS * PAIRS)
			fail_msg("%s: nothing failed, but only %zu writes were acknowledged", when, good);
		passed = has_failed ? 0 : passed + 1;
		failed += has_failed;
		pairs_check(place, acknowledged, good, when);
		quiet_forget(&told);
		place_free(place);
	}
	assert_int_equal(passed, 3);
	assert_true(failed > 10);
	return failed;
}

static void test_statements(void **state)
{
	(void)state;
	if (!place_only_remote())
		print_message("             SQLite: %d statements failed in turn\n",
			      rise(false, store_fail_after, end_statement_faults, "SQLite, statement"));
	int remote = rise(true, store_fail_after, end_statement_faults, "PostgreSQL, statement");
	if (remote < 0)
		print_message("             PostgreSQL: not asked for (set SULEAR_TEST_POSTGRES, or use "
			      "tests/postgres.sh)\n");
	else
		print_message("             PostgreSQL: %d statements failed in turn\n", remote);
}

static void test_files(void **state)
{
	(void)state;
	if (place_only_remote())
		return;
	faulty_files_register();
	print_message("             %d writes failed in turn, once\n",
		      rise(false, faulty_files_fail_once, faulty_files_end, "file operation"));
	print_message("             %d writes failed in turn, and all after them\n",
		      rise(false, faulty_files_fail_from, faulty_files_end, "file operations from"));
}

static void test_full_disk(void **state)
{
	(void)state;
	faulty_files_register();
	struct place *place = place_new(false);
	int64_t pairs[] = {1, 3};
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(pair_write(place->database, 1), OK);
	faulty_files_fail_from(1);
	assert_int_equal(pair_write(place->database, 2), UNAVAILABLE);
	assert_int_equal(store_problem(place->database), PROBLEM_STORE_FULL);
	assert_int_equal(place_count(place), 2); /* reading goes on */
	assert_true(faulty_files_end(1));
	assert_int_equal(pair_write(place->database, 3), OK); /* as soon as there is room again */
	database_close(&place->database);
	pairs_check(place, pairs, 2, "after the full disk");
	faulty_files_fail_from(1);
	struct place *empty = place_new(false);
	assert_int_equal(place_open(empty, &item_migration, 1), UNAVAILABLE);
	assert_int_equal(empty->problems.list.at[0].code, PROBLEM_STORE_FULL);
	faulty_files_end(1);
	place_free(empty);
	place_free(place);
}

static int run_all(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_statements), cmocka_unit_test(test_files),
					   cmocka_unit_test(test_full_disk)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

int main(void)
{
	return quiet_run(run_all);
}
