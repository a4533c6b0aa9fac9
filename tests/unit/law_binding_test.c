/* SPDX-License-Identifier: Apache-2.0 */
/* What binds one Member and until when: cases of the register with their days; membership; succession; Protocols. */
#include "law/ratification.h"

#include "law_rows.h"

/* denounced: "" not, "act DAY", or "C138 DAY" for an automatic one. basis: o, s, c. from and until as spans, then days and
 * whether the Member is bound on them: "1997-11-19 y, 1997-11-20 n". */
static const struct {
	const char *source, *instrument, *in_force, *ended, *registered;
	char basis;
	const char *denounced, *state_ended, *from, *until, *days;
} binding_rows[] = {
	{"C158 BRA: an act", "C158", "1985-11-23", "", "1995-01-05", 'o', "act 1996-11-20", "", "1996-01-05",
	 "1997-11-20", "1996-01-04 n, 1996-01-05 y, 1997-11-19 y, 1997-11-20 n"},
	{"C189 art. 22(1): an act, one year later", "C095", "1952-09-24", "", "1951-09-24", 'o', "act 1983-09-16", "",
	 "1952-09-24", "1984-09-16", "1984-09-15 y, 1984-09-16 n"},
	{"C103 ITA: by C183", "C103", "1955-09-07", "", "1971-05-05", 'o', "C183 2002-02-07", "", "1972-05-05",
	 "2002-02-07", "2002-02-06 y, 2002-02-07 n"},
	{"C103 PRT: the day recorded stands", "C103", "1955-09-07", "", "1985-05-02", 'o', "C183 2014-11-08", "",
	 "1986-05-02", "2014-11-08", "2014-01-01 y, 2014-11-08 n"},
	{"C138 art. 10(5): C007 ARG, one year after C138 was ratified", "C007", "1921-09-27", "", "1933-11-30", 'o',
	 "C138 1996-11-11", "", "1933-11-30", "1997-11-11", "1996-11-11 y, 1997-11-10 y, 1997-11-11 n"},
	{"C138 art. 10(5): C015 DEU, C138 not yet in force", "C015", "1922-11-20", "2017-06-05/2017-06-16",
	 "1929-06-11", 'o', "C138 1976-06-19", "", "1929-06-11", "1977-06-19", "1977-06-18 y, 1977-06-19 n"},
	{"C138 art. 10(4): C059 ends at once", "C059", "1941-02-21", "", "1950-01-01", 'o', "C138 1997-07-21", "",
	 "1951-01-01", "1997-07-21", "1997-07-20 y, 1997-07-21 n"},
	{"C007 URY: by C058, as recorded", "C007", "1921-09-27", "", "1933-06-06", 'o', "C058 1955-10-17", "",
	 "1933-06-06", "1955-10-17", "1955-10-16 y, 1955-10-17 n"},
	{"C001 FRA: on a condition never met", "C001", "1921-06-13", "", "1927-06-02", 'c', "", "", "", "",
	 "1930-01-01 n, 2026-11-24 n"},
	{"C001 GRC: with first entry into force", "C001", "1921-06-13", "", "1920-11-19", 'o', "", "", "1921-06-13", "",
	 "1921-06-12 n, 1921-06-13 y"},
	{"C001 NZL: on the day of registration", "C001", "1921-06-13", "", "1938-03-29", 'o', "act 1989-06-09", "",
	 "1938-03-29", "1990-06-09", "1938-03-28 n, 1938-03-29 y, 1990-06-08 y, 1990-06-09 n"},
	{"Const. art. 1(5): C001 ESP in 1950, out of the Organisation", "C001", "1921-06-13", "", "1929-02-22", 'o', "",
	 "", "1929-02-22", "", "1950-01-01 y"},
	{"C029 CHN", "C029", "1932-05-01", "", "2022-08-12", 'o', "", "", "2023-08-12", "",
	 "2023-08-11 n, 2023-08-12 y"},
	{"C182 SYC: first of all", "C182", "2000-11-19", "", "1999-09-28", 'o', "", "", "2000-11-19", "",
	 "2000-11-18 n, 2000-11-19 y"},
	{"C182 USA", "C182", "2000-11-19", "", "1999-12-02", 'o', "", "", "2000-12-02", "",
	 "2000-12-01 n, 2000-12-02 y"},
	{"MLC BEL: on the very day of first entry into force", "MLC", "2013-08-20", "", "2013-08-20", 'o', "", "",
	 "2014-08-20", "", "2013-08-20 n, 2014-08-20 y"},
	{"MLC MAR", "MLC", "2013-08-20", "", "2012-09-10", 'o', "", "", "2013-09-10", "", "2013-08-20 n"},
	{"MLC JOR: against a misprint", "MLC", "2013-08-20", "", "2016-04-27", 'o', "", "", "2017-04-27", "",
	 "2016-12-31 n"},
	{"C029 CZE: succession", "C029", "1932-05-01", "", "1993-01-01", 's', "", "", "1993-01-01", "",
	 "1992-12-31 n, 1993-01-01 y"},
	{"succession, before first entry into force", "C155", "1983-08-11", "", "1983-01-01", 's', "", "", "1983-08-11",
	 "", "1983-08-10 n, 1983-08-11 y"},
	{"C024 art. 12: ninety days", "C024", "1928-07-15", "", "1929-01-01", 'o', "", "", "1929-04-01", "",
	 "1929-03-31 n, 1929-04-01 y"},
	{"C185: six months, clamped", "C185", "2005-02-09", "", "2005-08-31", 'o', "", "", "2006-02-28", "",
	 "2006-02-28 y"},
	{"Const. art. 19(9): C045 CHE", "C045", "1937-05-30", "2024-06-14", "1940-05-23", 'o', "", "", "1941-05-23",
	 "2024-06-14", "2024-06-13 y, 2024-06-14 n, 2025-01-01 n"},
	{"Const. art. 19(9): the day of the decision not known", "C045", "1937-05-30", "2024-06-03/2024-06-14",
	 "1940-05-23", 'o', "", "", "1941-05-23", "2024-06-03/2024-06-14",
	 "2024-06-02 y, 2024-06-03 ?, 2024-06-13 ?, 2024-06-14 n"},
	{"an act that takes effect after the abrogation", "C045", "1937-05-30", "2024-06-14", "1940-05-23", 'o',
	 "act 2023-12-01", "", "1941-05-23", "2024-06-14", "2024-06-13 y, 2024-06-14 n"},
	{"C143 ALB: only the year is known", "C143", "1978-12-09", "", "2006", 'o', "", "", "2007", "",
	 "2006-12-31 n, 2007-01-01 ?, 2007-06-30 ?, 2008-01-01 y"},
	{"C192: not in force for anybody", "C192", "", "", "2025-10-01", 'o', "", "", "", "", "2030-01-01 n"},
	{"C013 CSK: a State that is no more", "C013", "1923-08-31", "", "1923-08-31", 'o', "", "1993-01-01",
	 "1923-08-31", "1993-01-01", "1992-12-31 y, 1993-01-01 n"},
	{"denounced before it ever bound", "C103", "1955-09-07", "", "1950-01-01", 'o', "C183 1954-01-01", "",
	 "1955-09-07", "1954-01-01", "1953-01-01 n, 1954-06-01 n, 1956-01-01 n"},
	{"P089 alone: twelve months", "P089", "", "", "1991-06-26", 'o', "", "", "1992-06-26", "",
	 "1992-06-25 n, 1992-06-26 y"},
	{"Const. art. 19(6)", "R202", "", "", "2013-01-01", 'o', "", "", "", "", "2020-01-01 n"},
};

