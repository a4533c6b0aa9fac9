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

-- person_contact_add: where to write to a person
-- in  person i64, email text
-- out count
INSERT INTO person_contact (person, email) VALUES (:person, :email);

-- person_token_add: one more token
-- in  hash bytes, person i64, at time
-- out count
INSERT INTO person_token (hash, person, created_at) VALUES (:hash, :person, :at);

-- person_set_roles: other roles
-- in  id i64, roles text
-- out count
UPDATE person SET roles = :roles WHERE id = :id;

-- person_list: every account, by name; installations have hundreds, not millions
-- in
-- out many whole: id i64, name text, roles text, created_at time, suspended_until time?, erased_at time?, email text?, tokens i64
-- scan
SELECT p.id, p.name, p.roles, p.created_at, p.suspended_until, p.erased_at, c.email,
       (SELECT COUNT(*) FROM person_token t WHERE t.person = p.id) AS tokens
  FROM person p LEFT JOIN person_contact c ON c.person = p.id ORDER BY p.name;
