/* SPDX-License-Identifier: Apache-2.0 */
/* people.h - accounts: who they are, what they may, by which token they are known.
 *
 * Only hashes are kept: of a password argon2id with a salt of its own, of a token BLAKE2b-256. A name belongs to one
 * account, and so does an e-mail address; names are compared byte by byte, and neither names nor passwords are brought to
 * one Unicode form yet (that comes with signing in). E-mail addresses stand apart from the account, and the row of the
 * change log that holds name and address is marked personal, so that both can be erased.
 * May: whoever has the store, which is the command line; no route calls people_add, people_token, people_list or
 * people_set_role. Threads: any worker. Memory: what is returned lives in c's arena. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H
#include "base/call.h"
#include "people/people_rows.h"

enum people_limits {
	PEOPLE_NAME_MOST = 64,     /* characters */
	PEOPLE_EMAIL_MOST = 254,   /* bytes, RFC 5321 §4.5.3.1.3 less the angle brackets */
	PEOPLE_LOCAL_MOST = 64,    /* bytes before the @, RFC 5321 §4.5.3.1.1 */
	PEOPLE_PASSWORD_LEAST = 8, /* bytes, as the next */
	PEOPLE_PASSWORD_MOST = 1000,
};

struct people_wish {
	struct str name; /* 1 to PEOPLE_NAME_MOST characters, no control characters, no blank at either end */
	struct str email;
	enum role role;      /* any but ROLE_NOBODY */
	struct str password; /* bytes as typed, without the end of line */
};

/* Adds an account.
 * OK           it is stored, *id (may be NULL) is set, the change log has a row.
 * INVALID      every fault of the wish is in c->problems (WRONG_VALUE).
 * CONFLICT     the name or the address has an account already (ALREADY_THERE).
 * UNAVAILABLE  nothing is stored. */
CHECKED enum status people_add(struct call *c, const struct people_wish *wish, int64_t *id);

/* Makes one more token for the account of that name and gives it back, this once; earlier tokens stay good.
 * NOT_FOUND: no such account (in c->problems). UNAVAILABLE: nothing is stored. */
CHECKED enum status people_token(struct call *c, struct str name, struct str *token);

/* Who holds that token, read through c->store. NOT_FOUND: nobody, and nothing is said about why. May: anybody. */
CHECKED enum status people_by_token(struct call *c, struct str token, struct person *out);

/* Every account, by name. */
CHECKED enum status people_list(struct call *c, struct person_list_rows *out);

/* Gives the account of that name another role; the same role again changes nothing and is OK.
 * INVALID: ROLE_NOBODY. NOT_FOUND: no such account (in c->problems). UNAVAILABLE: nothing is stored. */
CHECKED enum status people_set_role(struct call *c, struct str name, enum role role);

#endif
