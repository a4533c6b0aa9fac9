/* SPDX-License-Identifier: Apache-2.0 */
/* What changed in the register, as a page and a feed. */
#include "register/register_web.h"

const struct http_route register_changes_routes[] = {{0}};
