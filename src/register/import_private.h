/* SPDX-License-Identifier: Apache-2.0 */
/* import_private.h - the two halves of an import: reading files into rows (import_read.c), and comparing the rows with what
 * is recorded and storing the difference (import.c). */
#ifndef REGISTER_IMPORT_PRIVATE_H
#define REGISTER_IMPORT_PRIVATE_H
#include "exchange/csv.h"
#include "register/register_private.h"

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
};

/* Reads every file of the paths into import->rows; bad cells become problems and refuse their row. NOT_FOUND: a path is
 * missing, or nothing in it is a table. INVALID: a file cannot be read as CSV. */
CHECKED enum status import_read(struct import *import, const char *const *paths, size_t n);

/* Refuses a row: a problem at that column (-1: the row itself), counted once a row. */
void import_refuse(struct import *import, struct import_row *row, int column, const char *format, ...) PRINTF(4, 5);

#endif
