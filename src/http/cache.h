/* SPDX-License-Identifier: Apache-2.0 */
/* cache.h - answers kept while the store's version and the UTC day stand.
 *
 * Memory: bounded by the bytes named at the start. Threads: all functions but cache_new and cache_free may be called from
 * any thread. */
#ifndef HTTP_CACHE_H
#define HTTP_CACHE_H
#include "http/http_private.h"

enum { CACHE_KEY_ROOM = HTTP_ADDRESS_MOST + 64 };

struct cache;

/* What an answer hangs on besides its key. */
struct cache_stamp {
	int64_t version;
	int32_t day;
};

/* One kept answer: the server's form of it (freed by `forget`), its entity tag and its size. */
struct http_kept {
	void *answer;
	char etag[32];
	size_t bytes;
};

/* A cache of at most that many bytes (8 KiB at least to hold anything). */
struct cache *cache_new(size_t bytes, void (*forget)(struct http_kept *kept));

/* Runs `use` on the answer kept under that key and stamp, while it cannot be thrown out. False: there is none. */
bool cache_use(struct cache *c, struct str key, struct cache_stamp stamp,
	       void (*use)(const struct http_kept *kept, void *context), void *context);

/* Keeps an answer in place of what was there under that key; it is the cache's then. False: it is too large and stays the
 * caller's. */
bool cache_keep(struct cache *c, struct str key, struct cache_stamp stamp, const struct http_kept *kept);

/* Bytes of all kept answers, their keys and book-keeping included. */
size_t cache_bytes(struct cache *c);

/* Forgets all and sets *c to NULL. Nobody may be using it. */
void cache_free(struct cache **c);

/* The key of an address as asked for (its parameters sorted), in `at`; empty if it has too many parameters to be kept.
 * `api` and `page` are what the reader's Accept would choose on either kind of route, as the route is not known yet. */
struct str cache_key(char at[static CACHE_KEY_ROOM], struct str target, struct lang lang, enum http_format api,
		     enum http_format page, enum http_encoding encoding);

#endif
