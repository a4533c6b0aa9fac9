/* SPDX-License-Identifier: Apache-2.0 */
/* Succession: a new State declares that it remains bound by what had applied to its territory (practice of the register, on
 * which the Constitution is silent). It is a Member, or is admitted afterwards; it names the State before it; that State was
 * bound then, by what it had ratified before its successor was a Member of its own. */
#include "register/edit_private.h"

static void refuse(struct edit *e, enum problem_code code, const char *field, const char *rule, struct str detail,
		   struct str hint, struct str why)
{
	edit_refuse(e, &(struct refusal){code, field, detail, hint, rule, why, PRACTICE});
}

/* A Member on the day, or admitted afterwards. */
static bool is_admitted(const struct register_country *country, struct date day)
{
	for (size_t k = 0; k < country->periods_n; k++)
		if (date_before(day, country->periods[k].until.latest))
			return true;
	return false;
}

/* The ratification of a State, or of the one that carries on what it had ratified. */
static const struct register_ratification *ratified_by(const struct edit *e, const struct edit_ratified *r,
						       const struct register_country *state)
{
	int instrument = (int)(r->i - e->now.instruments);
	const struct register_ratification *found =
		register_ratification_on(&e->now, instrument, (int)(state - e->now.countries), r->day);
	const struct register_country *heir = found ? NULL : register_country_named(&e->now, state->continued_by);
	if (!heir || heir == r->country)
		return found;
	return register_ratification_on(&e->now, instrument, (int)(heir - e->now.countries), r->day);
}

const struct register_ratification *edit_succeeded(const struct edit *e, const struct edit_ratified *r)
{
	return r->predecessor && date_is_set(r->day) ? ratified_by(e, r, r->predecessor) : NULL;
}

/* The State before it had declared the instrument to apply to that very territory (Const. art. 35). */
static bool was_declared_for(const struct edit *e, const struct edit_ratified *r)
{
	for (size_t k = 0; k < r->country->territories_n; k++) {
		const struct register_territory *t = &e->now.territories[r->country->territories[k]];
		if (&e->now.instruments[t->instrument] == r->i && &e->now.countries[t->declared_by] == r->predecessor &&
		    date_up_to(t->registered.earliest, r->day))
			return true;
	}
	return false;
}

/* That the State before it was bound on the day, by something older than the membership of its successor. */
static void check_bound(struct edit *e, const struct edit_ratified *r)
{
	const struct register_ratification *before = edit_succeeded(e, r);
	struct tr_value values[] = {{"instrument", r->i->id},
				    {"predecessor", edit_country_name(e, r->predecessor)},
				    {"member", edit_country_name(e, r->country)},
				    {"day", before ? edit_span_text(e, before->law.registered) : STR("")},
				    {"adopted", edit_span_text(e, r->i->law.adopted)}};
	struct date admitted = r->country->periods[0].from.latest;
	bool is_whole = str_is(r->i->coverage.completeness, "complete") && !r->predecessor->is_former;
	const char *text = NULL;
	if (date_before(admitted, r->i->law.adopted.earliest))
		text = N_("{instrument} was adopted on {adopted}, when {member} was a Member of its own already.");
	else if (before && date_up_to(before->binding.denounced.latest, r->day))
		text = N_("{predecessor} was no longer bound by {instrument} on that day.");
	else if (before && date_before(admitted, before->law.registered.earliest))
		text = N_(
			"{predecessor} ratified {instrument} on {day}, when {member} was a Member of its own already.");
	else if (!before && is_whole && !was_declared_for(e, r))
		text = N_("{predecessor} had not ratified {instrument} by that day.");
	else if (!before && !was_declared_for(e, r))
		edit_warn(e,
			  tr_fill(e->c->arena,
				  tr(e->c, N_("No ratification of {instrument} by {predecessor} is recorded here, but "
					      "the list may lack it.")),
				  values, sizeof values / sizeof *values));
	if (text)
		refuse(e, PROBLEM_REFUSED, "predecessor", "nothing-to-succeed-to",
		       tr_fill(e->c->arena, tr(e->c, text), values, sizeof values / sizeof *values), STR(""),
		       tr(e->c,
			  N_("A new State remains bound by what applied to its territory before it was a Member.")));
}

void edit_check_succession(struct edit *e, const char *field, const struct edit_ratified *r)
{
	struct tr_value member = {"member", edit_country_name(e, r->country)}, on = {"day", edit_day_text(e, r->day)};
	struct str names_it = tr(e->c, N_("A succession names the State that was bound before it."));
	if (!is_admitted(r->country, r->day))
		refuse(e, PROBLEM_REFUSED, r->country->periods_n ? field : "member", "not-a-member",
		       SAY(N_("{member} is not a Member on {day}, nor was it admitted afterwards."), member, on),
		       STR(""),
		       tr(e->c, N_("Conventions bind Members; a territory or a State that is none does not succeed to "
				   "them.")));
	else if (!r->predecessor)
		refuse(e, PROBLEM_MISSING, "predecessor", "predecessor",
		       tr(e->c, N_("Name the State that it succeeds to.")), STR(""), names_it);
	else if (r->predecessor == r->country)
		refuse(e, PROBLEM_WRONG_VALUE, "predecessor", "predecessor",
		       SAY(N_("{member} does not succeed to itself."), member),
		       tr(e->c, N_("A State that goes on under another name keeps its ratifications.")), names_it);
	else if (!r->predecessor->is_former && r->predecessor->periods_n == 0)
		refuse(e, PROBLEM_REFUSED, "predecessor", "predecessor",
		       SAY(N_("{member} was never a Member: it ratified nothing."),
			   {"member", edit_country_name(e, r->predecessor)}),
		       STR(""), names_it);
	else
		check_bound(e, r);
}
