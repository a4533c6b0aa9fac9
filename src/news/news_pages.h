/* SPDX-License-Identifier: Apache-2.0 */
/* news_pages.h - what the templates of the news show.
 *
 * Threads and memory: the call's. */
#ifndef NEWS_NEWS_PAGES_H
#define NEWS_NEWS_PAGES_H
#include "news/news.h"
#include "page/page.h"

/* A notice; lang is empty where it is the reader's. */
struct news_shown {
	struct str subject, text, when;
	struct lang lang;
	struct url url;
};

struct news_list_shown {
	LIST(struct news_shown);
};

struct news_list_page {
	struct page page;
	struct news_list_shown notices;
	struct url next, by_mail, write, sign_in, csv, json; /* next may be empty */
	bool is_signed_in, wants, may_write;
	struct str done;
};

/* The fields for one language. */
struct news_field {
	const char *subject_name, *text_name; /* "subject-en", "text-en" */
	struct str language, subject, text;
	struct lang lang;
};

struct news_fields {
	LIST(struct news_field);
};

struct news_form_page {
	struct page page;
	struct news_fields fields;
	struct url action, leave;
	struct str not_done;
};

struct news_one_page {
	struct page page;
	struct news_shown notice;
};

#endif
