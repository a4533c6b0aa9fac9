/* SPDX-License-Identifier: Apache-2.0 */
/* groups_api.h - the calls that list groups of countries and regions: groups_api.c; their routes stand in compare_api.c. */
#ifndef REGISTER_GROUPS_API_H
#define REGISTER_GROUPS_API_H
#include "register/register_web.h"

http_handler register_groups, register_group, register_regions;

#endif
