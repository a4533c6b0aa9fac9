/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations: what each text offers or demands, how they may change, and what is declared for territories. */
#include "law/declaration.h"

#include "law_rows.h"

#define BITS(from, to) (((1u << ((to) + 1)) - 1) & ~((1u << (from)) - 1))

static const struct {
	const char *source, *instrument;
	enum law_declaration_kind kind;
	bool compulsory;
	int least;
	unsigned allowed;
	enum law_change later;
} rule_rows[] = {
	{"C081 art. 25", "C081", LAW_PARTS_EXCLUDED, false, 0, BITS(2, 2), LAW_CHANGE_CANCEL},
	{"C096 art. 2", "C096", LAW_PARTS_ACCEPTED, true, 1, BITS(2, 3), LAW_CHANGE_REPLACE},
	{"C097 art. 14", "C097", LAW_PARTS_EXCLUDED, false, 0, BITS(1, 3), LAW_CHANGE_CANCEL},
	{"C102 art. 2", "C102", LAW_PARTS_ACCEPTED, true, 3, BITS(2, 10), LAW_CHANGE_ADD},
	{"C110 art. 3", "C110", LAW_PARTS_EXCLUDED, false, 0, 0, LAW_CHANGE_CANCEL},
	{"C118 art. 2", "C118", LAW_PARTS_ACCEPTED, true, 1, BITS(1, 9), LAW_CHANGE_ADD},
	{"C121 art. 2", "C121", LAW_TEMPORARY_EXCEPTIONS, false, 0, 0, LAW_CHANGE_CANCEL},
	{"C121 art. 3", "C121", LAW_SCOPE_LIMITED, false, 0, 0, LAW_CHANGE_CANCEL},
	{"C128 art. 2", "C128", LAW_PARTS_ACCEPTED, true, 1, BITS(2, 4), LAW_CHANGE_ADD},
	{"C129 art. 5", "C129", LAW_SCOPE_LIMITED, false, 0, 0, LAW_CHANGE_ADD},
	{"C130 art. 2", "C130", LAW_TEMPORARY_EXCEPTIONS, false, 0, 0, LAW_CHANGE_CANCEL},
	{"C132 art. 3", "C132", LAW_HOLIDAY, true, 21, 0, LAW_CHANGE_UPWARD},
	{"C132 art. 15", "C132", LAW_PARTS_ACCEPTED, true, 1, BITS(1, 2), LAW_CHANGE_ADD},
	{"C138 art. 2", "C138", LAW_MINIMUM_AGE, true, 14, 0, LAW_CHANGE_UPWARD},
	{"C138 art. 5", "C138", LAW_SCOPE_LIMITED, false, 0, 0, LAW_CHANGE_ADD},
	{"C143 art. 16", "C143", LAW_PARTS_EXCLUDED, false, 0, BITS(1, 2), LAW_CHANGE_CANCEL},
	{"C146 art. 3", "C146", LAW_HOLIDAY, true, 30, 0, LAW_CHANGE_UPWARD},
	{"C148 art. 2", "C148", LAW_PARTS_ACCEPTED, false, 1, BITS(1, 3), LAW_CHANGE_ADD},
	{"C160 art. 16", "C160", LAW_PARTS_ACCEPTED, true, 1, BITS(7, 15), LAW_CHANGE_ADD},
	{"C173 art. 3", "C173", LAW_PARTS_ACCEPTED, true, 1, BITS(2, 3), LAW_CHANGE_ADD},
	{"C183 art. 4", "C183", LAW_MATERNITY_LEAVE, true, 98, 0, LAW_CHANGE_UPWARD},
	{"MLC Standard A4.5(10)", "MLC", LAW_PARTS_ACCEPTED, true, 3, BITS(1, 9), LAW_CHANGE_ADD},
};

static const struct law_declaration_rule *rule_of(const char *instrument, enum law_declaration_kind kind)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(id(instrument), &n);
	for (size_t k = 0; k < n; k++)
		if (rules[k].kind == kind)
			return &rules[k];
	fail_msg("%s offers no such declaration", instrument);
	return NULL;
}

