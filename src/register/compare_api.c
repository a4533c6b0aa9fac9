/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/compare: the matrix as JSON, as a table with a column an instrument, or as one row a cell. */
#include "http/answer.h"
#include "register/compare.h"
#include "register/groups_api.h"
#include "register/register_json.h"

enum { WORDS_MOST = 2000 };

static json_t *year_of(struct span day)
{
	int year;
	if (!date_is_set(day.latest))
		return json_null();
	date_split(day.latest, &year, NULL, NULL);
	return json_integer(year);
}

/* The day a ratification binds from, as far as it is told on the day. */
static struct span from_of(const struct compare_cell *cell)
{
	if (!cell->ratification || cell->state == REGISTER_STATE_UNKNOWN)
		return SPAN_UNSET;
	bool is_to_come = cell->state == REGISTER_STATE_IN_FORCE || cell->state == REGISTER_STATE_NOT_YET;
	return is_to_come ? cell->day : cell->ratification->binding.from;
}

static json_t *json_of_cell(const struct compare_cell *cell)
{
	struct span registered = cell->ratification ? cell->ratification->law.registered : SPAN_UNSET;
	return json_pack("{s:s, s:o, s:o, s:o, s:b}", "state", compare_state_word(cell->state), "year",
			 year_of(cell->day), "registered", json_of_span(registered), "in_force_from",
			 json_of_span(from_of(cell)), "gap", cell->is_gap);
}

static json_t *json_of_sums(const struct compare_sums *sums)
{
	json_t *object = json_pack("{s:I, s:I}", "cells", (json_int_t)sums->cells, "gaps", (json_int_t)sums->gaps);
	for (int k = 0; k < COMPARE_STATES; k++)
		json_object_set_new(object, compare_state_word(k), json_integer(sums->of[k]));
	return object;
}

static json_t *json_of_members(const struct register_snapshot *s, const struct comparison *m)
{
	json_t *list = json_array();
	for (size_t k = 0; k < m->rows_n; k++) {
		const struct register_country *country = &s->countries[m->rows[k].index];
		json_array_append_new(list, json_pack("{s:o, s:o, s:o, s:o}", "iso3", json_of_str(country->code, false),
						      "name", json_of_names(&country->name), "member",
						      json_of_answer(m->rows[k].member), "totals",
						      json_of_sums(&m->rows[k].sums)));
	}
	return list;
}

static json_t *json_of_instruments(const struct register_snapshot *s, const struct comparison *m)
{
	json_t *list = json_array();
	for (size_t k = 0; k < m->columns_n; k++) {
		const struct register_instrument *i = &s->instruments[m->columns[k].index];
		enum law_answer open = law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, m->on);
		json_array_append_new(list,
				      json_pack("{s:o, s:o, s:o, s:o}", "id", json_of_str(i->id, false), "title",
						json_of_names(&i->title), "open_to_ratification", json_of_answer(open),
						"totals", json_of_sums(&m->columns[k].sums)));
	}
	return list;
}

/* Cells without day or ratification are alike: one object of each kind serves them all, which is most of a matrix. */
static json_t *json_of_cells(const struct comparison *m)
{
	json_t *rows = json_array(), *alike[COMPARE_STATES][2] = {0};
	for (size_t n = 0; n < m->rows_n; n++) {
		json_t *row = json_array();
		for (size_t k = 0; k < m->columns_n; k++) {
			const struct compare_cell *cell = compare_at(m, n, k);
			bool is_alike = !cell->ratification && !date_is_set(cell->day.latest);
			json_t **one = &alike[cell->state][cell->is_gap];
			if (is_alike && !*one)
				*one = json_of_cell(cell);
			json_array_append_new(row, is_alike ? json_incref(*one) : json_of_cell(cell));
		}
		json_array_append_new(rows, row);
	}
	for (int k = 0; k < COMPARE_STATES; k++)
		for (int gap = 0; gap < 2; gap++)
			json_decref(alike[k][gap]);
	return rows;
}

