/* SPDX-License-Identifier: Apache-2.0 */
/* Why a computed day of an instrument is what it is: first entry into force, windows, closing, end; and the explanations'
 * place in the API. Those of a ratification stand in explain_member_pages.c. */
#include "http/answer.h"
#include "page/format.h"
#include "register/explaining_pages.h"
#include "register/register_json.h"

#include <string.h>

struct explained *explain_add(const struct explaining *x, const char *what, const char *rule, struct span day)
{
	struct explained *e = list_add(x->c->arena, x->out);
	*e = (struct explained){.what = what,
				.subject = x->subject,
				.day = day,
				.sentence = STR(""),
				.rule = rule,
				.source = STR(""),
				.is_verified = true};
	return e;
}

void explain_say(const struct explaining *x, struct explained *e, struct str sentence)
{
	e->sentence = e->sentence.n ? str_format(x->c->arena, "%.*s %.*s", STR_ARGS(e->sentence), STR_ARGS(sentence))
				    : sentence;
}

void explain_fact(const struct explaining *x, struct explained *e, struct str name, struct str value, struct str source)
{
	*list_add(x->c->arena, &e->facts) = (struct explained_fact){name, value, source, {""}};
}

void explain_day(const struct explaining *x, struct explained *e, struct str name, struct span day, struct str source)
{
	if (span_is_set(day))
		explain_fact(x, e, name, format_span(x->c, day), source);
}

/* The next citation of a source: it ends where ", " stands before another instrument's name, or at a colon. */
static struct str next_citation(struct str *rest)
{
	size_t n = 0;
	struct law_id id;
	while (n < rest->n && rest->at[n] != ':') {
		struct str after = str_slice(*rest, n + 2, 4);
		if (rest->at[n] == ',' && (str_begins(after, "MLC ") || law_id_parse(after, &id)))
			break;
		n++;
	}
	struct str one = str_slice(*rest, 0, n);
	*rest = n < rest->n && rest->at[n] == ',' ? str_slice(*rest, n + 2, rest->n) : STR("");
	return one;
}

struct str explain_article(const struct explaining *x, struct law_id id, const char *source)
{
	char room[LAW_ID_ROOM];
	struct str own = law_id_print(id, room), rest = str_of(source), first = STR("");
	while (rest.n) {
		struct str one = next_citation(&rest);
		if (str_equal(str_slice(one, 0, own.n), own))
			return one;
		first = first.n ? first : one;
	}
	return FILL(x->c, tr(x->c, "the same rule as {article}"), {"article", first});
}

/* The general case is the older one's own revision article; what the newer one says of it is cited by name. */
struct str explain_revision_source(const struct explaining *x, const struct register_instrument *older,
				   const struct register_instrument *newer)
{
	struct str source = str_of(law_revision(older->law.id, newer->law.id).source);
	bool is_cited = str_begins(source, "C1") || str_begins(source, "MLC");
	return is_cited ? explain_article(x, newer->law.id, source.at)
			: FILL(x->c, tr(x->c, "revision article of {code}"), {"code", older->id});
}

bool explain_cites(struct law_id id, struct str source, struct str article)
{
	char room[LAW_ID_ROOM];
	struct str own = law_id_print(id, room), one;
	while (source.n) {
		struct str rest = next_citation(&source);
		if (!str_equal(str_slice(rest, 0, own.n), own))
			continue;
		rest = str_slice(rest, own.n, rest.n);
		rest = str_begins(rest, " art. ") ? str_slice(rest, 6, rest.n) : str_trim(rest);
		while (str_next(&rest, ',', &one)) {
			one = str_trim(one);
			const char *paragraph = memchr(one.at, '(', one.n);
			size_t n = paragraph ? (size_t)(paragraph - one.at) : one.n;
			if (str_equal(str_slice(one, 0, n), article))
				return true;
		}
	}
	return false;
}

