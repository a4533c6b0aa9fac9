/* SPDX-License-Identifier: Apache-2.0 */
/* Denunciation windows: the table of texts, the windows as of a day, and acts of denunciation that were registered. */
#include "law_rows.h"

/* What the texts say; a later range stands before an earlier one. */
static const struct rule_row {
	const char *source;
	enum law_kind kind;
	int from, to, first_years, period_years;
	bool by_parent, verified;
} rule_rows[] = {
	{"C001 art. 20, C006 art. 13", LAW_CONVENTION, 1, 7, 10, 0, false, true},
	{"C008 art. 9, C009 art. 16", LAW_CONVENTION, 8, 9, 5, 0, false, true},
	{"C010 art. 9, C014 art. 13", LAW_CONVENTION, 10, 16, 10, 0, false, true},
	{"C017 art. 17, C018 art. 8", LAW_CONVENTION, 17, 18, 5, 0, false, true},
	{"C019 art. 10, C024 art. 16", LAW_CONVENTION, 19, 25, 10, 0, false, true},
	{"C026 art. 9", LAW_CONVENTION, 26, 26, 10, 5, false, true},
	{"C027 art. 5", LAW_CONVENTION, 27, 27, 10, 10, false, true},
	{"C028, not read", LAW_CONVENTION, 28, 28, 10, 10, false, false},
	{"C029 art. 30", LAW_CONVENTION, 29, 29, 10, 5, false, true},
	{"C030 to C032, not read", LAW_CONVENTION, 30, 32, 10, 10, false, false},
	{"C033 art. 13", LAW_CONVENTION, 33, 33, 10, 5, false, true},
	{"C034 to C041, not read", LAW_CONVENTION, 34, 41, 10, 10, false, false},
	{"C042 art. 6", LAW_CONVENTION, 42, 42, 5, 5, false, true},
	{"C043, not read", LAW_CONVENTION, 43, 43, 10, 10, false, false},
	{"C044 art. 20", LAW_CONVENTION, 44, 44, 5, 5, false, true},
	{"C057 art. 26", LAW_CONVENTION, 57, 57, 5, 5, false, true},
	{"C080, none", LAW_CONVENTION, 80, 80, 0, 0, false, true},
	{"C115 art. 18", LAW_CONVENTION, 115, 115, 5, 5, false, true},
	{"C116, none", LAW_CONVENTION, 116, 116, 0, 0, false, true},
	{"C087 art. 16, C138 art. 13, C188 art. 49(2), MLC art. IX", LAW_CONVENTION, 45, 193, 10, 10, false, true},
	{"P029 art. 9(1)", LAW_PROTOCOL, 29, 29, 10, 10, true, true},
	{"P081", LAW_PROTOCOL, 81, 81, 10, 10, true, true},
	{"P089, not read", LAW_PROTOCOL, 89, 89, 10, 10, true, false},
	{"P110, not read", LAW_PROTOCOL, 110, 110, 10, 10, true, false},
	{"P147 art. 7", LAW_PROTOCOL, 147, 147, 10, 10, true, true},
	{"P155", LAW_PROTOCOL, 155, 155, 10, 10, true, true},
	{"a Recommendation binds nobody", LAW_RECOMMENDATION, 1, 210, 0, 0, false, true},
};

static void check_rule(const struct rule_row *row, size_t i, int number)
{
	struct law_denunciation_rule r = law_denunciation_rule((struct law_id){row->kind, number});
	check_row(i, row->source, r.by_parent == row->by_parent && r.verified == row->verified);
	check_row(i, row->source, r.by_parent || r.first_years == row->first_years);
	check_row(i, row->source, r.by_parent || r.period_years == row->period_years);
}

static void every_number_has_its_rule(void **state)
{
	(void)state;
	bool seen[194] = {false};
	for (size_t i = 0; i < ROWS(rule_rows); i++)
		for (int number = rule_rows[i].from; number <= rule_rows[i].to; number++) {
			if (rule_rows[i].kind == LAW_CONVENTION && seen[number])
				continue;
			check_rule(&rule_rows[i], i, number);
			if (rule_rows[i].kind == LAW_CONVENTION)
				seen[number] = true;
		}
	for (int number = 1; number <= 193; number++)
		check_row(number, "every Convention stands in the table", seen[number]);
}

