/* SPDX-License-Identifier: Apache-2.0 */
/* cli_register.c - import, export and check of the register. */
#include "cli_progress.h"
#include "cli_run.h"

#include "register/register.h"
#include "register/tables.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIFFERENCES_SHOWN = 20 }; /* a table */

static void print_counts(const char *name, const struct register_import_counts *n)
{
	printf("%-16s %8zu %8zu %8zu %8zu\n", name, n->added, n->changed, n->same, n->refused);
}

void cli_print_import(const struct register_import_report *report)
{
	printf("%-16s %8s %8s %8s %8s\n", "table", "new", "changed", "same", "refused");
	for (int kind = 0; kind < REGISTER_KINDS; kind++) {
		const struct register_import_counts *n = &report->of[kind];
		if (n->files || n->added || n->changed || n->same || n->refused)
			print_counts(register_tables[kind].name, n);
	}
	print_counts("all", &report->sum);
}

static void print_difference(const struct register_cell_change *d)
{
	if (d->column.n)
		printf("%s %.*s: %.*s: “%.*s” → “%.*s”\n", register_tables[d->kind].name, STR_ARGS(d->key),
		       STR_ARGS(d->column), STR_ARGS(d->before), STR_ARGS(d->after));
	else
		printf("%s %.*s: new\n", register_tables[d->kind].name, STR_ARGS(d->key));
}

/* The first cells and rows that changed, table by table. */
static void print_differences(const struct register_import_report *report)
{
	size_t i = 0;
	for (int kind = 0; kind < REGISTER_KINDS; kind++) {
		size_t shown = 0;
		for (; i < report->differences.n && (int)report->differences.at[i].kind == kind; i++, shown++)
			print_difference(&report->differences.at[i]);
		if (report->of[kind].differences > shown)
			printf("%s: %zu more\n", register_tables[kind].name, report->of[kind].differences - shown);
	}
}

/* The bare folder of facts lacks the table of endings: what ended is then known, and not when. */
static void warn_of_endings(const struct register_import_report *report)
{
	if (report->endings_unknown)
		fprintf(stderr,
			"sulear: %zu instruments are recorded as abrogated or withdrawn, and not since when; import "
			"instruments/endings.csv of the built-in register too\n",
			report->endings_unknown);
}

static void print_imported(const struct register_import_report *report, bool is_dry)
{
	print_differences(report);
	cli_print_import(report);
	if (is_dry)
		printf("A dry run: nothing is stored.\n");
	warn_of_endings(report);
}

enum cli_exit cli_import(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_CREATE);
	if (end == CLI_FINE) {
		struct progress progress;
		struct register_import_report report = {0};
		struct register_import_options options = {.skip_bad = arguments->value[CLI_SKIP_BAD],
							  .dry_run = arguments->value[CLI_DRY_RUN],
							  .differences_most = DIFFERENCES_SHOWN,
							  .progress = progress_show,
							  .context = &progress};
		progress_start(&progress, "Importing");
		enum status status =
			register_import(&r.call, arguments->operands, arguments->operands_n, &options, &report);
		progress_end(&progress);
		end = cli_end(&r, status);
		if (status == OK)
			print_imported(&report, options.dry_run);
		else if (status == INVALID)
			fprintf(stderr, options.skip_bad
						? "Nothing is stored: this cannot be left out; mend the file.\n"
						: "Nothing is stored: mend these rows, or leave them out with "
						  "--skip-bad.\n");
	}
	cli_close(&r);
	return end;
}

enum cli_exit cli_export(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE) {
		struct progress progress;
		size_t rows = 0;
		progress_start(&progress, "Exporting");
		enum status status = register_export(&r.call, arguments->operands[0], &rows);
		progress_end(&progress);
		end = cli_end(&r, status);
		if (status == OK)
			printf("%zu rows written to %s\n", rows, arguments->operands[0]);
	}
	cli_close(&r);
	return end;
}

/* What the check of store and register found. */
struct findings {
	const char *kind;
	enum status store, register_;
	struct store_check log;
	struct register_disagreements register_found;
};

