/* SPDX-License-Identifier: Apache-2.0 */
#include "register/neighbours.h"

#include <stdlib.h>
#include <string.h>

/* A Protocol stands behind its Convention where that is in the list, all else at the end. */
static void add_behind_parent(struct call *c, const struct register_snapshot *s, struct register_list *out,
			      int instrument)
{
	int parent = s->instruments[instrument].parent;
	size_t place = 0;
	while (place < out->n && (parent < 0 || out->at[place] != parent))
		place++;
	place += place < out->n;
	*list_add(c->arena, out) = instrument;
	memmove(&out->at[place + 1], &out->at[place], (out->n - 1 - place) * sizeof *out->at);
	out->at[place] = instrument;
}

static void add_category(struct call *c, const struct register_snapshot *s, const char *category, struct date of,
			 struct register_list *out)
{
	out->of = of;
	for (size_t k = 0; k < s->instruments_n; k++)
		if (!date_before(c->on, s->instruments[k].law.adopted.earliest) &&
		    str_is(register_category_on(&s->instruments[k], of), category))
			add_behind_parent(c, s, out, (int)k);
}

void register_category_list(struct call *c, const struct register_snapshot *s, const char *category,
			    struct register_list *out)
{
	*out = (struct register_list){0};
	add_category(c, s, category, c->on, out);
	if (out->n == 0)
		add_category(c, s, category, date_later(c->on, c->today), out);
}

enum law_answer register_in_group(const struct register_group *g, int country, struct date on)
{
	enum law_answer answer = LAW_NO;
	for (size_t k = 0; k < g->members_n && answer != LAW_YES; k++) {
		if (g->members[k].country != country)
			continue;
		enum law_answer one = law_member(&g->members[k].period, 1, on, NULL);
		answer = one == LAW_NO ? answer : one;
	}
	return answer;
}

/* Marks those of a group in which a country is. */
static void mark_group(const struct register_group *g, int country, struct date on, bool *marks)
{
	if (register_in_group(g, country, on) != LAW_YES)
		return;
	for (size_t k = 0; k < g->members_n; k++)
		if (law_member(&g->members[k].period, 1, on, NULL) == LAW_YES)
			marks[g->members[k].country] = true;
}

const bool *register_neighbours(struct call *c, const struct register_snapshot *s, int country, int64_t *n)
{
	bool *marks = arena_array(c->arena, bool, s->countries_n);
	struct str region = s->countries[country].subregion;
	*n = 0;
	for (size_t k = 0; k < s->groups_n; k++)
		mark_group(&s->groups[k], country, c->on, marks);
	for (size_t k = 0; k < s->countries_n; k++) {
		const struct register_country *m = &s->countries[k];
		bool is_near = marks[k] || (region.n && str_equal(region, m->subregion));
		marks[k] = is_near && (int)k != country && register_member_on(m, c->on, NULL) == LAW_YES;
		*n += marks[k];
	}
	return marks;
}

static int latest_first(const void *x, const void *y)
{
	const struct register_ratification *a = *(const struct register_ratification *const *)x;
	const struct register_ratification *b = *(const struct register_ratification *const *)y;
	if (a->law.registered.latest.day != b->law.registered.latest.day)
		return a->law.registered.latest.day < b->law.registered.latest.day ? 1 : -1;
	return (a->country > b->country) - (a->country < b->country);
}

/* The ratifications that stand, of those marked. */
static void add_closed(struct call *c, const struct register_snapshot *s, const bool *marks, struct register_gap *gap)
{
	const struct register_instrument *i = &s->instruments[gap->instrument];
	for (size_t k = 0; k < i->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[i->ratifications_from + k];
		if (marks[r->country] && register_stands_on(r, c->on))
			*list_add(c->arena, &gap->closed) = r;
	}
	if (gap->closed.n)
		qsort(gap->closed.at, gap->closed.n, sizeof *gap->closed.at, latest_first);
}

static bool is_gap(enum register_state state)
{
	return state == REGISTER_STATE_NOT_RATIFIED || state == REGISTER_STATE_DENOUNCED;
}

