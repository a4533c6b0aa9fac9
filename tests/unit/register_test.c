/* SPDX-License-Identifier: Apache-2.0 */
/* The register over a real store: import, snapshot, as of and as known, find, check. On SQLite always, on PostgreSQL where
 * SULEAR_TEST_POSTGRES names one. */
#include "register/register.h"
#include "register/register_schema.h"
#include "store/store.h"
#include "store_place.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

struct world {
	struct arena *a;
	struct database *d;
	struct call c;
	char dir[64];
	const char *builtin;
};

static struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

static void open_world(struct world *w, const char *address)
{
	*w = (struct world){.a = arena_new()};
	strcpy(w->dir, "/tmp/register-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	const char *root = getenv("SULEAR_ROOT");
	w->builtin = arena_printf(w->a, "%s/data", root ? root : ".");
	struct problems problems = problems_new(w->a);
	struct store_options options = {.address = address ? address : w->dir, .migrations = register_migrations,
					.migrations_n = register_migrations_n, .create = true};
	enum status st = database_open(w->a, &options, &problems, &w->d);
	if (st != OK)
		problems_print(&problems);
	assert_int_equal(st, OK);
	w->c = call_new(w->a, at("2026-11-24T10:00:00Z"));
	w->c.database = w->d;
	assert_int_equal(store_reader(w->d, &w->c.store), OK);
}

static void close_world(struct world *w)
{
	char command[128];
	struct arena *a = w->a;
	register_forget(w->d);
	database_close(&w->d);
	snprintf(command, sizeof command, "rm -rf %s", w->dir);
	assert_int_equal(system(command), 0);
	arena_free(&a);
}

static struct register_import_report import_paths(struct world *w, const char *path, enum status expected, bool skip_bad, bool dry)
{
	struct register_import_report report;
	struct register_import_options options = {.skip_bad = skip_bad, .dry_run = dry};
	w->c.problems = problems_new(w->a);
	enum status st = register_import(&w->c, &path, 1, &options, &report);
	if (st != expected)
		problems_print(&w->c.problems);
	assert_int_equal(st, expected);
	return report;
}

static const char *write_csv(struct world *w, const char *name, const char *text)
{
	char *path = arena_printf(w->a, "%s/%s", w->dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return path;
}

static const struct register_snapshot *snapshot(struct world *w)
{
	const struct register_snapshot *s = NULL;
	assert_int_equal(register_snapshot(&w->c, &s), OK);
	return s;
}

static const struct register_ratification *ratified(const struct register_snapshot *s, const char *instrument, const char *code)
{
	const struct register_instrument *i = register_instrument_named(s, str_of(instrument));
	const struct register_country *country = register_country_named(s, str_of(code));
	assert_non_null(i);
	assert_non_null(country);
	return register_ratification_of(s, (int)(i - s->instruments), (int)(country - s->countries));
}

static void built_in_register(struct world *w)
{
	bool empty;
	assert_int_equal(register_is_empty(&w->c, &empty), OK);
	assert_true(empty);
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	struct register_import_report report = import_paths(w, w->builtin, OK, false, false);
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%s: %zu facts in %.0f ms\n", database_kind(w->d), report.sum.added,
	       (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6);
	assert_int_equal(report.of[REGISTER_INSTRUMENTS_TABLE].added, 409);
	assert_int_equal(report.of[REGISTER_RATIFICATIONS].added, 3110);
	assert_int_equal(report.sum.refused, 0);
	assert_int_equal(register_is_empty(&w->c, &empty), OK);
	assert_false(empty);
	size_t facts = report.sum.added;
	report = import_paths(w, w->builtin, OK, false, false);
	assert_int_equal(report.sum.added + report.sum.changed, 0);
	assert_int_equal(report.sum.same, facts);
}

static void law_on_real_rows(struct world *w)
{
	static const struct {
		const char *instrument, *member, *on;
		enum law_answer bound;
	} rows[] = {
		{"C158", "BRA", "1997-11-19", LAW_YES}, /* act of 20 November 1996, one year */
		{"C158", "BRA", "1997-11-20", LAW_NO},
		{"C103", "ITA", "2002-02-06", LAW_YES}, /* until C183 enters into force */
		{"C103", "ITA", "2002-02-07", LAW_NO},
		{"C029", "LSO", "1966-12-31", LAW_YES}, /* succession: admitted in 1966, the day is not known */
		{"C029", "CZE", "1993-06-01", LAW_YES}, /* succession */
		{"C143", "ALB", "2007-06-30", LAW_UNKNOWN}, /* only the year 2006 is known */
		{"C143", "ALB", "2008-01-01", LAW_YES},
		{"C001", "FRA", "2026-11-24", LAW_NO}, /* conditional */
		{"C045", "CHE", "2025-01-01", LAW_NO}, /* abrogated in 2024 */
		{"C005", "JPN", "2000-06-04", LAW_YES}, /* C138 of 5 June 2000, under C005's own article one year */
		{"C005", "JPN", "2001-06-05", LAW_NO},
		{"C042", "JPN", "1990-01-01", LAW_UNKNOWN}, /* ended by C121 on a day that is not known */
	};
	const struct register_snapshot *s = snapshot(w);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct register_ratification *r = ratified(s, rows[i].instrument, rows[i].member);
		assert_non_null(r);
		if (law_bound(&r->binding, day(rows[i].on)) != rows[i].bound)
			fail_msg("row %zu: %s %s on %s", i, rows[i].instrument, rows[i].member, rows[i].on);
	}
	assert_int_equal(s->instruments_n, 409);
	assert_null(ratified(s, "C087", "USA"));
}

/* A correction supersedes; what was recorded then can be asked again. */
static void two_times(struct world *w)
{
	w->c.now = at("2026-11-24T11:00:00Z");
	const char *path = write_csv(w, "corrected.csv",
				     "instrument,country_iso3,date_registered,status,note,source\n"
				     "C189,URY,2012-06-15,in_force,corrected,test\n");
	struct register_import_report report = import_paths(w, path, OK, false, false);
	assert_int_equal(report.sum.changed, 1);
	const struct register_ratification *r = ratified(snapshot(w), "C189", "URY");
	assert_int_equal(r->law.registered.earliest.day, day("2012-06-15").day);
	assert_true(str_is(r->fact.source, "test"));
	w->c.known_given = true;
	w->c.known = at("2026-11-24T10:30:00Z");
	r = ratified(snapshot(w), "C189", "URY");
	assert_int_equal(r->law.registered.earliest.day, day("2012-06-14").day);
	w->c.known = at("2020-01-01");
	assert_int_equal(snapshot(w)->instruments_n, 0);
	w->c.known_given = false;
}

static void bad_rows(struct world *w)
{
	static const struct {
		const char *csv, *where, *says;
	} rows[] = {
		{"instrument,country_iso3,date_registered,status,note,source\nC189,BRA,2018-02-30,in_force,,x\n", "bad.csv:2:10", "date_registered"},
		{"instrument,country_iso3,date_registered,status,note,source\nC999,BRA,2018-02-01,in_force,,x\n", "bad.csv:2:1", "no instrument C999"},
		{"instrument,country_iso3,date_registered,status,note,source\nC189,QQQ,2018-02-01,in_force,,x\n", "bad.csv:2:6", "no country QQQ"},
		{"instrument,country_iso3,date_registered,status,note,source\nC189,BRA,2001-02-01,in_force,,x\n", "bad.csv:2:10", "before C189 was adopted"},
		{"instrument,country_iso3,date_registered,status,note,source\nR202,BRA,2015-02-01,in_force,,x\n", "bad.csv:2:1", "not ratified"},
		{"instrument,country_iso3,date_registered,status,note,source\nC189,BRA,2018-02-01,sometimes,,x\n", "bad.csv:2:21", "status"},
		{"instrument,country_iso3,date_registered,status,note,source\nC189,BRA,2018-02-01\n", "bad.csv:2:1", "3 cells"},
		{"colour,shape\nred,round\n", "bad.csv:1:1", "no table"},
		{"instrument,country_iso3,date_registered,date_denounced,kind,by_instrument,source\nC087,USA,,2001-01-01,by_act,,x\n", "bad.csv:2:1", "no ratification"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *path = write_csv(w, "bad.csv", rows[i].csv);
		int64_t version = store_version(w->d);
		import_paths(w, path, INVALID, false, false);
		assert_int_equal(store_version(w->d), version);
		struct problem *p = &w->c.problems.list.at[0];
		if (!str_is(p->field, rows[i].where) || !memmem(p->detail.at, p->detail.n, rows[i].says, strlen(rows[i].says)))
			fail_msg("row %zu: %.*s: %.*s", i, STR_ARGS(p->field), STR_ARGS(p->detail));
	}
	const char *path = write_csv(w, "bad.csv",
				     "instrument,country_iso3,date_registered,status,note,source\n"
				     "C189,QQQ,2018-02-01,in_force,,x\nC190,BRA,2024-02-01,ratified,,x\n");
	struct register_import_report report = import_paths(w, path, OK, true, true);
	assert_int_equal(report.sum.refused, 1);
	assert_int_equal(report.sum.added, 1);
	assert_null(ratified(snapshot(w), "C190", "BRA")); /* it was a dry run */
}

static void finds(struct world *w)
{
	static const struct {
		const char *words, *first;
	} rows[] = {
		{"C.189", "C189"}, {"C-189", "C189"}, {"c189", "C189"}, {"C 189", "C189"}, {"189", "C189"},
		{"No. 189", "C189"}, {"núm. 189", "C189"}, {"n.º 189", "C189"}, {"nº 189", "C189"}, {"n° 189", "C189"},
		{"Convenio 189", "C189"}, {"Convention 189", "C189"}, {"Convention (No. 189)", "C189"},
		{"Convenção n.º 189", "C189"}, {"Convenio núm. 189", "C189"}, {"convention n° 29", "C029"},
		{"Übereinkommen 189", "C189"}, {"Конвенция 189", "C189"}, {"公约 189", "C189"}, {"第189号公约", "C189"},
		{"الاتفاقية 189", "C189"}, {"c29", "C029"}, {"C029", "C029"}, {"P29", "P029"}, {"Protocol 155", "P155"},
		{"R204", "R204"}, {"Recommendation 204", "R204"}, {"recomendação 202", "R202"}, {"MLC", "MLC"},
		{"C186", "MLC"}, {"mlc 2006", "MLC"}, {"trabalho doméstico", "C189"}, {"trabalho domestico", "C189"},
		{"travailleurs domestiques", "C189"}, {"trabajadoras y los trabajadores domésticos", "C189"},
		{"maritime labour", "MLC"}, {"trabajo marítimo", "MLC"}, {"Freedom of Association and Protection", "C087"},
		{"liberté syndicale", "C087"}, {"Worst forms of child labour", "C182"}, {"minimum age 1973", "C138"},
		{"violence and harassment", "C190"}, {"tripartite consultation", "Tripartite consultation"},
		{"abolition of forced labour", "C105"}, {"violense and harassment", "C190"}, {"Timor", "TLS"},
		{"bra", "BRA"}, {"BR", "BRA"}, {"Brasil", "BRA"}, {"Brazl", "BRA"}, {"Brésil", "BRA"}, {"Brasilien", "BRA"},
		{"Бразилия", "BRA"}, {"巴西", "BRA"}, {"البرازيل", "BRA"}, {"برازيل", "BRA"}, {"Mozambiqu", "MOZ"},
		{"Moçambique", "MOZ"}, {"莫桑比克", "MOZ"}, {"桑比", "MOZ"}, {"موزمبيق", "MOZ"}, {"Мозамбик", "MOZ"},
		{"Cabo Verde", "CPV"}, {"Cape Verde", "CPV"}, {"Ivory Coast", "CIV"}, {"Swaziland", "SWZ"}, {"Turkey", "TUR"}, {"São Tomé", "STP"}, {"sao tome", "STP"},
		{"Côte d'Ivoire", "CIV"}, {"Cote d’Ivoire", "CIV"}, {"cote divoire", "CIV"}, {"Costa do Marfim", "CIV"},
		{"科特迪瓦", "CIV"}, {"Guinea-Bissau", "GNB"}, {"Germany", "DEU"}, {"Allemagne", "DEU"}, {"Yugoslavia", "YUG"},
		{"Moçambiqeu", "MOZ"}, {"Мозамбек", "MOZ"}, {"CPLP", "CPLP"}, {"cplp", "CPLP"}, {"ASEAN", "ASEAN"},
		{"Mano River Union", "MRU"}, {"países de língua portuguesa", "CPLP"}, {"MERCOSUR", "MERCOSUR"},
		{"least developed countries", "LDC"}, {"Forced labour", "Forced labour"}, {"wages", "Wages"},
		{"maternity", "Maternity protection"}, {"zzzzzz", "nothing"}, {"", "nothing"}, {"de la", "nothing"},
		{"🙂", "nothing"}, {"C 189", "C189"}, {"C.189", "C189"}, {"child labor", "Elimination of child labour and protection of children and young persons"},
		{"trabalho infantil", "Elimination of child labour and protection of children and young persons"},
		{"Lusophone", "CPLP"}, {"lusófonos", "CPLP"}, {"lusofonia", "CPLP"}, {"Burma", "MMR"}, {"UK", "GBR"},
		{"sindicatos", "Freedom of association, collective bargaining and industrial relations"},
		{"Mozambik", "MOZ"}, {"Angolla", "AGO"}, {"Mosambick", "MOZ"}, {"Philipinnes", "PHL"}, {"Bangladezsh", "BGD"},
		{"https://www.ilo.org/dyn/normlex/en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C087", "C087"},
		{"normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:11200:0::NO::P11200_COUNTRY_ID:102571", "BRA"},
		{"https://www.ilo.org/dyn/normlex/en/f?p=NORMLEXPUB:13100:0::NO::P13100_COMMENT_ID:4457929", "nothing"},
		{"https://labour.example/pt/standards/C189?on=1990-01-01#ratifications", "C189"},
		{"https://labour.example/api/v1/members/moz.json", "MOZ"}, {"/en/extract/C189/BRA", "C189"},
		{"http://labour.example/fr/groups/CPLP", "CPLP"}, {"http://labour.example/fr/standards/C999", "nothing"},
	};
	const struct register_snapshot *s = snapshot(w);
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct register_hit *hits;
		size_t n;
		assert_int_equal(register_find(&w->c, s, str_of(rows[i].words), 10, &hits, &n), OK);
		struct str first = n == 0 ? STR("nothing")
				   : hits[0].kind == FOUND_INSTRUMENT ? s->instruments[hits[0].index].id
				   : hits[0].kind == FOUND_SUBJECT ? s->instruments[hits[0].index].subject
				   : hits[0].kind == FOUND_COUNTRY    ? s->countries[hits[0].index].code
								      : s->groups[hits[0].index].code;
		if (!str_is(first, rows[i].first)) {
			print_error("“%s” finds %.*s, not %s\n", rows[i].words, STR_ARGS(first), rows[i].first);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* What nobody types on purpose: a hundred words, letters without end, bytes that are no text. It must end, and soon. */
static void finds_much(struct world *w)
{
	const struct register_snapshot *s = snapshot(w);
	struct register_hit *hits;
	size_t n;
	struct str hundred = STR("labour"), letters = STR("x");
	for (int i = 0; i < 100; i++)
		hundred = str_format(w->a, "%.*s labour%d", STR_ARGS(hundred), i);
	for (int i = 0; i < 12; i++)
		letters = str_format(w->a, "%.*s%.*s", STR_ARGS(letters), STR_ARGS(letters));
	struct timespec began, ended;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &began);
	for (int i = 0; i < 20; i++)
		assert_int_equal(register_find(&w->c, s, hundred, 40, &hits, &n), OK);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ended);
	double ms = (double)(ended.tv_sec - began.tv_sec) * 1e3 + (double)(ended.tv_nsec - began.tv_nsec) / 1e6;
	print_message("a hundred words: %.2f ms\n", ms / 20);
	if (ms / 20 > 50) /* 5 ms asked for; sanitizers take ten times that */
		fail_msg("a hundred words take %.1f ms", ms / 20);
	assert_int_equal(register_find(&w->c, s, letters, 40, &hits, &n), OK);
	assert_int_equal(register_find(&w->c, s, STR("\xff\xfe\xc3"), 40, &hits, &n), OK);
}

static void exports(struct world *w)
{
	size_t rows;
	char *out = arena_printf(w->a, "%s/export", w->dir);
	assert_int_equal(register_export(&w->c, out, &rows), OK);
	struct register_import_report report = import_paths(w, out, OK, false, false);
	assert_int_equal(report.sum.added + report.sum.changed, 0);
	assert_int_equal(report.sum.same, rows);
}

static void *read_while_written(void *context)
{
	struct world *w = context;
	for (int i = 0; i < 50; i++) {
		struct arena *a = arena_new();
		struct call c = call_new(a, w->c.now);
		const struct register_snapshot *s;
		c.database = w->d;
		if (store_reader(w->d, &c.store) != OK || register_snapshot(&c, &s) != OK || s->instruments_n != 409)
			abort();
		arena_free(&a);
	}
	return NULL;
}

/* Readers hold what they see while writers publish the next. */
static void readers_and_writers(struct world *w)
{
	pthread_t readers[3];
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_while_written, w), 0);
	for (int i = 0; i < 5; i++) {
		w->c.now.us += 1000000;
		const char *path = write_csv(w, "again.csv",
					     arena_printf(w->a,
							  "instrument,country_iso3,date_registered,status,note,source\n"
							  "C189,URY,2012-06-14,in_force,turn %d,test\n",
							  i));
		assert_int_equal(import_paths(w, path, OK, false, false).sum.changed, 1);
		assert_true(str_ends(ratified(snapshot(w), "C189", "URY")->note, arena_printf(w->a, "%d", i)));
	}
	for (size_t i = 0; i < 3; i++)
		pthread_join(readers[i], NULL);
}

