/* SPDX-License-Identifier: Apache-2.0 */
/* What several pages of the register show: names, states, rows, and the page for a name that is not known. */
#include "page/format.h"
#include "register/register_pages.h"

#include <string.h>

/* The subjects that instruments are filed under, for the catalogue. */
static const char *const subjects[] = {
	N_("Freedom of association, collective bargaining and industrial relations"),
	N_("Forced labour"),
	N_("Elimination of child labour and protection of children and young persons"),
	N_("Equality of opportunity and treatment"),
	N_("Tripartite consultation"),
	N_("Labour administration and inspection"),
	N_("Employment policy and promotion"),
	N_("Vocational guidance and training"),
	N_("Employment security"),
	N_("Social policy"),
	N_("Wages"),
	N_("Working time"),
	N_("Occupational safety and health"),
	N_("Social security"),
	N_("Maternity protection"),
	N_("Migrant workers"),
	N_("HIV and AIDS"),
	N_("Seafarers"),
	N_("Fishers"),
	N_("Dockworkers"),
	N_("Indigenous and tribal peoples"),
	N_("Specific categories of workers"),
	N_("Final articles Conventions"),
};

/* The page's query without the cursor: on another day or in another language the list begins anew. */
static struct str query_of_page(const struct http_request *r)
{
	struct out o = out_new(r->call->arena, HTTP_ADDRESS_MOST, r->call);
	struct str rest = r->query, pair;
	while (str_next(&rest, '&', &pair)) {
		if (pair.n == 0 || str_begins(pair, "cursor="))
			continue;
		if (o.n)
			out_raw(&o, STR("&"));
		out_raw(&o, pair);
	}
	return out_str(&o);
}

enum status asked_begin(struct http_request *r, const char *area, struct asked *out)
{
	*out = (struct asked){.r = r, .c = r->call};
	size_t prefix = 1 + http_path_part(r, "lang").n;
	enum status st = register_snapshot(r->call, &out->s);
	if (st == OK)
		out->page = (struct page){.area = area,
					  .path = str_slice(r->path, prefix, r->path.n),
					  .query = query_of_page(r),
					  .is_register = true,
					  .recorded = out->s->last};
	return st;
}

struct url shown_instrument_url(const struct call *c, const struct register_instrument *i)
{
	return url_page(c, "/standards/%.*s", STR_ARGS(i->id));
}

struct url shown_country_url(const struct call *c, const struct register_country *country)
{
	return url_page(c, "/countries/%.*s", STR_ARGS(country->code));
}

struct shown_text shown_name(const struct call *c, const struct register_names *names)
{
	struct shown_text t = {.text = STR("")};
	t.text = register_name_in(names, c->lang, &t.lang);
	if (lang_is(t.lang, c->lang.tag))
		t.lang = (struct lang){""};
	return t;
}

/* Where the number in parentheses stands in a title: "(No. 189)", "(n° 189)", "(núm. 189)", "(n.º 189)". */
static bool find_number(struct str title, size_t *from, size_t *to)
{
	for (size_t k = 0; k + 3 < title.n; k++) {
		if (title.at[k] != '(' || (title.at[k + 1] != 'N' && title.at[k + 1] != 'n'))
			continue;
		const char *end = memchr(title.at + k, ')', title.n - k);
		if (!end || end[-1] < '0' || end[-1] > '9')
			continue;
		*from = k;
		*to = (size_t)(end - title.at) + 1;
		return true;
	}
	return false;
}

struct shown_text shown_title(const struct call *c, const struct register_instrument *i)
{
	struct shown_text t = shown_name(c, &i->title);
	size_t from, to;
	if (!find_number(t.text, &from, &to))
		return t;
	struct str before = str_trim(str_slice(t.text, 0, from)), after = str_trim(str_slice(t.text, to, t.text.n));
	if (!after.n) {
		t.text = before;
		return t;
	}
	const char *gap = after.n && after.at[0] != ',' ? " " : "";
	t.text = str_format(c->arena, "%.*s%s%.*s", STR_ARGS(before), gap, STR_ARGS(after));
	return t;
}

