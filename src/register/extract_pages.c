/* SPDX-License-Identifier: Apache-2.0 */
/* The state of one instrument for one country on a day, as a paper that can be checked, and the check. */
#include "http/answer.h"
#include "page/format.h"
#include "register/extract_html.h"
#include "register/register_json.h"
#include "register/shown_sources_pages.h"

#include <sodium.h>
#include <string.h>

struct view {
	struct asked a;
	const struct register_instrument *i;
	const struct register_country *m;
	const struct register_ratification *r; /* the latest registered by the day; NULL if none */
	struct register_extract extract;
};

/* The latest ratification registered by the day, at least possibly. */
static const struct register_ratification *latest_on(const struct view *v)
{
	const struct register_ratification *latest = NULL;
	for (size_t k = 0; k < v->i->ratifications_n; k++) {
		const struct register_ratification *r = &v->a.s->ratifications[v->i->ratifications_from + k];
		if (&v->a.s->countries[r->country] == v->m && register_registered_by(r, v->a.c->on, true))
			latest = r;
	}
	return latest;
}

static enum status make(struct view *v)
{
	struct moment known;
	enum status st = register_extract_moment(v->a.c, &known);
	if (st != OK)
		return st;
	v->r = latest_on(v);
	register_extract(v->a.c, v->a.s, v->i, v->m, known, &v->extract);
	return OK;
}

/* The answer in one sentence. */
static struct str answer_of(const struct view *v)
{
	const struct call *c = v->a.c;
	struct shown_row row = shown_row(c, v->a.s, v->i, v->r, true);
	struct str until = v->r ? format_span(c, span_add_days(v->r->binding.until, -1)) : STR("");
	struct str text;
	if (v->i->law.id.kind == LAW_RECOMMENDATION)
		return FILL(c, tr(c, "{code} is a Recommendation: it guides, is not ratified and binds nobody."),
			    {"code", v->i->id});
	switch (register_state_on(v->i, v->r, c->on)) {
	case REGISTER_STATE_IN_FORCE: text = tr(c, "On {day} {code} is in force for {country}, since {from}."); break;
	case REGISTER_STATE_NOT_YET:
		text = v->r->law.basis == LAW_CONDITIONAL ? tr(c, "On {day} {code} is not in force for {country}: it "
								  "was ratified on a condition that was "
								  "not met.")
							  : tr(c, "On {day} {code} is not yet in force for {country}; "
								  "the ratification was registered: "
								  "{registered}.");
		break;
	case REGISTER_STATE_DENOUNCED:
		text = tr(c,
			  "On {day} {code} is no longer in force for {country}: it was denounced. Last day: {until}.");
		break;
	case REGISTER_STATE_ENDED:
		text = tr(c, "On {day} {code} is no longer in force for {country}: it ended without denunciation. Last "
			     "day: {until}.");
		break;
	case REGISTER_STATE_NOT_RATIFIED: text = tr(c, "On {day} {country} has not ratified {code}."); break;
	case REGISTER_STATE_NOT_ADOPTED: text = tr(c, "On {day} {code} did not exist: it had not been adopted."); break;
	default: text = tr(c, "Whether {code} is in force for {country} on {day} is not known here."); break;
	}
	return FILL(c, text, {"day", format_date(c, c->on)}, {"code", v->i->id},
		    {"country", shown_name(c, &v->m->name).text}, {"from", format_span(c, row.from)},
		    {"registered", format_span(c, row.registered)}, {"until", until});
}

static struct shown_fact *add_fact(const struct call *c, struct shown_facts *facts, struct str term, struct str text)
{
	struct shown_fact *f = list_add(c->arena, facts);
	*f = (struct shown_fact){.term = term, .text = {text, {""}}};
	return f;
}

static void add_facts(const struct view *v, struct extract_paper *out)
{
	const struct call *c = v->a.c;
	struct shown_row row = shown_row(c, v->a.s, v->i, v->r, true);
	struct shown_fact *f = add_fact(c, &out->facts, tr(c, "On this day"), STR(""));
	f->has_state = true;
	f->state = row.state;
	f = add_fact(c, &out->facts, FILL(c, tr(c, "{code} itself"), {"code", v->i->id}), STR(""));
	f->has_state = true;
	f->state = shown_status(c, v->i);
	if (span_is_set(row.registered))
		add_fact(c, &out->facts, tr_in(c, "day", "Registered"), format_span(c, row.registered));
	if (span_is_set(row.from))
		add_fact(c, &out->facts, tr_in(c, "day", "In force from"), format_span(c, row.from));
	enum law_answer member = register_member_on(v->m, c->on, NULL);
	add_fact(c, &out->facts, tr(c, "Member of the ILO"),
		 member == LAW_YES  ? tr_in(c, "answer", "Yes")
		 : member == LAW_NO ? tr_in(c, "answer", "No")
				    : tr_in(c, "answer", "Not known"));
	out->declared = row.declared;
	out->is_recorded = v->r && register_registered_by(v->r, c->on, true);
	out->key = out->is_recorded ? v->r->fact.key
				    : str_format(c->arena, "%.*s %.*s", STR_ARGS(v->i->id), STR_ARGS(v->m->code));
}

