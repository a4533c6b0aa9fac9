/* SPDX-License-Identifier: Apache-2.0 */
/* What libmicrohttpd 0.9.75 lets pass and a proxy in front may read differently: bare LF, a zero byte, a blank before the
 * colon, folded or nameless lines, two lengths, two hosts.
 *
 * The library cuts the head into strings in place and shows no raw bytes. But method, target, version, names and values all
 * lie in one buffer, and each CR LF became two zero bytes: so in a proper head every string begins right behind the end
 * of the one before. Where a byte is unaccounted for, the head held something that it should not. */
#include "http/head.h"

#include <string.h>

enum { HEADERS_COUNT_MOST = 100 };

struct walk {
	const char *at; /* where the next name must begin */
	bool broken;
	int hosts, lengths, codings, count;
	struct str length, coding;
};

/* RFC 9110 5.6.2: what a header's name is made of. */
static bool is_token(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
		if (!letter && (c == 0 || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return n > 0;
}

static bool value_is_clean(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f)
			return false;
	return true;
}

static enum MHD_Result walk_header(void *context, enum MHD_ValueKind kind, const char *name, size_t name_n,
				   const char *value, size_t value_n)
{
	(void)kind;
	struct walk *w = context;
	struct str n = {name, name_n}, v = {value ? value : "", value ? value_n : 0};
	w->count++;
	w->broken = w->broken || !value || name != w->at || !is_token(name, name_n) || !value_is_clean(v.at, v.n);
	if (w->broken)
		return MHD_NO;
	/* behind the name stands the colon, now a zero byte, then blanks, then the value */
	const char *between = name + name_n + 1;
	while (between < value && (*between == ' ' || *between == '\t'))
		between++;
	w->broken = between != value;
	w->at = value + value_n + 2;
	if (str_is_nocase(n, "Host"))
		w->hosts++;
	if (str_is_nocase(n, "Content-Length")) {
		w->lengths++;
		w->length = str_trim(v);
	}
	if (str_is_nocase(n, "Transfer-Encoding")) {
		w->codings++;
		w->coding = v;
	}
	return w->broken ? MHD_NO : MHD_YES;
}

static size_t head_size(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	return info ? info->header_size : 0;
}

/* RFC 9112 6.1 and 6.3: one length or "chunked", which HTTP/1.0 does not know. */
static bool body_is_clear(const struct walk *w, bool old, int64_t *body_n)
{
	*body_n = 0;
	if (w->lengths > 1 || w->codings > 1 || (w->lengths && w->codings))
		return false;
	if (w->codings) {
		*body_n = -1;
		return !old && str_is_nocase(w->coding, "chunked");
	}
	if (w->lengths && (!w->length.n || w->length.at[0] < '0' || w->length.at[0] > '9'))
		return false;
	return !w->lengths || str_to_i64(w->length, body_n);
}

enum problem_code head_check(struct MHD_Connection *connection, const struct head_line *line, int64_t *body_n)
{
	struct walk w = {.at = line->version + strlen(line->version) + 2};
	size_t size = head_size(connection);
	bool old = strcmp(line->version, "HTTP/1.0") == 0;
	*body_n = 0;
	if (size > HTTP_HEADERS_MOST + line->target_n || line->target_n > HTTP_ADDRESS_MOST)
		return line->target_n > HTTP_ADDRESS_MOST ? PROBLEM_ADDRESS_TOO_LONG : PROBLEM_HEADERS_TOO_LARGE;
	if (!is_token(line->method, strlen(line->method)) || line->target != line->method + strlen(line->method) + 1 ||
	    line->version != line->target + line->target_n + 1)
		return PROBLEM_BAD_REQUEST;
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, walk_header, &w);
	if (w.count > HEADERS_COUNT_MOST)
		return PROBLEM_HEADERS_TOO_LARGE;
	/* the empty line ends the head */
	if (w.broken || w.at + 2 != line->method + size)
		return PROBLEM_BAD_REQUEST;
	if (w.hosts > 1 || (w.hosts == 0 && !old))
		return PROBLEM_BAD_REQUEST;
	return body_is_clear(&w, old, body_n) ? PROBLEM_CODES : PROBLEM_BAD_REQUEST;
}
