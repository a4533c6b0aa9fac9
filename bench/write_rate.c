/* SPDX-License-Identifier: Apache-2.0 */
/* write_rate.c - what an acknowledged write costs through the store, beside bare SQLite.
 *
 *   write_rate rate DIRECTORY                     prints rows of the table of figures (bench/run.sh)
 *   write_rate count DIRECTORY THREADS WRITES     makes that many writes and prints the number of groups committed
 *
 * One write adds a row to a table and a row to the change log. The bare peer runs the same statements on a copy of the same
 * schema, with the same pragmas, in a loop of one thread. DIRECTORY must be empty; it decides the disk. */
#include "store/statement.h"
#include "store/store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { ROUNDS = 9, THREADS = 8, BLOCK = 5 };

static const double round_seconds = 1.2;

static const struct store_migration note_migration = {
	1, "note", "CREATE TABLE note (key INTEGER PRIMARY KEY, text TEXT NOT NULL);",
	"CREATE TABLE note (key BIGINT PRIMARY KEY, text TEXT NOT NULL);"};

static struct store_statement note_add = {
	.name = "note_add",
	.file = __FILE__,
	.line = __LINE__,
	.sqlite = "INSERT INTO note (key, text) VALUES (?1, 'what a clerk wrote down')",
	.postgresql = "INSERT INTO note (key, text) VALUES ($1, 'what a clerk wrote down')",
	.in = (const struct store_field[]){{"key", STORE_I64, false}},
	.ins = 1};

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what)
{
	fprintf(stderr, "write_rate: %s\n", what);
	exit(1);
}

/* --- through the store --- */

struct peer {
	struct database *database;
	_Atomic int64_t key, done;
	int64_t most; /* writes in all; 0: as many as come until then */
	double until; /* seconds of the clock */
};

static enum status add_note(struct store *s, void *context)
{
	struct peer *peer = context;
	const struct store_value in[] = {{.i64 = ++peer->key}};
	const struct store_change change = {.at = {1700000000000000},
					    .person = 7,
					    .act = STR("note.add"),
					    .subject = STR("note"),
					    .before = STR(""),
					    .after = STR("{\"text\":\"what a clerk wrote down\"}")};
	enum status status = store_query(s, &note_add, in, NULL, NULL, NULL);
	return status == OK ? store_log(s, &change, NULL) : status;
}

static void *write_on(void *context)
{
	struct peer *peer = context;
	while (peer->most ? peer->done++ < peer->most : seconds() < peer->until) {
		if (store_write(peer->database, add_note, peer) != OK)
			fail("a write was refused");
		peer->done += !peer->most;
	}
	return NULL;
}

static void write_by(struct peer *peer, int threads)
{
	pthread_t all[THREADS];
	for (int i = 0; i < threads; i++)
		if (pthread_create(&all[i], NULL, write_on, peer) != 0)
			fail("no thread");
	for (int i = 0; i < threads; i++)
		pthread_join(all[i], NULL);
}

static struct database *open_store(struct arena *a, const char *directory)
{
	struct problems problems = problems_new(a);
	struct database *database;
	struct store_options options = {
		.address = directory, .migrations = &note_migration, .migrations_n = 1, .create = true};
	if (database_open(a, &options, &problems, &database) == OK)
		return database;
	problems_print(&problems);
	fail("the store does not open");
	return NULL;
}

/* --- bare SQLite --- */

static const char *const whole_write[] = {
	"BEGIN IMMEDIATE",
	"SELECT version, changes, head FROM store_version",
	"INSERT INTO note (key, text) VALUES (?1, 'what a clerk wrote down')",
	"INSERT INTO change_log (number, at, person, act, subject, personal, content, hash) VALUES"
	" (?1, '2023-11-14T22:13:20.000000Z', 7, 'note.add', 'note', 0, zeroblob(32), zeroblob(32))",
	"INSERT INTO change_content (number, salt, before, after) VALUES"
	" (?1, zeroblob(32), '', '{\"text\":\"what a clerk wrote down\"}')",
	"UPDATE store_version SET version = ?1, changes = ?1, head = zeroblob(32)",
	"COMMIT",
};
static const char *const lone_insert[] = {"INSERT INTO note (key, text) VALUES (?1, 'what a clerk wrote down')"};

enum { STATEMENTS_MOST = sizeof whole_write / sizeof *whole_write };

struct bare {
	sqlite3 *db;
	sqlite3_stmt *statements[STATEMENTS_MOST];
	size_t n;
	int64_t key;
};

static struct bare bare_open(const char *file, const char *const *texts, size_t n)
{
	struct bare bare = {.n = n};
	if (sqlite3_open(file, &bare.db) != SQLITE_OK ||
	    sqlite3_exec(bare.db,
			 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
			 "PRAGMA foreign_keys = ON",
			 NULL, NULL, NULL) != SQLITE_OK)
		fail(sqlite3_errmsg(bare.db));
	for (size_t i = 0; i < n; i++)
		if (sqlite3_prepare_v2(bare.db, texts[i], -1, &bare.statements[i], NULL) != SQLITE_OK)
			fail(sqlite3_errmsg(bare.db));
	return bare;
}

