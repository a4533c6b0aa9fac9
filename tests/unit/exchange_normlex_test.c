/* SPDX-License-Identifier: Apache-2.0 */
/* Saved NORMLEX pages: what is read of them whatever their markup, and each reason for which one is refused. */
#include "base/out.h"
#include "exchange/normlex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "<html><head><title>Ratifications of C138 - Minimum Age Convention, 1973 (No. 138)</title></head><body>"
#define COLUMNS "<table><tr><th>Country</th><th>Date</th><th>Status</th><th>Note</th></tr>"
#define ROW                                                                                             \
	"<tr><td><a href='f?p=1:11200:0::NO:11200:P11200_COUNTRY_ID:102571'>Brazil</a></td><td>28 Jun " \
	"2001</td><td>In Force</td><td></td></tr>"
#define TAIL "</table></body></html>"

struct world {
	struct arena *a;
	struct call c;
	struct normlex_page page;
};

static enum status read_text(struct world *w, struct str text)
{
	w->a = arena_new();
	w->c = call_new(w->a, (struct moment){0});
	return normlex_read(&w->c, STR("page.html"), text, &w->page);
}

static void end(struct world *w)
{
	arena_free(&w->a);
}

/* Pages that are read, each with its one row as "country|declared|day|status|note|number". */
static const struct {
	const char *html, *row;
} fine[] = {
	{HEAD COLUMNS ROW TAIL, "Brazil||2001-06-28|In Force||102571"},
	{"\xef\xbb\xbf" HEAD COLUMNS ROW TAIL, "Brazil||2001-06-28|In Force||102571"},
	{HEAD "<TABLE><TR><TD><B>Country</B><TD>Date<TD>Status<TD>Notes<TR><TD><A HREF=x>Brazil</A><BR>Minimum age "
	      "specified: 16 "
	      "years<TD>28 Jun 2001<TD>In Force<TD>" TAIL,
	 "Brazil|Minimum age specified: 16 years|2001-06-28|In Force||0"},
	{HEAD COLUMNS "<tr><td> <a href=x> C&ocirc;te&nbsp;d&#39;Ivoire </a>\xc2\xa0 <td>\n 7  Feb 2003&nbsp;<td> Not  "
		      "in force <td> "
		      "Denounced on 1 Jan 2010 &amp; more" TAIL,
	 "C\xc3\xb4te d'Ivoire||2003-02-07|Not in force|Denounced on 1 Jan 2010 & more|0"},
	{HEAD "<table><tr><td>" COLUMNS ROW "</table></td></tr>" TAIL, "Brazil||2001-06-28|In Force||102571"},
	{HEAD "<table><tr><th>#<th>Date of registration<th>Status<th>Country<th>More<tr><td>1<td>28 June 2001<td>In "
	      "Force<td>Brazil<td>x" TAIL,
	 "Brazil||2001-06-28|In Force||0"},
	{HEAD COLUMNS "<tr><td colspan=4>In force</td></tr>" ROW "<tr><td>&nbsp;<td><td><td></tr>" TAIL,
	 "Brazil||2001-06-28|In Force||102571"},
	{HEAD COLUMNS "<tr><td><font><font><a>Bra<i>zil</i></a></font><td><table><tr><td>28 "
		      "Jun</td><td>2001</td></tr></table><td>In "
		      "Force<td>" TAIL,
	 "Brazil||2001-06-28|In Force||0"},
	{"<meta charset=windows-1252>" HEAD COLUMNS
	 "<tr><td><a>T\xfcrkiye \x96 x</a><td>28 Jun 2001<td>In Force<td>" TAIL,
	 "T\xc3\xbcrkiye \xe2\x80\x93 x||2001-06-28|In Force||0"},
	{HEAD COLUMNS "<tr><td><a>Brazil</a><td>28 Jun 2001<td>In Force" TAIL, "Brazil||2001-06-28|In Force||0"},
	{HEAD COLUMNS "<tr><td><a>Brazil</a><td>28 Jun 2001<td>In Force<td>&unknown; &lt;script&gt;" TAIL,
	 "Brazil||2001-06-28|In Force|&unknown; <script>|0"},
};

