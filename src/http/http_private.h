/* SPDX-License-Identifier: Apache-2.0 */
/* http_private.h - what the files of this room share.
 *
 * accept.c reads preferences, brake.c counts by network, target.c addresses, request.c parameters, form.c forms, session.c
 * cookies and where a form came from, route.c finds the handler, reply.c makes the answer, compress.c packs it, cache.c keeps
 * it, closing.c ends connections politely, server.c joins them to libmicrohttpd.
 * Threads: pure functions unless said otherwise. Memory: the arena given. */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H
#include "http/http.h"

enum {
	PARTS_MOST = 8,        /* {places} in one pattern */
	TEXT_MOST = 200,       /* bytes of a text parameter or a path part */
	COMPRESS_LEAST = 256,  /* below, packing costs more than it saves */
	CACHE_BYTES = 8 << 20, /* of all cached answers together */
	CACHE_SHARDS = 8,
};

struct http_pair {
	struct str name, value;
};

struct http_pairs {
	LIST(struct http_pair);
};

enum http_encoding { ENCODING_NONE, ENCODING_GZIP, ENCODING_BROTLI };

/* What request->hidden points to. */
struct http_request_hidden {
	const struct http_options *options;
	struct str (*header)(const void *source, const char *name);
	const void *header_source;
	struct http_pairs parameters; /* checked; choices in the table's spelling */
	struct http_pairs fields;     /* of a form */
	struct http_pair parts[PARTS_MOST];
	size_t parts_n;
	struct str suffix;           /* ".csv", ".atom", … if the address said so */
	const struct sockaddr *peer; /* the other end of the connection; may be NULL */
};

/* What response->hidden points to. */
struct http_response_hidden {
	struct http_pairs headers;
};

/* An answer ready to be sent. */
struct http_reply {
	int status;
	struct http_pairs headers;
	struct str body;
	struct str etag; /* in its quotes; empty for none */
	bool cacheable;  /* may be kept for others */
};

/* --- accept.c */

/* Takes the next element off a header's list: its name and its q in thousandths (0 if malformed). False at the end. */
bool accept_next(struct str *rest, struct str *name, int *quality);

/* The best encoding that an Accept-Encoding allows. RFC 9110 12.5.3. */
enum http_encoding accept_encoding(struct str header);

/* The format to answer with: `usual`, or HTTP_CSV where csv may be chosen and is preferred. */
enum http_format accept_format(struct str header, enum http_format usual, bool csv);

/* The best of the languages for an Accept-Language; the first if none fits. RFC 4647 3.4. */
struct lang accept_language(struct str header, const char *const *languages);

/* The If-None-Match names this entity tag, or "*". RFC 9110 13.1.2. */
bool etag_matches(struct str header, struct str etag);

/* --- target.c */

enum target_fault { TARGET_FINE, TARGET_MALFORMED, TARGET_BAD_TEXT, TARGET_TRICK };

/* Splits a request target into its decoded path and its raw query; absolute form is accepted. *path begins with "/" and has
 * no empty, "." or ".." part and no backslash, encoded slash or control character. */
enum target_fault target_split(struct arena *a, struct str target, struct str *path, struct str *query);

/* Decodes %XX, and "+" as a blank if plus. False on a malformed escape. */
bool percent_decode(struct arena *a, struct str text, bool plus, struct str *out);

/* Writes the text with all but letters, digits and "-._~" (and those in `keep`) as %XX. */
void percent_encode(struct out *o, struct str text, const char *keep);

/* At most `most` bytes of a reader's own text, for a message: "?" if it is no text. */
struct str text_shown(struct str text, size_t most);

/* The raw query's pairs, decoded; faults go to the call's problems, each with its parameter. */
void query_read(struct call *c, struct str query, struct http_pairs *out);

/* --- request.c */

/* Checks the pairs against the route's declaration, all faults at once, keeps them in the request and reads "on" and
 * "known" into the call. INVALID: the call's problems say why. */
