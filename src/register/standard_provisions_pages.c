/* SPDX-License-Identifier: Apache-2.0 */
/* What the final provisions of one instrument say, in sentences; its denunciation windows as a drawing and a table. */
#include "page/format.h"
#include "register/standard_pages.h"

#include <string.h>

enum { WINDOWS_DRAWN = 5 };

/* The article in which a rule was read, "C189 art. 21(2), (3)": of the text itself, or of one like it. */
static struct str article_of(const struct standard_view *v, const char *source)
{
	const struct call *c = v->a.c;
	struct str rest = str_of(source ? source : ""), article;
	str_next(&rest, ':', &article);
	if (!memmem(article.at, article.n, " art. ", 6))
		return STR("");
	return memmem(article.at, article.n, v->i->id.at, v->i->id.n)
		       ? article
		       : FILL(c, tr(c, "as in {article}"), {"article", article});
}

static void add_provision(const struct standard_view *v, struct standard *out, struct str term, struct str text,
			  const char *source)
{
	const struct call *c = v->a.c;
	struct standard_provision *p = list_add(c->arena, &out->provisions);
	*p = (struct standard_provision){.term = term, .text = text};
	p->source.text = article_of(v, source);
}

static struct str with_sentence(const struct call *c, struct str text, struct str sentence)
{
	return text.n ? str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(sentence)) : sentence;
}

/* What a rule asks of the Members that bring it into force, besides their number. */
static struct str conditions_text(const struct call *c, const struct law_rule *rule)
{
	struct str text = STR("");
	int each = rule->with_1m_grt ? rule->with_1m_grt : rule->each_1m;
	if (rule->listed_n)
		text = FILL(c, tr(c, "Only ratifications by the {n} States that it names are counted."),
			    {"n", shown_number(c, (int64_t)rule->listed_n)});
	if (each)
		text = with_sentence(c, text,
				     FILL(c, tr(c, "{n} of them must each have at least one million tons of shipping."),
					  {"n", shown_number(c, each)}));
	if (rule->total_grt > 0)
		text = with_sentence(c, text,
				     FILL(c, tr(c, "Together they must have at least {n} million tons of shipping."),
					  {"n", shown_number(c, (int64_t)(rule->total_grt / 1e6))}));
	if (rule->tonnage_share > 0)
		text = with_sentence(
			c, text,
			FILL(c, tr(c, "Together they must have at least {n} per cent of the world's tonnage."),
			     {"n", shown_number(c, (int64_t)rule->tonnage_share)}));
	if (rule->coastal)
		text = with_sentence(
			c, text,
			FILL(c, tr(c, "{n} of them must be coastal States."), {"n", shown_number(c, rule->coastal)}));
	return text;
}

static struct str entry_text(const struct call *c, const struct law_rule *rule)
{
	struct str text;
	if (rule->each_alone)
		return FILL(c,
			    tr(c,
			       "No number of ratifications is asked for: each takes effect by itself, {months} months "
			       "after it is registered."),
			    {"months", shown_number(c, rule->member_delay.months)});
	if (rule->delay.months)
		text = tr(c, "It enters into force {months} months after the ratifications of {n} Members are "
			     "registered.");
	else if (rule->delay.days)
		text = tr(c, "It enters into force {days} days after the ratifications of {n} Members are registered.");
	else
		text = tr(c,
			  "It enters into force on the day on which the ratifications of {n} Members are registered.");
	text = FILL(c, text, {"months", shown_number(c, rule->delay.months)},
		    {"days", shown_number(c, rule->delay.days)}, {"n", shown_number(c, rule->ratifications)});
	struct str more = conditions_text(c, rule);
	return more.n ? with_sentence(c, text, more) : text;
}

