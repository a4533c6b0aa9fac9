/* SPDX-License-Identifier: Apache-2.0 */
#include "faulty_files.h"

#include <sqlite3.h>
#include <stdatomic.h>
#include <string.h>

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs *real_files, faulty_files;
static _Atomic int64_t left, failures;
static _Atomic bool for_ever;

/* True when this change is to fail. */
static bool fails(void)
{
	int64_t before = atomic_load(&left);
	if (before <= 0)
		return false;
	if (before > 1) {
		atomic_fetch_sub(&left, 1);
		return false;
	}
	if (!atomic_load(&for_ever))
		atomic_store(&left, 0);
	atomic_fetch_add(&failures, 1);
	return true;
}

static sqlite3_file *real(sqlite3_file *file)
{
	return ((struct faulty_file *)file)->real;
}

static int file_close(sqlite3_file *file)
{
	return real(file)->pMethods ? real(file)->pMethods->xClose(real(file)) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int n, sqlite3_int64 at)
{
	return real(file)->pMethods->xRead(real(file), bytes, n, at);
}

/* Half of it is written before the disk is full: a torn page. */
static int file_write(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	if (!fails())
		return real(file)->pMethods->xWrite(real(file), bytes, n, at);
	real(file)->pMethods->xWrite(real(file), bytes, n / 2, at);
	return SQLITE_FULL;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return fails() ? SQLITE_IOERR_TRUNCATE : real(file)->pMethods->xTruncate(real(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
	return fails() ? SQLITE_IOERR_FSYNC : real(file)->pMethods->xSync(real(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return real(file)->pMethods->xFileSize(real(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xLock(real(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
	return real(file)->pMethods->xUnlock(real(file), level);
}

static int file_reserved(sqlite3_file *file, int *out)
{
	return real(file)->pMethods->xCheckReservedLock(real(file), out);
}

static int file_control(sqlite3_file *file, int what, void *argument)
{
	return real(file)->pMethods->xFileControl(real(file), what, argument);
}

static int file_sector(sqlite3_file *file)
{
	return real(file)->pMethods->xSectorSize(real(file));
}

static int file_device(sqlite3_file *file)
{
	return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **out)
{
	return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}

static int file_shm_lock(sqlite3_file *file, int at, int n, int flags)
{
	return real(file)->pMethods->xShmLock(real(file), at, n, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
	real(file)->pMethods->xShmBarrier(real(file));
}

static int file_shm_unmap(sqlite3_file *file, int delete)
{
	return real(file)->pMethods->xShmUnmap(real(file), delete);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_device,
	.xShmMap = file_shm_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier,
	.xShmUnmap = file_shm_unmap,
};

static int files_open(sqlite3_vfs *files, const char *name, sqlite3_file *file, int flags, int *out)
{
	(void)files;
	struct faulty_file *f = (struct faulty_file *)file;
	f->real = (sqlite3_file *)(f + 1);
	int code = real_files->xOpen(real_files, name, f->real, flags, out);
	f->base.pMethods = f->real->pMethods ? &methods : NULL;
	return code;
}

static int files_delete(sqlite3_vfs *files, const char *name, int sync)
{
	(void)files;
	return fails() ? SQLITE_IOERR_DELETE : real_files->xDelete(real_files, name, sync);
}

void faulty_files_register(void)
{
	if (real_files)
		return;
	sqlite3_initialize();
	real_files = sqlite3_vfs_find(NULL);
	faulty_files = *real_files;
	faulty_files.zName = "faulty";
	faulty_files.szOsFile = (int)sizeof(struct faulty_file) + real_files->szOsFile;
	faulty_files.xOpen = files_open;
	faulty_files.xDelete = files_delete;
	faulty_files.pNext = NULL;
	sqlite3_vfs_register(&faulty_files, 1);
}

static void begin(int64_t n, bool is_for_ever)
{
	atomic_store(&failures, 0);
	atomic_store(&for_ever, is_for_ever);
	atomic_store(&left, n);
}

void faulty_files_fail_once(int64_t n)
{
	begin(n, false);
}

void faulty_files_fail_from(int64_t n)
{
	begin(n, true);
}

bool faulty_files_end(int64_t n)
{
	(void)n;
	atomic_store(&left, 0);
	return atomic_load(&failures) > 0;
}
