/* SPDX-License-Identifier: Apache-2.0 */
#include "register/queue.h"

#include "base/tr.h"
#include "register/queue_sql.h"
#include "store/store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"open", "answered", "closed"};

const char *queue_state_word(enum queue_state state)
{
	return words[state];
}

bool queue_state_parse(struct str word, enum queue_state *out)
{
	for (enum queue_state s = QUEUE_OPEN; s <= QUEUE_CLOSED; s++)
		if (str_is(word, words[s])) {
			*out = s;
			return true;
		}
	return false;
}

static enum status fault(struct call *c, enum problem_code code, const char *field, const char *text)
{
	return problem_add(&c->problems, code, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(tr(c, text)));
}

/* One fact stands under one key, so the query is the same for whoever reads and for the writer. */
static enum status fact_in(struct store *s, struct arena *a, struct str kind, struct str key, struct queue_fact *out)
{
	struct queue_fact_row row;
	bool found;
	enum status st = queue_fact_query(s, a, kind, key, &row, &found);
	if (st == OK && found)
		*out = (struct queue_fact){row.id, row.body, row.recorded_at};
	return st == OK && !found ? NOT_FOUND : st;
}

enum status queue_fact_of(struct call *c, struct str kind, struct str key, struct queue_fact *out)
{
	enum status st = fact_in(c->store, c->arena, kind, key, out);
	if (st == NOT_FOUND) {
		struct tr_value values[] = {{"kind", kind}, {"key", key}};
		struct str text =
			tr_fill(c->arena, tr(c, N_("No fact stands under “{key}” among those of the kind “{kind}”.")),
				values, 2);
		problem_add(&c->problems, PROBLEM_UNKNOWN_FACT, PLACE_NOWHERE, STR(""), "%.*s", STR_ARGS(text));
	}
	return st;
}

/* Control characters other than line ends and tabs say nothing to a reader. */
static bool is_readable(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.at[i] != '\n' && text.at[i] != '\t' && str_control(text, i))
			return false;
	return str_is_utf8(text);
}

static void check_text(struct call *c, const char *field, struct str text, size_t most)
{
	if (text.n > most) {
		struct tr_value value = {"most", str_format(c->arena, "%zu", most)};
		struct str told = tr_fill(
			c->arena, tr(c, N_("This is too long: at most {most} bytes, which are as many plain letters.")),
			&value, 1);
		problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, str_of(field), "%.*s", STR_ARGS(told));
	} else if (!is_readable(text)) {
		fault(c, PROBLEM_WRONG_VALUE, field, N_("There are characters in it that cannot be shown."));
	}
}

/* Something before and after one @, no blanks: whether it is right only a mail can tell. */
static bool is_email(struct str text)
{
	const char *at = memchr(text.at, '@', text.n);
	if (!at || at == text.at || at + 1 == text.at + text.n ||
	    memchr(at + 1, '@', (size_t)(text.at + text.n - at - 1)))
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.at[i] == ' ' || text.at[i] == '<' || text.at[i] == '>' || str_control(text, i))
			return false;
	return text.n <= QUEUE_EMAIL_MOST && str_is_utf8(text);
}

enum status queue_check(struct call *c, const struct queue_wish *wish)
{
	size_t told = c->problems.list.n;
	struct str email = str_trim(wish->email);
	if (str_trim(wish->text).n == 0)
		fault(c, PROBLEM_MISSING, "text", N_("Write what is wrong."));
	check_text(c, "text", wish->text, QUEUE_TEXT_MOST);
	check_text(c, "source", wish->source, QUEUE_SOURCE_MOST);
	if (email.n && !is_email(email))
		fault(c, PROBLEM_WRONG_VALUE, "email",
		      N_("This is not an e-mail address. Leave it empty if you want no answer by mail."));
	return c->problems.list.n > told ? INVALID : OK;
}

struct adding {
	struct call *c;
	const struct queue_wish *wish;
	int64_t id;
};

