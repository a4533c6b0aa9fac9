/* SPDX-License-Identifier: Apache-2.0 */
/* Correcting a fact of any table: it was always so, it changed on a day, or it was recorded in error. */
#include "register/edit_private.h"
#include "register/register_sql.h"

#include <string.h>

enum { LIST_MOST = 400 };

/* One correction. */
struct correction {
	struct edit *e;
	enum register_kind kind;
	const struct register_table *table;
	const struct register_row *row; /* that stands; NULL: a fact that was missing */
	struct str *cells;              /* as they will be */
};

static void refuse(struct correction *k, enum problem_code code, const char *field, const char *rule, struct str detail,
		   struct str hint, struct str why)
{
	struct edit *e = k->e;
	edit_refuse(e, &(struct refusal){code, field, detail, hint, rule, why, rule ? PRACTICE : STR("")});
}

static void reads_so_already(struct correction *k)
{
	refuse(k, PROBLEM_ALREADY_THERE, "manner", NULL, tr(k->e->c, N_("The fact reads so already.")), STR(""),
	       STR(""));
}

static struct str cell(const struct correction *k, const char *column)
{
	int index = register_column_named(k->table, str_of(column));
	return index < 0 ? STR("") : k->cells[index];
}

static struct str cell_before(const struct correction *k, const char *column)
{
	int index = register_column_named(k->table, str_of(column));
	return index < 0 || !k->row ? STR("") : k->row->cells[index];
}

static bool has_changed(const struct correction *k, const char *column)
{
	return !str_equal(cell(k, column), cell_before(k, column));
}

static bool was_given(const struct edit *e, const char *name)
{
	for (size_t i = 0; i < e->wish->n; i++)
		if (str_is(e->wish->values[i].name, name))
			return true;
	return false;
}

/* What stands with the columns that were given put in; names of instruments in their one form. */
static void merge(struct correction *k)
{
	struct edit *e = k->e;
	k->cells = edit_cells(e, k->kind);
	for (size_t i = 0; i < k->table->columns_n; i++) {
		const struct register_column *column = &k->table->columns[i];
		struct str value = was_given(e, column->name) ? edit_value(e, column->name)
				   : k->row                   ? k->row->cells[i]
							      : STR("");
		if (column->type == REGISTER_INSTRUMENT || column->type == REGISTER_INSTRUMENTS)
			value = edit_canonical_ids(e, value);
		k->cells[i] = value;
	}
}

/* Every required cell is there; key cells are as short as an import asks, and those of a standing fact stay. */
static void check_cells(struct correction *k)
{
	struct edit *e = k->e;
	for (size_t i = 0; i < k->table->columns_n; i++) {
		const struct register_column *column = &k->table->columns[i];
		const char *why;
		if (k->row && (column->flags & REGISTER_KEY) && has_changed(k, column->name))
			refuse(k, PROBLEM_REFUSED, column->name, "key-stays",
			       tr(e->c, N_("This names the fact and stays as it is.")),
			       tr(e->c, N_("Withdraw the fact as recorded in error, then record it anew.")),
			       tr(e->c, N_("A fact is corrected under the name it was recorded by.")));
		else if (k->cells[i].n == 0 && (column->flags & REGISTER_REQUIRED))
			refuse(k, PROBLEM_MISSING, column->name, NULL, tr(e->c, N_("This must not be empty.")), STR(""),
			       STR(""));
		else if (!register_cell_fits(column, k->cells[i], &why) &&
			 !edit_misfit(e, column->type, column->choices, k->cells[i]).n)
			refuse(k, PROBLEM_WRONG_VALUE, column->name, NULL, tr(e->c, N_("This is too long for a name.")),
			       STR(""), STR(""));
	}
}

/* Every instrument and country that the fact names is known. */
static void check_references(struct correction *k)
{
	struct edit *e = k->e;
	for (size_t i = 0; i < k->table->columns_n; i++) {
		const struct register_column *column = &k->table->columns[i];
		struct tr_value name = {"name", k->cells[i]};
		bool names_itself = (k->kind == REGISTER_INSTRUMENTS_TABLE || k->kind == REGISTER_COUNTRIES ||
				     k->kind == REGISTER_HISTORIC_STATES) &&
				    (column->flags & REGISTER_KEY);
		if (k->cells[i].n == 0 || names_itself)
			continue;
		if (column->type == REGISTER_INSTRUMENT && !register_instrument_named(&e->now, k->cells[i]))
			refuse(k, PROBLEM_UNKNOWN_INSTRUMENT, column->name, NULL,
			       SAY(N_("There is no instrument “{name}” here."), name), STR(""), STR(""));
		if (column->type == REGISTER_COUNTRY && !register_country_named(&e->now, k->cells[i]))
			refuse(k, PROBLEM_UNKNOWN_MEMBER, column->name, NULL,
			       SAY(N_("There is no country “{name}” here."), name), STR(""), STR(""));
	}
}

