/* SPDX-License-Identifier: Apache-2.0 */
/* One-use links by mail. Only the hash of a link is kept here; the link itself stands in the event of its mail until that is
 * sent. */
#include "people/people_private.h"

#include "base/tr.h"
#include "mail/mail.h"
#include "people/account_sql.h"
#include "people/people_sql.h"
#include "site/settings.h"

#include <jansson.h>

static const int64_t minute = 60000000;

static const char *const words[] = {"confirm", "sign_in", "reset", "change"};

const char *people_purpose_word(enum people_purpose purpose)
{
	return words[purpose];
}

bool people_purpose_parse(struct str word, enum people_purpose *out)
{
	for (enum people_purpose p = PEOPLE_CONFIRM; p <= PEOPLE_CHANGE; p++)
		if (str_is(word, words[p])) {
			*out = p;
			return true;
		}
	return false;
}

/* The mail that carries a link of that purpose. */
static const char *mail_word(enum people_purpose purpose)
{
	return purpose == PEOPLE_SIGN_IN ? "sign-in" : words[purpose];
}

static bool is_of_address(enum people_purpose purpose)
{
	return purpose == PEOPLE_CONFIRM || purpose == PEOPLE_CHANGE;
}

static enum status write_mail(struct store *s, struct call *c, const struct people_mailing *m, struct str key,
			      struct str url)
{
	json_t *data = json_pack("{s:s%, s:s%}", "name", m->name.at, m->name.n, "url", url.at, url.n);
	struct mail_event event = {.key = key,
				   .kind = str_of(m->kind),
				   .data = people_json(c->arena, data),
				   .to = m->email,
				   .lang = c->lang};
	return mail_write(s, c, &event);
}

enum status people_write_link(struct store *s, struct call *c, const struct people_mailing *m)
{
	int64_t changed, days;
	struct str token = people_secret(c->arena);
	enum status status = setting_number(c, SETTING_KEEP_UNCONFIRMED, &days);
	if (status == OK && is_of_address(m->purpose))
		status = person_link_drop_waiting_query(s, c->arena, m->person, &changed);
	int64_t minutes = is_of_address(m->purpose) ? days * 24 * 60 : ACCOUNT_LINK_MINUTES;
	if (status == OK)
		status = person_link_add_query(s, c->arena, people_hash_text(c->arena, token), m->person != 0,
					       m->person, m->purpose, m->email, c->now,
					       (struct moment){c->now.us + minutes * minute}, &changed);
	if (status != OK || !m->kind)
		return status;
	struct str url = str_format(c->arena, "/%s/mail-link/%.*s", c->lang.tag, STR_ARGS(token));
	return write_mail(s, c, m, str_format(c->arena, "%s %.12s", m->kind, people_secret(c->arena).at), url);
}

struct linking {
	struct call *c;
	struct people_mailing mailing;
	bool may_mail;
	struct str link, password_hash, token; /* of a use */
};

static enum status write_ask(struct store *s, void *context)
{
	const struct linking *l = context;
	return people_write_link(s, l->c, &l->mailing);
}

enum status account_email_read(struct call *c, struct str typed, struct str *out)
{
	struct str email = people_normal(c->arena, str_trim(typed));
	if (!people_email_fits(c->arena, email))
		return people_wrong(c, "email", N_("This is not an e-mail address."));
	*out = people_email_as_stored(c->arena, email);
	return OK;
}

enum status account_link_ask(struct call *c, enum people_purpose purpose, struct str email)
{
	struct linking l = {.c = c, .mailing = {.purpose = purpose}};
	struct person_by_contact_row row;
	struct str stored;
	bool found = false;
	enum status status = account_email_read(c, email, &stored);
	if (status == OK)
		status = person_by_contact_query(c->store, c->arena, stored, c->now, &row, &found);
	if (status != OK)
		return status;
	l.mailing.email = found ? stored : STR("");
	if (found) {
		l.mailing.person = row.id;
		l.mailing.name = row.name;
		l.mailing.kind = mail_word(purpose);
	}
	return store_write(c->database, write_ask, &l);
}

static enum status link_in(struct store *s, struct call *c, struct str link, struct account_link *out)
{
	struct person_link_get_row row;
	bool found;
	enum status status = person_link_get_query(s, c->arena, people_hash_text(c->arena, link), c->now, &row, &found);
	if (status == OK && found)
		*out = (struct account_link){row.person, row.name, row.email, row.purpose};
	return status == OK && !found ? NOT_FOUND : status;
}

