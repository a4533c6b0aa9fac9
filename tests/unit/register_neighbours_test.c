/* SPDX-License-Identifier: Apache-2.0 */
/* A country beside others, and its days ahead: in a world made by hand, and by properties over random worlds. */
#include "register/calendar.h"
#include "register/neighbours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { COUNTRIES_MOST = 12, INSTRUMENTS_MOST = 10, RATIFICATIONS_MOST = COUNTRIES_MOST * INSTRUMENTS_MOST };

/* A snapshot made in place. Ratifications are added in order of instrument, then country; finish() ties them together. */
struct world {
	struct arena *a;
	struct call c;
	struct register_snapshot s;
	struct register_instrument instruments[INSTRUMENTS_MOST];
	struct register_country countries[COUNTRIES_MOST];
	struct register_ratification ratifications[RATIFICATIONS_MOST];
	struct law_period period; /* of every Member */
};

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

static void begin(struct world *w, struct arena *a, const char *on)
{
	memset(w, 0, sizeof *w);
	w->a = a;
	w->c = call_new(a, moment_of_day(day("2026-11-24")));
	w->c.on = day(on);
	w->period = (struct law_period){span_day(day("1950-01-01")), SPAN_NEVER};
	w->s.instruments = w->instruments;
	w->s.countries = w->countries;
	w->s.ratifications = w->ratifications;
}

static int add_instrument(struct world *w, const char *id, const char *adopted, const char *in_force,
			  const char *completeness)
{
	struct register_instrument *i = &w->instruments[w->s.instruments_n];
	assert_true(law_id_parse(str_of(id), &i->law.id));
	i->law.adopted = span_day(day(adopted));
	i->law.in_force = span_day(day(in_force));
	i->law.ended = SPAN_NEVER;
	i->id = str_of(id);
	i->parent = -1;
	i->coverage.completeness = str_of(completeness);
	i->fact.id = (int64_t)w->s.instruments_n + 1;
	return (int)w->s.instruments_n++;
}

static void set_category(struct world *w, int instrument, const char *category, const char *from)
{
	struct register_category_period *p = arena_one(w->a, struct register_category_period);
	*p = (struct register_category_period){str_of(category), from ? day(from) : DATE_UNSET};
	w->instruments[instrument].categories = p;
	w->instruments[instrument].categories_n = 1;
}

static int add_country(struct world *w, const char *code, const char *subregion)
{
	struct register_country *m = &w->countries[w->s.countries_n];
	m->code = m->name.in[IN_EN] = str_of(code);
	m->subregion = m->region = str_of(subregion);
	m->state_ended = DATE_NEVER;
	m->periods = &w->period;
	m->periods_n = 1;
	return (int)w->s.countries_n++;
}

static struct register_ratification *ratify(struct world *w, int instrument, int country, const char *registered)
{
	struct register_instrument *i = &w->instruments[instrument];
	struct register_ratification *r = &w->ratifications[w->s.ratifications_n];
	assert_true(w->s.ratifications_n < RATIFICATIONS_MOST);
	if (i->ratifications_n == 0)
		i->ratifications_from = w->s.ratifications_n;
	i->ratifications_n++;
	*r = (struct register_ratification){.instrument = instrument, .country = country};
	r->fact = (struct register_fact){.id = 100 + (int64_t)w->s.ratifications_n++,
					 .recorded = moment_of_day(day("2020-01-01"))};
	r->law = (struct law_ratification){
		.registered = span_day(day(registered)), .denounced = {.day = SPAN_NEVER}, .state_ended = DATE_NEVER};
	r->binding = law_binding(&i->law, &r->law, NULL);
	return r;
}

static void denounce(struct world *w, struct register_ratification *r, const char *on)
{
	r->law.denounced = (struct law_denunciation){.kind = LAW_ENDED_BY_ACT, .day = span_day(day(on))};
	r->binding = law_binding(&w->instruments[r->instrument].law, &r->law, NULL);
}

