/* SPDX-License-Identifier: Apache-2.0 */
#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

const char *status_name(enum status s)
{
	switch (s) {
	case OK: return "OK";
	case INVALID: return "INVALID";
	case NOT_FOUND: return "NOT_FOUND";
	case FORBIDDEN: return "FORBIDDEN";
	case CONFLICT: return "CONFLICT";
	case UNAVAILABLE: return "UNAVAILABLE";
	case BUG: return "BUG";
	}
	return "?";
}

void must_failed(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: impossible: %s\n", file, line, condition);
	abort();
}
