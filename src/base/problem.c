/* SPDX-License-Identifier: Apache-2.0 */
#include "base/problem.h"

#include <stdio.h>

static const struct {
	const char *slug, *title;
	int status;
} codes[] = {
#define PROBLEM(name, slug, status, title) {slug, title, status},
#include "base/problems.def"
#undef PROBLEM
};

struct problems problems_new(struct arena *a)
{
	return (struct problems){.arena = a};
}

enum status problem_add(struct problems *p, enum problem_code code, enum problem_place place, struct str field,
			const char *format, ...)
{
	if (p->list.n == PROBLEMS_MOST) {
		p->dropped++;
		return INVALID;
	}
	va_list ap;
	va_start(ap, format);
	char *detail = arena_vprintf(p->arena, format, ap);
	va_end(ap);
	*list_add(p->arena, &p->list) = (struct problem){.code = code,
							 .place = place,
							 .field = str_copy(p->arena, field),
							 .detail = str_of(detail),
							 .hint = STR(""),
							 .why = STR(""),
							 .rule = STR(""),
							 .source = STR("")};
	return INVALID;
}

void problem_hint(struct problems *p, struct str hint)
{
	if (p->list.n && !p->dropped)
		p->list.at[p->list.n - 1].hint = hint;
}

void problem_rule(struct problems *p, struct str rule, struct str why, struct str source)
{
	if (!p->list.n || p->dropped)
		return;
	struct problem *last = &p->list.at[p->list.n - 1];
	last->rule = rule;
	last->why = why;
	last->source = source;
}

const char *problem_slug(enum problem_code code)
{
	return codes[code].slug;
}

int problem_http_status(enum problem_code code)
{
	return codes[code].status;
}

const char *problem_title(enum problem_code code)
{
	return codes[code].title;
}

static struct str harmless(const struct problems *p, struct str s)
{
	return str_harmless(arena_copy(p->arena, s.at, s.n), s.n);
}

void problems_print(const struct problems *p)
{
	for (size_t i = 0; i < p->list.n; i++) {
		const struct problem *one = &p->list.at[i];
		struct str field = harmless(p, one->field), detail = harmless(p, one->detail),
			   hint = harmless(p, one->hint);
		fprintf(stderr, "%.*s%s%s: %.*s", STR_ARGS(field), field.n ? ": " : "", problem_title(one->code),
			STR_ARGS(detail));
		fprintf(stderr, hint.n ? " (%.*s)\n" : "%.*s\n", STR_ARGS(hint));
	}
	if (p->dropped)
		fprintf(stderr, "and %zu more\n", p->dropped);
}
