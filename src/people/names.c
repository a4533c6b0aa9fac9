/* SPDX-License-Identifier: Apache-2.0 */
/* Public names: what one may look like, and when two look the same. */
#include "people/names.h"

#include "base/tr.h"
#include "people/people_private.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

enum { POINTS_MOST = 4 * PEOPLE_NAME_MOST, UNITS = 8 * POINTS_MOST };

/* Names that would be taken for the site's, or for people who are no account. Compared by skeleton. */
static const char *const reserved[] = {
	"admin",
	"administrator",
	"administración",
	"administração",
	"administration",
	"anonymous",
	"anonyme",
	"anónimo",
	"former member",
	"guest",
	"ILO",
	"International Labour Office",
	"moderator",
	"moderación",
	"modération",
	"nobody",
	"Office",
	"OIT",
	"Oficina",
	"postmaster",
	"root",
	"Secretariat",
	"Secretaría",
	"Secretariado",
	"Sulear",
	"support",
	"system",
	"webmaster",
};

/* What every erased account is called, with its number. */
static const char former[] = "former member";

struct str people_skeleton(struct arena *a, struct str text)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar units[UNITS], folded[UNITS], looks[UNITS];
	int32_t n;
	/* Opened for each name: names are made rarely, and what ICU keeps may not be shared between threads. */
	USpoofChecker *checker = uspoof_open(&error);
	u_strFromUTF8(units, UNITS, &n, text.at, (int32_t)text.n, &error);
	n = u_strFoldCase(folded, UNITS, units, n, U_FOLD_CASE_DEFAULT, &error);
	n = uspoof_getSkeleton(checker, 0, folded, n, looks, UNITS, &error);
	/* Once more: what a letter looks like may be a capital ("l" and "I"). */
	n = u_strFoldCase(folded, UNITS, looks, U_SUCCESS(error) ? n : 0, U_FOLD_CASE_DEFAULT, &error);
	int32_t bytes = 0;
	char out[4 * UNITS];
	u_strToUTF8(out, sizeof out, &bytes, folded, U_SUCCESS(error) ? n : 0, &error);
	uspoof_close(checker);
	return U_SUCCESS(error) ? str_copy(a, (struct str){out, (size_t)bytes}) : text;
}

static enum status wrong(struct call *c, const char *field, const char *detail)
{
	struct str text = tr(c, detail);
	(void)problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(text));
	return INVALID;
}

static size_t clusters_of(struct str name)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar units[UNITS];
	int32_t n;
	size_t clusters = 0;
	u_strFromUTF8(units, UNITS, &n, name.at, (int32_t)name.n, &error);
	UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", units, U_SUCCESS(error) ? n : 0, &error);
	if (U_FAILURE(error))
		return POINTS_MOST;
	while (ubrk_next(breaks) != UBRK_DONE)
		clusters++;
	ubrk_close(breaks);
	return clusters;
}

static bool is_seen(UChar32 c)
{
	int8_t type = u_charType(c);
	bool is_none = type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_PRIVATE_USE_CHAR ||
		       type == U_SURROGATE || type == U_UNASSIGNED || type == U_LINE_SEPARATOR ||
		       type == U_PARAGRAPH_SEPARATOR;
	return !is_none && !u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) &&
	       (c == ' ' || type != U_SPACE_SEPARATOR);
}

/* NULL: the name may stand; else why not. */
static const char *fault_of(struct str name)
{
	bool has_letter = false, was_blank = true;
	size_t points = 0;
	if (!str_is_utf8(name))
		return N_("The name is not valid UTF-8.");
	for (size_t i = 0; i < name.n && points <= POINTS_MOST; points++) {
		UChar32 c;
		U8_NEXT((const uint8_t *)name.at, i, name.n, c);
		if (!is_seen(c))
			return N_("A name has no invisible characters, and no other blanks than the space.");
		if (c == ' ' && was_blank)
			return N_("A name has no blank at either end, and never two in a row.");
		was_blank = c == ' ';
		has_letter |= u_isalnum(c);
	}
	if (name.n && was_blank)
		return N_("A name has no blank at either end, and never two in a row.");
	if (points > POINTS_MOST || clusters_of(name) > PEOPLE_NAME_MOST)
		return N_("A name has at most 64 characters.");
	return has_letter ? NULL : N_("A name has at least one letter or digit.");
}

static bool is_reserved(struct arena *a, struct str skeleton)
{
	struct str start = people_skeleton(a, str_of(former));
	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
		if (str_equal(skeleton, people_skeleton(a, str_of(reserved[i]))))
			return true;
	return skeleton.n > start.n && memcmp(skeleton.at, start.at, start.n) == 0;
}

enum status people_name_read(struct call *c, const char *field, struct str typed, enum people_name_kind kind,
			     struct people_name *out)
{
	struct str name = people_normal(c->arena, typed);
	const char *fault = fault_of(name);
	if (fault)
		return wrong(c, field, fault);
	*out = (struct people_name){name, people_skeleton(c->arena, name)};
	if (kind == PEOPLE_NAME_CHOSEN && is_reserved(c->arena, out->skeleton))
		return wrong(c, field, N_("This name is kept for those who run the site. Choose another."));
	return OK;
}
