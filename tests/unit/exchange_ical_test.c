/* SPDX-License-Identifier: Apache-2.0 */
/* Calendars as written, held against RFC 5545 by a strict checker: line ends, folding, escapes, the properties an event must
 * have, its days. The checker itself is held against calendars that are right and wrong. */
#include "exchange/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

static struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

/* Takes folds away. NULL: a line is too long, does not end in CRLF, or a character is cut by a fold (RFC 5545 3.1). */
static const char *unfolded(struct arena *a, struct str text)
{
	struct out o = out_new(a, 1 << 20, NULL);
	size_t line = 0;
	if (!str_is_utf8(text) || text.n < 2 || text.at[text.n - 1] != '\n')
		return NULL;
	for (size_t k = 0; k < text.n; k++) {
		unsigned char b = (unsigned char)text.at[k];
		if (b == '\n' || b < ' ') {
			if (b != '\r' || k + 1 == text.n || text.at[k + 1] != '\n' || line == 0)
				return NULL;
			bool folds = k + 2 < text.n && text.at[k + 2] == ' ';
			if (folds && k + 3 < text.n && ((unsigned char)text.at[k + 3] & 0xC0) == 0x80)
				return NULL;
			out_raw(&o, folds ? STR("") : STR("\n"));
			k += folds ? 2 : 1;
			line = folds ? 1 : 0;
			continue;
		}
		out_literal(&o, text.at + k, 1);
		if (++line > 75)
			return NULL;
	}
	return out_str(&o).at;
}

/* A value of type TEXT as it was meant; false if a character that must be escaped is not (3.3.11). */
static bool meant(struct arena *a, struct str value, struct str *out)
{
	struct out o = out_new(a, 1 << 16, NULL);
	for (size_t k = 0; k < value.n; k++) {
		if (value.at[k] == ';' || value.at[k] == ',')
			return false;
		if (value.at[k] != '\\') {
			out_literal(&o, value.at + k, 1);
			continue;
		}
		if (++k == value.n || !strchr("\\;,nN", value.at[k]))
			return false;
		out_raw(&o, value.at[k] == 'n' || value.at[k] == 'N' ? STR("\n") : str_slice(value, k, 1));
	}
	*out = out_str(&o);
	return true;
}

struct checked {
	size_t events, zones;
	struct str summary, description, name; /* of the last event, of the calendar */
	LIST(struct str) uids;
};

static bool is_digits(struct str s, size_t n)
{
	for (size_t k = 0; k < s.n; k++)
		if (s.at[k] < '0' || s.at[k] > '9')
			return false;
	return s.n == n;
}

/* How often each property of an event stood there. */
struct seen {
	int uid, stamp, start, end, summary, sequence, transparent, url;
	int zone, zone_start, zone_from, zone_to; /* of a VTIMEZONE and its one STANDARD */
	struct str from, until;
};

static bool check_property(struct arena *a, struct str name, struct str parameters, struct str value, struct seen *seen,
			   struct checked *out)
{
	struct str text;
	if (str_is(name, "UID")) {
		for (size_t k = 0; k < out->uids.n; k++)
			if (str_equal(out->uids.at[k], value))
				return false;
		*list_add(a, &out->uids) = value;
		return ++seen->uid == 1 && value.n > 0 && meant(a, value, &text);
	}
	if (str_is(name, "DTSTAMP"))
		return ++seen->stamp == 1 && value.n == 16 && is_digits(str_slice(value, 0, 8), 8) &&
		       value.at[8] == 'T' && is_digits(str_slice(value, 9, 6), 6) && value.at[15] == 'Z';
	if (str_is(name, "SEQUENCE"))
		return ++seen->sequence == 1 && value.n > 0 && is_digits(value, value.n);
	if (str_is(name, "DTSTART") || str_is(name, "DTEND")) {
		bool starts = str_is(name, "DTSTART");
		*(starts ? &seen->from : &seen->until) = value;
		return ++*(starts ? &seen->start : &seen->end) == 1 && str_is(parameters, "VALUE=DATE") &&
		       is_digits(value, 8);
	}
	if (str_is(name, "SUMMARY"))
		return ++seen->summary == 1 && meant(a, value, &out->summary);
	if (str_is(name, "DESCRIPTION"))
		return meant(a, value, &out->description);
	if (str_is(name, "TRANSP"))
		return ++seen->transparent == 1 && str_is(value, "TRANSPARENT");
	if (str_is(name, "URL"))
		return ++seen->url == 1 && (str_begins(value, "http://") || str_begins(value, "https://"));
	return str_begins(name, "X-");
}

