/* SPDX-License-Identifier: Apache-2.0 */
/* One instrument: its answer in a sentence, its facts, who is bound, when it may be denounced, what revises it. */
#include "page/format.h"
#include "register/standard_html.h"

#include <stdlib.h>

enum { ROWS_AT_FIRST = 12, CHAIN_MOST = 12 };

struct view {
	struct asked a;
	const struct register_instrument *i;
	struct shown_state status;
	int64_t bound;
	enum page_coverage coverage;
	bool is_there, is_recommendation;
};

static bool is_ended(const struct view *v)
{
	return v->status.state == STATE_ABROGATED || v->status.state == STATE_WITHDRAWN;
}

/* In force at some time up to the day. */
static bool was_in_force(const struct view *v)
{
	struct span since = law_in_force_since(&v->i->law);
	return span_is_set(since) && date_up_to(since.latest, v->a.c->on);
}

static struct str lead_in_force(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str from = format_span(c, law_in_force_since(&v->i->law)), day = format_date(c, c->on);
	int64_t total = shown_is_now(c) ? v->i->coverage.published_total : -1;
	if (v->coverage == COVERAGE_NONE)
		return FILL(c, tr(c, "In force since {from}. Which Members it binds on {day} is not known here."),
			    {"from", from}, {"day", day});
	struct str text;
	if (v->coverage == COVERAGE_COMPLETE)
		text = tr_n(c, "In force since {from}. On {day} it binds {n} Member.",
			    "In force since {from}. On {day} it binds {n} Members.", v->bound);
	else if (total > 0)
		text = tr_n(c,
			    "In force since {from}. On {day} this register knows {n} Member bound by it, of about "
			    "{total} ratifications published.",
			    "In force since {from}. On {day} this register knows {n} Members bound by it, of about "
			    "{total} ratifications published.",
			    v->bound);
	else
		text = tr_n(c,
			    "In force since {from}. On {day} this register knows {n} Member bound by it; there may be "
			    "more.",
			    "In force since {from}. On {day} this register knows {n} Members bound by it; there may be "
			    "more.",
			    v->bound);
	return FILL(c, text, {"from", from}, {"day", day}, {"n", shown_number(c, v->bound)},
		    {"total", shown_number(c, total)});
}

static struct str lead_ended(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str day = format_span(c, v->i->law.ended), from = format_span(c, law_in_force_since(&v->i->law));
	bool was = was_in_force(v);
	struct str text;
	if (v->is_recommendation)
		text = tr(c, "This Recommendation was withdrawn by the Conference: {day}.");
	else if (v->status.state == STATE_ABROGATED)
		text = tr(c, "Abrogated by the Conference: {day}. In force since {from} until then, it binds nobody "
			     "any more.");
	else if (was)
		text = tr(c, "Withdrawn by the Conference: {day}. In force since {from} until then, it binds nobody "
			     "any more.");
	else
		text = tr(c, "Withdrawn by the Conference: {day}. It never entered into force.");
	return FILL(c, text, {"day", day}, {"from", from});
}

/* The page's answer. */
static struct str lead_of(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str day = format_date(c, c->on), adopted = format_span(c, v->i->law.adopted);
	if (!v->is_there)
		return FILL(c, tr(c, "On {day} there was no such instrument: it had not been adopted."), {"day", day});
	if (is_ended(v))
		return lead_ended(v);
	if (v->is_recommendation)
		return FILL(c,
			    tr(c, "Adopted: {adopted}. A Recommendation guides; it is not ratified and binds nobody."),
			    {"adopted", adopted});
	if (v->status.state == STATE_IN_FORCE)
		return lead_in_force(v);
	if (v->status.state == STATE_NOT_YET)
		return FILL(c, tr(c, "Adopted: {adopted}. On {day} it is not in force."), {"adopted", adopted},
			    {"day", day});
	return FILL(c, tr(c, "Whether it is in force on {day} hangs on a day that is not known exactly."),
		    {"day", day});
}

static struct shown_fact *add_fact(const struct call *c, struct shown_facts *facts, struct str term, struct str text)
{
	struct shown_fact *f = list_add(c->arena, facts);
	f->term = term;
	f->text.text = text;
	return f;
}

