/* SPDX-License-Identifier: Apache-2.0 */
/* parts.h - what the parts of parts.html take.
 *
 * Threads and memory: as page.h. */
#ifndef PAGE_PARTS_H
#define PAGE_PARTS_H
#include "page/page.h"
#include "page/state.h"

/* The way through a long list: which of how many are shown, and the pieces before and after. */
struct page_pages {
	int64_t first, last, total; /* "1 to 20 of 60" */
	bool has_previous, has_next;
	struct url previous, next;
	struct str previous_text, next_text;
};

/* Says what the next piece holds: "Next 20, C170 to C151"; without names (both empty) "Next 20". */
void page_pages_next(const struct call *c, struct page_pages *pages, struct url url, int64_t n, struct str from,
		     struct str to);

/* The same of the piece before. */
void page_pages_previous(const struct call *c, struct page_pages *pages, struct url url, int64_t n);

#endif
