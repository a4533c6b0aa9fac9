/* SPDX-License-Identifier: Apache-2.0 */
/* The calls by which readers report and the Office answers. */
#include "http/answer.h"
#include "http/brake.h"
#include "page/format.h"
#include "register/queue_limits_pages.h"
#include "register/register_json.h"
#include "register/register_web.h"

enum { FACT_MOST = 5, NETWORK_MOST = 60, HOUR = 3600 };

enum status queue_brake(const struct http_request *r, const struct queue_wish *wish)
{
	struct call *c = r->call;
	const struct http_limit limits[] = {
		{"report", str_format(c->arena, "%.*s %.*s", STR_ARGS(wish->kind), STR_ARGS(wish->key)), FACT_MOST,
		 HOUR},
		{"report", STR(""), NETWORK_MOST, HOUR},
	};
	const struct http_limit *broken;
	struct moment again;
	if (http_brake(r, limits, 2, &broken, &again))
		return OK;
	struct tr_value values[] = {{"n", format_number(c, broken->most)}, {"moment", format_moment(c, again)}};
	struct str text = broken == &limits[0] ? tr(c, N_("{n} reports about this fact came from your network within "
							  "an hour. Nothing is lost: send "
							  "this one after {moment}."))
					       : tr(c, N_("{n} reports came from your network within an hour. Nothing "
							  "is lost: send this one after "
							  "{moment}, or from an account."));
	return problem_add(&c->problems, PROBLEM_TOO_MANY, PLACE_NOWHERE, STR(""), "%.*s",
			   STR_ARGS(tr_fill(c->arena, text, values, 2)));
}

static struct str moment_text(struct call *c, struct moment m)
{
	char at[MOMENT_ROOM];
	return m.us ? str_copy(c->arena, moment_print(m, at)) : STR("");
}

/* What everybody may read of it; to the Office also the address. */
static json_t *json_of_report(struct call *c, const struct queue_report *report)
{
	bool is_office = call_may(c, MAY_ANSWER_REPORTS), is_told = is_office || queue_is_public(report);
	json_t *j = json_pack("{s:I, s:s, s:o, s:o, s:o, s:I}", "id", (json_int_t)report->id, "state",
			      queue_state_word(report->state), "kind", json_of_str(report->kind, false), "key",
			      json_of_str(report->key, false), "reported_at",
			      json_of_str(moment_text(c, report->reported), false), "turn", (json_int_t)report->turn);
	json_object_set_new(j, "text", json_of_str(is_told ? report->text : STR(""), true));
	json_object_set_new(j, "source", json_of_str(is_told ? report->source : STR(""), true));
	json_object_set_new(j, "language", json_of_str(str_of(report->lang.tag), false));
	json_object_set_new(j, "answer", json_of_str(report->answer, true));
	json_object_set_new(
		j, "answered_at",
		json_of_str(report->state == QUEUE_ANSWERED ? moment_text(c, report->moved) : STR(""), true));
	if (is_office)
		json_object_set_new(j, "email", json_of_str(report->email, true));
	return j;
}

static enum status list_reports(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct queue_filter filter = {.has_state = true, .state = QUEUE_OPEN, .kind = http_parameter_text(r, "kind")};
	struct queue_reports reports;
	struct str after;
	size_t limit;
	enum status st = http_cursor(r, &after, &limit);
	if (st != OK)
		return st;
	str_to_i64(after, &filter.after);
	filter.most = limit + 1;
	queue_state_parse(http_parameter_text(r, "state"), &filter.state);
	st = queue_list(c, &filter, &reports);
	if (st != OK)
		return st;
	json_t *items = json_array();
	for (size_t i = 0; i < reports.n && i < limit; i++)
		json_array_append_new(items, json_of_report(c, &reports.at[i]));
	json_t *next = json_null();
	if (reports.n > limit)
		next = json_of_str(http_next(r, str_format(c->arena, "%lld", (long long)reports.at[limit - 1].id)),
				   false);
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id state kind key reported_at text source language answer answered_at");
}

static enum status asked_report(struct http_request *r, struct queue_report *out)
{
	int64_t id;
	if (!str_to_i64(http_path_part(r, "report"), &id))
		return NOT_FOUND;
	return queue_get(r->call, id, out);
}

static enum status get_report(struct http_request *r, struct http_response *response)
{
	struct queue_report report;
	enum status st = asked_report(r, &report);
	return st == OK ? http_answer(response, json_of_report(r->call, &report)) : st;
}

