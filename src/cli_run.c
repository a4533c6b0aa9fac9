/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_run.h"

#include "feature_list.h"

#include <stdio.h>

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
	options.migrations = features_migrations(r->arena, &options.migrations_n);
	enum status status = database_open(r->arena, &options, &c->problems, &r->database);
	if (status == OK) {
		c->database = r->database;
		status = store_reader(r->database, &c->store);
	}
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
