/* SPDX-License-Identifier: Apache-2.0 */
/* Codes that need no row. */
#include "mail/codes.h"

#include "mail/mail_sql.h"
#include "store/store.h"

#include <ctype.h>
#include <sodium.h>

enum { SECRET = crypto_generichash_KEYBYTES, HASH_ROOM = 2 * MAIL_MAC + 1 };

struct making {
	struct call *c;
	unsigned char secret[SECRET];
};

static enum status write_secret(struct store *s, void *context)
{
	struct making *m = context;
	int64_t changed;
	return mail_own_add_query(s, m->c->arena, (struct str){(const char *)m->secret, SECRET}, m->c->now, &changed);
}

enum status mail_prepare(struct call *c)
{
	struct making m = {.c = c};
	struct mail_own_get_row own;
	bool found;
	enum status st = mail_own_get_query(c->store, c->arena, &own, &found);
	if (st != OK || found)
		return st;
	must(sodium_init() >= 0);
	randombytes_buf(m.secret, sizeof m.secret);
	return store_write(c->database, write_secret, &m);
}

/* The hash of purpose and text, as lower-case hexadecimal digits. */
static enum status hash_of(struct call *c, const char *purpose, struct str text, char out[static HASH_ROOM])
{
	unsigned char hash[MAIL_MAC];
	struct mail_own_get_row own;
	bool found;
	enum status st = mail_own_get_query(c->store, c->arena, &own, &found);
	if (st != OK)
		return st;
	if (!found || own.secret.n != SECRET)
		return BUG;
	struct str bytes = str_format(c->arena, "%s %.*s", purpose, STR_ARGS(text));
	must(crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.at, bytes.n,
				(const unsigned char *)own.secret.at, own.secret.n) == 0);
	sodium_bin2hex(out, HASH_ROOM, hash, sizeof hash);
	return OK;
}

enum status mail_sign(struct call *c, const char *purpose, struct str text, struct str *code)
{
	char hash[HASH_ROOM];
	must(text.n <= MAIL_CODE_MOST);
	enum status st = hash_of(c, purpose, text, hash);
	if (st == OK)
		*code = str_format(c->arena, "%.*s.%s", STR_ARGS(text), hash);
	return st;
}

static struct str lower(struct arena *a, struct str s)
{
	char *copy = arena_copy(a, s.at, s.n);
	for (size_t i = 0; i < s.n; i++)
		copy[i] = (char)tolower((unsigned char)copy[i]);
	return (struct str){copy, s.n};
}

enum status mail_signed(struct call *c, const char *purpose, struct str code, struct str *text)
{
	char hash[HASH_ROOM];
	size_t digits = HASH_ROOM - 1;
	if (code.n < digits + 2 || code.n > MAIL_CODE_MOST + digits + 1 || code.at[code.n - digits - 1] != '.')
		return NOT_FOUND;
	struct str all = lower(c->arena, code);
	struct str before = str_slice(all, 0, all.n - digits - 1);
	enum status st = hash_of(c, purpose, before, hash);
	if (st != OK)
		return st;
	if (sodium_memcmp(hash, all.at + all.n - digits, digits) != 0)
		return NOT_FOUND;
	*text = before;
	return OK;
}

enum status mail_reply_address(struct call *c, struct str what, int64_t person, struct str *local)
{
	struct str code;
	struct str text = str_format(c->arena, "%.*s-%lld", STR_ARGS(what), (long long)person);
	enum status st = mail_sign(c, "reply", text, &code);
	if (st == OK)
		*local = str_format(c->arena, "reply+%.*s", STR_ARGS(code));
	return st;
}

enum status mail_reply_read(struct call *c, struct str local, struct str *what, int64_t *person)
{
	struct str text;
	if (!str_begins(lower(c->arena, local), "reply+"))
		return NOT_FOUND;
	enum status st = mail_signed(c, "reply", str_slice(local, 6, local.n), &text);
	if (st != OK)
		return st;
	const char *dash = memrchr(text.at, '-', text.n);
	size_t at = dash ? (size_t)(dash - text.at) : text.n;
	if (!dash || !str_to_i64(str_slice(text, at + 1, text.n), person))
		return NOT_FOUND;
	*what = str_slice(text, 0, at);
	return OK;
}
