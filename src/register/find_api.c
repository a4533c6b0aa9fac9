/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/find. */
#include "http/answer.h"
#include "register/find_pages.h"
#include "register/register_json.h"

static json_t *json_of_hit(const struct call *c, const struct register_snapshot *s, const struct shown_hit *shown)
{
	static const char *const kinds[] = {"instrument", "country", "group", "subject"};
	const struct register_hit *hit = &shown->hit;
	bool is_subject = hit->kind == FOUND_SUBJECT;
	struct register_names subject = {0};
	const struct register_names *names = hit->kind == FOUND_INSTRUMENT ? &s->instruments[hit->index].title
					     : hit->kind == FOUND_COUNTRY  ? &s->countries[hit->index].name
					     : hit->kind == FOUND_GROUP    ? &s->groups[hit->index].name
									   : &subject;
	struct str id = hit->kind == FOUND_GROUP ? s->groups[hit->index].code
			: is_subject             ? s->instruments[hit->index].subject
						 : shown->code;
	json_t *name = json_of_names(is_subject ? &subject : names);
	if (is_subject) {
		json_object_set_new(name, "en", json_of_str(id, false));
		if (!shown->name.lang.tag[0])
			json_object_set_new(name, c->lang.tag, json_of_str(shown->name.text, false));
	}
	return json_pack("{s:s, s:o, s:o, s:b, s:o}", "kind", kinds[hit->kind], "id", json_of_str(id, false), "name",
			 name, "near", hit->score <= REGISTER_NEAR, "url", json_of_str(shown->url.s, false));
}

enum status register_find_api(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	struct found f;
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = found_read(r, s, &f);
	if (st != OK)
		return st;
	json_t *items = json_array();
	for (size_t k = 0; k < f.hits.n; k++)
		json_array_append_new(items, json_of_hit(r->call, s, &f.hits.at[k]));
	return http_answer_list(
		r, response, json_pack("{s:o, s:o, s:n}", "asked", json_of_str(f.asked, false), "items", items, "next"),
		"kind id name.en name.fr name.es name.pt near url");
}
