/* SPDX-License-Identifier: Apache-2.0 */
/* store_crash_test.c - a process that writes is killed (SIGKILL) at random moments; what it acknowledged is there. */
#include "pairs.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { ROUNDS = 20, THREADS = 2, PAIRS_MOST = 100000 };

struct child_writer {
	pthread_t thread;
	struct database *database;
	int64_t first;
	int pipe;
};

static void *write_and_tell(void *argument)
{
	struct child_writer *w = argument;
	for (int64_t k = w->first;; k++)
		if (pair_write(w->database, k) != OK || write(w->pipe, &k, sizeof k) != sizeof k)
			_exit(3);
}

/* The child: opens the store and writes until it is killed. */
static _Noreturn void be_killed(struct place *place, int pipe, int64_t first)
{
	struct child_writer writers[THREADS];
	alarm(30); /* not even a broken test leaves it running */
	if (place_open(place, &item_migration, 1) != OK)
		_exit(2);
	for (int i = 0; i < THREADS; i++) {
		writers[i] =
			(struct child_writer){.database = place->database, .first = first + 10000 * i, .pipe = pipe};
		if (pthread_create(&writers[i].thread, NULL, write_and_tell, &writers[i]) != 0)
			_exit(2);
	}
	for (;;)
		pause();
}

static void rounds_on(struct place *place)
{
	static int64_t acknowledged[PAIRS_MOST];
	size_t n = 0;
	unsigned random = 12345;
	database_close(&place->database);
	for (int round = 0; round < ROUNDS; round++) {
		int ends[2], status;
		assert_int_equal(pipe(ends), 0);
		pid_t child = fork();
		if (child == 0)
			be_killed(place, ends[1], 100000 * (int64_t)(round + 1));
		close(ends[1]);
		random = random * 1103515245 + 12345;
		if (round % 2) /* else it may be killed while it opens the store */
			assert_int_equal(poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, 20000), 1);
		nanosleep(&(struct timespec){.tv_nsec = 5000000 + random / 65536 % 120 * 1000000}, NULL);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		while (n < PAIRS_MOST && read(ends[0], &acknowledged[n], sizeof *acknowledged) == sizeof *acknowledged)
			n++;
		close(ends[0]);
		char when[32];
		snprintf(when, sizeof when, "after kill %d", round + 1);
		pairs_check(place, acknowledged, n, when);
	}
	print_message("             %d kills, %zu acknowledged writes, all there\n", ROUNDS, n);
	assert_true(n > ROUNDS);
	assert_int_equal(place_open(place, &item_migration, 1), OK);
}

static void test_kill(void **state)
{
	(void)state;
	place_for_each(rounds_on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_kill)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
