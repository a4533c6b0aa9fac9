/* SPDX-License-Identifier: Apache-2.0 */
/* groups_pages.h - the groups of countries as pages show them.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_GROUPS_PAGES_H
#define REGISTER_GROUPS_PAGES_H
#include "register/compare_pages.h"

struct group_row {
	struct url url;
	struct str code;
	struct shown_text name;
	int64_t members; /* on the day */
};

struct groups_model {
	LIST(struct group_row) rows;
	struct url csv, json, compare;
};

struct group_member {
	struct url url;
	struct str code;
	struct shown_text name;
	struct span from, last; /* last SPAN_UNSET while it is a member */
	struct str key;         /* of the name, for the order */
};

struct group_model {
	struct compare_model compare;
	LIST(struct group_member) members;
	struct url csv, json;
};

#endif
