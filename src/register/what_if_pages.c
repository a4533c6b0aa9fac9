/* SPDX-License-Identifier: Apache-2.0 */
/* Pretended ratifications: read, put beside those recorded by the day asked about, and given to the law. */
#include "register/what_if_pages.h"

#include "http/answer.h"
#include "page/format.h"
#include "register/explaining_pages.h"
#include "register/register_json.h"
#include "register/what_if_html.h"

static const char *const member_names[WHAT_IF_ROWS] = {"member", "member2", "member3", "member4"};
static const char *const day_names[WHAT_IF_ROWS] = {"registered", "registered2", "registered3", "registered4"};

struct view {
	struct asked a;
	struct what_if *w;
};

static void fault(const struct view *v, enum problem_code code, const char *field, struct str detail)
{
	problem_add(&v->a.c->problems, code, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(detail));
}

/* The one thing that words name: by its very name, or because nothing else is near. -1 and a fault otherwise. */
static int named(const struct view *v, const char *field, struct str words, enum register_found kind)
{
	struct call *c = v->a.c;
	struct register_hit *hits;
	size_t n, told = 0;
	int first = -1;
	struct str near = STR("");
	if (register_find(c, v->a.s, words, 40, &hits, &n) != OK)
		n = 0;
	for (size_t k = 0; k < n && told < 3; k++) {
		if (hits[k].kind != kind)
			continue;
		if (told == 0 && hits[k].score == 100)
			return hits[k].index;
		first = hits[k].index;
		struct str code = kind == FOUND_COUNTRY ? v->a.s->countries[first].code : v->a.s->instruments[first].id;
		near = str_format(c->arena, "%.*s%s%.*s", STR_ARGS(near), told++ ? ", " : "", STR_ARGS(code));
	}
	if (told == 1)
		return first;
	struct str text = kind == FOUND_COUNTRY ? tr(c, "There is no country “{name}”.")
						: tr(c, "There is no instrument “{name}”.");
	fault(v, kind == FOUND_COUNTRY ? PROBLEM_UNKNOWN_MEMBER : PROBLEM_UNKNOWN_INSTRUMENT, field,
	      FILL(c, text, {"name", words}));
	if (near.n)
		problem_hint(&c->problems, FILL(c, tr(c, "The nearest are {names}."), {"names", near}));
	return -1;
}

static void read_instrument(const struct view *v)
{
	struct call *c = v->a.c;
	struct str words = str_trim(v->w->instrument);
	const struct register_instrument *i = register_instrument_named(v->a.s, words);
	if (!words.n) {
		fault(v, PROBLEM_MISSING, "instrument", tr(c, "Name an instrument, such as C190."));
		return;
	}
	int index = i ? (int)(i - v->a.s->instruments) : named(v, "instrument", words, FOUND_INSTRUMENT);
	if (index < 0)
		return;
	v->w->i = &v->a.s->instruments[index];
	if (v->w->i->law.id.kind == LAW_RECOMMENDATION)
		fault(v, PROBLEM_NOT_RATIFIABLE, "instrument",
		      tr(c, "A Recommendation is not ratified (ILO Constitution, art. 19(6))."));
}

/* One row of the form; a row left empty is none. */
static void read_row(const struct view *v, const struct what_if_row *row)
{
	struct call *c = v->a.c;
	struct str words = str_trim(row->member);
	const struct register_country *m = register_country_named(v->a.s, words);
	struct date day;
	int index = m ? (int)(m - v->a.s->countries) : -1;
	if (!words.n && (!row->day.n || row != v->w->rows.at))
		return;
	if (!words.n)
		fault(v, PROBLEM_MISSING, row->member_name, tr(c, "Name a Member, such as BRA or Brazil."));
	else if (index < 0)
		index = named(v, row->member_name, words, FOUND_COUNTRY);
	if (!date_parse(str_trim(row->day), &day)) {
		fault(v, row->day.n ? PROBLEM_BAD_DAY : PROBLEM_MISSING, row->day_name,
		      tr(c, "Give the day of registration, written YYYY-MM-DD."));
		return;
	}
	if (index < 0)
		return;
	struct what_if_member *one = list_add(c->arena, &v->w->members);
	*one = (struct what_if_member){.country = &v->a.s->countries[index], .registered = day, .from = SPAN_NEVER};
	one->url = shown_country_url(c, one->country);
	one->name = shown_name(c, &one->country->name);
}

