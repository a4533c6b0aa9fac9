/* SPDX-License-Identifier: Apache-2.0 */
/* normlex.h - saved copies of NORMLEX pages that list the ratifications of one instrument (page 11300), read into rows.
 *
 * The table is found by what it is: a header that says Country, Date and Status in English, and below it rows with a day
 * written "28 Jun 1930". Where it stands on the page, what else is around it or in further columns, and how tidy the markup
 * is do not matter. A page is read whole or not at all: what no longer fits is a problem that says which and why.
 * Nothing is fetched and no entity of the page's own is known. Memory is bounded by the limits below, a few times the
 * bytes of the page at most.
 * Threads: any, one page at a time each. Memory: the call's arena. */
#ifndef EXCHANGE_NORMLEX_H
#define EXCHANGE_NORMLEX_H
#include "base/call.h"

enum normlex_limits {
	NORMLEX_BYTES_MOST = 8 << 20,
	NORMLEX_ROWS_MOST = 1000,
	NORMLEX_CELL_MOST = 4000, /* bytes of text in one cell */
	NORMLEX_DEPTH_MOST = 500, /* elements in each other */
};

/* One row of the table. Blanks are single, none at the ends. */
struct normlex_row {
	struct str country;  /* the link's text, or the whole cell where there is no link */
	struct str declared; /* what follows the link in that cell; may be empty */
	struct str status;   /* "In Force" */
	struct str note;     /* may be empty */
	int64_t country_id;  /* NORMLEX's number of the country, from the link; 0: none */
	struct date registered;
	size_t line;
};

struct normlex_page {
	struct str file;       /* as told in problems */
	struct str instrument; /* "C138", "MLC, 2006", as its heading says; empty where it gives the title alone */
	struct str title;      /* "Minimum Age Convention, 1973 (No. 138)"; may be empty */
	int64_t instrument_id; /* NORMLEX's number, from the address the page keeps of itself; 0: it keeps none */
	struct date saved;     /* the day on which it says it was saved; DATE_UNSET: it does not say */
	const struct normlex_row *rows;
	size_t rows_n; /* at least 1 */
};

/* Reads the bytes of a page; `file` names it in problems.
 * OK         read whole.
 * INVALID    it is cut, too large, in another language or encoding, of another kind, or hostile: BAD_PAGE says which. */
CHECKED enum status normlex_read(struct call *c, struct str file, struct str bytes, struct normlex_page *out);

/* The same with a file. UNAVAILABLE: it cannot be read. */
CHECKED enum status normlex_read_file(struct call *c, const char *path, struct str file, struct normlex_page *out);

/* A day as NORMLEX writes it ("28 Jun 1930", "5 June 1998"), nothing around it. False if it is none. */
bool normlex_day(struct str text, struct date *out);

#endif
