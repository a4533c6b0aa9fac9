/* SPDX-License-Identifier: Apache-2.0 */
/* cli_texts.c - import of texts. */
#include "cli_run.h"

#include "register/texts.h"

#include <stdio.h>

enum cli_exit cli_import_texts(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE) {
		struct register_import_counts n;
		struct register_import_options options = {.skip_bad = arguments->value[CLI_SKIP_BAD],
							  .dry_run = arguments->value[CLI_DRY_RUN]};
		enum status status =
			register_texts_import(&r.call, arguments->operands, arguments->operands_n, &options, &n);
		end = cli_end(&r, status);
		if (status == OK)
			printf("articles: %zu new, %zu changed, %zu the same, %zu lines left out\n", n.added, n.changed,
			       n.same, n.refused);
		if (status == OK && options.dry_run)
			printf("A dry run: nothing is stored.\n");
		if (status == INVALID)
			fprintf(stderr, options.skip_bad
						? "Nothing is stored: this cannot be left out; mend the file.\n"
						: "Nothing is stored: mend these lines, or leave them out with "
						  "--skip-bad.\n");
	}
	cli_close(&r);
	return end;
}
