/* SPDX-License-Identifier: Apache-2.0 */
/* find_pages.h - what was found, the same for the page and for programs.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_FIND_PAGES_H
#define REGISTER_FIND_PAGES_H
#include "register/register_pages.h"

struct shown_hit {
	struct url url;
	struct str code, kind;
	struct shown_text name;
	struct register_hit hit;
};

struct found {
	struct str asked;
	LIST(struct shown_hit) hits;
	bool is_near; /* nothing fits; these are the nearest */
	bool is_one;  /* the first is meant for certain: the page leads there at once */
	struct url csv, json;
};

/* What the parameter q asks for, on the day: instruments that it does not know yet are left out. As register_find(). */
CHECKED enum status found_read(struct http_request *r, const struct register_snapshot *s, struct found *out);

/* GET /api/v1/find: find_api.c. */
http_handler register_find_api;

#endif
