/* SPDX-License-Identifier: Apache-2.0 */
/* store_sql.h - the store's own schema and statements. Private to the store. */
#ifndef STORE_STORE_SQL_H
#define STORE_STORE_SQL_H
#include "store/statement.h"
#include "store/store.h"

extern struct store_statement store_sql_inspect, store_sql_migrations, store_sql_migration_add, store_sql_head,
	store_sql_head_lock, store_sql_head_set, store_sql_log_add, store_sql_content_add, store_sql_log_personal,
	store_sql_content_erase, store_sql_log_page;
extern const struct store_migration store_own_migration;

#endif
