/* SPDX-License-Identifier: Apache-2.0 */
#include "page/language.h"

#include <string.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

/* Portuguese follows Portugal and the 1990 spelling, as the glossary does: ICU's plain "pt" is Brazil's. English puts the
 * day before the month, as "en-001" does, but that writes "Sept" where tables want three letters. */
static const struct page_language languages[PAGE_LANGUAGES] = {
	{{"en"}, "English", "en_001", "en"},
	{{"fr"}, "Français", "fr_FR", "fr_FR"},
	{{"es"}, "Español", "es_ES", "es_ES"},
	{{"pt"}, "Português", "pt_PT", "pt_PT"},
};

static const struct page_language_rows rows = {languages, PAGE_LANGUAGES};
const struct page_language_rows *const page_languages = &rows;

const char *const page_language_tags[PAGE_LANGUAGES + 1] = {"en", "fr", "es", "pt", NULL};

size_t page_language_index(struct lang l)
{
	for (size_t i = 0; i < PAGE_LANGUAGES; i++)
		if (lang_is(l, languages[i].lang.tag))
			return i;
	return 0;
}

struct str page_language_name(struct arena *a, struct lang l)
{
	for (size_t i = 0; i < PAGE_LANGUAGES; i++)
		if (lang_is(l, languages[i].lang.tag))
			return str_of(languages[i].name);
	UErrorCode error = U_ZERO_ERROR;
	UChar name[64];
	char locale[ULOC_FULLNAME_CAPACITY], utf8[256];
	int32_t n = 0;
	uloc_forLanguageTag(l.tag, locale, sizeof locale, NULL, &error);
	uloc_getDisplayName(locale, locale, name, 64, &error);
	u_strToUTF8(utf8, sizeof utf8, &n, name, -1, &error);
	if (U_FAILURE(error) || n == 0)
		return str_of(arena_printf(a, "%s", l.tag));
	return str_copy(a, (struct str){utf8, (size_t)n});
}

const char *page_language_dir(struct lang l)
{
	return uloc_isRightToLeft(l.tag) ? "rtl" : "ltr";
}
