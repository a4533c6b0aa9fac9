/* SPDX-License-Identifier: Apache-2.0 */
/* Whom and what to compare, read from words as people type them. */
#include "register/compare.h"

#include "base/tr.h"

#include <stdlib.h>
#include <string.h>

/* What a word may mean that is no code: the nearest name, if none is as near. */
enum { NAME_LEAST = 60, NEAREST = 3 };

struct reading {
	struct call *c;
	const struct register_snapshot *s;
	bool *countries, *instruments;  /* marks */
	size_t groups, regions, single; /* words of each kind */
	const struct register_group *group;
	const struct register_region *region;
	size_t sets, codes;
	struct str set;
	enum status status; /* of the search */
};

static void tell(struct reading *r, const char *parameter, struct str text, struct str word, struct str names)
{
	struct call *c = r->c;
	struct str detail = tr_fill(c->arena, text, (struct tr_value[]){{"name", word}, {"names", names}}, 2);
	problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, str_of(parameter), "%.*s", STR_ARGS(detail));
}

static void add_group(struct reading *r, const struct register_group *group)
{
	r->groups++;
	r->group = group;
	for (size_t k = 0; k < group->members_n; k++)
		if (law_member(&group->members[k].period, 1, r->c->on, NULL) != LAW_NO)
			r->countries[group->members[k].country] = true;
}

/* The Members of the ILO in a region on the day. */
static void add_region(struct reading *r, const struct register_region *region)
{
	r->regions++;
	r->region = region;
	for (size_t k = 0; k < r->s->countries_n; k++) {
		const struct register_country *country = &r->s->countries[k];
		bool is_there = str_is(region->m49, "001") || str_equal(region->m49, country->region) ||
				str_equal(region->m49, country->subregion);
		if (is_there && register_member_on(country, r->c->on, NULL) != LAW_NO)
			r->countries[k] = true;
	}
}

static const struct register_region *region_named(const struct reading *r, struct str word)
{
	for (size_t k = 0; k < r->s->regions_n; k++)
		for (int l = 0; l < REGISTER_LANGUAGES; l++)
			if (word.n && str_is_nocase(word, str_chars(r->c->arena, r->s->regions[k].name.in[l])))
				return &r->s->regions[k];
	return register_region_of(r->s, word);
}

/* A code of a country or group. */
static bool add_code(struct reading *r, struct str word)
{
	const struct register_country *country = register_country_named(r->s, word);
	const struct register_group *group = register_group_named(r->s, word);
	if (country) {
		r->single++;
		r->countries[country - r->s->countries] = true;
	} else if (group) {
		add_group(r, group);
	}
	return country || group;
}

/* "BRA MOZ TLS": every blank-separated part is a code. */
static bool add_codes(struct reading *r, struct str words)
{
	struct str rest = words, part;
	while (str_next(&rest, ' ', &part))
		if (part.n && !register_country_named(r->s, part) && !register_group_named(r->s, part))
			return false;
	rest = words;
	while (str_next(&rest, ' ', &part))
		if (part.n)
			add_code(r, part);
	return true;
}

static struct str hit_name(const struct reading *r, const struct register_hit *hit)
{
	return hit->kind == FOUND_GROUP ? r->s->groups[hit->index].code : r->s->countries[hit->index].code;
}

/* A name: the nearest, unless another is as near; what else is near is told. */
static void add_name(struct reading *r, struct str word)
{
	struct register_hit *hits, near[NEAREST];
	size_t n, found = 0;
	enum status st = register_find(r->c, r->s, word, 100, &hits, &n);
	r->status = st == OK ? r->status : st;
	for (size_t k = 0; st == OK && k < n && found < NEAREST; k++)
		if (hits[k].kind != FOUND_INSTRUMENT)
			near[found++] = hits[k];
	if (found && near[0].score >= NAME_LEAST && (found == 1 || near[1].score < near[0].score)) {
		add_code(r, hit_name(r, &near[0]));
		return;
	}
	struct str names = STR("");
	for (size_t k = 0; k < found; k++)
		names = str_format(r->c->arena, "%.*s%s%.*s", STR_ARGS(names), k ? ", " : "",
				   STR_ARGS(hit_name(r, &near[k])));
	tell(r, "members",
	     found ? tr(r->c, N_("“{name}” is no country, region or group known here. The nearest are {names}."))
		   : tr(r->c, N_("“{name}” is no country, region or group known here.")),
	     word, names);
}

