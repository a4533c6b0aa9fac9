/* SPDX-License-Identifier: Apache-2.0 */
/* The acts of the Office over the built-in register, on both stores: what is accepted with which effect, what is refused by
 * which rule; two officers at once; what a failing statement leaves. */
#include "register/edit.h"
#include "register/register_schema.h"
#include "store_place.h"

#include <pthread.h>
#include <time.h>

enum { VALUES_MOST = 16, OFFICERS = 2, ROUNDS = 12 };

struct world {
	struct arena *a;
	struct place *place;
	struct call c;
};

static struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static struct call call_of(struct place *place, struct arena *a, role_set roles)
{
	struct call c = call_new(a, at("2026-11-24T10:00:00Z"));
	c.database = place->database;
	c.person = (struct person){7, STR("Ana"), roles};
	assert_int_equal(store_reader(place->database, &c.store), OK);
	return c;
}

static void open_world(struct world *w, struct place *place)
{
	*w = (struct world){.a = arena_new(), .place = place};
	assert_int_equal(place_open(place, register_migrations, register_migrations_n), OK);
	w->c = call_of(place, w->a, ROLE_BIT(OFFICE));
	w->c.now = at("2026-11-20T08:00:00Z");
	const char *root = getenv("SULEAR_ROOT");
	const char *data = arena_printf(w->a, "%s/data", root ? root : ".");
	struct register_import_report report;
	assert_int_equal(
		register_import(&w->c, &data, 1, &(struct register_import_options){.skip_bad = false}, &report), OK);
	w->c.now = at("2026-11-24T10:00:00Z");
}

static void close_world(struct world *w)
{
	struct arena *a = w->a;
	register_forget(w->place->database);
	place_free(w->place);
	arena_free(&a);
}

/* "name=value" lines as a wish; "kind:" and "key:" lines are those of a correction. */
static struct register_wish wish_of(struct arena *a, enum register_act act, const char *text)
{
	struct register_value *values = arena_array(a, struct register_value, VALUES_MOST);
	struct register_wish wish = {.act = act, .values = values};
	struct str rest = str_of(text), line;
	while (str_next(&rest, '|', &line)) {
		const char *equals = memchr(line.at, '=', line.n);
		assert_non_null(equals);
		struct str name = str_slice(line, 0, (size_t)(equals - line.at)),
			   value = str_slice(line, name.n + 1, line.n);
		if (str_is(name, "KIND"))
			wish.kind = value;
		else if (str_is(name, "KEY"))
			wish.key = value;
		else if (str_is(name, "SEEN"))
			assert_true(str_to_i64(value, &wish.seen));
		else
			values[wish.n++] = (struct register_value){name, value};
	}
	return wish;
}

/* The number of the fact that stands under a key. */
static int64_t standing(struct call *c, struct str kind, struct str key)
{
	struct register_pasts pasts;
	if (register_history(c, kind, key, &pasts) != OK)
		return 0;
	return pasts.at[0].superseded.us == 0 && !pasts.at[0].withdrawn ? pasts.at[0].fact : 0;
}

static enum status act(struct call *c, enum register_act kind, const char *text, bool preview,
		       struct register_effect *out)
{
	struct register_wish wish = wish_of(c->arena, kind, text);
	if (kind == ACT_CORRECTION && wish.key.n && !wish.seen)
		wish.seen = standing(c, wish.kind, wish.key);
	c->problems = problems_new(c->arena);
	return register_edit(c, &wish, preview, out);
}

#define R "reference=ACD 8|source=letter|"

struct one_act {
	enum register_act act;
	const char *text;
	/* Accepted: "what subject after" of a consequence, "!word" of a warning, or "" for nothing more. Refused: "rule:" or "code:" */
	const char *expected;
};

