/* SPDX-License-Identifier: Apache-2.0 */
/* Names of instruments, their legal status and whether they are in force, day by day. */
#include "law_rows.h"

static const struct {
	const char *text, *canonical; /* "" if it is no name */
} name_rows[] = {
	{"C189", "C189"}, {"C29", "C029"},  {"c029", "C029"}, {"C1", "C001"}, {"P29", "P029"}, {"p155", "P155"},
	{"R1", "R001"},   {"r202", "R202"}, {"MLC", "MLC"},   {"mlc", "MLC"}, {"C186", "MLC"}, {"c186", "MLC"},
	{"R186", "R186"}, {"C999", "C999"}, {"", ""},         {"C", ""},      {"C0", ""},      {"C000", ""},
	{"C1000", ""},    {"C0029", ""},    {"C+1", ""},      {"C-1", ""},    {"C1a", ""},     {"X1", ""},
	{"29", ""},       {"MLC2006", ""},  {"ML", ""},       {" C29", ""},   {"C29 ", ""},    {"C 29", ""},
};

static void names_are_read_and_printed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(name_rows); i++) {
		struct law_id read;
		char at[LAW_ID_ROOM];
		bool fine = law_id_parse(str_of(name_rows[i].text), &read);
		check_row(i, name_rows[i].text, fine == (*name_rows[i].canonical != 0));
		check_row(i, name_rows[i].text, !fine || str_is(law_id_print(read, at), name_rows[i].canonical));
	}
}

static void names_are_in_the_order_of_their_text(void **state)
{
	(void)state;
	static const char *const order[] = {"C001", "C029", "C185", "C187", "C193",
					    "MLC",  "P029", "P155", "R001", "R210"};
	for (size_t a = 0; a < ROWS(order); a++)
		for (size_t b = 0; b < ROWS(order); b++) {
			int way = law_id_compare(id(order[a]), id(order[b]));
			check_row(a, order[b], (way > 0) - (way < 0) == (a > b) - (a < b));
		}
}

/* status: adopted, in force, abrogated, withdrawn, - before adoption, ? unknown. */
static const struct {
	const char *source, *instrument, *adopted, *in_force, *ended, *on;
	char status, is_in_force;
} status_rows[] = {
	{"C190, the day before adoption", "C190", "2019-06-21", "2021-06-25", "", "2019-06-20", '-', 'n'},
	{"C190, adopted", "C190", "2019-06-21", "2021-06-25", "", "2019-06-21", 'a', 'n'},
	{"C190, the day before first entry into force", "C190", "2019-06-21", "2021-06-25", "", "2021-06-24", 'a', 'n'},
	{"C190, the day of first entry into force", "C190", "2019-06-21", "2021-06-25", "", "2021-06-25", 'f', 'y'},
	{"Const. art. 19(9): C004 before 2017", "C004", "1919-11-28", "1921-06-13", "2017-06-05/2017-06-16",
	 "2016-12-31", 'f', 'y'},
	{"Const. art. 19(9): C004 during the session", "C004", "1919-11-28", "1921-06-13", "2017-06-05/2017-06-16",
	 "2017-06-10", '?', '?'},
	{"Const. art. 19(9): C004 on its first day", "C004", "1919-11-28", "1921-06-13", "2017-06-05/2017-06-16",
	 "2017-06-05", '?', '?'},
	{"Const. art. 19(9): C004 on its last day", "C004", "1919-11-28", "1921-06-13", "2017-06-05/2017-06-16",
	 "2017-06-16", 'x', 'n'},
	{"Const. art. 19(9): C004 afterwards", "C004", "1919-11-28", "1921-06-13", "2017-06-05/2017-06-16",
	 "2018-01-01", 'x', 'n'},
	{"C031, never in force, before its withdrawal", "C031", "1931-06-18", "", "2000-05-30", "1990-01-01", 'a', 'n'},
	{"C031, withdrawn", "C031", "1931-06-18", "", "2000-05-30", "2000-05-30", 'w', 'n'},
	{"Const. art. 19(6)", "R202", "2012-06-14", "", "", "2026-11-24", 'a', 'n'},
	{"a Recommendation withdrawn", "R001", "1919-11-28", "", "2002-06", "2003-01-01", 'w', 'n'},
	{"a Recommendation, adopted some day of 1950", "R090", "1950", "", "", "1950-06-01", '?', 'n'},
	{"a Recommendation, adopted some day of 1950", "R090", "1950", "", "", "1950-12-31", 'a', 'n'},
	{"P089: in force from its adoption", "P089", "1990-06-26", "", "", "1990-06-26", 'f', 'y'},
	{"P110: in force from its adoption", "P110", "1982-06-18", "", "", "1982-06-17", '-', 'n'},
	{"P155: only when it enters into force", "P155", "2002-06-20", "2005-02-09", "", "2005-02-08", 'a', 'n'},
	{"C192, adopted and not in force", "C192", "2025-06-13", "", "", "2026-11-24", 'a', 'n'},
	{"an entry into force known to the year", "C083", "1947-07-11", "1974", "", "1974-06-15", '?', '?'},
};

