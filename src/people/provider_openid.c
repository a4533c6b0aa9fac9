/* SPDX-License-Identifier: Apache-2.0 */
/* OpenID issuers: their description and keys, kept as long as they say, and the id_token. Descriptions are kept for all threads
 * in one table; the lock is held for copying alone, never while somebody waits for a provider. */
#include "people/provider_private.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEPT = 32,          /* documents */
	FRESH = 300,        /* seconds, where Cache-Control says nothing */
	NEWER_AFTER = 60,   /* seconds before an unknown key makes the list be asked for again */
	ADDRESS_MOST = 1000 /* bytes of an endpoint */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct {
	char *url, *text;
	size_t n;
	int64_t until, asked; /* seconds since 1970 */
} kept[KEPT];

static int64_t now_of(const struct provider_flow *flow)
{
	return flow->c->now.us / 1000000;
}

/* A kept document that may still be used; NULL where there is none. If `newer`, only one that was asked for just now. */
static json_t *look_up(const struct provider_flow *flow, struct str url, bool newer)
{
	struct str text = STR("");
	int64_t now = now_of(flow);
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].url && str_is(url, kept[i].url) &&
		    (newer ? now < kept[i].asked + NEWER_AFTER : now < kept[i].until))
			text = str_copy(flow->c->arena, (struct str){kept[i].text, kept[i].n});
	pthread_mutex_unlock(&lock);
	return id_json(flow->c->arena, text);
}

static void keep(const struct provider_flow *flow, struct str url, struct str text, int64_t fresh)
{
	int64_t now = now_of(flow);
	size_t at = 0;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < KEPT; i++) {
		if (kept[i].url && str_is(url, kept[i].url)) {
			at = i;
			break;
		}
		if (kept[i].asked < kept[at].asked)
			at = i;
	}
	free(kept[at].url);
	free(kept[at].text);
	kept[at].url = strndup(url.at, url.n);
	kept[at].text = malloc(text.n + 1);
	must(kept[at].url && kept[at].text);
	memcpy(kept[at].text, text.at, text.n);
	kept[at].n = text.n;
	kept[at].until = now + (fresh ? fresh : FRESH);
	kept[at].asked = now;
	pthread_mutex_unlock(&lock);
}

/* A document of the issuer, kept or asked for. */
static enum provider_fault document(const struct provider_flow *flow, struct str url, bool newer, json_t **out)
{
	struct arena *a = flow->c->arena;
	struct http_client_request request = {.url = url, .named_by = flow->provider->issuer};
	struct http_client_answer answer;
	enum http_client_fault fault;
	*out = look_up(flow, url, newer);
	if (*out)
		return PROVIDER_FINE;
	if (http_client_ask(a, &request, &answer, &fault) != OK)
		return fault == HTTP_CLIENT_SLOW                                 ? PROVIDER_SLOW
		       : fault == HTTP_CLIENT_DOWN || fault == HTTP_CLIENT_RESTS ? PROVIDER_DOWN
										 : PROVIDER_LIED;
	*out = id_json(a, answer.body);
	if (answer.status != 200 || !*out)
		return provider_lied(flow, "its description or its list of keys cannot be read (status %d)",
				     answer.status);
	keep(flow, url, answer.body, answer.fresh);
	return PROVIDER_FINE;
}

struct description {
	const json_t *all;
	struct str authorize, token, keys, userinfo, revoke;
	bool is_basic;     /* the client proves itself by HTTP Basic */
	bool tells_issuer; /* every answer brings iss (RFC 9207) */
};

/* An endpoint; empty where it is none that may be asked. */
static struct str endpoint(const struct provider_flow *flow, const json_t *all, const char *name)
{
	struct str url = id_text(flow->c->arena, all, name, ADDRESS_MOST);
	return url.n && http_client_may_ask(flow->c->arena, url, flow->provider->issuer) ? url : STR("");
}

static bool lists(const json_t *all, const char *name, const char *wanted)
{
	const json_t *one;
	size_t i;
	json_array_foreach(json_object_get(all, name), i, one)
	{
		if (json_is_string(one) && strcmp(json_string_value(one), wanted) == 0)
			return true;
	}
	return false;
}

