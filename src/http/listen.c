/* SPDX-License-Identifier: Apache-2.0 */
#include "http/listen.h"

#include "base/tr.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
	return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
}

/* Cuts "HOST:PORT", "[HOST]:PORT". */
static bool address_cut(struct str text, struct str *host, struct str *port)
{
	size_t colon = text.n;
	while (colon > 0 && text.at[colon - 1] != ':')
		colon--;
	if (colon < 2)
		return false;
	*host = str_slice(text, 0, colon - 1);
	*port = str_slice(text, colon, text.n);
	if (host->at[0] == '[' && str_ends(*host, "]"))
		*host = str_slice(*host, 1, host->n - 2);
	else if (memchr(host->at, ':', host->n))
		return false;
	if (str_is_nocase(*host, "localhost"))
		*host = STR("127.0.0.1");
	int64_t number;
	return host->n && port->n && port->n <= 5 && port->at[0] >= '0' && port->at[0] <= '9' &&
	       str_to_i64(*port, &number) && number <= 65535;
}

static struct str address_shown(struct arena *a, int fd)
{
	struct sockaddr_storage address;
	socklen_t n = sizeof address;
	char host[INET6_ADDRSTRLEN] = "";
	must(getsockname(fd, (struct sockaddr *)&address, &n) == 0);
	if (address.ss_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)&address;
		inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host);
		return str_format(a, "http://%s:%u", host, ntohs(v4->sin_port));
	}
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)&address;
	inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host);
	return str_format(a, "http://[%s]:%u", host, ntohs(v6->sin6_port));
}

static enum status say(struct problems *p, enum problem_code code, const char *address, const char *why)
{
	problem_add(p, code, PLACE_PARAMETER, STR("--listen"), "%s: %s", address, why);
	return code == PROBLEM_LISTEN_FAILED ? UNAVAILABLE : INVALID;
}

static enum status bind_to(const struct addrinfo *info, const char *address, struct problems *problems, int *fd)
{
	int one = 1, s = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (s < 0)
		return say(problems, PROBLEM_LISTEN_FAILED, address, strerror(errno));
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (info->ai_family == AF_INET6)
		setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
	if (bind(s, info->ai_addr, info->ai_addrlen) != 0 || listen(s, BACKLOG) != 0) {
		enum status status = say(problems, PROBLEM_LISTEN_FAILED, address, strerror(errno));
		if (errno == EADDRINUSE)
			problem_hint(problems,
				     tr(NULL, N_("Another program listens there; choose another port, or 0 for a free "
						 "one.")));
		close(s);
		return status;
	}
	*fd = s;
	return OK;
}

enum status listen_open(struct arena *a, const char *address, const char *url, struct problems *problems, int *fd,
			struct str *shown, bool *open)
{
	struct str host, port;
	struct addrinfo wanted = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM},
			*info = NULL;
	if (!address_cut(str_of(address), &host, &port) ||
	    getaddrinfo(str_chars(a, host), str_chars(a, port), &wanted, &info) != 0) {
		say(problems, PROBLEM_BAD_PARAMETER, address ? address : "", "not an address to listen on");
		problem_hint(problems, STR("Give a numeric address and a port, as 127.0.0.1:8080 or [::1]:8080."));
		return INVALID;
	}
	enum status status = OK;
	*open = !is_loopback(info->ai_addr);
	if (*open && !url) {
		status = say(problems, PROBLEM_BAD_PARAMETER, address,
			     "others than this machine could reach it unencrypted");
		problem_hint(problems,
			     STR("Name the site's public address with --url https://…, or listen on 127.0.0.1."));
	} else {
		status = bind_to(info, address, problems, fd);
	}
	freeaddrinfo(info);
	if (status == OK)
		*shown = address_shown(a, *fd);
	return status;
}

bool listen_unanswered(int fd)
{
	struct tcp_info info = {0};
	socklen_t n = sizeof info;
	char byte;
	if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) != 0)
		return false;
	if (n < offsetof(struct tcp_info, tcpi_bytes_sent) + sizeof info.tcpi_bytes_sent)
		return false;
	return info.tcpi_bytes_received > 0 && info.tcpi_bytes_sent == 0 &&
	       recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) != 0 && errno == EAGAIN;
}

void listen_refuse(int fd)
{
	static const char body[] = "{\"type\":\"/problems/bad-request\",\"title\":\"The request cannot be understood\","
				   "\"status\":400,\"detail\":\"The request does not keep to HTTP.\",\"errors\":[]}";
	char answer[1024];
	int n = snprintf(answer, sizeof answer,
			 "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
			 "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
			 "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nContent-Length: %zu\r\n\r\n%s",
			 sizeof body - 1, body);
	ssize_t sent = send(fd, answer, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
	(void)sent; /* a peer that takes nothing has its answer */
}
