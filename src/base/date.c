/* SPDX-License-Identifier: Apache-2.0 */
#include "base/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t US_PER_DAY = 86400LL * 1000000;

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return length[month - 1] + (month == 2 && is_leap(year));
}

bool date_exists(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

/* Years are counted from 1 March, so that the leap day is the last of its year; 400 years have 146,097 days. */
struct date date_of(int year, int month, int day)
{
	must(date_exists(year, month, day));
	int y = year - (month <= 2);
	int era = y / 400, of_era = y % 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return (struct date){era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468};
}

void date_split(struct date d, int *year, int *month, int *day)
{
	must(date_is_set(d));
	int z = d.day + 719468;
	int era = z / 146097, of_era = z % 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;
	if (day)
		*day = of_year - (153 * m + 2) / 5 + 1;
	if (month)
		*month = m < 10 ? m + 3 : m - 9;
	if (year)
		*year = y + era * 400 + (m >= 10);
}

/* n digits at s as a number, -1 if one is not a digit. */
static int digits(const char *s, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		value = value * 10 + (s[i] - '0');
	}
	return value;
}

bool date_parse(struct str text, struct date *out)
{
	if (text.n != 10 || text.at[4] != '-' || text.at[7] != '-')
		return false;
	int year = digits(text.at, 4), month = digits(text.at + 5, 2), day = digits(text.at + 8, 2);
	if (!date_exists(year, month, day))
		return false;
	*out = date_of(year, month, day);
	return true;
}

static void put_digits(char *at, int n, int value)
{
	for (int i = n - 1; i >= 0; i--, value /= 10)
		at[i] = (char)('0' + value % 10);
}

struct str date_print(struct date d, char at[static DATE_ROOM])
{
	at[0] = 0;
	if (!date_is_set(d))
		return (struct str){at, 0};
	int year, month, day;
	date_split(d, &year, &month, &day);
	put_digits(at, 4, year);
	at[4] = at[7] = '-';
	put_digits(at + 5, 2, month);
	put_digits(at + 8, 2, day);
	at[10] = 0;
	return (struct str){at, 10};
}

static struct date in_range(int64_t day)
{
	int64_t first = -719162, last = 2932896; /* 0001-01-01, 9999-12-31 */
	return (struct date){(int32_t)(day < first ? first : day > last ? last : day)};
}

struct date date_add_days(struct date d, int n)
{
	return date_is_set(d) ? in_range((int64_t)d.day + n) : d;
}

struct date date_add_months(struct date d, int n)
{
	if (!date_is_set(d))
		return d;
	int year, month, day;
	date_split(d, &year, &month, &day);
	int64_t months = (int64_t)year * 12 + month - 1 + n;
	if (months < 12)
		return in_range(INT32_MIN);
	if (months >= 10000 * 12)
		return in_range(INT32_MAX);
	int y = (int)(months / 12), m = (int)(months % 12) + 1;
	return date_of(y, m, day < month_length(y, m) ? day : month_length(y, m));
}

struct date date_add_years(struct date d, int n)
{
	return date_add_months(d, 12 * n);
}

bool span_parse(struct str text, struct span *out)
{
	struct date one, two;
	if (date_parse(text, &one)) {
		*out = span_day(one);
		return true;
	}
	if (text.n == 21 && text.at[10] == '/') {
		if (!date_parse(str_slice(text, 0, 10), &one) || !date_parse(str_slice(text, 11, 10), &two) ||
		    one.day >= two.day)
			return false;
		*out = (struct span){one, two};
		return true;
	}
	if (text.n != 4 && (text.n != 7 || text.at[4] != '-'))
		return false;
	int year = digits(text.at, 4), month = text.n == 7 ? digits(text.at + 5, 2) : 1;
	if (!date_exists(year, month, 1))
		return false;
	struct date first = date_of(year, month, 1);
	*out = (struct span){first, date_add_days(date_add_months(first, text.n == 7 ? 1 : 12), -1)};
	if (year == 9999 && (text.n == 4 || month == 12))
		out->latest = date_of(9999, 12, 31);
	return true;
}