/* Pairs of columns of which the second never comes before the first. */
static void check_order(struct correction *k)
{
	static const struct {
		enum register_kind kind;
		const char *first, *second;
		bool may_be_same;
	} pairs[] = {
		{REGISTER_MEMBERSHIPS, "from", "until", false},
		{REGISTER_GROUPS, "member_from", "member_until", false},
		{REGISTER_HISTORIC_STATES, "from", "until", false},
		{REGISTER_SESSIONS, "opened", "closed", true},
		{REGISTER_INSTRUMENTS_TABLE, "adopted", "entered_into_force", true},
		{REGISTER_AMENDMENTS, "approved", "in_force_from", true},
		{REGISTER_DENUNCIATIONS, "date_registered", "date_denounced", true},
		{REGISTER_TERRITORIES, "date_registered", "entered_into_force", true},
	};
	struct edit *e = k->e;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		struct span first, second;
		if (pairs[i].kind != k->kind || !span_parse(cell(k, pairs[i].first), &first) ||
		    !span_parse(cell(k, pairs[i].second), &second))
			continue;
		bool wrong = date_before(second.latest, first.earliest) ||
			     (!pairs[i].may_be_same && date_same(second.latest, first.earliest));
		if (wrong)
			refuse(k, PROBLEM_REFUSED, pairs[i].second, "end-before-start",
			       SAY(N_("{second} is not after {first}."), {"second", edit_span_text(e, second)},
				   {"first", edit_span_text(e, first)}),
			       STR(""), tr(e->c, N_("A time ends after it begins.")));
	}
}

/* The ratifications of a pair by their order: the one that a fact is about, and those around it; NULL where there is none. */
struct succession {
	const struct register_ratification *before, *self, *behind;
};

static int64_t order_of(struct str again)
{
	int64_t n = 1;
	str_to_i64(again, &n);
	return n;
}

static struct succession succession_of(const struct edit *e, const struct register_instrument *i,
				       const struct register_country *country, int64_t order)
{
	enum register_kind kind = REGISTER_RATIFICATIONS;
	struct succession s = {NULL, NULL, NULL};
	for (size_t n = 0; n < i->ratifications_n; n++) {
		const struct register_ratification *r = &e->now.ratifications[i->ratifications_from + n];
		if (&e->now.countries[r->country] != country)
			continue;
		const struct register_row *row = edit_standing(e, kind, r->fact.key);
		int64_t other = row ? order_of(CELL("again")) : 1;
		if (other < order)
			s.before = r;
		else if (other == order)
			s.self = r;
		else if (!s.behind)
			s.behind = r;
	}
	return s;
}

static void refuse_order(struct correction *k, const char *field, const char *rule, struct span first,
			 struct span second, struct str why)
{
	struct edit *e = k->e;
	refuse(k, PROBLEM_REFUSED, field, rule,
	       SAY(N_("{second} is not after {first}."), {"second", edit_span_text(e, second)},
		   {"first", edit_span_text(e, first)}),
	       STR(""), why);
}

static struct str one_at_a_time(const struct edit *e)
{
	return tr(e->c, N_("A Member is bound by one ratification of an instrument; another can follow only after a "
			   "denunciation."));
}

