/* SPDX-License-Identifier: Apache-2.0 */
/* extract.h - the state of one instrument for one country on a day, as statements that can be checked later.
 *
 * The statements are words and ISO days, in no language; their digest (BLAKE2b-256 over the lines of register_extract_lines)
 * goes on paper. Nothing is stored: the code on the paper names the question, and whoever checks it asks it again. No key is
 * needed, because what a check proves is that this register says so, not who printed it.
 * Pure but for register_extract_moment. Threads: any. Memory: the call's arena. */
#ifndef REGISTER_EXTRACT_H
#define REGISTER_EXTRACT_H
#include "register/questions.h"

enum register_statement_kind {
	STATEMENT_INSTRUMENT,    /* its status: "in_force" */
	STATEMENT_IN_FORCE_FROM, /* its first entry into force */
	STATEMENT_OPEN,          /* to ratification */
	STATEMENT_MEMBER,        /* whether the country is a Member */
	STATEMENT_STATE,         /* of the country under it: "in_force", "not_ratified" */
	STATEMENT_COVERAGE,      /* how complete the list is */
	STATEMENT_REGISTERED,    /* "2013-05-01 ratification (source)" */
	STATEMENT_BOUND_FROM,
	STATEMENT_DENOUNCED, /* "2002-01-31 by C183" */
	STATEMENT_BOUND_UNTIL,
	STATEMENT_DECLARED, /* "minimum_age 15" */
	STATEMENT_WINDOW,   /* "2023-09-05 to 2024-09-04" */
	STATEMENTS
};

struct register_statement {
	enum register_statement_kind kind;
	struct str value; /* "not known" and "none" where that is so */
};

enum { EXTRACT_HASH = 32, EXTRACT_SHORT = 9 /* bytes of the hash in a code, at most */ };

struct register_extract {
	const struct register_instrument *instrument;
	const struct register_country *country;
	struct date on;
	struct moment known; /* as recorded at that moment */
	LIST(struct register_statement) statements;
	unsigned char hash[EXTRACT_HASH];
};

/* The word of a kind of statement: "in_force_from". */
const char *register_statement_word(enum register_statement_kind kind);

/* The latest moment up to c->known at which something was recorded or superseded: the register says the same from then on.
 * UNAVAILABLE: the store cannot be read. */
CHECKED enum status register_extract_moment(struct call *c, struct moment *out);

/* The statements for a country on c->on, from the snapshot of `known`, with their hash. */
void register_extract(struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
		      const struct register_country *m, struct moment known, struct register_extract *out);

/* What is hashed: a line for each statement below the question. */
struct str register_extract_lines(struct arena *a, const struct register_extract *e);

/* The code: nine groups of four letters and digits that hold instrument, country, day, moment, the first nine bytes of the hash
 * and a check character. */
struct str register_extract_code(struct arena *a, const struct register_extract *e);

/* A code as read. */
struct register_code {
	struct law_id instrument;
	char country[4];
	struct date on;
	struct moment known;
	unsigned char hash[EXTRACT_SHORT];
	size_t hash_n; /* bytes of it that are held: one less for numbers from 256 on */
};

enum register_code_fault {
	CODE_FINE,
	CODE_LENGTH,    /* not 36 letters and digits */
	CODE_CHARACTER, /* a character that no code has */
	CODE_MISTYPED,  /* the check character does not fit */
	CODE_STRANGE,   /* well typed, but it names no instrument, country, day or moment */
};

/* Reads a code as people type it: case, blanks and hyphens do not matter, O is 0, I and L are 1. */
enum register_code_fault register_code_read(struct str typed, struct register_code *out);

#endif