static json_t *json_of_gaps(const struct register_snapshot *s, const struct comparison *m)
{
	json_t *list = json_array();
	for (size_t n = 0; n < m->rows_n; n++) {
		json_t *codes = json_array();
		for (size_t k = 0; k < m->columns_n; k++)
			if (compare_at(m, n, k)->is_gap)
				json_array_append_new(codes,
						      json_of_str(s->instruments[m->columns[k].index].id, false));
		if (m->rows[n].sums.gaps)
			json_array_append_new(list, json_pack("{s:o, s:O}", "member",
							      json_of_str(s->countries[m->rows[n].index].code, false),
							      "instruments", codes));
		json_decref(codes);
	}
	return list;
}

static json_t *json_of_coverages(const struct register_snapshot *s, const struct comparison *m)
{
	json_t *list = json_array();
	for (size_t k = 0; k < m->columns_n; k++)
		json_array_append_new(list, json_of_coverage(&s->instruments[m->columns[k].index]));
	return list;
}

/* The cells that are not the same on the two days. */
static json_t *json_of_changes(const struct register_snapshot *s, const struct comparison *m,
			       const struct comparison *until)
{
	json_t *list = json_array();
	for (size_t n = 0; n < m->rows_n; n++)
		for (size_t k = 0; k < m->columns_n; k++) {
			const struct compare_cell *on = compare_at(m, n, k), *then = compare_at(until, n, k);
			if (on->state == then->state)
				continue;
			json_array_append_new(
				list,
				json_pack("{s:o, s:o, s:s, s:s}", "member",
					  json_of_str(s->countries[m->rows[n].index].code, false), "instrument",
					  json_of_str(s->instruments[m->columns[k].index].id, false), "on",
					  compare_state_word(on->state), "until", compare_state_word(then->state)));
		}
	return list;
}

static enum status answer_matrix(const struct http_request *r, struct http_response *response,
				 const struct register_snapshot *s, const struct compare_asked *asked,
				 const struct comparison *m)
{
	struct date until;
	struct comparison then;
	bool is_over = http_parameter_day(r, "until", &until);
	if (is_over)
		register_compare(r->call, s, asked, until, &then);
	json_t *document =
		json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "on", json_of_date(m->on), "until",
			  json_of_date(is_over ? until : DATE_UNSET), "members", json_of_members(s, m), "instruments",
			  json_of_instruments(s, m), "cells", json_of_cells(m), "totals", json_of_sums(&m->sums),
			  "gaps", json_of_gaps(s, m), "coverage", json_of_coverages(s, m));
	json_object_set_new(document, "totals_until", is_over ? json_of_sums(&then.sums) : json_null());
	json_object_set_new(document, "changes", is_over ? json_of_changes(s, m, &then) : json_null());
	return http_answer(response, document);
}

/* One row a cell. */
static enum status answer_long(const struct http_request *r, struct http_response *response,
			       const struct register_snapshot *s, const struct comparison *m)
{
	json_t *items = json_array();
	for (size_t n = 0; n < m->rows_n; n++)
		for (size_t k = 0; k < m->columns_n; k++) {
			json_t *item = json_of_cell(compare_at(m, n, k));
			json_object_set_new(item, "member", json_of_str(s->countries[m->rows[n].index].code, false));
			json_object_set_new(item, "instrument",
					    json_of_str(s->instruments[m->columns[k].index].id, false));
			json_array_append_new(items, item);
		}
	json_t *document = json_pack("{s:o, s:n}", "items", items, "next");
	return http_answer_list(r, response, document, "member instrument state year registered in_force_from gap");
}

