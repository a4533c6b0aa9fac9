/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows of a page say of the register: which country and ratification each is about, and what is to be recorded.
 *
 * A row belongs to the recorded ratification of that country with the same day, else to one whose day is disputed, else it is
 * new. Cells that the page says as they are recorded keep their source: only what differs becomes a new fact. */
#include "register/normlex_private.h"

#include "base/map.h"

#include <stdlib.h>
#include <string.h>

/* A row of the page with its country, and what is recorded of it. */
struct placed {
	const struct normlex_row *row;
	struct str code;
	const struct register_row *recorded; /* NULL: new */
	struct str again;
	struct normlex_ending ending;
	const char *status;
};

struct placing {
	struct normlex_import *n;
	struct import *import;
	const struct register_rows *recorded;
	struct arena *a;
	struct map names;                    /* folded name to code */
	struct map members;                  /* codes of Members, past ones too, and former States */
	struct map seen;                     /* instruments of the pages before */
	struct map ids;                      /* keys of NORMLEX's numbers that these pages tell */
	struct map standing[REGISTER_KINDS]; /* key to what is recorded */
	/* Of the page at hand: */
	struct normlex_one *one;
	struct str instrument, tag;
	struct law_id id;
	LIST(struct placed) rows;
	LIST(const struct register_row *) ratifications;
	bool *taken; /* one a recorded ratification */
	size_t unplaced, added;
	size_t missing; /* recorded ratifications by States that still exist which the page lacks */
};

void normlex_refuse(struct normlex_import *n, struct normlex_one *one, size_t line, const char *format, ...)
{
	if (one->told->refused)
		return;
	va_list ap;
	va_start(ap, format);
	const char *text = arena_vprintf(n->c->arena, format, ap);
	va_end(ap);
	struct str where = line ? str_format(n->c->arena, "%.*s:%zu", STR_ARGS(one->page.file), line) : one->page.file;
	problem_add(&n->c->problems, PROBLEM_BAD_PAGE, PLACE_LINE, where, "%s", text);
	one->told->refused = true;
}

static struct str cell(enum register_kind kind, const struct register_row *row, const char *column)
{
	return register_cell(kind, row, column);
}

static struct register_normlex_finding *find(struct placing *p, enum register_normlex_what what, struct str key,
					     size_t line)
{
	struct register_normlex_finding *f = list_add(p->n->c->arena, &p->one->told->findings);
	*f = (struct register_normlex_finding){.what = what,
					       .fact = STR(""),
					       .key = key,
					       .column = STR(""),
					       .before = STR(""),
					       .after = STR(""),
					       .line = line};
	return f;
}

static const struct register_row *recorded_row(const struct placing *p, enum register_kind kind, struct str key)
{
	return map_get(&p->standing[kind], key);
}

static void index_recorded(struct placing *p)
{
	for (enum register_kind kind = 0; kind < REGISTER_KINDS; kind++) {
		p->standing[kind] = map_new(p->a);
		for (size_t i = 0; i < p->recorded->of[kind].n; i++)
			map_put(&p->standing[kind], p->recorded->of[kind].at[i].key, &p->recorded->of[kind].at[i]);
	}
}

static void index_names(struct placing *p)
{
	static const struct {
		enum register_kind kind;
		const char *name, *code;
	} tables[] = {{REGISTER_HISTORIC_STATES, "name_en", "code"},
		      {REGISTER_COUNTRIES, "name_en", "iso3"},
		      {REGISTER_FORMAL_NAMES, "formal_name", "iso3"}};
	p->names = map_new(p->a);
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
		for (size_t i = 0; i < p->recorded->of[tables[t].kind].n; i++) {
			const struct register_row *row = &p->recorded->of[tables[t].kind].at[i];
			struct str *code = arena_one(p->a, struct str);
			*code = cell(tables[t].kind, row, tables[t].code);
			map_put(&p->names, register_folded(p->a, cell(tables[t].kind, row, tables[t].name)), code);
		}
}

