/* SPDX-License-Identifier: Apache-2.0 */
/* How one instrument hangs together with others: what goes with it, what it revises, what revises and amends it. */
#include "page/format.h"
#include "register/standard_pages.h"

#include <stdlib.h>
#include <string.h>

enum { CHAIN_MOST = 12, NAMED_MOST = 6 };

static const struct register_instrument *instrument_at(const struct standard_view *v, int index)
{
	return &v->a.s->instruments[index];
}

/* The newer one changes words or one article of the older, and no more. */
static bool is_partial(const struct register_instrument *older, const struct register_instrument *newer)
{
	return law_revision(older->law.id, newer->law.id).is_partial;
}

struct instruments {
	LIST(const struct register_instrument *);
};

/* What it revises, or what revises it, as far as the day knows it. */
static struct instruments family_next(const struct standard_view *v, const struct register_instrument *i, bool newer)
{
	const int *at = newer ? i->revised_by : i->revises;
	size_t n = newer ? i->revised_by_n : i->revises_n;
	struct instruments list = {0};
	for (size_t k = 0; k < n; k++) {
		const struct register_instrument *other = instrument_at(v, at[k]);
		bool is_part = newer ? is_partial(i, other) : is_partial(other, i);
		if (!is_part && shown_is_adopted(v->a.c, other))
			*list_add(v->a.c->arena, &list) = other;
	}
	return list;
}

static void add_known(const struct standard_view *v, struct instruments *list, int index)
{
	const struct register_instrument *other = instrument_at(v, index);
	if (shown_is_adopted(v->a.c, other))
		*list_add(v->a.c->arena, list) = other;
}

/* What it changes in part, or what changes it in part: by a revision of one article, or by replacing words. */
static struct instruments changes_of(const struct standard_view *v, bool newer)
{
	const struct register_instrument *i = v->i;
	struct instruments list = {0};
	for (size_t k = 0; k < (newer ? i->amended_by_n : i->amends_n); k++)
		add_known(v, &list, newer ? i->amended_by[k] : i->amends[k]);
	for (size_t k = 0; newer && k < i->revised_by_n; k++)
		if (is_partial(i, instrument_at(v, i->revised_by[k])))
			add_known(v, &list, i->revised_by[k]);
	for (size_t k = 0; !newer && k < i->revises_n; k++)
		if (is_partial(instrument_at(v, i->revises[k]), i))
			add_known(v, &list, i->revises[k]);
	return list;
}

static struct str codes_of(const struct standard_view *v, const struct instruments *list)
{
	struct shown_texts codes = {0};
	for (size_t k = 0; k < list->n; k++)
		*list_add(v->a.c->arena, &codes) = (struct shown_text){.text = list->at[k]->id};
	return shown_list(v->a.c, &codes);
}

/* The titles are the same but for the one word, and the number behind them. */
static bool is_same_title(struct str convention, struct str recommendation)
{
	const char *a = memmem(convention.at, convention.n, "Convention", 10);
	const char *b = memmem(recommendation.at, recommendation.n, "Recommendation", 14);
	if (!a || !b)
		return false;
	struct str before_a = {convention.at, (size_t)(a - convention.at)};
	struct str before_b = {recommendation.at, (size_t)(b - recommendation.at)};
	struct str after_a = str_slice(convention, before_a.n + 10, convention.n);
	struct str after_b = str_slice(recommendation, before_b.n + 14, recommendation.n);
	const char *number_a = memmem(after_a.at, after_a.n, " (No.", 5);
	const char *number_b = memmem(after_b.at, after_b.n, " (No.", 5);
	if (!number_a || !number_b)
		return false;
	after_a.n = (size_t)(number_a - after_a.at);
	after_b.n = (size_t)(number_b - after_b.at);
	return str_equal(before_a, before_b) && str_equal(after_a, after_b);
}

