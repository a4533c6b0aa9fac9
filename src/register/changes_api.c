/* SPDX-License-Identifier: Apache-2.0 */
/* GET /api/v1/changes as JSON, CSV and Atom. */
#include "base/tr.h"
#include "exchange/atom.h"
#include "http/answer.h"
#include "register/changes_pages.h"
#include "register/register_json.h"

static json_t *json_of_moment(struct moment m)
{
	char room[MOMENT_ROOM];
	return json_of_str(moment_print(m, room), false);
}

static json_t *json_of_change(const struct call *c, const struct register_snapshot *s,
			      const struct register_news *change)
{
	bool is_many = change->what == CHANGE_IMPORTED;
	struct str instrument = change->instrument >= 0 ? s->instruments[change->instrument].id : STR("");
	struct str country = change->country >= 0 ? s->countries[change->country].code : STR("");
	json_t *columns = json_array();
	struct str rest = change->columns, name;
	while (rest.n && str_next(&rest, ' ', &name))
		json_array_append_new(columns, json_of_str(name, false));
	json_t *item = json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o}", "id", json_of_str(change->id, false),
				 "recorded_at", json_of_moment(change->at), "act", json_of_str(change->act, true),
				 "kind", register_tables[change->kind].name, "what",
				 register_happening_word(change->what), "key", json_of_str(change->key, true),
				 "instrument", json_of_str(instrument, true), "member", json_of_str(country, true));
	json_object_set_new(item, "day", json_of_interval(change->day));
	json_object_set_new(item, "day_before", json_of_interval(change->before));
	json_object_set_new(item, "columns", columns);
	json_object_set_new(item, "added", is_many ? json_integer(change->added) : json_null());
	json_object_set_new(item, "corrected", is_many ? json_integer(change->corrected) : json_null());
	json_object_set_new(item, "url", json_of_str(changes_item_of(c, s, change).url.s, false));
	return item;
}

static enum status answer_list(const struct http_request *r, struct http_response *response,
			       const struct register_snapshot *s, const struct register_changes *list)
{
	json_t *items = json_array();
	for (size_t k = 0; k < list->n; k++)
		json_array_append_new(items, json_of_change(r->call, s, &list->at[k]));
	json_t *next = list->next.n ? json_of_str(http_next(r, list->next), false) : json_null();
	return http_answer_list(
		r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
		"id recorded_at act kind what key instrument member day day_before columns added corrected "
		"url");
}

/* An address of ours with the site before it. */
static struct str absolute(const struct call *c, struct str path)
{
	return page_absolute(c, (struct url){path}).s;
}

/* What the feed is of: the filters in one order, so that the order in the address does not make another feed. */
static struct str feed_name(const struct http_request *r)
{
	static const char *const names[] = {"instrument", "member", "kind", "since", "until", "order"};
	struct arena *a = r->call->arena;
	struct str name = str_format(a, "changes/%s", r->call->lang.tag);
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct str value = http_parameter_text(r, names[k]);
		if (value.n && !str_is(value, "recorded"))
			name = str_format(a, "%.*s/%s=%.*s", STR_ARGS(name), names[k], STR_ARGS(value));
	}
	return name;
}

/* The feed's title: what of, and of whom. */
static struct str feed_title(const struct call *c, const struct changes_asked *q, bool is_registered)
{
	struct str title = is_registered ? tr(c, "Newest registrations") : tr(c, "Recent changes");
	struct str name = q->country ? shown_name(c, &q->country->name).text : STR("");
	if (q->instrument)
		name = name.n ? FILL(c, tr(c, "{country}, {code}"), {"country", name}, {"code", q->instrument->id})
			      : q->instrument->id;
	return name.n ? FILL(c, tr(c, "{feed}: {of}"), {"feed", title}, {"of", name}) : title;
}

/* The page that tells the same: the call's parameters but those of its own. */
static struct str page_address(const struct call *c, const struct http_request *r)
{
	struct str query = url_change(c, STR("/changes"), r->query, "lang", STR("")).s, path;
	str_next(&query, '?', &path);
	return absolute(c, url_change(c, STR("/changes"), query, "cursor", STR("")).s);
}

static struct atom_entry entry_of(const struct call *c, const struct register_snapshot *s,
				  const struct register_news *change, struct str site)
{
	struct changes_item item = changes_item_of(c, s, change);
	struct str thing = str_format(c->arena, "%s/%.*s", c->lang.tag, STR_ARGS(change->id));
	return (struct atom_entry){.id = atom_tag(c->arena, site, thing),
				   .title = item.title,
				   .summary = item.words,
				   .link = absolute(c, item.url.s),
				   .category = str_of(register_tables[change->kind].name),
				   .updated = item.at};
}

static enum status answer_feed(const struct http_request *r, struct http_response *response,
			       const struct changes_asked *q, const struct register_changes *list, bool is_registered)
{
	struct call *c = r->call;
	struct str site = absolute(c, STR(""));
	struct atom_entry *entries = arena_array(c->arena, struct atom_entry, list->n);
	struct atom_feed feed = {.id = atom_tag(c->arena, site, feed_name(r)),
				 .title = feed_title(c, q, is_registered),
				 .author = STR("Sulear"),
				 .lang = c->lang,
				 .updated = q->s->last,
				 .entries = entries,
				 .entries_n = list->n};
	struct str self =
		str_format(c->arena, "%.*s.atom%s%.*s", STR_ARGS(r->path), r->query.n ? "?" : "", STR_ARGS(r->query));
	for (size_t k = 0; k < list->n; k++)
		entries[k] = entry_of(c, q->s, &list->at[k], site);
	feed.self = absolute(c, self);
	feed.alternate = page_address(c, r);
	feed.first = http_parameter_text(r, "cursor").n ? STR("") : feed.self;
	feed.next = list->next.n ? absolute(c, http_next(r, list->next)) : STR("");
	atom_write(&response->body, &feed);
	return OK;
}

static enum status get_changes(struct http_request *r, struct http_response *response)
{
	const struct register_snapshot *s;
	struct changes_asked asked;
	struct register_changes list;
	bool is_registered;
	enum status st = register_snapshot(r->call, &s);
	if (st == OK)
		st = changes_asked_of(r, s, &asked, &is_registered);
	if (st == OK)
		st = changes_read(r, &asked, is_registered, &list);
	if (st != OK)
		return st;
	if (r->format == HTTP_ATOM)
		return answer_feed(r, response, &asked, &list, is_registered);
	return answer_list(r, response, s, &list);
}

static const struct http_parameter changes_parameters[] = {
	CHANGES_PARAMETERS,
	{"lang", HTTP_CHOICE, "en fr es pt", "The language of the feed and of the pages it leads to."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."},
	PAGE_TIMES};

const struct http_route register_changes_api_routes[] = {
	{"GET", "/api/v1/changes", get_changes, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_HAS_ATOM | HTTP_CACHED,
	 changes_parameters, sizeof changes_parameters / sizeof *changes_parameters,
	 "What was recorded or corrected lately, or registered in the world; also as a feed.", "ChangeList", NULL},
	{0},
};
