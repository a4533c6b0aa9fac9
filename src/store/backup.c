/* SPDX-License-Identifier: Apache-2.0 */
/* backup.c - checking the whole store, copying it, and putting a copy back.
 *
 * A copy is made under another name and takes its own only when it is whole and on disk. Putting one back keeps every
 * file of the old store, its write-ahead log with it: a damaged store may still hold something to save. */
#include "store/directory.h"
#include "store/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status tell(struct problems *problems, enum status status, const char *path, const char *what)
{
	enum problem_code code = status == CONFLICT    ? PROBLEM_ALREADY_THERE
				 : status == NOT_FOUND ? PROBLEM_MISSING
				 : status == INVALID   ? PROBLEM_STORE_DAMAGED
				 : errno == ENOSPC     ? PROBLEM_STORE_FULL
						       : PROBLEM_STORE_UNAVAILABLE;
	problem_add(problems, code, PLACE_NOWHERE, str_of(path), "%s", what);
	return status;
}

enum status database_check(struct database *d, struct problems *problems, struct store_check *out)
{
	*out = (struct store_check){0};
	struct store *s = store_new(d, STORE_READ);
	enum status status = store_begin(s, STORE_BEGIN_READ);
	if (status == OK) {
		enum status pages = d->engine->check ? d->engine->check(s, problems) : OK;
		status = store_check_log(s, problems, out);
		if (pages != OK)
			status = pages;
	} else {
		status = store_tell(s, problems);
	}
	store_free(&s);
	return status;
}

enum status database_backup(struct database *d, const char *path, struct problems *problems)
{
	struct stat is;
	if (lstat(path, &is) == 0)
		return tell(problems, CONFLICT, path, "This file exists already.");
	struct arena *a = arena_new();
	const char *partial = arena_printf(a, "%s.partial", path);
	struct store *s = store_new(d, STORE_READ);
	unlink(partial);
	enum status status = store_connect(s) == OK ? d->engine->backup(s, partial, problems) : store_tell(s, problems);
	store_free(&s);
	int file = status == OK ? open(partial, O_RDWR | O_CLOEXEC) : -1;
	if (status == OK && (file < 0 || fsync(file) != 0))
		status = tell(problems, UNAVAILABLE, path, strerror(errno));
	if (status == OK && renameat2(AT_FDCWD, partial, AT_FDCWD, path, RENAME_NOREPLACE) != 0)
		status = tell(problems, errno == EEXIST ? CONFLICT : UNAVAILABLE, path, strerror(errno));
	if (status == OK && !directory_sync_parent(path))
		status = tell(problems, UNAVAILABLE, path, strerror(errno));
	if (file >= 0)
		close(file);
	if (status != OK)
		unlink(partial);
	arena_free(&a);
	return status;
}

/* Copies all pages of one database to another that is new. UNAVAILABLE: the text of the target's fault goes to problems. */
static enum status copy_pages(sqlite3 *from, const char *path, struct problems *problems)
{
	sqlite3 *to = NULL;
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return tell(problems, UNAVAILABLE, path, strerror(errno));
	close(file);
	errno = 0;
	int code = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	sqlite3_backup *backup = code == SQLITE_OK ? sqlite3_backup_init(to, "main", from, "main") : NULL;
	if (backup) {
		sqlite3_backup_step(backup, -1);
		code = sqlite3_backup_finish(backup);
	} else {
		code = sqlite3_errcode(to);
	}
	if (code == SQLITE_OK) /* one file, that can be read without others appearing beside it */
		code = sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
	enum status status = OK;
	if (code != SQLITE_OK) {
		errno = code == SQLITE_FULL ? ENOSPC : 0;
		status = tell(problems, UNAVAILABLE, path, sqlite3_errmsg(to));
	}
	sqlite3_close(to);
	if (status != OK)
		unlink(path);
	return status;
}

static sqlite3 *open_to_read(const char *path)
{
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		return db;
	sqlite3_close(db);
	return NULL;
}

enum status sqlite_backup(struct store *s, const char *path, struct problems *problems)
{
	sqlite3 *db = open_to_read(s->database->file);
	if (!db)
		return tell(problems, UNAVAILABLE, s->database->file, "The store cannot be opened.");
	enum status status = copy_pages(db, path, problems);
	sqlite3_close(db);
	return status;
}

