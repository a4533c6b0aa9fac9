/* SPDX-License-Identifier: Apache-2.0 */
/* Articles in the languages present, side by side: the text piece by piece, and each article for itself. A piece holds whole
 * articles up to PIECE_MOST bytes of text, so that a cold visit stays within 14 KB; a longer article is cut into parts. */
#include "page/format.h"
#include "register/explaining_pages.h"
#include "register/shown_sources_pages.h"
#include "register/texts.h"
#include "register/texts_html.h"

enum { PIECE_MOST = 14 << 10 };

struct view {
	struct asked a;
	const struct register_instrument *i;
	struct register_articles heads;
	struct register_text_languages languages;
	struct shown_texts names; /* of articles, each once, in order */
	struct lang shown[2];     /* the languages chosen */
	size_t shown_n;
	struct str not_here; /* a language asked for of which there is nothing */
};

static struct str label_of(const struct call *c, struct str article)
{
	if (str_begins(article, "preamble"))
		return tr_in(c, "of an instrument", "Preamble");
	if (str_begins(article, "annex") || str_begins(article, "appendix") || str_begins(article, "schedule"))
		return FILL(c, tr(c, "Annex ({name})"), {"name", article});
	bool has_number = article.n > 1 && article.at[1] >= '0' && article.at[1] <= '9';
	if (has_number && article.at[0] == 'A')
		return FILL(c, tr(c, "Standard {n}"), {"n", article});
	if (has_number && article.at[0] == 'B')
		return FILL(c, tr(c, "Guideline {n}"), {"n", article});
	return FILL(c, tr(c, "Article {n}"), {"n", article});
}

static struct register_article *head_of(const struct view *v, struct str article, struct lang lang)
{
	for (size_t k = 0; k < v->heads.n; k++)
		if (str_equal(v->heads.at[k].article, article) && lang_is(lang, v->heads.at[k].lang.tag))
			return &v->heads.at[k];
	return NULL;
}

/* Bytes of an article in the languages chosen. */
static size_t bytes_of(const struct view *v, struct str article)
{
	size_t n = 0;
	for (size_t k = 0; k < v->shown_n; k++) {
		const struct register_article *head = head_of(v, article, v->shown[k]);
		n += head ? (size_t)head->bytes : 0;
	}
	return n;
}

static size_t parts_of(const struct view *v, struct str article)
{
	size_t n = (bytes_of(v, article) + PIECE_MOST - 1) / PIECE_MOST;
	return n ? n : 1;
}

/* Where the k-th of `all` parts of a text begins: at a paragraph if one begins within the part before it, else behind a
 * sentence or a word. So parts of one number hold about the same in every language. */
static size_t cut_at(struct str text, size_t k, size_t all)
{
	size_t to = text.n * k / all, from = k ? text.n * (k - 1) / all : 0;
	static const char *const ends[] = {"\n", ". ", " "};
	for (size_t e = 0; e < sizeof ends / sizeof *ends && k && k < all; e++)
		for (size_t at = to, n = str_of(ends[e]).n; at > from + n; at--)
			if (str_equal(str_slice(text, at - n, n), str_of(ends[e])))
				return at;
	while (to > 0 && to < text.n && ((unsigned char)text.at[to] & 0xc0) == 0x80)
		to--; /* never within a character */
	return to;
}

static void add_paragraphs(const struct call *c, struct text_column *column, struct str text)
{
	struct str line;
	while (str_next(&text, '\n', &line))
		if (str_trim(line).n)
			*list_add(c->arena, &column->paragraphs) = line;
}

