/* SPDX-License-Identifier: Apache-2.0 */
/* The providers, for the administrator. */
#include "base/tr.h"
#include "page/format.h"
#include "people/people_web.h"
#include "people/provider_admin_html.h"
#include "people/provider_pages.h"

static struct str callback_of(struct http_request *r, struct str word)
{
	return str_format(r->call->arena, "%.*s/auth/%.*s/callback", STR_ARGS(http_own_address(r)), STR_ARGS(word));
}

static enum status show(struct http_request *r, struct http_response *response, const struct provider_wish *wish)
{
	struct call *c = r->call;
	struct providers all;
	int64_t on = 0;
	enum status status = provider_list_all(c, &all);
	if (status != OK)
		return status;
	struct provider_admin m = {.page = {.title = tr(c, "Sign-in providers"),
					    .path = STR("/providers"),
					    .query = STR(""),
					    .has_errors = c->problems.list.n > 0},
				   .action = url_plain(c, "/providers"),
				   .remove = url_plain(c, "/providers/removal"),
				   .not_done = tr_n(c, "Nothing was changed. One thing needs a change",
						    "Nothing was changed. Several things need a change",
						    (int64_t)c->problems.list.n),
				   .callback = callback_of(r, tr_in(c, "place of a word in an address", "WORD")),
				   .wish = *wish};
	for (size_t i = 0; i < all.n; i++) {
		const struct provider *p = &all.at[i];
		bool is_on = p->client.n > 0;
		on += is_on;
		m.has_added |= p->is_added;
		*list_add(c->arena, &m.rows) =
			(struct provider_row){.word = p->word,
					      .name = p->name,
					      .issuer = p->issuer,
					      .callback = callback_of(r, p->word),
					      .state = is_on ? tr_in(c, "state of a provider", "Offered")
							     : tr_in(c, "state of a provider", "Not set"),
					      .is_added = p->is_added,
					      .is_on = is_on};
	}
	struct tr_value values[] = {{"n", format_number(c, on)}};
	m.page.lead = tr_fill(
		c->arena,
		on ? tr_n(c, "The sign-in page offers {n} other site.", "The sign-in page offers {n} other sites.", on)
		   : tr(c, "The sign-in page offers no other site."),
		values, 1);
	page_provider_admin(&response->body, c, &m);
	return OK;
}

static const struct provider_wish nothing = {{"", 0}, {"", 0}, {"", 0}, {"", 0}, {"", 0}};

static enum status list(struct http_request *r, struct http_response *response)
{
	return show(r, response, &nothing);
}

static enum status answer(struct http_request *r, struct http_response *response, const struct provider_wish *wish,
			  enum status status)
{
	struct call *c = r->call;
	if (c->problems.list.n) {
		response->status = problem_http_status(c->problems.list.at[0].code);
		if (response->status == 400)
			response->status = 422;
		return show(r, response, wish);
	}
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/providers").s);
	return status;
}

static enum status add(struct http_request *r, struct http_response *response)
{
	struct provider_wish wish = {http_field_text(r, "word"), http_field_text(r, "name"),
				     http_field_text(r, "issuer"), http_field_text(r, "client"),
				     http_field_text(r, "secret")};
	enum status status = r->call->problems.list.n ? INVALID : provider_add(r->call, &wish);
	return answer(r, response, &wish, status);
}

static enum status drop(struct http_request *r, struct http_response *response)
{
	enum status status =
		r->call->problems.list.n ? INVALID : provider_remove(r->call, http_field_text(r, "provider"));
	return answer(r, response, &nothing, status);
}

static const struct http_parameter wish_fields[] = {
	{"word", HTTP_TEXT, NULL, "Its word in addresses.", 200},
	{"name", HTTP_TEXT, NULL, "Its name for people.", 500},
	{"issuer", HTTP_TEXT, NULL, "The issuer's address.", 1000},
	{"client", HTTP_TEXT, NULL, "The client id.", 1000},
	{"secret", HTTP_TEXT, NULL, "The client secret.", 1000},
};
static const struct http_parameter word_field[] = {{"provider", HTTP_TEXT, NULL, "Its word."}};

const struct http_route people_providers_routes[] = {
	{"GET", "/{lang}/providers", list, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "The providers of sign-in.", NULL,
	 NULL},
	{"POST", "/{lang}/providers", add, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Adds an issuer.", NULL, NULL,
	 wish_fields, 5},
	{"POST", "/{lang}/providers/removal", drop, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Removes one that was added.",
	 NULL, NULL, word_field, 1},
	{0},
};
