/* Made by weave from golden/booth.sql: edit that file. */
#ifndef BOOTH_ROWS_H
#define BOOTH_ROWS_H
#include "base/call.h"
#include "booth.h"

/* booth_add: a new booth */
struct booth_add_row {
	struct booth_id id;
};

/* booth_day: bookings of one day in one booth, by hour */
struct booth_day_row {
	struct booking_id id;
	struct str title;
	struct str team; /* at is NULL if null */
	struct moment held_from;
};

struct booth_day_rows {
	struct booth_day_row *at;
	size_t n;
};

/* booking_find: all of one booking */
struct booking_find_row {
	struct str title;
	struct str team; /* at is NULL if null */
	enum booking_state state;
	bool has_seats;
	int64_t seats;
	bool has_price;
	double price;
	bool has_paid;
	bool paid;
	struct str scan; /* at is NULL if null */
	struct date released; /* or DATE_UNSET */
	bool has_checked;
	struct moment checked;
	struct date day;
};

/* booking_states: those in a state, or all */
struct booking_states_row {
	struct booking_id id;
	enum booking_state state;
	struct str title;
};

/* booking_titles: those that begin so, in any case */
struct booking_titles_row {
	struct str title;
};

struct booking_titles_rows {
	struct booking_titles_row *at;
	size_t n;
};

/* booking_words: states as plain words, whatever they are */
struct booking_words_row {
	struct str state;
	struct str team;
};

struct booking_words_rows {
	struct booking_words_row *at;
	size_t n;
};

/* booking_titled: one booking of that title */
struct booking_titled_row {
	struct booking_id id;
};

#endif
