/* SPDX-License-Identifier: Apache-2.0 */
/* mail.h - the outbox: a transaction writes one event; afterwards the worker finds out who is told, composes a message for each
 * in the reader's language, and sends it once.
 *
 * A feature lists its kinds of mail in features.c. Its audience function names the recipients of an event, piece by piece; its
 * compose function says what stands in the mail, as blocks, from which both parts are made: the text part, which is complete,
 * and the HTML part. What is unique is (event, recipient): however often the worker is killed, nobody is told twice.
 * What an event of one address held, and its text, are gone once it is sent; the text of others is kept for keep.mail days.
 * Threads: mail_write inside store_write; audience and compose are called by the worker alone, with a call of its own whose
 * store reads. Memory: the call's arena, cleared after each message. */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H
#include "base/call.h"

struct store;

struct mail_event {
	int64_t id;     /* set by the outbox */
	struct str key; /* unique: a second event of the same key is the same event and changes nothing */
	struct str kind;
	struct str data;  /* a JSON object for the kind's own functions */
	struct str to;    /* the one address it goes to; empty: the kind's audience is asked */
	struct lang lang; /* with `to`: the reader's language */
};

/* Writes an event, inside a write. OK too where an event of that key is there already. */
CHECKED enum status mail_write(struct store *s, struct call *c, const struct mail_event *event);

struct mail_recipient {
	int64_t key;    /* rises from one recipient to the next: where an audience goes on */
	int64_t person; /* 0: no account */
	struct str email;
	struct lang lang;
	struct str
		unsubscribe; /* the code that ends the subscription this mail comes from; empty: it comes from none */
};

struct mail_recipients {
	struct mail_recipient *at;
	size_t n, room;
};

/* A block of a mail. */
enum mail_block_kind {
	MAIL_PARAGRAPH, /* a sentence or several */
	MAIL_ACTION,    /* a link that is the point of the mail: text and address */
	MAIL_CODE,      /* something to be copied by hand, on a line of its own */
	MAIL_QUOTE,     /* somebody's words, in their own language and direction */
	MAIL_SMALL,     /* what is said at the end: why this mail came, what to do if it was a mistake */
};

struct mail_block {
	enum mail_block_kind kind;
	struct str text;
	struct str url;   /* of MAIL_ACTION: a whole address, or a path of ours, which gets the site before it */
	struct lang lang; /* of MAIL_QUOTE; "" is the mail's own */
};

struct mail_message {
	struct str subject;
	struct {
		struct mail_block *at;
		size_t n, room;
	} blocks;
	/* How mail readers put it beside others: the part before the @ of Message-ID, In-Reply-To and References (several
	 * with blanks between); empty message_id: the outbox makes one of event and recipient. */
	struct str message_id, in_reply_to, references;
	struct str list_id;     /* "forum" for <forum.DOMAIN>; empty: this is no list */
	struct str list_name;   /* in the reader's language */
	struct str archived_at; /* the page that says the same; as the url of a block */
	struct str reply_to;    /* what a reply belongs to ("412"), for mail_reply_address; empty: no replies */
	bool is_not_sent;       /* it is no longer of any use (erased, done, answered): nothing goes out */
};

/* Adds a block. */
void mail_say(struct arena *a, struct mail_message *m, enum mail_block_kind kind, struct str text);
void mail_act(struct arena *a, struct mail_message *m, struct str text, struct str url);
void mail_quote(struct arena *a, struct mail_message *m, struct str text, struct lang lang);

struct mail_kind {
	const char *word; /* "confirm": letters, digits and "-", at most 12 */
	/* The next recipients after that key, in its order, at most `most`; none: that was all. NULL: the event names its
	 * address itself. */
	enum status (*audience)(struct call *c, const struct mail_event *event, int64_t after, size_t most,
				struct mail_recipients *out);
	/* Says what stands in it, with c->lang the reader's. */
	enum status (*compose)(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
			       struct mail_message *out);
	/* Ends the subscription of that code, which came from the kind's audience: no session stands behind it. OK too where it
	 * is ended already. NOT_FOUND: no such code. NULL: the kind's mails come from no subscription. */
	enum status (*unsubscribe)(struct call *c, struct str code);
	/* Goes to an address although it is paused: the mail by which it is confirmed anew. */
	bool goes_to_paused;
};

/* Makes the kinds known: lists, each ended by a row without a word. Once, before any thread runs. */
void mail_kinds_set(const struct mail_kind *const *lists, size_t n);

/* The kind of that word; NULL if there is none. */
const struct mail_kind *mail_kind_of(struct str word);

/* Ends the subscription of a code as it stands in a mail ("KIND.CODE"). NOT_FOUND: no such code. May: whoever has it. */
CHECKED enum status mail_unsubscribe(struct call *c, struct str code);

/* Addresses that bounced. */

struct mail_address_state {
	int64_t bounces;
	bool is_paused;
	struct moment paused_at;
	struct str reason; /* what its server said last */
};

/* Whether mail still goes there; never bounced: all is zero. */
CHECKED enum status mail_address_paused(struct call *c, struct str email, struct mail_address_state *out);

/* The address was confirmed anew: it gets mail again. Inside a write. */
CHECKED enum status mail_address_resume(struct store *s, struct call *c, struct str email);

struct mail_messages_of_rows; /* mail/mail_rows.h */

/* What is kept in the outbox of that person, or was written to that address. */
CHECKED enum status mail_of(struct call *c, int64_t person, struct str email, struct mail_messages_of_rows *out);

/* Nothing of that person, or sent to that address, stays in the outbox: for the erasure of an account. Inside a write. */
CHECKED enum status mail_erase(struct store *s, struct call *c, int64_t person, struct str email);

/* The job of retention: mail that was sent or given up more than keep.mail days ago goes, `most` messages at
 * most, and with the last one of an event of one address the event. *did: how many. */
CHECKED enum status mail_forget(struct call *c, int64_t most, int64_t *did);

/* The mail of that message bounced: `local` is the part before the @ that it came back to ("bounce+412.…"). For good
 * (`is_hard`, 5.x.x), it counts; three pause the address. NOT_FOUND: nothing of ours. May: the mail server's pipe. */
CHECKED enum status mail_bounced(struct call *c, struct str local, bool is_hard, struct str reason);

#endif
