/* SPDX-License-Identifier: Apache-2.0 */
#include "weave.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

/* The words of column declarations by the type that reads them. Other declarations, and expressions, are free. */
static const struct {
	const char *word;
	enum type type;
} declared[] = {
	{"BIGINT", TYPE_I64},
	{"INTEGER", TYPE_I64},
	{"INT", TYPE_I64},
	{"SMALLINT", TYPE_I64},
	{"BOOLEAN", TYPE_BOOL},
	{"TEXT", TYPE_TEXT},
	{"VARCHAR", TYPE_TEXT},
	{"DATE", TYPE_DATE},
	{"TIMESTAMPTZ", TYPE_TIME},
	{"BYTEA", TYPE_BYTES},
	{"DOUBLE PRECISION", TYPE_F64},
	{"REAL", TYPE_F64},
};

static void apply(struct sqlite3 *db, const struct migration *m)
{
	struct str text = {m->sqlite.out.at, m->sqlite.out.n};
	for (const char *at = text.at, *tail = at; at && at < text.at + text.n; at = tail) {
		sqlite3_stmt *statement = NULL;
		int code = sqlite3_prepare_v2(db, at, (int)(text.at + text.n - at), &statement, &tail);
		int offset = code == SQLITE_OK ? 0 : sqlite3_error_offset(db);
		if (code == SQLITE_OK && statement)
			code = sqlite3_step(statement);
		while (code == SQLITE_ROW)
			code = sqlite3_step(statement);
		if (code != SQLITE_OK && code != SQLITE_DONE) {
			size_t from = sql_from(&m->sqlite, (size_t)(at - text.at) + (size_t)(offset > 0 ? offset : 0));
			fault(m->source, from, "SQLite: %s", sqlite3_errmsg(db));
			tail = text.at + text.n;
		}
		sqlite3_finalize(statement);
	}
}

struct sqlite3 *sqlite_with_schemas(struct weave *w)
{
	struct schema schema = {0};
	for (int i = 0; i < w->schemas_n; i++)
		schema_read(w, w->schemas[i], &schema);
	struct sqlite3 *db = NULL;
	if (w->faults)
		return NULL;
	must(sqlite3_open(":memory:", &db) == SQLITE_OK);
	must(sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK);
	must(sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK);
	for (size_t i = 0; i < schema.list.n; i++)
		apply(db, &schema.list.at[i]);
	if (!w->faults)
		return db;
	sqlite3_close(db);
	return NULL;
}

/* The column was declared in the schema with another type than the query declares. */
static void check_type(const struct source *s, const struct field *f, const char *word)
{
	for (size_t i = 0; word && i < sizeof declared / sizeof *declared; i++) {
		size_t n = strlen(declared[i].word);
		bool same = sqlite3_strnicmp(word, declared[i].word, (int)n) == 0 && !is_word(word[n]);
		if (same && declared[i].type != f->type)
			fault(s, f->at, "the column of \"%.*s\" is %s, which does not fit its declared type",
			      STR_ARGS(f->name), word);
	}
}

static void check_columns(const struct source *s, const struct query *q, sqlite3_stmt *statement)
{
	size_t n = (size_t)sqlite3_column_count(statement);
	if (n != q->columns.list.n) {
		fault(s, q->out_at, "the statement gives %zu columns, %zu are declared", n, q->columns.list.n);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct field *f = &q->columns.list.at[i];
		const char *name = sqlite3_column_name(statement, (int)i);
		if (!str_is(f->name, name))
			fault(s, f->at, "column %zu is called \"%s\", declared is \"%.*s\"", i + 1, name,
			      STR_ARGS(f->name));
		else
			check_type(s, f, sqlite3_column_decltype(statement, (int)i));
	}
}

/* The table behind a root page. */
static const char *table_of(struct sqlite3 *db, struct arena *a, int root)
{
	sqlite3_stmt *one = NULL;
	const char *name = "?";
	must(sqlite3_prepare_v2(db, "SELECT tbl_name FROM sqlite_schema WHERE rootpage = ?1", -1, &one, NULL) ==
	     SQLITE_OK);
	sqlite3_bind_int(one, 1, root);
	if (sqlite3_step(one) == SQLITE_ROW)
		name = arena_printf(a, "%s", (const char *)sqlite3_column_text(one, 0));
	sqlite3_finalize(one);
	return name;
}

/* The plan says SCAN somewhere; of views, constant rows and subqueries it says so too. */
static bool plan_scans(struct sqlite3 *db, struct arena *a, struct str text)
{
	sqlite3_stmt *plan = NULL;
	const char *explain = arena_printf(a, "EXPLAIN QUERY PLAN %.*s", STR_ARGS(text));
	bool scans = false;
	if (sqlite3_prepare_v2(db, explain, -1, &plan, NULL) == SQLITE_OK)
		while (sqlite3_step(plan) == SQLITE_ROW)
			scans |= strncmp((const char *)sqlite3_column_text(plan, 3), "SCAN", 4) == 0;
	sqlite3_finalize(plan);
	return scans;
}

/* The byte code tells which stored tables are walked from an end: cursors opened on a root page, then rewound. */
static void check_plan(struct sqlite3 *db, const struct source *s, const struct query *q)
{
	struct arena *a = s->weave->arena;
	struct str text = {q->sqlite.out.at, q->sqlite.out.n};
	if (q->scan || !plan_scans(db, a, text))
		return;
	sqlite3_stmt *code = NULL;
	int roots[64] = {0};
	if (sqlite3_prepare_v2(db, arena_printf(a, "EXPLAIN %.*s", STR_ARGS(text)), -1, &code, NULL) == SQLITE_OK)
		while (sqlite3_step(code) == SQLITE_ROW) {
			const char *word = (const char *)sqlite3_column_text(code, 1);
			int cursor = sqlite3_column_int(code, 2) & 63;
			if (strcmp(word, "OpenRead") == 0 || strcmp(word, "OpenWrite") == 0)
				roots[cursor] = sqlite3_column_int(code, 3);
			else if ((strcmp(word, "Rewind") == 0 || strcmp(word, "Last") == 0) && roots[cursor])
				fault(s, q->at,
				      "SQLite scans the whole table \"%s\": add an index, or \"-- scan\" if that is "
				      "meant",
				      table_of(db, a, roots[cursor]));
		}
	sqlite3_finalize(code);
}

void sqlite_check(struct sqlite3 *db, const struct sql_file *file, bool plan)
{
	const struct source *s = file->source;
	for (size_t i = 0; i < file->list.n; i++) {
		const struct query *q = &file->list.at[i];
		sqlite3_stmt *statement = NULL;
		int code = sqlite3_prepare_v2(db, q->sqlite.out.at, (int)q->sqlite.out.n, &statement, NULL);
		int offset = sqlite3_error_offset(db);
		if (code != SQLITE_OK)
			fault(s, sql_from(&q->sqlite, (size_t)(offset > 0 ? offset : 0)), "SQLite: %s",
			      sqlite3_errmsg(db));
		else
			check_columns(s, q, statement);
		sqlite3_finalize(statement);
		if (plan && code == SQLITE_OK)
			check_plan(db, s, q);
	}
}

void sql_weave(struct weave *w, const char *path)
{
	struct source s;
	struct sql_file file;
	if (!source_read(w, path, &s))
		return;
	sql_read(&s, &file);
	struct sqlite3 *db = w->faults ? NULL : sqlite_with_schemas(w);
	if (db)
		sqlite_check(db, &file, false);
	if (db && !w->faults)
		sql_generate(&file);
	sqlite3_close(db);
}
