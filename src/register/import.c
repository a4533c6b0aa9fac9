/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing rows with what is recorded, and storing the difference: all in one write, so that whatever is recorded
 * meanwhile by others is compared with too. */
#include "register/import_private.h"
#include "register/register_sql.h"

#include "base/map.h"
#include "store/store.h"

#include <string.h>

/* What rows are compared with. */
struct comparing {
	struct import *import;
	struct register_rows recorded;
	struct map standing[REGISTER_KINDS]; /* key to struct register_row */
	struct map incoming[REGISTER_KINDS]; /* key to struct import_row */
	struct map texts;                    /* of declarations: "instrument country text" to the standing row */
	bool refused;
};

/* A cell of what will stand under a key after the import: of the incoming row, else of the recorded one. */
static struct str cell_after(const struct comparing *v, enum register_kind kind, struct str key, const char *column)
{
	int index = register_column_named(&register_tables[kind], str_of(column));
	const struct import_row *incoming = map_get(&v->incoming[kind], key);
	const struct register_row *standing = map_get(&v->standing[kind], key);
	if (incoming && incoming->cells[index].at)
		return incoming->cells[index];
	return standing ? standing->cells[index] : STR("");
}

static bool is_known(const struct comparing *v, enum register_kind kind, struct str key)
{
	return map_get(&v->standing[kind], key) || map_get(&v->incoming[kind], key);
}

/* Every instrument and country a row names must be known. */
static void check_references(const struct comparing *v, struct import_row *row)
{
	const struct register_table *t = &register_tables[row->kind];
	for (size_t i = 0; i < t->columns_n; i++) {
		struct str cell = row->cells[i];
		bool own_key = row->kind == REGISTER_INSTRUMENTS_TABLE || row->kind == REGISTER_COUNTRIES ||
			       row->kind == REGISTER_HISTORIC_STATES;
		if (cell.n == 0 || (own_key && (t->columns[i].flags & REGISTER_KEY)))
			continue;
		if (t->columns[i].type == REGISTER_INSTRUMENT && !is_known(v, REGISTER_INSTRUMENTS_TABLE, cell))
			import_refuse(v->import, row, (int)i, "%s: there is no instrument %.*s", t->columns[i].name,
				      STR_ARGS(cell));
		if (t->columns[i].type == REGISTER_COUNTRY && !is_known(v, REGISTER_COUNTRIES, cell) &&
		    !is_known(v, REGISTER_HISTORIC_STATES, cell))
			import_refuse(v->import, row, (int)i, "%s: there is no country %.*s", t->columns[i].name,
				      STR_ARGS(cell));
	}
}

struct import_row *import_row_new(struct import *import, enum register_kind kind, struct str file, size_t line)
{
	struct import_row *row = list_add(import->c->arena, &import->rows);
	*row = (struct import_row){.kind = kind, .file = file, .at = {line, 1}};
	row->cells = arena_array(import->c->arena, struct str, register_tables[kind].columns_n);
	return row;
}

struct str *import_cell(const struct import_row *row, const char *column)
{
	int index = register_column_named(&register_tables[row->kind], str_of(column));
	must(index >= 0);
	return &row->cells[index];
}

static struct str row_cell(const struct import_row *row, const char *column)
{
	return *import_cell(row, column);
}

/* A ratification is not older than its instrument, and Recommendations are not ratified (ILO Constitution art. 19(6)). */
static void check_ratification(const struct comparing *v, struct import_row *row)
{
	struct span registered, adopted;
	struct str instrument = row_cell(row, "instrument");
	struct str since = cell_after(v, REGISTER_INSTRUMENTS_TABLE, instrument, "adopted");
	if (str_begins(instrument, "R"))
		import_refuse(v->import, row, 0, "a Recommendation is not ratified (ILO Constitution art. 19(6))");
	else if (span_parse(row_cell(row, "date_registered"), &registered) && span_parse(since, &adopted) &&
		 date_before(registered.latest, adopted.earliest))
		import_refuse(v->import, row,
			      register_column_named(&register_tables[row->kind], STR("date_registered")),
			      "registered %.*s, before %.*s was adopted (%.*s)",
			      STR_ARGS(row_cell(row, "date_registered")), STR_ARGS(instrument), STR_ARGS(since));
}

