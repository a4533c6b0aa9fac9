/* SPDX-License-Identifier: Apache-2.0 */
/* The facts of the register in the reader's words: kinds, columns, values. */
#include "page/format.h"
#include "register/edit_models_pages.h"

#include <jansson.h>
#include <string.h>

struct word {
	const char *word, *text;
};

static const struct word kinds[] = {
	{"instrument", N_("Instrument")},
	{"category", N_("Category of an instrument")},
	{"ending", N_("Abrogation or withdrawal")},
	{"amendment", N_("Amendment of an instrument")},
	{"session", N_("Session of the Conference")},
	{"region", N_("Region")},
	{"country", N_("Country")},
	{"membership", N_("Membership")},
	{"historic_state", N_("Former State")},
	{"group", N_("Member of a group of countries")},
	{"ratification", N_("Ratification")},
	{"denunciation", N_("Denunciation")},
	{"declaration", N_("Declaration")},
	{"territory", N_("Declaration for a territory")},
	{"conflict", N_("Sources that differ")},
	{"coverage", N_("Coverage")},
	{"explanation", N_("Explanation of a difference")},
};

static const struct word columns[] = {
	{"adopted", N_("Adopted")},
	{"again", N_("Which ratification")},
	{"amendment", N_("Amendment")},
	{"application", N_("Application")},
	{"approved", N_("Approved")},
	{"article", N_("Article")},
	{"as_of", N_("As of")},
	{"basis", N_("Basis")},
	{"because", N_("Because")},
	{"by_instrument", N_("By which Convention")},
	{"category", N_("Category")},
	{"check", N_("Check")},
	{"closed", N_("Session closed")},
	{"code", N_("Code")},
	{"completeness", N_("Completeness")},
	{"continued_by", N_("Continued by")},
	{"country_iso3", N_("Member")},
	{"cplp_member", N_("Member of the CPLP")},
	{"date_denounced", N_("Denounced")},
	{"date_kept", N_("Day kept here")},
	{"date_other", N_("Day elsewhere")},
	{"date_registered", N_("Day of registration")},
	{"decided", N_("Decided")},
	{"decided_session", N_("Decided at session")},
	{"declared_by_iso3", N_("Declared by")},
	{"ending", N_("Ending")},
	{"entered_into_force", N_("Entered into force")},
	{"eu_member", N_("Member of the European Union")},
	{"from", N_("From")},
	{"group", N_("Group")},
	{"id", N_("Number of the instrument")},
	{"ilo_member", N_("Member of the ILO")},
	{"in_force_from", N_("In force from")},
	{"instrument", N_("Instrument")},
	{"iso2", N_("Code of two letters")},
	{"iso2_withdrawn", N_("Former code of two letters")},
	{"iso3", N_("Code of three letters")},
	{"kind", N_("Kind")},
	{"m49", N_("M49 code")},
	{"member_from", N_("Member from")},
	{"member_until", N_("Member until")},
	{"name_ar", N_("Name in Arabic")},
	{"name_de", N_("Name in German")},
	{"name_en", N_("Name in English")},
	{"name_es", N_("Name in Spanish")},
	{"name_fr", N_("Name in French")},
	{"name_pt", N_("Name in Portuguese")},
	{"name_ru", N_("Name in Russian")},
	{"name_zh", N_("Name in Chinese")},
	{"note", N_("Note")},
	{"number", N_("Number")},
	{"official_languages", N_("Official languages")},
	{"opened", N_("Session opened")},
	{"place", N_("Place")},
	{"published_total", N_("Published total")},
	{"reference", N_("Reference of the act")},
	{"parts", N_("Parts or annexes")},
	{"register_practice", N_("Practice of the register")},
	{"registered", N_("Day of registration")},
	{"revises", N_("Revises")},
	{"rows", N_("Rows")},
	{"session", N_("Session of the Conference")},
	{"source", N_("Source")},
	{"source_kept", N_("Source kept here")},
	{"source_other", N_("Other source")},
	{"srm_status", N_("Classification")},
	{"status", N_("Status")},
	{"subject", N_("Subject")},
	{"territory_iso3", N_("Territory")},
	{"text", N_("Text")},
	{"title_en", N_("Title in English")},
	{"title_es", N_("Title in Spanish")},
	{"title_fr", N_("Title in French")},
	{"title_pt", N_("Title in Portuguese")},
	{"type", N_("Type")},
	{"un_member", N_("Member of the United Nations")},
	{"un_region_m49", N_("Region, M49 code")},
	{"un_subregion_m49", N_("Subregion, M49 code")},
	{"until", N_("Until")},
	{"value", N_("Value")},
	{"what", N_("What it changes")},
	{"year", N_("Year")},
};