static void index_members(struct placing *p)
{
	static const struct {
		enum register_kind kind;
		const char *code, *only;
	} tables[] = {{REGISTER_MEMBERSHIPS, "iso3", NULL},
		      {REGISTER_HISTORIC_STATES, "code", NULL},
		      {REGISTER_COUNTRIES, "iso3", "ilo_member"}};
	p->members = map_new(p->a);
	for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
		for (size_t i = 0; i < p->recorded->of[tables[t].kind].n; i++) {
			const struct register_row *row = &p->recorded->of[tables[t].kind].at[i];
			if (!tables[t].only || str_is(cell(tables[t].kind, row, tables[t].only), "1"))
				map_put(&p->members, cell(tables[t].kind, row, tables[t].code), p);
		}
}

/* The instrument that the page is about, by its name or else its whole title. */
static const struct register_row *instrument_of(struct placing *p)
{
	const struct normlex_page *page = &p->one->page;
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	char at[LAW_ID_ROOM];
	bool named = law_id_parse(page->instrument, &p->id);
	p->instrument = named ? str_copy(p->a, law_id_print(p->id, at)) : STR("");
	for (size_t i = 0; i < p->recorded->of[kind].n; i++) {
		const struct register_row *row = &p->recorded->of[kind].at[i];
		if (named ? str_equal(row->key, p->instrument)
			  : page->title.n && normlex_same_words(CELL("title_en"), page->title)) {
			p->instrument = row->key;
			must(law_id_parse(row->key, &p->id));
			return row;
		}
	}
	return NULL;
}

/* The instrument that NORMLEX's number stands for; empty if it is not known. */
static struct str instrument_numbered(struct placing *p, int64_t number)
{
	struct str key = str_format(p->a, "instrument %lld", (long long)number);
	const struct register_row *row = recorded_row(p, REGISTER_NORMLEX_IDS, key);
	return row ? cell(REGISTER_NORMLEX_IDS, row, "name") : STR("");
}

/* Whether the page as a whole can be taken: its instrument, its day. */
static void check_page(struct placing *p)
{
	const struct normlex_page *page = &p->one->page;
	struct date as_of = date_is_set(p->n->options->as_of) ? p->n->options->as_of : page->saved;
	const struct register_row *instrument = instrument_of(p);
	struct str numbered = instrument_numbered(p, page->instrument_id);
	char day[DATE_ROOM];
	p->one->told->instrument = p->instrument;
	p->one->told->as_of = as_of;
	if (!instrument)
		normlex_refuse(p->n, p->one, 0, "the register knows no instrument “%.*s%s%.*s”",
			       STR_ARGS(page->instrument), page->title.n ? " " : "", STR_ARGS(page->title));
	else if (p->id.kind == LAW_RECOMMENDATION)
		normlex_refuse(p->n, p->one, 0, "a Recommendation is not ratified (ILO Constitution art. 19(6))");
	else if (numbered.n && !str_equal(numbered, p->instrument))
		normlex_refuse(p->n, p->one, 0, "its heading says %.*s, its address %.*s", STR_ARGS(p->instrument),
			       STR_ARGS(numbered));
	else if (map_get(&p->seen, p->instrument))
		normlex_refuse(p->n, p->one, 0, "another of these pages is about %.*s already",
			       STR_ARGS(p->instrument));
	else if (!date_is_set(as_of))
		normlex_refuse(p->n, p->one, 0, "it does not say when it was saved; say so with --as-of");
	else if (date_before(p->n->c->today, as_of))
		normlex_refuse(p->n, p->one, 0, "it cannot have been saved on a day to come (%.*s)",
			       STR_ARGS(date_print(as_of, day)));
	map_put(&p->seen, p->instrument, p);
	p->tag = date_is_set(as_of) ? str_format(p->a, "normlex-page-%.*s", STR_ARGS(date_print(as_of, day))) : STR("");
}

static int by_code_and_day(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = str_compare(x->code, y->code);
	return order ? order : x->row->registered.day - y->row->registered.day;
}

