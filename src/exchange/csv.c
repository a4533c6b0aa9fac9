/* SPDX-License-Identifier: Apache-2.0 */
/* Reading goes through three steps, each fed by the one before: bytes to characters (UTF-8 checked), the header line held
 * back until it has shown its separator, then runs of bytes to libcsv. A run ends where a cell may end, so that libcsv
 * calls back at the end of a run only and the place of every cell and fault is known without looking into its state. */
#include "exchange/csv.h"

#include "base/tr.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { RUN_BYTES = 512, PIECE_BYTES = 65536 };

/* Where the next character stands; CR LF is one line break. */
struct spot {
	struct csv_place place;
	bool after_cr;
};

struct csv_reader {
	struct call *call;
	struct str name;
	struct csv_limits limits;
	csv_taker *take;
	void *with;
	enum status status; /* why reading ended; OK while it goes on */
	bool faulty;        /* a problem was told that did not end it */

	size_t bytes;
	unsigned char character[4]; /* the beginning of one */
	size_t character_n;
	bool begun, has_bom;
	struct spot decoding;

	struct out header;
	bool header_shown; /* something stands on it */
	bool header_quoted;
	char separator; /* 0 until the header line is whole */

	struct csv_parser parser;
	struct spot parsing;
	char run[RUN_BYTES];
	size_t run_n;
	struct csv_place run_place;

	bool between; /* no cell has begun */
	bool quoted;
	struct csv_place cell_place;
	size_t cell_bytes;

	struct arena *row; /* cleared after each */
	LIST(struct str) cells;
	LIST(struct csv_place) places;
	size_t rows;
	struct csv_place row_end;
};

struct str csv_where(struct arena *a, struct str name, struct csv_place at)
{
	return str_format(a, "%.*s:%zu:%zu", STR_ARGS(name), at.line, at.column);
}

static void report(struct csv_reader *r, enum problem_code code, struct csv_place at, struct str text)
{
	struct problems *problems = &r->call->problems;
	(void)problem_add(problems, code, PLACE_LINE, csv_where(r->call->arena, r->name, at), "%.*s", STR_ARGS(text));
	r->faulty = true;
	if (problems->dropped)
		r->status = INVALID;
}

static void stop(struct csv_reader *r, enum problem_code code, struct csv_place at, const char *text)
{
	report(r, code, at, tr(r->call, text));
	r->status = INVALID;
}

/* The text names the limit as {n}. */
static void stop_at_limit(struct csv_reader *r, struct csv_place at, const char *text, size_t limit)
{
	struct tr_value n = {"n", str_format(r->call->arena, "%zu", limit)};
	report(r, PROBLEM_TOO_LARGE, at, tr_fill(r->call->arena, tr(r->call, text), &n, 1));
	r->status = INVALID;
}

static bool ends_line(unsigned char c)
{
	return c == '\n' || c == '\r';
}

static void spot_move(struct spot *s, unsigned char c)
{
	if (ends_line(c) && !(c == '\n' && s->after_cr)) {
		s->place.line++;
		s->place.column = 1;
	} else if (c != '\n' && (c & 0xc0) != 0x80) {
		s->place.column++;
	}
	s->after_cr = c == '\r';
}

/* A formula in a spreadsheet, hidden behind apostrophes or not. */
static bool would_run(struct str cell)
{
	size_t i = 0;
	while (i < cell.n && cell.at[i] == '\'')
		i++;
	return i < cell.n && memchr("=+-@\t\r", cell.at[i], 6) != NULL;
}

static void cell_ends(void *at, size_t n, void *with)
{
	struct csv_reader *r = with;
	struct str cell = {at, n};
	r->between = true;
	if (r->status != OK)
		return;
	if (r->cells.n == r->limits.columns) {
		stop_at_limit(r, r->cell_place, N_("The row has more than {n} cells."), r->limits.columns);
		return;
	}
	if (r->has_bom && n && cell.at[0] == '\'' && would_run(cell))
		cell = str_slice(cell, 1, n - 1);
	*list_add(r->row, &r->cells) = str_copy(r->row, cell);
	*list_add(r->row, &r->places) = r->cell_place;
}

