/* SPDX-License-Identifier: Apache-2.0 */
/* questions.h - what a snapshot answers: things by name, and their state on a day.
 *
 * Pure: no store, no clock. What is returned points into the snapshot, or into the call's arena where one is given.
 * Threads: any. */
#ifndef REGISTER_QUESTIONS_H
#define REGISTER_QUESTIONS_H
#include "register/snapshot.h"

/* The instrument, country (former States too), session, region or group of that name; NULL if there is none. Names are
 * taken as in addresses: "C29", "c029", "C186"; "bra"; "cplp". */
const struct register_instrument *register_instrument_named(const struct register_snapshot *s, struct str name);
const struct register_country *register_country_named(const struct register_snapshot *s, struct str code);
const struct register_session *register_session_of(const struct register_snapshot *s, int session);
const struct register_region *register_region_of(const struct register_snapshot *s, struct str m49);
const struct register_group *register_group_named(const struct register_snapshot *s, struct str code);

/* The latest ratification by a country, by index into the lists; NULL if none is recorded. */
const struct register_ratification *register_ratification_of(const struct register_snapshot *s, int instrument,
							     int country);

/* The latest by a country that was registered by a day, possibly on it: one that came after a denunciation does not hide the
 * one before it on earlier days. NULL if there is none. */
const struct register_ratification *register_ratification_on(const struct register_snapshot *s, int instrument,
							     int country, struct date on);

/* The one before it by the same country under the same instrument; NULL if it is the first. */
const struct register_ratification *register_ratification_before(const struct register_snapshot *s,
								 const struct register_ratification *r);

/* The ratification of its Convention under which a Protocol's stands: the one that stood on a day, that of its registration,
 * else the next that followed. NULL for no Protocol, or if none is recorded. */
const struct register_ratification *register_parent_on(const struct register_snapshot *s, int instrument, int country,
						       struct date on);

/* The ratification of the revising Convention that ended one automatically; NULL if it did not end so or none is recorded. */
const struct register_ratification *register_ended_with(const struct register_snapshot *s,
							const struct register_ratification *r);

/* "fundamental", "governance" or "technical" on a day; empty before adoption and for a Recommendation. */
struct str register_category_on(const struct register_instrument *i, struct date on);

/* The name in a language, else in English; *which (may be NULL) gets the language it is in. */
struct str register_name_in(const struct register_names *names, struct lang lang, struct lang *which);

/* Whether a country is a Member on a day; *which as law_member(). */
enum law_answer register_member_on(const struct register_country *country, struct date on, int *which);

/* What a ratification is for a reader on a day. */
enum register_state {
	REGISTER_STATE_IN_FORCE,
	REGISTER_STATE_NOT_YET,      /* registered, the delay still runs, or the condition is not met */
	REGISTER_STATE_DENOUNCED,    /* ended by act or automatically */
	REGISTER_STATE_ENDED,        /* by abrogation or withdrawal, or with the State */
	REGISTER_STATE_NOT_RATIFIED, /* list complete, no row */
	REGISTER_STATE_UNKNOWN,      /* list partial or none, no row; or a day known too roughly */
	REGISTER_STATE_NOT_ADOPTED,  /* the instrument did not exist */
};

/* The state of one Member under one instrument on a day. r may be NULL (no row). */
enum register_state register_state_on(const struct register_instrument *i, const struct register_ratification *r,
				      struct date on);

/* Registered by a day (certainly, or possibly if `possibly`). */
bool register_registered_by(const struct register_ratification *r, struct date on, bool possibly);

/* Stands among `ratified_by` on a day: registered for certain, not ended by denunciation, the State still there. */
bool register_stands_on(const struct register_ratification *r, struct date on);

/* The denunciation as told on a day: its day (SPAN_UNSET before that day) and the revising Convention (-1: none). */
struct span register_denounced_on(const struct register_snapshot *s, const struct register_ratification *r,
				  struct date on, int *by_instrument);

/* What was declared with a ratification, as far as automatic denunciation asks for it. */
struct law_declared register_declared_with(const struct register_ratification *r);

/* The denunciation windows as of a day, in the call's arena; *n is their number. */
const struct law_window *register_windows_on(struct call *c, const struct register_snapshot *s,
					     const struct register_instrument *i, struct date on, size_t *n);

#endif
