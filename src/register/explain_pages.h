/* SPDX-License-Identifier: Apache-2.0 */
/* explain_pages.h - why a computed day is what it is: the rule as a sentence, its article, the facts used.
 *
 * The same for pages (part shown_explained of explain.html, a closed details element) and for the API (json_of_explanations).
 * Nothing of a day after c->on is told. Threads and memory: as register_pages.h. */
#ifndef REGISTER_EXPLAIN_PAGES_H
#define REGISTER_EXPLAIN_PAGES_H
#include "register/register_pages.h"

struct explained_fact {
	struct str name;   /* "Registered" */
	struct str value;  /* "31 January 2018" */
	struct str source; /* tag of who says so; empty: computed */
	struct lang lang;  /* of the value where it is not the reader's; empty otherwise */
};

struct explained_facts {
	LIST(struct explained_fact);
};

struct explained {
	/* "instrument_in_force_from", "instrument_ended", "closed", "window", "in_force_from", "denounced", "automatic", "ended" */
	const char *what;
	struct str subject; /* "C189 BRA", "C189" */
	struct span
		day; /* that is explained; of a window the day it opens. SPAN_NEVER: it does not come by what is known on
			      * the day asked about; SPAN_UNSET: it is not known */
	struct str
		sentence; /* "A Member is bound 12 months after its registration, but not before … " with its numbers */
	const char *rule;  /* its name: "entry-into-force-for-a-member" */
	struct str source; /* "C189 art. 21(3)", "practice of the register" */
	bool is_recorded; /* a source gives the day itself; the sentence says what the rule would give where it differs */
	bool is_verified; /* the text behind the rule was read; where not, the sentence says so */
	struct explained_facts facts;
};

struct explanations {
	LIST(struct explained);
};

/* When the instrument first entered into force, its denunciation windows as of the day (the last that is past, the open one,
 * the next), what closed it to ratification, how it ended. */
void explain_instrument(const struct asked *a, const struct register_instrument *i, struct explanations *out);

/* When a ratification binds from, and how and when it ends; nothing of one that was not registered by the day. */
void explain_ratification(const struct asked *a, const struct register_ratification *r, struct explanations *out);

/* The day an instrument is in force from as told on the day: the recorded one once it has come, before that the one that the
 * registrations by the day bring about; SPAN_NEVER where neither is there. */
struct span explained_in_force_since(const struct asked *a, const struct register_instrument *i);

/* What is explained, as a heading: "In force from". */
struct str explained_name(const struct call *c, const struct explained *e);

/* A new array of {what, subject, day, sentence, rule, source, recorded, verified, facts[]}; the caller owns it. */
struct json_t *json_of_explanations(const struct call *c, const struct explanations *explanations);

#endif
