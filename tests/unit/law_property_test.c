/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold of the law in every world: properties tried on random worlds.
 *
 * A property sees the law only through a table of its rules. Each is tried twice: on the real rules, where no world may break
 * it, and with one rule broken on purpose, where some world must; so no property can pass by looking away.
 * LAW_SEED and LAW_WORLDS in the environment choose other worlds. */
#include "law/declaration.h"

#include <inttypes.h>
#include <stdio.h>

#include "law_rows.h"

struct rules {
	void (*enter)(const struct law_rule *, struct law_deposit *, size_t, struct date, struct law_entry *);
	struct span (*since)(const struct law_instrument *);
	enum law_answer (*in_force)(const struct law_instrument *, struct date);
	size_t (*windows)(const struct law_instrument *, const struct law_instrument *, struct date,
			  struct law_window *, size_t);
	bool (*may_denounce)(const struct law_instrument *, const struct law_instrument *, struct date, struct date *,
			     struct law_window *);
	enum law_answer (*open)(const struct law_instrument *, const struct law_instrument *const *, size_t,
				struct date);
	enum law_answer (*member)(const struct law_period *, size_t, struct date, int *);
	enum law_basis (*basis)(struct span, const struct law_period *, size_t);
	struct law_binding (*binding)(const struct law_instrument *, const struct law_ratification *,
				      const struct law_binding *);
	struct span (*ends)(const struct law_instrument *, const struct law_ratification *,
			    const struct law_instrument *, const struct law_ratification *, const struct law_binding *,
			    const struct law_declared *);
};

static const struct rules the_law = {law_enter_into_force, law_in_force_since,        law_in_force, law_windows,
				     law_may_denounce,     law_open_to_ratification,  law_member,   law_basis,
				     law_binding,          law_automatic_denunciation};

enum { DEPOSITS = 12, PERIODS = 3, WINDOWS = 64 };

struct world {
	struct law_instrument convention, protocol, newer;
	bool has_protocol, has_newer;
	bool mine_known, newers_known; /* the Member ratified the Convention, the newer one */
	struct law_ratification mine, protocols, newers;
	struct law_declared declared;
	struct law_period periods[PERIODS];
	size_t periods_n;
	enum law_family family;
	struct law_rule rule;
	struct law_deposit deposits[2 * DEPOSITS]; /* the second half has room for duplicates */
	size_t deposits_n;
	struct date on;
};

static uint64_t chance_state;

