/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The types of PostgreSQL by number (pg_type.dat): the first is what a parameter is bound as, the others what a column
 * may have besides. */
static const Oid oids[][4] = {
	[TYPE_I64] = {20, 23, 21}, [TYPE_F64] = {701, 700}, [TYPE_BOOL] = {16},   [TYPE_TEXT] = {25, 1043, 1042},
	[TYPE_BYTES] = {17},       [TYPE_DATE] = {1082},    [TYPE_TIME] = {1184},
};

/* Runs a command; its failure is told at its place in the source, which counts characters from 1. */
static bool run(PGconn *pg, const struct source *s, const struct sql_text *t, const char *text, PGresult *result)
{
	ExecStatusType code = PQresultStatus(result);
	if (code != PGRES_COMMAND_OK && code != PGRES_TUPLES_OK) {
		const char *position = PQresultErrorField(result, PG_DIAG_STATEMENT_POSITION);
		const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
		size_t at = 0;
		for (long n = position ? atol(position) : 1; n > 1 && text[at]; n--)
			do
				at++;
			while ((text[at] & 0xc0) == 0x80);
		fault(s, sql_from(t, at), "PostgreSQL: %s", why ? why : PQerrorMessage(pg));
	}
	PQclear(result);
	return code == PGRES_COMMAND_OK || code == PGRES_TUPLES_OK;
}

static void command(PGconn *pg, const char *text)
{
	PQclear(PQexec(pg, text));
}

/* Everything happens in one transaction that is rolled back: the database stays as it was. */
static PGconn *connect_with_schemas(struct weave *w)
{
	PGconn *pg = PQconnectdb(w->check);
	if (PQstatus(pg) != CONNECTION_OK) {
		fprintf(stderr, "weave: cannot reach the database: %s", PQerrorMessage(pg));
		w->faults++;
		PQfinish(pg);
		return NULL;
	}
	struct schema schema = {0};
	for (int i = 0; i < w->schemas_n; i++)
		schema_read(w, w->schemas[i], &schema);
	command(pg, "BEGIN; SET LOCAL client_min_messages = warning; CREATE SCHEMA weave_check;"
		    "SET LOCAL search_path = weave_check, public; SET LOCAL enable_seqscan = off;"
		    "SET LOCAL plan_cache_mode = force_generic_plan");
	for (size_t i = 0; i < schema.list.n && !w->faults; i++) {
		const struct migration *m = &schema.list.at[i];
		const char *text = str_chars(w->arena, (struct str){m->postgresql.out.at, m->postgresql.out.n});
		run(pg, m->source, &m->postgresql, text, PQexec(pg, text));
	}
	if (!w->faults)
		return pg;
	PQfinish(pg); /* which rolls back */
	return NULL;
}

static bool type_fits(enum type type, Oid oid)
{
	for (size_t i = 0; i < 4; i++)
		if (oid && oids[type][i] == oid)
			return true;
	return false;
}

static void compare(PGconn *pg, const struct source *s, const struct query *q)
{
	PGresult *d = PQdescribePrepared(pg, "weave");
	if ((size_t)PQnparams(d) != q->in.list.n)
		fault(s, q->at, "PostgreSQL counts %d parameters, %zu are declared", PQnparams(d), q->in.list.n);
	for (size_t i = 0; i < q->in.list.n && (int)i < PQnparams(d); i++)
		if (!type_fits(q->in.list.at[i].type, PQparamtype(d, (int)i)))
			fault(s, q->in.list.at[i].at, "PostgreSQL takes the parameter as another type");
	if ((size_t)PQnfields(d) != q->columns.list.n)
		fault(s, q->out_at, "PostgreSQL gives %d columns, %zu are declared", PQnfields(d), q->columns.list.n);
	for (size_t i = 0; i < q->columns.list.n && (int)i < PQnfields(d); i++) {
		const struct field *f = &q->columns.list.at[i];
		const char *name = PQfname(d, (int)i);
		if (!str_is(f->name, name))
			fault(s, f->at, "PostgreSQL calls column %zu \"%s\", declared is \"%.*s\"", i + 1, name,
			      STR_ARGS(f->name));
		else if (!type_fits(f->type, PQftype(d, (int)i)))
			fault(s, f->at, "PostgreSQL gives \"%s\" as type %u, which does not fit its declared type",
			      name, PQftype(d, (int)i));
	}
	PQclear(d);
}

/* With enable_seqscan off and a generic plan, a Seq Scan is left only where no index serves. */
static void explain(PGconn *pg, const struct source *s, const struct query *q)
{
	struct out o = generated_new(s->weave);
	out_raw(&o, STR("EXPLAIN EXECUTE weave"));
	for (size_t i = 0; i < q->in.list.n; i++)
		out_raw(&o, i ? STR(", NULL") : STR("(NULL"));
	out_raw(&o, q->in.list.n ? STR(")") : STR(""));
	PGresult *plan = PQexec(pg, out_str(&o).at);
	for (int i = 0; i < PQntuples(plan); i++) {
		const char *found = strstr(PQgetvalue(plan, i, 0), "Seq Scan on ");
		if (found)
			fault(s, q->at,
			      "PostgreSQL scans the whole table \"%.*s\": add an index, or \"-- scan\" if that is "
			      "meant",
			      (int)strcspn(found + 12, " "), found + 12);
	}
	PQclear(plan);
}

static void postgresql_check(PGconn *pg, const struct sql_file *file)
{
	const struct source *s = file->source;
	for (size_t i = 0; i < file->list.n; i++) {
		const struct query *q = &file->list.at[i];
		const char *text = str_chars(s->weave->arena, (struct str){q->postgresql.out.at, q->postgresql.out.n});
		Oid types[100] = {0};
		for (size_t k = 0; k < q->in.list.n; k++)
			types[k] = oids[q->in.list.at[k].type][0];
		command(pg, "SAVEPOINT one");
		if (run(pg, s, &q->postgresql, text, PQprepare(pg, "weave", text, (int)q->in.list.n, types))) {
			compare(pg, s, q);
			if (!q->scan)
				explain(pg, s, q);
		}
		command(pg, "ROLLBACK TO one");
		command(pg, "DEALLOCATE ALL");
	}
}

void check_weave(struct weave *w, char **paths, int n)
{
	struct sqlite3 *db = sqlite_with_schemas(w);
	PGconn *pg = db ? connect_with_schemas(w) : NULL;
	for (int i = 0; i < n && db && pg; i++) {
		struct source *s = arena_one(w->arena, struct source);
		struct sql_file file;
		int before = w->faults;
		if (!source_read(w, paths[i], s))
			continue;
		sql_read(s, &file);
		if (w->faults > before)
			continue;
		sqlite_check(db, &file, true);
		postgresql_check(pg, &file);
	}
	if (pg) {
		command(pg, "ROLLBACK");
		PQfinish(pg);
	}
	sqlite3_close(db);
}
