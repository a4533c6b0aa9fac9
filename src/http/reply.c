/* SPDX-License-Identifier: Apache-2.0 */
#include "http/compress.h"

#include "base/log.h"
#include "base/tr.h"
#include "store/store.h"

#include <sodium.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

enum { TAG_BYTES = 12, TAG_ROOM = 32 };

struct http_response response_new(struct http_request *r)
{
	struct arena *a = r->call->arena;
	return (struct http_response){.status = 200,
				      .type = STR(""),
				      .body = out_new(a, HTTP_RESPONSE_MOST, r->call),
				      .location = STR(""),
				      .download = STR(""),
				      .hidden = arena_one(a, struct http_response_hidden)};
}

bool is_api_path(struct str path)
{
	return str_begins(path, "/api/") || str_is(path, "/api");
}

bool is_anonymous(const struct http_request *r)
{
	return http_header(r, "Authorization").n == 0 && http_header(r, "Cookie").n == 0;
}

static bool is_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return false;
	return true;
}

void http_response_header(struct http_response *r, const char *name, struct str value)
{
	struct http_response_hidden *h = (struct http_response_hidden *)r->hidden;
	must(is_clean(str_of(name)) && is_clean(value));
	*list_add(r->body.arena, &h->headers) = (struct http_pair){str_of(name), str_copy(r->body.arena, value)};
}

void http_redirect(struct http_response *r, int status, struct str location)
{
	must(status == 301 || status == 303 || status == 308);
	must(is_clean(location) && str_begins(location, "/") && !str_begins(location, "//"));
	r->status = status;
	r->location = location;
}

void http_redirect_outside(struct http_response *r, struct str address)
{
	must(is_clean(address) && (str_begins(address, "https://") || str_begins(address, "http://")));
	r->status = 303;
	r->location = address;
}

static bool has_header(const struct http_pairs *headers, const char *name)
{
	for (size_t i = 0; i < headers->n; i++)
		if (str_is_nocase(headers->at[i].name, name))
			return true;
	return false;
}

/* Adds a header unless the handler said something else. */
static void add(struct arena *a, struct http_pairs *headers, const char *name, struct str value)
{
	if (!has_header(headers, name))
		*list_add(a, headers) = (struct http_pair){str_of(name), value};
}

/* What the browser may do with the answer: the page itself, its style sheet and its pictures, from here, and nothing else.
 * What is not named falls back to default-src 'none' (CSP 3, 6.8), so no script and no font runs. */
static void add_security(struct http_request *r, struct http_pairs *headers)
{
	struct arena *a = r->call->arena;
	const struct http_request_hidden *h = r->hidden;
	bool api = is_api_path(r->path), open = api && !str_is(r->method, "POST");
	if (api)
		add(a, headers, "Content-Security-Policy", STR("default-src 'none'; frame-ancestors 'none'"));
	else
		add(a, headers, "Content-Security-Policy",
		    STR("default-src 'none'; style-src 'self'; img-src 'self'; media-src 'self'; form-action 'self'; "
			"base-uri 'none'; frame-ancestors 'none'"));
	add(a, headers, "X-Content-Type-Options", STR("nosniff"));
	add(a, headers, "Referrer-Policy", STR("same-origin"));
	add(a, headers, "Cross-Origin-Opener-Policy", STR("same-origin"));
	add(a, headers, "Cross-Origin-Resource-Policy", open ? STR("cross-origin") : STR("same-origin"));
	add(a, headers, "Permissions-Policy", STR("camera=(), geolocation=(), microphone=()"));
	if (open)
		add(a, headers, "Access-Control-Allow-Origin", STR("*"));
	if (h->options->url && str_begins(str_of(h->options->url), "https://"))
		add(a, headers, "Strict-Transport-Security", STR("max-age=31536000"));
}

static struct str usual_type(enum http_format format)
{
	switch (format) {
	case HTTP_HTML: return STR("text/html; charset=utf-8");
	case HTTP_JSON: return STR("application/json");
	case HTTP_CSV: return STR("text/csv; charset=utf-8; header=present");
	case HTTP_ATOM: return STR("application/atom+xml");
	case HTTP_ICALENDAR: return STR("text/calendar; charset=utf-8");
	default: return STR("application/octet-stream");
	}
}

