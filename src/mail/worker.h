/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h - the thread that fans events out and sends messages.
 *
 * It looks for work each second, and at once while there is some; it reads its settings anew with each run of messages. Several
 * processes may work on one store. When it is stopped, a message that was not let go is sent by the next one.
 * Threads: mail_start and mail_stop by the main thread. Memory: its own, flat however many recipients there are. */
#ifndef MAIL_WORKER_H
#define MAIL_WORKER_H
#include "mail/message.h"

struct database;
struct mail_worker;

struct mail_options {
	struct database *database;
	struct str site; /* the public address without a final slash; lives as long as the worker */
	mail_html *html;
};

/* Starts it. UNAVAILABLE: the store. */
CHECKED enum status mail_start(const struct mail_options *options, struct mail_worker **out);

/* Ends it: at once, or when the relay has answered for a message that was let go, 10 seconds at most. Sets *w to NULL. */
void mail_stop(struct mail_worker **w);

#endif
