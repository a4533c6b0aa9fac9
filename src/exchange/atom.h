/* SPDX-License-Identifier: Apache-2.0 */
/* atom.h - news as an Atom feed (RFC 4287), in pieces that lead to each other (RFC 5005 section 3).
 *
 * Well-formed whatever the texts hold: characters that XML 1.0 has not are left out. An id is permanent: a tag URI (RFC 4151)
 * that hangs on the site's name and the thing, never on an address that may change.
 * Threads: any, after atom_start. Memory: the output's arena. */
#ifndef EXCHANGE_ATOM_H
#define EXCHANGE_ATOM_H
#include "base/call.h"
#include "base/out.h"

struct atom_entry {
	struct str id, title, summary; /* plain text */
	struct str link;               /* the page that tells it, in the feed's language */
	struct str category;           /* a word; empty: none */
	struct moment updated;
};

struct atom_feed {
	struct str id, title, author;
	struct lang lang;
	struct moment updated;
	struct str self, alternate; /* addresses of this piece and of the page that tells the same */
	struct str first, next;     /* of pieces; empty: there is none */
	const struct atom_entry *entries;
	size_t entries_n;
};

/* Prepares libxml2; once, before any thread writes. */
void atom_start(void);

/* "tag:labour.example,2026:standards/C189": of a site's public address ("https://labour.example"; empty: "localhost") and
 * what names the thing, which is encoded as far as a URI needs it. */
struct str atom_tag(struct arena *a, struct str site, struct str thing);

/* Writes the whole document, UTF-8. */
void atom_write(struct out *o, const struct atom_feed *feed);

#endif
