/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct date day(const char *text)
{
	struct date d;
	if (!date_parse(str_of(text), &d))
		fail_msg("no day: %s", text);
	return d;
}

static void days_are_read(void **state)
{
	static const struct {
		const char *text;
		bool fine;
	} rows[] = {
		{"1970-01-01", true},
		{"0001-01-01", true},
		{"9999-12-31", true},
		{"2024-02-29", true},
		{"2000-02-29", true},
		{"1900-02-29", false},
		{"2023-02-29", false},
		{"2023-02-30", false},
		{"2023-04-31", false},
		{"2023-13-01", false},
		{"2023-00-01", false},
		{"2023-01-00", false},
		{"0000-01-01", false},
		{"2023-1-01", false},
		{"2023-01-1", false},
		{"20230101", false},
		{"", false},
		{"2023-01", false},
		{"2023-01-01 ", false},
		{" 2023-01-01", false},
		{"2023/01/01", false},
		{"+023-01-01", false},
		{"2023-01-0x", false},
		{"-001-01-01", false},
		{"2023-01-01T", false},
		{"２０23-01-01", false},
		{"10000-01-01", false},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct date d = {4711};
		if (date_parse(str_of(rows[i].text), &d) != rows[i].fine || (!rows[i].fine && d.day != 4711))
			fail_msg("row %zu: \"%s\"", i, rows[i].text);
	}
	assert_false(date_parse((struct str){"2023-01-01", 9}, &(struct date){0}));
}

/* Every day of the calendar, counted one by one beside the code under test. */
static void every_day_has_its_number(void **state)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int number = -719162;
	(void)state;
	for (int year = 1; year <= 9999; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			int last = length[month - 1] + (month == 2 && leap);
			assert_false(date_exists(year, month, last + 1));
			for (int d = 1; d <= last; d++, number++) {
				int y, m, dd;
				struct date date = date_of(year, month, d);
				date_split(date, &y, &m, &dd);
				if (date.day != number || y != year || m != month || dd != d)
					fail_msg("%04d-%02d-%02d", year, month, d);
			}
		}
	assert_int_equal(number - 1, 2932896);
	assert_int_equal(day("1970-01-01").day, 0);
}