/* The windows of an instrument as of a day: "1995-11-23/1996-11-23 2005-11-23/2006-11-23", "1931-06-13/" open-ended, and
 * "…" in front where only the last ones are given. */
static const struct {
	const char *source, *instrument, *in_force, *ended, *parent_in_force, *on;
	size_t n;
	const char *windows;
} window_rows[] = {
	{"C001 art. 20", "C001", "1921-06-13", "", "", "2026-11-24", 1, "1931-06-13/"},
	{"C001 art. 20, before it opens", "C001", "1921-06-13", "", "", "1922-01-01", 1, "1931-06-13/"},
	{"C008 art. 9, closed by its end", "C008", "1923-03-16", "2021-06-18", "", "2026-11-24", 1,
	 "1928-03-16/2021-06-18"},
	{"C008 art. 9, the end is told when it comes", "C008", "1923-03-16", "2021-06-18", "", "2021-06-17", 1,
	 "1928-03-16/"},
	{"C009 art. 16", "C009", "1921-11-23", "2021-06", "", "2021-06-15", 1, "1926-11-23/2021-06-30"},
	{"C017 art. 17", "C017", "1927-04-01", "", "", "2026-11-24", 1, "1932-04-01/"},
	{"C026 art. 9", "C026", "1930-06-14", "", "", "2026-11-24", 19,
	 "...2025-06-14/2026-06-14 2030-06-14/2031-06-14"},
	{"C027 art. 5", "C027", "1932-03-09", "", "", "2026-11-24", 10,
	 "...2022-03-09/2023-03-09 2032-03-09/2033-03-09"},
	{"C029 art. 30", "C029", "1932-05-01", "", "", "2026-11-24", 18,
	 "...2022-05-01/2023-05-01 2027-05-01/2028-05-01"},
	{"C044 art. 20", "C044", "1938-06-10", "", "", "1950-01-01", 3,
	 "1943-06-10/1944-06-10 1948-06-10/1949-06-10 1953-06-10/1954-06-10"},
	{"C087 art. 16", "C087", "1950-07-04", "", "", "2026-11-24", 8,
	 "...2020-07-04/2021-07-04 2030-07-04/2031-07-04"},
	{"C087 art. 16, on the day it opens", "C087", "1950-07-04", "", "", "1960-07-04", 2,
	 "1960-07-04/1961-07-04 1970-07-04/1971-07-04"},
	{"C087 art. 16, the day before", "C087", "1950-07-04", "", "", "1960-07-03", 1, "1960-07-04/1961-07-04"},
	{"C115 art. 18", "C115", "1962-06-17", "", "", "2026-11-24", 13,
	 "...2022-06-17/2023-06-17 2027-06-17/2028-06-17"},
	{"C138 art. 13", "C138", "1976-06-19", "", "", "2026-11-24", 6,
	 "...2026-06-19/2027-06-19 2036-06-19/2037-06-19"},
	{"C158, the window of 1995", "C158", "1985-11-23", "", "", "1996-11-20", 2,
	 "1995-11-23/1996-11-23 2005-11-23/2006-11-23"},
	{"C190, the first lies ahead", "C190", "2021-06-25", "", "", "2026-11-24", 1, "2031-06-25/2032-06-25"},
	{"MLC art. IX", "MLC", "2013-08-20", "", "", "2026-11-24", 2, "2023-08-20/2024-08-20 2033-08-20/2034-08-20"},
	{"C045, abrogated in 2024: none after it", "C045", "1937-05-30", "2024-06-14", "", "2026-11-24", 8,
	 "...2007-05-30/2008-05-30 2017-05-30/2018-05-30"},
	{"29 February", "C105", "2004-02-29", "", "", "2020-01-01", 2, "2014-02-28/2015-02-28 2024-02-29/2025-02-28"},
	{"C080, none", "C080", "1947-05-28", "", "", "2026-11-24", 0, ""},
	{"C031, never in force", "C031", "", "2000-05-30", "", "2026-11-24", 0, ""},
	{"P029 art. 9(1): those of C029 that close after it was in force", "P029", "2016-11-09", "", "1932-05-01",
	 "2026-11-24", 3, "2017-05-01/2018-05-01 2022-05-01/2023-05-01 2027-05-01/2028-05-01"},
	{"P147 art. 7", "P147", "2003-02-08", "", "1981-11-28", "2004-01-01", 1, "2011-11-28/2012-11-28"},
	{"P155 without its parent", "P155", "2005-02-09", "", "", "2026-11-24", 0, ""},
};

