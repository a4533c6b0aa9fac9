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

-- fact_withdraw: a fact that was recorded in error; nothing takes its place
-- in id i64, at time, change i64
-- out count
UPDATE fact SET superseded_at = :at, withdrawn = :change WHERE id = :id AND superseded_at IS NULL;

-- fact_of_change: what one row of the change log recorded, then what it withdrew (its body is not told again)
-- in change i64
-- out each: kind text, key text, body text
SELECT kind, key, body FROM (
	SELECT 0 AS part, id, kind, key, body FROM fact WHERE change = :change
	UNION ALL
	SELECT 1 AS part, id, kind, key, '' AS body FROM fact WHERE withdrawn = :change) AS told ORDER BY part, id;

-- fact_body: one fact by its number, whether it stands or not
-- in id i64
-- out maybe: kind text, key text, body text
SELECT kind, key, body FROM fact WHERE id = :id;

-- fact_history: all that was ever believed about one fact, the latest first
-- in kind text, key text, most i64
-- out many: id i64, body text, recorded_at time, superseded_at time?, change i64, withdrawn i64?
SELECT id, body, recorded_at, superseded_at, change, withdrawn FROM fact
 WHERE kind = :kind AND key = :key ORDER BY recorded_at DESC, id DESC LIMIT :most;

-- fact_newest: the facts recorded last
-- in most i64
-- out many: id i64, kind text, key text, recorded_at time, change i64
-- scan
SELECT id, kind, key, recorded_at, change FROM fact ORDER BY id DESC LIMIT :most;

-- changes_recent: changes that recorded facts or withdrew them, the latest first, from one downwards
-- in before i64, most i64
-- out many: change i64, facts i64, kind text, at time
SELECT c.change, c.facts, f.kind, CASE WHEN f.change = c.change THEN f.recorded_at ELSE f.superseded_at END AS at
  FROM (SELECT change, CAST(SUM(facts) AS BIGINT) AS facts, MIN(first) AS first
          FROM (SELECT * FROM (SELECT change, COUNT(*) AS facts, MIN(id) AS first FROM fact
                                WHERE change <= :before GROUP BY change ORDER BY change DESC LIMIT :most) recorded
                UNION ALL
                SELECT * FROM (SELECT withdrawn, COUNT(*), MIN(id) FROM fact WHERE withdrawn <= :before
                                GROUP BY withdrawn ORDER BY withdrawn DESC LIMIT :most) given_up) either
         GROUP BY change ORDER BY change DESC LIMIT :most) c
  JOIN fact f ON f.id = c.first ORDER BY c.change DESC;

-- changes_facts: the facts that one change recorded, with what each took the place of, and those it withdrew; the latest
-- first, below an id; `part` stands in the key of each ("" in all)
-- in change i64, before i64, part text
-- out each: id i64, kind text, key text, body text, at time, earlier text?, is_withdrawn bool
SELECT f.id, f.kind, f.key, f.body, f.recorded_at AS at, b.body AS earlier, FALSE AS is_withdrawn
  FROM fact f LEFT JOIN fact b
    ON b.kind = f.kind AND b.key = f.key AND b.superseded_at = f.recorded_at AND b.id <> f.id
 WHERE f.change = :change AND f.id < :before AND f.key LIKE '%' || :part || '%'
UNION ALL
SELECT id, kind, key, body, superseded_at, NULL, TRUE FROM fact
 WHERE withdrawn = :change AND id < :before AND key LIKE '%' || :part || '%'
 ORDER BY id DESC;
