/* SPDX-License-Identifier: Apache-2.0 */
/* cli_user.c - accounts. */
#include "cli_run.h"

#include "people/people.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Room for a password that is too long, so that it is refused and not cut, and its end of line. */
enum { LINE_ROOM = PEOPLE_PASSWORD_MOST + 3 };

static struct termios as_found; /* the terminal before its echo was turned off */
static const int ending[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};

/* Whoever gives up at the password must not be left with a terminal that shows nothing. Calls only what a signal handler
 * may; its signal has its usual meaning again (SA_RESETHAND). */
static void end_with_echo(int number)
{
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &as_found);
	raise(number);
}

/* Turns the echo of the terminal off or on again. */
static void set_echo(bool on)
{
	struct sigaction action = {.sa_handler = on ? SIG_DFL : end_with_echo, .sa_flags = SA_RESETHAND};
	struct termios t = as_found;
	if (!on && tcgetattr(STDIN_FILENO, &t) != 0)
		return;
	if (!on) {
		as_found = t;
		t.c_lflag &= ~(tcflag_t)ECHO;
	}
	for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
		sigaction(ending[i], &action, NULL);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

/* The first line of standard input, without its end. False if it cannot be read. */
static bool read_line(char at[static LINE_ROOM], struct str *out)
{
	size_t n = 0;
	ssize_t got = 1;
	while (n < LINE_ROOM && got > 0 && !memchr(at, '\n', n)) {
		got = read(STDIN_FILENO, at + n, LINE_ROOM - n);
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got > 0)
			n += (size_t)got;
	}
	const char *end = memchr(at, '\n', n);
	n = end ? (size_t)(end - at) : n;
	if (end && n > 0 && at[n - 1] == '\r')
		n--;
	*out = (struct str){at, n};
	return got >= 0;
}

static bool read_password(char at[static LINE_ROOM], struct str *out)
{
	bool terminal = isatty(STDIN_FILENO);
	if (terminal) {
		fprintf(stderr, "Password: ");
		set_echo(false);
	}
	bool is_read = read_line(at, out);
	if (terminal) {
		set_echo(true);
		fprintf(stderr, "\n");
	}
	if (!is_read)
		fprintf(stderr, "sulear: standard input: %s\n", strerror(errno));
	return is_read;
}

enum cli_exit cli_user_add(const struct cli_arguments *arguments)
{
	char line[LINE_ROOM];
	struct people_wish wish = {.name = str_of(arguments->operands[0]),
				   .email = str_of(arguments->value[CLI_EMAIL])};
	bool are_roles = roles_parse(str_of(arguments->value[CLI_ROLE]), &wish.roles);
	must(are_roles); /* the table checked it */
	if (!read_password(line, &wish.password))
		return CLI_REFUSED;
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_CREATE);
	if (end == CLI_FINE)
		end = cli_end(&r, people_add(&r.call, &wish, NULL));
	explicit_bzero(line, sizeof line);
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_token(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE) {
		struct str token;
		enum status status = people_token(&r.call, str_of(arguments->operands[0]), &token);
		end = cli_end(&r, status);
		if (status == OK)
			printf("%.*s\n", STR_ARGS(token));
	}
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_list(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	struct person_list_rows rows = {0};
	if (end == CLI_FINE)
		end = cli_end(&r, people_list(&r.call, &rows));
	for (size_t i = 0; i < rows.n; i++) {
		const struct person_list_row *row = &rows.at[i];
		char day[DATE_ROOM];
		struct str created = date_print(moment_day(row->created_at), day);
		struct str roles = row->roles.n ? row->roles : STR("account");
		printf("%.*s\t%.*s\t%.*s\t%lld\t%.*s\t", STR_ARGS(row->name), STR_ARGS(roles), STR_ARGS(created),
		       (long long)row->tokens, (int)row->email.n, row->email.at ? row->email.at : "");
		if (row->has_erased_at)
			printf("erased");
		else if (row->has_suspended_until && row->suspended_until.us > r.call.now.us)
			printf("suspended until %.*s",
			       STR_ARGS(date_print(date_add_days(moment_day(row->suspended_until), -1), day)));
		printf("\n");
	}
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_role(const struct cli_arguments *arguments)
{
	role_set roles;
	if (!roles_parse(str_of(arguments->operands[1]), &roles)) {
		fprintf(stderr, "sulear: %s: expected %s\n", arguments->operands[1], cli_options[CLI_ROLE].expected);
		return CLI_USAGE;
	}
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, people_set_roles(&r.call, str_of(arguments->operands[0]), roles));
	cli_close(&r);
	return end;
}

/* Does one act on the account named by the first operand. */
static enum cli_exit act(const struct cli_arguments *arguments, enum status (*what)(struct call *, struct str))
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, what(&r.call, str_of(arguments->operands[0])));
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_sign_out(const struct cli_arguments *arguments)
{
	return act(arguments, people_sign_out_all);
}

enum cli_exit cli_user_password(const struct cli_arguments *arguments)
{
	char line[LINE_ROOM];
	struct str password;
	if (!read_password(line, &password))
		return CLI_REFUSED;
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, people_password(&r.call, str_of(arguments->operands[0]), password));
	explicit_bzero(line, sizeof line);
	cli_close(&r);
	return end;
}
