/* SPDX-License-Identifier: Apache-2.0 */
/* The families of final provisions: which condition, which delays. One row a family, one range of numbers a line. */
#include "law/entry.h"

/* C069 art. 8(2), C070 art. 12(2), C071 art. 6(2), C093 art. 26: the maritime States of 1946. */
static const struct str list_1[] = {STR("USA"), STR("ARG"), STR("AUS"), STR("BEL"), STR("BRA"), STR("CAN"),
				    STR("CHL"), STR("CHN"), STR("DNK"), STR("FIN"), STR("FRA"), STR("GBR"),
				    STR("GRC"), STR("IND"), STR("IRL"), STR("ITA"), STR("NLD"), STR("NOR"),
				    STR("POL"), STR("PRT"), STR("SWE"), STR("TUR"), STR("YUG")};

/* C109: the same with Germany, Japan, Spain and the Soviet Union, whose seat is carried under RUS. */
static const struct str list_2[] = {STR("USA"), STR("ARG"), STR("AUS"), STR("BEL"), STR("BRA"), STR("CAN"), STR("CHL"),
				    STR("CHN"), STR("DNK"), STR("FIN"), STR("FRA"), STR("DEU"), STR("GBR"), STR("GRC"),
				    STR("IND"), STR("IRL"), STR("ITA"), STR("JPN"), STR("NLD"), STR("NOR"), STR("POL"),
				    STR("PRT"), STR("ESP"), STR("SWE"), STR("TUR"), STR("RUS"), STR("SUN"), STR("YUG")};

/* C031 and C046: the coal States of Europe. Never in force. */
static const struct str coal_states[] = {STR("BEL"), STR("CSK"), STR("FRA"), STR("DEU"),
					 STR("GBR"), STR("NLD"), STR("POL")};

#define LISTED(list) .listed = list, .listed_n = sizeof(list) / sizeof(list)[0]
#define NO_DELAY .delay = {0, 0}, .member_delay = {0, 0}
#define MONTHS(n) .delay = {n, 0}, .member_delay = {n, 0}

static const struct law_provisions families[] = {
	[LAW_FAMILY_A] = {LAW_FAMILY_A, {.ratifications = 2, NO_DELAY}, "C006 art. 10, 11: when two are notified"},
	[LAW_FAMILY_A_C002] = {LAW_FAMILY_A_C002,
			       {.ratifications = 3, NO_DELAY},
			       "C002 art. 6, 7: when three are notified"},
	[LAW_FAMILY_B] = {LAW_FAMILY_B,
			  {.ratifications = 2, NO_DELAY},
			  "C014 art. 9, C023 art. 8: when two are registered"},
	[LAW_FAMILY_C] = {LAW_FAMILY_C,
			  {.ratifications = 2, .delay = {0, 90}, .member_delay = {0, 90}},
			  "C024 art. 12, C025 art. 11: ninety days after two"},
	[LAW_FAMILY_D] = {LAW_FAMILY_D,
			  {.ratifications = 2, MONTHS(12)},
			  "C189 art. 21(2), (3): twelve months after two"},
	[LAW_FAMILY_E] = {LAW_FAMILY_E,
			  {.ratifications = 2, NO_DELAY},
			  "C080 art. 5(2), C116 art. 4(2): when two are received"},
	[LAW_FAMILY_F] = {LAW_FAMILY_F,
			  {.ratifications = 2, LISTED(coal_states), MONTHS(6)},
			  "C031, C046: two of the coal States, six months"},
	[LAW_FAMILY_G] = {LAW_FAMILY_G,
			  {.ratifications = 5, .each_1m = 5, MONTHS(6)},
			  "C057 art. 24: five Members with a million tons each, six months"},
	[LAW_FAMILY_H9] = {LAW_FAMILY_H9,
			   {.ratifications = 9, LISTED(list_1), .with_1m_grt = 5, MONTHS(6)},
			   "C069 art. 8(2): nine of the list, five with a million tons"},
	[LAW_FAMILY_H7] = {LAW_FAMILY_H7,
			   {.ratifications = 7, LISTED(list_1), .with_1m_grt = 4, MONTHS(6)},
			   "C070 art. 12(2): seven of the list, four with a million tons"},
	[LAW_FAMILY_H5] = {LAW_FAMILY_H5,
			   {.ratifications = 5, LISTED(list_1), .with_1m_grt = 3, MONTHS(6)},
			   "C071 art. 6(2): five of the list, three with a million tons"},
	[LAW_FAMILY_H15] = {LAW_FAMILY_H15,
			    {.ratifications = 9, LISTED(list_1), .with_1m_grt = 5, .total_grt = 15e6, MONTHS(6)},
			    "C093 art. 26: nine of the list, five with a million tons, together fifteen million"},
	[LAW_FAMILY_H15_C109] = {LAW_FAMILY_H15_C109,
				 {.ratifications = 9, LISTED(list_2), .with_1m_grt = 5, .total_grt = 15e6, MONTHS(6)},
				 "C109: nine of the second list, five with a million tons, together fifteen million"},
	[LAW_FAMILY_I] = {LAW_FAMILY_I,
			  {.ratifications = 12, .each_1m = 4, MONTHS(6)},
			  "C133: twelve Members, four with a million tons"},
	[LAW_FAMILY_J] = {LAW_FAMILY_J,
			  {.ratifications = 10, .tonnage_share = 25, MONTHS(12)},
			  "C147 art. 6(2): ten Members with 25 per cent of the world's tonnage"},
	[LAW_FAMILY_K] = {LAW_FAMILY_K,
			  {.ratifications = 5, .each_1m = 3, MONTHS(6)},
			  "C180 art. 18(2): five Members, three with a million tons, six months"},
	[LAW_FAMILY_L] = {LAW_FAMILY_L,
			  {.ratifications = 5, .each_1m = 3, MONTHS(12)},
			  "P147 art. 6(2): five Members, three with a million tons, twelve months"},
	[LAW_FAMILY_M] = {LAW_FAMILY_M, {.ratifications = 2, MONTHS(6)}, "C185: six months after two"},
	[LAW_FAMILY_N] = {LAW_FAMILY_N,
			  {.ratifications = 30, .tonnage_share = 33, MONTHS(12)},
			  "MLC art. VIII(3): thirty Members with 33 per cent of the world's tonnage"},
	[LAW_FAMILY_O] = {LAW_FAMILY_O,
			  {.ratifications = 10, .coastal = 8, MONTHS(12)},
			  "C188 art. 48(2): ten Members, eight of them coastal States"},
	[LAW_FAMILY_P] = {LAW_FAMILY_P, {.ratifications = 2, MONTHS(12)}, "P029 art. 8(2): twelve months after two"},
	[LAW_FAMILY_Q] = {LAW_FAMILY_Q,
			  {.each_alone = true, MONTHS(12)},
			  "P089, P110: each by itself, after twelve months"},
};

