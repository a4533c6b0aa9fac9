/* SPDX-License-Identifier: Apache-2.0 */
/* url.h - every address of ours that a page links to.
 *
 * A format is the path after "/{lang}" (or "/api/v1"), a query allowed: "/standards/%s", "/standards?type=%s". It takes
 * %s, %.*s (STR_ARGS), %d, %ld and %lld; texts are percent-encoded, all but letters, digits and - . _ ~. The day and the
 * moment somebody asked about (c->on_given, c->known_given) go along, so that all links of a page stay on its day.
 * Threads: as the call's arena. Memory: addresses live in it. */
#ifndef PAGE_URL_H
#define PAGE_URL_H
#include "page/write.h"

/* A page in the call's language, keeping on= and known=. */
struct url url_page(const struct call *c, const char *format, ...) PRINTF(2, 3);

/* The front page, keeping on= and known=. */
struct url url_home(const struct call *c);

/* As url_page, but as of today, as recorded now: for places that have no day (account, help, API description). */
struct url url_plain(const struct call *c, const char *format, ...) PRINTF(2, 3);

/* An address of the API, "/api/v1" before the format, keeping on= and known=. */
struct url url_api(const struct call *c, const char *format, ...) PRINTF(2, 3);

/* The same address with one more query parameter. */
struct url url_with(const struct call *c, struct url url, const char *name, struct str value);

/* The same address with "#id" behind it. */
struct url url_at(const struct call *c, struct url url, const char *id);

/* A page seen differently. path stands after "/{lang}", decoded; query is raw, without "?". Both may come from a
 * request: they are encoded anew, parameters on= and known= are replaced by the call's. */
struct url url_language(const struct call *c, struct str path, struct str query, struct lang lang);

/* The same page in the call's language on another day; today's address has no on=. known= is kept. */
struct url url_day(const struct call *c, struct str path, struct str query, struct date day);

/* The same page with one query parameter set, or left out where the value is empty: for sorting and filters. */
struct url url_change(const struct call *c, struct str path, struct str query, const char *name, struct str value);

/* An address from outside: taken only if it begins with http://, https:// or mailto: and holds no control character or
 * blank; otherwise false and *out untouched. */
bool url_outside(struct str address, struct url *out);

#endif