enum { TURNS = 5, TURNS_READ = 15 };

/* A client that asks for one earlier moment after another, each of which is a snapshot of its own. */
struct past_reader {
	struct world *w;
	struct moment turns[TURNS];
	int first;
	_Atomic int *running;
};

static void *read_past(void *context)
{
	struct past_reader *p = context;
	for (int i = 0; i < TURNS_READ; i++) {
		struct world own = *p->w;
		int turn = (p->first + i) % TURNS;
		own.a = arena_new();
		own.c = call_new(own.a, p->w->c.now);
		own.c.database = own.d;
		own.c.known = p->turns[turn];
		own.c.known_given = true;
		if (store_reader(own.d, &own.c.store) != OK)
			abort();
		if (!str_ends(ratified(snapshot(&own), "C189", "URY")->note, arena_printf(own.a, "%d", turn)))
			abort();
		arena_free(&own.a);
	}
	atomic_fetch_sub(p->running, 1);
	return NULL;
}

/* While earlier moments are built one after the other, by more threads than one, the present one is read at once. */
static void past_does_not_hold_up_the_present(struct world *w)
{
	pthread_t threads[3];
	struct past_reader readers[3];
	_Atomic int running = 3;
	int64_t reads = 0;
	for (int i = 0; i < 3; i++) {
		readers[i] = (struct past_reader){.w = w, .first = i, .running = &running};
		for (int t = 0; t < TURNS; t++)
			readers[i].turns[t].us = w->c.now.us - (TURNS - 1 - t) * 1000000;
		assert_int_equal(pthread_create(&threads[i], NULL, read_past, &readers[i]), 0);
	}
	for (; atomic_load(&running); reads++) {
		struct world own = *w;
		own.a = arena_new();
		own.c = call_new(own.a, w->c.now);
		own.c.database = w->d;
		assert_int_equal(store_reader(w->d, &own.c.store), OK);
		assert_true(str_ends(ratified(snapshot(&own), "C189", "URY")->note, "4"));
		arena_free(&own.a);
	}
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	print_message("%lld reads of the present one meanwhile\n", (long long)reads);
	assert_true(reads > 20 * 3 * TURNS_READ);
}

