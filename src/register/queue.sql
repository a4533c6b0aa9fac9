-- SPDX-License-Identifier: Apache-2.0
-- uses "register/queue.h"

-- queue_fact: the fact that stands under a key
-- in  kind text, key text
-- out maybe: id i64, body text, recorded_at time
SELECT id, body, recorded_at FROM fact WHERE kind = :kind AND key = :key AND superseded_at IS NULL;

-- queue_add: a new report
-- in  kind text, key text, lang text, text text, source text, at time
-- out one: id i64
INSERT INTO report (kind, key, lang, text, source, reported_at, state, turn, answer, change)
VALUES (:kind, :key, :lang, :text, :source, :at, 'open', 0, '', 0) RETURNING id;

-- queue_set_change: which row of the change log holds what was written
-- in  id i64, change i64
-- out count
UPDATE report SET change = :change WHERE id = :id;

-- queue_contact_add: where to write to who reported
-- in  report i64, email text
-- out count
INSERT INTO report_contact (report, email) VALUES (:report, :email);

-- queue_contact_erase: nobody is to be written to any more
-- in  report i64
-- out count
DELETE FROM report_contact WHERE report = :report;

-- queue_get: one report
-- in  id i64
-- out maybe: id i64, kind text, key text, lang text, text text, source text, reported_at time, state enum queue_state, turn i64, answer text, moved_at time?, change i64, email text?
SELECT r.id, r.kind, r.key, r.lang, r.text, r.source, r.reported_at, r.state, r.turn, r.answer, r.moved_at, r.change, c.email
  FROM report r LEFT JOIN report_contact c ON c.report = r.id WHERE r.id = :id;

-- queue_list: reports of a state, or of all, about facts of a kind, or of all, in the order in which they came
-- in  state enum queue_state?, kind text?, after i64, most i64
-- out many: id i64, kind text, key text, lang text, text text, source text, reported_at time, state enum queue_state, turn i64, answer text, moved_at time?, change i64, email text?
SELECT r.id, r.kind, r.key, r.lang, r.text, r.source, r.reported_at, r.state, r.turn, r.answer, r.moved_at, r.change, c.email
  FROM report r LEFT JOIN report_contact c ON c.report = r.id
 WHERE r.id > :after AND (:state IS NULL OR r.state = :state) AND (:kind IS NULL OR r.kind = :kind)
 ORDER BY r.id LIMIT :most;

-- queue_count: reports of a state
-- in  state enum queue_state
-- out one: n i64
SELECT COUNT(*) AS n FROM report WHERE state = :state;

-- queue_move: the Office acts on a report as it saw it
-- in  id i64, seen i64, state enum queue_state, answer text, at time
-- out count
UPDATE report SET state = :state, answer = :answer, moved_at = :at, turn = turn + 1 WHERE id = :id AND turn = :seen;

-- queue_erase: what was written goes
-- in  id i64
-- out count
UPDATE report SET text = '', source = '' WHERE id = :id;
