/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_table.h"

#include <stdlib.h>
#include <string.h>

#define BIT(id) (1u << (id))

enum { NAME_MOST = 24 };

void cli_fault(struct cli_faults *f, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	*list_add(f->arena, &f->list) = str_of(arena_vprintf(f->arena, format, ap));
	va_end(ap);
}

static int least_of(int a, int b)
{
	return a < b ? a : b;
}

/* The number of slips between two short names: a letter left out, put in, changed, or two neighbours swapped. */
static int slips(struct str a, struct str b)
{
	int row[3][NAME_MOST + 1];
	if (a.n > NAME_MOST || b.n > NAME_MOST)
		return NAME_MOST;
	for (size_t j = 0; j <= b.n; j++)
		row[0][j] = (int)j;
	for (size_t i = 1; i <= a.n; i++) {
		int *now = row[i % 3], *before = row[(i + 2) % 3], *two_before = row[(i + 1) % 3];
		now[0] = (int)i;
		for (size_t j = 1; j <= b.n; j++) {
			int changed = before[j - 1] + (a.at[i - 1] != b.at[j - 1]);
			now[j] = least_of(changed, least_of(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1])
				now[j] = least_of(now[j], two_before[j - 2] + 1);
		}
	}
	return row[a.n % 3][b.n];
}

const char *cli_nearest(struct str word, const char *const *names, size_t n)
{
	const char *nearest = NULL;
	int best = word.n > 3 ? 3 : 2;
	for (size_t i = 0; i < n; i++) {
		struct str name = str_of(names[i]);
		int distance = slips(word, name);
		if (distance > 1 && word.n >= 3 && word.n < name.n && memcmp(word.at, name.at, word.n) == 0)
			distance = 1;
		if (distance < best) {
			best = distance;
			nearest = names[i];
		}
	}
	return nearest;
}

const char *cli_nearest_option(struct str name)
{
	const char *names[CLI_OPTIONS];
	size_t n = 0;
	for (int i = 0; i < CLI_OPTIONS; i++)
		if (!cli_options[i].is_hidden)
			names[n++] = cli_options[i].name;
	return cli_nearest(name, names, n);
}

/* Puts a value where it belongs, or tells why it does not fit. */
static void take_value(struct cli_arguments *out, int id, const char *value, struct cli_faults *faults)
{
	const struct cli_option *option = &cli_options[id];
	if (out->value[id])
		cli_fault(faults, "--%s: given twice", option->name);
	else if (!*value || (option->fits && !option->fits(value)))
		cli_fault(faults, "--%s: expected %s", option->name,
			  option->expected ? option->expected : option->value);
	out->value[id] = value;
}

/* Reads the option in argv[*i], and its value, which may be the next word. */
static void read_option(struct cli_arguments *out, int argc, char *const *argv, int *i, struct cli_faults *faults)
{
	struct str rest = str_of(argv[*i] + 2), name;
	str_next(&rest, '=', &name);
	int id = cli_option_named(name);
	if (id < 0) {
		const char *near = cli_nearest_option(name);
		cli_fault(faults, near ? "--%.*s: unknown option (did you mean --%s?)" : "--%.*s: unknown option%s",
			  STR_ARGS(name), near ? near : "");
		return;
	}
	if (!cli_options[id].value) {
		if (rest.at)
			cli_fault(faults, "--%s: takes no value", cli_options[id].name);
		out->value[id] = "";
	} else if (rest.at) {
		take_value(out, id, rest.at, faults);
	} else if (*i + 1 < argc && strncmp(argv[*i + 1], "--", 2) != 0) {
		take_value(out, id, argv[++*i], faults);
	} else {
		cli_fault(faults, "--%s: its value is missing; expected %s", cli_options[id].name,
			  cli_options[id].expected ? cli_options[id].expected : cli_options[id].value);
		out->value[id] = "";
	}
}

/* Sorts the words into options, which are read, and the others, which go to out->operands. */
static void read_words(struct arena *a, int argc, char *const *argv, struct cli_arguments *out,
		       struct cli_faults *faults)
{
	bool options_end = false;
	out->operands = arena_array(a, const char *, (size_t)argc + 1);
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i];
		if (options_end || word[0] != '-' || !word[1])
			out->operands[out->operands_n++] = word;
		else if (strcmp(word, "--") == 0)
			options_end = true;
		else if (strcmp(word, "-h") == 0)
			out->value[CLI_HELP] = "";
		else if (strcmp(word, "--version") == 0)
			out->operands[out->operands_n++] = "version";
		else if (word[1] != '-')
			cli_fault(faults, "%s: unknown option; options begin with two dashes", word);
		else
			read_option(out, argc, argv, &i, faults);
	}
	out->wants_help = out->value[CLI_HELP];
}

