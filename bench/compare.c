/* SPDX-License-Identifier: Apache-2.0 */
/* What a comparison and a curve cost, never cached, over the register of DIR:
 *
 *   page of 40 x 15    GET /en/compare, another day each time, uncompressed, over one kept connection
 *   json of 40 x 15    GET /api/v1/compare, the same
 *   curve of C029      the world's curve of one instrument and its drawing
 *
 * Time is that of the whole process on the processor: the server's threads and the asking together, so a little more than the
 * server's own. All of it runs on one core: Linux tells the time of a thread that still runs on another core only at that
 * core's next tick, so that a request's time would be counted with the next one's.
 *
 *   compare [DIR]      DIR holds the tables of the register: data/ or what has its layout */
#include "register/compare.h"
#include "page/page.h"
#include "page/plot_html.h"
#include "register/register_schema.h"
#include "register/register_web.h"
#include "store/store.h"

#include <arpa/inet.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 200, WARM = 20, COUNTRIES = 40, INSTRUMENTS = 15, ANSWER_MOST = 1 << 20 };

static const char *const languages[] = {"en", "fr", "es", "pt", NULL};

struct bench {
	struct call c;
	struct database *database;
	const struct register_snapshot *s;
	struct http_server *server;
	int connection;
	char *members, *instruments;
};

static void stay_on_one_core(void)
{
	cpu_set_t one;
	CPU_ZERO(&one);
	CPU_SET((size_t)sched_getcpu(), &one);
	must(sched_setaffinity(0, sizeof one, &one) == 0);
}

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void tell(const char *name, double took[ROUNDS], size_t bytes)
{
	qsort(took, ROUNDS, sizeof *took, by_size);
	printf("%-18s best %6.3f ms, median %6.3f ms, 95 %% %6.3f ms; %zu bytes\n", name, took[0], took[ROUNDS / 2],
	       took[ROUNDS * 95 / 100], bytes);
}

static void problem_page(struct http_request *r, struct http_response *response, int status)
{
	page_problem(&response->body, r->call, status);
}

/* A store in a new directory with the tables of DIR. */
static void open_register(struct bench *b, const char *dir, const char *data)
{
	struct store_options options = {.address = dir,
					.migrations = register_migrations,
					.migrations_n = register_migrations_n,
					.create = true};
	struct register_import_options import = {.skip_bad = false};
	struct register_import_report report;
	must(database_open(b->c.arena, &options, &b->c.problems, &b->database) == OK);
	b->c.database = b->database;
	must(store_reader(b->database, &b->c.store) == OK);
	if (register_import(&b->c, &data, 1, &import, &report) != OK) {
		fprintf(stderr, "compare: %s cannot be imported\n", data);
		exit(1);
	}
	must(register_snapshot(&b->c, &b->s) == OK);
}

/* Members by code and Conventions from C029 on, as the address names them. */
static void name_them(struct bench *b)
{
	struct out members = out_new(b->c.arena, 4096, NULL), instruments = out_new(b->c.arena, 4096, NULL);
	for (size_t k = 0, n = 0; n < COUNTRIES; k++)
		if (register_member_on(&b->s->countries[k], b->c.on, NULL) == LAW_YES)
			out_printf(&members, "%s%.*s", n++ ? "," : "", STR_ARGS(b->s->countries[k].code));
	for (int n = 0; n < INSTRUMENTS; n++)
		out_printf(&instruments, "%sC%03d", n ? "," : "", 87 + n);
	b->members = str_chars(b->c.arena, out_str(&members));
	b->instruments = str_chars(b->c.arena, out_str(&instruments));
}

