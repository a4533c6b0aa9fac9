/* SPDX-License-Identifier: Apache-2.0 */
/* Statements, their hash, and the code that asks for them again. */
#include "register/extract.h"

#include "base/out.h"
#include "register/register_sql.h"

#include <sodium.h>
#include <string.h>

static const char *const words[STATEMENTS] = {
	"instrument_status",
	"instrument_in_force_from",
	"open_to_ratification",
	"member",
	"state",
	"coverage",
	"registered",
	"in_force_from",
	"denounced",
	"bound_until",
	"declared",
	"window",
};

const char *register_statement_word(enum register_statement_kind kind)
{
	return words[kind];
}

enum status register_extract_moment(struct call *c, struct moment *out)
{
	struct fact_last_row last;
	enum status st = fact_last_query(c->store, c->arena, c->known, &last);
	out->us = c->known.us > 0 ? c->known.us : 0;
	if (st != OK || !last.has_last_recorded)
		return st;
	*out = last.last_recorded;
	if (last.has_last_superseded && last.last_superseded.us > out->us)
		*out = last.last_superseded;
	return OK;
}

struct stating {
	struct call *c;
	const struct register_snapshot *s;
	struct register_extract *out;
};

static void state(struct stating *x, enum register_statement_kind kind, struct str value)
{
	*list_add(x->c->arena, &x->out->statements) = (struct register_statement){kind, value};
}

static struct str answer_word(enum law_answer answer)
{
	return answer == LAW_YES ? STR("yes") : answer == LAW_NO ? STR("no") : STR("not known");
}

static struct str span_words(struct stating *x, struct span day)
{
	char at[SPAN_ROOM];
	return span_is_set(day) ? str_copy(x->c->arena, span_print(day, at)) : STR("none");
}

static struct str status_word(const struct register_instrument *i, struct date on)
{
	static const char *const names[] = {"not_adopted", "adopted", "in_force", "abrogated", "withdrawn"};
	enum law_status status;
	return law_status(&i->law, on, &status) == LAW_YES ? str_of(names[status]) : STR("not known");
}

static struct str state_word(enum register_state state)
{
	static const char *const names[] = {"in_force",     "not_yet_in_force", "denounced",  "ended",
					    "not_ratified", "not known",        "not_adopted"};
	return str_of(names[state]);
}

static void state_instrument(struct stating *x)
{
	const struct register_instrument *i = x->out->instrument;
	struct date on = x->out->on;
	struct span since = law_in_force_since(&i->law);
	bool is_told = span_is_set(since) && date_up_to(since.latest, on);
	state(x, STATEMENT_INSTRUMENT, status_word(i, on));
	state(x, STATEMENT_IN_FORCE_FROM, span_words(x, is_told ? since : SPAN_NEVER));
	state(x, STATEMENT_OPEN, answer_word(law_open_to_ratification(&i->law, i->revisers, i->revised_by_n, on)));
	state(x, STATEMENT_MEMBER, answer_word(register_member_on(x->out->country, on, NULL)));
}

/* The days of one ratification, as far as they can be told on the day. */
static void state_ratification(struct stating *x, const struct register_ratification *r)
{
	static const char *const bases[] = {"ratification", "succession", "conditional"};
	struct call *c = x->c;
	struct date on = x->out->on;
	int by;
	bool is_told = date_up_to(r->binding.from.latest, on) || law_in_force(&x->out->instrument->law, on) == LAW_YES;
	struct str day = span_words(x, r->law.registered);
	state(x, STATEMENT_REGISTERED,
	      str_format(c->arena, "%.*s %s (%.*s)", STR_ARGS(day), bases[r->law.basis], STR_ARGS(r->fact.source)));
	state(x, STATEMENT_BOUND_FROM, span_words(x, is_told ? r->binding.from : SPAN_NEVER));
	struct span denounced = register_denounced_on(x->s, r, on, &by);
	day = span_words(x, denounced);
	if (span_is_set(denounced))
		state(x, STATEMENT_DENOUNCED,
		      by < 0 ? day
			     : str_format(c->arena, "%.*s by %.*s", STR_ARGS(day), STR_ARGS(x->s->instruments[by].id)));
	if (span_is_set(denounced) || date_up_to(r->binding.until.latest, on))
		state(x, STATEMENT_BOUND_UNTIL, span_words(x, r->binding.until));
	for (size_t k = 0; k < r->declarations_n; k++) {
		const struct register_declaration *d = &r->declarations[k];
		if (span_is_set(d->registered) && date_before(on, d->registered.earliest))
			continue;
		struct str what = d->value.n ? d->value : d->text;
		state(x, STATEMENT_DECLARED, str_format(c->arena, "%.*s %.*s", STR_ARGS(d->kind), STR_ARGS(what)));
	}
}

