/* SPDX-License-Identifier: Apache-2.0 */
/* Finding instruments, countries, groups and subjects by what a person types.
 *
 * A number with or without a kind ("C.189", "Convenio 189", "189") names instruments; else the words typed are compared with
 * every name in every language. A word typed counts when it begins a word of the name, stands anywhere in one written
 * without blanks (Chinese), or is one slip (a letter more, less, other, or two swapped) away from one. The score is the share
 * of the name's own words met, so that "Timor" finds Timor-Leste before a Convention that mentions it. Where nothing is met,
 * a second reading lets two slips pass in a long word and asks for half the words only: what it finds is merely near. */
#include "base/tr.h"
#include "register/find_words.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

enum {
	TYPED_MOST = 12, /* words; what more is typed is not looked for */
	SCORE_NAME = 100,
	SCORE_TWO_SLIPS = 3,
	SCORE_SLIP = 6,
	SCORE_WORD = 10,
	SCORE_NEAR = REGISTER_NEAR,
	SCORE_GOOD = 40,
	TWO_SLIPS_FROM = 6, /* letters */
	SLIPS_MOST = 2
};

/* What was typed, and what each of its words is worth against each word of the snapshot's names. */
struct typed {
	struct find_folded folded;
	int n, asked; /* asked: words that are no filler */
	bool is_near; /* the second reading */
	unsigned char *scores;
	size_t words_n;
};

/* a and b differ by at most one slip. Words under four letters must be the same. */
static bool is_one_slip(const struct find_word *a, const struct find_word *b)
{
	if (a->n > b->n) {
		const struct find_word *swap = a;
		a = b;
		b = swap;
	}
	if (a->n < 4 || b->n - a->n > 1)
		return false;
	int i = 0, end = 0;
	while (i < a->n && a->at[i] == b->at[i])
		i++;
	while (end < a->n - i && a->at[a->n - 1 - end] == b->at[b->n - 1 - end])
		end++;
	int rest = a->n - i - end; /* letters that differ, of the shorter one */
	bool is_swapped = rest == 2 && a->n == b->n && a->at[i] == b->at[i + 1] && a->at[i + 1] == b->at[i];
	return rest == 0 || is_swapped || (rest == 1 && a->n == b->n);
}

/* a and b differ by at most two letters more, less or other: a table as wide as those slips can lead astray. */
static bool is_two_slips(const struct find_word *a, const struct find_word *b)
{
	enum { WIDTH = 2 * SLIPS_MOST + 1 };
	int row[WIDTH];
	if (a->n < TWO_SLIPS_FROM || b->n < TWO_SLIPS_FROM || abs(a->n - b->n) > SLIPS_MOST)
		return false;
	for (int d = 0; d < WIDTH; d++)
		row[d] = d >= SLIPS_MOST ? d - SLIPS_MOST : WIDTH;
	for (int i = 1; i <= a->n; i++)
		for (int d = 0; d < WIDTH; d++) { /* the cell of letter i of a and letter i + d - SLIPS_MOST of b */
			int j = i + d - SLIPS_MOST, less = d + 1 < WIDTH ? row[d + 1] + 1 : WIDTH;
			int more = d > 0 ? row[d - 1] + 1 : WIDTH;
			bool is_same = j > 0 && j <= b->n && a->at[i - 1] == b->at[j - 1];
			int least = j > 0 ? row[d] + !is_same : j == 0 ? i : WIDTH;
			least = less < least ? less : least;
			row[d] = j < 0 || j > b->n ? WIDTH : more < least ? more : least;
		}
	return row[b->n - a->n + SLIPS_MOST] <= SLIPS_MOST;
}

/* A script that writes words without blanks between them. */
static bool is_unspaced(const struct find_word *word)
{
	return u_hasBinaryProperty(word->at[0], UCHAR_IDEOGRAPHIC);
}

/* What a word typed is worth against one word of a name. */
static int word_score(const struct find_word *typed, const struct find_word *word, bool is_near)
{
	int same = 0;
	while (same < typed->n && same < word->n && typed->at[same] == word->at[same])
		same++;
	if (same == typed->n && same == word->n)
		return SCORE_WORD;
	bool is_part = same == typed->n && typed->n >= 3;
	if (is_part || (is_unspaced(typed) && u_strFindFirst(word->at, word->n, typed->at, typed->n)))
		return SCORE_WORD - 2;
	if (same >= 5 && same + 2 >= typed->n) /* another ending: trabalho, trabalhadores */
		return SCORE_WORD - 3;
	if (is_one_slip(typed, word))
		return SCORE_SLIP;
	return is_near && is_two_slips(typed, word) ? SCORE_TWO_SLIPS : 0;
}

/* 0 to 99 from what each word typed is worth at best: every one must be met; the more of the name is met, the higher. By the
 * second reading at most SCORE_NEAR. */