static void bare_write(struct bare *bare)
{
	bare->key++;
	for (size_t i = 0; i < bare->n; i++) {
		sqlite3_stmt *statement = bare->statements[i];
		int code;
		if (sqlite3_bind_parameter_count(statement))
			sqlite3_bind_int64(statement, 1, bare->key);
		while ((code = sqlite3_step(statement)) == SQLITE_ROW)
			continue;
		if (code != SQLITE_DONE)
			fail(sqlite3_errmsg(bare->db));
		sqlite3_reset(statement);
	}
}

static void bare_close(struct bare *bare)
{
	for (size_t i = 0; i < bare->n; i++)
		sqlite3_finalize(bare->statements[i]);
	sqlite3_close(bare->db);
}

/* --- rates --- */

/* What a peer did in one round. */
struct tally {
	double seconds, writes;
};

struct rates {
	double store[ROUNDS], threads[ROUNDS], bare[ROUNDS], insert[ROUNDS], ratio[ROUNDS], to_insert[ROUNDS];
};

static void turn_of_store(struct peer *peer, struct tally *tally)
{
	double began = seconds();
	peer->done = 0;
	peer->most = BLOCK;
	write_on(peer);
	tally->seconds += seconds() - began;
	tally->writes += BLOCK;
}

static void turn_of_bare(struct bare *bare, struct tally *tally)
{
	double began = seconds();
	for (int i = 0; i < BLOCK; i++)
		bare_write(bare);
	tally->seconds += seconds() - began;
	tally->writes += BLOCK;
}

static double rate_of_threads(struct peer *peer)
{
	double began = seconds();
	peer->done = 0;
	peer->most = 0;
	peer->until = began + round_seconds / 3;
	write_by(peer, THREADS);
	return (double)peer->done / (seconds() - began);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Sorts them, too. */
static double median(double values[static ROUNDS])
{
	qsort(values, ROUNDS, sizeof *values, compare);
	return values[ROUNDS / 2];
}

static void print_rates(struct rates *r)
{
	double ratio = median(r->ratio);
	printf("@\tSingle acknowledged writes by one thread, beside bare SQLite running the same statements"
	       "\t>= 0.6 x\t%.2f x (%.2f to %.2f; %.0f/s beside %.0f/s)\t%s\n",
	       ratio, r->ratio[0], r->ratio[ROUNDS - 1], median(r->store), median(r->bare),
	       ratio >= 0.6 ? "met" : "not met");
	printf("@\tThe same, beside bare SQLite adding the row alone, without any change log\t\t%.2f x (%.0f/s)\t\n",
	       median(r->to_insert), median(r->insert));
	printf("@\tAcknowledged writes by %d threads\t\t%.0f/s\t\n", THREADS, median(r->threads));
}

/* The peers take turns of a few writes, so that a disk that changes its pace changes it for all. */
static void measure(struct peer *store, struct bare *bare, struct bare *insert)
{
	struct rates r;
	for (int i = 0; i < ROUNDS; i++) {
		struct tally of_store = {0}, of_bare = {0}, of_insert = {0};
		for (double until = seconds() + round_seconds; seconds() < until;) {
			turn_of_bare(bare, &of_bare);
			turn_of_store(store, &of_store);
			turn_of_bare(insert, &of_insert);
		}
		r.bare[i] = of_bare.writes / of_bare.seconds;
		r.store[i] = of_store.writes / of_store.seconds;
		r.insert[i] = of_insert.writes / of_insert.seconds;
		r.ratio[i] = r.store[i] / r.bare[i];
		r.to_insert[i] = r.store[i] / r.insert[i];
		r.threads[i] = rate_of_threads(store);
	}
	print_rates(&r);
}

static void run_rates(struct arena *a, const char *directory)
{
	const char *names[] = {"store", "bare", "insert"}, *places[3];
	for (size_t i = 0; i < 3; i++) {
		places[i] = arena_printf(a, "%s/%s", directory, names[i]);
		if (mkdir(places[i], 0700) != 0)
			fail("the directory must be empty and ours");
		struct database *made = open_store(a, places[i]); /* the same schema for each */
		database_close(&made);
	}
	struct peer store = {.database = open_store(a, places[0])};
	struct bare bare = bare_open(arena_printf(a, "%s/sulear.db", places[1]), whole_write,
				     sizeof whole_write / sizeof *whole_write);
	struct bare insert = bare_open(arena_printf(a, "%s/sulear.db", places[2]), lone_insert, 1);
	measure(&store, &bare, &insert);
	database_close(&store.database);
	bare_close(&bare);
	bare_close(&insert);
}

static void run_count(struct arena *a, const char *directory, int threads, int64_t writes)
{
	struct peer peer = {.database = open_store(a, directory), .most = writes};
	int64_t before = store_version(peer.database);
	if (writes)
		write_by(&peer, threads);
	printf("%lld\n", (long long)(store_version(peer.database) - before));
	database_close(&peer.database);
}

int main(int n, char **arguments)
{
	struct arena *a = arena_new();
	int threads = n == 5 ? atoi(arguments[3]) : 0;
	if (n == 3 && strcmp(arguments[1], "rate") == 0) {
		run_rates(a, arguments[2]);
	} else if (threads >= 1 && threads <= THREADS && strcmp(arguments[1], "count") == 0) {
		run_count(a, arguments[2], threads, atoll(arguments[4]));
	} else {
		fprintf(stderr, "usage: write_rate rate DIRECTORY | write_rate count DIRECTORY THREADS WRITES\n");
		return 2;
	}
	arena_free(&a);
	return 0;
}
