/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a saved page is the list of one instrument's ratifications, whole and in English, and its rows. */
#include "exchange/normlex_private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct page_reading {
	struct call *c;
	struct normlex_page *out;
	struct markup markup;
	LIST(struct normlex_row) rows;
	bool refused;
};

static void refuse(struct page_reading *r, size_t line, const char *format, ...) PRINTF(3, 4);

/* One reason is enough: a page is refused whole. */
static void refuse(struct page_reading *r, size_t line, const char *format, ...)
{
	if (r->refused)
		return;
	va_list ap;
	va_start(ap, format);
	const char *text = arena_vprintf(r->c->arena, format, ap);
	va_end(ap);
	struct str where = line ? str_format(r->c->arena, "%.*s:%zu", STR_ARGS(r->out->file), line) : r->out->file;
	problem_add(&r->c->problems, PROBLEM_BAD_PAGE, PLACE_LINE, where, "%s", text);
	r->refused = true;
}

/* Where the last `word` begins, ASCII letters compared without case; -1 if nowhere. */
static ptrdiff_t last_of(struct str s, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = s.n >= n ? s.n - n + 1 : 0; i > 0; i--)
		if (strncasecmp(s.at + i - 1, word, n) == 0)
			return (ptrdiff_t)i - 1;
	return -1;
}

static bool holds(struct str s, const char *word)
{
	return memmem(s.at, s.n, word, strlen(word)) != NULL;
}

static bool holds_nocase(struct str s, const char *word)
{
	return last_of(s, word) >= 0;
}

/* What a file is whose first bytes are no HTML; NULL if they may be. */
static const char *other_kind(struct str bytes)
{
	static const struct {
		const char *begins, *kind;
	} kinds[] = {
		{"%PDF-", "a PDF document"},
		{"PK\x03\x04", "a ZIP archive"},
		{"\x1f\x8b", "a compressed file"},
		{"\x89PNG", "a picture"},
		{"\xff\xd8\xff", "a picture"},
		{"GIF8", "a picture"},
		{"\xff\xfe", "UTF-16 text; save the page as HTML in UTF-8"},
		{"\xfe\xff", "UTF-16 text; save the page as HTML in UTF-8"},
		{"MIME-Version:", "a web archive (MHTML); save the page as HTML"},
		{"From: <Saved", "a web archive (MHTML); save the page as HTML"},
		{"{", "JSON"},
		{"[", "JSON"},
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (bytes.n >= strlen(kinds[i].begins) &&
		    memcmp(bytes.at, kinds[i].begins, strlen(kinds[i].begins)) == 0)
			return kinds[i].kind;
	return memchr(bytes.at, '<', bytes.n) ? NULL : "no HTML page";
}

/* The encoding that the head of a page names ("charset=…"); empty if it names none. */
static struct str charset_of(struct str bytes)
{
	struct str head = str_slice(bytes, 0, 4096);
	ptrdiff_t at = last_of(head, "charset=");
	if (at < 0)
		return STR("");
	struct str rest = str_slice(head, (size_t)at + 8, 40);
	if (rest.n && (rest.at[0] == '"' || rest.at[0] == '\''))
		rest = str_slice(rest, 1, rest.n);
	size_t n = 0;
	while (n < rest.n && !strchr("\"' \t\r\n;/>", rest.at[n]))
		n++;
	return str_slice(rest, 0, n);
}

/* What windows-1252 has from 0x80 to 0x9f; 0 where it has nothing. */
static const unsigned short windows_1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
						0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
						0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
						0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static struct str from_windows_1252(struct arena *a, struct str s)
{
	char *at = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned c = (unsigned char)s.at[i];
		if (c >= 0x80 && c < 0xa0)
			c = windows_1252[c - 0x80] ? windows_1252[c - 0x80] : 0xfffd;
		if (c < 0x80) {
			at[n++] = (char)c;
		} else if (c < 0x800) {
			at[n++] = (char)(0xc0 | c >> 6);
			at[n++] = (char)(0x80 | (c & 0x3f));
		} else {
			at[n++] = (char)(0xe0 | c >> 12);
			at[n++] = (char)(0x80 | (c >> 6 & 0x3f));
			at[n++] = (char)(0x80 | (c & 0x3f));
		}
	}
	return (struct str){at, n};
}