void explain_disagreement(const struct explaining *x, struct explained *e, const char *check)
{
	for (size_t k = 0; k < x->s->explanations_n && shown_is_now(x->c); k++) {
		const struct register_explanation *on_file = &x->s->explanations[k];
		if (!str_is(on_file->check, check) || !str_equal(on_file->subject, x->subject))
			continue;
		struct shown_text because = shown_recorded(x->c, on_file->because);
		*list_add(x->c->arena, &e->facts) =
			(struct explained_fact){tr(x->c, "On file"), because.text, on_file->source, because.lang};
	}
}

/* The registrations of an instrument whose day is known, as the rule takes them. */
static struct law_deposit *deposits_of(const struct explaining *x, size_t *n)
{
	struct law_deposit *list = arena_array(x->c->arena, struct law_deposit, x->i->ratifications_n);
	*n = 0;
	for (size_t k = 0; k < x->i->ratifications_n; k++) {
		const struct register_ratification *r = &x->s->ratifications[x->i->ratifications_from + k];
		if (span_is_day(r->law.registered) && r->law.basis != LAW_CONDITIONAL)
			list[(*n)++] = (struct law_deposit){
				x->s->countries[r->country].code, r->law.registered.latest, -1, -1, -1, DATE_NEVER};
	}
	return list;
}

/* What the rule makes of the registrations by the day. Tonnages and coasts are not recorded: where the rule asks for them
 * only the number of ratifications is counted, and is_counted_alone is said. */
struct entry {
	const struct law_provisions *provisions;
	bool is_counted_alone;
	struct law_deposit *deposits;
	struct law_entry law;
};

static struct entry entry_of(const struct explaining *x)
{
	struct entry e = {.provisions = law_provisions(x->i->law.id)};
	if (!e.provisions)
		return e;
	struct law_rule rule = e.provisions->rule;
	e.is_counted_alone =
		rule.with_1m_grt || rule.each_1m || rule.total_grt > 0 || rule.tonnage_share > 0 || rule.coastal;
	rule.with_1m_grt = rule.each_1m = rule.coastal = 0;
	rule.total_grt = rule.tonnage_share = 0;
	size_t n;
	e.deposits = deposits_of(x, &n);
	law_enter_into_force(&rule, e.deposits, n, x->c->on, &e.law);
	return e;
}

/* The recorded day, once it has come; else SPAN_NEVER. */
static struct span recorded_since(const struct call *c, const struct register_instrument *i)
{
	struct span since = law_in_force_since(&i->law);
	return span_is_set(since) && date_up_to(since.latest, c->on) ? since : SPAN_NEVER;
}

static struct span told_since(const struct explaining *x, const struct entry *e)
{
	struct span since = recorded_since(x->c, x->i);
	if (span_is_set(since))
		return since;
	return e->is_counted_alone || !date_is_set(e->law.in_force_from) ? SPAN_NEVER : span_day(e->law.in_force_from);
}

struct span explained_in_force_since(const struct asked *a, const struct register_instrument *i)
{
	struct span since = recorded_since(a->c, i);
	if (span_is_set(since)) /* most have it: their registrations need not be counted */
		return since;
	struct explaining x = {.a = a, .c = a->c, .s = a->s, .i = i};
	struct entry e = entry_of(&x);
	return told_since(&x, &e);
}

/* The condition of a rule that asks for ships, coasts or a list. */
static struct str condition_beyond_number(const struct call *c, const struct law_rule *rule)
{
	if (rule->tonnage_share > 0)
		return tr(c, "It is in force {months} months after {n} ratifications are registered, by Members that "
			     "together have at least {share} per cent of the world’s gross tonnage.");
	if (rule->coastal)
		return tr(c, "It is in force {months} months after {n} ratifications are registered, {some} of them by "
			     "coastal States.");
	if (rule->total_grt > 0)
		return tr(c, "It is in force {months} months after {n} of the States it names have ratified, {some} of "
			     "them with at least a million tons of shipping each and all of them with at least {tons} "
			     "together.");
	if (rule->with_1m_grt)
		return tr(c, "It is in force {months} months after {n} of the States it names have ratified, {some} of "
			     "them with at least a million tons of shipping each.");
	if (rule->each_1m)
		return tr(c, "It is in force {months} months after {n} ratifications are registered, {some} of them by "
			     "Members with at least a million tons of shipping each.");
	return tr(c, "It is in force {months} months after {n} of the coal-producing States it names have ratified.");
}

