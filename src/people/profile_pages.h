/* SPDX-License-Identifier: Apache-2.0 */
/* profile_pages.h - what the pages about people show, and what their handlers share.
 *
 * Threads and memory: the call's. */
#ifndef PEOPLE_PROFILE_PAGES_H
#define PEOPLE_PROFILE_PAGES_H
#include "http/http.h"
#include "page/page.h"
#include "page/parts.h"
#include "people/administration.h"
#include "people/notices.h"
#include "people/people_pages.h"

/* Something to choose: an option of a list, a box to tick. */
struct people_option {
	struct str value, label, id;
	struct str key;     /* by which it is sorted, where it is */
	const char *allows; /* of a role: what it allows; NULL elsewhere */
	bool is_chosen;
};

struct people_options {
	LIST(struct people_option);
};

/* A term and what it is. */
struct people_fact {
	struct str term, text;
};

struct people_facts {
	LIST(struct people_fact);
};

struct people_texts {
	LIST(struct str);
};

/* A profile as everybody sees it. */
struct profile_page {
	struct people_facts facts;
	bool is_own, is_seen_by_staff;
	struct url edit, administration;
};

/* One's own profile, as a form. */
struct profile_form {
	struct url action, badge_action, sign_in, public_page;
	struct str not_done, organisation, badge, wish; /* badge, wish: whole sentences, empty where there is none */
	struct people_options languages, countries, groups;
	bool shows_languages, shows_country, shows_organisation, shows_group, is_saved, is_signed_out;
};

/* What a role allows. */
struct role_shown {
	struct str name, id;
	struct people_texts allows;
	bool is_own;
};

struct roles_page {
	LIST(struct role_shown) roles;
	struct people_texts everybody;
};

struct person_row {
	struct url url;
	struct str name, roles, badge, since, state;
	bool waits;
};

struct people_page {
	LIST(struct person_row) rows;
	struct people_options roles, groups, states;
	struct str text; /* what was looked for */
	bool has_next;
	struct url next, clear;
};

/* One account, for those who look after accounts. */
struct administration_page {
	struct people_facts facts;
	struct url roles_action, badge_action, suspension_action, erasure_action, public_page;
	struct str not_done, name, until, reason, typed, least, most, wish;
	struct people_options roles, groups;
	bool may_manage, may_badge, is_suspended, is_own, has_badge;
};

struct notice_shown {
	struct str text;
	struct url url; /* may be empty */
	struct moment at;
	bool is_new;
};

struct notices_page {
	LIST(struct notice_shown) rows;
	struct url action, next;
	int64_t last; /* the newest that is shown */
	bool has_new, has_next;
};

struct erase_form {
	struct str not_done, typed;
	struct url action;
};

/* A part of somebody's data as a reader sees it: things, each of several facts. */
struct data_thing {
	struct people_facts facts;
};

struct data_part {
	struct str heading;
	LIST(struct data_thing) things;
};

struct data_page {
	struct str title, name;
	LIST(struct data_part) parts;
};

/* A text with its places filled in. */
#define PEOPLE_FILL(c, text, ...)                                     \
	tr_fill((c)->arena, (text), (struct tr_value[]){__VA_ARGS__}, \
		sizeof((struct tr_value[]){__VA_ARGS__}) / sizeof(struct tr_value))

/* A page about people: where it stands, and that search engines leave it out (in its head and in a header). */
struct page people_page_begin(struct http_request *r, struct http_response *response, struct str title,
			      struct str lead);

/* The number in the address, {person}. NOT_FOUND: it is none. */
CHECKED enum status people_asked(const struct http_request *r, int64_t *id);

/* The filter of a list of accounts, from the parameters q, role, group and state. */
void people_filter_read(const struct http_request *r, struct people_filter *out);

/* Adds a fact; an empty text is left out. */
void people_fact_add(const struct call *c, struct people_facts *facts, struct str term, struct str text);

/* "Workers, given by the Office on 3 May 2026"; empty where there is no badge. */
struct str people_badge_words(const struct call *c, const struct people_badge *badge);

/* The names of roles, of languages, of a country, in the reader's language. */
struct str people_role_names(const struct call *c, role_set roles);
struct str people_language_names(const struct call *c, struct str tags);
struct str people_country_name(struct call *c, struct str code);

/* The groups to choose from, with one of them chosen (PEOPLE_GROUPS: none). */
struct people_options people_group_options(const struct call *c, enum people_group chosen);

/* The status of a form that is shown again. */
int people_form_status(const struct call *c, enum status status);

#endif
