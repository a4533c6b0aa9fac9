/* SPDX-License-Identifier: Apache-2.0 */
/* What the words of the command line are read as, and each fault they can have. */
#include "cli_progress.h"
#include "cli_sandbox.h"
#include "cli_table.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

#define ROWS(table) (sizeof(table) / sizeof *(table))

enum { WORDS_MOST = 16 };

struct read {
	struct arena *arena;
	struct cli_arguments arguments;
	struct cli_faults faults;
	enum status status;
};

/* Reads a line, its words separated by single blanks. */
static struct read read_line(const char *line)
{
	struct read r = {.arena = arena_new()};
	char *words[WORDS_MOST] = {0};
	int n = 0;
	struct str rest = str_of(line), word;
	while (line[0] && str_next(&rest, ' ', &word))
		words[n++] = str_chars(r.arena, word);
	r.status = cli_read(r.arena, n, words, &r.arguments, &r.faults);
	return r;
}

static void clear_environment(void)
{
	static const char *const names[] = {"SULEAR_DATA", "SULEAR_STORE", "SULEAR_URL", "SULEAR_LISTEN"};
	for (size_t i = 0; i < ROWS(names); i++)
		unsetenv(names[i]);
}

/* Each line with every fault it must be told, in order, separated by newlines; empty: none. */
static const struct {
	const char *line, *faults;
} lines[] = {
	{"serve --data d", ""},
	{"serve --data=d --listen [::1]:0 --url https://a.example --threads 3 --builtin b", ""},
	{"--data d serve", ""},
	{"import a.csv b.csv --dry-run --skip-bad --store postgresql://h/d", ""},
	{"import --data d -- --odd.csv", ""},
	{"import normlex a.html --apply --skip-bad --as-of 2026-11-01 --json --data d", ""},
	{"import normlex --list", ""},
	{"import ./normlex --data d", ""},
	{"address f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C087", ""},
	{"import normlex a.html --dry-run --as-of 2026-11-31 --data d",
	 "--as-of: expected a day (YYYY-MM-DD)\n--dry-run: not an option of `import normlex`"},
	{"import a.csv --apply --data d", "--apply: not an option of `import`"},
	{"address", "expected URL... after `address`"},
	{"user add ana --email a@b.example --role office --password-stdin --data d", ""},
	{"version", ""},
	{"--version", ""},
	{"help import", ""},
	{"--help", ""},
	{"import --help", ""},
	{"", "say what to do; `sulear help` lists the commands"},
	{"sreve --data d", "sreve: unknown command (did you mean serve?)"},
	{"frobnicate", "frobnicate: unknown command"},
	{"user", "user: say what to do with them: add, token, list or role"},
	{"user ad x --data d", "ad: unknown command (did you mean user add?)"},
	{"serve --data d --lisen x --colour red",
	 "--lisen: unknown option (did you mean --listen?)\n--colour: unknown option\n"
	 "x: not expected here\nred: not expected here"},
	{"serve --data", "--data: its value is missing; expected DIR"},
	{"serve --data --listen 1:2", "--data: its value is missing; expected DIR"},
	{"serve --data d --data e", "--data: given twice"},
	{"serve --data d --store postgresql://h/d",
	 "--data and --store contradict each other: a store is in one place"},
	{"serve --data d --store mysql://h/d --listen 8080 --threads 0 --url ftp://x",
	 "--store: expected an address such as postgresql://host/database\n"
	 "--listen: expected ADDRESS:PORT with a port from 0 to 65535\n--threads: expected a number from 1 to 64\n"
	 "--url: expected an address such as https://standards.example.org\n"
	 "--data and --store contradict each other: a store is in one place"},
	{"serve --data d --listen :80", "--listen: expected ADDRESS:PORT with a port from 0 to 65535"},
	{"serve --data d --listen a:65536", "--listen: expected ADDRESS:PORT with a port from 0 to 65535"},
	{"serve", "say where the store is: --data DIR or --store postgresql://..."},
	{"serve --data d --json=yes", "--json: takes no value\n--json: not an option of `serve`"},
	{"serve -x --data d", "-x: unknown option; options begin with two dashes"},
	{"export --data d", "expected DIR after `export`"},
	{"export a b c --data d", "b: not expected here\nc: not expected here"},
	{"import --data d", "expected FILE|DIR... after `import`"},
	{"user add ana --password x --data d --role boss",
	 "--password: unknown option (did you mean --password-stdin?)\n"
	 "--role: expected account, or some of office, focal_point, social_partner, expert, editor, "
	 "cooperation_officer, moderator, administrator\n"
	 "--email is missing: The account's e-mail address.\n"
	 "--password-stdin is missing: Read the password, one line of 8 to 1000 bytes, from standard input.\n"
	 "x: not expected here"},
	{"check --data d --config /nonexistent/file", "/nonexistent/file: No such file or directory"},
};

