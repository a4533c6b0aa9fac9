/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing is kept longer than the settings say: the clock is moved, on both stores. */
#include "store_place.h"

#include "base/out.h"
#include "mail/desk.h"
#include "mail/mail_schema.h"
#include "people/account.h"
#include "people/account_schema.h"
#include "people/people.h"
#include "people/people_schema.h"
#include "people/provider_schema.h"
#include "people/retention.h"
#include "site/site_schema.h"

static const int64_t hour = 3600000000, day = 24 * 3600000000;
static const struct retain_sweep *const lists[] = {people_sweeps, mail_sweeps};
static const struct mail_kind *const kinds[] = {mail_own_kinds};

static struct call call_of(struct place *place)
{
	const struct {
		const struct store_migration *at;
		size_t n;
	} rooms[] = {{&item_migration, 1},
		     {people_migrations, people_migrations_n},
		     {account_migrations, account_migrations_n},
		     {provider_migrations, provider_migrations_n},
		     {site_migrations, site_migrations_n},
		     {mail_migrations, mail_migrations_n}};
	struct call c = call_new(place->arena, (struct moment){20000 * day});
	LIST(struct store_migration) all = {0};
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		for (size_t k = 0; k < rooms[i].n; k++)
			*list_add(place->arena, &all) = rooms[i].at[k];
	database_close(&place->database);
	assert_int_equal(place_open(place, all.at, all.n), OK);
	c.database = place->database;
	assert_int_equal(store_reader(place->database, &c.store), OK);
	retain_set(lists, 2);
	mail_kinds_set(kinds, 1);
	return c;
}

struct told {
	const char *word;
	int64_t did, all;
};

static void tell(void *context, const char *word, int64_t did)
{
	struct told *told = context;
	told->all += did;
	if (!strcmp(told->word, word))
		told->did = did;
}

/* How many rows of that word went; all others stayed. */
static int64_t removed(struct call *c, const char *word)
{
	struct told told = {.word = word};
	assert_int_equal(retain(c, tell, &told), OK);
	assert_int_equal(told.did, told.all);
	return told.did;
}

static void unconfirmed_in(struct place *place)
{
	struct call c = call_of(place);
	struct account_wish wish = {STR("Bia"), STR("bia@example.org"), STR("correct horse")};
	struct account_address address;
	assert_int_equal(account_make(&c, &wish, true, STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")), OK);
	c.person.id = 1;
	c.now.us += hour;
	assert_int_equal(removed(&c, "unconfirmed addresses"), 0);
	assert_int_equal(account_address(&c, &address), OK);
	assert_true(str_is(address.waiting, "bia@example.org"));
	assert_int_equal(setting_set(&c, SETTING_KEEP_UNCONFIRMED, STR("2")),
			 OK); /* shorter than when it was asked for */
	c.now.us += 2 * day - 2 * hour;
	assert_int_equal(removed(&c, "sessions"), 1); /* 12 hours without use */
	c.now.us += 2 * hour;
	assert_int_equal(removed(&c, "unconfirmed addresses"), 1);
	assert_int_equal(account_address(&c, &address), OK);
	assert_int_equal(address.waiting.n, 0);
	assert_int_equal(setting_set(&c, SETTING_KEEP_SIGN_INS, STR("30")), OK);
	c.now.us += 27 * day;
	assert_int_equal(removed(&c, "sign-ins"), 0);
	c.now.us += day + hour;
	assert_int_equal(removed(&c, "sign-ins"), 1);
	assert_int_equal(removed(&c, "sign-ins"), 0);
}

/* A link that signs in has its own end, and nothing of who asked for it stays. */
static void links_in(struct place *place)
{
	struct call c = call_of(place);
	assert_int_equal(account_link_ask(&c, PEOPLE_SIGN_IN, STR("nobody@example.org")), OK);
	c.now.us += hour / 2;
	assert_int_equal(removed(&c, "mailed links"), 0);
	c.now.us += hour;
	assert_int_equal(removed(&c, "mailed links"), 1);
}

static void test_unconfirmed(void **state)
{
	(void)state;
	place_for_each(unconfirmed_in);
}

static void test_links(void **state)
{
	(void)state;
	place_for_each(links_in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_unconfirmed), cmocka_unit_test(test_links)};
	return cmocka_run_group_tests_name("retention", tests, NULL, NULL);
}