/* Of the instrument's days those that concern this country: its end is told with the ratification already, windows only to
 * whoever is bound, and not those that are past. */
static bool is_wanted(const struct explained *e, bool is_ratified, bool is_standing, struct date on)
{
	if (str_is(str_of(e->what), "window"))
		return is_standing && date_before(on, date_add_years(e->day.latest, 1));
	return !str_is(str_of(e->what), "instrument_ended") || !is_ratified;
}

static void add_explained(const struct view *v, struct extract_paper *out)
{
	struct explanations some;
	struct call *c = v->a.c;
	if (v->r) {
		explain_ratification(&v->a, v->r, &some);
		for (size_t k = 0; k < some.n; k++)
			*list_add(c->arena, &out->explained) = some.at[k];
	}
	enum register_state state = register_state_on(v->i, v->r, c->on);
	bool is_standing = state == REGISTER_STATE_IN_FORCE || state == REGISTER_STATE_NOT_YET;
	explain_instrument(&v->a, v->i, &some);
	for (size_t k = 0; k < some.n; k++)
		if (is_wanted(&some.at[k], v->r != NULL, is_standing, c->on))
			*list_add(c->arena, &out->explained) = some.at[k];
}

static void add_coverage(const struct view *v, struct extract_paper *out)
{
	const struct call *c = v->a.c;
	if (shown_coverage(v->i) == COVERAGE_COMPLETE || v->i->law.id.kind == LAW_RECOMMENDATION)
		return;
	out->coverage_words = tr(c, "Not every ratification is known here.");
	out->coverage =
		FILL(c,
		     tr(c, "The list of ratifications of {code} is not complete: one that is not in it is not known, "
			   "not “has not ratified”."),
		     {"code", v->i->id});
}

/* Hexadecimal digits in groups of eight. */
static struct str hash_in_groups(struct arena *a, const unsigned char *hash)
{
	char hex[EXTRACT_HASH * 2 + 1];
	struct out o = out_new(a, 200, NULL);
	sodium_bin2hex(hex, sizeof hex, hash, EXTRACT_HASH);
	for (size_t k = 0; k < EXTRACT_HASH * 2; k += 8)
		out_printf(&o, "%s%.8s", k ? " " : "", hex + k);
	return out_str(&o);
}

/* In full where the public address is set. The Host that a reader's program sends is no substitute: it is whatever that says,
 * and an answer kept for one reader serves all. */
static struct str full_address(const struct call *c, struct url url)
{
	struct str full = page_absolute(c, url).s;
	if (str_begins(full, "http"))
		return full;
	return FILL(c, tr(c, "{path} on this server, whose public address is not set (sulear serve --url)"),
		    {"path", full});
}

static void add_proof(const struct view *v, struct extract_paper *out)
{
	struct call *c = v->a.c;
	const struct register_extract *e = &v->extract;
	struct call bare = *c; /* the address names day and moment, whatever was asked */
	char day[DATE_ROOM], moment[MOMENT_ROOM];
	bare.on_given = bare.known_given = false;
	struct str on = str_copy(c->arena, date_print(e->on, day)),
		   known = str_copy(c->arena, moment_print(e->known, moment));
	struct url url = url_page(&bare, "/extract/%.*s/%.*s", STR_ARGS(v->i->id), STR_ARGS(v->m->code));
	url = url_with(c, url_with(c, url, "on", on), "known", known);
	struct str code = register_extract_code(c->arena, e);
	out->check = url_plain(c, "/extract/check?code=%.*s", STR_ARGS(code));
	add_fact(c, &out->proof, tr(c, "Address"), full_address(c, url));
	add_fact(c, &out->proof, tr(c, "Day asked about"), format_date(c, e->on));
	add_fact(c, &out->proof, tr(c, "As recorded on"), format_moment(c, e->known));
	add_fact(c, &out->proof, tr(c, "Code"), code);
	add_fact(c, &out->proof, tr(c, "Digest (BLAKE2b-256)"), hash_in_groups(c->arena, e->hash));
}

