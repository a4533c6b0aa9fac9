/* SPDX-License-Identifier: Apache-2.0 */
/* changes.h - what happened lately: to the register (facts recorded, corrected, withdrawn), and in the world (acts by the
 * day of their registration).
 *
 * Of an import of more than CHANGES_ONE_BY_ONE facts, such as the first one, each table is one item with its numbers; all
 * else is told fact by fact. Nothing of a day after c->on and nothing recorded after c->known is told, no person, and of
 * the change log only what act it was. Threads: any worker. Memory: c's arena. */
#ifndef REGISTER_CHANGES_H
#define REGISTER_CHANGES_H
#include "register/questions.h"

enum { CHANGES_ONE_BY_ONE = 100 };

/* Before and after every moment that can be recorded. */
#define CHANGES_BEGIN moment_of_day(date_of(1, 1, 1))
#define CHANGES_END moment_of_day(date_of(9999, 12, 31))

enum register_happening {
	CHANGE_RECORDED,   /* a fact nobody knew of before */
	CHANGE_CORRECTED,  /* another took its place */
	CHANGE_WITHDRAWN,  /* nothing took its place */
	CHANGE_IMPORTED,   /* many at once */
	CHANGE_REGISTERED, /* an act by the day of its registration */
};

/* "recorded", "corrected", "withdrawn", "imported", "registered". */
const char *register_happening_word(enum register_happening what);

struct register_news {
	struct str id;    /* permanent: "change/12/fact/345", "change/12", "ratification/C189/BRA/1" */
	struct moment at; /* recorded, or given up */
	struct str act;   /* "register.import", "ratification.register"; empty: not known */
	enum register_happening what;
	enum register_kind kind;
	struct str key;           /* empty: many */
	int instrument, country;  /* it is about; -1: none */
	struct span day, before;  /* its own day, and the one that stood before; SPAN_UNSET: it has none */
	struct str columns;       /* corrected: the names of what differs, joined by blanks */
	int64_t added, corrected; /* of many */
};

struct register_changes {
	LIST(struct register_news);
	struct str next; /* where the next piece begins; empty: there is none */
};

struct changes_asked {
	const struct register_snapshot *s;
	const struct register_instrument *instrument; /* NULL: any */
	const struct register_country *country;       /* NULL: any */
	const struct register_table *table;           /* NULL: any kind */
	struct moment since, until;                   /* both included */
	struct str after;                             /* `next` of the piece before; empty at the start */
	size_t most;
};

/* What was recorded, the latest first. INVALID: `after` is none of ours. UNAVAILABLE: the store cannot be read. May: anybody. */
CHECKED enum status register_changes(struct call *c, const struct changes_asked *asked, struct register_changes *out);

/* Ratifications and denunciations by the day of their registration, the latest first; `since` and `until` are meant of
 * that day. INVALID as above. */
CHECKED enum status register_registrations(struct call *c, const struct changes_asked *asked,
					   struct register_changes *out);

#endif
