/* SPDX-License-Identifier: Apache-2.0 */
/* What was recorded lately: change by change, by their number in the change log, and within a change fact by fact, the latest
 * first. Both numbers only rise, so a piece of the list begins where the one before ended whatever is recorded meanwhile. */
#include "register/changes.h"
#include "register/register_private.h"
#include "register/register_sql.h"

#include "base/out.h"
#include "store/store.h"

#include <jansson.h>
#include <string.h>

enum { BATCH = 50 };

/* How far the list has been told: what follows are facts below `fact` of `change`, then the changes before it. */
struct position {
	int64_t change, fact;
};

/* A fact and what is told of it. */
struct told {
	int64_t id;
	struct register_news item;
};

struct reading {
	struct call *c;
	const struct changes_asked *asked;
	struct store *store;
	struct register_changes *out;
	struct position position;
	struct moment until;
	bool is_full, is_over;    /* there is more; all that follows is too old */
	LIST(struct told) facts;  /* of the change at hand */
	int64_t added, corrected; /* of the change at hand, those that fit */
	bool only_count;
	struct str act, after; /* of the change at hand, from the log */
	struct moment together_at;
	int64_t together; /* facts recorded at that moment, by all tables of one import */
};

const char *register_happening_word(enum register_happening what)
{
	static const char *const words[] = {"recorded", "corrected", "withdrawn", "imported", "registered"};
	return words[what];
}

static bool position_parse(struct str text, struct position *out)
{
	struct str rest = text, change;
	*out = (struct position){INT64_MAX, INT64_MAX};
	return text.n == 0 ||
	       (str_next(&rest, ' ', &change) && str_to_i64(change, &out->change) && str_to_i64(rest, &out->fact));
}

static struct str position_print(struct arena *a, const struct position *p)
{
	return str_format(a, "%lld %lld", (long long)p->change, (long long)p->fact);
}

/* The column that says when it happened; NULL where a fact has no day. */
static const char *day_column(enum register_kind kind)
{
	static const char *const columns[REGISTER_KINDS] = {
		[REGISTER_INSTRUMENTS_TABLE] = "adopted",
		[REGISTER_CATEGORIES] = "from",
		[REGISTER_ENDINGS] = "decided",
		[REGISTER_AMENDMENTS] = "approved",
		[REGISTER_SESSIONS] = "opened",
		[REGISTER_MEMBERSHIPS] = "from",
		[REGISTER_HISTORIC_STATES] = "from",
		[REGISTER_GROUPS] = "member_from",
		[REGISTER_RATIFICATIONS] = "date_registered",
		[REGISTER_DENUNCIATIONS] = "date_denounced",
		[REGISTER_DECLARATIONS] = "registered",
		[REGISTER_TERRITORIES] = "date_registered",
		[REGISTER_CONFLICTS] = "date_other",
	};
	return columns[kind];
}

static struct span day_in(enum register_kind kind, const struct str *cells)
{
	const char *column = day_column(kind);
	if (!column)
		return SPAN_UNSET;
	return register_span_cell(cells[register_column_named(&register_tables[kind], str_of(column))], SPAN_UNSET);
}

/* What a row is about: its first instrument, its first country. */
static void find_subject(const struct register_snapshot *s, enum register_kind kind, const struct str *cells,
			 struct register_news *out)
{
	const struct register_table *t = &register_tables[kind];
	out->instrument = out->country = -1;
	for (size_t k = t->columns_n; k > 0; k--) {
		const struct register_column *column = &t->columns[k - 1];
		if (column->type == REGISTER_INSTRUMENT && (column->flags & REGISTER_KEY)) {
			const struct register_instrument *i = register_instrument_named(s, cells[k - 1]);
			out->instrument = i ? (int)(i - s->instruments) : -1;
		}
		if (column->type == REGISTER_COUNTRY && (column->flags & REGISTER_KEY)) {
			const struct register_country *country = register_country_named(s, cells[k - 1]);
			out->country = country ? (int)(country - s->countries) : -1;
		}
	}
}

static struct str names_of_differences(struct arena *a, const struct register_table *t, const struct str *before,
				       const struct str *now)
{
	struct out o = out_new(a, 1 << 12, NULL);
	for (size_t k = 0; k < t->columns_n; k++)
		if (!str_equal(before[k], now[k]))
			out_printf(&o, "%s%s", o.n ? " " : "", t->columns[k].name);
	return out_str(&o);
}

