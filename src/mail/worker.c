/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that sends. A message's texts live in one of two arenas in turn, since the write that ends it claims the next. */
#include "mail/worker.h"

#include "base/log.h"
#include "base/tr.h"
#include "mail/codes.h"
#include "mail/mail_sql.h"
#include "mail/marks.h"
#include "mail/outbox.h"
#include "mail/smtp.h"
#include "site/settings.h"
#include "store/store.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum {
	PIECE = 200,       /* recipients fanned out in one write */
	PIECES = 20,       /* and so many of them before the next messages are sent */
	LOOK_SECONDS = 1,  /* between two looks for work */
	TIDY_SECONDS = 60, /* between two looks for what others left behind */
	REST_FIRST = 5,    /* seconds without an attempt after trouble with the relay; doubled up to the next */
	REST_MOST = 600,
};

struct sender {
	struct str relay, user, password, from, domain, site_name;
};

struct mail_worker {
	struct mail_options options;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	atomic_bool stops;
	struct arena *arena[2];
	struct marks *marks;
	struct smtp *smtp;
	struct mail_turn turn; /* the message in hand */
	struct mail_end end;   /* how it ended */
	bool has_turn;         /* its end has still to be written */
	int side;              /* the arena where its texts are */
	int64_t budget;
	int64_t rest; /* seconds; 0: no trouble */
	struct moment rests_until, tidied;
};

static struct call call_in(struct mail_worker *w, struct arena *a)
{
	struct call c = call_new(a, moment_now());
	c.database = w->options.database;
	return c;
}

static struct moment seconds_on(struct moment m, int64_t seconds)
{
	return (struct moment){m.us + seconds * 1000000};
}

/* --- settings */

static struct str domain_of(struct str email)
{
	const char *at = memchr(email.at, '@', email.n);
	return at ? str_slice(email, (size_t)(at - email.at) + 1, email.n) : STR("localhost");
}

static enum status read_sender(struct call *c, struct sender *out, int64_t *an_hour)
{
	struct {
		enum setting setting;
		struct str *to;
	} texts[] = {
		{SETTING_MAIL_RELAY, &out->relay},       {SETTING_MAIL_USER, &out->user},
		{SETTING_MAIL_PASSWORD, &out->password}, {SETTING_MAIL_FROM, &out->from},
		{SETTING_MAIL_DOMAIN, &out->domain},     {SETTING_SITE_NAME, &out->site_name},
	};
	enum status st = setting_number(c, SETTING_MAIL_AN_HOUR, an_hour);
	for (size_t i = 0; i < sizeof texts / sizeof *texts && st == OK; i++)
		st = setting_text(c, texts[i].setting, texts[i].to);
	if (st == OK && !out->domain.n)
		out->domain = domain_of(out->from);
	return st;
}

/* --- one message */

static void end_turn(struct mail_worker *w, enum mail_state state, const char *reason)
{
	w->end.state = state;
	w->end.reason = str_of(reason);
}

/* A refusal for good is the address's own, unless the relay says that its reason lies elsewhere: the relay, the network, the
 * protocol, the content or a policy (RFC 3463 3.4 to 3.8). */
static bool is_bounce(const struct smtp_answer *answer)
{
	struct str text = str_of(answer->text);
	struct str code = str_slice(text, 4, 4);
	return !(text.n > 8 && str_begins(code, "5.") && code.at[3] == '.' && code.at[2] >= '3' && code.at[2] <= '7');
}

/* No attempt for a while; the first time and whenever it changes an administrator is told why. */
static void rest(struct mail_worker *w, struct call *c, const char *why)
{
	if (w->rest == 0)
		log_line(LOG_WARNING, "mail: the relay cannot be used: %s", why);
	w->rest = w->rest ? w->rest * 2 : REST_FIRST;
	if (w->rest > REST_MOST)
		w->rest = REST_MOST;
	w->rests_until = seconds_on(c->now, w->rest);
	if (mail_trouble(c, str_of(why)) != OK)
		log_line(LOG_WARNING, "mail: the store does not take what is wrong with the relay");
}

