/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - JSON answers, and the same lists as CSV.
 *
 * Threads and memory: as request and response. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H
#include "http/http.h"

#include <jansson.h>

/* Answers with the document and gives up the reference to it. Returns OK, for `return http_answer(…)`. */
enum status http_answer(struct http_response *response, json_t *document);

/* Answers with a list, {"items": […], "next": path or null, …}, and gives up the reference; `next` is told in a Link header
 * too. As CSV of the items where the request asks for that.
 * columns: members of an item separated by blanks ("id title.en"); an array becomes its texts joined by blanks, an object
 * its JSON. `?for=excel` (if the route declares it) writes for a spreadsheet. Returns OK. */
enum status http_answer_list(const struct http_request *request, struct http_response *response, json_t *document,
			     const char *columns);

#endif
