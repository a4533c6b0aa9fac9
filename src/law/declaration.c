/* SPDX-License-Identifier: Apache-2.0 */
#include "law/declaration.h"

/* Bits of Parts I to X, of branches (a) to (i), of annexes I to III, of articles; for C132 outside agriculture and in it. */
#define BITS(from, to) (((1u << ((to) + 1)) - 1) & ~((1u << (from)) - 1))
#define BIT(k) (1u << (k))

static const struct law_declaration_rule rules[] = {
	{{LAW_CONVENTION, 81}, LAW_PARTS_EXCLUDED, false, 0, BIT(2), 0, LAW_CHANGE_CANCEL, "C081 art. 25"},
	{{LAW_CONVENTION, 96},
	 LAW_PARTS_ACCEPTED,
	 true,
	 1,
	 BITS(2, 3),
	 0,
	 LAW_CHANGE_REPLACE,
	 "C096 art. 2",
	 .most = 1},
	{{LAW_CONVENTION, 97}, LAW_PARTS_EXCLUDED, false, 0, BITS(1, 3), 0, LAW_CHANGE_CANCEL, "C097 art. 14"},
	{{LAW_CONVENTION, 102},
	 LAW_PARTS_ACCEPTED,
	 true,
	 3,
	 BITS(2, 10),
	 BITS(4, 6) | BITS(9, 10),
	 LAW_CHANGE_ADD,
	 "C102 art. 2"},
	{{LAW_CONVENTION, 110}, LAW_PARTS_EXCLUDED, false, 0, 0, 0, LAW_CHANGE_CANCEL, "C110 art. 3"},
	{{LAW_CONVENTION, 118}, LAW_PARTS_ACCEPTED, true, 1, BITS(1, 9), 0, LAW_CHANGE_ADD, "C118 art. 2"},
	{{LAW_CONVENTION, 121}, LAW_TEMPORARY_EXCEPTIONS, false, 0, 0, 0, LAW_CHANGE_CANCEL, "C121 art. 2"},
	{{LAW_CONVENTION, 121}, LAW_SCOPE_LIMITED, false, 0, 0, 0, LAW_CHANGE_CANCEL, "C121 art. 3"},
	{{LAW_CONVENTION, 128}, LAW_PARTS_ACCEPTED, true, 1, BITS(2, 4), 0, LAW_CHANGE_ADD, "C128 art. 2"},
	{{LAW_CONVENTION, 129}, LAW_SCOPE_LIMITED, false, 0, 0, 0, LAW_CHANGE_ADD, "C129 art. 5"},
	{{LAW_CONVENTION, 130}, LAW_TEMPORARY_EXCEPTIONS, false, 0, 0, 0, LAW_CHANGE_CANCEL, "C130 art. 2"},
	{{LAW_CONVENTION, 132}, LAW_HOLIDAY, true, 21, 0, 0, LAW_CHANGE_UPWARD, "C132 art. 3"},
	{{LAW_CONVENTION, 132}, LAW_PARTS_ACCEPTED, true, 1, BITS(1, 2), 0, LAW_CHANGE_ADD, "C132 art. 15"},
	{{LAW_CONVENTION, 138}, LAW_MINIMUM_AGE, true, 14, 0, 0, LAW_CHANGE_UPWARD, "C138 art. 2"},
	{{LAW_CONVENTION, 138}, LAW_SCOPE_LIMITED, false, 0, 0, 0, LAW_CHANGE_ADD, "C138 art. 5"},
	{{LAW_CONVENTION, 143},
	 LAW_PARTS_EXCLUDED,
	 false,
	 0,
	 BITS(1, 2),
	 0,
	 LAW_CHANGE_CANCEL,
	 "C143 art. 16",
	 .most = 1},
	{{LAW_CONVENTION, 146}, LAW_HOLIDAY, true, 30, 0, 0, LAW_CHANGE_UPWARD, "C146 art. 3"},
	{{LAW_CONVENTION, 148}, LAW_PARTS_ACCEPTED, false, 1, BITS(1, 3), 0, LAW_CHANGE_ADD, "C148 art. 2"},
	{{LAW_CONVENTION, 160}, LAW_PARTS_ACCEPTED, true, 1, BITS(7, 15), 0, LAW_CHANGE_ADD, "C160 art. 16"},
	{{LAW_CONVENTION, 173}, LAW_PARTS_ACCEPTED, true, 1, BITS(2, 3), 0, LAW_CHANGE_ADD, "C173 art. 3"},
	{{LAW_CONVENTION, 183}, LAW_MATERNITY_LEAVE, true, 98, 0, 0, LAW_CHANGE_UPWARD, "C183 art. 4"},
	{{LAW_CONVENTION, LAW_MLC},
	 LAW_PARTS_ACCEPTED,
	 true,
	 3,
	 BITS(1, 9),
	 0,
	 LAW_CHANGE_ADD,
	 "MLC Standard A4.5(10)"},
};

