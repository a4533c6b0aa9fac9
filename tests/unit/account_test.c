/* SPDX-License-Identifier: Apache-2.0 */
/* One's own account, on an SQLite store in a directory of its own; the walk in a browser does the same on PostgreSQL. */
#include "people_place.h"

#include "people/account.h"
#include "people/administration.h"
#include "people/step.h"
#include "site/settings.h"

#include <liboath/oath.h>
#include <time.h>

static const int64_t second = 1000000, minute = 60 * 1000000;

static const struct str here = {"network one", 11}, there = {"network two", 11};

static struct account_wish wish_for(const char *name, const char *email, const char *password)
{
	return (struct account_wish){str_of(name), str_of(email), str_of(password)};
}

/* The link of the last mail of that kind; empty if there is none. */
static struct str link_of(struct place *p, const char *kind)
{
	struct str data = stored_or_empty(
		p,
		arena_printf(p->arena, "SELECT data FROM mail_event WHERE kind = '%s' ORDER BY id DESC LIMIT 1", kind));
	const char *url = data.n ? strstr(str_chars(p->arena, data), "/mail-link/") : NULL;
	return url ? str_copy(p->arena, (struct str){url + strlen("/mail-link/"), 43}) : STR("");
}

static void forget_problems(struct place *p)
{
	p->call.problems = problems_new(p->arena);
}

static void sign_in_as(struct place *p, struct str token)
{
	assert_int_equal(people_session(&p->call, token, STR("Firefox Linux"), &p->call.person), OK);
}

static void test_make(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct account_wish wish = wish_for("Maria", "maria@example.org", "correct horse");
	struct account_address address;
	struct str token = token_of(p, 'a');
	assert_int_equal(account_make(c, &wish, true, token), OK);
	sign_in_as(p, token);
	assert_true(str_is(c->person.name, "Maria"));
	assert_int_equal(account_address(c, &address), OK);
	assert_int_equal(address.confirmed.n, 0);
	assert_true(str_is(address.waiting, "maria@example.org"));
	struct str link = link_of(p, "confirm");
	struct account_link what;
	assert_int_equal(link.n, 43);
	assert_int_equal(account_link(c, link, &what), OK);
	assert_int_equal(what.purpose, PEOPLE_CONFIRM);
	assert_int_equal(account_link_use(c, link, STR(""), token_of(p, 'b')), OK);
	assert_int_equal(account_link_use(c, link, STR(""), token_of(p, 'b')), NOT_FOUND);
	assert_int_equal(account_address(c, &address), OK);
	assert_true(str_is(address.confirmed, "maria@example.org"));
	assert_int_equal(address.waiting.n, 0);
}

static void test_wishes(void **state)
{
	struct place *p = *state;
	static const struct {
		const char *name, *email, *password;
		enum status expected;
	} rows[] = {
		{"Maria", "m@example.org", "correct horse", OK},
		{"MARIA", "", "correct horse", CONFLICT},           /* a taken name must be told */
		{"M\u0430ri\u0430", "", "correct horse", CONFLICT}, /* Cyrillic a: it looks the same */
		{"Ma\u200bria", "", "correct horse", INVALID},      /* an invisible character */
		{"administrator", "", "correct horse", INVALID},
		{"", "", "correct horse", INVALID},
		{"Bia", "", "", INVALID},         /* neither password nor address */
		{"Bia", "b@example.org", "", OK}, /* by mailed links */
		{"Rui", "", "correct horse", OK}, /* without an address */
		{"Ivo", "i@example.org\r\nBcc: x@example.org", "correct horse", INVALID},
		{"Ivo", "i@example.org", "short", INVALID},
		{"Ivo", "m@example.org", "correct horse", OK}, /* another's address: told by mail alone */
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct account_wish wish = wish_for(rows[i].name, rows[i].email, rows[i].password);
		forget_problems(p);
		enum status status = account_make(&p->call, &wish, true, token_of(p, (char)('a' + i)));
		if (status != rows[i].expected)
			fail_msg("row %zu: %s", i, status_name(status));
	}
}

