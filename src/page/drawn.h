/* SPDX-License-Identifier: Apache-2.0 */
/* drawn.h - drawings laid out: what the templates of map.h and plot.h write. Private to this room.
 *
 * Threads: any. Memory: the call's arena. */
#ifndef PAGE_DRAWN_H
#define PAGE_DRAWN_H
#include "page/map.h"
#include "page/plot.h"

/* A country on the map: a path, or a disc where radius is not 0. */
struct map_shape {
	struct str code;
	struct str title, key; /* key: its place in the order; both may be empty */
	struct url url;        /* may be empty */
	const char *fill;      /* class */
	struct str path;
	int x, y, radius;
};

/* In the order in which they are drawn. */
struct map_shapes {
	LIST(struct map_shape);
	struct str frame; /* path of the edge of the world */
};

enum { DRAWN_WIDE = 400, DRAWN_LETTER = 14, DRAWN_ROW = 18 };

/* Lines or areas of one class, as a path. */
struct drawn_path {
	const char *kind; /* class */
	struct str path;
};

struct drawn_text {
	const char *kind;   /* class; "" for soft */
	const char *anchor; /* "start", "middle", "end": what of it stands at x */
	int x, y;           /* y: its base line */
	int left, width;    /* what it covers at most */
	bool is_squeezed;   /* it would be wider than the drawing, so it is set narrower */
	struct str text;
};

/* A drawing 400 units wide. */
struct drawn {
	struct str name; /* a sentence */
	int height;
	LIST(struct drawn_path) paths;
	LIST(struct drawn_text) texts;
};

/* The drawings of plot.h; texts never overlap and lie within the drawing. */
const struct drawn *drawn_curve(struct call *c, const struct plot_curve *curve);
const struct drawn *drawn_windows(struct call *c, const struct plot_windows *windows);
const struct drawn *drawn_timeline(struct call *c, const struct plot_timeline *timeline);

#endif
