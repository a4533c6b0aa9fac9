/* SPDX-License-Identifier: Apache-2.0 */
/* changes_pages.h - what happened lately, in words: for the page and for the feed.
 *
 * Threads and memory: as register_pages.h. */
#ifndef REGISTER_CHANGES_PAGES_H
#define REGISTER_CHANGES_PAGES_H
#include "register/changes.h"
#include "register/register_pages.h"

struct changes_item {
	struct url url;
	struct str title, words; /* "Brazil: C189 Domestic Workers Convention, 2011"; "Ratification recorded, …" */
	struct moment at;
};

struct changes_model {
	LIST(struct changes_item) items;
	struct shown_tags tags;
	bool is_registered; /* by the day of registration */
	bool has_next;
	struct url next, clear_url, csv, json, atom;
	struct str instrument, member;
	struct shown_options kinds;
	struct date since; /* DATE_UNSET: from the beginning */
};

/* One item in the reader's words. */
struct changes_item changes_item_of(const struct call *c, const struct register_snapshot *s,
				    const struct register_news *change);

/* The name of the table of a kind: "Ratifications". */
struct str changes_kind_name(const struct call *c, enum register_kind kind);

/* What a request asks for: instrument, member, kind, since, until, cursor, limit; and whether by the day of registration.
 * INVALID, NOT_FOUND: the call's problems say what is wrong. */
CHECKED enum status changes_asked_of(struct http_request *r, const struct register_snapshot *s,
				     struct changes_asked *out, bool *is_registered);

/* The items. As register_changes(), a cursor that is none of ours told. */
CHECKED enum status changes_read(struct http_request *r, const struct changes_asked *asked, bool is_registered,
				 struct register_changes *out);

/* The kinds of facts, separated by blanks: choices of a parameter. */
#define CHANGES_KINDS                                                                                  \
	"instrument category ending amendment session region country membership historic_state group " \
	"ratification denunciation declaration territory conflict coverage explanation "               \
	"formal_name normlex_id source"

/* The page. */
http_handler register_changes_page;

/* Parameters of the page and of the call. */
#define CHANGES_PARAMETERS                                                                                 \
	{"instrument", HTTP_TEXT, NULL, "Only of this instrument."},                                       \
		{"member", HTTP_TEXT, NULL, "Only of this country."},                                      \
		{"kind", HTTP_CHOICE, CHANGES_KINDS, "Only facts of this kind."},                          \
		{"since", HTTP_MOMENT, NULL, "Only what happened at that moment or later."},               \
		{"until", HTTP_MOMENT, NULL, "Only what happened by that moment."},                        \
		{"order", HTTP_CHOICE, "recorded registered",                                              \
		 "By the moment of recording here (as usual), or acts by the day of their registration."}, \
		{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200."},                                  \
	{                                                                                                  \
		"cursor", HTTP_TEXT, NULL, "Where the page begins."                                        \
	}

#endif
