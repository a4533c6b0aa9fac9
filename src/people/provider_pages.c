/* SPDX-License-Identifier: Apache-2.0 */
/* The way to another site and back.
 *
 * The link to it changes nothing here but the cookie: what belongs to the sign-in travels in its state. The address to which the
 * other site sends the browser back is the one GET that acts: it counts only with a state of this browser, once, and what it
 * does is to sign in whom the account belongs to; whatever else could come of it waits for a form. It always answers with 303,
 * so that neither code nor state stays in the address. */
#include "people/provider_pages.h"

#include "base/log.h"
#include "base/tr.h"
#include "http/brake.h"
#include "page/format.h"
#include "people/facebook.h"
#include "people/people_pages.h"
#include "people/people_web.h"
#include "people/provider_html.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* Comings back from one network in a minute: a ministry stands behind one address. */
static const struct http_limit limits[] = {{"provider", {"", 0}, 240, 60}};

struct str provider_words(const struct call *c, const char *text, struct str provider)
{
	struct tr_value values[] = {{"provider", provider}};
	return tr_fill(c->arena, tr(c, text), values, 1);
}

enum status provider_ways(struct call *c, struct str return_to, struct str but, struct provider_ways *out)
{
	struct providers all;
	enum status status = provider_list(c, &all);
	*out = (struct provider_ways){0};
	for (size_t i = 0; status == OK && i < all.n; i++) {
		const struct provider *p = &all.at[i];
		if (str_equal(p->word, but))
			continue;
		struct url url = url_plain(c, "/sign-in/%.*s", STR_ARGS(p->word));
		*list_add(c->arena, out) =
			(struct provider_way){.url = return_to.n ? url_with(c, url, "return_to", return_to) : url,
					      .text = provider_words(c, N_("Sign in with {provider}"), p->name)};
	}
	return status;
}

/* The provider of the path. NOT_FOUND says so to the reader. */
static enum status asked_provider(struct http_request *r, struct provider *out)
{
	struct call *c = r->call;
	enum status status = provider_find(c, http_path_part(r, "provider"), out);
	if (status == NOT_FOUND)
		(void)problem_add(&c->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("Nobody signs in here with a site of that name."))));
	return status;
}

static struct provider_flow flow_of(struct http_request *r, const struct provider *p)
{
	struct call *c = r->call;
	return (struct provider_flow){.c = c,
				      .provider = p,
				      .session = http_session(r),
				      .callback = str_format(c->arena, "%.*s/auth/%.*s/callback",
							     STR_ARGS(http_own_address(r)), STR_ARGS(p->word)),
				      .return_to = people_way_back(r)};
}

/* To the page that says why, from where one goes on to where one wanted. */
static enum status fail(const struct provider_flow *flow, struct http_response *response, enum provider_fault fault)
{
	struct call *c = flow->c;
	struct url url =
		url_plain(c, "/sign-in/%.*s/failed?why=%s", STR_ARGS(flow->provider->word), provider_fault_word(fault));
	if (people_is_own_address(flow->return_to))
		url = url_with(c, url, "return_to", flow->return_to);
	http_redirect(response, 303, str_format(c->arena, "%.*s#main", STR_ARGS(url.s)));
	return OK;
}

static enum status start(struct http_request *r, struct http_response *response)
{
	struct provider p;
	struct str address;
	enum status status = asked_provider(r, &p);
	if (status != OK)
		return status;
	struct provider_flow flow = flow_of(r, &p);
	if (flow.session.n == 0) {
		flow.session = http_session_token(r->call->arena);
		http_session_set(r, response, flow.session);
	}
	provider_state_make(&flow, url_home(r->call).s);
	enum provider_fault fault = provider_address(&flow, &address);
	if (fault != PROVIDER_FINE)
		return fail(&flow, response, fault);
	http_redirect_outside(response, address);
	return OK;
}

/* --- back again */

/* Somebody whose account it is: signed in under a new token, so that one planted before is worth nothing. */
static enum status sign_in(struct http_request *r, struct http_response *response, const struct provider_flow *flow,
			   int64_t person)
{
	struct call *c = r->call;
	struct str token = http_session_token(c->arena);
	enum status status = people_session_begin(c, person, flow->provider->word, token);
	if (status == FORBIDDEN) {
		c->problems.list.n = 0;
		return fail(flow, response, PROVIDER_BARRED);
	}
	if (status == OK)
		status = identity_carry(c, flow->session, token);
	if (status != OK)
		return status;
	http_session_set(r, response, token);
	return people_go_on(r, response, token, str_format(c->arena, "%.*s#main", STR_ARGS(flow->return_to)));
}

