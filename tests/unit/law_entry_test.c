/* SPDX-License-Identifier: Apache-2.0 */
/* First entry into force, from the final provisions: the table of families, and cases with their dates. */
#include "law/entry.h"

#include <stdio.h>

#include "law_rows.h"

/* What the texts say, family by family; a later range stands before an earlier one. */
static const struct provision_row {
	const char *source;
	enum law_kind kind;
	int from, to;
	enum law_family family;
	int ratifications, months, days, listed, with_1m_grt, each_1m;
	double total_grt, share;
	int coastal;
} provision_rows[] = {
	{"C002 art. 6", LAW_CONVENTION, 2, 2, LAW_FAMILY_A_C002, 3, 0, 0, 0, 0, 0, 0, 0, 0},
	{"C006 art. 10", LAW_CONVENTION, 1, 9, LAW_FAMILY_A, 2, 0, 0, 0, 0, 0, 0, 0, 0},
	{"C014 art. 9", LAW_CONVENTION, 10, 23, LAW_FAMILY_B, 2, 0, 0, 0, 0, 0, 0, 0, 0},
	{"C024 art. 12", LAW_CONVENTION, 24, 24, LAW_FAMILY_C, 2, 0, 90, 0, 0, 0, 0, 0, 0},
	{"C025 art. 11", LAW_CONVENTION, 25, 25, LAW_FAMILY_C, 2, 0, 90, 0, 0, 0, 0, 0, 0},
	{"C031, the coal States", LAW_CONVENTION, 31, 31, LAW_FAMILY_F, 2, 6, 0, 7, 0, 0, 0, 0, 0},
	{"C046, the coal States", LAW_CONVENTION, 46, 46, LAW_FAMILY_F, 2, 6, 0, 7, 0, 0, 0, 0, 0},
	{"C054", LAW_CONVENTION, 54, 54, LAW_FAMILY_G, 5, 6, 0, 0, 0, 5, 0, 0, 0},
	{"C057 art. 24", LAW_CONVENTION, 57, 57, LAW_FAMILY_G, 5, 6, 0, 0, 0, 5, 0, 0, 0},
	{"C069 art. 8(2)", LAW_CONVENTION, 68, 69, LAW_FAMILY_H9, 9, 6, 0, 23, 5, 0, 0, 0, 0},
	{"C070 art. 12(2)", LAW_CONVENTION, 70, 70, LAW_FAMILY_H7, 7, 6, 0, 23, 4, 0, 0, 0, 0},
	{"C071 art. 6(2)", LAW_CONVENTION, 71, 71, LAW_FAMILY_H5, 5, 6, 0, 23, 3, 0, 0, 0, 0},
	{"C072", LAW_CONVENTION, 72, 72, LAW_FAMILY_H9, 9, 6, 0, 23, 5, 0, 0, 0, 0},
	{"C073", LAW_CONVENTION, 73, 73, LAW_FAMILY_H7, 7, 6, 0, 23, 4, 0, 0, 0, 0},
	{"C075", LAW_CONVENTION, 75, 75, LAW_FAMILY_H7, 7, 6, 0, 23, 4, 0, 0, 0, 0},
	{"C076", LAW_CONVENTION, 76, 76, LAW_FAMILY_H15, 9, 6, 0, 23, 5, 0, 15e6, 0, 0},
	{"C080 art. 5(2)", LAW_CONVENTION, 80, 80, LAW_FAMILY_E, 2, 0, 0, 0, 0, 0, 0, 0, 0},
	{"C091", LAW_CONVENTION, 91, 91, LAW_FAMILY_H9, 9, 6, 0, 23, 5, 0, 0, 0, 0},
	{"C092", LAW_CONVENTION, 92, 92, LAW_FAMILY_H7, 7, 6, 0, 23, 4, 0, 0, 0, 0},
	{"C093 art. 26", LAW_CONVENTION, 93, 93, LAW_FAMILY_H15, 9, 6, 0, 23, 5, 0, 15e6, 0, 0},
	{"C109", LAW_CONVENTION, 109, 109, LAW_FAMILY_H15_C109, 9, 6, 0, 28, 5, 0, 15e6, 0, 0},
	{"C116 art. 4(2)", LAW_CONVENTION, 116, 116, LAW_FAMILY_E, 2, 0, 0, 0, 0, 0, 0, 0, 0},
	{"C133", LAW_CONVENTION, 133, 133, LAW_FAMILY_I, 12, 6, 0, 0, 0, 4, 0, 0, 0},
	{"C147 art. 6(2)", LAW_CONVENTION, 147, 147, LAW_FAMILY_J, 10, 12, 0, 0, 0, 0, 0, 25, 0},
	{"C180 art. 18(2)", LAW_CONVENTION, 180, 180, LAW_FAMILY_K, 5, 6, 0, 0, 0, 3, 0, 0, 0},
	{"C185", LAW_CONVENTION, 185, 185, LAW_FAMILY_M, 2, 6, 0, 0, 0, 0, 0, 0, 0},
	{"MLC art. VIII(3)", LAW_CONVENTION, 186, 186, LAW_FAMILY_N, 30, 12, 0, 0, 0, 0, 0, 33, 0},
	{"C188 art. 48(2)", LAW_CONVENTION, 188, 188, LAW_FAMILY_O, 10, 12, 0, 0, 0, 0, 0, 0, 8},
	{"C189 art. 21(2)", LAW_CONVENTION, 26, 193, LAW_FAMILY_D, 2, 12, 0, 0, 0, 0, 0, 0, 0},
	{"no such Convention", LAW_CONVENTION, 194, 999, LAW_FAMILY_NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"P029 art. 8(2)", LAW_PROTOCOL, 29, 29, LAW_FAMILY_P, 2, 12, 0, 0, 0, 0, 0, 0, 0},
	{"P081", LAW_PROTOCOL, 81, 81, LAW_FAMILY_P, 2, 12, 0, 0, 0, 0, 0, 0, 0},
	{"P089, each alone", LAW_PROTOCOL, 89, 89, LAW_FAMILY_Q, 0, 12, 0, 0, 0, 0, 0, 0, 0},
	{"P110, each alone", LAW_PROTOCOL, 110, 110, LAW_FAMILY_Q, 0, 12, 0, 0, 0, 0, 0, 0, 0},
	{"P147 art. 6(2)", LAW_PROTOCOL, 147, 147, LAW_FAMILY_L, 5, 12, 0, 0, 0, 3, 0, 0, 0},
	{"P155", LAW_PROTOCOL, 155, 155, LAW_FAMILY_P, 2, 12, 0, 0, 0, 0, 0, 0, 0},
	{"no other Protocol", LAW_PROTOCOL, 1, 999, LAW_FAMILY_NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"Const. art. 19(6)", LAW_RECOMMENDATION, 1, 999, LAW_FAMILY_NONE, 0, 0, 0, 0, 0, 0, 0, 0, 0},
};

