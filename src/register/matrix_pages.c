/* SPDX-License-Identifier: Apache-2.0 */
/* The matrix for readers: which piece is shown, each cell as shape and word, sums, what is said below it. */
#include "page/format.h"
#include "register/compare_pages.h"
#include "register/shown_sources_pages.h"

#include <stdlib.h>

enum { ROWS_MOST = 40, COLUMNS_MOST = 15, YEARS_BACK = 10, CODES_MOST = 8 };

/* A country of the matrix in the order shown. */
struct place {
	size_t row;
	struct shown_text name;
	struct str key;
};

struct matrix {
	const struct asked *a;
	struct call *c;
	const struct compare_view *view;
	struct comparison now, then; /* the later day, the earlier one */
	bool is_over;
	struct place *places;
	size_t places_n;
	size_t *columns; /* places in now.columns, in the order shown */
	size_t columns_n;
	size_t first_row, rows_end, first_column, columns_end; /* the piece shown */
};

struct compare_view compare_view_of(const struct http_request *r)
{
	struct date on = r->call->on, until = on;
	struct compare_view v = {.row = http_parameter_text(r, "row"), .column = http_parameter_text(r, "column")};
	v.is_by_difference = http_parameter_text(r, "order").n > 0;
	v.only_gaps = http_parameter_text(r, "gaps").n > 0;
	if (!http_parameter_day(r, "until", &until) && http_parameter_text(r, "over").n)
		until = date_add_years(on, -YEARS_BACK);
	v.earlier = date_before(until, on) ? until : on;
	v.later = date_before(until, on) ? on : until;
	return v;
}

static const struct register_country *country_at(const struct matrix *m, size_t row)
{
	return &m->a->s->countries[m->now.rows[row].index];
}

static const struct register_instrument *instrument_at(const struct matrix *m, size_t column)
{
	return &m->a->s->instruments[m->now.columns[column].index];
}

static int by_key(const void *x, const void *y)
{
	return str_compare(((const struct place *)x)->key, ((const struct place *)y)->key);
}

/* Countries by name, instruments as asked for; only those with a gap where that was wanted. */
static void arrange(struct matrix *m)
{
	m->places = arena_array(m->c->arena, struct place, m->now.rows_n);
	for (size_t k = 0; k < m->now.rows_n; k++) {
		if (m->view->only_gaps && !m->now.rows[k].sums.gaps)
			continue;
		struct place *place = &m->places[m->places_n++];
		place->row = k;
		place->name = shown_name(m->c, &country_at(m, k)->name);
		place->key = format_sort_key(m->c, place->name.text);
	}
	if (m->places_n)
		qsort(m->places, m->places_n, sizeof *m->places, by_key);
	size_t *order = m->view->is_by_difference ? compare_by_difference(m->c, &m->now) : NULL;
	m->columns = arena_array(m->c->arena, size_t, m->now.columns_n);
	for (size_t k = 0; k < m->now.columns_n; k++) {
		size_t column = order ? order[k] : k;
		if (!m->view->only_gaps || m->now.columns[column].sums.gaps)
			m->columns[m->columns_n++] = column;
	}
}

static size_t piece_end(size_t first, size_t most, size_t n)
{
	return first + most < n ? first + most : n;
}

static void find_piece(struct matrix *m)
{
	for (size_t k = 0; k < m->places_n; k++)
		if (str_equal(country_at(m, m->places[k].row)->code, m->view->row))
			m->first_row = k;
	for (size_t k = 0; k < m->columns_n; k++)
		if (str_equal(instrument_at(m, m->columns[k])->id, m->view->column))
			m->first_column = k;
	m->rows_end = piece_end(m->first_row, ROWS_MOST, m->places_n);
	m->columns_end = piece_end(m->first_column, COLUMNS_MOST, m->columns_n);
}

static int year_of(struct span day)
{
	int year = 0;
	if (date_is_set(day.latest))
		date_split(day.latest, &year, NULL, NULL);
	return year;
}

