/* SPDX-License-Identifier: Apache-2.0 */
/* What the pages of this room share. */
#include "people/people_pages.h"

#include "base/tr.h"
#include "http/brake.h"
#include "people/account_html.h"

#include <ctype.h>

struct str people_not_done(const struct call *c)
{
	return tr_n(c, "Nothing was done. One thing needs a change", "Nothing was done. Several things need a change",
		    (int64_t)c->problems.list.n);
}

struct account_field *people_field(const struct call *c, struct account_fields *fields, const char *name,
				   const char *type, const char *completes, struct str label)
{
	struct account_field *field = list_add(c->arena, fields);
	*field = (struct account_field){.name = name,
					.type = type,
					.completes = completes,
					.label = label,
					.hint = STR(""),
					.value = STR(""),
					.is_needed = true};
	return field;
}

void people_status(const struct http_request *r, struct http_response *response)
{
	const struct call *c = r->call;
	if (c->problems.list.n == 0)
		return;
	response->status = problem_http_status(c->problems.list.at[0].code);
	if (response->status == 400)
		response->status = 422;
}

void people_begin_form(struct http_request *r, struct http_response *response)
{
	/* A running session is kept, or the forms of other tabs would end. */
	if (r->call->form_token.n == 0)
		http_session_set(r, response, http_session_token(r->call->arena));
}

enum status people_show_form(struct http_request *r, struct http_response *response, struct account_form *m)
{
	struct call *c = r->call;
	people_begin_form(r, response);
	people_status(r, response);
	m->page.query = r->query;
	m->page.has_errors = c->problems.list.n > 0;
	m->not_done = people_not_done(c);
	m->action = page_in(c, &m->page, c->lang);
	page_account_form(&response->body, c, m);
	return OK;
}

struct str people_how_words(const struct call *c, struct str how)
{
	if (str_is(how, "password"))
		return tr(c, "with the password");
	if (str_is(how, "link"))
		return tr(c, "by a link sent by e-mail");
	char *name = str_chars(c->arena, how);
	name[0] = (char)toupper((unsigned char)name[0]);
	struct tr_value value = {"name", str_of(name)};
	return tr_fill(c->arena, tr(c, "with {name}"), &value, 1);
}

struct str people_browser_words(const struct call *c, struct str browser)
{
	struct str system = browser, name;
	str_next(&system, ' ', &name);
	struct tr_value values[] = {{"browser", name}, {"system", system}};
	if (name.n == 0 || !system.at)
		return tr(c, "a browser that does not say its name");
	if (str_is(name, "?"))
		return tr_fill(c->arena, tr(c, "a browser on {system}"), values, 2);
	if (str_is(system, "?"))
		return name;
	return tr_fill(c->arena, tr(c, "{browser} on {system}"), values, 2);
}

bool people_may_mail(const struct http_request *r, const char *form, struct str email, int most, int64_t seconds)
{
	char *folded = str_chars(r->call->arena, str_trim(email));
	for (char *at = folded; *at; at++)
		*at = (char)tolower((unsigned char)*at);
	const struct http_limit limit = {form, str_of(folded), most, seconds, true};
	const struct http_limit *broken;
	struct moment again;
	return http_brake(r, &limit, 1, &broken, &again);
}

enum status people_go_on(struct http_request *r, struct http_response *response, struct str token, struct str back)
{
	struct call *c = r->call;
	struct step_waiting waiting;
	enum status status = step_waits(c, token, &waiting);
	if (status != OK && status != NOT_FOUND)
		return status;
	struct str to = back;
	if (status == OK)
		to = waiting.is_set_up ? url_with(c, url_plain(c, "/sign-in/step"), "return_to", back).s
				       : url_plain(c, "/account/second-step").s;
	http_redirect(response, 303, to);
	return OK;
}