static void add_origin(const struct view *v, struct extract_paper *out)
{
	const struct call *c = v->a.c;
	struct shown_texts sources = {0};
	if (v->r) {
		shown_source(c, &sources, v->r->fact.source);
		shown_source(c, &sources, v->r->denunciation.source);
	}
	shown_source(c, &sources, v->i->fact.source);
	if (shown_coverage(v->i) != COVERAGE_NONE)
		shown_source(c, &sources, v->i->coverage.fact.source);
	*list_add(c->arena, &out->origin.lines) = (struct shown_text){
		.text = tr(c, "This is no certificate: it says what this register holds. The depositary of the "
			      "instrument certifies.")};
	out->origin.sources = shown_sources(c, v->a.s, &sources);
}

static enum status get_paper(struct http_request *r, struct http_response *response)
{
	struct view v = {.r = NULL};
	struct extract_paper out = {.coverage = STR("")};
	enum status st = asked_begin(r, "standards", &v.a);
	if (st != OK)
		return st;
	struct call *c = v.a.c;
	struct page *p = &v.a.page;
	page_links_add(c->arena, &p->trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	v.i = register_instrument_named(v.a.s, http_path_part(r, "id"));
	if (!v.i) {
		missing_instrument(&v.a, response, http_path_part(r, "id"));
		return OK;
	}
	v.m = register_country_named(v.a.s, http_path_part(r, "iso3"));
	if (!v.m) {
		missing_country(&v.a, response, http_path_part(r, "iso3"));
		return OK;
	}
	page_links_add(c->arena, &p->trail, shown_instrument_url(c, v.i), STR(""), v.i->id);
	st = make(&v);
	if (st != OK)
		return st;
	struct shown_text title = shown_title(c, v.i);
	p->title = FILL(c, tr(c, "State of {code} for {country} on {day}"), {"code", v.i->id},
			{"country", shown_name(c, &v.m->name).text}, {"day", format_date(c, c->on)});
	if (lang_is(title.lang, ""))
		page_links_add(c->arena, &p->kicker_links, shown_instrument_url(c, v.i), STR(""), title.text);
	p->kicker = tr(c, "Extract");
	page_links_add(c->arena, &p->kicker_links, shown_country_url(c, v.m), STR(""), shown_name(c, &v.m->name).text);
	p->lead = answer_of(&v);
	p->has_states = true;
	add_facts(&v, &out);
	add_explained(&v, &out);
	add_coverage(&v, &out);
	add_proof(&v, &out);
	add_origin(&v, &out);
	page_register_extract(&response->body, c, p, &out);
	return OK;
}

static json_t *json_of_extract(struct call *c, const struct register_extract *e)
{
	char hex[EXTRACT_HASH * 2 + 1], moment[MOMENT_ROOM];
	json_t *statements = json_array();
	sodium_bin2hex(hex, sizeof hex, e->hash, sizeof e->hash);
	for (size_t k = 0; k < e->statements.n; k++)
		json_array_append_new(statements,
				      json_pack("{s:s, s:o}", "name", register_statement_word(e->statements.at[k].kind),
						"value", json_of_str(e->statements.at[k].value, false)));
	return json_pack("{s:o, s:o, s:o, s:s, s:o, s:o, s:s, s:o}", "instrument",
			 json_of_str(e->instrument->id, false), "member", json_of_str(e->country->code, false), "on",
			 json_of_date(e->on), "known", moment_print(e->known, moment).at, "statements", statements,
			 "lines", json_of_str(register_extract_lines(c->arena, e), false), "hash", hex, "code",
			 json_of_str(register_extract_code(c->arena, e), false));
}

static enum status get_extract(struct http_request *r, struct http_response *response)
{
	struct view v = {.a = {.r = r, .c = r->call}};
	enum status st = register_snapshot(r->call, &v.a.s);
	if (st == OK)
		st = register_asked_instrument(r, v.a.s, &v.i);
	if (st == OK)
		st = register_asked_country(r, v.a.s, &v.m);
	if (st == OK)
		st = make(&v);
	return st == OK ? http_answer(response, json_of_extract(r->call, &v.extract)) : st;
}

/* A code, and what the register says of it then and now. */
struct checked {
	struct register_code code;
	struct call then_call, now_call;
	struct view then, now;
	bool fits; /* the register says the same as recorded then */
};

/* The extract that a code asks for, as recorded at `known` or, without, now. False: the instrument or country is not there. */
static enum status ask_again(struct http_request *r, const struct register_code *code, const struct moment *known,
			     struct call *call, struct view *v)
{
	char room[LAW_ID_ROOM];
	*call = *r->call;
	call->on = code->on;
	call->on_given = !date_same(code->on, call->today);
	call->known_given = known != NULL;
	call->known = known ? *known : call->now;
	*v = (struct view){.a = {.r = r, .c = call}};
	enum status st = register_snapshot(call, &v->a.s);
	if (st != OK)
		return st;
	v->i = register_instrument_named(v->a.s, law_id_print(code->instrument, room));
	v->m = register_country_named(v->a.s, str_of(code->country));
	if (!v->i || !v->m)
		return NOT_FOUND;
	v->r = latest_on(v);
	register_extract(call, v->a.s, v->i, v->m, known ? *known : code->known, &v->extract);
	return OK;
}

static struct str fault_words(const struct call *c, enum register_code_fault fault)
{
	switch (fault) {
	case CODE_LENGTH: return tr(c, "A code has nine groups of four letters and digits. Compare it with the paper.");
	case CODE_CHARACTER:
		return tr(c, "A code holds only letters and digits, without U. Compare it with the paper.");
	case CODE_MISTYPED: return tr(c, "A character is not as on the paper. Compare the groups one by one.");
	default: return tr(c, "This is not a code of this register: it names nothing that is in it.");
	}
}

/* Asks what a typed code asks. INVALID: it cannot be, the problems say why. */
static enum status check(struct http_request *r, struct checked *out)
{
	struct call *c = r->call;
	struct str typed = http_parameter_text(r, "code");
	enum register_code_fault fault = register_code_read(typed, &out->code);
	enum status st = OK;
	if (fault == CODE_FINE && out->code.known.us > c->now.us)
		fault = CODE_STRANGE;
	if (fault == CODE_FINE)
		st = ask_again(r, &out->code, &out->code.known, &out->then_call, &out->then);
	if (fault == CODE_FINE && st == OK)
		st = ask_again(r, &out->code, NULL, &out->now_call, &out->now);
	if (fault == CODE_FINE && st == OK) {
		out->fits = memcmp(out->then.extract.hash, out->code.hash, out->code.hash_n) == 0;
		return OK;
	}
	if (fault == CODE_FINE && st != NOT_FOUND)
		return st;
	return problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("code"), "%.*s",
			   STR_ARGS(fault_words(c, fault == CODE_FINE ? CODE_STRANGE : fault)));
}

