/* SPDX-License-Identifier: Apache-2.0 */
#include "register/register_json.h"

#include <string.h>

json_t *json_of_date(struct date d)
{
	char at[DATE_ROOM];
	return date_is_set(d) ? json_string(date_print(d, at).at) : json_null();
}

json_t *json_of_interval(struct span s)
{
	char at[SPAN_ROOM];
	return span_is_set(s) ? json_string(span_print(s, at).at) : json_null();
}

json_t *json_of_span(struct span s)
{
	char first[DATE_ROOM], last[DATE_ROOM];
	if (!span_is_set(s))
		return json_null();
	date_print(s.earliest, first);
	date_print(s.latest, last);
	for (size_t n = 10; n >= 4; n -= 3) /* the day, the month or the year that holds it */
		if (memcmp(first, last, n) == 0)
			return json_stringn(first, n);
	return json_null();
}

json_t *json_of_answer(enum law_answer a)
{
	return a == LAW_UNKNOWN ? json_null() : json_boolean(a == LAW_YES);
}

json_t *json_of_str(struct str s, bool or_null)
{
	return s.n == 0 && or_null ? json_null() : json_stringn(s.at, s.n);
}

json_t *json_of_names(const struct register_names *names)
{
	static const char *const tags[REGISTER_LANGUAGES] = {"en", "fr", "es", "pt", "ar", "zh", "ru", "de"};
	json_t *object = json_object();
	for (int i = 0; i < REGISTER_LANGUAGES; i++)
		if (names->in[i].n)
			json_object_set_new(object, tags[i], json_of_str(names->in[i], false));
	return object;
}

static json_t *json_of_moment(struct moment m)
{
	char at[MOMENT_ROOM];
	moment_print(m, at);
	return json_string(at);
}

static json_t *json_of_total(int64_t n)
{
	return n < 0 ? json_null() : json_integer(n);
}

json_t *json_of_coverage(const struct register_instrument *i)
{
	if (i->law.id.kind == LAW_RECOMMENDATION)
		return json_null();
	const struct register_coverage *v = &i->coverage;
	return json_pack("{s:o, s:o, s:I, s:o, s:o, s:o}", "instrument", json_of_str(i->id, false), "completeness",
			 json_of_str(v->completeness, false), "rows", (json_int_t)i->ratifications_n, "published_total",
			 json_of_total(v->published_total), "as_of", json_of_str(v->as_of, true), "source",
			 json_of_str(v->fact.source, true));
}

static json_t *json_of_type(const struct register_instrument *i)
{
	static const char *const names[] = {"convention", "protocol", "recommendation"};
	return json_string(names[i->law.id.kind]);
}

static json_t *json_of_status(const struct register_instrument *i, struct date on)
{
	static const char *const names[] = {NULL, "adopted", "in_force", "abrogated", "withdrawn"};
	enum law_status status;
	law_status(&i->law, on, &status);
	return names[status] ? json_string(names[status]) : json_null();
}

static json_t *json_of_number(const struct register_instrument *i)
{
	return str_is(i->id, "MLC") ? json_null() : json_integer(i->law.id.number);
}

json_t *json_of_instrument_item(const struct register_instrument *i, struct date on)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", json_of_str(i->id, false), "type",
			 json_of_type(i), "number", json_of_number(i), "title", json_of_names(&i->title), "adopted",
			 json_of_span(i->law.adopted), "in_force_from", json_of_span(i->law.in_force), "status",
			 json_of_status(i, on), "subject", json_of_str(i->subject, true));
}

static json_t *json_of_ids(const struct register_snapshot *s, const int *indices, size_t n)
{
	json_t *array = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_of_str(s->instruments[indices[i]].id, false));
	return array;
}

static json_t *json_of_windows(struct call *c, const struct register_snapshot *s, const struct register_instrument *i)
{
	size_t n;
	const struct law_window *windows = register_windows_on(c, s, i, c->on, &n);
	json_t *array = json_array();
	for (size_t k = 0; k < n; k++)
		json_array_append_new(array, json_pack("{s:o, s:o}", "opens", json_of_date(windows[k].opens), "closes",
						       json_of_date(windows[k].closes)));
	return json_pack("{s:o, s:b}", "windows", array, "verified", law_denunciation_rule(i->law.id).verified);
}

