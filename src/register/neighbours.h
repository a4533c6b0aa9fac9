/* SPDX-License-Identifier: Apache-2.0 */
/* neighbours.h - a country beside others: what it has not ratified and its neighbours have, and who is bound by the same.
 *
 * Pure: no store, no clock but the call's day. Nothing of a day after c->on is told. Where a list of ratifications is not
 * complete, an absent row is "not known": such an instrument is no gap, and is left out when Members are compared.
 * Memory: the call's arena. Threads: any. */
#ifndef REGISTER_NEIGHBOURS_H
#define REGISTER_NEIGHBOURS_H
#include "register/questions.h"

struct register_list {
	LIST(int); /* indices of instruments, by name, a Protocol behind its Convention */
	struct date of;
};

/* The instruments of a category ("fundamental", "governance") adopted by c->on, as that category stood on the day `of`: c->on
 * itself, or c->today where no instrument bore the category yet, so that a day before it can be asked of it at all. */
void register_category_list(struct call *c, const struct register_snapshot *s, const char *category,
			    struct register_list *out);

/* Whether a country is in a group on a day. */
enum law_answer register_in_group(const struct register_group *g, int country, struct date on);

/* One mark a country: whether it is a Member on the day and a neighbour, of one M49 subregion, or both for certain in one of
 * the groups. Symmetric among Members; nobody is a neighbour of itself. *n gets how many there are. */
const bool *register_neighbours(struct call *c, const struct register_snapshot *s, int country, int64_t *n);

struct register_gap {
	int instrument;
	const char *category;
	struct date of;            /* the day whose list of the category holds it */
	enum register_state state; /* NOT_RATIFIED or DENOUNCED: a gap; UNKNOWN: it is not known whether it is one */
	LIST(const struct register_ratification *) closed; /* of a gap: the neighbours' that stand, the latest first */
};

struct register_gaps {
	LIST(struct register_gap);
	int64_t neighbours; /* Members on the day */
};

/* The fundamental and governance instruments that do not bind a country and await nothing: the gaps, and those of which it
 * is not known. By category, then in its list's order. */
void register_gaps(struct call *c, const struct register_snapshot *s, int country, struct register_gaps *out);

struct register_nearness {
	int country;
	int64_t both, either; /* instruments in force for both, for at least one; either is above 0 */
	struct str name;      /* English: the order of those that are equally near */
};

struct register_nearest {
	LIST(struct register_nearness);
	LIST(int) compared; /* the instruments whose lists are complete, adopted by the day */
	int64_t own;        /* of them in force for the country */
};

/* The other Members on the day by their set of instruments in force, the nearest first: both / either (the measure of Jaccard)
 * over the instruments whose lists are complete. Of a pair, an instrument is left out where it is not known whether it binds
 * one of them. Empty where nothing compared is in force for the country. */
void register_nearest(struct call *c, const struct register_snapshot *s, int country, struct register_nearest *out);

#endif
