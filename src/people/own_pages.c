/* SPDX-License-Identifier: Apache-2.0 */
/* What somebody has for themselves: what is new, their data as a ZIP, and the end of the account. */
#include "people/profile_pages.h"

#include "base/tr.h"
#include "http/answer.h"
#include "page/format.h"
#include "people/own_html.h"
#include "people/parts.h"
#include "people/people_web.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

enum { ROWS = 30, DATA_MOST = 15 << 20 };

/* --- new for me */

static struct notice_shown shown_notice(struct call *c, const struct notice_list_row *row,
					const struct people_told *told)
{
	struct url none = {STR("")};
	return (struct notice_shown){
		.text = told->text,
		.url = told->path.n ? (struct url){str_format(c->arena, "/%s%.*s", c->lang.tag, STR_ARGS(told->path))}
				    : none,
		.at = row->made_at,
		.is_new = !row->has_seen_at};
}

static enum status notices_shown(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct notice_list_rows rows;
	struct notices_page m = {.action = url_plain(c, "/new")};
	int64_t before = 0;
	http_parameter_integer(r, "before", &before);
	enum status status = people_notices(c, before, ROWS + 1, &rows);
	if (status != OK)
		return status;
	for (size_t i = 0; i < rows.n && i < ROWS; i++) {
		struct people_told told;
		if (people_notice_tell(c, rows.at[i].kind, rows.at[i].data, &told))
			*list_add(c->arena, &m.rows) = shown_notice(c, &rows.at[i], &told);
	}
	m.last = rows.n ? rows.at[0].id : 0;
	m.has_new = c->person.news > 0;
	m.has_next = rows.n > ROWS;
	if (m.has_next)
		m.next = url_plain(c, "/new?before=%lld", (long long)rows.at[ROWS - 1].id);
	int64_t n = c->person.news;
	struct page page = people_page_begin(
		r, response, tr(c, "New for me"),
		n ? PEOPLE_FILL(c, tr_n(c, "{n} thing is new for you.", "{n} things are new for you.", n),
				{"n", format_number(c, n)})
		  : tr(c, "Nothing is new for you."));
	page_notices(&response->body, c, &page, &m);
	return OK;
}

static enum status notices_seen(struct http_request *r, struct http_response *response)
{
	int64_t last = 0;
	if (!str_to_i64(http_field_text(r, "last"), &last))
		return INVALID;
	enum status status = people_notices_seen(r->call, last);
	if (status == OK)
		http_redirect(response, 303, url_plain(r->call, "/new").s);
	return status;
}

/* --- data */

/* A name of the export for readers: "made_at" is "made at". */
static struct str term_of(struct arena *a, const char *name)
{
	char *text = str_chars(a, str_of(name));
	for (char *at = text; *at; at++)
		*at = *at == '_' ? ' ' : *at;
	return str_of(text);
}

static struct str value_of(struct arena *a, const json_t *value)
{
	if (json_is_string(value))
		return (struct str){json_string_value(value), json_string_length(value)};
	if (json_is_integer(value))
		return str_format(a, "%lld", (long long)json_integer_value(value));
	return json_is_true(value) ? STR("yes") : json_is_false(value) ? STR("no") : STR("");
}

/* The model points into the document. */
static void read_data(struct call *c, const json_t *data, struct data_page *m)
{
	size_t i, k;
	json_t *part, *row, *value;
	const char *name;
	json_array_foreach(json_object_get(data, "parts"), i, part)
	{
		struct data_part *p = list_add(c->arena, &m->parts);
		p->heading = tr(c, people_part_at(i)->heading);
		json_array_foreach(json_object_get(part, "rows"), k, row)
		{
			struct data_thing *thing = list_add(c->arena, &p->things);
			json_object_foreach(row, name, value)
				people_fact_add(c, &thing->facts, term_of(c->arena, name), value_of(c->arena, value));
		}
	}
	m->title = PEOPLE_FILL(c, tr(c, "All that is kept about {name}"), {"name", m->name});
}

static la_ssize_t write_bytes(struct archive *archive, void *context, const void *bytes, size_t n)
{
	(void)archive;
	out_literal(context, bytes, n);
	return (la_ssize_t)n;
}

static bool add_file(struct archive *archive, const struct call *c, const char *name, struct str text)
{
	struct archive_entry *entry = archive_entry_new();
	must(entry);
	archive_entry_set_pathname(entry, name);
	archive_entry_set_size(entry, (la_int64_t)text.n);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0600);
	archive_entry_set_mtime(entry, c->now.us / 1000000, 0);
	bool is_added = archive_write_header(archive, entry) == ARCHIVE_OK &&
			archive_write_data(archive, text.at, text.n) == (la_ssize_t)text.n;
	archive_entry_free(entry);
	return is_added;
}