/* Gives each country the list of its ratifications. */
static void finish(struct world *w)
{
	for (size_t m = 0; m < w->s.countries_n; m++) {
		int *list = arena_array(w->a, int, RATIFICATIONS_MOST);
		size_t n = 0;
		for (size_t k = 0; k < w->s.ratifications_n; k++)
			if (w->ratifications[k].country == (int)m)
				list[n++] = (int)k;
		w->countries[m].ratifications = list;
		w->countries[m].ratifications_n = n;
	}
}

static void add_group(struct world *w, const char *code, int a, int b, const char *from)
{
	struct register_group *g = arena_one(w->a, struct register_group);
	struct register_group_member *members = arena_array(w->a, struct register_group_member, 2);
	struct law_period period = {span_day(day(from)), SPAN_NEVER};
	members[0] = (struct register_group_member){a, period};
	members[1] = (struct register_group_member){b, period};
	*g = (struct register_group){.code = str_of(code), .members = members, .members_n = 2};
	w->s.groups = g;
	w->s.groups_n = 1;
}

enum { AAA, BBB, CCC, DDD, EEE };

/* Five countries: A, B and C of one subregion, D in a group with A since 2000, E alone. C029 and C087 complete and
 * fundamental, C105 fundamental with a partial list, C081 governance. */
static void by_hand(struct world *w, struct arena *a, const char *on)
{
	begin(w, a, on);
	int c029 = add_instrument(w, "C029", "1930-06-28", "1932-05-01", "complete");
	int c081 = add_instrument(w, "C081", "1947-07-11", "1950-04-07", "complete");
	int c087 = add_instrument(w, "C087", "1948-07-09", "1950-07-04", "complete");
	int c105 = add_instrument(w, "C105", "1957-06-25", "1959-01-17", "partial");
	set_category(w, c029, "fundamental", "1998-06-18");
	set_category(w, c081, "governance", "2008-06-10");
	set_category(w, c087, "fundamental", "1998-06-18");
	set_category(w, c105, "fundamental", "1998-06-18");
	add_country(w, "AAA", "014");
	add_country(w, "BBB", "014");
	add_country(w, "CCC", "014");
	add_country(w, "DDD", "005");
	add_country(w, "EEE", "150");
	ratify(w, c029, AAA, "1960-01-01");
	ratify(w, c029, BBB, "1961-01-01");
	ratify(w, c029, EEE, "1962-01-01");
	ratify(w, c087, BBB, "1990-01-01");
	denounce(w, ratify(w, c087, CCC, "1970-01-01"), "1991-01-01");
	ratify(w, c087, DDD, "2010-01-01");
	ratify(w, c087, EEE, "1970-01-01");
	finish(w);
	add_group(w, "GGG", AAA, DDD, "2000-01-01");
}

static const struct register_gap *gap_of(const struct world *w, const struct register_gaps *gaps, const char *id)
{
	for (size_t k = 0; k < gaps->n; k++)
		if (str_is(w->instruments[gaps->at[k].instrument].id, id))
			return &gaps->at[k];
	return NULL;
}

static void gaps_name_the_neighbours_that_closed_them(void **state)
{
	struct world w;
	struct register_gaps gaps;
	by_hand(&w, *state, "2020-01-01");
	register_gaps(&w.c, &w.s, AAA, &gaps);
	assert_int_equal(gaps.neighbours, 3); /* B and C by region, D by group */
	assert_int_equal(gaps.n, 3);
	const struct register_gap *c087 = gap_of(&w, &gaps, "C087");
	assert_int_equal(c087->state, REGISTER_STATE_NOT_RATIFIED);
	assert_int_equal(c087->closed.n, 2); /* C denounced it, E is no neighbour */
	assert_int_equal(c087->closed.at[0]->country, DDD);
	assert_int_equal(c087->closed.at[1]->country, BBB);
	assert_int_equal(gap_of(&w, &gaps, "C105")->state, REGISTER_STATE_UNKNOWN);
	assert_int_equal(gap_of(&w, &gaps, "C105")->closed.n, 0);
	assert_string_equal(gap_of(&w, &gaps, "C081")->category, "governance");
	assert_null(gap_of(&w, &gaps, "C029"));
	register_gaps(&w.c, &w.s, CCC, &gaps);
	assert_int_equal(gap_of(&w, &gaps, "C087")->state, REGISTER_STATE_DENOUNCED);
}