static struct str all_faults(const struct read *r)
{
	struct out o = out_new(r->arena, 64 << 10, NULL);
	for (size_t i = 0; i < r->faults.list.n; i++)
		out_printf(&o, "%s%.*s", i ? "\n" : "", STR_ARGS(r->faults.list.at[i]));
	return out_str(&o);
}

static void test_faults(void **state)
{
	(void)state;
	clear_environment();
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct read r = read_line(lines[i].line);
		struct str faults = all_faults(&r);
		if (!str_is(faults, lines[i].faults))
			fail_msg("row %zu, \"%s\":\n%.*s\nexpected:\n%s", i, lines[i].line, STR_ARGS(faults),
				 lines[i].faults);
		if ((r.status == OK) != (lines[i].faults[0] == 0))
			fail_msg("row %zu: status %s", i, status_name(r.status));
		arena_free(&r.arena);
	}
}

static void test_values(void **state)
{
	(void)state;
	clear_environment();
	struct read r = read_line("import a b --skip-bad --data=d");
	assert_ptr_equal(r.arguments.command, &cli_commands[CLI_IMPORT]);
	assert_int_equal(r.arguments.operands_n, 2);
	assert_string_equal(r.arguments.operands[1], "b");
	assert_string_equal(r.arguments.value[CLI_DATA], "d");
	assert_non_null(r.arguments.value[CLI_SKIP_BAD]);
	assert_null(r.arguments.value[CLI_DRY_RUN]);
	assert_null(r.arguments.value[CLI_LISTEN]); /* import does not take it */
	arena_free(&r.arena);
	r = read_line("user role ana office --data d");
	assert_ptr_equal(r.arguments.command, &cli_commands[CLI_USER_ROLE]);
	assert_int_equal(r.arguments.operands_n, 2);
	assert_string_equal(r.arguments.operands[0], "ana");
	arena_free(&r.arena);
	r = read_line("serve --data d");
	assert_string_equal(r.arguments.value[CLI_LISTEN], "127.0.0.1:8080");
	arena_free(&r.arena);
}

/* A file with that text; the name lives in the arena of the test. */
static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Flag before environment before file before default; --data above hides --store below. */
static void test_precedence(void **state)
{
	(void)state;
	char path[] = "/tmp/sulear-cli-test-XXXXXX", line[128];
	int file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
	write_file(path, "; comment\nstore = postgresql://file/d\nlisten = 1.1.1.1:1\nurl = https://file.example\n");
	clear_environment();
	setenv("SULEAR_LISTEN", "2.2.2.2:2", 1);
	setenv("SULEAR_DATA", "from-environment", 1);
	snprintf(line, sizeof line, "serve --config %s --data flag", path);
	struct read r = read_line(line);
	assert_int_equal(r.status, OK);
	assert_string_equal(r.arguments.value[CLI_DATA], "flag");
	assert_null(r.arguments.value[CLI_STORE_ADDRESS]);
	assert_string_equal(r.arguments.value[CLI_LISTEN], "2.2.2.2:2");
	assert_string_equal(r.arguments.value[CLI_URL], "https://file.example");
	arena_free(&r.arena);
	clear_environment();
	snprintf(line, sizeof line, "serve --config %s", path);
	r = read_line(line);
	assert_int_equal(r.status, OK);
	assert_string_equal(r.arguments.value[CLI_STORE_ADDRESS], "postgresql://file/d");
	assert_string_equal(r.arguments.value[CLI_LISTEN], "1.1.1.1:1");
	arena_free(&r.arena);
	unlink(path);
}

