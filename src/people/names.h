/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - the one function that every public name passes, and how names are compared.
 *
 * Two names that look the same are the same: they are compared by their skeleton, the confusable skeleton of UTS 39 (section 4)
 * of the folded name, so that "Ana", "ANA" and "Аna" with a Cyrillic letter belong to one account.
 * Threads: any. Memory: the arena of the call. */
#ifndef PEOPLE_NAMES_H
#define PEOPLE_NAMES_H
#include "base/call.h"

enum { PEOPLE_NAME_MOST = 64 }; /* grapheme clusters, and four times as many code points */

enum people_name_kind {
	PEOPLE_NAME_GIVEN,  /* by an administrator, who may use a reserved word */
	PEOPLE_NAME_CHOSEN, /* by whoever makes the account, or posts as a guest */
};

struct people_name {
	struct str name;     /* in Unicode's normal form C */
	struct str skeleton; /* what it is compared by */
};

/* Reads a name as it was typed.
 * INVALID: in c->problems under `field` (WRONG_VALUE), why: empty, too long, not UTF-8, a blank at an end or two in a row,
 *          a control or invisible character, no letter or digit, or a reserved word (PEOPLE_NAME_CHOSEN alone). */
CHECKED enum status people_name_read(struct call *c, const char *field, struct str typed, enum people_name_kind kind,
				     struct people_name *out);

/* The skeleton of any text; the text itself where it is not UTF-8. */
struct str people_skeleton(struct arena *a, struct str text);

#endif
