/* SPDX-License-Identifier: Apache-2.0 */
/* The register's reading calls. Field by field they are described in register_schemas.json. */
#include "http/answer.h"
#include "register/filters_pages.h"
#include "register/register_json.h"
#include "register/register_pages.h"

#include "base/tr.h"

#include <strings.h>

static struct str nearest_names(struct call *c, const struct register_snapshot *s, struct str asked,
				enum register_found kind)
{
	struct register_hit *hits;
	size_t n;
	struct str names = STR("");
	if (register_find(c, s, asked, 20, &hits, &n) != OK)
		return names;
	for (size_t i = 0, told = 0; i < n && told < 3; i++) {
		if (hits[i].kind != kind)
			continue;
		const struct register_instrument *instrument =
			&s->instruments[kind == FOUND_INSTRUMENT ? hits[i].index : 0];
		struct str name = kind == FOUND_INSTRUMENT ? instrument->id : s->countries[hits[i].index].code;
		names = str_format(c->arena, "%.*s%s%.*s", STR_ARGS(names), told++ ? ", " : "", STR_ARGS(name));
	}
	return names;
}

/* A problem about a name that is not known, with the nearest as a hint. */
static enum status unknown(struct call *c, const struct register_snapshot *s, enum problem_code code,
			   const char *parameter, struct str asked, enum register_found kind)
{
	struct str text = kind == FOUND_INSTRUMENT ? tr(c, N_("There is no instrument “{name}”."))
						   : tr(c, N_("There is no country “{name}”."));
	struct str detail = tr_fill(c->arena, text, (struct tr_value[]){{"name", asked}}, 1);
	problem_add(&c->problems, code, PLACE_PARAMETER, str_of(parameter), "%.*s", STR_ARGS(detail));
	struct str near = nearest_names(c, s, asked, kind);
	if (near.n)
		problem_hint(&c->problems, tr_fill(c->arena, tr(c, N_("The nearest are {names}.")),
						   (struct tr_value[]){{"names", near}}, 1));
	return NOT_FOUND;
}

enum status register_asked_instrument(struct http_request *r, const struct register_snapshot *s,
				      const struct register_instrument **out)
{
	struct str name = http_path_part(r, "id");
	*out = register_instrument_named(s, name);
	return *out ? OK : unknown(r->call, s, PROBLEM_UNKNOWN_INSTRUMENT, "id", name, FOUND_INSTRUMENT);
}

enum status register_asked_country(struct http_request *r, const struct register_snapshot *s,
				   const struct register_country **out)
{
	struct str code = http_path_part(r, "iso3");
	*out = register_country_named(s, code);
	return *out ? OK : unknown(r->call, s, PROBLEM_UNKNOWN_MEMBER, "iso3", code, FOUND_COUNTRY);
}

static enum status get_instrument(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	const struct register_instrument *i;
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = register_asked_instrument(r, s, &i);
	return st == OK ? http_answer(response, json_of_instrument(r->call, s, i)) : st;
}

static enum status get_member(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	const struct register_country *country;
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = register_asked_country(r, s, &country);
	return st == OK ? http_answer(response, json_of_member(r->call, s, country)) : st;
}

/* A list being filled page by page: items after the cursor, one more than fits tells that there is a next page. */
struct listing {
	struct http_request *request;
	struct str after;
	size_t limit;
	json_t *items;
	struct str last;
	bool more;
};

static enum status begin_listing(struct http_request *r, struct listing *l)
{
	*l = (struct listing){.request = r};
	enum status st = http_cursor(r, &l->after, &l->limit);
	l->items = st == OK ? json_array() : NULL;
	/* a table is wanted whole: a page of it would look like all of it */
	bool paged = http_parameter_text(r, "limit").n || l->after.n;
	if (r->format == HTTP_CSV && !paged)
		l->limit = SIZE_MAX;
	return st;
}

/* Whether the list takes one more item, whose key is given. */
static bool takes(struct listing *l, struct str key)
{
	if (json_array_size(l->items) == l->limit) {
		l->more = true;
		return false;
	}
	l->last = key;
	return true;
}

static json_t *end_listing(struct listing *l)
{
	json_t *next = l->more ? json_of_str(http_next(l->request, l->last), true) : json_null();
	return json_pack("{s:o, s:o}", "items", l->items, "next", next);
}

