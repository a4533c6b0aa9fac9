/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of an identity that somebody proved: an account, one more way into one, or nothing; and the list of one's own. */
#include "base/tr.h"
#include "page/format.h"
#include "people/identity_html.h"
#include "people/people_pages.h"
#include "people/people_web.h"
#include "people/provider_pages.h"

static int status_of(const struct call *c)
{
	int status = problem_http_status(c->problems.list.at[0].code);
	return status == 400 ? 422 : status;
}

static struct str not_done(struct call *c, const char *one, const char *many)
{
	return tr_n(c, one, many, (int64_t)c->problems.list.n);
}

/* What waits in the reader's session for the provider of the path; where nothing does, back to where one signs in. NOT_FOUND: there
 * is no such provider. */
static enum status asked_waiting(struct http_request *r, struct http_response *response, struct identity_waiting *out,
				 bool *is_answered)
{
	struct call *c = r->call;
	struct provider p;
	enum status status = provider_find(c, http_path_part(r, "provider"), &p);
	*is_answered = true;
	if (status != OK)
		return status;
	status = identity_waiting(c, http_session(r), out);
	*is_answered = status != OK || !str_equal(out->provider, p.word);
	if (status == NOT_FOUND || (status == OK && *is_answered))
		http_redirect(response, 303,
			      url_with(c, url_plain(c, c->person.id ? "/account/sign-ins" : "/sign-in"), "return_to",
				       people_way_back(r))
				      .s);
	return status == NOT_FOUND ? OK : status;
}

static struct url step(struct http_request *r, const char *name)
{
	struct str word = http_path_part(r, "provider");
	return url_with(r->call, url_plain(r->call, "/sign-in/%.*s/%s", STR_ARGS(word), name), "return_to",
			people_way_back(r));
}

static enum status show_new(struct http_request *r, struct http_response *response,
			    const struct identity_waiting *waiting, const struct identity_wish *wish)
{
	struct call *c = r->call;
	struct provider p;
	enum status status = provider_find(c, waiting->provider, &p);
	if (status != OK)
		return status;
	struct url here = step(r, "new");
	struct identity_new m = {
		.page = {.title = tr(c, "Almost done"),
			 .lead = provider_words(
				 c,
				 c->person.id
					 ? N_("{provider} has told who you are. Shall it sign in to your account?")
					 : N_("{provider} has told who you are. No account here belongs to it yet."),
				 p.name),
			 .path = str_format(c->arena, "/sign-in/%.*s/new", STR_ARGS(p.word)),
			 .query = r->query,
			 .has_errors = c->problems.list.n > 0},
		.action = here,
		.join = step(r, "join"),
		.sign_in = url_with(c, url_plain(c, "/sign-in"), "return_to", here.s),
		.home = {people_way_back(r)},
		.not_done = not_done(c, "There is no account yet. One thing needs a change",
				     "There is no account yet. Several things need a change"),
		.provider = p.name,
		.name = wish->name,
		.email = waiting->who.email,
		.takes_email = wish->takes_email,
		.accepts_rules = wish->accepts_rules,
		.email_is_taken = waiting->email_is_taken,
		.person = c->person.id ? c->person.name : STR("")};
	status = identity_may_make(c, &m.is_open);
	if (status == OK)
		page_identity_new(&response->body, c, &m);
	return status;
}

static enum status new_form(struct http_request *r, struct http_response *response)
{
	struct identity_waiting waiting;
	bool is_answered;
	enum status status = asked_waiting(r, response, &waiting, &is_answered);
	if (is_answered)
		return status;
	struct identity_wish wish = {.name = waiting.who.name, .takes_email = waiting.who.email.n > 0};
	return show_new(r, response, &waiting, &wish);
}

static enum status make(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct identity_waiting waiting;
	bool is_answered;
	enum status status = asked_waiting(r, response, &waiting, &is_answered);
	if (is_answered)
		return status;
	struct identity_wish wish = {.name = http_field_text(r, "name"),
				     .accepts_rules = http_field_text(r, "rules").n > 0,
				     .takes_email = http_field_text(r, "email").n > 0};
	struct str token = http_session_token(c->arena);
	int64_t person = 0;
	if (c->person.id) /* signed in meanwhile, in another tab: the page asks about joining instead */
		return new_form(r, response);
	if (c->problems.list.n == 0)
		status = identity_make(c, http_session(r), &wish, &person);
	if (c->problems.list.n) {
		response->status = status_of(c);
		return show_new(r, response, &waiting, &wish);
	}
	if (status == OK)
		status = people_session_begin(c, person, waiting.provider, token);
	if (status != OK)
		return status;
	http_session_set(r, response, token);
	return people_go_on(r, response, token, people_way_back(r));
}

/* --- one's own */

