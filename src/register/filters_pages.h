/* SPDX-License-Identifier: Apache-2.0 */
/* filters_pages.h - what a list of instruments is filtered by: the same on the page and in the API.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_FILTERS_PAGES_H
#define REGISTER_FILTERS_PAGES_H
#include "register/register_web.h"

enum filter { BY_TYPE, BY_STATUS, BY_SUBJECT, BY_CATEGORY, BY_OPEN, BY_FORCE, BY_WORDS, FILTERS };

struct filters {
	struct str wanted[FILTERS]; /* as asked; empty: not filtered by it */
	struct date in_force_on;    /* of BY_FORCE */
	struct str folded;          /* of BY_WORDS, as search compares it */
};

/* The query parameter of each filter, and the words that those of a fixed choice know (NULL: any). */
extern const char *const filter_parameters[FILTERS];
extern const char *const filter_choices[FILTERS];

/* The filters that a request asks for. Its route declares them with FILTER_PARAMETERS. */
struct filters filters_read(const struct http_request *r);

/* What an instrument is to a filter on the day: "convention", "in_force", a subject, "fundamental"; "yes", "no" or "unknown"
 * for BY_OPEN, which does not ask Recommendations. Empty where it is nothing, and for BY_FORCE and BY_WORDS. */
struct str filter_word(const struct call *c, const struct register_instrument *i, enum filter f);

/* Passes a filter; words must all stand in its number or in its title, in whichever languages that is known. */
bool filter_passes(const struct call *c, const struct filters *filters, const struct register_instrument *i,
		   enum filter f);

#define FILTER_PARAMETERS                                                                                             \
	{"q", HTTP_TEXT, NULL, "Only those with all these words in number or title, in any language of the titles."}, \
		{"type", HTTP_CHOICE, "convention protocol recommendation", "Only of that type."},                    \
		{"status", HTTP_CHOICE, "adopted in_force abrogated withdrawn",                                       \
		 "Only those that have that status on the day."},                                                     \
		{"subject", HTTP_TEXT, NULL, "Only those of that subject, as recorded, compared without case."},      \
		{"category", HTTP_CHOICE, "fundamental governance technical",                                         \
		 "Only those of that category on the day."},                                                          \
		{"open", HTTP_CHOICE, "yes no unknown",                                                               \
		 "Only those that are open to ratification on the day, are not, or of which that is not known."},     \
	{                                                                                                             \
		"in_force_on", HTTP_DAY, NULL, "Only those in force on that day."                                     \
	}

#endif
