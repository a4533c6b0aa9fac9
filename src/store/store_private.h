/* SPDX-License-Identifier: Apache-2.0 */
/* store_private.h - what the files of the store share: the engine behind the interface, the connection, the writer.
 *
 * store.c, writer.c, migrate.c and change_log.c know no engine; sqlite.c and postgres.c know nothing but one connection.
 * Memory: a connection has an arena of its own; `scratch` is emptied after each statement. */
#ifndef STORE_STORE_PRIVATE_H
#define STORE_STORE_PRIVATE_H
#include "store/statement.h"
#include "store/store.h"

#include <pthread.h>

enum { STORE_HASH = 32, STORE_SALT = 32, STORE_FIELDS_MOST = 64, STORE_MOMENT = 27 };
enum store_use { STORE_READ, STORE_WRITE };

/* What runs without values: transactions and savepoints, each engine in its own words. */
enum store_command {
	STORE_BEGIN_READ, /* what is read until the end is as of one commit */
	STORE_BEGIN_WRITE,
	STORE_BEGIN_MIGRATE, /* one program at a time, over all nodes */
	STORE_SAVE,
	STORE_KEEP,
	STORE_UNDO, /* back to the savepoint, which is gone then */
	STORE_COMMIT,
	STORE_ROLLBACK,
	STORE_COMMANDS
};

/* Why a connection failed last, for the problem an administrator reads. */
enum store_trouble { TROUBLE_NONE, TROUBLE_DAMAGED, TROUBLE_FULL, TROUBLE_OTHER };

/* The one row of store_version: groups committed, rows of the change log, hash of the last of them. */
struct store_head {
	int64_t version, changes;
	unsigned char hash[STORE_HASH];
};

struct store {
	struct database *database;
	struct arena *arena, *scratch;
	void *link; /* the engine's connection, NULL while there is none */
	enum store_use use;
	bool lost, busy; /* the connection is of no use any more; rows are being handed out */
	bool in_transaction;
	bool erased;        /* content was erased in this group */
	bool apart, shown;  /* this write's changes stand in no answer; another's of this group do */
	enum status failed; /* first failure of this write; no statement runs after it */
	enum store_trouble trouble;
	char why[256];          /* the engine's words for it */
	int64_t changes;        /* rows changed over this connection */
	char transaction[24];   /* the number PostgreSQL gave the running write */
	struct store_head head; /* as of the running write */
	struct store *next;     /* readers of the database */
};

/* The rows of one statement on their way to its reader. */
struct store_reading {
	store_row *row;
	void *context;
	enum status stopped; /* what the row function said, if not OK */
	int64_t rows;
};

struct store_engine {
	const char *kind;
	/* Opens s->link as s->use asks. UNAVAILABLE with s->trouble and s->why set, nothing logged. */
	enum status (*connect)(struct store *s);
	/* What was queued is answered: the first failure, or OK. May be NULL. */
	enum status (*flush)(struct store *s);
	void (*disconnect)(struct store *s);
	/* After the writer saw that the store is ours: what can be set only outside of a transaction. */
	enum status (*settle)(struct store *s);
	enum status (*command)(struct store *s, enum store_command command);
	/* Several statements without values or rows: a migration. */
	enum status (*script)(struct store *s, const char *sql);
	/* One statement; changed may be NULL. */
	enum status (*query)(struct store *s, struct store_statement *statement, const struct store_value *in,
			     struct store_reading *reading, int64_t *changed);
	/* After a commit whose answer was lost, over a new connection: did it happen? NULL: cannot be lost. */
	bool (*has_committed)(struct store *s);
	/* After a commit that erased content: out of the files too, as far as the engine can. May be NULL. */
	void (*scrub)(struct store *s);
	/* The engine's own check of its pages. May be NULL. INVALID: problems say what. */
	enum status (*check)(struct store *s, struct problems *problems);
	/* Fills the new file `path`. */
	enum status (*backup)(struct store *s, const char *path, struct problems *problems);
};

extern const struct store_engine store_sqlite, store_postgres;

/* A waiting write; it lives on the stack of the thread that waits. */
struct write_job {
	store_writing *write;
	void *context;
	enum status status;
	bool is_done;
	pthread_cond_t finished;
	struct write_job *next;
};

