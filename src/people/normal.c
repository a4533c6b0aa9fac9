/* SPDX-License-Identifier: Apache-2.0 */
#include "people/people_private.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

static bool is_ascii(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

struct str people_normal(struct arena *a, struct str text)
{
	UErrorCode error = U_ZERO_ERROR;
	/* No unit of UTF-16 comes from less than a byte, form C makes at most three of one (UAX #15, 9), and each is at most
	 * three bytes. */
	int32_t room = (int32_t)text.n + 1, n = 0;
	if (is_ascii(text) || !str_is_utf8(text) || text.n > INT32_MAX / 16)
		return text;
	UChar *wide = arena_array(a, UChar, (size_t)room), *normal = arena_array(a, UChar, (size_t)room * 3);
	char *out = arena_alloc(a, (size_t)room * 9);
	u_strFromUTF8(wide, room, &n, text.at, (int32_t)text.n, &error);
	n = unorm2_normalize(unorm2_getNFCInstance(&error), wide, n, normal, room * 3, &error);
	u_strToUTF8(out, room * 9, &n, normal, n, &error);
	must(U_SUCCESS(error));
	return (struct str){out, (size_t)n};
}
