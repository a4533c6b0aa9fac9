/* Made by weave from golden/booth.sql: edit that file. */
#include "booth_sql.h"

#include "base/log.h"
#include "store/statement.h"

/* booth_add: a new booth */
static const struct store_field booth_add_in[] = {
	{"name", STORE_TEXT, false},
};

static const struct store_field booth_add_out[] = {
	{"id", STORE_I64, false},
};

static struct store_statement booth_add_statement = {
	.name = "booth_add",
	.file = "golden/booth.sql",
	.line = 4,
	.sqlite =
	"INSERT INTO booth (name) VALUES (?1) RETURNING id",
	.postgresql =
	"INSERT INTO booth (name) VALUES ($1) RETURNING id",
	.in = booth_add_in,
	.ins = 1,
	.out = booth_add_out,
	.outs = 1,
};

static enum status booth_add_read(struct arena *arena, const struct store_value *values, struct booth_add_row *row)
{
	(void)arena;
	*row = (struct booth_add_row){
		.id = {values[0].i64},
	};
	return OK;
}

struct booth_add_reading {
	struct arena *arena;
	struct booth_add_row *row;
	bool found;
};

static enum status booth_add_take(void *context, const struct store_value *values)
{
	struct booth_add_reading *reading = context;
	if (reading->found) {
		log_line(LOG_ERROR, "golden/booth.sql:4: booth_add: more than one row");
		return BUG;
	}
	reading->found = true;
	return booth_add_read(reading->arena, values, reading->row);
}

enum status booth_add_query(struct store *store, struct arena *arena, struct str name, struct booth_add_row *row)
{
	const struct store_value values[] = {
		{.text = name},
	};
	struct booth_add_reading reading = {.arena = arena, .row = row};
	enum status outcome = store_query(store, &booth_add_statement, values, booth_add_take, &reading, NULL);
	return outcome == OK && !reading.found ? NOT_FOUND : outcome;
}

/* booking_add: asks for a booth */
static const struct store_field booking_add_in[] = {
	{"booth", STORE_I64, false},
	{"day", STORE_DATE, false},
	{"title", STORE_TEXT, false},
	{"team", STORE_TEXT, true},
	{"held_from", STORE_TIME, false},
	{"state", STORE_TEXT, false},
	{"seats", STORE_I64, true},
	{"price", STORE_F64, true},
	{"paid", STORE_BOOL, true},
	{"scan", STORE_BYTES, true},
	{"released", STORE_DATE, true},
	{"checked", STORE_TIME, true},
};

static struct store_statement booking_add_statement = {
	.name = "booking_add",
	.file = "golden/booth.sql",
	.line = 9,
	.sqlite =
	"INSERT INTO booking (booth, day, title, team, held_from, state, seats, price, paid, scan, released, checked)\n"
	"VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	.postgresql =
	"INSERT INTO booking (booth, day, title, team, held_from, state, seats, price, paid, scan, released, checked)\n"
	"VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	.in = booking_add_in,
	.ins = 12,
};

enum status booking_add_query(struct store *store, struct arena *arena, struct booth_id booth, struct date day, struct str title, struct str team, struct moment held_from, enum booking_state state, bool has_seats, int64_t seats, bool has_price, double price, bool has_paid, bool paid, struct str scan, struct date released, bool has_checked, struct moment checked, int64_t *changed)
{
	const struct store_value values[] = {
		{.i64 = booth.n},
		{.date = day},
		{.text = title},
		{.is_null = !team.at, .text = team},
		{.time = held_from},
		{.text = str_of(booking_state_word(state))},
		{.is_null = !has_seats, .i64 = seats},
		{.is_null = !has_price, .f64 = price},
		{.is_null = !has_paid, .i64 = paid},
		{.is_null = !scan.at, .text = scan},
		{.is_null = date_same(released, DATE_UNSET), .date = released},
		{.is_null = !has_checked, .time = checked},
	};
	(void)arena;
	return store_query(store, &booking_add_statement, values, NULL, NULL, changed);
}

/* booth_day: bookings of one day in one booth, by hour */
static const struct store_field booth_day_in[] = {
	{"booth", STORE_I64, false},
	{"day", STORE_DATE, false},
	{"most", STORE_I64, false},
};

static const struct store_field booth_day_out[] = {
	{"id", STORE_I64, false},
	{"title", STORE_TEXT, false},
	{"team", STORE_TEXT, true},
	{"held_from", STORE_TIME, false},
};

