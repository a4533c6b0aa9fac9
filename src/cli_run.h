/* SPDX-License-Identifier: Apache-2.0 */
/* cli_run.h - what the commands share: the open store, the call they make, how they end.
 *
 * A command is a function of its arguments that returns the exit code. Faults are printed to standard error as they are
 * met; findings go to standard output. Threads: the main thread. Memory: one arena, freed by cli_close. */
#ifndef CLI_RUN_H
#define CLI_RUN_H
#include "cli_table.h"

#include "base/call.h"
#include "store/store.h"

struct cli_run {
	const struct cli_arguments *arguments;
	struct arena *arena;
	struct call call;
	struct database *database; /* NULL until cli_open */
};

enum cli_opening {
	CLI_EXISTING, /* a missing store is a fault */
	CLI_CREATE,   /* make what is missing */
	CLI_ALONE,    /* make what is missing, and be the one server of the data directory */
};

/* An arena and a call by nobody, now. */
struct cli_run cli_begin(const struct cli_arguments *arguments);

/* The data directory or database that the arguments name; NULL if they name none. */
const char *cli_address(const struct cli_arguments *arguments);

/* Opens the store and a connection to read with. CLI_FINE, or CLI_STORE after printing why not. */
enum cli_exit cli_open(struct cli_run *r, enum cli_opening how);

/* Closes the store if it is open, frees the arena. */
void cli_close(struct cli_run *r);

/* Prints the call's problems (or, without one, what the status means) and gives the exit code: CLI_FINE for OK, CLI_STORE
 * where the store failed, CLI_REFUSED otherwise. */
enum cli_exit cli_end(struct cli_run *r, enum status status);

/* Where the built-in register stands: named by --builtin, installed beside the program, or in the source tree it was built in.
 * NULL after saying that it is nowhere. */
const char *cli_builtin(struct cli_run *r);

/* Whom a restore erases again: the file of erasures in the data directory and --erasures. CLI_REFUSED: one cannot be read. */
enum cli_exit cli_erasures(struct cli_run *r, struct str *out);

/* After a restore: erases them. Opens the store only if there is somebody. */
enum cli_exit cli_erase_again(struct cli_run *r, struct str erasures);

struct register_import_report;

/* Prints what an import did, or would do, table by table. */
void cli_print_import(const struct register_import_report *report);

/* The commands, one each. All but serve may run beside a server. */
enum cli_exit cli_serve(const struct cli_arguments *arguments);
enum cli_exit cli_import(const struct cli_arguments *arguments);
enum cli_exit cli_import_texts(const struct cli_arguments *arguments);
enum cli_exit cli_import_normlex(const struct cli_arguments *arguments);
enum cli_exit cli_normlex_address(const struct cli_arguments *arguments);
enum cli_exit cli_export(const struct cli_arguments *arguments);
enum cli_exit cli_check(const struct cli_arguments *arguments);
enum cli_exit cli_user_add(const struct cli_arguments *arguments);
enum cli_exit cli_user_token(const struct cli_arguments *arguments);
enum cli_exit cli_user_list(const struct cli_arguments *arguments);
enum cli_exit cli_user_role(const struct cli_arguments *arguments);
enum cli_exit cli_user_password(const struct cli_arguments *arguments);
enum cli_exit cli_user_sign_out(const struct cli_arguments *arguments);
enum cli_exit cli_user_suspend(const struct cli_arguments *arguments);
enum cli_exit cli_mail_list(const struct cli_arguments *arguments);
enum cli_exit cli_mail_again(const struct cli_arguments *arguments);
enum cli_exit cli_mail_test(const struct cli_arguments *arguments);
enum cli_exit cli_mail_resume(const struct cli_arguments *arguments);
enum cli_exit cli_mail_notice(const struct cli_arguments *arguments);
enum cli_exit cli_user_badge(const struct cli_arguments *arguments);
enum cli_exit cli_user_export(const struct cli_arguments *arguments);
enum cli_exit cli_user_erase(const struct cli_arguments *arguments);
enum cli_exit cli_user_erasures(const struct cli_arguments *arguments);
enum cli_exit cli_routes(const struct cli_arguments *arguments);
enum cli_exit cli_provider_add(const struct cli_arguments *arguments);
enum cli_exit cli_provider_list(const struct cli_arguments *arguments);
enum cli_exit cli_provider_remove(const struct cli_arguments *arguments);
enum cli_exit cli_setting_list(const struct cli_arguments *arguments);
enum cli_exit cli_setting_set(const struct cli_arguments *arguments);
enum cli_exit cli_setting_drop(const struct cli_arguments *arguments);
enum cli_exit cli_text_show(const struct cli_arguments *arguments);
enum cli_exit cli_text_write(const struct cli_arguments *arguments);
enum cli_exit cli_retain(const struct cli_arguments *arguments);
enum cli_exit cli_backup(const struct cli_arguments *arguments);
enum cli_exit cli_restore(const struct cli_arguments *arguments);
enum cli_exit cli_version(const struct cli_arguments *arguments);
enum cli_exit cli_help(const struct cli_arguments *arguments);

#endif