static json_t *json_of_ratified_by(const struct register_snapshot *s, const struct register_instrument *i,
				   struct date on)
{
	json_t *array = json_array();
	int last = -1;
	for (size_t k = 0; k < i->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[i->ratifications_from + k];
		if (!register_stands_on(r, on) || r->country == last)
			continue;
		last = r->country;
		json_array_append_new(array, json_of_str(s->countries[r->country].code, false));
	}
	return array;
}

/* How and when the Conference ended it, told from the first day on which it may have. */
static json_t *json_of_ending(const struct register_instrument *i, struct date on)
{
	if (i->law.ending == LAW_STANDING || date_before(on, i->law.ended.earliest))
		return json_null();
	return json_pack("{s:s, s:o, s:o}", "kind", i->law.ending == LAW_ABROGATED ? "abrogated" : "withdrawn",
			 "decided", json_of_span(i->law.ended), "session",
			 i->ended_session ? json_integer(i->ended_session) : json_null());
}

static json_t *json_of_amendments(const struct register_instrument *i, struct date on)
{
	json_t *array = json_array();
	for (size_t k = 0; k < i->amendments_n; k++) {
		const struct register_amendment *a = &i->amendments[k];
		if (date_before(on, a->approved.earliest))
			continue;
		json_array_append_new(array,
				      json_pack("{s:o, s:o, s:o, s:o}", "name", json_of_str(a->name, false), "approved",
						json_of_span(a->approved), "in_force_from", json_of_span(a->in_force),
						"source", json_of_str(a->fact.source, true)));
	}
	return array;
}

static json_t *json_of_delay(struct law_delay d)
{
	return d.months ? json_sprintf("P%dM", d.months) : json_sprintf("P%dD", d.days);
}

/* The rule of entry into force in the form in which POST /law/in-force takes one; null where each ratification takes effect
 * by itself, and for a Recommendation. */
static json_t *json_of_rule(const struct register_instrument *i)
{
	const struct law_provisions *p = law_provisions(i->law.id);
	if (!p || p->rule.each_alone)
		return json_null();
	json_t *rule = json_pack("{s:i, s:o, s:o}", "ratifications", p->rule.ratifications, "delay",
				 json_of_delay(p->rule.delay), "member_delay", json_of_delay(p->rule.member_delay));
	const struct {
		const char *name;
		int n;
	} counts[] = {{"with_1m_grt", p->rule.with_1m_grt}, {"each_1m", p->rule.each_1m}, {"coastal", p->rule.coastal}};
	for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
		if (counts[k].n)
			json_object_set_new(rule, counts[k].name, json_integer(counts[k].n));
	if (p->rule.total_grt > 0)
		json_object_set_new(rule, "total_grt", json_real(p->rule.total_grt));
	if (p->rule.tonnage_share > 0)
		json_object_set_new(rule, "tonnage_share", json_real(p->rule.tonnage_share));
	if (p->rule.listed) {
		json_t *listed = json_array();
		for (size_t k = 0; k < p->rule.listed_n; k++)
			json_array_append_new(listed, json_of_str(p->rule.listed[k], false));
		json_object_set_new(rule, "listed", listed);
	}
	return rule;
}

