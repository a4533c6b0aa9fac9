/* SPDX-License-Identifier: Apache-2.0 */
/* The settings for programs. */
#include "base/tr.h"
#include "http/answer.h"
#include "site/settings.h"
#include "site/site_web.h"

static const char *kind_word(enum setting_kind kind)
{
	static const char *const words[] = {
		[SETTING_IS_TEXT] = "text",     [SETTING_IS_SECRET] = "secret", [SETTING_IS_EMAIL] = "email",
		[SETTING_IS_URL] = "url",       [SETTING_IS_NUMBER] = "number", [SETTING_IS_DAYS] = "days",
		[SETTING_IS_SWITCH] = "switch",
	};
	return words[kind];
}

static enum status list(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct setting_value values[SETTINGS];
	enum status status = settings_list(c, values);
	if (status != OK)
		return status;
	json_t *items = json_array();
	for (enum setting s = 0; s < SETTINGS; s++) {
		bool is_secret = setting_kind(s) == SETTING_IS_SECRET;
		json_t *value = is_secret ? json_null() : json_stringn(values[s].value.at, values[s].value.n);
		must(json_array_append_new(items, json_pack("{s:s, s:s, s:s, s:o, s:b, s:s}", "word", setting_word(s),
							    "what", setting_what(s), "kind", kind_word(setting_kind(s)),
							    "value", value, "is_set", values[s].is_set, "first",
							    setting_first(s))) == 0);
	}
	return http_answer_list(r, response, json_pack("{s:o, s:n}", "items", items, "next"),
				"word kind value is_set first what");
}

static void fault(struct call *c, enum problem_code code, const char *word, const char *text)
{
	(void)problem_add(&c->problems, code, PLACE_BODY, str_format(c->arena, "#/%s", word), "%.*s",
			  STR_ARGS(tr(c, text)));
}

static size_t read_wishes(struct call *c, json_t *body, struct setting_wish *out)
{
	const char *word;
	json_t *value;
	size_t n = 0;
	json_object_foreach(body, word, value)
	{
		if (!setting_parse(str_of(word), &out[n].setting)) {
			fault(c, PROBLEM_UNKNOWN_FIELD, word, N_("This is not known here."));
		} else if (!json_is_string(value)) {
			fault(c, PROBLEM_WRONG_TYPE, word, N_("A text is wanted here."));
		} else {
			out[n].value = (struct str){json_string_value(value), json_string_length(value)};
			n++;
		}
	}
	return n;
}

/* Faults under a setting's word become faults of the body. */
static void point_into_body(struct call *c)
{
	for (size_t i = 0; i < c->problems.list.n; i++) {
		struct problem *p = &c->problems.list.at[i];
		if (p->place == PLACE_PARAMETER)
			p->field = str_format(c->arena, "#/%.*s", STR_ARGS(p->field));
		p->place = PLACE_BODY;
	}
}

static enum status set(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct setting_wish wishes[SETTINGS + 1]; /* names come once; one more for one that is not known */
	json_t *body;
	enum status status = http_json(r, &body);
	if (status != OK)
		return status;
	if (!json_is_object(body))
		return problem_add(&c->problems, PROBLEM_WRONG_TYPE, PLACE_BODY, STR("#"), "%.*s",
				   STR_ARGS(tr(c, N_("An object is wanted here."))));
	status = settings_set(c, wishes, read_wishes(c, body, wishes));
	point_into_body(c);
	return status == OK ? list(r, response) : status;
}

static const struct http_parameter excel[] = {
	{"for", HTTP_CHOICE, "excel", "A CSV written for a spreadsheet."},
};

const struct http_route site_api_routes[] = {
	{"GET", "/api/v1/settings", list, MAY_MANAGE_SITE, HTTP_API | HTTP_HAS_CSV, excel, 1,
	 "What an administrator sets; secrets are never told.", "SettingList", NULL},
	{"POST", "/api/v1/settings", set, MAY_MANAGE_SITE, HTTP_API, NULL, 0,
	 "Sets some of them, all or none; an empty text takes one back to its first value.", "SettingList",
	 "SettingWish"},
	{0},
};