/* Nobody's identity: it waits for a form. Whoever is not signed in gets a new token for it. */
static enum status wait_for_form(struct http_request *r, struct http_response *response,
				 const struct provider_flow *flow, const struct provider_person *who)
{
	struct call *c = r->call;
	struct str token = c->person.id ? flow->session : http_session_token(c->arena);
	enum status status = identity_wait(c, token, flow->provider->word, who);
	if (status != OK)
		return status;
	if (!c->person.id)
		http_session_set(r, response, token);
	struct url url = url_plain(c, "/sign-in/%.*s/new", STR_ARGS(flow->provider->word));
	url = url_with(c, url, "return_to", flow->return_to);
	http_redirect(response, 303, str_format(c->arena, "%.*s#main", STR_ARGS(url.s)));
	return OK;
}

static enum status arrive(struct http_request *r, struct http_response *response, const struct provider_flow *flow,
			  const struct provider_person *who)
{
	struct call *c = r->call;
	int64_t person = 0;
	enum status status = identity_person(c, who, &person);
	if (status == NOT_FOUND)
		return wait_for_form(r, response, flow, who);
	if (status != OK)
		return status;
	if (c->person.id && c->person.id != person)
		return fail(flow, response, PROVIDER_TAKEN);
	return sign_in(r, response, flow, person);
}

/* What the other site says in place of a code. RFC 6749 4.1.2.1 */
static enum provider_fault fault_told(const struct provider_flow *flow, struct str error)
{
	if (str_is(error, "access_denied"))
		return PROVIDER_DECLINED;
	log_line(LOG_WARNING, "sign-in with %.*s refused: it sent back the error %.*s", STR_ARGS(flow->provider->word),
		 STR_ARGS(str_slice(error, 0, 80)));
	bool is_down = str_is(error, "temporarily_unavailable") || str_is(error, "server_error");
	return is_down ? PROVIDER_DOWN : PROVIDER_LIED;
}

/* The state first: without it nothing else is looked at. PROVIDER_USED is fine for whoever is signed in by now. */
static enum status check_state(struct http_request *r, struct http_response *response, struct provider_flow *flow,
			       bool *is_answered)
{
	struct call *c = r->call;
	enum provider_fault fault = provider_state_read(flow);
	*is_answered = true;
	if (people_is_own_address(flow->return_to))
		c->lang =
			lang_of(str_slice(flow->return_to, 1, strcspn(str_chars(c->arena, flow->return_to) + 1, "/?")));
	else
		flow->return_to = url_home(c).s;
	if (fault != PROVIDER_FINE) {
		log_line(LOG_NOTICE, "sign-in with %.*s refused: its state is %s", STR_ARGS(flow->provider->word),
			 fault == PROVIDER_LATE ? "too old" : "not of this browser");
		return fail(flow, response, fault);
	}
	enum status status = provider_state_use(flow);
	if (status == CONFLICT && c->person.id) {
		http_redirect(response, 303, str_format(c->arena, "%.*s#main", STR_ARGS(flow->return_to)));
		return OK;
	}
	if (status == CONFLICT) {
		log_line(LOG_NOTICE, "sign-in with %.*s refused: its state came back before",
			 STR_ARGS(flow->provider->word));
		return fail(flow, response, PROVIDER_USED);
	}
	*is_answered = status != OK;
	return status;
}

static enum status callback(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct provider p;
	struct provider_person who;
	const struct http_limit *broken;
	struct moment again;
	bool is_answered;
	enum status status = asked_provider(r, &p);
	if (status != OK)
		return status;
	struct provider_flow flow = flow_of(r, &p);
	flow.state = http_parameter_text(r, "state");
	flow.return_to = STR("");
	if (flow.session.n)
		status = people_session(c, flow.session, people_browser(c->arena, http_header(r, "User-Agent")),
					&c->person);
	if (status != OK && status != NOT_FOUND)
		return status;
	if (!http_brake(r, limits, 1, &broken, &again))
		return fail(&flow, response, PROVIDER_BUSY);
	status = check_state(r, response, &flow, &is_answered);
	if (is_answered)
		return status;
	struct str error = http_parameter_text(r, "error"), code = http_parameter_text(r, "code");
	if (error.n || code.n == 0)
		return fail(&flow, response, fault_told(&flow, error));
	enum provider_fault fault = provider_exchange(&flow, code, http_parameter_text(r, "iss"), &who);
	return fault == PROVIDER_FINE ? arrive(r, response, &flow, &who) : fail(&flow, response, fault);
}