/* The command whose name is those words: two where there is one of both ("import normlex"), else one. */
static const struct cli_command *command_named(const char *first, const char *second)
{
	size_t n = strlen(first);
	const struct cli_command *found = NULL;
	for (int i = 0; i < CLI_COMMANDS; i++) {
		const char *name = cli_commands[i].name;
		if (strcmp(name, first) == 0)
			found = &cli_commands[i];
		if (second && strncmp(name, first, n) == 0 && name[n] == ' ' && strcmp(name + n + 1, second) == 0)
			return &cli_commands[i];
	}
	return found;
}

/* The first word of the commands of a group, as the table writes it; NULL if there is no such group. */
static const char *group_named(const char *word)
{
	size_t n = strlen(word);
	for (int i = 0; i < CLI_COMMANDS; i++)
		if (strncmp(cli_commands[i].name, word, n) == 0 && cli_commands[i].name[n] == ' ')
			return word;
	return NULL;
}

static void tell_unknown_command(const char *word, const char *group, struct cli_faults *faults)
{
	const char *names[CLI_COMMANDS];
	size_t n = 0, skip = group ? strlen(group) + 1 : 0;
	for (int i = 0; i < CLI_COMMANDS; i++) {
		const char *name = cli_commands[i].name;
		if (group && (strncmp(name, group, skip - 1) != 0 || name[skip - 1] != ' '))
			continue;
		const char *last = name + skip;
		names[n++] = arena_printf(faults->arena, "%.*s", (int)strcspn(last, " "), last);
	}
	const char *near = word ? cli_nearest(str_of(word), names, n) : NULL;
	if (!word)
		cli_fault(faults, "%s: say what to do with them: add, token, list or role", group);
	else if (near)
		cli_fault(faults, "%s: unknown command (did you mean %s%s%s?)", word, group ? group : "",
			  group ? " " : "", near);
	else
		cli_fault(faults, "%s: unknown command", word);
}

/* Takes the command's words off the operands. */
static void read_command(struct cli_arguments *out, struct cli_faults *faults)
{
	if (out->operands_n == 0) {
		if (!out->wants_help)
			cli_fault(faults, "say what to do; `sulear help` lists the commands");
		return;
	}
	const char *first = out->operands[0], *second = out->operands_n > 1 ? out->operands[1] : NULL;
	out->command = command_named(first, second);
	out->group = group_named(first);
	if (out->command) {
		size_t words = strchr(out->command->name, ' ') ? 2 : 1;
		out->operands += words;
		out->operands_n -= words;
	} else if (!out->group) {
		tell_unknown_command(first, NULL, faults);
	} else if (second || !out->wants_help) {
		tell_unknown_command(second, out->group, faults);
	}
}

static void check_options(const struct cli_arguments *out, struct cli_faults *faults)
{
	const struct cli_command *command = out->command;
	for (int i = 0; i < CLI_OPTIONS; i++) {
		if (out->value[i] && !(cli_takes(command) & BIT(i)))
			cli_fault(faults, "--%s: not an option of `%s`", cli_options[i].name, command->name);
		if (!out->value[i] && command->needs & BIT(i))
			cli_fault(faults, "--%s is missing: %s", cli_options[i].name, cli_options[i].about);
	}
}

static void check_operands(const struct cli_arguments *out, struct cli_faults *faults)
{
	const struct cli_command *command = out->command;
	for (size_t i = command->most; i < out->operands_n; i++)
		cli_fault(faults, "%s: not expected here", out->operands[i]);
	for (size_t i = 0; i < out->operands_n && i < command->most; i++)
		if (!*out->operands[i])
			cli_fault(faults, "an empty word where %s is expected", command->operands);
	if (out->operands_n < command->least)
		cli_fault(faults, "expected %s after `%s`", command->operands, command->name);
}

enum status cli_read(struct arena *a, int argc, char *const *argv, struct cli_arguments *out, struct cli_faults *faults)
{
	*out = (struct cli_arguments){0};
	*faults = (struct cli_faults){.arena = a};
	read_words(a, argc, argv, out, faults);
	read_command(out, faults);
	if (out->command)
		check_options(out, faults);
	if (out->command && !out->wants_help) {
		check_operands(out, faults);
		cli_settle(a, out, faults);
	}
	return faults->list.n ? INVALID : OK;
}
