/* SPDX-License-Identifier: Apache-2.0 */
/* The world map: outlines are constant text (outlines.txt, made by tools/outlines.mjs), one line a country, read at each
 * call, which costs less than writing them. Which countries are drawn is kept, read once: pages ask it hundreds of times. */
#include "outlines_file.h"
#include "page/format.h"
#include "page/map_html.h"

#include <pthread.h>
#include <stdlib.h>

enum { RADIUS = 6, RADIUS_OUTLINED = 3 };

#define FRAME "---"

static const char *const classes[PAGE_MAP_FILLS] = {"out", "no", "in", "wt", "dn", "un", "n1", "n2", "n3", "n4", "n5"};

/* The next line of outlines.txt that is no comment: code and what stands behind it. False at the end. */
static bool next_outline(struct str *rest, struct str *code, struct str *what)
{
	struct str line;
	while (str_next(rest, '\n', &line))
		if (line.n > 4 && line.at[0] != '#') {
			*code = str_slice(line, 0, 3);
			*what = str_slice(line, 4, line.n);
			return true;
		}
	return false;
}

static struct str outlines(void)
{
	return (struct str){(const char *)outlines_file.bytes, outlines_file.n};
}

/* By three capital letters. */
static bool is_drawn[26 * 26 * 26];
static pthread_once_t drawn_once = PTHREAD_ONCE_INIT;

/* The place of a code among all that could be; false where it is none. */
static bool find_place(struct str code, size_t *place)
{
	*place = 0;
	for (size_t k = 0; k < code.n; k++) {
		if (k == 3 || code.at[k] < 'A' || code.at[k] > 'Z')
			return false;
		*place = *place * 26 + (size_t)(code.at[k] - 'A');
	}
	return code.n == 3;
}

static void read_codes(void)
{
	struct str rest = outlines(), code, what;
	size_t place;
	while (next_outline(&rest, &code, &what))
		if (find_place(code, &place)) /* not the frame */
			is_drawn[place] = true;
}

bool page_map_has(struct str code)
{
	size_t place;
	must(pthread_once(&drawn_once, read_codes) == 0);
	return find_place(code, &place) && is_drawn[place];
}

/* A path as it stands, or "x y", the middle of a disc. */
static struct map_shape shape_of(struct str what)
{
	struct map_shape shape = {
		.title = STR(""), .key = STR(""), .url = {STR("")}, .fill = classes[MAP_OUTLINED], .path = what};
	struct str x;
	int64_t number;
	if (str_begins(what, "M"))
		return shape;
	shape.radius = RADIUS_OUTLINED;
	if (str_next(&what, ' ', &x) && str_to_i64(x, &number))
		shape.x = (int)number;
	if (str_to_i64(what, &number))
		shape.y = (int)number;
	return shape;
}

/* Every shape in the order of outlines.txt, which is that of the codes, and the frame. */
static void read_shapes(struct arena *a, struct map_shapes *out)
{
	struct str rest = outlines(), code, what;
	while (next_outline(&rest, &code, &what))
		if (str_is(code, FRAME)) {
			out->frame = what;
		} else {
			struct map_shape *shape = list_add(a, out);
			*shape = shape_of(what);
			shape->code = code;
		}
}

static int by_code(const void *key, const void *element)
{
	return str_compare(*(const struct str *)key, ((const struct map_shape *)element)->code);
}

/* Outlines before discs, which lie above them; each by name, those that nobody speaks of first. */
static int in_order(const void *x, const void *y)
{
	const struct map_shape *a = x, *b = y;
	int discs = (a->radius > 0) - (b->radius > 0);
	return discs ? discs : str_compare(a->key, b->key);
}

static void take_place(struct call *c, const struct page_map_place *place, struct map_shape *shape)
{
	shape->title = place->title;
	shape->url = place->url;
	shape->fill = classes[place->fill];
	shape->key = format_sort_key(c, place->title);
	if (shape->radius && place->fill != MAP_OUTLINED)
		shape->radius = RADIUS;
}

void page_map_write(struct out *o, const struct page_map *map)
{
	struct call *c = o->call;
	struct map_shapes shapes = {.frame = STR("")};
	read_shapes(c->arena, &shapes);
	for (size_t k = 0; k < map->places_n; k++) {
		struct map_shape *shape =
			bsearch(&map->places[k].code, shapes.at, shapes.n, sizeof *shapes.at, by_code);
		if (shape)
			take_place(c, &map->places[k], shape);
	}
	qsort(shapes.at, shapes.n, sizeof *shapes.at, in_order);
	page_map(o, c, map, &shapes);
}
