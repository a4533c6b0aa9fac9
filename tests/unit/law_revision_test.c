/* SPDX-License-Identifier: Apache-2.0 */
/* What a newer Convention does to the older one that it revises: closing it, ending it for those who ratify the newer. */
#include "law/ratification.h"

#include "law_rows.h"

/* closing: c closes, o keeps open, a by consent of all. ends: - not, ! at once, u under the older one's own article,
 * a from the age of 15, u3 written '3' from the age under C123, p with a Part. */
static const struct {
	const char *source, *newer, *older; /* several older ones, separated by blanks */
	char closing, ends;
	int part;
	bool on_registration;
} revision_rows[] = {
	{"C001 to C026 have no revision article", "C041", "C004", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C042", "C018", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C058", "C007", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C059", "C005", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C089", "C004", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C090", "C006", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C103", "C003", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C121", "C012 C017 C018", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C130", "C024 C025", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C166", "C023", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "C179", "C009", 'o', '-', 0, false},
	{"C001 to C026 have no revision article", "MLC", "C007 C008 C009 C016 C022 C023", 'o', '-', 0, false},
	{"C027 art. 7", "C032", "C028", 'c', '!', 0, false},
	{"C027 art. 7", "C046", "C031", 'c', '!', 0, false},
	{"C027 art. 7", "C060", "C033", 'c', '!', 0, false},
	{"C027 art. 7", "C089", "C041", 'c', '!', 0, false},
	{"C027 art. 7", "C096", "C034", 'c', '!', 0, false},
	{"C027 art. 7", "C097", "C066", 'c', '!', 0, false},
	{"C027 art. 7", "C117", "C082", 'c', '!', 0, false},
	{"C027 art. 7", "C146", "C091", 'c', '!', 0, false},
	{"C027 art. 7", "C152", "C028 C032", 'c', '!', 0, false},
	{"C027 art. 7", "C153", "C067", 'c', '!', 0, false},
	{"C027 art. 7", "C157", "C048", 'c', '!', 0, false},
	{"C027 art. 7", "C160", "C063", 'c', '!', 0, false},
	{"C027 art. 7", "C165", "C056 C070", 'c', '!', 0, false},
	{"C027 art. 7", "C167", "C062", 'c', '!', 0, false},
	{"C027 art. 7", "C168", "C044", 'c', '!', 0, false},
	{"C027 art. 7", "C169", "C107", 'c', '!', 0, false},
	{"C027 art. 7", "C181", "C034 C096", 'c', '!', 0, false},
	{"C027 art. 7", "C183", "C103", 'c', '!', 0, false},
	{"C027 art. 7", "C185", "C108", 'c', '!', 0, false},
	{"C027 art. 7", "C188", "C112 C113 C114 C126", 'c', '!', 0, false},
	{"C180 art. 16", "C180", "C057 C076 C093 C109", 'c', '!', 0, false},
	{"MLC art. X", "MLC",
	 "C053 C054 C055 C056 C057 C058 C068 C069 C070 C072 C073 C074 C075 C076 C091 C092 C093 C109", 'c', '!', 0,
	 false},
	{"MLC art. X", "MLC", "C133 C134 C145 C146 C147 P147 C163 C164 C165 C166 C178 C179 C180", 'c', '!', 0, false},
	{"C121 art. 28(2)", "C121", "C042", 'o', '!', 0, false},
	{"C138 art. 10(3), 10(5)", "C138", "C005 C007 C010 C015", 'a', 'u', 0, true},
	{"C138 art. 10(2), 10(4)", "C138", "C058 C059 C060 C112", 'o', 'a', 0, true},
	{"C138 art. 10(4)(f)", "C138", "C123", 'o', '3', 0, true},
	{"C138 art. 10(4)", "C138", "C033", 'c', '!', 0, true},
	{"C128 art. 44", "C128", "C037 C038", 'c', 'p', 2, false},
	{"C128 art. 44", "C128", "C035 C036", 'c', 'p', 3, false},
	{"C128 art. 44", "C128", "C039 C040", 'c', 'p', 4, false},
	{"C132 art. 16", "C132", "C052", 'c', 'p', 1, false},
	{"C132 art. 16", "C132", "C101", 'o', 'p', 2, false},
	{"C173 art. 3(6): article 11 alone", "C173", "C095", 'o', '-', 0, false},
	{"C191 amends words", "C191", "C182 C183 MLC P029", 'o', '-', 0, false},
	{"a Protocol closes nothing", "P155", "C155", 'o', '-', 0, false},
};

static enum law_closing closing_of(char letter)
{
	return letter == 'c' ? LAW_CLOSES : letter == 'o' ? LAW_KEEPS_OPEN : LAW_CLOSES_BY_CONSENT;
}

static enum law_ends ends_of(char letter)
{
	switch (letter) {
	case '!': return LAW_ENDS;
	case 'u': return LAW_ENDS_UNDER_OWN;
	case 'a': return LAW_ENDS_FROM_15;
	case '3': return LAW_ENDS_FROM_C123;
	case 'p': return LAW_ENDS_BY_PARTS;
	default: return LAW_ENDS_NOT;
	}
}

static void every_pair_has_its_effect(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(revision_rows); i++) {
		struct str rest = str_of(revision_rows[i].older), name;
		while (str_next(&rest, ' ', &name)) {
			struct law_id older;
			check_row(i, revision_rows[i].older, law_id_parse(name, &older));
			struct law_revision r = law_revision(older, id(revision_rows[i].newer));
			check_row(i, revision_rows[i].source, r.closing == closing_of(revision_rows[i].closing));
			check_row(i, revision_rows[i].source, r.ends == ends_of(revision_rows[i].ends));
			check_row(i, revision_rows[i].source, r.part == revision_rows[i].part);
			check_row(i, revision_rows[i].source, r.on_registration == revision_rows[i].on_registration);
			check_row(i, revision_rows[i].source, r.source && *r.source);
			bool is_partial = str_is(str_of(revision_rows[i].newer), "C173") ||
					  str_is(str_of(revision_rows[i].newer), "C191");
			check_row(i, revision_rows[i].source, r.is_partial == is_partial);
		}
	}
}

