/* SPDX-License-Identifier: Apache-2.0 */
/* curve.h - how a number of Members moved through time, as steps.
 *
 * Pure. Memory: the call's arena. Threads: any. */
#ifndef REGISTER_CURVE_H
#define REGISTER_CURVE_H
#include "register/questions.h"

struct register_step {
	struct date day; /* from that day on */
	int64_t bound;   /* so many are bound for certain */
};

struct register_steps {
	LIST(struct register_step);
};

/* The Members bound for certain by an instrument, each day on which their number changed up to c->on. `countries` (may be
 * NULL) marks those that count, one flag a country of the snapshot. Nobody is counted after the instrument's end. */
void register_curve(struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
		    const bool *countries, struct register_steps *out);

#endif
