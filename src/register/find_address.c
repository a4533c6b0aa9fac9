/* SPDX-License-Identifier: Apache-2.0 */
/* What an address that somebody pasted into the find field is about. */
#include "register/find_words.h"
#include "register/normlex_address.h"
#include "register/questions.h"

enum { SCORE_NAME = 100 };

static bool is_address(struct str text)
{
	for (size_t k = 0; k < text.n; k++)
		if (text.at[k] == ' ')
			return false;
	return memchr(text.at, '/', text.n) || str_begins(text, "f?p=");
}

static struct register_hit hit_of(const struct register_snapshot *s, const struct register_instrument *i,
				  const struct register_country *country, const struct register_group *group)
{
	enum register_found kind = i ? FOUND_INSTRUMENT : country ? FOUND_COUNTRY : FOUND_GROUP;
	ptrdiff_t index = i ? i - s->instruments : country ? country - s->countries : group - s->groups;
	return (struct register_hit){kind, (int)index, SCORE_NAME};
}

/* ".../standards/C189?on=…": what follows the first step that says of what kind it is. */
static bool by_our_path(const struct register_snapshot *s, struct str text, struct register_hit *out)
{
	struct str path = text, rest, step, kind = STR(""), name = STR("");
	str_next(&path, '#', &rest);
	str_next(&rest, '?', &path);
	while (!name.n && str_next(&path, '/', &step)) {
		name = kind.n ? step : STR("");
		if (str_is(step, "standards") || str_is(step, "instruments") || str_is(step, "extract") ||
		    str_is(step, "countries") || str_is(step, "members") || str_is(step, "groups"))
			kind = step;
	}
	str_next(&name, '.', &step); /* a format behind it */
	bool is_country = str_is(kind, "countries") || str_is(kind, "members"), is_group = str_is(kind, "groups");
	const struct register_country *country = is_country ? register_country_named(s, step) : NULL;
	const struct register_group *group = is_group ? register_group_named(s, step) : NULL;
	const struct register_instrument *i =
		kind.n && !is_country && !is_group ? register_instrument_named(s, step) : NULL;
	if (!i && !country && !group)
		return false;
	*out = hit_of(s, i, country, group);
	return true;
}

bool find_by_address(struct arena *a, const struct register_snapshot *s, struct str text, struct register_hit *out)
{
	const struct register_instrument *i;
	const struct register_country *country;
	struct normlex_address address;
	if (!is_address(text))
		return false;
	if (!normlex_address_read(a, text, &address))
		return by_our_path(s, text, out);
	normlex_find(s, &address, &i, &country);
	if (i || country)
		*out = hit_of(s, i, country, NULL);
	return i || country;
}
