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

void edit_keep_clean(struct edit *e, const struct register_snapshot *after, const struct register_rows *rows)
{
	struct register_disagreements before, found;
	register_check_facts(e->c, &e->now, &e->rows, &before);
	register_check_facts(e->c, after, rows, &found);
	for (size_t i = 0; i < found.list.n; i++) {
		const struct register_disagreement *d = &found.list.at[i];
		if (d->because.n || was_there(&before, d))
			continue;
		if (!is_compared(d->check))
			refuse(e, d, STR(""));
		else if (e->wish->act == ACT_CORRECTION && needs_source(d->check) && !e->says_source)
			refuse(e, d, tr(e->c, N_("If the depositary says so, give that as the source.")));
		else
			explain(e, d);
	}
}
