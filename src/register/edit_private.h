/* SPDX-License-Identifier: Apache-2.0 */
/* edit_private.h - what the acts of the Office share: one act being checked, its fields, its refusals, its facts.
 *
 * An act is checked against the whole register as it stands (edit->now, built of edit->rows), first by a reader, then, to be
 * stored, once more on the writer. What it would record lies in edit->facts; edit_effect() builds the register with it and
 * tells the difference. Memory: c's arena. Threads: one at a time. */
#ifndef REGISTER_EDIT_PRIVATE_H
#define REGISTER_EDIT_PRIVATE_H
#include "register/edit.h"
#include "register/register_private.h"

#include "base/tr.h"

struct edit {
	struct call *c;
	const struct register_wish *wish;
	struct register_effect *out;
	struct store *store;
	struct register_rows rows;
	struct register_snapshot now; /* of rows */
	const struct register_field *fields;
	size_t fields_n;
	/* Read from the fields of that name; NULL or DATE_UNSET where missing or wrong (and told). */
	const struct register_country *member, *predecessor;
	const struct register_instrument *instrument;
	struct date day; /* "registered", or "adopted" of an instrument */
	struct str subject;
	bool says_source; /* a correction that states a source of its own */
	LIST(struct register_difference) facts;
};

/* A sentence in the reader's language, its {places} filled: SAY(N_("…{name}…"), {"name", value}). Wants `e` in scope. */
#define SAY(text, ...)                                                         \
	tr_fill(e->c->arena, tr(e->c, text), (struct tr_value[]){__VA_ARGS__}, \
		sizeof((struct tr_value[]){__VA_ARGS__}) / sizeof(struct tr_value))

/* The source of a rule that no text states. Wants `e` in scope. */
#define PRACTICE tr(e->c, N_("practice of the register"))

/* A refusal: at a field, with the rule it comes from; hint and the rule's members may be empty. */
struct refusal {
	enum problem_code code;
	const char *field;
	struct str detail, hint;
	const char *rule;
	struct str why, source;
};

/* Adds the refusal to the call's problems. */
void edit_refuse(struct edit *e, const struct refusal *refusal);

/* Adds a whole sentence to the warnings. */
void edit_warn(struct edit *e, struct str sentence);

/* What was typed into a field: without blanks around it, line breaks as one blank; empty if it is absent. */
struct str edit_value(const struct edit *e, const char *name);

/* The same with its lines: for notes and reasons. */
struct str edit_lines(const struct edit *e, const char *name);

/* Reads and checks the fields that every act has: known, there, not too long, of their type; then member, instrument, day. */
void edit_read(struct edit *e);

/* What a field's text should have been, as a sentence; the value fits if it is empty. */
struct str edit_misfit(struct edit *e, enum register_type type, const char *choices, struct str value);

/* A day, or a day known roughly, as the wish's caller writes it. */
struct str edit_day_text(const struct edit *e, struct date d);
struct str edit_span_text(const struct edit *e, struct span s);

/* The name of a country in the reader's language. */
struct str edit_country_name(const struct edit *e, const struct register_country *country);

/* Empty cells of a table. */
struct str *edit_cells(struct edit *e, enum register_kind kind);

/* Sets a cell; the column must exist. */
void edit_set(enum register_kind kind, struct str *cells, const char *column, struct str value);

/* The fact that stands under a key; NULL if none does. */
const struct register_row *edit_standing(const struct edit *e, enum register_kind kind, struct str key);

/* Records those cells, in the place of what stands under their key. Nothing if it reads so already. */
void edit_store(struct edit *e, enum register_kind kind, const struct str *cells);

/* Withdraws a fact. */
void edit_withdraw(struct edit *e, enum register_kind kind, const struct register_row *row);

/* The rows as they would be with the act's facts. */
void edit_rows_after(struct edit *e, struct register_rows *out);

/* The latest ratification by a country under an instrument; NULL if none is recorded. */
const struct register_ratification *edit_ratification_of(const struct edit *e, const struct register_instrument *i,
							 const struct register_country *country);

