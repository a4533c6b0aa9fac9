/* SPDX-License-Identifier: Apache-2.0 */
/* message.h - a mail as bytes: headers, a text part that is complete, a light HTML part of the same blocks.
 *
 * RFC 5322 with lines of at most 78 bytes where they can be broken, everything 7-bit: RFC 2047 in headers, quoted-printable in
 * the parts. Nothing that comes from outside ends a line of the head. The text part flows (RFC 3676), 72 columns wide.
 * Threads: pure functions. Memory: the arena. */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H
#include "base/out.h"
#include "mail/mail.h"

enum { MAIL_COLUMNS = 72, MAIL_BYTES_MOST = 1 << 20, MAIL_SUBJECT_MOST = 250 };

/* All of a mail besides what its kind said. Paths of ours are whole addresses here already. */
struct mail_letter {
	const struct mail_message *message;
	const struct mail_recipient *to;
	struct str site_name, site; /* "Sulear", "https://labour.example" */
	struct str from, domain;    /* the address it comes from; the domain of return and reply addresses */
	struct str reply;           /* the part before the @, signed; empty: none */
	struct str unsubscribe;     /* "KIND.CODE"; empty: it comes from no subscription */
	struct str unsubscribe_url; /* where that is done */
	int64_t id;                 /* of the message */
	struct moment at;
};

/* Writes the HTML part. */
typedef void mail_html(struct out *o, struct call *c, const struct mail_letter *letter);

/* The whole message, with CRLF; c->lang is the reader's. Empty if it is longer than MAIL_BYTES_MOST. */
struct str mail_bytes(struct call *c, const struct mail_letter *letter, mail_html *html);

/* An address that a message can go to: one @, visible ASCII without < > , ; : " \ ( ) [ ] and blanks, at most 254 bytes. */
bool mail_address_fits(struct str email);

/* Appends a header: folded, its value encoded where it is not plain ASCII. Line ends and other controls become blanks. */
void mail_header(struct out *o, const char *name, struct str value);

/* Appends a text part: UTF-8 as quoted-printable (RFC 2045 6.7), lines ended by CRLF. */
void mail_quoted_printable(struct out *o, struct str text);

/* Appends text of the text part: paragraphs flow within 72 columns, `quote` puts "> " before each line. */
void mail_flow(struct out *o, struct str text, bool quote);

#endif
