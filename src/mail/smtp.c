/* SPDX-License-Identifier: Apache-2.0 */
/* SMTP by libcurl. It asks for bytes until there are none; being asked once more after the last of them means that all of them
 * were written and the end comes next, which is the moment to say durably that the message goes out. */
#include "mail/smtp.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

enum { CONNECT_SECONDS = 30, ANSWER_SECONDS = 300, TOTAL_SECONDS = 540, STOP_SECONDS = 10 };

struct smtp {
	CURL *curl;
	const atomic_bool *stops;
	const struct smtp_message *message;
	size_t sent;
	bool is_let_go;
	bool quits;      /* libcurl takes leave after a refusal: what comes now is not about the message */
	time_t stopping; /* when it was first seen that the program ends */
	char verb[5];    /* the last command we wrote */
	char line[SMTP_ANSWER_ROOM];
	char error[CURL_ERROR_SIZE];
};

/* What libcurl writes as the message. */
static size_t give(char *at, size_t size, size_t n, void *context)
{
	struct smtp *s = context;
	const struct smtp_message *m = s->message;
	size_t room = size * n, left = m->bytes.n - s->sent;
	if (left == 0) {
		if (s->is_let_go)
			return 0;
		s->is_let_go = m->let_go(m->context);
		return s->is_let_go ? 0 : CURL_READFUNC_ABORT;
	}
	if (left > room)
		left = room;
	memcpy(at, m->bytes.at + s->sent, left);
	s->sent += left;
	return left;
}

/* The relay's lines. */
static size_t hear(char *at, size_t size, size_t n, void *context)
{
	struct smtp *s = context;
	size_t bytes = size * n, kept = bytes < sizeof s->line - 1 ? bytes : sizeof s->line - 1;
	if (s->quits)
		return bytes;
	memcpy(s->line, at, kept);
	struct str line = str_trim((struct str){s->line, kept});
	memmove(s->line, line.at, line.n);
	line = str_harmless(s->line, line.n);
	s->line[line.n] = 0;
	return bytes;
}

/* Which command was written last: whether a refusal is the message's fault hangs on it. */
static int watch(CURL *curl, curl_infotype type, char *at, size_t n, void *context)
{
	struct smtp *s = context;
	(void)curl;
	if (type != CURLINFO_HEADER_OUT || n < 4)
		return 0;
	s->quits |= memcmp(at, "QUIT", 4) == 0;
	if (!s->quits) {
		memcpy(s->verb, at, 4);
		s->verb[4] = 0;
	}
	return 0;
}

/* The program ends: at once before the message is let go, with a little patience for the answer after. */
static int stop(void *context, curl_off_t a, curl_off_t b, curl_off_t d, curl_off_t e)
{
	struct smtp *s = context;
	(void)a, (void)b, (void)d, (void)e;
	if (!atomic_load(s->stops))
		return 0;
	if (!s->stopping)
		s->stopping = time(NULL);
	return !s->is_let_go || time(NULL) - s->stopping > STOP_SECONDS;
}

struct smtp *smtp_open(const atomic_bool *stops)
{
	struct smtp *s = calloc(1, sizeof *s);
	must(s);
	s->stops = stops;
	s->curl = curl_easy_init();
	must(s->curl);
	return s;
}

void smtp_close(struct smtp **s)
{
	curl_easy_cleanup((*s)->curl);
	free(*s);
	*s = NULL;
}

/* The relay is this machine itself, where nobody else reads along. */
static bool is_here(const char *url)
{
	static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]"};
	const char *host = strstr(url, "://");
	for (size_t i = 0; host && i < sizeof hosts / sizeof *hosts; i++) {
		size_t n = strlen(hosts[i]);
		if (strncmp(host + 3, hosts[i], n) == 0 && strchr(":/", host[3 + n]))
			return true;
	}
	return false;
}

