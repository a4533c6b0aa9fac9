/* SPDX-License-Identifier: Apache-2.0 */
#include "register/tables.h"

#include "law/instrument.h"

#include <string.h>

enum { KEY_CELL_MOST = 200, NUMBER_MOST = 1000000 };

#define KEY (REGISTER_KEY | REGISTER_REQUIRED | REGISTER_IN_FILE)
#define NEEDED (REGISTER_REQUIRED | REGISTER_IN_FILE)
#define SOURCE                                        \
	{                                             \
		"source", REGISTER_TEXT, NEEDED, NULL \
	}

#define REFERENCE                                   \
	{                                           \
		"reference", REGISTER_TEXT, 0, NULL \
	} /* of the act, as it stands on the letter */

static const struct register_column instruments[] = {
	{"id", REGISTER_INSTRUMENT, KEY, NULL},
	{"type", REGISTER_WORD, NEEDED, "Convention Protocol Recommendation"},
	{"number", REGISTER_INTEGER, REGISTER_IN_FILE, NULL},
	{"title_en", REGISTER_TEXT, NEEDED, NULL},
	{"title_fr", REGISTER_TEXT, 0, NULL},
	{"title_es", REGISTER_TEXT, 0, NULL},
	{"title_pt", REGISTER_TEXT, 0, NULL},
	{"adopted", REGISTER_SPAN, NEEDED, NULL},
	{"session", REGISTER_SESSION, NEEDED, NULL},
	{"entered_into_force", REGISTER_DAY, REGISTER_IN_FILE, NULL},
	{"status", REGISTER_WORD, 0, "adopted in_force abrogated withdrawn"},
	{"subject", REGISTER_TEXT, 0, NULL},
	{"revises", REGISTER_INSTRUMENTS, 0, NULL},
	SOURCE,
	{"srm_status", REGISTER_WORD, 0, "up_to_date requires_further_action outdated no_conclusion removed"},
};

static const struct register_column categories[] = {
	{"id", REGISTER_INSTRUMENT, KEY, NULL},
	{"category", REGISTER_WORD, KEY, "fundamental governance technical"},
	{"from", REGISTER_DAY, 0, NULL}, /* empty: since its adoption */
	{"source", REGISTER_TEXT, 0, NULL},
};

static const struct register_column endings[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"ending", REGISTER_WORD, NEEDED, "abrogated withdrawn"},
	{"decided", REGISTER_SPAN, NEEDED, NULL},
	{"decided_session", REGISTER_SESSION, NEEDED, NULL},
	SOURCE,
};

static const struct register_column amendments[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"amendment", REGISTER_TEXT, KEY, NULL}, /* "2014" */
	{"approved", REGISTER_SPAN, NEEDED, NULL},
	{"in_force_from", REGISTER_SPAN, REGISTER_IN_FILE, NULL},
	{"what", REGISTER_TEXT, 0, NULL},
	SOURCE,
};

static const struct register_column sessions[] = {
	{"session", REGISTER_SESSION, KEY, NULL},
	{"year", REGISTER_INTEGER, NEEDED, NULL},
	{"opened", REGISTER_DAY, REGISTER_IN_FILE, NULL},
	{"closed", REGISTER_DAY, REGISTER_IN_FILE, NULL},
	{"place", REGISTER_TEXT, 0, NULL},
	SOURCE,
};

#define NAMES                                                                             \
	{"name_en", REGISTER_TEXT, NEEDED, NULL}, {"name_fr", REGISTER_TEXT, 0, NULL},    \
		{"name_es", REGISTER_TEXT, 0, NULL}, {"name_pt", REGISTER_TEXT, 0, NULL}, \
		{"name_ar", REGISTER_TEXT, 0, NULL}, {"name_zh", REGISTER_TEXT, 0, NULL}, \
		{"name_ru", REGISTER_TEXT, 0, NULL},                                      \
	{                                                                                 \
		"name_de", REGISTER_TEXT, 0, NULL                                         \
	}

static const struct register_column regions[] = {
	{"m49", REGISTER_TEXT, KEY, NULL},
	NAMES,
	{"source", REGISTER_TEXT, 0, NULL},
};

static const struct register_column countries[] = {
	{"iso2", REGISTER_TEXT, REGISTER_IN_FILE, NULL}, {"iso3", REGISTER_COUNTRY, KEY, NULL},
	{"m49", REGISTER_TEXT, REGISTER_IN_FILE, NULL},  NAMES,
	{"un_subregion_m49", REGISTER_TEXT, 0, NULL},    {"un_region_m49", REGISTER_TEXT, 0, NULL},
	{"un_member", REGISTER_WORD, 0, "0 1"},          {"ilo_member", REGISTER_WORD, 0, "0 1"},
	{"cplp_member", REGISTER_WORD, 0, "0 1"},        {"eu_member", REGISTER_WORD, 0, "0 1"},
	{"official_languages", REGISTER_TEXT, 0, NULL},  {"source", REGISTER_TEXT, 0, NULL},
};

