/* SPDX-License-Identifier: Apache-2.0 */
/* The register's maps: who is filled how, the legend and the words beside it, and the files themselves. */
#include "register/maps_pages.h"

#include "page/format.h"
#include "page/map.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct region_count {
	const struct register_region *region;
	int64_t n;
};

/* A map being filled: one place a country that is there, and what they add up to. */
struct world {
	const struct asked *a;
	bool is_counted_only; /* its legend and words are wanted: no places are made */
	LIST(struct page_map_place) places;
	int64_t counts[PAGE_MAP_FILLS];
	LIST(struct region_count) regions;                /* of those bound */
	LIST(struct str) former, unplaced;                /* names of those bound that are not drawn */
	int64_t ended;                                    /* of MAP_END, without denunciation */
	LIST(const struct register_instrument *) counted; /* by the world's map */
	struct shown_texts left_out;                      /* codes of the others that are fundamental */
};

static const char *const swatches[PAGE_MAP_FILLS] = {"out", "", "in", "wt", "dn", "un", "n1", "n2", "n3", "n4", "n5"};

static void add_region(struct world *w, const struct register_country *country)
{
	const struct register_region *region = register_region_of(w->a->s, country->region);
	if (!region)
		return;
	for (size_t k = 0; k < w->regions.n; k++)
		if (w->regions.at[k].region == region) {
			w->regions.at[k].n++;
			return;
		}
	*list_add(w->a->c->arena, &w->regions) = (struct region_count){region, 1};
}

/* Puts a country on the map, or among those that cannot be drawn. */
static void add_place(struct world *w, const struct register_country *country, enum page_map_fill fill,
		      struct str title)
{
	struct call *c = w->a->c;
	if (country->is_former || !page_map_has(country->code)) {
		if (fill == MAP_IN && country->is_former)
			*list_add(c->arena, &w->former) = shown_name(c, &country->name).text;
		else if (fill == MAP_IN)
			*list_add(c->arena, &w->unplaced) = shown_name(c, &country->name).text;
		return;
	}
	w->counts[fill]++;
	if (w->is_counted_only)
		return;
	*list_add(c->arena, &w->places) =
		(struct page_map_place){country->code, title, shown_country_url(c, country), fill};
}

/* One instrument. */

static enum page_map_fill fill_of(enum register_state state)
{
	switch (state) {
	case REGISTER_STATE_IN_FORCE: return MAP_IN;
	case REGISTER_STATE_NOT_YET: return MAP_WAIT;
	case REGISTER_STATE_DENOUNCED:
	case REGISTER_STATE_ENDED: return MAP_END;
	case REGISTER_STATE_NOT_RATIFIED: return MAP_LAND;
	case REGISTER_STATE_UNKNOWN: return MAP_UNKNOWN;
	default: return MAP_OUTLINED;
	}
}

/* "Brazil: in force since 31 January 2019" */
static struct str title_of(const struct call *c, struct str name, enum page_map_fill fill,
			   const struct register_ratification *r)
{
	struct str text = tr(c, "{name}: not a Member"), day = STR("");
	switch (fill) {
	case MAP_IN:
		day = format_span(c, r->binding.from);
		text = tr(c, "{name}: in force since {day}");
		break;
	case MAP_WAIT:
		day = format_span(c, r->binding.from);
		text = day.n ? tr(c, "{name}: not yet in force; in force from {day}")
			     : tr(c, "{name}: not yet in force");
		break;
	case MAP_END:
		day = format_span(c, r->binding.until);
		text = tr(c, "{name}: no longer in force since {day}");
		break;
	case MAP_LAND: text = tr(c, "{name}: not ratified"); break;
	case MAP_UNKNOWN: text = tr(c, "{name}: not known"); break;
	default: break;
	}
	return FILL(c, text, {"name", name}, {"day", day});
}

static void add_under_instrument(struct world *w, const struct register_instrument *i, int index)
{
	const struct call *c = w->a->c;
	const struct register_country *country = &w->a->s->countries[index];
	const struct register_ratification *r =
		register_ratification_on(w->a->s, (int)(i - w->a->s->instruments), index, w->a->c->on);
	enum register_state state = register_state_on(i, r, c->on);
	enum page_map_fill fill = fill_of(state);
	if (!r && register_member_on(country, c->on, NULL) == LAW_NO)
		fill = MAP_OUTLINED;
	w->ended += state == REGISTER_STATE_ENDED && !country->is_former;
	if (fill == MAP_IN)
		add_region(w, country);
	add_place(w, country, fill,
		  w->is_counted_only ? STR("") : title_of(c, shown_name(c, &country->name).text, fill, r));
}