const struct register_instrument *standard_goes_with(const struct standard_view *v)
{
	const struct register_instrument *with = NULL;
	for (size_t k = 0; k < v->a.s->instruments_n; k++) {
		const struct register_instrument *other = instrument_at(v, (int)k);
		bool is_pair = v->is_recommendation ? other->law.id.kind == LAW_CONVENTION
						    : v->i->law.id.kind == LAW_CONVENTION &&
							      other->law.id.kind == LAW_RECOMMENDATION;
		if (!is_pair || other->session != v->i->session || !shown_is_adopted(v->a.c, other))
			continue;
		bool is_same = v->is_recommendation ? is_same_title(other->title.in[IN_EN], v->i->title.in[IN_EN])
						    : is_same_title(v->i->title.in[IN_EN], other->title.in[IN_EN]);
		if (is_same && with)
			return NULL;
		with = is_same ? other : with;
	}
	return with;
}

/* "2019 · In force", "1952 · In force, closed" */
static struct str words_of(const struct standard_view *v, const struct register_instrument *i)
{
	const struct call *c = v->a.c;
	struct shown_instrument shown = shown_instrument(c, v->a.s, i);
	struct str state =
		shown.status.is_plain ? shown.status.plain : state_word(c, shown.status.state, shown.status.year);
	bool is_closed = shown.status.state == STATE_IN_FORCE &&
			 law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, c->on) == LAW_NO;
	return FILL(c, is_closed ? tr(c, "{year} · {state}, closed") : tr(c, "{year} · {state}"),
		    {"year", str_format(c->arena, "%d", shown.year)}, {"state", state});
}

static struct standard_link *add_box(const struct standard_view *v, struct standard_links *out,
				     const struct register_instrument *i)
{
	struct standard_link *link = list_add(v->a.c->arena, out);
	*link = (struct standard_link){
		.url = shown_instrument_url(v->a.c, i), .id = i->id, .is_own = i == v->i, .words = words_of(v, i)};
	return link;
}

/* One box for several, under the words that hold for all of them. */
static struct standard_link *add_group(const struct standard_view *v, struct standard_links *out,
				       const struct instruments *list, struct str words)
{
	const struct call *c = v->a.c;
	struct standard_link *link = list_add(c->arena, out);
	*link = (struct standard_link){.words = words};
	for (size_t k = 0; k < list->n; k++)
		page_links_add(c->arena, &link->codes, shown_instrument_url(c, list->at[k]), list->at[k]->id, STR(""));
	return link;
}

/* What a change in part is called: it would amend, until it is in force. */
static struct str amends_text(const struct standard_view *v, const struct register_instrument *newer)
{
	const struct call *c = v->a.c;
	return law_in_force(&newer->law, c->on) == LAW_YES ? tr_in(c, "between instruments", "revises in part")
							   : tr_in(c, "between instruments", "would amend");
}

/* What goes with it: Recommendation or Convention, Protocols, partial revisions in both directions. */
static void add_kin(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	struct standard_links *kin = &out->kin;
	const struct register_instrument *with = standard_goes_with(v);
	struct instruments amended = changes_of(v, false), amending = changes_of(v, true);
	if (with)
		add_box(v, kin, with)->then = tr_in(c, "between instruments", "goes with");
	if (v->i->parent >= 0)
		add_box(v, kin, instrument_at(v, v->i->parent));
	struct standard_link *own = add_box(v, kin, v->i);
	if (v->i->parent >= 0)
		own->before = tr_in(c, "between instruments", "protocol to");
	if (amended.n) {
		own->then = amends_text(v, v->i);
		own->has_arrow = true;
		if (amended.n == 1)
			add_box(v, kin, amended.at[0]);
		else
			add_group(v, kin, &amended,
				  FILL(c, tr(c, "{n} instruments"), {"n", shown_number(c, (int64_t)amended.n)}));
	}
	for (size_t k = 0; k < v->a.s->instruments_n; k++) {
		const struct register_instrument *other = instrument_at(v, (int)k);
		if (other->parent == (int)(v->i - v->a.s->instruments) && shown_is_adopted(c, other))
			add_box(v, kin, other)->before = tr_in(c, "between instruments", "protocol to");
	}
	for (size_t k = 0; k < amending.n; k++)
		add_box(v, kin, amending.at[k])->before = amends_text(v, amending.at[k]);
	if (kin->n == 1)
		kin->n = 0;
}

