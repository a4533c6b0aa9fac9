/* SPDX-License-Identifier: Apache-2.0 */
/* cli_routes.c - every address that the server answers, for those who check who may what. */
#include "cli_run.h"
#include "feature_list.h"

#include <stdio.h>

enum cli_exit cli_routes(const struct cli_arguments *arguments)
{
	struct http_options options = {.threads = 1};
	(void)arguments;
	features_http(&options);
	for (size_t i = 0; i < options.routes_n; i++)
		for (const struct http_route *r = options.routes[i]; r->pattern; r++)
			printf("%s\t%s\t%s\t%s\n", r->method, r->pattern, permission_name(r->who),
			       r->flags & HTTP_API    ? "api"
			       : r->flags & HTTP_PAGE ? "page"
						      : "file");
	return CLI_FINE;
}
