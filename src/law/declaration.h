/* SPDX-License-Identifier: Apache-2.0 */
/* declaration.h - declarations that travel with a ratification, and declarations for territories.
 *
 * Only what the text itself offers is admissible; a ratification that lacks a compulsory declaration is not registered. */
#ifndef LAW_DECLARATION_H
#define LAW_DECLARATION_H
#include "law/ratification.h"

enum law_declaration_kind {
	LAW_MINIMUM_AGE,     /* years */
	LAW_MATERNITY_LEAVE, /* days */
	LAW_HOLIDAY,         /* days of annual holiday or leave */
	LAW_PARTS_ACCEPTED,  /* a set of Parts, branches, articles or annexes: bits */
	LAW_PARTS_EXCLUDED,
	LAW_SCOPE_LIMITED,        /* C138 art. 5, C129 art. 5, C121 art. 3 */
	LAW_TEMPORARY_EXCEPTIONS, /* C130 art. 2, C121 art. 2 */
	LAW_OTHER_DECLARATION,
};

enum law_change { LAW_CHANGE_UPWARD, LAW_CHANGE_ADD, LAW_CHANGE_CANCEL, LAW_CHANGE_REPLACE };

/* What an instrument's text offers or demands. */
struct law_declaration_rule {
	struct law_id instrument;
	enum law_declaration_kind kind;
	bool compulsory;
	int least;        /* the least value, or the least number of Parts */
	unsigned allowed; /* Parts that may be named; 0: any */
	unsigned one_of;  /* at least one of these must be accepted (C102 art. 2); 0: none */
	enum law_change later;
	const char *source; /* "C138 art. 2" */
	int most;           /* Parts at most; 0: any number */
};

struct law_declaration {
	enum law_declaration_kind kind;
	int value;             /* years, days, or bits of Parts */
	struct date effective; /* from that day; DATE_UNSET: with the ratification */
};

enum law_declaration_fault {
	LAW_DECLARATION_FINE,
	LAW_DECLARATION_MISSING,
	LAW_DECLARATION_TOO_LOW,
	LAW_DECLARATION_LOWERED,
	LAW_DECLARATION_PART_UNKNOWN,
	LAW_DECLARATION_PART_NEEDED,
	LAW_DECLARATION_PART_TOO_MANY
};

/* The rules of an instrument; *n is how many (0: its text offers none). */
const struct law_declaration_rule *law_declaration_rules(struct law_id id, size_t *n);

/* Whether declarations, in the order they were made, satisfy one rule; the first fault otherwise. */
enum law_declaration_fault law_declaration_check(const struct law_declaration_rule *rule,
						 const struct law_declaration *made, size_t n);

/* What holds under a rule on a day: the latest declared by then (a minimum age, a length of leave, the Parts still excluded);
 * Parts that a text lets a Member add are added up. Returns 0 if none. */
int law_declared_value(const struct law_declaration_rule *rule, const struct law_declaration *made, size_t n,
		       struct date on);

/* The Parts or annexes (bits) that may be denounced by themselves in a window of the whole; 0: none.
 * C128 art. 49(1), C102 art. 82, C097 art. 17(3). */
unsigned law_parts_denounced_alone(struct law_id id);

/* The Parts of C102 (bits) that cease to apply to a Member from the day the newer Convention binds it, given the Parts of the
 * newer one it accepted; not a denunciation. Not while it keeps a declaration of temporary exceptions (C128, C130).
 * C121 art. 29, C128 art. 45(1), C130 art. 36. */
unsigned law_parts_of_c102_replaced(struct law_id newer, unsigned accepted);

/* How a Member declared a Convention to apply to a territory. Const. art. 35. */
enum law_application { LAW_APPLIED, LAW_APPLIED_WITH_MODIFICATIONS, LAW_INAPPLICABLE, LAW_RESERVED };

struct law_territory {
	enum law_application application;
	struct span from;  /* as recorded; the twelve months of a Member do not bind it */
	struct span until; /* SPAN_NEVER while it stands */
};

/* Applied in the territory on a day, with or without modifications. Never counts towards a threshold. */
enum law_answer law_applies_in_territory(const struct law_territory *t, const struct law_instrument *i, struct date on);

/* Whether a declaration for a territory may be modified on a day: lifting a modification always, else when the Convention is
 * open to denunciation. C098 art. 9(3), 9(4). */
bool law_may_modify_territory(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
			      bool lifts_modification);

#endif