static void check_provisions(size_t i, const struct provision_row *row, const struct law_provisions *p)
{
	if (row->family == LAW_FAMILY_NONE) {
		check_row(i, row->source, p == NULL);
		return;
	}
	check_row(i, row->source, p != NULL);
	const struct law_rule *r = &p->rule;
	check_row(i, row->source, p->family == row->family && p->source != NULL);
	check_row(i, row->source, r->ratifications == row->ratifications);
	check_row(i, row->source, r->delay.months == row->months && r->delay.days == row->days);
	check_row(i, row->source, r->member_delay.months == row->months && r->member_delay.days == row->days);
	check_row(i, row->source, r->listed_n == (size_t)row->listed && (r->listed != NULL) == (row->listed > 0));
	check_row(i, row->source, r->with_1m_grt == row->with_1m_grt && r->each_1m == row->each_1m);
	check_row(i, row->source, r->total_grt == row->total_grt && r->tonnage_share == row->share);
	check_row(i, row->source, r->coastal == row->coastal && r->each_alone == (row->family == LAW_FAMILY_Q));
}

static void every_number_has_its_family(void **state)
{
	(void)state;
	for (int kind = LAW_CONVENTION; kind <= LAW_RECOMMENDATION; kind++)
		for (int number = 1; number <= 999; number++) {
			size_t i = 0;
			while (provision_rows[i].kind != (enum law_kind)kind || number < provision_rows[i].from ||
			       number > provision_rows[i].to)
				i++;
			check_provisions(i, &provision_rows[i],
					 law_provisions((struct law_id){(enum law_kind)kind, number}));
		}
}