static void forget_row(struct csv_reader *r)
{
	memset(&r->cells, 0, sizeof r->cells);
	memset(&r->places, 0, sizeof r->places);
	arena_clear(r->row);
}

static void row_ends(int terminator, void *with)
{
	struct csv_reader *r = with;
	(void)terminator;
	if (r->status != OK)
		return;
	if (r->rows == r->limits.rows + 1) {
		stop_at_limit(r, r->places.at[0], N_("The table has more than {n} rows."), r->limits.rows);
		return;
	}
	struct csv_row row = {r->cells.at, r->places.at, r->cells.n, ++r->rows, r->row_end};
	r->status = r->take(r->with, &row);
	forget_row(r);
}

static void quote_misplaced(struct csv_reader *r, size_t before)
{
	struct csv_place at = r->run_place;
	for (size_t i = 0; i < before; i++)
		at.column += (r->run[i] & 0xc0) != 0x80;
	stop(r, PROBLEM_BAD_ROW, at,
	     N_("Text follows the quote that closes a cell. A quote inside a cell is written twice."));
}

/* A run belongs to one cell. In a quoted one libcsv must be strict, else it would take text behind the closing quote for a
 * part of the cell and swallow the rows that follow; in others a quote is a character like any (5" wide). */
static void flush_run(struct csv_reader *r)
{
	csv_set_opts(&r->parser, r->quoted ? CSV_STRICT | CSV_STRICT_FINI : 0);
	size_t parsed = csv_parse(&r->parser, r->run, r->run_n, cell_ends, row_ends, r);
	if (parsed < r->run_n && r->status == OK) {
		must(csv_error(&r->parser) == CSV_EPARSE); /* else memory was refused */
		quote_misplaced(r, parsed);
	}
	r->run_n = 0;
}

static bool is_blank(const struct csv_reader *r, unsigned char c)
{
	return c == ' ' || (c == '\t' && r->separator != '\t');
}

static void split_byte(struct csv_reader *r, unsigned char c)
{
	bool may_end = ends_line(c) || c == (unsigned char)r->separator;
	if (r->between && !is_blank(r, c)) {
		r->cell_place = r->parsing.place;
		r->cell_bytes = 0;
		r->quoted = c == '"';
		r->between = may_end;
	}
	if (++r->cell_bytes > r->limits.field_bytes && !r->between && !may_end) {
		stop_at_limit(r, r->cell_place,
			      N_("A cell is longer than {n} bytes; perhaps its closing quote is missing."),
			      r->limits.field_bytes);
		return;
	}
	if (r->run_n == 0)
		r->run_place = r->parsing.place;
	r->run[r->run_n++] = (char)c;
	r->row_end = r->parsing.place;
	spot_move(&r->parsing, c);
	if (may_end || r->run_n == RUN_BYTES)
		flush_run(r);
	if (r->between)
		r->cell_bytes = 0;
}

static int is_space_only(unsigned char c)
{
	return c == ' ';
}

static char most_frequent_separator(struct str line)
{
	static const char separators[] = {',', ';', '\t'};
	size_t counts[sizeof separators] = {0}, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < line.n; i++) {
		quoted ^= line.at[i] == '"';
		for (size_t k = 0; k < sizeof separators; k++)
			counts[k] += !quoted && line.at[i] == separators[k];
	}
	for (size_t k = 1; k < sizeof separators; k++)
		if (counts[k] > counts[best])
			best = k;
	return separators[best];
}

static void release_header(struct csv_reader *r)
{
	struct str line = out_str(&r->header);
	r->separator = r->header_shown ? most_frequent_separator(line) : ',';
	csv_set_delim(&r->parser, (unsigned char)r->separator);
	if (r->separator == '\t')
		csv_set_space_func(&r->parser, is_space_only);
	for (size_t i = 0; i < line.n && r->status == OK; i++)
		split_byte(r, (unsigned char)line.at[i]);
}

