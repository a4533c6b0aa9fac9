/* SPDX-License-Identifier: Apache-2.0 */
/* Tables read and written: quirks of files, places of cells and faults, limits, a cut at every byte, the csv-spectrum suite. */
#include "exchange/csv.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

/* What was read, written as "[a|b]" for each row; with places as "[a@1:1|b@1:3]". */
struct taken {
	struct out text;
	bool places;
	size_t stop_at; /* the row that answers CONFLICT; 0: none */
};

static enum status take(void *with, const struct csv_row *row)
{
	struct taken *t = with;
	for (size_t i = 0; i < row->n; i++) {
		out_raw(&t->text, i ? STR("|") : STR("["));
		out_raw(&t->text, row->cells[i]);
		if (t->places)
			out_printf(&t->text, "@%zu:%zu", row->at[i].line, row->at[i].column);
	}
	if (t->places)
		out_printf(&t->text, "<%zu:%zu", row->end.line, row->end.column);
	out_raw(&t->text, STR("]"));
	return row->number == t->stop_at ? CONFLICT : OK;
}

static struct call new_call(struct arena *a)
{
	return call_new(a, (struct moment){0});
}

static struct taken new_taken(struct call *c)
{
	return (struct taken){.text = out_new(c->arena, 1 << 22, c)};
}

/* Feeds the text in pieces of `piece` bytes. */
static enum status read_pieces(struct call *c, struct str text, size_t piece, struct csv_limits limits, struct taken *t)
{
	struct csv_reader *r = csv_reader_new(c, STR("t.csv"), limits, take, t);
	enum status status = OK;
	for (size_t at = 0; at < text.n && status == OK; at += piece)
		status = csv_feed(r, text.at + at, at + piece < text.n ? piece : text.n - at);
	enum status end = csv_finish(r);
	if (status != OK)
		assert_int_equal(end, status);
	return end;
}

/* The first problem's field, or "". */
static struct str first_field(const struct call *c)
{
	return c->problems.list.n ? c->problems.list.at[0].field : STR("");
}

static int new_arena(void **state)
{
	*state = arena_new();
	return 0;
}

static int old_arena(void **state)
{
	arena_free((struct arena **)state);
	return 0;
}

static const struct {
	struct str text;
	const char *rows, *fault; /* place of the first fault; NULL: none */
} files[] = {
	{STR(""), "", NULL},
	{STR("\xef\xbb\xbf"), "", NULL},
	{STR("\n\r\n \t \n"), "", NULL},
	{STR("a"), "[a]", NULL},
	{STR("a,b\n1,2\n"), "[a|b][1|2]", NULL},
	{STR("a,b\n1,2"), "[a|b][1|2]", NULL},
	{STR("a,b\r\n1,2\r\n"), "[a|b][1|2]", NULL},
	{STR("a,b\r1,2\r"), "[a|b][1|2]", NULL},
	{STR("\xef\xbb\xbf\"a\",b\n"), "[a|b]", NULL},
	{STR("a;b\n1,5;2\n"), "[a|b][1,5|2]", NULL},
	{STR("a\tb\n 1\t2 x \n\t\n"), "[a|b][1|2 x][|]", NULL},
	{STR("\"a,b,c\";d\n1;2\n"), "[a,b,c|d][1|2]", NULL},
	{STR("\n\na;b\n"), "[a|b]", NULL},
	{STR("a,b\n\n\n1,2\n"), "[a|b][1|2]", NULL},
	{STR("a,b\n1,\n,2\n,\n1,"), "[a|b][1|][|2][|][1|]", NULL},
	{STR("a,b\n1\n1,2,3\n"), "[a|b][1][1|2|3]", NULL},
	{STR("a,b\n \"1\" , \" 2 \" \n"), "[a|b][1| 2 ]", NULL},
	{STR("a,b\n\"x\ny\",\"p\r\nq\"\n"), "[a|b][x\ny|p\r\nq]", NULL},
	{STR("a,b\n\"say \"\"hi\"\"\",\"\"\n"), "[a|b][say \"hi\"|]", NULL},
	{STR("a,b\n5\" pipe,6\"\n"), "[a|b][5\" pipe|6\"]", NULL},
	{STR("a\n\"\"\n"), "[a][]", NULL},
	{STR("'=a,b\n'=1,'x\n"), "['=a|b]['=1|'x]", NULL},
	{STR("\xef\xbb\xbf"
	     "a,b\n'=1,'x\n''-1,'\n"),
	 "[a|b][=1|'x]['-1|']", NULL},
	{STR("n\xc3\xa9,\xf0\x9f\x8c\x8d\n"), "[n\xc3\xa9|\xf0\x9f\x8c\x8d]", NULL},
	{STR("a\n\xef\xbb\xbf\n"), "[a][\xef\xbb\xbf]", NULL},
	{STR("a,b\n\xc3\xa9\xff,2\n"), "[a|b][\xc3\xa9\xef\xbf\xbd|2]", "t.csv:2:2"},
	{STR("a,b\n1,\xc3"), "[a|b][1|\xef\xbf\xbd]", "t.csv:2:3"},
	{STR("a\n\xed\xa0\x80\n"), "[a][\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]", "t.csv:2:1"},
	{STR("a\n\xc0\x80\n"), "[a][\xef\xbf\xbd\xef\xbf\xbd]", "t.csv:2:1"},
	{STR("a\n\xe0\x9f\xbf\n"), "[a][\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]", "t.csv:2:1"},
	{STR("a\n\xf0\x8f\xbf\xbf\n"), "[a][\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]", "t.csv:2:1"},
	{STR("a\n\xf4\x90\x80\x80\n"), "[a][\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd]", "t.csv:2:1"},
	{STR("a\n\xe2\x82x\n"), "[a][\xef\xbf\xbdx]", "t.csv:2:1"},
	{STR("a,b\nx,y\0z\n1,2\n"), "[a|b]", "t.csv:2:4"},
	{STR("a,b\n\"\xc3\xa9\"x,2\n3,4\n"), "[a|b]", "t.csv:2:4"},
	{STR("a,b\n\"1\" \"2\",3\n"), "[a|b]", "t.csv:2:5"},
	{STR("a,b\n1,\"2\n3,4\n"), "[a|b]", "t.csv:2:3"},
	{STR("a,b\n1, \""), "[a|b]", "t.csv:2:4"},
	{STR("\"a,b\n"), "", "t.csv:1:1"},
};

