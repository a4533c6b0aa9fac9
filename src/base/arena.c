/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(at, n) ASAN_POISON_MEMORY_REGION(at, n)
#define UNPOISON(at, n) ASAN_UNPOISON_MEMORY_REGION(at, n)
#else
#define POISON(at, n) ((void)(at), (void)(n))
#define UNPOISON(at, n) ((void)(at), (void)(n))
#endif

enum { FIRST_CHUNK = 8 << 10, LARGEST_STEP = 1 << 20, SHORT_TEXT = 512 };

struct chunk {
	struct chunk *before;
	size_t used, room;
	alignas(max_align_t) char bytes[];
};

struct clean_up {
	struct clean_up *before;
	void (*clean)(void *thing);
	void *thing;
};

struct arena {
	struct chunk *last;
	struct clean_up *clean_ups;
	size_t bytes;
};

static void *memory(size_t n)
{
	void *at = malloc(n);
	if (!at) {
		fprintf(stderr, "out of memory (%zu bytes)\n", n);
		abort();
	}
	return at;
}

static struct chunk *chunk_new(struct chunk *before, size_t room)
{
	must(room < SIZE_MAX / 2);
	struct chunk *chunk = memory(sizeof *chunk + room);
	*chunk = (struct chunk){.before = before, .room = room};
	POISON(chunk->bytes, room);
	return chunk;
}

struct arena *arena_new(void)
{
	struct arena *a = memory(sizeof *a);
	*a = (struct arena){.last = chunk_new(NULL, FIRST_CHUNK)};
	return a;
}

static void run_clean_ups(struct arena *a)
{
	while (a->clean_ups) {
		struct clean_up *one = a->clean_ups;
		a->clean_ups = one->before;
		one->clean(one->thing);
	}
}

void arena_clear(struct arena *a)
{
	run_clean_ups(a);
	while (a->last->before) {
		struct chunk *chunk = a->last;
		a->last = chunk->before;
		free(chunk);
	}
	a->last->used = 0;
	a->bytes = 0;
	POISON(a->last->bytes, a->last->room);
}

void arena_free(struct arena **a)
{
	if (!*a)
		return;
	arena_clear(*a);
	free((*a)->last);
	free(*a);
	*a = NULL;
}

void *arena_take(struct arena *a, size_t n)
{
	must(n < SIZE_MAX / 4);
	size_t size = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	struct chunk *chunk = a->last;
	if (chunk->room - chunk->used < size) {
		size_t step = chunk->room < LARGEST_STEP ? chunk->room * 2 : LARGEST_STEP;
		chunk = a->last = chunk_new(chunk, size > step ? size : step);
	}
	char *at = chunk->bytes + chunk->used;
	chunk->used += size;
	a->bytes += size;
	UNPOISON(at, n);
	return at;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return memset(arena_take(a, n), 0, n);
}

char *arena_copy(struct arena *a, const void *bytes, size_t n)
{
	char *at = arena_take(a, n + 1);
	if (n)
		memcpy(at, bytes, n);
	at[n] = 0;
	return at;
}

char *arena_vprintf(struct arena *a, const char *format, va_list ap)
{
	char room[SHORT_TEXT];
	va_list again;
	va_copy(again, ap);
	int n = vsnprintf(room, sizeof room, format, ap);
	must(n >= 0);
	char *at = arena_take(a, (size_t)n + 1);
	if ((size_t)n < sizeof room)
		memcpy(at, room, (size_t)n + 1);
	else
		vsnprintf(at, (size_t)n + 1, format, again);
	va_end(again);
	return at;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *at = arena_vprintf(a, format, ap);
	va_end(ap);
	return at;
}

void arena_on_clear(struct arena *a, void (*clean)(void *thing), void *thing)
{
	struct clean_up *one = arena_one(a, struct clean_up);
	*one = (struct clean_up){.before = a->clean_ups, .clean = clean, .thing = thing};
	a->clean_ups = one;
}

size_t arena_bytes(const struct arena *a)
{
	return a->bytes;
}

void *list_grow(struct arena *a, void *at, size_t n, size_t *room, size_t element)
{
	if (n < *room)
		return at;
	*room = *room ? *room * 2 : 8;
	char *moved = arena_take(a, *room * element);
	if (n)
		memcpy(moved, at, n * element);
	memset(moved + n * element, 0, (*room - n) * element);
	return moved;
}