static struct str condition_of(const struct call *c, const struct law_provisions *p)
{
	const struct law_rule *rule = &p->rule;
	bool is_notified = p->family == LAW_FAMILY_A || p->family == LAW_FAMILY_A_C002;
	int some = rule->coastal ? rule->coastal : rule->with_1m_grt ? rule->with_1m_grt : rule->each_1m;
	struct str text;
	if (rule->each_alone)
		text = tr(c, "Its text asks for no number of ratifications: each takes effect by itself, {months} "
			     "months after it is registered. Lists give the day of adoption as its entry into force.");
	else if (rule->listed_n || some || rule->tonnage_share > 0)
		text = condition_beyond_number(c, rule);
	else if (rule->delay.months)
		text = tr(c, "It is in force {months} months after {n} ratifications are registered.");
	else if (rule->delay.days)
		text = tr(c, "It is in force {days} days after {n} ratifications are registered.");
	else if (is_notified)
		text = tr(c, "It is in force from the day on which the Office has told the Members that {n} "
			     "ratifications are registered.");
	else
		text = tr(c, "It is in force from the day on which {n} ratifications are registered.");
	return FILL(c, text, {"n", shown_number(c, rule->ratifications)},
		    {"months", shown_number(c, rule->delay.months)}, {"days", shown_number(c, rule->delay.days)},
		    {"some", shown_number(c, some)}, {"share", shown_number(c, (int64_t)rule->tonnage_share)},
		    {"tons", shown_number(c, (int64_t)rule->total_grt)});
}

/* The registrations that met the condition: all of them where they are few, else the one that completed it. */
static void add_deposits(const struct explaining *x, struct explained *e, const struct entry *entry)
{
	enum { FEW = 3 };
	size_t last = (size_t)entry->provisions->rule.ratifications;
	if (entry->provisions->rule.each_alone || last == 0 || last > entry->law.members)
		return;
	for (size_t k = last > FEW ? last - 1 : 0; k < last; k++) {
		const struct register_country *m = register_country_named(x->s, entry->deposits[k].member);
		const struct register_ratification *r =
			register_ratification_of(x->s, (int)(x->i - x->s->instruments), (int)(m - x->s->countries));
		struct str name =
			FILL(x->c, tr(x->c, "Registration {n}: {member}"), {"n", shown_number(x->c, (int64_t)k + 1)},
			     {"member", shown_name(x->c, &m->name).text});
		explain_day(x, e, name, span_day(entry->deposits[k].registered), r->fact.source);
	}
}

/* Where the record and the rule part. */
static void compare_entry(const struct explaining *x, struct explained *e, const struct entry *entry)
{
	struct call *c = x->c;
	struct date computed = entry->law.in_force_from;
	if (entry->provisions->rule.each_alone)
		return;
	if (entry->is_counted_alone) {
		explain_say(x, e,
			    tr(c, "Tonnages and coasts are not recorded here, so that only the number of "
				  "ratifications can be counted; the recorded day stands."));
		explain_day(x, e, tr(c, "By their number alone"), span_day(computed), STR(""));
		return;
	}
	if (date_same(computed, e->day.earliest) && date_same(computed, e->day.latest))
		return;
	if (date_is_set(computed))
		explain_say(
			x, e,
			FILL(c,
			     tr(c, "From the registrations known here the rule gives {day}; the recorded day stands."),
			     {"day", format_date(c, computed)}));
	else
		explain_say(x, e, tr(c, "The registrations known here are fewer than that; the recorded day stands."));
	explain_disagreement(x, e, "entry-into-force");
}

