/* SPDX-License-Identifier: Apache-2.0 */
/* Registering an act of denunciation: of what stands, inside a window, of the whole or of Parts that may go alone. */
#include "register/edit_private.h"

static struct str number(const struct edit *e, int n)
{
	return str_format(e->c->arena, "%d", n);
}

static struct str article(const struct edit *e, struct law_id id)
{
	char at[LAW_ARTICLE_ROOM];
	return str_copy(e->c->arena, law_denunciation_article(id, at));
}

/* The window rule in one sentence with its numbers. */
static struct str window_rule(struct edit *e, const struct law_instrument *base)
{
	struct law_denunciation_rule rule = law_denunciation_rule(base->id);
	struct tr_value first = {"first", number(e, rule.first_years)},
			period = {"period", number(e, rule.period_years)};
	struct tr_value since = {"day", edit_span_text(e, base->in_force)};
	if (rule.first_years == 0)
		return tr(e->c, N_("The text has no article on denunciation."));
	if (rule.period_years == 0)
		return SAY(N_("A Member may denounce once {first} years have passed since the first entry into force, "
			      "{day}."),
			   first, since);
	if (rule.first_years == rule.period_years)
		return SAY(N_("A Member may denounce only within the year that follows each {first} years from the "
			      "first entry into "
			      "force, {day}."),
			   first, since);
	return SAY(N_("A Member may denounce only within the year that follows the first {first} years from the first "
		      "entry into "
		      "force, {day}, and each {period} years after them."),
		   first, since, period);
}

/* The last window that had closed by a day; false if none had. */
static bool last_closed(struct edit *e, const struct register_instrument *i, struct date day, struct law_window *out)
{
	size_t n;
	const struct law_window *windows = register_windows_on(e->c, &e->now, i, day, &n);
	bool found = false;
	for (size_t k = 0; k < n; k++)
		if (date_is_set(windows[k].closes) && date_up_to(windows[k].closes, day)) {
			*out = windows[k];
			found = true;
		}
	return found;
}

static struct str outside(struct edit *e, struct date day, const struct law_window *last, const struct law_window *next)
{
	struct tr_value on = {"day", edit_day_text(e, day)};
	struct tr_value closed = {"closed", last ? edit_day_text(e, date_add_days(last->closes, -1)) : STR("")};
	struct tr_value opens = {"opens", edit_day_text(e, next->opens)};
	bool has_next = date_is_set(next->opens);
	if (last && has_next)
		return SAY(N_("{day} is outside every window. The last one closed on {closed}; the next opens on "
			      "{opens}."),
			   on, closed, opens);
	if (last)
		return SAY(N_("{day} is outside every window. The last one closed on {closed}; there is no other."), on,
			   closed);
	if (has_next)
		return SAY(N_("{day} is outside every window. The first one opens on {opens}."), on, opens);
	return SAY(N_("{day} is outside every window; there is none."), on);
}

void edit_check_window(struct edit *e, const char *field, const struct register_instrument *i, struct date day)
{
	const struct law_instrument *parent = i->parent >= 0 ? &e->now.instruments[i->parent].law : NULL;
	const struct law_instrument *base = i->law.id.kind == LAW_PROTOCOL && parent ? parent : &i->law;
	struct refusal refusal = {PROBLEM_REFUSED,      field, STR(""), STR(""), "denunciation-window", STR(""),
				  article(e, i->law.id)};
	struct law_window near, last;
	struct date effect;
	if (!law_denunciation_rule(i->law.id).verified)
		edit_warn(e, SAY(N_("The article on denunciation of {instrument} was not read; its windows are "
				    "computed as those of other "
				    "texts."),
				 {"instrument", i->id}));
	if (law_may_denounce(&i->law, parent, day, &effect, &near))
		return;
	refusal.why = window_rule(e, base);
	refusal.hint = tr(e->c, N_("Check the day in the depositary's note."));
	if (date_up_to(i->law.ended.earliest, day)) {
		refusal.rule = "ended";
		refusal.detail =
			SAY(N_("{instrument} has been abrogated or withdrawn; there is nothing left to denounce."),
			    {"instrument", i->id});
		refusal.why = tr(e->c, N_("Abrogation or withdrawal ends all obligations under an instrument."));
	} else if (!date_is_set(law_in_force_since(&i->law).latest)) {
		refusal.detail =
			SAY(N_("{instrument} has not entered into force; its windows are counted from that day."),
			    {"instrument", i->id});
	} else {
		bool has_last = last_closed(e, i, day, &last);
		refusal.detail = outside(e, day, has_last ? &last : NULL, &near);
		if (has_last && date_same(last.closes, day))
			refusal.hint = tr(e->c, N_("A window ends with the day before the anniversary; an act "
						   "registered on the anniversary "
						   "itself is too late."));
	}
	edit_refuse(e, &refusal);
}

