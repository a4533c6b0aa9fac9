/* SPDX-License-Identifier: Apache-2.0 */
/* Registering a new Convention, Protocol or Recommendation. */
#include "register/edit_private.h"

#include <string.h>

static void refuse(struct edit *e, enum problem_code code, const char *field, const char *rule, struct str detail,
		   struct str why, struct str source)
{
	edit_refuse(e, &(struct refusal){code, field, detail, STR(""), rule, why, source});
}

/* The number is free, follows the last of its kind, and a Protocol's is that of its Convention. */
static void check_number(struct edit *e, struct law_id id, struct str name)
{
	const struct register_instrument *there = register_instrument_named(&e->now, name);
	struct tr_value values[] = {{"instrument", name}, {"title", there ? there->title.in[IN_EN] : STR("")}};
	int last = 0;
	if (there) {
		refuse(e, PROBLEM_ALREADY_THERE, "id", "number-taken",
		       tr_fill(e->c->arena, tr(e->c, N_("{instrument} is taken: {title}.")), values, 2),
		       tr(e->c, N_("Each number is used once.")), PRACTICE);
		return;
	}
	for (size_t k = 0; k < e->now.instruments_n; k++)
		if (e->now.instruments[k].law.id.kind == id.kind && e->now.instruments[k].law.id.number > last)
			last = e->now.instruments[k].law.id.number;
	char at[LAW_ID_ROOM];
	struct str parent = str_copy(e->c->arena, law_id_print((struct law_id){LAW_CONVENTION, id.number}, at));
	if (id.kind == LAW_PROTOCOL && !register_instrument_named(&e->now, parent))
		refuse(e, PROBLEM_REFUSED, "id", "protocol-number",
		       SAY(N_("There is no Convention {parent} here."), {"parent", parent}),
		       tr(e->c, N_("A Protocol bears the number of its Convention.")), PRACTICE);
	else if (id.kind != LAW_PROTOCOL && id.number != last + 1)
		edit_warn(e, SAY(N_("The last number of its kind here is {last}; numbers run without a gap."),
				 {"last", str_format(e->c->arena, "%d", last)}));
}

/* The day of adoption is one of the session, where its days are known. */
static void check_session(struct edit *e)
{
	int64_t number;
	if (!str_to_i64(edit_value(e, "session"), &number) || number < 1 || number > INT32_MAX || !date_is_set(e->day))
		return;
	const struct register_session *session = register_session_of(&e->now, (int)number);
	struct tr_value value = {"session", edit_value(e, "session")};
	if (!session)
		edit_warn(e, SAY(N_("Session {session} is not known here."), value));
	else if ((date_is_set(session->opened) && date_before(e->day, session->opened)) ||
		 (date_is_set(session->closed) && date_before(session->closed, e->day)))
		refuse(e, PROBLEM_REFUSED, "adopted", "adopted-in-session",
		       SAY(N_("Session {session} did not sit on {day}."), value, {"day", edit_day_text(e, e->day)}),
		       tr(e->c, N_("The day of adoption is that of the Conference's final vote.")),
		       STR("ILO Constitution art. 19(2)"));
}

/* Whether a list names an instrument before the place `at` in it. */
static bool is_named_before(const struct edit *e, struct str list, const char *at, const struct register_instrument *i)
{
	struct str one;
	while (str_next(&list, ' ', &one) && one.at < at)
		if (register_instrument_named(&e->now, one) == i)
			return true;
	return false;
}