static void texts_offer_what_they_offer(void **state)
{
	(void)state;
	size_t total = 0;
	for (int kind = LAW_CONVENTION; kind <= LAW_RECOMMENDATION; kind++)
		for (int number = 1; number <= 210; number++) {
			size_t n;
			law_declaration_rules((struct law_id){(enum law_kind)kind, number}, &n);
			total += n;
		}
	assert_int_equal(total, ROWS(rule_rows));
	for (size_t i = 0; i < ROWS(rule_rows); i++) {
		const struct law_declaration_rule *rule = rule_of(rule_rows[i].instrument, rule_rows[i].kind);
		check_row(i, rule_rows[i].source, strcmp(rule->source, rule_rows[i].source) == 0);
		check_row(i, rule_rows[i].source,
			  rule->compulsory == rule_rows[i].compulsory && rule->least == rule_rows[i].least);
		check_row(i, rule_rows[i].source,
			  rule->allowed == rule_rows[i].allowed && rule->later == rule_rows[i].later);
	}
}

static const struct {
	const char *source, *instrument;
	enum law_declaration_kind kind;
	int values[3]; /* in the order they were made; 0 ends the row */
	enum law_declaration_fault fault;
} check_rows[] = {
	{"C138 art. 2: compulsory", "C138", LAW_MINIMUM_AGE, {0}, LAW_DECLARATION_MISSING},
	{"C138 art. 2", "C138", LAW_MINIMUM_AGE, {15}, LAW_DECLARATION_FINE},
	{"C138 art. 2: fourteen after consultation", "C138", LAW_MINIMUM_AGE, {14}, LAW_DECLARATION_FINE},
	{"C138 art. 2: thirteen never", "C138", LAW_MINIMUM_AGE, {13}, LAW_DECLARATION_TOO_LOW},
	{"C138 art. 2: raised", "C138", LAW_MINIMUM_AGE, {14, 15, 16}, LAW_DECLARATION_FINE},
	{"C138 art. 2: only upward", "C138", LAW_MINIMUM_AGE, {16, 15}, LAW_DECLARATION_LOWERED},
	{"C138 art. 5: nobody must", "C138", LAW_SCOPE_LIMITED, {0}, LAW_DECLARATION_FINE},
	{"C183 art. 4: fourteen weeks", "C183", LAW_MATERNITY_LEAVE, {98}, LAW_DECLARATION_FINE},
	{"C183 art. 4: thirteen weeks", "C183", LAW_MATERNITY_LEAVE, {91}, LAW_DECLARATION_TOO_LOW},
	{"C132 art. 3: three weeks", "C132", LAW_HOLIDAY, {21}, LAW_DECLARATION_FINE},
	{"C132 art. 3: two weeks", "C132", LAW_HOLIDAY, {14}, LAW_DECLARATION_TOO_LOW},
	{"C146 art. 3", "C146", LAW_HOLIDAY, {29}, LAW_DECLARATION_TOO_LOW},
	{"C102 art. 2: three Parts with V",
	 "C102",
	 LAW_PARTS_ACCEPTED,
	 {BITS(2, 3) | BITS(5, 5)},
	 LAW_DECLARATION_FINE},
	{"C102 art. 2: two Parts", "C102", LAW_PARTS_ACCEPTED, {BITS(4, 5)}, LAW_DECLARATION_PART_NEEDED},
	{"C102 art. 2: none of IV, V, VI, IX, X",
	 "C102",
	 LAW_PARTS_ACCEPTED,
	 {BITS(2, 3) | BITS(7, 8)},
	 LAW_DECLARATION_PART_NEEDED},
	{"C102 art. 2: no Part XI",
	 "C102",
	 LAW_PARTS_ACCEPTED,
	 {BITS(4, 6) | BITS(11, 11)},
	 LAW_DECLARATION_PART_UNKNOWN},
	{"C118 art. 2: branch (i)", "C118", LAW_PARTS_ACCEPTED, {BITS(9, 9)}, LAW_DECLARATION_FINE},
	{"C118 art. 2: at least one", "C118", LAW_PARTS_ACCEPTED, {0}, LAW_DECLARATION_MISSING},
	{"C128 art. 2", "C128", LAW_PARTS_ACCEPTED, {BITS(5, 5)}, LAW_DECLARATION_PART_UNKNOWN},
	{"C160 art. 16: article 7", "C160", LAW_PARTS_ACCEPTED, {BITS(7, 7)}, LAW_DECLARATION_FINE},
	{"C160 art. 16: article 6 is not of Part II",
	 "C160",
	 LAW_PARTS_ACCEPTED,
	 {BITS(6, 6)},
	 LAW_DECLARATION_PART_UNKNOWN},
	{"C173 art. 3: both Parts", "C173", LAW_PARTS_ACCEPTED, {BITS(2, 2), BITS(3, 3)}, LAW_DECLARATION_FINE},
	{"C096 art. 2: III, then II in its place",
	 "C096",
	 LAW_PARTS_ACCEPTED,
	 {BITS(3, 3), BITS(2, 2)},
	 LAW_DECLARATION_FINE},
	{"C096 art. 2: not both", "C096", LAW_PARTS_ACCEPTED, {BITS(2, 3)}, LAW_DECLARATION_PART_TOO_MANY},
	{"C097 art. 14: all annexes", "C097", LAW_PARTS_EXCLUDED, {BITS(1, 3)}, LAW_DECLARATION_FINE},
	{"C143 art. 16: one Part", "C143", LAW_PARTS_EXCLUDED, {BITS(1, 1)}, LAW_DECLARATION_FINE},
	{"C143 art. 16: not both", "C143", LAW_PARTS_EXCLUDED, {BITS(1, 2)}, LAW_DECLARATION_PART_TOO_MANY},
	{"C148 art. 2: nothing said", "C148", LAW_PARTS_ACCEPTED, {0}, LAW_DECLARATION_FINE},
	{"MLC Standard A4.5(10): three of nine",
	 "MLC",
	 LAW_PARTS_ACCEPTED,
	 {BITS(1, 2), BITS(9, 9)},
	 LAW_DECLARATION_FINE},
	{"MLC Standard A4.5(10): two", "MLC", LAW_PARTS_ACCEPTED, {BITS(1, 2)}, LAW_DECLARATION_PART_NEEDED},
};

