/* SPDX-License-Identifier: Apache-2.0 */
/* writer.c - the one thread that writes.
 *
 * While a group commits, later writes wait in line and become the next group: the busier the store, the more share one
 * fdatasync. A write that fails is undone alone, to its savepoint; a group whose transaction is lost fails as a whole. */
#include "base/log.h"
#include "store/store_private.h"
#include "store/store_sql.h"

#include <signal.h>

enum { GROUP_MOST = 256 };

/* What a failed write takes back besides its rows. */
struct mark {
	struct store_head head;
	int64_t changes;
	bool erased;
};

static struct mark mark_set(const struct store *s)
{
	return (struct mark){s->head, s->changes, s->erased};
}

static void mark_return(struct store *s, const struct mark *mark)
{
	s->head = mark->head;
	s->changes = mark->changes;
	s->erased = mark->erased;
}

/* Runs one write. False: the transaction is lost, and with it the group. A write that is alone needs no savepoint: where
 * it fails, nothing of the group is committed. */
static bool run_job(struct store *s, struct write_job *job, bool is_alone)
{
	struct mark mark = mark_set(s);
	const struct store_engine *engine = s->database->engine;
	s->failed = OK;
	s->apart = false;
	job->status = UNAVAILABLE;
	if (!is_alone && store_command(s, STORE_SAVE) != OK)
		return false;
	enum status status = job->write(s, job->context);
	if (status == OK)
		status = s->failed;
	enum status queued = engine->flush ? engine->flush(s) : OK; /* of a failed write too: its count ends here */
	if (status == OK)
		status = queued;
	job->status = status;
	if (status == OK && s->changes != mark.changes && !(s->apart && s->head.changes == mark.head.changes))
		s->shown = true;
	if (status == OK)
		return is_alone || store_command(s, STORE_KEEP) == OK;
	mark_return(s, &mark);
	return is_alone || store_command(s, STORE_UNDO) == OK;
}

void store_apart(struct store *s)
{
	s->apart = true;
}

static enum status group_begin(struct store *s)
{
	s->failed = OK;
	s->erased = s->shown = false;
	enum status status = store_begin(s, STORE_BEGIN_WRITE);
	return status == OK ? store_read_head(s, &store_sql_head_lock) : status;
}

/* A commit whose answer was lost may have happened: the store knows. */
static enum status group_commit(struct store *s)
{
	enum status status = store_command(s, STORE_COMMIT);
	const struct store_engine *engine = s->database->engine;
	if (status == OK || !s->lost || !engine->has_committed)
		return status;
	if (store_connect(s) != OK) {
		log_line(LOG_ERROR, "store: %s; the outcome of the last group is unknown", s->why);
		return UNAVAILABLE;
	}
	return engine->has_committed(s) ? OK : UNAVAILABLE;
}

static enum status group_end(struct store *s, int64_t changes_before)
{
	s->failed = OK;
	if (s->changes == changes_before)
		return store_command(s, STORE_ROLLBACK);
	if (!s->shown)
		return group_commit(s);
	s->head.version++;
	const struct store_value in[] = {
		{.i64 = s->head.version}, {.i64 = s->head.changes}, {.text = {(const char *)s->head.hash, STORE_HASH}}};
	enum status status = store_query(s, &store_sql_head_set, in, NULL, NULL, NULL);
	if (status == OK && s->database->engine->flush)
		status = s->database->engine->flush(s);
	if (status == OK)
		status = group_commit(s);
	if (status != OK)
		return status;
	store_raise_version(s->database, s->head.version);
	if (s->erased && s->database->engine->scrub)
		s->database->engine->scrub(s);
	return OK;
}

/* Nothing of the group is stored. A connection that cannot even roll back is given up. */
static void group_abandon(struct store *s, struct write_job *jobs)
{
	if (s->in_transaction && (s->lost || store_command(s, STORE_ROLLBACK) != OK))
		s->lost = true;
	s->in_transaction = false;
	for (struct write_job *job = jobs; job; job = job->next)
		if (job->status == OK)
			job->status = UNAVAILABLE;
}

static void run_group(struct store *s, struct write_job *jobs)
{
	int64_t before = s->changes;
	bool is_whole = group_begin(s) == OK;
	for (struct write_job *job = jobs; job; job = job->next)
		job->status = UNAVAILABLE;
	for (struct write_job *job = jobs; job && is_whole; job = job->next)
		is_whole = run_job(s, job, !jobs->next);
	if (!is_whole || group_end(s, before) != OK)
		group_abandon(s, jobs);
	s->failed = OK;
}

/* Takes the first GROUP_MOST jobs off the line. Called under the lock. */
static struct write_job *take_group(struct writer *w)
{
	struct write_job *jobs = w->first, **end = &w->first;
	for (int n = 0; *end && n < GROUP_MOST; n++)
		end = &(*end)->next;
	w->first = *end;
	if (!w->first)
		w->last = &w->first;
	*end = NULL;
	return jobs;
}

static void *run(void *argument)
{
	struct writer *w = argument;
	pthread_mutex_lock(&w->lock);
	for (;;) {
		while (!w->first && !w->is_closing)
			pthread_cond_wait(&w->work, &w->lock);
		if (!w->first)
			break;
		struct write_job *jobs = take_group(w);
		pthread_mutex_unlock(&w->lock);
		run_group(w->store, jobs);
		pthread_mutex_lock(&w->lock);
		for (struct write_job *job = jobs, *next; job; job = next) {
			next = job->next; /* once told, the job is gone with its thread's stack */
			job->is_done = true;
			pthread_cond_signal(&job->finished);
		}
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

void writer_start(struct database *d, struct store *s)
{
	struct writer *w = &d->writer;
	w->store = s;
	w->last = &w->first;
	must(pthread_mutex_init(&w->lock, NULL) == 0);
	must(pthread_cond_init(&w->work, NULL) == 0 && pthread_cond_init(&w->idle, NULL) == 0);
	sigset_t all, before; /* signals are for the threads that know what to do with them */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	must(pthread_create(&w->thread, NULL, run, w) == 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void writer_stop(struct database *d)
{
	struct writer *w = &d->writer;
	pthread_mutex_lock(&w->lock);
	w->is_closing = true;
	pthread_cond_signal(&w->work);
	while (w->callers)
		pthread_cond_wait(&w->idle, &w->lock);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->work);
	pthread_cond_destroy(&w->idle);
}

enum status store_write(struct database *d, store_writing *write, void *context)
{
	struct writer *w = &d->writer;
	must(!pthread_equal(pthread_self(), w->thread));
	struct write_job job = {.write = write, .context = context, .status = UNAVAILABLE};
	must(pthread_cond_init(&job.finished, NULL) == 0);
	pthread_mutex_lock(&w->lock);
	if (!w->is_closing) {
		w->callers++;
		*w->last = &job;
		w->last = &job.next;
		pthread_cond_signal(&w->work);
		while (!job.is_done)
			pthread_cond_wait(&job.finished, &w->lock);
		if (--w->callers == 0 && w->is_closing)
			pthread_cond_signal(&w->idle);
	}
	pthread_mutex_unlock(&w->lock);
	pthread_cond_destroy(&job.finished);
	return job.status;
}
