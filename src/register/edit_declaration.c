/* SPDX-License-Identifier: Apache-2.0 */
/* Declarations: those that travel with a ratification, and those made later. Only what the text itself offers is taken; what
 * it demands must be there (law/declaration.h). */
#include "register/edit_private.h"

#include <stdio.h>
#include <stdlib.h>

enum { AGE_MOST = 30, DAYS_MOST = 1000, PARTS_MOST = 31 };

static const char *const words[] = {[LAW_MINIMUM_AGE] = "minimum_age",
				    [LAW_MATERNITY_LEAVE] = "maternity_leave",
				    [LAW_HOLIDAY] = "holiday",
				    [LAW_PARTS_ACCEPTED] = "parts_accepted",
				    [LAW_PARTS_EXCLUDED] = "parts_excluded",
				    [LAW_SCOPE_LIMITED] = "scope_limited",
				    [LAW_TEMPORARY_EXCEPTIONS] = "temporary_exceptions",
				    [LAW_OTHER_DECLARATION] = "other"};

const char *edit_declaration_word(enum law_declaration_kind kind)
{
	return words[kind];
}

enum law_declaration_kind edit_declaration_kind(struct str word)
{
	for (enum law_declaration_kind kind = 0; kind < LAW_OTHER_DECLARATION; kind++)
		if (str_is(word, words[kind]))
			return kind;
	return LAW_OTHER_DECLARATION;
}

static bool is_a_set(enum law_declaration_kind kind)
{
	return kind == LAW_PARTS_ACCEPTED || kind == LAW_PARTS_EXCLUDED;
}

static bool is_a_number(enum law_declaration_kind kind)
{
	return kind <= LAW_HOLIDAY;
}

static const char *const romans[] = {"",   "I", "II", "III", "IV",   "V",   "VI", "VII", "VIII",
				     "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"};
enum { ROMANS = sizeof romans / sizeof *romans };

/* A Part's number; 0 if it is none. */
static int64_t part_of(struct str word)
{
	int64_t n;
	if (str_to_i64(word, &n))
		return n >= 1 && n <= PARTS_MOST ? n : 0;
	if (word.n == 3 && word.at[0] == '(' && word.at[2] == ')')
		word = str_slice(word, 1, 1);
	if (word.n == 1 && word.at[0] >= 'a' && word.at[0] <= 'i')
		return word.at[0] - 'a' + 1;
	for (n = 1; n < ROMANS; n++)
		if (str_is(word, romans[n]))
			return n;
	return 0;
}

bool edit_parts_parse(struct str text, unsigned *out)
{
	struct str rest = text, one;
	*out = 0;
	while (str_next(&rest, ' ', &one)) {
		while (str_ends(one, ","))
			one.n--;
		int64_t part = one.n ? part_of(one) : 0;
		if (one.n && !part)
			return false;
		*out |= one.n ? 1u << part : 0;
	}
	return true;
}

struct str edit_parts_text(struct arena *a, unsigned parts)
{
	struct str text = STR("");
	for (int k = 1; k <= PARTS_MOST; k++)
		if (parts & (1u << k))
			text = str_format(a, "%.*s%s%d", STR_ARGS(text), text.n ? " " : "", k);
	return text;
}

struct str edit_parts_roman(struct arena *a, unsigned parts)
{
	struct str text = STR("");
	for (int k = 1; k < ROMANS; k++)
		if (parts & (1u << k))
			text = str_format(a, "%.*s%s%s", STR_ARGS(text), text.n ? " " : "", romans[k]);
	return text;
}

/* The law's value of a declaration: years, days, or bits of Parts. */
static int value_of(enum law_declaration_kind kind, struct str value)
{
	int64_t n = 0;
	unsigned parts;
	if (is_a_set(kind))
		return edit_parts_parse(value, &parts) ? (int)parts : 0;
	return str_to_i64(value, &n) ? (int)n : 0;
}

static int by_day(const void *a, const void *b)
{
	const struct law_declaration *x = a, *y = b;
	return (x->effective.day > y->effective.day) - (x->effective.day < y->effective.day);
}