static struct str json_of_wish(struct arena *a, const struct queue_wish *wish)
{
	json_t *object = json_pack("{s:s%, s:s%, s:s%, s:s%, s:s%}", "kind", wish->kind.at, wish->kind.n, "key",
				   wish->key.at, wish->key.n, "text", wish->text.at, wish->text.n, "source",
				   wish->source.at, wish->source.n, "email", wish->email.at, wish->email.n);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	must(text);
	struct str body = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return body;
}

static enum status write_report(struct store *s, void *context)
{
	struct adding *adding = context;
	struct call *c = adding->c;
	const struct queue_wish *w = adding->wish;
	struct queue_fact fact;
	struct queue_add_row row;
	int64_t changed, change = 0;
	enum status st = fact_in(s, c->arena, w->kind, w->key, &fact);
	if (st == OK)
		st = queue_add_query(s, c->arena, w->kind, w->key, str_of(c->lang.tag), w->text, w->source, c->now,
				     &row);
	if (st == OK && w->email.n)
		st = queue_contact_add_query(s, c->arena, row.id, w->email, &changed);
	if (st != OK)
		return st;
	struct store_change log = {.at = c->now,
				   .person = c->person.id,
				   .act = STR("report.add"),
				   .subject = str_format(c->arena, "%lld", (long long)row.id),
				   .before = STR(""),
				   .after = json_of_wish(c->arena, w),
				   .personal = true};
	adding->id = row.id;
	st = store_log(s, &log, &change);
	return st == OK ? queue_set_change_query(s, c->arena, row.id, change, &changed) : st;
}

enum status queue_add(struct call *c, const struct queue_wish *wish, int64_t *id)
{
	struct queue_fact fact;
	struct queue_wish trimmed = *wish;
	struct adding adding = {.c = c, .wish = &trimmed};
	trimmed.text = str_trim(wish->text);
	trimmed.source = str_trim(wish->source);
	trimmed.email = str_trim(wish->email);
	enum status st = queue_check(c, wish);
	if (st == OK)
		st = queue_fact_of(c, wish->kind, wish->key, &fact);
	if (st == OK)
		st = store_write(c->database, write_report, &adding);
	*id = adding.id;
	return st;
}

static bool is_office(const struct call *c)
{
	return call_may(c, MAY_ANSWER_REPORTS);
}

static enum status only_office(struct call *c)
{
	problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
		    STR_ARGS(tr(c, N_("Reports are answered by the Office."))));
	return FORBIDDEN;
}

/* queue_get and queue_list give rows of one form. */
#define REPORT_OF(c, row)                                                                                            \
	(struct queue_report)                                                                                        \
	{                                                                                                            \
		.id = (row)->id, .kind = (row)->kind, .key = (row)->key, .lang = lang_of((row)->lang),               \
		.text = (row)->text, .source = (row)->source, .reported = (row)->reported_at, .state = (row)->state, \
		.turn = (row)->turn, .answer = (row)->answer,                                                        \
		.moved = (row)->has_moved_at ? (row)->moved_at : (struct moment){0}, .change = (row)->change,        \
		.email = is_office(c) && (row)->email.at ? (row)->email : STR("")                                    \
	}

enum status queue_get(struct call *c, int64_t id, struct queue_report *out)
{
	struct queue_get_row row;
	bool found;
	enum status st = queue_get_query(c->store, c->arena, id, &row, &found);
	if (st != OK)
		return st;
	if (!found) {
		struct tr_value value = {"id", str_format(c->arena, "%lld", (long long)id)};
		struct str text = tr_fill(c->arena, tr(c, N_("There is no report {id}.")), &value, 1);
		problem_add(&c->problems, PROBLEM_UNKNOWN_FACT, PLACE_NOWHERE, STR(""), "%.*s", STR_ARGS(text));
		return NOT_FOUND;
	}
	*out = REPORT_OF(c, &row);
	return OK;
}

bool queue_is_public(const struct queue_report *report)
{
	return report->state == QUEUE_ANSWERED;
}