static enum provider_fault describe(const struct provider_flow *flow, struct description *out)
{
	static const char methods[] = "token_endpoint_auth_methods_supported";
	struct arena *a = flow->c->arena;
	struct str issuer = flow->provider->issuer, base = issuer;
	json_t *all;
	if (str_ends(base, "/"))
		base.n--;
	enum provider_fault fault =
		document(flow, str_format(a, "%.*s/.well-known/openid-configuration", STR_ARGS(base)), false, &all);
	if (fault != PROVIDER_FINE)
		return fault;
	*out = (struct description){
		.all = all,
		.authorize = endpoint(flow, all, "authorization_endpoint"),
		.token = endpoint(flow, all, "token_endpoint"),
		.keys = endpoint(flow, all, "jwks_uri"),
		.userinfo = endpoint(flow, all, "userinfo_endpoint"),
		.revoke = endpoint(flow, all, "revocation_endpoint"),
		.is_basic = !json_object_get(all, methods) || lists(all, methods, "client_secret_basic"),
		.tells_issuer = json_is_true(json_object_get(all, "authorization_response_iss_parameter_supported"))};
	if (!str_equal(id_text(a, all, "issuer", ADDRESS_MOST), issuer))
		return provider_lied(flow, "its description is of another issuer");
	if (!out->authorize.n || !out->token.n || !out->keys.n)
		return provider_lied(flow, "its description lacks an address, or names one that is not asked");
	return PROVIDER_FINE;
}

enum provider_fault openid_address(const struct provider_flow *flow, struct str *address)
{
	struct description d;
	enum provider_fault fault = describe(flow, &d);
	if (fault != PROVIDER_FINE)
		return fault;
	struct str nonce = http_client_pair(flow->c->arena, STR(""), "nonce", provider_nonce(flow));
	*address = provider_authorize(flow, d.authorize,
				      flow->provider->is_google ? "openid email profile" : "openid profile", nonce);
	return PROVIDER_FINE;
}

/* Checks the id_token; a key that is not known makes the list be asked for once more. */
static enum provider_fault check(const struct provider_flow *flow, const struct description *d,
				 const struct provider_tokens *tokens, struct id_claims *claims)
{
	const struct id_expected expected = {.issuer = flow->provider->issuer,
					     .may_lack_https = flow->provider->is_google,
					     .client = flow->provider->client,
					     .nonce = provider_nonce(flow),
					     .access_token = tokens->access,
					     .now = now_of(flow)};
	const char *why = "";
	enum id_verdict verdict = ID_UNKNOWN_KEY;
	for (int newer = 0; newer < 2 && verdict == ID_UNKNOWN_KEY; newer++) {
		json_t *keys;
		enum provider_fault fault = document(flow, d->keys, newer, &keys);
		if (fault != PROVIDER_FINE)
			return fault;
		verdict = id_token_check(flow->c->arena, tokens->id, keys, &expected, claims, &why);
	}
	return verdict == ID_GOOD ? PROVIDER_FINE : provider_lied(flow, "its id_token: %s", why);
}

/* Name and address of an issuer that keeps them out of its id_token; without them it goes on as well. */
static void ask_userinfo(const struct provider_flow *flow, const struct description *d,
			 const struct provider_tokens *tokens, struct id_claims *claims)
{
	const struct http_client_request request = {
		.url = d->userinfo, .named_by = flow->provider->issuer, .bearer = tokens->access, .is_extra = true};
	struct id_claims more = {.subject = claims->subject};
	json_t *answer = NULL;
	int status = 0;
	if (claims->name.n || !d->userinfo.n || provider_ask(flow, &request, &status, &answer) != PROVIDER_FINE ||
	    status != 200 || !str_equal(id_text(flow->c->arena, answer, "sub", ID_SUBJECT_MOST), claims->subject))
		return;
	id_claims_read(flow->c->arena, answer, &more);
	*claims = more;
}

/* Google's word for an address counts where Google itself keeps it: gmail.com, or an organisation's own domain. */
static struct str trusted_email(const struct provider *p, const struct id_claims *claims)
{
	bool is_kept = p->is_google && claims->email_is_verified &&
		       (str_ends(claims->email, "@gmail.com") || claims->domain.n);
	return is_kept ? claims->email : STR("");
}

enum provider_fault openid_exchange(const struct provider_flow *flow, struct str code, struct str issuer,
				    struct provider_person *out)
{
	struct description d;
	struct provider_tokens tokens;
	struct id_claims claims = {.subject = STR("")};
	enum provider_fault fault = describe(flow, &d);
	if (fault != PROVIDER_FINE)
		return fault;
	if (issuer.n ? !str_equal(issuer, flow->provider->issuer) : d.tells_issuer)
		return provider_lied(flow, "the answer came from another issuer (iss)");
	fault = provider_ask_tokens(flow, d.token, flow->provider->issuer, d.is_basic, code, &tokens);
	if (fault != PROVIDER_FINE)
		return fault;
	fault = check(flow, &d, &tokens, &claims);
	if (fault == PROVIDER_FINE)
		ask_userinfo(flow, &d, &tokens, &claims);
	if (d.revoke.n)
		provider_revoke(flow, d.revoke, flow->provider->issuer, d.is_basic, tokens.access);
	out->subject = claims.subject;
	out->name = claims.name;
	out->email = fault == PROVIDER_FINE ? trusted_email(flow->provider, &claims) : STR("");
	return fault;
}
