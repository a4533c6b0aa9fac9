/* SPDX-License-Identifier: Apache-2.0 */
/* file.h - a static file that weave put into the program: style sheet, icon, picture.
 *
 * The hash changes whenever the content does: it is the file's ETag and part of its hashed name, so that browsers may keep
 * it for good. Threads: constants. */
#ifndef PAGE_FILE_H
#define PAGE_FILE_H
#include <stddef.h>

struct page_file {
	const unsigned char *bytes;
	size_t n;
	char hash[17]; /* 16 hexadecimal digits */
};

#endif
