/* SPDX-License-Identifier: Apache-2.0 */
/* step.h - the second step: six digits of an app (RFC 6238: SHA-1, 30 seconds, one step to either side, none twice), or a
 * recovery code.
 *
 * It is set up in two acts: a secret is shown, the first code proves that an app has it. From then on a session that began with
 * a password or a mailed link waits until the step is proved in it. With the setting staff.second_step every session of
 * somebody with a role does, however it began, and whoever has no second step yet sets it up in a waiting session.
 * Threads: any worker. Memory: c's arena. UNAVAILABLE of every function: the store; nothing is stored. */
#ifndef PEOPLE_STEP_H
#define PEOPLE_STEP_H
#include "people/account.h"

/* Whose session waits for the second step. */
struct step_waiting {
	int64_t person; /* 0: none waits */
	struct str name;
	bool is_set_up; /* false: it must be set up first */
};

/* NOT_FOUND: there is no such session, or it does not wait. */
CHECKED enum status step_waits(struct call *c, struct str session, struct step_waiting *out);

/* Proves the step in a waiting session, which goes on under `token`. INVALID: "code", or TOO_MANY. NOT_FOUND: as above. */
CHECKED enum status step_prove(struct call *c, struct str session, struct str code, struct str network,
			       struct str token);

struct step {
	bool is_on, is_shown; /* is_shown: the secret waits for its first code */
	struct moment since;
	struct str secret; /* bytes; only where is_shown */
	int64_t codes;     /* recovery codes left */
};

/* The second step of that account. */
CHECKED enum status step_of(struct call *c, int64_t person, struct step *out);

/* Makes a secret to be shown; CONFLICT: the step is on. */
CHECKED enum status step_begin(struct call *c, int64_t person);

struct step_codes {
	struct str at[ACCOUNT_CODES];
	size_t n;
};

/* The first code: the step is on, proved in `session`, and every other session ends. *codes are told this once.
 * INVALID: "code". CONFLICT: it is on, or was not begun. */
CHECKED enum status step_turn_on(struct call *c, int64_t person, struct str session, struct str code,
				 struct step_codes *codes);

/* Turns the step of the call's person off. INVALID: "password" (account_prove). FORBIDDEN: staff.second_step demands it. */
CHECKED enum status step_turn_off(struct call *c, struct str password, struct str network);

/* The secret as text of base 32, four letters a group; base 32 without blanks is what an address for apps takes. */
struct str step_secret_words(struct arena *a, struct str secret);
struct str step_secret_text(struct arena *a, struct str secret);

#endif
