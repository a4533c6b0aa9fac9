/* SPDX-License-Identifier: Apache-2.0 */
/* feature_list.h - the one place that lists what every room brings: migrations, routes, languages, translations.
 *
 * Threads: before any is started. Memory: static, or in the arena given. */
#ifndef FEATURE_LIST_H
#define FEATURE_LIST_H
#include "http/http.h"
#include "store/store.h"

/* Every migration of the program, in ascending order of number. */
const struct store_migration *features_migrations(struct arena *a, size_t *n);

/* Gives the room of people what others know: parts of a person's data, kinds of notices, countries. */
void features_people(void);

/* Registers the translation catalogues. INVALID or BUG: one is damaged (logged). */
CHECKED enum status features_prepare(void);

/* Fills in what the rooms give the server: routes, languages, problem page, who asks. The rest is left alone. */
void features_http(struct http_options *options);

/* Makes the sweeps of every room known to the job of retention. */
void features_retain(void);

struct mail_options;

/* Makes the kinds of mail known, and gives the worker how its HTML part is written. The rest is left alone. */
void features_mail(struct mail_options *options);

#endif
