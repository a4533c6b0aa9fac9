/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles: what is said, what of it is shown, and the wish for a badge. */
#include "people/profile.h"

#include "base/out.h"
#include "base/tr.h"
#include "people/administration.h"
#include "people/people_private.h"
#include "people/profile_sql.h"

#include <jansson.h>

static const struct {
	const char *word, *name;
} groups[PEOPLE_GROUPS] = {
	[PEOPLE_GOVERNMENT] = {"government", N_("Government")}, [PEOPLE_EMPLOYERS] = {"employers", N_("Employers")},
	[PEOPLE_WORKERS] = {"workers", N_("Workers")},          [PEOPLE_OFFICE] = {"office", N_("Office")},
	[PEOPLE_OTHER] = {"other", N_("Other group")},
};

static const char *const shown_words[PEOPLE_SHOWN] = {"languages", "country", "organisation", "group"};

const char *const people_languages[] = {"ar", "zh", "de", "en", "es", "fr", "hi", "id",
					"it", "ja", "nl", "pt", "ru", "sw", "tr", NULL};

static people_countries_of *countries_of;

const char *people_group_word(enum people_group g)
{
	return groups[g].word;
}

bool people_group_parse(struct str word, enum people_group *out)
{
	for (enum people_group g = 0; g < PEOPLE_GROUPS; g++)
		if (str_is(word, groups[g].word)) {
			*out = g;
			return true;
		}
	return false;
}

const char *people_group_name(enum people_group g)
{
	return groups[g].name;
}

const char *people_shown_word(enum people_shown what)
{
	return shown_words[what];
}

bool people_shown_parse(struct str word, enum people_shown *out)
{
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		if (str_is(word, shown_words[s])) {
			*out = s;
			return true;
		}
	return false;
}

void people_set_countries(people_countries_of *of)
{
	countries_of = of;
}

enum status people_countries(struct call *c, struct people_countries *out)
{
	*out = (struct people_countries){0};
	return countries_of ? countries_of(c, out) : OK;
}

static enum role role_of(struct str word)
{
	for (enum role r = 0; r < ROLES; r++)
		if (str_is(word, role_word(r)))
			return r;
	return ROLES;
}

/* An empty text in the store comes back without a place. */
static struct str text_of(struct str s)
{
	return s.at ? s : STR("");
}

static enum status profile_in(struct store *s, struct arena *a, int64_t id, struct people_profile *out)
{
	struct profile_get_row row;
	struct consent_list_rows consents;
	bool found;
	enum status status = profile_get_query(s, a, id, &row, &found);
	if (status == OK)
		status = consent_list_query(s, a, id, &consents);
	if (status != OK || !found)
		return status != OK ? status : NOT_FOUND;
	*out = (struct people_profile){.id = row.id,
				       .name = row.name,
				       .since = row.created_at,
				       .is_erased = row.has_erased_at,
				       .languages = text_of(row.languages),
				       .country = text_of(row.country),
				       .organisation = text_of(row.organisation),
				       .badge = {row.has_grp, row.grp, row.given_at, role_of(text_of(row.by_role))},
				       .wish = {row.has_wished, row.wished, row.asked_at, ROLES}};
	for (size_t i = 0; i < consents.n; i++)
		out->consents[consents.at[i].what] = consents.at[i].given_at;
	return roles_parse(row.roles, &out->roles) ? OK : BUG;
}

enum status people_profile(struct call *c, int64_t id, struct people_profile *out)
{
	return profile_in(c->store, c->arena, id, out);
}

enum status people_profile_public(struct call *c, int64_t id, struct people_profile *out)
{
	enum status status = profile_in(c->store, c->arena, id, out);
	if (status != OK)
		return status;
	out->wish.is_there = false;
	if (out->consents[PEOPLE_SHOWN_LANGUAGES].us == 0)
		out->languages = STR("");
	if (out->consents[PEOPLE_SHOWN_COUNTRY].us == 0)
		out->country = STR("");
	if (out->consents[PEOPLE_SHOWN_ORGANISATION].us == 0)
		out->organisation = STR("");
	if (out->consents[PEOPLE_SHOWN_GROUP].us == 0)
		out->badge = (struct people_badge){0};
	return OK;
}

static enum status wrong(struct call *c, const char *field, const char *detail)
{
	return problem_add(&c->problems, PROBLEM_WRONG_VALUE, PLACE_PARAMETER, str_of(field), "%.*s",
			   STR_ARGS(tr(c, detail)));
}

static bool is_language(struct str tag)
{
	for (const char *const *l = people_languages; *l; l++)
		if (str_is(tag, *l))
			return true;
	return false;
}

/* The tags in the order of people_languages, each once. False: one of them is not there. */
static bool read_languages(struct arena *a, struct str typed, struct str *out)
{
	struct str rest = typed, tag;
	while (str_next(&rest, ' ', &tag))
		if (tag.n && !is_language(tag))
			return false;
	struct out o = out_new(a, 256, NULL);
	for (const char *const *l = people_languages; *l; l++) {
		rest = typed;
		bool is_there = false;
		while (str_next(&rest, ' ', &tag))
			is_there = is_there || str_is(tag, *l);
		if (is_there)
			out_printf(&o, "%s%s", o.n ? " " : "", *l);
	}
	*out = out_str(&o);
	return true;
}

static enum status check_country(struct call *c, struct str code)
{
	struct people_countries all;
	enum status status = people_countries(c, &all);
	for (size_t i = 0; status == OK && i < all.n; i++)
		if (str_equal(code, all.at[i].code))
			return OK;
	return status == OK ? wrong(c, "country", N_("The register knows no country with this code.")) : status;
}

