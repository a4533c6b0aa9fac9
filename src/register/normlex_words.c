/* SPDX-License-Identifier: Apache-2.0 */
/* The words of NORMLEX's notes and declarations, as far as they are formulas. */
#include "register/normlex_private.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* What follows the first `words`, ASCII letters compared without case; at == NULL if they are not there. */
static struct str after(struct str s, const char *words)
{
	size_t n = strlen(words);
	for (size_t i = 0; i + n <= s.n; i++)
		if (strncasecmp(s.at + i, words, n) == 0)
			return str_slice(s, i + n, s.n);
	return (struct str){0};
}

static bool says(struct str s, const char *words)
{
	return after(s, words).at != NULL;
}

/* The next word of a text without what may stand before and behind it. */
static struct str next_word(struct str *rest)
{
	struct str word;
	while (str_next(rest, ' ', &word)) {
		while (word.n && strchr("(,.;:", word.at[0]))
			word = str_slice(word, 1, word.n);
		while (word.n && strchr("),.;:", word.at[word.n - 1]))
			word = str_slice(word, 0, word.n - 1);
		if (word.n)
			return word;
	}
	return STR("");
}

struct normlex_ending normlex_ending_of(struct str note)
{
	struct normlex_ending e = {.day = DATE_UNSET};
	struct str act = after(note, "denounced on "), automatic = after(note, "automatic denunciation on ");
	struct str rest = automatic.at ? automatic : act, by = after(note, "by convention ");
	e.says_so = says(note, "denounced") || says(note, "denunciation");
	e.automatic = automatic.at != NULL;
	if (!rest.at)
		return e;
	char at[40];
	struct str d = next_word(&rest), m = next_word(&rest), y = next_word(&rest);
	if (d.n + m.n + y.n < sizeof at - 3)
		normlex_day((struct str){at, (size_t)snprintf(at, sizeof at, "%.*s %.*s %.*s", STR_ARGS(d), STR_ARGS(m),
							      STR_ARGS(y))},
			    &e.day);
	struct law_id id;
	if (by.at && law_id_parse(next_word(&by), &id))
		law_id_print(id, e.by);
	return e;
}

const char *normlex_status_of(struct str status, struct str note, const struct normlex_ending *ending)
{
	static const char *const ended[] = {"not in force", "denounced", "abrogated", "withdrawn"};
	if (says(note, "will enter into force"))
		return "not_yet_in_force";
	if (str_is_nocase(status, "in force"))
		return "in_force";
	for (size_t i = 0; i < sizeof ended / sizeof *ended; i++)
		if (str_is_nocase(str_slice(status, 0, strlen(ended[i])), ended[i]))
			return date_is_set(ending->day) ? "denounced" : "not_in_force";
	return NULL;
}

bool normlex_same_words(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	a = str_ends(a, ".") ? str_slice(a, 0, a.n - 1) : a;
	b = str_ends(b, ".") ? str_slice(b, 0, b.n - 1) : b;
	for (;; i++, k++) {
		while (i < a.n && a.at[i] == ' ')
			i++;
		while (k < b.n && b.at[k] == ' ')
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.at[i] != b.at[k])
			return false;
	}
}

/* A Roman number from I to X, a branch from (a) to (i), or a plain number; 0: none. */
static int part_of(struct str word)
{
	static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"};
	int64_t number;
	for (int i = 0; i < 10; i++)
		if (str_is(word, roman[i]))
			return i + 1;
	if (word.n == 1 && word.at[0] >= 'a' && word.at[0] <= 'i')
		return word.at[0] - 'a' + 1;
	return str_to_i64(word, &number) && number > 0 && number < 32 ? (int)number : 0;
}

/* "II, IV and VII to X" as "2 4 7 8 9 10"; what is no part ends the list. */
static struct str parts_of(struct arena *a, struct str rest)
{
	unsigned bits = 0;
	int last = 0;
	bool to = false;
	struct str words = STR("");
	for (struct str word = next_word(&rest); word.n; word = next_word(&rest)) {
		int part = part_of(word);
		bool joins = str_is(word, "and") || str_is(word, "to") || str_is_nocase(word, "Parts") ||
			     str_is_nocase(word, "Part");
		if (!part && !joins)
			break;
		for (int k = part && to ? last : part; part && k <= part; k++)
			bits |= 1u << k;
		to = str_is(word, "to");
		last = part ? part : last;
	}
	for (int k = 1; k < 32; k++)
		if (bits & 1u << k)
			words = str_format(a, "%.*s%s%d", STR_ARGS(words), words.n ? " " : "", k);
	return words;
}

/* The first number in a text; 0: none. */
static int64_t number_in(struct str s)
{
	size_t from = 0, n = 0;
	int64_t number = 0;
	while (from < s.n && (s.at[from] < '0' || s.at[from] > '9'))
		from++;
	while (from + n < s.n && n < 6 && s.at[from + n] >= '0' && s.at[from + n] <= '9')
		n++;
	return str_to_i64(str_slice(s, from, n), &number) ? number : 0;
}

/* Days in words: "14 weeks", "126 calendar days"; empty where working days, months or nothing of the kind is meant. */
static struct str days_in(struct arena *a, struct str s)
{
	struct str rest = s;
	int64_t number = number_in(next_word(&rest));
	struct str unit = next_word(&rest);
	if (str_is_nocase(unit, "calendar"))
		unit = next_word(&rest);
	if (!number || (!str_begins(unit, "week") && !str_begins(unit, "day")))
		return STR("");
	return str_format(a, "%lld", (long long)(str_begins(unit, "week") ? number * 7 : number));
}

