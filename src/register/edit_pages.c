/* SPDX-License-Identifier: Apache-2.0 */
/* The forms by which the Office changes the register. */
#include "register/register_web.h"

const struct http_route register_edit_routes[] = {{0}};