enum status account_link(struct call *c, struct str link, struct account_link *out)
{
	return link_in(c->store, c, link, out);
}

/* The former address is told, wherever the wish came from. */
static enum status tell_former(struct store *s, const struct linking *l, const struct account_link *link)
{
	struct call *c = l->c;
	struct person_contact_of_row row;
	bool found;
	enum status status = person_contact_of_query(s, c->arena, link->person, &row, &found);
	if (status != OK || !found || str_equal(row.email, link->email))
		return status;
	struct people_mailing former = l->mailing;
	former.person = link->person;
	former.name = link->name;
	former.email = row.email;
	former.kind = "moved";
	return write_mail(s, c, &former, str_format(c->arena, "moved %.12s", people_secret(c->arena).at), STR(""));
}

static enum status use_address(struct store *s, const struct linking *l, const struct account_link *link)
{
	struct call *c = l->c;
	struct person_with_email_row with;
	bool is_taken;
	int64_t changed;
	enum status status = person_with_email_query(s, c->arena, link->email, &with, &is_taken);
	if (status != OK)
		return status;
	if (is_taken && with.person != link->person) {
		(void)problem_add(&c->problems, PROBLEM_ALREADY_THERE, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("Another account has this e-mail address meanwhile."))));
		return CONFLICT;
	}
	status = tell_former(s, l, link);
	if (status == OK)
		status = person_contact_set_query(s, c->arena, link->person, link->email, &changed);
	if (status == OK)
		status = mail_address_resume(s, c, link->email);
	return status == OK ? people_log(s, c, "user.address", link->person, (struct store_change){0}) : status;
}

static enum status write_use(struct store *s, void *context)
{
	const struct linking *l = context;
	struct call *c = l->c;
	struct account_link link;
	int64_t changed;
	enum status status = link_in(s, c, l->link, &link);
	if (status == OK)
		status = person_link_drop_query(s, c->arena, people_hash_text(c->arena, l->link), &changed);
	if (status != OK)
		return status;
	if (is_of_address(link.purpose))
		return use_address(s, l, &link);
	if (link.purpose == PEOPLE_RESET)
		status = people_write_password(s, c, link.person, l->password_hash, STR(""));
	return status == OK ? people_write_session(s, c, link.person, STR("link"), false, l->token) : status;
}

enum status account_link_use(struct call *c, struct str link, struct str password, struct str token)
{
	struct linking l = {.c = c, .link = link, .token = token};
	struct account_link what;
	struct str normal;
	enum status status = account_link(c, link, &what);
	if (status == OK && what.purpose == PEOPLE_RESET) {
		status = account_password_read(c, "password", password, &normal);
		if (status == OK)
			status = people_password_hash(c->arena, normal, &l.password_hash);
	}
	return status == OK ? store_write(c->database, write_use, &l) : status;
}

enum status account_address(struct call *c, struct account_address *out)
{
	struct person_contact_of_row contact;
	struct person_link_waits_row waits;
	bool has_contact, has_waiting;
	enum status status = person_contact_of_query(c->store, c->arena, c->person.id, &contact, &has_contact);
	if (status == OK)
		status = person_link_waits_query(c->store, c->arena, c->person.id, c->now, &waits, &has_waiting);
	if (status != OK)
		return status;
	*out = (struct account_address){has_contact ? contact.email : STR(""), has_waiting ? waits.email : STR("")};
	return OK;
}

static enum status write_address_ask(struct store *s, void *context)
{
	struct linking *l = context;
	struct call *c = l->c;
	struct person_with_email_row with;
	bool is_taken;
	enum status status = person_with_email_query(s, c->arena, l->mailing.email, &with, &is_taken);
	if (status != OK)
		return status;
	if (!l->may_mail)
		l->mailing.kind = NULL;
	else if (is_taken && with.person != c->person.id)
		l->mailing.kind = "taken";
	return people_write_link(s, c, &l->mailing);
}

enum status account_address_ask(struct call *c, struct str email, bool may_mail)
{
	struct linking l = {.c = c, .may_mail = may_mail};
	struct account_address address;
	enum status status = account_address(c, &address);
	if (status != OK)
		return status;
	enum people_purpose purpose = address.confirmed.n ? PEOPLE_CHANGE : PEOPLE_CONFIRM;
	l.mailing = (struct people_mailing){c->person.id, c->person.name, email, purpose, mail_word(purpose)};
	return store_write(c->database, write_address_ask, &l);
}
