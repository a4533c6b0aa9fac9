/* SPDX-License-Identifier: Apache-2.0 */
/* people_private.h - what the files of this room share.
 *
 * Threads: any. Memory: the arena given. */
#ifndef PEOPLE_PEOPLE_PRIVATE_H
#define PEOPLE_PEOPLE_PRIVATE_H
#include "people/people.h"
#include "store/store.h"

enum { PEOPLE_HASH = 32 };

/* BLAKE2b-256 of a token, as it is kept. */
void people_hash_token(struct str token, unsigned char hash[static PEOPLE_HASH]);

/* The address with its domain in lower case, which alone is compared without case (RFC 5321 §2.4). */
struct str people_email_as_stored(struct arena *a, struct str email);

/* The text in Unicode's normal form C, so that what looks the same is the same on every keyboard (RFC 8265 §3.3, §4.2);
 * unchanged where it is not UTF-8. */
struct str people_normal(struct arena *a, struct str text);

/* Adds a row of the change log, inside a write, about an account, which is told by its number alone. */
CHECKED enum status people_log(struct store *s, struct call *c, const char *act, int64_t id,
			       struct store_change change);

#endif
