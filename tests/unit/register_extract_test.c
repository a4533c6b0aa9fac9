/* SPDX-License-Identifier: Apache-2.0 */
/* Extracts: what they state, the code as people type it, and the same question asked again after a correction. */
#include "register/extract.h"

#include "register_rig.h"

static struct register_extract extract(struct world *w, const char *instrument, const char *member, const char *on)
{
	struct register_extract e;
	struct moment known;
	w->c.on = day(on);
	const struct register_snapshot *s = snapshot(w);
	assert_int_equal(register_extract_moment(&w->c, &known), OK);
	register_extract(&w->c, s, register_instrument_named(s, str_of(instrument)),
			 register_country_named(s, str_of(member)), known, &e);
	return e;
}

static const char *statement(struct world *w, const struct register_extract *e, enum register_statement_kind kind)
{
	for (size_t k = 0; k < e->statements.n; k++)
		if (e->statements.at[k].kind == kind)
			return str_chars(w->a, e->statements.at[k].value);
	return "";
}

static void states_what_can_be_told(struct world *w)
{
	static const struct {
		const char *instrument, *member, *on, *state, *from, *until;
	} rows[] = {
		{"C087", "KEN", "2024-05-03", "not_ratified", "", ""},
		{"C189", "BRA", "2018-05-03", "not_yet_in_force", "2019-01-31", ""},
		{"C189", "BRA", "2019-01-31", "in_force", "2019-01-31", ""},
		{"C189", "BRA", "2010-01-01", "not_adopted", "", ""},
		{"C189", "BRA", "2017-01-01", "not known", "", ""}, /* the list is partial */
		{"C103", "PRT", "2014-11-07", "in_force", "1986-05-02", ""},
		{"C103", "PRT", "2014-11-08", "denounced", "1986-05-02", "2014-11-08"},
		{"C158", "BRA", "1996-11-20", "in_force", "1996-01-05", "1997-11-20"}, /* the act is told */
		{"C158", "BRA", "1996-11-19", "in_force", "1996-01-05", ""},           /* a later act is not */
		{"C001", "AUT", "2026-01-01", "not_yet_in_force", "none", ""},
		{"C021", "BRA", "2020-01-01", "ended", "1965-06-18", "2018-05-28/2018-06-08"},
		{"R202", "BRA", "2020-01-01", "none", "", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct register_extract e = extract(w, rows[i].instrument, rows[i].member, rows[i].on);
		if (strcmp(statement(w, &e, STATEMENT_STATE), rows[i].state) != 0 ||
		    strcmp(statement(w, &e, STATEMENT_BOUND_FROM), rows[i].from) != 0 ||
		    strcmp(statement(w, &e, STATEMENT_BOUND_UNTIL), rows[i].until) != 0)
			fail_msg("row %zu:\n%s", i, str_chars(w->a, register_extract_lines(w->a, &e)));
	}
}

/* A code holds the question, whatever was asked. */
static void codes_hold_the_question(struct world *w)
{
	static const char *const days[] = {"0001-01-01", "1919-10-28", "2024-05-03", "9999-12-31"};
	const struct register_snapshot *s = snapshot(w);
	for (size_t i = 0; i < s->instruments_n; i += 7)
		for (size_t k = 0; k < 4; k++) {
			struct register_extract e = extract(w, str_chars(w->a, s->instruments[i].id), "KEN", days[k]);
			struct register_code read;
			assert_int_equal(register_code_read(register_extract_code(w->a, &e), &read), CODE_FINE);
			assert_int_equal(law_id_compare(read.instrument, s->instruments[i].law.id), 0);
			assert_string_equal(read.country, "KEN");
			assert_int_equal(read.on.day, day(days[k]).day);
			assert_int_equal(read.known.us, e.known.us);
			assert_memory_equal(read.hash, e.hash, EXTRACT_SHORT);
		}
}

/* Numbers that one byte does not hold get codes of the second form; those of the first read as they always did. */
static void codes_hold_every_number(struct world *w)
{
	static const struct {
		const char *instrument, *code;
	} rows[] = {{"C189", "1"}, {"C255", "1"}, {"C256", "2"}, {"C445", "2"}, {"R257", "2"}, {"C999", "2"}};
	struct str first = STR("");
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		struct register_extract e = extract(w, "C189", "BRA", "2024-01-01");
		struct register_instrument instrument = *e.instrument;
		struct register_code read;
		assert_true(law_id_parse(str_of(rows[k].instrument), &instrument.law.id));
		e.instrument = &instrument;
		struct str code = register_extract_code(w->a, &e);
		assert_int_equal(register_code_read(code, &read), CODE_FINE);
		assert_int_equal(read.instrument.number, instrument.law.id.number);
		assert_int_equal(read.instrument.kind, instrument.law.id.kind);
		assert_int_equal(read.on.day, e.on.day);
		assert_int_equal(read.known.us, e.known.us);
		assert_memory_equal(read.hash, e.hash, read.hash_n);
		assert_int_equal(read.hash_n, rows[k].code[0] == '1' ? EXTRACT_SHORT : EXTRACT_SHORT - 1);
		assert_int_equal(code.n, first.n ? first.n : code.n);
		assert_false(k > 0 && str_equal(code, first));
		first = k == 0 ? code : first;
	}
	/* printed before there was a second form */
	struct register_code old;
	assert_int_equal(register_code_read(STR("2BT2-5WB8-S2PC-4B16-0G19-531B-RR33-7FCJ-S0CM"), &old), CODE_FINE);
	assert_int_equal(old.instrument.number, 189);
}