/* What is denounced stands: ratified before, and not ended. */
static void check_standing(struct edit *e, const struct register_ratification *r)
{
	struct tr_value pair[] = {{"instrument", e->instrument->id},
				  {"member", edit_country_name(e, e->member)},
				  {"day", r ? edit_span_text(e, r->law.registered) : STR("")},
				  {"ended", r && r->law.denounced.kind != LAW_NOT_ENDED
						    ? edit_span_text(e, r->law.denounced.day)
						    : STR("")}};
	struct refusal refusal = {PROBLEM_REFUSED,
				  "member",
				  STR(""),
				  STR(""),
				  "nothing-to-denounce",
				  tr(e->c, N_("An act of denunciation ends a ratification that stands.")),
				  article(e, e->instrument->law.id)};
	bool has_ended = r && r->law.denounced.kind != LAW_NOT_ENDED;
	const char *text;
	if (!r)
		text = str_is(e->instrument->coverage.completeness, "complete")
			       ? N_("{member} has not ratified {instrument}.")
			       : N_("No ratification of {instrument} by {member} is recorded here; register it first.");
	else if (has_ended && (r->denunciation.id || date_up_to(r->law.denounced.day.latest, e->day))) {
		text = N_("{member} is no longer bound by {instrument}: denounced on {ended}.");
		refusal.code = r->denunciation.id ? PROBLEM_ALREADY_THERE : PROBLEM_REFUSED;
		refusal.rule = "already-denounced";
		refusal.why = tr(e->c, N_("What has ended is not denounced a second time."));
	} else if (date_is_set(e->day) && date_before(e->day, r->law.registered.earliest)) {
		text = N_("{member} ratified {instrument} only afterwards, on {day}.");
		refusal.field = "registered";
	} else {
		return;
	}
	refusal.detail = tr_fill(e->c->arena, tr(e->c, text), pair, 4);
	edit_refuse(e, &refusal);
}

static void refuse_parts(struct edit *e, const char *rule, struct str detail, struct str why)
{
	edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, "parts", detail, STR(""), rule, why,
					 article(e, e->instrument->law.id)});
}

/* What a Member accepted, where that is known; all that the text has otherwise. */
static unsigned accepted(struct edit *e, const struct register_ratification *r, unsigned all)
{
	size_t n;
	const struct law_declaration *in = edit_declared(e, r, LAW_PARTS_ACCEPTED, 0, &n);
	unsigned parts = 0;
	for (size_t i = 0; i < n; i++)
		parts |= (unsigned)in[i].value;
	const struct law_declaration *out = edit_declared(e, r, LAW_PARTS_EXCLUDED, 0, &n);
	return (parts ? parts : all) & ~(n ? (unsigned)out[n - 1].value : 0);
}

static unsigned denounced_before(const struct register_ratification *r)
{
	unsigned all = 0, parts;
	for (size_t i = 0; r && i < r->partials_n; i++)
		if (edit_parts_parse(r->partials[i].parts, &parts))
			all |= parts;
	return all;
}

