/* SPDX-License-Identifier: Apache-2.0 */
/* Articles, in the languages present, side by side. */
#include "register/register_web.h"

const struct http_route register_texts_routes[] = {{0}};
