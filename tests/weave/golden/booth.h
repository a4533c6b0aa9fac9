/* SPDX-License-Identifier: Apache-2.0 */
/* booth.h - an invented feature for the tests of weave: who interprets where, and when. */
#ifndef TESTS_WEAVE_BOOTH_H
#define TESTS_WEAVE_BOOTH_H
#include "base/call.h"

struct booth_id {
	int64_t n;
};

struct booking_id {
	int64_t n;
};

enum booking_state { BOOKING_ASKED, BOOKING_HELD };

struct booth {
	struct str name;
	bool open;
};

/* The word a state is stored as. */
const char *booking_state_word(enum booking_state s);

/* The state of a word; false if there is none. */
bool booking_state_parse(struct str word, enum booking_state *out);

/* The name of a state for readers. */
struct str label_state(const struct call *c, enum booking_state s);

#endif
