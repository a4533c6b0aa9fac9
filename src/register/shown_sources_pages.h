/* SPDX-License-Identifier: Apache-2.0 */
/* shown_sources_pages.h - where facts were read, on pages: the tags of their sources in words.
 *
 * Threads: any. Memory: the call's arena. */
#ifndef REGISTER_SHOWN_SOURCES_PAGES_H
#define REGISTER_SHOWN_SOURCES_PAGES_H
#include "register/register_pages.h"

/* Adds a source unless it is there already. */
void shown_source(const struct call *c, struct shown_texts *sources, struct str source);

/* The names of the sources, each once. */
struct shown_texts shown_sources(const struct call *c, const struct register_snapshot *s,
				 const struct shown_texts *sources);

/* A source in words. */
struct shown_text shown_source_words(const struct call *c, const struct register_snapshot *s, struct str source);

#endif
