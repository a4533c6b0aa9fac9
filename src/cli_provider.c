/* SPDX-License-Identifier: Apache-2.0 */
/* cli_provider.c - the sites with which people can sign in. */
#include "cli_run.h"

#include "people/provider.h"
#include "site/settings.h"

#include <stdio.h>
#include <string.h>

enum cli_exit cli_provider_add(const struct cli_arguments *arguments)
{
	char line[SETTING_MOST + 3] = "";
	const char **o = arguments->operands;
	if (!fgets(line, sizeof line, stdin) && ferror(stdin)) {
		perror("sulear: standard input");
		return CLI_REFUSED;
	}
	struct provider_wish wish = {str_of(o[0]), str_of(o[1]), str_of(o[2]), str_of(o[3]), str_trim(str_of(line))};
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, provider_add(&r.call, &wish));
	explicit_bzero(line, sizeof line);
	cli_close(&r);
	return end;
}

enum cli_exit cli_provider_list(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	struct providers all = {0};
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, provider_list_all(&r.call, &all));
	for (size_t i = 0; i < all.n; i++) {
		const struct provider *p = &all.at[i];
		printf("%.*s\t%.*s\t%.*s\t%.*s\t%s\n", STR_ARGS(p->word), STR_ARGS(p->name), STR_ARGS(p->issuer),
		       STR_ARGS(p->client), p->client.n ? "offered" : "not set");
	}
	cli_close(&r);
	return end;
}

enum cli_exit cli_provider_remove(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, provider_remove(&r.call, str_of(arguments->operands[0])));
	cli_close(&r);
	return end;
}
