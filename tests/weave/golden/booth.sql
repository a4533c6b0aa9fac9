-- SPDX-License-Identifier: Apache-2.0
-- uses "booth.h"

-- booth_add: a new booth
-- in name text
-- out one: id booth_id
INSERT INTO booth (name) VALUES (:name) RETURNING id;

-- booking_add: asks for a booth
-- in booth booth_id, day date, title text, team text?, held_from time, state enum booking_state,
--    seats i64?, price f64?, paid bool?, scan bytes?, released date?, checked time?
-- out count
INSERT INTO booking (booth, day, title, team, held_from, state, seats, price, paid, scan, released, checked)
VALUES (:booth, :day, :title, :team, :held_from, :state, :seats, :price, :paid, :scan, :released, :checked);

-- booth_day: bookings of one day in one booth, by hour
-- in  booth booth_id, day date, most i64
-- out many: id booking_id, title text, team text?, held_from time
SELECT b.id, b.title, b.team, b.held_from -- the ':' in a text is no parameter
  FROM booking b
 WHERE b.booth = :booth AND b.day = :day AND b.title <> ':day'
 ORDER BY b.held_from LIMIT :most;

-- booking_find: all of one booking
-- in id booking_id
-- out maybe: title text, team text?, state enum booking_state, seats i64?, price f64?, paid bool?, scan bytes?,
--     released date?, checked time?, day date
SELECT title, team, state, seats, price, paid, scan, released, checked, day FROM booking WHERE id = :id;

-- booking_states: those in a state, or all
-- in state enum booking_state?
-- out each: id booking_id, state enum booking_state, title text
-- scan
SELECT id, state, title FROM booking WHERE :state IS NULL OR state = :state ORDER BY id;

-- booking_titles: those that begin so, in any case
-- in start text
-- out many whole: title text
-- scan
-- sqlite
SELECT title FROM booking WHERE title LIKE :start ORDER BY id;
-- postgresql
SELECT title FROM booking WHERE title ILIKE :start::text ORDER BY id;

-- booking_words: states as plain words, whatever they are
-- in title text
-- out many whole: state text, team text
-- scan
SELECT state, team FROM booking WHERE title = :title;

-- booking_titled: one booking of that title
-- in title text
-- out one: id booking_id
-- scan
SELECT id FROM booking WHERE title = :title;

-- booking_release: takes one back
-- in id booking_id
-- out count
DELETE FROM booking WHERE id = :id;

-- booking_spoil: what no query would write
-- in id booking_id, state text
-- out count
UPDATE booking SET state = :state WHERE id = :id;