static struct str adopted_text(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str day = format_span(c, v->i->law.adopted), number = str_format(c->arena, "%d", v->i->session);
	const struct register_session *session = register_session_of(v->a.s, v->i->session);
	if (v->i->session == 0)
		return day;
	if (!session || !session->place.n)
		return FILL(c, tr(c, "{day}, session {number}"), {"day", day}, {"number", number});
	return FILL(c, tr(c, "{day}, session {number}, {place}"), {"day", day}, {"number", number},
		    {"place", session->place});
}

/* What the final provisions ask for, from the rule itself. */
static struct str needed_text(const struct view *v, const struct law_provisions *p)
{
	const struct call *c = v->a.c;
	const struct law_rule *rule = &p->rule;
	bool is_more = rule->listed_n || rule->with_1m_grt || rule->each_1m || rule->total_grt > 0 ||
		       rule->tonnage_share > 0 || rule->coastal;
	struct str number = shown_number(c, rule->ratifications), months = shown_number(c, rule->delay.months),
		   days = shown_number(c, rule->delay.days);
	if (rule->each_alone)
		return tr(c, "each ratification by itself, twelve months after it is registered");
	struct str text;
	if (is_more)
		text = rule->delay.months ? tr(c, "{n} ratifications with conditions on ships, coasts or a list, then "
						  "{months} months")
					  : tr(c, "{n} ratifications with conditions on ships, coasts or a list");
	else if (rule->delay.months)
		text = tr(c, "{n} ratifications, then {months} months");
	else if (rule->delay.days)
		text = tr(c, "{n} ratifications, then {days} days");
	else
		text = tr(c, "{n} ratifications");
	return FILL(c, text, {"n", number}, {"months", months}, {"days", days});
}

static struct str standing_of(const struct call *c, struct str policy)
{
	if (str_is(policy, "up_to_date"))
		return tr_in(c, "standing", "Up to date");
	if (str_is(policy, "outdated"))
		return tr_in(c, "standing", "Outdated");
	if (str_is(policy, "requires_further_action"))
		return tr_in(c, "standing", "Requires further action");
	if (str_is(policy, "no_conclusion"))
		return tr_in(c, "standing", "No conclusion");
	return str_is(policy, "removed") ? tr_in(c, "standing", "Removed from the body of standards") : policy;
}

/* Links to the instruments of a list that exist on the day. */
static void add_links(const struct view *v, struct shown_facts *facts, struct str term, const int *indices, size_t n)
{
	const struct call *c = v->a.c;
	struct page_links links = {0};
	for (size_t k = 0; k < n; k++) {
		const struct register_instrument *other = &v->a.s->instruments[indices[k]];
		if (shown_is_adopted(c, other))
			page_links_add(c->arena, &links, shown_instrument_url(c, other), other->id, STR(""));
	}
	if (links.n)
		add_fact(c, facts, term, STR(""))->links = links;
}

static void add_ratification_fact(const struct view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	enum law_answer open = law_open_to_ratification(&v->i->law, v->i->revisers, v->i->revised_by_n, c->on);
	struct str term = tr_in(c, "facts list", "Ratification");
	if (open == LAW_NO && !is_ended(v)) {
		struct shown_fact *f = add_fact(c, facts, term, STR(""));
		f->has_state = true;
		f->state.state = STATE_CLOSED;
		return;
	}
	if (open != LAW_NO)
		add_fact(c, facts, term,
			 open == LAW_YES ? tr_in(c, "open to ratification", "Open")
					 : tr_in(c, "open to ratification", "Not known"));
}

static void add_entry_facts(const struct view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	const struct law_provisions *p = law_provisions(v->i->law.id);
	struct str from = was_in_force(v) ? format_span(c, law_in_force_since(&v->i->law)) : tr(c, "not by this day");
	add_fact(c, facts, tr_in(c, "day", "In force from"), from);
	if (p)
		add_fact(c, facts, tr_in(c, "facts list", "Needed"), needed_text(v, p));
}

/* Whether it may be denounced on the day, and until when; else when the next window opens. */
static void add_denunciation_fact(const struct view *v, struct shown_facts *facts)
{
	struct call *c = v->a.c;
	struct date effect;
	struct law_window near;
	const struct law_instrument *parent = v->i->parent >= 0 ? &v->a.s->instruments[v->i->parent].law : NULL;
	if (v->is_recommendation || v->status.state != STATE_IN_FORCE)
		return;
	bool may = law_may_denounce(&v->i->law, parent, c->on, &effect, &near);
	if (!date_is_set(near.opens))
		return;
	struct str opens = format_date(c, near.opens), last = format_date(c, date_add_days(near.closes, -1)), text;
	if (may)
		text = date_is_set(near.closes) ? tr(c, "open until {last}") : tr(c, "open at any time since {opens}");
	else
		text = date_is_set(near.closes) ? tr(c, "next window {opens} to {last}")
						: tr(c, "at any time from {opens}");
	add_fact(c, facts, tr_in(c, "facts list", "Denunciation"), FILL(c, text, {"opens", opens}, {"last", last}));
}

