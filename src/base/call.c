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

bool call_may(const struct call *c, enum permission p)
{
	return may(c->person.id != 0, c->person.roles, p);
}