static void every_cut_reads_the_same(void **state)
{
	for (size_t i = 0; i < ROWS(files); i++) {
		for (size_t piece = 1; piece <= files[i].text.n + 1; piece++) {
			arena_clear(*state);
			struct call c = new_call(*state);
			struct taken t = new_taken(&c);
			enum status status = read_pieces(&c, files[i].text, piece, CSV_LIMITS, &t);
			const char *fault = files[i].fault ? files[i].fault : "";
			if (!str_is(out_str(&t.text), files[i].rows) || !str_is(first_field(&c), fault))
				print_error("file %zu in pieces of %zu: %.*s at %.*s\n", i, piece,
					    STR_ARGS(out_str(&t.text)), STR_ARGS(first_field(&c)));
			assert_true(str_is(out_str(&t.text), files[i].rows));
			assert_true(str_is(first_field(&c), fault));
			assert_int_equal(status, files[i].fault ? INVALID : OK);
		}
	}
}

static const struct {
	const char *text, *rows;
} placed[] = {
	{"a,bc,d\n", "[a@1:1|bc@1:3|d@1:6<1:7]"},
	{"\xef\xbb\xbf"
	 "a,b\n",
	 "[a@1:1|b@1:3<1:4]"},
	{"\xc3\xa9\xf0\x9f\x8c\x8d,b", "[\xc3\xa9\xf0\x9f\x8c\x8d@1:1|b@1:4<1:5]"},
	{"a,b\r\n\r\n  1, \"2\"\r\n", "[a@1:1|b@1:3<1:4][1@3:3|2@3:6<3:9]"},
	{"a,b\r1,2\r", "[a@1:1|b@1:3<1:4][1@2:1|2@2:3<2:4]"},
	{"a,b\n\"x\r\ny\",z\n3,4", "[a@1:1|b@1:3<1:4][x\r\ny@2:1|z@3:4<3:5][3@4:1|4@4:3<4:4]"},
	{"a,b,c\n,,\n1,2,", "[a@1:1|b@1:3|c@1:5<1:6][@2:1|@2:2|@2:3<2:3][1@3:1|2@3:3|@3:5<3:5]"},
};

static void places_count_characters(void **state)
{
	for (size_t i = 0; i < ROWS(placed); i++) {
		arena_clear(*state);
		struct call c = new_call(*state);
		struct taken t = new_taken(&c);
		t.places = true;
		assert_int_equal(read_pieces(&c, str_of(placed[i].text), 3, CSV_LIMITS, &t), OK);
		if (!str_is(out_str(&t.text), placed[i].rows))
			print_error("row %zu: %.*s\n", i, STR_ARGS(out_str(&t.text)));
		assert_true(str_is(out_str(&t.text), placed[i].rows));
	}
}