static void take_byte(struct csv_reader *r, unsigned char c)
{
	if (r->separator) {
		split_byte(r, c);
		return;
	}
	char byte = (char)c;
	out_literal(&r->header, &byte, 1);
	r->header_quoted ^= c == '"';
	r->header_shown |= !ends_line(c) && c != ' ' && c != '\t';
	if ((r->header_shown && !r->header_quoted && ends_line(c)) || r->header.n == r->header.most)
		release_header(r);
}

static void take_character(struct csv_reader *r, const unsigned char *at, size_t n)
{
	bool first = !r->begun;
	r->begun = true;
	if (first && n == 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0) {
		r->has_bom = true;
		return;
	}
	if (at[0] == 0) {
		stop(r, PROBLEM_BAD_TEXT, r->decoding.place, N_("There is a NUL byte, which no text has."));
		return;
	}
	for (size_t i = 0; i < n && r->status == OK; i++) {
		spot_move(&r->decoding, at[i]);
		take_byte(r, at[i]);
	}
}

static void bytes_are_no_character(struct csv_reader *r)
{
	report(r, PROBLEM_BAD_TEXT, r->decoding.place, tr(r->call, N_("There are bytes that are not UTF-8.")));
	problem_hint(&r->call->problems, tr(r->call, N_("Save the file as UTF-8.")));
	r->character_n = 0;
	take_character(r, (const unsigned char *)"\xef\xbf\xbd", 3);
}

/* The bytes of a character by its first; 0 if none begins so. Unicode 15.0, table 3-7. */
static size_t character_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2 || first > 0xf4)
		return 0;
	return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Whether the byte may follow those of the character begun: the second one's range depends on the first. */
static bool may_follow(const struct csv_reader *r, unsigned char c)
{
	unsigned char low = 0x80, high = 0xbf;
	if (r->character_n == 1) {
		unsigned char first = r->character[0];
		low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : low;
		high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : high;
	}
	return c >= low && c <= high;
}

static void decode_byte(struct csv_reader *r, unsigned char c)
{
	if (r->character_n && !may_follow(r, c))
		bytes_are_no_character(r);
	if (r->status != OK)
		return;
	if (r->character_n == 0 && character_length(c) == 0) {
		bytes_are_no_character(r);
		return;
	}
	r->character[r->character_n++] = c;
	size_t n = r->character_n;
	if (n == character_length(r->character[0])) {
		r->character_n = 0;
		take_character(r, r->character, n);
	}
}

static void reader_free(void *thing)
{
	struct csv_reader *r = thing;
	csv_free(&r->parser);
	arena_free(&r->row);
}

struct csv_reader *csv_reader_new(struct call *c, struct str name, struct csv_limits limits, csv_taker *take,
				  void *with)
{
	struct csv_reader *r = arena_one(c->arena, struct csv_reader);
	r->call = c;
	r->name = str_copy(c->arena, name);
	r->limits = limits;
	r->take = take;
	r->with = with;
	r->header = out_new(c->arena, limits.field_bytes, c);
	r->decoding.place = r->parsing.place = (struct csv_place){1, 1};
	r->between = true;
	must(csv_init(&r->parser, 0) == 0);
	csv_set_blk_size(&r->parser, 4096);
	r->row = arena_new();
	arena_on_clear(c->arena, reader_free, r);
	return r;
}

enum status csv_feed(struct csv_reader *r, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	if (r->status == OK && n > r->limits.bytes - r->bytes)
		stop_at_limit(r, r->decoding.place, N_("The file is longer than {n} bytes."), r->limits.bytes);
	for (size_t i = 0; i < n && r->status == OK; i++)
		decode_byte(r, at[i]);
	r->bytes += n;
	return r->status;
}

