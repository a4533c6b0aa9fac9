/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_private.h"

#include "base/log.h"
#include "base/tr.h"
#include "store/store.h"

#include <string.h>

static enum status say(struct call *c, enum problem_code code, const char *text)
{
	return problem_say(c, code, PLACE_NOWHERE, STR(""), text, NULL, STR(""));
}

/* What is wrong with the head or the size of a request, in words. */
static enum status say_early(struct call *c, enum problem_code code)
{
	switch (code) {
	case PROBLEM_TOO_LARGE:
		return problem_say(c, code, PLACE_NOWHERE, STR(""), N_("A body has at most {most} bytes."), "most",
				   str_format(c->arena, "%d", HTTP_BODY_MOST));
	case PROBLEM_ADDRESS_TOO_LONG:
		return problem_say(c, code, PLACE_NOWHERE, STR(""), N_("An address has at most {most} bytes."), "most",
				   str_format(c->arena, "%d", HTTP_ADDRESS_MOST));
	case PROBLEM_HEADERS_TOO_LARGE:
		return problem_say(c, code, PLACE_NOWHERE, STR(""),
				   N_("The headers have at most {most} bytes together."), "most",
				   str_format(c->arena, "%d", HTTP_HEADERS_MOST));
	case PROBLEM_BUSY:
		return say(c, code, N_("Nothing was done. Go back and send the form again in a few seconds."));
	default: return say(c, code, N_("The request does not keep to HTTP."));
	}
}

static enum status say_target(struct call *c, enum target_fault fault)
{
	switch (fault) {
	case TARGET_BAD_TEXT: return say(c, PROBLEM_BAD_TEXT, N_("The address is not valid UTF-8."));
	case TARGET_TRICK:
		return say(
			c, PROBLEM_BAD_REQUEST,
			N_("An address holds no empty parts, no “.” or “..”, no backslash and no control characters."));
	default: return say(c, PROBLEM_BAD_REQUEST, N_("The address is malformed."));
	}
}

static bool method_is_known(struct str method)
{
	static const char *const names[] = {"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
					    "DELETE", "OPTIONS", "TRACE", "CONNECT"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_is(method, names[i]))
			return true;
	return false;
}

/* The language of the texts: that of the address, else what the reader prefers. */
static struct lang language_of(const struct http_request *r, struct str path)
{
	const struct http_request_hidden *h = r->hidden;
	struct str rest = str_slice(path, 1, path.n), first = STR("");
	str_next(&rest, '/', &first);
	for (const char *const *l = h->options->languages; l && *l; l++)
		if (str_is(first, *l))
			return lang_of(first);
	return accept_language(http_header(r, "Accept-Language"), h->options->languages);
}

/* Where an address that ends in a slash goes: the same without, if that is one of ours. */
static bool slash_redirect(struct http_request *r, const struct route_table *routes, struct http_response *response)
{
	struct route_match match;
	if (r->path.n < 2 || !str_ends(r->path, "/"))
		return false;
	struct str clean = str_slice(r->path, 0, r->path.n - 1);
	route_find(r->call->arena, routes, r->method, clean, &match);
	if (!match.allow.n)
		return false;
	struct out to = out_new(r->call->arena, HTTP_ADDRESS_MOST * 4, r->call);
	percent_encode(&to, clean, "/");
	if (r->query.n) {
		out_literal(&to, "?", 1);
		percent_encode(&to, r->query, "%&=+;:@!$'()*,/?");
	}
	http_redirect(response, 308, out_str(&to));
	r->format = HTTP_OTHER;
	return true;
}

/* The pattern with the page's places filled in, encoded. */
static struct str places_filled(struct arena *a, const struct route_match *page, struct str pattern)
{
	struct out o = out_new(a, HTTP_ADDRESS_MOST * 4, NULL);
	const struct http_pairs parts = {.at = (struct http_pair *)(uintptr_t)page->parts, .n = page->parts_n};
	struct str literal, name;
	while (pattern.at && str_next(&pattern, '{', &literal)) {
		out_raw(&o, literal);
		if (!pattern.at || !str_next(&pattern, '}', &name))
			break;
		struct str value = pair_value(&parts, str_chars(a, name));
		must(value.at); /* a place that the page has not */
		percent_encode(&o, value, "");
	}
	return out_str(&o);
}

