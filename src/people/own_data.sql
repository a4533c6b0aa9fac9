-- SPDX-License-Identifier: Apache-2.0
-- uses "people/purpose.h"
-- What is kept about one person, table by table, and its end.

-- own_contact: where they are written to
-- in  person i64
-- out maybe: email text
SELECT email FROM person_contact WHERE person = :person;

-- own_contact_erase: nowhere
-- in  person i64
-- out count
DELETE FROM person_contact WHERE person = :person;

-- own_password: since when there is a password
-- in  person i64
-- out maybe: set_at time
SELECT set_at FROM person_password WHERE person = :person;

-- own_password_erase: none
-- in  person i64
-- out count
DELETE FROM person_password WHERE person = :person;

-- own_tokens: tokens of the API; nobody knows more of them than when they were made
-- in  person i64
-- out many whole: created_at time
SELECT created_at FROM person_token WHERE person = :person ORDER BY created_at;

-- own_tokens_erase: none
-- in  person i64
-- out count
DELETE FROM person_token WHERE person = :person;

-- own_sign_ins: the list of sign-ins
-- in  person i64
-- out many whole: made_at time, how text, browser text
SELECT made_at, how, browser FROM person_sign_in WHERE person = :person ORDER BY id;

-- own_sign_ins_erase: none
-- in  person i64
-- out count
DELETE FROM person_sign_in WHERE person = :person;

-- own_links: links by mail that still count, and where they were sent
-- in  person i64
-- out many whole: purpose enum people_purpose, email text, made_at time, expires_at time
SELECT purpose, email, made_at, expires_at FROM person_link WHERE person = :person ORDER BY made_at, hash;

-- own_links_erase: none
-- in  person i64
-- out count
DELETE FROM person_link WHERE person = :person;

-- own_identities: by whom they are known elsewhere
-- in  person i64
-- out many whole: provider text, issuer text, subject text, joined_at time
SELECT provider, issuer, subject, joined_at FROM person_identity WHERE person = :person ORDER BY id;

-- own_sessions: sign-ins that still run
-- in  person i64
-- out many whole: made_at time, used_at time, expires_at time
SELECT made_at, used_at, expires_at FROM person_session WHERE person = :person ORDER BY made_at;

-- person_former: nothing is left of the account but its number
-- in  id i64, name text, skeleton text, at time
-- out count
UPDATE person SET name = :name, skeleton = :skeleton, roles = '', suspended_until = NULL, erased_at = :at WHERE id = :id;

-- person_erased: an account, and whether it was erased
-- in  id i64
-- out maybe: created_at time, erased_at time?
SELECT created_at, erased_at FROM person WHERE id = :id;

-- person_erasures: every account that was erased, and when
-- in
-- out many whole: id i64, erased_at time
-- scan
SELECT id, erased_at FROM person WHERE erased_at IS NOT NULL ORDER BY id;
