/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds against a checker of RFC 4287 that is itself held to the shared suite: it takes what is valid and refuses what is not. */
#include "exchange/atom.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char atom_space[] = "http://www.w3.org/2005/Atom";

static bool is_atom(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && n->ns && strcmp((const char *)n->ns->href, atom_space) == 0 &&
	       strcmp((const char *)n->name, name) == 0;
}

static int count_of(const xmlNode *parent, const char *name)
{
	int n = 0;
	for (const xmlNode *k = parent->children; k; k = k->next)
		n += is_atom(k, name);
	return n;
}

/* In the arena. */
static const char *text_of(struct arena *a, const xmlNode *parent, const char *name)
{
	for (const xmlNode *k = parent->children; k; k = k->next)
		if (is_atom(k, name)) {
			xmlChar *text = xmlNodeGetContent(k);
			const char *copy = str_chars(a, str_of((const char *)text));
			xmlFree(text);
			return copy;
		}
	return "";
}

static const char *attribute_of(struct arena *a, const xmlNode *n, const char *name, const char *absent)
{
	xmlChar *text = xmlGetProp((xmlNode *)(uintptr_t)n, (const xmlChar *)name);
	const char *copy = text ? str_chars(a, str_of((const char *)text)) : absent;
	xmlFree(text);
	return copy;
}

/* RFC 3339 with its zone: RFC 4287 3.3. */
static bool is_moment(const char *text)
{
	struct moment m;
	return strchr(text, 'T') && moment_parse(str_of(text), &m);
}

/* RFC 4287 4.2.6: an absolute IRI. */
static bool is_absolute(const char *id)
{
	const char *colon = strchr(id, ':');
	return colon && colon > id && strcspn(id, "/?#") > (size_t)(colon - id);
}

/* RFC 4287 4.1.1, 4.1.2: no two alternates of one type and language. */
static bool has_double_alternate(struct arena *a, const xmlNode *parent)
{
	for (const xmlNode *x = parent->children; x; x = x->next)
		for (const xmlNode *y = x->next; is_atom(x, "link") && y; y = y->next)
			if (is_atom(y, "link") && strcmp(attribute_of(a, x, "rel", "alternate"), "alternate") == 0 &&
			    strcmp(attribute_of(a, y, "rel", "alternate"), "alternate") == 0 &&
			    strcmp(attribute_of(a, x, "type", ""), attribute_of(a, y, "type", "")) == 0 &&
			    strcmp(attribute_of(a, x, "hreflang", ""), attribute_of(a, y, "hreflang", "")) == 0)
				return true;
	return false;
}

static int count_links(struct arena *a, const xmlNode *parent, const char *rel)
{
	int n = 0;
	for (const xmlNode *k = parent->children; k; k = k->next)
		n += is_atom(k, "link") && strcmp(attribute_of(a, k, "rel", "alternate"), rel) == 0;
	return n;
}

/* RFC 4287 4.1.3.3: xhtml content is one div. */
static bool has_bad_content(struct arena *a, const xmlNode *entry)
{
	for (const xmlNode *k = entry->children; k; k = k->next) {
		if (!is_atom(k, "content") || strcmp(attribute_of(a, k, "type", "text"), "xhtml") != 0)
			continue;
		const xmlNode *first = k->children;
		while (first && first->type != XML_ELEMENT_NODE)
			first = first->next;
		if (!first || strcmp((const char *)first->name, "div") != 0)
			return true;
	}
	return false;
}

static const char *fault_of_common(struct arena *a, const xmlNode *n)
{
	if (count_of(n, "id") != 1 || count_of(n, "title") != 1 || count_of(n, "updated") != 1)
		return "not one id, title and updated";
	if (!is_absolute(text_of(a, n, "id")))
		return "the id is relative";
	if (!is_moment(text_of(a, n, "updated")))
		return "updated is no moment";
	return has_double_alternate(a, n) ? "two alternates of one type and language" : NULL;
}

