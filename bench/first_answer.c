/* SPDX-License-Identifier: Apache-2.0 */
/* first_answer.c - from the start of the server to the first byte of its first answer.
 *
 *   first_answer PROGRAM DATA PATH ROUNDS     DATA holds the register already; prints a row of the table of figures
 *
 * Each round starts the server on a free port, tries to connect every 200 microseconds from the first moment, asks once and
 * stops the clock at the first byte. The server is stopped by its process id. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MOST = 99, WAIT_MICROSECONDS = 200, PATIENCE_MILLISECONDS = 10000 };

static const double target = 100; /* milliseconds */

extern char **environ;

static double milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void fail(const char *what)
{
	fprintf(stderr, "first_answer: %s\n", what);
	exit(1);
}

static struct sockaddr_in loopback(unsigned short port)
{
	return (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static unsigned short free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t n = sizeof address;
	int s = socket(AF_INET, SOCK_STREAM, 0);
	if (s < 0 || bind(s, (struct sockaddr *)&address, sizeof address) != 0 ||
	    getsockname(s, (struct sockaddr *)&address, &n) != 0)
		fail("no free port");
	close(s);
	return ntohs(address.sin_port);
}

static pid_t start(char *program, char *data, unsigned short port)
{
	char listen_at[32];
	snprintf(listen_at, sizeof listen_at, "127.0.0.1:%u", port);
	char *arguments[] = {program, "serve", "--data", data, "--listen", listen_at, NULL};
	posix_spawn_file_actions_t actions;
	pid_t child;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&child, program, &actions, NULL, arguments, environ) != 0)
		fail("the program does not start");
	posix_spawn_file_actions_destroy(&actions);
	return child;
}

/* A connection to the server as soon as it takes one; -1 when patience ends. */
static int connect_when_up(unsigned short port, double until)
{
	struct sockaddr_in address = loopback(port);
	while (milliseconds() < until) {
		int s = socket(AF_INET, SOCK_STREAM, 0);
		if (s >= 0 && connect(s, (struct sockaddr *)&address, sizeof address) == 0)
			return s;
		close(s);
		nanosleep(&(struct timespec){0, WAIT_MICROSECONDS * 1000L}, NULL);
	}
	return -1;
}

/* Asks, and returns the moment of the first byte; 0 when it is not an answer of status 200. */
static double ask(int s, const char *path)
{
	char text[1024];
	struct timeval patience = {PATIENCE_MILLISECONDS / 1000, 0};
	setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	int n = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", path);
	if (n >= (int)sizeof text || write(s, text, (size_t)n) != n)
		return 0;
	ssize_t got = recv(s, text, 12, 0);
	double at = milliseconds();
	if (got > 0 && got < 12)
		got += recv(s, text + got, (size_t)(12 - got), MSG_WAITALL);
	return got == 12 && memcmp(text, "HTTP/1.1 200", 12) == 0 ? at : 0;
}

static double processor_milliseconds(const struct rusage *used)
{
	return (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1e3 +
	       (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) / 1e3;
}

/* How long it took; *processor gets the processor time of the server from start to end, which a busy machine changes less. */
static double one_round(char *program, char *data, const char *path, double *processor)
{
	struct rusage used;
	unsigned short port = free_port();
	double began = milliseconds();
	pid_t child = start(program, data, port);
	int status, s = connect_when_up(port, began + PATIENCE_MILLISECONDS);
	double at = s >= 0 ? ask(s, path) : 0;
	close(s);
	kill(child, SIGTERM);
	wait4(child, &status, 0, &used);
	*processor = processor_milliseconds(&used);
	if (at == 0)
		fail("no answer of status 200 came");
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail("the server did not end cleanly");
	return at - began;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int n, char **arguments)
{
	double took[ROUNDS_MOST], processor[ROUNDS_MOST];
	int rounds = n == 5 ? atoi(arguments[4]) : 0;
	if (rounds < 1 || rounds > ROUNDS_MOST) {
		fprintf(stderr, "usage: first_answer PROGRAM DATA PATH ROUNDS\n");
		return 2;
	}
	for (int i = 0; i < rounds; i++)
		took[i] = one_round(arguments[1], arguments[2], arguments[3], &processor[i]);
	qsort(took, (size_t)rounds, sizeof *took, compare);
	qsort(processor, (size_t)rounds, sizeof *processor, compare);
	printf("@\tStart to the first byte of `GET %s`, register present, median of %d\t< %.0f ms\t%.0f ms (%.0f to "
	       "%.0f; processor time with the end %.0f ms)\t%s\n",
	       arguments[3], rounds, target, took[rounds / 2], took[0], took[rounds - 1], processor[rounds / 2],
	       took[rounds / 2] < target ? "met" : "not met");
	return 0;
}
