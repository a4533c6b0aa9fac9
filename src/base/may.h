/* SPDX-License-Identifier: Apache-2.0 */
/* may.h - roles, and what each of them allows: the table of may.def.
 *
 * An account has any number of roles. Every route names one permission; a feature asks again where it acts, so that the
 * command line and jobs pass by the same table. Threads: read-only tables. */
#ifndef BASE_MAY_H
#define BASE_MAY_H
#include "base/str.h"

/* In the order in which they are written and shown. */
enum role {
	ROLE_OFFICE,
	ROLE_FOCAL_POINT, /* of a member State */
	ROLE_SOCIAL_PARTNER,
	ROLE_EXPERT,
	ROLE_EDITOR,
	ROLE_COOPERATION_OFFICER,
	ROLE_MODERATOR,
	ROLE_ADMINISTRATOR,
	ROLES
};

/* A set of roles: one bit each. */
typedef unsigned role_set;

#define ROLE_BIT(name) (1u << ROLE_##name)

enum permission {
	MAY_ANYBODY, /* everybody, signed in or not */
#define PERMISSION(name, roles, words) MAY_##name,
#include "base/may.def"
#undef PERMISSION
	PERMISSIONS
};

/* Whether somebody with those roles may; is_signed_in is false for readers without an account, whose roles count for
 * nothing. */
bool may(bool is_signed_in, role_set roles, enum permission p);

/* The role by which somebody with those roles may: the first that has the permission; ROLES where none is needed or none
 * has it. */
enum role may_as(role_set roles, enum permission p);

/* "EDIT_REGISTER": for tests and logs. */
const char *permission_name(enum permission p);

/* What it allows, in English, for tr(); "" of MAY_ANYBODY. */
const char *permission_words(enum permission p);

/* The word of a role on the command line, in the store and in the API: "focal_point". */
const char *role_word(enum role r);

/* Its name in English, for tr(). */
const char *role_name(enum role r);

/* The set of roles of words separated by blanks or commas; "account" and nothing are the empty set. False if a word is none
 * of them. */
bool roles_parse(struct str words, role_set *out);

/* The words of a set, separated by blanks; empty for none. Memory: the arena. */
struct str roles_words(struct arena *a, role_set roles);

#endif