/* One article, or its k-th part of `all`, in one language. */
static enum status add_column(const struct view *v, struct text_article *out, struct str article, struct lang lang,
			      size_t k, size_t all)
{
	struct call *c = v->a.c;
	struct register_article *head = head_of(v, article, lang);
	struct text_column *column = list_add(c->arena, &out->columns);
	*column = (struct text_column){.lang = lang, .dir = page_language_dir(lang), .missing = STR("")};
	column->name = v->shown_n > 1 ? page_language_name(c->arena, lang) : STR("");
	if (!head) {
		column->missing = FILL(c, tr(c, "{article} is not here in {language}."),
				       {"article", label_of(c, article)}, {"language", format_language(c, lang)});
		return OK;
	}
	enum status st = register_text_read(c, head);
	if (st != OK)
		return st;
	size_t from = cut_at(head->text, k, all), to = cut_at(head->text, k + 1, all);
	add_paragraphs(c, column, str_slice(head->text, from, to - from));
	return OK;
}

/* The languages chosen, as every link of the page keeps them. */
static struct url with_languages(const struct view *v, struct url url)
{
	const struct call *c = v->a.c;
	url = url_with(c, url, "lang", str_of(v->shown[0].tag));
	return v->shown_n > 1 ? url_with(c, url, "beside", str_of(v->shown[1].tag)) : url;
}

static struct url article_url(const struct view *v, struct str article, size_t part)
{
	const struct call *c = v->a.c;
	struct url url =
		with_languages(v, url_page(c, "/standards/%.*s/art/%.*s", STR_ARGS(v->i->id), STR_ARGS(article)));
	return part ? url_with(c, url, "part", str_format(c->arena, "%zu", part + 1)) : url;
}

static enum status add_article(const struct view *v, struct text_page *out, struct str article, size_t part)
{
	struct call *c = v->a.c;
	size_t all = parts_of(v, article);
	enum status st = OK;
	struct text_article *one = list_add(c->arena, &out->articles);
	*one = (struct text_article){.label = label_of(c, article), .more_text = STR("")};
	for (size_t k = 0; k < v->shown_n && st == OK; k++)
		st = add_column(v, one, article, v->shown[k], part, all);
	return st;
}

/* A language asked for, if something is loaded in it. */
static bool is_loaded(const struct view *v, struct str tag)
{
	for (size_t k = 0; k < v->languages.n; k++)
		if (str_is(tag, v->languages.at[k].lang.tag))
			return true;
	return false;
}

/* The first language: the one asked for, else the reader's, else English, else whatever there is. */
static void choose_languages(struct view *v)
{
	struct str asked = http_parameter_text(v->a.r, "lang"), beside = http_parameter_text(v->a.r, "beside");
	struct str wishes[] = {asked, str_of(v->a.c->lang.tag), STR("en"), str_of(v->languages.at[0].lang.tag)};
	size_t k = 0;
	while (!is_loaded(v, wishes[k]))
		k++;
	v->shown[v->shown_n++] = lang_of(wishes[k]);
	v->not_here = asked.n && k > 0 ? asked : STR("");
	if (beside.n && is_loaded(v, beside) && !lang_is(v->shown[0], lang_of(beside).tag))
		v->shown[v->shown_n++] = lang_of(beside);
	else if (beside.n && !is_loaded(v, beside))
		v->not_here = beside;
}

static void collect_names(struct view *v)
{
	for (size_t k = 0; k < v->heads.n; k++)
		if (k == 0 || !str_equal(v->heads.at[k].article, v->heads.at[k - 1].article))
			*list_add(v->a.c->arena, &v->names) = (struct shown_text){.text = v->heads.at[k].article};
}

static void add_choices(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	struct str path = v->a.page.path, query = v->a.page.query;
	*list_add(c->arena, &out->beside) = (struct text_choice){
		url_change(c, path, query, "beside", STR("")), {""}, tr(c, "one language alone"), v->shown_n == 1};
	for (size_t k = 0; k < v->languages.n; k++) {
		struct lang lang = v->languages.at[k].lang;
		struct str tag = str_of(v->languages.at[k].lang.tag), name = page_language_name(c->arena, lang);
		bool is_first = lang_is(lang, v->shown[0].tag);
		*list_add(c->arena, &out->languages) =
			(struct text_choice){url_change(c, path, query, "lang", tag), lang, name, is_first};
		if (!is_first)
			*list_add(c->arena, &out->beside) =
				(struct text_choice){url_change(c, path, query, "beside", tag), lang, name,
						     v->shown_n > 1 && lang_is(lang, v->shown[1].tag)};
	}
}

