/* SPDX-License-Identifier: Apache-2.0 */
/* Why a ratification binds from a day, and why it ends on one. */
#include "page/format.h"
#include "register/explaining_pages.h"

/* One ratification being explained. */
struct ratified {
	struct explaining x;
	const struct register_ratification *r;
	const struct register_country *m;
};

static struct str own_rule(const struct call *c, const struct law_provisions *p)
{
	struct law_delay d = p->rule.member_delay;
	struct str text;
	if (p->rule.each_alone)
		text = tr(c, "A Member is bound {months} months after its ratification is registered.");
	else if (d.months)
		text = tr(c,
			  "A Member is bound {months} months after its ratification is registered, but not before the "
			  "instrument itself is in force.");
	else if (d.days)
		text = tr(c, "A Member is bound {days} days after its ratification is registered, but not before the "
			     "instrument itself is in force.");
	else
		text = tr(c, "A Member is bound from the day its ratification is registered, but not before the "
			     "instrument itself is in force.");
	return FILL(c, text, {"months", shown_number(c, d.months)}, {"days", shown_number(c, d.days)});
}

static void add_registered(const struct ratified *v, struct explained *e)
{
	struct call *c = v->x.c;
	explain_day(&v->x, e, tr_in(c, "day", "Registered"), v->r->law.registered, v->r->fact.source);
	for (size_t k = 0; k < v->r->conflicts_n; k++) {
		struct span other;
		if (span_parse(v->r->conflicts[k].date_other, &other))
			explain_day(&v->x, e, tr(c, "Another source gives"), other, v->r->conflicts[k].source_other);
	}
}

static void say_ordinary(const struct ratified *v, struct explained *e, const struct law_provisions *p)
{
	struct call *c = v->x.c;
	struct law_delay d = p->rule.member_delay;
	struct span later = span_add_days(span_add_months(v->r->law.registered, d.months), d.days);
	e->source = explain_article(&v->x, v->x.i->law.id, p->source);
	explain_say(&v->x, e, own_rule(c, p));
	add_registered(v, e);
	if (d.months)
		explain_day(&v->x, e, FILL(c, tr(c, "{n} months later"), {"n", shown_number(c, d.months)}), later,
			    STR(""));
	else if (d.days)
		explain_day(&v->x, e, FILL(c, tr(c, "{n} days later"), {"n", shown_number(c, d.days)}), later, STR(""));
}

static void say_succession(const struct ratified *v, struct explained *e)
{
	struct call *c = v->x.c;
	e->rule = "succession";
	e->source = tr(c, "practice of the register");
	explain_say(
		&v->x, e,
		tr(c,
		   "A new State that takes over what applied to its territory is bound from the recorded day, without "
		   "waiting, but not before the instrument itself is in force."));
	if (v->r->basis_inferred)
		explain_say(
			&v->x, e,
			tr(c,
			   "No source calls this a succession; it is taken for one because it was registered not later "
			   "than the day on which the State was first admitted."));
	add_registered(v, e);
	if (v->m->periods_n && date_up_to(v->m->periods[0].from.latest, c->on))
		explain_day(&v->x, e, tr(c, "First admitted"), v->m->periods[0].from, STR(""));
}

static void say_conditional(const struct ratified *v, struct explained *e)
{
	struct call *c = v->x.c;
	e->rule = "conditional-ratification";
	e->source = tr(c, "practice of the register");
	e->day = SPAN_NEVER;
	explain_say(
		&v->x, e,
		FILL(c,
		     tr(c,
			"It was ratified on the condition that other States ratify as well, and binds only once they "
			"have. By {day} nothing recorded here says that they had."),
		     {"day", format_date(c, c->on)}));
	add_registered(v, e);
}

/* The day the Convention of a Protocol binds the same Member, as told on the day. */
static struct span parent_from(const struct ratified *v)
{
	const struct register_ratification *parent =
		register_parent_on(v->x.s, v->r->instrument, v->r->country, v->r->law.registered.latest);
	bool is_told = parent && register_registered_by(parent, v->x.c->on, true);
	return is_told ? parent->binding.from : SPAN_NEVER;
}

static void say_parent(const struct ratified *v, struct explained *e)
{
	struct call *c = v->x.c;
	struct str code = v->x.s->instruments[v->x.i->parent].id;
	struct span from = parent_from(v);
	explain_say(&v->x, e,
		    FILL(c, tr(c, "A Protocol binds only a Member that is bound by {code}, to which it belongs."),
			 {"code", code}));
	if (!span_is_set(from)) {
		explain_say(
			&v->x, e,
			FILL(c, tr(c, "That this Member is bound by {code} is not recorded here."), {"code", code}));
		return;
	}
	if (span_is_set(e->day))
		e->day = span_later(e->day, from);
	explain_day(&v->x, e, FILL(c, tr(c, "{code} binds it from"), {"code", code}), from, STR(""));
}