static void add_facts(const struct view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	const struct register_instrument *i = v->i;
	struct shown_fact *status = add_fact(c, facts, tr(c, "Status"), STR(""));
	status->has_state = true;
	status->state = v->status;
	if (!v->is_there)
		return;
	add_fact(c, facts, tr_in(c, "facts list", "Adopted"), adopted_text(v));
	if (!v->is_recommendation) {
		add_entry_facts(v, facts);
		add_ratification_fact(v, facts);
	}
	add_denunciation_fact(v, facts);
	if (is_ended(v))
		add_fact(c, facts, tr_in(c, "facts list", "Ended"), format_span(c, i->law.ended));
	if (i->policy.n && shown_is_now(c))
		add_fact(c, facts, tr_in(c, "facts list", "Standing"), standing_of(c, i->policy));
	if (i->parent >= 0)
		add_links(v, facts, tr(c, "Protocol to"), &i->parent, 1);
	add_links(v, facts, tr(c, "Revises"), i->revises, i->revises_n);
	add_links(v, facts, tr(c, "Revised by"), i->revised_by, i->revised_by_n);
}

static int latest_first(const void *x, const void *y)
{
	const struct shown_row *a = x, *b = y;
	if (a->latest.day != b->latest.day)
		return a->latest.day < b->latest.day ? 1 : -1;
	return str_compare(a->key, b->key);
}

static void add_ratifications(const struct view *v, struct standard *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	struct shown_rows all = {0};
	for (size_t k = 0; k < v->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->i->ratifications_from + k];
		if (!register_registered_by(r, c->on, true))
			continue;
		*list_add(c->arena, &all) = shown_row(c, v->a.s, v->i, r, true);
		shown_source(c, sources, r->fact.source);
	}
	if (all.n)
		qsort(all.at, all.n, sizeof *all.at, latest_first);
	bool is_short = !http_parameter_text(v->a.r, "all").n && all.n > ROWS_AT_FIRST;
	out->ratifications = all;
	out->ratifications.n = is_short ? ROWS_AT_FIRST : all.n;
	for (size_t k = 0; k < out->ratifications.n; k++)
		out->has_declared = out->has_declared || all.at[k].declared.n;
	struct str n = shown_number(c, (int64_t)all.n), some = shown_number(c, ROWS_AT_FIRST);
	out->caption = is_short ? FILL(c, tr(c, "Latest first, {some} of {n}"), {"some", some}, {"n", n})
				: FILL(c, tr_n(c, "Latest first, {n} row", "Latest first, {n} rows", (int64_t)all.n),
				       {"n", n});
	if (is_short) {
		out->more = FILL(c, tr(c, "All {n} ratifications"), {"n", n});
		out->more_url =
			url_at(c, url_change(c, v->a.page.path, v->a.page.query, "all", STR("1")), "ratifications");
	}
	out->no_ratifications = v->coverage == COVERAGE_COMPLETE
					? tr(c, "None was registered by this day.")
					: tr(c, "None is known here; that does not mean that there is none.");
	out->csv = url_api(c, "/ratifications.csv?instrument=%.*s", STR_ARGS(v->i->id));
	out->json = url_api(c, "/ratifications?instrument=%.*s&limit=200", STR_ARGS(v->i->id));
}

static void add_notice(const struct view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	const struct register_coverage *k = &v->i->coverage;
	if (!out->is_treaty || v->coverage == COVERAGE_COMPLETE)
		return;
	if (v->coverage == COVERAGE_NONE) {
		out->notice_words = tr(c, "Ratifications: not known.");
		out->notice = tr(c, "No list of them is here. A Member that is not in a table is not known, not “has "
				    "not ratified”.");
		return;
	}
	out->notice_words = tr(c, "Ratifications: partial.");
	struct str rows = shown_number(c, (int64_t)v->i->ratifications_n), total = shown_number(c, k->published_total);
	struct str text = k->published_total > 0 && shown_is_now(c)
				  ? tr(c, "{rows} of about {total} are here. A Member that is not in the table is not "
					  "known, not “has not ratified”.")
				  : tr(c, "Some are missing here. A Member that is not in the table is not known, not "
					  "“has not ratified”.");
	out->notice = FILL(c, text, {"rows", rows}, {"total", total});
}

