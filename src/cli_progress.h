/* SPDX-License-Identifier: Apache-2.0 */
/* cli_progress.h - a line on a terminal while long work runs; nothing where standard error is no terminal.
 *
 * A thread of its own draws at most ten times a second, so the work only stores two numbers. Work that cannot say how much
 * it has to do is shown by the seconds that it takes. Work of less than half a second shows nothing.
 * Threads: start and end from one thread, show from any. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct progress {
	const char *what; /* "Importing" */
	bool shown;
	_Atomic size_t done, all; /* all 0: not known */
	_Atomic bool ended;
	pthread_t thread;
};

/* Begins to show; p must stay where it is until progress_end. */
void progress_start(struct progress *p, const char *what);

/* Tells how far the work is; context is the struct progress. Fits register_import_options.progress. */
void progress_show(void *context, size_t done, size_t all);

/* Removes the line. */
void progress_end(struct progress *p);

/* Writes the line as it stands after `tenths` of a second into at, without an end of line; at most room bytes. */
void progress_line(const struct progress *p, int tenths, char *at, size_t room);

#endif