static enum status check_profile(struct call *c, const struct people_profile_wish *wish, struct people_profile *out)
{
	size_t told = c->problems.list.n;
	enum status status = OK;
	out->country = str_trim(wish->country);
	out->organisation = people_normal(c->arena, str_trim(wish->organisation));
	if (!read_languages(c->arena, wish->languages, &out->languages))
		wrong(c, "languages", N_("Choose languages from the list."));
	if (out->country.n)
		status = check_country(c, out->country);
	if (out->organisation.n > PEOPLE_ORGANISATION_MOST)
		wrong(c, "organisation", N_("This is too long: at most 200 bytes, which are as many plain letters."));
	bool is_readable = str_is_utf8(out->organisation);
	for (size_t i = 0; is_readable && i < out->organisation.n; i++)
		is_readable = !str_control(out->organisation, i);
	if (!is_readable)
		wrong(c, "organisation", N_("There are characters in it that cannot be shown."));
	if (status == UNAVAILABLE || status == BUG)
		return status;
	return c->problems.list.n > told ? INVALID : OK;
}

/* What somebody says and shows, for the change log: personal. */
static struct str profile_json(struct arena *a, const struct people_profile *p)
{
	json_t *shown = json_array();
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		if (p->consents[s].us)
			json_array_append_new(shown, json_string(shown_words[s]));
	return people_json(a, json_pack("{s:s%, s:s%, s:s%, s:o}", "languages", p->languages.at, p->languages.n,
					"country", p->country.at, p->country.n, "organisation", p->organisation.at,
					p->organisation.n, "shown", shown));
}

struct changing {
	struct call *c;
	struct people_profile next;
	const bool *is_shown;
};

static enum status write_consents(struct store *s, struct changing *w, const struct people_profile *now)
{
	struct call *c = w->c;
	enum status status = OK;
	int64_t changed;
	for (enum people_shown what = 0; status == OK && what < PEOPLE_SHOWN; what++) {
		w->next.consents[what] = now->consents[what];
		if (w->is_shown[what] && now->consents[what].us == 0) {
			status = consent_give_query(s, c->arena, c->person.id, what, c->now, &changed);
			w->next.consents[what] = c->now;
		} else if (!w->is_shown[what] && now->consents[what].us) {
			status = consent_withdraw_query(s, c->arena, c->person.id, what, &changed);
			w->next.consents[what].us = 0;
		}
	}
	return status;
}

static bool says_the_same(const struct changing *w, const struct people_profile *now)
{
	bool same = str_equal(now->languages, w->next.languages) && str_equal(now->country, w->next.country) &&
		    str_equal(now->organisation, w->next.organisation);
	for (enum people_shown s = 0; s < PEOPLE_SHOWN; s++)
		same = same && w->is_shown[s] == (now->consents[s].us != 0);
	return same;
}

static enum status write_profile(struct store *s, void *context)
{
	struct changing *w = context;
	struct call *c = w->c;
	struct people_profile now;
	int64_t changed;
	enum status status = profile_in(s, c->arena, c->person.id, &now);
	if (status != OK || says_the_same(w, &now))
		return status;
	status = profile_set_query(s, c->arena, c->person.id, w->next.languages, w->next.country, w->next.organisation,
				   c->now, &changed);
	if (status == OK)
		status = write_consents(s, w, &now);
	if (status != OK)
		return status;
	return people_log(s, c, "user.profile", c->person.id,
			  (struct store_change){.before = profile_json(c->arena, &now),
						.after = profile_json(c->arena, &w->next),
						.personal = true});
}

enum status people_profile_set(struct call *c, const struct people_profile_wish *wish)
{
	struct changing w = {.c = c, .is_shown = wish->is_shown};
	if (!call_may(c, MAY_HAVE_ACCOUNT))
		return FORBIDDEN;
	enum status status = check_profile(c, wish, &w.next);
	return status == OK ? store_write(c->database, write_profile, &w) : status;
}

struct asking {
	struct call *c;
	enum people_group group;
};

static enum status log_badge(struct store *s, struct call *c, const char *act, const char *group)
{
	struct str after = group ? people_json(c->arena, json_pack("{s:s}", "group", group)) : STR("");
	return people_log(s, c, act, c->person.id, (struct store_change){.after = after, .personal = true});
}

static enum status write_wish(struct store *s, void *context)
{
	struct asking *w = context;
	struct call *c = w->c;
	struct people_profile now;
	int64_t changed;
	enum status status = profile_in(s, c->arena, c->person.id, &now);
	if (status != OK)
		return status;
	if ((now.wish.is_there && now.wish.group == w->group) || (now.badge.is_there && now.badge.group == w->group))
		return OK;
	status = badge_ask_query(s, c->arena, c->person.id, w->group, c->now, &changed);
	return status == OK ? log_badge(s, c, "user.badge.ask", groups[w->group].word) : status;
}

enum status people_badge_ask(struct call *c, enum people_group group)
{
	struct asking w = {c, group};
	return call_may(c, MAY_HAVE_ACCOUNT) ? store_write(c->database, write_wish, &w) : FORBIDDEN;
}

static enum status write_drop(struct store *s, void *context)
{
	struct call *c = context;
	int64_t badges = 0, wishes = 0;
	enum status status = badge_take_query(s, c->arena, c->person.id, &badges);
	if (status == OK)
		status = badge_unask_query(s, c->arena, c->person.id, &wishes);
	return status == OK && badges + wishes ? log_badge(s, c, "user.badge.drop", NULL) : status;
}

enum status people_badge_drop(struct call *c)
{
	return call_may(c, MAY_HAVE_ACCOUNT) ? store_write(c->database, write_drop, c) : FORBIDDEN;
}
