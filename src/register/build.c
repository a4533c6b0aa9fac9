/* SPDX-License-Identifier: Apache-2.0 */
/* From rows of cells to the structs of a snapshot, table by table, then the relations between them, then the law. */
#include "register/register_private.h"

#include "base/log.h"
#include "register/find_words.h"

#include <stdlib.h>
#include <string.h>

struct span register_span_cell(struct str cell, struct span if_empty)
{
	struct span s;
	return span_parse(cell, &s) ? s : if_empty;
}

static struct date date_cell(struct str cell, struct date if_empty)
{
	struct date d;
	return date_parse(cell, &d) ? d : if_empty;
}

static int64_t integer_cell(struct str cell, int64_t if_empty)
{
	int64_t n;
	return str_to_i64(cell, &n) ? n : if_empty;
}

static struct register_fact fact_of(const struct register_row *row, struct str source)
{
	return (struct register_fact){row->id, row->recorded, source, row->key};
}

static struct register_names names_cells(enum register_kind kind, const struct register_row *row, const char *prefix)
{
	static const char *const tags[REGISTER_LANGUAGES] = {"en", "fr", "es", "pt", "ar", "zh", "ru", "de"};
	struct register_names names = {0};
	for (int i = 0; i < REGISTER_LANGUAGES; i++) {
		char column[16];
		memcpy(column, prefix, strlen(prefix));
		memcpy(column + strlen(prefix), tags[i], 3);
		int index = register_column_named(&register_tables[kind], str_of(column));
		names.in[i] = index >= 0 ? row->cells[index] : STR("");
	}
	return names;
}

static int by_instrument_name(const void *a, const void *b)
{
	const struct register_instrument *x = a, *y = b;
	return law_id_compare(x->law.id, y->law.id);
}

static void build_instruments(struct register_building *b)
{
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	b->s->instruments = arena_array(b->a, struct register_instrument, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		struct register_instrument *i = &b->s->instruments[b->s->instruments_n++];
		char id[LAW_ID_ROOM];
		must(law_id_parse(CELL("id"), &i->law.id));
		i->id = str_copy(b->a, law_id_print(i->law.id, id));
		i->fact = fact_of(row, CELL("source"));
		i->law.adopted = register_span_cell(CELL("adopted"), SPAN_NEVER);
		struct date in_force = date_cell(CELL("entered_into_force"), DATE_NEVER);
		i->law.in_force = span_day(in_force);
		i->law.ended = SPAN_NEVER;
		i->title = names_cells(kind, row, "title_");
		i->subject = CELL("subject");
		i->policy = CELL("srm_status");
		i->status_recorded = CELL("status");
		i->session = (int)integer_cell(CELL("session"), 0);
		i->parent = -1;
		if (i->law.id.kind != LAW_RECOMMENDATION)
			i->coverage = (struct register_coverage){.completeness = STR("none"), .published_total = -1};
	}
	qsort(b->s->instruments, b->s->instruments_n, sizeof *b->s->instruments, by_instrument_name);
}

/* The index of an instrument; -1 and a line in the log if there is none. */
static int instrument_of(const struct register_building *b, struct str name, const char *what)
{
	const struct register_instrument *i = register_instrument_named(b->s, name);
	if (i)
		return (int)(i - b->s->instruments);
	log_line(LOG_WARNING, "%s of %.*s: no such instrument; left out", what, STR_ARGS(name));
	return -1;
}

static int country_of(const struct register_building *b, struct str code, const char *what)
{
	const struct register_country *country = register_country_named(b->s, code);
	if (country)
		return (int)(country - b->s->countries);
	log_line(LOG_WARNING, "%s of %.*s: no such country; left out", what, STR_ARGS(code));
	return -1;
}

static void build_endings(struct register_building *b)
{
	enum register_kind kind = REGISTER_ENDINGS;
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		int index = instrument_of(b, CELL("instrument"), "ending");
		if (index < 0)
			continue;
		struct register_instrument *i = &b->s->instruments[index];
		i->law.ending = str_is(CELL("ending"), "abrogated") ? LAW_ABROGATED : LAW_WITHDRAWN;
		i->law.ended = register_span_cell(CELL("decided"), SPAN_NEVER);
		i->ended_session = (int)integer_cell(CELL("decided_session"), 0);
	}
	/* An ending recorded only as a status: it came between adoption and the day of recording. */
	for (size_t k = 0; k < b->s->instruments_n; k++) {
		struct register_instrument *i = &b->s->instruments[k];
		bool abrogated = str_is(i->status_recorded, "abrogated");
		if (i->law.ending != LAW_STANDING || (!abrogated && !str_is(i->status_recorded, "withdrawn")))
			continue;
		i->law.ending = abrogated ? LAW_ABROGATED : LAW_WITHDRAWN;
		i->law.ended = (struct span){i->law.adopted.latest, moment_day(i->fact.recorded)};
	}
}

