/* SPDX-License-Identifier: Apache-2.0 */
/* store_log_test.c - the change log proves what it says: every change made past the store is found, erasure is not one. */
#include "store_place.h"

#include <sys/stat.h>

static void check_is(struct place *place, int64_t changes, int64_t erased, int64_t first_broken, const char *what)
{
	struct store_check check;
	place->problems.list.n = 0;
	enum status status = database_check(place->database, &place->problems, &check);
	enum status expected = first_broken ? INVALID : OK;
	if (status != expected || check.first_broken != first_broken || (!first_broken && check.changes != changes) ||
	    (!first_broken && check.erased != erased))
		fail_msg("%s: %s, %lld changes, %lld erased, first broken %lld", what, status_name(status),
			 (long long)check.changes, (long long)check.erased, (long long)check.first_broken);
	if (first_broken)
		assert_int_equal(place->problems.list.at[0].code, PROBLEM_STORE_DAMAGED);
}

/* Five rows: 2 and 4 are personal. */
static void fill(struct place *place)
{
	for (int64_t i = 1; i <= 5; i++) {
		struct items items = {.from = i, .to = i + 1, .logs = true, .personal = i % 2 == 0};
		assert_int_equal(store_write(place->database, items_write, &items), OK);
	}
}

/* What is done, and the row that is the first broken one then. */
static const struct tampering {
	const char *harm;
	int64_t first_broken;
} tamperings[] = {
	{"UPDATE change_log SET at = '2030-01-01T00:00:00.000000Z' WHERE number = 3", 3},
	{"UPDATE change_log SET person = 8 WHERE number = 3", 3},
	{"UPDATE change_log SET act = 'item.take' WHERE number = 3", 3},
	{"UPDATE change_log SET subject = 'item 9' WHERE number = 3", 3},
	{"UPDATE change_log SET personal = true WHERE number = 3", 3},
	{"UPDATE change_log SET personal = false WHERE number = 2", 2},
	{"UPDATE change_log SET content = hash WHERE number = 3", 3},
	{"UPDATE change_log SET hash = content WHERE number = 3", 3},
	{"UPDATE change_log SET hash = content WHERE number = 5", 5},
	{"UPDATE change_content SET before = 'x' WHERE number = 3", 3},
	{"UPDATE change_content SET after = '{}' WHERE number = 3", 3},
	{"UPDATE change_content SET before = after, after = before WHERE number = 3", 3},
	{"UPDATE change_content SET salt = (SELECT content FROM change_log WHERE number = 1) WHERE number = 3", 3},
	{"DELETE FROM change_content WHERE number = 3", 3},
	{"UPDATE store_version SET head = (SELECT content FROM change_log WHERE number = 1)", 5},
	{"UPDATE store_version SET changes = 6", 6},
	{"UPDATE store_version SET changes = 4", 5},
};

/* Keeps the three tables aside, or brings them back. */
static void keep_tables(const struct place *place)
{
	place_execute(place, "CREATE TABLE kept_log AS SELECT * FROM change_log");
	place_execute(place, "CREATE TABLE kept_content AS SELECT * FROM change_content");
	place_execute(place, "CREATE TABLE kept_version AS SELECT * FROM store_version");
}

static void mend_tables(const struct place *place)
{
	static const char *const steps[] = {"DELETE FROM change_content",
					    "DELETE FROM change_log",
					    "DELETE FROM store_version",
					    "INSERT INTO change_log SELECT * FROM kept_log",
					    "INSERT INTO change_content SELECT * FROM kept_content",
					    "INSERT INTO store_version SELECT * FROM kept_version"};
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		place_execute(place, steps[i]);
}

static void tampering_on(struct place *place)
{
	fill(place);
	check_is(place, 5, 0, 0, "untouched");
	keep_tables(place);
	for (size_t i = 0; i < sizeof tamperings / sizeof *tamperings; i++) {
		place_execute(place, tamperings[i].harm);
		check_is(place, 0, 0, tamperings[i].first_broken, tamperings[i].harm);
		mend_tables(place);
		check_is(place, 5, 0, 0, "mended");
	}
	place_execute(place, "DELETE FROM change_content WHERE number = 5");
	place_execute(place, "DELETE FROM change_log WHERE number = 5");
	check_is(place, 0, 0, 5, "the end cut off");
	mend_tables(place);
	place_execute(place, "DELETE FROM change_content WHERE number = 1");
	place_execute(place, "DELETE FROM change_log WHERE number = 1");
	check_is(place, 0, 0, 1, "the beginning cut off");
}

static void test_tampering(void **state)
{
	(void)state;
	place_for_each(tampering_on);
}

static enum status erase(struct store *s, void *context)
{
	return store_log_erase(s, *(int64_t *)context);
}

static enum status write_personal(struct store *s, void *context)
{
	struct store_change change = {.at = {1},
				      .act = STR("user.add"),
				      .subject = STR("1"),
				      .personal = true,
				      .before = STR(""),
				      .after = STR("secretsecret@example.org")};
	return store_log(s, &change, context);
}