/* --- what went wrong */

/* What is said, and with which status. */
static const struct {
	int status;
	bool is_new_sign_in;
	const char *text;
} told[PROVIDER_FAULTS] = {
	[PROVIDER_DOWN] = {503, true,
			   N_("{provider} cannot be reached at the moment. You are not signed in. Try again in a "
			      "minute, or sign in "
			      "another way.")},
	[PROVIDER_SLOW] = {503, true,
			   N_("{provider} did not answer in time. You are not signed in. Try again in a minute, or "
			      "sign in another "
			      "way.")},
	[PROVIDER_LIED] = {502, true,
			   N_("{provider} gave an answer that cannot be trusted, so you are not signed in. If it "
			      "happens again, tell "
			      "the administrator of this site.")},
	[PROVIDER_LIMITED] =
		{503, true,
		 N_("{provider} is refusing sign-ins at the moment. Sign in another way, or try again later.")},
	[PROVIDER_DECLINED] = {403, true,
			       N_("You did not let {provider} tell this site who you are, so you are not signed in.")},
	[PROVIDER_FOREIGN] =
		{400, true,
		 N_("This sign-in with {provider} was not begun in this browser, or the browser did not send this "
		    "site’s cookie. You are not signed in. Begin again here.")},
	[PROVIDER_LATE] =
		{400, true,
		 N_("The sign-in with {provider} took too long, or was finished twice. You are not signed in. Begin "
		    "again.")},
	[PROVIDER_USED] = {400, true,
			   N_("This sign-in with {provider} was used already. You are not signed in. Begin again.")},
	[PROVIDER_BUSY] =
		{503, true,
		 N_("Several people are signing in with other sites at this moment. Try again in a few seconds.")},
	[PROVIDER_TAKEN] =
		{409, false,
		 N_("With {provider} you sign in to another account of this site than the one you are signed in to "
		    "now. Take it away there, or sign out first.")},
	[PROVIDER_BARRED] = {403, false,
			     N_("This account cannot sign in at the moment. Write to the contact of this site.")},
};

/* The back button leads to a way that was gone already: nothing is wrong. */
static void say_signed_in(const struct call *c, const struct provider *p, struct provider_failed *m)
{
	struct tr_value values[] = {{"person", c->person.name}, {"provider", p->name}};
	m->page.title = tr(c, "You are signed in");
	m->page.lead = tr_fill(
		c->arena,
		tr(c, "You are signed in as {person}. This sign-in with {provider} is over, or was not begun in this "
		      "browser; nothing was changed."),
		values, 2);
	m->is_signed_in = true;
}

static enum status failed(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct provider p;
	enum provider_fault fault = PROVIDER_LIED;
	struct str return_to = people_way_back(r);
	enum status status = asked_provider(r, &p);
	if (status != OK)
		return status;
	if (!provider_fault_parse(http_parameter_text(r, "why"), &fault))
		return asked_provider(r, &p);
	struct provider_failed m = {
		.page = {.title = provider_words(c, N_("Not signed in with {provider}"), p.name),
			 .lead = provider_words(c, told[fault].text, p.name),
			 .path = r->path,
			 .query = r->query},
		.is_new_sign_in = told[fault].is_new_sign_in,
		.again = url_with(c, url_plain(c, "/sign-in/%.*s", STR_ARGS(p.word)), "return_to", return_to),
		.again_text = provider_words(c, N_("Try {provider} again"), p.name),
		.sign_in = url_with(c, url_plain(c, "/sign-in"), "return_to", return_to),
		.home = {return_to}};
	if (c->person.id && (fault == PROVIDER_FOREIGN || fault == PROVIDER_USED || fault == PROVIDER_LATE))
		say_signed_in(c, &p, &m);
	m.page.path = str_format(c->arena, "/sign-in/%.*s/failed", STR_ARGS(p.word));
	response->status = told[fault].status;
	status = provider_ways(c, return_to, p.word, &m.ways);
	if (status == OK)
		page_provider_failed(&response->body, c, &m);
	return status;
}

/* --- Facebook's own calls */