static void days_are_printed(void **state)
{
	static const char *const rows[] = {"0001-01-01", "0999-12-31", "1919-10-29", "2026-11-24", "9999-12-31"};
	char at[DATE_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_true(str_is(date_print(day(rows[i]), at), rows[i]));
	assert_int_equal(date_print(DATE_UNSET, at).n, 0);
	assert_int_equal(date_print(DATE_NEVER, at).n, 0);
	assert_string_equal(at, "");
}

static void months_are_clamped(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{"2003-08-31", 6, "2004-02-29"},       {"2002-08-31", 6, "2003-02-28"},
		{"2024-02-29", 12, "2025-02-28"},      {"2024-02-29", 48, "2028-02-29"},
		{"2024-02-29", -12, "2023-02-28"},     {"2023-01-31", 1, "2023-02-28"},
		{"2023-01-31", 2, "2023-03-31"},       {"2023-03-31", -1, "2023-02-28"},
		{"2023-12-31", 1, "2024-01-31"},       {"2023-01-31", -1, "2022-12-31"},
		{"2023-01-15", 0, "2023-01-15"},       {"1896-02-29", 48, "1900-02-28"},
		{"9999-12-30", 1, "9999-12-31"},       {"0001-01-05", -1, "0001-01-01"},
		{"2023-05-31", 1200000, "9999-12-31"}, {"2023-05-31", -1200000, "0001-01-01"},
		{"2012-09-05", 12, "2013-09-05"},
	};
	char at[DATE_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		if (!str_is(date_print(date_add_months(day(rows[i].from), rows[i].months), at), rows[i].to))
			fail_msg("row %zu: %s %+d months gives %s", i, rows[i].from, rows[i].months, at);
	assert_true(date_same(date_add_years(day("2024-02-29"), 1), day("2025-02-28")));
	assert_true(date_same(date_add_years(day("2024-02-29"), -4), day("2020-02-29")));
}

static void days_are_added(void **state)
{
	static const struct {
		const char *from;
		int days;
		const char *to;
	} rows[] = {
		{"1928-04-16", 90, "1928-07-15"},        {"2024-02-28", 1, "2024-02-29"},
		{"2023-02-28", 1, "2023-03-01"},         {"2024-01-01", -1, "2023-12-31"},
		{"9999-12-31", 1, "9999-12-31"},         {"0001-01-01", -1, "0001-01-01"},
		{"2023-01-01", INT32_MAX, "9999-12-31"}, {"2023-01-01", INT32_MIN, "0001-01-01"},
	};
	char at[DATE_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		if (!str_is(date_print(date_add_days(day(rows[i].from), rows[i].days), at), rows[i].to))
			fail_msg("row %zu: %s %+d days gives %s", i, rows[i].from, rows[i].days, at);
}

static void unset_and_never_stay(void **state)
{
	(void)state;
	assert_false(date_is_set(DATE_UNSET) || date_is_set(DATE_NEVER));
	assert_true(date_before(DATE_UNSET, day("0001-01-01")) && date_before(day("9999-12-31"), DATE_NEVER));
	assert_true(date_same(date_add_days(DATE_NEVER, -5), DATE_NEVER) &&
		    date_same(date_add_months(DATE_UNSET, 5), DATE_UNSET));
	assert_true(date_same(date_add_years(DATE_NEVER, 5), DATE_NEVER));
	assert_true(date_same(date_later(day("2001-01-01"), DATE_NEVER), DATE_NEVER));
	assert_true(date_up_to(day("2001-01-01"), day("2001-01-01")) &&
		    !date_before(day("2001-01-01"), day("2001-01-01")));
	assert_false(span_is_set(SPAN_NEVER) || span_is_set(SPAN_UNSET));
	struct span half = {day("2001-01-01"), DATE_NEVER};
	assert_false(span_is_set(half));
}

static void spans_are_read_and_printed(void **state)
{
	static const struct {
		const char *text, *earliest, *latest, *printed; /* earliest NULL: refused */
	} rows[] = {
		{"2006", "2006-01-01", "2006-12-31", "2006"},
		{"2006-02", "2006-02-01", "2006-02-28", "2006-02"},
		{"2004-02", "2004-02-01", "2004-02-29", "2004-02"},
		{"2006-02-03", "2006-02-03", "2006-02-03", "2006-02-03"},
		{"2006-02-03/2006-02-04", "2006-02-03", "2006-02-04", "2006-02-03/2006-02-04"},
		{"2006-01-01/2006-12-31", "2006-01-01", "2006-12-31", "2006"},
		{"2006-02-01/2006-02-28", "2006-02-01", "2006-02-28", "2006-02"},
		{"2006-01-01/2006-12-30", "2006-01-01", "2006-12-30", "2006-01-01/2006-12-30"},
		{"9999", "9999-01-01", "9999-12-31", "9999"},
		{"9999-12", "9999-12-01", "9999-12-31", "9999-12"},
		{"0001", "0001-01-01", "0001-12-31", "0001"},
		{"0000", NULL, NULL, NULL},
		{"200", NULL, NULL, NULL},
		{"2006-13", NULL, NULL, NULL},
		{"2006-00", NULL, NULL, NULL},
		{"2006/02", NULL, NULL, NULL},
		{"2006-2", NULL, NULL, NULL},
		{"", NULL, NULL, NULL},
		{"2006-02-03/2006-02-03", NULL, NULL, NULL},
		{"2006-02-04/2006-02-03", NULL, NULL, NULL},
		{"2006-02-03/2006-02-3", NULL, NULL, NULL},
		{"2006-02-30", NULL, NULL, NULL},
		{"2006-02-03-2006-02-04", NULL, NULL, NULL},
	};
	char at[SPAN_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct span s = {{1}, {2}};
		bool fine = span_parse(str_of(rows[i].text), &s);
		if (fine != (rows[i].earliest != NULL) || (!fine && (s.earliest.day != 1 || s.latest.day != 2)))
			fail_msg("row %zu: \"%s\"", i, rows[i].text);
		if (fine && (!date_same(s.earliest, day(rows[i].earliest)) ||
			     !date_same(s.latest, day(rows[i].latest)) || !str_is(span_print(s, at), rows[i].printed)))
			fail_msg("row %zu: \"%s\" is printed \"%s\"", i, rows[i].text, at);
	}
	assert_int_equal(span_print(SPAN_UNSET, at).n, 0);
	assert_int_equal(span_print(SPAN_NEVER, at).n, 0);
}

static void spans_move_end_by_end(void **state)
{
	struct span year, later;
	char at[SPAN_ROOM];
	(void)state;
	assert_true(span_parse(STR("2006"), &year));
	assert_true(str_is(span_print(span_add_months(year, 12), at), "2007"));
	assert_true(str_is(span_print(span_add_days(year, 1), at), "2006-01-02/2007-01-01"));
	assert_true(span_parse(STR("2006-06-15"), &later));
	assert_true(span_is_day(later) && !span_is_day(year));
	assert_true(str_is(span_print(span_later(year, later), at), "2006-06-15/2006-12-31"));
	assert_true(span_is_set(year));
	assert_true(date_same(span_later(year, SPAN_NEVER).latest, DATE_NEVER));
}

static void moments_are_read_and_printed(void **state)
{
	static const struct {
		struct str text;
		const char *printed; /* NULL: refused */
	} rows[] = {
		{STR("1970-01-01T00:00:00Z"), "1970-01-01T00:00:00Z"},
		{STR("1969-12-31T23:59:59.5Z"), "1969-12-31T23:59:59.500000Z"},
		{STR("2026-11-24"), "2026-11-24T00:00:00Z"},
		{STR("2026-11-24t10:20:30z"), "2026-11-24T10:20:30Z"},
		{STR("2026-11-24 10:20:30Z"), "2026-11-24T10:20:30Z"},
		{STR("2026-11-24T10:20:30.000001Z"), "2026-11-24T10:20:30.000001Z"},
		{STR("2026-11-24T10:20:30.1234567Z"), "2026-11-24T10:20:30.123456Z"},
		{STR("2026-11-24T01:00:00+02:00"), "2026-11-23T23:00:00Z"},
		{STR("2026-12-31T23:30:00-05:30"), "2027-01-01T05:00:00Z"},
		{STR("1919-10-29T12:00:00Z"), "1919-10-29T12:00:00Z"},
		{STR("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z"},
		{STR("2026-11-24T10:20:30"), NULL},
		{STR("2026-11-24T24:00:00Z"), NULL},
		{STR("2026-11-24T10:60:00Z"), NULL},
		{STR("2026-11-24T10:20:61Z"), NULL},
		{STR("2026-11-24T10:20:30.Z"), NULL},
		{STR("2026-11-24T10:20:30+2:00"), NULL},
		{STR("2026-11-24T10:20:30+24:00"), NULL},
		{STR("2026-11-24T10:20:30Zx"), NULL},
		{STR("2026-02-30T10:20:30Z"), NULL},
		{STR("2026-11-24_10:20:30Z"), NULL},
		{STR("2026-11-24\00010:20:30Z"), NULL},
		{STR("2026-11-24T10.20.30Z"), NULL},
		{STR(""), NULL},
	};
	char at[MOMENT_ROOM];
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct moment m = {4711};
		bool fine = moment_parse(rows[i].text, &m);
		if (fine != (rows[i].printed != NULL) || (fine && !str_is(moment_print(m, at), rows[i].printed)))
			fail_msg("row %zu: \"%s\"", i, rows[i].text.at);
	}
}

static void moments_fall_on_days(void **state)
{
	(void)state;
	assert_int_equal(moment_day((struct moment){-1}).day, -1);
	assert_int_equal(moment_day((struct moment){0}).day, 0);
	assert_int_equal(moment_day((struct moment){86400LL * 1000000 - 1}).day, 0);
	assert_int_equal(moment_day((struct moment){-86400LL * 1000000}).day, -1);
	assert_int_equal(moment_of_day(day("1969-12-31")).us, -86400LL * 1000000);
	assert_true(date_same(moment_day((struct moment){INT64_MAX}), day("9999-12-31")));
	struct moment now = moment_now();
	assert_true(date_before(day("2024-01-01"), moment_day(now)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_read),
		cmocka_unit_test(every_day_has_its_number),
		cmocka_unit_test(days_are_printed),
		cmocka_unit_test(months_are_clamped),
		cmocka_unit_test(days_are_added),
		cmocka_unit_test(unset_and_never_stay),
		cmocka_unit_test(spans_are_read_and_printed),
		cmocka_unit_test(spans_move_end_by_end),
		cmocka_unit_test(moments_are_read_and_printed),
		cmocka_unit_test(moments_fall_on_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
