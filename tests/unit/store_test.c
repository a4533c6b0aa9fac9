/* SPDX-License-Identifier: Apache-2.0 */
/* store_test.c - opening, migrating, values, reading and writing; every case on each store there is. */
#include "store_place.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>

static enum status add(struct place *place, int64_t from, int64_t to)
{
	struct items items = {.from = from, .to = to, .logs = true};
	return store_write(place->database, items_write, &items);
}

/* --- values --- */

#define VALUES_TABLE(BYTES, FLOAT)                                                                       \
	"CREATE TABLE value (key BIGINT PRIMARY KEY, i BIGINT, f " FLOAT ", b BOOLEAN, t TEXT, y " BYTES \
	", d DATE, m TIMESTAMPTZ);"
static const struct store_migration value_migrations[] = {
	{1, "value", VALUES_TABLE("BLOB", "DOUBLE PRECISION"), VALUES_TABLE("BYTEA", "DOUBLE PRECISION")}};
#define VALUE_FIELDS                                                                                      \
	{"i", STORE_I64, true}, {"f", STORE_F64, true}, {"b", STORE_BOOL, true}, {"t", STORE_TEXT, true}, \
		{"y", STORE_BYTES, true}, {"d", STORE_DATE, true},                                        \
	{                                                                                                 \
		"m", STORE_TIME, true                                                                     \
	}
static struct store_statement value_add = {HERE("value_add"),
					   .sqlite = "INSERT INTO value VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
					   .postgresql = "INSERT INTO value VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
					   IN({"key", STORE_I64, false}, VALUE_FIELDS)};
static struct store_statement value_all = {
	HERE("value_all"), BOTH("SELECT i, f, b, t, y, d, m FROM value ORDER BY key"), OUT(VALUE_FIELDS)};
static struct store_statement value_by_moment = {HERE("value_by_moment"),
						 BOTH("SELECT key FROM value WHERE m IS NOT NULL ORDER BY m"),
						 OUT({"key", STORE_I64, false})};
static struct store_statement value_strict = {HERE("value_strict"), BOTH("SELECT i FROM value ORDER BY key"),
					      OUT({"i", STORE_I64, false})};
static struct store_statement value_wrong_type = {HERE("value_wrong_type"), BOTH("SELECT t FROM value WHERE key = 1"),
						  OUT({"t", STORE_DATE, false})};
static struct store_statement value_wrong_columns = {HERE("value_wrong_columns"), BOTH("SELECT t, i FROM value"),
						     OUT({"t", STORE_TEXT, true})};
static struct store_statement value_wrong_sql = {HERE("value_wrong_sql"), BOTH("SELECT \"no_such\" FROM value"),
						 OUT({"t", STORE_TEXT, true})};

static char all_bytes[256];