static void long_runs_keep_their_places(void **state)
{
	struct call c = new_call(*state);
	struct out text = out_new(c.arena, 1 << 20, &c);
	out_raw(&text, STR("a,b\n\""));
	for (int i = 0; i < 5000; i++)
		out_raw(&text, STR("\xc3\xa9"));
	out_raw(&text, STR("\"x\n"));
	struct taken t = new_taken(&c);
	assert_int_equal(read_pieces(&c, out_str(&text), 777, CSV_LIMITS, &t), INVALID);
	assert_true(str_is(first_field(&c), "t.csv:2:5003"));
}

static const struct {
	struct csv_limits limits;
	const char *text, *rows, *fault;
} limited[] = {
	{{8, 9, 9, 9}, "a,b\n1,2\n", "[a|b][1|2]", ""},
	{{7, 9, 9, 9}, "a,b\n1,2\n", "", "t.csv:1:1"},
	{{99, 1, 9, 9}, "a\n1\n", "[a][1]", ""},
	{{99, 1, 9, 9}, "a\n1\n2\n", "[a][1]", "t.csv:3:1"},
	{{99, 9, 2, 9}, "a,b\n1,2\n", "[a|b][1|2]", ""},
	{{99, 9, 2, 9}, "a,b\n1,2,3\n", "[a|b]", "t.csv:2:5"},
	{{99, 9, 9, 4}, "a,b\n1234,2\n", "[a|b][1234|2]", ""},
	{{99, 9, 9, 4}, "a,b\n12345,2\n", "[a|b]", "t.csv:2:1"},
	{{99, 9, 9, 4}, "a,b\n\n\n\n\n\n\n,,\n    1,2\n", "[a|b][||][1|2]", ""},
	{{99, 9, 9, 4}, "a,b\n1,\"2\n3\n4\n", "[a|b]", "t.csv:2:3"},
	{{99, 9, 9, 3}, "abcdef\n", "", "t.csv:1:1"},
};

static void limits_end_the_reading(void **state)
{
	for (size_t i = 0; i < ROWS(limited); i++) {
		arena_clear(*state);
		struct call c = new_call(*state);
		struct taken t = new_taken(&c);
		enum status status = read_pieces(&c, str_of(limited[i].text), 64, limited[i].limits, &t);
		if (!str_is(out_str(&t.text), limited[i].rows) || !str_is(first_field(&c), limited[i].fault))
			print_error("row %zu: %.*s at %.*s\n", i, STR_ARGS(out_str(&t.text)),
				    STR_ARGS(first_field(&c)));
		assert_true(str_is(out_str(&t.text), limited[i].rows));
		assert_true(str_is(first_field(&c), limited[i].fault));
		assert_int_equal(status, *limited[i].fault ? INVALID : OK);
		if (*limited[i].fault)
			assert_int_equal(c.problems.list.at[0].code, PROBLEM_TOO_LARGE);
	}
}

static void a_hundred_faults_end_the_reading(void **state)
{
	struct call c = new_call(*state);
	struct out text = out_new(c.arena, 1 << 16, &c);
	for (int i = 0; i < 300; i++)
		out_raw(&text, STR("\xff\n"));
	struct taken t = new_taken(&c);
	assert_int_equal(read_pieces(&c, out_str(&text), 1000, CSV_LIMITS, &t), INVALID);
	assert_int_equal(c.problems.list.n, PROBLEMS_MOST);
	assert_int_equal(c.problems.dropped, 1);
	assert_int_equal(c.problems.list.at[99].code, PROBLEM_BAD_TEXT);
	assert_true(str_is(c.problems.list.at[99].field, "t.csv:100:1"));
}

static void the_taker_ends_the_reading(void **state)
{
	struct call c = new_call(*state);
	struct taken t = new_taken(&c);
	t.stop_at = 2;
	assert_int_equal(read_pieces(&c, STR("a\n1\n2\n3\n"), 100, CSV_LIMITS, &t), CONFLICT);
	assert_true(str_is(out_str(&t.text), "[a][1]"));
	assert_int_equal(c.problems.list.n, 0);
}

