/* SPDX-License-Identifier: Apache-2.0 */
/* One libcurl handle a question: sign-ins elsewhere are rare, and a handle that is kept holds sockets and names that change. */
#include "exchange/http_client.h"

#include "base/log.h"
#include "base/out.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ORIGINS = 64, ORIGIN_ROOM = 300, FRESH_MOST = 86400 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Servers that failed, and until when they rest. */
static struct {
	char origin[ORIGIN_ROOM];
	time_t until;
} resting[ORIGINS];

static time_t seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

enum status http_client_start(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? OK : UNAVAILABLE;
}

/* --- addresses */

struct address {
	bool is_https, is_loopback;
	struct str origin;
};

static struct str part_of(struct arena *a, CURLU *u, CURLUPart part)
{
	char *text = NULL;
	struct str copy = STR("");
	if (curl_url_get(u, part, &text, 0) == CURLUE_OK)
		copy = str_copy(a, str_of(text));
	curl_free(text);
	return copy;
}

static bool is_loopback(struct arena *a, struct str host)
{
	struct in_addr four;
	return str_is_nocase(host, "localhost") || str_is(host, "[::1]") ||
	       (inet_pton(AF_INET, str_chars(a, host), &four) == 1 && ntohl(four.s_addr) >> 24 == 127);
}

static bool is_printable(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.at[i] <= 0x20 || (unsigned char)text.at[i] >= 0x7f)
			return false;
	return text.n > 0;
}

static bool address_read(struct arena *a, struct str url, struct address *out)
{
	if (!is_printable(url))
		return false;
	CURLU *u = curl_url();
	must(u);
	bool is_read = curl_url_set(u, CURLUPART_URL, str_chars(a, url), 0) == CURLUE_OK;
	struct str scheme = part_of(a, u, CURLUPART_SCHEME), host = part_of(a, u, CURLUPART_HOST);
	struct str port = part_of(a, u, CURLUPART_PORT);
	out->is_https = str_is(scheme, "https");
	out->is_loopback = is_loopback(a, host);
	out->origin = str_format(a, port.n ? "%.*s://%.*s:%.*s" : "%.*s://%.*s", STR_ARGS(scheme), STR_ARGS(host),
				 STR_ARGS(port));
	is_read = is_read && host.n && (out->is_https || str_is(scheme, "http")) && out->origin.n < ORIGIN_ROOM &&
		  part_of(a, u, CURLUPART_USER).n == 0 && part_of(a, u, CURLUPART_FRAGMENT).n == 0;
	curl_url_cleanup(u);
	return is_read;
}

bool http_client_may_ask(struct arena *a, struct str url, struct str named_by)
{
	struct address to, from;
	if (!address_read(a, url, &to) || (!to.is_https && !to.is_loopback))
		return false;
	return !to.is_loopback || named_by.n == 0 || (address_read(a, named_by, &from) && from.is_loopback);
}

struct str http_client_origin(struct arena *a, struct str url)
{
	struct address address;
	return address_read(a, url, &address) ? address.origin : STR("");
}

static void encode(struct out *o, struct str text)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (size_t i = 0; i < text.n; i++)
		if (memchr(plain, text.at[i], sizeof plain - 1))
			out_literal(o, &text.at[i], 1);
		else
			out_printf(o, "%%%02X", (unsigned char)text.at[i]);
}

struct str http_client_pair(struct arena *a, struct str before, const char *name, struct str value)
{
	struct out o = out_new(a, HTTP_CLIENT_MOST, NULL);
	out_raw(&o, before);
	if (before.n)
		out_raw(&o, STR("&"));
	encode(&o, str_of(name));
	out_raw(&o, STR("="));
	encode(&o, value);
	return out_str(&o);
}

/* --- servers that rest */

static bool rests(struct str origin)
{
	bool found = false;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < ORIGINS; i++)
		found |= str_is(origin, resting[i].origin) && resting[i].until > seconds_now();
	pthread_mutex_unlock(&lock);
	return found;
}

static void let_rest(struct str origin)
{
	size_t at = 0;
	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < ORIGINS; i++) {
		if (str_is(origin, resting[i].origin)) {
			at = i;
			break;
		}
		if (resting[i].until < resting[at].until)
			at = i;
	}
	memcpy(resting[at].origin, origin.at, origin.n);
	resting[at].origin[origin.n] = 0;
	resting[at].until = seconds_now() + HTTP_CLIENT_REST;
	pthread_mutex_unlock(&lock);
}

/* --- asking */

struct asking {
	struct arena *arena;
	struct out body;
	int64_t fresh;
	bool is_loopback; /* the host's own name says so */
};

static size_t take_body(char *at, size_t size, size_t n, void *context)
{
	struct asking *asking = context;
	out_literal(&asking->body, at, size * n);
	return asking->body.over ? 0 : size * n;
}