/* The texts of a body, all of them strings of known names. */
static void read_texts(struct call *c, const json_t *body, const char *const *names, struct str *out, size_t n)
{
	const char *name;
	json_t *value;
	for (size_t i = 0; i < n; i++)
		out[i] = STR("");
	json_object_foreach((json_t *)(uintptr_t)body, name, value)
	{
		size_t i = 0;
		struct str at = str_format(c->arena, "#/%s", name);
		while (i < n && !str_is(str_of(names[i]), name))
			i++;
		if (i == n)
			problem_add(&c->problems, PROBLEM_UNKNOWN_FIELD, PLACE_BODY, at, "%.*s",
				    STR_ARGS(tr(c, N_("This is not known here."))));
		else if (!json_is_string(value))
			problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, at, "%.*s",
				    STR_ARGS(tr(c, N_("A text is wanted here."))));
		else
			out[i] = str_copy(c->arena, (struct str){json_string_value(value), json_string_length(value)});
	}
}

/* Faults under a field's name become faults of the body. */
static void point_into_body(struct call *c)
{
	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct problem *p = &c->problems.list.at[i];
		if (p->place == PLACE_PARAMETER) {
			p->place = PLACE_BODY;
			p->field = str_format(c->arena, p->field.n ? "#/%.*s" : "#%.*s", STR_ARGS(p->field));
		}
	}
}

static enum status read_body(struct http_request *r, json_t **body)
{
	struct call *c = r->call;
	enum status st = http_json(r, body);
	if (st == OK && !json_is_object(*body))
		return problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#"), "%.*s",
				   STR_ARGS(tr(c, N_("An object is wanted here."))));
	return st;
}

static enum status post_report(struct http_request *r, struct http_response *response)
{
	static const char *const names[] = {"kind", "key", "text", "source", "email"};
	struct call *c = r->call;
	struct str texts[5];
	struct queue_report report;
	int64_t id;
	json_t *body;
	enum status st = read_body(r, &body);
	if (st != OK)
		return st;
	read_texts(c, body, names, texts, 5);
	struct queue_wish wish = {texts[0], texts[1], texts[2], texts[3], texts[4]};
	struct queue_fact fact;
	if (queue_check(c, &wish) == INVALID || c->problems.list.n)
		st = INVALID;
	if (st == OK)
		st = queue_fact_of(c, wish.kind, wish.key, &fact);
	if (st == OK)
		st = queue_brake(r, &wish);
	if (st == OK)
		st = queue_add(c, &wish, &id);
	if (st == OK)
		st = queue_get(c, id, &report);
	point_into_body(c);
	if (st != OK)
		return st;
	http_response_header(response, "Location", str_format(c->arena, "/api/v1/reports/%lld", (long long)id));
	return http_answer(response, json_of_report(c, &report));
}

static enum status post_answer(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct queue_report report;
	json_t *body = NULL;
	enum status st = asked_report(r, &report);
	if (st == OK)
		st = read_body(r, &body);
	if (st != OK)
		return st;
	const json_t *seen = json_object_get(body, "turn");
	int64_t turn = json_is_integer(seen) ? json_integer_value(seen) : report.turn;
	if (seen && !json_is_integer(seen))
		problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#/turn"), "%.*s",
			    STR_ARGS(tr(c, N_("A whole number is wanted here."))));
	static const char *const names[] = {"answer"};
	struct str texts[1];
	json_object_del(body, "turn");
	read_texts(c, body, names, texts, 1);
	if (c->problems.list.n)
		return INVALID;
	st = queue_answer(c, report.id, turn, texts[0]);
	if (st == OK)
		st = queue_get(c, report.id, &report);
	point_into_body(c);
	return st == OK ? http_answer(response, json_of_report(c, &report)) : st;
}

static const struct http_parameter list_parameters[] = {
	{"state", HTTP_CHOICE, "open answered closed", "Only reports of that state; open ones if absent."},
	{"kind", HTTP_TEXT, NULL, "Only reports about facts of that kind."},
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: the cursor in `next`."},
};

const struct http_route register_queue_api_routes[] = {
	{"GET", "/api/v1/reports", list_reports, MAY_ANSWER_REPORTS, HTTP_API | HTTP_HAS_CSV, list_parameters, 5,
	 "Reports of readers about facts, in the order in which they came.", "ReportList", NULL},
	{"POST", "/api/v1/reports", post_report, MAY_ANYBODY, HTTP_API, NULL, 0, "Reports that a fact is wrong.",
	 "Report", "ReportWish"},
	{"GET", "/api/v1/reports/{report}", get_report, MAY_ANYBODY, HTTP_API, NULL, 0,
	 "One report; what it says is told once it is answered.", "Report", NULL},
	{"POST", "/api/v1/reports/{report}/answer", post_answer, MAY_ANSWER_REPORTS, HTTP_API, NULL, 0,
	 "Answers a report in public.", "Report", "ReportAnswer"},
	{0},
};