static void on_one_store(const char *address)
{
	struct world w;
	open_world(&w, address);
	built_in_register(&w);
	law_on_real_rows(&w);
	finds(&w);
	finds_much(&w);
	struct register_disagreements out;
	enum status st = register_check(&w.c, &out);
	for (size_t i = 0; i < out.list.n; i++)
		if (!out.list.at[i].because.n)
			printf("%.*s %.*s: recorded %.*s, computed %.*s\n", STR_ARGS(out.list.at[i].check), STR_ARGS(out.list.at[i].subject),
			       STR_ARGS(out.list.at[i].recorded), STR_ARGS(out.list.at[i].computed));
	for (size_t i = 0; i < out.unused.n; i++)
		printf("unused explanation: %.*s\n", STR_ARGS(out.unused.at[i]));
	assert_int_equal(st, OK);
	assert_int_equal(out.unused.n, 0);
	assert_true(out.list.n > 0);
	two_times(&w);
	bad_rows(&w);
	exports(&w);
	readers_and_writers(&w);
	past_does_not_hold_up_the_present(&w);
	close_world(&w);
}

static void on_sqlite(void **state)
{
	(void)state;
	on_one_store(NULL);
}

static void on_postgres(void **state)
{
	(void)state;
	struct place *place = place_new(true);
	if (!place) {
		printf("PostgreSQL: not asked for\n");
		skip();
	}
	on_one_store(place->address);
	place_free(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgres)};
	return cmocka_run_group_tests_name("register", tests, NULL, NULL);
}
