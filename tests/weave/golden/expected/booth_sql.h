/* Made by weave from golden/booth.sql: edit that file. */
#ifndef BOOTH_SQL_H
#define BOOTH_SQL_H
#include "booth_rows.h"

/* booth_add: a new booth */
CHECKED enum status booth_add_query(struct store *store, struct arena *arena, struct str name, struct booth_add_row *row);

/* booking_add: asks for a booth */
CHECKED enum status booking_add_query(struct store *store, struct arena *arena, struct booth_id booth, struct date day, struct str title, struct str team, struct moment held_from, enum booking_state state, bool has_seats, int64_t seats, bool has_price, double price, bool has_paid, bool paid, struct str scan, struct date released, bool has_checked, struct moment checked, int64_t *changed);

/* booth_day: bookings of one day in one booth, by hour */
CHECKED enum status booth_day_query(struct store *store, struct arena *arena, struct booth_id booth, struct date day, int64_t most, struct booth_day_rows *rows);

/* booking_find: all of one booking */
CHECKED enum status booking_find_query(struct store *store, struct arena *arena, struct booking_id id, struct booking_find_row *row, bool *found);

/* booking_states: those in a state, or all */
CHECKED enum status booking_states_query(struct store *store, struct arena *arena, bool has_state, enum booking_state state,
	enum status (*row)(void *context, const struct booking_states_row *row), void *context);

/* booking_titles: those that begin so, in any case */
CHECKED enum status booking_titles_query(struct store *store, struct arena *arena, struct str start, struct booking_titles_rows *rows);

/* booking_words: states as plain words, whatever they are */
CHECKED enum status booking_words_query(struct store *store, struct arena *arena, struct str title, struct booking_words_rows *rows);

/* booking_titled: one booking of that title */
CHECKED enum status booking_titled_query(struct store *store, struct arena *arena, struct str title, struct booking_titled_row *row);

/* booking_release: takes one back */
CHECKED enum status booking_release_query(struct store *store, struct arena *arena, struct booking_id id, int64_t *changed);

/* booking_spoil: what no query would write */
CHECKED enum status booking_spoil_query(struct store *store, struct arena *arena, struct booking_id id, struct str state, int64_t *changed);

#endif
