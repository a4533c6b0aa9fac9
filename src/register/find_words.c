/* SPDX-License-Identifier: Apache-2.0 */
/* Names folded into words, once a snapshot. */
#include "register/find_words.h"
#include "register/register_private.h"

#include "base/map.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum { ALEF = 0x627, LAM = 0x644 };

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
				      "nr",
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
				      "n",
				      "on",
				      "in",
				      "for",
				      "para",
				      "pour",
				      "d",
				      "l"};

static bool is_ascii_word(const struct find_word *word, const char *text)
{
	return (size_t)word->n == strlen(text) && find_begins(word, text);
}

bool find_begins(const struct find_word *word, const char *text)
{
	int i = 0;
	while (text[i] && i < word->n && word->at[i] == (UChar)text[i])
		i++;
	return text[i] == 0;
}

static bool is_filler(const struct find_word *word)
{
	for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
		if (is_ascii_word(word, fillers[i]))
			return true;
	return false;
}

/* Takes a finished word; the Arabic article is no part of it. */
static void end_word(struct find_folded *f, int from, int to)
{
	if (to - from > 4 && f->text[from] == ALEF && f->text[from + 1] == LAM)
		from += 2;
	if (to == from || f->n == FIND_WORDS_MOST)
		return;
	struct find_word *word = &f->words[f->n++];
	*word = (struct find_word){.at = f->text + from, .n = to - from};
	word->is_filler = is_filler(word);
}

void find_fold(struct str s, struct find_folded *out)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar wide[FIND_NAME_MOST], plain[FIND_NAME_MOST * 2];
	int32_t n = 0, m = 0, from = 0, to = 0;
	bool was_digit = false;
	out->n = 0;
	u_strFromUTF8WithSub(wide, FIND_NAME_MOST, &n, s.at, (int32_t)(s.n < FIND_NAME_MOST ? s.n : FIND_NAME_MOST),
			     0xfffd, NULL, &error);
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
	if (U_SUCCESS(error))
		m = unorm2_normalize(nfkd, wide, n, plain, FIND_NAME_MOST * 2, &error);
	for (int32_t i = 0; U_SUCCESS(error) && i < m;) {
		UChar32 c;
		U16_NEXT(plain, i, m, c);
		if (u_charType(c) == U_NON_SPACING_MARK)
			continue;
		bool is_digit = u_isdigit(c), is_letter = u_isalnum(c);
		if (!is_letter || (to > from && is_digit != was_digit)) {
			end_word(out, from, to);
			from = to;
		}
		was_digit = is_digit;
		if (is_letter && to + 2 <= FIND_NAME_MOST * 2)
			U16_APPEND_UNSAFE(out->text, to, u_foldCase(c, U_FOLD_CASE_DEFAULT));
	}
	end_word(out, from, to);
}

/* Names that the register does not have and people still type. */
static const struct {
	enum register_found kind;
	const char *code;
	struct str names; /* separated by semicolons */
} also[] = {
#define ALSO(kind, code, names) {kind, code, STR(names)},
#include "register/find_also.def"
#undef ALSO
};

struct indexing {
	struct arena *arena;
	struct map places; /* of words in `out`, one added so that no place is NULL */
	struct register_words *out;
};

static int place_of(struct indexing *x, const struct find_word *word)
{
	struct str key = {(const char *)word->at, (size_t)word->n * sizeof(UChar)};
	uintptr_t known = (uintptr_t)map_get(&x->places, key);
	if (known)
		return (int)known - 1;
	struct find_word *kept = list_add(x->arena, &x->out->words);
	*kept = *word;
	kept->at = (const UChar *)arena_copy(x->arena, key.at, key.n);
	map_put(&x->places, (struct str){(const char *)kept->at, key.n}, (void *)(uintptr_t)x->out->words.n);
	return (int)x->out->words.n - 1;
}

