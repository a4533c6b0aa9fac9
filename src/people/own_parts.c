/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of this room: account, address, password, tokens, sessions, profile, consents, badge, suspension, notices, and the
 * change log. Of what is a secret only its moments are told. */
#include "people/administration.h"
#include "people/administration_sql.h"
#include "people/notices.h"
#include "people/own_data_sql.h"
#include "people/parts.h"
#include "people/people_private.h"
#include "people/profile_sql.h"

#include "base/tr.h"

enum { PAGE = 1000 };

static json_t *text_json(struct str s)
{
	return s.at ? json_stringn(s.at, s.n) : json_null();
}

static json_t *moment_json(bool is_there, struct moment m)
{
	char room[MOMENT_ROOM];
	struct str text = moment_print(m, room);
	return is_there ? json_stringn(text.at, text.n) : json_null();
}

static enum status tell_account(struct call *c, int64_t person, json_t *rows)
{
	struct account_get_row row;
	bool found;
	enum status status = account_get_query(c->store, c->arena, person, &row, &found);
	if (status == OK && found)
		json_array_append_new(rows, json_pack("{s:I, s:o, s:o, s:o, s:o}", "number", (json_int_t)row.id, "name",
						      text_json(row.name), "roles", text_json(row.roles), "made_at",
						      moment_json(true, row.created_at), "suspended_until",
						      moment_json(row.has_suspended_until, row.suspended_until)));
	return status;
}

static enum status tell_contact(struct call *c, int64_t person, json_t *rows)
{
	struct own_contact_row row;
	bool found;
	enum status status = own_contact_query(c->store, c->arena, person, &row, &found);
	if (status == OK && found)
		json_array_append_new(rows, json_pack("{s:o}", "email", text_json(row.email)));
	return status;
}

static enum status erase_contact(struct store *s, struct call *c, int64_t person)
{
	return own_contact_erase_query(s, c->arena, person, NULL);
}

static enum status tell_password(struct call *c, int64_t person, json_t *rows)
{
	struct own_password_row row;
	bool found;
	enum status status = own_password_query(c->store, c->arena, person, &row, &found);
	if (status == OK && found)
		json_array_append_new(rows, json_pack("{s:o}", "set_at", moment_json(true, row.set_at)));
	return status;
}

static enum status erase_password(struct store *s, struct call *c, int64_t person)
{
	return own_password_erase_query(s, c->arena, person, NULL);
}

static enum status tell_tokens(struct call *c, int64_t person, json_t *out)
{
	struct own_tokens_rows rows;
	enum status status = own_tokens_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(out, json_pack("{s:o}", "made_at", moment_json(true, rows.at[i].created_at)));
	return status;
}

static enum status erase_tokens(struct store *s, struct call *c, int64_t person)
{
	return own_tokens_erase_query(s, c->arena, person, NULL);
}

static enum status tell_sessions(struct call *c, int64_t person, json_t *out)
{
	struct own_sessions_rows rows;
	enum status status = own_sessions_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(out,
				      json_pack("{s:o, s:o, s:o}", "made_at", moment_json(true, rows.at[i].made_at),
						"used_at", moment_json(true, rows.at[i].used_at), "expires_at",
						moment_json(true, rows.at[i].expires_at)));
	return status;
}

static enum status erase_sessions(struct store *s, struct call *c, int64_t person)
{
	return account_sign_out_query(s, c->arena, person, NULL);
}

static enum status tell_profile(struct call *c, int64_t person, json_t *rows)
{
	struct profile_row_row row;
	bool found;
	enum status status = profile_row_query(c->store, c->arena, person, &row, &found);
	if (status == OK && found)
		json_array_append_new(rows, json_pack("{s:o, s:o, s:o, s:o}", "languages", text_json(row.languages),
						      "country", text_json(row.country), "organisation",
						      text_json(row.organisation), "changed_at",
						      moment_json(true, row.changed_at)));
	return status;
}

static enum status erase_profile(struct store *s, struct call *c, int64_t person)
{
	return profile_erase_query(s, c->arena, person, NULL);
}

static enum status tell_consents(struct call *c, int64_t person, json_t *out)
{
	struct consent_list_rows rows;
	enum status status = consent_list_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(out, json_pack("{s:s, s:o}", "shown", people_shown_word(rows.at[i].what),
						     "given_at", moment_json(true, rows.at[i].given_at)));
	return status;
}

static enum status erase_consents(struct store *s, struct call *c, int64_t person)
{
	return consent_erase_query(s, c->arena, person, NULL);
}

