/* SPDX-License-Identifier: Apache-2.0 */
/* Events of mail, and what a mail is made of. */
#include "mail/mail.h"

#include "mail/mail_sql.h"

static const struct mail_kind *const *kind_lists;
static size_t kind_lists_n;

void mail_kinds_set(const struct mail_kind *const *lists, size_t n)
{
	kind_lists = lists;
	kind_lists_n = n;
}

const struct mail_kind *mail_kind_of(struct str word)
{
	for (size_t i = 0; i < kind_lists_n; i++)
		for (const struct mail_kind *kind = kind_lists[i]; kind->word; kind++)
			if (str_is(word, kind->word))
				return kind;
	return NULL;
}

enum status mail_unsubscribe(struct call *c, struct str code)
{
	struct str rest = code, word;
	str_next(&rest, '.', &word);
	const struct mail_kind *kind = rest.at ? mail_kind_of(word) : NULL;
	return kind && kind->unsubscribe ? kind->unsubscribe(c, rest) : NOT_FOUND;
}

enum status mail_write(struct store *s, struct call *c, const struct mail_event *event)
{
	int64_t changed;
	return mail_event_add_query(s, c->arena, event->key, event->kind, event->data,
				    event->to.n ? event->to : STR(""), str_of(event->lang.tag), c->now, &changed);
}

static struct mail_block *add(struct arena *a, struct mail_message *m, enum mail_block_kind kind, struct str text)
{
	struct mail_block *block = list_add(a, &m->blocks);
	*block = (struct mail_block){.kind = kind, .text = text, .url = STR("")};
	return block;
}

void mail_say(struct arena *a, struct mail_message *m, enum mail_block_kind kind, struct str text)
{
	add(a, m, kind, text);
}

void mail_act(struct arena *a, struct mail_message *m, struct str text, struct str url)
{
	add(a, m, MAIL_ACTION, text)->url = url;
}

void mail_quote(struct arena *a, struct mail_message *m, struct str text, struct lang lang)
{
	add(a, m, MAIL_QUOTE, text)->lang = lang;
}