/* A list of deposits: "URY 2012-06-14; N01..N30 2012-01-01 share=2; T1 2001-01-20 tons=2000000 coast=1". */
struct deposits {
	struct law_deposit at[80];
	char names[80][8];
	size_t n;
};

static void put_attribute(struct law_deposit *d, struct str word)
{
	double value = 0;
	if (str_begins(word, "share=") && sscanf(word.at + 6, "%lf", &value) == 1)
		d->tonnage_share = value;
	else if (str_begins(word, "tons=") && sscanf(word.at + 5, "%lf", &value) == 1)
		d->gross_tonnage = value;
	else if (str_begins(word, "coast=") && word.n == 7)
		d->coastal = word.at[6] - '0';
	else
		fail_msg("no attribute: %.*s", STR_ARGS(word));
}

static void put_deposit(struct deposits *all, struct str name, struct law_deposit d)
{
	if (all->n >= ROWS(all->at) || name.n >= sizeof all->names[0])
		fail_msg("too much: %.*s", STR_ARGS(name));
	memcpy(all->names[all->n], name.at, name.n);
	d.member = (struct str){all->names[all->n], name.n};
	all->at[all->n++] = d;
}

static void read_deposit(struct deposits *all, struct str text)
{
	struct str rest = str_trim(text), name, word;
	struct law_deposit d = {.tonnage_share = -1, .gross_tonnage = -1, .coastal = -1};
	str_next(&rest, ' ', &name);
	if (!str_next(&rest, ' ', &word) || !date_parse(word, &d.registered))
		fail_msg("no day: %.*s", STR_ARGS(text));
	while (str_next(&rest, ' ', &word))
		put_attribute(&d, word);
	if (name.n != 8) { /* "N01..N30" */
		put_deposit(all, name, d);
		return;
	}
	for (int k = atoi(name.at + 1); k <= atoi(name.at + 6); k++) {
		char one[8];
		int n = snprintf(one, sizeof one, "%c%02d", name.at[0], k);
		put_deposit(all, (struct str){one, (size_t)n}, d);
	}
}

static struct deposits *read_deposits(struct deposits *all, const char *text)
{
	struct str rest = str_of(text), part;
	all->n = 0;
	while (*text && str_next(&rest, ';', &part))
		read_deposit(all, part);
	return all;
}

#define SEATTLE                                                                                                \
	"CHE 1947-01-10 tons=3000000; NOR 1948-01-10 tons=4000000; FRA 1949-01-10 tons=3000000; "              \
	"BEL 1950-01-10 tons=400000; BRA 1951-01-10 tons=500000; GBR 1952-01-10 tons=9000000; BGR 1953-01-01 " \
	"tons=20000"
#define FIVE_WITH_TONS                                                                                     \
	"T1 2001-01-20 tons=2000000; T2 2001-02-20 tons=500000; T3 2001-03-20 tons=500000; T4 2001-04-20 " \
	"tons=500000; "                                                                                    \
	"T5 2001-05-20 tons=2000000; T6 2002-02-08 tons=1000000"
#define NINE_OF_THE_LIST                                                                                         \
	"USA 1950-01-01 tons=9000000; GBR 1950-01-02 tons=1000000; NOR 1950-01-03 tons=1000000; FRA 1950-01-04 " \
	"tons=1000000; "                                                                                         \
	"NLD 1950-01-05 tons=1000000; ITA 1950-01-06 tons=100000; POL 1950-01-07 tons=100000; IRL 1950-01-08 "   \
	"tons=100000; "

