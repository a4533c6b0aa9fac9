/* SPDX-License-Identifier: Apache-2.0 */
/* entry.h - when an instrument enters into force, for itself and for each Member, from its final provisions.
 *
 * Let T be the first day on which the registered ratifications satisfy the condition: the instrument is in force from
 * T + delay, and a Member is bound from the later of that day and its own registration + member delay.
 * The recorded first entry into force is the fact; this computation checks it and answers hypothetical questions. */
#ifndef LAW_ENTRY_H
#define LAW_ENTRY_H
#include "law/instrument.h"

struct law_delay {
	int months, days;
};

struct law_rule {
	int ratifications; /* that many Members, of those listed if a list is given */
	struct law_delay delay, member_delay;
	const struct str *listed; /* codes of the Members that count; NULL: all */
	size_t listed_n;
	int with_1m_grt;      /* of those counted, with at least 1,000,000 gross register tons each */
	int each_1m;          /* of all, with at least 1,000,000 gross tons each */
	double total_grt;     /* of those counted, together */
	double tonnage_share; /* of all, per cent of the world's gross tonnage */
	int coastal;          /* of all, coastal States */
	bool each_alone;      /* no threshold: each ratification takes effect by itself */
};

/* The families of final provisions. */
enum law_family {
	LAW_FAMILY_NONE, /* a Recommendation, or no such instrument */
	LAW_FAMILY_A,
	LAW_FAMILY_A_C002,
	LAW_FAMILY_B,
	LAW_FAMILY_C,
	LAW_FAMILY_D,
	LAW_FAMILY_E,
	LAW_FAMILY_F,
	LAW_FAMILY_G,
	LAW_FAMILY_H9,
	LAW_FAMILY_H7,
	LAW_FAMILY_H5,
	LAW_FAMILY_H15,
	LAW_FAMILY_H15_C109,
	LAW_FAMILY_I,
	LAW_FAMILY_J,
	LAW_FAMILY_K,
	LAW_FAMILY_L,
	LAW_FAMILY_M,
	LAW_FAMILY_N,
	LAW_FAMILY_O,
	LAW_FAMILY_P,
	LAW_FAMILY_Q,
};

struct law_provisions {
	enum law_family family;
	struct law_rule rule;
	const char *source;
};

/* The final provisions of an instrument; NULL for a Recommendation or a number that was never used. */
const struct law_provisions *law_provisions(struct law_id id);

/* One ratification as the rule sees it. */
struct law_deposit {
	struct str member; /* any code */
	struct date registered;
	double tonnage_share; /* per cent of the world's, below 0: not given */
	double gross_tonnage; /* tons, below 0: not given */
	int coastal;          /* 1, 0, or -1: not given */
	struct date bound;    /* out: for_member; DATE_NEVER if not */
};

struct law_entry {
	struct date in_force_from; /* DATE_NEVER if not (yet), or if it is undetermined */
	bool undetermined; /* tonnages, shares or coasts that the rule needs are absent before the condition is met */
	size_t members;    /* the deposits considered stand first in the array, one a Member */
};

/* Applies a rule. Sorts the deposits by day, drops a Member's later ones and those after `on` (DATE_NEVER: none) behind
 * out->members, and sets `bound` of the rest. Order and duplicates of the input do not matter. */
void law_enter_into_force(const struct law_rule *rule, struct law_deposit *deposits, size_t n, struct date on,
			  struct law_entry *out);

/* A day moved by a delay; months clamp to the last day of the month. */
struct date law_delayed(struct date day, struct law_delay delay);

#endif