static struct str statement_name(const struct call *c, enum register_statement_kind kind)
{
	switch (kind) {
	case STATEMENT_INSTRUMENT: return tr(c, "Status");
	case STATEMENT_IN_FORCE_FROM: return tr(c, "First entry into force");
	case STATEMENT_OPEN: return tr(c, "Open to ratification");
	case STATEMENT_MEMBER: return tr(c, "Member of the ILO");
	case STATEMENT_STATE: return tr(c, "On this day");
	case STATEMENT_COVERAGE: return tr(c, "List of ratifications");
	case STATEMENT_REGISTERED: return tr_in(c, "day", "Registered");
	case STATEMENT_BOUND_FROM: return tr_in(c, "day", "In force from");
	case STATEMENT_DENOUNCED: return tr_in(c, "day", "Denounced");
	case STATEMENT_BOUND_UNTIL: return tr_in(c, "day", "Bound until");
	case STATEMENT_DECLARED: return tr_in(c, "with a ratification", "Declared");
	default: return tr(c, "Denunciation window");
	}
}

/* The n-th statement of a kind; empty if there are fewer. */
static struct str statement_of(const struct register_extract *e, enum register_statement_kind kind, size_t n)
{
	for (size_t k = 0; k < e->statements.n; k++)
		if (e->statements.at[k].kind == kind && n-- == 0)
			return e->statements.at[k].value;
	return STR("");
}

/* The statements of both that differ, by kind and place. */
static void add_changes(const struct call *c, const struct checked *k, struct extract_check *out)
{
	for (enum register_statement_kind kind = 0; kind < STATEMENTS; kind++) {
		struct str then = STR("-"), now = STR("-");
		for (size_t n = 0; then.n || now.n; n++) {
			then = statement_of(&k->then.extract, kind, n);
			now = statement_of(&k->now.extract, kind, n);
			if (!str_equal(then, now))
				*list_add(c->arena, &out->changes) =
					(struct extract_change){statement_name(c, kind), then, now};
		}
	}
}

static struct url paper_url(struct call *call, const struct view *v)
{
	return url_page(call, "/extract/%.*s/%.*s", STR_ARGS(v->i->id), STR_ARGS(v->m->code));
}

