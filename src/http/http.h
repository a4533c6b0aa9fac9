/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - the server: routes, requests, responses. It knows no feature; src/features.c hands it their routes.
 *
 * A request is read within its limits, matched against the route table, its parameters checked (all faults at once), then given to
 * the handler. The server adds ETag, 304, compression, the security headers and, for anonymous GETs, the response cache bound to
 * store version and day. Memory: request and response live in the call's arena. Threads: handlers run on any worker. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
#include "base/call.h"
#include "base/out.h"

enum http_limits {
	HTTP_ADDRESS_MOST = 4 << 10,
	HTTP_HEADERS_MOST = 16 << 10,
	HTTP_BODY_MOST = 1 << 20,
	HTTP_RESPONSE_MOST = 16 << 20,
	HTTP_PARAMETERS_MOST = 64,
};

enum http_kind {
	HTTP_TEXT,    /* valid UTF-8, at most `most` bytes */
	HTTP_INTEGER, /* 0 or more, at most 18 digits */
	HTTP_DAY,     /* YYYY-MM-DD */
	HTTP_MOMENT,  /* RFC 3339, or a day */
	HTTP_CHOICE,  /* one word of `choices`, compared without case, given in the table's spelling */
};

/* A query parameter that a route takes. The server reads "on" and "known" of kind HTTP_DAY and HTTP_MOMENT into the call,
 * and "lang" of kind HTTP_CHOICE: the language of an API answer that people read (a feed, a calendar), the one
 * Accept-Language prefers if it is absent. A page's language stands in its path. */
struct http_parameter {
	const char *name;
	enum http_kind kind;
	const char *choices;     /* "convention protocol recommendation" */
	const char *description; /* one sentence in English, for openapi.json */
	size_t most;             /* bytes of a HTTP_TEXT; 0 stands for 200 */
};

enum http_format { HTTP_HTML, HTTP_JSON, HTTP_CSV, HTTP_ATOM, HTTP_ICALENDAR, HTTP_OTHER };

struct json_t; /* jansson */
struct http_request;
struct http_response;

/* Handles one request. OK: the response is filled. Otherwise the server answers with the call's problems: as a problem
 * document on API routes, else as a page of http_options.problem_page. */
typedef enum status http_handler(struct http_request *request, struct http_response *response);

enum http_flags {
	HTTP_PAGE = 1,           /* an interface page: pattern begins with /{lang} */
	HTTP_API = 2,            /* errors as problem documents; described in openapi.json */
	HTTP_HAS_CSV = 4,        /* also answers under its address + ".csv", or Accept: text/csv */
	HTTP_CACHED = 8,         /* a GET whose answer hangs only on address, language, store version and day */
	HTTP_FOREVER = 16,       /* the address holds a hash of the content */
	HTTP_HAS_ATOM = 32,      /* also answers under its address + ".atom" */
	HTTP_HAS_ICALENDAR = 64, /* also answers under its address + ".ics" */
	HTTP_OPEN_FORM = 128,    /* a POST page whose handler knows the fields and shows a form again (below) */
	HTTP_SLOW = 256, /* a POST that takes a processor long: two at a time, 50 wait in order, others get BUSY */
	HTTP_OPEN_QUERY = 512, /* others write the query: what is not declared is left unread */
	HTTP_ASKS = 1024,      /* the handler asks for the permission `who` itself, as it has more to say than no */
};

struct http_route {
	const char *method;  /* "GET" (HEAD comes with it) or "POST" */
	const char *pattern; /* "/api/v1/instruments/{id}"; a last "{members...}" takes the rest of the path */
	http_handler *handle;
	enum permission who; /* who may ask for it */
	unsigned flags;
	const struct http_parameter *parameters;
	size_t parameters_n;
	const char *summary; /* one sentence in English, for openapi.json */
	const char *answer;  /* the name of the answer's schema in openapi.json; NULL on pages */
	const char *body;    /* the name of the body's schema; NULL without body */
	/* What the form of a POST page sends, besides form_token, which every one needs (below). */
	const struct http_parameter *fields;
	size_t fields_n;
	/* Of a page: where the same stands for programs, a pattern of an API route with the page's places. The page's address
	 * with ".json", ".csv", ".atom" or ".ics" behind it leads there, as far as that route answers in it. */
	const char *programs;
	/* The same for ".csv" where the page's table is another call's, a query allowed: "/api/v1/ratifications?instrument={id}". */
	const char *table;
};

struct http_request {
	struct call *call;
	const struct http_route *route;
	struct str method, path; /* the path as asked for, decoded, without format suffix */
	struct str query;        /* raw, without "?" */
	struct str body;         /* whole; valid UTF-8 on API routes */
	struct str content_type; /* without its parameters, lower case */
	enum http_format format; /* what to answer with */
	const void *hidden;      /* the server's own */
};

struct http_response {
	int status;      /* 200 when the handler starts */
	struct str type; /* content type; the server sets it for the known formats */
	struct out body;
	struct str location; /* with 301, 303, 308 */
	struct str download; /* file name for Content-Disposition; empty: shown in place */
	const void *hidden;
};

