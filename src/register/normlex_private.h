/* SPDX-License-Identifier: Apache-2.0 */
/* normlex_private.h - the parts of an import of NORMLEX pages: which pages (normlex.c), what each row says of the register
 * (normlex_rows.c), and what the words of its notes mean (normlex_words.c). */
#ifndef REGISTER_NORMLEX_PRIVATE_H
#define REGISTER_NORMLEX_PRIVATE_H
#include "exchange/normlex.h"
#include "register/import_private.h"
#include "register/normlex.h"

/* A saved page and what came of it. */
struct normlex_one {
	struct normlex_page page;
	struct register_normlex_page *told;
	bool unreadable; /* refused before anything was compared */
};

struct normlex_import {
	struct call *c;
	const struct register_normlex_options *options;
	struct register_normlex_report *report;
	struct normlex_one *pages;
	size_t pages_n;
};

/* Turns the pages that fit into rows of the import; pages that do not are refused. Fits import_fill; the context is a
 * struct normlex_import. */
void normlex_fill(struct import *import, const struct register_rows *recorded, void *context);

/* Refuses a page, once, with a problem. */
void normlex_refuse(struct normlex_import *n, struct normlex_one *one, size_t line, const char *format, ...)
	PRINTF(4, 5);

/* What a note says of the end of a ratification. */
struct normlex_ending {
	bool says_so;    /* it speaks of a denunciation */
	struct date day; /* DATE_UNSET: not understood */
	bool automatic;
	char by[LAW_ID_ROOM]; /* the Convention that ended it; empty: none named */
};

/* Reads "Denounced on 20 Nov 1996" and "Automatic Denunciation on 05 Jul 1997 by convention C169". */
struct normlex_ending normlex_ending_of(struct str note);

/* The status as the register writes it; NULL if the word is not known. */
const char *normlex_status_of(struct str status, struct str note, const struct normlex_ending *ending);

/* One thing declared: cells of a declaration. */
struct normlex_declared {
	const char *kind; /* "minimum_age" */
	struct str article, value;
};

enum { NORMLEX_DECLARED_MOST = 6 };

/* What the words beside a country declare under an instrument; at least one, "other" where nothing is understood. Returns
 * their number. */
size_t normlex_declared_by(struct arena *a, struct law_id instrument, struct str text,
			   struct normlex_declared out[static NORMLEX_DECLARED_MOST]);

/* The same words, blanks and a last full stop apart. */
bool normlex_same_words(struct str a, struct str b);

#endif
