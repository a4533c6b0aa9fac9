/* SPDX-License-Identifier: Apache-2.0 */
/* people_place.h - an empty store in a directory of its own, for the tests of accounts.
 *
 * Threads: one. Memory: the place's arena. */
#ifndef PEOPLE_PLACE_H
#define PEOPLE_PLACE_H
#include "mail/mail_schema.h"
#include "people/account_schema.h"
#include "people/people.h"
#include "people/people_schema.h"
#include "people/profile_schema.h"
#include "site/site_schema.h"
#include "store/store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

struct place {
	char directory[64];
	struct arena *arena;
	struct database *database;
	struct call call;
};

static inline const struct store_migration *all_migrations(struct arena *a, size_t *n)
{
	const struct {
		const struct store_migration *at;
		size_t n;
	} rooms[] = {{people_migrations, people_migrations_n},
		     {account_migrations, account_migrations_n},
		     {profile_migrations, profile_migrations_n},
		     {site_migrations, site_migrations_n},
		     {mail_migrations, mail_migrations_n}};
	LIST(struct store_migration) all = {0};
	for (size_t i = 0; i < ROWS(rooms); i++)
		for (size_t k = 0; k < rooms[i].n; k++)
			*list_add(a, &all) = rooms[i].at[k];
	*n = all.n;
	return all.at;
}

static inline int set_up(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	strcpy(p->directory, "/tmp/sulear-people-test-XXXXXX");
	if (!p || !mkdtemp(p->directory))
		return -1;
	p->arena = arena_new();
	p->call = call_new(p->arena, (struct moment){1000000});
	size_t n;
	const struct store_migration *migrations = all_migrations(p->arena, &n);
	struct store_options options = {
		.address = p->directory, .migrations = migrations, .migrations_n = n, .create = true};
	if (database_open(p->arena, &options, &p->call.problems, &p->database) != OK)
		return -1;
	p->call.database = p->database;
	*state = p;
	return store_reader(p->database, &p->call.store) == OK ? 0 : -1;
}

static inline int tear_down(void **state)
{
	static const char *const files[] = {"sulear.db", "sulear.db-wal", "sulear.db-shm", "sulear.lock"};
	struct place *p = *state;
	database_close(&p->database);
	for (size_t i = 0; i < ROWS(files); i++)
		unlink(arena_printf(p->arena, "%s/%s", p->directory, files[i]));
	int result = rmdir(p->directory);
	arena_free(&p->arena);
	free(p);
	return result;
}

/* One text from the file itself, as somebody who stole it would see it. */
static inline struct str stored(struct place *p, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open(arena_printf(p->arena, "%s/sulear.db", p->directory), &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	struct str text = {sqlite3_column_blob(statement, 0), (size_t)sqlite3_column_bytes(statement, 0)};
	text = str_copy(p->arena, text);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return text;
}

/* The same, or nothing where no row fits. */
static inline struct str stored_or_empty(struct place *p, const char *sql)
{
	return stored(p, arena_printf(p->arena, "SELECT coalesce((%s), '')", sql));
}

static inline struct str token_in(struct arena *a, char letter)
{
	char *text = arena_alloc(a, 43);
	memset(text, letter, 43);
	return (struct str){text, 43};
}

static inline struct str token_of(struct place *p, char letter)
{
	return token_in(p->arena, letter);
}

#endif