/* The day it binds from; never before it, what the instrument itself is on the day asked about. */
static void explain_from(const struct ratified *v)
{
	struct call *c = v->x.c;
	const struct law_provisions *p = law_provisions(v->x.i->law.id);
	struct span since = explained_in_force_since(v->x.a, v->x.i), day = v->r->law.registered;
	if (!p)
		return;
	struct law_delay d = p->rule.member_delay;
	bool is_ordinary = v->r->law.basis == LAW_ORDINARY;
	if (is_ordinary)
		day = span_add_days(span_add_months(day, d.months), d.days);
	struct explained *e = explain_add(&v->x, "in_force_from", "entry-into-force-for-a-member",
					  span_is_set(since) ? span_later(since, day) : SPAN_NEVER);
	if (v->r->law.basis == LAW_CONDITIONAL) {
		say_conditional(v, e);
		return;
	}
	if (is_ordinary)
		say_ordinary(v, e, p);
	else
		say_succession(v, e);
	if (p->rule.each_alone) {
		e->is_verified = false;
		explain_say(&v->x, e, tr(c, "The article itself was not read: this is the usual rule of its time."));
	}
	explain_day(&v->x, e, FILL(c, tr(c, "{code} in force from"), {"code", v->x.i->id}), since, v->x.i->fact.source);
	if (!span_is_set(since))
		explain_say(&v->x, e,
			    FILL(c, tr(c, "By {day} {code} itself is not in force."), {"day", format_date(c, c->on)},
				 {"code", v->x.i->id}));
	else if (!span_is_day(v->r->law.registered))
		explain_say(&v->x, e, tr(c, "The day of registration is known only roughly, and so is this day."));
	if (v->x.i->parent >= 0)
		say_parent(v, e);
}

/* The rule by which ratifying the newer one ends the older. */
static struct str revision_sentence(const struct call *c, const struct law_revision *revision)
{
	switch (revision->ends) {
	case LAW_ENDS_NOT:
		return tr(
			c,
			"A source says that ratifying {code} ended it. The rule does not give that: {code} ends it for "
			"nobody by itself.");
	case LAW_ENDS_UNDER_OWN:
		return tr(
			c,
			"Ratifying {code}, which revises it, counts as an act of denunciation on the day that "
			"ratification is registered, but not before {code} is in force; the duty ends one year later.");
	case LAW_ENDS_FROM_15:
		return tr(c, "Ratifying {code}, which revises it, with a declared minimum age of at least 15 years "
			     "ends it on "
			     "the day that ratification is registered, but not before {code} is in force.");
	case LAW_ENDS_FROM_C123:
		return tr(c,
			  "Ratifying {code}, which revises it, ends it if the minimum age then set for work "
			  "underground is "
			  "not below the one specified under it: on the day that ratification is registered, but not "
			  "before {code} is in force.");
	case LAW_ENDS_BY_PARTS:
		return tr(c, "Ratifying {code}, which revises it, and accepting the Part that takes its place ends it "
			     "from the "
			     "day {code} binds the Member.");
	case LAW_ENDS: break;
	}
	return revision->on_registration
		       ? tr(c, "Ratifying {code}, which revises it, ends it on the day that ratification is "
			       "registered, but "
			       "not before {code} is in force.")
		       : tr(c, "Ratifying {code}, which revises it, ends it from the day {code} binds the Member.");
}

/* The day the rule gives, whatever is recorded. */
static struct span automatic_by_rule(const struct ratified *v, const struct register_instrument *newer,
				     const struct register_ratification *act)
{
	struct law_ratification standing = v->r->law;
	standing.denounced = (struct law_denunciation){LAW_NOT_ENDED, SPAN_NEVER, {LAW_CONVENTION, 0}};
	struct law_declared declared = register_declared_with(act);
	return law_automatic_denunciation(&v->x.i->law, &standing, &newer->law, &act->law, &act->binding, &declared);
}

static void compare_automatic(const struct ratified *v, struct explained *e, const struct register_instrument *newer)
{
	struct call *c = v->x.c;
	const struct register_ratification *act = register_ended_with(v->x.s, v->r);
	if (!act || !register_registered_by(act, c->on, true)) {
		explain_say(&v->x, e,
			    FILL(c,
				 tr(c, "Its ratification of {code} is not recorded here, so that the rule cannot be "
				       "applied; the recorded day stands."),
				 {"code", newer->id}));
		explain_disagreement(&v->x, e, "automatic-denunciation");
		return;
	}
	struct span rule = automatic_by_rule(v, newer, act);
	explain_day(&v->x, e, FILL(c, tr(c, "{code} registered"), {"code", newer->id}), act->law.registered,
		    act->fact.source);
	explain_day(&v->x, e, FILL(c, tr(c, "{code} binds it from"), {"code", newer->id}), act->binding.from, STR(""));
	if (!e->is_recorded || (rule.earliest.day == e->day.earliest.day && rule.latest.day == e->day.latest.day))
		return;
	struct str text = span_is_set(rule)
				  ? tr(c, "The rule gives {day}; the recorded day stands.")
				  : tr(c, "By the rule alone it would not have ended then; the recorded day stands.");
	explain_say(&v->x, e, FILL(c, text, {"day", format_span(c, rule)}));
	explain_disagreement(&v->x, e, "automatic-denunciation");
}

