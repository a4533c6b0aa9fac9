/* SPDX-License-Identifier: Apache-2.0 */
/* The days a corrected fact may hold. What has happened is not in the future; what is to come is known only as far ahead as the
 * law makes it known; nothing about an instrument comes before its adoption; and a first entry into force fits its rule. */
#include "register/edit_private.h"

enum { FAR = -1 };

/* How many months ahead of today a day can be known, and whether it may come before the adoption of its instrument. */
static const struct day_rule {
	enum register_kind kind;
	const char *column;
	int ahead; /* FAR: as far as it was decided */
	bool after_adoption;
} rules[] = {
	{REGISTER_INSTRUMENTS_TABLE, "adopted", 0, false},
	{REGISTER_INSTRUMENTS_TABLE, "entered_into_force", 12, false}, /* no rule has a longer delay */
	{REGISTER_CATEGORIES, "from", 0, true},
	{REGISTER_ENDINGS, "decided", 0, true}, /* what is scheduled is not decided */
	{REGISTER_AMENDMENTS, "approved", 0, true},
	{REGISTER_AMENDMENTS, "in_force_from", FAR, true},
	{REGISTER_MEMBERSHIPS, "from", 0, false},
	{REGISTER_MEMBERSHIPS, "until", 24, false}, /* two years after notice: Const. art. 1(5) */
	{REGISTER_HISTORIC_STATES, "from", 0, false},
	{REGISTER_HISTORIC_STATES, "until", 0, false},
	{REGISTER_GROUPS, "member_from", 0, false},
	{REGISTER_GROUPS, "member_until", 24, false},
	{REGISTER_RATIFICATIONS, "date_registered", 0, false}, /* adoption: edit_check_ratification() */
	{REGISTER_DENUNCIATIONS, "date_registered", 0, false},
	{REGISTER_DENUNCIATIONS, "date_denounced", 12, true}, /* by the newer one's delay; an act: see below */
	{REGISTER_DECLARATIONS, "registered", 0, true},
	{REGISTER_TERRITORIES, "date_registered", 0, true},
	{REGISTER_TERRITORIES, "entered_into_force", 12, true},
	{REGISTER_CONFLICTS, "date_other", 0, false},
};

static struct str cell_of(enum register_kind kind, const struct str *cells, const char *column)
{
	int index = register_column_named(&register_tables[kind], str_of(column));
	return index < 0 || !cells ? STR("") : cells[index];
}

static const struct register_instrument *instrument_of(const struct edit *e, enum register_kind kind,
						       const struct str *cells)
{
	struct str name = cell_of(kind, cells, "instrument");
	return register_instrument_named(&e->now, name.n ? name : cell_of(kind, cells, "id"));
}

static void refuse_future(struct edit *e, const char *field, struct span day)
{
	edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, field,
					 SAY(N_("{day} has not come yet."), {"day", edit_span_text(e, day)}), STR(""),
					 "not-in-the-future",
					 tr(e->c, N_("The register holds what has happened, by the day of its "
						     "registration.")),
					 PRACTICE});
}

static void check_day(struct edit *e, const struct day_rule *rule, const struct str *cells, struct span day)
{
	const struct register_instrument *i = instrument_of(e, rule->kind, cells);
	bool is_act = str_is(cell_of(rule->kind, cells, "kind"), "by_act");
	int ahead = is_act ? 0 : rule->ahead;
	if (ahead != FAR && date_before(date_add_months(e->c->today, ahead), day.earliest))
		refuse_future(e, rule->column, day);
	if (rule->after_adoption && i && date_before(day.latest, i->law.adopted.earliest))
		edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, rule->column,
						 SAY(N_("{day} is before the adoption of {instrument}, {adopted}."),
						     {"day", edit_span_text(e, day)}, {"instrument", i->id},
						     {"adopted", edit_span_text(e, i->law.adopted)}),
						 STR(""), "before-adoption",
						 tr(e->c, N_("Nothing is done under an instrument before it is "
							     "adopted.")),
						 STR("ILO Constitution art. 19(2)")});
}

