/* SPDX-License-Identifier: Apache-2.0 */
/* "Is this wrong?": what readers report, and the queue of the Office.
 *
 * Against programs that fill in forms stand a field that nobody sees and limits per fact and per network, the latter wide,
 * as ministries share one address. Neither loses what a person typed, and nobody else is asked. */
#include "page/format.h"
#include "register/edit_models_pages.h"
#include "register/queue_html.h"
#include "register/queue_limits_pages.h"

enum { ROWS = 20 };

static const struct register_field report_fields[] = {
	{"text", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("What is wrong, and what should stand there"),
	 NULL, QUEUE_TEXT_MOST},
	{"source", REGISTER_TEXT, 0, NULL, N_("Where it can be read"), N_("An address, or a document and its page"),
	 QUEUE_SOURCE_MOST},
	{"email", REGISTER_TEXT, 0, NULL, N_("E-mail address for the answer"),
	 N_("Seen by the Office only, and erased with the answer"), QUEUE_EMAIL_MOST},
};

static const struct register_field answer_fields[] = {
	{"answer", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("Answer"),
	 N_("Everybody can read it, with the report above it"), QUEUE_TEXT_MOST},
};

static void begin_session(struct http_request *r, struct http_response *response)
{
	if (r->call->form_token.n == 0)
		http_session_set(r, response, http_session_token(r->call->arena));
}

static void add_fields(struct http_request *r, const struct register_field *fields, size_t n, struct form_fields *out)
{
	for (size_t i = 0; i < n; i++)
		*list_add(r->call->arena, out) = form_field_of(r->call, &fields[i], http_field_text(r, fields[i].name));
}

/* --- reporting */

struct reporting {
	struct asked a;
	struct queue_fact fact;
	struct queue_wish wish;
};

static enum status begin_report(struct http_request *r, struct reporting *q)
{
	struct call *c = r->call;
	*q = (struct reporting){.wish = {.kind = http_parameter_text(r, "kind"),
					 .key = http_parameter_text(r, "key"),
					 .text = http_field_text(r, "text"),
					 .source = http_field_text(r, "source"),
					 .email = http_field_text(r, "email")}};
	enum status st = asked_begin(r, "standards", &q->a);
	if (st == OK)
		st = queue_fact_of(c, q->wish.kind, q->wish.key, &q->fact);
	q->a.page.is_register = false;
	q->a.page.title = tr(c, "Is this wrong?");
	q->a.page.lead =
		tr(c, "Say what is wrong with this fact. The Office reads it, answers, and corrects the fact if you "
		      "are right. No account is needed.");
	return st;
}

static enum status show_report_form(struct reporting *q, struct http_response *response)
{
	struct call *c = q->a.c;
	struct report_form m = {
		.record = shown_record(&q->a, q->wish.kind, q->wish.key, q->fact.body, q->fact.recorded),
		.action = url_plain(c, "/report?kind=%.*s&key=%.*s", STR_ARGS(q->wish.kind), STR_ARGS(q->wish.key)),
		.not_done = form_not_done(c)};
	add_fields(q->a.r, report_fields, sizeof report_fields / sizeof *report_fields, &m.fields);
	q->a.page.has_errors = c->problems.list.n > 0;
	shown_trail(&q->a, &m.record);
	begin_session(q->a.r, response);
	page_report_form(&response->body, c, &q->a.page, &m);
	return OK;
}

static enum status report_form_page(struct http_request *r, struct http_response *response)
{
	struct reporting q;
	enum status st = begin_report(r, &q);
	return st == OK ? show_report_form(&q, response) : st;
}

/* The field that nobody sees was filled: by a program, or by a browser's own list of values. A person sends it once more. */
static void check_trap(struct http_request *r)
{
	struct call *c = r->call;
	if (http_field_text(r, "website").n == 0)
		return;
	problem_add(
		&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR(""), "%.*s",
		STR_ARGS(tr(c, "A field that people do not see was filled in, as programs do. It is empty again: send "
			       "the report once more.")));
}

static enum status report_post(struct http_request *r, struct http_response *response)
{
	struct reporting q;
	int64_t id;
	enum status st = begin_report(r, &q);
	if (st != OK)
		return st;
	struct call *c = q.a.c;
	if (c->problems.list.n == 0) {
		check_trap(r);
		st = queue_check(c, &q.wish);
	}
	if (c->problems.list.n == 0)
		st = queue_brake(r, &q.wish);
	if (st == OK && c->problems.list.n == 0)
		st = queue_add(c, &q.wish, &id);
	if (st == UNAVAILABLE && c->problems.list.n == 0)
		problem_add(
			&c->problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c, "Your report could not be stored. It is still in the form below; try again in a "
				       "minute.")));
	if (c->problems.list.n) {
		int status = problem_http_status(c->problems.list.at[0].code);
		response->status = status == 400 ? 422 : status;
		return show_report_form(&q, response);
	}
	if (st == OK)
		http_redirect(response, 303, url_plain(c, "/reports/%lld?done=1", (long long)id).s);
	return st;
}

