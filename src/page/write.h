/* SPDX-License-Identifier: Apache-2.0 */
/* write.h - what pages made by tools/weave call to write values, one function per place in the markup and type of value.
 *
 * The place decides the escaping, weave picks the family, the compiler the type (_Generic): out_text_* in element text,
 * out_title_* in title and textarea, out_attr_* in a quoted attribute, out_url_* at the start of a URL attribute,
 * out_path_* after a literal path or "?x=", out_json_* in a JSON script element.
 * Dates, moments and numbers in text are written in the reader's language (o->call); in attributes in ISO form.
 * Threads: as the output. */
#ifndef PAGE_WRITE_H
#define PAGE_WRITE_H
#include "base/out.h"
#include "base/tr.h"

/* Markup known to be safe: made only by the Markdown cleaner and by parts. */
struct html {
	struct str s;
};

/* An address known to be safe: made by url.h, or checked for http, https and mailto. */
struct url {
	struct str s;
};

/* A JSON text. */
struct json {
	struct str s;
};

/* Element text: & < > escaped; struct html as it is; numbers, days and moments in the reader's language. */
void out_text_str(struct out *o, struct str v);
void out_text_chars(struct out *o, const char *v);
void out_text_i64(struct out *o, int64_t v);
void out_text_date(struct out *o, struct date v);
void out_text_span(struct out *o, struct span v);
void out_text_moment(struct out *o, struct moment v);
void out_text_html(struct out *o, struct html v);

/* title and textarea: the same without markup. */
void out_title_str(struct out *o, struct str v);
void out_title_chars(struct out *o, const char *v);
void out_title_i64(struct out *o, int64_t v);
void out_title_date(struct out *o, struct date v);
void out_title_span(struct out *o, struct span v);
void out_title_moment(struct out *o, struct moment v);

/* A quoted attribute: & < > " ' escaped; days and moments in ISO 8601 form, numbers in plain digits. */
void out_attr_str(struct out *o, struct str v);
void out_attr_chars(struct out *o, const char *v);
void out_attr_i64(struct out *o, int64_t v);
void out_attr_date(struct out *o, struct date v);
void out_attr_span(struct out *o, struct span v);
void out_attr_moment(struct out *o, struct moment v);
void out_attr_lang(struct out *o, struct lang v);

/* A URL attribute from its start: attribute-escaped. */
void out_url_url(struct out *o, struct url v);

/* Inside a URL attribute, after a literal: percent-encoded (all but letters, digits, - . _ ~), then attribute-escaped. */
void out_path_str(struct out *o, struct str v);
void out_path_chars(struct out *o, const char *v);
void out_path_i64(struct out *o, int64_t v);
void out_path_date(struct out *o, struct date v);
void out_path_lang(struct out *o, struct lang v);

/* A JSON script element: with < as \u003c. */
void out_json_json(struct out *o, struct json v);

#endif