struct shown_text shown_subject(const struct call *c, struct str subject)
{
	for (size_t k = 0; k < sizeof subjects / sizeof *subjects; k++)
		if (str_is(subject, subjects[k]))
			return (struct shown_text){.text = tr(c, subjects[k])};
	return shown_recorded(c, subject);
}

struct shown_text shown_recorded(const struct call *c, struct str text)
{
	return (struct shown_text){text, lang_is(c->lang, "en") ? (struct lang){""} : (struct lang){"en"}};
}

struct str shown_kind(const struct call *c, enum law_kind kind)
{
	switch (kind) {
	case LAW_CONVENTION: return tr_in(c, "convention", "Convention");
	case LAW_PROTOCOL: return tr_in(c, "protocol", "Protocol");
	default: return tr_in(c, "recommendation", "Recommendation");
	}
}

struct str shown_category(const struct call *c, struct str category)
{
	if (str_is(category, "fundamental"))
		return tr_in(c, "in categories", "fundamental");
	if (str_is(category, "governance"))
		return tr_in(c, "in categories", "governance");
	return category.n ? tr_in(c, "in categories", "technical") : STR("");
}

struct str shown_letters(const struct call *c, const struct register_group *g)
{
	if (str_is(g->code, "ECOWAS"))
		return tr_in(c, "letters of a group", "ECOWAS");
	if (str_is(g->code, "GCC"))
		return tr_in(c, "letters of a group", "GCC");
	if (str_is(g->code, "LDC"))
		return tr_in(c, "letters of a group", "LDC");
	return str_is(g->code, "MRU") ? tr_in(c, "letters of a group", "MRU") : g->code;
}

bool shown_is_adopted(const struct call *c, const struct register_instrument *i)
{
	return date_up_to(i->law.adopted.earliest, c->on);
}

static int year_of(struct span s)
{
	int year = 0;
	if (date_is_set(s.latest))
		date_split(s.latest, &year, NULL, NULL);
	return year;
}

struct shown_state shown_status(const struct call *c, const struct register_instrument *i)
{
	enum law_status status;
	struct shown_state st = {.state = STATE_NOT_KNOWN};
	if (law_status(&i->law, c->on, &status) != LAW_YES)
		return st;
	switch (status) {
	case LAW_STATUS_NONE: st.state = STATE_NOT_ADOPTED; break;
	case LAW_STATUS_IN_FORCE: st.state = STATE_IN_FORCE; break;
	case LAW_STATUS_ABROGATED: st.state = STATE_ABROGATED; break;
	case LAW_STATUS_WITHDRAWN: st.state = STATE_WITHDRAWN; break;
	case LAW_STATUS_ADOPTED:
		st.state = STATE_NOT_YET;
		st.is_plain = i->law.id.kind == LAW_RECOMMENDATION;
		st.plain = tr_in(c, "state_of_recommendation", "Adopted");
		break;
	}
	if (st.state == STATE_ABROGATED || st.state == STATE_WITHDRAWN)
		st.year = year_of(i->law.ended);
	return st;
}

int64_t shown_bound(const struct call *c, const struct register_snapshot *s, const struct register_instrument *i)
{
	int64_t n = 0;
	for (size_t k = 0; k < i->ratifications_n; k++)
		n += law_bound(&s->ratifications[i->ratifications_from + k].binding, c->on) == LAW_YES;
	return n;
}

enum page_coverage shown_coverage(const struct register_instrument *i)
{
	if (str_is(i->coverage.completeness, "complete"))
		return COVERAGE_COMPLETE;
	return i->ratifications_n ? COVERAGE_PARTIAL : COVERAGE_NONE;
}

struct shown_instrument shown_instrument(const struct call *c, const struct register_snapshot *s,
					 const struct register_instrument *i)
{
	struct shown_instrument shown = {.url = shown_instrument_url(c, i),
					 .id = i->id,
					 .title = shown_title(c, i),
					 .adopted = i->law.adopted,
					 .year = year_of(i->law.adopted),
					 .status = shown_status(c, i),
					 .coverage = shown_coverage(i)};
	shown.has_bound = shown.status.state == STATE_IN_FORCE;
	shown.bound = shown.has_bound ? shown_bound(c, s, i) : 0;
	return shown;
}