json_t *json_of_instrument(struct call *c, const struct register_snapshot *s, const struct register_instrument *i)
{
	json_t *object = json_of_instrument_item(i, c->on);
	json_object_set_new(object, "on", json_of_date(c->on));
	json_object_set_new(object, "session", json_integer(i->session));
	json_object_set_new(object, "category", json_of_str(register_category_on(i, c->on), true));
	json_object_set_new(object, "policy", json_of_str(i->policy, true));
	json_object_set_new(object, "in_force", json_of_answer(law_in_force(&i->law, c->on)));
	json_object_set_new(object, "open_to_ratification",
			    json_of_answer(law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, c->on)));
	json_object_set_new(object, "denunciation", json_of_windows(c, s, i));
	json_object_set_new(object, "revises", json_of_ids(s, i->revises, i->revises_n));
	json_object_set_new(object, "revised_by", json_of_ids(s, i->revised_by, i->revised_by_n));
	json_object_set_new(object, "parent",
			    i->parent >= 0 ? json_of_str(s->instruments[i->parent].id, false) : json_null());
	json_object_set_new(object, "ratified_by", json_of_ratified_by(s, i, c->on));
	json_object_set_new(object, "coverage", json_of_coverage(i));
	json_object_set_new(object, "ending", json_of_ending(i, c->on));
	json_object_set_new(object, "amendments", json_of_amendments(i, c->on));
	json_object_set_new(object, "rule", json_of_rule(i));
	json_object_set_new(object, "source", json_of_str(i->fact.source, true));
	json_object_set_new(object, "recorded_at", json_of_moment(i->fact.recorded));
	return object;
}

/* A whole number as a number, anything else as text, nothing as null. */
static json_t *json_of_value(struct str value)
{
	int64_t number;
	if (str_to_i64(value, &number))
		return json_integer(number);
	return json_of_str(value, true);
}

static json_t *json_of_declarations(const struct register_ratification *r, struct date on)
{
	json_t *array = json_array();
	for (size_t k = 0; k < r->declarations_n; k++) {
		const struct register_declaration *d = &r->declarations[k];
		if (span_is_set(d->registered) && date_before(on, d->registered.earliest))
			continue;
		json_array_append_new(
			array, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "kind", json_of_str(d->kind, false),
					 "article", json_of_str(d->article, true), "value", json_of_value(d->value),
					 "text", json_of_str(d->text, false), "registered", json_of_span(d->registered),
					 "source", json_of_str(d->fact.source, true)));
	}
	return array;
}

static json_t *json_of_conflicts(const struct register_ratification *r)
{
	json_t *array = json_array();
	for (size_t k = 0; k < r->conflicts_n; k++)
		json_array_append_new(array, json_pack("{s:o, s:o}", "registered",
						       json_of_str(r->conflicts[k].date_other, false), "source",
						       json_of_str(r->conflicts[k].source_other, false)));
	return array;
}

/* Acts that denounced Parts alone; each takes effect a year later, as all acts do. */
static json_t *json_of_partials(const struct register_ratification *r, struct date on)
{
	json_t *array = json_array();
	for (size_t k = 0; k < r->partials_n; k++) {
		const struct register_partial *p = &r->partials[k];
		if (date_before(on, p->registered.latest))
			continue;
		json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o}", "parts", json_of_str(p->parts, false),
						       "registered", json_of_span(p->registered), "effective",
						       json_of_span(span_add_months(p->registered, 12)), "source",
						       json_of_str(p->fact.source, false)));
	}
	return array;
}

json_t *json_of_ratification(const struct register_snapshot *s, const struct register_ratification *r, struct date on,
			     bool with_member)
{
	static const char *const bases[] = {"ratification", "succession", "conditional"};
	int by;
	struct span denounced = register_denounced_on(s, r, on, &by);
	json_t *object = json_object();
	json_object_set_new(object, "instrument", json_of_str(s->instruments[r->instrument].id, false));
	if (with_member)
		json_object_set_new(object, "member", json_of_str(s->countries[r->country].code, false));
	json_object_set_new(object, "registered", json_of_span(r->law.registered));
	json_object_set_new(object, "in_force_from", json_of_span(r->binding.from));
	json_object_set_new(object, "in_force", json_of_answer(law_bound(&r->binding, on)));
	json_object_set_new(object, "denounced", json_of_span(denounced));
	json_object_set_new(object, "denounced_between",
			    span_is_day(denounced) ? json_null() : json_of_interval(denounced));
	json_object_set_new(object, "denounced_by", by >= 0 ? json_of_str(s->instruments[by].id, false) : json_null());
	json_object_set_new(object, "denunciation_computed",
			    json_boolean(span_is_set(denounced) && r->denunciation_computed));
	json_object_set_new(object, "basis", json_string(bases[r->law.basis]));
	json_object_set_new(object, "basis_inferred", json_boolean(r->basis_inferred));
	json_object_set_new(object, "declarations", json_of_declarations(r, on));
	json_object_set_new(object, "other_sources", json_of_conflicts(r));
	json_object_set_new(object, "parts_denounced", json_of_partials(r, on));
	json_object_set_new(object, "reference", json_of_str(r->reference, true));
	json_object_set_new(object, "note", json_of_str(r->note, true));
	json_object_set_new(object, "source", json_of_str(r->fact.source, false));
	return object;
}