static void state_windows(struct stating *x)
{
	size_t n;
	const struct law_window *w = register_windows_on(x->c, x->s, x->out->instrument, x->out->on, &n);
	struct span since = law_in_force_since(&x->out->instrument->law);
	bool is_told = span_is_set(since) && date_up_to(since.latest, x->out->on);
	for (size_t k = n > 2 ? n - 2 : 0; k < n && is_told; k++) {
		struct str opens = span_words(x, span_day(w[k].opens)),
			   last = span_words(x, span_day(date_add_days(w[k].closes, -1)));
		state(x, STATEMENT_WINDOW, str_format(x->c->arena, "%.*s to %.*s", STR_ARGS(opens), STR_ARGS(last)));
	}
}

struct str register_extract_lines(struct arena *a, const struct register_extract *e)
{
	char day[DATE_ROOM], moment[MOMENT_ROOM];
	struct out o = out_new(a, 1 << 20, NULL);
	date_print(e->on, day);
	moment_print(e->known, moment);
	out_printf(&o, "sulear extract 1\ninstrument %.*s\ncountry %.*s\non %s\nknown %s\n",
		   STR_ARGS(e->instrument->id), STR_ARGS(e->country->code), day, moment);
	for (size_t k = 0; k < e->statements.n; k++) {
		out_printf(&o, "%s ", words[e->statements.at[k].kind]);
		struct str value = str_copy(a, e->statements.at[k].value);
		out_raw(&o, str_harmless((char *)value.at, value.n)); /* a line is a line */
		out_raw(&o, STR("\n"));
	}
	return out_str(&o);
}

void register_extract(struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
		      const struct register_country *m, struct moment known, struct register_extract *out)
{
	*out = (struct register_extract){.instrument = i, .country = m, .on = c->on, .known = known};
	struct stating x = {c, s, out};
	const struct register_ratification *latest =
		register_ratification_on(s, (int)(i - s->instruments), (int)(m - s->countries), c->on);
	state_instrument(&x);
	bool is_treaty = i->law.id.kind != LAW_RECOMMENDATION;
	state(&x, STATEMENT_STATE, is_treaty ? state_word(register_state_on(i, latest, c->on)) : STR("none"));
	state(&x, STATEMENT_COVERAGE, i->coverage.completeness.n ? i->coverage.completeness : STR("none"));
	for (size_t k = 0; k < i->ratifications_n; k++) {
		const struct register_ratification *r = &s->ratifications[i->ratifications_from + k];
		if (&s->countries[r->country] == m && register_registered_by(r, c->on, true))
			state_ratification(&x, r);
	}
	state_windows(&x);
	struct str lines = register_extract_lines(c->arena, out);
	crypto_generichash(out->hash, sizeof out->hash, (const unsigned char *)lines.at, lines.n, NULL, 0);
}

/* A code is written five bits a character, without the letters that are mistaken for digits (after Crockford's base 32). */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum { FORM_BITS = 4, KIND_BITS = 2, COUNTRY_BITS = 15, DAY_BITS = 22, MOMENT_BITS = 52 };
enum {
	CODE_BITS = FORM_BITS + KIND_BITS + 8 + COUNTRY_BITS + DAY_BITS + MOMENT_BITS + EXTRACT_SHORT * 8,
	CODE_CHARACTERS = CODE_BITS / 5 + 1,
	GROUP = 4,
};

/* A code begins with its form, and all are of one length. The first holds what was printed first; from number 256 on a byte of
 * the hash makes room for the number. The form is that of the lines hashed too. */
static const struct form {
	int number_bits, hash_bytes;
} forms[] = {{0}, {8, EXTRACT_SHORT}, {16, EXTRACT_SHORT - 1}};
enum { FORMS = sizeof forms / sizeof *forms };

static uint64_t form_for(struct law_id id)
{
	return id.number >> forms[1].number_bits ? 2 : 1;
}

/* The days of the calendar are counted from its first one, moments from 1970. */
static struct date first_day(void)
{
	return date_of(1, 1, 1);
}

struct bits {
	unsigned char at[CODE_CHARACTERS]; /* five each */
	size_t n;
};