static void add_window(const struct call *c, struct standard *out, const struct law_window *w, struct str name)
{
	*list_add(c->arena, &out->windows) = (struct standard_window){name, w->opens, date_add_days(w->closes, -1)};
}

static struct str windows_text(const struct view *v)
{
	const struct call *c = v->a.c;
	struct law_denunciation_rule rule = law_denunciation_rule(v->i->law.id);
	struct str from = format_span(c, law_in_force_since(&v->i->law));
	struct str text;
	if (rule.by_parent)
		text = tr(c, "A Member may denounce it whenever the Convention it belongs to may be denounced. The act "
			     "takes effect a year after it is registered.");
	else if (!rule.period_years)
		text = tr(c, "A Member may denounce it at any time from the day below on. The act takes effect a year "
			     "after it is registered.");
	else
		text = tr(c, "A Member may denounce it only in the year after every {n} years, counted from {from}. "
			     "The act takes effect a year after it is registered.");
	struct str told = FILL(c, text, {"n", shown_number(c, rule.period_years)}, {"from", from});
	if (rule.verified)
		return told;
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(told),
			  STR_ARGS(tr(c, "The article itself was not read: this is the usual rule of its time.")));
}

/* The first window, the last one that is past, the one that is open and the next. */
static void add_windows(const struct view *v, struct standard *out)
{
	struct call *c = v->a.c;
	size_t n, past = 0;
	if (!out->is_treaty || is_ended(v) || !was_in_force(v))
		return;
	const struct law_window *w = register_windows_on(c, v->a.s, v->i, c->on, &n);
	while (past < n && date_up_to(w[past].closes, c->on))
		past++;
	if (past > 0)
		add_window(c, out, &w[0], tr_in(c, "denunciation window", "First"));
	if (past > 1)
		add_window(c, out, &w[past - 1], tr_in(c, "denunciation window", "Last"));
	for (size_t k = past; k < n; k++)
		add_window(c, out, &w[k],
			   date_up_to(w[k].opens, c->on) ? tr_in(c, "denunciation window", "Open now")
							 : tr_in(c, "denunciation window", "Next"));
	if (out->windows.n)
		out->windows_text = windows_text(v);
}

/* Marks an instrument and all it revises (or is revised by), as far as it leads. */
static void mark_chain(const struct view *v, int index, bool forward, bool *marks)
{
	const struct register_instrument *i = &v->a.s->instruments[index];
	const int *next = forward ? i->revised_by : i->revises;
	size_t n = forward ? i->revised_by_n : i->revises_n;
	for (size_t k = 0; k < n; k++)
		if (!marks[next[k]] && shown_is_adopted(v->a.c, &v->a.s->instruments[next[k]])) {
			marks[next[k]] = true;
			mark_chain(v, next[k], forward, marks);
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

/* What revises an instrument on the day: its codes, and whether it is the next in the chain alone. */
static struct str revisers_of(const struct view *v, const struct register_instrument *i,
			      const struct register_instrument *next, bool *is_next)
{
	const struct call *c = v->a.c;
	struct shown_texts codes = {0};
	*is_next = true;
	for (size_t k = 0; k < i->revised_by_n; k++) {
		const struct register_instrument *by = &v->a.s->instruments[i->revised_by[k]];
		if (!shown_is_adopted(c, by))
			continue;
		*list_add(c->arena, &codes) = (struct shown_text){.text = by->id};
		*is_next = *is_next && by == next;
	}
	if (!codes.n)
		*is_next = false;
	return codes.n ? shown_list(c, &codes) : STR("");
}

static void add_link(const struct view *v, struct standard *out, const struct register_instrument *i,
		     const struct register_instrument *next)
{
	const struct call *c = v->a.c;
	struct shown_instrument shown = shown_instrument(c, v->a.s, i);
	struct str year = str_format(c->arena, "%d", shown.year);
	struct str state =
		shown.status.is_plain ? shown.status.plain : state_word(c, shown.status.state, shown.status.year);
	struct standard_link *link = list_add(c->arena, &out->chain);
	*link = (struct standard_link){.url = shown.url,
				       .id = i->id,
				       .is_own = i == v->i,
				       .words = FILL(c, tr(c, "{year} · {state}"), {"year", year}, {"state", state})};
	struct str by = revisers_of(v, i, next, &link->has_arrow);
	if (link->has_arrow)
		link->then = tr(c, "revised by");
	else if (by.n)
		link->then = FILL(c, tr(c, "revised by {codes}"), {"codes", by});
}

static void add_chain(const struct view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	const struct register_snapshot *s = v->a.s;
	bool *marks = arena_array(c->arena, bool, s->instruments_n);
	const struct register_instrument *list[CHAIN_MOST];
	size_t n = 0;
	int own = (int)(v->i - s->instruments);
	mark_chain(v, own, true, marks);
	mark_chain(v, own, false, marks);
	marks[own] = true;
	for (size_t k = 0; k < s->instruments_n; k++) {
		if (marks[k] && n < CHAIN_MOST)
			list[n] = &s->instruments[k];
		n += marks[k];
	}
	if (n < 2 || n > CHAIN_MOST || !v->is_there) /* the facts name what a long list would */
		return;
	qsort(list, n, sizeof *list, older_first);
	for (size_t k = 0; k < n; k++)
		add_link(v, out, list[k], k + 1 < n ? list[k + 1] : NULL);
}

static void add_amendments(const struct view *v, struct standard *out)
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
			(struct standard_amendment){a->name, days, shown_recorded(c, a->what)};
	}
}

