-- SPDX-License-Identifier: Apache-2.0
-- uses "people/purpose.h"

-- person_key_by_name: what the password of the account of a name is checked against
-- in  skeleton text
-- out maybe: id i64, password_hash text?, suspended_until time?
SELECT p.id, w.hash AS password_hash, p.suspended_until
  FROM person p LEFT JOIN person_password w ON w.person = p.id WHERE p.skeleton = :skeleton AND p.erased_at IS NULL;

-- person_key_by_email: the same by e-mail address
-- in  email text
-- out maybe: id i64, password_hash text?, suspended_until time?
SELECT p.id, w.hash AS password_hash, p.suspended_until
  FROM person_contact c JOIN person p ON p.id = c.person LEFT JOIN person_password w ON w.person = p.id
 WHERE c.email = :email AND p.erased_at IS NULL;

-- person_key_of: the same by number
-- in  id i64
-- out maybe: id i64, password_hash text?, suspended_until time?
SELECT p.id, w.hash AS password_hash, p.suspended_until
  FROM person p LEFT JOIN person_password w ON w.person = p.id WHERE p.id = :id AND p.erased_at IS NULL;

-- person_sign_in_add: somebody signed in
-- in  person i64, at time, how text
-- out one: id i64
INSERT INTO person_sign_in (person, made_at, how, browser) VALUES (:person, :at, :how, '') RETURNING id;

-- person_sign_in_browser: with which browser
-- in  id i64, browser text
-- out count
UPDATE person_sign_in SET browser = :browser WHERE id = :id;

-- person_sign_ins: the list of sign-ins, the newest first; used_at is null where it ended
-- in  person i64, at time, before i64, most i64
-- out many: id i64, made_at time, how text, browser text, used_at time?
SELECT i.id, i.made_at, i.how, i.browser, s.used_at
  FROM person_sign_in i LEFT JOIN person_session s ON s.person = i.person AND s.sign_in = i.id AND s.expires_at > :at
 WHERE i.person = :person AND i.id < :before ORDER BY i.id DESC LIMIT :most;

-- person_sign_in_sweep: those of which the list need not tell any more
-- in  before time
-- out count
DELETE FROM person_sign_in WHERE made_at < :before;

-- person_session_add: the session of a sign-in
-- in  hash bytes, person i64, sign_in i64, how text, step bool, made time, at time, expires time
-- out count
INSERT INTO person_session (hash, person, sign_in, how, step, made_at, used_at, expires_at)
VALUES (:hash, :person, :sign_in, :how, :step, :made, :at, :expires);

-- person_session_get: whose session it is, if it still runs
-- in  hash bytes, at time
-- out maybe: id i64, name text, roles text, made_at time, used_at time, sign_in i64, how text, step bool, browser text?, step_since time?
SELECT p.id, p.name, p.roles, s.made_at, s.used_at, s.sign_in, s.how, s.step, i.browser, t.on_since AS step_since
  FROM person_session s JOIN person p ON p.id = s.person
  LEFT JOIN person_sign_in i ON i.id = s.sign_in LEFT JOIN person_step t ON t.person = p.id
 WHERE s.hash = :hash AND s.expires_at > :at AND p.erased_at IS NULL
   AND (p.suspended_until IS NULL OR p.suspended_until <= :at);

-- person_session_use: it was used
-- in  hash bytes, at time, expires time
-- out count
UPDATE person_session SET used_at = :at, expires_at = :expires WHERE hash = :hash;

-- person_session_prove: the second step was proved in it
-- in  hash bytes
-- out count
UPDATE person_session SET step = TRUE WHERE hash = :hash;

-- person_session_end: somebody signed out
-- in  hash bytes
-- out count
DELETE FROM person_session WHERE hash = :hash;

-- person_session_end_one: one sign-in of the list ends
-- in  person i64, sign_in i64
-- out count
DELETE FROM person_session WHERE person = :person AND sign_in = :sign_in;

-- person_session_end_others: all but one end
-- in  person i64, hash bytes
-- out count
DELETE FROM person_session WHERE person = :person AND hash <> :hash;

-- person_session_sweep: sessions that ran out
-- in  at time
-- out count
DELETE FROM person_session WHERE expires_at <= :at;

-- person_of_token: whose token has that hash
-- in  hash bytes, at time
-- out maybe: id i64, name text, roles text, used_on date?
SELECT p.id, p.name, p.roles, t.used_on FROM person_token t JOIN person p ON p.id = t.person
 WHERE t.hash = :hash AND p.erased_at IS NULL AND (p.suspended_until IS NULL OR p.suspended_until <= :at);

-- person_token_use: the day on which it was used last
-- in  hash bytes, day date
-- out count
UPDATE person_token SET used_on = :day WHERE hash = :hash;

-- person_tokens: the tokens of an account, the newest first
-- in  person i64, most i64
-- out many: hash bytes, created_at time, used_on date?
SELECT hash, created_at, used_on FROM person_token WHERE person = :person ORDER BY created_at DESC, hash LIMIT :most;