static bool type_packs(struct str type)
{
	struct str rest = type, bare;
	str_next(&rest, ';', &bare);
	bare = str_trim(bare);
	return str_begins(bare, "text/") || str_is(bare, "application/json") || str_is(bare, "application/xml") ||
	       str_is(bare, "application/javascript") || str_ends(bare, "+json") || str_ends(bare, "+xml");
}

static void add_caching(struct http_request *r, const struct http_response *response, bool packs,
			struct http_pairs *headers)
{
	struct arena *a = r->call->arena;
	unsigned flags = r->route ? r->route->flags : 0;
	bool csv = flags & HTTP_HAS_CSV, page = flags & HTTP_PAGE, fixed = flags & HTTP_FOREVER;
	struct str languages = page || fixed ? STR("") : STR("Accept-Language, ");
	struct str vary =
		str_format(a, "%s%.*s%s", csv ? "Accept, " : "", STR_ARGS(languages), packs ? "Accept-Encoding" : "");
	if (str_ends(vary, ", "))
		vary.n -= 2;
	if (vary.n)
		add(a, headers, "Vary", vary);
	if (response->status >= 400 || str_is(r->method, "POST"))
		add(a, headers, "Cache-Control", STR("no-store"));
	else if (fixed)
		add(a, headers, "Cache-Control", STR("public, max-age=31536000, immutable"));
	else if (page && r->call->form_token.n)
		add(a, headers, "Cache-Control", STR("no-store"));
	else
		add(a, headers, "Cache-Control", is_anonymous(r) ? STR("no-cache") : STR("private, no-cache"));
}

/* A strong entity tag: a hash of type and body, and the encoding, since other bytes are another representation (RFC 9110
 * 8.8.3.3). A quick hash: nobody gains by two answers of one tag. */
