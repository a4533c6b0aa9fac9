/* SPDX-License-Identifier: Apache-2.0 */
#include "register/curve.h"

#include <stdlib.h>

static int by_day(const void *x, const void *y)
{
	const struct register_step *a = x, *b = y;
	return (a->day.day > b->day.day) - (a->day.day < b->day.day);
}

/* Adds up changes of one day, then all before them; days after `on` are left out. */
static void sum_up(struct register_steps *steps, struct date on)
{
	size_t kept = 0;
	int64_t bound = 0;
	for (size_t k = 0; k < steps->n && date_up_to(steps->at[k].day, on); k++) {
		bound += steps->at[k].bound;
		if (kept && date_same(steps->at[kept - 1].day, steps->at[k].day))
			steps->at[kept - 1].bound = bound;
		else
			steps->at[kept++] = (struct register_step){steps->at[k].day, bound};
	}
	steps->n = kept;
}

void register_curve(struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
		    const bool *countries, struct register_steps *out)
{
	*out = (struct register_steps){0};
	for (size_t k = 0; k < i->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[i->ratifications_from + k];
		struct date from = r->binding.from.latest, until = r->binding.until.earliest;
		if ((countries && !countries[r->country]) || !date_is_set(from) || !date_before(from, until))
			continue;
		*list_add(c->arena, out) = (struct register_step){from, 1};
		if (date_is_set(until))
			*list_add(c->arena, out) = (struct register_step){until, -1};
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_day);
	sum_up(out, c->on);
}
