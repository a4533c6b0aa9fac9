/* SPDX-License-Identifier: Apache-2.0 */
/* provider.h - the sites with which people can sign in here: Google, Facebook and X where the settings name a client of
 * theirs, and any OpenID issuers that an administrator added.
 *
 * An issuer's own address is never believed twice: what people are known by is (issuer, subject), and where it lets them sign
 * in is read from its own description (OpenID Connect Discovery 1.0).
 * May: whoever adds or removes one must have asked for MAY_MANAGE_SITE, or have the command line. Threads: any. Memory: the
 * call's arena. UNAVAILABLE of every function: the store. */
#ifndef PEOPLE_PROVIDER_H
#define PEOPLE_PROVIDER_H
#include "base/call.h"

enum provider_kind { PROVIDER_OPENID, PROVIDER_FACEBOOK, PROVIDER_X };

enum {
	PROVIDER_WORD_MOST = 32,
	PROVIDER_NAME_MOST = 60, /* bytes */
	PROVIDERS_MOST = 20,     /* added ones */
};

struct provider {
	enum provider_kind kind;
	bool is_google;
	bool is_added;     /* by an administrator; the others stand in the settings */
	struct str word;   /* "google": in addresses */
	struct str name;   /* "Google": on buttons */
	struct str issuer; /* of its identities */
	struct str client; /* empty: nobody can sign in with it */
	struct str secret;
	struct str authorize, api; /* of Facebook and X */
};

struct providers {
	LIST(struct provider);
};

/* Those that people can sign in with: Google, Facebook, X, then the added ones by name. */
CHECKED enum status provider_list(struct call *c, struct providers *out);

/* The same with those that the settings do not name yet, which have no client. */
CHECKED enum status provider_list_all(struct call *c, struct providers *out);

/* One that people can sign in with. NOT_FOUND: there is none of that word. */
CHECKED enum status provider_find(struct call *c, struct str word, struct provider *out);

struct provider_wish {
	struct str word, name, issuer, client, secret;
};

/* Adds an issuer. INVALID: every fault of the wish is in c->problems under its name. CONFLICT: word or issuer are there. */
CHECKED enum status provider_add(struct call *c, const struct provider_wish *wish);

/* Removes one that was added. What people joined stays and counts again should it come back. NOT_FOUND (in c->problems). */
CHECKED enum status provider_remove(struct call *c, struct str word);

#endif
