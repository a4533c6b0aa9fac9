/* SPDX-License-Identifier: Apache-2.0 */
/* Registering a ratification: whether this Member may ratify this instrument on this day, and whether it has already. */
#include "register/edit_private.h"

static struct str integer(const struct edit *e, int64_t n)
{
	return str_format(e->c->arena, "%lld", (long long)n);
}

/* Who ratifies what, for sentences. */
#define PAIR                                            \
	{"instrument", i->id},                          \
	{                                               \
		"member", edit_country_name(e, country) \
	}

static void check_adoption(struct edit *e, const char *field, const struct register_instrument *i, struct date day)
{
	if (date_up_to(i->law.adopted.latest, day))
		return;
	struct tr_value adopted = {"adopted", edit_span_text(e, i->law.adopted)}, id = {"instrument", i->id};
	if (date_up_to(i->law.adopted.earliest, day)) {
		edit_warn(e, SAY(N_("It is not known whether {instrument} had been adopted by then: {adopted}."), id,
				 adopted));
		return;
	}
	edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, field,
					 SAY(N_("{day} is before the adoption of {instrument}, {adopted}."),
					     {"day", edit_day_text(e, day)}, id, adopted),
					 STR(""), "before-adoption",
					 tr(e->c, N_("Only what the Conference has adopted can be ratified.")),
					 STR("ILO Constitution art. 19(5)")});
}

static bool has_begun(const struct register_country *country)
{
	return country->periods_n > 0;
}

/* What is registered by the day of the first admission counts as a succession (law_basis), and the act has to say so: only a
 * record of long ago is taken as one by the rule alone. */
static void check_basis(struct edit *e, const struct edit_ratified *r)
{
	struct tr_value member = {"member", edit_country_name(e, r->country)}, on = {"day", edit_day_text(e, r->day)};
	if (e->wish->act == ACT_CORRECTION) {
		edit_warn(e, SAY(N_("{day} is not after the admission of {member}: this counts as a succession."), on,
				 member));
		return;
	}
	edit_refuse(e,
		    &(struct refusal){PROBLEM_REFUSED, "basis",
				      SAY(N_("{day} is not after the admission of {member}: say on which basis it is "
					     "registered."),
					  on, member),
				      tr(e->c, N_("A new State that remains bound succeeds: choose succession and name "
						  "the State before it.")),
				      "basis-to-state",
				      tr(e->c, N_("What a State registers by the day of its admission is a succession "
						  "unless the act says otherwise.")),
				      PRACTICE});
}

/* A succession has rules of its own; anything else needs a Member (Const. art. 19(5)). */
static void check_membership(struct edit *e, const char *field, const struct edit_ratified *r)
{
	const struct register_country *country = r->country;
	struct date day = r->day;
	struct tr_value member = {"member", edit_country_name(e, country)}, on = {"day", edit_day_text(e, day)};
	enum law_answer is_member = register_member_on(country, day, NULL);
	bool by_rule = r->basis.n == 0 && has_begun(country);
	struct refusal refusal = {PROBLEM_REFUSED,
				  "member",
				  STR(""),
				  STR(""),
				  "not-a-member",
				  tr(e->c, N_("Conventions are ratified by Members; a new State may succeed to what "
					      "applied to its territory.")),
				  STR("ILO Constitution art. 19(5)")};
	if (!date_before(day, country->state_ended)) {
		refusal.field = field;
		refusal.rule = "state-ended";
		refusal.why = tr(e->c, N_("A State that is no more registers nothing."));
		refusal.source = country->fact.source;
		refusal.detail = SAY(N_("{member} was no State any more on {day}."), member, on);
		edit_refuse(e, &refusal);
		return;
	}
	if (str_is(r->basis, "succession")) {
		edit_check_succession(e, field, r);
		return;
	}
	if (by_rule && law_basis(span_day(day), country->periods, country->periods_n) == LAW_SUCCESSION) {
		check_basis(e, r);
		return;
	}
	if (is_member == LAW_YES)
		return;
	if (is_member == LAW_UNKNOWN) {
		edit_warn(e, SAY(N_("The register does not know {member} as a Member on {day}."), member, on));
		return;
	}
	refusal.detail = SAY(N_("{member} was not a Member on {day}."), member, on);
	refusal.hint = tr(e->c, N_("If it succeeds to a State that was bound, choose succession as the basis."));
	edit_refuse(e, &refusal);
}

