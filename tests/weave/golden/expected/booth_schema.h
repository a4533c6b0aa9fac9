/* Made by weave from golden/booth_schema.sql: edit that file. */
#ifndef BOOTH_SCHEMA_MIGRATIONS_H
#define BOOTH_SCHEMA_MIGRATIONS_H
#include "store/store.h"

/* The migrations of golden/booth_schema.sql, by number. */
extern const struct store_migration booth_migrations[];
extern const size_t booth_migrations_n;

#endif
