/* SPDX-License-Identifier: Apache-2.0 */
/* Every function of page/write.h with values that would break out of their place if one escape were missing. */
#include "page/format.h"
#include "page/write.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static struct arena *arena;
static struct call call;

static struct out fresh(void)
{
	return out_new(arena, 1 << 20, &call);
}

static void expect(size_t row, struct out *o, const char *wanted)
{
	struct str written = out_str(o);
	if (!str_is(written, wanted))
		fail_msg("row %zu: \"%.*s\", expected \"%s\"", row, STR_ARGS(written), wanted);
}

static const struct {
	const char *value, *text, *attribute, *path;
} hostile[] = {
	{"", "", "", ""},
	{"plain", "plain", "plain", "plain"},
	{"</title><script>alert(1)</script>", "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
	 "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
	 "%3C%2Ftitle%3E%3Cscript%3Ealert%281%29%3C%2Fscript%3E"},
	{"\" onclick=\"x", "\" onclick=\"x", "&quot; onclick=&quot;x", "%22%20onclick%3D%22x"},
	{"' a='", "' a='", "&#39; a=&#39;", "%27%20a%3D%27"},
	{"&amp;&#60;", "&amp;amp;&amp;#60;", "&amp;amp;&amp;#60;", "%26amp%3B%26%2360%3B"},
	{"a/../b?c=d&e#f", "a/../b?c=d&amp;e#f", "a/../b?c=d&amp;e#f", "a%2F..%2Fb%3Fc%3Dd%26e%23f"},
	{"javascript:x", "javascript:x", "javascript:x", "javascript%3Ax"},
	{"é", "é", "é", "%C3%A9"},
	{"\xff\xc0<", "\xff\xc0&lt;", "\xff\xc0&lt;", "%FF%C0%3C"},
	{"\r\n\t\x01", "\r\n\t\x01", "\r\n\t\x01", "%0D%0A%09%01"},
	{"azAZ09-._~%", "azAZ09-._~%", "azAZ09-._~%", "azAZ09-._~%25"},
};

static void texts_are_escaped_for_their_place(void **state)
{
	(void)state;
	static const struct {
		void (*str)(struct out *o, struct str v);
		void (*chars)(struct out *o, const char *v);
	} places[] = {
		{out_text_str, out_text_chars},
		{out_title_str, out_title_chars},
		{out_attr_str, out_attr_chars},
		{out_path_str, out_path_chars},
	};
	for (size_t i = 0; i < ROWS(hostile); i++) {
		const char *wanted[] = {hostile[i].text, hostile[i].text, hostile[i].attribute, hostile[i].path};
		for (size_t place = 0; place < ROWS(places); place++) {
			struct out o = fresh();
			places[place].str(&o, str_of(hostile[i].value));
			expect(i, &o, wanted[place]);
			o = fresh();
			places[place].chars(&o, hostile[i].value);
			expect(i, &o, wanted[place]);
		}
	}
}

static void a_nul_is_a_byte_like_others(void **state)
{
	(void)state;
	struct out o = fresh();
	out_text_str(&o, STR("a\0<b"));
	out_path_str(&o, STR("\0"));
	assert_int_equal(o.n, 3 + 4 + 3);
	assert_memory_equal(o.at, "a\0&lt;b%00", 10);
}

static void addresses_and_languages_keep_their_quotes(void **state)
{
	(void)state;
	struct out o = fresh();
	out_url_url(&o, (struct url){STR("/en?a=b&c=\"><'")});
	expect(0, &o, "/en?a=b&amp;c=&quot;&gt;&lt;&#39;");
	o = fresh();
	out_attr_lang(&o, (struct lang){"\"><x"});
	expect(1, &o, "&quot;&gt;&lt;x");
	o = fresh();
	out_path_lang(&o, (struct lang){"../pt"});
	expect(2, &o, "..%2Fpt");
}

static void json_cannot_end_its_element(void **state)
{
	(void)state;
	struct out o = fresh();
	out_json_json(&o, (struct json){STR("{\"a\":\"</script><!--\"}<")});
	expect(0, &o, "{\"a\":\"\\u003c/script>\\u003c!--\"}\\u003c");
}