/* The revising Convention that closed an instrument by a day; NULL if none did for certain. */
static const struct register_instrument *closed_by(const struct edit *e, const struct register_instrument *i,
						   struct date day)
{
	for (size_t k = 0; k < i->revised_by_n; k++) {
		const struct register_instrument *newer = &e->now.instruments[i->revised_by[k]];
		bool began = law_within(law_in_force_since(&newer->law), SPAN_NEVER, day) == LAW_YES;
		if (began && law_revision(i->law.id, newer->law.id).closing == LAW_CLOSES)
			return newer;
	}
	return NULL;
}

static void refuse_ended(struct edit *e, const char *field, const struct register_instrument *i)
{
	bool abrogated = i->law.ending == LAW_ABROGATED;
	struct tr_value values[] = {{"instrument", i->id}, {"day", edit_span_text(e, i->law.ended)}};
	struct str detail = tr(e->c, abrogated ? N_("{instrument} was abrogated: {day}.")
					       : N_("{instrument} was withdrawn: {day}."));
	edit_refuse(e,
		    &(struct refusal){
			    PROBLEM_REFUSED, field, tr_fill(e->c->arena, detail, values, 2), STR(""),
			    abrogated ? "abrogated" : "withdrawn",
			    tr(e->c, N_("What the Conference has abrogated or withdrawn can no longer be ratified.")),
			    abrogated ? STR("ILO Constitution art. 19(9)") : STR("Standing Orders of the Conference")});
}

/* Closed by the entry into force of a revising Convention, or ended. */
static void check_open(struct edit *e, const char *field, const struct register_instrument *i, struct date day)
{
	enum law_answer open = law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, day);
	const struct register_instrument *newer = closed_by(e, i, day);
	if (date_before(day, i->law.adopted.latest) || open == LAW_YES)
		return;
	if (date_up_to(i->law.ended.latest, day)) {
		refuse_ended(e, field, i);
	} else if (newer) {
		struct tr_value closer = {"newer", newer->id}, older = {"instrument", i->id};
		struct str source = str_of(law_revision(i->law.id, newer->law.id).source);
		edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, field,
						 SAY(N_("{instrument} is closed to ratification since {newer} entered "
							"into force on {day}."),
						     older, closer,
						     {"day", edit_span_text(e, law_in_force_since(&newer->law))}),
						 SAY(N_("{newer} can be ratified in its place."), closer), "closed",
						 SAY(N_("{newer} revises {instrument} and closes it to new "
							"ratifications once it is in force."),
						     older, closer),
						 source});
	} else {
		edit_warn(e, SAY(N_("It is not known whether {instrument} was open to ratification on {day}."),
				 {"instrument", i->id}, {"day", edit_day_text(e, day)}));
	}
}

static struct str parent_source(const struct edit *e, const struct register_instrument *i)
{
	if (i->law.id.number == 29)
		return STR("P029 art. 8(1)");
	if (i->law.id.number == 147)
		return STR("P147 art. 2");
	return SAY(N_("final provisions of {instrument}"), {"instrument", i->id});
}

/* A Protocol is ratified by a Member that ratifies or has ratified its Convention. A list that is not complete cannot say that
 * it has not. */
static void check_parent(struct edit *e, const char *field, const struct register_instrument *i,
			 const struct register_country *country, struct date day)
{
	if (i->parent < 0)
		return;
	const struct register_instrument *parent = &e->now.instruments[i->parent];
	const struct register_ratification *r = edit_ratification_on(e, parent, country, day);
	if (r && date_up_to(r->law.registered.earliest, day) && date_before(day, r->binding.denounced.latest))
		return;
	struct tr_value values[] = {{"parent", parent->id}, {"member", edit_country_name(e, country)}};
	if (!r && !str_is(parent->coverage.completeness, "complete")) {
		edit_warn(e, tr_fill(e->c->arena,
				     tr(e->c, N_("No ratification of {parent} by {member} is recorded here, but that "
						 "list is not complete.")),
				     values, 2));
		return;
	}
	edit_refuse(
		e,
		&(struct refusal){
			PROBLEM_REFUSED, field,
			tr_fill(e->c->arena, tr(e->c, N_("{member} is not bound by {parent} on that day.")), values, 2),
			tr_fill(e->c->arena, tr(e->c, N_("Register its ratification of {parent} first.")), values, 2),
			"parent",
			tr(e->c,
			   N_("A Protocol is ratified by a Member that ratifies or has ratified its Convention.")),
			parent_source(e, i)});
}