/* C128 art. 49(1), C102 art. 82, C097 art. 17(3): only these let a Member denounce Parts or Annexes alone. */
static bool check_parts(struct edit *e, const struct register_ratification *r, unsigned *parts)
{
	unsigned alone = law_parts_denounced_alone(e->instrument->law.id),
		 standing = accepted(e, r, alone) & ~denounced_before(r);
	struct tr_value id = {"instrument", e->instrument->id}, may = {"parts", edit_parts_text(e->c->arena, alone)};
	struct str typed = edit_value(e, "parts");
	struct str why = SAY(
		N_("Only Parts that the text names for it can be denounced alone; the others go with the whole."), id);
	if (!alone)
		refuse_parts(e, "parts-not-alone", SAY(N_("No part of {instrument} can be denounced alone."), id), why);
	else if (!edit_parts_parse(typed, parts) || !*parts)
		refuse_parts(e, "parts-not-alone",
			     SAY(N_("Name the Parts by their numbers, such as 2 9 or II IX: {parts}."), may), why);
	else if (*parts & ~alone)
		refuse_parts(e, "parts-not-alone",
			     SAY(N_("Not all of these can be denounced alone in {instrument}; these can: {parts}."), id,
				 may),
			     why);
	else if (*parts & ~standing)
		refuse_parts(e, "parts-not-accepted",
			     SAY(N_("The Member is bound by these alone: {parts}."),
				 {"parts", edit_parts_text(e->c->arena, standing)}),
			     tr(e->c, N_("Only a Part that binds the Member can be denounced.")));
	else
		return true;
	return false;
}

static struct str again_of(const struct edit *e, const struct register_ratification *r)
{
	const struct register_row *row = edit_standing(e, REGISTER_RATIFICATIONS, r->fact.key);
	return row ? register_cell(REGISTER_RATIFICATIONS, row, "again") : STR("");
}

static void store_act(struct edit *e, const struct register_ratification *r, unsigned parts)
{
	enum register_kind kind = REGISTER_DENUNCIATIONS;
	struct str *cells = edit_cells(e, kind);
	char at[SPAN_ROOM];
	edit_set(kind, cells, "instrument", e->instrument->id);
	edit_set(kind, cells, "country_iso3", e->member->code);
	edit_set(kind, cells, "again", again_of(e, r));
	edit_set(kind, cells, "date_registered", str_copy(e->c->arena, span_print(r->law.registered, at)));
	edit_set(kind, cells, "date_denounced", edit_value(e, "registered"));
	edit_set(kind, cells, "kind", STR("by_act"));
	edit_set(kind, cells, "parts", edit_parts_roman(e->c->arena, parts));
	edit_set(kind, cells, "source", edit_value(e, "source"));
	edit_set(kind, cells, "reference", edit_value(e, "reference"));
	edit_store(e, kind, cells);
}

void edit_denunciation(struct edit *e)
{
	bool of_parts = str_is(edit_value(e, "extent"), "parts");
	unsigned parts = 0;
	if (!of_parts && edit_value(e, "parts").n)
		edit_refuse(e,
			    &(struct refusal){
				    PROBLEM_WRONG_VALUE, "extent",
				    tr(e->c,
				       N_("Parts are named; choose that only Parts are denounced, or leave them out.")),
				    STR(""), NULL, STR(""), STR("")});
	if (!e->instrument || !e->member)
		return;
	const struct register_ratification *r = edit_ratification_on(e, e->instrument, e->member, e->day);
	e->subject = str_format(e->c->arena, "%.*s %.*s", STR_ARGS(e->instrument->id), STR_ARGS(e->member->code));
	check_standing(e, r);
	if (r && date_is_set(e->day))
		edit_check_window(e, "registered", e->instrument, e->day);
	if (r && (!of_parts || check_parts(e, r, &parts)) && date_is_set(e->day))
		store_act(e, r, parts);
}
