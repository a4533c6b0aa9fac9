/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - things found by a text.
 *
 * Memory: the arena's; keys are not copied. Threads: as the arena. */
#ifndef BASE_MAP_H
#define BASE_MAP_H
#include "base/str.h"

struct map_place {
	struct str key;
	void *thing;
};

struct map {
	struct arena *arena;
	struct map_place *at;
	size_t n, room; /* room is a power of two, at least a quarter free */
};

/* An empty map. */
struct map map_new(struct arena *a);

/* What was put under the key; NULL if nothing. */
void *map_get(const struct map *m, struct str key);

/* Puts a thing (not NULL) under a key, in place of what was there. */
void map_put(struct map *m, struct str key, void *thing);

#endif
