/* SPDX-License-Identifier: Apache-2.0 */
/* listen.h - the socket itself: addresses, binding, and peers that do not speak HTTP.
 *
 * Threads: any. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H
#include "base/problem.h"

/* Opens a listening socket at "HOST:PORT" ("127.0.0.1:8080", "[::1]:0", "localhost:8080"). *shown gets its address as a URL
 * in the arena, *open whether others than this machine can reach it.
 * INVALID: no such address, or one beyond this machine although url is NULL. UNAVAILABLE: taken, or refused by the system. */
CHECKED enum status listen_open(struct arena *a, const char *address, const char *url, struct problems *problems,
				int *fd, struct str *shown, bool *open);

/* The peer sent something, got nothing and still waits. */
bool listen_unanswered(int fd);

/* Answers 400 to what was not HTTP at all. */
void listen_refuse(int fd);

#endif