struct law_declaration *edit_declared(struct edit *e, const struct register_ratification *r,
				      enum law_declaration_kind kind, size_t more, size_t *n)
{
	size_t all = r ? r->declarations_n : 0;
	struct law_declaration *made = arena_array(e->c->arena, struct law_declaration, all + more);
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		const struct register_declaration *d = &r->declarations[i];
		if (str_is(d->kind, words[kind]))
			made[(*n)++] = (struct law_declaration){kind, value_of(kind, d->value),
								span_is_set(d->registered) ? d->registered.latest
											   : DATE_UNSET};
	}
	if (*n)
		qsort(made, *n, sizeof *made, by_day);
	return made;
}

static struct str number(const struct edit *e, int n)
{
	return str_format(e->c->arena, "%d", n);
}

static struct str parts_fault(struct edit *e, const struct law_declaration_rule *rule, enum law_declaration_fault fault)
{
	struct tr_value allowed = {"parts", edit_parts_text(e->c->arena, rule->allowed)};
	if (fault == LAW_DECLARATION_PART_UNKNOWN)
		return SAY(N_("The text offers only these: {parts}."), allowed);
	if (fault == LAW_DECLARATION_PART_TOO_MANY)
		return SAY(N_("No more than {most} may be named."), {"most", number(e, rule->most)});
	if (rule->one_of)
		return SAY(N_("At least {least} are needed, and among them at least one of these: {parts}."),
			   {"least", number(e, rule->least)}, {"parts", edit_parts_text(e->c->arena, rule->one_of)});
	return SAY(N_("At least {least} must be named."), {"least", number(e, rule->least)});
}

bool edit_check_declared(struct edit *e, const struct law_declaration_rule *rule, const struct law_declaration *made,
			 size_t n, const char *field)
{
	enum law_declaration_fault fault = law_declaration_check(rule, made, n);
	struct refusal refusal = {PROBLEM_REFUSED,     field, STR(""), STR(""), "declaration", STR(""),
				  str_of(rule->source)};
	int last = n ? made[n - 1].value : 0, before = n > 1 ? made[n - 2].value : 0;
	switch (fault) {
	case LAW_DECLARATION_FINE: return true;
	case LAW_DECLARATION_MISSING:
		refusal.code = PROBLEM_MISSING;
		refusal.rule = "compulsory-declaration";
		refusal.detail = tr(e->c, N_("This declaration must come with the ratification."));
		refusal.why = tr(e->c, N_("A ratification that lacks a compulsory declaration is not registered."));
		break;
	case LAW_DECLARATION_TOO_LOW:
		refusal.rule = "declaration-too-low";
		refusal.detail = SAY(N_("{value} is too low: the text asks for at least {least}."),
				     {"value", number(e, last)}, {"least", number(e, rule->least)});
		refusal.why = tr(e->c, N_("The text sets the least that a Member may declare."));
		break;
	case LAW_DECLARATION_LOWERED:
		refusal.rule = "declaration-lowered";
		refusal.detail = SAY(N_("{value} is lower than the {before} that holds."), {"value", number(e, last)},
				     {"before", number(e, before)});
		refusal.why = tr(e->c, N_("A later declaration can only raise what was declared before."));
		break;
	default:
		refusal.rule = "declaration-parts";
		refusal.detail = parts_fault(e, rule, fault);
		refusal.why = tr(e->c, N_("The text says which Parts a Member may name, and how many."));
	}
	edit_refuse(e, &refusal);
	return false;
}

/* "C138 art. 2" as the column holds it: "art. 2", with a paragraph where one was chosen. */
static struct str article_of(struct edit *e, const struct law_declaration_rule *rule)
{
	struct str source = str_of(rule->source), chosen = edit_value(e, "minimum_age_article");
	struct str rest = source, first;
	str_next(&rest, ' ', &first);
	if (rule->kind == LAW_MINIMUM_AGE && chosen.n)
		return str_format(e->c->arena, "art. %.*s", STR_ARGS(chosen));
	return rest;
}

