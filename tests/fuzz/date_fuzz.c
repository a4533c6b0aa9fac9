/* SPDX-License-Identifier: Apache-2.0 */
/* date_fuzz.c - what is read as a day, a span or a moment is printed as a text that is read as the same. */
#include "base/date.h"

#include <stddef.h>

/* Called by libFuzzer with each input. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = {(const char *)bytes, n};
	char at[MOMENT_ROOM];
	struct date day, day_again;
	if (date_parse(text, &day)) {
		must(date_parse(date_print(day, at), &day_again) && date_same(day, day_again));
		must(str_equal(date_print(day, at), text));
	}
	struct span span, span_again;
	if (span_parse(text, &span)) {
		must(date_up_to(span.earliest, span.latest) && span_parse(span_print(span, at), &span_again));
		must(date_same(span.earliest, span_again.earliest) && date_same(span.latest, span_again.latest));
		for (int months = -24000; months <= 24000; months += 4001)
			must(date_is_set(date_add_months(span.earliest, months)));
	}
	struct moment moment, moment_again;
	/* Offsets lead out of the calendar at its two ends, where nothing is printed. */
	if (moment_parse(text, &moment) && moment.us > moment_of_day(date_of(1, 1, 2)).us &&
	    moment.us < moment_of_day(date_of(9999, 12, 31)).us)
		must(moment_parse(moment_print(moment, at), &moment_again) && moment.us == moment_again.us);
	(void)str_is_utf8(text);
	return 0;
}
