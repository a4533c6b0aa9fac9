/* SPDX-License-Identifier: Apache-2.0 */
/* models_pages.h - one struct for each page of the register: what its template writes.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_MODELS_PAGES_H
#define REGISTER_MODELS_PAGES_H
#include "register/maps_pages.h"
#include "register/sorted_pages.h"

struct shown_news {
	struct url member_url, url;
	struct str member, code, days;
	struct shown_text title;
};

struct front {
	struct str nothing, number, word, name; /* examples for the find field */
	int64_t members, conventions, recommendations, ratifications;
	int64_t published; /* 0: not told */
	LIST(struct shown_news) newest;
	struct shown_map map;
	struct page_links groups; /* that have members on the day */
	struct shown_origin origin;
};

struct standards {
	struct shown_tags tags;
	struct shown_instruments rows;
	struct page_pages pages;
	struct sorted_head by_number, by_adopted, by_bound;
	struct url clear_url;
	struct str words, sort, in_force_on;
	struct shown_options types, statuses, subjects, categories, opens;
	struct url csv, json;
	struct shown_origin origin;
};

struct sources_number {
	struct url url;
	int64_t n;
	struct str words;
	bool is_shown;
};

struct sources_coverage {
	struct url url;
	struct str code, published;
	int64_t known;
	struct shown_text as_of, source;
};

struct sources_conflict {
	struct url url, member_url;
	struct str code, kept, other;
	struct shown_text member, kept_source, other_source;
};

struct sources_tag {
	struct str tag;
	struct shown_text name, licence, trust;
	int64_t n;
};

struct sources {
	LIST(struct sources_number) numbers;
	struct str heading, meaning;
	struct page_links codes;
	LIST(struct sources_coverage) rows;
	LIST(struct sources_conflict) conflicts;
	LIST(struct sources_tag) tags;
	struct url coverage_csv, coverage_json, csv, json;
};

#endif