static void end_of_rest(struct mail_worker *w, struct call *c)
{
	if (w->rest == 0)
		return;
	log_line(LOG_NOTICE, "mail: the relay takes mail again");
	w->rest = 0;
	if (mail_trouble(c, STR("")) != OK)
		w->rest = REST_FIRST; /* said with the next message */
}

static void take_answer(struct mail_worker *w, struct call *c, const struct smtp_answer *answer)
{
	const char *text = arena_printf(c->arena, "%s", answer->text);
	int64_t tries = w->turn.tries + 1;
	w->end.is_tried = true;
	switch (answer->end) {
	case SMTP_TAKEN: end_turn(w, MAIL_SENT, text); break;
	case SMTP_UNSURE: end_turn(w, MAIL_UNSURE, text); break;
	case SMTP_LATER:
		end_turn(w, tries < MAIL_TRIES ? MAIL_WAITING : MAIL_FAILED, text);
		if (tries < MAIL_TRIES)
			w->end.next = mail_next_try(c->now, tries);
		break;
	case SMTP_REFUSED:
		end_turn(w, MAIL_FAILED, text);
		w->end.is_bounce = is_bounce(answer);
		break;
	case SMTP_TROUBLE:
	case SMTP_STOPPED:
		end_turn(w, MAIL_WAITING, answer->end == SMTP_TROUBLE ? text : "");
		w->end.is_tried = false;
		break;
	}
	if (answer->end == SMTP_TROUBLE || answer->end == SMTP_UNSURE)
		rest(w, c, text);
	else if (answer->end != SMTP_STOPPED)
		end_of_rest(w, c);
}

/* What let_go needs. */
struct letting {
	struct mail_worker *w;
	struct call *c;
	struct str subject, bytes;
};

static bool let_go(void *context)
{
	struct letting *l = context;
	l->c->now = moment_now();
	if (mail_begin(l->c, &l->w->turn, l->subject, l->bytes) != OK)
		return false;
	marks_set(l->w->marks, l->w->turn.claim);
	return true;
}

static void send_bytes(struct mail_worker *w, struct call *c, const struct sender *from, struct str subject,
		       struct str bytes, bool keeps)
{
	struct arena *a = c->arena;
	struct str code;
	struct smtp_answer answer;
	if (mail_sign(c, "bounce", str_format(a, "%lld", (long long)w->turn.id), &code) != OK) {
		end_turn(w, MAIL_WAITING, "");
		return;
	}
	struct letting letting = {w, c, subject, keeps ? bytes : (struct str){NULL, 0}};
	struct smtp_message message = {
		.from = arena_printf(a, "<bounce+%.*s@%.*s>", STR_ARGS(code), STR_ARGS(from->domain)),
		.to = arena_printf(a, "<%.*s>", STR_ARGS(w->turn.to.email)),
		.bytes = bytes,
		.let_go = let_go,
		.context = &letting};
	struct smtp_relay relay = {str_chars(a, from->relay), str_chars(a, from->user), str_chars(a, from->password),
				   str_chars(a, from->domain)};
	smtp_send(w->smtp, &relay, &message, &answer);
	c->now = moment_now();
	if (answer.end == SMTP_LATER || answer.end == SMTP_REFUSED)
		marks_set(w->marks, 0); /* it did not go out after all */
	take_answer(w, c, &answer);
}

/* Paths of ours become whole addresses. */
static struct str whole(struct mail_worker *w, struct arena *a, struct str url)
{
	return str_begins(url, "/") ? str_format(a, "%.*s%.*s", STR_ARGS(w->options.site), STR_ARGS(url)) : url;
}