static const struct {
	const char *source, *instrument, *deposits, *on, *in_force_from;
	bool undetermined;
	const char *bound; /* "URY 2013-09-05; PHL 2013-09-05"; others are not looked at */
} entry_rows[] = {
	{"C189 art. 21(2)", "C189", "URY 2012-06-14; PHL 2012-09-05", "", "2013-09-05", false,
	 "URY 2013-09-05; PHL 2013-09-05"},
	{"C189 art. 21(3)", "C189", "URY 2012-06-14; PHL 2012-09-05; MUS 2012-09-13; ITA 2013-01-22", "", "2013-09-05",
	 false, "MUS 2013-09-13; ITA 2014-01-22"},
	{"C001, two notified", "C001", "GRC 1920-11-19; ROU 1921-06-13; IND 1921-07-14", "", "1921-06-13", false,
	 "GRC 1921-06-13; ROU 1921-06-13; IND 1921-07-14"},
	{"C002 art. 6, 7: three, as recorded", "C002", "GRC 1920-11-19; ROU 1921-06-13; GBR 1921-07-14; IND 1921-07-14",
	 "", "1921-07-14", false, "GRC 1921-07-14; ROU 1921-07-14; IND 1921-07-14"},
	{"C002 art. 6: two are not three", "C002", "GRC 1920-11-19; ROU 1921-06-13", "", "", false, ""},
	{"C006 art. 11: on the day of registration afterwards", "C006",
	 "GRC 1920-11-19; ROU 1921-06-13; IND 1921-07-14", "", "1921-06-13", false, "IND 1921-07-14"},
	{"C024 art. 12", "C024", "XXA 1928-01-23; XXB 1928-04-16; XXC 1929-01-01", "", "1928-07-15", false,
	 "XXA 1928-07-15; XXC 1929-04-01"},
	{"C025 art. 11", "C025", "XXA 1928-01-23; XXB 1928-04-16", "", "1928-07-15", false, "XXB 1928-07-15"},
	{"C185, dates of 2004", "C185", "FRA 2004-04-27; JOR 2004-08-09; HUN 2005-03-30", "", "2005-02-09", false,
	 "FRA 2005-02-09; HUN 2005-09-30"},
	{"C080 art. 5(2)", "C080", "AAA 1947-01-10; BBB 1947-05-28", "", "1947-05-28", false,
	 "AAA 1947-05-28; BBB 1947-05-28"},
	{"C116 art. 4(2)", "C116", "AAA 1961-10-01; BBB 1962-02-05", "", "1962-02-05", false, "AAA 1962-02-05"},
	{"C047, eighteen years between the two", "C047", "NZL 1938-03-29; RUS 1956-06-23; UKR 1956-08-10", "",
	 "1957-06-23", false, "NZL 1957-06-23; UKR 1957-08-10"},
	{"one is not two", "C189", "URY 2012-06-14", "", "", false, "URY -"},
	{"none at all", "C189", "", "", "", false, ""},
	{"a Member counts once", "C189", "URY 2012-06-14; URY 2013-01-01", "", "", false, "URY -"},
	{"a Member counts from its earliest day", "C189", "URY 2013-01-01; PHL 2012-09-05; URY 2012-06-14", "",
	 "2013-09-05", false, "URY 2013-09-05"},
	{"29 February and twelve months", "C189", "URY 2023-05-10; PHL 2024-02-29", "", "2025-02-28", false,
	 "PHL 2025-02-28"},
	{"31 August and six months", "C185", "AAA 2003-08-31; BBB 2003-08-31", "", "2004-02-29", false,
	 "AAA 2004-02-29"},
	{"C138, order of input", "C138", "ROU 1975-11-19; LBY 1975-06-19; CUB 1975-03-07", "", "1976-06-19", false,
	 "CUB 1976-06-19; LBY 1976-06-19; ROU 1976-11-19"},
	{"C182, own twelve months before first entry", "C182", "SYC 1999-09-28; MWI 1999-11-19; USA 1999-12-02", "",
	 "2000-11-19", false, "SYC 2000-11-19; USA 2000-12-02"},
	{"C182, as on 1 October 1999", "C182", "SYC 1999-09-28; MWI 1999-11-19; USA 1999-12-02", "1999-10-01", "",
	 false, "SYC -"},
	{"C182, as on the very day", "C182", "SYC 1999-09-28; MWI 1999-11-19; USA 1999-12-02", "1999-11-19",
	 "2000-11-19", false, "MWI 2000-11-19"},
	{"C188 art. 48(2)", "C188", "M01..M07 2010-01-01 coast=1; M08..M11 2011-06-15 coast=0; M12 2011-09-20 coast=1",
	 "", "2012-09-20", false, "M01 2012-09-20; M11 2012-09-20"},
	{"MLC art. VIII(3): shares first, thirty last", "MLC",
	 "N01 2012-01-01 share=40; N02..N29 2012-02-01 share=0; N30 2012-08-20 share=0", "", "2013-08-20", false,
	 "N01 2013-08-20"},
	{"MLC art. VIII(3): thirty first, exactly 33 per cent last", "MLC",
	 "N01..N32 2012-01-01 share=1; N33 2012-10-05 share=1; N34 2014-01-01 share=5", "", "2013-10-05", false,
	 "N34 2015-01-01"},
	{"C147 art. 6(2)", "C147", "T01..T09 1980-01-10 share=3; T10 1980-10-10 share=3", "", "1981-10-10", false,
	 "T01 1981-10-10"},
	{"C147, 24.9 per cent", "C147", "T01..T09 1980-01-10 share=2.5; T10 1980-10-10 share=2.4", "", "", false,
	 "T01 -"},
	{"C180 art. 18(2)", "C180", FIVE_WITH_TONS, "", "2002-08-08", false, "T1 2002-08-08; T6 2002-08-08"},
	{"P147 art. 6(2)", "P147", FIVE_WITH_TONS, "", "2003-02-08", false, "T1 2003-02-08"},
	{"P029 art. 8(2)", "P029", "NER 2015-05-14; NOR 2015-11-09; GBR 2016-01-22", "", "2016-11-09", false,
	 "NER 2016-11-09; GBR 2017-01-22"},
	{"C071 art. 6(2): Switzerland is not listed", "C071", SEATTLE, "", "1952-07-10", false,
	 "CHE 1952-07-10; BGR 1953-07-01"},
	{"C070 art. 12(2): five of seven", "C070", SEATTLE, "", "", false, "NOR -"},
	{"C069 art. 8(2): nine, five with a million", "C069", NINE_OF_THE_LIST "PRT 1950-02-01 tons=100000", "",
	 "1950-08-01", false, "USA 1950-08-01"},
	{"C093 art. 26: nine, but thirteen million in all", "C093", NINE_OF_THE_LIST "PRT 1950-02-01 tons=100000", "",
	 "", false, "USA -"},
	{"C093 art. 26: the fifteenth million", "C093", NINE_OF_THE_LIST "PRT 1950-02-01 tons=1700000", "",
	 "1950-08-01", false, "USA 1950-08-01"},
	{"C093 art. 26: Spain does not count", "C093", NINE_OF_THE_LIST "ESP 1950-02-01 tons=1700000", "", "", false,
	 "ESP -"},
	{"C109: Spain counts", "C109", NINE_OF_THE_LIST "ESP 1950-02-01 tons=1700000", "", "1950-08-01", false,
	 "ESP 1950-08-01"},
	{"C057 art. 24", "C057",
	 "A 1940-01-01 tons=1000000; B 1940-01-02 tons=999999; C 1940-01-03 tons=1000000; "
	 "D 1940-01-04 tons=1000000; E 1940-01-05 tons=1000000; F 1940-03-31 tons=1000000",
	 "", "1940-09-30", false, "B 1940-09-30"},
	{"C074, the ordinary rule", "C074", "AAA 1950-01-05; BBB 1950-07-14", "", "1951-07-14", false,
	 "AAA 1951-07-14"},
	{"C023 art. 8", "C023", "AAA 1927-02-01; BBB 1928-04-16; CCC 1928-04-17", "", "1928-04-16", false,
	 "CCC 1928-04-17"},
	{"C014 art. 9", "C014", "EST 1923-01-01; ROU 1923-06-19", "", "1923-06-19", false, "EST 1923-06-19"},
	{"P089, each alone", "P089", "AAA 1991-06-26", "", "", false, "AAA 1992-06-26"},
	{"C147, no shares given", "C147", "T01..T12 1980-01-10", "", "", true, "T01 -"},
	{"C147, one share missing before the condition is met", "C147", "T01 1979-01-01; T02..T11 1980-01-10 share=3",
	 "", "", true, "T02 -"},
	{"C147, one share missing afterwards changes nothing", "C147", "T01..T10 1980-01-10 share=3; T11 1985-01-01",
	 "", "1981-01-10", false, "T11 1986-01-01"},
	{"C147, one share missing on the day itself", "C147",
	 "S01 1980-01-10; T01..T10 1980-01-10 share=3; T11 1980-01-10", "", "1981-01-10", false, "S01 1981-01-10"},
	{"C188, coasts not given", "C188", "M01..M12 2010-01-01", "", "", true, "M01 -"},
	{"C071, a tonnage missing of a State that is not listed", "C071", "AAA 1946-12-01; " SEATTLE, "", "1952-07-10",
	 false, "AAA 1952-07-10"},
	{"C180, a tonnage missing", "C180", "T0 2000-01-01; " FIVE_WITH_TONS, "", "", true, "T0 -"},
};

