/* SPDX-License-Identifier: Apache-2.0 */
/* instrument.h - what the law says of an instrument by itself: its name, life, final provisions and denunciation windows.
 *
 * law/ is pure: plain structs in, plain structs out; no clock, no input or output, no allocation. A day that is known only
 * roughly is a struct span, and a question that hangs on it is answered LAW_UNKNOWN, never guessed.
 * "Const." is the Constitution of the ILO. Threads: any. */
#ifndef LAW_INSTRUMENT_H
#define LAW_INSTRUMENT_H
#include "base/date.h"

enum law_answer { LAW_NO, LAW_YES, LAW_UNKNOWN };

enum law_kind { LAW_CONVENTION, LAW_PROTOCOL, LAW_RECOMMENDATION };

/* A Convention or Recommendation by its number, a Protocol by its parent Convention's. The Maritime Labour Convention, 2006
 * is Convention 186, written "MLC". */
struct law_id {
	enum law_kind kind;
	int number;
};

enum { LAW_ID_ROOM = 8, LAW_MLC = 186 };

/* Reads "C189", "c29", "P029", "R1", "MLC", "C186". False if it is no such name; the number need not be in use. */
bool law_id_parse(struct str text, struct law_id *out);

/* Writes the canonical name, "C029", "P155", "R001", "MLC", and returns it. */
struct str law_id_print(struct law_id id, char at[static LAW_ID_ROOM]);

/* Order of names: by their canonical text, so that MLC stands after every C. */
int law_id_compare(struct law_id a, struct law_id b);

/* How an instrument ended. Const. art. 19(9) for abrogation; Standing Orders of the Conference for withdrawal. */
enum law_ending { LAW_STANDING, LAW_ABROGATED, LAW_WITHDRAWN };

struct law_instrument {
	struct law_id id;
	struct span adopted;
	struct span in_force; /* recorded first entry into force, SPAN_NEVER if none; see law_in_force_since() */
	enum law_ending ending;
	struct span ended; /* the Conference's decision; SPAN_NEVER while it stands */
};

enum law_status {
	LAW_STATUS_NONE,
	LAW_STATUS_ADOPTED,
	LAW_STATUS_IN_FORCE,
	LAW_STATUS_ABROGATED,
	LAW_STATUS_WITHDRAWN
};

/* Whether a thing that begins and ends on those days ([from, until)) is there on a day. Written here because the picture of
 * the world asks it four million times. */
static inline enum law_answer law_within(struct span from, struct span until, struct date on)
{
	bool never = date_before(on, from.earliest) || date_up_to(until.latest, on);
	bool surely = date_up_to(from.latest, on) && date_before(on, until.earliest);
	return never ? LAW_NO : surely ? LAW_YES : LAW_UNKNOWN;
}

/* The day an instrument counts as in force from: the recorded day, or for P089 and P110, whose texts set no threshold, the
 * day of adoption. SPAN_NEVER for a Recommendation (Const. art. 19(6)). */
struct span law_in_force_since(const struct law_instrument *i);

/* In force on a day: from its first entry into force until abrogation or withdrawal, even if no Member is bound. */
enum law_answer law_in_force(const struct law_instrument *i, struct date on);

/* The legal status on a day. LAW_UNKNOWN where it hangs on a day that is not known (*out is then LAW_STATUS_NONE), else
 * LAW_YES; *out is LAW_STATUS_NONE before adoption. */
enum law_answer law_status(const struct law_instrument *i, struct date on, enum law_status *out);

struct law_window {
	struct date opens, closes; /* [opens, closes); closes is DATE_NEVER for an open-ended one */
};

/* How the text lets Members denounce, counted from the first entry into force of the Convention. */
struct law_denunciation_rule {
	int first_years;  /* before the first window; 0: never */
	int period_years; /* between windows; 0: one open-ended window */
	bool by_parent;   /* whenever the parent Convention is open (P029 art. 9(1), P147 art. 7) */
	bool verified;    /* the text was read */
	const char *source; /* texts that say so: its own, or others of the same rule */
};

/* The denunciation rule of an instrument. */
struct law_denunciation_rule law_denunciation_rule(struct law_id id);

enum { LAW_ARTICLE_ROOM = 32 };

/* Writes the article on denunciation, "C158 art. 17", or "C191, final articles" where the text was not read. */
struct str law_denunciation_article(struct law_id id, char at[static LAW_ARTICLE_ROOM]);

/* The windows as of a day: all that opened by then and the next one, in order; [] if none. parent is needed for a Protocol
 * (NULL if it is not known: no windows). Fills at most `room` and returns how many there are. */
size_t law_windows(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
		   struct law_window *at, size_t room);

/* Whether an act of denunciation may be registered on a day, and if so the day it takes effect: one year later (all texts;
 * C189 art. 22(1)). *near gets the window it falls in, else the next one (DATE_NEVER if none). */
bool law_may_denounce(const struct law_instrument *i, const struct law_instrument *parent, struct date on,
		      struct date *effect, struct law_window *near);

/* What ratification of a newer Convention does to an older one that it revises. */
enum law_closing { LAW_CLOSES, LAW_KEEPS_OPEN, LAW_CLOSES_BY_CONSENT };

enum law_ends {
	LAW_ENDS_NOT,       /* no revision article (C001 to C026), or a Protocol or partial revision */
	LAW_ENDS,           /* at once, if and when the newer is in force */
	LAW_ENDS_UNDER_OWN, /* counts as an act of denunciation under the older one's article (C138 art. 10(5)) */
	LAW_ENDS_FROM_15,   /* if the minimum age declared is at least 15 (C138 art. 10(4)) */
	LAW_ENDS_FROM_C123, /* if the age is not below the one specified under C123 (C138 art. 10(4)(f)) */
	LAW_ENDS_BY_PARTS,  /* with the Part that takes its place (C128 art. 44, C132 art. 16) */
};

struct law_revision {
	enum law_closing closing;
	enum law_ends ends;
	int part;             /* of C128; 1 and 2 for C132 art. 15(1)(a) and (b); with LAW_ENDS_BY_PARTS */
	bool on_registration; /* dated by registration (C138), not by entry into force for the Member */
	const char *source;
	bool is_partial; /* changes words or one article of the older, which goes on (C173, C191) */
};

/* The text says itself what a revising Convention does to it: C001 to C026 do not; C027 art. 7 is the first. */
bool law_has_revision_article(struct law_id id);

/* The effect of `newer` on `older`, which it revises. */
struct law_revision law_revision(struct law_id older, struct law_id newer);

/* May be ratified on a day: adopted, not ended, and not closed by the entry into force of a revising Convention.
 * LAW_UNKNOWN also for C005 and C010 once C138 is in force: whether all parties consented (C138 art. 10(3)) is not known.
 * LAW_NO for a Recommendation. */
enum law_answer law_open_to_ratification(const struct law_instrument *i, const struct law_instrument *const *revisers,
					 size_t revisers_n, struct date on);

#endif
