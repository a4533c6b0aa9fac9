/* SPDX-License-Identifier: Apache-2.0 */
/* site_web.h - routes of what an administrator sets.
 *
 * Threads: any. Memory: constants. */
#ifndef SITE_SITE_WEB_H
#define SITE_SITE_WEB_H
#include "http/http.h"

/* The settings: their page, and the calls of the API. */
extern const struct http_route site_settings_routes[], site_api_routes[];

/* The pages that the administrator writes. */
extern const struct http_route site_texts_routes[], site_texts_api_routes[];

#endif
