/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite.c - one connection to a file in WAL mode.
 *
 * Dates are ISO text, moments text of one width (store_moment_print), booleans 0 and 1, so that comparisons in SQL order
 * them as PostgreSQL does. Readers never block the writer nor wait for it. */
#include "base/log.h"
#include "store/store_private.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

enum { BUSY_MILLISECONDS = 10000 };

struct sqlite_link {
	sqlite3 *db;
	sqlite3_stmt **prepared; /* by slot */
	int room;
	sqlite3_stmt *commands[STORE_COMMANDS];
};

static const char *const command_texts[STORE_COMMANDS] = {
	[STORE_BEGIN_READ] = "BEGIN",
	[STORE_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[STORE_BEGIN_MIGRATE] = "BEGIN IMMEDIATE",
	[STORE_SAVE] = "SAVEPOINT one",
	[STORE_KEEP] = "RELEASE one",
	[STORE_UNDO] = "ROLLBACK TO one",
	[STORE_COMMIT] = "COMMIT",
	[STORE_ROLLBACK] = "ROLLBACK",
};

/* Notes what SQLite said; CONFLICT where the data said no, BUG where the statement is wrong. */
static enum status failed(struct store *s, const char *what, int code)
{
	struct sqlite_link *link = s->link;
	const char *text = sqlite3_errmsg(link->db);
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT: snprintf(s->why, sizeof s->why, "%s: %s", what, text); return CONFLICT;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return store_note(s, TROUBLE_DAMAGED, "%s: %s (%d)", what, text, code);
	case SQLITE_FULL: return store_note(s, TROUBLE_FULL, "%s: %s (%d)", what, text, code);
	case SQLITE_IOERR: {
		bool is_full = sqlite3_system_errno(link->db) == ENOSPC;
		return store_note(s, is_full ? TROUBLE_FULL : TROUBLE_OTHER, "%s: %s (%d)", what, text, code);
	}
	case SQLITE_ERROR:
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
	case SQLITE_MISMATCH:
	case SQLITE_READONLY:
	case SQLITE_AUTH:
	case SQLITE_TOOBIG: store_note(s, TROUBLE_OTHER, "%s: %s (%d)", what, text, code); return BUG;
	default: return store_note(s, TROUBLE_OTHER, "%s: %s (%d)", what, text, code);
	}
}

static void disconnect(struct store *s)
{
	struct sqlite_link *link = s->link;
	if (!link)
		return;
	for (int i = 0; i < link->room; i++)
		sqlite3_finalize(link->prepared[i]);
	for (int i = 0; i < STORE_COMMANDS; i++)
		sqlite3_finalize(link->commands[i]);
	sqlite3_close(link->db);
	s->link = NULL;
}

