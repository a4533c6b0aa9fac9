/* SPDX-License-Identifier: Apache-2.0 */
/* Import of texts: files of JSON lines, read several times rather than held. One walk finds the faults; on the writer one
 * counts what differs and computes its digest for the log, the last one stores it. A file that changes between two walks is
 * refused, so that the log's digest fits what is stored. */
#include "base/map.h"
#include "register/register_private.h"
#include "register/texts.h"
#include "register/texts_sql.h"
#include "store/store.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A tag such as "pt", "zh-Hans" (RFC 5646 2.1: letters and digits in parts of at most eight). */
static bool is_language(struct str tag)
{
	struct str rest = tag, part;
	bool is_first = true;
	if (tag.n == 0 || tag.n >= sizeof((struct lang){""}.tag))
		return false;
	while (str_next(&rest, '-', &part)) {
		if (part.n < 2 || part.n > (is_first ? 3 : 8))
			return false;
		for (size_t k = 0; k < part.n; k++)
			if (is_first ? part.at[k] < 'a' || part.at[k] > 'z'
				     : !is_letter(part.at[k]) && !is_digit(part.at[k]))
				return false;
		is_first = false;
	}
	return true;
}

static bool is_article(struct str name)
{
	if (name.n == 0 || name.n > TEXT_NAME_MOST || (!is_letter(name.at[0]) && !is_digit(name.at[0])))
		return false;
	for (size_t k = 0; k < name.n; k++)
		if (!is_letter(name.at[k]) && !is_digit(name.at[k]) && name.at[k] != '.' && name.at[k] != '-')
			return false;
	return true;
}

/* Holds no control character; a text may have line ends. */
static bool is_clean(struct str s, bool has_lines)
{
	for (size_t k = 0; k < s.n; k++)
		if (str_control(s, k) && !(has_lines && s.at[k] == '\n'))
			return false;
	return true;
}

/* The cells of a line by their names. */
struct cells {
	struct str id, instrument, article, lang, text, source;
};

static bool take_cells(struct arena *a, json_t *object, struct cells *out, const char **why)
{
	const struct {
		const char *name;
		struct str *cell;
	} names[] = {{"id", &out->id},           {"instrument", &out->instrument},
		     {"article", &out->article}, {"lang", &out->lang},
		     {"text", &out->text},       {"source", &out->source}};
	const char *name;
	json_t *value;
	*out = (struct cells){0};
	json_object_foreach(object, name, value)
	{
		struct str *cell = NULL;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			cell = strcmp(names[k].name, name) == 0 ? names[k].cell : cell;
		if (!cell || !json_is_string(value)) {
			*why = cell ? "every value must be a text"
				    : "only id, instrument, article, lang, text and source are known here";
			return false;
		}
		*cell = str_copy(a, (struct str){json_string_value(value), json_string_length(value)});
	}
	return true;
}

static bool check_cells(struct arena *a, const struct cells *v, struct register_article *out, const char **why)
{
	struct law_id id;
	char room[LAW_ID_ROOM];
	*why = NULL;
	if (!law_id_parse(v->instrument, &id))
		*why = "instrument must be a name such as C189, P029, R201 or MLC";
	else if (!is_article(v->article))
		*why = "article must be a name of at most 24 letters, digits, dots and hyphens, such as 1, 10bis, A4.5 "
		       "or "
		       "preamble";
	else if (!is_language(v->lang))
		*why = "lang must be a language tag such as en, pt or zh-Hans";
	else if (!str_trim(v->text).n || !is_clean(v->text, true))
		*why = "text must be there and hold no control character but line ends";
	else if (!v->source.n || v->source.n > TEXT_SOURCE_MOST || !is_clean(v->source, false))
		*why = "source must be there: at most 500 bytes, no control character";
	if (*why)
		return false;
	struct str instrument = str_copy(a, law_id_print(id, room));
	struct str whole =
		str_format(a, "%.*s:%.*s:%.*s", STR_ARGS(v->instrument), STR_ARGS(v->article), STR_ARGS(v->lang));
	if (v->id.n && !str_equal(v->id, whole)) {
		*why = "id must be instrument:article:lang of the same line";
		return false;
	}
	*out = (struct register_article){.instrument = instrument,
					 .article = v->article,
					 .lang = lang_of(v->lang),
					 .text = str_trim(v->text),
					 .source = v->source};
	out->bytes = (int64_t)out->text.n;
	return true;
}

bool register_article_parse(struct arena *a, struct str line, struct register_article *out, const char **why,
			    int *column)
{
	struct cells cells;
	json_error_t error;
	*column = 1;
	*why = "not valid UTF-8";
	if (!str_is_utf8(line))
		return false;
	json_t *object = json_loadb(line.at, line.n, JSON_REJECT_DUPLICATES, &error);
	bool fits = json_is_object(object);
	if (!object)
		*column = error.column > 0 ? error.column : 1;
	if (!fits)
		*why = object ? "a line must be one JSON object" : "not valid JSON";
	fits = fits && take_cells(a, object, &cells, why) && check_cells(a, &cells, out, why);
	json_decref(object);
	return fits;
}

