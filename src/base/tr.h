/* SPDX-License-Identifier: Apache-2.0 */
/* tr.h - interface texts in the reader's language.
 *
 * The key of a text is its English form; tr() finds its translation in the catalogue of the call's language, or gives the
 * key. Catalogues are the bytes of gettext .mo files, registered once at start before any thread runs, read-only after.
 * Texts are whole sentences with named places: tr_fill() puts values into "{name}".
 * Threads: any. Memory: translations live as long as the program. */
#ifndef BASE_TR_H
#define BASE_TR_H
#include "base/call.h"

enum { TR_CATALOGUES_MOST = 16 };

/* Which plural form of the language's catalogue n takes. */
typedef unsigned tr_plural(struct lang lang, int64_t n);

/* Adds a catalogue (a whole .mo file, which must outlive every call) and, for all, the rule of plurals.
 * INVALID if the bytes are no little-endian .mo file (GNU gettext manual, "The Format of GNU MO Files"). */
CHECKED enum status tr_register(struct lang lang, struct str mo, tr_plural *plural);

/* The translation of an English text; c may be NULL for English. */
struct str tr(const struct call *c, const char *text);

/* The same for a text that means several things: context is its key in the glossary. */
struct str tr_in(const struct call *c, const char *context, const char *text);

/* The form for n of a text that counts. */
struct str tr_n(const struct call *c, const char *one, const char *many, int64_t n);

struct tr_value {
	const char *name;
	struct str value;
};

/* The text with each "{name}" replaced by its value, unescaped; unknown names stay as they are. In the arena. */
struct str tr_fill(struct arena *a, struct str text, const struct tr_value *values, size_t n);

/* Walks a text with places: *literal is what stands before the next "{name}" or "{/name}", the result the index of that
 * name in names[0..n), or -1 at the end. A brace that names nothing known is part of the literal. *text moves on. */
int tr_next(struct str *text, const char *const *names, size_t n, struct str *literal);

#endif
