/* SPDX-License-Identifier: Apache-2.0 */
/* provider_private.h - what the kinds of providers share (provider_flow.c, provider_openid.c, provider_oauth.c).
 *
 * Threads: any. Memory: the call's arena. */
#ifndef PEOPLE_PROVIDER_PRIVATE_H
#define PEOPLE_PROVIDER_PRIVATE_H
#include "exchange/http_client.h"
#include "people/id_token.h"
#include "people/provider_flow.h"

struct provider_tokens {
	struct str access, id;
};

/* The nonce and the PKCE verifier of a sign-in. */
struct str provider_nonce(const struct provider_flow *flow);
struct str provider_verifier(const struct provider_flow *flow);

/* The address to sign in at, with what every kind sends and the scope; `more` are further pairs. */
struct str provider_authorize(const struct provider_flow *flow, struct str endpoint, const char *scope,
			      struct str more);

/* Asks and reads the answer as a JSON object. Status 429 is PROVIDER_LIMITED, any other but 200 is told in *status with its object
 * (NULL where it is none). */
enum provider_fault provider_ask(const struct provider_flow *flow, const struct http_client_request *request,
				 int *status, struct json_t **out);

/* Exchanges the code at the token endpoint; the client proves itself by HTTP Basic, or in the body. */
enum provider_fault provider_ask_tokens(const struct provider_flow *flow, struct str endpoint, struct str named_by,
					bool is_basic, struct str code, struct provider_tokens *out);

/* Revokes the access token (RFC 7009); whether it worked changes nothing. */
void provider_revoke(const struct provider_flow *flow, struct str endpoint, struct str named_by, bool is_basic,
		     struct str access);

/* A line of the log, and the fault for `return provider_lied(…)`. The text holds nothing about a person. */
enum provider_fault provider_lied(const struct provider_flow *flow, const char *format, ...) PRINTF(2, 3);

/* The kinds. */
enum provider_fault openid_address(const struct provider_flow *flow, struct str *address);
enum provider_fault openid_exchange(const struct provider_flow *flow, struct str code, struct str issuer,
				    struct provider_person *out);
enum provider_fault facebook_exchange(const struct provider_flow *flow, struct str code, struct provider_person *out);
enum provider_fault x_exchange(const struct provider_flow *flow, struct str code, struct provider_person *out);

#endif
