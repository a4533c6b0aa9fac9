/* SPDX-License-Identifier: Apache-2.0 */
/* What happened lately: read as a request asks for it, and each item in words. */
#include "page/format.h"
#include "register/changes_pages.h"

/* A kind added to the tables needs its words here and its name in CHANGES_KINDS. */
_Static_assert(REGISTER_KINDS == 20, "a kind of fact without words");

/* What is said of a fact of each kind: recorded, corrected, withdrawn; and the name of the table. */
static const struct words {
	const char *of[3], *table;
} words[REGISTER_KINDS] = {
	[REGISTER_INSTRUMENTS_TABLE] = {{N_("Instrument recorded"), N_("Instrument corrected"),
					 N_("Instrument withdrawn as recorded in error")},
					N_("Instruments")},
	[REGISTER_CATEGORIES] = {{N_("Category recorded"), N_("Category corrected"),
				  N_("Category withdrawn as recorded in error")},
				 N_("Categories of instruments")},
	[REGISTER_ENDINGS] = {{N_("Abrogation or withdrawal recorded"), N_("Abrogation or withdrawal corrected"),
			       N_("Abrogation or withdrawal taken back as recorded in error")},
			      N_("Abrogations and withdrawals")},
	[REGISTER_AMENDMENTS] = {{N_("Amendment recorded"), N_("Amendment corrected"),
				  N_("Amendment withdrawn as recorded in error")},
				 N_("Amendments")},
	[REGISTER_SESSIONS] = {{N_("Session of the Conference recorded"), N_("Session of the Conference corrected"),
				N_("Session of the Conference withdrawn as recorded in error")},
			       N_("Sessions of the Conference")},
	[REGISTER_REGIONS] = {{N_("Region recorded"), N_("Region corrected"),
			       N_("Region withdrawn as recorded in error")},
			      N_("Regions")},
	[REGISTER_COUNTRIES] = {{N_("Country recorded"), N_("Country corrected"),
				 N_("Country withdrawn as recorded in error")},
				N_("Countries")},
	[REGISTER_MEMBERSHIPS] = {{N_("Membership recorded"), N_("Membership corrected"),
				   N_("Membership withdrawn as recorded in error")},
				  N_("Memberships")},
	[REGISTER_HISTORIC_STATES] = {{N_("Former State recorded"), N_("Former State corrected"),
				       N_("Former State withdrawn as recorded in error")},
				      N_("Former States")},
	[REGISTER_GROUPS] = {{N_("Member of a group recorded"), N_("Member of a group corrected"),
			      N_("Member of a group withdrawn as recorded in error")},
			     N_("Groups of countries")},
	[REGISTER_RATIFICATIONS] = {{N_("Ratification recorded"), N_("Ratification corrected"),
				     N_("Ratification withdrawn as recorded in error")},
				    N_("Ratifications")},
	[REGISTER_DENUNCIATIONS] = {{N_("Denunciation recorded"), N_("Denunciation corrected"),
				     N_("Denunciation withdrawn as recorded in error")},
				    N_("Denunciations")},
	[REGISTER_DECLARATIONS] = {{N_("Declaration recorded"), N_("Declaration corrected"),
				    N_("Declaration withdrawn as recorded in error")},
				   N_("Declarations")},
	[REGISTER_TERRITORIES] = {{N_("Declaration for a territory recorded"),
				   N_("Declaration for a territory corrected"),
				   N_("Declaration for a territory withdrawn as recorded in error")},
				  N_("Declarations for territories")},
	[REGISTER_CONFLICTS] = {{N_("Difference between sources recorded"), N_("Difference between sources corrected"),
				 N_("Difference between sources settled")},
				N_("Differences between sources")},
	[REGISTER_COVERAGES] = {{N_("Coverage of a list recorded"), N_("Coverage of a list changed"),
				 N_("Coverage of a list withdrawn as recorded in error")},
				N_("Coverage of the lists")},
	[REGISTER_EXPLANATIONS] = {{N_("Explanation recorded"), N_("Explanation corrected"),
				    N_("Explanation withdrawn as recorded in error")},
				   N_("Explanations")},
	[REGISTER_FORMAL_NAMES] = {{N_("Name of a country recorded"), N_("Name of a country corrected"),
				    N_("Name of a country withdrawn as recorded in error")},
				   N_("Names of countries")},
	[REGISTER_NORMLEX_IDS] = {{N_("NORMLEX number recorded"), N_("NORMLEX number corrected"),
				   N_("NORMLEX number withdrawn as recorded in error")},
				  N_("NORMLEX numbers")},
	[REGISTER_SOURCES] = {{N_("Name of a source recorded"), N_("Name of a source corrected"),
			       N_("Name of a source withdrawn as recorded in error")},
			      N_("Names of sources")},
};

struct str changes_kind_name(const struct call *c, enum register_kind kind)
{
	return tr(c, words[kind].table);
}