static void faults_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(check_rows); i++) {
		struct law_declaration made[4] = {{LAW_OTHER_DECLARATION, 1, DATE_UNSET}};
		size_t n = 1;
		for (size_t k = 0; k < 3 && check_rows[i].values[k]; k++)
			made[n++] = (struct law_declaration){check_rows[i].kind, check_rows[i].values[k], DATE_UNSET};
		const struct law_declaration_rule *rule = rule_of(check_rows[i].instrument, check_rows[i].kind);
		check_row(i, check_rows[i].source, law_declaration_check(rule, made, n) == check_rows[i].fault);
	}
}

static const struct {
	const char *source, *instrument;
	enum law_declaration_kind kind;
	struct {
		int value;
		const char *effective; /* "" with the ratification; NULL ends the row */
	} made[3];
	const char *on;
	int value;
} value_rows[] = {
	{"C138 art. 2: none", "C138", LAW_MINIMUM_AGE, {{0, NULL}}, "2020-01-01", 0},
	{"C138 art. 2: before it was raised",
	 "C138",
	 LAW_MINIMUM_AGE,
	 {{14, ""}, {15, "2010-01-01"}},
	 "2009-12-31",
	 14},
	{"C138 art. 2: raised", "C138", LAW_MINIMUM_AGE, {{14, ""}, {15, "2010-01-01"}}, "2010-01-01", 15},
	{"C118 art. 2: branches add up",
	 "C118",
	 LAW_PARTS_ACCEPTED,
	 {{BITS(1, 2), ""}, {BITS(9, 9), "1970-01-01"}},
	 "1980-01-01",
	 (int)(BITS(1, 2) | BITS(9, 9))},
	{"C160 art. 16: from the communication",
	 "C160",
	 LAW_PARTS_ACCEPTED,
	 {{BITS(7, 7), ""}, {BITS(8, 8), "1990-01-01"}},
	 "1989-12-31",
	 (int)BITS(7, 7)},
	{"C097 art. 14: an annex accepted later",
	 "C097",
	 LAW_PARTS_EXCLUDED,
	 {{BITS(1, 3), ""}, {BITS(3, 3), "1960-01-01"}},
	 "1960-01-01",
	 (int)BITS(3, 3)},
	{"C081 art. 25: cancelled", "C081", LAW_PARTS_EXCLUDED, {{BITS(2, 2), ""}, {0, "1980-01-01"}}, "1990-01-01", 0},
	{"C096 art. 2: II in the place of III",
	 "C096",
	 LAW_PARTS_ACCEPTED,
	 {{BITS(3, 3), ""}, {BITS(2, 2), "1970-01-01"}},
	 "1980-01-01",
	 (int)BITS(2, 2)},
};

static void the_latest_holds_or_parts_add_up(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(value_rows); i++) {
		struct law_declaration made[3];
		size_t n = 0;
		for (; n < 3 && value_rows[i].made[n].effective; n++) {
			const char *effective = value_rows[i].made[n].effective;
			made[n] = (struct law_declaration){value_rows[i].kind, value_rows[i].made[n].value,
							   *effective ? day(effective) : DATE_UNSET};
		}
		const struct law_declaration_rule *rule = rule_of(value_rows[i].instrument, value_rows[i].kind);
		check_row(i, value_rows[i].source,
			  law_declared_value(rule, made, n, day(value_rows[i].on)) == value_rows[i].value);
	}
}