static const struct one_act table[] = {
	/* ratifications */
	{ACT_RATIFICATION, R "member=BTN|instrument=C189|registered=2026-11-20", "rule:not-a-member"},
	{ACT_RATIFICATION, R "member=Kenya|instrument=C189|registered=2026-11-20", "in_force_from C189 KEN 2027-11-20"},
	{ACT_RATIFICATION, R "member=KEN|instrument=c189 Domestic Workers|registered=2026-11-20",
	 "in_force_from C189 KEN 2027-11-20"},
	{ACT_RATIFICATION, R "member=KEN|instrument=R201|registered=2026-11-20", "rule:recommendation"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2011-06-15", "rule:before-adoption"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-25", "rule:not-in-the-future"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-02-30", "code:bad-day"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=", "code:missing"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C989|registered=2026-11-20", "code:unknown-instrument"},
	{ACT_RATIFICATION, R "member=Atlantis|instrument=C189|registered=2026-11-20", "code:unknown-member"},
	{ACT_RATIFICATION, R "member=BRA|instrument=C189|registered=2026-11-20", "rule:one-ratification"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|colour=red", "code:unknown-field"},
	{ACT_RATIFICATION, R "member=KEN|member=BRA|instrument=C189|registered=2026-11-20", "code:unknown-field"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C103|registered=2026-11-20", "rule:closed"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C004|registered=2026-11-20", "rule:abrogated"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C031|registered=2026-11-20", "rule:withdrawn"},
	{ACT_RATIFICATION, R "member=USA|instrument=P029|registered=2026-11-20", "rule:parent"},
	{ACT_RATIFICATION, R "member=BRA|instrument=P029|registered=2026-11-20", "in_force_from P029 BRA 2027-11-20"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C005|registered=2026-11-20", "!open to ratification"},
	{ACT_RATIFICATION, R "member=USA|instrument=C010|registered=2026-11-20", "!open to ratification"},
	{ACT_RATIFICATION, R "member=CSK|instrument=C100|registered=1995-01-01", "rule:state-ended"},
	{ACT_RATIFICATION, R "member=HKG|instrument=C189|registered=2026-11-20", "rule:not-a-member"},
	/* successions: by a Member alone, of a State that was bound, whose declaration carries over */
	{ACT_RATIFICATION, R "member=PRK|instrument=C189|registered=2026-11-20|basis=succession", "rule:not-a-member"},
	{ACT_RATIFICATION, R "member=ATA|instrument=C189|registered=2026-11-20|basis=succession|predecessor=BRA",
	 "rule:not-a-member"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession", "rule:predecessor"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession|predecessor=KEN",
	 "rule:predecessor"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession|predecessor=ATA",
	 "rule:predecessor"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession|predecessor=Atlantis",
	 "code:unknown-member"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession|predecessor=BRA",
	 "rule:nothing-to-succeed-to"}, /* a Member since 1964 */
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|basis=succession|predecessor=GBR",
	 "rule:nothing-to-succeed-to"},
	{ACT_RATIFICATION, R "member=TLS|instrument=C138|registered=2003-08-19|basis=succession|predecessor=IDN",
	 "in_force_from C138 TLS 2003-08-19|!carries over: 15"},
	{ACT_RATIFICATION, R "member=TLS|instrument=C138|registered=2003-08-19|basis=succession|predecessor=USA",
	 "rule:nothing-to-succeed-to|rule:compulsory-declaration"},
	{ACT_RATIFICATION, R "member=SVK|instrument=C102|registered=1993-01-01|basis=succession|predecessor=CSK",
	 "rule:compulsory-declaration"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|predecessor=GBR", "code:wrong-value"},
	{ACT_RATIFICATION, R "member=COK|instrument=C087|registered=2015-06-12", "rule:basis-to-state"},
	{ACT_RATIFICATION, R "member=COK|instrument=C087|registered=2015-06-12|basis=ratification",
	 "in_force_from C087 COK 2016-06-12"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20", "rule:compulsory-declaration"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20|minimum_age=15",
	 "in_force_from C138 USA 2027-11-20"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20|minimum_age=13",
	 "rule:declaration-too-low"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20|minimum_age=14",
	 "rule:declaration-too-low"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20|minimum_age=14|minimum_age_article=2(4)",
	 "in_force_from C138 USA 2027-11-20"},
	{ACT_RATIFICATION, R "member=USA|instrument=C138|registered=2026-11-20|minimum_age=fifteen",
	 "code:wrong-value"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C183|registered=2026-11-20|maternity_leave=90",
	 "rule:declaration-too-low"},
	{ACT_RATIFICATION, R "member=VEN|instrument=C183|registered=2026-11-20|maternity_leave=182",
	 "in_force_from C183 VEN 2027-11-20"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C146|registered=2026-11-20|holiday=20",
	 "rule:declaration-too-low|rule:closed"},
	{ACT_RATIFICATION, R "member=USA|instrument=C132|registered=2026-11-20|holiday=21",
	 "rule:compulsory-declaration"},
	{ACT_RATIFICATION, R "member=USA|instrument=C132|registered=2026-11-20|holiday=21|parts_accepted=1 2",
	 "in_force_from C132 USA 2027-11-20"},
	{ACT_RATIFICATION, R "member=USA|instrument=C102|registered=2026-11-20|parts_accepted=2 3 7",
	 "rule:declaration-parts"},
	{ACT_RATIFICATION, R "member=USA|instrument=C102|registered=2026-11-20|parts_accepted=II, V, VII",
	 "in_force_from C102 USA 2027-11-20"},
	{ACT_RATIFICATION, R "member=USA|instrument=C102|registered=2026-11-20|parts_accepted=1 2 5",
	 "rule:declaration-parts"},
	{ACT_RATIFICATION, R "member=USA|instrument=C102|registered=2026-11-20|parts_accepted=two", "code:wrong-value"},
	{ACT_RATIFICATION, "member=KEN|instrument=C189|registered=2026-11-20|source=x", "code:missing"},
	{ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20|note=one\ntwo",
	 "in_force_from C189 KEN 2027-11-20"},
	{ACT_RATIFICATION, "reference=a\nb|source=x|member=KEN|instrument=C189|registered=2026-11-20",
	 "code:wrong-value"},
	{ACT_RATIFICATION, "reference=a\xff|source=x|member=KEN|instrument=C189|registered=2026-11-20",
	 "code:wrong-value"},
	{ACT_RATIFICATION, "reference=a\xc2\x9b|source=x|member=KEN|instrument=C189|registered=2026-11-20",
	 "code:wrong-value"},
	/* the second brings C191 into force: computed, told, not recorded */
	{ACT_RATIFICATION, R "member=BRA|instrument=C183|registered=2026-11-20|maternity_leave=120",
	 "in_force_from C183 BRA 2027-11-20"},
	/* denunciations */
	{ACT_DENUNCIATION, R "member=MWI|instrument=C158|registered=2026-11-24", "rule:denunciation-window"},
	{ACT_DENUNCIATION, R "member=MWI|instrument=C158|registered=2026-11-23", "rule:denunciation-window"},
	{ACT_DENUNCIATION, R "member=MWI|instrument=C158|registered=2026-11-22", "until C158 MWI 2027-11-22"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C158|registered=2026-11-20", "rule:already-denounced"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C138|registered=2026-11-20", "denounced C138 BRA 2026-11-20"},
	{ACT_DENUNCIATION, R "member=USA|instrument=C087|registered=2026-11-20", "rule:nothing-to-denounce"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C189|registered=2026-11-20", "rule:denunciation-window"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C189|registered=2024-01-01", "denounced C189 BRA 2024-01-01"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C189|registered=2017-01-01",
	 "rule:nothing-to-denounce|rule:denunciation-window"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C029|registered=2022-06-01", "denounced C029 BRA 2022-06-01"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C138|registered=2026-11-20|extent=parts|parts=2",
	 "rule:parts-not-alone"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C102|registered=2025-06-01|extent=parts|parts=2", "code:"},
	{ACT_DENUNCIATION, R "member=BRA|instrument=C138|registered=2026-11-20|parts=2", "code:wrong-value"},
	{ACT_DENUNCIATION, R "member=CHE|instrument=C045|registered=2026-11-20", "rule:ended"},
	/* declarations made later */
	{ACT_DECLARATION,
	 R "member=BRA|instrument=C138|registered=2026-11-20|kind=minimum_age|value=17|article=2(2)|text=17 years", ""},
	{ACT_DECLARATION, R "member=BRA|instrument=C138|registered=2026-11-20|kind=minimum_age|value=15|text=15 years",
	 "rule:declaration-lowered"},
	{ACT_DECLARATION, R "member=BRA|instrument=C138|registered=2026-11-20|kind=minimum_age|value=16|text=16 years",
	 "code:already-there"},
	{ACT_DECLARATION, R "member=BRA|instrument=C138|registered=2026-11-20|kind=minimum_age|text=16 years",
	 "code:missing"},
	{ACT_DECLARATION, R "member=BRA|instrument=C138|registered=2026-11-20|kind=holiday|value=30|text=x",
	 "rule:declaration-not-offered"},
	{ACT_DECLARATION, R "member=USA|instrument=C138|registered=2026-11-20|kind=minimum_age|value=16|text=x",
	 "rule:no-ratification"},
	{ACT_DECLARATION, R "member=BRA|instrument=C138|registered=2000-11-20|kind=minimum_age|value=17|text=x",
	 "rule:no-ratification"},
	{ACT_DECLARATION, R "member=ATG|instrument=C081|registered=2026-11-20|kind=parts_excluded|value=3|text=x",
	 "rule:declaration-only-taken-back"},
	{ACT_DECLARATION,
	 R "member=ATG|instrument=C081|registered=2026-11-20|kind=parts_excluded|value=|text=Part II is taken back",
	 ""},
	/* instruments */
	{ACT_INSTRUMENT, "id=C194|title_en=A Convention|adopted=2026-06-12|session=114|source=x", "!final provisions"},
	{ACT_INSTRUMENT, "id=C189|title_en=A Convention|adopted=2026-06-12|session=114|source=x", "rule:number-taken"},
	{ACT_INSTRUMENT, "id=C186|title_en=A Convention|adopted=2026-06-12|session=114|source=x", "rule:number-taken"},
	{ACT_INSTRUMENT, "id=C200|title_en=A Convention|adopted=2026-06-12|session=114|source=x", "!without a gap"},
	{ACT_INSTRUMENT, "id=X1|title_en=A Convention|adopted=2026-06-12|session=114|source=x", "code:wrong-value"},
	{ACT_INSTRUMENT, "id=C194|title_en=A Convention|adopted=2027-06-12|session=114|source=x",
	 "rule:not-in-the-future"},
	{ACT_INSTRUMENT, "id=C194|title_en=A Convention|adopted=1920-06-20|session=2|source=x|revises=C189",
	 "rule:revision-order"},
	{ACT_INSTRUMENT, "id=C194|title_en=A Convention|adopted=2026-06-12|session=114|source=x|revises=c194",
	 "rule:revision-order"},
	{ACT_INSTRUMENT, "id=C194|title_en=A Convention|adopted=1921-06-12|session=2|source=x",
	 "rule:adopted-in-session"},
	{ACT_INSTRUMENT, "id=P200|title_en=A Protocol|adopted=2026-06-12|session=114|source=x", "rule:protocol-number"},
	{ACT_INSTRUMENT, "id=C194|adopted=2026-06-12|session=0|source=x", "code:missing"},
	/* corrections */
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|date_registered=2018-02-01",
	 "in_force_from C189 BRA 2019-02-01"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|date_registered=2001-02-01",
	 "rule:before-adoption"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|date_registered=2027",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|date_registered=", "code:missing"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|date_registered=2018-13",
	 "code:wrong-value"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip|country_iso3=ARG",
	 "rule:key-stays"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|reason=a slip", "code:already-there"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=always|date_registered=2018-02-01", "code:missing"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=changed|changed_on=2020-01-01|reason=x|note=y",
	 "rule:no-day-of-change"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 BRA|manner=error|reason=never ratified",
	 "in_force_from C189 BRA "},
	{ACT_CORRECTION, "KIND=ratification|KEY=C158 BRA|manner=error|reason=never ratified", "rule:in-use"},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C158 BRA|manner=error|reason=never denounced", "until C158 BRA "},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C158 BRA|manner=always|reason=x|date_denounced=1998-01-05",
	 "rule:denunciation-window"},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C158 BRA|manner=always|reason=x|date_denounced=1990-01-05",
	 "rule:nothing-to-denounce|rule:end-before-start"},
	{ACT_CORRECTION, "KIND=membership|KEY=USA 1980-02-18|manner=always|reason=x|until=1979-01-01",
	 "rule:end-before-start"},
	{ACT_CORRECTION, "KIND=membership|KEY=AFG 1934-09-29|manner=changed|changed_on=1934-09-29|reason=x",
	 "rule:end-before-start"},
	{ACT_CORRECTION, "KIND=membership|KEY=AFG 1934-09-29|manner=changed|changed_on=2026-01-01|reason=it left", ""},
	{ACT_CORRECTION, "KIND=membership|KEY=AFG 1934-09-29|manner=changed|reason=it left", "code:missing"},
	{ACT_CORRECTION,
	 "KIND=category|KEY=C001 technical|manner=changed|changed_on=2026-01-01|reason=x|category=governance", ""},
	{ACT_CORRECTION, "KIND=category|KEY=C001 technical|manner=changed|changed_on=2026-01-01|reason=x",
	 "code:wrong-value"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|entered_into_force=2013-09-06|source=journal",
	 "instrument_in_force_from C189 2013-09-06|!kept as the explanation"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|entered_into_force=2013-09-06",
	 "rule:entry-into-force"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|entered_into_force=2029-09-06|source=journal",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|entered_into_force=2027-09-06|source=journal",
	 "rule:entry-into-force"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C182|manner=always|reason=x|entered_into_force=1999-07-01|source=journal",
	 "rule:entry-into-force"}, /* nobody had ratified */
	{ACT_CORRECTION, "KIND=instrument|KEY=C192|manner=always|reason=x|entered_into_force=2027-09-06",
	 "rule:entry-into-force"}, /* nobody is known to have ratified */
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|adopted=2027-06-16",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|adopted=2013-06-16", "rule:before-adoption"},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C158 BRA|manner=always|reason=x|date_denounced=2026-11-25",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C103 PRT|manner=always|reason=x|date_denounced=2029-01-01",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=denunciation|KEY=C003 BRA|manner=always|reason=x|date_registered=2029-01-01",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=membership|KEY=AFG 1934-09-29|manner=changed|changed_on=2031-01-01|reason=it left",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=membership|KEY=KEN 1964-01-13|manner=always|reason=x|until=1970-01-01",
	 "rule:not-a-member"}, /* its ratifications of later years */
	{ACT_CORRECTION, "KIND=membership|manner=always|reason=x|iso3=PRK|from=2027-01-01|source=x",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION,
	 "KIND=ending|manner=always|reason=x|instrument=C189|ending=abrogated|decided=2027-06-05|decided_session=114|"
	 "source=x",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION,
	 "KIND=ending|manner=always|reason=x|instrument=C189|ending=abrogated|decided=2005-06-05|decided_session=93|"
	 "source=x",
	 "rule:before-adoption"},
	{ACT_CORRECTION,
	 "KIND=category|KEY=C001 technical|manner=changed|changed_on=2027-01-01|reason=x|category=governance",
	 "rule:not-in-the-future"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C189|manner=always|reason=x|entered_into_force=2001-09-06",
	 "rule:end-before-start"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C003|manner=always|reason=x|revises=C183", "rule:revision-order"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C183|manner=error|reason=x", "rule:in-use"},
	{ACT_CORRECTION, "KIND=instrument|KEY=C184|manner=always|reason=x|revises=C111",
	 "rule:closed"}, /* many ratified C111 afterwards */
	{ACT_CORRECTION, "KIND=instrument|KEY=C190|manner=always|reason=x|revises=C149",
	 "open_to_ratification C149 2021-06-25"},
	{ACT_CORRECTION,
	 "KIND=ending|manner=always|reason=x|instrument=C189|ending=abrogated|decided=2026-06-05|decided_session=114|"
	 "source=x",
	 "until C189 BRA 2026-06-05"},
	{ACT_CORRECTION,
	 "KIND=ending|manner=always|reason=x|instrument=C989|ending=abrogated|decided=2026-06-05|decided_session=114|"
	 "source=x",
	 "code:unknown-instrument"},
	{ACT_CORRECTION,
	 "KIND=ratification|manner=always|reason=x|instrument=C189|country_iso3=BRA|date_registered=2018-01-31|source="
	 "x",
	 "code:already-there"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C189 XXX|manner=always|reason=x", "code:unknown-fact"},
	{ACT_CORRECTION, "KIND=ratification|KEY=C158 BRA|manner=always|reason=x|date_registered=2000-01-05",
	 "rule:end-before-start"},
	{ACT_CORRECTION, "KIND=declaration|KEY=C138 BRA minimum_age 16|manner=error|reason=x",
	 "rule:compulsory-declaration"},
	{ACT_CORRECTION, "KIND=nothing|KEY=C189 XXX|manner=always|reason=x", "code:unknown-fact"},
	{ACT_CORRECTION, "KIND=declaration|KEY=C138 BRA minimum_age 16|manner=always|reason=x|value=13",
	 "rule:key-stays"},
	{ACT_CORRECTION, "KIND=declaration|KEY=C138 BRA minimum_age 16|manner=always|reason=x|text=Sixteen years", ""},
};

static void tell(const struct call *c, const struct register_effect *out, size_t row)
{
	printf("row %zu: %s\n", row, table[row].text);
	for (size_t i = 0; i < c->problems.list.n; i++) {
		const struct problem *p = &c->problems.list.at[i];
		printf("  %s at %.*s: %.*s [%.*s: %.*s %.*s] %.*s\n", problem_slug(p->code), STR_ARGS(p->field),
		       STR_ARGS(p->detail), STR_ARGS(p->rule), STR_ARGS(p->why), STR_ARGS(p->source),
		       STR_ARGS(p->hint));
	}
	for (size_t i = 0; i < out->consequences.n; i++) {
		const struct register_consequence *k = &out->consequences.at[i];
		printf("  %s %.*s: %.*s -> %.*s (%.*s %.*s)\n", k->what, STR_ARGS(k->subject), STR_ARGS(k->before),
		       STR_ARGS(k->after), STR_ARGS(k->because), STR_ARGS(k->source));
	}
	for (size_t i = 0; i < out->warnings.n; i++)
		printf("  ! %.*s\n", STR_ARGS(out->warnings.at[i]));
}

static bool has_consequence(const struct call *c, const struct register_effect *out, struct str expected)
{
	for (size_t i = 0; i < out->consequences.n; i++) {
		const struct register_consequence *k = &out->consequences.at[i];
		if (k->because.n == 0 || k->source.n == 0)
			return false;
		if (str_equal(expected,
			      str_format(c->arena, "%s %.*s %.*s", k->what, STR_ARGS(k->subject), STR_ARGS(k->after))))
			return true;
	}
	return false;
}

/* Each expectation, separated by "|". */
static bool fits(const struct call *c, enum status st, const struct register_effect *out, const char *expected)
{
	struct str rest = str_of(expected), one;
	while (str_next(&rest, '|', &one)) {
		bool found = false;
		for (size_t i = 0; i < c->problems.list.n; i++) {
			const struct problem *p = &c->problems.list.at[i];
			found = found || (str_begins(one, "rule:") && str_equal(str_slice(one, 5, one.n), p->rule) &&
					  p->why.n && p->source.n);
			found = found || (str_begins(one, "code:") &&
					  (one.n == 5 || str_is(str_slice(one, 5, one.n), problem_slug(p->code))));
		}
		for (size_t i = 0; i < out->warnings.n; i++)
			found = found || (str_begins(one, "!") &&
					  memmem(out->warnings.at[i].at, out->warnings.at[i].n, one.at + 1, one.n - 1));
		bool refused = str_begins(one, "rule:") || str_begins(one, "code:");
		if (!found && !refused && st == OK)
			found = one.n == 0 || has_consequence(c, out, one);
		if (!found || (refused && st == OK))
			return false;
	}
	return true;
}

/* Every act of the table, as a preview: nothing is stored. */
static void acts(struct world *w)
{
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	int64_t version = store_version(w->place->database);
	size_t wrong = 0;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct arena *a = arena_new();
		struct call c = call_of(w->place, a, ROLE_BIT(OFFICE));
		struct register_effect out;
		enum status st = act(&c, table[i].act, table[i].text, true, &out);
		if (!fits(&c, st, &out, table[i].expected) || getenv("SULEAR_TEST_TELL")) {
			wrong += !fits(&c, st, &out, table[i].expected);
			printf("%s, expected %s: ", status_name(st), table[i].expected);
			tell(&c, &out, i);
		}
		arena_free(&a);
	}
	assert_int_equal(wrong, 0);
	assert_int_equal(store_version(w->place->database), version);
	clock_gettime(CLOCK_MONOTONIC, &to);
	double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	print_message("             %zu acts, %.0f ms each\n", sizeof table / sizeof *table,
		      ms / (double)(sizeof table / sizeof *table));
}