static const struct register_column memberships[] = {
	{"iso3", REGISTER_COUNTRY, KEY, NULL},
	{"from", REGISTER_SPAN, KEY, NULL},
	{"until", REGISTER_SPAN, REGISTER_IN_FILE, NULL}, /* the first day after it; empty while it stands */
	{"note", REGISTER_TEXT, 0, NULL},
	SOURCE,
};

static const struct register_column historic_states[] = {
	{"code", REGISTER_COUNTRY, KEY, NULL},
	{"iso2_withdrawn", REGISTER_TEXT, 0, NULL},
	{"name_en", REGISTER_TEXT, NEEDED, NULL},
	{"name_fr", REGISTER_TEXT, 0, NULL},
	{"name_es", REGISTER_TEXT, 0, NULL},
	{"name_pt", REGISTER_TEXT, 0, NULL},
	{"from", REGISTER_DAY, REGISTER_IN_FILE, NULL},
	{"until", REGISTER_DAY, NEEDED, NULL},
	{"continued_by", REGISTER_COUNTRY, REGISTER_IN_FILE, NULL},
	{"register_practice", REGISTER_TEXT, 0, NULL},
	SOURCE,
};

static const struct register_column groups[] = {
	{"group", REGISTER_TEXT, KEY, NULL},
	{"name_en", REGISTER_TEXT, NEEDED, NULL},
	{"name_fr", REGISTER_TEXT, 0, NULL},
	{"name_es", REGISTER_TEXT, 0, NULL},
	{"name_pt", REGISTER_TEXT, 0, NULL},
	{"iso3", REGISTER_COUNTRY, KEY, NULL},
	{"member_from", REGISTER_SPAN, KEY, NULL},
	{"member_until", REGISTER_SPAN, REGISTER_IN_FILE, NULL},
	SOURCE,
	{"note", REGISTER_TEXT, 0, NULL},
};

static const struct register_column ratifications[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"country_iso3", REGISTER_COUNTRY, KEY, NULL},
	{"again", REGISTER_INTEGER, REGISTER_KEY, NULL}, /* empty for the first; 2 for one after a denunciation */
	{"date_registered", REGISTER_SPAN, NEEDED, NULL},
	{"basis", REGISTER_WORD, 0, "ratification succession conditional"}, /* empty: by the rule */
	{"status", REGISTER_WORD, REGISTER_IN_FILE, "in_force not_yet_in_force not_in_force denounced ratified"},
	{"note", REGISTER_TEXT, 0, NULL},
	SOURCE,
	REFERENCE,
	{"predecessor", REGISTER_COUNTRY, 0, NULL}, /* of a succession: the State that was bound before */
};

static const struct register_column denunciations[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"country_iso3", REGISTER_COUNTRY, KEY, NULL},
	{"again", REGISTER_INTEGER, REGISTER_KEY, NULL},
	{"date_registered", REGISTER_SPAN, REGISTER_IN_FILE, NULL}, /* of the ratification that it ends */
	{"date_denounced", REGISTER_SPAN, NEEDED, NULL},
	{"kind", REGISTER_WORD, NEEDED, "by_act automatic"},
	{"by_instrument", REGISTER_INSTRUMENT, REGISTER_IN_FILE, NULL},
	{"parts", REGISTER_TEXT, REGISTER_KEY, NULL}, /* "II IX": only these are denounced; empty: the whole */
	SOURCE,
	REFERENCE,
};

static const struct register_column declarations[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"country_iso3", REGISTER_COUNTRY, KEY, NULL},
	{"kind", REGISTER_WORD, REGISTER_KEY,
	 "minimum_age maternity_leave holiday parts_accepted parts_excluded scope_limited article_3 article_excluded "
	 "temporary_exceptions protocol_ratified territory other"},
	{"article", REGISTER_TEXT, 0, NULL},
	{"value", REGISTER_TEXT, REGISTER_KEY, NULL}, /* years, days, or Parts separated by blanks */
	{"text", REGISTER_TEXT, NEEDED, NULL},        /* as recorded */
	{"registered", REGISTER_SPAN, 0, NULL},       /* empty: with the ratification */
	SOURCE,
	REFERENCE,
};

static const struct register_column territories[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"territory_iso3", REGISTER_COUNTRY, KEY, NULL},
	{"declared_by_iso3", REGISTER_COUNTRY, NEEDED, NULL},
	{"application", REGISTER_WORD, 0, "applied modified inapplicable reserved"}, /* empty: applied */
	{"date_registered", REGISTER_SPAN, NEEDED, NULL},
	{"entered_into_force", REGISTER_SPAN, REGISTER_IN_FILE, NULL},
	SOURCE,
};

