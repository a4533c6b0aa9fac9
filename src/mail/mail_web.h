/* SPDX-License-Identifier: Apache-2.0 */
/* mail_web.h - what the outbox gives features.c.
 *
 * Threads: any. Memory: constants. */
#ifndef MAIL_MAIL_WEB_H
#define MAIL_MAIL_WEB_H
#include "http/http.h"
#include "mail/worker.h"

extern const struct http_route mail_pages_routes[], mail_api_routes[];

/* Writes the HTML part of a mail (mail_html). */
void mail_letter_html(struct out *o, struct call *c, const struct mail_letter *letter);

#endif
