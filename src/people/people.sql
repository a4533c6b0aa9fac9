-- SPDX-License-Identifier: Apache-2.0

-- person_named: the account of a name
-- in  name text
-- out maybe: id i64, role text
SELECT id, role FROM person WHERE name = :name;

-- person_with_email: the account that has an e-mail address
-- in  email text
-- out maybe: person i64
SELECT person FROM person_contact WHERE email = :email;

-- person_add: a new account
-- in  name text, role text, password_hash text, at time
-- out one: id i64
INSERT INTO person (name, role, password_hash, created_at) VALUES (:name, :role, :password_hash, :at) RETURNING id;

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
-- out maybe: id i64, name text, role text
SELECT p.id, p.name, p.role FROM person_token t JOIN person p ON p.id = t.person WHERE t.hash = :hash;

-- person_set_role: another role
-- in  id i64, role text
-- out count
UPDATE person SET role = :role WHERE id = :id;

-- person_list: every account, by name; installations have hundreds, not millions
-- in
-- out many whole: id i64, name text, role text, created_at time, email text?, tokens i64
-- scan
SELECT p.id, p.name, p.role, p.created_at, c.email,
       (SELECT COUNT(*) FROM person_token t WHERE t.person = p.id) AS tokens
  FROM person p LEFT JOIN person_contact c ON c.person = p.id ORDER BY p.name;
