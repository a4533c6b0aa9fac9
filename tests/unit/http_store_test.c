/* SPDX-License-Identifier: Apache-2.0 */
/* The server over a real store (SQLite in an empty directory): a write makes kept answers fall, a reader has its connection. */
#define RIG_REAL_STORE
#include "http_rig.h"

#include "base/log.h"

#include <ftw.h>

static int made;

static enum status show(struct http_request *r, struct http_response *response)
{
	must(r->call->store && r->call->database);
	made++;
	out_printf(&response->body, "{\"version\":%lld}", (long long)store_version(r->call->database));
	return OK;
}

static enum status note(struct store *s, void *context)
{
	struct call *c = context;
	struct store_change change = {
		.at = c->now, .act = STR("test"), .subject = STR("nothing"), .before = STR(""), .after = STR("{}")};
	return store_log(s, &change, NULL);
}

static enum status change(struct http_request *r, struct http_response *response)
{
	enum status status = store_write(r->call->database, note, r->call);
	if (status == OK)
		out_raw(&response->body, STR("{}"));
	return status;
}

static const struct http_route routes[] = {
	{"GET", "/api/v1/version", show, MAY_ANYBODY, HTTP_API | HTTP_CACHED, NULL, 0, "", "V", NULL},
	{"POST", "/api/v1/version", change, MAY_ANYBODY, HTTP_API, NULL, 0, "", "V", NULL},
	{0},
};
static const struct http_route *const lists[] = {routes};

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *ftw)
{
	(void)stat;
	(void)flag;
	(void)ftw;
	return remove(path);
}

static void ask(const struct rig *rig, const char *text, int status)
{
	char *answer = rig_ask(rig, text);
	if (rig_status(answer) != status)
		fail_msg("wanted %d, got %.400s", status, answer);
	free(answer);
}

static void test_write_and_read(void **state)
{
	(void)state;
	char folder[] = "/tmp/http_store_test.XXXXXX";
	assert_non_null(mkdtemp(folder));
	struct arena *a = arena_new();
	struct problems problems = problems_new(a);
	struct database *database;
	struct store_options store = {.address = folder, .create = true};
	enum status status = database_open(a, &store, &problems, &database);
	problems_print(&problems);
	assert_int_equal(status, OK);
	struct http_options options = rig_options();
	options.database = database;
	options.routes = lists;
	struct rig rig;
	rig_start(&rig, &options);
	static const char get[] = "GET /api/v1/version HTTP/1.1\r\nHost: h\r\n\r\n",
			  post[] = "POST /api/v1/version HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
	for (int round = 1; round <= 3; round++) {
		ask(&rig, get, 200);
		ask(&rig, get, 200);
		assert_int_equal(made, round);
		ask(&rig, post, 200);
	}
	rig_stop(&rig);
	database_close(&database);
	arena_free(&a);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	log_set_level(LOG_ERROR);
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_write_and_read)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