static struct world world_under(const struct asked *a, const struct register_instrument *i, bool is_counted_only)
{
	struct world w = {.a = a, .is_counted_only = is_counted_only};
	for (size_t k = 0; k < a->s->countries_n; k++)
		add_under_instrument(&w, i, (int)k);
	return w;
}

/* The words of a swatch, its number in place of {n}. */
static struct str swatch_words(const struct call *c, const struct world *w, enum page_map_fill fill)
{
	switch (fill) {
	case MAP_IN: return tr(c, "Bound: {n}");
	case MAP_WAIT: return tr(c, "Not yet in force: {n}");
	case MAP_END: return w->ended ? tr(c, "No longer in force: {n}") : tr(c, "Denounced: {n}");
	case MAP_LAND: return tr(c, "Not ratified: {n}");
	case MAP_UNKNOWN: return tr(c, "Not known: {n}");
	default: return tr(c, "Not a Member");
	}
}

static void add_key(const struct call *c, struct shown_map *map, enum page_map_fill fill, struct str words)
{
	*list_add(c->arena, &map->keys) = (struct shown_key){swatches[fill], words};
}

/* What is on the map, in the order of the vocabulary. Who is bound but not drawn counts among those bound. */
static void add_keys(const struct world *w, struct shown_map *map)
{
	static const enum page_map_fill order[] = {MAP_IN, MAP_WAIT, MAP_END, MAP_LAND, MAP_UNKNOWN, MAP_OUTLINED};
	const struct call *c = w->a->c;
	for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
		int64_t n = w->counts[order[k]];
		if (order[k] == MAP_IN)
			n += (int64_t)(w->former.n + w->unplaced.n);
		if (n)
			add_key(c, map, order[k], FILL(c, swatch_words(c, w, order[k]), {"n", shown_number(c, n)}));
	}
}

static int most_first(const void *x, const void *y)
{
	const struct region_count *a = x, *b = y;
	return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : str_compare(a->region->m49, b->region->m49);
}

/* Two sentences; either may be empty. */
static struct str with(const struct call *c, struct str text, struct str more)
{
	return text.n ? str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more)) : more;
}

/* Where those who are bound lie, and who of them is not drawn. */
static struct str region_words(struct world *w)
{
	const struct call *c = w->a->c;
	struct str *items = arena_array(c->arena, struct str, w->regions.n), text = STR("");
	if (w->regions.n)
		qsort(w->regions.at, w->regions.n, sizeof *w->regions.at, most_first);
	for (size_t k = 0; k < w->regions.n; k++)
		items[k] =
			FILL(c, tr(c, "{region} {n}"), {"region", shown_name(c, &w->regions.at[k].region->name).text},
			     {"n", shown_number(c, w->regions.at[k].n)});
	if (w->regions.n)
		text = FILL(c, tr(c, "Bound by region: {list}."), {"list", format_list(c, items, w->regions.n)});
	if (w->former.n)
		text = with(c, text,
			    FILL(c, tr(c, "Bound, but not drawn because they are former States: {names}."),
				 {"names", format_list(c, w->former.at, w->former.n)}));
	if (w->unplaced.n)
		text = with(c, text,
			    FILL(c, tr(c, "Bound, but without a place on this map: {names}."),
				 {"names", format_list(c, w->unplaced.at, w->unplaced.n)}));
	return text;
}

/* The map as a sentence: what it is of, then its legend. */
static struct str in_words(const struct call *c, struct str title, const struct shown_map *map)
{
	struct str *items = arena_array(c->arena, struct str, map->keys.n);
	for (size_t k = 0; k < map->keys.n; k++)
		items[k] = map->keys.at[k].words;
	return FILL(c, tr(c, "{title}. {list}."), {"title", title}, {"list", format_list(c, items, map->keys.n)});
}

/* It can bind somebody, and had been adopted by the day. */
static bool has_map(const struct call *c, const struct register_instrument *i)
{
	return i->law.id.kind != LAW_RECOMMENDATION && shown_is_adopted(c, i);
}

static struct str instrument_title(const struct call *c, const struct register_instrument *i)
{
	return FILL(c, tr(c, "World map of {code} on {day}"), {"code", i->id}, {"day", format_date(c, c->on)});
}

