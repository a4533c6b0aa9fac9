/* SPDX-License-Identifier: Apache-2.0 */
/* ical.h - a calendar of whole days as text (RFC 5545): what becomes due, to be subscribed to.
 *
 * Lines end in CRLF and are folded at 75 octets, never inside a character; texts are escaped, control characters become
 * blanks. Nothing comes from the clock: the same events are the same bytes. Threads: as the output. */
#ifndef EXCHANGE_ICAL_H
#define EXCHANGE_ICAL_H
#include "base/call.h"
#include "base/out.h"

struct ical_calendar {
	struct str name; /* for people */
	struct lang lang;
	struct str url; /* where people read the same, absolute; may be empty */
};

struct ical_event {
	struct str uid;          /* the same for ever for the same thing, like no other */
	struct moment stamp;     /* when it was recorded; written to the second */
	int64_t sequence;        /* 0 or more; higher after every change */
	struct date from, until; /* whole days, [from, until): both set */
	struct str summary;
	struct str description; /* may be empty */
	struct str url;         /* absolute; may be empty */
};

/* Writes the head of a calendar, with its zone: complete even if no event follows. */
void ical_begin(struct out *o, const struct ical_calendar *calendar);

/* Writes an event; it does not make anybody busy (TRANSPARENT). */
void ical_event(struct out *o, const struct ical_calendar *calendar, const struct ical_event *event);

/* Writes the end of the calendar. */
void ical_end(struct out *o);

#endif