static struct law_denunciation denunciation(const char *text)
{
	if (!*text)
		return (struct law_denunciation){LAW_NOT_ENDED, SPAN_NEVER, {0}};
	struct str rest = str_of(text), word;
	str_next(&rest, ' ', &word);
	if (str_is(word, "act"))
		return (struct law_denunciation){LAW_ENDED_BY_ACT, span(rest.at), {0}};
	struct law_denunciation d = {LAW_ENDED_BY_REVISION, span(rest.at), {0}};
	if (!law_id_parse(word, &d.by))
		fail_msg("no denunciation: %s", text);
	return d;
}

static enum law_basis basis(char letter)
{
	return letter == 's' ? LAW_SUCCESSION : letter == 'c' ? LAW_CONDITIONAL : LAW_ORDINARY;
}

static struct law_instrument instrument_of(const char *name, const char *in_force, const char *ended)
{
	return instrument(name, *name == 'P' ? "1990-06-26" : "1919-11-28", in_force, ended);
}

static void check_days(size_t i, const char *source, const struct law_binding *b, const char *days)
{
	struct str rest = str_of(days), part;
	while (*days && str_next(&rest, ',', &part)) {
		part = str_trim(part);
		struct date on = DATE_UNSET;
		if (part.n != 12 || !date_parse(str_slice(part, 0, 10), &on))
			fail_msg("row %zu: no day: %.*s", i, STR_ARGS(part));
		if (law_bound(b, on) != answer(part.at[11]))
			fail_msg("row %zu, %s: not %.*s", i, source, STR_ARGS(part));
	}
}

