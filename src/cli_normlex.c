/* SPDX-License-Identifier: Apache-2.0 */
/* cli_normlex.c - saved NORMLEX pages and old NORMLEX addresses. */
#include "cli_progress.h"
#include "cli_run.h"

#include "register/normlex.h"
#include "register/normlex_address.h"
#include "register/texts.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* The register of the store where one is named, else the built-in one. */
static enum cli_exit open_register(struct cli_run *r, const struct register_snapshot **out)
{
	enum status status;
	if (cli_address(r->arguments)) {
		enum cli_exit end = cli_open(r, CLI_EXISTING);
		if (end != CLI_FINE)
			return end;
		status = register_snapshot(&r->call, out);
	} else {
		const char *directory = cli_builtin(r);
		struct register_snapshot *s = arena_one(r->arena, struct register_snapshot);
		if (!directory)
			return CLI_REFUSED;
		status = register_snapshot_of_files(&r->call, directory, s);
		*out = s;
	}
	return status == OK ? CLI_FINE : cli_end(r, status);
}

static struct str number_of(const struct register_snapshot *s, struct str instrument)
{
	for (size_t i = 0; i < s->normlex_ids_n; i++)
		if (str_is(s->normlex_ids[i].kind, "instrument") && str_equal(s->normlex_ids[i].name, instrument))
			return s->normlex_ids[i].id;
	return STR("");
}

/* One line an instrument: name, how complete its list is here, of when, and the address of its page. */
static void print_list(struct cli_run *r, const struct register_snapshot *s)
{
	size_t unknown = 0;
	for (size_t i = 0; i < s->instruments_n; i++) {
		const struct register_instrument *one = &s->instruments[i];
		struct str number = number_of(s, one->id);
		if (one->law.id.kind == LAW_RECOMMENDATION)
			continue;
		unknown += number.n == 0;
		printf("%.*s\t%.*s\t%.*s\t%.*s\n", STR_ARGS(one->id), STR_ARGS(one->coverage.completeness),
		       STR_ARGS(one->coverage.as_of),
		       STR_ARGS(number.n ? normlex_page_address(r->arena, number) : STR("number not known")));
	}
	fprintf(stderr, "Columns: instrument, how complete its list of ratifications is here, as of when, page to save "
			"as HTML.\n");
	if (unknown)
		fprintf(stderr,
			"For %zu of them NORMLEX's number is not known: find their page by its links; it is of the "
			"form\n  "
			"%s\nThe importer takes the instrument's name, and then its number, from the page itself.\n",
			unknown, normlex_page_address(r->arena, STR("NUMBER")).at);
}

static void print_finding(const struct register_normlex_finding *f)
{
	printf("  %-9s ", register_normlex_word(f->what));
	if (f->line)
		printf("line %zu: ", f->line);
	if (f->fact.n)
		printf("%.*s ", STR_ARGS(f->fact));
	printf("%.*s", STR_ARGS(f->key));
	if (f->column.n)
		printf(": %.*s", STR_ARGS(f->column));
	if (f->what == NORMLEX_DIFFERS || (f->after.n && f->column.n))
		printf(": “%.*s” → “%.*s”", STR_ARGS(f->before), STR_ARGS(f->after));
	else if (f->column.n || f->after.n)
		printf(": “%.*s%.*s”", STR_ARGS(f->before), STR_ARGS(f->after));
	printf("\n");
}

static void print_report(const struct register_normlex_report *report)
{
	char day[DATE_ROOM];
	for (size_t i = 0; i < report->pages_n; i++) {
		const struct register_normlex_page *page = &report->pages[i];
		if (page->refused) {
			printf("%.*s: refused\n", STR_ARGS(page->file));
			continue;
		}
		printf("%.*s: %.*s as of %.*s: %zu ratifications, %zu of them the same, %s\n", STR_ARGS(page->file),
		       STR_ARGS(page->instrument), STR_ARGS(date_print(page->as_of, day)), page->rows, page->same,
		       page->complete ? "complete" : "partial");
		for (size_t k = 0; k < page->findings.n; k++)
			print_finding(&page->findings.at[k]);
	}
	cli_print_import(&report->import);
	printf(report->applied ? "Stored.\n" : "Nothing is stored.\n");
}

static json_t *json_of(struct str s)
{
	return s.n ? json_stringn_nocheck(s.at, s.n) : json_null();
}

static json_t *finding_json(const struct register_normlex_finding *f)
{
	return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "what", register_normlex_word(f->what), "fact",
			 json_of(f->fact), "key", json_of(f->key), "column", json_of(f->column), "before",
			 json_of(f->before), "after", json_of(f->after), "line",
			 f->line ? json_integer((json_int_t)f->line) : json_null());
}

static json_t *page_json(const struct register_normlex_page *page)
{
	char day[DATE_ROOM];
	json_t *findings = json_array();
	for (size_t i = 0; i < page->findings.n; i++)
		json_array_append_new(findings, finding_json(&page->findings.at[i]));
	return json_pack("{s:o, s:o, s:o, s:b, s:b, s:I, s:I, s:o}", "file", json_of(page->file), "instrument",
			 json_of(page->instrument), "as_of", json_of(date_print(page->as_of, day)), "refused",
			 page->refused, "complete", page->complete, "rows", (json_int_t)page->rows, "same",
			 (json_int_t)page->same, "findings", findings);
}