struct writer {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work, idle;
	struct write_job *first, **last;
	bool is_closing;
	int callers; /* threads inside store_write */
	struct store *store;
};

struct database {
	const struct store_engine *engine;
	const char *address;          /* as given: never shown, it may hold a password */
	const char *directory, *file; /* SQLite only */
	int lock_file;                /* SQLite only; -1 */
	bool create;
	struct writer writer;
	pthread_key_t reader_key;
	_Atomic int64_t version, version_read; /* version_read, connect_from: milliseconds of the monotonic clock */
	_Atomic int64_t connect_from;          /* no reader connects before that */
	_Atomic int last_problem;              /* enum problem_code, see store_problem() */
};

/* store.c: a connection that is not open yet, and its end. */
struct store *store_new(struct database *d, enum store_use use);
void store_free(struct store **s);

/* store.c: opens the connection. UNAVAILABLE: s->why says it. */
CHECKED enum status store_connect(struct store *s);

/* store.c: runs a command; in_transaction follows. */
CHECKED enum status store_command(struct store *s, enum store_command command);

/* store.c: runs a script of statements. */
CHECKED enum status store_script(struct store *s, const char *sql);

/* store.c: begins a transaction, over a new connection where the old one turns out to be lost. */
CHECKED enum status store_begin(struct store *s, enum store_command command);

/* store.c: reads the row of store_version into s->head, by store_sql_head or store_sql_head_lock. */
CHECKED enum status store_read_head(struct store *s, struct store_statement *statement);

/* store.c: raises what store_version() tells to at least that. */
void store_raise_version(struct database *d, int64_t version);

/* store.c: tells a failure of the connection as a problem; INVALID when the store is damaged, else UNAVAILABLE. */
CHECKED enum status store_tell(const struct store *s, struct problems *problems);

/* store.c: notes what went wrong, for the log and for store_tell(). Returns UNAVAILABLE. */
enum status store_note(struct store *s, enum store_trouble trouble, const char *format, ...) PRINTF(3, 4);

/* store.c: logs a broken promise at a statement. Returns BUG. */
enum status store_bug(const struct store_statement *statement, const char *format, ...) PRINTF(2, 3);

/* store.c: a value that is not there: an empty text, DATE_UNSET or 0. */
struct store_value store_null(enum store_type type);

/* store.c: hands one row on; what it returns is OK until the reader wants no more. */
enum status store_hand_on(struct store_reading *reading, const struct store_value *values);

/* store.c: the dense number of a statement, from 1. */
int store_slot(struct store_statement *statement);

/* store.c: milliseconds of the monotonic clock. */
int64_t store_clock(void);

/* store.c: the one text form of a moment in SQLite and on the way to PostgreSQL: "YYYY-MM-DDThh:mm:ss.uuuuuuZ", always of
 * STORE_MOMENT bytes, so that it sorts as time does. False outside of the years 1-9999. */
bool store_moment_print(struct moment m, char at[static MOMENT_ROOM]);

/* writer.c: starts the thread over an open connection; stops it after the running group. */
void writer_start(struct database *d, struct store *s);
void writer_stop(struct database *d);

/* migrate.c: brings the schema to what the program knows. */
CHECKED enum status store_migrate(struct store *s, const struct store_options *options, struct problems *problems);

/* migrate.c: is the store empty (OK, *is_empty, else always false), ours (OK) or another program's (INVALID)? */
CHECKED enum status store_inspect(struct store *s, struct problems *problems, bool *is_empty);

/* change_log.c: walks the chain. */
CHECKED enum status store_check_log(struct store *s, struct problems *problems, struct store_check *out);

/* backup.c, postgres_tools.c: the engines' ways of store_restore(). */
CHECKED enum status sqlite_backup(struct store *s, const char *path, struct problems *problems);
CHECKED enum status postgres_backup(struct store *s, const char *path, struct problems *problems);
CHECKED enum status postgres_restore(const char *address, const char *path, struct problems *problems);

#ifdef SULEAR_FAULTS
/* store.c: true when the failure asked for with store_fail_after() is due. */
bool store_fault(void);
#else
/* Nothing is due in a program that is not under test. */
static inline bool store_fault(void)
{
	return false;
}
#endif

#endif