/* It comes neither before the end of the ratification before it nor after its own, nor after the one behind it. */
static void check_succession(struct correction *k, const struct succession *s, struct span registered)
{
	struct edit *e = k->e;
	const char *field = "date_registered";
	if (s->before && (s->before->law.denounced.kind == LAW_NOT_ENDED ||
			  date_before(registered.latest, s->before->law.denounced.day.earliest)))
		refuse(k, PROBLEM_REFUSED, field, "one-ratification",
		       SAY(N_("The ratification of {instrument} by {member} of {day} still stood then."),
			   {"instrument", cell(k, "instrument")},
			   {"member", edit_country_name(e, &e->now.countries[s->before->country])},
			   {"day", edit_span_text(e, s->before->law.registered)}),
		       STR(""), one_at_a_time(e));
	if (s->behind && date_before(s->behind->law.registered.latest, registered.earliest))
		refuse_order(k, field, "one-ratification", registered, s->behind->law.registered, one_at_a_time(e));
	if (s->self && s->self->denunciation.id && date_before(s->self->law.denounced.day.latest, registered.earliest))
		refuse_order(k, field, "end-before-start", registered, s->self->law.denounced.day,
			     tr(e->c, N_("A time ends after it begins.")));
}

/* How many declarations of a kind are recorded of a Member under an instrument. */
static size_t declared_of(const struct edit *e, struct str instrument, struct str country, enum law_declaration_kind of)
{
	enum register_kind kind = REGISTER_DECLARATIONS;
	size_t n = 0;
	for (size_t i = 0; i < e->rows.of[kind].n; i++) {
		const struct register_row *row = &e->rows.of[kind].at[i];
		n += str_equal(CELL("instrument"), instrument) && str_equal(CELL("country_iso3"), country) &&
		     edit_declaration_kind(CELL("kind")) == of;
	}
	return n;
}

static void refuse_undeclared(struct correction *k, const char *field, struct str hint,
			      const struct law_declaration_rule *rule)
{
	struct edit *e = k->e;
	edit_refuse(e, &(struct refusal){
			       PROBLEM_REFUSED, field, tr(e->c, N_("The instrument demands this declaration.")), hint,
			       "compulsory-declaration",
			       tr(e->c, N_("A ratification that lacks a compulsory declaration is not registered.")),
			       str_of(rule->source)});
}

/* A ratification that was missing comes with what its instrument demands, or after it. */
static void check_demanded(struct correction *k, const struct register_instrument *i)
{
	size_t n;
	const struct law_declaration_rule *rules = law_declaration_rules(i->law.id, &n);
	for (size_t j = 0; j < n; j++)
		if (rules[j].compulsory &&
		    !declared_of(k->e, cell(k, "instrument"), cell(k, "country_iso3"), rules[j].kind))
			refuse_undeclared(
				k, "instrument",
				tr(k->e->c, N_("Register the ratification with its declaration in the form for "
					       "it.")),
				&rules[j]);
}

/* Of a ratification whose day or basis changes, what is asked of a new one. */
static void check_ratification(struct correction *k)
{
	struct edit *e = k->e;
	const struct register_instrument *i = register_instrument_named(&e->now, cell(k, "instrument"));
	const struct register_country *country = register_country_named(&e->now, cell(k, "country_iso3"));
	struct span registered;
	if (!i || !country || !span_parse(cell(k, "date_registered"), &registered))
		return;
	if (!k->row)
		check_demanded(k, i);
	if (!has_changed(k, "date_registered") && !has_changed(k, "basis") && !has_changed(k, "predecessor"))
		return;
	edit_check_ratification(e, "date_registered",
				&(struct edit_ratified){i, country,
							register_country_named(&e->now, cell(k, "predecessor")),
							registered.latest, cell(k, "basis")});
	struct succession s = succession_of(e, i, country, order_of(cell(k, "again")));
	check_succession(k, &s, registered);
}

static void check_denunciation(struct correction *k)
{
	struct edit *e = k->e;
	const struct register_instrument *i = register_instrument_named(&e->now, cell(k, "instrument"));
	const struct register_country *country = register_country_named(&e->now, cell(k, "country_iso3"));
	struct span denounced;
	if (!i || !country || !span_parse(cell(k, "date_denounced"), &denounced))
		return;
	struct succession s = succession_of(e, i, country, order_of(cell(k, "again")));
	if (!s.self || date_before(denounced.latest, s.self->law.registered.earliest))
		refuse(k, PROBLEM_REFUSED, "date_denounced", "nothing-to-denounce",
		       tr(e->c, N_("No ratification by this Member stood on that day.")), STR(""),
		       tr(e->c, N_("An act of denunciation ends a ratification that stands.")));
	else if (str_is(cell(k, "kind"), "by_act") && span_is_day(denounced) &&
		 (has_changed(k, "date_denounced") || has_changed(k, "kind")))
		edit_check_window(e, "date_denounced", i, denounced.earliest);
	if (s.behind && date_before(s.behind->law.registered.latest, denounced.earliest))
		refuse_order(k, "date_denounced", "one-ratification", denounced, s.behind->law.registered,
			     one_at_a_time(e));
}

