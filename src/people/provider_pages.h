/* SPDX-License-Identifier: Apache-2.0 */
/* provider_pages.h - what the templates of signing in at other sites show.
 *
 * Threads and memory: the call's. */
#ifndef PEOPLE_PROVIDER_PAGES_H
#define PEOPLE_PROVIDER_PAGES_H
#include "page/page.h"
#include "people/identity.h"

/* A button that leads to a provider. */
struct provider_way {
	struct url url;
	struct str text;
};

struct provider_ways {
	LIST(struct provider_way);
};

/* The ways to sign in with other sites, leading back to that address (empty: home), all but the provider of that word. */
CHECKED enum status provider_ways(struct call *c, struct str return_to, struct str but, struct provider_ways *out);

/* A text in the reader's language with {provider} filled in. */
struct str provider_words(const struct call *c, const char *text, struct str provider);

/* A sign-in that did not come about. */
struct provider_failed {
	struct page page;
	bool is_new_sign_in; /* another try may help */
	bool is_signed_in;   /* somebody is: nothing more is to be done */
	struct url again, sign_in, home;
	struct str again_text;
	struct provider_ways ways;
};

/* What shall become of an identity that nobody has. */
struct identity_new {
	struct page page;
	struct url action, join, sign_in, sign_out, home;
	struct str not_done;
	struct str provider; /* its name */
	struct str name;     /* as typed, or proposed */
	struct str email;    /* the provider's word counts for it; empty: none */
	bool takes_email, accepts_rules, email_is_taken, is_open;
	struct str person; /* who is signed in; empty: nobody */
};

/* One's own identities. */
struct identity_row {
	int64_t id;
	struct str provider, day;
};

struct identity_rows {
	LIST(struct identity_row);
};

struct identity_own {
	struct page page;
	struct url action;
	struct str not_done;
	struct identity_rows rows;
	struct provider_ways ways; /* those that are not joined */
	bool is_done;              /* one was just joined */
};

/* The administration. */
struct provider_row {
	struct str word, name, issuer, callback, state;
	bool is_added, is_on;
};

struct provider_table {
	LIST(struct provider_row);
};

struct provider_admin {
	struct page page;
	struct url action, remove;
	struct str not_done, callback; /* of the one to be added, a word in its place */
	struct provider_table rows;
	bool has_added;
	struct provider_wish wish; /* as typed, without the secret */
};

struct facebook_deletion {
	struct page page;
};

#endif