static struct store_statement booth_day_statement = {
	.name = "booth_day",
	.file = "golden/booth.sql",
	.line = 16,
	.sqlite =
	"SELECT b.id, b.title, b.team, b.held_from FROM booking b\n"
	"WHERE b.booth = ?1 AND b.day = ?2 AND b.title <> ':day'\n"
	"ORDER BY b.held_from LIMIT ?3",
	.postgresql =
	"SELECT b.id, b.title, b.team, b.held_from FROM booking b\n"
	"WHERE b.booth = $1 AND b.day = $2 AND b.title <> ':day'\n"
	"ORDER BY b.held_from LIMIT $3",
	.in = booth_day_in,
	.ins = 3,
	.out = booth_day_out,
	.outs = 4,
};

static enum status booth_day_read(struct arena *arena, const struct store_value *values, struct booth_day_row *row)
{
	*row = (struct booth_day_row){
		.id = {values[0].i64},
		.title = str_copy(arena, values[1].text),
		.team = values[2].is_null ? (struct str){NULL, 0} : str_copy(arena, values[2].text),
		.held_from = values[3].time,
	};
	return OK;
}

struct booth_day_reading {
	struct arena *arena;
	LIST(struct booth_day_row) list;
};

static enum status booth_day_take(void *context, const struct store_value *values)
{
	struct booth_day_reading *reading = context;
	return booth_day_read(reading->arena, values, list_add(reading->arena, &reading->list));
}

enum status booth_day_query(struct store *store, struct arena *arena, struct booth_id booth, struct date day, int64_t most, struct booth_day_rows *rows)
{
	const struct store_value values[] = {
		{.i64 = booth.n},
		{.date = day},
		{.i64 = most},
	};
	struct booth_day_reading reading = {.arena = arena};
	enum status outcome = store_query(store, &booth_day_statement, values, booth_day_take, &reading, NULL);
	*rows = (struct booth_day_rows){reading.list.at, reading.list.n};
	return outcome;
}

/* booking_find: all of one booking */
static const struct store_field booking_find_in[] = {
	{"id", STORE_I64, false},
};

static const struct store_field booking_find_out[] = {
	{"title", STORE_TEXT, false},
	{"team", STORE_TEXT, true},
	{"state", STORE_TEXT, false},
	{"seats", STORE_I64, true},
	{"price", STORE_F64, true},
	{"paid", STORE_BOOL, true},
	{"scan", STORE_BYTES, true},
	{"released", STORE_DATE, true},
	{"checked", STORE_TIME, true},
	{"day", STORE_DATE, false},
};

static struct store_statement booking_find_statement = {
	.name = "booking_find",
	.file = "golden/booth.sql",
	.line = 24,
	.sqlite =
	"SELECT title, team, state, seats, price, paid, scan, released, checked, day FROM booking WHERE id = ?1",
	.postgresql =
	"SELECT title, team, state, seats, price, paid, scan, released, checked, day FROM booking WHERE id = $1",
	.in = booking_find_in,
	.ins = 1,
	.out = booking_find_out,
	.outs = 10,
};

static enum status booking_find_read(struct arena *arena, const struct store_value *values, struct booking_find_row *row)
{
	*row = (struct booking_find_row){
		.title = str_copy(arena, values[0].text),
		.team = values[1].is_null ? (struct str){NULL, 0} : str_copy(arena, values[1].text),
		.has_seats = !values[3].is_null,
		.seats = values[3].is_null ? 0 : values[3].i64,
		.has_price = !values[4].is_null,
		.price = values[4].is_null ? 0 : values[4].f64,
		.has_paid = !values[5].is_null,
		.paid = values[5].is_null ? 0 : values[5].i64 != 0,
		.scan = values[6].is_null ? (struct str){NULL, 0} : str_copy(arena, values[6].text),
		.released = values[7].is_null ? DATE_UNSET : values[7].date,
		.has_checked = !values[8].is_null,
		.checked = values[8].is_null ? (struct moment){0} : values[8].time,
		.day = values[9].date,
	};
	if (!booking_state_parse(values[2].text, &row->state)) {
		log_line(LOG_ERROR, "golden/booth.sql:26: state: not a word of enum booking_state: %.*s", STR_ARGS(values[2].text));
		return BUG;
	}
	return OK;
}

struct booking_find_reading {
	struct arena *arena;
	struct booking_find_row *row;
	bool found;
};

static enum status booking_find_take(void *context, const struct store_value *values)
{
	struct booking_find_reading *reading = context;
	if (reading->found) {
		log_line(LOG_ERROR, "golden/booth.sql:24: booking_find: more than one row");
		return BUG;
	}
	reading->found = true;
	return booking_find_read(reading->arena, values, reading->row);
}