static const struct word words[] = {
	{"0", N_("No")},
	{"1", N_("Yes")},
	{"Convention", N_("Convention")},
	{"Protocol", N_("Protocol")},
	{"Recommendation", N_("Recommendation")},
	{"abrogated", N_("Abrogated")},
	{"adopted", N_("Adopted")},
	{"always", N_("It was always so: what was recorded was wrong")},
	{"applied", N_("Applied")},
	{"article_3", N_("Application of article 3")},
	{"article_excluded", N_("Article excluded")},
	{"automatic", N_("Automatic, by a newer Convention")},
	{"by_act", N_("By an act of denunciation")},
	{"changed", N_("It changed on a day: both are right, each in its time")},
	{"complete", N_("Complete")},
	{"conditional", N_("Conditional ratification")},
	{"denounced", N_("Denounced")},
	{"error", N_("It was recorded in error and is withdrawn")},
	{"fundamental", N_("Fundamental")},
	{"governance", N_("Governance")},
	{"holiday", N_("Length of the holiday")},
	{"in_force", N_("In force")},
	{"inapplicable", N_("Inapplicable")},
	{"maternity_leave", N_("Length of maternity leave")},
	{"minimum_age", N_("Minimum age specified")},
	{"modified", N_("Applied with modifications")},
	{"no_conclusion", N_("No conclusion")},
	{"none", N_("None")},
	{"not_in_force", N_("Not in force")},
	{"not_yet_in_force", N_("Not yet in force")},
	{"other", N_("Other")},
	{"outdated", N_("Outdated")},
	{"partial", N_("Partial")},
	{"parts", N_("Some parts or annexes only")},
	{"parts_accepted", N_("Parts accepted")},
	{"parts_excluded", N_("Parts excluded")},
	{"protocol_ratified", N_("Protocol ratified")},
	{"ratification", N_("Ratification")},
	{"ratified", N_("Ratified")},
	{"removed", N_("Removed")},
	{"requires_further_action", N_("Requires further action")},
	{"reserved", N_("Decision reserved")},
	{"scope_limited", N_("Scope limited")},
	{"succession", N_("Succession")},
	{"technical", N_("Technical")},
	{"temporary_exceptions", N_("Temporary exceptions")},
	{"territory", N_("For a territory")},
	{"up_to_date", N_("Up to date")},
	{"whole", N_("The whole instrument")},
	{"withdrawn", N_("Withdrawn")},
};

#define ROWS(list) (sizeof(list) / sizeof(list)[0])

/* The word's text; the word itself where the list has none. */
static struct str text_of(const struct call *c, const struct word *list, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(word, list[i].word))
			return tr(c, list[i].text);
	return word;
}

const char *shown_column_key(const char *column)
{
	for (size_t i = 0; i < ROWS(columns); i++)
		if (strcmp(column, columns[i].word) == 0)
			return columns[i].text;
	return column;
}

struct str shown_kind_words(const struct call *c, const struct register_table *t)
{
	return text_of(c, kinds, ROWS(kinds), str_of(t->name));
}

struct str shown_column(const struct call *c, const char *column)
{
	return tr(c, shown_column_key(column));
}

struct str shown_word(const struct call *c, struct str word)
{
	return text_of(c, words, ROWS(words), word);
}

