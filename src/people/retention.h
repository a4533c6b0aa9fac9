/* SPDX-License-Identifier: Apache-2.0 */
/* retention.h - what of accounts is not kept for ever.
 *
 * Threads: any. Memory: constants. */
#ifndef PEOPLE_RETENTION_H
#define PEOPLE_RETENTION_H
#include "site/retain.h"

/* Addresses that were not confirmed, links and sessions that ran out, the list of sign-ins, sign-ins elsewhere that were not ended. */
extern const struct retain_sweep people_sweeps[];

#endif
