/* SPDX-License-Identifier: Apache-2.0 */
/* directory.h - the data directory and who may use it. Private to the store. */
#ifndef STORE_DIRECTORY_H
#define STORE_DIRECTORY_H
#include "store/store_private.h"

/* Makes or finds the data directory and locks it. */
CHECKED enum status directory_open(struct database *d, struct arena *a, const struct store_options *options,
				   struct problems *problems);

/* Makes or finds it for restore, which nobody else may use meanwhile. The store itself may be missing. */
CHECKED enum status directory_open_alone(struct database *d, struct arena *a, const char *address,
					 struct problems *problems);

/* Locks it against servers. False: there is one. */
CHECKED bool directory_lock_server(struct database *d);

/* Lets go of all locks. */
void directory_close(struct database *d);

/* Makes the entries of the directory that holds `path` durable. */
CHECKED bool directory_sync_parent(const char *path);

#endif
