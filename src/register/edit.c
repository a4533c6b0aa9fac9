/* SPDX-License-Identifier: Apache-2.0 */
#include "register/edit.h"

static const char *const words[REGISTER_ACTS] = {"instrument", "ratification", "declaration", "denunciation",
						 "correction"};

const char *register_act_word(enum register_act act)
{
	return words[act];
}

bool register_act_parse(struct str word, enum register_act *out)
{
	for (enum register_act act = 0; act < REGISTER_ACTS; act++)
		if (str_is(word, words[act])) {
			*out = act;
			return true;
		}
	return false;
}