/* One row a country, one column an instrument: "in_force 1958". */
static enum status answer_wide(const struct http_request *r, struct http_response *response,
			       const struct register_snapshot *s, const struct comparison *m)
{
	struct arena *a = r->call->arena;
	json_t *items = json_array();
	struct out columns = out_new(a, 1 << 14, NULL);
	out_printf(&columns, "member name");
	for (size_t k = 0; k < m->columns_n; k++)
		out_printf(&columns, " %.*s", STR_ARGS(s->instruments[m->columns[k].index].id));
	for (size_t n = 0; n < m->rows_n; n++) {
		const struct register_country *country = &s->countries[m->rows[n].index];
		json_t *item = json_pack("{s:o, s:o}", "member", json_of_str(country->code, false), "name",
					 json_of_str(register_name_in(&country->name, r->call->lang, NULL), false));
		for (size_t k = 0; k < m->columns_n; k++) {
			const struct compare_cell *cell = compare_at(m, n, k);
			int year = 0;
			if (date_is_set(cell->day.latest))
				date_split(cell->day.latest, &year, NULL, NULL);
			const char *word = compare_state_word(cell->state);
			struct str text = year ? str_format(a, "%s %d", word, year) : str_of(word);
			json_object_set_new(item, str_chars(a, s->instruments[m->columns[k].index].id),
					    json_of_str(text, false));
		}
		json_object_set_new(item, "in_force", json_integer(m->rows[n].sums.of[REGISTER_STATE_IN_FORCE]));
		json_object_set_new(item, "gaps", json_integer(m->rows[n].sums.gaps));
		json_object_set_new(item, "not_known", json_integer(m->rows[n].sums.of[REGISTER_STATE_UNKNOWN]));
		json_array_append_new(items, item);
	}
	out_printf(&columns, " in_force gaps not_known");
	json_t *document = json_pack("{s:o, s:n}", "items", items, "next");
	return http_answer_list(r, response, document, str_chars(a, out_str(&columns)));
}

static enum status get_compare(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	struct compare_asked asked;
	struct comparison m;
	struct compare_wish wish = {.members = http_parameter_text(r, "members"),
				    .group = http_parameter_text(r, "group"),
				    .region = http_parameter_text(r, "region"),
				    .instruments = http_parameter_text(r, "instruments")};
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = compare_read(r->call, s, &wish, &asked);
	if (st != OK)
		return st;
	register_compare(r->call, s, &asked, r->call->on, &m);
	if (str_is(http_parameter_text(r, "shape"), "long"))
		return answer_long(r, response, s, &m);
	return r->format == HTTP_CSV ? answer_wide(r, response, s, &m) : answer_matrix(r, response, s, &asked, &m);
}

#define AS_OF                                                                            \
	{"on", HTTP_DAY, NULL, "The day asked about; today (UTC) if absent."},           \
	{                                                                                \
		"known", HTTP_MOMENT, NULL, "As recorded at that moment; now if absent." \
	}
#define EXCEL                                                                       \
	{                                                                           \
		"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets." \
	}

static const struct http_parameter compare_parameters[] = {
	{"members", HTTP_TEXT, NULL,
	 "Countries, groups and regions by code or name, between commas; all Members if nobody is asked for.",
	 WORDS_MOST},
	{"group", HTTP_TEXT, NULL, "Those who are members of that group of countries on the day."},
	{"region", HTTP_TEXT, NULL, "The Members of that region on the day, by its M49 code."},
	{"instruments", HTTP_TEXT, NULL,
	 "Codes between commas, or fundamental, governance, technical, convention, protocol, a subject; fundamental if "
	 "absent.",
	 WORDS_MOST},
	{"until", HTTP_DAY, NULL, "Another day: `changes` tells the cells that are not the same on both."},
	{"shape", HTTP_CHOICE, "long", "One item a cell; without it .csv has a column an instrument."},
	AS_OF,
	EXCEL,
};
static const struct http_parameter list_parameters[] = {AS_OF, EXCEL};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_compare_api_routes[] = {
	{"GET", "/api/v1/compare", get_compare, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(compare_parameters), "Countries against instruments on a day, or on two.", "Comparison", NULL},
	{"GET", "/api/v1/groups", register_groups, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(list_parameters), "Groups of countries with the number of their members on the day.", "GroupList",
	 NULL},
	{"GET", "/api/v1/groups/{group}", register_group, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(list_parameters), "One group: who was or is a member by the day, with periods.", "Group", NULL},
	{"GET", "/api/v1/regions", register_regions, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(list_parameters), "Regions with the number of Members in each on the day.", "RegionList", NULL},
	{0},
};