/* Adds the parameters of the page that its programs take too, and the page's language where they take one. */
static void programs_query(const struct http_request *r, const struct http_route *to, struct out *o)
{
	struct str rest = r->query, pair;
	char before = memchr(o->at, '?', o->n) ? '&' : '?';
	while (str_next(&rest, '&', &pair)) {
		const char *end = memchr(pair.at, '=', pair.n);
		struct str name = str_slice(pair, 0, end ? (size_t)(end - pair.at) : pair.n);
		if (!parameter_declared(to->parameters, to->parameters_n, name) || str_is(name, "lang"))
			continue;
		out_literal(o, &before, 1);
		percent_encode(o, pair, "%=+;:@!$'()*,/?");
		before = '&';
	}
	if (parameter_declared(to->parameters, to->parameters_n, STR("lang")))
		out_printf(o, "%clang=%s", before, r->call->lang.tag);
}

/* A page's address with an ending goes to its call of the API, as far as that answers in it. */
static bool programs_redirect(struct http_request *r, const struct route_table *routes, const struct route_match *page,
			      struct http_response *response)
{
	struct arena *a = r->call->arena;
	struct route_match match;
	bool is_table = page->format == HTTP_CSV && page->page->table;
	struct str query = str_of(is_table ? page->page->table : page->page->programs), path;
	str_next(&query, '?', &path);
	struct str target = str_format(a, "%.*s%.*s", STR_ARGS(places_filled(a, page, path)), STR_ARGS(page->suffix));
	if (!percent_decode(a, target, false, &path))
		return false;
	route_find(a, routes, r->method, path, &match);
	if (!match.route || !str_equal(match.suffix, page->suffix))
		return false;
	struct out to = out_new(a, HTTP_ADDRESS_MOST * 4, r->call);
	out_raw(&to, target);
	if (query.at)
		out_printf(&to, "?%.*s", STR_ARGS(places_filled(a, page, query)));
	programs_query(r, match.route, &to);
	http_redirect(response, 308, out_str(&to));
	r->format = HTTP_OTHER;
	return true;
}

static enum status route_take(struct http_request *r, const struct route_table *routes, struct http_response *response,
			      struct str *allow)
{
	struct route_match match;
	struct http_request_hidden *h = (struct http_request_hidden *)r->hidden;
	if (!method_is_known(r->method))
		return say(r->call, PROBLEM_UNKNOWN_METHOD, N_("GET, HEAD and POST are known here."));
	route_find(r->call->arena, routes, r->method, r->path, &match);
	if (!match.allow.n)
		return slash_redirect(r, routes, response) ? OK : NOT_FOUND;
	if (match.page)
		return programs_redirect(r, routes, &match, response) ? OK : NOT_FOUND;
	if (!match.route) {
		*allow = match.allow;
		return problem_say(r->call, PROBLEM_BAD_METHOD, PLACE_NOWHERE, STR(""), N_("It takes: {methods}."),
				   "methods", match.allow);
	}
	r->route = match.route;
	r->path = match.path;
	r->format = match.suffix.n
			    ? match.format
			    : accept_format(http_header(r, "Accept"), match.format, match.route->flags & HTTP_HAS_CSV);
	h->suffix = match.suffix;
	memcpy(h->parts, match.parts, sizeof match.parts);
	h->parts_n = match.parts_n;
	return OK;
}

/* What a body may be: JSON on API routes, never packed. */
static enum status body_check(struct http_request *r)
{
	struct call *c = r->call;
	struct str packing = http_header(r, "Content-Encoding");
	bool api = r->route->flags & HTTP_API;
	if (packing.n && !str_is_nocase(packing, "identity"))
		return say(c, PROBLEM_BAD_MEDIA_TYPE, N_("A packed body is not taken; send it as it is."));
	bool readable = content_type_read(c->arena, http_header(r, "Content-Type"), &r->content_type);
	if (!readable)
		r->content_type = STR("");
	if (!str_is(r->method, "POST") || r->body.n == 0)
		return OK;
	if (api && (!readable || !str_is(r->content_type, "application/json")))
		return say(c, PROBLEM_BAD_MEDIA_TYPE, N_("The body must be application/json in UTF-8."));
	if (api && !str_is_utf8(r->body)) {
		struct json_t *unused;
		return http_json(r, &unused);
	}
	return OK;
}

