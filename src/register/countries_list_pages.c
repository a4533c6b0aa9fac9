/* SPDX-License-Identifier: Apache-2.0 */
#include "page/format.h"
#include "register/countries_pages.h"
#include "register/neighbours.h"

#include <stdlib.h>
#include <string.h>

const char *const countries_parameters[COUNTRIES_FILTERS] = {"region", "group", "member", "q"};

static enum status read_filters(struct countries_list *l)
{
	struct call *c = l->a.c;
	for (enum countries_filter f = 0; f < COUNTRIES_FILTERS; f++)
		l->wanted[f] = str_trim(http_parameter_text(l->a.r, countries_parameters[f]));
	struct str group = l->wanted[COUNTRIES_GROUP], region = l->wanted[COUNTRIES_REGION];
	l->group = group.n ? register_group_named(l->a.s, group) : NULL;
	if (group.n && !l->group)
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("group"), "%.*s",
			    STR_ARGS(FILL(c, tr(c, "There is no group “{name}”."), {"name", group})));
	if (region.n && !register_region_of(l->a.s, region))
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("region"), "%.*s",
			    STR_ARGS(FILL(
				    c, tr(c, "There is no region “{name}”; regions go by their M49 code, such as 002."),
				    {"name", region})));
	l->order = sorted_by(&l->a, "name");
	struct str column = sorted_column(l->order);
	l->by = str_is(column, "bound")         ? COUNTRIES_BY_BOUND
		: str_is(column, "fundamental") ? COUNTRIES_BY_FUNDAMENTAL
						: COUNTRIES_BY_NAME;
	return c->problems.list.n ? INVALID : OK;
}

bool countries_in_region(const struct register_country *m, struct str region)
{
	return str_is(region, "001") || str_equal(region, m->region) || str_equal(region, m->subregion);
}

/* Every word asked for stands in one of its names, or is its code. */
static bool has_words(struct call *c, const struct register_country *m, struct str folded)
{
	struct str word;
	while (str_next(&folded, ' ', &word)) {
		bool is_found = !word.n || str_is_nocase(m->code, str_chars(c->arena, word));
		for (int k = 0; k < REGISTER_LANGUAGES && !is_found; k++) {
			struct str name = format_fold(c->arena, m->name.in[k]);
			is_found = name.n && memmem(name.at, name.n, word.at, word.n);
		}
		if (!is_found)
			return false;
	}
	return true;
}

static bool is_wanted_membership(struct str wanted, enum countries_membership is)
{
	static const char *const words[] = {"yes", "former", "never"};
	return wanted.n ? str_is(wanted, words[is]) : is != COUNTRIES_NEVER;
}

static void count_bound(const struct countries_list *l, struct countries_one *one)
{
	const struct register_country *m = &l->a.s->countries[one->index];
	for (size_t k = 0; k < m->ratifications_n; k++) {
		const struct register_ratification *r = &l->a.s->ratifications[m->ratifications[k]];
		if (law_bound(&r->binding, l->a.c->on) != LAW_YES)
			continue;
		one->bound++;
		for (size_t f = 0; f < l->fundamental_n; f++)
			one->fundamental += l->fundamental[f] == r->instrument;
	}
}

static void add_one(struct countries_list *l, int index, struct str folded)
{
	struct call *c = l->a.c;
	const struct register_country *m = &l->a.s->countries[index];
	int which;
	enum law_answer member = register_member_on(m, c->on, &which);
	struct countries_one one = {.index = index, .name = shown_name(c, &m->name)};
	one.membership = member != LAW_NO ? COUNTRIES_MEMBERS : which >= 0 ? COUNTRIES_FORMER : COUNTRIES_NEVER;
	one.passes[COUNTRIES_REGION] =
		!l->wanted[COUNTRIES_REGION].n || countries_in_region(m, l->wanted[COUNTRIES_REGION]);
	one.passes[COUNTRIES_GROUP] = !l->group || register_in_group(l->group, index, c->on) != LAW_NO;
	one.passes[COUNTRIES_MEMBER] = is_wanted_membership(l->wanted[COUNTRIES_MEMBER], one.membership);
	one.passes[COUNTRIES_WORDS] = has_words(c, m, folded);
	one.key = format_sort_key(c, one.name.text);
	count_bound(l, &one);
	*list_add(c->arena, &l->all) = one;
}

bool countries_pass_but(const struct countries_one *one, enum countries_filter but)
{
	for (enum countries_filter f = 0; f < COUNTRIES_FILTERS; f++)
		if (f != but && !one->passes[f])
			return false;
	return true;
}

static int by_name(const void *x, const void *y)
{
	const struct countries_one *a = x, *b = y;
	int order = str_compare(a->key, b->key);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Equal numbers stand by name in both directions. */
static int by_bound(const void *x, const void *y)
{
	const struct countries_one *a = x, *b = y;
	return a->bound != b->bound ? (a->bound < b->bound ? -1 : 1) : by_name(y, x);
}

static int by_fundamental(const void *x, const void *y)
{
	const struct countries_one *a = x, *b = y;
	return a->fundamental != b->fundamental ? (a->fundamental < b->fundamental ? -1 : 1) : by_name(y, x);
}

static void sort(struct countries_list *l)
{
	int (*const orders[])(const void *, const void *) = {by_name, by_bound, by_fundamental};
	if (l->fit.n)
		qsort(l->fit.at, l->fit.n, sizeof *l->fit.at, orders[l->by]);
	sorted_turn(l->order, l->fit.at, l->fit.n, sizeof *l->fit.at);
}

enum status countries_gather(struct countries_list *l)
{
	struct call *c = l->a.c;
	struct register_list fundamental;
	enum status st = read_filters(l);
	if (st != OK)
		return st;
	register_category_list(c, l->a.s, "fundamental", &fundamental);
	l->fundamental = fundamental.at;
	l->fundamental_n = date_same(fundamental.of, c->on) ? fundamental.n : 0;
	struct str folded = format_fold(c->arena, l->wanted[COUNTRIES_WORDS]);
	for (size_t k = 0; k < l->a.s->countries_n; k++)
		add_one(l, (int)k, folded);
	for (size_t k = 0; k < l->all.n; k++)
		if (countries_pass_but(&l->all.at[k], COUNTRIES_FILTERS))
			*list_add(c->arena, &l->fit) = l->all.at[k];
	sort(l);
	return OK;
}

int64_t countries_unknown(const struct countries_list *l, const struct countries_one *one)
{
	int64_t n = 0;
	for (size_t k = 0; one->membership == COUNTRIES_MEMBERS && k < l->fundamental_n; k++)
		n += register_state_on(&l->a.s->instruments[l->fundamental[k]],
				       register_ratification_on(l->a.s, l->fundamental[k], one->index, l->a.c->on),
				       l->a.c->on) == REGISTER_STATE_UNKNOWN;
	return n;
}

size_t countries_after(const struct countries_list *l, struct str code)
{
	for (size_t k = 0; code.n && k < l->fit.n; k++)
		if (str_equal(l->a.s->countries[l->fit.at[k].index].code, code))
			return k + 1;
	return 0;
}