/* How a ratification ended, as told on the day. */
static struct str end_note(const struct call *c, const struct register_snapshot *s,
			   const struct register_ratification *r)
{
	int by;
	struct span day = register_denounced_on(s, r, c->on, &by);
	if (!date_is_set(day.latest))
		return STR("");
	if (by >= 0)
		return FILL(c, tr(c, "by ratifying {code}"), {"code", s->instruments[by].id});
	if (r->law.denounced.kind == LAW_ENDED_BY_REVISION)
		return tr(c, "by ratifying a newer Convention");
	if (!date_up_to(r->binding.denounced.latest, c->on))
		return FILL(c, tr(c, "denounced {day}, bound for a year more"), {"day", format_span_short(c, day)});
	return FILL(c, tr(c, "by an act of {day}"), {"day", format_span_short(c, day)});
}

/* Ended without denunciation: with the instrument, or with the State. */
static struct shown_state ended_state(const struct call *c, const struct register_instrument *i,
				      const struct register_ratification *r)
{
	struct shown_state status = shown_status(c, i);
	if (status.state == STATE_ABROGATED || status.state == STATE_WITHDRAWN)
		return status;
	struct str year = str_format(c->arena, "%d", year_of(r->binding.until));
	return (struct shown_state){.is_plain = true,
				    .plain = FILL(c, tr(c, "Ended {year} with the State"), {"year", year})};
}

static struct shown_state member_state(const struct call *c, const struct register_snapshot *s,
				       const struct register_instrument *i, const struct register_ratification *r)
{
	struct shown_state st = {.state = STATE_NOT_KNOWN};
	switch (register_state_on(i, r, c->on)) {
	case REGISTER_STATE_IN_FORCE: st.state = STATE_IN_FORCE; break;
	case REGISTER_STATE_NOT_YET: st.state = STATE_NOT_YET; break;
	case REGISTER_STATE_DENOUNCED: st.state = STATE_DENOUNCED; break;
	case REGISTER_STATE_ENDED: return ended_state(c, i, r);
	case REGISTER_STATE_NOT_RATIFIED: st.state = STATE_NOT_RATIFIED; break;
	case REGISTER_STATE_NOT_ADOPTED: st.state = STATE_NOT_ADOPTED; break;
	case REGISTER_STATE_UNKNOWN: break;
	}
	if (st.state == STATE_DENOUNCED)
		st.year = year_of(r->binding.denounced);
	if (r && register_registered_by(r, c->on, true))
		st.note = end_note(c, s, r);
	if (st.state == STATE_NOT_YET && r->law.basis == LAW_CONDITIONAL)
		st.note = tr(c, "ratified on a condition that was not met");
	return st;
}

/* The day a ratification binds from, where that can be told on the day: the instrument itself was in force by then. */
static struct span bound_from(const struct call *c, const struct register_instrument *i,
			      const struct register_ratification *r)
{
	bool is_told = date_up_to(r->binding.from.latest, c->on) || law_in_force(&i->law, c->on) == LAW_YES;
	return is_told && span_is_set(r->binding.from) ? r->binding.from : SPAN_UNSET;
}

bool shown_is_declared(const struct call *c, const struct register_declaration *d)
{
	if (str_is(d->kind, "protocol_ratified") || str_is(d->kind, "territory"))
		return shown_is_now(c);
	return !span_is_set(d->registered) || !date_before(c->on, d->registered.earliest);
}

struct shown_text shown_declaration(const struct call *c, const struct register_declaration *d)
{
	if (!str_is(d->kind, "protocol_ratified") || !d->value.n)
		return shown_recorded(c, d->text);
	return (struct shown_text){.text = FILL(c, tr(c, "Has ratified the Protocol {code}"), {"code", d->value})};
}

