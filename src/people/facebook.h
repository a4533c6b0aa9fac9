/* SPDX-License-Identifier: Apache-2.0 */
/* facebook.h - what Facebook sends by itself: that somebody wants their data deleted.
 *
 * Threads: any. Memory: the arena given. */
#ifndef PEOPLE_FACEBOOK_H
#define PEOPLE_FACEBOOK_H
#include "base/str.h"

enum { FACEBOOK_REQUEST_MOST = 8 << 10 };

struct facebook_request {
	struct str user; /* the subject of its identity here */
	int64_t issued;  /* seconds since 1970 */
};

/* Reads a signed_request: base64url of an HMAC-SHA-256 with the app's secret, a dot, base64url of JSON. False where the signature
 * or anything else is wrong. */
bool facebook_request_read(struct arena *a, struct str secret, struct str text, struct facebook_request *out);

#endif
