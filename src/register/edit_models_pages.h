/* SPDX-License-Identifier: Apache-2.0 */
/* edit_models_pages.h - what the pages show by which people change the register or ask for a change, and the words for the
 * columns of its facts.
 *
 * Threads: any. Memory: the call's arena. */
#ifndef REGISTER_EDIT_MODELS_PAGES_H
#define REGISTER_EDIT_MODELS_PAGES_H
#include "register/edit.h"
#include "register/queue.h"
#include "register/register_pages.h"

/* A control of a form, with what was typed in it and what is wrong with that. */
enum form_control { FORM_LINE, FORM_LINES, FORM_DAY, FORM_RADIO, FORM_SELECT };

struct form_choice {
	struct str value, label, id; /* id: of a radio button */
	bool is_chosen;
};

struct form_choices {
	LIST(struct form_choice);
};

struct form_field {
	const char *name;
	struct str label, hint, value;
	enum form_control control;
	bool is_optional;
	struct form_choices choices;
	const struct problem *fault; /* NULL: none */
	struct url source;           /* of a refusal by law: the instrument; may be empty */
	struct str described;        /* ids of what explains it */
};

struct form_fields {
	LIST(struct form_field);
};

struct form_hidden {
	struct str name, value;
};

/* A fact in full: where it belongs, its columns in words, since when it is known. */
struct shown_record {
	struct str kind_words, name; /* "Ratification", "C189 BRA" */
	struct url url, history;     /* the page it shows on (may be empty), all its versions */
	struct shown_facts cells;
	struct moment recorded;
};

struct form_hiddens {
	LIST(struct form_hidden);
};

struct edit_form {
	struct url action, leave;
	struct str not_done; /* above the faults */
	struct form_fields fields;
	struct form_hiddens hidden;
	struct shown_texts demands; /* why there are fields for declarations */
	bool has_record;
	struct shown_record record; /* what a correction is about */
	struct shown_texts others;  /* who says something else */
	bool is_signed_out;
	struct url sign_in;
};

struct shown_effect {
	struct url url; /* may be empty */
	struct str subject, what, before, after, because, source;
};

struct shown_stored {
	struct str heading;
	struct shown_facts cells;
};

struct edit_preview {
	struct url action;
	struct str register_label;
	struct form_hiddens hidden;
	LIST(struct shown_stored) stored;
	LIST(struct shown_effect) effects;
	struct shown_texts warnings;
};

struct desk_change {
	struct url url;
	struct str what, act, who;
	struct moment at;
};

struct edit_desk {
	struct page_links acts;
	int64_t waiting;
	LIST(struct desk_change) newest;
};

/* One column of one version against the version before it. */
struct history_cell {
	struct str term, before, after;
	bool is_changed;
};

struct history_version {
	struct moment recorded, superseded;
	struct str act, role, who, reason;
	struct str note; /* for the Office alone */
	struct str true_from; /* the day from which it was so in the world; empty: not told by the fact */
	LIST(struct history_cell) cells;
	bool is_withdrawn;
};

struct history_versions {
	LIST(struct history_version);
};

struct history {
	struct str done;        /* what was just done; empty */
	struct page_links next; /* where one may go from there */
	struct shown_record record;
	struct history_versions versions;
	struct url json;
	bool may_correct;
	struct url correct, report;
};

struct report_form {
	struct url action, sign_in;
	struct str not_done;
	struct form_fields fields;
	struct shown_record record;
};

struct report_shown {
	struct queue_report report;
	struct str name; /* "Report 12" */
	struct url url, correct;
	struct shown_record record;
	bool has_record; /* the fact still stands */
	bool is_public, is_office, is_new;
	struct lang lang; /* of its text, where that is not the reader's */
	struct url mail;  /* to whoever reported; may be empty */
	struct str state, not_done;
	struct form_fields fields;
	struct url action;
};

struct report_shown_rows {
	LIST(struct report_shown);
};

struct queue_page {
	struct shown_options states, kinds;
	struct report_shown_rows rows;
	struct url next, clear;
	bool has_next;
};

/* A kind of facts, a column and a value of it, in words. */
struct str shown_kind_words(const struct call *c, const struct register_table *t);
struct str shown_column(const struct call *c, const char *column);
const char *shown_column_key(const char *column); /* English, the key for tr() */
struct str shown_word(const struct call *c, struct str word);
struct str shown_cell(const struct asked *a, const struct register_column *column, struct str value);

/* A key in words: "C189, Brazil". */
struct str shown_key(const struct asked *a, const struct register_table *t, struct str key);

/* The columns of a fact in words, those that are empty left out; from the JSON of its body. */
void shown_body(const struct asked *a, const struct register_table *t, struct str body, struct shown_facts *out);

/* A fact in full. */
struct shown_record shown_record(const struct asked *a, struct str kind, struct str key, struct str body,
				 struct moment recorded);

/* Leads from the page to the instrument or country that the fact belongs to. */
void shown_trail(struct asked *a, const struct shown_record *record);

/* A field of a form, with the call's problem about it. */
struct form_field form_field_of(const struct call *c, const struct register_field *field, struct str value);

/* "Nothing was saved. One thing needs a change", counted from the call's problems. */
struct str form_not_done(const struct call *c);

/* Who may not is told what to do: nobody signed in is sent to the sign-in and back (true: the response is whole); others get
 * FORBIDDEN with NOT_ALLOWED. OK: an officer. */
CHECKED enum status edit_only_office(struct http_request *r, struct http_response *response, bool *is_answered);

/* "Register a ratification"; "The ratification is registered." */
struct str edit_act_name(const struct call *c, enum register_act act);
struct str edit_act_done(const struct call *c, enum register_act act);

/* The desk and a fact's history: history_pages.c. */
http_handler edit_desk_page, history_page;

#endif