static void print_json(const struct register_normlex_report *report, const struct problems *problems)
{
	json_t *pages = json_array(), *told = json_array();
	for (size_t i = 0; i < report->pages_n; i++)
		json_array_append_new(pages, page_json(&report->pages[i]));
	for (size_t i = 0; i < problems->list.n; i++)
		json_array_append_new(told,
				      json_pack("{s:s, s:o, s:o}", "code", problem_slug(problems->list.at[i].code),
						"field", json_of(problems->list.at[i].field), "detail",
						json_of(problems->list.at[i].detail)));
	json_t *all = json_pack("{s:b, s:I, s:I, s:I, s:o, s:o}", "applied", report->applied, "added",
				(json_int_t)report->import.sum.added, "changed", (json_int_t)report->import.sum.changed,
				"refused_pages", (json_int_t)report->refused, "pages", pages, "problems", told);
	must(all);
	json_dumpf(all, stdout, JSON_INDENT(2));
	printf("\n");
	json_decref(all);
}

static enum cli_exit import_pages(struct cli_run *r)
{
	const struct cli_arguments *arguments = r->arguments;
	struct register_normlex_options options = {
		.apply = arguments->value[CLI_APPLY], .skip_bad = arguments->value[CLI_SKIP_BAD], .as_of = DATE_UNSET};
	struct register_normlex_report report;
	struct progress progress;
	if (arguments->value[CLI_AS_OF])
		must(date_parse(str_of(arguments->value[CLI_AS_OF]), &options.as_of));
	enum cli_exit end = cli_open(r, CLI_EXISTING);
	if (end != CLI_FINE)
		return end;
	progress_start(&progress, "Comparing");
	enum status status =
		register_import_normlex(&r->call, arguments->operands, arguments->operands_n, &options, &report);
	progress_end(&progress);
	bool compared = status == OK || status == INVALID;
	if (compared && arguments->value[CLI_JSON])
		print_json(&report, &r->call.problems);
	else if (compared && report.pages_n)
		print_report(&report);
	end = cli_end(r, status);
	if (status == INVALID)
		fprintf(stderr, "Nothing is stored: save these pages again, or leave them out with --skip-bad.\n");
	else if (status == OK && !options.apply)
		fprintf(stderr, "This was a comparison; --apply stores it.\n");
	return end;
}

enum cli_exit cli_import_normlex(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	const struct register_snapshot *s;
	enum cli_exit end = CLI_USAGE;
	if (arguments->value[CLI_LIST] && arguments->operands_n) {
		fprintf(stderr, "sulear: --list reads no page; leave the files out\n");
	} else if (arguments->value[CLI_LIST]) {
		end = open_register(&r, &s);
		if (end == CLI_FINE)
			print_list(&r, s);
	} else if (!arguments->operands_n) {
		fprintf(stderr, "sulear: expected FILE|DIR... after `import normlex`, or --list\n");
	} else if (!cli_address(arguments)) {
		fprintf(stderr, "sulear: name the store with --data or --store\n");
	} else {
		end = import_pages(&r);
	}
	cli_close(&r);
	return end;
}

/* Prints the address here, or says that it is not known. */
static enum cli_exit print_address(struct cli_run *r, const struct register_snapshot *s, const char *url)
{
	struct normlex_address address;
	const struct register_instrument *instrument = NULL;
	const struct register_country *country = NULL;
	struct register_text_languages texts = {0};
	const char *site = r->arguments->value[CLI_URL];
	bool read = normlex_address_read(r->arena, str_of(url), &address);
	if (read)
		normlex_find(s, &address, &instrument, &country);
	if (instrument && r->call.store && register_text_languages(&r->call, instrument->id, &texts) != OK)
		return cli_end(r, UNAVAILABLE);
	struct str path = read ? normlex_our_path(r->arena, s, &address, texts.n > 0) : STR("");
	if (path.n)
		printf("%s/%s%.*s\n", site ? site : "", read && address.lang.tag[0] ? address.lang.tag : "en",
		       STR_ARGS(path));
	else
		fprintf(stderr, "sulear: %s: %s\n", url,
			!read                              ? "no address of a NORMLEX page that is known here"
			: address.about == NORMLEX_COMMENT ? "comments are not held here"
							   : "its number or code is not known here");
	return path.n ? CLI_FINE : CLI_REFUSED;
}

enum cli_exit cli_normlex_address(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	const struct register_snapshot *s = NULL;
	enum cli_exit end = open_register(&r, &s);
	bool opened = end == CLI_FINE;
	for (size_t i = 0; i < arguments->operands_n && opened; i++) {
		enum cli_exit one = print_address(&r, s, arguments->operands[i]);
		end = one > end ? one : end;
	}
	cli_close(&r);
	return end;
}
