/* SPDX-License-Identifier: Apache-2.0 */
/* How fast the law answers, on one core:
 *
 *   the world    every State that ever was a Member × every Convention × every first of January since 1919: each ratification
 *                is bound by law_binding(), then each cell is answered by law_bound_days(), the pairs without a ratification too
 *   bare         a predicate of two comparisons over as many cells
 *   a profile    all that a country's page asks of the law on one day: bases, bindings, automatic denunciations, status,
 *                windows and openness of every Convention and Protocol
 *
 *   law_world [DIR]        DIR holds the tables of the register: data/ or what has its layout */
#include "exchange/csv.h"
#include "law/ratification.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COUNTRIES = 260, NUMBERS = 194, YEARS = 108, ROUNDS = 15, PERIODS = 4, REVISERS = 4, WINDOWS = 64 };

struct row {
	const struct str *cells;
};

struct table {
	struct call *c;
	struct row header;
	size_t columns;
	LIST(struct row) rows;
};

static enum status take_row(void *with, const struct csv_row *row)
{
	struct table *t = with;
	struct str *cells = arena_array(t->c->arena, struct str, row->number == 1 ? row->n : t->columns);
	for (size_t k = 0; k < row->n && (row->number == 1 || k < t->columns); k++)
		cells[k] = str_copy(t->c->arena, row->cells[k]);
	if (row->number == 1) {
		t->header.cells = cells;
		t->columns = row->n;
	} else {
		list_add(t->c->arena, &t->rows)->cells = cells;
	}
	return OK;
}

static struct table read_table(struct call *c, const char *dir, const char *name)
{
	struct table t = {.c = c};
	const char *path = arena_printf(c->arena, "%s/%s", dir, name);
	if (csv_read_file(c, path, str_of(name), CSV_LIMITS, take_row, &t) != OK) {
		fprintf(stderr, "law_world: %s cannot be read\n", path);
		exit(1);
	}
	return t;
}

/* The cell of a row under a heading; empty where the table has no such column. */
static struct str cell(const struct table *t, size_t row, const char *heading)
{
	for (size_t k = 0; k < t->columns; k++)
		if (str_is(t->header.cells[k], heading))
			return t->rows.at[row].cells[k];
	return (struct str){0};
}

static struct span span_in(const struct table *t, size_t row, const char *heading)
{
	struct span s = SPAN_NEVER;
	span_parse(cell(t, row, heading), &s);
	return s;
}

struct country {
	struct str code;
	struct law_period periods[PERIODS];
	size_t periods_n;
};

struct instrument {
	struct law_instrument law;
	bool exists;
	int revisers[REVISERS]; /* numbers of Conventions */
	size_t revisers_n;
};

/* Protocols stand at the number of their parent, in a table of their own. */
struct world {
	struct country countries[COUNTRIES];
	size_t countries_n;
	struct instrument conventions[NUMBERS], protocols[NUMBERS];
	struct law_ratification acts[COUNTRIES][NUMBERS], protocol_acts[COUNTRIES][NUMBERS];
	bool ratified[COUNTRIES][NUMBERS], protocol_ratified[COUNTRIES][NUMBERS];
	struct law_binding bindings[COUNTRIES][NUMBERS];
	struct date days[YEARS];
	size_t ratifications;
};

static int country_at(const struct world *w, struct str code)
{
	for (size_t k = 0; k < w->countries_n; k++)
		if (str_equal(w->countries[k].code, code))
			return (int)k;
	return -1;
}

static struct instrument *instrument_of(struct world *w, struct str name)
{
	struct law_id id;
	if (!law_id_parse(name, &id) || id.kind == LAW_RECOMMENDATION || id.number >= NUMBERS)
		return NULL;
	return id.kind == LAW_PROTOCOL ? &w->protocols[id.number] : &w->conventions[id.number];
}

static void load_members(struct world *w, struct call *c, const char *dir)
{
	struct table t = read_table(c, dir, "countries/membership.csv");
	for (size_t k = 0; k < t.rows.n; k++) {
		int at = country_at(w, cell(&t, k, "iso3"));
		struct country *one = &w->countries[at < 0 ? (int)w->countries_n++ : at];
		must(w->countries_n < COUNTRIES && one->periods_n < PERIODS);
		one->code = cell(&t, k, "iso3");
		one->periods[one->periods_n++] = (struct law_period){span_in(&t, k, "from"), span_in(&t, k, "until")};
	}
}

