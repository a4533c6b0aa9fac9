/* SPDX-License-Identifier: Apache-2.0 */
/* cli_table.h - the commands and options of the program, as one table: what is read, what --help says and what the man
 * page lists all come from it. To add a command: a row in cli_table.c, a function in main.c.
 *
 * An option's value comes from the command line, else the environment, else the file named by --config, else its default.
 * Memory: arguments point into argv, the environment and the arena. Threads: before any is started. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H
#include "base/out.h"

enum cli_exit {
	CLI_FINE,       /* done */
	CLI_REFUSED,    /* the check found something, the input was refused */
	CLI_USAGE,      /* called wrongly; nothing was done */
	CLI_STORE,      /* the store is missing, damaged, newer or cannot be reached */
	CLI_NOT_SERVED, /* could not bind the address or serve */
	CLI_EXITS
};

enum cli_option_id {
	CLI_DATA,
	CLI_STORE_ADDRESS,
	CLI_CONFIG,
	CLI_LISTEN,
	CLI_URL,
	CLI_THREADS,
	CLI_BUILTIN,
	CLI_SKIP_BAD,
	CLI_DRY_RUN,
	CLI_JSON,
	CLI_EMAIL,
	CLI_ROLE,
	CLI_PASSWORD_STDIN,
	CLI_UNTIL,
	CLI_REASON,
	CLI_LIFT,
	CLI_APPLY,
	CLI_LIST,
	CLI_AS_OF,
	CLI_NO_MAIL,
	CLI_ERASURES,
	CLI_MAN,
	CLI_HELP,
	CLI_OPTIONS
};

struct cli_option {
	const char *name;                /* "listen", written --listen */
	const char *value;               /* what stands for its value in the help; NULL: a switch */
	const char *environment;         /* the variable that may set it; NULL: none */
	bool in_file;                    /* may stand in the file of --config */
	const char *fallback;            /* the default; NULL: none */
	const char *about;               /* one sentence */
	bool (*fits)(const char *value); /* NULL: any text that is not empty */
	const char *expected;            /* what fits, for the fault */
	bool is_hidden;                  /* not in the help */
};

enum cli_command_id {
	CLI_SERVE,
	CLI_IMPORT,
	CLI_IMPORT_NORMLEX,
	CLI_IMPORT_TEXTS,
	CLI_EXPORT,
	CLI_CHECK,
	CLI_USER_ADD,
	CLI_USER_TOKEN,
	CLI_USER_LIST,
	CLI_USER_ROLE,
	CLI_USER_PASSWORD,
	CLI_USER_SIGN_OUT,
	CLI_USER_SUSPEND,
	CLI_MAIL_LIST,
	CLI_MAIL_AGAIN,
	CLI_MAIL_TEST,
	CLI_MAIL_RESUME,
	CLI_MAIL_NOTICE,
	CLI_USER_BADGE,
	CLI_USER_EXPORT,
	CLI_USER_ERASE,
	CLI_USER_ERASURES,
	CLI_PROVIDER_ADD,
	CLI_PROVIDER_LIST,
	CLI_PROVIDER_REMOVE,
	CLI_SETTING_LIST,
	CLI_SETTING_SET,
	CLI_SETTING_DROP,
	CLI_TEXT_SHOW,
	CLI_TEXT_WRITE,
	CLI_RETAIN,
	CLI_ADDRESS,
	CLI_BACKUP,
	CLI_RESTORE,
	CLI_ROUTES,
	CLI_VERSION,
	CLI_HELP_COMMAND,
	CLI_COMMANDS
};

enum cli_where { CLI_NO_STORE, CLI_MAY_STORE, CLI_NEEDS_STORE };

struct cli_command {
	const char *name;     /* "serve", "user add" */
	const char *operands; /* as in the usage line; may be empty */
	size_t least, most;   /* how many operands */
	const char *purpose;  /* one sentence */
	const char *detail;   /* further sentences for the man page and the help; may be empty */
	enum cli_where where; /* whether it takes --data or --store */
	unsigned takes,
		needs;  /* bits of options besides --data, --store, --config, --help; needs: the required of them */
	unsigned exits; /* bits of enum cli_exit */
	const char *example;
};

extern const struct cli_option cli_options[CLI_OPTIONS];
extern const struct cli_command cli_commands[CLI_COMMANDS];
extern const char *const cli_exit_about[CLI_EXITS];

/* How many operands at most, where any number is taken. */
enum { CLI_ANY = 10000 };

/* What the program was asked to do. value[] of a switch is "" when it is given; NULL where an option has no value. */
struct cli_arguments {
	const struct cli_command *command;
	const char *group; /* "user" in `sulear user --help`: help on every command of that first word */
	const char *value[CLI_OPTIONS];
	const char **operands;
	size_t operands_n;
	bool wants_help;
};

struct cli_faults {
	struct arena *arena;
	LIST(struct str) list;
};

/* Adds a fault, one line without its newline. */
void cli_fault(struct cli_faults *f, const char *format, ...) PRINTF(2, 3);

/* The bits of the options that a command takes, the common ones included. */
unsigned cli_takes(const struct cli_command *command);

/* Reads the words after the program's name into *out, then settles what is left from environment, file and defaults. Every
 * fault is collected; with any, *out holds what was understood (the command may be NULL). INVALID: there are faults. */
CHECKED enum status cli_read(struct arena *a, int argc, char *const *argv, struct cli_arguments *out,
			     struct cli_faults *faults);

/* Settles the options that the words did not give (a step of cli_read). */
void cli_settle(struct arena *a, struct cli_arguments *out, struct cli_faults *faults);

/* The option of that name, written without dashes; -1 if there is none. */
int cli_option_named(struct str name);

/* The name nearest to a mistyped one among n names, at most two slips away; NULL if none is near. */
const char *cli_nearest(struct str word, const char *const *names, size_t n);

/* The nearest name of an option; NULL if none is near. */
const char *cli_nearest_option(struct str name);

/* The help on one command: usage, purpose, options, exit codes, an example. */
void cli_help_command(struct out *o, const struct cli_command *command);

/* The help on a group of commands ("user"), or on all where group is NULL. */
void cli_help_commands(struct out *o, const char *group);

/* The man page sulear(1) in the man macros of groff. */
void cli_man_page(struct out *o);

#endif
