/* SPDX-License-Identifier: Apache-2.0 */
/* migrate.c - the schema, brought to what this program knows, in one transaction.
 *
 * store_migration remembers the BLAKE2b-256 of each text that was run. A store that ran something this program does not
 * know, or something else under the same number, was written by another version and is left alone. */
#include "store/directory.h"
#include "store/store_private.h"
#include "store/store_sql.h"

#include <sodium.h>
#include <string.h>

struct known {
	int64_t number;
	struct str name;
	unsigned char hash[STORE_HASH];
};

struct migrating {
	struct store *store;
	struct arena *arena;
	LIST(struct known) known;
	bool is_remote;
};

static const char *text_of(const struct migrating *m, const struct store_migration *migration)
{
	return m->is_remote ? migration->postgresql : migration->sqlite;
}

static void hash_of(const char *text, unsigned char hash[static STORE_HASH])
{
	crypto_generichash(hash, STORE_HASH, (const unsigned char *)text, strlen(text), NULL, 0);
}

struct inspection {
	int64_t tables, ours, is_marked;
};

static enum status inspect_row(void *context, const struct store_value *values)
{
	*(struct inspection *)context = (struct inspection){values[0].i64, values[1].i64, values[2].i64};
	return OK;
}

enum status store_inspect(struct store *s, struct problems *problems, bool *is_empty)
{
	struct inspection is = {0};
	enum status status = store_query(s, &store_sql_inspect, NULL, inspect_row, &is, NULL);
	s->failed = OK;
	*is_empty = status == OK && is.tables == 0;
	if (status != OK)
		return store_tell(s, problems);
	if (is.tables == 0 || (is.ours == 1 && is.is_marked))
		return OK;
	problem_add(problems, PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, STR(""),
		    "This database holds tables of another program, not a store of Sulear.");
	problem_hint(problems, STR("Give Sulear an empty database or a directory of its own. Nothing was changed."));
	return INVALID;
}

static enum status known_row(void *context, const struct store_value *values)
{
	struct migrating *m = context;
	struct known *one = list_add(m->arena, &m->known);
	one->number = values[0].i64;
	one->name = str_copy(m->arena, values[1].text);
	if (values[2].text.n == STORE_HASH)
		memcpy(one->hash, values[2].text.at, STORE_HASH);
	return OK;
}

static const struct known *find_known(const struct migrating *m, int64_t number)
{
	for (size_t i = 0; i < m->known.n; i++)
		if (m->known.at[i].number == number)
			return &m->known.at[i];
	return NULL;
}

static const struct store_migration *find_own(const struct store_options *options, int64_t number)
{
	if (number == 0)
		return &store_own_migration;
	for (size_t i = 0; i < options->migrations_n; i++)
		if (options->migrations[i].number == number)
			return &options->migrations[i];
	return NULL;
}

/* Everything the store ran is known here with the same text; all that is not is told. */
static enum status compare(const struct migrating *m, const struct store_options *options, struct problems *problems)
{
	size_t before = problems->list.n;
	for (size_t i = 0; i < m->known.n; i++) {
		const struct known *known = &m->known.at[i];
		const struct store_migration *own = find_own(options, known->number);
		unsigned char hash[STORE_HASH];
		if (own)
			hash_of(text_of(m, own), hash);
		if (!own)
			problem_add(problems, PROBLEM_STORE_NEWER, PLACE_NOWHERE, STR(""),
				    "This program does not know migration %lld, %.*s.", (long long)known->number,
				    STR_ARGS(known->name));
		else if (memcmp(hash, known->hash, STORE_HASH) != 0)
			problem_add(problems, PROBLEM_STORE_NEWER, PLACE_NOWHERE, STR(""),
				    "Migration %lld, %.*s, was run with another text.", (long long)known->number,
				    STR_ARGS(known->name));
	}
	if (problems->list.n == before)
		return OK;
	problem_hint(problems, STR("Use the version that wrote it, or a newer one. Nothing was changed."));
	return CONFLICT;
}

static enum status apply(struct migrating *m, const struct store_migration *migration, struct problems *problems)
{
	const char *text = text_of(m, migration);
	unsigned char hash[STORE_HASH];
	hash_of(text, hash);
	const struct store_value in[] = {{.i64 = migration->number},
					 {.text = str_of(migration->name)},
					 {.text = {(const char *)hash, STORE_HASH}}};
	enum status status = store_script(m->store, text);
	if (status == OK)
		status = store_query(m->store, &store_sql_migration_add, in, NULL, NULL, NULL);
	m->store->failed = OK;
	if (status == OK)
		return OK;
	if (status == UNAVAILABLE)
		return store_tell(m->store, problems);
	problem_add(problems, PROBLEM_INTERNAL, PLACE_NOWHERE, STR(""), "Migration %d, %s, failed: %s",
		    migration->number, migration->name, m->store->why);
	problem_hint(problems, STR("Nothing was changed. Go on with the version that wrote the store."));
	return BUG;
}

/* The missing one with the lowest number above `after`, NULL at the end. */
static const struct store_migration *next_missing(const struct migrating *m, const struct store_options *options,
						  int after)
{
	const struct store_migration *next = NULL;
	for (size_t i = 0; i < options->migrations_n; i++) {
		const struct store_migration *one = &options->migrations[i];
		must(one->number > 0);
		if (one->number > after && !find_known(m, one->number) && (!next || one->number < next->number))
			next = one;
	}
	return next;
}

/* A command beside an older server must not change the schema under it. */
static enum status take_over(struct store *s, const struct store_options *options, struct problems *problems)
{
	if (!options->beside_server || s->database->lock_file < 0 || directory_lock_server(s->database))
		return OK;
	problem_add(problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, STR(""),
		    "The schema must be renewed, but a server of an older version has the store open.");
	problem_hint(problems, STR("Restart the server with this version first."));
	return UNAVAILABLE;
}

static enum status migrate_inside(struct migrating *m, const struct store_options *options, struct problems *problems,
				  bool *has_changed)
{
	bool is_empty;
	enum status status = store_inspect(m->store, problems, &is_empty);
	if (status == OK && is_empty)
		status = apply(m, &store_own_migration, problems);
	if (status == OK && store_query(m->store, &store_sql_migrations, NULL, known_row, m, NULL) != OK)
		status = store_tell(m->store, problems);
	if (status == OK)
		status = compare(m, options, problems);
	if (status != OK)
		return status;
	const struct store_migration *next = next_missing(m, options, 0);
	*has_changed = is_empty || next;
	if (*has_changed)
		status = take_over(m->store, options, problems);
	for (; status == OK && next; next = next_missing(m, options, next->number))
		status = apply(m, next, problems);
	return status;
}

enum status store_migrate(struct store *s, const struct store_options *options, struct problems *problems)
{
	struct migrating m = {.store = s, .arena = s->arena, .is_remote = s->database->engine == &store_postgres};
	bool has_changed = false;
	if (store_begin(s, STORE_BEGIN_MIGRATE) != OK)
		return store_tell(s, problems);
	enum status status = migrate_inside(&m, options, problems, &has_changed);
	s->failed = OK;
	bool is_ended = store_command(s, status == OK && has_changed ? STORE_COMMIT : STORE_ROLLBACK) == OK;
	return status == OK && !is_ended ? store_tell(s, problems) : status;
}