/* The typed value of a declaration against the law's rule; what else was declared does not count here. */
static void check_declaration(struct correction *k)
{
	struct edit *e = k->e;
	const struct register_instrument *i = register_instrument_named(&e->now, cell(k, "instrument"));
	enum law_declaration_kind kind = edit_declaration_kind(cell(k, "kind"));
	size_t n;
	const struct law_declaration_rule *rules = i ? law_declaration_rules(i->law.id, &n) : NULL;
	for (size_t j = 0; rules && j < n; j++) {
		int64_t value;
		if (rules[j].kind != kind || rules[j].later != LAW_CHANGE_UPWARD ||
		    !str_to_i64(cell(k, "value"), &value))
			continue;
		struct law_declaration made = {kind, (int)value, DATE_UNSET};
		edit_check_declared(e, &rules[j], &made, 1, "value");
	}
}

/* Nobody revises himself by a detour: following what is revised never leads back. Each instrument is looked at once. */
static bool leads_back(const struct edit *e, int from, int to)
{
	const struct register_snapshot *s = &e->now;
	bool *seen = arena_array(e->c->arena, bool, s->instruments_n);
	int *waiting = arena_array(e->c->arena, int, s->instruments_n);
	size_t n = 0;
	memset(seen, 0, s->instruments_n * sizeof *seen);
	waiting[n++] = from;
	seen[from] = true;
	while (n > 0 && !seen[to]) {
		const struct register_instrument *i = &s->instruments[waiting[--n]];
		for (size_t k = 0; k < i->revises_n; k++)
			if (!seen[i->revises[k]]) {
				seen[i->revises[k]] = true;
				waiting[n++] = i->revises[k];
			}
	}
	return seen[to];
}

static void check_instrument(struct correction *k)
{
	struct edit *e = k->e;
	struct str id = cell(k, "id"), rest = cell(k, "revises"), one;
	struct span adopted = register_span_cell(cell(k, "adopted"), SPAN_NEVER);
	const struct register_instrument *self = register_instrument_named(&e->now, id);
	if (!edit_check_revision(e, id, adopted, rest) || !self)
		return;
	while (str_next(&rest, ' ', &one)) {
		const struct register_instrument *older = one.n ? register_instrument_named(&e->now, one) : NULL;
		if (older && leads_back(e, (int)(older - e->now.instruments), (int)(self - e->now.instruments)))
			refuse(k, PROBLEM_REFUSED, "revises", "revision-order",
			       SAY(N_("{older} leads back to {newer} by what it revises."), {"older", older->id},
				   {"newer", id}),
			       STR(""),
			       tr(e->c, N_("A revising instrument is adopted after what it revises, and none revises "
					   "itself.")));
	}
}

static void check_law(struct correction *k)
{
	switch (k->kind) {
	case REGISTER_RATIFICATIONS: check_ratification(k); break;
	case REGISTER_DENUNCIATIONS: check_denunciation(k); break;
	case REGISTER_DECLARATIONS: check_declaration(k); break;
	case REGISTER_INSTRUMENTS_TABLE: check_instrument(k); break;
	default: break;
	}
}

static void check_all(struct correction *k)
{
	check_cells(k);
	check_references(k);
	check_order(k);
	edit_check_days(k->e, k->kind, k->cells, k->row ? k->row->cells : NULL);
	k->e->says_source = edit_says_source(k->kind, k->cells, k->row ? k->row->cells : NULL);
	check_law(k);
}

/* Nothing else stands under the key of a fact that is new; the log is told its key. */
static void check_new(struct correction *k)
{
	struct edit *e = k->e;
	struct str key = register_key(e->c->arena, k->table, k->cells);
	e->subject = str_format(e->c->arena, "%s %.*s", k->table->name, STR_ARGS(key));
	if (edit_standing(e, k->kind, key))
		refuse(k, PROBLEM_ALREADY_THERE, "manner", NULL, SAY(N_("“{key}” is recorded already."), {"key", key}),
		       tr(e->c, N_("Correct the fact that is there.")), STR(""));
	else
		edit_store(e, k->kind, k->cells);
}