/* Legend and words of a map that has been filled. */
static struct shown_map instrument_map(struct world *w, const struct register_instrument *i)
{
	const struct call *c = w->a->c;
	struct shown_map map = {.url = url_page(c, "/standards/%.*s/map.svg", STR_ARGS(i->id))};
	add_keys(w, &map);
	map.words = region_words(w);
	map.alternative = in_words(c, instrument_title(c, i), &map);
	return map;
}

struct shown_map shown_instrument_map(const struct asked *a, const struct register_instrument *i)
{
	if (!has_map(a->c, i))
		return (struct shown_map){.url = {STR("")}};
	struct world w = world_under(a, i, true);
	return instrument_map(&w, i);
}

/* The world. */

static bool is_fundamental(const struct call *c, const struct register_instrument *i)
{
	return str_is(register_category_on(i, c->on), "fundamental");
}

static bool is_whole_convention(const struct register_instrument *i)
{
	return i->law.id.kind == LAW_CONVENTION && shown_coverage(i) == COVERAGE_COMPLETE;
}

/* Which of five steps so many of all are: all, all but one, and the rest in three equal parts. */
static int step_of(int64_t n, int64_t all)
{
	if (n >= all - 1)
		return n == all ? 4 : 3;
	return (int)(n * 3 / (all - 1));
}

static void add_to_world(struct world *w, int index)
{
	const struct call *c = w->a->c;
	const struct register_country *country = &w->a->s->countries[index];
	struct str name = shown_name(c, &country->name).text;
	int64_t bound = 0, all = (int64_t)w->counted.n;
	if (register_member_on(country, c->on, NULL) == LAW_NO) {
		add_place(w, country, MAP_OUTLINED, title_of(c, name, MAP_OUTLINED, NULL));
		return;
	}
	for (size_t k = 0; k < w->counted.n; k++) {
		const struct register_instrument *i = w->counted.at[k];
		bound += register_state_on(
				 i,
				 register_ratification_on(w->a->s, (int)(i - w->a->s->instruments), index, w->a->c->on),
				 c->on) == REGISTER_STATE_IN_FORCE;
	}
	add_place(w, country, MAP_STEP_1 + step_of(bound, all),
		  FILL(c, tr(c, "{name}: {n} of {all} fundamental Conventions in force"), {"name", name},
		       {"n", shown_number(c, bound)}, {"all", shown_number(c, all)}));
}

static struct world whole_world(const struct asked *a)
{
	struct world w = {.a = a};
	for (size_t k = 0; k < a->s->instruments_n; k++) {
		const struct register_instrument *i = &a->s->instruments[k];
		if (is_fundamental(a->c, i) && is_whole_convention(i))
			*list_add(a->c->arena, &w.counted) = i;
		else if (is_fundamental(a->c, i))
			*list_add(a->c->arena, &w.left_out) = (struct shown_text){.text = i->id};
	}
	for (size_t k = 0; w.counted.n && k < a->s->countries_n; k++)
		add_to_world(&w, (int)k);
	return w;
}

/* "0–2 (13)", "7 (20)", "all 8 (151)": how many Conventions, and how many Members. */
static void add_steps(const struct world *w, struct shown_map *map)
{
	const struct call *c = w->a->c;
	int64_t all = (int64_t)w->counted.n;
	for (int64_t n = 0, first = 0; n <= all; n++) {
		int step = step_of(n, all);
		if (n < all && step_of(n + 1, all) == step)
			continue;
		struct str range = shown_number(c, n);
		if (n == all)
			range = FILL(c, tr_in(c, "Conventions", "all {n}"), {"n", range});
		else if (first < n)
			range = str_format(c->arena, "%lld–%lld", (long long)first, (long long)n);
		add_key(c, map, MAP_STEP_1 + step,
			str_format(c->arena, "%.*s (%lld)", STR_ARGS(range), (long long)w->counts[MAP_STEP_1 + step]));
		first = n + 1;
	}
	if (w->counts[MAP_OUTLINED])
		add_key(c, map, MAP_OUTLINED, swatch_words(c, w, MAP_OUTLINED));
}

static struct str world_words(const struct world *w)
{
	const struct call *c = w->a->c;
	struct str text = FILL(
		c, tr(c, "How many of {n} fundamental Conventions are in force; in brackets, for how many Members."),
		{"n", shown_number(c, (int64_t)w->counted.n)});
	if (w->left_out.n)
		text = with(c, text,
			    FILL(c, tr(c, "Left out, because their lists here are not complete: {codes}."),
				 {"codes", shown_list(c, &w->left_out)}));
	return text;
}

