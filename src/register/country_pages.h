/* SPDX-License-Identifier: Apache-2.0 */
/* country_pages.h - the parts of a country's page, each filled by a file of its own.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_COUNTRY_PAGES_H
#define REGISTER_COUNTRY_PAGES_H
#include "register/calendar.h"
#include "register/country_models_pages.h"

/* A country on a day, with what was counted of it. */
struct country_view {
	struct asked a;
	const struct register_country *m;
	int index,
		period; /* in the snapshot; the period of membership that holds the day, else the latest before, else -1 */
	enum law_answer member;
	bool is_over; /* a former State, on the day */
	int64_t registered, in_force, denounced, declared;
	struct {
		int64_t all, bound, unknown;
		bool is_later; /* the category is younger than the day */
	} fundamental, governance;
	struct shown_texts unknown, missing; /* codes of fundamental ones */
	struct shown_texts with_declaration; /* codes */
	struct shown_texts sources;
};

/* Finds the country that the address names and begins the page. *is_answered where a page for an unknown name, or a
 * redirection to the proper one, is the whole answer. */
CHECKED enum status country_begin(struct http_request *r, struct http_response *response, const char *below,
				  struct country_view *v, bool *is_answered);

/* The instruments of the country, those of the two categories first, and what was declared with them. */
void country_add_rows(struct country_view *v, struct country *out);

/* Declarations for territories: made for it, and by it. */
void country_add_territories(struct country_view *v, struct country *out);

/* Kicker, title and lead. */
void country_set_page(struct country_view *v);

/* Facts and the drawing beside them. */
void country_add_facts(struct country_view *v, struct country *out);

/* What it has not ratified and its neighbours have. */
void country_add_gaps(struct country_view *v, struct country *out);

/* Who is bound by the same. */
void country_add_nearest(struct country_view *v, struct country *out);

/* The next days of its calendar, and the whole. */
void country_add_events(struct country_view *v, struct country *out);

/* What an event is, without its days: "Denunciation window". */
struct str country_event_words(const struct call *c, enum register_event_kind kind);

/* Calls of the API about one country, and the list of countries: country_api.c. */
http_handler country_get_calendar, country_get_neighbours, country_get_nearest, country_list_countries;

/* An event as a row. */
struct country_event country_event_of(const struct asked *a, const struct register_event *e);

#endif