static void explain_entry(const struct explaining *x)
{
	struct call *c = x->c;
	struct entry entry = entry_of(x);
	if (!entry.provisions)
		return;
	struct span since = recorded_since(c, x->i);
	bool is_recorded = span_is_set(since);
	struct explained *e = explain_add(x, "instrument_in_force_from", "entry-into-force", told_since(x, &entry));
	e->is_recorded = is_recorded && !entry.provisions->rule.each_alone;
	e->source = explain_article(x, x->i->law.id, entry.provisions->source);
	explain_say(x, e, condition_of(c, entry.provisions));
	add_deposits(x, e, &entry);
	if (is_recorded) {
		explain_day(x, e,
			    entry.provisions->rule.each_alone ? tr_in(c, "facts list", "Adopted")
							      : tr(c, "Recorded entry into force"),
			    since, x->i->fact.source);
		compare_entry(x, e, &entry);
	} else if (!span_is_set(e->day))
		explain_say(x, e,
			    FILL(c, tr(c, "By {day} nothing known here says that this was met."),
				 {"day", format_date(c, c->on)}));
	if (entry.provisions->rule.each_alone) {
		e->is_verified = false;
		explain_say(x, e, tr(c, "The article itself was not read: this is the usual rule of its time."));
	}
}

static struct str window_sentence(const struct explaining *x, struct law_denunciation_rule rule)
{
	const struct call *c = x->c;
	struct str text;
	if (x->i->parent >= 0)
		text = tr(c,
			  "A Protocol may be denounced whenever {parent}, to which it belongs, may be: first after "
			  "{first} years from the first entry into force of {parent}, then after every {n} years, for "
			  "one year each time.");
	else if (!rule.period_years)
		text = tr(c,
			  "A Member may denounce it at any time once {first} years have passed since its first entry "
			  "into force.");
	else if (rule.first_years == rule.period_years)
		text = tr(c, "A Member may denounce it only in the year that follows every {n} years counted from its "
			     "first entry into force.");
	else
		text = tr(c, "A Member may denounce it only in the year that follows the first {first} years counted "
			     "from its first entry into force, then every {n} years.");
	struct str parent = x->i->parent >= 0 ? x->s->instruments[x->i->parent].id : STR("");
	return FILL(c, text, {"first", shown_number(c, rule.first_years)}, {"n", shown_number(c, rule.period_years)},
		    {"parent", parent});
}

static const struct register_instrument *counted_from(const struct explaining *x)
{
	return x->i->parent >= 0 ? &x->s->instruments[x->i->parent] : x->i;
}

void explain_window_facts(const struct explaining *x, struct explained *e, const struct law_window *w)
{
	struct call *c = x->c;
	const struct register_instrument *base = counted_from(x);
	struct law_denunciation_rule rule = law_denunciation_rule(base->law.id);
	int from, opens;
	date_split(base->law.in_force.latest, &from, NULL, NULL);
	date_split(w->opens, &opens, NULL, NULL);
	int64_t years = opens - from,
		nth = 1 + (rule.period_years ? (years - rule.first_years) / rule.period_years : 0);
	explain_day(x, e, FILL(c, tr(c, "{code} in force from"), {"code", base->id}), base->law.in_force,
		    base->fact.source);
	explain_fact(x, e, FILL(c, tr(c, "Window {n} opens"), {"n", shown_number(c, nth)}),
		     FILL(c, tr(c, "{day}, {years} years later"), {"day", format_date(c, w->opens)},
			  {"years", shown_number(c, years)}),
		     STR(""));
	if (date_is_set(w->closes))
		explain_day(x, e, tr(c, "Last day"), span_day(date_add_days(w->closes, -1)), STR(""));
}

static void explain_window(const struct explaining *x, const struct law_window *w)
{
	struct call *c = x->c;
	struct law_denunciation_rule own = law_denunciation_rule(x->i->law.id),
				     rule = law_denunciation_rule(counted_from(x)->law.id);
	struct explained *e = explain_add(x, "window", "denunciation-window", span_day(w->opens));
	e->source = explain_article(x, x->i->law.id, own.source);
	e->is_verified = own.verified && rule.verified;
	explain_say(x, e, window_sentence(x, rule));
	explain_say(x, e, tr(c, "The act takes effect one year after it is registered."));
	if (!e->is_verified)
		explain_say(x, e, tr(c, "The article itself was not read: this is the usual rule of its time."));
	explain_window_facts(x, e, w);
}

