/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

struct map map_new(struct arena *a)
{
	return (struct map){.arena = a};
}

/* FNV-1a; keys come from imports of an administrator's choosing, so that nobody gains by making them collide. */
static size_t hash(struct str key)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ (unsigned char)key.at[i]) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

static struct map_place *place_of(const struct map *m, struct str key)
{
	size_t i = hash(key) & (m->room - 1);
	while (m->at[i].thing && !str_equal(m->at[i].key, key))
		i = (i + 1) & (m->room - 1);
	return &m->at[i];
}

void *map_get(const struct map *m, struct str key)
{
	return m->room ? place_of(m, key)->thing : NULL;
}

static void grow(struct map *m)
{
	struct map old = *m;
	m->room = old.room ? old.room * 2 : 64;
	m->at = arena_array(m->arena, struct map_place, m->room);
	for (size_t i = 0; i < old.room; i++)
		if (old.at[i].thing)
			*place_of(m, old.at[i].key) = old.at[i];
}

void map_put(struct map *m, struct str key, void *thing)
{
	if (m->n + m->n / 2 >= m->room)
		grow(m);
	struct map_place *place = place_of(m, key);
	m->n += place->thing == NULL;
	*place = (struct map_place){key, thing};
}
