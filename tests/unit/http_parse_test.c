/* SPDX-License-Identifier: Apache-2.0 */
/* The readers of the http room without sockets: addresses, queries, preferences, routes, cursors, JSON, packing, cache. */
#include "http/cache.h"
#include "http/closing.h"
#include "http/compress.h"
#include "http_rig.h"

#include <brotli/decode.h>
#include <dirent.h>
#include <pthread.h>
#include <sodium.h>
#include <zlib.h>

static struct arena *arena;

static void test_target(void **state)
{
	(void)state;
	static const struct {
		const char *target;
		enum target_fault fault;
		const char *path, *query;
	} rows[] = {
		{"/", TARGET_FINE, "/", ""},
		{"/?", TARGET_FINE, "/", ""},
		{"/a/b?c=d?e", TARGET_FINE, "/a/b", "c=d?e"},
		{"/a/", TARGET_FINE, "/a/", ""},
		{"/a%20b", TARGET_FINE, "/a b", ""},
		{"/%C3%A7", TARGET_FINE, "/ç", ""},
		{"/ç", TARGET_FINE, "/ç", ""},
		{"/a+b", TARGET_FINE, "/a+b", ""},
		{"/...", TARGET_FINE, "/...", ""},
		{"http://h/a?b", TARGET_FINE, "/a", "b"},
		{"HTTPS://h:1/a", TARGET_FINE, "/a", ""},
		{"http://h", TARGET_FINE, "/", ""},
		{"http://h?b", TARGET_MALFORMED, NULL, NULL},
		{"", TARGET_MALFORMED, NULL, NULL},
		{"*", TARGET_MALFORMED, NULL, NULL},
		{"a", TARGET_MALFORMED, NULL, NULL},
		{"/a#b", TARGET_MALFORMED, NULL, NULL},
		{"/a b", TARGET_MALFORMED, NULL, NULL},
		{"/%", TARGET_MALFORMED, NULL, NULL},
		{"/%4", TARGET_MALFORMED, NULL, NULL},
		{"/%4x", TARGET_MALFORMED, NULL, NULL},
		{"/%c3%28", TARGET_BAD_TEXT, NULL, NULL},
		{"/%ed%a0%80", TARGET_BAD_TEXT, NULL, NULL},
		{"/%c0%ae%c0%ae", TARGET_BAD_TEXT, NULL, NULL},
		{"/a//b", TARGET_TRICK, NULL, NULL},
		{"//", TARGET_TRICK, NULL, NULL},
		{"//a", TARGET_TRICK, NULL, NULL},
		{"/a//", TARGET_TRICK, NULL, NULL},
		{"/./a", TARGET_TRICK, NULL, NULL},
		{"/a/..", TARGET_TRICK, NULL, NULL},
		{"/%2E%2e/a", TARGET_TRICK, NULL, NULL},
		{"/a%2fb", TARGET_TRICK, NULL, NULL},
		{"/a%5cb", TARGET_TRICK, NULL, NULL},
		{"/a\\b", TARGET_TRICK, NULL, NULL},
		{"/a%00", TARGET_TRICK, NULL, NULL},
		{"/a%0a", TARGET_TRICK, NULL, NULL},
		{"/a%7f", TARGET_TRICK, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str path = STR(""), query = STR("");
		enum target_fault fault = target_split(arena, str_of(rows[i].target), &path, &query);
		if (fault != rows[i].fault)
			fail_msg("case %zu (%s): fault %d", i, rows[i].target, fault);
		if (fault == TARGET_FINE && (!str_is(path, rows[i].path) || !str_is(query, rows[i].query)))
			fail_msg("case %zu (%s): %.*s ? %.*s", i, rows[i].target, STR_ARGS(path), STR_ARGS(query));
	}
}

static void test_query(void **state)
{
	(void)state;
	static const struct {
		const char *query;
		size_t pairs, faults;
		const char *first, *value;
	} rows[] = {
		{"", 0, 0, NULL, NULL},
		{"&&", 0, 0, NULL, NULL},
		{"a=b", 1, 0, "a", "b"},
		{"a=b=c&d", 2, 0, "a", "b=c"},
		{"a+b=c+d", 1, 0, "a b", "c d"},
		{"a%3Db=%26", 1, 0, "a=b", "&"},
		{"a", 1, 0, "a", ""},
		{"=b", 1, 0, "", "b"},
		{"a=%", 0, 1, NULL, NULL},
		{"%4=a", 0, 1, NULL, NULL},
		{"a=%ff&b=%zz&%00=c&d=e", 1, 3, "d", "e"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct call c = call_new(arena, (struct moment){0});
		struct http_pairs pairs = {0};
		query_read(&c, str_of(rows[i].query), &pairs);
		if (pairs.n != rows[i].pairs || c.problems.list.n != rows[i].faults)
			fail_msg("case %zu (%s): %zu pairs, %zu faults", i, rows[i].query, pairs.n, c.problems.list.n);
		if (pairs.n && (!str_is(pairs.at[0].name, rows[i].first) || !str_is(pairs.at[0].value, rows[i].value)))
			fail_msg("case %zu (%s)", i, rows[i].query);
	}
	struct call c = call_new(arena, (struct moment){0});
	struct http_pairs pairs = {0};
	char many[4 * HTTP_PARAMETERS_MOST] = "a";
	for (int i = 0; i < HTTP_PARAMETERS_MOST; i++)
		strcat(many, "&a");
	query_read(&c, str_of(many), &pairs);
	assert_int_equal(pairs.n, HTTP_PARAMETERS_MOST);
	assert_int_equal(c.problems.list.n, 1);
}

static void test_encoding(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum http_encoding encoding;
	} rows[] = {
		{"", ENCODING_NONE},
		{"gzip", ENCODING_GZIP},
		{"x-gzip", ENCODING_GZIP},
		{"GZIP, deflate", ENCODING_GZIP},
		{"gzip, br", ENCODING_BROTLI},
		{"gzip;q=1, br;q=0.9", ENCODING_GZIP},
		{"gzip;q=0.5, br;q=0.9", ENCODING_BROTLI},
		{"br;q=0", ENCODING_NONE},
		{"br;q=0, *", ENCODING_GZIP},
		{"*", ENCODING_BROTLI},
		{"*;q=0", ENCODING_NONE},
		{"identity, gzip;q=0.5", ENCODING_NONE},
		{"gzip;q=2", ENCODING_NONE},
		{"gzip;q=0.1234", ENCODING_NONE},
		{"gzip;q=", ENCODING_NONE},
		{",,gzip ; q=0.001 ,", ENCODING_GZIP},
		{"zstd", ENCODING_NONE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (accept_encoding(str_of(rows[i].header)) != rows[i].encoding)
			fail_msg("case %zu (%s)", i, rows[i].header);
}

static void test_language(void **state)
{
	(void)state;
	static const char *const languages[] = {"en", "fr", "pt", "zh-Hans", NULL};
	static const struct {
		const char *header, *lang;
	} rows[] = {
		{"", "en"},
		{"pt", "pt"},
		{"pt-BR", "pt"},
		{"PT-br", "pt"},
		{"de, fr;q=0.5", "fr"},
		{"fr;q=0.4, pt;q=0.5", "pt"},
		{"de", "en"},
		{"de, *;q=0.1", "en"},
		{"fr;q=0, pt;q=0.1", "pt"},
		{"zh", "zh-Hans"},
		{"zh-Hans-CN", "zh-Hans"},
		{"zh-Hant", "en"},
		{"p", "en"},
		{"ptx", "en"},
		{"-", "en"},
		{"fr, pt", "fr"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct lang l = accept_language(str_of(rows[i].header), languages);
		if (!lang_is(l, rows[i].lang))
			fail_msg("case %zu (%s): %s", i, rows[i].header, l.tag);
	}
	assert_true(lang_is(accept_language(STR("fr"), NULL), "en"));
}

static void test_format(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum http_format usual;
		bool csv;
		enum http_format format;
	} rows[] = {
		{"", HTTP_JSON, true, HTTP_JSON},
		{"text/csv", HTTP_JSON, true, HTTP_CSV},
		{"text/csv", HTTP_JSON, false, HTTP_JSON},
		{"text/csv, */*", HTTP_JSON, true, HTTP_JSON},
		{"text/csv, */*;q=0.5", HTTP_JSON, true, HTTP_CSV},
		{"text/html, text/csv;q=0.9", HTTP_HTML, true, HTTP_HTML},
		{"text/csv;q=0", HTTP_HTML, true, HTTP_HTML},
		{"text/csv;charset=utf-8;q=0.3, application/json;q=0.2", HTTP_JSON, true, HTTP_CSV},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (accept_format(str_of(rows[i].header), rows[i].usual, rows[i].csv) != rows[i].format)
			fail_msg("case %zu (%s)", i, rows[i].header);
}

static void test_entity_tags(void **state)
{
	(void)state;
	assert_true(etag_matches(STR("\"a\""), STR("\"a\"")));
	assert_true(etag_matches(STR("\"b\", W/\"a\""), STR("\"a\"")));
	assert_true(etag_matches(STR("*"), STR("\"a\"")));
	assert_false(etag_matches(STR("\"ab\""), STR("\"a\"")));
	assert_false(etag_matches(STR(""), STR("\"a\"")));
	assert_false(etag_matches(STR("a"), STR("\"a\"")));
}

static void test_content_type(void **state)
{
	(void)state;
	static const struct {
		const char *header, *type;
		bool fine;
	} rows[] = {
		{"", "", true},
		{"Application/JSON", "application/json", true},
		{"application/json ; charset=\"utf-8\"", "application/json", true},
		{"application/json; charset=utf-16", "application/json", false},
		{"multipart/form-data; boundary=x", "multipart/form-data", true},
		{"json", "json", false},
		{";", "", false},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str type;
		bool fine = content_type_read(arena, str_of(rows[i].header), &type);
		if (fine != rows[i].fine || !str_is(type, rows[i].type))
			fail_msg("case %zu (%s): %d %.*s", i, rows[i].header, fine, STR_ARGS(type));
	}
}

static void test_routes(void **state)
{
	(void)state;
	struct route_table *t = route_table_new(arena, rig_lists, 1, rig_languages);
	static const struct {
		const char *method, *path, *pattern, *allow, *id;
		enum http_format format;
	} rows[] = {
		{"GET", "/", "/", "GET, HEAD", "", HTTP_OTHER},
		{"HEAD", "/pt", "/{lang}", "GET, HEAD", "", HTTP_HTML},
		{"GET", "/pt-BR", NULL, "", "", HTTP_HTML},
		{"GET", "/pt/pages/1", "/{lang}/pages/{id}", "GET, HEAD", "1", HTTP_HTML},
		{"GET", "/pt/pages/1.json", "/{lang}/pages/{id}", "GET, HEAD", "1.json", HTTP_HTML},
		{"GET", "/pt/pages/1.csv", "/{lang}/pages/{id}", "GET, HEAD", "1.csv", HTTP_HTML},
		{"GET", "/api/v1/things/slow", "/api/v1/things/slow", "GET, HEAD", "", HTTP_JSON},
		{"GET", "/api/v1/things/x", "/api/v1/things/{id}", "GET, HEAD", "x", HTTP_JSON},
		{"GET", "/api/v1/things/x.csv", "/api/v1/things/{id}", "GET, HEAD", "x", HTTP_CSV},
		{"GET", "/api/v1/things/x.json", "/api/v1/things/{id}", "GET, HEAD", "x", HTTP_JSON},
		{"GET", "/api/v1/things/.csv", "/api/v1/things/{id}", "GET, HEAD", ".csv", HTTP_JSON},
		{"GET", "/api/v1/things.csv", "/api/v1/things", "GET, HEAD", "", HTTP_CSV},
		{"POST", "/api/v1/things", "/api/v1/things", "GET, HEAD, POST", "", HTTP_JSON},
		{"PUT", "/api/v1/things", NULL, "GET, HEAD, POST", "", HTTP_HTML},
		{"GET", "/api/v1/things/x/y", NULL, "", "", HTTP_HTML},
		{"GET", "/pt/rest", NULL, "", "", HTTP_HTML},
		{"GET", "/pt/rest/a", "/{lang}/rest/{id...}", "GET, HEAD", "a", HTTP_HTML},
		{"GET", "/pt/rest/a/b/c.csv", "/{lang}/rest/{id...}", "GET, HEAD", "a/b/c.csv", HTTP_HTML},
		{"GET", "/pt/rest/1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h/i/j", "/{lang}/rest/{id...}", "GET, HEAD",
		 "1/2/3/4/5/6/7/8/9/a/b/c/d/e/f/g/h/i/j", HTTP_HTML},
		{"GET", "/pt/rest/a//b", NULL, "", "", HTTP_HTML},
		{"GET", "/xx/rest/a", NULL, "", "", HTTP_HTML},
		{"GET", "/style-abc.css", "/style-abc.css", "GET, HEAD", "", HTTP_OTHER},
		{"GET", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", NULL, "", "", HTTP_HTML},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct route_match m;
		route_find(arena, t, str_of(rows[i].method), str_of(rows[i].path), &m);
		struct str id = STR("");
		for (size_t p = 0; p < m.parts_n; p++)
			if (str_is(m.parts[p].name, "id"))
				id = m.parts[p].value;
		bool same = rows[i].pattern ? m.route && strcmp(m.route->pattern, rows[i].pattern) == 0 : !m.route;
		if (!same || !str_is(m.allow, rows[i].allow) || !str_is(id, rows[i].id) || m.format != rows[i].format)
			fail_msg("case %zu (%s %s): %s allow %.*s id %.*s format %d", i, rows[i].method, rows[i].path,
				 m.route ? m.route->pattern : "none", STR_ARGS(m.allow), STR_ARGS(id), m.format);
	}
	char long_path[TEXT_MOST + 40] = "/api/v1/things/";
	memset(long_path + 15, 'x', TEXT_MOST + 1);
	struct route_match m;
	route_find(arena, t, STR("GET"), str_of(long_path), &m);
	assert_null(m.route);
}

static void test_cursors(void **state)
{
	(void)state;
	static const char *const keys[] = {"", "C189", "2026-11-24 BRA C189", "ção"};
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct str text = cursor_write(arena, STR("/list"), str_of(keys[i])), key;
		assert_true(cursor_read(arena, STR("/list"), text, &key));
		assert_true(str_is(key, keys[i]));
		assert_false(cursor_read(arena, STR("/lis"), text, &key));
		for (size_t at = 0; at < text.n; at++) {
			char *changed = str_chars(arena, text);
			changed[at] = changed[at] == 'A' ? 'B' : 'A';
			struct str other;
			/* a change in unused bits of the last letter is refused or means the same */
			if (cursor_read(arena, STR("/list"), str_of(changed), &other))
				assert_true(str_equal(other, str_of(keys[i])));
		}
		assert_false(cursor_read(arena, STR("/list"), str_slice(text, 0, text.n - 2), &key));
	}
	struct str key;
	assert_false(cursor_read(arena, STR("/list"), STR(""), &key));
	assert_false(cursor_read(arena, STR("/list"), STR("!!"), &key));
}

static struct http_request json_request(struct call *c, struct str body)
{
	return (struct http_request){.call = c, .body = body};
}

static enum status json_of(struct str body, struct call *c, json_t **out)
{
	*c = call_new(arena, (struct moment){0});
	struct http_request r = json_request(c, body);
	return http_json(&r, out);
}

static void test_json(void **state)
{
	(void)state;
	static const struct {
		const char *body;
		size_t n;
		const char *detail; /* NULL: taken */
	} rows[] = {
#define ROW(text, detail) {text, sizeof text - 1, detail}
		ROW("{}", NULL),
		ROW("\xef\xbb\xbf[1]", NULL),
		ROW(" 1 ", NULL),
		ROW("", "The body is empty"),
		ROW("\xef\xbb\xbf", "The body is empty"),
		ROW("{\"a\":1,\n\"b\":}", "Line 2, column 5"),
		ROW("{\"a\":1,\"a\":1}", "a name stands twice"),
		ROW("[1", "the text ends too early"),
		ROW("[1] 2", "something follows"),
		ROW("123456789012345678901234567890", "too large"),
		ROW("[1e999]", "too large"),
		ROW("123\0", "zero byte"),
		ROW("[\"\\u0000\"]", "character zero"),
		ROW("[\"\xff\"]", "Line 1, column 3: the text is not valid UTF-8"),
		ROW("[\"\\ud800\"]", "not JSON"),
		ROW("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]", NULL),
		ROW("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
		    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
		    NULL),
		ROW("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
		    "Line 1, column 65: more than 64 levels"),
#undef ROW
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct call c;
		json_t *json;
		enum status status = json_of((struct str){rows[i].body, rows[i].n}, &c, &json);
		if (rows[i].detail ? status != INVALID ||
					     !strstr(str_chars(arena, c.problems.list.at[0].detail), rows[i].detail)
				   : status != OK)
			fail_msg("case %zu (%s): %s %s", i, rows[i].body, status_name(status),
				 c.problems.list.n ? str_chars(arena, c.problems.list.at[0].detail) : "");
	}
}

static struct str file_read(const char *path)
{
	static char bytes[1 << 20];
	FILE *f = fopen(path, "rb");
	assert_non_null(f);
	size_t n = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	return (struct str){bytes, n};
}

/* JSONTestSuite: y_ is taken, n_ refused, i_ as pinned here. Four y_ are refused on purpose. */
static void test_json_suite(void **state)
{
	(void)state;
	static const char *const taken[] = {"i_number_double_huge_neg_exp.json", "i_number_real_underflow.json",
					    "i_structure_UTF-8_BOM_empty_object.json"};
	static const char *const refused[] = {"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
					      "y_object_escaped_null_in_key.json", "y_string_null_escape.json"};
	char folder[512];
	const char *root = getenv("SULEAR_ROOT");
	snprintf(folder, sizeof folder, "%s/../shared/suites/json/test_parsing", root ? root : ".");
	DIR *d = opendir(folder);
	if (!d) {
		print_message("skipped: ../shared/suites/json is absent\n");
		skip();
	}
	int files = 0;
	for (struct dirent *e; (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		if (n < 6 || strcmp(e->d_name + n - 5, ".json") != 0)
			continue;
		bool wanted = e->d_name[0] == 'y';
		for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
			wanted = wanted || strcmp(e->d_name, taken[i]) == 0;
		for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
			wanted = wanted && strcmp(e->d_name, refused[i]) != 0;
		char path[1024];
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		struct call c;
		json_t *json;
		if ((json_of(file_read(path), &c, &json) == OK) != wanted)
			fail_msg("%s was %s", e->d_name, wanted ? "refused" : "taken");
		files++;
	}
	closedir(d);
	assert_true(files > 300);
}

/* Packed and unpacked again it is the same, the second time with the kept encoder as the first. */
static void test_packing(void **state)
{
	(void)state;
	size_t n = 50000;
	char *text = arena_alloc(arena, n), *back = arena_alloc(arena, n + 1);
	for (size_t i = 0; i < n; i++)
		text[i] = "abcdefgh<>/ "[(i * i / 7 + i % 13) % 12];
	struct str first[3] = {{0}};
	for (int round = 0; round < 3; round++)
		for (enum http_encoding e = ENCODING_GZIP; e <= ENCODING_BROTLI; e++) {
			struct str packed;
			assert_true(compress_body(arena, e, (struct str){text, n}, &packed));
			assert_true(packed.n < n / 2);
			if (round == 0)
				first[e] = packed;
			assert_true(str_equal(first[e], packed));
			size_t back_n = n;
			if (e == ENCODING_BROTLI) {
				assert_int_equal(BrotliDecoderDecompress(packed.n, (const uint8_t *)packed.at, &back_n,
									 (uint8_t *)back),
						 BROTLI_DECODER_RESULT_SUCCESS);
			} else {
				z_stream z = {.next_in = (unsigned char *)(uintptr_t)packed.at,
					      .avail_in = (unsigned)packed.n,
					      .next_out = (unsigned char *)back,
					      .avail_out = (unsigned)n};
				assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
				assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
				back_n = z.total_out;
				inflateEnd(&z);
			}
			assert_int_equal(back_n, n);
			assert_memory_equal(back, text, n);
		}
	struct str packed;
	assert_false(compress_body(arena, ENCODING_GZIP, STR("short"), &packed));
	randombytes_buf(text, n);
	assert_false(compress_body(arena, ENCODING_GZIP, (struct str){text, n}, &packed));
	compress_forget();
}

static _Atomic int forgotten;

static void forget(struct http_kept *kept)
{
	free(kept->answer);
	atomic_fetch_add(&forgotten, 1);
}

static void see(const struct http_kept *kept, void *context)
{
	*(int *)context = *(int *)kept->answer;
}

static struct http_kept kept_of(int value, size_t bytes)
{
	struct http_kept kept = {.answer = malloc(sizeof value), .bytes = bytes};
	memcpy(kept.answer, &value, sizeof value);
	return kept;
}

static void test_cache_alone(void **state)
{
	(void)state;
	struct cache *c = cache_new(1 << 20, forget);
	struct cache_stamp now = {1, 1}, later = {2, 1};
	atomic_store(&forgotten, 0);
	int kept_n = 0, seen;
	for (int i = 0; i < 1000; i++) {
		struct http_kept kept = kept_of(i, 3000);
		assert_true(cache_keep(c, str_format(arena, "key %d", i), now, &kept));
		assert_true(cache_bytes(c) <= 1 << 20);
	}
	for (int i = 0; i < 1000; i++)
		if (cache_use(c, str_format(arena, "key %d", i), now, see, &seen)) {
			assert_int_equal(seen, i);
			kept_n++;
		}
	assert_int_equal(kept_n + atomic_load(&forgotten), 1000);
	assert_true(kept_n > 100);
	assert_false(cache_use(c, STR("key 999"), later, see, &seen));
	struct http_kept again = kept_of(7, 10), large = kept_of(8, 1 << 19);
	assert_true(cache_keep(c, STR("key 999"), later, &again));
	assert_true(cache_use(c, STR("key 999"), later, see, &seen));
	assert_int_equal(seen, 7);
	assert_false(cache_keep(c, STR("large"), later, &large));
	free(large.answer);
	cache_free(&c);
	assert_int_equal(atomic_load(&forgotten), 1001);
	assert_null(c);
}

static void test_cache_key(void **state)
{
	(void)state;
	char a[CACHE_KEY_ROOM], b[CACHE_KEY_ROOM];
	struct lang en = {"en"}, pt = {"pt"};
	struct str one = cache_key(a, STR("/x?b=2&a=1"), en, HTTP_JSON, HTTP_HTML, ENCODING_GZIP);
	assert_true(str_equal(one, cache_key(b, STR("/x?a=1&b=2"), en, HTTP_JSON, HTTP_HTML, ENCODING_GZIP)));
	assert_false(str_equal(one, cache_key(b, STR("/x?a=1&b=2"), pt, HTTP_JSON, HTTP_HTML, ENCODING_GZIP)));
	assert_false(str_equal(one, cache_key(b, STR("/x?a=1&b=2"), en, HTTP_CSV, HTTP_HTML, ENCODING_GZIP)));
	assert_false(str_equal(one, cache_key(b, STR("/x?a=1&b=2"), en, HTTP_JSON, HTTP_HTML, ENCODING_NONE)));
	assert_false(str_equal(one, cache_key(b, STR("/x?a=1&b=3"), en, HTTP_JSON, HTTP_HTML, ENCODING_GZIP)));
	char many[1024] = "/x?a";
	for (int i = 0; i < HTTP_PARAMETERS_MOST; i++)
		strcat(many, "&a");
	assert_int_equal(cache_key(b, str_of(many), en, HTTP_JSON, HTTP_HTML, ENCODING_NONE).n, 0);
}

struct hammer {
	struct cache *cache;
	_Atomic int64_t *version;
	int wrong;
};

/* Every answer seen under a stamp was kept under it. */
static void *hammer(void *context)
{
	struct hammer *h = context;
	for (int i = 0; i < 20000; i++) {
		struct cache_stamp stamp = {atomic_load(h->version), 0};
		char text[32];
		struct str key = {text, (size_t)snprintf(text, sizeof text, "key %d", i * 7 % 400)};
		int seen = (int)stamp.version;
		if (!cache_use(h->cache, key, stamp, see, &seen)) {
			struct http_kept kept = kept_of((int)stamp.version, 2000);
			if (!cache_keep(h->cache, key, stamp, &kept))
				free(kept.answer);
		}
		h->wrong += seen != stamp.version;
		if (i % 1000 == 0)
			atomic_fetch_add(h->version, 1);
	}
	return NULL;
}

static void test_cache_threads(void **state)
{
	(void)state;
	_Atomic int64_t version = 1;
	struct hammer hammers[4];
	pthread_t threads[4];
	struct cache *c = cache_new(256 << 10, forget);
	for (int i = 0; i < 4; i++) {
		hammers[i] = (struct hammer){c, &version, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, hammer, &hammers[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(hammers[i].wrong, 0);
	}
	cache_free(&c);
}

/* A connection past its deadline is cut although its peer goes on. */
static void test_deadline(void **state)
{
	(void)state;
	int pair[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	struct closing *c = closing_new();
	struct watched *w = closing_watch(c, pair[0]), *other = closing_watch(c, pair[1]);
	closing_deadline(w, 0);
	struct pollfd p = {.fd = pair[1], .events = POLLIN};
	assert_int_equal(poll(&p, 1, 4000), 1);
	char byte;
	assert_int_equal(recv(pair[1], &byte, 1, 0), 0);
	closing_forget(c, w);
	closing_forget(c, other);
	closing_free(&c);
	close(pair[0]);
	close(pair[1]);
}

static void test_openapi(void **state)
{
	(void)state;
	json_t *paths = http_openapi_paths(rig_lists, 1);
	assert_int_equal(json_object_size(paths), 6);
	json_t *thing = json_object_get(json_object_get(paths, "/api/v1/things/{id}"), "get");
	json_t *parameters = json_object_get(thing, "parameters");
	assert_int_equal(json_array_size(parameters), 6);
	assert_string_equal(json_string_value(json_object_get(json_array_get(parameters, 0), "in")), "path");
	assert_string_equal(json_string_value(json_object_get(json_array_get(parameters, 0), "name")), "id");
	const char *format = NULL;
	assert_int_equal(json_unpack(json_array_get(parameters, 1), "{s:{s:s}}", "schema", "format", &format), 0);
	assert_string_equal(format, "date");
	json_t *things = json_object_get(paths, "/api/v1/things");
	assert_non_null(json_object_get(things, "get"));
	const char *reference = NULL;
	assert_int_equal(json_unpack(things, "{s:{s:{s:{s:{s:{s:s}}}}}}", "post", "requestBody", "content",
				     "application/json", "schema", "$ref", &reference),
			 0);
	assert_string_equal(reference, "#/components/schemas/Thing");
	assert_non_null(json_object_get(json_object_get(json_object_get(paths, "/api/v1/office"), "post"), "security"));
	json_decref(paths);
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return sodium_init() < 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_target),        cmocka_unit_test(test_query),
		cmocka_unit_test(test_encoding),      cmocka_unit_test(test_language),
		cmocka_unit_test(test_format),        cmocka_unit_test(test_entity_tags),
		cmocka_unit_test(test_content_type),  cmocka_unit_test(test_routes),
		cmocka_unit_test(test_cursors),       cmocka_unit_test(test_json),
		cmocka_unit_test(test_json_suite),    cmocka_unit_test(test_packing),
		cmocka_unit_test(test_cache_alone),   cmocka_unit_test(test_cache_key),
		cmocka_unit_test(test_cache_threads), cmocka_unit_test(test_deadline),
		cmocka_unit_test(test_openapi),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