enum status booking_find_query(struct store *store, struct arena *arena, struct booking_id id, struct booking_find_row *row, bool *found)
{
	const struct store_value values[] = {
		{.i64 = id.n},
	};
	struct booking_find_reading reading = {.arena = arena, .row = row};
	enum status outcome = store_query(store, &booking_find_statement, values, booking_find_take, &reading, NULL);
	*found = reading.found;
	return outcome;
}

/* booking_states: those in a state, or all */
static const struct store_field booking_states_in[] = {
	{"state", STORE_TEXT, true},
};

static const struct store_field booking_states_out[] = {
	{"id", STORE_I64, false},
	{"state", STORE_TEXT, false},
	{"title", STORE_TEXT, false},
};

static struct store_statement booking_states_statement = {
	.name = "booking_states",
	.file = "golden/booth.sql",
	.line = 30,
	.sqlite =
	"SELECT id, state, title FROM booking WHERE ?1 IS NULL OR state = ?1 ORDER BY id",
	.postgresql =
	"SELECT id, state, title FROM booking WHERE $1 IS NULL OR state = $1 ORDER BY id",
	.in = booking_states_in,
	.ins = 1,
	.out = booking_states_out,
	.outs = 3,
};

static enum status booking_states_read(struct arena *arena, const struct store_value *values, struct booking_states_row *row)
{
	(void)arena;
	*row = (struct booking_states_row){
		.id = {values[0].i64},
		.title = values[2].text,
	};
	if (!booking_state_parse(values[1].text, &row->state)) {
		log_line(LOG_ERROR, "golden/booth.sql:32: state: not a word of enum booking_state: %.*s", STR_ARGS(values[1].text));
		return BUG;
	}
	return OK;
}

struct booking_states_reading {
	struct arena *arena;
	enum status (*row)(void *context, const struct booking_states_row *row);
	void *context;
};

static enum status booking_states_take(void *context, const struct store_value *values)
{
	struct booking_states_reading *reading = context;
	struct booking_states_row row;
	enum status outcome = booking_states_read(reading->arena, values, &row);
	return outcome == OK ? reading->row(reading->context, &row) : outcome;
}

enum status booking_states_query(struct store *store, struct arena *arena, bool has_state, enum booking_state state,
	enum status (*row)(void *context, const struct booking_states_row *row), void *context)
{
	const struct store_value values[] = {
		{.is_null = !has_state, .text = has_state ? str_of(booking_state_word(state)) : STR("")},
	};
	struct booking_states_reading reading = {.arena = arena, .row = row, .context = context};
	return store_query(store, &booking_states_statement, values, booking_states_take, &reading, NULL);
}

/* booking_titles: those that begin so, in any case */
static const struct store_field booking_titles_in[] = {
	{"start", STORE_TEXT, false},
};

static const struct store_field booking_titles_out[] = {
	{"title", STORE_TEXT, false},
};

static struct store_statement booking_titles_statement = {
	.name = "booking_titles",
	.file = "golden/booth.sql",
	.line = 36,
	.sqlite =
	"SELECT title FROM booking WHERE title LIKE ?1 ORDER BY id",
	.postgresql =
	"SELECT title FROM booking WHERE title ILIKE $1::text ORDER BY id",
	.in = booking_titles_in,
	.ins = 1,
	.out = booking_titles_out,
	.outs = 1,
};

static enum status booking_titles_read(struct arena *arena, const struct store_value *values, struct booking_titles_row *row)
{
	*row = (struct booking_titles_row){
		.title = str_copy(arena, values[0].text),
	};
	return OK;
}

struct booking_titles_reading {
	struct arena *arena;
	LIST(struct booking_titles_row) list;
};

static enum status booking_titles_take(void *context, const struct store_value *values)
{
	struct booking_titles_reading *reading = context;
	return booking_titles_read(reading->arena, values, list_add(reading->arena, &reading->list));
}

enum status booking_titles_query(struct store *store, struct arena *arena, struct str start, struct booking_titles_rows *rows)
{
	const struct store_value values[] = {
		{.text = start},
	};
	struct booking_titles_reading reading = {.arena = arena};
	enum status outcome = store_query(store, &booking_titles_statement, values, booking_titles_take, &reading, NULL);
	*rows = (struct booking_titles_rows){reading.list.at, reading.list.n};
	return outcome;
}

/* booking_words: states as plain words, whatever they are */
static const struct store_field booking_words_in[] = {
	{"title", STORE_TEXT, false},
};

static const struct store_field booking_words_out[] = {
	{"state", STORE_TEXT, false},
	{"team", STORE_TEXT, false},
};

