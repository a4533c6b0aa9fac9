/* SPDX-License-Identifier: Apache-2.0 */
/* texts.h - the pages that the administrator writes, one text a language, in Markdown: privacy, rules, contact.
 *
 * Until one is written, a text of the program's own stands there. Each change has a row in the change log with the text before
 * and after. Threads: any. Memory: the call's arena. */
#ifndef SITE_TEXTS_H
#define SITE_TEXTS_H
#include "base/call.h"

enum site_page { SITE_PRIVACY, SITE_RULES, SITE_CONTACT, SITE_PAGES };

enum { SITE_TEXT_MOST = 50000 };

/* Its word ("privacy"), which stands in addresses, and the other way round. */
const char *site_page_word(enum site_page page);
bool site_page_parse(struct str word, enum site_page *out);

struct site_text {
	struct str text; /* Markdown */
	struct lang lang;
	bool is_written;      /* by an administrator */
	struct moment set_at; /* where it is */
};

/* What a reader of c->lang reads: what was written in it, else in English, else in any language, else the program's own.
 * May: anybody. */
CHECKED enum status site_text_read(struct call *c, enum site_page page, struct site_text *out);

/* What was written in c->lang alone, else the program's own: for whoever writes it. */
CHECKED enum status site_text_own(struct call *c, enum site_page page, struct site_text *out);

/* Writes the text of a page in a language; the empty text takes it back. The same again changes nothing.
 * INVALID: a fault under "text" in c->problems. May: MAY_MANAGE_SITE, which the routes ask, or the command line. */
CHECKED enum status site_text_write(struct call *c, enum site_page page, struct lang lang, struct str text);

#endif