/* Reads the question. OK with w->i NULL: nothing was asked. INVALID: every fault is in the problems. */
static enum status read_question(const struct view *v)
{
	struct call *c = v->a.c;
	bool is_asked = false;
	v->w->instrument = http_parameter_text(v->a.r, "instrument");
	for (size_t k = 0; k < WHAT_IF_ROWS; k++) {
		struct what_if_row *row = list_add(c->arena, &v->w->rows);
		*row = (struct what_if_row){member_names[k], day_names[k], http_parameter_text(v->a.r, member_names[k]),
					    http_parameter_text(v->a.r, day_names[k])};
		is_asked = is_asked || row->member.n;
	}
	is_asked = is_asked || v->w->instrument.n;
	if (!is_asked)
		return OK;
	read_instrument(v);
	for (size_t k = 0; k < WHAT_IF_ROWS; k++)
		read_row(v, &v->w->rows.at[k]);
	if (!v->w->members.n && !c->problems.list.n)
		fault(v, PROBLEM_MISSING, "member", tr(c, "Name a Member, such as BRA or Brazil."));
	return c->problems.list.n ? INVALID : OK;
}

/* A State that registers on or before its first admission succeeds to what applied to its territory. */
static enum law_basis basis_of(const struct what_if_member *one)
{
	return law_basis(span_day(one->registered), one->country->periods, one->country->periods_n);
}

static void refuse(const struct view *v, struct what_if_member *one, struct str what, const char *rule,
		   struct str source)
{
	*list_add(v->a.c->arena, &one->refusals) = (struct what_if_refusal){what, str_of(rule), source};
}

/* Adopted, still open, its Convention ratified: what is known by the day asked about. */
static void check_instrument(const struct view *v, struct what_if_member *one)
{
	struct call *c = v->a.c;
	const struct register_instrument *i = v->w->i;
	struct date known = date_up_to(one->registered, c->on) ? one->registered : c->on;
	struct tr_value code = {"code", i->id}, day = {"day", format_date(c, one->registered)};
	if (date_before(one->registered, i->law.adopted.earliest)) {
		refuse(v, one, FILL(c, tr(c, "On {day} {code} had not been adopted."), code, day), "before-adoption",
		       tr(c, "ILO Constitution, art. 19(5)"));
		return;
	}
	if (law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, known) == LAW_NO)
		refuse(v, one,
		       date_up_to(i->law.ended.latest, known)
			       ? FILL(c, tr(c, "{code} was ended by the Conference; it takes no more ratifications."),
				      code)
			       : FILL(c, tr(c, "{code} is closed: a newer Convention that revises it is in force."),
				      code),
		       "closed", FILL(c, tr(c, "revision article of {code}"), code));
	if (i->parent < 0)
		return;
	const struct explaining x = {.a = &v->a, .c = c, .s = v->a.s, .i = i};
	const struct register_instrument *parent = &v->a.s->instruments[i->parent];
	const struct register_ratification *r =
		register_ratification_on(v->a.s, i->parent, (int)(one->country - v->a.s->countries), known);
	if ((!r || !register_stands_on(r, known)) && shown_coverage(parent) == COVERAGE_COMPLETE)
		refuse(v, one,
		       FILL(c,
			    tr(c, "A Protocol is ratified only by a Member that has ratified its Convention, {code}."),
			    {"code", parent->id}),
		       "parent", explain_article(&x, i->law.id, "P029 art. 8(1), P147 art. 2"));
}

/* A Member on that day, and not bound already. */
static void check_member(const struct view *v, struct what_if_member *one)
{
	struct call *c = v->a.c;
	const struct register_ratification *r = register_ratification_on(
		v->a.s, (int)(v->w->i - v->a.s->instruments), (int)(one->country - v->a.s->countries), c->on);
	struct tr_value code = {"code", v->w->i->id}, member = {"member", one->name.text},
			day = {"day", format_date(c, one->registered)};
	bool succeeds = basis_of(one) == LAW_SUCCESSION && one->country->periods_n;
	if (!date_before(one->registered, one->country->state_ended))
		refuse(v, one, FILL(c, tr(c, "{member} was no State any more on {day}."), member, day), "state-ended",
		       tr(c, "practice of the register"));
	else if (!succeeds && register_member_on(one->country, one->registered, NULL) == LAW_NO)
		refuse(v, one, FILL(c, tr(c, "{member} is not a Member on {day}; only Members ratify."), member, day),
		       "not-a-member", tr(c, "ILO Constitution, art. 19(5)"));
	if (r && date_before(one->registered, r->binding.denounced.latest))
		refuse(v, one,
		       FILL(c, tr(c, "{member} has ratified {code} already: {registered}."), member, code,
			    {"registered", format_span(c, r->law.registered)}),
		       "ratified-already", r->fact.source);
}

