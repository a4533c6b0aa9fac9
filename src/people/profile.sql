-- SPDX-License-Identifier: Apache-2.0
-- uses "people/profile.h"

-- profile_get: an account with what it says of itself and the badge it was given or asked for
-- in  id i64
-- out maybe: id i64, name text, roles text, created_at time, erased_at time?, languages text?, country text?, organisation text?, grp enum people_group?, given_at time?, by_role text?, wished enum people_group?, asked_at time?
SELECT p.id, p.name, p.roles, p.created_at, p.erased_at, f.languages, f.country, f.organisation, b.grp, b.given_at, b.by_role,
       w.grp AS wished, w.asked_at
  FROM person p LEFT JOIN person_profile f ON f.person = p.id LEFT JOIN person_badge b ON b.person = p.id
       LEFT JOIN person_badge_wish w ON w.person = p.id
 WHERE p.id = :id;

-- profile_set: what somebody says of themselves
-- in  person i64, languages text, country text, organisation text, at time
-- out count
INSERT INTO person_profile (person, languages, country, organisation, changed_at)
VALUES (:person, :languages, :country, :organisation, :at)
    ON CONFLICT (person) DO UPDATE SET languages = excluded.languages, country = excluded.country,
       organisation = excluded.organisation, changed_at = excluded.changed_at;

-- profile_erase: nothing is said any more
-- in  person i64
-- out count
DELETE FROM person_profile WHERE person = :person;

-- profile_row: the profile as it is kept
-- in  person i64
-- out maybe: languages text, country text, organisation text, changed_at time
SELECT languages, country, organisation, changed_at FROM person_profile WHERE person = :person;

-- consent_list: what somebody lets others see, and since when
-- in  person i64
-- out many whole: what enum people_shown, given_at time
SELECT what, given_at FROM person_consent WHERE person = :person ORDER BY what;

-- consent_give: somebody lets others see it; a consent that stands keeps its moment
-- in  person i64, what enum people_shown, at time
-- out count
INSERT INTO person_consent (person, what, given_at) VALUES (:person, :what, :at) ON CONFLICT (person, what) DO NOTHING;

-- consent_withdraw: nobody else sees it any more
-- in  person i64, what enum people_shown
-- out count
DELETE FROM person_consent WHERE person = :person AND what = :what;

-- consent_erase: nothing is shown any more
-- in  person i64
-- out count
DELETE FROM person_consent WHERE person = :person;

-- badge_give: the badge of a group, in place of another
-- in  person i64, grp enum people_group, at time, by_role text
-- out count
INSERT INTO person_badge (person, grp, given_at, by_role) VALUES (:person, :grp, :at, :by_role)
    ON CONFLICT (person) DO UPDATE SET grp = excluded.grp, given_at = excluded.given_at, by_role = excluded.by_role;

-- badge_take: no badge
-- in  person i64
-- out count
DELETE FROM person_badge WHERE person = :person;

-- badge_ask: somebody asks for the badge of a group
-- in  person i64, grp enum people_group, at time
-- out count
INSERT INTO person_badge_wish (person, grp, asked_at) VALUES (:person, :grp, :at)
    ON CONFLICT (person) DO UPDATE SET grp = excluded.grp, asked_at = excluded.asked_at;

-- badge_unask: the wish was answered or taken back
-- in  person i64
-- out count
DELETE FROM person_badge_wish WHERE person = :person;