/* Revisers as "C183 2002-02-07; …", with their first entry into force ("-" if none). */
static const struct {
	const char *source, *older, *adopted, *ended, *revisers, *on;
	char open;
} open_rows[] = {
	{"C027 art. 7: C103, the day before C183", "C103", "1952-06-28", "", "C183 2002-02-07", "2002-02-06", 'y'},
	{"C027 art. 7: C103, the day of C183", "C103", "1952-06-28", "", "C183 2002-02-07", "2002-02-07", 'n'},
	{"C003 has no revision article", "C003", "1919-11-28", "", "C103 1955-09-07", "2026-11-24", 'y'},
	{"C121 art. 28(2)", "C042", "1934-06-21", "", "C121 1967-07-28", "2026-11-24", 'y'},
	{"C138 art. 10(2)", "C059", "1937-06-22", "", "C138 1976-06-19", "2026-11-24", 'y'},
	{"C138 art. 10(2): C112 until C188", "C112", "1959-06-19", "", "C138 1976-06-19; C188 2017-11-16", "2017-11-15",
	 'y'},
	{"C112: C188 closes it", "C112", "1959-06-19", "", "C138 1976-06-19; C188 2017-11-16", "2017-11-16", 'n'},
	{"MLC art. X: C058", "C058", "1936-10-24", "", "C138 1976-06-19; MLC 2013-08-20", "2013-08-20", 'n'},
	{"C138 art. 10(4): C033 is not among those kept open", "C033", "1932-04-30", "",
	 "C060 1950-12-29; C138 1976-06-19", "1976-06-19", 'n'},
	{"C138 art. 10(3): before C138", "C010", "1921-11-16", "", "C138 1976-06-19", "1976-06-18", 'y'},
	{"C138 art. 10(3): whether all consented is not known", "C010", "1921-11-16", "", "C138 1976-06-19",
	 "2026-11-24", '?'},
	{"C138 art. 10(3): C015, abrogated", "C015", "1921-11-11", "2017-06", "C138 1976-06-19", "2018-01-01", 'n'},
	{"C132 art. 16: C101 stays open", "C101", "1952-06-26", "", "C132 1973-06-30", "2026-11-24", 'y'},
	{"C132 art. 16: C052 does not", "C052", "1936-06-24", "", "C132 1973-06-30", "1973-06-30", 'n'},
	{"C180 art. 16, though C180 was withdrawn since", "C109", "1958-05-14", "", "C180 2002-08-08", "2026-11-24",
	 'n'},
	{"a reviser that never was in force", "C076", "1946-06-29", "", "C093 -", "1999-01-01", 'y'},
	{"C031, withdrawn", "C031", "1931-06-18", "2000-05-30", "C046 -", "2026-11-24", 'n'},
	{"C004, abrogated in 2017", "C004", "1919-11-28", "2017-06-05/2017-06-16", "C041 1936-11-22", "2018-01-01",
	 'n'},
	{"C004, during the session that decided", "C004", "1919-11-28", "2017-06-05/2017-06-16", "C041 1936-11-22",
	 "2017-06-10", '?'},
	{"C173 art. 3(6): C095 stays open", "C095", "1949-07-01", "", "C173 1995-06-08", "2026-11-24", 'y'},
	{"before adoption", "C190", "2019-06-21", "", "", "2019-06-20", 'n'},
	{"adopted", "C190", "2019-06-21", "", "", "2019-06-21", 'y'},
	{"Const. art. 19(6)", "R202", "2012-06-14", "", "", "2026-11-24", 'n'},
};