/* The state of the vocabulary that a cell shows. */
static enum page_state state_of(const struct matrix *m, const struct compare_cell *cell, size_t row, size_t column)
{
	switch (cell->state) {
	case REGISTER_STATE_IN_FORCE: return STATE_IN_FORCE;
	case REGISTER_STATE_NOT_YET: return STATE_NOT_YET;
	case REGISTER_STATE_DENOUNCED: return STATE_DENOUNCED;
	case REGISTER_STATE_UNKNOWN: return STATE_NOT_KNOWN;
	case REGISTER_STATE_NOT_ADOPTED: return STATE_NOT_ADOPTED;
	case REGISTER_STATE_ENDED:
		return instrument_at(m, column)->law.ending == LAW_WITHDRAWN ? STATE_WITHDRAWN : STATE_ABROGATED;
	case REGISTER_STATE_NOT_RATIFIED: break;
	}
	return cell->is_gap || m->now.rows[row].member != LAW_YES ? STATE_NOT_RATIFIED : STATE_CLOSED;
}

/* What stands below the shape: a year, or why there is none. */
static struct str word_of(const struct matrix *m, const struct compare_cell *cell, enum page_state state)
{
	const struct call *c = m->c;
	int year = year_of(cell->day);
	if (year)
		return str_format(c->arena, "%d", year);
	switch (state) {
	case STATE_NOT_RATIFIED:
		return cell->is_gap ? tr_in(c, "matrix cell", "gap") : tr_in(c, "matrix cell", "no Member");
	case STATE_CLOSED: return tr_in(c, "matrix cell", "closed");
	case STATE_NOT_KNOWN: return tr_in(c, "matrix cell", "not known");
	case STATE_NOT_ADOPTED: return tr_in(c, "matrix cell", "later");
	case STATE_NOT_YET: return tr_in(c, "matrix cell", "not yet");
	case STATE_IN_FORCE: return tr_in(c, "matrix cell", "in force");
	default: return tr_in(c, "matrix cell", "ended");
	}
}

/* How a cell was on the earlier day, in two or three words. */
static struct str was_words(const struct matrix *m, const struct compare_cell *was)
{
	const struct call *c = m->c;
	switch (was->state) {
	case REGISTER_STATE_IN_FORCE: return tr_in(c, "matrix cell", "was in force");
	case REGISTER_STATE_NOT_YET: return tr_in(c, "matrix cell", "was not yet in force");
	case REGISTER_STATE_DENOUNCED: return tr_in(c, "matrix cell", "was denounced");
	case REGISTER_STATE_UNKNOWN: return tr_in(c, "matrix cell", "was not known");
	case REGISTER_STATE_NOT_ADOPTED: return tr_in(c, "matrix cell", "was not adopted");
	case REGISTER_STATE_ENDED: return tr_in(c, "matrix cell", "had ended");
	default: return tr_in(c, "matrix cell", "was not ratified");
	}
}

/* The same with the year, of the later day. */
static struct str now_words(const struct matrix *m, const struct compare_cell *cell)
{
	const struct call *c = m->c;
	int number = year_of(cell->day);
	struct str year = str_format(c->arena, "%d", number), text;
	switch (cell->state) {
	case REGISTER_STATE_IN_FORCE:
		text = number ? tr_in(c, "what changed", "in force since {year}")
			      : tr_in(c, "what changed", "in force");
		break;
	case REGISTER_STATE_NOT_YET: text = tr_in(c, "what changed", "not yet in force"); break;
	case REGISTER_STATE_DENOUNCED:
		text = number ? tr_in(c, "what changed", "denounced {year}") : tr_in(c, "what changed", "denounced");
		break;
	case REGISTER_STATE_ENDED:
		text = number ? tr_in(c, "what changed", "ended {year}") : tr_in(c, "what changed", "ended");
		break;
	case REGISTER_STATE_NOT_RATIFIED: text = tr_in(c, "what changed", "not ratified"); break;
	default: text = tr_in(c, "what changed", "not known"); break;
	}
	return FILL(c, text, {"year", year});
}