/* The page as UTF-8, or refused. */
static struct str as_utf8(struct page_reading *r, struct str bytes)
{
	static const char *const latin[] = {"windows-1252", "cp1252", "iso-8859-1", "latin1", "us-ascii"};
	struct str charset = charset_of(bytes);
	bool marked = str_begins(bytes, "\xef\xbb\xbf"), is_latin = false;
	for (size_t i = 0; i < sizeof latin / sizeof *latin; i++)
		is_latin = is_latin || str_is_nocase(charset, latin[i]);
	if (marked)
		bytes = str_slice(bytes, 3, bytes.n);
	if (memchr(bytes.at, 0, bytes.n))
		refuse(r, 0, "it holds zero bytes: it is no HTML page");
	else if (!marked && is_latin)
		return from_windows_1252(r->c->arena, bytes);
	else if (!marked && charset.n && !str_is_nocase(charset, "utf-8") && !str_is_nocase(charset, "utf8"))
		refuse(r, 0, "its encoding is “%.*s”; only UTF-8 and windows-1252 are read",
		       STR_ARGS(str_harmless(str_chars(r->c->arena, charset), charset.n)));
	else if (!str_is_utf8(bytes))
		refuse(r, 0,
		       charset.n || marked ? "it says that it is UTF-8 and is not"
					   : "it names no encoding and is not UTF-8");
	return bytes;
}

static const char *const months[12] = {"january", "february", "march",     "april",   "may",      "june",
				       "july",    "august",   "september", "october", "november", "december"};

static int month_of(struct str word)
{
	for (int i = 0; i < 12; i++)
		if (word.n >= 3 && word.n <= strlen(months[i]) && strncasecmp(word.at, months[i], word.n) == 0)
			return i + 1;
	return 0;
}

bool normlex_day(struct str text, struct date *out)
{
	struct str rest = text, day, month, year;
	int64_t d, y;
	if (!str_next(&rest, ' ', &day) || !str_next(&rest, ' ', &month) || !str_next(&rest, ' ', &year) || rest.at)
		return false;
	bool numbers = day.n >= 1 && day.n <= 2 && year.n == 4 && str_to_i64(day, &d) && str_to_i64(year, &y);
	if (!numbers || !month_of(month) || !date_exists((int)y, month_of(month), (int)d))
		return false;
	*out = date_of((int)y, month_of(month), (int)d);
	return true;
}

/* "Mon Jun 01 2026 …", "10:11:12 Jun 01, 2026 …", "2026-06-01…". */
static struct date day_saved(struct str words)
{
	struct date day;
	struct str rest = str_trim(words), one, last = STR("");
	if (date_parse(str_slice(rest, 0, 10), &day))
		return day;
	while (str_next(&rest, ' ', &one)) {
		struct str after = rest, number, year;
		int64_t d, y;
		last = one;
		if (!month_of(last) || !str_next(&after, ' ', &number) || !str_next(&after, ' ', &year))
			continue;
		number = str_ends(number, ",") ? str_slice(number, 0, number.n - 1) : number;
		if (str_to_i64(number, &d) && str_to_i64(str_slice(year, 0, 4), &y) &&
		    date_exists((int)(y % 10000), month_of(last), (int)(d % 100)))
			return date_of((int)(y % 10000), month_of(last), (int)(d % 100));
	}
	return DATE_UNSET;
}

/* Which column of a table is which; -1: none. */
struct columns {
	int country, date, status, note;
};

/* The first cell of a row that begins with the word. */
static int cell_named(const struct markup_row *row, const char *word)
{
	for (size_t i = 0; i < row->n; i++)
		if (str_is_nocase(str_slice(row->cells[i].text, 0, strlen(word)), word))
			return (int)i;
	return -1;
}

static bool is_header(const struct markup_row *row, struct columns *out)
{
	*out = (struct columns){cell_named(row, "country"), cell_named(row, "date"), cell_named(row, "status"),
				cell_named(row, "note")};
	return out->country >= 0 && out->date >= 0 && out->status >= 0;
}

