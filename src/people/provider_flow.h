/* SPDX-License-Identifier: Apache-2.0 */
/* provider_flow.h - one sign-in at a provider, from the first redirect to who came back. RFC 6749, 7636, 9207, 9700.
 *
 * Nothing is kept while somebody is away: the state that goes along carries the way back and the moment, signed by a key that is
 * made of the cookie, and so are nonce and PKCE verifier. It counts for PROVIDER_STATE_SECONDS, in the one browser, once
 * (provider_state_use). Tokens are used for one look at who it is and revoked where the provider can do so by itself. At most
 * PROVIDER_AT_ONCE calls wait for providers, so that a slow one never holds the whole server.
 * Threads: any, after id_token_start and http_client_start. Memory: the call's arena. */
#ifndef PEOPLE_PROVIDER_FLOW_H
#define PEOPLE_PROVIDER_FLOW_H
#include "people/provider.h"

enum {
	PROVIDER_STATE_SECONDS = 600,
	PROVIDER_STATE_MOST = 500, /* bytes: X takes no more */
	PROVIDER_RETURN_MOST = 300,
	PROVIDER_CODE_MOST = 2000,
	PROVIDER_AT_ONCE = 2,
};

/* How a sign-in failed; all but the first have a page. */
enum provider_fault {
	PROVIDER_FINE,
	PROVIDER_DOWN,     /* not reached */
	PROVIDER_SLOW,     /* no answer in time */
	PROVIDER_LIED,     /* an answer that cannot be right */
	PROVIDER_LIMITED,  /* it refuses sign-ins at the moment */
	PROVIDER_DECLINED, /* the person said no there */
	PROVIDER_FOREIGN,  /* it was not begun in this browser */
	PROVIDER_LATE,     /* begun too long ago, or the provider took its word back */
	PROVIDER_USED,     /* it came back a second time */
	PROVIDER_BUSY,     /* too many wait already */
	PROVIDER_TAKEN,    /* the identity signs in to another account than the present one */
	PROVIDER_BARRED,   /* the account is suspended or erased */
	PROVIDER_FAULTS
};

/* "down", and the fault of a word. */
const char *provider_fault_word(enum provider_fault fault);
bool provider_fault_parse(struct str word, enum provider_fault *out);

/* One sign-in on its way. */
struct provider_flow {
	struct call *c;
	const struct provider *provider;
	struct str session;   /* the token of the reader's cookie */
	struct str callback;  /* "https://labour.example/auth/google/callback" */
	struct str return_to; /* one of our own addresses */
	struct str state;
};

/* Makes the state of a sign-in that leads back to flow->return_to, or home where that is too long. */
void provider_state_make(struct provider_flow *flow, struct str home);

/* Reads flow->state as it came back and sets return_to. PROVIDER_FOREIGN, PROVIDER_LATE: it does not count. */
enum provider_fault provider_state_read(struct provider_flow *flow);

/* Notes that a state came back. CONFLICT: it did before. UNAVAILABLE: the store. */
CHECKED enum status provider_state_use(struct provider_flow *flow);

/* Where the browser goes to sign in. */
enum provider_fault provider_address(const struct provider_flow *flow, struct str *address);

/* Who it is that signed in. */
struct provider_person {
	struct str issuer, subject;
	struct str name;  /* a proposal; may be empty */
	struct str email; /* only where the provider's word for it counts; else empty */
};

/* Exchanges the code that came back with the state for who it is. `issuer` is the parameter iss, empty where none came. */
enum provider_fault provider_exchange(const struct provider_flow *flow, struct str code, struct str issuer,
				      struct provider_person *out);

#endif
