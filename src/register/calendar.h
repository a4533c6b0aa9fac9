/* SPDX-License-Identifier: Apache-2.0 */
/* calendar.h - the days ahead of one country: when it may denounce what binds it, what begins to bind it, what ceases to.
 *
 * Pure; nothing is told that was not settled by c->on. Memory: the call's arena. Threads: any. */
#ifndef REGISTER_CALENDAR_H
#define REGISTER_CALENDAR_H
#include "register/questions.h"

enum register_event_kind {
	REGISTER_EVENT_OPEN,   /* a denunciation window that is open on the day */
	REGISTER_EVENT_WINDOW, /* the next one */
	REGISTER_EVENT_ENTRY,  /* a ratification begins to bind */
	REGISTER_EVENT_END,    /* one that was denounced ceases to */
};

struct register_event {
	enum register_event_kind kind;
	const struct register_ratification *r;
	struct date from, until; /* [from, until); DATE_NEVER: a window that stays open */
	size_t nth;              /* of the windows of its instrument, from 1; 0: no window */
	bool is_verified;        /* of a window: the article was read */
	struct moment recorded;  /* the newest fact it rests on */
	int64_t sequence;        /* higher after every change of those facts */
};

struct register_calendar {
	LIST(struct register_event);
};

/* The events of a country as of the day, by day, then by instrument. A window that is denounced already is not among them. */
void register_calendar(struct call *c, const struct register_snapshot *s, int country, struct register_calendar *out);

/* The key of a ratification among the facts: "C029 BRA", "C029 BRA 2" for one after a denunciation. */
struct str register_ratification_key(struct arena *a, const struct register_snapshot *s,
				     const struct register_ratification *r);

#endif
