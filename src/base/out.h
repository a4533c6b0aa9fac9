/* SPDX-License-Identifier: Apache-2.0 */
/* out.h - a growing output with a ceiling named at its birth.
 *
 * Crossing the ceiling sets `over` and drops the rest; it is tested once, at the end. Memory comes from the arena.
 * Threads: as its arena. */
#ifndef BASE_OUT_H
#define BASE_OUT_H
#include "base/str.h"

struct call;

struct out {
	struct arena *arena;
	char *at;
	size_t n, room, most;
	bool over;
	struct call *call; /* who reads it: language and day; may be NULL for outputs that need neither */
};

/* An empty output of at most `most` bytes. */
struct out out_new(struct arena *a, size_t most, struct call *call);

/* Appends n bytes as they are. */
void out_literal(struct out *o, const char *bytes, size_t n);

/* Appends the text as it is, unescaped. */
void out_raw(struct out *o, struct str s);

/* Appends formatted text as it is, unescaped. */
void out_printf(struct out *o, const char *format, ...) PRINTF(2, 3);

/* What was written; followed by a NUL that n does not count. */
struct str out_str(struct out *o);

#endif
