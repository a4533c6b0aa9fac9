-- SPDX-License-Identifier: Apache-2.0

-- mail_event_add: one event; the same key again is the same event
-- in  key text, kind text, data text, email text, lang text, at time
-- out count
INSERT INTO mail_event (key, kind, data, email, lang, made_at, after)
VALUES (:key, :kind, :data, :email, :lang, :at, 0) ON CONFLICT (key) DO NOTHING;