/* What the register prints where the act's own words were not given: in English, as its other facts. */
static struct str plain_text(struct edit *e, enum law_declaration_kind kind, struct str value)
{
	static const struct {
		const char *before, *after;
	} forms[] = {
		[LAW_MINIMUM_AGE] = {"Minimum age specified: ", " years"},
		[LAW_MATERNITY_LEAVE] = {"Period of maternity leave: ", " days"},
		[LAW_HOLIDAY] = {"Length of the holiday: ", " days"},
		[LAW_PARTS_ACCEPTED] = {"Parts accepted: ", ""},
		[LAW_PARTS_EXCLUDED] = {"Parts excluded: ", ""},
	};
	must((size_t)kind < sizeof forms / sizeof *forms);
	return str_format(e->c->arena, "%s%.*s%s", forms[kind].before, STR_ARGS(value), forms[kind].after);
}

/* Fourteen years only under the paragraph made for it: C138 art. 2(4). */
static bool check_age(struct edit *e, const struct law_declaration_rule *rule, int age)
{
	if (rule->kind != LAW_MINIMUM_AGE || age != rule->least || str_is(edit_value(e, "minimum_age_article"), "2(4)"))
		return true;
	edit_refuse(e,
		    &(struct refusal){
			    PROBLEM_REFUSED, "minimum_age",
			    tr(e->c, N_("An age of 14 years can be declared only under article 2, paragraph 4.")),
			    tr(e->c, N_("Choose that paragraph if the Member invokes it.")), "declaration-too-low",
			    tr(e->c, N_("The age is not less than 15 years, but a Member whose economy and schools are "
					"insufficiently developed may begin with 14.")),
			    STR("C138 art. 2(3), 2(4)")});
	return false;
}

/* The value in a field as the register writes it; false if it is none (told). */
static bool read_value(struct edit *e, enum law_declaration_kind kind, const char *field, struct str *value)
{
	unsigned parts;
	int64_t n = 0;
	int64_t most = kind == LAW_MINIMUM_AGE ? AGE_MOST : DAYS_MOST;
	struct str typed = edit_value(e, field), detail = STR("");
	*value = typed;
	if (is_a_set(kind) && !edit_parts_parse(typed, &parts))
		detail = tr(e->c, N_("Write the Parts as numbers, such as 2 9 or II IX."));
	else if (is_a_set(kind))
		*value = edit_parts_text(e->c->arena, parts);
	else if (is_a_number(kind) && (!str_to_i64(typed, &n) || n < 1 || n > most))
		detail = SAY(N_("This must be a whole number, at most {most}."), {"most", number(e, (int)most)});
	else if (is_a_number(kind))
		*value = number(e, (int)n);
	if (detail.n)
		edit_refuse(e, &(struct refusal){PROBLEM_WRONG_VALUE, field, detail, STR(""), NULL, STR(""), STR("")});
	return detail.n == 0;
}

/* One declaration as cells; the texts of those without a value are the value's field itself. */
static void store_declaration(struct edit *e, struct str kind_word, struct str article, struct str value,
			      struct str text, struct str registered)
{
	enum register_kind kind = REGISTER_DECLARATIONS;
	struct str *cells = edit_cells(e, kind);
	edit_set(kind, cells, "instrument", e->instrument->id);
	edit_set(kind, cells, "country_iso3", e->member->code);
	edit_set(kind, cells, "kind", kind_word);
	edit_set(kind, cells, "article", article);
	edit_set(kind, cells, "value", value);
	edit_set(kind, cells, "text", text);
	edit_set(kind, cells, "registered", registered);
	edit_set(kind, cells, "source", edit_value(e, "source"));
	edit_set(kind, cells, "reference", edit_value(e, "reference"));
	edit_store(e, kind, cells);
}

