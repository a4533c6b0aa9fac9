/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory that is given back whole.
 *
 * One arena per request, per job, per snapshot. Nothing taken from it is freed by hand. Refused memory ends the process,
 * so no caller tests for NULL: sizes are bounded where they enter (body limits, LIMIT, the ceiling of a struct out).
 * Threads: an arena belongs to one thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
#include "base/status.h"

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena. Free it with arena_free. */
struct arena *arena_new(void);

/* Runs the clean-ups, last registered first, frees everything and sets *a to NULL. A NULL arena is left alone. */
void arena_free(struct arena **a);

/* Runs the clean-ups and empties the arena, keeping its first chunk for the next user. */
void arena_clear(struct arena *a);

/* n bytes, zeroed, aligned for any type; n may be 0. They live until the arena is cleared. */
void *arena_alloc(struct arena *a, size_t n);

/* The same, not zeroed: for bytes that are written at once. */
void *arena_take(struct arena *a, size_t n);

/* A copy of n bytes followed by a NUL that n does not count. */
char *arena_copy(struct arena *a, const void *bytes, size_t n);

/* A formatted, NUL-terminated text. */
char *arena_printf(struct arena *a, const char *format, ...) PRINTF(2, 3);

/* The same with a va_list. */
char *arena_vprintf(struct arena *a, const char *format, va_list ap) PRINTF(2, 0);

/* Calls clean(thing) when the arena is cleared or freed: for what is not memory (statement, file, transaction). */
void arena_on_clear(struct arena *a, void (*clean)(void *thing), void *thing);

/* Bytes handed out since it was new or cleared, alignment included. */
size_t arena_bytes(const struct arena *a);

/* An array of n zeroed T. */
#define arena_array(a, T, n) ((T *)arena_alloc((a), sizeof(T) * (n)))

/* One zeroed T. */
#define arena_one(a, T) arena_array(a, T, 1)

/* The body of a struct that lists T: at, n and the room behind at. */
#define LIST(T)                 \
	struct {                \
		T *at;          \
		size_t n, room; \
	}

/* Room for one more element of a LIST; returns the (possibly moved) array. Called through list_add(). */
void *list_grow(struct arena *a, void *at, size_t n, size_t *room, size_t element);

/* Adds one zeroed element to a LIST and gives its address, good until the next list_add(). */
#define list_add(a, list)                                                                       \
	((list)->at = list_grow((a), (list)->at, (list)->n, &(list)->room, sizeof *(list)->at), \
	 &(list)->at[(list)->n++])

#endif
