/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles, badges, suspension, notices and erasure, on both stores. */
#include "store_place.h"

#include "base/out.h"
#include "mail/mail_schema.h"
#include "people/account_schema.h"
#include "people/administration.h"
#include "people/notices.h"
#include "people/parts.h"
#include "people/people.h"
#include "people/people_schema.h"
#include "people/profile_schema.h"
#include "people/provider_schema.h"
#include "site/site_schema.h"

static const struct people_part *const parts[] = {people_own_parts, people_sign_in_parts};
static const struct people_notice_kind *const kinds[] = {people_notice_kinds};

static enum status two_countries(struct call *c, struct people_countries *out)
{
	*list_add(c->arena, out) = (struct people_country){STR("BRA"), STR("Brazil"), STR("b")};
	*list_add(c->arena, out) = (struct people_country){STR("MOZ"), STR("Mozambique"), STR("m")};
	return OK;
}

static const int64_t day = 86400000000;

/* A store with three accounts: 1 administrates, 2 is of the Office, 3 has no role. */
struct world {
	struct place *place;
	struct call call; /* by nobody */
};

static struct world world_of(struct place *place)
{
	struct world w = {place, call_new(place->arena, (struct moment){20000 * day})};
	LIST(struct store_migration) all = {0};
	*list_add(place->arena, &all) = item_migration;
	const struct {
		const struct store_migration *at;
		size_t n;
	} rooms[] = {{people_migrations, people_migrations_n},     {account_migrations, account_migrations_n},
		     {profile_migrations, profile_migrations_n},   {site_migrations, site_migrations_n},
		     {provider_migrations, provider_migrations_n}, {mail_migrations, mail_migrations_n}};
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		for (size_t k = 0; k < rooms[i].n; k++)
			*list_add(place->arena, &all) = rooms[i].at[k];
	database_close(&place->database);
	assert_int_equal(place_open(place, all.at, all.n), OK);
	w.call.database = place->database;
	assert_int_equal(store_reader(place->database, &w.call.store), OK);
	const struct {
		const char *name;
		role_set roles;
	} people[] = {{"Adm", ROLE_BIT(ADMINISTRATOR)}, {"Ana", ROLE_BIT(OFFICE)}, {"Bia", 0}};
	for (size_t i = 0; i < 3; i++) {
		struct people_wish wish = {.name = str_of(people[i].name),
					   .email = str_format(place->arena, "%s@example.org", people[i].name),
					   .roles = people[i].roles,
					   .password = STR("correct horse")};
		int64_t id;
		assert_int_equal(people_add(&w.call, &wish, &id), OK);
		assert_int_equal(id, i + 1);
	}
	people_set_parts(parts, sizeof parts / sizeof *parts);
	people_set_notice_kinds(kinds, 1);
	people_set_countries(two_countries);
	return w;
}

/* The call of an account, without problems. */
static struct call by(const struct world *w, int64_t id)
{
	struct call c = w->call;
	c.problems = problems_new(w->place->arena);
	c.person = (struct person){.id = id,
				   .roles = id == 1   ? ROLE_BIT(ADMINISTRATOR)
					    : id == 2 ? ROLE_BIT(OFFICE)
						      : 0};
	return c;
}

static void has_fault(const struct call *c, const char *field)
{
	for (size_t i = 0; i < c->problems.list.n; i++)
		if (str_is(c->problems.list.at[i].field, field))
			return;
	fail_msg("no fault under %s", field);
}

static void profile_in(struct place *place)
{
	struct world w = world_of(place);
	struct call bia = by(&w, 3), nobody = by(&w, 0);
	struct people_profile p;
	struct people_profile_wish wish = {STR("pt en pt"), STR("MOZ"), STR("Sindicato"), {false}};
	wish.is_shown[PEOPLE_SHOWN_COUNTRY] = true;
	assert_int_equal(people_profile_set(&nobody, &wish), FORBIDDEN);
	assert_int_equal(people_profile_set(&bia, &wish), OK);
	assert_int_equal(people_profile(&bia, 3, &p), OK);
	assert_true(str_is(p.languages, "en pt"));
	assert_true(str_is(p.organisation, "Sindicato"));
	assert_int_equal(p.consents[PEOPLE_SHOWN_COUNTRY].us, bia.now.us);
	assert_int_equal(people_profile_public(&nobody, 3, &p), OK);
	assert_true(str_is(p.country, "MOZ"));
	assert_int_equal(p.languages.n + p.organisation.n, 0);
	int64_t version = store_version(place->database);
	bia.now.us += day;
	assert_int_equal(people_profile_set(&bia, &wish), OK); /* the same again */
	assert_int_equal(store_version(place->database), version);
	wish.is_shown[PEOPLE_SHOWN_LANGUAGES] = true;
	assert_int_equal(people_profile_set(&bia, &wish), OK);
	assert_int_equal(people_profile(&bia, 3, &p), OK);
	assert_int_equal(p.consents[PEOPLE_SHOWN_COUNTRY].us, bia.now.us - day); /* a consent keeps its moment */
	assert_int_equal(p.consents[PEOPLE_SHOWN_LANGUAGES].us, bia.now.us);
	wish.is_shown[PEOPLE_SHOWN_COUNTRY] = false;
	assert_int_equal(people_profile_set(&bia, &wish), OK);
	assert_int_equal(people_profile_public(&nobody, 3, &p), OK);
	assert_int_equal(p.country.n, 0);
	struct people_profile_wish wrong = {STR("en tlh"), STR("XYZ"), {arena_alloc(place->arena, 300), 300}, {false}};
	memset((char *)wrong.organisation.at, 'x', 300);
	assert_int_equal(people_profile_set(&bia, &wrong), INVALID);
	has_fault(&bia, "languages");
	has_fault(&bia, "country");
	has_fault(&bia, "organisation");
	assert_int_equal(people_profile(&nobody, 99, &p), NOT_FOUND);
}

