/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider says, checked: id_tokens signed here, the state of a sign-in, Facebook's signed_request, addresses that are
 * asked. The whole way with real providers runs in tests/providers.mjs. */
#include "exchange/http_client.h"
#include "people/facebook.h"
#include "people/id_token.h"
#include "people/provider_flow.h"

#include <jansson.h>
#include <rhonabwy.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

static const int64_t now = 1795600000;

struct key {
	const char *algorithm;
	jwa_alg sign;
	int type;
	unsigned bits;
	jwk_t *secret, *open;
};

static struct key keys[] = {
	{"RS256", R_JWA_ALG_RS256, R_KEY_TYPE_RSA, 2048, NULL, NULL},
	{"PS256", R_JWA_ALG_PS256, R_KEY_TYPE_RSA, 2048, NULL, NULL},
	{"ES256", R_JWA_ALG_ES256, R_KEY_TYPE_EC, 256, NULL, NULL},
	{"EdDSA", R_JWA_ALG_EDDSA, R_KEY_TYPE_EDDSA, 256, NULL, NULL},
};

static json_t *key_list; /* {"keys": […]} */

static int set_up(void **state)
{
	(void)state;
	json_t *all = json_array();
	if (id_token_start() != OK)
		return -1;
	for (size_t i = 0; i < ROWS(keys); i++) {
		struct key *k = &keys[i];
		if (r_jwk_init(&k->secret) != RHN_OK || r_jwk_init(&k->open) != RHN_OK ||
		    r_jwk_generate_key_pair(k->secret, k->open, k->type, k->bits, k->algorithm) != RHN_OK)
			return -1;
		json_array_append_new(all, r_jwk_export_to_json_t(k->open));
	}
	key_list = json_pack("{s:o}", "keys", all);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	json_decref(key_list);
	for (size_t i = 0; i < ROWS(keys); i++) {
		r_jwk_free(keys[i].secret);
		r_jwk_free(keys[i].open);
	}
	return 0;
}

static struct id_expected expected(void)
{
	return (struct id_expected){.issuer = STR("https://issuer.example"),
				    .client = STR("client"),
				    .nonce = STR("nonce"),
				    .access_token = STR("access"),
				    .now = now};
}

static json_t *good(void)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:s, s:s, s:b}", "iss", "https://issuer.example", "sub", "17",
			 "aud", "client", "nonce", "nonce", "exp", (json_int_t)now + 60, "iat", (json_int_t)now, "name",
			 "Zoé", "email", "zoe@example.org", "email_verified", 1);
}

static struct str sign(struct arena *a, const struct key *key, json_t *claims)
{
	jws_t *jws = NULL;
	char *payload = json_dumps(claims, JSON_COMPACT);
	assert_int_equal(r_jws_init(&jws), RHN_OK);
	r_jws_set_alg(jws, key->sign);
	r_jws_set_payload(jws, (const unsigned char *)payload, strlen(payload));
	char *text = r_jws_serialize(jws, key->secret, 0);
	assert_non_null(text);
	struct str token = str_copy(a, str_of(text));
	r_free(text);
	free(payload);
	r_jws_free(jws);
	json_decref(claims);
	return token;
}

static enum id_verdict check(struct arena *a, struct str token, struct id_claims *claims, const char **why)
{
	const struct id_expected e = expected();
	return id_token_check(a, token, key_list, &e, claims, why);
}

/* OpenID Connect Core 3.1.3.7: the four algorithms count. */
static void test_algorithms(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	for (size_t i = 0; i < ROWS(keys); i++) {
		struct id_claims claims;
		const char *why;
		struct str token = sign(a, &keys[i], good());
		assert_int_equal(check(a, token, &claims, &why), ID_GOOD);
		assert_true(str_is(claims.subject, "17"));
		assert_true(str_is(claims.name, "Zoé"));
		assert_true(claims.email_is_verified);
		char *changed = str_chars(a, token);
		changed[token.n / 2] = changed[token.n / 2] == 'A' ? 'B' : 'A';
		assert_int_not_equal(check(a, str_of(changed), &claims, &why), ID_GOOD);
		changed = str_chars(a, token);
		changed[token.n - 10] = changed[token.n - 10] == 'A' ? 'B' : 'A';
		assert_int_equal(check(a, str_of(changed), &claims, &why), ID_BAD);
	}
	arena_free(&a);
}

