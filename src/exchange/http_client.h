/* SPDX-License-Identifier: Apache-2.0 */
/* http_client.h - asks another server over HTTP, and never for long.
 *
 * Only https, or a host that is this machine itself (localhost, 127.0.0.0/8, ::1), where http will do. A host of another name
 * that turns out to be this machine or its link is not asked. No redirect is followed, no proxy and no cookie is used, certificates
 * are checked. An answer has at most HTTP_CLIENT_MOST bytes and HTTP_CLIENT_SECONDS. A server that failed is left in peace for
 * HTTP_CLIENT_REST seconds: asking it fails at once.
 * Threads: any, after http_client_start; the caller's thread waits. Memory: answers live in the arena given. */
#ifndef EXCHANGE_HTTP_CLIENT_H
#define EXCHANGE_HTTP_CLIENT_H
#include "base/str.h"

enum {
	HTTP_CLIENT_SECONDS = 5, /* from the first look at the address to the last byte */
	HTTP_CLIENT_EXTRA_SECONDS = 2,
	HTTP_CLIENT_REST = 60,
	HTTP_CLIENT_MOST = 256 << 10,
};

struct http_client_request {
	struct str url;
	/* The address from which the caller knows this one; empty: an administrator wrote it. What another machine names is never
	 * this machine. */
	struct str named_by;
	struct str form;           /* sent by POST as application/x-www-form-urlencoded; at NULL: it is a GET */
	struct str user, password; /* HTTP Basic; user empty: none */
	struct str bearer;         /* a token; empty: none */
	bool is_extra; /* others go on without the answer: two seconds are enough, no rest follows a failure */
};

struct http_client_answer {
	int status;
	struct str body;
	int64_t fresh; /* seconds for which Cache-Control lets it be kept; 0: it says none, or not at all */
};

enum http_client_fault {
	HTTP_CLIENT_FINE,
	HTTP_CLIENT_ADDRESS, /* not one that is asked */
	HTTP_CLIENT_SLOW,
	HTTP_CLIENT_DOWN, /* not reached, no certificate of its own, broken off, status 5xx */
	HTTP_CLIENT_LONG, /* more than HTTP_CLIENT_MOST bytes */
	HTTP_CLIENT_RESTS /* it failed a short while ago and was not asked */
};

/* Once, before any thread runs. UNAVAILABLE: the library does not start. */
CHECKED enum status http_client_start(void);

/* Asks. OK: there is an answer, of any status below 500. UNAVAILABLE: there is none; *fault says why, a line of the log says it
 * with the server's name. */
CHECKED enum status http_client_ask(struct arena *a, const struct http_client_request *request,
				    struct http_client_answer *answer, enum http_client_fault *fault);

/* Whether an address may be asked, known from that one (as named_by). */
bool http_client_may_ask(struct arena *a, struct str url, struct str named_by);

/* Scheme, host and port of an address: "https://issuer.example". Empty where it is none. */
struct str http_client_origin(struct arena *a, struct str url);

/* Adds "name=value" to a form or a query, both percent-encoded, an "&" before it where something stands there already. */
struct str http_client_pair(struct arena *a, struct str before, const char *name, struct str value);

#endif
