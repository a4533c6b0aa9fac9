/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/groups, /groups/{group} and /regions. */
#include "register/groups_api.h"

#include "base/tr.h"
#include "http/answer.h"
#include "register/register_json.h"

#include <string.h>

static enum law_answer member_on(const struct register_group_member *m, struct date on)
{
	return law_member(&m->period, 1, on, NULL);
}

static int64_t members_on(const struct register_group *g, struct date on)
{
	int64_t n = 0;
	for (size_t k = 0; k < g->members_n; k++)
		n += member_on(&g->members[k], on) != LAW_NO;
	return n;
}

enum status register_groups(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	enum status st = register_snapshot(r->call, &s);
	if (st != OK)
		return st;
	json_t *items = json_array();
	for (size_t k = 0; k < s->groups_n; k++)
		json_array_append_new(items, json_pack("{s:o, s:o, s:I}", "code", json_of_str(s->groups[k].code, false),
						       "name", json_of_names(&s->groups[k].name), "members",
						       (json_int_t)members_on(&s->groups[k], r->call->on)));
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
				"code name.en name.fr name.es name.pt members");
}

static json_t *json_of_group_member(const struct register_snapshot *s, const struct register_group_member *m,
				    struct date on)
{
	const struct register_country *country = &s->countries[m->country];
	bool is_over = span_is_set(m->period.until) && date_up_to(m->period.until.latest, on);
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "iso3", json_of_str(country->code, false), "name",
			 json_of_names(&country->name), "from", json_of_span(m->period.from), "until",
			 json_of_span(is_over ? m->period.until : SPAN_UNSET), "member",
			 json_of_answer(member_on(m, on)));
}

enum status register_group(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	const struct register_snapshot *s;
	struct str code = http_path_part(r, "group");
	enum status st = register_snapshot(c, &s);
	if (st != OK)
		return st;
	const struct register_group *g = register_group_named(s, code);
	if (!g) {
		struct str detail = tr_fill(c->arena, tr(c, N_("There is no group “{name}”.")),
					    (struct tr_value[]){{"name", code}}, 1);
		problem_add(&c->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_PARAMETER, STR("group"), "%.*s",
			    STR_ARGS(detail));
		return NOT_FOUND;
	}
	json_t *items = json_array();
	for (size_t k = 0; k < g->members_n; k++)
		if (date_up_to(g->members[k].period.from.earliest, c->on))
			json_array_append_new(items, json_of_group_member(s, &g->members[k], c->on));
	json_t *document = json_pack("{s:o, s:o, s:o, s:I, s:o, s:n}", "code", json_of_str(g->code, false), "name",
				     json_of_names(&g->name), "on", json_of_date(c->on), "members",
				     (json_int_t)members_on(g, c->on), "items", items, "next");
	return http_answer_list(r, response, document, "iso3 name.en name.fr name.es name.pt from until member");
}

enum status register_regions(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	enum status st = register_snapshot(r->call, &s);
	if (st != OK)
		return st;
	json_t *items = json_array();
	for (size_t k = 0; k < s->regions_n; k++) {
		struct str m49 = s->regions[k].m49;
		json_int_t n = 0;
		for (size_t m = 0; m < s->countries_n; m++) {
			const struct register_country *one = &s->countries[m];
			bool is_there =
				str_is(m49, "001") || str_equal(m49, one->region) || str_equal(m49, one->subregion);
			n += is_there && register_member_on(one, r->call->on, NULL) != LAW_NO;
		}
		json_array_append_new(items, json_pack("{s:o, s:o, s:I}", "m49", json_of_str(m49, false), "name",
						       json_of_names(&s->regions[k].name), "members", n));
	}
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
				"m49 name.en name.fr name.es name.pt members");
}