static void gaps_tell_nothing_of_a_later_day(void **state)
{
	struct world w;
	struct register_gaps gaps;
	by_hand(&w, *state, "1989-12-31");
	register_gaps(&w.c, &w.s, AAA, &gaps);
	assert_int_equal(gaps.neighbours, 2); /* the group was not there */
	const struct register_gap *c087 = gap_of(&w, &gaps, "C087");
	assert_int_equal(c087->closed.n, 1);
	assert_int_equal(c087->closed.at[0]->country, CCC);
	assert_true(date_same(c087->of, w.c.today)); /* nothing was called fundamental yet: today's list, named so */
	w.c.on = day("1955-01-01");
	register_gaps(&w.c, &w.s, AAA, &gaps);
	assert_null(gap_of(&w, &gaps, "C105")); /* not adopted */
	assert_non_null(gap_of(&w, &gaps, "C029"));
}

static void a_category_is_that_of_its_day(void **state)
{
	struct world w;
	struct register_list list;
	by_hand(&w, *state, "2000-01-01");
	register_category_list(&w.c, &w.s, "fundamental", &list);
	assert_int_equal(list.n, 3);
	assert_true(date_same(list.of, w.c.on));
	int last = list.at[2];
	w.instruments[last].parent = list.at[0]; /* as if it were a Protocol: it stands behind its Convention */
	register_category_list(&w.c, &w.s, "fundamental", &list);
	assert_int_equal(list.n, 3);
	assert_int_equal(list.at[1], last);
	register_category_list(&w.c, &w.s, "governance", &list);
	assert_int_equal(list.n, 1);
	assert_true(date_same(list.of, w.c.today));
	w.c.on = day("1931-01-01");
	register_category_list(&w.c, &w.s, "fundamental", &list);
	assert_int_equal(list.n, 1);
}

static void nearness_by_hand(void **state)
{
	struct world w;
	struct register_nearest nearest;
	by_hand(&w, *state, "2020-01-01");
	register_nearest(&w.c, &w.s, EEE, &nearest);
	assert_int_equal(nearest.compared.n, 3); /* C105's list is partial */
	assert_int_equal(nearest.own, 2);
	assert_int_equal(nearest.n, 4);
	assert_int_equal(nearest.at[0].country, BBB); /* 2 of 2 */
	assert_int_equal(nearest.at[1].country, AAA); /* 1 of 2, before D by name */
	assert_int_equal(nearest.at[2].country, DDD);
	assert_int_equal(nearest.at[3].country, CCC); /* 0 of 2 */
	register_nearest(&w.c, &w.s, CCC, &nearest);
	assert_int_equal(nearest.own, 0);
	assert_int_equal(nearest.n, 0);
}

