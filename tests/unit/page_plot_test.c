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

static struct call a_call(void)
{
	return call_new(arena, moment_of_day(date_of(2026, 11, 24)));
}

static struct plot_curve curve_of(struct date from, struct date until)
{
	return (struct plot_curve){.name = STR("A & \"curve\""), .from = from, .until = until};
}

static void add_step(struct plot_curve *curve, struct date day, int64_t value)
{
	*list_add(arena, &curve->steps) = (struct plot_step){day, value};
}

/* What holds for every drawing. */
static void expect_legible(const struct drawn *d)
{
	for (size_t i = 0; i < d->texts.n; i++) {
		const struct drawn_text *a = &d->texts.at[i];
		if (a->left < 0 || a->left + a->width > DRAWN_WIDE || a->y < 10 || a->y > d->height)
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

static struct str path_of(const struct drawn *d, const char *kind)
{
	for (size_t i = 0; i < d->paths.n; i++)
		if (strcmp(d->paths.at[i].kind, kind) == 0)
			return d->paths.at[i].path;
	return STR("");
}

static void write_file(const char *name, void (*part)(struct out *, struct call *, const void *), const void *what)
{
	(void)name, (void)part, (void)what;
}

static void test_curve_of_steps(void **state)
{
	(void)state;
	struct call c = a_call();
	struct plot_curve curve = curve_of(date_of(2011, 1, 1), date_of(2021, 1, 1));
	add_step(&curve, date_of(2013, 1, 1), 2);
	add_step(&curve, date_of(2016, 1, 1), 40);
	add_step(&curve, date_of(2030, 1, 1), 99); /* later than asked */
	const struct drawn *d = drawn_curve(&c, &curve);
	expect_legible(d);
	assert_true(says(d, "40"));
	assert_true(says(d, "0"));
	assert_false(says(d, "99"));
	assert_true(says(d, "2020"));
	assert_int_equal(strcspn(path_of(d, "step").at, "V"), strcspn("M26 166H96V", "V"));
	write_file("", NULL, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_curve_of_steps)};
	arena = arena_new();
	if (page_start() != OK)
		return 1;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
