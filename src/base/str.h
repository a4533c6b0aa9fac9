/* SPDX-License-Identifier: Apache-2.0 */
/* str.h - text inside the program: bytes and their number, UTF-8 unless said otherwise.
 *
 * A struct str owns nothing; it points into a literal, an arena or a caller's buffer and lives as long as that.
 * NUL-terminated text appears only where a library wants it (str_chars).
 * Threads: pure functions. */
#ifndef BASE_STR_H
#define BASE_STR_H
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *at;
	size_t n;
};

/* A literal as a str, usable in initialisers. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* For printf: "%.*s". */
#define STR_ARGS(s) (int)(s).n, (s).at

/* The text up to its NUL; NULL is empty. */
struct str str_of(const char *chars);

/* A NUL-terminated copy in the arena. */
char *str_chars(struct arena *a, struct str s);

/* A copy that lives as long as the arena. */
struct str str_copy(struct arena *a, struct str s);

/* A formatted text in the arena. */
struct str str_format(struct arena *a, const char *format, ...) PRINTF(2, 3);

/* The same bytes. */
static inline bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.at, b.at, a.n) == 0);
}

/* The same bytes as a NUL-terminated text. */
static inline bool str_is(struct str s, const char *chars)
{
	size_t n = strlen(chars);
	return s.n == n && (n == 0 || memcmp(s.at, chars, n) == 0);
}

/* The same bytes, ASCII letters compared without case. */
bool str_is_nocase(struct str s, const char *chars);

/* Below, at or above 0 as a comes before, with or after b, by bytes. */
int str_compare(struct str a, struct str b);

/* s begins with the text. */
bool str_begins(struct str s, const char *chars);

/* s ends with the text. */
bool str_ends(struct str s, const char *chars);

/* s from byte `from` on, at most n bytes; outside of s it is empty. */
struct str str_slice(struct str s, size_t from, size_t n);

/* s without ASCII blanks at both ends. */
struct str str_trim(struct str s);

/* Takes the part of *rest before the first `separator` (or all) off *rest. False when *rest was exhausted before
 * (its at is then NULL): "a,,b" gives "a", "", "b"; "" gives one empty part. */
bool str_next(struct str *rest, char separator, struct str *part);

/* A decimal integer, a sign allowed before it, nothing around it. False and *out untouched otherwise or on overflow. */
bool str_to_i64(struct str s, int64_t *out);

/* Whole, well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF) without a NUL. Unicode 15.0 table 3-7. */
bool str_is_utf8(struct str s);

/* Bytes of the control character that begins at byte `at` (C0 and DEL 1, C1 in UTF-8 2); 0 if none begins there. */
size_t str_control(struct str s, size_t at);

/* Writes s over itself with "?" for each control character and returns it, shortened: what comes from outside must steer
 * neither a terminal nor forge a line of a log. */
struct str str_harmless(char *s, size_t n);

#endif
