/* SPDX-License-Identifier: Apache-2.0 */
/* register_web.h - what the register's web side shares, and the route lists that it gives to the program. */
#ifndef REGISTER_REGISTER_WEB_H
#define REGISTER_REGISTER_WEB_H
#include "http/http.h"
#include "register/register.h"

/* Routes of the pages, and of the API; each list ends with a row without a pattern. */
extern const struct http_route register_pages_routes[];
extern const struct http_route register_api_routes[];
extern const struct http_route register_maps_routes[];
extern const struct http_route register_explain_routes[];
extern const struct http_route register_compare_routes[];
extern const struct http_route register_compare_api_routes[];
extern const struct http_route register_changes_routes[];
extern const struct http_route register_changes_api_routes[];
extern const struct http_route register_edit_routes[];
extern const struct http_route register_edit_api_routes[];
extern const struct http_route register_queue_routes[];
extern const struct http_route register_queue_api_routes[];
extern const struct http_route register_texts_routes[];
extern const struct http_route register_texts_api_routes[];
extern const struct http_route register_extract_routes[];
extern const struct http_route register_what_if_routes[];
extern const struct http_route register_calendar_routes[];
extern const struct http_route register_normlex_routes[];
extern const struct http_route register_find_routes[];

/* POST /api/v1/law/in-force: register_law_api.c. */
http_handler register_law_in_force;

/* The instrument or country that the address names, or NOT_FOUND with a problem that lists the nearest names. */
CHECKED enum status register_asked_instrument(struct http_request *r, const struct register_snapshot *s,
					      const struct register_instrument **out);
CHECKED enum status register_asked_country(struct http_request *r, const struct register_snapshot *s,
					   const struct register_country **out);

#endif