static struct find_name *add_name(struct indexing *x, enum register_found kind, size_t index, struct str text)
{
	struct find_folded f;
	find_fold(text, &f);
	int *words = arena_array(x->arena, int, (size_t)f.n);
	struct find_name *name = list_add(x->arena, &x->out->names);
	*name = (struct find_name){.kind = kind, .index = (int)index, .words = words, .n = f.n};
	for (int k = 0; k < f.n; k++) {
		words[k] = place_of(x, &f.words[k]);
		name->told += !f.words[k].is_filler;
	}
	return name;
}

static void add_names(struct indexing *x, enum register_found kind, size_t index, const struct register_names *names)
{
	for (int l = 0; l < REGISTER_LANGUAGES; l++)
		if (names->in[l].n)
			add_name(x, kind, index, names->in[l]);
}

/* The first instrument filed under a subject; instruments_n if there is none. */
static size_t first_of_subject(const struct register_snapshot *s, struct str subject)
{
	size_t k = 0;
	while (k < s->instruments_n && !str_equal(s->instruments[k].subject, subject))
		k++;
	return k;
}

/* The place in the snapshot's list of what a row of find_also.def names; the list's length if it is not there. */
static size_t place_named(const struct register_snapshot *s, enum register_found kind, struct str code, size_t *n)
{
	const struct register_country *country = kind == FOUND_COUNTRY ? register_country_named(s, code) : NULL;
	const struct register_group *group = kind == FOUND_GROUP ? register_group_named(s, code) : NULL;
	*n = kind == FOUND_COUNTRY ? s->countries_n : kind == FOUND_GROUP ? s->groups_n : s->instruments_n;
	if (kind == FOUND_SUBJECT)
		return first_of_subject(s, code);
	return country ? (size_t)(country - s->countries) : group ? (size_t)(group - s->groups) : *n;
}

static void add_also(struct indexing *x, const struct register_snapshot *s)
{
	for (size_t k = 0; k < sizeof also / sizeof *also; k++) {
		size_t n, index = place_named(s, also[k].kind, str_of(also[k].code), &n);
		struct str rest = also[k].names, name;
		while (index < n && str_next(&rest, ';', &name))
			add_name(x, also[k].kind, index, name)->is_also = true;
	}
}

struct register_words *find_words_of(struct arena *a, const struct register_snapshot *s)
{
	struct indexing x = {a, map_new(a), arena_one(a, struct register_words)};
	for (size_t k = 0; k < s->instruments_n; k++)
		add_names(&x, FOUND_INSTRUMENT, k, &s->instruments[k].title);
	for (size_t k = 0; k < s->countries_n; k++)
		add_names(&x, FOUND_COUNTRY, k, &s->countries[k].name);
	for (size_t k = 0; k < s->groups_n; k++)
		add_names(&x, FOUND_GROUP, k, &s->groups[k].name);
	for (size_t k = 0; k < s->instruments_n; k++)
		if (s->instruments[k].subject.n && first_of_subject(s, s->instruments[k].subject) == k)
			add_name(&x, FOUND_SUBJECT, k, s->instruments[k].subject);
	add_also(&x, s);
	return x.out;
}

struct str register_folded(struct arena *a, struct str text)
{
	struct find_folded f;
	UErrorCode error = U_ZERO_ERROR;
	UChar joined[FIND_NAME_MOST * 2 + FIND_WORDS_MOST];
	int32_t n = 0, bytes = 0;
	find_fold(text, &f);
	for (int i = 0; i < f.n; i++) {
		if (i)
			joined[n++] = ' ';
		u_memcpy(joined + n, f.words[i].at, f.words[i].n);
		n += f.words[i].n;
	}
	char *at = arena_take(a, (size_t)n * 3 + 1);
	u_strToUTF8(at, n * 3 + 1, &bytes, joined, n, &error);
	must(U_SUCCESS(error));
	return (struct str){at, (size_t)bytes};
}
