/* SPDX-License-Identifier: Apache-2.0 */
/* A country's denunciation windows as a calendar. */
#include "register/register_web.h"

const struct http_route register_calendar_routes[] = {{0}};