static void check_windows(size_t i, const struct law_window *at, size_t n)
{
	const char *text = window_rows[i].windows;
	bool tail = str_begins(str_of(text), "...");
	struct str rest = str_of(tail ? text + 3 : text), part;
	size_t told = 0;
	for (const char *c = text; *c; c++)
		told += *c == '/';
	size_t k = n - told;
	check_row(i, window_rows[i].source, tail || k == 0);
	while (*text && str_next(&rest, ' ', &part)) {
		struct law_window w = {DATE_NEVER, DATE_NEVER};
		bool read = date_parse(str_slice(part, 0, 10), &w.opens) &&
			    (part.n == 11 || date_parse(str_slice(part, 11, 10), &w.closes));
		check_row(i, window_rows[i].source, read);
		check_row(i, window_rows[i].source,
			  date_same(at[k].opens, w.opens) && date_same(at[k].closes, w.closes));
		k++;
	}
}

static void windows_are_those_of_the_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(window_rows); i++) {
		struct law_id name = id(window_rows[i].instrument);
		struct law_instrument subject =
			instrument(window_rows[i].instrument, "1919", window_rows[i].in_force, window_rows[i].ended);
		struct law_instrument parent = {{LAW_CONVENTION, name.number},
						SPAN_NEVER,
						span(window_rows[i].parent_in_force),
						LAW_STANDING,
						SPAN_NEVER};
		struct law_window at[40];
		bool given = *window_rows[i].parent_in_force;
		size_t n = law_windows(&subject, given ? &parent : NULL, day(window_rows[i].on), at, ROWS(at));
		check_row(i, window_rows[i].source, n == window_rows[i].n);
		check_windows(i, at, n);
		struct law_window none;
		check_row(i, window_rows[i].source,
			  law_windows(&subject, given ? &parent : NULL, day(window_rows[i].on), &none, 0) == n);
	}
}