static const struct {
	const char *cells[4]; /* until NULL */
	const char *exact, *excel;
} written[] = {
	{{"a", "b c", "\xc3\xa9"}, "a,b c,\xc3\xa9\r\n", "a;b c;\xc3\xa9\r\n"},
	{{"", "", ""}, ",,\r\n", ";;\r\n"},
	{{""}, "\"\"\r\n", "\"\"\r\n"},
	{{" a", "b ", " "}, "\" a\",\"b \",\" \"\r\n", "\" a\";\"b \";\" \"\r\n"},
	{{"a,b", "c;d", "e\tf"}, "\"a,b\",\"c;d\",\"e\tf\"\r\n", "\"a,b\";\"c;d\";\"e\tf\"\r\n"},
	{{"x\ny", "x\r\ny", "\""}, "\"x\ny\",\"x\r\ny\",\"\"\"\"\r\n", "\"x\ny\";\"x\r\ny\";\"\"\"\"\r\n"},
	{{"=1+1", "-5", "@a"}, "=1+1,-5,@a\r\n", "'=1+1;'-5;'@a\r\n"},
	{{"+1", "\t=1", "\r"}, "+1,\"\t=1\",\"\r\"\r\n", "'+1;\"'\t=1\";\"'\r\"\r\n"},
	{{"\xef\xbb\xbf"
	  "a"},
	 "\"\xef\xbb\xbf"
	 "a\"\r\n",
	 "\"\xef\xbb\xbf"
	 "a\"\r\n"},
	{{"a,b,c", "d"}, "\"a,b,c\",d\r\n", "\"a,b,c\";d\r\n"},
	{{"'=1", "''+", "'x"}, "'=1,''+,'x\r\n", "''=1;'''+;'x\r\n"},
};

static struct str write_all(struct call *c, enum csv_use use, const char *lang)
{
	struct out *o = arena_one(c->arena, struct out);
	*o = out_new(c->arena, 1 << 16, c);
	struct csv_writer w = csv_writer_new(o, use, lang_of(str_of(lang)));
	csv_cell(&w, STR("p"));
	csv_cell(&w, STR("q"));
	csv_end_row(&w);
	for (size_t i = 0; i < ROWS(written); i++) {
		for (size_t k = 0; k < 4 && written[i].cells[k]; k++)
			csv_cell(&w, str_of(written[i].cells[k]));
		csv_end_row(&w);
	}
	return out_str(o);
}

static void cells_are_quoted_where_they_must(void **state)
{
	struct call c = new_call(*state);
	struct out exact = out_new(c.arena, 1 << 16, &c), excel = out_new(c.arena, 1 << 16, &c);
	out_raw(&exact, STR("p,q\r\n"));
	out_raw(&excel, STR("\xef\xbb\xbfp;q\r\n"));
	for (size_t i = 0; i < ROWS(written); i++) {
		out_raw(&exact, str_of(written[i].exact));
		out_raw(&excel, str_of(written[i].excel));
	}
	assert_string_equal(write_all(&c, CSV_EXACT, "fr").at, out_str(&exact).at);
	assert_string_equal(write_all(&c, CSV_FOR_EXCEL, "fr").at, out_str(&excel).at);
	assert_string_equal(str_slice(write_all(&c, CSV_FOR_EXCEL, "en"), 3, 3).at,
			    write_all(&c, CSV_FOR_EXCEL, "zh-Hans").at + 3);
	assert_int_equal(write_all(&c, CSV_FOR_EXCEL, "en").at[4], ',');
}

static void what_is_written_is_read_back(void **state)
{
	static const struct {
		enum csv_use use;
		const char *lang;
	} ways[] = {{CSV_EXACT, "en"}, {CSV_FOR_EXCEL, "en"}, {CSV_FOR_EXCEL, "pt-BR"}};
	struct call c = new_call(*state);
	struct taken expected = new_taken(&c);
	out_raw(&expected.text, STR("[p|q]"));
	for (size_t i = 0; i < ROWS(written); i++) {
		for (size_t k = 0; k < 4 && written[i].cells[k]; k++)
			out_printf(&expected.text, "%s%s", k ? "|" : "[", written[i].cells[k]);
		out_raw(&expected.text, STR("]"));
	}
	for (size_t i = 0; i < ROWS(ways); i++) {
		struct taken t = new_taken(&c);
		assert_int_equal(read_pieces(&c, write_all(&c, ways[i].use, ways[i].lang), 5, CSV_LIMITS, &t), OK);
		assert_string_equal(out_str(&t.text).at, out_str(&expected.text).at);
	}
}

static void a_ceiling_is_told(void **state)
{
	struct call c = new_call(*state);
	struct out o = out_new(c.arena, 6, &c);
	struct csv_writer w = csv_writer_new(&o, CSV_EXACT, lang_of(STR("en")));
	csv_cell(&w, STR("abc"));
	csv_end_row(&w);
	assert_false(o.over);
	csv_cell(&w, STR("abc"));
	assert_true(o.over);
}

