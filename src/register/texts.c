/* SPDX-License-Identifier: Apache-2.0 */
/* Reading articles from the store, and their order. */
#include "register/texts.h"

#include "register/texts_sql.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of a Roman numeral in capitals; 0 if it is none. */
static int roman(struct str s)
{
	static const struct {
		const char *digits;
		int value;
	} parts[] = {{"C", 100}, {"XC", 90}, {"L", 50}, {"XL", 40}, {"X", 10},
		     {"IX", 9},  {"V", 5},   {"IV", 4}, {"I", 1}};
	int value = 0;
	for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
		while (str_begins(s, parts[k].digits)) {
			value += parts[k].value;
			s = str_slice(s, strlen(parts[k].digits), s.n);
		}
	return s.n ? 0 : value;
}

/* What stands outside of the numbered articles. */
static int rank(struct str article)
{
	if (str_begins(article, "preamble"))
		return 0;
	return str_begins(article, "annex") || str_begins(article, "appendix") || str_begins(article, "schedule") ? 2
														  : 1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The number at the front of a text, which moves behind it. */
static int64_t take_number(struct str *s)
{
	int64_t n = 0;
	size_t k = 0;
	for (; k < s->n && is_digit(s->at[k]); k++)
		n = n < 1000000 ? n * 10 + (s->at[k] - '0') : n;
	*s = str_slice(*s, k, s->n);
	return n;
}

int register_article_compare(struct str a, struct str b)
{
	int order = rank(a) - rank(b), x = roman(a), y = roman(b);
	if (order == 0 && x && y)
		order = x - y;
	while (order == 0 && a.n && b.n) {
		if (is_digit(a.at[0]) && is_digit(b.at[0])) {
			int64_t m = take_number(&a), n = take_number(&b);
			order = (m > n) - (m < n);
			continue;
		}
		order = (unsigned char)a.at[0] - (unsigned char)b.at[0];
		a = str_slice(a, 1, a.n);
		b = str_slice(b, 1, b.n);
	}
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* The moment that rows are asked of: what stands is believed for ever. */
static struct moment known_of(const struct call *c)
{
	return c->known_given ? c->known : moment_of_day(date_of(9999, 12, 31));
}

struct reading {
	struct arena *a;
	struct str instrument;
	struct register_articles *out;
};

static enum status on_head(void *context, const struct article_heads_row *row)
{
	struct reading *r = context;
	*list_add(r->a, r->out) = (struct register_article){.instrument = r->instrument,
							    .article = str_copy(r->a, row->article),
							    .lang = lang_of(row->lang),
							    .text = STR(""),
							    .source = str_copy(r->a, row->source),
							    .bytes = row->bytes};
	return OK;
}

static int by_article(const void *x, const void *y)
{
	const struct register_article *a = x, *b = y;
	int order = register_article_compare(a->article, b->article);
	return order ? order : strcmp(a->lang.tag, b->lang.tag);
}

enum status register_text_heads(struct call *c, struct str instrument, struct register_articles *out)
{
	*out = (struct register_articles){0};
	struct reading r = {c->arena, instrument, out};
	struct arena *scratch = arena_new();
	enum status st = article_heads_query(c->store, scratch, instrument, known_of(c), on_head, &r);
	arena_free(&scratch);
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_article);
	return st;
}

enum status register_text_read(struct call *c, struct register_article *article)
{
	bool found;
	struct article_text_row row;
	enum status st = article_text_query(c->store, c->arena, article->instrument, str_of(article->lang.tag),
					    article->article, known_of(c), &row, &found);
	if (st == OK && !found)
		return NOT_FOUND;
	if (st != OK)
		return st;
	article->text = row.text;
	article->source = row.source;
	article->recorded = row.recorded_at;
	return OK;
}

static int by_tag(const void *x, const void *y)
{
	return strcmp(((const struct register_text_language *)x)->lang.tag,
		      ((const struct register_text_language *)y)->lang.tag);
}

enum status register_text_languages(struct call *c, struct str instrument, struct register_text_languages *out)
{
	struct register_articles heads;
	enum status st = register_text_heads(c, instrument, &heads);
	*out = (struct register_text_languages){0};
	for (size_t k = 0; k < heads.n; k++) {
		struct register_text_language *l = NULL;
		for (size_t n = 0; n < out->n && !l; n++)
			l = lang_is(out->at[n].lang, heads.at[k].lang.tag) ? &out->at[n] : NULL;
		if (!l) {
			l = list_add(c->arena, out);
			*l = (struct register_text_language){heads.at[k].lang, 0, heads.at[k].source};
		}
		l->articles++;
	}
	if (out->n)
		qsort(out->at, out->n, sizeof *out->at, by_tag);
	return st;
}
