-- SPDX-License-Identifier: Apache-2.0

-- changes_recorded: changes that recorded facts, the latest first, from one downwards
-- in before i64, most i64
-- out many: change i64, facts i64, recorded_at time, kind text
SELECT c.change, c.facts, f.recorded_at, f.kind
  FROM (SELECT change, COUNT(*) AS facts, MIN(id) AS first FROM fact WHERE change <= :before
         GROUP BY change ORDER BY change DESC LIMIT :most) c
  JOIN fact f ON f.id = c.first ORDER BY c.change DESC;

-- changes_facts: the facts of one change with what each took the place of, the latest first, below an id
-- in change i64, before i64
-- out each: id i64, kind text, key text, body text, recorded_at time, earlier text?
SELECT f.id, f.kind, f.key, f.body, f.recorded_at, b.body AS earlier
  FROM fact f LEFT JOIN fact b
    ON b.kind = f.kind AND b.key = f.key AND b.superseded_at = f.recorded_at AND b.id <> f.id
 WHERE f.change = :change AND f.id < :before ORDER BY f.id DESC;

-- changes_withdrawn: facts that nothing took the place of, the latest first, below a moment and id
-- in at time, before i64, most i64
-- out many: id i64, kind text, key text, body text, superseded_at time
SELECT f.id, f.kind, f.key, f.body, f.superseded_at FROM fact f
 WHERE f.superseded_at <= :at AND (f.superseded_at < :at OR f.id < :before)
   AND NOT EXISTS (SELECT 1 FROM fact n
                    WHERE n.kind = f.kind AND n.key = f.key AND n.recorded_at = f.superseded_at AND n.id <> f.id)
 ORDER BY f.superseded_at DESC, f.id DESC LIMIT :most;
