/* SPDX-License-Identifier: Apache-2.0 */
/* people_pages.h - what the templates of this room show, and what its pages share.
 *
 * Threads and memory: the call's. */
#ifndef PEOPLE_PEOPLE_PAGES_H
#define PEOPLE_PEOPLE_PAGES_H
#include "http/http.h"
#include "page/page.h"
#include "people/provider_pages.h"
#include "people/step.h"

struct sign_in {
	struct page page;
	struct url action; /* with return_to */
	struct str name;   /* as typed */
	struct provider_ways ways;
	struct str not_done; /* above the faults */
	bool may_make;       /* anybody may make an account */
};

struct account_field {
	const char *name, *type, *completes; /* completes: the word of autocomplete */
	struct str label, hint, value;
	bool is_needed;
};

struct account_fields {
	LIST(struct account_field);
};

/* A page that is one form. */
struct account_form {
	struct page page;
	struct url action;
	struct account_fields fields;
	struct str button, after; /* after: a sentence below the form */
	struct page_links links;  /* below that */
	struct str not_done;      /* above the faults */
	struct str stamp;         /* when the form was shown, signed; empty: not asked */
	bool is_done;             /* only `after` and the links are shown */
};

/* A sign-in of the list. */
struct account_sign_in {
	int64_t id;
	struct str day, how, browser, used;
	bool runs, is_this;
};

struct account_sign_ins {
	LIST(struct account_sign_in);
};

struct account_api_token {
	struct str hash, day, used;
};

struct account_api_tokens {
	LIST(struct account_api_token);
};

struct account_page {
	struct page page;
	struct str name, address, waiting, password, step, made; /* made: a token that is shown this once */
	bool is_paused, has_others;
	struct account_sign_ins sign_ins;
	struct account_api_tokens tokens;
	struct page_links more, duties; /* the pages of an account; those that its roles allow */
};

/* A QR code: the path of its dark squares in a square of that size. */
struct account_code {
	int size;
	struct str path;
};

struct step_page {
	struct page page;
	struct step step;
	struct str words, since, codes_left, not_done;
	struct account_code code;
	struct account_field code_field, password_field;
	bool has_codes;
	struct step_codes codes;
};

/* What a form is called once something is wrong in it. */
struct str people_not_done(const struct call *c);

/* Adds a field; its hint is empty. */
struct account_field *people_field(const struct call *c, struct account_fields *fields, const char *name,
				   const char *type, const char *completes, struct str label);

/* Shows a form page; with faults as 422 or their own status. The reader has a session afterwards. */
enum status people_show_form(struct http_request *r, struct http_response *response, struct account_form *m);

/* Answers 422, or the status of the first problem where it says more. */
void people_status(const struct http_request *r, struct http_response *response);

/* Whoever shows a form to a reader without a session begins one first. */
void people_begin_form(struct http_request *r, struct http_response *response);

/* A word of the list of sign-ins, in the reader's language: how, and the browser. */
struct str people_how_words(const struct call *c, struct str how);
struct str people_browser_words(const struct call *c, struct str browser);

/* One more mail to that address is within `most` an hour or a day, whoever asks; counted if so. */
bool people_may_mail(const struct http_request *r, const char *form, struct str email, int most, int64_t seconds);

/* Where to go after the sign-in of `token`: the second step first, if it waits; then `back`. */
CHECKED enum status people_go_on(struct http_request *r, struct http_response *response, struct str token,
				 struct str back);

/* The path of return_to, if it is one of ours, else the front page. */
struct str people_way_back(const struct http_request *r);

#endif
