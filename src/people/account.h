/* SPDX-License-Identifier: Apache-2.0 */
/* account.h - what people do with their own account: make it, prove an address, sign in, the second step, end sign-ins.
 *
 * Nothing here tells by its answer or its time whether a name or an address has an account, but that a public name is taken.
 * Whoever guesses is slowed down: each wrong password or code of an account from one network doubles the wait for the next,
 * which others do not feel, and a mailed link always works. Passwords are hashed in the calling thread: routes that do so are
 * HTTP_SLOW, of which two run at a time.
 * `network` is http_network(), empty on the command line.
 * Threads: any worker. Memory: c's arena. UNAVAILABLE of every function: the store; nothing is stored. */
#ifndef PEOPLE_ACCOUNT_H
#define PEOPLE_ACCOUNT_H
#include "people/people.h"
#include "people/purpose.h"

enum account_limits {
	ACCOUNT_LINK_MINUTES = 60, /* a link that signs in or sets a password */
	ACCOUNT_STEP_MINUTES = 15, /* between the password and the second step */
	ACCOUNT_CODES = 10,        /* recovery codes */
	ACCOUNT_CODE_MOST = 40,    /* bytes of a code as typed */
	ACCOUNT_TOKENS_MOST = 50,  /* API tokens of an account */
	ACCOUNT_FORM_SECONDS = 2,  /* nobody fills a form in faster */
	ACCOUNT_FORM_HOURS = 24,
};

struct account_wish {
	struct str name, email, password; /* as typed; email or password may be empty, not both */
};

/* Makes an account and begins its session under `token`; the address gets a link to confirm it, or, where it is another
 * account's, a mail that says so. `may_mail` is false where the address had its mail today.
 * FORBIDDEN    sign_up.open is off. CONFLICT: the name is taken ("name").
 * INVALID      faults of the wish under "name", "email", "password". */
CHECKED enum status account_make(struct call *c, const struct account_wish *wish, bool may_mail, struct str token);

/* The faults of a wish alone; INVALID if there are any. */
CHECKED enum status account_check(struct call *c, const struct account_wish *wish);

/* The password fits what may be one: 8 to 1,000 bytes of UTF-8; else INVALID under `field`. *normal gets its form C. */
CHECKED enum status account_password_read(struct call *c, const char *field, struct str typed, struct str *normal);

/* Mails a link that signs in (PEOPLE_SIGN_IN) or sets a new password (PEOPLE_RESET) to a confirmed address. OK, and the same
 * work, where nobody has the address. INVALID: it is no address ("email"). */
CHECKED enum status account_link_ask(struct call *c, enum people_purpose purpose, struct str email);

struct account_link {
	int64_t person;
	struct str name, email;
	enum people_purpose purpose;
};

/* What the link is good for; reading it changes nothing. NOT_FOUND: it was used, has run out or never was. */
CHECKED enum status account_link(struct call *c, struct str link, struct account_link *out);

/* Does what the link is good for, once. PEOPLE_SIGN_IN and PEOPLE_RESET begin a session under `token`; `password` is of
 * PEOPLE_RESET and ends all other sessions. PEOPLE_CHANGE tells the former address.
 * NOT_FOUND: as account_link. INVALID: the password ("password"). CONFLICT: another account has the address meanwhile. */
CHECKED enum status account_link_use(struct call *c, struct str link, struct str password, struct str token);

struct account_address {
	struct str confirmed; /* empty: none */
	struct str waiting;   /* not confirmed yet; empty: none */
};

/* The address of the call's person. */
CHECKED enum status account_address(struct call *c, struct account_address *out);

/* An address as it is stored. INVALID: it is none ("email"). */
CHECKED enum status account_email_read(struct call *c, struct str typed, struct str *out);

/* Mails a link to a new address (account_email_read) of the call's person, who has proved that it is they (account_prove). */
CHECKED enum status account_address_ask(struct call *c, struct str email, bool may_mail);

/* The password belongs to the call's person. OK too where the account has none. INVALID under "password", or TOO_MANY. */
CHECKED enum status account_prove(struct call *c, struct str password, struct str network);

/* Whether the call's person has a password. */
CHECKED enum status account_has_password(struct call *c, bool *out);

/* Sets the call's person another password and ends every session but that of `session`. INVALID: "password" (the present one),
 * "new". */
CHECKED enum status account_password_change(struct call *c, struct str present, struct str wanted, struct str network,
					    struct str session);

/* Sign-ins of the call's person with a number below `before`, the newest first. */
CHECKED enum status account_sign_ins(struct call *c, int64_t before, int64_t most, struct person_sign_ins_rows *out);

/* The number of the sign-in that `session` belongs to; 0: none. */
CHECKED enum status account_sign_in_of(struct call *c, struct str session, int64_t *out);

/* Ends one sign-in of the call's person, or all but that of `session`. OK too where it has ended. */
CHECKED enum status account_sign_out_one(struct call *c, int64_t sign_in);
CHECKED enum status account_sign_out_others(struct call *c, struct str session);

/* API tokens of the call's person, the newest first; one more (TOO_MANY at ACCOUNT_TOKENS_MOST); one less, by the hash in
 * hexadecimal (OK too where there is none). */
CHECKED enum status account_tokens(struct call *c, struct person_tokens_rows *out);
CHECKED enum status account_token_make(struct call *c, struct str *token);
CHECKED enum status account_token_drop(struct call *c, struct str hash);

/* The moment of now, signed for the reader's session, for a form; and whether such a form was not sent too fast (by a program)
 * and not too late. */
CHECKED enum status account_form_stamp(struct call *c, struct str *out);
CHECKED enum status account_form_fits(struct call *c, struct str stamp, bool *out);

#endif
