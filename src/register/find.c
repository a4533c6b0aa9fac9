/* SPDX-License-Identifier: Apache-2.0 */
/* Finding instruments, countries and groups by what a person types.
 *
 * A number with or without a kind ("C.189", "Convenio 189", "189") names instruments; else the words typed are compared,
 * folded to plain letters, with every name in every language. A word typed counts when it begins a word of the name, or is
 * one slip (a letter more, less, other, or two swapped) away from one. The score is the share of the name's own words met,
 * so that "Timor" finds Timor-Leste before a Convention that mentions it. */
#include "register/register.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum {
	WORDS_MOST = 48,
	NAME_MOST = 400,
	SCORE_NAME = 100,
	SCORE_SLIP = 6,
	SCORE_WORD = 10,
	SCORE_NEAR = 10,
	SCORE_GOOD = 40
};

/* Words of a text, folded: letters and digits in lower case without accents, separated by one blank. */
struct folded {
	char text[NAME_MOST];
	struct str words[WORDS_MOST];
	size_t n;
};

static void split_words(struct folded *f)
{
	struct str rest = str_of(f->text), word;
	f->n = 0;
	while (f->n < WORDS_MOST && str_next(&rest, ' ', &word))
		if (word.n)
			f->words[f->n++] = word;
}

/* NFKD, marks dropped, case folded. What does not fit is cut off. */
static void fold(struct str s, struct folded *out)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar wide[NAME_MOST], decomposed[NAME_MOST * 2], kept[NAME_MOST * 2];
	int32_t n = 0, m, k = 0, bytes = 0;
	out->text[0] = 0;
	u_strFromUTF8WithSub(wide, NAME_MOST, &n, s.at, (int32_t)(s.n < NAME_MOST ? s.n : NAME_MOST), 0xfffd, NULL,
			     &error);
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
	m = U_SUCCESS(error) ? unorm2_normalize(nfkd, wide, n, decomposed, NAME_MOST * 2, &error) : 0;
	for (int32_t i = 0; U_SUCCESS(error) && i < m;) {
		UChar32 c;
		U16_NEXT(decomposed, i, m, c);
		if (u_charType(c) == U_NON_SPACING_MARK)
			continue;
		c = u_isalnum(c) ? u_foldCase(c, U_FOLD_CASE_DEFAULT) : ' ';
		U16_APPEND_UNSAFE(kept, k, c);
	}
	if (U_SUCCESS(error))
		u_strToUTF8(out->text, NAME_MOST - 1, &bytes, kept, k, &error);
	out->text[U_SUCCESS(error) ? bytes : 0] = 0;
	split_words(out);
}

/* a and b differ by at most one slip. Words under four letters must be the same. */
static bool is_one_slip(struct str a, struct str b)
{
	if (a.n > b.n) {
		struct str swap = a;
		a = b;
		b = swap;
	}
	if (a.n < 4 || b.n - a.n > 1)
		return false;
	size_t i = 0;
	while (i < a.n && a.at[i] == b.at[i])
		i++;
	struct str rest_a = str_slice(a, i, a.n), rest_b = str_slice(b, i, b.n);
	if (a.n < b.n)
		return str_equal(rest_a, str_slice(rest_b, 1, b.n));
	bool swapped = rest_a.n >= 2 && rest_a.at[0] == rest_b.at[1] && rest_a.at[1] == rest_b.at[0] &&
		       str_equal(str_slice(rest_a, 2, a.n), str_slice(rest_b, 2, b.n));
	return swapped || str_equal(str_slice(rest_a, 1, a.n), str_slice(rest_b, 1, b.n));
}

/* What a word typed is worth against one word of a name. */
static int word_score(struct str typed, struct str word)
{
	if (str_equal(typed, word))
		return SCORE_WORD;
	if (typed.n >= 3 && word.n > typed.n && memcmp(typed.at, word.at, typed.n) == 0)
		return SCORE_WORD - 2;
	size_t same = 0;
	while (same < typed.n && same < word.n && typed.at[same] == word.at[same])
		same++;
	if (same >= 5 && same + 2 >= typed.n) /* another ending: trabalho, trabalhadores */
		return SCORE_WORD - 3;
	return is_one_slip(typed, word) ? SCORE_SLIP : 0;
}

/* Words that stand in half of all titles and tell nothing. */
static bool is_filler(struct str word)
{
	static const char *const fillers[] = {"convention",
					      "convenio",
					      "convencao",
					      "protocol",
					      "protocole",
					      "protocolo",
					      "recommendation",
					      "recommandation",
					      "recomendacion",
					      "recomendacao",
					      "no",
					      "num",
					      "the",
					      "of",
					      "la",
					      "le",
					      "les",
					      "de",
					      "del",
					      "da",
					      "do",
					      "das",
					      "dos",
					      "du",
					      "des",
					      "and",
					      "et",
					      "y",
					      "e",
					      "sobre",
					      "sur",
					      "el",
					      "los",
					      "las",
					      "a",
					      "o",
					      "n"};
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (str_is(word, fillers[i]))
			return true;
	return false;
}