static const struct store_value samples[][7] = {
	{{.i64 = INT64_MAX},
	 {.f64 = 0.1},
	 {.i64 = 1},
	 {.text = STR("caf\xc3\xa9 \xe6\x97\xa5\xe6\x9c\xac")},
	 {.text = {all_bytes, 256}},
	 {.date = {-719162}},
	 {.time = {1700000000000001}}},
	{{.i64 = INT64_MIN},
	 {.f64 = -1.7976931348623157e308},
	 {.i64 = 0},
	 {.text = STR("")},
	 {.text = STR("")},
	 {.date = {2932896}},
	 {.time = {1700000000000000}}},
	{{.i64 = 0},
	 {.f64 = 5e-324},
	 {.i64 = 1},
	 {.text = STR("'; DROP TABLE value; -- \\ %s $1 ?1")},
	 {.text = STR("\0\0")},
	 {.date = {0}},
	 {.time = {-62135596800000000}}},
	{{.is_null = true},
	 {.is_null = true},
	 {.is_null = true},
	 {.is_null = true},
	 {.is_null = true},
	 {.is_null = true},
	 {.is_null = true}},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static enum status write_samples(struct store *s, void *context)
{
	(void)context;
	for (int i = 0; i < SAMPLES; i++) {
		struct store_value in[8] = {{.i64 = i + 1}};
		memcpy(in + 1, samples[i], sizeof samples[i]);
		int64_t changed = -1;
		enum status status = store_query(s, &value_add, in, NULL, NULL, i % 2 ? &changed : NULL);
		if (status != OK || (i % 2 && changed != 1))
			return status == OK ? BUG : status;
	}
	return OK;
}

static enum status compare_sample(void *context, const struct store_value *values)
{
	int *row = context;
	const struct store_value *is = samples[*row];
	for (int i = 0; i < 7; i++)
		assert_int_equal(values[i].is_null, is[i].is_null);
	if (!is[0].is_null) {
		assert_int_equal(values[0].i64, is[0].i64);
		assert_memory_equal(&values[1].f64, &is[1].f64, sizeof(double));
		assert_int_equal(values[2].i64, is[2].i64);
		assert_true(str_equal(values[3].text, is[3].text));
		assert_true(str_equal(values[4].text, is[4].text));
		assert_true(date_same(values[5].date, is[5].date));
		assert_int_equal(values[6].time.us, is[6].time.us);
	} else {
		assert_true(date_same(values[5].date, DATE_UNSET));
		assert_int_equal(values[3].text.n, 0);
	}
	++*row;
	return OK;
}

struct keys {
	int64_t at[SAMPLES];
	int n;
};

static enum status collect_key(void *context, const struct store_value *values)
{
	struct keys *keys = context;
	keys->at[keys->n++] = values[0].i64;
	return OK;
}

static void values_on(struct place *place)
{
	struct store *s;
	int rows = 0;
	int64_t ignored;
	struct keys keys = {.n = 0};
	assert_int_equal(store_write(place->database, write_samples, NULL), OK);
	assert_int_equal(store_reader(place->database, &s), OK);
	assert_int_equal(store_query(s, &value_all, NULL, compare_sample, &rows, NULL), OK);
	assert_int_equal(rows, SAMPLES);
	assert_int_equal(store_query(s, &value_by_moment, NULL, collect_key, &keys, NULL), OK);
	assert_true(keys.n == 3 && keys.at[0] == 3 && keys.at[1] == 2 && keys.at[2] == 1);
	assert_int_equal(store_query(s, &value_strict, NULL, one_number, &ignored, NULL), BUG);
	assert_int_equal(store_query(s, &value_wrong_type, NULL, one_number, &ignored, NULL), BUG);
	assert_int_equal(store_query(s, &value_wrong_columns, NULL, one_number, &ignored, NULL), BUG);
	assert_int_equal(store_query(s, &value_wrong_sql, NULL, one_number, &ignored, NULL), BUG);
	rows = 0;
	assert_int_equal(store_query(s, &value_all, NULL, compare_sample, &rows, NULL), OK); /* still usable */
}

static enum status write_value(struct store *s, void *context)
{
	return store_query(s, &value_add, context, NULL, NULL, NULL);
}

static void bad_values_on(struct place *place)
{
	struct store_value in[8] = {{.i64 = 99}};
	for (int i = 1; i < 8; i++)
		in[i].is_null = true;
	static const struct {
		int at;
		struct store_value value;
	} bad[] = {{0, {.is_null = true}},     {3, {.i64 = 2}},           {4, {.text = STR("\xff")}},
		   {4, {.text = STR("a\0b")}}, {6, {.date = DATE_UNSET}}, {6, {.date = DATE_NEVER}},
		   {7, {.time = {INT64_MAX}}}, {7, {.time = {INT64_MIN}}}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct store_value one[8];
		memcpy(one, in, sizeof in);
		one[bad[i].at] = bad[i].value;
		if (store_write(place->database, write_value, one) != BUG)
			fail_msg("bad value %zu was taken", i);
	}
	assert_int_equal(store_version(place->database), 0);
	assert_int_equal(store_write(place->database, write_value, in), OK);
}

static void on_values_table(void (*run)(struct place *place))
{
	for (int is_remote = 0; is_remote <= 1; is_remote++) {
		struct place *place = place_new(is_remote);
		if (!place)
			continue;
		assert_int_equal(place_open(place, value_migrations, 1), OK);
		run(place);
		place_free(place);
	}
}

static void test_values(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++)
		all_bytes[i] = (char)i;
	on_values_table(values_on);
	on_values_table(bad_values_on);
}

/* --- writing --- */

