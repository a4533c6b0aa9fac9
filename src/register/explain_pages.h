/* SPDX-License-Identifier: Apache-2.0 */
/* explain_pages.h - why a computed day is what it is: the rule as a sentence, its article, the facts used.
 *
 * The same for pages (part shown_explained of explain.html, a closed details element) and for the API (json_of_explained).
 * Nothing of a day after c->on is told. Threads and memory: as register_pages.h. */
#ifndef REGISTER_EXPLAIN_PAGES_H
#define REGISTER_EXPLAIN_PAGES_H
#include "register/register_pages.h"

struct explained_fact {
	struct str name;   /* "Registered" */
	struct str value;  /* "31 January 2018" */
	struct str source; /* tag of who says so; empty: computed */
};

struct explained {
	const char *what; /* "instrument_in_force_from", "in_force_from", "denounced", "ended", "window", "automatic" */
	struct str subject; /* "C189 BRA", "C189" */
	struct span day;    /* that is explained; SPAN_NEVER: it never comes */
	struct str
		sentence; /* "A Member is bound twelve months after its registration, but not before … " with its numbers */
	const char *rule;  /* its name: "entry-into-force-for-a-member" */
	struct str source; /* "C189 art. 21(3)", "practice of the register" */
	bool is_recorded; /* a source gives the day itself; the sentence says what the rule would give where it differs */
	LIST(struct explained_fact) facts;
};

struct explanations {
	LIST(struct explained);
};

/* When the instrument first entered into force, and its denunciation windows as of the day. */
void explain_instrument(const struct asked *a, const struct register_instrument *i, struct explanations *out);

/* When a ratification binds from, and how and when it ends. */
void explain_ratification(const struct asked *a, const struct register_ratification *r, struct explanations *out);

/* A new array of {what, subject, day, sentence, rule, source, recorded, facts[]}; the caller owns it. */
struct json_t *json_of_explanations(const struct call *c, const struct explanations *explanations);

#endif