/* The key of the ratification that a denunciation is about: its own without the Parts. */
static struct str ratification_key(const struct comparing *v, const struct import_row *row)
{
	const struct register_table *t = &register_tables[REGISTER_RATIFICATIONS];
	struct str *cells = arena_array(v->import->c->arena, struct str, t->columns_n);
	for (size_t i = 0; i < t->columns_n; i++)
		if (t->columns[i].flags & REGISTER_KEY)
			cells[i] = row_cell(row, t->columns[i].name);
	return register_key(v->import->c->arena, t, cells);
}

/* A denunciation ends a ratification that is there and older. */
static void check_denunciation(const struct comparing *v, struct import_row *row)
{
	struct span denounced, registered;
	struct str key = ratification_key(v, row);
	struct str since = cell_after(v, REGISTER_RATIFICATIONS, key, "date_registered");
	int column = register_column_named(&register_tables[row->kind], STR("date_denounced"));
	if (!is_known(v, REGISTER_RATIFICATIONS, key))
		import_refuse(v->import, row, -1, "there is no ratification %.*s to denounce", STR_ARGS(key));
	else if (span_parse(row_cell(row, "date_denounced"), &denounced) && span_parse(since, &registered) &&
		 date_before(denounced.latest, registered.earliest))
		import_refuse(v->import, row, column, "denounced before it was registered (%.*s)", STR_ARGS(since));
}

/* A file without the typed columns tells of a declaration that is recorded already with them. */
static const struct register_row *same_declaration(const struct comparing *v, const struct import_row *row)
{
	if (row->kind != REGISTER_DECLARATIONS || row_cell(row, "kind").at)
		return NULL;
	struct str key = str_format(v->import->c->arena, "%.*s %.*s %.*s", STR_ARGS(row_cell(row, "instrument")),
				    STR_ARGS(row_cell(row, "country_iso3")), STR_ARGS(row_cell(row, "text")));
	return map_get(&v->texts, key);
}

static bool same_cells(const struct import_row *a, const struct import_row *b)
{
	for (size_t i = 0; i < register_tables[a->kind].columns_n; i++)
		if (!str_equal(a->cells[i], b->cells[i]))
			return false;
	return true;
}

static void index_incoming(struct comparing *v)
{
	struct import *import = v->import;
	for (size_t i = 0; i < import->rows.n; i++) {
		struct import_row *row = &import->rows.at[i];
		struct import_row *before = map_get(&v->incoming[row->kind], row->key);
		if (row->refused)
			continue;
		if (before && !same_cells(before, row))
			import_refuse(import, row, -1, "“%.*s” stands already at %.*s, with other values",
				      STR_ARGS(row->key),
				      STR_ARGS(csv_where(import->c->arena, before->file, before->at)));
		else if (!before)
			map_put(&v->incoming[row->kind], row->key, row);
	}
}

static enum status index_recorded(struct comparing *v, struct store *s)
{
	struct arena *a = v->import->c->arena;
	enum status st = register_rows_read(s, a, NULL, &v->recorded);
	v->texts = map_new(a);
	for (enum register_kind kind = 0; kind < REGISTER_KINDS; kind++) {
		v->standing[kind] = v->incoming[kind] = map_new(a);
		for (size_t i = 0; i < v->recorded.of[kind].n; i++)
			map_put(&v->standing[kind], v->recorded.of[kind].at[i].key, &v->recorded.of[kind].at[i]);
	}
	enum register_kind kind = REGISTER_DECLARATIONS;
	for (size_t i = 0; i < v->recorded.of[kind].n; i++) {
		struct register_row *row = &v->recorded.of[kind].at[i];
		map_put(&v->texts,
			str_format(a, "%.*s %.*s %.*s", STR_ARGS(CELL("instrument")), STR_ARGS(CELL("country_iso3")),
				   STR_ARGS(CELL("text"))),
			row);
	}
	return st;
}

