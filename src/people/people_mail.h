/* SPDX-License-Identifier: Apache-2.0 */
/* people_mail.h - the mails about signing in: "confirm", "change", "sign-in", "reset" with a one-use link, "taken" and "moved"
 * that only tell.
 *
 * Threads and memory: as mail.h. */
#ifndef PEOPLE_PEOPLE_MAIL_H
#define PEOPLE_PEOPLE_MAIL_H
#include "mail/mail.h"

extern const struct mail_kind people_mail_kinds[];

#endif