static int expect_ok(void *context, int columns, char **values, char **names)
{
	(void)columns;
	(void)names;
	*(bool *)context = values[0] && strcmp(values[0], "ok") == 0;
	return 0;
}

/* Marked as ours and whole page by page. */
static bool is_backup(sqlite3 *db)
{
	bool is_ours = false, is_whole = false;
	const char *ours = "SELECT CASE WHEN application_id = 1400204402 AND EXISTS (SELECT 1 FROM store_version)"
			   " THEN 'ok' END FROM pragma_application_id";
	return sqlite3_exec(db, ours, expect_ok, &is_ours, NULL) == SQLITE_OK && is_ours &&
	       sqlite3_exec(db, "PRAGMA integrity_check(1)", expect_ok, &is_whole, NULL) == SQLITE_OK && is_whole;
}

struct restoring {
	struct arena *arena;
	struct problems *problems;
	const char *file, *fresh, *kept;
};

static enum status bring(struct restoring *r, const char *path)
{
	sqlite3 *from = open_to_read(path);
	bool is_good = from && is_backup(from);
	enum status status =
		is_good ? OK : tell(r->problems, INVALID, path, "This is no whole backup of a Sulear store.");
	unlink(r->fresh);
	if (status == OK)
		status = copy_pages(from, r->fresh, r->problems);
	sqlite3_close(from);
	int file = status == OK ? open(r->fresh, O_RDWR | O_CLOEXEC) : -1;
	if (status == OK && (file < 0 || fsync(file) != 0))
		status = tell(r->problems, UNAVAILABLE, r->fresh, strerror(errno));
	if (file >= 0)
		close(file);
	return status;
}

/* What can be folded back from the log into the file is, so that the kept store is one file; a damaged one keeps its log. */
static void fold(const char *file)
{
	sqlite3 *db = NULL;
	if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_close(db);
}

/* The old file has both names before it loses one, and its log is gone before the new file has its name: read with the
 * log of another file it would be ruined. */
static enum status exchange(struct restoring *r)
{
	const char *log = arena_printf(r->arena, "%s-wal", r->file);
	const char *kept_log = arena_printf(r->arena, "%s-wal", r->kept);
	if (access(r->file, F_OK) == 0) {
		fold(r->file);
		if (link(r->file, r->kept) != 0 || (link(log, kept_log) != 0 && errno != ENOENT) ||
		    !directory_sync_parent(r->file))
			return tell(r->problems, errno == EEXIST ? CONFLICT : UNAVAILABLE, r->kept, strerror(errno));
		unlink(arena_printf(r->arena, "%s-shm", r->file));
		unlink(log);
	}
	if (!directory_sync_parent(r->file) || rename(r->fresh, r->file) != 0 || !directory_sync_parent(r->file))
		return tell(r->problems, UNAVAILABLE, r->file, strerror(errno));
	return OK;
}

static enum status restore_file(struct database *d, struct arena *a, const char *path, struct problems *problems)
{
	struct restoring r = {.arena = a,
			      .problems = problems,
			      .file = d->file,
			      .fresh = arena_printf(a, "%s.restoring", d->file),
			      .kept = arena_printf(a, "%s.before-restore", d->file)};
	if (access(r.kept, F_OK) == 0) {
		tell(problems, CONFLICT, r.kept, "The store of an earlier restore is still here.");
		problem_hint(problems, STR("Move it away or delete it first."));
		return CONFLICT;
	}
	enum status status = bring(&r, path);
	if (status == OK)
		status = exchange(&r);
	if (status != OK)
		unlink(r.fresh);
	return status;
}

enum status store_restore(const char *address, const char *path, struct problems *problems)
{
	must(sodium_init() >= 0);
	struct str where = str_of(address);
	if (str_begins(where, "postgresql://") || str_begins(where, "postgres://"))
		return postgres_restore(address, path, problems);
	if (access(path, F_OK) != 0) /* before a directory is made for it */
		return tell(problems, NOT_FOUND, path, strerror(errno));
	struct arena *a = arena_new();
	struct database d = {.engine = &store_sqlite, .lock_file = -1};
	enum status status = directory_open_alone(&d, a, address, problems);
	if (status == OK)
		status = restore_file(&d, a, path, problems);
	directory_close(&d);
	arena_free(&a);
	return status;
}
