/* SPDX-License-Identifier: Apache-2.0 */
#include "base/call.h"

#include <string.h>

struct call call_new(struct arena *a, struct moment now)
{
	struct date today = moment_day(now);
	return (struct call){.arena = a,
			     .problems = problems_new(a),
			     .lang = {"en"},
			     .now = now,
			     .today = today,
			     .on = today,
			     .known = now};
}

struct lang lang_of(struct str tag)
{
	struct lang l = {""};
	if (tag.n < sizeof l.tag)
		memcpy(l.tag, tag.at, tag.n);
	return l;
}

static const char *const role_names[] = {"nobody", "account", "office", "administrator"};

const char *role_name(enum role r)
{
	return role_names[r];
}

bool role_parse(struct str word, enum role *out)
{
	for (enum role r = ROLE_ACCOUNT; r <= ROLE_ADMINISTRATOR; r++)
		if (str_is(word, role_names[r])) {
			*out = r;
			return true;
		}
	return false;
}
