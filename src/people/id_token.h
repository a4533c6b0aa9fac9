/* SPDX-License-Identifier: Apache-2.0 */
/* id_token.h - what an OpenID provider says of who signed in: read and checked. OpenID Connect Core 1.0 section 3.1.3.7.
 *
 * Only signatures of RS256, PS256, ES256 and EdDSA count, by a key of the issuer's own list that fits them; nothing that the
 * token itself names (jku, x5u, jwk) is used or fetched. Clocks may differ by ID_TOKEN_SKEW seconds.
 * Threads: any, after id_token_start. Memory: the arena given. */
#ifndef PEOPLE_ID_TOKEN_H
#define PEOPLE_ID_TOKEN_H
#include "base/str.h"

struct json_t; /* jansson */

enum {
	ID_TOKEN_MOST = 16 << 10, /* bytes */
	ID_TOKEN_SKEW = 60,
	ID_TOKEN_AGE = 600, /* seconds after which one that was just asked for is too old */
	ID_SUBJECT_MOST = 255,
};

struct id_expected {
	struct str issuer;        /* exactly */
	bool may_lack_https;      /* Google: "accounts.google.com" is its issuer too */
	struct str client, nonce; /* of this sign-in */
	struct str access_token;  /* that came along, for at_hash */
	int64_t now;              /* seconds since 1970 */
};

struct id_claims {
	struct str subject;
	struct str name, email; /* empty where they are not told */
	bool email_is_verified; /* says the issuer */
	struct str domain;      /* "hd": the organisation that Google keeps the account for */
};

enum id_verdict {
	ID_GOOD,
	ID_UNKNOWN_KEY, /* the list has no such key: a newer list may */
	ID_BAD,
};

/* Once, before any thread runs. UNAVAILABLE: the library does not start. */
CHECKED enum status id_token_start(void);

/* Checks a token against the issuer's keys (a JWK set) and what is expected. *why (for the log) says what is wrong. */
enum id_verdict id_token_check(struct arena *a, struct str token, const struct json_t *keys,
			       const struct id_expected *expected, struct id_claims *out, const char **why);

/* The claims of an object that may tell more of the same person (userinfo): its name, e-mail address and domain. */
void id_claims_read(struct arena *a, const struct json_t *object, struct id_claims *out);

/* A text of an object; empty where it is none, or not valid UTF-8, or longer than `most` bytes. */
struct str id_text(struct arena *a, const struct json_t *object, const char *name, size_t most);

/* The object of JSON text, kept until the arena is cleared; NULL where it is none. */
struct json_t *id_json(struct arena *a, struct str text);

/* The bytes of base64url without padding. False where it is none. */
bool id_base64(struct arena *a, struct str text, struct str *out);

#endif
