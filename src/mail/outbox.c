/* SPDX-License-Identifier: Apache-2.0 */
/* The messages and their states. */
#include "mail/outbox.h"

#include "mail/codes.h"
#include "mail/mail_sql.h"
#include "store/store.h"

#include <sodium.h>

static const char *const words[MAIL_STATES] = {
	[MAIL_WAITING] = "waiting", [MAIL_SENDING] = "sending", [MAIL_SENT] = "sent",       [MAIL_FAILED] = "failed",
	[MAIL_UNSURE] = "unsure",   [MAIL_PAUSED] = "paused",   [MAIL_DROPPED] = "dropped",
};

const char *mail_state_word(enum mail_state state)
{
	return words[state];
}

bool mail_state_parse(struct str word, enum mail_state *out)
{
	for (enum mail_state s = 0; s < MAIL_STATES; s++)
		if (str_is(word, words[s])) {
			*out = s;
			return true;
		}
	return false;
}

static struct moment after_minutes(struct moment m, int64_t minutes)
{
	return (struct moment){m.us + minutes * 60 * 1000000};
}

struct moment mail_next_try(struct moment now, int64_t tries)
{
	static const int64_t minutes[MAIL_TRIES - 1] = {1, 5, 30, 120, 480, 1440};
	must(tries >= 1 && tries < MAIL_TRIES);
	return after_minutes(now, minutes[tries - 1]);
}

/* --- fanning out */

struct piece {
	struct call *c;
	struct mail_event event;
	int64_t seen, after;
	struct mail_recipients to;
};

static enum status write_piece(struct store *s, void *context)
{
	struct piece *p = context;
	struct call *c = p->c;
	int64_t changed = 0;
	store_apart(s);
	enum status st = p->to.n ? mail_event_move_query(s, c->arena, p->event.id, p->seen, p->after, &changed)
				 : mail_event_end_query(s, c->arena, p->event.id, c->now, &changed);
	if (st != OK || changed == 0) /* another node was first */
		return st;
	for (size_t i = 0; i < p->to.n && st == OK; i++) {
		const struct mail_recipient *to = &p->to.at[i];
		st = mail_message_add_query(s, c->arena, p->event.id, to->email, to->person, str_of(to->lang.tag),
					    to->unsubscribe.n ? to->unsubscribe : STR(""), p->event.to.n == 0, c->now,
					    NULL);
	}
	if (st == OK && p->event.to.n)
		st = mail_event_end_query(s, c->arena, p->event.id, c->now, &changed);
	return st;
}

/* The next recipients: the one address, or a piece of the audience. */
static enum status next_recipients(struct piece *p, size_t most)
{
	struct call *c = p->c;
	if (p->event.to.n) {
		if (p->seen == 0)
			*list_add(c->arena, &p->to) =
				(struct mail_recipient){.key = 1, .email = p->event.to, .lang = p->event.lang};
		return OK;
	}
	const struct mail_kind *kind = mail_kind_of(p->event.kind);
	return kind && kind->audience ? kind->audience(c, &p->event, p->seen, most, &p->to) : OK;
}

enum status mail_fan_out(struct call *c, size_t most, bool *did)
{
	struct piece p = {.c = c};
	struct mail_event_next_row row;
	enum status st = mail_event_next_query(c->store, c->arena, &row, did);
	if (st != OK || !*did)
		return st;
	p.event = (struct mail_event){row.id, row.key, row.kind, row.data, row.email, lang_of(row.lang)};
	p.seen = p.after = row.after;
	st = next_recipients(&p, most);
	for (size_t i = 0; i < p.to.n; i++) {
		must(p.to.at[i].key > p.after);
		p.after = p.to.at[i].key;
	}
	return st == OK ? store_write(c->database, write_piece, &p) : st;
}

/* --- one message after the other */

struct taking {
	struct call *c;
	const struct mail_turn *last;
	const struct mail_end *end;
	int64_t node;
	bool wants_next;
	struct mail_turn *next;
	bool found;
};

enum status mail_note_bounce(struct store *s, struct call *c, struct str email, struct str reason)
{
	struct mail_address_get_row row;
	bool found, is_paused;
	int64_t changed;
	enum status st = mail_address_get_query(s, c->arena, email, &row, &found);
	if (st != OK)
		return st;
	int64_t bounces = found ? row.bounces + 1 : 1;
	is_paused = bounces >= MAIL_BOUNCES;
	bool was_paused = found && row.has_paused_at;
	return mail_address_put_query(s, c->arena, email, bounces, c->now, is_paused || was_paused,
				      was_paused ? row.paused_at : c->now, reason, &changed);
}

static enum status write_end(struct store *s, const struct taking *t)
{
	struct call *c = t->c;
	const struct mail_end *end = t->end;
	int64_t changed;
	enum status st = mail_message_finish_query(s, c->arena, t->last->id, t->last->claim, end->state,
						   t->last->tries + end->is_tried, end->next, end->state == MAIL_SENT,
						   c->now, end->reason, c->now, &changed);
	if (st != OK || changed == 0) /* it was lost to another process meanwhile */
		return st;
	if (end->is_bounce)
		st = mail_note_bounce(s, c, t->last->to.email, end->reason);
	if (st == OK && end->state == MAIL_SENT)
		st = mail_event_blank_query(s, c->arena, t->last->event, &changed);
	return st;
}