/* A fact as an item, its body read. False if the body does not fit its table. */
static bool item_of(const struct reading *r, const struct changes_facts_row *row, struct register_news *out)
{
	struct arena *a = r->c->arena;
	const struct register_table *t = register_table_named(row->kind);
	if (!t)
		return false;
	struct str *cells = arena_array(a, struct str, t->columns_n),
		   *before = arena_array(a, struct str, t->columns_n);
	bool is_corrected = row->earlier.at != NULL;
	if (!register_body_parse(a, t, row->body, cells) ||
	    (is_corrected && !register_body_parse(a, t, row->earlier, before)))
		return false;
	*out = (struct register_news){.kind = (enum register_kind)(t - register_tables),
				      .key = str_copy(a, row->key),
				      .at = row->at,
				      .act = r->act,
				      .columns = STR(""),
				      .before = SPAN_UNSET};
	out->what = row->is_withdrawn ? CHANGE_WITHDRAWN : is_corrected ? CHANGE_CORRECTED : CHANGE_RECORDED;
	out->day = day_in(out->kind, cells);
	if (is_corrected) {
		out->before = day_in(out->kind, before);
		out->columns = names_of_differences(a, t, before, cells);
	}
	find_subject(r->asked->s, out->kind, cells, out);
	return true;
}

/* Asked for, and no secret of a later day. */
static bool is_asked(const struct reading *r, const struct register_news *item)
{
	const struct changes_asked *q = r->asked;
	if (q->table && q->table != &register_tables[item->kind])
		return false;
	if (q->instrument && (item->instrument < 0 || q->instrument != &q->s->instruments[item->instrument]))
		return false;
	if (q->country && (item->country < 0 || q->country != &q->s->countries[item->country]))
		return false;
	bool is_later = date_is_set(item->day.earliest) && date_before(r->c->on, item->day.earliest);
	bool was_later = date_is_set(item->before.earliest) && date_before(r->c->on, item->before.earliest);
	return !is_later && !was_later;
}

/* Takes an item, or says that the piece is full before it. */
static bool take(struct reading *r, const struct register_news *item)
{
	if (r->out->n == r->asked->most) {
		r->is_full = true;
		r->out->next = position_print(r->c->arena, &r->position);
		return false;
	}
	*list_add(r->c->arena, r->out) = *item;
	return true;
}

static enum status on_fact(void *context, const struct changes_facts_row *row)
{
	struct reading *r = context;
	struct register_news item;
	if (!item_of(r, row, &item) || !is_asked(r, &item))
		return OK;
	r->added += item.what == CHANGE_RECORDED;
	r->corrected += item.what == CHANGE_CORRECTED;
	if (!r->only_count)
		*list_add(r->c->arena, &r->facts) = (struct told){row->id, item};
	return OK;
}

/* Of the log: the act and the counts; what a personal row says is not even looked at. */
static enum status on_log(void *context, int64_t number, const struct store_change *change)
{
	struct reading *r = context;
	(void)number;
	r->act = str_copy(r->c->arena, change->act);
	r->after = change->personal ? STR("") : str_copy(r->c->arena, change->after);
	return OK;
}

/* The counts that an import left in the log. */
static bool counts_of_log(struct reading *r)
{
	json_int_t added, changed;
	json_t *after = json_loadb(r->after.at, r->after.n, 0, NULL);
	bool is_there = json_unpack(after, "{s:I, s:I}", "added", &added, "changed", &changed) == 0;
	if (is_there) {
		r->added = added;
		r->corrected = changed;
	}
	json_decref(after);
	return is_there;
}

/* What stands in the key of every fact that is asked for: a fact is of whom its key names, so that the store need not hand
 * out the thousands of a first import for the few of one country. */
static struct str part_asked(const struct changes_asked *q)
{
	return q->country ? q->country->code : q->instrument ? q->instrument->id : STR("");
}

