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
