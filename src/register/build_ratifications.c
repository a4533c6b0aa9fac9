/* SPDX-License-Identifier: Apache-2.0 */
/* Ratifications with their denunciations, declarations and conflicts, and what the law makes of each: its basis, the
 * automatic denunciations that no source dates, its binding. */
#include "register/register_private.h"

#include "base/log.h"

#include <stdlib.h>

/* The indices of the instrument and country a row is about; false and a line in the log if one is not known. */
static bool about(const struct register_building *b, enum register_kind kind, const struct register_row *row,
		  int *instrument, int *country)
{
	const struct register_instrument *i = register_instrument_named(b->s, CELL("instrument"));
	const struct register_country *c = register_country_named(b->s, CELL("country_iso3"));
	if (!i || !c) {
		log_line(LOG_WARNING, "%s %.*s: no such instrument or country; left out", register_tables[kind].name,
			 STR_ARGS(row->key));
		return false;
	}
	*instrument = (int)(i - b->s->instruments);
	*country = (int)(c - b->s->countries);
	return true;
}

/* A row with its place in the order of ratifications. */
struct placed {
	int instrument, country;
	int64_t again;
	const struct register_row *row;
};

static int by_place(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	if (x->instrument != y->instrument)
		return x->instrument - y->instrument;
	if (x->country != y->country)
		return x->country - y->country;
	return (x->again > y->again) - (x->again < y->again);
}

/* The rows of a table in the order of ratifications; rows about nothing known are left out. */
static struct placed *placed_rows(const struct register_building *b, enum register_kind kind, size_t *n)
{
	struct placed *list = arena_array(b->a, struct placed, b->rows->of[kind].n);
	bool has_again = register_column_named(&register_tables[kind], STR("again")) >= 0;
	*n = 0;
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		struct placed p = {.row = &b->rows->of[kind].at[k]};
		if (has_again)
			str_to_i64(register_cell(kind, p.row, "again"), &p.again);
		if (about(b, kind, p.row, &p.instrument, &p.country))
			list[(*n)++] = p;
	}
	if (*n)
		qsort(list, *n, sizeof *list, by_place);
	return list;
}

/* The rows of a placed list about the same thing as `of`, beginning at or after *from; *from moves past them. */
static size_t rows_about(const struct placed *list, size_t n, size_t *from, const struct placed *of)
{
	while (*from < n && by_place(&list[*from], of) < 0)
		++*from;
	size_t count = 0;
	while (*from + count < n && by_place(&list[*from + count], of) == 0)
		count++;
	return count;
}

static struct law_denunciation denunciation_of(const struct register_row *row)
{
	enum register_kind kind = REGISTER_DENUNCIATIONS;
	struct law_denunciation d = {.day = register_span_cell(CELL("date_denounced"), SPAN_NEVER)};
	d.kind = str_is(CELL("kind"), "by_act") ? LAW_ENDED_BY_ACT : LAW_ENDED_BY_REVISION;
	law_id_parse(CELL("by_instrument"), &d.by);
	return d;
}

static struct register_declaration declaration_of(const struct register_row *row)
{
	enum register_kind kind = REGISTER_DECLARATIONS;
	return (struct register_declaration){.fact = {row->id, row->recorded, CELL("source"), row->key},
					     .kind = CELL("kind").n ? CELL("kind") : STR("other"),
					     .article = CELL("article"),
					     .value = CELL("value"),
					     .text = CELL("text"),
					     .registered = register_span_cell(CELL("registered"), SPAN_UNSET),
					     .reference = CELL("reference")};
}

static struct register_conflict conflict_of(const struct register_row *row)
{
	enum register_kind kind = REGISTER_CONFLICTS;
	return (struct register_conflict){CELL("date_kept"), CELL("source_kept"), CELL("date_other"),
					  CELL("source_other")};
}

static void set_basis(const struct register_building *b, struct register_ratification *r, struct str recorded)
{
	const struct register_country *c = &b->s->countries[r->country];
	bool not_in_force = str_is(r->status_recorded, "not_in_force");
	if (str_is(recorded, "succession"))
		r->law.basis = LAW_SUCCESSION;
	else if (str_is(recorded, "conditional") ||
		 (not_in_force && str_is(b->s->instruments[r->instrument].id, "C001")))
		r->law.basis = LAW_CONDITIONAL;
	else if (!str_is(recorded, "ratification"))
		r->law.basis = law_basis(r->law.registered, c->periods, c->periods_n);
	r->basis_inferred = recorded.n == 0 && r->law.basis == LAW_SUCCESSION;
}

