/* SPDX-License-Identifier: Apache-2.0 */
#include "register/calendar.h"

#include <stdlib.h>

static struct register_event *add_event(struct call *c, const struct register_snapshot *s,
					struct register_calendar *out, const struct register_ratification *r)
{
	const struct register_fact *facts[] = {&r->fact, &s->instruments[r->instrument].fact, &r->denunciation};
	struct register_event *e = list_add(c->arena, out);
	*e = (struct register_event){.r = r, .is_verified = true};
	for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
		e->sequence = facts[k]->id > e->sequence ? facts[k]->id : e->sequence;
		e->recorded = facts[k]->recorded.us > e->recorded.us ? facts[k]->recorded : e->recorded;
	}
	return e;
}

/* The windows that are open on the day, and the next. */
static void add_windows(struct call *c, const struct register_snapshot *s, const struct register_ratification *r,
			struct register_calendar *out)
{
	const struct register_instrument *i = &s->instruments[r->instrument];
	size_t n;
	const struct law_window *w = register_windows_on(c, s, i, c->on, &n);
	for (size_t k = 0; k < n; k++) {
		if (date_up_to(w[k].closes, c->on))
			continue;
		struct register_event *e = add_event(c, s, out, r);
		e->kind = date_up_to(w[k].opens, c->on) ? REGISTER_EVENT_OPEN : REGISTER_EVENT_WINDOW;
		e->from = w[k].opens;
		e->until = w[k].closes;
		e->nth = k + 1;
		e->is_verified = law_denunciation_rule(i->law.id).verified;
	}
}

/* A day to come that was settled by the day asked about, if it is known. */
static void add_day(struct call *c, const struct register_snapshot *s, const struct register_ratification *r,
		    enum register_event_kind kind, struct span day, struct register_calendar *out)
{
	if (!span_is_set(day) || !span_is_day(day) || date_up_to(day.latest, c->on))
		return;
	struct register_event *e = add_event(c, s, out, r);
	e->kind = kind;
	e->from = day.latest;
	e->until = date_add_days(day.latest, 1);
}

static void add_ratification(struct call *c, const struct register_snapshot *s, const struct register_ratification *r,
			     struct register_calendar *out)
{
	const struct register_instrument *i = &s->instruments[r->instrument];
	int by;
	bool is_denounced = date_is_set(register_denounced_on(s, r, c->on, &by).latest);
	if (!register_registered_by(r, c->on, false))
		return;
	if (law_bound(&r->binding, c->on) != LAW_YES) {
		/* on a day that is past, the entry into force of the instrument itself may be a fact of a later one */
		if (law_in_force(&i->law, c->on) == LAW_YES || date_up_to(c->today, c->on))
			add_day(c, s, r, REGISTER_EVENT_ENTRY, r->binding.from, out);
	} else if (is_denounced)
		add_day(c, s, r, REGISTER_EVENT_END, r->binding.denounced, out);
	else
		add_windows(c, s, r, out);
}

static int by_day(const void *x, const void *y)
{
	const struct register_event *a = x, *b = y;
	if (a->from.day != b->from.day)
		return a->from.day < b->from.day ? -1 : 1;
	return a->r != b->r ? (a->r < b->r ? -1 : 1) : (a->nth > b->nth) - (a->nth < b->nth);
}

void register_calendar(struct call *c, const struct register_snapshot *s, int country, struct register_calendar *out)
{
	const struct register_country *m = &s->countries[country];
	*out = (struct register_calendar){0};
	for (size_t k = 0; k < m->ratifications_n; k++)
		add_ratification(c, s, &s->ratifications[m->ratifications[k]], out);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_day);
}

struct str register_ratification_key(struct arena *a, const struct register_snapshot *s,
				     const struct register_ratification *r)
{
	struct str id = s->instruments[r->instrument].id, code = s->countries[r->country].code;
	int nth = 1;
	for (const struct register_ratification *before = r;
	     before > s->ratifications && before[-1].instrument == r->instrument && before[-1].country == r->country;
	     before--)
		nth++;
	if (nth == 1)
		return str_format(a, "%.*s %.*s", STR_ARGS(id), STR_ARGS(code));
	return str_format(a, "%.*s %.*s %d", STR_ARGS(id), STR_ARGS(code), nth);
}
