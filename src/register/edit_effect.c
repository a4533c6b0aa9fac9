/* SPDX-License-Identifier: Apache-2.0 */
/* What the law makes of an act: the register with it beside the register without it.
 *
 * The recorded first entry into force is the fact (law/entry.h). Where it is empty and the rule is met, the register is built
 * once more with the day the rule gives, so that everything that follows from it is told; the day itself is only warned of. */
#include "register/edit_private.h"

#include <string.h>

/* Two registers beside each other. */
struct comparing {
	struct edit *e;
	const struct register_snapshot *before, *after;
};

static struct str span_text(const struct edit *e, struct span s)
{
	char at[SPAN_ROOM];
	return span_is_set(s) ? str_copy(e->c->arena, span_print(s, at)) : STR("");
}

static void tell(struct comparing *k, const char *what, struct str subject, struct str before, struct str after,
		 struct str because, struct str source)
{
	if (!str_equal(before, after))
		*list_add(k->e->c->arena, &k->e->out->consequences) =
			(struct register_consequence){subject, what, before, after, because, source};
}

/* The article behind the final provisions: its own, or that of a text of the same family. */
static struct str provisions_source(const struct edit *e, const struct register_instrument *i)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	struct str rest = str_of(p ? p->source : ""), source;
	struct tr_value id = {"instrument", i->id};
	str_next(&rest, ':', &source);
	if (!p)
		return SAY(N_("final provisions of {instrument}"), id);
	bool own = memmem(source.at, source.n, i->id.at, i->id.n) != NULL;
	return own ? source : SAY(N_("final provisions of {instrument}, as {source}"), id, {"source", source});
}

static struct str delay_sentence(const struct edit *e, const struct register_instrument *i,
				 const struct register_ratification *r)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	if (r->law.basis == LAW_SUCCESSION)
		return tr(e->c, N_("A succession binds from the day it is registered, and not before the instrument "
				   "itself is in force."));
	if (!span_is_set(law_in_force_since(&i->law)))
		return tr(e->c, N_("Nobody is bound before the instrument itself is in force."));
	if (p && p->rule.member_delay.months)
		return SAY(N_("A Member is bound {n} months after the registration of its ratification, and not before "
			      "the instrument "
			      "itself is in force."),
			   {"n", str_format(e->c->arena, "%d", p->rule.member_delay.months)});
	if (p && p->rule.member_delay.days)
		return SAY(N_("A Member is bound {n} days after the registration of its ratification, and not before "
			      "the instrument "
			      "itself is in force."),
			   {"n", str_format(e->c->arena, "%d", p->rule.member_delay.days)});
	return tr(e->c, N_("A Member is bound from the registration of its ratification, and not before the instrument "
			   "itself is in "
			   "force."));
}

/* Why it ends, and where that stands. */
static struct str end_sentence(const struct comparing *k, const struct register_ratification *r, struct str *source)
{
	const struct edit *e = k->e;
	const struct register_instrument *i = &k->after->instruments[r->instrument];
	char at[LAW_ARTICLE_ROOM], id[LAW_ID_ROOM];
	if (r->law.denounced.kind == LAW_ENDED_BY_REVISION) {
		struct str newer = str_copy(e->c->arena, law_id_print(r->law.denounced.by, id));
		*source = str_of(law_revision(i->law.id, r->law.denounced.by).source);
		return SAY(N_("Ratifying {newer} ends {older} for this Member once {newer} is in force."),
			   {"newer", newer}, {"older", i->id});
	}
	*source = str_copy(e->c->arena, law_denunciation_article(i->law.id, at));
	if (r->law.denounced.kind == LAW_ENDED_BY_ACT)
		return tr(e->c, N_("An act of denunciation takes effect one year after its registration."));
	return tr(e->c,
		  N_("A Member stays bound until a denunciation, the end of the instrument or the end of the State."));
}

/* A ratification's day of denunciation; never while it stands. Only a day that surely comes is told. */
static struct span denounced(const struct register_ratification *r)
{
	return r && r->law.denounced.kind != LAW_NOT_ENDED ? r->law.denounced.day : SPAN_NEVER;
}

