/* SPDX-License-Identifier: Apache-2.0 */
/* find_words.h - names as search compares them: words of plain letters, each kept once for all names of a snapshot.
 *
 * Folding a name (ICU) costs a thousand times what comparing it does, so it is done when a snapshot is built.
 * Private to the register. Threads: read-only once built. Memory: the arena given. */
#ifndef REGISTER_FIND_WORDS_H
#define REGISTER_FIND_WORDS_H
#include "register/register.h"

#include <unicode/utypes.h>

enum { FIND_WORDS_MOST = 48, FIND_NAME_MOST = 400 };

/* A word: UTF-16 units in lower case without accents and without the Arabic article. */
struct find_word {
	const UChar *at;
	int n;
	bool is_filler; /* stands in half of all titles and tells nothing: "convention", "of", "sobre" */
};

/* A text as its words; what does not fit is left out. */
struct find_folded {
	UChar text[FIND_NAME_MOST * 2];
	struct find_word words[FIND_WORDS_MOST];
	int n;
};

/* One name of one thing, its words as places in register_words.words. */
struct find_name {
	enum register_found kind;
	int index;
	const int *words;
	int n, told;  /* told: words that are no filler */
	bool is_also; /* of find_also.def */
};

struct register_words {
	LIST(struct find_word) words;
	LIST(struct find_name) names;
};

/* NFKD, marks dropped, case folded; letters and digits are parted, all else parts words. */
void find_fold(struct str text, struct find_folded *out);

/* The word begins with that ASCII text. */
bool find_begins(const struct find_word *word, const char *text);

/* The names of all instruments, countries, groups and subjects of a snapshot, with those of find_also.def. */
struct register_words *find_words_of(struct arena *a, const struct register_snapshot *s);

/* What a pasted address is about: an address of NORMLEX in any of its forms, or of a page or an answer of ours, whatever its
 * host. The very thing, with a score of 100. False if the text is no such address or what it names is not here. */
bool find_by_address(struct arena *a, const struct register_snapshot *s, struct str text, struct register_hit *out);

#endif
