/* SPDX-License-Identifier: Apache-2.0 */
/* gzip and brotli. An encoder's tables are larger than most pages, so each thread keeps its own between answers: zlib's
 * stream is reset; brotli's encoder cannot be, but takes its memory from a small store of blocks kept here. */
#include "http/compress.h"

#include <brotli/encode.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
	GZIP_LEVEL = 6,
	BROTLI_LEVEL = 5,
	BLOCKS_MOST = 16,
	KEPT_MOST = 2 << 20, /* bytes of free blocks kept by one thread */
};

struct block {
	void *at;
	size_t n;
	bool taken;
};

struct encoders {
	z_stream gzip;
	bool gzip_ready;
	struct block blocks[BLOCKS_MOST];
	size_t kept; /* bytes of all blocks in the store */
};

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void encoders_free(void *thing)
{
	struct encoders *e = thing;
	if (!e)
		return;
	if (e->gzip_ready)
		deflateEnd(&e->gzip);
	for (size_t i = 0; i < BLOCKS_MOST; i++)
		free(e->blocks[i].at);
	free(e);
}

static void key_make(void)
{
	must(pthread_key_create(&key, encoders_free) == 0);
}

static struct encoders *mine(void)
{
	pthread_once(&once, key_make);
	struct encoders *e = pthread_getspecific(key);
	if (!e) {
		e = calloc(1, sizeof *e);
		must(e);
		must(pthread_setspecific(key, e) == 0);
	}
	return e;
}

void compress_forget(void)
{
	pthread_once(&once, key_make);
	encoders_free(pthread_getspecific(key));
	pthread_setspecific(key, NULL);
}

/* The smallest free block that holds n bytes without wasting more than it uses, else a new one. */
static void *block_take(void *opaque, size_t n)
{
	struct encoders *e = opaque;
	struct block *best = NULL, *empty = NULL;
	for (size_t i = 0; i < BLOCKS_MOST; i++) {
		struct block *b = &e->blocks[i];
		if (!b->at)
			empty = b;
		else if (!b->taken && b->n >= n && b->n / 2 <= n && (!best || b->n < best->n))
			best = b;
	}
	if (best) {
		best->taken = true;
		return best->at;
	}
	void *at = malloc(n);
	if (at && empty) {
		*empty = (struct block){at, n, true};
		e->kept += n;
	}
	return at;
}

static void block_give(void *opaque, void *at)
{
	struct encoders *e = opaque;
	for (size_t i = 0; at && i < BLOCKS_MOST; i++)
		if (e->blocks[i].at == at) {
			e->blocks[i].taken = false;
			if (e->kept <= KEPT_MOST)
				return;
			e->kept -= e->blocks[i].n;
			e->blocks[i].at = NULL;
			break;
		}
	free(at);
}

static bool gzip(struct encoders *e, struct str body, char *at, size_t room, size_t *n)
{
	if (!e->gzip_ready) {
		e->gzip = (z_stream){0};
		/* 15 + 16: the largest window, in a gzip frame */
		if (deflateInit2(&e->gzip, GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
			return false;
		e->gzip_ready = true;
	} else if (deflateReset(&e->gzip) != Z_OK) {
		return false;
	}
	e->gzip.next_in = (unsigned char *)(uintptr_t)body.at;
	e->gzip.avail_in = (unsigned)body.n;
	e->gzip.next_out = (unsigned char *)at;
	e->gzip.avail_out = (unsigned)room;
	bool done = deflate(&e->gzip, Z_FINISH) == Z_STREAM_END;
	*n = room - e->gzip.avail_out;
	return done;
}

static bool brotli(struct encoders *e, struct str body, char *at, size_t room, size_t *n)
{
	BrotliEncoderState *state = BrotliEncoderCreateInstance(block_take, block_give, e);
	if (!state)
		return false;
	int window = BROTLI_MIN_WINDOW_BITS;
	while (window < 18 && ((size_t)1 << window) < body.n)
		window++;
	BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, BROTLI_LEVEL);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_LGWIN, (uint32_t)window);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT, (uint32_t)body.n);
	BrotliEncoderSetParameter(state, BROTLI_PARAM_MODE, BROTLI_MODE_TEXT);
	const uint8_t *in = (const uint8_t *)body.at;
	uint8_t *out = (uint8_t *)at;
	size_t in_n = body.n, out_n = room;
	bool done = BrotliEncoderCompressStream(state, BROTLI_OPERATION_FINISH, &in_n, &in, &out_n, &out, NULL) &&
		    BrotliEncoderIsFinished(state);
	*n = room - out_n;
	BrotliEncoderDestroyInstance(state);
	return done;
}

bool compress_body(struct arena *a, enum http_encoding encoding, struct str body, struct str *out)
{
	if (encoding == ENCODING_NONE || body.n < COMPRESS_LEAST || body.n > HTTP_RESPONSE_MOST)
		return false;
	size_t room = body.n - 1, n = 0;
	char *at = arena_alloc(a, room);
	if (!(encoding == ENCODING_GZIP ? gzip : brotli)(mine(), body, at, room, &n))
		return false;
	*out = (struct str){at, n};
	return true;
}
