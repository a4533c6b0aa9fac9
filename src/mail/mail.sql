-- SPDX-License-Identifier: Apache-2.0
-- uses "mail/outbox.h"

-- mail_event_add: one event; the same key again is the same event
-- in  key text, kind text, data text, email text, lang text, at time
-- out count
INSERT INTO mail_event (key, kind, data, email, lang, made_at, after)
VALUES (:key, :kind, :data, :email, :lang, :at, 0) ON CONFLICT (key) DO NOTHING;

-- mail_event_next: an event with recipients to come
-- in
-- out maybe: id i64, key text, kind text, data text, email text, lang text, after i64
SELECT id, key, kind, data, email, lang, after FROM mail_event WHERE fanned_out_at IS NULL ORDER BY id LIMIT 1;

-- mail_event_get: one event
-- in  id i64
-- out maybe: id i64, key text, kind text, data text, email text, lang text, after i64
SELECT id, key, kind, data, email, lang, after FROM mail_event WHERE id = :id;

-- mail_event_move: a piece of its recipients has messages; it fails to count where another node was first
-- in  id i64, seen i64, after i64
-- out count
UPDATE mail_event SET after = :after WHERE id = :id AND after = :seen AND fanned_out_at IS NULL;

-- mail_event_end: there are no more recipients
-- in  id i64, at time
-- out count
UPDATE mail_event SET fanned_out_at = :at WHERE id = :id;

-- mail_event_blank: what an event of one address held goes with its mail
-- in  id i64
-- out count
UPDATE mail_event SET data = '{}' WHERE id = :id AND email <> '';

-- mail_message_add: one message; the same recipient again is the same message
-- in  event i64, email text, person i64, lang text, unsubscribe text, rank i64, at time
-- out count
INSERT INTO mail_message (event, email, person, lang, unsubscribe, state, rank, tries, made_at, next_at, node, claim, moved_at, reason, subject)
VALUES (:event, :email, :person, :lang, :unsubscribe, 'waiting', :rank, 0, :at, :at, 0, 0, :at, '', '')
    ON CONFLICT (event, email) DO NOTHING;

-- mail_message_turn: the message whose turn it is: what one person waits for goes before what goes to many
-- in  now time
-- out maybe: id i64, event i64, email text, person i64, lang text, unsubscribe text, tries i64
SELECT id, event, email, person, lang, unsubscribe, tries FROM mail_message
 WHERE state = 'waiting' AND next_at <= :now ORDER BY rank, next_at, id LIMIT 1;

-- mail_message_claim: one node has it until then
-- in  id i64, node i64, claim i64, until time
-- out count
UPDATE mail_message SET node = :node, claim = :claim, next_at = :until WHERE id = :id AND state = 'waiting';

-- mail_message_sending: from here on it counts as sent
-- in  id i64, claim i64, subject text, bytes bytes?, at time
-- out count
UPDATE mail_message SET state = 'sending', subject = :subject, bytes = :bytes, moved_at = :at
 WHERE id = :id AND claim = :claim AND state = 'waiting';

-- mail_message_finish: how an attempt ended
-- in  id i64, claim i64, state enum mail_state, tries i64, next time, sent time?, reason text, at time
-- out count
UPDATE mail_message SET state = :state, tries = :tries, next_at = :next, sent_at = :sent, reason = :reason, moved_at = :at, claim = 0
 WHERE id = :id AND claim = :claim AND (state = 'waiting' OR state = 'sending');

-- mail_message_release: what a dead process had claimed and not begun to hand over waits again
-- in  node i64, mark i64, at time
-- out count
UPDATE mail_message SET state = 'waiting', next_at = :at, claim = 0
 WHERE state IN ('waiting', 'sending') AND node = :node AND claim <> 0 AND claim <> :mark;

-- mail_message_handed: what a dead process had handed over is sent
-- in  node i64, mark i64, at time
-- out count
UPDATE mail_message SET state = 'sent', sent_at = moved_at, moved_at = :at, claim = 0 WHERE state = 'sending' AND node = :node AND claim = :mark;

-- mail_message_doubt: what a process began that nobody heard of again
-- in  before time, at time
-- out count
UPDATE mail_message SET state = 'unsure', moved_at = :at, claim = 0 WHERE state = 'sending' AND moved_at < :before;

-- mail_message_sent_since: how many were sent since, up to `most`
-- in  since time, most i64
-- out one: n i64
SELECT COUNT(*) AS n FROM (SELECT id FROM mail_message WHERE sent_at > :since LIMIT :most) AS recent;

-- mail_address_get: what is known of an address
-- in  email text
-- out maybe: bounces i64, bounced_at time, paused_at time?, reason text
SELECT bounces, bounced_at, paused_at, reason FROM mail_address WHERE email = :email;

