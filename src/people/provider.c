/* SPDX-License-Identifier: Apache-2.0 */
#include "people/provider.h"

#include "base/tr.h"
#include "exchange/http_client.h"
#include "people/people_private.h"
#include "people/provider_sql.h"
#include "site/settings.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What stands in an address in place of a word, or has one from the settings. */
static const char *const reserved[] = {"google", "facebook", "x", "new", "step", "by-mail"};

/* The named ones. Facebook and X tell no issuer; theirs is a name that never changes, whatever the addresses. */
static const struct {
	enum provider_kind kind;
	const char *word, *name, *issuer;
	enum setting client, secret, authorize, api;
} named[] = {
	{PROVIDER_OPENID, "google", "Google", NULL, SETTING_GOOGLE_CLIENT, SETTING_GOOGLE_SECRET, SETTING_GOOGLE_ISSUER,
	 SETTING_GOOGLE_ISSUER},
	{PROVIDER_FACEBOOK, "facebook", "Facebook", "https://www.facebook.com", SETTING_FACEBOOK_CLIENT,
	 SETTING_FACEBOOK_SECRET, SETTING_FACEBOOK_AUTHORIZE, SETTING_FACEBOOK_GRAPH},
	{PROVIDER_X, "x", "X", "https://x.com", SETTING_X_CLIENT, SETTING_X_SECRET, SETTING_X_AUTHORIZE, SETTING_X_API},
};

enum { NAMED = sizeof named / sizeof *named };

static enum status read_named(struct call *c, size_t i, struct provider *out)
{
	*out = (struct provider){.kind = named[i].kind,
				 .is_google = named[i].kind == PROVIDER_OPENID,
				 .word = str_of(named[i].word),
				 .name = str_of(named[i].name)};
	enum status status = setting_text(c, named[i].client, &out->client);
	if (status == OK)
		status = setting_text(c, named[i].secret, &out->secret);
	if (status == OK)
		status = setting_text(c, named[i].authorize, &out->authorize);
	if (status == OK)
		status = setting_text(c, named[i].api, &out->api);
	out->issuer = named[i].issuer ? str_of(named[i].issuer) : out->authorize;
	return status;
}

static struct provider of_row(const struct provider_get_row *row)
{
	return (struct provider){.kind = PROVIDER_OPENID,
				 .is_added = true,
				 .word = row->word,
				 .name = row->name,
				 .issuer = row->issuer,
				 .client = row->client,
				 .secret = row->secret};
}

enum status provider_list_all(struct call *c, struct providers *out)
{
	struct provider_all_rows rows;
	struct provider one;
	enum status status = OK;
	*out = (struct providers){0};
	for (size_t i = 0; status == OK && i < NAMED; i++) {
		status = read_named(c, i, &one);
		*list_add(c->arena, out) = one;
	}
	if (status == OK)
		status = provider_all_query(c->store, c->arena, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++) {
		const struct provider_all_row *r = &rows.at[i];
		struct provider_get_row row = {r->word, r->name, r->issuer, r->client, r->secret};
		*list_add(c->arena, out) = of_row(&row);
	}
	return status;
}

enum status provider_list(struct call *c, struct providers *out)
{
	struct providers all;
	enum status status = provider_list_all(c, &all);
	*out = (struct providers){0};
	for (size_t i = 0; status == OK && i < all.n; i++)
		if (all.at[i].client.n)
			*list_add(c->arena, out) = all.at[i];
	return status;
}

enum status provider_find(struct call *c, struct str word, struct provider *out)
{
	struct provider_get_row row;
	bool found;
	for (size_t i = 0; i < NAMED; i++)
		if (str_is(word, named[i].word)) {
			enum status status = read_named(c, i, out);
			return status == OK && out->client.n == 0 ? NOT_FOUND : status;
		}
	enum status status = provider_get_query(c->store, c->arena, word, &row, &found);
	if (status != OK || !found)
		return status == OK ? NOT_FOUND : status;
	*out = of_row(&row);
	return OK;
}

/* --- adding and removing */

static void fault(struct call *c, enum problem_code code, const char *field, const char *detail)
{
	(void)problem_add(&c->problems, code, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(tr(c, detail)));
}

static bool word_fits(struct str word)
{
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_is(word, reserved[i]))
			return false;
	for (size_t i = 0; i < word.n; i++)
		if (!(word.at[i] >= 'a' && word.at[i] <= 'z') && !(word.at[i] >= '0' && word.at[i] <= '9') &&
		    !(word.at[i] == '-' && i > 0 && i + 1 < word.n))
			return false;
	return word.n > 0 && word.n <= PROVIDER_WORD_MOST;
}

static bool is_plain(struct str text, size_t least, size_t most)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_control(text, i))
			return false;
	return text.n >= least && text.n <= most && str_is_utf8(text) && str_equal(text, str_trim(text));
}

