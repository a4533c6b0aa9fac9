/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a saved page: it is read, with rows that are whole, or it is refused with one reason. The same bytes as an
 * address of NORMLEX. */
#include "exchange/normlex.h"
#include "register/normlex_address.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct call c = call_new(a, (struct moment){0});
	struct str text = {(const char *)bytes, n};
	struct normlex_page page;
	struct normlex_address address;
	if (normlex_read(&c, STR("fuzz.html"), text, &page) == OK) {
		must(page.rows_n > 0 && page.rows_n <= NORMLEX_ROWS_MOST && c.problems.list.n == 0);
		must(page.instrument.n || page.title.n);
		for (size_t i = 0; i < page.rows_n; i++) {
			const struct normlex_row *row = &page.rows[i];
			must(row->country.n && row->status.n && date_is_set(row->registered));
			must(str_is_utf8(row->country) && str_is_utf8(row->declared) && str_is_utf8(row->note));
		}
	} else {
		must(c.problems.list.n == 1 && c.problems.list.at[0].detail.n);
	}
	if (normlex_address_read(a, text, &address))
		must(address.instrument.n || address.number.n);
	arena_free(&a);
	return 0;
}