static size_t take_header(char *at, size_t size, size_t n, void *context)
{
	struct asking *asking = context;
	struct str line = {at, size * n}, name, part, word;
	if (!str_next(&line, ':', &name) || !line.at || !str_is_nocase(str_trim(name), "cache-control"))
		return size * n;
	asking->fresh = 0;
	while (str_next(&line, ',', &part)) {
		part = str_trim(part);
		if (str_is_nocase(part, "no-store") || str_is_nocase(part, "no-cache")) {
			asking->fresh = 0;
			break;
		}
		int64_t age;
		if (str_next(&part, '=', &word) && part.at && str_is_nocase(word, "max-age") &&
		    str_to_i64(part, &age) && age > 0)
			asking->fresh = age < FRESH_MOST ? age : FRESH_MOST;
	}
	return size * n;
}

/* An address of this machine, of its link (where clouds keep their keys), or none. */
static bool is_near(const struct sockaddr *to)
{
	if (to->sa_family == AF_INET) {
		uint32_t four = ntohl(((const struct sockaddr_in *)(const void *)to)->sin_addr.s_addr);
		return four >> 24 == 127 || four >> 24 == 0 || four >> 16 == 0xa9fe;
	}
	if (to->sa_family != AF_INET6)
		return true;
	const struct in6_addr *six = &((const struct sockaddr_in6 *)(const void *)to)->sin6_addr;
	return IN6_IS_ADDR_LOOPBACK(six) || IN6_IS_ADDR_UNSPECIFIED(six) || IN6_IS_ADDR_LINKLOCAL(six) ||
	       (IN6_IS_ADDR_V4MAPPED(six) && (six->s6_addr[12] == 127 || six->s6_addr[12] == 0 ||
					      (six->s6_addr[12] == 169 && six->s6_addr[13] == 254)));
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *to)
{
	const struct asking *asking = context;
	(void)purpose;
	if (!asking->is_loopback && is_near(&to->addr))
		return CURL_SOCKET_BAD;
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

static struct curl_slist *set_up(CURL *curl, const struct http_client_request *request, struct asking *asking)
{
	struct arena *a = asking->arena;
	struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
	must(headers);
	if (request->bearer.n)
		headers = curl_slist_append(
			headers, str_chars(a, str_format(a, "Authorization: Bearer %.*s", STR_ARGS(request->bearer))));
	must(headers);
	curl_easy_setopt(curl, CURLOPT_URL, str_chars(a, request->url));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT,
			 (long)(request->is_extra ? HTTP_CLIENT_EXTRA_SECONDS : HTTP_CLIENT_SECONDS));
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE, (long)HTTP_CLIENT_MOST);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "sulear/" SULEAR_VERSION);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, asking);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, asking);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, asking);
	if (request->user.n) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, str_chars(a, request->user));
		curl_easy_setopt(curl, CURLOPT_PASSWORD, str_chars(a, request->password));
	}
	if (request->form.at) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)request->form.n);
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, str_chars(a, request->form));
	}
	return headers;
}

static enum http_client_fault fault_of(CURLcode code, long status, const struct asking *asking)
{
	if (asking->body.over || code == CURLE_FILESIZE_EXCEEDED)
		return HTTP_CLIENT_LONG;
	if (code == CURLE_OPERATION_TIMEDOUT)
		return HTTP_CLIENT_SLOW;
	return code != CURLE_OK || status < 200 || status >= 500 ? HTTP_CLIENT_DOWN : HTTP_CLIENT_FINE;
}

static enum http_client_fault perform(struct arena *a, const struct http_client_request *request, bool is_loopback_host,
				      struct http_client_answer *answer, const char **why)
{
	struct asking asking = {
		.arena = a, .body = out_new(a, HTTP_CLIENT_MOST, NULL), .is_loopback = is_loopback_host};
	CURL *curl = curl_easy_init();
	must(curl);
	long status = 0;
	struct curl_slist *headers = set_up(curl, request, &asking);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_cleanup(curl);
	curl_slist_free_all(headers);
	*answer = (struct http_client_answer){(int)status, out_str(&asking.body), asking.fresh};
	*why = code == CURLE_OK ? "" : curl_easy_strerror(code);
	return fault_of(code, status, &asking);
}

enum status http_client_ask(struct arena *a, const struct http_client_request *request,
			    struct http_client_answer *answer, enum http_client_fault *fault)
{
	struct address address;
	const char *why = "";
	*answer = (struct http_client_answer){.body = STR("")};
	if (!http_client_may_ask(a, request->url, request->named_by) || !address_read(a, request->url, &address)) {
		log_line(LOG_WARNING,
			 "%.*s is not asked: only https, and only this machine's own where an administrator "
			 "wrote so",
			 STR_ARGS(str_slice(request->url, 0, 200)));
		*fault = HTTP_CLIENT_ADDRESS;
		return UNAVAILABLE;
	}
	if (rests(address.origin)) {
		*fault = HTTP_CLIENT_RESTS;
		return UNAVAILABLE;
	}
	*fault = perform(a, request, address.is_loopback, answer, &why);
	if (*fault == HTTP_CLIENT_FINE)
		return OK;
	if (!request->is_extra)
		let_rest(address.origin);
	log_line(LOG_WARNING, "%.*s did not answer as it should (status %d; %s); it is left alone for %d s",
		 STR_ARGS(address.origin), answer->status, *fault == HTTP_CLIENT_LONG ? "too much of it" : why,
		 request->is_extra ? 0 : HTTP_CLIENT_REST);
	return UNAVAILABLE;
}
