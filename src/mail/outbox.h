/* SPDX-License-Identifier: Apache-2.0 */
/* outbox.h - the messages: what waits, what was sent, which address takes none.
 *
 * A message is made when its event is fanned out, one for each address. A process claims one, says durably that it is being
 * sent just before its end goes out, and says afterwards how that ended:
 *
 *   waiting -> sending -> sent       the relay took it
 *      ^          |  \--> unsure     its end was written, then the connection was lost: it may have arrived, or not
 *      |          +-----> waiting    refused for now: again later; after the last try failed
 *      +---- a claim runs out        paused: the address takes no mail; dropped: of no use any more; failed: refused for good
 *
 * What is written here stands on no page that is kept, so the store's version does not rise (store_apart).
 * Threads: any. Memory: the call's arena. May: the worker and the command line; pages and API ask for MAY_MANAGE_SITE. */
#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H
#include "mail/mail.h"

enum mail_state {
	MAIL_WAITING,
	MAIL_SENDING,
	MAIL_SENT,
	MAIL_FAILED,
	MAIL_UNSURE,
	MAIL_PAUSED,
	MAIL_DROPPED,
	MAIL_STATES
};

/* Its word ("waiting"), and the other way round. */
const char *mail_state_word(enum mail_state state);
bool mail_state_parse(struct str word, enum mail_state *out);

enum {
	MAIL_TRIES = 7,          /* so many attempts, then it failed */
	MAIL_BOUNCES = 3,        /* an address that bounced so often is paused */
	MAIL_CLAIM_MINUTES = 10, /* whoever has not finished by then has lost it */
	MAIL_DOUBT_MINUTES = 15, /* a message that was being sent so long ago is unsure */
	MAIL_REASON_MOST = 300,
};

/* When the next attempt is due after so many (1 to MAIL_TRIES - 1). */
struct moment mail_next_try(struct moment now, int64_t tries);

/* A message that a process has claimed. */
struct mail_turn {
	int64_t id, event, claim, tries;
	struct mail_recipient to;
};

/* How an attempt ended. */
struct mail_end {
	enum mail_state state; /* WAITING: again at `next` */
	struct moment next;
	struct str reason; /* one line, made harmless */
	bool is_tried;     /* counts as an attempt */
	bool is_bounce;    /* the address is not there */
	bool is_private;   /* what the event held goes too */
};

/* Takes the next piece of recipients of the oldest open event, `most` at most. *did: there was one. */
CHECKED enum status mail_fan_out(struct call *c, size_t most, bool *did);

/* Says how the last message ended (NULL: there was none) and claims the next one, in one write. *found: there is one. */
CHECKED enum status mail_take(struct call *c, const struct mail_turn *last, const struct mail_end *end, int64_t node,
			      bool wants_next, struct mail_turn *next, bool *found);

/* From here on it counts as sent. CONFLICT: another process has it now. UNAVAILABLE: it is not being sent. */
CHECKED enum status mail_begin(struct call *c, const struct mail_turn *turn, struct str subject, struct str bytes);

/* What a process that is dead left behind: it had handed over the claim `mark`, and nothing else. */
CHECKED enum status mail_recover(struct call *c, int64_t node, int64_t mark);

/* Messages of which nobody heard again become unsure. */
CHECKED enum status mail_doubt(struct call *c);

/* How many more may be sent now, of `an_hour`; at most 50, then ask again. */
CHECKED enum status mail_budget(struct call *c, int64_t an_hour, int64_t *out);

/* An address is not there: counts, and pauses it at the third time. Inside a write. */
CHECKED enum status mail_note_bounce(struct store *s, struct call *c, struct str email, struct str reason);

/* Notes what is wrong with the relay; empty: nothing. */
CHECKED enum status mail_trouble(struct call *c, struct str trouble);

#endif
