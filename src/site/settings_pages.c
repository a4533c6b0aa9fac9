/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of the site, as one form. */
#include "base/tr.h"
#include "page/format.h"
#include "site/settings.h"
#include "site/settings_html.h"
#include "site/site_pages.h"
#include "site/site_web.h"

/* Fields are called as in settings.def: what has a dot is no good id. */
static const char *const names[SETTINGS] = {
#define SETTING(name, word, kind, value, what) #name,
#include "site/settings.def"
#undef SETTING
};

static const char *input_type(enum setting_kind kind)
{
	switch (kind) {
	case SETTING_IS_SECRET: return "password";
	case SETTING_IS_EMAIL: return "email";
	default: return "text";
	}
}

/* What stands below the label: what holds while the field is empty, or whether a secret is there. */
static struct str hint_of(const struct call *c, enum setting s, bool is_set)
{
	struct tr_value values[] = {{"value", str_of(setting_first(s))}};
	if (setting_kind(s) == SETTING_IS_SECRET)
		return is_set ? tr(c, "Set. It is never shown; leave the field empty to keep it.") : tr(c, "Not set");
	if (setting_kind(s) == SETTING_IS_SWITCH)
		values[0].value = str_is(values[0].value, "yes") ? tr(c, "Yes") : tr(c, "No");
	return *setting_first(s) ? tr_fill(c->arena, tr(c, "At first: {value}"), values, 1) : tr(c, "Empty at first");
}

/* A field as it is set, or as it was typed where the form comes back. */
static struct setting_field field_of(struct http_request *r, enum setting s, const struct setting_value *value,
				     bool typed)
{
	struct call *c = r->call;
	const char *name = names[s];
	enum setting_kind kind = setting_kind(s);
	struct setting_field f = {.name = name,
				  .forget = arena_printf(c->arena, "%s-forget", name),
				  .type = input_type(kind),
				  .what = tr(c, setting_what(s)),
				  .value = typed ? http_field_text(r, name) : value->value,
				  .hint = hint_of(c, s, value->is_set),
				  .is_secret = kind == SETTING_IS_SECRET,
				  .is_switch = kind == SETTING_IS_SWITCH,
				  .is_set = value->is_set};
	f.is_on = str_is(f.value, "yes");
	f.is_forgotten = f.is_secret && typed && http_field_text(r, f.forget).n;
	return f;
}

static enum status show(struct http_request *r, struct http_response *response, bool typed)
{
	struct call *c = r->call;
	struct setting_value values[SETTINGS];
	struct settings_page m = {
		.page = {.title = tr(c, "Settings of the site"),
			 .lead = tr(c, "What holds for the whole site. A field that is left empty goes back to what it "
				       "was at first."),
			 .path = STR("/settings"),
			 .query = STR(""),
			 .has_errors = c->problems.list.n > 0},
		.action = url_plain(c, "/settings"),
		.providers = url_plain(c, "/providers"),
		.mail = url_plain(c, "/mail"),
		.csv = url_api(c, "/settings.csv"),
		.json = url_api(c, "/settings"),
		.done = http_parameter_text(r, "done").n ? tr(c, "The settings are saved.") : STR(""),
		.not_done = tr_n(c, "Nothing was changed. One thing needs a change",
				 "Nothing was changed. Several things need a change", (int64_t)c->problems.list.n)};
	enum status status = settings_list(c, values);
	const char *group = NULL;
	for (enum setting s = 0; status == OK && s < SETTINGS; s++) {
		if (!group || !str_is(str_of(group), setting_group(s))) {
			group = setting_group(s);
			*list_add(c->arena, &m.boxes) = (struct setting_box){.name = tr(c, group)};
		}
		struct setting_box *box = &m.boxes.at[m.boxes.n - 1];
		*list_add(c->arena, &box->fields) = field_of(r, s, &values[s], typed);
	}
	if (status == OK)
		page_settings(&response->body, c, &m);
	return status;
}

static enum status form(struct http_request *r, struct http_response *response)
{
	return show(r, response, false);
}

/* What the form asks for. An empty secret is left as it is, unless it is to be forgotten; so is a value that nobody set and that
 * stands in the form as it was at first. */
static size_t wishes_of(struct http_request *r, const struct setting_value *values, struct setting_wish *out)
{
	size_t n = 0;
	for (enum setting s = 0; s < SETTINGS; s++) {
		struct str value = str_trim(http_field_text(r, names[s]));
		bool forgets = http_field_text(r, arena_printf(r->call->arena, "%s-forget", names[s])).n > 0;
		if (setting_kind(s) == SETTING_IS_SECRET ? !value.n && !forgets
							 : !values[s].is_set && str_is(value, setting_first(s)))
			continue;
		out[n++] = (struct setting_wish){s, forgets ? STR("") : value};
	}
	return n;
}

/* Faults of a setting become faults of its field. */
static void point_into_form(struct call *c)
{
	enum setting s;
	for (size_t i = 0; i < c->problems.list.n; i++)
		if (setting_parse(c->problems.list.at[i].field, &s))
			c->problems.list.at[i].field = str_of(names[s]);
}

static enum status save(struct http_request *r, struct http_response *response)
{
	struct call *c = r->call;
	struct setting_value values[SETTINGS];
	struct setting_wish wishes[SETTINGS];
	enum status status = settings_list(c, values);
	if (status == OK)
		status = settings_set(c, wishes, wishes_of(r, values, wishes));
	if (c->problems.list.n) {
		point_into_form(c);
		response->status = 422;
		return show(r, response, true);
	}
	if (status == OK)
		http_redirect(response, 303, url_plain(c, "/settings?done=1").s);
	return status;
}

#define FORGET_TEXT(name)
#define FORGET_EMAIL(name)
#define FORGET_URL(name)
#define FORGET_NUMBER(name)
#define FORGET_DAYS(name)
#define FORGET_SWITCH(name)
#define FORGET_SECRET(name) {#name "-forget", HTTP_CHOICE, "yes", "Forgets that secret."},

static const struct http_parameter fields[] = {
#define SETTING(name, word, kind, value, what) {#name, HTTP_TEXT, NULL, what, 2000}, FORGET_##kind(name)
#include "site/settings.def"
#undef SETTING
};
static const struct http_parameter done[] = {{"done", HTTP_CHOICE, "1", "They were just saved."}};

const struct http_route site_settings_routes[] = {
	{"GET", "/{lang}/settings", form, MAY_MANAGE_SITE, HTTP_PAGE, done, 1, "The settings of the site.", NULL, NULL},
	{"POST", "/{lang}/settings", save, MAY_MANAGE_SITE, HTTP_PAGE, NULL, 0, "Sets them.", NULL, NULL, fields,
	 sizeof fields / sizeof *fields},
	{0},
};
