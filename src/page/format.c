/* SPDX-License-Identifier: Apache-2.0 */
#include "page/format.h"

#include "page/language.h"
#include "page/write.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ulistformatter.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

/* ICU is asked once for each shape of date in each month of each language, with the 28th and the year 2222 as the
 * sample: what stands around the two numbers is kept. So a day costs no ICU call, needs no formatter per thread, and the
 * calendar is the one calendar of base/date.h (ICU's own turns Julian before 1582). */
enum shape { DAY_MONTH_YEAR, DAY_MONTH, MONTH_YEAR, MONTH_ALONE, SHAPES };

enum {
	SHAPE_ROOM = 48,
	PATTERN_ROOM = 64,
	SEPARATOR_ROOM = 8,
	NUMBER_ROOM = 24 + 6 * SEPARATOR_ROOM,
	MONTHS = 12,
	SAMPLE_DAY = 28,
	SAMPLE_YEAR = 2222,
	DAY_MOST = 200,
	SHORT_KEY = 256
};

struct words {
	char shapes[2][SHAPES][MONTHS][SHAPE_ROOM]; /* [short][shape][month]; numbers as SAMPLE_DAY and SAMPLE_YEAR */
	char group[SEPARATOR_ROOM];
	UListFormatter *list;
	UCollator *collator;
};

static struct words words_of[PAGE_LANGUAGES];
static atomic_bool is_loaded[PAGE_LANGUAGES];

/* Short months have a pattern of ours: CLDR gives Portugal "5/09/2013" here. */
static const char *const skeletons[SHAPES] = {"yMMMMd", "MMMMd", "yMMMM", "LLLL"};
static const char *const short_patterns[SHAPES] = {"d MMM y", "d MMM", "MMM y", "LLL"};

static void load_shape(const char *locale, const UChar *pattern, char shape[MONTHS][SHAPE_ROOM], UErrorCode *error)
{
	UDateFormat *format = udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, u"UTC", -1, pattern, -1, error);
	for (int month = 1; month <= MONTHS && U_SUCCESS(*error); month++) {
		UChar text[SHAPE_ROOM];
		struct date sample = date_of(SAMPLE_YEAR, month, SAMPLE_DAY);
		udat_format(format, (double)moment_of_day(sample).us / 1000, text, SHAPE_ROOM, NULL, error);
		u_strToUTF8(shape[month - 1], SHAPE_ROOM, NULL, text, -1, error);
	}
	udat_close(format);
}

static void load_dates(const struct page_language *language, struct words *words, UErrorCode *error)
{
	UDateTimePatternGenerator *generator = udatpg_open(language->locale, error);
	for (enum shape shape = 0; shape < SHAPES; shape++) {
		UChar skeleton[PATTERN_ROOM], pattern[PATTERN_ROOM];
		u_uastrcpy(skeleton, skeletons[shape]);
		if (shape == MONTH_ALONE)
			u_strcpy(pattern, skeleton);
		else
			udatpg_getBestPattern(generator, skeleton, -1, pattern, PATTERN_ROOM, error);
		load_shape(language->locale, pattern, words->shapes[false][shape], error);
		u_uastrcpy(pattern, short_patterns[shape]);
		load_shape(language->short_locale, pattern, words->shapes[true][shape], error);
	}
	udatpg_close(generator);
}

/* Where ICU groups by anything but a comma, the organisation's texts use the narrow no-break space (in Spanish and
 * Portuguese ICU has a point and a wide space). */
static void load_group(const struct page_language *language, struct words *words, UErrorCode *error)
{
	UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, language->locale, NULL, error);
	UChar group[SEPARATOR_ROOM];
	unum_getSymbol(format, UNUM_GROUPING_SEPARATOR_SYMBOL, group, SEPARATOR_ROOM, error);
	unum_close(format);
	snprintf(words->group, sizeof words->group, "%s", group[0] == u',' ? "," : "\u202f");
}

static enum status load(size_t i)
{
	UErrorCode error = U_ZERO_ERROR;
	const struct page_language *language = &page_languages->at[i];
	load_dates(language, &words_of[i], &error);
	load_group(language, &words_of[i], &error);
	words_of[i].list = ulistfmt_open(language->locale, &error);
	words_of[i].collator = ucol_open(language->locale, &error);
	return U_SUCCESS(error) ? OK : UNAVAILABLE;
}

/* ICU's data is one library: where it has the first language, it has all. */
enum status format_start(void)
{
	if (atomic_load(&is_loaded[0]))
		return OK;
	enum status status = load(0);
	atomic_store(&is_loaded[0], status == OK);
	return status;
}