/* 0 to 99: every word typed must be met; the more of the name is met, the higher. */
static int name_score(const struct folded *typed, struct str name)
{
	struct folded f;
	int sum = 0, asked = 0, told = 0;
	fold(name, &f);
	for (size_t i = 0; i < f.n; i++)
		told += !is_filler(f.words[i]);
	for (size_t t = 0; t < typed->n; t++) {
		int best = 0;
		for (size_t i = 0; i < f.n && best < SCORE_WORD; i++) {
			int score = word_score(typed->words[t], f.words[i]);
			best = score > best ? score : best;
		}
		if (is_filler(typed->words[t]))
			continue;
		if (best == 0)
			return 0;
		asked++;
		sum += best;
	}
	if (asked == 0 || told == 0)
		return 0;
	int met = asked < told ? asked : told;
	return sum * 6 / asked + 39 * met / told;
}

static int names_score(const struct folded *typed, const struct register_names *names)
{
	int best = 0;
	for (int i = 0; i < REGISTER_LANGUAGES; i++) {
		int score = names->in[i].n ? name_score(typed, names->in[i]) : 0;
		best = score > best ? score : best;
	}
	return best;
}

/* A number asked for: its kind if one was said ('C', 'P', 'R'; 0 if none). */
struct numbered {
	char kind;
	int64_t number; /* 0: none was asked for */
};

static char kind_of(struct str word)
{
	static const struct {
		const char *begins;
		char kind;
	} kinds[] = {{"conven", 'C'}, {"protoc", 'P'}, {"recom", 'R'}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (str_begins(word, kinds[i].begins))
			return kinds[i].kind;
	return word.n == 1 && strchr("cpr", word.at[0]) ? (char)(word.at[0] - 32) : 0;
}

/* "c 189", "convenio num 189", "189": every word is a kind, a filler or the one number. */
static struct numbered number_asked(const struct folded *typed)
{
	struct numbered asked = {0, 0};
	for (size_t i = 0; i < typed->n; i++) {
		int64_t number;
		char kind = kind_of(typed->words[i]);
		if (str_to_i64(typed->words[i], &number) && asked.number == 0 && number > 0 && number < 1000)
			asked.number = number;
		else if (kind)
			asked.kind = kind;
		else if (!is_filler(typed->words[i]))
			return (struct numbered){0, 0};
	}
	return asked;
}

struct finding {
	struct call *c;
	LIST(struct register_hit) hits;
};

static void found(struct finding *f, enum register_found kind, size_t index, int score)
{
	if (score > 0)
		*list_add(f->c->arena, &f->hits) = (struct register_hit){kind, (int)index, score};
}

static int instrument_score(const struct register_instrument *i, struct str words, const struct folded *typed,
			    struct numbered asked)
{
	struct law_id id;
	if (law_id_parse(words, &id) && law_id_compare(id, i->law.id) == 0)
		return SCORE_NAME;
	if (asked.number > 0) {
		bool kind_fits = asked.kind == 0 || asked.kind == "CPR"[i->law.id.kind];
		int64_t away = llabs(i->law.id.number - asked.number);
		if (!kind_fits || away > 0)
			return kind_fits && asked.kind && away < SCORE_NEAR ? SCORE_NEAR - (int)away : 0;
		return asked.kind ? SCORE_NAME - 1 : SCORE_NAME - 2 - (int)i->law.id.kind;
	}
	return names_score(typed, &i->title);
}

/* A code, or one letter away from one. */
static int country_score(struct call *c, const struct register_country *country, struct str words,
			 const struct folded *typed)
{
	if (str_is_nocase(words, str_chars(c->arena, country->code)))
		return SCORE_NAME;
	if (country->iso2.n == 2 && !country->is_former && str_equal(words, country->iso2))
		return SCORE_NAME;
	int score = names_score(typed, &country->name), same = 0;
	for (size_t i = 0; i < 3 && words.n == 3; i++)
		same += words.at[i] == country->code.at[i];
	return score == 0 && same == 2 ? SCORE_NEAR - 1 : score;
}

static int by_score(const void *a, const void *b)
{
	const struct register_hit *x = a, *y = b;
	if (x->score != y->score)
		return y->score - x->score;
	return x->kind != y->kind ? (int)x->kind - (int)y->kind : x->index - y->index;
}

enum status register_find(struct call *c, const struct register_snapshot *s, struct str words, size_t most,
			  struct register_hit **out, size_t *n)
{
	struct finding f = {.c = c};
	struct folded typed;
	struct str trimmed = str_trim(words);
	fold(trimmed, &typed);
	struct numbered asked = number_asked(&typed);
	for (size_t i = 0; i < s->instruments_n; i++)
		found(&f, FOUND_INSTRUMENT, i, instrument_score(&s->instruments[i], trimmed, &typed, asked));
	for (size_t i = 0; i < s->countries_n; i++)
		found(&f, FOUND_COUNTRY, i, country_score(c, &s->countries[i], trimmed, &typed));
	for (size_t i = 0; i < s->groups_n; i++) {
		bool code = str_is_nocase(trimmed, str_chars(c->arena, s->groups[i].code));
		found(&f, FOUND_GROUP, i, code ? SCORE_NAME : names_score(&typed, &s->groups[i].name));
	}
	if (f.hits.n)
		qsort(f.hits.at, f.hits.n, sizeof *f.hits.at, by_score);
	*out = f.hits.at;
	*n = f.hits.n < most ? f.hits.n : most;
	while (*n > 0 && f.hits.at[0].score >= SCORE_GOOD && f.hits.at[*n - 1].score <= SCORE_NEAR)
		--*n; /* what is only near is told where nothing better is found */
	return OK;
}