/* The registrations recorded by the day and the pretended ones that the law does not refuse. */
static struct law_deposit *deposits_of(const struct view *v, size_t *n)
{
	struct what_if *w = v->w;
	struct law_deposit *list = arena_array(v->a.c->arena, struct law_deposit, w->i->ratifications_n + w->members.n);
	*n = 0;
	for (size_t k = 0; k < w->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[w->i->ratifications_from + k];
		if (span_is_day(r->law.registered) && r->law.basis != LAW_CONDITIONAL &&
		    register_registered_by(r, v->a.c->on, false))
			list[(*n)++] = (struct law_deposit){
				v->a.s->countries[r->country].code, r->law.registered.latest, -1, -1, -1, DATE_NEVER};
	}
	w->deposits = (int64_t)*n;
	for (size_t k = 0; k < w->members.n; k++)
		if (!w->members.at[k].refusals.n)
			list[(*n)++] = (struct law_deposit){
				w->members.at[k].country->code, w->members.at[k].registered, -1, -1, -1, DATE_NEVER};
	return list;
}

/* When the instrument is in force: as told on the day, else by the rule with the pretended ones. */
static void compute_entry(const struct view *v)
{
	struct what_if *w = v->w;
	struct call *c = v->a.c;
	const struct law_provisions *p = law_provisions(w->i->law.id);
	struct law_entry entry = {.in_force_from = DATE_NEVER};
	size_t n;
	struct law_deposit *deposits = deposits_of(v, &n);
	if (p)
		law_enter_into_force(&p->rule, deposits, n, DATE_NEVER, &entry);
	w->since_now = explained_in_force_since(&v->a, w->i);
	w->is_undetermined = !span_is_set(w->since_now) && entry.undetermined;
	w->since = span_is_set(w->since_now)          ? w->since_now
		   : date_is_set(entry.in_force_from) ? span_day(entry.in_force_from)
						      : SPAN_NEVER;
	struct tr_value code = {"code", w->i->id}, day = {"day", format_span(c, w->since)},
			needed = {"n", shown_number(c, p ? p->rule.ratifications : 0)},
			counted = {"counted", shown_number(c, (int64_t)entry.members)};
	if (span_is_set(w->since_now))
		w->entry = FILL(c, tr(c, "{code} is in force from {day}, with or without them."), code, day);
	else if (w->is_undetermined)
		w->entry = FILL(
			c,
			tr(c, "Whether they bring {code} into force cannot be said here: its rule asks for tonnages or "
			      "coasts, which are not recorded."),
			code);
	else if (span_is_set(w->since))
		w->entry = FILL(c, tr(c, "With them {code} enters into force on {day}."), code, day);
	else
		w->entry = FILL(
			c,
			tr(c, "With them {code} is still not in force: {n} ratifications are needed, {counted} are "
			      "counted here."),
			code, needed, counted);
}

static struct law_instrument pretended_law(const struct what_if *w)
{
	struct law_instrument law = w->i->law;
	law.in_force = w->since;
	return law;
}

/* The time a pretended ratification binds. */
static struct law_binding bind(const struct view *v, const struct what_if_member *one, struct law_ratification *act)
{
	const struct law_instrument law = pretended_law(v->w);
	const struct register_ratification *parent = register_parent_on(
		v->a.s, (int)(v->w->i - v->a.s->instruments), (int)(one->country - v->a.s->countries), one->registered);
	*act = (struct law_ratification){.registered = span_day(one->registered),
					 .basis = basis_of(one),
					 .denounced = {LAW_NOT_ENDED, SPAN_NEVER, {LAW_CONVENTION, 0}},
					 .state_ended = one->country->state_ended};
	return law_binding(&law, act, parent ? &parent->binding : NULL);
}