/* Who asks, as far as the options know. */
static enum status person_find(struct http_request *r)
{
	const struct http_request_hidden *h = r->hidden;
	struct call *c = r->call;
	if (h->options->database) {
		enum status status = store_reader(h->options->database, &c->store);
		if (status != OK)
			return status;
		c->database = h->options->database;
	}
	return h->options->who_asks ? h->options->who_asks(r, c) : OK;
}

static enum status person_take(struct http_request *r)
{
	enum status status = person_find(r);
	if (status != OK)
		return status;
	return r->route->flags & HTTP_ASKS || call_may(r->call, r->route->who) ? OK : FORBIDDEN;
}

/* A page that is missing has the same head as all others, with the name of who signed in. */
static void person_of_missing(struct http_request *r)
{
	struct call *c = r->call;
	size_t told = c->problems.list.n;
	if (is_api_path(r->path) || c->form_token.n == 0 || http_header(r, "Authorization").n)
		return;
	if (person_find(r) != OK)
		c->person = (struct person){0};
	c->problems.list.n = told;
}

/* Everything up to the handler, which fills the response on OK; a redirect has no route. */
static enum status dispatch_inside(struct http_request *r, const struct route_table *routes, struct str target,
				   enum problem_code early, struct http_response *response, struct str *allow)
{
	struct call *c = r->call;
	struct str path = STR(""), query = STR("");
	enum target_fault fault =
		early == PROBLEM_ADDRESS_TOO_LONG ? TARGET_MALFORMED : target_split(c->arena, target, &path, &query);
	r->path = fault == TARGET_FINE ? path : is_api_path(target) ? STR("/api") : STR("/");
	r->query = fault == TARGET_FINE ? query : STR("");
	c->lang = language_of(r, r->path);
	if (early != PROBLEM_CODES)
		return say_early(c, early);
	if (fault != TARGET_FINE)
		return say_target(c, fault);
	struct str session = http_session(r);
	if (session.n)
		c->form_token = session_form_token(c->arena, session);
	enum status status = route_take(r, routes, response, allow);
	if (status != OK)
		person_of_missing(r);
	if (status != OK || !r->route)
		return status;
	status = person_take(r);
	if (status != OK)
		return status;
	struct http_pairs given = {0};
	query_read(c, r->query, &given);
	bool fits = parameters_check(r, &given) == OK;
	if (!fits && (!(r->route->flags & HTTP_API) || str_is(r->method, "POST")))
		return INVALID;
	status = body_check(r);
	if (status == OK && (r->route->flags & HTTP_PAGE) && str_is(r->method, "POST"))
		status = form_take(r);
	if (status == OK)
		status = r->route->handle(r, response);
	return fits ? status : INVALID; /* a call that reads was asked all the same: it may know of more faults */
}

/* An unknown address for the log: not whole, and not from where a mail address or a value may stand. */
static struct str address_shown(struct str path)
{
	size_t n = 0;
	while (n < path.n && n < 60 && path.at[n] != '@' && path.at[n] != '=' && path.at[n] != ' ')
		n++;
	return text_shown(path, n);
}

/* One line for each answer that is a fault: the pattern rather than the address, which may hold what somebody searched. */
static void log_fault(const struct http_request *r, int status)
{
	const struct call *c = r->call;
	const char *slug = c->problems.list.n ? problem_slug(c->problems.list.at[0].code) : "";
	struct str where = r->route ? str_of(r->route->pattern) : address_shown(r->path);
	log_line(status >= 500 && status != 501 ? LOG_ERROR : LOG_NOTICE, "http %d %s: %.*s %.*s (request %.*s)",
		 status, slug, STR_ARGS(text_shown(r->method, 16)), STR_ARGS(where), STR_ARGS(c->request_id));
}

void dispatch(struct http_request *r, const struct route_table *routes, struct str target, enum problem_code early,
	      struct http_reply *out)
{
	struct http_response response = response_new(r);
	struct str allow = STR("");
	enum status status = dispatch_inside(r, routes, target, early, &response, &allow);
	if (status == OK && response.body.over) {
		log_line(LOG_ERROR, "the answer of %s is larger than %d bytes", r->route ? r->route->pattern : "/",
			 HTTP_RESPONSE_MOST);
		status = BUG;
	}
	if (status != OK) {
		reply_problems(r, &response, status);
		if (allow.n)
			http_response_header(&response, "Allow", allow);
	}
	if (response.status >= 400)
		log_fault(r, response.status);
	reply_make(r, &response, out);
}