static struct store_statement booking_words_statement = {
	.name = "booking_words",
	.file = "golden/booth.sql",
	.line = 45,
	.sqlite =
	"SELECT state, team FROM booking WHERE title = ?1",
	.postgresql =
	"SELECT state, team FROM booking WHERE title = $1",
	.in = booking_words_in,
	.ins = 1,
	.out = booking_words_out,
	.outs = 2,
};

static enum status booking_words_read(struct arena *arena, const struct store_value *values, struct booking_words_row *row)
{
	*row = (struct booking_words_row){
		.state = str_copy(arena, values[0].text),
		.team = str_copy(arena, values[1].text),
	};
	return OK;
}

struct booking_words_reading {
	struct arena *arena;
	LIST(struct booking_words_row) list;
};

static enum status booking_words_take(void *context, const struct store_value *values)
{
	struct booking_words_reading *reading = context;
	return booking_words_read(reading->arena, values, list_add(reading->arena, &reading->list));
}

enum status booking_words_query(struct store *store, struct arena *arena, struct str title, struct booking_words_rows *rows)
{
	const struct store_value values[] = {
		{.text = title},
	};
	struct booking_words_reading reading = {.arena = arena};
	enum status outcome = store_query(store, &booking_words_statement, values, booking_words_take, &reading, NULL);
	*rows = (struct booking_words_rows){reading.list.at, reading.list.n};
	return outcome;
}

/* booking_titled: one booking of that title */
static const struct store_field booking_titled_in[] = {
	{"title", STORE_TEXT, false},
};

static const struct store_field booking_titled_out[] = {
	{"id", STORE_I64, false},
};

static struct store_statement booking_titled_statement = {
	.name = "booking_titled",
	.file = "golden/booth.sql",
	.line = 51,
	.sqlite =
	"SELECT id FROM booking WHERE title = ?1",
	.postgresql =
	"SELECT id FROM booking WHERE title = $1",
	.in = booking_titled_in,
	.ins = 1,
	.out = booking_titled_out,
	.outs = 1,
};

static enum status booking_titled_read(struct arena *arena, const struct store_value *values, struct booking_titled_row *row)
{
	(void)arena;
	*row = (struct booking_titled_row){
		.id = {values[0].i64},
	};
	return OK;
}

struct booking_titled_reading {
	struct arena *arena;
	struct booking_titled_row *row;
	bool found;
};

static enum status booking_titled_take(void *context, const struct store_value *values)
{
	struct booking_titled_reading *reading = context;
	if (reading->found) {
		log_line(LOG_ERROR, "golden/booth.sql:51: booking_titled: more than one row");
		return BUG;
	}
	reading->found = true;
	return booking_titled_read(reading->arena, values, reading->row);
}

enum status booking_titled_query(struct store *store, struct arena *arena, struct str title, struct booking_titled_row *row)
{
	const struct store_value values[] = {
		{.text = title},
	};
	struct booking_titled_reading reading = {.arena = arena, .row = row};
	enum status outcome = store_query(store, &booking_titled_statement, values, booking_titled_take, &reading, NULL);
	return outcome == OK && !reading.found ? NOT_FOUND : outcome;
}

/* booking_release: takes one back */
static const struct store_field booking_release_in[] = {
	{"id", STORE_I64, false},
};

static struct store_statement booking_release_statement = {
	.name = "booking_release",
	.file = "golden/booth.sql",
	.line = 57,
	.sqlite =
	"DELETE FROM booking WHERE id = ?1",
	.postgresql =
	"DELETE FROM booking WHERE id = $1",
	.in = booking_release_in,
	.ins = 1,
};

enum status booking_release_query(struct store *store, struct arena *arena, struct booking_id id, int64_t *changed)
{
	const struct store_value values[] = {
		{.i64 = id.n},
	};
	(void)arena;
	return store_query(store, &booking_release_statement, values, NULL, NULL, changed);
}

/* booking_spoil: what no query would write */
static const struct store_field booking_spoil_in[] = {
	{"id", STORE_I64, false},
	{"state", STORE_TEXT, false},
};

static struct store_statement booking_spoil_statement = {
	.name = "booking_spoil",
	.file = "golden/booth.sql",
	.line = 62,
	.sqlite =
	"UPDATE booking SET state = ?2 WHERE id = ?1",
	.postgresql =
	"UPDATE booking SET state = $2 WHERE id = $1",
	.in = booking_spoil_in,
	.ins = 2,
};

enum status booking_spoil_query(struct store *store, struct arena *arena, struct booking_id id, struct str state, int64_t *changed)
{
	const struct store_value values[] = {
		{.i64 = id.n},
		{.text = state},
	};
	(void)arena;
	return store_query(store, &booking_spoil_statement, values, NULL, NULL, changed);
}
