/* SPDX-License-Identifier: Apache-2.0 */
/* http_rig.h - a server on a free port with a small route table, and a client that sends bytes as they are.
 *
 * Each test that includes it is one file, so everything is static. The store is played by a number (rig_version), unless
 * RIG_REAL_STORE is defined. */
#ifndef HTTP_RIG_H
#define HTTP_RIG_H
#include "http/http.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include <arpa/inet.h>
#include <jansson.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static _Atomic int64_t rig_version = 1, rig_made, rig_now = 1795600000000000; /* 2026-11-25 */

#ifndef RIG_REAL_STORE
static _Atomic int rig_store_fails;

int64_t store_version(struct database *d)
{
	(void)d;
	return atomic_load(&rig_version);
}

enum status store_reader(struct database *d, struct store **out)
{
	(void)d;
	*out = NULL;
	return atomic_load(&rig_store_fails) ? UNAVAILABLE : OK;
}

enum problem_code store_problem(const struct database *d)
{
	(void)d;
	return PROBLEM_STORE_UNAVAILABLE;
}
#endif

static struct moment rig_clock(void)
{
	return (struct moment){atomic_load(&rig_now)};
}

static enum status rig_thing(struct http_request *r, struct http_response *response)
{
	atomic_fetch_add(&rig_made, 1);
	struct str id = http_path_part(r, "id");
	char on[DATE_ROOM];
	if (str_is(id, "none"))
		return NOT_FOUND;
	if (str_is(id, "bug"))
		return BUG;
	if (r->format == HTTP_CSV)
		out_raw(&response->body, STR("id,on\r\n"));
	else
		out_printf(&response->body,
			   "{\"id\":\"%.*s\",\"on\":\"%.*s\",\"given\":%d,\"lang\":\"%s\",\"status\":\"%.*s\"}",
			   STR_ARGS(id), STR_ARGS(date_print(r->call->on, on)), r->call->on_given, r->call->lang.tag,
			   STR_ARGS(http_parameter_text(r, "status")));
	return OK;
}

static enum status rig_list(struct http_request *r, struct http_response *response)
{
	struct str after;
	size_t limit;
	if (http_cursor(r, &after, &limit) != OK)
		return INVALID;
	struct str next = http_next(r, STR("C189"));
	out_printf(&response->body, "{\"after\":\"%.*s\",\"limit\":%zu,\"next\":\"%.*s\"}", STR_ARGS(after), limit,
		   STR_ARGS(next));
	return OK;
}

static enum status rig_echo(struct http_request *r, struct http_response *response)
{
	json_t *json;
	if (http_json(r, &json) != OK)
		return INVALID;
	if (!json_is_object(json))
		return problem_add(&r->call->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#"),
				   "An object is wanted.");
	out_printf(&response->body, "{\"members\":%zu,\"bytes\":%zu}", json_object_size(json), r->body.n);
	return OK;
}

static enum status rig_page(struct http_request *r, struct http_response *response)
{
	atomic_fetch_add(&rig_made, 1);
	out_printf(&response->body, "<!doctype html><html lang=\"%s\"><title>Page</title>", r->call->lang.tag);
	for (int i = 0; i < 200; i++)
		out_printf(&response->body, "<p>Paragraph %d of a page that is worth packing.</p>", i);
	return OK;
}

static enum status rig_large(struct http_request *r, struct http_response *response)
{
	(void)r;
	static const char block[4096];
	for (int i = 0; i < HTTP_RESPONSE_MOST / 4096 + 1; i++)
		out_literal(&response->body, block, sizeof block);
	return OK;
}

static enum status rig_slow(struct http_request *r, struct http_response *response)
{
	(void)r;
	usleep(300000);
	out_raw(&response->body, STR("{\"slow\":true}"));
	return OK;
}

static enum status rig_file(struct http_request *r, struct http_response *response)
{
	r->format = HTTP_OTHER;
	response->type = STR("text/css; charset=utf-8");
	response->download = STR("estilo ção.css");
	out_raw(&response->body, STR("body{color:black}"));
	return OK;
}