static size_t read_revisers(const char *text, struct law_instrument *at, const struct law_instrument **to)
{
	struct str rest = str_of(text), part;
	size_t n = 0;
	while (*text && str_next(&rest, ';', &part)) {
		struct str day_text = str_trim(part), name;
		str_next(&day_text, ' ', &name);
		at[n] = (struct law_instrument){{0}, SPAN_UNSET, SPAN_NEVER, LAW_STANDING, SPAN_NEVER};
		if (!law_id_parse(name, &at[n].id) || (day_text.n > 1 && !span_parse(day_text, &at[n].in_force)))
			fail_msg("no revisers: %s", text);
		to[n] = &at[n];
		n++;
	}
	return n;
}

static void closed_from_the_entry_into_force_of_the_newer(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(open_rows); i++) {
		struct law_instrument at[4],
			older = instrument(open_rows[i].older, open_rows[i].adopted, "", open_rows[i].ended);
		const struct law_instrument *revisers[4];
		size_t n = read_revisers(open_rows[i].revisers, at, revisers);
		check_row(i, open_rows[i].source,
			  law_open_to_ratification(&older, revisers, n, day(open_rows[i].on)) ==
				  answer(open_rows[i].open));
	}
}

/* What ratifying `newer` on a day does to a ratification of `older`. declared: age, 3 (article 3), parts as bits. */
static const struct {
	const char *source, *older, *older_registered, *newer, *newer_in_force, *newer_registered;
	struct law_declared declared;
	const char *day; /* "" if it ends nothing, "1999-02-01/" if it may */
} denunciation_rows[] = {
	{"C103 AUT by C183: when it binds the Member",
	 "C103",
	 "1969-12-04",
	 "C183",
	 "2002-02-07",
	 "2004-04-30",
	 {0},
	 "2005-04-30"},
	{"C103 ITA by C183: with first entry into force",
	 "C103",
	 "1971-05-05",
	 "C183",
	 "2002-02-07",
	 "2001-02-07",
	 {0},
	 "2002-02-07"},
	{"C107 MEX by C169", "C107", "1959-06-01", "C169", "1991-09-05", "1990-09-05", {0}, "1991-09-05"},
	{"C107 BRA by C169", "C107", "1965-06-18", "C169", "1991-09-05", "2002-07-25", {0}, "2003-07-25"},
	{"C138 art. 10(5): C007 CHL",
	 "C007",
	 "1935-10-18",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 15},
	 "1999-02-01"},
	{"C138 art. 10(5): C015 DEU, before C138 was in force",
	 "C015",
	 "1929-06-11",
	 "C138",
	 "1976-06-19",
	 "1976-04-08",
	 {0},
	 "1976-06-19"},
	{"C138 art. 10(4): C059, 15 years",
	 "C059",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 15},
	 "1999-02-01"},
	{"C138 art. 10(4): C059, 14 years",
	 "C059",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 14},
	 ""},
	{"C138 art. 10(4): C060, 16 years",
	 "C060",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 16},
	 "1999-02-01"},
	{"C138 art. 10(4): C059, age not known",
	 "C059",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {0},
	 "1999-02-01/"},
	{"C138 art. 3 for work at sea: C058, 14 years",
	 "C058",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 14, .article_3 = true},
	 "1999-02-01"},
	{"C138 art. 3 for fishing: C112, 14 years",
	 "C112",
	 "1961-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 14, .article_3 = true},
	 "1999-02-01"},
	{"C138 art. 3 does not end C059",
	 "C059",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 14, .article_3 = true},
	 ""},
	{"C138 art. 10(4): C033 whatever the age",
	 "C033",
	 "1950-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 14},
	 "1999-02-01"},
	{"C123 art. 2: 15 is below any age under C123",
	 "C123",
	 "1968-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 15},
	 ""},
	{"C123 art. 2: 16 may be the age under C123",
	 "C123",
	 "1968-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 16},
	 "1999-02-01/"},
	{"C138 art. 10(4)(f): an age underground by article 3",
	 "C123",
	 "1968-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 15, .article_3 = true},
	 "1999-02-01/"},
	{"C128 art. 44: Part II for C037",
	 "C037",
	 "1950-01-01",
	 "C128",
	 "1969-11-01",
	 "1970-01-01",
	 {.parts = 1u << 2},
	 "1971-01-01"},
	{"C128 art. 44: Part II not for C035",
	 "C035",
	 "1950-01-01",
	 "C128",
	 "1969-11-01",
	 "1970-01-01",
	 {.parts = 1u << 2},
	 ""},
	{"C128 art. 44: Part III for C036",
	 "C036",
	 "1950-01-01",
	 "C128",
	 "1969-11-01",
	 "1970-01-01",
	 {.parts = 1u << 3},
	 "1971-01-01"},
	{"C128 art. 44: Parts not known", "C040", "1950-01-01", "C128", "1969-11-01", "1970-01-01", {0}, "1971-01-01/"},
	{"C132 art. 15(1)(a): outside agriculture",
	 "C052",
	 "1950-01-01",
	 "C132",
	 "1973-06-30",
	 "1974-01-01",
	 {.parts = 1u << 1},
	 "1975-01-01"},
	{"C132 art. 15(1)(b): in agriculture",
	 "C101",
	 "1955-01-01",
	 "C132",
	 "1973-06-30",
	 "1974-01-01",
	 {.parts = 1u << 2},
	 "1975-01-01"},
	{"C132 art. 16: agriculture left out",
	 "C101",
	 "1955-01-01",
	 "C132",
	 "1973-06-30",
	 "1974-01-01",
	 {.parts = 1u << 1},
	 ""},
	{"C121 art. 28(2)", "C042", "1950-01-01", "C121", "1967-07-28", "1970-01-01", {0}, "1971-01-01"},
	{"C003 by C103: no revision article", "C003", "1934-04-26", "C103", "1955-09-07", "1965-06-18", {0}, ""},
	{"C173 art. 3(6): not the whole of C095", "C095", "1958-06-24", "C173", "1995-06-08", "1995-05-16", {0}, ""},
	{"a newer one that never was in force", "C076", "1950-01-01", "C093", "", "1955-01-01", {0}, ""},
	{"the older one ratified afterwards, while open",
	 "C059",
	 "2001-01-01",
	 "C138",
	 "1976-06-19",
	 "1999-02-01",
	 {.minimum_age = 15},
	 ""},
};

