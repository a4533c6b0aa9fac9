/* SPDX-License-Identifier: Apache-2.0 */
/* Looking after the outbox. */
#include "mail/desk.h"

#include "base/tr.h"
#include "mail/codes.h"
#include "mail/mail_sql.h"
#include "mail/message.h"
#include "site/settings.h"
#include "store/store.h"

#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>

/* --- reading */

enum status mail_list(struct call *c, const struct mail_filter *f, struct mail_message_list_rows *out)
{
	struct str email = f->email.n ? f->email : (struct str){NULL, 0};
	return mail_message_list_query(c->store, c->arena, f->has_state, f->state, email,
				       f->before ? f->before : INT64_MAX, (int64_t)f->most, out);
}

enum status mail_get(struct call *c, int64_t id, struct mail_message_get_row *out)
{
	bool found;
	enum status st = mail_message_get_query(c->store, c->arena, id, out, &found);
	return st == OK && !found ? NOT_FOUND : st;
}

enum status mail_count(struct call *c, struct mail_counts *out)
{
	struct mail_message_count_row row = {0};
	struct mail_address_count_row addresses = {0};
	struct mail_own_get_row own;
	struct str relay, from;
	bool found = false;
	enum status st = OK;
	*out = (struct mail_counts){.trouble = STR("")};
	for (enum mail_state s = 0; s < MAIL_STATES && st == OK; s++) {
		st = mail_message_count_query(c->store, c->arena, s, &row);
		out->of[s] = row.n;
	}
	if (st == OK)
		st = mail_address_count_query(c->store, c->arena, &addresses);
	if (st == OK)
		st = mail_own_get_query(c->store, c->arena, &own, &found);
	if (st == OK)
		st = setting_text(c, SETTING_MAIL_RELAY, &relay);
	if (st == OK)
		st = setting_text(c, SETTING_MAIL_FROM, &from);
	if (st != OK)
		return st;
	out->paused_addresses = addresses.n;
	out->has_relay = relay.n && from.n;
	if (found) {
		out->trouble = own.trouble;
		out->since = own.trouble_at;
	}
	return OK;
}

enum status mail_addresses(struct call *c, struct str after, size_t most, struct mail_address_list_rows *out)
{
	return mail_address_list_query(c->store, c->arena, after, (int64_t)most, out);
}

/* --- acting */

struct act {
	struct call *c;
	int64_t id;
	struct str email, key;
	int64_t changed;
};

static struct str json_email(struct arena *a, struct str email)
{
	json_t *object = json_pack("{s:s%}", "email", email.at, email.n);
	char *text = json_dumps(object, JSON_COMPACT);
	struct str copy = str_copy(a, str_of(text));
	free(text);
	json_decref(object);
	return copy;
}

static enum status note(struct store *s, const struct act *act, struct str name, struct str subject, struct str email)
{
	struct store_change row = {.at = act->c->now,
				   .person = act->c->person.id,
				   .act = name,
				   .subject = subject,
				   .before = STR(""),
				   .after = email.n ? json_email(act->c->arena, email) : STR(""),
				   .personal = email.n > 0};
	return store_log(s, &row, NULL);
}

static enum status write_again(struct store *s, void *context)
{
	struct act *act = context;
	struct call *c = act->c;
	enum status st = mail_message_again_query(s, c->arena, act->id, c->now, &act->changed);
	if (st != OK || act->changed == 0)
		return st;
	return note(s, act, STR("mail.again"), str_format(c->arena, "%lld", (long long)act->id), STR(""));
}

enum status mail_again(struct call *c, int64_t id)
{
	struct mail_message_get_row row;
	struct act act = {.c = c, .id = id};
	enum status st = mail_get(c, id, &row);
	if (st == OK)
		st = store_write(c->database, write_again, &act);
	if (st != OK || act.changed)
		return st;
	problem_add(&c->problems, PROBLEM_CONFLICTING, PLACE_NOWHERE, STR(""), "%.*s",
		    STR_ARGS(tr(c, N_("This message was sent, or is being sent now."))));
	return CONFLICT;
}

static enum status write_test(struct store *s, void *context)
{
	const struct act *act = context;
	struct mail_event event = {
		.key = act->key, .kind = STR("test"), .data = STR("{}"), .to = act->email, .lang = act->c->lang};
	enum status st = mail_write(s, act->c, &event);
	return st == OK ? note(s, act, STR("mail.test"), STR(""), act->email) : st;
}

