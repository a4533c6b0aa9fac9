/* SPDX-License-Identifier: Apache-2.0 */
/* queue_limits_pages.h - how many reports pages and API together take from one place. */
#ifndef REGISTER_QUEUE_LIMITS_PAGES_H
#define REGISTER_QUEUE_LIMITS_PAGES_H
#include "http/http.h"
#include "register/queue.h"

/* Counts one report. INVALID with TOO_MANY in the call's problems, which says until when: too many came from there, about this
 * fact or in all. Asked when everything else is right, so that mistakes of typing do not count. */
CHECKED enum status queue_brake(const struct http_request *r, const struct queue_wish *wish);

#endif