static enum status script(struct store *s, const char *sql)
{
	struct sqlite_link *link = s->link;
	int code = sqlite3_exec(link->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : failed(s, "sulear.db", code);
}

/* Erased content must leave the pages (secure_delete); a schema from elsewhere may call nothing that acts
 * (trusted_schema); "text" in double quotes is a name, as in PostgreSQL. Each thread reads over a connection of its own, so a
 * reader keeps 256 KiB of pages and not the usual 2 MiB: the register is read through once and held elsewhere, and the system
 * keeps the file. */
static enum status configure(struct store *s, sqlite3 *db)
{
	sqlite3_busy_timeout(db, BUSY_MILLISECONDS);
	static const struct {
		int option, value;
	} options[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
		       {SQLITE_DBCONFIG_DQS_DML, 0},
		       {SQLITE_DBCONFIG_DQS_DDL, 0},
		       {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
		       {SQLITE_DBCONFIG_ENABLE_FKEY, 1}};
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		int code = sqlite3_db_config(db, options[i].option, options[i].value, NULL);
		if (code != SQLITE_OK)
			return failed(s, "configure", code);
	}
	return script(s, s->use == STORE_WRITE ? "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON"
					       : "PRAGMA query_only = ON; PRAGMA cache_size = -256");
}

static enum status connect_file(struct store *s)
{
	struct database *d = s->database;
	struct sqlite_link *link = arena_one(s->arena, struct sqlite_link);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	flags |= s->use == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (s->use == STORE_WRITE && d->create)
		flags |= SQLITE_OPEN_CREATE;
	s->link = link;
	int code = sqlite3_open_v2(d->file, &link->db, flags, NULL);
	must(link->db || code == SQLITE_NOMEM);
	enum status status = code == SQLITE_OK ? configure(s, link->db) : failed(s, "open", code);
	if (status != OK)
		disconnect(s);
	return status == OK ? OK : UNAVAILABLE;
}

static int keep_word(void *context, int columns, char **values, char **names)
{
	(void)columns;
	(void)names;
	*(bool *)context = values[0] && strcmp(values[0], "wal") == 0;
	return 0;
}

static enum status settle(struct store *s)
{
	struct sqlite_link *link = s->link;
	bool is_wal = false;
	int code = sqlite3_exec(link->db, "PRAGMA journal_mode = WAL", keep_word, &is_wal, NULL);
	if (code != SQLITE_OK)
		return failed(s, "journal_mode", code);
	return is_wal ? OK : store_note(s, TROUBLE_OTHER, "this file system cannot hold a write-ahead log");
}

static enum status run(struct store *s, enum store_command command)
{
	struct sqlite_link *link = s->link;
	sqlite3_stmt **statement = &link->commands[command];
	const char *text = command_texts[command];
	int code = *statement ? SQLITE_OK
			      : sqlite3_prepare_v3(link->db, text, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
	if (code == SQLITE_OK && (code = sqlite3_step(*statement)) == SQLITE_DONE)
		code = SQLITE_OK;
	enum status status = code == SQLITE_OK ? OK : failed(s, text, code);
	sqlite3_reset(*statement);
	return status;
}

/* A statement that failed badly may have rolled everything back (sqlite.org/lang_transaction.html 3.1): then there is
 * nothing to undo or to commit, and the group is lost. */
static enum status command(struct store *s, enum store_command command)
{
	struct sqlite_link *link = s->link;
	bool is_open = !sqlite3_get_autocommit(link->db);
	if (command == STORE_ROLLBACK && !is_open)
		return OK;
	if (command >= STORE_SAVE && !is_open)
		return store_note(s, TROUBLE_OTHER, "the transaction was rolled back");
	enum status status = run(s, command);
	if (status == OK && command == STORE_UNDO)
		status = run(s, STORE_KEEP);
	return status == OK ? OK : UNAVAILABLE;
}

static enum status prepare(struct store *s, struct store_statement *statement, sqlite3_stmt **out)
{
	struct sqlite_link *link = s->link;
	int slot = store_slot(statement);
	if (slot >= link->room) {
		int room = slot + 64;
		sqlite3_stmt **more = arena_array(s->arena, sqlite3_stmt *, (size_t)room);
		if (link->room)
			memcpy(more, link->prepared, sizeof *more * (size_t)link->room);
		link->prepared = more;
		link->room = room;
	}
	*out = link->prepared[slot];
	if (*out)
		return OK;
	int code = sqlite3_prepare_v3(link->db, statement->sqlite, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
	if (code != SQLITE_OK)
		return failed(s, statement->name, code);
	if (sqlite3_column_count(*out) != statement->outs || sqlite3_bind_parameter_count(*out) != statement->ins) {
		enum status status = store_bug(statement, "has %d columns and %d parameters",
					       sqlite3_column_count(*out), sqlite3_bind_parameter_count(*out));
		sqlite3_finalize(*out);
		return status;
	}
	link->prepared[slot] = *out;
	return OK;
}

static int bind_one(sqlite3_stmt *prepared, int at, enum store_type type, const struct store_value *value)
{
	char text[MOMENT_ROOM];
	struct str s;
	if (value->is_null)
		return sqlite3_bind_null(prepared, at);
	switch (type) {
	case STORE_I64:
	case STORE_BOOL: return sqlite3_bind_int64(prepared, at, value->i64);
	case STORE_F64: return sqlite3_bind_double(prepared, at, value->f64);
	case STORE_TEXT:
		s = value->text.n ? value->text : STR("");
		return sqlite3_bind_text64(prepared, at, s.at, s.n, SQLITE_STATIC, SQLITE_UTF8);
	case STORE_BYTES:
		s = value->text.n ? value->text : STR("");
		return sqlite3_bind_blob64(prepared, at, s.at, s.n, SQLITE_STATIC);
	case STORE_DATE:
		s = date_print(value->date, text);
		return sqlite3_bind_text(prepared, at, s.at, (int)s.n, SQLITE_TRANSIENT);
	case STORE_TIME:
		store_moment_print(value->time, text);
		return sqlite3_bind_text(prepared, at, text, STORE_MOMENT, SQLITE_TRANSIENT);
	}
	return SQLITE_MISUSE;
}

static struct str column_text(sqlite3_stmt *prepared, int at)
{
	const char *text = (const char *)sqlite3_column_text(prepared, at);
	return (struct str){text ? text : "", text ? (size_t)sqlite3_column_bytes(prepared, at) : 0};
}

/* False if the value does not fit the type. */
static bool read_one(sqlite3_stmt *prepared, int at, enum store_type type, struct store_value *out)
{
	int kind = sqlite3_column_type(prepared, at);
	switch (type) {
	case STORE_I64:
	case STORE_BOOL:
		out->i64 = sqlite3_column_int64(prepared, at);
		return kind == SQLITE_INTEGER && (type == STORE_I64 || out->i64 == 0 || out->i64 == 1);
	case STORE_F64:
		out->f64 = sqlite3_column_double(prepared, at);
		return kind == SQLITE_FLOAT || kind == SQLITE_INTEGER;
	case STORE_TEXT: out->text = column_text(prepared, at); return kind == SQLITE_TEXT;
	case STORE_BYTES: {
		const char *bytes = sqlite3_column_blob(prepared, at);
		out->text = (struct str){bytes ? bytes : "", (size_t)sqlite3_column_bytes(prepared, at)};
		return kind == SQLITE_BLOB;
	}
	case STORE_DATE: return kind == SQLITE_TEXT && date_parse(column_text(prepared, at), &out->date);
	case STORE_TIME: return kind == SQLITE_TEXT && moment_parse(column_text(prepared, at), &out->time);
	}
	return false;
}

static enum status read_row(const struct store_statement *statement, sqlite3_stmt *prepared,
			    struct store_reading *reading)
{
	struct store_value values[STORE_FIELDS_MOST];
	for (int i = 0; i < statement->outs; i++) {
		const struct store_field *field = &statement->out[i];
		if (sqlite3_column_type(prepared, i) == SQLITE_NULL) {
			if (!field->nullable)
				return store_bug(statement, "column %s is null", field->name);
			values[i] = store_null(field->type);
			continue;
		}
		values[i] = (struct store_value){.is_null = false};
		if (!read_one(prepared, i, field->type, &values[i]))
			return store_bug(statement, "column %s does not fit its type", field->name);
	}
	return store_hand_on(reading, values);
}

static enum status step(struct store *s, const struct store_statement *statement, sqlite3_stmt *prepared,
			struct store_reading *reading)
{
	for (;;) {
		int code = sqlite3_step(prepared);
		if (code == SQLITE_DONE)
			return OK;
		if (code != SQLITE_ROW)
			return failed(s, statement->name, code);
		enum status status = read_row(statement, prepared, reading);
		if (status != OK || reading->stopped != OK)
			return status;
	}
}

static enum status query(struct store *s, struct store_statement *statement, const struct store_value *in,
			 struct store_reading *reading, int64_t *changed)
{
	struct sqlite_link *link = s->link;
	sqlite3_stmt *prepared;
	enum status status = prepare(s, statement, &prepared);
	if (status != OK)
		return status;
	int64_t before = sqlite3_total_changes64(link->db);
	for (int i = 0; status == OK && i < statement->ins; i++) {
		int code = bind_one(prepared, i + 1, statement->in[i].type, &in[i]);
		if (code != SQLITE_OK)
			status = failed(s, statement->name, code);
	}
	if (status == OK)
		status = step(s, statement, prepared, reading);
	if (changed)
		*changed = sqlite3_stmt_readonly(prepared) ? 0 : sqlite3_changes64(link->db);
	sqlite3_reset(prepared);
	sqlite3_clear_bindings(prepared);
	s->changes += sqlite3_total_changes64(link->db) - before;
	return status;
}

/* What was erased still stands in the log of pages until that is written over. */
static void scrub(struct store *s)
{
	struct sqlite_link *link = s->link;
	int code = sqlite3_wal_checkpoint_v2(link->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	if (code != SQLITE_OK)
		log_line(LOG_WARNING,
			 "store: erased content stays in the write-ahead log until it is next written over (%d)", code);
}

static int tell_fault(void *context, int columns, char **values, char **names)
{
	(void)columns;
	(void)names;
	struct problems *problems = context;
	if (values[0] && strcmp(values[0], "ok") != 0)
		problem_add(problems, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, STR(""), "%s", values[0]);
	return 0;
}

static int tell_orphan(void *context, int columns, char **values, char **names)
{
	(void)columns;
	(void)names;
	problem_add(context, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, STR(""), "row %s of %s points to nothing in %s",
		    values[1] ? values[1] : "?", values[0] ? values[0] : "?", values[2] ? values[2] : "?");
	return 0;
}

static enum status check(struct store *s, struct problems *problems)
{
	struct sqlite_link *link = s->link;
	size_t before = problems->list.n;
	int code = sqlite3_exec(link->db, "PRAGMA integrity_check(100)", tell_fault, problems, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(link->db, "PRAGMA foreign_key_check", tell_orphan, problems, NULL);
	if (code != SQLITE_OK) {
		enum status status = failed(s, "check", code);
		return status == OK ? OK : store_tell(s, problems);
	}
	return problems->list.n == before ? OK : INVALID;
}

const struct store_engine store_sqlite = {
	.kind = "SQLite",
	.connect = connect_file,
	.disconnect = disconnect,
	.settle = settle,
	.command = command,
	.script = script,
	.query = query,
	.scrub = scrub,
	.check = check,
	.backup = sqlite_backup,
};
