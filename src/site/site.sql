-- SPDX-License-Identifier: Apache-2.0

-- setting_get: its value, if it was set
-- in  word text
-- out maybe: value text
SELECT value FROM setting WHERE word = :word;

-- setting_put: sets it
-- in  word text, value text, at time
-- out count
INSERT INTO setting (word, value, set_at) VALUES (:word, :value, :at)
    ON CONFLICT (word) DO UPDATE SET value = excluded.value, set_at = excluded.set_at;

-- setting_drop: takes it back
-- in  word text
-- out count
DELETE FROM setting WHERE word = :word;

-- setting_all: all that were set
-- scan
-- out many whole: word text, value text
SELECT word, value FROM setting ORDER BY word;

-- site_text_in: a page in that language, else in English, else in any
-- in  page text, lang text
-- out maybe: lang text, text text, set_at time
SELECT lang, text, set_at FROM site_text WHERE page = :page
 ORDER BY CASE lang WHEN :lang THEN 0 WHEN 'en' THEN 1 ELSE 2 END, lang LIMIT 1;

-- site_text_get: a page in one language
-- in  page text, lang text
-- out maybe: text text, set_at time
SELECT text, set_at FROM site_text WHERE page = :page AND lang = :lang;

-- site_text_put: writes it
-- in  page text, lang text, text text, at time
-- out count
INSERT INTO site_text (page, lang, text, set_at) VALUES (:page, :lang, :text, :at)
    ON CONFLICT (page, lang) DO UPDATE SET text = excluded.text, set_at = excluded.set_at;

-- site_text_drop: takes it back
-- in  page text, lang text
-- out count
DELETE FROM site_text WHERE page = :page AND lang = :lang;
