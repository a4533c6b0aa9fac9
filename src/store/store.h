/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - the database: SQLite in a data directory, or PostgreSQL, behind one interface.
 *
 * struct database is the whole store, opened once; struct store is one connection of it, for one thread at a time.
 * Reading: store_reader() gives each thread a connection of its own; the query functions that weave makes take it.
 * Writing: store_write() hands a function to the one writer, which runs waiting functions one after the other, each in a
 * savepoint, and commits them together: one fdatasync for the group. Nothing is acknowledged before that commit.
 * Invariant: every group that changed something raised store_version() by one, in the same transaction.
 * The change log is a chain: store_log() in each write; database_check() proves it.
 * Threads: all functions on a database may be called from any thread. */
#ifndef STORE_STORE_H
#define STORE_STORE_H
#include "base/call.h"

/* One migration: a schema text for each store; numbers are unique over the program and run in ascending order, once. */
struct store_migration {
	int number;
	const char *name; /* "register_schema.sql" */
	const char *sqlite, *postgresql;
};

struct store_options {
	const char *address; /* a data directory, or "postgresql://…" */
	const struct store_migration *migrations;
	size_t migrations_n;
	bool create;        /* make what is missing; without it a missing store is NOT_FOUND */
	bool beside_server; /* for a short command: may run while a server has the same data directory open */
};

/* Opens the store, applies the missing migrations under a lock and starts the writer. Faults go to *problems.
 * INVALID: damaged, or not a store of this program. CONFLICT: written by a newer version (a migration this program does
 * not know, or one whose text differs); nothing was changed. UNAVAILABLE: cannot be reached, locked, disk full.
 * NOT_FOUND: see create. BUG: a migration does not run on what is there; nothing was changed. */
CHECKED enum status database_open(struct arena *a, const struct store_options *options, struct problems *problems,
				  struct database **out);

/* Waits for the running group, refuses later writes with UNAVAILABLE, closes all connections, sets *d to NULL. */
void database_close(struct database **d);

/* "SQLite" or "PostgreSQL". */
const char *database_kind(const struct database *d);

/* The data directory of an SQLite store, where what belongs beside it may stand; NULL for PostgreSQL. */
const char *database_directory(const struct database *d);

/* The number of groups committed so far, by any node; a node sees others' within a second. Never goes back. */
int64_t store_version(struct database *d);

/* The calling thread's connection for reading, opened at first use and closed with the thread or the database.
 * UNAVAILABLE: it cannot be opened (logged). */
CHECKED enum status store_reader(struct database *d, struct store **out);

/* Why a write or a connection was UNAVAILABLE last: PROBLEM_STORE_FULL, _DAMAGED or _UNAVAILABLE. */
enum problem_code store_problem(const struct database *d);

/* A function that reads several things that belong together. */
typedef enum status store_reads(struct store *s, void *context);

/* Runs read(s, context) over the calling thread's connection; all it reads is as of one commit, whose version goes to
 * *version (may be NULL) before it runs. It must not call store_read. Returns what `read` returned, or UNAVAILABLE. */
CHECKED enum status store_read(struct database *d, store_reads *read, void *context, int64_t *version);

/* A function run by the writer. It reads and writes through s. Anything but OK rolls back what it did and is what
 * store_write returns. It must not call store_write or wait for another thread. */
typedef enum status store_writing(struct store *s, void *context);

/* Runs write(s, context) on the writer and waits for the commit. OK: it is on disk. UNAVAILABLE: nothing is stored (disk
 * full, connection lost); the reason is logged. Otherwise what `write` returned, and nothing of it is stored. A statement
 * that failed is what store_write returns even where `write` went on and returned OK. */
CHECKED enum status store_write(struct database *d, store_writing *write, void *context);

/* Inside a write: what it changes stands in no answer that is kept and in no snapshot (the outbox's own bookkeeping), so the
 * version need not rise for it. A write that logs raises it all the same. */
void store_apart(struct store *s);

/* What a write did, for the change log. */
struct store_change {
	struct moment at;
	int64_t person;           /* 0: the program itself */
	struct str act;           /* "import", "user.add", "ratification.register" */
	struct str subject;       /* what it is about: "C189 BRA" */
	struct str before, after; /* JSON; may be empty */
	bool personal;            /* before and after hold personal data and may have to be erased */
};

/* Adds a row to the change log inside a write; *number (may be NULL) gets its number. Each row's hash is BLAKE2b-256 over
 * number, moment, person, personal, act, subject, the salted hash of its content and the hash of the row before; the last
 * one stands beside the version, so that a shortened chain is found too. BUG: a text is not UTF-8. */
CHECKED enum status store_log(struct store *s, const struct store_change *change, int64_t *number);

/* Told one row of the change log; texts live only during the call. before and after are empty where they were erased. */
typedef enum status store_log_row(void *context, int64_t number, const struct store_change *change);

/* Reads the rows of the log after a number, in order, at most `most` of them (1 to 10,000). Whoever shows them must see to
 * it that personal ones reach only those who may. Returns what `row` returned, or UNAVAILABLE. */
CHECKED enum status store_log_read(struct store *s, int64_t after, int64_t most, store_log_row *row, void *context);

/* Erases the content of one row of the log that was marked personal; the chain stays provable. NOT_FOUND, FORBIDDEN (it is
 * not personal). */
CHECKED enum status store_log_erase(struct store *s, int64_t number);

struct store_check {
	int64_t changes, erased;
	int64_t first_broken; /* the first row whose hash or content does not fit, 0 if none */
};

/* Walks the change log and, on SQLite, the pages themselves (integrity_check). OK: whole. INVALID: out->first_broken or the
 * problems say where. */
CHECKED enum status database_check(struct database *d, struct problems *problems, struct store_check *out);

/* Writes a copy that is whole as of one commit to the file `path` (which must not exist), fsynced, while others go on
 * reading and writing. SQLite: a database file. PostgreSQL: pg_dump's custom format, by the program pg_dump.
 * CONFLICT: the file exists. UNAVAILABLE: disk, or pg_dump is missing or failed. */
CHECKED enum status database_backup(struct database *d, const char *path, struct problems *problems);

/* Puts a backup in place of the store at `address`, which no server may be using; the old one is kept beside it
 * (SQLite: "sulear.db.before-restore"; PostgreSQL: only into an empty database, by the program pg_restore).
 * INVALID: not a backup of this program. NOT_FOUND: no such file. CONFLICT: the database is not empty, or the store kept
 * by an earlier restore is still there. UNAVAILABLE: in use, disk, connection. */
CHECKED enum status store_restore(const char *address, const char *path, struct problems *problems);

/* Makes the n-th statement, commit or connection from now on fail (0: none): for the fault tests. The build option
 * `faults` compiles it in; elsewhere it does nothing. */
void store_fail_after(int64_t n);

#endif
