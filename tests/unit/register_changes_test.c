/* SPDX-License-Identifier: Apache-2.0 */
/* What happened lately, over real stores: the first import does not drown it, corrections tell both days, what is withdrawn
 * is told, pieces of any size make one list. On SQLite always, on PostgreSQL where SULEAR_TEST_POSTGRES names one. */
#include "register/changes.h"
#include "register/register.h"
#include "register/register_schema.h"
#include "register/register_sql.h"
#include "store/store.h"
#include "store_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct arena *a;
	struct database *d;
	struct call c;
	const struct register_snapshot *s;
	char dir[64];
};

static struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static void open_world(struct world *w, const char *address)
{
	*w = (struct world){.a = arena_new()};
	strcpy(w->dir, "/tmp/changes-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	struct problems problems = problems_new(w->a);
	struct store_options options = {.address = address ? address : w->dir, .migrations = register_migrations,
					.migrations_n = register_migrations_n, .create = true};
	assert_int_equal(database_open(w->a, &options, &problems, &w->d), OK);
}

/* A call at a moment, and the register as it stands then. */
static void begin(struct world *w, const char *moment)
{
	w->c = call_new(w->a, at(moment));
	w->c.database = w->d;
	assert_int_equal(store_reader(w->d, &w->c.store), OK);
	assert_int_equal(register_snapshot(&w->c, &w->s), OK);
}

static void close_world(struct world *w)
{
	char command[128];
	register_forget(w->d);
	struct arena *a = w->a;
	struct database *d = w->d;
	snprintf(command, sizeof command, "rm -rf %s", w->dir);
	database_close(&d); /* it lives in the arena */
	arena_free(&a);
	assert_int_equal(system(command), 0);
}

static void import(struct world *w, const char *path)
{
	struct register_import_report report;
	struct register_import_options options = {.skip_bad = false};
	enum status st = register_import(&w->c, &path, 1, &options, &report);
	if (st != OK)
		problems_print(&w->c.problems);
	assert_int_equal(st, OK);
}

static void import_text(struct world *w, const char *name, const char *text)
{
	const char *path = arena_printf(w->a, "%s/%s", w->dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	import(w, path);
}

static struct changes_asked all_of(const struct world *w, size_t most)
{
	return (struct changes_asked){.s = w->s, .since = CHANGES_BEGIN, .until = CHANGES_END, .after = STR(""), .most = most};
}

static struct register_changes changes(struct world *w, const struct changes_asked *asked)
{
	struct register_changes list;
	assert_int_equal(register_changes(&w->c, asked, &list), OK);
	return list;
}

/* One item a table, its numbers adding up to all facts. */
static void first_import(struct world *w)
{
	const char *root = getenv("SULEAR_ROOT");
	begin(w, "2026-11-24T10:00:00Z");
	import(w, arena_printf(w->a, "%s/data", root ? root : "."));
	begin(w, "2026-11-24T11:00:00Z");
	struct changes_asked asked = all_of(w, 100);
	struct register_changes list = changes(w, &asked);
	int64_t sum = 0;
	assert_int_equal(list.n, REGISTER_KINDS);
	for (size_t k = 0; k < list.n; k++) {
		assert_int_equal(list.at[k].what, CHANGE_IMPORTED);
		assert_true(str_is(list.at[k].act, "register.import"));
		sum += list.at[k].added;
	}
	assert_true(sum > 5000);
	asked.country = register_country_named(w->s, STR("BRA"));
	asked.table = register_table_named(STR("ratification"));
	list = changes(w, &asked);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.at[0].added, asked.country->ratifications_n);
	assert_true(list.at[0].added > 20);
	asked.instrument = register_instrument_named(w->s, STR("C087"));
	assert_int_equal(changes(w, &asked).n, 0); /* Brazil's gap */
}

static enum status withdraw(struct store *s, void *context)
{
	struct world *w = context;
	const struct register_country *brazil = register_country_named(w->s, STR("BRA"));
	const struct register_instrument *i = register_instrument_named(w->s, STR("C189"));
	const struct register_ratification *r =
		register_ratification_of(w->s, (int)(i - w->s->instruments), (int)(brazil - w->s->countries));
	int64_t changed = 0, number;
	enum status st = store_log(s, &(struct store_change){.at = w->c.now, .person = 7, .act = STR("fact.correct"), .subject = STR("C189 BRA"),
							    .before = STR(""), .after = STR("secret"), .personal = true}, &number);
	if (st == OK)
		st = fact_withdraw_query(s, w->a, r->fact.id, w->c.now, number, &changed);
	return changed == 1 ? st : BUG;
}

/* Three days of work: a new ratification, a corrected one, one given up. */
static void later_work(struct world *w)
{
	begin(w, "2026-11-25T10:00:00Z");
	import_text(w, "one.csv", "instrument,country_iso3,date_registered,status,source\nC087,BRA,2026-11-20,ratified,test\n");
	begin(w, "2026-11-26T10:00:00Z");
	import_text(w, "two.csv", "instrument,country_iso3,date_registered,status,source\nC087,BRA,2026-11-21,ratified,test\n");
	begin(w, "2026-11-27T10:00:00Z");
	assert_int_equal(store_write(w->d, withdraw, w), OK);
	begin(w, "2026-11-28T10:00:00Z");
}

static void work_is_told(struct world *w)
{
	struct changes_asked asked = all_of(w, 3);
	struct register_changes list = changes(w, &asked);
	assert_int_equal(list.n, 3);
	assert_true(list.next.n > 0);
	assert_int_equal(list.at[0].what, CHANGE_WITHDRAWN);
	assert_true(str_begins(list.at[0].key, "C189 BRA"));
	assert_int_equal(list.at[0].at.us, at("2026-11-27T10:00:00Z").us);
	assert_int_equal(list.at[1].what, CHANGE_CORRECTED);
	assert_true(str_is(list.at[1].columns, "date_registered"));
	assert_int_equal(list.at[1].before.latest.day, date_of(2026, 11, 20).day);
	assert_int_equal(list.at[1].day.latest.day, date_of(2026, 11, 21).day);
	assert_int_equal(list.at[2].what, CHANGE_RECORDED);
	assert_int_equal(list.at[2].day.latest.day, date_of(2026, 11, 20).day);
	for (size_t k = 0; k < 3; k++) {
		assert_true(str_equal(w->s->countries[list.at[k].country].code, STR("BRA")));
		assert_null(strstr(str_chars(w->a, list.at[k].act), "secret"));
	}
}

/* Filters, moments, the day asked about. */
static void parts_are_told(struct world *w)
{
	struct changes_asked asked = all_of(w, 100);
	asked.instrument = register_instrument_named(w->s, STR("C087"));
	asked.country = register_country_named(w->s, STR("BRA"));
	assert_int_equal(changes(w, &asked).n, 2);
	asked.until = at("2026-11-25T23:00:00Z");
	assert_int_equal(changes(w, &asked).n, 1);
	asked = all_of(w, 100);
	asked.since = at("2026-11-26T00:00:00Z");
	assert_int_equal(changes(w, &asked).n, 2);
	asked.since = at("2026-11-27T10:00:00Z");
	assert_int_equal(changes(w, &asked).n, 1);
	asked = all_of(w, 100);
	w->c.known = at("2026-11-26T12:00:00Z");
	w->c.known_given = true;
	assert_int_equal(changes(w, &asked).at[0].what, CHANGE_CORRECTED);
	w->c.known_given = false;
	w->c.on = date_of(1950, 1, 1); /* nothing of 2026, 2018 or 1957 is told on that day */
	struct register_changes list = changes(w, &asked);
	assert_true(list.n > 0);
	for (size_t k = 0; k < list.n; k++)
		assert_int_equal(list.at[k].what, CHANGE_IMPORTED);
	w->c.on = w->c.today;
	asked.after = STR("nonsense");
	assert_int_equal(register_changes(&w->c, &asked, &list), INVALID);
}

typedef enum status read_list(struct call *c, const struct changes_asked *asked, struct register_changes *out);

/* Pieces of any size are one list. */
static void assert_pieces(struct world *w, read_list *read, struct changes_asked asked, size_t at_least)
{
	struct register_changes whole;
	asked.most = SIZE_MAX;
	assert_int_equal(read(&w->c, &asked, &whole), OK);
	assert_true(whole.n >= at_least);
	assert_int_equal(whole.next.n, 0);
	for (size_t size = 1; size <= 7; size += 2) {
		size_t n = 0;
		struct register_changes piece;
		asked.most = size;
		asked.after = STR("");
		do {
			assert_int_equal(read(&w->c, &asked, &piece), OK);
			for (size_t k = 0; k < piece.n; k++, n++)
				assert_string_equal(str_chars(w->a, piece.at[k].id), str_chars(w->a, whole.at[n].id));
			asked.after = piece.next;
		} while (piece.next.n);
		assert_int_equal(n, whole.n);
	}
}

static void registrations(struct world *w)
{
	struct changes_asked asked = all_of(w, 50);
	struct register_changes list;
	assert_int_equal(register_registrations(&w->c, &asked, &list), OK);
	assert_int_equal(list.n, 50);
	assert_true(str_is(list.at[0].id, "ratification/C087/BRA/1"));
	for (size_t k = 1; k < list.n; k++)
		assert_true(date_up_to(list.at[k].day.latest, list.at[k - 1].day.latest));
	w->c.on = date_of(1930, 1, 1);
	assert_int_equal(register_registrations(&w->c, &asked, &list), OK);
	for (size_t k = 0; k < list.n; k++)
		assert_true(date_up_to(list.at[k].day.latest, w->c.on));
	w->c.on = w->c.today;
	asked.instrument = register_instrument_named(w->s, STR("C189"));
	assert_pieces(w, register_registrations, asked, 20);
}

static void on_one_store(const char *address)
{
	struct world w;
	open_world(&w, address);
	first_import(&w);
	later_work(&w);
	work_is_told(&w);
	parts_are_told(&w);
	assert_pieces(&w, register_changes, all_of(&w, 1), REGISTER_KINDS + 3);
	registrations(&w);
	close_world(&w);
}

static void on_sqlite(void **state)
{
	(void)state;
	on_one_store(NULL);
}

static void on_postgres(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	if (!place) {
		printf("PostgreSQL: not asked for\n");
		skip();
	}
	on_one_store(place->address);
	place_free(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgres)};
	return cmocka_run_group_tests_name("register_changes", tests, NULL, NULL);
}
