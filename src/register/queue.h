/* SPDX-License-Identifier: Apache-2.0 */
/* queue.h - "is this wrong?": what readers report about facts, and what the Office answers.
 *
 * Anybody may report, without an account. A report is open until the Office answers or closes it; each act of the Office
 * raises its `turn`, and one that was decided on an older turn is refused, so that two officers lose nothing. The e-mail
 * address stands apart and is erased with the answer or the closing; the row of the change log that holds what was written is
 * marked personal and erased with it. What a report says is shown to the public once it is answered, never before:
 * queue_is_public(). Threads: any worker. Memory: c's arena. */
#ifndef REGISTER_QUEUE_H
#define REGISTER_QUEUE_H
#include "register/register.h"

enum queue_limits {
	QUEUE_TEXT_MOST = 4000, /* bytes, of the report and of the answer */
	QUEUE_SOURCE_MOST = 1000,
	QUEUE_EMAIL_MOST = 254, /* RFC 5321 4.5.3.1.3 less the angle brackets */
};

enum queue_state { QUEUE_OPEN, QUEUE_ANSWERED, QUEUE_CLOSED };

/* The word of a state in store, addresses and API: "open", and back. */
const char *queue_state_word(enum queue_state state);
bool queue_state_parse(struct str word, enum queue_state *out);

struct queue_report {
	int64_t id;
	struct str kind, key; /* the fact it is about */
	struct lang lang;     /* in which it was written */
	struct str text, source;
	struct moment reported;
	enum queue_state state;
	int64_t turn;
	struct str answer;
	struct moment moved; /* us == 0: the Office has not acted */
	int64_t change;      /* the row of the change log with what was written */
	struct str email;    /* for MAY_ANSWER_REPORTS alone; empty where none was given or it is erased */
};

struct queue_reports {
	LIST(struct queue_report);
};

/* A fact as it stands. */
struct queue_fact {
	int64_t id;
	struct str body; /* JSON */
	struct moment recorded;
};

/* The fact under that key. NOT_FOUND: none stands there. May: anybody. */
CHECKED enum status queue_fact_of(struct call *c, struct str kind, struct str key, struct queue_fact *out);

struct queue_wish {
	struct str kind, key;
	struct str text, source, email; /* as typed; source and email may be empty */
};

/* Takes a report in. May: anybody; whoever calls sees to it that nobody sends too many (http/brake.h).
 * OK: *id is set. INVALID: every fault is in c->problems under "text", "source", "email". NOT_FOUND: no such fact stands.
 * UNAVAILABLE: nothing is stored. */
CHECKED enum status queue_add(struct call *c, const struct queue_wish *wish, int64_t *id);

/* A wish is whole: the same faults, nothing stored. */
CHECKED enum status queue_check(struct call *c, const struct queue_wish *wish);

/* One report; `email` is left out unless the Office asks. NOT_FOUND. May: anybody, who shows it asks queue_is_public(). */
CHECKED enum status queue_get(struct call *c, int64_t id, struct queue_report *out);

/* Everybody may read what it says. */
bool queue_is_public(const struct queue_report *report);

struct queue_filter {
	bool has_state;
	enum queue_state state;
	struct str kind; /* empty: all */
	int64_t after;   /* the id of the report before the first; 0 at the start */
	size_t most;
};

/* Reports in the order in which they came. May: MAY_ANSWER_REPORTS; others get FORBIDDEN. */
CHECKED enum status queue_list(struct call *c, const struct queue_filter *filter, struct queue_reports *out);

/* How many wait. */
CHECKED enum status queue_open_count(struct call *c, int64_t *n);

/* Acts of the Office on a report as it was seen (its turn). May: MAY_ANSWER_REPORTS; others get FORBIDDEN.
 * OK: done. INVALID: the answer is empty or too long ("answer"). NOT_FOUND: no such report. CONFLICT: somebody acted on it
 * meanwhile (CONFLICTING). UNAVAILABLE: nothing is stored.
 * queue_answer: the public answer; given again it replaces the former. queue_close: without an answer, or no longer shown.
 * queue_erase: closed, and what was written is gone for good. */
CHECKED enum status queue_answer(struct call *c, int64_t id, int64_t seen, struct str answer);
CHECKED enum status queue_close(struct call *c, int64_t id, int64_t seen);
CHECKED enum status queue_erase(struct call *c, int64_t id, int64_t seen);

#endif