static void markup_goes_through(void **state)
{
	(void)state;
	struct out o = fresh();
	out_text_html(&o, (struct html){STR("<em>a &amp; b</em>")});
	expect(0, &o, "<em>a &amp; b</em>");
}

static void numbers_are_words_in_text_and_digits_in_attributes(void **state)
{
	(void)state;
	static const struct {
		int64_t value;
		const char *text, *attribute;
	} rows[] = {
		{0, "0", "0"},
		{-1, "-1", "-1"},
		{999, "999", "999"},
		{-1000, "-1,000", "-1000"},
		{INT64_MAX, "9,223,372,036,854,775,807", "9223372036854775807"},
		{INT64_MIN, "-9,223,372,036,854,775,808", "-9223372036854775808"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct out o = fresh();
		out_text_i64(&o, rows[i].value);
		expect(i, &o, rows[i].text);
		o = fresh();
		out_title_i64(&o, rows[i].value);
		expect(i, &o, rows[i].text);
		o = fresh();
		out_attr_i64(&o, rows[i].value);
		expect(i, &o, rows[i].attribute);
		o = fresh();
		out_path_i64(&o, rows[i].value);
		expect(i, &o, rows[i].attribute);
	}
}

static void days_are_words_in_text_and_iso_in_attributes(void **state)
{
	(void)state;
	struct date day = date_of(2013, 9, 5);
	struct span month = {date_of(2006, 5, 1), date_of(2006, 5, 31)};
	struct moment moment = {moment_of_day(day).us + (14LL * 60 + 5) * 60 * 1000000};
	struct out o = fresh();
	out_text_date(&o, day), out_raw(&o, STR("|")), out_title_date(&o, day), out_raw(&o, STR("|"));
	out_attr_date(&o, day), out_raw(&o, STR("|")), out_path_date(&o, day);
	expect(0, &o, "5 September 2013|5 September 2013|2013-09-05|2013-09-05");
	o = fresh();
	out_text_span(&o, month), out_raw(&o, STR("|")), out_title_span(&o, month), out_raw(&o, STR("|"));
	out_attr_span(&o, month);
	expect(1, &o, "May 2006|May 2006|2006-05");
	o = fresh();
	out_text_moment(&o, moment), out_raw(&o, STR("|")), out_title_moment(&o, moment), out_raw(&o, STR("|"));
	out_attr_moment(&o, moment);
	expect(2, &o, "5 September 2013, 14:05 UTC|5 September 2013, 14:05 UTC|2013-09-05T14:05:00Z");
	o = fresh();
	out_text_date(&o, DATE_UNSET), out_attr_date(&o, DATE_NEVER), out_text_span(&o, SPAN_NEVER);
	out_attr_span(&o, SPAN_UNSET);
	expect(3, &o, "");
}

static void an_output_without_a_reader_is_english(void **state)
{
	(void)state;
	struct out o = out_new(arena, 1000, NULL);
	out_text_date(&o, date_of(2013, 9, 5));
	expect(0, &o, "5 September 2013");
}

static void the_ceiling_holds(void **state)
{
	(void)state;
	struct out o = out_new(arena, 4, &call);
	out_text_str(&o, STR("<<"));
	assert_true(o.over);
	assert_int_equal(o.n, 4);
}

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	call = call_new(arena, moment_of_day(date_of(2026, 11, 24)));
	return format_start() == OK ? 0 : -1;
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
		cmocka_unit_test(texts_are_escaped_for_their_place),
		cmocka_unit_test(a_nul_is_a_byte_like_others),
		cmocka_unit_test(addresses_and_languages_keep_their_quotes),
		cmocka_unit_test(json_cannot_end_its_element),
		cmocka_unit_test(markup_goes_through),
		cmocka_unit_test(numbers_are_words_in_text_and_digits_in_attributes),
		cmocka_unit_test(days_are_words_in_text_and_iso_in_attributes),
		cmocka_unit_test(an_output_without_a_reader_is_english),
		cmocka_unit_test(the_ceiling_holds),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