/* Marks all that an instrument revises (or is revised by), as far as it leads. */
static void mark_chain(const struct standard_view *v, const struct register_instrument *i, bool newer, bool *marks)
{
	struct instruments next = family_next(v, i, newer);
	for (size_t k = 0; k < next.n; k++) {
		size_t index = (size_t)(next.at[k] - v->a.s->instruments);
		if (marks[index])
			continue;
		marks[index] = true;
		mark_chain(v, next.at[k], newer, marks);
	}
}

static int older_first(const void *x, const void *y)
{
	const struct register_instrument *a = *(const struct register_instrument *const *)x;
	const struct register_instrument *b = *(const struct register_instrument *const *)y;
	if (a->law.adopted.latest.day != b->law.adopted.latest.day)
		return a->law.adopted.latest.day < b->law.adopted.latest.day ? -1 : 1;
	return law_id_compare(a->law.id, b->law.id);
}

/* All of the family on the day, older ones first. */
static struct instruments family_of(const struct standard_view *v)
{
	bool *marks = arena_array(v->a.c->arena, bool, v->a.s->instruments_n);
	struct instruments family = {0};
	mark_chain(v, v->i, true, marks);
	mark_chain(v, v->i, false, marks);
	marks[v->i - v->a.s->instruments] = true;
	for (size_t k = 0; k < v->a.s->instruments_n; k++)
		if (marks[k])
			*list_add(v->a.c->arena, &family) = instrument_at(v, (int)k);
	qsort(family.at, family.n, sizeof *family.at, older_first);
	return family;
}

/* Box by box; an arrow where the next box alone revises this one, else the codes that do. */
static void add_short_chain(const struct standard_view *v, struct standard *out, const struct instruments *family)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < family->n; k++) {
		struct standard_link *link = add_box(v, &out->chain, family->at[k]);
		struct instruments by = family_next(v, family->at[k], true);
		if (!by.n)
			continue;
		link->has_arrow = by.n == 1 && k + 1 < family->n && by.at[0] == family->at[k + 1];
		link->then = link->has_arrow ? tr(c, "revised by")
					     : FILL(c, tr(c, "revised by {codes}"), {"codes", codes_of(v, &by)});
	}
}

/* One box for each state among the direct older ones, then this one, then the direct newer ones. */
static void add_long_chain(const struct standard_view *v, struct standard *out)
{
	static const enum page_state states[] = {STATE_IN_FORCE, STATE_NOT_YET, STATE_ABROGATED, STATE_WITHDRAWN};
	const struct call *c = v->a.c;
	struct instruments older = family_next(v, v->i, false), newer = family_next(v, v->i, true);
	for (size_t s = 0; s < sizeof states / sizeof *states; s++) {
		struct instruments group = {0};
		for (size_t k = 0; k < older.n; k++)
			if (shown_status(c, older.at[k]).state == states[s])
				*list_add(c->arena, &group) = older.at[k];
		if (group.n)
			add_group(v, &out->chain, &group,
				  FILL(c, tr(c, "{state}: {n}"), {"state", state_word(c, states[s], 0)},
				       {"n", shown_number(c, (int64_t)group.n)}));
	}
	size_t groups = out->chain.n;
	add_box(v, &out->chain, v->i);
	for (size_t k = 0; k < newer.n; k++)
		add_box(v, &out->chain, newer.at[k]);
	for (size_t k = groups ? groups - 1 : 0; k < groups + (newer.n > 0); k++) {
		out->chain.at[k].then = tr(c, "revised by");
		out->chain.at[k].has_arrow = true;
	}
}

