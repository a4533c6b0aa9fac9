/* SPDX-License-Identifier: Apache-2.0 */
/* cli_help.c - the help of each command and the man page, both written from the table. */
#include "cli_table.h"

#include <string.h>

#define BIT(id) (1u << (id))

enum { OPTION_COLUMN = 26, TEXT_WIDTH = 100 };

/* The words after the program's name in a usage line. */
static void usage(struct out *o, const struct cli_command *command)
{
	out_printf(o, "sulear %s%s%s", command->name, *command->operands ? " " : "", command->operands);
	for (int i = 0; i < CLI_OPTIONS; i++) {
		const struct cli_option *option = &cli_options[i];
		bool needs = command->needs & BIT(i);
		if (!(command->takes & BIT(i)) || option->is_hidden)
			continue;
		out_printf(o, needs ? " --%s%s%s" : " [--%s%s%s]", option->name, option->value ? " " : "",
			   option->value ? option->value : "");
	}
	if (command->where == CLI_NEEDS_STORE)
		out_printf(o, " (--data DIR | --store URL) [--config FILE]");
	else if (command->where == CLI_MAY_STORE)
		out_printf(o, " [--data DIR | --store URL] [--config FILE]");
}

/* A text broken into lines of TEXT_WIDTH. */
static void wrapped(struct out *o, const char *text)
{
	size_t column = 0;
	struct str rest = str_of(text), word;
	while (str_next(&rest, ' ', &word)) {
		if (column && column + 1 + word.n > TEXT_WIDTH) {
			out_raw(o, STR("\n"));
			column = 0;
		}
		out_printf(o, "%s%.*s", column ? " " : "", STR_ARGS(word));
		column += word.n + (column ? 1 : 0);
	}
	out_raw(o, STR("\n"));
}

/* Where else a value may come from, and its default. */
static void origins(struct out *o, const struct cli_option *option)
{
	if (option->environment)
		out_printf(o, " Also from %s.", option->environment);
	if (option->fallback)
		out_printf(o, " Default: %s.", option->fallback);
}

static void options(struct out *o, unsigned takes)
{
	for (int i = 0; i < CLI_OPTIONS; i++) {
		const struct cli_option *option = &cli_options[i];
		if (!(takes & BIT(i)) || option->is_hidden)
			continue;
		size_t before = o->n;
		out_printf(o, "  --%s%s%s", option->name, option->value ? " " : "", option->value ? option->value : "");
		out_printf(o, "%*s%s", (int)(OPTION_COLUMN - (o->n - before)), "", option->about);
		origins(o, option);
		out_raw(o, STR("\n"));
	}
}

void cli_help_command(struct out *o, const struct cli_command *command)
{
	out_raw(o, STR("usage: "));
	usage(o, command);
	out_printf(o, "\n\n%s\n", command->purpose);
	if (*command->detail)
		wrapped(o, command->detail);
	out_raw(o, STR("\nOptions:\n"));
	options(o, cli_takes(command));
	out_raw(o, STR("\nExit codes:\n"));
	for (int i = 0; i < CLI_EXITS; i++)
		if (command->exits & BIT(i))
			out_printf(o, "  %d  %s\n", i, cli_exit_about[i]);
	out_printf(o, "\nExample:\n  %s\n", command->example);
}

void cli_help_commands(struct out *o, const char *group)
{
	size_t n = group ? strlen(group) : 0;
	out_printf(o, "usage: sulear %s%sCOMMAND ...\n\n", group ? group : "", group ? " " : "");
	out_raw(o, group ? STR("Commands:\n")
			 : STR("Runs the register of international labour standards.\n\nCommands:\n"));
	for (int i = 0; i < CLI_COMMANDS; i++)
		if (!group || (strncmp(cli_commands[i].name, group, n) == 0 && cli_commands[i].name[n] == ' '))
			out_printf(o, "  %-12s %s\n", cli_commands[i].name, cli_commands[i].purpose);
	out_printf(o, "\nEach command shows its options with --help; sulear(1) has all of it.\n");
}

/* Text in a man page: a dash is a minus, a backslash and a line's leading dot or quote lose their meaning. */
static void roff(struct out *o, const char *text)
{
	for (const char *at = text; *at; at++)
		if (*at == '-')
			out_raw(o, STR("\\-"));
		else if (*at == '\\')
			out_raw(o, STR("\\e"));
		else
			out_literal(o, at, 1);
}

