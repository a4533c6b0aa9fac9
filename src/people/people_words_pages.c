/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages about people share: how they begin, and words for groups, badges, roles, languages and countries. */
#include "people/profile_pages.h"

#include "base/tr.h"
#include "page/format.h"

struct page people_page_begin(struct http_request *r, struct http_response *response, struct str title, struct str lead)
{
	size_t prefix = 1 + http_path_part(r, "lang").n;
	http_response_header(response, "X-Robots-Tag", STR("noindex"));
	return (struct page){.title = title,
			     .lead = lead,
			     .path = str_slice(r->path, prefix, r->path.n),
			     .query = r->query,
			     .is_unlisted = true,
			     .has_errors = r->call->problems.list.n > 0};
}

enum status people_asked(const struct http_request *r, int64_t *id)
{
	return str_to_i64(http_path_part(r, "person"), id) && *id > 0 ? OK : NOT_FOUND;
}

void people_fact_add(const struct call *c, struct people_facts *facts, struct str term, struct str text)
{
	if (text.n)
		*list_add(c->arena, facts) = (struct people_fact){term, text};
}

struct str people_badge_words(const struct call *c, const struct people_badge *badge)
{
	if (!badge->is_there)
		return STR("");
	struct str group = tr(c, people_group_name(badge->group)), day = format_date(c, moment_day(badge->at));
	if (badge->by == ROLES)
		return PEOPLE_FILL(c, tr(c, "{group}, given on {day}"), {"group", group}, {"day", day});
	return PEOPLE_FILL(c, tr(c, "{group}, given on {day} by: {role}"), {"group", group}, {"day", day},
			   {"role", tr(c, role_name(badge->by))});
}

struct str people_role_names(const struct call *c, role_set roles)
{
	struct str names[ROLES];
	size_t n = 0;
	for (enum role r = 0; r < ROLES; r++)
		if (roles >> r & 1u)
			names[n++] = tr(c, role_name(r));
	return format_list(c, names, n);
}

struct str people_language_names(const struct call *c, struct str tags)
{
	struct str names[32], tag;
	size_t n = 0;
	while (tags.n && n < 32 && str_next(&tags, ' ', &tag))
		if (tag.n)
			names[n++] = format_language(c, lang_of(tag));
	return format_list(c, names, n);
}

struct str people_country_name(struct call *c, struct str code)
{
	struct people_countries all;
	if (code.n && people_countries(c, &all) == OK)
		for (size_t i = 0; i < all.n; i++)
			if (str_equal(code, all.at[i].code))
				return all.at[i].name;
	return code;
}

struct people_options people_group_options(const struct call *c, enum people_group chosen)
{
	struct people_options options = {0};
	for (enum people_group g = 0; g < PEOPLE_GROUPS; g++)
		*list_add(c->arena, &options) = (struct people_option){.value = str_of(people_group_word(g)),
								       .label = tr(c, people_group_name(g)),
								       .is_chosen = g == chosen};
	return options;
}

int people_form_status(const struct call *c, enum status status)
{
	int wanted = c->problems.list.n ? problem_http_status(c->problems.list.at[0].code) : 422;
	return status == INVALID || wanted == 400 ? 422 : wanted;
}
