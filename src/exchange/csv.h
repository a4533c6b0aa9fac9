/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - tables as text: a reader that tells where every cell stands, and a writer.
 *
 * Read is RFC 4180 and what spreadsheets make of it: a BOM, comma, semicolon or tab (whichever the header line has most
 * of), LF, CRLF or CR, line breaks inside quotes, blanks around cells, quotes amid unquoted ones. Such blanks and lines
 * without a cell are dropped; whatever else is in the file reaches the caller or is a problem with its line and column.
 * Text of a faulty encoding is a problem and goes on as U+FFFD, so that all faults are told at once; a misplaced quote
 * ends the reading, since no one can say where the next cell begins. Rows of a wrong length are the caller's to judge: it
 * knows the header.
 * Written is RFC 4180 with CRLF; a cell read back is the cell that was written.
 * Threads: a reader or writer belongs to one thread at a time; there is no shared state. */
#ifndef EXCHANGE_CSV_H
#define EXCHANGE_CSV_H
#include "base/call.h"
#include "base/out.h"

struct csv_reader;

/* Both count from 1. A column is a character (code point), whatever its width. */
struct csv_place {
	size_t line, column;
};

struct csv_row {
	const struct str *cells;
	const struct csv_place
		*at;          /* where each cell begins: its opening quote, its first character, or what ends it */
	size_t n;             /* at least 1 */
	size_t number;        /* 1 is the header */
	struct csv_place end; /* where the row ends, for what is missing */
};

/* Crossing one is a problem that names it, and ends the reading. */
struct csv_limits {
	size_t bytes;
	size_t rows; /* without the header */
	size_t columns;
	size_t field_bytes; /* as it stands in the file, quotes included; also what a header line is looked through for */
};

#define CSV_LIMITS            \
	((struct csv_limits){ \
		.bytes = (size_t)256 << 20, .rows = 1000000, .columns = 1000, .field_bytes = (size_t)1 << 20})

/* Takes one row, header first. Rows and cells live until it returns. Anything but OK ends the reading and becomes its
 * result; a taker that wants to go on after a fault adds it to the problems and returns OK. */
typedef enum status csv_taker(void *with, const struct csv_row *row);

/* A reader that hands rows to `take`. `name` is the file's name in problems, which go to c->problems. Lives in c's arena,
 * which frees what the reader holds. */
struct csv_reader *csv_reader_new(struct call *c, struct str name, struct csv_limits limits, csv_taker *take,
				  void *with);

/* Reads n more bytes; a character or a cell may be cut anywhere between two calls.
 * OK         reading may go on.
 * INVALID    a limit, a NUL, a misplaced quote or 100 problems ended it.
 * other      what `take` returned. The same answer is given to every later call. */
CHECKED enum status csv_feed(struct csv_reader *r, const void *bytes, size_t n);

/* The file ends here; call it once, after csv_feed() gave OK.
 * OK         every row was taken and the reader found no fault.
 * INVALID    the problems say where: an encoding, an open quote, or what ended an earlier call.
 * other      what `take` returned. */
CHECKED enum status csv_finish(struct csv_reader *r);

/* Reads a whole file in pieces. As csv_finish(); UNAVAILABLE with a problem if it cannot be opened or read. */
CHECKED enum status csv_read_file(struct call *c, const char *path, struct str name, struct csv_limits limits,
				  csv_taker *take, void *with);

/* "ratifications.csv:12:18": the field of a problem at PLACE_LINE. In the arena. */
struct str csv_where(struct arena *a, struct str name, struct csv_place at);

/* For whom a table is written. */
enum csv_use {
	CSV_EXACT, /* programs: comma, no BOM, cells as they are */
	CSV_FOR_EXCEL, /* spreadsheets: BOM, the separator of the language, an apostrophe before what would run as a formula */
};

struct csv_writer {
	struct out *out;
	enum csv_use use;
	char separator;
	size_t cells, bytes; /* of the row begun */
};

/* Begins a table in o, which keeps its ceiling (o->over): the first row is the header. `lang` matters to spreadsheets
 * only. */
struct csv_writer csv_writer_new(struct out *o, enum csv_use use, struct lang lang);

/* Adds a cell to the row, quoted where it must be. For spreadsheets a cell that begins with = + - @ TAB or CR, apostrophes
 * before them or not, gets one apostrophe more; the reader takes it off again in a file with a BOM. */
void csv_cell(struct csv_writer *w, struct str cell);

/* Ends the row. One with a single empty cell is written as "" so that it is not taken for an empty line. */
void csv_end_row(struct csv_writer *w);

#endif
