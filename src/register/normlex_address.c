/* SPDX-License-Identifier: Apache-2.0 */
#include "register/normlex_address.h"

#include "register/questions.h"

#include <string.h>

enum { ADDRESS_MOST = 4000, FIELDS_MOST = 9 };

static int hex_of(char c)
{
	const char *digits = "0123456789abcdef0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) % 16 : -1;
}

/* Percent-encoding undone once; what is none stays. A plus is a blank. */
static struct str decoded(struct arena *a, struct str s)
{
	char *at = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int high = s.at[i] == '%' && i + 2 < s.n ? hex_of(s.at[i + 1]) : -1;
		int low = high >= 0 ? hex_of(s.at[i + 2]) : -1;
		at[n++] = low >= 0 ? (char)(high * 16 + low) : s.at[i] == '+' ? ' ' : s.at[i];
		i += low >= 0 ? 2 : 0;
	}
	return (struct str){at, n};
}

static bool is_number(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	return s.n > 0 && s.n <= 15;
}

/* A value without the blanks and backslashes that may stand around it. */
static struct str bare(struct str value)
{
	value = str_trim(value);
	while (value.n && (value.at[0] == '\\' || value.at[0] == ' '))
		value = str_slice(value, 1, value.n);
	while (value.n && (value.at[value.n - 1] == '\\' || value.at[value.n - 1] == ' '))
		value = str_slice(value, 0, value.n - 1);
	return value;
}

/* An item of the page: P12100_ILO_CODE = C087. */
static void take_item(struct normlex_address *out, struct str name, struct str value)
{
	name = str_trim(name);
	value = bare(value);
	if (str_ends(name, "_ILO_CODE") && value.n <= 10)
		out->instrument = value;
	else if ((str_ends(name, "_INSTRUMENT_ID") || str_ends(name, "_COUNTRY_ID")) && is_number(value))
		out->number = value;
	else if (str_ends(name, "_COMMENT_ID") && is_number(value))
		out->comment = value;
	else if (str_ends(name, "_LANG_CODE") && value.n == 2)
		out->lang = lang_of(value);
	else if (str_is(name, "P91_SECTION") && str_begins(value, "MLCA_AMEND"))
		out->instrument = STR("MLC");
}

static bool about_of(struct str page, enum normlex_about *out)
{
	static const char *const pages[] = {
		[NORMLEX_TEXT] = "12100",    [NORMLEX_RATIFICATIONS] = "11300", [NORMLEX_NOT_RATIFICATIONS] = "11310",
		[NORMLEX_COUNTRY] = "11200", [NORMLEX_AMENDMENT] = "91",        [NORMLEX_COMMENT] = "13100"};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		if (str_is(page, pages[i])) {
			*out = (enum normlex_about)i;
			return true;
		}
	return false;
}

bool normlex_parameter_read(struct arena *a, struct str p, struct normlex_address *out)
{
	struct str fields[FIELDS_MOST] = {{"", 0}}, name, value;
	size_t n = 0;
	*out = (struct normlex_address){.instrument = STR(""), .number = STR(""), .comment = STR("")};
	if (p.n > ADDRESS_MOST || !str_is_utf8(p))
		return false;
	struct str rest = str_trim(decoded(a, memchr(p.at, ':', p.n) ? p : decoded(a, p)));
	while (n < FIELDS_MOST && str_next(&rest, ':', &fields[n]))
		n++;
	bool ours = str_is_nocase(fields[0], "NORMLEXPUB") || str_is(fields[0], "1000");
	if (n < 8 || !ours || !about_of(fields[1], &out->about))
		return false;
	while (str_next(&fields[6], ',', &name) && str_next(&fields[7], ',', &value))
		take_item(out, name, value);
	if (out->about == NORMLEX_COMMENT)
		return out->comment.n;
	return out->instrument.n || out->number.n;
}

struct lang normlex_path_lang(struct str path)
{
	static const char *const tags[] = {"en", "fr", "es"};
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		char long_form[] = "/normlex/xx/", short_form[] = "/nrmlx_xx/";
		memcpy(long_form + 9, tags[i], 2);
		memcpy(short_form + 7, tags[i], 2);
		if (memmem(path.at, path.n, long_form, strlen(long_form)) ||
		    memmem(path.at, path.n, short_form, strlen(short_form)))
			return lang_of(str_of(tags[i]));
	}
	return (struct lang){""};
}

bool normlex_address_read(struct arena *a, struct str address, struct normlex_address *out)
{
	if (address.n > ADDRESS_MOST || !str_is_utf8(address))
		return false;
	const char *mark = memmem(address.at, address.n, "f?p=", 4),
		   *coded = memmem(address.at, address.n, "f%3Fp=", 6);
	coded = coded ? coded : memmem(address.at, address.n, "f%3fp=", 6);
	const char *at = mark ? mark + 4 : coded ? coded + 6 : NULL;
	size_t from = at ? (size_t)(at - address.at) : 0, n = 0;
	while (from + n < address.n && !strchr("&#", address.at[from + n]))
		n++;
	if (!at || !normlex_parameter_read(a, str_slice(address, from, n), out))
		return false;
	struct lang lang = normlex_path_lang(str_slice(address, 0, from));
	out->lang = lang.tag[0] ? lang : out->lang;
	return true;
}

/* What NORMLEX's number stands for: "C087", "BRA"; empty if it is not known. */
static struct str name_of(const struct register_snapshot *s, const char *kind, struct str number)
{
	for (size_t i = 0; i < s->normlex_ids_n; i++)
		if (str_is(s->normlex_ids[i].kind, kind) && str_equal(s->normlex_ids[i].id, number))
			return s->normlex_ids[i].name;
	return STR("");
}

void normlex_find(const struct register_snapshot *s, const struct normlex_address *address,
		  const struct register_instrument **instrument, const struct register_country **country)
{
	*instrument = NULL;
	*country = NULL;
	if (address->about == NORMLEX_COUNTRY || address->about == NORMLEX_COMMENT)
		*country = register_country_named(s, name_of(s, "country", address->number));
	else
		*instrument = register_instrument_named(
			s, address->instrument.n ? address->instrument : name_of(s, "instrument", address->number));
}

struct str normlex_our_path(struct arena *a, const struct register_snapshot *s, const struct normlex_address *address,
			    bool has_text)
{
	const struct register_instrument *i;
	const struct register_country *country;
	normlex_find(s, address, &i, &country);
	if (address->about == NORMLEX_COMMENT)
		return STR("");
	if (country)
		return str_format(a, "/countries/%.*s", STR_ARGS(country->code));
	if (!i)
		return STR("");
	const char *behind = address->about == NORMLEX_TEXT        ? (has_text ? "/text" : "")
			     : address->about == NORMLEX_AMENDMENT ? ""
								   : "#ratifications";
	return str_format(a, "/standards/%.*s%s", STR_ARGS(i->id), behind);
}

struct str normlex_page_address(struct arena *a, struct str number)
{
	return str_format(a,
			  "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:11300:0::NO::P11300_INSTRUMENT_ID:%.*s",
			  STR_ARGS(number));
}
