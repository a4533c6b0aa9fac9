/* SPDX-License-Identifier: Apache-2.0 */
/* Slowing down whoever guesses. Each account has a count of wrong tries from each network, and one over all networks. After
 * FREE wrong ones from a network the wait doubles, up to a quarter of an hour: its owner elsewhere does not feel it. Over all
 * networks the wait stays short, so that nobody can lock the owner out. Only keyed hashes are kept, in memory; a restart
 * forgets them. */
#include "people/people_private.h"

#include "base/tr.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum {
	PLACES = 4096,
	WAYS = 4,
	KEY = 16,
	FREE = 3,
	FREE_OF_ALL = 50,
	LONGEST = 900,
	LONGEST_OF_ALL = 5,
	FORGOTTEN = 86400
};

static const int64_t second = 1000000;

struct count {
	unsigned char key[KEY];
	int64_t wrong, last; /* µs */
};

static struct {
	pthread_mutex_t lock;
	bool has_secret;
	unsigned char secret[crypto_generichash_KEYBYTES];
	struct count at[PLACES];
} counts = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void key_of(struct str network, struct str account, unsigned char key[static KEY])
{
	crypto_generichash_state state;
	if (!counts.has_secret)
		randombytes_buf(counts.secret, sizeof counts.secret);
	counts.has_secret = true;
	crypto_generichash_init(&state, counts.secret, sizeof counts.secret, KEY);
	crypto_generichash_update(&state, (const unsigned char *)account.at, account.n);
	crypto_generichash_update(&state, (const unsigned char *)"", 1);
	crypto_generichash_update(&state, (const unsigned char *)network.at, network.n);
	crypto_generichash_final(&state, key, KEY);
}

/* The count of a key among its few places; where it has none, the one that is older than the others. */
static struct count *find(const unsigned char key[static KEY])
{
	size_t first;
	memcpy(&first, key, sizeof first);
	struct count *oldest = NULL;
	for (size_t i = 0; i < WAYS; i++) {
		struct count *count = &counts.at[(first + i) % PLACES];
		if (memcmp(count->key, key, KEY) == 0)
			return count;
		if (!oldest || count->last < oldest->last)
			oldest = count;
	}
	return oldest;
}

/* Seconds from the last wrong one to the next try. */
static int64_t wait_of(int64_t wrong, int64_t free, int64_t longest)
{
	int64_t over = wrong - free;
	if (over < 0)
		return 0;
	return over < 10 && (1 << over) < longest ? 1 << over : longest;
}

static int64_t left(struct moment now, struct str network, struct str account, int64_t free, int64_t longest)
{
	unsigned char key[KEY];
	key_of(network, account, key);
	const struct count *count = find(key);
	if (memcmp(count->key, key, KEY) != 0 || count->last > now.us) /* the clock was set back */
		return 0;
	int64_t until = count->last + wait_of(count->wrong, free, longest) * second;
	return until > now.us ? (until - now.us + second - 1) / second : 0;
}

enum status people_delay(struct call *c, struct str network, struct str account, const char *field)
{
	must(sodium_init() >= 0);
	pthread_mutex_lock(&counts.lock);
	int64_t here = left(c->now, network, account, FREE, LONGEST);
	int64_t all = left(c->now, STR(""), account, FREE_OF_ALL, LONGEST_OF_ALL);
	pthread_mutex_unlock(&counts.lock);
	int64_t wait = here > all ? here : all;
	if (wait == 0)
		return OK;
	struct tr_value value = {"n", str_format(c->arena, "%lld", (long long)wait)};
	struct str text =
		tr_n(c, N_("Several tries were wrong. Try again in one second, or have a link sent by e-mail."),
		     N_("Several tries were wrong. Try again in {n} seconds, or have a link sent by e-mail."), wait);
	return problem_add(&c->problems, PROBLEM_TOO_MANY, PLACE_PARAMETER, str_of(field), "%.*s",
			   STR_ARGS(tr_fill(c->arena, text, &value, 1)));
}

static void count_wrong(struct moment now, struct str network, struct str account)
{
	unsigned char key[KEY];
	key_of(network, account, key);
	struct count *count = find(key);
	int64_t since = now.us - count->last;
	if (memcmp(count->key, key, KEY) != 0 || since < 0 || since > FORGOTTEN * second) {
		memcpy(count->key, key, KEY);
		count->wrong = 0;
	}
	count->wrong++;
	count->last = now.us;
}

void people_delay_wrong(struct call *c, struct str network, struct str account)
{
	pthread_mutex_lock(&counts.lock);
	if (network.n)
		count_wrong(c->now, network, account);
	count_wrong(c->now, STR(""), account);
	pthread_mutex_unlock(&counts.lock);
}

/* What the network guessed is forgotten; what others guess goes on being counted. */
void people_delay_right(struct str network, struct str account)
{
	unsigned char key[KEY];
	pthread_mutex_lock(&counts.lock);
	key_of(network, account, key);
	struct count *count = find(key);
	if (memcmp(count->key, key, KEY) == 0)
		memset(count, 0, sizeof *count);
	pthread_mutex_unlock(&counts.lock);
}