static bool same_text(struct str asked, struct str value)
{
	return asked.n == 0 || (asked.n == value.n && strncasecmp(asked.at, value.at, asked.n) == 0);
}

static bool instrument_matches(const struct call *c, const struct filters *filters, const struct register_instrument *i)
{
	for (enum filter f = 0; f < FILTERS; f++)
		if (!filter_passes(c, filters, i, f))
			return false;
	return true;
}

/* The subject asked for must be one that the register knows. */
static enum status check_subject(struct http_request *r, const struct register_snapshot *s)
{
	struct str subject = http_parameter_text(r, "subject");
	for (size_t k = 0; k < s->instruments_n && subject.n; k++)
		if (same_text(subject, s->instruments[k].subject))
			return OK;
	if (subject.n == 0)
		return OK;
	struct call *c = r->call;
	struct str detail = tr_fill(c->arena, tr(c, N_("There is no subject “{name}”.")),
				    (struct tr_value[]){{"name", subject}}, 1);
	return problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("subject"), "%.*s",
			   STR_ARGS(detail));
}

static enum status list_instruments(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	struct listing l;
	struct law_id after;
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = check_subject(r, s);
	if (st == OK)
		st = begin_listing(r, &l);
	if (st != OK)
		return st;
	struct filters filters = filters_read(r);
	bool continued = l.after.n && law_id_parse(l.after, &after);
	for (size_t k = 0; k < s->instruments_n && !l.more; k++) {
		const struct register_instrument *i = &s->instruments[k];
		if ((continued && law_id_compare(i->law.id, after) <= 0) || !instrument_matches(r->call, &filters, i) ||
		    !takes(&l, i->id))
			continue;
		json_array_append_new(l.items, json_of_instrument_item(i, r->call->on));
	}
	return http_answer_list(
		r, response, end_listing(&l),
		"id type number title.en title.fr title.es title.pt adopted in_force_from status subject");
}

/* Which members a list asks for. */
struct members_asked {
	const struct register_snapshot *s;
	const struct register_group *group;
	struct str region;
};

static enum status read_members_asked(struct http_request *r, struct members_asked *m)
{
	struct call *c = r->call;
	struct str group = http_parameter_text(r, "group");
	m->region = http_parameter_text(r, "region");
	m->group = group.n ? register_group_named(m->s, group) : NULL;
	if (group.n && !m->group) {
		struct str detail = tr_fill(c->arena, tr(c, N_("There is no group “{name}”.")),
					    (struct tr_value[]){{"name", group}}, 1);
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("group"), "%.*s",
			    STR_ARGS(detail));
	}
	if (m->region.n && !register_region_of(m->s, m->region)) {
		struct str text = tr(c, N_("There is no region “{name}”; regions go by their M49 code, such as 002."));
		struct str detail = tr_fill(c->arena, text, (struct tr_value[]){{"name", m->region}}, 1);
		problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("region"), "%.*s",
			    STR_ARGS(detail));
	}
	return c->problems.list.n ? INVALID : OK;
}

static bool member_matches(const struct members_asked *m, int index, struct date on)
{
	const struct register_country *country = &m->s->countries[index];
	if (m->region.n && !str_is(m->region, "001") && !str_equal(m->region, country->region) &&
	    !str_equal(m->region, country->subregion))
		return false;
	if (!m->group)
		return register_member_on(country, on, NULL) != LAW_NO;
	for (size_t k = 0; k < m->group->members_n; k++)
		if (m->group->members[k].country == index &&
		    law_member(&m->group->members[k].period, 1, on, NULL) != LAW_NO)
			return true;
	return false;
}

static enum status list_members(struct http_request *r, struct http_response *response)
{
	struct members_asked m;
	struct listing l;
	enum status st = register_snapshot(r->call, &m.s);
	if (st == OK)
		st = read_members_asked(r, &m);
	if (st == OK)
		st = begin_listing(r, &l);
	if (st != OK)
		return st;
	for (size_t k = 0; k < m.s->countries_n && !l.more; k++) {
		const struct register_country *country = &m.s->countries[k];
		if ((l.after.n && str_compare(country->code, l.after) <= 0) ||
		    !member_matches(&m, (int)k, r->call->on) || !takes(&l, country->code))
			continue;
		json_array_append_new(l.items, json_of_member_item(country, r->call->on));
	}
	return http_answer_list(
		r, response, end_listing(&l),
		"iso3 name.en name.fr name.es name.pt member member_from member_until region subregion former_state");
}

