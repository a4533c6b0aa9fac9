/* SPDX-License-Identifier: Apache-2.0 */
/* date.h - civil days, days known only roughly, and moments.
 *
 * A struct date is a day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31, without time or zone.
 * DATE_NEVER stands after every day (an open end), DATE_UNSET before every day (no value); neither is printed.
 * A struct span is a day of which only an interval is known: [earliest, latest], both included.
 * Threads: pure functions but for moment_now. */
#ifndef BASE_DATE_H
#define BASE_DATE_H
#include "base/str.h"

struct date {
	int32_t day; /* days since 1970-01-01 */
};

struct span {
	struct date earliest, latest;
};

struct moment {
	int64_t us; /* microseconds since 1970-01-01T00:00:00Z */
};

#define DATE_UNSET ((struct date){INT32_MIN})
#define DATE_NEVER ((struct date){INT32_MAX})
#define SPAN_UNSET ((struct span){DATE_UNSET, DATE_UNSET})
#define SPAN_NEVER ((struct span){DATE_NEVER, DATE_NEVER})

enum { DATE_ROOM = 12, SPAN_ROOM = 28, MOMENT_ROOM = 32 };

/* A day of the calendar, neither DATE_UNSET nor DATE_NEVER. */
static inline bool date_is_set(struct date d)
{
	return d.day != INT32_MIN && d.day != INT32_MAX;
}

/* The day before, or that day. */
static inline bool date_up_to(struct date a, struct date b)
{
	return a.day <= b.day;
}

/* Strictly before. */
static inline bool date_before(struct date a, struct date b)
{
	return a.day < b.day;
}

/* The same day. */
static inline bool date_same(struct date a, struct date b)
{
	return a.day == b.day;
}

/* The later of two. */
static inline struct date date_later(struct date a, struct date b)
{
	return a.day > b.day ? a : b;
}

/* The day of a year (1-9999), month (1-12) and day that exist; must() fails otherwise: check with date_exists. */
struct date date_of(int year, int month, int day);

/* There is such a day within the calendar's range. */
bool date_exists(int year, int month, int day);

/* Year, month and day of a set date; any pointer may be NULL. */
void date_split(struct date d, int *year, int *month, int *day);

/* Reads "YYYY-MM-DD", nothing around it. False and *out untouched if it is not a day. ISO 8601-1:2019, 5.2.2.1. */
bool date_parse(struct str text, struct date *out);

/* Writes "YYYY-MM-DD" (or "" when not set) into at and returns it as a str. */
struct str date_print(struct date d, char at[static DATE_ROOM]);

/* n days later; unset and never stay what they are. */
struct date date_add_days(struct date d, int n);

/* n months later on the same day number, or the last day of that month where it has no such day: 31 August + 6 months is
 * 28 or 29 February. Unset and never stay what they are. */
struct date date_add_months(struct date d, int n);

/* n years later, the same as 12 n months. */
struct date date_add_years(struct date d, int n);

/* A span of one known day. */
static inline struct span span_day(struct date d)
{
	return (struct span){d, d};
}

/* Both ends are set. */
static inline bool span_is_set(struct span s)
{
	return date_is_set(s.earliest) && date_is_set(s.latest);
}

/* The day itself is known. */
static inline bool span_is_day(struct span s)
{
	return s.earliest.day == s.latest.day;
}

/* Reads "YYYY", "YYYY-MM", "YYYY-MM-DD" or "YYYY-MM-DD/YYYY-MM-DD" (earliest before latest). False otherwise. */
bool span_parse(struct str text, struct span *out);

/* Writes the shortest of those forms ("" when not set) into at and returns it as a str. */
struct str span_print(struct span s, char at[static SPAN_ROOM]);

/* Both ends moved by n months, n days. */
struct span span_add_months(struct span s, int n);
struct span span_add_days(struct span s, int n);

/* End by end the later of two. */
struct span span_later(struct span a, struct span b);

/* The clock of the machine. Only main and the server read it; everything else is told (struct call). */
struct moment moment_now(void);

/* The day of a moment in UTC. */
struct date moment_day(struct moment m);

/* The first moment of a day in UTC. */
struct moment moment_of_day(struct date d);

/* Reads an RFC 3339 date-time with any offset, or a bare day (its first moment in UTC). False otherwise. */
bool moment_parse(struct str text, struct moment *out);

/* Writes "YYYY-MM-DDThh:mm:ss.uuuuuuZ" (without the fraction if it is zero) and returns it as a str. */
struct str moment_print(struct moment m, char at[static MOMENT_ROOM]);

#endif