static unsigned next(unsigned *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

/* A random world whose countries stand in the order given. */
static void random_world(struct world *w, struct arena *a, unsigned seed, const int *order, size_t n)
{
	static const char *const codes[] = {"AAA", "BBB", "CCC", "DDD", "EEE", "FFF",
					    "GGG", "HHH", "III", "JJJ", "KKK", "LLL"};
	static const char *const regions[] = {"014", "005", "150"};
	bool has[INSTRUMENTS_MOST][COUNTRIES_MOST];
	begin(w, a, "2020-01-01");
	for (size_t i = 0; i < INSTRUMENTS_MOST; i++) {
		add_instrument(w, arena_printf(a, "C%03zu", 101 + i), "1955-06-01", "1957-06-01",
			       next(&seed) % 3 ? "complete" : "partial");
		for (size_t m = 0; m < n; m++)
			has[i][m] = next(&seed) % 2;
	}
	for (size_t m = 0; m < n; m++)
		add_country(w, codes[order[m]], regions[order[m] % 3]);
	for (size_t i = 0; i < INSTRUMENTS_MOST; i++)
		for (size_t m = 0; m < n; m++)
			if (has[i][order[m]])
				ratify(w, (int)i, (int)m, "1960-01-01");
	finish(w);
}

static const struct register_nearness *near_of(const struct register_nearest *nearest, int country)
{
	for (size_t k = 0; k < nearest->n; k++)
		if (nearest->at[k].country == country)
			return &nearest->at[k];
	return NULL;
}

static void nearness_is_symmetric_and_leaves_itself_out(void **state)
{
	static const int order[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
	struct world w;
	for (unsigned seed = 1; seed <= 40; seed++) {
		struct register_nearest of[COUNTRIES_MOST];
		const bool *neighbours[COUNTRIES_MOST];
		int64_t n;
		random_world(&w, *state, seed, order, COUNTRIES_MOST);
		for (int m = 0; m < COUNTRIES_MOST; m++) {
			register_nearest(&w.c, &w.s, m, &of[m]);
			neighbours[m] = register_neighbours(&w.c, &w.s, m, &n);
		}
		for (int m = 0; m < COUNTRIES_MOST; m++) {
			assert_null(near_of(&of[m], m));
			assert_false(neighbours[m][m]);
			for (size_t k = 0; k < of[m].n; k++) {
				const struct register_nearness *here = &of[m].at[k];
				const struct register_nearness *there = near_of(&of[here->country], m);
				assert_true(here->both >= 0 && here->both <= here->either && here->either > 0);
				assert_true(neighbours[m][here->country] == neighbours[here->country][m]);
				if (!there) {
					assert_int_equal(of[here->country].own, 0);
					continue;
				}
				assert_int_equal(here->both, there->both);
				assert_int_equal(here->either, there->either);
			}
		}
	}
}

static void the_order_of_countries_does_not_matter(void **state)
{
	static const int order[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11},
			 turned[] = {11, 4, 9, 2, 7, 0, 5, 10, 3, 8, 1, 6};
	struct world w, v;
	for (unsigned seed = 100; seed < 130; seed++) {
		struct register_nearest a, b;
		random_world(&w, *state, seed, order, COUNTRIES_MOST);
		random_world(&v, *state, seed, turned, COUNTRIES_MOST);
		for (int m = 0; m < COUNTRIES_MOST; m++) {
			register_nearest(&w.c, &w.s, turned[m], &a);
			register_nearest(&v.c, &v.s, m, &b);
			assert_int_equal(a.n, b.n);
			for (size_t k = 0; k < a.n; k++) {
				assert_true(str_equal(a.at[k].name, b.at[k].name));
				assert_int_equal(a.at[k].both, b.at[k].both);
			}
		}
	}
}

/* A day known too roughly leaves the instrument out of that pair alone. */
static void what_is_not_known_is_left_out(void **state)
{
	struct world w;
	struct register_nearest nearest;
	by_hand(&w, *state, "1962-06-01");
	struct register_ratification *r = &w.ratifications[2]; /* C029 by E */
	r->law.registered = (struct span){day("1961-01-01"), day("1962-03-01")};
	r->binding = law_binding(&w.instruments[0].law, &r->law, NULL);
	assert_int_equal(law_bound(&r->binding, w.c.on), LAW_UNKNOWN);
	register_nearest(&w.c, &w.s, AAA, &nearest);
	assert_null(near_of(&nearest, EEE));
	assert_non_null(near_of(&nearest, BBB));
}

static const struct register_event *event_of(const struct register_calendar *calendar, enum register_event_kind kind)
{
	for (size_t k = 0; k < calendar->n; k++)
		if (calendar->at[k].kind == kind)
			return &calendar->at[k];
	return NULL;
}

/* C189 in force on 5 September 2013, registered for A on 31 January 2018. */
static struct register_ratification *with_c189(struct world *w, struct arena *a, const char *on)
{
	begin(w, a, on);
	add_instrument(w, "C189", "2011-06-16", "2013-09-05", "complete");
	add_country(w, "AAA", "014");
	struct register_ratification *r = ratify(w, 0, AAA, "2018-01-31");
	finish(w);
	return r;
}

static void the_calendar_holds_windows_and_days(void **state)
{
	struct world w;
	struct register_calendar calendar;
	with_c189(&w, *state, "2024-01-01");
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 2);
	assert_int_equal(calendar.at[0].kind, REGISTER_EVENT_OPEN);
	assert_true(date_same(calendar.at[0].from, day("2023-09-05")));
	assert_true(date_same(calendar.at[0].until, day("2024-09-05")));
	assert_int_equal(calendar.at[1].kind, REGISTER_EVENT_WINDOW);
	assert_true(date_same(calendar.at[1].from, day("2033-09-05")));
	assert_int_equal(calendar.at[1].nth, 2);
	assert_int_equal(calendar.at[0].sequence, 100);
	assert_true(calendar.at[0].recorded.us == moment_of_day(day("2020-01-01")).us);
	w.c.on = day("2024-09-05"); /* the day after the last */
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 1);
	assert_int_equal(calendar.at[0].nth, 2);
}

