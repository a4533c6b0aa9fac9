/* SPDX-License-Identifier: Apache-2.0 */
/* markdown.h - what people write in Markdown (CommonMark), as markup that is safe to show.
 *
 * Markup inside the text and addresses of other kinds than http, https and mailto are left out; a picture becomes a link to
 * it, as nothing on a page may come from another site; headings begin at h2, below the page's own.
 * Threads: any. Memory: the arena. */
#ifndef PAGE_MARKDOWN_H
#define PAGE_MARKDOWN_H
#include "page/write.h"

/* The text must be UTF-8. */
struct html markdown_html(struct arena *a, struct str text);

#endif
