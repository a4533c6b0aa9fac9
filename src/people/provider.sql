-- SPDX-License-Identifier: Apache-2.0

-- provider_get: an issuer that an administrator added
-- in  word text
-- out maybe: word text, name text, issuer text, client text, secret text
SELECT word, name, issuer, client, secret FROM provider WHERE word = :word;

-- provider_of_issuer: the same by its issuer
-- in  issuer text
-- out maybe: word text
SELECT word FROM provider WHERE issuer = :issuer;

-- provider_all: every one of them; there are a handful
-- in
-- out many: word text, name text, issuer text, client text, secret text
-- scan
SELECT word, name, issuer, client, secret FROM provider ORDER BY name, word LIMIT 100;

-- provider_add: one more
-- in  word text, name text, issuer text, client text, secret text, at time
-- out count
INSERT INTO provider (word, name, issuer, client, secret, added_at) VALUES (:word, :name, :issuer, :client, :secret, :at);

-- provider_remove: one less; identities stay, and count again when it comes back
-- in  word text
-- out count
DELETE FROM provider WHERE word = :word;

-- identity_get: whose it is
-- in  issuer text, subject text
-- out maybe: id i64, person i64, joined_at time
SELECT id, person, joined_at FROM person_identity WHERE issuer = :issuer AND subject = :subject;

-- identity_of: the identities of an account
-- in  person i64
-- out many: id i64, issuer text, provider text, joined_at time
SELECT id, issuer, provider, joined_at FROM person_identity WHERE person = :person ORDER BY id LIMIT 100;

-- identity_add: joins one to an account
-- in  issuer text, subject text, person i64, provider text, at time
-- out count
INSERT INTO person_identity (issuer, subject, person, provider, joined_at) VALUES (:issuer, :subject, :person, :provider, :at);

-- identity_remove: takes one from an account
-- in  id i64, person i64
-- out count
DELETE FROM person_identity WHERE id = :id AND person = :person;

-- identity_erase: all of an account
-- in  person i64
-- out count
DELETE FROM person_identity WHERE person = :person;

-- identity_other_ways: how else somebody could come in: passwords, addresses
-- in  person i64
-- out one: passwords i64, addresses i64
SELECT (SELECT COUNT(*) FROM person_password w WHERE w.person = :person) AS passwords,
       (SELECT COUNT(*) FROM person_contact t WHERE t.person = :person) AS addresses;

-- waiting_get: what a browser proved and has not used
-- in  session bytes, at time
-- out maybe: provider text, issuer text, subject text, name text, email text
SELECT provider, issuer, subject, name, email FROM person_identity_waiting WHERE session = :session AND expires_at > :at;

-- waiting_put: something proved; what was there before goes
-- in  session bytes, provider text, issuer text, subject text, name text, email text, expires time
-- out count
INSERT INTO person_identity_waiting (session, provider, issuer, subject, name, email, expires_at)
    VALUES (:session, :provider, :issuer, :subject, :name, :email, :expires)
    ON CONFLICT (session) DO UPDATE SET provider = excluded.provider, issuer = excluded.issuer, subject = excluded.subject,
    name = excluded.name, email = excluded.email, expires_at = excluded.expires_at;

-- waiting_carry: the same browser has another session
-- in  session bytes, to bytes
-- out count
UPDATE person_identity_waiting SET session = :to WHERE session = :session;

-- waiting_end: it was used
-- in  session bytes
-- out count
DELETE FROM person_identity_waiting WHERE session = :session;

-- waiting_sweep: what was never used
-- in  at time
-- out count
DELETE FROM person_identity_waiting WHERE expires_at <= :at;

-- state_get: whether a state came back already
-- in  hash bytes
-- out maybe: expires_at time
SELECT expires_at FROM provider_state WHERE hash = :hash;

-- state_use: it came back
-- in  hash bytes, expires time
-- out count
INSERT INTO provider_state (hash, expires_at) VALUES (:hash, :expires);

-- state_sweep: those that are too old to come back
-- in  at time
-- out count
DELETE FROM provider_state WHERE expires_at <= :at;

-- deletion_add: somebody had an identity taken away by the provider
-- in  hash bytes, at time
-- out count
INSERT INTO provider_deletion (hash, asked_at) VALUES (:hash, :at);

-- deletion_get: when that was
-- in  hash bytes
-- out maybe: asked_at time
SELECT asked_at FROM provider_deletion WHERE hash = :hash;
