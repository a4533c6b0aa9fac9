/* SPDX-License-Identifier: Apache-2.0 */
/* news_web.h - routes of the news.
 *
 * Threads: any. Memory: constants. */
#ifndef NEWS_NEWS_WEB_H
#define NEWS_NEWS_WEB_H
#include "http/http.h"

/* The pages, and the calls of the API. */
extern const struct http_route news_pages_routes[], news_api_routes[];

#endif