static enum status write_turn(struct store *s, void *context)
{
	struct taking *t = context;
	struct call *c = t->c;
	struct mail_message_turn_row row;
	int64_t claim, changed = 0;
	enum status st = OK;
	store_apart(s);
	t->found = false;
	if (t->last)
		st = write_end(s, t);
	if (st != OK || !t->wants_next)
		return st;
	st = mail_message_turn_query(s, c->arena, c->now, &row, &t->found);
	if (st != OK || !t->found)
		return st;
	randombytes_buf(&claim, sizeof claim);
	claim = (claim & INT64_MAX) | 1;
	*t->next = (struct mail_turn){.id = row.id,
				      .event = row.event,
				      .claim = claim,
				      .tries = row.tries,
				      .to = {.person = row.person,
					     .email = row.email,
					     .lang = lang_of(row.lang),
					     .unsubscribe = row.unsubscribe}};
	return mail_message_claim_query(s, c->arena, row.id, t->node, claim, after_minutes(c->now, MAIL_CLAIM_MINUTES),
					&changed);
}

enum status mail_take(struct call *c, const struct mail_turn *last, const struct mail_end *end, int64_t node,
		      bool wants_next, struct mail_turn *next, bool *found)
{
	struct taking t = {c, last, end, node, wants_next, next, false};
	enum status st = store_write(c->database, write_turn, &t);
	*found = st == OK && t.found;
	return st;
}

struct beginning {
	struct call *c;
	const struct mail_turn *turn;
	struct str subject, bytes;
};

static enum status write_beginning(struct store *s, void *context)
{
	const struct beginning *b = context;
	int64_t changed = 0;
	store_apart(s);
	enum status st = mail_message_sending_query(s, b->c->arena, b->turn->id, b->turn->claim, b->subject, b->bytes,
						    b->c->now, &changed);
	return st == OK && changed == 0 ? CONFLICT : st;
}

enum status mail_begin(struct call *c, const struct mail_turn *turn, struct str subject, struct str bytes)
{
	struct beginning b = {c, turn, subject, bytes};
	return store_write(c->database, write_beginning, &b);
}

/* --- what was left behind */

struct leaving {
	struct call *c;
	int64_t node, mark;
	struct str trouble;
};

static enum status write_recovery(struct store *s, void *context)
{
	const struct leaving *l = context;
	struct call *c = l->c;
	int64_t changed;
	store_apart(s);
	enum status st = mail_message_handed_query(s, c->arena, l->node, l->mark, c->now, &changed);
	return st == OK ? mail_message_release_query(s, c->arena, l->node, l->mark, c->now, &changed) : st;
}

enum status mail_recover(struct call *c, int64_t node, int64_t mark)
{
	struct leaving l = {.c = c, .node = node, .mark = mark};
	return store_write(c->database, write_recovery, &l);
}

static enum status write_doubt(struct store *s, void *context)
{
	const struct leaving *l = context;
	int64_t changed;
	store_apart(s);
	return mail_message_doubt_query(s, l->c->arena, after_minutes(l->c->now, -MAIL_DOUBT_MINUTES), l->c->now,
					&changed);
}

enum status mail_doubt(struct call *c)
{
	struct leaving l = {.c = c};
	return store_write(c->database, write_doubt, &l);
}

enum status mail_budget(struct call *c, int64_t an_hour, int64_t *out)
{
	struct mail_message_sent_since_row row;
	enum status st = mail_message_sent_since_query(c->store, c->arena, after_minutes(c->now, -60), an_hour, &row);
	if (st == OK)
		*out = an_hour - row.n < 50 ? an_hour - row.n : 50;
	return st;
}

static enum status write_trouble(struct store *s, void *context)
{
	const struct leaving *l = context;
	int64_t changed;
	store_apart(s);
	return mail_own_trouble_query(s, l->c->arena, l->trouble, l->c->now, &changed);
}

enum status mail_trouble(struct call *c, struct str trouble)
{
	struct leaving l = {.c = c, .trouble = trouble};
	return store_write(c->database, write_trouble, &l);
}

/* --- addresses */

enum status mail_address_paused(struct call *c, struct str email, struct mail_address_state *out)
{
	struct mail_address_get_row row;
	bool found;
	enum status st = mail_address_get_query(c->store, c->arena, email, &row, &found);
	*out = (struct mail_address_state){.reason = STR("")};
	if (st == OK && found)
		*out = (struct mail_address_state){row.bounces, row.has_paused_at, row.paused_at, row.reason};
	return st;
}

enum status mail_address_resume(struct store *s, struct call *c, struct str email)
{
	int64_t changed;
	return mail_address_drop_query(s, c->arena, email, &changed);
}
