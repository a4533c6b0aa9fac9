/* SPDX-License-Identifier: Apache-2.0 */
#include "base/tr.h"

#include "base/out.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

struct catalogue {
	struct lang lang;
	struct str mo;
	uint32_t texts, keys_at, values_at;
	uint32_t *slots, mask; /* a hash table of the keys: their row + 1, 0 where none is */
};

static struct catalogue catalogues[TR_CATALOGUES_MOST];
static size_t catalogues_n;
static tr_plural *plural_of;

enum { FILLED_MOST = 64 << 10 };

static uint32_t word_at(struct str mo, size_t at)
{
	uint32_t value;
	memcpy(&value, mo.at + at, sizeof value);
	return value;
}

/* The text whose length and place stand in the table at `table`, row `row`. */
static struct str text_at(struct str mo, uint32_t table, uint32_t row)
{
	return (struct str){mo.at + word_at(mo, table + 8 * row + 4), word_at(mo, table + 8 * row)};
}

static bool table_fits(struct str mo, uint32_t table, uint32_t texts)
{
	if (table > mo.n || texts > (mo.n - table) / 8)
		return false;
	for (uint32_t i = 0; i < texts; i++) {
		uint32_t length = word_at(mo, table + 8 * i), at = word_at(mo, table + 8 * i + 4);
		if (at >= mo.n || length >= mo.n - at || mo.at[at + length] != 0)
			return false;
	}
	return true;
}

/* Whether a row's key is that text. A plural key goes on after a NUL with its second form. */
static bool is_key(const struct catalogue *one, uint32_t row, struct str text)
{
	struct str key = text_at(one->mo, one->keys_at, row);
	return key.n >= text.n && memcmp(key.at, text.at, text.n) == 0 && key.at[text.n] == 0;
}

/* The slot that a key is in, or would be. */
static uint32_t *slot_of(const struct catalogue *one, struct str key)
{
	uint32_t at = (uint32_t)XXH3_64bits(key.at, key.n) & one->mask;
	while (one->slots[at] && !is_key(one, one->slots[at] - 1, key))
		at = (at + 1) & one->mask;
	return &one->slots[at];
}

/* A table at most half full, which lives as long as the program. */
static void fill_slots(struct catalogue *one)
{
	uint32_t room = 2;
	while (room < 2 * one->texts)
		room *= 2;
	one->mask = room - 1;
	one->slots = calloc(room, sizeof *one->slots);
	must(one->slots);
	for (uint32_t row = 0; row < one->texts; row++)
		*slot_of(one, str_of(text_at(one->mo, one->keys_at, row).at)) = row + 1;
}

enum status tr_register(struct lang lang, struct str mo, tr_plural *plural)
{
	if (catalogues_n == TR_CATALOGUES_MOST || mo.n < 28 || word_at(mo, 0) != 0x950412deu)
		return INVALID;
	struct catalogue one = {lang, mo, word_at(mo, 8), word_at(mo, 12), word_at(mo, 16)};
	if (!table_fits(mo, one.keys_at, one.texts) || !table_fits(mo, one.values_at, one.texts))
		return INVALID;
	fill_slots(&one);
	catalogues[catalogues_n++] = one;
	plural_of = plural;
	return OK;
}

static const struct catalogue *catalogue_of(const struct call *c)
{
	for (size_t i = 0; c && i < catalogues_n; i++)
		if (lang_is(c->lang, catalogues[i].lang.tag))
			return &catalogues[i];
	return NULL;
}

/* The value of a key; an empty str if there is none. */
static struct str look_up(const struct catalogue *one, struct str key)
{
	uint32_t row = *slot_of(one, key);
	return row ? text_at(one->mo, one->values_at, row - 1) : (struct str){NULL, 0};
}

struct str tr(const struct call *c, const char *text)
{
	const struct catalogue *one = *text ? catalogue_of(c) : NULL;
	struct str found = one ? look_up(one, str_of(text)) : (struct str){NULL, 0};
	/* A text that also counts somewhere has its other forms behind a NUL: this is the first. */
	return found.n ? (struct str){found.at, strnlen(found.at, found.n)} : str_of(text);
}

struct str tr_in(const struct call *c, const char *context, const char *text)
{
	const struct catalogue *one = catalogue_of(c);
	char key[512];
	size_t before = strlen(context), n = strlen(text);
	if (!one || before + n + 1 >= sizeof key)
		return str_of(text);
	memcpy(key, context, before);
	key[before] = '\004';
	memcpy(key + before + 1, text, n);
	struct str found = look_up(one, (struct str){key, before + 1 + n});
	return found.n ? found : str_of(text);
}

struct str tr_n(const struct call *c, const char *one, const char *many, int64_t n)
{
	const struct catalogue *catalogue = catalogue_of(c);
	struct str forms = catalogue ? look_up(catalogue, str_of(one)) : (struct str){NULL, 0};
	if (!forms.n)
		return str_of(n == 1 ? one : many);
	struct str form = str_of(forms.at);
	for (unsigned i = plural_of(c->lang, n); i > 0 && form.at + form.n < forms.at + forms.n; i--)
		form = str_of(form.at + form.n + 1);
	return form;
}

struct str tr_fill(struct arena *a, struct str text, const struct tr_value *values, size_t n)
{
	const char *names[16];
	must(n <= sizeof names / sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = values[i].name;
	struct out o = out_new(a, FILLED_MOST, NULL);
	struct str literal;
	for (int i; (i = tr_next(&text, names, n, &literal)) >= 0;) {
		out_raw(&o, literal);
		out_raw(&o, values[i].value);
	}
	out_raw(&o, literal);
	return out_str(&o);
}

int tr_next(struct str *text, const char *const *names, size_t n, struct str *literal)
{
	const char *open, *end;
	for (size_t from = 0; (open = memchr(text->at + from, '{', text->n - from)); from++) {
		from = (size_t)(open - text->at);
		end = memchr(open, '}', text->n - from);
		if (!end)
			break;
		struct str name = {text->at + from + 1, (size_t)(end - text->at) - from - 1};
		for (size_t i = 0; i < n; i++)
			if (str_is(name, names[i])) {
				*literal = (struct str){text->at, from};
				*text = str_slice(*text, from + name.n + 2, text->n);
				return (int)i;
			}
	}
	*literal = *text;
	*text = STR("");
	return -1;
}
