/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts on an SQLite store in a directory of their own; the same contract runs on PostgreSQL in the scenarios. */
#include "people_place.h"

#include "base/out.h"

static struct people_wish wish_of(const char *name, const char *email)
{
	return (struct people_wish){.name = str_of(name),
				    .email = str_of(email),
				    .roles = ROLE_BIT(OFFICE),
				    .password = STR("correct horse")};
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
	assert_true(str_is(rows.at[0].roles, "office"));
	assert_int_equal(rows.at[0].tokens, 0);
	assert_int_equal(rows.at[0].created_at.us, 1000000);
	const char *hash = str_chars(p->arena, stored(p, "SELECT hash FROM person_password"));
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
	assert_int_equal(person.roles, ROLE_BIT(OFFICE));
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
	assert_int_equal(people_token(&p->call, STR("ANA"), &token), OK); /* names are compared by their looks */
	assert_int_equal(people_token(&p->call, STR("Anna"), &token), NOT_FOUND);
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
	assert_int_equal(people_set_roles(&p->call, STR("Ana"), ROLE_BIT(ADMINISTRATOR)), OK);
	assert_int_equal(people_by_token(&p->call, token, &person), OK);
	assert_int_equal(person.roles, ROLE_BIT(ADMINISTRATOR));
	int64_t version = store_version(p->database);
	assert_int_equal(people_set_roles(&p->call, STR("Ana"), ROLE_BIT(ADMINISTRATOR)), OK);
	assert_int_equal(store_version(p->database), version);
	assert_int_equal(people_set_roles(&p->call, STR("Bia"), ROLE_BIT(OFFICE)), NOT_FOUND);
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
	assert_int_equal(people_set_roles(&p->call, STR("Ana"), 0), OK);
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

static const int64_t hour = 3600000000;

/* A session is known by its token alone, kept as a hash, and told in the log without a name. */
static void test_sign_in(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct people_wish wish = wish_of("Ana", "ana@Example.org");
	struct person person = {0};
	struct str token = token_of(p, 'a'), second = token_of(p, 'b');
	assert_int_equal(people_add(c, &wish, NULL), OK);
	assert_int_equal(people_session(c, token, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_sign_in(c, STR(" Ana "), STR("correct horse"), STR(""), token), OK);
	assert_int_equal(people_sign_in(c, STR("ana@EXAMPLE.org"), STR("correct horse"), STR(""), second), OK);
	assert_int_equal(people_session(c, token, STR(""), &person), OK);
	assert_true(str_is(person.name, "Ana"));
	assert_int_equal(person.roles, ROLE_BIT(OFFICE));
	assert_true(str_is(stored(p, "SELECT COUNT(*) FROM person_session WHERE hash LIKE '%aaaa%'"), "0"));
	assert_int_equal(people_sign_out(c, token), OK);
	assert_int_equal(people_sign_out(c, token), OK);
	assert_int_equal(people_session(c, token, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_session(c, second, STR(""), &person), OK);
	assert_true(str_is(stored(p, "SELECT GROUP_CONCAT(act || ' ' || subject) FROM (SELECT * FROM change_log "
				     "WHERE number > 1 ORDER BY number)"),
			   "user.sign-in person 1,user.sign-in person 1,user.sign-out person 1"));
	assert_int_equal(c->problems.list.n, 0);
}

/* What does not open the door says the same, whatever it is that is wrong, and leaves nothing. */
static void test_refused(void **state)
{
	static const struct {
		const char *name, *password;
		enum problem_code code;
		size_t problems;
	} rows[] = {
		{"Ana", "correct horsf", PROBLEM_WRONG_VALUE, 1},
		{"Bia", "correct horse", PROBLEM_WRONG_VALUE, 1},
		{"Anna", "correct horse", PROBLEM_WRONG_VALUE, 1},
		{"Ana", "correct horse ", PROBLEM_WRONG_VALUE, 1},
		{"Ana", "", PROBLEM_MISSING, 1},
		{" ", "correct horse", PROBLEM_MISSING, 1},
		{"", "", PROBLEM_MISSING, 2},
	};
	struct place *p = *state;
	struct call *c = &p->call;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	assert_int_equal(people_add(c, &wish, NULL), OK);
	for (size_t i = 0; i < ROWS(rows); i++) {
		c->problems = problems_new(p->arena);
		enum status status =
			people_sign_in(c, str_of(rows[i].name), str_of(rows[i].password), STR(""), token_of(p, 'a'));
		if (status != INVALID || c->problems.list.n != rows[i].problems ||
		    c->problems.list.at[0].code != rows[i].code)
			fail_msg("row %zu: %s, %zu problems", i, status_name(status), c->problems.list.n);
	}
	c->problems = problems_new(p->arena);
	assert_int_equal(people_sign_in(c, str_of(repeated(p->arena, "Ana", 100)), STR("correct horse"), STR(""),
					token_of(p, 'a')),
			 INVALID);
	assert_int_equal(
		people_sign_in(c, STR("Ana"), str_of(repeated(p->arena, "x", 1001)), STR(""), token_of(p, 'a')),
		INVALID);
	assert_true(str_is(stored(p, "SELECT COUNT(*) FROM person_session"), "0"));
}

/* Twelve hours without use, fourteen days at all; use is written at most once an hour. */
static void test_session_ends(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct people_wish wish = wish_of("Ana", "ana@example.org");
	struct person person;
	struct str token = token_of(p, 'a'), other = token_of(p, 'b');
	int64_t start = c->now.us;
	assert_int_equal(people_add(c, &wish, NULL), OK);
	assert_int_equal(people_sign_in(c, STR("Ana"), STR("correct horse"), STR(""), token), OK);
	assert_int_equal(people_sign_in(c, STR("Ana"), STR("correct horse"), STR(""), other), OK);
	int64_t version = store_version(p->database);
	c->now.us = start + hour - 1;
	assert_int_equal(people_session(c, token, STR(""), &person), OK);
	assert_int_equal(store_version(p->database), version);
	c->now.us = start + hour;
	assert_int_equal(people_session(c, token, STR(""), &person), OK);
	assert_int_equal(people_session(c, token, STR(""), &person), OK);
	assert_int_equal(store_version(p->database), version + 1);
	c->now.us = start + 12 * hour;
	assert_int_equal(people_session(c, other, STR(""), &person), NOT_FOUND);
	for (c->now.us = start + 12 * hour; c->now.us < start + 14 * 24 * hour; c->now.us += 11 * hour)
		assert_int_equal(people_session(c, token, STR(""), &person), OK);
	c->now.us = start + 14 * 24 * hour;
	assert_int_equal(people_session(c, token, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_sign_in(c, STR("Ana"), STR("correct horse"), STR(""), token_of(p, 'c')), OK);
	assert_true(str_is(stored(p, "SELECT COUNT(*) FROM person_session"), "1")); /* the others were swept away */
}

/* "ã" in one character or two: the same name, the same password. */
static void test_normal_form(void **state)
{
	struct place *p = *state;
	struct people_wish wish = {.name = STR("Joa\u0303o"),
				   .email = STR("joao@example.org"),
				   .roles = ROLE_BIT(OFFICE),
				   .password = STR("corac\u0327a\u0303o")};
	assert_int_equal(people_add(&p->call, &wish, NULL), OK);
	assert_int_equal(
		people_sign_in(&p->call, STR("Jo\u00e3o"), STR("cora\u00e7\u00e3o"), STR(""), token_of(p, 'a')), OK);
	assert_int_equal(people_sign_in(&p->call, wish.name, wish.password, STR(""), token_of(p, 'b')), OK);
	assert_int_equal(people_sign_in(&p->call, STR("Joao"), wish.password, STR(""), token_of(p, 'c')), INVALID);
	assert_true(str_is(stored(p, "SELECT name FROM person"), "Jo\u00e3o"));
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
		cmocka_unit_test_setup_teardown(test_sign_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_session_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_normal_form, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
