/* SPDX-License-Identifier: Apache-2.0 */
/* Drawings inside pages: where lines and texts stand, and that texts neither overlap nor are cut. */
#include "page/drawn.h"
#include "page/page.h"
#include "page/plot_html.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct call *a_call(void)
{
	struct call *c = arena_one(arena, struct call);
	*c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	return c;
}

/* What holds for every drawing: it is as high as it says, and its texts lie inside, apart from each other. */
static void expect_legible(const struct drawn *d)
{
	assert_true(d->height > 30);
	for (size_t i = 0; i < d->texts.n; i++) {
		const struct drawn_text *a = &d->texts.at[i];
		if (a->left < 0 || a->left + a->width > DRAWN_WIDE || a->y < 11 || a->y + 3 > d->height)
			fail_msg("\"%.*s\" is cut: %d to %d at %d of %d", STR_ARGS(a->text), a->left,
				 a->left + a->width, a->y, d->height);
		for (size_t k = 0; k < i; k++) {
			const struct drawn_text *b = &d->texts.at[k];
			if (abs(a->y - b->y) < DRAWN_LETTER && a->left < b->left + b->width &&
			    b->left < a->left + a->width)
				fail_msg("\"%.*s\" and \"%.*s\" overlap", STR_ARGS(a->text), STR_ARGS(b->text));
		}
	}
}

static bool says(const struct drawn *d, const char *text)
{
	for (size_t i = 0; i < d->texts.n; i++)
		if (str_is(d->texts.at[i].text, text))
			return true;
	return false;
}

static const struct drawn_text *text_of(const struct drawn *d, const char *text)
{
	for (size_t i = 0; i < d->texts.n; i++)
		if (str_is(d->texts.at[i].text, text))
			return &d->texts.at[i];
	fail_msg("\"%s\" is missing", text);
	return NULL;
}

static int count_of(const struct drawn *d, const char *kind)
{
	int n = 0;
	for (size_t i = 0; i < d->paths.n; i++)
		n += strcmp(d->paths.at[i].kind, kind) == 0;
	return n;
}

static struct str path_of(const struct drawn *d, const char *kind)
{
	for (size_t i = 0; i < d->paths.n; i++)
		if (strcmp(d->paths.at[i].kind, kind) == 0)
			return d->paths.at[i].path;
	return STR("");
}

/* The curve. */

static struct plot_curve curve_of(struct date from, struct date until)
{
	return (struct plot_curve){.name = STR("A & \"curve\""), .from = from, .until = until};
}

static void add_step(struct plot_curve *curve, struct date day, int64_t value)
{
	*list_add(arena, &curve->steps) = (struct plot_step){day, value};
}

static void test_curve_of_steps(void **state)
{
	(void)state;
	struct plot_curve curve = curve_of(date_of(2011, 1, 1), date_of(2021, 1, 1));
	add_step(&curve, date_of(2013, 1, 1), 2);
	add_step(&curve, date_of(2016, 1, 1), 40);
	add_step(&curve, date_of(2030, 1, 1), 99); /* later than asked */
	const struct drawn *d = drawn_curve(a_call(), &curve);
	expect_legible(d);
	int left, zero, first, two, second, top, end;
	assert_int_equal(
		sscanf(path_of(d, "step").at, "M%d %dH%dV%dH%dV%dH%d", &left, &zero, &first, &two, &second, &top, &end),
		7);
	assert_true(abs((first - left) * 10 - (end - left) * 2) <= 10); /* two of ten years */
	assert_true(abs((second - left) * 10 - (end - left) * 5) <= 10);
	assert_true(abs((zero - two) * 40 - (zero - top) * 2) <= 40);
	assert_true(says(d, "0") && says(d, "10") && says(d, "30") && !says(d, "99"));
	assert_true(text_of(d, "2014")->x < text_of(d, "2020")->x);
	const struct drawn_text *last = &d->texts.at[d->texts.n - 1];
	assert_true(str_is(last->text, "40") && last->left > end);
}

/* Four or five lines from zero, whatever the greatest value. */
static void test_scale(void **state)
{
	(void)state;
	for (int64_t most = 0; most < 4000; most += most < 300 ? 1 : 97) {
		struct plot_curve curve = curve_of(date_of(1919, 11, 28), date_of(2026, 11, 24));
		add_step(&curve, date_of(1930, 5, 1), most);
		const struct drawn *d = drawn_curve(a_call(), &curve);
		expect_legible(d);
		int lines = 0, y = 0, x = 0, top = 1000, value = 1000;
		struct str grid = path_of(d, "grid");
		for (size_t i = 0; i < grid.n; i++)
			if (grid.at[i] == 'M' && sscanf(grid.at + i, "M%d %d", &x, &y) == 2) {
				lines++;
				top = y < top ? y : top;
			}
		if (lines < 4 || lines > 5)
			fail_msg("%lld: %d lines", (long long)most, lines);
		const char *step = strstr(path_of(d, "step").at, "V");
		if (step && sscanf(step, "V%d", &value) == 1)
			assert_true(value >= top);
	}
}

