/* SPDX-License-Identifier: Apache-2.0 */
/* The outbox for its administrator, and where the links below mails lead. */
#include "base/tr.h"
#include "http/http.h"
#include "mail/desk_pages.h"
#include "mail/mail_html.h"
#include "mail/mail_web.h"
#include "page/format.h"

enum { ROWS = 50, ADDRESSES = 200 };

static struct str state_words(const struct call *c, enum mail_state state)
{
	switch (state) {
	case MAIL_WAITING: return tr_in(c, "state of a message", "Waits");
	case MAIL_SENDING: return tr_in(c, "state of a message", "Is being sent");
	case MAIL_SENT: return tr_in(c, "state of a message", "Sent");
	case MAIL_FAILED: return tr_in(c, "state of a message", "Failed");
	case MAIL_UNSURE: return tr_in(c, "state of a message", "Unsure");
	case MAIL_PAUSED: return tr_in(c, "state of a message", "Address paused");
	default: return tr_in(c, "state of a message", "Not needed any more");
	}
}

/* When something about it happened last, or will. */
static struct str when_words(const struct call *c, const struct mail_message_list_row *row)
{
	if (row->state != MAIL_WAITING || row->next_at.us <= c->now.us)
		return format_moment(c, row->moved_at);
	struct tr_value value = {"moment", format_moment(c, row->next_at)};
	return tr_fill(c->arena, tr(c, "Next attempt {moment}"), &value, 1);
}

static void add_states(const struct call *c, struct desk_page *m, const struct mail_counts *counts,
		       const struct mail_filter *filter)
{
	for (enum mail_state s = 0; s < MAIL_STATES; s++)
		*list_add(c->arena, &m->states) =
			(struct desk_state){.name = state_words(c, s),
					    .n = format_number(c, counts->of[s]),
					    .url = url_plain(c, "/mail?state=%s", mail_state_word(s)),
					    .is_shown = filter->has_state && filter->state == s};
}

static void add_messages(const struct call *c, struct desk_page *m, const struct mail_message_list_rows *rows)
{
	for (size_t i = 0; i < rows->n && i < ROWS; i++) {
		const struct mail_message_list_row *row = &rows->at[i];
		bool may_again = row->state == MAIL_FAILED || row->state == MAIL_UNSURE || row->state == MAIL_PAUSED ||
				 (row->state == MAIL_WAITING && row->tries > 0);
		*list_add(c->arena, &m->messages) =
			(struct desk_message){.row = row,
					      .state = state_words(c, row->state),
					      .when = when_words(c, row),
					      .tries = format_number(c, row->tries),
					      .again = may_again ? url_plain(c, "/mail/%lld/again", (long long)row->id)
								 : (struct url){STR("")}};
	}
	m->pages.has_next = rows->n > ROWS;
	if (m->pages.has_next)
		m->pages.next = url_change(c, m->page.path, m->page.query, "before",
					   str_format(c->arena, "%lld", (long long)rows->at[ROWS - 1].id));
}

static void add_addresses(const struct call *c, struct desk_page *m, const struct mail_address_list_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		*list_add(c->arena, &m->addresses) =
			(struct desk_address){.row = &rows->at[i],
					      .bounces = format_number(c, rows->at[i].bounces),
					      .since = format_moment(c, rows->at[i].paused_at)};
}

static struct str lead_of(const struct call *c, const struct mail_counts *counts)
{
	int64_t waiting = counts->of[MAIL_WAITING] + counts->of[MAIL_SENDING];
	struct tr_value values[] = {{"n", format_number(c, waiting)},
				    {"failed", format_number(c, counts->of[MAIL_FAILED])},
				    {"unsure", format_number(c, counts->of[MAIL_UNSURE])}};
	if (!counts->has_relay)
		return tr(
			c,
			"No mail goes out: it is not set yet which server takes it, and from which address it comes.");
	return tr_fill(c->arena,
		       tr_n(c, "{n} message waits. {failed} failed; of {unsure} it is not sure whether they arrived.",
			    "{n} messages wait. {failed} failed; of {unsure} it is not sure whether they arrived.",
			    waiting),
		       values, 3);
}

static struct str done_words(const struct http_request *r)
{
	const struct call *c = r->call;
	struct str done = http_parameter_text(r, "done");
	if (str_is(done, "again"))
		return tr(c, "The message waits to be sent again.");
	if (str_is(done, "test"))
		return tr(c, "The test waits to be sent: look at the list below, and into your mailbox.");
	return str_is(done, "resume") ? tr(c, "The address gets mail again.") : STR("");
}

static struct url table_url(const struct call *c, struct url base, const struct mail_filter *filter)
{
	if (filter->has_state)
		base = url_with(c, base, "state", str_of(mail_state_word(filter->state)));
	return filter->email.n ? url_with(c, base, "to", filter->email) : base;
}

