/* SPDX-License-Identifier: Apache-2.0 */
/* register_pages.h - what the register's pages show, as plain values: filled from snapshot and law, written by templates.
 *
 * Nothing of a day after c->on is put into them. Lists of the snapshot that are shown keep its order or say theirs.
 * Threads: any. Memory: the call's arena, or the snapshot that the call holds. */
#ifndef REGISTER_REGISTER_PAGES_H
#define REGISTER_REGISTER_PAGES_H
#include "page/parts.h"
#include "register/register_web.h"

/* A text and the language it is in; an empty tag: the reader's. */
struct shown_text {
	struct str text;
	struct lang lang;
};

struct shown_texts {
	LIST(struct shown_text);
};

/* A state: one of the vocabulary, or plain words where no shape fits; the note says how it came. */
struct shown_state {
	bool is_plain;
	struct str plain;
	enum page_state state;
	int year;
	struct str note;
};

/* An instrument in a list. */
struct shown_instrument {
	struct url url;
	struct str id;
	struct shown_text title;
	struct span adopted;
	int year;
	struct shown_state status;
	bool has_bound; /* it can bind anybody on that day */
	int64_t bound;
	enum page_coverage coverage;
};

struct shown_instruments {
	LIST(struct shown_instrument);
};

/* One Member under one instrument. */
struct shown_row {
	struct url url;  /* of the Member or the instrument, whichever the page is not about */
	struct str code; /* of the instrument; empty where the row is a Member's */
	struct shown_text name;
	struct span registered, from; /* SPAN_UNSET: a dash */
	struct shown_state state;
	struct shown_texts declared;
	bool is_disputed; /* sources give different days */
};
struct shown_rows {
	LIST(struct shown_row);
};

/* A term and what stands behind it. */
struct shown_fact {
	struct str term;
	struct shown_text text;
	bool has_state;
	struct shown_state state;
	struct page_links links;
};
struct shown_facts {
	LIST(struct shown_fact);
};

/* A choice in a filter, with how many it would give. */
struct shown_option {
	struct str value, label;
	int64_t count;
	bool is_chosen;
};

struct shown_options {
	LIST(struct shown_option);
};

struct shown_tag {
	struct url without;
	struct str text;
};
struct shown_tags {
	LIST(struct shown_tag);
};

/* Where the facts of a page come from: its last section. */
struct shown_origin {
	struct shown_texts lines;
	struct shown_texts sources; /* their names */
	struct url csv, json;
	struct url changes, feed; /* what was recorded of it lately; may be empty */
};

/* How a handler is called once its page stands: snapshot, page and the call. */
struct asked {
	struct http_request *r;
	struct call *c;
	const struct register_snapshot *s;
	struct page page;
};

/* A text with its places filled in: FILL(c, tr(c, "{n} of {all}"), {"n", n}, {"all", all}). */
#define FILL(c, text, ...)                                            \
	tr_fill((c)->arena, (text), (struct tr_value[]){__VA_ARGS__}, \
		sizeof((struct tr_value[]){__VA_ARGS__}) / sizeof(struct tr_value))

/* The parameters of every page of the register. */
#define PAGE_TIMES                                                                       \
	{"on", HTTP_DAY, NULL, "The day asked about; today (UTC) if absent."},           \
	{                                                                                \
		"known", HTTP_MOMENT, NULL, "As recorded at that moment; now if absent." \
	}

/* Takes the snapshot and begins the page: area, path, query, recorded. As register_snapshot(). */
CHECKED enum status asked_begin(struct http_request *r, const char *area, struct asked *out);

/* The address of an instrument's, a country's page. */
struct url shown_instrument_url(const struct call *c, const struct register_instrument *i);
struct url shown_country_url(const struct call *c, const struct register_country *country);

/* A name in the reader's language, else in English and marked so. An instrument's title is without its number. */
struct shown_text shown_name(const struct call *c, const struct register_names *names);
struct shown_text shown_title(const struct call *c, const struct register_instrument *i);

/* A subject as recorded, translated where the catalogue has it; its language is marked where it has not. */
struct shown_text shown_subject(const struct call *c, struct str subject);

/* A text as recorded in a source, which is English unless it is known better. */
struct shown_text shown_recorded(const struct call *c, struct str text);

/* "Convention", "Protocol", "Recommendation"; "fundamental", "governance", "technical". */
struct str shown_kind(const struct call *c, enum law_kind kind);
struct str shown_category(const struct call *c, struct str category);

/* The letters a group goes by in the reader's language ("ECOWAS", "CEDEAO"). */
struct str shown_letters(const struct call *c, const struct register_group *g);

/* Adopted by the day, possibly on it. */
bool shown_is_adopted(const struct call *c, const struct register_instrument *i);

/* The legal status on the day. */
struct shown_state shown_status(const struct call *c, const struct register_instrument *i);

/* How many are bound on the day for certain, and how complete the list behind that number is. */
int64_t shown_bound(const struct call *c, const struct register_snapshot *s, const struct register_instrument *i);
enum page_coverage shown_coverage(const struct register_instrument *i);

/* An instrument as a row of a list. */
struct shown_instrument shown_instrument(const struct call *c, const struct register_snapshot *s,
					 const struct register_instrument *i);

/* One Member under one instrument on the day; r may be NULL. The row is about the instrument (code and title) or the
 * Member. */
struct shown_row shown_row(const struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
			   const struct register_ratification *r, bool is_about_member);

/* Told by the day. What says that a Protocol or a territory followed has no day of its own: it is told of today alone. */
bool shown_is_declared(const struct call *c, const struct register_declaration *d);

/* What was declared: that a Protocol was ratified in the reader's words, all else as recorded. */
struct shown_text shown_declaration(const struct call *c, const struct register_declaration *d);

/* The class of a table's cell with a day: one that is known stays on its line. */
const char *shown_day_class(struct span day);

/* The texts with semicolons between them. */
struct str shown_joined(const struct call *c, const struct shown_texts *texts);

/* Today, or a day to come: what is known today may be told. */
bool shown_is_now(const struct call *c);

/* What was recorded lately of an "instrument" or a "member", as page and feed: into the last section, the feed into the head. */
void shown_changes(struct asked *a, struct shown_origin *origin, const char *parameter, struct str code);

/* "1,234" */
struct str shown_number(const struct call *c, int64_t n);

/* Codes as a list in a sentence: "C087, C098 and C105". */
struct str shown_list(const struct call *c, const struct shown_texts *codes);

/* That nothing was recorded by the moment asked about; empty if something was. */
struct str shown_nothing(const struct asked *a);

/* The pages for a name that is not known, with the nearest; the response is a whole 404. */
void missing_instrument(struct asked *a, struct http_response *response, struct str name);
void missing_country(struct asked *a, struct http_response *response, struct str code);

/* The pages. */
http_handler register_front, register_standards, register_standard, register_countries, register_country_page,
	register_sources;

#endif
