/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: which files, which table each is of, and whether every cell fits its column. */
#include "register/import_private.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MOST = 3 };

/* One file being read. */
struct reading {
	struct import *import;
	struct str name; /* as told in problems */
	bool named;      /* asked for by itself: it must be a table */
	const struct register_table *table;
	int *columns; /* of the table, one a column of the file */
	size_t columns_n;
	bool no_table; /* its header is no table's */
};

void import_refuse(struct import *import, struct import_row *row, int column, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	const char *text = arena_vprintf(import->c->arena, format, ap);
	va_end(ap);
	struct csv_place at = column >= 0 && row->cell_at && row->cell_at[column].line ? row->cell_at[column] : row->at;
	struct str where = csv_where(import->c->arena, row->file, at);
	problem_add(&import->c->problems, PROBLEM_BAD_ROW, PLACE_LINE, where, "%s", text);
	if (!row->refused) {
		row->refused = true;
		import->report->of[row->kind].refused++;
	}
}

static enum status take_header(struct reading *r, const struct csv_row *row)
{
	r->table = register_table_of_header(row->cells, row->n);
	if (!r->table) {
		r->no_table = true;
		if (!r->named)
			return NOT_FOUND;
		problem_add(&r->import->c->problems, PROBLEM_BAD_ROW, PLACE_LINE,
			    csv_where(r->import->c->arena, r->name, row->at[0]), "the header is that of no table");
		return INVALID;
	}
	r->columns_n = row->n;
	r->columns = arena_array(r->import->c->arena, int, row->n);
	for (size_t i = 0; i < row->n; i++)
		r->columns[i] = register_column_named(r->table, row->cells[i]);
	r->import->report->of[r->table - register_tables].files++;
	return OK;
}

static void check_cells(struct import *import, struct import_row *row)
{
	const struct register_table *t = &register_tables[row->kind];
	for (size_t i = 0; i < t->columns_n; i++) {
		const char *why;
		bool absent = row->cells[i].at == NULL;
		if (!absent && !register_cell_fits(&t->columns[i], row->cells[i], &why))
			import_refuse(import, row, (int)i, row->cells[i].n ? "%s %s: “%.*s”" : "%s %s%.*s",
				      t->columns[i].name, why, STR_ARGS(row->cells[i]));
	}
}

/* Instruments are stored under their canonical names. */
static void canonical_names(struct arena *a, struct import_row *row)
{
	const struct register_table *t = &register_tables[row->kind];
	for (size_t i = 0; i < t->columns_n; i++) {
		struct law_id id;
		char at[LAW_ID_ROOM];
		if (t->columns[i].type == REGISTER_INSTRUMENT && row->cells[i].n && law_id_parse(row->cells[i], &id))
			row->cells[i] = str_copy(a, law_id_print(id, at));
	}
}

static enum status take_row(void *with, const struct csv_row *csv)
{
	struct reading *r = with;
	if (csv->number == 1)
		return take_header(r, csv);
	struct arena *a = r->import->c->arena;
	struct import_row *row = list_add(a, &r->import->rows);
	*row = (struct import_row){
		.kind = (enum register_kind)(r->table - register_tables), .file = r->name, .at = csv->at[0]};
	row->cells = arena_array(a, struct str, r->table->columns_n);
	row->cell_at = arena_array(a, struct csv_place, r->table->columns_n);
	for (size_t i = 0; i < r->columns_n; i++) {
		row->cells[r->columns[i]] = i < csv->n ? str_copy(a, csv->cells[i]) : STR("");
		row->cell_at[r->columns[i]] = i < csv->n ? csv->at[i] : csv->end;
	}
	if (csv->n != r->columns_n)
		import_refuse(r->import, row, -1, "the row has %zu cells, the header %zu", csv->n, r->columns_n);
	else
		check_cells(r->import, row);
	canonical_names(a, row);
	row->key = register_key(a, r->table, row->cells);
	return OK;
}

