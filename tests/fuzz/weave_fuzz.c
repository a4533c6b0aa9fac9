/* SPDX-License-Identifier: Apache-2.0 */
/* Both readers of weave on any bytes: they end, within their input, and never write for a file with a fault.
 *
 * The first byte says which: a template, a file of queries or a schema. */
#include "html.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static char directory[] = "/tmp/weave_fuzz.XXXXXX";

static void clean_up(void)
{
	static const char *const names[] = {"x_html.h", "x_html.c", "x_schema.h", "x_schema.c", "x_rows.h",
					    "x_sql.h",  "x_sql.c",  "x.html",     "x.sql",      "x_schema.sql"};
	char path[64];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		snprintf(path, sizeof path, "%s/%s", directory, names[i]);
		unlink(path);
	}
	rmdir(directory);
}

static void set_up(void)
{
	must(mkdtemp(directory));
	atexit(clean_up);
}

/* The input as a file of that name. */
static const char *file_of(struct weave *w, const char *name, const uint8_t *bytes, size_t n)
{
	const char *path = arena_printf(w->arena, "%s/%s", directory, name);
	FILE *f = fopen(path, "wb");
	must(f && fwrite(bytes, 1, n, f) == n && fclose(f) == 0);
	return path;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static bool ready;
	if (!ready)
		set_up();
	ready = true;
	if (n == 0)
		return 0;
	struct weave w = {.arena = arena_new(), .lines = true, .quiet = true, .out = directory};
	struct sql_file file;
	struct source s;
	switch (bytes[0] % 3) {
	case 0: html_weave(&w, file_of(&w, "x.html", bytes + 1, n - 1)); break;
	case 1:
		must(source_read(&w, file_of(&w, "x.sql", bytes + 1, n - 1), &s));
		sql_read(&s, &file);
		if (!w.faults)
			sql_generate(&file);
		break;
	case 2: schema_weave(&w, file_of(&w, "x_schema.sql", bytes + 1, n - 1)); break;
	}
	arena_free(&w.arena);
	return 0;
}
