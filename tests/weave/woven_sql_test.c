/* SPDX-License-Identifier: Apache-2.0 */
/* The functions woven from golden/booth.sql, on a real store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those first */
#include <cmocka.h>

#include "booth_schema.h"
#include "booth_sql.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct booth_world {
	struct arena *arena;
	struct problems problems;
	struct database *database;
	struct booth_id booth;
	char directory[32];
};

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

static struct moment moment(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static enum status fill(struct store *s, void *context)
{
	struct booth_world *w = context;
	struct booth_add_row booth;
	enum status status = booth_add_query(s, w->arena, STR("North <1>"), &booth);
	if (status != OK)
		return status;
	w->booth = booth.id;
	static const char *const titles[] = {"Late", "Early", "Early"};
	for (int i = 0; i < 3; i++) {
		bool bare = i == 0;
		struct str team = bare ? (struct str){NULL, 0} : STR("B");
		struct str scan = bare ? (struct str){NULL, 0} : (struct str){"a\0\377", 3};
		int64_t changed = 0;
		status = booking_add_query(s, w->arena, booth.id, day("2024-02-29"), str_of(titles[i]), team,
					   moment(bare ? "2024-02-29T12:00:00Z" : "2024-02-29T08:00:00.5Z"),
					   bare ? BOOKING_ASKED : BOOKING_HELD, !bare, bare ? 0 : 7, !bare,
					   bare ? 0 : 2.5, !bare, true, scan, bare ? DATE_UNSET : day("2024-03-01"),
					   !bare, moment("2024-03-02T00:00:00Z"), &changed);
		if (status != OK || changed != 1)
			return status == OK ? BUG : status;
	}
	return OK;
}

static int set_up(void **state)
{
	struct booth_world *w = calloc(1, sizeof *w);
	w->arena = arena_new();
	w->problems = problems_new(w->arena);
	strcpy(w->directory, "/tmp/woven.XXXXXX");
	assert_non_null(mkdtemp(w->directory));
	struct store_options options = {.address = w->directory,
					.migrations = booth_migrations,
					.migrations_n = booth_migrations_n,
					.create = true};
	assert_int_equal(database_open(w->arena, &options, &w->problems, &w->database), OK);
	assert_int_equal(store_write(w->database, fill, w), OK);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct booth_world *w = *state;
	database_close(&w->database);
	char command[64];
	snprintf(command, sizeof command, "rm -r '%s'", w->directory);
	assert_int_equal(system(command), 0);
	arena_free(&w->arena);
	free(w);
	return 0;
}

static struct store *reader(struct booth_world *w)
{
	struct store *s;
	assert_int_equal(store_reader(w->database, &s), OK);
	return s;
}

static void many_in_order_and_limited(void **state)
{
	struct booth_world *w = *state;
	struct booth_day_rows rows;
	assert_int_equal(booth_day_query(reader(w), w->arena, w->booth, day("2024-02-29"), 10, &rows), OK);
	assert_int_equal(rows.n, 3);
	assert_true(str_is(rows.at[0].title, "Early"));
	assert_true(str_is(rows.at[0].team, "B"));
	assert_true(rows.at[0].held_from.us == moment("2024-02-29T08:00:00.5Z").us);
	assert_true(str_is(rows.at[2].title, "Late"));
	assert_null(rows.at[2].team.at);
	assert_int_equal(booth_day_query(reader(w), w->arena, w->booth, day("2024-02-29"), 1, &rows), OK);
	assert_int_equal(rows.n, 1);
	assert_int_equal(booth_day_query(reader(w), w->arena, w->booth, day("2024-02-28"), 10, &rows), OK);
	assert_int_equal(rows.n, 0);
}

static void maybe_with_every_type(void **state)
{
	struct booth_world *w = *state;
	struct booking_find_row row;
	bool found;
	assert_int_equal(booking_find_query(reader(w), w->arena, (struct booking_id){2}, &row, &found), OK);
	assert_true(found && row.has_seats && row.has_price && row.has_paid && row.has_checked && row.paid);
	assert_true(row.seats == 7 && row.price == 2.5 && row.state == BOOKING_HELD);
	assert_true(str_equal(row.scan, (struct str){"a\0\377", 3}));
	assert_true(date_same(row.released, day("2024-03-01")) && date_same(row.day, day("2024-02-29")));
	assert_true(row.checked.us == moment("2024-03-02T00:00:00Z").us);
	assert_int_equal(booking_find_query(reader(w), w->arena, (struct booking_id){1}, &row, &found), OK);
	assert_true(found && !row.has_seats && !row.has_price && !row.has_paid && !row.has_checked &&
		    row.state == BOOKING_ASKED);
	assert_true(!row.team.at && !row.scan.at && date_same(row.released, DATE_UNSET));
	assert_int_equal(booking_find_query(reader(w), w->arena, (struct booking_id){99}, &row, &found), OK);
	assert_false(found);
}

static enum status count_held(void *context, const struct booking_states_row *row)
{
	int *n = context;
	if (row->state == BOOKING_HELD)
		++*n;
	return *n == 2 ? CONFLICT : OK;
}

static void each_until_it_is_told_to_stop(void **state)
{
	struct booth_world *w = *state;
	int n = 0;
	assert_int_equal(booking_states_query(reader(w), w->arena, true, BOOKING_ASKED, count_held, &n), OK);
	assert_int_equal(n, 0);
	assert_int_equal(booking_states_query(reader(w), w->arena, false, BOOKING_ASKED, count_held, &n), CONFLICT);
	assert_int_equal(n, 2);
}

static void one_or_not_found_or_bug(void **state)
{
	struct booth_world *w = *state;
	struct booking_titled_row row;
	struct booking_titles_rows rows;
	assert_int_equal(booking_titled_query(reader(w), w->arena, STR("Late"), &row), OK);
	assert_int_equal(row.id.n, 1);
	assert_int_equal(booking_titled_query(reader(w), w->arena, STR("None"), &row), NOT_FOUND);
	assert_int_equal(booking_titled_query(reader(w), w->arena, STR("Early"), &row), BUG);
	assert_int_equal(booking_titles_query(reader(w), w->arena, STR("EARL%"), &rows), OK);
	assert_int_equal(rows.n, 2);
}

static enum status spoil(struct store *s, void *context)
{
	struct booth_world *w = context;
	int64_t changed;
	return booking_spoil_query(s, w->arena, (struct booking_id){1}, STR("lost"), &changed);
}

static void broken_promises_are_bugs(void **state)
{
	struct booth_world *w = *state;
	struct booking_words_rows rows;
	struct booking_find_row row;
	bool found;
	assert_int_equal(booking_words_query(reader(w), w->arena, STR("Early"), &rows), OK);
	assert_int_equal(booking_words_query(reader(w), w->arena, STR("Late"), &rows), BUG); /* team is null */
	assert_int_equal(store_write(w->database, spoil, w), OK);
	assert_int_equal(booking_find_query(reader(w), w->arena, (struct booking_id){1}, &row, &found), BUG);
}

static enum status release(struct store *s, void *context)
{
	struct booth_world *w = context;
	int64_t changed = 9;
	enum status status = booking_release_query(s, w->arena, (struct booking_id){3}, &changed);
	assert_int_equal(changed, 1);
	if (status == OK)
		status = booking_release_query(s, w->arena, (struct booking_id){3}, &changed);
	assert_int_equal(changed, 0);
	return status;
}

static void counts(void **state)
{
	struct booth_world *w = *state;
	assert_int_equal(store_write(w->database, release, w), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(many_in_order_and_limited, set_up, tear_down),
		cmocka_unit_test_setup_teardown(maybe_with_every_type, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_until_it_is_told_to_stop, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_or_not_found_or_bug, set_up, tear_down),
		cmocka_unit_test_setup_teardown(broken_promises_are_bugs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(counts, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