/* --- one report */

static struct str state_words(const struct call *c, enum queue_state state)
{
	switch (state) {
	case QUEUE_OPEN: return tr_in(c, "state of a report", "Open");
	case QUEUE_ANSWERED: return tr_in(c, "state of a report", "Answered");
	default: return tr_in(c, "state of a report", "Closed");
	}
}

/* The address for a mail program: both halves encoded, so that nothing in it becomes a header. RFC 6068 section 2. */
static struct url mail_url(const struct call *c, struct str email)
{
	struct out o = out_new(c->arena, 4 * QUEUE_EMAIL_MOST, NULL);
	struct str rest = email, local;
	if (!str_next(&rest, '@', &local) || !rest.at || !rest.n)
		return (struct url){STR("")};
	out_raw(&o, STR("mailto:"));
	out_path_str(&o, local);
	out_raw(&o, STR("@"));
	out_path_str(&o, rest);
	return (struct url){out_str(&o)};
}

static struct report_shown shown_report(struct asked *a, const struct queue_report *report)
{
	struct call *c = a->c;
	struct queue_fact fact = {.body = STR("")};
	size_t told = c->problems.list.n;
	bool stands = queue_fact_of(c, report->kind, report->key, &fact) == OK;
	c->problems.list.n = told;
	struct str id = str_format(c->arena, "%lld", (long long)report->id);
	return (struct report_shown){.report = *report,
				     .name = FILL(c, tr(c, "Report {id}"), {"id", id}),
				     .url = url_plain(c, "/reports/%.*s", STR_ARGS(id)),
				     .action = url_plain(c, "/reports/%.*s", STR_ARGS(id)),
				     .correct = url_plain(c, "/edit/correction?kind=%.*s&key=%.*s",
							  STR_ARGS(report->kind), STR_ARGS(report->key)),
				     .record = shown_record(a, report->kind, report->key, fact.body, fact.recorded),
				     .has_record = stands,
				     .is_public = queue_is_public(report),
				     .is_office = call_may(c, MAY_ANSWER_REPORTS),
				     .lang = lang_is(report->lang, c->lang.tag) ? (struct lang){""} : report->lang,
				     .mail = mail_url(c, report->email),
				     .state = state_words(c, report->state)};
}

static struct str report_lead(const struct call *c, const struct queue_report *report, struct str fact)
{
	struct tr_value values[] = {{"fact", fact}, {"day", format_date(c, moment_day(report->reported))}};
	const char *text =
		report->state == QUEUE_OPEN
			? N_("On {day} somebody reported that {fact} is wrong. The Office has not answered yet.")
		: report->state == QUEUE_ANSWERED
			? N_("On {day} somebody reported that {fact} is wrong, and the Office has answered.")
			: N_("On {day} somebody reported that {fact} is wrong. The Office closed the report "
			     "without an answer.");
	return tr_fill(c->arena, tr(c, text), values, 2);
}

static enum status begin_shown(struct http_request *r, struct asked *a, struct queue_report *report)
{
	int64_t id = 0;
	enum status st = asked_begin(r, "standards", a);
	if (st == OK)
		st = str_to_i64(http_path_part(r, "id"), &id) ? queue_get(r->call, id, report) : NOT_FOUND;
	return st;
}

static enum status show_report(struct asked *a, struct http_response *response, const struct queue_report *report)
{
	struct call *c = a->c;
	struct report_shown m = shown_report(a, report);
	m.is_new = http_parameter_text(a->r, "done").n > 0 && report->state == QUEUE_OPEN;
	m.not_done = form_not_done(c);
	if (m.is_office)
		add_fields(a->r, answer_fields, 1, &m.fields);
	if (m.is_office && m.fields.at[0].value.n == 0 && c->problems.list.n == 0)
		m.fields.at[0].value = report->answer;
	a->page.is_register = false;
	a->page.title = m.name;
	a->page.kicker = m.state;
	a->page.lead = report_lead(c, report, m.record.name);
	a->page.has_errors = c->problems.list.n > 0;
	if (m.is_office)
		page_links_add(c->arena, &a->page.trail, url_plain(c, "/queue?state=open"), STR(""), tr(c, "Reports"));
	else
		shown_trail(a, &m.record);
	page_report(&response->body, c, &a->page, &m);
	return OK;
}

static enum status report_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct queue_report report;
	enum status st = begin_shown(r, &a, &report);
	return st == OK ? show_report(&a, response, &report) : st;
}

static enum status act_on(struct http_request *r, int64_t id)
{
	struct str step = http_field_text(r, "step");
	int64_t seen = -1;
	str_to_i64(http_field_text(r, "seen"), &seen);
	if (str_is(step, "close"))
		return queue_close(r->call, id, seen);
	if (str_is(step, "erase"))
		return queue_erase(r->call, id, seen);
	return queue_answer(r->call, id, seen, http_field_text(r, "answer"));
}

