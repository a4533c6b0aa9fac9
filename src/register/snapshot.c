/* SPDX-License-Identifier: Apache-2.0 */
/* Which snapshot a call sees, and how long it lives.
 *
 * A small shelf of snapshots, each with the number of calls that hold it: the present one, and a few as recorded earlier.
 * A reader takes the shelf's lock only to count itself in and out. The first that finds none that fits puts an empty one on
 * the shelf and builds it without the lock; who wants the same waits for it, nobody else does. The present one is built anew
 * where it is older than the store: nobody is shown what was true before his own write. A snapshot that left the shelf is
 * freed by its last reader, so there are never more than the shelf holds and one more for each thread. */
#include "register/register_private.h"
#include "register/register_sql.h"
#include "store/store.h"

#include <pthread.h>

enum { SHELF = 4 };

struct shelved {
	struct register_snapshot snapshot;
	struct arena *arena;
	struct database *database;
	bool is_present;     /* as recorded by now, not at an earlier moment */
	struct moment as_of; /* else: the latest recording at or before the moment asked for */
	bool is_built;
	enum status status; /* of the building */
	int readers;        /* its builder and who waits for it among them */
	bool on_shelf;
	uint64_t last_used;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t built = PTHREAD_COND_INITIALIZER;
static struct shelved *shelf[SHELF];
static uint64_t uses;

static void drop_if_unused(struct shelved *s)
{
	if (s->on_shelf || s->readers > 0)
		return;
	struct arena *a = s->arena;
	arena_free(&a);
}

static void leave(struct shelved *s)
{
	s->readers--;
	drop_if_unused(s);
}

static void reader_leaves(void *thing)
{
	pthread_mutex_lock(&lock);
	leave(thing);
	pthread_mutex_unlock(&lock);
}

static void take_off(int place)
{
	struct shelved *s = shelf[place];
	shelf[place] = NULL;
	if (s) {
		s->on_shelf = false;
		drop_if_unused(s);
	}
}

static bool goes_before(const struct shelved *a, const struct shelved *b)
{
	return a->is_present != b->is_present ? b->is_present : a->last_used < b->last_used;
}

/* A free place, or that of the snapshot unused for longest: a present one goes last, for most ask for it. */
static int place_for_new(void)
{
	int first = 0;
	for (int i = 0; i < SHELF; i++) {
		if (!shelf[i])
			return i;
		if (goes_before(shelf[i], shelf[first]))
			first = i;
	}
	take_off(first);
	return first;
}

/* What one reading of the store is asked for. */
struct reading {
	struct arena *a;
	const struct moment *as_of;
	struct register_rows rows;
};

static enum status read_rows(struct store *s, void *context)
{
	struct reading *r = context;
	return register_rows_read(s, r->a, r->as_of, &r->rows);
}

static enum status build(struct shelved *s)
{
	struct reading reading = {.a = s->arena, .as_of = s->is_present ? NULL : &s->as_of};
	enum status st = store_read(s->database, read_rows, &reading, &s->snapshot.version);
	int64_t version = s->snapshot.version;
	if (st == OK) {
		register_build(s->arena, &reading.rows, &s->snapshot);
		s->snapshot.version = version;
	}
	return st;
}

/* Takes off the shelf what failed, or what a present one replaces. */
static void publish(struct shelved *s, enum status st)
{
	s->status = st;
	s->is_built = true;
	for (int i = 0; i < SHELF; i++) {
		bool is_replaced = shelf[i] && shelf[i] != s && s->is_present && shelf[i]->is_present &&
				   shelf[i]->is_built && shelf[i]->database == s->database;
		if (st == OK ? is_replaced : shelf[i] == s)
			take_off(i);
	}
	pthread_cond_broadcast(&built);
}

static struct shelved *on_shelf(const struct call *c, int64_t version, const struct moment *as_of)
{
	for (int i = 0; i < SHELF; i++) {
		struct shelved *s = shelf[i];
		if (!s || s->database != c->database || s->is_present != !as_of)
			continue;
		if (as_of ? s->as_of.us == as_of->us : !s->is_built || s->snapshot.version >= version)
			return s;
	}
	return NULL;
}

static struct shelved *put_on_shelf(const struct call *c, const struct moment *as_of)
{
	struct arena *a = arena_new();
	struct shelved *s = arena_one(a, struct shelved);
	*s = (struct shelved){.arena = a, .database = c->database, .is_present = !as_of, .on_shelf = true};
	if (as_of)
		s->as_of = *as_of;
	return shelf[place_for_new()] = s;
}

/* Holds the snapshot that fits, built by this thread or by another. Called with the lock held, which it may let go. */
static struct shelved *hold(const struct call *c, int64_t version, const struct moment *as_of)
{
	struct shelved *s = on_shelf(c, version, as_of);
	bool is_builder = !s;
	if (is_builder)
		s = put_on_shelf(c, as_of);
	s->readers++;
	s->last_used = ++uses;
	if (is_builder) {
		pthread_mutex_unlock(&lock);
		enum status st = build(s);
		pthread_mutex_lock(&lock);
		publish(s, st);
	}
	while (!s->is_built)
		pthread_cond_wait(&built, &lock);
	return s;
}

/* The last recording at or before c->known: all moments between two recordings share one snapshot. */
static enum status last_recording(struct call *c, struct moment *out)
{
	struct fact_last_row last;
	enum status st = fact_last_query(c->store, c->arena, c->known, &last);
	*out = moment_of_day(date_of(1, 1, 1)); /* before everything */
	if (st == OK && last.has_last_recorded)
		*out = last.last_recorded;
	if (st == OK && last.has_last_superseded && last.last_superseded.us > out->us)
		*out = last.last_superseded;
	return st;
}

enum status register_snapshot(struct call *c, const struct register_snapshot **out)
{
	int64_t version = store_version(c->database);
	struct moment as_of;
	if (c->known_given) {
		enum status st = last_recording(c, &as_of);
		if (st != OK)
			return st;
	}
	const struct moment *at = c->known_given ? &as_of : NULL;
	pthread_mutex_lock(&lock);
	struct shelved *s = hold(c, version, at);
	while (s->status == OK && !at &&
	       s->snapshot.version < version) { /* begun before the write that the call knows of */
		leave(s);
		s = hold(c, version, at);
	}
	enum status st = s->status;
	if (st != OK)
		leave(s);
	pthread_mutex_unlock(&lock);
	if (st != OK)
		return st;
	*out = &s->snapshot;
	arena_on_clear(c->arena, reader_leaves, s);
	return OK;
}

void register_forget(struct database *d)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; i < SHELF; i++)
		if (shelf[i] && shelf[i]->database == d)
			take_off(i);
	pthread_mutex_unlock(&lock);
}
