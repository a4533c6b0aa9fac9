/* SPDX-License-Identifier: Apache-2.0 */
/* format.h - days, numbers and lists in the reader's language, and texts made comparable.
 *
 * Month names, order, separators and collation are ICU's, asked once a language; the French "1er" is ours. Days are
 * words, never digits with strokes. The language is the call's; one the interface does not speak is answered in English.
 * Threads: any, after format_start. Memory: what is returned lives in the call's arena. */
#ifndef PAGE_FORMAT_H
#define PAGE_FORMAT_H
#include "base/tr.h"

/* Asks ICU for the first language; the others follow when they are first read. Once, before any thread runs (page_start calls it). UNAVAILABLE if ICU's data is not
 * there. */
CHECKED enum status format_start(void);

/* "5 September 2013", "1er mars 2014", "5 de setembro de 2013"; empty if the day is not set. */
struct str format_date(const struct call *c, struct date d);

/* For table cells: "5 Sep 2013". */
struct str format_date_short(const struct call *c, struct date d);

/* A day known roughly: "2006", "May 2006", "between 5 and 16 June 2017", "between 2006 and 2008"; a known day as
 * format_date. Empty if it is not set. */
struct str format_span(const struct call *c, struct span s);

/* The same with short months. */
struct str format_span_short(const struct call *c, struct span s);

/* "24 November 2026, 14:05 UTC". */
struct str format_moment(const struct call *c, struct moment m);

/* A whole number with the language's groups: "12,345", "12 345" with U+202F. Not for years. */
struct str format_number(const struct call *c, int64_t v);

/* "a", "a and b", "a, b and c". An empty list is an empty text. */
struct str format_list(const struct call *c, const struct str *items, size_t n);

/* A language's name inside a sentence: "French", "francês"; the tag where ICU has no name. */
struct str format_language(const struct call *c, struct lang l);

/* Which plural form n takes: 0 for one, 1 for many. French counts 0 as one; English, Spanish and Portuguese do not. */
unsigned format_plural(struct lang lang, int64_t n);

/* Bytes whose order (str_compare) is the order of names in the reader's language, accents and case included. */
struct str format_sort_key(const struct call *c, struct str name);

/* A text as search compares it: NFKC case folding, no accents, no Arabic vowel marks, one kind of apostrophe; bytes that
 * are no UTF-8 become U+FFFD. Folding twice changes nothing. */
struct str format_fold(struct arena *a, struct str text);

#endif
