/* SPDX-License-Identifier: Apache-2.0 */
/* import_private.h - the parts of an import: reading files into rows (import_read.c; saved pages: normlex.c), and comparing
 * the rows with what is recorded and storing the difference (import.c). */
#ifndef REGISTER_IMPORT_PRIVATE_H
#define REGISTER_IMPORT_PRIVATE_H
#include "exchange/csv.h"
#include "register/register_private.h"

struct import;

/* Adds rows that depend on what is recorded, at the moment of comparing. */
typedef void import_fill(struct import *import, const struct register_rows *recorded, void *context);

struct import_row {
	enum register_kind kind;
	struct str key;
	struct str *cells; /* one a column of the table; at == NULL where the file has no such column */
	struct str file;
	struct csv_place at; /* of the row */
	struct csv_place *cell_at;
	bool refused;
};

struct import {
	struct call *c;
	const struct register_import_options *options;
	struct register_import_report *report;
	LIST(struct import_row) rows;
	import_fill *fill; /* may be NULL */
	void *fill_context;
};

/* Compares the rows with what is recorded and, unless it is a dry run, stores the difference; a store_writing whose context
 * is a struct import. INVALID: rows are refused and must not be left out; nothing is stored. */
CHECKED enum status import_write(struct store *s, void *import);

/* Adds up the report. */
void import_sum_up(struct register_import_report *report);

/* A row without a cell, to be filled by fill: every cell keeps the recorded value until it is given one. */
struct import_row *import_row_new(struct import *import, enum register_kind kind, struct str file, size_t line);

/* The cell of a column, which the table must have. */
struct str *import_cell(const struct import_row *row, const char *column);

struct import_file {
	char *path;
	struct str name; /* as told in problems: below the directory asked for */
};

struct import_files {
	struct call *c;
	const char *const *endings; /* ".csv", NULL at the end */
	LIST(struct import_file) list;
	bool failed; /* something could not be looked at: told */
};

/* The files with those endings below a directory, by path; hidden ones, and what a browser keeps beside a saved page (folders
 * whose name ends in "_files"), are passed over. */
void import_find_files(struct import_files *found, const char *dir);

/* Reads every file of the paths into import->rows; bad cells become problems and refuse their row. NOT_FOUND: a path is
 * missing, or nothing in it is a table. INVALID: a file cannot be read as CSV. */
CHECKED enum status import_read(struct import *import, const char *const *paths, size_t n);

/* Refuses a row: a problem at that column (-1: the row itself), counted once a row. */
void import_refuse(struct import *import, struct import_row *row, int column, const char *format, ...) PRINTF(4, 5);

#endif
