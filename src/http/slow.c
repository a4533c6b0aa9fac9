/* SPDX-License-Identifier: Apache-2.0 */
#include "http/slow.h"

#include "base/status.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { NICE = 10 };

struct slow {
	void (*work)(void *job);
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t come;
	void *jobs[SLOW_MOST];
	size_t first, n, places; /* places: jobs that wait or are about to come */
	bool is_ending;
	pthread_t threads[SLOW_THREADS];
	size_t threads_n;
};

static void *run(void *context)
{
	struct slow *s = context;
	/* On Linux this is the thread's alone: whoever reads goes first. */
	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
	pthread_mutex_lock(&s->lock);
	while (s->n || !s->is_ending) {
		if (s->n == 0) {
			pthread_cond_wait(&s->come, &s->lock);
			continue;
		}
		void *job = s->jobs[s->first];
		s->first = (s->first + 1) % SLOW_MOST;
		s->n--;
		s->places--;
		pthread_mutex_unlock(&s->lock);
		s->work(job);
		pthread_mutex_lock(&s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

struct slow *slow_new(void (*work)(void *job))
{
	struct slow *s = calloc(1, sizeof *s);
	must(s);
	s->work = work;
	must(pthread_mutex_init(&s->lock, NULL) == 0);
	must(pthread_cond_init(&s->come, NULL) == 0);
	while (s->threads_n < SLOW_THREADS && pthread_create(&s->threads[s->threads_n], NULL, run, s) == 0)
		s->threads_n++;
	if (s->threads_n < SLOW_THREADS)
		slow_free(&s);
	return s;
}

bool slow_place(struct slow *s)
{
	pthread_mutex_lock(&s->lock);
	bool has_room = s->places < SLOW_MOST;
	s->places += has_room;
	pthread_mutex_unlock(&s->lock);
	return has_room;
}

void slow_add(struct slow *s, void *job)
{
	pthread_mutex_lock(&s->lock);
	must(s->n < s->places);
	s->jobs[(s->first + s->n++) % SLOW_MOST] = job;
	pthread_cond_signal(&s->come);
	pthread_mutex_unlock(&s->lock);
}

void slow_free(struct slow **slow)
{
	struct slow *s = *slow;
	*slow = NULL;
	if (!s)
		return;
	pthread_mutex_lock(&s->lock);
	s->is_ending = true;
	pthread_cond_broadcast(&s->come);
	pthread_mutex_unlock(&s->lock);
	for (size_t i = 0; i < s->threads_n; i++)
		pthread_join(s->threads[i], NULL);
	pthread_cond_destroy(&s->come);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