static bool is_offset(struct str value)
{
	return value.n == 5 && (value.at[0] == '+' || value.at[0] == '-') && is_digits(str_slice(value, 1, 4), 4);
}

/* A property of a zone, or of its STANDARD: RFC 5545 3.6.5. */
static bool check_zone(struct str name, struct str value, int depth, struct seen *seen)
{
	if (depth == 2)
		return str_is(name, "TZID") && ++seen->zone == 1 && value.n > 0;
	if (str_is(name, "DTSTART"))
		return ++seen->zone_start == 1 && value.n == 15 && is_digits(str_slice(value, 0, 8), 8) &&
		       value.at[8] == 'T' && is_digits(str_slice(value, 9, 6), 6);
	if (str_is(name, "TZOFFSETFROM"))
		return ++seen->zone_from == 1 && is_offset(value);
	if (str_is(name, "TZOFFSETTO"))
		return ++seen->zone_to == 1 && is_offset(value);
	return str_is(name, "TZNAME");
}

static bool check_head(struct arena *a, struct str name, struct str value, int *version, int *product,
		       struct checked *out)
{
	if (str_is(name, "VERSION"))
		return ++*version == 1 && str_is(value, "2.0");
	if (str_is(name, "PRODID"))
		return ++*product == 1 && value.n > 0;
	if (str_is(name, "NAME"))
		return meant(a, value, &out->name);
	return str_is(name, "CALSCALE") || str_is(name, "METHOD") || str_is(name, "URL") ||
	       str_is(name, "REFRESH-INTERVAL") || str_begins(name, "X-");
}

static bool event_is_whole(const struct seen *s)
{
	return s->uid == 1 && s->stamp == 1 && s->start == 1 && s->end <= 1 &&
	       (s->end == 0 || str_compare(s->from, s->until) < 0);
}

static bool zone_is_whole(const struct seen *s)
{
	return s->zone == 1 && s->zone_start == 1 && s->zone_from == 1 && s->zone_to == 1;
}

/* A calendar of whole days with at least one component; false if anything is not as the standard says. */
static bool check(struct arena *a, struct str text, struct checked *out)
{
	const char *plain = unfolded(a, text);
	struct str rest = str_of(plain ? plain : ""), line;
	struct seen seen = {0};
	int depth = 0, version = 0, product = 0;
	bool in_zone = false;
	*out = (struct checked){0};
	while (plain && rest.n && str_next(&rest, '\n', &line)) {
		struct str value = line, before, name;
		if (!str_next(&value, ':', &before) || !value.at)
			return false;
		struct str parameters = before;
		str_next(&parameters, ';', &name);
		bool is_end = str_is(name, "END");
		if (str_is(name, "BEGIN") || is_end) {
			int level = depth - is_end;
			if (level == 1 && !is_end)
				in_zone = str_is(value, "VTIMEZONE");
			const char *what = level == 0   ? "VCALENDAR"
					   : level == 2 ? "STANDARD"
					   : in_zone    ? "VTIMEZONE"
							: "VEVENT";
			depth += is_end ? -1 : 1;
			if (depth < 0 || depth > 2 + in_zone || !str_is(value, what))
				return false;
			if (!is_end && depth == 2)
				seen = (struct seen){0};
			if (is_end && depth == 1) {
				*(in_zone ? &out->zones : &out->events) += 1;
				if (in_zone ? !zone_is_whole(&seen) : !event_is_whole(&seen))
					return false;
			}
			if (is_end && depth == 0)
				return rest.n == 0 && version == 1 && product == 1 && out->events + out->zones > 0;
		} else if (depth == 0 || !(depth == 1 ? check_head(a, name, value, &version, &product, out)
					   : in_zone  ? check_zone(name, value, depth, &seen)
						      : check_property(a, name, parameters, value, &seen, out)))
			return false;
	}
	return false;
}