/* "Brazil (BRA)"; the code alone where it is no country's. */
static struct str country_words(const struct asked *a, struct str code)
{
	const struct register_country *country = register_country_named(a->s, code);
	if (!country)
		return code;
	return FILL(a->c, tr(a->c, "{name} ({code})"), {"name", shown_name(a->c, &country->name).text}, {"code", code});
}

struct str shown_cell(const struct asked *a, const struct register_column *column, struct str value)
{
	struct span span;
	switch (column->type) {
	case REGISTER_WORD: return shown_word(a->c, value);
	case REGISTER_COUNTRY: return country_words(a, value);
	case REGISTER_DAY:
	case REGISTER_SPAN: return span_parse(value, &span) ? format_span(a->c, span) : value;
	default: return value;
	}
}

void shown_body(const struct asked *a, const struct register_table *t, struct str body, struct shown_facts *out)
{
	struct arena *arena = a->c->arena;
	json_t *object = json_loadb(body.at, body.n, JSON_REJECT_DUPLICATES, NULL);
	for (size_t i = 0; i < t->columns_n; i++) {
		const json_t *value = json_object_get(object, t->columns[i].name);
		if (!json_is_string(value))
			continue;
		struct str text = str_copy(arena, (struct str){json_string_value(value), json_string_length(value)});
		*list_add(arena, out) = (struct shown_fact){.term = shown_column(a->c, t->columns[i].name),
							    .text = {.text = shown_cell(a, &t->columns[i], text)}};
	}
	json_decref(object);
}

/* The key's parts have lost their columns, so each is tried: a country by its code, a word by the table's choices. */
static struct str key_part(const struct asked *a, const struct register_table *t, struct str part, bool *is_word)
{
	const char *why;
	*is_word = true;
	for (size_t i = 0; i < t->columns_n; i++) {
		const struct register_column *column = &t->columns[i];
		if (!(column->flags & REGISTER_KEY) || !register_cell_fits(column, part, &why))
			continue;
		const struct register_country *country =
			column->type == REGISTER_COUNTRY ? register_country_named(a->s, part) : NULL;
		if (country)
			return shown_name(a->c, &country->name).text;
		if (column->type == REGISTER_WORD)
			return shown_word(a->c, part);
	}
	*is_word = false;
	return part;
}

struct str shown_key(const struct asked *a, const struct register_table *t, struct str key)
{
	struct str rest = key, part, told = STR("");
	bool is_word;
	while (t && rest.n && str_next(&rest, ' ', &part)) {
		struct str text = key_part(a, t, part, &is_word);
		told = str_format(a->c->arena, "%.*s%s%.*s", STR_ARGS(told),
				  !told.n   ? ""
				  : is_word ? ", "
					    : " ",
				  STR_ARGS(text));
	}
	return t ? told : key;
}

/* The page of the instrument or the country that a key begins with. */
static struct url page_of(const struct asked *a, struct str key)
{
	struct str rest = key, first;
	str_next(&rest, ' ', &first);
	const struct register_instrument *i = register_instrument_named(a->s, first);
	const struct register_country *country = i ? NULL : register_country_named(a->s, first);
	if (i)
		return shown_instrument_url(a->c, i);
	return country ? shown_country_url(a->c, country) : (struct url){STR("")};
}

void shown_trail(struct asked *a, const struct shown_record *record)
{
	struct str rest = record->name, first;
	str_next(&rest, ' ', &first);
	if (first.n && first.at[first.n - 1] == ',')
		first.n--;
	if (record->url.s.n)
		page_links_add(a->c->arena, &a->page.trail, record->url, STR(""), first);
}

struct shown_record shown_record(const struct asked *a, struct str kind, struct str key, struct str body,
				 struct moment recorded)
{
	const struct register_table *t = register_table_named(kind);
	struct shown_record record = {
		.name = shown_key(a, t, key),
		.url = page_of(a, key),
		.history = url_page(a->c, "/history?kind=%.*s&key=%.*s", STR_ARGS(kind), STR_ARGS(key)),
		.recorded = recorded,
		.kind_words = t ? shown_kind_words(a->c, t) : kind};
	if (t && body.n)
		shown_body(a, t, body, &record.cells);
	return record;
}