/* Which instruments and countries a list of ratifications asks for: one mark each, none if the filter is left out. */
struct ratifications_asked {
	const struct register_snapshot *s;
	bool *instruments, *countries;
};

/* Reads "C029,C087" or "BRA,MOZ"; every unknown name becomes a problem. */
static void read_names(struct http_request *r, const struct register_snapshot *s, const char *parameter, bool *marks,
		       enum register_found kind)
{
	struct str rest = http_parameter_text(r, parameter), name;
	while (rest.n && str_next(&rest, ',', &name)) {
		const struct register_instrument *i =
			kind == FOUND_INSTRUMENT ? register_instrument_named(s, name) : NULL;
		const struct register_country *country = kind == FOUND_COUNTRY ? register_country_named(s, name) : NULL;
		if (i)
			marks[i - s->instruments] = true;
		else if (country)
			marks[country - s->countries] = true;
		else
			unknown(r->call, s, PROBLEM_BAD_PARAMETER, parameter, name, kind);
	}
}

static enum status read_ratifications_asked(struct http_request *r, struct ratifications_asked *a)
{
	struct arena *arena = r->call->arena;
	a->instruments = a->countries = NULL;
	if (http_parameter_text(r, "instrument").n) {
		a->instruments = arena_array(arena, bool, a->s->instruments_n);
		read_names(r, a->s, "instrument", a->instruments, FOUND_INSTRUMENT);
	}
	if (http_parameter_text(r, "member").n) {
		a->countries = arena_array(arena, bool, a->s->countries_n);
		read_names(r, a->s, "member", a->countries, FOUND_COUNTRY);
	}
	return r->call->problems.list.n ? INVALID : OK;
}

/* The key of a ratification in lists: "C029 BRA 1", the number counting those of one pair. */
static struct str key_of(struct arena *a, const struct register_snapshot *s, size_t k)
{
	int nth = 1;
	const struct register_ratification *r = &s->ratifications[k];
	for (size_t before = k; before > 0 && s->ratifications[before - 1].instrument == r->instrument &&
				s->ratifications[before - 1].country == r->country;
	     before--)
		nth++;
	return str_format(a, "%.*s %.*s %d", STR_ARGS(s->instruments[r->instrument].id),
			  STR_ARGS(s->countries[r->country].code), nth);
}

/* The first ratification after the one with that key; the first of all for an empty key. */
static size_t first_after(struct arena *a, const struct register_snapshot *s, struct str key)
{
	struct str rest = key, instrument, country;
	struct law_id id;
	if (!key.n || !str_next(&rest, ' ', &instrument) || !str_next(&rest, ' ', &country) ||
	    !law_id_parse(instrument, &id))
		return 0;
	for (size_t k = 0; k < s->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[k];
		int order = law_id_compare(s->instruments[r->instrument].law.id, id);
		if (order == 0)
			order = str_compare(s->countries[r->country].code, country);
		if (order > 0 || (order == 0 && str_compare(key_of(a, s, k), key) > 0))
			return k;
	}
	return s->ratifications_n;
}

static json_t *coverages_asked(const struct ratifications_asked *a)
{
	json_t *array = json_array();
	for (size_t k = 0; a->instruments && k < a->s->instruments_n; k++)
		if (a->instruments[k] && a->s->instruments[k].law.id.kind != LAW_RECOMMENDATION)
			json_array_append_new(array, json_of_coverage(&a->s->instruments[k]));
	return array;
}

static enum status list_ratifications(struct http_request *r, struct http_response *response)
{
	struct ratifications_asked a;
	struct listing l;
	enum status st = register_snapshot(r->call, &a.s);
	if (st == OK)
		st = read_ratifications_asked(r, &a);
	if (st == OK)
		st = begin_listing(r, &l);
	if (st != OK)
		return st;
	for (size_t k = first_after(r->call->arena, a.s, l.after); k < a.s->ratifications_n && !l.more; k++) {
		const struct register_ratification *one = &a.s->ratifications[k];
		bool asked = (!a.instruments || a.instruments[one->instrument]) &&
			     (!a.countries || a.countries[one->country]);
		if (!asked || !register_registered_by(one, r->call->on, true))
			continue;
		if (takes(&l, key_of(r->call->arena, a.s, k)))
			json_array_append_new(l.items, json_of_ratification(a.s, one, r->call->on, true));
	}
	json_t *document = end_listing(&l);
	json_object_set_new(document, "coverage", coverages_asked(&a));
	return http_answer_list(r, response, document,
				"instrument member registered in_force_from in_force denounced denounced_by basis "
				"declarations note source");
}

