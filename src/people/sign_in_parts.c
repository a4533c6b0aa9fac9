/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of signing in, and the mail it brings: the list of sign-ins, links by mail, the second step, identities of other
 * sites. Of what is a secret only its moments and numbers are told.
 * Threads: any worker; erasing inside store_write. Memory: c's arena. */
#include "mail/mail_rows.h"
#include "people/account_sql.h"
#include "people/identity.h"
#include "people/own_data_sql.h"
#include "people/parts.h"
#include "people/people_private.h"
#include "people/people_sql.h"

#include "base/tr.h"

static json_t *text_json(struct str s)
{
	return json_stringn(s.at, s.n);
}

static json_t *moment_json(bool is_there, struct moment m)
{
	char room[MOMENT_ROOM];
	return is_there ? text_json(moment_print(m, room)) : json_null();
}

static enum status tell_sign_ins(struct call *c, int64_t person, json_t *out)
{
	struct own_sign_ins_rows rows;
	enum status status = own_sign_ins_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(
			out, json_pack("{s:o, s:o, s:o}", "made_at", moment_json(true, rows.at[i].made_at), "how",
				       text_json(rows.at[i].how), "browser", text_json(rows.at[i].browser)));
	return status;
}

static enum status erase_sign_ins(struct store *s, struct call *c, int64_t person)
{
	return own_sign_ins_erase_query(s, c->arena, person, NULL);
}

static enum status tell_links(struct call *c, int64_t person, json_t *out)
{
	struct own_links_rows rows;
	enum status status = own_links_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(out, json_pack("{s:s, s:o, s:o, s:o}", "purpose",
						     people_purpose_word(rows.at[i].purpose), "email",
						     text_json(rows.at[i].email), "made_at",
						     moment_json(true, rows.at[i].made_at), "expires_at",
						     moment_json(true, rows.at[i].expires_at)));
	return status;
}

static enum status erase_links(struct store *s, struct call *c, int64_t person)
{
	return own_links_erase_query(s, c->arena, person, NULL);
}

/* The confirmed address; empty: there is none. */
static enum status address_in(struct store *s, struct call *c, int64_t person, struct str *out)
{
	struct own_contact_row row;
	bool found;
	enum status status = own_contact_query(s, c->arena, person, &row, &found);
	*out = status == OK && found ? row.email : STR("");
	return status;
}

static enum status tell_mail(struct call *c, int64_t person, json_t *out)
{
	struct mail_messages_of_rows rows = {0};
	struct str email;
	enum status status = address_in(c->store, c, person, &email);
	if (status == OK)
		status = mail_of(c, person, email, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++) {
		const struct mail_messages_of_row *row = &rows.at[i];
		json_array_append_new(out,
				      json_pack("{s:o, s:o, s:o, s:s, s:o, s:o}", "kind", text_json(row->kind), "email",
						text_json(row->email), "subject", text_json(row->subject), "state",
						mail_state_word(row->state), "made_at", moment_json(true, row->made_at),
						"sent_at", moment_json(row->has_sent_at, row->sent_at)));
	}
	return status;
}

/* An address that waits to be confirmed had mail too; it may be somebody else's, whose mail stays. */
static enum status erase_mail(struct store *s, struct call *c, int64_t person)
{
	struct own_links_rows links;
	struct str email;
	enum status status = address_in(s, c, person, &email);
	if (status == OK)
		status = mail_erase(s, c, person, email);
	if (status == OK)
		status = own_links_query(s, c->arena, person, &links);
	for (size_t i = 0; status == OK && i < links.n; i++) {
		struct person_with_email_row with;
		bool is_anybodys;
		status = person_with_email_query(s, c->arena, links.at[i].email, &with, &is_anybodys);
		if (status == OK && !is_anybodys)
			status = mail_erase(s, c, person, links.at[i].email);
	}
	return status;
}

static enum status tell_step(struct call *c, int64_t person, json_t *rows)
{
	struct step step;
	enum status status = step_of(c, person, &step);
	if (status == OK && (step.is_on || step.is_shown))
		json_array_append_new(
			rows, json_pack("{s:b, s:o}", "on", step.is_on, "since", moment_json(step.is_on, step.since)));
	return status;
}

static enum status erase_step(struct store *s, struct call *c, int64_t person)
{
	return person_step_drop_query(s, c->arena, person, NULL);
}

static enum status tell_codes(struct call *c, int64_t person, json_t *rows)
{
	struct step step;
	enum status status = step_of(c, person, &step);
	if (status == OK && step.codes)
		json_array_append_new(rows, json_pack("{s:I}", "left", (json_int_t)step.codes));
	return status;
}

static enum status erase_codes(struct store *s, struct call *c, int64_t person)
{
	return person_recovery_drop_query(s, c->arena, person, NULL);
}

static enum status tell_identities(struct call *c, int64_t person, json_t *out)
{
	struct own_identities_rows rows;
	enum status status = own_identities_query(c->store, c->arena, person, &rows);
	for (size_t i = 0; status == OK && i < rows.n; i++)
		json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:o}", "provider", text_json(rows.at[i].provider),
						     "issuer", text_json(rows.at[i].issuer), "subject",
						     text_json(rows.at[i].subject), "joined_at",
						     moment_json(true, rows.at[i].joined_at)));
	return status;
}

/* Mail comes after links, and so it is erased before them: by their addresses it is found. */
const struct people_part people_sign_in_parts[] = {
	{"sign_ins", N_("Sign-ins"), "person_sign_in", tell_sign_ins, erase_sign_ins},
	{"links", N_("Links sent by mail"), "person_link", tell_links, erase_links},
	{"mail", N_("Mail to you"), "mail_message", tell_mail, erase_mail},
	{"second_step", N_("Second step"), "person_step", tell_step, erase_step},
	{"recovery_codes", N_("Recovery codes"), "person_recovery", tell_codes, erase_codes},
	{"identities", N_("Sign-in with other sites"), "person_identity", tell_identities, identity_erase},
	{0},
};
