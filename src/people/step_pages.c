/* SPDX-License-Identifier: Apache-2.0 */
/* The second step: proving it while signing in, setting it up, turning it off. */
#include "http/brake.h"
#include "page/format.h"
#include "people/people_pages.h"
#include "people/people_web.h"
#include "people/step_html.h"
#include "site/settings.h"

#include "base/tr.h"

#include <qrencode.h>

static enum status show_prove(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_form m = {
		.page = {.title = tr(c, "Second step"),
			 .lead = tr(c, "Type the six digits that your app shows now, or a recovery code."),
			 .path = STR("/sign-in/step")},
		.button = tr(c, "Sign in"),
		.after = tr(c, "Each recovery code works once.")};
	people_field(c, &m.fields, "code", "text", "one-time-code", tr(c, "Code"));
	return people_show_form(r, response, &m);
}

static enum status to_sign_in(struct http_request *r, struct http_response *response)
{
	http_redirect(response, 303, url_plain(r->call, "/sign-in").s);
	return OK;
}

static enum status prove_form(struct http_request *r, struct http_response *response)
{
	struct step_waiting waiting;
	enum status status = step_waits(r->call, http_session(r), &waiting);
	if (status == NOT_FOUND)
		return to_sign_in(r, response);
	return status == OK ? show_prove(r, response) : status;
}

static enum status prove(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct str token = http_session_token(c->arena);
	enum status status =
		c->problems.list.n ? INVALID
				   : step_prove(c, http_session(r), http_field_text(r, "code"), http_network(r), token);
	if (status == NOT_FOUND)
		return to_sign_in(r, response);
	if (status == INVALID)
		return show_prove(r, response);
	if (status != OK)
		return status;
	http_session_set(r, response, token);
	http_redirect(response, 303, people_way_back(r));
	return OK;
}

/* Whose second step the page is about: who signed in, or whose session waits until it is set up. */
static enum status whose(struct http_request *r, int64_t *person, struct str *name)
{
	struct call *c = r->call;
	struct step_waiting waiting;
	*person = c->person.id;
	*name = c->person.name;
	if (*person)
		return OK;
	enum status status = step_waits(c, http_session(r), &waiting);
	if (status == OK && !waiting.is_set_up) {
		*person = waiting.person;
		*name = waiting.name;
		return OK;
	}
	if (status != OK && status != NOT_FOUND)
		return status;
	problem_add(&c->problems, PROBLEM_SIGN_IN_FIRST, PLACE_NOWHERE, STR(""), "%.*s",
		    STR_ARGS(tr(c, "Sign in to see your account.")));
	return FORBIDDEN;
}

