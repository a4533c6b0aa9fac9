/* SPDX-License-Identifier: Apache-2.0 */
/* The articles on denunciation, read in the texts. */
#include "law/instrument.h"

#include <stdio.h>

static const struct {
	int number;
	const char *article;
} conventions[] = {
	{1, "20"},   {6, "13"},   {8, "9"},    {9, "16"},   {10, "9"},   {11, "7"},   {12, "7"},   {13, "13"},
	{14, "13"},  {17, "17"},  {18, "8"},   {19, "10"},  {21, "13"},  {22, "21"},  {23, "12"},  {24, "16"},
	{25, "15"},  {26, "9"},   {27, "5"},   {29, "30"},  {33, "13"},  {42, "6"},   {44, "20"},  {57, "26"},
	{58, "9"},   {62, "22"},  {69, "9"},   {70, "13"},  {71, "7"},   {74, "7"},   {87, "16"},  {88, "17"},
	{89, "15"},  {94, "14"},  {95, "22"},  {97, "17"},  {98, "11"},  {99, "10"},  {100, "9"},  {101, "16"},
	{102, "82"}, {105, "5"},  {106, "16"}, {111, "9"},  {113, "8"},  {114, "15"}, {115, "18"}, {118, "16"},
	{121, "34"}, {124, "8"},  {126, "21"}, {128, "49"}, {129, "30"}, {130, "40"}, {131, "9"},  {135, "9"},
	{138, "13"}, {140, "14"}, {141, "9"},  {142, "8"},  {145, "10"}, {146, "17"}, {147, "7"},  {152, "46"},
	{154, "12"}, {156, "14"}, {158, "17"}, {159, "12"}, {160, "21"}, {169, "39"}, {172, "11"}, {174, "25"},
	{175, "14"}, {177, "13"}, {180, "19"}, {181, "19"}, {182, "11"}, {188, "49"}, {189, "22"},
};

static const char *article_of(struct law_id id)
{
	if (id.kind == LAW_PROTOCOL)
		return id.number == 29 ? "9" : id.number == 147 ? "7" : NULL;
	if (id.kind == LAW_CONVENTION && id.number == LAW_MLC)
		return "IX";
	for (size_t i = 0; id.kind == LAW_CONVENTION && i < sizeof conventions / sizeof *conventions; i++)
		if (conventions[i].number == id.number)
			return conventions[i].article;
	return NULL;
}

struct str law_denunciation_article(struct law_id id, char at[static LAW_ARTICLE_ROOM])
{
	char name[LAW_ID_ROOM];
	const char *article = article_of(id);
	struct str text = law_id_print(id, name);
	int n = article ? snprintf(at, LAW_ARTICLE_ROOM, "%.*s art. %s", STR_ARGS(text), article)
			: snprintf(at, LAW_ARTICLE_ROOM, "%.*s, final articles", STR_ARGS(text));
	return (struct str){at, (size_t)n};
}
