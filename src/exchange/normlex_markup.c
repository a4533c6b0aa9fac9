/* SPDX-License-Identifier: Apache-2.0 */
/* Markup by libxml2's HTML reader, as events: nothing is kept but texts of cells, headings and what a page says of itself.
 *
 * Text goes to the innermost open cell, so that tables for layout around the table that matters take nothing of it; a table
 * inside a cell gives its text to that cell when it ends. libxml2 looks at every attribute of an element for every further
 * one: bytes without an event, and elements with very many attributes, end the reading. */
#include "exchange/normlex_private.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

enum {
	PIECE = 4096,
	SILENCE_MOST = 128 << 10, /* bytes without an event */
	ATTRIBUTES_MOST = 256,
	ROWS_MOST = 20000, /* of all tables, those for layout included */
	LINE_MOST = 500
};

struct open_cell {
	struct out text, link, rest;
	struct str href;
	bool has_link, in_link;
};

struct open_table {
	struct markup_table *table;
	struct markup_row *row;
	struct open_cell cell;
	bool in_cell;
};

struct markup_reading {
	struct arena *a;
	struct markup *out;
	struct str html;
	size_t fed, event_at, rows;
	htmlParserCtxtPtr parser;
	struct open_table tables[MARKUP_TABLES_MOST];
	size_t tables_n;
	struct out line;
	bool in_title;
	int in_raw; /* script, style */
};

static void give_up(struct markup_reading *r, const char *why)
{
	if (!r->out->hostile)
		r->out->hostile = why;
	xmlStopParser(r->parser);
}

/* Adds text with blanks of every kind made one, none at the start. */
static void add_text(struct out *o, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		unsigned char c = (unsigned char)s.at[i];
		size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
		struct str one = str_slice(s, i, n);
		bool blank = c <= ' ' || c == 0x7f || str_control(s, i) || str_is(one, "\xc2\xa0") ||
			     str_is(one, "\xe2\x80\x87") || str_is(one, "\xe2\x80\xaf") ||
			     str_is(one, "\xe2\x80\x8b") || str_is(one, "\xef\xbb\xbf");
		i += one.n;
		if (!blank)
			out_raw(o, one);
		else if (o->n && o->at[o->n - 1] != ' ')
			out_raw(o, STR(" "));
	}
}

static struct open_table *innermost(struct markup_reading *r)
{
	return r->tables_n ? &r->tables[r->tables_n - 1] : NULL;
}

static void add_everywhere(struct markup_reading *r, struct str s)
{
	struct open_table *t = innermost(r);
	add_text(&r->line, s);
	if (!t || !t->in_cell)
		return;
	add_text(&t->cell.text, s);
	if (t->cell.in_link)
		add_text(&t->cell.link, s);
	else if (t->cell.has_link)
		add_text(&t->cell.rest, s);
}

static struct str text_of(struct markup_reading *r, struct out *o)
{
	struct str text = str_trim((struct str){o->at, o->n});
	return text.n ? str_copy(r->a, text) : STR("");
}

static void empty(struct out *o)
{
	o->n = 0;
	o->over = false;
}

static void end_line(struct markup_reading *r)
{
	struct str line = text_of(r, &r->line);
	if (line.n && r->out->lines.n < MARKUP_LINES_MOST)
		*list_add(r->a, &r->out->lines) = line;
	empty(&r->line);
}

static void end_cell(struct markup_reading *r, struct open_table *t)
{
	struct open_cell *cell = &t->cell;
	if (t->in_cell && t->row && t->row->n < MARKUP_CELLS_MOST)
		t->row->cells[t->row->n++] = (struct markup_cell){.text = text_of(r, &cell->text),
								  .link = text_of(r, &cell->link),
								  .rest = text_of(r, &cell->rest),
								  .href = cell->href,
								  .over = cell->text.over};
	t->in_cell = false;
}

static void begin_cell(struct markup_reading *r)
{
	struct open_table *t = innermost(r);
	if (!t)
		return;
	end_cell(r, t);
	t->in_cell = true;
	t->cell.has_link = t->cell.in_link = false;
	t->cell.href = STR("");
	empty(&t->cell.text);
	empty(&t->cell.link);
	empty(&t->cell.rest);
}

static void end_row(struct markup_reading *r, struct open_table *t)
{
	end_cell(r, t);
	t->row = NULL;
}

static void begin_row(struct markup_reading *r)
{
	struct open_table *t = innermost(r);
	if (!t)
		return;
	end_row(r, t);
	if (r->rows++ == ROWS_MOST) {
		give_up(r, "it has too many rows");
		return;
	}
	t->row = arena_one(r->a, struct markup_row);
	t->row->line = r->parser->input ? (size_t)r->parser->input->line : 0;
	*list_add(r->a, &t->table->rows) = t->row;
}