/* The last window that is past, the one that is open and the next. */
static void explain_windows(const struct explaining *x)
{
	size_t n, past = 0;
	struct call *c = x->c;
	struct span since = law_in_force_since(&x->i->law);
	if (date_up_to(x->i->law.ended.latest, c->on) || !span_is_set(since) || date_before(c->on, since.latest))
		return;
	const struct law_window *w = register_windows_on(c, x->s, x->i, c->on, &n);
	while (past < n && date_up_to(w[past].closes, c->on))
		past++;
	for (size_t k = past ? past - 1 : 0; k < n; k++)
		explain_window(x, &w[k]);
}

/* The revising Convention that closes it first, among those in force by the day. */
static const struct register_instrument *closing_one(const struct explaining *x, struct law_revision *revision)
{
	const struct register_instrument *first = NULL;
	for (size_t k = 0; k < x->i->revised_by_n; k++) {
		const struct register_instrument *newer = &x->s->instruments[x->i->revised_by[k]];
		struct law_revision r = law_revision(x->i->law.id, newer->law.id);
		struct span since = law_in_force_since(&newer->law);
		if (r.closing == LAW_KEEPS_OPEN || !span_is_set(since) || date_before(x->c->on, since.latest) ||
		    (first && date_up_to(law_in_force_since(&first->law).latest, since.latest)))
			continue;
		first = newer;
		*revision = r;
	}
	return first;
}

static void explain_closing(const struct explaining *x)
{
	struct call *c = x->c;
	struct law_revision revision;
	const struct register_instrument *newer = closing_one(x, &revision);
	if (!newer || date_up_to(x->i->law.ended.latest, c->on))
		return;
	struct span since = law_in_force_since(&newer->law);
	bool by_consent = revision.closing == LAW_CLOSES_BY_CONSENT;
	struct explained *e = explain_add(x, "closed", "closed-by-revision", by_consent ? SPAN_UNSET : since);
	e->source = explain_revision_source(x, x->i, newer);
	explain_say(x, e,
		    FILL(c,
			 by_consent
				 ? tr(c, "{code}, which revises it, closes it once all its parties have agreed to that "
					 "or have ratified {code}; whether they have is not known here.")
				 : tr(c, "From the day {code}, which revises it, is in force it takes no more "
					 "ratifications."),
			 {"code", newer->id}));
	explain_day(x, e, FILL(c, tr(c, "{code} in force from"), {"code", newer->id}), since, newer->fact.source);
}

void explain_instrument_end(const struct explaining *x, const char *what)
{
	struct call *c = x->c;
	const struct register_instrument *i = x->i;
	if (i->law.ending == LAW_STANDING || !date_up_to(i->law.ended.earliest, c->on))
		return;
	bool is_abrogated = i->law.ending == LAW_ABROGATED;
	struct explained *e = explain_add(x, what, is_abrogated ? "abrogation" : "withdrawal", i->law.ended);
	e->is_recorded = true;
	e->source = is_abrogated ? tr(c, "ILO Constitution, art. 19(9)")
				 : tr(c, "Standing Orders of the Conference, art. 45bis");
	explain_say(x, e,
		    is_abrogated
			    ? tr(c, "The Conference abrogated it: from the day of that decision it binds nobody.")
			    : tr(c, "The Conference withdrew it: from the day of that decision it is no standard any "
				    "more."));
	if (!span_is_day(i->law.ended))
		explain_say(x, e, tr(c, "Of the decision only the days between which it lies are known."));
	if (i->ended_session)
		explain_fact(x, e, tr(c, "Session of the Conference"), str_format(c->arena, "%d", i->ended_session),
			     STR(""));
	explain_day(x, e, tr(c, "Decided"), i->law.ended, STR(""));
}

void explain_instrument(const struct asked *a, const struct register_instrument *i, struct explanations *out)
{
	struct explaining x = {a, a->c, a->s, i, i->id, out};
	*out = (struct explanations){0};
	if (!shown_is_adopted(a->c, i))
		return;
	explain_entry(&x);
	explain_closing(&x);
	explain_windows(&x);
	explain_instrument_end(&x, "instrument_ended");
}

