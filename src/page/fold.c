/* SPDX-License-Identifier: Apache-2.0 */
#include "page/format.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Marks that readers leave out when they search. Only these blocks: in the scripts of India and South-East Asia the marks
 * are vowels. */
static bool is_mark(UChar32 c)
{
	return (c >= 0x0300 && c <= 0x036f) || (c >= 0x1ab0 && c <= 0x1aff) || (c >= 0x1dc0 && c <= 0x1dff) ||
	       (c >= 0x0591 && c <= 0x05c7 && c != 0x05be && c != 0x05c0 && c != 0x05c3 && c != 0x05c6) ||
	       (c >= 0x064b && c <= 0x065f) || c == 0x0640 || c == 0x0670;
}

/* Letters that Unicode does not decompose though keyboards without them write the plain one; 0 where there is none. */
static UChar plain_letter(UChar32 c)
{
	switch (c) {
	case 0x00f8: return 'o'; /* o with stroke */
	case 0x0111: return 'd'; /* d with stroke */
	case 0x0127: return 'h'; /* h with stroke */
	case 0x0131: return 'i'; /* dotless i */
	case 0x0142: return 'l'; /* l with stroke */
	case 0x0167: return 't'; /* t with stroke */
	case 0x2018:
	case 0x2019:
	case 0x02bc:
	case 0x02bb: return '\'';
	default: return 0;
	}
}

/* One normal form of a text; both in the arena. */
static UChar *normalize(struct arena *a, const UNormalizer2 *form, const UChar *text, int32_t *n)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t room = unorm2_normalize(form, text, *n, NULL, 0, &error);
	error = U_ZERO_ERROR;
	UChar *normal = arena_array(a, UChar, (size_t)room + 1);
	*n = unorm2_normalize(form, text, *n, normal, room + 1, &error);
	must(U_SUCCESS(error));
	return normal;
}

/* Marks out, stroked letters plain, in place. */
static int32_t drop_marks(UChar *text, int32_t n)
{
	int32_t to = 0;
	for (int32_t from = 0; from < n;) {
		UChar32 c;
		U16_NEXT(text, from, n, c);
		if (is_mark(c))
			continue;
		UChar plain = plain_letter(c);
		if (plain)
			c = plain;
		U16_APPEND_UNSAFE(text, to, c);
	}
	return to;
}

static bool fold_ascii(struct arena *a, struct str text, struct str *folded)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	char *low = arena_copy(a, text.n ? text.at : "", text.n);
	for (size_t i = 0; i < text.n; i++)
		if (low[i] >= 'A' && low[i] <= 'Z')
			low[i] |= 0x20;
	*folded = (struct str){low, text.n};
	return true;
}

/* Unicode 15.0 §3.13 (NFKC_Casefold), then NFD to part marks from letters, then NFC. */
struct str format_fold(struct arena *a, struct str text)
{
	struct str folded;
	if (fold_ascii(a, text, &folded))
		return folded;
	UErrorCode error = U_ZERO_ERROR;
	must(text.n < INT32_MAX / 32);
	int32_t n = 0, room = (int32_t)text.n + 1;
	UChar *wide = arena_array(a, UChar, (size_t)room);
	u_strFromUTF8WithSub(wide, room, &n, text.at, (int32_t)text.n, 0xfffd, NULL, &error);
	wide = normalize(a, unorm2_getNFKCCasefoldInstance(&error), wide, &n);
	wide = normalize(a, unorm2_getNFDInstance(&error), wide, &n);
	n = drop_marks(wide, n);
	wide = normalize(a, unorm2_getNFCInstance(&error), wide, &n);
	char *bytes = arena_alloc(a, (size_t)n * 3 + 1);
	int32_t length = 0;
	u_strToUTF8(bytes, n * 3 + 1, &length, wide, n, &error);
	must(U_SUCCESS(error));
	return (struct str){bytes, (size_t)length};
}