static struct str ending_words(const struct call *c, struct law_revision revision, struct span day)
{
	struct str from = format_date(c, day.earliest);
	struct str text;
	if (!date_is_set(day.latest))
		text = revision.ends == LAW_ENDS_BY_PARTS
			       ? tr(c, "It ends on {day} if the Part that takes its place is accepted.")
			       : tr(c, "It ends on {day} if the minimum age declared is high enough.");
	else if (revision.ends == LAW_ENDS_UNDER_OWN)
		text = tr(c, "It is denounced on {day} under its own article and ends a year later.");
	else
		text = tr(c, "It is denounced automatically on {day}.");
	return FILL(c, text, {"day", from});
}

/* The older Conventions that bind this Member and that ratifying ends. */
static void add_endings(const struct view *v, struct what_if_member *one, const struct law_ratification *act,
			const struct law_binding *bound)
{
	struct call *c = v->a.c;
	const struct law_instrument law = pretended_law(v->w);
	const struct law_declared nothing = {0};
	const struct explaining x = {.a = &v->a, .c = c, .s = v->a.s, .i = v->w->i};
	for (size_t k = 0; k < v->w->i->revises_n; k++) {
		const struct register_instrument *older = &v->a.s->instruments[v->w->i->revises[k]];
		const struct register_ratification *r = register_ratification_on(
			v->a.s, v->w->i->revises[k], (int)(one->country - v->a.s->countries), c->on);
		if (!r || !register_stands_on(r, c->on))
			continue;
		struct span day = law_automatic_denunciation(&older->law, &r->law, &law, act, bound, &nothing);
		struct law_revision revision = law_revision(older->law.id, law.id);
		if (date_is_set(day.earliest))
			*list_add(c->arena, &one->endings) =
				(struct what_if_ending){.url = shown_instrument_url(c, older),
							.code = older->id,
							.title = shown_title(c, older),
							.words = ending_words(c, revision, day),
							.day = date_is_set(day.latest) ? day : SPAN_UNSET,
							.source = explain_revision_source(&x, older, v->w->i)};
	}
}

static void answer_member(const struct view *v, struct what_if_member *one)
{
	struct call *c = v->a.c;
	struct law_ratification act;
	if (one->refusals.n) {
		one->words = tr(c, "The law does not let it be registered.");
		return;
	}
	struct law_binding bound = bind(v, one, &act);
	one->from = bound.from;
	if (v->w->is_undetermined)
		one->words = tr(c, "Not determined: it is bound once the instrument is in force.");
	else if (!span_is_set(bound.from))
		one->words = tr(c, "Not bound: the instrument is not in force.");
	else
		one->words = FILL(c, tr(c, "Bound from {day}."), {"day", format_span(c, bound.from)});
	if (span_is_set(bound.from))
		add_endings(v, one, &act, &bound);
}

/* The first two windows that are not over on the day asked about. */
static void add_windows(const struct view *v)
{
	enum { ROOM = 64, AHEAD = 25 /* years: beyond two windows of every rule */ };
	struct law_window at[ROOM];
	struct call *c = v->a.c;
	const struct law_instrument law = pretended_law(v->w);
	const struct law_instrument *parent = v->w->i->parent >= 0 ? &v->a.s->instruments[v->w->i->parent].law : NULL;
	if (!span_is_set(v->w->since))
		return;
	struct date from = date_later(c->on, v->w->since.latest);
	size_t n = law_windows(&law, parent, date_add_years(from, AHEAD), at, ROOM);
	for (size_t k = 0; k < n && k < ROOM && v->w->windows.n < 2; k++)
		if (date_before(from, at[k].closes))
			*list_add(c->arena, &v->w->windows) =
				(struct what_if_window){at[k].opens, date_add_days(at[k].closes, -1)};
}

/* The older Conventions that take no more ratifications once this one is in force. */
static void add_closes(const struct view *v)
{
	struct call *c = v->a.c;
	for (size_t k = 0; k < v->w->i->revises_n && span_is_set(v->w->since); k++) {
		const struct register_instrument *older = &v->a.s->instruments[v->w->i->revises[k]];
		bool is_open =
			law_open_to_ratification(&older->law, older->revisers, older->revised_by_n, c->on) == LAW_YES;
		if (is_open && law_revision(older->law.id, v->w->i->law.id).closing == LAW_CLOSES)
			page_links_add(c->arena, &v->w->closes, shown_instrument_url(c, older), older->id,
				       shown_title(c, older).text);
	}
}

