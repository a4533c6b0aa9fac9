/* SPDX-License-Identifier: Apache-2.0 */
/* What an administrator sets, on both stores. */
#include "store_place.h"

#include "base/out.h"
#include "site/settings.h"
#include "site/site_schema.h"
#include "site/texts.h"

static struct call call_of(struct place *place)
{
	struct call c = call_new(place->arena, (struct moment){86400000000 * 20000});
	LIST(struct store_migration) all = {0};
	*list_add(place->arena, &all) = item_migration;
	for (size_t i = 0; i < site_migrations_n; i++)
		*list_add(place->arena, &all) = site_migrations[i];
	database_close(&place->database);
	assert_int_equal(place_open(place, all.at, all.n), OK);
	c.database = place->database;
	assert_int_equal(store_reader(place->database, &c.store), OK);
	return c;
}

static void is(struct call *c, enum setting s, const char *value)
{
	struct str text;
	assert_int_equal(setting_text(c, s, &text), OK);
	assert_true(str_is(text, value));
}

static void settings_in(struct place *place)
{
	struct call c = call_of(place);
	struct setting_value values[SETTINGS];
	int64_t days;
	is(&c, SETTING_KEEP_MAIL, "30");
	const struct setting_wish wrong[] = {{SETTING_KEEP_MAIL, STR("0")},
					     {SETTING_SITE_NAME, STR("Here")},
					     {SETTING_SITE_CONTACT, STR("nobody")},
					     {SETTING_MAIL_RELAY, STR("ftp://example.org")},
					     {SETTING_SIGN_UP_OPEN, STR("perhaps")}};
	assert_int_equal(settings_set(&c, wrong, 5), INVALID);
	assert_int_equal(c.problems.list.n, 4); /* all faults, and nothing of what was right */
	assert_true(str_is(c.problems.list.at[0].field, "keep.mail"));
	is(&c, SETTING_SITE_NAME, "Sulear");
	c.problems = problems_new(place->arena);
	const struct setting_wish right[] = {{SETTING_KEEP_MAIL, STR("14")}, {SETTING_MAIL_PASSWORD, STR("hush-hush")}};
	assert_int_equal(settings_set(&c, right, 2), OK);
	assert_int_equal(setting_number(&c, SETTING_KEEP_MAIL, &days), OK);
	assert_int_equal(days, 14);
	assert_int_equal(settings_list(&c, values), OK);
	assert_true(values[SETTING_KEEP_MAIL].is_set && str_is(values[SETTING_KEEP_MAIL].value, "14"));
	assert_true(values[SETTING_MAIL_PASSWORD].is_set && values[SETTING_MAIL_PASSWORD].value.n == 0);
	assert_true(!values[SETTING_KEEP_SIGN_INS].is_set && str_is(values[SETTING_KEEP_SIGN_INS].value, "90"));
	int64_t version = store_version(place->database);
	assert_int_equal(settings_set(&c, right, 2), OK); /* the same again */
	assert_int_equal(store_version(place->database), version);
	assert_int_equal(setting_set(&c, SETTING_KEEP_MAIL, STR("")), OK);
	is(&c, SETTING_KEEP_MAIL, "30");
}

/* No row of the change log tells a secret. */
static enum status tells_no_secret(void *context, int64_t number, const struct store_change *change)
{
	int *rows = context;
	(void)number;
	++*rows;
	bool is_secret = str_is(change->subject, "mail.password");
	assert_true(!is_secret || change->before.n + change->after.n == 0);
	assert_true(is_secret || change->after.n > 0);
	return OK;
}

static void log_in(struct place *place)
{
	struct call c = call_of(place);
	int rows = 0;
	assert_int_equal(setting_set(&c, SETTING_MAIL_PASSWORD, STR("hush-hush")), OK);
	assert_int_equal(setting_set(&c, SETTING_MAIL_PASSWORD, STR("hush")), OK);
	assert_int_equal(setting_set(&c, SETTING_KEEP_MAIL, STR("14")), OK);
	assert_int_equal(setting_set(&c, SETTING_MAIL_PASSWORD, STR("")), OK);
	assert_int_equal(store_log_read(c.store, 0, 100, tells_no_secret, &rows), OK);
	assert_int_equal(rows, 4);
}

static struct site_text read_in(struct call *c, const char *lang)
{
	struct site_text text;
	c->lang = lang_of(str_of(lang));
	assert_int_equal(site_text_read(c, SITE_RULES, &text), OK);
	return text;
}

/* A reader gets what was written in the own language, else in English, else in any, else the program's own. */
static void texts_in(struct place *place)
{
	struct call c = call_of(place);
	struct site_text own;
	assert_false(read_in(&c, "fr").is_written);
	assert_true(read_in(&c, "fr").text.n > 100);
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("pt")), STR(" Regras ")), OK);
	assert_true(str_is(read_in(&c, "fr").text, "Regras"));
	assert_true(lang_is(read_in(&c, "fr").lang, "pt"));
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("en")), STR("Rules\n")), OK);
	assert_true(str_is(read_in(&c, "fr").text, "Rules"));
	assert_true(str_is(read_in(&c, "pt").text, "Regras"));
	assert_int_equal(site_text_own(&c, SITE_CONTACT, &own), OK);
	assert_false(own.is_written);
	int64_t version = store_version(place->database);
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("en")), STR("Rules")), OK); /* the same again */
	assert_int_equal(store_version(place->database), version);
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("en")), STR("\a")), INVALID);
	assert_true(str_is(c.problems.list.at[0].field, "text"));
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("en")), STR("")), OK);
	assert_int_equal(site_text_write(&c, SITE_RULES, lang_of(STR("pt")), STR("")), OK);
	assert_false(read_in(&c, "pt").is_written);
}

static void test_texts(void **state)
{
	(void)state;
	place_for_each(texts_in);
}

static void test_settings(void **state)
{
	(void)state;
	place_for_each(settings_in);
}

static void test_log(void **state)
{
	(void)state;
	place_for_each(log_in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_settings), cmocka_unit_test(test_log),
					   cmocka_unit_test(test_texts)};
	return cmocka_run_group_tests_name("site", tests, NULL, NULL);
}
