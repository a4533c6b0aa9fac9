/* SPDX-License-Identifier: Apache-2.0 */
/* postgres.c - one connection to PostgreSQL.
 *
 * Statements without rows whose count nobody asks for are queued in libpq's pipeline and answered together: a large import
 * waits for the network once in QUEUE_MOST statements. flush() reads the answers; everything else flushes first.
 * Values go out in binary where that is simple, dates and moments as ISO text; results come as text. */
#include "base/log.h"
#include "store/postgres_address.h"
#include "store/store_private.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Answers to a queue must fit the socket's buffers, or server and client would wait for each other: 256 of them are about
 * 10 kB. */
enum { QUEUE_MOST = 256, COMMITTED_TRIES = 50 };

/* The types' numbers in every PostgreSQL (src/include/catalog/pg_type.dat). */
enum {
	OID_BOOL = 16,
	OID_BYTEA = 17,
	OID_INT8 = 20,
	OID_TEXT = 25,
	OID_FLOAT8 = 701,
	OID_DATE = 1082,
	OID_TIMESTAMPTZ = 1184
};

static const Oid oids[] = {
	[STORE_I64] = OID_INT8,    [STORE_F64] = OID_FLOAT8, [STORE_BOOL] = OID_BOOL,       [STORE_TEXT] = OID_TEXT,
	[STORE_BYTES] = OID_BYTEA, [STORE_DATE] = OID_DATE,  [STORE_TIME] = OID_TIMESTAMPTZ};

struct postgres_link {
	PGconn *connection;
	bool *prepared; /* by slot */
	int room;
	const struct store_statement *queue[QUEUE_MOST];
	int queued;
};

static const char begin_migrate[] = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = '60s';"
				    " SET LOCAL statement_timeout = '15min'; SELECT pg_advisory_xact_lock(1400204402)";

/* The writer waits for writers of other nodes by the row of store_version, so reads must see what those committed:
 * READ COMMITTED, whatever the server's default. */
