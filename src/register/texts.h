/* SPDX-License-Identifier: Apache-2.0 */
/* texts.h - the articles of instruments, where their texts have been loaded: not shipped, imported by whoever may.
 *
 * Texts stand in the store, not in the snapshot. An article is named as in the instrument ("1", "10bis", "preamble", "A4.5").
 * Threads: any. Memory: c's arena. */
#ifndef REGISTER_TEXTS_H
#define REGISTER_TEXTS_H
#include "register/questions.h"

struct register_text_language {
	struct lang lang;
	int64_t articles;
	struct str source; /* of the first article */
};

struct register_text_languages {
	LIST(struct register_text_language);
};

/* The languages in which articles of an instrument are here, by tag; empty if there are none. Reads the store. */
CHECKED enum status register_text_languages(struct call *c, struct str instrument, struct register_text_languages *out);

#endif