static enum status report_act(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct queue_report report;
	struct call *c = r->call;
	bool is_answered;
	enum status st = edit_only_office(r, response, &is_answered);
	if (st == OK)
		st = begin_shown(r, &a, &report);
	if (st != OK)
		return st;
	if (c->problems.list.n == 0)
		st = act_on(r, report.id);
	if (c->problems.list.n) {
		response->status = problem_http_status(c->problems.list.at[0].code);
		st = queue_get(c, report.id, &report);
		return st == OK ? show_report(&a, response, &report) : st;
	}
	if (st == OK)
		http_redirect(response, 303, url_plain(c, "/reports/%lld", (long long)report.id).s);
	return st;
}

/* --- the queue */

static void add_options(struct asked *a, struct queue_page *m)
{
	struct call *c = a->c;
	struct str state = http_parameter_text(a->r, "state"), kind = http_parameter_text(a->r, "kind");
	for (enum queue_state s = QUEUE_OPEN; s <= QUEUE_CLOSED; s++)
		*list_add(c->arena, &m->states) =
			(struct shown_option){.value = str_of(queue_state_word(s)),
					      .label = state_words(c, s),
					      .is_chosen = str_is(state, queue_state_word(s))};
	for (size_t i = 0; i < REGISTER_KINDS; i++)
		*list_add(c->arena, &m->kinds) =
			(struct shown_option){.value = str_of(register_tables[i].name),
					      .label = shown_kind_words(c, &register_tables[i]),
					      .is_chosen = str_is(kind, register_tables[i].name)};
}

static enum status queue_show(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct queue_page m = {.has_next = false};
	struct queue_reports reports;
	struct queue_filter filter = {.kind = http_parameter_text(r, "kind"), .most = ROWS + 1};
	int64_t waiting;
	bool is_answered;
	enum status st = edit_only_office(r, response, &is_answered);
	if (st != OK || is_answered)
		return st;
	filter.has_state = queue_state_parse(http_parameter_text(r, "state"), &filter.state);
	http_parameter_integer(r, "after", &filter.after);
	st = asked_begin(r, "standards", &a);
	if (st == OK)
		st = queue_list(r->call, &filter, &reports);
	if (st == OK)
		st = queue_open_count(r->call, &waiting);
	if (st != OK)
		return st;
	struct call *c = a.c;
	for (size_t i = 0; i < reports.n && i < ROWS; i++)
		*list_add(c->arena, &m.rows) = shown_report(&a, &reports.at[i]);
	m.has_next = reports.n > ROWS;
	if (m.has_next)
		m.next = url_change(c, a.page.path, r->query, "after",
				    str_format(c->arena, "%lld", (long long)reports.at[ROWS - 1].id));
	m.clear = url_plain(c, "/queue");
	add_options(&a, &m);
	a.page.is_register = false;
	a.page.title = tr(c, "Reports of readers");
	a.page.lead = FILL(c, tr_n(c, "{n} report waits for an answer.", "{n} reports wait for an answer.", waiting),
			   {"n", shown_number(c, waiting)});
	page_links_add(c->arena, &a.page.trail, url_plain(c, "/edit"), STR(""), tr(c, "The Office’s desk"));
	page_queue(&response->body, c, &a.page, &m);
	return OK;
}

static const struct http_parameter fact_parameters[] = {
	{"kind", HTTP_TEXT, NULL, "The kind of the fact."},
	{"key", HTTP_TEXT, NULL, "The key of the fact.", 1000},
	PAGE_TIMES,
};
static const struct http_parameter done_parameters[] = {{"done", HTTP_CHOICE, "1", "It was just sent."}};
static const struct http_parameter queue_parameters[] = {
	{"state", HTTP_CHOICE, "open answered closed", "Only reports of that state."},
	{"kind", HTTP_TEXT, NULL, "Only reports about facts of that kind."},
	{"after", HTTP_INTEGER, NULL, "After that report."},
};

const struct http_route register_queue_routes[] = {
	{"GET", "/{lang}/report", report_form_page, MAY_ANYBODY, HTTP_PAGE, fact_parameters, 4,
	 "The form to say that a fact is wrong.", NULL, NULL},
	{"POST", "/{lang}/report", report_post, MAY_ANYBODY, HTTP_PAGE | HTTP_OPEN_FORM, fact_parameters, 4,
	 "Takes a report in.", NULL, NULL},
	{"GET", "/{lang}/reports/{id}", report_page, MAY_ANYBODY, HTTP_PAGE, done_parameters, 1, "One report.", NULL,
	 NULL},
	{"POST", "/{lang}/reports/{id}", report_act, MAY_ANSWER_REPORTS, HTTP_PAGE | HTTP_ASKS | HTTP_OPEN_FORM, NULL,
	 0, "Answers, closes or erases a report.", NULL, NULL},
	{"GET", "/{lang}/queue", queue_show, MAY_ANSWER_REPORTS, HTTP_PAGE | HTTP_ASKS, queue_parameters, 3,
	 "The reports of readers.", NULL, NULL},
	{0},
};
