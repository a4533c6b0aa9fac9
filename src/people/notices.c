/* SPDX-License-Identifier: Apache-2.0 */
/* "New for me": written inside other rooms' writes, told in words when they are read. */
#include "people/notices.h"

#include "base/out.h"
#include "base/tr.h"
#include "people/administration_sql.h"
#include "people/profile.h"
#include "store/store.h"

#include <jansson.h>

static struct {
	const struct people_notice_kind *const *lists;
	size_t n;
} known;

void people_set_notice_kinds(const struct people_notice_kind *const *lists, size_t n)
{
	known.lists = lists;
	known.n = n;
}

bool people_notice_tell(struct call *c, struct str kind, struct str data, struct people_told *out)
{
	bool is_told = false;
	*out = (struct people_told){STR(""), STR("")};
	json_t *object = json_loadb(data.at, data.n, 0, NULL);
	for (size_t i = 0; object && i < known.n; i++)
		for (const struct people_notice_kind *k = known.lists[i]; k->word; k++)
			if (str_is(kind, k->word))
				is_told = k->tell(c, object, out);
	json_decref(object);
	return is_told;
}

enum status people_notice(struct store *s, struct call *c, int64_t person, struct str key, const char *kind,
			  struct str data)
{
	int64_t changed;
	return notice_add_query(s, c->arena, person, key, str_of(kind), data, c->now, &changed);
}

enum status people_notices(struct call *c, int64_t before, size_t most, struct notice_list_rows *out)
{
	if (!call_may(c, MAY_HAVE_ACCOUNT))
		return FORBIDDEN;
	return notice_list_query(c->store, c->arena, c->person.id, before ? before : INT64_MAX, (int64_t)most, out);
}

enum status people_notices_new(struct call *c, int64_t person, int64_t *n)
{
	struct notice_count_row row;
	enum status status = notice_count_query(c->store, c->arena, person, &row);
	*n = status == OK ? row.n : 0;
	return status;
}

struct seeing {
	struct call *c;
	int64_t last;
};

static enum status write_seen(struct store *s, void *context)
{
	const struct seeing *w = context;
	int64_t changed;
	return notice_seen_query(s, w->c->arena, w->c->person.id, w->last, w->c->now, &changed);
}

enum status people_notices_seen(struct call *c, int64_t last)
{
	struct seeing w = {c, last};
	return call_may(c, MAY_HAVE_ACCOUNT) ? store_write(c->database, write_seen, &w) : FORBIDDEN;
}

static struct str member(struct call *c, const json_t *data, const char *name)
{
	const char *text = json_string_value(json_object_get(data, name));
	return text ? str_copy(c->arena, str_of(text)) : STR("");
}

static bool tell_badge(struct call *c, const json_t *data, struct people_told *out)
{
	enum people_group group;
	out->path = STR("/account/profile");
	if (!people_group_parse(member(c, data, "group"), &group)) {
		out->text = tr(
			c, N_("You no longer have the badge of a group. If you had asked for one, it was not given."));
		return true;
	}
	struct tr_value value = {"group", tr(c, people_group_name(group))};
	out->text =
		tr_fill(c->arena,
			tr(c, N_("You were given the badge of a group: {group}. Others see it only if you let them.")),
			&value, 1);
	return true;
}

static bool tell_roles(struct call *c, const json_t *data, struct people_told *out)
{
	role_set roles;
	if (!roles_parse(member(c, data, "roles"), &roles))
		return false;
	struct out o = out_new(c->arena, 1024, NULL);
	for (enum role r = 0; r < ROLES; r++)
		if (roles >> r & 1u)
			out_printf(&o, "%s%.*s", o.n ? ", " : "", STR_ARGS(tr(c, role_name(r))));
	struct tr_value value = {"roles", out_str(&o)};
	out->path = STR("/roles");
	out->text = roles ? tr_fill(c->arena, tr(c, N_("Your account now has these roles: {roles}.")), &value, 1)
			  : tr(c, N_("Your account no longer has any role."));
	return true;
}

const struct people_notice_kind people_notice_kinds[] = {{"badge", tell_badge}, {"roles", tell_roles}, {0}};
