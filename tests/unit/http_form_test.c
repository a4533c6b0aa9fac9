/* SPDX-License-Identifier: Apache-2.0 */
/* Forms and the session they belong to: what is read, what is refused before the handler, what cookies are set. */
#include "http/http_private.h"

#include "base/log.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include <sodium.h>
#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

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

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	log_set_level(LOG_ERROR);
	arena = arena_new();
	return sodium_init() < 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* The pairs as "name=value" joined by "|", or "?" where there is a problem. */
static const char *pairs_of(struct str body)
{
	struct call c = call_new(arena, (struct moment){0});
	struct http_pairs pairs = {0};
	struct out o = out_new(arena, 4096, NULL);
	form_read(&c, body, &pairs);
	if (c.problems.list.n)
		return "?";
	for (size_t i = 0; i < pairs.n; i++)
		out_printf(&o, "%s%.*s=%.*s", i ? "|" : "", STR_ARGS(pairs.at[i].name), STR_ARGS(pairs.at[i].value));
	return str_chars(arena, out_str(&o));
}

static void forms_are_read_strictly(void **state)
{
	static const struct {
		struct str body;
		const char *wanted;
	} rows[] = {
		{STR(""), ""},
		{STR("a=1&b=2"), "a=1|b=2"},
		{STR("a=1+2%2B&b%20c="), "a=1 2+|b c="},
		{STR("a"), "a="},
		{STR("a==&=b"), "a==|=b"},
		{STR("&&a=1&"), "a=1"},
		{STR("a=%C3%A3"), "a=\u00e3"},
		{STR("a=one%0D%0Atwo%0Dthree%0Afour%0D"), "a=one\ntwo\nthree\nfour\n"},
		{STR("a=%C3%28"), "?"},
		{STR("a=%ED%A0%80"), "?"},
		{STR("a=%00"), "?"},
		{STR("a=%"), "?"},
		{STR("a=%2"), "?"},
		{STR("a=%zz"), "?"},
		{STR("a=one two"), "?"},
		{STR("a=1\r\nb=2"), "?"},
		{STR("a=\xc3\xa3"), "?"},
		{STR("a=1\0&b=2"), "?"},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		if (strcmp(pairs_of(rows[i].body), rows[i].wanted) != 0)
			fail_msg("row %zu: \"%s\" in place of \"%s\"", i, pairs_of(rows[i].body), rows[i].wanted);
	struct out many = out_new(arena, 4096, NULL);
	for (int i = 0; i <= HTTP_PARAMETERS_MOST; i++)
		out_printf(&many, "f%d=1&", i);
	assert_string_equal(pairs_of(out_str(&many)), "?");
}

/* A request's headers, by name. */
struct headers {
	const char *cookie, *type, *origin, *site;
};

static struct str header_of(const void *source, const char *name)
{
	const struct headers *h = source;
	const char *value = strcmp(name, "Cookie") == 0           ? h->cookie
			    : strcmp(name, "Content-Type") == 0   ? h->type
			    : strcmp(name, "Origin") == 0         ? h->origin
			    : strcmp(name, "Sec-Fetch-Site") == 0 ? h->site
			    : strcmp(name, "Host") == 0           ? "127.0.0.1:8080"
								  : NULL;
	return str_of(value ? value : "");
}

/* "ran" and how many problems the handler found, then its fields. */
static enum status save(struct http_request *r, struct http_response *response)
{
	out_printf(&response->body, "ran %zu %.*s,%.*s,%.*s", r->call->problems.list.n,
		   STR_ARGS(http_field_text(r, "day")), STR_ARGS(http_field_text(r, "kind")),
		   STR_ARGS(http_field_text(r, "text")));
	return OK;
}

static enum status form(struct http_request *r, struct http_response *response)
{
	if (http_session(r).n == 0)
		http_session_set(r, response, http_session_token(r->call->arena));
	out_raw(&response->body, r->call->form_token);
	return OK;
}

static const struct http_parameter fields[] = {
	{"day", HTTP_DAY, NULL, ""}, {"kind", HTTP_CHOICE, "one two", ""}, {"text", HTTP_TEXT, NULL, "", 300}};
static const struct http_route routes[] = {
	{"GET", "/{lang}/form", form, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, NULL, NULL, NULL},
	{"POST", "/{lang}/form", save, MAY_ANYBODY, HTTP_PAGE, NULL, 0, NULL, NULL, NULL, fields, 3},
	{0},
};
static const struct http_route *const lists[] = {routes};
static const char *const languages[] = {"en", NULL};

static struct http_reply ask(const char *method, const char *url, const struct headers *headers, struct str body)
{
	struct http_options options = {.routes = lists, .routes_n = 1, .languages = languages, .url = url};
	struct call c = call_new(arena, (struct moment){0});
	struct http_request_hidden hidden = {
		.options = &options, .header = header_of, .header_source = headers, .suffix = STR("")};
	struct http_request r = {.call = &c,
				 .method = str_of(method),
				 .path = STR("/"),
				 .query = STR(""),
				 .body = body,
				 .content_type = STR(""),
				 .hidden = &hidden};
	struct http_reply reply;
	dispatch(&r, route_table_new(arena, lists, 1, languages), STR("/en/form"), PROBLEM_CODES, &reply);
	return reply;
}

static struct str header_in(const struct http_reply *reply, const char *name)
{
	return pair_value(&reply->headers, name);
}

static const char token[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
static const char urlencoded[] = "application/x-www-form-urlencoded";

static void only_our_forms_reach_the_handler(void **state)
{
	static const struct {
		struct headers headers;
		const char *url, *body; /* "$" stands for the right token */
		int status;
	} rows[] = {
		{{NULL, urlencoded, NULL, NULL}, NULL, "form_token=$", 403},
		{{"sulear=short", urlencoded, NULL, NULL}, NULL, "form_token=$", 403},
		{{"__Host-sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, NULL, NULL}, "https://a.example", "form_token=$", 403},
		{{"xsulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "", 403},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=", 403},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=@", 403},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$", 200},
		{{"a=b; sulear=@; c=d", urlencoded, NULL, NULL}, NULL, "form_token=$", 200},
		{{"__Host-sulear=@", urlencoded, NULL, NULL}, "https://a.example", "form_token=$", 200},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$&form_token=$", 400},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$&text=a&text=a", 400},
		{{"sulear=@", urlencoded, NULL, NULL}, NULL, "form_token=$&colour=red", 422},
		{{"sulear=@", "text/plain", NULL, NULL}, NULL, "form_token=$", 415},
		{{"sulear=@", "multipart/form-data; boundary=a", NULL, NULL}, NULL, "form_token=$", 415},
		{{"sulear=@", NULL, NULL, NULL}, NULL, "form_token=$", 415},
		{{"sulear=@", urlencoded, "http://127.0.0.1:8080", NULL}, NULL, "form_token=$", 200},
		{{"sulear=@", urlencoded, "http://127.0.0.1:8081", NULL}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, "https://127.0.0.1:8080", NULL}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, "null", NULL}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, NULL, "same-origin"}, NULL, "form_token=$", 200},
		{{"sulear=@", urlencoded, NULL, "same-site"}, NULL, "form_token=$", 403},
		{{"sulear=@", urlencoded, NULL, "cross-site"}, NULL, "form_token=$", 403},
		{{"__Host-sulear=@", urlencoded, "https://A.example", NULL},
		 "https://a.example:443/",
		 "form_token=$",
		 200},
		{{"__Host-sulear=@", urlencoded, "https://a.example.org", NULL},
		 "https://a.example",
		 "form_token=$",
		 403},
		{{"__Host-sulear=@", urlencoded, "https://b.a.example", NULL},
		 "https://a.example",
		 "form_token=$",
		 403},
		{{"__Host-sulear=@", urlencoded, "http://a.example", NULL}, "https://a.example", "form_token=$", 403},
	};
	(void)state;
	struct str right = session_form_token(arena, str_of(token));
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct headers headers = rows[i].headers;
		struct out cookie = out_new(arena, 4096, NULL), body = out_new(arena, 4096, NULL);
		for (const char *at = headers.cookie; at && *at; at++)
			out_raw(&cookie, *at == '@' ? str_of(token) : (struct str){at, 1});
		for (const char *at = rows[i].body; *at; at++)
			out_raw(&body, *at == '$' ? right : *at == '@' ? str_of(token) : (struct str){at, 1});
		headers.cookie = str_chars(arena, out_str(&cookie));
		struct http_reply reply = ask("POST", rows[i].url, &headers, out_str(&body));
		if (reply.status != rows[i].status || (reply.status == 200) != str_begins(reply.body, "ran"))
			fail_msg("row %zu: %d in place of %d", i, reply.status, rows[i].status);
		assert_true(str_is(header_in(&reply, "Cache-Control"), "no-store"));
	}
}

