/* SPDX-License-Identifier: Apache-2.0 */
/* Mailed links: asking for one, and what its button does. A GET shows the button and changes nothing, since mail programs and
 * their filters follow every link. */
#include "http/brake.h"
#include "people/people_pages.h"
#include "people/people_web.h"

#include "base/tr.h"

enum { AN_HOUR = 60, A_MAIL = 5, HOUR = 3600 };

static bool is_for_password(const struct http_request *r)
{
	return str_is(http_parameter_text(r, "for"), "password");
}

static enum status show_ask(struct http_request *r, struct http_response *response, bool is_done)
{
	struct call *c = r->call;
	bool resets = is_for_password(r);
	struct account_form m = {
		.page = {.title = resets ? tr(c, "Forgotten password") : tr(c, "Sign-in link by e-mail"),
			 .lead = resets ? tr(c, "You get a link with which you set a new password.")
					: tr(c, "You get a link with which you sign in, without a password."),
			 .path = STR("/sign-in/by-mail")},
		.button = tr(c, "Send the link"),
		.after = is_done ? tr(c, "If an account has this address, a mail with the link is on its way. It works "
					 "once, within an hour. Look among unwanted mail too if nothing comes.")
				 : tr(c, "The address must have been confirmed before."),
		.is_done = is_done};
	people_field(c, &m.fields, "email", "email", "email", tr(c, "E-mail address"))->value =
		http_field_text(r, "email");
	page_links_add(c->arena, &m.links, url_plain(c, "/sign-in"), STR(""), tr(c, "Sign in with a password"));
	return people_show_form(r, response, &m);
}

static enum status ask_form(struct http_request *r, struct http_response *response)
{
	return show_ask(r, response, false);
}

static enum status ask(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str email = http_field_text(r, "email");
	const struct http_limit limit = {"by-mail", STR(""), AN_HOUR, HOUR};
	const struct http_limit *broken;
	struct moment again;
	enum people_purpose purpose = is_for_password(r) ? PEOPLE_RESET : PEOPLE_SIGN_IN;
	enum status status = c->problems.list.n ? INVALID : OK;
	if (status == OK && !http_brake(r, &limit, 1, &broken, &again))
		status = problem_add(
			&c->problems, PROBLEM_TOO_MANY, PLACE_NOWHERE, STR(""), "%.*s",
			STR_ARGS(tr(c, "Many links were asked for from your network within an hour. Try again "
				       "later.")));
	/* Past the limit of an address nothing goes out, and the answer is the same. */
	if (status == OK && people_may_mail(r, "link", email, A_MAIL, HOUR))
		status = account_link_ask(c, purpose, email);
	if (status != OK && status != INVALID)
		return status;
	return show_ask(r, response, status == OK);
}

static enum status show_dead(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = {.page = {.title = tr(c, "This link no longer works"),
					  .lead = tr(c, "It was used already, or it is too old. Links work once."),
					  .path = STR("/sign-in/by-mail")},
				 .after = STR(""),
				 .is_done = true};
	page_links_add(c->arena, &m.links, url_plain(c, "/sign-in/by-mail"), STR(""),
		       tr(c, "Have a new sign-in link sent"));
	page_links_add(c->arena, &m.links, url_plain(c, "/sign-in/by-mail?for=password"), STR(""),
		       tr(c, "Have a new link for a forgotten password sent"));
	page_links_add(c->arena, &m.links, url_plain(c, "/account/address"), STR(""),
		       tr(c, "Confirm an e-mail address anew"));
	response->status = 410;
	return people_show_form(r, response, &m);
}

