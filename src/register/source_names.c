/* SPDX-License-Identifier: Apache-2.0 */
/* The tags in the facts' sources, in words. */
#include "register/source_names.h"

#include "base/out.h"

#include <ctype.h>
#include <stdlib.h>

enum { WORDS_MOST = 16 << 10 };

static int find_source(const void *key, const void *element)
{
	return str_compare(*(const struct str *)key, ((const struct register_source *)element)->tag);
}

const struct register_source *register_source_named(const struct register_snapshot *s, struct str tag)
{
	return s->sources_n ? bsearch(&tag, s->sources, s->sources_n, sizeof *s->sources, find_source) : NULL;
}

static void add_tag(struct arena *a, struct str tag, struct register_source_tags *tags)
{
	for (size_t k = 0; k < tags->n; k++)
		if (str_equal(tags->at[k], tag))
			return;
	if (tag.n)
		*list_add(a, tags) = tag;
}

void register_source_split(struct arena *a, struct str source, struct register_source_tags *tags)
{
	struct str part, tag;
	while (str_next(&source, ';', &part))
		while (str_next(&part, '+', &tag))
			add_tag(a, str_trim(tag), tags);
}

static bool is_of_tag(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

struct str register_source_words(struct arena *a, const struct register_snapshot *s, struct str source)
{
	struct out o = out_new(a, WORDS_MOST, NULL);
	for (size_t i = 0, end; i < source.n; i = end) {
		for (end = i; end < source.n && is_of_tag(source.at[end]); end++)
			;
		end += end == i;
		struct str word = {source.at + i, end - i};
		const struct register_source *named = register_source_named(s, word);
		if (str_is(word, "+"))
			out_printf(&o, "; ");
		else
			out_raw(&o, named ? named->name : word);
	}
	return out_str(&o);
}