enum status queue_list(struct call *c, const struct queue_filter *filter, struct queue_reports *out)
{
	struct queue_list_rows rows;
	if (!is_office(c))
		return only_office(c);
	*out = (struct queue_reports){0};
	struct str kind = filter->kind.n ? filter->kind : (struct str){NULL, 0};
	enum status st = queue_list_query(c->store, c->arena, filter->has_state, filter->state, kind, filter->after,
					  (int64_t)filter->most, &rows);
	for (size_t i = 0; st == OK && i < rows.n; i++)
		*list_add(c->arena, out) = REPORT_OF(c, &rows.at[i]);
	return st;
}

enum status queue_open_count(struct call *c, int64_t *n)
{
	struct queue_count_row row;
	enum status st = queue_count_query(c->store, c->arena, QUEUE_OPEN, &row);
	*n = st == OK ? row.n : 0;
	return st;
}

struct moving {
	struct call *c;
	const struct queue_report *report;
	enum queue_state state;
	struct str answer;
	int64_t seen;
	bool erases;
	const char *act;
};

/* The address has served its purpose, and with it what the log repeats of the report; texts are kept unless they are erased. */
static enum status forget(struct store *s, struct call *c, const struct queue_report *report, int64_t seen, bool erases)
{
	int64_t changed;
	enum status st = queue_contact_erase_query(s, c->arena, report->id, &changed);
	if (st == OK && seen == 0)
		st = store_log_erase(s, report->change);
	if (st == OK && erases)
		st = queue_erase_query(s, c->arena, report->id, &changed);
	return st;
}

static enum status write_move(struct store *s, void *context)
{
	const struct moving *m = context;
	struct call *c = m->c;
	int64_t changed;
	enum status st = queue_move_query(s, c->arena, m->report->id, m->seen, m->state, m->answer, c->now, &changed);
	if (st == OK && changed == 0)
		return CONFLICT;
	if (st == OK)
		st = forget(s, c, m->report, m->seen, m->erases);
	if (st != OK)
		return st;
	return store_log(s,
			 &(struct store_change){.at = c->now,
						.person = c->person.id,
						.act = str_of(m->act),
						.subject = str_format(c->arena, "%lld", (long long)m->report->id),
						.before = STR(""),
						.after = STR("")},
			 NULL);
}

static enum status move(struct call *c, int64_t id, struct moving m)
{
	struct queue_report report;
	if (!is_office(c))
		return only_office(c);
	enum status st = queue_get(c, id, &report);
	if (st != OK)
		return st;
	m.c = c;
	m.report = &report;
	st = store_write(c->database, write_move, &m);
	if (st == CONFLICT)
		fault(c, PROBLEM_CONFLICTING, "",
		      N_("Somebody of the Office acted on this report meanwhile. What it says now stands here."));
	return st;
}

enum status queue_answer(struct call *c, int64_t id, int64_t seen, struct str answer)
{
	if (!is_office(c))
		return only_office(c);
	size_t told = c->problems.list.n;
	if (str_trim(answer).n == 0)
		fault(c, PROBLEM_MISSING, "answer", N_("Write the answer."));
	check_text(c, "answer", answer, QUEUE_TEXT_MOST);
	if (c->problems.list.n > told)
		return INVALID;
	return move(c, id,
		    (struct moving){
			    .state = QUEUE_ANSWERED, .answer = str_trim(answer), .seen = seen, .act = "report.answer"});
}

enum status queue_close(struct call *c, int64_t id, int64_t seen)
{
	return move(c, id,
		    (struct moving){.state = QUEUE_CLOSED, .answer = STR(""), .seen = seen, .act = "report.close"});
}

enum status queue_erase(struct call *c, int64_t id, int64_t seen)
{
	return move(
		c, id,
		(struct moving){
			.state = QUEUE_CLOSED, .answer = STR(""), .seen = seen, .erases = true, .act = "report.erase"});
}
