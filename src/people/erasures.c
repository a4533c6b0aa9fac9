/* SPDX-License-Identifier: Apache-2.0 */
/* Erasures outlive the store: a backup from before an erasure knows the person still. What is kept is a number and a moment,
 * nothing that tells who it was. */
#include "people/parts.h"

#include "base/out.h"
#include "base/tr.h"
#include "people/own_data_sql.h"
#include "people/people_private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 16 << 20 };

static const char head[] = "# Accounts that were erased: number and moment. Keep this apart from the backups.\n";

struct erasure {
	int64_t id;
	struct moment at;
};

/* One line: false where it is neither a comment nor an erasure. */
static bool read_line(struct str line, struct erasure *out)
{
	struct str number;
	str_next(&line, ' ', &number);
	return str_to_i64(number, &out->id) && out->id > 0 && moment_parse(str_trim(line), &out->at);
}

static bool says_something(struct str line)
{
	return str_trim(line).n && !str_begins(line, "#");
}

enum status people_erasures_text(struct call *c, struct str known, struct str *out)
{
	struct person_erasures_rows rows;
	struct out o = out_new(c->arena, FILE_MOST, NULL);
	struct str line;
	enum status status = person_erasures_query(c->store, c->arena, &rows);
	if (status != OK)
		return status;
	if (rows.n || known.n)
		out_raw(&o, str_of(head));
	for (size_t i = 0; i < rows.n; i++) {
		char room[MOMENT_ROOM];
		struct str at = moment_print(rows.at[i].erased_at, room);
		out_printf(&o, "%lld %.*s\n", (long long)rows.at[i].id, STR_ARGS(at));
	}
	/* Those of another store that this one does not know, as after a restore that was not finished. */
	struct str mine = out_str(&o);
	while (str_next(&known, '\n', &line)) {
		struct str whole = str_format(c->arena, "\n%.*s\n", STR_ARGS(line));
		if (says_something(line) && !memmem(mine.at, mine.n, whole.at, whole.n))
			out_printf(&o, "%.*s\n", STR_ARGS(line));
	}
	*out = out_str(&o);
	return o.over ? BUG : OK;
}

static enum status file_fault(struct call *c, const char *file)
{
	problem_add(&c->problems, errno == ENOSPC ? PROBLEM_STORE_FULL : PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE,
		    str_of(file), "%s", strerror(errno));
	return UNAVAILABLE;
}

/* Every line is a comment or an erasure. */
static enum status check_lines(struct call *c, const char *name, struct str text)
{
	struct erasure unused;
	struct str line;
	size_t told = c->problems.list.n;
	for (int number = 1; text.n && str_next(&text, '\n', &line); number++)
		if (says_something(line) && !read_line(line, &unused))
			problem_add(&c->problems, PROBLEM_BAD_ROW, PLACE_LINE,
				    str_format(c->arena, "%s:%d", name, number), "%.*s",
				    STR_ARGS(tr(c, N_("A number and a moment are wanted here."))));
	return c->problems.list.n > told ? INVALID : OK;
}

enum status people_erasures_read(struct call *c, const char *name, struct str *out)
{
	struct stat is;
	*out = STR("");
	int file = open(name, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno == ENOENT ? OK : file_fault(c, name);
	if (fstat(file, &is) != 0 || is.st_size > FILE_MOST) {
		close(file);
		return file_fault(c, name);
	}
	char *text = arena_alloc(c->arena, (size_t)is.st_size + 1);
	ssize_t n = read(file, text, (size_t)is.st_size);
	close(file);
	if (n != is.st_size)
		return file_fault(c, name);
	*out = (struct str){text, (size_t)n};
	return check_lines(c, name, *out);
}

static bool write_whole(const char *name, struct str text)
{
	int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool is_written = file >= 0 && write(file, text.at, text.n) == (ssize_t)text.n && fsync(file) == 0;
	if (file >= 0)
		close(file);
	return is_written;
}

enum status people_erasures_keep(struct call *c)
{
	const char *directory = database_directory(c->database);
	struct str known, text;
	if (!directory)
		return OK;
	const char *name = arena_printf(c->arena, "%s/erasures", directory);
	/* Another process may do the same at this moment. */
	const char *fresh = arena_printf(c->arena, "%s.%d", name, (int)gettid());
	enum status status = people_erasures_read(c, name, &known);
	if (status == OK)
		status = people_erasures_text(c, known, &text);
	if (status != OK || str_equal(known, text))
		return status;
	if (write_whole(fresh, text) && rename(fresh, name) == 0)
		return OK;
	status = file_fault(c, name);
	unlink(fresh);
	return status;
}

struct replaying {
	struct call *c;
	struct erasure erasure;
	int64_t *n;
};

static enum status write_again(struct store *s, void *context)
{
	struct replaying *w = context;
	struct call *c = w->c;
	struct person_erased_row row;
	bool found;
	enum status status = person_erased_query(s, c->arena, w->erasure.id, &row, &found);
	if (status != OK || !found || row.has_erased_at || row.created_at.us > w->erasure.at.us)
		return status;
	status = people_erase_parts(s, c, w->erasure.id, w->erasure.at);
	if (status == OK)
		++*w->n;
	return status == OK ? people_log(s, c, "user.erase", w->erasure.id, (struct store_change){0}) : status;
}

enum status people_erasures_replay(struct call *c, struct str text, int64_t *n)
{
	struct replaying w = {.c = c, .n = n};
	struct str line;
	enum status status = OK;
	*n = 0;
	while (status == OK && text.n && str_next(&text, '\n', &line))
		if (says_something(line) && read_line(line, &w.erasure))
			status = store_write(c->database, write_again, &w);
	return status;
}
