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

bool register_are_neighbours(const struct register_snapshot *s, int a, int b, struct date on)
{
	struct str region = s->countries[a].subregion;
	if (a == b)
		return false;
	if (region.n && str_equal(region, s->countries[b].subregion))
		return true;
	for (size_t k = 0; k < s->groups_n; k++)
		if (register_in_group(&s->groups[k], a, on) == LAW_YES &&
		    register_in_group(&s->groups[k], b, on) == LAW_YES)
			return true;
	return false;
}

/* The groups that a country is in, of many that it is not. */
static struct register_snapshot only_groups_of(struct call *c, const struct register_snapshot *s, int country)
{
	struct register_snapshot own = *s;
	own.groups = arena_array(c->arena, struct register_group, s->groups_n);
	own.groups_n = 0;
	for (size_t k = 0; k < s->groups_n; k++)
		if (register_in_group(&s->groups[k], country, c->on) == LAW_YES)
			own.groups[own.groups_n++] = s->groups[k];
	return own;
}

/* One mark a country: a Member on the day and a neighbour. */
static bool *mark_neighbours(struct call *c, const struct register_snapshot *s, int country, int64_t *n)
{
	bool *marks = arena_array(c->arena, bool, s->countries_n);
	struct register_snapshot own = only_groups_of(c, s, country);
	*n = 0;
	for (size_t k = 0; k < s->countries_n; k++) {
		marks[k] = register_member_on(&s->countries[k], c->on, NULL) == LAW_YES &&
			   register_are_neighbours(&own, country, (int)k, c->on);
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
	const bool *marks = mark_neighbours(c, s, country, &out->neighbours);
	add_gaps(c, s, country, "fundamental", marks, out);
	add_gaps(c, s, country, "governance", marks, out);
}

/* Whether an instrument binds a country on the day: that of its k-th ratification, of which there may be several rows: any
 * that does. *k gets the place behind them. */
static enum law_answer next_bound(const struct call *c, const struct register_snapshot *s,
				  const struct register_country *m, size_t *k, int *instrument)
{
	enum law_answer bound = LAW_NO;
	*instrument = s->ratifications[m->ratifications[*k]].instrument;
	for (; *k < m->ratifications_n; (*k)++) {
		const struct register_ratification *r = &s->ratifications[m->ratifications[*k]];
		if (r->instrument != *instrument)
			break;
		enum law_answer one = register_registered_by(r, c->on, true) ? law_bound(&r->binding, c->on) : LAW_NO;
		if (one != LAW_NO && bound != LAW_YES)
			bound = one;
	}
	return bound;
}

/* The country asked about: what is compared, and whether it is bound. */
struct own {
	const bool *is_compared;
	const enum law_answer *bound;
	int64_t all; /* of those compared, LAW_YES */
};

/* Beside another country's ratifications; where it has none, only the country itself can be bound. */
static void compare(const struct call *c, const struct register_snapshot *s, const struct own *own,
		    struct register_nearness *out)
{
	const struct register_country *m = &s->countries[out->country];
	out->either = own->all;
	for (size_t k = 0; k < m->ratifications_n;) {
		int i;
		enum law_answer other = next_bound(c, s, m, &k, &i);
		if (!own->is_compared[i])
			continue;
		if (own->bound[i] == LAW_YES) {
			out->both += other == LAW_YES;
			out->either -= other == LAW_UNKNOWN;
		} else if (own->bound[i] == LAW_NO) {
			out->either += other == LAW_YES;
		}
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
	bool *is_compared = arena_array(c->arena, bool, s->instruments_n);
	enum law_answer *bound = arena_array(c->arena, enum law_answer, s->instruments_n);
	for (size_t k = 0; k < s->countries[country].ratifications_n;) {
		int i;
		enum law_answer one = next_bound(c, s, &s->countries[country], &k, &i);
		bound[i] = one;
	}
	for (size_t k = 0; k < s->instruments_n; k++) {
		const struct register_instrument *i = &s->instruments[k];
		is_compared[k] =
			str_is(i->coverage.completeness, "complete") && !date_before(c->on, i->law.adopted.earliest);
		if (!is_compared[k])
			continue;
		*list_add(c->arena, &out->compared) = (int)k;
		out->own += bound[k] == LAW_YES;
	}
	struct own own = {is_compared, bound, out->own};
	for (size_t k = 0; out->own && k < s->countries_n; k++) {
		struct register_nearness near = {.country = (int)k, .name = s->countries[k].name.in[IN_EN]};
		if ((int)k == country || register_member_on(&s->countries[k], c->on, NULL) != LAW_YES)
			continue;
		compare(c, s, &own, &near);
		if (near.either)
			*list_add(c->arena, out) = near;
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, nearest_first);
}
