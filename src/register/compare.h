/* SPDX-License-Identifier: Apache-2.0 */
/* compare.h - any countries against any instruments on a day: one state a cell, and what rows and columns add up to.
 *
 * Who is compared is read from words as people type them, as of c->on: codes, groups, regions and names. What is compared is
 * a set by its name (fundamental, a type, a subject) or codes. Both are sets: the order of the words does not matter.
 * Pure but for compare_read(), which tells its faults. Memory: the call's arena. Threads: any. */
#ifndef REGISTER_COMPARE_H
#define REGISTER_COMPARE_H
#include "register/curve.h"
#include "register/register.h"

enum {
	COMPARE_COUNTRIES_MOST = 400,
	COMPARE_INSTRUMENTS_MOST = 200,
	COMPARE_CELLS_MOST = 24000,
	COMPARE_STATES = REGISTER_STATE_NOT_ADOPTED + 1,
};

struct compare_wish {
	struct str
		members; /* codes, groups, regions, names, between commas, semicolons or slashes; empty: see compare_read */
	struct str group, region;
	struct str instruments; /* sets and codes; empty: the fundamental ones */
};

struct compare_asked {
	const int *countries; /* indices, by code */
	size_t countries_n;
	const int *instruments; /* indices, by number, a Protocol behind its Convention */
	size_t instruments_n;
	const struct register_group *group;   /* if nothing but one group was asked for */
	const struct register_region *region; /* if nothing but one region was */
	struct str set; /* if nothing but one set of instruments was: its word, or the subject as recorded */
};

/* Reads whom and what to compare as of c->on: of a group those who are members of it on the day, of a region those who are
 * Members of the ILO. Where nobody is asked for, all Members.
 * INVALID: every word that is not known or means several things, and what is too much, is in c->problems under its
 * parameter. UNAVAILABLE: the register cannot be searched. */
CHECKED enum status compare_read(struct call *c, const struct register_snapshot *s, const struct compare_wish *wish,
				 struct compare_asked *out);

struct compare_cell {
	enum register_state state; /* ENDED also where the instrument ended before this country had ratified it */
	const struct register_ratification
		*ratification; /* the latest registered by the day, possibly on it; NULL: none */
	struct span
		day; /* bound from (in force, not yet), or the end (denounced, ended); SPAN_UNSET: none told on that day */
	bool is_gap; /* not ratified by a Member of the ILO, though it is open to ratification */
};

/* How many cells of each state; they add up to `cells`. Gaps are some of those not ratified. */
struct compare_sums {
	int64_t cells, of[COMPARE_STATES], gaps;
};

struct compare_line {
	int index;              /* of the country, of the instrument */
	enum law_answer member; /* of a country: a Member on the day */
	struct compare_sums sums;
};

struct comparison {
	struct date on;
	struct compare_line *rows, *columns; /* countries, instruments, as asked */
	size_t rows_n, columns_n;
	struct compare_cell *cells; /* row by row */
	struct compare_sums sums;
};

/* The matrix on a day. */
void register_compare(struct call *c, const struct register_snapshot *s, const struct compare_asked *asked,
		      struct date on, struct comparison *out);

/* A cell by its row and column. */
const struct compare_cell *compare_at(const struct comparison *m, size_t row, size_t column);

/* The columns in the order in which the countries differ most: those in force for half of them first, those alike for all
 * last. A list of columns_n places in m->columns. */
size_t *compare_by_difference(struct call *c, const struct comparison *m);

/* How the number of cells in force moved up to a day: the same countries throughout. */
void compare_curve(struct call *c, const struct register_snapshot *s, const struct compare_asked *asked,
		   struct date until, struct register_steps *out);

/* The word of a state for programs: "in_force", "not_yet_in_force", "denounced", "ended", "not_ratified", "not_known",
 * "not_adopted". */
const char *compare_state_word(enum register_state state);

#endif
