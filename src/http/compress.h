/* SPDX-License-Identifier: Apache-2.0 */
/* compress.h - bodies packed with gzip or brotli; each thread keeps its own encoders, since fresh memory costs brotli
 * milliseconds. Private to the room. */
#ifndef HTTP_COMPRESS_H
#define HTTP_COMPRESS_H
#include "http/http_private.h"

/* Packs the body into the arena. False: it would not get smaller. */
bool compress_body(struct arena *a, enum http_encoding encoding, struct str body, struct str *out);

/* Frees the calling thread's encoders; also done when the thread ends. */
void compress_forget(void);

#endif
