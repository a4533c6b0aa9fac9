/* SPDX-License-Identifier: Apache-2.0 */
/* An import of NORMLEX pages: read each, compare all, and if every one fits (or may be left out) store the difference by the
 * road of every import. Compared twice when storing: first to know which pages fit, then on the writer, with what stands at
 * that moment. */
#include "register/normlex_private.h"

#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAGES_MOST = 1000, DIFFERENCES_MOST = 100000 };

const char *register_normlex_word(enum register_normlex_what what)
{
	static const char *const words[NORMLEX_WHATS] = {
		[NORMLEX_NEW] = "new",
		[NORMLEX_DIFFERS] = "differs",
		[NORMLEX_UNPLACED] = "unplaced",
		[NORMLEX_UNREAD] = "unread",
		[NORMLEX_MISSING] = "missing",
		[NORMLEX_KEPT] = "kept",
		[NORMLEX_TERRITORY] = "territory",
		[NORMLEX_REPEATED] = "repeated",
	};
	return words[what];
}

struct pages {
	LIST(struct import_file) files;
	enum status status;
};

static void no_page(struct call *c, struct pages *pages, const char *path, const char *why)
{
	problem_add(&c->problems, PROBLEM_MISSING, PLACE_NOWHERE, str_of(path), "%s", why);
	pages->status = NOT_FOUND;
}

/* The files that paths name: as they are, or what a directory holds. */
static struct pages find_pages(struct call *c, const char *const *paths, size_t n)
{
	static const char *const endings[] = {".html", ".htm", ".HTML", ".HTM", NULL};
	struct pages pages = {.status = OK};
	for (size_t i = 0; i < n; i++) {
		struct stat about;
		struct import_files found = {.c = c, .endings = endings};
		const char *slash = strrchr(paths[i], '/');
		if (stat(paths[i], &about) != 0) {
			no_page(c, &pages, paths[i], "no such file or directory");
		} else if (!S_ISDIR(about.st_mode)) {
			*list_add(c->arena, &pages.files) = (struct import_file){arena_printf(c->arena, "%s", paths[i]),
										 str_of(slash ? slash + 1 : paths[i])};
		} else {
			import_find_files(&found, paths[i]);
			if (found.list.n == 0 && !found.failed)
				no_page(c, &pages, paths[i], "no saved page (.html) in it");
			for (size_t k = 0; k < found.list.n; k++)
				*list_add(c->arena, &pages.files) = found.list.at[k];
			pages.status = found.failed ? INVALID : pages.status;
		}
	}
	if (pages.files.n > PAGES_MOST)
		no_page(c, &pages, "", "there are more than 1000 pages; bring them in parts");
	return pages;
}

static enum status read_pages(struct normlex_import *n, const struct pages *pages)
{
	struct arena *a = n->c->arena;
	n->pages_n = n->report->pages_n = pages->files.n;
	n->pages = arena_array(a, struct normlex_one, n->pages_n);
	n->report->pages = arena_array(a, struct register_normlex_page, n->pages_n);
	for (size_t i = 0; i < n->pages_n; i++) {
		struct normlex_one *one = &n->pages[i];
		one->told = &n->report->pages[i];
		*one->told = (struct register_normlex_page){
			.file = pages->files.at[i].name, .instrument = STR(""), .as_of = DATE_UNSET};
		enum status st = normlex_read_file(n->c, pages->files.at[i].path, pages->files.at[i].name, &one->page);
		if (st == UNAVAILABLE)
			return st;
		one->told->refused = one->unreadable = st != OK;
	}
	return OK;
}

/* A page of which a row is refused is refused whole. */
static bool refuse_pages_of_rows(struct normlex_import *n, const struct import *import)
{
	bool any = false;
	for (size_t i = 0; i < import->rows.n; i++)
		for (size_t k = 0; k < n->pages_n && import->rows.at[i].refused; k++)
			if (str_equal(n->pages[k].page.file, import->rows.at[i].file) && !n->pages[k].told->refused)
				any = n->pages[k].told->refused = true;
	return any;
}