static void load_instruments(struct world *w, struct call *c, const char *dir)
{
	struct table t = read_table(c, dir, "instruments/instruments.csv");
	for (size_t k = 0; k < t.rows.n; k++) {
		struct instrument *i = instrument_of(w, cell(&t, k, "id"));
		if (!i)
			continue;
		i->exists = true;
		i->law = (struct law_instrument){.adopted = span_in(&t, k, "adopted"),
						 .in_force = span_in(&t, k, "entered_into_force"),
						 .ended = SPAN_NEVER};
		law_id_parse(cell(&t, k, "id"), &i->law.id);
		struct str rest = cell(&t, k, "revises"), name;
		while (rest.n && str_next(&rest, ' ', &name)) {
			struct instrument *older = instrument_of(w, name);
			if (older && older->revisers_n < REVISERS)
				older->revisers[older->revisers_n++] = i->law.id.number;
		}
	}
	t = read_table(c, dir, "instruments/endings.csv");
	for (size_t k = 0; k < t.rows.n; k++) {
		struct instrument *i = instrument_of(w, cell(&t, k, "instrument"));
		if (i)
			i->law.ended = span_in(&t, k, "decided");
	}
}

/* The ratification that a row of ratifications or denunciations speaks of; NULL for what the world leaves out. */
static struct law_ratification *act_of(struct world *w, const struct table *t, size_t row, bool **ratified)
{
	struct law_id id;
	int country = country_at(w, cell(t, row, "country_iso3"));
	if (country < 0 || !law_id_parse(cell(t, row, "instrument"), &id) || id.number >= NUMBERS ||
	    cell(t, row, "again").n)
		return NULL;
	bool protocol = id.kind == LAW_PROTOCOL;
	*ratified = protocol ? &w->protocol_ratified[country][id.number] : &w->ratified[country][id.number];
	return protocol ? &w->protocol_acts[country][id.number] : &w->acts[country][id.number];
}

static void load_ratifications(struct world *w, struct call *c, const char *dir)
{
	struct table t = read_table(c, dir, "ratifications/ratifications.csv");
	bool *ratified;
	for (size_t k = 0; k < t.rows.n; k++) {
		struct law_ratification *r = act_of(w, &t, k, &ratified);
		if (!r)
			continue;
		*ratified = true;
		w->ratifications++;
		*r = (struct law_ratification){
			span_in(&t, k, "date_registered"), LAW_ORDINARY, {.day = SPAN_NEVER}, DATE_NEVER};
		struct str basis = cell(&t, k, "basis");
		r->basis = str_is(basis, "conditional")  ? LAW_CONDITIONAL
			   : str_is(basis, "succession") ? LAW_SUCCESSION
							 : LAW_ORDINARY;
	}
	t = read_table(c, dir, "ratifications/denunciations.csv");
	for (size_t k = 0; k < t.rows.n; k++) {
		struct law_ratification *r = act_of(w, &t, k, &ratified);
		if (!r)
			continue;
		r->denounced.kind = str_is(cell(&t, k, "kind"), "by_act") ? LAW_ENDED_BY_ACT : LAW_ENDED_BY_REVISION;
		r->denounced.day = span_in(&t, k, "date_denounced");
		law_id_parse(cell(&t, k, "by_instrument"), &r->denounced.by);
	}
}

static struct world *load(const char *dir, struct call *c)
{
	struct world *w = calloc(1, sizeof *w);
	must(w != NULL);
	load_members(w, c, dir);
	load_instruments(w, c, dir);
	load_ratifications(w, c, dir);
	for (int k = 0; k < YEARS; k++)
		w->days[k] = date_of(1919 + k, 1, 1);
	return w;
}

static struct law_binding never_bound(void)
{
	return (struct law_binding){SPAN_NEVER, SPAN_NEVER, SPAN_NEVER};
}

static struct law_binding bind(const struct law_instrument *i, const struct law_ratification *r,
			       const struct country *c, const struct law_binding *parent)
{
	struct law_ratification act = *r;
	if (act.basis == LAW_ORDINARY)
		act.basis = law_basis(act.registered, c->periods, c->periods_n);
	return law_binding(i, &act, parent);
}

static void answer_world(struct world *w, int64_t counts[3])
{
	for (size_t c = 0; c < w->countries_n; c++)
		for (int n = 1; n < NUMBERS; n++)
			w->bindings[c][n] =
				w->ratified[c][n] ? bind(&w->conventions[n].law, &w->acts[c][n], &w->countries[c], NULL)
						  : never_bound();
	for (size_t c = 0; c < w->countries_n; c++)
		for (int n = 1; n < NUMBERS; n++)
			law_bound_days(&w->bindings[c][n], w->days, YEARS, counts);
}

static void answer_bare(struct world *w, int64_t counts[3])
{
	for (size_t c = 0; c < w->countries_n; c++)
		for (int n = 1; n < NUMBERS; n++)
			for (int k = 0; k < YEARS; k++) {
				const struct law_binding *b = &w->bindings[c][n];
				counts[b->from.latest.day <= w->days[k].day &&
				       w->days[k].day < b->until.earliest.day]++;
			}
}