struct str explained_name(const struct call *c, const struct explained *e)
{
	struct str what = str_of(e->what);
	if (str_is(what, "instrument_in_force_from"))
		return tr(c, "First entry into force");
	if (str_is(what, "instrument_ended"))
		return tr(c, "End of the instrument");
	if (str_is(what, "closed"))
		return tr(c, "Closed to ratification");
	if (str_is(what, "window"))
		return tr(c, "Denunciation window");
	if (str_is(what, "in_force_from"))
		return tr_in(c, "day", "In force from");
	if (str_is(what, "denounced"))
		return tr(c, "End by an act of denunciation");
	return str_is(what, "automatic") ? tr(c, "Automatic denunciation") : tr(c, "End");
}

struct json_t *json_of_explanations(const struct call *c, const struct explanations *explanations)
{
	(void)c;
	json_t *array = json_array();
	for (size_t k = 0; k < explanations->n; k++) {
		const struct explained *e = &explanations->at[k];
		json_t *facts = json_array();
		for (size_t f = 0; f < e->facts.n; f++)
			json_array_append_new(facts, json_pack("{s:o, s:o, s:o}", "name",
							       json_of_str(e->facts.at[f].name, false), "value",
							       json_of_str(e->facts.at[f].value, false), "source",
							       json_of_str(e->facts.at[f].source, true)));
		json_array_append_new(array,
				      json_pack("{s:s, s:o, s:o, s:o, s:s, s:o, s:b, s:b, s:o}", "what", e->what,
						"subject", json_of_str(e->subject, false), "day",
						json_of_interval(e->day), "sentence", json_of_str(e->sentence, false),
						"rule", e->rule, "source", json_of_str(e->source, true), "recorded",
						e->is_recorded, "verified", e->is_verified, "facts", facts));
	}
	return array;
}

/* What both calls answer with. */
static enum status answer(struct http_response *response, struct call *c, const struct register_instrument *i,
			  const struct register_country *country, const struct explanations *list)
{
	json_t *member = country ? json_of_str(country->code, false) : json_null();
	return http_answer(response,
			   json_pack("{s:o, s:o, s:o, s:o}", "instrument", json_of_str(i->id, false), "member", member,
				     "on", json_of_date(c->on), "items", json_of_explanations(c, list)));
}

static enum status get_instrument(struct http_request *r, struct http_response *response)
{
	struct asked a = {.r = r, .c = r->call};
	const struct register_instrument *i;
	struct explanations list;
	enum status st = register_snapshot(r->call, &a.s);
	if (st == OK)
		st = register_asked_instrument(r, a.s, &i);
	if (st != OK)
		return st;
	explain_instrument(&a, i, &list);
	return answer(response, r->call, i, NULL, &list);
}

static enum status get_ratification(struct http_request *r, struct http_response *response)
{
	struct asked a = {.r = r, .c = r->call};
	const struct register_instrument *i;
	const struct register_country *m;
	struct explanations all = {0}, some;
	enum status st = register_snapshot(r->call, &a.s);
	if (st == OK)
		st = register_asked_instrument(r, a.s, &i);
	if (st == OK)
		st = register_asked_country(r, a.s, &m);
	if (st != OK)
		return st;
	for (size_t k = 0; k < i->ratifications_n; k++) {
		const struct register_ratification *one = &a.s->ratifications[i->ratifications_from + k];
		if (&a.s->countries[one->country] != m)
			continue;
		explain_ratification(&a, one, &some);
		for (size_t e = 0; e < some.n; e++)
			*list_add(r->call->arena, &all) = some.at[e];
	}
	return answer(response, r->call, i, m, &all);
}

static const struct http_parameter parameters[] = {PAGE_TIMES};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_explain_routes[] = {
	{"GET", "/api/v1/instruments/{id}/explain", get_instrument, MAY_ANYBODY, HTTP_API | HTTP_CACHED,
	 PARAMETERS(parameters),
	 "Why the computed days of an instrument are what they are: the rule as a sentence, its article, the facts "
	 "used.",
	 "Explanations", NULL},
	{"GET", "/api/v1/ratifications/{id}/{iso3}/explain", get_ratification, MAY_ANYBODY, HTTP_API | HTTP_CACHED,
	 PARAMETERS(parameters), "The same of the ratifications of an instrument by one country.", "Explanations",
	 NULL},
	{0},
};