static void set_relay(struct smtp *s, const struct smtp_relay *relay)
{
	CURL *curl = s->curl;
	size_t n = strlen(relay->url);
	char url[1200];
	snprintf(url, sizeof url, "%.*s/%s", (int)(n && relay->url[n - 1] == '/' ? n - 1 : n), relay->url, relay->name);
	bool has_user = *relay->user != 0, proves = (has_user && !is_here(relay->url)) || strncmp(url, "smtps", 5) == 0;
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(has_user && proves ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, (long)proves);
	curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, proves ? 2L : 0L);
	if (has_user) {
		curl_easy_setopt(curl, CURLOPT_USERNAME, relay->user);
		curl_easy_setopt(curl, CURLOPT_PASSWORD, relay->password);
	}
}

static struct curl_slist *set_message(struct smtp *s, const struct smtp_message *message)
{
	CURL *curl = s->curl;
	struct curl_slist *to = curl_slist_append(NULL, message->to);
	must(to);
	curl_easy_setopt(curl, CURLOPT_MAIL_FROM, message->from);
	curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(curl, CURLOPT_READDATA, s);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
	curl_easy_setopt(curl, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop);
	curl_easy_setopt(curl, CURLOPT_XFERINFODATA, s);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, s->error);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)ANSWER_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_SECONDS);
	return to;
}

/* One attempt; *was_kept: over a connection that an earlier message had opened. */
static CURLcode attempt(struct smtp *s, const struct smtp_relay *relay, const struct smtp_message *message, long *code,
			bool *was_kept)
{
	long connects = 0;
	curl_easy_reset(s->curl); /* keeps the connection */
	s->message = message;
	s->sent = 0;
	s->is_let_go = s->quits = false;
	s->verb[0] = s->line[0] = s->error[0] = 0;
	set_relay(s, relay);
	struct curl_slist *to = set_message(s, message);
	CURLcode result = curl_easy_perform(s->curl);
	*code = 0;
	curl_easy_getinfo(s->curl, CURLINFO_RESPONSE_CODE, code);
	curl_easy_getinfo(s->curl, CURLINFO_NUM_CONNECTS, &connects);
	*was_kept = connects == 0;
	curl_slist_free_all(to);
	return result;
}

static enum smtp_end end_of(const struct smtp *s, CURLcode result, long code)
{
	bool is_answer = result == CURLE_SEND_ERROR || result == CURLE_RECV_ERROR || result == CURLE_WEIRD_SERVER_REPLY;
	bool is_messages = s->is_let_go || strcmp(s->verb, "RCPT") == 0 || strcmp(s->verb, "DATA") == 0;
	if (result == CURLE_OK)
		return SMTP_TAKEN;
	if (is_answer && is_messages && code >= 400)
		return code >= 500 ? SMTP_REFUSED : SMTP_LATER;
	if (s->is_let_go)
		return SMTP_UNSURE;
	if (result == CURLE_ABORTED_BY_CALLBACK || result == CURLE_READ_ERROR)
		return SMTP_STOPPED;
	return SMTP_TROUBLE;
}

void smtp_send(struct smtp *s, const struct smtp_relay *relay, const struct smtp_message *message,
	       struct smtp_answer *answer)
{
	long code;
	bool was_kept;
	CURLcode result = attempt(s, relay, message, &code, &was_kept);
	answer->end = end_of(s, result, code);
	if (answer->end == SMTP_TROUBLE && was_kept) { /* relays close idle connections */
		result = attempt(s, relay, message, &code, &was_kept);
		answer->end = end_of(s, result, code);
	}
	answer->code = (int)code;
	const char *text = s->line[0] ? s->line : curl_easy_strerror(result);
	if (answer->end == SMTP_UNSURE)
		text = "the connection was lost before the relay answered";
	if (answer->end == SMTP_TROUBLE)
		text = s->error[0] ? s->error : text;
	snprintf(answer->text, sizeof answer->text, "%s", text);
}