static enum status check_wish(struct call *c, const struct provider_wish *wish)
{
	size_t before = c->problems.list.n;
	if (!word_fits(wish->word))
		fault(c, PROBLEM_WRONG_VALUE, "word",
		      N_("A word has 1 to 32 small letters, digits and hyphens, and is none of google, facebook, x, "
			 "new, step and by-mail."));
	if (!is_plain(wish->name, 1, PROVIDER_NAME_MOST))
		fault(c, PROBLEM_WRONG_VALUE, "name", N_("Write the name that people know it by, at most 60 bytes."));
	if (!is_plain(wish->issuer, 1, SETTING_MOST) || memchr(wish->issuer.at, '?', wish->issuer.n) ||
	    !http_client_may_ask(c->arena, wish->issuer, STR("")))
		fault(c, PROBLEM_WRONG_VALUE, "issuer",
		      N_("Write the issuer's address as it writes it itself: https://, no question mark, a final slash "
			 "only if it "
			 "has one."));
	if (!is_plain(wish->client, 1, SETTING_MOST))
		fault(c, PROBLEM_WRONG_VALUE, "client", N_("Write the client id that the issuer gave this site."));
	if (!is_plain(wish->secret, 0, SETTING_MOST))
		fault(c, PROBLEM_WRONG_VALUE, "secret",
		      N_("This is too long, or holds characters that cannot be seen."));
	return c->problems.list.n > before ? INVALID : OK;
}

/* The row of the log; the secret is not told. */
static struct str told(struct arena *a, struct str word, struct str name, struct str issuer, struct str client)
{
	json_t *object = json_pack("{s:s%, s:s%, s:s%, s:s%}", "word", word.at, word.n, "name", name.at, name.n,
				   "issuer", issuer.at, issuer.n, "client", client.at, client.n);
	char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
	must(text);
	struct str copy = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return copy;
}

struct change {
	struct call *c;
	const struct provider_wish *wish; /* of adding */
	struct str word;
};

static enum status log_change(struct store *s, const struct change *change, const char *act, struct str before,
			      struct str after)
{
	struct call *c = change->c;
	struct store_change row = {.at = c->now,
				   .person = c->person.id,
				   .act = str_of(act),
				   .subject = str_format(c->arena, "provider %.*s", STR_ARGS(change->word)),
				   .before = before,
				   .after = after};
	return store_log(s, &row, NULL);
}

static enum status write_added(struct store *s, void *context)
{
	const struct change *change = context;
	const struct provider_wish *w = change->wish;
	struct call *c = change->c;
	struct provider_get_row row;
	struct provider_of_issuer_row other;
	struct provider_all_rows all;
	bool has_word, has_issuer;
	int64_t changed;
	enum status status = provider_get_query(s, c->arena, w->word, &row, &has_word);
	if (status == OK)
		status = provider_of_issuer_query(s, c->arena, w->issuer, &other, &has_issuer);
	if (status == OK)
		status = provider_all_query(s, c->arena, &all);
	if (status != OK)
		return status;
	if (has_word)
		fault(c, PROBLEM_ALREADY_THERE, "word", N_("A provider has this word already."));
	if (has_issuer)
		fault(c, PROBLEM_ALREADY_THERE, "issuer", N_("This issuer is there already."));
	if (all.n >= PROVIDERS_MOST)
		fault(c, PROBLEM_TOO_MANY, "word", N_("There are 20 already. Remove one first."));
	if (has_word || has_issuer || all.n >= PROVIDERS_MOST)
		return CONFLICT;
	status = provider_add_query(s, c->arena, w->word, w->name, w->issuer, w->client, w->secret, c->now, &changed);
	return status == OK ? log_change(s, change, "provider.add", STR(""),
					 told(c->arena, w->word, w->name, w->issuer, w->client))
			    : status;
}

enum status provider_add(struct call *c, const struct provider_wish *wish)
{
	struct change change = {c, wish, wish->word};
	enum status status = check_wish(c, wish);
	return status == OK ? store_write(c->database, write_added, &change) : status;
}

static enum status write_removed(struct store *s, void *context)
{
	const struct change *change = context;
	struct call *c = change->c;
	struct provider_get_row row;
	bool found;
	int64_t changed;
	enum status status = provider_get_query(s, c->arena, change->word, &row, &found);
	if (status != OK)
		return status;
	if (!found) {
		fault(c, PROBLEM_WRONG_VALUE, "word", N_("No provider that was added has this word."));
		return NOT_FOUND;
	}
	status = provider_remove_query(s, c->arena, change->word, &changed);
	return status == OK ? log_change(s, change, "provider.remove",
					 told(c->arena, row.word, row.name, row.issuer, row.client), STR(""))
			    : status;
}

enum status provider_remove(struct call *c, struct str word)
{
	struct change change = {c, NULL, word};
	return store_write(c->database, write_removed, &change);
}
