/* SPDX-License-Identifier: Apache-2.0 */
/* What happened in the world: acts by the day of their registration, out of the snapshot. */
#include "register/changes.h"

#include <stdlib.h>

struct events {
	LIST(struct register_news);
};

/* Which of a country's ratifications of one instrument it is, from 1. */
static int place_of(const struct register_snapshot *s, const struct register_ratification *r)
{
	int nth = 1;
	for (; r > s->ratifications && r[-1].instrument == r->instrument && r[-1].country == r->country; r--)
		nth++;
	return nth;
}

static void add_event(struct call *c, const struct changes_asked *q, const struct register_ratification *r,
		      enum register_kind kind, const struct register_fact *fact, struct span day, struct events *out)
{
	if (!date_is_set(day.latest) || date_before(c->on, day.latest) ||
	    date_before(day.latest, moment_day(q->since)) || date_before(moment_day(q->until), day.earliest) ||
	    (q->table && q->table != &register_tables[kind]))
		return;
	struct str instrument = q->s->instruments[r->instrument].id, country = q->s->countries[r->country].code;
	struct arena *a = c->arena;
	int nth = place_of(q->s, r);
	struct str id = str_format(a, "%s/%.*s/%.*s/%d", register_tables[kind].name, STR_ARGS(instrument),
				   STR_ARGS(country), nth);
	struct str key = str_format(a, "%.*s %.*s %d", STR_ARGS(instrument), STR_ARGS(country), nth);
	*list_add(c->arena, out) = (struct register_news){.id = id,
							  .at = fact->recorded,
							  .act = STR(""),
							  .what = CHANGE_REGISTERED,
							  .kind = kind,
							  .key = key,
							  .instrument = r->instrument,
							  .country = r->country,
							  .day = day,
							  .before = SPAN_UNSET,
							  .columns = STR("")};
}

/* The latest day first; of one day by their names. */
static int by_day(const void *x, const void *y)
{
	const struct register_news *a = x, *b = y;
	if (!date_same(a->day.latest, b->day.latest))
		return a->day.latest.day < b->day.latest.day ? 1 : -1;
	return str_compare(a->id, b->id);
}

static void gather(struct call *c, const struct changes_asked *q, struct events *out)
{
	for (size_t k = 0; k < q->s->ratifications_n; k++) {
		const struct register_ratification *r = &q->s->ratifications[k];
		int by;
		if ((q->instrument && q->instrument != &q->s->instruments[r->instrument]) ||
		    (q->country && q->country != &q->s->countries[r->country]))
			continue;
		add_event(c, q, r, REGISTER_RATIFICATIONS, &r->fact, r->law.registered, out);
		const struct register_fact *denounced = r->denunciation.id ? &r->denunciation : &r->fact;
		add_event(c, q, r, REGISTER_DENUNCIATIONS, denounced, register_denounced_on(q->s, r, c->on, &by), out);
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_day);
}

/* "2018-01-31 ratification/C189/BRA/1": the last item of the piece before. */
static bool after_parse(struct str text, struct register_news *out)
{
	struct str rest = text, day;
	return str_next(&rest, ' ', &day) && span_parse(day, &out->day) && span_is_day(out->day) &&
	       (out->id = rest).n > 0;
}

enum status register_registrations(struct call *c, const struct changes_asked *asked, struct register_changes *out)
{
	struct events events = {0};
	struct register_news after;
	char room[DATE_ROOM];
	*out = (struct register_changes){.next = STR("")};
	if (asked->after.n && !after_parse(asked->after, &after))
		return INVALID;
	gather(c, asked, &events);
	for (size_t k = 0; k < events.n && !out->next.n; k++) {
		const struct register_news *last = out->n ? &out->at[out->n - 1] : NULL;
		if (asked->after.n && by_day(&events.at[k], &after) <= 0)
			continue;
		if (out->n == asked->most)
			out->next = str_format(c->arena, "%.*s %.*s", STR_ARGS(date_print(last->day.latest, room)),
					       STR_ARGS(last->id));
		else
			*list_add(c->arena, out) = events.at[k];
	}
	return OK;
}