/* Names the country of a row; territories and names not known are told. */
static void place_row(struct placing *p, const struct normlex_row *row)
{
	const struct str *code = map_get(&p->names, register_folded(p->a, row->country));
	struct placed one = {.row = row, .ending = normlex_ending_of(row->note), .again = STR("")};
	one.status = normlex_status_of(row->status, row->note, &one.ending);
	if (!one.status)
		normlex_refuse(p->n, p->one, row->line, "the status of %.*s is not known: “%.*s”",
			       STR_ARGS(row->country), STR_ARGS(row->status));
	else if (date_before(p->one->told->as_of, row->registered))
		normlex_refuse(p->n, p->one, row->line, "the ratification of %.*s is later than the page",
			       STR_ARGS(row->country));
	else if (!code) {
		find(p, NORMLEX_UNPLACED, row->country, row->line);
		p->unplaced++;
	} else if (!map_get(&p->members, *code)) {
		find(p, NORMLEX_TERRITORY,
		     str_format(p->n->c->arena, "%.*s %.*s", STR_ARGS(p->instrument), STR_ARGS(*code)), row->line);
	} else {
		one.code = *code;
		*list_add(p->a, &p->rows) = one;
		if (one.ending.says_so && !date_is_set(one.ending.day))
			find(p, NORMLEX_UNREAD, row->country, row->line)->after = row->note;
	}
}

static bool same_row(const struct normlex_row *a, const struct normlex_row *b)
{
	return date_same(a->registered, b->registered) && normlex_same_words(a->declared, b->declared) &&
	       str_equal(a->status, b->status) && normlex_same_words(a->note, b->note);
}

/* Rows in the order of countries; one that stands twice is taken once, two that contradict each other refuse the page. */
static void place_rows(struct placing *p)
{
	size_t kept = 0;
	p->rows.n = 0;
	p->unplaced = p->added = p->missing = 0;
	for (size_t i = 0; i < p->one->page.rows_n; i++)
		place_row(p, &p->one->page.rows[i]);
	if (p->rows.n)
		qsort(p->rows.at, p->rows.n, sizeof *p->rows.at, by_code_and_day);
	for (size_t i = 0; i < p->rows.n; i++) {
		const struct placed *last = kept ? &p->rows.at[kept - 1] : NULL, *this = &p->rows.at[i];
		bool again = last && str_equal(last->code, this->code) &&
			     date_same(last->row->registered, this->row->registered);
		if (again && !same_row(last->row, this->row))
			normlex_refuse(p->n, p->one, this->row->line,
				       "%.*s stands twice with the same day and other words",
				       STR_ARGS(this->row->country));
		if (again)
			find(p, NORMLEX_REPEATED, this->row->country, this->row->line);
		else
			p->rows.at[kept++] = *this;
	}
	p->rows.n = kept;
	p->one->told->rows = kept + p->unplaced;
}

/* The recorded denunciation of a ratification, whose key it shares; NULL if none. */
static const struct register_row *denunciation_of(const struct placing *p, struct str ratification)
{
	return recorded_row(p, REGISTER_DENUNCIATIONS, ratification);
}

static void list_recorded(struct placing *p)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	p->ratifications.n = 0;
	for (size_t i = 0; i < p->recorded->of[kind].n; i++) {
		const struct register_row *row = &p->recorded->of[kind].at[i];
		if (str_equal(CELL("instrument"), p->instrument))
			*list_add(p->a, &p->ratifications) = row;
	}
	p->taken = arena_array(p->a, bool, p->ratifications.n);
}

/* The recorded ratification that a row is about: with a day that its day fits (exact), or any that it may correct. */
static const struct register_row *match(struct placing *p, const struct placed *one, bool exact)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	for (size_t i = 0; i < p->ratifications.n; i++) {
		const struct register_row *row = p->ratifications.at[i], *ended = denunciation_of(p, row->key);
		struct span day = register_span_cell(CELL("date_registered"), SPAN_UNSET);
		struct span end =
			ended ? register_span_cell(cell(REGISTER_DENUNCIATIONS, ended, "date_denounced"), SPAN_NEVER)
			      : SPAN_NEVER;
		bool fits =
			date_up_to(day.earliest, one->row->registered) && date_up_to(one->row->registered, day.latest);
		if (p->taken[i] || !str_equal(CELL("country_iso3"), one->code))
			continue;
		if (exact ? !fits : date_up_to(end.latest, one->row->registered))
			continue;
		p->taken[i] = true;
		return row;
	}
	return NULL;
}

/* The next number for a further ratification by a country; empty for its first. */
static struct str next_again(struct placing *p, struct str code, const struct placed *upto)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	int64_t most = 0, again;
	for (size_t i = 0; i < p->ratifications.n; i++) {
		const struct register_row *row = p->ratifications.at[i];
		if (!str_equal(CELL("country_iso3"), code))
			continue;
		again = str_to_i64(CELL("again"), &again) ? again : 1;
		most = again > most ? again : most;
	}
	for (const struct placed *one = p->rows.at; one < upto; one++)
		most += !one->recorded && str_equal(one->code, code);
	return most ? str_format(p->a, "%lld", (long long)most + 1) : STR("");
}

