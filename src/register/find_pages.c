/* SPDX-License-Identifier: Apache-2.0 */
/* The find page, and the routes of finding. */
#include "register/find_pages.h"
#include "register/find_html.h"

enum { FOUND_MOST = 40, SCORE_VERY_NEAR = 98 };

static struct shown_hit shown_hit_of(struct call *c, const struct register_snapshot *s, const struct register_hit *hit)
{
	const struct register_instrument *i = &s->instruments[hit->index];
	const struct register_country *m = &s->countries[hit->index];
	const struct register_group *g = &s->groups[hit->index];
	switch (hit->kind) {
	case FOUND_INSTRUMENT:
		return (struct shown_hit){.url = shown_instrument_url(c, i),
					  .code = i->id,
					  .kind = shown_kind(c, i->law.id.kind),
					  .name = shown_title(c, i)};
	case FOUND_COUNTRY:
		return (struct shown_hit){.url = shown_country_url(c, m),
					  .code = m->code,
					  .kind = tr(c, "Country"),
					  .name = shown_name(c, &m->name)};
	case FOUND_GROUP:
		return (struct shown_hit){.url = url_page(c, "/groups/%.*s", STR_ARGS(g->code)),
					  .code = shown_letters(c, g),
					  .kind = tr(c, "Group of countries"),
					  .name = shown_name(c, &g->name)};
	default:
		return (struct shown_hit){.url = url_with(c, url_page(c, "/standards"), "subject", i->subject),
					  .code = STR(""),
					  .kind = tr(c, "Subject of standards"),
					  .name = shown_subject(c, i->subject)};
	}
}

enum status found_read(struct http_request *r, const struct register_snapshot *s, struct found *out)
{
	struct call *c = r->call;
	struct register_hit *hits = NULL;
	size_t n = 0;
	*out = (struct found){.asked = str_trim(http_parameter_text(r, "q"))};
	enum status st = out->asked.n ? register_find(c, s, out->asked, FOUND_MOST, &hits, &n) : OK;
	for (size_t k = 0; st == OK && k < n; k++)
		if (hits[k].kind != FOUND_INSTRUMENT || shown_is_adopted(c, &s->instruments[hits[k].index])) {
			struct shown_hit *shown = list_add(c->arena, &out->hits);
			*shown = shown_hit_of(c, s, &hits[k]);
			shown->hit = hits[k];
		}
	out->is_near = n > 0 && hits[0].score <= REGISTER_NEAR;
	bool is_very_near = n > 1 && hits[0].score >= SCORE_VERY_NEAR && hits[1].score < SCORE_VERY_NEAR &&
			    hits[0].kind != FOUND_SUBJECT; /* a subject beside what is in it */
	out->is_one = out->hits.n > 0 && out->hits.n == n && !out->is_near && (n == 1 || is_very_near);
	return st;
}

static struct str find_lead(const struct call *c, const struct found *f)
{
	if (!f->asked.n)
		return tr(c, "Standards, countries and groups of countries are found by number, name or word.");
	if (!f->hits.n)
		return FILL(c, tr(c, "Nothing in the register fits “{words}”."), {"words", f->asked});
	if (f->is_near)
		return FILL(c, tr(c, "Nothing in the register fits “{words}”. Did you mean one of these?"),
			    {"words", f->asked});
	return FILL(c,
		    tr_n(c, "{n} entry fits “{words}”, the nearest first.",
			 "{n} entries fit “{words}”, the nearest first.", (int64_t)f->hits.n),
		    {"n", shown_number(c, (int64_t)f->hits.n)}, {"words", f->asked});
}

static enum status find_page(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct found f;
	enum status st = asked_begin(r, NULL, &a);
	if (st == OK)
		st = found_read(r, a.s, &f);
	if (st != OK)
		return st;
	if (f.is_one) {
		http_redirect(response, 303, f.hits.at[0].url.s);
		return OK;
	}
	a.page.title = f.asked.n ? FILL(a.c, tr(a.c, "Find: {words}"), {"words", f.asked}) : tr(a.c, "Find");
	a.page.lead = find_lead(a.c, &f);
	a.page.has_find = true;
	f.csv = url_with(a.c, url_api(a.c, "/find.csv"), "q", f.asked);
	f.json = url_with(a.c, url_api(a.c, "/find"), "q", f.asked);
	page_register_find(&response->body, a.c, &a.page, &f);
	return OK;
}

static const struct http_parameter page_parameters[] = {{"q", HTTP_TEXT, NULL, "What to find."}, PAGE_TIMES};
static const struct http_parameter api_parameters[] = {
	{"q", HTTP_TEXT, NULL, "A number, a name, words, or an address of NORMLEX or of ours."},
	PAGE_TIMES,
	{"lang", HTTP_CHOICE, "en fr es pt", "The language of subjects and of the pages that `url` leads to."},
	{"for", HTTP_CHOICE, "excel", "With .csv: written for spreadsheets."}};

const struct http_route register_find_routes[] = {
	{"GET", "/{lang}/find", find_page, MAY_ANYBODY, HTTP_PAGE | HTTP_CACHED, page_parameters,
	 sizeof page_parameters / sizeof *page_parameters, "Instruments, countries and groups by any name.",
	 .programs = "/api/v1/find"},
	{"GET", "/api/v1/find", register_find_api, MAY_ANYBODY, HTTP_API | HTTP_HAS_CSV | HTTP_CACHED, api_parameters,
	 sizeof api_parameters / sizeof *api_parameters,
	 "Instruments, countries, groups and subjects by any name, number or address, the nearest first, at most 40.",
	 "FoundList", NULL},
	{0},
};