static enum status pack(struct call *c, struct str json, struct str html, struct str *zip)
{
	struct out o = out_new(c->arena, DATA_MOST, NULL);
	struct archive *archive = archive_write_new();
	must(archive);
	bool is_packed = archive_write_set_format_zip(archive) == ARCHIVE_OK &&
			 archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK &&
			 archive_write_open(archive, &o, NULL, write_bytes, NULL) == ARCHIVE_OK &&
			 add_file(archive, c, "data.json", json) && add_file(archive, c, "data.html", html) &&
			 archive_write_close(archive) == ARCHIVE_OK;
	archive_write_free(archive);
	*zip = out_str(&o);
	return is_packed && !o.over ? OK : UNAVAILABLE;
}

enum status people_data_zip(struct call *c, int64_t person, struct str *zip)
{
	struct people_profile p;
	json_t *data = NULL;
	enum status status = people_profile(c, person, &p);
	if (status == OK)
		status = people_data(c, person, &data);
	if (status != OK)
		return status;
	struct data_page m = {.name = p.name};
	struct out html = out_new(c->arena, DATA_MOST, c);
	char *json = json_dumps(data, JSON_INDENT(1) | JSON_PRESERVE_ORDER);
	must(json);
	read_data(c, data, &m);
	page_data_read(&html, c, &m);
	status = html.over ? UNAVAILABLE : pack(c, str_of(json), out_str(&html), zip);
	free(json);
	json_decref(data);
	return status;
}

static enum status data_shown(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct page page =
		people_page_begin(r, response, tr(c, "My data"),
				  tr(c, "All that is kept about you is yours to take away, and to have erased."));
	page_own_data(&response->body, c, &page);
	return OK;
}

static enum status data_zip(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str zip;
	char day[DATE_ROOM];
	enum status status = people_data_zip(c, c->person.id, &zip);
	if (status != OK)
		return status;
	r->format = HTTP_OTHER;
	response->type = STR("application/zip");
	response->download = str_format(c->arena, "sulear-%.*s.zip", STR_ARGS(date_print(c->today, day)));
	out_raw(&response->body, zip);
	return OK;
}

/* --- the end */

static enum status show_erasure(struct http_request *r, struct http_response *response, struct str typed)
{
	struct call *c = r->call;
	struct erase_form m = {
		.action = url_plain(c, "/account/erase"), .typed = typed, .not_done = tr(c, "Nothing was erased.")};
	struct page page = people_page_begin(
		r, response, tr(c, "Erase my account"),
		PEOPLE_FILL(c, tr(c, "This erases the account {name} for good."), {"name", c->person.name}));
	page_links_add(c->arena, &page.trail, url_plain(c, "/account/data"), STR(""), tr(c, "My data"));
	page_erase_form(&response->body, c, &page, &m);
	return OK;
}

static enum status erasure_form(struct http_request *r, struct http_response *response)
{
	return show_erasure(r, response, STR(""));
}

static enum status erasure(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str typed = http_field_text(r, "name");
	enum status status = c->problems.list.n ? INVALID : people_erase(c, c->person.id, typed);
	if (status == OK) {
		http_session_end(r, response);
		http_redirect(response, 303, url_plain(c, "/people/%lld", (long long)c->person.id).s);
		return OK;
	}
	if (c->problems.list.n == 0)
		return status;
	response->status = people_form_status(c, status);
	return show_erasure(r, response, typed);
}

static const struct http_parameter before[] = {{"before", HTTP_INTEGER, NULL, "Before that notice."}};
static const struct http_parameter last[] = {{"last", HTTP_INTEGER, NULL, "The newest notice that was shown."}};
static const struct http_parameter name[] = {{"name", HTTP_TEXT, NULL, "The name of the account."}};

const struct http_route people_own_routes[] = {
	{"GET", "/{lang}/new", notices_shown, MAY_HAVE_ACCOUNT, HTTP_PAGE, before, 1, "What is new for somebody.", NULL,
	 NULL},
	{"POST", "/{lang}/new", notices_seen, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "Somebody saw what was new.", NULL,
	 NULL, last, 1},
	{"GET", "/{lang}/account/data", data_shown, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "Taking one's data away.",
	 NULL, NULL},
	{"GET", "/{lang}/account/data.zip", data_zip, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "One's data as a ZIP.",
	 NULL, NULL},
	{"GET", "/{lang}/account/erase", erasure_form, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0,
	 "The form by which an account ends.", NULL, NULL},
	{"POST", "/{lang}/account/erase", erasure, MAY_HAVE_ACCOUNT, HTTP_PAGE, NULL, 0, "Erases one's own account.",
	 NULL, NULL, name, 1},
	{0},
};
