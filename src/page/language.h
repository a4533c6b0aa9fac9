/* SPDX-License-Identifier: Apache-2.0 */
/* language.h - the languages the interface speaks, and what every language is known by.
 *
 * The first is the default and the language of the keys. A new one is a row in language.c and a catalogue in po/.
 * Threads: any. Memory: constants. */
#ifndef PAGE_LANGUAGE_H
#define PAGE_LANGUAGE_H
#include "base/call.h"

struct page_language {
	struct lang lang;
	const char *name;         /* in itself: "Português" */
	const char *locale;       /* ICU's locale for dates, numbers and order */
	const char *short_locale; /* and for the short names of months */
};

enum { PAGE_LANGUAGES = 4 };

struct page_language_rows {
	const struct page_language *at;
	size_t n;
};

/* All of them, the default first. */
extern const struct page_language_rows *const page_languages;

/* Their tags, NULL at the end: what the server negotiates. */
extern const char *const page_language_tags[PAGE_LANGUAGES + 1];

/* The place of a language in page_languages; 0, the default, if the interface does not speak it. */
size_t page_language_index(struct lang l);

/* Its name in itself ("العربية"), for any BCP 47 tag; the tag where nobody knows. In the arena. */
struct str page_language_name(struct arena *a, struct lang l);

/* "rtl" or "ltr", for any language tag. */
const char *page_language_dir(struct lang l);

#endif