static void print_disagreement(const struct register_disagreement *d)
{
	printf("%s: %.*s %.*s: recorded %.*s, computed %.*s", d->because.n ? "explained" : "UNEXPLAINED",
	       STR_ARGS(d->check), STR_ARGS(d->subject), STR_ARGS(d->recorded), STR_ARGS(d->computed));
	if (d->because.n)
		printf(" (%.*s)", STR_ARGS(d->because));
	printf("\n");
}

static void print_findings(const struct findings *f)
{
	const struct register_disagreements *found = &f->register_found;
	for (size_t i = 0; i < found->list.n; i++)
		print_disagreement(&found->list.at[i]);
	for (size_t i = 0; i < found->unused.n; i++)
		printf("explains nothing any more: %.*s\n", STR_ARGS(found->unused.at[i]));
	printf("change log: %lld rows, %lld erased, %s\n", (long long)f->log.changes, (long long)f->log.erased,
	       f->log.first_broken ? "BROKEN" : "the chain holds");
	if (f->log.first_broken)
		printf("change log: row %lld is the first that does not fit\n", (long long)f->log.first_broken);
	printf("%s: %s\n", f->kind, f->store == OK ? "whole" : "NOT WHOLE");
	printf("register: %zu questions asked, %zu disagreements, %zu of them unexplained\n", found->asked,
	       found->list.n, found->unexplained);
}

static json_t *json_of(struct str s)
{
	return json_stringn_nocheck(s.at ? s.at : "", s.n);
}

static json_t *disagreement_json(const struct register_disagreement *d)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "check", json_of(d->check), "subject", json_of(d->subject),
			 "recorded", json_of(d->recorded), "computed", json_of(d->computed), "because",
			 d->because.n ? json_of(d->because) : json_null());
}

static json_t *problems_json(const struct problems *p)
{
	json_t *list = json_array();
	for (size_t i = 0; i < p->list.n; i++) {
		const struct problem *one = &p->list.at[i];
		json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "code", problem_slug(one->code), "field",
						      json_of(one->field), "detail", json_of(one->detail)));
	}
	return list;
}

static void print_json(const struct findings *f, const struct problems *problems)
{
	const struct register_disagreements *found = &f->register_found;
	json_t *list = json_array(), *unused = json_array();
	for (size_t i = 0; i < found->list.n; i++)
		json_array_append_new(list, disagreement_json(&found->list.at[i]));
	for (size_t i = 0; i < found->unused.n; i++)
		json_array_append_new(unused, json_of(found->unused.at[i]));
	json_t *all =
		json_pack("{s:b, s:{s:s, s:b, s:I, s:I, s:I}, s:{s:I, s:I, s:o, s:o}, s:o}", "sound",
			  f->store == OK && f->register_ == OK, "store", "kind", f->kind, "whole", f->store == OK,
			  "changes", (json_int_t)f->log.changes, "erased", (json_int_t)f->log.erased, "first_broken",
			  (json_int_t)f->log.first_broken, "register", "asked", (json_int_t)found->asked, "unexplained",
			  (json_int_t)found->unexplained, "disagreements", list, "unused_explanations", unused,
			  "problems", problems_json(problems));
	must(all);
	json_dumpf(all, stdout, JSON_INDENT(2));
	printf("\n");
	json_decref(all);
}

enum cli_exit cli_check(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE) {
		struct progress progress;
		struct findings f = {.kind = database_kind(r.database)};
		progress_start(&progress, "Checking");
		f.store = database_check(r.database, &r.call.problems, &f.log);
		f.register_ = register_check(&r.call, &f.register_found);
		progress_end(&progress);
		bool failed = f.store > INVALID || f.register_ > INVALID;
		if (arguments->value[CLI_JSON] && !failed)
			print_json(&f, &r.call.problems);
		else if (!failed)
			print_findings(&f);
		bool told = arguments->value[CLI_JSON] && !failed;
		if (!told)
			problems_print(&r.call.problems);
		end = failed ? CLI_STORE : f.store == OK && f.register_ == OK ? CLI_FINE : CLI_REFUSED;
		if (failed && r.call.problems.list.n == 0)
			fprintf(stderr, "sulear: the store could not be read\n");
	}
	cli_close(&r);
	return end;
}
