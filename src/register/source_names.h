/* SPDX-License-Identifier: Apache-2.0 */
/* source_names.h - the tags in the facts' sources, in words.
 *
 * A source is written as a tag ("huggo"), several that say the same ("normlex-2023-07+huggo"), or as words in which a tag may
 * stand. Names are English, as recorded. Pure: the snapshot is read alone. Threads: any. Memory: the arena given. */
#ifndef REGISTER_SOURCE_NAMES_H
#define REGISTER_SOURCE_NAMES_H
#include "register/snapshot.h"

struct register_source_tags {
	struct str *at;
	size_t n, room;
};

/* The source of that tag; NULL if it has no name here. */
const struct register_source *register_source_named(const struct register_snapshot *s, struct str tag);

/* Adds each of the sources in a fact's source, as they are written, unless it is there already. */
void register_source_split(struct arena *a, struct str source, struct register_source_tags *tags);

/* A source with each tag's name in place of it. */
struct str register_source_words(struct arena *a, const struct register_snapshot *s, struct str source);

#endif
