/* SPDX-License-Identifier: Apache-2.0 */
/* The calls about one's own account. A token says whose. */
#include "http/answer.h"
#include "people/people_web.h"
#include "people/step.h"

#include <sodium.h>

enum { HEX = 65 };

static json_t *text_or_null(struct str text)
{
	return text.n ? json_stringn(text.at, text.n) : json_null();
}

static json_t *moment_json(struct call *c, struct moment moment)
{
	char at[MOMENT_ROOM];
	return text_or_null(str_copy(c->arena, moment_print(moment, at)));
}

static json_t *day_json(struct call *c, struct date day)
{
	char at[DATE_ROOM];
	return day.day == DATE_UNSET.day ? json_null() : text_or_null(str_copy(c->arena, date_print(day, at)));
}

static enum status get_account(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct account_address address;
	struct step step;
	bool has_password = false;
	enum status status = account_address(c, &address);
	if (status == OK)
		status = account_has_password(c, &has_password);
	if (status == OK)
		status = step_of(c, c->person.id, &step);
	if (status != OK)
		return status;
	struct str roles = roles_words(c->arena, c->person.roles), role;
	json_t *list = json_array();
	while (roles.n && str_next(&roles, ' ', &role))
		json_array_append_new(list, text_or_null(role));
	return http_answer(response, json_pack("{s:I, s:o, s:o, s:o, s:o, s:b, s:b}", "id", (json_int_t)c->person.id,
					       "name", text_or_null(c->person.name), "roles", list, "email",
					       text_or_null(address.confirmed), "unconfirmed_email",
					       text_or_null(address.waiting), "has_password", has_password,
					       "second_step", step.is_on));
}

static enum status get_sign_ins(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct person_sign_ins_rows rows;
	struct str after;
	size_t limit;
	int64_t before = INT64_MAX;
	enum status status = http_cursor(r, &after, &limit);
	if (status != OK)
		return status;
	str_to_i64(after, &before);
	status = account_sign_ins(c, before, (int64_t)limit + 1, &rows);
	if (status != OK)
		return status;
	json_t *items = json_array(), *next = json_null();
	for (size_t i = 0; i < rows.n && i < limit; i++) {
		const struct person_sign_ins_row *row = &rows.at[i];
		json_array_append_new(items,
				      json_pack("{s:I, s:o, s:o, s:o, s:o}", "id", (json_int_t)row->id, "signed_in_at",
						moment_json(c, row->made_at), "how", text_or_null(row->how), "browser",
						text_or_null(row->browser), "last_used_at",
						row->has_used_at ? moment_json(c, row->used_at) : json_null()));
	}
	if (rows.n > limit)
		next = text_or_null(http_next(r, str_format(c->arena, "%lld", (long long)rows.at[limit - 1].id)));
	return http_answer_list(r, response, json_pack("{s:o, s:o}", "items", items, "next", next),
				"id signed_in_at how browser last_used_at");
}

static enum status get_tokens(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct person_tokens_rows rows;
	enum status status = account_tokens(c, &rows);
	if (status != OK)
		return status;
	json_t *items = json_array();
	for (size_t i = 0; i < rows.n; i++) {
		char hex[HEX];
		sodium_bin2hex(hex, sizeof hex, (const unsigned char *)rows.at[i].hash.at, rows.at[i].hash.n);
		json_array_append_new(items, json_pack("{s:s, s:o, s:o}", "id", hex, "made_on",
						       day_json(c, moment_day(rows.at[i].created_at)), "last_used_on",
						       day_json(c, rows.at[i].used_on)));
	}
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
				"id made_on last_used_on");
}

static enum status post_token(struct http_request *r, struct http_response *response)
{
	struct str token;
	enum status status = account_token_make(r->call, &token);
	return status == OK ? http_answer(response, json_pack("{s:o}", "token", text_or_null(token))) : status;
}

static enum status done(struct http_response *response)
{
	return http_answer(response, json_pack("{s:b}", "done", true));
}

static enum status post_token_revoke(struct http_request *r, struct http_response *response)
{
	enum status status = account_token_drop(r->call, http_path_part(r, "token"));
	return status == OK ? done(response) : status;
}

static enum status post_sign_out(struct http_request *r, struct http_response *response)
{
	int64_t id;
	if (!str_to_i64(http_path_part(r, "sign_in"), &id))
		return NOT_FOUND;
	enum status status = account_sign_out_one(r->call, id);
	return status == OK ? done(response) : status;
}

static enum status post_sign_out_all(struct http_request *r, struct http_response *response)
{
	enum status status = account_sign_out_others(r->call, STR(""));
	return status == OK ? done(response) : status;
}

static const struct http_parameter list_parameters[] = {
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
	{"limit", HTTP_INTEGER, NULL, "Items a page, 1 to 200; 100 if absent."},
	{"cursor", HTTP_TEXT, NULL, "Where the page begins: the cursor in `next`."},
};

const struct http_route people_account_api_routes[] = {
	{"GET", "/api/v1/account", get_account, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "The account that the token belongs to.", "Account", NULL},
	{"GET", "/api/v1/account/sign-ins", get_sign_ins, MAY_HAVE_ACCOUNT, HTTP_API | HTTP_HAS_CSV, list_parameters, 3,
	 "Sign-ins of the account, the newest first.", "AccountSignInList", NULL},
	{"POST", "/api/v1/account/sign-ins/end", post_sign_out_all, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Ends every sign-in of the account; tokens stay.", "Done", NULL},
	{"POST", "/api/v1/account/sign-ins/{sign_in}/end", post_sign_out, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Ends one sign-in; nothing happens where it has ended.", "Done", NULL},
	{"GET", "/api/v1/account/tokens", get_tokens, MAY_HAVE_ACCOUNT, HTTP_API | HTTP_HAS_CSV, list_parameters, 1,
	 "API tokens of the account, the newest first.", "AccountTokenList", NULL},
	{"POST", "/api/v1/account/tokens", post_token, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Makes one more token, which is told this once.", "NewToken", NULL},
	{"POST", "/api/v1/account/tokens/{token}/revoke", post_token_revoke, MAY_HAVE_ACCOUNT, HTTP_API, NULL, 0,
	 "Revokes a token by its id; nothing happens where it is gone.", "Done", NULL},
	{0},
};
