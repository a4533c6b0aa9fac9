/* SPDX-License-Identifier: Apache-2.0 */
/* people.h - accounts: who they are, what they may, by which token or session they are known.
 *
 * Only hashes are kept: of a password argon2id with a salt of its own, of a token and a session BLAKE2b-256. A name belongs
 * to one account, and so does an e-mail address; names are compared by how they look (names.h), passwords byte by byte in
 * Unicode's form C. A session ends PEOPLE_IDLE_HOURS after its last use, which is noted to the hour, and PEOPLE_SESSION_DAYS after it
 * began. E-mail addresses stand apart from the account, and the row of the
 * change log that holds name and address is marked personal, so that both can be erased.
 * May: whoever has the store, which is the command line; no route calls people_add, people_token, people_list or
 * people_set_roles. Signing in and out is for anybody. Threads: any worker. Memory: what is returned lives in c's arena. */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H
#include "base/call.h"
#include "people/account_rows.h"
#include "people/names.h"
#include "people/people_rows.h"

enum people_limits {
	PEOPLE_EMAIL_MOST = 254,   /* bytes, RFC 5321 §4.5.3.1.3 less the angle brackets */
	PEOPLE_LOCAL_MOST = 64,    /* bytes before the @, RFC 5321 §4.5.3.1.1 */
	PEOPLE_PASSWORD_LEAST = 8, /* bytes, as the next */
	PEOPLE_PASSWORD_MOST = 1000,
	PEOPLE_IDLE_HOURS = 12,
	PEOPLE_SESSION_DAYS = 14,
};

struct people_wish {
	struct str name; /* any that people_name_read() takes */
	enum people_name_kind kind;
	struct str email;
	role_set roles;
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

/* Who holds that token, read through c->store; notes the day of its use. NOT_FOUND: nobody who may sign in, and nothing is said
 * about why. May: anybody. */
CHECKED enum status people_by_token(struct call *c, struct str token, struct person *out);

/* Begins a session of whom that name or e-mail address and that password belong to. `token` is what the browser will bring:
 * new, 256 random bits. `network` is http_network(), empty on the command line.
 * OK           people_session() knows the token, or step_waits() (step.h); the change log has a row with the account's number.
 * INVALID      name and password do not belong together, or one is empty: in c->problems under "name" or "password". The
 *              answer and its time are the same whether the name has an account or not. Or the account is suspended, which only
 *              its password tells; or too many were wrong, TOO_MANY: one waits.
 * UNAVAILABLE  the store: nothing is stored. */
CHECKED enum status people_sign_in(struct call *c, struct str name, struct str password, struct str network,
				   struct str token);

/* Begins a session of that account under `token`, however it was proved: `how` is "password", "link" or the word of a provider
 * ("google"), and stands in the list of sign-ins. Of passwords and links, and where staff.second_step says so of providers too,
 * the session waits for the second step (step.h): people_session() does not know it before.
 * FORBIDDEN: the account is suspended or erased (NOT_ALLOWED in c->problems). */
CHECKED enum status people_session_begin(struct call *c, int64_t person, struct str how, struct str token);

/* Whose session that token began, read through c->store; notes its use, and the browser (people_browser()), at most once an
 * hour. NOT_FOUND: nobody's, it ended, waits for the second step, or the account is suspended or erased. */
CHECKED enum status people_session(struct call *c, struct str token, struct str browser, struct person *out);

/* A User-Agent in two words, browser and system: "Firefox Android"; "" for what is not known of either. */
struct str people_browser(struct arena *a, struct str user_agent);

/* Ends the session of that token; OK too where there is none. UNAVAILABLE: it still runs. */
CHECKED enum status people_sign_out(struct call *c, struct str token);

/* The name of the account of that number, read through c->store. NOT_FOUND: there is none. May: whoever shows it tells it to
 * MAY_SEE_OFFICERS alone. */
CHECKED enum status people_name(struct call *c, int64_t id, struct str *name);

/* Every account, by name. */
CHECKED enum status people_list(struct call *c, struct person_list_rows *out);

/* Acts of an administrator on the account of that name: another password, which ends its sessions; the end of its sessions.
 * INVALID: the password. NOT_FOUND: no such account (in c->problems). */
CHECKED enum status people_password(struct call *c, struct str name, struct str password);
CHECKED enum status people_sign_out_all(struct call *c, struct str name);

/* Gives the account of that name other roles; the same roles again change nothing and are OK.
 * As people_give_roles() (administration.h). NOT_FOUND: no such account (in c->problems). */
CHECKED enum status people_set_roles(struct call *c, struct str name, role_set roles);

/* Makes ready what an older version of the program left: names without a skeleton get one. At the start, before the first
 * request. UNAVAILABLE: the store. */
CHECKED enum status people_prepare(struct call *c);

#endif