static void compare_ratification(struct comparing *k, const struct register_ratification *before,
				 const struct register_ratification *after)
{
	const struct edit *e = k->e;
	const struct register_snapshot *s = after ? k->after : k->before;
	const struct register_ratification *one = after ? after : before;
	const struct register_instrument *i = &s->instruments[one->instrument];
	struct str subject =
		str_format(e->c->arena, "%.*s %.*s", STR_ARGS(i->id), STR_ARGS(s->countries[one->country].code));
	struct str because = after ? delay_sentence(e, i, after)
				   : tr(e->c, N_("The ratification is no longer believed to be there."));
	tell(k, "in_force_from", subject, span_text(e, before ? before->binding.from : SPAN_NEVER),
	     span_text(e, after ? after->binding.from : SPAN_NEVER), because, provisions_source(e, i));
	struct str source = STR("");
	if (after)
		because = end_sentence(k, after, &source);
	tell(k, "denounced", subject, span_text(e, denounced(before)), span_text(e, denounced(after)), because, source);
	tell(k, "until", subject, span_text(e, before ? before->binding.until : SPAN_NEVER),
	     span_text(e, after ? after->binding.until : SPAN_NEVER), because, source);
	if (after && date_is_set(denounced(after).earliest) && !date_is_set(denounced(after).latest) &&
	    !date_is_set(denounced(before).earliest))
		edit_warn(k->e,
			  SAY(N_("Whether this ends {instrument} for {member} hangs on what is not known here."),
			      {"instrument", i->id}, {"member", edit_country_name(e, &s->countries[one->country])}));
}

/* Where a ratification stands among all: by instrument, country, and which of the pair it is. */
static int compare_place(const struct comparing *k, const struct register_ratification *before, int before_nth,
			 const struct register_ratification *after, int after_nth)
{
	int order = law_id_compare(k->before->instruments[before->instrument].law.id,
				   k->after->instruments[after->instrument].law.id);
	if (order == 0)
		order = str_compare(k->before->countries[before->country].code,
				    k->after->countries[after->country].code);
	return order ? order : before_nth - after_nth;
}

static int next_nth(const struct register_ratification *list, size_t at, int nth)
{
	bool same_pair =
		at > 0 && list[at].instrument == list[at - 1].instrument && list[at].country == list[at - 1].country;
	return same_pair ? nth + 1 : 0;
}

static void compare_ratifications(struct comparing *k)
{
	const struct register_snapshot *x = k->before, *y = k->after;
	size_t i = 0, j = 0;
	int nth_i = 0, nth_j = 0;
	while (i < x->ratifications_n || j < y->ratifications_n) {
		const struct register_ratification *before = i < x->ratifications_n ? &x->ratifications[i] : NULL;
		const struct register_ratification *after = j < y->ratifications_n ? &y->ratifications[j] : NULL;
		int order = !before ? 1 : !after ? -1 : compare_place(k, before, nth_i, after, nth_j);
		compare_ratification(k, order <= 0 ? before : NULL, order >= 0 ? after : NULL);
		if (order <= 0 && ++i < x->ratifications_n)
			nth_i = next_nth(x->ratifications, i, nth_i);
		if (order >= 0 && ++j < y->ratifications_n)
			nth_j = next_nth(y->ratifications, j, nth_j);
	}
}

/* The first day on which an instrument is closed to ratification, and by which Convention (NULL: by its end). */
static struct span closed_from(const struct register_snapshot *s, const struct register_instrument *i,
			       const struct register_instrument **by)
{
	struct span day = i->law.ended;
	*by = NULL;
	for (size_t n = 0; n < i->revised_by_n; n++) {
		const struct register_instrument *newer = &s->instruments[i->revised_by[n]];
		struct span since = law_in_force_since(&newer->law);
		if (law_revision(i->law.id, newer->law.id).closing == LAW_CLOSES &&
		    date_before(since.latest, day.latest)) {
			day = since;
			*by = newer;
		}
	}
	return day;
}

