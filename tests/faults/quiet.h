/* SPDX-License-Identifier: Apache-2.0 */
/* quiet.h - what a test rightly logs by the hundred is shown only where the test fails, however it ends.
 *
 * The tests run in a child; its stderr goes to a file in memory while it is quiet. A sanitizer may end the child with
 * neither a signal nor a handler run: then the parent still has the file, with the sanitizer's report at its end. */
#ifndef TESTS_FAULTS_QUIET_H
#define TESTS_FAULTS_QUIET_H
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int quiet_file = -1, quiet_stderr = -1;

/* One quiet part; before: how long the file was when it began. */
struct quiet {
	off_t before;
};

/* From here on stderr is kept back. */
static inline struct quiet quiet_begin(void)
{
	dup2(quiet_file, STDERR_FILENO);
	return (struct quiet){lseek(quiet_file, 0, SEEK_END)};
}

/* stderr speaks again; what was kept back is still kept, for a failure that is found only later. */
static inline void quiet_end(void)
{
	dup2(quiet_stderr, STDERR_FILENO);
}

/* All was well: what was kept back is dropped. */
static inline void quiet_forget(const struct quiet *quiet)
{
	if (ftruncate(quiet_file, quiet->before) != 0)
		perror("ftruncate");
}

/* Shows what was kept back and not dropped. */
static inline void quiet_show(void)
{
	char bytes[4096];
	off_t at = 0;
	fprintf(stderr, "--- what the tests said while they were quiet:\n");
	for (ssize_t n; (n = pread(quiet_file, bytes, sizeof bytes, at)) > 0; at += n)
		if (fwrite(bytes, 1, (size_t)n, stderr) != (size_t)n)
			break;
	fprintf(stderr, "---\n");
}

/* Runs the tests in a child, which ends with the parent. Returns the exit status for main(): the child's own, or 1 where
 * a signal ended it; never 0 unless the child's was. */
static inline int quiet_run(int (*run)(void))
{
	int status = 0;
	quiet_file = memfd_create("quiet", MFD_CLOEXEC);
	quiet_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (quiet_file < 0 || quiet_stderr < 0 || fcntl(quiet_file, F_SETFL, O_APPEND) != 0) {
		perror("quiet_run");
		return 1;
	}
	pid_t child = fork();
	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		exit(run());
	}
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("quiet_run");
		return 1;
	}
	if (status == 0)
		return 0;
	quiet_show();
	if (WIFEXITED(status)) {
		fprintf(stderr, "the tests ended with exit status %d\n", WEXITSTATUS(status));
		return WEXITSTATUS(status);
	}
	fprintf(stderr, "the tests were ended by signal %d\n", WTERMSIG(status));
	return 1;
}

#endif
