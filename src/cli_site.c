/* SPDX-License-Identifier: Apache-2.0 */
/* cli_site.c - what an administrator sets and writes, and what is no longer kept. */
#include "cli_run.h"

#include "feature_list.h"

#include "site/retain.h"
#include "site/settings.h"
#include "site/texts.h"

#include <stdio.h>
#include <string.h>

enum cli_exit cli_setting_list(const struct cli_arguments *arguments)
{
	struct setting_value values[SETTINGS];
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, settings_list(&r.call, values));
	for (enum setting s = 0; end == CLI_FINE && s < SETTINGS; s++) {
		const char *state = values[s].is_set ? "set" : "not set";
		printf("%s\t%.*s\t%s\n", setting_word(s), STR_ARGS(values[s].value), state);
	}
	cli_close(&r);
	return end;
}

/* Sets one. */
static enum cli_exit set(const struct cli_arguments *arguments, enum setting s, struct str value)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, setting_set(&r.call, s, value));
	cli_close(&r);
	return end;
}

static bool find(const struct cli_arguments *arguments, enum setting *out)
{
	const char *words[SETTINGS];
	struct str word = str_of(arguments->operands[0]);
	if (setting_parse(word, out))
		return true;
	for (enum setting s = 0; s < SETTINGS; s++)
		words[s] = setting_word(s);
	const char *near = cli_nearest(word, words, SETTINGS);
	fprintf(stderr, "sulear: %s: unknown setting%s%s%s\n", arguments->operands[0], near ? " (did you mean " : "",
		near ? near : "", near ? "?)" : "");
	return false;
}

enum cli_exit cli_setting_set(const struct cli_arguments *arguments)
{
	char line[SETTING_MOST + 3] = "";
	enum setting s;
	if (!find(arguments, &s))
		return CLI_USAGE;
	bool is_secret = setting_kind(s) == SETTING_IS_SECRET;
	if (is_secret != (arguments->operands_n == 1)) {
		fprintf(stderr,
			is_secret ? "sulear: %s is a secret: give it as a line of standard input\n"
				  : "sulear: %s: say its value\n",
			setting_word(s));
		return CLI_USAGE;
	}
	if (is_secret && !fgets(line, sizeof line, stdin) && ferror(stdin)) {
		perror("sulear: standard input");
		return CLI_REFUSED;
	}
	struct str value = is_secret ? str_trim(str_of(line)) : str_of(arguments->operands[1]);
	if (!value.n) {
		fprintf(stderr, "sulear: %s: the value is empty; `sulear setting drop` takes it back\n",
			setting_word(s));
		return CLI_USAGE;
	}
	enum cli_exit end = set(arguments, s, value);
	explicit_bzero(line, sizeof line);
	return end;
}

enum cli_exit cli_setting_drop(const struct cli_arguments *arguments)
{
	enum setting s;
	return find(arguments, &s) ? set(arguments, s, STR("")) : CLI_USAGE;
}

/* The page and the language of the operands. */
static bool find_text(const struct cli_arguments *arguments, enum site_page *page, struct lang *lang)
{
	static const char *const languages[] = {"en", "fr", "es", "pt"};
	*lang = lang_of(str_of(arguments->operands[1]));
	if (!site_page_parse(str_of(arguments->operands[0]), page)) {
		fprintf(stderr, "sulear: %s: expected privacy, rules or contact\n", arguments->operands[0]);
		return false;
	}
	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
		if (lang_is(*lang, languages[i]))
			return true;
	fprintf(stderr, "sulear: %s: expected en, fr, es or pt\n", arguments->operands[1]);
	return false;
}

enum cli_exit cli_text_show(const struct cli_arguments *arguments)
{
	enum site_page page;
	struct lang lang;
	struct site_text text;
	if (!find_text(arguments, &page, &lang))
		return CLI_USAGE;
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	r.call.lang = lang;
	if (end == CLI_FINE)
		end = cli_end(&r, features_prepare()); /* the program's own text is translated */
	if (end == CLI_FINE)
		end = cli_end(&r, site_text_own(&r.call, page, &text));
	if (end == CLI_FINE)
		printf("%.*s\n", STR_ARGS(text.text));
	cli_close(&r);
	return end;
}

enum cli_exit cli_text_write(const struct cli_arguments *arguments)
{
	enum site_page page;
	struct lang lang;
	if (!find_text(arguments, &page, &lang))
		return CLI_USAGE;
	struct cli_run r = cli_begin(arguments);
	char *typed = arena_alloc(r.arena, SITE_TEXT_MOST + 2); /* one more than fits, so that too much is seen */
	size_t n = fread(typed, 1, SITE_TEXT_MOST + 2, stdin);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, site_text_write(&r.call, page, lang, (struct str){typed, n}));
	cli_close(&r);
	return end;
}

static void tell(void *context, const char *word, int64_t did)
{
	(void)context;
	printf("%s\t%lld\n", word, (long long)did);
}

enum cli_exit cli_retain(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	features_retain();
	if (end == CLI_FINE)
		end = cli_end(&r, retain(&r.call, tell, NULL));
	cli_close(&r);
	return end;
}
