/* SPDX-License-Identifier: Apache-2.0 */
/* slow.h - work that takes a processor for long (hashing a password), done two at a time beside the workers, so that reading goes
 * on meanwhile. It waits in the order in which it came.
 *
 * Threads: all functions may be called from any. */
#ifndef HTTP_SLOW_H
#define HTTP_SLOW_H
#include <stdbool.h>

struct slow;

enum slow_limits {
	SLOW_THREADS = 2,
	SLOW_MOST = 50,    /* that wait */
	SLOW_SECONDS = 10, /* after which whoever was turned away may come again */
};

/* Starts the threads; each job goes to work(). NULL if they cannot be. */
struct slow *slow_new(void (*work)(void *job));

/* Takes a place in the queue. False: SLOW_MOST wait already. */
bool slow_place(struct slow *s);

/* Queues a job that has a place. */
void slow_add(struct slow *s, void *job);

/* Does what still waits, ends the threads and sets *s to NULL. */
void slow_free(struct slow **s);

#endif