static enum status store_act(struct world *w, enum register_act kind, const char *text, struct register_effect *out)
{
	w->c.now.us += 1000000;
	return act(&w->c, kind, text, false, out);
}

static const struct register_ratification *ratified(struct world *w, const char *instrument, const char *code)
{
	const struct register_snapshot *s;
	assert_int_equal(register_snapshot(&w->c, &s), OK);
	const struct register_instrument *i = register_instrument_named(s, str_of(instrument));
	const struct register_country *country = register_country_named(s, str_of(code));
	return register_ratification_of(s, (int)(i - s->instruments), (int)(country - s->countries));
}

static struct date day(const char *text)
{
	struct date d;
	assert_true(date_parse(str_of(text), &d));
	return d;
}

/* The facts prove themselves, and nothing that was not explained is left. */
static void check(struct world *w)
{
	struct register_disagreements found;
	enum status st = register_check(&w->c, &found);
	for (size_t i = 0; i < found.list.n; i++)
		if (!found.list.at[i].because.n)
			printf("%.*s %.*s: recorded %.*s, computed %.*s\n", STR_ARGS(found.list.at[i].check),
			       STR_ARGS(found.list.at[i].subject), STR_ARGS(found.list.at[i].recorded),
			       STR_ARGS(found.list.at[i].computed));
	assert_int_equal(st, OK);
}