/* What held for the State before it holds for its successor, in a fact of its own. False if nothing did. */
static bool carry_over(struct edit *e, const struct law_declaration_rule *rule,
		       const struct register_ratification *before)
{
	size_t n;
	struct law_declaration *made = edit_declared(e, before, rule->kind, 0, &n);
	int held = n && date_is_set(e->day) ? law_declared_value(rule, made, n, e->day) : 0;
	if (!held)
		return false;
	const struct register_country *state = &e->now.countries[before->country];
	struct str value = is_a_set(rule->kind) ? edit_parts_text(e->c->arena, (unsigned)held) : number(e, held);
	struct str text = plain_text(e, rule->kind, value);
	store_declaration(
		e, str_of(words[rule->kind]), article_of(e, rule), value,
		str_format(e->c->arena, "%.*s, as declared by %.*s", STR_ARGS(text), STR_ARGS(state->name.in[IN_EN])),
		STR(""));
	edit_warn(e, SAY(N_("The declaration of {member} carries over: {value}."),
			 {"member", edit_country_name(e, state)}, {"value", value}));
	return true;
}

static void declare_with(struct edit *e, const struct law_declaration_rule *rule,
			 const struct register_ratification *before)
{
	const char *field = words[rule->kind];
	struct str value = edit_value(e, field), text = edit_value(e, "declaration_text");
	bool has_value = is_a_set(rule->kind) || is_a_number(rule->kind), made = value.n > 0;
	if (made && has_value && !read_value(e, rule->kind, field, &value))
		return;
	struct law_declaration one = {rule->kind, value_of(rule->kind, value), DATE_UNSET};
	if (!made && before && rule->compulsory && carry_over(e, rule, before))
		return;
	if (!edit_check_declared(e, rule, &one, made, field) || !made || !check_age(e, rule, one.value))
		return;
	if (!text.n)
		text = has_value ? plain_text(e, rule->kind, value) : value;
	store_declaration(e, str_of(field), article_of(e, rule), has_value ? value : STR(""), text, STR(""));
}

void edit_declarations_with(struct edit *e, const struct register_ratification *before)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(e->instrument->law.id, &n);
	for (size_t i = 0; i < n; i++)
		declare_with(e, &rules[i], before);
}

/* A later declaration hangs on a ratification that stands. */
static const struct register_ratification *standing_ratification(struct edit *e)
{
	const struct register_ratification *r = edit_ratification_on(e, e->instrument, e->member, e->day);
	struct tr_value pair[] = {{"instrument", e->instrument->id},
				  {"member", edit_country_name(e, e->member)},
				  {"day", r ? edit_span_text(e, r->law.registered) : STR("")}};
	const char *text = NULL;
	if (!r)
		text = N_("No ratification of {instrument} by {member} is recorded here; register it first.");
	else if (date_is_set(e->day) && date_before(e->day, r->law.registered.earliest))
		text = N_("{member} ratified {instrument} only afterwards, on {day}.");
	else if (date_is_set(e->day) && date_up_to(r->binding.until.latest, e->day))
		text = N_("{member} was no longer bound by {instrument} on that day.");
	if (!text)
		return r;
	edit_refuse(e,
		    &(struct refusal){PROBLEM_REFUSED, r && date_is_set(e->day) ? "registered" : "member",
				      tr_fill(e->c->arena, tr(e->c, text), pair, 3), STR(""), "no-ratification",
				      tr(e->c, N_("A declaration is made under a ratification that stands.")),
				      SAY(N_("final provisions of {instrument}"), {"instrument", e->instrument->id})});
	return NULL;
}

static const struct law_declaration_rule *rule_for(struct edit *e, enum law_declaration_kind kind)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(e->instrument->law.id, &n);
	for (size_t i = 0; i < n; i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

static void refuse_change(struct edit *e, const struct law_declaration_rule *rule, const char *name, struct str detail)
{
	edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, "value", detail, STR(""), name,
					 tr(e->c, N_("The text says how a declaration may be changed later.")),
					 str_of(rule->source)});
}