static void put_bits(struct bits *b, uint64_t value, int n)
{
	while (n-- > 0) {
		b->at[b->n / 5] |= (unsigned char)(((value >> n) & 1) << (4 - b->n % 5));
		b->n++;
	}
}

static uint64_t take_bits(struct bits *b, int n)
{
	uint64_t value = 0;
	for (; n > 0; n--, b->n++)
		value = value << 1 | ((b->at[b->n / 5] >> (4 - b->n % 5)) & 1);
	return value;
}

/* Luhn's algorithm for 32 characters: finds one wrong character, and two that changed places. */
static unsigned check_character(const unsigned char *at, size_t n)
{
	unsigned sum = 0, factor = 2;
	for (size_t k = n; k-- > 0; factor = 3 - factor) {
		unsigned one = factor * at[k];
		sum += one / 32 + one % 32;
	}
	return (32 - sum % 32) % 32;
}

struct str register_extract_code(struct arena *a, const struct register_extract *e)
{
	struct bits b = {{0}, 0};
	const char *country = e->country->code.at;
	uint64_t code = 0, form = form_for(e->instrument->law.id);
	for (int k = 0; k < 3; k++)
		code = code * 26 + (uint64_t)(country[k] - 'A');
	put_bits(&b, form, FORM_BITS);
	put_bits(&b, e->instrument->law.id.kind, KIND_BITS);
	put_bits(&b, (uint64_t)e->instrument->law.id.number, forms[form].number_bits);
	put_bits(&b, code, COUNTRY_BITS);
	put_bits(&b, (uint64_t)(e->on.day - first_day().day), DAY_BITS);
	put_bits(&b, (uint64_t)e->known.us, MOMENT_BITS);
	for (int k = 0; k < forms[form].hash_bytes; k++)
		put_bits(&b, e->hash[k], 8);
	b.at[CODE_CHARACTERS - 1] = (unsigned char)check_character(b.at, CODE_CHARACTERS - 1);
	struct out o = out_new(a, 2 * CODE_CHARACTERS, NULL);
	for (size_t k = 0; k < CODE_CHARACTERS; k++)
		out_printf(&o, "%s%c", k && k % GROUP == 0 ? "-" : "", alphabet[b.at[k]]);
	return out_str(&o);
}

/* The value of a character as typed; -1 if no code has it. */
static int value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 32);
	c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
	const char *found = c ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

static enum register_code_fault take_characters(struct str typed, struct bits *b)
{
	size_t n = 0;
	for (size_t k = 0; k < typed.n; k++) {
		if (typed.at[k] == ' ' || typed.at[k] == '-')
			continue;
		int value = value_of(typed.at[k]);
		if (value < 0)
			return CODE_CHARACTER;
		if (n < CODE_CHARACTERS)
			b->at[n] = (unsigned char)value;
		n++;
	}
	return n == CODE_CHARACTERS ? CODE_FINE : CODE_LENGTH;
}

enum register_code_fault register_code_read(struct str typed, struct register_code *out)
{
	struct bits b = {{0}, 0};
	enum register_code_fault fault = take_characters(typed, &b);
	if (fault != CODE_FINE)
		return fault;
	if (check_character(b.at, CODE_CHARACTERS - 1) != b.at[CODE_CHARACTERS - 1])
		return CODE_MISTYPED;
	*out = (struct register_code){0};
	uint64_t form = take_bits(&b, FORM_BITS), kind = take_bits(&b, KIND_BITS);
	if (form == 0 || form >= FORMS)
		return CODE_STRANGE;
	out->hash_n = (size_t)forms[form].hash_bytes;
	out->instrument = (struct law_id){(enum law_kind)kind, (int)take_bits(&b, forms[form].number_bits)};
	uint64_t country = take_bits(&b, COUNTRY_BITS);
	for (int k = 2; k >= 0; k--, country /= 26)
		out->country[k] = (char)('A' + country % 26);
	out->on.day = first_day().day + (int32_t)take_bits(&b, DAY_BITS);
	out->known.us = (int64_t)take_bits(&b, MOMENT_BITS);
	for (size_t k = 0; k < out->hash_n; k++)
		out->hash[k] = (unsigned char)take_bits(&b, 8);
	bool is_ours = kind <= LAW_RECOMMENDATION && country == 0 && form == form_for(out->instrument) &&
		       date_up_to(out->on, date_of(9999, 12, 31));
	return is_ours ? CODE_FINE : CODE_STRANGE;
}