/* One claim changed at a time; JSON null takes it away. */
static const struct {
	const char *name, *value;
	bool is_good;
} changes[] = {
	{"iss", "\"https://issuer.example/\"", false},
	{"iss", "\"issuer.example\"", false},
	{"iss", "\"https://ISSUER.example\"", false},
	{"iss", "null", false},
	{"aud", "\"other\"", false},
	{"aud", "[\"client\"]", true},
	{"aud", "[\"client\", \"other\"]", false},
	{"aud", "[]", false},
	{"aud", "null", false},
	{"azp", "\"client\"", true},
	{"azp", "\"other\"", false},
	{"azp", "1", false},
	{"nonce", "\"other\"", false},
	{"nonce", "\"\"", false},
	{"nonce", "null", false},
	{"exp", "1795599941", true},
	{"exp", "1795599940", false},
	{"exp", "\"1795600060\"", false},
	{"exp", "1e300", false},
	{"exp", "null", false},
	{"iat", "1795600060", true},
	{"iat", "1795600061", false},
	{"iat", "1795599340", true},
	{"iat", "1795599339", false},
	{"iat", "-1", false},
	{"iat", "null", false},
	{"nbf", "1795600060", true},
	{"nbf", "1795600061", false},
	{"sub", "\"\"", false},
	{"sub", "17", false},
	{"sub", "\"a\\u0000b\"", false},
	{"sub", "\"\\u00e9\"", false},
	{"at_hash", "\"P1ZO55BzNh0Ojw0gvxvujQ\"", true},
	{"at_hash", "\"P1ZO55BzNh0Ojw0gvxvuj\"", false},
	{"at_hash", "\"AAAAAAAAAAAAAAAAAAAAAA\"", false},
	{"at_hash", "7", false},
	{"email", "{}", true},
};