/* From when it binds one Member. */
static struct str member_text(const struct call *c, const struct law_provisions *p)
{
	struct str text;
	if (p->family == LAW_FAMILY_E)
		return tr(c, "It amends the final articles of earlier Conventions and lays no other duty on a Member.");
	if (p->rule.member_delay.months)
		text = tr(c,
			  "A Member is bound {months} months after its own ratification is registered, but not before "
			  "the instrument itself is in force.");
	else if (p->rule.member_delay.days)
		text = tr(c,
			  "A Member is bound {days} days after its own ratification is registered, but not before the "
			  "instrument itself is in force.");
	else
		text = tr(c,
			  "A Member is bound from the day on which its own ratification is registered, but not before "
			  "the instrument itself is in force.");
	return FILL(c, text, {"months", shown_number(c, p->rule.member_delay.months)},
		    {"days", shown_number(c, p->rule.member_delay.days)});
}

static struct str denunciation_text(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct law_denunciation_rule rule = law_denunciation_rule(v->i->law.id);
	struct str first = shown_number(c, rule.first_years), period = shown_number(c, rule.period_years), text;
	if (!rule.first_years)
		return tr(c, "It has no article on denunciation.");
	if (rule.by_parent)
		text = FILL(
			c,
			tr(c, "A Member may denounce it whenever {code} may be denounced. The act takes effect one "
			      "year after it is registered. A Member that is no longer bound by {code} is not bound by "
			      "the Protocol either."),
			{"code", v->a.s->instruments[v->i->parent].id});
	else if (!rule.period_years)
		text = tr(c,
			  "A Member may denounce it at any time once {first} years have passed since its first entry "
			  "into force. The act takes effect one year after it is registered.");
	else if (rule.first_years == rule.period_years)
		text = tr(c, "A Member may denounce it only in the year that follows each period of {period} years, "
			     "counted from its first entry into force. The act takes effect one year after it is "
			     "registered.");
	else
		text = tr(c, "A Member may denounce it only in the year that follows the first {first} years after its "
			     "first entry into force, and then each period of {period} years. The act takes effect one "
			     "year after it is registered.");
	text = FILL(c, text, {"first", first}, {"period", period});
	return rule.verified
		       ? text
		       : with_sentence(c, text,
				       tr(c, "The article itself was not read: this is the usual rule of its time."));
}

void standard_add_provisions(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	const struct law_provisions *p = law_provisions(v->i->law.id);
	if (!p)
		return;
	add_provision(v, out, tr(c, "Entry into force"), entry_text(c, &p->rule), p->source);
	if (!p->rule.each_alone)
		add_provision(v, out, tr_in(c, "final provisions", "For one Member"), member_text(c, p), NULL);
	if (v->i->law.id.kind == LAW_CONVENTION || v->i->parent >= 0)
		add_provision(v, out, tr_in(c, "facts list", "Denunciation"), denunciation_text(v), NULL);
	if (v->i->law.id.kind == LAW_CONVENTION)
		add_provision(
			v, out, tr(c, "Revision"),
			law_has_revision_article(v->i->law.id)
				? tr(c, "Once a Convention that revises it is in force, it is closed to "
					"ratification, and a Member that ratifies the newer one thereby denounces "
					"it, unless the newer one says otherwise. It stays in force for the "
					"others.")
				: tr(c, "It has no revision article: a newer Convention closes it, or ends it for a "
					"Member, only where the newer one says so."),
			NULL);
	explain_instrument(&v->a, v->i, &out->explained);
	*list_add(c->arena, &out->places) =
		(struct standard_place){"final-provisions", tr(c, "Final provisions"), -1, COVERAGE_COMPLETE};
}

/* The acts of denunciation registered in a window, as told on the day. */
static void add_acts(const struct standard_view *v, const struct law_window *w, struct standard_acts *out)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->i->ratifications_from + k];
		int by;
		struct span day = register_denounced_on(v->a.s, r, c->on, &by);
		if (r->law.denounced.kind != LAW_ENDED_BY_ACT || !span_is_set(day) ||
		    date_before(day.earliest, w->opens) || date_up_to(w->closes, day.earliest))
			continue;
		const struct register_country *m = &v->a.s->countries[r->country];
		*list_add(c->arena, out) = (struct standard_act){shown_country_url(c, m), shown_name(c, &m->name),
								 format_span_short(c, day)};
	}
}

