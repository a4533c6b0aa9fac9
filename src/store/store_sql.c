/* SPDX-License-Identifier: Apache-2.0 */
/* store_sql.c - all SQL of the store itself. Two texts only where the two stores differ. */
#include "store/store_sql.h"

/* The tables, but for the two words in which the stores differ: the type of bytes and of the key. */
#define TABLES(BYTES, KEY)                                                                                      \
	"CREATE TABLE store_migration (number " KEY " PRIMARY KEY, name TEXT NOT NULL, hash " BYTES             \
	" NOT NULL CHECK (length(hash) = 32));"                                                                 \
	"CREATE TABLE store_version (one " KEY " PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL,"         \
	" changes BIGINT NOT NULL, head " BYTES " NOT NULL CHECK (length(head) = 32));"                         \
	"CREATE TABLE change_log (number " KEY " PRIMARY KEY, at TIMESTAMPTZ NOT NULL, person BIGINT NOT NULL," \
	" act TEXT NOT NULL, subject TEXT NOT NULL, personal BOOLEAN NOT NULL,"                                 \
	" content " BYTES " NOT NULL CHECK (length(content) = 32), hash " BYTES                                 \
	" NOT NULL CHECK (length(hash) = 32));"                                                                 \
	"CREATE TABLE change_content (number " KEY " PRIMARY KEY REFERENCES change_log (number),"               \
	" salt " BYTES " NOT NULL CHECK (length(salt) = 32), before TEXT NOT NULL, after TEXT NOT NULL);"

/* 0x53756c72, "Sulr", marks the file as ours (sqlite.org/fileformat2.html 1.3.10). */
const struct store_migration store_own_migration = {
	0, "store",
	"PRAGMA application_id = 1400204402;" TABLES(
		"BLOB",
		"INTEGER") "INSERT INTO store_version (one, version, changes, head) VALUES (1, 0, 0, zeroblob(32));",
	TABLES("BYTEA", "BIGINT") "INSERT INTO store_version (one, version, changes, head) VALUES (1, 0, 0, "
				  "decode(repeat('00', 32), 'hex'));"};

#define IN(...)                                          \
	.in = (const struct store_field[]){__VA_ARGS__}, \
	.ins = sizeof((const struct store_field[]){__VA_ARGS__}) / sizeof(struct store_field)
#define OUT(...)                                          \
	.out = (const struct store_field[]){__VA_ARGS__}, \
	.outs = sizeof((const struct store_field[]){__VA_ARGS__}) / sizeof(struct store_field)
#define HERE(NAME) .name = NAME, .file = __FILE__, .line = __LINE__
#define BOTH(TEXT) .sqlite = TEXT, .postgresql = TEXT

/* Tables there are, tables of the store among them, and whether the file bears our mark (or needs none). Tables that came
 * with an extension of PostgreSQL do not count. */
struct store_statement store_sql_inspect = {
	HERE("store_inspect"),
	.sqlite = "SELECT (SELECT count(*) FROM sqlite_schema), (SELECT count(*) FROM sqlite_schema"
		  " WHERE type = 'table' AND name = 'store_migration'), (SELECT application_id = 1400204402"
		  " FROM pragma_application_id)",
	.postgresql = "SELECT count(*), count(*) FILTER (WHERE relname = 'store_migration'), true FROM pg_class c"
		      " WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace AND NOT EXISTS"
		      " (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')",
	OUT({"tables", STORE_I64, false}, {"ours", STORE_I64, false}, {"marked", STORE_BOOL, false})};

struct store_statement store_sql_migrations = {
	HERE("store_migrations"), BOTH("SELECT number, name, hash FROM store_migration ORDER BY number"),
	OUT({"number", STORE_I64, false}, {"name", STORE_TEXT, false}, {"hash", STORE_BYTES, false})};

struct store_statement store_sql_migration_add = {
	HERE("store_migration_add"), .sqlite = "INSERT INTO store_migration (number, name, hash) VALUES (?1, ?2, ?3)",
	.postgresql = "INSERT INTO store_migration (number, name, hash) VALUES ($1, $2, $3)",
	IN({"number", STORE_I64, false}, {"name", STORE_TEXT, false}, {"hash", STORE_BYTES, false})};

