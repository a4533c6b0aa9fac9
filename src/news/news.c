/* SPDX-License-Identifier: Apache-2.0 */
/* News of the site. */
#include "news/news.h"

#include "base/tr.h"
#include "mail/codes.h"
#include "news/news_sql.h"
#include "store/store.h"

#include <jansson.h>

/* --- what was written */

static void fault(struct call *c, const char *field, struct lang lang, const char *text)
{
	problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, str_format(c->arena, "%s-%s", field, lang.tag),
		    "%.*s", STR_ARGS(tr(c, text)));
}

static bool is_plain(struct str text, bool has_lines)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_control(text, i) && !(has_lines && text.at[i] == '\n'))
			return false;
	return str_is_utf8(text);
}

static void check_text(struct call *c, const struct news_text *t)
{
	if (!t->subject.n)
		fault(c, "subject", t->lang, N_("The subject is missing."));
	else if (t->subject.n > NEWS_SUBJECT_MOST || !is_plain(t->subject, false))
		fault(c, "subject", t->lang, N_("Write one line of at most 200 bytes."));
	if (!t->text.n)
		fault(c, "text", t->lang, N_("The text is missing."));
	else if (t->text.n > NEWS_TEXT_MOST || !is_plain(t->text, true))
		fault(c, "text", t->lang, N_("Write at most 20,000 bytes, without characters that cannot be seen."));
}

static enum status check(struct call *c, const struct news_wish *wish)
{
	size_t written = 0;
	for (size_t i = 0; i < wish->n; i++)
		if (wish->texts[i].subject.n || wish->texts[i].text.n) {
			written++;
			check_text(c, &wish->texts[i]);
		}
	if (!written)
		fault(c, "subject", wish->n ? wish->texts[0].lang : lang_of(STR("en")),
		      N_("Write the notice in one language at least."));
	return c->problems.list.n ? INVALID : OK;
}

static struct str text_of(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR("");
}

static void wrong_body(struct call *c, struct str at, const char *text)
{
	problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, at, "%.*s", STR_ARGS(tr(c, text)));
}

enum status news_read_json(struct call *c, const struct json_t *body, struct news_wish *out)
{
	const char *lang, *name;
	json_t *said, *value;
	*out = (struct news_wish){.n = 0};
	if (!json_is_object(body))
		wrong_body(c, STR("#"), N_("An object is wanted here."));
	json_object_foreach((json_t *)(uintptr_t)body, lang, said)
	{
		struct str at = str_format(c->arena, "#/%s", lang);
		struct lang tag = lang_of(str_of(lang));
		if (!tag.tag[0] || out->n == NEWS_LANGUAGES_MOST)
			wrong_body(c, at, N_("This is no language, or one too many."));
		else if (!json_is_object(said))
			wrong_body(c, at, N_("An object is wanted here."));
		else
			out->texts[out->n++] = (struct news_text){tag, str_copy(c->arena, text_of(said, "subject")),
								  str_copy(c->arena, text_of(said, "text"))};
		json_object_foreach(said, name, value) if (!json_is_string(value) ||
							   (strcmp(name, "subject") != 0 && strcmp(name, "text") != 0))
			wrong_body(c, str_format(c->arena, "#/%s/%s", lang, name), N_("This is not known here."));
	}
	return c->problems.list.n ? INVALID : OK;
}

struct writing {
	struct call *c;
	const struct news_wish *wish;
	int64_t id;
};

static enum status write_notice(struct store *s, void *context)
{
	struct writing *w = context;
	struct call *c = w->c;
	struct news_add_row row;
	enum status st = news_add_query(s, c->arena, c->now, &row);
	for (size_t i = 0; i < w->wish->n && st == OK; i++) {
		const struct news_text *t = &w->wish->texts[i];
		if (t->subject.n)
			st = news_text_add_query(s, c->arena, row.id, str_of(t->lang.tag), t->subject, t->text, NULL);
	}
	if (st != OK)
		return st;
	w->id = row.id;
	struct mail_event event = {.key = str_format(c->arena, "news-%lld", (long long)row.id),
				   .kind = STR("news"),
				   .data = str_format(c->arena, "{\"news\":%lld}", (long long)row.id)};
	struct store_change change = {.at = c->now,
				      .person = c->person.id,
				      .act = STR("news.write"),
				      .subject = str_format(c->arena, "%lld", (long long)row.id),
				      .before = STR(""),
				      .after = STR("")};
	st = mail_write(s, c, &event);
	return st == OK ? store_log(s, &change, NULL) : st;
}

enum status news_write(struct call *c, const struct news_wish *wish, int64_t *id)
{
	struct writing w = {.c = c, .wish = wish};
	enum status st = check(c, wish);
	if (st == OK)
		st = store_write(c->database, write_notice, &w);
	*id = w.id;
	return st;
}