/* How much is known of the instruments that can be ratified and exist on the day. */
static enum status list_coverage(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	struct listing l;
	struct law_id after;
	struct str wanted = http_parameter_text(r, "coverage");
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = begin_listing(r, &l);
	if (st != OK)
		return st;
	bool continued = l.after.n && law_id_parse(l.after, &after);
	for (size_t k = 0; k < s->instruments_n && !l.more; k++) {
		const struct register_instrument *i = &s->instruments[k];
		bool is_asked = i->law.id.kind != LAW_RECOMMENDATION && shown_is_adopted(r->call, i) &&
				same_text(wanted, i->coverage.completeness) &&
				!(continued && law_id_compare(i->law.id, after) <= 0);
		if (is_asked && takes(&l, i->id))
			json_array_append_new(l.items, json_of_coverage(i));
	}
	return http_answer_list(r, response, end_listing(&l),
				"instrument completeness rows published_total as_of source");
}

static const struct http_parameter as_of[] = {
	{"on", HTTP_DAY, NULL, "The day asked about; today (UTC) if absent."},
	{"known", HTTP_MOMENT, NULL, "As recorded at that moment; now if absent."},
};

#define AS_OF                                                                            \
	{"on", HTTP_DAY, NULL, "The day asked about; today (UTC) if absent."},           \
	{                                                                                \
		"known", HTTP_MOMENT, NULL, "As recorded at that moment; now if absent." \
	}
#define PAGED                                                                             \
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},          \
		{"cursor", HTTP_TEXT, NULL, "Where the page begins: taken from `next`."}, \
	{                                                                                 \
		"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."       \
	}

static const struct http_parameter instruments_parameters[] = {FILTER_PARAMETERS, AS_OF, PAGED};

static const struct http_parameter members_parameters[] = {
	{"group", HTTP_TEXT, NULL, "Only members of that group of countries on the day."},
	{"region", HTTP_TEXT, NULL, "Only countries of that region, by its M49 code."},
	AS_OF,
	PAGED,
};

static const struct http_parameter ratifications_parameters[] = {
	{"instrument", HTTP_TEXT, NULL, "Only of these instruments, separated by commas."},
	{"member", HTTP_TEXT, NULL, "Only by these countries, separated by commas."},
	AS_OF,
	PAGED,
};

static const struct http_parameter coverage_parameters[] = {
	{"coverage", HTTP_CHOICE, "complete partial none", "Only the instruments of that coverage."},
	AS_OF,
	PAGED,
};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_api_routes[] = {
	{"GET", "/api/v1/instruments", list_instruments, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(instruments_parameters), "Conventions, Protocols and Recommendations.", "InstrumentList", NULL},
	{"GET", "/api/v1/instruments/{id}", get_instrument, MAY_ANYBODY, HTTP_API | HTTP_CACHED, PARAMETERS(as_of),
	 "One instrument as of a day.", "Instrument", NULL},
	{"GET", "/api/v1/members", list_members, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(members_parameters), "Members on a day, or the countries of a group.", "MemberList", NULL},
	{"GET", "/api/v1/members/{iso3}", get_member, MAY_ANYBODY, HTTP_API | HTTP_CACHED, PARAMETERS(as_of),
	 "One country as of a day: membership, ratifications, what binds it.", "Member", NULL},
	{"GET", "/api/v1/ratifications", list_ratifications, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(ratifications_parameters), "Ratifications registered by a day.", "RatificationList", NULL},
	{"GET", "/api/v1/coverage", list_coverage, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(coverage_parameters), "How complete the list of ratifications of each instrument is here.",
	 "CoverageList", NULL},
	{"POST", "/api/v1/law/in-force", register_law_in_force, MAY_ANYBODY, HTTP_API, NULL, 0,
	 "When an instrument enters into force for itself and each Member, from given ratifications; stores nothing.",
	 "EntryIntoForce", "EntryIntoForceQuestion"},
	{0},
};
