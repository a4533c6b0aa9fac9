/* SPDX-License-Identifier: Apache-2.0 */
/* Explanations against real days of the register: which day, by which rule and article, with which sentence and facts; and that
 * nothing of a later day is told. */
#include "register/explain_pages.h"

#include "page/page.h"
#include "register_rig.h"

/* One day that is explained. */
static const struct row {
	const char *instrument, *member;  /* member NULL: the instrument's own */
	const char *on, *what, *day;      /* day "" : it does not come, or is not known */
	const char *rule, *source, *says; /* says: part of the sentence or of a fact */
	bool is_recorded, is_verified;
} rows[] = {
	/* First entry into force. */
	{"C001", NULL, "2026-11-24", "instrument_in_force_from", "1921-06-13", "entry-into-force",
	 "the same rule as C006 art. 10, 11", "the Office has told the Members that 2 ratifications", true, true},
	{"C002", NULL, "2026-11-24", "instrument_in_force_from", "1921-07-14", "entry-into-force", "C002 art. 6, 7",
	 "Registration 3: United Kingdom=14 July 1921", true, true},
	{"C003", NULL, "2026-11-24", "instrument_in_force_from", "1921-06-13", "entry-into-force",
	 "the same rule as C006 art. 10, 11", "the recorded day stands", true, true},
	{"C013", NULL, "2026-11-24", "instrument_in_force_from", "1923-08-31", "entry-into-force",
	 "the same rule as C014 art. 9", "Registration 2: Czechoslovakia=31 August 1923", true, true},
	{"C024", NULL, "2026-11-24", "instrument_in_force_from", "1928-07-15", "entry-into-force", "C024 art. 12",
	 "90 days after 2 ratifications", true, true},
	{"C087", NULL, "2026-11-24", "instrument_in_force_from", "1950-07-04", "entry-into-force",
	 "the same rule as C189 art. 21(2), (3)", "Registration 2: Norway=4 July 1949", true, true},
	{"C103", NULL, "2026-11-24", "instrument_in_force_from", "1955-09-07", "entry-into-force",
	 "the same rule as C189 art. 21(2), (3)", "Registration 2: Cuba=7 September 1954", true, true},
	{"C147", NULL, "2026-11-24", "instrument_in_force_from", "1981-11-28", "entry-into-force", "C147 art. 6(2)",
	 "at least 25 per cent of the world’s gross tonnage", true, true},
	{"C185", NULL, "2026-11-24", "instrument_in_force_from", "2005-02-09", "entry-into-force", "C185",
	 "6 months after 2 ratifications", true, true},
	{"C188", NULL, "2026-11-24", "instrument_in_force_from", "2017-11-16", "entry-into-force", "C188 art. 48(2)",
	 "8 of them by coastal States", true, true},
	{"MLC", NULL, "2026-11-24", "instrument_in_force_from", "2013-08-20", "entry-into-force", "MLC art. VIII(3)",
	 "Registration 30: Russian Federation=20 August 2012", true, true},
	{"C189", NULL, "2026-11-24", "instrument_in_force_from", "2013-09-05", "entry-into-force",
	 "C189 art. 21(2), (3)", "Registration 2: Philippines=5 September 2012", true, true},
	{"C189", NULL, "2012-09-05", "instrument_in_force_from", "2013-09-05", "entry-into-force",
	 "C189 art. 21(2), (3)", "Registration 2: Philippines=5 September 2012", false,
	 true}, /* computed from what is there by then */
	{"C189", NULL, "2012-09-04", "instrument_in_force_from", "", "entry-into-force", "C189 art. 21(2), (3)",
	 "By 4 September 2012 nothing known here says", false, true},
	{"C191", NULL, "2026-11-24", "instrument_in_force_from", "", "entry-into-force",
	 "the same rule as C189 art. 21(2), (3)", "nothing known here says", false, true},
	{"P029", NULL, "2026-11-24", "instrument_in_force_from", "2016-11-09", "entry-into-force", "P029 art. 8(2)",
	 "Registration 2: Norway=9 November 2015", true, true},
	{"P089", NULL, "2026-11-24", "instrument_in_force_from", "1990-06-26", "entry-into-force", "P089",
	 "asks for no number of ratifications", false, false},
	/* Windows. */
	{"C001", NULL, "2026-11-24", "window", "1931-06-13", "denunciation-window", "the same rule as C006 art. 13",
	 "at any time once 10 years have passed", false, true},
	{"C017", NULL, "2026-11-24", "window", "1932-04-01", "denunciation-window", "C017 art. 17",
	 "at any time once 5 years", false, true},
	{"C029", NULL, "2026-11-24", "window", "2027-05-01", "denunciation-window", "C029 art. 30",
	 "the first 10 years counted from its first entry into force, then every 5 years", false, true},
	{"C115", NULL, "2026-11-24", "window", "2027-06-17", "denunciation-window", "C115 art. 18", "every 5 years",
	 false, true},
	{"C087", NULL, "2026-11-24", "window", "2030-07-04", "denunciation-window", "C087 art. 16",
	 "Window 8 opens=4 July 2030, 80 years later", false, true},
	{"C189", NULL, "2026-11-24", "window", "2033-09-05", "denunciation-window", "C189 art. 22(1)",
	 "Last day=4 September 2034", false, true},
	{"C030", NULL, "2026-11-24", "window", "2033-08-29", "denunciation-window", "the same rule as C087 art. 16",
	 "The article itself was not read", false, false},
	{"P029", NULL, "2026-11-24", "window", "2027-05-01", "denunciation-window", "P029 art. 9(1)",
	 "whenever C029, to which it belongs", false, true},
	/* Closed, ended. */
	{"C103", NULL, "2026-11-24", "closed", "2002-02-07", "closed-by-revision", "revision article of C103",
	 "From the day C183, which revises it, is in force", false, true},
	{"C005", NULL, "2026-11-24", "closed", "", "closed-by-revision", "C138 art. 10(3), 10(5)",
	 "all its parties have agreed", false, true},
	{"C021", NULL, "2026-11-24", "instrument_ended", "2018-05-28/2018-06-08", "abrogation",
	 "ILO Constitution, art. 19(9)", "Session of the Conference=107", true, true},
	/* A Member bound. */
	{"C001", "AUT", "2026-11-24", "in_force_from", "", "conditional-ratification", "practice of the register",
	 "on the condition that other States ratify", false, true},
	{"C001", "NZL", "2026-11-24", "in_force_from", "1938-03-29", "entry-into-force-for-a-member",
	 "the same rule as C006 art. 10, 11", "from the day its ratification is registered", false, true},
	{"C182", "USA", "2026-11-24", "in_force_from", "2000-12-02", "entry-into-force-for-a-member",
	 "the same rule as C189 art. 21(2), (3)", "C182 in force from=19 November 2000", false, true},
	{"C189", "URY", "2026-11-24", "in_force_from", "2013-09-05", "entry-into-force-for-a-member",
	 "C189 art. 21(2), (3)", "12 months later=14 June 2013", false, true},
	{"C189", "URY", "2012-08-01", "in_force_from", "", "entry-into-force-for-a-member", "C189 art. 21(2), (3)",
	 "By 1 August 2012 C189 itself is not in force", false, true},
	{"C189", "BRA", "2018-02-01", "in_force_from", "2019-01-31", "entry-into-force-for-a-member",
	 "C189 art. 21(2), (3)", "Registered=31 January 2018", false, true},
	{"C189", "DEU", "2026-11-24", "in_force_from", "2014-09-20", "entry-into-force-for-a-member",
	 "C189 art. 21(2), (3)", "Another source gives=20 September 2012", false, true},
	{"MLC", "BEL", "2026-11-24", "in_force_from", "2014-08-20", "entry-into-force-for-a-member", "MLC art. VIII(3)",
	 "Registered=20 August 2013", false, true},
	{"C143", "ALB", "2026-11-24", "in_force_from", "2007", "entry-into-force-for-a-member",
	 "the same rule as C189 art. 21(2), (3)", "known only roughly", false, true},
	{"C029", "LSO", "2026-11-24", "in_force_from", "1966-10-31", "succession", "practice of the register",
	 "No source calls this a succession", false, true},
	{"P029", "NER", "2026-11-24", "in_force_from", "2016-11-09", "entry-into-force-for-a-member", "P029 art. 8(2)",
	 "C029 binds it from=27 February 1961", false, true},
	{"C183", "ITA", "2026-11-24", "in_force_from", "2002-02-07", "entry-into-force-for-a-member",
	 "the same rule as C189 art. 21(2), (3)", "Registered=7 February 2001", false, true},
	/* A Member bound no more. */
	{"C158", "BRA", "1996-11-20", "denounced", "1997-11-20", "act-of-denunciation", "the same rule as C087 art. 16",
	 "Last day=22 November 1996", false, true},
	{"C095", "GBR", "2026-11-24", "denounced", "1984-09-16", "act-of-denunciation", "the same rule as C087 art. 16",
	 "Act registered=16 September 1983", false, true},
	{"C001", "NZL", "2026-11-24", "denounced", "1990-06-09", "act-of-denunciation", "the same rule as C006 art. 13",
	 "Window 1 opens=13 June 1931", false, true},
	{"C005", "BRA", "2026-11-24", "automatic", "2001-06-28", "automatic-denunciation", "C138 art. 10(3), 10(5)",
	 "Bound no longer from=28 June 2002", true, true},
	{"C103", "PRT", "2026-11-24", "automatic", "2014-11-08", "automatic-denunciation", "revision article of C103",
	 "The rule gives 8 November 2013; the recorded day stands", true, true},
	{"C103", "HUN", "2026-11-24", "automatic", "2004-11-03", "automatic-denunciation", "revision article of C103",
	 "The rule gives 4 November 2004", true, true},
	{"C041", "IND", "2026-11-24", "automatic", "1950-02-27", "automatic-denunciation", "revision article of C041",
	 "Its ratification of C089 is not recorded here", true, true},
	{"C042", "JPN", "2026-11-24", "automatic", "1967-07-28/2022-07-20", "automatic-denunciation", "C121 art. 28(2)",
	 "Ratifying C121", true, true},
	{"C007", "BRA", "2026-11-24", "automatic", "1974-01-09", "automatic-denunciation", "no article says so",
	 "The rule does not give that", true, true},
	{"C021", "BRA", "2026-11-24", "ended", "2018-05-28/2018-06-08", "abrogation", "ILO Constitution, art. 19(9)",
	 "it binds nobody", true, true},
	{"C013", "CSK", "2026-11-24", "ended", "1992-12-31", "end-of-a-state", "practice of the register",
	 "ceased to exist", true, true},
};

