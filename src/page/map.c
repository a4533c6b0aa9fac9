/* SPDX-License-Identifier: Apache-2.0 */
#include "page/map.h"

void page_map_write(struct out *o, const struct page_map *map)
{
	(void)o, (void)map;
}

bool page_map_has(struct str code)
{
	return code.n == 3;
}
