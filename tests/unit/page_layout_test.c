/* SPDX-License-Identifier: Apache-2.0 */
/* The frame around pages, the pages for what went wrong, the words of states, and what all of it costs in bytes. */
#include "page/band_html.h"
#include "page/layout_html.h"
#include "page/page.h"
#include "page/parts_html.h"

#include <ctype.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct arena *arena;

static struct call call_in(const char *tag, bool on)
{
	struct call c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	c.lang = lang_of(str_of(tag));
	c.on_given = on;
	if (on)
		c.on = date_of(1990, 1, 1);
	return c;
}

static struct page a_page(const struct call *c)
{
	struct page p = {.title = STR("C189 <Domestic>"),
			 .kicker = STR("Convention & more"),
			 .lead = STR("In force \"since\" 2013."),
			 .area = "standards",
			 .path = STR("/standards/C189"),
			 .query = STR("sort=a"),
			 .recorded = c->now,
			 .is_register = true,
			 .has_states = true};
	page_links_add(arena, &p.trail, url_page(c, "/standards"), STR(""), STR("Standards"));
	page_links_add(arena, &p.kicker_links, url_page(c, "/groups/CPLP"), STR(""), STR("CPLP"));
	return p;
}

static const char *render(struct call *c, const struct page *p)
{
	struct out o = out_new(arena, 1 << 20, c);
	layout_open(&o, c, p);
	layout_close(&o, c, p);
	assert_false(o.over);
	return out_str(&o).at;
}

static void expect_in(const char *page, const char *wanted)
{
	if (!strstr(page, wanted))
		fail_msg("\"%s\" is missing in:\n%s", wanted, page);
}

static void expect_not_in(const char *page, const char *unwanted)
{
	if (strstr(page, unwanted))
		fail_msg("\"%s\" stands in:\n%s", unwanted, page);
}

static void a_page_says_what_it_is(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct page p = a_page(&c);
	const char *page = render(&c, &p);
	static const char *const wanted[] = {
		"<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">",
		"<title>C189 &lt;Domestic&gt; · Sulear</title>",
		"content=\"In force &quot;since&quot; 2013.\"",
		"<h1>C189 &lt;Domestic&gt;</h1>",
		"<p class=\"lead\">In force \"since\" 2013.</p>",
		"Convention &amp; more · <a href=\"/en/groups/CPLP\">CPLP</a>",
		"<a href=\"/en/standards\" aria-current=\"true\">Standards</a>",
		"<link rel=\"canonical\" href=\"https://labour.example/en/standards/C189?sort=a\">",
		"hreflang=\"pt\" href=\"https://labour.example/pt/standards/C189?sort=a\">",
		"<a href=\"/fr/standards/C189?sort=a\" lang=\"fr\" hreflang=\"fr\">Français</a>",
		"<b lang=\"en\">English</b>",
		"<li><a href=\"/en\">Home</a></li>",
		"<form class=\"find\" action=\"/en/find\"",
		"<label for=\"on\">As of today</label>",
		"value=\"2026-11-24\"",
		"<input type=\"hidden\" name=\"sort\" value=\"a\">",
		"https://labour.example/en/standards/C189?sort=a, as of 24 November 2026, recorded by 24 November 2026",
	};
	for (size_t i = 0; i < ROWS(wanted); i++)
		expect_in(page, wanted[i]);
	expect_not_in(page, "Back to today");
	expect_not_in(page, "<script");
	expect_not_in(page, "style=");
	expect_not_in(page, "name=\"on\" value=\"\"");
}

static void another_day_is_marked_and_kept(void **state)
{
	(void)state;
	struct call c = call_in("pt", true);
	struct page p = a_page(&c);
	const char *page = render(&c, &p);
	static const char *const wanted[] = {
		"<html lang=\"pt\" dir=\"ltr\">",
		"<form class=\"asof then\"",
		"Está a ver a situação em <b>1 de janeiro de 1990</b>, não a de hoje.",
		"<a href=\"/pt/standards/C189?sort=a\">Voltar a hoje</a>",
		"<a href=\"/pt/countries?on=1990-01-01\">Países</a>",
		"<a href=\"/en/standards/C189?sort=a&amp;on=1990-01-01\"",
		"<input type=\"hidden\" name=\"on\" value=\"1990-01-01\">",
		"<a href=\"/pt/sources?on=1990-01-01\">Fontes e cobertura</a>",
	};
	for (size_t i = 0; i < ROWS(wanted); i++)
		expect_in(page, wanted[i]);
}