static int by_latest_category(const void *a, const void *b)
{
	const struct register_category_period *x = a, *y = b;
	return (x->from.day < y->from.day) - (x->from.day > y->from.day);
}

static void build_categories(struct register_building *b)
{
	enum register_kind kind = REGISTER_CATEGORIES;
	for (size_t i = 0; i < b->s->instruments_n; i++) {
		struct register_instrument *instrument = &b->s->instruments[i];
		LIST(struct register_category_period) periods = {0};
		for (size_t k = 0; k < b->rows->of[kind].n; k++) {
			const struct register_row *row = &b->rows->of[kind].at[k];
			if (str_equal(CELL("id"), instrument->id))
				*list_add(b->a, &periods) = (struct register_category_period){
					CELL("category"), date_cell(CELL("from"), DATE_UNSET)};
		}
		if (periods.n)
			qsort(periods.at, periods.n, sizeof *periods.at, by_latest_category);
		instrument->categories = periods.at;
		instrument->categories_n = periods.n;
	}
}

static void build_coverages(struct register_building *b)
{
	enum register_kind kind = REGISTER_COVERAGES;
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		int index = instrument_of(b, CELL("instrument"), "coverage");
		if (index >= 0)
			b->s->instruments[index].coverage = (struct register_coverage){
				.fact = fact_of(row, CELL("source")),
				.completeness = CELL("completeness"),
				.published_total = integer_cell(CELL("published_total"), -1),
				.as_of = CELL("as_of"),
			};
	}
}

static void build_amendments(struct register_building *b)
{
	enum register_kind kind = REGISTER_AMENDMENTS;
	for (size_t i = 0; i < b->s->instruments_n && b->rows->of[kind].n; i++) {
		LIST(struct register_amendment) list = {0};
		for (size_t k = 0; k < b->rows->of[kind].n; k++) {
			const struct register_row *row = &b->rows->of[kind].at[k];
			if (str_equal(CELL("instrument"), b->s->instruments[i].id))
				*list_add(b->a, &list) = (struct register_amendment){
					fact_of(row, CELL("source")), CELL("amendment"), CELL("what"),
					register_span_cell(CELL("approved"), SPAN_UNSET),
					register_span_cell(CELL("in_force_from"), SPAN_NEVER)};
		}
		b->s->instruments[i].amendments = list.at;
		b->s->instruments[i].amendments_n = list.n;
	}
}

struct indices {
	LIST(int);
};

static bool is_among(const struct indices *list, int index)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i] == index)
			return true;
	return false;
}

/* The instruments that a cell lists before its note, each once; each gets `index` into its own list. */
static struct indices read_related(struct register_building *b, struct str list, int index, struct indices *others)
{
	struct indices related = {0};
	struct str one;
	while (str_next(&list, ' ', &one)) {
		int other = one.n ? instrument_of(b, one, "revision") : -1;
		if (other < 0 || other == index || is_among(&related, other))
			continue;
		*list_add(b->a, &related) = other;
		*list_add(b->a, &others[other]) = index;
	}
	return related;
}

/* The formal revisions a cell lists. What C191 does to eight texts, replacing references, is an amendment and no revision. */
static void build_revisions(struct register_building *b)
{
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	size_t n = b->s->instruments_n;
	struct indices *revised_by = arena_array(b->a, struct indices, n);
	struct indices *amended_by = arena_array(b->a, struct indices, n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		struct str cell = CELL("revises");
		const char *note = memchr(cell.at, '(', cell.n);
		if (cell.n == 0)
			continue;
		bool amends = note && memmem(note, cell.n - (size_t)(note - cell.at), "amendment", 9);
		struct str list = note ? str_slice(cell, 0, (size_t)(note - cell.at)) : cell;
		int index = instrument_of(b, CELL("id"), "revision");
		struct register_instrument *i = &b->s->instruments[index];
		struct indices related = read_related(b, list, index, amends ? amended_by : revised_by);
		if (amends)
			i->amends = related.at, i->amends_n = related.n;
		else
			i->revises = related.at, i->revises_n = related.n;
	}
	for (size_t k = 0; k < n; k++) {
		struct register_instrument *i = &b->s->instruments[k];
		i->revised_by = revised_by[k].at, i->revised_by_n = revised_by[k].n;
		i->amended_by = amended_by[k].at, i->amended_by_n = amended_by[k].n;
	}
}