void edit_check_ratification(struct edit *e, const char *field, const struct edit_ratified *r)
{
	const struct register_instrument *i = r->i;
	if (i->law.id.kind == LAW_RECOMMENDATION) {
		edit_refuse(e, &(struct refusal){PROBLEM_NOT_RATIFIABLE, "instrument",
						 SAY(N_("{instrument} is a Recommendation."), {"instrument", i->id}),
						 STR(""), "recommendation",
						 tr(e->c, N_("A Recommendation is not ratified.")),
						 STR("ILO Constitution art. 19(6)")});
		return;
	}
	bool succeeds = str_is(r->basis, "succession");
	if (r->predecessor && !succeeds)
		edit_refuse(e, &(struct refusal){PROBLEM_WRONG_VALUE, "predecessor",
						 tr(e->c, N_("A State before it is named with a succession alone.")),
						 tr(e->c, N_("Choose succession as the basis, or leave it out.")), NULL,
						 STR(""), STR("")});
	if (!date_is_set(r->day))
		return;
	check_adoption(e, field, i, r->day);
	check_membership(e, field, r);
	if (!succeeds)
		check_open(e, "instrument", i, r->day);
	check_parent(e, "instrument", i, r->country, r->day);
	if (!law_provisions(i->law.id))
		edit_warn(e, SAY(N_("The final provisions of {instrument} are not known here: nothing is computed from "
				    "this act."),
				 {"instrument", i->id}));
}

/* One ratification stands at a time; another needs a denunciation before it. */
static void check_first(struct edit *e, const struct register_instrument *i, const struct register_country *country)
{
	const struct register_ratification *r = edit_ratification_of(e, i, country);
	if (!r)
		return;
	struct tr_value registered = {"day", edit_span_text(e, r->law.registered)};
	struct str why = tr(e->c, N_("A Member is bound by one ratification of an instrument; another can follow only "
				     "after a denunciation."));
	struct refusal refusal = {PROBLEM_ALREADY_THERE,
				  "member",
				  STR(""),
				  STR(""),
				  "one-ratification",
				  why,
				  STR("ILO Constitution art. 19(5)")};
	if (r->law.denounced.kind == LAW_NOT_ENDED) {
		refusal.detail =
			SAY(N_("{member} has ratified {instrument} already, registered on {day}."), PAIR, registered);
		refusal.hint = tr(e->c, N_("If the day recorded is wrong, correct it there."));
	} else if (date_is_set(e->day) && date_before(e->day, r->law.denounced.day.latest)) {
		refusal.code = PROBLEM_REFUSED;
		refusal.field = "registered";
		refusal.detail = SAY(N_("The ratification of {instrument} by {member} of {day} still stood then."),
				     PAIR, registered);
	} else {
		return;
	}
	edit_refuse(e, &refusal);
}

/* 2 for a second ratification of the pair, and so on; empty for the first. */
static struct str again(const struct edit *e, const struct register_instrument *i,
			const struct register_country *country)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	int64_t last = 0;
	for (size_t k = 0; k < e->rows.of[kind].n; k++) {
		const struct register_row *row = &e->rows.of[kind].at[k];
		int64_t n = 1;
		if (!str_equal(CELL("instrument"), i->id) || !str_equal(CELL("country_iso3"), country->code))
			continue;
		str_to_i64(CELL("again"), &n);
		last = n > last ? n : last;
	}
	return last ? integer(e, last + 1) : STR("");
}

void edit_ratification(struct edit *e)
{
	const struct register_instrument *i = e->instrument;
	const struct register_country *country = e->member;
	enum register_kind kind = REGISTER_RATIFICATIONS;
	struct str basis = edit_value(e, "basis"), *cells = edit_cells(e, kind);
	if (!i || !country)
		return;
	struct edit_ratified asked = {i, country, e->predecessor, e->day, basis};
	edit_check_ratification(e, "registered", &asked);
	if (i->law.id.kind == LAW_RECOMMENDATION)
		return;
	check_first(e, i, country);
	e->subject = str_format(e->c->arena, "%.*s %.*s", STR_ARGS(i->id), STR_ARGS(country->code));
	edit_set(kind, cells, "instrument", i->id);
	edit_set(kind, cells, "country_iso3", country->code);
	edit_set(kind, cells, "again", again(e, i, country));
	edit_set(kind, cells, "date_registered", edit_value(e, "registered"));
	edit_set(kind, cells, "basis", basis);
	edit_set(kind, cells, "source", edit_value(e, "source"));
	edit_set(kind, cells, "reference", edit_value(e, "reference"));
	edit_set(kind, cells, "predecessor", e->predecessor ? e->predecessor->code : STR(""));
	edit_store(e, kind, cells);
	edit_declarations_with(e, str_is(basis, "succession") ? edit_succeeded(e, &asked) : NULL);
}
