/* SPDX-License-Identifier: Apache-2.0 */
/* Heads of tables that are sorted by links. */
#include "register/sorted_pages.h"

struct str sorted_by(const struct asked *a, const char *usual)
{
	struct str asked = http_parameter_text(a->r, "sort");
	return asked.n ? asked : str_of(usual);
}

struct str sorted_column(struct str order)
{
	return str_begins(order, "-") ? str_slice(order, 1, order.n) : order;
}

void sorted_turn(struct str order, void *at, size_t n, size_t size)
{
	char *elements = at;
	for (size_t k = 0; str_begins(order, "-") && k < n / 2; k++)
		for (size_t b = 0; b < size; b++) {
			char *one = &elements[k * size + b], *other = &elements[(n - 1 - k) * size + b], byte = *one;
			*one = *other;
			*other = byte;
		}
}

struct sorted_head sorted_head(const struct asked *a, struct str order, const char *first, struct str label,
			       const char *align, const char *id)
{
	const struct call *c = a->c;
	struct str column = sorted_column(order);
	bool is_down = str_begins(order, "-");
	struct sorted_head head = {.label = label,
				   .align = align,
				   .is_sorted = str_equal(column, sorted_column(str_of(first))),
				   .direction = is_down ? "descending" : "ascending",
				   .arrow = is_down ? "▾" : "▴"};
	struct str turned = is_down ? column : str_format(c->arena, "-%.*s", STR_ARGS(column));
	head.url = url_change(c, a->page.path, a->page.query, "sort", head.is_sorted ? turned : str_of(first));
	if (id)
		head.url = url_at(c, head.url, id);
	return head;
}
