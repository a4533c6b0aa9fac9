/* SPDX-License-Identifier: Apache-2.0 */
/* Which snapshot a call sees, and how long it lives.
 *
 * A small shelf of snapshots, each with the number of calls that hold it: the present one, and a few as recorded earlier.
 * A reader takes the shelf's lock only to count itself in and out. The first reader that finds the present one older than
 * the store builds the next, while the others wait: nobody is shown what was true before his own write. A snapshot that left
 * the shelf is freed by its last reader. */
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
	int readers;
	bool on_shelf;
	uint64_t last_used;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct shelved *shelf[SHELF];
static uint64_t uses;

static void drop_if_unused(struct shelved *s)
{
	if (s->on_shelf || s->readers > 0)
		return;
	struct arena *a = s->arena;
	arena_free(&a);
}

static void reader_leaves(void *thing)
{
	struct shelved *s = thing;
	pthread_mutex_lock(&lock);
	s->readers--;
	drop_if_unused(s);
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

/* A free place, or that of the snapshot unused for longest. */
static int place_for_new(void)
{
	int oldest = 0;
	for (int i = 0; i < SHELF; i++) {
		if (!shelf[i])
			return i;
		if (shelf[i]->last_used < shelf[oldest]->last_used)
			oldest = i;
	}
	take_off(oldest);
	return oldest;
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

/* Builds and shelves a snapshot. Called with the lock held, so that it is built once. */
static enum status build(struct call *c, const struct moment *as_of, struct shelved **out)
{
	struct reading reading = {.a = arena_new(), .as_of = as_of};
	struct arena *a = reading.a;
	struct shelved *s = arena_one(a, struct shelved);
	int64_t version;
	enum status st = store_read(c->database, read_rows, &reading, &version);
	if (st != OK) {
		arena_free(&a);
		return st;
	}
	register_build(a, &reading.rows, &s->snapshot);
	s->snapshot.version = version;
	s->arena = a;
	s->database = c->database;
	s->is_present = !as_of;
	s->as_of = as_of ? *as_of : s->snapshot.last;
	s->on_shelf = true;
	for (int i = 0; i < SHELF && !as_of; i++)
		if (shelf[i] && shelf[i]->is_present && shelf[i]->database == c->database)
			take_off(i);
	*out = shelf[place_for_new()] = s;
	return OK;
}

static struct shelved *on_shelf(const struct call *c, int64_t version, const struct moment *as_of)
{
	for (int i = 0; i < SHELF; i++) {
		struct shelved *s = shelf[i];
		if (!s || s->database != c->database || s->is_present != !as_of)
			continue;
		if (as_of ? s->as_of.us == as_of->us : s->snapshot.version >= version)
			return s;
	}
	return NULL;
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
	struct shelved *s = on_shelf(c, version, at);
	enum status st = s ? OK : build(c, at, &s);
	if (st == OK) {
		s->readers++;
		s->last_used = ++uses;
		*out = &s->snapshot;
	}
	pthread_mutex_unlock(&lock);
	if (st == OK)
		arena_on_clear(c->arena, reader_leaves, s);
	return st;
}

void register_forget(struct database *d)
{
	pthread_mutex_lock(&lock);
	for (int i = 0; i < SHELF; i++)
		if (shelf[i] && shelf[i]->database == d)
			take_off(i);
	pthread_mutex_unlock(&lock);
}