static int by_index(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void sort_revisions_and_find_parents(struct register_building *b)
{
	for (size_t k = 0; k < b->s->instruments_n; k++) {
		struct register_instrument *i = &b->s->instruments[k];
		if (i->revises_n)
			qsort((int *)i->revises, i->revises_n, sizeof(int), by_index);
		if (i->revised_by_n)
			qsort((int *)i->revised_by, i->revised_by_n, sizeof(int), by_index);
		i->revisers = arena_array(b->a, const struct law_instrument *, i->revised_by_n);
		for (size_t r = 0; r < i->revised_by_n; r++)
			i->revisers[r] = &b->s->instruments[i->revised_by[r]].law;
		if (i->law.id.kind == LAW_PROTOCOL) {
			char id[LAW_ID_ROOM];
			struct law_id parent = {LAW_CONVENTION, i->law.id.number};
			i->parent = instrument_of(b, law_id_print(parent, id), "Protocol");
		}
	}
}

static int by_code(const void *a, const void *b)
{
	const struct register_country *x = a, *y = b;
	return str_compare(x->code, y->code);
}

static void build_countries(struct register_building *b)
{
	enum register_kind kind = REGISTER_COUNTRIES;
	size_t living = b->rows->of[kind].n, former = b->rows->of[REGISTER_HISTORIC_STATES].n;
	b->s->countries = arena_array(b->a, struct register_country, living + former);
	for (size_t k = 0; k < living; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->countries[b->s->countries_n++] =
			(struct register_country){.fact = fact_of(row, CELL("source")),
						  .code = CELL("iso3"),
						  .iso2 = CELL("iso2"),
						  .m49 = CELL("m49"),
						  .name = names_cells(kind, row, "name_"),
						  .region = CELL("un_region_m49"),
						  .subregion = CELL("un_subregion_m49"),
						  .state_ended = DATE_NEVER,
						  .continued_by = STR("")};
	}
	kind = REGISTER_HISTORIC_STATES;
	for (size_t k = 0; k < former; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->countries[b->s->countries_n++] =
			(struct register_country){.fact = fact_of(row, CELL("source")),
						  .code = CELL("code"),
						  .iso2 = CELL("iso2_withdrawn"),
						  .m49 = STR(""),
						  .name = names_cells(kind, row, "name_"),
						  .region = STR(""),
						  .subregion = STR(""),
						  .is_former = true,
						  .state_ended = date_cell(CELL("until"), DATE_NEVER),
						  .continued_by = CELL("continued_by")};
	}
	if (b->s->countries_n)
		qsort(b->s->countries, b->s->countries_n, sizeof *b->s->countries, by_code);
}

struct dated_period {
	struct law_period period;
	struct str note;
};

static int by_beginning(const void *a, const void *b)
{
	const struct dated_period *x = a, *y = b;
	return (x->period.from.earliest.day > y->period.from.earliest.day) -
	       (x->period.from.earliest.day < y->period.from.earliest.day);
}

static void build_memberships(struct register_building *b)
{
	enum register_kind kind = REGISTER_MEMBERSHIPS;
	LIST(struct dated_period) *lists = arena_alloc(b->a, sizeof *lists * (b->s->countries_n + 1));
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		int country = country_of(b, CELL("iso3"), "membership");
		if (country >= 0)
			*list_add(b->a, &lists[country]) =
				(struct dated_period){{register_span_cell(CELL("from"), SPAN_UNSET),
						       register_span_cell(CELL("until"), SPAN_NEVER)},
						      CELL("note")};
	}
	for (size_t i = 0; i < b->s->countries_n; i++) {
		struct law_period *periods = arena_array(b->a, struct law_period, lists[i].n);
		struct str *notes = arena_array(b->a, struct str, lists[i].n);
		if (lists[i].n)
			qsort(lists[i].at, lists[i].n, sizeof *lists[i].at, by_beginning);
		for (size_t k = 0; k < lists[i].n; k++) {
			periods[k] = lists[i].at[k].period;
			notes[k] = lists[i].at[k].note;
		}
		b->s->countries[i].periods = periods;
		b->s->countries[i].period_notes = notes;
		b->s->countries[i].periods_n = lists[i].n;
	}
}

