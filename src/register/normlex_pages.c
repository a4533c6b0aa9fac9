/* SPDX-License-Identifier: Apache-2.0 */
/* Old addresses of NORMLEX lead to ours. */
#include "register/register_web.h"

const struct http_route register_normlex_routes[] = {{0}};