static enum status rig_away(struct http_request *r, struct http_response *response)
{
	struct lang lang = http_negotiate(r, (const char *const[]){"en", "fr", "es", "pt", NULL});
	http_response_header(response, "X-Note", STR("moved"));
	http_redirect(response, 303, str_format(r->call->arena, "/%s", lang.tag));
	return OK;
}

static enum status rig_current(struct http_request *r, struct http_response *response)
{
	(void)r;
	out_printf(&response->body, "{\"version\":%lld,", (long long)atomic_load(&rig_version));
	for (int i = 0; i < 100; i++)
		out_printf(&response->body, "\"filling %d\":true,", i);
	out_raw(&response->body, STR("\"end\":true}"));
	return OK;
}

static const struct http_parameter rig_thing_parameters[] = {
	{"on", HTTP_DAY, NULL, "The day."},
	{"known", HTTP_MOMENT, NULL, "The moment."},
	{"status", HTTP_CHOICE, "ratified denounced", "The status."},
	{"year", HTTP_INTEGER, NULL, "The year."},
	{"q", HTTP_TEXT, NULL, "Words."},
};
static const struct http_parameter rig_list_parameters[] = {
	{"cursor", HTTP_TEXT, NULL, "The place."},
	{"limit", HTTP_INTEGER, NULL, "How many."},
	{"status", HTTP_CHOICE, "ratified denounced", "The status."},
};

static const struct http_route rig_routes[] = {
	{"GET", "/api/v1/things", rig_list, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV, rig_list_parameters, 3, "Things.",
	 "Things", NULL},
	{"GET", "/api/v1/things/{id}", rig_thing, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 rig_thing_parameters, 5, "A thing.", "Thing", NULL},
	{"GET", "/api/v1/things/slow", rig_slow, MAY_ANYBODY, HTTP_API, NULL, 0, "Slow.", "Thing", NULL},
	{"POST", "/api/v1/things", rig_echo, MAY_ANYBODY, HTTP_API, NULL, 0, "Make a thing.", "Thing", "Thing"},
	{"POST", "/api/v1/office", rig_echo, MAY_EDIT_REGISTER, HTTP_API, NULL, 0, "For the Office.", "Thing", "Thing"},
	{"GET", "/api/v1/current", rig_current, MAY_ANYBODY, HTTP_API | HTTP_CACHED, rig_thing_parameters, 5,
	 "The version.", "Thing", NULL},
	{"GET", "/api/v1/large", rig_large, MAY_ANYBODY, HTTP_API, NULL, 0, "Too large.", "Thing", NULL},
	{"GET", "/{lang}", rig_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, NULL, NULL, NULL},
	{"GET", "/{lang}/pages/{id}", rig_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, rig_thing_parameters, 2, NULL,
	 NULL, NULL},
	{"GET", "/{lang}/rest/{id...}", rig_page, MAY_ANYBODY, HTTP_PAGE, NULL, 0, NULL, NULL, NULL},
	{"GET", "/style-abc.css", rig_file, MAY_ANYBODY, HTTP_FOREVER, NULL, 0, NULL, NULL, NULL},
	{"GET", "/", rig_away, MAY_ANYBODY, 0, NULL, 0, NULL, NULL, NULL},
	{0},
};

static void rig_problem_page(struct http_request *r, struct http_response *response, int status)
{
	out_printf(&response->body, "<!doctype html><html lang=\"%s\"><h1>%d</h1><p>%.*s</p>", r->call->lang.tag,
		   status, STR_ARGS(r->call->problems.list.at[0].detail));
}

static enum status rig_who(struct http_request *r, struct call *c)
{
	struct str token = http_header(r, "Authorization");
	if (str_is(token, "Bearer office"))
		c->person = (struct person){1, STR("office"), ROLE_BIT(OFFICE)};
	if (str_is(token, "Bearer account"))
		c->person = (struct person){2, STR("account"), 0};
	return OK;
}

static const struct http_route *const rig_lists[] = {rig_routes};
static const char *const rig_languages[] = {"en", "fr", "es", "pt", NULL};

