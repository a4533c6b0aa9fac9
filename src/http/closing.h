/* SPDX-License-Identifier: Apache-2.0 */
/* closing.h - how connections end: not for ever, and not before the reader has the answer.
 *
 * libmicrohttpd's own time limit begins anew with each byte, so a slow client could hold a connection as long as it likes:
 * each connection has a deadline for its present phase, and one thread cuts those that passed it.
 * An answer sent before the request was read whole would be lost to a reset, as the kernel answers unread bytes with one:
 * such a connection is handed over, its sending side is closed, and what still comes is read and thrown away for a moment.
 * Threads: all functions may be called from any. */
#ifndef HTTP_CLOSING_H
#define HTTP_CLOSING_H
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct closing;

enum closing_limits {
	HEAD_SECONDS = 30,   /* from the last answer to the next head, whole */
	BODY_SECONDS = 60,   /* for a body */
	WORK_SECONDS = 3600, /* for us to find the answer */
	ANSWER_SECONDS = 60, /* to take an answer, and more for a long one: */
	SLOWEST = 2 << 10,   /* bytes a second must pass */
};

/* One open connection. */
struct watched {
	struct watched *next, *before;
	int fd;
	_Atomic int64_t deadline; /* of the monotonic clock, ms */
	_Atomic bool spoke;       /* a request line was understood */
};

/* Starts the thread. NULL if it cannot be. */
struct closing *closing_new(void);

/* Ends the thread and closes what it holds. */
void closing_free(struct closing **c);

/* A connection has opened; give it back with closing_forget before it is closed. */
struct watched *closing_watch(struct closing *c, int fd);

/* The connection is about to be closed. */
void closing_forget(struct closing *c, struct watched *w);

/* The present phase may last that many seconds. */
void closing_deadline(struct watched *w, int64_t seconds);

/* Takes a copy of the connection, ends its sending side and drains it, two seconds at most. */
void closing_linger(struct closing *c, int fd);

#endif