/* A ratification with its declaration from the preview to the history; what was known before stays so. */
static void a_life(struct world *w)
{
	const char *text = R "member=USA|instrument=C138|registered=2020-01-31|minimum_age=16|note=by courier";
	struct register_effect seen, out;
	struct moment before = w->c.now;
	assert_int_equal(act(&w->c, ACT_RATIFICATION, text, true, &seen), OK);
	assert_int_equal(seen.change, 0);
	assert_null(ratified(w, "C138", "USA"));
	assert_int_equal(store_act(w, ACT_RATIFICATION, text, &out), OK);
	assert_int_equal(out.facts.n, 2);
	assert_int_equal(out.consequences.n, seen.consequences.n);
	const struct register_ratification *r = ratified(w, "C138", "USA");
	assert_int_equal(r->binding.from.earliest.day, day("2021-01-31").day);
	assert_true(str_is(r->reference, "ACD 8") && str_is(r->fact.key, "C138 USA"));
	assert_true(str_is(r->declarations[0].value, "16") && str_is(r->declarations[0].article, "art. 2"));
	w->c.known_given = true;
	w->c.known = before;
	assert_null(ratified(w, "C138", "USA"));
	w->c.known_given = false;
	assert_int_equal(store_act(w, ACT_RATIFICATION, text, &out), CONFLICT); /* sent twice */
	assert_true(w->c.problems.list.at[0].code == PROBLEM_ALREADY_THERE);

	const char *correction =
		"KIND=ratification|KEY=C138 USA|manner=always|reason=a slip|date_registered=2020-02-29";
	assert_int_equal(store_act(w, ACT_CORRECTION, correction, &out), OK);
	assert_int_equal(ratified(w, "C138", "USA")->binding.from.earliest.day, day("2021-02-28").day);
	assert_int_equal(store_act(w, ACT_DENUNCIATION, R "member=USA|instrument=C138|registered=2026-11-20", &out),
			 OK);
	assert_int_equal(ratified(w, "C138", "USA")->binding.until.earliest.day, day("2027-11-20").day);
	assert_int_equal(store_act(w, ACT_RATIFICATION,
				   R "member=USA|instrument=C138|registered=2026-11-19|minimum_age=16", &out),
			 INVALID);
	assert_int_equal(store_act(w, ACT_RATIFICATION,
				   R "member=USA|instrument=C138|registered=2026-11-21|minimum_age=16", &out),
			 OK);
	assert_true(str_is(out.facts.at[0].key, "C138 USA 2"));
	check(w);
}

