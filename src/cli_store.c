/* SPDX-License-Identifier: Apache-2.0 */
/* cli_store.c - backup, restore and versions. */
#include "cli_progress.h"
#include "cli_run.h"

#include <libpq-fe.h>
#include <microhttpd.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

enum cli_exit cli_backup(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE) {
		struct progress progress;
		progress_start(&progress, "Copying the store");
		enum status status = database_backup(r.database, arguments->operands[0], &r.call.problems);
		progress_end(&progress);
		end = cli_end(&r, status);
		if (status == OK)
			printf("The store is in %s\n", arguments->operands[0]);
	}
	cli_close(&r);
	return end;
}

enum cli_exit cli_restore(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	struct str erasures;
	enum cli_exit end = cli_erasures(&r, &erasures); /* before anything is put in place of anything */
	if (end == CLI_FINE) {
		struct progress progress;
		progress_start(&progress, "Restoring the store");
		enum status status = store_restore(cli_address(arguments), arguments->operands[0], &r.call.problems);
		progress_end(&progress);
		end = cli_end(&r, status);
	}
	if (end == CLI_FINE) {
		printf("The store is the one of %s\n", arguments->operands[0]);
		end = cli_erase_again(&r, erasures);
	}
	cli_close(&r);
	return end;
}

static void print_libraries(void)
{
	char icu[U_MAX_VERSION_STRING_LENGTH], unicode[U_MAX_VERSION_STRING_LENGTH];
	UVersionInfo version;
	u_getVersion(version);
	u_versionToString(version, icu);
	u_getUnicodeVersion(version);
	u_versionToString(version, unicode);
	printf("sulear %s\n", SULEAR_VERSION);
	printf("SQLite %s\n", sqlite3_libversion());
	printf("libpq %d.%d\n", PQlibVersion() / 10000, PQlibVersion() % 10000);
	printf("ICU %s (Unicode %s)\n", icu, unicode);
	printf("libmicrohttpd %s\n", MHD_get_version());
	printf("libsodium %s\n", sodium_version_string());
}

enum cli_exit cli_version(const struct cli_arguments *arguments)
{
	print_libraries();
	if (!cli_address(arguments))
		return CLI_FINE;
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		printf("store: %s, version %lld\n", database_kind(r.database), (long long)store_version(r.database));
	cli_close(&r);
	return end;
}