static void add_contents(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->names.n; k++)
		page_links_add(c->arena, &out->contents, article_url(v, v->names.at[k].text, 0), STR(""),
			       label_of(c, v->names.at[k].text));
	out->contents_head = FILL(c, tr_n(c, "Contents: {n} article", "Contents: {n} articles", (int64_t)v->names.n),
				  {"n", shown_number(c, (int64_t)v->names.n)});
}

static void add_files(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	for (size_t k = 0; k < v->shown_n; k++)
		page_links_add(
			c->arena, &out->files,
			url_with(c, url_api(c, "/instruments/%.*s/text.txt", STR_ARGS(v->i->id)), "lang",
				 str_of(v->shown[k].tag)),
			STR(""),
			FILL(c, tr(c, "In {language}, as plain text"), {"language", format_language(c, v->shown[k])}));
}

static void add_origin(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	struct shown_texts sources = {0};
	for (size_t k = 0; k < v->heads.n; k++)
		for (size_t s = 0; s < v->shown_n; s++)
			if (lang_is(v->shown[s], v->heads.at[k].lang.tag))
				shown_source(c, &sources, v->heads.at[k].source);
	*list_add(c->arena, &out->origin.lines) = (struct shown_text){
		.text = tr(c,
			   "Texts do not come with this register: they were loaded from the sources named, by whoever "
			   "runs it and may publish them.")};
	out->origin.sources = shown_sources(c, v->a.s, &sources);
	out->origin.json = url_api(c, "/instruments/%.*s/text", STR_ARGS(v->i->id));
	out->origin.csv = url_api(c, "/instruments/%.*s/text.csv", STR_ARGS(v->i->id));
}

static void add_notice(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	if (v->not_here.n) {
		out->notice_words = tr(c, "Another language is shown.");
		out->notice = FILL(c, tr(c, "Nothing of {code} is here in {language}."), {"code", v->i->id},
				   {"language", format_language(c, lang_of(v->not_here))});
	} else if (!shown_is_now(c)) {
		out->notice_words = tr(c, "The text of today.");
		out->notice = FILL(c, tr(c, "It is shown as it was loaded and may hold amendments made after {day}."),
				   {"day", format_date(c, c->on)});
	}
}

/* "here in English", "here in English beside French". */
static struct str languages_words(const struct view *v)
{
	const struct call *c = v->a.c;
	struct str one = format_language(c, v->shown[0]);
	if (v->shown_n == 1)
		return one;
	struct str both[] = {one, format_language(c, v->shown[1])};
	return format_list(c, both, 2);
}

static void say_empty(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	out->empty_heading = FILL(c, tr(c, "The text of {code} belongs here"), {"code", v->i->id});
	out->empty_text =
		FILL(c,
		     tr(c, "Whoever runs this register can load it, article by article and in any language, with "
			   "the command {command}."),
		     {"command", STR("sulear import texts")});
}

/* The text's page up to its articles: title, languages, notices. False: the response is whole (not found, moved), or nothing
 * is loaded. */
