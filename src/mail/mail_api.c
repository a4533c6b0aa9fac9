/* SPDX-License-Identifier: Apache-2.0 */
/* The outbox for programs. */
#include "base/tr.h"
#include "http/answer.h"
#include "mail/desk.h"
#include "mail/mail_web.h"

static json_t *json_text(struct str s)
{
	return s.n ? json_stringn(s.at, s.n) : json_null();
}

static json_t *json_moment(bool is_set, struct moment m)
{
	char at[MOMENT_ROOM];
	struct str text = moment_print(m, at);
	return is_set ? json_stringn(text.at, text.n) : json_null();
}

/* The members that a list and a single message share. */
static json_t *json_message(const struct mail_message_list_row *row)
{
	return json_pack("{s:I, s:s%, s:s%, s:s%, s:s, s:I, s:o, s:o, s:o, s:o, s:o}", "id", (json_int_t)row->id,
			 "kind", row->kind.at, row->kind.n, "to", row->email.at, row->email.n, "language", row->lang.at,
			 row->lang.n, "state", mail_state_word(row->state), "attempts", (json_int_t)row->tries,
			 "made_at", json_moment(true, row->made_at), "next_at",
			 json_moment(row->state == MAIL_WAITING, row->next_at), "sent_at",
			 json_moment(row->has_sent_at, row->sent_at), "subject", json_text(row->subject), "answer",
			 json_text(row->reason));
}

static enum status list_messages(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct mail_filter filter = {.email = http_parameter_text(r, "to")};
	struct mail_message_list_rows rows;
	struct str after;
	size_t limit;
	enum status st = http_cursor(r, &after, &limit);
	if (st != OK)
		return st;
	str_to_i64(after, &filter.before);
	filter.most = limit + 1;
	filter.has_state = mail_state_parse(http_parameter_text(r, "state"), &filter.state);
	st = mail_list(c, &filter, &rows);
	if (st != OK)
		return st;
	json_t *items = json_array(), *next = json_null();
	for (size_t i = 0; i < rows.n && i < limit; i++)
		json_array_append_new(items, json_message(&rows.at[i]));
	if (rows.n > limit)
		next = json_text(http_next(r, str_format(c->arena, "%lld", (long long)rows.at[limit - 1].id)));
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id kind to language state attempts made_at next_at sent_at subject answer");
}

static enum status answer_message(struct http_request *r, struct http_response *response, int64_t id)
{
	struct mail_message_get_row row;
	enum status st = mail_get(r->call, id, &row);
	if (st != OK)
		return st;
	struct mail_message_list_row same = {.id = row.id,
					     .kind = row.kind,
					     .email = row.email,
					     .person = row.person,
					     .lang = row.lang,
					     .state = row.state,
					     .tries = row.tries,
					     .made_at = row.made_at,
					     .next_at = row.next_at,
					     .moved_at = row.moved_at,
					     .has_sent_at = row.has_sent_at,
					     .sent_at = row.sent_at,
					     .reason = row.reason,
					     .subject = row.subject};
	json_t *j = json_message(&same);
	json_object_set_new(j, "message", json_text(row.bytes));
	return http_answer(response, j);
}

static enum status get_message(struct http_request *r, struct http_response *response)
{
	int64_t id;
	return str_to_i64(http_path_part(r, "message"), &id) ? answer_message(r, response, id) : NOT_FOUND;
}

static enum status post_again(struct http_request *r, struct http_response *response)
{
	int64_t id;
	enum status st = str_to_i64(http_path_part(r, "message"), &id) ? mail_again(r->call, id) : NOT_FOUND;
	return st == OK ? answer_message(r, response, id) : st;
}

static enum status get_state(struct http_request *r, struct http_response *response)
{
	struct mail_counts counts;
	enum status st = mail_count(r->call, &counts);
	if (st != OK)
		return st;
	json_t *of = json_object();
	for (enum mail_state s = 0; s < MAIL_STATES; s++)
		json_object_set_new(of, mail_state_word(s), json_integer((json_int_t)counts.of[s]));
	return http_answer(response, json_pack("{s:b, s:o, s:I, s:o, s:o}", "has_relay", counts.has_relay, "messages",
					       of, "paused_addresses", (json_int_t)counts.paused_addresses, "trouble",
					       json_text(counts.trouble), "trouble_since",
					       json_moment(counts.trouble.n > 0, counts.since)));
}

