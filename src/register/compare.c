/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix, its sums, and the curve of its total. Who and what is compared is read in compare_read.c. */
#include "register/compare.h"

#include <stdlib.h>

/* What is asked of an instrument once a column. */
struct column {
	const struct register_instrument *i;
	int index;
	bool is_in_force, is_over, may_be_ratified;
};

static struct column column_on(const struct register_snapshot *s, int instrument, struct date on)
{
	const struct register_instrument *i = &s->instruments[instrument];
	enum law_status status;
	law_status(&i->law, on, &status);
	return (struct column){.i = i,
			       .index = instrument,
			       .is_in_force = law_in_force(&i->law, on) == LAW_YES,
			       .is_over = status == LAW_STATUS_ABROGATED || status == LAW_STATUS_WITHDRAWN,
			       .may_be_ratified =
				       law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, on) != LAW_NO};
}

/* The day that belongs to a state. One to come is told only once it is settled: the instrument is in force itself. */
static struct span day_of(const struct column *column, const struct compare_cell *cell)
{
	const struct law_binding *b = cell->ratification ? &cell->ratification->binding : NULL;
	switch (cell->state) {
	case REGISTER_STATE_IN_FORCE: return b->from;
	case REGISTER_STATE_NOT_YET: return column->is_in_force && span_is_set(b->from) ? b->from : SPAN_UNSET;
	case REGISTER_STATE_DENOUNCED: return b->denounced;
	case REGISTER_STATE_ENDED: return column->is_over || !b ? column->i->law.ended : b->until;
	default: return SPAN_UNSET;
	}
}

static struct compare_cell cell_on(const struct register_snapshot *s, const struct column *column, int country,
				   enum law_answer member, struct date on)
{
	struct compare_cell cell = {.ratification = register_ratification_on(s, column->index, country, on)};
	cell.state = register_state_on(column->i, cell.ratification, on);
	if (!cell.ratification && column->is_over)
		cell.state = REGISTER_STATE_ENDED;
	cell.day = day_of(column, &cell);
	cell.is_gap = cell.state == REGISTER_STATE_NOT_RATIFIED && member == LAW_YES && column->may_be_ratified;
	return cell;
}

static void count(struct compare_sums *sums, const struct compare_cell *cell)
{
	sums->cells++;
	sums->of[cell->state]++;
	sums->gaps += cell->is_gap;
}

void register_compare(struct call *c, const struct register_snapshot *s, const struct compare_asked *asked,
		      struct date on, struct comparison *out)
{
	*out = (struct comparison){.on = on, .rows_n = asked->countries_n, .columns_n = asked->instruments_n};
	struct column *columns = arena_array(c->arena, struct column, out->columns_n);
	out->rows = arena_array(c->arena, struct compare_line, out->rows_n);
	out->columns = arena_array(c->arena, struct compare_line, out->columns_n);
	out->cells = arena_array(c->arena, struct compare_cell, out->rows_n * out->columns_n);
	for (size_t k = 0; k < out->columns_n; k++) {
		columns[k] = column_on(s, asked->instruments[k], on);
		out->columns[k].index = asked->instruments[k];
	}
	for (size_t n = 0; n < out->rows_n; n++) {
		struct compare_line *row = &out->rows[n];
		row->index = asked->countries[n];
		row->member = register_member_on(&s->countries[row->index], on, NULL);
		for (size_t k = 0; k < out->columns_n; k++) {
			struct compare_cell *cell = &out->cells[n * out->columns_n + k];
			*cell = cell_on(s, &columns[k], row->index, row->member, on);
			count(&row->sums, cell);
			count(&out->columns[k].sums, cell);
			count(&out->sums, cell);
		}
	}
}

const struct compare_cell *compare_at(const struct comparison *m, size_t row, size_t column)
{
	must(row < m->rows_n && column < m->columns_n);
	return &m->cells[row * m->columns_n + column];
}

/* How far from alike the rows are in a column. */
struct difference {
	size_t column;
	int64_t apart;
};

static int by_difference(const void *x, const void *y)
{
	const struct difference *a = x, *b = y;
	if (a->apart != b->apart)
		return a->apart < b->apart ? 1 : -1;
	return a->column < b->column ? -1 : a->column > b->column;
}

size_t *compare_by_difference(struct call *c, const struct comparison *m)
{
	struct difference *differences = arena_array(c->arena, struct difference, m->columns_n);
	size_t *order = arena_array(c->arena, size_t, m->columns_n);
	for (size_t k = 0; k < m->columns_n; k++) {
		int64_t bound = m->columns[k].sums.of[REGISTER_STATE_IN_FORCE];
		int64_t others = m->columns[k].sums.cells - bound;
		differences[k] = (struct difference){k, bound < others ? bound : others};
	}
	if (m->columns_n)
		qsort(differences, m->columns_n, sizeof *differences, by_difference);
	for (size_t k = 0; k < m->columns_n; k++)
		order[k] = differences[k].column;
	return order;
}

static int by_day(const void *x, const void *y)
{
	const struct register_step *a = x, *b = y;
	return (a->day.day > b->day.day) - (a->day.day < b->day.day);
}

void compare_curve(struct call *c, const struct register_snapshot *s, const struct compare_asked *asked,
		   struct date until, struct register_steps *out)
{
	struct call then = *c;
	struct register_steps changes = {0};
	bool *marks = arena_array(c->arena, bool, s->countries_n);
	for (size_t k = 0; k < asked->countries_n; k++)
		marks[asked->countries[k]] = true;
	then.on = until;
	for (size_t k = 0; k < asked->instruments_n; k++) {
		struct register_steps one;
		int64_t before = 0;
		register_curve(&then, s, &s->instruments[asked->instruments[k]], marks, &one);
		for (size_t n = 0; n < one.n; before = one.at[n++].bound)
			*list_add(c->arena, &changes) = (struct register_step){one.at[n].day, one.at[n].bound - before};
	}
	if (changes.n)
		qsort(changes.at, changes.n, sizeof *changes.at, by_day);
	*out = (struct register_steps){0};
	int64_t bound = 0;
	for (size_t k = 0; k < changes.n; k++) {
		bool is_new = !out->n || !date_same(out->at[out->n - 1].day, changes.at[k].day);
		struct register_step *step = is_new ? list_add(c->arena, out) : &out->at[out->n - 1];
		bound += changes.at[k].bound;
		*step = (struct register_step){changes.at[k].day, bound};
	}
}

const char *compare_state_word(enum register_state state)
{
	static const char *const words[COMPARE_STATES] = {
		[REGISTER_STATE_IN_FORCE] = "in_force",         [REGISTER_STATE_NOT_YET] = "not_yet_in_force",
		[REGISTER_STATE_DENOUNCED] = "denounced",       [REGISTER_STATE_ENDED] = "ended",
		[REGISTER_STATE_NOT_RATIFIED] = "not_ratified", [REGISTER_STATE_UNKNOWN] = "not_known",
		[REGISTER_STATE_NOT_ADOPTED] = "not_adopted"};
	return words[state];
}
