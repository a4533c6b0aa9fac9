/* SPDX-License-Identifier: Apache-2.0 */
/* What can be computed of the register, compared with what is recorded. Each check is one function over the snapshot; a
 * disagreement that remains is explained in the table of explanations, by check and subject ("C002", "C103 PRT"; an
 * explanation of "C045" holds for every member under it). */
#include "register/register_private.h"
#include "register/register_sql.h"

#include "store/store.h"

#include <jansson.h>
#include <string.h>

struct checking {
	struct call *c;
	const struct register_snapshot *s;
	struct register_disagreements *out;
	bool *used; /* one an explanation */
};

static struct str explanation_of(struct checking *k, const char *check, struct str subject)
{
	struct str because = STR("");
	for (size_t i = 0; i < k->s->explanations_n; i++) {
		const struct register_explanation *e = &k->s->explanations[i];
		bool whole = str_equal(e->subject, subject);
		bool wider = subject.n > e->subject.n && subject.at[e->subject.n] == ' ' &&
			     str_equal(str_slice(subject, 0, e->subject.n), e->subject);
		if (!str_is(e->check, check) || (!whole && !wider))
			continue;
		k->used[i] = true;
		because = e->because;
	}
	return because;
}

static void disagree(struct checking *k, const char *check, struct str subject, struct str recorded,
		     struct str computed)
{
	struct str because = explanation_of(k, check, subject);
	*list_add(k->c->arena, &k->out->list) =
		(struct register_disagreement){str_of(check), subject, recorded, computed, because};
	k->out->unexplained += because.n == 0;
}

static struct str span_text(struct checking *k, struct span s)
{
	char at[SPAN_ROOM];
	return span_is_set(s) ? str_copy(k->c->arena, span_print(s, at)) : STR("none");
}

static struct str date_text(struct checking *k, struct date d)
{
	return span_text(k, span_day(d));
}

static struct str pair(struct checking *k, const struct register_ratification *r)
{
	return str_format(k->c->arena, "%.*s %.*s", STR_ARGS(k->s->instruments[r->instrument].id),
			  STR_ARGS(k->s->countries[r->country].code));
}

/* The recorded first entry into force against the rule applied to the ratifications that are recorded. Tonnages are not, so
 * that the rules which need them are left out. */
static void check_entry(struct checking *k)
{
	for (size_t n = 0; n < k->s->instruments_n; n++) {
		const struct register_instrument *i = &k->s->instruments[n];
		const struct law_provisions *p = law_provisions(i->law.id);
		if (!p || i->ratifications_n == 0)
			continue;
		struct law_deposit *deposits = arena_array(k->c->arena, struct law_deposit, i->ratifications_n);
		size_t known = 0;
		for (size_t r = 0; r < i->ratifications_n; r++) {
			const struct register_ratification *one = &k->s->ratifications[i->ratifications_from + r];
			if (span_is_day(one->law.registered) && one->law.basis != LAW_CONDITIONAL)
				deposits[known++] = (struct law_deposit){k->s->countries[one->country].code,
									 one->law.registered.earliest,
									 -1,
									 -1,
									 -1,
									 DATE_NEVER};
		}
		struct law_entry entry;
		law_enter_into_force(&p->rule, deposits, known, DATE_NEVER, &entry);
		k->out->asked++;
		/* a day to come is recorded once it is announced */
		bool is_to_come =
			!date_is_set(i->law.in_force.earliest) && date_before(k->c->today, entry.in_force_from);
		if (!entry.undetermined && !p->rule.each_alone && !is_to_come &&
		    !date_same(entry.in_force_from, i->law.in_force.earliest))
			disagree(k, "entry-into-force", i->id, span_text(k, i->law.in_force),
				 date_text(k, entry.in_force_from));
	}
}

/* The status on a day; empty where it hangs on a day that is not known. */
static struct str status_on(const struct register_instrument *i, struct date on)
{
	static const char *const names[] = {"none", "adopted", "in_force", "abrogated", "withdrawn"};
	enum law_status status;
	return law_status(&i->law, on, &status) == LAW_YES ? str_of(names[status]) : STR("");
}

/* The status that a source printed against the status of today. */
static void check_status(struct checking *k)
{
	for (size_t n = 0; n < k->s->instruments_n; n++) {
		const struct register_instrument *i = &k->s->instruments[n];
		struct str computed = status_on(i, k->c->today);
		k->out->asked++;
		if (i->status_recorded.n && computed.n && !str_equal(i->status_recorded, computed))
			disagree(k, "status", i->id, i->status_recorded, computed);
	}
}

