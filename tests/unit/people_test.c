/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts on an SQLite store in a directory of their own; the same contract runs on PostgreSQL in the scenarios. */
#include "base/out.h"
#include "people/people.h"
#include "people/people_schema.h"
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

static int set_up(void **state)
{
	struct place *p = calloc(1, sizeof *p);
	strcpy(p->directory, "/tmp/sulear-people-test-XXXXXX");
	if (!p || !mkdtemp(p->directory))
		return -1;
	p->arena = arena_new();
	p->call = call_new(p->arena, (struct moment){1000000});
	struct store_options options = {.address = p->directory,
					.migrations = people_migrations,
					.migrations_n = people_migrations_n,
					.create = true};
	if (database_open(p->arena, &options, &p->call.problems, &p->database) != OK)
		return -1;
	p->call.database = p->database;
	*state = p;
	return store_reader(p->database, &p->call.store) == OK ? 0 : -1;
}

static int tear_down(void **state)
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

static struct people_wish wish_of(const char *name, const char *email)
{
	return (struct people_wish){str_of(name), str_of(email), ROLE_OFFICE, STR("correct horse")};
}

/* One text from the file itself, as somebody who stole it would see it. */
static struct str stored(struct place *p, const char *sql)
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

static void test_add(void **state)
{
	struct place *p = *state;
	struct people_wish wish = wish_of("Ana", "Ana@Example.ORG");
	struct person_list_rows rows;
	int64_t id = 0;
	assert_int_equal(people_add(&p->call, &wish, &id), OK);
	assert_true(id > 0);
	assert_int_equal(people_list(&p->call, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_true(str_is(rows.at[0].name, "Ana"));
	assert_true(str_is(rows.at[0].email, "Ana@example.org"));
	assert_true(str_is(rows.at[0].role, "office"));
	assert_int_equal(rows.at[0].tokens, 0);
	assert_int_equal(rows.at[0].created_at.us, 1000000);
	const char *hash = str_chars(p->arena, stored(p, "SELECT password_hash FROM person"));
	assert_int_equal(strncmp(hash, "$argon2id$", 10), 0);
	assert_int_equal(crypto_pwhash_str_verify(hash, "correct horse", 13), 0);
	assert_int_not_equal(crypto_pwhash_str_verify(hash, "correct horsf", 13), 0);
}

static void test_taken(void **state)
{
	struct place *p = *state;
	struct people_wish ana = wish_of("Ana", "ana@example.org"), both = wish_of("Ana", "ana@EXAMPLE.org");
	struct person_list_rows rows;
	assert_int_equal(people_add(&p->call, &ana, NULL), OK);
	assert_int_equal(people_add(&p->call, &both, NULL), CONFLICT);
	assert_int_equal(p->call.problems.list.n, 2);
	assert_int_equal(p->call.problems.list.at[0].code, PROBLEM_ALREADY_THERE);
	assert_true(str_is(p->call.problems.list.at[0].field, "name"));
	assert_true(str_is(p->call.problems.list.at[1].field, "email"));
	assert_int_equal(people_list(&p->call, &rows), OK);
	assert_int_equal(rows.n, 1);
}

/* 64 times "ã": characters are counted, not bytes. */
static const char *repeated(struct arena *a, const char *text, size_t times)
{
	struct out o = out_new(a, 1 << 16, NULL);
	for (size_t i = 0; i < times; i++)
		out_raw(&o, str_of(text));
	return out_str(&o).at;
}

static void test_wishes(void **state)
{
	struct place *p = *state;
	struct arena *a = p->arena;
	const struct {
		const char *name, *email, *password, *fields; /* fields: those found wrong */
	} rows[] = {
		{"", "a@b.example", "12345678", "name "},
		{repeated(a, "ã", 65), "a@b.example", "12345678", "name "},
		{" Ana", "a@b.example", "12345678", "name "},
		{"A\nna", "a@b.example", "12345678", "name "},
		{"A\xc2\x85na", "a@b.example", "12345678", "name "},
		{"A\xff", "a@b.example", "12345678", "name "},
		{"Ana", "a", "12345678", "email "},
		{"Ana", "@b.example", "12345678", "email "},
		{"Ana", "a@", "12345678", "email "},
		{"Ana", "a@b..example", "12345678", "email "},
		{"Ana", "a.@b.example", "12345678", "email "},
		{"Ana", "a@-b.example", "12345678", "email "},
		{"Ana", "a@b@c.example", "12345678", "email "},
		{"Ana", "a b@c.example", "12345678", "email "},
		{"Ana", "a@b_c.example", "12345678", "email "},
		{"Ana", "a@b.example\r\nBcc: x@y.example", "12345678", "email "},
		{"Ana", repeated(a, "abc@de", 50), "12345678", "email "},
		{"Ana", "a@b.example", "1234567", "password "},
		{"Ana", "a@b.example", repeated(a, "x", 1001), "password "},
		{"Ana", "a@b.example", "1234567\xc0", "password "},
		{"", "", "", "name email password "},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct people_wish wish = wish_of(rows[i].name, rows[i].email);
		wish.password = str_of(rows[i].password);
		struct call c = p->call;
		c.problems = problems_new(a);
		enum status status = people_add(&c, &wish, NULL);
		struct out fields = out_new(a, 1024, NULL);
		for (size_t k = 0; k < c.problems.list.n; k++)
			out_printf(&fields, "%.*s ", STR_ARGS(c.problems.list.at[k].field));
		if (status != INVALID || !str_is(out_str(&fields), rows[i].fields))
			fail_msg("row %zu: %s, \"%s\"", i, status_name(status), out_str(&fields).at);
	}
	struct people_wish wish = wish_of(repeated(a, "ã", 64), "joão@exemplo.example");
	wish.password = str_of(repeated(a, "x", 1000));
	assert_int_equal(people_add(&p->call, &wish, NULL), OK);
}

static void test_token(void **state)
{
	struct place *p = *state;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	struct str token, second;
	struct person person = {0};
	int64_t id;
	assert_int_equal(people_add(&p->call, &wish, &id), OK);
	assert_int_equal(people_token(&p->call, STR("Ana"), &token), OK);
	assert_int_equal(people_token(&p->call, STR("Ana"), &second), OK);
	assert_false(str_equal(token, second));
	assert_int_equal(token.n, 7 + 43); /* 32 bytes in base64 without padding */
	assert_int_equal(people_by_token(&p->call, token, &person), OK);
	assert_int_equal(person.id, id);
	assert_true(str_is(person.name, "Ana"));
	assert_int_equal(person.role, ROLE_OFFICE);
	assert_int_equal(people_by_token(&p->call, second, &person), OK);
	char *other = str_chars(p->arena, token);
	other[20] = other[20] == 'A' ? 'B' : 'A';
	assert_int_equal(people_by_token(&p->call, str_of(other), &person), NOT_FOUND);
	assert_int_equal(people_by_token(&p->call, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_by_token(&p->call, str_of(repeated(p->arena, "sulear_", 1000)), &person), NOT_FOUND);
	unsigned char hash[32];
	crypto_generichash(hash, sizeof hash, (const unsigned char *)token.at, token.n, NULL, 0);
	struct str kept = stored(p, "SELECT hash FROM person_token ORDER BY rowid LIMIT 1");
	assert_true(str_equal(kept, (struct str){(char *)hash, sizeof hash}));
	assert_int_equal(people_token(&p->call, STR("ana"), &token), NOT_FOUND);
	assert_int_equal(p->call.problems.list.n, 1);
}

static void test_role(void **state)
{
	struct place *p = *state;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	struct str token;
	struct person person;
	assert_int_equal(people_add(&p->call, &wish, NULL), OK);
	assert_int_equal(people_token(&p->call, STR("Ana"), &token), OK);
	assert_int_equal(people_set_role(&p->call, STR("Ana"), ROLE_ADMINISTRATOR), OK);
	assert_int_equal(people_by_token(&p->call, token, &person), OK);
	assert_int_equal(person.role, ROLE_ADMINISTRATOR);
	int64_t version = store_version(p->database);
	assert_int_equal(people_set_role(&p->call, STR("Ana"), ROLE_ADMINISTRATOR), OK);
	assert_int_equal(store_version(p->database), version);
	assert_int_equal(people_set_role(&p->call, STR("Ana"), ROLE_NOBODY), INVALID);
	assert_int_equal(people_set_role(&p->call, STR("Bia"), ROLE_OFFICE), NOT_FOUND);
}

/* What the log says about a person can be erased without breaking its chain, and no subject names anybody. */
static void test_log(void **state)
{
	struct place *p = *state;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	struct str token;
	struct store_check check;
	assert_int_equal(people_add(&p->call, &wish, NULL), OK);
	assert_int_equal(people_token(&p->call, STR("Ana"), &token), OK);
	assert_int_equal(people_set_role(&p->call, STR("Ana"), ROLE_ACCOUNT), OK);
	assert_int_equal(database_check(p->database, &p->call.problems, &check), OK);
	assert_int_equal(check.changes, 3);
	assert_int_equal(check.erased, 0);
	assert_true(str_is(
		stored(p, "SELECT COUNT(*) FROM change_log WHERE subject LIKE '%Ana%' OR subject LIKE '%@%'"), "0"));
	assert_true(str_is(stored(p, "SELECT GROUP_CONCAT(act) FROM (SELECT act FROM change_log ORDER BY number)"),
			   "user.add,user.token,user.role"));
}

static enum status erase_first(struct store *s, void *context)
{
	(void)context;
	return store_log_erase(s, 1);
}

static void test_erase(void **state)
{
	struct place *p = *state;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	struct store_check check;
	assert_int_equal(people_add(&p->call, &wish, NULL), OK);
	assert_int_equal(store_write(p->database, erase_first, NULL), OK);
	assert_int_equal(database_check(p->database, &p->call.problems, &check), OK);
	assert_int_equal(check.erased, 1);
	assert_int_equal(check.first_broken, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_add, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_wishes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_token, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_role, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_log, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_erase, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
