/* SPDX-License-Identifier: Apache-2.0 */
#include "http/closing.h"

#include "base/status.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINGERING_MOST = 64, LINGER_MS = 2000, DRAIN_MOST = 16 << 20, TICK_MS = 1000 };

struct lingering {
	int fd;
	int64_t deadline;
	size_t drained;
};

struct closing {
	pthread_mutex_t lock;
	pthread_t thread;
	int wake;
	bool ending;
	struct watched *first;
	struct lingering lingering[LINGERING_MOST];
	size_t lingering_n;
};

static int64_t clock_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void wake_up(struct closing *c)
{
	uint64_t one = 1;
	ssize_t n = write(c->wake, &one, sizeof one);
	(void)n; /* it fails only when the counter is full, and then the thread is awake */
}

/* Reads what has come; true when there will be no more or it was enough. */
static bool drain(struct lingering *l, int64_t now)
{
	char bytes[16 << 10];
	for (;;) {
		ssize_t n = recv(l->fd, bytes, sizeof bytes, MSG_DONTWAIT);
		if (n < 0)
			return now >= l->deadline;
		l->drained += (size_t)n;
		if (n == 0 || l->drained > DRAIN_MOST)
			return true;
	}
}

/* Called with the lock held. */
static void look_after(struct closing *c)
{
	int64_t now = clock_ms();
	for (size_t i = 0; i < c->lingering_n;) {
		if (!drain(&c->lingering[i], now)) {
			i++;
			continue;
		}
		close(c->lingering[i].fd);
		c->lingering[i] = c->lingering[--c->lingering_n];
	}
	for (struct watched *w = c->first; w; w = w->next)
		if (atomic_load_explicit(&w->deadline, memory_order_relaxed) < now)
			shutdown(w->fd, SHUT_RDWR);
}

static void *run(void *context)
{
	struct closing *c = context;
	struct pollfd fds[LINGERING_MOST + 1];
	pthread_mutex_lock(&c->lock);
	while (!c->ending) {
		size_t n = c->lingering_n;
		fds[0] = (struct pollfd){.fd = c->wake, .events = POLLIN};
		for (size_t i = 0; i < n; i++)
			fds[i + 1] = (struct pollfd){.fd = c->lingering[i].fd, .events = POLLIN};
		pthread_mutex_unlock(&c->lock);
		poll(fds, n + 1, n ? TICK_MS / 4 : TICK_MS);
		uint64_t count;
		ssize_t got = fds[0].revents ? read(c->wake, &count, sizeof count) : 0;
		(void)got; /* only to make the counter zero */
		pthread_mutex_lock(&c->lock);
		look_after(c);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

struct closing *closing_new(void)
{
	struct closing *c = calloc(1, sizeof *c);
	must(c);
	pthread_attr_t attributes;
	c->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	must(pthread_mutex_init(&c->lock, NULL) == 0);
	must(pthread_attr_init(&attributes) == 0);
	pthread_attr_setstacksize(&attributes, 256 << 10);
	int failed = c->wake < 0 || pthread_create(&c->thread, &attributes, run, c);
	pthread_attr_destroy(&attributes);
	if (!failed)
		return c;
	if (c->wake >= 0)
		close(c->wake);
	free(c);
	return NULL;
}

void closing_free(struct closing **closing)
{
	struct closing *c = *closing;
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->ending = true;
	pthread_mutex_unlock(&c->lock);
	wake_up(c);
	pthread_join(c->thread, NULL);
	for (size_t i = 0; i < c->lingering_n; i++)
		close(c->lingering[i].fd);
	must(!c->first);
	close(c->wake);
	pthread_mutex_destroy(&c->lock);
	free(c);
	*closing = NULL;
}

struct watched *closing_watch(struct closing *c, int fd)
{
	struct watched *w = calloc(1, sizeof *w);
	must(w);
	w->fd = fd;
	closing_deadline(w, HEAD_SECONDS);
	pthread_mutex_lock(&c->lock);
	w->next = c->first;
	if (c->first)
		c->first->before = w;
	c->first = w;
	pthread_mutex_unlock(&c->lock);
	return w;
}

void closing_forget(struct closing *c, struct watched *w)
{
	pthread_mutex_lock(&c->lock);
	if (w->next)
		w->next->before = w->before;
	if (w->before)
		w->before->next = w->next;
	else
		c->first = w->next;
	pthread_mutex_unlock(&c->lock);
	free(w);
}

void closing_deadline(struct watched *w, int64_t seconds)
{
	atomic_store_explicit(&w->deadline, clock_ms() + seconds * 1000, memory_order_relaxed);
}

void closing_linger(struct closing *c, int fd)
{
	int copy = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	pthread_mutex_lock(&c->lock);
	bool room = c->lingering_n < LINGERING_MOST;
	if (room)
		c->lingering[c->lingering_n++] = (struct lingering){.fd = copy, .deadline = clock_ms() + LINGER_MS};
	pthread_mutex_unlock(&c->lock);
	if (room)
		wake_up(c);
	else
		close(copy);
}
