/* SPDX-License-Identifier: Apache-2.0 */
/* frame.h - what the templates of the frame ask: private to this room.
 *
 * Threads and memory: as page.h. */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H
#include "page/page.h"

/* Registers the catalogues in the program. UNAVAILABLE if one is broken. */
CHECKED enum status catalogues_register(void);

/* The address of an area. */
struct url frame_area(const struct call *c, const struct page_area *area);

/* The page belongs to the area. */
bool frame_is_in(const struct page *p, const struct page_area *area);

/* The reader's language is that one. */
bool frame_is_language(const struct call *c, const struct page_language *l);

/* A parameter of the query, decoded. */
struct frame_pair {
	struct str name, value;
};

struct frame_pairs {
	LIST(struct frame_pair);
};

/* The parameters of the page's query but on=, as a form has to send them along; never NULL. */
const struct frame_pairs *frame_query(const struct call *c, const struct page *p);

/* Where the find field leads. */
struct url frame_find(const struct call *c);

/* The sign-in page, which leads back here unless the address is too long for that. */
struct url frame_sign_in(const struct call *c, const struct page *p);

/* The sentence for search engines: the description, else the lead. */
struct str frame_description(const struct page *p);

/* The class of the bar "As of": another day, or another moment of recording, is marked. */
const char *frame_day_class(const struct call *c);

/* The same page as recorded now. */
struct url frame_present(const struct call *c, const struct page *p);

/* Address, day asked about and day of recording, for paper. */
struct str frame_paper(const struct call *c, const struct page *p);

/* What a page for something unknown shows besides its frame. */
struct frame_missing {
	const struct page_links *nearest;
	struct str nearest_words;
	struct str asked;
	LIST(struct str) details;
};

#endif