static const struct register_column conflicts[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL}, {"country_iso3", REGISTER_COUNTRY, KEY, NULL},
	{"date_kept", REGISTER_TEXT, NEEDED, NULL}, /* a day, or "(none)" */
	{"source_kept", REGISTER_TEXT, NEEDED, NULL},   {"date_other", REGISTER_SPAN, KEY, NULL},
	{"source_other", REGISTER_TEXT, KEY, NULL},
};

static const struct register_column coverages[] = {
	{"instrument", REGISTER_INSTRUMENT, KEY, NULL},
	{"rows", REGISTER_INTEGER, REGISTER_IN_FILE, NULL}, /* when the list was made; what is here now is counted */
	{"published_total", REGISTER_INTEGER, REGISTER_IN_FILE, NULL},
	{"as_of", REGISTER_TEXT, REGISTER_IN_FILE, NULL},
	{"completeness", REGISTER_WORD, NEEDED, "complete partial none"},
	{"source", REGISTER_TEXT, REGISTER_IN_FILE, NULL},
};

/* Why a disagreement that `sulear check` finds remains. */
static const struct register_column explanations[] = {
	{"check", REGISTER_TEXT, KEY, NULL},   /* the check's name */
	{"subject", REGISTER_TEXT, KEY, NULL}, /* "C002", "C103 PRT" */
	{"because", REGISTER_TEXT, NEEDED, NULL},
	SOURCE,
};

/* Names under which lists write a country, past ones too; those of countries and historic states go without saying. */
static const struct register_column formal_names[] = {
	{"formal_name", REGISTER_TEXT, KEY, NULL},
	{"iso3", REGISTER_COUNTRY, NEEDED, NULL},
	{"note", REGISTER_TEXT, 0, NULL},
	SOURCE,
};

/* Numbers by which NORMLEX's addresses name instruments and countries. */
static const struct register_column normlex_ids[] = {
	{"kind", REGISTER_WORD, KEY, "instrument country"},
	{"id", REGISTER_TEXT, KEY, NULL},
	{"name", REGISTER_TEXT, NEEDED, NULL}, /* "C001", "BRA" */
	SOURCE,
};

/* What the tags in the facts' sources stand for. */
static const struct register_column sources[] = {
	{"tag", REGISTER_TEXT, KEY, NULL},
	{"name", REGISTER_TEXT, NEEDED, NULL},
	{"licence", REGISTER_TEXT, REGISTER_IN_FILE, NULL},
	{"trust", REGISTER_TEXT, REGISTER_IN_FILE, NULL},
};

#define COLUMNS(list) list, sizeof(list) / sizeof(list)[0]

const struct register_table register_tables[REGISTER_KINDS] = {
	[REGISTER_INSTRUMENTS_TABLE] = {"instrument", "instruments/instruments.csv", COLUMNS(instruments)},
	[REGISTER_CATEGORIES] = {"category", "instruments/categories.csv", COLUMNS(categories)},
	[REGISTER_ENDINGS] = {"ending", "instruments/endings.csv", COLUMNS(endings)},
	[REGISTER_AMENDMENTS] = {"amendment", "instruments/amendments.csv", COLUMNS(amendments)},
	[REGISTER_SESSIONS] = {"session", "instruments/sessions.csv", COLUMNS(sessions)},
	[REGISTER_REGIONS] = {"region", "countries/regions.csv", COLUMNS(regions)},
	[REGISTER_COUNTRIES] = {"country", "countries/countries.csv", COLUMNS(countries)},
	[REGISTER_MEMBERSHIPS] = {"membership", "countries/membership.csv", COLUMNS(memberships)},
	[REGISTER_HISTORIC_STATES] = {"historic_state", "countries/historic_states.csv", COLUMNS(historic_states)},
	[REGISTER_GROUPS] = {"group", "groups/groups.csv", COLUMNS(groups)},
	[REGISTER_RATIFICATIONS] = {"ratification", "ratifications/ratifications.csv", COLUMNS(ratifications)},
	[REGISTER_DENUNCIATIONS] = {"denunciation", "ratifications/denunciations.csv", COLUMNS(denunciations)},
	[REGISTER_DECLARATIONS] = {"declaration", "ratifications/declarations.csv", COLUMNS(declarations)},
	[REGISTER_TERRITORIES] = {"territory", "ratifications/territorial_declarations.csv", COLUMNS(territories)},
	[REGISTER_CONFLICTS] = {"conflict", "ratifications/conflicts.csv", COLUMNS(conflicts)},
	[REGISTER_COVERAGES] = {"coverage", "ratifications/coverage.csv", COLUMNS(coverages)},
	[REGISTER_EXPLANATIONS] = {"explanation", "explanations.csv", COLUMNS(explanations)},
	[REGISTER_FORMAL_NAMES] = {"formal_name", "countries/formal_names.csv", COLUMNS(formal_names)},
	[REGISTER_NORMLEX_IDS] = {"normlex_id", "normlex.csv", COLUMNS(normlex_ids)},
	[REGISTER_SOURCES] = {"source", "sources.csv", COLUMNS(sources)},
};

