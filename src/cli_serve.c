/* SPDX-License-Identifier: Apache-2.0 */
/* cli_serve.c - the server from start to end. SIGTERM and SIGINT are blocked before any thread is started, so that every
 * thread inherits that and only sigwait() here sees them; one that comes during the start waits for it to end. */
#include "cli_progress.h"
#include "cli_run.h"
#include "cli_sandbox.h"
#include "feature_list.h"

#include "base/log.h"
#include "mail/worker.h"
#include "register/register.h"
#include "site/retain.h"

#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Loads the built-in register if nothing was ever recorded. */
static enum cli_exit load_builtin(struct cli_run *r)
{
	bool is_empty = false;
	enum status status = register_is_empty(&r->call, &is_empty);
	if (status != OK || !is_empty)
		return cli_end(r, status);
	const char *directory = cli_builtin(r);
	if (!directory)
		return CLI_NOT_SERVED;
	struct progress progress;
	struct register_import_report report = {0};
	struct register_import_options options = {.progress = progress_show, .context = &progress};
	progress_start(&progress, "Loading the built-in register");
	struct call loading = r->call; /* with an arena of its own: the server needs nothing of it */
	loading.arena = arena_new();
	status = register_import(&loading, &directory, 1, &options, &report);
	r->call.problems = loading.problems;
	arena_free(&loading.arena);
	progress_end(&progress);
	enum cli_exit end = cli_end(r, status);
	return end == CLI_REFUSED ? CLI_NOT_SERVED : end;
}

static enum cli_exit start(struct cli_run *r, struct http_server **server)
{
	const struct cli_arguments *arguments = r->arguments;
	const char *threads = arguments->value[CLI_THREADS];
	struct http_options options = {.listen = arguments->value[CLI_LISTEN],
				       .url = arguments->value[CLI_URL],
				       .threads = threads ? atoi(threads) : 0,
				       .now = moment_now};
	enum cli_exit end = cli_open(r, CLI_ALONE);
	if (end == CLI_FINE)
		end = load_builtin(r);
	if (end != CLI_FINE)
		return end;
	options.database = r->database;
	features_http(&options);
	enum status status = features_prepare();
	if (status == OK)
		status = http_start(r->arena, &options, &r->call.problems, server);
	return cli_end(r, status) == CLI_FINE ? CLI_FINE : CLI_NOT_SERVED;
}

/* The worker of the outbox. */
static enum cli_exit start_mail(struct cli_run *r, struct http_server *server, struct mail_worker **worker)
{
	const char *url = r->arguments->value[CLI_URL];
	struct mail_options options = {.database = r->database, .site = url ? str_of(url) : http_listening(server)};
	if (r->arguments->value[CLI_NO_MAIL])
		return CLI_FINE;
	while (str_ends(options.site, "/"))
		options.site.n--;
	features_mail(&options);
	return cli_end(r, mail_start(&options, worker));
}

enum cli_exit cli_serve(const struct cli_arguments *arguments)
{
	sigset_t ends;
	int signal_number;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	struct cli_run r = cli_begin(arguments);
	struct http_server *server = NULL;
	struct mail_worker *worker = NULL;
	struct retain_worker *retainer = NULL;
	mallopt(M_ARENA_MAX, 1); /* answers are freed by other threads than made them: more arenas only scatter them */
	enum cli_exit end = start(&r, &server);
	if (end == CLI_FINE)
		end = start_mail(&r, server, &worker);
	if (end == CLI_FINE) {
		features_retain();
		retainer = retain_start(r.database);
		if (!sandbox_enter())
			log_line(LOG_WARNING, "this kernel does not let the server give up system calls (seccomp)");
		struct str address = http_listening(server);
		printf("listening on %.*s\n", STR_ARGS(address));
		fflush(stdout);
		sigwait(&ends, &signal_number);
	}
	if (retainer)
		retain_stop(&retainer);
	if (worker)
		mail_stop(&worker);
	if (server)
		http_stop(&server);
	cli_close(&r);
	return end;
}