static const struct {
	int from, to;
	enum law_family family;
} conventions[] = {
	{2, 2, LAW_FAMILY_A_C002}, {1, 9, LAW_FAMILY_A},
	{10, 23, LAW_FAMILY_B},    {24, 25, LAW_FAMILY_C},
	{31, 31, LAW_FAMILY_F},    {46, 46, LAW_FAMILY_F},
	{54, 54, LAW_FAMILY_G},    {57, 57, LAW_FAMILY_G},
	{68, 69, LAW_FAMILY_H9},   {70, 70, LAW_FAMILY_H7},
	{71, 71, LAW_FAMILY_H5},   {72, 72, LAW_FAMILY_H9},
	{73, 73, LAW_FAMILY_H7},   {75, 75, LAW_FAMILY_H7},
	{76, 76, LAW_FAMILY_H15},  {80, 80, LAW_FAMILY_E},
	{91, 91, LAW_FAMILY_H9},   {92, 92, LAW_FAMILY_H7},
	{93, 93, LAW_FAMILY_H15},  {109, 109, LAW_FAMILY_H15_C109},
	{116, 116, LAW_FAMILY_E},  {133, 133, LAW_FAMILY_I},
	{147, 147, LAW_FAMILY_J},  {180, 180, LAW_FAMILY_K},
	{185, 185, LAW_FAMILY_M},  {186, 186, LAW_FAMILY_N},
	{188, 188, LAW_FAMILY_O},  {26, 193, LAW_FAMILY_D}, /* all others, C074 among them */
};

static enum law_family family_of_convention(int number)
{
	for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++)
		if (number >= conventions[i].from && number <= conventions[i].to)
			return conventions[i].family;
	return LAW_FAMILY_NONE;
}

static enum law_family family_of_protocol(int number)
{
	switch (number) {
	case 29:
	case 81:
	case 155: return LAW_FAMILY_P;
	case 89:
	case 110: return LAW_FAMILY_Q;
	case 147: return LAW_FAMILY_L;
	default: return LAW_FAMILY_NONE;
	}
}

const struct law_provisions *law_provisions(struct law_id id)
{
	enum law_family family = id.kind == LAW_CONVENTION ? family_of_convention(id.number)
				 : id.kind == LAW_PROTOCOL ? family_of_protocol(id.number)
							   : LAW_FAMILY_NONE;
	return family == LAW_FAMILY_NONE ? NULL : &families[family];
}