const struct register_table *register_table_named(struct str name)
{
	for (size_t i = 0; i < REGISTER_KINDS; i++)
		if (str_is(name, register_tables[i].name))
			return &register_tables[i];
	return NULL;
}

int register_column_named(const struct register_table *t, struct str name)
{
	for (size_t i = 0; i < t->columns_n; i++)
		if (str_is_nocase(name, t->columns[i].name))
			return (int)i;
	return -1;
}

static bool header_fits(const struct register_table *t, const struct str *header, size_t n)
{
	bool seen[64] = {false};
	must(t->columns_n <= sizeof seen);
	for (size_t i = 0; i < n; i++) {
		int column = register_column_named(t, header[i]);
		if (column < 0)
			return false;
		seen[column] = true;
	}
	for (size_t i = 0; i < t->columns_n; i++)
		if ((t->columns[i].flags & REGISTER_IN_FILE) && !seen[i])
			return false;
	return true;
}

const struct register_table *register_table_of_header(const struct str *header, size_t n)
{
	for (size_t i = 0; i < REGISTER_KINDS; i++)
		if (header_fits(&register_tables[i], header, n))
			return &register_tables[i];
	return NULL;
}

static bool is_a_choice(const char *choices, struct str word)
{
	struct str rest = str_of(choices), one;
	while (str_next(&rest, ' ', &one))
		if (str_equal(one, word))
			return true;
	return false;
}

static bool is_country_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < 'A' || s.at[i] > 'Z')
			return false;
	return s.n == 3;
}

static bool are_instruments(struct str cell)
{
	const char *note = memchr(cell.at, '(', cell.n);
	struct str rest = str_trim(note ? str_slice(cell, 0, (size_t)(note - cell.at)) : cell), one;
	struct law_id id;
	while (str_next(&rest, ' ', &one))
		if (one.n && !law_id_parse(one, &id))
			return false;
	return true;
}

static bool is_plain_text(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (str_control(s, i))
			return false;
	return str_is_utf8(s);
}

static bool is_number(struct str s, int64_t least)
{
	int64_t number;
	return str_to_i64(s, &number) && number >= least && number <= NUMBER_MOST;
}

bool register_cell_fits(const struct register_column *column, struct str cell, const char **why)
{
	struct law_id id;
	struct span span;
	struct date day;
	*why = "is empty";
	if (cell.n == 0)
		return !(column->flags & REGISTER_REQUIRED);
	*why = "is too long";
	if ((column->flags & REGISTER_KEY) && cell.n > KEY_CELL_MOST)
		return false;
	switch (column->type) {
	case REGISTER_TEXT: *why = "is not valid UTF-8 without control characters"; return is_plain_text(cell);
	case REGISTER_WORD: *why = "is none of the known words"; return is_a_choice(column->choices, cell);
	case REGISTER_DAY: *why = "is not a day (YYYY-MM-DD)"; return date_parse(cell, &day);
	case REGISTER_SPAN:
		*why = "is not a day, month or year (YYYY-MM-DD, YYYY-MM, YYYY)";
		return span_parse(cell, &span);
	case REGISTER_INTEGER: *why = "is not a whole number"; return is_number(cell, 0);
	case REGISTER_SESSION: *why = "is not a session's number"; return is_number(cell, 1);
	case REGISTER_INSTRUMENT:
		*why = "is not an instrument's name (C189, P029, R204, MLC)";
		return law_id_parse(cell, &id);
	case REGISTER_INSTRUMENTS: *why = "is not a list of instruments"; return are_instruments(cell);
	case REGISTER_COUNTRY: *why = "is not a country's code (three capital letters)"; return is_country_code(cell);
	}
	return false;
}

struct str register_key(struct arena *a, const struct register_table *t, const struct str *cells)
{
	struct str key = STR("");
	for (size_t i = 0; i < t->columns_n; i++)
		if ((t->columns[i].flags & REGISTER_KEY) && cells[i].n)
			key = str_format(a, "%.*s%s%.*s", STR_ARGS(key), key.n ? " " : "", STR_ARGS(cells[i]));
	return key;
}