static const char *const command_texts[STORE_COMMANDS] = {
	[STORE_BEGIN_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
	[STORE_BEGIN_WRITE] = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_current_xact_id()::text",
	[STORE_BEGIN_MIGRATE] = begin_migrate,
	[STORE_SAVE] = "SAVEPOINT one",
	[STORE_KEEP] = "RELEASE SAVEPOINT one",
	[STORE_UNDO] = "ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one",
	[STORE_COMMIT] = "COMMIT",
	[STORE_ROLLBACK] = "ROLLBACK",
};

/* Nothing waits for ever: statements, locks and idle transactions have an end. What the server's administrator chose is
 * kept where it is as strict (remote_apply, say). */
static const char session[] =
	"SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1; SET bytea_output = 'hex';"
	" SET standard_conforming_strings = on; SET statement_timeout = '30s'; SET lock_timeout = '30s';"
	" SET idle_in_transaction_session_timeout = '5min'; SELECT set_config('synchronous_commit', 'on', false)"
	" WHERE current_setting('synchronous_commit') = 'off'";
static const char session_reader[] = "SET default_transaction_read_only = on";

/* The first line of a message. */
static int first_line(const char *text)
{
	return (int)strcspn(text, "\n");
}

/* Notes what the server said and finds the status by its SQLSTATE (PostgreSQL 15, appendix A). result may be NULL. */
static enum status failed(struct store *s, const char *what, const PGresult *result)
{
	struct postgres_link *link = s->link;
	const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
	const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
	text = text ? text : PQerrorMessage(link->connection);
	state = state ? state : "";
	s->lost = PQstatus(link->connection) != CONNECTION_OK || strncmp(state, "57P", 3) == 0 ||
		  strcmp(state, "0A000") == 0;
	if (strncmp(state, "23", 2) == 0) {
		snprintf(s->why, sizeof s->why, "%s: %.*s", what, first_line(text), text);
		return CONFLICT;
	}
	enum store_trouble trouble = strcmp(state, "53100") == 0                         ? TROUBLE_FULL
				     : strncmp(state, "XX00", 4) == 0 && state[4] != '0' ? TROUBLE_DAMAGED
											 : TROUBLE_OTHER;
	store_note(s, trouble, "%s: %.*s %s", what, first_line(text), text, state);
	bool is_wrong = strncmp(state, "42", 2) == 0 || strncmp(state, "22", 2) == 0 || strcmp(state, "25006") == 0;
	return is_wrong ? BUG : UNAVAILABLE;
}

static void disconnect(struct store *s)
{
	struct postgres_link *link = s->link;
	if (!link)
		return;
	PQfinish(link->connection);
	s->link = NULL;
}

static void hear_notice(void *context, const char *text)
{
	(void)context;
	log_line(LOG_DEBUG, "store: %.*s", first_line(text), text);
}

/* Runs text that needs no values; the last result's status decides. */
static enum status execute(struct store *s, const char *text, char *first, size_t room)
{
	struct postgres_link *link = s->link;
	PGresult *result = PQexec(link->connection, text);
	ExecStatusType is = PQresultStatus(result);
	enum status status = is == PGRES_COMMAND_OK || is == PGRES_TUPLES_OK ? OK : failed(s, "command", result);
	if (status == OK && first && PQntuples(result))
		snprintf(first, room, "%s", PQgetvalue(result, 0, 0));
	/* A transaction that failed answers COMMIT with ROLLBACK. */
	if (status == OK && text == command_texts[STORE_COMMIT] && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		status = store_note(s, TROUBLE_OTHER, "the transaction was rolled back");
	PQclear(result);
	return status;
}

static enum status connect_server(struct store *s)
{
	struct postgres_address address;
	if (!postgres_address_read(s->database->address, &address))
		return store_note(s, TROUBLE_OTHER,
				  "This is no address of PostgreSQL: postgresql://user@host:port/database, "
				  "with any of @ / : in user or password written as %%40 %%2F %%3A");
	struct postgres_link *link = arena_one(s->arena, struct postgres_link);
	s->link = link;
	link->connection = PQconnectdbParams(address.keywords, address.values, 0);
	postgres_address_free(&address);
	must(link->connection);
	const char *text = PQerrorMessage(link->connection);
	enum status status = OK;
	if (PQstatus(link->connection) != CONNECTION_OK)
		status = store_note(s, TROUBLE_OTHER, "%.*s", first_line(text), text);
	PQsetNoticeProcessor(link->connection, hear_notice, NULL);
	if (status == OK)
		status = execute(s, session, NULL, 0);
	if (status == OK && s->use == STORE_READ)
		status = execute(s, session_reader, NULL, 0);
	if (status != OK)
		disconnect(s);
	return status == OK ? OK : UNAVAILABLE;
}

static void count_changes(struct store *s, PGresult *result, int64_t *changed)
{
	const char *tuples = PQcmdTuples(result);
	int64_t n = strncmp(PQcmdStatus(result), "SELECT", 6) == 0 ? 0 : strtoll(tuples, NULL, 10);
	s->changes += n;
	if (changed)
		*changed = n;
}

/* Reads the answer of one queued statement; answers after the first failure say only that they were skipped. */
static enum status read_answer(struct store *s, const struct store_statement *statement)
{
	struct postgres_link *link = s->link;
	enum status status = OK;
	for (PGresult *result; (result = PQgetResult(link->connection)); PQclear(result)) {
		ExecStatusType is = PQresultStatus(result);
		if (is == PGRES_COMMAND_OK)
			count_changes(s, result, NULL);
		else if (is != PGRES_PIPELINE_ABORTED)
			status = failed(s, statement->name, result);
	}
	return status;
}

static enum status flush(struct store *s)
{
	struct postgres_link *link = s->link;
	if (!link || PQpipelineStatus(link->connection) == PQ_PIPELINE_OFF)
		return OK;
	enum status status = PQpipelineSync(link->connection) ? OK : failed(s, "pipeline", NULL);
	for (int i = 0; i < link->queued && !s->lost; i++) {
		enum status one = read_answer(s, link->queue[i]);
		if (status == OK && one != OK) {
			status = one;
			if (one != CONFLICT)
				store_bug(link->queue[i], "failed in a queue: %s", s->why);
		}
	}
	link->queued = 0;
	PGresult *sync = s->lost ? NULL : PQgetResult(link->connection);
	bool is_synced = PQresultStatus(sync) == PGRES_PIPELINE_SYNC;
	PQclear(sync);
	if (!s->lost && is_synced && PQexitPipelineMode(link->connection))
		return status;
	s->lost = true;
	return store_note(s, TROUBLE_OTHER, "connection lost");
}

static enum status command(struct store *s, enum store_command command)
{
	enum status status = flush(s);
	if (status != OK && (s->lost || (command != STORE_UNDO && command != STORE_ROLLBACK)))
		return UNAVAILABLE;
	bool is_write = command == STORE_BEGIN_WRITE;
	status = execute(s, command_texts[command], is_write ? s->transaction : NULL, sizeof s->transaction);
	if (status == OK && command == STORE_COMMIT && store_fault()) {
		s->lost = true;
		return store_note(s, TROUBLE_OTHER, "the answer to a commit is lost for the test");
	}
	return status == OK ? OK : UNAVAILABLE;
}

static enum status script(struct store *s, const char *sql)
{
	enum status status = flush(s);
	return status == OK ? execute(s, sql, NULL, 0) : status;
}

static enum status prepare(struct store *s, const struct store_statement *statement, int slot, const char *name)
{
	struct postgres_link *link = s->link;
	if (slot >= link->room) {
		int room = slot + 64;
		bool *more = arena_array(s->arena, bool, (size_t)room);
		if (link->room)
			memcpy(more, link->prepared, sizeof *more * (size_t)link->room);
		link->prepared = more;
		link->room = room;
	}
	if (link->prepared[slot])
		return OK;
	enum status status = flush(s);
	if (status != OK)
		return status;
	Oid types[STORE_FIELDS_MOST];
	for (int i = 0; i < statement->ins; i++)
		types[i] = oids[statement->in[i].type];
	PGresult *result = PQprepare(link->connection, name, statement->postgresql, statement->ins, types);
	if (PQresultStatus(result) == PGRES_COMMAND_OK)
		link->prepared[slot] = true;
	else
		status = failed(s, statement->name, result);
	PQclear(result);
	return status;
}

/* The values of one statement as libpq takes them. */
struct parameters {
	const char *at[STORE_FIELDS_MOST];
	int lengths[STORE_FIELDS_MOST], formats[STORE_FIELDS_MOST];
	char room[STORE_FIELDS_MOST][MOMENT_ROOM];
};

static void put_number(struct parameters *p, int i, uint64_t number, int length)
{
	uint64_t big = htobe64(number);
	memcpy(p->room[i], (char *)&big + (8 - length), (size_t)length);
	p->at[i] = p->room[i];
	p->lengths[i] = length;
	p->formats[i] = 1;
}

static void put_value(struct parameters *p, int i, enum store_type type, const struct store_value *value)
{
	uint64_t bits;
	p->at[i] = p->room[i];
	p->formats[i] = 0;
	switch (type) {
	case STORE_I64: put_number(p, i, (uint64_t)value->i64, 8); break;
	case STORE_BOOL: put_number(p, i, (uint64_t)value->i64, 1); break;
	case STORE_F64:
		memcpy(&bits, &value->f64, sizeof bits);
		put_number(p, i, bits, 8);
		break;
	case STORE_TEXT:
	case STORE_BYTES:
		p->at[i] = value->text.n ? value->text.at : "";
		p->lengths[i] = (int)value->text.n;
		p->formats[i] = 1;
		break;
	case STORE_DATE: date_print(value->date, p->room[i]); break;
	case STORE_TIME: store_moment_print(value->time, p->room[i]); break;
	}
	if (value->is_null)
		p->at[i] = NULL;
}

static bool read_bytes(struct store *s, struct str hex, struct str *out)
{
	if (hex.n < 2 || hex.n % 2 || hex.at[0] != '\\' || hex.at[1] != 'x')
		return false;
	char *bytes = arena_alloc(s->scratch, hex.n / 2);
	for (size_t i = 2; i < hex.n; i += 2) {
		unsigned high = (unsigned char)hex.at[i], low = (unsigned char)hex.at[i + 1];
		high = high <= '9' ? high - '0' : high - 'a' + 10;
		low = low <= '9' ? low - '0' : low - 'a' + 10;
		bytes[i / 2 - 1] = (char)(high << 4 | low);
	}
	*out = (struct str){bytes, hex.n / 2 - 1};
	return true;
}

static bool read_double(const char *text, double *out)
{
	char *end;
	*out = strtod(text, &end); /* the program keeps the C locale */
	return end != text && !*end;
}

/* "2026-11-24 12:00:00.5+00": the zone is UTC, its minutes are not written. */
static bool read_moment(struct str text, struct moment *out)
{
	char room[40];
	if (text.n + 4 > sizeof room)
		return false;
	int n = snprintf(room, sizeof room, "%.*s:00", STR_ARGS(text));
	return moment_parse((struct str){room, (size_t)n}, out);
}

/* False if the text does not fit the type. */
static bool read_one(struct store *s, struct str text, enum store_type type, struct store_value *out)
{
	switch (type) {
	case STORE_I64: return str_to_i64(text, &out->i64);
	case STORE_F64: return read_double(text.at, &out->f64);
	case STORE_BOOL: out->i64 = str_is(text, "t"); return out->i64 || str_is(text, "f");
	case STORE_TEXT: out->text = text; return true;
	case STORE_BYTES: return read_bytes(s, text, &out->text);
	case STORE_DATE: return date_parse(text, &out->date);
	case STORE_TIME: return read_moment(text, &out->time);
	}
	return false;
}

static enum status read_row(struct store *s, const struct store_statement *statement, const PGresult *result,
			    struct store_reading *reading)
{
	struct store_value values[STORE_FIELDS_MOST];
	arena_clear(s->scratch);
	for (int i = 0; i < statement->outs; i++) {
		const struct store_field *field = &statement->out[i];
		struct str text = {PQgetvalue(result, 0, i), (size_t)PQgetlength(result, 0, i)};
		values[i] = (struct store_value){.is_null = false};
		if (PQgetisnull(result, 0, i)) {
			if (!field->nullable)
				return store_bug(statement, "column %s is null", field->name);
			values[i] = store_null(field->type);
		} else if (!read_one(s, text, field->type, &values[i])) {
			return store_bug(statement, "column %s does not fit its type", field->name);
		}
	}
	return store_hand_on(reading, values);
}

static enum status take_result(struct store *s, const struct store_statement *statement, PGresult *result,
			       struct store_reading *reading, int64_t *changed)
{
	switch (PQresultStatus(result)) {
	case PGRES_SINGLE_TUPLE:
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK: break;
	default: return failed(s, statement->name, result);
	}
	if (PQnfields(result) != statement->outs)
		return store_bug(statement, "has %d columns", PQnfields(result));
	if (PQresultStatus(result) == PGRES_SINGLE_TUPLE)
		return read_row(s, statement, result, reading);
	count_changes(s, result, changed);
	return OK;
}

/* All results are taken, also after the reader wanted no more: the connection is free again only then. */
static enum status take_results(struct store *s, const struct store_statement *statement, struct store_reading *reading,
				int64_t *changed)
{
	struct postgres_link *link = s->link;
	enum status status = OK;
	PQsetSingleRowMode(link->connection);
	for (PGresult *result; (result = PQgetResult(link->connection)); PQclear(result)) {
		bool is_row = PQresultStatus(result) == PGRES_SINGLE_TUPLE;
		if (status == OK && (reading->stopped == OK || !is_row))
			status = take_result(s, statement, result, reading, changed);
	}
	return status;
}

/* Whether its answer may wait: nobody asked for rows or their number, and a transaction holds it together with others. */
static bool may_wait(const struct store *s, const struct store_statement *statement, const int64_t *changed)
{
	return s->use == STORE_WRITE && s->in_transaction && !statement->outs && !changed;
}

static enum status query(struct store *s, struct store_statement *statement, const struct store_value *in,
			 struct store_reading *reading, int64_t *changed)
{
	struct postgres_link *link = s->link;
	int slot = store_slot(statement);
	char name[16];
	snprintf(name, sizeof name, "s%d", slot);
	enum status status = prepare(s, statement, slot, name);
	bool waits = may_wait(s, statement, changed);
	if (status == OK && (!waits || link->queued == QUEUE_MOST))
		status = flush(s);
	if (status != OK)
		return status;
	if (waits && !link->queued && !PQenterPipelineMode(link->connection))
		return failed(s, statement->name, NULL);
	struct parameters p;
	for (int i = 0; i < statement->ins; i++)
		put_value(&p, i, statement->in[i].type, &in[i]);
	if (!PQsendQueryPrepared(link->connection, name, statement->ins, p.at, p.lengths, p.formats, 0))
		return failed(s, statement->name, NULL);
	if (!waits)
		return take_results(s, statement, reading, changed);
	link->queue[link->queued++] = statement;
	return OK;
}

static bool has_committed(struct store *s)
{
	/* The old session may still be busy with the commit. */
	for (int i = 0; i < COMMITTED_TRIES; i++) {
		char text[96], answer[24] = "";
		snprintf(text, sizeof text, "SELECT pg_xact_status('%s'::xid8)", s->transaction);
		if (execute(s, text, answer, sizeof answer) != OK)
			return false;
		if (strcmp(answer, "in progress") != 0)
			return strcmp(answer, "committed") == 0;
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	}
	return false;
}

const struct store_engine store_postgres = {
	.kind = "PostgreSQL",
	.connect = connect_server,
	.flush = flush,
	.disconnect = disconnect,
	.command = command,
	.script = script,
	.query = query,
	.has_committed = has_committed,
	.backup = postgres_backup,
};
