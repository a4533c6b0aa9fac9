/* SPDX-License-Identifier: Apache-2.0 */
/* countries_pages.h - the list of countries with its filters and orders: one for the page and for programs.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_COUNTRIES_PAGES_H
#define REGISTER_COUNTRIES_PAGES_H
#include "register/country_models_pages.h"

enum countries_filter { COUNTRIES_REGION, COUNTRIES_GROUP, COUNTRIES_MEMBER, COUNTRIES_WORDS, COUNTRIES_FILTERS };
enum countries_order_by { COUNTRIES_BY_NAME, COUNTRIES_BY_BOUND, COUNTRIES_BY_FUNDAMENTAL };

/* What a country is to the Organization on the day. */
enum countries_membership { COUNTRIES_MEMBERS, COUNTRIES_FORMER, COUNTRIES_NEVER };

struct countries_one {
	int index; /* in the snapshot */
	enum countries_membership membership;
	bool passes[COUNTRIES_FILTERS];
	int64_t bound, fundamental;
	struct shown_text name;
	struct str key; /* of the name, for the order */
};

struct countries_list {
	struct asked a;
	struct str wanted[COUNTRIES_FILTERS]; /* as asked; empty: no filter */
	const struct register_group *group;
	const int *fundamental; /* instruments that are so on the day */
	size_t fundamental_n;
	enum countries_order_by by;
	struct str order;
	LIST(struct countries_one) all; /* every country, without order */
	LIST(struct countries_one) fit; /* those that pass, in the order asked for */
};

/* The parameters of the filters, by their enum. */
extern const char *const countries_parameters[COUNTRIES_FILTERS];

/* Reads the filters and fills the list; INVALID where a region or group is not known. a.s and a.c are set before. */
CHECKED enum status countries_gather(struct countries_list *l);

/* Passes all filters but one (COUNTRIES_FILTERS: all). */
bool countries_pass_but(const struct countries_one *one, enum countries_filter but);

/* The country is in the region: a region, a subregion, or the world. */
bool countries_in_region(const struct register_country *m, struct str region);

/* Of how many fundamental instruments it is not known whether they bind it; 0 for one that is no Member on the day. */
int64_t countries_unknown(const struct countries_list *l, const struct countries_one *one);

/* Where the list goes on behind the country of that code; 0 if it is not among those that fit. */
size_t countries_after(const struct countries_list *l, struct str code);

#endif
