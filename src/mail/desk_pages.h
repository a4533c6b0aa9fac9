/* SPDX-License-Identifier: Apache-2.0 */
/* desk_pages.h - what the templates of the outbox show.
 *
 * Threads and memory: the call's. */
#ifndef MAIL_DESK_PAGES_H
#define MAIL_DESK_PAGES_H
#include "mail/desk.h"
#include "page/parts.h"

/* One state: how many messages are in it, and the list of them. */
struct desk_state {
	struct str name, n;
	struct url url;
	bool is_shown;
};

struct desk_states {
	LIST(struct desk_state);
};

struct desk_message {
	const struct mail_message_list_row *row;
	struct str state, when, tries;
	struct url again; /* empty: it cannot be sent again */
};

struct desk_messages {
	LIST(struct desk_message);
};

struct desk_address {
	const struct mail_address_list_row *row;
	struct str bounces, since;
};

struct desk_addresses {
	LIST(struct desk_address);
};

struct desk_page {
	struct page page;
	struct desk_states states;
	struct desk_messages messages;
	struct desk_addresses addresses;
	struct page_pages pages;
	struct str email, done, not_done, trouble, since;
	struct str test_email; /* as typed */
	struct url here, test, resume, csv, json;
	bool has_relay;
};

/* What a link that ends a subscription leads to: a question, or what was done. */
struct unsubscribe_page {
	struct page page;
	struct url action;
	bool is_done;
};

#endif
