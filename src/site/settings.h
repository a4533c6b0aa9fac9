/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h - what an administrator sets: the names, what they may hold, and their values.
 *
 * A setting that was never set has the value of settings.def. Values live in the store, so that every node has the same; a
 * secret is never shown again, exported or written to the change log. Whoever sets one must have asked for MAY_MANAGE_SITE, or
 * have the command line. Threads: any. Memory: the call's arena. */
#ifndef SITE_SETTINGS_H
#define SITE_SETTINGS_H
#include "base/call.h"

enum setting {
#define SETTING(name, word, kind, value, what) SETTING_##name,
#include "site/settings.def"
#undef SETTING
	SETTINGS
};

enum setting_kind {
	SETTING_IS_TEXT,   /* at most SETTING_MOST bytes, no control characters */
	SETTING_IS_SECRET, /* the same, and never shown */
	SETTING_IS_EMAIL,  /* with one @ */
	SETTING_IS_URL,    /* http, https, smtp or smtps, without blanks */
	SETTING_IS_NUMBER, /* 1 to 1,000,000 */
	SETTING_IS_DAYS,   /* 1 to 36,500 */
	SETTING_IS_SWITCH, /* yes or no */
};

enum { SETTING_MOST = 500 };

/* Its word ("mail.relay"), kind, first value, and what it is, in English for tr(). */
const char *setting_word(enum setting s);
enum setting_kind setting_kind(enum setting s);
const char *setting_first(enum setting s);
const char *setting_what(enum setting s);

/* What it stands under on the page, in English for tr(): neighbours in settings.def with the same one belong together. */
const char *setting_group(enum setting s);

/* The setting of that word. False if there is none. */
bool setting_parse(struct str word, enum setting *out);

/* Its value, read through c->store. UNAVAILABLE: the store. */
CHECKED enum status setting_text(struct call *c, enum setting s, struct str *out);

/* The value of a NUMBER or DAYS, and of a SWITCH. */
CHECKED enum status setting_number(struct call *c, enum setting s, int64_t *out);
CHECKED enum status setting_is_on(struct call *c, enum setting s, bool *out);

/* Sets it; the empty value takes it back to the first one. The same value again changes nothing.
 * INVALID: the value does not fit its kind (WRONG_VALUE in c->problems under the setting's word). UNAVAILABLE. */
CHECKED enum status setting_set(struct call *c, enum setting s, struct str value);

struct setting_wish {
	enum setting setting;
	struct str value;
};

/* Sets several at once, or none: every fault is told. As setting_set. */
CHECKED enum status settings_set(struct call *c, const struct setting_wish *wishes, size_t n);

struct setting_value {
	struct str value; /* empty of a secret */
	bool is_set;      /* false: it has its first value */
};

/* The values of all. UNAVAILABLE: the store. */
CHECKED enum status settings_list(struct call *c, struct setting_value out[static SETTINGS]);

#endif
