/* SPDX-License-Identifier: Apache-2.0 */
/* country_models_pages.h - what the templates of the list of countries, of a country and of its calendar write.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_COUNTRY_MODELS_PAGES_H
#define REGISTER_COUNTRY_MODELS_PAGES_H
#include "page/plot.h"
#include "register/explain_pages.h"
#include "register/sorted_pages.h"

struct shown_country {
	struct url url;
	struct shown_text name;
	struct str since, note, unknown;
	int64_t bound, fundamental;
};

struct countries {
	struct shown_tags tags;
	LIST(struct shown_country) rows;
	bool has_fundamental; /* some instrument is so on the day */
	struct sorted_head by_name, by_bound, by_fundamental;
	struct page_pages pages;
	struct url clear_url;
	struct str words, sort;
	struct shown_options regions, groups, memberships;
	struct shown_origin origin;
};

/* An instrument for the country, with the ways to check it. */
struct country_row {
	struct shown_row row;
	const char *id; /* what "#…" leads to: the instrument's code */
	struct url extract, history, report;
	struct explanations why;
};

struct country_rows {
	LIST(struct country_row);
	int64_t all;         /* as many there are */
	struct str more;     /* "All 118 instruments" where not all stand here; else empty */
	struct url more_url; /* where they do */
};

struct country_declaration {
	struct url url;
	struct str code, kind, article;
	struct shown_text text;
	struct span registered;
	bool with_ratification; /* that day is the ratification's */
	struct str note;        /* what took its place, and when */
	struct url report;
};

struct country_territory {
	struct url url, other_url; /* the instrument; the other side of the declaration */
	struct str code, words;
	struct shown_text title, other;
	struct span registered;
	struct url report;
};

struct country_territories {
	LIST(struct country_territory);
};

struct country_closer {
	struct url url; /* of its row */
	struct shown_text name;
	struct span registered;
};

struct country_gap {
	struct url url;
	struct str code, count;
	struct shown_text title;
	LIST(struct country_closer) closers;
};

struct country_near {
	struct url url;
	struct shown_text name, region;
	struct str common;
};

struct country_nears {
	LIST(struct country_near);
};

struct country_event {
	struct url url;
	struct str code, what, note;
	struct shown_text title;
	struct span from, last; /* last SPAN_UNSET: it stays open */
};

struct country_events {
	LIST(struct country_event);
};

struct country_calendar {
	struct country_events open, to_come;
	struct url ics, csv, json;
	struct shown_origin origin;
};

struct country {
	struct page_links here;
	struct shown_facts facts;
	struct str code;
	struct url report; /* of the country's own facts */
	struct plot_timeline timeline;
	struct str timeline_text; /* its caption */
	struct str notice_words, notice, caption;
	struct str fundamental_heading, governance_heading;
	struct country_rows fundamental, governance, others, ended;
	LIST(struct country_declaration) declarations;
	struct country_territories territories, declared;
	struct str gaps_text, gaps_unknown;
	LIST(struct country_gap) gaps;
	struct str near_text;
	struct url near_compare, near_whole, near_lists;
	struct country_nears near, near_regions;
	struct str events_text;
	struct country_events events; /* the next ones */
	int64_t days;                 /* all that its calendar holds */
	struct url calendar, calendar_file;
	struct page_links compare;
	struct shown_origin origin;
};

#endif
