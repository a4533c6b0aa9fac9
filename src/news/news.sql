-- SPDX-License-Identifier: Apache-2.0

-- news_add: one more
-- in  at time
-- out one: id i64
INSERT INTO news (made_at) VALUES (:at) RETURNING id;

-- news_text_add: what it says in a language
-- in  news i64, lang text, subject text, text text
-- out count
INSERT INTO news_text (news, lang, subject, text) VALUES (:news, :lang, :subject, :text);

-- news_in: one of them in the language asked for, else in English, else in any
-- in  id i64, lang text
-- out maybe: id i64, made_at time, lang text, subject text, text text
SELECT n.id, n.made_at, t.lang, t.subject, t.text FROM news n JOIN news_text t ON t.news = n.id
 WHERE n.id = :id ORDER BY CASE WHEN t.lang = :lang THEN 0 WHEN t.lang = 'en' THEN 1 ELSE 2 END, t.lang LIMIT 1;

-- news_before: all of them, the newest first, each in the language asked for, else in English, else in any
-- in  before i64, lang text, most i64
-- out many: id i64, made_at time, lang text, subject text, text text
SELECT n.id, n.made_at, t.lang, t.subject, t.text FROM news n JOIN news_text t ON t.news = n.id
 WHERE n.id < :before AND t.lang = (SELECT u.lang FROM news_text u WHERE u.news = n.id
       ORDER BY CASE WHEN u.lang = :lang THEN 0 WHEN u.lang = 'en' THEN 1 ELSE 2 END, u.lang LIMIT 1)
 ORDER BY n.id DESC LIMIT :most;

-- news_reader_put: somebody wants it by mail
-- in  person i64, lang text, at time
-- out count
INSERT INTO news_reader (person, lang, since) VALUES (:person, :lang, :at) ON CONFLICT (person) DO UPDATE SET lang = excluded.lang;

-- news_reader_drop: somebody does not want it any more
-- in  person i64
-- out count
DELETE FROM news_reader WHERE person = :person;

-- news_reader_get: since when somebody wants it
-- in  person i64
-- out maybe: since time
SELECT since FROM news_reader WHERE person = :person;

-- news_readers: who wants it by mail and may sign in, after that account
-- in  after i64, now time, most i64
-- out many: person i64, lang text, email text
SELECT r.person, r.lang, k.email FROM news_reader r JOIN person p ON p.id = r.person JOIN person_contact k ON k.person = r.person
 WHERE r.person > :after AND p.erased_at IS NULL AND (p.suspended_until IS NULL OR p.suspended_until < :now)
 ORDER BY r.person LIMIT :most;