bool edit_check_revision(struct edit *e, struct str newer, struct span adopted, struct str revises)
{
	struct str rest = revises, one;
	size_t before = e->c->problems.list.n;
	while (str_next(&rest, ' ', &one)) {
		if (one.n && one.at[0] == '(')
			break;
		const struct register_instrument *older = one.n ? register_instrument_named(&e->now, one) : NULL;
		struct tr_value values[] = {{"older", one},
					    {"newer", newer},
					    {"day", older ? edit_span_text(e, older->law.adopted) : STR("")}};
		struct str why = tr(
			e->c, N_("A revising instrument is adopted after what it revises, and none revises itself."));
		const char *text = NULL;
		if (one.n && !older && !str_equal(one, newer))
			text = N_("There is no instrument {older} here to be revised.");
		else if (one.n && (!older || str_equal(older->id, newer)))
			text = N_("{newer} cannot revise itself.");
		else if (one.n && is_named_before(e, revises, one.at, older))
			text = N_("{older} is named twice.");
		else if (one.n && date_before(adopted.latest, older->law.adopted.earliest))
			text = N_("{older} was adopted later, on {day}.");
		if (text)
			refuse(e, PROBLEM_REFUSED, "revises", "revision-order",
			       tr_fill(e->c->arena, tr(e->c, text), values, 3), why, PRACTICE);
	}
	return e->c->problems.list.n == before;
}

struct str edit_canonical_ids(struct edit *e, struct str names)
{
	const char *note = memchr(names.at, '(', names.n);
	struct str rest = note ? str_slice(names, 0, (size_t)(note - names.at)) : names, one, text = STR("");
	char at[LAW_ID_ROOM];
	while (str_next(&rest, ' ', &one)) {
		struct law_id id;
		if (one.n && law_id_parse(one, &id))
			one = law_id_print(id, at);
		if (one.n)
			text = str_format(e->c->arena, "%.*s%s%.*s", STR_ARGS(text), text.n ? " " : "", STR_ARGS(one));
	}
	if (note)
		text = str_format(e->c->arena, "%.*s%s%.*s", STR_ARGS(text), text.n ? " " : "",
				  STR_ARGS(str_slice(names, (size_t)(note - names.at), names.n)));
	return text;
}

/* How much of its ratifications is here: complete from the day of entry if the Office says that none came before; else a
 * Member that is not in the list is not known. */
static void store_coverage(struct edit *e, struct str name)
{
	enum register_kind kind = REGISTER_COVERAGES;
	struct str *cells = edit_cells(e, kind), list = edit_value(e, "list");
	char at[DATE_ROOM];
	edit_set(kind, cells, "instrument", name);
	edit_set(kind, cells, "rows", STR("0"));
	edit_set(kind, cells, "as_of", str_copy(e->c->arena, date_print(e->c->today, at)));
	edit_set(kind, cells, "completeness", list.n ? list : STR("partial"));
	edit_set(kind, cells, "source", edit_value(e, "source"));
	edit_store(e, kind, cells);
}

void edit_instrument(struct edit *e)
{
	static const char *const types[] = {"Convention", "Protocol", "Recommendation"};
	static const char *const same[] = {"title_en", "title_fr", "title_es", "title_pt",
					   "adopted",  "session",  "subject",  "source"};
	enum register_kind kind = REGISTER_INSTRUMENTS_TABLE;
	struct str *cells = edit_cells(e, kind), revises = edit_canonical_ids(e, edit_value(e, "revises"));
	struct law_id id;
	char at[LAW_ID_ROOM];
	check_session(e);
	if (!law_id_parse(edit_value(e, "id"), &id))
		return;
	struct str name = str_copy(e->c->arena, law_id_print(id, at));
	check_number(e, id, name);
	edit_check_revision(e, name, date_is_set(e->day) ? span_day(e->day) : SPAN_NEVER, revises);
	e->subject = name;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		edit_set(kind, cells, same[i], edit_value(e, same[i]));
	edit_set(kind, cells, "id", name);
	edit_set(kind, cells, "type", str_of(types[id.kind]));
	edit_set(kind, cells, "number", str_is(name, "MLC") ? STR("") : str_format(e->c->arena, "%d", id.number));
	edit_set(kind, cells, "revises", revises);
	edit_store(e, kind, cells);
	if (id.kind != LAW_RECOMMENDATION)
		store_coverage(e, name);
	if (id.kind != LAW_RECOMMENDATION && !law_provisions(id))
		edit_warn(e, SAY(N_("The final provisions of {instrument} are not known here: when it enters into "
				    "force and how it is "
				    "denounced is not computed."),
				 {"instrument", name}));
}
