/* SPDX-License-Identifier: Apache-2.0 */
/* directory.c - the data directory and who may use it.
 *
 * sulear.lock carries two locks of the kernel, on one byte each, that vanish with the process: byte 0 is shared by all who
 * have the store open and taken alone by restore; byte 1 is taken by the one server. Locks belong to the open file
 * (F_OFD_SETLK), so that closing another descriptor of it elsewhere loses nothing. */
#include "store/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BYTE_USED, BYTE_SERVER };

static bool lock_byte(int file, short kind, off_t byte)
{
	struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
	int result;
	do
		result = fcntl(file, F_OFD_SETLK, &lock);
	while (result == -1 && errno == EINTR);
	return result == 0;
}

bool directory_lock_server(struct database *d)
{
	return lock_byte(d->lock_file, F_WRLCK, BYTE_SERVER);
}

void directory_close(struct database *d)
{
	if (d->lock_file >= 0)
		close(d->lock_file);
	d->lock_file = -1;
}

bool directory_sync_parent(const char *path)
{
	char parent[4096];
	size_t n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		n--;
	while (n > 0 && path[n - 1] != '/')
		n--;
	if (n >= sizeof parent)
		return false;
	memcpy(parent, n ? path : ".", n ? n : 1);
	parent[n ? n : 1] = 0;
	int directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_done = directory >= 0 && fsync(directory) == 0;
	if (directory >= 0)
		close(directory);
	return is_done;
}

static enum status tell(struct problems *problems, enum status status, const char *path, const char *what)
{
	enum problem_code code = status == NOT_FOUND ? PROBLEM_MISSING
				 : errno == ENOSPC   ? PROBLEM_STORE_FULL
						     : PROBLEM_STORE_UNAVAILABLE;
	problem_add(problems, code, PLACE_NOWHERE, str_of(path), "%s", what);
	return status;
}

static enum status find_directory(struct database *d, struct problems *problems)
{
	struct stat is;
	if (stat(d->directory, &is) == 0)
		return S_ISDIR(is.st_mode) ? OK : tell(problems, INVALID, d->directory, "This is not a directory.");
	if (errno != ENOENT || !d->create)
		return tell(problems, errno == ENOENT ? NOT_FOUND : UNAVAILABLE, d->directory, strerror(errno));
	if (mkdir(d->directory, 0700) != 0 && errno != EEXIST)
		return tell(problems, UNAVAILABLE, d->directory, strerror(errno));
	return directory_sync_parent(d->directory) ? OK : tell(problems, UNAVAILABLE, d->directory, strerror(errno));
}

static enum status lock(struct database *d, bool beside_server, struct problems *problems)
{
	if (!lock_byte(d->lock_file, F_RDLCK, BYTE_USED)) {
		tell(problems, UNAVAILABLE, d->directory, "The store is being restored.");
		problem_hint(problems, STR("Wait until that has ended."));
		return UNAVAILABLE;
	}
	if (!beside_server && !directory_lock_server(d)) {
		tell(problems, UNAVAILABLE, d->directory, "Another server is running on this data directory.");
		problem_hint(problems, STR("Stop it first, or give this one a directory of its own."));
		return UNAVAILABLE;
	}
	return OK;
}

/* An empty file is an empty database; made here so that nobody else may read it, whatever the mask and the directory. */
static enum status make_file(struct database *d, struct problems *problems)
{
	if (!d->create || access(d->file, F_OK) == 0)
		return OK;
	int file = open(d->file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return tell(problems, UNAVAILABLE, d->file, strerror(errno));
	close(file);
	return directory_sync_parent(d->file) ? OK : tell(problems, UNAVAILABLE, d->file, strerror(errno));
}

static enum status open_lock_file(struct database *d, struct arena *a, struct problems *problems)
{
	const char *path = arena_printf(a, "%s/sulear.lock", d->directory);
	d->lock_file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return d->lock_file >= 0 ? OK : tell(problems, UNAVAILABLE, path, strerror(errno));
}

enum status directory_open(struct database *d, struct arena *a, const struct store_options *options,
			   struct problems *problems)
{
	d->directory = arena_printf(a, "%s", options->address);
	d->file = arena_printf(a, "%s/sulear.db", d->directory);
	enum status status = find_directory(d, problems);
	if (status != OK)
		return status;
	if (!d->create && access(d->file, F_OK) != 0)
		return tell(problems, errno == ENOENT ? NOT_FOUND : UNAVAILABLE, d->file, strerror(errno));
	status = open_lock_file(d, a, problems);
	if (status == OK)
		status = lock(d, options->beside_server, problems);
	return status == OK ? make_file(d, problems) : status;
}

enum status directory_open_alone(struct database *d, struct arena *a, const char *address, struct problems *problems)
{
	d->directory = arena_printf(a, "%s", address);
	d->file = arena_printf(a, "%s/sulear.db", d->directory);
	d->create = true;
	enum status status = find_directory(d, problems);
	if (status == OK)
		status = open_lock_file(d, a, problems);
	if (status != OK || lock_byte(d->lock_file, F_WRLCK, BYTE_USED))
		return status;
	tell(problems, UNAVAILABLE, d->directory, "Somebody is using this store.");
	problem_hint(problems, STR("Stop the server first."));
	return UNAVAILABLE;
}
