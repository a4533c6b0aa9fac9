/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include <string.h>
#include <strings.h>

struct str str_of(const char *chars)
{
	return chars ? (struct str){chars, strlen(chars)} : (struct str){"", 0};
}

char *str_chars(struct arena *a, struct str s)
{
	return arena_copy(a, s.at, s.n);
}

struct str str_copy(struct arena *a, struct str s)
{
	return (struct str){arena_copy(a, s.at, s.n), s.n};
}

struct str str_format(struct arena *a, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *at = arena_vprintf(a, format, ap);
	va_end(ap);
	return str_of(at);
}

bool str_is_nocase(struct str s, const char *chars)
{
	return s.n == strlen(chars) && (s.n == 0 || strncasecmp(s.at, chars, s.n) == 0);
}

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.at, b.at, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool str_begins(struct str s, const char *chars)
{
	size_t n = strlen(chars);
	return s.n >= n && (n == 0 || memcmp(s.at, chars, n) == 0);
}

bool str_ends(struct str s, const char *chars)
{
	size_t n = strlen(chars);
	return s.n >= n && (n == 0 || memcmp(s.at + s.n - n, chars, n) == 0);
}

struct str str_slice(struct str s, size_t from, size_t n)
{
	if (from >= s.n)
		return (struct str){"", 0};
	return (struct str){s.at + from, n < s.n - from ? n : s.n - from};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(s.at[0]))
		s.at++, s.n--;
	while (s.n && is_blank(s.at[s.n - 1]))
		s.n--;
	return s;
}

bool str_next(struct str *rest, char separator, struct str *part)
{
	if (!rest->at)
		return false;
	const char *end = rest->n ? memchr(rest->at, separator, rest->n) : NULL;
	if (!end) {
		*part = *rest;
		*rest = (struct str){NULL, 0};
		return true;
	}
	size_t n = (size_t)(end - rest->at);
	*part = (struct str){rest->at, n};
	*rest = (struct str){end + 1, rest->n - n - 1};
	return true;
}

bool str_to_i64(struct str s, int64_t *out)
{
	bool negative = s.n && s.at[0] == '-';
	size_t i = s.n && (s.at[0] == '-' || s.at[0] == '+') ? 1 : 0;
	if (i == s.n)
		return false;
	int64_t value = 0;
	for (; i < s.n; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		int digit = s.at[i] - '0';
		if (__builtin_mul_overflow(value, 10, &value))
			return false;
		if (negative ? __builtin_sub_overflow(value, digit, &value)
			     : __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*out = value;
	return true;
}

/* Length of the well-formed sequence at s, 0 if there is none. */
static size_t utf8_sequence(const unsigned char *s, size_t n)
{
	if (s[0] < 0x80)
		return s[0] != 0;
	size_t length = s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;
	if (length == 0 || length > n)
		return 0;
	unsigned char low = s[0] == 0xe0 ? 0xa0 : s[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = s[0] == 0xed ? 0x9f : s[0] == 0xf4 ? 0x8f : 0xbf;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/* Eight bytes of ASCII, none of them NUL: most text is, and is looked at eight times as fast. */
static bool ascii_eight(const unsigned char *s)
{
	uint64_t x;
	memcpy(&x, s, sizeof x);
	return ((x | (x - 0x0101010101010101)) & 0x8080808080808080) == 0;
}

bool str_is_utf8(struct str s)
{
	const unsigned char *at = (const unsigned char *)s.at;
	for (size_t i = 0; i < s.n;) {
		size_t left = s.n - i, length = left >= 8 && ascii_eight(at + i) ? 8 : utf8_sequence(at + i, left);
		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

size_t str_control(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.at[at];
	if (c < 0x20 || c == 0x7f)
		return 1;
	return c == 0xc2 && at + 1 < s.n && (unsigned char)s.at[at + 1] < 0xa0 ? 2 : 0;
}

struct str str_harmless(char *s, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n;) {
		size_t control = str_control((struct str){s, n}, i);
		s[kept++] = control ? '?' : s[i];
		i += control ? control : 1;
	}
	return (struct str){s, kept};
}
