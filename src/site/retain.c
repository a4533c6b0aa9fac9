/* SPDX-License-Identifier: Apache-2.0 */
/* The sweeps, and the thread that runs them. */
#include "site/retain.h"

#include "base/log.h"
#include "store/store.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

enum { HOUR = 3600 };

static const struct retain_sweep *const *sweeps;
static size_t sweeps_n;

void retain_set(const struct retain_sweep *const *lists, size_t n)
{
	sweeps = lists;
	sweeps_n = n;
}

static enum status run_one(struct call *c, const struct retain_sweep *sweep, int64_t *did)
{
	int64_t days = 0;
	enum status status = sweep->days == SETTINGS ? OK : setting_number(c, sweep->days, &days);
	return status == OK ? sweep->sweep(c, days, did) : status;
}

enum status retain(struct call *c, retain_told *told, void *context)
{
	enum status first = OK;
	for (size_t i = 0; i < sweeps_n; i++)
		for (const struct retain_sweep *sweep = sweeps[i]; sweep->word; sweep++) {
			int64_t did = 0;
			enum status status = run_one(c, sweep, &did);
			if (status == OK)
				told(context, sweep->word, did);
			else if (first == OK)
				first = status;
		}
	return first;
}

struct retain_worker {
	struct database *database;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool stops; /* under the lock */
};

static void log_it(void *context, const char *word, int64_t did)
{
	(void)context;
	if (did)
		log_line(LOG_NOTICE, "retention: %s: %lld removed", word, (long long)did);
}

static void run_all(struct retain_worker *w)
{
	struct arena *a = arena_new();
	struct call c = call_new(a, moment_now());
	c.database = w->database;
	enum status status = store_reader(w->database, &c.store);
	if (status == OK)
		status = retain(&c, log_it, NULL);
	if (status != OK)
		log_line(LOG_WARNING, "retention: the store cannot be read or written; tried again in an hour");
	arena_free(&a);
}

/* Until the next hour, or until it stops: then false. */
static bool wait_an_hour(struct retain_worker *w)
{
	struct timespec until;
	int ended = 0;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += HOUR;
	pthread_mutex_lock(&w->lock);
	while (!w->stops && ended == 0)
		ended = pthread_cond_timedwait(&w->wake, &w->lock, &until);
	bool goes_on = !w->stops;
	pthread_mutex_unlock(&w->lock);
	return goes_on;
}

static void *run(void *argument)
{
	struct retain_worker *w = argument;
	do
		run_all(w);
	while (wait_an_hour(w));
	return NULL;
}

struct retain_worker *retain_start(struct database *database)
{
	struct retain_worker *w = calloc(1, sizeof *w);
	sigset_t all, before; /* signals are for the main thread */
	must(w);
	w->database = database;
	must(pthread_mutex_init(&w->lock, NULL) == 0 && pthread_cond_init(&w->wake, NULL) == 0);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	must(pthread_create(&w->thread, NULL, run, w) == 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return w;
}

void retain_stop(struct retain_worker **out)
{
	struct retain_worker *w = *out;
	pthread_mutex_lock(&w->lock);
	w->stops = true;
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
	*out = NULL;
}
