/* SPDX-License-Identifier: Apache-2.0 */
/* Cursors of list pages: base64url of a key and 16 bytes of BLAKE2b over the list's address, its filters and the key.
 *
 * The signature is there to notice a cursor that was cut, mixed up with another list or made by hand: a clear BAD_CURSOR in
 * place of a wrong page. It keeps no secret, since the key of an item that anybody may list is none; so its key is a
 * constant, and cursors survive a restart and pass between the nodes of one store. */
#include "http/http_private.h"

#include "base/tr.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { MAC = 16, KEY_MOST = 150 };

static void sign(struct str scope, struct str key, unsigned char out[MAC])
{
	static const unsigned char constant[32] = "sulear list cursor, version one";
	crypto_generichash_state state;
	crypto_generichash_init(&state, constant, sizeof constant, MAC);
	crypto_generichash_update(&state, (const unsigned char *)scope.at, scope.n);
	crypto_generichash_update(&state, (const unsigned char *)"", 1);
	crypto_generichash_update(&state, (const unsigned char *)key.at, key.n);
	crypto_generichash_final(&state, out, MAC);
}

struct str cursor_write(struct arena *a, struct str scope, struct str key)
{
	must(key.n <= KEY_MOST);
	unsigned char bytes[MAC + KEY_MOST];
	sign(scope, key, bytes);
	if (key.n)
		memcpy(bytes + MAC, key.at, key.n);
	size_t room = sodium_base64_encoded_len(MAC + key.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, room);
	sodium_bin2base64(text, room, bytes, MAC + key.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return str_of(text);
}

bool cursor_read(struct arena *a, struct str scope, struct str text, struct str *key)
{
	unsigned char bytes[MAC + KEY_MOST], wanted[MAC];
	size_t n = 0;
	const char *end = NULL;
	if (sodium_base642bin(bytes, sizeof bytes, text.at, text.n, NULL, &n, &end,
			      sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    end != text.at + text.n || n < MAC)
		return false;
	struct str found = {(const char *)bytes + MAC, n - MAC};
	sign(scope, found, wanted);
	if (sodium_memcmp(wanted, bytes, MAC) != 0 || !str_is_utf8(found))
		return false;
	*key = str_copy(a, found);
	return true;
}

static int pair_order(const void *left, const void *right)
{
	const struct http_pair *a = left, *b = right;
	return str_compare(a->name, b->name);
}

/* The address and its filters in one order: what a cursor belongs to. */
static struct str list_scope(const struct http_request *r)
{
	const struct http_request_hidden *h = r->hidden;
	struct arena *a = r->call->arena;
	struct http_pair *sorted = arena_array(a, struct http_pair, h->parameters.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < h->parameters.n; i++)
		if (!str_is(h->parameters.at[i].name, "cursor") && !str_is(h->parameters.at[i].name, "limit"))
			sorted[n++] = h->parameters.at[i];
	qsort(sorted, n, sizeof *sorted, pair_order);
	struct out o = out_new(a, HTTP_ADDRESS_MOST * 4, r->call);
	out_raw(&o, r->path);
	for (size_t i = 0; i < n; i++) {
		out_literal(&o, i ? "&" : "?", 1);
		percent_encode(&o, sorted[i].name, "");
		out_literal(&o, "=", 1);
		percent_encode(&o, sorted[i].value, "");
	}
	return out_str(&o);
}

enum status http_cursor(const struct http_request *r, struct str *after, size_t *limit)
{
	struct call *c = r->call;
	struct str cursor = http_parameter_text(r, "cursor");
	int64_t asked = 100;
	enum status status = OK;
	if (http_parameter_integer(r, "limit", &asked) && asked < 1)
		status = problem_say(c, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("limit"),
				     N_("A number from 1 to 200 is wanted here."), NULL, STR(""));
	*limit = asked > 200 ? 200 : (size_t)(asked < 1 ? 1 : asked);
	*after = STR("");
	if (cursor.n && !cursor_read(c->arena, list_scope(r), cursor, after))
		status = problem_say(c, PROBLEM_BAD_CURSOR, PLACE_PARAMETER, STR("cursor"),
				     N_("This cursor does not belong to this list; start again without one."), NULL,
				     STR(""));
	return status;
}

struct str http_next(const struct http_request *r, struct str after)
{
	const struct http_request_hidden *h = r->hidden;
	struct out o = out_new(r->call->arena, HTTP_ADDRESS_MOST * 4, r->call);
	percent_encode(&o, r->path, "/");
	out_raw(&o, h->suffix);
	out_literal(&o, "?", 1);
	for (size_t i = 0; i < h->parameters.n; i++) {
		if (str_is(h->parameters.at[i].name, "cursor"))
			continue;
		percent_encode(&o, h->parameters.at[i].name, "");
		out_literal(&o, "=", 1);
		percent_encode(&o, h->parameters.at[i].value, "");
		out_literal(&o, "&", 1);
	}
	out_raw(&o, STR("cursor="));
	out_raw(&o, cursor_write(r->call->arena, list_scope(r), after));
	return out_str(&o);
}
