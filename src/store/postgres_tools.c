/* SPDX-License-Identifier: Apache-2.0 */
/* postgres_tools.c - addresses, and the programs pg_dump and pg_restore.
 *
 * The programs get the address through the environment variables that libpq reads: a command line can be seen by every
 * user of the machine, and may hold a password. */
#include "store/postgres_address.h"
#include "store/store_private.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* A server that is gone is noticed after 5 s when connecting, after 20 to 25 s in the middle of a statement. */
static const char *const defaults[][2] = {
	{"application_name", "sulear"}, {"client_encoding", "UTF8"},  {"connect_timeout", "5"},
	{"keepalives_idle", "10"},      {"keepalives_interval", "5"}, {"keepalives_count", "3"},
	{"tcp_user_timeout", "20000"},
};

static const char *default_of(const char *keyword)
{
	for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
		if (strcmp(defaults[i][0], keyword) == 0)
			return defaults[i][1];
	return NULL;
}

/* A password with @ / or : in it, not escaped, ends up in host or port, and these are named in messages. */
static bool is_harmless(const PQconninfoOption *option)
{
	if (!option->val)
		return true;
	if (strcmp(option->keyword, "port") == 0)
		return option->val[strspn(option->val, "0123456789,")] == 0;
	return strcmp(option->keyword, "host") != 0 || !strchr(option->val, '@');
}

bool postgres_address_read(const char *text, struct postgres_address *out)
{
	size_t n = 0;
	*out = (struct postgres_address){.options = PQconninfoParse(text, NULL)};
	if (!out->options)
		return false;
	for (PQconninfoOption *option = out->options; option->keyword; option++) {
		const char *value = option->val ? option->val : default_of(option->keyword);
		if (!is_harmless(option)) {
			postgres_address_free(out);
			return false;
		}
		if (!value)
			continue;
		must(n + 1 < POSTGRES_WORDS_MOST);
		out->keywords[n] = option->keyword;
		out->values[n++] = value;
	}
	return true;
}

void postgres_address_free(struct postgres_address *address)
{
	PQconninfoFree(address->options);
	*address = (struct postgres_address){0};
}

static bool is_overridden(const char *variable, char *const *own, size_t n)
{
	size_t name = strcspn(variable, "=");
	for (size_t i = 0; i < n; i++)
		if (strncmp(own[i], variable, name) == 0 && own[i][name] == '=')
			return true;
	return false;
}

/* The process's environment with the address in place of what it says of PostgreSQL. */
static char **environment(struct arena *a, const struct postgres_address *address)
{
	LIST(char *) list = {0};
	for (const PQconninfoOption *option = address->options; option->keyword; option++)
		if (option->envvar && option->val)
			*list_add(a, &list) = arena_printf(a, "%s=%s", option->envvar, option->val);
	size_t own = list.n;
	for (char **variable = environ; *variable; variable++)
		if (!is_overridden(*variable, list.at, own))
			*list_add(a, &list) = *variable;
	*list_add(a, &list) = NULL;
	return list.at;
}

/* Runs a program with `file` as its input or output, its messages in why[]; true if it ended well. */
static bool run(struct arena *a, const struct postgres_address *address, char *const *words, int file, int as,
		int messages)
{
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, file, as);
	posix_spawn_file_actions_adddup2(&actions, messages, STDERR_FILENO);
	pid_t child;
	int code = posix_spawnp(&child, words[0], &actions, NULL, words, environment(a, address));
	posix_spawn_file_actions_destroy(&actions);
	if (code != 0) {
		dprintf(messages, "%s: %s", words[0], strerror(code));
		return false;
	}
	int status = 0;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return false;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Runs a program and tells its first message if it fails. */
static enum status run_tool(const char *address, char *const *words, int file, int as, struct problems *problems)
{
	struct arena *a = arena_new();
	struct postgres_address parts;
	char why[256] = "the address cannot be read";
	enum status status = UNAVAILABLE;
	int messages = memfd_create("messages", MFD_CLOEXEC);
	if (messages >= 0 && postgres_address_read(address, &parts)) {
		status = run(a, &parts, words, file, as, messages) ? OK : UNAVAILABLE;
		ssize_t n = pread(messages, why, sizeof why - 1, 0);
		why[n > 0 ? (size_t)n : 0] = 0;
		postgres_address_free(&parts);
	}
	if (messages >= 0)
		close(messages);
	if (status != OK) {
		problem_add(problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, str_of(words[0]), "%.*s",
			    (int)strcspn(why, "\n"), why);
		problem_hint(problems, STR("pg_dump and pg_restore come with the package postgresql-client."));
	}
	arena_free(&a);
	return status;
}

enum status postgres_backup(struct store *s, const char *path, struct problems *problems)
{
	char *words[] = {"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password", NULL};
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0) {
		problem_add(problems, PROBLEM_STORE_UNAVAILABLE, PLACE_NOWHERE, str_of(path), "%s", strerror(errno));
		return UNAVAILABLE;
	}
	enum status status = run_tool(s->database->address, words, file, STDOUT_FILENO, problems);
	close(file);
	return status;
}

static enum status must_be_empty(const char *address, struct problems *problems)
{
	struct arena *a = arena_new();
	struct database d = {.engine = &store_postgres, .lock_file = -1, .address = address};
	struct store *s = store_new(&d, STORE_WRITE);
	bool is_empty = false;
	enum status status = store_connect(s) == OK ? store_inspect(s, problems, &is_empty) : store_tell(s, problems);
	store_free(&s);
	arena_free(&a);
	if (status != OK || is_empty)
		return status;
	problem_add(problems, PROBLEM_ALREADY_THERE, PLACE_NOWHERE, STR(""), "The database is not empty.");
	problem_hint(problems, STR("Restore into a new, empty database and start Sulear with its address."));
	return CONFLICT;
}

/* pg_dump's custom format begins with these bytes; whether it is of this program is seen by what it brings. */
static enum status open_dump(const char *path, struct problems *problems, int *file)
{
	char head[5] = "";
	*file = open(path, O_RDONLY | O_CLOEXEC);
	if (*file >= 0 && pread(*file, head, sizeof head, 0) == sizeof head && memcmp(head, "PGDMP", sizeof head) == 0)
		return OK;
	bool is_missing = *file < 0 && errno == ENOENT;
	problem_add(problems, is_missing ? PROBLEM_MISSING : PROBLEM_STORE_DAMAGED, PLACE_NOWHERE, str_of(path), "%s",
		    *file < 0 ? strerror(errno) : "This is no backup that pg_dump wrote.");
	return is_missing ? NOT_FOUND : INVALID;
}

enum status postgres_restore(const char *address, const char *path, struct problems *problems)
{
	struct arena *a = arena_new();
	struct postgres_address parts;
	const char *name = NULL;
	int file = -1;
	enum status status = must_be_empty(address, problems);
	if (status == OK)
		status = open_dump(path, problems, &file);
	if (status == OK && postgres_address_read(address, &parts)) {
		for (const PQconninfoOption *option = parts.options; option->keyword; option++)
			if (strcmp(option->keyword, "dbname") == 0 && option->val)
				name = arena_printf(a, "--dbname=%s", option->val);
		postgres_address_free(&parts);
	}
	char *words[] = {"pg_restore",
			 "--exit-on-error",
			 "--single-transaction",
			 "--no-owner",
			 "--no-privileges",
			 "--no-password",
			 name ? (char *)name : "--dbname=postgres",
			 NULL};
	if (status == OK)
		status = run_tool(address, words, file, STDIN_FILENO, problems);
	if (file >= 0)
		close(file);
	arena_free(&a);
	return status;
}
