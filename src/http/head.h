/* SPDX-License-Identifier: Apache-2.0 */
/* head.h - is the head of a request exactly what HTTP allows?
 *
 * Memory: nothing is allocated. Threads: the worker of the connection. */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H
#include "http/http_private.h"

#include <microhttpd.h>

/* The request line as the library found it: its strings lie in the connection's own buffer. */
struct head_line {
	const char *method, *version;
	const char *target; /* where the target began */
	size_t target_n;    /* up to its NUL, before it was decoded */
};

/* PROBLEM_CODES if the head is in order, else what is wrong with it; *body_n gets the announced length of the body (-1:
 * chunked, 0: none). */
enum problem_code head_check(struct MHD_Connection *connection, const struct head_line *line, int64_t *body_n);

#endif