static enum status show_own(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct identity_of_rows rows;
	struct providers all;
	struct url here = url_plain(c, "/account/sign-ins");
	struct identity_own m = {.page = {.title = tr(c, "Sign-in with other sites"),
					  .path = STR("/account/sign-ins"),
					  .query = r->query,
					  .has_errors = c->problems.list.n > 0},
				 .action = here,
				 .not_done = not_done(c, "Nothing was changed", "Nothing was changed"),
				 .is_done = http_parameter_text(r, "done").n > 0 && c->problems.list.n == 0};
	enum status status = identity_list(c, &rows);
	if (status == OK)
		status = provider_list(c, &all);
	if (status != OK)
		return status;
	for (size_t i = 0; i < rows.n; i++) {
		struct str name = rows.at[i].issuer;
		for (size_t k = 0; k < all.n; k++)
			if (str_equal(all.at[k].issuer, rows.at[i].issuer))
				name = all.at[k].name;
		*list_add(c->arena, &m.rows) = (struct identity_row){
			.id = rows.at[i].id, .provider = name, .day = format_date(c, moment_day(rows.at[i].joined_at))};
	}
	for (size_t k = 0; k < all.n; k++) {
		bool is_joined = false;
		for (size_t i = 0; i < rows.n; i++)
			is_joined |= str_equal(all.at[k].issuer, rows.at[i].issuer);
		if (!is_joined)
			*list_add(c->arena, &m.ways) = (struct provider_way){
				url_with(c, url_plain(c, "/sign-in/%.*s", STR_ARGS(all.at[k].word)), "return_to",
					 here.s),
				provider_words(c, N_("Join {provider}"), all.at[k].name)};
	}
	struct tr_value values[] = {{"n", format_number(c, (int64_t)rows.n)}};
	m.page.lead = tr_fill(c->arena,
			      rows.n ? tr_n(c, "{n} other site signs in to your account.",
					    "{n} other sites sign in to your account.", (int64_t)rows.n)
				     : tr(c, "No other site signs in to your account."),
			      values, 1);
	page_identity_own(&response->body, c, &m);
	return OK;
}

static enum status join(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct identity_waiting waiting;
	bool is_answered;
	enum status status = asked_waiting(r, response, &waiting, &is_answered);
	if (is_answered)
		return status;
	status = identity_join(c, http_session(r));
	if (status == CONFLICT) {
		response->status = 409;
		return show_own(r, response);
	}
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/account/sign-ins?done=1").s);
	return status;
}

static enum status take_away(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	int64_t id = 0;
	enum status status = INVALID;
	if (c->problems.list.n == 0 && str_to_i64(http_field_text(r, "identity"), &id))
		status = identity_remove(c, id);
	if (c->problems.list.n) {
		response->status = status_of(c);
		return show_own(r, response);
	}
	if (status == OK || status == INVALID)
		http_redirect(response, 303, url_plain(c, "/account/sign-ins").s);
	return status == INVALID ? OK : status;
}

static const struct http_parameter back[] = {
	{"return_to", HTTP_TEXT, NULL, "The path to go to afterwards.", 4096},
};
static const struct http_parameter own[] = {
	{"done", HTTP_CHOICE, "1", "One was just joined."},
	{"return_to", HTTP_TEXT, NULL, "The path to go to afterwards.", 4096},
};
static const struct http_parameter account[] = {
	{"name", HTTP_TEXT, NULL, "The public name.", 4 * 4 * PEOPLE_NAME_MOST},
	{"rules", HTTP_CHOICE, "yes", "The rules are accepted."},
	{"email", HTTP_CHOICE, "yes", "The provider's e-mail address becomes the account's."},
};
static const struct http_parameter one[] = {{"identity", HTTP_INTEGER, NULL, "Which one."}};

const struct http_route people_identity_routes[] = {
	{"GET", "/{lang}/sign-in/{provider}/new", new_form, MAY_ANYBODY, HTTP_PAGE, back, 1,
	 "The form for an account, after a sign-in elsewhere.", NULL, NULL},
	{"POST", "/{lang}/sign-in/{provider}/new", make, MAY_ANYBODY, HTTP_PAGE, back, 1, "Makes the account.", NULL,
	 NULL, account, 3},
	{"POST", "/{lang}/sign-in/{provider}/join", join, MAY_HAVE_ACCOUNT, HTTP_PAGE, back, 1,
	 "Joins a sign-in elsewhere to one's account.", NULL, NULL},
	{"GET", "/{lang}/account/sign-ins", show_own, MAY_HAVE_ACCOUNT, HTTP_PAGE, own, 2,
	 "The other sites that sign in to one's account.", NULL, NULL},
	{"POST", "/{lang}/account/sign-ins", take_away, MAY_HAVE_ACCOUNT, HTTP_PAGE, own, 2, "Takes one away.", NULL,
	 NULL, one, 1},
	{0},
};