static enum status make_letter(struct mail_worker *w, struct call *c, const struct mail_event *event,
			       struct mail_message *m, const struct sender *from, struct mail_letter *out)
{
	struct arena *a = c->arena;
	for (size_t i = 0; i < m->blocks.n; i++)
		m->blocks.at[i].url = whole(w, a, m->blocks.at[i].url);
	m->archived_at = whole(w, a, m->archived_at);
	*out = (struct mail_letter){.message = m,
				    .to = &w->turn.to,
				    .site_name = from->site_name,
				    .site = w->options.site,
				    .from = from->from,
				    .domain = from->domain,
				    .unsubscribe = STR(""),
				    .reply = STR(""),
				    .id = w->turn.id,
				    .at = c->now};
	if (w->turn.to.unsubscribe.n) {
		out->unsubscribe = str_format(a, "%.*s.%.*s", STR_ARGS(event->kind), STR_ARGS(w->turn.to.unsubscribe));
		out->unsubscribe_url = whole(
			w, a, str_format(a, "/mail/unsubscribe/%.*s?lang=%s", STR_ARGS(out->unsubscribe), c->lang.tag));
	}
	return m->reply_to.n ? mail_reply_address(c, m->reply_to, w->turn.to.person, &out->reply) : OK;
}

static void compose_and_send(struct mail_worker *w, struct call *c, const struct mail_event *event,
			     const struct mail_kind *kind, const struct sender *from)
{
	struct mail_message m = {
		.subject = STR(""), .message_id = STR(""), .in_reply_to = STR(""), .references = STR("")};
	struct mail_letter letter;
	c->lang = w->turn.to.lang;
	enum status st = kind->compose(c, event, &w->turn.to, &m);
	if (st == OK && !m.is_not_sent)
		st = make_letter(w, c, event, &m, from, &letter);
	if (st == UNAVAILABLE) {
		end_turn(w, MAIL_WAITING, "");
		w->end.next = seconds_on(c->now, REST_FIRST);
		return;
	}
	if (st != OK || m.is_not_sent) {
		end_turn(w, st == OK ? MAIL_DROPPED : MAIL_FAILED, st == OK ? "" : "the message could not be composed");
		return;
	}
	struct str bytes = mail_bytes(c, &letter, w->options.html);
	if (bytes.n)
		send_bytes(w, c, from, m.subject, bytes, !event->to.n);
	else
		end_turn(w, MAIL_FAILED, "the message is too long");
}

/* Sends the message in hand, or says why not. */
static void do_turn(struct mail_worker *w, struct call *c, const struct sender *from)
{
	struct mail_event_get_row row = {0};
	struct mail_address_state address;
	bool found = false;
	w->end = (struct mail_end){.next = c->now};
	enum status st = mail_event_get_query(c->store, c->arena, w->turn.event, &row, &found);
	if (st == OK)
		st = mail_address_paused(c, w->turn.to.email, &address);
	if (st != OK) {
		end_turn(w, MAIL_WAITING, "");
		return;
	}
	struct mail_event event = {row.id, row.key, row.kind, row.data, row.email, lang_of(row.lang)};
	const struct mail_kind *kind = found ? mail_kind_of(event.kind) : NULL;
	if (!kind)
		end_turn(w, MAIL_FAILED, "no part of the program composes this kind of mail");
	else if (!mail_address_fits(w->turn.to.email))
		end_turn(w, MAIL_FAILED, "this is no address that mail can go to");
	else if (address.is_paused && !kind->goes_to_paused)
		end_turn(w, MAIL_PAUSED, "");
	else
		compose_and_send(w, c, &event, kind, from);
}

/* --- the loop */

/* Messages one after the other until there are none, the budget is spent, the relay is in trouble, or the program ends. */
static bool send_some(struct mail_worker *w, struct call *settings, const struct sender *from)
{
	bool did = false, found = true;
	while (found) {
		int side = !w->side;
		arena_clear(w->arena[side]);
		struct call c = call_in(w, w->arena[side]);
		struct mail_turn next;
		bool wants = !atomic_load(&w->stops) && w->budget > 0 && w->rests_until.us <= c.now.us && from->relay.n;
		c.store = settings->store;
		if (!wants && !w->has_turn)
			break;
		enum status st = mail_take(&c, w->has_turn ? &w->turn : NULL, &w->end, marks_node(w->marks), wants,
					   &next, &found);
		if (st != OK)
			return false; /* the end that was not written is written with the next look */
		w->has_turn = found;
		w->side = side;
		if (found) {
			w->turn = next;
			w->budget--;
			do_turn(w, &c, from);
			did = true;
		}
	}
	return did;
}