static struct date first_registered(const struct edit *e, const struct register_instrument *i)
{
	struct date first = DATE_NEVER;
	for (size_t n = 0; n < i->ratifications_n; n++) {
		struct date one = e->now.ratifications[i->ratifications_from + n].law.registered.earliest;
		first = date_before(one, first) ? one : first;
	}
	return first;
}

static void refuse_entry(struct edit *e, const struct register_instrument *i, struct str detail, struct str hint)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	struct str rest = str_of(p ? p->source : ""), source;
	str_next(&rest, ':', &source);
	edit_refuse(e, &(struct refusal){
			       PROBLEM_REFUSED, "entered_into_force", detail, hint, "entry-into-force",
			       tr(e->c, N_("An instrument enters into force by the ratifications that its "
					   "final provisions ask for.")),
			       source.n ? source : SAY(N_("final provisions of {instrument}"), {"instrument", i->id})});
}

/* The first entry into force against its rule. More ratifications than are recorded only bring it forward: of a list that is not
 * complete a day before the computed one is possible. A source that says otherwise is told apart (2.2 of the law: the record
 * stands), but never a day on which nobody had ratified, nor one to come that the rule does not give. */
static void check_entry(struct edit *e, const struct str *cells, struct date day, bool has_source)
{
	const struct register_instrument *i = instrument_of(e, REGISTER_INSTRUMENTS_TABLE, cells);
	const struct law_provisions *p = i ? law_provisions(i->law.id) : NULL;
	if (!p || p->rule.each_alone)
		return;
	struct date rule = edit_entry_by_rule(e, &e->now, i), first = first_registered(e, i);
	bool is_whole = str_is(i->coverage.completeness, "complete"), is_known = date_is_set(rule);
	struct tr_value values[] = {{"instrument", i->id},
				    {"rule", is_known ? edit_day_text(e, rule) : STR("")},
				    {"day", edit_day_text(e, day)},
				    {"first", date_is_set(first) ? edit_day_text(e, first) : STR("")}};
	const char *text = NULL;
	bool is_certain = true;
	if (is_whole && date_before(day, first))
		text = date_is_set(first) ? N_("Nobody had ratified {instrument} by {day}: the first to do so was "
					       "registered on {first}.")
					  : N_("Nobody has ratified {instrument}.");
	else if (date_before(e->c->today, day) && is_known && !date_same(day, rule))
		text = N_("By its rule {instrument} enters into force on {rule}, not on {day}.");
	else if (is_known && (date_before(rule, day) || (is_whole && !date_same(rule, day)))) {
		text = N_("By its rule {instrument} entered into force on {rule}, not on {day}.");
		is_certain = false;
	}
	if (!text && !is_known && date_before(e->c->today, day)) {
		text = N_("By what is recorded here {instrument} does not enter into force yet.");
		is_certain = false;
	}
	if (text && (is_certain || !has_source))
		refuse_entry(e, i, tr_fill(e->c->arena, tr(e->c, text), values, sizeof values / sizeof *values),
			     is_certain ? STR("")
					: tr(e->c, N_("If the depositary announced another day, give that as the "
						      "source.")));
}

void edit_check_days(struct edit *e, enum register_kind kind, const struct str *cells, const struct str *before)
{
	for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
		struct span day;
		struct str now = cell_of(kind, cells, rules[k].column);
		if (rules[k].kind != kind || str_equal(now, cell_of(kind, before, rules[k].column)) ||
		    !span_parse(now, &day))
			continue;
		size_t problems = e->c->problems.list.n;
		check_day(e, &rules[k], cells, day);
		if (kind == REGISTER_INSTRUMENTS_TABLE && rules[k].ahead && e->c->problems.list.n == problems)
			check_entry(e, cells, day.earliest, edit_says_source(kind, cells, before));
	}
}

bool edit_says_source(enum register_kind kind, const struct str *cells, const struct str *before)
{
	struct str source = cell_of(kind, cells, "source");
	return source.n && !str_equal(source, cell_of(kind, before, "source"));
}