/* What ended a ratification was recorded after the source's word on it, which was true until then. */
static bool ended_since(const struct checking *k, const struct register_ratification *r)
{
	if (r->denunciation.id)
		return r->denunciation.recorded.us > r->fact.recorded.us;
	const struct register_ratification *act = register_ended_with(k->s, r);
	return act && act->fact.recorded.us > r->fact.recorded.us;
}

/* What a source says of one ratification against the law's answer for today. */
static void check_ratification_status(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		enum register_state state = register_state_on(&k->s->instruments[r->instrument], r, k->c->today);
		/* the end of the instrument itself is told of by its own status */
		bool is_ended = state == REGISTER_STATE_ENDED &&
				date_up_to(k->s->instruments[r->instrument].law.ended.latest, k->c->today);
		bool recorded_in_force = str_is(r->status_recorded, "in_force");
		bool recorded_not =
			str_is(r->status_recorded, "not_in_force") || str_is(r->status_recorded, "denounced");
		static const char *const names[] = {"in force",     "not yet in force", "denounced",  "ended",
						    "not ratified", "unknown",          "not adopted"};
		k->out->asked++;
		if ((recorded_in_force && state != REGISTER_STATE_IN_FORCE && !is_ended && !ended_since(k, r)) ||
		    (recorded_not && state == REGISTER_STATE_IN_FORCE))
			disagree(k, "ratification-status", pair(k, r), r->status_recorded, str_of(names[state]));
	}
}

/* A recorded automatic denunciation against the day the rule gives. */
static void check_automatic(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		const struct register_instrument *older = &k->s->instruments[r->instrument];
		if (r->law.denounced.kind != LAW_ENDED_BY_REVISION || r->denunciation.id == 0)
			continue;
		const struct register_ratification *act = register_ended_with(k->s, r);
		k->out->asked++;
		if (!act) {
			disagree(k, "automatic-denunciation", pair(k, r), span_text(k, r->law.denounced.day),
				 STR("no newer ratification"));
			continue;
		}
		const struct register_instrument *newer = &k->s->instruments[act->instrument];
		struct law_ratification standing = r->law;
		standing.denounced = (struct law_denunciation){LAW_NOT_ENDED, SPAN_NEVER, {LAW_CONVENTION, 0}};
		struct law_declared declared = register_declared_with(act);
		struct span day = law_automatic_denunciation(&older->law, &standing, &newer->law, &act->law,
							     &act->binding, &declared);
		if (!date_same(day.earliest, r->law.denounced.day.earliest) ||
		    !date_same(day.latest, r->law.denounced.day.latest))
			disagree(k, "automatic-denunciation", pair(k, r), span_text(k, r->law.denounced.day),
				 span_text(k, day));
	}
}

/* A recorded act of denunciation against the windows. */
static void check_windows(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		const struct register_instrument *i = &k->s->instruments[r->instrument];
		const struct law_instrument *parent = i->parent >= 0 ? &k->s->instruments[i->parent].law : NULL;
		struct date effect;
		struct law_window near;
		if (r->law.denounced.kind != LAW_ENDED_BY_ACT || !span_is_day(r->law.denounced.day))
			continue;
		k->out->asked++;
		if (!law_may_denounce(&i->law, parent, r->law.denounced.day.earliest, &effect, &near))
			disagree(k, "denunciation-window", pair(k, r), span_text(k, r->law.denounced.day),
				 date_text(k, near.opens));
	}
}

/* No ratification of a Protocol's Convention stood on the day; unknown where none is recorded in a list that is not complete. */
static bool lacks_parent(const struct checking *k, const struct register_ratification *r)
{
	int parent = k->s->instruments[r->instrument].parent;
	const struct register_ratification *stood =
		register_ratification_on(k->s, parent, r->country, r->law.registered.latest);
	if (stood)
		return date_up_to(stood->binding.denounced.latest, r->law.registered.earliest);
	return register_ratification_of(k->s, parent, r->country) ||
	       str_is(k->s->instruments[parent].coverage.completeness, "complete");
}

