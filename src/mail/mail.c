/* SPDX-License-Identifier: Apache-2.0 */
/* Events of mail, and what a mail is made of. */
#include "mail/mail.h"

#include "mail/mail_sql.h"

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