static void add_gaps(struct call *c, const struct register_snapshot *s, int country, const char *category,
		     const bool *marks, struct register_gaps *out)
{
	struct register_list list;
	register_category_list(c, s, category, &list);
	for (size_t k = 0; k < list.n; k++) {
		const struct register_instrument *i = &s->instruments[list.at[k]];
		struct register_gap gap = {.instrument = list.at[k], .category = category, .of = list.of};
		gap.state = register_state_on(i, register_ratification_on(s, list.at[k], country, c->on), c->on);
		if (!is_gap(gap.state) && gap.state != REGISTER_STATE_UNKNOWN)
			continue;
		if (is_gap(gap.state))
			add_closed(c, s, marks, &gap);
		*list_add(c->arena, out) = gap;
	}
}

void register_gaps(struct call *c, const struct register_snapshot *s, int country, struct register_gaps *out)
{
	*out = (struct register_gaps){0};
	const bool *marks = register_neighbours(c, s, country, &out->neighbours);
	add_gaps(c, s, country, "fundamental", marks, out);
	add_gaps(c, s, country, "governance", marks, out);
}

/* Whether a pair is bound on the day, as far as one of its rows tells after those before it: any that does. */
static enum law_answer with_row(const struct call *c, const struct register_ratification *r, enum law_answer bound)
{
	if (bound == LAW_YES || !register_registered_by(r, c->on, true))
		return bound;
	enum law_answer one = law_bound(&r->binding, c->on);
	return one == LAW_NO ? bound : one;
}

/* Lays the ratifications of one instrument beside what it is for the country asked about. Where another has none, only the
 * country itself can be bound, which is counted as a whole at the end. */
static void compare(const struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
		    enum law_answer own, struct register_nearness *others)
{
	const struct register_ratification *r = s->ratifications + i->ratifications_from, *end = r + i->ratifications_n;
	while (r < end) {
		struct register_nearness *near = &others[r->country];
		enum law_answer other = LAW_NO;
		for (int country = r->country; r < end && r->country == country; r++)
			other = with_row(c, r, other);
		near->both += own == LAW_YES && other == LAW_YES;
		near->either += own == LAW_NO && other == LAW_YES;
		near->either -= own == LAW_YES && other == LAW_UNKNOWN;
	}
}

static int nearest_first(const void *x, const void *y)
{
	const struct register_nearness *a = x, *b = y;
	int64_t left = a->both * b->either, right = b->both * a->either;
	if (left != right)
		return left < right ? 1 : -1;
	int order = str_compare(a->name, b->name);
	return order ? order : (a->country > b->country) - (a->country < b->country);
}

void register_nearest(struct call *c, const struct register_snapshot *s, int country, struct register_nearest *out)
{
	*out = (struct register_nearest){0};
	enum law_answer *own = arena_array(c->arena, enum law_answer, s->instruments_n);
	struct register_nearness *others = arena_array(c->arena, struct register_nearness, s->countries_n);
	const struct register_country *m = &s->countries[country];
	for (size_t k = 0; k < m->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[m->ratifications[k]];
		own[r->instrument] = with_row(c, r, own[r->instrument]);
	}
	for (size_t k = 0; k < s->instruments_n; k++) {
		const struct register_instrument *i = &s->instruments[k];
		if (!str_is(i->coverage.completeness, "complete") || date_before(c->on, i->law.adopted.earliest))
			continue;
		*list_add(c->arena, &out->compared) = (int)k;
		out->own += own[k] == LAW_YES;
		compare(c, s, i, own[k], others);
	}
	for (size_t k = 0; out->own && k < s->countries_n; k++) {
		struct register_nearness near = others[k];
		near.country = (int)k;
		near.name = s->countries[k].name.in[IN_EN];
		near.either += out->own;
		if (near.either && (int)k != country && register_member_on(&s->countries[k], c->on, NULL) == LAW_YES)
			*list_add(c->arena, out) = near;
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, nearest_first);
}