/* A language is loaded by its first reader, so that a start costs one and not all. */
static const struct words *words_for(const struct call *c)
{
	static pthread_mutex_t loading = PTHREAD_MUTEX_INITIALIZER;
	size_t i = page_language_index(c->lang);
	must(atomic_load(&is_loaded[0]));
	if (!atomic_load(&is_loaded[i])) {
		pthread_mutex_lock(&loading);
		if (!atomic_load(&is_loaded[i]))
			must(load(i) == OK);
		atomic_store(&is_loaded[i], true);
		pthread_mutex_unlock(&loading);
	}
	return &words_of[i];
}

/* The first of a month has its own number in French. */
static struct str day_number(const struct call *c, int day)
{
	static const char digits[] = "0123456789";
	char text[] = {digits[day / 10], digits[day % 10]};
	if (day == 1 && lang_is(c->lang, "fr"))
		return STR("1er");
	return str_copy(c->arena, (struct str){text + (day < 10), day < 10 ? 1 : 2});
}

/* A day in a shape, the sample's numbers replaced by its own. */
static struct str write_shape(const struct call *c, struct date d, enum shape shape, bool is_short)
{
	int year, month, day;
	date_split(d, &year, &month, &day);
	const char *text = words_for(c)->shapes[is_short][shape][month - 1];
	const char *at_day = strstr(text, "28"), *at_year = strstr(text, "2222");
	struct str number = at_day ? day_number(c, day) : STR("");
	const char *middle = at_day ? at_day + 2 : text;
	struct out o = out_new(c->arena, DAY_MOST, NULL);
	if (at_day) {
		out_literal(&o, text, (size_t)(at_day - text));
		out_raw(&o, number);
	}
	if (at_year) {
		out_literal(&o, middle, (size_t)(at_year - middle));
		out_attr_i64(&o, year);
		middle = at_year + 4;
	}
	out_raw(&o, str_of(middle));
	return out_str(&o);
}

struct str format_date(const struct call *c, struct date d)
{
	return date_is_set(d) ? write_shape(c, d, DAY_MONTH_YEAR, false) : STR("");
}

struct str format_date_short(const struct call *c, struct date d)
{
	return date_is_set(d) ? write_shape(c, d, DAY_MONTH_YEAR, true) : STR("");
}

/* How finely both ends of a span are known. */
enum grain { WHOLE_YEARS, WHOLE_MONTHS, DAYS };

static enum grain grain_of(struct span s)
{
	int month, day, end_month, end_day;
	date_split(s.earliest, NULL, &month, &day);
	date_split(date_add_days(s.latest, 1), NULL, &end_month, &end_day);
	if (day != 1 || end_day != 1)
		return DAYS;
	return month == 1 && end_month == 1 ? WHOLE_YEARS : WHOLE_MONTHS;
}

static struct str between(const struct call *c, enum grain grain, struct str from, struct str to)
{
	/* Two texts, because days take an article in some languages and months and years do not. */
	struct str text = grain == DAYS ? tr_in(c, "days", "between {from} and {to}")
					: tr_in(c, "months", "between {from} and {to}");
	return tr_fill(c->arena, text, (struct tr_value[]){{"from", from}, {"to", to}}, 2);
}

static struct str write_days(const struct call *c, struct span s, bool is_short)
{
	int year, month, day, end_year, end_month;
	date_split(s.earliest, &year, &month, &day);
	date_split(s.latest, &end_year, &end_month, NULL);
	struct str to = write_shape(c, s.latest, DAY_MONTH_YEAR, is_short);
	if (year != end_year)
		return between(c, DAYS, write_shape(c, s.earliest, DAY_MONTH_YEAR, is_short), to);
	if (month != end_month)
		return between(c, DAYS, write_shape(c, s.earliest, DAY_MONTH, is_short), to);
	return between(c, DAYS, day_number(c, day), to);
}

static struct str write_months(const struct call *c, struct span s, bool is_short)
{
	int year, month, end_year, end_month;
	date_split(s.earliest, &year, &month, NULL);
	date_split(s.latest, &end_year, &end_month, NULL);
	struct str to = write_shape(c, s.latest, MONTH_YEAR, is_short);
	if (year == end_year && month == end_month)
		return to;
	enum shape from = year == end_year ? MONTH_ALONE : MONTH_YEAR;
	return between(c, WHOLE_MONTHS, write_shape(c, s.earliest, from, is_short), to);
}

static struct str write_years(const struct call *c, struct span s)
{
	int year, end_year;
	date_split(s.earliest, &year, NULL, NULL);
	date_split(s.latest, &end_year, NULL, NULL);
	struct str from = str_format(c->arena, "%d", year), to = str_format(c->arena, "%d", end_year);
	return year == end_year ? to : between(c, WHOLE_YEARS, from, to);
}

static struct str write_span(const struct call *c, struct span s, bool is_short)
{
	if (!span_is_set(s))
		return STR("");
	if (span_is_day(s))
		return write_shape(c, s.earliest, DAY_MONTH_YEAR, is_short);
	switch (grain_of(s)) {
	case WHOLE_YEARS: return write_years(c, s);
	case WHOLE_MONTHS: return write_months(c, s, is_short);
	default: return write_days(c, s, is_short);
	}
}