static void add_word(struct reading *r, struct str word)
{
	const struct register_region *region = region_named(r, word);
	if (region)
		add_region(r, region);
	else if (!add_codes(r, word))
		add_name(r, word);
}

/* Takes the next word between commas, semicolons and slashes. */
static bool next_word(struct str *rest, struct str *word)
{
	if (!rest->at)
		return false;
	size_t n = 0;
	while (n < rest->n && !strchr(",;/", rest->at[n]))
		n++;
	*word = str_trim((struct str){rest->at, n});
	*rest = n < rest->n ? str_slice(*rest, n + 1, rest->n) : (struct str){0};
	return true;
}

static void read_countries(struct reading *r, const struct compare_wish *wish)
{
	struct str rest = wish->members, word;
	while (rest.n && next_word(&rest, &word))
		if (word.n)
			add_word(r, word);
	const struct register_group *group = register_group_named(r->s, wish->group);
	const struct register_region *region = register_region_of(r->s, wish->region);
	if (group)
		add_group(r, group);
	else if (wish->group.n)
		tell(r, "group", tr(r->c, N_("There is no group “{name}”.")), wish->group, STR(""));
	if (region)
		add_region(r, region);
	else if (wish->region.n)
		tell(r, "region",
		     tr(r->c, N_("There is no region “{name}”; regions go by their M49 code, such as 002.")),
		     wish->region, STR(""));
	if (!r->groups && !r->regions && !r->single && !r->c->problems.list.n)
		for (size_t k = 0; k < r->s->countries_n; k++)
			r->countries[k] = register_member_on(&r->s->countries[k], r->c->on, NULL) != LAW_NO;
}

/* Whether an instrument is of the set on the day. */
static bool is_of_set(const struct reading *r, const struct register_instrument *i, struct str set)
{
	static const char *const types[] = {"convention", "protocol"};
	return str_is_nocase(set, str_chars(r->c->arena, register_category_on(i, r->c->on))) ||
	       str_is_nocase(set, types[i->law.id.kind]) ||
	       (i->subject.n && str_is_nocase(set, str_chars(r->c->arena, i->subject)));
}

/* A set by its word: a category, a type, a subject. Those adopted by the day. */
static bool add_set(struct reading *r, struct str set)
{
	bool is_set = str_is_nocase(set, "fundamental") || str_is_nocase(set, "governance") ||
		      str_is_nocase(set, "technical") || str_is_nocase(set, "convention") ||
		      str_is_nocase(set, "protocol");
	for (size_t k = 0; k < r->s->instruments_n; k++) {
		const struct register_instrument *i = &r->s->instruments[k];
		if (i->law.id.kind == LAW_RECOMMENDATION || !is_of_set(r, i, set))
			continue;
		is_set = true;
		r->instruments[k] = r->instruments[k] || date_up_to(i->law.adopted.earliest, r->c->on);
	}
	r->sets += is_set;
	r->set = is_set ? set : r->set;
	return is_set;
}

static void add_instrument(struct reading *r, struct str word)
{
	const struct register_instrument *i = register_instrument_named(r->s, word);
	if (!i && add_set(r, word))
		return;
	r->codes++;
	if (!i)
		tell(r, "instruments", tr(r->c, N_("“{name}” is no instrument and no set of instruments known here.")),
		     word, STR(""));
	else if (i->law.id.kind == LAW_RECOMMENDATION)
		tell(r, "instruments", tr(r->c, N_("{name} is a Recommendation: it is not ratified.")), i->id, STR(""));
	else
		r->instruments[i - r->s->instruments] = true;
}