static void begin_table(struct markup_reading *r)
{
	if (r->tables_n == MARKUP_TABLES_MOST) {
		give_up(r, "its tables stand too deep in each other");
		return;
	}
	struct open_table *t = &r->tables[r->tables_n++];
	t->table = arena_one(r->a, struct markup_table);
	t->row = NULL;
	t->in_cell = false;
}

/* The texts of a table that ends inside a cell belong to that cell too. */
static void end_table(struct markup_reading *r)
{
	struct open_table *t = innermost(r);
	if (!t)
		return;
	end_row(r, t);
	if (t->table->rows.n)
		*list_add(r->a, &r->out->tables) = t->table;
	r->tables_n--;
	struct open_table *around = innermost(r);
	if (!around || !around->in_cell)
		return;
	for (size_t i = 0; i < t->table->rows.n && !around->cell.text.over; i++)
		for (size_t k = 0; k < t->table->rows.at[i]->n; k++) {
			const struct markup_cell *cell = &t->table->rows.at[i]->cells[k];
			struct out *rest = around->cell.has_link ? &around->cell.rest : NULL;
			add_text(&around->cell.text, STR(" "));
			add_text(&around->cell.text, cell->text);
			if (rest) {
				add_text(rest, STR(" "));
				add_text(rest, cell->text);
			}
		}
}

static struct str attribute(const xmlChar **pairs, const char *name)
{
	for (; pairs && pairs[0]; pairs += 2)
		if (strcasecmp((const char *)pairs[0], name) == 0)
			return str_of((const char *)pairs[1]);
	return STR("");
}

static void take_address(struct markup_reading *r, struct str address)
{
	if (!r->out->address.n && address.n && address.n < 2000)
		r->out->address = str_copy(r->a, address);
}

/* Elements that say something about the page itself. */
static void take_head(struct markup_reading *r, const char *name, const xmlChar **pairs)
{
	if (strcmp(name, "base") == 0)
		take_address(r, attribute(pairs, "href"));
	if (strcmp(name, "link") == 0 && str_is_nocase(attribute(pairs, "rel"), "canonical"))
		take_address(r, attribute(pairs, "href"));
	if (strcmp(name, "meta") == 0) {
		struct str about = attribute(pairs, "name"), property = attribute(pairs, "property");
		if (str_is_nocase(property, "og:url"))
			take_address(r, attribute(pairs, "content"));
		if (str_is_nocase(about, "date") || str_is_nocase(about, "dcterms.date") ||
		    str_is_nocase(about, "dc.date"))
			r->out->saved = str_copy(r->a, str_slice(attribute(pairs, "content"), 0, 40));
	}
	if (strcmp(name, "input") == 0) {
		int64_t step;
		if (str_is_nocase(attribute(pairs, "type"), "password"))
			r->out->asks_for_password = true;
		if (str_is_nocase(attribute(pairs, "name"), "p_flow_step_id") &&
		    str_to_i64(attribute(pairs, "value"), &step))
			r->out->step = step;
	}
}

static bool is_any(const char *name, const char *names)
{
	struct str rest = str_of(names), one;
	while (str_next(&rest, ' ', &one))
		if (str_is(one, name))
			return true;
	return false;
}

/* Elements within a line; all others part one text from the next. */
static bool is_inline(const char *name)
{
	return is_any(
		name,
		"a abbr b bdi bdo big cite code em font i ins mark q s small span strike strong sub sup tt u wbr");
}

static void event(struct markup_reading *r)
{
	r->event_at = r->fed;
}

static void on_start(void *with, const xmlChar *element, const xmlChar **pairs)
{
	struct markup_reading *r = with;
	const char *name = (const char *)element;
	struct open_table *t = innermost(r);
	size_t n = 0;
	event(r);
	while (pairs && pairs[2 * n])
		n++;
	if (n > ATTRIBUTES_MOST)
		give_up(r, "an element has too many attributes");
	if (r->parser->nameNr > NORMLEX_DEPTH_MOST)
		give_up(r, "its elements stand too deep in each other");
	if (!is_inline(name)) {
		add_everywhere(r, STR(" "));
		end_line(r);
	}
	take_head(r, name, pairs);
	r->in_title = r->in_title || strcmp(name, "title") == 0;
	r->in_raw += is_any(name, "script style");
	if (strcmp(name, "table") == 0)
		begin_table(r);
	else if (strcmp(name, "tr") == 0)
		begin_row(r);
	else if (is_any(name, "td th"))
		begin_cell(r);
	else if (strcmp(name, "a") == 0 && t && t->in_cell && !t->cell.has_link) {
		t->cell.has_link = t->cell.in_link = true;
		t->cell.href = str_copy(r->a, str_slice(attribute(pairs, "href"), 0, 2000));
	}
}

