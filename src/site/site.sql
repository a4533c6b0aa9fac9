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
