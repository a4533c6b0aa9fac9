/* SPDX-License-Identifier: Apache-2.0 */
/* What a snapshot answers: things by name, and their state on a day. */
#include "register/questions.h"

#include <stdlib.h>
#include <strings.h>

enum { WINDOWS_MOSTLY = 16 }; /* as many as come in 160 years */

struct instrument_key {
	struct law_id id;
};

static int find_instrument(const void *key, const void *element)
{
	return law_id_compare(((const struct instrument_key *)key)->id,
			      ((const struct register_instrument *)element)->law.id);
}

const struct register_instrument *register_instrument_named(const struct register_snapshot *s, struct str name)
{
	struct instrument_key key;
	if (!law_id_parse(name, &key.id) || s->instruments_n == 0)
		return NULL;
	return bsearch(&key, s->instruments, s->instruments_n, sizeof *s->instruments, find_instrument);
}

static int find_country(const void *key, const void *element)
{
	return str_compare(*(const struct str *)key, ((const struct register_country *)element)->code);
}

const struct register_country *register_country_named(const struct register_snapshot *s, struct str code)
{
	char upper[3];
	if (code.n != 3 || s->countries_n == 0)
		return NULL;
	for (size_t i = 0; i < 3; i++)
		upper[i] = code.at[i] >= 'a' && code.at[i] <= 'z' ? (char)(code.at[i] - 32) : code.at[i];
	struct str key = {upper, 3};
	return bsearch(&key, s->countries, s->countries_n, sizeof *s->countries, find_country);
}

const struct register_session *register_session_of(const struct register_snapshot *s, int session)
{
	for (size_t i = 0; i < s->sessions_n; i++)
		if (s->sessions[i].session == session)
			return &s->sessions[i];
	return NULL;
}

const struct register_region *register_region_of(const struct register_snapshot *s, struct str m49)
{
	for (size_t i = 0; i < s->regions_n; i++)
		if (str_equal(s->regions[i].m49, m49))
			return &s->regions[i];
	return NULL;
}

const struct register_group *register_group_named(const struct register_snapshot *s, struct str code)
{
	for (size_t i = 0; i < s->groups_n; i++)
		if (code.n == s->groups[i].code.n && strncasecmp(code.at, s->groups[i].code.at, code.n) == 0)
			return &s->groups[i];
	return NULL;
}

const struct register_ratification *register_ratification_of(const struct register_snapshot *s, int instrument,
							     int country)
{
	const struct register_instrument *i = &s->instruments[instrument];
	size_t from = i->ratifications_from, to = from + i->ratifications_n;
	while (from < to) { /* the first row after this country's last */
		size_t middle = from + (to - from) / 2;
		if (s->ratifications[middle].country <= country)
			from = middle + 1;
		else
			to = middle;
	}
	if (from == i->ratifications_from || s->ratifications[from - 1].country != country)
		return NULL;
	return &s->ratifications[from - 1];
}

const struct register_ratification *register_ratification_on(const struct register_snapshot *s, int instrument,
							     int country, struct date on)
{
	const struct register_ratification *r = register_ratification_of(s, instrument, country);
	while (r && !register_registered_by(r, on, true))
		r = register_ratification_before(s, r);
	return r;
}

const struct register_ratification *register_ratification_before(const struct register_snapshot *s,
								 const struct register_ratification *r)
{
	const struct register_ratification *first = s->ratifications + s->instruments[r->instrument].ratifications_from;
	return r > first && r[-1].country == r->country ? r - 1 : NULL;
}

const struct register_ratification *register_parent_on(const struct register_snapshot *s, int instrument, int country,
						       struct date on)
{
	int parent = s->instruments[instrument].parent;
	const struct register_ratification *r = parent >= 0 ? register_ratification_of(s, parent, country) : NULL,
					   *before = r ? register_ratification_before(s, r) : NULL;
	while (before && (!register_registered_by(r, on, true) || date_before(on, before->binding.denounced.latest))) {
		r = before;
		before = register_ratification_before(s, r);
	}
	return r;
}