static void history(struct world *w)
{
	struct register_pasts pasts;
	assert_int_equal(register_history(&w->c, STR("ratification"), STR("C138 USA"), &pasts), OK);
	assert_int_equal(pasts.n, 2);
	assert_true(str_is(pasts.at[0].act, "fact.correct") && str_is(pasts.at[0].reason, "a slip") &&
		    str_is(pasts.at[0].role, "office"));
	assert_true(str_is(pasts.at[1].note, "by courier") && pasts.at[1].superseded.us == pasts.at[0].recorded.us);
	assert_int_equal(pasts.at[1].person, 7);
	assert_int_equal(register_history(&w->c, STR("ratification"), STR("C138 XXX"), &pasts), NOT_FOUND);
}

/* Recorded in error: withdrawn with what hangs on it, provable, told in the history, and free to be recorded again. */
static void withdrawn(struct world *w)
{
	struct register_effect out;
	struct register_pasts pasts;
	const char *text = R "member=USA|instrument=C102|registered=2026-11-20|parts_accepted=2 5 7";
	assert_int_equal(store_act(w, ACT_RATIFICATION, text, &out), OK);
	const char *error = "KIND=ratification|KEY=C102 USA|manner=error|reason=another country";
	assert_int_equal(store_act(w, ACT_CORRECTION, error, &out), OK);
	assert_int_equal(out.facts.n, 2);
	assert_null(ratified(w, "C102", "USA"));
	assert_int_equal(register_history(&w->c, STR("ratification"), STR("C102 USA"), &pasts), OK);
	assert_true(pasts.at[0].withdrawn && str_is(pasts.at[0].reason, "another country") && pasts.at[0].body.n == 0);
	struct register_wish wish = wish_of(w->a, ACT_CORRECTION, error);
	wish.seen = pasts.at[1].fact;
	w->c.problems = problems_new(w->a);
	assert_int_equal(register_edit(&w->c, &wish, false, &out), CONFLICT); /* withdrawn already */
	assert_int_equal(store_act(w, ACT_RATIFICATION, text, &out), OK);
	check(w);
}

