/* SPDX-License-Identifier: Apache-2.0 */
/* normlex_address.h - addresses of NORMLEX: what they were about, and the page of ours that says the same.
 *
 * Their form is that of Oracle APEX: f?p=APPLICATION:PAGE:SESSION:REQUEST:DEBUG:CLEAR:NAMES:VALUES:PRINT, names and values
 * separated by commas. Hosts, paths and encodings vary; only the parameter p and the language in the path count.
 * Threads: pure. Memory: the arena given. */
#ifndef REGISTER_NORMLEX_ADDRESS_H
#define REGISTER_NORMLEX_ADDRESS_H
#include "register/snapshot.h"

enum normlex_about {
	NORMLEX_TEXT,              /* 12100: the text of an instrument */
	NORMLEX_RATIFICATIONS,     /* 11300: who ratified it */
	NORMLEX_NOT_RATIFICATIONS, /* 11310: who did not */
	NORMLEX_COUNTRY,           /* 11200: the ratifications of a country */
	NORMLEX_AMENDMENT,         /* 91: an amendment of the MLC, 2006 */
	NORMLEX_COMMENT,           /* 13100: a comment of a supervisory body, of which nothing is held here */
};

struct normlex_address {
	enum normlex_about about;
	struct lang lang;      /* of the old page; "" if the address does not say */
	struct str instrument; /* "C087", as written; empty where a number stands instead */
	struct str number;     /* NORMLEX's number of the instrument or country; may be empty */
	struct str
		comment; /* of NORMLEX_COMMENT its number; whom it is about is in `number`, where the address says so */
};

/* Reads the value of p, decoded or still percent-encoded, stray blanks and + around it. False: no page that is known here. */
bool normlex_parameter_read(struct arena *a, struct str p, struct normlex_address *out);

/* Reads a whole address, with or without scheme and host; the language comes from its path. False as above. */
bool normlex_address_read(struct arena *a, struct str address, struct normlex_address *out);

/* The language that a path says: "/dyn/normlex/fr/f", "/dyn/nrmlx_es/f"; "" if it says none. */
struct lang normlex_path_lang(struct str path);

/* What an address is about in the register: the instrument (for NORMLEX_COUNTRY and NORMLEX_COMMENT: the country); both NULL if
 * its number or code is not known. */
void normlex_find(const struct register_snapshot *s, const struct normlex_address *address,
		  const struct register_instrument **instrument, const struct register_country **country);

/* The path of our page after "/{lang}", with its fragment: "/standards/C087#ratifications", "/countries/BRA". A text leads to
 * "/standards/C087/text" where has_text, else to the instrument. Empty if nothing is known, and for a comment. */
struct str normlex_our_path(struct arena *a, const struct register_snapshot *s, const struct normlex_address *address,
			    bool has_text);

/* The address of the page to save for an instrument, by its number. */
struct str normlex_page_address(struct arena *a, struct str number);

#endif
