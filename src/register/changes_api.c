/* SPDX-License-Identifier: Apache-2.0 */
#include "register/register_web.h"
const struct http_route register_changes_api_routes[] = {{0}};
