/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - what every page is made of: the frame around it, the pages for what went wrong, the files they need.
 *
 * A page fills a struct page, then its template says {{within layout(p)}}: head, band, day, breadcrumb, title, foot come
 * from there. README lists the parts and classes for its content.
 * Threads: any, after page_start. Memory: what is returned lives in the call's arena; files live as long as the program. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H
#include "page/file.h"
#include "page/language.h"
#include "page/url.h"

/* The longest address that the sign-in page leads back to, in bytes. */
enum { PAGE_RETURN_MOST = 1000 };

/* A link in a list; code ("C189") stands bold before the text, may be empty. */
struct page_link {
	struct url url;
	struct str code, text;
};

struct page_links {
	LIST(struct page_link);
};

struct page {
	struct str title;               /* the thing's name, a code before it; also the window's title */
	struct lang title_lang;         /* of the title where it is not the reader's; empty otherwise */
	struct str kicker;              /* above the title, may be empty: kind, category, subject */
	struct page_links kicker_links; /* behind the kicker, a middle dot before each */
	struct str lead;                /* a whole sentence that answers the page's question */
	struct str description;         /* for search engines; the lead where it is empty */
	const char *area;               /* path of the area it belongs to ("standards"), or NULL */
	struct url feed;                /* the same as an Atom feed; empty: there is none */
	struct page_links trail;        /* breadcrumb between Home and the page itself */
	struct str path, query;         /* where it stands after "/{lang}": path decoded, query raw */
	struct moment recorded; /* when the newest fact behind it was recorded, for paper; us == 0 is left out */
	bool is_home;           /* no breadcrumb */
	bool is_register;       /* it has a day: the bar "As of" */
	bool has_find;          /* it has its own large find field, so the band leaves its out */
	bool has_states;        /* it writes states: their shapes are sent along */
	bool is_unlisted;       /* search engines are asked to leave it out */
	bool has_errors;        /* a form with errors: "Error:" before the window's title */
};

/* An area of the site: a row of the band and of the foot. */
struct page_area {
	const char *path; /* after "/{lang}/" */
	const char *name; /* English, the key for tr() */
};

struct page_area_rows {
	const struct page_area *at;
	size_t n;
};

/* The areas that exist, in the order shown. A feature that adds one adds a row in page.c. */
extern const struct page_area_rows *const page_areas;

/* ICU, catalogues and files. Once, before any thread runs. UNAVAILABLE if ICU's data or a catalogue is broken. */
CHECKED enum status page_start(void);

/* The site's public address without a final slash ("https://labour.example"), for canonical links and paper; empty until
 * said. Once, before any thread runs; the text must outlive the program. */
void page_set_site(struct str site);

/* A public address: site and path. */
struct url page_absolute(const struct call *c, struct url url);

/* The page's address in a language, and on another day. */
struct url page_in(const struct call *c, const struct page *p, struct lang lang);
struct url page_on(const struct call *c, const struct page *p, struct date day);

/* Adds a link to a list of links; code may be empty. */
void page_links_add(struct arena *a, struct page_links *links, struct url url, struct str code, struct str text);

/* The faults of a form are the call's problems. What is wrong with a field, for the place above it; empty if nothing. */
struct str page_why(const struct call *c, const char *field);

/* "field", or "field wrong". */
const char *page_field_class(const struct call *c, const char *field);

/* A page for what went wrong: title and sentences from the call's problems, or from the status where there are none. The
 * response's status is the caller's. */
void page_problem(struct out *o, struct call *c, int status);

/* What a page for something unknown can say more. */
struct page_missing {
	int status;             /* 404 */
	struct str title, lead; /* "There is no standard C289", "Conventions are numbered from C001 to C193." */
	const char *area;
	struct page_links trail;
	struct str path, query;    /* as in struct page */
	struct str asked;          /* what was asked for, put into the find field */
	struct page_links nearest; /* at most three */
	struct str nearest_words;  /* above them; empty: that they may have been meant */
};

/* The same with the nearest names. Empty title and lead are taken from the call's problems and the status. */
void page_missing(struct out *o, struct call *c, const struct page_missing *missing);

/* A file that pages need, under an address that holds its hash, so that it may be kept for ever. */
struct page_asset {
	struct str path; /* "/style-5f2c….css" */
	struct str type; /* "text/css; charset=utf-8" */
	const struct page_file *file;
};

/* The file at that path; NULL if there is none. */
const struct page_asset *page_file_find(struct str path);

/* The addresses of the style sheet and of the icon. */
struct url page_style(void);
struct url page_icon(void);

#endif
