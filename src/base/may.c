/* SPDX-License-Identifier: Apache-2.0 */
/* Roles and permissions, read out of may.def. */
#include "base/may.h"

#include "base/out.h"
#include "base/tr.h"

enum { WORDS_MOST = 256 };

static const role_set everybody_signed_in = ~0u;

#define EVERYBODY_SIGNED_IN everybody_signed_in

static const struct {
	const char *word, *name;
} roles_told[ROLES] = {
	[ROLE_OFFICE] = {"office", N_("Office")},
	[ROLE_FOCAL_POINT] = {"focal_point", N_("Focal point")},
	[ROLE_SOCIAL_PARTNER] = {"social_partner", N_("Social partner")},
	[ROLE_EXPERT] = {"expert", N_("Expert")},
	[ROLE_EDITOR] = {"editor", N_("Editor")},
	[ROLE_COOPERATION_OFFICER] = {"cooperation_officer", N_("Cooperation officer")},
	[ROLE_MODERATOR] = {"moderator", N_("Moderator")},
	[ROLE_ADMINISTRATOR] = {"administrator", N_("Administrator")},
};

static role_set roles_of(enum permission p)
{
	switch (p) {
#define PERMISSION(name, roles, words) \
	case MAY_##name:               \
		return (roles);
#include "base/may.def"
#undef PERMISSION
	default: return 0;
	}
}

bool may(bool is_signed_in, role_set roles, enum permission p)
{
	role_set who = roles_of(p);
	if (p == MAY_ANYBODY)
		return true;
	return is_signed_in && (who == everybody_signed_in || (roles & (who | ROLE_BIT(ADMINISTRATOR))) != 0);
}

enum role may_as(role_set roles, enum permission p)
{
	role_set who = roles_of(p);
	if (who == 0 || who == everybody_signed_in)
		return ROLES;
	for (enum role r = 0; r < ROLES; r++)
		if ((roles & (who | ROLE_BIT(ADMINISTRATOR))) >> r & 1u)
			return r;
	return ROLES;
}

const char *permission_name(enum permission p)
{
	static const char *const names[PERMISSIONS] = {
		[MAY_ANYBODY] = "ANYBODY",
#define PERMISSION(name, roles, words) [MAY_##name] = #name,
#include "base/may.def"
#undef PERMISSION
	};
	return names[p];
}

const char *permission_words(enum permission p)
{
	static const char *const told[PERMISSIONS] = {
		[MAY_ANYBODY] = "",
#define PERMISSION(name, roles, words) [MAY_##name] = words,
#include "base/may.def"
#undef PERMISSION
	};
	return told[p];
}

const char *role_word(enum role r)
{
	return roles_told[r].word;
}

const char *role_name(enum role r)
{
	return roles_told[r].name;
}

static bool add_role(struct str word, role_set *out)
{
	for (enum role r = 0; r < ROLES; r++)
		if (str_is(word, roles_told[r].word)) {
			*out |= 1u << r;
			return true;
		}
	return word.n == 0 || str_is(word, "account");
}

bool roles_parse(struct str words, role_set *out)
{
	struct str part, word;
	role_set roles = 0;
	while (str_next(&words, ',', &part))
		while (str_next(&part, ' ', &word))
			if (!add_role(word, &roles))
				return false;
	*out = roles;
	return true;
}

struct str roles_words(struct arena *a, role_set roles)
{
	struct out o = out_new(a, WORDS_MOST, NULL);
	for (enum role r = 0; r < ROLES; r++)
		if (roles >> r & 1u)
			out_printf(&o, "%s%s", o.n ? " " : "", roles_told[r].word);
	return out_str(&o);
}