const struct register_ratification *register_ended_with(const struct register_snapshot *s,
							const struct register_ratification *r)
{
	char name[LAW_ID_ROOM];
	const struct law_denunciation *d = &r->law.denounced;
	if (d->kind != LAW_ENDED_BY_REVISION)
		return NULL;
	const struct register_instrument *newer = register_instrument_named(s, law_id_print(d->by, name));
	struct date on = date_is_set(d->day.latest) ? d->day.latest : d->day.earliest;
	return newer ? register_ratification_on(s, (int)(newer - s->instruments), r->country, on) : NULL;
}

struct str register_category_on(const struct register_instrument *i, struct date on)
{
	if (i->law.id.kind == LAW_RECOMMENDATION || date_before(on, i->law.adopted.earliest))
		return STR("");
	for (size_t k = 0; k < i->categories_n; k++)
		if (date_up_to(i->categories[k].from, on))
			return i->categories[k].category;
	return STR("technical");
}

static enum register_language language_of(struct lang lang)
{
	static const char *const tags[REGISTER_LANGUAGES] = {"en", "fr", "es", "pt", "ar", "zh", "ru", "de"};
	for (int i = 0; i < REGISTER_LANGUAGES; i++)
		if (lang_is(lang, tags[i]))
			return i;
	return IN_EN;
}

struct str register_name_in(const struct register_names *names, struct lang lang, struct lang *which)
{
	enum register_language l = language_of(lang);
	bool known = names->in[l].n > 0;
	if (which)
		*which = known ? lang : (struct lang){"en"};
	return names->in[known ? l : IN_EN];
}

enum law_answer register_member_on(const struct register_country *country, struct date on, int *which)
{
	return law_member(country->periods, country->periods_n, on, which);
}

enum register_state register_state_on(const struct register_instrument *i, const struct register_ratification *r,
				      struct date on)
{
	if (date_before(on, i->law.adopted.earliest))
		return REGISTER_STATE_NOT_ADOPTED;
	if (!r || date_before(on, r->law.registered.earliest))
		return str_is(i->coverage.completeness, "complete") ? REGISTER_STATE_NOT_RATIFIED
								    : REGISTER_STATE_UNKNOWN;
	switch (law_bound(&r->binding, on)) {
	case LAW_YES: return REGISTER_STATE_IN_FORCE;
	case LAW_UNKNOWN: return REGISTER_STATE_UNKNOWN;
	case LAW_NO: break;
	}
	if (date_up_to(r->binding.denounced.latest, on))
		return REGISTER_STATE_DENOUNCED;
	return date_up_to(r->binding.until.latest, on) ? REGISTER_STATE_ENDED : REGISTER_STATE_NOT_YET;
}

bool register_registered_by(const struct register_ratification *r, struct date on, bool possibly)
{
	return date_up_to(possibly ? r->law.registered.earliest : r->law.registered.latest, on);
}

bool register_stands_on(const struct register_ratification *r, struct date on)
{
	return register_registered_by(r, on, false) && date_before(on, r->binding.denounced.latest) &&
	       date_before(on, r->law.state_ended);
}

struct span register_denounced_on(const struct register_snapshot *s, const struct register_ratification *r,
				  struct date on, int *by_instrument)
{
	const struct law_denunciation *d = &r->law.denounced;
	*by_instrument = -1;
	if (d->kind == LAW_NOT_ENDED || !date_is_set(d->day.latest) || date_before(on, d->day.latest))
		return SPAN_UNSET;
	if (d->kind == LAW_ENDED_BY_REVISION) {
		struct instrument_key key = {d->by};
		const struct register_instrument *i =
			bsearch(&key, s->instruments, s->instruments_n, sizeof *s->instruments, find_instrument);
		*by_instrument = i ? (int)(i - s->instruments) : -1;
	}
	return d->day;
}

const struct law_window *register_windows_on(struct call *c, const struct register_snapshot *s,
					     const struct register_instrument *i, struct date on, size_t *n)
{
	const struct law_instrument *parent = i->parent >= 0 ? &s->instruments[i->parent].law : NULL;
	struct law_window *windows;
	size_t room = WINDOWS_MOSTLY;
	do {
		windows = arena_array(c->arena, struct law_window, room);
		*n = law_windows(&i->law, parent, on, windows, room);
	} while (*n > room && (room = *n));
	return windows;
}