/* What must not be told on a day. */
static const struct {
	const char *instrument, *member, *on, *what;
} silent[] = {
	{"C189", NULL, "2011-06-15", "instrument_in_force_from"}, /* not adopted */
	{"C103", NULL, "2002-02-06", "closed"},
	{"C021", NULL, "2018-05-27", "instrument_ended"},
	{"C189", NULL, "2013-09-04", "window"},
	{"C189", "BRA", "2018-01-30", "in_force_from"}, /* not registered */
	{"C158", "BRA", "1996-11-19", "denounced"},
	{"C103", "PRT", "2014-11-07", "automatic"},
	{"C013", "CSK", "1992-12-30", "ended"},
	{"R202", NULL, "2026-11-24", "instrument_in_force_from"},
};

static void explain(struct world *w, const char *instrument, const char *member, const char *on,
		    struct explanations *out)
{
	w->c.on = day(on);
	w->c.on_given = !date_same(w->c.on, w->c.today);
	struct asked a = {.c = &w->c, .s = snapshot(w)};
	const struct register_instrument *i = register_instrument_named(a.s, str_of(instrument));
	assert_non_null(i);
	if (!member) {
		explain_instrument(&a, i, out);
		return;
	}
	const struct register_country *m = register_country_named(a.s, str_of(member));
	const struct register_ratification *r =
		register_ratification_of(a.s, (int)(i - a.s->instruments), (int)(m - a.s->countries));
	assert_non_null(r);
	explain_ratification(&a, r, out);
}

