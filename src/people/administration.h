/* SPDX-License-Identifier: Apache-2.0 */
/* administration.h - what is decided about an account by others: roles, badge, suspension, erasure.
 *
 * Whoever acts is the call's person; a call by nobody is the command line, since no route lets nobody get here. There is
 * always somebody left who may manage people: the last administrator keeps the role, is not suspended and not erased; and
 * nobody suspends themselves. Threads: any worker. Memory: c's arena. */
#ifndef PEOPLE_ADMINISTRATION_H
#define PEOPLE_ADMINISTRATION_H
#include "people/administration_rows.h"
#include "people/profile.h"

enum {
	PEOPLE_REASON_MOST = 500,          /* bytes, of a suspension's reason */
	PEOPLE_SUSPENSION_MOST = 10 * 366, /* days */
};

struct people_filter {
	struct str text; /* of the name, compared by its looks; empty: all */
	bool has_role, has_group;
	enum role role;
	enum people_group group;
	bool waits;        /* asks for a badge */
	bool is_suspended; /* now */
	struct str after;  /* the skeleton of the account before the first; empty at the start */
	size_t most;
};

/* Accounts that are not erased, by name. May: MAY_SEE_PEOPLE. */
CHECKED enum status people_find(struct call *c, const struct people_filter *filter, struct account_find_rows *out);

/* How many there are. */
CHECKED enum status people_count(struct call *c, int64_t *n);

/* One account as those see it who look after accounts. NOT_FOUND. May: MAY_SEE_PEOPLE; the e-mail address is empty without
 * MAY_MANAGE_PEOPLE. */
CHECKED enum status people_account(struct call *c, int64_t id, struct account_get_row *out);

/* The number of the account of that name. NOT_FOUND: none (in c->problems). May: the command line. */
CHECKED enum status people_id(struct call *c, struct str name, int64_t *id);

/* Gives the account those roles and no others; the person is told which are new. The same again changes nothing.
 * May: MAY_MANAGE_PEOPLE. NOT_FOUND, FORBIDDEN. CONFLICT: it would leave no administrator (REFUSED in c->problems). */
CHECKED enum status people_give_roles(struct call *c, int64_t id, role_set roles);

/* Gives the badge of a group, or takes the badge away (has false); either answers the person's wish. The person is told.
 * May: MAY_GIVE_BADGES. NOT_FOUND, FORBIDDEN. */
CHECKED enum status people_give_badge(struct call *c, int64_t id, bool has, enum people_group group);

/* Keeps the account from signing in up to the end of a day, with a reason that its owner is told; ends every session of it.
 * May: MAY_MANAGE_PEOPLE. INVALID: "until" is not after today or too far off, "reason" is empty or too long. NOT_FOUND,
 * FORBIDDEN. CONFLICT: one's own account, or the last administrator's. */
CHECKED enum status people_suspend_until(struct call *c, int64_t id, struct date until, struct str reason);

/* Ends a suspension; OK where there is none. May: MAY_MANAGE_PEOPLE. */
CHECKED enum status people_reinstate(struct call *c, int64_t id);

/* Erases the account: all that is personal goes (parts.h), its name becomes "former member N"; what it wrote in public stays.
 * typed is the account's name, written by whoever erases it: INVALID under "name" if it is another. May: the person, or
 * MAY_MANAGE_PEOPLE. NOT_FOUND, FORBIDDEN. CONFLICT: the last administrator. OK too where it was erased before. */
CHECKED enum status people_erase(struct call *c, int64_t id, struct str typed);

/* The role by which the caller does what needs that permission, in store and log: its word, "" of the command line. */
struct str people_acts_as(const struct call *c, enum permission p);

#endif
