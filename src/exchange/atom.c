/* SPDX-License-Identifier: Apache-2.0 */
#include "exchange/atom.h"

#include <libxml/parser.h>
#include <libxml/xmlwriter.h>
#include <string.h>

static const char atom_space[] = "http://www.w3.org/2005/Atom";

/* libxml2 fails here only where memory is refused, which ends the process elsewhere too. */
#define WROTE(call) must((call) >= 0)

void atom_start(void)
{
	xmlInitParser();
}

/* The text with a NUL at its end and without the characters that XML 1.0 section 2.2 leaves out. */
static const xmlChar *clean(struct arena *a, struct str s)
{
	char *text = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t k = 0; k < s.n; k++) {
		unsigned char one = (unsigned char)s.at[k];
		bool is_control = one < 0x20 && one != '\t' && one != '\n' && one != '\r';
		bool is_no_character = k + 2 < s.n && one == 0xEF && (unsigned char)s.at[k + 1] == 0xBF &&
				       (unsigned char)s.at[k + 2] >= 0xBE; /* U+FFFE, U+FFFF */
		k += is_no_character ? 2 : 0;
		if (!is_control && !is_no_character)
			text[n++] = s.at[k];
	}
	return (const xmlChar *)text;
}

static void text_element(xmlTextWriterPtr w, struct arena *a, const char *name, struct str text)
{
	WROTE(xmlTextWriterWriteElement(w, (const xmlChar *)name, clean(a, text)));
}

static void moment_element(xmlTextWriterPtr w, struct moment at)
{
	char room[MOMENT_ROOM];
	struct str text = moment_print(at, room);
	WROTE(xmlTextWriterWriteFormatElement(w, (const xmlChar *)"updated", "%.*s", STR_ARGS(text)));
}

static void attribute(xmlTextWriterPtr w, struct arena *a, const char *name, struct str value)
{
	WROTE(xmlTextWriterWriteAttribute(w, (const xmlChar *)name, clean(a, value)));
}

static void begin(xmlTextWriterPtr w, const char *name)
{
	WROTE(xmlTextWriterStartElement(w, (const xmlChar *)name));
}

static void end(xmlTextWriterPtr w)
{
	WROTE(xmlTextWriterEndElement(w));
}

static void link_element(xmlTextWriterPtr w, struct arena *a, const char *rel, const char *type, struct str href,
			 struct lang lang)
{
	if (!href.n)
		return;
	begin(w, "link");
	attribute(w, a, "rel", str_of(rel));
	attribute(w, a, "type", str_of(type));
	if (lang.tag[0])
		attribute(w, a, "hreflang", str_of(lang.tag));
	attribute(w, a, "href", href);
	end(w);
}

static void entry_element(xmlTextWriterPtr w, struct arena *a, const struct atom_feed *feed,
			  const struct atom_entry *entry)
{
	begin(w, "entry");
	text_element(w, a, "id", entry->id);
	text_element(w, a, "title", entry->title);
	moment_element(w, entry->updated);
	link_element(w, a, "alternate", "text/html", entry->link, feed->lang);
	if (entry->category.n) {
		begin(w, "category");
		attribute(w, a, "term", entry->category);
		end(w);
	}
	text_element(w, a, "summary", entry->summary);
	end(w);
}

static void feed_element(xmlTextWriterPtr w, struct arena *a, const struct atom_feed *feed)
{
	static const struct lang none = {""};
	begin(w, "feed");
	attribute(w, a, "xmlns", str_of(atom_space));
	attribute(w, a, "xml:lang", str_of(feed->lang.tag));
	text_element(w, a, "id", feed->id);
	text_element(w, a, "title", feed->title);
	moment_element(w, feed->updated);
	begin(w, "author");
	text_element(w, a, "name", feed->author);
	end(w);
	link_element(w, a, "self", "application/atom+xml", feed->self, none);
	link_element(w, a, "alternate", "text/html", feed->alternate, feed->lang);
	link_element(w, a, "first", "application/atom+xml", feed->first, none);
	link_element(w, a, "next", "application/atom+xml", feed->next, none);
	for (size_t k = 0; k < feed->entries_n; k++)
		entry_element(w, a, feed, &feed->entries[k]);
	end(w);
}

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
}

struct str atom_tag(struct arena *a, struct str site, struct str thing)
{
	struct str host = STR("localhost");
	const char *begins = site.n ? memmem(site.at, site.n, "://", 3) : NULL;
	if (begins) {
		size_t from = (size_t)(begins - site.at) + 3, n = 0;
		host = str_slice(site, from, site.n);
		while (n < host.n && !strchr(":/", host.at[n]))
			n++;
		host.n = n;
	}
	struct out o = out_new(a, 4096, NULL);
	out_printf(&o, "tag:%.*s,2026:", STR_ARGS(host));
	for (size_t k = 0; k < thing.n; k++) {
		if (is_plain(thing.at[k]))
			out_literal(&o, &thing.at[k], 1);
		else
			out_printf(&o, "%%%02X", (unsigned char)thing.at[k]);
	}
	return out_str(&o);
}

void atom_write(struct out *o, const struct atom_feed *feed)
{
	xmlBufferPtr buffer = xmlBufferCreate();
	xmlTextWriterPtr w = xmlNewTextWriterMemory(buffer, 0);
	must(buffer && w);
	WROTE(xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL));
	feed_element(w, o->arena, feed);
	WROTE(xmlTextWriterEndDocument(w));
	xmlFreeTextWriter(w);
	out_literal(o, (const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer));
	xmlBufferFree(buffer);
}
