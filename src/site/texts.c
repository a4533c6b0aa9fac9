/* SPDX-License-Identifier: Apache-2.0 */
/* The pages that the administrator writes. */
#include "site/texts.h"

#include "base/out.h"
#include "base/tr.h"
#include "site/site_sql.h"
#include "store/store.h"

#include <jansson.h>
#include <stdlib.h>

/* A paragraph of the program's own text, and the Markdown before it. */
struct paragraph {
	const char *before, *text;
};

static const struct paragraph privacy[] = {
	{"",
	 N_("Reading this site needs no account, and nobody is told who reads what. No page asks anything from another "
	    "site. Your network address is written neither to a disk nor into a log.")},
	{"# ", N_("What is kept if you have an account")},
	{"- ", N_("The name you chose, and your password as a value from which it cannot be found out.")},
	{"- ", N_("Your e-mail address, if you gave one. Only administrators see it.")},
	{"- ", N_("What you wrote into your profile. You say for each part of it whether others may see it.")},
	{"- ", N_("The list of your sign-ins with the kind of browser, so that you can find one that was not yours.")},
	{"- ", N_("What you write here under your name.")},
	{"# ", N_("Cookies")},
	{"", N_("There is one cookie. It keeps you signed in and protects forms, and it ends with your browser.")},
	{"# ", N_("What you can do")},
	{"", N_("In your account you can read and change what is kept, take it away as a file, and erase the account. "
		"What was erased is not brought back when a backup is restored.")},
	{0},
};

static const struct paragraph rules[] = {
	{"", N_("These rules hold for everybody who writes on this site.")},
	{"- ", N_("Be polite. Speak about what was said, not about who said it.")},
	{"- ", N_("Say where a fact comes from, so that others can check it.")},
	{"- ", N_("Do not publish what others told you in confidence, nor their personal data.")},
	{"- ", N_("Do not pretend to speak for a government or an organisation that did not ask you to.")},
	{"- ", N_("No advertising, no insults, no threats, nothing against the law.")},
	{"",
	 N_("What breaks these rules can be removed, and an account that does so again can be suspended. Its owner is "
	    "told why.")},
	{0},
};

static const struct paragraph contact[] = {
	{"", N_("If a fact in the register seems wrong, report it on its own page: the report reaches those who can "
		"correct "
		"it, and you see their answer.")},
	{"", N_("For everything else, write to those who run this site.")},
	{0},
};

static const struct {
	const char *word;
	const struct paragraph *text;
} pages[SITE_PAGES] = {
	[SITE_PRIVACY] = {"privacy", privacy}, [SITE_RULES] = {"rules", rules}, [SITE_CONTACT] = {"contact", contact}};

const char *site_page_word(enum site_page page)
{
	return pages[page].word;
}

bool site_page_parse(struct str word, enum site_page *out)
{
	for (enum site_page p = 0; p < SITE_PAGES; p++)
		if (str_is(word, pages[p].word)) {
			*out = p;
			return true;
		}
	return false;
}

/* The program's own text in the reader's language. */
static struct site_text own_text(const struct call *c, enum site_page page)
{
	struct out o = out_new(c->arena, SITE_TEXT_MOST, NULL);
	for (const struct paragraph *p = pages[page].text; p->text; p++) {
		bool goes_on = *p->before == '-' && p[1].text && *p[1].before == '-'; /* a list has no gaps */
		out_printf(&o, "%s%.*s%s", p->before, STR_ARGS(tr(c, p->text)), goes_on ? "\n" : "\n\n");
	}
	return (struct site_text){.text = str_trim(out_str(&o)), .lang = c->lang};
}

enum status site_text_read(struct call *c, enum site_page page, struct site_text *out)
{
	struct site_text_in_row row;
	bool found;
	enum status status =
		site_text_in_query(c->store, c->arena, str_of(pages[page].word), str_of(c->lang.tag), &row, &found);
	if (status != OK)
		return status;
	*out = found ? (struct site_text){row.text, lang_of(row.lang), true, row.set_at} : own_text(c, page);
	return OK;
}

enum status site_text_own(struct call *c, enum site_page page, struct site_text *out)
{
	struct site_text_get_row row;
	bool found;
	enum status status =
		site_text_get_query(c->store, c->arena, str_of(pages[page].word), str_of(c->lang.tag), &row, &found);
	if (status != OK)
		return status;
	*out = found ? (struct site_text){row.text, c->lang, true, row.set_at} : own_text(c, page);
	return OK;
}

struct writing {
	struct call *c;
	struct str page, lang, text;
};

static struct str json_text(struct arena *a, struct str text)
{
	json_t *object = json_pack("{s:s%}", "text", text.at, text.n);
	char *written = json_dumps(object, JSON_COMPACT);
	must(written);
	struct str copy = str_copy(a, str_of(written));
	free(written);
	json_decref(object);
	return copy;
}

static enum status write_text(struct store *s, void *context)
{
	const struct writing *w = context;
	struct call *c = w->c;
	struct site_text_get_row row;
	bool found;
	enum status status = site_text_get_query(s, c->arena, w->page, w->lang, &row, &found);
	if (status != OK || (found ? str_equal(row.text, w->text) : w->text.n == 0))
		return status;
	status = w->text.n ? site_text_put_query(s, c->arena, w->page, w->lang, w->text, c->now, NULL)
			   : site_text_drop_query(s, c->arena, w->page, w->lang, NULL);
	if (status != OK)
		return status;
	struct store_change change = {.at = c->now,
				      .person = c->person.id,
				      .act = STR("text.write"),
				      .subject =
					      str_format(c->arena, "%.*s %.*s", STR_ARGS(w->page), STR_ARGS(w->lang)),
				      .before = found ? json_text(c->arena, row.text) : STR(""),
				      .after = w->text.n ? json_text(c->arena, w->text) : STR("")};
	return store_log(s, &change, NULL);
}

static bool is_plain(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_control(text, i) && text.at[i] != '\n' && text.at[i] != '\t')
			return false;
	return text.n <= SITE_TEXT_MOST && str_is_utf8(text);
}

enum status site_text_write(struct call *c, enum site_page page, struct lang lang, struct str text)
{
	struct writing w = {c, str_of(pages[page].word), str_of(lang.tag), str_trim(text)};
	if (is_plain(w.text))
		return store_write(c->database, write_text, &w);
	return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("text"), "%.*s",
			   STR_ARGS(tr(c, N_("Write at most 50,000 bytes, without characters that cannot be seen."))));
}
