/* SPDX-License-Identifier: Apache-2.0 */
/* cli_people.c - what an administrator does with an account: badge, suspension, export, erasure; and erasing again after a restore. */
#include "cli_run.h"

#include "feature_list.h"
#include "people/administration.h"
#include "people/parts.h"
#include "people/people_web.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Opens the store and finds the account that the first operand names. */
static enum cli_exit begin(struct cli_run *r, int64_t *id)
{
	enum cli_exit end = cli_open(r, CLI_EXISTING);
	return end == CLI_FINE ? cli_end(r, people_id(&r->call, str_of(r->arguments->operands[0]), id)) : end;
}

enum cli_exit cli_user_badge(const struct cli_arguments *arguments)
{
	enum people_group group = PEOPLE_OTHER;
	struct str word = str_of(arguments->operands[1]);
	bool gives = !str_is(word, "none");
	int64_t id;
	if (gives && !people_group_parse(word, &group)) {
		fprintf(stderr, "sulear: %s: expected government, employers, workers, office, other or none\n",
			arguments->operands[1]);
		return CLI_USAGE;
	}
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = begin(&r, &id);
	if (end == CLI_FINE)
		end = cli_end(&r, people_give_badge(&r.call, id, gives, group));
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_suspend(const struct cli_arguments *arguments)
{
	const char *until = arguments->value[CLI_UNTIL], *reason = arguments->value[CLI_REASON];
	struct date day = {0};
	int64_t id;
	if (!until == !arguments->value[CLI_LIFT] || !until != !reason) {
		fprintf(stderr, "sulear: user suspend: give --until DAY and --reason TEXT, or --lift\n");
		return CLI_USAGE;
	}
	bool is_day = !until || date_parse(str_of(until), &day);
	must(is_day); /* the table checked it */
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = begin(&r, &id);
	if (end == CLI_FINE)
		end = cli_end(&r, until ? people_suspend_until(&r.call, id, day, str_of(reason))
					: people_reinstate(&r.call, id));
	cli_close(&r);
	return end;
}

static enum cli_exit write_file(const char *name, struct str bytes)
{
	int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool is_written = file >= 0 && write(file, bytes.at, bytes.n) == (ssize_t)bytes.n && fsync(file) == 0;
	if (!is_written)
		fprintf(stderr, "sulear: %s: %s\n", name, strerror(errno));
	if (file >= 0)
		close(file);
	if (file >= 0 && !is_written)
		unlink(name);
	return is_written ? CLI_FINE : CLI_REFUSED;
}

enum cli_exit cli_user_export(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	struct str zip;
	int64_t id;
	enum cli_exit end = begin(&r, &id);
	if (end == CLI_FINE)
		end = cli_end(&r, features_prepare());
	if (end == CLI_FINE)
		end = cli_end(&r, people_data_zip(&r.call, id, &zip));
	if (end == CLI_FINE)
		end = write_file(arguments->operands[1], zip);
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_erase(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	int64_t id;
	enum cli_exit end = begin(&r, &id);
	if (end == CLI_FINE)
		end = cli_end(&r, people_erase(&r.call, id, str_of(arguments->operands[0])));
	cli_close(&r);
	return end;
}

enum cli_exit cli_user_erasures(const struct cli_arguments *arguments)
{
	struct cli_run r = cli_begin(arguments);
	struct str text;
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, people_erasures_text(&r.call, STR(""), &text));
	if (end == CLI_FINE)
		fwrite(text.at, 1, text.n, stdout);
	cli_close(&r);
	return end;
}

enum cli_exit cli_erasures(struct cli_run *r, struct str *out)
{
	const char *directory = r->arguments->value[CLI_DATA], *named = r->arguments->value[CLI_ERASURES];
	struct str beside = STR(""), given = STR("");
	enum status status = OK;
	if (named && access(named, R_OK) != 0) {
		fprintf(stderr, "sulear: %s: %s\n", named, strerror(errno));
		return CLI_REFUSED;
	}
	if (directory)
		status = people_erasures_read(&r->call, arena_printf(r->arena, "%s/erasures", directory), &beside);
	if (status == OK && named)
		status = people_erasures_read(&r->call, named, &given);
	*out = str_format(r->arena, "%.*s\n%.*s", STR_ARGS(beside), STR_ARGS(given));
	return cli_end(r, status);
}

enum cli_exit cli_erase_again(struct cli_run *r, struct str erasures)
{
	int64_t n = 0;
	if (!r->arguments->value[CLI_ERASURES] && r->arguments->value[CLI_STORE_ADDRESS])
		fprintf(stderr,
			"sulear: accounts erased since the backup are back: give their list with --erasures (see "
			"`sulear user erasures --help`)\n");
	if (str_trim(erasures).n == 0)
		return CLI_FINE;
	enum cli_exit end = cli_open(r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(r, people_erasures_replay(&r->call, erasures, &n));
	if (end == CLI_FINE)
		end = cli_end(r, people_erasures_keep(&r->call));
	if (n)
		printf("Accounts erased again: %lld\n", (long long)n);
	return end;
}