/* Parts denounced alone leave the rest; each once. */
static void parts(struct world *w)
{
	struct register_effect out;
	const char *slip = "KIND=ratification|KEY=C102 USA|manner=always|reason=x|date_registered=2000-01-01";
	assert_int_equal(store_act(w, ACT_CORRECTION, slip, &out), OK);
	const char *text = R "member=USA|instrument=C102|registered=2025-06-01|extent=parts|parts=II";
	assert_int_equal(store_act(w, ACT_DENUNCIATION, text, &out), OK);
	const struct register_ratification *r = ratified(w, "C102", "USA");
	assert_int_equal(r->partials_n, 1);
	assert_true(str_is(r->partials[0].parts, "II") && r->law.denounced.kind == LAW_NOT_ENDED);
	assert_int_equal(store_act(w, ACT_DENUNCIATION, text, &out), INVALID);
	assert_true(str_is(w->c.problems.list.at[0].rule, "parts-not-accepted"));
	assert_int_equal(store_act(w, ACT_DENUNCIATION,
				   R "member=USA|instrument=C102|registered=2025-06-01|extent=parts|parts=3", &out),
			 INVALID);
	assert_int_equal(store_act(w, ACT_DENUNCIATION, R "member=USA|instrument=C102|registered=2025-07-01", &out),
			 OK);
	assert_true(ratified(w, "C102", "USA")->law.denounced.kind == LAW_ENDED_BY_ACT);
	check(w);
}

