/* SPDX-License-Identifier: Apache-2.0 */
/* weave.h - the parts of weave: .sql and .html files in, typed C out, at build time. README has both languages.
 *
 * Invariant: nothing is written for a file that has a fault; all faults of a file are told in one run.
 * Memory: everything lives in the one arena until the program ends. Threads: one. */
#ifndef WEAVE_H
#define WEAVE_H
#include "base/out.h"

enum { GENERATED_MOST = 64 << 20, SCHEMAS_MOST = 64 };

struct weave {
	struct arena *arena;
	const char *root;  /* real path of the source tree; paths in messages are told from it */
	const char *out;   /* the directory to write to */
	const char *name;  /* of a static file */
	const char *check; /* address of a PostgreSQL database */
	const char *schemas[SCHEMAS_MOST];
	int schemas_n;
	bool lines; /* write #line */
	bool quiet; /* count faults without a word: fuzzing */
	int faults;
};

/* A file that is read. */
struct source {
	struct weave *weave;
	const char *path; /* from the root: "src/booth/booth.sql" */
	const char *name; /* "booth" */
	struct str text;
};

/* SQL for one store, each byte with the place in the source it came from. */
struct sql_text {
	struct out out;
	LIST(size_t) from;
};

struct migration {
	struct source *source;
	struct str name;
	int64_t number;
	size_t at;
	struct sql_text sqlite, postgresql;
};

struct schema {
	LIST(struct migration) list;
};

enum form { FORM_NONE, FORM_ONE, FORM_MAYBE, FORM_MANY, FORM_EACH, FORM_COUNT };
enum type { TYPE_I64, TYPE_F64, TYPE_BOOL, TYPE_TEXT, TYPE_BYTES, TYPE_DATE, TYPE_TIME };

/* A declared parameter or column. */
struct field {
	struct str name, own; /* own: the enum or id type of C, empty for plain types */
	enum type type;
	bool nullable, used;
	size_t at;
};

struct field_list {
	LIST(struct field) list;
};

struct query {
	struct str name, about; /* about: the words after the name */
	size_t at, out_at;
	enum form form;
	bool whole, scan, limited, has_in;
	struct field_list in, columns;
	struct sql_text sqlite, postgresql; /* empty until a body was read */
};

struct sql_file {
	struct source *source;
	LIST(struct str) uses;
	LIST(struct query) list;
};

/* Reads a file whole; false (and a message) if it cannot be read. */
bool source_read(struct weave *w, const char *path, struct source *out);

/* The line of a byte of the source, from 1. */
int source_line(const struct source *s, size_t at);

/* Prints "path:line:column: error: …" and counts it. */
void fault(const struct source *s, size_t at, const char *format, ...) PRINTF(3, 4);

/* Writes code to the file `name` in the output directory. A line "#line 0" there stands for the file's own next line;
 * with --no-line all #line lines are left out. */
void generated_write(struct weave *w, const char *name, struct str code);

/* An empty output for generated code. */
struct out generated_new(struct weave *w);

/* The head of a generated file. */
void generated_head(struct out *o, const struct source *s);

/* The include guard of the header NAME_suffix.h, opening part. */
void generated_guard(struct out *o, const struct source *s, const char *suffix);

/* The bytes as one C string literal, with its quotes; `breaks` continues it on a new line after each newline. */
void generated_string(struct out *o, struct str s, bool breaks);

/* The text as a C comment on lines of its own. */
void generated_comment(struct out *o, struct str text);

/* A letter, digit or underscore. */
bool is_word(char c);

/* A blank of ASCII. */
bool is_blank(char c);

/* The whole text is a name of C that is not one of its words. */
bool is_name(struct str s);

/* The end of the SQL token at `at`: a blank run, comment, string, quoted or dollar-quoted text, word, "::" or one byte. */
size_t sql_token(struct str text, size_t at);

/* Appends bytes that came from `from` in the source. */
void sql_append(struct arena *a, struct sql_text *t, struct str bytes, size_t from);

/* Appends a token; runs of blanks and comments become one blank, so that an edited comment changes no statement. */
void sql_append_token(struct arena *a, struct sql_text *t, struct str token, size_t from);

/* The place in the source of byte `at` of the text. */
size_t sql_from(const struct sql_text *t, size_t at);

/* Reads a schema file into the list of migrations, ordered by number. */
void schema_read(struct weave *w, const char *path, struct schema *schema);

/* weave schema: NAME.h and NAME.c with the migrations. */
void schema_weave(struct weave *w, const char *path);

/* Reads and judges the declarations and bodies of a file of queries, without any database. */
void sql_read(struct source *s, struct sql_file *file);

/* The C type of a field, as written before its name: "struct str ". */
const char *field_type(struct arena *a, const struct field *f);

/* The C files of read queries. */
void sql_generate(const struct sql_file *file);

/* weave sql: the check on SQLite, then NAME_rows.h, NAME_sql.h and NAME_sql.c. */
void sql_weave(struct weave *w, const char *path);

/* An in-memory database with the schemas of the command line, or NULL after a message. */
struct sqlite3 *sqlite_with_schemas(struct weave *w);

/* Prepares each query on SQLite and compares; with `plan` also refuses unmarked full scans. */
void sqlite_check(struct sqlite3 *db, const struct sql_file *file, bool plan);

/* weave --check: all queries on SQLite and on the PostgreSQL of the command line. */
void check_weave(struct weave *w, char **paths, int n);

/* weave html: NAME_html.h and NAME_html.c. */
void html_weave(struct weave *w, const char *path);

/* weave file: NAME_file.h and NAME_file.c. */
void file_weave(struct weave *w, const char *path);

#endif
