/* SPDX-License-Identifier: Apache-2.0 */
/* A pretended ratification and what it would do. */
#include "register/register_web.h"

const struct http_route register_what_if_routes[] = {{0}};
