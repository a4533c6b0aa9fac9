/* SPDX-License-Identifier: Apache-2.0 */
/* Denunciation windows. Two generations of texts: those of 1919 to 1928 let a Member go at any time after five or ten
 * years; since then a Member may go only in the year that follows each period counted from the first entry into force. */
#include "law/instrument.h"

struct range {
	int from, to;
};

static bool is_in(const struct range *ranges, size_t n, int number)
{
	for (size_t i = 0; i < n; i++)
		if (number >= ranges[i].from && number <= ranges[i].to)
			return true;
	return false;
}

#define IS_IN(ranges, number) is_in(ranges, sizeof(ranges) / sizeof(ranges)[0], number)

struct law_denunciation_rule law_denunciation_rule(struct law_id id)
{
	/* C001 art. 20, C006 art. 13, C010 art. 9, C014 art. 13, C019 art. 10, C024 art. 16 */
	static const struct range after_ten[] = {{1, 7}, {10, 16}, {19, 25}};
	/* C008 art. 9, C009 art. 16, C017 art. 17, C018 art. 8 */
	static const struct range after_five[] = {{8, 9}, {17, 18}};
	static const struct range ten_then_five[] = {{26, 26}, {29, 29}, {33, 33}};
	static const struct range each_five[] = {{42, 42}, {44, 44}, {57, 57}, {115, 115}};
	/* 1929 to 1934 texts vary from session to session; these were not read. */
	static const struct range not_read[] = {{28, 28}, {30, 32}, {34, 41}, {43, 43}};
	if (id.kind == LAW_PROTOCOL)
		return (struct law_denunciation_rule){10, 10, true, id.number != 89 && id.number != 110,
						      "P029 art. 9(1), P147 art. 7"};
	if (id.kind == LAW_RECOMMENDATION || id.number == 80 || id.number == 116)
		return (struct law_denunciation_rule){0, 0, false, true, "C080 and C116 have no such article"};
	if (IS_IN(after_ten, id.number))
		return (struct law_denunciation_rule){10, 0, false, true, "C006 art. 13, C010 art. 9, C014 art. 13"};
	if (IS_IN(after_five, id.number))
		return (struct law_denunciation_rule){5, 0, false, true, "C008 art. 9, C017 art. 17"};
	if (IS_IN(ten_then_five, id.number))
		return (struct law_denunciation_rule){10, 5, false, true, "C026 art. 9, C029 art. 30, C033 art. 13"};
	if (IS_IN(each_five, id.number))
		return (struct law_denunciation_rule){5, 5, false, true,
						      "C042 art. 6, C044 art. 20, C057 art. 26, C115 art. 18"};
	return (struct law_denunciation_rule){
		10, 10, false, !IS_IN(not_read, id.number),
		"C087 art. 16, C138 art. 13, C188 art. 49(2), C189 art. 22(1), MLC art. IX, C027 art. 5"};
}

/* The k-th window counted from a first entry into force. False past an open-ended one, or past the calendar. */
static bool window_at(struct law_denunciation_rule rule, struct date in_force, int k, struct law_window *out)
{
	if (rule.first_years == 0 || !date_is_set(in_force) || (k > 0 && rule.period_years == 0) || k > 2000)
		return false;
	out->opens = date_add_years(in_force, rule.first_years + k * rule.period_years);
	out->closes =
		rule.period_years ? date_add_years(in_force, rule.first_years + k * rule.period_years + 1) : DATE_NEVER;
	return date_before(out->opens, out->closes);
}

/* The instrument whose entry into force the windows are counted from; NULL if there is none. */
static const struct law_instrument *counted_from(const struct law_instrument *i, const struct law_instrument *parent)
{
	return i->id.kind == LAW_PROTOCOL ? parent : i;
}

/* The ending is told only to those who ask of a day on which it may have come; that of the parent ends a Protocol's windows. */
static struct date end_as_of(const struct law_instrument *i, const struct law_instrument *base, struct date on)
{
	struct date own = date_up_to(i->ended.earliest, on) ? i->ended.latest : DATE_NEVER;
	struct date parents = date_up_to(base->ended.earliest, on) ? base->ended.latest : DATE_NEVER;
	return date_before(parents, own) ? parents : own;
}

size_t law_windows(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
		   struct law_window *at, size_t room)
{
	const struct law_instrument *base = counted_from(i, parent);
	struct span since = law_in_force_since(i);
	if (!base || !date_is_set(since.latest))
		return 0;
	struct law_denunciation_rule rule = law_denunciation_rule(base->id);
	struct date end = end_as_of(i, base, on);
	size_t n = 0;
	struct law_window w;
	for (int k = 0; window_at(rule, base->in_force.latest, k, &w) && date_before(w.opens, end); k++) {
		if (base != i && date_up_to(w.closes, since.latest))
			continue; /* closed before the Protocol was in force */
		if (!date_is_set(w.closes))
			w.closes = end; /* only an open-ended one; a year that has begun is told whole */
		if (n < room)
			at[n] = w;
		n++;
		if (date_before(on, w.opens))
			break;
	}
	return n;
}

bool law_may_denounce(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
		      struct date *effect, struct law_window *near)
{
	*near = (struct law_window){DATE_NEVER, DATE_NEVER};
	const struct law_instrument *base = counted_from(i, parent);
	struct span since = law_in_force_since(i);
	if (!base || !date_is_set(since.latest) || date_is_set(end_as_of(i, base, on)))
		return false;
	struct law_denunciation_rule rule = law_denunciation_rule(base->id);
	for (int k = 0; window_at(rule, base->in_force.latest, k, near); k++) {
		if (date_up_to(near->closes, on) || (base != i && date_up_to(near->closes, since.latest)))
			continue;
		if (date_before(on, near->opens) || date_before(on, since.latest))
			return false;
		*effect = date_add_years(on, 1);
		return true;
	}
	*near = (struct law_window){DATE_NEVER, DATE_NEVER};
	return false;
}
