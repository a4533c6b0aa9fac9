/* SPDX-License-Identifier: Apache-2.0 */
/* notices.h - the outbox's own mails: notices of the site, and the mail by which an administrator tries the relay.
 *
 * Threads: any. Memory: the call's arena. */
#ifndef MAIL_NOTICES_H
#define MAIL_NOTICES_H
#include "mail/mail.h"

/* "notice" and "test". */
extern const struct mail_kind mail_own_kinds[];

#endif
