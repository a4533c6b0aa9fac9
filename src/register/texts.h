/* SPDX-License-Identifier: Apache-2.0 */
/* texts.h - the articles of instruments, where their texts have been loaded: not shipped, imported by whoever may.
 *
 * Texts stand in the store, not in the snapshot. An article is named as in the instrument ("1", "10bis", "preamble", "A4.5").
 * Nothing is overwritten: a text that changes is superseded, and every import leaves a row in the change log with a digest.
 * Reading follows c->known. Threads: any. Memory: c's arena. */
#ifndef REGISTER_TEXTS_H
#define REGISTER_TEXTS_H
#include "register/register.h"

enum register_text_limits {
	TEXT_FILE_MOST = 64 << 20,
	TEXT_LINE_MOST = 1 << 20,
	TEXT_ARTICLES_MOST = 400, /* of one instrument in one language */
	TEXT_NAME_MOST = 24,      /* bytes of an article's name */
	TEXT_SOURCE_MOST = 500,
};

struct register_article {
	struct str instrument, article;
	struct lang lang;
	struct str text, source; /* paragraphs, one a line */
	int64_t bytes;           /* of the text */
	struct moment recorded;
};

struct register_articles {
	LIST(struct register_article);
};

struct register_text_language {
	struct lang lang;
	int64_t articles;
	struct str source; /* of the first article */
};

struct register_text_languages {
	LIST(struct register_text_language);
};

/* Below, at or above 0 as an article stands before, with or after another: the preamble first, numbers as numbers ("2", "10",
 * "10bis"; Roman ones too), annexes last. */
int register_article_compare(struct str a, struct str b);

/* The languages in which articles of an instrument are here, by tag; empty if there are none. Reads the store. */
CHECKED enum status register_text_languages(struct call *c, struct str instrument, struct register_text_languages *out);

/* Every article of an instrument in every language, by article, then tag; without texts (text is empty, bytes tells how long
 * it is). Reads the store. */
CHECKED enum status register_text_heads(struct call *c, struct str instrument, struct register_articles *out);

/* Reads text, source and moment of one that register_text_heads() gave. */
CHECKED enum status register_text_read(struct call *c, struct register_article *article);

/* Reads one line of a file into an article that lives in the arena: a JSON object of instrument, article, lang, text, source
 * and, if you like, id ("C126:1:en"). False: *why says in English what is wrong, *column where the JSON breaks (else 1). */
bool register_article_parse(struct arena *a, struct str line, struct register_article *out, const char **why,
			    int *column);

/* Imports files of such lines. Bad ones go to c->problems as PLACE_LINE "file:line:column". All in one transaction; running
 * it twice changes nothing. Files are read line by line, never held whole.
 * May: whoever has the store (command line).
 * OK: imported (or compared, in a dry run). INVALID: bad lines, or a limit is crossed; nothing is stored. NOT_FOUND: a file
 * is missing. UNAVAILABLE: the store failed, nothing is stored. */
CHECKED enum status register_texts_import(struct call *c, const char *const *paths, size_t n,
					  const struct register_import_options *options,
					  struct register_import_counts *out);

#endif