static enum status list_addresses(struct http_request *r, struct http_response *response)
{
	struct mail_address_list_rows rows;
	struct str after;
	size_t limit;
	enum status st = http_cursor(r, &after, &limit);
	if (st == OK)
		st = mail_addresses(r->call, after, limit + 1, &rows);
	if (st != OK)
		return st;
	json_t *items = json_array(), *next = json_null();
	for (size_t i = 0; i < rows.n && i < limit; i++) {
		const struct mail_address_list_row *row = &rows.at[i];
		json_array_append_new(items, json_pack("{s:s%, s:I, s:o, s:o}", "email", row->email.at, row->email.n,
						       "bounces", (json_int_t)row->bounces, "paused_at",
						       json_moment(row->has_paused_at, row->paused_at), "answer",
						       json_text(row->reason)));
	}
	if (rows.n > limit)
		next = json_text(http_next(r, rows.at[limit - 1].email));
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"email bounces paused_at answer");
}

/* The "email" of a body; faults are in the call's problems. */
static enum status read_email(struct http_request *r, struct str *out)
{
	struct call *c = r->call;
	json_t *body, *value;
	const char *name;
	enum status st = http_json(r, &body);
	if (st != OK)
		return st;
	*out = STR("");
	if (!json_is_object(body))
		return problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#"), "%.*s",
				   STR_ARGS(tr(c, N_("An object is wanted here."))));
	json_object_foreach(body, name, value)
	{
		struct str at = str_format(c->arena, "#/%s", name);
		if (!str_is(str_of(name), "email"))
			problem_add(&c->problems, PROBLEM_UNKNOWN_FIELD, PLACE_BODY, at, "%.*s",
				    STR_ARGS(tr(c, N_("This is not known here."))));
		else if (!json_is_string(value))
			problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, at, "%.*s",
				    STR_ARGS(tr(c, N_("A text is wanted here."))));
		else
			*out = (struct str){json_string_value(value), json_string_length(value)};
	}
	return c->problems.list.n ? INVALID : OK;
}

/* What was asked for, done with the address of the body; its faults point into the body. */
static enum status with_email(struct http_request *r, struct http_response *response,
			      enum status act(struct call *c, struct str email))
{
	struct call *c = r->call;
	struct str email;
	enum status st = read_email(r, &email);
	if (st == OK)
		st = act(c, email);
	for (size_t i = 0; i < c->problems.list.n; i++)
		if (c->problems.list.at[i].place == PLACE_PARAMETER) {
			c->problems.list.at[i].place = PLACE_BODY;
			c->problems.list.at[i].field = STR("#/email");
		}
	return st == OK ? http_answer(response, json_pack("{s:s%}", "email", email.at, email.n)) : st;
}

static enum status post_test(struct http_request *r, struct http_response *response)
{
	return with_email(r, response, mail_test);
}

static enum status post_resume(struct http_request *r, struct http_response *response)
{
	return with_email(r, response, mail_resume);
}

static const struct http_parameter list_parameters[] = {
	{"state", HTTP_CHOICE, "waiting sending sent failed unsure paused dropped", "Only messages in that state."},
	{"to", HTTP_TEXT, NULL, "Only messages to that address.", 254},
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: the cursor in `next`."},
};

const struct http_route mail_api_routes[] = {
	{"GET", "/api/v1/mail", list_messages, MAY_MANAGE_SITE, HTTP_API | HTTP_HAS_CSV, list_parameters, 5,
	 "Messages of the outbox, the newest first.", "MailList", NULL},
	{"GET", "/api/v1/mail/state", get_state, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "How many messages are in which state, and what is wrong with the relay.", "MailState", NULL},
	{"GET", "/api/v1/mail/addresses", list_addresses, MAY_MANAGE_SITE, HTTP_API | HTTP_HAS_CSV, list_parameters + 2,
	 3, "Addresses that get no mail, since three mails to them came back.", "MailAddressList", NULL},
	{"POST", "/api/v1/mail/addresses/resume", post_resume, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "Lets an address have mail again.", "MailAddressed", "MailAddressed"},
	{"POST", "/api/v1/mail/test", post_test, MAY_MANAGE_SITE, HTTP_API, NULL, 0, "Sends a test to an address.",
	 "MailAddressed", "MailAddressed"},
	{"GET", "/api/v1/mail/{message}", get_message, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "One message, with its text as long as that is kept.", "MailMessage", NULL},
	{"POST", "/api/v1/mail/{message}/again", post_again, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "Sends a message again that failed, is unsure, paused or waits.", "MailMessage", NULL},
	{0},
};