/* The automatic denunciations that a Member's other ratifications bring, where none is recorded. */
static void end_by_revision(const struct world *w, const struct instrument *i, size_t c, struct law_ratification *act)
{
	static const struct law_declared declared = {0};
	for (size_t k = 0; k < i->revisers_n && act->denounced.kind == LAW_NOT_ENDED; k++) {
		int n = i->revisers[k];
		if (!w->ratified[c][n])
			continue;
		struct law_binding newer = bind(&w->conventions[n].law, &w->acts[c][n], &w->countries[c], NULL);
		struct span day = law_automatic_denunciation(&i->law, act, &w->conventions[n].law, &w->acts[c][n],
							     &newer, &declared);
		if (date_is_set(day.earliest))
			act->denounced =
				(struct law_denunciation){LAW_ENDED_BY_REVISION, day, w->conventions[n].law.id};
	}
}

/* All that is asked of one instrument for one Member; counts what is said, so that nothing can be left out. */
static struct law_binding answer_instrument(const struct world *w, const struct instrument *i,
					    const struct instrument *parent, const struct law_ratification *r, size_t c,
					    const struct law_binding *parents, struct date on, int64_t *said)
{
	const struct law_instrument *revisers[REVISERS];
	for (size_t k = 0; k < i->revisers_n; k++)
		revisers[k] = &w->conventions[i->revisers[k]].law;
	struct law_window windows[WINDOWS];
	enum law_status status;
	*said += law_status(&i->law, on, &status) + (int)status;
	*said += law_open_to_ratification(&i->law, revisers, i->revisers_n, on);
	*said += (int64_t)law_windows(&i->law, parent ? &parent->law : NULL, on, windows, WINDOWS);
	if (!r)
		return never_bound();
	struct law_ratification act = *r;
	end_by_revision(w, i, c, &act);
	struct law_binding b = bind(&i->law, &act, &w->countries[c], parents);
	*said += law_bound(&b, on) + law_within(b.denounced, SPAN_NEVER, on);
	return b;
}

static int64_t answer_profile(const struct world *w, size_t c, struct date on)
{
	int64_t said = law_member(w->countries[c].periods, w->countries[c].periods_n, on, NULL);
	for (int n = 1; n < NUMBERS; n++) {
		const struct instrument *i = &w->conventions[n], *p = &w->protocols[n];
		const struct law_ratification *r = w->ratified[c][n] ? &w->acts[c][n] : NULL;
		struct law_binding b = answer_instrument(w, i, NULL, r, c, NULL, on, &said);
		if (p->exists) {
			r = w->protocol_ratified[c][n] ? &w->protocol_acts[c][n] : NULL;
			answer_instrument(w, p, i, r, c, &b, on, &said);
		}
	}
	return said;
}

/* Of this process alone, so that a busy machine does not count; it has one thread. */
static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Best and median of ROUNDS, in ms; counts are those of the last round. */
static double measure(const char *name, void (*answer)(struct world *, int64_t *), struct world *w, int64_t counts[3])
{
	double took[ROUNDS];
	for (int k = 0; k < ROUNDS; k++) {
		memset(counts, 0, 3 * sizeof *counts);
		double began = now_ms();
		answer(w, counts);
		took[k] = now_ms() - began;
	}
	qsort(took, ROUNDS, sizeof *took, by_size);
	printf("%-18s best %7.3f ms, median %7.3f ms\n", name, took[0], took[ROUNDS / 2]);
	return took[ROUNDS / 2];
}

/* A profile takes too little to be timed alone: a hundred of each country. */
static void measure_profiles(const struct world *w)
{
	enum { TIMES = 100 };
	double took[COUNTRIES];
	int64_t said = 0;
	size_t slowest = 0;
	for (size_t c = 0; c < w->countries_n; c++) {
		double began = now_ms();
		for (int k = 0; k < TIMES; k++)
			said += answer_profile(w, c, w->days[YEARS - 1 - k]);
		took[c] = (now_ms() - began) * 1e3 / TIMES;
		if (took[c] > took[slowest])
			slowest = c;
	}
	double most = took[slowest];
	qsort(took, w->countries_n, sizeof *took, by_size);
	printf("%-18s median %6.1f us, slowest %6.1f us (%.*s); %lld said\n", "one profile", took[w->countries_n / 2],
	       most, STR_ARGS(w->countries[slowest].code), (long long)said);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct call c = call_new(a, moment_now());
	struct world *w = load(argc > 1 ? argv[1] : "data", &c);
	int64_t counts[3], bare_counts[3];
	printf("%zu States x %d Conventions x %d days = %zu cells, %zu ratifications\n", w->countries_n, NUMBERS - 1,
	       YEARS, w->countries_n * (NUMBERS - 1) * YEARS, w->ratifications);
	double rules = measure("the real rules", answer_world, w, counts);
	double bare = measure("a bare predicate", answer_bare, w, bare_counts);
	printf("%-18s %.2f; bound %lld, not bound %lld, unknown %lld\n", "ratio", rules / bare,
	       (long long)counts[LAW_YES], (long long)counts[LAW_NO], (long long)counts[LAW_UNKNOWN]);
	measure_profiles(w);
	free(w);
	arena_free(&a);
	return 0;
}
