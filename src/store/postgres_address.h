/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_address.h - the parts of a "postgresql://…" address, with limits to every wait. Private to the store.
 *
 * An address may hold a password: nothing made here is ever shown. */
#ifndef STORE_POSTGRES_ADDRESS_H
#define STORE_POSTGRES_ADDRESS_H
#include <libpq-fe.h>
#include <stdbool.h>

enum { POSTGRES_WORDS_MOST = 80 };

struct postgres_address {
	PQconninfoOption *options;
	const char *keywords[POSTGRES_WORDS_MOST],
		*values[POSTGRES_WORDS_MOST]; /* for PQconnectdbParams, NULL at the end */
};

/* Takes the address apart. False if it is none; then there is nothing to free. */
bool postgres_address_read(const char *text, struct postgres_address *out);

/* Frees what postgres_address_read made. */
void postgres_address_free(struct postgres_address *address);

#endif
