/* SPDX-License-Identifier: Apache-2.0 */
/* tables.h - the kinds of facts the register holds: one table a kind, one list of columns for import, export, store and API.
 *
 * A fact is one row of one table. In a file it is a CSV row, in the store a JSON object (its columns without the empty
 * ones), in memory a struct of snapshot.h. Its key names the thing it is about; two facts of one key are one fact at two
 * moments of recording. A column is added here, then read in snapshot.c.
 * Threads: read-only tables. */
#ifndef REGISTER_TABLES_H
#define REGISTER_TABLES_H
#include "base/call.h"

enum register_type {
	REGISTER_TEXT,        /* UTF-8 */
	REGISTER_WORD,        /* one of `choices` */
	REGISTER_DAY,         /* YYYY-MM-DD */
	REGISTER_SPAN,        /* a day known to the day, month, year, or an interval of days */
	REGISTER_INTEGER,     /* 0 or more */
	REGISTER_INSTRUMENT,  /* an instrument's name */
	REGISTER_INSTRUMENTS, /* names separated by blanks; what stands in parentheses is a note */
	REGISTER_COUNTRY,     /* three capital letters */
	REGISTER_SESSION,     /* a session of the Conference, 1 or more */
};

enum register_column_flags {
	REGISTER_KEY = 1,      /* part of the key */
	REGISTER_REQUIRED = 2, /* never empty */
	REGISTER_IN_FILE = 4,  /* a file without this column is not of this table */
};

struct register_column {
	const char *name;
	enum register_type type;
	unsigned flags;
	const char *choices; /* of a REGISTER_WORD, separated by blanks */
};

struct register_table {
	const char *name; /* "ratification": the kind in store and log */
	const char *file; /* "ratifications/ratifications.csv": where it stands in a directory of data */
	const struct register_column *columns;
	size_t columns_n;
};

enum register_kind {
	REGISTER_INSTRUMENTS_TABLE,
	REGISTER_CATEGORIES,
	REGISTER_ENDINGS,
	REGISTER_AMENDMENTS,
	REGISTER_SESSIONS,
	REGISTER_REGIONS,
	REGISTER_COUNTRIES,
	REGISTER_MEMBERSHIPS,
	REGISTER_HISTORIC_STATES,
	REGISTER_GROUPS,
	REGISTER_RATIFICATIONS,
	REGISTER_DENUNCIATIONS,
	REGISTER_DECLARATIONS,
	REGISTER_TERRITORIES,
	REGISTER_CONFLICTS,
	REGISTER_COVERAGES,
	REGISTER_EXPLANATIONS,
	REGISTER_FORMAL_NAMES,
	REGISTER_NORMLEX_IDS,
	REGISTER_SOURCES,
	REGISTER_KINDS
};

/* The tables, indexed by enum register_kind, in the order in which an import fills them. */
extern const struct register_table register_tables[REGISTER_KINDS];

/* The table of that name; NULL if there is none. */
const struct register_table *register_table_named(struct str name);

/* The index of a column; -1 if the table has none of that name. Compared without case. */
int register_column_named(const struct register_table *t, struct str name);

/* The table a file of that header belongs to: the first of which every REGISTER_IN_FILE column is there and every column of
 * the header is known. NULL if there is none. */
const struct register_table *register_table_of_header(const struct str *header, size_t n);

/* Whether a cell fits its column; otherwise *why says what was expected, in English for the command line. An empty cell
 * fits unless it is required. */
bool register_cell_fits(const struct register_column *column, struct str cell, const char **why);

/* The key of a row: its key columns' cells, joined by a blank. */
struct str register_key(struct arena *a, const struct register_table *t, const struct str *cells);

#endif
