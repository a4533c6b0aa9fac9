/* SPDX-License-Identifier: Apache-2.0 */
/* people_web.h - the pages and calls about people: routes, and who it is that asks.
 *
 * Threads and memory: as http.h. */
#ifndef PEOPLE_PEOPLE_WEB_H
#define PEOPLE_PEOPLE_WEB_H
#include "http/http.h"

/* An address of ours that a page of ours may send on to: one path in a language, no other site, no way out. */
bool people_is_own_address(struct str to);

/* The request's return_to if it is one of our own addresses, else the front page. */
struct str people_way_back(const struct http_request *r);

/* Sign-in at other sites: /{lang}/sign-in/{provider} and what follows it, one's own identities at /{lang}/account/sign-ins. */
extern const struct http_route people_provider_routes[], people_identity_routes[];

/* Their administration: /{lang}/providers and /api/v1/providers. */
extern const struct http_route people_providers_routes[], people_providers_api_routes[];

/* GET and POST /{lang}/sign-in, POST /{lang}/sign-out. */
extern const struct http_route people_pages_routes[];

/* /{lang}/create-account; mailed links; the second step; /{lang}/account; the API of it. */
extern const struct http_route people_sign_up_routes[];
extern const struct http_route people_links_routes[];
extern const struct http_route people_step_routes[];
extern const struct http_route people_account_routes[];
extern const struct http_route people_account_api_routes[];
/* Profiles and roles; what somebody has for themselves; looking after accounts; the calls about all of it. */
extern const struct http_route people_profile_routes[];
extern const struct http_route people_own_routes[];
extern const struct http_route people_administration_routes[];
extern const struct http_route people_profile_api_routes[];

/* Everything about a person as a ZIP: data.json for programs, data.html to read in the call's language. NOT_FOUND: no such
 * account. UNAVAILABLE: the store, or it is too large. May: the person, and the command line. */
CHECKED enum status people_data_zip(struct call *c, int64_t person, struct str *zip);

/* Sets call->person to who signed in with the request's cookie; nobody is OK too. A cookie counts on pages alone: the API
 * takes tokens, so that no other site can make a browser call it in somebody's name. UNAVAILABLE: the store. */
CHECKED enum status people_of_cookie(struct http_request *request, struct call *call);

#endif