static void check_bound(size_t i, const char *source, const char *bound, const struct law_deposit *deposits, size_t n)
{
	struct str rest = str_of(bound), part;
	while (*bound && str_next(&rest, ';', &part)) {
		struct str word = str_trim(part), name;
		str_next(&word, ' ', &name);
		struct date expected = DATE_NEVER;
		if (word.n > 1 && !date_parse(word, &expected))
			fail_msg("row %zu: no day: %.*s", i, STR_ARGS(word));
		size_t k = 0;
		while (k < n && !str_equal(deposits[k].member, name))
			k++;
		if (k == n || !date_same(deposits[k].bound, expected))
			fail_msg("row %zu, %s: %.*s is bound from another day", i, source, STR_ARGS(name));
	}
}

static void conventions_enter_into_force(void **state)
{
	(void)state;
	struct deposits all;
	for (size_t i = 0; i < ROWS(entry_rows); i++) {
		read_deposits(&all, entry_rows[i].deposits);
		struct law_entry entry;
		law_enter_into_force(&law_provisions(id(entry_rows[i].instrument))->rule, all.at, all.n,
				     day(entry_rows[i].on), &entry);
		check_row(i, entry_rows[i].source, date_same(entry.in_force_from, day(entry_rows[i].in_force_from)));
		check_row(i, entry_rows[i].source, entry.undetermined == entry_rows[i].undetermined);
		check_bound(i, entry_rows[i].source, entry_rows[i].bound, all.at, entry.members);
	}
}

