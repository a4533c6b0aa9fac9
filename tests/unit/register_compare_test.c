/* SPDX-License-Identifier: Apache-2.0 */
/* The comparison over the built-in register: what CPLP's matrix says, that sums are sums, that order does not matter, what is
 * told of words that are not known. */
#include "register/compare.h"
#include "register/register_schema.h"
#include "store/store.h"

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

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

static struct world *open_world(void)
{
	struct arena *a = arena_new();
	struct world *w = arena_one(a, struct world);
	w->a = a;
	strcpy(w->dir, "/tmp/compare-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	struct problems problems = problems_new(w->a);
	struct store_options options = {.address = w->dir, .migrations = register_migrations,
					.migrations_n = register_migrations_n, .create = true};
	assert_int_equal(database_open(w->a, &options, &problems, &w->d), OK);
	w->c = call_new(w->a, moment_of_day(day("2026-11-24")));
	w->c.database = w->d;
	assert_int_equal(store_reader(w->d, &w->c.store), OK);
	const char *root = getenv("SULEAR_ROOT");
	const char *path = arena_printf(w->a, "%s/data", root ? root : ".");
	struct register_import_report report;
	struct register_import_options import = {.skip_bad = false};
	assert_int_equal(register_import(&w->c, &path, 1, &import, &report), OK);
	assert_int_equal(register_snapshot(&w->c, &w->s), OK);
	return w;
}

static int setup(void **state)
{
	*state = open_world();
	return 0;
}

static int teardown(void **state)
{
	struct world *w = *state;
	char command[128];
	struct arena *a = w->a;
	register_forget(w->d);
	database_close(&w->d);
	snprintf(command, sizeof command, "rm -rf %s", w->dir);
	arena_free(&a);
	return system(command);
}

static struct compare_asked ask(struct world *w, const char *members, const char *instruments, enum status expected)
{
	struct compare_asked asked;
	struct compare_wish wish = {.members = str_of(members), .group = STR(""), .region = STR(""),
				    .instruments = str_of(instruments)};
	w->c.problems = problems_new(w->a);
	assert_int_equal(compare_read(&w->c, w->s, &wish, &asked), expected);
	return asked;
}

static const struct compare_cell *cell(struct world *w, const struct comparison *m, const char *country, const char *id)
{
	const struct register_country *who = register_country_named(w->s, str_of(country));
	const struct register_instrument *what = register_instrument_named(w->s, str_of(id));
	for (size_t n = 0; n < m->rows_n; n++)
		for (size_t k = 0; k < m->columns_n; k++)
			if (m->rows[n].index == (int)(who - w->s->countries) && m->columns[k].index == (int)(what - w->s->instruments))
				return compare_at(m, n, k);
	fail_msg("no cell %s %s", country, id);
	return NULL;
}

static void assert_sums(const struct compare_sums *sums)
{
	int64_t all = 0;
	for (int k = 0; k < COMPARE_STATES; k++)
		all += sums->of[k];
	assert_int_equal(all, sums->cells);
	assert_true(sums->gaps <= sums->of[REGISTER_STATE_NOT_RATIFIED]);
}

/* Picture 05: 76 of 99 cells in force, 3 gaps (BRA C087, TLS C105 and C138), 20 not known. */
static void test_cplp(void **state)
{
	struct world *w = *state;
	struct comparison m;
	struct compare_asked asked = ask(w, "cplp", "fundamental", OK);
	register_compare(&w->c, w->s, &asked, w->c.on, &m);
	assert_int_equal(m.rows_n, 9);
	assert_int_equal(m.columns_n, 11);
	assert_int_equal(m.sums.cells, 99);
	assert_int_equal(m.sums.of[REGISTER_STATE_IN_FORCE], 76);
	assert_int_equal(m.sums.gaps, 3);
	assert_int_equal(m.sums.of[REGISTER_STATE_UNKNOWN], 20);
	assert_true(cell(w, &m, "BRA", "C087")->is_gap);
	assert_true(cell(w, &m, "TLS", "C105")->is_gap);
	assert_true(cell(w, &m, "TLS", "C138")->is_gap);
	assert_non_null(asked.group);
	assert_string_equal(str_chars(w->a, asked.set), "fundamental");
	static const char *const columns[] = {"C029", "P029", "C087", "C098", "C100", "C105", "C111", "C138", "C155", "C182", "C187"};
	for (size_t k = 0; k < m.columns_n; k++)
		assert_true(str_is(w->s->instruments[m.columns[k].index].id, columns[k]));
}

static void test_sums(void **state)
{
	struct world *w = *state;
	struct comparison m;
	struct compare_asked asked = ask(w, "Africa", "convention", OK);
	static const char *const days[] = {"1919-01-01", "1950-06-01", "1999-12-31", "2026-11-24"};
	for (size_t d = 0; d < 4; d++) {
		struct compare_sums rows = {0}, columns = {0};
		register_compare(&w->c, w->s, &asked, day(days[d]), &m);
		assert_sums(&m.sums);
		for (size_t k = 0; k < m.rows_n; k++) {
			assert_sums(&m.rows[k].sums);
			rows.cells += m.rows[k].sums.cells;
			rows.gaps += m.rows[k].sums.gaps;
			rows.of[REGISTER_STATE_IN_FORCE] += m.rows[k].sums.of[REGISTER_STATE_IN_FORCE];
		}
		for (size_t k = 0; k < m.columns_n; k++) {
			assert_sums(&m.columns[k].sums);
			columns.cells += m.columns[k].sums.cells;
			columns.gaps += m.columns[k].sums.gaps;
			columns.of[REGISTER_STATE_IN_FORCE] += m.columns[k].sums.of[REGISTER_STATE_IN_FORCE];
		}
		assert_memory_equal(&rows, &columns, sizeof rows);
		assert_int_equal(rows.cells, m.sums.cells);
		assert_int_equal(rows.gaps, m.sums.gaps);
		assert_int_equal(rows.of[REGISTER_STATE_IN_FORCE], m.sums.of[REGISTER_STATE_IN_FORCE]);
	}
}

static void assert_same(const struct compare_asked *a, const struct compare_asked *b)
{
	assert_int_equal(a->countries_n, b->countries_n);
	assert_int_equal(a->instruments_n, b->instruments_n);
	assert_memory_equal(a->countries, b->countries, a->countries_n * sizeof *a->countries);
	assert_memory_equal(a->instruments, b->instruments, a->instruments_n * sizeof *a->instruments);
}

/* Words in any order, spelling and number are one set. */
static void test_order(void **state)
{
	struct world *w = *state;
	struct compare_asked first = ask(w, "BRA,MOZ,TLS", "C087,C098,MLC", OK);
	static const struct {
		const char *members, *instruments;
	} others[] = {
		{"TLS,BRA,MOZ", "MLC C098 C087"},
		{"bra/moz/tls", "c87,c98,C186"},
		{"MOZ BRA TLS", "C087, C098, MLC, C098"},
		{"Brazil; Moçambique; Timor-Leste; Brasil", "C087;C098/MLC"},
	};
	for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
		struct compare_asked other = ask(w, others[k].members, others[k].instruments, OK);
		assert_same(&first, &other);
	}
	assert_int_equal(first.countries_n, 3);
	assert_null(first.group);
	assert_int_equal(first.set.n, 0);
}