const struct law_declaration_rule *law_declaration_rules(struct law_id id, size_t *n)
{
	const struct law_declaration_rule *first = NULL;
	*n = 0;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (law_id_compare(rules[i].instrument, id) == 0) {
			first = first ? first : &rules[i];
			++*n;
		}
	return first;
}

static bool is_a_set(enum law_declaration_kind kind)
{
	return kind == LAW_PARTS_ACCEPTED || kind == LAW_PARTS_EXCLUDED;
}

static bool adds_up(const struct law_declaration_rule *rule)
{
	return is_a_set(rule->kind) && rule->later == LAW_CHANGE_ADD;
}

/* The parts of a set that were named at least `least` times, within what the text allows. */
static enum law_declaration_fault check_parts(const struct law_declaration_rule *rule, unsigned named)
{
	if (rule->allowed && (named & ~rule->allowed))
		return LAW_DECLARATION_PART_UNKNOWN;
	if (rule->most && __builtin_popcount(named) > rule->most)
		return LAW_DECLARATION_PART_TOO_MANY;
	if (__builtin_popcount(named) < rule->least || (rule->one_of && !(named & rule->one_of)))
		return LAW_DECLARATION_PART_NEEDED;
	return LAW_DECLARATION_FINE;
}

enum law_declaration_fault law_declaration_check(const struct law_declaration_rule *rule,
						 const struct law_declaration *made, size_t n)
{
	unsigned named = 0;
	int last = 0;
	bool found = false;
	for (size_t i = 0; i < n; i++) {
		if (made[i].kind != rule->kind)
			continue;
		found = true;
		named = adds_up(rule) ? named | (unsigned)made[i].value : (unsigned)made[i].value;
		if (rule->later == LAW_CHANGE_UPWARD && made[i].value < rule->least)
			return LAW_DECLARATION_TOO_LOW;
		if (rule->later == LAW_CHANGE_UPWARD && made[i].value < last)
			return LAW_DECLARATION_LOWERED;
		last = made[i].value;
	}
	if (!found)
		return rule->compulsory ? LAW_DECLARATION_MISSING : LAW_DECLARATION_FINE;
	return is_a_set(rule->kind) ? check_parts(rule, named) : LAW_DECLARATION_FINE;
}

int law_declared_value(const struct law_declaration_rule *rule, const struct law_declaration *made, size_t n,
		       struct date on)
{
	int value = 0;
	for (size_t i = 0; i < n; i++)
		if (made[i].kind == rule->kind && date_up_to(made[i].effective, on))
			value = adds_up(rule) ? value | made[i].value : made[i].value;
	return value;
}

unsigned law_parts_denounced_alone(struct law_id id)
{
	if (id.kind != LAW_CONVENTION)
		return 0;
	switch (id.number) {
	case 97: return BITS(1, 3);
	case 102: return BITS(2, 10);
	case 128: return BITS(2, 4);
	default: return 0;
	}
}

unsigned law_parts_of_c102_replaced(struct law_id newer, unsigned accepted)
{
	if (newer.kind != LAW_CONVENTION)
		return 0;
	switch (newer.number) {
	case 121: return BIT(6);
	case 128:
		return (accepted & BIT(2) ? BIT(9) : 0) | (accepted & BIT(3) ? BIT(5) : 0) |
		       (accepted & BIT(4) ? BIT(10) : 0);
	case 130: return BIT(3);
	default: return 0;
	}
}

enum law_answer law_applies_in_territory(const struct law_territory *t, const struct law_instrument *i, struct date on)
{
	if (t->application == LAW_INAPPLICABLE || t->application == LAW_RESERVED)
		return LAW_NO;
	struct span until = {t->until.earliest.day < i->ended.earliest.day ? t->until.earliest : i->ended.earliest,
			     t->until.latest.day < i->ended.latest.day ? t->until.latest : i->ended.latest};
	return law_within(t->from, until, on);
}

bool law_may_modify_territory(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
			      bool lifts_modification)
{
	struct date effect;
	struct law_window near;
	return lifts_modification || law_may_denounce(i, parent, on, &effect, &near);
}