static enum status begin(struct http_request *r, struct http_response *response, struct view *v, const char *rest)
{
	struct str name = http_path_part(r, "id");
	enum status st = asked_begin(r, "standards", &v->a);
	if (st != OK)
		return st;
	struct call *c = v->a.c;
	struct page *p = &v->a.page;
	page_links_add(c->arena, &p->trail, url_page(c, "/standards"), STR(""), tr(c, "Standards"));
	v->i = register_instrument_named(v->a.s, name);
	if (!v->i) {
		missing_instrument(&v->a, response, name);
		return OK;
	}
	if (!str_equal(name, v->i->id)) {
		struct str path = str_format(c->arena, "/standards/%.*s/%s%.*s", STR_ARGS(v->i->id), rest,
					     STR_ARGS(http_path_part(r, "n")));
		http_redirect(response, 301, url_change(c, path, r->query, "", STR("")).s);
		v->i = NULL;
		return OK;
	}
	page_links_add(c->arena, &p->trail, shown_instrument_url(c, v->i), STR(""), v->i->id);
	p->kicker = str_format(c->arena, "%.*s %.*s", STR_ARGS(v->i->id), STR_ARGS(shown_title(c, v->i).text));
	if (!shown_is_adopted(c, v->i))
		return OK;
	st = register_text_heads(c, v->i->id, &v->heads);
	if (st == OK)
		st = register_text_languages(c, v->i->id, &v->languages);
	if (st == OK && v->heads.n) {
		choose_languages(v);
		collect_names(v);
	}
	return st;
}

/* What the pages of a text share below their articles. */
static void end(const struct view *v, struct text_page *out)
{
	if (v->heads.n == 0) {
		say_empty(v, out);
		return;
	}
	add_choices(v, out);
	add_files(v, out);
	add_origin(v, out);
	add_notice(v, out);
}

static void say_unadopted(struct view *v)
{
	const struct call *c = v->a.c;
	v->a.page.lead = shown_is_adopted(c, v->i)
				 ? FILL(c, tr(c, "No text of {code} is loaded here."), {"code", v->i->id})
				 : FILL(c, tr(c, "On {day} there was no such instrument: it had not been adopted."),
					{"day", format_date(c, c->on)});
}

/* Where an article stands among the names; their number if it is none of them. */
static size_t place_of(const struct view *v, struct str article)
{
	size_t k = 0;
	while (k < v->names.n && !(article.n == v->names.at[k].text.n &&
				   str_is_nocase(article, str_chars(v->a.c->arena, v->names.at[k].text))))
		k++;
	return k;
}

/* The first article after `from` that does not fit into the piece. */
static size_t piece_end(const struct view *v, size_t from)
{
	size_t bytes = 0, k = from;
	while (k < v->names.n) {
		size_t own = bytes_of(v, v->names.at[k].text);
		bytes += own < PIECE_MOST ? own : PIECE_MOST;
		if (bytes > PIECE_MOST && k > from)
			break;
		k++;
	}
	return k;
}

static struct url piece_url(const struct view *v, size_t from)
{
	const struct call *c = v->a.c;
	struct url url = with_languages(v, url_page(c, "/standards/%.*s/text", STR_ARGS(v->i->id)));
	return from ? url_with(c, url, "from", v->names.at[from].text) : url;
}

/* Words for articles from one to another. */
static struct str range_words(const struct view *v, size_t from, size_t to)
{
	const struct call *c = v->a.c;
	struct str first = label_of(c, v->names.at[from].text), last = label_of(c, v->names.at[to - 1].text);
	return to - from == 1 ? first : FILL(c, tr(c, "{from} to {until}"), {"from", first}, {"until", last});
}

/* The piece before the one that begins at `from`: pieces are counted from the first article. */
static size_t piece_before(const struct view *v, size_t from)
{
	size_t begin = 0;
	while (piece_end(v, begin) < from)
		begin = piece_end(v, begin);
	return begin;
}

static enum status add_piece(const struct view *v, struct text_page *out)
{
	const struct call *c = v->a.c;
	size_t from = place_of(v, http_parameter_text(v->a.r, "from"));
	from = from == v->names.n ? 0 : from;
	size_t to = piece_end(v, from);
	enum status st = OK;
	for (size_t k = from; k < to && st == OK; k++) {
		struct str article = v->names.at[k].text;
		st = add_article(v, out, article, 0);
		struct text_article *one = &out->articles.at[out->articles.n - 1];
		one->url = article_url(v, article, 0);
		if (parts_of(v, article) > 1) {
			one->more = article_url(v, article, 1);
			one->more_text = FILL(c, tr(c, "{article} goes on: part 2 of {n}"), {"article", one->label},
					      {"n", shown_number(c, (int64_t)parts_of(v, article))});
		}
	}
	out->where = FILL(c, tr(c, "{first} to {last} of {total}"), {"first", shown_number(c, (int64_t)from + 1)},
			  {"last", shown_number(c, (int64_t)to)}, {"total", shown_number(c, (int64_t)v->names.n)});
	if (from) {
		out->previous = piece_url(v, piece_before(v, from));
		out->previous_text = range_words(v, piece_before(v, from), from);
	}
	if (to < v->names.n) {
		out->next = piece_url(v, to);
		out->next_text = range_words(v, to, piece_end(v, to));
	}
	return st;
}

