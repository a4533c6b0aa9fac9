/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever a browser, or something else, sends as a form: the handler sees it only with the right token, every field at most
 * once, all of it UTF-8. The input is cut at its line feeds: Cookie, Content-Type, Origin, then the body, in which "$" stands
 * for the token that the cookie asks for. */
#include "http/http_private.h"

#include "base/log.h"
#include "store/store.h"

#include <sodium.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* The store is not asked. */
enum status store_reader(struct database *d, struct store **out)
{
	(void)d;
	*out = NULL;
	return OK;
}

enum problem_code store_problem(const struct database *d)
{
	(void)d;
	return PROBLEM_STORE_UNAVAILABLE;
}

struct lines {
	struct str cookie, type, origin;
};

static struct str header_of(const void *source, const char *name)
{
	const struct lines *l = source;
	if (strcmp(name, "Cookie") == 0)
		return l->cookie;
	if (strcmp(name, "Content-Type") == 0)
		return l->type;
	return strcmp(name, "Origin") == 0 ? l->origin : STR("");
}

static enum status save(struct http_request *r, struct http_response *response)
{
	static const char *const names[] = {"day", "kind", "text", "number", "form_token"};
	const struct http_request_hidden *h = r->hidden;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str value = http_field_text(r, names[i]);
		must(value.n == 0 || str_is_utf8(value));
		must(!value.n || !memchr(value.at, '\r', value.n));
		out_raw(&response->body, value);
	}
	must(str_equal(http_field_text(r, "form_token"), r->call->form_token) && r->call->form_token.n == 43);
	must(h->fields.n <= sizeof names / sizeof *names);
	return OK;
}

static const struct http_parameter fields[] = {
	{"day", HTTP_DAY, NULL, ""},
	{"kind", HTTP_CHOICE, "one two", ""},
	{"text", HTTP_TEXT, NULL, "", 1000},
	{"number", HTTP_INTEGER, NULL, ""},
};
static const struct http_route routes[] = {
	{"POST", "/{lang}/form", save, MAY_ANYBODY, HTTP_PAGE, NULL, 0, NULL, NULL, NULL, fields, 4},
	{0},
};
static const struct http_route *const lists[] = {routes};
static const char *const languages[] = {"en", NULL};
static const struct http_options options = {.routes = lists, .routes_n = 1, .languages = languages};

/* The body with the right token in place of each "$". */
static struct str filled(struct arena *a, const struct http_request *r, struct str raw)
{
	struct str session = http_session(r), part;
	struct str token = session.n ? session_form_token(a, session) : STR("");
	struct out o = out_new(a, HTTP_BODY_MOST, NULL);
	str_next(&raw, '$', &part);
	out_raw(&o, part);
	while (raw.at && str_next(&raw, '$', &part)) {
		out_raw(&o, token);
		out_raw(&o, part);
	}
	return out_str(&o);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a, *fixed;
	static struct route_table *table;
	if (!a) {
		must(sodium_init() >= 0);
		log_set_level(LOG_ERROR);
		a = arena_new();
		fixed = arena_new();
		table = route_table_new(fixed, lists, 1, languages);
	}
	arena_clear(a);
	struct str rest = {arena_copy(a, data, n), n};
	struct lines l;
	struct str *heads[] = {&l.cookie, &l.type, &l.origin};
	for (size_t i = 0; i < 3; i++)
		if (!str_next(&rest, '\n', heads[i]))
			*heads[i] = STR("");
	struct call c = call_new(a, (struct moment){1795600000000000});
	struct http_request_hidden hidden = {
		.options = &options, .header = header_of, .header_source = &l, .suffix = STR("")};
	struct http_request r = {.call = &c,
				 .method = STR("POST"),
				 .path = STR("/"),
				 .query = STR(""),
				 .content_type = STR(""),
				 .hidden = &hidden};
	r.body = filled(a, &r, rest.at ? rest : STR(""));
	struct http_reply reply;
	dispatch(&r, table, STR("/en/form"), PROBLEM_CODES, &reply);
	must(reply.status == 200 || (reply.status >= 400 && reply.status < 500 && c.problems.list.n > 0));
	return 0;
}