static void badge_in(struct place *place)
{
	struct world w = world_of(place);
	struct call bia = by(&w, 3), ana = by(&w, 2), nobody = by(&w, 0);
	struct people_profile p;
	struct notice_list_rows notices;
	struct people_told told;
	int64_t n;
	assert_int_equal(people_badge_ask(&nobody, PEOPLE_WORKERS), FORBIDDEN);
	assert_int_equal(people_badge_ask(&bia, PEOPLE_WORKERS), OK);
	assert_int_equal(people_give_badge(&bia, 3, true, PEOPLE_WORKERS), FORBIDDEN);
	assert_int_equal(people_give_badge(&ana, 3, true, PEOPLE_WORKERS), OK);
	assert_int_equal(people_profile(&bia, 3, &p), OK);
	assert_true(p.badge.is_there && !p.wish.is_there);
	assert_int_equal(p.badge.group, PEOPLE_WORKERS);
	assert_int_equal(p.badge.by, ROLE_OFFICE);
	assert_int_equal(p.badge.at.us, ana.now.us);
	assert_int_equal(people_profile_public(&nobody, 3, &p), OK);
	assert_false(p.badge.is_there); /* given, but not shown */
	assert_int_equal(people_notices_new(&bia, 3, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(people_notices(&bia, 0, 10, &notices), OK);
	assert_true(people_notice_tell(&bia, notices.at[0].kind, notices.at[0].data, &told));
	assert_non_null(memmem(told.text.at, told.text.n, "Workers", 7));
	assert_int_equal(people_notices_seen(&ana, notices.at[0].id), OK); /* another's stay new */
	assert_int_equal(people_notices_new(&bia, 3, &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(people_notices_seen(&bia, notices.at[0].id), OK);
	assert_int_equal(people_notices_new(&bia, 3, &n), OK);
	assert_int_equal(n, 0);
	int64_t version = store_version(place->database);
	assert_int_equal(people_give_badge(&ana, 3, true, PEOPLE_WORKERS), OK); /* the same again */
	assert_int_equal(store_version(place->database), version);
	assert_int_equal(people_badge_drop(&bia), OK);
	assert_int_equal(people_profile(&bia, 3, &p), OK);
	assert_false(p.badge.is_there);
	assert_int_equal(people_give_badge(&ana, 99, true, PEOPLE_WORKERS), NOT_FOUND);
}

static void administration_in(struct place *place)
{
	struct world w = world_of(place);
	struct call adm = by(&w, 1), ana = by(&w, 2), bia = by(&w, 3);
	struct account_get_row row;
	struct account_find_rows rows;
	assert_int_equal(people_give_roles(&ana, 3, ROLE_BIT(EXPERT)), FORBIDDEN);
	assert_int_equal(people_give_roles(&adm, 3, ROLE_BIT(EXPERT) | ROLE_BIT(EDITOR)), OK);
	assert_int_equal(people_account(&ana, 3, &row), OK);
	assert_true(str_is(row.roles, "expert editor"));
	assert_int_equal(row.email.n, 0); /* only for who manages people */
	assert_int_equal(people_account(&adm, 3, &row), OK);
	assert_true(str_is(row.email, "Bia@example.org"));
	assert_int_equal(people_give_roles(&adm, 1, 0), CONFLICT);
	has_fault(&adm, "roles");
	adm = by(&w, 1);
	assert_int_equal(people_suspend_until(&adm, 1, date_add_days(adm.today, 3), STR("x")), CONFLICT);
	adm = by(&w, 1);
	assert_int_equal(people_suspend_until(&adm, 3, date_add_days(adm.today, -1), STR(" ")), INVALID);
	has_fault(&adm, "until");
	has_fault(&adm, "reason");
	adm = by(&w, 1);
	assert_int_equal(people_sign_in(&bia, STR("Bia"), STR("correct horse"), STR(""), STR("a token")), OK);
	assert_int_equal(people_suspend_until(&adm, 3, adm.today, STR("Spam")), OK);
	assert_int_equal(people_session(&bia, STR("a token"), STR(""), &bia.person), NOT_FOUND);
	assert_int_equal(people_account(&adm, 3, &row), OK);
	assert_int_equal(row.suspended_until.us, moment_of_day(adm.today).us + day);
	struct people_filter filter = {.is_suspended = true, .after = STR(""), .most = 10};
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(people_reinstate(&adm, 3), OK);
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 0);
	filter = (struct people_filter){.text = STR("BI"), .after = STR(""), .most = 10};
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 1);
	filter = (struct people_filter){.text = STR("%"), .after = STR(""), .most = 10};
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 0); /* what LIKE takes for any text is a text */
	filter = (struct people_filter){.has_role = true, .role = ROLE_EDITOR, .after = STR(""), .most = 10};
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 1);
	filter = (struct people_filter){.after = STR(""), .most = 2};
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 2);
	filter.after = rows.at[1].skeleton;
	assert_int_equal(people_find(&adm, &filter, &rows), OK);
	assert_int_equal(rows.n, 1);
	/* With a second administrator the first may go. */
	assert_int_equal(people_give_roles(&adm, 2, ROLE_BIT(ADMINISTRATOR)), OK);
	assert_int_equal(people_give_roles(&adm, 1, 0), OK);
}

