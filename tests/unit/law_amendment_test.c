/* SPDX-License-Identifier: Apache-2.0 */
/* Amendments of the Maritime Labour Convention's Code: tacit acceptance, and what a Member's own word changes. */
#include "law/ratification.h"

#include "law_rows.h"

static const struct {
	const char *source, *notified;
	int period;
	double members, tonnage;
	const char *in_force;
} acceptance_rows[] = {
	{"MLC art. XV(6), (8): two years and six months, as of 2014", "2014-07-18", 24, 0, 0, "2017-01-18"},
	{"as of 2016", "2016-07-08", 24, 0, 0, "2019-01-08"},
	{"MLC art. XV(6): another period", "2014-07-18", 12, 0, 0, "2016-01-18"},
	{"MLC art. XV(6): at least one year", "2014-07-18", 6, 0, 0, "2016-01-18"},
	{"MLC art. XV(7): forty per cent are not more than forty", "2014-07-18", 24, 40, 90, "2017-01-18"},
	{"MLC art. XV(7): too little tonnage", "2014-07-18", 24, 41, 39.9, "2017-01-18"},
	{"MLC art. XV(7): not less than forty of tonnage", "2014-07-18", 24, 40.1, 40, ""},
	{"the last day of a short month", "2014-08-31", 24, 0, 0, "2017-02-28"},
};

static void silence_is_acceptance(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(acceptance_rows); i++)
		check_row(i, acceptance_rows[i].source,
			  date_same(law_tacit_acceptance(day(acceptance_rows[i].notified), acceptance_rows[i].period,
							 acceptance_rows[i].members, acceptance_rows[i].tonnage),
				    day(acceptance_rows[i].in_force)));
}

/* The amendments approved on 11 June 2014, in force on 18 January 2017. word: o objected, x asked for express acceptance. */
static const struct {
	const char *source, *registered;
	char word;
	const char *accepted, *postponed_to; /* "" none */
	const char *binds;
} member_rows[] = {
	{"MLC art. XV(8): the general day", "2012-08-20", 0, "", "", "2017-01-18"},
	{"MLC art. XV(8): objected", "2012-08-20", 'o', "", "", ""},
	{"MLC art. XV(11): withdrawn in time", "2012-08-20", 'o', "2017-01-17", "", "2017-01-18"},
	{"MLC art. XV(11): withdrawn afterwards, six months", "2012-08-20", 'o', "2018-02-01", "", "2018-08-01"},
	{"MLC art. XV(8)(a): nothing without its word", "2012-08-20", 'x', "", "", ""},
	{"MLC art. XV(9): six months after its word", "2012-08-20", 'x', "2016-12-01", "", "2017-06-01"},
	{"MLC art. XV(9): not before the general day", "2012-08-20", 'x', "2016-01-01", "", "2017-01-18"},
	{"MLC art. XV(8)(b): postponed", "2012-08-20", 0, "", "2017-09-01", "2017-09-01"},
	{"MLC art. XV(10): at most a year", "2012-08-20", 0, "", "2019-01-01", "2018-01-18"},
	{"a word that was not asked for", "2012-08-20", 0, "2019-01-01", "", "2017-01-18"},
	{"MLC art. XV(12): ratified afterwards, only as amended", "2018-03-01", 'o', "", "", "2019-03-01"},
	{"MLC art. XV: ratified between approval and entry into force", "2015-03-01", 0, "", "", "2017-01-18/"},
	{"MLC art. XV: the same, with its acceptance", "2015-03-01", 0, "2017-03-01", "", "2017-03-01"},
	{"bound by the Convention itself later", "2016-09-01", 0, "2016-09-01", "", "2017-09-01"},
};

static void members_have_their_say(void **state)
{
	(void)state;
	struct law_instrument mlc = instrument("MLC", "2006-02-23", "2013-08-20", "");
	struct law_amendment amendment = {day("2014-06-11"), day("2017-01-18")},
			     pending = {day("2025-06-06"), DATE_NEVER};
	for (size_t i = 0; i < ROWS(member_rows); i++) {
		struct law_ratification r = {
			span(member_rows[i].registered), LAW_ORDINARY, {LAW_NOT_ENDED, SPAN_NEVER, {0}}, DATE_NEVER};
		struct law_binding bound = law_binding(&mlc, &r, NULL), never = {SPAN_NEVER, SPAN_NEVER, SPAN_NEVER};
		struct law_amendment_act act = {
			.objected = member_rows[i].word == 'o',
			.asked_express = member_rows[i].word == 'x',
			.accepted = *member_rows[i].accepted ? day(member_rows[i].accepted) : DATE_UNSET,
			.postponed_to = *member_rows[i].postponed_to ? day(member_rows[i].postponed_to) : DATE_UNSET,
		};
		check_row(i, member_rows[i].source,
			  same_span(law_amendment_binds(&amendment, &r, &bound, &act), span(member_rows[i].binds)));
		check_row(i, "not in force", same_span(law_amendment_binds(&pending, &r, &bound, &act), SPAN_NEVER));
		check_row(i, "not bound by the Convention",
			  same_span(law_amendment_binds(&amendment, &r, &never, &act), SPAN_NEVER));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(silence_is_acceptance),
		cmocka_unit_test(members_have_their_say),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