static void parts_are_left_out_where_they_do_not_belong(void **state)
{
	(void)state;
	struct call c = call_in("fr", false);
	struct page p = {.title = STR("Accueil"), .is_home = true, .has_find = true, .has_errors = true};
	const char *page = render(&c, &p);
	expect_in(page, "<title>Erreur\u00a0: Accueil · Sulear</title>");
	expect_in(page, "<a href=\"/es\" lang=\"es\"");
	static const char *const unwanted[] = {"class=\"asof",   "class=\"trail", "class=\"find", "class=\"lead",
					       "class=\"kicker", "<symbol",       "aria-current"};
	for (size_t i = 0; i < ROWS(unwanted); i++)
		expect_not_in(page, unwanted[i]);
}

/* Nobody is offered the way in, which leads back; who signed in, by a cookie, the way out. */
static void the_band_says_who_reads(void **state)
{
	(void)state;
	struct call c = call_in("fr", true);
	struct page p = a_page(&c);
	const char *way_in = "href=\"/fr/sign-in?return_to=%2Ffr%2Fstandards%2FC189%3Fsort%3Da%26on%3D1990-01-01\"";
	expect_in(render(&c, &p), way_in);
	c.person = (struct person){1, STR("Ana <b>"), ROLE_BIT(OFFICE)};
	expect_in(render(&c, &p), way_in); /* by a token of the API: there is nothing to sign out of */
	c.form_token = STR("abc");
	const char *page = render(&c, &p);
	expect_in(page, "<form class=\"who\" method=\"post\" action=\"/fr/sign-out\">");
	expect_in(page, "<bdi>Ana &lt;b&gt;</bdi>");
	expect_in(page, "<input type=\"hidden\" name=\"form_token\" value=\"abc\">");
	expect_not_in(page, "sign-in");
	struct call nobody = call_in("en", false);
	p.path = STR("/sign-in");
	expect_in(render(&nobody, &p), "href=\"/en/sign-in\"");
	p.path = str_format(arena, "/%01000d", 0);
	expect_in(render(&nobody, &p), "href=\"/en/sign-in\"");
}

static void faults_lead_to_their_fields(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct out none = out_new(arena, 4096, &c), o = out_new(arena, 4096, &c);
	part_faults(&none, &c, STR("Nothing was saved"));
	assert_true(str_trim(out_str(&none)).n == 0);
	assert_string_equal(page_field_class(&c, "day"), "field");
	problem_add(&c.problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("day"), "It is <not> a day.");
	problem_add(&c.problems, PROBLEM_REFUSED, PLACE_NOWHERE, STR(""), "It may not be.");
	problem_hint(&c.problems, STR("Ask."));
	part_faults(&o, &c, STR("Nothing was saved"));
	part_why(&o, &c, "day");
	part_why(&o, &c, "name");
	const char *shown = str_chars(arena, out_str(&o));
	expect_in(shown, "<div class=\"error\" role=\"alert\" tabindex=\"-1\"><h2>Nothing was saved</h2>");
	expect_in(shown, "<a href=\"#day\">It is &lt;not&gt; a day.</a>");
	expect_in(shown, "<li>It may not be. Ask.</li>");
	expect_in(shown, "<span class=\"why\" id=\"day-why\">It is &lt;not&gt; a day.</span>");
	expect_not_in(shown, "name-why");
	assert_string_equal(page_field_class(&c, "day"), "field wrong");
}

static void the_query_goes_along_decoded_but_for_the_day(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct page p = {.title = STR("x"),
			 .path = STR("/standards"),
			 .is_register = true,
			 .query = STR("on=1990-01-01&q=a+b%22%3E%zz&type=p&known=2020-01-01&=x&empty")};
	const char *page = render(&c, &p);
	expect_in(page, "name=\"q\" value=\"a b&quot;&gt;%zz\">");
	expect_in(page, "name=\"type\" value=\"p\">");
	expect_in(page, "name=\"known\" value=\"2020-01-01\">");
	expect_in(page, "name=\"empty\" value=\"\">");
	expect_not_in(page, "name=\"on\" value=\"1990");
	expect_not_in(page, "name=\"\"");
}

