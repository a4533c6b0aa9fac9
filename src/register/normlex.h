/* SPDX-License-Identifier: Apache-2.0 */
/* normlex.h - bringing the register up to saved NORMLEX pages: each row named, compared with what is recorded, and stored
 * where asked.
 *
 * The page of an instrument is the depositary's own list, so its days win over other sources'; a day that it replaces stays
 * as a conflict with its source. What a later page said is not undone by an earlier one. Nothing is guessed: a country whose
 * name is not known is told and left out; then, and where a ratification that is recorded is not on the page, the list counts as
 * partial.
 * Threads: any. Memory: c's arena. */
#ifndef REGISTER_NORMLEX_H
#define REGISTER_NORMLEX_H
#include "register/register.h"

struct register_normlex_options {
	bool apply;        /* store; without it nothing changes */
	bool skip_bad;     /* leave pages that do not fit out and go on with the others */
	struct date as_of; /* the day on which the pages were saved; DATE_UNSET: as each says itself */
};

enum register_normlex_what {
	NORMLEX_NEW,      /* a fact that is not recorded */
	NORMLEX_DIFFERS,  /* a cell that is recorded otherwise */
	NORMLEX_UNPLACED, /* a row whose country is not known by that name */
	NORMLEX_UNREAD,   /* a note that speaks of a denunciation in words not understood */
	NORMLEX_MISSING,  /* recorded, and not on the page */
	NORMLEX_KEPT, /* recorded otherwise from a later page, or an end of which the page says nothing; left as it is */
	NORMLEX_TERRITORY, /* a territory's row, passed over */
	NORMLEX_REPEATED,  /* the same row again */
	NORMLEX_WHATS
};

/* The word of a finding, as told and in JSON: "new". */
const char *register_normlex_word(enum register_normlex_what what);

struct register_normlex_finding {
	enum register_normlex_what what;
	struct str fact;   /* "ratification", "denunciation", …; empty where no fact is meant */
	struct str key;    /* "C138 BRA"; the name on the page where it could not be placed */
	struct str column; /* of NORMLEX_DIFFERS and NORMLEX_KEPT; may be empty */
	struct str before, after;
	size_t line; /* of the page; 0: none */
};

struct register_normlex_page {
	struct str file;
	struct str instrument; /* "C138"; empty if it could not be told */
	struct date as_of;
	size_t rows;            /* ratifications on the page, territories and repetitions left out */
	size_t same;            /* of them, those recorded just so */
	bool complete, refused; /* refused: the call's problems say why */
	LIST(struct register_normlex_finding) findings;
};

struct register_normlex_report {
	struct register_normlex_page *pages;
	size_t pages_n, refused;
	struct register_import_report import; /* what changed, or would */
	bool applied;
};

/* Reads saved pages: files, and of a directory every .html and .htm file; compares them with the register and, with
 * options->apply, stores the difference as one import in one transaction.
 * May: whoever has the store (command line).
 * OK          every page fits (or was left out with skip_bad); stored if asked for.
 * INVALID     a page does not fit: named in c->problems; nothing is stored. The report tells of the others.
 * NOT_FOUND   a path is missing, or there is no page in it.
 * UNAVAILABLE the store failed; nothing is stored. */
CHECKED enum status register_import_normlex(struct call *c, const char *const *paths, size_t n,
					    const struct register_normlex_options *options,
					    struct register_normlex_report *out);

#endif
