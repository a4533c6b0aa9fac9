/* SPDX-License-Identifier: Apache-2.0 */
/* what_if_pages.h - pretended ratifications, and what the law makes of them beside those recorded.
 *
 * Nothing is stored. Threads and memory: as register_pages.h. */
#ifndef REGISTER_WHAT_IF_PAGES_H
#define REGISTER_WHAT_IF_PAGES_H
#include "register/explain_pages.h"

enum { WHAT_IF_ROWS = 4 };

/* One pretended ratification as typed. */
struct what_if_row {
	const char *member_name, *day_name; /* of the fields: "member", "registered", "member2", … */
	struct str member, day;
};

/* What ratifying ends, or leaves. */
struct what_if_ending {
	struct url url;
	struct str code;
	struct shown_text title;
	struct str words; /* "Denounced automatically on 1 January 2028" */
	struct span day;  /* SPAN_UNSET: it hangs on what is declared */
	struct str source;
};

/* A refusal by law, in words. */
struct what_if_refusal {
	struct str what, rule, source;
};

struct what_if_member {
	struct url url;
	const struct register_country *country;
	struct shown_text name;
	struct date registered;
	struct span from; /* SPAN_NEVER: not by these ratifications; SPAN_UNSET: not determined */
	struct str words;
	LIST(struct what_if_refusal) refusals;
	LIST(struct what_if_ending) endings;
};

struct what_if_window {
	struct date opens, last; /* last DATE_NEVER: open-ended */
};

struct what_if {
	LIST(struct what_if_row) rows; /* of the form, WHAT_IF_ROWS */
	struct str instrument; /* as typed */
	bool is_answered;
	const struct register_instrument *i;
	struct span since, since_now; /* first entry into force with and without them; as in what_if_member */
	bool is_undetermined;         /* the rule asks for tonnages or coasts, which are not recorded */
	struct str entry;             /* a sentence */
	LIST(struct what_if_member) members;
	LIST(struct what_if_window) windows;
	struct page_links closes;        /* older Conventions that its entry into force closes */
	struct shown_texts declarations; /* that a ratification must or may carry */
	struct explanations explained;   /* the rule of its entry into force */
	int64_t deposits;                /* recorded ratifications that were used */
	struct url standard;
	struct shown_text title;
};

#endif
