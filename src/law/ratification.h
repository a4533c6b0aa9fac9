/* SPDX-License-Identifier: Apache-2.0 */
/* ratification.h - what binds one Member: from when, until when, and with which declarations.
 *
 * Obligations outlive membership (Const. art. 1(5)): nothing here asks whether the Member still is one. */
#ifndef LAW_RATIFICATION_H
#define LAW_RATIFICATION_H
#include "law/entry.h"

enum law_basis {
	LAW_ORDINARY,
	LAW_SUCCESSION,  /* of a new State to what applied to its territory: no waiting */
	LAW_CONDITIONAL, /* registered on a condition that was never met (C001: AUT FRA ITA LVA) */
};

enum law_end_kind { LAW_NOT_ENDED, LAW_ENDED_BY_ACT, LAW_ENDED_BY_REVISION };

struct law_denunciation {
	enum law_end_kind kind;
	struct span day;  /* registration of the act, or the day the register gives an automatic denunciation */
	struct law_id by; /* the revising Convention, with LAW_ENDED_BY_REVISION */
};

struct law_ratification {
	struct span registered;
	enum law_basis basis;
	struct law_denunciation denounced;
	struct date state_ended; /* the first day a former State no longer was; DATE_NEVER */
};

/* The time a Member is bound, [from, until). */
struct law_binding {
	struct span from;      /* SPAN_NEVER: never */
	struct span until;     /* SPAN_NEVER: still */
	struct span denounced; /* of until, the part that is due to denunciation */
};

struct law_period {
	struct span from, until; /* [from, until), until SPAN_NEVER while it stands */
};

/* A Member on a day, from its periods in order. *which (may be NULL) gets the index of the period that holds the day, else
 * of the latest that began before, else -1. Const. art. 1. */
enum law_answer law_member(const struct law_period *periods, size_t n, struct date on, int *which);

/* Ordinary, or succession: registered on or before the day of the first admission (practice of the register). What is
 * registered for a State that has not been admitted yet can only be a succession. */
enum law_basis law_basis(struct span registered, const struct law_period *periods, size_t n);

/* The time a ratification binds. For a Protocol give its parent's binding (NULL if not known): without the parent it
 * does not bind (P029 art. 8(1), P147 art. 2). */
struct law_binding law_binding(const struct law_instrument *i, const struct law_ratification *r,
			       const struct law_binding *parent);

/* Bound on a day. */
enum law_answer law_bound(const struct law_binding *b, struct date on);

/* The answer for many days of one binding; the loop of the world's picture. Adds to counts[k] (k an enum law_answer). */
void law_bound_days(const struct law_binding *b, const struct date *days, size_t n, int64_t counts[3]);

struct law_declared {
	int minimum_age; /* under C138; 0: not known */
	bool article_3;  /* C138 art. 3 declared to apply to maritime or underground work */
	unsigned
		parts; /* accepted: bit k for Part k (C128), or for C132 art. 15(1)(a) and (b) bits 1 and 2; 0: not known */
};

/* The day the register would give an automatic denunciation of `older` by ratifying `newer`, from the rule: a recorded day
 * stands before it. SPAN_NEVER if it does not end it, or if an act of denunciation came first; latest DATE_NEVER where it
 * hangs on what is not known.
 * bound is the newer one's binding for the same Member, declared what it declared with it. */
struct span law_automatic_denunciation(const struct law_instrument *older, const struct law_ratification *older_act,
				       const struct law_instrument *newer, const struct law_ratification *newer_act,
				       const struct law_binding *bound, const struct law_declared *declared);

/* An amendment of the Code that Members accept tacitly (MLC art. XV). */
struct law_amendment {
	struct date approved, in_force;
};

/* A Member's own word on an amendment, all DATE_UNSET if none. */
struct law_amendment_act {
	bool objected;            /* formally disagreed (MLC art. XV(7)) */
	bool asked_express;       /* asked to be bound by its express acceptance only (MLC art. XV(8)(a)) */
	struct date accepted;     /* express acceptance, or withdrawal of the disagreement (MLC art. XV(9), (11)) */
	struct date postponed_to; /* counts up to one year after the general day (MLC art. XV(8)(b), (10)) */
};

/* The day tacit acceptance makes an amendment binding: the notice, the period (24 months, or another of at least 12), and
 * six months more; DATE_NEVER if more than 40 per cent of the ratifying Members, with not less than 40 per cent of their
 * tonnage, objected. MLC art. XV(6), (7), (8). */
struct date law_tacit_acceptance(struct date notified, int period_months, double objecting_members_share,
				 double objecting_tonnage_share);

/* The day an amendment binds one Member whose ratification binds from bound->from; SPAN_NEVER if it does not. A Member that
 * ratified between approval and entry into force is not among those the article binds tacitly: without its acceptance the
 * latest day is DATE_NEVER. MLC art. XV(8), (9), (11), (12). */
struct span law_amendment_binds(const struct law_amendment *amendment, const struct law_ratification *r,
				const struct law_binding *bound, const struct law_amendment_act *act);

#endif
