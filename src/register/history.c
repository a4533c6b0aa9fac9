/* SPDX-License-Identifier: Apache-2.0 */
/* All that was ever believed about one fact: the facts from the store, who and why from the change log. */
#include "register/edit.h"
#include "register/register_private.h"
#include "register/register_sql.h"

#include "store/store.h"

#include <jansson.h>

enum { PASTS_MOST = 1000 };

/* The row of the log that a past comes from. */
struct telling {
	struct call *c;
	struct register_past *past;
};

static struct str member(struct call *c, json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	return json_is_string(value)
		       ? str_copy(c->arena, (struct str){json_string_value(value), json_string_length(value)})
		       : STR("");
}

static enum status on_change(void *context, int64_t number, const struct store_change *change)
{
	struct telling *t = context;
	(void)number;
	json_t *after = json_loadb(change->after.at, change->after.n, 0, NULL);
	t->past->act = str_copy(t->c->arena, change->act);
	t->past->person = change->person;
	t->past->role = member(t->c, after, "role");
	t->past->reason = member(t->c, after, "reason");
	t->past->note = member(t->c, after, "note");
	json_decref(after);
	return OK;
}

static enum status add(struct call *c, struct register_pasts *out, struct register_past past, int64_t change)
{
	struct register_past *one = list_add(c->arena, out);
	*one = past;
	struct telling t = {c, one};
	return store_log_read(c->store, change - 1, 1, on_change, &t);
}

enum status register_history(struct call *c, struct str kind, struct str key, struct register_pasts *out)
{
	*out = (struct register_pasts){.at = NULL};
	struct fact_history_rows rows;
	enum status st = fact_history_query(c->store, c->arena, kind, key, PASTS_MOST, &rows);
	if (st == OK && rows.n == 0)
		return NOT_FOUND;
	for (size_t i = 0; i < rows.n && st == OK; i++) {
		const struct fact_history_row *row = &rows.at[i];
		struct register_past past = {.fact = row->id,
					     .kind = kind,
					     .key = key,
					     .body = row->body,
					     .recorded = row->recorded_at,
					     .superseded = {row->has_superseded_at ? row->superseded_at.us : 0}};
		if (row->has_withdrawn) {
			struct register_past end = past;
			end.body = STR("");
			end.recorded = row->superseded_at;
			end.superseded = (struct moment){0};
			end.withdrawn = true;
			st = add(c, out, end, row->withdrawn);
		}
		if (st == OK)
			st = add(c, out, past, row->change);
	}
	return st;
}

enum status register_newest(struct call *c, int64_t most, struct register_pasts *out)
{
	*out = (struct register_pasts){.at = NULL};
	struct fact_newest_rows rows;
	enum status st = fact_newest_query(c->store, c->arena, most, &rows);
	for (size_t i = 0; i < rows.n && st == OK; i++) {
		const struct fact_newest_row *row = &rows.at[i];
		st = add(c, out,
			 (struct register_past){.fact = row->id,
						.kind = row->kind,
						.key = row->key,
						.body = STR(""),
						.recorded = row->recorded_at},
			 row->change);
		/* an import is not an act of the Office, and what came before it is not the newest */
		if (st == OK && str_is(out->at[out->n - 1].act, "register.import")) {
			out->n--;
			break;
		}
	}
	return st;
}
