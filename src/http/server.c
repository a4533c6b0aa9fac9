/* SPDX-License-Identifier: Apache-2.0 */
/* The server: libmicrohttpd's workers on one side, dispatch() on the other.
 *
 * A worker takes a request through in one go once it is whole, so one arena and one store connection a worker are enough; a
 * body still coming waits in its exchange. What an answer needs after that is copied into libmicrohttpd's response, which
 * the cache keeps and hands to several connections at once (it counts its users).
 * The library's own pages for what it cannot parse at all (no version, head over its 32 KiB) close the connection. */
#include "http/cache.h"
#include "http/closing.h"
#include "http/head.h"
#include "http/listen.h"
#include "http/slow.h"

#include "base/log.h"
#include "store/store.h"

#include <malloc.h>
#include <microhttpd.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	THREADS_LEAST = 4,
	CONNECTIONS_MOST = 1000,
	OTHER_FILES = 128, /* what the store and the libraries may hold open */
	CONNECTIONS_PER_ADDRESS = 64,
	IDLE_SECONDS = 15,
	CONNECTION_MEMORY = 32 << 10,
	THREAD_STACK = 2 << 20,
	STOP_MS = 4500,
	KEPT_MEMORY = 4 << 20, /* what a worker may keep from one request to the next */
};

struct worker {
	struct worker *next;
	struct arena *arena;
};

struct http_server {
	struct http_options options;
	struct arena *arena;
	struct route_table *routes;
	struct cache *cache;
	struct closing *closing;
	struct slow *slow;
	struct MHD_Daemon *daemon;
	struct str listening;
	int fd;
	pthread_mutex_t lock; /* of workers */
	struct worker *workers;
	_Atomic bool stopping;
	_Atomic int running; /* requests begun and not ended */
	_Atomic uint64_t requests;
	uint64_t first_id;
};

/* One request from its first line to its last byte. */
struct exchange {
	struct http_server *server;
	struct watched *watched;
	struct head_line line;
	bool seen, linger;
	struct MHD_Connection *connection; /* of slow work */
	struct MHD_Response *answer;       /* what came out of it */
	unsigned status;
	char *body;
	size_t body_n, body_room;
	char target[]; /* as it came, line.target_n bytes at most HTTP_ADDRESS_MOST */
};

/* This thread's place in its server. */
static _Thread_local struct worker *mine;

static struct worker *worker_of(struct http_server *s)
{
	if (mine)
		return mine;
	mine = calloc(1, sizeof *mine);
	must(mine);
	mine->arena = arena_new();
	pthread_mutex_lock(&s->lock);
	mine->next = s->workers;
	s->workers = mine;
	pthread_mutex_unlock(&s->lock);
	return mine;
}

static struct str header_value(const void *source, const char *name)
{
	struct MHD_Connection *connection = (struct MHD_Connection *)(uintptr_t)source;
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
	return str_trim(str_of(value ? value : ""));
}