/* What a table is that is not ours: of the other languages, or of a country's page. NULL: nothing known. */
static const char *other_table(const struct markup_row *row)
{
	if (cell_named(row, "convention") >= 0 && cell_named(row, "date") >= 0 && cell_named(row, "status") >= 0)
		return "it is the page of a country, not of an instrument";
	if (cell_named(row, "pays") >= 0 && cell_named(row, "date") >= 0)
		return "it is in French; save the English page";
	if ((cell_named(row, "pa\xc3\xads") >= 0 || cell_named(row, "pais") >= 0) && cell_named(row, "fecha") >= 0)
		return "it is in Spanish; save the English page";
	return NULL;
}

/* The number after `name` in an address: "…P11200_COUNTRY_ID:102571". 0: none. */
static int64_t number_after(struct str address, const char *name)
{
	const char *at = memmem(address.at, address.n, name, strlen(name));
	size_t from = at ? (size_t)(at - address.at) + strlen(name) : address.n, n = 0;
	if (str_begins(str_slice(address, from, 1), ":"))
		from++;
	else if (str_is_nocase(str_slice(address, from, 3), "%3A"))
		from += 3;
	int64_t number = 0;
	while (from + n < address.n && n < 15 && address.at[from + n] >= '0' && address.at[from + n] <= '9')
		n++;
	return str_to_i64(str_slice(address, from, n), &number) ? number : 0;
}

static const struct markup_cell *cell_at(const struct markup_row *row, int column)
{
	static const struct markup_cell none = {.text = {"", 0}, .link = {"", 0}, .rest = {"", 0}, .href = {"", 0}};
	return column >= 0 && (size_t)column < row->n ? &row->cells[column] : &none;
}

/* Rows that hold no ratification: empty ones, and a heading over the rows below it. */
static bool is_no_data(const struct markup_row *row)
{
	size_t filled = 0, links = 0;
	for (size_t i = 0; i < row->n; i++) {
		filled += row->cells[i].text.n > 0;
		links += row->cells[i].link.n > 0;
	}
	return filled == 0 || (filled == 1 && links == 0);
}

static void take_row(struct page_reading *r, const struct markup_row *row, const struct columns *columns)
{
	const struct markup_cell *country = cell_at(row, columns->country), *date = cell_at(row, columns->date),
				 *status = cell_at(row, columns->status), *note = cell_at(row, columns->note);
	struct normlex_row one = {.country = country->link.n ? country->link : country->text,
				  .declared = country->link.n ? country->rest : STR(""),
				  .status = status->text,
				  .note = note->text,
				  .country_id = number_after(country->href, "P11200_COUNTRY_ID"),
				  .line = row->line};
	if (country->over || date->over || status->over || note->over)
		refuse(r, row->line, "a cell is longer than %d bytes", NORMLEX_CELL_MOST);
	else if (!one.country.n)
		refuse(r, row->line, "a row names no country");
	else if (!normlex_day(date->text, &one.registered))
		refuse(r, row->line, "the row of %.*s is torn, or its day is not written as “28 Jun 1930”: “%.*s”",
		       STR_ARGS(one.country), STR_ARGS(date->text));
	else if (!one.status.n)
		refuse(r, row->line, "the row of %.*s is torn: it has no status", STR_ARGS(one.country));
	else if (r->rows.n == NORMLEX_ROWS_MOST)
		refuse(r, row->line, "it has more than %d rows", NORMLEX_ROWS_MOST);
	else
		*list_add(r->c->arena, &r->rows) = one;
}

/* Takes the rows of a table that has our header; other tables are left alone. */
static void take_table(struct page_reading *r, const struct markup_table *table)
{
	struct columns columns, again;
	size_t i = 0;
	while (i < table->rows.n && !is_header(table->rows.at[i], &columns))
		i++;
	for (i++; i < table->rows.n; i++)
		if (!is_no_data(table->rows.at[i]) && !is_header(table->rows.at[i], &again))
			take_row(r, table->rows.at[i], &columns);
}