/* Everything that refuses a row beyond its cells. */
static enum status compare(struct comparing *v, struct store *s)
{
	enum status st = index_recorded(v, s);
	if (st != OK)
		return st;
	if (v->import->fill)
		v->import->fill(v->import, &v->recorded, v->import->fill_context);
	index_incoming(v);
	for (size_t i = 0; i < v->import->rows.n; i++) {
		struct import_row *row = &v->import->rows.at[i];
		if (row->refused)
			continue;
		check_references(v, row);
		if (!row->refused && row->kind == REGISTER_RATIFICATIONS)
			check_ratification(v, row);
		if (!row->refused && row->kind == REGISTER_DENUNCIATIONS)
			check_denunciation(v, row);
	}
	for (size_t i = 0; i < v->import->rows.n; i++)
		v->refused = v->refused || v->import->rows.at[i].refused;
	return OK;
}

/* The row as it will stand: columns that the file lacks keep the recorded value. */
static struct str merged_body(struct comparing *v, const struct import_row *row, const struct register_row *standing)
{
	const struct register_table *t = &register_tables[row->kind];
	struct str *cells = arena_array(v->import->c->arena, struct str, t->columns_n);
	for (size_t i = 0; i < t->columns_n; i++)
		cells[i] = row->cells[i].at ? row->cells[i] : standing ? standing->cells[i] : STR("");
	return register_body(v->import->c->arena, t, cells);
}

/* One row that differs from what is recorded. */
struct difference {
	const struct import_row *row;
	const struct register_row *standing; /* NULL: new */
	struct str body;
};

struct differences {
	LIST(struct difference) list;
};

/* Tells of a difference, as long as there is room for more of its table. */
static void tell(struct import *import, const struct register_cell_change *difference)
{
	size_t n = import->report->of[difference->kind].differences++;
	if (n < import->options->differences_most)
		*list_add(import->c->arena, &import->report->differences) = *difference;
}

/* Tells of a row that differs: cell by cell, or once if it is new. */
static void tell_difference(struct import *import, const struct difference *d)
{
	const struct register_table *t = &register_tables[d->row->kind];
	struct register_cell_change told = {.kind = d->row->kind, .key = d->row->key, .column = STR("")};
	if (!d->standing)
		tell(import, &told);
	for (size_t i = 0; d->standing && i < t->columns_n; i++) {
		told.column = str_of(t->columns[i].name);
		told.before = d->standing->cells[i];
		told.after = d->row->cells[i];
		if (told.after.at && !str_equal(told.after, told.before))
			tell(import, &told);
	}
}

static void find_differences(struct comparing *v, enum register_kind kind, struct differences *out)
{
	struct import *import = v->import;
	struct register_import_counts *counts = &import->report->of[kind];
	for (size_t i = 0; i < import->rows.n; i++) {
		const struct import_row *row = &import->rows.at[i];
		if (row->kind != kind || row->refused)
			continue;
		const struct register_row *standing = map_get(&v->standing[kind], row->key);
		struct str body = merged_body(v, row, standing);
		bool again = map_get(&v->incoming[kind], row->key) != row;
		bool same = again || same_declaration(v, row) ||
			    (standing &&
			     str_equal(body, register_body(import->c->arena, &register_tables[kind], standing->cells)));
		if (same) {
			counts->same++;
			continue;
		}
		struct difference one = {row, standing, body};
		*list_add(import->c->arena, &out->list) = one;
		tell_difference(import, &one);
		counts->added += standing == NULL;
		counts->changed += standing != NULL;
	}
}

static enum status store_differences(struct import *import, struct store *s, enum register_kind kind,
				     const struct differences *d)
{
	struct arena *a = import->c->arena;
	struct register_import_counts counts = import->report->of[kind];
	struct register_difference *facts = arena_array(a, struct register_difference, d->list.n);
	if (d->list.n == 0)
		return OK;
	for (size_t i = 0; i < d->list.n; i++) {
		const struct difference *one = &d->list.at[i];
		facts[i] = (struct register_difference){kind, one->row->key, one->standing ? one->standing->id : 0,
							one->body};
	}
	struct register_change change = {
		.act = STR("register.import"),
		.subject = str_of(register_tables[kind].name),
		.before = STR(""),
		.after = str_format(a, "{\"added\":%zu,\"changed\":%zu}", counts.added, counts.changed)};
	return register_record(s, import->c, &change, facts, d->list.n, NULL);
}

