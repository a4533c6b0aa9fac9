/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_run.h"

#include "feature_list.h"
#include "people/parts.h"
#include "people/people.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct cli_run cli_begin(const struct cli_arguments *arguments)
{
	struct arena *a = arena_new();
	return (struct cli_run){.arguments = arguments, .arena = a, .call = call_new(a, moment_now())};
}

const char *cli_address(const struct cli_arguments *arguments)
{
	const char *directory = arguments->value[CLI_DATA];
	return directory ? directory : arguments->value[CLI_STORE_ADDRESS];
}

enum cli_exit cli_open(struct cli_run *r, enum cli_opening how)
{
	struct call *c = &r->call;
	struct store_options options = {
		.address = cli_address(r->arguments), .create = how != CLI_EXISTING, .beside_server = how != CLI_ALONE};
	features_people();
	options.migrations = features_migrations(r->arena, &options.migrations_n);
	enum status status = database_open(r->arena, &options, &c->problems, &r->database);
	if (status == OK) {
		c->database = r->database;
		status = store_reader(r->database, &c->store);
	}
	if (status == OK)
		status = people_prepare(c);
	if (status == OK)
		status = people_erasures_keep(c);
	if (status == OK)
		return CLI_FINE;
	if (status == NOT_FOUND && c->problems.list.n)
		problem_hint(&c->problems, STR("`sulear serve` or `sulear import` makes a store"));
	cli_end(r, status);
	return CLI_STORE;
}

void cli_close(struct cli_run *r)
{
	if (r->database)
		database_close(&r->database);
	arena_free(&r->arena);
}

/* The file by which a directory is known to hold the built-in register. */
static const char data_mark[] = "instruments/instruments.csv";

static bool holds_data(struct arena *a, const char *directory)
{
	return access(arena_printf(a, "%s/%s", directory, data_mark), R_OK) == 0;
}

const char *cli_builtin(struct cli_run *r)
{
	const char *named = r->arguments->value[CLI_BUILTIN];
	if (named && holds_data(r->arena, named))
		return named;
	char self[4096];
	ssize_t n = named ? -1 : readlink("/proc/self/exe", self, sizeof self);
	const char *slash = n > 0 ? memrchr(self, '/', (size_t)n) : NULL;
	if (slash) {
		struct str beside = {self, (size_t)(slash - self)};
		static const char *const places[] = {"../share/sulear/data", "../data"};
		for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
			const char *place = arena_printf(r->arena, "%.*s/%s", STR_ARGS(beside), places[i]);
			if (holds_data(r->arena, place))
				return place;
		}
	}
	if (!named && holds_data(r->arena, SULEAR_DATA_SOURCE))
		return SULEAR_DATA_SOURCE;
	fprintf(stderr, "sulear: %s: no built-in register is there (no file %s); name its directory with --builtin\n",
		named ? named : "beside the program", data_mark);
	return NULL;
}

/* For a status that left no problem behind. */
static const char *meaning(enum status status)
{
	switch (status) {
	case NOT_FOUND: return "there is no such thing";
	case FORBIDDEN: return "this is not allowed";
	case CONFLICT: return "it contradicts what is stored";
	case UNAVAILABLE: return "the store could not be read or written; nothing is stored";
	case BUG: return "the program broke a promise to itself; its log line says where";
	default: return "it was refused";
	}
}

enum cli_exit cli_end(struct cli_run *r, enum status status)
{
	problems_print(&r->call.problems);
	if (status != OK && r->call.problems.list.n == 0)
		fprintf(stderr, "sulear: %s\n", meaning(status));
	if (status == OK)
		return CLI_FINE;
	return status == UNAVAILABLE || status == BUG ? CLI_STORE : CLI_REFUSED;
}