/* Something happened between the two days. That an instrument was adopted and not ratified is told by its column. */
static bool is_changed(const struct matrix *m, size_t row, size_t column)
{
	if (!m->is_over)
		return false;
	const struct compare_cell *cell = compare_at(&m->now, row, column), *was = compare_at(&m->then, row, column);
	return cell->state != was->state && (was->state != REGISTER_STATE_NOT_ADOPTED || cell->ratification);
}

static struct compare_mark mark_of(const struct matrix *m, size_t row, size_t column, struct str country)
{
	struct call *c = m->c;
	const struct compare_cell *cell = compare_at(&m->now, row, column);
	const struct register_instrument *i = instrument_at(m, column);
	enum page_state state = state_of(m, cell, row, column);
	struct compare_mark mark = {.shape = state_class(state), .changed = "", .was = STR(""), .url = {STR("")}};
	mark.word = word_of(m, cell, state);
	if (cell->ratification) {
		mark.url = url_page(c, "/extract/%.*s/%.*s", STR_ARGS(i->id), STR_ARGS(country_at(m, row)->code));
		mark.name = FILL(c, tr(c, "{country}, {code}: {state}, {word}"), {"country", country}, {"code", i->id},
				 {"state", state_word(c, state, 0)}, {"word", mark.word});
	}
	if (!is_changed(m, row, column))
		return mark;
	mark.changed = " ch";
	mark.was = was_words(m, compare_at(&m->then, row, column));
	if (mark.name.n)
		mark.name = str_format(c->arena, "%.*s, %.*s", STR_ARGS(mark.name), STR_ARGS(mark.was));
	return mark;
}

static void add_heads(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	for (size_t k = m->first_column; k < m->columns_end; k++) {
		const struct compare_line *column = &m->now.columns[m->columns[k]];
		const struct register_instrument *i = &m->a->s->instruments[column->index];
		*list_add(c->arena, &out->heads) = (struct compare_head){
			.url = shown_instrument_url(c, i),
			.id = i->id,
			.bound = shown_number(c, column->sums.of[REGISTER_STATE_IN_FORCE]),
			.of = str_format(c->arena, "/%.*s", STR_ARGS(shown_number(c, column->sums.cells)))};
	}
}

static void add_rows(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	for (size_t k = m->first_row; k < m->rows_end; k++) {
		const struct place *place = &m->places[k];
		const struct compare_line *line = &m->now.rows[place->row];
		int64_t unknown = line->sums.of[REGISTER_STATE_UNKNOWN];
		struct compare_country *row = list_add(c->arena, &out->rows);
		row->url = shown_country_url(c, country_at(m, place->row));
		row->name = place->name;
		row->note = line->member == LAW_NO ? tr(c, "not a Member on this day") : STR("");
		row->bound = shown_number(c, line->sums.of[REGISTER_STATE_IN_FORCE]);
		row->unknown = unknown ? str_format(c->arena, "+%lld?", (long long)unknown) : STR("");
		for (size_t n = m->first_column; n < m->columns_end; n++)
			*list_add(c->arena, &row->cells) = mark_of(m, place->row, m->columns[n], place->name.text);
	}
}

/* Which piece of a long matrix is shown, and the way to the others. */
static void add_pages(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	const struct page *p = &m->a->page;
	struct page_pages *rows = &out->row_pages, *columns = &out->column_pages;
	if (m->places_n > ROWS_MOST)
		*rows = (struct page_pages){.first = (int64_t)m->first_row + 1,
					    .last = (int64_t)m->rows_end,
					    .total = (int64_t)m->places_n};
	if (m->columns_n > COLUMNS_MOST)
		*columns = (struct page_pages){.first = (int64_t)m->first_column + 1,
					       .last = (int64_t)m->columns_end,
					       .total = (int64_t)m->columns_n};
	if (rows->total && m->rows_end < m->places_n) {
		size_t stop = piece_end(m->rows_end, ROWS_MOST, m->places_n);
		page_pages_next(
			c, rows,
			url_change(c, p->path, p->query, "row", country_at(m, m->places[m->rows_end].row)->code),
			(int64_t)(stop - m->rows_end), m->places[m->rows_end].name.text, m->places[stop - 1].name.text);
	}
	if (rows->total && m->first_row) {
		size_t before = m->first_row > ROWS_MOST ? m->first_row - ROWS_MOST : 0;
		struct str code = before ? country_at(m, m->places[before].row)->code : STR("");
		page_pages_previous(c, rows, url_change(c, p->path, p->query, "row", code),
				    (int64_t)(m->first_row - before));
	}
	if (columns->total && m->columns_end < m->columns_n) {
		size_t stop = piece_end(m->columns_end, COLUMNS_MOST, m->columns_n);
		struct str id = instrument_at(m, m->columns[m->columns_end])->id;
		page_pages_next(c, columns, url_change(c, p->path, p->query, "column", id),
				(int64_t)(stop - m->columns_end), id, instrument_at(m, m->columns[stop - 1])->id);
	}
	if (columns->total && m->first_column) {
		size_t before = m->first_column > COLUMNS_MOST ? m->first_column - COLUMNS_MOST : 0;
		struct str id = before ? instrument_at(m, m->columns[before])->id : STR("");
		page_pages_previous(c, columns, url_change(c, p->path, p->query, "column", id),
				    (int64_t)(m->first_column - before));
	}
}

