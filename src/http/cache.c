/* SPDX-License-Identifier: Apache-2.0 */
/* The answers kept for anybody: what was made once is handed out again, as bytes ready to send, while the store's version
 * and the UTC day are the same.
 *
 * Sharded by a keyed hash of the key, so that nobody can make chains long; each shard has a lock for readers and a writer.
 * A hit takes the reading lock, marks the entry used (an atomic byte) and runs the caller's function on it; nothing else is
 * written. An insertion that needs room throws out entries in a ring, first those of another stamp, giving the used ones a
 * second round (the clock algorithm).
 * Invariant: the stamp was read before the handler ran, so an entry is never older than its stamp. */
#include "http/cache.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 256, OVERHEAD = 1024 };

struct entry {
	struct entry *next_in_bucket, *next, *before; /* the ring of a shard */
	struct cache_stamp stamp;
	struct http_kept kept;
	_Atomic bool used;
	uint64_t hash;
	size_t bytes, key_n;
	char key[];
};

struct shard {
	pthread_rwlock_t lock;
	struct entry *buckets[BUCKETS];
	struct entry *hand;
	size_t bytes;
};

struct cache {
	struct shard shards[CACHE_SHARDS];
	unsigned char hash_key[crypto_shorthash_KEYBYTES];
	size_t most; /* bytes of one shard */
	void (*forget)(struct http_kept *kept);
};

struct cache *cache_new(size_t bytes, void (*forget)(struct http_kept *kept))
{
	struct cache *c = calloc(1, sizeof *c);
	must(c);
	c->most = bytes / CACHE_SHARDS;
	c->forget = forget;
	crypto_shorthash_keygen(c->hash_key);
	for (size_t i = 0; i < CACHE_SHARDS; i++)
		must(pthread_rwlock_init(&c->shards[i].lock, NULL) == 0);
	return c;
}

static uint64_t hash_of(const struct cache *c, struct str key)
{
	uint64_t hash;
	_Static_assert(sizeof hash == crypto_shorthash_BYTES, "SipHash gives 64 bits");
	crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.at, key.n, c->hash_key);
	return hash;
}

static struct shard *shard_of(struct cache *c, uint64_t hash)
{
	return &c->shards[hash % CACHE_SHARDS];
}

static struct entry **find(struct shard *s, uint64_t hash, struct str key)
{
	struct entry **at = &s->buckets[(hash / CACHE_SHARDS) % BUCKETS];
	while (*at && ((*at)->hash != hash || (*at)->key_n != key.n || memcmp((*at)->key, key.at, key.n) != 0))
		at = &(*at)->next_in_bucket;
	return at;
}

static bool same_stamp(struct cache_stamp a, struct cache_stamp b)
{
	return a.version == b.version && a.day == b.day;
}

bool cache_use(struct cache *c, struct str key, struct cache_stamp stamp,
	       void (*use)(const struct http_kept *kept, void *context), void *context)
{
	uint64_t hash = hash_of(c, key);
	struct shard *s = shard_of(c, hash);
	pthread_rwlock_rdlock(&s->lock);
	struct entry *e = *find(s, hash, key);
	bool hit = e && same_stamp(e->stamp, stamp);
	if (hit) {
		if (!atomic_load_explicit(&e->used, memory_order_relaxed))
			atomic_store_explicit(&e->used, true, memory_order_relaxed);
		use(&e->kept, context);
	}
	pthread_rwlock_unlock(&s->lock);
	return hit;
}

/* Takes an entry out of its bucket and the ring and frees it. */
static void drop(struct cache *c, struct shard *s, struct entry *e)
{
	struct entry **at = &s->buckets[(e->hash / CACHE_SHARDS) % BUCKETS];
	while (*at != e)
		at = &(*at)->next_in_bucket;
	*at = e->next_in_bucket;
	e->next->before = e->before;
	e->before->next = e->next;
	if (s->hand == e)
		s->hand = e->next == e ? NULL : e->next;
	s->bytes -= e->bytes;
	c->forget(&e->kept);
	free(e);
}

