/* SPDX-License-Identifier: Apache-2.0 */
/* Making an account. */
#include "people/people_private.h"

#include "base/tr.h"
#include "people/account_sql.h"
#include "people/people_sql.h"
#include "site/settings.h"

#include <sodium.h>

static const int64_t second = 1000000;

enum { STAMP_MAC = 16, STAMP_ROOM = 64 };

struct making {
	struct call *c;
	struct people_name name;
	struct str password_hash, token;
	struct people_mailing mailing; /* email empty: none */
	bool may_mail;
};

static bool check_wish(struct call *c, const struct account_wish *wish, struct making *making)
{
	size_t told = c->problems.list.n;
	struct str unused;
	enum status status = people_name_read(c, "name", wish->name, PEOPLE_NAME_CHOSEN, &making->name);
	if (wish->email.n && !people_email_fits(c->arena, wish->email))
		(void)people_wrong(c, "email", N_("This is not an e-mail address."));
	if (wish->password.n)
		status = account_password_read(c, "password", wish->password, &unused);
	else if (wish->email.n == 0)
		(void)people_wrong(c, "password",
				   N_("Write a password, or an e-mail address to which sign-in links are sent."));
	return status == OK && c->problems.list.n == told;
}

enum status account_check(struct call *c, const struct account_wish *wish)
{
	struct making making = {.c = c};
	struct account_wish trimmed = *wish;
	trimmed.email = people_normal(c->arena, str_trim(wish->email));
	return check_wish(c, &trimmed, &making) ? OK : INVALID;
}

static enum status refuse_taken(struct call *c)
{
	(void)problem_add(&c->problems, PROBLEM_ALREADY_THERE, PLACE_PARAMETER, STR("name"), "%.*s",
			  STR_ARGS(tr(c, N_("An account has this name already."))));
	return CONFLICT;
}

/* The address of another account gets a mail too, which says whose it is; the link in it is good for nothing. */
static enum status write_address(struct store *s, struct making *m)
{
	struct call *c = m->c;
	struct person_with_email_row with;
	bool is_taken;
	enum status status = person_with_email_query(s, c->arena, m->mailing.email, &with, &is_taken);
	if (status != OK)
		return status;
	m->mailing.kind = !m->may_mail ? NULL : is_taken ? "taken" : "confirm";
	return people_write_link(s, c, &m->mailing);
}

static enum status write_account(struct store *s, void *context)
{
	struct making *m = context;
	struct call *c = m->c;
	struct person_named_row named;
	struct person_add_row row;
	bool is_taken;
	int64_t changed;
	enum status status = person_named_query(s, c->arena, m->name.skeleton, &named, &is_taken);
	if (status == OK && is_taken)
		return refuse_taken(c);
	if (status == OK)
		status = person_add_query(s, c->arena, m->name.name, m->name.skeleton, STR(""), c->now, &row);
	if (status != OK)
		return status;
	m->mailing.person = row.id;
	if (m->password_hash.n)
		status = person_password_put_query(s, c->arena, row.id, m->password_hash, c->now, &changed);
	if (status == OK)
		status = people_log(
			s, c, "user.make", row.id,
			(struct store_change){.after = people_name_json(c->arena, m->name.name), .personal = true});
	if (status == OK && m->mailing.email.n)
		status = write_address(s, m);
	if (status != OK)
		return status;
	struct str how = m->password_hash.n ? STR("password") : STR("link");
	return people_write_session(s, c, row.id, how, false, m->token);
}

enum status account_make(struct call *c, const struct account_wish *wish, bool may_mail, struct str token)
{
	struct making m = {.c = c, .token = token, .may_mail = may_mail};
	struct account_wish trimmed = *wish;
	bool is_open;
	trimmed.email = people_normal(c->arena, str_trim(wish->email));
	enum status status = setting_is_on(c, SETTING_SIGN_UP_OPEN, &is_open);
	if (status == OK && !is_open) {
		(void)problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("Accounts on this site are made by its administrator."))));
		return FORBIDDEN;
	}
	if (status != OK || !check_wish(c, &trimmed, &m))
		return status != OK ? status : INVALID;
	m.mailing = (struct people_mailing){.name = m.name.name,
					    .email = people_email_as_stored(c->arena, trimmed.email),
					    .purpose = PEOPLE_CONFIRM};
	if (wish->password.n)
		status = people_password_hash(c->arena, people_normal(c->arena, wish->password), &m.password_hash);
	size_t told = c->problems.list.n;
	if (status == OK)
		status = store_write(c->database, write_account, &m);
	if (status == CONFLICT && c->problems.list.n == told) /* another node was faster */
		return refuse_taken(c);
	return status;
}

static enum status write_secret(struct store *s, void *context)
{
	struct call *c = context;
	unsigned char bytes[PEOPLE_HASH];
	int64_t changed;
	randombytes_buf(bytes, sizeof bytes);
	return person_secret_add_query(s, c->arena, (struct str){(const char *)bytes, sizeof bytes}, &changed);
}

/* The same for every node; made when it is first needed. */
static enum status secret_of(struct call *c, struct str *out)
{
	struct person_secret_get_row row;
	bool found;
	enum status status = person_secret_get_query(c->store, c->arena, &row, &found);
	if (status == OK && !found)
		status = store_write(c->database, write_secret, c);
	if (status == OK && !found)
		status = person_secret_get_query(c->store, c->arena, &row, &found);
	if (status == OK)
		must(found && row.bytes.n == PEOPLE_HASH);
	*out = row.bytes;
	return status;
}

static struct str stamp_of(struct call *c, struct str secret, int64_t at)
{
	unsigned char mac[STAMP_MAC];
	char text[STAMP_ROOM];
	struct str signed_text = str_format(c->arena, "%lld %.*s", (long long)at, STR_ARGS(c->form_token));
	crypto_generichash(mac, sizeof mac, (const unsigned char *)signed_text.at, signed_text.n,
			   (const unsigned char *)secret.at, secret.n);
	sodium_bin2hex(text, sizeof text, mac, sizeof mac);
	return str_format(c->arena, "%lld-%s", (long long)at, text);
}

enum status account_form_stamp(struct call *c, struct str *out)
{
	struct str secret;
	enum status status = secret_of(c, &secret);
	if (status == OK)
		*out = stamp_of(c, secret, c->now.us);
	return status;
}

enum status account_form_fits(struct call *c, struct str stamp, bool *out)
{
	struct str secret, rest = stamp, number;
	int64_t at;
	enum status status = secret_of(c, &secret);
	*out = false;
	if (status != OK || !str_next(&rest, '-', &number) || !str_to_i64(number, &at))
		return status;
	struct str wanted = stamp_of(c, secret, at);
	*out = stamp.n == wanted.n && sodium_memcmp(stamp.at, wanted.at, wanted.n) == 0 &&
	       c->now.us - at >= ACCOUNT_FORM_SECONDS * second && c->now.us - at <= ACCOUNT_FORM_HOURS * 3600 * second;
	return status;
}
