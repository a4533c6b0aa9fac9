/* SPDX-License-Identifier: Apache-2.0 */
#include "register/register_private.h"

#include "exchange/csv.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 256 << 20 };

static int by_key(const void *a, const void *b)
{
	return str_compare(((const struct register_row *)a)->key, ((const struct register_row *)b)->key);
}

static struct str table_as_csv(struct call *c, const struct register_table *t, struct register_row *rows, size_t n)
{
	struct out o = out_new(c->arena, FILE_MOST, c);
	struct csv_writer w = csv_writer_new(&o, CSV_EXACT, c->lang);
	for (size_t i = 0; i < t->columns_n; i++)
		csv_cell(&w, str_of(t->columns[i].name));
	csv_end_row(&w);
	if (n)
		qsort(rows, n, sizeof *rows, by_key);
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < t->columns_n; i++)
			csv_cell(&w, rows[k].cells[i]);
		csv_end_row(&w);
	}
	must(!o.over);
	return out_str(&o);
}

static enum status failed(struct call *c, const char *path)
{
	problem_add(&c->problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, str_of(path), "%s", strerror(errno));
	return UNAVAILABLE;
}

/* Puts a folder's own list of files on the disk. */
static bool sync_folder(const char *dir)
{
	int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = folder >= 0 && fsync(folder) == 0;
	if (folder >= 0)
		close(folder);
	return synced;
}

/* Makes the folders that a file below dir needs, then the file, whole or not at all, and on the disk before it has its name. */
static enum status write_file(struct call *c, const char *dir, const char *file, struct str bytes)
{
	char *path = arena_printf(c->arena, "%s/%s", dir, file), *slash = strrchr(path, '/');
	*slash = 0;
	if ((mkdir(dir, 0777) != 0 && errno != EEXIST) || (mkdir(path, 0777) != 0 && errno != EEXIST))
		return failed(c, path);
	const char *folder = arena_printf(c->arena, "%s", path);
	*slash = '/';
	char *part = arena_printf(c->arena, "%s.part", path);
	FILE *f = fopen(part, "w");
	if (!f)
		return failed(c, part);
	bool written = fwrite(bytes.at, 1, bytes.n, f) == bytes.n;
	written = written && fflush(f) == 0 && fsync(fileno(f)) == 0;
	written = fclose(f) == 0 && written;
	return written && rename(part, path) == 0 && sync_folder(folder) ? OK : failed(c, path);
}

enum status register_export(struct call *c, const char *dir, size_t *rows)
{
	struct register_rows all;
	*rows = 0;
	enum status st = register_rows_read(c->store, c->arena, c->known_given ? &c->known : NULL, &all);
	for (enum register_kind kind = 0; kind < REGISTER_KINDS && st == OK; kind++) {
		const struct register_table *t = &register_tables[kind];
		st = write_file(c, dir, t->file, table_as_csv(c, t, all.of[kind].at, all.of[kind].n));
		*rows += all.of[kind].n;
	}
	return st;
}
