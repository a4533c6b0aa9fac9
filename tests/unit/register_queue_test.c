/* SPDX-License-Identifier: Apache-2.0 */
/* What readers report, and the Office's acts on it, on both stores. */
#include "store_place.h"

#include "register/queue.h"
#include "register/queue_schema.h"
#include "register/register_schema.h"

#define ROWS(table) (sizeof(table) / sizeof *(table))

struct desk {
	struct place *place;
	struct call reader, officer;
};

static const char fact_sql[] =
	"INSERT INTO fact (kind, key, body, recorded_at, change) VALUES ('ratification', 'C189 BRA',"
	" '{\"instrument\":\"C189\",\"country_iso3\":\"BRA\"}', '2023-11-14T22:13:20.000000Z', 1)";

static struct desk desk_of(struct place *place)
{
	struct desk d = {.place = place, .reader = call_new(place->arena, (struct moment){1700000000000000})};
	place_execute(place, fact_sql);
	d.reader.database = place->database;
	assert_int_equal(store_reader(place->database, &d.reader.store), OK);
	d.officer = d.reader;
	d.officer.problems = problems_new(place->arena);
	d.officer.person = (struct person){7, STR("Ana"), ROLE_BIT(OFFICE)};
	return d;
}

static struct queue_wish wish_of(const char *text, const char *email)
{
	return (struct queue_wish){STR("ratification"), STR("C189 BRA"), str_of(text), STR("Gazette 12"),
				   str_of(email)};
}

static int64_t report(struct desk *d, const char *text, const char *email)
{
	struct queue_wish wish = wish_of(text, email);
	int64_t id = 0;
	assert_int_equal(queue_add(&d->reader, &wish, &id), OK);
	assert_true(id > 0);
	return id;
}

struct row {
	int64_t wanted;
	struct store_change change;
	bool seen;
	size_t after_n;
};

static enum status on_row(void *context, int64_t number, const struct store_change *change)
{
	struct row *row = context;
	if (number == row->wanted)
		*row = (struct row){number, *change, true, change->after.n};
	return OK;
}

/* How many bytes the log still holds of what was written; the row must be marked personal. */
static size_t logged_bytes(struct desk *d, int64_t change)
{
	struct row row = {.wanted = change};
	assert_int_equal(store_log_read(d->reader.store, 0, 100, on_row, &row), OK);
	assert_true(row.seen && row.change.personal);
	return row.after_n;
}

static void run_answer(struct place *place)
{
	struct desk d = desk_of(place);
	struct queue_report seen;
	int64_t n, id = report(&d, "  The day is wrong.\n<b>", "reader@example.org");
	assert_int_equal(queue_get(&d.reader, id, &seen), OK);
	assert_int_equal(seen.email.n, 0);
	assert_true(str_is(seen.text, "The day is wrong.\n<b>"));
	assert_false(queue_is_public(&seen));
	assert_int_equal(queue_get(&d.officer, id, &seen), OK);
	assert_true(str_is(seen.email, "reader@example.org"));
	assert_true(logged_bytes(&d, seen.change) > 0);
	assert_int_equal(queue_open_count(&d.reader, &n), OK);
	assert_int_equal(n, 1);

	assert_int_equal(queue_answer(&d.reader, id, 0, STR("No.")), FORBIDDEN);
	assert_int_equal(queue_answer(&d.officer, id, 0, STR("  ")), INVALID);
	assert_int_equal(queue_answer(&d.officer, id, 0, STR("It is right.")), OK);
	assert_int_equal(queue_get(&d.officer, id, &seen), OK);
	assert_true(queue_is_public(&seen));
	assert_true(str_is(seen.answer, "It is right."));
	assert_int_equal(seen.email.n, 0);
	assert_int_equal(logged_bytes(&d, seen.change), 0);
	assert_int_equal(queue_open_count(&d.reader, &n), OK);
	assert_int_equal(n, 0);
}

/* Two officers: the second decided on what is no longer there. */
static void run_two(struct place *place)
{
	struct desk d = desk_of(place);
	struct queue_report seen;
	int64_t id = report(&d, "Wrong.", "");
	assert_int_equal(queue_answer(&d.officer, id, 0, STR("First.")), OK);
	assert_int_equal(queue_answer(&d.officer, id, 0, STR("Second.")), CONFLICT);
	assert_int_equal(d.officer.problems.list.at[d.officer.problems.list.n - 1].code, PROBLEM_CONFLICTING);
	assert_int_equal(queue_close(&d.officer, id, 0), CONFLICT);
	assert_int_equal(queue_get(&d.officer, id, &seen), OK);
	assert_true(str_is(seen.answer, "First."));
	assert_int_equal(seen.turn, 1);
	assert_int_equal(queue_answer(&d.officer, id, seen.turn, STR("Better.")), OK);
	assert_int_equal(queue_erase(&d.officer, id, seen.turn + 1), OK);
	assert_int_equal(queue_get(&d.officer, id, &seen), OK);
	assert_int_equal(seen.state, QUEUE_CLOSED);
	assert_int_equal(seen.text.n + seen.source.n + seen.answer.n, 0);
	assert_int_equal(queue_close(&d.officer, id + 100, 0), NOT_FOUND);
}

