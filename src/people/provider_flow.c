/* SPDX-License-Identifier: Apache-2.0 */
/* The state, and what every kind of provider does the same way. */
#include "people/provider_private.h"

#include "base/log.h"
#include "people/people_private.h"
#include "people/provider_sql.h"

#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

enum { SALT = 16, MOMENT = 8, HEAD = SALT + MOMENT, MAC = 24, KEY = 32 };

static _Atomic int waiting;

static const char *const words[PROVIDER_FAULTS] = {
	[PROVIDER_FINE] = "fine",       [PROVIDER_DOWN] = "down",       [PROVIDER_SLOW] = "slow",
	[PROVIDER_LIED] = "lied",       [PROVIDER_LIMITED] = "limited", [PROVIDER_DECLINED] = "declined",
	[PROVIDER_FOREIGN] = "foreign", [PROVIDER_LATE] = "late",       [PROVIDER_USED] = "used",
	[PROVIDER_BUSY] = "busy",       [PROVIDER_TAKEN] = "taken",     [PROVIDER_BARRED] = "barred"};

const char *provider_fault_word(enum provider_fault fault)
{
	return words[fault];
}

bool provider_fault_parse(struct str word, enum provider_fault *out)
{
	for (enum provider_fault f = PROVIDER_FINE + 1; f < PROVIDER_FAULTS; f++)
		if (str_is(word, words[f])) {
			*out = f;
			return true;
		}
	return false;
}

