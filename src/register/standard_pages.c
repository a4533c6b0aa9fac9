/* SPDX-License-Identifier: Apache-2.0 */
/* One instrument: its answer in a sentence, its facts, and its sections in their order. */
#include "page/format.h"
#include "register/shown_sources_pages.h"
#include "register/standard_html.h"
#include "register/texts.h"

enum { EXCEPTIONS_MOST = 3 };

bool standard_is_ended(const struct standard_view *v)
{
	return v->status.state == STATE_ABROGATED || v->status.state == STATE_WITHDRAWN;
}

bool standard_was_in_force(const struct standard_view *v)
{
	struct span since = law_in_force_since(&v->i->law);
	return span_is_set(since) && date_up_to(since.latest, v->a.c->on);
}

/* The Members of the day; *unbound gets those among them that it does not bind. */
static int64_t count_members(const struct standard_view *v, struct shown_texts *unbound)
{
	const struct call *c = v->a.c;
	int64_t n = 0;
	for (size_t k = 0; k < v->a.s->countries_n; k++) {
		const struct register_country *m = &v->a.s->countries[k];
		if (register_member_on(m, c->on, NULL) != LAW_YES)
			continue;
		const struct register_ratification *r =
			register_ratification_on(v->a.s, (int)(v->i - v->a.s->instruments), (int)k, c->on);
		n++;
		if (!r || law_bound(&r->binding, c->on) != LAW_YES)
			*list_add(c->arena, unbound) = shown_name(c, &m->name);
	}
	return n;
}

/* Of a whole list: how many of all Members, and the few exceptions by name. */
static struct str lead_complete(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct shown_texts unbound = {0};
	int64_t all = count_members(v, &unbound);
	struct str text;
	if (all - (int64_t)unbound.n != v->bound) /* it binds States that are no Members */
		text = tr_n(c, "In force since {from}. On {day} it binds {n} State.",
			    "In force since {from}. On {day} it binds {n} States.", v->bound);
	else if (unbound.n == 0)
		text = tr(c, "In force since {from}. On {day} it binds all {all} Members.");
	else if (unbound.n <= EXCEPTIONS_MOST)
		text = tr(c, "In force since {from}. On {day} it binds {n} of {all} Members, all but {names}.");
	else
		text = tr(c, "In force since {from}. On {day} it binds {n} of {all} Members.");
	return FILL(c, text, {"from", format_span(c, law_in_force_since(&v->i->law))}, {"day", format_date(c, c->on)},
		    {"n", shown_number(c, v->bound)}, {"all", shown_number(c, all)},
		    {"names", shown_list(c, &unbound)});
}

