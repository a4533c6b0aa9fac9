/* SPDX-License-Identifier: Apache-2.0 */
/* news.h - news of the site: an administrator writes a notice in one or more languages; accounts that asked for it get it by mail,
 * everybody can read it.
 *
 * A notice is read in the reader's language if it was written in it, else in English, else in any. It is never changed: who had
 * it by mail would have read another. Threads: any. Memory: the call's arena. */
#ifndef NEWS_NEWS_H
#define NEWS_NEWS_H
#include "mail/mail.h"
#include "news/news_rows.h"
#include "people/parts.h"

enum { NEWS_SUBJECT_MOST = 200, NEWS_TEXT_MOST = 20000, NEWS_LANGUAGES_MOST = 8 };

struct news_text {
	struct lang lang;
	struct str subject, text; /* both empty: not in this language */
};

struct news_wish {
	struct news_text texts[NEWS_LANGUAGES_MOST];
	size_t n;
};

struct json_t; /* jansson */

/* {"en": {"subject": "…", "text": "…"}, …} as a wish, whose texts live in the arena. INVALID: every fault is in c->problems. */
CHECKED enum status news_read_json(struct call *c, const struct json_t *body, struct news_wish *out);

/* Publishes a notice and writes to those who asked for it.
 * OK        *id is set; the change log has a row.
 * INVALID   every fault is in c->problems, under "subject-en", "text-en" and so on.
 * May: MAY_MANAGE_SITE, which the routes ask, or the command line. */
CHECKED enum status news_write(struct call *c, const struct news_wish *wish, int64_t *id);

/* One notice in c->lang. NOT_FOUND. May: anybody, as the next. */
CHECKED enum status news_get(struct call *c, int64_t id, struct news_in_row *out);

/* Notices, the newest first, before that one (0: from the newest). */
CHECKED enum status news_list(struct call *c, int64_t before, size_t most, struct news_before_rows *out);

/* Whether an account gets notices by mail. */
CHECKED enum status news_wanted(struct call *c, int64_t person, bool *out);

/* c->person wants them by mail from now on, in c->lang, or no more. May: whoever is signed in, for themselves. */
CHECKED enum status news_want(struct call *c, bool wants);

/* "news": whether somebody wants them. */
extern const struct people_part news_parts[];

/* "news". */
extern const struct mail_kind news_mail_kinds[];

#endif
