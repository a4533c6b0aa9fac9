/* SPDX-License-Identifier: Apache-2.0 */
/* maps_pages.h - the register's maps: one SVG file an instrument, one of the world's picture, and the figure that shows it.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_MAPS_PAGES_H
#define REGISTER_MAPS_PAGES_H
#include "register/register_pages.h"

struct shown_key {
	const char *fill; /* class of the swatch: "in", "wt", "dn", "un", "out", "n1" to "n5", "" for not ratified */
	struct str words; /* "Bound: 30" */
};

/* A map in a page: the part shown_map(&map) of maps.html writes it. Empty url: there is none. */
struct shown_map {
	struct url url;         /* of the SVG file */
	struct str alternative; /* what it shows, in a sentence */
	struct str words;       /* one sentence by region, below the legend */
	LIST(struct shown_key) keys;
};

/* The world under one instrument on the day. No map for a Recommendation, or before adoption. */
struct shown_map shown_instrument_map(const struct asked *a, const struct register_instrument *i);

/* How many of the fundamental Conventions whose lists are complete bind each Member on the day. */
struct shown_map shown_world_map(const struct asked *a);

#endif
