/* SPDX-License-Identifier: Apache-2.0 */
/* The server over real sockets: what it answers, and what it refuses. */
#include "http_rig.h"

#include "base/log.h"

#include <pthread.h>

struct exchange_case {
	const char *name, *ask;
	int status;
	const char *has, *has_not; /* anywhere in the answer; NULL: not looked at */
};

#define HOST " HTTP/1.1\r\nHost: h\r\n"
#define JSON "Content-Type: application/json\r\n"

static const struct exchange_case cases[] = {
	/* routes */
	{"a thing", "GET /api/v1/things/C189" HOST "\r\n", 200, "{\"id\":\"C189\"", NULL},
	{"HEAD", "HEAD /api/v1/things/C189" HOST "\r\n", 200, "Content-Length:", "{\"id\""},
	{"literal beats place", "GET /api/v1/things/slow" HOST "\r\n", 200, "{\"slow\":true}", NULL},
	{"json suffix", "GET /api/v1/things/C189.json" HOST "\r\n", 200, "{\"id\":\"C189\"", NULL},
	{"csv suffix", "GET /api/v1/things/C189.csv" HOST "\r\n", 200, "text/csv", NULL},
	{"csv by Accept", "GET /api/v1/things/C189" HOST "Accept: text/csv\r\n\r\n", 200, "id,on\r\n", NULL},
	{"json beats worse csv", "GET /api/v1/things/C189" HOST "Accept: text/csv;q=0.5, application/json\r\n\r\n", 200,
	 "{\"id\"", NULL},
	{"unknown", "GET /api/v1/nothing" HOST "\r\n", 404, "\"/problems/unknown-address\"", NULL},
	{"handler says no", "GET /api/v1/things/none" HOST "\r\n", 404, "application/problem+json", NULL},
	{"unknown page", "GET /pt/nothing" HOST "\r\n", 404, "<html lang=\"pt\"><h1>404</h1>", "problem+json"},
	{"unknown language", "GET /xx/pages/1" HOST "\r\n", 404, "<h1>404</h1>", NULL},
	{"page language", "GET /es/pages/1" HOST "\r\n", 200, "<html lang=\"es\">", NULL},
	{"negotiated", "GET /" HOST "Accept-Language: de, pt-BR;q=0.9, en;q=0.5\r\n\r\n", 303, "Location: /pt\r\n",
	 NULL},
	{"trailing slash", "GET /api/v1/things/C189/?q=a%20b" HOST "\r\n", 308,
	 "Location: /api/v1/things/C189?q=a%20b\r\n", NULL},
	{"trailing slash nowhere", "GET /nothing/" HOST "\r\n", 404, NULL, NULL},
	{"absolute form", "GET http://h/api/v1/things/C189" HOST "\r\n", 200, NULL, NULL},
	{"HTTP/1.0", "GET /api/v1/things/C189 HTTP/1.0\r\n\r\n", 200, NULL, NULL},
	/* methods */
	{"POST to GET", "POST /api/v1/things/C189" HOST "Content-Length: 0\r\n\r\n", 405, "Allow: GET, HEAD\r\n", NULL},
	{"DELETE", "DELETE /api/v1/things" HOST "\r\n", 405, "Allow: GET, HEAD, POST\r\n", NULL},
	{"OPTIONS", "OPTIONS /api/v1/things" HOST "\r\n", 405, "Allow: GET, HEAD, POST\r\n", NULL},
	{"unknown method", "FOO /api/v1/things" HOST "\r\n", 501, "unknown-method", NULL},
	{"lower case method", "get /api/v1/things" HOST "\r\n", 501, NULL, NULL},
	/* parameters */
	{"on", "GET /api/v1/things/C189?on=2020-02-29" HOST "\r\n", 200, "\"on\":\"2020-02-29\",\"given\":1", NULL},
	{"on today", "GET /api/v1/things/C189?on=2026-11-25" HOST "\r\n", 200, "\"given\":0", NULL},
	{"choice", "GET /api/v1/things/C189?status=RATIFIED" HOST "\r\n", 200, "\"status\":\"ratified\"", NULL},
	{"no day", "GET /api/v1/things/C189?on=2021-02-29" HOST "\r\n", 400,
	 "\"parameter\":\"on\",\"code\":\"bad-day\"", NULL},
	{"empty day", "GET /api/v1/things/C189?on=" HOST "\r\n", 400, "bad-day", NULL},
	{"empty field of a page", "GET /en/pages/1?on=" HOST "\r\n", 200, NULL, NULL},
	{"all faults at once", "GET /api/v1/things/C189?on=x&year=-1&status=maybe&foo=1&q=a&q=b&q=%ff" HOST "\r\n", 400,
	 "\"parameter\":\"on\"", NULL},
	{"unknown parameter", "GET /api/v1/things/C189?foo=1" HOST "\r\n", 400, "on, known, status, year, q", NULL},
	{"tracking on a page", "GET /en/pages/1?utm_source=x&fbclid=y&ref=z" HOST "\r\n", 200, NULL, NULL},
	{"tracking on the API", "GET /api/v1/things/C189?utm_source=x" HOST "\r\n", 400, "unknown-parameter", NULL},
	{"page parameter fault", "GET /fr/pages/1?on=x" HOST "\r\n", 400, "<html lang=\"fr\"><h1>400</h1>", NULL},
	{"limit", "GET /api/v1/things?limit=9999" HOST "\r\n", 200, "\"limit\":200", NULL},
	{"limit 0", "GET /api/v1/things?limit=0" HOST "\r\n", 400, "\"parameter\":\"limit\"", NULL},
	{"bad cursor", "GET /api/v1/things?cursor=abcd" HOST "\r\n", 400, "bad-cursor", NULL},
	/* tricks */
	{"dots", "GET /en/../api" HOST "\r\n", 400, NULL, NULL},
	{"encoded dots", "GET /en/%2e%2e/api" HOST "\r\n", 400, NULL, NULL},
	{"double slash", "GET //evil.example" HOST "\r\n", 400, NULL, "Location"},
	{"backslash", "GET /en\\x" HOST "\r\n", 400, NULL, NULL},
	{"zero byte", "GET /api/v1/things/a%00b" HOST "\r\n", 400, "application/problem+json", NULL},
	{"encoded slash", "GET /api/v1/things/a%2Fb" HOST "\r\n", 400, NULL, NULL},
	{"bad UTF-8 in the path", "GET /api/v1/things/%c3%28" HOST "\r\n", 400, "bad-text", NULL},
	{"bad UTF-8 in the query", "GET /api/v1/things/a?q=%c3%28" HOST "\r\n", 400, "bad-text", NULL},
	{"bad escape", "GET /api/v1/things/a%zz" HOST "\r\n", 400, NULL, NULL},
	{"line feed in an address", "GET /en/pages/%0d%0aSet-Cookie:x" HOST "\r\n", 400, NULL, "Set-Cookie"},
	/* bodies */
	{"JSON", "POST /api/v1/things" HOST JSON "Content-Length: 7\r\n\r\n{\"a\":1}", 200,
	 "{\"members\":1,\"bytes\":7}", NULL},
	{"JSON in chunks",
	 "POST /api/v1/things" HOST JSON "Transfer-Encoding: chunked\r\n\r\n3\r\n{\"a\r\n4\r\n\":1}\r\n0\r\n\r\n", 200,
	 "{\"members\":1,\"bytes\":7}", NULL},
	{"BOM", "POST /api/v1/things" HOST JSON "Content-Length: 5\r\n\r\n\xef\xbb\xbf{}", 200, "\"members\":0", NULL},
	{"charset",
	 "POST /api/v1/things" HOST "Content-Type: Application/JSON; charset=UTF-8\r\nContent-Length: 2\r\n\r\n{}", 200,
	 NULL, NULL},
	{"other charset",
	 "POST /api/v1/things" HOST "Content-Type: application/json; charset=latin1\r\nContent-Length: 2\r\n\r\n{}",
	 415, NULL, NULL},
	{"other type", "POST /api/v1/things" HOST "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}", 415,
	 "bad-media-type", NULL},
	{"no type", "POST /api/v1/things" HOST "Content-Length: 2\r\n\r\n{}", 415, NULL, NULL},
	{"packed", "POST /api/v1/things" HOST JSON "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", 415, NULL,
	 NULL},
	{"no JSON", "POST /api/v1/things" HOST JSON "Content-Length: 7\r\n\r\n{\"a\":\n}", 400, "Line 2, column 1",
	 NULL},
	{"doubled name", "POST /api/v1/things" HOST JSON "Content-Length: 13\r\n\r\n{\"a\":1,\"a\":2}", 400,
	 "a name stands twice", NULL},
	{"no object", "POST /api/v1/things" HOST JSON "Content-Length: 2\r\n\r\n[]", 422, "wrong-type", NULL},
	{"empty body", "POST /api/v1/things" HOST JSON "Content-Length: 0\r\n\r\n", 400, "bad-json", NULL},
	{"bad UTF-8 body", "POST /api/v1/things" HOST JSON "Content-Length: 5\r\n\r\n[\"\xff\"]", 400, "bad-text",
	 NULL},
	/* who may */
	{"nobody", "POST /api/v1/office" HOST JSON "Content-Length: 2\r\n\r\n{}", 401, "WWW-Authenticate: Bearer\r\n",
	 NULL},
	{"an account", "POST /api/v1/office" HOST JSON "Authorization: Bearer account\r\nContent-Length: 2\r\n\r\n{}",
	 403, "not-allowed", NULL},
	{"the Office", "POST /api/v1/office" HOST JSON "Authorization: Bearer office\r\nContent-Length: 2\r\n\r\n{}",
	 200, NULL, NULL},
	/* our own faults */
	{"bug", "GET /api/v1/things/bug" HOST "\r\n", 500, "\"/problems/internal\"", NULL},
	{"too large an answer", "GET /api/v1/large" HOST "\r\n", 500, "\"/problems/internal\"", NULL},
	/* framing */
	{"no host", "GET /api/v1/things/C189 HTTP/1.1\r\n\r\n", 400, "application/problem+json", NULL},
	{"two hosts", "GET /en HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, NULL, NULL},
	{"two lengths", "POST /api/v1/things" HOST JSON "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ", 400, NULL,
	 NULL},
	{"length and chunks",
	 "POST /api/v1/things" HOST JSON "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, NULL,
	 NULL},
	{"other coding", "POST /api/v1/things" HOST JSON "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, NULL,
	 NULL},
	{"chunks in 1.0", "POST /api/v1/things HTTP/1.0\r\n" JSON "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
	 NULL, NULL},
	{"negative length", "POST /api/v1/things" HOST JSON "Content-Length: -1\r\n\r\n", 400, NULL, NULL},
	{"huge length", "POST /api/v1/things" HOST JSON "Content-Length: 99999999999999999999999\r\n\r\n", 413, NULL,
	 NULL},
	{"large length", "POST /api/v1/things" HOST JSON "Content-Length: 1048577\r\n\r\n", 413, "too-large", NULL},
	{"large length, waiting",
	 "POST /api/v1/things" HOST JSON "Expect: 100-continue\r\nContent-Length: 1048577\r\n\r\n", 413, "too-large",
	 NULL},
	{"bad chunk", "POST /api/v1/things" HOST JSON "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400, NULL, NULL},
	{"bare line feeds", "GET /en HTTP/1.1\nHost: h\n\n", 400, NULL, NULL},
	{"one bare line feed", "GET /en HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400, NULL, NULL},
	{"folded header", "GET /en HTTP/1.1\r\nHost: h\r\nX: a\r\n b\r\n\r\n", 400, NULL, NULL},
	{"blank before the colon", "GET /en HTTP/1.1\r\nHost : h\r\n\r\n", 400, NULL, NULL},
	{"header without a name", "GET /en HTTP/1.1\r\nHost: h\r\n: x\r\n\r\n", 400, NULL, NULL},
	{"header without a colon", "GET /en HTTP/1.1\r\nHost: h\r\nnothing\r\n\r\n", 400, NULL, NULL},
	{"control in a header", "GET /en HTTP/1.1\r\nHost: h\r\nX: a\x01\r\n\r\n", 400, NULL, NULL},
	{"blank in the address", "GET /en /fr HTTP/1.1\r\nHost: h\r\n\r\n", 400, NULL, NULL},
	{"no version", "GET /en\r\n\r\n", 400, NULL, NULL},
	{"strange version", "GET /en HTTP/9.9\r\nHost: h\r\n\r\n", 505, NULL, NULL},
	{"no address", "GET\r\n\r\n", 400, NULL, NULL},
	{"no HTTP", "hello\r\n\r\n", 400, "problem+json", NULL},
	{"fragment", "GET /en#x HTTP/1.1\r\nHost: h\r\n\r\n", 400, NULL, NULL},
	{"star", "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400, NULL, NULL},
};

static struct rig rig;

static int start(void **state)
{
	(void)state;
	struct http_options options = rig_options();
	rig_start(&rig, &options);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	rig_stop(&rig);
	return 0;
}

static void test_cases(void **state)
{
	(void)state;
	int failures = 0;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct exchange_case *c = &cases[i];
		char *answer = rig_ask(&rig, c->ask);
		bool fine = rig_status(answer) == c->status && (!c->has || strstr(answer, c->has)) &&
			    (!c->has_not || !strstr(answer, c->has_not));
		if (!fine)
			print_error("case %zu (%s): wanted %d with \"%s\", got:\n%.900s\n", i, c->name, c->status,
				    c->has ? c->has : "", answer);
		failures += !fine;
		free(answer);
	}
	assert_int_equal(failures, 0);
}

/* Bytes that no C string can hold. */
static void test_zero_bytes(void **state)
{
	(void)state;
	static const struct {
		const char *bytes;
		size_t n;
	} raw[] = {
#define RAW(text) {text, sizeof text - 1}
		RAW("GET /en\0x HTTP/1.1\r\nHost: h\r\n\r\n"),
		RAW("GET /en HTTP/1.1\r\nHost: h\r\nX: a\0b\r\n\r\n"),
		RAW("GET /en HTTP/1.1\r\nHost: h\r\nX: a\0\0X: b\r\n\r\n"),
		RAW("GET /en HTTP/1.1\r\nHost: h\r\nX\0Y: b\r\n\r\n"),
		RAW("POST /api/v1/things HTTP/1.1\r\nHost: h\r\n" JSON "Content-Length: 3\r\n\r\n{}\0"),
#undef RAW
	};
	for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
		size_t n;
		char *answer = rig_ask_bytes(&rig, raw[i].bytes, raw[i].n, &n);
		if (rig_status(answer) != 400)
			fail_msg("case %zu: %s", i, answer);
		free(answer);
	}
}

static void assert_answer(const char *ask, int status)
{
	char *answer = rig_ask(&rig, ask);
	if (rig_status(answer) != status)
		fail_msg("wanted %d for %.60s, got %.300s", status, ask, answer);
	free(answer);
}

static void test_too_long(void **state)
{
	(void)state;
	static const struct {
		const char *before;
		size_t n;
		const char *after;
		int status;
	} rows[] = {
		{"GET /en/pages/1?q=", 4000, HOST "\r\n", 400}, /* fits, but the text is too long */
		{"GET /en/pages/1?q=", 5000, HOST "\r\n", 414}, {"GET /", 40000, HOST "\r\n", 414},
		{"GET /en" HOST "X: ", 12000, "\r\n\r\n", 200}, {"GET /en" HOST "X: ", 25000, "\r\n\r\n", 431},
		{"GET /en" HOST "X: ", 60000, "\r\n\r\n", 431},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *ask = calloc(1, rows[i].n + 200);
		strcpy(ask, rows[i].before);
		memset(ask + strlen(ask), 'a', rows[i].n);
		strcat(ask, rows[i].after);
		assert_answer(ask, rows[i].status);
		free(ask);
	}
	char many[9000] = "GET /en/pages/1?a";
	for (int i = 0; i < 1500; i++)
		strcat(many, "&a");
	strcat(many, HOST "\r\n");
	assert_answer(many, 400);
}

/* A chunked body that grows too large is refused while it is still coming, and the answer arrives. */
static void test_large_chunks(void **state)
{
	(void)state;
	int fd = rig_connect(&rig);
	const char *head = "POST /api/v1/things" HOST JSON "Transfer-Encoding: chunked\r\n\r\n";
	assert_true(send(fd, head, strlen(head), MSG_NOSIGNAL) > 0);
	static char chunk[65536 + 16];
	int n = sprintf(chunk, "%x\r\n", 65536);
	memset(chunk + n, ' ', 65536);
	memcpy(chunk + n + 65536, "\r\n", 2);
	int sent = 0;
	for (; sent < 64; sent++)
		if (send(fd, chunk, (size_t)n + 65538, MSG_NOSIGNAL) < 0)
			break;
	size_t got;
	char *answer = rig_read(fd, false, 3000, &got);
	assert_int_equal(rig_status(answer), 413);
	assert_non_null(strstr(answer, "too-large"));
	free(answer);
	close(fd);
}

/* The same with a length: the whole body is sent before the answer is read. */
static void test_large_body(void **state)
{
	(void)state;
	size_t n = 3 << 20, got;
	char *ask = calloc(1, n + 200);
	int head = sprintf(ask, "POST /api/v1/things" HOST JSON "Content-Length: %zu\r\n\r\n", n);
	memset(ask + head, ' ', n);
	char *answer = rig_ask_bytes(&rig, ask, (size_t)head + n, &got);
	assert_int_equal(rig_status(answer), 413);
	free(answer);
	free(ask);
}

/* Bytes of this process that are in memory. */
static long resident(void)
{
	long all, pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%ld %ld", &all, &pages), 2);
	fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

/* What one request needed is not kept. The sanitizers hold on to what was freed, so there nothing is measured. */
static void test_memory_given_back(void **state)
{
	(void)state;
	long before = resident();
	char *answer = rig_ask(&rig, "GET /api/v1/large" HOST "\r\n");
	assert_int_equal(rig_status(answer), 500);
	free(answer);
#ifndef SULEAR_SANITIZED
	assert_true(resident() - before < 8 << 20);
#else
	(void)before;
#endif
}

static void test_etag(void **state)
{
	(void)state;
	static const char *const addresses[] = {"/en/pages/7", "/api/v1/things"};
	for (size_t i = 0; i < 2; i++)
		for (int twice = 0; twice < 2; twice++) { /* made, then kept */
			char ask[512], etag[256], value[256];
			snprintf(ask, sizeof ask, "GET %s" HOST "Accept-Encoding: gzip\r\n\r\n", addresses[i]);
			char *first = rig_ask(&rig, ask);
			rig_header(first, "ETag", etag);
			assert_int_equal(etag[0], '"');
			snprintf(ask, sizeof ask,
				 "GET %s" HOST "Accept-Encoding: gzip\r\nIf-None-Match: \"x\", W/%s\r\n\r\n",
				 addresses[i], etag);
			char *second = rig_ask(&rig, ask);
			assert_int_equal(rig_status(second), 304);
			assert_string_equal(rig_header(second, "ETag", value), etag);
			assert_string_not_equal(rig_header(second, "Content-Security-Policy", value), "");
			assert_string_equal(rig_body(second), "");
			snprintf(ask, sizeof ask, "GET %s" HOST "If-None-Match: \"x\"\r\n\r\n", addresses[i]);
			char *third = rig_ask(&rig, ask);
			assert_int_equal(rig_status(third), 200);
			free(first);
			free(second);
			free(third);
		}
}

/* LOOK.md 8: the head of a page's answer costs at most 700 bytes, with every security header there. */
static void test_head(void **state)
{
	(void)state;
	struct rig site;
	struct http_options options = rig_options();
	options.url = "https://sulear.example";
	rig_start(&site, &options);
	static const char *const wanted[] = {"Content-Security-Policy",
					     "X-Content-Type-Options",
					     "Referrer-Policy",
					     "Cross-Origin-Opener-Policy",
					     "Cross-Origin-Resource-Policy",
					     "Permissions-Policy",
					     "Strict-Transport-Security",
					     "ETag",
					     "Vary",
					     "Cache-Control",
					     "Content-Encoding"};
	char *answer = rig_ask(&site, "GET /en" HOST "Accept-Encoding: br, gzip\r\n\r\n"), value[256];
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!rig_header(answer, wanted[i], value)[0])
			fail_msg("%s is missing:\n%.800s", wanted[i], answer);
	size_t n = (size_t)(rig_body(answer) - answer);
	print_message("a page's head: %zu bytes\n", n);
	assert_true(n <= 700);
	free(answer);
	answer = rig_ask(&site, "GET /api/v1/nothing" HOST "\r\n");
	assert_non_null(strstr(answer, "\"type\":\"https://sulear.example/problems/unknown-address\""));
	assert_string_equal(rig_header(answer, "Access-Control-Allow-Origin", value), "*");
	assert_string_equal(rig_header(answer, "Cache-Control", value), "no-store");
	free(answer);
	answer = rig_ask(&site, "GET /style-abc.css" HOST "\r\n");
	assert_string_equal(rig_header(answer, "Cache-Control", value), "public, max-age=31536000, immutable");
	assert_string_equal(rig_header(answer, "Content-Disposition", value),
			    "attachment; filename=\"estilo ____o.css\"; filename*=UTF-8''estilo%20%C3%A7%C3%A3o.css");
	free(answer);
	rig_stop(&site);
}

static void test_every_fault(void **state)
{
	(void)state;
	char *answer =
		rig_ask(&rig, "GET /api/v1/things/C189?on=x&year=-1&status=maybe&foo=1&q=a&q=b&known=z%zz" HOST "\r\n");
	json_t *document = json_loads(rig_body(answer), 0, NULL);
	assert_non_null(document);
	assert_int_equal(json_integer_value(json_object_get(document, "status")), 400);
	json_t *errors = json_object_get(document, "errors");
	static const char *const names[] = {"known", "on", "year", "status", "foo", "q"};
	assert_int_equal(json_array_size(errors), 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(json_string_value(json_object_get(json_array_get(errors, i), "parameter")),
				    names[i]);
	assert_string_equal(json_string_value(json_object_get(json_array_get(errors, 4), "code")), "unknown-parameter");
	json_decref(document);
	free(answer);
}

static void test_cursor(void **state)
{
	(void)state;
	char *answer = rig_ask(&rig, "GET /api/v1/things?limit=5&status=ratified" HOST "\r\n"), ask[1024];
	json_t *document = json_loads(rig_body(answer), 0, NULL);
	const char *next = json_string_value(json_object_get(document, "next"));
	assert_true(strncmp(next, "/api/v1/things?limit=5&status=ratified&cursor=", 46) == 0);
	snprintf(ask, sizeof ask, "GET %s" HOST "\r\n", next);
	char *second = rig_ask(&rig, ask);
	assert_non_null(strstr(second, "\"after\":\"C189\",\"limit\":5"));
	/* another list's cursor is none of this one */
	snprintf(ask, sizeof ask, "GET /api/v1/things?status=denounced&cursor=%s" HOST "\r\n",
		 strstr(next, "cursor=") + 7);
	char *third = rig_ask(&rig, ask);
	assert_int_equal(rig_status(third), 400);
	json_decref(document);
	free(answer);
	free(second);
	free(third);
}

static void test_cache(void **state)
{
	(void)state;
	static const char ask[] = "GET /api/v1/things/kept?q=1&year=2" HOST "\r\n",
			  turned[] = "GET /api/v1/things/kept?year=2&q=1" HOST "\r\n",
			  packed[] = "GET /api/v1/things/kept?year=2&q=1" HOST "Accept-Encoding: gzip\r\n\r\n",
			  signed_in[] =
				  "GET /api/v1/things/kept?year=2&q=1" HOST "Authorization: Bearer office\r\n\r\n";
	int64_t before = atomic_load(&rig_made);
	assert_answer(ask, 200);
	assert_answer(ask, 200);
	assert_answer(turned, 200);
	assert_int_equal(atomic_load(&rig_made) - before, 1);
	assert_answer(packed, 200);
	assert_int_equal(atomic_load(&rig_made) - before, 2);
	assert_answer(signed_in, 200);
	assert_answer(signed_in, 200);
	assert_int_equal(atomic_load(&rig_made) - before, 4);
	atomic_fetch_add(&rig_version, 1);
	assert_answer(ask, 200);
	assert_answer(ask, 200);
	assert_int_equal(atomic_load(&rig_made) - before, 5);
	atomic_fetch_add(&rig_now, 86400000000);
	char *answer = rig_ask(&rig, ask);
	assert_non_null(strstr(answer, "\"on\":\"2026-11-26\""));
	free(answer);
	assert_int_equal(atomic_load(&rig_made) - before, 6);
	atomic_fetch_sub(&rig_now, 86400000000);
	/* JSON and CSV of one address are two answers, in the absolute form too */
	char *json = rig_ask(&rig, "GET http://h/api/v1/things/two" HOST
				   "Accept: application/json, text/csv;q=0.5, text/html;q=0.1\r\n\r\n");
	char *csv = rig_ask(&rig, "GET http://h/api/v1/things/two" HOST "Accept: text/csv\r\n\r\n");
	assert_non_null(strstr(json, "{\"id\":\"two\""));
	assert_non_null(strstr(csv, "id,on\r\n"));
	free(json);
	free(csv);
	before += 2;
	assert_answer("GET /api/v1/things/none" HOST "\r\n", 404);
	assert_answer("GET /api/v1/things/none" HOST "\r\n", 404);
	assert_int_equal(atomic_load(&rig_made) - before, 8);
}

/* Who brings a cookie gets pages of their own: none out of the cache, none into it, and the browser keeps none. */
static void test_cookie_and_cache(void **state)
{
	(void)state;
	static const char ask[] = "GET /en/pages/cookie" HOST "\r\n",
			  session[] = "GET /en/pages/cookie" HOST
				      "Cookie: sulear=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n\r\n",
			  other[] = "GET /en/pages/cookie" HOST "Cookie: other=1\r\n\r\n";
	static const struct {
		const char *ask, *caching;
		int made;
	} rows[] = {
		{session, "no-store", 1},        {ask, "no-cache", 1}, {ask, "no-cache", 0}, {session, "no-store", 1},
		{other, "private, no-cache", 1}, {ask, "no-cache", 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char value[256];
		int64_t before = atomic_load(&rig_made);
		char *answer = rig_ask(&rig, rows[i].ask);
		assert_int_equal(rig_status(answer), 200);
		assert_string_equal(rig_header(answer, "Cache-Control", value), rows[i].caching);
		assert_int_equal(atomic_load(&rig_made) - before, rows[i].made);
		free(answer);
	}
}

static void test_store_away(void **state)
{
	(void)state;
	atomic_store(&rig_store_fails, 1);
	assert_answer("GET /api/v1/things/away" HOST "\r\n", 503);
	assert_answer("GET /en/pages/away" HOST "\r\n", 503);
	atomic_store(&rig_store_fails, 0);
	assert_answer("GET /api/v1/things/away" HOST "\r\n", 200);
}

/* Requests one behind the other on one connection, sent at once. */
static void test_pipeline(void **state)
{
	(void)state;
	int fd = rig_connect(&rig);
	const char *ask = "GET /api/v1/things/a" HOST "\r\nPOST /api/v1/things" HOST JSON "Content-Length: 2\r\n\r\n{}"
			  "GET /api/v1/things/b" HOST "Connection: close\r\n\r\n";
	assert_true(send(fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
	char all[8192] = "";
	size_t have = 0;
	for (ssize_t got; have < sizeof all - 1 && (got = recv(fd, all + have, sizeof all - 1 - have, 0)) > 0;)
		have += (size_t)got;
	all[have] = 0;
	close(fd);
	const char *a = strstr(all, "{\"id\":\"a\""), *echo = strstr(all, "{\"members\":0"),
		   *b = strstr(all, "{\"id\":\"b\"");
	assert_true(a && echo && b && a < echo && echo < b);
}

static void test_listen(void **state)
{
	(void)state;
	char taken[64];
	snprintf(taken, sizeof taken, "127.0.0.1:%d", rig.port);
	static const struct {
		const char *address, *url;
		enum status status;
		enum problem_code code;
	} rows[] = {
		{"nonsense", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"127.0.0.1:99999", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"127.0.0.1:-1", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"::1:80", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"example.org:80", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"0.0.0.0:0", NULL, INVALID, PROBLEM_BAD_PARAMETER},
		{"192.0.2.1:0", "https://x", UNAVAILABLE, PROBLEM_LISTEN_FAILED},
		{NULL, NULL, UNAVAILABLE, PROBLEM_LISTEN_FAILED},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct arena *a = arena_new();
		struct problems problems = problems_new(a);
		struct http_options options = rig_options();
		struct http_server *server = NULL;
		options.listen = rows[i].address ? rows[i].address : taken;
		options.url = rows[i].url;
		enum status status = http_start(a, &options, &problems, &server);
		if (status != rows[i].status || problems.list.n != 1 || problems.list.at[0].code != rows[i].code)
			fail_msg("case %zu: %s", i, status_name(status));
		http_stop(&server);
		arena_free(&a);
	}
}

/* A request that runs when the server stops is still answered. */
static void test_stop(void **state)
{
	(void)state;
	struct rig other;
	struct http_options options = rig_options();
	rig_start(&other, &options);
	int idle = rig_connect(&other), fd = rig_connect(&other);
	const char *ask = "GET /api/v1/things/slow" HOST "\r\n";
	assert_true(send(fd, ask, strlen(ask), MSG_NOSIGNAL) > 0);
	usleep(100000);
	struct timespec before, after;
	clock_gettime(CLOCK_MONOTONIC, &before);
	rig_stop(&other);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_true(after.tv_sec - before.tv_sec < 5);
	size_t n;
	char *answer = rig_read(fd, false, 1000, &n);
	assert_int_equal(rig_status(answer), 200);
	assert_non_null(strstr(answer, "{\"slow\":true}"));
	free(answer);
	close(fd);
	close(idle);
}

struct client {
	int asked, stale, failed;
};

/* An answer is never older than the version that stood when it was asked for. */
static void *client_run(void *context)
{
	struct client *c = context;
	static const char *const asks[] = {"GET /api/v1/current" HOST "\r\n", "GET /api/v1/current?q=1" HOST "\r\n",
					   "GET /en/pages/1" HOST "Accept-Encoding: br\r\n\r\n",
					   "GET /en/pages/2" HOST "Accept-Encoding: gzip\r\n\r\n",
					   "GET /api/v1/current?on=x" HOST "\r\n"};
	int fd = rig_connect(&rig);
	for (; c->asked < 400; c->asked++) {
		const char *ask = asks[c->asked % 5];
		int64_t version = atomic_load(&rig_version);
		size_t n;
		if (send(fd, ask, strlen(ask), MSG_NOSIGNAL) < 0)
			break;
		char *answer = rig_read(fd, false, 5000, &n);
		c->failed += rig_status(answer) != (c->asked % 5 == 4 ? 400 : 200);
		const char *said = strstr(answer, "\"version\":");
		c->stale += said && atoll(said + 10) < version;
		free(answer);
	}
	close(fd);
	return NULL;
}

static void test_load(void **state)
{
	(void)state;
	enum { CLIENTS = 6 };
	struct client clients[CLIENTS] = {{0}};
	pthread_t threads[CLIENTS];
	for (int i = 0; i < CLIENTS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, client_run, &clients[i]), 0);
	for (int i = 0; i < 50; i++) {
		usleep(2000);
		atomic_fetch_add(&rig_version, 1);
	}
	for (int i = 0; i < CLIENTS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(clients[i].asked, 400);
		assert_int_equal(clients[i].failed, 0);
		assert_int_equal(clients[i].stale, 0);
	}
}

int main(void)
{
	log_set_level(LOG_ERROR);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),       cmocka_unit_test(test_zero_bytes),
		cmocka_unit_test(test_too_long),    cmocka_unit_test(test_large_chunks),
		cmocka_unit_test(test_large_body),  cmocka_unit_test(test_memory_given_back),
		cmocka_unit_test(test_etag),        cmocka_unit_test(test_head),
		cmocka_unit_test(test_every_fault), cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_cache),       cmocka_unit_test(test_cookie_and_cache),
		cmocka_unit_test(test_store_away),  cmocka_unit_test(test_pipeline),
		cmocka_unit_test(test_load),        cmocka_unit_test(test_listen),
		cmocka_unit_test(test_stop),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