static struct str world_title(const struct call *c)
{
	return FILL(c, tr(c, "World map of the fundamental Conventions on {day}"), {"day", format_date(c, c->on)});
}

static struct shown_map world_map(const struct world *w)
{
	const struct call *c = w->a->c;
	struct shown_map map = {.url = {STR("")}};
	if (!w->counted.n)
		return map;
	map.url = url_page(c, "/map.svg");
	add_steps(w, &map);
	map.words = world_words(w);
	map.alternative = in_words(c, world_title(c), &map);
	return map;
}

struct shown_map shown_world_map(const struct asked *a)
{
	struct world w = whole_world(a);
	return world_map(&w);
}

/* The files. */

/* The document's own style is allowed by its hash (CSP 3, 2.3.1), so that nothing else can style it and nothing runs. What a
 * country is called cannot be taken for the style: ">" is escaped in texts. */
static struct str policy_of(struct arena *a, struct str svg)
{
	static const char begins[] = "style>";
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
	const char *from = memmem(svg.at, svg.n, begins, strlen(begins));
	must(from);
	from += strlen(begins);
	const char *to = memmem(from, (size_t)(svg.at + svg.n - from), "</", 2);
	must(to);
	crypto_hash_sha256(hash, (const unsigned char *)from, (size_t)(to - from));
	sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
	return str_format(a,
			  "default-src 'none'; style-src 'sha256-%s'; form-action 'none'; base-uri 'none'; "
			  "frame-ancestors 'none'",
			  text);
}

static void write_map(struct http_response *response, const struct world *w, struct str title,
		      const struct shown_map *shown)
{
	struct page_map map = {.title = title,
			       .description = with(w->a->c, shown->alternative, shown->words),
			       .places = w->places.at,
			       .places_n = w->places.n};
	page_map_write(&response->body, &map);
	response->type = STR("image/svg+xml");
	http_response_header(response, "Content-Security-Policy", policy_of(w->a->c->arena, out_str(&response->body)));
}

static enum status no_map(struct call *c, struct str text)
{
	struct str detail = FILL(c, text, {"day", format_date(c, c->on)});
	(void)problem_add(&c->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s", STR_ARGS(detail));
	return NOT_FOUND;
}

static enum status get_instrument_map(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct str name = http_path_part(r, "id");
	enum status st = asked_begin(r, "standards", &a);
	if (st != OK)
		return st;
	const struct register_instrument *i = register_instrument_named(a.s, name);
	if (!i) {
		missing_instrument(&a, response, name);
		return OK;
	}
	if (!str_equal(name, i->id)) {
		struct str path = str_format(a.c->arena, "/standards/%.*s/map.svg", STR_ARGS(i->id));
		http_redirect(response, 301, url_change(a.c, path, r->query, "", STR("")).s);
		return OK;
	}
	if (!has_map(a.c, i))
		return no_map(a.c,
			      tr(a.c, "There is no map of it on {day}: only a Convention or Protocol that has been "
				      "adopted can bind a Member."));
	struct world w = world_under(&a, i, false);
	struct shown_map shown = instrument_map(&w, i);
	write_map(response, &w, instrument_title(a.c, i), &shown);
	return OK;
}

static enum status get_world_map(struct http_request *r, struct http_response *response)
{
	struct asked a;
	enum status st = asked_begin(r, NULL, &a);
	if (st != OK)
		return st;
	struct world w = whole_world(&a);
	struct shown_map shown = world_map(&w);
	if (!shown.url.s.n)
		return no_map(a.c,
			      tr(a.c, "There is no such map on {day}: no Convention was called fundamental by then."));
	write_map(response, &w, world_title(a.c), &shown);
	return OK;
}

static const struct http_parameter times[] = {PAGE_TIMES};

#define MAP(pattern, handler, summary)                                                          \
	{                                                                                       \
		"GET", "/{lang}" pattern, handler, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, times, \
			sizeof times / sizeof *times, summary, NULL, NULL, NULL, 0, NULL        \
	}

const struct http_route register_maps_routes[] = {
	MAP("/map.svg", get_world_map, "The world by fundamental Conventions in force."),
	MAP("/standards/{id}/map.svg", get_instrument_map, "The world under one instrument."),
	{0},
};