static bool left_by_dead(void *context, int64_t node, int64_t last)
{
	return mail_recover(context, node, last) == OK;
}

static void tidy(struct mail_worker *w, struct call *c)
{
	if (c->now.us < seconds_on(w->tidied, TIDY_SECONDS).us)
		return;
	w->tidied = c->now;
	marks_each_left(w->marks, left_by_dead, c);
	if (mail_doubt(c) != OK)
		log_line(LOG_WARNING, "mail: the store cannot be written");
}

/* One look for work; true: there was some. */
static bool look(struct mail_worker *w, struct arena *a)
{
	struct call c = call_in(w, a);
	struct sender from;
	int64_t an_hour;
	bool did = false;
	enum status st = store_reader(c.database, &c.store);
	bool fanned = st == OK;
	for (int i = 0; i < PIECES && st == OK && fanned; i++) {
		st = mail_fan_out(&c, PIECE, &fanned);
		did |= fanned;
	}
	if (st == OK)
		st = read_sender(&c, &from, &an_hour);
	if (st == OK)
		st = mail_budget(&c, an_hour, &w->budget);
	if (st != OK)
		return false;
	tidy(w, &c);
	return send_some(w, &c, &from) || did;
}

static void wait_a_second(struct mail_worker *w)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += LOOK_SECONDS;
	pthread_mutex_lock(&w->lock);
	if (!atomic_load(&w->stops))
		pthread_cond_timedwait(&w->wake, &w->lock, &until);
	pthread_mutex_unlock(&w->lock);
}

static void *run(void *argument)
{
	struct mail_worker *w = argument;
	struct arena *a = arena_new();
	while (!atomic_load(&w->stops)) {
		if (!look(w, a))
			wait_a_second(w);
		arena_clear(a);
	}
	arena_free(&a);
	return NULL;
}

/* A slot of this store alone: named by a hash of its secret. */
static enum status open_marks(struct mail_worker *w, struct call *c)
{
	struct str code;
	enum status st = mail_prepare(c);
	if (st == OK)
		st = mail_sign(c, "marks", STR("of"), &code);
	if (st != OK)
		return st;
	w->marks = marks_open(str_slice(code, 3, code.n));
	return mail_recover(c, marks_node(w->marks), marks_last(w->marks));
}

enum status mail_start(const struct mail_options *options, struct mail_worker **out)
{
	struct mail_worker *w = calloc(1, sizeof *w);
	must(w);
	w->options = *options;
	w->arena[0] = arena_new();
	w->arena[1] = arena_new();
	struct call c = call_in(w, w->arena[0]);
	enum status st = store_reader(c.database, &c.store);
	if (st == OK)
		st = open_marks(w, &c);
	if (st != OK) {
		if (w->marks)
			marks_close(&w->marks, false);
		arena_free(&w->arena[0]);
		arena_free(&w->arena[1]);
		free(w);
		return st;
	}
	w->smtp = smtp_open(&w->stops);
	must(pthread_mutex_init(&w->lock, NULL) == 0 && pthread_cond_init(&w->wake, NULL) == 0);
	sigset_t all, before; /* signals are for the main thread */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	must(pthread_create(&w->thread, NULL, run, w) == 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	*out = w;
	return OK;
}

void mail_stop(struct mail_worker **out)
{
	struct mail_worker *w = *out;
	pthread_mutex_lock(&w->lock);
	atomic_store(&w->stops, true);
	pthread_cond_signal(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	smtp_close(&w->smtp);
	marks_close(&w->marks, !w->has_turn);
	arena_free(&w->arena[0]);
	arena_free(&w->arena[1]);
	free(w);
	*out = NULL;
}
