/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in and out. Where a reader came from stands in the address (return_to), so that the form keeps it. */
#include "people/people_pages.h"

#include "base/tr.h"
#include "http/brake.h"
#include "http/http.h"
#include "people/identity.h"
#include "people/notices.h"
#include "people/people.h"
#include "people/people_web.h"
#include "people/provider_pages.h"
#include "people/sign_in_html.h"
#include "site/settings.h"

#include <string.h>

/* Browsers read "\" as "/" and drop blanks and controls (URL Standard 4.4), hence plain characters only. */
bool people_is_own_address(struct str to)
{
	struct str path, language;
	for (size_t i = 0; i < to.n; i++)
		if ((unsigned char)to.at[i] <= 0x20 || (unsigned char)to.at[i] >= 0x7f || to.at[i] == '\\')
			return false;
	if (to.n > PAGE_RETURN_MOST || !str_begins(to, "/") || str_begins(to, "//"))
		return false;
	const char *end = memchr(to.at, '?', to.n);
	path = str_slice(to, 1, end ? (size_t)(end - to.at) - 1 : to.n);
	str_next(&path, '/', &language);
	/* Ways in and out lead nowhere, but for the form that asks what becomes of an identity. */
	if (path.at && !(str_begins(path, "sign-in/") && str_ends(path, "/new")) &&
	    (str_begins(path, "sign-") || str_begins(path, "create-account") || str_begins(path, "mail-link")))
		return false;
	for (size_t i = 0; i < page_languages->n; i++)
		if (str_is(language, page_languages->at[i].lang.tag))
			return true;
	return false;
}

struct str people_way_back(const struct http_request *r)
{
	struct str to = http_parameter_text(r, "return_to");
	return people_is_own_address(to) ? to : url_home(r->call).s;
}

static enum status show(struct http_request *r, struct http_response *response, struct str name)
{
	struct call *c = r->call;
	size_t n = c->problems.list.n;
	struct sign_in m = {.page = {.title = tr(c, "Sign in"),
				     .lead = tr(c, "With an account you can edit what your role allows."),
				     .path = STR("/sign-in"),
				     .query = r->query,
				     .has_errors = n > 0},
			    .name = name,
			    .not_done = tr_n(c, "You are not signed in. One thing needs a change",
					     "You are not signed in. Several things need a change", (int64_t)n)};
	m.action = page_in(c, &m.page, c->lang);
	enum status status = setting_is_on(c, SETTING_SIGN_UP_OPEN, &m.may_make);
	if (status == OK)
		status = provider_ways(c, http_parameter_text(r, "return_to"), STR(""), &m.ways);
	if (status == OK)
		page_sign_in(&response->body, c, &m);
	return status;
}

static enum status sign_in_form(struct http_request *r, struct http_response *response)
{
	if (r->call->person.id) {
		http_redirect(response, 303, people_way_back(r));
		return OK;
	}
	people_begin_form(r, response);
	return show(r, response, STR(""));
}

static enum status sign_in(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str name = http_field_text(r, "name"), before = http_session(r);
	struct str token = http_session_token(c->arena);
	enum status status = INVALID;
	if (c->problems.list.n == 0)
		status = people_sign_in(c, name, http_field_text(r, "password"), http_network(r), token);
	if (c->problems.list.n) {
		people_status(r, response);
		return show(r, response, name);
	}
	if (status == OK)
		status = identity_carry(c, before, token);
	if (status == OK && c->person.id)
		status = people_sign_out(c, before);
	if (status != OK)
		return status;
	http_session_set(r, response, token);
	return people_go_on(r, response, token, people_way_back(r));
}

static enum status sign_out(struct http_request *r, struct http_response *response)
{
	enum status status = people_sign_out(r->call, http_session(r));
	if (status != OK)
		return status;
	http_session_end(r, response);
	http_redirect(response, 303, url_home(r->call).s);
	return OK;
}

enum status people_of_cookie(struct http_request *r, struct call *c)
{
	struct str token = http_session(r);
	if (token.n == 0 || (r->route && !(r->route->flags & HTTP_PAGE)))
		return OK;
	enum status status =
		people_session(c, token, people_browser(c->arena, http_header(r, "User-Agent")), &c->person);
	if (status == OK)
		status = people_notices_new(c, c->person.id, &c->person.news);
	return status == NOT_FOUND ? OK : status;
}

static const struct http_parameter back[] = {
	{"return_to", HTTP_TEXT, NULL, "The path to go to afterwards.", 4096},
};

static const struct http_parameter keys[] = {
	{"name", HTTP_TEXT, NULL, "Name or e-mail address.", PEOPLE_EMAIL_MOST},
	{"password", HTTP_TEXT, NULL, "The password.", PEOPLE_PASSWORD_MOST},
};

const struct http_route people_pages_routes[] = {
	{"GET", "/{lang}/sign-in", sign_in_form, MAY_ANYBODY, HTTP_PAGE, back, 1, "The form to sign in.", NULL, NULL},
	{"POST", "/{lang}/sign-in", sign_in, MAY_ANYBODY, HTTP_PAGE | HTTP_SLOW, back, 1, "Signs in.", NULL, NULL, keys,
	 2},
	{"POST", "/{lang}/sign-out", sign_out, MAY_ANYBODY, HTTP_PAGE, NULL, 0, "Signs out.", NULL, NULL},
	{0},
};
