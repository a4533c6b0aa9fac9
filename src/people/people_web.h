/* SPDX-License-Identifier: Apache-2.0 */
/* people_web.h - signing in and out in a browser: routes, and who it is that asks.
 *
 * Threads and memory: as http.h. */
#ifndef PEOPLE_PEOPLE_WEB_H
#define PEOPLE_PEOPLE_WEB_H
#include "http/http.h"

/* GET and POST /{lang}/sign-in, POST /{lang}/sign-out. */
extern const struct http_route people_pages_routes[];

/* /{lang}/create-account; mailed links; the second step; /{lang}/account; the API of it. */
extern const struct http_route people_sign_up_routes[];
extern const struct http_route people_links_routes[];
extern const struct http_route people_step_routes[];
extern const struct http_route people_account_routes[];
extern const struct http_route people_account_api_routes[];

/* Sets call->person to who signed in with the request's cookie; nobody is OK too. A cookie counts on pages alone: the API
 * takes tokens, so that no other site can make a browser call it in somebody's name. UNAVAILABLE: the store. */
CHECKED enum status people_of_cookie(struct http_request *request, struct call *call);

#endif
