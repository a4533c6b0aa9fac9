/* SPDX-License-Identifier: Apache-2.0 */
#include "people/retention.h"

#include "people/account_sql.h"
#include "people/identity.h"
#include "store/store.h"

struct sweeping {
	struct call *c;
	struct moment before;
	int64_t did;
};

static enum status run(struct call *c, int64_t days, store_writing *write, int64_t *did)
{
	struct sweeping s = {.c = c, .before = {c->now.us - days * 86400 * 1000000}};
	enum status status = store_write(c->database, write, &s);
	*did = s.did;
	return status;
}

static enum status write_unconfirmed(struct store *s, void *context)
{
	struct sweeping *w = context;
	store_apart(s);
	return person_link_sweep_waiting_query(s, w->c->arena, w->before, &w->did);
}

static enum status sweep_unconfirmed(struct call *c, int64_t days, int64_t *did)
{
	return run(c, days, write_unconfirmed, did);
}

static enum status write_links(struct store *s, void *context)
{
	struct sweeping *w = context;
	store_apart(s);
	return person_link_sweep_query(s, w->c->arena, w->before, &w->did);
}

static enum status sweep_links(struct call *c, int64_t days, int64_t *did)
{
	return run(c, days, write_links, did);
}

static enum status write_sessions(struct store *s, void *context)
{
	struct sweeping *w = context;
	store_apart(s);
	return person_session_sweep_query(s, w->c->arena, w->before, &w->did);
}

static enum status sweep_sessions(struct call *c, int64_t days, int64_t *did)
{
	return run(c, days, write_sessions, did);
}

static enum status write_sign_ins(struct store *s, void *context)
{
	struct sweeping *w = context;
	store_apart(s);
	return person_sign_in_sweep_query(s, w->c->arena, w->before, &w->did);
}

static enum status sweep_sign_ins(struct call *c, int64_t days, int64_t *did)
{
	return run(c, days, write_sign_ins, did);
}

static enum status sweep_identities(struct call *c, int64_t days, int64_t *did)
{
	(void)days;
	return identity_sweep(c, did);
}

const struct retain_sweep people_sweeps[] = {
	{"unconfirmed addresses", SETTING_KEEP_UNCONFIRMED, sweep_unconfirmed},
	{"mailed links", SETTINGS, sweep_links},
	{"sessions", SETTINGS, sweep_sessions},
	{"sign-ins", SETTING_KEEP_SIGN_INS, sweep_sign_ins},
	{"sign-ins elsewhere that were not ended", SETTINGS, sweep_identities},
	{0},
};