/* The act or event that ends the whole, and those that end Parts alone. */
static void take_denunciations(const struct register_building *b, struct register_ratification *r,
			       const struct placed *acts, size_t n)
{
	enum register_kind kind = REGISTER_DENUNCIATIONS;
	struct register_partial *partials = arena_array(b->a, struct register_partial, n);
	for (size_t i = 0; i < n; i++) {
		const struct register_row *row = acts[i].row;
		struct register_fact fact = {row->id, row->recorded, CELL("source"), row->key};
		if (CELL("parts").n) {
			partials[r->partials_n++] = (struct register_partial){
				fact, CELL("parts"), register_span_cell(CELL("date_denounced"), SPAN_NEVER),
				CELL("reference")};
			continue;
		}
		r->law.denounced = denunciation_of(row);
		r->denunciation = fact;
		r->denunciation_reference = CELL("reference");
	}
	r->partials = partials;
}

static void build_rows(const struct register_building *b)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	size_t n, denunciations_n, declarations_n, conflicts_n, at_denunciation = 0, at_declaration = 0,
								at_conflict = 0;
	struct placed *ratified = placed_rows(b, kind, &n);
	struct placed *denounced = placed_rows(b, REGISTER_DENUNCIATIONS, &denunciations_n);
	struct placed *declared = placed_rows(b, REGISTER_DECLARATIONS, &declarations_n);
	struct placed *differing = placed_rows(b, REGISTER_CONFLICTS, &conflicts_n);
	b->s->ratifications = arena_array(b->a, struct register_ratification, n);
	b->s->ratifications_n = n;
	for (size_t k = 0; k < n; k++) {
		const struct register_row *row = ratified[k].row;
		struct register_ratification *r = &b->s->ratifications[k];
		*r = (struct register_ratification){.fact = {row->id, row->recorded, CELL("source"), row->key},
						    .instrument = ratified[k].instrument,
						    .country = ratified[k].country,
						    .note = CELL("note"),
						    .status_recorded = CELL("status"),
						    .reference = CELL("reference"),
						    .denunciation_reference = STR("")};
		r->law.registered = register_span_cell(CELL("date_registered"), SPAN_NEVER);
		r->law.state_ended = b->s->countries[r->country].state_ended;
		set_basis(b, r, CELL("basis"));
		size_t acts = rows_about(denounced, denunciations_n, &at_denunciation, &ratified[k]);
		take_denunciations(b, r, denounced + at_denunciation, acts);
		struct placed of_pair = {ratified[k].instrument, ratified[k].country, 0, NULL};
		r->declarations_n = rows_about(declared, declarations_n, &at_declaration, &of_pair);
		struct register_declaration *declarations =
			arena_array(b->a, struct register_declaration, r->declarations_n);
		for (size_t d = 0; d < r->declarations_n; d++)
			declarations[d] = declaration_of(declared[at_declaration + d].row);
		r->declarations = declarations;
		r->conflicts_n = rows_about(differing, conflicts_n, &at_conflict, &of_pair);
		struct register_conflict *conflicts = arena_array(b->a, struct register_conflict, r->conflicts_n);
		for (size_t d = 0; d < r->conflicts_n; d++)
			conflicts[d] = conflict_of(differing[at_conflict + d].row);
		r->conflicts = conflicts;
	}
}

static void index_rows(const struct register_building *b)
{
	struct register_snapshot *s = b->s;
	for (size_t k = 0; k < s->ratifications_n; k++) {
		struct register_instrument *i = &s->instruments[s->ratifications[k].instrument];
		if (i->ratifications_n++ == 0)
			i->ratifications_from = k;
		s->countries[s->ratifications[k].country].ratifications_n++;
	}
	for (size_t i = 0; i < s->countries_n; i++) {
		s->countries[i].ratifications = arena_array(b->a, int, s->countries[i].ratifications_n);
		s->countries[i].ratifications_n = 0;
	}
	for (size_t k = 0; k < s->ratifications_n; k++) {
		struct register_country *c = &s->countries[s->ratifications[k].country];
		((int *)c->ratifications)[c->ratifications_n++] = (int)k;
	}
}

struct law_declared register_declared_with(const struct register_ratification *r)
{
	struct law_declared d = {0};
	for (size_t i = 0; i < r->declarations_n; i++) {
		int64_t value;
		struct str rest = r->declarations[i].value, one;
		if (str_is(r->declarations[i].kind, "minimum_age") && str_to_i64(rest, &value))
			d.minimum_age = (int)value;
		d.article_3 = d.article_3 || str_is(r->declarations[i].kind, "article_3");
		while (str_is(r->declarations[i].kind, "parts_accepted") && str_next(&rest, ' ', &one))
			if (str_to_i64(one, &value) && value >= 0 && value < 32)
				d.parts |= 1u << value;
	}
	return d;
}

/* The automatic denunciation that one ratification of a newer Convention brings, if it comes before what ended the older. */
static void end_by(const struct register_building *b, struct register_ratification *older,
		   const struct register_ratification *newer)
{
	const struct register_instrument *i = &b->s->instruments[older->instrument],
					 *n = &b->s->instruments[newer->instrument];
	struct law_declared declared = register_declared_with(newer);
	struct span day =
		law_automatic_denunciation(&i->law, &older->law, &n->law, &newer->law, &newer->binding, &declared);
	bool sooner = older->law.denounced.kind == LAW_NOT_ENDED ||
		      date_before(day.earliest, older->law.denounced.day.earliest);
	if (!date_is_set(day.earliest) || !sooner)
		return;
	older->law.denounced = (struct law_denunciation){LAW_ENDED_BY_REVISION, day, n->law.id};
	older->denunciation_computed = true;
	older->denunciation = (struct register_fact){.id = 0};
}