static void test_fine(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
		struct world w;
		char day[DATE_ROOM];
		if (read_text(&w, str_of(fine[i].html)) != OK) {
			problems_print(&w.c.problems);
			fail_msg("row %zu is refused", i);
		}
		assert_int_equal(w.page.rows_n, 1);
		const struct normlex_row *r = &w.page.rows[0];
		char *found = arena_printf(w.a, "%.*s|%.*s|%.*s|%.*s|%.*s|%lld", STR_ARGS(r->country),
					   STR_ARGS(r->declared), STR_ARGS(date_print(r->registered, day)),
					   STR_ARGS(r->status), STR_ARGS(r->note), (long long)r->country_id);
		if (strcmp(found, fine[i].row) != 0)
			fail_msg("row %zu: %s, expected %s", i, found, fine[i].row);
		assert_true(str_is(w.page.instrument, "C138"));
		assert_true(str_is(w.page.title, "Minimum Age Convention, 1973 (No. 138)"));
		end(&w);
	}
}

static const struct {
	const char *html, *why;
} refused[] = {
	{"", "no HTML page"},
	{"plain words", "no HTML page"},
	{"%PDF-1.4 <", "PDF"},
	{"PK\x03\x04<", "ZIP"},
	{HEAD COLUMNS ROW, "cut"},
	{HEAD COLUMNS ROW "</table>", "cut"},
	{HEAD COLUMNS ROW "<tr><td><a>Chile</a></td>" TAIL, "torn"},
	{HEAD COLUMNS "<tr><td><a>Chile</a><td>1 Feb 1999<td><td>" TAIL, "no status"},
	{HEAD COLUMNS "<tr><td><a>Chile</a><td>1999-02-01<td>In Force" TAIL, "1999-02-01"},
	{HEAD COLUMNS "<tr><td><a>Chile</a><td>30 Feb 1999<td>In Force" TAIL, "30 Feb 1999"},
	{HEAD COLUMNS "<tr><td><a>Chile</a><td>1 f\xc3\xa9vr 1999<td>In Force" TAIL, "vr 1999"},
	{HEAD COLUMNS "<tr><td><td>1 Feb 1999<td>In Force" TAIL, "no country"},
	{HEAD COLUMNS TAIL, "a row below"},
	{HEAD "<table><tr><th>Pays<th>Date<th>Statut" ROW TAIL, "French"},
	{HEAD "<table><tr><th>Pa\xc3\xads<th>Fecha<th>Estatus" ROW TAIL, "Spanish"},
	{HEAD "<table><tr><th>Convention<th>Date<th>Status" ROW TAIL, "page of a country"},
	{HEAD "<input name=p_flow_step_id value=12100>" COLUMNS ROW TAIL, "12100"},
	{HEAD "<input name=p_flow_step_id value=11200>" COLUMNS ROW TAIL, "11200"},
	{HEAD "<input name=p_flow_step_id value=11310>" COLUMNS ROW TAIL, "11310"},
	{HEAD "<input name=p_flow_step_id value=7>" COLUMNS ROW TAIL, "page 7"},
	{HEAD "<input type=PASSWORD>" TAIL, "sign in"},
	{"<html><title>ORA-01017</title></html>", "error page"},
	{"<html>" COLUMNS ROW TAIL, "heading"},
	{HEAD "<h1>Ratifications of C139 - x</h1>" COLUMNS ROW TAIL, "two instruments"},
	{"<meta charset=shift_jis>" HEAD COLUMNS ROW TAIL, "shift_jis"},
	{"<meta charset=utf-8>\xff" HEAD COLUMNS ROW TAIL, "says that it is UTF-8"},
	{"\xe9" HEAD COLUMNS ROW TAIL, "names no encoding"},
};

static void test_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct world w;
		if (read_text(&w, str_of(refused[i].html)) != INVALID)
			fail_msg("row %zu is read", i);
		assert_int_equal(w.c.problems.list.n, 1);
		struct str detail = w.c.problems.list.at[0].detail;
		if (!strstr(str_chars(w.a, detail), refused[i].why))
			fail_msg("row %zu: %.*s, expected %s", i, STR_ARGS(detail), refused[i].why);
		end(&w);
	}
}

