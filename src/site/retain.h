/* SPDX-License-Identifier: Apache-2.0 */
/* retain.h - nothing is kept longer than the privacy page says.
 *
 * Each room lists what it drops; features.c puts the lists together. A server drops it once an hour, `sulear retain` at once.
 * What goes stands on no page that is kept, so a sweep says store_apart().
 * Threads: retain_set, retain_start and retain_stop by the main thread; retain by any. Memory: the call's arena. */
#ifndef SITE_RETAIN_H
#define SITE_RETAIN_H
#include "site/settings.h"

struct retain_sweep {
	const char *word;  /* "sign-ins": for the command line and the log */
	enum setting days; /* how long it is kept; SETTINGS: each of its rows has its own end */
	/* Drops what is older than so many days (0 where there is no setting) at c->now; *did: how many rows. */
	enum status (*sweep)(struct call *c, int64_t days, int64_t *did);
};

/* Makes the sweeps known: lists, each ended by a row without a word. Once, before any thread runs. */
void retain_set(const struct retain_sweep *const *lists, size_t n);

/* Told what a sweep dropped. */
typedef void retain_told(void *context, const char *word, int64_t did);

/* Runs every sweep, also after one that failed; returns how the first of those ended. */
CHECKED enum status retain(struct call *c, retain_told *told, void *context);

struct retain_worker;

/* Starts the thread that does so now and once an hour. */
struct retain_worker *retain_start(struct database *database);

/* Ends it after the sweep that runs; sets *w to NULL. */
void retain_stop(struct retain_worker **w);

#endif
