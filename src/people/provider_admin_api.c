/* SPDX-License-Identifier: Apache-2.0 */
/* Providers and one's own identities for programs. */
#include "base/tr.h"
#include "http/answer.h"
#include "people/identity.h"
#include "people/people_web.h"

static json_t *json_of(const struct provider *p)
{
	return json_pack("{s:s%, s:s%, s:s%, s:s%, s:b, s:b}", "word", p->word.at, p->word.n, "name", p->name.at,
			 p->name.n, "issuer", p->issuer.at, p->issuer.n, "client", p->client.at, p->client.n, "offered",
			 p->client.n > 0, "added", p->is_added);
}

static enum status list(struct http_request *r, struct http_response *response)
{
	struct providers all;
	enum status status = provider_list_all(r->call, &all);
	json_t *items = json_array();
	for (size_t i = 0; status == OK && i < all.n; i++)
		must(json_array_append_new(items, json_of(&all.at[i])) == 0);
	if (status == OK)
		return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
					"word name issuer client offered added");
	json_decref(items);
	return status;
}

/* A fault of a member of the body. */
static void fault(struct call *c, enum problem_code code, const char *name, const char *text)
{
	(void)problem_add(&c->problems, code, PLACE_BODY, str_format(c->arena, "#/%s", name), "%.*s",
			  STR_ARGS(tr(c, text)));
}

/* The members of a body that are texts, and no others. */
static enum status read_texts(struct http_request *r, const char *const *names, struct str *out, size_t n)
{
	struct call *c = r->call;
	json_t *body, *value;
	const char *name;
	enum status status = http_json(r, &body);
	for (size_t i = 0; i < n; i++)
		out[i] = STR("");
	if (status != OK)
		return status;
	if (!json_is_object(body))
		return problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#"), "%.*s",
				   STR_ARGS(tr(c, N_("An object is wanted here."))));
	json_object_foreach(body, name, value)
	{
		size_t i = 0;
		while (i < n && !str_is(str_of(names[i]), name))
			i++;
		if (i == n)
			fault(c, PROBLEM_UNKNOWN_FIELD, name, N_("This is not known here."));
		else if (!json_is_string(value))
			fault(c, PROBLEM_WRONG_TYPE, name, N_("A text is wanted here."));
		else
			out[i] = str_copy(c->arena, (struct str){json_string_value(value), json_string_length(value)});
	}
	return c->problems.list.n ? INVALID : OK;
}

/* Faults under a field's name become faults of the body. */
static void point_into_body(struct call *c)
{
	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct problem *p = &c->problems.list.at[i];
		if (p->place == PLACE_PARAMETER) {
			p->place = PLACE_BODY;
			p->field = str_format(c->arena, "#/%.*s", STR_ARGS(p->field));
		}
	}
}

static enum status add(struct http_request *r, struct http_response *response)
{
	static const char *const names[] = {"word", "name", "issuer", "client", "secret"};
	struct call *c = r->call;
	struct str t[5];
	struct provider added;
	enum status status = read_texts(r, names, t, 5);
	if (status != OK)
		return status;
	status = provider_add(c, &(struct provider_wish){t[0], t[1], t[2], t[3], t[4]});
	if (status == OK)
		status = provider_find(c, t[0], &added);
	point_into_body(c);
	return status == OK ? http_answer(response, json_of(&added)) : status;
}

static enum status drop(struct http_request *r, struct http_response *response)
{
	struct str word = http_path_part(r, "provider");
	enum status status = provider_remove(r->call, word);
	return status == OK ? http_answer(response, json_pack("{s:s%}", "word", word.at, word.n)) : status;
}

static enum status own(struct http_request *r, struct http_response *response)
{
	struct identity_of_rows rows;
	char at[MOMENT_ROOM];
	enum status status = identity_list(r->call, &rows);
	if (status != OK)
		return status;
	json_t *items = json_array();
	for (size_t i = 0; i < rows.n; i++) {
		struct str moment = moment_print(rows.at[i].joined_at, at);
		must(json_array_append_new(items, json_pack("{s:I, s:s%, s:s%, s:s%}", "id", (json_int_t)rows.at[i].id,
							    "provider", rows.at[i].provider.at, rows.at[i].provider.n,
							    "issuer", rows.at[i].issuer.at, rows.at[i].issuer.n,
							    "joined_at", moment.at, moment.n)) == 0);
	}
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
				"id provider issuer joined_at");
}

static enum status drop_own(struct http_request *r, struct http_response *response)
{
	int64_t id;
	if (!str_to_i64(http_path_part(r, "identity"), &id))
		return problem_add(&r->call->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("identity"), "%.*s",
				   STR_ARGS(tr(r->call, N_("A whole number is wanted here."))));
	enum status status = identity_remove(r->call, id);
	return status == OK ? http_answer(response, json_pack("{s:I}", "id", (json_int_t)id)) : status;
}

static const struct http_parameter excel[] = {
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
};

const struct http_route people_providers_api_routes[] = {
	{"GET", "/api/v1/providers", list, MAY_MANAGE_SITE, HTTP_API | HTTP_HAS_CSV, excel, 1,
	 "The sites with which people can sign in here.", "ProviderList", NULL},
	{"POST", "/api/v1/providers", add, MAY_MANAGE_SITE, HTTP_API, NULL, 0, "Adds an OpenID issuer.", "Provider",
	 "ProviderWish"},
	{"POST", "/api/v1/providers/{provider}/removal", drop, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "Removes an issuer that was added.", "ProviderRemoved", NULL},
	{"GET", "/api/v1/account/identities", own, MAY_HAVE_ACCOUNT, HTTP_API | HTTP_HAS_CSV, excel, 1,
	 "The other sites that sign in to one's own account.", "IdentityList", NULL},
	{"POST", "/api/v1/account/identities/{identity}/removal", drop_own, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Takes one of them away; refused where it is the last way in.", "IdentityRemoved", NULL},
	{0},
};
