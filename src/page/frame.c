/* SPDX-License-Identifier: Apache-2.0 */
#include "page/frame.h"

#include "page/format.h"

#include <ctype.h>

struct url frame_area(const struct call *c, const struct page_area *area)
{
	return url_page(c, "/%s", area->path);
}

bool frame_is_in(const struct page *p, const struct page_area *area)
{
	return p->area && str_is(str_of(p->area), area->path);
}

bool frame_is_language(const struct call *c, const struct page_language *l)
{
	return lang_is(c->lang, l->lang.tag);
}

struct url frame_find(const struct call *c)
{
	return url_plain(c, "/find"); /* a form's own fields take the place of its action's query */
}

struct url frame_sign_in(const struct call *c, const struct page *p)
{
	struct url here = page_in(c, p, c->lang);
	bool is_sign_in = str_is(p->path, "/sign-in");
	if (is_sign_in || here.s.n > PAGE_RETURN_MOST)
		return url_plain(c, "/sign-in");
	return url_plain(c, "/sign-in?return_to=%.*s", STR_ARGS(here.s));
}

struct str frame_description(const struct page *p)
{
	return p->description.n ? p->description : p->lead;
}

const char *frame_day_class(const struct call *c)
{
	return c->on_given || c->known_given ? "asof then" : "asof";
}

static int hexadecimal(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* application/x-www-form-urlencoded, as browsers write it (URL Standard §5.1). */
static struct str decode(struct arena *a, struct str raw)
{
	char *text = arena_alloc(a, raw.n);
	size_t n = 0;
	for (size_t i = 0; i < raw.n; i++) {
		bool is_encoded = raw.at[i] == '%' && i + 2 < raw.n && isxdigit((unsigned char)raw.at[i + 1]) &&
				  isxdigit((unsigned char)raw.at[i + 2]);
		if (is_encoded) {
			text[n++] = (char)(hexadecimal(raw.at[i + 1]) * 16 + hexadecimal(raw.at[i + 2]));
			i += 2;
		} else {
			text[n++] = raw.at[i] == '+' ? ' ' : raw.at[i];
		}
	}
	return (struct str){text, n};
}

const struct frame_pairs *frame_query(const struct call *c, const struct page *p)
{
	struct frame_pairs *pairs = arena_one(c->arena, struct frame_pairs);
	struct str query = p->query, pair, name;
	while (str_next(&query, '&', &pair)) {
		struct str value = pair;
		str_next(&value, '=', &name);
		if (name.n && !str_is(name, "on"))
			*list_add(c->arena, pairs) =
				(struct frame_pair){decode(c->arena, name), decode(c->arena, value)};
	}
	return pairs;
}

struct url frame_present(const struct call *c, const struct page *p)
{
	struct call present = *c;
	present.known_given = false;
	return page_in(&present, p, c->lang);
}

struct str frame_paper(const struct call *c, const struct page *p)
{
	struct tr_value values[] = {
		{"address", page_absolute(c, page_in(c, p, c->lang)).s},
		{"day", format_date(c, c->on)},
		{"recorded", format_date(c, moment_day(p->recorded))},
	};
	if (!p->is_register)
		return values[0].value;
	struct str text = p->recorded.us ? tr(c, "{address}, as of {day}, recorded by {recorded}")
					 : tr(c, "{address}, as of {day}");
	return tr_fill(c->arena, text, values, 3);
}