/* The earliest automatic denunciation that ratifying a newer Convention brings, where no source gives one: any of a Member's
 * ratifications of it may, one that it denounced since as well. A recorded act stands before it unless it came later, when
 * there was nothing left to denounce. */
static void end_by_revision(const struct register_building *b, struct register_ratification *older)
{
	const struct register_instrument *i = &b->s->instruments[older->instrument];
	if (older->denunciation.id && older->law.denounced.kind == LAW_ENDED_BY_REVISION)
		return;
	for (size_t k = 0; k < i->revised_by_n; k++)
		for (const struct register_ratification *newer =
			     register_ratification_of(b->s, i->revised_by[k], older->country);
		     newer; newer = register_ratification_before(b->s, newer))
			end_by(b, older, newer);
}

/* A source that says "no longer in force" without a day: ended between registration and the day it was recorded here. */
static void end_on_unknown_day(struct register_ratification *r)
{
	if (!str_is(r->status_recorded, "not_in_force") || r->law.basis == LAW_CONDITIONAL ||
	    r->law.denounced.kind != LAW_NOT_ENDED)
		return;
	struct date recorded = moment_day(r->fact.recorded);
	r->law.denounced =
		(struct law_denunciation){LAW_ENDED_BY_REVISION,
					  {r->law.registered.latest, date_later(recorded, r->law.registered.latest)},
					  {LAW_CONVENTION, 0}};
	r->denunciation_computed = true;
}

static void bind(const struct register_building *b, struct register_ratification *r)
{
	const struct register_instrument *i = &b->s->instruments[r->instrument];
	const struct register_ratification *parent =
		register_parent_on(b->s, r->instrument, r->country, r->law.registered.latest);
	r->binding = law_binding(&i->law, &r->law, parent ? &parent->binding : NULL);
}

/* Conventions first: what ends them reaches their Protocols. */
static void ask_the_law(const struct register_building *b)
{
	struct register_snapshot *s = b->s;
	for (size_t k = 0; k < s->ratifications_n; k++)
		bind(b, &s->ratifications[k]);
	for (size_t k = 0; k < s->ratifications_n; k++) {
		end_by_revision(b, &s->ratifications[k]);
		end_on_unknown_day(&s->ratifications[k]);
	}
	for (size_t k = 0; k < s->ratifications_n; k++)
		bind(b, &s->ratifications[k]);
}

static enum law_application application_of(struct str word)
{
	if (str_is(word, "modified"))
		return LAW_APPLIED_WITH_MODIFICATIONS;
	if (str_is(word, "inapplicable"))
		return LAW_INAPPLICABLE;
	return str_is(word, "reserved") ? LAW_RESERVED : LAW_APPLIED;
}

static void build_territories(const struct register_building *b)
{
	enum register_kind kind = REGISTER_TERRITORIES;
	b->s->territories = arena_array(b->a, struct register_territory, b->rows->of[kind].n);
	for (size_t k = 0; k < b->rows->of[kind].n; k++) {
		const struct register_row *row = &b->rows->of[kind].at[k];
		const struct register_instrument *i = register_instrument_named(b->s, CELL("instrument"));
		const struct register_country *territory = register_country_named(b->s, CELL("territory_iso3"));
		const struct register_country *by = register_country_named(b->s, CELL("declared_by_iso3"));
		if (!i || !territory || !by) {
			log_line(LOG_WARNING, "territory %.*s: no such instrument or country; left out",
				 STR_ARGS(row->key));
			continue;
		}
		struct span registered = register_span_cell(CELL("date_registered"), SPAN_NEVER);
		b->s->territories[b->s->territories_n++] = (struct register_territory){
			.fact = {row->id, row->recorded, CELL("source"), row->key},
			.instrument = (int)(i - b->s->instruments),
			.territory = (int)(territory - b->s->countries),
			.declared_by = (int)(by - b->s->countries),
			.registered = registered,
			.law = {application_of(CELL("application")),
				register_span_cell(CELL("entered_into_force"), registered), SPAN_NEVER}};
	}
}

static void index_territories(const struct register_building *b)
{
	for (size_t i = 0; i < b->s->countries_n; i++) {
		LIST(int) list = {0};
		for (size_t k = 0; k < b->s->territories_n; k++)
			if (b->s->territories[k].territory == (int)i)
				*list_add(b->a, &list) = (int)k;
		b->s->countries[i].territories = list.at;
		b->s->countries[i].territories_n = list.n;
	}
}

void register_build_ratifications(const struct register_building *b)
{
	build_rows(b);
	index_rows(b);
	ask_the_law(b);
	build_territories(b);
	index_territories(b);
}
