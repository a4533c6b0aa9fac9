/* SPDX-License-Identifier: Apache-2.0 */
/* register_rig.h - the built-in register in a new store of either kind, for tests of what stands on it. The clock is held at
 * 24 November 2026; world_wait() moves it. */
#ifndef TESTS_REGISTER_RIG_H
#define TESTS_REGISTER_RIG_H
#include "register/register.h"
#include "register/register_schema.h"
#include "register/texts_schema.h"
#include "store_place.h"

struct world {
	struct place *place;
	struct arena *a;
	struct call c;
};

static inline struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static inline struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

/* A call at a moment, on the store's first reader. */
static inline void world_at(struct world *w, const char *moment)
{
	struct store *reader = w->c.store;
	w->c = call_new(w->a, at(moment));
	w->c.database = w->place->database;
	w->c.store = reader;
}

static inline const struct register_snapshot *snapshot(struct world *w)
{
	const struct register_snapshot *s = NULL;
	assert_int_equal(register_snapshot(&w->c, &s), OK);
	return s;
}

/* Writes a file into a place of the world's own and gives its path. */
static inline const char *world_file(struct world *w, const char *name, const char *text)
{
	char *path = arena_printf(w->a, "/tmp/sulear-rig-%d-%s", (int)getpid(), name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return path;
}

static inline void world_import(struct world *w, const char *path)
{
	struct register_import_report report;
	struct register_import_options options = {.skip_bad = false};
	enum status st = register_import(&w->c, &path, 1, &options, &report);
	if (st != OK)
		problems_print(&w->c.problems);
	assert_int_equal(st, OK);
}

/* Runs a case on SQLite, and on PostgreSQL where there is one, with the built-in register imported. */
static inline void world_for_each(void (*run)(struct world *w))
{
	struct store_migration all[8];
	size_t n = 0;
	for (size_t k = 0; k < register_migrations_n; k++)
		all[n++] = register_migrations[k];
	for (size_t k = 0; k < texts_migrations_n; k++)
		all[n++] = texts_migrations[k];
	for (int is_remote = place_only_remote(); is_remote <= 1; is_remote++) {
		struct world w = {.place = place_new(is_remote)};
		if (!w.place) {
			print_message("             PostgreSQL: not asked for\n");
			continue;
		}
		w.a = arena_new();
		assert_int_equal(place_open(w.place, all, n), OK);
		assert_int_equal(store_reader(w.place->database, &w.c.store), OK);
		world_at(&w, "2026-11-24T10:00:00Z");
		const char *root = getenv("SULEAR_ROOT");
		world_import(&w, arena_printf(w.a, "%s/data", root ? root : "."));
		run(&w);
		arena_free(&w.a);
		register_forget(w.place->database);
		place_free(w.place);
	}
}

#endif
