/* SPDX-License-Identifier: Apache-2.0 */
/* Saved NORMLEX pages against the register, on SQLite always and on PostgreSQL where SULEAR_TEST_POSTGRES names one; their
 * words, and old addresses. */
#include "register/normlex_address.h"
#include "register/normlex_private.h"
#include "register/register_schema.h"
#include "store/store.h"
#include "store_place.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct arena *a;
	struct database *d;
	struct call c;
	char dir[64];
	const char *builtin;
	struct register_normlex_report report;
};

static void open_world(struct world *w, const char *address)
{
	struct moment now;
	*w = (struct world){.a = arena_new()};
	strcpy(w->dir, "/tmp/normlex-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	const char *root = getenv("SULEAR_ROOT");
	w->builtin = arena_printf(w->a, "%s/data", root ? root : ".");
	struct problems problems = problems_new(w->a);
	struct store_options options = {.address = address ? address : w->dir,
					.migrations = register_migrations,
					.migrations_n = register_migrations_n,
					.create = true};
	if (database_open(w->a, &options, &problems, &w->d) != OK)
		problems_print(&problems);
	assert_non_null(w->d);
	assert_true(moment_parse(STR("2026-11-24T10:00:00Z"), &now));
	w->c = call_new(w->a, now);
	w->c.database = w->d;
	assert_int_equal(store_reader(w->d, &w->c.store), OK);
	struct register_import_report report;
	struct register_import_options import = {0};
	assert_int_equal(register_import(&w->c, &w->builtin, 1, &import, &report), OK);
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

/* Writes a page of rows, "country|date|status|note" each, "country[declared]" where something is declared. */
static const char *write_page(struct world *w, const char *name, const char *heading, const char *rows)
{
	const char *path = arena_printf(w->a, "%s/%s", w->dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f,
		"<html><h1>Ratifications of "
		"%s</h1><table><tr><th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr>\n",
		heading);
	struct str rest = str_of(rows), row;
	while (rows[0] && str_next(&rest, '\n', &row)) {
		struct str country, date, status, declared = STR("");
		str_next(&row, '|', &country);
		str_next(&row, '|', &date);
		str_next(&row, '|', &status);
		struct str name_alone = country, more;
		if (str_next(&name_alone, '[', &more) && name_alone.at) {
			declared = str_slice(name_alone, 0, name_alone.n - 1);
			country = more;
		}
		fprintf(f, "<tr><td><a href=x>%.*s</a><br>%.*s</td><td>%.*s</td><td>%.*s</td><td>%.*s</td></tr>\n",
			STR_ARGS(country), STR_ARGS(declared), STR_ARGS(date), STR_ARGS(status), STR_ARGS(row));
	}
	fprintf(f, "</table></html>\n");
	fclose(f);
	return path;
}

static enum status bring(struct world *w, const char *path, const char *as_of, bool apply)
{
	struct register_normlex_options options = {.apply = apply, .as_of = DATE_UNSET};
	if (as_of)
		assert_true(date_parse(str_of(as_of), &options.as_of));
	w->c.problems = problems_new(w->a);
	w->c.now.us += 1000000;
	return register_import_normlex(&w->c, &path, 1, &options, &w->report);
}

/* The findings of the first page, a line each, in the order told. */
static const char *findings(struct world *w)
{
	struct out o = out_new(w->a, 64 << 10, NULL);
	for (size_t i = 0; i < w->report.pages[0].findings.n; i++) {
		const struct register_normlex_finding *f = &w->report.pages[0].findings.at[i];
		out_printf(&o, "%s%s %.*s%s%.*s", i ? "\n" : "", register_normlex_word(f->what), STR_ARGS(f->fact),
			   f->fact.n ? " " : "", STR_ARGS(f->key));
		if (f->column.n)
			out_printf(&o, " %.*s %.*s>%.*s", STR_ARGS(f->column), STR_ARGS(f->before), STR_ARGS(f->after));
	}
	return out_str(&o).at;
}

static void expect(struct world *w, const char *expected)
{
	const char *found = findings(w);
	if (strcmp(found, expected) != 0)
		fail_msg("found:\n%s\nexpected:\n%s", found, expected);
}

static const struct register_ratification *ratified(struct world *w, const char *instrument, const char *code)
{
	const struct register_snapshot *s;
	assert_int_equal(register_snapshot(&w->c, &s), OK);
	const struct register_instrument *i = register_instrument_named(s, str_of(instrument));
	const struct register_country *country = register_country_named(s, str_of(code));
	return register_ratification_of(s, (int)(i - s->instruments), (int)(country - s->countries));
}

/* C177 was complete with 13 rows; C048 had none. */
static void new_instrument(struct world *w)
{
	const char *page =
		write_page(w, "c048.html", "C048 - Maintenance of Migrants' Pension Rights Convention, 1935 (No. 48)",
			   "Israel|19 Jun 1963|In Force|\n"
			   "Yugoslavia|4 Feb 1946|Not in force|\n"
			   "Hungary|10 Aug 1937|Not in force|Denounced on 10 Aug 1950\n"
			   "Hungary|5 Feb 1960|In Force|\n"
			   "Czech and Slovak Federal Republic|1 Jan 1947|Not in force|\n"
			   "Atlantis|1 Jan 1948|In Force|\n"
			   "Macau|1 Jan 1948|In Force|\n"
			   "Israel|19 Jun 1963|In Force|");
	assert_int_equal(bring(w, page, "2026-10-01", false), OK);
	expect(w, "unplaced Atlantis\nterritory C048 MAC\nrepeated Israel\nnew ratification C048 CSK\nnew ratification "
		  "C048 "
		  "HUN\nnew ratification C048 HUN 2\nnew ratification C048 ISR\nnew ratification C048 YUG\nnew "
		  "denunciation C048 "
		  "HUN\ndiffers coverage C048 rows 0>5\ndiffers coverage C048 published_total >6\ndiffers coverage "
		  "C048 as_of "
		  ">2026-10-01\ndiffers coverage C048 completeness none>partial");
	assert_null(ratified(w, "C048", "ISR"));
	assert_int_equal(bring(w, page, "2026-10-01", true), OK);
	assert_true(w->report.applied);
	const struct register_ratification *r = ratified(w, "C048", "HUN");
	assert_true(date_same(r->law.registered.earliest, date_of(1960, 2, 5)));
	assert_true(str_is(r->fact.source, "normlex-page-2026-10-01"));
	assert_int_equal(bring(w, page, "2026-10-01", true), OK);
	assert_int_equal(w->report.import.sum.added + w->report.import.sum.changed, 0);
	expect(w, "unplaced Atlantis\nterritory C048 MAC\nrepeated Israel");
	assert_false(w->report.pages[0].complete);
}

/* Days of other sources give way and stay as conflicts; a year becomes a day without one; later pages are not undone. */
static void other_days(struct world *w)
{
	const char *page =
		write_page(w, "c158.html", "Termination of Employment Convention, 1982 (No. 158)",
			   "Brazil|6 Jan 1995|Not in force|Denounced on 21 Nov 1996\nAustralia|26 Feb 1993|In Force|");
	assert_int_equal(bring(w, page, "2026-10-01", true), OK);
	const char *told = findings(w);
	assert_non_null(strstr(told, "differs ratification C158 BRA date_registered 1995-01-05>1995-01-06"));
	assert_non_null(strstr(told, "differs denunciation C158 BRA date_denounced 1996-11-20>1996-11-21"));
	assert_non_null(strstr(told, "new conflict C158 BRA 1995-01-05 "));
	assert_non_null(strstr(told, "missing ratification C158 "));
	assert_false(w->report.pages[0].complete);
	const struct register_ratification *r = ratified(w, "C158", "BRA");
	assert_int_equal(r->conflicts_n, 1);
	assert_true(str_is(r->conflicts[0].date_kept, "1995-01-06") &&
		    str_is(r->conflicts[0].date_other, "1995-01-05"));
	assert_true(str_is(r->conflicts[0].source_kept, "normlex-page-2026-10-01"));
	page = write_page(w, "c158.html", "C158 - x", "Brazil|7 Jan 1995|Not in force|Denounced on 21 Nov 1996");
	assert_int_equal(bring(w, page, "2026-09-30", true), OK);
	assert_non_null(strstr(findings(w), "kept ratification C158 BRA date_registered 1995-01-06>1995-01-07"));
	assert_true(date_same(ratified(w, "C158", "BRA")->law.registered.earliest, date_of(1995, 1, 6)));
	page = write_page(w, "c158.html", "C158 - x", "Brazil|6 Jan 1995|In Force|");
	assert_int_equal(bring(w, page, "2026-10-02", true), OK);
	assert_non_null(strstr(findings(w), "kept denunciation C158 BRA date_denounced 1996-11-21>"));
	assert_true(ratified(w, "C158", "BRA")->denunciation.id != 0);
}

static void declarations(struct world *w)
{
	const char *page = write_page(
		w, "c132.html", "C132 - Holidays with Pay Convention (Revised), 1970 (No. 132)",
		"Kenya[Length of holiday specified: 3 weeks]|9 Apr 1979|In Force|\n"
		"Spain[Length of holiday specified: 30 calendar days. Has accepted Part II.]|30 Jun 1972|In Force|");
	assert_int_equal(bring(w, page, "2026-10-01", true), OK);
	const char *told = findings(w);
	assert_non_null(strstr(told, "new declaration C132 KEN holiday 21"));
	assert_non_null(strstr(told, "new declaration C132 ESP holiday 30"));
	page = write_page(w, "c132.html", "C132", "Kenya[Length of holiday specified: 4 weeks]|9 Apr 1979|In Force|");
	assert_int_equal(bring(w, page, "2026-11-01", true), OK);
	assert_non_null(strstr(findings(w), "new declaration C132 KEN holiday 28"));
	const struct register_ratification *r = ratified(w, "C132", "KEN");
	char at[SPAN_ROOM];
	bool raised = false;
	for (size_t i = 0; i < r->declarations_n; i++)
		raised = raised || (str_is(r->declarations[i].value, "28") &&
				    str_is(span_print(r->declarations[i].registered, at), "1979-04-09/2026-11-01"));
	assert_true(raised);
}

static void refused_pages(struct world *w)
{
	static const struct {
		const char *heading, *rows, *as_of, *why;
	} pages[] = {
		{"C777 - x", "Kenya|1 Jan 2000|In Force|", "2026-10-01", "knows no instrument"},
		{"Minimum Age Convention (No. 5)", "Kenya|1 Jan 2000|In Force|", "2026-10-01", "knows no instrument"},
		{"R001", "Kenya|1 Jan 2000|In Force|", "2026-10-01", "Recommendation"},
		{"C144", "Kenya|1 Jan 2000|In Force|", NULL, "--as-of"},
		{"C144", "Kenya|1 Jan 2000|In Force|", "2027-01-01", "to come"},
		{"C144", "Kenya|1 Jan 2026|In Force|", "2025-01-01", "later than the page"},
		{"C144", "Kenya|1 Jan 1970|In Force|", "2026-10-01", "before C144 was adopted"},
		{"C144", "Kenya|1 Jan 2000|Vigente|", "2026-10-01", "Vigente"},
		{"C144", "Kenya|1 Jan 2000|In Force|\nKenya|1 Jan 2000|In Force|other", "2026-10-01", "stands twice"},
		{"C144", "Kenya|1 Jan 2000|Not in force|Denounced on 1 Jan 1999", "2026-10-01", "denounced before"},
	};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		const char *page = write_page(w, "refused.html", pages[i].heading, pages[i].rows);
		if (bring(w, page, pages[i].as_of, true) != INVALID)
			fail_msg("page %zu is taken", i);
		assert_false(w->report.applied);
		assert_true(w->report.pages[0].refused);
		bool told = false;
		for (size_t k = 0; k < w->c.problems.list.n; k++)
			told = told || strstr(str_chars(w->a, w->c.problems.list.at[k].detail), pages[i].why);
		if (!told)
			fail_msg("page %zu: %.*s", i, STR_ARGS(w->c.problems.list.at[0].detail));
	}
	assert_true(ratified(w, "C144", "KEN") == NULL ||
		    !str_begins(ratified(w, "C144", "KEN")->fact.source, "normlex-page"));
}

/* The built-in declarations were read out of the same words by hand: the reader must agree with them. */
static void words_of_the_register(struct world *w)
{
	enum register_kind kind = REGISTER_DECLARATIONS;
	struct register_rows rows;
	size_t asked = 0, missed = 0;
	assert_int_equal(register_rows_read(w->c.store, w->a, NULL, &rows), OK);
	for (size_t i = 0; i < rows.of[kind].n; i++) {
		const struct register_row *row = &rows.of[kind].at[i];
		struct normlex_declared declared[NORMLEX_DECLARED_MOST];
		struct law_id id;
		if (!str_is(CELL("source"), "normlex-2023-07"))
			continue;
		assert_true(law_id_parse(CELL("instrument"), &id));
		size_t n = normlex_declared_by(w->a, id, CELL("text"), declared);
		bool found = false;
		for (size_t k = 0; k < n; k++)
			found = found || (str_is(CELL("kind"), declared[k].kind) &&
					  str_equal(CELL("value"), declared[k].value) &&
					  str_equal(CELL("article"), declared[k].article));
		asked++;
		missed += !found;
		if (!found)
			print_message("not read so: %.*s: %.*s %.*s “%.*s”\n", STR_ARGS(row->key),
				      STR_ARGS(CELL("article")), STR_ARGS(CELL("value")), STR_ARGS(CELL("text")));
	}
	print_message("declarations: %zu asked, %zu not read as recorded\n", asked, missed);
	assert_true(asked > 250);
	assert_true(missed <= 7);
}

static void on_one_store(const char *address)
{
	struct world w;
	open_world(&w, address);
	words_of_the_register(&w);
	refused_pages(&w);
	new_instrument(&w);
	other_days(&w);
	declarations(&w);
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

static void endings(void **state)
{
	(void)state;
	static const struct {
		const char *note, *told; /* "day automatic by" */
	} notes[] = {
		{"", "- "},
		{"Denounced on 20 Nov 1996", "1996-11-20 "},
		{"Excluding Part II | Denounced on 9 June 1989.", "1989-06-09 "},
		{"Automatic Denunciation on 05 Jul 1997 by convention C169", "1997-07-05 auto C169"},
		{"Automatic denunciation on 20 Aug 2013 by Convention MLC, 2006", "2013-08-20 auto MLC"},
		{"Denounced", "! "},
		{"Denounced on some day", "! "},
	};
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		struct normlex_ending e = normlex_ending_of(str_of(notes[i].note));
		char day[DATE_ROOM], told[64];
		snprintf(told, sizeof told, "%.*s%s %s%s", STR_ARGS(date_print(e.day, day)),
			 date_is_set(e.day) ? ""
			 : e.says_so        ? "!"
					    : "-",
			 e.automatic ? "auto " : "", e.by);
		if (strcmp(told, notes[i].told) != 0)
			fail_msg("%s: %s", notes[i].note, told);
	}
}

static void declared_words(void **state)
{
	(void)state;
	static const struct {
		const char *instrument, *text, *told;
	} rows[] = {
		{"C138", "Minimum age specified: 15 years", "minimum_age=15"},
		{"C102", "Has accepted Parts II, IV and VII to X.", "parts_accepted=2 4 7 8 9 10"},
		{"C102", "Has accepted Parts II to VII. Part VI is no longer applicable", "parts_accepted=2 3 4 5 6 7"},
		{"C118", "Has accepted Branches (a) to (d) and (g)", "parts_accepted=1 2 3 4 7"},
		{"C173", "Has accepted the obligations in respect of Part II", "parts_accepted=2"},
		{"C097", "Has excluded the provisions of Annexes I to III", "parts_excluded=1 2 3"},
		{"C183", "Period of maternity leave: 14 weeks", "maternity_leave=98"},
		{"C183", "Period of maternity leave: five months", "maternity_leave="},
		{"C183", "Period of maternity leave: 28 days before the date of delivery", "maternity_leave="},
		{"C132", "Length of holiday specified: 20 working days", "holiday="},
		{"C155", "Has ratified the Protocol of 2002", "protocol_ratified=P155"},
		{"C121", "Something else", "other="},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct normlex_declared declared[NORMLEX_DECLARED_MOST];
		struct law_id id;
		struct out o = out_new(a, 1000, NULL);
		assert_true(law_id_parse(str_of(rows[i].instrument), &id));
		size_t n = normlex_declared_by(a, id, str_of(rows[i].text), declared);
		for (size_t k = 0; k < n; k++)
			out_printf(&o, "%s%s=%.*s", k ? " " : "", declared[k].kind, STR_ARGS(declared[k].value));
		if (!str_is(out_str(&o), rows[i].told))
			fail_msg("%s: %s", rows[i].text, out_str(&o).at);
	}
	arena_free(&a);
}

static void addresses(void **state)
{
	(void)state;
	static const struct {
		const char *address, *told; /* "about lang instrument number"; "": not known */
	} rows[] = {
		{"https://www.ilo.org/dyn/normlex/en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C087", "0 en C087 "},
		{"https://www.ilo.org/dyn/normlex/fr/"
		 "f?p=NORMLEXPUB%3A12100%3A0%3A%3ANO%3A%3AP12100_ILO_CODE%3AC087+&cs=1",
		 "0 fr C087 "},
		{"https://x/dyn/nrmlx_es/f%3Fp=normlexpub:11300:0::NO::P11300_INSTRUMENT_ID:312314#top",
		 "1 es  312314"},
		{"f?p=1000:12100:0::NO:12100:P12100_INSTRUMENT_ID,P12100_LANG_CODE:312314,fr:NO", "0 fr  312314"},
		{"f?p=NORMLEXPUB:11310:0::NO::P11310_INSTRUMENT_ID:312314", "2   312314"},
		{"f?p=NORMLEXPUB:11200:0::NO::P11200_COUNTRY_ID:102571", "3   102571"},
		{"f?p=NORMLEXPUB:91:0::NO::P91_SECTION:MLCA_AMEND_A4", "4  MLC "},
		{"f?p=NORMLEXPUB:91:0::NO::P91_SECTION:OTHER", ""},
		{"f?p=NORMLEXPUB:13100:0::NO::P13100_COMMENT_ID:4457929", "5   "},
		{"f?p=NORMLEXPUB:13100:0::NO:13100:P13100_COMMENT_ID,P11110_COUNTRY_ID,P11110_COMMENT_YEAR:4457929,"
		 "102571,2004",
		 "5   102571"},
		{"f?p=NORMLEXPUB:13100:0::NO::P13100_COMMENT_ID:x", ""},
		{"f?p=NORMLEXPUB:13100:0::NO::P11110_COUNTRY_ID:102571", ""},
		{"f?p=OTHER:12100:0::NO::P12100_ILO_CODE:C087", ""},
		{"f?p=NORMLEXPUB:12100", ""},
		{"f?p=NORMLEXPUB:12100:0::NO::P12100_INSTRUMENT_ID:12x", ""},
		{"https://www.ilo.org/", ""},
		{"f?p=%", ""},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct normlex_address at;
		char told[64] = "";
		if (normlex_address_read(a, str_of(rows[i].address), &at))
			snprintf(told, sizeof told, "%d %s %.*s %.*s", at.about, at.lang.tag, STR_ARGS(at.instrument),
				 STR_ARGS(at.number));
		if (strcmp(told, rows[i].told) != 0)
			fail_msg("%s: “%s”, expected “%s”", rows[i].address, told, rows[i].told);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(endings), cmocka_unit_test(declared_words),
					   cmocka_unit_test(addresses), cmocka_unit_test(on_sqlite),
					   cmocka_unit_test(on_postgres)};
	return cmocka_run_group_tests_name("register/normlex", tests, NULL, NULL);
}
