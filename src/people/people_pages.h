/* SPDX-License-Identifier: Apache-2.0 */
/* people_pages.h - what the templates of this room show.
 *
 * Threads and memory: the call's. */
#ifndef PEOPLE_PEOPLE_PAGES_H
#define PEOPLE_PEOPLE_PAGES_H
#include "page/page.h"

struct sign_in {
	struct page page;
	struct url action;   /* with return_to */
	struct str name;     /* as typed */
	struct str not_done; /* above the faults */
};

#endif
