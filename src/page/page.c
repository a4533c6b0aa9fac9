/* SPDX-License-Identifier: Apache-2.0 */
#include "page/page.h"

#include "page/format.h"
#include "page/frame.h"
#include "page/icon_file.h"
#include "page/parts.h"
#include "page/style_file.h"

#include <stdio.h>

static const struct page_area areas[] = {
	{"standards", N_("Standards")},
	{"countries", N_("Countries")},
};

static const struct page_area_rows rows = {areas, sizeof areas / sizeof *areas};
const struct page_area_rows *const page_areas = &rows;

static struct str site;

enum { STYLE, ICON, ASSETS, ASSET_PATH_ROOM = 40 };

static char asset_paths[ASSETS][ASSET_PATH_ROOM];
static struct page_asset assets[ASSETS] = {
	[STYLE] = {.type = {"text/css; charset=utf-8", 23}, .file = &style_file},
	[ICON] = {.type = {"image/svg+xml", 13}, .file = &icon_file},
};

static void name_asset(size_t i, const char *name, const char *suffix)
{
	int n = snprintf(asset_paths[i], ASSET_PATH_ROOM, "/%s-%s.%s", name, assets[i].file->hash, suffix);
	must(n > 0 && n < ASSET_PATH_ROOM);
	assets[i].path = (struct str){asset_paths[i], (size_t)n};
}

enum status page_start(void)
{
	name_asset(STYLE, "style", "css");
	name_asset(ICON, "icon", "svg");
	enum status s = format_start();
	return s == OK ? catalogues_register() : s;
}

void page_set_site(struct str address)
{
	site = address;
}

const struct page_asset *page_file_find(struct str path)
{
	for (size_t i = 0; i < ASSETS; i++)
		if (str_equal(path, assets[i].path))
			return &assets[i];
	return NULL;
}

struct url page_style(void)
{
	return (struct url){assets[STYLE].path};
}

struct url page_icon(void)
{
	return (struct url){assets[ICON].path};
}

struct url page_absolute(const struct call *c, struct url url)
{
	return (struct url){str_format(c->arena, "%.*s%.*s", STR_ARGS(site), STR_ARGS(url.s))};
}

struct url page_in(const struct call *c, const struct page *p, struct lang lang)
{
	return url_language(c, p->path, p->query, lang);
}

struct url page_on(const struct call *c, const struct page *p, struct date day)
{
	return url_day(c, p->path, p->query, day);
}

struct str page_why(const struct call *c, const char *field)
{
	for (size_t i = 0; i < c->problems.list.n; i++)
		if (str_is(c->problems.list.at[i].field, field))
			return c->problems.list.at[i].detail;
	return STR("");
}

const char *page_field_class(const struct call *c, const char *field)
{
	return page_why(c, field).n ? "field wrong" : "field";
}

void page_links_add(struct arena *a, struct page_links *links, struct url url, struct str code, struct str text)
{
	*list_add(a, links) = (struct page_link){url, code, text};
}

void page_pages_next(const struct call *c, struct page_pages *pages, struct url url, int64_t n, struct str from,
		     struct str to)
{
	struct tr_value values[] = {{"n", format_number(c, n)}, {"from", from}, {"to", to}};
	struct str text = from.n && to.n ? tr(c, "Next {n}, {from} to {to}") : tr(c, "Next {n}");
	pages->has_next = true;
	pages->next = url;
	pages->next_text = tr_fill(c->arena, text, values, 3);
}

void page_pages_previous(const struct call *c, struct page_pages *pages, struct url url, int64_t n)
{
	struct tr_value value = {"n", format_number(c, n)};
	pages->has_previous = true;
	pages->previous = url;
	pages->previous_text = tr_fill(c->arena, tr(c, "Previous {n}"), &value, 1);
}
