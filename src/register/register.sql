-- SPDX-License-Identifier: Apache-2.0

-- fact_standing: every fact that holds now, in the order in which tables are filled; the register fits in memory
-- in
-- out each: id i64, kind text, key text, body text, recorded_at time
-- scan
SELECT id, kind, key, body, recorded_at FROM fact WHERE superseded_at IS NULL ORDER BY id;

-- fact_known: every fact as recorded at a moment
-- in known time
-- out each: id i64, kind text, key text, body text, recorded_at time
-- scan
SELECT id, kind, key, body, recorded_at FROM fact
 WHERE recorded_at <= :known AND (superseded_at IS NULL OR superseded_at > :known) ORDER BY id;

-- fact_last: the latest moment of recording or superseding up to a moment
-- in known time
-- out one: last_recorded time?, last_superseded time?
-- scan
SELECT (SELECT MAX(recorded_at) FROM fact WHERE recorded_at <= :known) AS last_recorded,
       (SELECT MAX(superseded_at) FROM fact WHERE superseded_at <= :known) AS last_superseded;

-- fact_any: whether a fact was ever recorded
-- in
-- out maybe: id i64
SELECT id FROM fact ORDER BY id LIMIT 1;

-- fact_add: a new fact
-- in kind text, key text, body text, at time, change i64
-- out count
INSERT INTO fact (kind, key, body, recorded_at, change) VALUES (:kind, :key, :body, :at, :change);

-- fact_supersede: a fact no longer believed
-- in id i64, at time
-- out count
UPDATE fact SET superseded_at = :at WHERE id = :id AND superseded_at IS NULL;

-- fact_of_change: what one row of the change log recorded
-- in change i64
-- out each: kind text, key text, body text
SELECT kind, key, body FROM fact WHERE change = :change ORDER BY id;
