/* SPDX-License-Identifier: Apache-2.0 */
/* store_nodes_test.c - PostgreSQL: several nodes on one store, lost connections, servers that are not there. */
#include "store_place.h"

#include <pthread.h>
#include <time.h>

enum { WRITES = 60 };

static void skip_without(const struct place *place)
{
	if (!place) {
		print_message("             PostgreSQL: not asked for (set SULEAR_TEST_POSTGRES, or use "
			      "tests/postgres.sh)\n");
		skip();
	}
}

struct node {
	pthread_t thread;
	struct database *database;
	int64_t first;
	int good;
};

static void *write_many(void *argument)
{
	struct node *node = argument;
	for (int i = 0; i < WRITES; i++) {
		struct items items = {.from = node->first + i, .to = node->first + i + 1, .logs = true};
		node->good += store_write(node->database, items_write, &items) == OK;
	}
	return NULL;
}

static void test_two_nodes(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	skip_without(place);
	struct place other = *place;
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(place_open(&other, &item_migration, 1), OK);
	struct node nodes[4];
	for (int i = 0; i < 4; i++) {
		nodes[i] = (struct node){.database = i % 2 ? other.database : place->database, .first = 1000 * i};
		assert_int_equal(pthread_create(&nodes[i].thread, NULL, write_many, &nodes[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(nodes[i].thread, NULL);
		assert_int_equal(nodes[i].good, WRITES);
	}
	struct store_check check;
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
	assert_int_equal(check.changes, 4 * WRITES);
	int64_t one, two, tries = 0;
	do {
		one = store_version(place->database);
		two = store_version(other.database);
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	} while (one != two && ++tries < 15);
	assert_int_equal(one, two);
	database_close(&other.database);
	place_free(place);
}

/* Two programs start at the same time on an empty database. */
static void *open_one(void *argument)
{
	struct place *place = argument;
	return place_open(place, &item_migration, 1) == OK ? place : NULL;
}

static void test_two_starts(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	skip_without(place);
	struct place other = *place;
	other.arena = arena_new();
	other.problems = problems_new(other.arena);
	pthread_t one, two;
	void *first, *second;
	assert_int_equal(pthread_create(&one, NULL, open_one, place), 0);
	assert_int_equal(pthread_create(&two, NULL, open_one, &other), 0);
	pthread_join(one, &first);
	pthread_join(two, &second);
	assert_true(first && second);
	database_close(&other.database);
	arena_free(&other.arena);
	place_free(place);
}

static void test_lost_connections(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	skip_without(place);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	struct items items = {.from = 1, .to = 2, .logs = true}, next = {.from = 2, .to = 3, .logs = true};
	assert_int_equal(store_write(place->database, items_write, &items), OK);
	assert_int_equal(place_count(place), 1);
	place_execute(place,
		      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sulear'");
	assert_int_equal(place_count(place), 1); /* reads again over a new connection */
	assert_int_equal(store_write(place->database, items_write, &next), OK);
	assert_int_equal(place_count(place), 2);
	place_free(place);
}

static enum status lose_in_the_middle(struct store *s, void *context)
{
	struct items items = {.from = 10, .to = 20, .logs = true};
	enum status status = items_write(s, &items);
	place_execute(context,
		      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sulear'");
	return status;
}

static void test_lost_in_a_write(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	skip_without(place);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(store_write(place->database, lose_in_the_middle, place), UNAVAILABLE);
	assert_int_equal(store_problem(place->database), PROBLEM_STORE_UNAVAILABLE);
	assert_int_equal(place_count(place), 0);
	struct items items = {.from = 1, .to = 2, .logs = true};
	assert_int_equal(store_write(place->database, items_write, &items), OK);
	struct store_check check;
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
	assert_int_equal(check.changes, 1);
	place_free(place);
}

static void test_nobody_there(void **state)
{
	(void)state;
	static const char *const addresses[] = {
		"postgresql://sulear:hush-hush@127.0.0.1:1/sulear",
		"postgresql://sulear:hush/hush@127.0.0.1/sulear",
		"postgresql://sulear:hush@hush@127.0.0.1/sulear",
		"postgresql://sulear:hush-hush@[::1:1/sulear",
		"postgresql:///?host=/no/such/directory&password=hush-hush",
		"postgresql://127.0.0.1:1/?no_such_option=hush-hush",
	};
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct arena *a = arena_new();
		struct problems problems = problems_new(a);
		struct database *d = NULL;
		struct store_options options = {.address = addresses[i], .create = true};
		time_t before = time(NULL);
		assert_int_equal(database_open(a, &options, &problems, &d), UNAVAILABLE);
		assert_true(time(NULL) - before < 12);
		assert_int_equal(problems.list.n, 1);
		assert_int_equal(problems.list.at[0].code, PROBLEM_STORE_UNAVAILABLE);
		if (memmem(problems.list.at[0].detail.at, problems.list.at[0].detail.n, "hush", 4))
			fail_msg("%s: the password is told: %.*s", addresses[i], STR_ARGS(problems.list.at[0].detail));
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_nodes),        cmocka_unit_test(test_two_starts),
		cmocka_unit_test(test_lost_connections), cmocka_unit_test(test_lost_in_a_write),
		cmocka_unit_test(test_nobody_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