static void test_file_faults(void **state)
{
	(void)state;
	char path[] = "/tmp/sulear-cli-test-XXXXXX", line[128], expected[2048];
	int file = mkstemp(path);
	assert_true(file >= 0);
	close(file);
	write_file(path, "data = d\nstore = postgresql://h/d\n\nlisten = nowhere\nlisten = 1:1\nlisen = 2\ncolour = "
			 "red\nurl =\n[other]\nurl = "
			 "https://x.example\nno value\n");
	snprintf(line, sizeof line, "serve --config %s", path);
	snprintf(expected, sizeof expected,
		 "%s:5: listen: given twice\n%s:6: lisen: unknown setting (did you mean listen?)\n%s:7: colour: "
		 "unknown setting\n"
		 "%s:8: url: its value is missing\n%s:10: [other]: unknown section\n%s:11: expected a line \"name = "
		 "value\"\n"
		 "%s:1: data and %s:2: store contradict each other: a store is in one place\n"
		 "%s:4: listen: expected ADDRESS:PORT with a port from 0 to 65535",
		 path, path, path, path, path, path, path, path, path);
	clear_environment();
	struct read r = read_line(line);
	struct str faults = all_faults(&r);
	if (!str_is(faults, expected))
		fail_msg("%.*s\nexpected:\n%s", STR_ARGS(faults), expected);
	arena_free(&r.arena);
	unlink(path);
}

/* Both places in one source contradict each other, wherever it is. */
static void test_environment_faults(void **state)
{
	(void)state;
	clear_environment();
	setenv("SULEAR_DATA", "d", 1);
	setenv("SULEAR_STORE", "mysql://x", 1);
	struct read r = read_line("check");
	struct str faults = all_faults(&r);
	assert_true(str_is(faults, "SULEAR_DATA and SULEAR_STORE contradict each other: a store is in one place\n"
				   "SULEAR_STORE: expected an address such as postgresql://host/database"));
	arena_free(&r.arena);
	clear_environment();
}

/* Every command's help has the same parts and names each of its options. */
static void test_help(void **state)
{
	(void)state;
	for (int i = 0; i < CLI_COMMANDS; i++) {
		const struct cli_command *command = &cli_commands[i];
		struct arena *a = arena_new();
		struct out o = out_new(a, 64 << 10, NULL);
		cli_help_command(&o, command);
		const char *text = out_str(&o).at;
		static const char *const parts[] = {"usage: sulear ", "\nOptions:\n", "\nExit codes:\n",
						    "\nExample:\n  sulear "};
		const char *at = text;
		for (size_t k = 0; k < ROWS(parts); k++) {
			at = strstr(at, parts[k]);
			if (!at)
				fail_msg("%s: no part \"%s\" in order", command->name, parts[k]);
		}
		assert_non_null(strstr(text, command->purpose));
		for (int k = 0; k < CLI_OPTIONS; k++) {
			const struct cli_option *option = &cli_options[k];
			const char *words = arena_printf(a, "\n  --%s ", option->name);
			bool named = strstr(text, words), takes = cli_takes(command) & (1u << k) && !option->is_hidden;
			if (named != takes)
				fail_msg("%s: --%s is %sin the help", command->name, option->name, named ? "" : "not ");
		}
		assert_int_equal(command->needs & ~command->takes, 0);
		arena_free(&a);
	}
}