static void man_option(struct out *o, const struct cli_option *option)
{
	out_raw(o, STR(".TP\n.B \\-\\-"));
	roff(o, option->name);
	if (option->value) {
		out_raw(o, STR(" \\fI"));
		roff(o, option->value);
		out_raw(o, STR("\\fR"));
	}
	out_raw(o, STR("\n"));
	roff(o, option->about);
	struct out more = out_new(o->arena, TEXT_WIDTH * 2, NULL);
	origins(&more, option);
	roff(o, str_chars(o->arena, out_str(&more)));
	out_raw(o, STR("\n"));
}

static void man_command(struct out *o, const struct cli_command *command)
{
	struct out line = out_new(o->arena, 1024, NULL), codes = out_new(o->arena, 64, NULL);
	usage(&line, command);
	out_raw(o, STR(".TP\n.B "));
	roff(o, str_chars(o->arena, out_str(&line)));
	out_raw(o, STR("\n"));
	roff(o, command->purpose);
	if (*command->detail) {
		out_raw(o, STR("\n"));
		roff(o, command->detail);
	}
	for (int i = 0; i < CLI_EXITS; i++)
		if (command->exits & BIT(i))
			out_printf(&codes, "%s%d", codes.n ? ", " : "", i);
	out_printf(o, "\nExit codes: %s.\n.br\nExample:\n.B ", out_str(&codes).at);
	roff(o, command->example);
	out_raw(o, STR("\n"));
}

static const char man_files[] =
	".SH CONFIGURATION\n"
	"A value is taken from the command line, else from the environment, else from the file that\n"
	".B \\-\\-config\n"
	"names, else it is the default.\n"
	"In that file each line is \\(lqname = value\\(rq, with the long option's name; lines that begin with ; or # "
	"are comments.\n"
	"It may hold data, store, listen, url, threads and builtin.\n"
	"A PostgreSQL address that holds a password belongs there, readable by its owner alone: a command line can be "
	"seen by\n"
	"every user of the machine.\n"
	".SH FILES\n"
	".TP\n"
	".I DIR/sulear.db\n"
	"The store in the data directory, an SQLite database, with its write-ahead log beside it.\n"
	".TP\n"
	".I DIR/sulear.lock\n"
	"Held while the store is in use.\n"
	".TP\n"
	".I PREFIX/share/sulear/data\n"
	"The built-in register, loaded into an empty store.\n"
	".SH SECURITY\n"
	"Run the server as a user of its own, which owns the data directory and nothing else; it needs no privilege.\n"
	"After the start it gives up the system calls it never needs: running other programs, tracing, mounting, "
	"loading modules.\n"
	"Passwords are read from standard input and never from the command line.\n"
	".SH SEE ALSO\n"
	".BR sqlite3 (1),\n"
	".BR psql (1)\n";

void cli_man_page(struct out *o)
{
	out_raw(o,
		STR(".\\\" SPDX-License-Identifier: Apache-2.0\n"
		    ".\\\" Written by `sulear help --man` from the table of commands and options.\n"
		    ".TH SULEAR 1 \"\" \"sulear " SULEAR_VERSION "\" \"User Commands\"\n"
		    ".ad l\n.nh\n.SH NAME\nsulear \\- international labour standards and the cooperation around them\n"
		    ".SH SYNOPSIS\n.B sulear\n.I COMMAND\n.RI [ OPERAND ...]\n.RI [ OPTION ...]\n"
		    ".SH DESCRIPTION\nOne program that keeps the register of international labour standards and "
		    "answers, for any day\n"
		    "since 1919, who is bound by what.\n"
		    ".SH COMMANDS\n"));
	for (int i = 0; i < CLI_COMMANDS; i++)
		man_command(o, &cli_commands[i]);
	out_raw(o, STR(".SH OPTIONS\n"));
	for (int i = 0; i < CLI_OPTIONS; i++)
		if (!cli_options[i].is_hidden)
			man_option(o, &cli_options[i]);
	out_raw(o, STR(".SH EXIT STATUS\n"));
	for (int i = 0; i < CLI_EXITS; i++) {
		out_printf(o, ".TP\n.B %d\n", i);
		roff(o, cli_exit_about[i]);
		out_raw(o, STR("\n"));
	}
	out_raw(o, str_of(man_files));
}
