/* SPDX-License-Identifier: Apache-2.0 */
/* letter_pages.h - what the template of a mail's HTML part takes.
 *
 * Threads and memory: as the call. */
#ifndef MAIL_LETTER_PAGES_H
#define MAIL_LETTER_PAGES_H
#include "mail/message.h"
#include "page/language.h"
#include "page/write.h"

struct letter_block {
	enum mail_block_kind kind;
	struct str text;
	struct url url; /* empty: none */
	struct lang lang;
	const char *dir;
};

struct letter_blocks {
	LIST(struct letter_block);
};

struct letter {
	struct str subject, site_name;
	struct url site, unsubscribe; /* may be empty */
	struct letter_blocks blocks;
	bool is_from_list;
};

#endif
