/* SPDX-License-Identifier: Apache-2.0 */
/* register_private.h - what the register's own files share: facts as rows of cells, and the building of a snapshot. */
#ifndef REGISTER_PRIVATE_H
#define REGISTER_PRIVATE_H
#include "register/register.h"

struct register_row {
	int64_t id;
	struct moment recorded;
	struct str key;
	const struct str *cells; /* one a column of its table; empty ones have n == 0 */
};

struct register_rows {
	struct arena *arena;
	LIST(struct register_row) of[REGISTER_KINDS];
	struct moment last; /* latest moment of recording */
	bool broken;        /* a body did not fit its table (logged) */
};

/* Reads every fact that stands (known NULL) or stood as recorded at a moment. Texts are copied into the arena. */
CHECKED enum status register_rows_read(struct store *s, struct arena *a, const struct moment *known,
				       struct register_rows *out);

/* The JSON object of a row: its columns in their order without the empty ones. */
struct str register_body(struct arena *a, const struct register_table *t, const struct str *cells);

/* Reads such an object into one cell a column. False if it is no object of texts with columns of this table. */
bool register_body_parse(struct arena *a, const struct register_table *t, struct str body, struct str *cells);

/* A running digest (BLAKE2b-256) over the facts one change recorded. */
struct register_digest;
struct register_digest *register_digest_new(struct arena *a);
void register_digest_add(struct register_digest *d, struct str kind, struct str key, struct str body);
struct str register_digest_hex(struct arena *a, struct register_digest *d);

/* Adds the articles that one change recorded (texts.h), in their order. */
CHECKED enum status register_texts_digest(struct store *s, struct arena *a, int64_t change, struct register_digest *d);

/* A fact that a change records, puts in the place of one that stands, or withdraws. */
struct register_difference {
	enum register_kind kind;
	struct str key;
	int64_t standing; /* the fact it takes the place of; 0: none stands */
	struct str body;  /* empty: withdrawn, nothing takes its place */
};

/* What the change log says of a change of facts. */
struct register_change {
	struct str act, subject;
	struct str before; /* JSON; may be empty */
	struct str after;  /* a JSON object with a member at least; the digest of the facts is added to it */
};

/* The one road by which facts change: a row of the change log with the digest over what it records and withdraws, then the
 * facts, at c->now. Inside a write. *number (may be NULL) gets the row's number. CONFLICT: a fact that was to be superseded
 * stands no more; the caller gives up the write. */
CHECKED enum status register_record(struct store *s, const struct call *c, const struct register_change *change,
				    const struct register_difference *differences, size_t n, int64_t *number);

/* What register_check() finds of these facts, but for the digests of the log. */
void register_check_facts(struct call *c, const struct register_snapshot *s, const struct register_rows *rows,
			  struct register_disagreements *out);

/* What building hands around. */
struct register_building {
	struct arena *a;
	const struct register_rows *rows;
	struct register_snapshot *s;
};

/* A cell as a span; `if_empty` where it is empty. */
struct span register_span_cell(struct str cell, struct span if_empty);

/* Builds the snapshot of those rows, all in the arena. Rows that hang in the air (unknown instrument or country) are left
 * out and logged. */
void register_build(struct arena *a, const struct register_rows *rows, struct register_snapshot *out);

/* The second half of register_build: ratifications with what belongs to them, and what the law makes of each. */
void register_build_ratifications(const struct register_building *b);

/* A text folded for comparing: letters and digits in lower case without accents, words parted by one blank. Of a long one
 * only the beginning. */
struct str register_folded(struct arena *a, struct str text);

/* A cell of a row by its column's name; must() be a column of the table. */
struct str register_cell(enum register_kind kind, const struct register_row *row, const char *column);

/* The cell of the row at hand (variables `kind` and `row`). */
#define CELL(column) register_cell(kind, row, column)

#endif