/* Facebook sends a form without our token: its signature stands for it. The value holds nothing that a form would encode. */
static enum status take_deletion(struct http_request *r, struct http_response *response)
{
	static const char name[] = "signed_request=";
	struct call *c = r->call;
	struct provider p;
	struct facebook_request asked;
	struct str rest = r->body, pair, text = STR(""), code;
	while (str_next(&rest, '&', &pair))
		if (str_begins(pair, name))
			text = str_slice(pair, sizeof name - 1, pair.n);
	enum status status = provider_find(c, STR("facebook"), &p);
	if (status == OK && !facebook_request_read(c->arena, p.secret, text, &asked)) {
		log_line(LOG_WARNING, "a wish to be forgotten that Facebook did not sign was refused");
		status = FORBIDDEN;
		(void)problem_add(&c->problems, PROBLEM_NOT_ALLOWED, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("This is not signed by Facebook."))));
	}
	if (status != OK)
		return status;
	struct provider_person who = {.issuer = p.issuer, .subject = asked.user};
	status = identity_forget(c, &who, asked.issued, &code);
	if (status != OK)
		return status;
	struct str url = str_format(c->arena, "%.*s%.*s", STR_ARGS(http_own_address(r)),
				    STR_ARGS(url_plain(c, "/forgotten/%.*s", STR_ARGS(code)).s));
	json_t *answer = json_pack("{s:s%, s:s%}", "url", url.at, url.n, "confirmation_code", code.at, code.n);
	char *json = json_dumps(answer, JSON_COMPACT);
	must(json);
	response->type = STR("application/json");
	out_raw(&response->body, str_of(json));
	free(json);
	json_decref(answer);
	return OK;
}

static enum status show_deletion(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct moment done;
	struct str code = http_path_part(r, "code");
	enum status status = identity_forgotten(c, code, &done);
	if (status == NOT_FOUND)
		(void)problem_add(&c->problems, PROBLEM_UNKNOWN_ADDRESS, PLACE_NOWHERE, STR(""), "%.*s",
				  STR_ARGS(tr(c, N_("No wish to be forgotten has this code."))));
	if (status != OK)
		return status;
	struct tr_value values[] = {{"day", format_date(c, moment_day(done))}};
	struct facebook_deletion m = {
		.page = {.title = tr(c, "Forgotten, as Facebook asked"),
			 .lead = tr_fill(c->arena,
					 tr(c, "On {day} this site erased what it kept of your sign-in with Facebook."),
					 values, 1),
			 .path = str_format(c->arena, "/forgotten/%.*s", STR_ARGS(code)),
			 .query = STR("")}};
	page_facebook_deletion(&response->body, c, &m);
	return OK;
}

static const struct http_parameter back[] = {
	{"return_to", HTTP_TEXT, NULL, "The path to go to afterwards.", 4096},
	{"why", HTTP_CHOICE, "down slow lied limited declined foreign late used busy taken barred",
	 "Why nobody is signed in."},
};
static const struct http_parameter answer[] = {
	{"state", HTTP_TEXT, NULL, "What was sent along.", PROVIDER_STATE_MOST},
	{"code", HTTP_TEXT, NULL, "What is exchanged for who it is.", PROVIDER_CODE_MOST},
	{"error", HTTP_TEXT, NULL, "Why there is no code."},
	{"iss", HTTP_TEXT, NULL, "The issuer that answers.", 1000},
};

const struct http_route people_provider_routes[] = {
	{"GET", "/{lang}/sign-in/{provider}", start, MAY_ANYBODY, HTTP_PAGE, back, 1,
	 "Leads to another site to sign in there.", NULL, NULL},
	{"GET", "/auth/{provider}/callback", callback, MAY_ANYBODY, HTTP_OPEN_QUERY, answer, 4,
	 "Where another site leads back to.", NULL, NULL},
	{"GET", "/{lang}/sign-in/{provider}/failed", failed, MAY_ANYBODY, HTTP_PAGE, back, 2,
	 "Why nobody is signed in, and the other ways.", NULL, NULL},
	{"POST", "/auth/facebook/deletion", take_deletion, MAY_ANYBODY, 0, NULL, 0,
	 "Facebook says who wants to be forgotten.", NULL, NULL},
	{"GET", "/{lang}/forgotten/{code}", show_deletion, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "What became of a wish to be forgotten.", NULL, NULL},
	{0},
};
