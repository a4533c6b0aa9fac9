/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: what is encoded, what is kept, what is left out. */
#include "page/url.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct arena *arena;

static struct call call_on(bool on, bool known)
{
	struct call c = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	c.lang = lang_of(STR("pt"));
	c.on_given = on;
	c.known_given = known;
	if (on)
		c.on = date_of(1990, 1, 1);
	if (known)
		c.known = moment_of_day(date_of(2020, 2, 3));
	return c;
}

static void expect(const char *what, struct url url, const char *wanted)
{
	if (!str_is(url.s, wanted))
		fail_msg("%s: \"%.*s\", expected \"%s\"", what, STR_ARGS(url.s), wanted);
}

static void pages_keep_day_and_moment(void **state)
{
	(void)state;
	struct call now = call_on(false, false), then = call_on(true, false), both = call_on(true, true);
	expect("now", url_page(&now, "/standards/%s", "C189"), "/pt/standards/C189");
	expect("then", url_page(&then, "/standards/%s", "C189"), "/pt/standards/C189?on=1990-01-01");
	expect("both", url_page(&both, "/standards"), "/pt/standards?on=1990-01-01&known=2020-02-03T00%3A00%3A00Z");
	expect("query", url_page(&then, "/standards?type=%s", "a b"), "/pt/standards?type=a%20b&on=1990-01-01");
	expect("home", url_home(&then), "/pt?on=1990-01-01");
	expect("plain", url_plain(&both, "/find"), "/pt/find");
	expect("api", url_api(&then, "/instruments/%s", "C189"), "/api/v1/instruments/C189?on=1990-01-01");
}

static void arguments_cannot_leave_their_place(void **state)
{
	(void)state;
	struct call c = call_on(false, false);
	struct str evil = STR("../../x?y=z&on=1#\"");
	expect("text", url_page(&c, "/a/%.*s/b", STR_ARGS(evil)), "/pt/a/..%2F..%2Fx%3Fy%3Dz%26on%3D1%23%22/b");
	expect("numbers", url_page(&c, "/%d/%ld/%lld", -1, 2L, 3LL), "/pt/-1/2/3");
	expect("with", url_with(&c, url_page(&c, "/a"), "q&", STR("é=")), "/pt/a?q%26=%C3%A9%3D");
	expect("with more", url_with(&c, url_page(&c, "/a?b=c"), "q", STR("1")), "/pt/a?b=c&q=1");
	expect("at", url_at(&c, url_page(&c, "/a"), "part one"), "/pt/a#part%20one");
	c.lang = (struct lang){"\"/x"};
	expect("language", url_page(&c, "/a"), "/%22%2Fx/a");
}

static void the_same_page_in_another_language_or_day(void **state)
{
	(void)state;
	static const struct {
		const char *path, *query, *language, *today, *on, *sorted;
	} rows[] = {
		{"", "", "/fr?on=1990-01-01", "/pt", "/pt?on=2001-02-03", "/pt?sort=-x&on=1990-01-01"},
		{"/", "", "/fr?on=1990-01-01", "/pt", "/pt?on=2001-02-03", "/pt?sort=-x&on=1990-01-01"},
		{"/standards/C189", "on=1990-01-01", "/fr/standards/C189?on=1990-01-01", "/pt/standards/C189",
		 "/pt/standards/C189?on=2001-02-03", "/pt/standards/C189?sort=-x&on=1990-01-01"},
		{"/standards", "type=p&on=1990-01-01&sort=a&q=x+y%20z",
		 "/fr/standards?type=p&sort=a&q=x+y%20z&on=1990-01-01", "/pt/standards?type=p&sort=a&q=x+y%20z",
		 "/pt/standards?type=p&sort=a&q=x+y%20z&on=2001-02-03",
		 "/pt/standards?type=p&q=x+y%20z&sort=-x&on=1990-01-01"},
		{"/a b/é", "x", "/fr/a%20b/%C3%A9?x&on=1990-01-01", "/pt/a%20b/%C3%A9?x",
		 "/pt/a%20b/%C3%A9?x&on=2001-02-03", "/pt/a%20b/%C3%A9?x&sort=-x&on=1990-01-01"},
		{"/\"><script>", "a=\"><script>&%3=%zz&&=&b==c",
		 "/fr/%22%3E%3Cscript%3E?a=%22%3E%3Cscript%3E&%253=%25zz&b=%3Dc&on=1990-01-01",
		 "/pt/%22%3E%3Cscript%3E?a=%22%3E%3Cscript%3E&%253=%25zz&b=%3Dc",
		 "/pt/%22%3E%3Cscript%3E?a=%22%3E%3Cscript%3E&%253=%25zz&b=%3Dc&on=2001-02-03",
		 "/pt/%22%3E%3Cscript%3E?a=%22%3E%3Cscript%3E&%253=%25zz&b=%3Dc&sort=-x&on=1990-01-01"},
	};
	struct call c = call_on(true, false);
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str path = str_of(rows[i].path), query = str_of(rows[i].query);
		expect("language", url_language(&c, path, query, lang_of(STR("fr"))), rows[i].language);
		expect("today", url_day(&c, path, query, c.today), rows[i].today);
		expect("day", url_day(&c, path, query, date_of(2001, 2, 3)), rows[i].on);
		expect("change", url_change(&c, path, query, "sort", STR("-x")), rows[i].sorted);
	}
	expect("left out", url_change(&c, STR("/a"), STR("sort=x&b=c"), "sort", STR("")), "/pt/a?b=c&on=1990-01-01");
}

static void outside_addresses_are_judged(void **state)
{
	(void)state;
	static const struct {
		const char *address;
		bool taken;
	} rows[] = {
		{"https://a.example/b?c=d", true},
		{"http://a.example", true},
		{"mailto:a@b.example", true},
		{"javascript:alert(1)", false},
		{"JavaScript:x", false},
		{" https://a.example", false},
		{"https://a.example/\nb", false},
		{"//a.example", false},
		{"/a", false},
		{"data:text/html,x", false},
		{"", false},
		{"https://a b", false},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct url url = {STR("untouched")};
		if (url_outside(str_of(rows[i].address), &url) != rows[i].taken)
			fail_msg("row %zu: %s", i, rows[i].address);
		expect(rows[i].address, url, rows[i].taken ? rows[i].address : "untouched");
	}
}

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
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
		cmocka_unit_test(pages_keep_day_and_moment),
		cmocka_unit_test(arguments_cannot_leave_their_place),
		cmocka_unit_test(the_same_page_in_another_language_or_day),
		cmocka_unit_test(outside_addresses_are_judged),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
