-- SPDX-License-Identifier: Apache-2.0

-- article_heads: the articles of an instrument as recorded at a moment, without their texts
-- in instrument text, known time
-- out each: lang text, article text, bytes i64, source text
SELECT lang, article, bytes, source FROM article
 WHERE instrument = :instrument AND recorded_at <= :known AND (superseded_at IS NULL OR superseded_at > :known)
 ORDER BY lang, id;

-- article_text: one article in one language as recorded at a moment
-- in instrument text, lang text, article text, known time
-- out maybe: text text, source text, recorded_at time
SELECT text, source, recorded_at FROM article
 WHERE instrument = :instrument AND lang = :lang AND article = :article AND recorded_at <= :known
   AND (superseded_at IS NULL OR superseded_at > :known);

-- article_stands: the article that an import compares with
-- in instrument text, lang text, article text
-- out maybe: id i64, text text, source text
SELECT id, text, source FROM article
 WHERE instrument = :instrument AND lang = :lang AND article = :article AND superseded_at IS NULL;

-- article_count: how many articles stand in one language
-- in instrument text, lang text
-- out one: articles i64
SELECT COUNT(*) AS articles FROM article WHERE instrument = :instrument AND lang = :lang AND superseded_at IS NULL;

-- article_add: a new article
-- in instrument text, lang text, article text, text text, bytes i64, source text, at time, change i64
-- out count
INSERT INTO article (instrument, lang, article, text, bytes, source, recorded_at, change)
VALUES (:instrument, :lang, :article, :text, :bytes, :source, :at, :change);

-- article_supersede: an article no longer believed
-- in id i64, at time
-- out count
UPDATE article SET superseded_at = :at WHERE id = :id AND superseded_at IS NULL;

-- article_of_change: what one row of the change log recorded
-- in change i64
-- out each: instrument text, lang text, article text, text text, source text
SELECT instrument, lang, article, text, source FROM article WHERE change = :change ORDER BY id;
