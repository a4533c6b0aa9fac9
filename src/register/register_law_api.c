/* SPDX-License-Identifier: Apache-2.0 */
/* POST /api/v1/law/in-force: the law's answer to ratifications that the asker brings. Pure: stores and reads nothing of the
 * register but whether the instrument exists. */
#include "http/answer.h"
#include "law/entry.h"
#include "register/register_json.h"
#include "register/register_web.h"

#include "base/tr.h"

#include <string.h>

enum { DEPOSITS_MOST = 10000, LISTED_MOST = 1000, CODE_MOST = 40 };

/* The question being read. */
struct question {
	struct call *c;
	const struct law_rule *rule;
	struct law_rule given; /* where the asker gives the rule */
	struct law_deposit *deposits;
	size_t deposits_n;
	struct date on;
};

/* A fault at a place of the body: "#/rule/delay". */
static void fault(struct question *q, enum problem_code code, struct str pointer, struct str detail)
{
	problem_add(&q->c->problems, code, PLACE_BODY, pointer, "%.*s", STR_ARGS(detail));
}

static struct str pointer_to(struct question *q, struct str base, const char *member)
{
	return str_format(q->c->arena, "%.*s/%s", STR_ARGS(base), member);
}

/* More faults than are told: what is read further would only cost time. */
static bool is_enough(const struct question *q)
{
	return q->c->problems.dropped > 0;
}

/* Refuses members of an object that are none of the known ones (separated by blanks). */
static void refuse_unknown(struct question *q, json_t *object, struct str base, const char *known)
{
	const char *name;
	json_t *value;
	json_object_foreach(object, name, value)
	{
		if (is_enough(q))
			return;
		struct str rest = str_of(known), one;
		bool found = false;
		while (str_next(&rest, ' ', &one))
			found = found || str_is(one, name);
		if (!found)
			fault(q, PROBLEM_UNKNOWN_FIELD, pointer_to(q, base, name),
			      tr_fill(q->c->arena, tr(q->c, N_("“{name}” is not known here.")),
				      (struct tr_value[]){{"name", str_of(name)}}, 1));
	}
}

static void read_day(struct question *q, json_t *value, struct str pointer, struct date *out)
{
	if (!json_is_string(value))
		fault(q, PROBLEM_WRONG_TYPE, pointer, tr(q->c, N_("This must be a day, written YYYY-MM-DD.")));
	else if (!date_parse((struct str){json_string_value(value), json_string_length(value)}, out))
		fault(q, PROBLEM_BAD_DAY, pointer,
		      tr_fill(q->c->arena, tr(q->c, N_("“{day}” is not a day.")),
			      (struct tr_value[]){{"day", str_of(json_string_value(value))}}, 1));
}

/* A number from 0 to most; left as it is where the member is absent. */
static void read_number(struct question *q, json_t *object, struct str base, const char *member, double most,
			double *out)
{
	json_t *value = json_object_get(object, member);
	if (!value || json_is_null(value))
		return;
	if (!json_is_number(value))
		fault(q, PROBLEM_WRONG_TYPE, pointer_to(q, base, member), tr(q->c, N_("This must be a number.")));
	else if (json_number_value(value) < 0 || json_number_value(value) > most)
		fault(q, PROBLEM_WRONG_VALUE, pointer_to(q, base, member),
		      tr(q->c, N_("This number is not possible here.")));
	else
		*out = json_number_value(value);
}

static void read_count(struct question *q, json_t *object, const char *member, int *out)
{
	json_t *value = json_object_get(object, member);
	struct str pointer = pointer_to(q, STR("#/rule"), member);
	if (!value)
		return;
	if (!json_is_integer(value))
		fault(q, PROBLEM_WRONG_TYPE, pointer, tr(q->c, N_("This must be a whole number.")));
	else if (json_integer_value(value) < 0 || json_integer_value(value) > DEPOSITS_MOST)
		fault(q, PROBLEM_WRONG_VALUE, pointer, tr(q->c, N_("This number is not possible here.")));
	else
		*out = (int)json_integer_value(value);
}

/* An ISO 8601 duration of days, months or years: P0D, P90D, P6M, P1Y. */
static bool parse_delay(struct str text, struct law_delay *out)
{
	int64_t n;
	if (text.n < 3 || text.n > 6 || text.at[0] != 'P' || text.at[1] < '0' || text.at[1] > '9' ||
	    !str_to_i64(str_slice(text, 1, text.n - 2), &n))
		return false;
	switch (text.at[text.n - 1]) {
	case 'D': *out = (struct law_delay){0, (int)n}; return true;
	case 'M': *out = (struct law_delay){(int)n, 0}; return true;
	case 'Y': *out = (struct law_delay){(int)n * 12, 0}; return true;
	default: return false;
	}
}

