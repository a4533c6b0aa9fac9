/* SPDX-License-Identifier: Apache-2.0 */
/* The HTML part of a mail: the same blocks as the text part, no picture, nothing fetched, nothing that tells who reads it. */
#include "mail/letter_pages.h"

#include "mail/letter_html.h"
#include "mail/mail_web.h"
#include "page/url.h"

static struct url link_of(struct str address)
{
	struct url url = {STR("")};
	if (address.n && !url_outside(address, &url))
		url = (struct url){STR("")};
	return url;
}

void mail_letter_html(struct out *o, struct call *c, const struct mail_letter *l)
{
	struct letter m = {.subject = l->message->subject,
			   .site_name = l->site_name,
			   .site = link_of(l->site),
			   .is_from_list = l->unsubscribe.n > 0,
			   .unsubscribe = {STR("")}};
	if (m.is_from_list)
		m.unsubscribe = link_of(l->unsubscribe_url);
	for (size_t i = 0; i < l->message->blocks.n; i++) {
		const struct mail_block *b = &l->message->blocks.at[i];
		struct lang lang = b->lang.tag[0] ? b->lang : c->lang;
		*list_add(c->arena, &m.blocks) =
			(struct letter_block){b->kind, b->text, link_of(b->url), lang, page_language_dir(lang)};
	}
	page_letter(o, c, &m);
}