/* The one that stood last on a day; the first where none had been registered by then, or DATE_UNSET: the latest. */
const struct register_ratification *edit_ratification_on(const struct edit *e, const struct register_instrument *i,
							 const struct register_country *country, struct date day);

/* The rules of each act; they read e->fields and fill e->facts. */
void edit_instrument(struct edit *e);
void edit_ratification(struct edit *e);
void edit_declaration(struct edit *e);
void edit_denunciation(struct edit *e);
void edit_correction(struct edit *e);

/* A ratification that is asked about: new, or as it would be corrected. */
struct edit_ratified {
	const struct register_instrument *i;
	const struct register_country *country, *predecessor; /* predecessor: NULL where none is named */
	struct date day;
	struct str basis; /* empty: by the rule */
};

/* Whether it may be registered on its day: adoption, membership or succession, closing, parent. Refusals stand at `field`. */
void edit_check_ratification(struct edit *e, const char *field, const struct edit_ratified *r);

/* Whether a State may declare on that day that it remains bound by what its predecessor had ratified for its territory. */
void edit_check_succession(struct edit *e, const char *field, const struct edit_ratified *r);

/* The ratification that a succession carries on; NULL if none is recorded. */
const struct register_ratification *edit_succeeded(const struct edit *e, const struct edit_ratified *r);

/* Whether an act of denunciation may be registered on a day: the windows. */
void edit_check_window(struct edit *e, const char *field, const struct register_instrument *i, struct date day);

/* Whether an instrument adopted then may revise those named; refusals stand at "revises". False if it may not. */
bool edit_check_revision(struct edit *e, struct str newer, struct span adopted, struct str revises);

/* Instruments' names, separated by blanks, in their one form; a note in parentheses behind them stays as it is. */
struct str edit_canonical_ids(struct edit *e, struct str names);

/* Declarations. */

/* The law's kind for a word of the table, and back; LAW_OTHER_DECLARATION for what the law does not know. */
enum law_declaration_kind edit_declaration_kind(struct str word);
const char *edit_declaration_word(enum law_declaration_kind kind);

/* The Parts named by numbers (2 9), Roman numerals (II IX) or, for branches, letters (b i); false if one is none. */
bool edit_parts_parse(struct str text, unsigned *out);

/* Parts as the register writes them: "2 9". */
struct str edit_parts_text(struct arena *a, unsigned parts);

/* The same as the key of a denunciation holds them: "II IX". */
struct str edit_parts_roman(struct arena *a, unsigned parts);

/* What a ratification's declarations are to the law, of one kind, in the order made; `more` places are left free behind. */
struct law_declaration *edit_declared(struct edit *e, const struct register_ratification *r,
				      enum law_declaration_kind kind, size_t more, size_t *n);

/* Refuses what law_declaration_check() finds in a list, at a field. False if it did. */
bool edit_check_declared(struct edit *e, const struct law_declaration_rule *rule, const struct law_declaration *made,
			 size_t n, const char *field);

/* The declarations in the fields of a ratification: checked, recorded. Where one that is demanded is left out, that of the
 * ratification which it carries on holds (NULL: it carries on none). */
void edit_declarations_with(struct edit *e, const struct register_ratification *before);

/* The days among a fact's cells that differ from those before (NULL: a new fact): none in the future that nobody can know,
 * none before adoption, and a first entry into force that fits its rule. */
void edit_check_days(struct edit *e, enum register_kind kind, const struct str *cells, const struct str *before);

/* A fact states another source than it did before. */
bool edit_says_source(enum register_kind kind, const struct str *cells, const struct str *before);

/* The day the rule gives for the first entry into force; DATE_NEVER if it gives none. */
struct date edit_entry_by_rule(const struct edit *e, const struct register_snapshot *s,
			       const struct register_instrument *i);

/* Refuses an act after which the register would contradict the law, and records why where it contradicts a printed word alone.
 * Of the register as it would be with the act. */
void edit_keep_clean(struct edit *e, const struct register_snapshot *after, const struct register_rows *rows);

/* Builds the register with the act's facts and tells in e->out what becomes different. */
void edit_effect(struct edit *e);

#endif