static void files_are_read_in_pieces(void **state)
{
	struct call c = new_call(*state);
	char path[] = "/tmp/sulear-csv-XXXXXX";
	int file = mkstemp(path);
	assert_true(file >= 0);
	FILE *stream = fdopen(file, "w");
	fputs("n,text\n", stream);
	for (int i = 0; i < 20000; i++)
		fprintf(stream, "%d,\"\xc3\xa9\n%d\"\n", i, i);
	assert_int_equal(fclose(stream), 0);
	struct taken t = new_taken(&c);
	assert_int_equal(csv_read_file(&c, path, STR("n.csv"), CSV_LIMITS, take, &t), OK);
	assert_true(str_ends(out_str(&t.text), "[19999|\xc3\xa9\n19999]"));
	unlink(path);
	assert_int_equal(csv_read_file(&c, path, STR("n.csv"), CSV_LIMITS, take, &t), UNAVAILABLE);
	assert_true(str_is(first_field(&c), "n.csv"));
	assert_int_equal(csv_read_file(&c, "/", STR("root"), CSV_LIMITS, take, &t), UNAVAILABLE);
}

/* csv-spectrum: the records of json/NAME.json are what csvs/NAME.csv holds, keyed by its header. Written out here as rows. */
static const struct {
	const char *name, *rows;
} spectrum[] = {
	{"comma_in_quotes", "[first|last|address|city|zip][John|Doe|120 any st.|Anytown, WW|08123]"},
	{"empty", "[a|b|c][1||][2|3|4]"},
	{"empty_crlf", "[a|b|c][1||][2|3|4]"},
	{"escaped_quotes", "[a|b][1|ha \"ha\" ha][3|4]"},
	{"json", "[key|val][1|{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}]"},
	{"location_coordinates", "[Contact Phone Number|Location Coordinates|Cities|Counties]"
				 "[2095257564|37\xef\xbf\xbd"
				 "36'37.8\"N 121\xef\xbf\xbd"
				 "2'17.9\"W|Modesto|Stanislaus]"},
	{"newlines", "[a|b|c][1|2|3][Once upon \na time|5|6][7|8|9]"},
	{"newlines_crlf", "[a|b|c][1|2|3][Once upon \r\na time|5|6][7|8|9]"},
	{"quotes_and_newlines", "[a|b][1|ha \n\"ha\" \nha][3|4]"},
	{"simple", "[a|b|c][1|2|3]"},
	{"simple_crlf", "[a|b|c][1|2|3]"},
	{"utf8", "[a|b|c][1|2|3][4|5|\xca\xa4]"},
};

static void csv_spectrum_is_read(void **state)
{
	const char *root = getenv("SULEAR_ROOT");
	char *suite = strdup(arena_printf(*state, "%s/../shared/suites/csv/csvs", root ? root : "."));
	if (access(suite, R_OK) != 0) {
		print_message("csv-spectrum is not at %s: skipped\n", suite);
		free(suite);
		skip();
	}
	for (size_t i = 0; i < ROWS(spectrum); i++) {
		arena_clear(*state);
		struct call c = new_call(*state);
		struct taken t = new_taken(&c);
		char *path = arena_printf(*state, "%s/%s.csv", suite, spectrum[i].name);
		assert_int_equal(csv_read_file(&c, path, str_of(spectrum[i].name), CSV_LIMITS, take, &t), OK);
		assert_string_equal(out_str(&t.text).at, spectrum[i].rows);
	}
	free(suite);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cut_reads_the_same),
		cmocka_unit_test(places_count_characters),
		cmocka_unit_test(long_runs_keep_their_places),
		cmocka_unit_test(limits_end_the_reading),
		cmocka_unit_test(a_hundred_faults_end_the_reading),
		cmocka_unit_test(the_taker_ends_the_reading),
		cmocka_unit_test(cells_are_quoted_where_they_must),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(a_ceiling_is_told),
		cmocka_unit_test(files_are_read_in_pieces),
		cmocka_unit_test(csv_spectrum_is_read),
	};
	struct CMUnitTest each[ROWS(tests)];
	for (size_t i = 0; i < ROWS(tests); i++) {
		each[i] = tests[i];
		each[i].setup_func = new_arena;
		each[i].teardown_func = old_arena;
	}
	return cmocka_run_group_tests(each, NULL, NULL);
}