static int connection_fd(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static struct MHD_Response *response_of(const struct http_reply *reply)
{
	void *body = (void *)(uintptr_t)(reply->body.n ? reply->body.at : "");
	struct MHD_Response *response = MHD_create_response_from_buffer(reply->body.n, body, MHD_RESPMEM_MUST_COPY);
	must(response);
	char value[4096];
	for (size_t i = 0; i < reply->headers.n; i++) {
		const struct http_pair *h = &reply->headers.at[i];
		if (h->value.n < sizeof value) {
			snprintf(value, sizeof value, "%.*s", STR_ARGS(h->value));
			must(MHD_add_response_header(response, h->name.at, value) == MHD_YES);
		} else {
			log_line(LOG_ERROR, "the header %s is too long and was left out", h->name.at);
		}
	}
	return response;
}

static void forget_response(struct http_kept *kept)
{
	MHD_destroy_response(kept->answer);
}

/* Writes the answer by hand where the library would take none any more; what does not fit into the socket's buffer is lost. */
static void answer_on_socket(struct exchange *e, int fd, const struct http_reply *reply, struct arena *a)
{
	struct out o = out_new(a, HTTP_RESPONSE_MOST, NULL);
	out_printf(&o, "HTTP/1.1 %d %s\r\nConnection: close\r\nContent-Length: %zu\r\n", reply->status,
		   MHD_get_reason_phrase_for((unsigned)reply->status), reply->body.n);
	for (size_t i = 0; i < reply->headers.n; i++)
		out_printf(&o, "%.*s: %.*s\r\n", STR_ARGS(reply->headers.at[i].name),
			   STR_ARGS(reply->headers.at[i].value));
	out_raw(&o, STR("\r\n"));
	out_raw(&o, reply->body);
	ssize_t sent = send(fd, o.at, o.n, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent >= 0)
		closing_linger(e->server->closing, fd);
}

static struct moment now_of(const struct http_server *s)
{
	return s->options.now ? s->options.now() : moment_now();
}

/* Takes the request through. Everything in *reply lives until this worker's next request. */
static void serve(struct exchange *e, struct MHD_Connection *connection, enum problem_code early,
		  struct http_reply *reply)
{
	struct http_server *s = e->server;
	struct arena *a = worker_of(s)->arena;
	arena_clear(a);
	struct call *c = arena_one(a, struct call);
	*c = call_new(a, now_of(s));
	c->request_id = str_format(a, "%016llx", (unsigned long long)(s->first_id + atomic_fetch_add(&s->requests, 1)));
	struct http_request_hidden *hidden = arena_one(a, struct http_request_hidden);
	*hidden = (struct http_request_hidden){
		.options = &s->options,
		.header = header_value,
		.header_source = connection,
		.suffix = STR(""),
		.peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr};
	struct http_request r = {.call = c,
				 .method = str_of(e->line.method),
				 .path = STR("/"),
				 .query = STR(""),
				 .body = {e->body ? e->body : "", e->body_n},
				 .content_type = STR(""),
				 .hidden = hidden};
	size_t target_n = e->line.target_n < HTTP_ADDRESS_MOST ? e->line.target_n : HTTP_ADDRESS_MOST;
	dispatch(&r, s->routes, (struct str){e->target, target_n}, early, reply);
}

static enum MHD_Result queue(struct exchange *e, struct MHD_Connection *connection, const struct http_reply *reply)
{
	struct MHD_Response *response = response_of(reply);
	if (atomic_load_explicit(&e->server->stopping, memory_order_relaxed))
		must(MHD_add_response_header(response, "Connection", "close") == MHD_YES);
	closing_deadline(e->watched, ANSWER_SECONDS + (int64_t)reply->body.n / SLOWEST);
	enum MHD_Result result = MHD_queue_response(connection, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

/* Adds a header to an answer that is not queued yet. */
static void add_header(struct exchange *e, struct http_reply *reply, const char *name, const char *value)
{
	*list_add(worker_of(e->server)->arena, &reply->headers) = (struct http_pair){str_of(name), str_of(value)};
}

/* The head has come: refuse what is malformed or announces too much. */
static enum MHD_Result take_head(struct exchange *e, struct MHD_Connection *connection)
{
	int64_t body_n;
	enum problem_code early = head_check(connection, &e->line, &body_n);
	if (early == PROBLEM_CODES && body_n > HTTP_BODY_MOST)
		early = PROBLEM_TOO_LARGE;
	closing_deadline(e->watched, BODY_SECONDS);
	if (early == PROBLEM_CODES)
		return MHD_YES;
	struct http_reply reply;
	serve(e, connection, early, &reply);
	add_header(e, &reply, "Connection", "close");
	e->linger = true;
	return queue(e, connection, &reply);
}

/* A piece of the body has come. A chunked one may grow too large only now, when the library takes no answer. */
static enum MHD_Result take_body(struct exchange *e, struct MHD_Connection *connection, const char *bytes, size_t *n)
{
	if (*n > HTTP_BODY_MOST - e->body_n) {
		struct http_reply reply;
		serve(e, connection, PROBLEM_TOO_LARGE, &reply);
		answer_on_socket(e, connection_fd(connection), &reply, worker_of(e->server)->arena);
		return MHD_NO;
	}
	if (e->body_n + *n > e->body_room) {
		size_t room = e->body_room ? e->body_room * 2 : 4096;
		while (room < e->body_n + *n)
			room *= 2;
		char *moved = realloc(e->body, room);
		must(moved);
		e->body = moved;
		e->body_room = room;
	}
	memcpy(e->body + e->body_n, bytes, *n);
	e->body_n += *n;
	*n = 0;
	return MHD_YES;
}

/* What a hit of the cache does. */
struct hit {
	struct exchange *exchange;
	struct MHD_Connection *connection;
	struct str if_none_match;
	enum MHD_Result result;
};

/* Headers on their way out of a kept answer. */
struct copying {
	struct arena *arena;
	struct http_pairs headers;
};

static enum MHD_Result copy_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	struct copying *copying = context;
	*list_add(copying->arena, &copying->headers) = (struct http_pair){str_of(name), str_of(value)};
	return MHD_YES;
}

static void answer_kept(const struct http_kept *kept, void *context)
{
	struct hit *h = context;
	closing_deadline(h->exchange->watched, ANSWER_SECONDS + (int64_t)kept->bytes / SLOWEST);
	if (!h->if_none_match.n || !etag_matches(h->if_none_match, str_of(kept->etag))) {
		h->result = MHD_queue_response(h->connection, 200, kept->answer);
		return;
	}
	struct arena *a = worker_of(h->exchange->server)->arena;
	arena_clear(a);
	struct copying copying = {.arena = a};
	struct http_reply reply;
	MHD_get_response_headers(kept->answer, copy_header, &copying);
	reply_not_modified(a, &copying.headers, &reply);
	h->result = queue(h->exchange, h->connection, &reply);
}

static struct cache_stamp stamp_of(const struct http_server *s)
{
	return (struct cache_stamp){.version = s->options.database ? store_version(s->options.database) : 0,
				    .day = moment_day(now_of(s)).day};
}

/* The key under which the answer may be kept, empty if it is not for everybody. Pages carry their language in the address,
 * so what the reader prefers does not matter there. */
static struct str key_of(struct exchange *e, struct MHD_Connection *connection, char at[static CACHE_KEY_ROOM])
{
	bool reading = strcmp(e->line.method, "GET") == 0 || strcmp(e->line.method, "HEAD") == 0;
	if (!reading || e->body_n || header_value(connection, "Authorization").n ||
	    header_value(connection, "Cookie").n)
		return STR("");
	struct str target = {e->target, e->line.target_n};
	struct lang lang = {""};
	for (const char *const *l = e->server->options.languages; l && *l && !lang.tag[0]; l++) {
		size_t n = strlen(*l);
		if (target.n > n && memcmp(target.at + 1, *l, n) == 0 && (target.n == n + 1 || target.at[n + 1] == '/'))
			lang = lang_of(str_of(*l));
	}
	if (!lang.tag[0])
		lang = accept_language(header_value(connection, "Accept-Language"), e->server->options.languages);
	struct str accept = header_value(connection, "Accept");
	return cache_key(at, target, lang, accept_format(accept, HTTP_JSON, true),
			 accept_format(accept, HTTP_HTML, true),
			 accept_encoding(header_value(connection, "Accept-Encoding")));
}

/* A request that needed much memory gives it back at once, to the system too: a few of them would else set the size of the
 * process for its life. */
static void give_back(struct http_server *s)
{
	struct arena *a = worker_of(s)->arena;
	if (arena_bytes(a) <= KEPT_MEMORY)
		return;
	arena_clear(a);
	malloc_trim(0);
}

/* A form whose handler takes a processor for long. */
static bool is_slow(struct exchange *e)
{
	struct http_server *s = e->server;
	struct arena *a = worker_of(s)->arena;
	struct str path, query;
	struct route_match match;
	if (strcmp(e->line.method, "POST") != 0 || e->line.target_n >= HTTP_ADDRESS_MOST)
		return false;
	arena_clear(a);
	if (target_split(a, (struct str){e->target, e->line.target_n}, &path, &query) != TARGET_FINE)
		return false;
	route_find(a, s->routes, STR("POST"), path, &match);
	return match.route && (match.route->flags & HTTP_SLOW);
}

/* Beside the workers: the connection sleeps meanwhile, and only this thread reads of it. */
static void work_slowly(void *job)
{
	struct exchange *e = job;
	struct http_reply reply;
	serve(e, e->connection, PROBLEM_CODES, &reply);
	e->answer = response_of(&reply);
	e->status = (unsigned)reply.status;
	give_back(e->server);
	MHD_resume_connection(e->connection);
}

static enum MHD_Result take_slow(struct exchange *e, struct MHD_Connection *connection)
{
	struct http_server *s = e->server;
	struct http_reply reply;
	char seconds[16];
	if (slow_place(s->slow)) {
		e->connection = connection;
		MHD_suspend_connection(connection);
		slow_add(s->slow, e);
		return MHD_YES;
	}
	serve(e, connection, PROBLEM_BUSY, &reply);
	snprintf(seconds, sizeof seconds, "%d", SLOW_SECONDS);
	add_header(e, &reply, "Retry-After", seconds);
	return queue(e, connection, &reply);
}

/* What came out of slow work. */
static enum MHD_Result queue_answer(struct exchange *e, struct MHD_Connection *connection)
{
	struct MHD_Response *response = e->answer;
	e->answer = NULL;
	closing_deadline(e->watched, ANSWER_SECONDS);
	enum MHD_Result result = MHD_queue_response(connection, e->status, response);
	MHD_destroy_response(response);
	return result;
}

/* The request is whole. */
static enum MHD_Result take_whole(struct exchange *e, struct MHD_Connection *connection)
{
	struct http_server *s = e->server;
	if (e->answer)
		return queue_answer(e, connection);
	char room[CACHE_KEY_ROOM];
	struct str key = key_of(e, connection, room);
	struct cache_stamp stamp = stamp_of(s);
	bool stopping = atomic_load_explicit(&s->stopping, memory_order_relaxed);
	struct hit hit = {e, connection, header_value(connection, "If-None-Match"), MHD_NO};
	if (key.n && !stopping && cache_use(s->cache, key, stamp, answer_kept, &hit))
		return hit.result;
	closing_deadline(e->watched, WORK_SECONDS);
	if (is_slow(e))
		return take_slow(e, connection);
	struct http_reply reply;
	serve(e, connection, PROBLEM_CODES, &reply);
	if (!reply.cacheable || !key.n || stopping)
		return queue(e, connection, &reply);
	struct http_kept kept = {.answer = response_of(&reply), .bytes = reply.body.n};
	snprintf(kept.etag, sizeof kept.etag, "%.*s", STR_ARGS(reply.etag));
	answer_kept(&kept, &hit);
	if (!cache_keep(s->cache, key, stamp, &kept))
		forget_response(&kept);
	return hit.result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url, const char *method,
				  const char *version, const char *bytes, size_t *n, void **exchange)
{
	(void)context;
	(void)url;
	struct exchange *e = *exchange;
	if (e->seen) {
		enum MHD_Result result = *n ? take_body(e, connection, bytes, n) : take_whole(e, connection);
		give_back(e->server);
		return result;
	}
	e->seen = true;
	e->line.method = method;
	e->line.version = version;
	return take_head(e, connection);
}

/* Called with the request line just read, before the library decodes anything. The query is cut off its copy: we read it
 * ourselves, and the library's own records of it could fill the connection's memory. */
static void *on_target(void *context, const char *target, struct MHD_Connection *connection)
{
	struct http_server *s = context;
	size_t n = strlen(target), kept = n < HTTP_ADDRESS_MOST ? n : HTTP_ADDRESS_MOST;
	struct exchange *e = calloc(1, sizeof *e + kept + 1);
	must(e);
	memcpy(e->target, target, kept);
	e->server = s;
	e->line.target = target;
	e->line.target_n = n;
	e->watched = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	atomic_store_explicit(&e->watched->spoke, true, memory_order_relaxed);
	atomic_fetch_add(&s->running, 1);
	char *query = strchr((char *)(uintptr_t)target, '?');
	if (query && query[1])
		query[1] = 0;
	return e;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **exchange,
			 enum MHD_RequestTerminationCode how)
{
	struct http_server *s = context;
	struct exchange *e = *exchange;
	if (!e)
		return;
	*exchange = NULL;
	if (e->linger && how == MHD_REQUEST_TERMINATED_COMPLETED_OK)
		closing_linger(s->closing, connection_fd(connection));
	closing_deadline(e->watched, HEAD_SECONDS);
	if (e->answer)
		MHD_destroy_response(e->answer);
	free(e->body);
	free(e);
	atomic_fetch_sub(&s->running, 1);
}

static void on_connection(void *context, struct MHD_Connection *connection, void **watched,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = context;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*watched = closing_watch(s->closing, connection_fd(connection));
		return;
	}
	struct watched *w = *watched;
	if (!atomic_load(&w->spoke) && listen_unanswered(w->fd)) {
		log_line(LOG_NOTICE, "http 400 bad-request: what came was not HTTP");
		listen_refuse(w->fd);
		closing_linger(s->closing, w->fd);
	}
	closing_forget(s->closing, w);
}

PRINTF(2, 0)
static void on_log(void *context, const char *format, va_list ap)
{
	(void)context;
	char text[512];
	vsnprintf(text, sizeof text, format, ap);
	size_t n = strcspn(text, "\n");
	log_line(LOG_DEBUG, "libmicrohttpd: %.*s", (int)n, text);
}

/* The target is decoded by target_split(), not by the library. */
static size_t leave_as_is(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

/* As many connections as there may be files, after asking for more of those. */
static unsigned connections_most(void)
{
	struct rlimit files;
	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return CONNECTIONS_MOST / 4;
	rlim_t wanted = CONNECTIONS_MOST + OTHER_FILES;
	if (files.rlim_cur < wanted) {
		files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
		setrlimit(RLIMIT_NOFILE, &files);
		getrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= wanted)
		return CONNECTIONS_MOST;
	return files.rlim_cur > 2 * OTHER_FILES ? (unsigned)files.rlim_cur - OTHER_FILES : OTHER_FILES / 2;
}

static struct MHD_Daemon *daemon_start(struct http_server *s, bool open)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	/* A worker that writes waits for the disk: more of them than processors fill the groups that commit together. */
	unsigned usual = processors > THREADS_LEAST ? (unsigned)processors : THREADS_LEAST;
	/* The library takes no pool of one. */
	unsigned threads = s->options.threads <= 0 ? usual : s->options.threads < 2 ? 2 : (unsigned)s->options.threads;
	unsigned connections = connections_most();
	return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC | MHD_USE_TURBO | MHD_USE_ERROR_LOG |
					MHD_ALLOW_SUSPEND_RESUME,
				0, NULL, NULL, on_request, s, MHD_OPTION_EXTERNAL_LOGGER, on_log, NULL,
				MHD_OPTION_LISTEN_SOCKET, s->fd, MHD_OPTION_THREAD_POOL_SIZE, threads,
				MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
				(unsigned)(open ? CONNECTIONS_PER_ADDRESS : connections), MHD_OPTION_CONNECTION_TIMEOUT,
				(unsigned)IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
				MHD_OPTION_THREAD_STACK_SIZE, (size_t)THREAD_STACK, MHD_OPTION_URI_LOG_CALLBACK,
				on_target, s, MHD_OPTION_UNESCAPE_CALLBACK, leave_as_is, NULL,
				MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_NOTIFY_CONNECTION,
				on_connection, s, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 0, MHD_OPTION_END);
}

