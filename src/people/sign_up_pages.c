/* SPDX-License-Identifier: Apache-2.0 */
/* Making an account. A form filled in by a program is shown again rather than refused: a person sends it once more. */
#include "http/brake.h"
#include "people/people_pages.h"
#include "people/people_web.h"
#include "site/settings.h"

#include "base/tr.h"

enum { AN_HOUR = 30, HOUR = 3600, DAY = 86400 };

static enum status show(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = {
		.page = {.title = tr(c, "Create an account"),
			 .lead = tr(c,
				    "Choose a name and a password, and you are signed in. Everything else can wait."),
			 .path = STR("/create-account")},
		.button = tr(c, "Create an account"),
		.after = tr(c, "With the account you accept the rules of this site.")};
	struct account_field *field =
		people_field(c, &m.fields, "name", "text", "username", tr(c, "Name that others see"));
	field->hint = tr(c, "Your own or any other; others read it beside what you write.");
	field->value = http_field_text(r, "name");
	field = people_field(c, &m.fields, "password", "password", "new-password", tr(c, "Password"));
	field->hint = tr(c, "At least 8 characters. Leave it empty to sign in by links sent by e-mail.");
	field->is_needed = false;
	field = people_field(c, &m.fields, "email", "email", "email", tr(c, "E-mail address, if you like"));
	field->hint = tr(c, "For sign-in links, a forgotten password and what you subscribe to. Nobody sees it.");
	field->value = http_field_text(r, "email");
	field->is_needed = false;
	page_links_add(c->arena, &m.links, url_plain(c, "/rules"), STR(""), tr(c, "Rules of this site"));
	page_links_add(c->arena, &m.links, url_plain(c, "/sign-in"), STR(""), tr(c, "I have an account: sign in"));
	people_begin_form(r, response);
	enum status status = account_form_stamp(c, &m.stamp);
	return status == OK ? people_show_form(r, response, &m) : status;
}

static enum status check_open(struct call *c)
{
	bool is_open;
	enum status status = setting_is_on(c, SETTING_SIGN_UP_OPEN, &is_open);
	if (status != OK || is_open)
		return status;
	problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
		    STR_ARGS(tr(c, "Accounts on this site are made by its administrator.")));
	return FORBIDDEN;
}

static enum status sign_up_form(struct http_request *r, struct http_response *response)
{
	enum status status = check_open(r->call);
	if (r->call->person.id) {
		http_redirect(response, 303, url_plain(r->call, "/account").s);
		return OK;
	}
	return status == OK ? show(r, response) : status;
}

/* Too many from one network, too fast for a person, or with the field that people do not see. */
static enum status check_sender(struct http_request *r)
{
	struct call *c = r->call;
	const struct http_limit limit = {"create-account", STR(""), AN_HOUR, HOUR};
	const struct http_limit *broken;
	struct moment again;
	bool fits;
	enum status status = account_form_fits(c, http_field_text(r, "shown"), &fits);
	if (status != OK)
		return status;
	if (!fits || http_field_text(r, "website").n)
		return problem_add(
			&c->problems, PROBLEM_FORM_REFUSED, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c, "The form came faster than people type, was open for more than a day, or had "
				       "something in a field that people do not see. Send it once more.")));
	if (!http_brake(r, &limit, 1, &broken, &again))
		return problem_add(
			&c->problems, PROBLEM_TOO_MANY, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c, "Many accounts were made from your network within an hour. Nothing you "
				       "typed is lost: send it again later.")));
	return OK;
}

static enum status sign_up(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_wish wish = {http_field_text(r, "name"), http_field_text(r, "email"),
				    http_field_text(r, "password")};
	struct str token = http_session_token(c->arena);
	enum status status = check_open(c);
	if (status == OK && (account_check(c, &wish) != OK || c->problems.list.n))
		status = INVALID;
	if (status == OK)
		status = check_sender(r);
	bool may_mail = status == OK && wish.email.n && people_may_mail(r, "confirm", wish.email, 1, DAY);
	if (status == OK)
		status = account_make(c, &wish, may_mail, token);
	if (status == INVALID || status == CONFLICT)
		return show(r, response);
	if (status != OK)
		return status;
	http_session_set(r, response, token);
	http_redirect(response, 303, url_plain(c, "/account").s);
	return OK;
}

static const struct http_parameter fields[] = {
	{"name", HTTP_TEXT, NULL, "The name that others see.", 1000},
	{"email", HTTP_TEXT, NULL, "Where to write to.", PEOPLE_EMAIL_MOST},
	{"password", HTTP_TEXT, NULL, "The password; empty: sign-in by mailed links.", PEOPLE_PASSWORD_MOST},
	{"shown", HTTP_TEXT, NULL, "When the form was shown, signed."},
	{"website", HTTP_TEXT, NULL, "A field that people do not see."},
};

const struct http_route people_sign_up_routes[] = {
	{"GET", "/{lang}/create-account", sign_up_form, MAY_ANYBODY, HTTP_PAGE, NULL, 0, "The form to make an account.",
	 NULL, NULL},
	{"POST", "/{lang}/create-account", sign_up, MAY_ANYBODY, HTTP_PAGE | HTTP_SLOW, NULL, 0, "Makes an account.",
	 NULL, NULL, fields, 5},
	{0},
};