static const char *fault_of_entry(struct arena *a, const xmlNode *entry, bool feed_has_author)
{
	const char *fault = fault_of_common(a, entry);
	if (fault)
		return fault;
	if (!feed_has_author && !count_of(entry, "author"))
		return "no author";
	if (!count_of(entry, "content") && !count_links(a, entry, "alternate"))
		return "neither content nor an alternate";
	return has_bad_content(a, entry) ? "xhtml that is no div" : NULL;
}

/* What is wrong with a document; NULL: it is a valid feed. */
static const char *fault_of(struct arena *a, const char *bytes, size_t n)
{
	xmlDoc *doc = xmlReadMemory(bytes, (int)n, "feed", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	if (!doc)
		return "not well-formed";
	const xmlNode *feed = xmlDocGetRootElement(doc);
	const char *fault = is_atom(feed, "feed") ? fault_of_common(a, feed) : "no feed";
	for (const xmlNode *k = feed->children; k && !fault; k = k->next) {
		if (!is_atom(k, "entry"))
			continue;
		fault = fault_of_entry(a, k, count_of(feed, "author") > 0);
		for (const xmlNode *other = k->next; other && !fault; other = other->next)
			if (is_atom(other, "entry") && strcmp(text_of(a, k, "id"), text_of(a, other, "id")) == 0 &&
			    strcmp(text_of(a, k, "updated"), text_of(a, other, "updated")) == 0)
				fault = "an entry stands twice";
	}
	xmlFreeDoc(doc);
	return fault;
}

static char *read_file(struct arena *a, const char *path, size_t *n)
{
	FILE *f = fopen(path, "rb");
	char *bytes = arena_alloc(a, 1 << 16);
	assert_non_null(f);
	*n = fread(bytes, 1, 1 << 16, f);
	fclose(f);
	return bytes;
}

static void checker_is_right(void **state)
{
	struct arena *a = *state;
	const char *root = getenv("SULEAR_ROOT");
	const char *suite = arena_printf(a, "%s/../shared/suites/atom", root ? root : ".");
	const char *list = arena_printf(a, "%s/expected.json", suite), *name;
	if (access(list, R_OK) != 0) {
		print_message("the suite is not at %s: skipped\n", suite);
		skip();
	}
	json_t *expected = json_load_file(list, 0, NULL), *valid;
	size_t wrong = 0, n;
	json_object_foreach(expected, name, valid)
	{
		char *bytes = read_file(a, arena_printf(a, "%s/%s", suite, name), &n);
		const char *fault = fault_of(a, bytes, n);
		if ((fault == NULL) != json_is_true(valid)) {
			print_error("%s: %s\n", name, fault ? fault : "taken");
			wrong++;
		}
	}
	assert_true(json_object_size(expected) >= 16);
	json_decref(expected);
	assert_int_equal(wrong, 0);
}

static struct moment at(const char *text)
{
	struct moment m;
	assert_true(moment_parse(str_of(text), &m));
	return m;
}

static struct str written(struct arena *a, const struct atom_feed *feed)
{
	struct out o = out_new(a, 1 << 20, NULL);
	atom_write(&o, feed);
	assert_false(o.over);
	return out_str(&o);
}

static struct atom_feed feed_of(struct arena *a, const struct atom_entry *entries, size_t n)
{
	struct str site = STR("https://labour.example:8443/x");
	return (struct atom_feed){.id = atom_tag(a, site, STR("changes/pt")),
				  .title = STR("Mudanças"),
				  .author = STR("Sulear"),
				  .lang = lang_of(STR("pt")),
				  .updated = at("2026-11-24T10:00:00.5Z"),
				  .self = STR("https://labour.example/api/v1/changes.atom?lang=pt&a=b"),
				  .alternate = STR("https://labour.example/pt/changes"),
				  .first = STR(""),
				  .next = STR("https://labour.example/api/v1/changes.atom?cursor=x&lang=pt"),
				  .entries = entries,
				  .entries_n = n};
}

static void own_feed_is_valid(void **state)
{
	struct arena *a = *state;
	static const struct {
		const char *title, *shown;
	} rows[] = {
		{"Brasil: C189", "Brasil: C189"},
		{"a & b < c > \"d\" 'e' ]]>", "a & b < c > \"d\" 'e' ]]>"},
		{"bell \x07, escape \x1b[31m, stop \x01", "bell , escape [31m, stop "},
		{"no characters \xef\xbf\xbe and \xef\xbf\xbf", "no characters  and "},
		{"\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a \xf0\x9f\x8c\x8d", "\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a \xf0\x9f\x8c\x8d"},
		{"", ""},
	};
	enum { ROWS = sizeof rows / sizeof *rows };
	struct atom_entry entries[ROWS];
	for (size_t k = 0; k < ROWS; k++)
		entries[k] = (struct atom_entry){.id = atom_tag(a, STR(""), str_format(a, "change/%zu \"<&>", k)),
						 .title = str_of(rows[k].title),
						 .summary = str_of(rows[k].title),
						 .link = STR("/pt/standards/C189?on=2026-01-01&x=1"),
						 .category = STR("ratification"),
						 .updated = at("2026-11-24T09:00:00Z")};
	struct atom_feed feed = feed_of(a, entries, ROWS);
	struct str text = written(a, &feed);
	const char *fault = fault_of(a, text.at, text.n);
	if (fault)
		fail_msg("%s:\n%.*s", fault, STR_ARGS(text));
	xmlDoc *doc = xmlReadMemory(text.at, (int)text.n, "feed", NULL, XML_PARSE_NONET);
	const xmlNode *root = xmlDocGetRootElement(doc);
	size_t n = 0;
	for (const xmlNode *k = root->children; k; k = k->next)
		if (is_atom(k, "entry"))
			assert_string_equal(text_of(a, k, "title"), rows[n++].shown);
	assert_int_equal(n, ROWS);
	assert_int_equal(count_links(a, root, "self"), 1);
	assert_int_equal(count_links(a, root, "next"), 1);
	assert_int_equal(count_links(a, root, "first"), 0);
	assert_string_equal(text_of(a, root, "updated"), "2026-11-24T10:00:00.500000Z");
	xmlFreeDoc(doc);
}

static void empty_feed_is_valid(void **state)
{
	struct atom_feed feed = feed_of(*state, NULL, 0);
	struct str text = written(*state, &feed);
	assert_null(fault_of(*state, text.at, text.n));
}

/* A tag hangs on the site's name alone: not on scheme, port or path, so that moving the server changes none. */
static void tags_are_permanent(void **state)
{
	static const struct {
		const char *site, *tag;
	} rows[] = {
		{"https://labour.example", "tag:labour.example,2026:C189/a%20b%3D%26"},
		{"http://labour.example:8080", "tag:labour.example,2026:C189/a%20b%3D%26"},
		{"https://labour.example/deep", "tag:labour.example,2026:C189/a%20b%3D%26"},
		{"", "tag:localhost,2026:C189/a%20b%3D%26"},
	};
	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
		assert_string_equal(str_chars(*state, atom_tag(*state, str_of(rows[k].site), STR("C189/a b=&"))), rows[k].tag);
}

static int setup(void **state)
{
	atom_start();
	*state = arena_new();
	return 0;
}

static int teardown(void **state)
{
	struct arena *a = *state;
	arena_free(&a);
	xmlCleanupParser();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checker_is_right),
		cmocka_unit_test(own_feed_is_valid),
		cmocka_unit_test(empty_feed_is_valid),
		cmocka_unit_test(tags_are_permanent),
	};
	return cmocka_run_group_tests_name("exchange_atom", tests, setup, teardown);
}