/* The files of the store hold the text. */
static bool holds(const struct place *place, const char *text)
{
	const char *command = arena_printf(place->arena, "grep -qa '%s' '%s'/sulear.db '%s'/sulear.db-wal", text,
					   place->directory, place->directory);
	return system(command) == 0;
}

static void erasure_on(struct place *place)
{
	int64_t two = 2, three = 3, far = 99, number = 0;
	fill(place);
	assert_int_equal(store_write(place->database, erase, &three), FORBIDDEN);
	assert_int_equal(store_write(place->database, erase, &far), NOT_FOUND);
	assert_int_equal(store_write(place->database, erase, &two), OK);
	check_is(place, 5, 1, 0, "erased");
	assert_int_equal(store_write(place->database, erase, &two), OK);
	check_is(place, 5, 1, 0, "erased twice");
	assert_int_equal(store_write(place->database, write_personal, &number), OK);
	assert_int_equal(number, 6);
	if (place->directory)
		assert_true(holds(place, "secretsecret"));
	assert_int_equal(store_write(place->database, erase, &number), OK);
	if (place->directory)
		assert_false(holds(place, "secretsecret"));
	check_is(place, 6, 2, 0, "another");
}

static void test_erasure(void **state)
{
	(void)state;
	place_for_each(erasure_on);
}

/* --- copies --- */

static bool exists(const char *path)
{
	struct stat is;
	return stat(path, &is) == 0;
}

static void test_backup_sqlite(void **state)
{
	(void)state;
	struct place *place = place_new(false);
	const char *copy = arena_printf(place->arena, "%s.copy", place->directory);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	fill(place);
	assert_int_equal(database_backup(place->database, copy, &place->problems), OK);
	assert_int_equal(database_backup(place->database, copy, &place->problems), CONFLICT);
	assert_int_equal(database_backup(place->database, "/no/such/place/copy", &place->problems), UNAVAILABLE);
	assert_int_equal(store_restore(place->address, copy, &place->problems), UNAVAILABLE); /* in use */
	struct items more = {.from = 50, .to = 60, .logs = true};
	assert_int_equal(store_write(place->database, items_write, &more), OK);
	database_close(&place->database);
	assert_int_equal(store_restore(place->address, "/no/such/file", &place->problems), NOT_FOUND);
	const char *fresh = arena_printf(place->arena, "%s.fresh", place->directory);
	assert_int_equal(store_restore(fresh, "/no/such/file", &place->problems), NOT_FOUND);
	assert_false(exists(fresh));
	assert_int_equal(store_restore(place->address, "/bin/sh", &place->problems), INVALID);
	assert_int_equal(store_restore(place->address, copy, &place->problems), OK);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(place_count(place), 5);
	check_is(place, 5, 0, 0, "restored");
	database_close(&place->database);
	assert_int_equal(store_restore(place->address, copy, &place->problems), CONFLICT); /* the first is still kept */
	const char *kept = arena_printf(place->arena, "%s/sulear.db.before-restore", place->directory);
	const char *file = arena_printf(place->arena, "%s/sulear.db", place->directory);
	assert_true(exists(kept));
	assert_int_equal(rename(kept, file), 0);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(place_count(place), 15);
	assert_false(exists(arena_printf(place->arena, "%s-wal", copy)) ||
		     exists(arena_printf(place->arena, "%s-shm", copy)));
	unlink(copy);
	place_free(place);
}

static void test_backup_postgres(void **state)
{
	(void)state;
	struct place *place = place_new(true), other;
	if (!place) {
		print_message("             PostgreSQL: not asked for\n");
		return;
	}
	struct arena *a = place->arena;
	const char *first = arena_printf(a, "first_%d", (int)getpid()),
		   *second = arena_printf(a, "second_%d", (int)getpid());
	const char *copy = arena_printf(a, "/tmp/sulear-test-dump.%d", (int)getpid());
	place_execute(place, arena_printf(a, "CREATE DATABASE %s", first));
	place_execute(place, arena_printf(a, "CREATE DATABASE %s", second));
	const char *base = arena_printf(a, "%.*s", (int)(strrchr(place->server, '/') - place->server), place->server);
	other = *place;
	other.address = arena_printf(a, "%s/%s", base, first);
	assert_int_equal(place_open(&other, &item_migration, 1), OK);
	fill(&other);
	assert_int_equal(database_backup(other.database, copy, &other.problems), OK);
	assert_int_equal(database_backup(other.database, copy, &other.problems), CONFLICT);
	assert_int_equal(store_restore(other.address, copy, &other.problems), CONFLICT); /* not empty */
	database_close(&other.database);
	other.address = arena_printf(a, "%s/%s", base, second);
	assert_int_equal(store_restore(other.address, "/bin/sh", &other.problems), INVALID);
	if (store_restore(other.address, copy, &other.problems) != OK) {
		problems_print(&other.problems);
		fail();
	}
	assert_int_equal(place_open(&other, &item_migration, 1), OK);
	assert_int_equal(place_count(&other), 5);
	check_is(&other, 5, 0, 0, "restored");
	database_close(&other.database);
	unlink(copy);
	place_free(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_tampering), cmocka_unit_test(test_erasure),
					   cmocka_unit_test(test_backup_sqlite),
					   cmocka_unit_test(test_backup_postgres)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
