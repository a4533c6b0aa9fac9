/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - everything that is kept about a person, part by part: given out on request, and erased.
 *
 * Each room that keeps something about people lists its parts in features.c. A test looks at every table with a column
 * `person`: a part must answer for it, by telling and erasing, or people_kept_tables must say why it stays.
 * Threads: people_set_parts before any; erasing inside store_write; the rest on any worker. Memory: c's arena. */
#ifndef PEOPLE_PARTS_H
#define PEOPLE_PARTS_H
#include "base/call.h"

#include <jansson.h>

struct store;

struct people_part {
	const char *word;    /* its name in the export: "sessions" */
	const char *heading; /* the same for readers, in English, for tr() */
	const char *tables;  /* the tables it answers for, a blank between them */
	/* Adds one flat object for each thing that is kept (texts, numbers, true and false) to the array. */
	enum status (*tell)(struct call *c, int64_t person, json_t *rows);
	/* Erases it, inside a write. */
	enum status (*erase)(struct store *s, struct call *c, int64_t person);
};

/* The parts of this room, each list ended by a row without a word: the account, and what it signs in with. */
extern const struct people_part people_own_parts[];
extern const struct people_part people_sign_in_parts[];

/* Every part there is: lists, each ended by a row without a word. Once, before any thread runs. */
void people_set_parts(const struct people_part *const *lists, size_t n);

/* The i-th part; NULL after the last. */
const struct people_part *people_part_at(size_t i);

/* Everything about a person: {"person": N, "made_at": …, "parts": [{"part", "tables", "rows"}]}. The caller owns *out.
 * NOT_FOUND: no such account. May: the person, and the command line. */
CHECKED enum status people_data(struct call *c, int64_t person, json_t **out);

/* Erases every part of a person, the last of the lists first and the account's own row last, and the personal content of the change log about them. Inside a
 * write. */
CHECKED enum status people_erase_parts(struct store *s, struct call *c, int64_t person, struct moment at);

/* Erasures are kept outside of the store too, since a backup from before would bring back what was erased: a text of lines
 * "number moment", everything in this store and in the text given. */
CHECKED enum status people_erasures_text(struct call *c, struct str known, struct str *out);

/* Writes that text to the file `erasures` in the data directory; nothing on PostgreSQL, where the command line prints it. */
CHECKED enum status people_erasures_keep(struct call *c);

/* The text of a file of erasures; empty where there is no such file. INVALID: a line is none (in c->problems). UNAVAILABLE: the
 * file cannot be read. */
CHECKED enum status people_erasures_read(struct call *c, const char *file, struct str *out);

/* Erases again everybody whom the text tells and who is still there: accounts made after the moment are other people.
 * *n counts them. */
CHECKED enum status people_erasures_replay(struct call *c, struct str text, int64_t *n);

#endif
