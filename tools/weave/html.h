/* SPDX-License-Identifier: Apache-2.0 */
/* html.h - a template while it is read: where in the markup, what was written. Shared by html*.c, message.c, expression.c.
 *
 * Invariant: t->now tells the escaping of the next hole; both branches of an {{if}} end with the same t->now. */
#ifndef WEAVE_HTML_H
#define WEAVE_HTML_H
#include "weave.h"

enum where { IN_TEXT, IN_TITLE, IN_TAG, IN_ATTRIBUTE, IN_JSON, IN_RAW };
enum attribute_kind {
	ATTRIBUTE_PLAIN,
	ATTRIBUTE_URL,
	ATTRIBUTE_READ
}; /* READ: people read it, so letters need {{t}} */
enum url_state { URL_START, URL_ADDRESS, URL_LITERAL };
enum family { FAMILY_TEXT, FAMILY_TITLE, FAMILY_ATTR, FAMILY_URL, FAMILY_PATH, FAMILY_JSON };

/* An open element. */
struct element {
	struct element *in;
	struct str name;
	size_t at;
	bool quiet, svg, exact, posts, has_token; /* quiet: translate="no"; exact: blanks count */
	const char *place;                        /* its name in a message */
};

/* The tag being read. */
struct tag {
	struct str name, type;
	size_t at, letter_at; /* letter_at: of the first letter in an attribute people read, 0 if none */
	bool has_alt, posts, quiet;
};

struct context {
	enum where where;
	struct element *element;
	struct tag tag;
	struct str attribute;
	char quote;
	enum attribute_kind kind;
	enum url_state url;
};

/* An {{if}} or {{each}} that is open. */
struct block {
	size_t at;
	bool is_each, has_else, blank, blank_before; /* blank: all ends so far are */
	struct context before, first;                /* first: at the end of the first branch */
};

struct template
{
	struct source *source;
	size_t at;
	struct context now;
	struct out *code;   /* where statements go: the function's body, or a place of a message */
	struct out literal; /* markup not yet written as a statement */
	size_t literal_at;
	int depth;  /* tabs before a statement */
	bool blank; /* the output so far ends with a blank, or is empty */
	bool in_message;
	LIST(struct block) blocks;
	LIST(struct str) uses;
	struct str remark, comment, translators; /* remark: the last comment, of the function that follows */
	/* the page or part being read */
	bool in_function, is_page, is_layout;
	size_t function_at;
	struct str name, parameters, within, within_arguments;
	struct out body, closing;
	struct out mentioned,
		mentioned_open; /* the names that expressions use: what is not there is an unused parameter */
	/* the generated files so far */
	struct out header, file;
};

/* Takes the next piece of the template: a hole, a tag's part, a run of text. Always moves on. */
void template_step(struct template *t);

/* Adds markup to the literal. */
void literal_add(struct template *t, struct str bytes);

/* Writes the literal as a statement. */
void literal_flush(struct template *t);

/* Writes one line of code with its tabs. */
void emit(struct template *t, const char *format, ...) PRINTF(2, 3);

/* Writes the #line of a place in the template. */
void emit_line(struct template *t, size_t at);

/* Writes the statement that prints an expression in a family's escaping. */
void emit_hole(struct template *t, enum family family, struct str expression, size_t at);

/* The text with each run of blanks as one, outside of its literals. */
const char *one_line(struct template *t, struct str text);

/* A page or part begins, after the one before is finished. */
void function_begin(struct template *t, struct str signature, bool is_page, size_t at);

/* {{body}} */
void function_body(struct template *t, size_t at);

/* The page or part ends: everything must be closed. */
void function_finish(struct template *t);

/* Takes what stands between "{{" and "}}". */
void hole_read(struct template *t);

/* The words of the hole at t->at, which moves behind it; false at the end of the file. */
bool hole_words(struct template *t, struct str *words);

/* Takes one piece of markup or text. */
void markup_step(struct template *t);

/* {{t …}} to {{/t}}. */
void message_read(struct template *t, struct str arguments, size_t at);

/* The end of the literal text or character of C that starts at `at`. */
size_t quoted_end(struct str s, size_t at);

/* Judges an expression of C as templates may hold; false after a message. */
bool expression_check(struct template *t, struct str expression);

/* Splits "name(arguments)"; false after a message. */
bool expression_call(struct template *t, struct str words, struct str *name, struct str *arguments);

/* A character a reader would read as part of a word; *n is set to its bytes. */
bool is_letter(struct str text, size_t *n);

/* What stands at s starts an entity such as "&nbsp;": its bytes, else 0. */
size_t entity_length(struct str s);

/* The place of a part of the source's text; of an empty text from elsewhere, where reading stands. */
static inline size_t place_of(const struct template *t, struct str part)
{
	struct str text = t->source->text;
	return part.at >= text.at && part.at <= text.at + text.n ? (size_t)(part.at - text.at) : t->at;
}

#endif