/* The states that the matrix shows. */
static void add_keys(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	const int64_t *of = m->now.sums.of;
	int64_t gaps = m->now.sums.gaps, closed = 0;
	for (size_t k = 0; k < m->now.rows_n; k++)
		if (m->now.rows[k].member == LAW_YES)
			closed += m->now.rows[k].sums.of[REGISTER_STATE_NOT_RATIFIED] - m->now.rows[k].sums.gaps;
	const struct {
		enum page_state state;
		bool is_shown;
		struct str words;
	} keys[] = {
		{STATE_IN_FORCE, true, tr(c, "In force since the year given")},
		{STATE_NOT_YET, of[REGISTER_STATE_NOT_YET], state_word(c, STATE_NOT_YET, 0)},
		{STATE_DENOUNCED, of[REGISTER_STATE_DENOUNCED], state_word(c, STATE_DENOUNCED, 0)},
		{STATE_NOT_RATIFIED, gaps, tr(c, "Not ratified: a gap")},
		{STATE_CLOSED, closed, tr(c, "Not ratified, and closed to ratification")},
		{STATE_NOT_KNOWN, of[REGISTER_STATE_UNKNOWN], tr(c, "Not known: the list is incomplete")},
		{STATE_NOT_ADOPTED, of[REGISTER_STATE_NOT_ADOPTED], state_word(c, STATE_NOT_ADOPTED, 0)},
		{STATE_ABROGATED, of[REGISTER_STATE_ENDED], tr(c, "Ended in the year given")},
	};
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
		if (keys[k].is_shown)
			*list_add(c->arena, &out->keys) =
				(struct compare_key){state_class(keys[k].state), keys[k].words};
}

/* Codes of a row's cells that are gaps. */
static void add_gaps(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	for (size_t k = m->first_row; k < m->rows_end; k++) {
		struct shown_texts codes = {0};
		for (size_t n = 0; n < m->columns_n; n++)
			if (compare_at(&m->now, m->places[k].row, m->columns[n])->is_gap)
				*list_add(c->arena, &codes) =
					(struct shown_text){.text = instrument_at(m, m->columns[n])->id};
		if (codes.n)
			*list_add(c->arena, &out->gaps) =
				(struct compare_words){m->places[k].name, shown_list(c, &codes)};
	}
}

/* What became of a row's cells between the two days. */
static void add_changes(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	for (size_t k = m->first_row; m->is_over && k < m->rows_end; k++) {
		size_t row = m->places[k].row;
		struct shown_texts texts = {0};
		for (size_t n = 0; n < m->columns_n; n++) {
			if (!is_changed(m, row, m->columns[n]))
				continue;
			struct str now = now_words(m, compare_at(&m->now, row, m->columns[n]));
			struct str was = was_words(m, compare_at(&m->then, row, m->columns[n]));
			*list_add(c->arena, &texts) =
				(struct shown_text){.text = FILL(c, tr(c, "{code} {state}, {was}"),
								 {"code", instrument_at(m, m->columns[n])->id},
								 {"state", now}, {"was", was})};
		}
		if (texts.n)
			*list_add(c->arena, &out->changes) =
				(struct compare_words){m->places[k].name, shown_joined(c, &texts)};
	}
}