-- mail_address_put: it bounced
-- in  email text, bounces i64, at time, paused time?, reason text
-- out count
INSERT INTO mail_address (email, bounces, bounced_at, paused_at, reason) VALUES (:email, :bounces, :at, :paused, :reason)
    ON CONFLICT (email) DO UPDATE SET bounces = excluded.bounces, bounced_at = excluded.bounced_at,
       paused_at = excluded.paused_at, reason = excluded.reason;

-- mail_address_drop: it gets mail again
-- in  email text
-- out count
DELETE FROM mail_address WHERE email = :email;

-- mail_own_add: the secret, once
-- in  secret bytes, at time
-- out count
INSERT INTO mail_own (one, secret, trouble, trouble_at) VALUES (1, :secret, '', :at) ON CONFLICT (one) DO NOTHING;

-- mail_own_get: the secret, and the relay's trouble
-- in
-- out maybe: secret bytes, trouble text, trouble_at time
SELECT secret, trouble, trouble_at FROM mail_own WHERE one = 1;

-- mail_own_trouble: what is wrong with the relay
-- in  trouble text, at time
-- out count
UPDATE mail_own SET trouble = :trouble, trouble_at = :at WHERE one = 1 AND trouble <> :trouble;

-- mail_message_list: messages, the newest first, of a state or of all, to an address or to all
-- in  state enum mail_state?, email text?, before i64, most i64
-- out many: id i64, kind text, email text, person i64, lang text, state enum mail_state, tries i64, made_at time, next_at time, moved_at time, sent_at time?, reason text, subject text
SELECT m.id, e.kind, m.email, m.person, m.lang, m.state, m.tries, m.made_at, m.next_at, m.moved_at, m.sent_at, m.reason, m.subject
  FROM mail_message m JOIN mail_event e ON e.id = m.event
 WHERE m.id < :before AND (:state IS NULL OR m.state = :state) AND (:email IS NULL OR m.email = :email)
 ORDER BY m.id DESC LIMIT :most;

-- mail_message_get: one message
-- in  id i64
-- out maybe: id i64, kind text, email text, person i64, lang text, state enum mail_state, tries i64, made_at time, next_at time, moved_at time, sent_at time?, reason text, subject text, bytes bytes?
SELECT m.id, e.kind, m.email, m.person, m.lang, m.state, m.tries, m.made_at, m.next_at, m.moved_at, m.sent_at, m.reason, m.subject, m.bytes
  FROM mail_message m JOIN mail_event e ON e.id = m.event WHERE m.id = :id;

-- mail_message_count: messages of a state
-- in  state enum mail_state
-- out one: n i64
SELECT COUNT(*) AS n FROM mail_message WHERE state = :state;

-- mail_message_again: it waits, from now on; what was taken or is on its way does not
-- in  id i64, at time
-- out count
UPDATE mail_message SET state = 'waiting', tries = 0, claim = 0, next_at = :at, moved_at = :at, reason = ''
 WHERE id = :id AND claim = 0 AND (state = 'waiting' OR state = 'failed' OR state = 'unsure' OR state = 'paused');

-- mail_address_list: addresses that are paused, by name
-- in  after text, most i64
-- out many: email text, bounces i64, bounced_at time, paused_at time?, reason text
SELECT email, bounces, bounced_at, paused_at, reason FROM mail_address
 WHERE email > :after AND paused_at IS NOT NULL ORDER BY email LIMIT :most;

-- mail_address_count: how many are paused
-- in
-- out one: n i64
SELECT COUNT(*) AS n FROM mail_address WHERE paused_at IS NOT NULL;

-- mail_message_forget: mail of before that nobody sends any more goes, a piece at a time
-- in  before time, most i64
-- out count
DELETE FROM mail_message WHERE id IN (SELECT id FROM mail_message WHERE state IN ('sent', 'dropped', 'failed', 'unsure', 'paused') AND moved_at < :before ORDER BY id LIMIT :most);

-- mail_event_forget: events of one address of which no mail is left: the address goes with them
-- in  before time
-- out count
DELETE FROM mail_event WHERE fanned_out_at < :before AND email <> ''
   AND NOT EXISTS (SELECT 1 FROM mail_message m WHERE m.event = mail_event.id);

-- mail_messages_of: what was written to a person or an address and is still kept
-- in  person i64, email text
-- out many whole: kind text, email text, state enum mail_state, made_at time, sent_at time?, subject text
SELECT e.kind, m.email, m.state, m.made_at, m.sent_at, m.subject FROM mail_message m JOIN mail_event e ON e.id = m.event
 WHERE m.email = :email AND :email <> '' OR m.person = :person AND :person <> 0 ORDER BY m.id;

-- mail_message_erase: nothing of a person stays; what waits for them goes nowhere
-- in  person i64, email text
-- out count
DELETE FROM mail_message WHERE email = :email AND :email <> '' OR person = :person AND :person <> 0;

-- mail_event_erase: what was written to one address
-- in  email text
-- out count
UPDATE mail_event SET email = 'erased', data = '{}', fanned_out_at = COALESCE(fanned_out_at, made_at) WHERE email = :email AND :email <> '';
