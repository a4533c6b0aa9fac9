/* SPDX-License-Identifier: Apache-2.0 */
/* The state of one instrument for one country on a day, as a paper that can be checked. */
#include "register/register_web.h"

const struct http_route register_extract_routes[] = {{0}};
