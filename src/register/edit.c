/* SPDX-License-Identifier: Apache-2.0 */
/* An act from its wish to its facts: checked by a reader, and where it is to be stored, once more on the writer. */
#include "register/edit_private.h"

#include "store/store.h"

#include <jansson.h>
#include <stdlib.h>

static const struct {
	const char *word, *logged;
	void (*check)(struct edit *e);
} acts[REGISTER_ACTS] = {
	[ACT_INSTRUMENT] = {"instrument", "instrument.register", edit_instrument},
	[ACT_RATIFICATION] = {"ratification", "ratification.register", edit_ratification},
	[ACT_DECLARATION] = {"declaration", "declaration.register", edit_declaration},
	[ACT_DENUNCIATION] = {"denunciation", "denunciation.register", edit_denunciation},
	[ACT_CORRECTION] = {"correction", "fact.correct", edit_correction},
};

const char *register_act_word(enum register_act act)
{
	return acts[act].word;
}

bool register_act_parse(struct str word, enum register_act *out)
{
	for (enum register_act act = 0; act < REGISTER_ACTS; act++)
		if (str_is(word, acts[act].word)) {
			*out = act;
			return true;
		}
	return false;
}

/* What a call with problems ends with: the first of them says it, as it does the status of a page or an answer. */
static enum status status_of(const struct problems *p)
{
	if (p->list.n == 0)
		return OK;
	switch (problem_http_status(p->list.at[0].code)) {
	case 404: return NOT_FOUND;
	case 409: return CONFLICT;
	default: return INVALID;
	}
}

static json_t *text(struct str s)
{
	return json_stringn(s.at, s.n);
}

/* The facts before or after, with their bodies as objects. */
static json_t *facts_of(const struct edit *e, bool after)
{
	json_t *array = json_array();
	for (size_t i = 0; i < e->out->facts.n; i++) {
		const struct register_written *w = &e->out->facts.at[i];
		struct str body = after ? w->after : w->before;
		if (body.n)
			json_array_append_new(array,
					      json_pack("{s:o, s:o, s:o}", "kind", text(w->kind), "key", text(w->key),
							"body", json_loadb(body.at, body.n, 0, NULL)));
	}
	return array;
}

static struct str dumped(struct arena *a, json_t *json)
{
	char *bytes = json_dumps(json, JSON_COMPACT);
	must(bytes);
	struct str out = str_copy(a, str_of(bytes));
	free(bytes);
	json_decref(json);
	return out;
}

static enum status record(struct edit *e, struct store *s)
{
	struct arena *a = e->c->arena;
	json_t *before = facts_of(e, false);
	json_t *after = json_pack("{s:s, s:o}", "role", role_word(may_as(e->c->person.roles, MAY_EDIT_REGISTER)),
				  "facts", facts_of(e, true));
	const char *const told[] = {"manner", "changed_on", "reason", "note"};
	for (size_t i = 0; i < sizeof told / sizeof *told; i++)
		if (e->wish->act == ACT_CORRECTION ? i < 3 : i == 3) {
			struct str value = edit_lines(e, told[i]);
			if (value.n)
				json_object_set_new(after, told[i], text(value));
		}
	struct register_change change = {
		.act = str_of(acts[e->wish->act].logged),
		.subject = e->subject,
		.before = json_array_size(before) ? dumped(a, json_pack("{s:O}", "facts", before)) : STR(""),
		.after = dumped(a, after),
	};
	json_decref(before);
	return register_record(s, e->c, &change, e->facts.at, e->facts.n, &e->out->change);
}

/* One run of an act. */
struct run {
	struct call *c;
	const struct register_wish *wish;
	struct register_effect *out;
	size_t problems; /* that were there before */
	bool stores;
};

static enum status run_act(struct store *s, void *context)
{
	struct run *run = context;
	struct call *c = run->c;
	struct edit e = {.store = s, .c = c, .wish = run->wish, .out = run->out, .day = DATE_UNSET};
	*run->out = (struct register_effect){.change = 0};
	c->problems.list.n = run->problems;
	enum status st = register_rows_read(s, c->arena, NULL, &e.rows);
	if (st != OK)
		return st;
	register_build(c->arena, &e.rows, &e.now);
	edit_read(&e);
	acts[run->wish->act].check(&e);
	st = status_of(&c->problems);
	if (st != OK)
		return st;
	edit_effect(&e);
	st = status_of(&c->problems);
	return st == OK && run->stores ? record(&e, s) : st;
}

enum status register_edit(struct call *c, const struct register_wish *wish, bool preview, struct register_effect *out)
{
	struct run run = {.c = c, .wish = wish, .out = out, .problems = c->problems.list.n};
	if (!call_may(c, MAY_EDIT_REGISTER)) {
		problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
			    STR_ARGS(tr(c, N_("Only the Office changes the register."))));
		return FORBIDDEN;
	}
	/* What is refused never waits for the writer, nor the writer for it. */
	enum status st = store_read(c->database, run_act, &run, NULL);
	if (st != OK || preview)
		return st;
	run.stores = true;
	return store_write(c->database, run_act, &run);
}