struct str format_span(const struct call *c, struct span s)
{
	return write_span(c, s, false);
}

struct str format_span_short(const struct call *c, struct span s)
{
	return write_span(c, s, true);
}

struct str format_moment(const struct call *c, struct moment m)
{
	char room[MOMENT_ROOM];
	struct str time = str_slice(moment_print(m, room), 11, 5); /* hh:mm of YYYY-MM-DDThh:mm:ss */
	struct tr_value values[] = {{"day", format_date(c, moment_day(m))}, {"time", time}};
	return tr_fill(c->arena, tr(c, "{day}, {time} UTC"), values, 2);
}

struct str format_number(const struct call *c, int64_t v)
{
	const char *group = words_for(c)->group;
	size_t group_n = strlen(group), at = NUMBER_ROOM;
	char room[NUMBER_ROOM];
	uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	for (int n = 0; n == 0 || rest; n++, rest /= 10) { /* from the last digit to the first */
		if (n && n % 3 == 0)
			memcpy(room + (at -= group_n), group, group_n);
		room[--at] = (char)('0' + rest % 10);
	}
	if (v < 0)
		room[--at] = '-';
	return str_copy(c->arena, (struct str){room + at, NUMBER_ROOM - at});
}

/* UTF-16 in the arena; bytes that are no UTF-8 become U+FFFD. */
static UChar *utf16(struct arena *a, struct str s, int32_t *n)
{
	UErrorCode error = U_ZERO_ERROR;
	must(s.n < INT32_MAX / 2);
	UChar *text = arena_array(a, UChar, s.n + 1);
	u_strFromUTF8WithSub(text, (int32_t)s.n + 1, n, s.n ? s.at : "", (int32_t)s.n, 0xfffd, NULL, &error);
	must(U_SUCCESS(error));
	return text;
}

static struct str utf8(struct arena *a, const UChar *text, int32_t n)
{
	UErrorCode error = U_ZERO_ERROR;
	int32_t room = 3 * n + 1, length = 0;
	char *bytes = arena_alloc(a, (size_t)room);
	u_strToUTF8WithSub(bytes, room, &length, text, n, 0xfffd, NULL, &error);
	must(U_SUCCESS(error));
	return (struct str){bytes, (size_t)length};
}

struct str format_list(const struct call *c, const struct str *items, size_t n)
{
	enum { LIST_MOST = 1000 };
	if (n == 0)
		return STR("");
	must(n <= LIST_MOST);
	const UChar **texts = arena_array(c->arena, const UChar *, n);
	int32_t *lengths = arena_array(c->arena, int32_t, n);
	size_t room = 0;
	for (size_t i = 0; i < n; i++) {
		texts[i] = utf16(c->arena, items[i], &lengths[i]);
		room += (size_t)lengths[i] + SEPARATOR_ROOM;
	}
	UErrorCode error = U_ZERO_ERROR;
	UChar *text = arena_array(c->arena, UChar, room);
	int32_t length = ulistfmt_format(words_for(c)->list, texts, lengths, (int32_t)n, text, (int32_t)room, &error);
	must(U_SUCCESS(error));
	return utf8(c->arena, text, length);
}

unsigned format_plural(struct lang lang, int64_t n)
{
	if (lang_is(lang, "fr"))
		return n > 1 || n < -1;
	return n != 1;
}

struct str format_sort_key(const struct call *c, struct str name)
{
	int32_t n = 0;
	UChar *text = utf16(c->arena, name, &n);
	const UCollator *collator = words_for(c)->collator;
	uint8_t short_key[SHORT_KEY];
	int32_t room = ucol_getSortKey(collator, text, n, short_key, SHORT_KEY);
	uint8_t *key = arena_take(c->arena, (size_t)room);
	if (room <= SHORT_KEY)
		memcpy(key, short_key, (size_t)room);
	else
		ucol_getSortKey(collator, text, n, key, room);
	return (struct str){(const char *)key, (size_t)room - 1}; /* without its final NUL */
}

struct str format_language(const struct call *c, struct lang l)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar name[64];
	char locale[ULOC_FULLNAME_CAPACITY], utf8[256];
	int32_t n = 0;
	const char *in = page_languages->at[page_language_index(c->lang)].locale;
	uloc_forLanguageTag(l.tag, locale, sizeof locale, NULL, &error);
	uloc_getDisplayName(locale, in, name, 64, &error);
	u_strToUTF8(utf8, sizeof utf8, &n, name, -1, &error);
	if (U_FAILURE(error) || n == 0)
		return str_of(arena_printf(c->arena, "%s", l.tag));
	return str_copy(c->arena, (struct str){utf8, (size_t)n});
}
