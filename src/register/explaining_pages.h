/* SPDX-License-Identifier: Apache-2.0 */
/* explaining_pages.h - what the explanations of instruments and of ratifications share. */
#ifndef REGISTER_EXPLAINING_PAGES_H
#define REGISTER_EXPLAINING_PAGES_H
#include "register/explain_pages.h"

/* Where explanations of one thing go. */
struct explaining {
	const struct asked *a;
	struct call *c;
	const struct register_snapshot *s;
	const struct register_instrument *i;
	struct str subject;
	struct explanations *out;
};

/* Adds an explanation without facts; verified until said otherwise. */
struct explained *explain_add(const struct explaining *x, const char *what, const char *rule, struct span day);

/* Adds one more sentence. */
void explain_say(const struct explaining *x, struct explained *e, struct str sentence);

/* Adds a fact: words, or a day (nothing where it is not set). */
void explain_fact(const struct explaining *x, struct explained *e, struct str name, struct str value,
		  struct str source);
void explain_day(const struct explaining *x, struct explained *e, struct str name, struct span day, struct str source);

/* The article of the instrument in a source of law/ ("C006 art. 10, 11: when two are notified"), else that of another text of
 * the same rule, named so. */
struct str explain_article(const struct explaining *x, struct law_id id, const char *source);

/* Where it stands that a newer Convention ends or closes an older one. */
struct str explain_revision_source(const struct explaining *x, const struct register_instrument *older,
				   const struct register_instrument *newer);

/* Whether a source cites that article of the instrument: "C189 art. 21(2), (3)" cites 21. */
bool explain_cites(struct law_id id, struct str source, struct str article);

/* What the register has on file about a disagreement of its check, as a fact. */
void explain_disagreement(const struct explaining *x, struct explained *e, const char *check);

/* Which window of the rule, and from which day on: facts of a window. */
void explain_window_facts(const struct explaining *x, struct explained *e, const struct law_window *w);

/* The end of the instrument, if it has come by the day; `what` as in struct explained. */
void explain_instrument_end(const struct explaining *x, const char *what);

#endif
