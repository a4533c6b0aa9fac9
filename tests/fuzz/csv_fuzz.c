/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a table: cut anywhere they read the same, and a table without a fault, written and read, is the same table.
 * The first byte is the size of the pieces. */
#include "exchange/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

struct copies {
	struct csv_writer exact, excel;
	struct out exact_text, excel_text;
	size_t columns;
	bool ragged; /* a header of one column does not show the separator of a longer row */
};

static enum status copy_row(void *with, const struct csv_row *row)
{
	struct copies *copies = with;
	must(row->n > 0);
	if (row->number == 1)
		copies->columns = row->n;
	copies->ragged |= row->n != copies->columns;
	for (size_t i = 0; i < row->n; i++) {
		must(str_is_utf8(row->cells[i]));
		must(row->at[i].line < row->end.line ||
		     (row->at[i].line == row->end.line && row->at[i].column <= row->end.column));
		csv_cell(&copies->exact, row->cells[i]);
		csv_cell(&copies->excel, row->cells[i]);
	}
	csv_end_row(&copies->exact);
	csv_end_row(&copies->excel);
	return OK;
}

static enum status copy_table(struct call *c, struct str text, size_t piece, struct copies *copies)
{
	*copies = (struct copies){0};
	copies->exact_text = out_new(c->arena, (size_t)1 << 24, c);
	copies->excel_text = out_new(c->arena, (size_t)1 << 24, c);
	copies->exact = csv_writer_new(&copies->exact_text, CSV_EXACT, lang_of(STR("en")));
	copies->excel = csv_writer_new(&copies->excel_text, CSV_FOR_EXCEL, lang_of(STR("fr")));
	struct csv_limits limits = {.bytes = (size_t)1 << 20, .rows = 5000, .columns = 100, .field_bytes = 4096};
	struct csv_reader *r = csv_reader_new(c, STR("fuzz.csv"), limits, copy_row, copies);
	enum status status = OK;
	for (size_t at = 0; at < text.n && status == OK; at += piece)
		status = csv_feed(r, text.at + at, at + piece < text.n ? piece : text.n - at);
	return csv_finish(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	if (n == 0)
		return 0;
	struct arena *a = arena_new();
	struct call c = call_new(a, (struct moment){0});
	struct str text = {(const char *)bytes + 1, n - 1};
	struct copies whole, cut, again;
	enum status status = copy_table(&c, text, n, &whole);
	must(status == OK || c.problems.list.n > 0);
	c.problems = problems_new(a);
	must(copy_table(&c, text, bytes[0] + 1u, &cut) == status);
	must(str_equal(out_str(&cut.exact_text), out_str(&whole.exact_text)));
	if (status == OK) {
		must(copy_table(&c, out_str(&whole.exact_text), 4096, &again) == OK);
		must(str_equal(out_str(&again.exact_text), out_str(&whole.exact_text)));
	}
	if (status == OK && !whole.ragged) {
		must(copy_table(&c, out_str(&whole.excel_text), 4096, &again) == OK);
		must(str_equal(out_str(&again.exact_text), out_str(&whole.exact_text)));
	}
	arena_free(&a);
	return 0;
}