/* The words of each purpose. */
static struct account_form form_of(struct call *c, const struct account_link *link)
{
	static const struct {
		const char *title, *lead, *button;
	} words[] = {
		[PEOPLE_CONFIRM] = {N_("Confirm your e-mail address"),
				    N_("Press the button, and {email} is the address of the account “{name}”."),
				    N_("Confirm the e-mail address")},
		[PEOPLE_SIGN_IN] = {N_("Sign in"),
				    N_("Press the button, and you are signed in as “{name}” in this browser."),
				    N_("Sign in")},
		[PEOPLE_RESET] = {N_("Set a new password"),
				  N_("The account “{name}” gets a new password, and every other sign-in of it ends."),
				  N_("Set a new password")},
		[PEOPLE_CHANGE] = {N_("Confirm your new e-mail address"),
				   N_("Press the button, and {email} is the address of the account “{name}”."),
				   N_("Confirm the e-mail address")},
	};
	struct tr_value values[] = {{"name", link->name}, {"email", link->email}};
	struct account_form m = {.page = {.title = tr(c, words[link->purpose].title),
					  .lead = tr_fill(c->arena, tr(c, words[link->purpose].lead), values, 2)},
				 .button = tr(c, words[link->purpose].button),
				 .after = tr(c, "The link works once.")};
	if (link->purpose == PEOPLE_RESET)
		people_field(c, &m.fields, "password", "password", "new-password", tr(c, "New password"))->hint =
			tr(c, "At least 8 characters.");
	return m;
}

static enum status link_form(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_link link;
	struct str token = http_path_part(r, "link");
	enum status status = account_link(c, token, &link);
	if (status == NOT_FOUND)
		return show_dead(r, response);
	if (status != OK)
		return status;
	struct account_form m = form_of(c, &link);
	m.page.path = str_format(c->arena, "/mail-link/%.*s", STR_ARGS(token));
	return people_show_form(r, response, &m);
}

static enum status link_act(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_link link;
	struct str token = http_session_token(c->arena);
	enum status status = c->problems.list.n ? INVALID : account_link(c, http_path_part(r, "link"), &link);
	if (status == OK)
		status = account_link_use(c, http_path_part(r, "link"), http_field_text(r, "password"), token);
	if (status == NOT_FOUND)
		return show_dead(r, response);
	if (status == INVALID)
		return link_form(r, response);
	if (status != OK)
		return status;
	if (link.purpose == PEOPLE_CONFIRM || link.purpose == PEOPLE_CHANGE) {
		http_redirect(response, 303, url_plain(c, "/address-confirmed").s);
		return OK;
	}
	if (c->person.id && people_sign_out(c, http_session(r)) != OK)
		return UNAVAILABLE;
	http_session_set(r, response, token);
	return people_go_on(r, response, token, url_plain(c, "/account").s);
}

static enum status confirmed(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = {.page = {.title = tr(c, "The e-mail address is confirmed"),
					  .lead = tr(c, "From now on it gets sign-in links and what you subscribe to."),
					  .path = STR("/address-confirmed")},
				 .after = STR(""),
				 .is_done = true};
	page_links_add(c->arena, &m.links, url_plain(c, "/account"), STR(""), tr(c, "Your account"));
	page_links_add(c->arena, &m.links, url_home(c), STR(""), tr(c, "Front page"));
	return people_show_form(r, response, &m);
}

static const struct http_parameter what[] = {
	{"for", HTTP_CHOICE, "sign-in password", "What the link is good for."},
};
static const struct http_parameter address[] = {
	{"email", HTTP_TEXT, NULL, "The e-mail address.", PEOPLE_EMAIL_MOST},
};
static const struct http_parameter password[] = {
	{"password", HTTP_TEXT, NULL, "The new password.", PEOPLE_PASSWORD_MOST},
};

const struct http_route people_links_routes[] = {
	{"GET", "/{lang}/sign-in/by-mail", ask_form, MAY_ANYBODY, HTTP_PAGE, what, 1,
	 "The form to ask for a link by mail.", NULL, NULL},
	{"POST", "/{lang}/sign-in/by-mail", ask, MAY_ANYBODY, HTTP_PAGE, what, 1, "Mails a link.", NULL, NULL, address,
	 1},
	{"GET", "/{lang}/mail-link/{link}", link_form, MAY_ANYBODY, HTTP_PAGE, NULL, 0, "The button of a mailed link.",
	 NULL, NULL},
	{"POST", "/{lang}/mail-link/{link}", link_act, MAY_ANYBODY, HTTP_PAGE | HTTP_SLOW, NULL, 0,
	 "Does what a mailed link is good for.", NULL, NULL, password, 1},
	{"GET", "/{lang}/address-confirmed", confirmed, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "Says that an address is confirmed.", NULL, NULL},
	{0},
};