static void test_curve_at_the_edges(void **state)
{
	(void)state;
	const struct {
		struct date from, until;
	} spans[] = {{date_of(2026, 3, 1), date_of(2026, 3, 2)},     {date_of(2026, 3, 1), date_of(2026, 3, 1)},
		     {date_of(2025, 12, 31), date_of(2026, 1, 1)},   {date_of(2026, 1, 1), date_of(2027, 1, 1)},
		     {date_of(1919, 11, 28), date_of(2026, 11, 24)}, {date_of(1, 1, 1), date_of(9999, 12, 31)}};
	for (size_t k = 0; k < sizeof spans / sizeof *spans; k++) {
		struct plot_curve curve = curve_of(spans[k].from, spans[k].until);
		expect_legible(drawn_curve(a_call(), &curve)); /* empty */
		add_step(&curve, date_of(1, 1, 1), 3);         /* before it begins */
		add_step(&curve, spans[k].from, 4);
		add_step(&curve, spans[k].until, 7);
		const struct drawn *d = drawn_curve(a_call(), &curve);
		expect_legible(d);
		assert_true(says(d, "7"));
	}
	struct plot_curve many = curve_of(date_of(1930, 1, 1), date_of(2026, 1, 1));
	for (int day = 0; day < 30000; day++)
		add_step(&many, date_add_days(date_of(1930, 1, 1), day), day);
	const struct drawn *d = drawn_curve(a_call(), &many);
	expect_legible(d);
	assert_true(path_of(d, "step").n < 5000);
	assert_true(says(d, "29999"));
}

/* Windows. */

static struct plot_windows windows_of(struct date since, int first, int every, int n)
{
	struct plot_windows w = {.name = STR("Windows"), .since = since, .today = date_of(2026, 11, 24)};
	for (int k = 0; k < n; k++)
		*list_add(arena, &w.windows) = (struct plot_window){date_add_years(since, first + k * every),
								    date_add_years(since, first + k * every + 1)};
	return w;
}

static void test_windows(void **state)
{
	(void)state;
	struct plot_windows w = windows_of(date_of(2013, 9, 5), 10, 10, 2);
	size_t first;
	assert_int_equal(plot_windows_shown(&w, &first), 2);
	const struct drawn *d = drawn_windows(a_call(), &w);
	expect_legible(d);
	assert_true(says(d, "in force 2013") && says(d, "past") && says(d, "2023–24") && says(d, "today") &&
		    says(d, "next") && says(d, "2033–34") && !says(d, "open"));
	assert_int_equal(count_of(d, "past"), 1);
	assert_int_equal(count_of(d, "next"), 1);
	assert_int_equal(count_of(d, "open"), 0);
	assert_int_equal(count_of(d, "today"), 1);
	assert_true(text_of(d, "past")->x < text_of(d, "today")->x && text_of(d, "today")->x < text_of(d, "next")->x);
	w.today = date_of(2024, 1, 1);
	d = drawn_windows(a_call(), &w);
	expect_legible(d);
	assert_true(says(d, "open") && says(d, "1 Jan 2024") && !says(d, "today"));
	assert_int_equal(count_of(d, "open"), 1);
	w.today = date_of(2024, 9, 5); /* half-open: the first day after it */
	assert_int_equal(count_of(drawn_windows(a_call(), &w), "open"), 0);
}

/* A hundred years of windows: those around the day are drawn, the others are counted. */
static void test_windows_of_long_ago(void **state)
{
	(void)state;
	struct plot_windows w = windows_of(date_of(1932, 5, 1), 10, 10, 10);
	size_t first;
	assert_int_equal(plot_windows_shown(&w, &first), 2);
	assert_int_equal(first, 8);
	const struct drawn *d = drawn_windows(a_call(), &w);
	expect_legible(d);
	assert_true(says(d, "8 windows before") && says(d, "2022–23") && says(d, "2032–33") && !says(d, "2012–13"));
	assert_int_equal(count_of(d, "since"), 0);
	w.today = date_of(2022, 6, 1);
	assert_int_equal(plot_windows_shown(&w, &first), 3);
	expect_legible(drawn_windows(a_call(), &w));
	w.today = date_of(2999, 1, 1); /* all are over */
	assert_int_equal(plot_windows_shown(&w, &first), 1);
	expect_legible(drawn_windows(a_call(), &w));
}

