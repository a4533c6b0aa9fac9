/* SPDX-License-Identifier: Apache-2.0 */
/* extract_pages.h - what the extract's paper and its check show.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_EXTRACT_PAGES_H
#define REGISTER_EXTRACT_PAGES_H
#include "register/explain_pages.h"
#include "register/extract.h"

struct extract_paper {
	struct str key; /* of the ratification that it is about, which may not be recorded */
	bool is_recorded;
	struct shown_facts facts;
	struct explanations explained;
	struct shown_texts declared;
	struct str coverage_words, coverage;
	struct shown_facts proof; /* address, day, moment, hash, code */
	struct url check;
	struct shown_origin origin;
};

/* A statement that is another today. */
struct extract_change {
	struct str name, then, now; /* empty: there was, there is none */
};

struct extract_check {
	struct str code; /* as typed */
	bool is_answered;
	struct url then, now; /* the extract as recorded then, and as recorded now */
	struct str then_text, now_text;
	struct shown_facts facts;
	LIST(struct extract_change) changes;
};

#endif