/* How a later declaration may differ from what holds: raised, added to, taken back in part, or put in its place. */
static void check_change(struct edit *e, const struct law_declaration_rule *rule, const struct register_ratification *r,
			 struct str value)
{
	size_t n;
	struct law_declaration *made = edit_declared(e, r, rule->kind, 1, &n);
	struct law_declaration one = {rule->kind, value_of(rule->kind, value), e->day};
	unsigned holds = (unsigned)law_declared_value(rule, made, n, e->day), wanted = (unsigned)one.value;
	made[n] = one;
	if (is_a_set(rule->kind) && rule->later == LAW_CHANGE_CANCEL) {
		if (wanted & ~holds)
			refuse_change(e, rule, "declaration-only-taken-back",
				      SAY(N_("Later one can only take back what was excluded: {parts}."),
					  {"parts", edit_parts_text(e->c->arena, holds)}));
		return;
	}
	/* The only one of its kind: Part II may take the place of Part III, not the other way round (C096 art. 2). */
	if (rule->later == LAW_CHANGE_REPLACE && wanted != 1u << 2) {
		refuse_change(e, rule, "declaration-only-replaced",
			      tr(e->c, N_("Later one can only accept Part II in place of Part III.")));
		return;
	}
	if (is_a_set(rule->kind) && wanted && !(wanted & ~holds))
		refuse_change(e, rule, "declaration-adds-nothing",
			      SAY(N_("These were accepted before: {parts}."),
				  {"parts", edit_parts_text(e->c->arena, holds)}));
	else
		edit_check_declared(e, rule, made, n + 1, "value");
}

/* One of the same kind and value stands already: the same act once more, or the same words again. */
static bool is_there(struct edit *e, const struct register_ratification *r, struct str kind, struct str value)
{
	for (size_t i = 0; i < r->declarations_n; i++) {
		const struct register_declaration *d = &r->declarations[i];
		if (!str_equal(d->kind, kind) || !str_equal(d->value, value))
			continue;
		edit_refuse(
			e, &(struct refusal){PROBLEM_ALREADY_THERE, "kind",
					     tr(e->c, N_("This declaration is recorded already, with the same value.")),
					     tr(e->c, N_("If its text or day is wrong, correct it there.")), NULL,
					     STR(""), STR("")});
		return true;
	}
	return false;
}

/* The value of a later declaration, checked against the law's rule for its kind. False if something was refused. */
static bool check_later(struct edit *e, const struct register_ratification *r, struct str kind, struct str *value)
{
	enum law_declaration_kind law_kind = edit_declaration_kind(kind);
	const struct law_declaration_rule *rule = rule_for(e, law_kind);
	size_t before = e->c->problems.list.n;
	if (law_kind == LAW_OTHER_DECLARATION)
		return !is_there(e, r, kind, *value);
	if (!rule) {
		edit_refuse(e, &(struct refusal){PROBLEM_REFUSED, "kind",
						 SAY(N_("The text of {instrument} offers no such declaration."),
						     {"instrument", e->instrument->id}),
						 STR(""), "declaration-not-offered",
						 tr(e->c, N_("Only what the text itself offers can be declared; "
							     "reservations are not admissible.")),
						 STR("ILO Constitution art. 19(5)")});
		return false;
	}
	bool wants_value = is_a_number(law_kind) || (is_a_set(law_kind) && rule->later != LAW_CHANGE_CANCEL);
	if (wants_value && value->n == 0) {
		edit_refuse(e, &(struct refusal){PROBLEM_MISSING, "value",
						 tr(e->c, N_("Give the value that is declared.")), STR(""), NULL,
						 STR(""), STR("")});
		return false;
	}
	if (!read_value(e, law_kind, "value", value) || is_there(e, r, kind, *value))
		return false;
	if (date_is_set(e->day) && (is_a_number(law_kind) || is_a_set(law_kind)))
		check_change(e, rule, r, *value);
	return e->c->problems.list.n == before;
}

void edit_declaration(struct edit *e)
{
	struct str kind = edit_value(e, "kind"), value = edit_value(e, "value"), article = edit_value(e, "article");
	if (!e->instrument || !e->member)
		return;
	e->subject = str_format(e->c->arena, "%.*s %.*s", STR_ARGS(e->instrument->id), STR_ARGS(e->member->code));
	const struct register_ratification *r = standing_ratification(e);
	if (!r || !kind.n || !check_later(e, r, kind, &value))
		return;
	if (article.n && !str_begins(article, "art"))
		article = str_format(e->c->arena, "art. %.*s", STR_ARGS(article));
	store_declaration(e, kind, article, value, edit_value(e, "text"), edit_value(e, "registered"));
}
