/* SPDX-License-Identifier: Apache-2.0 */
/* Texts for programs: a list of articles, and the whole text as a file. */
#include "http/answer.h"
#include "register/register_json.h"
#include "register/register_web.h"
#include "register/texts.h"

#include "base/tr.h"

/* A page of the list ends before it holds more text than this. */
enum { PAGE_BYTES_MOST = 2 << 20 };

/* The articles asked for. */
static enum status read_asked(struct http_request *r, const struct register_instrument **i,
			      struct register_articles *out)
{
	const struct register_snapshot *s;
	struct call *c = r->call;
	struct str lang = http_parameter_text(r, "lang"), article = http_parameter_text(r, "article");
	struct register_articles all;
	*out = (struct register_articles){0};
	enum status st = register_snapshot(c, &s);
	if (st == OK)
		st = register_asked_instrument(r, s, i);
	if (st == OK)
		st = register_text_heads(c, (*i)->id, &all);
	for (size_t k = 0; st == OK && k < all.n; k++)
		if ((!lang.n || lang_is(all.at[k].lang, str_chars(c->arena, lang))) &&
		    (!article.n || str_is_nocase(all.at[k].article, str_chars(c->arena, article))))
			*list_add(c->arena, out) = all.at[k];
	return st;
}

static struct str key_of(struct arena *a, const struct register_article *one)
{
	return str_format(a, "%.*s %s", STR_ARGS(one->article), one->lang.tag);
}

/* The first article after the one with that key; the first of all for an empty key. */
static size_t first_after(struct arena *a, const struct register_articles *list, struct str key)
{
	for (size_t k = 0; k < list->n && key.n; k++)
		if (str_equal(key_of(a, &list->at[k]), key))
			return k + 1;
	return 0;
}

static enum status list_articles(struct http_request *r, struct http_response *response)
{
	const struct register_instrument *i;
	struct register_articles list;
	struct call *c = r->call;
	struct str after, next = STR("");
	size_t limit;
	int64_t bytes = 0;
	enum status st = read_asked(r, &i, &list);
	if (st == OK)
		st = http_cursor(r, &after, &limit);
	if (st != OK)
		return st;
	bool is_whole = r->format == HTTP_CSV && !after.n && !http_parameter_text(r, "limit").n;
	json_t *items = json_array();
	for (size_t k = first_after(c->arena, &list, after); k < list.n && st == OK && !next.n; k++) {
		struct register_article *one = &list.at[k];
		if (!is_whole && json_array_size(items) &&
		    (json_array_size(items) == limit || bytes + one->bytes > PAGE_BYTES_MOST)) {
			next = http_next(r, key_of(c->arena, one - 1));
			continue;
		}
		st = register_text_read(c, one);
		char moment[MOMENT_ROOM];
		bytes += one->bytes;
		if (st == OK)
			json_array_append_new(items, json_pack("{s:o, s:s, s:o, s:o, s:s}", "article",
							       json_of_str(one->article, false), "lang", one->lang.tag,
							       "text", json_of_str(one->text, false), "source",
							       json_of_str(one->source, false), "recorded_at",
							       moment_print(one->recorded, moment).at));
	}
	if (st != OK) {
		json_decref(items);
		return st;
	}
	return http_answer_list(r, response,
				json_pack("{s:o, s:o, s:o}", "instrument", json_of_str(i->id, false), "items", items,
					  "next", json_of_str(next, true)),
				"article lang text source recorded_at");
}

static enum status text_file(struct http_request *r, struct http_response *response)
{
	const struct register_instrument *i;
	struct register_articles list;
	struct call *c = r->call;
	struct str lang = http_parameter_text(r, "lang");
	enum status st = read_asked(r, &i, &list);
	if (st == OK && (!lang.n || !list.n)) {
		struct str detail = lang.n ? tr(c, N_("Nothing of this instrument is loaded in that language."))
					   : tr(c, N_("Say in which language: ?lang=en."));
		return problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, STR("lang"), "%.*s",
				   STR_ARGS(detail));
	}
	if (st != OK)
		return st;
	out_printf(&response->body, "%.*s\n", STR_ARGS(register_name_in(&i->title, lang_of(lang), NULL)));
	for (size_t k = 0; k < list.n && st == OK; k++) {
		st = register_text_read(c, &list.at[k]);
		out_printf(&response->body, "\n[%.*s]\n", STR_ARGS(list.at[k].article));
		out_raw(&response->body, list.at[k].text);
		out_raw(&response->body, STR("\n"));
	}
	response->type = STR("text/plain; charset=utf-8");
	response->download = str_format(c->arena, "%.*s-%.*s.txt", STR_ARGS(i->id), STR_ARGS(lang));
	return st;
}

#define TIMES                                                                            \
	{"on", HTTP_DAY, NULL, "The day asked about; today (UTC) if absent."},           \
	{                                                                                \
		"known", HTTP_MOMENT, NULL, "As recorded at that moment; now if absent." \
	}

static const struct http_parameter list_parameters[] = {
	{"lang", HTTP_TEXT, NULL, "Only in that language, a tag such as en.", 11},
	{"article", HTTP_TEXT, NULL, "Only that article, by its name such as 4 or preamble.", TEXT_NAME_MOST},
	TIMES,
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent. A page of much text holds fewer."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: taken from `next`."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."},
};

static const struct http_parameter file_parameters[] = {
	{"lang", HTTP_TEXT, NULL, "The language, a tag such as en.", 11},
	TIMES,
};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_texts_api_routes[] = {
	{"GET", "/api/v1/instruments/{id}/text", list_articles, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED,
	 PARAMETERS(list_parameters), "The articles of an instrument in every language that is loaded, or in one.",
	 "ArticleList", NULL},
	{"GET", "/api/v1/instruments/{id}/text.txt", text_file, MAY_ANYBODY, HTTP_API | HTTP_CACHED,
	 PARAMETERS(file_parameters), "The whole text in one language, as plain text.", NULL, NULL},
	{0},
};