static struct str declaration_words(const struct call *c, const struct law_declaration_rule *rule)
{
	struct str text;
	switch (rule->kind) {
	case LAW_MINIMUM_AGE: text = tr(c, "It must declare a minimum age of at least {n} years ({source})."); break;
	case LAW_MATERNITY_LEAVE:
		text = tr(c, "It must declare a maternity leave of at least {n} days ({source}).");
		break;
	case LAW_HOLIDAY: text = tr(c, "It must declare a holiday of at least {n} days ({source})."); break;
	case LAW_PARTS_ACCEPTED:
		text = rule->compulsory ? tr(c, "It must name the Parts, branches or articles that it accepts, at "
						"least {n} ({source}).")
					: tr(c, "It may accept Parts by themselves ({source}).");
		break;
	case LAW_PARTS_EXCLUDED: text = tr(c, "It may exclude Parts or Annexes ({source})."); break;
	case LAW_SCOPE_LIMITED: text = tr(c, "It may limit or widen whom it covers ({source})."); break;
	default: text = tr(c, "It may declare temporary exceptions ({source})."); break;
	}
	return FILL(c, text, {"n", shown_number(c, rule->least)}, {"source", str_of(rule->source)});
}

static void add_declarations(const struct view *v)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(v->w->i->law.id, &n);
	for (size_t k = 0; k < n; k++)
		*list_add(v->a.c->arena, &v->w->declarations) =
			(struct shown_text){declaration_words(v->a.c, &rules[k]), {""}};
}

/* The rule of entry into force, with the registrations recorded. */
static void add_explained(const struct view *v)
{
	struct explanations all;
	explain_instrument(&v->a, v->w->i, &all);
	for (size_t k = 0; k < all.n; k++)
		if (str_is(str_of(all.at[k].what), "instrument_in_force_from"))
			*list_add(v->a.c->arena, &v->w->explained) = all.at[k];
}

static enum status answer(const struct view *v)
{
	struct what_if *w = v->w;
	enum status st = read_question(v);
	if (st != OK || !w->i)
		return st;
	w->is_answered = true;
	w->standard = shown_instrument_url(v->a.c, w->i);
	w->title = shown_title(v->a.c, w->i);
	for (size_t k = 0; k < w->members.n; k++) {
		check_instrument(v, &w->members.at[k]);
		check_member(v, &w->members.at[k]);
	}
	compute_entry(v);
	bool is_refused = true;
	for (size_t k = 0; k < w->members.n; k++) {
		answer_member(v, &w->members.at[k]);
		is_refused = is_refused && w->members.at[k].refusals.n;
	}
	if (!is_refused) {
		add_windows(v);
		add_closes(v);
		add_declarations(v);
	}
	add_explained(v);
	return OK;
}

static enum status get_page(struct http_request *r, struct http_response *response)
{
	struct what_if w = {.is_answered = false};
	struct view v = {.w = &w};
	enum status st = asked_begin(r, "standards", &v.a);
	if (st != OK)
		return st;
	struct call *c = v.a.c;
	struct page *p = &v.a.page;
	page_links_add(c->arena, &p->trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	p->title = tr(c, "What if a Member ratified");
	p->lead =
		tr(c, "What the law would make of a ratification that has not happened: entry into force, denunciation "
		      "windows, what it would end. Nothing is stored.");
	st = answer(&v);
	if (st == INVALID) {
		response->status = 422;
		p->has_errors = true;
	} else if (st != OK)
		return st;
	if (w.is_answered)
		p->lead = w.members.n == 1 && w.members.at[0].name.text.n
				  ? FILL(c, tr(c, "{member}, {code}: {answer} {entry} Nothing is stored."),
					 {"member", w.members.at[0].name.text}, {"code", w.i->id},
					 {"answer", w.members.at[0].words}, {"entry", w.entry})
				  : FILL(c, tr(c, "{entry} Nothing is stored."), {"entry", w.entry});
	page_register_what_if(&response->body, c, p, &w);
	return OK;
}

static json_t *json_of_member_answer(const struct what_if_member *one)
{
	json_t *refusals = json_array(), *endings = json_array();
	for (size_t k = 0; k < one->refusals.n; k++)
		json_array_append_new(refusals,
				      json_pack("{s:o, s:o, s:o}", "rule", json_of_str(one->refusals.at[k].rule, false),
						"sentence", json_of_str(one->refusals.at[k].what, false), "source",
						json_of_str(one->refusals.at[k].source, true)));
	for (size_t k = 0; k < one->endings.n; k++)
		json_array_append_new(endings, json_pack("{s:o, s:o, s:o, s:o}", "instrument",
							 json_of_str(one->endings.at[k].code, false), "denounced",
							 json_of_interval(one->endings.at[k].day), "sentence",
							 json_of_str(one->endings.at[k].words, false), "source",
							 json_of_str(one->endings.at[k].source, true)));
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "member", json_of_str(one->country->code, false), "registered",
			 json_of_date(one->registered), "in_force_from", json_of_interval(one->from), "refused",
			 refusals, "ends", endings);
}

