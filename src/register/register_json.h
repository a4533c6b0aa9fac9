/* SPDX-License-Identifier: Apache-2.0 */
/* register_json.h - the register's things as JSON, with the fields that CASES fixes; openapi.json describes them.
 *
 * Every function returns a new reference that the caller owns. Days that are not set become null. */
#ifndef REGISTER_JSON_H
#define REGISTER_JSON_H
#include "register/register.h"

#include <jansson.h>

/* "YYYY-MM-DD", or null. */
json_t *json_of_date(struct date d);

/* "YYYY-MM-DD", or the month or year that holds the day; null if not set or if no year holds it. */
json_t *json_of_span(struct span s);

/* The same, or an interval of days: "2017-06-05/2017-06-16". */
json_t *json_of_interval(struct span s);

/* true, false, or null where it is not known. */
json_t *json_of_answer(enum law_answer a);

/* A text; null if it is empty and `or_null`. */
json_t *json_of_str(struct str s, bool or_null);

/* Language to text, the languages known. */
json_t *json_of_names(const struct register_names *names);

/* How much of an instrument's ratifications is known; null for a Recommendation. */
json_t *json_of_coverage(const struct register_instrument *i);

/* An instrument in a list: the short form. */
json_t *json_of_instrument_item(const struct register_instrument *i, struct date on);

/* An instrument as of a day: the whole answer of GET /instruments/{id}. */
json_t *json_of_instrument(struct call *c, const struct register_snapshot *s, const struct register_instrument *i);

/* A ratification as of a day; with its member unless it stands in a member's own answer. */
json_t *json_of_ratification(const struct register_snapshot *s, const struct register_ratification *r, struct date on,
			     bool with_member);

/* A country in a list. */
json_t *json_of_member_item(const struct register_country *country, struct date on);

/* A country as of a day: the whole answer of GET /members/{iso3}. */
json_t *json_of_member(struct call *c, const struct register_snapshot *s, const struct register_country *country);

#endif
