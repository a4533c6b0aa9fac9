/* SPDX-License-Identifier: Apache-2.0 */
/* Facebook and X: OAuth 2 without id_token; who it is, their API tells. Of both only number and name are asked for: their word
 * for an e-mail address does not count, so that there is no use for it. Facebook's token is not revoked: what it offers takes the
 * person's permission for the site away, and the identity with it. */
#include "people/facebook.h"
#include "people/provider_private.h"

#include "base/out.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

enum { NAME_MOST = 200, NUMBER_MOST = 30 };

static void hmac(struct str key, struct str text, unsigned char out[static crypto_auth_hmacsha256_BYTES])
{
	crypto_auth_hmacsha256_state state;
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.at, key.n);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)text.at, text.n);
	crypto_auth_hmacsha256_final(&state, out);
}

/* A decimal number as text, which is longer than an integer holds. */
static struct str number_of(struct arena *a, const json_t *object, const char *name)
{
	struct str text = id_text(a, object, name, NUMBER_MOST);
	for (size_t i = 0; i < text.n; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return STR("");
	return text;
}

enum provider_fault facebook_exchange(const struct provider_flow *flow, struct str code, struct provider_person *out)
{
	struct arena *a = flow->c->arena;
	const struct provider *p = flow->provider;
	struct provider_tokens tokens;
	unsigned char proof[crypto_auth_hmacsha256_BYTES];
	char hex[2 * sizeof proof + 1];
	json_t *answer = NULL;
	int status = 0;
	enum provider_fault fault = provider_ask_tokens(
		flow, str_format(a, "%.*s/oauth/access_token", STR_ARGS(p->api)), STR(""), false, code, &tokens);
	if (fault != PROVIDER_FINE)
		return fault;
	hmac(p->secret, tokens.access, proof);
	sodium_bin2hex(hex, sizeof hex, proof, sizeof proof);
	struct http_client_request request = {
		.url = str_format(a, "%.*s/me?fields=id,name&appsecret_proof=%s", STR_ARGS(p->api), hex),
		.bearer = tokens.access};
	fault = provider_ask(flow, &request, &status, &answer);
	if (fault != PROVIDER_FINE)
		return fault;
	out->subject = number_of(a, answer, "id");
	out->name = id_text(a, answer, "name", NAME_MOST);
	if (status == 200 && out->subject.n)
		return PROVIDER_FINE;
	const json_t *error = json_object_get(answer, "error");
	return provider_lied(flow, "status %d for who it is, code %lld, fbtrace_id %.*s", status,
			     (long long)json_integer_value(json_object_get(error, "code")),
			     STR_ARGS(id_text(a, error, "fbtrace_id", 80)));
}

enum provider_fault x_exchange(const struct provider_flow *flow, struct str code, struct provider_person *out)
{
	struct arena *a = flow->c->arena;
	const struct provider *p = flow->provider;
	struct provider_tokens tokens;
	json_t *answer = NULL;
	int status = 0;
	enum provider_fault fault = provider_ask_tokens(flow, str_format(a, "%.*s/oauth2/token", STR_ARGS(p->api)),
							STR(""), true, code, &tokens);
	if (fault != PROVIDER_FINE)
		return fault;
	struct http_client_request request = {.url = str_format(a, "%.*s/users/me", STR_ARGS(p->api)),
					      .bearer = tokens.access};
	fault = provider_ask(flow, &request, &status, &answer);
	provider_revoke(flow, str_format(a, "%.*s/oauth2/revoke", STR_ARGS(p->api)), STR(""), true, tokens.access);
	if (fault != PROVIDER_FINE)
		return fault;
	const json_t *data = json_object_get(answer, "data");
	out->subject = number_of(a, data, "id");
	out->name = id_text(a, data, "name", NAME_MOST);
	if (status == 200 && out->subject.n)
		return PROVIDER_FINE;
	const json_t *first = json_array_get(json_object_get(answer, "errors"), 0);
	struct str title = id_text(a, first ? first : answer, "title", 80);
	return provider_lied(flow, "status %d for who it is, %.*s", status, STR_ARGS(title));
}

bool facebook_request_read(struct arena *a, struct str secret, struct str text, struct facebook_request *out)
{
	unsigned char wanted[crypto_auth_hmacsha256_BYTES];
	struct str signature, payload, rest = text;
	if (secret.n == 0 || text.n > FACEBOOK_REQUEST_MOST || !str_next(&rest, '.', &signature) || !rest.at)
		return false;
	hmac(secret, rest, wanted);
	if (!id_base64(a, signature, &signature) || signature.n != sizeof wanted ||
	    sodium_memcmp(signature.at, wanted, sizeof wanted) != 0 || !id_base64(a, rest, &payload))
		return false;
	const json_t *object = id_json(a, payload);
	out->user = number_of(a, object, "user_id");
	out->issued = json_integer_value(json_object_get(object, "issued_at"));
	return out->user.n && out->issued > 0 && str_is_nocase(id_text(a, object, "algorithm", 20), "HMAC-SHA256");
}
