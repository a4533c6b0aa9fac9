/* SPDX-License-Identifier: Apache-2.0 */
/* Filters of a list of instruments. */
#include "register/filters_pages.h"

#include "page/format.h"

#include <string.h>
#include <strings.h>

const char *const filter_parameters[FILTERS] = {
	[BY_TYPE] = "type", [BY_STATUS] = "status",     [BY_SUBJECT] = "subject", [BY_CATEGORY] = "category",
	[BY_OPEN] = "open", [BY_FORCE] = "in_force_on", [BY_WORDS] = "q",
};

const char *const filter_choices[FILTERS] = {
	[BY_TYPE] = "convention protocol recommendation",
	[BY_STATUS] = "adopted in_force abrogated withdrawn",
	[BY_CATEGORY] = "fundamental governance technical",
	[BY_OPEN] = "yes no unknown",
};

struct filters filters_read(const struct http_request *r)
{
	struct filters filters = {.in_force_on = DATE_UNSET};
	for (enum filter f = 0; f < FILTERS; f++)
		filters.wanted[f] = str_trim(http_parameter_text(r, filter_parameters[f]));
	http_parameter_day(r, filter_parameters[BY_FORCE], &filters.in_force_on);
	filters.folded = format_fold(r->call->arena, filters.wanted[BY_WORDS]);
	return filters;
}

static struct str open_word(const struct call *c, const struct register_instrument *i)
{
	if (i->law.id.kind == LAW_RECOMMENDATION)
		return STR("");
	switch (law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, c->on)) {
	case LAW_YES: return STR("yes");
	case LAW_NO: return STR("no");
	default: return STR("unknown");
	}
}

struct str filter_word(const struct call *c, const struct register_instrument *i, enum filter f)
{
	static const char *const types[] = {"convention", "protocol", "recommendation"};
	static const char *const statuses[] = {"", "adopted", "in_force", "abrogated", "withdrawn"};
	enum law_status status;
	switch (f) {
	case BY_TYPE: return str_of(types[i->law.id.kind]);
	case BY_STATUS: law_status(&i->law, c->on, &status); return str_of(statuses[status]);
	case BY_SUBJECT: return i->subject;
	case BY_CATEGORY: return register_category_on(i, c->on);
	case BY_OPEN: return open_word(c, i);
	default: return STR("");
	}
}

/* Every word asked for stands in its number or in a title. */
static bool has_words(const struct call *c, const struct register_instrument *i, struct str folded)
{
	struct str rest = folded, word, all = i->id;
	for (int l = 0; l < REGISTER_LANGUAGES; l++)
		if (i->title.in[l].n)
			all = str_format(c->arena, "%.*s %.*s", STR_ARGS(all), STR_ARGS(i->title.in[l]));
	struct str text = format_fold(c->arena, all);
	while (rest.n && str_next(&rest, ' ', &word))
		if (word.n && !memmem(text.at, text.n, word.at, word.n))
			return false;
	return true;
}

bool filter_passes(const struct call *c, const struct filters *filters, const struct register_instrument *i,
		   enum filter f)
{
	struct str wanted = filters->wanted[f];
	if (wanted.n == 0)
		return true;
	if (f == BY_WORDS)
		return has_words(c, i, filters->folded);
	if (f == BY_FORCE)
		return law_in_force(&i->law, filters->in_force_on) == LAW_YES;
	struct str is = filter_word(c, i, f);
	return wanted.n == is.n && strncasecmp(wanted.at, is.at, is.n) == 0;
}