static void start_server(struct bench *b)
{
	static const struct http_route *const routes[] = {register_compare_routes, register_compare_api_routes};
	struct http_options options = {.listen = "127.0.0.1:0",
				       .threads = 2,
				       .database = b->database,
				       .routes = routes,
				       .routes_n = 2,
				       .languages = languages,
				       .problem_page = problem_page};
	must(page_start() == OK);
	must(http_start(b->c.arena, &options, &b->c.problems, &b->server) == OK);
	struct str address = http_listening(b->server);
	int port = atoi(strrchr(str_chars(b->c.arena, address), ':') + 1);
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	b->connection = socket(AF_INET, SOCK_STREAM, 0);
	must(b->connection >= 0 && connect(b->connection, (struct sockaddr *)&to, sizeof to) == 0);
}

/* Sends one request and reads its answer whole; returns the bytes of its body. */
static size_t get(struct bench *b, const char *target)
{
	static char answer[ANSWER_MOST];
	char request[4096];
	int n = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target);
	size_t got = 0, wanted = ANSWER_MOST, body = 0;
	must(n > 0 && write(b->connection, request, (size_t)n) == n);
	while (got < wanted) {
		ssize_t more = read(b->connection, answer + got, sizeof answer - 1 - got);
		must(more > 0);
		got += (size_t)more;
		answer[got] = 0;
		char *end = strstr(answer, "\r\n\r\n"), *length = strcasestr(answer, "content-length: ");
		if (!end || body)
			continue;
		must(strncmp(answer, "HTTP/1.1 200", 12) == 0 && length);
		body = (size_t)atol(length + strlen("content-length: "));
		wanted = (size_t)(end + 4 - answer) + body;
	}
	return body;
}

static void measure_requests(struct bench *b, const char *name, const char *path)
{
	double took[ROUNDS];
	size_t bytes = 0;
	char room[DATE_ROOM];
	for (int k = -WARM; k < ROUNDS; k++) {
		struct str on = date_print(date_add_days(b->c.today, -1 - k - WARM), room);
		const char *target = arena_printf(b->c.arena, "%s?members=%s&instruments=%s&on=%.*s", path, b->members,
						  b->instruments, STR_ARGS(on));
		double began = now_ms();
		bytes = get(b, target);
		if (k >= 0)
			took[k] = now_ms() - began;
	}
	tell(name, took, bytes);
}

static void measure_curve(struct bench *b)
{
	double took[ROUNDS];
	const struct register_instrument *i = register_instrument_named(b->s, STR("C029"));
	size_t bytes = 0;
	for (int k = 0; k < ROUNDS; k++) {
		struct call c = b->c;
		struct register_steps steps;
		c.arena = arena_new();
		struct out o = out_new(c.arena, ANSWER_MOST, &c);
		double began = now_ms();
		register_curve(&c, b->s, i, NULL, &steps);
		struct plot_curve curve = {.name = STR("C029"), .from = steps.at[0].day, .until = c.on};
		for (size_t n = 0; n < steps.n; n++)
			*list_add(c.arena, &curve.steps) = (struct plot_step){steps.at[n].day, steps.at[n].bound};
		part_plot_curve(&o, &c, &curve);
		took[k] = now_ms() - began;
		bytes = o.n;
		arena_free(&c.arena);
	}
	tell("curve of C029", took, bytes);
}

int main(int argc, char **argv)
{
	char dir[] = "/tmp/compare-bench-XXXXXX", command[64];
	struct bench b = {.c = call_new(arena_new(), moment_now())};
	stay_on_one_core();
	must(mkdtemp(dir));
	open_register(&b, dir, argc > 1 ? argv[1] : "data");
	name_them(&b);
	start_server(&b);
	measure_requests(&b, "page of 40 x 15", "/en/compare");
	measure_requests(&b, "json of 40 x 15", "/api/v1/compare");
	measure_curve(&b);
	close(b.connection);
	http_stop(&b.server);
	register_forget(b.database);
	arena_free(&b.c.arena);
	database_close(&b.database);
	snprintf(command, sizeof command, "rm -rf %s", dir);
	return system(command) == 0 ? 0 : 1;
}
