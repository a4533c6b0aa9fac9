/* SPDX-License-Identifier: Apache-2.0 */
/* law_rows.h - how the tables of cases of the law are written: days, spans and instruments as text.
 *
 * "" stands for never. A text that cannot be read fails the test that holds it. */
#ifndef LAW_ROWS_H
#define LAW_ROWS_H
#include "law/instrument.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* Fails with the number of the row and its source unless the condition holds. */
#define check_row(i, source, condition)                                                     \
	do {                                                                                \
		if (!(condition))                                                           \
			fail_msg("row %zu, %s: not %s", (size_t)(i), (source), #condition); \
	} while (0)

/* A day, "" for never. */
static inline struct date day(const char *text)
{
	struct date d = DATE_NEVER;
	if (*text && !date_parse(str_of(text), &d))
		fail_msg("no day: %s", text);
	return d;
}

/* A span, "" for never, "2017-06/" for one that may never come. */
static inline struct span span(const char *text)
{
	struct span s = SPAN_NEVER;
	struct str t = str_of(text);
	bool open = t.n > 0 && t.at[t.n - 1] == '/';
	if (*text && !span_parse(open ? str_slice(t, 0, t.n - 1) : t, &s))
		fail_msg("no span: %s", text);
	if (open)
		s.latest = DATE_NEVER;
	return s;
}

/* The same span at both ends. */
static inline bool same_span(struct span a, struct span b)
{
	return date_same(a.earliest, b.earliest) && date_same(a.latest, b.latest);
}

/* The name of an instrument. */
static inline struct law_id id(const char *name)
{
	struct law_id read = {0};
	if (!law_id_parse(str_of(name), &read))
		fail_msg("no instrument: %s", name);
	return read;
}

/* An instrument from its days; an ending is an abrogation if it ever was in force. */
static inline struct law_instrument instrument(const char *name, const char *adopted, const char *in_force,
					       const char *ended)
{
	return (struct law_instrument){id(name), span(adopted), span(in_force),
				       !*ended     ? LAW_STANDING
				       : *in_force ? LAW_ABROGATED
						   : LAW_WITHDRAWN,
				       span(ended)};
}

/* 'y', 'n' or '?'. */
static inline enum law_answer answer(char letter)
{
	return letter == 'y' ? LAW_YES : letter == 'n' ? LAW_NO : LAW_UNKNOWN;
}

#endif
