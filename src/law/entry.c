/* SPDX-License-Identifier: Apache-2.0 */
#include "law/entry.h"

#include <stdlib.h>

static const double A_MILLION = 1e6, TOLERANCE = 1e-9;

struct date law_delayed(struct date day, struct law_delay delay)
{
	return date_add_days(date_add_months(day, delay.months), delay.days);
}

static int by_member_then_day(const void *a, const void *b)
{
	const struct law_deposit *x = a, *y = b;
	int order = str_compare(x->member, y->member);
	return order ? order : (x->registered.day > y->registered.day) - (x->registered.day < y->registered.day);
}

static int by_day_then_member(const void *a, const void *b)
{
	const struct law_deposit *x = a, *y = b;
	int order = (x->registered.day > y->registered.day) - (x->registered.day < y->registered.day);
	return order ? order : str_compare(x->member, y->member);
}

/* Moves to the front, in order of day, each Member's earliest deposit registered by `on`; returns their number. */
static size_t considered(struct law_deposit *deposits, size_t n, struct date on)
{
	if (n == 0)
		return 0;
	qsort(deposits, n, sizeof *deposits, by_member_then_day);
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		bool again = kept > 0 && str_equal(deposits[kept - 1].member, deposits[i].member);
		if (again || date_before(on, deposits[i].registered))
			continue;
		struct law_deposit first = deposits[i];
		deposits[i] = deposits[kept];
		deposits[kept++] = first;
	}
	qsort(deposits, kept, sizeof *deposits, by_day_then_member);
	return kept;
}

static bool is_listed(const struct law_rule *rule, struct str member)
{
	for (size_t i = 0; i < rule->listed_n; i++)
		if (str_equal(rule->listed[i], member))
			return true;
	return rule->listed == NULL;
}

struct tally {
	int members, listed_with_1m, with_1m, coastal;
	double listed_tons, share;
};

static void add_to_tally(struct tally *t, const struct law_deposit *d, bool listed)
{
	bool million = d->gross_tonnage >= A_MILLION - TOLERANCE;
	t->members += listed;
	t->listed_with_1m += listed && million;
	t->with_1m += million;
	t->coastal += d->coastal == 1;
	t->listed_tons += listed && d->gross_tonnage > 0 ? d->gross_tonnage : 0;
	t->share += d->tonnage_share > 0 ? d->tonnage_share : 0;
}

static bool satisfies(const struct law_rule *rule, const struct tally *t)
{
	return t->members >= rule->ratifications && t->listed_with_1m >= rule->with_1m_grt &&
	       t->with_1m >= rule->each_1m && t->coastal >= rule->coastal &&
	       t->listed_tons >= rule->total_grt - TOLERANCE && t->share >= rule->tonnage_share - TOLERANCE;
}

/* The rule needs what this deposit does not say. */
static bool lacks(const struct law_rule *rule, const struct law_deposit *d, bool listed)
{
	bool needs_tons = rule->each_1m > 0 || (listed && (rule->with_1m_grt > 0 || rule->total_grt > 0));
	return (needs_tons && d->gross_tonnage < 0) || (rule->tonnage_share > 0 && d->tonnage_share < 0) ||
	       (rule->coastal > 0 && d->coastal < 0);
}

void law_enter_into_force(const struct law_rule *rule, struct law_deposit *deposits, size_t n, struct date on,
			  struct law_entry *out)
{
	*out = (struct law_entry){.in_force_from = DATE_NEVER, .members = considered(deposits, n, on)};
	struct tally t = {0};
	struct date reached = DATE_NEVER, first_lack = DATE_NEVER;
	for (size_t i = 0; i < out->members && !rule->each_alone; i++) {
		bool listed = is_listed(rule, deposits[i].member);
		if (!date_is_set(first_lack) && lacks(rule, &deposits[i], listed))
			first_lack = deposits[i].registered;
		add_to_tally(&t, &deposits[i], listed);
		if (!date_is_set(reached) && satisfies(rule, &t))
			reached = deposits[i].registered;
	}
	/* What is absent counts as nothing above; it matters only if it might have brought the condition about sooner. */
	out->undetermined = date_before(first_lack, reached);
	if (!out->undetermined)
		out->in_force_from = law_delayed(reached, rule->delay);
	for (size_t i = 0; i < out->members; i++) {
		struct date own = law_delayed(deposits[i].registered, rule->member_delay);
		deposits[i].bound = rule->each_alone ? own : date_later(out->in_force_from, own);
	}
}
