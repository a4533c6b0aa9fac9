/* SPDX-License-Identifier: Apache-2.0 */
/* The session cookie, and what a form of ours brings along.
 *
 * SameSite=Lax keeps the cookie off other sites' forms in browsers that know it. The form token keeps them out everywhere:
 * it is a hash keyed with the session's token, which only a page of ours, seen in that session, holds. Neither can be
 * planted from a neighbouring name, as __Host- cookies have no Domain and come from https alone (RFC 6265bis 4.1.3.2). */
#include "http/http_private.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 32, TOKEN_TEXT = 43 };

static bool is_https(const struct http_request *r)
{
	const struct http_request_hidden *h = r->hidden;
	return h->options && h->options->url && str_begins(str_of(h->options->url), "https://");
}

static const char *cookie_name(const struct http_request *r)
{
	return is_https(r) ? "__Host-sulear" : "sulear";
}

static struct str base64(struct arena *a, const unsigned char bytes[static TOKEN_BYTES])
{
	char text[TOKEN_TEXT + 1];
	sodium_bin2base64(text, sizeof text, bytes, TOKEN_BYTES, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_copy(a, str_of(text));
}

struct str http_session_token(struct arena *a)
{
	unsigned char bytes[TOKEN_BYTES];
	randombytes_buf(bytes, sizeof bytes);
	return base64(a, bytes);
}

static bool is_token(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.at[i], letter = (char)(c | 0x20);
		if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return s.n == TOKEN_TEXT;
}

struct str http_session(const struct http_request *r)
{
	struct str rest = http_header(r, "Cookie"), value, name;
	const char *wanted = cookie_name(r);
	while (rest.at && str_next(&rest, ';', &value)) {
		value = str_trim(value);
		str_next(&value, '=', &name);
		if (value.at && str_is(name, wanted))
			return is_token(value) ? value : STR("");
	}
	return STR("");
}

static void set_cookie(struct http_request *r, struct http_response *response, struct str token, const char *more)
{
	http_response_header(response, "Set-Cookie",
			     str_format(r->call->arena, "%s=%.*s; Path=/; HttpOnly; SameSite=Lax%s%s", cookie_name(r),
					STR_ARGS(token), is_https(r) ? "; Secure" : "", more));
}

void http_session_set(struct http_request *r, struct http_response *response, struct str token)
{
	must(is_token(token));
	set_cookie(r, response, token, "");
	r->call->form_token = session_form_token(r->call->arena, token);
}

void http_session_end(struct http_request *r, struct http_response *response)
{
	set_cookie(r, response, STR(""), "; Max-Age=0");
	r->call->form_token = STR("");
}

struct str session_form_token(struct arena *a, struct str token)
{
	static const char purpose[] = "sulear form token, version one";
	unsigned char hash[TOKEN_BYTES];
	must(token.n == TOKEN_TEXT);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)purpose, sizeof purpose - 1,
			   (const unsigned char *)token.at, token.n);
	return base64(a, hash);
}

/* Scheme and authority of an address, without the port that its scheme has anyway. */
static struct str origin_of(struct str address)
{
	bool https = str_begins(address, "https://");
	size_t begin = https ? 8 : 7, end = begin;
	while (end < address.n && address.at[end] != '/')
		end++;
	struct str origin = str_slice(address, 0, end);
	const char *usual = https ? ":443" : ":80";
	if (str_ends(origin, usual))
		origin.n -= strlen(usual);
	return origin;
}

struct str http_own_address(const struct http_request *r)
{
	const struct http_request_hidden *h = r->hidden;
	struct str host = http_header(r, "Host");
	return h->options->url ? str_of(h->options->url) : str_format(r->call->arena, "http://%.*s", STR_ARGS(host));
}

bool session_same_origin(const struct http_request *r)
{
	struct arena *a = r->call->arena;
	struct str site = http_header(r, "Sec-Fetch-Site"), origin = http_header(r, "Origin");
	if (site.n && !str_is(site, "same-origin") && !str_is(site, "none"))
		return false;
	if (origin.n == 0)
		return true;
	return str_is_nocase(origin_of(http_own_address(r)), str_chars(a, origin_of(origin)));
}