/* The address of another account: the page shows the same, the mail says so, and no link of it is good for anything. */
static void test_taken_address(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct account_wish first = wish_for("Maria", "maria@example.org", "correct horse");
	struct account_wish second_wish = wish_for("Bia", "Maria@EXAMPLE.org", "correct horse");
	struct account_address address;
	assert_int_equal(account_make(c, &first, true, token_of(p, 'a')), OK);
	assert_int_equal(account_link_use(c, link_of(p, "confirm"), STR(""), STR("")), OK);
	second_wish.email = STR("maria@EXAMPLE.org");
	assert_int_equal(account_make(c, &second_wish, true, token_of(p, 'b')), OK);
	sign_in_as(p, token_of(p, 'b'));
	assert_int_equal(account_address(c, &address), OK);
	assert_true(str_is(address.waiting, "maria@example.org"));
	assert_true(stored_or_empty(p, "SELECT key FROM mail_event WHERE kind = 'taken'").n > 0);
	assert_true(str_is(stored_or_empty(p, "SELECT count(*) || '' FROM mail_event WHERE kind = 'confirm'"), "1"));
}

static void test_closed(void **state)
{
	struct place *p = *state;
	struct account_wish wish = wish_for("Maria", "", "correct horse");
	assert_int_equal(setting_set(&p->call, SETTING_SIGN_UP_OPEN, STR("no")), OK);
	assert_int_equal(account_make(&p->call, &wish, true, token_of(p, 'a')), FORBIDDEN);
	assert_int_equal(setting_set(&p->call, SETTING_SIGN_UP_OPEN, STR("")), OK);
}

/* An account with a confirmed address, whose person the call is. */
static void make_maria(struct place *p, struct str token)
{
	struct account_wish wish = wish_for("Maria", "maria@example.org", "correct horse");
	assert_int_equal(account_make(&p->call, &wish, true, token), OK);
	assert_int_equal(account_link_use(&p->call, link_of(p, "confirm"), STR(""), STR("")), OK);
	sign_in_as(p, token);
}

static void test_links(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct person person;
	make_maria(p, token_of(p, 'a'));
	assert_int_equal(account_link_ask(c, PEOPLE_SIGN_IN, STR("maria@example.org")), OK);
	assert_int_equal(account_link_ask(c, PEOPLE_SIGN_IN, STR("nobody@example.org")), OK);
	assert_int_equal(account_link_ask(c, PEOPLE_SIGN_IN, STR("nobody")), INVALID);
	assert_true(str_is(stored_or_empty(p, "SELECT count(*) || '' FROM mail_event WHERE kind = 'sign-in'"), "1"));
	struct str link = link_of(p, "sign-in");
	assert_int_equal(account_link_use(c, link, STR(""), token_of(p, 'b')), OK);
	assert_int_equal(people_session(c, token_of(p, 'b'), STR(""), &person), OK);
	assert_int_equal(account_link_use(c, link, STR(""), token_of(p, 'c')), NOT_FOUND);
	/* Too late */
	assert_int_equal(account_link_ask(c, PEOPLE_RESET, STR("maria@example.org")), OK);
	link = link_of(p, "reset");
	c->now.us += 61 * minute;
	assert_int_equal(account_link_use(c, link, STR("another horse"), token_of(p, 'c')), NOT_FOUND);
	/* A reset ends every session */
	assert_int_equal(account_link_ask(c, PEOPLE_RESET, STR("maria@example.org")), OK);
	link = link_of(p, "reset");
	assert_int_equal(account_link_use(c, link, STR("short"), token_of(p, 'c')), INVALID);
	assert_int_equal(account_link_use(c, link, STR("another horse"), token_of(p, 'c')), OK);
	assert_int_equal(people_session(c, token_of(p, 'a'), STR(""), &person), NOT_FOUND);
	assert_int_equal(people_session(c, token_of(p, 'b'), STR(""), &person), NOT_FOUND);
	assert_int_equal(people_session(c, token_of(p, 'c'), STR(""), &person), OK);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("another horse"), here, token_of(p, 'd')), OK);
}

static struct str code_at(struct place *p, int later)
{
	char otp[8];
	struct str secret = stored_or_empty(p, "SELECT secret FROM person_step");
	assert_int_equal(
		oath_totp_generate(secret.at, secret.n, (time_t)(p->call.now.us / second + later * 30), 30, 0, 6, otp),
		OATH_OK);
	return str_copy(p->arena, str_of(otp));
}