static void explain_automatic(const struct ratified *v)
{
	struct call *c = v->x.c;
	char room[LAW_ID_ROOM];
	const struct law_denunciation *d = &v->r->law.denounced;
	const struct register_instrument *newer = register_instrument_named(v->x.s, law_id_print(d->by, room));
	struct explained *e = explain_add(&v->x, "automatic", "automatic-denunciation", d->day);
	e->is_recorded = !v->r->denunciation_computed;
	if (!newer) {
		e->rule = "end-on-an-unknown-day";
		e->source = tr(c, "practice of the register");
		explain_say(&v->x, e,
			    tr(c, "A source says that it is no longer in force and gives no day: it ended between its "
				  "registration and the day on which that was recorded here."));
		add_registered(v, e);
		return;
	}
	struct law_revision revision = law_revision(v->x.i->law.id, newer->law.id);
	e->source = revision.ends == LAW_ENDS_NOT ? tr(c, "no article says so")
						  : explain_revision_source(&v->x, v->x.i, newer);
	explain_say(&v->x, e, FILL(c, revision_sentence(c, &revision), {"code", newer->id}));
	if (e->is_recorded)
		explain_day(&v->x, e, tr(c, "Recorded as denounced"), d->day, v->r->denunciation.source);
	compare_automatic(v, e, newer);
	if (revision.ends == LAW_ENDS_UNDER_OWN)
		explain_day(&v->x, e, tr(c, "Bound no longer from"), v->r->binding.denounced, STR(""));
}

static void explain_act(const struct ratified *v)
{
	struct call *c = v->x.c;
	const struct law_denunciation *d = &v->r->law.denounced;
	const struct register_instrument *i = v->x.i;
	const struct law_instrument *parent = i->parent >= 0 ? &v->x.s->instruments[i->parent].law : NULL;
	struct date effect;
	struct law_window near;
	struct explained *e = explain_add(&v->x, "denounced", "act-of-denunciation", span_add_months(d->day, 12));
	e->source = explain_article(&v->x, i->law.id, law_denunciation_rule(i->law.id).source);
	explain_say(&v->x, e, tr(c, "An act of denunciation takes effect one year after it is registered."));
	explain_day(&v->x, e, tr(c, "Act registered"), d->day, v->r->denunciation.source);
	if (!law_may_denounce(&i->law, parent, d->day.latest, &effect, &near)) {
		explain_say(&v->x, e, tr(c, "It lies in no window of the rule; what is recorded stands."));
		return;
	}
	explain_window_facts(&v->x, e, &near);
}

/* Ended with the State, or with the Convention a Protocol belongs to. */
static void explain_other_end(const struct ratified *v)
{
	struct call *c = v->x.c;
	struct date state = v->r->law.state_ended;
	if (date_is_set(state) && date_up_to(state, c->on)) {
		struct explained *e = explain_add(&v->x, "ended", "end-of-a-state", span_day(state));
		e->is_recorded = true;
		e->source = tr(c, "practice of the register");
		explain_say(&v->x, e, tr(c, "The State ceased to exist, and what it had ratified ended with it."));
		explain_day(&v->x, e, tr(c, "The State ended"), span_day(state), v->m->fact.source);
	}
	const struct register_ratification *parent =
		register_parent_on(v->x.s, v->r->instrument, v->r->country, v->r->law.registered.latest);
	int by;
	if (!parent || !date_is_set(register_denounced_on(v->x.s, parent, c->on, &by).latest))
		return;
	struct str code = v->x.s->instruments[v->x.i->parent].id;
	struct explained *e =
		explain_add(&v->x, "denounced", "protocol-follows-its-convention", parent->binding.denounced);
	e->source = explain_article(&v->x, v->x.i->law.id, "P029 art. 9(2), (3)");
	explain_say(&v->x, e,
		    FILL(c, tr(c, "Denouncing {code} ends its Protocol for the same Member on the same day."),
			 {"code", code}));
	explain_day(&v->x, e, FILL(c, tr(c, "{code} denounced"), {"code", code}), parent->law.denounced.day,
		    parent->denunciation.source);
}

void explain_ratification(const struct asked *a, const struct register_ratification *r, struct explanations *out)
{
	const struct register_instrument *i = &a->s->instruments[r->instrument];
	const struct register_country *m = &a->s->countries[r->country];
	struct str subject = str_format(a->c->arena, "%.*s %.*s", STR_ARGS(i->id), STR_ARGS(m->code));
	struct ratified v = {{a, a->c, a->s, i, subject, out}, r, m};
	int by;
	*out = (struct explanations){0};
	if (!register_registered_by(r, a->c->on, true))
		return;
	explain_from(&v);
	if (date_is_set(register_denounced_on(a->s, r, a->c->on, &by).latest)) {
		if (r->law.denounced.kind == LAW_ENDED_BY_ACT)
			explain_act(&v);
		else
			explain_automatic(&v);
	}
	explain_other_end(&v);
	if (!date_up_to(r->binding.denounced.latest, i->law.ended.earliest))
		explain_instrument_end(&v.x, "ended");
}
