/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot.h - the whole register in memory, as recorded at one moment; what pages, API and checks read.
 *
 * A snapshot never changes once it is published: readers share it without locks. register_snapshot() gives the one that
 * fits the call's store version and `known`, and holds it until the call's arena is cleared. Everything in it points into
 * it. Lists are in a fixed order: instruments by name, countries by code, ratifications by instrument, country, order.
 * The law (law/) is asked here once for each ratification (its binding); the rest is asked for a day when it is shown. */
#ifndef REGISTER_SNAPSHOT_H
#define REGISTER_SNAPSHOT_H
#include "law/declaration.h"
#include "register/tables.h"

enum register_language { IN_EN, IN_FR, IN_ES, IN_PT, IN_AR, IN_ZH, IN_RU, IN_DE, REGISTER_LANGUAGES };

/* Texts by language; those not known are empty. */
struct register_names {
	struct str in[REGISTER_LANGUAGES];
};

/* Where a fact stands in the store and who says so. */
struct register_fact {
	int64_t id;
	struct moment recorded;
	struct str source;
	struct str key; /* under its table */
};

struct register_coverage {
	struct register_fact fact;
	struct str completeness; /* "complete", "partial", "none" */
	int64_t published_total; /* -1: not known */
	struct str as_of;
};

struct register_category_period {
	struct str category; /* "fundamental", "governance", "technical" */
	struct date from;    /* DATE_UNSET: since adoption */
};

struct register_amendment {
	struct register_fact fact;
	struct str name, what;          /* "2014" */
	struct span approved, in_force; /* in_force SPAN_NEVER: not known or not yet */
};

struct register_instrument {
	struct register_fact fact;
	struct law_instrument law;
	struct str id; /* "C029", "MLC" */
	struct register_names title;
	struct str subject, policy; /* policy: srm_status; may be empty */
	struct str status_recorded;
	int session;
	int ended_session;               /* 0: none */
	int parent;                      /* a Protocol's Convention, -1 */
	const int *revises, *revised_by; /* indices of instruments, by name; formal revision only */
	size_t revises_n, revised_by_n;
	const int *amends, *amended_by; /* texts in which words are replaced, no revision (C191) */
	size_t amends_n, amended_by_n;
	const struct law_instrument **revisers;            /* the laws of revised_by */
	const struct register_category_period *categories; /* latest first */
	size_t categories_n;
	const struct register_amendment *amendments;
	size_t amendments_n;
	size_t ratifications_from, ratifications_n; /* in register_snapshot.ratifications */
	struct register_coverage
		coverage; /* completeness "none" where nothing is recorded; empty for a Recommendation */
};

struct register_country {
	struct register_fact fact;
	struct str code, iso2, m49;
	struct register_names name;
	struct str region, subregion; /* M49 codes; empty for former States */
	bool is_former;
	struct date state_ended;          /* DATE_NEVER unless a former State */
	struct str continued_by;          /* code; empty */
	const struct law_period *periods; /* of membership, in order */
	const struct str *period_notes;
	size_t periods_n;
	const int *ratifications; /* indices, in order of instrument */
	size_t ratifications_n;
	const int *territories; /* indices of declarations made for it */
	size_t territories_n;
};

struct register_declaration {
	struct register_fact fact;
	struct str kind, article, value, text;
	struct span registered; /* SPAN_UNSET: with the ratification */
	struct str reference;   /* of the act; may be empty */
};

/* An act that denounced only Parts or Annexes; the rest still binds. */
struct register_partial {
	struct register_fact fact;
	struct str parts; /* as recorded: "II IX" */
	struct span registered;
	struct str reference;
};

struct register_conflict {
	struct str date_kept, source_kept, date_other, source_other;
};

struct register_ratification {
	struct register_fact fact;
	int instrument, country;
	struct law_ratification law;
	struct law_binding binding;
	bool basis_inferred;               /* succession by rule, no source says it */
	bool denunciation_computed;        /* automatic, by rule: no source gives its day */
	struct register_fact denunciation; /* id 0 if computed or none */
	struct str note, status_recorded, reference, denunciation_reference;
	const struct register_declaration *declarations;
	size_t declarations_n;
	const struct register_conflict *conflicts; /* other days in other sources */
	size_t conflicts_n;
	const struct register_partial *partials; /* denunciations of Parts alone */
	size_t partials_n;
};

struct register_territory {
	struct register_fact fact;
	int instrument, territory, declared_by;
	struct span registered;
	struct law_territory law;
};

struct register_session {
	int session, year;
	struct date opened, closed; /* DATE_UNSET: not known */
	struct str place;
};

struct register_region {
	struct str m49;
	struct register_names name;
};

struct register_group_member {
	int country;
	struct law_period period;
};

struct register_group {
	struct str code;
	struct register_names name;
	const struct register_group_member *members;
	size_t members_n;
};

struct register_explanation {
	struct str check, subject, because, source;
};

struct register_source { /* what a tag in the facts' sources stands for */
	struct str tag, name, licence, trust;
};

struct register_words; /* all names as words, for register_find() */
/* A number by which NORMLEX's addresses name an instrument or a country. */
struct register_normlex_id {
	struct str kind, id, name; /* "instrument", "312282", "C137" */
};

struct register_snapshot {
	int64_t version;    /* of the store it was read from */
	struct moment last; /* the latest moment of recording in it */
	struct register_instrument *instruments;
	size_t instruments_n;
	struct register_country *countries;
	size_t countries_n;
	struct register_ratification *ratifications;
	size_t ratifications_n;
	struct register_territory *territories;
	size_t territories_n;
	struct register_session *sessions;
	size_t sessions_n;
	struct register_region *regions;
	size_t regions_n;
	struct register_group *groups;
	size_t groups_n;
	struct register_explanation *explanations;
	size_t explanations_n;
	const struct register_words *words;
	struct register_normlex_id *normlex_ids;
	size_t normlex_ids_n;
	struct register_source *sources; /* by tag */
	size_t sources_n;
};

/* The register as recorded at c->known (the present one unless c->known_given), held until c->arena is cleared.
 * UNAVAILABLE: the store cannot be read. BUG: a fact in the store does not fit its table (logged). May: anybody. */
CHECKED enum status register_snapshot(struct call *c, const struct register_snapshot **out);

/* Gives up every snapshot of a database that is about to be closed; calls that still hold one keep it. */
void register_forget(struct database *d);

#endif
