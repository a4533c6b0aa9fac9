/* SPDX-License-Identifier: Apache-2.0 */
/* The one place that lists what every room brings. A feature that is added gets its rows here, and nowhere else. */
#include "feature_list.h"

#include "exchange/atom.h"
#include "exchange/http_client.h"
#include "http/answer.h"
#include "mail/desk.h"
#include "mail/mail_schema.h"
#include "mail/mail_schemas_file.h"
#include "mail/mail_web.h"
#include "news/news.h"
#include "news/news_schema.h"
#include "news/news_schemas_file.h"
#include "news/news_web.h"
#include "page/format.h"
#include "page/page.h"
#include "people/account_schema.h"
#include "people/account_schemas_file.h"
#include "people/id_token.h"
#include "people/notices.h"
#include "people/parts.h"
#include "people/people.h"
#include "people/people_mail.h"
#include "people/people_schema.h"
#include "people/people_web.h"
#include "people/profile_schema.h"
#include "people/profile_schemas_file.h"
#include "people/provider_schema.h"
#include "people/provider_schemas_file.h"
#include "people/retention.h"
#include "register/changes_schemas_file.h"
#include "register/compare_schemas_file.h"
#include "register/country_schemas_file.h"
#include "register/edit_schemas_file.h"
#include "register/explain_schemas_file.h"
#include "register/extract_schemas_file.h"
#include "register/find_schemas_file.h"
#include "register/questions.h"
#include "register/queue_schema.h"
#include "register/queue_schemas_file.h"
#include "register/register_schema.h"
#include "register/register_schemas_file.h"
#include "register/register_web.h"
#include "register/texts_schema.h"
#include "register/texts_schemas_file.h"
#include "register/what_if_schemas_file.h"
#include "site/site_schema.h"
#include "site/site_schemas_file.h"
#include "site/site_web.h"

#include <stdlib.h>

static const char *const languages[] = {"en", "fr", "es", "pt", NULL};

const struct store_migration *features_migrations(struct arena *a, size_t *n)
{
	const struct {
		const struct store_migration *at;
		size_t n;
	} rooms[] = {
		{people_migrations, people_migrations_n},     {account_migrations, account_migrations_n},
		{site_migrations, site_migrations_n},         {mail_migrations, mail_migrations_n},
		{news_migrations, news_migrations_n},         {profile_migrations, profile_migrations_n},
		{provider_migrations, provider_migrations_n}, {register_migrations, register_migrations_n},
		{texts_migrations, texts_migrations_n},       {queue_migrations, queue_migrations_n},
	};
	LIST(struct store_migration) all = {0};
	for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++)
		for (size_t k = 0; k < rooms[i].n; k++)
			*list_add(a, &all) = rooms[i].at[k];
	*n = all.n;
	return all.at;
}

/* The countries that still are, by their names in the reader's language. */
static int country_order(const void *left, const void *right)
{
	const struct people_country *a = left, *b = right;
	return str_compare(a->key, b->key);
}

static enum status countries(struct call *c, struct people_countries *out)
{
	const struct register_snapshot *s;
	enum status status = register_snapshot(c, &s);
	for (size_t i = 0; status == OK && i < s->countries_n; i++) {
		const struct register_country *country = &s->countries[i];
		struct str name = register_name_in(&country->name, c->lang, NULL);
		if (!country->is_former)
			*list_add(c->arena, out) =
				(struct people_country){country->code, name, format_sort_key(c, name)};
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, country_order);
	return status;
}

/* What is kept about a person, and what a person is told: each room adds its list. */
static const struct people_part *const people_parts[] = {people_own_parts, people_sign_in_parts, news_parts};
static const struct people_notice_kind *const notice_kinds[] = {people_notice_kinds};

void features_people(void)
{
	people_set_parts(people_parts, sizeof people_parts / sizeof *people_parts);
	people_set_notice_kinds(notice_kinds, sizeof notice_kinds / sizeof *notice_kinds);
	people_set_countries(countries);
}