static struct str written(struct arena *a, struct lang lang, struct str name, const struct ical_event *events, size_t n)
{
	struct out o = out_new(a, 1 << 20, NULL);
	struct ical_calendar calendar = {.name = name, .lang = lang, .url = STR("https://labour.example/pt/x")};
	ical_begin(&o, &calendar);
	for (size_t k = 0; k < n; k++)
		ical_event(&o, &calendar, &events[k]);
	ical_end(&o);
	assert_false(o.over);
	return out_str(&o);
}

static struct ical_event event_of(struct str summary, struct str description)
{
	return (struct ical_event){.uid = STR("window-C029-BRA-w18@register.sulear"),
				   .stamp = at("2024-05-06T07:08:09Z"),
				   .sequence = 7,
				   .from = day("2027-05-01"),
				   .until = day("2028-05-01"),
				   .summary = summary,
				   .description = description,
				   .url = STR("https://labour.example/pt/countries/BRA#C029")};
}

static void the_checker_can_fail(void **state)
{
	struct arena *a = *state;
	struct checked out;
	static const char right[] =
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
		"DTSTAMP:20240101T000000Z\r\nDTSTART;VALUE=DATE:20250602\r\nSUMMARY:a\\, b\r\n c\r\n"
		"END:VEVENT\r\nEND:VCALENDAR\r\n";
	static const struct {
		const char *from, *to;
	} wrong[] = {{"\r\n", "\n"},
		     {"\\,", ","},
		     {"UID:1\r\n", ""},
		     {"2024", "24"},
		     {";VALUE=DATE", ""},
		     {"VERSION", "VERS"},
		     {"END:VEVENT\r\n", ""},
		     {"\r\n c", "\r\nc"},
		     {"PRODID:x\r\n", ""},
		     {"\\,", "\\x"},
		     {"\r\nUID:1", "\r\n\r\nUID:1"}};
	assert_true(check(a, str_of(right), &out));
	assert_string_equal(str_chars(a, out.summary), "a, bc");
	for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
		const char *found = strstr(right, wrong[k].from);
		assert_non_null(found);
		char *text = arena_printf(a, "%.*s%s%s", (int)(found - right), right, wrong[k].to,
					  found + strlen(wrong[k].from));
		assert_false(check(a, str_of(text), &out));
	}
}

static void the_suite_of_our_own_form_passes(void **state)
{
	struct arena *a = *state;
	const char *root = getenv("SULEAR_ROOT");
	static const char *const names[] = {"conference.ics", "deadline.ics"};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		FILE *f = fopen(arena_printf(a, "%s/../shared/suites/ical/own/%s", root ? root : ".", names[k]), "r");
		char bytes[4096];
		struct checked out;
		if (!f) {
			print_message("skipped: ../shared/suites/ical is absent\n");
			return;
		}
		size_t n = fread(bytes, 1, sizeof bytes, f);
		fclose(f);
		struct out o = out_new(a, 1 << 16, NULL);
		for (size_t i = 0; i < n; i++) /* their line ends are those of the text file */
			if (bytes[i] != '\r')
				out_raw(&o, bytes[i] == '\n' ? STR("\r\n") : (struct str){bytes + i, 1});
		assert_true(check(a, out_str(&o), &out));
		assert_int_equal(out.events, 1);
	}
}

