/* SPDX-License-Identifier: Apache-2.0 */
/* The header is read here first and the library sees only what is left to it: a signature by one of four algorithms, and a key
 * of nothing but its numbers. */
#include "people/id_token.h"

#include <jansson.h>
#include <rhonabwy.h>
#include <sodium.h>
#include <string.h>

enum { RSA_LEAST = 2048 / 8, NAME_MOST = 200, EMAIL_MOST = 254, TEXT_MOST = 2000 };

enum status id_token_start(void)
{
	return sodium_init() >= 0 && r_global_init() == RHN_OK ? OK : UNAVAILABLE;
}

static void drop(void *thing)
{
	json_decref(thing);
}

struct json_t *id_json(struct arena *a, struct str text)
{
	json_t *object = text.n ? json_loadb(text.at, text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	if (object)
		arena_on_clear(a, drop, object);
	return json_is_object(object) ? object : NULL;
}

bool id_base64(struct arena *a, struct str text, struct str *out)
{
	unsigned char *bytes = arena_take(a, text.n + 1);
	size_t n = 0;
	const char *end = NULL;
	int result = sodium_base642bin(bytes, text.n + 1, text.at, text.n, NULL, &n, &end,
				       sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	*out = (struct str){(char *)bytes, n};
	return result == 0 && end == text.at + text.n;
}

struct str id_text(struct arena *a, const struct json_t *object, const char *name, size_t most)
{
	const json_t *value = json_object_get(object, name);
	if (!json_is_string(value) || json_string_length(value) > most)
		return STR("");
	struct str text = {json_string_value(value), json_string_length(value)};
	return str_is_utf8(text) ? str_copy(a, text) : STR("");
}

void id_claims_read(struct arena *a, const struct json_t *object, struct id_claims *out)
{
	const json_t *verified = json_object_get(object, "email_verified");
	out->name = id_text(a, object, "name", NAME_MOST);
	out->email = id_text(a, object, "email", EMAIL_MOST);
	out->email_is_verified = json_is_true(verified) ||
				 (json_is_string(verified) && strcmp(json_string_value(verified), "true") == 0);
	out->domain = id_text(a, object, "hd", EMAIL_MOST);
}

/* --- keys */

static const struct algorithm {
	const char *name, *type, *curve; /* kty and crv of its keys */
} algorithms[] = {
	{"RS256", "RSA", NULL}, {"PS256", "RSA", NULL}, {"ES256", "EC", "P-256"}, {"EdDSA", "OKP", "Ed25519"}};

static bool says(const json_t *key, const char *name, const char *wanted)
{
	const json_t *value = json_object_get(key, name);
	return json_is_string(value) && strcmp(json_string_value(value), wanted) == 0;
}

/* The key may sign by that algorithm, as far as its list says what it is for. */
static bool key_fits(struct arena *a, const json_t *key, const struct algorithm *algorithm)
{
	struct str n;
	if (!says(key, "kty", algorithm->type) || (algorithm->curve && !says(key, "crv", algorithm->curve)) ||
	    (json_object_get(key, "use") && !says(key, "use", "sig")) ||
	    (json_object_get(key, "alg") && !says(key, "alg", algorithm->name)))
		return false;
	return algorithm->curve || (id_base64(a, id_text(a, key, "n", TEXT_MOST), &n) && n.n >= RSA_LEAST);
}

/* The key of that name; without a name the only one that fits. */
static const json_t *find_key(struct arena *a, const json_t *keys, struct str kid, const struct algorithm *algorithm)
{
	const json_t *found = NULL, *key;
	size_t i;
	json_array_foreach(json_object_get(keys, "keys"), i, key)
	{
		if (!key_fits(a, key, algorithm) || (kid.n && !says(key, "kid", str_chars(a, kid))))
			continue;
		if (found)
			return NULL;
		found = key;
	}
	return found;
}

/* The key's numbers alone, so that nothing else in it is looked at. */
static json_t *bare_key(const json_t *key)
{
	static const char *const numbers[] = {"kty", "n", "e", "crv", "x", "y"};
	json_t *bare = json_object();
	must(bare);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		json_t *value = json_object_get(key, numbers[i]);
		if (json_is_string(value))
			must(json_object_set(bare, numbers[i], value) == 0);
	}
	return bare;
}

/* Whether the key signed the token; *payload is what it signed. */
static bool verify(struct arena *a, struct str token, const json_t *key, struct str *payload)
{
	jws_t *jws = NULL;
	jwk_t *jwk = NULL;
	json_t *bare = bare_key(key);
	bool is_signed =
		r_jws_init(&jws) == RHN_OK && r_jwk_init(&jwk) == RHN_OK &&
		r_jwk_import_from_json_t(jwk, bare) == RHN_OK &&
		r_jws_advanced_compact_parsen(jws, token.at, token.n, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK &&
		r_jws_verify_signature(jws, jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK;
	if (is_signed) {
		size_t n = 0;
		const unsigned char *bytes = r_jws_get_payload(jws, &n);
		*payload = str_copy(a, (struct str){(const char *)bytes, n});
	}
	r_jws_free(jws);
	r_jwk_free(jwk);
	json_decref(bare);
	return is_signed;
}

/* The algorithm of the header, if it is one that counts and asks for nothing unusual (compression would unpack to any size;
 * what "crit" names must be understood, RFC 7515 4.1.11). */
static const struct algorithm *read_header(struct arena *a, struct str token, struct str *kid)
{
	struct str text, rest = token;
	str_next(&rest, '.', &text);
	const json_t *header = id_base64(a, text, &text) ? id_json(a, text) : NULL;
	if (!header || json_object_get(header, "crit") || json_object_get(header, "zip") ||
	    json_object_get(header, "b64"))
		return NULL;
	*kid = id_text(a, header, "kid", TEXT_MOST);
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++)
		if (says(header, "alg", algorithms[i].name))
			return &algorithms[i];
	return NULL;
}

/* --- claims */

static bool issuer_fits(struct str issuer, const struct id_expected *e)
{
	return str_equal(issuer, e->issuer) || (e->may_lack_https && str_begins(e->issuer, "https://") &&
						str_equal(issuer, str_slice(e->issuer, 8, e->issuer.n)));
}

static bool audience_fits(const json_t *claims, struct str client)
{
	const json_t *audience = json_object_get(claims, "aud"), *one, *azp = json_object_get(claims, "azp");
	bool is_ours = false;
	size_t i, n = 1;
	if (json_is_string(audience))
		is_ours = str_is(client, json_string_value(audience));
	n = json_is_array(audience) ? json_array_size(audience) : 1;
	json_array_foreach(audience, i, one) is_ours |= json_is_string(one) && str_is(client, json_string_value(one));
	if (azp || n > 1)
		is_ours = is_ours && json_is_string(azp) && str_is(client, json_string_value(azp));
	return is_ours;
}

/* Left half of the hash that goes with the algorithm. OpenID Connect Core 3.1.3.6. */
static bool at_hash_fits(struct arena *a, const json_t *claims, struct str access_token,
			 const struct algorithm *algorithm)
{
	unsigned char hash[crypto_hash_sha512_BYTES];
	size_t half = strcmp(algorithm->name, "EdDSA") == 0 ? 32 : 16;
	struct str told;
	if (!json_object_get(claims, "at_hash"))
		return true;
	if (half == 32)
		crypto_hash_sha512(hash, (const unsigned char *)access_token.at, access_token.n);
	else
		crypto_hash_sha256(hash, (const unsigned char *)access_token.at, access_token.n);
	return id_base64(a, id_text(a, claims, "at_hash", TEXT_MOST), &told) && told.n == half &&
	       sodium_memcmp(told.at, hash, half) == 0;
}

/* A moment of the claims; false where it is absent or no number of our centuries. */
static bool moment_of(const json_t *claims, const char *name, int64_t *out)
{
	const json_t *value = json_object_get(claims, name);
	double v = json_is_number(value) ? json_number_value(value) : -1;
	if (!(v >= 0 && v < 1e11))
		return false;
	*out = (int64_t)v;
	return true;
}

static const char *fault_of_times(const json_t *claims, int64_t now)
{
	int64_t ends, made, begins;
	if (!moment_of(claims, "exp", &ends) || ends <= now - ID_TOKEN_SKEW)
		return "it has expired (exp)";
	if (!moment_of(claims, "iat", &made) || made > now + ID_TOKEN_SKEW || made < now - ID_TOKEN_AGE - ID_TOKEN_SKEW)
		return "it was not made just now (iat)";
	if (json_object_get(claims, "nbf") && (!moment_of(claims, "nbf", &begins) || begins > now + ID_TOKEN_SKEW))
		return "it does not count yet (nbf)";
	return NULL;
}

static bool subject_fits(struct str subject)
{
	for (size_t i = 0; i < subject.n; i++)
		if ((unsigned char)subject.at[i] < 0x20 || (unsigned char)subject.at[i] >= 0x7f)
			return false;
	return subject.n > 0;
}

static const char *fault_of_claims(struct arena *a, const json_t *claims, const struct id_expected *e,
				   const struct algorithm *algorithm)
{
	if (!claims)
		return "its claims are no JSON";
	if (!issuer_fits(id_text(a, claims, "iss", TEXT_MOST), e))
		return "it is of another issuer (iss)";
	if (!audience_fits(claims, e->client))
		return "it is meant for another client (aud, azp)";
	struct str nonce = id_text(a, claims, "nonce", TEXT_MOST);
	if (nonce.n == 0 || !str_equal(nonce, e->nonce))
		return "it belongs to another sign-in (nonce)";
	if (!at_hash_fits(a, claims, e->access_token, algorithm))
		return "it does not belong to the access token (at_hash)";
	if (!subject_fits(id_text(a, claims, "sub", ID_SUBJECT_MOST)))
		return "it names nobody (sub)";
	return fault_of_times(claims, e->now);
}

enum id_verdict id_token_check(struct arena *a, struct str token, const struct json_t *keys,
			       const struct id_expected *expected, struct id_claims *out, const char **why)
{
	struct str kid = STR(""), payload = STR("");
	*why = "there is none, or it is longer than any";
	if (token.n == 0 || token.n > ID_TOKEN_MOST)
		return ID_BAD;
	const struct algorithm *algorithm = read_header(a, token, &kid);
	*why = "its header names no algorithm that counts";
	if (!algorithm)
		return ID_BAD;
	const json_t *key = find_key(a, keys, kid, algorithm);
	*why = "its key is not in the issuer's list";
	if (!key)
		return ID_UNKNOWN_KEY;
	*why = "its signature is wrong";
	if (!verify(a, token, key, &payload))
		return ID_BAD;
	const json_t *claims = id_json(a, payload);
	*why = fault_of_claims(a, claims, expected, algorithm);
	if (*why)
		return ID_BAD;
	id_claims_read(a, claims, out);
	out->subject = id_text(a, claims, "sub", ID_SUBJECT_MOST);
	return ID_GOOD;
}
