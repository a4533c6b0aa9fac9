/* SPDX-License-Identifier: Apache-2.0 */
/* The pages that the administrator writes, and the form for it: each in the language of the address. */
#include "base/tr.h"
#include "page/format.h"
#include "page/markdown.h"
#include "site/settings.h"
#include "site/site_pages.h"
#include "site/site_web.h"
#include "site/texts.h"
#include "site/texts_html.h"

/* Titles and leads stand here as the frame needs them in the reader's language. */
static struct page page_of(const struct call *c, enum site_page which)
{
	struct page p = {.path = str_format(c->arena, "/%s", site_page_word(which)), .query = STR("")};
	switch (which) {
	case SITE_PRIVACY:
		p.title = tr(c, "Privacy");
		p.lead = tr(c, "What this site keeps about its readers, and for how long.");
		break;
	case SITE_RULES:
		p.title = tr(c, "Rules");
		p.lead = tr(c, "What is expected of everybody who writes here.");
		break;
	default:
		p.title = tr(c, "Contact");
		p.lead = tr(c, "How to reach those who run this site.");
		break;
	}
	return p;
}

static struct str written(const struct call *c, const struct site_text *text)
{
	struct tr_value values[] = {{"date", format_date(c, moment_day(text->set_at))}};
	return text->is_written ? tr_fill(c->arena, tr(c, "Changed on {date}"), values, 1) : STR("");
}

static enum status add_kept(struct call *c, struct kept_rows *out)
{
	enum status status = OK;
	for (enum setting s = 0; s < SETTINGS && status == OK; s++) {
		int64_t days;
		if (setting_kind(s) != SETTING_IS_DAYS)
			continue;
		status = setting_number(c, s, &days);
		if (status != OK)
			break;
		struct tr_value values[] = {{"n", format_number(c, days)}};
		*list_add(c->arena, out) = (struct kept_row){
			tr(c, setting_what(s)), tr_fill(c->arena, tr_n(c, "{n} day", "{n} days", days), values, 1)};
	}
	return status;
}

static enum status add_address(struct call *c, struct site_text_page *m)
{
	enum status status = setting_text(c, SETTING_SITE_CONTACT, &m->email);
	if (status == OK && m->email.n)
		(void)url_outside(str_format(c->arena, "mailto:%.*s", STR_ARGS(m->email)), &m->write_to);
	return status;
}

static enum status show(struct http_request *r, struct http_response *response, enum site_page which)
{
	struct call *c = r->call;
	struct site_text text;
	struct site_text_page m = {
		.page = page_of(c, which), .edit = {STR("")}, .write_to = {STR("")}, .email = STR("")};
	enum status status = site_text_read(c, which, &text);
	if (status == OK && which == SITE_PRIVACY)
		status = add_kept(c, &m.kept);
	if (status == OK && which == SITE_CONTACT)
		status = add_address(c, &m);
	if (status != OK)
		return status;
	m.text = markdown_html(c->arena, text.text);
	m.lang = lang_is(text.lang, c->lang.tag) ? (struct lang){""} : text.lang;
	m.written = written(c, &text);
	if (call_may(c, MAY_MANAGE_SITE))
		m.edit = url_plain(c, "/%s/edit", site_page_word(which));
	page_site_text(&response->body, c, &m);
	return OK;
}

/* The form, with `typed` where it comes back. */
static enum status show_form(struct http_request *r, struct http_response *response, enum site_page which,
			     const struct str *typed, bool is_preview)
{
	struct call *c = r->call;
	struct site_text text;
	struct page shown = page_of(c, which);
	struct tr_value values[] = {{"page", shown.title}};
	enum status status = site_text_own(c, which, &text);
	if (status != OK)
		return status;
	struct site_text_form m = {
		.page = {.title = tr_fill(c->arena, tr(c, "Change the text: {page}"), values, 1),
			 .lead = tr(
				 c,
				 "It holds for readers of this language. Whoever reads another language gets its own "
				 "text, else the English one."),
			 .path = str_format(c->arena, "/%s/edit", site_page_word(which)),
			 .query = STR(""),
			 .has_errors = c->problems.list.n > 0},
		.action = url_plain(c, "/%s/edit", site_page_word(which)),
		.leave = url_plain(c, "/%s", site_page_word(which)),
		.text = typed ? *typed : text.text,
		.is_preview = is_preview,
		.written = written(c, &text),
		.not_done = tr(c, "The text is not published")};
	if (is_preview)
		m.preview = markdown_html(c->arena, m.text);
	page_links_add(c->arena, &m.page.trail, m.leave, STR(""), shown.title);
	page_site_text_form(&response->body, c, &m);
	return OK;
}

static enum status save(struct http_request *r, struct http_response *response, enum site_page which)
{
	struct call *c = r->call;
	struct str text = http_field_text(r, "text");
	bool is_preview = str_is(http_field_text(r, "act"), "preview") && !c->problems.list.n;
	if (is_preview)
		return show_form(r, response, which, &text, true);
	enum status status = c->problems.list.n ? INVALID : site_text_write(c, which, c->lang, text);
	if (c->problems.list.n) {
		response->status = 422;
		return show_form(r, response, which, &text, false);
	}
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/%s", site_page_word(which)).s);
	return status;
}

static enum status privacy(struct http_request *r, struct http_response *response)
{
	return show(r, response, SITE_PRIVACY);
}

static enum status rules(struct http_request *r, struct http_response *response)
{
	return show(r, response, SITE_RULES);
}

static enum status contact(struct http_request *r, struct http_response *response)
{
	return show(r, response, SITE_CONTACT);
}

/* Of the address "/{lang}/{text}/edit". */
static bool is_known(struct http_request *r, enum site_page *which)
{
	return site_page_parse(http_path_part(r, "text"), which);
}

static enum status form(struct http_request *r, struct http_response *response)
{
	enum site_page which;
	return is_known(r, &which) ? show_form(r, response, which, NULL, false) : NOT_FOUND;
}

static enum status publish(struct http_request *r, struct http_response *response)
{
	enum site_page which;
	return is_known(r, &which) ? save(r, response, which) : NOT_FOUND;
}

static const struct http_parameter fields[] = {
	{"text", HTTP_TEXT, NULL, "The text in Markdown.", 200000},
	{"act", HTTP_CHOICE, "publish preview", "Whether it is only shown."},
};

const struct http_route site_texts_routes[] = {
	{"GET", "/{lang}/privacy", privacy, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, "What is kept.", NULL, NULL},
	{"GET", "/{lang}/rules", rules, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, "The rules.", NULL, NULL},
	{"GET", "/{lang}/contact", contact, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, NULL, 0, "Whom to ask.", NULL, NULL},
	{"GET", "/{lang}/{text}/edit", form, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "The form of such a text.", NULL,
	 NULL},
	{"POST", "/{lang}/{text}/edit", publish, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Shows or publishes it.", NULL,
	 NULL, fields, 2},
	{0},
};