/* It was always so: the fact that stands is superseded, or one that was missing is recorded. */
static void correct_always(struct correction *k)
{
	struct edit *e = k->e;
	if (edit_value(e, "changed_on").n)
		refuse(k, PROBLEM_WRONG_VALUE, "changed_on", NULL,
		       tr(e->c, N_("A day of change is given only where the fact changed.")), STR(""), STR(""));
	merge(k);
	check_all(k);
	if (!k->row) {
		check_new(k);
		return;
	}
	edit_store(e, k->kind, k->cells);
	if (e->facts.n == 0)
		reads_so_already(k);
}

static void refuse_in_use(struct correction *k, struct str facts)
{
	struct edit *e = k->e;
	refuse(k, PROBLEM_REFUSED, "manner", "in-use", SAY(N_("Other facts rest on it: {facts}."), {"facts", facts}),
	       tr(e->c, N_("Withdraw those first.")),
	       tr(e->c, N_("A fact on which others rest is not withdrawn before them.")));
}

/* How much is known of an instrument's ratifications goes with it. */
static bool goes_along(const struct correction *k, enum register_kind kind)
{
	return k->kind == REGISTER_INSTRUMENTS_TABLE && kind == REGISTER_COVERAGES;
}

static void withdraw_instrument(struct correction *k)
{
	const struct register_row *coverage = edit_standing(k->e, REGISTER_COVERAGES, k->row->key);
	if (coverage)
		edit_withdraw(k->e, REGISTER_COVERAGES, coverage);
}

/* The other facts that name this one in their cells. */
static struct str users_of(struct correction *k)
{
	struct edit *e = k->e;
	struct str text = STR("");
	bool is_instrument = k->kind == REGISTER_INSTRUMENTS_TABLE;
	for (enum register_kind kind = 0; kind < REGISTER_KINDS && text.n < LIST_MOST; kind++)
		for (size_t n = 0; n < e->rows.of[kind].n && text.n < LIST_MOST; n++) {
			const struct register_row *row = &e->rows.of[kind].at[n];
			bool names = false;
			for (size_t i = 0; i < register_tables[kind].columns_n && row != k->row && !goes_along(k, kind);
			     i++) {
				enum register_type type = register_tables[kind].columns[i].type;
				names = names || (str_equal(row->cells[i], k->row->key) &&
						  type == (is_instrument ? REGISTER_INSTRUMENT : REGISTER_COUNTRY));
			}
			if (names)
				text = str_format(e->c->arena, "%.*s%s%s %.*s", STR_ARGS(text), text.n ? "; " : "",
						  register_tables[kind].name, STR_ARGS(row->key));
		}
	return text;
}

static bool is_about(enum register_kind kind, const struct register_row *row, const struct register_row *ratification)
{
	enum register_kind of = REGISTER_RATIFICATIONS;
	return str_equal(CELL("instrument"), register_cell(of, ratification, "instrument")) &&
	       str_equal(CELL("country_iso3"), register_cell(of, ratification, "country_iso3"));
}

/* A ratification goes with its declarations; a denunciation of it goes first. */
static void withdraw_ratification(struct correction *k)
{
	struct edit *e = k->e;
	enum register_kind kind = REGISTER_DENUNCIATIONS;
	bool only = true;
	for (size_t i = 0; i < e->rows.of[kind].n; i++) {
		const struct register_row *row = &e->rows.of[kind].at[i];
		if (is_about(kind, row, k->row) && str_equal(CELL("again"), register_cell(k->kind, k->row, "again")))
			refuse(k, PROBLEM_REFUSED, "manner", "in-use", tr(e->c, N_("Its denunciation is recorded.")),
			       tr(e->c, N_("Withdraw the denunciation first.")),
			       tr(e->c, N_("A fact on which others rest is not withdrawn before them.")));
	}
	for (size_t i = 0; i < e->rows.of[k->kind].n; i++)
		only = only &&
		       (&e->rows.of[k->kind].at[i] == k->row || !is_about(k->kind, &e->rows.of[k->kind].at[i], k->row));
	kind = REGISTER_DECLARATIONS;
	for (size_t i = 0; only && i < e->rows.of[kind].n; i++)
		if (is_about(kind, &e->rows.of[kind].at[i], k->row))
			edit_withdraw(e, kind, &e->rows.of[kind].at[i]);
}

