/* SPDX-License-Identifier: Apache-2.0 */
/* sorted_pages.h - the heads of a table that is sorted by links: the part sorted_head(&head) of sorted.html writes one.
 *
 * The order stands in the page's parameter `sort`: the name of a column, a minus before it turns the order round.
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_SORTED_PAGES_H
#define REGISTER_SORTED_PAGES_H
#include "register/register_pages.h"

struct sorted_head {
	struct str label;
	struct url url;        /* sorts by this column; turns the order round where it is sorted by it */
	bool is_sorted;        /* by this column now */
	const char *direction; /* "ascending", "descending" */
	const char *arrow, *align;
};

/* The order asked for: `usual` ("-adopted") where the page's `sort` is absent. */
struct str sorted_by(const struct asked *a, const char *usual);

/* The column that an order names, without its minus. */
struct str sorted_column(struct str order);

/* Turns n sorted elements of so many bytes round where the order begins with a minus. */
void sorted_turn(struct str order, void *at, size_t n, size_t size);

/* One head. `first` is the order in which the column is first seen ("-adopted"), `order` what sorted_by() gave; `id` (may be
 * NULL) is the place on the page that the links lead to. */
struct sorted_head sorted_head(const struct asked *a, struct str order, const char *first, struct str label,
			       const char *align, const char *id);

#endif