/* A link without a word is none. */
static void end_link(struct markup_reading *r)
{
	struct open_table *t = innermost(r);
	if (!t || !t->cell.in_link)
		return;
	t->cell.in_link = false;
	t->cell.has_link = text_of(r, &t->cell.link).n > 0;
}

static void on_end(void *with, const xmlChar *element)
{
	struct markup_reading *r = with;
	const char *name = (const char *)element;
	struct open_table *t = innermost(r);
	event(r);
	if (strcmp(name, "title") == 0) {
		r->in_title = false;
		r->out->title = text_of(r, &r->line);
	}
	if (!is_inline(name)) {
		add_everywhere(r, STR(" "));
		end_line(r);
	}
	r->in_raw -= is_any(name, "script style");
	if (strcmp(name, "a") == 0)
		end_link(r);
	else if (t && strcmp(name, "table") == 0)
		end_table(r);
	else if (t && strcmp(name, "tr") == 0)
		end_row(r, t);
	else if (t && is_any(name, "td th"))
		end_cell(r, t);
}

static void on_text(void *with, const xmlChar *text, int n)
{
	struct markup_reading *r = with;
	event(r);
	if (!r->in_raw)
		add_everywhere(r, (struct str){(const char *)text, (size_t)n});
}

static void on_raw(void *with, const xmlChar *text, int n)
{
	(void)text, (void)n;
	event(with);
}

/* What browsers and archives write when they save: "saved from url=(0057)https://…", "url: https://… saved date: Mon Jun 01
 * 2026 …", "FILE ARCHIVED ON 10:11:12 Jun 01, 2026 AND …". */
static void on_comment(void *with, const xmlChar *text)
{
	struct markup_reading *r = with;
	const char *comment = (const char *)text, *at;
	event(r);
	if ((at = strcasestr(comment, "http")) &&
	    (strcasestr(comment, "saved from url=") || strcasestr(comment, "url: ")))
		take_address(r, (struct str){at, strcspn(at, " \t\r\n")});
	static const char *const marks[] = {"saved date:", "FILE ARCHIVED ON "};
	for (size_t i = 0; i < 2; i++)
		if ((at = strcasestr(comment, marks[i])))
			r->out->saved = str_copy(r->a, str_slice(str_of(at + strlen(marks[i])), 0, 40));
}

/* Gives the reader its next bytes. Here it must not be stopped, as it holds on to what it reads: the page just ends. */
static int feed(void *with, char *buffer, int room)
{
	struct markup_reading *r = with;
	if (!r->out->hostile && r->fed - r->event_at > SILENCE_MOST)
		r->out->hostile = "a tag, comment or text in it is longer than any honest one";
	if (r->out->hostile)
		return 0;
	struct str piece = str_slice(r->html, r->fed, room < PIECE ? (size_t)room : PIECE);
	if (piece.n)
		memcpy(buffer, piece.at, piece.n);
	r->fed += piece.n;
	return (int)piece.n;
}

void markup_read(struct arena *a, struct str html, struct markup *out)
{
	struct markup_reading r = {.a = a, .out = out, .html = html, .line = out_new(a, LINE_MOST, NULL)};
	for (size_t i = 0; i < MARKUP_TABLES_MOST; i++)
		r.tables[i].cell = (struct open_cell){.text = out_new(a, NORMLEX_CELL_MOST, NULL),
						      .link = out_new(a, NORMLEX_CELL_MOST, NULL),
						      .rest = out_new(a, NORMLEX_CELL_MOST, NULL)};
	*out = (struct markup){.title = STR(""), .address = STR(""), .saved = STR("")};
	r.parser = htmlNewParserCtxt();
	must(r.parser);
	htmlSAXHandler events = {.startElement = on_start,
				 .endElement = on_end,
				 .characters = on_text,
				 .ignorableWhitespace = on_text,
				 .cdataBlock = on_raw,
				 .comment = on_comment};
	*r.parser->sax = events;
	r.parser->userData = &r;
	htmlDocPtr none = htmlCtxtReadIO(r.parser, feed, NULL, &r, NULL, "UTF-8",
					 HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
						 HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	must(!none);
	while (r.tables_n)
		end_table(&r);
	end_line(&r);
	htmlFreeParserCtxt(r.parser);
}