enum status csv_finish(struct csv_reader *r)
{
	if (r->status == OK && r->character_n)
		bytes_are_no_character(r);
	if (r->status == OK && !r->separator)
		release_header(r);
	if (r->status == OK)
		flush_run(r);
	r->row_end = r->parsing.place;
	if (r->between)
		r->cell_place = r->row_end;
	if (r->status == OK && csv_fini(&r->parser, cell_ends, row_ends, r) != 0)
		stop(r, PROBLEM_BAD_ROW, r->cell_place, N_("The quote that begins this cell is never closed."));
	return r->status != OK ? r->status : r->faulty ? INVALID : OK;
}

static enum status cannot_read(struct call *c, struct str name)
{
	int why = errno;
	struct tr_value reason = {"reason", str_of(strerror(why))};
	struct str text = tr_fill(c->arena, tr(c, N_("The file cannot be read: {reason}.")), &reason, 1);
	(void)problem_add(&c->problems, PROBLEM_MISSING, PLACE_LINE, name, "%.*s", STR_ARGS(text));
	return UNAVAILABLE;
}

enum status csv_read_file(struct call *c, const char *path, struct str name, struct csv_limits limits, csv_taker *take,
			  void *with)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return cannot_read(c, name);
	struct csv_reader *r = csv_reader_new(c, name, limits, take, with);
	char *piece = arena_alloc(c->arena, PIECE_BYTES);
	enum status status = OK;
	ssize_t n;
	do {
		n = read(file, piece, PIECE_BYTES);
		if (n > 0)
			status = csv_feed(r, piece, (size_t)n);
	} while (status == OK && (n > 0 || (n < 0 && errno == EINTR)));
	if (n < 0 && status == OK)
		status = cannot_read(c, name);
	else if (status == OK)
		status = csv_finish(r);
	close(file);
	return status;
}

/* Spreadsheets take the list separator of the system: a semicolon where the comma divides decimals. */
static char spreadsheet_separator(struct lang lang)
{
	static const char *const semicolon[] = {"fr", "es", "pt", "de", "ru", "ar"};
	for (size_t i = 0; i < sizeof semicolon / sizeof *semicolon; i++)
		if (strncmp(lang.tag, semicolon[i], 2) == 0 && (lang.tag[2] == 0 || lang.tag[2] == '-'))
			return ';';
	return ',';
}

struct csv_writer csv_writer_new(struct out *o, enum csv_use use, struct lang lang)
{
	if (use == CSV_FOR_EXCEL)
		out_raw(o, STR("\xef\xbb\xbf"));
	return (struct csv_writer){
		.out = o, .use = use, .separator = use == CSV_FOR_EXCEL ? spreadsheet_separator(lang) : ','};
}

/* All three separators are quoted in every row, so that a header line shows only the one in use. Blanks at the ends would be
 * trimmed, a BOM that begins the first cell be taken for the file's. */
static bool needs_quotes(struct str cell)
{
	for (size_t i = 0; i < cell.n; i++)
		if (memchr(",;\t\"\r\n", cell.at[i], 6))
			return true;
	return cell.n && (cell.at[0] == ' ' || cell.at[cell.n - 1] == ' ' || str_begins(cell, "\xef\xbb\xbf"));
}

void csv_cell(struct csv_writer *w, struct str cell)
{
	if (w->cells++)
		out_literal(w->out, &w->separator, 1);
	bool quotes = needs_quotes(cell);
	if (quotes)
		out_literal(w->out, "\"", 1);
	if (w->use == CSV_FOR_EXCEL && would_run(cell))
		out_literal(w->out, "'", 1);
	struct str rest = cell, part;
	for (bool again = false; cell.n && str_next(&rest, '"', &part); again = true) {
		if (again)
			out_literal(w->out, "\"\"", 2);
		out_raw(w->out, part);
	}
	if (quotes)
		out_literal(w->out, "\"", 1);
	w->bytes += cell.n;
}

void csv_end_row(struct csv_writer *w)
{
	if (w->cells == 1 && w->bytes == 0)
		out_literal(w->out, "\"\"", 2);
	out_raw(w->out, STR("\r\n"));
	w->cells = w->bytes = 0;
}
