/* SPDX-License-Identifier: Apache-2.0 */
/* problem.h - what a person or a program is told when something cannot be done.
 *
 * All faults of an input are collected, then told together: marked form fields, an RFC 9457 problem document or lines on
 * stderr, whoever asks. At most PROBLEMS_MOST are kept; more only count.
 * Memory: texts and list live in the arena given to problems_new. Threads: one at a time. */
#ifndef BASE_PROBLEM_H
#define BASE_PROBLEM_H
#include "base/str.h"

/* Marks a text for translation where it is declared; tr() translates it where it is shown. */
#ifndef N_
#define N_(text) text
#endif

enum problem_code {
#define PROBLEM(name, slug, status, title) PROBLEM_##name,
#include "base/problems.def"
#undef PROBLEM
	PROBLEM_CODES
};

/* Where the fault stands. */
enum problem_place {
	PLACE_NOWHERE,
	PLACE_BODY,      /* field is a JSON Pointer fragment, e.g. "#/ratifications/0/registered" */
	PLACE_PARAMETER, /* field is the name of a query or path parameter */
	PLACE_LINE,      /* field is "file:line:column" */
};

struct problem {
	enum problem_code code;
	enum problem_place place;
	struct str field;
	struct str detail; /* what is wrong here, in the language of who asked */
	struct str hint;   /* what to do about it; may be empty */
	/* Of a refusal by law, else empty (LOOK 5.15). */
	struct str why;    /* the rule in one sentence with its numbers */
	struct str rule;   /* its name: "denunciation-window" */
	struct str source; /* where it stands: "C158 art. 17" */
};

enum { PROBLEMS_MOST = 100 };

struct problems {
	struct arena *arena;
	LIST(struct problem) list;
	size_t dropped; /* beyond PROBLEMS_MOST */
};

/* An empty list whose texts live in the arena. */
struct problems problems_new(struct arena *a);

/* Adds one; the detail is formatted. Its status is that of the first added. Returns INVALID for `return problem_add(…)`. */
enum status problem_add(struct problems *p, enum problem_code code, enum problem_place place, struct str field,
			const char *format, ...) PRINTF(5, 6);

/* Sets the hint of the last one added. */
void problem_hint(struct problems *p, struct str hint);

/* Says which rule the last one added breaks: name, sentence, source. */
void problem_rule(struct problems *p, struct str rule, struct str why, struct str source);

/* The last part of a code's `type` URI. */
const char *problem_slug(enum problem_code code);

/* Its HTTP status. */
int problem_http_status(enum problem_code code);

/* Its title in English, the key for tr(). */
const char *problem_title(enum problem_code code);

/* Writes every problem to stderr, one line each: "place: title: detail (hint)". */
void problems_print(const struct problems *p);

#endif