static void test_step(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct step_codes codes;
	struct step_waiting waiting;
	struct step step;
	struct person person;
	struct str a = token_of(p, 'a'), b = token_of(p, 'b'), d = token_of(p, 'd');
	c->now.us = 1700000000 * second;
	make_maria(p, a);
	assert_int_equal(step_begin(c, c->person.id), OK);
	assert_int_equal(step_turn_on(c, c->person.id, a, STR("12345"), &codes), INVALID);
	assert_int_equal(step_turn_on(c, c->person.id, a, code_at(p, 5), &codes), INVALID);
	assert_int_equal(step_turn_on(c, c->person.id, a, code_at(p, 0), &codes), OK);
	assert_int_equal(people_session(c, a, STR(""), &person), OK);
	assert_int_equal(step_begin(c, c->person.id), CONFLICT);
	/* The password alone is not enough; no code twice, one step to either side */
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, b), OK);
	assert_int_equal(people_session(c, b, STR(""), &person), NOT_FOUND);
	assert_int_equal(step_waits(c, b, &waiting), OK);
	assert_true(waiting.is_set_up);
	assert_int_equal(step_prove(c, b, code_at(p, 0), here, d), INVALID);
	assert_int_equal(step_prove(c, b, code_at(p, 2), here, d), INVALID);
	assert_int_equal(step_prove(c, b, code_at(p, 1), here, d), OK);
	assert_int_equal(people_session(c, b, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_session(c, d, STR(""), &person), OK);
	/* A recovery code, once */
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, b), OK);
	assert_int_equal(step_prove(c, b, codes.at[4], here, token_of(p, 'e')), OK);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, b), OK);
	assert_int_equal(step_prove(c, b, codes.at[4], here, token_of(p, 'f')), INVALID);
	assert_int_equal(step_of(c, person.id, &step), OK);
	assert_int_equal(step.codes, 9);
	/* It waits for a quarter of an hour */
	c->now.us += 16 * minute;
	assert_int_equal(step_prove(c, b, code_at(p, 0), here, token_of(p, 'f')), NOT_FOUND);
	/* A provider has its own ways */
	assert_int_equal(people_session_begin(c, person.id, STR("google"), token_of(p, 'g')), OK);
	assert_int_equal(people_session(c, token_of(p, 'g'), STR(""), &person), OK);
	assert_int_equal(step_turn_off(c, STR("wrong horse"), there), INVALID);
	assert_int_equal(step_turn_off(c, STR("correct horse"), there), OK);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, token_of(p, 'h')), OK);
	assert_int_equal(people_session(c, token_of(p, 'h'), STR(""), &person), OK);
}

/* Where staff need the second step, a session of theirs counts for nothing before it, however it began. */
static void test_staff(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct step_waiting waiting;
	struct step_codes codes;
	struct person person;
	struct str a = token_of(p, 'a');
	c->now.us = 1700000000 * second;
	make_maria(p, a);
	c->person.id = 0; /* the command line */
	assert_int_equal(people_set_roles(c, STR("Maria"), ROLE_BIT(EDITOR)), OK);
	assert_int_equal(people_session(c, a, STR(""), &person), OK);
	assert_int_equal(setting_set(c, SETTING_STAFF_SECOND_STEP, STR("yes")), OK);
	assert_int_equal(people_session(c, a, STR(""), &person), NOT_FOUND);
	assert_int_equal(step_waits(c, a, &waiting), OK);
	assert_false(waiting.is_set_up);
	assert_int_equal(step_begin(c, waiting.person), OK);
	assert_int_equal(step_turn_on(c, waiting.person, a, code_at(p, 0), &codes), OK);
	assert_int_equal(people_session(c, a, STR(""), &c->person), OK);
	assert_int_equal(step_turn_off(c, STR("correct horse"), here), FORBIDDEN);
	assert_int_equal(people_session_begin(c, c->person.id, STR("google"), token_of(p, 'b')), OK);
	assert_int_equal(people_session(c, token_of(p, 'b'), STR(""), &person), NOT_FOUND);
	assert_int_equal(setting_set(c, SETTING_STAFF_SECOND_STEP, STR("")), OK);
}

/* Who guesses waits longer and longer; the owner, elsewhere, does not. */
static void test_delay(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	make_maria(p, token_of(p, 'a'));
	static const char *const names[] = {"Maria", "Nobody"};
	for (size_t n = 0; n < ROWS(names); n++) {
		for (int i = 0; i < 3; i++)
			assert_int_equal(
				people_sign_in(c, str_of(names[n]), STR("wrong horse"), here, token_of(p, 'b')),
				INVALID);
		forget_problems(p);
		assert_int_equal(people_sign_in(c, str_of(names[n]), STR("correct horse"), here, token_of(p, 'b')),
				 INVALID);
		assert_int_equal(c->problems.list.at[0].code, PROBLEM_TOO_MANY);
	}
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), there, token_of(p, 'b')), OK);
	c->now.us += second;
	forget_problems(p);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("wrong horse"), here, token_of(p, 'c')), INVALID);
	assert_int_equal(c->problems.list.at[0].code, PROBLEM_WRONG_VALUE);
	c->now.us += second;
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, token_of(p, 'c')), INVALID);
	c->now.us += second;
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), here, token_of(p, 'c')), OK);
}

