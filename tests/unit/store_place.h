/* SPDX-License-Identifier: Apache-2.0 */
/* store_place.h - empty stores for the tests of the store, of both kinds, and a way into them past the store.
 *
 * SQLite lives in a new directory, PostgreSQL in a new schema (or database) of the server that SULEAR_TEST_POSTGRES names.
 * place_for_each() runs a case on all there are and says which. */
#ifndef TESTS_STORE_PLACE_H
#define TESTS_STORE_PLACE_H
#include "store/statement.h"
#include "store/store.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define IN(...)                                          \
	.in = (const struct store_field[]){__VA_ARGS__}, \
	.ins = sizeof((const struct store_field[]){__VA_ARGS__}) / sizeof(struct store_field)
#define OUT(...)                                          \
	.out = (const struct store_field[]){__VA_ARGS__}, \
	.outs = sizeof((const struct store_field[]){__VA_ARGS__}) / sizeof(struct store_field)
#define HERE(NAME) .name = NAME, .file = __FILE__, .line = __LINE__
#define BOTH(TEXT) .sqlite = TEXT, .postgresql = TEXT

struct place {
	struct arena *arena;
	const char *address, *directory, *server; /* directory: SQLite; server: PostgreSQL, without the schema */
	struct problems problems;
	struct database *database;
};

static const struct store_migration item_migration = {
	1, "item", "CREATE TABLE item (key INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));",
	"CREATE TABLE item (key BIGINT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));"};

static struct store_statement item_add = {HERE("item_add"), .sqlite = "INSERT INTO item (key, name) VALUES (?1, ?2)",
					  .postgresql = "INSERT INTO item (key, name) VALUES ($1, $2)",
					  IN({"key", STORE_I64, false}, {"name", STORE_TEXT, false})};

static struct store_statement item_count = {HERE("item_count"), BOTH("SELECT count(*) FROM item"),
					    OUT({"n", STORE_I64, false})};

static inline enum status one_number(void *context, const struct store_value *values)
{
	*(int64_t *)context = values[0].i64;
	return OK;
}

/* Runs SQL past the store; ends the test if it fails. */
static inline void place_execute(const struct place *place, const char *sql)
{
	if (place->directory) {
		sqlite3 *db;
		const char *file = arena_printf(place->arena, "%s/sulear.db", place->directory);
		assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
		sqlite3_busy_timeout(db, 5000);
		if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
			fail_msg("%s: %s", sql, sqlite3_errmsg(db));
		sqlite3_close(db);
		return;
	}
	PGconn *connection = PQconnectdb(place->address);
	PGresult *result = PQexec(connection, sql);
	if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(connection));
	PQclear(result);
	PQfinish(connection);
}

/* A new, empty place; NULL for PostgreSQL where none was asked for. */
static inline struct place *place_new(bool is_remote)
{
	static int number;
	struct arena *a = arena_new();
	struct place *place = arena_one(a, struct place);
	place->arena = a;
	place->problems = problems_new(a);
	if (!is_remote) {
		char *directory =
			arena_printf(a, "%s/sulear-test.XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
		assert_non_null(mkdtemp(directory));
		place->address = place->directory = directory;
		return place;
	}
	place->server = getenv("SULEAR_TEST_POSTGRES");
	if (!place->server || !*place->server) {
		arena_free(&a);
		return NULL;
	}
	place->address = place->server;
	const char *schema = arena_printf(a, "test_%d_%d", (int)getpid(), ++number);
	place_execute(place, arena_printf(a, "CREATE SCHEMA %s", schema));
	place->address = arena_printf(a, "%s?options=-c%%20search_path%%3D%s", place->server, schema);
	return place;
}

/* Opens the store there with the migrations given. */
static inline enum status place_open(struct place *place, const struct store_migration *migrations, size_t n)
{
	struct store_options options = {
		.address = place->address, .migrations = migrations, .migrations_n = n, .create = true};
	place->problems.list.n = 0;
	enum status status = database_open(place->arena, &options, &place->problems, &place->database);
	if (status != OK)
		place->database = NULL;
	if (getenv("SULEAR_TEST_TELL"))
		problems_print(&place->problems);
	return status;
}

static inline void place_free(struct place *place)
{
	database_close(&place->database);
	if (place->directory) {
		const char *command = arena_printf(place->arena, "rm -rf '%s'", place->directory);
		if (system(command) != 0)
			print_error("%s failed\n", command);
	}
	struct arena *a = place->arena;
	arena_free(&a);
}

/* SULEAR_TEST_POSTGRES_ONLY: SQLite had its run elsewhere. */
static inline bool place_only_remote(void)
{
	return getenv("SULEAR_TEST_POSTGRES_ONLY") != NULL;
}

/* Runs the case on SQLite, and on PostgreSQL where there is one, with the store open and one table, item. */
static inline void place_for_each(void (*run)(struct place *place))
{
	for (int is_remote = place_only_remote(); is_remote <= 1; is_remote++) {
		struct place *place = place_new(is_remote);
		if (!place) {
			print_message("             PostgreSQL: not asked for (set SULEAR_TEST_POSTGRES, or use "
				      "tests/postgres.sh)\n");
			continue;
		}
		print_message("             on %s\n", is_remote ? "PostgreSQL" : "SQLite");
		if (place_open(place, &item_migration, 1) != OK) {
			problems_print(&place->problems);
			fail_msg("the store does not open");
		}
		run(place);
		place_free(place);
	}
}

static inline int64_t place_count(struct place *place)
{
	struct store *s;
	int64_t n = -1;
	assert_int_equal(store_reader(place->database, &s), OK);
	assert_int_equal(store_query(s, &item_count, NULL, one_number, &n, NULL), OK);
	return n;
}

/* A write that adds items [from, to) with one row of the log each, and ends as told. */
struct items {
	int64_t from, to;
	const char *name;
	bool logs, personal;
	enum status end;
};

static inline enum status items_write(struct store *s, void *context)
{
	const struct items *items = context;
	for (int64_t key = items->from; key < items->to; key++) {
		char subject[24];
		int n = snprintf(subject, sizeof subject, "item %lld", (long long)key);
		const struct store_value in[] = {{.i64 = key}, {.text = str_of(items->name ? items->name : "right")}};
		enum status status = store_query(s, &item_add, in, NULL, NULL, NULL);
		struct store_change change = {.at = {1700000000000000 + key},
					      .person = 7,
					      .act = STR("item.add"),
					      .subject = {subject, (size_t)n},
					      .before = STR(""),
					      .after = STR("{\"name\":\"right\"}"),
					      .personal = items->personal};
		if (status == OK && items->logs)
			status = store_log(s, &change, NULL);
		if (status != OK)
			return status;
	}
	return items->end;
}

#endif
