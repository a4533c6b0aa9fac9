/* SPDX-License-Identifier: Apache-2.0 */
#include "http/http_private.h"

#include <string.h>

/* "0.85" as 850. RFC 9110 12.4.2: at most three digits after the point, at most 1. */
static int quality_read(struct str text)
{
	if (text.n == 0 || text.n > 5 || (text.at[0] != '0' && text.at[0] != '1') || (text.n > 1 && text.at[1] != '.'))
		return 0;
	int quality = (text.at[0] - '0') * 1000, weight = 100;
	for (size_t i = 2; i < text.n; i++, weight /= 10) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return 0;
		quality += (text.at[i] - '0') * weight;
	}
	return quality > 1000 ? 0 : quality;
}

bool accept_next(struct str *rest, struct str *name, int *quality)
{
	struct str element;
	do {
		if (!str_next(rest, ',', &element))
			return false;
		element = str_trim(element);
	} while (element.n == 0);
	struct str part;
	str_next(&element, ';', &part);
	*name = str_trim(part);
	*quality = 1000;
	while (str_next(&element, ';', &part)) {
		part = str_trim(part);
		if (part.n >= 2 && (part.at[0] == 'q' || part.at[0] == 'Q') && part.at[1] == '=')
			*quality = quality_read(str_slice(part, 2, part.n));
	}
	return true;
}

enum http_encoding accept_encoding(struct str header)
{
	int gzip = -1, brotli = -1, identity = -1, any = 0, quality;
	struct str name;
	while (accept_next(&header, &name, &quality)) {
		if (str_is_nocase(name, "gzip") || str_is_nocase(name, "x-gzip"))
			gzip = quality;
		else if (str_is_nocase(name, "br"))
			brotli = quality;
		else if (str_is_nocase(name, "identity"))
			identity = quality;
		else if (str_is(name, "*"))
			any = quality;
	}
	if (gzip < 0)
		gzip = any;
	if (brotli < 0)
		brotli = any;
	int best = brotli >= gzip ? brotli : gzip;
	if (best <= 0 || identity > best)
		return ENCODING_NONE;
	return brotli >= gzip ? ENCODING_BROTLI : ENCODING_GZIP;
}

enum http_format accept_format(struct str header, enum http_format usual, bool csv)
{
	const char *own = usual == HTTP_HTML ? "text/html" : "application/json";
	int for_csv = 0, for_own = -1, for_any = -1, quality;
	struct str name;
	if (!csv)
		return usual;
	while (accept_next(&header, &name, &quality)) {
		if (str_is_nocase(name, "text/csv"))
			for_csv = quality;
		else if (str_is_nocase(name, own))
			for_own = quality;
		else if (str_is(name, "*/*"))
			for_any = quality;
	}
	return for_csv > (for_own < 0 ? for_any : for_own) && for_csv > 0 ? HTTP_CSV : usual;
}

/* How well a language serves a range: the bytes of the range used, 0 for not at all. "pt-BR" is served by "pt"; "zh" by
 * "zh-Hans", as one script is better than another language. */
static size_t language_fits(struct str range, const char *language)
{
	size_t n = strlen(language);
	for (struct str cut = range; cut.n;) {
		if (str_is_nocase(cut, language))
			return cut.n;
		while (cut.n && cut.at[cut.n - 1] != '-')
			cut.n--;
		if (cut.n)
			cut.n--;
	}
	char head[sizeof(struct lang)] = "";
	if (range.n >= n || range.n >= sizeof head || language[range.n] != '-')
		return 0;
	memcpy(head, language, range.n);
	return str_is_nocase(range, head) ? range.n : 0;
}

struct lang accept_language(struct str header, const char *const *languages)
{
	const char *best = languages && languages[0] ? languages[0] : "en";
	int best_quality = 0, quality;
	struct str range;
	while (languages && accept_next(&header, &range, &quality)) {
		if (quality <= best_quality)
			continue;
		const char *found = str_is(range, "*") ? languages[0] : NULL;
		size_t fit = 0;
		for (size_t i = 0; languages[i] && !str_is(range, "*"); i++) {
			size_t now = language_fits(range, languages[i]);
			if (now > fit) {
				fit = now;
				found = languages[i];
			}
		}
		if (found) {
			best = found;
			best_quality = quality;
		}
	}
	return lang_of(str_of(best));
}

bool etag_matches(struct str header, struct str etag)
{
	struct str one;
	while (str_next(&header, ',', &one)) {
		one = str_trim(one);
		if (str_is(one, "*"))
			return true;
		if (str_begins(one, "W/"))
			one = str_slice(one, 2, one.n);
		if (etag.n && str_equal(one, etag))
			return true;
	}
	return false;
}