static void test_suspended(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct person person;
	struct str api;
	make_maria(p, token_of(p, 'a'));
	assert_int_equal(account_token_make(c, &api), OK);
	int64_t maria = c->person.id;
	c->person.id = 0;
	assert_int_equal(people_suspend_until(c, maria, c->today, STR("Spam")), OK);
	c->person.id = maria;
	assert_int_equal(people_session(c, token_of(p, 'a'), STR(""), &person), NOT_FOUND);
	assert_int_equal(people_by_token(c, api, &person), NOT_FOUND);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), there, token_of(p, 'b')), INVALID);
	assert_int_equal(people_session_begin(c, maria, STR("google"), token_of(p, 'b')), FORBIDDEN);
	c->now.us += 24 * 60 * minute;
	assert_int_equal(people_by_token(c, api, &person), OK);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), there, token_of(p, 'b')), OK);
}

static void test_mine(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct person_sign_ins_rows rows;
	struct person_tokens_rows tokens;
	struct person person;
	struct str a = token_of(p, 'a'), b = token_of(p, 'b'), api;
	make_maria(p, a);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), there, b), OK);
	assert_int_equal(account_sign_ins(c, INT64_MAX, 10, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_true(str_is(rows.at[1].browser, "Firefox Linux"));
	assert_int_equal(account_sign_out_one(c, rows.at[0].id), OK);
	assert_int_equal(people_session(c, b, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_sign_in(c, STR("Maria"), STR("correct horse"), there, b), OK);
	assert_int_equal(account_sign_out_others(c, a), OK);
	assert_int_equal(people_session(c, b, STR(""), &person), NOT_FOUND);
	assert_int_equal(people_session(c, a, STR(""), &person), OK);
	assert_int_equal(account_token_make(c, &api), OK);
	assert_int_equal(account_tokens(c, &tokens), OK);
	assert_int_equal(tokens.n, 1);
	assert_int_equal(account_token_drop(c, STR("00")), OK);
	assert_int_equal(people_by_token(c, api, &person), OK);
	/* Another's hash, another's sign-in: nothing happens */
	char hex[65];
	sodium_bin2hex(hex, sizeof hex, (const unsigned char *)tokens.at[0].hash.at, 32);
	int64_t maria = c->person.id;
	c->person.id = maria + 1;
	assert_int_equal(account_token_drop(c, str_of(hex)), OK);
	assert_int_equal(people_by_token(c, api, &person), OK);
	c->person.id = maria;
	assert_int_equal(account_token_drop(c, str_of(hex)), OK);
	assert_int_equal(people_by_token(c, api, &person), NOT_FOUND);
}

static void test_form(void **state)
{
	struct place *p = *state;
	struct call *c = &p->call;
	struct str stamp;
	bool fits;
	c->form_token = STR("one session");
	assert_int_equal(account_form_stamp(c, &stamp), OK);
	static const struct {
		int64_t after;
		bool expected;
	} rows[] = {{0, false}, {1, false}, {2, true}, {3600, true}, {86400, true}, {86401, false}};
	int64_t shown = c->now.us;
	for (size_t i = 0; i < ROWS(rows); i++) {
		c->now.us = shown + rows[i].after * second;
		assert_int_equal(account_form_fits(c, stamp, &fits), OK);
		assert_int_equal(fits, rows[i].expected);
	}
	c->now.us = shown + 10 * second;
	c->form_token = STR("another session");
	assert_int_equal(account_form_fits(c, stamp, &fits), OK);
	assert_false(fits);
	assert_int_equal(account_form_fits(c, STR("1-00"), &fits), OK);
	assert_false(fits);
}

static void test_browser(void **state)
{
	struct place *p = *state;
	static const char *const rows[][2] = {
		{"Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0", "Firefox Android"},
		{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 "
		 "Safari/537.36 Edg/125.0",
		 "Edge Windows"},
		{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile "
		 "Safari/604.1",
		 "Safari iPhone"},
		{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36",
		 "Chrome Linux"},
		{"curl/8.5", "curl ?"},
		{"\x01\xff", ""},
		{"", ""},
	};
	for (size_t i = 0; i < ROWS(rows); i++)
		if (!str_is(people_browser(p->arena, str_of(rows[i][0])), rows[i][1]))
			fail_msg("row %zu", i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(test_make),      TEST(test_wishes), TEST(test_taken_address), TEST(test_closed),
		TEST(test_links),     TEST(test_step),   TEST(test_staff),         TEST(test_delay),
		TEST(test_suspended), TEST(test_mine),   TEST(test_form),          TEST(test_browser),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