enum status features_prepare(void)
{
	atom_start();
	enum status status = http_client_start();
	if (status == OK)
		status = id_token_start();
	return status == OK ? page_start() : status;
}

/* The front page of the language that the reader's browser asks for. */
static enum status negotiate(struct http_request *r, struct http_response *response)
{
	struct lang lang = http_negotiate(r, languages);
	http_response_header(response, "Vary", STR("Accept-Language"));
	http_redirect(response, 303, str_format(r->call->arena, "/%s", lang.tag));
	return OK;
}

static enum status asset(struct http_request *r, struct http_response *response)
{
	const struct page_asset *a = page_file_find(r->path);
	if (!a) {
		problem_add(&r->call->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s",
			    STR_ARGS(r->path));
		return NOT_FOUND;
	}
	response->type = a->type;
	out_literal(&response->body, (const char *)a->file->bytes, a->file->n);
	return OK;
}

/* What the `type` of a problem document leads to. */
static enum status problem_kind(struct http_request *r, struct http_response *response)
{
	struct str code = http_path_part(r, "code");
	for (enum problem_code p = 0; p < PROBLEM_CODES; p++)
		if (str_is(code, problem_slug(p)))
			return http_answer(response, json_pack("{s:s, s:s, s:i}", "code", problem_slug(p), "title",
							       problem_title(p), "status", problem_http_status(p)));
	problem_add(&r->call->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s", STR_ARGS(code));
	return NOT_FOUND;
}

static enum status api_document(struct http_request *r, struct http_response *response);

static const struct http_route site_routes[] = {
	{"GET", "/", negotiate, MAY_ANYBODY, 0, NULL, 0, "The front page in the reader's language.", NULL, NULL},
	{"GET", "/{file}", asset, MAY_ANYBODY, HTTP_FOREVER | HTTP_CACHED, NULL, 0, "Files that pages need.", NULL,
	 NULL},
	{"GET", "/problems/{code}", problem_kind, MAY_ANYBODY, HTTP_API | HTTP_CACHED, NULL, 0,
	 "One kind of problem: its code, title and HTTP status.", "ProblemKind", NULL},
	{"GET", "/api/v1/openapi.json", api_document, MAY_ANYBODY, HTTP_API | HTTP_CACHED, NULL, 0, "This description.",
	 NULL, NULL},
	{0},
};

static const struct http_route *const routes[] = {
	register_pages_routes,       register_find_routes,
	register_api_routes,         register_maps_routes,
	register_explain_routes,     register_compare_routes,
	register_changes_routes,     register_edit_routes,
	register_edit_api_routes,    register_queue_routes,
	register_queue_api_routes,   register_texts_routes,
	register_texts_api_routes,   register_extract_routes,
	register_what_if_routes,     register_calendar_routes,
	register_normlex_routes,     register_compare_api_routes,
	register_changes_api_routes, people_pages_routes,
	people_sign_up_routes,       people_links_routes,
	people_step_routes,          people_account_routes,
	people_account_api_routes,   people_profile_routes,
	people_own_routes,           people_administration_routes,
	people_profile_api_routes,   people_provider_routes,
	people_identity_routes,      people_providers_routes,
	people_providers_api_routes, site_routes,
	mail_pages_routes,           mail_api_routes,
	news_pages_routes,           news_api_routes,
	site_settings_routes,        site_texts_routes,
	site_texts_api_routes,       site_api_routes,
};

/* The kinds of mail of every room, each list ended by a row without a word. */
static const struct mail_kind *const mail_kinds[] = {
	mail_own_kinds,
	people_mail_kinds,
	news_mail_kinds,
};

/* What is not kept for ever, each list ended by a row without a word. */
static const struct retain_sweep *const sweeps[] = {people_sweeps, mail_sweeps};

enum { ROUTE_LISTS = sizeof routes / sizeof *routes };

/* The schemas of every room's API, each in the file beside it. */
static json_t *schemas(void)
{
	const struct page_file *const files[] = {&register_schemas_file, &compare_schemas_file, &country_schemas_file,
						 &changes_schemas_file,  &edit_schemas_file,    &queue_schemas_file,
						 &texts_schemas_file,    &explain_schemas_file, &extract_schemas_file,
						 &what_if_schemas_file,  &find_schemas_file,    &account_schemas_file,
						 &mail_schemas_file,     &news_schemas_file,    &profile_schemas_file,
						 &provider_schemas_file, &site_schemas_file};
	json_t *all = json_object();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		json_t *some = json_loadb((const char *)files[i]->bytes, files[i]->n, JSON_REJECT_DUPLICATES, NULL);
		must(some && json_object_update_missing(all, some) == 0);
		json_decref(some);
	}
	return all;
}

