/* SPDX-License-Identifier: Apache-2.0 */
/* After every act that is accepted `sulear check` finds nothing unexplained that it did not find before. What the law forbids is
 * refused, whatever the road to it; where only a printed word or a rule's day differs from what the Office records now, the
 * explanation is recorded with the act: the reason of the correction, or the act itself. */
#include "register/edit_private.h"

/* Found by comparing with what a source printed, or with a rule's day; every other check is of what the law forbids. */
static bool is_compared(struct str check)
{
	static const char *const compared[] = {"status",   "ratification-status", "coverage-total",        "membership",
					       "conflict", "entry-into-force",    "automatic-denunciation"};
	for (size_t i = 0; i < sizeof compared / sizeof *compared; i++)
		if (str_is(check, compared[i]))
			return true;
	return false;
}

static bool needs_source(struct str check)
{
	return str_is(check, "entry-into-force") || str_is(check, "automatic-denunciation");
}

static bool was_there(const struct register_disagreements *before, const struct register_disagreement *d)
{
	for (size_t i = 0; i < before->list.n; i++)
		if (str_equal(before->list.at[i].check, d->check) && str_equal(before->list.at[i].subject, d->subject))
			return true;
	return false;
}

static void refuse(struct edit *e, const struct register_disagreement *d, struct str hint)
{
	const char *field = e->wish->act == ACT_CORRECTION   ? "manner"
			    : e->wish->act == ACT_INSTRUMENT ? "adopted"
							     : "registered";
	edit_refuse(
		e, &(struct refusal){PROBLEM_REFUSED, field,
				     SAY(N_("{subject} would contradict the law: recorded {recorded}, by the rule "
					    "{computed}."),
					 {"subject", d->subject}, {"recorded", d->recorded}, {"computed", d->computed}),
				     hint, str_chars(e->c->arena, d->check),
				     tr(e->c, N_("What is recorded agrees with what the law makes of it, or says "
						 "why not.")),
				     PRACTICE});
}

static void explain(struct edit *e, const struct register_disagreement *d)
{
	enum register_kind kind = REGISTER_EXPLANATIONS;
	struct str *cells = edit_cells(e, kind), reason = edit_value(e, "reason"), source = edit_value(e, "source");
	struct str act = edit_value(e, "reference");
	edit_set(kind, cells, "check", d->check);
	edit_set(kind, cells, "subject", d->subject);
	edit_set(kind, cells, "because",
		 reason.n ? reason : str_format(e->c->arena, "Recorded by the act %.*s.", STR_ARGS(act)));
	edit_set(kind, cells, "source", source.n ? source : STR("the Office"));
	edit_store(e, kind, cells);
	edit_warn(e,
		  SAY(N_("{subject} reads {recorded} and not {computed}: the reason given is kept as the explanation."),
		      {"subject", d->subject}, {"recorded", d->recorded}, {"computed", d->computed}));
}

/* A register as it would read after its export into an empty store: everything recorded at one moment, so that no word of a
 * source counts as older than what came after it. */
static struct register_snapshot at_one_moment(struct edit *e, const struct register_snapshot *s)
{
	struct register_snapshot copy = *s;
	copy.ratifications = arena_array(e->c->arena, struct register_ratification, s->ratifications_n);
	for (size_t i = 0; i < s->ratifications_n; i++) {
		copy.ratifications[i] = s->ratifications[i];
		copy.ratifications[i].fact.recorded.us = copy.ratifications[i].denunciation.recorded.us = 0;
	}
	return copy;
}

/* What is found of a register today, and of what a source printed of a ratification also what will be found once the act has
 * had its effects. */
static struct register_disagreements found_of(struct edit *e, const struct register_snapshot *s,
					      const struct register_rows *rows)
{
	enum { MONTHS = 36 };
	struct register_snapshot copy = at_one_moment(e, s);
	struct call later = *e->c;
	struct register_disagreements today, then;
	later.today = date_add_months(later.today, MONTHS);
	register_check_facts(e->c, &copy, rows, &today);
	register_check_facts(&later, &copy, rows, &then);
	for (size_t i = 0; i < then.list.n; i++)
		if (str_is(then.list.at[i].check, "ratification-status") && !was_there(&today, &then.list.at[i]))
			*list_add(e->c->arena, &today.list) = then.list.at[i];
	return today;
}

void edit_keep_clean(struct edit *e, const struct register_snapshot *after, const struct register_rows *rows)
{
	struct register_disagreements before = found_of(e, &e->now, &e->rows), found = found_of(e, after, rows);
	for (size_t i = 0; i < found.list.n; i++) {
		const struct register_disagreement *d = &found.list.at[i];
		if (d->because.n || was_there(&before, d))
			continue;
		if (!is_compared(d->check))
			refuse(e, d, STR(""));
		else if (e->wish->act == ACT_CORRECTION && needs_source(d->check) && !e->says_source &&
			 !str_is(edit_value(e, "manner"), "error"))
			refuse(e, d, tr(e->c, N_("If the depositary says so, give that as the source.")));
		else
			explain(e, d);
	}
}