/* The text that stood in place of {name} in the pattern; empty if there is none. */
struct str http_path_part(const struct http_request *r, const char *name);

/* A query parameter's text, already checked against its kind; empty if it is absent. */
struct str http_parameter_text(const struct http_request *r, const char *name);

/* A HTTP_DAY, HTTP_INTEGER parameter's value; false if it is absent. */
bool http_parameter_day(const struct http_request *r, const char *name, struct date *out);
bool http_parameter_integer(const struct http_request *r, const char *name, int64_t *out);

/* A form's field as it was typed; empty if it is absent. A form that is no form at all (another type, malformed, not UTF-8, a
 * field doubled or unknown), comes from another site or lacks the right form_token never reaches the handler. A value that
 * does not fit its kind does: it is in the call's problems under the field's name, so that the handler can show the form
 * again with what was typed. Empty values are not checked. HTTP_OPEN_FORM lets through, as text, fields that the route does
 * not list, and a form from before the reader signed in or out, with FORM_REFUSED in the call's problems: nothing may be done
 * with it but to show it again. */
struct str http_field_text(const struct http_request *r, const char *name);

/* A request header's value (name without case); empty if it is absent. */
struct str http_header(const struct http_request *r, const char *name);

/* The interface language that the reader's Accept-Language prefers (RFC 4647 3.4; "pt-BR" is served by "pt"), the first
 * of the list (ended by NULL) if none fits. */
struct lang http_negotiate(const struct http_request *r, const char *const *languages);

/* Sessions. A cookie holds a random token, __Host-sulear (Secure) where the public address is https, else sulear; it ends
 * with the browser. What it stands for is not known here. From it comes call->form_token, which a form must bring back:
 * whoever shows a form to a reader without a session begins one first; whoever signs somebody in sets a new token. */

/* A token for a session cookie: 256 random bits as 43 characters, in the arena. */
struct str http_session_token(struct arena *a);

/* The token in the reader's cookie; empty if there is none or it has not the form of one. */
struct str http_session(const struct http_request *r);

/* Gives the reader a cookie with that token (http_session_token), from now on the call's session. */
void http_session_set(struct http_request *r, struct http_response *response, struct str token);

/* Takes the cookie away. */
void http_session_end(struct http_request *r, struct http_response *response);

/* The body as JSON: UTF-8, no zero byte, names once, at most 64 deep, one byte order mark taken off. *out lives as long as
 * the call's arena. INVALID: BAD_JSON or BAD_TEXT with line and column is in the call's problems. */
CHECKED enum status http_json(const struct http_request *r, struct json_t **out);

/* Adds a response header; name and value must hold no control characters (must()). */
void http_response_header(struct http_response *r, const char *name, struct str value);

/* An answer that sends the reader elsewhere: 301, 303 or 308 to a path of ours. */
void http_redirect(struct http_response *r, int status, struct str location);

/* An answer, 303, that sends the reader to another site: a whole address with https, or http. */
void http_redirect_outside(struct http_response *r, struct str address);

/* The public address of this server, "https://labour.example"; without one, that by which the reader came. */
struct str http_own_address(const struct http_request *r);

/* The cursor of a list page: 0 at the start. BAD_CURSOR in the call's problems and INVALID if it is not one of ours.
 * limit is 1 to 200, 100 if absent, greater ones are read as 200. FORMATS: keyset paging with opaque, signed cursors. */
CHECKED enum status http_cursor(const struct http_request *r, struct str *after, size_t *limit);

/* The path and query of the next page of this list, after the item with that key. */
struct str http_next(const struct http_request *r, struct str after);

struct http_options {
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one */
	const char *url;    /* public address; NULL: only loopback, plain */
	int threads;        /* 0: one per processor, at least 4; a number below 2 is read as 2 */
	struct database *database;
	const struct http_route *const *routes; /* lists, each ended by a row without a pattern */
	size_t routes_n;
	const char *const *languages; /* interface languages, the default first, NULL at the end */
	/* Fills the response with a page for the call's problems, or sends the reader elsewhere. */
	void (*problem_page)(struct http_request *request, struct http_response *response, int status);
	/* Called before the handler of each request: fills call->person from a token or session. May be NULL. */
	enum status (*who_asks)(struct http_request *request, struct call *call);
	/* The moment of a call; moment_now unless a test holds the clock. */
	struct moment (*now)(void);
};

struct http_server;

/* Binds and starts the workers. Faults (port in use, address wrong) go to *problems. UNAVAILABLE, INVALID. */
CHECKED enum status http_start(struct arena *a, const struct http_options *options, struct problems *problems,
			       struct http_server **out);

/* The address it listens on, "http://127.0.0.1:8080". */
struct str http_listening(const struct http_server *s);

/* Stops taking connections, lets the running requests end (5 s at most), frees all, sets *s to NULL. */
void http_stop(struct http_server **s);

/* The paths part of openapi.json: an object, built from the route lists, one entry a route with HTTP_API. Jansson's
 * json_t, owned by the caller. */
struct json_t *http_openapi_paths(const struct http_route *const *routes, size_t routes_n);

#endif
