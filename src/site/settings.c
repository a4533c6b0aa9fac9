/* SPDX-License-Identifier: Apache-2.0 */
/* What an administrator sets. */
#include "site/settings.h"

#include "base/tr.h"
#include "site/site_sql.h"
#include "store/store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum setting_kind kind;
	const char *first, *what;
} settings[SETTINGS] = {
#define SETTING(name, word, kind, value, what) {word, SETTING_IS_##kind, value, what},
#include "site/settings.def"
#undef SETTING
};

const char *setting_word(enum setting s)
{
	return settings[s].word;
}

enum setting_kind setting_kind(enum setting s)
{
	return settings[s].kind;
}

const char *setting_first(enum setting s)
{
	return settings[s].first;
}

const char *setting_what(enum setting s)
{
	return settings[s].what;
}

const char *setting_group(enum setting s)
{
	static const struct {
		const char *begin, *name;
	} groups[] = {{"site.", N_("The site")},
		      {"mail.", N_("Mail")},
		      {"google.", "Google"},
		      {"facebook.", "Facebook"},
		      {"x.", "X"},
		      {"staff.", N_("Accounts")},
		      {"sign_up.", N_("Accounts")},
		      {"keep.", N_("How long something is kept")}};
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (str_begins(str_of(settings[s].word), groups[i].begin))
			return groups[i].name;
	return N_("More");
}

bool setting_parse(struct str word, enum setting *out)
{
	for (enum setting s = 0; s < SETTINGS; s++)
		if (str_is(word, settings[s].word)) {
			*out = s;
			return true;
		}
	return false;
}

enum status setting_text(struct call *c, enum setting s, struct str *out)
{
	struct setting_get_row row;
	bool found;
	enum status status = setting_get_query(c->store, c->arena, str_of(settings[s].word), &row, &found);
	if (status == OK)
		*out = found ? row.value : str_of(settings[s].first);
	return status;
}

enum status setting_number(struct call *c, enum setting s, int64_t *out)
{
	struct str text;
	must(settings[s].kind == SETTING_IS_NUMBER || settings[s].kind == SETTING_IS_DAYS);
	enum status status = setting_text(c, s, &text);
	if (status != OK)
		return status;
	return str_to_i64(text, out) ? OK : BUG;
}

enum status setting_is_on(struct call *c, enum setting s, bool *out)
{
	struct str text = STR("");
	must(settings[s].kind == SETTING_IS_SWITCH);
	enum status status = setting_text(c, s, &text);
	*out = str_is(text, "yes");
	return status;
}

static bool is_number(struct str value, int64_t most)
{
	int64_t n;
	return str_to_i64(value, &n) && n >= 1 && n <= most;
}

static bool is_plain(struct str value)
{
	for (size_t i = 0; i < value.n; i++)
		if (str_control(value, i))
			return false;
	return value.n <= SETTING_MOST && str_is_utf8(value);
}

static bool is_url(struct str value)
{
	static const char *const schemes[] = {"http://", "https://", "smtp://", "smtps://"};
	bool is_known = false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		is_known |= str_begins(value, schemes[i]) && value.n > strlen(schemes[i]);
	return is_known && !memchr(value.at, ' ', value.n);
}

static bool is_email(struct str value)
{
	const char *at = memchr(value.at, '@', value.n);
	return at && at > value.at && at + 1 < value.at + value.n &&
	       !memchr(at + 1, '@', (size_t)(value.at + value.n - at - 1)) && !memchr(value.at, ' ', value.n);
}

/* NULL: it fits; else what was expected. */
static const char *fault_of(enum setting_kind kind, struct str value)
{
	if (!is_plain(value))
		return N_("This is too long, or holds characters that cannot be seen.");
	switch (kind) {
	case SETTING_IS_EMAIL: return is_email(value) ? NULL : N_("This is not an e-mail address.");
	case SETTING_IS_URL: return is_url(value) ? NULL : N_("Write an address that begins with https:// or smtp://.");
	case SETTING_IS_NUMBER: return is_number(value, 1000000) ? NULL : N_("Write a number from 1 to 1,000,000.");
	case SETTING_IS_DAYS: return is_number(value, 36500) ? NULL : N_("Write a number of days from 1 to 36,500.");
	case SETTING_IS_SWITCH: return str_is(value, "yes") || str_is(value, "no") ? NULL : N_("Write yes or no.");
	default: return NULL;
	}
}

static struct str json_value(struct arena *a, struct str value)
{
	json_t *object = json_pack("{s:s%}", "value", value.at, value.n);
	char *text = json_dumps(object, JSON_COMPACT);
	must(text);
	struct str copy = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return copy;
}

static enum status write_setting(struct store *s, struct call *c, const struct setting_wish *wish)
{
	const char *word = settings[wish->setting].word;
	bool is_secret = settings[wish->setting].kind == SETTING_IS_SECRET, found;
	struct setting_get_row row;
	int64_t changed;
	enum status status = setting_get_query(s, c->arena, str_of(word), &row, &found);
	if (status != OK || (found ? str_equal(row.value, wish->value) : wish->value.n == 0))
		return status;
	status = wish->value.n ? setting_put_query(s, c->arena, str_of(word), wish->value, c->now, &changed)
			       : setting_drop_query(s, c->arena, str_of(word), &changed);
	if (status != OK)
		return status;
	struct store_change change = {.at = c->now,
				      .person = c->person.id,
				      .act = STR("setting.set"),
				      .subject = str_of(word),
				      .before = found && !is_secret ? json_value(c->arena, row.value) : STR(""),
				      .after = is_secret ? STR("") : json_value(c->arena, wish->value)};
	return store_log(s, &change, NULL);
}

struct writing {
	struct call *c;
	const struct setting_wish *wishes;
	size_t n;
};

static enum status write_settings(struct store *s, void *context)
{
	const struct writing *w = context;
	enum status status = OK;
	for (size_t i = 0; i < w->n && status == OK; i++)
		status = write_setting(s, w->c, &w->wishes[i]);
	return status;
}

enum status settings_set(struct call *c, const struct setting_wish *wishes, size_t n)
{
	struct writing writing = {c, wishes, n};
	bool is_wrong = false;
	for (size_t i = 0; i < n; i++) {
		const char *fault =
			wishes[i].value.n ? fault_of(settings[wishes[i].setting].kind, wishes[i].value) : NULL;
		is_wrong = is_wrong || fault;
		if (fault)
			(void)problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER,
					  str_of(settings[wishes[i].setting].word), "%.*s", STR_ARGS(tr(c, fault)));
	}
	return is_wrong ? INVALID : store_write(c->database, write_settings, &writing);
}

enum status setting_set(struct call *c, enum setting s, struct str value)
{
	return settings_set(c, &(struct setting_wish){s, value}, 1);
}

enum status settings_list(struct call *c, struct setting_value out[static SETTINGS])
{
	struct setting_all_rows rows;
	enum setting which;
	for (enum setting s = 0; s < SETTINGS; s++)
		out[s] = (struct setting_value){str_of(settings[s].first), false};
	enum status status = setting_all_query(c->store, c->arena, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		if (setting_parse(rows.at[i].word, &which))
			out[which] = (struct setting_value){
				settings[which].kind == SETTING_IS_SECRET ? STR("") : rows.at[i].value, true};
	return status;
}