/* The dark squares as a path, row by row. */
static void draw_code(struct call *c, struct str text, struct account_code *out)
{
	enum { QUIET = 4, PATH_MOST = 1 << 17 };
	QRcode *code = QRcode_encodeString(str_chars(c->arena, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	must(code);
	struct out o = out_new(c->arena, PATH_MOST, c);
	for (int y = 0; y < code->width; y++)
		for (int x = 0, n; x < code->width; x += n ? n : 1) {
			for (n = 0; x + n < code->width && (code->data[y * code->width + x + n] & 1);)
				n++;
			if (n)
				out_printf(&o, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
		}
	*out = (struct account_code){code->width + 2 * QUIET, out_str(&o)};
	QRcode_free(code);
}

static struct str address_for_apps(struct call *c, struct str secret, struct str site, struct str name)
{
	/* Key URI format of the apps: otpauth://totp/ISSUER:NAME?secret=…&issuer=ISSUER, encoded as an address is. */
	struct str path = url_plain(c, "/%.*s:%.*s", STR_ARGS(site), STR_ARGS(name)).s;
	struct str query = url_plain(c, "/%.*s", STR_ARGS(site)).s;
	size_t lang = strlen(c->lang.tag) + 2;
	return str_format(c->arena, "otpauth://totp/%.*s?secret=%.*s&issuer=%.*s",
			  STR_ARGS(str_slice(path, lang, path.n)), STR_ARGS(step_secret_text(c->arena, secret)),
			  STR_ARGS(str_slice(query, lang, query.n)));
}

static enum status show_set_up(struct http_request *r, struct http_response *response, int64_t person, struct str name)
{
	struct call *c = r->call;
	struct str site;
	struct account_fields fields = {0};
	struct step_page m = {.page = {.title = tr(c, "Second step"),
				       .lead = tr(c, "After the password you type six digits that an app on your phone "
						     "shows. Who knows only your password does not get in."),
				       .path = STR("/account/second-step"),
				       .query = r->query,
				       .has_errors = c->problems.list.n > 0},
			      .not_done = people_not_done(c)};
	enum status status = step_of(c, person, &m.step);
	if (status == OK)
		status = setting_text(c, SETTING_SITE_NAME, &site);
	if (status != OK)
		return status;
	if (c->person.id)
		page_links_add(c->arena, &m.page.trail, url_plain(c, "/account"), STR(""), tr(c, "Your account"));
	m.since = format_date(c, moment_day(m.step.since));
	m.codes_left = format_number(c, m.step.codes);
	m.code_field =
		*people_field(c, &fields, "code", "text", "one-time-code", tr(c, "Six digits that the app shows"));
	m.password_field =
		*people_field(c, &fields, "password", "password", "current-password", tr(c, "Your password"));
	if (m.step.is_shown) {
		m.words = step_secret_words(c->arena, m.step.secret);
		draw_code(c, address_for_apps(c, m.step.secret, site, name), &m.code);
	}
	people_begin_form(r, response);
	people_status(r, response);
	page_step(&response->body, c, &m);
	return OK;
}

static enum status set_up_form(struct http_request *r, struct http_response *response)
{
	int64_t person;
	struct str name;
	enum status status = whose(r, &person, &name);
	return status == OK ? show_set_up(r, response, person, name) : status;
}

static enum status begin(struct http_request *r, struct http_response *response)
{
	int64_t person;
	struct str name;
	enum status status = whose(r, &person, &name);
	if (status == OK)
		status = step_begin(r->call, person);
	if (status == OK)
		http_redirect(response, 303, url_plain(r->call, "/account/second-step").s);
	return status;
}

/* The codes are on this page alone, so no other address can lead to them. */
static enum status turn_on(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	int64_t person;
	struct str name;
	struct step_page m = {
		.has_codes = true,
		.page = {.title = tr(c, "The second step is on"),
			 .lead = tr(c, "Keep these recovery codes where you find them without your phone. They "
				       "are shown this once."),
			 .path = STR("/account/second-step")}};
	enum status status = whose(r, &person, &name);
	if (status == OK)
		status = c->problems.list.n
				 ? INVALID
				 : step_turn_on(c, person, http_session(r), http_field_text(r, "code"), &m.codes);
	if (status == INVALID)
		return show_set_up(r, response, person, name);
	if (status == CONFLICT) {
		http_redirect(response, 303, url_plain(c, "/account/second-step").s);
		return OK;
	}
	if (status == OK)
		page_step(&response->body, c, &m);
	return status;
}

static enum status turn_off(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	enum status status =
		c->problems.list.n ? INVALID : step_turn_off(c, http_field_text(r, "password"), http_network(r));
	if (status == INVALID)
		return show_set_up(r, response, c->person.id, c->person.name);
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/account").s);
	return status;
}

static const struct http_parameter back[] = {
	{"return_to", HTTP_TEXT, NULL, "The path to go to afterwards.", 4096},
};
static const struct http_parameter code[] = {
	{"code", HTTP_TEXT, NULL, "Six digits, or a recovery code.", ACCOUNT_CODE_MOST},
};
static const struct http_parameter password[] = {
	{"password", HTTP_TEXT, NULL, "The password.", PEOPLE_PASSWORD_MOST},
};

const struct http_route people_step_routes[] = {
	{"GET", "/{lang}/sign-in/step", prove_form, MAY_ANYBODY, HTTP_PAGE, back, 1, "The form for the second step.",
	 NULL, NULL},
	{"POST", "/{lang}/sign-in/step", prove, MAY_ANYBODY, HTTP_PAGE, back, 1, "Proves the second step.", NULL, NULL,
	 code, 1},
	{"GET", "/{lang}/account/second-step", set_up_form, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "The second step of one's account, also while a session waits for its set-up.", NULL, NULL},
	{"POST", "/{lang}/account/second-step/begin", begin, MAY_ANYBODY, HTTP_PAGE, NULL, 0,
	 "Makes a secret for an app.", NULL, NULL},
	{"POST", "/{lang}/account/second-step", turn_on, MAY_ANYBODY, HTTP_PAGE, NULL, 0, "Turns the second step on.",
	 NULL, NULL, code, 1},
	{"POST", "/{lang}/account/second-step/off", turn_off, MAY_HAVE_ACCOUNT, HTTP_PAGE | HTTP_SLOW, NULL, 0,
	 "Turns the second step off.", NULL, NULL, password, 1},
	{0},
};