static void add_curve(const struct matrix *m, const struct compare_asked *asked, struct compare_model *out)
{
	struct call *c = m->c;
	struct register_steps steps;
	compare_curve(c, m->a->s, asked, m->now.on, &steps);
	if (!steps.n || !date_before(steps.at[0].day, m->now.on))
		return;
	out->has_curve = true;
	out->curve.from = steps.at[0].day;
	out->curve.until = m->now.on;
	for (size_t k = 0; k < steps.n; k++)
		*list_add(c->arena, &out->curve.steps) = (struct plot_step){steps.at[k].day, steps.at[k].bound};
	out->curve.name = FILL(
		c, tr(c, "Cells in force: 0 before {from}, {n} on {until}"), {"from", format_date(c, steps.at[0].day)},
		{"n", shown_number(c, steps.at[steps.n - 1].bound)}, {"until", format_date(c, m->now.on)});
	out->curve_words = tr(c, "The same countries throughout. What is not known here is not counted.");
}

/* Codes of the columns of which something is not known. */
static struct str unknown_words(const struct matrix *m)
{
	struct call *c = m->c;
	struct shown_texts codes = {0};
	int64_t n = m->now.sums.of[REGISTER_STATE_UNKNOWN];
	for (size_t k = 0; k < m->now.columns_n; k++)
		if (m->now.columns[k].sums.of[REGISTER_STATE_UNKNOWN])
			*list_add(c->arena, &codes) = (struct shown_text){.text = instrument_at(m, k)->id};
	struct str number = shown_number(c, n), lists = shown_number(c, (int64_t)codes.n);
	if (codes.n > CODES_MOST)
		return FILL(c,
			    tr_n(c, "{n} is not known, because {lists} lists are incomplete.",
				 "{n} are not known, because {lists} lists are incomplete.", n),
			    {"n", number}, {"lists", lists});
	if (codes.n == 1)
		return FILL(c,
			    tr_n(c, "{n} is not known, because the list of {code} is incomplete.",
				 "{n} are not known, because the list of {code} is incomplete.", n),
			    {"n", number}, {"code", codes.at[0].text});
	return FILL(c,
		    tr_n(c, "{n} is not known, because the lists of {codes} are incomplete.",
			 "{n} are not known, because the lists of {codes} are incomplete.", n),
		    {"n", number}, {"codes", shown_list(c, &codes)});
}

static struct str joined(const struct call *c, struct str text, struct str more)
{
	return str_format(c->arena, "%.*s %.*s", STR_ARGS(text), STR_ARGS(more));
}

/* The answer of one day, or of two. */
static struct str lead_of(const struct matrix *m)
{
	struct call *c = m->c;
	int64_t n = m->now.sums.of[REGISTER_STATE_IN_FORCE], gaps = m->now.sums.gaps;
	struct str day = format_date(c, m->now.on), number = shown_number(c, n);
	struct str all = shown_number(c, m->now.sums.cells), text;
	if (m->is_over)
		text = FILL(c, tr(c, "On {earlier}, {before} of {all} cells were in force; on {day}, {n} were."),
			    {"earlier", format_date(c, m->then.on)},
			    {"before", shown_number(c, m->then.sums.of[REGISTER_STATE_IN_FORCE])}, {"all", all},
			    {"day", day}, {"n", number});
	else
		text = FILL(c,
			    tr_n(c, "On {day}, {n} of {all} cells is in force.",
				 "On {day}, {n} of {all} cells are in force.", n),
			    {"day", day}, {"n", number}, {"all", all});
	if (gaps)
		text = joined(c, text,
			      FILL(c, tr_n(c, "{n} is a gap.", "{n} are gaps.", gaps), {"n", shown_number(c, gaps)}));
	if (m->now.sums.of[REGISTER_STATE_UNKNOWN])
		text = joined(c, text, unknown_words(m));
	return text;
}

