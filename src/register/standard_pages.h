/* SPDX-License-Identifier: Apache-2.0 */
/* standard_pages.h - one instrument's page: what its template writes, and the sections that its files fill.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_STANDARD_PAGES_H
#define REGISTER_STANDARD_PAGES_H
#include "page/plot.h"
#include "register/explain_pages.h"
#include "register/maps_pages.h"
#include "register/sorted_pages.h"

/* A section as "On this page" lists it. */
struct standard_place {
	const char *id;
	struct str words;
	int64_t n; /* below 0: nothing is counted */
	enum page_coverage coverage;
};

/* A ratification: its row, where it leads to, and since when it is known here. */
struct standard_row {
	struct shown_row row;
	struct url extract, history,
		report;   /* the last two not on the list of all, which would grow too heavy, as `explained` */
	struct str known; /* empty but where another moment of recording was asked for */
	struct explanations explained; /* of its days */
};

struct standard_provision {
	struct str term, text;
	struct shown_text source; /* empty: none to name */
};

struct standard_provisions {
	LIST(struct standard_provision);
};

struct standard_act {
	struct url url;
	struct shown_text name;
	struct str day;
};

struct standard_acts {
	LIST(struct standard_act);
};

struct standard_window {
	struct str name;
	struct date opens, last; /* last DATE_NEVER: open-ended */
	bool has_opened;
	struct standard_acts acts;
};

struct standard_windows {
	LIST(struct standard_window);
};

/* A box of a chain: one instrument, or several of one state. */
struct standard_link {
	struct url url;
	struct str id, words;
	bool is_own;
	struct page_links codes; /* of several; id is then empty */
	struct str before, then; /* how it hangs on the box before it (an arrow points back), on the one after it */
	bool has_arrow;          /* behind `then` */
};

struct standard_links {
	LIST(struct standard_link);
};

struct standard_region {
	struct str name;
	int64_t n;
	struct page_links members; /* empty where there are too many to name */
};

struct standard_regions {
	LIST(struct standard_region);
};

struct standard_amendment {
	struct str key; /* of its fact */
	struct str name, days;
	struct shown_text what;
};

struct standard {
	struct str notice_words, notice;
	struct shown_facts facts;
	struct str id;
	struct url wrong; /* "Is this wrong?" */
	struct shown_map map;
	const char *facts_class; /* beside a map, or alone */
	LIST(struct standard_place) places;

	bool is_treaty; /* it exists and can be ratified */
	struct plot_curve curve;
	struct str curve_caption;
	LIST(struct sorted_head) heads; /* member, registered, in force from, on this day */
	LIST(struct standard_row) rows;
	bool has_declared; /* in a row shown */
	bool has_checks;   /* the list of all stays light: each country's page leads on */
	struct str caption, no_ratifications, more;
	struct url more_url, csv, json;

	struct standard_provisions provisions;
	struct explanations explained;

	struct plot_windows plot;
	struct standard_windows windows;
	struct str windows_text, windows_left_out;

	struct standard_provisions could; /* who could ratify it; no terms */
	struct str could_not; /* the Members that have not, as a summary; empty where that is not known or none could */
	struct standard_regions regions;
	struct url gaps;

	struct str revision;
	struct standard_links kin, chain;
	LIST(struct standard_amendment) amendments;
	struct url history, self_json;
	struct shown_origin origin;
};

/* The instrument that a page is about, on the day. */
struct standard_view {
	struct asked a;
	const struct register_instrument *i;
	struct shown_state status;
	int64_t bound;
	enum page_coverage coverage;
	bool is_there, is_recommendation, is_treaty;
	bool is_list; /* all its ratifications are asked for, and nothing else */
};

/* Ended by the Conference by the day. */
bool standard_is_ended(const struct standard_view *v);

/* In force at some time up to the day. */
bool standard_was_in_force(const struct standard_view *v);

/* The Recommendation that goes with a Convention, or the Convention that a Recommendation goes with: adopted at the same
 * session under the same title but for that word. NULL if there is none, or more than one. */
const struct register_instrument *standard_goes_with(const struct standard_view *v);

/* Sections: standard_ratifications_pages.c, standard_provisions_pages.c, standard_revision_pages.c. */
void standard_add_ratifications(const struct standard_view *v, struct standard *out, struct shown_texts *sources);
void standard_add_provisions(const struct standard_view *v, struct standard *out);
void standard_add_windows(const struct standard_view *v, struct standard *out);
void standard_add_who_could(const struct standard_view *v, struct standard *out);
void standard_add_revision(const struct standard_view *v, struct standard *out);

#endif
