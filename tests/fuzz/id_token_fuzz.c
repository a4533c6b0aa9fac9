/* SPDX-License-Identifier: Apache-2.0 */
/* What a provider answers: the first line is an id_token, or a signed_request; the rest is its list of keys. Whatever comes, no
 * token counts that nobody signed. */
#include "people/facebook.h"
#include "people/id_token.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct arena *a;
	if (!a) {
		a = arena_new();
		must(id_token_start() == OK);
	}
	arena_clear(a);
	struct str rest = {arena_copy(a, data, n), n}, token;
	struct id_expected e = {.issuer = STR("https://issuer.example"),
				.client = STR("client"),
				.nonce = STR("a nonce that no input holds: 5b0c1f"),
				.access_token = STR("access"),
				.now = 1795600000};
	struct id_claims claims;
	struct facebook_request request;
	const char *why;
	str_next(&rest, '\n', &token);
	const struct json_t *keys = id_json(a, rest.at ? rest : STR(""));
	must(id_token_check(a, token, keys, &e, &claims, &why) != ID_GOOD && why);
	must(!facebook_request_read(a, STR("a secret that no input is signed with"), token, &request));
	const struct json_t *object = id_json(a, token);
	if (object) {
		id_claims_read(a, object, &claims);
		must(claims.name.n == 0 || str_is_utf8(claims.name));
	}
	return 0;
}