/* Sentence and facts in one text. */
static const char *told(struct world *w, const struct explained *e)
{
	struct out o = out_new(w->a, 1 << 16, NULL);
	out_raw(&o, e->sentence);
	for (size_t k = 0; k < e->facts.n; k++)
		out_printf(&o, "\n%.*s=%.*s", STR_ARGS(e->facts.at[k].name), STR_ARGS(e->facts.at[k].value));
	return str_chars(w->a, out_str(&o));
}

static const char *day_text(const struct explained *e, char at[static SPAN_ROOM])
{
	return span_is_set(e->day) ? span_print(e->day, at).at : "";
}

/* The last explanation of the kind: of windows that is the next one. */
static void check_row(struct world *w, size_t n, const struct row *row)
{
	struct explanations list;
	const struct explained *e = NULL;
	char at[SPAN_ROOM];
	explain(w, row->instrument, row->member, row->on, &list);
	for (size_t k = 0; k < list.n; k++)
		e = str_is(str_of(row->what), list.at[k].what) ? &list.at[k] : e;
	if (!e)
		fail_msg("row %zu (%s %s): no %s", n, row->instrument, row->member ? row->member : "", row->what);
	bool fits = strcmp(day_text(e, at), row->day) == 0 && strcmp(e->rule, row->rule) == 0 &&
		    str_is(e->source, row->source) && e->is_recorded == row->is_recorded &&
		    e->is_verified == row->is_verified && strstr(told(w, e), row->says);
	if (!fits)
		fail_msg("row %zu (%s %s %s): %s, %s, %s, %d %d\n%s", n, row->instrument,
			 row->member ? row->member : "", row->what, day_text(e, at), e->rule,
			 str_chars(w->a, e->source), e->is_recorded, e->is_verified, told(w, e));
}

