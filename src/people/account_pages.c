/* SPDX-License-Identifier: Apache-2.0 */
/* One's own account: address, password, sign-ins, API tokens. */
#include "http/brake.h"
#include "mail/mail.h"
#include "page/format.h"
#include "people/account_html.h"
#include "people/people_pages.h"
#include "people/people_web.h"

#include "base/tr.h"

#include <sodium.h>

enum { SHOWN = 50, DAY = 86400, HEX = 65 };

static enum status add_sign_ins(struct http_request *r, struct account_page *m)
{
	struct call *c = r->call;
	struct person_sign_ins_rows rows;
	int64_t mine;
	enum status status = account_sign_ins(c, INT64_MAX, SHOWN, &rows);
	if (status == OK)
		status = account_sign_in_of(c, http_session(r), &mine);
	for (size_t i = 0; status == OK && i < rows.n; i++) {
		const struct person_sign_ins_row *row = &rows.at[i];
		struct account_sign_in *shown = list_add(c->arena, &m->sign_ins);
		*shown = (struct account_sign_in){.id = row->id,
						  .day = format_moment(c, row->made_at),
						  .how = people_how_words(c, row->how),
						  .browser = people_browser_words(c, row->browser),
						  .used = row->has_used_at ? format_moment(c, row->used_at) : STR(""),
						  .runs = row->has_used_at,
						  .is_this = row->id == mine};
		m->has_others |= shown->runs && !shown->is_this;
	}
	return status;
}

static enum status add_tokens(struct call *c, struct account_page *m)
{
	struct person_tokens_rows rows;
	enum status status = account_tokens(c, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++) {
		char hex[HEX];
		sodium_bin2hex(hex, sizeof hex, (const unsigned char *)rows.at[i].hash.at, rows.at[i].hash.n);
		struct date used = rows.at[i].used_on;
		*list_add(c->arena, &m->tokens) = (struct account_api_token){
			str_copy(c->arena, str_of(hex)), format_date(c, moment_day(rows.at[i].created_at)),
			format_date(c, used)};
	}
	return status;
}

static enum status add_state(struct call *c, struct account_page *m)
{
	struct account_address address;
	struct mail_address_state state = {0};
	struct step step;
	bool has_password;
	enum status status = account_address(c, &address);
	if (status == OK && address.confirmed.n)
		status = mail_address_paused(c, address.confirmed, &state);
	if (status == OK)
		status = account_has_password(c, &has_password);
	if (status == OK)
		status = step_of(c, c->person.id, &step);
	if (status != OK)
		return status;
	struct tr_value value = {"day", format_date(c, moment_day(step.since))};
	m->address = address.confirmed;
	m->waiting = address.waiting;
	m->is_paused = state.is_paused;
	m->password = has_password ? tr(c, "You have one") : tr(c, "None: you sign in by links sent by e-mail");
	m->step = step.is_on ? tr_fill(c->arena, tr(c, "On since {day}"), &value, 1) : tr(c, "Off");
	return OK;
}

/* Where whoever has a role finds what it is for. */
static void add_duties(struct call *c, struct account_page *m)
{
	static const struct {
		enum permission needs;
		const char *path, *text;
	} duties[] = {
		{MAY_ANSWER_REPORTS, "/queue", N_("Reports of readers")},  {MAY_SEE_PEOPLE, "/people", N_("People")},
		{MAY_MANAGE_SITE, "/providers", N_("Sign-in providers")},     {MAY_MANAGE_SITE, "/mail", N_("Mail")},
		{MAY_MANAGE_SITE, "/news/new", N_("Write a notice")},
	};
	for (size_t i = 0; i < sizeof duties / sizeof *duties; i++)
		if (call_may(c, duties[i].needs))
			page_links_add(c->arena, &m->duties, url_plain(c, "%s", duties[i].path), STR(""),
				       tr(c, duties[i].text));
}

static enum status show(struct http_request *r, struct http_response *response, struct str made)
{
	struct call *c = r->call;
	struct account_page m = {
		.page = {.title = tr(c, "Your account"),
			 .lead = tr(c, "How you sign in, where you are signed in, and what programs may do in "
				       "your name."),
			 .path = STR("/account")},
		.name = c->person.name,
		.made = made};
	add_duties(c, &m);
	page_links_add(c->arena, &m.more, url_plain(c, "/account/profile"), STR(""),
		       tr(c, "Profile: what others see of you"));
	page_links_add(c->arena, &m.more, url_plain(c, "/account/data"), STR(""),
		       tr(c, "Your data: take it away or erase it"));
	page_links_add(c->arena, &m.more, url_plain(c, "/account/sign-ins"), STR(""),
		       tr(c, "Sign-in with other sites"));
	page_links_add(c->arena, &m.more, url_plain(c, "/new"), STR(""), tr(c, "What is new for you"));
	enum status status = add_state(c, &m);
	if (status == OK)
		status = add_sign_ins(r, &m);
	if (status == OK)
		status = add_tokens(c, &m);
	people_begin_form(r, response);
	if (status == OK)
		page_account(&response->body, c, &m);
	return status;
}

static enum status account(struct http_request *r, struct http_response *response)
{
	return show(r, response, STR(""));
}

static enum status to_account(struct http_request *r, struct http_response *response)
{
	http_redirect(response, 303, url_plain(r->call, "/account").s);
	return OK;
}