/* What a text offers of that kind, with the article that the law's table names; NULL if its text offers nothing of the kind. */
static const struct law_declaration_rule *rule_of(struct law_id id, enum law_declaration_kind kind)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(id, &n);
	for (size_t i = 0; i < n; i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

/* The source of a rule without its instrument: "art. 2". */
static struct str article_of(const struct law_declaration_rule *rule)
{
	struct str rest = str_of(rule ? rule->source : ""), instrument;
	str_next(&rest, ' ', &instrument);
	return rest.at ? rest : STR("");
}

struct declaring {
	struct arena *a;
	struct law_id id;
	struct str text;
	struct normlex_declared *out;
	size_t n;
};

static void declare(struct declaring *d, const char *kind, struct str article, struct str value)
{
	if (d->n < NORMLEX_DECLARED_MOST)
		d->out[d->n++] = (struct normlex_declared){kind, article, value};
}

static struct str number_text(struct declaring *d, int64_t number)
{
	return number ? str_format(d->a, "%lld", (long long)number) : STR("");
}

/* A length of maternity leave; a number below the least one is of something else ("28 days before the date of delivery"). */
static struct str leave_in(struct declaring *d, struct str words)
{
	const struct law_declaration_rule *rule = rule_of(d->id, LAW_MATERNITY_LEAVE);
	struct str value = days_in(d->a, words);
	int64_t days;
	return str_to_i64(value, &days) && rule && days >= rule->least ? value : STR("");
}

/* Ages, lengths of leave. */
static void declare_measures(struct declaring *d)
{
	struct str age = after(d->text, "minimum age specified: "), third = after(d->text, "pursuant to article 3");
	struct str leave = after(d->text, "period of maternity leave: "),
		   holiday = after(d->text, "length of holiday specified");
	if (age.at)
		declare(d, "minimum_age", STR("art. 2"), number_text(d, number_in(age)));
	if (third.at)
		declare(d, "article_3", STR("art. 3"), number_text(d, number_in(third)));
	if (leave.at)
		declare(d, "maternity_leave", STR("art. 4"), leave_in(d, leave));
	if (!leave.at && says(d->text, "leave") && rule_of(d->id, LAW_MATERNITY_LEAVE))
		declare(d, "maternity_leave", STR("art. 4"), STR(""));
	struct str colon = holiday.at ? after(holiday, ": ") : after(d->text, "length of annual leave specified: ");
	if (holiday.at || colon.at)
		declare(d, "holiday", STR("art. 3"), colon.at ? days_in(d->a, colon) : STR(""));
}

/* Parts, annexes and articles taken in or left out. */
static void declare_parts(struct declaring *d)
{
	static const char *const out_words[] = {"excluding part ", "excluding parts ",
						"excluded the provisions of annex ",
						"excluded the provisions of annexes ", "excluded part "};
	static const char *const in_words[] = {"accepted part ",       "accepted parts ",
					       "acceptance of parts ", "accepted branches ",
					       "accepted branch ",     "has accepted the obligations in respect of "};
	const struct law_declaration_rule *excluded = rule_of(d->id, LAW_PARTS_EXCLUDED),
					  *accepted = rule_of(d->id, LAW_PARTS_ACCEPTED);
	for (size_t i = 0; i < sizeof out_words / sizeof *out_words && excluded; i++)
		if (says(d->text, out_words[i])) {
			declare(d, "parts_excluded", article_of(excluded),
				parts_of(d->a, after(d->text, out_words[i])));
			break;
		}
	for (size_t i = 0; i < sizeof in_words / sizeof *in_words && accepted; i++)
		if (says(d->text, in_words[i])) {
			declare(d, "parts_accepted", article_of(accepted), parts_of(d->a, after(d->text, in_words[i])));
			break;
		}
	struct str article = after(d->text, "excluding article ");
	if (article.at && number_in(article))
		declare(d, "article_excluded", str_format(d->a, "art. %lld", (long long)number_in(article)),
			number_text(d, number_in(article)));
}

static void declare_scope(struct declaring *d)
{
	struct str exception = after(d->text, "with the exception of "), article = after(exception, "article ");
	if (says(d->text, "scope of the convention is limited") || says(d->text, "pursuant to article 5") ||
	    says(d->text, "with article 5"))
		declare(d, "scope_limited", STR("art. 5"), STR(""));
	else if (exception.at)
		declare(d, "scope_limited",
			article.at ? str_format(d->a, "art. %lld", (long long)number_in(article)) : STR(""), STR(""));
	if (says(d->text, "has ratified the protocol of "))
		declare(d, "protocol_ratified", STR(""), str_format(d->a, "P%03d", d->id.number));
	if (str_begins(d->text, "Tanganyika") || str_begins(d->text, "Zanzibar"))
		declare(d, "territory", STR(""), str_begins(d->text, "T") ? STR("Tanganyika") : STR("Zanzibar"));
}

size_t normlex_declared_by(struct arena *a, struct law_id instrument, struct str text,
			   struct normlex_declared out[static NORMLEX_DECLARED_MOST])
{
	struct declaring d = {a, instrument, text, out, 0};
	declare_measures(&d);
	declare_parts(&d);
	declare_scope(&d);
	if (d.n == 0)
		declare(&d, "other", STR(""), STR(""));
	return d.n;
}