static struct str window_name(const struct call *c, const struct law_window *w)
{
	if (date_up_to(w->closes, c->on))
		return tr_in(c, "denunciation window", "Past");
	return date_up_to(w->opens, c->on) ? tr_in(c, "denunciation window", "Open now")
					   : tr_in(c, "denunciation window", "Next");
}

/* Rows: the first, those with an act, the last that is past, the open one and the next. *out gets the windows left out. */
static size_t add_rows(const struct standard_view *v, struct standard *out, const struct law_window *w, size_t n)
{
	const struct call *c = v->a.c;
	size_t left_out = 0;
	for (size_t k = 0; k < n; k++) {
		struct standard_window row = {.name = window_name(c, &w[k]),
					      .opens = w[k].opens,
					      .last = date_add_days(w[k].closes, -1),
					      .has_opened = date_up_to(w[k].opens, c->on)};
		bool is_last_past = k + 1 < n && date_up_to(w[k].closes, c->on) && !date_up_to(w[k + 1].closes, c->on);
		add_acts(v, &w[k], &row.acts);
		if (k == 0 || is_last_past || row.acts.n || !date_up_to(w[k].closes, c->on))
			*list_add(c->arena, &out->windows) = row;
		else
			left_out++;
	}
	return left_out;
}

/* Whether it may be denounced on the day, and until or from when. */
static struct str windows_text(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct date effect;
	struct law_window near;
	const struct law_instrument *parent = v->i->parent >= 0 ? &v->a.s->instruments[v->i->parent].law : NULL;
	bool may = law_may_denounce(&v->i->law, parent, c->on, &effect, &near);
	bool is_closing = date_is_set(near.closes);
	struct str text;
	if (!date_is_set(near.opens))
		return STR("");
	if (may)
		text = is_closing ? tr(c, "On {day} a Member that is bound may denounce it: the window closes after "
					  "{last}. Registered that day, the act takes effect on {effect}.")
				  : tr(c, "On {day} a Member that is bound may denounce it, as at any time since "
					  "{opens}. Registered that day, the act takes effect on {effect}.");
	else
		text = is_closing ? tr(c, "On {day} nobody may denounce it. The next window opens on {opens}; its last "
					  "day is {last}.")
				  : tr(c, "On {day} nobody may denounce it yet. From {opens} on it may be denounced at "
					  "any time.");
	return FILL(c, text, {"day", format_date(c, c->on)}, {"opens", format_date(c, near.opens)},
		    {"last", format_date(c, date_add_days(near.closes, -1))},
		    {"effect", may ? format_date(c, effect) : STR("")});
}

static void add_plot(const struct standard_view *v, struct standard *out, const struct law_window *w, size_t n)
{
	const struct call *c = v->a.c;
	struct date since = law_in_force_since(&v->i->law).latest;
	out->plot = (struct plot_windows){.since = since, .today = c->on};
	for (size_t k = n > WINDOWS_DRAWN ? n - WINDOWS_DRAWN : 0; k < n; k++)
		*list_add(c->arena, &out->plot.windows) = (struct plot_window){w[k].opens, w[k].closes};
	out->plot.name = FILL(c, tr(c, "Denunciation windows of {code} around {day}; the table below gives their days"),
			      {"code", v->i->id}, {"day", format_date(c, c->on)});
}

void standard_add_windows(const struct standard_view *v, struct standard *out)
{
	struct call *c = v->a.c;
	size_t n;
	if (standard_is_ended(v) || !standard_was_in_force(v))
		return;
	const struct law_window *w = register_windows_on(c, v->a.s, v->i, c->on, &n);
	if (n == 0)
		return;
	size_t left_out = add_rows(v, out, w, n);
	add_plot(v, out, w, n);
	out->windows_text = windows_text(v);
	if (left_out)
		out->windows_left_out =
			FILL(c,
			     tr_n(c, "{n} more window passed without an act that is known here.",
				  "{n} more windows passed without an act that is known here.", (int64_t)left_out),
			     {"n", shown_number(c, (int64_t)left_out)});
	*list_add(c->arena, &out->places) =
		(struct standard_place){"windows", tr(c, "Denunciation windows"), (int64_t)n, COVERAGE_COMPLETE};
}
