/* SPDX-License-Identifier: Apache-2.0 */
/* The fields of every act, in the order of the paper act. */
#include "register/edit.h"

#define DAY_REGISTERED                                                                                          \
	{                                                                                                       \
		"registered", REGISTER_DAY, FIELD_REQUIRED, NULL, N_("Day the Director-General registered it"), \
			N_("Not the day it was signed or received"), 10                                         \
	}
#define MEMBER                                                               \
	{                                                                    \
		"member", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Member"), \
			N_("Its code or name, such as BRA or Brazil"), 200   \
	}
#define INSTRUMENT                                                                               \
	{                                                                                        \
		"instrument", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Convention or Protocol"), \
			N_("Its number, such as C189 or P029"), 200                              \
	}
#define REFERENCE                                                                             \
	{                                                                                     \
		"reference", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Reference of the act"), \
			N_("As it stands on the letter, such as ACD 8-4-158"), 200            \
	}
#define SOURCE                                                                                               \
	{                                                                                                    \
		"source", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Source"), N_("Where it can be read"), 200 \
	}
#define NOTE                                                                                                        \
	{                                                                                                           \
		"note", REGISTER_TEXT, FIELD_LONG, NULL, N_("Note for the history"), N_("Seen by the Office only"), \
			2000                                                                                        \
	}

static const struct register_field instrument[] = {
	{"id", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Number"), N_("Such as C194, P190 or R211"), 8},
	{"title_en", REGISTER_TEXT, FIELD_REQUIRED, NULL, N_("Title in English"), NULL, 400},
	{"title_fr", REGISTER_TEXT, 0, NULL, N_("Title in French"), NULL, 400},
	{"title_es", REGISTER_TEXT, 0, NULL, N_("Title in Spanish"), NULL, 400},
	{"title_pt", REGISTER_TEXT, 0, NULL, N_("Title in Portuguese"), NULL, 400},
	{"adopted", REGISTER_DAY, FIELD_REQUIRED, NULL, N_("Day the Conference adopted it"), NULL, 10},
	{"session", REGISTER_SESSION, FIELD_REQUIRED, NULL, N_("Session of the Conference"), N_("Its number"), 6},
	{"subject", REGISTER_TEXT, 0, NULL, N_("Subject"), NULL, 200},
	{"revises", REGISTER_INSTRUMENTS, 0, NULL, N_("Revises"), N_("Numbers, separated by blanks"), 200},
	SOURCE,
	NOTE,
};

static const struct register_field ratification[] = {
	MEMBER,         INSTRUMENT,
	DAY_REGISTERED, {"basis", REGISTER_WORD, 0, "ratification succession", N_("Basis"), NULL, 20},
	REFERENCE,      SOURCE,
	NOTE,
};

static const struct register_field declaration[] = {
	MEMBER,
	INSTRUMENT,
	DAY_REGISTERED,
	{"kind", REGISTER_WORD, FIELD_REQUIRED,
	 "minimum_age maternity_leave holiday parts_accepted parts_excluded scope_limited article_3 article_excluded "
	 "temporary_exceptions other",
	 N_("Kind of declaration"), NULL, 40},
	{"value", REGISTER_TEXT, 0, NULL, N_("Value"), N_("Years, days, or Parts separated by blanks"), 100},
	{"article", REGISTER_TEXT, 0, NULL, N_("Article"), N_("Under which it is made, such as 2(1)"), 40},
	{"text", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("Text of the declaration"), NULL, 4000},
	REFERENCE,
	SOURCE,
	NOTE,
};

static const struct register_field denunciation[] = {
	MEMBER,
	INSTRUMENT,
	DAY_REGISTERED,
	REFERENCE,
	{"extent", REGISTER_WORD, 0, "whole parts", N_("Extent"), NULL, 10},
	{"parts", REGISTER_TEXT, 0, NULL, N_("Parts or annexes denounced"), N_("Numbers, separated by blanks"), 100},
	SOURCE,
	NOTE,
};

static const struct register_field correction[] = {
	{"manner", REGISTER_WORD, FIELD_REQUIRED, "always changed error", N_("What is corrected"), NULL, 10},
	{"changed_on", REGISTER_DAY, 0, NULL, N_("Day of the change"), N_("Where it changed; else leave it empty"), 10},
	{"reason", REGISTER_TEXT, FIELD_REQUIRED | FIELD_LONG, NULL, N_("Reason"), N_("Shown in the history"), 2000},
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
