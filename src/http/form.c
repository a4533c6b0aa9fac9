/* SPDX-License-Identifier: Apache-2.0 */
/* Forms: what is no form of ours is told as one problem and goes no further; what was mistyped is the handler's to show. */
#include "http/http_private.h"

#include "base/tr.h"

#include <sodium.h>
#include <string.h>

static const char token_field[] = "form_token";

/* Browsers send the lines of a text as CR LF (HTML 4.10.21.4); inside the program a line ends with LF. */
static struct str plain_lines(struct arena *a, struct str value)
{
	if (!memchr(value.at, '\r', value.n))
		return value;
	char *text = arena_copy(a, value.at, value.n);
	size_t n = 0;
	for (size_t i = 0; i < value.n; i++)
		if (value.at[i] != '\r')
			text[n++] = value.at[i];
		else if (i + 1 == value.n || value.at[i + 1] != '\n')
			text[n++] = '\n';
	return (struct str){text, n};
}

void form_read(struct call *c, struct str body, struct http_pairs *out)
{
	for (size_t i = 0; i < body.n; i++)
		if ((unsigned char)body.at[i] <= 0x20 || (unsigned char)body.at[i] >= 0x7f) {
			problem_say(
				c, PROBLEM_BAD_REQUEST, PLACE_NOWHERE, STR(""),
				N_("The form is malformed: a character that had to be encoded stands there as it is."),
				NULL, STR(""));
			return;
		}
	query_read(c, body, out);
	for (size_t i = 0; i < out->n; i++)
		out->at[i].value = plain_lines(c->arena, out->at[i].value);
}

static enum status refuse(struct call *c, const char *text, const char *hint)
{
	problem_say(c, PROBLEM_FORM_REFUSED, PLACE_NOWHERE, STR(""), text, NULL, STR(""));
	problem_hint(&c->problems, tr(c, hint));
	return FORBIDDEN;
}

static enum status token_check(struct http_request *r, const struct http_pairs *given)
{
	struct call *c = r->call;
	struct str token = pair_value(given, token_field);
	if (c->form_token.n == 0)
		return refuse(c, N_("Your browser did not send this site's cookie, so nothing was done."),
			      N_("Allow this site its one cookie, open the page again and send the form from there."));
	if (!token.at || token.n != c->form_token.n || sodium_memcmp(token.at, c->form_token.at, token.n) != 0)
		return refuse(c, N_("The form is from before you signed in or out, so nothing was done."),
			      N_("Open the page again and send the form from there."));
	return OK;
}

static void field_take(struct http_request *r, struct http_pairs *kept, const struct http_pair *given)
{
	struct call *c = r->call;
	if (!(r->route->flags & HTTP_OPEN_FORM) && !str_is(given->name, token_field) &&
	    !parameter_declared(r->route->fields, r->route->fields_n, given->name))
		problem_say(c, PROBLEM_UNKNOWN_FIELD, PLACE_PARAMETER, text_shown(given->name, 40),
			    N_("“{name}” is not a field of this form."), "name", text_shown(given->name, 40));
	else if (pair_value(kept, str_chars(c->arena, given->name)).at)
		problem_say(c, PROBLEM_BAD_REQUEST, PLACE_PARAMETER, given->name, N_("It stands more than once."), NULL,
			    STR(""));
	else
		*list_add(c->arena, kept) = *given;
}

/* Faults of the values stay in the call's problems for the handler. */
static void values_check(struct http_request *r, struct http_pairs *kept)
{
	for (size_t i = 0; i < kept->n; i++) {
		const struct http_parameter *p =
			parameter_declared(r->route->fields, r->route->fields_n, kept->at[i].name);
		if (p && kept->at[i].value.n)
			parameter_value_check(r->call, p, &kept->at[i].value);
	}
}

enum status form_take(struct http_request *r)
{
	struct call *c = r->call;
	struct http_request_hidden *h = (struct http_request_hidden *)r->hidden;
	struct http_pairs given = {0};
	if (!session_same_origin(r))
		return refuse(c, N_("The form was sent from another site, so nothing was done."),
			      N_("Open the page on this site and send the form from there."));
	if (!str_is(r->content_type, "application/x-www-form-urlencoded"))
		return problem_say(c, PROBLEM_BAD_MEDIA_TYPE, PLACE_NOWHERE, STR(""),
				   N_("A form is sent as application/x-www-form-urlencoded in UTF-8."), NULL, STR(""));
	form_read(c, r->body, &given);
	if (c->problems.list.n)
		return INVALID;
	enum status status = token_check(r, &given);
	if (status != OK && !(r->route->flags & HTTP_OPEN_FORM))
		return status;
	if (status != OK)
		problem_hint(&c->problems,
			     tr(c, N_("All that you typed stands below: look at it and send it once more.")));
	size_t told = c->problems.list.n;
	for (size_t i = 0; i < given.n; i++)
		field_take(r, &h->fields, &given.at[i]);
	if (c->problems.list.n > told)
		return INVALID;
	values_check(r, &h->fields);
	return OK;
}

struct str http_field_text(const struct http_request *r, const char *name)
{
	const struct http_request_hidden *h = r->hidden;
	struct str value = pair_value(&h->fields, name);
	return value.at ? value : STR("");
}
