/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/ical.h"

enum { LINE_MOST = 75 }; /* octets of a line without its end: RFC 5545 3.1 */

/* A line being written: how many octets of it stand in the output. */
struct line {
	struct out *o;
	size_t n;
};

/* Octets of the character that begins with that byte of well-formed UTF-8. */
static size_t octets_of(char first)
{
	unsigned char b = (unsigned char)first;
	return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
}

/* Octets that belong together; the line is folded before them if they do not fit. */
static void add_whole(struct line *l, struct str octets)
{
	if (l->n + octets.n > LINE_MOST) {
		out_raw(l->o, STR("\r\n "));
		l->n = 1;
	}
	out_raw(l->o, octets);
	l->n += octets.n;
}

/* Text as it is, but for control characters. */
static void add_plain(struct line *l, struct str s)
{
	size_t n;
	for (size_t k = 0; k < s.n; k += n) {
		size_t control = str_control(s, k);
		n = control ? control : octets_of(s.at[k]);
		add_whole(l, control ? STR(" ") : str_slice(s, k, n));
	}
}

/* A value of type TEXT: RFC 5545 3.3.11. */
static void add_text(struct line *l, struct str s)
{
	size_t n;
	for (size_t k = 0; k < s.n; k += n) {
		n = str_begins(str_slice(s, k, 2), "\r\n") ? 2 : 1;
		if (s.at[k] == '\n' || s.at[k] == '\r')
			add_whole(l, STR("\\n"));
		else if (s.at[k] == '\\' || s.at[k] == ';' || s.at[k] == ',')
			add_whole(l, (struct str){(char[2]){'\\', s.at[k]}, 2});
		else {
			n = str_control(s, k);
			n = n ? n : octets_of(s.at[k]);
			add_plain(l, str_slice(s, k, n));
		}
	}
}

static void plain_line(struct out *o, const char *name, struct str value)
{
	struct line l = {o, 0};
	add_plain(&l, str_of(name));
	add_plain(&l, value);
	out_raw(o, STR("\r\n"));
}

/* A line of text with its language, left out where there is no text. */
static void text_line(struct out *o, const char *name, struct lang lang, struct str value)
{
	struct line l = {o, 0};
	if (!value.n)
		return;
	add_plain(&l, str_of(name));
	if (lang.tag[0]) {
		add_plain(&l, STR(";LANGUAGE="));
		add_plain(&l, str_of(lang.tag));
	}
	add_whole(&l, STR(":"));
	add_text(&l, value);
	out_raw(o, STR("\r\n"));
}

static void day_line(struct out *o, const char *name, struct date day)
{
	int y, m, d;
	date_split(day, &y, &m, &d);
	out_printf(o, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, y, m, d);
}

static void stamp_line(struct out *o, struct moment stamp)
{
	struct date day = moment_day(stamp);
	int y, m, d;
	date_split(day, &y, &m, &d);
	int64_t seconds = (stamp.us - moment_of_day(day).us) / 1000000;
	out_printf(o, "DTSTAMP:%04d%02d%02dT%02d%02d%02dZ\r\n", y, m, d, (int)(seconds / 3600),
		   (int)(seconds / 60 % 60), (int)(seconds % 60));
}

void ical_begin(struct out *o, const struct ical_calendar *calendar)
{
	out_raw(o, STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sulear//Register//EN\r\nCALSCALE:GREGORIAN\r\n"
		       "METHOD:PUBLISH\r\n"));
	text_line(o, "NAME", calendar->lang, calendar->name); /* RFC 7986 5.1, and what was read before it */
	text_line(o, "X-WR-CALNAME", (struct lang){""}, calendar->name);
	if (calendar->url.n)
		plain_line(o, "URL:", calendar->url);
	out_raw(o, STR("REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n"));
	/* A calendar has at least one component (3.6), and one without events is no less a calendar: the zone of its moments
	 * is always told. */
	out_raw(o, STR("BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
		       "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\n"
		       "END:VTIMEZONE\r\n"));
}

void ical_event(struct out *o, const struct ical_calendar *calendar, const struct ical_event *event)
{
	must(date_is_set(event->from) && date_is_set(event->until) && date_before(event->from, event->until));
	out_raw(o, STR("BEGIN:VEVENT\r\n"));
	text_line(o, "UID", (struct lang){""}, event->uid);
	stamp_line(o, event->stamp);
	out_printf(o, "SEQUENCE:%lld\r\n", (long long)event->sequence);
	day_line(o, "DTSTART", event->from);
	day_line(o, "DTEND", event->until);
	text_line(o, "SUMMARY", calendar->lang, event->summary);
	text_line(o, "DESCRIPTION", calendar->lang, event->description);
	if (event->url.n)
		plain_line(o, "URL:", event->url);
	out_raw(o, STR("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"));
}

void ical_end(struct out *o)
{
	out_raw(o, STR("END:VCALENDAR\r\n"));
}
