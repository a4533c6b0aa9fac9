/* SPDX-License-Identifier: Apache-2.0 */
/* notices.h - "new for me": what somebody is told in the site itself, mail or not.
 *
 * A room tells a person something inside the write that makes it so. Its kind of notice says later, in the reader's language,
 * what it is; kinds are listed in features.c. Threads: people_notice inside store_write; the rest on any worker. Memory: c's
 * arena. */
#ifndef PEOPLE_NOTICES_H
#define PEOPLE_NOTICES_H
#include "base/call.h"
#include "people/administration_rows.h"

struct json_t; /* jansson */
struct store;

/* Tells a person something, inside a write. The same key again, of the same person, is the same notice and changes nothing.
 * data: a JSON object for the kind's function. */
CHECKED enum status people_notice(struct store *s, struct call *c, int64_t person, struct str key, const char *kind,
				  struct str data);

struct people_told {
	struct str text; /* whole sentences in the reader's language */
	struct str path; /* where more of it stands, after "/{lang}"; empty: nowhere */
};

struct people_notice_kind {
	const char *word; /* "badge" */
	/* What a notice of this kind says. False: its data is of no use any more, and it is left out. */
	bool (*tell)(struct call *c, const struct json_t *data, struct people_told *out);
};

/* The kinds of this room: badge, roles; ended by a row without a word. */
extern const struct people_notice_kind people_notice_kinds[];

/* Every kind there is: lists, each ended by a row without a word. Once, before any thread runs. */
void people_set_notice_kinds(const struct people_notice_kind *const *lists, size_t n);

/* What a notice says. False: nothing any more. */
bool people_notice_tell(struct call *c, struct str kind, struct str data, struct people_told *out);

/* The caller's own notices before that one (0: the newest), newest first. May: MAY_HAVE_ACCOUNT. */
CHECKED enum status people_notices(struct call *c, int64_t before, size_t most, struct notice_list_rows *out);

/* How many of a person's notices are new. */
CHECKED enum status people_notices_new(struct call *c, int64_t person, int64_t *n);

/* The caller saw their notices up to that one; OK too where nothing was new. May: MAY_HAVE_ACCOUNT. */
CHECKED enum status people_notices_seen(struct call *c, int64_t last);

#endif