static void what_went_wrong_is_said(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct page_missing missing = {.status = 404,
				       .title = STR("There is no standard <C289>"),
				       .lead = STR("Conventions are numbered from C001 to C193."),
				       .area = "standards",
				       .path = STR("/standards/<C289>"),
				       .asked = STR("\"C289")};
	page_links_add(arena, &missing.nearest, url_page(&c, "/standards/C189"), STR("C189"),
		       STR("Domestic <Workers>"));
	struct out o = out_new(arena, 1 << 20, &c);
	page_missing(&o, &c, &missing);
	const char *page = out_str(&o).at;
	expect_in(page, "<h1>There is no standard &lt;C289&gt;</h1>");
	expect_in(page, "<p class=\"kicker\">404</p>");
	expect_in(page, "<a href=\"/en/standards/C189\"><b>C189</b> Domestic &lt;Workers&gt;</a>");
	expect_in(page, "name=\"q\" value=\"&quot;C289\"");
	expect_in(page, "Perhaps you meant:");
}

static void problems_become_pages(void **state)
{
	(void)state;
	static const struct {
		int status;
		const char *title;
	} rows[] = {
		{404, "Essa página não existe"},          {400, "O pedido não se entende"},
		{413, "O pedido é demasiado grande"},     {500, "Algo falhou deste lado"},
		{503, "Não é possível aceder aos dados"}, {599, "Algo falhou deste lado"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct call c = call_in("pt", false);
		struct out o = out_new(arena, 1 << 20, &c);
		page_problem(&o, &c, rows[i].status);
		expect_in(out_str(&o).at, str_format(arena, "<h1>%s</h1>", rows[i].title).at);
		expect_not_in(out_str(&o).at, "Talvez procurasse");
	}
	struct call c = call_in("en", false);
	problem_add(&c.problems, PROBLEM_BAD_DAY, PLACE_PARAMETER, STR("on"), "%s", "\"<31>\" is not a day.");
	problem_hint(&c.problems, STR("Write YYYY-MM-DD."));
	struct out o = out_new(arena, 1 << 20, &c);
	page_problem(&o, &c, 400);
	expect_in(out_str(&o).at, "<h1>That is not a day</h1>");
	expect_in(out_str(&o).at, "<p class=\"lead\">\"&lt;31&gt;\" is not a day.</p>");
	expect_in(out_str(&o).at, "<li>Write YYYY-MM-DD.</li>");
	problem_add(&c.problems, PROBLEM_UNKNOWN_PARAMETER, PLACE_PARAMETER, STR("x"), "%s", "x is not known.");
	o = out_new(arena, 1 << 20, &c);
	page_problem(&o, &c, 400);
	expect_in(out_str(&o).at, "<li>\"&lt;31&gt;\" is not a day.</li>");
	expect_in(out_str(&o).at, "<li>x is not known.</li>");
}

static void states_have_a_shape_and_a_word(void **state)
{
	(void)state;
	static const struct {
		enum page_state s;
		int year;
		const char *class, *words[4];
	} rows[] = {
		{STATE_IN_FORCE, 2019, "in", {"In force", "En vigueur", "En vigor", "Em vigor"}},
		{STATE_NOT_YET,
		 0,
		 "wt",
		 {"Not yet in force", "Pas encore en vigueur", "Aún no está en vigor", "Ainda não está em vigor"}},
		{STATE_DENOUNCED,
		 2002,
		 "dn",
		 {"Denounced 2002", "Dénoncée en 2002", "Denunciado en 2002", "Denunciada em 2002"}},
		{STATE_DENOUNCED, 0, "dn", {"Denounced", "Dénoncée", "Denunciado", "Denunciada"}},
		{STATE_NOT_RATIFIED, 0, "no", {"Not ratified", "Non ratifiée", "No ratificado", "Não ratificada"}},
		{STATE_NOT_KNOWN, 0, "un", {"Not known", "On ne sait pas", "No se sabe", "Não se sabe"}},
		{STATE_NOT_ADOPTED,
		 0,
		 "x",
		 {"Not yet adopted", "Pas encore adoptée", "Aún no adoptado", "Ainda não adotada"}},
		{STATE_CLOSED,
		 0,
		 "cl",
		 {"Closed to ratification", "Fermée à la ratification", "Cerrado a la ratificación",
		  "Fechada à ratificação"}},
		{STATE_ABROGATED,
		 2017,
		 "ab",
		 {"Abrogated 2017", "Abrogée en 2017", "Derogado en 2017", "Revogada em 2017"}},
		{STATE_WITHDRAWN,
		 2021,
		 "ab",
		 {"Withdrawn 2021", "Retirée en 2021", "Retirado en 2021", "Retirada em 2021"}},
	};
	struct call english = call_in("en", false);
	struct out shapes = out_new(arena, 1 << 16, &english);
	part_shapes(&shapes, &english);
	for (size_t i = 0; i < ROWS(rows); i++) {
		for (size_t l = 0; l < PAGE_LANGUAGES; l++) {
			struct call c = call_in(page_language_tags[l], false);
			struct out o = out_new(arena, 1000, &c);
			part_state(&o, &c, rows[i].s, rows[i].year);
			struct str wanted =
				str_format(arena,
					   "<span class=\"st %s\"><svg aria-hidden=\"true\"><use href=\"#%s\"/>"
					   "</svg>%s</span>",
					   rows[i].class, rows[i].class, rows[i].words[l]);
			if (!str_equal(out_str(&o), wanted))
				fail_msg("row %zu: %s", i, out_str(&o).at);
		}
		expect_in(out_str(&shapes).at, str_format(arena, "<symbol id=\"%s\"", rows[i].class).at);
	}
}

static void counts_say_how_sure_they_are(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct out o = out_new(arena, 1000, &c);
	part_count(&o, &c, 1187, COVERAGE_COMPLETE), out_raw(&o, STR("|"));
	part_count(&o, &c, 30, COVERAGE_PARTIAL), out_raw(&o, STR("|"));
	part_count(&o, &c, 0, COVERAGE_NONE);
	assert_string_equal(out_str(&o).at, "1,187|30 <span class=\"soft\">partial</span>| <span class=\"soft\">not "
					    "known</span>");
}

static void lists_say_what_comes(void **state)
{
	(void)state;
	struct call c = call_in("en", false);
	struct page_pages pages = {.first = 21, .last = 40, .total = 1060};
	page_pages_next(&c, &pages, url_page(&c, "/standards?after=%s", "x"), 20, STR("C170"), STR("C151"));
	page_pages_previous(&c, &pages, url_page(&c, "/standards"), 20);
	struct out o = out_new(arena, 4000, &c);
	part_pages(&o, &c, &pages);
	expect_in(out_str(&o).at, "<a rel=\"next\" href=\"/en/standards?after=x\">Next 20, C170 to C151</a>");
	expect_in(out_str(&o).at, "<a rel=\"prev\" href=\"/en/standards\">Previous 20</a>");
	expect_in(out_str(&o).at, "21 to 40 of 1,060");
	o = out_new(arena, 4000, &c);
	part_doors(&o, &c, url_api(&c, "/instruments.csv"), url_api(&c, "/instruments"));
	expect_in(out_str(&o).at,
		  "This table as <a href=\"/api/v1/instruments.csv\">CSV</a> <a href=\"/api/v1/instruments\">"
		  "JSON</a> <a href=\"/api/v1/instruments.csv?for=excel\">Excel</a>");
}

static void files_are_found_by_their_hashed_names(void **state)
{
	(void)state;
	const struct page_asset *style = page_file_find(page_style().s), *icon = page_file_find(page_icon().s);
	assert_non_null(style);
	assert_non_null(icon);
	assert_true(str_begins(style->path, "/style-") && str_ends(style->path, ".css"));
	assert_true(strstr(style->path.at, style->file->hash) != NULL);
	assert_true(str_is(icon->type, "image/svg+xml"));
	assert_null(page_file_find(STR("/style.css")));
	assert_null(page_file_find(STR("")));
}

static size_t packed(const void *bytes, size_t n)
{
	z_stream z = {0};
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
	size_t room = deflateBound(&z, n);
	z.next_in = (void *)(uintptr_t)bytes;
	z.avail_in = (unsigned)n;
	z.next_out = arena_alloc(arena, room);
	z.avail_out = (unsigned)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	size_t size = z.total_out;
	deflateEnd(&z);
	return size;
}

/* The limits of the look, in bytes of gzip. */
static void bytes_stay_within_their_limits(void **state)
{
	(void)state;
	const struct page_file *style = page_file_find(page_style().s)->file;
	struct call c = call_in("pt", true);
	struct page p = a_page(&c);
	struct out frame = out_new(arena, 1 << 16, &c), shapes = out_new(arena, 1 << 16, &c);
	part_band(&frame, &c, &p);
	part_foot(&frame, &c, &p);
	part_shapes(&shapes, &c);
	const struct {
		const char *what;
		size_t bytes, most;
	} rows[] = {
		{"style sheet", packed(style->bytes, style->n), 5000},
		{"header and foot", packed(frame.at, frame.n), 1000},
		{"shapes", packed(shapes.at, shapes.n), 500},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		print_message("%s: %zu of %zu bytes\n", rows[i].what, rows[i].bytes, rows[i].most);
		if (rows[i].bytes > rows[i].most)
			fail_msg("%s: %zu bytes, at most %zu", rows[i].what, rows[i].bytes, rows[i].most);
	}
}

/* The value of a token in the block of the style sheet that begins at `block`, as 0xrrggbb. */
static long token(const char *block, const char *name)
{
	const char *at = strstr(block, str_format(arena, "--%s:#", name).at);
	if (!at)
		fail_msg("no colour %s", name);
	at += strlen(name) + 4;
	size_t n = strspn(at, "0123456789abcdef");
	long value = strtol(arena_copy(arena, at, n), NULL, 16);
	if (n == 3)
		value = (value >> 8) * 0x110000 + (value >> 4 & 15) * 0x1100 + (value & 15) * 0x11;
	return value;
}

/* Relative luminance and contrast: WCAG 2.2. */
static double luminance(long colour)
{
	double light = 0;
	static const double weights[] = {0.0722, 0.7152, 0.2126};
	for (int i = 0; i < 3; i++) {
		double part = (double)(colour >> (8 * i) & 255) / 255;
		light += weights[i] * (part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4));
	}
	return light;
}

