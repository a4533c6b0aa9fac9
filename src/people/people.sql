-- SPDX-License-Identifier: Apache-2.0

-- person_named: the account whose name looks so
-- in  skeleton text
-- out maybe: id i64, roles text
SELECT id, roles FROM person WHERE skeleton = :skeleton;

-- person_without_skeleton: an account from before names were compared by their looks
-- in
-- out many: id i64, name text
SELECT id, name FROM person WHERE skeleton IS NULL ORDER BY id LIMIT 100;

-- person_set_skeleton: how its name looks
-- in  id i64, skeleton text
-- out count
UPDATE person SET skeleton = :skeleton WHERE id = :id;

-- person_name: the name of an account
-- in  id i64
-- out maybe: name text
SELECT name FROM person WHERE id = :id;

-- person_with_email: the account that has an e-mail address
-- in  email text
-- out maybe: person i64
SELECT person FROM person_contact WHERE email = :email;

-- person_add: a new account
-- in  name text, skeleton text, roles text, at time
-- out one: id i64
INSERT INTO person (name, skeleton, roles, created_at) VALUES (:name, :skeleton, :roles, :at) RETURNING id;

-- person_password_set: the first password, or another
-- in  person i64, hash text, at time
-- out count
INSERT INTO person_password (person, hash, set_at) VALUES (:person, :hash, :at)
    ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at;

-- person_contact_add: where to write to a person
-- in  person i64, email text
-- out count
INSERT INTO person_contact (person, email) VALUES (:person, :email);

-- person_token_add: one more token
-- in  hash bytes, person i64, at time
-- out count
INSERT INTO person_token (hash, person, created_at) VALUES (:hash, :person, :at);

-- person_of_token: whose token has that hash
-- in  hash bytes
-- out maybe: id i64, name text, roles text, suspended_until time?
SELECT p.id, p.name, p.roles, p.suspended_until FROM person_token t JOIN person p ON p.id = t.person WHERE t.hash = :hash;

-- person_set_roles: other roles
-- in  id i64, roles text
-- out count
UPDATE person SET roles = :roles WHERE id = :id;

-- person_list: every account, by name; installations have hundreds, not millions
-- in
-- out many whole: id i64, name text, roles text, created_at time, email text?, tokens i64
-- scan
SELECT p.id, p.name, p.roles, p.created_at, c.email,
       (SELECT COUNT(*) FROM person_token t WHERE t.person = p.id) AS tokens
  FROM person p LEFT JOIN person_contact c ON c.person = p.id ORDER BY p.name;

-- person_key_by_name: what the password of the account of a name is checked against
-- in  skeleton text
-- out maybe: id i64, password_hash text
SELECT p.id, w.hash AS password_hash FROM person p JOIN person_password w ON w.person = p.id WHERE p.skeleton = :skeleton;

-- person_key_by_email: the same by e-mail address
-- in  email text
-- out maybe: id i64, password_hash text
SELECT w.person AS id, w.hash AS password_hash FROM person_contact c JOIN person_password w ON w.person = c.person WHERE c.email = :email;

-- person_session_add: somebody signed in
-- in  hash bytes, person i64, at time, expires time
-- out count
INSERT INTO person_session (hash, person, made_at, used_at, expires_at) VALUES (:hash, :person, :at, :at, :expires);

-- person_session_get: whose session it is, if it still runs
-- in  hash bytes, at time
-- out maybe: id i64, name text, roles text, suspended_until time?, made_at time, used_at time
SELECT p.id, p.name, p.roles, p.suspended_until, s.made_at, s.used_at
  FROM person_session s JOIN person p ON p.id = s.person WHERE s.hash = :hash AND s.expires_at > :at;

-- person_session_use: it was used
-- in  hash bytes, at time, expires time
-- out count
UPDATE person_session SET used_at = :at, expires_at = :expires WHERE hash = :hash;

-- person_session_end: somebody signed out
-- in  hash bytes
-- out count
DELETE FROM person_session WHERE hash = :hash;

-- person_session_sweep: sessions that ran out
-- in  at time
-- out count
DELETE FROM person_session WHERE expires_at <= :at;