/* Why no row was found, as well as can be told. */
static void say_what_else(struct page_reading *r)
{
	const struct markup *m = &r->markup;
	static const char *const errors[] = {"error", "not found", "unavailable", "forbidden", "denied",
					     "404",   "500",       "503",         "ORA-"};
	for (size_t i = 0; i < m->tables.n; i++)
		for (size_t k = 0; k < m->tables.at[i]->rows.n; k++)
			if (other_table(m->tables.at[i]->rows.at[k]))
				refuse(r, m->tables.at[i]->rows.at[k]->line, "%s",
				       other_table(m->tables.at[i]->rows.at[k]));
	if (m->asks_for_password)
		refuse(r, 0, "it is a page to sign in");
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (holds_nocase(m->title, errors[i]))
			refuse(r, 0, "it is an error page: “%.*s”", STR_ARGS(m->title));
	refuse(r, 0, "it holds no table with the columns Country, Date and Status and a row below them");
}

/* The page number of its form or of its own address says which kind it is. */
static void check_kind(struct page_reading *r)
{
	const struct markup *m = &r->markup;
	static const struct {
		int64_t step;
		const char *in_address, *kind;
	} kinds[] = {{12100, ":12100:", "it is the text of an instrument (page 12100)"},
		     {11200, ":11200:", "it is the page of a country (page 11200)"},
		     {11310, ":11310:", "it lists who has not ratified (page 11310)"},
		     {101, ":101:", "it is a page to sign in"}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (m->step == kinds[i].step || (!m->step && holds(m->address, kinds[i].in_address)))
			refuse(r, 0, "%s; save page 11300", kinds[i].kind);
	if (m->step && m->step != 11300)
		refuse(r, 0, "it is page %lld of NORMLEX; save page 11300", (long long)m->step);
}

/* The words after "Ratifications of " of a heading; at == NULL if it is none. */
static struct str heading_of(struct str line)
{
	static const char mark[] = "Ratifications of ";
	ptrdiff_t at = last_of(line, mark);
	return at < 0 ? (struct str){0} : str_trim(str_slice(line, (size_t)at + sizeof mark - 1, line.n));
}

/* "C001", "P029", "R204" or "MLC" at the start of a heading, and what stands behind the dash. */
static bool split_heading(struct str heading, struct str *instrument, struct str *title)
{
	size_t n = 0;
	bool maritime = str_begins(heading, "MLC");
	*title = heading;
	*instrument = STR("");
	if (heading.n > 1 && strchr("CPRcpr", heading.at[0]))
		for (n = 1; n < heading.n && heading.at[n] >= '0' && heading.at[n] <= '9';)
			n++;
	if (!maritime && n < 2)
		return str_ends(heading, ")");
	const char *dash = memmem(heading.at, heading.n, " - ", 3);
	*instrument = maritime ? STR("MLC") : str_slice(heading, 0, n);
	*title = dash ? str_trim(str_slice(heading, (size_t)(dash - heading.at) + 3, heading.n)) : STR("");
	return true;
}

static void take_heading(struct page_reading *r)
{
	struct normlex_page *out = r->out;
	struct str instrument, title;
	out->instrument = out->title = STR("");
	for (size_t i = 0; i < r->markup.lines.n; i++) {
		struct str line = r->markup.lines.at[i], heading = heading_of(line);
		if (holds_nocase(line, "ratifications de ") || holds_nocase(line, "ratificaciones de "))
			refuse(r, 0, "it is not in English (“%.*s”); save the English page",
			       STR_ARGS(str_slice(line, 0, 100)));
		if (!heading.at || !split_heading(heading, &instrument, &title))
			continue;
		if (out->instrument.n && instrument.n &&
		    !str_is_nocase(instrument, str_chars(r->c->arena, out->instrument)))
			refuse(r, 0, "it names two instruments, %.*s and %.*s", STR_ARGS(out->instrument),
			       STR_ARGS(instrument));
		out->instrument = out->instrument.n ? out->instrument : instrument;
		out->title = out->title.n ? out->title : title;
	}
	if (!out->instrument.n && !out->title.n)
		refuse(r, 0, "no heading says “Ratifications of …”, so its instrument is not known");
}

/* Where the last tag of that name begins; -1 if nowhere. */
static ptrdiff_t last_tag(struct str html, const char *name)
{
	ptrdiff_t at = last_of(html, name);
	while (at > 0 && html.at[at - 1] != '<')
		at = last_of(str_slice(html, 0, (size_t)at), name);
	return at > 0 ? at - 1 : -1;
}

/* A page that ends before its table and itself are closed lost something. */
static void check_end(struct page_reading *r, struct str html)
{
	ptrdiff_t row = last_tag(html, "tr"), table = last_tag(html, "/table"), end = last_tag(html, "/html");
	if (row >= 0 && (table < row || end < table))
		refuse(r, 0, "it is cut: its table or the page has no end");
}

enum status normlex_read(struct call *c, struct str file, struct str bytes, struct normlex_page *out)
{
	struct page_reading r = {.c = c, .out = out};
	*out = (struct normlex_page){.file = file, .saved = DATE_UNSET};
	const char *kind = bytes.n > NORMLEX_BYTES_MOST ? NULL : other_kind(bytes);
	if (bytes.n > NORMLEX_BYTES_MOST)
		refuse(&r, 0, "it is larger than %d MiB", NORMLEX_BYTES_MOST >> 20);
	if (kind)
		refuse(&r, 0, "it is %s", kind);
	struct str html = r.refused ? bytes : as_utf8(&r, bytes);
	if (r.refused)
		return INVALID;
	markup_read(c->arena, html, &r.markup);
	if (r.markup.hostile)
		refuse(&r, 0, "%s", r.markup.hostile);
	check_kind(&r);
	check_end(&r, html);
	for (size_t i = 0; i < r.markup.tables.n && !r.refused; i++)
		take_table(&r, r.markup.tables.at[i]);
	if (!r.refused && !r.rows.n)
		say_what_else(&r);
	if (!r.refused)
		take_heading(&r);
	out->instrument_id = number_after(r.markup.address, "P11300_INSTRUMENT_ID");
	out->saved = day_saved(r.markup.saved);
	out->rows = r.rows.at;
	out->rows_n = r.rows.n;
	return r.refused ? INVALID : OK;
}

/* The texts of a page, moved out of the arena it was read in. */
static void keep_page(struct arena *a, struct normlex_page *page)
{
	struct normlex_row *rows = arena_array(a, struct normlex_row, page->rows_n);
	for (size_t i = 0; i < page->rows_n; i++) {
		rows[i] = page->rows[i];
		rows[i].country = str_copy(a, rows[i].country);
		rows[i].declared = str_copy(a, rows[i].declared);
		rows[i].status = str_copy(a, rows[i].status);
		rows[i].note = str_copy(a, rows[i].note);
	}
	page->rows = rows;
	page->instrument = str_copy(a, page->instrument);
	page->title = str_copy(a, page->title);
}

enum status normlex_read_file(struct call *c, const char *path, struct str file, struct normlex_page *out)
{
	FILE *f = fopen(path, "rb");
	struct call reading = *c;
	*out = (struct normlex_page){.file = file, .saved = DATE_UNSET};
	if (!f) {
		problem_add(&c->problems, PROBLEM_BAD_PAGE, PLACE_NOWHERE, file, "%s", strerror(errno));
		return UNAVAILABLE;
	}
	reading.arena = arena_new();
	char *bytes = arena_alloc(reading.arena, NORMLEX_BYTES_MOST + 1);
	size_t n = fread(bytes, 1, NORMLEX_BYTES_MOST + 1, f);
	enum status st = ferror(f) ? UNAVAILABLE : normlex_read(&reading, file, (struct str){bytes, n}, out);
	fclose(f);
	c->problems = reading.problems;
	if (st == UNAVAILABLE)
		problem_add(&c->problems, PROBLEM_BAD_PAGE, PLACE_NOWHERE, file, "it cannot be read");
	if (st == OK)
		keep_page(c->arena, out);
	else
		*out = (struct normlex_page){.file = file, .saved = DATE_UNSET};
	arena_free(&reading.arena);
	return st;
}
