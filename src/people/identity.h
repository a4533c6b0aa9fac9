/* SPDX-License-Identifier: Apache-2.0 */
/* identity.h - by whom somebody is known elsewhere, (issuer, subject), and to which account that belongs.
 *
 * An identity that was just proved and belongs to nobody waits IDENTITY_MINUTES for its browser to say what shall become of it:
 * a new account, or one more way into the present one. Accounts are never joined because of an e-mail address.
 * Threads: any. Memory: the call's arena. UNAVAILABLE of every function: the store, and nothing is stored. */
#ifndef PEOPLE_IDENTITY_H
#define PEOPLE_IDENTITY_H
#include "people/people.h"
#include "people/provider_flow.h"
#include "people/provider_rows.h"

struct store;

enum { IDENTITY_MINUTES = 30, IDENTITY_CODE = 22 /* characters of a confirmation code */ };

/* The account of an identity. NOT_FOUND: it belongs to none. */
CHECKED enum status identity_person(struct call *c, const struct provider_person *who, int64_t *person);

/* Notes what a browser proved, under the token of its session; what waited there before goes. */
CHECKED enum status identity_wait(struct call *c, struct str session, struct str provider,
				  const struct provider_person *who);

struct identity_waiting {
	struct str provider; /* its word */
	struct provider_person who;
	bool email_is_taken; /* an account has the address that the provider vouches for */
};

/* What waits in that session. NOT_FOUND: nothing does. */
CHECKED enum status identity_waiting(struct call *c, struct str session, struct identity_waiting *out);

/* The same browser goes on under another token, because somebody signed in. */
CHECKED enum status identity_carry(struct call *c, struct str from, struct str to);

/* Makes what waits in that session one more way into the account of the call's person. NOT_FOUND: nothing waits. CONFLICT: it
 * belongs to an account meanwhile. */
CHECKED enum status identity_join(struct call *c, struct str session);

struct identity_wish {
	struct str name;    /* as typed */
	bool accepts_rules; /* of this site */
	bool takes_email;   /* the address that the provider vouches for becomes the account's */
};

/* Whether anybody may make an account (sign_up.open). */
CHECKED enum status identity_may_make(struct call *c, bool *out);

/* Makes an account without a password of what waits in that session.
 * INVALID      faults of the wish, under "name", "rules", "email". CONFLICT: the name is taken, or the identity.
 * NOT_FOUND    nothing waits. FORBIDDEN: nobody may make an account (sign_up.open; NOT_ALLOWED in c->problems). */
CHECKED enum status identity_make(struct call *c, struct str session, const struct identity_wish *wish,
				  int64_t *person);

/* The identities of the call's person. */
CHECKED enum status identity_list(struct call *c, struct identity_of_rows *out);

/* Takes one from the call's person; OK too where it is not there. INVALID: it is the last way in (REFUSED in c->problems). */
CHECKED enum status identity_remove(struct call *c, int64_t id);

/* Inside a write: forgets all identities of an account that is erased. */
CHECKED enum status identity_erase(struct store *s, struct call *c, int64_t person);

/* A provider says that somebody wants to be forgotten, at that moment: takes the identity away unless it was joined later, even
 * where it is the last way in. *code can be asked about; OK too where nobody is known. */
CHECKED enum status identity_forget(struct call *c, const struct provider_person *who, int64_t asked, struct str *code);

/* When the wish of that code was done. NOT_FOUND: no such code. */
CHECKED enum status identity_forgotten(struct call *c, struct str code, struct moment *out);

/* Drops what ran out: for the job that keeps to what the privacy page says. *did: how many. */
CHECKED enum status identity_sweep(struct call *c, int64_t *did);

#endif