/* The window that comes next, or stands open, with its last day. */
static struct str next_window(const struct comparing *k, const struct register_snapshot *s,
			      const struct register_instrument *i)
{
	size_t n;
	const struct law_window *windows = register_windows_on(k->e->c, s, i, k->e->c->today, &n);
	if (n == 0)
		return STR("");
	struct law_window w = windows[n - 1];
	return date_is_set(w.closes) ? span_text(k->e, (struct span){w.opens, date_add_days(w.closes, -1)})
				     : span_text(k->e, span_day(w.opens));
}

static struct str entry_sentence(const struct edit *e, const struct register_instrument *i)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	if (!p || p->rule.each_alone)
		return tr(e->c, N_("The day of entry into force is recorded as announced."));
	return SAY(N_("It enters into force {months} months and {days} days after the ratification that meets its "
		      "condition: {n} "
		      "ratifications, with what else its text asks for."),
		   {"months", str_format(e->c->arena, "%d", p->rule.delay.months)},
		   {"days", str_format(e->c->arena, "%d", p->rule.delay.days)},
		   {"n", str_format(e->c->arena, "%d", p->rule.ratifications)});
}

static void compare_instrument(struct comparing *k, const struct register_instrument *before,
			       const struct register_instrument *after)
{
	const struct edit *e = k->e;
	const struct register_instrument *was_closed_by = NULL, *closed_by = NULL;
	struct str closed_before = before ? span_text(e, closed_from(k->before, before, &was_closed_by)) : STR("");
	struct str closed_after = span_text(e, closed_from(k->after, after, &closed_by));
	char at[LAW_ARTICLE_ROOM];
	tell(k, "instrument_in_force_from", after->id,
	     before ? span_text(e, law_in_force_since(&before->law)) : STR(""),
	     span_text(e, law_in_force_since(&after->law)), entry_sentence(e, after), provisions_source(e, after));
	struct str because =
		closed_by ? SAY(N_("{newer} revises {instrument} and closes it to new ratifications once it is in "
				   "force."),
				{"newer", closed_by->id}, {"instrument", after->id})
			  : tr(e->c,
			       N_("It is open to ratification until it ends or is closed by a revising Convention."));
	struct str source = closed_by ? str_of(law_revision(after->law.id, closed_by->law.id).source)
				      : STR("ILO Constitution art. 19(9)");
	tell(k, "open_to_ratification", after->id, closed_before, closed_after, because, source);
	tell(k, "windows", after->id, before ? next_window(k, k->before, before) : STR(""),
	     next_window(k, k->after, after),
	     tr(e->c, N_("Windows for denunciation are counted from the first entry into force.")),
	     str_copy(e->c->arena, law_denunciation_article(after->law.id, at)));
}

static void compare_instruments(struct comparing *k)
{
	for (size_t n = 0; n < k->after->instruments_n; n++) {
		const struct register_instrument *after = &k->after->instruments[n];
		compare_instrument(k, register_instrument_named(k->before, after->id), after);
	}
}

/* One of the act's facts is about that instrument. */
static bool is_touched(const struct edit *e, struct str id)
{
	for (size_t i = 0; i < e->facts.n; i++) {
		struct str key = e->facts.at[i].key;
		if (str_equal(str_slice(key, 0, id.n), id) && (key.n == id.n || key.at[id.n] == ' '))
			return true;
	}
	return false;
}

struct date edit_entry_by_rule(const struct edit *e, const struct register_snapshot *s,
			       const struct register_instrument *i)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	if (!p || p->rule.each_alone)
		return DATE_NEVER;
	struct law_deposit *deposits = arena_array(e->c->arena, struct law_deposit, i->ratifications_n);
	size_t known = 0;
	for (size_t n = 0; n < i->ratifications_n; n++) {
		const struct register_ratification *r = &s->ratifications[i->ratifications_from + n];
		if (span_is_day(r->law.registered) && r->law.basis != LAW_CONDITIONAL)
			deposits[known++] = (struct law_deposit){
				s->countries[r->country].code, r->law.registered.earliest, -1, -1, -1, DATE_NEVER};
	}
	struct law_entry entry;
	law_enter_into_force(&p->rule, deposits, known, DATE_NEVER, &entry);
	return entry.in_force_from;
}

