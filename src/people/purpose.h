/* SPDX-License-Identifier: Apache-2.0 */
/* purpose.h - what a mailed link is good for.
 *
 * Threads: read-only. */
#ifndef PEOPLE_PURPOSE_H
#define PEOPLE_PURPOSE_H
#include "base/str.h"

enum people_purpose {
	PEOPLE_CONFIRM, /* proves the first address of an account */
	PEOPLE_SIGN_IN, /* signs in, once */
	PEOPLE_RESET,   /* sets a new password */
	PEOPLE_CHANGE,  /* proves an address that takes the place of another */
};

/* Its word in the store, and back. */
const char *people_purpose_word(enum people_purpose purpose);
bool people_purpose_parse(struct str word, enum people_purpose *out);

#endif
