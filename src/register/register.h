/* SPDX-License-Identifier: Apache-2.0 */
/* register.h - the register of Conventions, Protocols and Recommendations: import, export, check, find.
 *
 * Facts are rows of the tables of tables.h; snapshot.h reads them. Nothing is overwritten: a fact that changes is
 * superseded, with the moment, by a new one; every write leaves a row in the change log that holds a digest of the facts
 * it recorded. Threads: any worker. Memory: what is returned lives in c's arena. */
#ifndef REGISTER_REGISTER_H
#define REGISTER_REGISTER_H
#include "register/questions.h"

struct register_import_options {
	bool skip_bad; /* leave bad rows out and import the rest; without it one bad row refuses all */
	bool dry_run;  /* say what would change, change nothing */
	size_t differences_most; /* how many differences of each table the report holds */
	void (*progress)(void *context, size_t done, size_t all); /* may be NULL */
	void *context;
};

struct register_import_counts {
	size_t files, added, changed, same, refused;
	size_t differences; /* cells that change and rows that are new */
};

/* One cell that an import changes, or a row that it adds (column empty). */
struct register_cell_change {
	enum register_kind kind;
	struct str key, column, before, after;
};

struct register_import_report {
	struct register_import_counts of[REGISTER_KINDS];
	struct register_import_counts sum;
	LIST(struct register_cell_change) differences; /* at most differences_most a table, table by table */
	size_t endings_unknown; /* instruments recorded as abrogated or withdrawn of which no ending is recorded */
};

/* Imports CSV files, each recognised by its header; of a directory, every file that stands where a table's file does (its
 * path or its bare name below it). Columns that a file does not have keep the value recorded before. Bad rows go to
 * c->problems as PLACE_LINE "file:line:column". All in one transaction; running it twice changes nothing.
 * May: whoever has the store (command line).
 * OK: imported (or compared, in a dry run). INVALID: bad rows, nothing is stored. NOT_FOUND: a path is missing, or no
 * table's file in it. UNAVAILABLE: the store failed, nothing is stored. */
CHECKED enum status register_import(struct call *c, const char *const *paths, size_t n,
				    const struct register_import_options *options, struct register_import_report *out);

/* The snapshot of the tables in a directory, without a store: c needs none. As register_import() without UNAVAILABLE. */
CHECKED enum status register_snapshot_of_files(struct call *c, const char *dir, struct register_snapshot *out);

/* Whether no fact was ever recorded. */
CHECKED enum status register_is_empty(struct call *c, bool *out);

/* Writes every table as the CSV file it is imported from, below the directory `dir` (made if missing), as recorded at
 * c->known; two exports of one version are the same bytes. *rows gets their number. UNAVAILABLE: a file cannot be written. */
CHECKED enum status register_export(struct call *c, const char *dir, size_t *rows);

struct register_disagreement {
	struct str check;   /* "entry-into-force" */
	struct str subject; /* "C002", "C103 PRT" */
	struct str recorded, computed;
	struct str because; /* the explanation on file; empty: none */
};

struct register_disagreements {
	LIST(struct register_disagreement) list;
	size_t unexplained;
	size_t asked;            /* questions asked in all */
	LIST(struct str) unused; /* explanations that explain nothing any more */
};

/* Computes what can be computed of the register and compares it with what is recorded; the facts of each change with the
 * digest in the log. OK: every disagreement is explained. INVALID: some is not, or a digest does not fit. */
CHECKED enum status register_check(struct call *c, struct register_disagreements *out);

enum register_found { FOUND_INSTRUMENT, FOUND_COUNTRY, FOUND_GROUP, FOUND_SUBJECT };

struct register_hit {
	enum register_found kind;
	int index; /* in the snapshot's list; of a subject the first instrument filed under it */
	int score; /* higher is nearer; 100: the very name or code; up to REGISTER_NEAR: nothing fits, this is merely near */
};

enum { REGISTER_NEAR = 10 };

/* Instruments, countries, groups and subjects by code, number, name or word in any language, one slip of the finger allowed
 * ("C.189", "Convenio 189", "trabalho domestico", "Timor"), or by an address of NORMLEX or of ours; the nearest first, at most
 * `most` (1 to 100). Of what was typed the first twelve words count. */
CHECKED enum status register_find(struct call *c, const struct register_snapshot *s, struct str words, size_t most,
				  struct register_hit **out, size_t *n);

#endif
