/* SPDX-License-Identifier: Apache-2.0 */
#include "base/out.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_ROOM = 128, SHORT_TEXT = 256 };

struct out out_new(struct arena *a, size_t most, struct call *call)
{
	return (struct out){.arena = a, .most = most, .call = call};
}

/* Makes room for n more bytes and a NUL; false over the ceiling, and from then on. */
static bool out_grow(struct out *o, size_t n)
{
	if (o->over || n > o->most - o->n) {
		o->over = true;
		o->room = o->n; /* nothing fits any more */
		return false;
	}
	size_t room = o->room ? o->room * 2 : FIRST_ROOM;
	while (room <= o->n + n)
		room *= 2;
	char *moved = arena_take(o->arena, room);
	if (o->n)
		memcpy(moved, o->at, o->n);
	o->at = moved;
	o->room = room <= o->most ? room : o->most + 1;
	return true;
}

/* Room for n more bytes and a NUL; false over the ceiling. There is never room beyond it. */
static inline bool out_reserve(struct out *o, size_t n)
{
	return n < o->room - o->n || out_grow(o, n);
}

void out_literal(struct out *o, const char *bytes, size_t n)
{
	if (n == 0 || !out_reserve(o, n))
		return;
	memcpy(o->at + o->n, bytes, n);
	o->n += n;
}

void out_raw(struct out *o, struct str s)
{
	out_literal(o, s.at, s.n);
}

void out_printf(struct out *o, const char *format, ...)
{
	char room[SHORT_TEXT];
	va_list ap, again;
	va_start(ap, format);
	va_copy(again, ap);
	int n = vsnprintf(room, sizeof room, format, ap);
	must(n >= 0);
	if ((size_t)n < sizeof room) {
		out_literal(o, room, (size_t)n);
	} else if (out_reserve(o, (size_t)n)) {
		vsnprintf(o->at + o->n, (size_t)n + 1, format, again);
		o->n += (size_t)n;
	}
	va_end(again);
	va_end(ap);
}

struct str out_str(struct out *o)
{
	if (!o->at)
		return STR("");
	o->at[o->n] = 0;
	return (struct str){o->at, o->n};
}