static void match_rows(struct placing *p)
{
	for (size_t i = 0; i < p->rows.n; i++)
		p->rows.at[i].recorded = match(p, &p->rows.at[i], true);
	for (size_t i = 0; i < p->rows.n; i++) {
		struct placed *one = &p->rows.at[i];
		one->recorded = one->recorded ? one->recorded : match(p, one, false);
		one->again = one->recorded ? cell(REGISTER_RATIFICATIONS, one->recorded, "again")
					   : next_again(p, one->code, one);
		p->added += one->recorded == NULL;
	}
	for (size_t i = 0; i < p->ratifications.n; i++) {
		struct str code = cell(REGISTER_RATIFICATIONS, p->ratifications.at[i], "country_iso3");
		if (p->taken[i])
			continue;
		find(p, NORMLEX_MISSING, p->ratifications.at[i]->key, 0)->fact = STR("ratification");
		p->missing += recorded_row(p, REGISTER_HISTORIC_STATES, code) == NULL;
	}
}

/* A row of the import about a placed row's ratification, its key columns filled. */
static struct import_row *row_about(struct placing *p, const struct placed *one, enum register_kind kind)
{
	struct import_row *row = import_row_new(p->import, kind, p->one->page.file, one->row->line);
	*import_cell(row, "instrument") = p->instrument;
	*import_cell(row, "country_iso3") = one->code;
	if (register_column_named(&register_tables[kind], STR("again")) >= 0)
		*import_cell(row, "again") = one->again;
	return row;
}

/* Finishes a row: the key, and the source where a cell differs from what is recorded. From a later page's word nothing is
 * taken away: then the row is given back as it is recorded. Whether it says something new. */
static bool finish_row(struct placing *p, struct import_row *row)
{
	const struct register_table *t = &register_tables[row->kind];
	row->key = register_key(p->a, t, row->cells);
	const struct register_row *recorded = recorded_row(p, row->kind, row->key);
	struct str source = recorded ? cell(row->kind, recorded, "source") : STR("");
	bool later = str_begins(source, "normlex-page-") && source.n == p->tag.n && str_compare(source, p->tag) > 0;
	bool differs = recorded == NULL;
	for (size_t i = 0; recorded && i < t->columns_n; i++) {
		if (!row->cells[i].at || str_equal(row->cells[i], recorded->cells[i]))
			continue;
		differs = true;
		if (!later)
			continue;
		struct register_normlex_finding *f = find(p, NORMLEX_KEPT, row->key, row->at.line);
		f->fact = str_of(t->name);
		f->column = str_of(t->columns[i].name);
		f->before = recorded->cells[i];
		f->after = row->cells[i];
		row->cells[i] = (struct str){0};
	}
	if (differs && !later)
		*import_cell(row, "source") = p->tag;
	return differs && !later;
}

static struct str day_text(struct placing *p, struct date day)
{
	char at[DATE_ROOM];
	return str_copy(p->a, date_print(day, at));
}

/* What the register notes of a row: what is declared, then the note. */
static struct str note_of(struct placing *p, const struct normlex_row *row)
{
	return str_format(p->a, "%.*s%s%.*s", STR_ARGS(row->declared), row->declared.n && row->note.n ? " | " : "",
			  STR_ARGS(row->note));
}

