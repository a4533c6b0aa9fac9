/* SPDX-License-Identifier: Apache-2.0 */
/* texts_pages.h - what the pages of texts show: articles in one language or two side by side.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_TEXTS_PAGES_H
#define REGISTER_TEXTS_PAGES_H
#include "register/explain_pages.h"

struct text_paragraphs {
	LIST(struct str);
};

/* An article, or a part of a long one, in one language. */
struct text_column {
	struct lang lang;
	const char *dir;
	struct str name; /* of the language in itself; empty where one stands alone */
	struct text_paragraphs paragraphs;
	struct str missing; /* that it is not here, in the reader's language; then there are no paragraphs */
};

struct text_columns {
	LIST(struct text_column);
};

struct text_article {
	struct str label; /* "Article 5" */
	struct url url;
	struct text_columns columns; /* one or two */
	struct url more;             /* the next part of a long one */
	struct str more_text;        /* empty: it stands here whole */
};

struct text_choice {
	struct url url;
	struct lang lang;
	struct str name; /* in itself, or a word of the reader's language where lang is empty */
	bool is_chosen;
};

struct text_choices {
	LIST(struct text_choice);
};

/* The text of an instrument, piece by piece, or one article of it. */
struct text_page {
	struct str empty_heading, empty_text; /* nothing is loaded */
	struct text_choices languages, beside;
	struct str notice_words, notice;
	struct str contents_head; /* "Contents: 21 articles" */
	struct page_links contents;
	LIST(struct text_article) articles;
	struct explanations explained;
	struct url previous, next;
	struct str previous_text, next_text, where; /* "2 of 21" */
	struct page_links files;                    /* the whole text as a file */
	struct shown_origin origin;
};

#endif