static void members_are_bound(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(binding_rows); i++) {
		struct law_instrument subject =
			instrument_of(binding_rows[i].instrument, binding_rows[i].in_force, binding_rows[i].ended);
		struct law_ratification r = {span(binding_rows[i].registered), basis(binding_rows[i].basis),
					     denunciation(binding_rows[i].denounced), day(binding_rows[i].state_ended)};
		struct law_binding b = law_binding(&subject, &r, NULL);
		check_row(i, binding_rows[i].source, same_span(b.from, span(binding_rows[i].from)));
		check_row(i, binding_rows[i].source, same_span(b.until, span(binding_rows[i].until)));
		check_days(i, binding_rows[i].source, &b, binding_rows[i].days);
	}
}

/* A Protocol that stands since 2016-11-09, registered 2018-01-01, and what its parent does to it. */
static const struct {
	const char *source, *parent_from, *parent_until, *parent_denounced, *from, *until, *denounced;
} protocol_rows[] = {
	{"P029 art. 8(1): bound by the parent", "1932-05-01", "", "", "2019-01-01", "", ""},
	{"P147 art. 2: the parent binds later", "2020-05-01", "", "", "2020-05-01", "", ""},
	{"P029 art. 8(1): not without the parent", "", "", "", "", "", ""},
	{"P029 art. 9(2): with the parent", "1932-05-01", "2023-06-01", "2023-06-01", "2019-01-01", "2023-06-01",
	 "2023-06-01"},
	{"P029 art. 9(3): a year after the act, as the parent", "1932-05-01", "2023", "2023", "2019-01-01", "2023",
	 "2023"},
	{"the parent abrogated", "1932-05-01", "2025-06-13", "", "2019-01-01", "2025-06-13", ""},
};

static void protocols_follow_their_parent(void **state)
{
	(void)state;
	struct law_instrument protocol = instrument("P029", "2014-06-11", "2016-11-09", "");
	struct law_ratification r = {span("2018-01-01"), LAW_ORDINARY, {LAW_NOT_ENDED, SPAN_NEVER, {0}}, DATE_NEVER};
	for (size_t i = 0; i < ROWS(protocol_rows); i++) {
		struct law_binding parent = {span(protocol_rows[i].parent_from), span(protocol_rows[i].parent_until),
					     span(protocol_rows[i].parent_denounced)};
		struct law_binding b = law_binding(&protocol, &r, &parent);
		check_row(i, protocol_rows[i].source, same_span(b.from, span(protocol_rows[i].from)));
		check_row(i, protocol_rows[i].source, same_span(b.until, span(protocol_rows[i].until)));
		check_row(i, protocol_rows[i].source, same_span(b.denounced, span(protocol_rows[i].denounced)));
	}
}

/* Periods as "FROM/UNTIL" separated by blanks. */
static const struct {
	const char *source, *periods, *on;
	char member;
	int which;
} member_rows[] = {
	{"Const. art. 1: VNM outside 1976 to 1980", "1980/1985-06-01 1992-05-20/", "1978-01-01", 'n', -1},
	{"VNM, some day of 1980", "1980/1985-06-01 1992-05-20/", "1980-06-01", '?', 0},
	{"VNM, the last day of 1980", "1980/1985-06-01 1992-05-20/", "1980-12-31", 'y', 0},
	{"VNM, outside again", "1980/1985-06-01 1992-05-20/", "1990-01-01", 'n', 0},
	{"VNM, the day it left", "1980/1985-06-01 1992-05-20/", "1985-06-01", 'n', 0},
	{"VNM today", "1980/1985-06-01 1992-05-20/", "2026-11-24", 'y', 1},
	{"ZAF outside", "1919-06-28/1966-03-11 1994-05-26/", "1980-01-01", 'n', 0},
	{"ZAF back", "1919-06-28/1966-03-11 1994-05-26/", "1994-05-26", 'y', 1},
	{"DEU outside", "1919-06-28/1935-10-21 1951-06-12/", "1940-01-01", 'n', 0},
	{"USA outside", "1934-08-20/1977-11-06 1980-02-18/", "1978-06-01", 'n', 0},
	{"COK", "2015-06-12/", "2026-11-24", 'y', 0},
	{"PRK: never", "", "2026-11-24", 'n', -1},
};