/* A mistyped value is the handler's to show again. */
static void values_are_judged_for_the_handler(void **state)
{
	static const struct {
		const char *fields, *wanted;
	} rows[] = {
		{"", "ran 0 ,,"},
		{"&day=2026-11-25&kind=TWO&text=a+b", "ran 0 2026-11-25,two,a b"},
		{"&day=&kind=&text=", "ran 0 ,,"},
		{"&day=2026-02-30&kind=three&text=x", "ran 2 2026-02-30,three,x"},
	};
	(void)state;
	char cookie[64] = "sulear=";
	struct headers headers = {strcat(cookie, token), urlencoded, NULL, NULL};
	struct str right = session_form_token(arena, str_of(token));
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct str body = str_format(arena, "form_token=%.*s%s", STR_ARGS(right), rows[i].fields);
		struct http_reply reply = ask("POST", NULL, &headers, body);
		if (reply.status != 200 || !str_is(reply.body, rows[i].wanted))
			fail_msg("row %zu: %d %.*s", i, reply.status, STR_ARGS(reply.body));
	}
	char longer[302];
	memset(longer, 'x', 301);
	for (int n = 300; n <= 301; n++) {
		struct str body = str_format(arena, "form_token=%.*s&text=%.*s", STR_ARGS(right), n, longer);
		assert_true(str_begins(ask("POST", NULL, &headers, body).body, n == 300 ? "ran 0" : "ran 1"));
	}
}