/* What ended a ratification stays as long as another stands behind it. */
static void withdraw_denunciation(struct correction *k)
{
	struct edit *e = k->e;
	enum register_kind kind = k->kind;
	const struct register_row *row = k->row;
	const struct register_instrument *i = register_instrument_named(&e->now, CELL("instrument"));
	const struct register_country *country = register_country_named(&e->now, CELL("country_iso3"));
	if (!i || !country || CELL("parts").n)
		return;
	struct succession s = succession_of(e, i, country, order_of(CELL("again")));
	if (s.behind)
		refuse_in_use(k, s.behind->fact.key);
}

/* The last declaration that its instrument demands stays as long as the ratification. */
static void withdraw_declaration(struct correction *k)
{
	struct edit *e = k->e;
	enum register_kind kind = k->kind;
	const struct register_row *row = k->row;
	const struct register_instrument *i = register_instrument_named(&e->now, CELL("instrument"));
	const struct register_country *country = register_country_named(&e->now, CELL("country_iso3"));
	enum law_declaration_kind of = edit_declaration_kind(CELL("kind"));
	size_t n = 0;
	const struct law_declaration_rule *rules = i ? law_declaration_rules(i->law.id, &n) : NULL;
	if (!country || !i || !edit_ratification_of(e, i, country))
		return;
	for (size_t j = 0; j < n; j++)
		if (rules[j].compulsory && rules[j].kind == of &&
		    declared_of(e, CELL("instrument"), CELL("country_iso3"), of) < 2)
			refuse_undeclared(k, "manner", tr(e->c, N_("Record the right one first.")), &rules[j]);
}

static void correct_error(struct correction *k)
{
	struct edit *e = k->e;
	bool is_named = k->kind == REGISTER_INSTRUMENTS_TABLE || k->kind == REGISTER_COUNTRIES ||
			k->kind == REGISTER_HISTORIC_STATES;
	if (!k->row) {
		refuse(k, PROBLEM_MISSING, "manner", NULL,
		       tr(e->c, N_("Only a fact that is recorded can have been recorded in error.")), STR(""), STR(""));
		return;
	}
	struct str users = is_named ? users_of(k) : STR("");
	if (users.n)
		refuse_in_use(k, users);
	if (k->kind == REGISTER_RATIFICATIONS)
		withdraw_ratification(k);
	else if (k->kind == REGISTER_DENUNCIATIONS)
		withdraw_denunciation(k);
	else if (k->kind == REGISTER_DECLARATIONS)
		withdraw_declaration(k);
	else if (k->kind == REGISTER_INSTRUMENTS_TABLE)
		withdraw_instrument(k);
	edit_withdraw(e, k->kind, k->row);
}

/* A period that stood ends on the day. */
static void end_period(struct correction *k, const char *until, struct str day)
{
	merge(k);
	edit_set(k->kind, k->cells, until, day);
	check_all(k);
	edit_store(k->e, k->kind, k->cells);
	if (k->e->facts.n == 0)
		reads_so_already(k);
}

/* From the day on an instrument is of another category; the earlier one stays what it was. */
static void change_category(struct correction *k, struct str day)
{
	struct edit *e = k->e;
	struct str before = cell_before(k, "category");
	merge(k);
	edit_set(k->kind, k->cells, "from", day);
	k->row = NULL; /* the new period has a key of its own */
	check_all(k);
	if (str_equal(before, cell(k, "category")))
		refuse(k, PROBLEM_WRONG_VALUE, "category", NULL, tr(e->c, N_("Choose the category that it became.")),
		       STR(""), STR(""));
	else
		check_new(k);
}

/* It changed on a day. Only what is recorded with a day from which it holds can tell that; all else would change the past. */
static void correct_changed(struct correction *k)
{
	struct edit *e = k->e;
	struct date day;
	struct str text = edit_value(e, "changed_on");
	if (!text.n)
		refuse(k, PROBLEM_MISSING, "changed_on", NULL, tr(e->c, N_("Give the day of the change.")), STR(""),
		       STR(""));
	if (!date_parse(text, &day))
		return;
	if (k->row && k->kind == REGISTER_MEMBERSHIPS)
		end_period(k, "until", text);
	else if (k->row && k->kind == REGISTER_GROUPS)
		end_period(k, "member_until", text);
	else if (k->row && k->kind == REGISTER_CATEGORIES)
		change_category(k, text);
	else
		refuse(k, PROBLEM_REFUSED, "manner", "no-day-of-change",
		       tr(e->c, N_("This fact holds no day from which it is so; with a change it would be told of "
				   "earlier days "
				   "too.")),
		       tr(e->c, N_("Register the act that changed it, or correct it as having always been so.")),
		       tr(e->c, N_("The answer for a day does not change because of what came later.")));
}