/* Many of one thing, in a page that is sound otherwise: bounded in memory, and told. */
static void test_hostile(void **state)
{
	(void)state;
	static const struct {
		const char *before, *many;
		size_t times;
		const char *behind, *why;
	} pages[] = {
		{HEAD, "<div>", 100000, COLUMNS ROW TAIL, "deep"},
		{HEAD, "<table><tr><td>", 100000, COLUMNS ROW TAIL, "deep"},
		{HEAD "<table>", "<tr>", 1000000, COLUMNS ROW TAIL, "rows"},
		{HEAD COLUMNS, ROW, 1001, TAIL, "1000 rows"},
		{HEAD "<p ", "a1 ", 500000, ">" COLUMNS ROW TAIL, "honest"},
		{HEAD COLUMNS "<tr><td><a>", "Brazil ", 1000, "</a><td>28 Jun 2001<td>In Force" TAIL, "longer than"},
		{HEAD COLUMNS ROW, " ", 9 << 20, TAIL, "8 MiB"},
	};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct arena *a = arena_new();
		struct out o = out_new(a, (size_t)32 << 20, NULL);
		struct world w;
		out_raw(&o, str_of(pages[i].before));
		for (size_t k = 0; k < pages[i].times; k++)
			out_raw(&o, str_of(pages[i].many));
		out_raw(&o, str_of(pages[i].behind));
		if (read_text(&w, out_str(&o)) != INVALID)
			fail_msg("page %zu is read", i);
		if (!strstr(str_chars(a, w.c.problems.list.at[0].detail), pages[i].why))
			fail_msg("page %zu: %.*s", i, STR_ARGS(w.c.problems.list.at[0].detail));
		assert_true(arena_bytes(w.a) < (size_t)64 << 20);
		end(&w);
		arena_free(&a);
	}
}

/* What a page says of itself: its address and the day on which it was saved. */
static void test_own_words(void **state)
{
	(void)state;
	static const struct {
		const char *head;
		long long id;
		const char *saved;
	} pages[] = {
		{"<!-- saved from "
		 "url=(0099)https://normlex.ilo.org/f?p=NORMLEXPUB:11300:0::NO::P11300_INSTRUMENT_ID:312283 -->",
		 312283, ""},
		{"<link rel=canonical "
		 "href='https://x/f?p=NORMLEXPUB%3A11300%3A0%3A%3ANO%3A%3AP11300_INSTRUMENT_ID%3A312283'>",
		 312283, ""},
		{"<!-- Page saved with SingleFile url: https://x/ saved date: Mon Jun 01 2026 10:11:12 GMT -->", 0,
		 "2026-06-01"},
		{"<!-- FILE ARCHIVED ON 10:11:12 Mar 05, 2024 AND RETRIEVED -->", 0, "2024-03-05"},
		{"<meta name=date content=2025-12-31T00:00:00Z>", 0, "2025-12-31"},
		{"<!-- saved date: never -->", 0, ""},
	};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
		struct world w;
		struct arena *a = arena_new();
		char day[DATE_ROOM];
		assert_int_equal(read_text(&w, str_format(a, "%s%s", pages[i].head, HEAD COLUMNS ROW TAIL)), OK);
		assert_int_equal(w.page.instrument_id, pages[i].id);
		assert_true(str_is(date_print(w.page.saved, day), pages[i].saved));
		end(&w);
		arena_free(&a);
	}
}

static void test_days(void **state)
{
	(void)state;
	struct date d;
	assert_true(normlex_day(STR("28 Jun 1930"), &d) && date_same(d, date_of(1930, 6, 28)));
	assert_true(normlex_day(STR("5 September 1998"), &d) && date_same(d, date_of(1998, 9, 5)));
	static const char *const none[] = {"",          "28 Jun",       "28 Ju 1930",   "28 Juin 1930", "31 Jun 1930",
					   "28 Jun 30", " 28 Jun 1930", "28 Jun 1930 ", "Jun 28 1930"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (normlex_day(str_of(none[i]), &d))
			fail_msg("%s is read", none[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_fine), cmocka_unit_test(test_refused),
					   cmocka_unit_test(test_hostile), cmocka_unit_test(test_own_words),
					   cmocka_unit_test(test_days)};
	return cmocka_run_group_tests_name("exchange/normlex", tests, NULL, NULL);
}
