/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a line of a file of texts: what is taken is clean, and written again it reads the same. */
#include "register/texts.h"

#include <jansson.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_taken(struct arena *a, const struct register_article *one)
{
	struct register_article again;
	const char *why;
	int column;
	must(str_is_utf8(one->text) && str_is_utf8(one->source) && one->text.n == (size_t)one->bytes);
	must(one->article.n > 0 && one->article.n <= TEXT_NAME_MOST && one->lang.tag[0]);
	must(register_article_compare(one->article, one->article) == 0);
	json_t *object = json_pack("{s:s%, s:s%, s:s, s:s%, s:s%}", "instrument", one->instrument.at, one->instrument.n,
				   "article", one->article.at, one->article.n, "lang", one->lang.tag, "text",
				   one->text.at, one->text.n, "source", one->source.at, one->source.n);
	char *line = json_dumps(object, JSON_COMPACT);
	json_decref(object);
	must(register_article_parse(a, str_copy(a, str_of(line)), &again, &why, &column));
	must(str_equal(again.text, one->text) && str_equal(again.source, one->source) &&
	     str_equal(again.article, one->article));
	free(line);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena *a = arena_new();
	struct register_article one;
	const char *why = NULL;
	int column = 0;
	struct str line = {arena_copy(a, bytes, n), n};
	if (register_article_parse(a, line, &one, &why, &column))
		check_taken(a, &one);
	else
		must(why && column > 0);
	arena_free(&a);
	return 0;
}
