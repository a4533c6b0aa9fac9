/* SPDX-License-Identifier: Apache-2.0 */
/* What an act records: cells to facts, and the rows as they would be with them. */
#include "register/edit_private.h"

#include <string.h>

/* Of a fact that is not stored yet. */
enum { ID_TO_COME = -1 };

struct str *edit_cells(struct edit *e, enum register_kind kind)
{
	struct str *cells = arena_array(e->c->arena, struct str, register_tables[kind].columns_n);
	for (size_t i = 0; i < register_tables[kind].columns_n; i++)
		cells[i] = STR("");
	return cells;
}

void edit_set(enum register_kind kind, struct str *cells, const char *column, struct str value)
{
	int index = register_column_named(&register_tables[kind], str_of(column));
	must(index >= 0);
	cells[index] = value;
}

const struct register_row *edit_standing(const struct edit *e, enum register_kind kind, struct str key)
{
	for (size_t i = 0; i < e->rows.of[kind].n; i++)
		if (str_equal(e->rows.of[kind].at[i].key, key))
			return &e->rows.of[kind].at[i];
	return NULL;
}

static struct str body_of(struct edit *e, enum register_kind kind, const struct register_row *row)
{
	return row ? register_body(e->c->arena, &register_tables[kind], row->cells) : STR("");
}

static void add(struct edit *e, enum register_kind kind, struct str key, const struct register_row *standing,
		struct str body)
{
	struct arena *a = e->c->arena;
	*list_add(a, &e->facts) = (struct register_difference){kind, key, standing ? standing->id : 0, body};
	*list_add(a, &e->out->facts) =
		(struct register_written){str_of(register_tables[kind].name), key, body_of(e, kind, standing), body};
}

void edit_store(struct edit *e, enum register_kind kind, const struct str *cells)
{
	struct str key = register_key(e->c->arena, &register_tables[kind], cells);
	struct str body = register_body(e->c->arena, &register_tables[kind], cells);
	const struct register_row *standing = edit_standing(e, kind, key);
	if (!str_equal(body, body_of(e, kind, standing)))
		add(e, kind, key, standing, body);
}

void edit_withdraw(struct edit *e, enum register_kind kind, const struct register_row *row)
{
	add(e, kind, row->key, row, STR(""));
}

static bool takes_place_of(const struct edit *e, int64_t id)
{
	for (size_t i = 0; i < e->facts.n; i++)
		if (e->facts.at[i].standing == id)
			return true;
	return false;
}

void edit_rows_after(struct edit *e, struct register_rows *out)
{
	struct arena *a = e->c->arena;
	*out = (struct register_rows){.arena = a, .last = e->rows.last};
	for (enum register_kind kind = 0; kind < REGISTER_KINDS; kind++)
		for (size_t i = 0; i < e->rows.of[kind].n; i++)
			if (!takes_place_of(e, e->rows.of[kind].at[i].id))
				*list_add(a, &out->of[kind]) = e->rows.of[kind].at[i];
	for (size_t i = 0; i < e->facts.n; i++) {
		const struct register_difference *d = &e->facts.at[i];
		struct str *cells = edit_cells(e, d->kind);
		if (d->body.n == 0)
			continue;
		must(register_body_parse(a, &register_tables[d->kind], d->body, cells));
		*list_add(a, &out->of[d->kind]) = (struct register_row){ID_TO_COME, e->c->now, d->key, cells};
	}
}

const struct register_ratification *edit_ratification_of(const struct edit *e, const struct register_instrument *i,
							 const struct register_country *country)
{
	return register_ratification_of(&e->now, (int)(i - e->now.instruments), (int)(country - e->now.countries));
}

const struct register_ratification *edit_ratification_on(const struct edit *e, const struct register_instrument *i,
							 const struct register_country *country, struct date day)
{
	const struct register_ratification *r = edit_ratification_of(e, i, country), *before;
	while (date_is_set(day) && r && !register_registered_by(r, day, true) &&
	       (before = register_ratification_before(&e->now, r)))
		r = before;
	return r;
}
