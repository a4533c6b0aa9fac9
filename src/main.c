/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - from the words of the command line to the command's function. */
#include "cli_run.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { HELP_MOST = 64 << 10 };

static enum cli_exit (*const commands[CLI_COMMANDS])(const struct cli_arguments *arguments) = {
	[CLI_IMPORT_NORMLEX] = cli_import_normlex,
	[CLI_ADDRESS] = cli_normlex_address,
	[CLI_SERVE] = cli_serve,
	[CLI_IMPORT] = cli_import,
	[CLI_IMPORT_TEXTS] = cli_import_texts,
	[CLI_EXPORT] = cli_export,
	[CLI_CHECK] = cli_check,
	[CLI_USER_ADD] = cli_user_add,
	[CLI_USER_TOKEN] = cli_user_token,
	[CLI_USER_LIST] = cli_user_list,
	[CLI_USER_ROLE] = cli_user_role,
	[CLI_USER_PASSWORD] = cli_user_password,
	[CLI_USER_SIGN_OUT] = cli_user_sign_out,
	[CLI_USER_SUSPEND] = cli_user_suspend,
	[CLI_MAIL_LIST] = cli_mail_list,
	[CLI_MAIL_AGAIN] = cli_mail_again,
	[CLI_MAIL_TEST] = cli_mail_test,
	[CLI_MAIL_RESUME] = cli_mail_resume,
	[CLI_MAIL_NOTICE] = cli_mail_notice,
	[CLI_USER_BADGE] = cli_user_badge,
	[CLI_USER_EXPORT] = cli_user_export,
	[CLI_USER_ERASE] = cli_user_erase,
	[CLI_USER_ERASURES] = cli_user_erasures,
	[CLI_ROUTES] = cli_routes,
	[CLI_PROVIDER_ADD] = cli_provider_add,
	[CLI_PROVIDER_LIST] = cli_provider_list,
	[CLI_PROVIDER_REMOVE] = cli_provider_remove,
	[CLI_SETTING_LIST] = cli_setting_list,
	[CLI_SETTING_SET] = cli_setting_set,
	[CLI_SETTING_DROP] = cli_setting_drop,
	[CLI_TEXT_SHOW] = cli_text_show,
	[CLI_TEXT_WRITE] = cli_text_write,
	[CLI_RETAIN] = cli_retain,
	[CLI_BACKUP] = cli_backup,
	[CLI_RESTORE] = cli_restore,
	[CLI_VERSION] = cli_version,
	[CLI_HELP_COMMAND] = cli_help,
};

/* Help on a command, on a group, or on all where both are NULL. */
static void print_help(const struct cli_command *command, const char *group, FILE *to)
{
	struct arena *a = arena_new();
	struct out o = out_new(a, HELP_MOST, NULL);
	if (command)
		cli_help_command(&o, command);
	else
		cli_help_commands(&o, group);
	struct str text = out_str(&o);
	fwrite(text.at, 1, text.n, to);
	arena_free(&a);
}

static void print_man_page(void)
{
	struct arena *a = arena_new();
	struct out o = out_new(a, HELP_MOST, NULL);
	cli_man_page(&o);
	struct str text = out_str(&o);
	fwrite(text.at, 1, text.n, stdout);
	arena_free(&a);
}

static void print_faults(const struct cli_faults *faults, const struct cli_arguments *arguments)
{
	for (size_t i = 0; i < faults->list.n; i++)
		fprintf(stderr, "sulear: %.*s\n", STR_ARGS(faults->list.at[i]));
	const char *about = arguments->command ? arguments->command->name : arguments->group;
	fprintf(stderr, "See `sulear %s%s--help`.\n", about ? about : "", about ? " " : "");
}

/* Asks for the help of the words after `sulear help` as `sulear WORDS --help` would. */
enum cli_exit cli_help(const struct cli_arguments *arguments)
{
	if (arguments->value[CLI_MAN]) {
		print_man_page();
		return CLI_FINE;
	}
	struct arena *a = arena_new();
	char help[] = "--help", *words[3] = {0};
	int n = 0;
	while (n < (int)arguments->operands_n && n < 2) {
		words[n] = arena_printf(a, "%s", arguments->operands[n]);
		n++;
	}
	words[n++] = help;
	struct cli_arguments about;
	struct cli_faults faults;
	enum status status = cli_read(a, n, words, &about, &faults);
	if (status == OK)
		print_help(about.command, about.group, stdout);
	else
		print_faults(&faults, &about);
	arena_free(&a);
	return status == OK ? CLI_FINE : CLI_USAGE;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct cli_arguments arguments;
	struct cli_faults faults;
	enum cli_exit end = CLI_FINE;
	signal(SIGPIPE, SIG_IGN);
	if (cli_read(a, argc > 0 ? argc - 1 : 0, argv + 1, &arguments, &faults) != OK) {
		print_faults(&faults, &arguments);
		end = CLI_USAGE;
	} else if (arguments.wants_help) {
		print_help(arguments.command, arguments.group, stdout);
	} else {
		end = commands[arguments.command - cli_commands](&arguments);
	}
	arena_free(&a);
	if ((fflush(stdout) != 0 || ferror(stdout)) && end == CLI_FINE) {
		perror("sulear: standard output");
		end = CLI_REFUSED;
	}
	return (int)end;
}