static size_t read_periods(const char *text, struct law_period *at)
{
	struct str rest = str_of(text), part;
	size_t n = 0;
	while (*text && str_next(&rest, ' ', &part)) {
		struct str until = part, from;
		str_next(&until, '/', &from);
		at[n].until = SPAN_NEVER;
		if (!span_parse(from, &at[n].from) || (until.n && !span_parse(until, &at[n].until)))
			fail_msg("no period: %s", text);
		n++;
	}
	return n;
}

static void membership_has_periods(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(member_rows); i++) {
		struct law_period periods[4];
		size_t n = read_periods(member_rows[i].periods, periods);
		int which = -2;
		check_row(i, member_rows[i].source,
			  law_member(periods, n, day(member_rows[i].on), &which) == answer(member_rows[i].member));
		check_row(i, member_rows[i].source, which == member_rows[i].which);
		check_row(i, member_rows[i].source,
			  law_member(periods, n, day(member_rows[i].on), NULL) == answer(member_rows[i].member));
	}
}

static const struct {
	const char *source, *registered, *periods;
	enum law_basis basis;
} basis_rows[] = {
	{"CZE: before its admission", "1993-01-01", "1993-02-03/", LAW_SUCCESSION},
	{"LSO: on the day of its admission", "1966-10-31", "1966-10-31/1971-07-15 1980-06-02/", LAW_SUCCESSION},
	{"SGP: on the day of its admission", "1965-10-25", "1965-10-25/", LAW_SUCCESSION},
	{"the day after", "1965-10-26", "1965-10-25/", LAW_ORDINARY},
	{"ALB: after the first admission, between two periods", "1980-01-01", "1920/1967-08-05 1991-05-22/",
	 LAW_ORDINARY},
	{"GRC: a founding Member", "1920-11-19", "1919-06-28/", LAW_ORDINARY},
	{"HRV: before it was known that it would be admitted", "1991-10-08", "", LAW_SUCCESSION},
};

static void succession_is_told_from_ratification(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(basis_rows); i++) {
		struct law_period periods[4];
		size_t n = read_periods(basis_rows[i].periods, periods);
		check_row(i, basis_rows[i].source,
			  law_basis(span(basis_rows[i].registered), periods, n) == basis_rows[i].basis);
	}
}

/* Every first of January from 1919 on, counted in one go and one by one. */
static void many_days_are_counted_as_one_by_one(void **state)
{
	(void)state;
	struct date days[140];
	size_t n = 0;
	for (; n < ROWS(days); n++)
		days[n] = date_of(1919 + (int)n, 1, 1);
	static const char *const edges[] = {"",      "1900-01-01", "1919-01-01", "1950-01-01", "1950",
					    "1950/", "1950-07-01", "2058-01-01", "3000-01-01"};
	for (size_t a = 0; a < ROWS(edges); a++)
		for (size_t z = 0; z < ROWS(edges); z++) {
			struct law_binding b = {span(edges[a]), span(edges[z]), SPAN_NEVER};
			int64_t counts[3] = {0}, expected[3] = {0};
			for (size_t k = 0; k < n; k++)
				expected[law_bound(&b, days[k])]++;
			law_bound_days(&b, days, n, counts);
			check_row(a * 100 + z, edges[a], memcmp(counts, expected, sizeof counts) == 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_bound),
		cmocka_unit_test(protocols_follow_their_parent),
		cmocka_unit_test(membership_has_periods),
		cmocka_unit_test(succession_is_told_from_ratification),
		cmocka_unit_test(many_days_are_counted_as_one_by_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
