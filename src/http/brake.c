/* SPDX-License-Identifier: Apache-2.0 */
#include "http/brake.h"

#include "http/http_private.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { KEY_BYTES = 16 };

struct mark {
	unsigned char key[KEY_BYTES];
	struct moment at;
};

static struct {
	pthread_mutex_t lock;
	unsigned char secret[crypto_generichash_KEYBYTES];
	bool has_secret;
	struct mark marks[BRAKE_MARKS];
	size_t next;
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

static bool is_loopback(const struct sockaddr *peer)
{
	if (peer && peer->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)(const void *)peer)->sin_addr.s_addr) >> 24 == 127;
	return peer && peer->sa_family == AF_INET6 &&
	       IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr);
}

/* An IPv4 address is four bytes, of an IPv6 one the network is eight. */
static size_t bytes_of_text(struct arena *a, struct str text, unsigned char out[static 16])
{
	const char *chars = str_chars(a, text);
	if (inet_pton(AF_INET, chars, out) == 1)
		return 4;
	return inet_pton(AF_INET6, chars, out) == 1 ? 8 : 0;
}

static size_t bytes_of_peer(const struct sockaddr *peer, unsigned char out[static 16])
{
	if (peer && peer->sa_family == AF_INET) {
		memcpy(out, &((const struct sockaddr_in *)(const void *)peer)->sin_addr, 4);
		return 4;
	}
	if (!peer || peer->sa_family != AF_INET6)
		return 0;
	const struct in6_addr *address = &((const struct sockaddr_in6 *)(const void *)peer)->sin6_addr;
	bool is_four = IN6_IS_ADDR_V4MAPPED(address);
	memcpy(out, address->s6_addr + (is_four ? 12 : 0), is_four ? 4 : 8);
	return is_four ? 4 : 8;
}

static size_t network_of(const struct http_request *r, unsigned char out[static 16])
{
	const struct http_request_hidden *h = r->hidden;
	struct str rest = http_header(r, "X-Forwarded-For"), last = STR(""), part;
	while (rest.n && str_next(&rest, ',', &part))
		last = str_trim(part);
	size_t n = last.n && is_loopback(h->peer) ? bytes_of_text(r->call->arena, last, out) : 0;
	return n ? n : bytes_of_peer(h->peer, out);
}

static void key_of(const struct http_request *r, const struct http_limit *limit, unsigned char out[static KEY_BYTES])
{
	unsigned char network[16];
	crypto_generichash_state state;
	int64_t person = limit->is_for_all ? -1 : r->call->person.id;
	size_t n = person ? 0 : network_of(r, network);
	crypto_generichash_init(&state, kept.secret, sizeof kept.secret, KEY_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)&person, sizeof person);
	crypto_generichash_update(&state, (const unsigned char *)&n, sizeof n);
	crypto_generichash_update(&state, network, n);
	crypto_generichash_update(&state, (const unsigned char *)limit->form, strlen(limit->form) + 1);
	crypto_generichash_update(&state, (const unsigned char *)limit->thing.at, limit->thing.n);
	crypto_generichash_final(&state, out, KEY_BYTES);
}

/* Counts the marks of a key that are younger than the limit's time; *oldest is the oldest of them. */
static int count_marks(const unsigned char key[static KEY_BYTES], const struct http_limit *limit, struct moment now,
		       struct moment *oldest)
{
	int n = 0;
	*oldest = now;
	for (size_t i = 0; i < BRAKE_MARKS; i++) {
		const struct mark *m = &kept.marks[i];
		if (m->at.us == 0 || now.us - m->at.us >= limit->seconds * 1000000 ||
		    memcmp(m->key, key, KEY_BYTES) != 0)
			continue;
		n++;
		if (m->at.us < oldest->us)
			*oldest = m->at;
	}
	return n;
}

/* Takes the lock, the secret being there. */
static void lock(void)
{
	must(sodium_init() >= 0);
	pthread_mutex_lock(&kept.lock);
	if (!kept.has_secret)
		randombytes_buf(kept.secret, sizeof kept.secret);
	kept.has_secret = true;
}

struct str http_network(const struct http_request *r)
{
	unsigned char network[16], hash[KEY_BYTES];
	size_t n = network_of(r, network);
	lock();
	crypto_generichash(hash, sizeof hash, network, n, kept.secret, sizeof kept.secret);
	pthread_mutex_unlock(&kept.lock);
	return str_copy(r->call->arena, (struct str){(const char *)hash, sizeof hash});
}

bool http_brake(const struct http_request *r, const struct http_limit *limits, size_t n,
		const struct http_limit **broken, struct moment *again)
{
	struct moment now = r->call->now, oldest;
	unsigned char key[KEY_BYTES];
	*broken = NULL;
	lock();
	for (size_t i = 0; i < n && !*broken; i++) {
		key_of(r, &limits[i], key);
		if (count_marks(key, &limits[i], now, &oldest) >= limits[i].most) {
			*broken = &limits[i];
			*again = (struct moment){oldest.us + limits[i].seconds * 1000000};
		}
	}
	for (size_t i = 0; i < n && !*broken; i++) {
		struct mark *m = &kept.marks[kept.next++ % BRAKE_MARKS];
		key_of(r, &limits[i], m->key);
		m->at = now;
	}
	pthread_mutex_unlock(&kept.lock);
	return !*broken;
}
