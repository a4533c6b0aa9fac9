/* SPDX-License-Identifier: Apache-2.0 */
/* people_private.h - what the files of this room share.
 *
 * Threads: any. Memory: the arena given. */
#ifndef PEOPLE_PEOPLE_PRIVATE_H
#define PEOPLE_PEOPLE_PRIVATE_H
#include "people/account.h"
#include "people/step.h"
#include "store/store.h"

enum { PEOPLE_HASH = 32 };

struct json_t; /* jansson */

/* BLAKE2b-256 of a token, as it is kept. */
void people_hash_token(struct str token, unsigned char hash[static PEOPLE_HASH]);

/* The address with its domain in lower case, which alone is compared without case (RFC 5321 §2.4). */
struct str people_email_as_stored(struct arena *a, struct str email);

/* The text in Unicode's normal form C, so that what looks the same is the same on every keyboard (RFC 8265 §3.3, §4.2);
 * unchanged where it is not UTF-8. */
struct str people_normal(struct arena *a, struct str text);

/* The object as JSON in the arena; takes the reference. */
struct str people_json(struct arena *a, struct json_t *object);

/* Adds a row of the change log, inside a write, about an account, which is told by its number alone. */
CHECKED enum status people_log(struct store *s, struct call *c, const char *act, int64_t id,
			       struct store_change change);

/* A mailbox as RFC 6531 widens RFC 5321: a dotted word, an @ and a domain; quoted local parts and address literals are
 * refused, since nobody has them. */
bool people_email_fits(struct arena *a, struct str email);

/* A new secret of 256 bits as 43 characters of base64url. */
struct str people_secret(struct arena *a);

/* argon2id of a password in form C. UNAVAILABLE: no memory. */
CHECKED enum status people_password_hash(struct arena *a, struct str password, struct str *hash);

/* Whether the password fits the hash; an empty hash fits none, at the same cost. UNAVAILABLE: no memory. */
CHECKED enum status people_password_fits(struct arena *a, struct str hash, struct str password, bool *fits);

/* A password or code of that account is tried from that network. INVALID, with TOO_MANY in c->problems under `field`: not now. */
CHECKED enum status people_delay(struct call *c, struct str network, struct str account, const char *field);

/* … and it was wrong, or right. */
void people_delay_wrong(struct call *c, struct str network, struct str account);
void people_delay_right(struct str network, struct str account);

/* A fault of a field in the reader's language, WRONG_VALUE; returns INVALID. */
enum status people_wrong(struct call *c, const char *field, const char *detail);

/* Inside a write: begins a session; sets a password and ends sessions but that with the hash (empty: all). */
CHECKED enum status people_write_session(struct store *s, struct call *c, int64_t person, struct str how, bool step,
					 struct str token);
CHECKED enum status people_write_password(struct store *s, struct call *c, int64_t person, struct str hash,
					  struct str kept_session);

/* The hash of a token as a text of the store. */
struct str people_hash_text(struct arena *a, struct str token);

/* An object as JSON in the arena; takes the reference. The same of a name alone. */
struct json_t;
struct str people_json(struct arena *a, struct json_t *object);
struct str people_name_json(struct arena *a, struct str name);

/* The account of that name, inside a write; NOT_FOUND in c->problems. */
CHECKED enum status people_id_of(struct store *s, struct call *c, struct str name, int64_t *id);

struct people_mailing {
	int64_t person;
	struct str name, email; /* in form C, as stored */
	enum people_purpose purpose;
	const char *kind; /* of the mail; NULL: none goes out */
};
/* Inside a write: puts a link with a new token into the outbox as a mail of that purpose; person 0: nobody has the address, and
 * none goes out. */
CHECKED enum status people_write_link(struct store *s, struct call *c, const struct people_mailing *mailing);

#endif
