/* SPDX-License-Identifier: Apache-2.0 */
/* The news for programs. */
#include "base/tr.h"
#include "http/answer.h"
#include "news/news.h"
#include "news/news_web.h"

static json_t *json_news(int64_t id, struct moment at, struct str lang, struct str subject, struct str text)
{
	char room[MOMENT_ROOM];
	struct str made = moment_print(at, room);
	return json_pack("{s:I, s:s%, s:s%, s:s%, s:s%}", "id", (json_int_t)id, "published_at", made.at, made.n,
			 "language", lang.at, lang.n, "subject", subject.at, subject.n, "text", text.at, text.n);
}

static enum status list_news(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct news_before_rows rows;
	struct str after;
	size_t limit;
	int64_t before = 0;
	enum status st = http_cursor(r, &after, &limit);
	str_to_i64(after, &before);
	if (st == OK)
		st = news_list(c, before, limit + 1, &rows);
	if (st != OK)
		return st;
	json_t *items = json_array(), *next = json_null();
	for (size_t i = 0; i < rows.n && i < limit; i++) {
		const struct news_before_row *row = &rows.at[i];
		json_array_append_new(items, json_news(row->id, row->made_at, row->lang, row->subject, row->text));
	}
	if (rows.n > limit) {
		struct str path = http_next(r, str_format(c->arena, "%lld", (long long)rows.at[limit - 1].id));
		next = json_stringn(path.at, path.n);
	}
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id published_at language subject text");
}

static enum status answer_news(struct http_request *r, struct http_response *response, int64_t id)
{
	struct news_in_row row;
	enum status st = news_get(r->call, id, &row);
	return st == OK ? http_answer(response, json_news(row.id, row.made_at, row.lang, row.subject, row.text)) : st;
}

static enum status get_news(struct http_request *r, struct http_response *response)
{
	int64_t id;
	return str_to_i64(http_path_part(r, "news"), &id) ? answer_news(r, response, id) : NOT_FOUND;
}

/* Faults of the form's fields ("subject-en") become those of the body ("#/en/subject"). */
static void point_into_body(struct call *c)
{
	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct problem *p = &c->problems.list.at[i];
		struct str lang = p->field, name;
		if (p->place != PLACE_PARAMETER)
			continue;
		str_next(&lang, '-', &name);
		p->place = PLACE_BODY;
		p->field = str_format(c->arena, "#/%.*s/%.*s", STR_ARGS(lang), STR_ARGS(name));
	}
}

static enum status post_news(struct http_request *r, struct http_response *response)
{
	struct news_wish wish;
	int64_t id;
	json_t *body;
	enum status st = http_json(r, &body);
	if (st == OK)
		st = news_read_json(r->call, body, &wish);
	if (st == OK)
		st = news_write(r->call, &wish, &id);
	point_into_body(r->call);
	return st == OK ? answer_news(r, response, id) : st;
}

static enum status answer_wanted(struct http_request *r, struct http_response *response)
{
	bool wants;
	enum status st = news_wanted(r->call, r->call->person.id, &wants);
	return st == OK ? http_answer(response, json_pack("{s:b}", "wants", wants)) : st;
}

static enum status post_wanted(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	json_t *body;
	enum status st = http_json(r, &body);
	if (st != OK)
		return st;
	const json_t *wants = json_object_get(body, "wants");
	if (!json_is_boolean(wants) || json_object_size(body) != 1)
		return problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#/wants"), "%.*s",
				   STR_ARGS(tr(c, N_("true or false is wanted here, and nothing else."))));
	st = news_want(c, json_is_true(wants));
	return st == OK ? answer_wanted(r, response) : st;
}

static const struct http_parameter list_parameters[] = {
	{"lang", HTTP_CHOICE, "en fr es pt",
	 "The language in which it is read; English where it was not written in it."},
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: the cursor in `next`."},
};

const struct http_route news_api_routes[] = {
	{"GET", "/api/v1/news", list_news, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED, list_parameters, 4,
	 "News of the site, the newest first.", "NewsList", NULL},
	{"POST", "/api/v1/news", post_news, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "Publishes a notice and writes to those who asked for it.", "News", "NewsWish"},
	{"GET", "/api/v1/news/by-mail", answer_wanted, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Whether the account gets the news by mail.", "NewsByMail", NULL},
	{"POST", "/api/v1/news/by-mail", post_wanted, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Gets the news by mail, or no more.", "NewsByMail", "NewsByMail"},
	{"GET", "/api/v1/news/{news}", get_news, MAY_ANYBODY, HTTP_API | HTTP_CACHED, list_parameters, 1, "One notice.",
	 "News", NULL},
	{0},
};