/* Puts the day that the rule gives where none is recorded; true if there was one to put. */
static bool fill_entry(const struct edit *e, const struct register_snapshot *s, struct register_rows *rows)
{
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	bool filled = false;
	for (size_t n = 0; n < rows->of[kind].n; n++) {
		struct register_row *row = &rows->of[kind].at[n];
		const struct register_instrument *i = register_instrument_named(s, row->key);
		char at[DATE_ROOM];
		if (!i || CELL("entered_into_force").n || !is_touched(e, i->id))
			continue;
		struct date day = edit_entry_by_rule(e, s, i);
		if (!date_is_set(day))
			continue;
		struct str *cells = arena_array(e->c->arena, struct str, register_tables[kind].columns_n);
		memcpy(cells, row->cells, register_tables[kind].columns_n * sizeof *cells);
		edit_set(kind, cells, "entered_into_force", str_copy(e->c->arena, date_print(day, at)));
		row->cells = cells;
		filled = true;
	}
	return filled;
}

/* The register as it would read with the days that rules give; s itself where there are none to give. */
static const struct register_snapshot *with_entries(struct edit *e, const struct register_snapshot *s,
						    struct register_rows *rows)
{
	struct register_snapshot *filled = arena_one(e->c->arena, struct register_snapshot);
	struct register_rows copy = *rows;
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	copy.of[kind].at = arena_array(e->c->arena, struct register_row, rows->of[kind].n);
	if (rows->of[kind].n)
		memcpy(copy.of[kind].at, rows->of[kind].at, rows->of[kind].n * sizeof *copy.of[kind].at);
	if (!fill_entry(e, s, &copy))
		return s;
	register_build(e->c->arena, &copy, filled);
	return filled;
}

/* What `sulear check` would tell of an instrument that the act touches, and did not before. */
static void warn_of_instrument(struct edit *e, const struct register_snapshot *after,
			       const struct register_instrument *i)
{
	const struct register_instrument *was = register_instrument_named(&e->now, i->id);
	struct date rule = edit_entry_by_rule(e, after, i),
		    before = was ? edit_entry_by_rule(e, &e->now, was) : DATE_NEVER;
	struct tr_value id = {"instrument", i->id}, day = {"day", edit_day_text(e, rule)};
	bool is_recorded = date_is_set(i->law.in_force.earliest);
	if (date_is_set(rule) && !is_recorded)
		edit_warn(e, SAY(N_("By its rule {instrument} enters into force on {day}, but the recorded day is "
				    "empty and nobody counts as "
				    "bound. Record it by a correction once it is announced."),
				 id, day));
	else if (date_is_set(rule) && !date_same(rule, before) && date_before(rule, i->law.in_force.earliest))
		edit_warn(e, SAY(N_("By its rule {instrument} would have entered into force on {day}, not on "
				    "{recorded}. The recorded day "
				    "stands."),
				 id, day, {"recorded", edit_span_text(e, i->law.in_force)}));
	if (str_is(i->coverage.completeness, "complete") && i->coverage.published_total > 0 && was &&
	    i->ratifications_n != was->ratifications_n && i->coverage.published_total != (int64_t)i->ratifications_n)
		edit_warn(e, SAY(N_("The list of {instrument} would hold {rows} ratifications; the published total is "
				    "{total}."),
				 id, {"rows", str_format(e->c->arena, "%zu", i->ratifications_n)},
				 {"total", str_format(e->c->arena, "%lld", (long long)i->coverage.published_total)}));
}

void edit_effect(struct edit *e)
{
	struct register_snapshot *after = arena_one(e->c->arena, struct register_snapshot);
	struct register_rows rows;
	edit_rows_after(e, &rows);
	register_build(e->c->arena, &rows, after);
	edit_keep_clean(e, after, &rows);
	struct comparing k = {e, with_entries(e, &e->now, &e->rows), with_entries(e, after, &rows)};
	compare_ratifications(&k);
	compare_instruments(&k);
	for (size_t n = 0; n < after->instruments_n; n++)
		if (is_touched(e, after->instruments[n].id))
			warn_of_instrument(e, after, &after->instruments[n]);
	e->out->after = after;
}
