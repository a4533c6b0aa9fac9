-- SPDX-License-Identifier: Apache-2.0

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
-- first, below an id
-- in change i64, before i64
-- out each: id i64, kind text, key text, body text, at time, earlier text?, is_withdrawn bool
SELECT f.id, f.kind, f.key, f.body, f.recorded_at AS at, b.body AS earlier, FALSE AS is_withdrawn
  FROM fact f LEFT JOIN fact b
    ON b.kind = f.kind AND b.key = f.key AND b.superseded_at = f.recorded_at AND b.id <> f.id
 WHERE f.change = :change AND f.id < :before
UNION ALL
SELECT id, kind, key, body, superseded_at, NULL, TRUE FROM fact WHERE withdrawn = :change AND id < :before
 ORDER BY id DESC;