static void the_calendar_holds_an_entry_to_come(void **state)
{
	struct world w;
	struct register_calendar calendar;
	with_c189(&w, *state, "2018-01-31");
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 1);
	assert_int_equal(calendar.at[0].kind, REGISTER_EVENT_ENTRY);
	assert_true(date_same(calendar.at[0].from, day("2019-01-31")));
	assert_true(date_same(calendar.at[0].until, day("2019-02-01")));
	w.c.on = day("2018-01-30"); /* not registered yet */
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 0);
}

static void an_entry_that_was_not_settled_is_not_told(void **state)
{
	struct world w;
	struct register_calendar calendar;
	with_c189(&w, *state, "2012-07-01");
	w.s.ratifications_n = w.instruments[0].ratifications_n = 0;
	ratify(&w, 0, AAA, "2012-06-14"); /* before the instrument was in force */
	finish(&w);
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 0);
	w.c.today = w.c.on; /* today it is known */
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 1);
	assert_true(date_same(calendar.at[0].from, day("2013-09-05")));
}

static void the_calendar_holds_an_end_once_it_is_denounced(void **state)
{
	struct world w;
	struct register_calendar calendar;
	denounce(&w, with_c189(&w, *state, "2024-02-29"), "2024-03-01");
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_null(event_of(&calendar, REGISTER_EVENT_END)); /* the day before the act */
	assert_non_null(event_of(&calendar, REGISTER_EVENT_OPEN));
	w.c.on = day("2024-03-01");
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 1);
	assert_int_equal(calendar.at[0].kind, REGISTER_EVENT_END);
	assert_true(date_same(calendar.at[0].from, day("2025-03-01")));
	w.c.on = day("2025-03-01");
	register_calendar(&w.c, &w.s, AAA, &calendar);
	assert_int_equal(calendar.n, 0);
}

static void keys_count_the_ratifications_of_a_pair(void **state)
{
	struct world w;
	with_c189(&w, *state, "2024-01-01");
	ratify(&w, 0, AAA, "2025-01-01");
	assert_string_equal(register_ratification_key(w.a, &w.s, &w.ratifications[0]).at, "C189 AAA");
	assert_string_equal(register_ratification_key(w.a, &w.s, &w.ratifications[1]).at, "C189 AAA 2");
}

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	struct arena *a = *state;
	arena_free(&a);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(gaps_name_the_neighbours_that_closed_them),
		TEST(gaps_tell_nothing_of_a_later_day),
		TEST(a_category_is_that_of_its_day),
		TEST(nearness_by_hand),
		TEST(nearness_is_symmetric_and_leaves_itself_out),
		TEST(the_order_of_countries_does_not_matter),
		TEST(what_is_not_known_is_left_out),
		TEST(the_calendar_holds_windows_and_days),
		TEST(the_calendar_holds_an_entry_to_come),
		TEST(an_entry_that_was_not_settled_is_not_told),
		TEST(the_calendar_holds_an_end_once_it_is_denounced),
		TEST(keys_count_the_ratifications_of_a_pair),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
