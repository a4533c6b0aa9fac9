/* SPDX-License-Identifier: Apache-2.0 */
/* brake.h - how often something may be done from one place.
 *
 * Places are accounts where somebody signed in, else networks: an IPv4 address, the first half of an IPv6 one. A whole
 * ministry may stand behind one address, so limits are meant per form, then, wider, per network. Of a request that a proxy on
 * this machine hands over, the last address in its X-Forwarded-For counts. Nothing is stored: only keyed hashes are kept, in
 * memory, the latest BRAKE_MARKS of them; a restart forgets them, and each process counts for itself.
 * Threads: any worker. */
#ifndef HTTP_BRAKE_H
#define HTTP_BRAKE_H
#include "http/http.h"

enum { BRAKE_MARKS = 8192 };

struct http_limit {
	const char *form; /* what is limited: "report" */
	struct str thing; /* what it is about; empty: all such forms of the place together */
	int most;         /* so often … */
	int64_t seconds;  /* … within so long */
	bool is_for_all;  /* counted over all places together */
};

/* Whether one more is within every one of the n limits; if so it is counted, else nothing is, *broken is the limit in the way
 * and *again the moment from which on it is not. */
bool http_brake(const struct http_request *r, const struct http_limit *limits, size_t n,
		const struct http_limit **broken, struct moment *again);

/* Where a request comes from, for limits of a room's own: bytes that nobody can read an address from, the same as long as this
 * process runs. */
struct str http_network(const struct http_request *r);

#endif
