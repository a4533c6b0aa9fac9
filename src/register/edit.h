/* SPDX-License-Identifier: Apache-2.0 */
/* edit.h - the acts by which the Office changes the register, one at a time: checked by the law, shown before they are stored.
 *
 * An act is a list of named texts, as typed. The same table of fields makes the form, the API's body and its description.
 * Every fault is told at once in c->problems: PLACE_PARAMETER under the field's name; a refusal by law with its rule, sentence
 * and source (problem_rule). What is in c->problems before counts too: nothing is stored then. Fields need no check before.
 * Rules are checked again on the writer, against what stands at that moment: of two officers who change the same thing the
 * second is told so (CONFLICTING, or ALREADY_THERE where the first did the same) and nothing of his is stored.
 * Rules know no language's days: register_wish.days writes them (format_span of page/format.h); without it they are ISO.
 * May: MAY_EDIT_REGISTER, checked here; others get FORBIDDEN and NOT_ALLOWED. Threads: any worker. Memory: c's arena. */
#ifndef REGISTER_EDIT_H
#define REGISTER_EDIT_H
#include "register/register.h"

enum register_act {
	ACT_INSTRUMENT,   /* a new Convention, Protocol or Recommendation */
	ACT_RATIFICATION, /* with the declarations that travel with it */
	ACT_DECLARATION,  /* made later, under a ratification that stands */
	ACT_DENUNCIATION, /* an act of denunciation, of the whole or of Parts */
	ACT_CORRECTION,   /* of one fact of any table: it was always so, it changed, or it was recorded in error */
	REGISTER_ACTS
};

/* The word of an act in addresses: "ratification". */
const char *register_act_word(enum register_act act);
bool register_act_parse(struct str word, enum register_act *out);

enum register_field_flags { FIELD_REQUIRED = 1, FIELD_LONG = 2 /* several lines of people's text */ };

struct register_field {
	const char *name; /* "registered"; also the name in a form and in JSON */
	enum register_type type;
	unsigned flags;
	const char *choices;      /* of a REGISTER_WORD, separated by blanks */
	const char *label, *hint; /* English, keys for tr(); hint may be NULL */
	size_t most;              /* bytes */
	const char
		*missing; /* said where a required one is empty: "Give the reference of the act."; NULL: by its rule */
};

/* The fields of an act in the order of the paper act; *n is their number. For ACT_CORRECTION those that every correction has
 * (manner, day, reason); the others are the columns of the fact's table, of which those left out keep what stands. The
 * declarations that a ratification may or must carry hang on the instrument: register_declaration_fields().
 * Manners of a correction: "always" (it was always so; with an empty key a fact that was missing), "error" (withdrawn; a
 * ratification takes its declarations along), "changed" (on changed_on: a membership or group's period ends that day, an
 * instrument's category becomes another; other facts hold no day of change). */
const struct register_field *register_act_fields(enum register_act act, size_t *n);

/* The fields for the declarations that an instrument's text offers or demands with ratification (law/declaration.h): none for
 * most. In the arena. */
const struct register_field *register_declaration_fields(struct call *c, const struct register_instrument *i,
							 size_t *n);

struct register_value {
	struct str name, value; /* as typed, UTF-8; a field left out is empty */
};

struct register_wish {
	enum register_act act;
	const struct register_value *values;
	size_t n;
	struct str kind, key; /* ACT_CORRECTION: the fact it is about */
	int64_t seen;         /* ACT_CORRECTION: the id of the fact that the officer looked at */
	/* How days are written in sentences; NULL: "2026-11-24", "2017-06-05/2017-06-16". */
	struct str (*days)(const struct call *c, struct span s);
};

/* A fact stored, or that would be stored: JSON bodies; `before` empty where none stood, `after` empty where it is withdrawn. */
struct register_written {
	struct str kind, key, before, after;
};

/* What the law makes of it: a day or state that becomes another. */
struct register_consequence {
	struct str subject; /* "C189 BRA", "C103 BRA", "C189" */
	/* "in_force_from", "denounced", "until", "instrument_in_force_from", "open_to_ratification" (the first day on which
	 * it is closed), "windows" (the next: "2035-11-23/2036-11-22", its last day included) */
	const char *what;
	struct str before, after; /* ISO days, or days known roughly (span_parse); empty: none */
	struct str because;       /* a whole sentence in the reader's language, without days (they stand beside it) */
	struct str source;        /* "C183 art. 9", "C103 art. 14" */
};

struct register_effect {
	LIST(struct register_written) facts;
	LIST(struct register_consequence) consequences;
	LIST(struct str) warnings; /* whole sentences: nothing forbids it, but look again */
	int64_t change;            /* the row of the change log; 0 in a preview */
	/* The register with it, in the arena; facts of the act have id -1 in it. NULL where the act was refused. */
	const struct register_snapshot *after;
};

/* Checks an act and, unless it is a preview, stores it.
 * OK           stored, or it could be; *out says what and with which effect.
 * INVALID      every fault is in c->problems; nothing is stored.
 * FORBIDDEN    c->person is not of the Office.
 * CONFLICT     what it is about changed meanwhile, or stands already (CONFLICTING, ALREADY_THERE); nothing is stored.
 * NOT_FOUND    the instrument, country or fact is not known (in c->problems).
 * UNAVAILABLE  nothing is stored. */
CHECKED enum status register_edit(struct call *c, const struct register_wish *wish, bool preview,
				  struct register_effect *out);

/* A fact as it was believed for a time. */
struct register_past {
	int64_t fact;
	struct str kind, key, body;         /* JSON */
	struct moment recorded, superseded; /* superseded.us == 0: it stands */
	struct str act;                     /* "register.import", "ratification.register", "fact.correct", … */
	int64_t person;                     /* 0: the program itself */
	struct str role;                    /* in which he acted; empty where it was not noted */
	struct str reason;                  /* of a correction; may be empty */
	struct str note;                    /* for the Office alone, as `person` */
	bool withdrawn;                     /* this row tells that the fact was withdrawn; body is empty */
};

struct register_pasts {
	LIST(struct register_past);
};

/* All that was ever believed about one fact, the latest first. Reads the store. Whoever shows it tells `person` to
 * MAY_SEE_OFFICERS alone. NOT_FOUND: no such fact was ever recorded. */
CHECKED enum status register_history(struct call *c, struct str kind, struct str key, struct register_pasts *out);

/* What the Office recorded last since the last import, the latest first, at most `most` facts; without bodies. Reads the
 * store. Whoever shows it tells `person` to MAY_SEE_OFFICERS alone. */
CHECKED enum status register_newest(struct call *c, int64_t most, struct register_pasts *out);

#endif