struct str span_print(struct span s, char at[static SPAN_ROOM])
{
	if (span_is_day(s) || !span_is_set(s))
		return date_print(s.earliest, at);
	struct span whole;
	date_print(s.earliest, at);
	for (size_t n = 4; n <= 7; n += 3)
		if (span_parse((struct str){at, n}, &whole) && date_same(whole.earliest, s.earliest) &&
		    date_same(whole.latest, s.latest)) {
			at[n] = 0;
			return (struct str){at, n};
		}
	at[10] = '/';
	date_print(s.latest, at + 11);
	return (struct str){at, 21};
}

struct span span_add_months(struct span s, int n)
{
	return (struct span){date_add_months(s.earliest, n), date_add_months(s.latest, n)};
}

struct span span_add_days(struct span s, int n)
{
	return (struct span){date_add_days(s.earliest, n), date_add_days(s.latest, n)};
}

struct span span_later(struct span a, struct span b)
{
	return (struct span){date_later(a.earliest, b.earliest), date_later(a.latest, b.latest)};
}

struct moment moment_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (struct moment){(int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000};
}

struct date moment_day(struct moment m)
{
	int64_t day = m.us / US_PER_DAY - (m.us % US_PER_DAY < 0);
	return in_range(day);
}

struct moment moment_of_day(struct date d)
{
	return (struct moment){d.day * US_PER_DAY};
}

/* The fraction after the seconds (".123") as microseconds; *i moves past it. -1 if a dot has no digit after it. */
static int64_t parse_fraction(struct str text, size_t *i)
{
	if (*i >= text.n || text.at[*i] != '.')
		return 0;
	int64_t us = 0, unit = 100000;
	size_t first = ++*i;
	for (; *i < text.n && text.at[*i] >= '0' && text.at[*i] <= '9'; ++*i, unit /= 10)
		us += (text.at[*i] - '0') * unit;
	return *i == first ? -1 : us;
}

/* The offset "Z" or "+hh:mm" at text[i] to its end, in minutes. False if it is none. */
static bool parse_offset(struct str text, size_t i, int *minutes)
{
	struct str rest = str_slice(text, i, text.n);
	*minutes = 0;
	if (rest.n == 1 && (rest.at[0] == 'Z' || rest.at[0] == 'z'))
		return true;
	if (rest.n != 6 || (rest.at[0] != '+' && rest.at[0] != '-') || rest.at[3] != ':')
		return false;
	int h = digits(rest.at + 1, 2), m = digits(rest.at + 4, 2);
	if (h < 0 || h > 23 || m < 0 || m > 59)
		return false;
	*minutes = (rest.at[0] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

bool moment_parse(struct str text, struct moment *out)
{
	struct date day;
	if (date_parse(text, &day)) {
		*out = moment_of_day(day);
		return true;
	}
	if (text.n < 20 || !date_parse(str_slice(text, 0, 10), &day) || !memchr("Tt ", text.at[10], 3) ||
	    text.at[13] != ':' || text.at[16] != ':')
		return false;
	int h = digits(text.at + 11, 2), m = digits(text.at + 14, 2), s = digits(text.at + 17, 2);
	size_t i = 19;
	int64_t fraction = parse_fraction(text, &i);
	int offset;
	if (h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 60 || fraction < 0 || !parse_offset(text, i, &offset))
		return false;
	int64_t us = moment_of_day(day).us + ((int64_t)(h * 60 + m - offset) * 60 + s) * 1000000 + fraction;
	if (us < moment_of_day(date_of(1, 1, 1)).us || us >= moment_of_day(date_of(9999, 12, 31)).us + US_PER_DAY)
		return false; /* carried out of the calendar by its offset */
	out->us = us;
	return true;
}

struct str moment_print(struct moment m, char at[static MOMENT_ROOM])
{
	struct date day = moment_day(m);
	int64_t us = m.us - moment_of_day(day).us;
	char text[DATE_ROOM];
	date_print(day, text);
	int s = (int)(us / 1000000), fraction = (int)(us % 1000000);
	int n = snprintf(at, MOMENT_ROOM, "%.10sT%02d:%02d:%02d", text, s / 3600 % 24, s / 60 % 60, s % 60);
	n += fraction ? snprintf(at + n, MOMENT_ROOM - (size_t)n, ".%06dZ", fraction)
		      : snprintf(at + n, MOMENT_ROOM - (size_t)n, "Z");
	return (struct str){at, (size_t)n};
}
