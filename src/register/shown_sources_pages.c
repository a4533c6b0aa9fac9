/* SPDX-License-Identifier: Apache-2.0 */
/* Where facts were read, on pages. */
#include "register/shown_sources_pages.h"

#include "register/source_names.h"

void shown_source(const struct call *c, struct shown_texts *sources, struct str source)
{
	for (size_t k = 0; k < sources->n; k++)
		if (str_equal(sources->at[k].text, source))
			return;
	if (source.n)
		*list_add(c->arena, sources) = shown_recorded(c, source);
}

struct shown_text shown_source_words(const struct call *c, const struct register_snapshot *s, struct str source)
{
	return shown_recorded(c, register_source_words(c->arena, s, source));
}

struct shown_texts shown_sources(const struct call *c, const struct register_snapshot *s,
				 const struct shown_texts *sources)
{
	struct register_source_tags tags = {0};
	struct shown_texts names = {0};
	for (size_t k = 0; k < sources->n; k++)
		register_source_split(c->arena, sources->at[k].text, &tags);
	for (size_t k = 0; k < tags.n; k++)
		*list_add(c->arena, &names) = shown_source_words(c, s, tags.at[k]);
	return names;
}