static void ratifying_the_newer_ends_the_older(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(denunciation_rows); i++) {
		struct law_instrument older = instrument(denunciation_rows[i].older, "1919", "1921", "");
		struct law_instrument newer =
			instrument(denunciation_rows[i].newer, "1950", denunciation_rows[i].newer_in_force, "");
		struct law_ratification old = {span(denunciation_rows[i].older_registered),
					       LAW_ORDINARY,
					       {LAW_NOT_ENDED, SPAN_NEVER, {0}},
					       DATE_NEVER};
		struct law_ratification new = {span(denunciation_rows[i].newer_registered),
					       LAW_ORDINARY,
					       {LAW_NOT_ENDED, SPAN_NEVER, {0}},
					       DATE_NEVER};
		struct law_binding bound = law_binding(&newer, &new, NULL);
		const struct law_declared *declared = &denunciation_rows[i].declared;
		struct span ends = law_automatic_denunciation(&older, &old, &newer, &new, &bound, declared);
		check_row(i, denunciation_rows[i].source, same_span(ends, span(denunciation_rows[i].day)));
		old.denounced = (struct law_denunciation){
			LAW_ENDED_BY_ACT, span("1951-01-01"), {0}}; /* nobody is denounced twice */
		ends = law_automatic_denunciation(&older, &old, &newer, &new, &bound, declared);
		check_row(i, denunciation_rows[i].source, same_span(ends, SPAN_NEVER));
		old.denounced.day = span("2025-01-01"); /* but an act that comes later changes nothing */
		ends = law_automatic_denunciation(&older, &old, &newer, &new, &bound, declared);
		check_row(i, denunciation_rows[i].source, same_span(ends, span(denunciation_rows[i].day)));
		old.denounced.kind = LAW_NOT_ENDED;
		new.basis = LAW_CONDITIONAL; /* and nobody by a ratification on a condition */
		bound = law_binding(&newer, &new, NULL);
		ends = law_automatic_denunciation(&older, &old, &newer, &new, &bound, declared);
		check_row(i, denunciation_rows[i].source, same_span(ends, SPAN_NEVER));
	}
}

/* C027 art. 7 is the first; a Protocol and a Recommendation have none. */
static void revision_articles_begin_with_c027(void **state)
{
	(void)state;
	assert_false(law_has_revision_article(id("C026")));
	assert_true(law_has_revision_article(id("C027")));
	assert_true(law_has_revision_article(id("MLC")));
	assert_false(law_has_revision_article(id("P029")));
	assert_false(law_has_revision_article(id("R201")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_has_its_effect),
		cmocka_unit_test(revision_articles_begin_with_c027),
		cmocka_unit_test(closed_from_the_entry_into_force_of_the_newer),
		cmocka_unit_test(ratifying_the_newer_ends_the_older),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