static double contrast(long a, long b)
{
	double x = luminance(a), y = luminance(b);
	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

static void colours_can_be_read(void **state)
{
	(void)state;
	static const struct {
		const char *front, *ground;
		double least;
	} rows[] = {
		{"ink", "paper", 7},      {"ink", "wash", 7},      {"soft", "paper", 4.5}, {"soft", "wash", 4.5},
		{"accent", "paper", 4.5}, {"accent", "wash", 4.5}, {"on", "accent", 4.5},  {"seen", "paper", 4.5},
		{"wait", "paper", 4.5},   {"end", "paper", 4.5},   {"end", "wash", 4.5},   {"ink", "hint", 4.5},
		{"accent", "hint", 4.5},  {"edge", "paper", 3},    {"edge", "wash", 3},
	};
	const struct page_file *style = page_file_find(page_style().s)->file;
	const char *light = arena_copy(arena, style->bytes, style->n);
	const char *dark = strstr(light, "prefers-color-scheme:dark");
	assert_non_null(dark);
	const char *blocks[] = {light, dark};
	for (size_t i = 0; i < ROWS(rows); i++)
		for (size_t b = 0; b < 2; b++) {
			double found = contrast(token(blocks[b], rows[i].front), token(blocks[b], rows[i].ground));
			if (found < rows[i].least)
				fail_msg("%s on %s, %s: %.1f", rows[i].front, rows[i].ground, b ? "dark" : "light",
					 found);
		}
	assert_true(contrast(0xffffff, token(light, "band")) >= 7);
}

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	page_set_site(STR("https://labour.example"));
	return page_start() == OK ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_says_what_it_is),
		cmocka_unit_test(another_day_is_marked_and_kept),
		cmocka_unit_test(parts_are_left_out_where_they_do_not_belong),
		cmocka_unit_test(the_band_says_who_reads),
		cmocka_unit_test(faults_lead_to_their_fields),
		cmocka_unit_test(the_query_goes_along_decoded_but_for_the_day),
		cmocka_unit_test(what_went_wrong_is_said),
		cmocka_unit_test(problems_become_pages),
		cmocka_unit_test(states_have_a_shape_and_a_word),
		cmocka_unit_test(counts_say_how_sure_they_are),
		cmocka_unit_test(lists_say_what_comes),
		cmocka_unit_test(files_are_found_by_their_hashed_names),
		cmocka_unit_test(bytes_stay_within_their_limits),
		cmocka_unit_test(colours_can_be_read),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