static struct str lead_in_force(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct str from = format_span(c, law_in_force_since(&v->i->law)), day = format_date(c, c->on);
	int64_t total = shown_is_now(c) ? v->i->coverage.published_total : -1;
	if (v->coverage == COVERAGE_NONE)
		return FILL(c, tr(c, "In force since {from}. Which Members it binds on {day} is not known here."),
			    {"from", from}, {"day", day});
	if (v->coverage == COVERAGE_COMPLETE)
		return lead_complete(v);
	struct str text;
	if (total > 0)
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

static struct str lead_ended(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct str day = format_span(c, v->i->law.ended), from = format_span(c, law_in_force_since(&v->i->law));
	bool was = standard_was_in_force(v);
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
static struct str lead_of(const struct standard_view *v)
{
	const struct call *c = v->a.c;
	struct str day = format_date(c, c->on), adopted = format_span(c, v->i->law.adopted);
	if (!v->is_there)
		return FILL(c, tr(c, "On {day} there was no such instrument: it had not been adopted."), {"day", day});
	if (standard_is_ended(v))
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

static struct str adopted_text(const struct standard_view *v)
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
static struct str needed_text(const struct standard_view *v, const struct law_provisions *p)
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

static void add_instrument_fact(const struct standard_view *v, struct shown_facts *facts, struct str term,
				const struct register_instrument *other)
{
	const struct call *c = v->a.c;
	struct str words = str_format(c->arena, "%.*s %.*s", STR_ARGS(other->id), STR_ARGS(shown_title(c, other).text));
	page_links_add(c->arena, &add_fact(c, facts, term, STR(""))->links, shown_instrument_url(c, other), STR(""),
		       words);
}

/* The languages in which its articles are here. */
static enum status add_text_fact(const struct standard_view *v, struct shown_facts *facts)
{
	struct call *c = v->a.c;
	struct register_text_languages texts;
	enum status st = register_text_languages(c, v->i->id, &texts);
	if (st != OK || texts.n == 0)
		return st;
	struct page_links *links = &add_fact(c, facts, tr_in(c, "facts list", "Text"), STR(""))->links;
	for (size_t k = 0; k < texts.n; k++)
		page_links_add(c->arena, links,
			       url_page(c, "/standards/%.*s/text?lang=%s", STR_ARGS(v->i->id), texts.at[k].lang.tag),
			       STR(""), page_language_name(c->arena, texts.at[k].lang));
	return OK;
}

/* The second clock: since when it is known here, where another moment of recording was asked for. */
static void add_known_fact(const struct standard_view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	struct date since = moment_day(v->i->fact.recorded);
	if (c->known_given && date_before(c->on, since))
		add_fact(c, facts, tr(c, "Known here since"), format_date(c, since));
}

static void add_ratification_fact(const struct standard_view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	enum law_answer open = law_open_to_ratification(&v->i->law, v->i->revisers, v->i->revised_by_n, c->on);
	struct str term = tr_in(c, "facts list", "Ratification");
	if (open == LAW_NO && !standard_is_ended(v)) {
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

static void add_entry_facts(const struct standard_view *v, struct shown_facts *facts)
{
	const struct call *c = v->a.c;
	const struct law_provisions *p = law_provisions(v->i->law.id);
	struct str from =
		standard_was_in_force(v) ? format_span(c, law_in_force_since(&v->i->law)) : tr(c, "not by this day");
	add_fact(c, facts, tr_in(c, "day", "In force from"), from);
	if (p)
		add_fact(c, facts, tr_in(c, "facts list", "Needed"), needed_text(v, p));
}

/* Whether it may be denounced on the day, and until when; else when the next window opens. */
static void add_denunciation_fact(const struct standard_view *v, struct shown_facts *facts)
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

/* At most ten pairs (LOOK 5.6): what ended has neither ratification nor denunciation, a Protocol goes with its Convention. */
static enum status add_facts(const struct standard_view *v, struct standard *out)
{
	const struct call *c = v->a.c;
	const struct register_instrument *i = v->i;
	struct shown_facts *facts = &out->facts;
	struct shown_fact *status = add_fact(c, facts, tr(c, "Status"), STR(""));
	status->has_state = true;
	status->state = v->status;
	out->id = i->id;
	out->wrong = url_page(c, "/report?kind=instrument&key=%.*s", STR_ARGS(i->id));
	if (!v->is_there)
		return OK;
	add_fact(c, facts, tr_in(c, "facts list", "Adopted"), adopted_text(v));
	if (!v->is_recommendation) {
		add_entry_facts(v, facts);
		add_ratification_fact(v, facts);
	}
	add_denunciation_fact(v, facts);
	if (standard_is_ended(v))
		add_fact(c, facts, tr_in(c, "facts list", "Ended"), format_span(c, i->law.ended));
	if (i->policy.n && shown_is_now(c))
		add_fact(c, facts, tr_in(c, "facts list", "Standing"), standing_of(c, i->policy));
	const struct register_instrument *with = standard_goes_with(v);
	if (i->parent >= 0)
		add_instrument_fact(v, facts, tr(c, "Protocol to"), &v->a.s->instruments[i->parent]);
	else if (with)
		add_instrument_fact(v, facts, tr_in(c, "facts list", "With it"), with);
	add_known_fact(v, facts);
	return add_text_fact(v, facts);
}

static void add_notice(const struct standard_view *v, struct standard *out)
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

static void add_origin(struct standard_view *v, struct standard *out, struct shown_texts *sources)
{
	const struct call *c = v->a.c;
	shown_source(c, sources, v->i->fact.source);
	if (out->is_treaty)
		*list_add(c->arena, &out->origin.lines) = (struct shown_text){
			.text = tr(c, "Days of registration were read in the sources named; the days from which "
				      "Members are bound, the windows and the states are computed from them by the "
				      "rules of the instrument.")};
	out->origin.sources = shown_sources(c, v->a.s, sources);
	out->history = url_page(c, "/history?kind=instrument&key=%.*s", STR_ARGS(v->i->id));
	out->self_json = url_api(c, "/instruments/%.*s", STR_ARGS(v->i->id));
	shown_changes(&v->a, &out->origin, "instrument", v->i->id);
}

static void set_page(struct standard_view *v)
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

/* Another spelling of a name leads to the one that it has. */
static bool leads_elsewhere(const struct standard_view *v, struct str name, struct http_response *response)
{
	struct call *c = v->a.c;
	if (str_equal(name, v->i->id))
		return false;
	struct str path = str_format(c->arena, "/standards/%.*s", STR_ARGS(v->i->id));
	http_redirect(response, 301, url_change(c, path, v->a.r->query, "", STR("")).s);
	return true;
}

static void look_at(struct standard_view *v)
{
	v->status = shown_status(v->a.c, v->i);
	v->is_there = shown_is_adopted(v->a.c, v->i);
	v->is_recommendation = v->i->law.id.kind == LAW_RECOMMENDATION;
	v->bound = shown_bound(v->a.c, v->a.s, v->i);
	v->coverage = shown_coverage(v->i);
	v->is_treaty = v->is_there && !v->is_recommendation;
	v->is_list = v->is_treaty && http_parameter_text(v->a.r, "all").n;
}

static enum status add_sections(const struct standard_view *v, struct standard *out, struct shown_texts *sources)
{
	if (v->is_treaty)
		standard_add_ratifications(v, out, sources);
	if (v->is_list)
		return OK;
	out->facts_class = "";
	if (v->is_treaty) {
		out->map = shown_instrument_map(&v->a, v->i);
		out->facts_class = out->map.url.s.n ? "two wide-end" : "";
		standard_add_provisions(v, out);
		standard_add_windows(v, out);
		standard_add_who_could(v, out);
	}
	if (v->is_there)
		standard_add_revision(v, out);
	return add_facts(v, out);
}

enum status register_standard(struct http_request *r, struct http_response *response)
{
	struct standard_view v = {.bound = 0};
	struct shown_texts sources = {0};
	struct str name = http_path_part(r, "id");
	enum status st = asked_begin(r, "standards", &v.a);
	if (st != OK)
		return st;
	struct call *c = v.a.c;
	struct standard *page = arena_one(c->arena, struct standard);
	page_links_add(c->arena, &v.a.page.trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	v.i = register_instrument_named(v.a.s, name);
	if (!v.i) {
		missing_instrument(&v.a, response, name);
		return OK;
	}
	if (leads_elsewhere(&v, name, response))
		return OK;
	look_at(&v);
	page->is_treaty = v.is_treaty;
	set_page(&v);
	add_notice(&v, page);
	st = add_sections(&v, page, &sources);
	if (st != OK)
		return st;
	add_origin(&v, page, &sources);
	page_register_standard(&response->body, c, &v.a.page, page);
	return OK;
}
