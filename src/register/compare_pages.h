/* SPDX-License-Identifier: Apache-2.0 */
/* compare_pages.h - the matrix as pages show it: key, cells, sums, gaps and changes in words, the form for another one.
 *
 * The parts of compare.html write it; the pages of comparisons and of groups fill it by compare_fill().
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_COMPARE_PAGES_H
#define REGISTER_COMPARE_PAGES_H
#include "page/plot.h"
#include "register/compare.h"
#include "register/register_pages.h"

/* Bytes of the words that say whom or what to compare. */
enum { COMPARE_WORDS_MOST = 2000 };

/* One cell: shape by its class, a word below, a link where there is a ratification. */
struct compare_mark {
	const char *shape, *changed; /* "in"; " ch" where the other day was different, else empty */
	struct url url;              /* empty: nothing more is known */
	struct str word, name, was;
};

struct compare_head {
	struct url url;
	struct str id, bound, of; /* "8", "/9" */
};

struct compare_country {
	struct url url;
	struct shown_text name;
	struct str note, bound, unknown; /* "not a Member", "8", "+2?" */
	LIST(struct compare_mark) cells;
};

/* A state of the key. */
struct compare_key {
	const char *shape;
	struct str words;
};

/* A country and what is said of it: codes of gaps, or a change. */
struct compare_words {
	struct shown_text name;
	struct str words;
};

struct compare_words_list {
	LIST(struct compare_words);
};

struct compare_model {
	LIST(struct compare_key) keys;
	struct str caption;
	LIST(struct compare_head) heads;
	LIST(struct compare_country) rows;
	struct page_pages row_pages, column_pages; /* total 0: all stand on one page */
	struct compare_words_list gaps, changes;
	bool is_over;    /* two days */
	bool has_matrix; /* somebody and something to compare */
	struct str changes_heading, none_changed;
	struct url csv, json;
	struct page_links ways; /* to see the same differently */
	bool has_curve;
	struct plot_curve curve;
	struct str curve_words;
	/* The form. */
	struct str members, numbers;
	struct shown_options sets;
	struct date until; /* DATE_UNSET: one day only */
	struct page_links groups;
	struct shown_origin origin;
};

/* What the address asks for beside whom and what. */
struct compare_view {
	bool is_by_difference, only_gaps;
	struct date earlier, later; /* the same day twice where one is asked for */
	struct str row, column;     /* codes with which the pieces begin; empty: the first */
};

/* Reads order, gaps, until, over, row and column of a request. */
struct compare_view compare_view_of(const struct http_request *r);

/* Fills the matrix with its words, and says the answer: the lead of the page. */
struct str compare_fill(const struct asked *a, const struct compare_asked *asked, const struct compare_view *view,
			struct compare_model *out);

/* The sets of instruments that the form offers, with their numbers; the chosen one marked. What was chosen and is no set stands
 * in the field for numbers. */
void compare_sets(const struct asked *a, struct str chosen, struct compare_model *out);

/* The groups that have members on the day, as links to their pages. */
void compare_groups(const struct asked *a, struct page_links *out);

/* Parameters of a page with a matrix. */
#define COMPARE_VIEW                                                                                     \
	{"order", HTTP_CHOICE, "differences", "Instruments on which the countries differ stand first."}, \
		{"gaps", HTTP_CHOICE, "1", "Only countries and instruments with a gap."},                \
		{"until", HTTP_DAY, NULL, "Another day to compare with."},                               \
		{"over", HTTP_CHOICE, "1", "Compared with ten years before."},                           \
		{"row", HTTP_TEXT, NULL, "The country with which the piece shown begins.", 8},           \
	{                                                                                                \
		"column", HTTP_TEXT, NULL, "The instrument with which the piece shown begins.", 8        \
	}

/* The pages. */
http_handler register_compare_page, register_groups_page, register_group_page;

#endif