static void build_sessions_and_regions(struct register_building *b)
{
	enum register_kind kind = REGISTER_SESSIONS;
	b->s->sessions = arena_array(b->a, struct register_session, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->sessions[b->s->sessions_n++] = (struct register_session){
			(int)integer_cell(CELL("session"), 0), (int)integer_cell(CELL("year"), 0),
			date_cell(CELL("opened"), DATE_UNSET), date_cell(CELL("closed"), DATE_UNSET), CELL("place")};
	}
	kind = REGISTER_REGIONS;
	b->s->regions = arena_array(b->a, struct register_region, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->regions[b->s->regions_n++] =
			(struct register_region){CELL("m49"), names_cells(kind, row, "name_")};
	}
}

static struct register_group *group_of(struct register_building *b, struct str code)
{
	for (size_t i = 0; i < b->s->groups_n; i++)
		if (str_equal(b->s->groups[i].code, code))
			return &b->s->groups[i];
	b->s->groups[b->s->groups_n] = (struct register_group){.code = code};
	return &b->s->groups[b->s->groups_n++];
}

static int by_group_code(const void *a, const void *b)
{
	const struct register_group *x = a, *y = b;
	return str_compare(x->code, y->code);
}

static void build_groups(struct register_building *b)
{
	enum register_kind kind = REGISTER_GROUPS;
	size_t n = b->rows->of[kind].n;
	b->s->groups = arena_array(b->a, struct register_group, n);
	for (size_t k = 0; k < n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		struct register_group *g = group_of(b, CELL("group"));
		int country = country_of(b, CELL("iso3"), "group");
		struct register_group_member *members = (struct register_group_member *)g->members;
		if (country < 0)
			continue;
		if (!members)
			g->members = members = arena_array(b->a, struct register_group_member, n - k);
		g->name = names_cells(kind, row, "name_");
		members[g->members_n++] =
			(struct register_group_member){country,
						       {register_span_cell(CELL("member_from"), SPAN_UNSET),
							register_span_cell(CELL("member_until"), SPAN_NEVER)}};
	}
	if (b->s->groups_n)
		qsort(b->s->groups, b->s->groups_n, sizeof *b->s->groups, by_group_code);
}

static void build_explanations(struct register_building *b)
{
	enum register_kind kind = REGISTER_EXPLANATIONS;
	b->s->explanations = arena_array(b->a, struct register_explanation, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->explanations[b->s->explanations_n++] =
			(struct register_explanation){CELL("check"), CELL("subject"), CELL("because"), CELL("source")};
	}
}

static void build_normlex_ids(struct register_building *b)
{
	enum register_kind kind = REGISTER_NORMLEX_IDS;
	b->s->normlex_ids = arena_array(b->a, struct register_normlex_id, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->normlex_ids[b->s->normlex_ids_n++] =
			(struct register_normlex_id){CELL("kind"), CELL("id"), CELL("name")};
	}
}

static int by_tag(const void *x, const void *y)
{
	const struct register_source *a = x, *b = y;
	return str_compare(a->tag, b->tag);
}

static void build_sources(struct register_building *b)
{
	enum register_kind kind = REGISTER_SOURCES;
	b->s->sources = arena_array(b->a, struct register_source, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		b->s->sources[b->s->sources_n++] =
			(struct register_source){CELL("tag"), CELL("name"), CELL("licence"), CELL("trust")};
	}
	if (b->s->sources_n)
		qsort(b->s->sources, b->s->sources_n, sizeof *b->s->sources, by_tag);
}

void register_build(struct arena *a, const struct register_rows *rows, struct register_snapshot *out)
{
	*out = (struct register_snapshot){.last = rows->last};
	struct register_building b = {a, rows, out};
	build_instruments(&b);
	build_endings(&b);
	build_categories(&b);
	build_coverages(&b);
	build_amendments(&b);
	build_revisions(&b);
	sort_revisions_and_find_parents(&b);
	build_countries(&b);
	build_memberships(&b);
	build_sessions_and_regions(&b);
	build_groups(&b);
	build_explanations(&b);
	build_normlex_ids(&b);
	build_sources(&b);
	register_build_ratifications(&b);
	out->words = find_words_of(a, out);
}
