/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_progress.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR = 30, LINE_MOST = 120, QUIET_TENTHS = 5 };

void progress_line(const struct progress *p, int tenths, char *at, size_t room)
{
	char bar[BAR + 1];
	size_t all = p->all, done = p->done < all ? p->done : all;
	if (all == 0) {
		snprintf(at, room, "%s: %d s", p->what, tenths / 10);
		return;
	}
	size_t filled = (size_t)((double)done / (double)all * BAR);
	memset(bar, '.', BAR);
	memset(bar, '#', filled);
	bar[BAR] = 0;
	snprintf(at, room, "%s: [%s] %3d %%  %zu of %zu", p->what, bar, (int)((double)done / (double)all * 100), done,
		 all);
}

static void put(const char *text)
{
	ssize_t written = write(STDERR_FILENO, text, strlen(text));
	(void)written; /* a terminal that is gone needs no bar */
}

static void *draw(void *context)
{
	struct progress *p = context;
	bool drawn = false;
	for (int tenths = 0; !p->ended; tenths++) {
		char line[LINE_MOST], out[LINE_MOST + 8];
		if (tenths >= QUIET_TENTHS) {
			progress_line(p, tenths, line, sizeof line);
			snprintf(out, sizeof out, "\r\033[K%s", line);
			put(out);
			drawn = true;
		}
		nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
	}
	if (drawn)
		put("\r\033[K");
	return NULL;
}

void progress_start(struct progress *p, const char *what)
{
	*p = (struct progress){.what = what};
	p->shown = isatty(STDERR_FILENO) && pthread_create(&p->thread, NULL, draw, p) == 0;
}

void progress_show(void *context, size_t done, size_t all)
{
	struct progress *p = context;
	p->done = done;
	p->all = all;
}

void progress_end(struct progress *p)
{
	p->ended = true;
	if (p->shown)
		pthread_join(p->thread, NULL);
	p->shown = false;
}
