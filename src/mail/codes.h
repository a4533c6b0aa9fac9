/* SPDX-License-Identifier: Apache-2.0 */
/* codes.h - codes that need no row: a text with a keyed hash behind it.
 *
 * They stand in addresses and mails for years and never end; the key is the store's own. Written in lower case, read in any,
 * since mail servers change it. Threads: any. Memory: the call's arena. */
#ifndef MAIL_CODES_H
#define MAIL_CODES_H
#include "base/call.h"

enum { MAIL_MAC = 16, MAIL_CODE_MOST = 64 }; /* bytes of the hash, of the text */

/* Makes the key if the store has none. At the start. UNAVAILABLE: the store. */
CHECKED enum status mail_prepare(struct call *c);

/* "TEXT.HASH" for a purpose ("reply"); the text holds lower-case letters, digits and "-". */
CHECKED enum status mail_sign(struct call *c, const char *purpose, struct str text, struct str *code);

/* The text of a code of that purpose. NOT_FOUND: it is none of ours. */
CHECKED enum status mail_signed(struct call *c, const char *purpose, struct str code, struct str *text);

/* The part before the @ to which a person's reply to something goes: "reply+412-7.HASH". */
CHECKED enum status mail_reply_address(struct call *c, struct str what, int64_t person, struct str *local);

/* What such a part means. NOT_FOUND: it is none of ours. */
CHECKED enum status mail_reply_read(struct call *c, struct str local, struct str *what, int64_t *person);

#endif
