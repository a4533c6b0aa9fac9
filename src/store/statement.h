/* SPDX-License-Identifier: Apache-2.0 */
/* statement.h - what the query functions made by tools/weave call. Nobody else needs it.
 *
 * A struct store_statement is a static constant of generated code: one text for each dialect, the declared parameters and
 * columns. Values are only ever bound. The store keeps one prepared statement per connection and statement, found by the
 * slot that the first use takes.
 * A NULL in a column not marked nullable, or a value that does not fit the declared type, is BUG, logged with file:line.
 * Threads: a struct store belongs to one thread at a time; a statement may be used by all. */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H
#include "base/call.h"

#include <stdatomic.h>

enum store_type { STORE_I64, STORE_F64, STORE_BOOL, STORE_TEXT, STORE_BYTES, STORE_DATE, STORE_TIME };

struct store_field {
	const char *name;
	enum store_type type;
	bool nullable;
};

struct store_statement {
	const char *name, *file; /* "fact_current", "src/register/register.sql" */
	int line;
	const char *sqlite, *postgresql; /* with ?N and $N */
	const struct store_field *in, *out;
	int ins, outs;
	_Atomic int slot; /* 0 until first used */
};

struct store_value {
	bool is_null;
	union {
		int64_t i64; /* STORE_I64; STORE_BOOL as 0 or 1 */
		double f64;
		struct str text; /* STORE_TEXT, STORE_BYTES */
		struct date date;
		struct moment time;
	};
};

/* Called for each row with its outs values, which live only during the call. Anything but OK ends the reading and is
 * what store_query returns. It must not use the same connection: rows still wait there. */
typedef enum status store_row(void *context, const struct store_value *values);

/* Runs the statement with its `ins` values and hands each row to `row` (NULL where outs is 0); *changed (may be NULL) gets
 * the number of rows changed. UNAVAILABLE: the store failed (logged). CONFLICT: a UNIQUE, CHECK or foreign key said no.
 * Inside a write, a failure is final: what follows it gets the same status, on both stores (PostgreSQL would refuse it, so
 * a write asks first, or says ON CONFLICT). A statement without rows whose `changed` is NULL may be sent to PostgreSQL
 * with the ones after it; its failure then comes with a later statement or with the end of the write. */
CHECKED enum status store_query(struct store *s, struct store_statement *statement, const struct store_value *in,
				store_row *row, void *context, int64_t *changed);

#endif
