/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include "base/date.h"

#include <stdio.h>
#include <unistd.h>

enum { LINE_MOST = 2048 };

static enum log_level most = LOG_NOTICE;

void log_set_level(enum log_level level)
{
	most = level;
}

void log_line(enum log_level level, const char *format, ...)
{
	static const char *const names[] = {"error", "warning", "notice", "debug"};
	if (level > most)
		return;
	char text[LINE_MOST], line[LINE_MOST + 128], when[MOMENT_ROOM];
	va_list ap;
	va_start(ap, format);
	vsnprintf(text, sizeof text, format, ap);
	va_end(ap);
	struct str told = str_harmless(text, str_of(text).n);
	struct str moment = moment_print(moment_now(), when);
	int n = snprintf(line, sizeof line, "%.*s %s: %.*s\n", STR_ARGS(moment), names[level], STR_ARGS(told));
	ssize_t written = write(STDERR_FILENO, line, (size_t)n);
	(void)written; /* where stderr is closed there is nobody left to tell */
}