static void on_one_store(struct world *w)
{
	for (size_t n = 0; n < sizeof rows / sizeof *rows; n++)
		check_row(w, n, &rows[n]);
	for (size_t n = 0; n < sizeof silent / sizeof *silent; n++) {
		struct explanations list;
		explain(w, silent[n].instrument, silent[n].member, silent[n].on, &list);
		for (size_t k = 0; k < list.n; k++)
			if (str_is(str_of(silent[n].what), list.at[k].what))
				fail_msg("silent row %zu tells %s", n, silent[n].what);
	}
	print_message("             %zu days explained\n", sizeof rows / sizeof *rows);
}

/* No fact of any explanation lies after the day asked about, but for what is computed to come. */
static void nothing_of_a_later_day(struct world *w)
{
	const struct register_snapshot *s = snapshot(w);
	struct asked a = {.c = &w->c, .s = s};
	w->c.on_given = true;
	for (int year = 1925; year < 2026; year += 10) {
		w->c.on = date_of(year, 1, 1);
		for (size_t k = 0; k < s->ratifications_n; k += 3) {
			const struct register_ratification *r = &s->ratifications[k];
			struct explanations list;
			explain_ratification(&a, r, &list);
			if (!register_registered_by(r, w->c.on, true))
				assert_int_equal(list.n, 0);
			for (size_t e = 0; e < list.n; e++)
				if (list.at[e].is_recorded)
					assert_true(date_up_to(list.at[e].day.earliest, w->c.on));
		}
	}
}

static void days(void **state)
{
	(void)state;
	assert_int_equal(page_start(), OK);
	world_for_each(on_one_store);
	world_for_each(nothing_of_a_later_day);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(days)};
	return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
