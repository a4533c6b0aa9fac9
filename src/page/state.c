/* SPDX-License-Identifier: Apache-2.0 */
#include "page/state.h"

static const char *const classes[PAGE_STATES] = {"in", "wt", "dn", "no", "un", "x", "cl", "ab", "ab"};

/* The words; contexts are keys of the glossary. */
static struct str word_of(const struct call *c, enum page_state s)
{
	switch (s) {
	case STATE_IN_FORCE: return tr_in(c, "in_force", "In force");
	case STATE_NOT_YET: return tr_in(c, "not_yet_in_force", "Not yet in force");
	case STATE_DENOUNCED: return tr_in(c, "denounced", "Denounced");
	case STATE_NOT_RATIFIED: return tr_in(c, "not_ratified", "Not ratified");
	case STATE_NOT_KNOWN: return tr(c, "Not known");
	case STATE_NOT_ADOPTED: return tr(c, "Not yet adopted");
	case STATE_CLOSED: return tr_in(c, "closed_to_ratification", "Closed to ratification");
	case STATE_ABROGATED: return tr_in(c, "abrogated", "Abrogated");
	default: return tr_in(c, "withdrawn_instrument", "Withdrawn");
	}
}

/* The same with the year it ended; empty for what has not. */
static struct str word_with_year(const struct call *c, enum page_state s)
{
	switch (s) {
	case STATE_DENOUNCED: return tr(c, "Denounced {year}");
	case STATE_ABROGATED: return tr(c, "Abrogated {year}");
	case STATE_WITHDRAWN: return tr(c, "Withdrawn {year}");
	default: return STR("");
	}
}

const char *state_class(enum page_state s)
{
	must(s < PAGE_STATES);
	return classes[s];
}

struct str state_word(const struct call *c, enum page_state s, int year)
{
	must(s < PAGE_STATES);
	struct str text = year ? word_with_year(c, s) : STR("");
	if (!text.n)
		return word_of(c, s);
	struct tr_value value = {"year", str_format(c->arena, "%d", year)};
	return tr_fill(c->arena, text, &value, 1);
}

struct str coverage_word(const struct call *c, enum page_coverage coverage)
{
	switch (coverage) {
	case COVERAGE_PARTIAL: return tr_in(c, "partial", "partial");
	case COVERAGE_NONE: return tr(c, "not known");
	default: return STR("");
	}
}
