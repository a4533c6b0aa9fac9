/* SPDX-License-Identifier: Apache-2.0 */
/* desk.h - looking after the outbox: what waits, what failed, which addresses are paused, and what can be done about it.
 *
 * May: MAY_MANAGE_SITE, which the routes ask, or the command line. What changes something has a row in the change log.
 * Threads: any. Memory: the call's arena. */
#ifndef MAIL_DESK_H
#define MAIL_DESK_H
#include "mail/mail_rows.h"
#include "site/retain.h"

/* Sent mail, for the job of retention. */
extern const struct retain_sweep mail_sweeps[];

/* "test": the mail by which an administrator tries the relay. */
extern const struct mail_kind mail_own_kinds[];

struct mail_filter {
	bool has_state;
	enum mail_state state;
	struct str email; /* empty: to all */
	int64_t before;   /* messages with a lower number; 0: from the newest */
	size_t most;
};

/* Messages, the newest first. */
CHECKED enum status mail_list(struct call *c, const struct mail_filter *filter, struct mail_message_list_rows *out);

/* NOT_FOUND: there is no such message. */
CHECKED enum status mail_get(struct call *c, int64_t id, struct mail_message_get_row *out);

struct mail_counts {
	int64_t of[MAIL_STATES];
	int64_t paused_addresses;
	struct str trouble; /* what is wrong with the relay; empty: nothing */
	struct moment since;
	bool has_relay; /* mail.relay and mail.from are set */
};

/* How many messages are in which state, and whether the relay takes them. */
CHECKED enum status mail_count(struct call *c, struct mail_counts *out);

/* Sends one again that failed, is unsure or paused, or one that waits, now.
 * NOT_FOUND: there is no such message. CONFLICT: it was sent or is being sent (in c->problems). */
CHECKED enum status mail_again(struct call *c, int64_t id);

/* Writes a test to that address. INVALID: it is none (in c->problems under "email"). */
CHECKED enum status mail_test(struct call *c, struct str email);

/* Addresses that are paused, by name, after that one. */
CHECKED enum status mail_addresses(struct call *c, struct str after, size_t most, struct mail_address_list_rows *out);

/* Lets an address have mail again. NOT_FOUND: it is not paused and has not bounced (in c->problems). */
CHECKED enum status mail_resume(struct call *c, struct str email);

#endif