/* A group is who belongs to it on the day. */
static void test_group_on_a_day(void **state)
{
	struct world *w = *state;
	static const struct {
		const char *on;
		size_t members;
	} rows[] = {{"1996-07-16", 0}, {"1996-07-17", 7}, {"2002-05-20", 8}, {"2014-07-22", 8}, {"2014-07-23", 9}};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		w->c.on = day(rows[k].on);
		assert_int_equal(ask(w, "CPLP", "C029", OK).countries_n, rows[k].members);
	}
	w->c.on = w->c.today;
}

static void test_unknown_words(void **state)
{
	struct world *w = *state;
	ask(w, "Brazil, Xyzzy, CPLP, Qqqq", "C087, C999, R202", INVALID);
	assert_int_equal(w->c.problems.list.n, 4);
	static const char *const names[] = {"Xyzzy", "Qqqq", "C999", "R202"};
	for (size_t k = 0; k < 4; k++)
		assert_non_null(strstr(str_chars(w->a, w->c.problems.list.at[k].detail), names[k]));
	ask(w, "Saint", "C087", INVALID); /* several are as near */
	assert_non_null(strstr(str_chars(w->a, w->c.problems.list.at[0].detail), "LCA"));
	ask(w, "", "", OK); /* all Members, fundamental */
	ask(w, "", "convention", INVALID);
	assert_non_null(strstr(str_chars(w->a, w->c.problems.list.at[0].detail), "24000"));
}