struct rig {
	struct arena *arena;
	struct http_server *server;
	struct problems problems;
	int port;
};

static inline struct http_options rig_options(void)
{
	return (struct http_options){.listen = "127.0.0.1:0",
				     .threads = 2,
				     .database = (struct database *)&rig_version,
				     .routes = rig_lists,
				     .routes_n = 1,
				     .languages = rig_languages,
				     .problem_page = rig_problem_page,
				     .who_asks = rig_who,
				     .now = rig_clock};
}

static inline void rig_start(struct rig *rig, const struct http_options *options)
{
	*rig = (struct rig){.arena = arena_new()};
	rig->problems = problems_new(rig->arena);
	enum status status = http_start(rig->arena, options, &rig->problems, &rig->server);
	problems_print(&rig->problems);
	assert_int_equal(status, OK);
	struct str shown = http_listening(rig->server);
	const char *colon = strrchr(str_chars(rig->arena, shown), ':');
	rig->port = atoi(colon + 1);
}

static inline void rig_stop(struct rig *rig)
{
	http_stop(&rig->server);
	arena_free(&rig->arena);
}

static inline int rig_connect(const struct rig *rig)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)rig->port),
				 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

/* Reads one answer: its head and as many bytes as Content-Length says (none after HEAD, 304), or up to the end, at most
 * until the time is over. The text is NUL-terminated, its length in *n. */
static inline char *rig_read(int fd, bool head_only, int ms, size_t *n)
{
	size_t room = 64 << 10, have = 0, want = SIZE_MAX;
	char *at = calloc(1, room);
	while (have < want) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		if (poll(&p, 1, ms) <= 0)
			break;
		if (room - have < 32 << 10) {
			at = realloc(at, room * 2);
			memset(at + room, 0, room);
			room *= 2;
		}
		ssize_t got = recv(fd, at + have, room - have - 1, 0);
		if (got <= 0)
			break;
		have += (size_t)got;
		at[have] = 0;
		char *end = strstr(at, "\r\n\r\n");
		if (!end || want != SIZE_MAX)
			continue;
		if (strncmp(at, "HTTP/1.1 100", 12) == 0) {
			have -= (size_t)(end + 4 - at);
			memmove(at, end + 4, have + 1);
			continue;
		}
		char *length = strcasestr(at, "\r\nContent-Length:");
		bool bare = head_only || strncmp(at, "HTTP/1.1 304", 12) == 0;
		want = (size_t)(end + 4 - at) + (bare || !length ? 0 : (size_t)atol(length + 17));
	}
	*n = have;
	return at;
}

/* Sends bytes and reads one answer; free it. */
static inline char *rig_ask_bytes(const struct rig *rig, const char *bytes, size_t bytes_n, size_t *n)
{
	int fd = rig_connect(rig);
	ssize_t sent = send(fd, bytes, bytes_n, MSG_NOSIGNAL);
	(void)sent; /* the server may close before it took all */
	char *answer = rig_read(fd, strncmp(bytes, "HEAD", 4) == 0, 20000, n);
	close(fd);
	return answer;
}

static inline char *rig_ask(const struct rig *rig, const char *text)
{
	size_t n;
	return rig_ask_bytes(rig, text, strlen(text), &n);
}

static inline int rig_status(const char *answer)
{
	return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? atoi(answer + 9) : 0;
}

/* The body of an answer. */
static inline const char *rig_body(const char *answer)
{
	const char *end = strstr(answer, "\r\n\r\n");
	return end ? end + 4 : "";
}

/* The value of a header, up to the end of its line, in `at`. */
static inline const char *rig_header(const char *answer, const char *name, char at[static 256])
{
	const char *end = strstr(answer, "\r\n\r\n"), *line = answer;
	size_t n = strlen(name);
	at[0] = 0;
	while ((line = strstr(line, "\r\n")) && line < end) {
		line += 2;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			const char *value = line + n + 1 + (line[n + 1] == ' ');
			snprintf(at, 256, "%.*s", (int)strcspn(value, "\r"), value);
			break;
		}
	}
	return at;
}

#endif