static void read_delay(struct question *q, json_t *object, const char *member, struct law_delay *out)
{
	json_t *value = json_object_get(object, member);
	struct str pointer = pointer_to(q, STR("#/rule"), member);
	if (!value)
		fault(q, PROBLEM_MISSING, pointer, tr(q->c, N_("A delay is needed: P0D, P90D, P6M or P12M.")));
	else if (!json_is_string(value) || !parse_delay(str_of(json_string_value(value)), out))
		fault(q, PROBLEM_WRONG_VALUE, pointer, tr(q->c, N_("This is no delay; write P0D, P90D, P6M or P12M.")));
}

static void read_listed(struct question *q, json_t *array)
{
	size_t i;
	json_t *value;
	if (!array)
		return;
	if (!json_is_array(array) || json_array_size(array) > LISTED_MOST) {
		fault(q, PROBLEM_WRONG_TYPE, STR("#/rule/listed"), tr(q->c, N_("This must be a list of codes.")));
		return;
	}
	struct str *listed = arena_array(q->c->arena, struct str, json_array_size(array) + 1);
	json_array_foreach(array, i, value) if (json_is_string(value)) listed[i] = str_of(json_string_value(value));
	else fault(q, PROBLEM_WRONG_TYPE, str_format(q->c->arena, "#/rule/listed/%zu", i),
		   tr(q->c, N_("This must be a code.")));
	q->given.listed = listed;
	q->given.listed_n = json_array_size(array);
}

static void read_rule(struct question *q, json_t *rule)
{
	if (!json_is_object(rule)) {
		fault(q, PROBLEM_WRONG_TYPE, STR("#/rule"), tr(q->c, N_("This must be an object.")));
		return;
	}
	refuse_unknown(q, rule, STR("#/rule"),
		       "ratifications delay member_delay listed with_1m_grt each_1m total_grt tonnage_share coastal");
	if (!json_object_get(rule, "ratifications"))
		fault(q, PROBLEM_MISSING, STR("#/rule/ratifications"),
		      tr(q->c, N_("How many ratifications does the rule need?")));
	read_count(q, rule, "ratifications", &q->given.ratifications);
	read_delay(q, rule, "delay", &q->given.delay);
	read_delay(q, rule, "member_delay", &q->given.member_delay);
	read_listed(q, json_object_get(rule, "listed"));
	read_count(q, rule, "with_1m_grt", &q->given.with_1m_grt);
	read_count(q, rule, "each_1m", &q->given.each_1m);
	read_number(q, rule, STR("#/rule"), "total_grt", 1e12, &q->given.total_grt);
	read_number(q, rule, STR("#/rule"), "tonnage_share", 100, &q->given.tonnage_share);
	read_count(q, rule, "coastal", &q->given.coastal);
	q->rule = &q->given;
}

static void read_instrument(struct question *q, const struct register_snapshot *s, json_t *value)
{
	struct str pointer = STR("#/instrument");
	if (!json_is_string(value)) {
		fault(q, PROBLEM_WRONG_TYPE, pointer, tr(q->c, N_("This must be an instrument's name.")));
		return;
	}
	struct tr_value name = {"name", str_of(json_string_value(value))};
	const struct register_instrument *i = register_instrument_named(s, name.value);
	const struct law_provisions *p = i ? law_provisions(i->law.id) : NULL;
	if (!i)
		fault(q, PROBLEM_UNKNOWN_INSTRUMENT, pointer,
		      tr_fill(q->c->arena, tr(q->c, N_("There is no instrument “{name}”.")), &name, 1));
	else if (!p)
		fault(q, PROBLEM_NOT_RATIFIABLE, pointer,
		      tr(q->c, N_("A Recommendation is not ratified (ILO Constitution, art. 19(6)).")));
	else
		q->rule = &p->rule;
}

