/* SPDX-License-Identifier: Apache-2.0 */
/* The register's maps. */
#include "register/maps_pages.h"

struct shown_map shown_instrument_map(const struct asked *a, const struct register_instrument *i)
{
	(void)a, (void)i;
	return (struct shown_map){.url = {STR("")}};
}

struct shown_map shown_world_map(const struct asked *a)
{
	(void)a;
	return (struct shown_map){.url = {STR("")}};
}

const struct http_route register_maps_routes[] = {{0}};