/* Ratifications against adoption, membership, closure and parent. */
static void check_registration(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		const struct register_instrument *i = &k->s->instruments[r->instrument];
		const struct register_country *country = &k->s->countries[r->country];
		struct span registered = r->law.registered;
		k->out->asked++;
		if (date_before(registered.latest, i->law.adopted.earliest))
			disagree(k, "before-adoption", pair(k, r), span_text(k, registered),
				 span_text(k, i->law.adopted));
		if (r->law.basis == LAW_ORDINARY && register_member_on(country, registered.latest, NULL) == LAW_NO)
			disagree(k, "not-a-member", pair(k, r), span_text(k, registered),
				 STR("no period of membership"));
		if (law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, registered.latest) == LAW_NO &&
		    r->law.basis == LAW_ORDINARY)
			disagree(k, "closed", pair(k, r), span_text(k, registered), STR("closed to ratification"));
		if (i->parent >= 0 && lacks_parent(k, r))
			disagree(k, "parent", pair(k, r), span_text(k, registered),
				 STR("no ratification of the parent stood then"));
	}
}

/* Compulsory declarations against those recorded. */
static void check_declarations(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		struct law_id id = k->s->instruments[r->instrument].law.id;
		if (id.kind != LAW_CONVENTION || id.number != 138)
			continue; /* only for C138 is every recorded declaration a typed one */
		struct law_declared declared = register_declared_with(r);
		k->out->asked++;
		if (declared.minimum_age == 0)
			disagree(k, "declaration", pair(k, r), STR("none"), STR("a minimum age (C138 art. 2)"));
		else if (declared.minimum_age < 14)
			disagree(k, "declaration", pair(k, r), str_format(k->c->arena, "%d", declared.minimum_age),
				 STR("at least 14 (C138 art. 2)"));
	}
}

/* How many ratifications were registered by the day of a published total: surely, and possibly. Of a total without a day all
 * are taken to be. */
static void count_by(const struct checking *k, const struct register_instrument *i, int64_t *surely, int64_t *possibly)
{
	struct span as_of = register_span_cell(i->coverage.as_of, SPAN_NEVER);
	*surely = *possibly = 0;
	for (size_t n = 0; n < i->ratifications_n; n++) {
		struct span registered = k->s->ratifications[i->ratifications_from + n].law.registered;
		*surely += date_up_to(registered.latest, as_of.earliest);
		*possibly += date_up_to(registered.earliest, as_of.latest);
	}
}

/* The published total of a list that is called complete against its rows; what was registered afterwards is not in it. */
static void check_coverage(struct checking *k)
{
	for (size_t n = 0; n < k->s->instruments_n; n++) {
		const struct register_instrument *i = &k->s->instruments[n];
		int64_t surely, possibly, published = i->coverage.published_total;
		if (!str_is(i->coverage.completeness, "complete") || published <= 0)
			continue;
		k->out->asked++;
		count_by(k, i, &surely, &possibly);
		if (published > possibly || published < surely)
			disagree(k, "coverage-total", i->id, str_format(k->c->arena, "%lld", (long long)published),
				 str_format(k->c->arena, "%lld", (long long)(published < surely ? surely : possibly)));
	}
}

/* Revision: the newer is adopted later, and nobody revises himself by a detour (adoption grows along the chain). */
static void check_revisions(struct checking *k)
{
	for (size_t n = 0; n < k->s->instruments_n; n++) {
		const struct register_instrument *i = &k->s->instruments[n];
		k->out->asked++;
		for (size_t r = 0; r < i->revises_n; r++) {
			const struct register_instrument *older = &k->s->instruments[i->revises[r]];
			if (date_before(i->law.adopted.latest, older->law.adopted.earliest))
				disagree(k, "revision-order", i->id, span_text(k, i->law.adopted),
					 span_text(k, older->law.adopted));
		}
		if (date_before(i->law.in_force.latest, i->law.adopted.earliest))
			disagree(k, "in-force-before-adoption", i->id, span_text(k, i->law.in_force),
				 span_text(k, i->law.adopted));
	}
}

/* The number of Members a source prints against the periods of membership. */
static void check_members(struct checking *k, const struct register_rows *rows)
{
	enum register_kind kind = REGISTER_COUNTRIES;
	for (size_t n = 0; n < rows->of[kind].n; n++) {
		const struct register_row *row = &rows->of[kind].at[n];
		const struct register_country *country = register_country_named(k->s, CELL("iso3"));
		bool computed = register_member_on(country, k->c->today, NULL) == LAW_YES;
		k->out->asked++;
		if (CELL("ilo_member").n && str_is(CELL("ilo_member"), "1") != computed)
			disagree(k, "membership", country->code, CELL("ilo_member"), computed ? STR("1") : STR("0"));
	}
}