/* splitmix64: a counter, mixed. */
static uint64_t chance(void)
{
	uint64_t z = chance_state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static int below(int n)
{
	return (int)(chance() % (uint64_t)n);
}

static bool one_in(int n)
{
	return below(n) == 0;
}

/* Some day from `first` on, within so many years; the ends of months and leap days come often. */
static struct date some_day(struct date first, int years)
{
	struct date d = date_add_days(first, below(365 * years));
	if (!one_in(4))
		return d;
	int year;
	date_split(d, &year, NULL, NULL);
	return date_later(first, date_add_days(date_of(year, one_in(2) ? 3 : 1 + below(12), 1), -1));
}

static struct span some_span(struct date first, int years)
{
	struct date d = some_day(first, years);
	return one_in(6) ? (struct span){d, date_add_days(d, below(400))} : span_day(d);
}

static const struct {
	const char *convention, *newer, *protocol;
} settings[] = {
	{"C103", "C183", ""}, {"C107", "C169", ""}, {"C059", "C138", ""}, {"C007", "C138", ""}, {"C123", "C138", ""},
	{"C037", "C128", ""}, {"C101", "C132", ""}, {"C042", "C121", ""}, {"C003", "C103", ""}, {"C147", "MLC", "P147"},
	{"C029", "", "P029"}, {"C081", "", "P081"}, {"C155", "", "P155"}, {"C089", "", "P089"}, {"C001", "", ""},
	{"C017", "", ""},     {"C026", "", ""},     {"C024", "", ""},     {"C185", "C191", ""}, {"C028", "C032", ""},
	{"C095", "C173", ""}, {"C109", "C180", ""}, {"C080", "", ""},     {"C010", "C138", ""},
};

static struct law_instrument some_instrument(const char *name, struct date after)
{
	struct law_instrument i = {id(name), some_span(after, 30), SPAN_NEVER, LAW_STANDING, SPAN_NEVER};
	struct date adopted = date_add_days(i.adopted.latest, 1);
	if (!one_in(8))
		i.in_force = span_day(some_day(adopted, 20));
	if (one_in(3)) {
		struct date from = date_is_set(i.in_force.latest) ? i.in_force.latest : adopted;
		i.ended = some_span(date_add_days(from, 1), 90);
		i.ending = date_is_set(i.in_force.latest) ? LAW_ABROGATED : LAW_WITHDRAWN;
	}
	return i;
}

static struct law_ratification some_ratification(const struct law_instrument *i)
{
	struct law_ratification r = {
		some_span(i->adopted.latest, 60), LAW_ORDINARY, {LAW_NOT_ENDED, SPAN_NEVER, {0}}, DATE_NEVER};
	r.basis = one_in(12) ? LAW_CONDITIONAL : one_in(6) ? LAW_SUCCESSION : LAW_ORDINARY;
	if (one_in(3))
		r.denounced = (struct law_denunciation){LAW_ENDED_BY_ACT, some_span(r.registered.latest, 40), {0}};
	if (one_in(10))
		r.state_ended = some_day(r.registered.latest, 60);
	return r;
}

static void some_periods(struct world *w)
{
	struct date d = one_in(2) ? date_of(1919, 6, 28) : some_day(date_of(1919, 6, 28), 90);
	w->periods_n = (size_t)below(PERIODS + 1);
	for (size_t k = 0; k < w->periods_n; k++) {
		struct law_period *p = &w->periods[k];
		p->from = some_span(d, 40);
		p->until = some_span(date_add_days(p->from.latest, 1), 40);
		d = date_add_days(p->until.latest, 1);
	}
	if (w->periods_n && one_in(2))
		w->periods[w->periods_n - 1].until = SPAN_NEVER;
}

static const struct str codes[] = {STR("USA"), STR("GBR"), STR("NOR"), STR("FRA"), STR("CHE"), STR("URY"),
				   STR("PHL"), STR("ITA"), STR("POL"), STR("BGR"), STR("ZAF"), STR("BRA")};

static const struct str some_listed[] = {STR("USA"), STR("GBR"), STR("NOR"), STR("FRA"), STR("ITA"), STR("POL")};

static void some_rule(struct world *w)
{
	static const enum law_family small[] = {LAW_FAMILY_A, LAW_FAMILY_B, LAW_FAMILY_C,
						LAW_FAMILY_D, LAW_FAMILY_K, LAW_FAMILY_M};
	static const char *const first[] = {"C001", "C014", "C024", "C189", "C180", "C185"};
	int k = below(ROWS(small) + 2);
	w->family = LAW_FAMILY_NONE;
	if (k < (int)ROWS(small)) {
		w->family = small[k];
		w->rule = law_provisions(id(first[k]))->rule;
		return;
	}
	w->rule = (struct law_rule){
		.ratifications = 1 + below(6), .delay = {below(13), below(91)}, .member_delay = {below(13), below(91)}};
	if (k == (int)ROWS(small))
		return;
	w->rule.listed = some_listed;
	w->rule.listed_n = ROWS(some_listed);
	w->rule.with_1m_grt = below(3);
	w->rule.total_grt = below(3) * 1e6;
	w->rule.tonnage_share = one_in(2) ? 0 : below(40);
	w->rule.coastal = one_in(2) ? 0 : below(4);
}

static void some_deposits(struct world *w)
{
	w->deposits_n = (size_t)below(DEPOSITS + 1);
	for (size_t k = 0; k < w->deposits_n; k++)
		w->deposits[k] = (struct law_deposit){codes[k],  some_day(date_of(1946, 1, 1), one_in(3) ? 1 : 60),
						      below(20), below(3) * 6e5,
						      below(2),  DATE_UNSET};
}

static void some_world(struct world *w)
{
	int k = below(ROWS(settings));
	*w = (struct world){.has_newer = *settings[k].newer != 0, .has_protocol = *settings[k].protocol != 0};
	w->convention = some_instrument(settings[k].convention, date_of(1919, 11, 28));
	w->mine_known = !one_in(10);
	w->mine = some_ratification(&w->convention);
	w->protocol =
		some_instrument(*settings[k].protocol ? settings[k].protocol : "P155", w->convention.adopted.latest);
	w->protocols = some_ratification(&w->protocol);
	w->newer = some_instrument(*settings[k].newer ? settings[k].newer : "C191",
				   date_add_days(w->convention.adopted.latest, 1));
	w->newers_known = w->has_newer && !one_in(4);
	w->newers = some_ratification(&w->newer);
	w->declared = (struct law_declared){one_in(3) ? 0 : 13 + below(5), one_in(4),
					    one_in(3) ? 0 : (unsigned)chance() & 0x1e};
	some_periods(w);
	some_rule(w);
	some_deposits(w);
	w->on = some_day(date_of(1919, 1, 1), 108);
}

/* Applies the world's rule to some of its deposits, in a copy. */
static struct date enters(const struct rules *law, const struct world *w, struct law_deposit *copy, size_t n,
			  struct law_entry *entry)
{
	law->enter(&w->rule, copy, n, DATE_NEVER, entry);
	return entry->in_force_from;
}

static bool more_ratifications_never_delay(const struct rules *law, const struct world *w)
{
	struct law_deposit copy[2 * DEPOSITS];
	struct law_entry entry;
	memcpy(copy, w->deposits, sizeof copy);
	struct date all = enters(law, w, copy, w->deposits_n, &entry);
	for (size_t left_out = 0; left_out < w->deposits_n; left_out++) {
		memcpy(copy, w->deposits, sizeof copy);
		copy[left_out] = copy[w->deposits_n - 1];
		if (date_before(enters(law, w, copy, w->deposits_n - 1, &entry), all))
			return false;
	}
	return true;
}

static struct date bound_of(const struct law_deposit *deposits, size_t n, struct str member)
{
	for (size_t k = 0; k < n; k++)
		if (str_equal(deposits[k].member, member))
			return deposits[k].bound;
	return DATE_UNSET;
}

static bool same_for_all(const struct world *w, const struct law_deposit *a, size_t a_n, const struct law_deposit *b,
			 size_t b_n)
{
	for (size_t k = 0; k < w->deposits_n; k++)
		if (!date_same(bound_of(a, a_n, w->deposits[k].member), bound_of(b, b_n, w->deposits[k].member)))
			return false;
	return a_n == b_n;
}

static bool order_and_duplicates_are_nothing(const struct rules *law, const struct world *w)
{
	struct law_deposit plain[2 * DEPOSITS], mixed[2 * DEPOSITS];
	struct law_entry one, two;
	memcpy(plain, w->deposits, sizeof plain);
	memcpy(mixed, w->deposits, sizeof mixed);
	size_t n = w->deposits_n;
	for (size_t k = 0; k < w->deposits_n; k++)
		if (one_in(3)) {
			mixed[n] = mixed[k];
			mixed[n++].registered = some_day(mixed[k].registered, 5);
		}
	for (size_t k = n; k > 1; k--) {
		size_t other = (size_t)below((int)k);
		struct law_deposit swap = mixed[k - 1];
		mixed[k - 1] = mixed[other];
		mixed[other] = swap;
	}
	return date_same(enters(law, w, plain, w->deposits_n, &one), enters(law, w, mixed, n, &two)) &&
	       one.undetermined == two.undetermined && same_for_all(w, plain, one.members, mixed, two.members);
}

static bool is_in_the_list(const struct law_rule *rule, struct str member)
{
	for (size_t k = 0; k < rule->listed_n; k++)
		if (str_equal(rule->listed[k], member))
			return true;
	return false;
}

/* Where only a list counts, a Member outside of it changes nothing but its own entry. */
static bool outside_the_list_counts_for_itself(const struct rules *law, const struct world *w)
{
	if (!w->rule.listed || w->rule.tonnage_share > 0 || w->rule.coastal > 0)
		return true;
	struct law_deposit all[2 * DEPOSITS], listed[2 * DEPOSITS];
	struct law_entry one, two;
	size_t n = 0;
	memcpy(all, w->deposits, sizeof all);
	for (size_t k = 0; k < w->deposits_n; k++)
		if (is_in_the_list(&w->rule, w->deposits[k].member))
			listed[n++] = w->deposits[k];
	if (!date_same(enters(law, w, all, w->deposits_n, &one), enters(law, w, listed, n, &two)))
		return false;
	for (size_t k = 0; k < two.members; k++)
		if (!date_same(bound_of(all, one.members, listed[k].member), listed[k].bound))
			return false;
	return true;
}

static bool a_member_is_bound_from_the_later_of_two_days(const struct rules *law, const struct world *w)
{
	struct law_deposit copy[2 * DEPOSITS];
	struct law_entry entry;
	memcpy(copy, w->deposits, sizeof copy);
	struct date from = enters(law, w, copy, w->deposits_n, &entry);
	for (size_t k = 0; k < entry.members; k++) {
		struct date own = law_delayed(copy[k].registered, w->rule.member_delay), bound = copy[k].bound;
		if (date_before(bound, from) || (date_is_set(from) && date_before(bound, own)))
			return false;
		if (!date_same(bound, from) && !date_same(bound, own))
			return false;
	}
	return true;
}

/* The oldest texts know no waiting. */
static bool the_first_families_bind_at_once(const struct rules *law, const struct world *w)
{
	if (w->family != LAW_FAMILY_A && w->family != LAW_FAMILY_B)
		return true;
	struct law_deposit copy[2 * DEPOSITS];
	struct law_entry entry;
	memcpy(copy, w->deposits, sizeof copy);
	struct date from = enters(law, w, copy, w->deposits_n, &entry);
	for (size_t k = 0; k < entry.members; k++)
		if (date_before(from, copy[k].registered) && !date_same(copy[k].bound, copy[k].registered))
			return false;
	return true;
}

/* What is registered after a day does not change whether the instrument is in force on it. */
static bool later_ratifications_change_no_earlier_day(const struct rules *law, const struct world *w)
{
	struct law_deposit all[2 * DEPOSITS], known[2 * DEPOSITS];
	struct law_entry one, two;
	memcpy(all, w->deposits, sizeof all);
	memcpy(known, w->deposits, sizeof known);
	law->enter(&w->rule, all, w->deposits_n, DATE_NEVER, &one);
	law->enter(&w->rule, known, w->deposits_n, w->on, &two);
	if (date_up_to(one.in_force_from, w->on) != date_up_to(two.in_force_from, w->on))
		return false;
	for (size_t k = 0; k < two.members; k++)
		if (date_up_to(known[k].bound, w->on) != date_up_to(bound_of(all, one.members, known[k].member), w->on))
			return false;
	return true;
}

static bool windows_are_apart_and_a_year_long(const struct rules *law, const struct world *w)
{
	struct law_window at[WINDOWS];
	size_t n = law->windows(&w->convention, NULL, w->on, at, WINDOWS), holding = 0;
	struct law_denunciation_rule rule = law_denunciation_rule(w->convention.id);
	struct date in_force = w->convention.in_force.latest;
	for (size_t k = 0; k < n && k < WINDOWS; k++) {
		bool cut =
			date_is_set(w->convention.ended.latest) && date_same(at[k].closes, w->convention.ended.latest);
		if (k == 0 && date_before(at[k].opens, date_add_years(in_force, 5)))
			return false;
		if (k > 0 && date_before(at[k].opens, at[k - 1].closes))
			return false;
		int years = rule.first_years + rule.period_years * (int)k +
			    1; /* 29 February makes a year by the calendar of E */
		if (!cut && !date_same(at[k].closes, rule.period_years ? date_add_years(in_force, years) : DATE_NEVER))
			return false;
		holding += date_up_to(at[k].opens, w->on) && date_before(w->on, at[k].closes);
	}
	return holding <= 1 && (n == 0 || n == 1 || !date_before(w->on, at[n - 2].opens));
}

/* A day to act on: often one of the edges of a window. */
static struct date some_act_day(const struct world *w)
{
	struct law_window at[WINDOWS];
	size_t n = law_windows(&w->convention, NULL, w->on, at, WINDOWS);
	if (n == 0 || n > WINDOWS || one_in(3))
		return w->on;
	const struct law_window *near = &at[below((int)n)];
	struct date edge = one_in(2) || !date_is_set(near->closes) ? near->opens : near->closes;
	return date_add_days(edge, below(3) - 1);
}

static bool an_act_outside_is_refused_and_inside_takes_a_year(const struct rules *law, const struct world *w)
{
	struct date act = some_act_day(w), effect = DATE_UNSET;
	struct law_window at[WINDOWS], near;
	size_t n = law_windows(&w->convention, NULL, act, at, WINDOWS);
	bool inside = false;
	for (size_t k = 0; k < n && k < WINDOWS; k++)
		inside |= date_up_to(at[k].opens, act) && date_before(act, at[k].closes);
	inside &= date_before(act, w->convention.ended.earliest);
	if (law->may_denounce(&w->convention, NULL, act, &effect, &near) != inside)
		return false;
	if (!inside)
		return true;
	struct law_ratification r = {span_day(w->convention.in_force.latest),
				     LAW_ORDINARY,
				     {LAW_ENDED_BY_ACT, span_day(act), {0}},
				     DATE_NEVER};
	struct law_instrument standing = w->convention;
	standing.ended = SPAN_NEVER;
	struct law_binding b = law->binding(&standing, &r, NULL);
	return date_same(effect, date_add_years(act, 1)) && law_bound(&b, date_add_days(effect, -1)) == LAW_YES &&
	       law_bound(&b, effect) == LAW_NO;
}

static bool nobody_is_bound_before_first_entry(const struct rules *law, const struct world *w)
{
	struct law_binding b = law->binding(&w->convention, &w->mine, NULL);
	struct date before = date_add_days(w->convention.in_force.earliest, -1);
	return !date_before(b.from.earliest, w->convention.in_force.earliest) &&
	       !date_before(b.from.earliest, w->mine.registered.earliest) &&
	       (!date_is_set(before) || law_bound(&b, before) == LAW_NO);
}

static bool bound_and_ended_are_apart(const struct rules *law, const struct world *w)
{
	struct law_binding b = law->binding(&w->convention, &w->mine, NULL);
	enum law_answer bound = law_bound(&b, w->on);
	struct span effect =
		w->mine.denounced.kind == LAW_ENDED_BY_ACT ? span_add_months(w->mine.denounced.day, 12) : SPAN_NEVER;
	enum law_answer ended = law_within(effect, SPAN_NEVER, w->on),
			registered = law_within(w->mine.registered, SPAN_NEVER, w->on);
	return same_span(b.denounced, effect) && (ended != LAW_YES || bound == LAW_NO) &&
	       (bound != LAW_YES || ended == LAW_NO) && (bound != LAW_YES || registered == LAW_YES) &&
	       (registered != LAW_NO || bound == LAW_NO);
}

static bool after_its_end_nobody_is_bound(const struct rules *law, const struct world *w)
{
	struct law_binding b = law->binding(&w->convention, &w->mine, NULL);
	if (!date_is_set(w->convention.ended.latest))
		return true;
	struct date later = some_day(w->convention.ended.latest, 50);
	return law_bound(&b, w->convention.ended.latest) == LAW_NO && law_bound(&b, later) == LAW_NO &&
	       law->in_force(&w->convention, later) == LAW_NO;
}

static bool a_protocol_binds_only_with_its_parent(const struct rules *law, const struct world *w)
{
	if (!w->has_protocol)
		return true;
	struct law_binding parent = law->binding(&w->convention, &w->mine, NULL);
	struct law_binding b = law->binding(&w->protocol, &w->protocols, &parent);
	return law_bound(&b, w->on) != LAW_YES || law_bound(&parent, w->on) == LAW_YES;
}

static bool in_force_only_after_adoption(const struct rules *law, const struct world *w)
{
	const struct law_instrument *i = w->has_protocol ? &w->protocol : &w->convention;
	bool at_once = i->id.kind == LAW_PROTOCOL && (i->id.number == 89 || i->id.number == 110);
	struct span since = law->since(i);
	return at_once ? same_span(since, i->adopted) : date_before(i->adopted.latest, since.earliest);
}

static bool closes_once(const struct rules *law, const struct world *w)
{
	const struct law_instrument *revisers[] = {&w->newer};
	enum law_answer last = LAW_YES;
	for (struct date d = w->convention.adopted.latest; d.day < date_of(2030, 1, 1).day; d = date_add_days(d, 200)) {
		enum law_answer open = law->open(&w->convention, revisers, w->has_newer, d);
		if ((last == LAW_NO && open != LAW_NO) || (last == LAW_UNKNOWN && open == LAW_YES))
			return false;
		if (open != LAW_NO && date_up_to(w->convention.ended.latest, d))
			return false;
		last = open;
	}
	return true;
}

struct answers {
	enum law_answer in_force, bound, denounced, ratified, member, open;
};

static struct answers answer_all(const struct rules *law, const struct world *w)
{
	const struct law_instrument *revisers[] = {&w->newer};
	struct answers a = {.in_force = law->in_force(&w->convention, w->on),
			    .member = law->member(w->periods, w->periods_n, w->on, NULL),
			    .open = law->open(&w->convention, revisers, w->has_newer, w->on)};
	if (!w->mine_known || date_before(w->on, w->mine.registered.earliest))
		return a;
	struct law_ratification mine = w->mine, newers = w->newers;
	if (mine.basis != LAW_CONDITIONAL)
		mine.basis = law->basis(mine.registered, w->periods, w->periods_n);
	if (w->newers_known) {
		struct law_binding newer = law->binding(&w->newer, &newers, NULL);
		struct span ends = law->ends(&w->convention, &mine, &w->newer, &newers, &newer, &w->declared);
		if (date_is_set(ends.earliest))
			mine.denounced = (struct law_denunciation){LAW_ENDED_BY_REVISION, ends, w->newer.id};
	}
	struct law_binding b = law->binding(&w->convention, &mine, NULL);
	a.bound = law_bound(&b, w->on);
	a.denounced = law_within(b.denounced, SPAN_NEVER, w->on);
	a.ratified = law_within(mine.registered, b.denounced, w->on);
	return a;
}

static void forget_after(struct span *fact, struct date on)
{
	if (date_before(on, fact->earliest))
		*fact = SPAN_NEVER;
}

static void forget_ratification(struct law_ratification *r, struct date on)
{
	forget_after(&r->denounced.day, on);
	if (!date_is_set(r->denounced.day.earliest))
		r->denounced.kind = LAW_NOT_ENDED;
	if (date_before(on, r->state_ended))
		r->state_ended = DATE_NEVER;
}

/* The same world as it was known on its day. */
static void forget_the_future(struct world *w)
{
	forget_after(&w->convention.in_force, w->on);
	forget_after(&w->convention.ended, w->on);
	forget_after(&w->newer.in_force, w->on);
	forget_after(&w->newer.ended, w->on);
	w->has_newer &= date_up_to(w->newer.adopted.earliest, w->on);
	w->mine_known &= date_up_to(w->mine.registered.earliest, w->on);
	w->newers_known &= date_up_to(w->newers.registered.earliest, w->on) && w->has_newer;
	forget_ratification(&w->mine, w->on);
	forget_ratification(&w->newers, w->on);
	while (w->periods_n && date_before(w->on, w->periods[w->periods_n - 1].from.earliest))
		w->periods_n--;
	if (w->periods_n)
		forget_after(&w->periods[w->periods_n - 1].until, w->on);
}

static bool later_facts_change_no_answer(const struct rules *law, const struct world *w)
{
	struct world then = *w;
	forget_the_future(&then);
	struct answers now = answer_all(law, w), before = answer_all(law, &then);
	return memcmp(&now, &before, sizeof now) == 0;
}

static void enter_at_the_last(const struct law_rule *rule, struct law_deposit *d, size_t n, struct date on,
			      struct law_entry *out)
{
	law_enter_into_force(rule, d, n, on, out);
	if (date_is_set(out->in_force_from))
		out->in_force_from = law_delayed(d[out->members - 1].registered, rule->delay);
}

static void enter_in_order_of_input(const struct law_rule *rule, struct law_deposit *d, size_t n, struct date on,
				    struct law_entry *out)
{
	struct date first = n > 0 ? law_delayed(d[0].registered, rule->delay) : DATE_NEVER;
	law_enter_into_force(rule, d, n, on, out);
	out->in_force_from = first;
}

static void enter_counting_everybody(const struct law_rule *rule, struct law_deposit *d, size_t n, struct date on,
				     struct law_entry *out)
{
	struct law_rule all = *rule;
	all.listed = NULL;
	all.listed_n = 0;
	law_enter_into_force(&all, d, n, on, out);
}

static void enter_a_day_late(const struct law_rule *rule, struct law_deposit *d, size_t n, struct date on,
			     struct law_entry *out)
{
	law_enter_into_force(rule, d, n, on, out);
	for (size_t k = 0; k < out->members; k++)
		d[k].bound = date_add_days(d[k].bound, 1);
}

static void enter_with_the_final_list(const struct law_rule *rule, struct law_deposit *d, size_t n, struct date on,
				      struct law_entry *out)
{
	law_enter_into_force(rule, d, n, on, out);
	if (out->members > 3)
		out->in_force_from = DATE_NEVER;
}

static struct span since_adoption(const struct law_instrument *i)
{
	return i->adopted;
}

static enum law_answer in_force_until_abrogated_ever(const struct law_instrument *i, struct date on)
{
	return i->ending == LAW_STANDING || !date_is_set(i->ended.earliest) ? law_in_force(i, on) : LAW_NO;
}

static size_t windows_of_two_years(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
				   struct law_window *at, size_t room)
{
	size_t n = law_windows(i, parent, on, at, room);
	for (size_t k = 0; k < n && k < room; k++)
		at[k].closes = date_add_years(at[k].closes, 1);
	return n;
}

static bool may_denounce_on_both_end_days(const struct law_instrument *i, const struct law_instrument *parent,
					  struct date on, struct date *effect, struct law_window *near)
{
	bool may = law_may_denounce(i, parent, on, effect, near) ||
		   law_may_denounce(i, parent, date_add_days(on, -1), effect, near);
	*effect = date_add_years(on, 1);
	return may;
}

static enum law_answer open_while_the_newer_is_not_standing(const struct law_instrument *i,
							    const struct law_instrument *const *revisers, size_t n,
							    struct date on)
{
	return law_open_to_ratification(i, revisers, n > 0 && law_in_force(revisers[0], on) == LAW_NO ? 0 : n, on);
}

static enum law_answer open_unless_ever_closed(const struct law_instrument *i,
					       const struct law_instrument *const *revisers, size_t n, struct date on)
{
	bool closed = n > 0 && date_is_set(revisers[0]->in_force.earliest);
	return closed ? LAW_NO : law_open_to_ratification(i, revisers, n, on);
}

static enum law_answer member_in_the_last_period(const struct law_period *periods, size_t n, struct date on, int *which)
{
	return law_member(periods + (n ? n - 1 : 0), n ? 1 : 0, on, which);
}

static enum law_basis ordinary_before_any_admission(struct span registered, const struct law_period *periods, size_t n)
{
	return n ? law_basis(registered, periods, n) : LAW_ORDINARY;
}

static struct law_binding binding_from_registration(const struct law_instrument *i, const struct law_ratification *r,
						    const struct law_binding *parent)
{
	struct law_binding b = law_binding(i, r, parent);
	b.from = r->registered;
	return b;
}

static struct law_binding binding_without_denunciation(const struct law_instrument *i, const struct law_ratification *r,
						       const struct law_binding *parent)
{
	struct law_binding b = law_binding(i, r, parent);
	b.until = i->ended;
	return b;
}

static struct law_binding binding_beyond_the_end(const struct law_instrument *i, const struct law_ratification *r,
						 const struct law_binding *parent)
{
	struct law_instrument standing = *i;
	standing.ended = SPAN_NEVER;
	return law_binding(&standing, r, parent);
}

static struct law_binding binding_without_the_parent(const struct law_instrument *i, const struct law_ratification *r,
						     const struct law_binding *parent)
{
	(void)parent;
	return law_binding(i, r, NULL);
}

static struct law_binding binding_of_nobody_who_leaves(const struct law_instrument *i, const struct law_ratification *r,
						       const struct law_binding *parent)
{
	struct law_binding b = law_binding(i, r, parent);
	if (r->denounced.kind == LAW_ENDED_BY_ACT)
		b.from = SPAN_NEVER;
	return b;
}

static struct span ends_unless_an_act_comes_ever(const struct law_instrument *older,
						 const struct law_ratification *older_act,
						 const struct law_instrument *newer,
						 const struct law_ratification *newer_act,
						 const struct law_binding *bound, const struct law_declared *declared)
{
	if (older_act->denounced.kind == LAW_ENDED_BY_ACT)
		return SPAN_NEVER;
	return law_automatic_denunciation(older, older_act, newer, newer_act, bound, declared);
}

static struct span ends_when_registered(const struct law_instrument *older, const struct law_ratification *older_act,
					const struct law_instrument *newer, const struct law_ratification *newer_act,
					const struct law_binding *bound, const struct law_declared *declared)
{
	struct span day = law_automatic_denunciation(older, older_act, newer, newer_act, bound, declared);
	return date_is_set(day.earliest) ? newer_act->registered : day;
}

/* The real law with one rule replaced. */
#define BROKEN(rule, by)                        \
	static void break_##by(struct rules *r) \
	{                                       \
		r->rule = by;                   \
	}
BROKEN(enter, enter_at_the_last)
BROKEN(enter, enter_in_order_of_input)
BROKEN(enter, enter_counting_everybody)
BROKEN(enter, enter_a_day_late)
BROKEN(enter, enter_with_the_final_list)
BROKEN(since, since_adoption)
BROKEN(in_force, in_force_until_abrogated_ever)
BROKEN(windows, windows_of_two_years)
BROKEN(may_denounce, may_denounce_on_both_end_days)
BROKEN(open, open_while_the_newer_is_not_standing)
BROKEN(open, open_unless_ever_closed)
BROKEN(member, member_in_the_last_period)
BROKEN(basis, ordinary_before_any_admission)
BROKEN(binding, binding_from_registration)
BROKEN(binding, binding_without_denunciation)
BROKEN(binding, binding_beyond_the_end)
BROKEN(binding, binding_without_the_parent)
BROKEN(binding, binding_of_nobody_who_leaves)
BROKEN(ends, ends_unless_an_act_comes_ever)
BROKEN(ends, ends_when_registered)

#define TRIAL(property, broken)                              \
	{                                                    \
#property, property, #broken, break_##broken \
	}

static const struct {
	const char *name;
	bool (*holds)(const struct rules *, const struct world *);
	const char *broken_name;
	void (*breaks)(struct rules *);
} trials[] = {
	TRIAL(more_ratifications_never_delay, enter_at_the_last),
	TRIAL(order_and_duplicates_are_nothing, enter_in_order_of_input),
	TRIAL(outside_the_list_counts_for_itself, enter_counting_everybody),
	TRIAL(a_member_is_bound_from_the_later_of_two_days, enter_a_day_late),
	TRIAL(the_first_families_bind_at_once, enter_a_day_late),
	TRIAL(later_ratifications_change_no_earlier_day, enter_with_the_final_list),
	TRIAL(windows_are_apart_and_a_year_long, windows_of_two_years),
	TRIAL(an_act_outside_is_refused_and_inside_takes_a_year, may_denounce_on_both_end_days),
	TRIAL(nobody_is_bound_before_first_entry, binding_from_registration),
	TRIAL(bound_and_ended_are_apart, binding_without_denunciation),
	TRIAL(after_its_end_nobody_is_bound, binding_beyond_the_end),
	TRIAL(a_protocol_binds_only_with_its_parent, binding_without_the_parent),
	TRIAL(in_force_only_after_adoption, since_adoption),
	TRIAL(closes_once, open_while_the_newer_is_not_standing),
	TRIAL(later_facts_change_no_answer, in_force_until_abrogated_ever),
	TRIAL(later_facts_change_no_answer, member_in_the_last_period),
	TRIAL(later_facts_change_no_answer, open_unless_ever_closed),
	TRIAL(later_facts_change_no_answer, binding_of_nobody_who_leaves),
	TRIAL(later_facts_change_no_answer, ordinary_before_any_admission),
	TRIAL(later_facts_change_no_answer, ends_unless_an_act_comes_ever),
	TRIAL(later_facts_change_no_answer, ends_when_registered),
};

static uint64_t seed = 20261124;
static int worlds = 20000;

static void every_world_keeps_the_law(void **state)
{
	(void)state;
	chance_state = seed;
	for (int k = 0; k < worlds; k++) {
		uint64_t began = chance_state;
		struct world w;
		some_world(&w);
		for (size_t t = 0; t < ROWS(trials); t++)
			if ((t == 0 || trials[t].holds != trials[t - 1].holds) && !trials[t].holds(&the_law, &w))
				fail_msg("world %d (LAW_SEED=%" PRIu64 " LAW_WORLDS=1) breaks %s", k, began,
					 trials[t].name);
	}
}

static void each_property_can_fail(void **state)
{
	(void)state;
	for (size_t t = 0; t < ROWS(trials); t++) {
		struct rules broken = the_law;
		trials[t].breaks(&broken);
		chance_state = seed;
		bool failed = false;
		for (int k = 0; k < 20000 && !failed; k++) {
			struct world w;
			some_world(&w);
			failed = !trials[t].holds(&broken, &w);
		}
		if (!failed)
			fail_msg("%s does not notice %s", trials[t].name, trials[t].broken_name);
	}
}

int main(void)
{
	const char *text = getenv("LAW_SEED");
	if (text)
		seed = strtoull(text, NULL, 10);
	if ((text = getenv("LAW_WORLDS")))
		worlds = atoi(text);
	printf("LAW_SEED=%" PRIu64 " LAW_WORLDS=%d\n", seed, worlds);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_world_keeps_the_law),
		cmocka_unit_test(each_property_can_fail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
