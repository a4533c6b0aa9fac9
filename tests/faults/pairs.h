/* SPDX-License-Identifier: Apache-2.0 */
/* pairs.h - writes that are seen to be whole or not: each adds two items and two rows of the log.
 *
 * What must hold after any failure: the store opens, its log is whole, every acknowledged pair is there, no half is. */
#ifndef TESTS_FAULTS_PAIRS_H
#define TESTS_FAULTS_PAIRS_H
#include "../unit/store_place.h"

static struct store_statement pair_find = {HERE("pair_find"),
					   .sqlite = "SELECT count(*) FROM item WHERE key IN (?1, ?1 + 1)",
					   .postgresql = "SELECT count(*) FROM item WHERE key IN ($1, $1 + 1)",
					   IN({"key", STORE_I64, false}), OUT({"n", STORE_I64, false})};

static struct store_statement pair_halves = {HERE("pair_halves"),
					     BOTH("SELECT count(*) FROM item a WHERE NOT EXISTS (SELECT 1 FROM item b "
						  "WHERE b.key = a.key + 1 - 2 * (a.key % 2))"),
					     OUT({"n", STORE_I64, false})};

/* Adds the pair 2k, 2k + 1. */
static inline enum status pair_write(struct database *d, int64_t k)
{
	struct items items = {.from = 2 * k, .to = 2 * k + 2, .logs = true};
	return store_write(d, items_write, &items);
}

/* Opens the store (which must succeed) and looks that it is whole and holds the acknowledged pairs. */
static inline void pairs_check(struct place *place, const int64_t *acknowledged, size_t n, const char *when)
{
	struct store *s;
	struct store_check check;
	int64_t count, halves;
	if (place_open(place, &item_migration, 1) != OK) {
		problems_print(&place->problems);
		fail_msg("%s: the store does not open again", when);
	}
	if (database_check(place->database, &place->problems, &check) != OK) {
		problems_print(&place->problems);
		fail_msg("%s: the store is not whole", when);
	}
	assert_int_equal(store_reader(place->database, &s), OK);
	for (size_t i = 0; i < n; i++) {
		const struct store_value in[] = {{.i64 = 2 * acknowledged[i]}};
		assert_int_equal(store_query(s, &pair_find, in, one_number, &count, NULL), OK);
		if (count != 2)
			fail_msg("%s: %lld items of the acknowledged pair %lld", when, (long long)count,
				 (long long)acknowledged[i]);
	}
	assert_int_equal(store_query(s, &pair_halves, NULL, one_number, &halves, NULL), OK);
	if (halves)
		fail_msg("%s: half a write is there", when);
	if (check.changes != place_count(place))
		fail_msg("%s: %lld rows of the log for %lld items", when, (long long)check.changes,
			 (long long)place_count(place));
	database_close(&place->database);
}

#endif