/* The members of a long family that stand in no box. */
static struct str farther_text(const struct standard_view *v, const struct instruments *family)
{
	const struct call *c = v->a.c;
	struct instruments older = family_next(v, v->i, false), newer = family_next(v, v->i, true), rest = {0};
	for (size_t k = 0; k < family->n; k++) {
		bool is_near = family->at[k] == v->i;
		for (size_t m = 0; m < older.n; m++)
			is_near = is_near || older.at[m] == family->at[k];
		for (size_t m = 0; m < newer.n; m++)
			is_near = is_near || newer.at[m] == family->at[k];
		if (!is_near)
			*list_add(c->arena, &rest) = family->at[k];
	}
	return rest.n ? FILL(c, tr(c, "Farther back or ahead in the same chain: {codes}."),
			     {"codes", codes_of(v, &rest)})
		      : STR("");
}

static void say(const struct standard_view *v, struct standard *out, struct str text)
{
	const struct call *c = v->a.c;
	if (text.n)
		out->revision = out->revision.n
					? str_format(c->arena, "%.*s %.*s", STR_ARGS(out->revision), STR_ARGS(text))
					: text;
}

/* The same in words. */
static void add_words(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	struct instruments older = family_next(v, v->i, false), newer = family_next(v, v->i, true);
	struct instruments amended = changes_of(v, false), amending = changes_of(v, true);
	if (!older.n && !newer.n && !amended.n && !amending.n)
		say(v, out, FILL(c, tr(c, "{code} revises no instrument and none revises it."), {"code", v->i->id}));
	if (older.n > NAMED_MOST)
		say(v, out,
		    FILL(c, tr(c, "{code} revises {n} instruments."), {"code", v->i->id},
			 {"n", shown_number(c, (int64_t)older.n)}));
	else if (older.n)
		say(v, out,
		    FILL(c, tr(c, "{code} revises {codes}."), {"code", v->i->id}, {"codes", codes_of(v, &older)}));
	if (newer.n)
		say(v, out,
		    FILL(c, tr(c, "{code} is revised by {codes}."), {"code", v->i->id},
			 {"codes", codes_of(v, &newer)}));
	if (amended.n)
		say(v, out,
		    FILL(c,
			 law_in_force(&v->i->law, c->on) == LAW_YES
				 ? tr(c, "{code} revises {codes} in part.")
				 : tr(c, "{code} would change words in {codes}; it is not in force."),
			 {"code", v->i->id}, {"codes", codes_of(v, &amended)}));
	for (size_t k = 0; k < amending.n; k++) {
		struct str text = law_in_force(&amending.at[k]->law, c->on) == LAW_YES
					  ? tr(c, "{code} revises it in part.")
					  : tr(c, "{code} would change words in it; {code} is not in force.");
		say(v, out, FILL(c, text, {"code", amending.at[k]->id}));
	}
}

static void add_amendments(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->i->amendments_n; k++) {
		const struct register_amendment *a = &v->i->amendments[k];
		if (!span_is_set(a->approved) || !date_up_to(a->approved.earliest, c->on))
			continue;
		struct str approved = format_span(c, a->approved);
		bool is_told = span_is_set(a->in_force) && date_up_to(a->in_force.latest, c->on);
		struct str days = is_told ? FILL(c, tr(c, "approved {day}, in force from {from}"), {"day", approved},
						 {"from", format_span(c, a->in_force)})
					  : FILL(c, tr(c, "approved {day}"), {"day", approved});
		*list_add(c->arena, &out->amendments) =
			(struct standard_amendment){a->fact.key, a->name, days, shown_recorded(c, a->what)};
	}
	if (out->amendments.n)
		*list_add(c->arena, &out->places) = (struct standard_place){
			"amendments", tr(c, "Amendments"), (int64_t)out->amendments.n, COVERAGE_COMPLETE};
}

void standard_add_revision(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	add_kin(v, out);
	struct instruments family = family_of(v);
	if (!v->is_treaty && !out->kin.n && family.n < 2)
		return;
	if (v->is_treaty)
		add_words(v, out);
	*list_add(c->arena, &out->places) =
		(struct standard_place){"revision", tr(c, "Revision"), -1, COVERAGE_COMPLETE};
	if (family.n > CHAIN_MOST) {
		add_long_chain(v, out);
		say(v, out, farther_text(v, &family));
	} else if (family.n > 1) {
		add_short_chain(v, out, &family);
	}
	add_amendments(v, out);
}