static void make_room(struct cache *c, struct shard *s, size_t bytes, struct cache_stamp stamp)
{
	while (s->hand && s->bytes + bytes > c->most) {
		struct entry *e = s->hand;
		s->hand = e->next;
		if (same_stamp(e->stamp, stamp) && atomic_exchange_explicit(&e->used, false, memory_order_relaxed))
			continue;
		drop(c, s, e);
	}
}

static void ring_add(struct shard *s, struct entry *e)
{
	if (!s->hand) {
		e->next = e->before = e;
		s->hand = e;
		return;
	}
	e->next = s->hand;
	e->before = s->hand->before;
	e->before->next = e;
	e->next->before = e;
}

bool cache_keep(struct cache *c, struct str key, struct cache_stamp stamp, const struct http_kept *kept)
{
	size_t bytes = kept->bytes + key.n + OVERHEAD;
	if (bytes > c->most / 2)
		return false;
	uint64_t hash = hash_of(c, key);
	struct shard *s = shard_of(c, hash);
	struct entry *e = calloc(1, sizeof *e + key.n);
	must(e);
	*e = (struct entry){.stamp = stamp, .kept = *kept, .hash = hash, .bytes = bytes, .key_n = key.n};
	memcpy(e->key, key.at, key.n);
	pthread_rwlock_wrlock(&s->lock);
	struct entry *old = *find(s, hash, key);
	if (old)
		drop(c, s, old);
	make_room(c, s, bytes, stamp);
	struct entry **bucket = &s->buckets[(hash / CACHE_SHARDS) % BUCKETS];
	e->next_in_bucket = *bucket;
	*bucket = e;
	ring_add(s, e);
	s->bytes += bytes;
	pthread_rwlock_unlock(&s->lock);
	return true;
}

size_t cache_bytes(struct cache *c)
{
	size_t bytes = 0;
	for (size_t i = 0; i < CACHE_SHARDS; i++) {
		pthread_rwlock_rdlock(&c->shards[i].lock);
		bytes += c->shards[i].bytes;
		pthread_rwlock_unlock(&c->shards[i].lock);
	}
	return bytes;
}

void cache_free(struct cache **c)
{
	if (!*c)
		return;
	for (size_t i = 0; i < CACHE_SHARDS; i++) {
		struct shard *s = &(*c)->shards[i];
		while (s->hand)
			drop(*c, s, s->hand);
		pthread_rwlock_destroy(&s->lock);
	}
	free(*c);
	*c = NULL;
}

static int part_order(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

struct str cache_key(char at[static CACHE_KEY_ROOM], struct str target, struct lang lang, enum http_format api,
		     enum http_format page, enum http_encoding encoding)
{
	struct str parts[HTTP_PARAMETERS_MOST], path, rest = target;
	size_t n = 0, parts_n = 0;
	if (target.n > HTTP_ADDRESS_MOST)
		return STR("");
	at[n++] = (char)('0' + api);
	at[n++] = (char)('0' + page);
	at[n++] = (char)('0' + encoding);
	memcpy(at + n, lang.tag, sizeof lang.tag);
	n += sizeof lang.tag;
	str_next(&rest, '?', &path);
	memcpy(at + n, path.at, path.n);
	n += path.n;
	while (rest.at && parts_n < HTTP_PARAMETERS_MOST && str_next(&rest, '&', &parts[parts_n]))
		parts_n++;
	if (rest.at)
		return STR("");
	if (parts_n > 1)
		qsort(parts, parts_n, sizeof *parts, part_order);
	for (size_t i = 0; i < parts_n; i++) {
		at[n++] = i ? '&' : '?';
		memcpy(at + n, parts[i].at, parts[i].n);
		n += parts[i].n;
	}
	return (struct str){at, n};
}