/* Erasing forgets text and address everywhere: the log holds no byte of either. */
static void run_erase(struct place *place)
{
	struct desk d = desk_of(place);
	struct queue_report seen;
	int64_t id = report(&d, "A name that must go.", "reader@example.org");
	assert_int_equal(queue_erase(&d.officer, id, 0), OK);
	assert_int_equal(queue_get(&d.officer, id, &seen), OK);
	assert_int_equal(seen.text.n + seen.source.n + seen.email.n, 0);
	assert_int_equal(logged_bytes(&d, seen.change), 0);
	struct store_check check;
	assert_int_equal(database_check(place->database, &d.officer.problems, &check), OK);
	assert_int_equal(check.erased, 1);
}

static void run_list(struct place *place)
{
	struct desk d = desk_of(place);
	struct queue_reports rows;
	struct queue_filter filter = {.has_state = true, .state = QUEUE_OPEN, .kind = STR(""), .most = 2};
	int64_t ids[5];
	for (size_t i = 0; i < ROWS(ids); i++)
		ids[i] = report(&d, "Wrong.", "");
	assert_int_equal(queue_close(&d.officer, ids[1], 0), OK);
	assert_int_equal(queue_list(&d.reader, &filter, &rows), FORBIDDEN);
	assert_int_equal(queue_list(&d.officer, &filter, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.at[0].id, ids[0]);
	assert_int_equal(rows.at[1].id, ids[2]);
	filter.after = rows.at[1].id;
	assert_int_equal(queue_list(&d.officer, &filter, &rows), OK);
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.at[1].id, ids[4]);
	filter = (struct queue_filter){.has_state = false, .kind = STR("declaration"), .most = 10};
	assert_int_equal(queue_list(&d.officer, &filter, &rows), OK);
	assert_int_equal(rows.n, 0);
	filter.kind = STR("ratification");
	assert_int_equal(queue_list(&d.officer, &filter, &rows), OK);
	assert_int_equal(rows.n, 5);
}

static char long_text[QUEUE_TEXT_MOST + 2];

static void run_faults(struct place *place)
{
	struct desk d = desk_of(place);
	memset(long_text, 'x', QUEUE_TEXT_MOST + 1);
	const struct {
		struct queue_wish wish;
		const char *field; /* NULL: no such fact */
	} cases[] = {
		{wish_of(" \n ", ""), "text"},
		{wish_of(long_text, ""), "text"},
		{wish_of("a\x01"
			 "b",
			 ""),
		 "text"},
		{wish_of("a\xc2\x9b", ""), "text"},
		{wish_of("a\xff", ""), "text"},
		{wish_of("a", "nobody"), "email"},
		{wish_of("a", "@b"), "email"},
		{wish_of("a", "a@"), "email"},
		{wish_of("a", "a@b@c"), "email"},
		{wish_of("a", "a b@c"), "email"},
		{wish_of("a", "<a@b>"), "email"},
		{wish_of("a", "a@b\nBcc: c@d"), "email"},
		{{STR("ratification"), STR("C189 XXX"), STR("a"), STR(""), STR("")}, NULL},
		{{STR("no_kind"), STR("C189 BRA"), STR("a"), STR(""), STR("")}, NULL},
	};
	for (size_t i = 0; i < ROWS(cases); i++) {
		int64_t id = 0;
		d.reader.problems = problems_new(place->arena);
		enum status st = queue_add(&d.reader, &cases[i].wish, &id);
		if (st != (cases[i].field ? INVALID : NOT_FOUND) || d.reader.problems.list.n != 1 ||
		    (cases[i].field && !str_is(d.reader.problems.list.at[0].field, cases[i].field)))
			fail_msg("case %zu: %s, %zu problems", i, status_name(st), d.reader.problems.list.n);
		assert_int_equal(id, 0);
	}
	/* All faults at once; a text of exactly the limit passes. */
	struct queue_wish all = {STR("ratification"), STR("C189 BRA"), STR(""), str_of(long_text), STR("x")};
	int64_t id;
	d.reader.problems = problems_new(place->arena);
	assert_int_equal(queue_add(&d.reader, &all, &id), INVALID);
	assert_int_equal(d.reader.problems.list.n, 3);
	long_text[QUEUE_TEXT_MOST] = '\0';
	d.reader.problems = problems_new(place->arena);
	report(&d, long_text, "a@b");
}

static void on_both(void (*run)(struct place *place))
{
	LIST(struct store_migration) all = {0};
	struct arena *a = arena_new();
	for (size_t i = 0; i < register_migrations_n; i++)
		*list_add(a, &all) = register_migrations[i];
	for (size_t i = 0; i < queue_migrations_n; i++)
		*list_add(a, &all) = queue_migrations[i];
	for (int is_remote = place_only_remote(); is_remote <= 1; is_remote++) {
		struct place *place = place_new(is_remote);
		if (!place)
			continue;
		if (place_open(place, all.at, all.n) != OK)
			fail_msg("the store does not open");
		run(place);
		place_free(place);
	}
	arena_free(&a);
}

static void test_answer(void **state)
{
	(void)state;
	on_both(run_answer);
}

static void test_two(void **state)
{
	(void)state;
	on_both(run_two);
}

static void test_erase(void **state)
{
	(void)state;
	on_both(run_erase);
}

static void test_list(void **state)
{
	(void)state;
	on_both(run_list);
}

static void test_faults(void **state)
{
	(void)state;
	on_both(run_faults);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer), cmocka_unit_test(test_two),    cmocka_unit_test(test_erase),
		cmocka_unit_test(test_list),   cmocka_unit_test(test_faults),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