/* The day that another source gave goes to the conflicts, and those that are there keep to the day that is kept now. */
static void add_conflicts(struct placing *p, const struct placed *one)
{
	enum register_kind kind = REGISTER_CONFLICTS;
	struct str kept = day_text(p, one->row->registered),
		   before = cell(REGISTER_RATIFICATIONS, one->recorded, "date_registered");
	struct span day = register_span_cell(before, SPAN_UNSET);
	for (size_t i = 0; i < p->recorded->of[kind].n; i++) {
		const struct register_row *row = &p->recorded->of[kind].at[i];
		if (!str_equal(CELL("instrument"), p->instrument) || !str_equal(CELL("country_iso3"), one->code) ||
		    !str_equal(CELL("date_kept"), before))
			continue;
		struct import_row *again = row_about(p, one, kind);
		*import_cell(again, "date_kept") = kept;
		*import_cell(again, "source_kept") = p->tag;
		*import_cell(again, "date_other") = CELL("date_other");
		*import_cell(again, "source_other") = CELL("source_other");
		again->key = row->key;
	}
	if (date_up_to(day.earliest, one->row->registered) && date_up_to(one->row->registered, day.latest))
		return;
	struct import_row *row = row_about(p, one, kind);
	*import_cell(row, "date_kept") = kept;
	*import_cell(row, "source_kept") = p->tag;
	*import_cell(row, "date_other") = before;
	*import_cell(row, "source_other") = cell(REGISTER_RATIFICATIONS, one->recorded, "source");
	row->key = register_key(p->a, &register_tables[kind], row->cells);
}

static void add_ratification(struct placing *p, const struct placed *one)
{
	struct import_row *row = row_about(p, one, REGISTER_RATIFICATIONS);
	struct str note = note_of(p, one->row), day = day_text(p, one->row->registered), recorded = STR(""),
		   source = STR("");
	if (one->recorded) {
		recorded = cell(REGISTER_RATIFICATIONS, one->recorded, "note");
		source = cell(REGISTER_RATIFICATIONS, one->recorded, "source");
	}
	*import_cell(row, "date_registered") = day;
	*import_cell(row, "status") = str_of(one->status);
	if (!normlex_same_words(note, recorded) && (note.n || str_begins(source, "normlex-")))
		*import_cell(row, "note") = note;
	bool other_day =
		one->recorded && !str_equal(day, cell(REGISTER_RATIFICATIONS, one->recorded, "date_registered"));
	bool news = finish_row(p, row);
	p->one->told->same += !news;
	if (news && other_day)
		add_conflicts(p, one);
}

static void add_denunciation(struct placing *p, const struct placed *one)
{
	const struct register_row *recorded = one->recorded ? denunciation_of(p, one->recorded->key) : NULL;
	struct str day = day_text(p, one->row->registered);
	bool ended = date_is_set(one->ending.day);
	if (recorded && !ended) {
		struct register_normlex_finding *f = find(p, NORMLEX_KEPT, recorded->key, one->row->line);
		f->fact = STR("denunciation");
		f->column = STR("date_denounced");
		f->before = cell(REGISTER_DENUNCIATIONS, recorded, "date_denounced");
	}
	if (!ended && (!recorded || str_equal(day, cell(REGISTER_DENUNCIATIONS, recorded, "date_registered"))))
		return;
	struct import_row *row = row_about(p, one, REGISTER_DENUNCIATIONS);
	*import_cell(row, "date_registered") = day;
	if (ended) {
		*import_cell(row, "date_denounced") = day_text(p, one->ending.day);
		*import_cell(row, "kind") = one->ending.automatic ? STR("automatic") : STR("by_act");
		*import_cell(row, "by_instrument") = str_copy(p->a, str_of(one->ending.by));
	}
	(void)finish_row(p, row);
}

/* Whether what is declared is recorded in these very words; *other (may be NULL) gets a recorded one of that kind. */
static bool is_declared(struct placing *p, const struct placed *one, const char *of_kind,
			const struct register_row **other)
{
	enum register_kind kind = REGISTER_DECLARATIONS;
	for (size_t i = 0; i < p->recorded->of[kind].n; i++) {
		const struct register_row *row = &p->recorded->of[kind].at[i];
		if (!str_equal(CELL("instrument"), p->instrument) || !str_equal(CELL("country_iso3"), one->code))
			continue;
		if (!of_kind && normlex_same_words(CELL("text"), one->row->declared))
			return true;
		if (of_kind && str_is(CELL("kind"), of_kind))
			*other = row;
	}
	return false;
}

/* An age or a leave that is recorded with another value was raised some day between ratification and page. */
static struct str registered_between(struct placing *p, const struct placed *one,
				     const struct normlex_declared *declared)
{
	const struct register_row *other = NULL;
	char at[SPAN_ROOM];
	bool rises = strcmp(declared->kind, "minimum_age") == 0 || strcmp(declared->kind, "maternity_leave") == 0 ||
		     strcmp(declared->kind, "holiday") == 0;
	(void)is_declared(p, one, declared->kind, &other);
	if (!rises || !other || str_equal(cell(REGISTER_DECLARATIONS, other, "value"), declared->value))
		return (struct str){0};
	return str_copy(p->a, span_print((struct span){one->row->registered, p->one->told->as_of}, at));
}