static void failures_on(struct place *place)
{
	struct database *d = place->database;
	assert_int_equal(store_version(d), 0);
	assert_int_equal(add(place, 1, 4), OK);
	assert_int_equal(store_version(d), 1);
	static const enum status ends[] = {INVALID, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE, BUG};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct items items = {.from = 10, .to = 13, .logs = true, .end = ends[i]};
		assert_int_equal(store_write(d, items_write, &items), ends[i]);
	}
	assert_int_equal(add(place, 3, 6), CONFLICT); /* 3 is there */
	struct items wrong = {.from = 20, .to = 21, .name = "wrong"};
	assert_int_equal(store_write(d, items_write, &wrong), CONFLICT); /* CHECK */
	assert_int_equal(place_count(place), 3);
	assert_int_equal(store_version(d), 1);
	struct items none = {.from = 0, .to = 0};
	assert_int_equal(store_write(d, items_write, &none), OK);
	assert_int_equal(store_version(d), 1);
	assert_int_equal(add(place, 4, 5), OK);
	assert_int_equal(store_version(d), 2);
	struct store_check check;
	assert_int_equal(database_check(d, &place->problems, &check), OK);
	assert_int_equal(check.changes, 4);
}

/* A statement that failed cannot be passed over. */
static enum status go_on(struct store *s, void *context)
{
	struct items items = {.from = 1, .to = 2};
	enum status first = items_write(s, &items);
	int64_t n = 0;
	enum status second = store_query(s, &item_count, NULL, one_number, &n, NULL);
	*(bool *)context = (first == CONFLICT || first == OK) && second == CONFLICT;
	return OK;
}

static void sticky_on(struct place *place)
{
	bool as_told = false;
	assert_int_equal(add(place, 1, 2), OK);
	assert_int_equal(store_write(place->database, go_on, &as_told), CONFLICT);
	assert_true(as_told);
	assert_int_equal(place_count(place), 1);
	assert_int_equal(add(place, 2, 3), OK);
}

static void test_failures(void **state)
{
	(void)state;
	place_for_each(failures_on);
	place_for_each(sticky_on);
}

enum { THREADS = 8, WRITES = 40 };

struct worker {
	pthread_t thread;
	struct place *place;
	int64_t first;
	int good, bad;
	int64_t seen;
};

/* Each third write gives up, each fifth meets what is there; each looks that the version never goes back. */
static void *work(void *argument)
{
	struct worker *w = argument;
	for (int i = 0; i < WRITES; i++) {
		bool repeats = i % 5 == 4, gives_up = i % 3 == 2;
		int64_t key = w->first + (repeats ? 0 : i + 1);
		struct items items = {.from = key, .to = key + 1, .logs = true, .end = gives_up ? INVALID : OK};
		enum status status = store_write(w->place->database, items_write, &items);
		bool is_expected =
			repeats ? status == CONFLICT || (gives_up && status == INVALID) : status == items.end;
		int64_t version = store_version(w->place->database), n = 0;
		struct store *s;
		bool is_read = store_reader(w->place->database, &s) == OK &&
			       store_query(s, &item_count, NULL, one_number, &n, NULL) == OK;
		w->good += status == OK;
		w->bad += !is_expected || version < w->seen || !is_read || n < w->good;
		w->seen = version;
	}
	return NULL;
}

static void threads_on(struct place *place)
{
	struct worker workers[THREADS];
	for (int i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){.place = place, .first = 1000 * i};
		assert_int_equal(add(place, 1000 * i, 1000 * i + 1), OK);
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	int good = THREADS, bad = 0;
	for (int i = 0; i < THREADS; i++) {
		pthread_join(workers[i].thread, NULL);
		good += workers[i].good;
		bad += workers[i].bad;
	}
	assert_int_equal(bad, 0);
	assert_int_equal(place_count(place), good);
	assert_true(store_version(place->database) <= good && store_version(place->database) > 0);
	print_message("             %d writes in %lld groups\n", good, (long long)store_version(place->database));
	struct store_check check;
	assert_int_equal(database_check(place->database, &place->problems, &check), OK);
	assert_int_equal(check.changes, good);
}

static void test_threads(void **state)
{
	(void)state;
	place_for_each(threads_on);
}

static void import_on(struct place *place)
{
	struct timespec before, after;
	struct items plain = {.from = 0, .to = 10000};
	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(store_write(place->database, items_write, &plain), OK);
	clock_gettime(CLOCK_MONOTONIC, &after);
	double seconds = (double)(after.tv_sec - before.tv_sec) + 1e-9 * (double)(after.tv_nsec - before.tv_nsec);
	print_message("             10,000 rows in %.3f s\n", seconds);
	assert_true(seconds < 2 * (getenv("SULEAR_SLOW") ? 10 : 1));
	assert_int_equal(place_count(place), 10000);
	assert_int_equal(store_version(place->database), 1);
}

