/* SPDX-License-Identifier: Apache-2.0 */
/* Old addresses of NORMLEX lead to ours: whoever gives this server the path and query of a dead link is sent on for good. */
#include "register/normlex_address.h"
#include "register/register_web.h"
#include "register/texts.h"

#include "base/tr.h"
#include "page/language.h"
#include "page/page.h"
#include "register/questions.h"

/* The value of p: of the query, or of a path in which the question mark was encoded ("f?p=…"). */
static struct str parameter_of(const struct http_request *r)
{
	struct str last = http_path_part(r, "page");
	if (str_begins(last, "f?p="))
		return str_slice(last, 4, last.n);
	return http_parameter_text(r, "p");
}

/* The old page's language if the interface speaks it, else the reader's. */
static void choose_language(struct http_request *r, struct http_response *response, struct lang lang)
{
	struct lang asked = normlex_path_lang(r->path);
	lang = asked.tag[0] ? asked : lang;
	r->call->lang = lang;
	for (const char *const *tag = page_language_tags; *tag; tag++)
		if (lang_is(lang, *tag))
			return;
	r->call->lang = http_negotiate(r, page_language_tags);
	http_response_header(response, "Vary", STR("Accept-Language"));
}

/* The route is no page's, so the type of the answer is said here. */
static enum status answer_missing(struct http_response *response, struct call *c, const struct page_missing *missing)
{
	response->status = missing->status;
	response->type = STR("text/html; charset=utf-8");
	page_missing(&response->body, c, missing);
	return OK;
}

/* The page that says what is known, with the find field. */
static enum status nothing_known(struct http_request *r, struct http_response *response,
				 const struct normlex_address *address)
{
	struct call *c = r->call;
	struct page_missing missing = {
		.status = 404,
		.title = tr(c, N_("This address of NORMLEX leads nowhere here")),
		.lead = tr(c, N_("Addresses of the text and the ratifications of an instrument, of the "
				 "ratifications of a country and of the amendments of the MLC, 2006 lead to "
				 "the pages here, as far as their number is known.")),
		.asked = address ? address->instrument : STR("")};
	return answer_missing(response, c, &missing);
}

/* Of an address that is understood, but leads to what is not held here: it may be one day, so it is not gone. */
static enum status comment_not_held(struct http_request *r, struct http_response *response,
				    const struct normlex_address *address, const struct register_country *country)
{
	struct call *c = r->call;
	struct page_missing missing = {
		.status = 404,
		.title = tr(c, N_("Comments of the supervisory bodies are not held here yet")),
		.lead = tr_fill(c->arena,
				tr(c, N_("This address of NORMLEX leads to comment {number} on the application of a "
					 "Convention. This register holds instruments, ratifications and what follows "
					 "from them, but no comments so far.")),
				(struct tr_value[]){{"number", address->comment}}, 1),
		.nearest_words = tr(c, N_("What stands here instead:")),
		.asked = STR("")};
	if (country)
		page_links_add(c->arena, &missing.nearest, url_page(c, "/countries/%.*s", STR_ARGS(country->code)),
			       country->code, register_name_in(&country->name, c->lang, NULL));
	page_links_add(c->arena, &missing.nearest, url_page(c, "/standards"), STR(""), tr(c, N_("All standards")));
	page_links_add(c->arena, &missing.nearest, url_page(c, "/countries"), STR(""), tr(c, N_("Countries")));
	return answer_missing(response, c, &missing);
}

static enum status lead_on(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	const struct register_snapshot *s;
	const struct register_instrument *instrument;
	const struct register_country *country;
	struct register_text_languages texts = {0};
	struct normlex_address address;
	bool read = normlex_parameter_read(c->arena, parameter_of(r), &address);
	choose_language(r, response, read ? address.lang : (struct lang){""});
	if (!read)
		return nothing_known(r, response, NULL);
	enum status st = register_snapshot(c, &s);
	if (st != OK)
		return st;
	normlex_find(s, &address, &instrument, &country);
	if (address.about == NORMLEX_COMMENT)
		return comment_not_held(r, response, &address, country);
	if (instrument && address.about == NORMLEX_TEXT)
		st = register_text_languages(c, instrument->id, &texts);
	if (st != OK)
		return st;
	struct str path = normlex_our_path(c->arena, s, &address, texts.n > 0);
	if (!path.n)
		return nothing_known(r, response, &address);
	http_redirect(response, 301, str_format(c->arena, "/%s%.*s", c->lang.tag, STR_ARGS(path)));
	return OK;
}

static const struct http_parameter parameters[] = {
	{"p", HTTP_TEXT, NULL, "What APEX was asked for: application, page, session, items and their values.", 1000},
	{"cs", HTTP_TEXT, NULL, "A checksum of old addresses; of no meaning here.", 200},
	{"clear", HTTP_TEXT, NULL, "Of old addresses; of no meaning here.", 200},
};

#define OLD(pattern)                                                                                             \
	{                                                                                                        \
		"GET", pattern, lead_on, MAY_ANYBODY, 0, parameters, sizeof(parameters) / sizeof(parameters)[0], \
			"An old address of NORMLEX: leads to the page here.", NULL, NULL                         \
	}

const struct http_route register_normlex_routes[] = {
	OLD("/f"),
	OLD("/dyn/{site}/{page}"),
	OLD("/dyn/{site}/{language}/{page}"),
	{0},
};