static struct str entity_tag(struct arena *a, struct str type, struct str body, enum http_encoding encoding)
{
	static const char *const ends[] = {"", "-g", "-b"};
	char text[TAG_ROOM];
	XXH128_canonical_t hash;
	XXH128_canonicalFromHash(&hash, XXH3_128bits_withSeed(body.at, body.n, XXH3_64bits(type.at, type.n)));
	sodium_bin2base64(text, sizeof text, hash.digest, TAG_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_format(a, "\"%s%s\"", text, ends[encoding]);
}

static void add_download(struct arena *a, struct str name, struct http_pairs *headers)
{
	struct out plain = out_new(a, 512, NULL), whole = out_new(a, 1024, NULL);
	for (size_t i = 0; i < name.n; i++) {
		unsigned char c = (unsigned char)name.at[i];
		out_literal(&plain, c < 0x20 || c > 0x7e || c == '"' || c == '\\' ? "_" : &name.at[i], 1);
	}
	/* RFC 6266 and 8187: the plain name for old readers, the whole one for others */
	percent_encode(&whole, name, "");
	add(a, headers, "Content-Disposition",
	    str_format(a, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s", STR_ARGS(out_str(&plain)),
		       STR_ARGS(out_str(&whole))));
}

void reply_not_modified(struct arena *a, const struct http_pairs *headers, struct http_reply *out)
{
	*out = (struct http_reply){.status = 304, .body = STR(""), .etag = STR("")};
	for (size_t i = 0; i < headers->n; i++)
		if (!str_begins(headers->at[i].name, "Content-Type") && !str_begins(headers->at[i].name, "Content-Enc"))
			*list_add(a, &out->headers) = headers->at[i];
}

/* Packs the body if the reader and the type allow it. */
static void pack(struct http_request *r, enum http_encoding encoding, struct http_reply *out)
{
	static const char *const names[] = {"", "gzip", "br"};
	struct str packed;
	if (compress_body(r->call->arena, encoding, out->body, &packed)) {
		out->body = packed;
		add(r->call->arena, &out->headers, "Content-Encoding", str_of(names[encoding]));
	}
}

static bool is_reading(const struct http_request *r)
{
	return str_is(r->method, "GET") || str_is(r->method, "HEAD");
}

void reply_make(struct http_request *r, struct http_response *response, struct http_reply *out)
{
	struct arena *a = r->call->arena;
	const struct http_response_hidden *own = response->hidden;
	*out = (struct http_reply){
		.status = response->status, .headers = own->headers, .body = out_str(&response->body), .etag = STR("")};
	struct str type = response->type.n ? response->type : usual_type(r->format);
	bool packs = type_packs(type) && out->body.n >= COMPRESS_LEAST;
	if (out->body.n)
		add(a, &out->headers, "Content-Type", type);
	if (response->location.n)
		add(a, &out->headers, "Location", response->location);
	if (response->download.n)
		add_download(a, response->download, &out->headers);
	add_caching(r, response, packs, &out->headers);
	add_security(r, &out->headers);
	enum http_encoding encoding = packs ? accept_encoding(http_header(r, "Accept-Encoding")) : ENCODING_NONE;
	if (is_reading(r) && response->status == 200) {
		out->etag = entity_tag(a, type, out->body, encoding);
		add(a, &out->headers, "ETag", out->etag);
		out->cacheable =
			r->route && (r->route->flags & HTTP_CACHED) && is_anonymous(r) && r->call->form_token.n == 0;
	}
	if (out->etag.n && !out->cacheable && etag_matches(http_header(r, "If-None-Match"), out->etag)) {
		struct http_pairs headers = out->headers;
		reply_not_modified(a, &headers, out);
		return;
	}
	pack(r, encoding, out);
}

/* A handler that failed without a word still owes the reader one. */
static void say_something(struct call *c, enum status status, const struct database *database)
{
	struct problems *p = &c->problems;
	if (status == BUG) {
		p->list.n = 0;
		problem_say(c, PROBLEM_INTERNAL, PLACE_NOWHERE, STR(""),
			    N_("The fault is ours and was noted as {id}. Trying again may help."), "id", c->request_id);
		return;
	}
	if (p->list.n)
		return;
	switch (status) {
	case NOT_FOUND:
		problem_say(c, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), N_("Nothing is kept at this address."),
			    NULL, STR(""));
		break;
	case FORBIDDEN:
		problem_say(c, c->person.id ? PROBLEM_NOT_ALLOWED : PROBLEM_SIGN_IN_FIRST, PLACE_NOWHERE, STR(""),
			    c->person.id ? N_("Your account may not do this.")
					 : N_("Only people who signed in may do this."),
			    NULL, STR(""));
		break;
	case CONFLICT:
		problem_say(c, PROBLEM_CONFLICTING, PLACE_NOWHERE, STR(""), N_("Read it again, then decide."), NULL,
			    STR(""));
		break;
	case UNAVAILABLE:
		problem_say(c, database ? store_problem(database) : PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, STR(""),
			    N_("Try again in a moment."), NULL, STR(""));
		break;
	default:
		problem_say(c, PROBLEM_BAD_REQUEST, PLACE_NOWHERE, STR(""),
			    N_("Something in it is not as it should be."), NULL, STR(""));
	}
}

void reply_problems(struct http_request *r, struct http_response *response, enum status status)
{
	struct call *c = r->call;
	const struct http_request_hidden *h = r->hidden;
	say_something(c, status, h->options->database);
	struct http_response fresh = response_new(r);
	fresh.status = problem_http_status(c->problems.list.at[0].code);
	if (is_api_path(r->path) || (r->route && r->route->flags & HTTP_API)) {
		fresh.type = STR("application/problem+json");
		out_raw(&fresh.body, problem_document(c, h->options->url, &fresh.status));
		if (fresh.status == 401)
			http_response_header(&fresh, "WWW-Authenticate", STR("Bearer"));
	} else if (h->options->problem_page) {
		int wanted = fresh.status;
		r->format = HTTP_HTML;
		h->options->problem_page(r, &fresh, wanted);
		if (fresh.location.n == 0)
			fresh.status = wanted;
	}
	if (fresh.location.n == 0 && (fresh.body.n == 0 || fresh.body.over)) {
		fresh.type = STR("text/plain; charset=utf-8");
		fresh.body = out_new(c->arena, HTTP_RESPONSE_MOST, c);
		out_raw(&fresh.body, tr(c, problem_title(c->problems.list.at[0].code)));
		out_literal(&fresh.body, "\n", 1);
	}
	*response = fresh;
}