static void test_import(void **state)
{
	(void)state;
	place_for_each(import_on);
}

/* --- reading --- */

static void *write_one(void *argument)
{
	struct place *place = argument;
	return add(place, 500, 501) == OK ? place : NULL;
}

struct two_reads {
	struct place *place;
	int64_t first, second;
};

static enum status read_twice(struct store *s, void *context)
{
	struct two_reads *reads = context;
	pthread_t thread;
	void *written;
	enum status status = store_query(s, &item_count, NULL, one_number, &reads->first, NULL);
	assert_int_equal(pthread_create(&thread, NULL, write_one, reads->place), 0);
	pthread_join(thread, &written);
	assert_non_null(written);
	return status == OK ? store_query(s, &item_count, NULL, one_number, &reads->second, NULL) : status;
}

static enum status nested_row(void *context, const struct store_value *values)
{
	(void)values;
	int64_t n;
	return store_query(context, &item_count, NULL, one_number, &n, NULL);
}

static enum status stop_row(void *context, const struct store_value *values)
{
	(void)values;
	++*(int *)context;
	return NOT_FOUND;
}

static struct store_statement item_all = {HERE("item_all"), BOTH("SELECT key FROM item ORDER BY key"),
					  OUT({"key", STORE_I64, false})};

static void reading_on(struct place *place)
{
	struct two_reads reads = {.place = place};
	struct store *s;
	int rows = 0;
	int64_t version = -1;
	assert_int_equal(add(place, 1, 6), OK);
	assert_int_equal(store_read(place->database, read_twice, &reads, &version), OK);
	assert_int_equal(reads.first, 5);
	assert_int_equal(reads.second, 5);
	assert_int_equal(version, 1);
	assert_int_equal(store_version(place->database), 2);
	assert_int_equal(place_count(place), 6);
	assert_int_equal(store_reader(place->database, &s), OK);
	assert_int_equal(store_query(s, &item_all, NULL, nested_row, s, NULL), BUG);
	assert_int_equal(store_query(s, &item_all, NULL, stop_row, &rows, NULL), NOT_FOUND);
	assert_int_equal(rows, 1);
	const struct store_value in[] = {{.i64 = 77}, {.text = STR("x")}};
	assert_int_equal(store_query(s, &item_add, in, NULL, NULL, NULL), BUG); /* readers may not write */
	assert_int_equal(place_count(place), 6);
}

static void test_reading(void **state)
{
	(void)state;
	place_for_each(reading_on);
}

/* --- opening and migrating --- */

static const struct store_migration later[] = {
	{3, "third", "CREATE TABLE third (a BIGINT REFERENCES second (a));",
	 "CREATE TABLE third (a BIGINT REFERENCES second (a));"},
	{1, "item", "CREATE TABLE item (key INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));",
	 "CREATE TABLE item (key BIGINT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));"},
	{2, "second", "CREATE TABLE second (a BIGINT PRIMARY KEY);", "CREATE TABLE second (a BIGINT PRIMARY KEY);"},
};
static const struct store_migration broken[] = {
	{1, "item", "CREATE TABLE item (key INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));",
	 "CREATE TABLE item (key BIGINT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> 'wrong'));"},
	{2, "second", "CREATE TABLE second (a BIGINT PRIMARY KEY); CREATE TABEL x (a BIGINT);",
	 "CREATE TABLE second (a BIGINT PRIMARY KEY); CREATE TABEL x (a BIGINT);"},
};
static const struct store_migration changed = {1, "item", "CREATE TABLE item (key INTEGER PRIMARY KEY);",
					       "CREATE TABLE item (key BIGINT PRIMARY KEY);"};

static void migrations_on(struct place *place)
{
	assert_int_equal(add(place, 1, 3), OK);
	database_close(&place->database);
	assert_int_equal(place_open(place, &changed, 1), CONFLICT);
	assert_int_equal(place->problems.list.at[0].code, PROBLEM_STORE_NEWER);
	assert_int_equal(place_open(place, NULL, 0), CONFLICT);
	assert_int_not_equal(place_open(place, broken, 2), OK);
	assert_int_equal(place_open(place, later, 3), OK); /* what the broken one began is not there */
	assert_int_equal(place_count(place), 2);
	assert_int_equal(store_version(place->database), 1);
	database_close(&place->database);
	assert_int_equal(place_open(place, later, 3), OK); /* once only */
	database_close(&place->database);
	assert_int_equal(place_open(place, &item_migration, 1), CONFLICT);
	assert_int_equal(place->problems.list.n, 2); /* both unknown ones are told */
}