-- person_token_drop: one of them counts no more
-- in  person i64, hash bytes
-- out count
DELETE FROM person_token WHERE person = :person AND hash = :hash;

-- person_link_add: a link that goes out by mail
-- in  hash bytes, person i64?, purpose enum people_purpose, email text, at time, expires time
-- out count
INSERT INTO person_link (hash, person, purpose, email, made_at, expires_at)
VALUES (:hash, :person, :purpose, :email, :at, :expires);

-- person_link_get: what a link is good for, while it is
-- in  hash bytes, at time
-- out maybe: person i64, name text, purpose enum people_purpose, email text
SELECT p.id AS person, p.name, l.purpose, l.email FROM person_link l JOIN person p ON p.id = l.person
 WHERE l.hash = :hash AND l.expires_at > :at AND p.erased_at IS NULL
   AND (p.suspended_until IS NULL OR p.suspended_until <= :at);

-- person_link_waits: the address that waits for its confirmation
-- in  person i64, at time
-- out maybe: email text, made_at time
SELECT email, made_at FROM person_link WHERE person = :person AND purpose IN ('confirm', 'change') AND expires_at > :at
 ORDER BY made_at DESC LIMIT 1;

-- person_link_drop: it was used
-- in  hash bytes
-- out count
DELETE FROM person_link WHERE hash = :hash;

-- person_link_drop_waiting: no address waits any more
-- in  person i64
-- out count
DELETE FROM person_link WHERE person = :person AND purpose IN ('confirm', 'change');

-- person_link_drop_ways: no mailed link signs in any more
-- in  person i64
-- out count
DELETE FROM person_link WHERE person = :person AND purpose IN ('sign_in', 'reset');

-- person_link_sweep: links that ran out
-- in  at time
-- out count
DELETE FROM person_link WHERE expires_at <= :at;

-- person_link_sweep_waiting: addresses that waited too long for their confirmation
-- in  before time
-- out count
DELETE FROM person_link WHERE hash IN (SELECT hash FROM person_link
 WHERE made_at < :before AND expires_at > :before AND purpose IN ('confirm', 'change'));

-- person_contact_of: the confirmed address of an account
-- in  person i64
-- out maybe: email text
SELECT email FROM person_contact WHERE person = :person;

-- person_contact_set: an address was confirmed
-- in  person i64, email text
-- out count
INSERT INTO person_contact (person, email) VALUES (:person, :email)
    ON CONFLICT (person) DO UPDATE SET email = excluded.email;

-- person_by_contact: whose address it is, if they may sign in
-- in  email text, at time
-- out maybe: id i64, name text
SELECT p.id, p.name FROM person_contact c JOIN person p ON p.id = c.person
 WHERE c.email = :email AND p.erased_at IS NULL AND (p.suspended_until IS NULL OR p.suspended_until <= :at);

-- person_step_get: the second step of an account
-- in  person i64
-- out maybe: secret bytes, on_since time?, used i64
SELECT secret, on_since, used FROM person_step WHERE person = :person;

-- person_step_begin: a secret to be shown; one that is not proved yet is replaced
-- in  person i64, secret bytes
-- out count
INSERT INTO person_step (person, secret, used) VALUES (:person, :secret, 0)
    ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, used = 0 WHERE person_step.on_since IS NULL;

-- person_step_use: a code was taken; never one of the same 30 seconds again
-- in  person i64, counter i64
-- out count
UPDATE person_step SET used = :counter WHERE person = :person AND used < :counter;

-- person_step_on: the first code was right
-- in  person i64, at time
-- out count
UPDATE person_step SET on_since = :at WHERE person = :person AND on_since IS NULL;

-- person_step_drop: no second step any more
-- in  person i64
-- out count
DELETE FROM person_step WHERE person = :person;

-- person_recovery_add: one more recovery code
-- in  hash bytes, person i64
-- out count
INSERT INTO person_recovery (hash, person) VALUES (:hash, :person);

-- person_recovery_use: it was used
-- in  hash bytes, person i64
-- out count
DELETE FROM person_recovery WHERE hash = :hash AND person = :person;

-- person_recovery_drop: none is left
-- in  person i64
-- out count
DELETE FROM person_recovery WHERE person = :person;

-- person_recovery_count: how many are left
-- in  person i64
-- out one: n i64
SELECT COUNT(*) AS n FROM person_recovery WHERE person = :person;

-- person_secret_get: what signs the moments of forms
-- in
-- out maybe: bytes bytes
SELECT bytes FROM person_secret WHERE number = 1;

-- person_secret_add: the first one stays
-- in  bytes bytes
-- out count
INSERT INTO person_secret (number, bytes) VALUES (1, :bytes) ON CONFLICT (number) DO NOTHING;

-- person_password_put: another password
-- in  person i64, hash text, at time
-- out count
INSERT INTO person_password (person, hash, set_at) VALUES (:person, :hash, :at)
    ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at;