/* How many of its declarations are read out of the same words as the k-th, and whether that is the first of them. */
static size_t same_words(const struct register_ratification *r, size_t k, bool *is_first)
{
	size_t n = 0;
	*is_first = true;
	for (size_t m = 0; m < r->declarations_n; m++) {
		bool is_same = str_equal(r->declarations[m].text, r->declarations[k].text);
		n += is_same;
		*is_first = *is_first && !(is_same && m < k);
	}
	return n;
}

/* What was declared with it by the day: an age that stands alone in the reader's words, all else as recorded. */
static void add_declared(const struct call *c, const struct register_ratification *r, struct shown_texts *out)
{
	for (size_t k = 0; k < r->declarations_n; k++) {
		const struct register_declaration *d = &r->declarations[k];
		bool is_first;
		int64_t years;
		size_t same = same_words(r, k, &is_first);
		if (!is_first || !shown_is_declared(c, d))
			continue;
		struct shown_text t = shown_declaration(c, d);
		if (same == 1 && str_is(d->kind, "minimum_age") && str_to_i64(d->value, &years))
			t = (struct shown_text){FILL(c,
						     tr_n(c, "Minimum age declared: {n} year",
							  "Minimum age declared: {n} years", years),
						     {"n", shown_number(c, years)}),
						{""}};
		*list_add(c->arena, out) = t;
	}
}

struct shown_row shown_row(const struct call *c, const struct register_snapshot *s, const struct register_instrument *i,
			   const struct register_ratification *r, bool is_about_member)
{
	struct shown_row row = {.registered = SPAN_UNSET, .from = SPAN_UNSET};
	bool is_registered = r && register_registered_by(r, c->on, true);
	row.state = member_state(c, s, i, r);
	if (is_about_member && r) {
		row.url = shown_country_url(c, &s->countries[r->country]);
		row.name = shown_name(c, &s->countries[r->country].name);
	} else {
		row.url = shown_instrument_url(c, i);
		row.code = i->id;
		row.name = shown_title(c, i);
	}
	if (!is_registered)
		return row;
	row.registered = r->law.registered;
	row.from = bound_from(c, i, r);
	row.is_disputed = r->conflicts_n > 0;
	add_declared(c, r, &row.declared);
	if (r->law.basis == LAW_SUCCESSION)
		*list_add(c->arena, &row.declared) = (struct shown_text){.text = tr(c, "by succession")};
	return row;
}

const char *shown_day_class(struct span day)
{
	return span_is_day(day) ? "d" : "";
}

struct str shown_joined(const struct call *c, const struct shown_texts *texts)
{
	struct out o = out_new(c->arena, 1 << 16, NULL);
	for (size_t k = 0; k < texts->n; k++)
		out_printf(&o, "%s%.*s", k ? "; " : "", STR_ARGS(texts->at[k].text));
	return out_str(&o);
}

bool shown_is_now(const struct call *c)
{
	return date_up_to(c->today, c->on);
}

struct str shown_number(const struct call *c, int64_t n)
{
	return format_number(c, n);
}

struct str shown_list(const struct call *c, const struct shown_texts *codes)
{
	struct str *items = arena_array(c->arena, struct str, codes->n);
	for (size_t k = 0; k < codes->n; k++)
		items[k] = codes->at[k].text;
	return format_list(c, items, codes->n);
}

struct str shown_nothing(const struct asked *a)
{
	const struct call *c = a->c;
	if (a->s->instruments_n || a->s->countries_n)
		return STR("");
	return FILL(c, tr(c, "Nothing of the register was recorded here by {moment}."),
		    {"moment", format_moment(c, c->known)});
}

/* Adds a hit of the kind asked for to the nearest; at most three. */
static void add_near(struct asked *a, struct page_missing *m, const struct register_hit *hit, enum register_found kind)
{
	struct call *c = a->c;
	if (hit->kind != kind || m->nearest.n >= 3)
		return;
	if (kind == FOUND_COUNTRY) {
		const struct register_country *country = &a->s->countries[hit->index];
		page_links_add(c->arena, &m->nearest, shown_country_url(c, country), country->code,
			       shown_name(c, &country->name).text);
		return;
	}
	const struct register_instrument *i = &a->s->instruments[hit->index];
	if (shown_is_adopted(c, i))
		page_links_add(c->arena, &m->nearest, shown_instrument_url(c, i), i->id, shown_title(c, i).text);
}