static void foreign_on(struct place *place)
{
	struct place *other = place_new(!place->directory);
	place_execute(other, "CREATE TABLE theirs (a INTEGER)");
	assert_int_equal(place_open(other, &item_migration, 1), INVALID);
	place_execute(other, "INSERT INTO theirs VALUES (1)");
	assert_int_equal(place_open(other, &item_migration, 1), INVALID);
	place_free(other);
}

static void missing_on(struct place *place)
{
	struct place *other = place_new(!place->directory);
	struct store_options options = {.address = other->address, .migrations = &item_migration, .migrations_n = 1};
	assert_int_equal(database_open(other->arena, &options, &other->problems, &other->database), NOT_FOUND);
	assert_int_equal(other->problems.list.at[0].code, PROBLEM_MISSING);
	if (other->directory) {
		options.address = arena_printf(other->arena, "%s/not/there", other->directory);
		assert_int_equal(database_open(other->arena, &options, &other->problems, &other->database), NOT_FOUND);
		options.create = true;
		options.address = arena_printf(other->arena, "%s/new", other->directory);
		assert_int_equal(database_open(other->arena, &options, &other->problems, &other->database), OK);
		struct stat is;
		assert_int_equal(stat(options.address, &is), 0);
		assert_int_equal(is.st_mode & 0777, 0700);
		database_close(&other->database);
		options.create = false;
		assert_int_equal(database_open(other->arena, &options, &other->problems, &other->database), OK);
	}
	place_free(other);
}

static void test_opening(void **state)
{
	(void)state;
	place_for_each(migrations_on);
	place_for_each(foreign_on);
	place_for_each(missing_on);
}

static void test_two_servers(void **state)
{
	(void)state;
	struct place *place = place_new(false);
	struct database *second = NULL;
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	struct store_options options = {.address = place->address, .migrations = &item_migration, .migrations_n = 1};
	assert_int_equal(database_open(place->arena, &options, &place->problems, &second), UNAVAILABLE);
	assert_int_equal(place->problems.list.at[0].code, PROBLEM_STORE_UNAVAILABLE);
	options.beside_server = true;
	assert_int_equal(database_open(place->arena, &options, &place->problems, &second), OK);
	struct items items = {.from = 1, .to = 2, .logs = true};
	assert_int_equal(store_write(second, items_write, &items), OK);
	assert_int_equal(add(place, 2, 3), OK);
	assert_int_equal(store_version(place->database), 2);
	database_close(&second);
	options.migrations = later;
	options.migrations_n = 3;
	assert_int_equal(database_open(place->arena, &options, &place->problems, &second), UNAVAILABLE);
	place_free(place);
}

/* Writes bytes into the middle of the file. */
static void overwrite(const struct place *place, off_t at, size_t n)
{
	char noise[4096];
	memset(noise, 0x5a, sizeof noise);
	int file = open(arena_printf(place->arena, "%s/sulear.db", place->directory), O_WRONLY);
	assert_true(file >= 0);
	for (; n > 0; n -= n < sizeof noise ? n : sizeof noise, at += (off_t)sizeof noise)
		assert_true(pwrite(file, noise, n < sizeof noise ? n : sizeof noise, at) > 0);
	close(file);
}

static void test_damage(void **state)
{
	(void)state;
	struct place *place = place_new(false);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
	assert_int_equal(add(place, 1, 3000), OK);
	database_close(&place->database);
	overwrite(place, 40960, 8192);
	if (place_open(place, &item_migration, 1) == OK) {
		struct store_check check;
		assert_int_equal(database_check(place->database, &place->problems, &check), INVALID);
		database_close(&place->database);
	}
	assert_int_equal(place->problems.list.at[0].code, PROBLEM_STORE_DAMAGED);
	overwrite(place, 0, 4096);
	assert_int_equal(place_open(place, &item_migration, 1), INVALID);
	assert_int_equal(place->problems.list.at[0].code, PROBLEM_STORE_DAMAGED);
	place_free(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),      cmocka_unit_test(test_failures), cmocka_unit_test(test_threads),
		cmocka_unit_test(test_import),      cmocka_unit_test(test_reading),  cmocka_unit_test(test_opening),
		cmocka_unit_test(test_two_servers), cmocka_unit_test(test_damage),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