static bool is_warned(const struct register_effect *out, const char *words)
{
	for (size_t i = 0; i < out->warnings.n; i++)
		if (memmem(out->warnings.at[i].at, out->warnings.at[i].n, words, strlen(words)))
			return true;
	return false;
}

/* The second ratification of a Convention that is not in force: what follows by its rule is told, what is recorded stays. */
static void first_entry(struct world *w)
{
	struct register_effect out;
	const char *second = R "member=FRA|instrument=C192|registered=2026-05-31";
	assert_int_equal(store_act(w, ACT_RATIFICATION, R "member=BRA|instrument=C192|registered=2026-02-28", &out),
			 OK);
	assert_true(has_consequence(&w->c, &out, STR("in_force_from C192 BRA ")) == false &&
		    !is_warned(&out, "recorded day is empty"));
	assert_int_equal(store_act(w, ACT_RATIFICATION, second, &out), OK);
	static const char *const told[] = {"instrument_in_force_from C192 2027-05-31",
					   "in_force_from C192 BRA 2027-05-31", "in_force_from C192 FRA 2027-05-31",
					   "windows C192 2037-05-31/2038-05-30"};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (!has_consequence(&w->c, &out, str_of(told[i])))
			fail_msg("not told: %s", told[i]);
	assert_true(is_warned(&out, "recorded day is empty"));
	assert_false(date_is_set(ratified(w, "C192", "FRA")->binding.from.earliest));
	const char *announced = "KIND=instrument|KEY=C192|manner=always|reason=announced|entered_into_force=2027-05-31";
	assert_int_equal(store_act(w, ACT_CORRECTION, announced, &out), OK);
	assert_int_equal(ratified(w, "C192", "FRA")->binding.from.earliest.day, day("2027-05-31").day);
}

/* What the Office recorded leaves and comes back as any other row. */
static void exports(struct world *w)
{
	char dir[] = "/tmp/register-edit-XXXXXX";
	assert_non_null(mkdtemp(dir));
	const char *out = arena_printf(w->a, "%s/out", dir);
	struct register_import_report report;
	size_t rows;
	w->c.problems = problems_new(w->a);
	assert_int_equal(register_export(&w->c, out, &rows), OK);
	enum status st = register_import(&w->c, &out, 1, &(struct register_import_options){.dry_run = true}, &report);
	problems_print(&w->c.problems);
	assert_int_equal(st, OK);
	assert_int_equal(report.sum.same, rows);
	assert_int_equal(report.sum.added + report.sum.changed, 0);
	assert_int_equal(system(arena_printf(w->a, "rm -rf '%s'", dir)), 0);
}