static void add_origin(const struct view *v, struct standard *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	shown_source(c, sources, v->i->fact.source);
	if (out->is_treaty)
		*list_add(c->arena, &out->origin.lines) = (struct shown_text){
			.text = tr(c, "Days of registration were read in the sources named; the days from which "
				      "Members are bound, the windows and the states are computed from them by the "
				      "rules of the instrument.")};
	out->origin.sources = shown_joined(c, sources);
	out->origin.json = url_api(c, "/instruments/%.*s", STR_ARGS(v->i->id));
	out->origin.csv = url_api(c, "/ratifications.csv?instrument=%.*s", STR_ARGS(v->i->id));
}

static void set_page(struct view *v)
{
	struct call *c = v->a.c;
	struct page *p = &v->a.page;
	struct shown_text title = shown_title(c, v->i);
	struct str category = shown_category(c, register_category_on(v->i, c->on));
	struct str kind = shown_kind(c, v->i->law.id.kind);
	p->title = str_format(c->arena, "%.*s %.*s", STR_ARGS(v->i->id), STR_ARGS(title.text));
	p->title_lang = title.lang;
	p->kicker = category.n ? str_format(c->arena, "%.*s · %.*s", STR_ARGS(kind), STR_ARGS(category)) : kind;
	if (v->i->subject.n)
		page_links_add(c->arena, &p->kicker_links,
			       url_with(c, url_page(c, "/standards"), "subject", v->i->subject), STR(""),
			       shown_subject(c, v->i->subject).text);
	p->lead = lead_of(v);
	p->has_states = true;
}

enum status register_standard(struct http_request *r, struct http_response *response)
{
	struct view v = {.bound = 0};
	struct standard page = {.is_treaty = false};
	struct shown_texts sources = {0};
	struct str name = http_path_part(r, "id");
	enum status st = asked_begin(r, "standards", &v.a);
	if (st != OK)
		return st;
	struct call *c = v.a.c;
	page_links_add(c->arena, &v.a.page.trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	v.i = register_instrument_named(v.a.s, name);
	if (!v.i) {
		missing_instrument(&v.a, response, name);
		return OK;
	}
	if (!str_equal(name, v.i->id)) {
		struct str path = str_format(c->arena, "/standards/%.*s", STR_ARGS(v.i->id));
		http_redirect(response, 301, url_change(c, path, r->query, "", STR("")).s);
		return OK;
	}
	v.status = shown_status(c, v.i);
	v.is_there = shown_is_adopted(c, v.i);
	v.is_recommendation = v.i->law.id.kind == LAW_RECOMMENDATION;
	v.bound = shown_bound(c, v.a.s, v.i);
	v.coverage = shown_coverage(v.i);
	page.is_treaty = v.is_there && !v.is_recommendation;
	set_page(&v);
	add_facts(&v, &page.facts);
	add_notice(&v, &page);
	if (page.is_treaty)
		add_ratifications(&v, &page, &sources);
	add_windows(&v, &page);
	add_chain(&v, &page);
	add_amendments(&v, &page);
	add_origin(&v, &page, &sources);
	page_register_standard(&response->body, c, &v.a.page, &page);
	return OK;
}
