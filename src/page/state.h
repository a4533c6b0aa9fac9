/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - the one vocabulary of states: a shape, a word, a colour for each, the same on every page.
 *
 * Rings speak of a Member, squares of an instrument. Words agree with "Convention" where a language asks for it. The part
 * state() writes one, the part shapes() their drawings, once a page (struct page.has_states).
 * Threads: any. Memory: words live in the call's arena. */
#ifndef PAGE_STATE_H
#define PAGE_STATE_H
#include "base/tr.h"

enum page_state {
	STATE_IN_FORCE,     /* bound on that day; an instrument: in force */
	STATE_NOT_YET,      /* registered, the delay still runs; an instrument: adopted only */
	STATE_DENOUNCED,    /* was bound; ended by an act or by a newer Convention */
	STATE_NOT_RATIFIED, /* the list is complete and has no row */
	STATE_NOT_KNOWN,    /* the list is partial or none and has no row; or a day known too roughly */
	STATE_NOT_ADOPTED,  /* the instrument did not exist on that day */
	STATE_CLOSED,       /* takes no more ratifications; beside its status, never in its place */
	STATE_ABROGATED,    /* ended by the Conference, once in force */
	STATE_WITHDRAWN,    /* ended by the Conference */
	PAGE_STATES
};

/* How complete the data behind a count is. */
enum page_coverage { COVERAGE_COMPLETE, COVERAGE_PARTIAL, COVERAGE_NONE };

/* Its class in the style sheet and the id of its shape: "in", "wt", … */
const char *state_class(enum page_state s);

/* Its word, "Denounced 2002". The year (0: not said) is written only for what has ended. */
struct str state_word(const struct call *c, enum page_state s, int year);

/* The word behind a count: empty, "partial", "not known". */
struct str coverage_word(const struct call *c, enum page_coverage coverage);

#endif
