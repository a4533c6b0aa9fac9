/* SPDX-License-Identifier: Apache-2.0 */
/* normlex_private.h - the two halves of reading a saved page: what the markup holds (normlex_markup.c), and whether that is
 * the list of one instrument's ratifications (normlex.c). */
#ifndef EXCHANGE_NORMLEX_PRIVATE_H
#define EXCHANGE_NORMLEX_PRIVATE_H
#include "base/out.h"
#include "exchange/normlex.h"

enum { MARKUP_CELLS_MOST = 16, MARKUP_TABLES_MOST = 20, MARKUP_LINES_MOST = 500 };

struct markup_cell {
	struct str text;
	struct str link; /* the text of its first link */
	struct str rest; /* what follows that link */
	struct str href; /* of that link */
	bool over;       /* longer than NORMLEX_CELL_MOST: cut */
};

struct markup_row {
	struct markup_cell cells[MARKUP_CELLS_MOST]; /* further ones are not kept */
	size_t n;
	size_t line;
};

struct markup_table {
	LIST(struct markup_row *) rows;
};

struct markup {
	LIST(struct markup_table *) tables; /* in the order in which they end */
	LIST(struct str)
	lines; /* texts outside the tables' cells and in them, block by block, at most 500 bytes each */
	struct str title;
	struct str address; /* of itself: canonical link, base, or the comment of a browser that saved it */
	struct str saved;   /* the words in which it says when it was saved; may be empty */
	int64_t step;       /* page number of its form (11300); 0: none */
	bool asks_for_password;
	const char *hostile; /* why reading was given up; NULL: it was not */
};

/* Reads UTF-8 HTML of any tidiness. */
void markup_read(struct arena *a, struct str html, struct markup *out);

#endif