/* Acts: the day of registration, the day of effect ("" if refused), and the window it falls in or waits for. */
static const struct {
	const char *source, *instrument, *in_force, *ended, *parent_in_force, *act, *effect, *near_opens, *near_closes;
} act_rows[] = {
	{"C095, GBR 1983", "C095", "1952-09-24", "", "", "1983-09-16", "1984-09-16", "1982-09-24", "1983-09-24"},
	{"C103, VEN 1985", "C103", "1955-09-07", "", "", "1985-10-28", "1986-10-28", "1985-09-07", "1986-09-07"},
	{"C105, SGP 1979", "C105", "1959-01-17", "", "", "1979-04-19", "1980-04-19", "1979-01-17", "1980-01-17"},
	{"C105, MYS 1990", "C105", "1959-01-17", "", "", "1990-01-10", "1991-01-10", "1989-01-17", "1990-01-17"},
	{"C107, PRT 2009", "C107", "1959-06-02", "", "", "2009-10-07", "2010-10-07", "2009-06-02", "2010-06-02"},
	{"C158, BRA 1996", "C158", "1985-11-23", "", "", "1996-11-20", "1997-11-20", "1995-11-23", "1996-11-23"},
	{"C001, NZL 1989", "C001", "1921-06-13", "", "", "1989-06-09", "1990-06-09", "1931-06-13", ""},
	{"C002, IND 1938", "C002", "1921-07-14", "", "", "1938-04-16", "1939-04-16", "1931-07-14", ""},
	{"C003, BRA 1961", "C003", "1921-06-13", "", "", "1961-07-26", "1962-07-26", "1931-06-13", ""},
	{"C004, BRA 1937", "C004", "1921-06-13", "2017-06", "", "1937-05-12", "1938-05-12", "1931-06-13", ""},
	{"C015, AUS 2002", "C015", "1922-11-20", "2017-06", "", "2002-04-02", "2003-04-02", "1932-11-20", ""},
	{"the last day of a window", "C158", "1985-11-23", "", "", "1996-11-22", "1997-11-22", "1995-11-23",
	 "1996-11-23"},
	{"the anniversary on which it closes", "C158", "1985-11-23", "", "", "1996-11-23", "", "2005-11-23",
	 "2006-11-23"},
	{"the day before it opens", "C158", "1985-11-23", "", "", "1995-11-22", "", "1995-11-23", "1996-11-23"},
	{"the day it opens", "C158", "1985-11-23", "", "", "1995-11-23", "1996-11-23", "1995-11-23", "1996-11-23"},
	{"C189 art. 22(1): the first ten years", "C189", "2013-09-05", "", "", "2020-01-01", "", "2023-09-05",
	 "2024-09-05"},
	{"C189 art. 22(1)", "C189", "2013-09-05", "", "", "2024-02-29", "2025-02-28", "2023-09-05", "2024-09-05"},
	{"C009 art. 16, after its end", "C009", "1921-11-23", "2021-06-18", "", "2022-01-01", "", "", ""},
	{"C009 art. 16, on the day of its end", "C009", "1921-11-23", "2021-06-18", "", "2021-06-18", "", "", ""},
	{"C008 art. 9, the day before", "C008", "1923-03-16", "2021-06-18", "", "2021-06-17", "2022-06-17",
	 "1928-03-16", ""},
	{"C080, none", "C080", "1947-05-28", "", "", "1960-01-01", "", "", ""},
	{"C192, not in force", "C192", "", "", "", "2026-11-24", "", "", ""},
	{"P029 art. 9(1), C029 open", "P029", "2016-11-09", "", "1932-05-01", "2017-05-01", "2018-05-01", "2017-05-01",
	 "2018-05-01"},
	{"P029 art. 9(1), C029 closed", "P029", "2016-11-09", "", "1932-05-01", "2018-05-01", "", "2022-05-01",
	 "2023-05-01"},
	{"P147 art. 7, open but the Protocol not yet in force", "P147", "2003-02-08", "", "1982-06-01", "2002-12-01",
	 "", "2002-06-01", "2003-06-01"},
};

static void acts_fall_in_a_window_or_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(act_rows); i++) {
		struct law_id name = id(act_rows[i].instrument);
		struct law_instrument subject =
			instrument(act_rows[i].instrument, "1919", act_rows[i].in_force, act_rows[i].ended);
		struct law_instrument parent = {{LAW_CONVENTION, name.number},
						SPAN_NEVER,
						span(act_rows[i].parent_in_force),
						LAW_STANDING,
						SPAN_NEVER};
		struct date effect = DATE_UNSET;
		struct law_window near;
		bool may = law_may_denounce(&subject, *act_rows[i].parent_in_force ? &parent : NULL,
					    day(act_rows[i].act), &effect, &near);
		check_row(i, act_rows[i].source, may == (*act_rows[i].effect != 0));
		check_row(i, act_rows[i].source, !may || date_same(effect, day(act_rows[i].effect)));
		check_row(i, act_rows[i].source, date_same(near.opens, day(act_rows[i].near_opens)));
		check_row(i, act_rows[i].source, date_same(near.closes, day(act_rows[i].near_closes)));
	}
}

static const struct {
	const char *instrument, *source;
} article_rows[] = {
	{"C158", "C158 art. 17"},
	{"MLC", "MLC art. IX"},
	{"P147", "P147 art. 7"},
	{"C102", "C102 art. 82"},
	{"C191", "C191, final articles"},
	{"P155", "P155, final articles"},
};

static void articles_on_denunciation(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(article_rows); i++) {
		char at[LAW_ARTICLE_ROOM];
		check_row(i, article_rows[i].source,
			  str_is(law_denunciation_article(id(article_rows[i].instrument), at), article_rows[i].source));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_its_rule),
		cmocka_unit_test(windows_are_those_of_the_day),
		cmocka_unit_test(acts_fall_in_a_window_or_are_refused),
		cmocka_unit_test(articles_on_denunciation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
