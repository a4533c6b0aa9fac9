/* SPDX-License-Identifier: Apache-2.0 */
/* cli_settings.c - options that were not given on the command line: environment, then file, then default. */
#include "cli_table.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(id) (1u << (id))

/* Where a store is named, the nearest place wins: a directory on the command line hides an address in the environment. */
#define PLACE_BITS (BIT(CLI_DATA) | BIT(CLI_STORE_ADDRESS))

/* Values of one source: environment or file. */
struct level {
	const char *value[CLI_OPTIONS];
	const char *told[CLI_OPTIONS]; /* how a fault names it: "SULEAR_DATA", "sulear.ini:3: data" */
};

static void check_value(const struct level *l, int id, struct cli_faults *faults)
{
	const struct cli_option *option = &cli_options[id];
	if (option->fits && !option->fits(l->value[id]))
		cli_fault(faults, "%s: expected %s", l->told[id], option->expected);
}

/* Takes from a level what the command uses and nothing nearer has set. */
static void apply(struct cli_arguments *out, const struct level *l, struct cli_faults *faults)
{
	unsigned takes = cli_takes(out->command);
	if (out->value[CLI_DATA] || out->value[CLI_STORE_ADDRESS])
		takes &= ~PLACE_BITS;
	if ((takes & PLACE_BITS) && l->value[CLI_DATA] && l->value[CLI_STORE_ADDRESS])
		cli_fault(faults, "%s and %s contradict each other: a store is in one place", l->told[CLI_DATA],
			  l->told[CLI_STORE_ADDRESS]);
	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (!l->value[i] || out->value[i] || !(takes & BIT(i)))
			continue;
		check_value(l, i, faults);
		out->value[i] = l->value[i];
	}
}

static void read_environment(struct level *l)
{
	for (int i = 0; i < CLI_OPTIONS; i++) {
		l->told[i] = cli_options[i].environment;
		const char *value = l->told[i] ? getenv(l->told[i]) : NULL;
		l->value[i] = value && *value ? value : NULL;
	}
}

struct reading {
	struct arena *arena;
	struct level *level;
	struct cli_faults *faults;
	FILE *file;
	const char *path;
	int line;
};

/* Counts the lines, since the library keeps their number to itself. */
static char *next_line(char *at, int room, void *context)
{
	struct reading *r = context;
	char *line = fgets(at, room, r->file);
	if (line)
		r->line++;
	return line;
}

static int take_setting(void *context, const char *section, const char *name, const char *value)
{
	struct reading *r = context;
	int id = cli_option_named(str_of(name));
	if (*section && strcmp(section, "sulear") != 0) {
		cli_fault(r->faults, "%s:%d: [%s]: unknown section", r->path, r->line, section);
	} else if (id < 0 || !cli_options[id].in_file) {
		const char *near = cli_nearest_option(str_of(name));
		cli_fault(r->faults,
			  near && id < 0 ? "%s:%d: %s: unknown setting (did you mean %s?)"
					 : "%s:%d: %s: unknown setting%s",
			  r->path, r->line, name, near && id < 0 ? near : "");
	} else if (r->level->value[id]) {
		cli_fault(r->faults, "%s:%d: %s: given twice", r->path, r->line, name);
	} else if (!*value) {
		cli_fault(r->faults, "%s:%d: %s: its value is missing", r->path, r->line, name);
	} else {
		r->level->value[id] = arena_printf(r->arena, "%s", value);
		r->level->told[id] = arena_printf(r->arena, "%s:%d: %s", r->path, r->line, name);
	}
	return 1;
}

static void read_file(struct arena *a, const char *path, struct level *l, struct cli_faults *faults)
{
	struct reading r = {.arena = a, .level = l, .faults = faults, .path = path, .file = fopen(path, "re")};
	if (!r.file) {
		cli_fault(faults, "%s: %s", path, strerror(errno));
		return;
	}
	int line = ini_parse_stream(next_line, &r, take_setting, &r);
	if (line > 0)
		cli_fault(faults, "%s:%d: expected a line \"name = value\"", path, line);
	else if (line < 0 || ferror(r.file))
		cli_fault(faults, "%s: cannot be read", path);
	fclose(r.file);
}

void cli_settle(struct arena *a, struct cli_arguments *out, struct cli_faults *faults)
{
	struct level environment = {0}, file = {0};
	if (out->value[CLI_DATA] && out->value[CLI_STORE_ADDRESS])
		cli_fault(faults, "--data and --store contradict each other: a store is in one place");
	read_environment(&environment);
	apply(out, &environment, faults);
	if (out->value[CLI_CONFIG] && *out->value[CLI_CONFIG] && (cli_takes(out->command) & BIT(CLI_CONFIG))) {
		read_file(a, out->value[CLI_CONFIG], &file, faults);
		apply(out, &file, faults);
	}
	for (int i = 0; i < CLI_OPTIONS; i++)
		if (!out->value[i] && cli_takes(out->command) & BIT(i))
			out->value[i] = cli_options[i].fallback;
	if (out->command->where == CLI_NEEDS_STORE && !out->value[CLI_DATA] && !out->value[CLI_STORE_ADDRESS])
		cli_fault(faults, "say where the store is: --data DIR or --store postgresql://...");
}