static struct account_form form_in_account(struct call *c, struct str title, struct str lead, struct str path)
{
	struct account_form m = {.page = {.title = title, .lead = lead, .path = path}, .after = STR("")};
	page_links_add(c->arena, &m.page.trail, url_plain(c, "/account"), STR(""), tr(c, "Your account"));
	return m;
}

static enum status address_form(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = form_in_account(
		c, tr(c, "E-mail address"),
		tr(c, "A mail with a link goes to the address; it counts once you have pressed the button there."),
		STR("/account/address"));
	bool has_password;
	enum status status = account_has_password(c, &has_password);
	if (status != OK)
		return status;
	m.button = tr(c, "Send the confirmation link");
	m.after = tr(c, "An address gets one such mail a day. After a change, the former address is told.");
	people_field(c, &m.fields, "email", "email", "email", tr(c, "E-mail address"))->value =
		http_field_text(r, "email");
	if (has_password)
		people_field(c, &m.fields, "password", "password", "current-password", tr(c, "Your password"));
	return people_show_form(r, response, &m);
}

static enum status address_ask(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str email = STR("");
	bool is_fine = account_email_read(c, http_field_text(r, "email"), &email) == OK && c->problems.list.n == 0;
	enum status status = account_prove(c, http_field_text(r, "password"), http_network(r));
	if (status == OK && !is_fine)
		status = INVALID;
	if (status == OK)
		status = account_address_ask(c, email, people_may_mail(r, "confirm", email, 1, DAY));
	if (status == INVALID)
		return address_form(r, response);
	return status == OK ? to_account(r, response) : status;
}

static enum status password_form(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = form_in_account(
		c, tr(c, "Password"), tr(c, "With the new password, every other sign-in of your account ends."),
		STR("/account/password"));
	bool has_password;
	enum status status = account_has_password(c, &has_password);
	if (status != OK)
		return status;
	m.button = tr(c, "Set the password");
	if (has_password)
		people_field(c, &m.fields, "password", "password", "current-password",
			     tr(c, "Your password until now"));
	people_field(c, &m.fields, "new", "password", "new-password", tr(c, "New password"))->hint =
		tr(c, "At least 8 characters.");
	return people_show_form(r, response, &m);
}

static enum status password_set(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum status status = c->problems.list.n ? INVALID
						: account_password_change(c, http_field_text(r, "password"),
									  http_field_text(r, "new"), http_network(r),
									  http_session(r));
	if (status == INVALID)
		return password_form(r, response);
	return status == OK ? to_account(r, response) : status;
}

static enum status sign_out_there(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	int64_t id;
	if (c->problems.list.n)
		return INVALID;
	enum status status = str_to_i64(http_field_text(r, "sign_in"), &id)
				     ? account_sign_out_one(c, id)
				     : account_sign_out_others(c, http_session(r));
	return status == OK ? to_account(r, response) : status;
}

/* The token is on this page alone, so no other address can lead to it. */
static enum status token_make(struct http_request *r, struct http_response *response)
{
	struct str token;
	enum status status = account_token_make(r->call, &token);
	return status == OK ? show(r, response, token) : status;
}

static enum status token_drop(struct http_request *r, struct http_response *response)
{
	enum status status = account_token_drop(r->call, http_field_text(r, "token"));
	return status == OK ? to_account(r, response) : status;
}

static const struct http_parameter address[] = {
	{"email", HTTP_TEXT, NULL, "The e-mail address.", PEOPLE_EMAIL_MOST},
	{"password", HTTP_TEXT, NULL, "The password.", PEOPLE_PASSWORD_MOST},
};
static const struct http_parameter passwords[] = {
	{"password", HTTP_TEXT, NULL, "The password until now.", PEOPLE_PASSWORD_MOST},
	{"new", HTTP_TEXT, NULL, "The new password.", PEOPLE_PASSWORD_MOST},
};
static const struct http_parameter sign_in[] = {
	{"sign_in", HTTP_INTEGER, NULL, "Which of the list; empty: all but this one."},
};
static const struct http_parameter token[] = {
	{"token", HTTP_TEXT, NULL, "Which token: its hash."},
};

const struct http_route people_account_routes[] = {
	{"GET", "/{lang}/account", account, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "One's own account.", NULL, NULL,
	 .programs = "/api/v1/account"},
	{"GET", "/{lang}/account/address", address_form, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "The form for an address.", NULL, NULL},
	{"POST", "/{lang}/account/address", address_ask, MAY_HAVE_ACCOUNT, HTTP_PAGE | HTTP_SLOW, NULL, 0,
	 "Mails a link to confirm an address.", NULL, NULL, address, 2},
	{"GET", "/{lang}/account/password", password_form, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "The form for a password.", NULL, NULL},
	{"POST", "/{lang}/account/password", password_set, MAY_HAVE_ACCOUNT, HTTP_PAGE | HTTP_SLOW, NULL, 0,
	 "Sets another password.", NULL, NULL, passwords, 2},
	{"POST", "/{lang}/account/sign-out", sign_out_there, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "Ends other sign-ins.", NULL, NULL, sign_in, 1},
	{"POST", "/{lang}/account/token", token_make, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "Makes an API token.", NULL,
	 NULL},
	{"POST", "/{lang}/account/token/revoke", token_drop, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "Revokes an API token.", NULL, NULL, token, 1},
	{0},
};