static void read_deposit(struct question *q, json_t *item, size_t i)
{
	struct law_deposit *d = &q->deposits[i];
	struct str base = str_format(q->c->arena, "#/ratifications/%zu", i);
	*d = (struct law_deposit){.tonnage_share = -1, .gross_tonnage = -1, .coastal = -1};
	if (!json_is_object(item)) {
		fault(q, PROBLEM_WRONG_TYPE, base, tr(q->c, N_("This must be an object.")));
		return;
	}
	refuse_unknown(q, item, base, "member registered tonnage_share gross_tonnage coastal");
	json_t *member = json_object_get(item, "member"), *registered = json_object_get(item, "registered");
	if (json_is_string(member) && str_trim(str_of(json_string_value(member))).n > 0 &&
	    json_string_length(member) <= CODE_MOST)
		d->member = (struct str){json_string_value(member), json_string_length(member)};
	else
		fault(q, member ? PROBLEM_WRONG_VALUE : PROBLEM_MISSING, pointer_to(q, base, "member"),
		      tr(q->c, N_("A member's code is needed.")));
	if (registered)
		read_day(q, registered, pointer_to(q, base, "registered"), &d->registered);
	else
		fault(q, PROBLEM_MISSING, pointer_to(q, base, "registered"),
		      tr(q->c, N_("The day of registration is needed.")));
	read_number(q, item, base, "tonnage_share", 100, &d->tonnage_share);
	read_number(q, item, base, "gross_tonnage", 1e12, &d->gross_tonnage);
	json_t *coastal = json_object_get(item, "coastal");
	if (coastal && !json_is_null(coastal) && !json_is_boolean(coastal))
		fault(q, PROBLEM_WRONG_TYPE, pointer_to(q, base, "coastal"),
		      tr(q->c, N_("This must be true or false.")));
	else if (coastal && !json_is_null(coastal))
		d->coastal = json_is_true(coastal);
}

static void read_deposits(struct question *q, json_t *array)
{
	struct str pointer = STR("#/ratifications");
	size_t i;
	json_t *item;
	if (!array) {
		fault(q, PROBLEM_MISSING, pointer, tr(q->c, N_("A list of ratifications is needed; it may be empty.")));
		return;
	}
	if (!json_is_array(array) || json_array_size(array) > DEPOSITS_MOST) {
		fault(q, PROBLEM_WRONG_TYPE, pointer,
		      tr(q->c, N_("This must be a list of at most 10,000 ratifications.")));
		return;
	}
	q->deposits_n = json_array_size(array);
	q->deposits = arena_array(q->c->arena, struct law_deposit, q->deposits_n);
	json_array_foreach(array, i, item)
	{
		if (is_enough(q))
			return;
		read_deposit(q, item, i);
	}
}

static enum status read_question(struct question *q, const struct register_snapshot *s, json_t *body)
{
	if (!json_is_object(body)) {
		fault(q, PROBLEM_WRONG_TYPE, STR("#"), tr(q->c, N_("This must be an object.")));
		return INVALID;
	}
	json_t *instrument = json_object_get(body, "instrument"), *rule = json_object_get(body, "rule");
	json_t *on = json_object_get(body, "on");
	refuse_unknown(q, body, STR("#"), "instrument rule ratifications on");
	if (!instrument == !rule)
		fault(q, instrument ? PROBLEM_WRONG_VALUE : PROBLEM_MISSING, STR("#/instrument"),
		      tr(q->c, N_("Give either an instrument or a rule.")));
	if (instrument)
		read_instrument(q, s, instrument);
	if (rule)
		read_rule(q, rule);
	read_deposits(q, json_object_get(body, "ratifications"));
	q->on = DATE_NEVER;
	if (on && !json_is_null(on))
		read_day(q, on, STR("#/on"), &q->on);
	return q->c->problems.list.n ? INVALID : OK;
}

enum status register_law_in_force(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	json_t *body;
	struct question q = {.c = r->call};
	enum status st = http_json(r, &body);
	if (st == OK)
		st = register_snapshot(r->call, &s);
	if (st == OK)
		st = read_question(&q, s, body);
	if (st != OK)
		return st;
	struct law_entry entry;
	law_enter_into_force(q.rule, q.deposits, q.deposits_n, q.on, &entry);
	json_t *for_member = json_object();
	for (size_t i = 0; i < entry.members; i++)
		json_object_setn_new(for_member, q.deposits[i].member.at, q.deposits[i].member.n,
				     json_of_date(q.deposits[i].bound));
	return http_answer(response, json_pack("{s:o, s:o, s:b}", "in_force_from", json_of_date(entry.in_force_from),
					       "for_member", for_member, "undetermined", entry.undetermined));
}
