/* SPDX-License-Identifier: Apache-2.0 */
/* profile.h - what a person says of themselves, and who may see it.
 *
 * All of it is optional. Each part is hidden until the person consents to show it, and hidden again at once when they
 * withdraw; the change log holds what was said and consented to as personal content. The group is not said but given: a
 * person asks for the badge of a group, the Office gives it (administration.h), and the person may drop it. Since a group
 * can reveal union membership, a badge too is shown only with consent.
 * Threads: any worker. Memory: c's arena. */
#ifndef PEOPLE_PROFILE_H
#define PEOPLE_PROFILE_H
#include "base/call.h"

enum { PEOPLE_ORGANISATION_MOST = 200 }; /* bytes */

enum people_group { PEOPLE_GOVERNMENT, PEOPLE_EMPLOYERS, PEOPLE_WORKERS, PEOPLE_OFFICE, PEOPLE_OTHER, PEOPLE_GROUPS };

/* Its word in store, addresses and API: "workers", and back; its name in English, for tr(). */
const char *people_group_word(enum people_group g);
bool people_group_parse(struct str word, enum people_group *out);
const char *people_group_name(enum people_group g);

/* The parts of a profile that are shown with consent alone. */
enum people_shown {
	PEOPLE_SHOWN_LANGUAGES,
	PEOPLE_SHOWN_COUNTRY,
	PEOPLE_SHOWN_ORGANISATION,
	PEOPLE_SHOWN_GROUP,
	PEOPLE_SHOWN
};

/* The word of a part in store and API: "country", and back. */
const char *people_shown_word(enum people_shown what);
bool people_shown_parse(struct str word, enum people_shown *out);

/* The languages to choose from, as tags, ended by NULL: those of the interface and those that the texts are written in. */
extern const char *const people_languages[];

struct people_badge {
	bool is_there;
	enum people_group group;
	struct moment at;
	enum role by; /* ROLES: the command line; of a wish always */
};

struct people_profile {
	int64_t id;
	struct str name; /* of an erased account "former member N" */
	role_set roles;
	struct moment since;
	bool is_erased;
	struct str languages; /* tags, a blank between them; empty: not said, or hidden */
	struct str country;   /* the register's code */
	struct str organisation;
	struct people_badge badge, wish;
	struct moment consents[PEOPLE_SHOWN]; /* us == 0: not given */
};

/* Everything about the account of that number. NOT_FOUND: there is none. May: the person, and those who look after accounts. */
CHECKED enum status people_profile(struct call *c, int64_t id, struct people_profile *out);

/* The same as everybody may see it: what is hidden is empty, and so is the wish. May: anybody. */
CHECKED enum status people_profile_public(struct call *c, int64_t id, struct people_profile *out);

struct people_profile_wish {
	struct str languages, country, organisation; /* as typed; languages with blanks between their tags */
	bool is_shown[PEOPLE_SHOWN];
};

/* Changes the caller's own profile and consents. The same again changes nothing. May: MAY_HAVE_ACCOUNT.
 * INVALID: every fault is in c->problems under "languages", "country" or "organisation". UNAVAILABLE: nothing is stored. */
CHECKED enum status people_profile_set(struct call *c, const struct people_profile_wish *wish);

/* Asks for the badge of a group, in place of an earlier wish. May: MAY_HAVE_ACCOUNT. */
CHECKED enum status people_badge_ask(struct call *c, enum people_group group);

/* Drops the caller's badge and takes their wish back. May: MAY_HAVE_ACCOUNT. */
CHECKED enum status people_badge_drop(struct call *c);

/* A country that can be chosen. */
struct people_country {
	struct str code, name; /* the register's code; its name in the call's language */
	struct str key;        /* by which it is sorted */
};

struct people_countries {
	LIST(struct people_country);
};

/* The countries of the register, in the order in which a reader looks for them: told by whoever knows the register, set once,
 * before any thread runs. Until then there is none. */
typedef enum status people_countries_of(struct call *c, struct people_countries *out);
void people_set_countries(people_countries_of *of);
CHECKED enum status people_countries(struct call *c, struct people_countries *out);

#endif
