/* SPDX-License-Identifier: Apache-2.0 */
#include "law/ratification.h"

enum law_answer law_member(const struct law_period *periods, size_t n, struct date on, int *which)
{
	enum law_answer answer = LAW_NO;
	int last = -1;
	for (size_t i = 0; i < n; i++) {
		enum law_answer here = law_within(periods[i].from, periods[i].until, on);
		if (date_up_to(periods[i].from.earliest, on))
			last = (int)i;
		if (here == LAW_YES || (here == LAW_UNKNOWN && answer == LAW_NO))
			answer = here;
	}
	if (which)
		*which = last;
	return answer;
}

enum law_basis law_basis(struct span registered, const struct law_period *periods, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (date_before(periods[i].from.latest, registered.earliest))
			return LAW_ORDINARY;
	return LAW_SUCCESSION;
}

static struct span earlier(struct span a, struct span b)
{
	return (struct span){a.earliest.day < b.earliest.day ? a.earliest : b.earliest,
			     a.latest.day < b.latest.day ? a.latest : b.latest};
}

/* The day a denunciation ends the duty: one year after the registration of an act (all texts; C189 art. 22(1)), also where
 * ratifying C138 stands for an act (C138 art. 10(5)); else the day itself. */
static struct span denunciation_effect(struct law_id id, const struct law_denunciation *d)
{
	switch (d->kind) {
	case LAW_NOT_ENDED: return SPAN_NEVER;
	case LAW_ENDED_BY_ACT: return span_add_months(d->day, 12);
	case LAW_ENDED_BY_REVISION: break;
	}
	bool under_own = law_revision(id, d->by).ends == LAW_ENDS_UNDER_OWN;
	return under_own ? span_add_months(d->day, 12) : d->day;
}

/* for_member = max(first entry into force, registration + member delay); a succession does not wait. */
static struct span bound_from(const struct law_instrument *i, const struct law_ratification *r)
{
	const struct law_provisions *p = law_provisions(i->id);
	struct span since = law_in_force_since(i);
	if (!p || r->basis == LAW_CONDITIONAL || !span_is_set(since))
		return SPAN_NEVER;
	if (r->basis == LAW_SUCCESSION)
		return span_later(since, r->registered);
	struct law_delay d = p->rule.member_delay;
	return span_later(since, span_add_days(span_add_months(r->registered, d.months), d.days));
}

struct law_binding law_binding(const struct law_instrument *i, const struct law_ratification *r,
			       const struct law_binding *parent)
{
	struct law_binding b = {bound_from(i, r), SPAN_NEVER, denunciation_effect(i->id, &r->denounced)};
	if (parent && i->id.kind == LAW_PROTOCOL) {
		b.from = span_later(b.from, parent->from);
		b.denounced = earlier(b.denounced, parent->denounced); /* P029 art. 9(2), (3) */
		b.until = parent->until;
	}
	b.until = earlier(b.until, earlier(earlier(b.denounced, i->ended), span_day(r->state_ended)));
	return b;
}

enum law_answer law_bound(const struct law_binding *b, struct date on)
{
	return law_within(b->from, b->until, on);
}

void law_bound_days(const struct law_binding *b, const struct date *days, size_t n, int64_t counts[3])
{
	struct span from = b->from, until = b->until;
	int64_t yes = 0, unknown = 0;
	for (size_t i = 0; i < n; i++) {
		enum law_answer bound = law_within(from, until, days[i]);
		yes += bound == LAW_YES;
		unknown += bound == LAW_UNKNOWN;
	}
	counts[LAW_NO] += (int64_t)n - yes - unknown;
	counts[LAW_YES] += yes;
	counts[LAW_UNKNOWN] += unknown;
}

/* C138 art. 10(4): the older one ends if the age declared is at least 15 or, for C058 (d), C112 (e) and C123 (f), if article 3
 * is declared to apply; for C123 the age it then sets underground must not be below the one specified under C123. */
static enum law_answer age_ends(struct law_id older, enum law_ends ends, const struct law_declared *declared)
{
	int least = ends == LAW_ENDS_FROM_C123 ? 16 : 15; /* no age under C123 is below 16 (C123 art. 2) */
	if (declared->article_3 && (older.number == 58 || older.number == 112))
		return LAW_YES;
	if (declared->article_3 && older.number == 123)
		return LAW_UNKNOWN;
	if (declared->minimum_age == 0)
		return LAW_UNKNOWN;
	if (declared->minimum_age < least)
		return LAW_NO;
	return ends == LAW_ENDS_FROM_C123 ? LAW_UNKNOWN : LAW_YES;
}

static enum law_answer revision_ends(struct law_id older, struct law_revision revision,
				     const struct law_declared *declared)
{
	switch (revision.ends) {
	case LAW_ENDS_NOT: return LAW_NO;
	case LAW_ENDS:
	case LAW_ENDS_UNDER_OWN: return LAW_YES;
	case LAW_ENDS_FROM_15:
	case LAW_ENDS_FROM_C123: return age_ends(older, revision.ends, declared);
	case LAW_ENDS_BY_PARTS: break;
	}
	return declared->parts == 0 ? LAW_UNKNOWN : declared->parts & (1u << revision.part) ? LAW_YES : LAW_NO;
}

struct span law_automatic_denunciation(const struct law_instrument *older, const struct law_ratification *older_act,
				       const struct law_instrument *newer, const struct law_ratification *newer_act,
				       const struct law_binding *bound, const struct law_declared *declared)
{
	struct law_revision revision = law_revision(older->id, newer->id);
	enum law_answer ends = revision_ends(older->id, revision, declared);
	if (ends == LAW_NO || newer_act->basis == LAW_CONDITIONAL)
		return SPAN_NEVER;
	struct span day =
		revision.on_registration ? span_later(newer_act->registered, law_in_force_since(newer)) : bound->from;
	if (date_before(day.latest, older_act->registered.earliest))
		return SPAN_NEVER; /* the older one was ratified afterwards, while still open */
	const struct law_denunciation *act = &older_act->denounced;
	if (act->kind == LAW_ENDED_BY_ACT && date_up_to(act->day.earliest, day.earliest))
		return SPAN_NEVER; /* denounced before, and nobody is denounced twice */
	return ends == LAW_YES ? day : (struct span){day.earliest, DATE_NEVER};
}
