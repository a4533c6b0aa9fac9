/* SPDX-License-Identifier: Apache-2.0 */
/* The pages that the administrator writes, for programs. */
#include "base/tr.h"
#include "http/answer.h"
#include "site/site_web.h"
#include "site/texts.h"

static enum status which(struct http_request *r, enum site_page *out)
{
	struct str word = http_path_part(r, "text");
	if (site_page_parse(word, out))
		return OK;
	problem_add(&r->call->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s", STR_ARGS(word));
	return NOT_FOUND;
}

static enum status answer(struct http_request *r, struct http_response *response, enum site_page page)
{
	struct site_text text;
	enum status status = site_text_read(r->call, page, &text);
	if (status != OK)
		return status;
	char at[MOMENT_ROOM];
	struct str moment = moment_print(text.set_at, at);
	return http_answer(response,
			   json_pack("{s:s, s:s, s:s%, s:b, s:o}", "page", site_page_word(page), "language",
				     text.lang.tag, "text", text.text.at, text.text.n, "is_written", text.is_written,
				     "written_at", text.is_written ? json_stringn(moment.at, moment.n) : json_null()));
}

static enum status get(struct http_request *r, struct http_response *response)
{
	enum site_page page;
	enum status status = which(r, &page);
	return status == OK ? answer(r, response, page) : status;
}

static void fault(struct call *c, enum problem_code code, const char *field, const char *text)
{
	(void)problem_add(&c->problems, code, PLACE_BODY, str_format(c->arena, "#%s", field), "%.*s",
			  STR_ARGS(tr(c, text)));
}

/* {"text": "…"}, and nothing else. */
static enum status read_text(struct http_request *r, struct str *out)
{
	struct call *c = r->call;
	json_t *body;
	enum status status = http_json(r, &body);
	if (status != OK)
		return status;
	const json_t *text = json_object_get(body, "text");
	if (!json_is_object(body))
		fault(c, PROBLEM_WRONG_TYPE, "", N_("An object is wanted here."));
	else if (!json_is_string(text))
		fault(c, PROBLEM_WRONG_TYPE, "/text", N_("A text is wanted here."));
	else if (json_object_size(body) > 1)
		fault(c, PROBLEM_UNKNOWN_FIELD, "", N_("This is not known here."));
	else
		*out = (struct str){json_string_value(text), json_string_length(text)};
	return c->problems.list.n ? INVALID : OK;
}

static enum status post(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum site_page page;
	struct str text;
	enum status status = which(r, &page);
	if (status == OK)
		status = read_text(r, &text);
	if (status != OK)
		return status;
	status = site_text_write(c, page, c->lang, text);
	for (size_t i = 0; i < c->problems.list.n; i++) {
		c->problems.list.at[i].place = PLACE_BODY;
		c->problems.list.at[i].field = STR("#/text");
	}
	return status == OK ? answer(r, response, page) : status;
}

static const struct http_parameter lang[] = {
	{"lang", HTTP_CHOICE, "en fr es pt", "The language; what Accept-Language prefers if it is absent."},
};

const struct http_route site_texts_api_routes[] = {
	{"GET", "/api/v1/site-texts/{text}", get, MAY_ANYBODY, HTTP_API | HTTP_CACHED, lang, 1,
	 "A page that the administrator writes, in Markdown: privacy, rules or contact.", "SiteText", NULL},
	{"POST", "/api/v1/site-texts/{text}", post, MAY_MANAGE_SITE, HTTP_API, lang, 1,
	 "Writes it in that language; the empty text takes it back.", "SiteText", "SiteTextWish"},
	{0},
};
