/* SPDX-License-Identifier: Apache-2.0 */
/* Sources and coverage: what is complete, what is partial, what is not known, and where it was read. */
#include "page/format.h"
#include "register/shown_sources_pages.h"
#include "register/source_names.h"
#include "register/sources_html.h"

#include <stdlib.h>

static const enum page_coverage coverages[] = {COVERAGE_COMPLETE, COVERAGE_PARTIAL, COVERAGE_NONE};
static const char *const coverage_names[] = {"complete", "partial", "none"};

static struct str coverage_label(const struct call *c, enum page_coverage coverage)
{
	switch (coverage) {
	case COVERAGE_COMPLETE: return tr(c, "lists complete");
	case COVERAGE_PARTIAL: return tr(c, "lists partial");
	default: return tr(c, "without a list");
	}
}

static struct str heading_of(const struct call *c, enum page_coverage coverage)
{
	switch (coverage) {
	case COVERAGE_COMPLETE: return tr(c, "Complete lists");
	case COVERAGE_PARTIAL: return tr(c, "Partial lists");
	default: return tr(c, "No list here");
	}
}

static struct str meaning_of(const struct call *c, enum page_coverage coverage)
{
	switch (coverage) {
	case COVERAGE_COMPLETE:
		return tr(c, "A Member that is not in such a list has not ratified, as of the source; at least 97 of "
			     "100 published ratifications are here.");
	case COVERAGE_PARTIAL: return tr(c, "A Member that is not in such a list is not known: it may have ratified.");
	default: return tr(c, "Nothing is known here of who ratified these instruments.");
	}
}

/* Whether an instrument can be ratified and exists on the day. */
static bool is_counted(const struct call *c, const struct register_instrument *i)
{
	return i->law.id.kind != LAW_RECOMMENDATION && shown_is_adopted(c, i);
}

static struct shown_text as_of_text(const struct call *c, struct str as_of)
{
	struct span day;
	if (span_parse(as_of, &day))
		return (struct shown_text){.text = format_span_short(c, day)};
	return shown_recorded(c, as_of);
}

static void add_coverage(const struct asked *a, const struct register_instrument *i, struct sources *out)
{
	const struct call *c = a->c;
	const struct register_coverage *v = &i->coverage;
	*list_add(c->arena, &out->rows) = (struct sources_coverage){
		.url = shown_instrument_url(c, i),
		.code = i->id,
		.known = (int64_t)i->ratifications_n,
		.published = v->published_total < 0 ? tr(c, "not known") : shown_number(c, v->published_total),
		.as_of = as_of_text(c, v->as_of),
		.source = shown_source_words(c, a->s, v->fact.source)};
}

/* The three numbers, and the instruments of the one that is shown. */
static void add_coverages(const struct asked *a, struct sources *out, enum page_coverage shown)
{
	struct call *c = a->c;
	for (size_t v = 0; v < sizeof coverages / sizeof *coverages; v++) {
		struct sources_number *number = list_add(c->arena, &out->numbers);
		*number = (struct sources_number){
			.url = url_at(c,
				      url_change(c, a->page.path, a->page.query, "coverage", str_of(coverage_names[v])),
				      "coverage"),
			.words = coverage_label(c, coverages[v]),
			.is_shown = coverages[v] == shown};
		for (size_t k = 0; k < a->s->instruments_n; k++)
			number->n += is_counted(c, &a->s->instruments[k]) &&
				     shown_coverage(&a->s->instruments[k]) == coverages[v];
	}
	out->heading = heading_of(c, shown);
	out->meaning = meaning_of(c, shown);
	for (size_t k = 0; k < a->s->instruments_n; k++) {
		const struct register_instrument *i = &a->s->instruments[k];
		if (!is_counted(c, i) || shown_coverage(i) != shown)
			continue;
		if (shown == COVERAGE_NONE)
			page_links_add(c->arena, &out->codes, shown_instrument_url(c, i), i->id, STR(""));
		else
			add_coverage(a, i, out);
	}
}

/* A day as recorded by a source, in the reader's words where it is one. */
static struct str day_text(const struct call *c, struct str day)
{
	struct span s;
	return span_parse(day, &s) ? format_span_short(c, s) : tr(c, "not recorded");
}