static enum status get_text(struct http_request *r, struct http_response *response)
{
	struct view v = {.shown_n = 0};
	struct text_page out = {.where = STR("")};
	enum status st = begin(r, response, &v, "text");
	if (st != OK || !v.i)
		return st;
	struct call *c = v.a.c;
	struct shown_text title = shown_title(c, v.i);
	v.a.page.title = str_format(c->arena, "%.*s %.*s", STR_ARGS(v.i->id), STR_ARGS(title.text));
	v.a.page.title_lang = title.lang;
	v.a.page.kicker = tr_in(c, "of an instrument", "Text");
	if (v.heads.n == 0) {
		say_unadopted(&v);
	} else {
		v.a.page.lead = FILL(c,
				     tr_n(c, "{n} article is here, shown in {languages}.",
					  "{n} articles are here, shown in {languages}.", (int64_t)v.names.n),
				     {"n", shown_number(c, (int64_t)v.names.n)}, {"languages", languages_words(&v)});
		add_contents(&v, &out);
		st = add_piece(&v, &out);
	}
	end(&v, &out);
	page_register_text(&response->body, c, &v.a.page, &out);
	return st;
}

/* The part before and the part behind: of the same article, else of its neighbours. */
static void add_neighbours(const struct view *v, struct text_page *out, size_t place, size_t part)
{
	const struct call *c = v->a.c;
	struct str article = v->names.at[place].text;
	size_t all = parts_of(v, article);
	struct str n = shown_number(c, (int64_t)all);
	if (part > 0) {
		out->previous = article_url(v, article, part - 1);
		out->previous_text = FILL(c, tr(c, "Part {k} of {n}"), {"k", shown_number(c, (int64_t)part)}, {"n", n});
	} else if (place > 0) {
		out->previous = article_url(v, v->names.at[place - 1].text, 0);
		out->previous_text = label_of(c, v->names.at[place - 1].text);
	}
	if (part + 1 < all) {
		out->next = article_url(v, article, part + 1);
		out->next_text = FILL(c, tr(c, "Part {k} of {n}"), {"k", shown_number(c, (int64_t)part + 2)}, {"n", n});
	} else if (place + 1 < v->names.n) {
		out->next = article_url(v, v->names.at[place + 1].text, 0);
		out->next_text = label_of(c, v->names.at[place + 1].text);
	}
	out->where = all > 1 ? FILL(c, tr(c, "part {k} of {n}"), {"k", shown_number(c, (int64_t)part + 1)}, {"n", n})
			     : FILL(c, tr(c, "{k} of {n}"), {"k", shown_number(c, (int64_t)place + 1)},
				    {"n", shown_number(c, (int64_t)v->names.n)});
}

/* The days that the register computes by this article. */
static void add_explained(const struct view *v, struct text_page *out, struct str article)
{
	struct explanations all;
	explain_instrument(&v->a, v->i, &all);
	for (size_t k = 0; k < all.n; k++)
		if (explain_cites(v->i->law.id, all.at[k].source, article))
			*list_add(v->a.c->arena, &out->explained) = all.at[k];
}