static void server_free(struct http_server *s)
{
	slow_free(&s->slow);
	if (s->daemon)
		MHD_stop_daemon(s->daemon);
	if (s->fd >= 0)
		close(s->fd);
	for (struct worker *w = s->workers, *next; w; w = next) {
		next = w->next;
		arena_free(&w->arena);
		free(w);
	}
	cache_free(&s->cache);
	closing_free(&s->closing);
	pthread_mutex_destroy(&s->lock);
	struct arena *a = s->arena;
	free(s);
	arena_free(&a);
}

enum status http_start(struct arena *a, const struct http_options *options, struct problems *problems,
		       struct http_server **out)
{
	(void)a;
	bool open;
	must(sodium_init() >= 0);
	struct http_server *s = calloc(1, sizeof *s);
	must(s);
	s->options = *options;
	s->arena = arena_new();
	s->fd = -1;
	must(pthread_mutex_init(&s->lock, NULL) == 0);
	randombytes_buf(&s->first_id, sizeof s->first_id);
	enum status status =
		listen_open(s->arena, options->listen, options->url, problems, &s->fd, &s->listening, &open);
	if (status == OK) {
		s->routes = route_table_new(s->arena, options->routes, options->routes_n, options->languages);
		s->cache = cache_new(CACHE_BYTES, forget_response);
		s->closing = closing_new();
		s->slow = slow_new(work_slowly);
		s->daemon = s->closing && s->slow ? daemon_start(s, open) : NULL;
		if (!s->daemon) {
			problem_add(problems, PROBLEM_LISTEN_FAILED, PLACE_NOWHERE, STR(""),
				    "The server's threads could not be started.");
			status = UNAVAILABLE;
		}
	}
	if (status != OK) {
		server_free(s);
		return status;
	}
	*out = s;
	return OK;
}

struct str http_listening(const struct http_server *s)
{
	return s->listening;
}

void http_stop(struct http_server **server)
{
	struct http_server *s = *server;
	if (!s)
		return;
	*server = NULL;
	atomic_store(&s->stopping, true);
	MHD_quiesce_daemon(s->daemon);
	for (int waited = 0; waited < STOP_MS && atomic_load(&s->running) > 0; waited += 5)
		usleep(5000);
	server_free(s);
}