enum walk { WALK_CHECK, WALK_COUNT, WALK_STORE };

struct importing {
	struct call *c;
	const char *const *paths;
	size_t n;
	const struct register_snapshot *snapshot;
	enum walk walk;
	struct store *store;
	struct arena *line; /* cleared after each */
	struct map seen;    /* the articles of this import, each once; their keys are few and short */
	struct register_digest *digest;
	struct register_import_counts counts; /* of the walk */
	struct str hex;                       /* its digest */
	int64_t change;
	const char *file;
	size_t number;
	enum status status;
};

/* Tells of a line only once, in the first walk. */
static void refuse(struct importing *m, int column, const char *format, ...) PRINTF(3, 4);
static void refuse(struct importing *m, int column, const char *format, ...)
{
	va_list ap;
	m->counts.refused++;
	if (m->walk != WALK_CHECK)
		return;
	va_start(ap, format);
	const char *text = arena_vprintf(m->c->arena, format, ap);
	va_end(ap);
	problem_add(&m->c->problems, PROBLEM_BAD_ROW, PLACE_LINE,
		    str_format(m->c->arena, "%s:%zu:%d", m->file, m->number, column), "%s", text);
}

static struct str digest_key(struct arena *a, const struct register_article *one)
{
	return str_format(a, "%.*s %s %.*s", STR_ARGS(one->instrument), one->lang.tag, STR_ARGS(one->article));
}

static void add_to_digest(struct register_digest *d, struct arena *a, const struct register_article *one)
{
	struct str body = str_format(a, "%.*s\n%.*s", STR_ARGS(one->source), STR_ARGS(one->text));
	register_digest_add(d, STR("text"), digest_key(a, one), body);
}

/* Whether an article may be added: the limit of an instrument in a language. */
static enum status check_room(struct importing *m, const struct register_article *one)
{
	struct article_count_row count;
	enum status st = article_count_query(m->store, m->line, one->instrument, str_of(one->lang.tag), &count);
	if (st != OK || count.articles < TEXT_ARTICLES_MOST)
		return st;
	return problem_add(
		&m->c->problems, PROBLEM_BAD_ROW, PLACE_LINE, str_format(m->c->arena, "%s:%zu:1", m->file, m->number),
		"more than %d articles of %.*s in one language", TEXT_ARTICLES_MOST, STR_ARGS(one->instrument));
}

static enum status store_article(struct importing *m, const struct register_article *one, int64_t standing)
{
	int64_t changed;
	enum status st = standing ? article_supersede_query(m->store, m->line, standing, m->c->now, &changed)
				  : check_room(m, one);
	return st != OK ? st
			: article_add_query(m->store, m->line, one->instrument, str_of(one->lang.tag), one->article,
					    one->text, one->bytes, one->source, m->c->now, m->change, &changed);
}

/* Compares an article with what stands, and stores it in the last walk. */
static enum status take_article(struct importing *m, const struct register_article *one)
{
	bool found;
	struct article_stands_row row;
	enum status st = article_stands_query(m->store, m->line, one->instrument, str_of(one->lang.tag), one->article,
					      &row, &found);
	if (st != OK)
		return st;
	if (found && str_equal(row.text, one->text) && str_equal(row.source, one->source)) {
		m->counts.same++;
		return OK;
	}
	m->counts.added += !found;
	m->counts.changed += found;
	add_to_digest(m->digest, m->line, one);
	return m->walk == WALK_STORE ? store_article(m, one, found ? row.id : 0) : OK;
}

static void take_line(struct importing *m, struct str line)
{
	const char *why;
	int column;
	struct register_article one;
	if (!register_article_parse(m->line, line, &one, &why, &column)) {
		refuse(m, column, "%s", why);
		return;
	}
	if (!register_instrument_named(m->snapshot, one.instrument)) {
		refuse(m, 1, "there is no instrument %.*s in the register", STR_ARGS(one.instrument));
		return;
	}
	struct str key = digest_key(m->line, &one);
	if (map_get(&m->seen, key)) {
		refuse(m, 1, "%.*s stands in these files already", STR_ARGS(key));
		return;
	}
	map_put(&m->seen, str_copy(m->seen.arena, key), m);
	m->status = take_article(m, &one);
}

/* Reads one line into `at`, at most `most` bytes and without its end; false at the end of the file. A longer one is read past
 * and told by is_long. */
