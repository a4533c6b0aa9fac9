/* SPDX-License-Identifier: Apache-2.0 */
#include "page/frame.h"
#include "page/page.h"
#include "page/problem_html.h"

/* What can be said of a status when no problem says more. */
static enum problem_code code_of(int status)
{
	static const enum problem_code codes[] = {
		PROBLEM_BAD_REQUEST, PROBLEM_SIGN_IN_FIRST,     PROBLEM_NOT_ALLOWED,    PROBLEM_UNKNOWN_ADDRESS,
		PROBLEM_BAD_METHOD,  PROBLEM_CONFLICTING,       PROBLEM_TOO_LARGE,      PROBLEM_ADDRESS_TOO_LONG,
		PROBLEM_REFUSED,     PROBLEM_TOO_MANY,          PROBLEM_BAD_MEDIA_TYPE, PROBLEM_HEADERS_TOO_LARGE,
		PROBLEM_STORE_FULL,  PROBLEM_STORE_UNAVAILABLE,
	};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (problem_http_status(codes[i]) == status)
			return codes[i];
	return PROBLEM_INTERNAL;
}

static struct str lead_of(const struct call *c, int status)
{
	if (status == 404)
		return tr(c, "Nothing stands at this address. It may have been mistyped, or moved.");
	if (status >= 500)
		return tr(c, "The fault is on this side and has been noted. Try again in a minute.");
	return tr(c, "The request could not be answered as it stands.");
}

void page_missing(struct out *o, struct call *c, const struct page_missing *missing)
{
	struct page p = {.title = missing->title,
			 .lead = missing->lead,
			 .kicker = str_format(c->arena, "%d", missing->status),
			 .area = missing->area,
			 .trail = missing->trail,
			 .path = missing->path,
			 .query = missing->query,
			 .has_find = true};
	struct frame_missing m = {
		.nearest = &missing->nearest, .nearest_words = missing->nearest_words, .asked = missing->asked};
	const struct problem *problems = c->problems.list.at;
	size_t n = c->problems.list.n, told = 0;
	if (!p.title.n)
		p.title = tr(c, problem_title(n ? problems[0].code : code_of(missing->status)));
	if (!p.lead.n && n == 1 && problems[0].detail.n)
		p.lead = problems[told++].detail;
	if (!p.lead.n)
		p.lead = lead_of(c, missing->status);
	for (size_t i = 0; i < n; i++) {
		if (i >= told && problems[i].detail.n)
			*list_add(c->arena, &m.details) = problems[i].detail;
		if (problems[i].hint.n)
			*list_add(c->arena, &m.details) = problems[i].hint;
	}
	page_went_wrong(o, c, &p, &m);
}

void page_problem(struct out *o, struct call *c, int status)
{
	page_missing(o, c, &(struct page_missing){.status = status});
}