/* The columns in which what stands differs from what the officer looked at. */
static struct str what_changed(struct correction *k, struct str seen_body)
{
	struct edit *e = k->e;
	struct str *seen = edit_cells(e, k->kind), text = STR("");
	if (!k->row || !register_body_parse(e->c->arena, k->table, seen_body, seen))
		return tr(e->c, N_("It was withdrawn."));
	for (size_t i = 0; i < k->table->columns_n; i++)
		if (!str_equal(seen[i], k->row->cells[i]))
			text = str_format(e->c->arena, "%.*s%s%s: %.*s → %.*s", STR_ARGS(text), text.n ? "; " : "",
					  k->table->columns[i].name, STR_ARGS(seen[i]), STR_ARGS(k->row->cells[i]));
	return text;
}

static void conflict(struct correction *k, enum problem_code code, struct str detail)
{
	refuse(k, code, "manner", NULL, detail, tr(k->e->c, N_("Read it again, then decide.")), STR(""));
}

/* Another officer was there first: the same thing once more is told as such, anything else with what became different. */
static void tell_conflict(struct correction *k, struct str seen_body)
{
	struct edit *e = k->e;
	if (k->row && str_is(edit_value(e, "manner"), "always")) {
		merge(k);
		if (str_equal(register_body(e->c->arena, k->table, k->cells),
			      register_body(e->c->arena, k->table, k->row->cells))) {
			reads_so_already(k);
			return;
		}
	}
	if (!k->row && str_is(edit_value(e, "manner"), "error"))
		conflict(k, PROBLEM_ALREADY_THERE, tr(e->c, N_("The fact is withdrawn already.")));
	else
		conflict(k, PROBLEM_CONFLICTING,
			 SAY(N_("Somebody changed this fact meanwhile. {changes}"),
			     {"changes", what_changed(k, seen_body)}));
}

/* Finds the fact, and whether it is the one the officer saw. False if the act ends here (told). */
static bool find(struct correction *k, struct store *s)
{
	struct edit *e = k->e;
	struct fact_body_row seen;
	bool found = false;
	k->row = e->wish->key.n ? edit_standing(e, k->kind, e->wish->key) : NULL;
	if (!e->wish->key.n || (k->row && k->row->id == e->wish->seen))
		return true;
	if (fact_body_query(s, e->c->arena, e->wish->seen, &seen, &found) == OK && found &&
	    str_is(seen.kind, k->table->name) && str_equal(seen.key, e->wish->key)) {
		tell_conflict(k, seen.body);
		return false;
	}
	if (k->row)
		refuse(k, PROBLEM_CONFLICTING, "manner", NULL,
		       tr(e->c, N_("Say which record of this fact you looked at (“seen”).")), STR(""), STR(""));
	else
		edit_refuse(e, &(struct refusal){
				       PROBLEM_UNKNOWN_FACT, "key",
				       SAY(N_("No fact “{key}” of this kind is recorded."), {"key", e->wish->key}),
				       STR(""), NULL, STR(""), STR("")});
	return false;
}

void edit_correction(struct edit *e)
{
	const struct register_table *t = register_table_named(e->wish->kind);
	struct str manner = edit_value(e, "manner");
	if (!t) {
		edit_refuse(e,
			    &(struct refusal){PROBLEM_UNKNOWN_FACT, "kind",
					      SAY(N_("There is no kind of facts “{kind}”."), {"kind", e->wish->kind}),
					      STR(""), NULL, STR(""), STR("")});
		return;
	}
	struct correction k = {.e = e, .kind = (enum register_kind)(t - register_tables), .table = t};
	e->subject = str_format(e->c->arena, "%s %.*s", t->name, STR_ARGS(e->wish->key));
	if (!find(&k, e->store))
		return;
	if (str_is(manner, "always"))
		correct_always(&k);
	else if (str_is(manner, "error"))
		correct_error(&k);
	else if (str_is(manner, "changed"))
		correct_changed(&k);
}