/* OpenAPI 3.1: paths from the route tables. */
static enum status api_document(struct http_request *r, struct http_response *response)
{
	(void)r;
	return http_answer(
		response, json_pack("{s:s, s:{s:s, s:s, s:s, s:{s:s, s:s}}, s:[{s:s}], s:o, s:{s:o, s:{s:{s:s, s:s}}}}",
				    "openapi", "3.1.0", "info", "title", "Sulear", "version", SULEAR_VERSION,
				    "description", "International labour standards as of any day since 1919.",
				    "license", "name", "Apache-2.0", "identifier", "Apache-2.0", "servers", "url", "/",
				    "paths", http_openapi_paths(routes, ROUTE_LISTS), "components", "schemas",
				    schemas(), "securitySchemes", "token", "type", "http", "scheme", "bearer"));
}

/* Whoever brings a token is asked for by it; a token that nobody holds is refused rather than taken for nobody's. A session's
 * cookie may be an old one. */
static enum status who_asks(struct http_request *r, struct call *c)
{
	struct str authorization = http_header(r, "Authorization");
	if (!authorization.n)
		return people_of_cookie(r, c);
	struct str token =
		str_begins(authorization, "Bearer ") ? str_trim(str_slice(authorization, 7, authorization.n)) : STR("");
	enum status st = token.n ? people_by_token(c, token, &c->person) : NOT_FOUND;
	if (st != NOT_FOUND)
		return st;
	problem_add(&c->problems, PROBLEM_SIGN_IN_FIRST, PLACE_NOWHERE, STR("Authorization"), "%.*s",
		    STR_ARGS(tr(c, N_("This token is not known. Ask an administrator for a new one."))));
	return FORBIDDEN;
}

/* Where somebody must sign in to read a page, they are sent to do so and back. */
static void problem_page(struct http_request *r, struct http_response *response, int status)
{
	bool is_page = r->route && r->route->flags & HTTP_PAGE && !str_is(r->method, "POST");
	if (status == 401 && is_page && !http_header(r, "Authorization").n) {
		size_t prefix = 1 + http_path_part(r, "lang").n;
		struct url here = url_language(r->call, str_slice(r->path, prefix, r->path.n), r->query, r->call->lang);
		http_redirect(response, 303, url_plain(r->call, "/sign-in?return_to=%.*s", STR_ARGS(here.s)).s);
		return;
	}
	page_problem(&response->body, r->call, status);
}

void features_mail(struct mail_options *options)
{
	mail_kinds_set(mail_kinds, sizeof mail_kinds / sizeof *mail_kinds);
	options->html = mail_letter_html;
}

void features_retain(void)
{
	retain_set(sweeps, sizeof sweeps / sizeof *sweeps);
}

void features_http(struct http_options *options)
{
	options->routes = routes;
	options->routes_n = ROUTE_LISTS;
	options->languages = languages;
	options->problem_page = problem_page;
	options->who_asks = who_asks;
}