static enum status get_answer(struct http_request *r, struct http_response *response)
{
	struct what_if w = {.is_answered = false};
	struct view v = {.a = {.r = r, .c = r->call}, .w = &w};
	enum status st = register_snapshot(r->call, &v.a.s);
	if (st == OK)
		st = answer(&v);
	if (st == OK && !w.is_answered) {
		read_instrument(&v);
		st = INVALID;
	}
	if (st != OK)
		return st;
	json_t *members = json_array(), *windows = json_array(), *closes = json_array(), *declarations = json_array();
	for (size_t k = 0; k < w.members.n; k++)
		json_array_append_new(members, json_of_member_answer(&w.members.at[k]));
	for (size_t k = 0; k < w.windows.n; k++)
		json_array_append_new(windows,
				      json_pack("{s:o, s:o}", "opens", json_of_date(w.windows.at[k].opens), "closes",
						json_of_date(date_add_days(w.windows.at[k].last, 1))));
	for (size_t k = 0; k < w.closes.n; k++)
		json_array_append_new(closes, json_of_str(w.closes.at[k].code, false));
	for (size_t k = 0; k < w.declarations.n; k++)
		json_array_append_new(declarations, json_of_str(w.declarations.at[k].text, false));
	return http_answer(response,
			   json_pack("{s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:I}", "instrument",
				     json_of_str(w.i->id, false), "on", json_of_date(r->call->on), "in_force_from",
				     json_of_interval(w.since), "in_force_from_without", json_of_interval(w.since_now),
				     "undetermined", w.is_undetermined, "members", members, "windows", windows,
				     "closes", closes, "declarations", declarations, "explanations",
				     json_of_explanations(r->call, &w.explained), "ratifications_used",
				     (json_int_t)w.deposits));
}

static const struct http_parameter parameters[] = {
	{"instrument", HTTP_TEXT, NULL, "The instrument, by name, number or title.", 100},
	{"member", HTTP_TEXT, NULL, "The Member that ratifies, by code or name.", 100},
	{"registered", HTTP_TEXT, NULL, "The day of the pretended registration, YYYY-MM-DD.", 20},
	{"member2", HTTP_TEXT, NULL, "A second Member.", 100},
	{"registered2", HTTP_TEXT, NULL, "The day of its registration.", 20},
	{"member3", HTTP_TEXT, NULL, "A third Member.", 100},
	{"registered3", HTTP_TEXT, NULL, "The day of its registration.", 20},
	{"member4", HTTP_TEXT, NULL, "A fourth Member.", 100},
	{"registered4", HTTP_TEXT, NULL, "The day of its registration.", 20},
	PAGE_TIMES,
};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_what_if_routes[] = {
	{"GET", "/{lang}/what-if", get_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, PARAMETERS(parameters),
	 "What a ratification that has not happened would do.", NULL, NULL, .programs = "/api/v1/what-if"},
	{"GET", "/api/v1/what-if", get_answer, MAY_ANYBODY, HTTP_API | HTTP_CACHED, PARAMETERS(parameters),
	 "What ratifications that have not happened would do, beside those recorded by the day; stores nothing.",
	 "WhatIf", NULL},
	{0},
};