static enum status tell_badge(struct call *c, int64_t person, json_t *rows)
{
	struct people_profile p;
	enum status status = people_profile(c, person, &p);
	if (status == OK && p.badge.is_there)
		json_array_append_new(rows, json_pack("{s:s, s:o, s:s}", "group", people_group_word(p.badge.group),
						      "given_at", moment_json(true, p.badge.at), "given_as",
						      p.badge.by == ROLES ? "" : role_word(p.badge.by)));
	if (status == OK && p.wish.is_there)
		json_array_append_new(rows, json_pack("{s:s, s:o}", "asked_for", people_group_word(p.wish.group),
						      "asked_at", moment_json(true, p.wish.at)));
	return status;
}

static enum status erase_badge(struct store *s, struct call *c, int64_t person)
{
	enum status status = badge_take_query(s, c->arena, person, NULL);
	return status == OK ? badge_unask_query(s, c->arena, person, NULL) : status;
}

static enum status tell_suspension(struct call *c, int64_t person, json_t *rows)
{
	struct suspension_get_row row;
	bool found;
	enum status status = suspension_get_query(c->store, c->arena, person, &row, &found);
	if (status == OK && found)
		json_array_append_new(rows, json_pack("{s:o, s:o}", "reason", text_json(row.reason), "made_at",
						      moment_json(true, row.made_at)));
	return status;
}

static enum status erase_suspension(struct store *s, struct call *c, int64_t person)
{
	return suspension_end_query(s, c->arena, person, NULL);
}

static enum status tell_notices(struct call *c, int64_t person, json_t *out)
{
	struct notice_list_rows rows = {0};
	int64_t before = INT64_MAX;
	enum status status;
	do {
		status = notice_list_query(c->store, c->arena, person, before, PAGE, &rows);
		for (size_t i = 0; status == OK && i < rows.n; i++) {
			struct people_told told;
			const struct notice_list_row *row = &rows.at[i];
			bool is_told = people_notice_tell(c, row->kind, row->data, &told);
			json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:o, s:o}", "kind", text_json(row->kind),
							     "text", text_json(is_told ? told.text : STR("")), "data",
							     text_json(row->data), "made_at",
							     moment_json(true, row->made_at), "seen_at",
							     moment_json(row->has_seen_at, row->seen_at)));
			before = row->id;
		}
	} while (status == OK && rows.n == PAGE);
	return status;
}

static enum status erase_notices(struct store *s, struct call *c, int64_t person)
{
	return notice_erase_query(s, c->arena, person, NULL);
}

struct log_telling {
	int64_t person, last;
	struct str subject;
	size_t seen;
	json_t *out;
};

/* What somebody did to another's account is told without what it said of the other. */
static enum status tell_row(void *context, int64_t number, const struct store_change *change)
{
	struct log_telling *w = context;
	bool is_about = str_equal(change->subject, w->subject), is_by = change->person == w->person;
	bool is_told = is_about || !change->personal;
	w->last = number;
	w->seen++;
	if (is_about || is_by)
		json_array_append_new(w->out,
				      json_pack("{s:I, s:o, s:o, s:o, s:s, s:o, s:o}", "number", (json_int_t)number,
						"at", moment_json(true, change->at), "act", text_json(change->act),
						"about", text_json(change->subject), "by",
						is_by            ? "yourself"
						: change->person ? "another account"
								 : "the site",
						"before", text_json(is_told ? change->before : STR("")), "after",
						text_json(is_told ? change->after : STR(""))));
	return OK;
}

static enum status tell_log(struct call *c, int64_t person, json_t *rows)
{
	struct log_telling w = {
		.person = person, .subject = str_format(c->arena, "person %lld", (long long)person), .out = rows};
	enum status status;
	do {
		w.seen = 0;
		status = store_log_read(c->store, w.last, PAGE, tell_row, &w);
	} while (status == OK && w.seen == PAGE);
	return status;
}

/* people_erase_parts() erases account and log, since one comes after all others and the other is the store's. */
const struct people_part people_own_parts[] = {
	{"account", N_("Account"), "", tell_account, NULL},
	{"address", N_("E-mail address"), "person_contact", tell_contact, erase_contact},
	{"password", N_("Password"), "person_password", tell_password, erase_password},
	{"tokens", N_("Tokens for programs"), "person_token", tell_tokens, erase_tokens},
	{"sessions", N_("Sign-ins that still run"), "person_session", tell_sessions, erase_sessions},
	{"profile", N_("Profile"), "person_profile", tell_profile, erase_profile},
	{"consents", N_("What others may see"), "person_consent", tell_consents, erase_consents},
	{"badge", N_("Badge of a group"), "person_badge person_badge_wish", tell_badge, erase_badge},
	{"suspension", N_("Suspension"), "person_suspension", tell_suspension, erase_suspension},
	{"notices", N_("What you were told"), "person_notice", tell_notices, erase_notices},
	{"changes", N_("Changes by you or about you"), "change_log", tell_log, NULL},
	{0},
};
