/* SPDX-License-Identifier: Apache-2.0 */
/* smtp.h - handing one message to the relay (RFC 5321), over a connection that is kept between messages.
 *
 * TLS where the relay offers it; with a password, only over TLS with a certificate that is proved (on this machine itself
 * without). Threads: one at a time. Memory: its own, freed by smtp_close. */
#ifndef MAIL_SMTP_H
#define MAIL_SMTP_H
#include "base/str.h"

#include <stdatomic.h>

enum { SMTP_ANSWER_ROOM = 300 };

struct smtp;

struct smtp_relay {
	const char *url;             /* "smtp://host:25" */
	const char *user, *password; /* empty: none */
	const char *name;            /* how we greet */
};

struct smtp_message {
	const char *from, *to;
	struct str bytes;
	/* Called once, when all but the end of the message was written: after it returns true nothing but the end follows. */
	bool (*let_go)(void *context);
	void *context;
};

enum smtp_end {
	SMTP_TAKEN,   /* the relay has it */
	SMTP_LATER,   /* refused for now (4xx) */
	SMTP_REFUSED, /* refused for good (5xx) */
	SMTP_UNSURE,  /* let go, then no answer */
	SMTP_TROUBLE, /* the relay could not be reached, or did not let us in: no fault of the message */
	SMTP_STOPPED, /* let_go said no, or the program ends */
};

struct smtp_answer {
	enum smtp_end end;
	int code;                    /* 550; 0: no answer came */
	char text[SMTP_ANSWER_ROOM]; /* its last line, or what went wrong; harmless */
};

/* One for each thread that sends. `stops`: set by another thread when the program ends. */
struct smtp *smtp_open(const atomic_bool *stops);
void smtp_close(struct smtp **s);

/* Hands one message over. */
void smtp_send(struct smtp *s, const struct smtp_relay *relay, const struct smtp_message *message,
	       struct smtp_answer *answer);

#endif
