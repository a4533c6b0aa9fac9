/* SPDX-License-Identifier: Apache-2.0 */
/* cli_mail.c - looking after the outbox, and writing a notice. */
#include "cli_run.h"

#include "mail/desk.h"
#include "news/news.h"

#include <jansson.h>
#include <stdio.h>

static const char *moment_text(bool is_set, struct moment m, char at[static MOMENT_ROOM])
{
	struct str text = moment_print(m, at);
	at[text.n] = 0;
	return is_set ? at : "";
}

static void print_messages(const struct mail_message_list_rows *rows)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct mail_message_list_row *row = &rows->at[i];
		char next[MOMENT_ROOM], sent[MOMENT_ROOM];
		printf("%lld\t%s\t%.*s\t%.*s\t%lld\t%s\t%s\t%.*s\n", (long long)row->id, mail_state_word(row->state),
		       STR_ARGS(row->kind), STR_ARGS(row->email), (long long)row->tries,
		       moment_text(row->state == MAIL_WAITING, row->next_at, next),
		       moment_text(row->has_sent_at, row->sent_at, sent), STR_ARGS(row->reason));
	}
}

enum cli_exit cli_mail_list(const struct cli_arguments *arguments)
{
	enum { PIECE = 1000 };
	struct mail_filter filter = {.most = PIECE};
	if (arguments->operands_n && !mail_state_parse(str_of(arguments->operands[0]), &filter.state)) {
		fprintf(stderr, "sulear: %s: expected waiting, sending, sent, failed, unsure, paused or dropped\n",
			arguments->operands[0]);
		return CLI_USAGE;
	}
	filter.has_state = arguments->operands_n > 0;
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	struct mail_message_list_rows rows = {.n = PIECE};
	while (end == CLI_FINE && rows.n == PIECE) {
		end = cli_end(&r, mail_list(&r.call, &filter, &rows));
		if (end != CLI_FINE || rows.n == 0)
			break;
		print_messages(&rows);
		filter.before = rows.at[rows.n - 1].id;
		arena_clear(r.arena);
	}
	cli_close(&r);
	return end;
}

/* A command of one operand that changes something. */
static enum cli_exit act(const struct cli_arguments *arguments, enum status what(struct call *c, struct str operand))
{
	struct cli_run r = cli_begin(arguments);
	enum cli_exit end = cli_open(&r, CLI_EXISTING);
	if (end == CLI_FINE)
		end = cli_end(&r, what(&r.call, str_of(arguments->operands[0])));
	cli_close(&r);
	return end;
}

static enum status again(struct call *c, struct str operand)
{
	int64_t id;
	return str_to_i64(operand, &id) ? mail_again(c, id) : NOT_FOUND;
}

enum cli_exit cli_mail_again(const struct cli_arguments *arguments)
{
	return act(arguments, again);
}

enum cli_exit cli_mail_test(const struct cli_arguments *arguments)
{
	return act(arguments, mail_test);
}

enum cli_exit cli_mail_resume(const struct cli_arguments *arguments)
{
	return act(arguments, mail_resume);
}

static enum status publish(struct call *c, struct str file)
{
	json_error_t error;
	json_t *body = json_load_file(str_chars(c->arena, file), JSON_REJECT_DUPLICATES, &error);
	struct news_wish wish;
	int64_t id;
	if (!body)
		return problem_add(&c->problems, PROBLEM_BAD_JSON, PLACE_LINE,
				   str_format(c->arena, "%.*s:%d:%d", STR_ARGS(file), error.line, error.column), "%s",
				   error.text);
	enum status st = news_read_json(c, body, &wish);
	if (st == OK)
		st = news_write(c, &wish, &id);
	json_decref(body);
	if (st == OK)
		printf("%lld\n", (long long)id);
	return st;
}

enum cli_exit cli_mail_notice(const struct cli_arguments *arguments)
{
	return act(arguments, publish);
}