static void add_conflicts(const struct asked *a, struct sources *out)
{
	const struct call *c = a->c;
	for (size_t k = 0; k < a->s->ratifications_n; k++) {
		const struct register_ratification *r = &a->s->ratifications[k];
		const struct register_country *m = &a->s->countries[r->country];
		for (size_t d = 0; d < r->conflicts_n && register_registered_by(r, c->on, false); d++)
			*list_add(c->arena, &out->conflicts) = (struct sources_conflict){
				.url = shown_instrument_url(c, &a->s->instruments[r->instrument]),
				.member_url = shown_country_url(c, m),
				.code = a->s->instruments[r->instrument].id,
				.member = shown_name(c, &m->name),
				.kept = day_text(c, r->conflicts[d].date_kept),
				.other = day_text(c, r->conflicts[d].date_other),
				.kept_source = shown_source_words(c, a->s, r->conflicts[d].source_kept),
				.other_source = shown_source_words(c, a->s, r->conflicts[d].source_other)};
	}
}

static int most_first(const void *x, const void *y)
{
	const struct sources_tag *a = x, *b = y;
	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return str_compare(a->tag, b->tag);
}

static void count_tag(const struct call *c, struct sources *out, struct str tag)
{
	for (size_t k = 0; k < out->tags.n; k++)
		if (str_equal(out->tags.at[k].tag, tag)) {
			out->tags.at[k].n++;
			return;
		}
	*list_add(c->arena, &out->tags) = (struct sources_tag){.tag = tag, .n = 1};
}

static int64_t add_tags(const struct asked *a, struct sources *out)
{
	const struct call *c = a->c;
	int64_t n = 0;
	for (size_t k = 0; k < a->s->ratifications_n; k++) {
		struct register_source_tags tags = {0};
		if (!register_registered_by(&a->s->ratifications[k], c->on, true))
			continue;
		register_source_split(c->arena, a->s->ratifications[k].fact.source, &tags);
		for (size_t t = 0; t < tags.n; t++)
			count_tag(c, out, tags.at[t]);
		n++;
	}
	for (size_t k = 0; k < out->tags.n; k++) {
		struct sources_tag *tag = &out->tags.at[k];
		const struct register_source *named = register_source_named(a->s, tag->tag);
		tag->name = shown_recorded(c, named ? named->name : tag->tag);
		tag->licence = shown_recorded(c, named ? named->licence : STR(""));
		tag->trust = shown_recorded(c, named ? named->trust : STR(""));
	}
	if (out->tags.n)
		qsort(out->tags.at, out->tags.n, sizeof *out->tags.at, most_first);
	return n;
}

enum status register_sources(struct http_request *r, struct http_response *response)
{
	struct asked a;
	struct sources page = {.heading = STR("")};
	enum page_coverage shown = COVERAGE_COMPLETE;
	enum status st = asked_begin(r, NULL, &a);
	if (st != OK)
		return st;
	struct call *c = a.c;
	for (size_t v = 0; v < sizeof coverages / sizeof *coverages; v++)
		if (str_is(http_parameter_text(r, "coverage"), coverage_names[v]))
			shown = coverages[v];
	add_coverages(&a, &page, shown);
	add_conflicts(&a, &page);
	int64_t n = add_tags(&a, &page);
	page.coverage_csv = url_api(c, "/coverage.csv?coverage=%s", coverage_names[shown]);
	page.coverage_json = url_api(c, "/coverage?coverage=%s", coverage_names[shown]);
	page.csv = url_api(c, "/ratifications.csv");
	page.json = url_api(c, "/ratifications?limit=200");
	a.page.title = tr(c, "Sources and coverage");
	a.page.lead = FILL(c,
			   tr_n(c,
				"{n} ratification registered by {day} is known here; of {complete} instruments the "
				"list is complete, of {partial} partial, of {none} there is none.",
				"{n} ratifications registered by {day} are known here; of {complete} instruments the "
				"list is complete, of {partial} partial, of {none} there is none.",
				n),
			   {"n", shown_number(c, n)}, {"day", format_date(c, c->on)},
			   {"complete", shown_number(c, page.numbers.at[0].n)},
			   {"partial", shown_number(c, page.numbers.at[1].n)},
			   {"none", shown_number(c, page.numbers.at[2].n)});
	if (shown_nothing(&a).n)
		a.page.lead = shown_nothing(&a);
	page_register_sources(&response->body, c, &a.page, &page);
	return OK;
}