static struct str base64(struct arena *a, const unsigned char *bytes, size_t n)
{
	size_t room = sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_take(a, room);
	sodium_bin2base64(text, room, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

/* --- the state: salt, moment, way back and their signature */

/* BLAKE2b of purpose, provider and text, keyed with the cookie's token. */
static void sign(const struct provider_flow *flow, const char *purpose, struct str text, unsigned char *out, size_t n)
{
	crypto_generichash_state state;
	const struct str word = flow->provider->word;
	must(flow->session.n >= crypto_generichash_KEYBYTES_MIN && flow->session.n <= crypto_generichash_KEYBYTES_MAX);
	crypto_generichash_init(&state, (const unsigned char *)flow->session.at, flow->session.n, n);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_update(&state, (const unsigned char *)word.at, word.n);
	crypto_generichash_update(&state, (const unsigned char *)"", 1);
	crypto_generichash_update(&state, (const unsigned char *)text.at, text.n);
	crypto_generichash_final(&state, out, n);
}

void provider_state_make(struct provider_flow *flow, struct str home)
{
	unsigned char bytes[HEAD + PROVIDER_RETURN_MOST + MAC];
	struct str to = flow->return_to.n <= PROVIDER_RETURN_MOST ? flow->return_to : home;
	int64_t now = flow->c->now.us / 1000000;
	must(to.n <= PROVIDER_RETURN_MOST);
	randombytes_buf(bytes, SALT);
	for (size_t i = 0; i < MOMENT; i++)
		bytes[SALT + i] = (unsigned char)(now >> (8 * i));
	memcpy(bytes + HEAD, to.at, to.n);
	sign(flow, "state", (struct str){(char *)bytes, HEAD + to.n}, bytes + HEAD + to.n, MAC);
	flow->state = base64(flow->c->arena, bytes, HEAD + to.n + MAC);
}

enum provider_fault provider_state_read(struct provider_flow *flow)
{
	struct str bytes;
	unsigned char mac[MAC];
	int64_t made = 0;
	if (flow->session.n == 0 || flow->state.n > PROVIDER_STATE_MOST ||
	    !id_base64(flow->c->arena, flow->state, &bytes) || bytes.n < HEAD + MAC)
		return PROVIDER_FOREIGN;
	size_t n = bytes.n - MAC;
	sign(flow, "state", (struct str){bytes.at, n}, mac, MAC);
	if (sodium_memcmp(mac, bytes.at + n, MAC) != 0)
		return PROVIDER_FOREIGN;
	for (size_t i = 0; i < MOMENT; i++)
		made |= (int64_t)(unsigned char)bytes.at[SALT + i] << (8 * i);
	flow->return_to = str_slice(bytes, HEAD, n - HEAD);
	int64_t age = flow->c->now.us / 1000000 - made;
	return age >= -ID_TOKEN_SKEW && age <= PROVIDER_STATE_SECONDS ? PROVIDER_FINE : PROVIDER_LATE;
}

static enum status write_used(struct store *s, void *context)
{
	const struct provider_flow *flow = context;
	struct call *c = flow->c;
	unsigned char hash[PEOPLE_HASH];
	struct state_get_row row;
	bool found;
	int64_t changed;
	struct moment ends = {c->now.us + 2 * PROVIDER_STATE_SECONDS * (int64_t)1000000};
	people_hash_token(flow->state, hash);
	struct str key = {(char *)hash, sizeof hash};
	enum status status = state_sweep_query(s, c->arena, c->now, &changed);
	if (status == OK)
		status = state_get_query(s, c->arena, key, &row, &found);
	if (status == OK && found)
		return CONFLICT;
	return status == OK ? state_use_query(s, c->arena, key, ends, &changed) : status;
}

enum status provider_state_use(struct provider_flow *flow)
{
	return store_write(flow->c->database, write_used, flow);
}

static struct str secret_of(const struct provider_flow *flow, const char *purpose)
{
	unsigned char bytes[KEY];
	sign(flow, purpose, flow->state, bytes, sizeof bytes);
	return base64(flow->c->arena, bytes, sizeof bytes);
}

struct str provider_nonce(const struct provider_flow *flow)
{
	return secret_of(flow, "nonce");
}

struct str provider_verifier(const struct provider_flow *flow)
{
	return secret_of(flow, "verifier");
}

/* --- asking */

enum provider_fault provider_lied(const struct provider_flow *flow, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	const char *text = arena_vprintf(flow->c->arena, format, ap);
	va_end(ap);
	log_line(LOG_WARNING, "sign-in with %.*s refused: %.300s", STR_ARGS(flow->provider->word), text);
	return PROVIDER_LIED;
}

struct str provider_authorize(const struct provider_flow *flow, struct str endpoint, const char *scope, struct str more)
{
	struct arena *a = flow->c->arena;
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct str verifier = provider_verifier(flow), query = more;
	crypto_hash_sha256(hash, (const unsigned char *)verifier.at, verifier.n);
	query = http_client_pair(a, query, "response_type", STR("code"));
	query = http_client_pair(a, query, "client_id", flow->provider->client);
	query = http_client_pair(a, query, "redirect_uri", flow->callback);
	query = http_client_pair(a, query, "scope", str_of(scope));
	query = http_client_pair(a, query, "state", flow->state);
	query = http_client_pair(a, query, "code_challenge", base64(a, hash, sizeof hash));
	query = http_client_pair(a, query, "code_challenge_method", STR("S256"));
	return str_format(a, memchr(endpoint.at, '?', endpoint.n) ? "%.*s&%.*s" : "%.*s?%.*s", STR_ARGS(endpoint),
			  STR_ARGS(query));
}

enum provider_fault provider_ask(const struct provider_flow *flow, const struct http_client_request *request,
				 int *status, struct json_t **out)
{
	struct http_client_answer answer;
	enum http_client_fault fault;
	if (http_client_ask(flow->c->arena, request, &answer, &fault) != OK)
		switch (fault) {
		case HTTP_CLIENT_SLOW: return PROVIDER_SLOW;
		case HTTP_CLIENT_ADDRESS:
		case HTTP_CLIENT_LONG: return PROVIDER_LIED;
		default: return PROVIDER_DOWN;
		}
	*status = answer.status;
	*out = id_json(flow->c->arena, answer.body);
	if (answer.status == 429) {
		log_line(LOG_WARNING, "sign-in with %.*s refused: it takes no more at the moment (429)",
			 STR_ARGS(flow->provider->word));
		return PROVIDER_LIMITED;
	}
	return answer.status == 200 && !*out ? provider_lied(flow, "an answer is no JSON object") : PROVIDER_FINE;
}

/* RFC 6749 2.3.1: both halves are form-encoded before they become HTTP Basic. */
static struct str form_encoded(struct arena *a, struct str text)
{
	struct str pair = http_client_pair(a, STR(""), "", text);
	return str_slice(pair, 1, pair.n);
}

static void add_client(const struct provider_flow *flow, bool is_basic, struct http_client_request *request)
{
	struct arena *a = flow->c->arena;
	const struct provider *p = flow->provider;
	if (is_basic && p->secret.n) {
		request->user = form_encoded(a, p->client);
		request->password = form_encoded(a, p->secret);
		return;
	}
	request->form = http_client_pair(a, request->form, "client_id", p->client);
	if (p->secret.n)
		request->form = http_client_pair(a, request->form, "client_secret", p->secret);
}

/* What a token endpoint said in place of tokens: RFC 6749 5.2, or Facebook's object. */
static enum provider_fault refused(const struct provider_flow *flow, int status, const json_t *answer)
{
	struct arena *a = flow->c->arena;
	struct str error = id_text(a, answer, "error", 80);
	const json_t *facebook = json_object_get(answer, "error");
	if (str_is(error, "invalid_grant")) {
		log_line(LOG_NOTICE, "sign-in with %.*s refused: its code counts no more",
			 STR_ARGS(flow->provider->word));
		return PROVIDER_LATE;
	}
	if (json_is_object(facebook)) {
		error = id_text(a, facebook, "type", 80);
		struct str trace = id_text(a, facebook, "fbtrace_id", 80);
		return provider_lied(flow, "status %d, %.*s, code %lld, fbtrace_id %.*s", status, STR_ARGS(error),
				     (long long)json_integer_value(json_object_get(facebook, "code")), STR_ARGS(trace));
	}
	return provider_lied(flow, "status %d for the code, %.*s", status, STR_ARGS(error));
}

enum provider_fault provider_ask_tokens(const struct provider_flow *flow, struct str endpoint, struct str named_by,
					bool is_basic, struct str code, struct provider_tokens *out)
{
	struct arena *a = flow->c->arena;
	struct http_client_request request = {.url = endpoint, .named_by = named_by};
	json_t *answer = NULL;
	int status = 0;
	request.form = http_client_pair(a, STR(""), "grant_type", STR("authorization_code"));
	request.form = http_client_pair(a, request.form, "code", code);
	request.form = http_client_pair(a, request.form, "redirect_uri", flow->callback);
	request.form = http_client_pair(a, request.form, "code_verifier", provider_verifier(flow));
	add_client(flow, is_basic, &request);
	enum provider_fault fault = provider_ask(flow, &request, &status, &answer);
	if (fault != PROVIDER_FINE)
		return fault;
	if (status != 200)
		return refused(flow, status, answer);
	out->access = id_text(a, answer, "access_token", ID_TOKEN_MOST);
	out->id = id_text(a, answer, "id_token", ID_TOKEN_MOST);
	if (!str_is_nocase(id_text(a, answer, "token_type", 20), "bearer") || out->access.n == 0)
		return provider_lied(flow, "no bearer token came for the code");
	for (size_t i = 0; i < out->access.n; i++)
		if ((unsigned char)out->access.at[i] <= 0x20 || (unsigned char)out->access.at[i] >= 0x7f)
			return provider_lied(flow, "the token holds what no token holds");
	return PROVIDER_FINE;
}

void provider_revoke(const struct provider_flow *flow, struct str endpoint, struct str named_by, bool is_basic,
		     struct str access)
{
	struct http_client_request request = {.url = endpoint, .named_by = named_by, .is_extra = true};
	struct http_client_answer unused;
	enum http_client_fault fault;
	request.form = http_client_pair(flow->c->arena, STR(""), "token", access);
	add_client(flow, is_basic, &request);
	if (http_client_ask(flow->c->arena, &request, &unused, &fault) != OK)
		log_line(LOG_NOTICE, "a token of %.*s could not be revoked; it ends by itself",
			 STR_ARGS(flow->provider->word));
}

/* --- the kinds */

/* One of PROVIDER_AT_ONCE places, or none. */
static bool take_place(void)
{
	if (atomic_fetch_add(&waiting, 1) < PROVIDER_AT_ONCE)
		return true;
	atomic_fetch_sub(&waiting, 1);
	return false;
}

enum provider_fault provider_address(const struct provider_flow *flow, struct str *address)
{
	const struct provider *p = flow->provider;
	if (p->kind == PROVIDER_FACEBOOK || p->kind == PROVIDER_X) {
		const char *scope = p->kind == PROVIDER_X ? "tweet.read users.read" : "public_profile";
		*address = provider_authorize(flow, p->authorize, scope, STR(""));
		return http_client_may_ask(flow->c->arena, *address, STR(""))
			       ? PROVIDER_FINE
			       : provider_lied(flow, "the address of its sign-in page is no https address");
	}
	if (!take_place())
		return PROVIDER_BUSY;
	enum provider_fault fault = openid_address(flow, address);
	atomic_fetch_sub(&waiting, 1);
	return fault;
}

enum provider_fault provider_exchange(const struct provider_flow *flow, struct str code, struct str issuer,
				      struct provider_person *out)
{
	enum provider_fault fault;
	*out = (struct provider_person){.issuer = flow->provider->issuer, .name = STR(""), .email = STR("")};
	if (!take_place())
		return PROVIDER_BUSY;
	switch (flow->provider->kind) {
	case PROVIDER_FACEBOOK: fault = facebook_exchange(flow, code, out); break;
	case PROVIDER_X: fault = x_exchange(flow, code, out); break;
	default: fault = openid_exchange(flow, code, issuer, out); break;
	}
	atomic_fetch_sub(&waiting, 1);
	return fault;
}