static void missing_article(struct view *v, struct http_response *response, struct str article)
{
	struct call *c = v->a.c;
	struct page_missing m = {
		.status = 404,
		.title = FILL(c, tr(c, "{article} of {code} is not here"), {"article", label_of(c, article)},
			      {"code", v->i->id}),
		.lead = v->names.n ? FILL(c, tr(c, "What is here goes from {from} to {until}."),
					  {"from", label_of(c, v->names.at[0].text)},
					  {"until", label_of(c, v->names.at[v->names.n - 1].text)})
				   : FILL(c, tr(c, "No text of {code} is loaded here."), {"code", v->i->id}),
		.area = v->a.page.area,
		.trail = v->a.page.trail,
		.path = v->a.page.path,
		.query = v->a.page.query,
		.asked = v->i->id};
	response->status = 404;
	page_links_add(c->arena, &m.nearest, url_page(c, "/standards/%.*s/text", STR_ARGS(v->i->id)), v->i->id,
		       tr_in(c, "of an instrument", "Text"));
	page_missing(&response->body, c, &m);
}

static enum status get_article(struct http_request *r, struct http_response *response)
{
	struct view v = {.shown_n = 0};
	struct text_page out = {.where = STR("")};
	struct str asked = http_path_part(r, "n");
	enum status st = begin(r, response, &v, "art/");
	if (st != OK || !v.i)
		return st;
	struct call *c = v.a.c;
	size_t place = place_of(&v, asked);
	if (place == v.names.n) {
		missing_article(&v, response, asked);
		return OK;
	}
	struct str article = v.names.at[place].text, label = label_of(c, article);
	int64_t part = 1, all = (int64_t)parts_of(&v, article);
	http_parameter_integer(r, "part", &part);
	part = part < 1 ? 1 : part > all ? all : part;
	v.a.page.title = FILL(c, tr(c, "{code}, {article}"), {"code", v.i->id}, {"article", label});
	v.a.page.lead = FILL(c, tr(c, "{article} of {code}, shown in {languages}."), {"article", label},
			     {"code", v.i->id}, {"languages", languages_words(&v)});
	st = add_article(&v, &out, article, (size_t)part - 1);
	add_neighbours(&v, &out, place, (size_t)part - 1);
	page_links_add(c->arena, &v.a.page.trail, piece_url(&v, place), STR(""), tr_in(c, "of an instrument", "Text"));
	add_explained(&v, &out, article);
	end(&v, &out);
	out.origin.json = url_api(c, "/instruments/%.*s/text?article=%.*s", STR_ARGS(v.i->id), STR_ARGS(article));
	out.origin.csv = url_api(c, "/instruments/%.*s/text.csv?article=%.*s", STR_ARGS(v.i->id), STR_ARGS(article));
	page_register_text(&response->body, c, &v.a.page, &out);
	return st;
}

static const struct http_parameter text_parameters[] = {
	{"lang", HTTP_TEXT, NULL, "The language to read it in, a tag such as en.", 11},
	{"beside", HTTP_TEXT, NULL, "The language beside it.", 11},
	{"from", HTTP_TEXT, NULL, "The article that the piece begins with.", TEXT_NAME_MOST},
	PAGE_TIMES,
};

static const struct http_parameter article_parameters[] = {
	{"lang", HTTP_TEXT, NULL, "The language to read it in, a tag such as en.", 11},
	{"beside", HTTP_TEXT, NULL, "The language beside it.", 11},
	{"part", HTTP_INTEGER, NULL, "Which part of a long article."},
	PAGE_TIMES,
};

#define PARAMETERS(list) list, sizeof(list) / sizeof(list)[0]

const struct http_route register_texts_routes[] = {
	{"GET", "/{lang}/standards/{id}/text", get_text, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED,
	 PARAMETERS(text_parameters), "The text of an instrument.", NULL, NULL,
	 .programs = "/api/v1/instruments/{id}/text"},
	{"GET", "/{lang}/standards/{id}/art/{n}", get_article, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED,
	 PARAMETERS(article_parameters), "One article of an instrument.", NULL, NULL,
	 .programs = "/api/v1/instruments/{id}/text?article={n}"},
	{0},
};
