-- SPDX-License-Identifier: Apache-2.0
-- uses "people/profile.h"

-- account_find: accounts whose name holds a text, of a role, of a badge given or asked for, suspended or not, after one
-- in  after text, like text, role text, grp enum people_group?, waits bool, suspended bool, at time, most i64
-- out many: id i64, name text, skeleton text, roles text, created_at time, suspended_until time?, grp enum people_group?, given_at time?, wished enum people_group?
-- scan
SELECT p.id, p.name, p.skeleton, p.roles, p.created_at, p.suspended_until, b.grp, b.given_at, w.grp AS wished
  FROM person p LEFT JOIN person_badge b ON b.person = p.id LEFT JOIN person_badge_wish w ON w.person = p.id
 WHERE p.skeleton > :after AND p.erased_at IS NULL AND p.skeleton LIKE :like ESCAPE '!'
       AND (' ' || p.roles || ' ') LIKE :role AND (:grp IS NULL OR b.grp = :grp)
       AND (NOT :waits OR w.grp IS NOT NULL) AND (NOT :suspended OR p.suspended_until > :at)
 ORDER BY p.skeleton LIMIT :most;

-- account_count: accounts that are not erased
-- in
-- out one: n i64
-- scan
SELECT COUNT(*) AS n FROM person WHERE erased_at IS NULL;

-- account_get: what those who look after accounts see of one
-- in  id i64
-- out maybe: id i64, name text, roles text, created_at time, suspended_until time?, erased_at time?, email text?, reason text?, suspended_at time?, has_password bool
SELECT p.id, p.name, p.roles, p.created_at, p.suspended_until, p.erased_at, c.email, s.reason, s.made_at AS suspended_at,
       EXISTS (SELECT 1 FROM person_password w WHERE w.person = p.id) AS has_password
  FROM person p LEFT JOIN person_contact c ON c.person = p.id LEFT JOIN person_suspension s ON s.person = p.id
 WHERE p.id = :id;

-- account_other_administrators: who could still manage people without that one
-- in  id i64, at time
-- out one: n i64
-- scan
SELECT COUNT(*) AS n FROM person
 WHERE id <> :id AND erased_at IS NULL AND (suspended_until IS NULL OR suspended_until <= :at)
       AND (' ' || roles || ' ') LIKE '% administrator %';

-- account_suspend: nobody signs in before that moment; null: at once
-- in  id i64, until time?
-- out count
UPDATE person SET suspended_until = :until WHERE id = :id;

-- suspension_set: why
-- in  person i64, reason text, at time
-- out count
INSERT INTO person_suspension (person, reason, made_at) VALUES (:person, :reason, :at)
    ON CONFLICT (person) DO UPDATE SET reason = excluded.reason, made_at = excluded.made_at;

-- suspension_end: no reason any more
-- in  person i64
-- out count
DELETE FROM person_suspension WHERE person = :person;

-- suspension_get: the suspension of an account
-- in  person i64
-- out maybe: reason text, made_at time
SELECT reason, made_at FROM person_suspension WHERE person = :person;

-- account_sign_out: every session of an account ends
-- in  person i64
-- out count
DELETE FROM person_session WHERE person = :person;

-- notice_add: one thing that is new for somebody; told once
-- in  person i64, key text, kind text, data text, at time
-- out count
INSERT INTO person_notice (person, key, kind, data, made_at) VALUES (:person, :key, :kind, :data, :at)
    ON CONFLICT (person, key) DO NOTHING;

-- notice_list: what is new for somebody, and what was, the newest first
-- in  person i64, before i64, most i64
-- out many: id i64, kind text, data text, made_at time, seen_at time?
SELECT id, kind, data, made_at, seen_at FROM person_notice WHERE person = :person AND id < :before ORDER BY id DESC LIMIT :most;

-- notice_count: how much is new for somebody
-- in  person i64
-- out one: n i64
SELECT COUNT(*) AS n FROM person_notice WHERE person = :person AND seen_at IS NULL;

-- notice_seen: somebody saw everything up to there
-- in  person i64, last i64, at time
-- out count
UPDATE person_notice SET seen_at = :at WHERE person = :person AND id <= :last AND seen_at IS NULL;

-- notice_erase: everything that was told to somebody
-- in  person i64
-- out count
DELETE FROM person_notice WHERE person = :person;