/* The period that holds the day, else the latest begun before it, as member, member_from and member_until. */
static void set_membership(json_t *object, const struct register_country *country, struct date on)
{
	int which;
	enum law_answer member = register_member_on(country, on, &which);
	json_object_set_new(object, "member", json_of_answer(member));
	json_object_set_new(object, "member_from",
			    which < 0 ? json_null() : json_of_span(country->periods[which].from));
	json_object_set_new(object, "member_until",
			    which < 0 ? json_null() : json_of_span(country->periods[which].until));
}

json_t *json_of_member_item(const struct register_country *country, struct date on)
{
	json_t *object = json_object();
	json_object_set_new(object, "iso3", json_of_str(country->code, false));
	json_object_set_new(object, "name", json_of_names(&country->name));
	set_membership(object, country, on);
	json_object_set_new(object, "region", json_of_str(country->region, true));
	json_object_set_new(object, "subregion", json_of_str(country->subregion, true));
	json_object_set_new(object, "former_state", json_boolean(country->is_former));
	return object;
}

static json_t *json_of_territories(const struct register_snapshot *s, const struct register_country *country,
				   struct date on)
{
	static const char *const words[] = {"applied", "modified", "inapplicable", "reserved"};
	json_t *array = json_array();
	for (size_t k = 0; k < country->territories_n; k++) {
		const struct register_territory *t = &s->territories[country->territories[k]];
		const struct register_instrument *i = &s->instruments[t->instrument];
		if (date_before(on, t->registered.earliest))
			continue;
		json_array_append_new(
			array, json_pack("{s:o, s:o, s:s, s:o, s:o, s:o, s:o}", "instrument", json_of_str(i->id, false),
					 "declared_by", json_of_str(s->countries[t->declared_by].code, false),
					 "application", words[t->law.application], "registered",
					 json_of_span(t->registered), "in_force_from", json_of_span(t->law.from),
					 "applies", json_of_answer(law_applies_in_territory(&t->law, &i->law, on)),
					 "source", json_of_str(t->fact.source, false)));
	}
	return array;
}

json_t *json_of_member(struct call *c, const struct register_snapshot *s, const struct register_country *country)
{
	json_t *object = json_of_member_item(country, c->on);
	json_t *ratifications = json_array(), *in_force = json_array(), *denounced = json_array();
	for (size_t k = 0; k < country->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[country->ratifications[k]];
		struct str id = s->instruments[r->instrument].id;
		if (!register_registered_by(r, c->on, true))
			continue;
		json_array_append_new(ratifications, json_of_ratification(s, r, c->on, false));
		bool latest = r == register_ratification_on(s, r->instrument, r->country, c->on);
		if (law_bound(&r->binding, c->on) == LAW_YES)
			json_array_append_new(in_force, json_of_str(id, false));
		else if (latest && date_up_to(r->binding.denounced.latest, c->on))
			json_array_append_new(denounced, json_of_str(id, false));
	}
	json_object_set_new(object, "on", json_of_date(c->on));
	json_object_set_new(object, "ratifications", ratifications);
	json_object_set_new(object, "in_force", in_force);
	json_object_set_new(object, "denounced", denounced);
	json_object_set_new(object, "territorial", json_of_territories(s, country, c->on));
	return object;
}
