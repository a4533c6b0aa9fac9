/* SPDX-License-Identifier: Apache-2.0 */
/* Everything about a person, through the parts that the rooms gave. */
#include "people/parts.h"

#include "base/tr.h"
#include "people/own_data_sql.h"
#include "people/people_private.h"

enum { PAGE = 1000 };

static struct {
	const struct people_part *const *lists;
	size_t n;
} known;

void people_set_parts(const struct people_part *const *lists, size_t n)
{
	known.lists = lists;
	known.n = n;
}

const struct people_part *people_part_at(size_t i)
{
	for (size_t k = 0; k < known.n; k++)
		for (const struct people_part *p = known.lists[k]; p->word; p++)
			if (i-- == 0)
				return p;
	return NULL;
}

static json_t *part_json(const struct people_part *p, json_t *rows)
{
	json_t *tables = json_array();
	struct str rest = str_of(p->tables), table;
	while (rest.n && str_next(&rest, ' ', &table))
		json_array_append_new(tables, json_stringn(table.at, table.n));
	return json_pack("{s:s, s:o, s:o}", "part", p->word, "tables", tables, "rows", rows);
}

enum status people_data(struct call *c, int64_t person, json_t **out)
{
	struct person_erased_row row;
	char room[MOMENT_ROOM];
	bool found;
	enum status status = person_erased_query(c->store, c->arena, person, &row, &found);
	if (status != OK || !found || row.has_erased_at)
		return status == OK ? NOT_FOUND : status;
	json_t *parts = json_array();
	const struct people_part *p;
	for (size_t i = 0; status == OK && (p = people_part_at(i)); i++) {
		json_t *rows = json_array();
		status = p->tell(c, person, rows);
		json_array_append_new(parts, part_json(p, rows));
	}
	struct str at = moment_print(c->now, room);
	*out = json_pack("{s:I, s:s%, s:o}", "person", (json_int_t)person, "made_at", at.at, at.n, "parts", parts);
	if (status != OK)
		json_decref(*out);
	return status;
}

/* Rows of the change log that hold what is personal about somebody. */
struct finding {
	struct arena *arena;
	struct str subject;
	int64_t last;
	size_t seen;
	LIST(int64_t) rows;
};

static enum status find_row(void *context, int64_t number, const struct store_change *change)
{
	struct finding *f = context;
	f->last = number;
	f->seen++;
	if (change->personal && str_equal(change->subject, f->subject) && (change->before.n || change->after.n))
		*list_add(f->arena, &f->rows) = number;
	return OK;
}

/* They are looked up before any is erased: a reading connection must not write. */
static enum status erase_log(struct store *s, struct call *c, int64_t person)
{
	struct finding f = {.arena = c->arena, .subject = str_format(c->arena, "person %lld", (long long)person)};
	enum status status;
	do {
		f.seen = 0;
		status = store_log_read(s, f.last, PAGE, find_row, &f);
	} while (status == OK && f.seen == PAGE);
	for (size_t i = 0; status == OK && i < f.rows.n; i++)
		status = store_log_erase(s, f.rows.at[i]);
	return status;
}

enum status people_erase_parts(struct store *s, struct call *c, int64_t person, struct moment at)
{
	struct str name = str_format(c->arena, "former member %lld", (long long)person);
	size_t n = 0;
	enum status status = OK;
	int64_t changed;
	while (people_part_at(n))
		n++;
	while (status == OK && n-- > 0)
		if (people_part_at(n)->erase)
			status = people_part_at(n)->erase(s, c, person);
	if (status == OK)
		status = person_former_query(s, c->arena, person, name, people_skeleton(c->arena, name), at, &changed);
	return status == OK ? erase_log(s, c, person) : status;
}
