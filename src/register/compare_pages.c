/* SPDX-License-Identifier: Apache-2.0 */
/* Members against instruments as a matrix. */
#include "register/register_web.h"

const struct http_route register_compare_routes[] = {{0}};