/* Days that two sources give differently: the one kept must be the one recorded. */
static void check_conflicts(struct checking *k)
{
	for (size_t n = 0; n < k->s->ratifications_n; n++) {
		const struct register_ratification *r = &k->s->ratifications[n];
		struct str registered = span_text(k, r->law.registered);
		for (size_t i = 0; i < r->conflicts_n; i++) {
			k->out->asked++;
			if (!str_equal(r->conflicts[i].date_kept, registered))
				disagree(k, "conflict", pair(k, r), r->conflicts[i].date_kept, registered);
		}
	}
}

struct digesting {
	struct register_digest *digest;
	size_t facts;
};

static enum status add_to_digest(void *context, const struct fact_of_change_row *row)
{
	struct digesting *d = context;
	register_digest_add(d->digest, row->kind, row->key, row->body);
	d->facts++;
	return OK;
}

/* A change of the log that recorded facts, and the digest it holds. */
struct logged {
	int64_t change;
	bool is_texts; /* articles, not facts */
	struct str digest;
};

struct logged_changes {
	struct arena *a;
	LIST(struct logged) list;
	int64_t last;
};

static enum status on_logged(void *context, int64_t number, const struct store_change *change)
{
	struct logged_changes *changes = context;
	changes->last = number;
	json_t *after = json_loadb(change->after.at, change->after.n, 0, NULL);
	const char *digest = json_string_value(json_object_get(after, "digest"));
	if (digest)
		*list_add(changes->a, &changes->list) = (struct logged){number, str_is(change->act, "register.texts"),
									str_copy(changes->a, str_of(digest))};
	json_decref(after);
	return OK;
}

static enum status read_log(struct checking *k, struct logged_changes *changes)
{
	enum { PAGE = 1000 };
	enum status st;
	int64_t before;
	do {
		before = changes->last;
		st = store_log_read(k->c->store, before, PAGE, on_logged, changes);
	} while (st == OK && changes->last > before);
	return st;
}

/* The facts each change recorded against the digest that the log holds of them. */
static enum status check_digests(struct checking *k)
{
	struct logged_changes changes = {.a = k->c->arena};
	enum status st = read_log(k, &changes);
	for (size_t i = 0; i < changes.list.n && st == OK; i++) {
		struct digesting d = {register_digest_new(k->c->arena), 0};
		int64_t change = changes.list.at[i].change;
		st = changes.list.at[i].is_texts
			     ? register_texts_digest(k->c->store, k->c->arena, change, d.digest)
			     : fact_of_change_query(k->c->store, k->c->arena, change, add_to_digest, &d);
		struct str computed = register_digest_hex(k->c->arena, d.digest);
		k->out->asked++;
		if (st == OK && !str_equal(computed, changes.list.at[i].digest))
			disagree(k, "digest",
				 str_format(k->c->arena, "change %lld", (long long)changes.list.at[i].change),
				 changes.list.at[i].digest, computed);
	}
	return st;
}

static void find_unused(struct checking *k)
{
	for (size_t i = 0; i < k->s->explanations_n; i++)
		if (!k->used[i])
			*list_add(k->c->arena, &k->out->unused) =
				str_format(k->c->arena, "%.*s %.*s", STR_ARGS(k->s->explanations[i].check),
					   STR_ARGS(k->s->explanations[i].subject));
}

/* All that needs no log. */
static void check_facts(struct checking *k, const struct register_rows *rows)
{
	k->used = arena_array(k->c->arena, bool, k->s->explanations_n);
	check_entry(k);
	check_status(k);
	check_ratification_status(k);
	check_automatic(k);
	check_windows(k);
	check_registration(k);
	check_declarations(k);
	check_coverage(k);
	check_revisions(k);
	check_members(k, rows);
	check_conflicts(k);
}

void register_check_facts(struct call *c, const struct register_snapshot *s, const struct register_rows *rows,
			  struct register_disagreements *out)
{
	*out = (struct register_disagreements){.unexplained = 0};
	check_facts(&(struct checking){.c = c, .s = s, .out = out}, rows);
}

enum status register_check(struct call *c, struct register_disagreements *out)
{
	*out = (struct register_disagreements){.unexplained = 0};
	struct checking k = {.c = c, .out = out};
	struct register_rows rows;
	enum status st = register_snapshot(c, &k.s);
	if (st == OK)
		st = register_rows_read(c->store, c->arena, c->known_given ? &c->known : NULL, &rows);
	if (st != OK)
		return st;
	check_facts(&k, &rows);
	st = check_digests(&k);
	find_unused(&k);
	return st != OK ? st : out->unexplained ? INVALID : OK;
}