static struct str subject_of(const struct call *c, const struct register_snapshot *s,
			     const struct register_news *change)
{
	struct str country = STR(""), instrument = STR("");
	if (change->country >= 0)
		country = shown_name(c, &s->countries[change->country].name).text;
	if (change->instrument >= 0) {
		const struct register_instrument *i = &s->instruments[change->instrument];
		instrument = str_format(c->arena, "%.*s %.*s", STR_ARGS(i->id), STR_ARGS(shown_title(c, i).text));
	}
	if (country.n && instrument.n)
		return FILL(c, tr(c, "{country}: {instrument}"), {"country", country}, {"instrument", instrument});
	return country.n ? country : instrument;
}

/* Of many facts at once: how many, and of whom where that was asked for. */
static void tell_many(const struct call *c, const struct register_snapshot *s, const struct register_news *change,
		      struct changes_item *out)
{
	struct str table = changes_kind_name(c, change->kind), subject = subject_of(c, s, change);
	struct str text = change->corrected ? tr(c, "Import: {added} recorded, {changed} corrected")
					    : tr(c, "Import: {added} recorded");
	out->title = subject.n ? FILL(c, tr(c, "{table}: {subject}"), {"table", table}, {"subject", subject}) : table;
	out->words = FILL(c, text, {"added", shown_number(c, change->added)},
			  {"changed", shown_number(c, change->corrected)});
}

static struct str words_of(const struct call *c, const struct register_news *change)
{
	struct str day = format_span_short(c, change->day), before = format_span_short(c, change->before);
	if (change->what == CHANGE_REGISTERED)
		return FILL(c,
			    change->kind == REGISTER_DENUNCIATIONS ? tr(c, "Denunciation registered {day}")
								   : tr(c, "Ratification registered {day}"),
			    {"day", day});
	struct str what = tr(c, words[change->kind].of[change->what]);
	if (day.n && before.n && !str_equal(day, before))
		return FILL(c, tr(c, "{what}: {day}, before {earlier}"), {"what", what}, {"day", day},
			    {"earlier", before});
	return day.n ? FILL(c, tr(c, "{what}: {day}"), {"what", what}, {"day", day}) : what;
}

struct changes_item changes_item_of(const struct call *c, const struct register_snapshot *s,
				    const struct register_news *change)
{
	struct changes_item item = {.at = change->at};
	if (change->instrument >= 0)
		item.url = shown_instrument_url(c, &s->instruments[change->instrument]);
	else if (change->country >= 0)
		item.url = shown_country_url(c, &s->countries[change->country]);
	else
		item.url = url_page(c, "/sources");
	if (change->what == CHANGE_IMPORTED) {
		tell_many(c, s, change, &item);
		return item;
	}
	item.title = subject_of(c, s, change);
	if (!item.title.n)
		item.title = FILL(c, tr(c, "{table}: {subject}"), {"table", changes_kind_name(c, change->kind)},
				  {"subject", change->key});
	item.words = words_of(c, change);
	return item;
}

static void tell_unknown(struct call *c, const char *parameter, struct str text, struct str name)
{
	struct str detail = FILL(c, text, {"name", name});
	problem_add(&c->problems, PROBLEM_BAD_PARAMETER, PLACE_PARAMETER, str_of(parameter), "%.*s", STR_ARGS(detail));
}

static struct moment moment_in(const struct http_request *r, const char *name, struct moment if_absent)
{
	struct moment m = if_absent;
	moment_parse(http_parameter_text(r, name), &m);
	return m;
}

/* The end asked for: of a bare day all of it. */
static struct moment end_in(const struct http_request *r, const char *name)
{
	struct date day;
	struct str text = http_parameter_text(r, name);
	if (date_parse(text, &day))
		return (struct moment){moment_of_day(date_add_days(day, 1)).us - 1};
	return moment_in(r, name, CHANGES_END);
}

enum status changes_asked_of(struct http_request *r, const struct register_snapshot *s, struct changes_asked *out,
			     bool *is_registered)
{
	struct call *c = r->call;
	struct str instrument = str_trim(http_parameter_text(r, "instrument"));
	struct str member = str_trim(http_parameter_text(r, "member")), kind = http_parameter_text(r, "kind");
	*is_registered = str_is(http_parameter_text(r, "order"), "registered");
	*out = (struct changes_asked){.s = s,
				      .instrument = instrument.n ? register_instrument_named(s, instrument) : NULL,
				      .country = member.n ? register_country_named(s, member) : NULL,
				      .table = kind.n ? register_table_named(kind) : NULL,
				      .since = moment_in(r, "since", CHANGES_BEGIN),
				      .until = end_in(r, "until")};
	if (instrument.n && !out->instrument)
		tell_unknown(c, "instrument", tr(c, "There is no instrument “{name}”."), instrument);
	if (member.n && !out->country)
		tell_unknown(c, "member", tr(c, "There is no country “{name}”."), member);
	enum status st = http_cursor(r, &out->after, &out->most);
	return c->problems.list.n ? INVALID : st;
}

enum status changes_read(struct http_request *r, const struct changes_asked *asked, bool is_registered,
			 struct register_changes *out)
{
	struct call *c = r->call;
	enum status st = is_registered ? register_registrations(c, asked, out) : register_changes(c, asked, out);
	if (st == INVALID)
		problem_add(&c->problems, PROBLEM_BAD_CURSOR, PLACE_PARAMETER, STR("cursor"), "%.*s",
			    STR_ARGS(tr(c, "This cursor does not belong to this list; start again without one.")));
	return st;
}