/* Many facts at once: how many of them are asked for. */
static enum status take_many(struct reading *r, const struct changes_recent_row *row)
{
	const struct changes_asked *q = r->asked;
	const struct register_table *t = register_table_named(row->kind);
	bool is_all = !q->instrument && !q->country && date_up_to(r->c->today, r->c->on);
	enum status st = OK;
	if (!t || (q->table && q->table != t))
		return OK;
	r->only_count = true;
	if (!is_all || !counts_of_log(r))
		st = changes_facts_query(r->store, r->c->arena, row->change, INT64_MAX, part_asked(q), on_fact, r);
	struct register_news item = {.at = row->at,
				     .id = str_format(r->c->arena, "change/%lld", (long long)row->change),
				     .act = r->act,
				     .what = CHANGE_IMPORTED,
				     .kind = (enum register_kind)(t - register_tables),
				     .key = STR(""),
				     .instrument = q->instrument ? (int)(q->instrument - q->s->instruments) : -1,
				     .country = q->country ? (int)(q->country - q->s->countries) : -1,
				     .day = SPAN_UNSET,
				     .before = SPAN_UNSET,
				     .columns = STR(""),
				     .added = r->added,
				     .corrected = r->corrected};
	if (st == OK && r->added + r->corrected)
		take(r, &item);
	return st;
}

static enum status take_facts(struct reading *r, const struct changes_recent_row *row, int64_t before)
{
	r->only_count = false;
	enum status st =
		changes_facts_query(r->store, r->c->arena, row->change, before, part_asked(r->asked), on_fact, r);
	for (size_t k = 0; st == OK && k < r->facts.n; k++) {
		struct told *one = &r->facts.at[k];
		one->item.id =
			str_format(r->c->arena, "change/%lld/fact/%lld", (long long)row->change, (long long)one->id);
		if (!take(r, &one->item))
			return OK;
		r->position = (struct position){row->change, one->id};
	}
	return st;
}

/* How many facts were recorded at the moment of a change: the tables of one import stand side by side in the log. */
static enum status count_together(struct reading *r, const struct changes_recent_row *row)
{
	struct changes_recent_rows near;
	if (r->together && r->together_at.us == row->at.us)
		return OK;
	enum status st =
		changes_recent_query(r->store, r->c->arena, row->change + REGISTER_KINDS, 2 * REGISTER_KINDS, &near);
	r->together = 0;
	r->together_at = row->at;
	for (size_t k = 0; st == OK && k < near.n; k++)
		if (near.at[k].at.us == row->at.us)
			r->together += near.at[k].facts;
	return st;
}

static enum status take_change(struct reading *r, const struct changes_recent_row *row)
{
	int64_t before = row->change == r->position.change ? r->position.fact : INT64_MAX;
	r->is_over = row->at.us < r->asked->since.us;
	if (r->is_over || row->at.us > r->until.us)
		return OK;
	r->facts.n = 0;
	r->added = r->corrected = 0;
	r->act = r->after = STR("");
	enum status st = store_log_read(r->store, row->change - 1, 1, on_log, r);
	if (st == OK)
		st = count_together(r, row);
	if (st == OK)
		st = r->together > CHANGES_ONE_BY_ONE ? take_many(r, row) : take_facts(r, row, before);
	return st;
}

static enum status read_changes(struct store *s, void *context)
{
	struct reading *r = context;
	struct changes_recent_rows rows = {.n = BATCH};
	enum status st = OK;
	r->store = s;
	while (st == OK && rows.n == BATCH && !r->is_full && !r->is_over) {
		st = changes_recent_query(s, r->c->arena, r->position.change, BATCH, &rows);
		for (size_t k = 0; st == OK && k < rows.n && !r->is_full && !r->is_over; k++) {
			st = take_change(r, &rows.at[k]);
			if (!r->is_full)
				r->position = (struct position){rows.at[k].change - 1, INT64_MAX};
		}
	}
	return st;
}

enum status register_changes(struct call *c, const struct changes_asked *asked, struct register_changes *out)
{
	struct reading r = {.c = c, .asked = asked, .out = out, .until = asked->until};
	*out = (struct register_changes){.next = STR("")};
	if (!position_parse(asked->after, &r.position))
		return INVALID;
	if (c->known_given && c->known.us < r.until.us)
		r.until = c->known;
	return store_read(c->database, read_changes, &r, NULL);
}