static const struct {
	const char *source;
	struct law_rule rule;
	const char *deposits, *in_force_from, *bound;
} free_rows[] = {
	{"three and six months, clamped",
	 {.ratifications = 3, .delay = {6, 0}, .member_delay = {6, 0}},
	 "AAA 2001-01-31; BBB 2001-03-31; CCC 2001-08-31",
	 "2002-02-28",
	 "AAA 2002-02-28; CCC 2002-02-28"},
	{"no delay",
	 {.ratifications = 2},
	 "AAA 2001-01-31; BBB 2001-03-15",
	 "2001-03-15",
	 "AAA 2001-03-15; BBB 2001-03-15"},
	{"both limbs decide",
	 {.ratifications = 2, .tonnage_share = 25, .delay = {12, 0}, .member_delay = {12, 0}},
	 "AAA 2001-01-01 share=10; BBB 2002-01-01 share=10; CCC 2003-01-01 share=3; DDD 2004-01-01 share=2",
	 "2005-01-01",
	 "AAA 2005-01-01; DDD 2005-01-01"},
	{"delays differ",
	 {.ratifications = 1, .delay = {12, 0}, .member_delay = {0, 90}},
	 "AAA 2001-01-01; BBB 2001-12-01",
	 "2002-01-01",
	 "AAA 2002-01-01; BBB 2002-03-01"},
	{"shares that sum up with rounding",
	 {.ratifications = 1, .tonnage_share = 0.3},
	 "AAA 2001-01-01 share=0.1; BBB 2001-02-01 share=0.2",
	 "2001-02-01",
	 "AAA 2001-02-01"},
};

static void free_rules_apply(void **state)
{
	(void)state;
	struct deposits all;
	for (size_t i = 0; i < ROWS(free_rows); i++) {
		read_deposits(&all, free_rows[i].deposits);
		struct law_entry entry;
		law_enter_into_force(&free_rows[i].rule, all.at, all.n, DATE_NEVER, &entry);
		check_row(i, free_rows[i].source, date_same(entry.in_force_from, day(free_rows[i].in_force_from)));
		check_bound(i, free_rows[i].source, free_rows[i].bound, all.at, entry.members);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_has_its_family),
		cmocka_unit_test(conventions_enter_into_force),
		cmocka_unit_test(free_rules_apply),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