static void test_windows_at_the_edges(void **state)
{
	(void)state;
	struct plot_windows none = windows_of(date_of(2026, 11, 24), 10, 10, 0);
	size_t first;
	assert_int_equal(plot_windows_shown(&none, &first), 0);
	assert_int_equal(first, 0);
	expect_legible(drawn_windows(a_call(), &none));
	for (int every = 1; every < 4; every++) /* so close that all words meet */
		for (int day = 0; day < 3000; day += 50) {
			struct plot_windows w = windows_of(date_of(2015, 12, 31), 1, every, 12);
			w.today = date_add_days(date_of(2017, 1, 1), day);
			expect_legible(drawn_windows(a_call(), &w));
		}
	struct plot_windows open = windows_of(date_of(1936, 7, 1), 5, 10, 0);
	*list_add(arena, &open.windows) = (struct plot_window){date_of(1941, 7, 1), DATE_NEVER};
	const struct drawn *d = drawn_windows(a_call(), &open);
	expect_legible(d);
	assert_true(says(d, "from 1941") && says(d, "open"));
	open.today = date_of(1938, 1, 1);
	d = drawn_windows(a_call(), &open);
	expect_legible(d);
	assert_true(says(d, "next"));
}

/* The timeline. */

static void add_year(struct plot_timeline *t, int year, int64_t n)
{
	*list_add(arena, &t->years) = (struct plot_year){year, n};
}

static void add_period(struct plot_timeline *t, int from, int until, const char *label)
{
	*list_add(arena, &t->periods) =
		(struct plot_period){date_of(from, 1, 1), until ? date_of(until, 1, 1) : DATE_NEVER, str_of(label)};
}

static void test_timeline(void **state)
{
	(void)state;
	struct plot_timeline t = {.name = STR("Mozambique"), .until = date_of(2026, 11, 24)};
	add_period(&t, 1976, 0, "Member");
	add_year(&t, 1977, 5);
	add_year(&t, 1996, 2);
	add_year(&t, 2003, 3);
	add_year(&t, 2018, 2);
	add_year(&t, 2027, 9); /* later than asked */
	const struct drawn *d = drawn_timeline(a_call(), &t);
	expect_legible(d);
	assert_int_equal(plot_timeline_years(a_call(), &t), 1);
	assert_true(says(d, "5") && says(d, "3") && says(d, "Member") && says(d, "1980") && says(d, "2020") &&
		    !says(d, "9"));
	assert_true(text_of(d, "5")->x < text_of(d, "3")->x && text_of(d, "5")->y == text_of(d, "3")->y);
}

/* A ratification in each year of a century: one disc for some years, so that every number has room. */
static void test_timeline_of_a_century(void **state)
{
	(void)state;
	struct plot_timeline t = {.name = STR("All"), .until = date_of(2026, 11, 24)};
	int64_t sum = 0, shown = 0;
	for (int year = 1919; year <= 2026; year++) {
		add_year(&t, year, 1 + year % 40);
		sum += 1 + year % 40;
	}
	const struct drawn *d = drawn_timeline(a_call(), &t);
	expect_legible(d);
	assert_true(plot_timeline_years(a_call(), &t) > 1);
	for (size_t k = 0; k < d->texts.n; k++) {
		int64_t n;
		if (d->texts.at[k].y < 40 && str_to_i64(d->texts.at[k].text, &n))
			shown += n;
	}
	assert_int_equal(shown, sum);
}

static void test_timeline_at_the_edges(void **state)
{
	(void)state;
	struct plot_timeline t = {.name = STR("Nothing"), .until = date_of(2026, 1, 1)};
	expect_legible(drawn_timeline(a_call(), &t));
	assert_int_equal(plot_timeline_years(a_call(), &t), 1);
	add_year(&t, 2026, 1234567);
	expect_legible(drawn_timeline(a_call(), &t));
	add_period(&t, 1919, 1920, "A Member of the League of Nations, which withdrew and came back");
	add_period(&t, 1919, 1939, "Member");
	add_period(&t, 1938, 0, "Member again, under another name than the one that it has today, as a federation");
	add_period(&t, 2025, 0, "Member of a group with a long name");
	add_period(&t, 2030, 0, "later");
	const struct drawn *d = drawn_timeline(a_call(), &t);
	expect_legible(d);
	assert_false(says(d, "later"));
	assert_true(says(d, "Member of a group with a long name"));
}

static void test_markup(void **state)
{
	(void)state;
	struct plot_curve curve = curve_of(date_of(2011, 1, 1), date_of(2021, 1, 1));
	struct call *c = a_call();
	struct out o = out_new(arena, 1 << 16, c);
	part_plot_curve(&o, c, &curve);
	const char *svg = out_str(&o).at;
	assert_non_null(strstr(svg, "role=\"img\" aria-label=\"A &amp; &quot;curve&quot;\""));
	assert_non_null(strstr(svg, "viewBox=\"0 0 400 195\""));
	assert_non_null(strstr(svg, "direction=\"ltr\""));
	assert_null(strstr(svg, "style"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_curve_of_steps),
		cmocka_unit_test(test_scale),
		cmocka_unit_test(test_curve_at_the_edges),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_windows_of_long_ago),
		cmocka_unit_test(test_windows_at_the_edges),
		cmocka_unit_test(test_timeline),
		cmocka_unit_test(test_timeline_of_a_century),
		cmocka_unit_test(test_timeline_at_the_edges),
		cmocka_unit_test(test_markup),
	};
	arena = arena_new();
	if (page_start() != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