static size_t count_refused(const struct normlex_import *n)
{
	size_t refused = 0;
	for (size_t i = 0; i < n->pages_n; i++)
		refused += n->pages[i].told->refused;
	return refused;
}

/* One comparison, which stores where it is no dry run. Runs on the writer, or on a connection to read with. */
struct comparison {
	struct normlex_import *n;
	struct import import;
	size_t refused_before;
};

static enum status compare(struct store *s, void *context)
{
	struct comparison *k = context;
	enum status st = import_write(s, &k->import);
	bool fewer = count_refused(k->n) > k->refused_before;
	return st == OK && fewer && !k->import.options->dry_run ? CONFLICT : st;
}

static struct comparison comparison_of(struct normlex_import *n, const struct register_import_options *options)
{
	n->report->import = (struct register_import_report){0};
	return (struct comparison){
		n,
		{.c = n->c, .options = options, .report = &n->report->import, .fill = normlex_fill, .fill_context = n},
		count_refused(n)};
}

/* Compares until no further page is refused: what a refused page said must not count for the others. */
static enum status look(struct normlex_import *n)
{
	struct register_import_options options = {
		.skip_bad = true, .dry_run = true, .differences_most = DIFFERENCES_MOST};
	for (;;) {
		struct comparison k = comparison_of(n, &options);
		enum status st = compare(n->c->store, &k);
		bool more = refuse_pages_of_rows(n, &k.import) || count_refused(n) > k.refused_before;
		if (st != OK || !more)
			return st;
	}
}

static enum status apply(struct normlex_import *n)
{
	struct register_import_options options = {.differences_most = DIFFERENCES_MOST};
	struct comparison k = comparison_of(n, &options);
	enum status st = store_write(n->c->database, compare, &k);
	if (st == CONFLICT)
		problem_add(&n->c->problems, PROBLEM_CONFLICTING, PLACE_NOWHERE, STR(""),
			    "the register changed meanwhile; nothing is stored, try again");
	n->report->applied = st == OK;
	return st == CONFLICT ? INVALID : st;
}

static struct register_normlex_page *page_about(struct normlex_import *n, struct str instrument)
{
	for (size_t i = 0; i < n->pages_n; i++)
		if (!n->pages[i].told->refused && str_equal(n->pages[i].told->instrument, instrument))
			return n->pages[i].told;
	return NULL;
}

/* What the import would change, page by page. */
static void tell_differences(struct normlex_import *n)
{
	const struct register_import_report *import = &n->report->import;
	for (size_t i = 0; i < import->differences.n; i++) {
		const struct register_cell_change *d = &import->differences.at[i];
		struct str rest = d->key, instrument;
		str_next(&rest, ' ', &instrument);
		struct register_normlex_page *page = page_about(n, instrument);
		if (page && !str_is(d->column, "source"))
			*list_add(n->c->arena, &page->findings) =
				(struct register_normlex_finding){.what = d->column.n ? NORMLEX_DIFFERS : NORMLEX_NEW,
								  .fact = str_of(register_tables[d->kind].name),
								  .key = d->key,
								  .column = d->column,
								  .before = d->before,
								  .after = d->after};
	}
}

enum status register_import_normlex(struct call *c, const char *const *paths, size_t n,
				    const struct register_normlex_options *options, struct register_normlex_report *out)
{
	*out = (struct register_normlex_report){0};
	struct normlex_import all = {.c = c, .options = options, .report = out};
	struct pages pages = find_pages(c, paths, n);
	enum status st = pages.status == OK ? read_pages(&all, &pages) : pages.status;
	if (st == OK)
		st = look(&all);
	out->refused = count_refused(&all);
	bool fit = st == OK && (!out->refused || options->skip_bad);
	if (fit && options->apply)
		st = apply(&all);
	import_sum_up(&out->import);
	if (st == OK)
		tell_differences(&all);
	return st == OK && !fit ? INVALID : st;
}
