/* SPDX-License-Identifier: Apache-2.0 */
/* "Is this wrong?": what readers report, and the queue of the Office. */
#include "register/register_web.h"

const struct http_route register_queue_routes[] = {{0}};