/* Counts the instruments that ended as recorded, of which it will not be recorded when. */
static void count_endings(struct comparing *v)
{
	const struct register_rows *recorded = &v->recorded;
	struct map seen = map_new(v->import->c->arena);
	LIST(struct str) ids = {0};
	for (size_t i = 0; i < recorded->of[REGISTER_INSTRUMENTS_TABLE].n; i++)
		*list_add(v->import->c->arena, &ids) = recorded->of[REGISTER_INSTRUMENTS_TABLE].at[i].key;
	for (size_t i = 0; i < v->import->rows.n; i++)
		if (v->import->rows.at[i].kind == REGISTER_INSTRUMENTS_TABLE && !v->import->rows.at[i].refused)
			*list_add(v->import->c->arena, &ids) = v->import->rows.at[i].key;
	for (size_t i = 0; i < ids.n; i++) {
		struct str status = cell_after(v, REGISTER_INSTRUMENTS_TABLE, ids.at[i], "status");
		bool ended = str_is(status, "abrogated") || str_is(status, "withdrawn");
		if (ended && !map_get(&seen, ids.at[i]) && !is_known(v, REGISTER_ENDINGS, ids.at[i]))
			v->import->report->endings_unknown++;
		map_put(&seen, ids.at[i], v);
	}
}

enum status import_write(struct store *s, void *context)
{
	struct import *import = context;
	struct comparing v = {.import = import};
	enum status st = compare(&v, s);
	if (st == OK && v.refused && !import->options->skip_bad)
		st = INVALID;
	if (st == OK)
		count_endings(&v);
	for (enum register_kind kind = 0; kind < REGISTER_KINDS && st == OK; kind++) {
		struct differences d = {0};
		find_differences(&v, kind, &d);
		if (!import->options->dry_run)
			st = store_differences(import, s, kind, &d);
		if (import->options->progress)
			import->options->progress(import->options->context, REGISTER_KINDS + kind + 1,
						  REGISTER_KINDS * 2);
	}
	return st;
}

void import_sum_up(struct register_import_report *report)
{
	for (enum register_kind kind = 0; kind < REGISTER_KINDS; kind++) {
		report->sum.files += report->of[kind].files;
		report->sum.added += report->of[kind].added;
		report->sum.changed += report->of[kind].changed;
		report->sum.same += report->of[kind].same;
		report->sum.refused += report->of[kind].refused;
	}
}

enum status register_import(struct call *c, const char *const *paths, size_t n,
			    const struct register_import_options *options, struct register_import_report *out)
{
	*out = (struct register_import_report){0};
	struct import import = {.c = c, .options = options, .report = out};
	enum status read = import_read(&import, paths, n);
	enum status st = read;
	if (read == OK || read == INVALID) {
		bool only_look = options->dry_run || read == INVALID;
		struct register_import_options looking = *options;
		looking.dry_run = only_look;
		import.options = &looking;
		st = only_look ? import_write(c->store, &import) : store_write(c->database, import_write, &import);
		st = read == INVALID && st == OK ? INVALID : st;
	}
	import_sum_up(out);
	return st;
}

enum status register_snapshot_of_files(struct call *c, const char *dir, struct register_snapshot *out)
{
	struct register_import_options options = {0};
	struct register_import_report report = {0};
	struct import import = {.c = c, .options = &options, .report = &report};
	struct register_rows *rows = arena_one(c->arena, struct register_rows);
	enum status st = import_read(&import, &dir, 1);
	for (size_t i = 0; i < import.rows.n && st == OK; i++) {
		struct import_row *row = &import.rows.at[i];
		for (size_t k = 0; k < register_tables[row->kind].columns_n; k++)
			row->cells[k] = row->cells[k].at ? row->cells[k] : STR("");
		*list_add(c->arena, &rows->of[row->kind]) =
			(struct register_row){.key = row->key, .cells = row->cells, .recorded = c->now};
	}
	if (st == OK)
		register_build(c->arena, rows, out);
	return st;
}

enum status register_is_empty(struct call *c, bool *out)
{
	bool any;
	struct fact_any_row row;
	enum status st = fact_any_query(c->store, c->arena, &row, &any);
	*out = !any;
	return st;
}
