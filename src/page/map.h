/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - the world as a small SVG file: every country one shape or one disc, filled by what is told of it.
 *
 * Equal Earth centred on 10 degrees East, cut at 170 degrees West, without Antarctica, viewBox 956 x 428 (LOOK 5.10). Outlines:
 * Natural Earth 1:110m, public domain. Countries without an outline, or with one smaller than the dot, are discs pushed apart
 * until 12 units lie between their centres. The file carries its own style, light and dark, and the three patterns.
 * Threads: any. Memory: the call's arena. */
#ifndef PAGE_MAP_H
#define PAGE_MAP_H
#include "page/url.h"

enum page_map_fill {
	MAP_OUTLINED, /* no Member, or nothing is said of it */
	MAP_LAND,     /* not ratified */
	MAP_IN,       /* in force */
	MAP_WAIT,     /* not yet in force */
	MAP_END,      /* denounced */
	MAP_UNKNOWN,  /* not known */
	MAP_STEP_1,   /* five steps of a number, the least first */
	MAP_STEP_2,
	MAP_STEP_3,
	MAP_STEP_4,
	MAP_STEP_5,
	PAGE_MAP_FILLS
};

struct page_map_place {
	struct str code;  /* ISO 3166-1 alpha-3; one that is not on the map is left out */
	struct str title; /* "Brazil: in force since 31 January 2019" */
	struct url url;   /* where its shape leads; empty: nowhere */
	enum page_map_fill fill;
};

struct page_map {
	struct str title;       /* the file's name for screen readers */
	struct str description; /* the same as words: counts, regions */
	const struct page_map_place *places;
	size_t places_n;
};

/* Writes the whole SVG document. Countries that are not among the places are outlined. */
void page_map_write(struct out *o, const struct page_map *map);

/* The map has a shape or a disc for the country of that code. */
bool page_map_has(struct str code);

#endif