enum status mail_test(struct call *c, struct str email)
{
	uint64_t key;
	if (!mail_address_fits(email))
		return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("email"), "%.*s",
				   STR_ARGS(tr(c, N_("This is not an e-mail address."))));
	randombytes_buf(&key, sizeof key);
	struct act act = {.c = c, .email = email, .key = str_format(c->arena, "test-%016llx", (unsigned long long)key)};
	return store_write(c->database, write_test, &act);
}

static enum status write_resume(struct store *s, void *context)
{
	struct act *act = context;
	enum status st = mail_address_drop_query(s, act->c->arena, act->email, &act->changed);
	return st == OK && act->changed ? note(s, act, STR("mail.resume"), STR(""), act->email) : st;
}

enum status mail_resume(struct call *c, struct str email)
{
	struct act act = {.c = c, .email = email};
	enum status st = store_write(c->database, write_resume, &act);
	if (st != OK || act.changed)
		return st;
	problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, STR("email"), "%.*s",
		    STR_ARGS(tr(c, N_("No mail to this address has come back."))));
	return NOT_FOUND;
}

/* --- what comes back, what is to be forgotten */

static enum status write_bounce(struct store *s, void *context)
{
	const struct act *act = context;
	return mail_note_bounce(s, act->c, act->email, act->key);
}

enum status mail_bounced(struct call *c, struct str local, bool is_hard, struct str reason)
{
	struct str text;
	int64_t id;
	struct mail_message_get_row row;
	if (local.n < 7 || !str_is_nocase(str_slice(local, 0, 7), "bounce+"))
		return NOT_FOUND;
	enum status st = mail_signed(c, "bounce", str_slice(local, 7, local.n), &text);
	if (st == OK)
		st = str_to_i64(text, &id) ? mail_get(c, id, &row) : NOT_FOUND;
	if (st != OK || !is_hard)
		return st;
	struct str harmless = str_slice(str_copy(c->arena, reason), 0, MAIL_REASON_MOST);
	struct act act = {.c = c, .email = row.email, .key = str_harmless((char *)(uintptr_t)harmless.at, harmless.n)};
	return store_write(c->database, write_bounce, &act);
}

enum status mail_of(struct call *c, int64_t person, struct str email, struct mail_messages_of_rows *out)
{
	return mail_messages_of_query(c->store, c->arena, person, email, out);
}

enum status mail_erase(struct store *s, struct call *c, int64_t person, struct str email)
{
	enum status st = mail_message_erase_query(s, c->arena, person, email, NULL);
	if (st == OK)
		st = mail_event_erase_query(s, c->arena, email, NULL);
	return st == OK ? mail_address_drop_query(s, c->arena, email, NULL) : st;
}

struct forgetting {
	struct call *c;
	struct moment before;
	int64_t most, did;
};

static enum status write_forget(struct store *s, void *context)
{
	struct forgetting *f = context;
	store_apart(s);
	enum status st = mail_message_forget_query(s, f->c->arena, f->before, f->most, &f->did);
	return st == OK ? mail_event_forget_query(s, f->c->arena, f->before, NULL) : st;
}

enum status mail_forget(struct call *c, int64_t most, int64_t *did)
{
	int64_t days;
	enum status st = setting_number(c, SETTING_KEEP_MAIL, &days);
	if (st != OK)
		return st;
	struct forgetting f = {.c = c, .before = {c->now.us - days * 86400 * 1000000}, .most = most};
	st = store_write(c->database, write_forget, &f);
	*did = f.did;
	return st;
}

/* A piece at a time, so that the writer has room for others in between. mail_forget() reads the days itself. */
static enum status sweep_sent(struct call *c, int64_t days, int64_t *did)
{
	enum { PIECE = 1000 };
	int64_t some = PIECE;
	enum status st = OK;
	(void)days;
	for (*did = 0; st == OK && some == PIECE; *did += some)
		st = mail_forget(c, PIECE, &some);
	return st;
}

const struct retain_sweep mail_sweeps[] = {{"mail", SETTING_KEEP_MAIL, sweep_sent}, {0}};

/* --- the test */

static enum status compose_test(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				struct mail_message *m)
{
	(void)event, (void)to;
	m->subject = tr(c, N_("This is a test of mail"));
	mail_say(c->arena, m, MAIL_PARAGRAPH,
		 tr(c, N_("Mail goes out: the relay took this message, and it has reached you.")));
	mail_say(c->arena, m, MAIL_SMALL, tr(c, N_("An administrator of the site asked for this message.")));
	return OK;
}

const struct mail_kind mail_own_kinds[] = {{.word = "test", .compose = compose_test}, {0}};