static void an_event_is_written_byte_by_byte(void **state)
{
	struct arena *a = *state;
	struct ical_event e = event_of(STR("C029, Brasil"), STR(""));
	struct str text = written(a, lang_of(STR("pt")), STR("Calendário: Brasil"), &e, 1);
	assert_string_equal(text.at,
			    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sulear//Register//EN\r\n"
			    "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nNAME;LANGUAGE=pt:Calendário: Brasil\r\n"
			    "X-WR-CALNAME:Calendário: Brasil\r\nURL:https://labour.example/pt/x\r\n"
			    "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\nBEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\n"
			    "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:"
			    "STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n"
			    "UID:window-C029-BRA-w18@register.sulear\r\nDTSTAMP:20240506T070809Z\r\nSEQUENCE:7\r\n"
			    "DTSTART;VALUE=DATE:20270501\r\nDTEND;VALUE=DATE:20280501\r\n"
			    "SUMMARY;LANGUAGE=pt:C029\\, Brasil\r\n"
			    "URL:https://labour.example/pt/countries/BRA#C029\r\n"
			    "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	assert_true(str_equal(text, written(a, lang_of(STR("pt")), STR("Calendário: Brasil"), &e, 1)));
}

/* Texts of every length and width come back as they were. */
static void texts_come_back(void **state)
{
	static const char *const pieces[] = {"a", "é", "劳", "🏭", "\\", ";", ",", "\n", "\\n", ":", "\""};
	struct arena *a = *state;
	struct checked out;
	for (size_t one = 0; one < sizeof pieces / sizeof *pieces; one++)
		for (size_t before = 0; before < 5; before++)
			for (size_t times = 1; times < 90; times += before + 3) {
				struct out o = out_new(a, 1 << 16, NULL);
				out_literal(&o, "wxyz", before);
				for (size_t k = 0; k < times; k++)
					out_raw(&o, str_of(pieces[k % 7 == 6 ? 1 : one]));
				struct str text = out_str(&o);
				struct ical_event e = event_of(text, text);
				assert_true(check(a, written(a, lang_of(STR("zh-Hans")), text, &e, 1), &out));
				assert_true(str_equal(out.summary, text));
				assert_true(str_equal(out.description, text));
				assert_true(str_equal(out.name, text));
			}
}

static void control_characters_become_blanks(void **state)
{
	struct arena *a = *state;
	struct checked out;
	struct ical_event e = event_of(STR("a\tb\x01"
					   "c\xC2\x85"
					   "d\r\ne\rf"),
				       STR(""));
	e.url = STR("https://labour.example/a\r\nX-EVIL:1");
	struct str text = written(a, lang_of(STR("en")), STR("n"), &e, 1);
	assert_true(check(a, text, &out));
	assert_string_equal(str_chars(a, out.summary), "a b c d\ne\nf");
	assert_null(strstr(text.at, "\nX-EVIL"));
}

static void days_are_whole_and_exclusive(void **state)
{
	struct arena *a = *state;
	struct checked out;
	struct ical_event e = event_of(STR("one day"), STR(""));
	e.from = day("1999-12-31");
	e.until = day("2000-01-01");
	e.url = STR("");
	struct str text = written(a, (struct lang){""}, STR("n"), &e, 1);
	assert_true(check(a, text, &out));
	assert_non_null(strstr(text.at, "DTSTART;VALUE=DATE:19991231\r\nDTEND;VALUE=DATE:20000101\r\n"));
	assert_non_null(strstr(text.at, "SUMMARY:one day\r\n"));
}

static int set_up(void **state)
{
	*state = arena_new();
	return 0;
}

static int tear_down(void **state)
{
	struct arena *a = *state;
	arena_free(&a);
	return 0;
}

/* RFC 5545 3.6: without an event there is still a component. */
static void a_calendar_without_events_is_one(void **state)
{
	struct arena *a = *state;
	struct checked out;
	assert_true(check(a, written(a, lang_of(STR("pt")), STR("Calendário: Antártida"), NULL, 0), &out));
	assert_int_equal(out.events, 0);
	assert_int_equal(out.zones, 1);
	assert_false(check(a, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"), &out));
	assert_false(check(a,
			   STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:UTC\r\n"
			       "END:VTIMEZONE\r\nEND:VCALENDAR\r\n"),
			   &out));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_checker_can_fail),
		TEST(a_calendar_without_events_is_one),
		TEST(the_suite_of_our_own_form_passes),
		TEST(an_event_is_written_byte_by_byte),
		TEST(texts_come_back),
		TEST(control_characters_become_blanks),
		TEST(days_are_whole_and_exclusive),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