static enum status read_file(struct import *import, const char *path, struct str name, bool named)
{
	struct reading r = {.import = import, .name = name, .named = named};
	enum status st = csv_read_file(import->c, path, name, CSV_LIMITS, take_row, &r);
	if (r.no_table && !named) {
		log_line(LOG_NOTICE, "%.*s is no table of the register; left alone", STR_ARGS(name));
		return OK;
	}
	return st;
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct import_file *)a)->path, ((const struct import_file *)b)->path);
}

/* What cannot be looked at might hold a table: told, and nothing is imported. */
static void cannot_look(struct import_files *found, const char *path, const char *why)
{
	problem_add(&found->c->problems, PROBLEM_BAD_ROW, PLACE_NOWHERE, str_of(path), "%s", why);
	found->failed = true;
}

static bool has_ending(const struct import_files *found, const char *path)
{
	for (const char *const *ending = found->endings; *ending; ending++)
		if (str_ends(str_of(path), *ending))
			return true;
	return false;
}

/* The files below a directory; their name in problems is what follows `root`. */
static void find_files(struct import_files *found, const char *root, const char *dir, int depth)
{
	struct arena *a = found->c->arena;
	DIR *open = opendir(dir);
	if (!open) {
		cannot_look(found, dir, strerror(errno));
		return;
	}
	for (struct dirent *entry; (entry = readdir(open));) {
		struct stat about;
		char *path = arena_printf(a, "%s/%s", dir, entry->d_name);
		if (entry->d_name[0] == '.')
			continue;
		if (stat(path, &about) != 0)
			cannot_look(found, path, strerror(errno));
		else if (S_ISDIR(about.st_mode) && str_ends(str_of(path), "_files"))
			continue;
		else if (S_ISDIR(about.st_mode) && depth == DEPTH_MOST)
			cannot_look(found, path, "folders stand too deep in each other");
		else if (S_ISDIR(about.st_mode))
			find_files(found, root, path, depth + 1);
		else if (S_ISREG(about.st_mode) && has_ending(found, path))
			*list_add(a, &found->list) = (struct import_file){path, str_of(path + strlen(root) + 1)};
	}
	closedir(open);
}

void import_find_files(struct import_files *found, const char *dir)
{
	find_files(found, dir, dir, 1);
	if (found->list.n)
		qsort(found->list.at, found->list.n, sizeof *found->list.at, by_path);
}

static enum status read_directory(struct import *import, const char *dir)
{
	static const char *const endings[] = {".csv", NULL};
	struct import_files found = {.c = import->c, .endings = endings};
	size_t rows = import->rows.n;
	enum status result = OK;
	import_find_files(&found, dir);
	if (found.failed)
		return INVALID;
	for (size_t i = 0; i < found.list.n; i++) {
		enum status st = read_file(import, found.list.at[i].path, found.list.at[i].name, false);
		if (st != OK)
			result = st;
		if (import->options->progress)
			import->options->progress(import->options->context, i + 1, found.list.n * 2);
	}
	if (result == OK && rows == import->rows.n) {
		problem_add(&import->c->problems, PROBLEM_BAD_ROW, PLACE_NOWHERE, str_of(dir),
			    "no table of the register in it");
		return NOT_FOUND;
	}
	return result;
}

enum status import_read(struct import *import, const char *const *paths, size_t n)
{
	enum status result = OK;
	for (size_t i = 0; i < n; i++) {
		struct stat about;
		enum status st;
		if (stat(paths[i], &about) != 0) {
			problem_add(&import->c->problems, PROBLEM_MISSING, PLACE_NOWHERE, str_of(paths[i]),
				    "no such file or directory");
			st = NOT_FOUND;
		} else if (S_ISDIR(about.st_mode)) {
			st = read_directory(import, paths[i]);
		} else {
			const char *slash = strrchr(paths[i], '/');
			st = read_file(import, paths[i], str_of(slash ? slash + 1 : paths[i]), true);
		}
		if (st != OK)
			result = st;
	}
	return result;
}
