/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of every act, in the order of the paper act. */
#include "register/edit_private.h"

#define DAY_REGISTERED                                                                                          \
	{                                                                                                       \
		"registered", REGISTER_DAY, FIELD_REQUIRED, NULL, N_("Day the Director-General registered it"), \
			N_("Not the day it was signed or received"), 10, N_("Give the day of registration.")    \
	}
#define MEMBER                                                                                     \
	{                                                                                          \
		"member", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Member"),                       \
			N_("Its code or name, such as BRA or Brazil"), 200, N_("Name the Member.") \
	}
#define INSTRUMENT                                                                                          \
	{                                                                                                   \
		"instrument", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Convention or Protocol"),            \
			N_("Its number, such as C189 or P029"), 200, N_("Name the Convention or Protocol.") \
	}
#define REFERENCE                                                                             \
	{                                                                                     \
		"reference", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Reference of the act"), \
			N_("As it stands on the letter, such as ACD 8-4-158"), 200,           \
			N_("Give the reference of the act.")                                  \
	}
#define SOURCE                                                                                                \
	{                                                                                                     \
		"source", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Source"), N_("Where it can be read"), 200, \
			N_("Say where it can be read.")                                                       \
	}
#define NOTE                                                                                                        \
	{                                                                                                           \
		"note", REGISTER_TEXT, FIELD_LONG, NULL, N_("Note for the history"), N_("Seen by the Office only"), \
			2000, NULL                                                                                  \
	}
#define TITLE(language, label)                                                    \
	{                                                                         \
		"title_" language, REGISTER_TEXT, 0, NULL, label, NULL, 400, NULL \
	}

static const struct register_field instrument[] = {
	{"id", REGISTER_INSTRUMENT, FIELD_REQUIRED, NULL, N_("Number"), N_("Such as C194, P190 or R211"), 8,
	 N_("Give its number.")},
	{"title_en", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Title in English"), NULL, 400,
	 N_("Give the title in English.")},
	TITLE("fr", N_("Title in French")),
	TITLE("es", N_("Title in Spanish")),
	TITLE("pt", N_("Title in Portuguese")),
	{"adopted", REGISTER_DAY, FIELD_REQUIRED, NULL, N_("Day the Conference adopted it"), NULL, 10,
	 N_("Give the day of adoption.")},
	{"session", REGISTER_SESSION, FIELD_REQUIRED, NULL, N_("Session of the Conference"), N_("Its number"), 6,
	 N_("Give the number of the session.")},
	{"subject", REGISTER_TEXT, 0, NULL, N_("Subject"),
	 N_("In English, as other instruments have it, such as Wages"), 200, NULL},
	{"revises", REGISTER_INSTRUMENTS, 0, NULL, N_("Revises"), N_("Numbers, separated by blanks"), 200, NULL},
	{"list", REGISTER_WORD, 0, "complete partial", N_("List of its ratifications"),
	 N_("Complete if none was registered before today, since each later one is entered here"), 10, NULL},
	SOURCE,
	NOTE,
};

static const struct register_field ratification[] = {
	MEMBER,
	INSTRUMENT,
	DAY_REGISTERED,
	{"basis", REGISTER_WORD, 0, "ratification succession", N_("Basis"), NULL, 20, NULL},
	{"predecessor", REGISTER_TEXT, 0, NULL, N_("State that it succeeds to"),
	 N_("Of a succession alone: its code or name, such as CSK or Czechoslovakia"), 200, NULL},
	REFERENCE,
	SOURCE,
	NOTE,
};

static const struct register_field declaration[] = {
	MEMBER,
	INSTRUMENT,
	DAY_REGISTERED,
	{"kind", REGISTER_WORD, FIELD_REQUIRED,
	 "minimum_age maternity_leave holiday parts_accepted parts_excluded scope_limited article_3 article_excluded "
	 "temporary_exceptions other",
	 N_("Kind of declaration"), NULL, 40, N_("Choose the kind of declaration.")},
	{"value", REGISTER_TEXT, 0, NULL, N_("Value"), N_("Years, days, or Parts separated by blanks"), 100, NULL},
	{"article", REGISTER_TEXT, 0, NULL, N_("Article"), N_("Under which it is made, such as 2(1)"), 40, NULL},
	{"text", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("Text of the declaration"), NULL, 4000,
	 N_("Give the text of the declaration.")},
	REFERENCE,
	SOURCE,
	NOTE,
};

static const struct register_field denunciation[] = {
	MEMBER,
	INSTRUMENT,
	DAY_REGISTERED,
	REFERENCE,
	{"extent", REGISTER_WORD, 0, "whole parts", N_("Extent"), NULL, 10, NULL},
	{"parts", REGISTER_TEXT, 0, NULL, N_("Parts or annexes denounced"), N_("Numbers, separated by blanks"), 100,
	 NULL},
	SOURCE,
	NOTE,
};

static const struct register_field correction[] = {
	{"manner", REGISTER_WORD, FIELD_REQUIRED, "always changed error", N_("What is corrected"), NULL, 10,
	 N_("Choose what is corrected.")},
	{"changed_on", REGISTER_DAY, 0, NULL, N_("Day of the change"), N_("Where it changed; else leave it empty"), 10,
	 NULL},
	{"reason", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("Reason"), N_("Shown in the history"), 2000,
	 N_("Give the reason of the correction.")},
};

#define ALL(list)                                    \
	{                                            \
		list, sizeof(list) / sizeof(list)[0] \
	}

static const struct {
	const struct register_field *at;
	size_t n;
} fields[REGISTER_ACTS] = {
	[ACT_INSTRUMENT] = ALL(instrument),   [ACT_RATIFICATION] = ALL(ratification),
	[ACT_DECLARATION] = ALL(declaration), [ACT_DENUNCIATION] = ALL(denunciation),
	[ACT_CORRECTION] = ALL(correction),
};

const struct register_field *register_act_fields(enum register_act act, size_t *n)
{
	*n = fields[act].n;
	return fields[act].at;
}

/* The field of one kind of declaration. */
static struct register_field field_of(enum law_declaration_kind kind)
{
	static const struct register_field by_kind[LAW_OTHER_DECLARATION] = {
		[LAW_MINIMUM_AGE] = {"minimum_age", REGISTER_INTEGER, 0, NULL, N_("Minimum age specified, in years"),
				     N_("At least 15, or 14 under article 2, paragraph 4"), 10, NULL},
		[LAW_MATERNITY_LEAVE] = {"maternity_leave", REGISTER_INTEGER, 0, NULL,
					 N_("Length of maternity leave, in days"),
					 N_("At least 98, which are 14 weeks"), 10, NULL},
		[LAW_HOLIDAY] = {"holiday", REGISTER_INTEGER, 0, NULL,
				 N_("Length of the annual holiday or leave, in days"), NULL, 10, NULL},
		[LAW_PARTS_ACCEPTED] = {"parts_accepted", REGISTER_TEXT, 0, NULL, N_("Parts or branches accepted"),
					N_("Numbers, separated by blanks"), 100, NULL},
		[LAW_PARTS_EXCLUDED] = {"parts_excluded", REGISTER_TEXT, 0, NULL, N_("Parts or annexes excluded"),
					N_("Numbers, separated by blanks"), 100, NULL},
		[LAW_SCOPE_LIMITED] = {"scope_limited", REGISTER_TEXT, FIELD_LONG, NULL,
				       N_("Limits or widening of the scope"), N_("As the declaration puts it"), 4000,
				       NULL},
		[LAW_TEMPORARY_EXCEPTIONS] = {"temporary_exceptions", REGISTER_TEXT, FIELD_LONG, NULL,
					      N_("Temporary exceptions"), N_("As the declaration puts it"), 4000, NULL},
	};
	return by_kind[kind];
}

const struct register_field *register_declaration_fields(struct call *c, const struct register_instrument *i, size_t *n)
{
	static const struct register_field article = {"minimum_age_article",        REGISTER_WORD, 0,  "2(1) 2(4)",
						      N_("Paragraph of article 2"), NULL,          10, NULL};
	static const struct register_field text = {"declaration_text",
						   REGISTER_TEXT,
						   FIELD_LONG,
						   NULL,
						   N_("Text of the declaration"),
						   N_("As it was received; may be left empty"),
						   4000,
						   NULL};
	size_t rules_n;
	const struct law_declaration_rule *rules = law_declaration_rules(i->law.id, &rules_n);
	LIST(struct register_field) list = {0};
	for (size_t k = 0; k < rules_n; k++) {
		struct register_field *field = list_add(c->arena, &list);
		*field = field_of(rules[k].kind);
		field->flags |= rules[k].compulsory ? FIELD_REQUIRED : 0;
		if (rules[k].kind == LAW_MINIMUM_AGE)
			*list_add(c->arena, &list) = article;
	}
	if (rules_n)
		*list_add(c->arena, &list) = text;
	*n = list.n;
	return list.at;
}
