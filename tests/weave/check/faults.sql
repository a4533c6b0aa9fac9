-- syntax: only SQLite knows it
-- out many whole: id i64
-- scan
SELECT id FROM booth WHERE 'é' <> name GLOB 'x';

-- types: PostgreSQL gives other ones
-- in booth i64
-- out one: n text, x i64
SELECT COUNT(*) AS n, SUM(seats) AS x FROM booking WHERE booth = :booth;

-- names: it folds them
-- in id i64
-- out one: Name text
SELECT name AS Name FROM booth WHERE id = :id;

-- scans: no index serves
-- in team text
-- out many whole: id i64
SELECT id FROM booking WHERE team = :team;

-- scans_meant: as the author says
-- in team text
-- out many whole: id i64
-- scan
SELECT id FROM booking WHERE team = :team;

-- columns: another number in the second text
-- in id i64
-- out one: id i64
-- sqlite
SELECT id FROM booth WHERE id = :id;
-- postgresql
SELECT id, name FROM booth WHERE id = :id;

-- inner_scans: in a part of it
-- in day date
-- out many whole: id i64
WITH early AS (SELECT id, booth FROM booking WHERE day < :day) SELECT b.id FROM booth b JOIN early ON early.booth = b.id;
