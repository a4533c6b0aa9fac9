/* SPDX-License-Identifier: Apache-2.0 */
#include "law/ratification.h"

struct date law_tacit_acceptance(struct date notified, int period_months, double objecting_members_share,
				 double objecting_tonnage_share)
{
	if (objecting_members_share > 40 && objecting_tonnage_share >= 40)
		return DATE_NEVER;
	return date_add_months(date_add_months(notified, period_months < 12 ? 12 : period_months), 6);
}

/* A Member that ratified before the approval. */
static struct date binds_earlier_party(const struct law_amendment *amendment, const struct law_amendment_act *act)
{
	struct date day = amendment->in_force, limit = date_add_years(day, 1);
	bool accepted = date_is_set(act->accepted), late = !date_before(act->accepted, day);
	if ((act->objected || act->asked_express) && !accepted)
		return DATE_NEVER;
	/* A disagreement withdrawn in time leaves the general day (XV(11)); an express acceptance never does (XV(9)). */
	if (accepted && (act->asked_express || (act->objected && late)))
		day = date_later(day, date_add_months(act->accepted, 6));
	if (date_is_set(act->postponed_to))
		day = date_later(day, date_before(limit, act->postponed_to) ? limit : act->postponed_to);
	return day;
}

struct span law_amendment_binds(const struct law_amendment *amendment, const struct law_ratification *r,
				const struct law_binding *bound, const struct law_amendment_act *act)
{
	if (!date_is_set(amendment->in_force) || !span_is_set(bound->from))
		return SPAN_NEVER;
	struct span day = span_day(amendment->in_force);
	if (date_before(r->registered.latest, amendment->approved))
		day = span_day(binds_earlier_party(amendment, act));
	else if (date_before(r->registered.earliest, amendment->in_force))
		day = date_is_set(act->accepted) ? span_day(date_later(amendment->in_force, act->accepted))
						 : (struct span){amendment->in_force, DATE_NEVER};
	return span_later(bound->from, day);
}