static int sum_up(const struct typed *t, const int *best, int told)
{
	int sum = 0, met = 0;
	for (int k = 0; k < t->n; k++) {
		met += best[k] > 0 && !t->folded.words[k].is_filler;
		sum += t->folded.words[k].is_filler ? 0 : best[k];
	}
	bool is_met = t->is_near ? met * 2 >= t->asked : met == t->asked;
	if (t->asked == 0 || told == 0 || met == 0 || !is_met)
		return 0;
	met = met < told ? met : told;
	int score = sum * 6 / t->asked + 39 * met / told;
	return t->is_near ? 1 + score * (SCORE_NEAR - 1) / SCORE_NAME : score;
}

static int name_score(const struct typed *t, const struct find_name *name)
{
	int best[TYPED_MOST] = {0};
	for (int k = 0; k < t->n; k++)
		for (int i = 0; i < name->n; i++) {
			int score = t->scores[(size_t)k * t->words_n + (size_t)name->words[i]];
			best[k] = score > best[k] ? score : best[k];
		}
	int score = sum_up(t, best, name->told);
	bool is_synonym = name->is_also && name->kind == FOUND_SUBJECT; /* gives way to titles that say the same */
	return is_synonym && score > SCORE_NEAR ? score * 7 / 10 : score;
}

/* The same for a text that is not among the names. */
static int text_score(const struct typed *t, struct str text)
{
	struct find_folded f;
	int best[TYPED_MOST] = {0}, told = 0;
	find_fold(text, &f);
	for (int i = 0; i < f.n; i++) {
		told += !f.words[i].is_filler;
		for (int k = 0; k < t->n; k++) {
			int score = word_score(&t->folded.words[k], &f.words[i], t->is_near);
			best[k] = score > best[k] ? score : best[k];
		}
	}
	return sum_up(t, best, told);
}

static void read_typed(struct call *c, const struct register_words *words, struct str text, struct typed *t)
{
	find_fold(text, &t->folded);
	t->n = t->folded.n < TYPED_MOST ? t->folded.n : TYPED_MOST;
	t->words_n = words->words.n;
	t->asked = 0;
	t->scores = arena_array(c->arena, unsigned char, (size_t)t->n * t->words_n);
	for (int k = 0; k < t->n; k++) {
		t->asked += !t->folded.words[k].is_filler;
		for (size_t i = 0; i < t->words_n && !t->folded.words[k].is_filler; i++)
			t->scores[(size_t)k * t->words_n + i] =
				(unsigned char)word_score(&t->folded.words[k], &words->words.at[i], t->is_near);
	}
}

/* A number asked for: its kind if one was said ('C', 'P', 'R'; 0 if none). */
struct numbered {
	char kind;
	int64_t number; /* 0: none was asked for */
};

/* "convention", "Übereinkommen", "Конвенция", "公约", "اتفاقية" and their kin by how they begin. */
static char kind_of(const struct find_word *word)
{
	static const struct {
		const UChar *begins;
		char kind;
	} kinds[] = {{u"conven", 'C'}, {u"ubereink", 'C'}, {u"конвенц", 'C'},   {u"公约", 'C'},
		     {u"号公约", 'C'}, {u"اتفاقي", 'C'},   {u"protoc", 'P'},    {u"протокол", 'P'},
		     {u"recom", 'R'},  {u"empfehl", 'R'},  {u"рекомендац", 'R'}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		int32_t n = u_strlen(kinds[i].begins);
		if (word->n >= n && u_memcmp(word->at, kinds[i].begins, n) == 0)
			return kinds[i].kind;
	}
	return word->n == 1 && word->at[0] < 128 && strchr("cpr", word->at[0]) ? (char)(word->at[0] - 32) : 0;
}

static int64_t number_of(const struct find_word *word)
{
	int64_t number = 0;
	for (int i = 0; i < word->n; i++) {
		int32_t digit = u_charDigitValue(word->at[i]);
		if (digit < 0 || word->n > 3)
			return 0;
		number = number * 10 + digit;
	}
	return number;
}

/* "c 189", "convenio num 189", "第 189 号公约", "189": every word is a kind, a filler or the one number. */
static struct numbered number_asked(const struct typed *t)
{
	struct numbered asked = {0, 0};
	for (int i = 0; i < t->n; i++) {
		const struct find_word *word = &t->folded.words[i];
		int64_t number = number_of(word);
		char kind = kind_of(word);
		if (number > 0 && asked.number == 0)
			asked.number = number;
		else if (kind)
			asked.kind = kind;
		else if (!word->is_filler && !(word->n == 1 && is_unspaced(word)))
			return (struct numbered){0, 0};
	}
	return asked;
}

struct finding {
	struct call *c;
	const struct register_snapshot *s;
	struct str words;
	struct typed typed;
	struct numbered asked;
	LIST(struct register_hit) hits;
};

static void found(struct finding *f, enum register_found kind, size_t index, int score)
{
	if (score > 0)
		*list_add(f->c->arena, &f->hits) = (struct register_hit){kind, (int)index, score};
}