static void others(struct world *w)
{
	struct arena *a = arena_new();
	struct call c = call_of(w->place, a, 0);
	struct register_effect out;
	assert_int_equal(act(&c, ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20", false, &out),
			 FORBIDDEN);
	c.person.roles = ROLE_BIT(OFFICE);
	struct register_wish wish = wish_of(a, ACT_RATIFICATION, R "member=KEN|instrument=C189|registered=2026-11-20");
	c.problems = problems_new(a);
	problem_add(&c.problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("x"), "a fault from before");
	int64_t version = store_version(w->place->database);
	assert_int_equal(register_edit(&c, &wish, false, &out), INVALID);
	assert_int_equal(store_version(w->place->database), version);
	arena_free(&a);
}

/* Two officers correct the same fact, having seen the same record. */
struct officer {
	pthread_t thread;
	struct world *w;
	const char *text;
	struct moment now;
	enum status status;
	enum problem_code code;
};

static void *works(void *context)
{
	struct officer *o = context;
	struct arena *a = arena_new();
	struct call c = call_of(o->w->place, a, ROLE_BIT(OFFICE));
	struct register_wish wish =
		wish_of(a, str_begins(str_of(o->text), "KIND") ? ACT_CORRECTION : ACT_RATIFICATION, o->text);
	struct register_effect out;
	c.now = o->now;
	o->status = register_edit(&c, &wish, false, &out);
	o->code = c.problems.list.n ? c.problems.list.at[0].code : PROBLEM_CODES;
	arena_free(&a);
	return NULL;
}

static size_t both_work(struct world *w, const char *const texts[static OFFICERS], enum problem_code loser)
{
	struct officer officers[OFFICERS];
	size_t won = 0;
	w->c.now.us += 1000000;
	for (size_t i = 0; i < OFFICERS; i++) {
		officers[i] = (struct officer){.w = w, .text = texts[i], .now = w->c.now};
		assert_int_equal(pthread_create(&officers[i].thread, NULL, works, &officers[i]), 0);
	}
	for (size_t i = 0; i < OFFICERS; i++) {
		pthread_join(officers[i].thread, NULL);
		won += officers[i].status == OK;
		if (officers[i].status != OK) {
			assert_int_equal(officers[i].status, CONFLICT);
			assert_int_equal(officers[i].code, loser);
		}
	}
	return won;
}

/* In every round exactly one wins, the other is told, and each record of the fact is in the history. */
static void officers(struct world *w)
{
	struct register_pasts pasts;
	struct str kind = STR("ratification"), key = STR("C189 BRA");
	for (int round = 0; round < ROUNDS; round++) {
		int64_t seen = standing(&w->c, kind, key);
		const char *texts[OFFICERS];
		for (int i = 0; i < OFFICERS; i++)
			texts[i] = arena_printf(
				w->a,
				"KIND=ratification|KEY=C189 BRA|SEEN=%lld|manner=always|reason=x|note=turn %d of %d",
				(long long)seen, round, i);
		assert_int_equal(both_work(w, texts, PROBLEM_CONFLICTING), 1);
	}
	assert_int_equal(register_history(&w->c, kind, key, &pasts), OK);
	assert_int_equal(pasts.n, ROUNDS + 1);
	static const char *const members[] = {"KEN", "GBR", "FRA", "JPN"};
	for (size_t i = 0; i < 4; i++) {
		const char *text = arena_printf(w->a, R "member=%s|instrument=C189|registered=2026-11-20", members[i]);
		assert_int_equal(both_work(w, (const char *const[]){text, text}, PROBLEM_ALREADY_THERE), 1);
		assert_int_equal(register_history(&w->c, kind, str_format(w->a, "C189 %s", members[i]), &pasts), OK);
		assert_int_equal(pasts.n, 1);
	}
	check(w);
}

/* Texts that would be markup, commands or tricks elsewhere are kept as they are. */
static void hostile(struct world *w)
{
	static const char *const texts[] = {
		"<script>alert(1)</script>",
		"\"><img src=x onerror=alert(1)>",
		"'; DROP TABLE fact; --",
		"\\u003cb\\u003e \\",
		"{{7*7}}${7*7}",
		"=HYPERLINK(\"http://x\")",
		"‮ evil ‬ ‏",
		"Ａ́ e\u0301 é",
		"👩‍👩‍👧",
		"%s%n%x",
		"{\"a\":\"b\"}",
		"\xef\xbf\xbd",
	};
	struct register_effect out;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct register_value values[] = {{STR("manner"), STR("always")},
						  {STR("reason"), str_of(texts[i])},
						  {STR("note"), str_of(texts[i])}};
		struct register_wish wish = {.act = ACT_CORRECTION,
					     .values = values,
					     .n = 3,
					     .kind = STR("ratification"),
					     .key = STR("C189 URY")};
		struct register_pasts pasts;
		wish.seen = standing(&w->c, wish.kind, wish.key);
		w->c.now.us += 1000000;
		w->c.problems = problems_new(w->a);
		assert_int_equal(register_edit(&w->c, &wish, false, &out), OK);
		assert_true(str_is(ratified(w, "C189", "URY")->note, texts[i]));
		assert_int_equal(register_history(&w->c, wish.kind, wish.key, &pasts), OK);
		assert_true(str_is(pasts.at[0].reason, texts[i]));
	}
	check(w);
}

/* Under the thread sanitizer all of it takes minutes: there only what several threads do. */
#ifdef __SANITIZE_THREAD__
enum { THREADS_ALONE = true };
#else
enum { THREADS_ALONE = false };
#endif

static void on_place(struct world *w)
{
	if (THREADS_ALONE) {
		officers(w);
		return;
	}
	acts(w);
	others(w);
	a_life(w);
	history(w);
	withdrawn(w);
	parts(w);
	officers(w);
	hostile(w);
	first_entry(w);
	exports(w);
}

static void on_one_store(bool is_remote)
{
	struct world w;
	struct place *place = place_new(is_remote);
	if (!place) {
		print_message("             PostgreSQL: not asked for\n");
		skip();
	}
	open_world(&w, place);
	on_place(&w);
	close_world(&w);
}

static void on_sqlite(void **state)
{
	(void)state;
	on_one_store(false);
}

static void on_postgres(void **state)
{
	(void)state;
	on_one_store(true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgres)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
