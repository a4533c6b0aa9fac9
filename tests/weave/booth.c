/* SPDX-License-Identifier: Apache-2.0 */
#include "booth.h"

static const char *const words[] = {[BOOKING_ASKED] = "asked", [BOOKING_HELD] = "held"};

const char *booking_state_word(enum booking_state s)
{
	return words[s];
}

bool booking_state_parse(struct str word, enum booking_state *out)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(word, words[i])) {
			*out = (enum booking_state)i;
			return true;
		}
	return false;
}

struct str label_state(const struct call *c, enum booking_state s)
{
	return str_format(c->arena, "<%s>", words[s]);
}
