/* SPDX-License-Identifier: Apache-2.0 */
/* The page woven from golden/booth_day.html, written with the real functions of the page room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants those first */
#include <cmocka.h>

#include "booth_day_html.h"
#include "booth_rows.h"
#include "mark_file.h"
#include "page/page.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_MOST = 64 << 10 };

/* The page with n bookings, in English. */
static const char *page_of(struct arena *a, size_t n, bool open)
{
	struct moment now;
	assert_true(moment_parse(STR("2024-02-29T08:00:00Z"), &now));
	struct call c = call_new(a, now);
	struct out o = out_new(a, PAGE_MOST, &c);
	struct booth_day_row rows[2] = {
		{.id = {7}, .title = STR("Q&A \"<b>\" 'x' %?"), .team = STR("A&B"), .held_from = now},
		{.id = {-8}, .title = STR("Plain"), .held_from = now},
	};
	struct booth booth = {STR("North <1>"), open};
	struct booth_day_rows list = {rows, n};
	page_booth_day(&o, &c, &booth, moment_day(now), &list, (struct url){STR("https://x.test/?a=1&b=2")},
		       (struct html){STR("<em>raw</em>")}, (struct json){STR("{\"a\":\"</script>\"}")}, 3);
	return out_str(&o).at;
}

static void holds(const char *page, const char *piece)
{
	if (!strstr(page, piece))
		print_error("expected in the page: %s\n%s\n", piece, page);
	assert_non_null(strstr(page, piece));
}

static void every_place_is_escaped_its_own_way(void **state)
{
	(void)state;
	static const char *const pieces[] = {
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>North &lt;1&gt; · Booths · "
		"Sulear</title></head>",
		"<main><h1>North &lt;1&gt;, ",
		"<p>2 bookings</p>\n<ul>\n<li>",
		"<a href=\"/en/bookings/7?name=Q%26A%20%22%3Cb%3E%22%20%27x%27%20%25%3F\" title=\"Q&amp;A "
		"&quot;&lt;b&gt;&quot; ",
		"/bookings/-8?name=Plain\"",
		"</a>\n(A&amp;B)</li>",
		"<a href=\"https://x.test/?a=1&amp;b=2\">read <b>this</b></a> or <a "
		"href=\"/rules?on=2024-02-29\">that</a>, <b>all</b> of it</p>",
		", North &lt;1&gt;: <a",
		"<input type=\"hidden\" name=\"token\" value=\"secret\">",
		"<input name=\"title\" placeholder=\"Your name\">",
		"<time datetime=\"2024-02-29\">",
		"<textarea name=\"more\">\n  North &lt;1&gt;</textarea>",
		"<pre>\n C:\\   ",
		"<title>A circle</title><path d=\"M 0\"/><use href=\"#in\"/></svg>",
		"<p translate=\"no\">Hello &amp; goodbye</p>",
		"<em>raw</em>",
		"<b class=\"held\">&lt;held&gt;</b>",
		"\"\\u003c/script>\"}</script></main>\n</body>\n</html>",
	};
	struct arena *a = arena_new();
	const char *page = page_of(a, 2, false);
	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
		holds(page, pieces[i]);
	assert_null(strstr(page, "not for readers"));
	arena_free(&a);
}

static void branches_and_counts(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	holds(page_of(a, 0, false), "</h1>\n<p>Nobody has asked for this booth yet.</p>\n<p>");
	holds(page_of(a, 1, true), "<p>One booking</p>");
	holds(page_of(a, 1, true), "<input name=\"title\" checked placeholder=\"Your name\" class=\"a \">");
	holds(page_of(a, 2, true), "class=\"a b\"");
	holds(page_of(a, 1, true), "</a>\n–</li></ul>");
	arena_free(&a);
}

static void files_keep_their_bytes(void **state)
{
	(void)state;
	assert_int_equal(mark_file.n, 5);
	assert_memory_equal(mark_file.bytes, "a\0b\377\n", 5);
	assert_int_equal(strlen(mark_file.hash), 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_is_escaped_its_own_way),
		cmocka_unit_test(branches_and_counts),
		cmocka_unit_test(files_keep_their_bytes),
	};
	return page_start() == OK ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