static enum law_status status_of(char letter)
{
	switch (letter) {
	case 'a': return LAW_STATUS_ADOPTED;
	case 'f': return LAW_STATUS_IN_FORCE;
	case 'x': return LAW_STATUS_ABROGATED;
	case 'w': return LAW_STATUS_WITHDRAWN;
	default: return LAW_STATUS_NONE;
	}
}

static void status_is_that_of_the_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(status_rows); i++) {
		struct law_instrument subject = instrument(status_rows[i].instrument, status_rows[i].adopted,
							   status_rows[i].in_force, status_rows[i].ended);
		enum law_status status;
		enum law_answer known = law_status(&subject, day(status_rows[i].on), &status);
		check_row(i, status_rows[i].source, known == (status_rows[i].status == '?' ? LAW_UNKNOWN : LAW_YES));
		check_row(i, status_rows[i].source, status == status_of(status_rows[i].status));
		check_row(i, status_rows[i].source,
			  law_in_force(&subject, day(status_rows[i].on)) == answer(status_rows[i].is_in_force));
	}
}

static const struct {
	const char *from, *until, *on;
	char within;
} within_rows[] = {
	{"2000-01-01", "", "1999-12-31", 'n'},
	{"2000-01-01", "", "2000-01-01", 'y'},
	{"2000-01-01", "2001-01-01", "2000-12-31", 'y'},
	{"2000-01-01", "2001-01-01", "2001-01-01", 'n'},
	{"2000", "", "1999-12-31", 'n'},
	{"2000", "", "2000-01-01", '?'},
	{"2000", "", "2000-12-31", 'y'},
	{"2000-01-01", "2001", "2000-12-31", 'y'},
	{"2000-01-01", "2001", "2001-01-01", '?'},
	{"2000-01-01", "2001", "2001-12-30", '?'},
	{"2000-01-01", "2001", "2001-12-31", 'n'},
	{"2001-01-01", "2000-01-01", "2002-01-01", 'n'},
	{"2000", "2000-07-01", "2000-06-30", '?'},
	{"2000", "2000-07-01", "2000-07-01", 'n'},
	{"", "", "2000-01-01", 'n'},
};

static void spans_answer_or_say_unknown(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(within_rows); i++)
		check_row(i, within_rows[i].on,
			  law_within(span(within_rows[i].from), span(within_rows[i].until), day(within_rows[i].on)) ==
				  answer(within_rows[i].within));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_read_and_printed),
		cmocka_unit_test(names_are_in_the_order_of_their_text),
		cmocka_unit_test(status_is_that_of_the_day),
		cmocka_unit_test(spans_answer_or_say_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