/* By its name or number; below 0 where its title decides. */
static int instrument_score(const struct finding *f, const struct register_instrument *i)
{
	struct law_id id;
	if (law_id_parse(f->words, &id) && law_id_compare(id, i->law.id) == 0)
		return SCORE_NAME;
	if (f->asked.number == 0)
		return -1;
	bool kind_fits = f->asked.kind == 0 || f->asked.kind == "CPR"[i->law.id.kind];
	int64_t away = llabs(i->law.id.number - f->asked.number);
	if (!kind_fits || away > 0)
		return kind_fits && f->asked.kind && away < SCORE_NEAR ? SCORE_NEAR - (int)away : 0;
	return f->asked.kind ? SCORE_NAME - 1 : SCORE_NAME - 2 - (int)i->law.id.kind;
}

/* A code, or one letter away from one where no name was met (`score` by names). */
static int country_score(const struct finding *f, const struct register_country *country, int score)
{
	int same = 0;
	if (f->words.n == 3 && str_is_nocase(f->words, str_chars(f->c->arena, country->code)))
		return SCORE_NAME;
	if (country->iso2.n == 2 && !country->is_former && str_equal(f->words, country->iso2))
		return SCORE_NAME;
	for (size_t i = 0; i < 3 && f->words.n == 3; i++)
		same += f->words.at[i] == country->code.at[i];
	return score == 0 && same == 2 ? SCORE_NEAR - 1 : score;
}

/* The best score of any name of each thing: by kind and place. */
static int *best_by_names(struct finding *f, enum register_found kind, size_t n)
{
	int *best = arena_array(f->c->arena, int, n);
	for (size_t k = 0; k < f->s->words->names.n; k++) {
		const struct find_name *name = &f->s->words->names.at[k];
		int score = name->kind == kind ? name_score(&f->typed, name) : 0;
		if (score > 0 && score > best[name->index])
			best[name->index] = score;
	}
	return best;
}

/* A subject by its names, or as the reader's language calls it, found as the first instrument filed under it. */
static void find_subjects(struct finding *f)
{
	const int *best = best_by_names(f, FOUND_SUBJECT, f->s->instruments_n);
	for (size_t k = 0; k < f->s->words->names.n; k++) {
		const struct find_name *name = &f->s->words->names.at[k];
		if (name->kind != FOUND_SUBJECT || name->is_also)
			continue;
		const char *subject = str_chars(f->c->arena, f->s->instruments[name->index].subject);
		int own = text_score(&f->typed, tr(f->c, subject));
		found(f, FOUND_SUBJECT, (size_t)name->index, own > best[name->index] ? own : best[name->index]);
	}
}

static int by_score(const void *a, const void *b)
{
	const struct register_hit *x = a, *y = b;
	if (x->score != y->score)
		return y->score - x->score;
	return x->kind != y->kind ? (int)x->kind - (int)y->kind : x->index - y->index;
}

static void find_all(struct finding *f)
{
	const struct register_snapshot *s = f->s;
	int *best = best_by_names(f, FOUND_INSTRUMENT, s->instruments_n);
	for (size_t i = 0; i < s->instruments_n; i++) {
		int score = instrument_score(f, &s->instruments[i]);
		found(f, FOUND_INSTRUMENT, i, score < 0 ? best[i] : score);
	}
	best = best_by_names(f, FOUND_COUNTRY, s->countries_n);
	for (size_t i = 0; i < s->countries_n; i++)
		found(f, FOUND_COUNTRY, i, country_score(f, &s->countries[i], best[i]));
	best = best_by_names(f, FOUND_GROUP, s->groups_n);
	for (size_t i = 0; i < s->groups_n; i++) {
		bool is_code = str_is_nocase(f->words, str_chars(f->c->arena, s->groups[i].code));
		found(f, FOUND_GROUP, i, is_code ? SCORE_NAME : best[i]);
	}
	find_subjects(f);
}

enum status register_find(struct call *c, const struct register_snapshot *s, struct str words, size_t most,
			  struct register_hit **out, size_t *n)
{
	struct finding *f = arena_one(c->arena, struct finding);
	struct register_hit named;
	f->c = c;
	f->s = s;
	f->words = str_trim(words);
	if (find_by_address(c->arena, s, f->words, &named))
		found(f, named.kind, (size_t)named.index, named.score);
	for (int reading = 0; reading < 2 && f->hits.n == 0; reading++) {
		f->typed.is_near = reading == 1;
		read_typed(c, s->words, f->words, &f->typed);
		f->asked = number_asked(&f->typed);
		find_all(f);
	}
	if (f->hits.n)
		qsort(f->hits.at, f->hits.n, sizeof *f->hits.at, by_score);
	*out = f->hits.at;
	*n = f->hits.n < most ? f->hits.n : most;
	while (*n > 0 && f->hits.at[0].score >= SCORE_GOOD && f->hits.at[*n - 1].score <= SCORE_NEAR)
		--*n; /* what is only near is told where nothing better is found */
	return OK;
}