static bool read_line(FILE *f, char *at, size_t most, size_t *n, size_t *bytes, bool *is_long)
{
	int c;
	*n = 0;
	*is_long = false;
	while ((c = getc_unlocked(f)) != EOF && c != '\n') {
		*is_long = *is_long || *n == most;
		if (!*is_long)
			at[(*n)++] = (char)c;
		++*bytes;
	}
	++*bytes;
	return c != EOF || *n > 0;
}

static void take_file(struct importing *m, FILE *f, char *buffer)
{
	size_t n, bytes = 0;
	bool is_long;
	m->number = 0;
	while (m->status == OK && read_line(f, buffer, TEXT_LINE_MOST, &n, &bytes, &is_long)) {
		m->number++;
		struct str line = {buffer, n};
		if (m->number == 1 && str_begins(line, "\xef\xbb\xbf"))
			line = str_slice(line, 3, line.n);
		if (bytes > TEXT_FILE_MOST) {
			refuse(m, 1, "the file is longer than 64 MiB");
			m->status = INVALID;
		} else if (is_long)
			refuse(m, 1, "the line is longer than 1 MiB");
		else if (str_trim(line).n)
			take_line(m, line);
		arena_clear(m->line);
	}
	if (m->status == OK && ferror(f)) {
		problem_add(&m->c->problems, PROBLEM_BAD_ROW, PLACE_NOWHERE, str_of(m->file), "it cannot be read");
		m->status = INVALID;
	}
}

/* Walks through all files. */
static enum status walk(struct importing *m, enum walk which, struct store *s)
{
	struct arena *keys = arena_new();
	m->walk = which;
	m->store = s;
	m->status = OK;
	m->seen = map_new(keys);
	m->line = arena_new();
	m->digest = register_digest_new(keys);
	m->counts = (struct register_import_counts){.files = m->n};
	char *buffer = arena_alloc(keys, TEXT_LINE_MOST + 1);
	for (size_t k = 0; k < m->n && m->status == OK; k++) {
		m->file = m->paths[k];
		FILE *f = fopen(m->file, "rb");
		if (!f) {
			problem_add(&m->c->problems, PROBLEM_MISSING, PLACE_NOWHERE, str_of(m->file),
				    "no such file, or it cannot be read");
			m->status = NOT_FOUND;
			continue;
		}
		take_file(m, f, buffer);
		fclose(f);
	}
	m->hex = register_digest_hex(m->c->arena, m->digest);
	arena_free(&m->line);
	arena_free(&keys);
	return m->status;
}

/* Counts, logs, stores. Runs on the writer. */
static enum status write_texts(struct store *s, void *context)
{
	struct importing *m = context;
	enum status st = walk(m, WALK_COUNT, s);
	if (st != OK || m->counts.added + m->counts.changed == 0)
		return st;
	struct str counted = m->hex;
	struct str after = str_format(m->c->arena, "{\"added\":%zu,\"changed\":%zu,\"digest\":\"%.*s\"}",
				      m->counts.added, m->counts.changed, STR_ARGS(counted));
	st = store_log(s,
		       &(struct store_change){.at = m->c->now,
					      .person = m->c->person.id,
					      .act = STR("register.texts"),
					      .subject = STR("text"),
					      .before = STR(""),
					      .after = after},
		       &m->change);
	if (st == OK)
		st = walk(m, WALK_STORE, s);
	if (st == OK && !str_equal(m->hex, counted))
		st = problem_add(&m->c->problems, PROBLEM_CONFLICTING, PLACE_NOWHERE, STR(""),
				 "a file changed while it was read; try again");
	return st;
}

enum status register_texts_import(struct call *c, const char *const *paths, size_t n,
				  const struct register_import_options *options, struct register_import_counts *out)
{
	struct importing m = {.c = c, .paths = paths, .n = n};
	*out = (struct register_import_counts){0};
	enum status st = register_snapshot(c, &m.snapshot);
	if (st == OK)
		st = walk(&m, WALK_CHECK, c->store);
	if (st == OK && m.counts.refused && !options->skip_bad)
		st = INVALID;
	if (st == OK && !options->dry_run)
		st = store_write(c->database, write_texts, &m);
	*out = m.counts;
	return st;
}

static enum status on_article(void *context, const struct article_of_change_row *row)
{
	struct importing *m = context;
	struct register_article one = {.instrument = row->instrument,
				       .article = row->article,
				       .lang = lang_of(row->lang),
				       .text = row->text,
				       .source = row->source};
	struct arena *scratch = arena_new();
	add_to_digest(m->digest, scratch, &one);
	arena_free(&scratch);
	return OK;
}

enum status register_texts_digest(struct store *s, struct arena *a, int64_t change, struct register_digest *d)
{
	struct importing m = {.digest = d};
	return article_of_change_query(s, a, change, on_article, &m);
}