static void codes_are_typed_by_people(struct world *w)
{
	struct register_extract e = extract(w, "C103", "PRT", "2014-12-01");
	char *code = str_chars(w->a, register_extract_code(w->a, &e));
	struct register_code read;
	size_t n = strlen(code);
	char *typed = str_chars(w->a, str_of(code));
	for (size_t k = 0; k < n; k++)
		typed[k] = typed[k] == '0' ? 'o' : typed[k] == '1' ? 'l' : typed[k] == '-' ? ' ' : typed[k];
	assert_int_equal(register_code_read(str_of(typed), &read), CODE_FINE);
	for (size_t k = 0; k < n; k++) { /* every single wrong character is found */
		if (code[k] == '-')
			continue;
		for (const char *other = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; *other; other++) {
			strcpy(typed, code);
			typed[k] = *other;
			enum register_code_fault fault = register_code_read(str_of(typed), &read);
			assert_int_equal(fault, *other == code[k] ? CODE_FINE : CODE_MISTYPED);
		}
	}
	for (size_t k = 0; k + 1 < n; k++) { /* and two that changed places, but for the one pair that Luhn misses */
		if (code[k] == '-' || code[k + 1] == '-' || code[k] == code[k + 1])
			continue;
		strcpy(typed, code);
		typed[k] = code[k + 1];
		typed[k + 1] = code[k];
		bool is_missed = (code[k] == '0' && code[k + 1] == 'Z') || (code[k] == 'Z' && code[k + 1] == '0');
		assert_int_equal(register_code_read(str_of(typed), &read) == CODE_FINE, is_missed);
	}
	assert_int_equal(register_code_read(STR("ABC"), &read), CODE_LENGTH);
	assert_int_equal(register_code_read(str_format(w->a, "%s-0", code), &read), CODE_LENGTH);
	assert_int_equal(register_code_read(STR(""), &read), CODE_LENGTH);
	assert_int_equal(register_code_read(STR("U234"), &read), CODE_CHARACTER);
	assert_int_equal(register_code_read(STR("é"), &read), CODE_CHARACTER);
	assert_int_equal(register_code_read(STR("0000-0000-0000-0000-0000-0000-0000-0000-0000"), &read), CODE_STRANGE);
}

/* As recorded then the answer stays; as recorded now it follows the correction. */
static void later_correction(struct world *w)
{
	struct register_extract before = extract(w, "C189", "BRA", "2020-01-01");
	assert_string_equal(statement(w, &before, STATEMENT_BOUND_FROM), "2019-01-31");
	world_at(w, "2026-12-01T00:00:00Z");
	world_import(w, world_file(w, "ratifications.csv",
				   "instrument,country_iso3,date_registered,status,source\n"
				   "C189,BRA,2018-03-31,in_force,corrected\n"));
	struct register_extract after = extract(w, "C189", "BRA", "2020-01-01");
	assert_string_equal(statement(w, &after, STATEMENT_BOUND_FROM), "2019-03-31");
	assert_memory_not_equal(after.hash, before.hash, EXTRACT_SHORT);
	assert_true(after.known.us > before.known.us);
	w->c.known = before.known;
	w->c.known_given = true;
	struct register_extract again = extract(w, "C189", "BRA", "2020-01-01");
	assert_int_equal(again.known.us, before.known.us);
	assert_memory_equal(again.hash, before.hash, EXTRACT_HASH);
	w->c.known = at("2026-11-30T00:00:00Z"); /* any moment before the correction says the same */
	again = extract(w, "C189", "BRA", "2020-01-01");
	assert_memory_equal(again.hash, before.hash, EXTRACT_HASH);
	world_at(w, "2026-12-02T00:00:00Z");
	struct register_extract other_day = extract(w, "C189", "BRA", "2020-01-02");
	assert_memory_not_equal(other_day.hash, after.hash, EXTRACT_SHORT);
}

static void on_one_store(struct world *w)
{
	states_what_can_be_told(w);
	codes_hold_the_question(w);
	codes_hold_every_number(w);
	codes_are_typed_by_people(w);
	later_correction(w);
}

static void extracts(void **state)
{
	(void)state;
	world_for_each(on_one_store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(extracts)};
	return cmocka_run_group_tests_name("extract", tests, NULL, NULL);
}