static void answer_check(const struct call *c, struct checked *k, struct page *p, struct extract_check *out)
{
	struct str question =
		FILL(c, tr(c, "State of {code} for {country} on {day}"), {"code", k->then.i->id},
		     {"country", shown_name(c, &k->then.m->name).text}, {"day", format_date(c, k->code.on)});
	add_fact(c, &out->facts, tr(c, "Extract"), question);
	add_fact(c, &out->facts, tr(c, "As recorded on"), format_moment(c, k->code.known));
	add_fact(c, &out->facts, tr(c, "It says"), answer_of(&k->then));
	out->is_answered = true;
	out->then = paper_url(&k->then_call, &k->then);
	out->then_text = tr(c, "The extract as recorded then");
	out->now = paper_url(&k->now_call, &k->now);
	out->now_text = tr(c, "The extract as recorded now");
	add_changes(c, k, out);
	if (!k->fits) {
		p->lead = tr(c, "This register does not say what the paper with this code says, and did not say it "
				"then. What it "
				"said is below.");
		out->changes.n = 0;
	} else if (out->changes.n)
		p->lead = tr(c,
			     "The paper is genuine: this register said so then. Something has been recorded since that "
			     "makes the answer different now.");
	else
		p->lead = tr(c, "The paper is genuine: this register said so then and says the same now.");
}

static enum status get_check(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct checked k = {.fits = false};
	struct extract_check out = {.code = http_parameter_text(r, "code")};
	enum status st = asked_begin(r, "standards", &a);
	if (st != OK)
		return st;
	const struct call *c = a.c;
	a.page.is_register = false;
	a.page.title = tr(c, "Check an extract");
	page_links_add(c->arena, &a.page.trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	a.page.lead =
		tr(c, "Type the code at the end of an extract: this register says whether it still stands by it.");
	if (out.code.n)
		st = check(r, &k);
	if (st == INVALID) {
		response->status = 422;
		a.page.has_errors = true;
	} else if (st != OK)
		return st;
	else if (out.code.n)
		answer_check(c, &k, &a.page, &out);
	page_register_extract_check(&response->body, a.c, &a.page, &out);
	return OK;
}

static enum status check_extract(struct http_request *r, struct http_response *response)
{
	struct checked k = {.fits = false};
	struct extract_check out = {.code = http_parameter_text(r, "code")};
	enum status st = check(r, &k);
	if (st != OK)
		return st;
	add_changes(r->call, &k, &out);
	json_t *changes = json_array();
	for (size_t n = 0; n < out.changes.n && k.fits; n++)
		json_array_append_new(changes,
				      json_pack("{s:o, s:o, s:o}", "name", json_of_str(out.changes.at[n].name, false),
						"then", json_of_str(out.changes.at[n].then, true), "now",
						json_of_str(out.changes.at[n].now, true)));
	return http_answer(response, json_pack("{s:b, s:b, s:o, s:o}", "genuine", k.fits, "unchanged",
					       k.fits && out.changes.n == 0, "changes", changes, "extract",
					       json_of_extract(&k.then_call, &k.then.extract)));
}

static const struct http_parameter paper_parameters[] = {PAGE_TIMES};
static const struct http_parameter check_parameters[] = {
	{"code", HTTP_TEXT, NULL, "The code at the end of an extract.", 100},
	PAGE_TIMES, /* a link may bring them; the code says both */
};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_extract_routes[] = {
	{"GET", "/{lang}/extract/check", get_check, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, PARAMETERS(check_parameters),
	 "Checks an extract.", NULL, NULL, .programs = "/api/v1/extract/check"},
	{"GET", "/{lang}/extract/{id}/{iso3}", get_paper, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED,
	 PARAMETERS(paper_parameters), "The state of one instrument for one country on a day, for paper.", NULL, NULL,
	 .programs = "/api/v1/extract/{id}/{iso3}"},
	{"GET", "/api/v1/extract/check", check_extract, MAY_ANYBODY, HTTP_API | HTTP_CACHED,
	 PARAMETERS(check_parameters),
	 "Whether the register said what an extract with this code says, and what differs now.", "ExtractCheck", NULL},
	{"GET", "/api/v1/extract/{id}/{iso3}", get_extract, MAY_ANYBODY, HTTP_API | HTTP_CACHED,
	 PARAMETERS(paper_parameters),
	 "The state of one instrument for one country on a day: statements, their digest, and a code to check them "
	 "later.",
	 "Extract", NULL},
	{0},
};