struct store_statement store_sql_head = {
	HERE("store_head"), BOTH("SELECT version, changes, head FROM store_version"),
	OUT({"version", STORE_I64, false}, {"changes", STORE_I64, false}, {"head", STORE_BYTES, false})};

/* The lock makes the writers of several nodes wait for each other, so that the chain stays one. SQLite has locked with
 * BEGIN IMMEDIATE already. */
struct store_statement store_sql_head_lock = {
	HERE("store_head_lock"), .sqlite = "SELECT version, changes, head FROM store_version",
	.postgresql = "SELECT version, changes, head FROM store_version FOR UPDATE",
	OUT({"version", STORE_I64, false}, {"changes", STORE_I64, false}, {"head", STORE_BYTES, false})};

struct store_statement store_sql_head_set = {
	HERE("store_head_set"), .sqlite = "UPDATE store_version SET version = ?1, changes = ?2, head = ?3",
	.postgresql = "UPDATE store_version SET version = $1, changes = $2, head = $3",
	IN({"version", STORE_I64, false}, {"changes", STORE_I64, false}, {"head", STORE_BYTES, false})};

struct store_statement store_sql_log_add = {
	HERE("store_log_add"),
	.sqlite = "INSERT INTO change_log (number, at, person, act, subject, personal, content, hash)"
		  " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	.postgresql = "INSERT INTO change_log (number, at, person, act, subject, personal, content, hash)"
		      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	IN({"number", STORE_I64, false}, {"at", STORE_TIME, false}, {"person", STORE_I64, false},
	   {"act", STORE_TEXT, false}, {"subject", STORE_TEXT, false}, {"personal", STORE_BOOL, false},
	   {"content", STORE_BYTES, false}, {"hash", STORE_BYTES, false})};

struct store_statement store_sql_content_add = {
	HERE("store_content_add"),
	.sqlite = "INSERT INTO change_content (number, salt, before, after) VALUES (?1, ?2, ?3, ?4)",
	.postgresql = "INSERT INTO change_content (number, salt, before, after) VALUES ($1, $2, $3, $4)",
	IN({"number", STORE_I64, false}, {"salt", STORE_BYTES, false}, {"before", STORE_TEXT, false},
	   {"after", STORE_TEXT, false})};

struct store_statement store_sql_log_personal = {
	HERE("store_log_personal"), .sqlite = "SELECT personal FROM change_log WHERE number = ?1",
	.postgresql = "SELECT personal FROM change_log WHERE number = $1", IN({"number", STORE_I64, false}),
	OUT({"personal", STORE_BOOL, false})};

struct store_statement store_sql_content_erase = {
	HERE("store_content_erase"), .sqlite = "DELETE FROM change_content WHERE number = ?1",
	.postgresql = "DELETE FROM change_content WHERE number = $1", IN({"number", STORE_I64, false})};

#define LOG_COLUMNS                                                                                                   \
	"SELECT l.number, l.at, l.person, l.act, l.subject, l.personal, l.content, l.hash, c.salt, c.before, c.after" \
	" FROM change_log l LEFT JOIN change_content c ON c.number = l.number"

struct store_statement store_sql_log_page = {
	HERE("store_log_page"), .sqlite = LOG_COLUMNS " WHERE l.number > ?1 ORDER BY l.number LIMIT ?2",
	.postgresql = LOG_COLUMNS " WHERE l.number > $1 ORDER BY l.number LIMIT $2",
	IN({"after", STORE_I64, false}, {"most", STORE_I64, false}),
	OUT({"number", STORE_I64, false}, {"at", STORE_TIME, false}, {"person", STORE_I64, false},
	    {"act", STORE_TEXT, false}, {"subject", STORE_TEXT, false}, {"personal", STORE_BOOL, false},
	    {"content", STORE_BYTES, false}, {"hash", STORE_BYTES, false}, {"salt", STORE_BYTES, true},
	    {"before", STORE_TEXT, true}, {"after", STORE_TEXT, true})};