static void add_declarations(struct placing *p, const struct placed *one)
{
	struct normlex_declared declared[NORMLEX_DECLARED_MOST];
	if (!one->row->declared.n || is_declared(p, one, NULL, NULL))
		return;
	size_t n = normlex_declared_by(p->a, p->id, one->row->declared, declared);
	for (size_t i = 0; i < n; i++) {
		struct import_row *row = row_about(p, one, REGISTER_DECLARATIONS);
		*import_cell(row, "kind") = str_of(declared[i].kind);
		*import_cell(row, "article") = declared[i].article;
		*import_cell(row, "value") = declared[i].value;
		*import_cell(row, "text") = one->row->declared;
		*import_cell(row, "registered") = registered_between(p, one, &declared[i]);
		(void)finish_row(p, row);
	}
}

/* How much of the instrument is here now. A page with a name not known, or without a ratification that is recorded (of a list
 * shown in parts, say), makes nothing complete. An earlier page takes nothing from a later one's. */
static void add_coverage(struct placing *p)
{
	bool complete = p->unplaced + p->missing == 0;
	const struct register_row *recorded = recorded_row(p, REGISTER_COVERAGES, p->instrument);
	struct date before;
	struct str as_of = day_text(p, p->one->told->as_of);
	p->one->told->complete = complete;
	if (recorded && date_parse(cell(REGISTER_COVERAGES, recorded, "as_of"), &before) &&
	    date_before(p->one->told->as_of, before))
		return;
	struct import_row *row = import_row_new(p->import, REGISTER_COVERAGES, p->one->page.file, 0);
	*import_cell(row, "instrument") = p->instrument;
	*import_cell(row, "rows") = str_format(p->a, "%zu", p->ratifications.n + p->added);
	*import_cell(row, "published_total") = str_format(p->a, "%zu", p->one->told->rows);
	*import_cell(row, "as_of") = as_of;
	*import_cell(row, "completeness") = complete ? STR("complete") : STR("partial");
	(void)finish_row(p, row);
}

static void add_id(struct placing *p, const char *kind, int64_t id, struct str name, size_t line)
{
	struct str number = str_format(p->a, "%lld", (long long)id);
	struct str key = str_format(p->a, "%s %.*s", kind, STR_ARGS(number));
	if (!id || recorded_row(p, REGISTER_NORMLEX_IDS, key) || map_get(&p->ids, key))
		return;
	map_put(&p->ids, key, p);
	struct import_row *row = import_row_new(p->import, REGISTER_NORMLEX_IDS, p->one->page.file, line);
	*import_cell(row, "kind") = str_of(kind);
	*import_cell(row, "id") = number;
	*import_cell(row, "name") = name;
	(void)finish_row(p, row);
}

static void take_page(struct placing *p)
{
	check_page(p);
	if (!p->one->told->refused)
		place_rows(p);
	if (p->one->told->refused)
		return;
	list_recorded(p);
	match_rows(p);
	for (size_t i = 0; i < p->rows.n; i++) {
		add_ratification(p, &p->rows.at[i]);
		add_denunciation(p, &p->rows.at[i]);
		add_declarations(p, &p->rows.at[i]);
		add_id(p, "country", p->rows.at[i].row->country_id, p->rows.at[i].code, p->rows.at[i].row->line);
	}
	add_coverage(p);
	add_id(p, "instrument", p->one->page.instrument_id, p->instrument, 0);
}

void normlex_fill(struct import *import, const struct register_rows *recorded, void *context)
{
	struct normlex_import *n = context;
	struct placing p = {
		.n = n, .import = import, .recorded = recorded, .a = n->c->arena, .seen = map_new(n->c->arena)};
	p.ids = map_new(p.a);
	index_recorded(&p);
	index_names(&p);
	index_members(&p);
	for (size_t i = 0; i < n->pages_n; i++) {
		p.one = &n->pages[i];
		p.one->told->findings.n = 0;
		p.one->told->same = 0;
		if (!p.one->told->refused)
			take_page(&p);
	}
}