enum status news_get(struct call *c, int64_t id, struct news_in_row *out)
{
	bool found;
	enum status st = news_in_query(c->store, c->arena, id, str_of(c->lang.tag), out, &found);
	return st == OK && !found ? NOT_FOUND : st;
}

enum status news_list(struct call *c, int64_t before, size_t most, struct news_before_rows *out)
{
	return news_before_query(c->store, c->arena, before ? before : INT64_MAX, str_of(c->lang.tag), (int64_t)most,
				 out);
}

/* --- who gets it */

enum status news_wanted(struct call *c, int64_t person, bool *out)
{
	struct news_reader_get_row row;
	return news_reader_get_query(c->store, c->arena, person, &row, out);
}

struct wanting {
	struct call *c;
	int64_t person;
	bool wants;
};

static enum status write_want(struct store *s, void *context)
{
	const struct wanting *w = context;
	struct call *c = w->c;
	return w->wants ? news_reader_put_query(s, c->arena, w->person, str_of(c->lang.tag), c->now, NULL)
			: news_reader_drop_query(s, c->arena, w->person, NULL);
}

enum status news_want(struct call *c, bool wants)
{
	struct wanting w = {c, c->person.id, wants};
	return store_write(c->database, write_want, &w);
}

static enum status audience(struct call *c, const struct mail_event *event, int64_t after, size_t most,
			    struct mail_recipients *out)
{
	struct news_readers_rows rows;
	(void)event;
	enum status st = news_readers_query(c->store, c->arena, after, c->now, (int64_t)most, &rows);
	for (size_t i = 0; i < rows.n && st == OK; i++) {
		const struct news_readers_row *row = &rows.at[i];
		struct mail_recipient *to = list_add(c->arena, out);
		*to = (struct mail_recipient){
			.key = row->person, .person = row->person, .email = row->email, .lang = lang_of(row->lang)};
		st = mail_sign(c, "news", str_format(c->arena, "%lld", (long long)row->person), &to->unsubscribe);
	}
	return st;
}

static int64_t notice_of(const struct mail_event *event)
{
	json_t *data = json_loadb(event->data.at, event->data.n, 0, NULL);
	int64_t id = json_integer_value(json_object_get(data, "news"));
	json_decref(data);
	return id;
}

static enum status compose(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
			   struct mail_message *m)
{
	struct news_in_row row;
	bool wants;
	enum status st = news_wanted(c, to->person, &wants);
	if (st == OK)
		st = news_get(c, notice_of(event), &row);
	if (st != OK)
		return st;
	m->is_not_sent = !wants; /* they said so since */
	m->subject = row.subject;
	m->message_id = str_format(c->arena, "news-%lld", (long long)row.id);
	m->list_id = STR("news");
	m->list_name = tr(c, N_("News of the site"));
	m->archived_at = str_format(c->arena, "/%s/news/%lld", c->lang.tag, (long long)row.id);
	if (str_is(row.lang, c->lang.tag))
		mail_say(c->arena, m, MAIL_PARAGRAPH, row.text);
	else
		mail_quote(c->arena, m, row.text, lang_of(row.lang));
	mail_act(c->arena, m, tr(c, N_("Read it on the site")), m->archived_at);
	mail_say(c->arena, m, MAIL_SMALL,
		 tr(c, N_("You get this because you asked in your account for news of the site.")));
	return OK;
}

static enum status unsubscribe(struct call *c, struct str code)
{
	struct str text;
	struct wanting w = {.c = c, .wants = false};
	enum status st = mail_signed(c, "news", code, &text);
	if (st == OK && !str_to_i64(text, &w.person))
		st = NOT_FOUND;
	return st == OK ? store_write(c->database, write_want, &w) : st;
}

const struct mail_kind news_mail_kinds[] = {
	{.word = "news", .audience = audience, .compose = compose, .unsubscribe = unsubscribe}, {0}};

static enum status tell_reader(struct call *c, int64_t person, json_t *rows)
{
	struct news_reader_get_row row;
	char room[MOMENT_ROOM];
	bool found;
	enum status st = news_reader_get_query(c->store, c->arena, person, &row, &found);
	if (st != OK || !found)
		return st;
	struct str since = moment_print(row.since, room);
	json_array_append_new(rows, json_pack("{s:s%}", "since", since.at, since.n));
	return OK;
}

static enum status erase_reader(struct store *s, struct call *c, int64_t person)
{
	return news_reader_drop_query(s, c->arena, person, NULL);
}

const struct people_part news_parts[] = {
	{"news", N_("News of the site by mail"), "news_reader", tell_reader, erase_reader}, {0}};