static void read_instruments(struct reading *r, struct str wish)
{
	struct str rest = wish.n ? str_trim(wish) : STR("fundamental"), word, code;
	if (add_set(r, rest)) /* the whole, since subjects hold commas */
		return;
	while (next_word(&rest, &word))
		while (word.n && str_next(&word, ' ', &code))
			if (code.n)
				add_instrument(r, code);
}

static const int *indices(struct call *c, const bool *marks, size_t n, size_t *out)
{
	int *list = arena_array(c->arena, int, n);
	*out = 0;
	for (size_t k = 0; k < n; k++)
		if (marks[k])
			list[(*out)++] = (int)k;
	return list;
}

/* Number, then kind, of a place in the list. */
struct placed {
	struct law_id id;
	int index;
};

static int by_number(const void *x, const void *y)
{
	const struct placed *a = x, *b = y;
	if (a->id.number != b->id.number)
		return a->id.number - b->id.number;
	return (int)a->id.kind - (int)b->id.kind;
}

static const int *instruments_in_order(struct call *c, const struct register_snapshot *s, const int *list, size_t n)
{
	struct placed *placed = arena_array(c->arena, struct placed, n);
	int *ordered = arena_array(c->arena, int, n);
	for (size_t k = 0; k < n; k++)
		placed[k] = (struct placed){s->instruments[list[k]].law.id, list[k]};
	if (n)
		qsort(placed, n, sizeof *placed, by_number);
	for (size_t k = 0; k < n; k++)
		ordered[k] = placed[k].index;
	return ordered;
}

static void tell_too_many(struct call *c, const char *parameter, struct str text, size_t n, size_t most)
{
	struct str values[] = {str_format(c->arena, "%zu", n), str_format(c->arena, "%zu", most)};
	struct str detail = tr_fill(c->arena, text, (struct tr_value[]){{"n", values[0]}, {"most", values[1]}}, 2);
	problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, str_of(parameter), "%.*s", STR_ARGS(detail));
}

static void check_size(struct call *c, const struct compare_asked *asked)
{
	size_t cells = asked->countries_n * asked->instruments_n;
	if (asked->countries_n > COMPARE_COUNTRIES_MOST)
		tell_too_many(c, "members", tr(c, N_("{n} countries are too many: {most} at most.")),
			      asked->countries_n, COMPARE_COUNTRIES_MOST);
	if (asked->instruments_n > COMPARE_INSTRUMENTS_MOST)
		tell_too_many(c, "instruments", tr(c, N_("{n} instruments are too many: {most} at most.")),
			      asked->instruments_n, COMPARE_INSTRUMENTS_MOST);
	if (cells > COMPARE_CELLS_MOST)
		tell_too_many(c, "instruments",
			      tr(c, N_("{n} cells are too many, {most} at most: ask for fewer countries or "
				       "instruments.")),
			      cells, COMPARE_CELLS_MOST);
}

enum status compare_read(struct call *c, const struct register_snapshot *s, const struct compare_wish *wish,
			 struct compare_asked *out)
{
	struct reading r = {.c = c, .s = s, .status = OK};
	*out = (struct compare_asked){.set = STR("")};
	r.countries = arena_array(c->arena, bool, s->countries_n);
	r.instruments = arena_array(c->arena, bool, s->instruments_n);
	read_countries(&r, wish);
	read_instruments(&r, wish->instruments);
	out->countries = indices(c, r.countries, s->countries_n, &out->countries_n);
	const int *list = indices(c, r.instruments, s->instruments_n, &out->instruments_n);
	out->instruments = instruments_in_order(c, s, list, out->instruments_n);
	out->group = r.groups == 1 && !r.regions && !r.single ? r.group : NULL;
	out->region = r.regions == 1 && !r.groups && !r.single ? r.region : NULL;
	out->set = r.sets == 1 && !r.codes ? r.set : STR("");
	check_size(c, out);
	if (r.status != OK)
		return r.status;
	return c->problems.list.n ? INVALID : OK;
}