static void add_way(const struct matrix *m, struct compare_model *out, const char *name, const char *value,
		    struct str text)
{
	const struct page *p = &m->a->page;
	page_links_add(m->c->arena, &out->ways, url_change(m->c, p->path, p->query, name, str_of(value)), STR(""),
		       text);
}

/* The same comparison seen differently. */
static void add_ways(const struct matrix *m, struct compare_model *out)
{
	const struct call *c = m->c;
	if (m->view->is_by_difference)
		add_way(m, out, "order", "", tr(c, "In the order of their numbers"));
	else
		add_way(m, out, "order", "differences", tr(c, "Differences first"));
	if (m->view->only_gaps)
		add_way(m, out, "gaps", "", tr(c, "All, not gaps alone"));
	else if (m->now.sums.gaps)
		add_way(m, out, "gaps", "1", tr(c, "Only gaps"));
	if (!m->is_over)
		add_way(m, out, "over", "1", tr(c, "Compared with ten years before"));
}

/* The same table for programs: what the address asks for, under the call's names. */
static void add_doors(const struct matrix *m, const struct compare_asked *asked, struct compare_model *out)
{
	const struct call *c = m->c;
	static const char *const names[] = {"members", "group", "region", "instruments", "until"};
	struct url csv = url_api(c, "/compare.csv"), json = url_api(c, "/compare");
	struct str part = http_path_part(m->a->r, "members"), code = http_path_part(m->a->r, "group");
	struct str numbers = http_parameter_text(m->a->r, "numbers");
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct str value = http_parameter_text(m->a->r, names[k]);
		if (k == 0 && part.n)
			value = part;
		else if (k == 1 && code.n)
			value = asked->group->code;
		else if (k == 3 && numbers.n)
			value = numbers;
		if (value.n) {
			csv = url_with(c, csv, names[k], value);
			json = url_with(c, json, names[k], value);
		}
	}
	out->csv = csv;
	out->json = json;
}

static void add_origin(const struct matrix *m, struct compare_model *out)
{
	struct call *c = m->c;
	struct shown_texts sources = {0};
	for (size_t k = m->first_row; k < m->rows_end; k++)
		for (size_t n = m->first_column; n < m->columns_end; n++) {
			const struct compare_cell *cell = compare_at(&m->now, m->places[k].row, m->columns[n]);
			if (cell->ratification)
				shown_source(c, &sources, cell->ratification->fact.source);
		}
	out->origin.sources = shown_sources(c, m->a->s, &sources);
	*list_add(c->arena, &out->origin.lines) =
		(struct shown_text){.text = tr(c, "Days of registration were read in the sources named; the states are "
						  "computed from them by the rules of each instrument.")};
}

struct str compare_fill(const struct asked *a, const struct compare_asked *asked, const struct compare_view *view,
			struct compare_model *out)
{
	struct matrix m = {.a = a, .c = a->c, .view = view, .is_over = date_before(view->earlier, view->later)};
	register_compare(a->c, a->s, asked, view->later, &m.now);
	if (m.is_over)
		register_compare(a->c, a->s, asked, view->earlier, &m.then);
	arrange(&m);
	find_piece(&m);
	out->is_over = m.is_over;
	out->has_matrix = m.places_n && m.columns_n;
	out->until = m.is_over ? (date_same(view->later, a->c->on) ? view->earlier : view->later) : DATE_UNSET;
	out->caption = FILL(a->c, tr(a->c, "As of {day}"), {"day", format_date(a->c, view->later)});
	add_keys(&m, out);
	add_heads(&m, out);
	add_rows(&m, out);
	add_pages(&m, out);
	add_gaps(&m, out);
	add_changes(&m, out);
	if (m.is_over) {
		add_curve(&m, asked, out);
		out->changes_heading =
			FILL(a->c, tr(a->c, "What changed since {day}"), {"day", format_date(a->c, view->earlier)});
		out->none_changed = tr(a->c, "Nothing is known to have changed.");
	}
	add_ways(&m, out);
	add_doors(&m, asked, out);
	add_origin(&m, out);
	return lead_of(&m);
}
