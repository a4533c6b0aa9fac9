/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever stands in a request's first line, its preferences and its body, the readers of the http room end with an answer
 * or a problem. The input is cut at its line feeds: target, Accept-Encoding, Accept-Language, Content-Type, then the body. */
#include "http/http_private.h"

#include "base/log.h"
#include "store/store.h"

#include <jansson.h>
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
	struct str target, encoding, language, type, body;
};

static struct str header_of(const void *source, const char *name)
{
	const struct lines *l = source;
	if (strcmp(name, "Accept-Encoding") == 0 || strcmp(name, "If-None-Match") == 0)
		return l->encoding;
	if (strcmp(name, "Accept-Language") == 0 || strcmp(name, "Accept") == 0)
		return l->language;
	return strcmp(name, "Content-Type") == 0 ? l->type : STR("");
}

static enum status list(struct http_request *r, struct http_response *response)
{
	struct str after;
	size_t limit;
	if (http_cursor(r, &after, &limit) != OK)
		return INVALID;
	must(limit >= 1 && limit <= 200);
	out_raw(&response->body, http_next(r, str_slice(after, 0, 20)));
	return OK;
}

static enum status echo(struct http_request *r, struct http_response *response)
{
	json_t *json;
	if (http_json(r, &json) != OK)
		return INVALID;
	out_printf(&response->body, "%d", json_typeof(json));
	return OK;
}

static const struct http_parameter parameters[] = {
	{"on", HTTP_DAY, NULL, ""},        {"known", HTTP_MOMENT, NULL, ""},     {"cursor", HTTP_TEXT, NULL, ""},
	{"limit", HTTP_INTEGER, NULL, ""}, {"kind", HTTP_CHOICE, "one two", ""},
};
static const struct http_route routes[] = {
	{"GET", "/api/v1/things", list, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV, parameters, 5, "", "Things", NULL},
	{"POST", "/api/v1/things/{id}", echo, MAY_ANYBODY, HTTP_API, parameters, 5, "", "Thing", "Thing"},
	{"GET", "/{lang}/{page}", list, MAY_ANYBODY, HTTP_PAGE, parameters, 5, NULL, NULL, NULL},
	{0},
};
static const struct http_route *const lists[] = {routes};
static const char *const languages[] = {"en", "pt", NULL};
static const struct http_options options = {.routes = lists, .routes_n = 1, .languages = languages};

static void ask(struct arena *a, const struct route_table *table, const char *method, const struct lines *l)
{
	struct call c = call_new(a, (struct moment){1795600000000000});
	struct http_request_hidden hidden = {
		.options = &options, .header = header_of, .header_source = l, .suffix = STR("")};
	struct http_request r = {.call = &c,
				 .method = str_of(method),
				 .path = STR("/"),
				 .query = STR(""),
				 .body = l->body,
				 .content_type = STR(""),
				 .hidden = &hidden};
	struct http_reply reply;
	dispatch(&r, table, l->target, PROBLEM_CODES, &reply);
	must(reply.status >= 200 && reply.status < 500 && reply.headers.n > 0);
	must(reply.status < 400 || c.problems.list.n > 0);
	for (size_t i = 0; i < reply.headers.n; i++)
		must(!memchr(reply.headers.at[i].value.at, '\n', reply.headers.at[i].value.n));
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
	struct lines l = {.type = STR("application/json")};
	str_next(&rest, '\n', &l.target);
	struct str *others[] = {&l.encoding, &l.language, &l.type};
	for (size_t i = 0; i < 3; i++)
		if (!str_next(&rest, '\n', others[i]))
			*others[i] = STR("");
	l.body = rest.at ? rest : STR("");
	if (l.target.n > HTTP_ADDRESS_MOST || l.body.n > HTTP_BODY_MOST)
		return 0;
	ask(a, table, "GET", &l);
	ask(a, table, "POST", &l);
	return 0;
}