CHECKED enum status parameters_check(struct http_request *r, const struct http_pairs *given);

/* The declared parameter or field of that name; NULL if there is none. */
const struct http_parameter *parameter_declared(const struct http_parameter *list, size_t n, struct str name);

/* Checks one value against its kind; *value may be replaced by the table's spelling. Faults go to the call's problems. */
void parameter_value_check(struct call *c, const struct http_parameter *p, struct str *value);

/* The value of that name; its `at` is NULL if there is none. */
struct str pair_value(const struct http_pairs *pairs, const char *name);

/* The type of a Content-Type, lower case; false if it is malformed or names a charset other than UTF-8. */
bool content_type_read(struct arena *a, struct str header, struct str *out);

/* Adds a problem whose text is translated and filled with one value. */
enum status problem_say(struct call *c, enum problem_code code, enum problem_place place, struct str field,
			const char *text, const char *name, struct str value);

/* --- form.c */

/* Reads an application/x-www-form-urlencoded body as browsers write it: decoded pairs, UTF-8 without a zero byte, line ends
 * as single line feeds. Faults go to the call's problems. URL Standard 5.1, without its leniency. */
void form_read(struct call *c, struct str body, struct http_pairs *out);

/* Takes the form of a POST page: type, where it came from, token, fields. Anything but OK: the call's problems say why. */
CHECKED enum status form_take(struct http_request *r);

/* --- session.c */

/* What a form must bring back in the session of that token. */
struct str session_form_token(struct arena *a, struct str token);

/* The request was sent by a page of ours, as far as its Origin and Sec-Fetch-Site say; they may be absent. */
bool session_same_origin(const struct http_request *r);

/* --- route.c */

struct route_table;

struct route_match {
	const struct http_route *route; /* NULL: none for this method */
	struct http_pair parts[PARTS_MOST];
	size_t parts_n;
	const struct http_route *page; /* whose programs is asked for by an ending; route is NULL then */
	struct str path, suffix;
	enum http_format format;
	struct str allow; /* the methods of this path; empty: the path is unknown */
};

/* Compiles the lists; a malformed or doubled pattern is a fault of the program (must). */
struct route_table *route_table_new(struct arena *a, const struct http_route *const *lists, size_t n,
				    const char *const *languages);

/* Finds the route of a decoded path; HEAD finds GET's. */
void route_find(struct arena *a, const struct route_table *t, struct str method, struct str path,
		struct route_match *out);

/* --- reply.c */

/* An empty 200 for the request, and what its handler added. */
struct http_response response_new(struct http_request *r);

/* Makes the answer to a request: headers, entity tag, 304, compression. */
void reply_make(struct http_request *r, struct http_response *response, struct http_reply *out);

/* Fills the response with the call's problems: as a document on API addresses, else by the options' page. */
void reply_problems(struct http_request *r, struct http_response *response, enum status status);

/* The 304 to an answer that the reader has already. */
void reply_not_modified(struct arena *a, const struct http_pairs *headers, struct http_reply *out);

/* The address belongs to the API. */
bool is_api_path(struct str path);

/* Nobody in particular asks: no token, no cookie. */
bool is_anonymous(const struct http_request *r);

/* --- dispatch.c */

/* Takes one whole request through: address, route, person, parameters, handler, answer. `early` is a problem found in the
 * request's head or size, or PROBLEM_CODES. The request has method, body, call and hidden header source. */
void dispatch(struct http_request *r, const struct route_table *routes, struct str target, enum problem_code early,
	      struct http_reply *out);

/* --- problem.c */

/* The RFC 9457 document of the call's problems. */
struct str problem_document(struct call *c, const char *url, int *status);

/* --- cursor.c */

/* Signs and reads the opaque form of a key. `scope` ties it to one list. */
struct str cursor_write(struct arena *a, struct str scope, struct str key);
bool cursor_read(struct arena *a, struct str scope, struct str text, struct str *key);

#endif