static void erasure_in(struct place *place)
{
	struct world w = world_of(place);
	struct call adm = by(&w, 1), ana = by(&w, 2), bia = by(&w, 3);
	struct people_profile p;
	struct store_check check;
	struct str text;
	json_t *data;
	int64_t n;
	struct people_profile_wish wish = {STR("pt"), STR("MOZ"), STR("Sindicato"), {true, true, true, true}};
	assert_int_equal(people_profile_set(&bia, &wish), OK);
	assert_int_equal(people_give_badge(&ana, 3, true, PEOPLE_WORKERS), OK);
	assert_int_equal(people_data(&bia, 3, &data), OK);
	char *json = json_dumps(data, 0);
	assert_non_null(strstr(json, "Sindicato"));
	free(json);
	json_decref(data);
	assert_int_equal(people_erase(&ana, 3, STR("Bia")), FORBIDDEN);
	assert_int_equal(people_erase(&bia, 3, STR("Ana")), INVALID);
	has_fault(&bia, "name");
	assert_int_equal(people_erase(&adm, 1, STR("Adm")), CONFLICT);
	bia = by(&w, 3);
	assert_int_equal(people_erase(&bia, 3, STR(" bia ")), OK);
	assert_int_equal(people_erase(&bia, 3, STR("Bia")), OK); /* again: nothing more */
	assert_int_equal(people_profile(&adm, 3, &p), OK);
	assert_true(p.is_erased && str_is(p.name, "former member 3"));
	assert_int_equal(p.country.n, 0);
	assert_false(p.badge.is_there);
	assert_int_equal(people_data(&bia, 3, &data), NOT_FOUND);
	assert_int_equal(people_sign_in(&bia, STR("Bia"), STR("correct horse"), STR(""), STR("a token")), INVALID);
	place->problems.list.n = 0;
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
	assert_int_equal(check.erased, 3); /* the account, the profile, the badge */
	assert_int_equal(people_erasures_text(&adm, STR("7 2026-01-01T00:00:00.000000Z\n"), &text), OK);
	assert_non_null(memmem(text.at, text.n, "\n3 2024-10-04T00:00:00", 22));
	assert_non_null(memmem(text.at, text.n, "\n7 2026-01-01", 13)); /* what another store knew */
	adm = by(&w, 1);
	assert_int_equal(people_erasures_replay(&adm, STR("2 2024-10-03T00:00:00Z\n9 2030-01-01T00:00:00Z\n"), &n), OK);
	assert_int_equal(n, 0); /* made after that moment, or not there */
	assert_int_equal(people_erasures_replay(&adm, STR("# a list\n2 2024-10-05T00:00:00Z\n"), &n), OK);
	assert_int_equal(n, 1);
	assert_int_equal(people_profile(&adm, 2, &p), OK);
	assert_true(p.is_erased);
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
}

static void test_profile(void **state)
{
	(void)state;
	place_for_each(profile_in);
}

static void test_badge(void **state)
{
	(void)state;
	place_for_each(badge_in);
}

static void test_administration(void **state)
{
	(void)state;
	place_for_each(administration_in);
}

static void test_erasure(void **state)
{
	(void)state;
	place_for_each(erasure_in);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_profile), cmocka_unit_test(test_badge),
					   cmocka_unit_test(test_administration), cmocka_unit_test(test_erasure)};
	return cmocka_run_group_tests_name("people_profile", tests, NULL, NULL);
}