/* docs/sulear.1 is what the table says; `sulear help --man >docs/sulear.1` writes it. */
static void test_man_page(void **state)
{
	(void)state;
	const char *root = getenv("SULEAR_ROOT");
	if (!root) {
		print_message("SULEAR_ROOT is not set: docs/sulear.1 is not compared\n");
		skip();
	}
	struct arena *a = arena_new();
	FILE *f = fopen(arena_printf(a, "%s/docs/sulear.1", root), "r");
	assert_non_null(f);
	char *stored = arena_alloc(a, 64 << 10);
	size_t n = fread(stored, 1, 64 << 10, f);
	fclose(f);
	struct out o = out_new(a, 64 << 10, NULL);
	cli_man_page(&o);
	assert_true(str_equal(out_str(&o), (struct str){stored, n}));
	arena_free(&a);
}

static void test_progress(void **state)
{
	(void)state;
	static const struct {
		size_t done, all;
		int tenths;
		const char *line;
	} rows[] = {
		{0, 0, 37, "Work: 3 s"},
		{0, 8, 5, "Work: [..............................]   0 %  0 of 8"},
		{4, 8, 5, "Work: [###############...............]  50 %  4 of 8"},
		{9, 8, 5, "Work: [##############################] 100 %  8 of 8"},
	};
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct progress p = {.what = "Work"};
		char line[120];
		progress_show(&p, rows[i].done, rows[i].all);
		progress_line(&p, rows[i].tenths, line, sizeof line);
		if (strcmp(line, rows[i].line) != 0)
			fail_msg("row %zu: \"%s\", expected \"%s\"", i, line, rows[i].line);
	}
}

/* On a terminal the line is drawn over itself and removed at the end; elsewhere nothing is written. */
static void test_progress_drawn(void **state)
{
	(void)state;
	int terminal, pipes[2], ends[2] = {-1, -1}, kept = dup(STDERR_FILENO);
	char seen[4096];
	assert_int_equal(openpty(&ends[0], &terminal, NULL, NULL, NULL), 0);
	assert_int_equal(pipe2(pipes, O_NONBLOCK), 0);
	ends[1] = pipes[0];
	int writers[] = {terminal, pipes[1]};
	ssize_t n[2];
	for (int i = 0; i < 2; i++) {
		struct progress p;
		dup2(writers[i], STDERR_FILENO);
		progress_start(&p, "Work");
		progress_show(&p, 1, 2);
		usleep(i == 0 ? 900000 : 1000);
		progress_end(&p);
		dup2(kept, STDERR_FILENO);
		n[i] = read(ends[i], seen, sizeof seen - 1);
		if (i == 0 && n[0] > 0) {
			seen[n[0]] = 0;
			assert_non_null(strstr(seen, "Work: [###############...............]  50 %  1 of 2"));
			assert_string_equal(seen + n[0] - 4, "\r\033[K");
		}
		close(ends[i]);
		close(writers[i]);
	}
	close(kept);
	assert_true(n[0] > 0);
	assert_true(n[1] <= 0);
}

static int sandboxed[2]; /* a pipe whose end says that the sandbox stands */

/* A thread that runs before the sandbox is entered: it must hold there too. */
static void *try_refused(void *context)
{
	char none;
	bool *refused = context;
	char *const words[] = {"true", NULL};
	while (read(sandboxed[0], &none, 1) < 0)
		;
	errno = 0;
	*refused = execv("/bin/true", words) == -1 && errno == EPERM;
	errno = 0;
	*refused = *refused && kill(getppid(), 0) == -1 && errno == EPERM;
	return NULL;
}

static void test_sandbox(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		pthread_t thread;
		bool refused = false;
		if (pipe(sandboxed) != 0 || pthread_create(&thread, NULL, try_refused, &refused) != 0)
			_exit(2);
		bool entered = sandbox_enter();
		close(sandboxed[1]);
		pthread_join(thread, NULL);
		_exit(!entered ? 77 : refused ? 0 : 1);
	}
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77) {
		print_message("this kernel offers no seccomp filter\n");
		skip();
	}
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_precedence),
		cmocka_unit_test(test_file_faults),
		cmocka_unit_test(test_environment_faults),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_man_page),
		cmocka_unit_test(test_progress),
		cmocka_unit_test(test_progress_drawn),
		cmocka_unit_test(test_sandbox),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