/* A name that is one character away from a known one, where the words found nothing nearer. */
static void add_near_names(struct asked *a, struct page_missing *m)
{
	struct law_id id;
	char room[LAW_ID_ROOM];
	if (!law_id_parse(m->asked, &id))
		return;
	struct str asked = law_id_print(id, room);
	for (size_t k = a->s->instruments_n; k > 0 && m->nearest.n < 3; k--) {
		const struct register_instrument *i = &a->s->instruments[k - 1];
		size_t same = 0;
		for (size_t n = 0; n < i->id.n && i->id.n == asked.n; n++)
			same += i->id.at[n] == asked.at[n];
		for (size_t n = 0; n < m->nearest.n; n++)
			same = str_equal(m->nearest.at[n].code, i->id) ? 0 : same;
		if (same + 1 == asked.n && shown_is_adopted(a->c, i))
			page_links_add(a->c->arena, &m->nearest, shown_instrument_url(a->c, i), i->id,
				       shown_title(a->c, i).text);
	}
}

static void missing(struct asked *a, struct http_response *response, struct page_missing *m, enum register_found kind)
{
	struct register_hit *hits;
	size_t n;
	m->status = response->status = 404;
	m->path = a->page.path;
	m->query = a->page.query;
	m->area = a->page.area;
	m->trail = a->page.trail;
	struct str nothing = shown_nothing(a);
	if (nothing.n)
		m->lead = nothing;
	if (register_find(a->c, a->s, m->asked, 40, &hits, &n) == OK)
		for (size_t k = 0; k < n; k++)
			add_near(a, m, &hits[k], kind);
	if (kind == FOUND_INSTRUMENT)
		add_near_names(a, m);
	page_missing(&response->body, a->c, m);
	/* for the log: the page has said all of it already */
	problem_add(&a->c->problems, kind == FOUND_COUNTRY ? PROBLEM_UNKNOWN_MEMBER : PROBLEM_UNKNOWN_INSTRUMENT,
		    PLACE_PARAMETER, STR("id"), "%s", "");
}

void missing_instrument(struct asked *a, struct http_response *response, struct str name)
{
	struct call *c = a->c;
	struct str last = STR("C001");
	for (size_t k = 0; k < a->s->instruments_n; k++)
		if (a->s->instruments[k].law.id.kind == LAW_CONVENTION && shown_is_adopted(c, &a->s->instruments[k]) &&
		    !str_is(a->s->instruments[k].id, "MLC"))
			last = a->s->instruments[k].id;
	struct page_missing m = {.title = FILL(c, tr(c, "There is no standard {name}"), {"name", name}),
				 .lead = FILL(c,
					      tr(c, "Conventions are numbered from C001 to {last}; Recommendations "
						    "begin with R, Protocols with P."),
					      {"last", last}),
				 .asked = name};
	missing(a, response, &m, FOUND_INSTRUMENT);
}

void missing_country(struct asked *a, struct http_response *response, struct str code)
{
	struct call *c = a->c;
	struct page_missing m = {.title = FILL(c, tr(c, "There is no country {name}"), {"name", code}),
				 .lead = tr(c, "Countries go by their three letters in ISO 3166, such as BRA or MOZ."),
				 .asked = code};
	missing(a, response, &m, FOUND_COUNTRY);
}

void shown_changes(struct asked *a, struct shown_origin *origin, const char *parameter, struct str code)
{
	const struct call *c = a->c;
	origin->changes = url_with(c, url_page(c, "/changes"), parameter, code);
	origin->feed =
		url_with(c, url_with(c, url_api(c, "/changes.atom"), parameter, code), "lang", str_of(c->lang.tag));
	a->page.feed = origin->feed;
}
