/* SPDX-License-Identifier: Apache-2.0 */
/* call.h - all a feature knows of who asks: person, language, moment, arena, store, problems.
 *
 * The http layer makes one a request; the command line, imports and jobs make theirs. A feature never sees HTTP.
 * Memory: everything in it lives at least as long as its arena. Threads: one at a time. */
#ifndef BASE_CALL_H
#define BASE_CALL_H
#include "base/date.h"
#include "base/may.h"
#include "base/problem.h"

struct store;    /* a connection, store/store.h */
struct database; /* the whole store, store/store.h */

/* A language as a BCP 47 tag ("pt", "zh-Hans"); "" is none. */
struct lang {
	char tag[12];
};

struct person {
	int64_t id; /* 0: nobody */
	struct str name;
	role_set roles;
	int64_t news; /* notices that they did not see yet */
};

struct call {
	struct arena *arena;
	struct problems problems;
	struct lang lang;
	struct moment now;   /* the moment of the call; tests hold it still */
	struct date today;   /* its day in UTC */
	struct date on;      /* the day asked about; today unless somebody said otherwise */
	struct moment known; /* as recorded at that moment; now unless somebody said otherwise */
	bool on_given;       /* somebody said a day that is not today */
	bool known_given;    /* somebody said a moment */
	struct person person;
	struct str form_token; /* goes into every form that changes something; empty where the reader has no session */
	struct store *store;   /* a connection to read with; NULL where none is needed */
	struct database *database; /* for writing (store_write) */
	struct str request_id;     /* for the log; may be empty */
};

/* A call by nobody at that moment, in English, on that day. */
struct call call_new(struct arena *a, struct moment now);

/* The tag as a struct lang; too long a tag gives the empty one. */
struct lang lang_of(struct str tag);

/* The same tag. */
static inline bool lang_is(struct lang l, const char *tag)
{
	return l.tag[0] == tag[0] && strcmp(l.tag, tag) == 0;
}

/* Whether the call's person may. */
bool call_may(const struct call *c, enum permission p);

#endif