static void test_claims(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	unsigned char hash[32];
	char half[32];
	crypto_hash_sha256(hash, (const unsigned char *)"access", 6);
	sodium_bin2base64(half, sizeof half, hash, 16, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	for (size_t i = 0; i < ROWS(changes); i++) {
		struct id_claims claims;
		const char *why;
		json_t *object = good(), *value = json_loads(changes[i].value, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		assert_non_null(value);
		if (strcmp(changes[i].name, "at_hash") == 0 && changes[i].is_good) {
			json_decref(value);
			value = json_string(half);
		}
		if (json_is_null(value)) {
			json_object_del(object, changes[i].name);
			json_decref(value);
		} else {
			json_object_set_new(object, changes[i].name, value);
		}
		enum id_verdict verdict = check(a, sign(a, &keys[0], object), &claims, &why);
		if ((verdict == ID_GOOD) != changes[i].is_good)
			fail_msg("%s %s: %s", changes[i].name, changes[i].value, why ? why : "good");
	}
	arena_free(&a);
}

/* Google writes itself in two ways; nobody else may. */
static void test_issuer_without_scheme(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct id_claims claims;
	const char *why;
	json_t *object = good();
	json_object_set_new(object, "iss", json_string("issuer.example"));
	struct str token = sign(a, &keys[2], object);
	struct id_expected e = expected();
	assert_int_equal(id_token_check(a, token, key_list, &e, &claims, &why), ID_BAD);
	e.may_lack_https = true;
	assert_int_equal(id_token_check(a, token, key_list, &e, &claims, &why), ID_GOOD);
	arena_free(&a);
}

static struct str encoded(struct arena *a, const char *text)
{
	size_t room = sodium_base64_ENCODED_LEN(strlen(text), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *at = arena_alloc(a, room);
	sodium_bin2base64(at, room, (const unsigned char *)text, strlen(text),
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(at);
}

/* Headers that ask for what is not given, over a payload that would be right. */
static void test_headers(void **state)
{
	(void)state;
	static const char *const headers[] = {
		"{\"alg\":\"none\"}",
		"{\"alg\":\"None\"}",
		"{\"alg\":\"HS256\"}",
		"{\"alg\":\"RS384\"}",
		"{\"alg\":\"RS256\",\"crit\":[\"exp\"]}",
		"{\"alg\":\"RS256\",\"zip\":\"DEF\"}",
		"{\"alg\":\"RS256\",\"b64\":false}",
		"{\"alg\":\"RS256\",\"alg\":\"none\"}",
		"{\"alg\":[\"RS256\"]}",
		"{}",
		"[]",
		"RS256",
	};
	struct arena *a = arena_new();
	struct str token = sign(a, &keys[0], good()), rest = token, header;
	str_next(&rest, '.', &header);
	for (size_t i = 0; i < ROWS(headers); i++) {
		struct id_claims claims;
		const char *why;
		struct str forged = str_format(a, "%.*s.%.*s", STR_ARGS(encoded(a, headers[i])), STR_ARGS(rest));
		assert_int_equal(check(a, forged, &claims, &why), ID_BAD);
	}
	const char *others[] = {"", ".", "..", "a", "a.b.c", "a.b.c.d"};
	for (size_t i = 0; i < ROWS(others); i++) {
		struct id_claims claims;
		const char *why;
		assert_int_equal(check(a, str_of(others[i]), &claims, &why), ID_BAD);
	}
	arena_free(&a);
}

/* A key that is not in the list, may not sign, or is too short. */
static void test_keys(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct str token = sign(a, &keys[0], good());
	static const char *const spoilt[][2] = {{"use", "\"enc\""}, {"alg", "\"RS384\""}, {"kid", "\"other\""},
						{"kty", "\"oct\""}, {"n", "\"AQAB\""},    {"n", "null"}};
	for (size_t i = 0; i < ROWS(spoilt); i++) {
		json_t *list = json_deep_copy(key_list), *key = json_array_get(json_object_get(list, "keys"), 0);
		struct id_claims claims;
		const char *why;
		struct id_expected e = expected();
		json_object_set_new(key, spoilt[i][0], json_loads(spoilt[i][1], JSON_DECODE_ANY, NULL));
		assert_int_equal(id_token_check(a, token, list, &e, &claims, &why), ID_UNKNOWN_KEY);
		json_decref(list);
	}
	arena_free(&a);
}

static void test_state(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct call c = call_new(a, (struct moment){now * 1000000});
	const struct provider google = {.word = STR("google")}, x = {.word = STR("x")};
	struct provider_flow flow = {.c = &c,
				     .provider = &google,
				     .session = STR("0123456789012345678901234567890123456789012"),
				     .return_to = STR("/pt/standards?type=convention")};
	provider_state_make(&flow, STR("/en"));
	assert_true(flow.state.n <= PROVIDER_STATE_MOST);
	struct provider_flow back = flow;
	back.return_to = STR("");
	assert_int_equal(provider_state_read(&back), PROVIDER_FINE);
	assert_true(str_equal(back.return_to, flow.return_to));
	back.provider = &x;
	assert_int_equal(provider_state_read(&back), PROVIDER_FOREIGN);
	back.provider = &google;
	back.session = STR("1123456789012345678901234567890123456789012");
	assert_int_equal(provider_state_read(&back), PROVIDER_FOREIGN);
	back.session = STR("");
	assert_int_equal(provider_state_read(&back), PROVIDER_FOREIGN);
	back.session = flow.session;
	c.now.us += (int64_t)PROVIDER_STATE_SECONDS * 1000000;
	assert_int_equal(provider_state_read(&back), PROVIDER_FINE);
	c.now.us += 1000000;
	assert_int_equal(provider_state_read(&back), PROVIDER_LATE);
	c.now.us = (now - 120) * 1000000;
	assert_int_equal(provider_state_read(&back), PROVIDER_LATE);
	for (size_t i = 0; i < flow.state.n; i++) {
		char *changed = str_chars(a, flow.state);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		back.state = str_of(changed);
		assert_int_equal(provider_state_read(&back), PROVIDER_FOREIGN);
		back.state = str_slice(flow.state, 0, i);
		assert_int_equal(provider_state_read(&back), PROVIDER_FOREIGN);
	}
	char longest[PROVIDER_RETURN_MOST + 2];
	memset(longest, '/', sizeof longest);
	flow.return_to = (struct str){longest, PROVIDER_RETURN_MOST};
	provider_state_make(&flow, STR("/en"));
	assert_true(flow.state.n <= PROVIDER_STATE_MOST);
	flow.return_to.n++;
	c.now.us = now * 1000000;
	provider_state_make(&flow, STR("/en"));
	assert_int_equal(provider_state_read(&flow), PROVIDER_FINE);
	assert_true(str_is(flow.return_to, "/en"));
	arena_free(&a);
}

static struct str signed_request(struct arena *a, const char *secret, const char *json)
{
	crypto_auth_hmacsha256_state state;
	unsigned char mac[32];
	char text[64];
	struct str payload = encoded(a, json);
	crypto_auth_hmacsha256_init(&state, (const unsigned char *)secret, strlen(secret));
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)payload.at, payload.n);
	crypto_auth_hmacsha256_final(&state, mac);
	sodium_bin2base64(text, sizeof text, mac, sizeof mac, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_format(a, "%s.%.*s", text, STR_ARGS(payload));
}

static void test_signed_request(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":\"17\"}",
		"{\"algorithm\":\"HMAC-SHA1\",\"user_id\":\"17\",\"issued_at\":1}",
		"{\"user_id\":\"17\",\"issued_at\":1}",
		"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":17,\"issued_at\":1}",
		"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":\"1 7\",\"issued_at\":1}",
		"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":\"\",\"issued_at\":1}",
		"[]",
		"x",
	};
	static const char right[] =
		"{\"algorithm\":\"HMAC-SHA256\",\"user_id\":\"10158012345678901234\",\"issued_at\":1795600000}";
	struct arena *a = arena_new();
	struct facebook_request r;
	struct str text = signed_request(a, "secret", right);
	assert_true(facebook_request_read(a, STR("secret"), text, &r));
	assert_true(str_is(r.user, "10158012345678901234"));
	assert_int_equal(r.issued, now);
	assert_false(facebook_request_read(a, STR("other"), text, &r));
	assert_false(facebook_request_read(a, STR(""), signed_request(a, "", right), &r));
	for (size_t i = 0; i < text.n; i++) {
		char *changed = str_chars(a, text);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		assert_false(facebook_request_read(a, STR("secret"), str_of(changed), &r));
		assert_false(facebook_request_read(a, STR("secret"), str_slice(text, 0, i), &r));
	}
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(facebook_request_read(a, STR("secret"), signed_request(a, "secret", bad[i]), &r));
	arena_free(&a);
}

static void test_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *url, *named_by;
		bool may;
	} rows[] = {
		{"https://issuer.example", "", true},
		{"https://issuer.example:8443/a?b=c", "https://other.example", true},
		{"http://issuer.example", "", false},
		{"http://127.0.0.1:8080", "", true},
		{"http://127.1.2.3/x", "", true},
		{"http://[::1]:80/", "", true},
		{"http://localhost:1", "", true},
		{"http://localhost.example", "", false},
		{"http://127.0.0.1.example/", "", false},
		{"https://127.0.0.1/", "https://issuer.example", false},
		{"http://localhost/", "https://issuer.example", false},
		{"http://127.0.0.1:2/token", "http://127.0.0.1:1", true},
		{"https://user@issuer.example", "", false},
		{"https://issuer.example/#x", "", false},
		{"https://issuer.example/\r\nx", "", false},
		{"https://issuer.example/ x", "", false},
		{"file:///etc/passwd", "", false},
		{"ftp://issuer.example", "", false},
		{"issuer.example", "", false},
		{"", "", false},
		{"https://", "", false},
	};
	struct arena *a = arena_new();
	for (size_t i = 0; i < ROWS(rows); i++)
		if (http_client_may_ask(a, str_of(rows[i].url), str_of(rows[i].named_by)) != rows[i].may)
			fail_msg("%s named by %s", rows[i].url, rows[i].named_by);
	assert_true(str_is(http_client_pair(a, STR("a=b"), "c", STR("é &/+")), "a=b&c=%C3%A9%20%26%2F%2B"));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_algorithms),
		cmocka_unit_test(test_claims),
		cmocka_unit_test(test_issuer_without_scheme),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_signed_request),
		cmocka_unit_test(test_addresses),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