static void a_session_begins_with_a_form(void **state)
{
	static const struct {
		const char *url, *begin, *end;
	} rows[] = {
		{NULL, "sulear=", "; Path=/; HttpOnly; SameSite=Lax"},
		{"http://127.0.0.1:8080", "sulear=", "; Path=/; HttpOnly; SameSite=Lax"},
		{"https://a.example", "__Host-sulear=", "; Path=/; HttpOnly; SameSite=Lax; Secure"},
	};
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct headers none = {NULL, NULL, NULL, NULL};
		struct http_reply reply = ask("GET", rows[i].url, &none, STR(""));
		struct str cookie = header_in(&reply, "Set-Cookie");
		assert_true(str_begins(cookie, rows[i].begin) && str_ends(cookie, rows[i].end));
		assert_int_equal(cookie.n, strlen(rows[i].begin) + 43 + strlen(rows[i].end));
		assert_true(str_is(header_in(&reply, "Cache-Control"), "no-store"));
		assert_false(reply.cacheable);
		assert_int_equal(reply.body.n, 43);
		struct str held = str_slice(cookie, strlen(rows[i].begin), 43);
		assert_true(str_equal(reply.body, session_form_token(arena, held)));
		assert_false(str_equal(reply.body, held));
		/* The next page of the same session sets none and gives the same token. */
		struct headers next = {str_chars(arena, str_format(arena, "%s%.*s", rows[i].begin, STR_ARGS(held))),
				       NULL, NULL, NULL};
		struct http_reply again = ask("GET", rows[i].url, &next, STR(""));
		assert_null(header_in(&again, "Set-Cookie").at);
		assert_true(str_equal(again.body, reply.body));
		assert_false(again.cacheable);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_read_strictly),
		cmocka_unit_test(only_our_forms_reach_the_handler),
		cmocka_unit_test(values_are_judged_for_the_handler),
		cmocka_unit_test(a_session_begins_with_a_form),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
