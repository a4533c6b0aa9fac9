/* SPDX-License-Identifier: Apache-2.0 */
/* The news: list, one notice, the form, and getting it by mail. */
#include "news/news_pages.h"

#include "base/tr.h"
#include "http/http.h"
#include "news/news_html.h"
#include "news/news_web.h"
#include "page/format.h"

enum { ROWS = 20 };

static struct news_shown shown(const struct call *c, int64_t id, struct moment at, struct str lang, struct str subject,
			       struct str text)
{
	return (struct news_shown){.subject = subject,
				   .text = text,
				   .when = format_date(c, moment_day(at)),
				   .lang = str_is(lang, c->lang.tag) ? (struct lang){""} : lang_of(lang),
				   .url = url_plain(c, "/news/%lld", (long long)id)};
}

static enum status list_page(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct news_before_rows rows;
	int64_t before = 0;
	struct news_list_page m = {
		.page = {.title = tr(c, "News of the site"),
			 .lead = tr(c, "What changed on this site, and what its readers should know."),
			 .path = STR("/news"),
			 .query = r->query},
		.by_mail = url_plain(c, "/news/by-mail"),
		.write = url_plain(c, "/news/new"),
		.sign_in = url_plain(c, "/sign-in?return_to=/%s/news", c->lang.tag),
		.csv = url_api(c, "/news.csv"),
		.json = url_api(c, "/news"),
		.is_signed_in = c->person.id != 0,
		.may_write = call_may(c, MAY_MANAGE_SITE),
		.next = {STR("")},
		.done = STR("")};
	http_parameter_integer(r, "before", &before);
	if (http_parameter_text(r, "done").n)
		m.done = tr(c, "The notice is published, and goes to those who asked for it.");
	enum status st = news_list(c, before, ROWS + 1, &rows);
	if (st == OK && m.is_signed_in)
		st = news_wanted(c, c->person.id, &m.wants);
	if (st != OK)
		return st;
	for (size_t i = 0; i < rows.n && i < ROWS; i++) {
		const struct news_before_row *row = &rows.at[i];
		*list_add(c->arena, &m.notices) = shown(c, row->id, row->made_at, row->lang, row->subject, row->text);
	}
	if (rows.n > ROWS)
		m.next = url_change(c, m.page.path, r->query, "before",
				    str_format(c->arena, "%lld", (long long)rows.at[ROWS - 1].id));
	page_news_list(&response->body, c, &m);
	return OK;
}

static enum status one_page(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct news_in_row row;
	int64_t id;
	enum status st = str_to_i64(http_path_part(r, "news"), &id) ? news_get(c, id, &row) : NOT_FOUND;
	if (st != OK)
		return st;
	struct news_one_page m = {.notice = shown(c, row.id, row.made_at, row.lang, row.subject, row.text)};
	m.page = (struct page){.title = row.subject,
			       .title_lang = m.notice.lang,
			       .kicker = tr(c, "News of the site"),
			       .lead = m.notice.when,
			       .path = str_format(c->arena, "/news/%lld", (long long)id),
			       .query = STR("")};
	page_links_add(c->arena, &m.page.trail, url_plain(c, "/news"), STR(""), m.page.kicker);
	page_news_one(&response->body, c, &m);
	return OK;
}

static enum status by_mail(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum status st = c->problems.list.n ? INVALID : news_want(c, str_is(http_field_text(r, "wants"), "yes"));
	if (st == OK)
		http_redirect(response, 303, url_plain(c, "/news").s);
	return st;
}

static enum status show_form(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	size_t n = c->problems.list.n;
	struct news_form_page m = {
		.page = {.title = tr(c, "Write a notice"),
			 .lead = tr(c, "It is published at once and goes by mail to all who asked for it. "
				       "Whoever reads another language gets it in English, or as it "
				       "was written."),
			 .path = STR("/news/new"),
			 .query = STR(""),
			 .has_errors = n > 0},
		.action = url_plain(c, "/news/new"),
		.leave = url_plain(c, "/news"),
		.not_done = tr_n(c, "The notice is not published. One thing needs a change",
				 "The notice is not published. Several things need a change", (int64_t)n)};
	for (size_t i = 0; i < page_languages->n; i++) {
		const struct page_language *l = &page_languages->at[i];
		const char *subject = arena_printf(c->arena, "subject-%s", l->lang.tag);
		const char *text = arena_printf(c->arena, "text-%s", l->lang.tag);
		*list_add(c->arena, &m.fields) = (struct news_field){.subject_name = subject,
								     .text_name = text,
								     .language = str_of(l->name),
								     .subject = http_field_text(r, subject),
								     .text = http_field_text(r, text),
								     .lang = l->lang};
	}
	page_links_add(c->arena, &m.page.trail, m.leave, STR(""), tr(c, "News of the site"));
	page_news_form(&response->body, c, &m);
	return OK;
}

static enum status publish(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct news_wish wish = {.n = page_languages->n};
	int64_t id;
	for (size_t i = 0; i < wish.n; i++) {
		struct lang lang = page_languages->at[i].lang;
		wish.texts[i] = (struct news_text){
			lang, str_trim(http_field_text(r, arena_printf(c->arena, "subject-%s", lang.tag))),
			str_trim(http_field_text(r, arena_printf(c->arena, "text-%s", lang.tag)))};
	}
	enum status st = c->problems.list.n ? INVALID : news_write(c, &wish, &id);
	if (c->problems.list.n) {
		response->status = 422;
		return show_form(r, response);
	}
	if (st == OK)
		http_redirect(response, 303, url_plain(c, "/news?done=1").s);
	return st;
}

static const struct http_parameter list_parameters[] = {
	{"before", HTTP_INTEGER, NULL, "News before that one."},
	{"done", HTTP_CHOICE, "1", "It was just published."},
};
static const struct http_parameter wants[] = {{"wants", HTTP_CHOICE, "yes no", "Whether it comes by mail."}};
static const struct http_parameter fields[] = {
	{"subject-en", HTTP_TEXT, NULL, "Subject in English.", 1000},
	{"text-en", HTTP_TEXT, NULL, "Text in English.", 100000},
	{"subject-fr", HTTP_TEXT, NULL, "Subject in French.", 1000},
	{"text-fr", HTTP_TEXT, NULL, "Text in French.", 100000},
	{"subject-es", HTTP_TEXT, NULL, "Subject in Spanish.", 1000},
	{"text-es", HTTP_TEXT, NULL, "Text in Spanish.", 100000},
	{"subject-pt", HTTP_TEXT, NULL, "Subject in Portuguese.", 1000},
	{"text-pt", HTTP_TEXT, NULL, "Text in Portuguese.", 100000},
};

const struct http_route news_pages_routes[] = {
	{"GET", "/{lang}/news", list_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, list_parameters, 2,
	 "News of the site.", NULL, NULL},
	{"GET", "/{lang}/news/{news}", one_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, "One notice.", NULL,
	 NULL},
	{"POST", "/{lang}/news/by-mail", by_mail, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "Gets the news by mail, or no more.", NULL, NULL, wants, 1},
	{"GET", "/{lang}/news/new", show_form, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "The form of a notice.", NULL,
	 NULL},
	{"POST", "/{lang}/news/new", publish, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Publishes a notice.", NULL, NULL,
	 fields, 8},
	{0},
};
