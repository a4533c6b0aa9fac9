/* SPDX-License-Identifier: Apache-2.0 */
/* site_pages.h - what the templates of the site show.
 *
 * Threads and memory: the call's. */
#ifndef SITE_SITE_PAGES_H
#define SITE_SITE_PAGES_H
#include "page/page.h"

/* A field of the form of settings. */
struct setting_field {
	const char *name, *forget; /* "MAIL_PASSWORD", "MAIL_PASSWORD-forget" */
	const char *type;          /* of its input */
	struct str what, value, hint;
	bool is_secret, is_switch, is_on, is_set, is_forgotten;
};

struct setting_fields {
	LIST(struct setting_field);
};

struct setting_box {
	struct str name;
	struct setting_fields fields;
};

struct setting_boxes {
	LIST(struct setting_box);
};

struct settings_page {
	struct page page;
	struct setting_boxes boxes;
	struct url action, providers, mail, json, csv;
	struct str not_done, done;
};

/* How long something is kept. */
struct kept_row {
	struct str what, days;
};

struct kept_rows {
	LIST(struct kept_row);
};

struct site_text_page {
	struct page page;
	struct html text;
	struct lang lang; /* empty where it is the reader's */
	struct kept_rows kept;
	struct url edit, write_to; /* may be empty */
	struct str email, written;
};

struct site_text_form {
	struct page page;
	struct url action, leave;
	struct str text, written, not_done;
	struct html preview;
	bool is_preview;
};

#endif