static const struct {
	const char *source, *instrument;
	unsigned accepted, alone, replaced;
} part_rows[] = {
	{"C128 art. 49(1), C128 art. 45(1)", "C128", BITS(2, 4), BITS(2, 4), BITS(5, 5) | BITS(9, 10)},
	{"C128 art. 45(1): Part II for Part IX", "C128", BITS(2, 2), BITS(2, 4), BITS(9, 9)},
	{"C128 art. 45(1): Part III for Part V", "C128", BITS(3, 3), BITS(2, 4), BITS(5, 5)},
	{"C128 art. 45(1): Part IV for Part X", "C128", BITS(4, 4), BITS(2, 4), BITS(10, 10)},
	{"C102 art. 82", "C102", 0, BITS(2, 10), 0},
	{"C097 art. 17(3)", "C097", 0, BITS(1, 3), 0},
	{"C121 art. 29", "C121", 0, 0, BITS(6, 6)},
	{"C130 art. 36", "C130", 0, 0, BITS(3, 3)},
	{"C189 offers no Parts", "C189", 0, 0, 0},
	{"R128 is no Convention", "R128", BITS(2, 4), 0, 0},
};

static void parts_go_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(part_rows); i++) {
		struct law_id name = id(part_rows[i].instrument);
		check_row(i, part_rows[i].source, law_parts_denounced_alone(name) == part_rows[i].alone);
		check_row(i, part_rows[i].source,
			  law_parts_of_c102_replaced(name, part_rows[i].accepted) == part_rows[i].replaced);
	}
}

static const struct {
	const char *source;
	enum law_application application;
	const char *from, *until, *ended, *on;
	char applies;
} territory_rows[] = {
	{"Const. art. 35: MLC, HKG, its own day", LAW_APPLIED, "2018-12-20", "", "", "2018-12-20", 'y'},
	{"MLC, HKG, registered, not yet applied", LAW_APPLIED, "2018-12-20", "", "", "2018-08-06", 'n'},
	{"MLC, CUW, at once", LAW_APPLIED, "2015-04-14", "", "", "2015-04-14", 'y'},
	{"with modifications", LAW_APPLIED_WITH_MODIFICATIONS, "1960-01-01", "", "", "1970-01-01", 'y'},
	{"inapplicable", LAW_INAPPLICABLE, "1960-01-01", "", "", "1970-01-01", 'n'},
	{"decision reserved", LAW_RESERVED, "1960-01-01", "", "", "1970-01-01", 'n'},
	{"until it passed to another State", LAW_APPLIED, "1960-01-01", "1997-07-01", "", "1997-07-01", 'n'},
	{"until the abrogation", LAW_APPLIED, "1960-01-01", "", "2017-06-05/2017-06-16", "2017-06-10", '?'},
	{"only the year is known", LAW_APPLIED, "1960", "", "", "1960-06-01", '?'},
};

static void territories_have_their_own_days(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(territory_rows); i++) {
		struct law_territory t = {territory_rows[i].application, span(territory_rows[i].from),
					  span(territory_rows[i].until)};
		struct law_instrument convention =
			instrument("C081", "1947-07-11", "1950-04-07", territory_rows[i].ended);
		check_row(i, territory_rows[i].source,
			  law_applies_in_territory(&t, &convention, day(territory_rows[i].on)) ==
				  answer(territory_rows[i].applies));
	}
}

static const struct {
	const char *source, *on;
	bool lifts, may;
} modify_rows[] = {
	{"C098 art. 9(3): lifting at any time", "1965-01-01", true, true},
	{"C098 art. 9(4): outside a window", "1965-01-01", false, false},
	{"C098 art. 9(4): in a window", "1971-07-18", false, true},
	{"C098 art. 9(4): after it", "1972-07-18", false, false},
};

static void territories_are_modified_in_a_window(void **state)
{
	(void)state;
	struct law_instrument convention = instrument("C098", "1949-07-01", "1951-07-18", "");
	for (size_t i = 0; i < ROWS(modify_rows); i++)
		check_row(i, modify_rows[i].source,
			  law_may_modify_territory(&convention, NULL, day(modify_rows[i].on), modify_rows[i].lifts) ==
				  modify_rows[i].may);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_offer_what_they_offer),
		cmocka_unit_test(faults_are_found),
		cmocka_unit_test(the_latest_holds_or_parts_add_up),
		cmocka_unit_test(parts_go_alone),
		cmocka_unit_test(territories_have_their_own_days),
		cmocka_unit_test(territories_are_modified_in_a_window),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