static enum status show_desk(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct mail_filter filter = {.email = str_trim(http_parameter_text(r, "to")), .most = ROWS + 1};
	struct mail_counts counts;
	struct mail_message_list_rows rows;
	struct mail_address_list_rows addresses;
	size_t faults = c->problems.list.n;
	filter.has_state = mail_state_parse(http_parameter_text(r, "state"), &filter.state);
	http_parameter_integer(r, "before", &filter.before);
	enum status st = mail_count(c, &counts);
	if (st == OK)
		st = mail_list(c, &filter, &rows);
	if (st == OK)
		st = mail_addresses(c, STR(""), ADDRESSES, &addresses);
	if (st != OK)
		return st;
	struct desk_page m = {.page = {.title = tr(c, "Mail"),
				       .lead = lead_of(c, &counts),
				       .path = STR("/mail"),
				       .query = str_is(r->method, "GET") ? r->query : STR(""),
				       .has_errors = faults > 0},
			      .email = filter.email,
			      .done = done_words(r),
			      .not_done = tr(c, "Nothing was done"),
			      .trouble = counts.trouble,
			      .since = format_moment(c, counts.since),
			      .test_email = http_field_text(r, "email"),
			      .here = url_plain(c, "/mail"),
			      .test = url_plain(c, "/mail/test"),
			      .resume = url_plain(c, "/mail/resume"),
			      .csv = table_url(c, url_api(c, "/mail.csv"), &filter),
			      .json = table_url(c, url_api(c, "/mail"), &filter)};
	add_states(c, &m, &counts, &filter);
	add_messages(c, &m, &rows);
	add_addresses(c, &m, &addresses);
	page_mail_desk(&response->body, c, &m);
	return OK;
}

/* After a form: back to the list, or the list with what was wrong. */
static enum status after(struct http_request *r, struct http_response *response, enum status st, const char *done)
{
	struct call *c = r->call;
	if (st == OK && c->problems.list.n == 0) {
		http_redirect(response, 303, url_plain(c, "/mail?done=%s", done).s);
		return OK;
	}
	if (c->problems.list.n == 0)
		return st;
	response->status = problem_http_status(c->problems.list.at[0].code);
	return show_desk(r, response);
}

static enum status again(struct http_request *r, struct http_response *response)
{
	int64_t id;
	if (!str_to_i64(http_path_part(r, "message"), &id))
		return NOT_FOUND;
	return after(r, response, mail_again(r->call, id), "again");
}

static enum status test(struct http_request *r, struct http_response *response)
{
	return after(r, response, mail_test(r->call, str_trim(http_field_text(r, "email"))), "test");
}

static enum status resume(struct http_request *r, struct http_response *response)
{
	return after(r, response, mail_resume(r->call, http_field_text(r, "email")), "resume");
}

/* --- ending a subscription */

static void show_unsubscribe(struct http_request *r, struct http_response *response, bool is_done)
{
	struct call *c = r->call;
	struct str code = http_path_part(r, "code");
	struct unsubscribe_page m = {
		.page = {.title = is_done ? tr(c, "These mails have ended") : tr(c, "End these mails?"),
			 .lead = is_done ? tr(c,
					      "You get no more of these mails. No account and no password was needed.")
					 : tr(c, "The button ends the mails from which you came here, at once."),
			 .path = str_format(c->arena, "/mail/unsubscribe/%.*s", STR_ARGS(code)),
			 .query = STR("")},
		.is_done = is_done,
		.action = {str_format(c->arena, "/mail/unsubscribe/%.*s?lang=%s", STR_ARGS(code), c->lang.tag)}};
	page_unsubscribe(&response->body, c, &m);
}

static enum status unsubscribe_page(struct http_request *r, struct http_response *response)
{
	show_unsubscribe(r, response, false);
	return OK;
}

/* The address in a mail, opened: the page in the reader's language. */
static enum status unsubscribe_open(struct http_request *r, struct http_response *response)
{
	http_redirect(response, 303,
		      url_plain(r->call, "/mail/unsubscribe/%.*s", STR_ARGS(http_path_part(r, "code"))).s);
	return OK;
}

/* RFC 8058 3.1: the code in the address is all that is asked for; no cookie, no redirect. */
static enum status unsubscribe(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum status st = mail_unsubscribe(c, http_path_part(r, "code"));
	if (st == NOT_FOUND)
		problem_add(
			&c->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c, "This link is not whole. Copy all of it from the mail, or end the mails in your "
				       "account.")));
	if (st != OK)
		return st;
	response->type = STR("text/html; charset=utf-8");
	show_unsubscribe(r, response, true);
	return OK;
}

static const struct http_parameter list_parameters[] = {
	{"state", HTTP_CHOICE, "waiting sending sent failed unsure paused dropped", "Only messages in that state."},
	{"to", HTTP_TEXT, NULL, "Only messages to that address.", 254},
	{"before", HTTP_INTEGER, NULL, "Messages before that one."},
	{"done", HTTP_CHOICE, "again test resume", "What was just done."},
};
static const struct http_parameter email_field[] = {{"email", HTTP_TEXT, NULL, "An e-mail address.", 254}};
static const struct http_parameter language[] = {
	{"lang", HTTP_CHOICE, "en fr es pt", "The reader's language."},
};

const struct http_route mail_pages_routes[] = {
	{"GET", "/{lang}/mail", show_desk, MAY_MANAGE_SITE, HTTP_PAGE, list_parameters, 4,
	 "What the outbox holds, and what can be done about it.", NULL, NULL},
	{"POST", "/{lang}/mail/{message}/again", again, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Sends a message again.",
	 NULL, NULL},
	{"POST", "/{lang}/mail/test", test, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Sends a test.", NULL, NULL,
	 email_field, 1},
	{"POST", "/{lang}/mail/resume", resume, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Lets an address have mail again.",
	 NULL, NULL, email_field, 1},
	{"GET", "/{lang}/mail/unsubscribe/{code}", unsubscribe_page, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "Asks whether mails are to end.", NULL, NULL},
	{"GET", "/mail/unsubscribe/{code}", unsubscribe_open, MAY_ANYBODY, 0, language, 1,
	 "Leads to the page that asks whether mails are to end.", NULL, NULL},
	{"POST", "/mail/unsubscribe/{code}", unsubscribe, MAY_ANYBODY, 0, language, 1,
	 "Ends mails, by their code alone.", NULL, NULL},
	{0},
};