/* Not a gap: no Member, closed to ratification, not adopted, ended. */
static void test_no_gaps(void **state)
{
	struct world *w = *state;
	struct comparison m;
	struct compare_asked asked = ask(w, "BRA,PRK,PRT", "C029,C103,C190,C004,C087", OK);
	register_compare(&w->c, w->s, &asked, w->c.on, &m);
	assert_false(cell(w, &m, "PRK", "C029")->is_gap); /* no Member of the ILO */
	assert_int_equal(cell(w, &m, "PRK", "C029")->state, REGISTER_STATE_NOT_RATIFIED);
	assert_int_equal(cell(w, &m, "PRK", "C004")->state, REGISTER_STATE_ENDED); /* abrogated 2017: nobody can be bound */
	assert_false(cell(w, &m, "PRK", "C103")->is_gap);
	register_compare(&w->c, w->s, &asked, day("2010-01-01"), &m);
	assert_int_equal(cell(w, &m, "BRA", "C190")->state, REGISTER_STATE_NOT_ADOPTED);
	assert_false(cell(w, &m, "BRA", "C190")->is_gap);
	assert_true(cell(w, &m, "BRA", "C087")->is_gap);
}

/* A ratification after a denunciation does not hide the first one on the days before. */
static void test_ratified_again(void **state)
{
	static const char text[] = "instrument,country_iso3,again,date_registered,status,source\n"
				   "C158,BRA,2,2020-05-05,ratified,test\n";
	static const struct {
		const char *on;
		enum register_state state;
	} rows[] = {
		{"1994-12-31", REGISTER_STATE_UNKNOWN}, {"1995-12-31", REGISTER_STATE_NOT_YET},
		{"1996-06-01", REGISTER_STATE_IN_FORCE},     {"2000-01-01", REGISTER_STATE_DENOUNCED},
		{"2020-12-31", REGISTER_STATE_NOT_YET},	     {"2021-05-05", REGISTER_STATE_IN_FORCE},
	};
	struct world *w = *state;
	const char *path = arena_printf(w->a, "%s/again.csv", w->dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	struct register_import_report report;
	struct register_import_options import = {.skip_bad = false};
	assert_int_equal(register_import(&w->c, &path, 1, &import, &report), OK);
	assert_int_equal(register_snapshot(&w->c, &w->s), OK);
	struct compare_asked asked = ask(w, "BRA", "C158", OK);
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct comparison m;
		register_compare(&w->c, w->s, &asked, day(rows[k].on), &m);
		if (m.cells[0].state != rows[k].state)
			fail_msg("%s: %s", rows[k].on, compare_state_word(m.cells[0].state));
	}
}

/* The curve's last value is the matrix's sum, on any day. */
static void test_curve(void **state)
{
	struct world *w = *state;
	struct comparison m;
	struct register_steps steps;
	struct compare_asked asked = ask(w, "CPLP,BRICS", "fundamental,governance", OK);
	static const char *const days[] = {"1930-01-01", "1975-01-01", "2000-01-01", "2026-11-24"};
	for (size_t k = 0; k < 4; k++) {
		register_compare(&w->c, w->s, &asked, day(days[k]), &m);
		compare_curve(&w->c, w->s, &asked, day(days[k]), &steps);
		assert_int_equal(steps.n ? steps.at[steps.n - 1].bound : 0, m.sums.of[REGISTER_STATE_IN_FORCE]);
		for (size_t n = 1; n < steps.n; n++)
			assert_true(date_before(steps.at[n - 1].day, steps.at[n].day));
	}
}

static void test_differences(void **state)
{
	struct world *w = *state;
	struct comparison m;
	struct compare_asked asked = ask(w, "CPLP", "fundamental", OK);
	register_compare(&w->c, w->s, &asked, w->c.on, &m);
	size_t *order = compare_by_difference(&w->c, &m);
	int64_t before = INT64_MAX, sum = 0;
	for (size_t k = 0; k < m.columns_n; k++) {
		int64_t bound = m.columns[order[k]].sums.of[REGISTER_STATE_IN_FORCE];
		int64_t apart = bound < 9 - bound ? bound : 9 - bound;
		assert_true(apart <= before);
		before = apart;
		sum += (int64_t)order[k];
	}
	assert_int_equal(sum, 55); /* each column once */
	assert_int_equal(before, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cplp),		  cmocka_unit_test(test_sums),
		cmocka_unit_test(test_order),		  cmocka_unit_test(test_group_on_a_day),
		cmocka_unit_test(test_unknown_words),	  cmocka_unit_test(test_no_gaps),
		cmocka_unit_test(test_curve),		  cmocka_unit_test(test_differences),
		cmocka_unit_test(test_ratified_again),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
