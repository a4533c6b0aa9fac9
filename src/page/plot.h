/* SPDX-License-Identifier: Apache-2.0 */
/* plot.h - small drawings inside a page: a curve of steps, denunciation windows, a country's timeline (LOOK 5.11).
 *
 * The parts of plot.html draw them as SVG, 400 units wide: plot_curve(&curve), plot_windows(&windows), plot_timeline(&timeline).
 * Each has a sentence as its name; a table or list beside it says the same in words. Time runs left to right in every language.
 * Threads and memory: as page.h. */
#ifndef PAGE_PLOT_H
#define PAGE_PLOT_H
#include "page/write.h"

struct plot_step {
	struct date day; /* from that day on */
	int64_t value;
};

struct plot_curve {
	struct str name;              /* "States bound by C189: 0 on 16 June 2011, 30 on 24 November 2026" */
	struct date from, until;      /* both set, from before until: where the axis begins and the line ends */
	LIST(struct plot_step) steps; /* in order; before the first the value is 0 */
};

struct plot_window {
	struct date opens, closes; /* [opens, closes); closes DATE_NEVER for an open-ended one */
};

struct plot_windows {
	struct str name;
	struct date since; /* first entry into force */
	struct date today; /* the day asked about */
	LIST(struct plot_window) windows;
};

/* Only the windows around `today` are drawn: the one closed last, the one that is open, the next; how many, and the index of
 * the first. The drawing itself says how many went before. */
size_t plot_windows_shown(const struct plot_windows *w, size_t *first);

struct plot_year {
	int year;
	int64_t n; /* how many happened in it, 1 or more: the size of its disc, the number above it */
};

struct plot_period {
	struct date from, until; /* [from, until); until DATE_NEVER while it stands */
	struct str label;        /* "Member" */
};

struct plot_timeline {
	struct str name;
	struct date until;            /* the day asked about: nothing later is drawn */
	LIST(struct plot_year) years; /* in order; a year once */
	LIST(struct plot_period) periods;
};

/* How many years one disc stands for: 1, or 2, 5, 10 … where more would overlap. The caption has to say which. */
int plot_timeline_years(struct call *c, const struct plot_timeline *t);

#endif
